// A WebSocket without the SDK, for what the SDK never does: it speaks lines of JSON, and answers no ping unless told to.
import { WebSocket } from './packages.js';
import { until } from './wait.js';

export class RawClient {
  /** Every text message received, as it was. */
  messages = [];

  /** Every line received. */
  lines = [];

  /** How it was closed: {code, reason}. */
  closed = null;

  #socket;
  #ids = 0;

  static async open(url, { protocols = [], ...options } = {}) {
    const raw = new RawClient();
    const socket = new WebSocket(url, protocols, { perMessageDeflate: false, ...options });
    raw.#socket = socket;
    socket.on('message', octets => {
      const text = octets.toString();
      raw.messages.push(text);
      raw.lines.push(...text.split('\n').filter(line => line !== ''));
    });
    socket.on('close', (code, reason) => { raw.closed = { code, reason: reason.toString() }; });
    await new Promise((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
      socket.once('unexpected-response', (_, answer) => reject(Object.assign(new Error(`refused: ${answer.statusCode}`), { status: answer.statusCode })));
    });
    socket.on('error', () => {});
    return raw;
  }

  get extensions() {
    return this.#socket.extensions;
  }

  send(text) {
    this.#socket.send(text);
  }

  /** Sends octets as a text frame, whatever they are. */
  sendText(octets) {
    this.#socket.send(octets, { binary: false });
  }

  /** Sends octets as a binary frame. */
  sendBinary(octets) {
    this.#socket.send(octets, { binary: true });
  }

  /** Sends a command and returns its reply: {result} of its method, or {error}. */
  async call(method, params = {}) {
    const id = ++this.#ids;
    this.send(JSON.stringify({ id, [method]: params }));
    const reply = await until(
      () => this.lines.map(line => JSON.parse(line)).find(line => line.id === id),
      () => `a reply to ${method}; closed: ${JSON.stringify(this.closed)}; received: ${this.lines.join('\n')}`);
    return reply.error ? { error: reply.error } : { result: reply[method] };
  }

  /** The pushes received so far. */
  get pushes() {
    return this.lines.map(line => JSON.parse(line)).filter(line => line.push).map(line => line.push);
  }

  /** Waits for the close frame. */
  close() {
    return until(() => this.closed, () => `a close; received: ${this.lines.join('\n')}`);
  }

  terminate() {
    this.#socket.terminate();
  }
}
