// Clients of the unmodified public SDK, in one process, whose sockets are destroyed under them. What they see is printed as
// lines of JSON; what they are to do comes as lines on standard input: "cut" or "keep". At its end they disconnect.
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const require = createRequire(new URL('../../../artifacts/sdk/', import.meta.url));
const { Centrifuge } = require('centrifuge');
const { WebSocket } = require('ws');

const { url, seed, clients: plans } = JSON.parse(process.argv[2]);
const LEAST_LIFE = 1500;
const MOST_LIFE = 8500;

let cutting = false;
const timers = new Set();

// A small seeded generator (xorshift): shares of one.
let state = seed | 1;
const random = () => {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) / 2 ** 32;
};

const tell = line => process.stdout.write(JSON.stringify(line) + '\n');

/** Destroys a socket: the WebSocket's own way, or by RST. */
function destroy(socket) {
  if (random() < 0.5) {
    socket.terminate();
  } else {
    socket._socket.resetAndDestroy();
  }
}

/** The WebSocket of one client: each connection of it is cut some time after it opened, while connections are to be cut. */
function cutWebSocket(name) {
  return class extends WebSocket {
    constructor(...args) {
      super(...args);
      this.once('open', () => this.#live());
      this.on('error', () => {});
    }

    #live() {
      const timer = setTimeout(() => {
        timers.delete(timer);
        if (this.readyState !== WebSocket.OPEN) {
          return;
        }

        if (cutting) {
          tell({ client: name, event: 'cut' });
          destroy(this);
        } else {
          this.#live();
        }
      }, LEAST_LIFE + (MOST_LIFE - LEAST_LIFE) * random());
      timers.add(timer);
    }
  };
}

const clients = plans.map(({ name, channels }) => {
  const client = new Centrifuge(url, {
    websocket: cutWebSocket(name),
    minReconnectDelay: 100,
    maxReconnectDelay: 1000,
    timeout: 20_000,
  });
  client.on('disconnected', ({ code, reason }) => tell({ client: name, event: 'disconnected', code, reason }));
  for (const channel of channels) {
    const sub = client.newSubscription(channel, { recoverable: true, minResubscribeDelay: 50, maxResubscribeDelay: 500 });
    sub.on('subscribed', ({ streamPosition, wasRecovering, recovered, hasRecoveredPublications }) =>
      tell({ client: name, event: 'subscribed', channel, ...streamPosition, wasRecovering, recovered, carried: hasRecoveredPublications }));
    sub.on('subscribing', ({ code }) => tell({ client: name, event: 'subscribing', channel, code }));
    sub.on('unsubscribed', ({ code, reason }) => tell({ client: name, event: 'unsubscribed', channel, code, reason }));
    sub.on('publication', ({ offset, data }) => tell({ client: name, event: 'publication', channel, offset, data }));
    sub.subscribe();
  }

  client.connect();
  return client;
});

const input = createInterface({ input: process.stdin });
input.on('line', line => { cutting = line === 'cut'; });
input.on('close', () => {
  timers.forEach(clearTimeout);
  clients.forEach(client => client.disconnect());
  setTimeout(() => process.exit(1), 10_000).unref(); // it ends by itself once the sockets are closed
});
