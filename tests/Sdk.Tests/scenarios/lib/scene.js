// What a scenario plays with: names of its own, SDK clients, cutters, raw sockets; all of it is closed at its end.
import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { Cutter } from './cutter.js';
import { Centrifuge, WebSocket } from './packages.js';
import { RawClient } from './raw-client.js';
import { until } from './wait.js';

const CLIENT_EVENTS = [
  'connecting', 'connected', 'disconnected', 'message', 'error', 'subscribed', 'subscribing', 'unsubscribed', 'publication', 'join', 'leave',
];
const SUBSCRIPTION_EVENTS = ['subscribing', 'subscribed', 'unsubscribed', 'publication', 'join', 'leave', 'error'];

/** Notes every event of a client or subscription, in order. */
function listen(emitter, names) {
  const heard = [];
  for (const name of names) {
    emitter.on(name, context => heard.push({ event: name, ...context }));
  }

  return heard;
}

/** The events of one kind. */
export const only = (heard, event) => heard.filter(entry => entry.event === event);

/** The payloads of the publications heard. */
export const payloads = heard => only(heard, 'publication').map(publication => publication.data);

/** The last event of one kind. */
export const last = (heard, event) => only(heard, event).at(-1);

export class Scene {
  #closers = [];
  #logs = [];
  #tag = randomBytes(4).toString('hex');
  #names = 0;

  /** A channel of a namespace (or without one) that no other scenario uses. */
  channel(namespace = '') {
    return (namespace === '' ? '' : `${namespace}:`) + this.name('channel');
  }

  /** A user id, or any other name, that no other scenario uses. */
  name(kind = 'user') {
    return `${kind}-${this.#tag}-${++this.#names}`;
  }

  /** Something to do at the end. */
  defer(close) {
    this.#closers.push(close);
  }

  /** A client of the unmodified SDK that has not connected yet: {client, heard}. */
  client(where, options = {}) {
    const client = new Centrifuge(where.socketUrl, {
      websocket: WebSocket,
      minReconnectDelay: 50,
      maxReconnectDelay: 200,
      timeout: 10_000,
      ...options,
    });
    const heard = listen(client, CLIENT_EVENTS);
    this.#logs.push(heard);
    this.defer(() => client.disconnect());
    return { client, heard };
  }

  /** A connected client: {client, heard, id}. */
  async connect(where, options) {
    const { client, heard } = this.client(where, options);
    client.connect();
    await client.ready(15_000);
    return { client, heard, id: last(heard, 'connected').client };
  }

  /** A subscription that has begun: {sub, heard}. */
  subscription({ client }, channel, options = {}) {
    const sub = client.newSubscription(channel, { minResubscribeDelay: 50, maxResubscribeDelay: 200, ...options });
    const heard = listen(sub, SUBSCRIPTION_EVENTS);
    this.#logs.push(heard);
    sub.subscribe();
    return { sub, heard };
  }

  /** A subscription that the server has confirmed: {sub, heard}. */
  async subscribe(connected, channel, options) {
    const subscription = this.subscription(connected, channel, options);
    await subscription.sub.ready(15_000);
    return subscription;
  }

  /** A subscription that ends at once: the event that says why. */
  async refusal(connected, channel, options) {
    const { heard } = this.subscription(connected, channel, options);
    return until(() => last(heard, 'unsubscribed'), 'a refused subscription');
  }

  /** A TCP proxy before an edge that breaks connections. */
  async cutter(edge) {
    const cutter = await Cutter.open(edge);
    this.defer(() => cutter.close());
    return cutter;
  }

  /** A WebSocket without the SDK. */
  async raw(where, options) {
    const raw = await RawClient.open(where.socketUrl, options);
    this.defer(() => raw.terminate());
    return raw;
  }

  async close() {
    const closings = await Promise.allSettled(this.#closers.reverse().map(async close => close()));
    const failed = closings.find(closing => closing.status === 'rejected');
    if (failed) {
      throw failed.reason;
    }
  }

  /** What clients and subscriptions heard, for whoever reads a failure. */
  told() {
    const lines = this.#logs.map((heard, i) => `\n  heard ${i + 1}: ` +
      heard.slice(-25).map(entry => inspect(entry, { breakLength: Infinity, depth: 4, maxStringLength: 80 })).join('\n           '));
    return lines.join('').slice(0, 12_000);
  }
}
