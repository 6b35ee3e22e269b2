// Coming back: what was missed arrives, exactly, or the SDK is told that it cannot.
import assert from 'node:assert/strict';
import { startEdge } from './lib/edge.js';
import { run, scenario } from './lib/scenarios.js';
import { last, only, payloads } from './lib/scene.js';
import { until } from './lib/wait.js';

const LIMIT = 400;
const edge = await startEdge({
  'Clients:AllowAnonymous': true,
  'Clients:Times:PingInterval': '00:00:03',
  'Clients:Times:PongTimeout': '00:00:02',
  'Clients:Limits:MaxRecoveryPublications': LIMIT,
  'Clients:Limits:MaxRecoveryOctets': 100_000,
  'Channels:Namespaces:chat:HistorySize': 100_000,
  'Channels:Namespaces:chat:HistoryAge': '01:00:00',
  'Channels:Namespaces:chat:Subscribe': 'Anyone',
  'Channels:Namespaces:chat:Publish': 'Anyone',
  'Channels:Namespaces:brief:HistorySize': 100,
  'Channels:Namespaces:brief:HistoryAge': '00:00:01',
  'Channels:Namespaces:brief:Subscribe': 'Anyone',
  'Channels:Namespaces:brief:ReadHistory': 'Anyone',
  'Channels:Namespaces:short:HistorySize': 5,
  'Channels:Namespaces:short:HistoryAge': '01:00:00',
  'Channels:Namespaces:short:Subscribe': 'Anyone',
});

/** A subscriber behind a cutter that has received one publication. */
async function subscriber(t, namespace = 'chat', options = {}) {
  const cutter = await t.cutter(edge);
  const connected = await t.connect(cutter, options);
  const channel = t.channel(namespace);
  const { sub, heard } = await t.subscribe(connected, channel);
  await edge.publish(channel, 'before');
  await until(() => payloads(heard).length === 1, 'the first publication');
  return { cutter, connected, channel, sub, heard };
}

/** Breaks the connection, lets things happen meanwhile, and waits until the subscription is back: its event. */
async function absence({ cutter, heard }, meanwhile, cut = () => cutter.reset()) {
  const before = only(heard, 'subscribed').length;
  cutter.refuse();
  await cut();
  await until(() => heard.at(-1).event === 'subscribing', 'the loss of the subscription');
  await meanwhile();
  cutter.restore();
  await until(() => only(heard, 'subscribed').length > before, 'the subscription');
  return last(heard, 'subscribed');
}

const publishAll = async (channel, values) => {
  for (const value of values) {
    await edge.publish(channel, value);
  }
};

const isEmpty = async channel => ((await edge.api('history', { channel, limit: 10 })).publications ?? []).length === 0;

/** Three publications are missed and come, in order, once, and before whatever comes next. */
async function recoversAfter(t, cut) {
  const scene = await subscriber(t);
  const back = await absence(scene, () => publishAll(scene.channel, ['a', 'b', 'c']), () => cut(scene));
  assert.deepEqual([back.wasRecovering, back.recovered, back.hasRecoveredPublications], [true, true, true]);
  await edge.publish(scene.channel, 'after');
  await until(() => payloads(scene.heard).includes('after'), 'the last publication');
  assert.deepEqual(payloads(scene.heard), ['before', 'a', 'b', 'c', 'after']);
  assert.deepEqual(only(scene.heard, 'publication').map(publication => publication.offset), [1, 2, 3, 4, 5]);
}

scenario('cut by RST: what was missed comes', t => recoversAfter(t, ({ cutter }) => cutter.reset()));

scenario('cut by FIN without a close frame: what was missed comes', t => recoversAfter(t, ({ cutter }) => cutter.finish()));

scenario('cut in the middle of a frame to the client: what was missed comes, and that frame too', async t => {
  const scene = await subscriber(t);
  const back = await absence(scene, () => publishAll(scene.channel, ['a', 'b']), async () => {
    scene.cutter.truncate('down');
    await edge.publish(scene.channel, 'x'.repeat(5000));
  });
  assert.deepEqual([back.wasRecovering, back.recovered], [true, true]);
  await edge.publish(scene.channel, 'after');
  await until(() => payloads(scene.heard).includes('after'), 'the last publication');
  assert.deepEqual(payloads(scene.heard), ['before', 'x'.repeat(5000), 'a', 'b', 'after']);
});

scenario('cut in the middle of a frame to the edge: half a command is not carried out', async t => {
  const scene = await subscriber(t);
  const back = await absence(scene, () => edge.publish(scene.channel, 'after'), async () => {
    scene.cutter.truncate('up');
    await assert.rejects(scene.sub.publish('y'.repeat(5000)));
  });
  assert.equal(back.recovered, true);
  await until(() => payloads(scene.heard).includes('after'), 'the last publication');
  assert.deepEqual(payloads(scene.heard), ['before', 'after']);
});

scenario('closed by the SDK itself: what was missed comes', t => recoversAfter(t, ({ connected }) => connected.client._transport.close()));

scenario('silence: the SDK misses pings, reconnects, and what was missed comes', async t => {
  const scene = await subscriber(t, 'chat', { maxServerPingDelay: 500 });
  scene.cutter.hold();
  await publishAll(scene.channel, ['a', 'b']);
  await until(() => last(scene.connected.heard, 'connecting').code === 2, 'no ping');
  scene.cutter.restore();
  await until(() => only(scene.heard, 'subscribed').length === 2, 'the subscription');
  assert.equal(last(scene.heard, 'subscribed').recovered, true);
  await until(() => payloads(scene.heard).length === 3, 'the publications');
  assert.deepEqual(payloads(scene.heard), ['before', 'a', 'b']);
});

scenario('nothing missed: recovered, with nothing', async t => {
  const scene = await subscriber(t);
  const back = await absence(scene, async () => {});
  assert.deepEqual([back.wasRecovering, back.recovered, back.hasRecoveredPublications], [true, true, false]);
});

scenario('nothing ever published: recovered, with nothing, and from there on', async t => {
  const cutter = await t.cutter(edge);
  const channel = t.channel('chat');
  const { heard } = await t.subscribe(await t.connect(cutter), channel);
  const back = await absence({ cutter, heard }, () => edge.publish(channel, 'first'));
  assert.deepEqual([back.wasRecovering, back.recovered], [true, true]);
  await until(() => payloads(heard).length === 1, 'the publication');
});

scenario('cut again and again under load: every publication, once, in order', async t => {
  const scene = await subscriber(t);
  const count = 600;
  const publisher = (async () => {
    for (let n = 1; n <= count; n++) {
      await edge.publish(scene.channel, n);
    }
  })();
  for (let cut = 0; cut < 8; cut++) {
    const heardSoFar = payloads(scene.heard).length;
    await until(() => payloads(scene.heard).length > heardSoFar + 20 || payloads(scene.heard).length > count, 'progress');
    [scene.cutter.reset, scene.cutter.finish, () => scene.cutter.truncate('down')][cut % 3].call(scene.cutter);
  }

  await publisher;
  await until(() => payloads(scene.heard).length > count, () => `${count} publications; there are ${payloads(scene.heard).length}`, 30_000);
  await edge.publish(scene.channel, 'after');
  await until(() => payloads(scene.heard).at(-1) === 'after', 'the last publication');
  assert.deepEqual(payloads(scene.heard), ['before', ...Array.from({ length: count }, (_, i) => i + 1), 'after']);
  assert.ok(only(scene.heard, 'subscribed').slice(1).every(entry => entry.recovered), 'recovered each time');
  assert.ok(only(scene.heard, 'subscribed').length >= 3, 'it was really cut');
}, { limit: 120_000 });

scenario('subscribing while others publish: nothing lost between history and live', async t => {
  const channel = t.channel('chat');
  const count = 300;
  const { epoch } = await edge.publish(channel, 0);
  const publisher = (async () => {
    for (let n = 1; n <= count; n++) {
      await edge.publish(channel, n);
    }
  })();
  const subscriptions = [];
  for (let i = 0; i < 10; i++) {
    const connected = await t.connect(edge);
    const { offset } = await edge.api('history', { channel, limit: 0 });
    const from = Math.max(0, offset - 20);
    const { heard } = await t.subscribe(connected, channel, { since: { offset: from, epoch } });
    subscriptions.push({ heard, from });
  }

  await publisher;
  for (const { heard, from } of subscriptions) {
    await until(() => payloads(heard).at(-1) === count, 'the last publication');
    assert.deepEqual(payloads(heard), Array.from({ length: count - from + 1 }, (_, i) => from + i));
  }
}, { limit: 120_000 });

scenario('history expired meanwhile: not recovered, and from the top on', async t => {
  const scene = await subscriber(t, 'brief');
  const back = await absence(scene, async () => {
    await edge.publish(scene.channel, 'lost');
    await until(() => isEmpty(scene.channel), 'an empty history', 30_000);
  });
  assert.deepEqual([back.wasRecovering, back.recovered, back.hasRecoveredPublications], [true, false, false]);
  assert.equal(back.streamPosition.offset, 2);
  await edge.publish(scene.channel, 'after');
  await until(() => payloads(scene.heard).includes('after'), 'the last publication');
  assert.deepEqual(payloads(scene.heard), ['before', 'after']);
});

scenario('history expired, but nothing missed: recovered', async t => {
  const scene = await subscriber(t, 'brief');
  const back = await absence(scene, () =>
    until(() => isEmpty(scene.channel), 'an empty history', 30_000));
  assert.deepEqual([back.wasRecovering, back.recovered], [true, true]);
});

scenario('as many missed as the history keeps: recovered', async t => {
  const scene = await subscriber(t, 'short');
  const back = await absence(scene, () => publishAll(scene.channel, [1, 2, 3, 4, 5]));
  assert.equal(back.recovered, true);
  await until(() => payloads(scene.heard).length === 6, 'the publications');
  assert.deepEqual(payloads(scene.heard), ['before', 1, 2, 3, 4, 5]);
});

scenario('one more missed than the history keeps: not recovered', async t => {
  const scene = await subscriber(t, 'short');
  const back = await absence(scene, () => publishAll(scene.channel, [1, 2, 3, 4, 5, 6]));
  assert.deepEqual([back.wasRecovering, back.recovered, back.hasRecoveredPublications], [true, false, false]);
  assert.equal(back.streamPosition.offset, 7);
});

scenario('as many missed as a recovery may have: recovered; one more: not', async t => {
  const scene = await subscriber(t);
  const full = await absence(scene, () => publishAll(scene.channel, Array(LIMIT).fill('x')));
  assert.equal(full.recovered, true);
  await until(() => payloads(scene.heard).length === LIMIT + 1, 'the publications');
  const over = await absence(scene, () => publishAll(scene.channel, Array(LIMIT + 1).fill('x')));
  assert.equal(over.recovered, false);
  assert.equal(payloads(scene.heard).length, LIMIT + 1);
});

scenario('more octets missed than a recovery may have: not recovered', async t => {
  const scene = await subscriber(t);
  const big = 'x'.repeat(30_000);
  assert.equal((await absence(scene, () => publishAll(scene.channel, [big, big]))).recovered, true);
  await until(() => payloads(scene.heard).length === 3, 'the publications');
  assert.equal((await absence(scene, () => publishAll(scene.channel, [big, big, big, big]))).recovered, false);
});

scenario('history removed meanwhile: not recovered when something was missed', async t => {
  const scene = await subscriber(t);
  const back = await absence(scene, async () => {
    await edge.publish(scene.channel, 'lost');
    await edge.api('history_remove', { channel: scene.channel });
  });
  assert.deepEqual([back.wasRecovering, back.recovered], [true, false]);
});

scenario('published without history: not missed, since it has no place', async t => {
  const scene = await subscriber(t);
  const back = await absence(scene, () => edge.publish(scene.channel, 'volatile', { skip_history: true }));
  assert.deepEqual([back.recovered, back.hasRecoveredPublications], [true, false]);
  await edge.publish(scene.channel, 'after');
  await until(() => payloads(scene.heard).includes('after'), 'the last publication');
  assert.deepEqual(payloads(scene.heard), ['before', 'after']);
});

scenario('several channels of one connection: each recovers its own', async t => {
  const first = await subscriber(t);
  const channel = t.channel('chat');
  const second = await t.subscribe(first.connected, channel);
  await absence(first, async () => {
    await publishAll(first.channel, [1, 2]);
    await publishAll(channel, [3, 4, 5]);
  });
  await until(() => payloads(first.heard).length === 3 && payloads(second.heard).length === 3, 'the publications');
  assert.deepEqual(payloads(first.heard), ['before', 1, 2]);
  assert.deepEqual(payloads(second.heard), [3, 4, 5]);
});

scenario('unsubscribed and subscribed again: what was missed comes', async t => {
  const scene = await subscriber(t);
  scene.sub.unsubscribe();
  await publishAll(scene.channel, [1, 2]);
  scene.sub.subscribe();
  await until(() => payloads(scene.heard).length === 3, 'the publications');
  assert.equal(last(scene.heard, 'subscribed').recovered, true);
  assert.deepEqual(payloads(scene.heard), ['before', 1, 2]);
});

scenario('since: a new subscription begins at a stored position', async t => {
  const channel = t.channel('chat');
  const { epoch } = await edge.publish(channel, 1);
  await publishAll(channel, [2, 3, 4]);
  const { heard } = await t.subscribe(await t.connect(edge), channel, { since: { offset: 2, epoch } });
  await until(() => payloads(heard).length === 2, 'the publications');
  assert.deepEqual(payloads(heard), [3, 4]);
  assert.deepEqual([last(heard, 'subscribed').wasRecovering, last(heard, 'subscribed').recovered], [true, true]);
});

scenario('since: a position of another epoch is not recovered', async t => {
  const channel = t.channel('chat');
  await publishAll(channel, [1, 2]);
  const { heard } = await t.subscribe(await t.connect(edge), channel, { since: { offset: 1, epoch: 'another' } });
  const { wasRecovering, recovered, streamPosition } = last(heard, 'subscribed');
  assert.deepEqual([wasRecovering, recovered, streamPosition.offset], [true, false, 2]);
  assert.deepEqual(payloads(heard), []);
});

scenario('since: a position above the top is not recovered', async t => {
  const channel = t.channel('chat');
  const { epoch } = await edge.publish(channel, 1);
  const { heard } = await t.subscribe(await t.connect(edge), channel, { since: { offset: 2, epoch } });
  assert.deepEqual([last(heard, 'subscribed').wasRecovering, last(heard, 'subscribed').recovered], [true, false]);
});

await run({ atOnce: 6 });
