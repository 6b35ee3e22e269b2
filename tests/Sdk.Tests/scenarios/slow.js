// Readers that are slower than what is published for them. Whatever becomes of one: no silent gap, no silent duplicate.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { startEdge } from './lib/edge.js';
import { run, scenario } from './lib/scenarios.js';
import { last, only, payloads } from './lib/scene.js';
import { until } from './lib/wait.js';

// Times are the default ones: a reader that stands still for two seconds is slow, not gone.
const edge = await startEdge({
  'Clients:AllowAnonymous': true,
  'Clients:Limits:MaxQueueOctets': 262_144,
  'Channels:Namespaces:strict:HistorySize': 1000,
  'Channels:Namespaces:strict:HistoryAge': '01:00:00',
  'Channels:Namespaces:strict:SlowReaders': 'Disconnect',
  'Channels:Namespaces:strict:Subscribe': 'Anyone',
  'Channels:Namespaces:patient:HistorySize': 1000,
  'Channels:Namespaces:patient:HistoryAge': '01:00:00',
  'Channels:Namespaces:patient:SlowReaders': 'CatchUp',
  'Channels:Namespaces:patient:Subscribe': 'Anyone',
  'Channels:Namespaces:hasty:HistorySize': 10,
  'Channels:Namespaces:hasty:HistoryAge': '01:00:00',
  'Channels:Namespaces:hasty:SlowReaders': 'CatchUp',
  'Channels:Namespaces:hasty:Subscribe': 'Anyone',
});
const COUNT = 600; // more than the queue and all sockets between hold, compressed or not
const FILLER = randomBytes(37_500).toString('base64');
const options = { limit: 120_000 };

/** A subscriber that stops reading, and reads on when everything has been published, at the pace of another one that reads. */
async function slowReader(t, namespace) {
  const channel = t.channel(namespace);
  const cutter = await t.cutter(edge);
  const connected = await t.connect(cutter);
  const { heard } = await t.subscribe(connected, channel);
  const fast = await t.subscribe(await t.connect(edge), channel);
  cutter.pause();
  for (let n = 1; n <= COUNT; n++) {
    await edge.publish(channel, { n, filler: FILLER });
    await until(() => payloads(fast.heard).length >= n - 2, 'the publications at one that reads');
  }

  cutter.resume();
  return { heard, connected, channel };
}

scenario('policy Disconnect: the connection is closed, the SDK comes back, and no gap is silent', async t => {
  const { heard, connected, channel } = await slowReader(t, 'strict');
  await until(() => only(connected.heard, 'connected').length === 2, 'another connection', 30_000);
  const { code } = only(connected.heard, 'connecting')[1];
  assert.ok(code === 3008 || code === 1, `code ${code}`); // 1: the close frame came no further than the full socket
  await until(() => only(heard, 'subscribed').length === 2, 'the subscription', 30_000);
  await edge.publish(channel, { n: COUNT + 1 });
  await until(() => payloads(heard).at(-1)?.n === COUNT + 1, 'the last publication', 30_000);
  assertNoSilentGap(heard);
}, options);

scenario('policy CatchUp: everything comes from history, on the same connection', async t => {
  const { heard, connected, channel } = await slowReader(t, 'patient');
  await edge.publish(channel, { n: COUNT + 1 });
  await until(() => payloads(heard).at(-1)?.n === COUNT + 1, () => `the last publication; there are ${payloads(heard).length}`, 60_000);
  assert.deepEqual(payloads(heard).map(data => data.n), Array.from({ length: COUNT + 1 }, (_, i) => i + 1));
  assert.deepEqual(connected.heard.map(entry => entry.event), ['connecting', 'connected']);
  assert.equal(only(heard, 'subscribed').length, 1);
}, options);

scenario('policy CatchUp: what history has lost is told with 2500, and the SDK subscribes again', async t => {
  const { heard, channel } = await slowReader(t, 'hasty');
  await until(() => only(heard, 'subscribing').some(entry => entry.code === 2500), 'the word that the position was lost', 30_000);
  await until(() => only(heard, 'subscribed').length >= 2, 'the subscription', 30_000);
  assert.equal(last(heard, 'subscribed').recovered, false);
  await edge.publish(channel, { n: COUNT + 1 });
  await until(() => payloads(heard).at(-1)?.n === COUNT + 1, 'the last publication', 30_000);
  assertNoSilentGap(heard);
}, options);

/** Offsets rise by one, and only a subscription that was not recovered begins somewhere else. */
function assertNoSilentGap(heard) {
  let next = 1;
  for (const entry of heard) {
    if (entry.event === 'subscribed' && !entry.recovered) {
      next = entry.streamPosition.offset + 1;
    } else if (entry.event === 'publication') {
      assert.equal(entry.offset, next++, 'the next offset');
    }
  }
}

await run({ atOnce: 1 });
