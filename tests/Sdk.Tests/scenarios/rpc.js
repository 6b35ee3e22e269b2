// RPC and what else goes to the application's backend through the edge's proxies; send.
import assert from 'node:assert/strict';
import { startBackend } from './lib/backend.js';
import { startEdge } from './lib/edge.js';
import { run, scenario } from './lib/scenarios.js';
import { last, only, payloads } from './lib/scene.js';
import { SECRET, makeToken } from './lib/tokens.js';
import { seconds, until } from './lib/wait.js';

const backend = await startBackend({
  '/rpc': ({ method, data }) => ({
    echo: () => ({ result: { data } }),
    nothing: () => ({ result: {} }),
    refuse: () => ({ error: { code: 1000, message: 'not today' } }),
    busy: () => ({ error: { code: 1001, message: 'later', temporary: true } }),
    away: () => ({ disconnect: { code: 4500, reason: 'go away' } }),
    broken: () => ({ status: 500 }),
    noise: () => ({ text: 'this is no JSON' }),
    silence: () => new Promise(() => {}),
  })[method](),
  '/subscribe': ({ channel }) => (channel.endsWith('-no') ? { error: { code: 403, message: 'members only' } } : { result: { info: { seat: 7 } } }),
  '/publish': ({ data }) => (data === 'bad word' ? { error: { code: 1100, message: 'mind your language' } } : { result: { data: { checked: data } } }),
  '/connect': ({ data }) => (data?.invited === false
    ? { disconnect: { code: 4501, reason: 'not invited' } }
    : { result: { user: data?.as ?? '', info: { via: 'backend' }, channels: data?.channels ?? [], data: { welcome: true } } }),
});
const common = {
  'Clients:AllowAnonymous': true,
  'Clients:Tokens:Keys:0:Algorithm': 'HS256',
  'Clients:Tokens:Keys:0:Secret': SECRET,
  'Proxy:TimeLimit': '00:00:02',
  'Channels:Namespaces:chat:HistorySize': 10,
  'Channels:Namespaces:chat:Presence': true,
  'Channels:Namespaces:chat:Subscribe': 'Anyone',
  'Channels:Namespaces:chat:Publish': 'Anyone',
};
const edge = await startEdge({
  ...common,
  'Proxy:Rpc:Url': `${backend.url}/rpc`,
  'Proxy:Subscribe:Url': `${backend.url}/subscribe`,
  'Proxy:Publish:Url': `${backend.url}/publish`,
  'Proxy:Connect:Url': `${backend.url}/connect`,
  'Channels:Namespaces:asked:HistorySize': 10,
  'Channels:Namespaces:asked:Presence': true,
  'Channels:Namespaces:asked:ProxySubscribe': true,
  'Channels:Namespaces:asked:ProxyPublish': true,
});
const alone = await startEdge(common);

scenario('rpc: the backend is asked and answers', async t => {
  const user = t.name();
  const { client, id } = await t.connect(edge, { token: makeToken({ sub: user, exp: seconds() + 600 }) });
  const data = { text: 'ü 𝄞', list: [null, 0, ''], tag: t.name('tag') };
  assert.deepEqual(await client.rpc('echo', data), { data });
  const { body } = backend.asked.find(request => request.path === '/rpc' && request.body.data?.tag === data.tag);
  assert.equal(body.client, id);
  assert.equal(body.user, user);
  assert.equal(body.transport, 'websocket');
  assert.equal(body.protocol, 'json');
  assert.equal(body.encoding, 'json');
  assert.equal(body.method, 'echo');
});

scenario('rpc: payloads null, 0 and the empty string come back as they are', async t => {
  const { client } = await t.connect(edge);
  for (const data of [null, 0, '', false, []]) {
    assert.deepEqual(await client.rpc('echo', data), { data });
  }
});

scenario('rpc: an answer without data', async t => {
  const { client } = await t.connect(edge);
  assert.deepEqual(await client.rpc('nothing', {}), { data: undefined });
});

scenario('rpc: an error of the backend reaches the caller', async t => {
  const { client } = await t.connect(edge);
  await assert.rejects(client.rpc('refuse', {}), { code: 1000, message: 'not today', temporary: false });
  await assert.rejects(client.rpc('busy', {}), { code: 1001, message: 'later', temporary: true });
  assert.equal(client.state, 'connected');
});

scenario('rpc: the backend may end the connection', async t => {
  const { client, heard } = await t.connect(edge);
  await assert.rejects(client.rpc('away', {}));
  const { code, reason } = await until(() => last(heard, 'disconnected'), 'a disconnect');
  assert.deepEqual([code, reason], [4500, 'go away']);
});

scenario('rpc: a backend that fails, talks nonsense or says nothing in time is error 100', async t => {
  const { client } = await t.connect(edge);
  for (const method of ['broken', 'noise', 'silence']) {
    await assert.rejects(client.rpc(method, {}), { code: 100, temporary: true }, method);
  }

  assert.equal(client.state, 'connected');
});

scenario('rpc: a slow one does not hold up other commands', async t => {
  const connected = await t.connect(edge);
  const slow = connected.client.rpc('silence', {});
  slow.catch(() => {});
  await t.subscribe(connected, t.channel('chat'));
  assert.deepEqual(await connected.client.rpc('echo', 1), { data: 1 });
  await assert.rejects(slow, { code: 100 });
});

scenario('rpc: without a backend is 104, method not found', async t => {
  const { client } = await t.connect(alone);
  await assert.rejects(client.rpc('echo', {}), { code: 104 });
});

scenario('send: has no answer and ends nothing', async t => {
  const { client, heard } = await t.connect(alone);
  await client.send({ any: 'thing' });
  await client.send(null);
  await client.publish(t.channel('chat'), 'answered after it');
  assert.deepEqual(heard.map(entry => entry.event), ['connecting', 'connected']);
});

scenario('connect proxy: the backend says who it is, what it hears and a word of welcome', async t => {
  const user = t.name();
  const channel = t.channel('chat');
  const { heard, id } = await t.connect(edge, { data: { as: user, channels: [channel] } });
  assert.deepEqual(last(heard, 'connected').data, { welcome: true });
  await until(() => last(heard, 'subscribed')?.channel === channel, 'the subscription');
  const member = (await edge.api('presence', { channel })).presence[id];
  assert.deepEqual([member.user, member.conn_info], [user, { via: 'backend' }]);
});

scenario('connect proxy: the backend refuses', async t => {
  const { client, heard } = t.client(edge, { data: { invited: false } });
  client.connect();
  const { code, reason } = await until(() => last(heard, 'disconnected'), 'a disconnect');
  assert.deepEqual([code, reason], [4501, 'not invited']);
  assert.equal(only(heard, 'connected').length, 0);
});

scenario('subscribe proxy: the backend allows, with info, or refuses', async t => {
  const connected = await t.connect(edge);
  const channel = t.channel('asked');
  const { sub } = await t.subscribe(connected, channel);
  assert.deepEqual((await sub.presence()).clients[connected.id].chanInfo, { seat: 7 });
  const { code, reason } = await t.refusal(connected, `${t.channel('asked')}-no`);
  assert.deepEqual([code, reason], [403, 'members only']);
});

scenario('publish proxy: the backend changes what is published, or refuses', async t => {
  const { sub, heard } = await t.subscribe(await t.connect(edge), t.channel('asked'));
  await sub.publish('good word');
  await until(() => payloads(heard).length === 1, 'the publication');
  assert.deepEqual(payloads(heard), [{ checked: 'good word' }]);
  await assert.rejects(sub.publish('bad word'), { code: 1100, message: 'mind your language' });
});

await run();
