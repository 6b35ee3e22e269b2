// How clients of the SDK connect, and how they are refused.
import assert from 'node:assert/strict';
import { startEdge } from './lib/edge.js';
import { ProtobufCentrifuge, UnauthorizedError, WebSocket } from './lib/packages.js';
import { RawClient } from './lib/raw-client.js';
import { run, scenario } from './lib/scenarios.js';
import { last, only } from './lib/scene.js';
import { SECRET, makeToken } from './lib/tokens.js';
import { seconds, until } from './lib/wait.js';

const common = {
  'Clients:Tokens:Keys:0:Algorithm': 'HS256',
  'Clients:Tokens:Keys:0:Secret': SECRET,
  'Channels:Namespaces:open:Presence': true,
  'Channels:Namespaces:open:Subscribe': 'Anyone',
};
const edge = await startEdge({ ...common, 'Clients:AllowAnonymous': true });
const strict = await startEdge({ ...common, 'Clients:AllowAnonymous': false });

scenario('anonymous: connects and gets a client id', async t => {
  const { client, heard } = await t.connect(edge);
  const connected = last(heard, 'connected');
  assert.match(connected.client, /^\S+$/);
  assert.equal(connected.transport, 'websocket');
  assert.equal(client.state, 'connected');
  assert.deepEqual(heard.map(entry => entry.event), ['connecting', 'connected']);
});

scenario('anonymous: client ids differ', async t => {
  const ids = await Promise.all(Array.from({ length: 10 }, async () => (await t.connect(edge)).id));
  assert.equal(new Set(ids).size, 10);
});

scenario('anonymous: refused where anonymous clients are not allowed, and not again and again', async t => {
  const { client, heard } = t.client(strict);
  client.connect();
  const { code } = await until(() => last(heard, 'disconnected'), 'a disconnect');
  assert.equal(code, 101);
  assert.equal(only(heard, 'connecting').length, 1);
});

scenario('token: connects as its user, with its info', async t => {
  const user = t.name();
  const connected = await t.connect(strict, { token: makeToken({ sub: user, info: { name: 'Ada' }, exp: seconds() + 600 }) });
  const { sub } = await t.subscribe(connected, t.channel('open'));
  const { clients } = await sub.presence();
  assert.deepEqual(Object.keys(clients), [connected.id]);
  assert.equal(clients[connected.id].user, user);
  assert.deepEqual(clients[connected.id].connInfo, { name: 'Ada' });
});

scenario('token: without an expiry it never has to be refreshed', async t => {
  let calls = 0;
  const { client } = t.client(edge, { getToken: async () => { calls++; return makeToken({ sub: t.name() }); } });
  client.connect();
  await client.ready(15_000);
  assert.equal(calls, 1);
});

scenario('token: with a wrong signature is 3500, without a reconnect', t => refused(t, 3500, makeToken({ sub: 'a' }, { secret: 'another secret, longer than 32 octets' })));

scenario('token: with algorithm none is 3500', t => refused(t, 3500, makeToken({ sub: 'a' }, { algorithm: 'none' })));

scenario('token: with another algorithm than its key is 3500', t => refused(t, 3500, makeToken({ sub: 'a' }, { algorithm: 'HS512' })));

scenario('token: that is no token is 3500', t => refused(t, 3500, 'this is no token'));

scenario('token: made for a subscription is 3500', t => refused(t, 3500, makeToken({ sub: 'a', channel: 'open:b' })));

scenario('token: not valid yet is 3500', t => refused(t, 3500, makeToken({ sub: 'a', nbf: seconds() + 600 })));

scenario('token: expired and no way to get another leaves the SDK unauthorized', async t => {
  const { client, heard } = t.client(edge, { token: makeToken({ sub: t.name(), exp: seconds() - 10 }) });
  client.connect();
  const { code } = await until(() => last(heard, 'disconnected'), 'a disconnect');
  assert.equal(code, 1); // unauthorized, the SDK's own
  assert.ok(only(heard, 'error').some(entry => entry.type === 'connect' && entry.error.code === 109), 'error 109');
});

scenario('token: expired makes the SDK ask for another and connect with it', async t => {
  let calls = 0;
  const { client, heard } = t.client(edge, {
    token: makeToken({ sub: t.name(), exp: seconds() - 10 }),
    getToken: async () => { calls++; return makeToken({ sub: t.name(), exp: seconds() + 600 }); },
  });
  client.connect();
  await client.ready(15_000);
  assert.equal(calls, 1);
  assert.ok(only(heard, 'error').some(entry => entry.error.code === 109), 'error 109');
});

scenario('token: given by getToken from the start', async t => {
  const { client } = t.client(strict, { getToken: async () => makeToken({ sub: t.name(), exp: seconds() + 600 }) });
  client.connect();
  await client.ready(15_000);
});

scenario('token: refused by the application is unauthorized', async t => {
  const { client, heard } = t.client(strict, { getToken: async () => { throw new UnauthorizedError('no'); } });
  client.connect();
  assert.equal((await until(() => last(heard, 'disconnected'), 'a disconnect')).code, 1);
});

scenario('connect: name, version, data and headers are taken', async t => {
  await t.connect(edge, { name: 'tests', version: '1.2.3', data: { a: [1, null, 'ü'] }, headers: { 'x-a': 'b' } });
});

scenario('connect: again after a disconnect, with another client id', async t => {
  const { client, heard, id } = await t.connect(edge);
  client.disconnect();
  assert.equal(last(heard, 'disconnected').code, 0);
  client.connect();
  await client.ready(15_000);
  assert.notEqual(last(heard, 'connected').client, id);
});

scenario('connect: compression is negotiated with a client that offers it', async t => {
  const raw = await t.raw(edge, { perMessageDeflate: true });
  assert.match(raw.extensions, /permessage-deflate/);
  const { result } = await raw.call('connect');
  assert.ok(result.client);
});

scenario('protobuf: a client that asks only for it is refused in the handshake', async t => {
  const refusal = await RawClient.open(edge.socketUrl, { protocols: ['centrifuge-protobuf'] }).then(raw => { raw.terminate(); return {}; }, error => error);
  assert.ok(refusal.status >= 400 && refusal.status < 500, `refused with ${refusal.status}: ${refusal.message}`);
  const heard = [];
  const client = new ProtobufCentrifuge(edge.socketUrl, { websocket: WebSocket });
  t.defer(() => client.disconnect());
  client.on('error', context => heard.push(context));
  client.connect();
  assert.equal((await until(() => heard[0], 'a transport error')).type, 'transport');
  assert.notEqual(client.state, 'connected');
});

scenario('handshake: an unknown path is 404', async t => {
  const refusal = await RawClient.open(`${edge.socketUrl}/nothing`).catch(error => error);
  assert.equal(refusal.status, 404);
});

async function refused(t, expected, token) {
  const { client, heard } = t.client(edge, { token });
  client.connect();
  const { code, reason } = await until(() => last(heard, 'disconnected'), 'a disconnect');
  assert.equal(code, expected);
  assert.notEqual(reason, '');
  assert.equal(only(heard, 'connecting').length, 1);
  assert.equal(only(heard, 'connected').length, 0);
}

await run();
