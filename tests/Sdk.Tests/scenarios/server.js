// What a server does to clients: subscriptions of its own making, commands to users, the server API beside the SDK.
import assert from 'node:assert/strict';
import { startEdge } from './lib/edge.js';
import { WebSocket } from './lib/packages.js';
import { run, scenario } from './lib/scenarios.js';
import { last, only, payloads } from './lib/scene.js';
import { SECRET, makeToken } from './lib/tokens.js';
import { seconds, until } from './lib/wait.js';

const edge = await startEdge({
  'Clients:AllowAnonymous': true,
  'Clients:Tokens:Keys:0:Algorithm': 'HS256',
  'Clients:Tokens:Keys:0:Secret': SECRET,
  'Channels:Namespaces:chat:HistorySize': 100,
  'Channels:Namespaces:chat:HistoryAge': '01:00:00',
  'Channels:Namespaces:chat:Presence': true,
  'Channels:Namespaces:chat:JoinLeave': true,
  'Channels:Namespaces:chat:Subscribe': 'Anyone',
  'Channels:Namespaces:chat:Publish': 'Anyone',
  'Channels:Namespaces:short:HistorySize': 2,
  'Channels:Namespaces:short:HistoryAge': '01:00:00',
});

const tokenFor = (user, claims = {}) => makeToken({ sub: user, exp: seconds() + 600, ...claims });

scenario('channels of the token: subscribed on connect, publications arrive', async t => {
  const channels = [t.channel('chat'), t.channel('short')];
  const { heard } = await t.connect(edge, { token: tokenFor(t.name(), { channels }) });
  await until(() => only(heard, 'subscribed').length === 2, 'two subscriptions');
  assert.deepEqual(only(heard, 'subscribed').map(entry => entry.channel).sort(), [...channels].sort());
  for (const channel of channels) {
    await edge.publish(channel, { to: channel });
  }

  await until(() => only(heard, 'publication').length === 2, 'two publications');
  assert.deepEqual(payloads(heard), channels.map(channel => ({ to: channel })));
});

scenario('channels of the token: what was missed comes after a reconnect', async t => {
  const cutter = await t.cutter(edge);
  const channel = t.channel('chat');
  const { heard } = await t.connect(cutter, { token: tokenFor(t.name(), { channels: [channel] }) });
  await until(() => last(heard, 'subscribed'), 'the subscription');
  await edge.publish(channel, 'before');
  await until(() => payloads(heard).length === 1, 'the first publication');
  const back = await absence(cutter, heard, async () => {
    await edge.publish(channel, 'a');
    await edge.publish(channel, 'b');
  });
  assert.deepEqual([back.wasRecovering, back.recovered], [true, true]);
  await edge.publish(channel, 'after');
  await until(() => payloads(heard).includes('after'), 'the last publication');
  assert.deepEqual(payloads(heard), ['before', 'a', 'b', 'after']);
});

scenario('channels of the token: more missed than kept is not recovered', async t => {
  const cutter = await t.cutter(edge);
  const channel = t.channel('short');
  const { heard } = await t.connect(cutter, { token: tokenFor(t.name(), { channels: [channel] }) });
  await until(() => last(heard, 'subscribed'), 'the subscription');
  const back = await absence(cutter, heard, async () => {
    for (const value of [1, 2, 3]) {
      await edge.publish(channel, value);
    }
  });
  assert.deepEqual([back.wasRecovering, back.recovered], [true, false]);
  await edge.publish(channel, 'after');
  await until(() => payloads(heard).includes('after'), 'the last publication');
  assert.deepEqual(payloads(heard), ['after']);
});

scenario('channels of the token: joins and leaves of others arrive', async t => {
  const channel = t.channel('chat');
  const { heard } = await t.connect(edge, { token: tokenFor(t.name(), { channels: [channel] }) });
  await until(() => last(heard, 'subscribed'), 'the subscription');
  const guest = await t.connect(edge, { token: tokenFor(t.name(), { channels: [channel] }) });
  await until(() => only(heard, 'join').some(entry => entry.info.client === guest.id && entry.channel === channel), 'a join');
  guest.client.disconnect();
  await until(() => only(heard, 'leave').some(entry => entry.info.client === guest.id && entry.channel === channel), 'a leave');
});

scenario('channels of the token: the same channel subscribed by the client too is 105', async t => {
  const channel = t.channel('chat');
  const connected = await t.connect(edge, { token: tokenFor(t.name(), { channels: [channel] }) });
  assert.equal((await t.refusal(connected, channel)).code, 105);
});

scenario('subs of the token: subscribed on connect, with info', async t => {
  const channel = t.channel('chat');
  const { heard, id } = await t.connect(edge, { token: tokenFor(t.name(), { subs: { [channel]: { info: { role: 'host' } } } }) });
  await until(() => last(heard, 'subscribed')?.channel === channel, 'the subscription');
  const { presence } = await edge.api('presence', { channel });
  assert.deepEqual(presence[id].chan_info, { role: 'host' });
});

scenario('API subscribe: the client is subscribed and hears what is published', async t => {
  const user = t.name();
  const channel = t.channel('chat');
  const { heard } = await t.connect(edge, { token: tokenFor(user) });
  await edge.api('subscribe', { user, channel });
  await until(() => last(heard, 'subscribed')?.channel === channel, 'the subscription');
  await edge.publish(channel, 'hello');
  await until(() => payloads(heard).length === 1, 'the publication');
});

scenario('API unsubscribe: a subscription of the server is gone', async t => {
  const user = t.name();
  const channel = t.channel('chat');
  const { client, heard } = await t.connect(edge, { token: tokenFor(user, { channels: [channel] }) });
  await until(() => last(heard, 'subscribed'), 'the subscription');
  await edge.api('unsubscribe', { user, channel });
  await until(() => last(heard, 'unsubscribed')?.channel === channel, 'the end of it');
  await edge.publish(channel, 'unheard');
  await client.publish(t.channel('chat'), 'answered after it');
  assert.deepEqual(payloads(heard), []);
});

scenario('API unsubscribe: a subscription of the client ends with 2000 and stays ended', async t => {
  const user = t.name();
  const channel = t.channel('chat');
  const connected = await t.connect(edge, { token: tokenFor(user) });
  const { sub, heard } = await t.subscribe(connected, channel);
  await edge.api('unsubscribe', { user, channel });
  const { code, reason } = await until(() => last(heard, 'unsubscribed'), 'the end of it');
  assert.equal(code, 2000);
  assert.notEqual(reason, '');
  assert.equal(sub.state, 'unsubscribed');
  assert.equal(connected.client.state, 'connected');
  sub.subscribe();
  await sub.ready(15_000);
});

scenario('unsubscribe push 2500: the SDK subscribes again and recovers', async t => {
  // The edge sends it when it cannot mend a hole. Here it is put into the stream of a subscription that the server has ended.
  const user = t.name();
  const channel = t.channel('chat');
  const cutter = await t.cutter(edge);
  const plain = class extends WebSocket {
    constructor(url) { super(url, { perMessageDeflate: false }); }
  };
  const connected = await t.connect(cutter, { token: tokenFor(user), websocket: plain });
  const { heard } = await t.subscribe(connected, channel);
  await edge.publish(channel, 'before');
  await until(() => payloads(heard).length === 1, 'the publication');
  cutter.rewrite('"code":2000', '"code":2500');
  await edge.api('unsubscribe', { user, channel });
  await edge.publish(channel, 'meanwhile');
  await until(() => only(heard, 'subscribing').some(entry => entry.code === 2500), 'another subscribe');
  await until(() => payloads(heard).length === 2, 'the publications');
  assert.deepEqual(payloads(heard), ['before', 'meanwhile']);
  assert.equal(last(heard, 'subscribed').recovered, true);
});

scenario('API disconnect: all clients of the user, and they stay away', async t => {
  const user = t.name();
  const first = await t.connect(edge, { token: tokenFor(user) });
  const second = await t.connect(edge, { token: tokenFor(user) });
  const other = await t.connect(edge, { token: tokenFor(t.name()) });
  await edge.api('disconnect', { user });
  for (const { client, heard } of [first, second]) {
    const { code, reason } = await until(() => last(heard, 'disconnected'), 'a disconnect');
    assert.equal(code, 3503);
    assert.notEqual(reason, '');
    assert.equal(client.state, 'disconnected');
  }

  assert.equal(other.client.state, 'connected');
});

scenario('API disconnect: one client of the user', async t => {
  const user = t.name();
  const first = await t.connect(edge, { token: tokenFor(user) });
  const second = await t.connect(edge, { token: tokenFor(user) });
  await edge.api('disconnect', { user, client: first.id });
  await until(() => last(first.heard, 'disconnected'), 'a disconnect');
  await second.client.publish(t.channel('chat'), 'still there');
  assert.deepEqual(second.heard.map(entry => entry.event), ['connecting', 'connected']);
});

scenario('API publish: an idempotency key makes a repetition harmless', async t => {
  const channel = t.channel('chat');
  const { heard } = await t.subscribe(await t.connect(edge), channel);
  const first = await edge.publish(channel, 1, { idempotency_key: 'k' });
  const second = await edge.publish(channel, 1, { idempotency_key: 'k' });
  const third = await edge.publish(channel, 2, { idempotency_key: 'l' });
  assert.deepEqual(second, first);
  assert.equal(third.offset, first.offset + 1);
  await until(() => payloads(heard).includes(2), 'the last publication');
  assert.deepEqual(payloads(heard), [1, 2]);
});

scenario('API publish: without history is delivered without an offset', async t => {
  const channel = t.channel('chat');
  const { sub, heard } = await t.subscribe(await t.connect(edge), channel);
  await edge.publish(channel, 'volatile', { skip_history: true });
  const publication = await until(() => last(heard, 'publication'), 'the publication');
  assert.equal(publication.offset, undefined);
  assert.deepEqual((await sub.history({ limit: 10 })).publications, []);
});

scenario('API publish: b64data, and what is wrong with it', async t => {
  const channel = t.channel('chat');
  const { heard } = await t.subscribe(await t.connect(edge), channel);
  const base64 = text => Buffer.from(text).toString('base64');
  await edge.api('publish', { channel, b64data: base64('{ "a" :\n "ü" }') });
  assert.deepEqual((await until(() => last(heard, 'publication'), 'the publication')).data, { a: 'ü' });
  await assert.rejects(edge.api('publish', { channel, b64data: base64('no JSON') }), { code: 107 });
  await assert.rejects(edge.publish(channel, 1, { idempotency_key: 'k', skip_history: true }), { code: 107 });
  await assert.rejects(edge.publish(t.channel('nowhere'), 1), { code: 102 });
});

scenario('API broadcast: reaches every channel', async t => {
  const channels = [t.channel('chat'), t.channel('chat'), t.channel('chat')];
  const connected = await t.connect(edge);
  const subscriptions = [];
  for (const channel of channels) {
    subscriptions.push(await t.subscribe(connected, channel));
  }

  const { responses } = await edge.api('broadcast', { channels, data: 'all' });
  assert.deepEqual(responses.map(response => response.result.offset), [1, 1, 1]);
  for (const { heard } of subscriptions) {
    await until(() => payloads(heard).includes('all'), 'the publication');
  }
});

scenario('API batch: commands in order, each with its answer', async t => {
  const channel = t.channel('chat');
  const { heard } = await t.subscribe(await t.connect(edge), channel);
  const { replies } = JSON.parse(await (await edge.post('batch', JSON.stringify({
    commands: [
      { publish: { channel, data: 1 } },
      { publish: { channel: t.channel('nowhere'), data: 2 } },
      { publish: { channel, data: 3 } },
    ],
  }))).text());
  assert.equal(replies.length, 3);
  assert.equal(replies[0].publish.offset, 1);
  assert.equal(replies[1].error.code, 102);
  assert.equal(replies[2].publish.offset, 2);
  await until(() => payloads(heard).length === 2, 'the publications');
  assert.deepEqual(payloads(heard), [1, 3]);
});

scenario('API presence, presence_stats, channels, info: see what SDK clients do', async t => {
  const channel = t.channel('chat');
  const user = t.name();
  const connected = await t.connect(edge, { token: tokenFor(user, { info: { a: 1 } }) });
  await t.subscribe(connected, channel);
  const { presence } = await edge.api('presence', { channel });
  assert.equal(presence[connected.id].user, user);
  assert.deepEqual(presence[connected.id].conn_info, { a: 1 });
  const stats = await edge.api('presence_stats', { channel });
  assert.deepEqual([stats.num_clients, stats.num_users], [1, 1]);
  const subscribers = async () => (await edge.api('channels', { pattern: `${channel.slice(0, -1)}*` })).channels[channel].num_clients;
  await until(async () => await subscribers() === 1, 'the count of subscribers'); // edges report it now and then
  const { nodes } = await edge.api('info');
  assert.equal(nodes.length, 1);
  assert.ok(nodes[0].num_clients >= 1);
});

scenario('API: no key or a wrong one is 401, no JSON is 400, an unknown method 404', async () => {
  assert.equal((await edge.post('info', '{}', {})).status, 401);
  assert.equal((await edge.post('info', '{}', { 'X-API-Key': 'wrong' })).status, 401);
  assert.equal((await edge.post('publish', 'no JSON')).status, 400);
  assert.equal((await edge.post('nothing', '{}')).status, 404);
});

/** Breaks the connection, lets things happen meanwhile, and waits until the server's subscription is back: its event. */
async function absence(cutter, heard, meanwhile) {
  const before = only(heard, 'subscribed').length;
  cutter.refuse();
  cutter.reset();
  await until(() => last(heard, 'subscribing'), 'the loss of the connection');
  await meanwhile();
  cutter.restore();
  await until(() => only(heard, 'subscribed').length > before, 'the subscription');
  return last(heard, 'subscribed');
}

await run();
