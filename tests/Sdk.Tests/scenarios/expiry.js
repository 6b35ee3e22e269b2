// Tokens that expire: connections and subscriptions that are refreshed, and those that are not.
// An expiry cannot be awaited on the one that must survive it: a second client with a token of the same age, which is
// not refreshed, tells when the edge has acted. Tokens last long enough for many clients to connect with at once, and what must
// survive has a grace that a busy machine does not use up.
import assert from 'node:assert/strict';
import { startEdge } from './lib/edge.js';
import { run, scenario } from './lib/scenarios.js';
import { last, only, payloads } from './lib/scene.js';
import { SECRET, makeToken } from './lib/tokens.js';
import { seconds, until, untilClock } from './lib/wait.js';

const edge = await startEdge({
  'Clients:AllowAnonymous': true,
  'Clients:Tokens:Keys:0:Algorithm': 'HS256',
  'Clients:Tokens:Keys:0:Secret': SECRET,
  'Clients:Times:RefreshGrace': '00:00:05',
  'Channels:Namespaces:private:HistorySize': 100,
  'Channels:Namespaces:private:Presence': true,
  'Channels:Namespaces:private:Subscribe': 'Token',
  'Channels:Namespaces:private:Publish': 'Subscribers',
});

const connectionToken = (user, ttl) => makeToken({ sub: user, exp: seconds() + ttl });
const subscriptionToken = (channel, ttl, rest = {}) => makeToken({ sub: '', channel, exp: seconds() + ttl, ...rest });
const never = () => new Promise(() => {});

/** A getToken that gives these tokens one after the other, and then none for ever. */
function oneAfterTheOther(...makers) {
  const source = async () => (source.calls < makers.length ? makers[source.calls++]() : never(source.calls++));
  source.calls = 0;
  return source;
}

scenario('connection: refreshed in time, it stays', async t => {
  const user = t.name();
  const getToken = oneAfterTheOther(() => connectionToken(user, 4), () => connectionToken(user, 600));
  const refreshed = await t.connect(edge, { getToken });
  const control = await t.connect(edge, { getToken: oneAfterTheOther(() => connectionToken(t.name(), 4)) });
  await until(() => last(control.heard, 'connecting').code === 3005, 'the end of the one that was not refreshed', 30_000);
  assert.equal(getToken.calls, 2);
  assert.deepEqual(refreshed.heard.map(entry => entry.event), ['connecting', 'connected']);
  await refreshed.client.presenceStats('private:nobody').catch(error => assert.ok(error.code >= 100, 'it is answered'));
});

scenario('connection: refreshed again and again', async t => {
  const user = t.name();
  let calls = 0;
  const { client, heard } = t.client(edge, { getToken: async () => { calls++; return connectionToken(user, 4); } });
  client.connect();
  await until(() => calls >= 5, 'five tokens', 30_000);
  assert.deepEqual(heard.map(entry => entry.event), ['connecting', 'connected']);
});

scenario('connection: not refreshed, it is ended with 3005 and comes back with another token', async t => {
  const user = t.name();
  const getToken = oneAfterTheOther(() => connectionToken(user, 4), never, () => connectionToken(user, 600));
  const { client, heard } = await t.connect(edge, { getToken });
  const { reason } = await until(() => only(heard, 'connecting').find(entry => entry.code === 3005), 'the end', 30_000);
  assert.notEqual(reason, '');
  await until(() => only(heard, 'connected').length === 2, 'a second connection', 30_000);
  assert.equal(client.state, 'connected');
  assert.ok(only(heard, 'error').some(entry => entry.error.code === 109), 'the old token was refused with 109');
});

scenario('connection: without getToken the SDK ends it, unauthorized', async t => {
  const { heard } = await t.connect(edge, { token: connectionToken(t.name(), 4) });
  assert.equal((await until(() => last(heard, 'disconnected'), 'the end', 30_000)).code, 1);
});

scenario('connection: refreshed with an invalid token, it is ended', async t => {
  const user = t.name();
  const getToken = oneAfterTheOther(() => connectionToken(user, 4), () => 'no token at all');
  const { heard } = await t.connect(edge, { getToken });
  const { code } = await until(() => last(heard, 'disconnected'), 'the end', 30_000);
  assert.equal(code, 3500);
});

scenario('connection: refreshed with the token of another user, it does not change hands', async t => {
  const getToken = oneAfterTheOther(() => connectionToken(t.name(), 4), () => connectionToken(t.name(), 600));
  const { heard } = await t.connect(edge, { getToken });
  const { code } = await until(() => last(heard, 'disconnected'), 'the end', 30_000);
  assert.equal(code, 3500);
});

scenario('connection: expire_at counts instead of exp', async t => {
  const token = makeToken({ sub: t.name(), exp: seconds() + 600, expire_at: seconds() + 4 });
  const { heard } = await t.connect(edge, { getToken: oneAfterTheOther(() => token, never) });
  await until(() => only(heard, 'connecting').some(entry => entry.code === 3005), 'the end', 30_000);
  const lasting = await t.connect(edge, { getToken: oneAfterTheOther(() => makeToken({ sub: t.name(), exp: seconds() + 4, expire_at: 0 }), never) });
  await untilClock(seconds() + 11);
  assert.deepEqual(lasting.heard.map(entry => entry.event), ['connecting', 'connected']);
});

scenario('connection: the server API ends it early', async t => {
  const user = t.name();
  const { heard } = await t.connect(edge, { getToken: async () => connectionToken(user, 600) });
  await edge.api('refresh', { user, expired: true });
  await until(() => only(heard, 'connecting').some(entry => entry.code === 3005), 'the end');
  await until(() => only(heard, 'connected').length === 2, 'a second connection');
});

scenario('connection: the server API ends it at another time', async t => {
  const user = t.name();
  const { heard } = await t.connect(edge, { getToken: async () => connectionToken(user, 600) });
  await edge.api('refresh', { user, expire_at: seconds() + 1 });
  await until(() => only(heard, 'connecting').some(entry => entry.code === 3005), 'the end', 30_000);
});

scenario('subscription: needs a token where the namespace says so', async t => {
  assert.equal((await t.refusal(await t.connect(edge), t.channel('private'))).code, 103);
});

scenario('subscription: begins with a token, whose info others see', async t => {
  const channel = t.channel('private');
  const user = t.name();
  const connected = await t.connect(edge, { token: makeToken({ sub: user, info: { of: 'connection' } }) });
  const token = subscriptionToken(channel, 600, { sub: user, info: { of: 'subscription' } });
  const { sub, heard } = await t.subscribe(connected, channel, { token });
  const info = { client: connected.id, user, connInfo: { of: 'connection' }, chanInfo: { of: 'subscription' } };
  const member = (await sub.presence()).clients[connected.id];
  assert.deepEqual([member.user, member.connInfo, member.chanInfo], [user, info.connInfo, info.chanInfo]);
  await sub.publish(1);
  assert.deepEqual((await until(() => last(heard, 'publication'), 'a publication')).info, info);
});

scenario('subscription: a token with a wrong signature is 103', async t => {
  const channel = t.channel('private');
  const token = makeToken({ sub: '', channel }, { secret: 'another secret, longer than 32 octets' });
  assert.equal((await t.refusal(await t.connect(edge), channel, { token })).code, 103);
});

scenario('subscription: a token for another channel ends the connection with 3500', async t => {
  const connected = await t.connect(edge);
  t.subscription(connected, t.channel('private'), { token: subscriptionToken(t.channel('private'), 600) });
  assert.equal((await until(() => last(connected.heard, 'disconnected'), 'the end')).code, 3500);
});

scenario('subscription: a token for another user ends the connection with 3500', async t => {
  const connected = await t.connect(edge, { token: makeToken({ sub: t.name() }) });
  const channel = t.channel('private');
  t.subscription(connected, channel, { token: subscriptionToken(channel, 600, { sub: t.name() }) });
  assert.equal((await until(() => last(connected.heard, 'disconnected'), 'the end')).code, 3500);
});

scenario('subscription: an expired token makes the SDK ask for another', async t => {
  const channel = t.channel('private');
  const getToken = oneAfterTheOther(() => subscriptionToken(channel, 600));
  const { heard } = await t.subscribe(await t.connect(edge), channel, { token: subscriptionToken(channel, -10), getToken });
  assert.equal(getToken.calls, 1);
  assert.ok(only(heard, 'error').some(entry => entry.error.code === 109), 'error 109');
});

scenario('subscription: an expired token and no way to get another is unauthorized', async t => {
  const channel = t.channel('private');
  assert.equal((await t.refusal(await t.connect(edge), channel, { token: subscriptionToken(channel, -10) })).code, 1);
});

scenario('subscription: refreshed in time, it stays', async t => {
  const channel = t.channel('private');
  const connected = await t.connect(edge);
  const getToken = oneAfterTheOther(() => subscriptionToken(channel, 4), () => subscriptionToken(channel, 600));
  const { heard } = await t.subscribe(connected, channel, { getToken });
  const otherChannel = t.channel('private');
  const control = await t.subscribe(connected, otherChannel, { getToken: oneAfterTheOther(() => subscriptionToken(otherChannel, 4)) });
  await until(() => control.heard.some(entry => entry.code === 2501), 'the end of the one that was not refreshed', 30_000);
  await edge.publish(channel, 'still there');
  await until(() => payloads(heard).includes('still there'), 'the publication');
  assert.equal(getToken.calls, 2);
  assert.deepEqual(heard.map(entry => entry.event), ['subscribing', 'subscribed', 'publication']);
});

scenario('subscription: not refreshed, it is ended with 2501 and comes back with another token, missing nothing', async t => {
  const channel = t.channel('private');
  const getToken = oneAfterTheOther(() => subscriptionToken(channel, 4), never, () => subscriptionToken(channel, 600));
  const { heard } = await t.subscribe(await t.connect(edge), channel, { getToken });
  const { reason } = await until(() => only(heard, 'subscribing').find(entry => entry.code === 2501), 'the end', 30_000);
  assert.notEqual(reason, '');
  await edge.publish(channel, 'meanwhile');
  await until(() => only(heard, 'subscribed').length === 2, 'a second subscription', 30_000);
  await until(() => payloads(heard).length === 1, 'the publication');
  assert.deepEqual(payloads(heard), ['meanwhile']);
});

scenario('subscription: refreshed with a token for another channel, it does not go on', async t => {
  const channel = t.channel('private');
  const connected = await t.connect(edge);
  const getToken = oneAfterTheOther(() => subscriptionToken(channel, 4), () => subscriptionToken(t.channel('private'), 600));
  const { heard } = await t.subscribe(connected, channel, { getToken });
  await until(() => last(heard, 'unsubscribed') ?? last(connected.heard, 'disconnected'), 'the end', 30_000);
});

// Nearly all of it is waiting.
await run({ atOnce: 24 });
