// Pings, presence grace, and edges that stop and start again.
import assert from 'node:assert/strict';
import { startEdge } from './lib/edge.js';
import { run, scenario } from './lib/scenarios.js';
import { last, only, payloads } from './lib/scene.js';
import { SECRET, makeToken } from './lib/tokens.js';
import { seconds, until } from './lib/wait.js';

const options = {
  'Clients:AllowAnonymous': true,
  'Clients:Tokens:Keys:0:Algorithm': 'HS256',
  'Clients:Tokens:Keys:0:Secret': SECRET,
  'Clients:Times:Connect': '00:00:03',
  'Clients:Times:PingInterval': '00:00:03',
  'Clients:Times:PongTimeout': '00:00:02.500',
  'Clients:Times:PresenceGrace': '00:00:02',
  'Edge:Times:DrainNotice': '00:00:00.100',
  'Edge:Times:DrainPace': '00:00:00.300',
  'Channels:Namespaces:chat:HistorySize': 1000,
  'Channels:Namespaces:chat:HistoryAge': '01:00:00',
  'Channels:Namespaces:chat:Presence': true,
  'Channels:Namespaces:chat:JoinLeave': true,
  'Channels:Namespaces:chat:Subscribe': 'Anyone',
  'Channels:Namespaces:chat:Publish': 'Anyone',
};
const edge = await startEdge(options);
const tokenFor = (user, claims = {}) => makeToken({ sub: user, exp: seconds() + 600, ...claims });

scenario('ping: the SDK answers, and a quiet connection stays', async t => {
  const { heard } = await t.connect(edge);
  const silent = await t.raw(edge);
  await silent.call('connect');
  await silent.close(); // by then the other has missed as many pings, if it misses any
  const raw = await t.raw(edge);
  await raw.call('connect');
  for (let pings = 1; pings <= 3; pings++) {
    await until(() => raw.lines.filter(line => line === '{}').length === pings, 'a ping');
    raw.send('{}');
  }

  assert.deepEqual(heard.map(entry => entry.event), ['connecting', 'connected']);
});

scenario('ping: the connect reply says how often, and that pongs are expected', async t => {
  const raw = await t.raw(edge);
  const { result } = await raw.call('connect');
  assert.equal(result.ping, 3);
  assert.equal(result.pong, true);
});

scenario('ping: a client that does not answer is cut with 3012', async t => {
  const raw = await t.raw(edge);
  await raw.call('connect');
  const { code, reason } = await raw.close();
  assert.equal(code, 3012);
  assert.notEqual(reason, '');
  assert.ok(raw.lines.includes('{}'), 'it was asked');
});

scenario('connect: a client that says nothing is cut with 3502', async t => {
  const raw = await t.raw(edge);
  const { code, reason } = await raw.close();
  assert.equal(code, 3502);
  assert.notEqual(reason, '');
});

scenario('grace: a lost client that comes back in time was never away', async t => {
  // A second one is lost at a later moment and does not come back: when its leave is told, that of the first would have been.
  const channel = t.channel('chat');
  const watcher = await t.subscribe(await t.connect(edge), channel);
  const cutter = await t.cutter(edge);
  const returning = await t.connect(cutter, { token: tokenFor(t.name(), { info: { a: 1 } }) });
  const { heard } = await t.subscribe(returning, channel);
  const lostCutter = await t.cutter(edge);
  const lost = await t.connect(lostCutter, { token: tokenFor(t.name()) });
  await t.subscribe(lost, channel);
  await until(() => only(watcher.heard, 'join').some(entry => entry.info.client === lost.id), 'the joins');

  cutter.reset();
  await until(() => only(heard, 'subscribed').length === 2, 'the return');
  lostCutter.refuse();
  lostCutter.reset();
  await until(() => only(watcher.heard, 'leave').some(entry => entry.info.client === lost.id), 'the leave of the other', 20_000);

  assert.equal(last(returning.heard, 'connected').client, returning.id, 'the same client id');
  const about = watcher.heard.filter(entry => entry.info?.client === returning.id);
  assert.deepEqual(about.map(entry => entry.event), ['join']);
  assert.ok((await edge.api('presence', { channel })).presence[returning.id], 'present');
});

scenario('grace: another token of the user with other info does not take over', async t => {
  const channel = t.channel('chat');
  const watcher = await t.subscribe(await t.connect(edge), channel);
  const user = t.name();
  const cutter = await t.cutter(edge);
  const lost = await t.connect(cutter, { token: tokenFor(user, { info: { device: 1 } }) });
  await t.subscribe(lost, channel);
  cutter.refuse();
  cutter.reset();
  await until(() => lost.client.state === 'connecting', 'the loss');
  const other = await t.connect(edge, { token: tokenFor(user, { info: { device: 2 } }) });
  assert.notEqual(other.id, lost.id);
  await until(() => only(watcher.heard, 'leave').some(entry => entry.info.client === lost.id), 'the leave', 20_000);
});

scenario('grace: an anonymous client has none', async t => {
  const channel = t.channel('chat');
  const watcher = await t.subscribe(await t.connect(edge), channel);
  const cutter = await t.cutter(edge);
  const anonymous = await t.connect(cutter);
  const { heard } = await t.subscribe(anonymous, channel);
  cutter.reset();
  await until(() => only(heard, 'subscribed').length === 2, 'the return');
  await until(() => only(watcher.heard, 'leave').some(entry => entry.info.client === anonymous.id), 'the leave');
  assert.notEqual(last(anonymous.heard, 'connected').client, anonymous.id);
});

scenario('grace: a clean disconnect is a leave at once', async t => {
  const channel = t.channel('chat');
  const watcher = await t.subscribe(await t.connect(edge), channel);
  const leaving = await t.connect(edge, { token: tokenFor(t.name()) });
  await t.subscribe(leaving, channel);
  const cutter = await t.cutter(edge);
  const lost = await t.connect(cutter, { token: tokenFor(t.name()) });
  await t.subscribe(lost, channel);
  cutter.refuse();
  cutter.reset();
  await until(() => lost.client.state === 'connecting', 'the loss');
  leaving.client.disconnect();
  await until(() => only(watcher.heard, 'leave').length === 2, 'both leaves', 20_000);
  assert.deepEqual(only(watcher.heard, 'leave').map(entry => entry.info.client), [leaving.id, lost.id], 'the clean one first');
});

scenario('SIGTERM: clients get 3001 and reconnect to the edge that starts again on the same port', async t => {
  const first = await startEdge(options);
  const channel = t.channel('chat');
  const connected = await t.connect(first, { token: tokenFor(t.name(), { channels: [t.channel('chat')] }) });
  const { heard } = await t.subscribe(connected, channel);
  await first.publish(channel, 'before');
  await until(() => payloads(heard).length === 1, 'the first publication');
  const began = performance.now();
  assert.equal(await first.terminate(), 0);
  assert.ok(performance.now() - began < 10_000, 'it ends soon');
  const { code, reason } = await until(() => only(connected.heard, 'connecting')[1], 'a disconnect');
  assert.equal(code, 3001);
  assert.notEqual(reason, '');
  const second = await startEdge(options, { port: first.port });
  const { epoch } = only(heard, 'subscribed')[0].streamPosition;
  const back = await until(() => only(heard, 'subscribed').find(entry => entry.streamPosition.epoch !== epoch), 'the subscription', 30_000);
  assert.deepEqual([back.wasRecovering, back.recovered], [true, false], 'history is kept in memory only');
  await second.publish(channel, 'after');
  await until(() => payloads(heard).at(-1) === 'after', 'the last publication');
  assert.deepEqual(payloads(heard), ['before', 'after']);
}, { limit: 120_000 });

scenario('SIGTERM: what was acknowledged before it has been delivered', async t => {
  const stopping = await startEdge(options);
  const channel = t.channel('chat');
  const { heard } = await t.subscribe(await t.connect(stopping), channel);
  const { client } = await t.connect(stopping);
  let acknowledged = 0;
  const publishing = (async () => {
    for (let n = 1; client.state === 'connected'; n++) {
      await client.publish(channel, n);
      acknowledged = n;
    }
  })().catch(() => {});
  await until(() => acknowledged > 50, 'some publications');
  const before = acknowledged;
  await stopping.terminate();
  client.disconnect();
  await publishing;
  const received = payloads(heard);
  assert.deepEqual(received, range(1, received.length));
  assert.ok(received.length >= before, `acknowledged ${before}, received ${received.length}`);
}, { limit: 120_000 });

scenario('crash: clients reconnect to the edge that starts again on the same port', async t => {
  const first = await startEdge(options);
  const channel = t.channel('chat');
  const connected = await t.connect(first);
  const { heard } = await t.subscribe(connected, channel);
  await first.crash();
  await until(() => only(connected.heard, 'connecting').length === 2, 'the loss');
  const second = await startEdge(options, { port: first.port });
  await until(() => only(heard, 'subscribed').length === 2, 'the subscription', 30_000);
  assert.equal(last(heard, 'subscribed').recovered, false);
  await second.publish(channel, 'after');
  await until(() => payloads(heard).at(-1) === 'after', 'the publication');
}, { limit: 120_000 });

const range = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

await run({ atOnce: 3 });
