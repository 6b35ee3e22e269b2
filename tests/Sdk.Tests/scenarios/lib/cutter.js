// A TCP proxy on the loopback that breaks connections as networks do.
import { once } from 'node:events';
import { connect, createServer } from 'node:net';

export class Cutter {
  #server;
  #edge;
  #pairs = new Set();
  #refuses = false;
  #holds = false;
  #truncates = null;
  #rewrites = null;

  static async open(edge) {
    const cutter = new Cutter();
    cutter.#edge = edge;
    cutter.#server = createServer(socket => cutter.#accept(socket)).listen(0, '127.0.0.1');
    await once(cutter.#server, 'listening');
    cutter.socketUrl = `ws://127.0.0.1:${cutter.#server.address().port}/connection/websocket`;
    return cutter;
  }

  /** How many connections are open. */
  get connections() {
    return this.#pairs.size;
  }

  /** Breaks every connection, on both sides, with RST. */
  reset() {
    for (const { client, edge } of this.#pairs) {
      client.resetAndDestroy();
      edge.resetAndDestroy();
    }
  }

  /** Ends every connection, on both sides, with FIN and without a close frame. */
  finish() {
    for (const { client, edge } of this.#pairs) {
      client.end();
      edge.end();
    }
  }

  /** Forwards half of the next octets in one direction ('down': to the client, 'up': to the edge), then breaks the connection. */
  truncate(direction) {
    this.#truncates = direction;
  }

  /** Replaces a text of octets by another of the same length, once, on its way to the client. */
  rewrite(from, to) {
    this.#rewrites = { from, to };
  }

  /** Takes no connection until `restore`. */
  refuse() {
    this.#refuses = true;
  }

  /** Loses everything in both directions from now on, without a word, until `restore`; what is open then stays lost. */
  hold() {
    this.#holds = true;
    for (const pair of this.#pairs) {
      pair.lost = true;
    }
  }

  /** Stops reading from the edge: its client is slow. */
  pause() {
    for (const { edge } of this.#pairs) {
      edge.pause();
    }
  }

  /** Reads on. */
  resume() {
    for (const { edge } of this.#pairs) {
      edge.resume();
    }
  }

  /** Takes connections again. */
  restore() {
    this.#refuses = false;
    this.#holds = false;
  }

  close() {
    this.reset();
    this.#server.close();
  }

  #accept(client) {
    if (this.#refuses) {
      client.on('error', () => {}).resetAndDestroy();
      return;
    }

    const edge = connect(this.#edge.port, '127.0.0.1');
    const pair = { client, edge, lost: this.#holds };
    this.#pairs.add(pair);
    this.#forward(pair, client, edge, 'up');
    this.#forward(pair, edge, client, 'down');
  }

  #forward(pair, from, to, direction) {
    from.setNoDelay(true);
    from.on('error', () => {});
    from.on('data', octets => {
      if (pair.lost) {
        return;
      }

      if (this.#truncates === direction) {
        this.#truncates = null;
        pair.lost = true;
        this.#pairs.delete(pair);
        to.end(octets.subarray(0, octets.length >> 1)); // FIN behind it: RST could take it away again
        from.resetAndDestroy();
        return;
      }

      if (direction === 'down' && this.#rewrites !== null) {
        this.#rewrite(octets);
      }

      if (!to.write(octets)) {
        from.pause();
        to.once('drain', () => from.resume());
      }
    });
    from.on('end', () => { if (!pair.lost) { to.end(); } });
    from.on('close', () => this.#end(pair));
  }

  #rewrite(octets) {
    const { from, to } = this.#rewrites;
    const at = octets.indexOf(from);
    if (at >= 0) {
      octets.write(to, at);
      this.#rewrites = null;
    }
  }

  #end(pair) {
    if (this.#pairs.delete(pair)) {
      pair.client.resetAndDestroy();
      pair.edge.resetAndDestroy();
    }
  }
}
