// A real edge, as a process of its own; with STRATUS_SILO its channels live in two silos, which begin and end with it.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { startSilos } from './silos.js';
import { until, within } from './wait.js';

const built = new URL('../../../../artifacts/bin/Edge/release/Stratus.Realtime.Edge.dll', import.meta.url);
const assembly = process.env.STRATUS_EDGE ?? fileURLToPath(built);
const API_KEY = 'the key of these tests';
const edges = new Set();

process.on('exit', () => edges.forEach(edge => edge.kill()));

/** An answer of the server API that says no. */
export class ApiError extends Error {
  constructor(method, { code, message }) {
    super(`${method}: ${code} ${message}`);
    this.code = code;
  }
}

/** Starts an edge with these options on a free port, or again on one that it had before. */
export async function startEdge(options = {}, { port = 0, environment = 'Production' } = {}) {
  const silos = await startSilos(options, environment);
  const edge = new Edge({ ...options, ...silos.edgeOptions }, port, environment, silos);
  edges.add(edge);
  await edge.started();
  return edge;
}

/** Stops all edges and says what was wrong with them. */
export async function stopEdges() {
  const faults = await Promise.all([...edges].map(async edge => {
    if (edge.running) {
      await edge.terminate();
    }

    return edge.faults();
  }));
  return faults.flat();
}

class Edge {
  #process;
  #ended;
  #silos;
  #output = '';

  constructor(options, port, environment, silos) {
    this.#silos = silos;
    const settings = { 'Api:Keys:0': API_KEY, ...options };
    const pairs = Object.entries(settings).map(([key, value]) => `--${key}=${value}`);
    this.#process = spawn('dotnet', [assembly, '--urls', `http://127.0.0.1:${port}`, ...pairs], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ASPNETCORE_ENVIRONMENT: environment, DOTNET_ENVIRONMENT: environment },
    });
    this.#process.stdout.setEncoding('utf8').on('data', text => { this.#output += text; });
    this.#process.stderr.setEncoding('utf8').on('data', text => { this.#output += text; });
    this.#ended = new Promise(resolve => {
      this.#process.on('error', error => { this.#output += error.message; resolve(-1); });
      this.#process.on('close', code => resolve(code ?? -1));
    });
    this.#ended.then(code => {
      this.exitCode = code;
      silos.kill();
    });
  }

  /** Waits until it says where it listens. */
  async started() {
    const address = /(http:\/\/127\.0\.0\.1:\d+)\/\s/; // printed once it listens
    await until(() => address.test(this.#output) || !this.running, () => `an edge that listens; it said:\n${this.#output}`, 60_000);
    if (!this.running) {
      throw new Error(`the edge ended with ${this.exitCode} when it was to start; it said:\n${this.#output}`);
    }

    this.url = address.exec(this.#output)[1];
    this.port = Number(new URL(this.url).port);
    this.socketUrl = `ws://127.0.0.1:${this.port}/connection/websocket`;
  }

  get running() {
    return this.exitCode === undefined;
  }

  /** Sends SIGTERM and waits for the end. */
  async terminate() {
    this.#process.kill('SIGTERM');
    return within(this.#ended, 'the end of an edge after SIGTERM', 30_000);
  }

  /** Ends it at once, as a lost machine would. */
  async crash() {
    this.crashed = true;
    this.kill();
    await within(this.#ended, 'the end of a killed edge');
  }

  kill() {
    this.#process.kill('SIGKILL');
    this.#silos.kill();
  }

  /** A wrong exit code and logged errors. */
  faults() {
    const wrong = this.crashed || this.exitCode === 0 ? [] : [`an edge ended with ${this.exitCode} after SIGTERM`];
    const errors = this.#output.match(/^(fail:|crit:|Unhandled exception).*(\n\s+.*){0,4}/gm) ?? [];
    return [...wrong, ...errors.map(error => `an edge logged an error: ${error}`)];
  }

  /** Calls a method of the server API; throws an ApiError when it refuses. */
  async api(method, params = {}) {
    const answer = await this.post(method, JSON.stringify(params));
    const body = await answer.json();
    if (answer.status !== 200 || body.error) {
      throw new ApiError(method, body.error ?? { code: answer.status, message: JSON.stringify(body) });
    }

    return body.result;
  }

  /** Posts any body to the server API. */
  post(method, body, headers = { 'X-API-Key': API_KEY }) {
    return fetch(`${this.url}/api/${method}`, { method: 'POST', body, headers: { 'Content-Type': 'application/json', ...headers } });
  }

  publish(channel, data, rest = {}) {
    return this.api('publish', { channel, data, ...rest });
  }
}
