// The silos of an edge: two of them where STRATUS_SILO says what to start, otherwise none.
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { until } from './wait.js';

const assembly = process.env.STRATUS_SILO;

/** Starts the silos of an edge with these options; they know the same channels. */
export async function startSilos(options, environment) {
  if (!assembly) {
    return { edgeOptions: {}, kill() {} };
  }

  const channels = [...await ownChannels(environment), ...Object.entries(options).filter(([key]) => key.startsWith('Channels:'))];
  const [primary, firstGateway, second, secondGateway] = await freePorts(4);
  const silos = [new Silo(primary, firstGateway, channels)];
  await silos[0].started();
  silos.push(new Silo(second, secondGateway, [...channels, ['Cluster:Primary', `127.0.0.1:${primary}`]]));
  await silos[1].started();
  return {
    edgeOptions: {
      'Cluster:Role': 'Edge',
      'Cluster:Gateways:0': `127.0.0.1:${firstGateway}`,
      'Cluster:Gateways:1': `127.0.0.1:${secondGateway}`,
    },
    kill: () => silos.forEach(silo => silo.kill()),
  };
}

// What the edge's own settings for an environment say of channels.
async function ownChannels(environment) {
  const file = join(dirname(assembly), `appsettings.${environment}.json`);
  const settings = await readFile(file, 'utf8').then(JSON.parse, () => ({}));
  const flat = (value, path) => typeof value === 'object' ? Object.entries(value).flatMap(([key, inner]) => flat(inner, `${path}:${key}`)) : [[path, value]];
  return flat(settings.Channels ?? {}, 'Channels');
}

class Silo {
  #process;
  #output = '';

  constructor(port, gatewayPort, settings) {
    const all = [['Cluster:SiloPort', port], ['Cluster:GatewayPort', gatewayPort], ...settings];
    this.#process = spawn('dotnet', [assembly, '--urls', 'http://127.0.0.1:0', ...all.map(([key, value]) => `--${key}=${value}`)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process.stdout.setEncoding('utf8').on('data', text => { this.#output += text; });
    this.#process.stderr.setEncoding('utf8').on('data', text => { this.#output += text; });
    this.#process.on('exit', code => { this.exitCode = code ?? -1; });
  }

  /** Waits until it says that it runs. */
  async started() {
    const running = /^Stratus\.Realtime silo /m;
    await until(() => running.test(this.#output) || this.exitCode !== undefined, () => `a silo that runs; it said:\n${this.#output}`, 60_000);
    if (this.exitCode !== undefined) {
      throw new Error(`the silo ended with ${this.exitCode} when it was to start; it said:\n${this.#output}`);
    }
  }

  kill() {
    this.#process.kill('SIGKILL');
  }
}

// Held together until all are known, so that they differ.
async function freePorts(count) {
  const servers = await Promise.all(Array.from({ length: count }, () => new Promise((resolve, reject) => {
    const server = createServer().on('error', reject).listen(0, '127.0.0.1', () => resolve(server));
  })));
  const ports = servers.map(server => server.address().port);
  await Promise.all(servers.map(server => new Promise(resolve => server.close(resolve))));
  return ports;
}
