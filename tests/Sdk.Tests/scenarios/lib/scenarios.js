// Scenarios: named, bounded, each told on standard output as one line of JSON: {"name", "ok", "detail", "milliseconds"}.
// A file of scenarios is run alone by `node FILE [part of a name]`, and by the xunit tests, a test case for each scenario.
import { inspect } from 'node:util';
import { stopEdges } from './edge.js';
import { Scene } from './scene.js';
import { within } from './wait.js';

const BUDGET = 120_000; // What has not begun by then is not played: where nothing works, that is said soon.
const all = new Map();

// The test run that started this script holds its standard input: when it ends, so does everything here.
if (process.env.STRATUS_WATCHED === '1') {
  process.stdin.on('close', () => process.exit(3)).resume();
}

/** Registers a scenario. Its name is unique in its file. */
export function scenario(name, body, { limit = 60_000 } = {}) {
  if (all.has(name)) {
    throw new Error(`two scenarios are called '${name}'`);
  }

  all.set(name, { body, limit });
}

/** Runs all scenarios, some at a time: each has channels and users of its own. `after` closes what they shared. */
export async function run({ atOnce = 4, after = () => {} } = {}) {
  const wanted = process.argv[2] ?? '';
  const waiting = [...all].filter(([name]) => name.includes(wanted));
  const end = performance.now() + BUDGET;
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [name, body] = next;
      tell(performance.now() < end ? await play(name, body) : { name, ok: false, detail: 'not played: the others took too long', milliseconds: 0 });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  await after();
  const faults = await stopEdges();
  for (const fault of faults) {
    console.error(fault);
  }

  process.exit(faults.length === 0 ? 0 : 2);
}

async function play(name, { body, limit }) {
  const began = performance.now();
  const scene = new Scene();
  let error = null;
  try {
    await within(body(scene), 'the end of the scenario', limit);
  } catch (e) {
    error = e;
  }

  try {
    await scene.close();
  } catch (e) {
    error ??= e;
  }

  const detail = error === null ? '' : describe(error) + scene.told();
  return { name, ok: error === null, detail, milliseconds: Math.round(performance.now() - began) };
}

// The SDK rejects with plain objects {code, message}.
const describe = error => (error instanceof Error ? error.stack : inspect(error));

const tell = report => process.stdout.write(JSON.stringify(report) + '\n');
