// Subscribing, publishing, history, presence.
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
  'Clients:Limits:MaxChannels': 20,
  'Clients:Limits:MaxHistoryLimit': 50,
  'Channels:Namespaces:chat:HistorySize': 1000,
  'Channels:Namespaces:chat:HistoryAge': '01:00:00',
  'Channels:Namespaces:chat:Presence': true,
  'Channels:Namespaces:chat:JoinLeave': true,
  'Channels:Namespaces:chat:Subscribe': 'Anyone',
  'Channels:Namespaces:chat:Publish': 'Anyone',
  'Channels:Namespaces:plain:Subscribe': 'Anyone',
  'Channels:Namespaces:plain:Publish': 'Subscribers',
  'Channels:Namespaces:plain:ReadHistory': 'Anyone',
  'Channels:Namespaces:plain:ReadPresence': 'Anyone',
  'Channels:Namespaces:closed:Subscribe': 'Nobody',
  'Channels:Namespaces:closed:Publish': 'Nobody',
  'Channels:Namespaces:guarded:HistorySize': 10,
  'Channels:Namespaces:guarded:Presence': true,
  'Channels:Namespaces:guarded:Subscribe': 'Users',
  'Channels:Namespaces:guarded:Publish': 'Users',
  'Channels:Namespaces:guarded:ReadHistory': 'Nobody',
  'Channels:Namespaces:guarded:ReadPresence': 'Nobody',
});
const asUser = (user, info) => ({ token: makeToken({ sub: user, info, exp: seconds() + 600 }) });

scenario('publish: reaches other subscribers and the publisher, with its info and offset', async t => {
  const channel = t.channel('chat');
  const user = t.name();
  const publisher = await t.connect(edge, asUser(user, { name: 'Ada' }));
  const other = await t.connect(edge);
  const own = await t.subscribe(publisher, channel);
  const { heard } = await t.subscribe(other, channel);
  await own.sub.publish({ text: 'hello' });
  for (const events of [own.heard, heard]) {
    const publication = await until(() => last(events, 'publication'), 'a publication');
    assert.deepEqual(publication.data, { text: 'hello' });
    assert.equal(publication.channel, channel);
    assert.equal(publication.offset, 1);
    assert.equal(publication.info.client, publisher.id);
    assert.equal(publication.info.user, user);
    assert.deepEqual(publication.info.connInfo, { name: 'Ada' });
  }
});

scenario('publish: without a subscription where anyone may', async t => {
  const channel = t.channel('chat');
  const { heard } = await t.subscribe(await t.connect(edge), channel);
  const { client } = await t.connect(edge);
  await client.publish(channel, 'from outside');
  await until(() => payloads(heard).includes('from outside'), 'the publication');
});

scenario('publish: in a namespace without history has no offset', async t => {
  const { sub, heard } = await t.subscribe(await t.connect(edge), t.channel('plain'));
  assert.equal(last(heard, 'subscribed').recoverable, false);
  assert.equal(last(heard, 'subscribed').streamPosition, undefined);
  await sub.publish(1);
  const publication = await until(() => last(heard, 'publication'), 'a publication');
  assert.equal(publication.offset, undefined);
});

scenario('publish: in a namespace for subscribers, from outside, is 103', async t => {
  const { client } = await t.connect(edge);
  await assert.rejects(client.publish(t.channel('plain'), 1), { code: 103 });
});

scenario('publish: to a closed namespace is 103, to an unknown one 102', async t => {
  const { client } = await t.connect(edge);
  await assert.rejects(client.publish(t.channel('closed'), 1), { code: 103 });
  await assert.rejects(client.publish(t.channel('nowhere'), 1), { code: 102 });
});

scenario('publish: by the server API, with tags and without info', async t => {
  const channel = t.channel('chat');
  const { heard } = await t.subscribe(await t.connect(edge), channel);
  const { offset, epoch } = await edge.publish(channel, { n: 1 }, { tags: { kind: 'note', ünï: '✓' } });
  assert.equal(offset, 1);
  assert.equal(epoch, last(heard, 'subscribed').streamPosition.epoch);
  const publication = await until(() => last(heard, 'publication'), 'a publication');
  assert.deepEqual(publication.tags, { kind: 'note', ünï: '✓' });
  assert.equal(publication.info, undefined);
  assert.deepEqual(publication.data, { n: 1 });
});

scenario('publish: one connection keeps its order', async t => {
  const channel = t.channel('chat');
  const { heard } = await t.subscribe(await t.connect(edge), channel);
  const { client } = await t.connect(edge);
  await Promise.all(Array.from({ length: 200 }, (_, i) => client.publish(channel, i)));
  await until(() => payloads(heard).length === 200, '200 publications');
  assert.deepEqual(payloads(heard), Array.from({ length: 200 }, (_, i) => i));
});

scenario('payload: null, 0, false, the empty string, array and object arrive as they are', async t => {
  const { sub, heard } = await t.subscribe(await t.connect(edge), t.channel('chat'));
  const values = [null, 0, false, '', [], {}, -0.5, 1e300, { a: null, b: [0, '', false] }];
  for (const value of values) {
    await sub.publish(value);
  }

  await until(() => payloads(heard).length === values.length, 'all publications');
  assert.deepEqual(payloads(heard), values);
  const { publications } = await sub.history({ limit: 50 });
  assert.deepEqual(publications.map(publication => publication.data), values);
});

scenario('payload: Unicode, escapes and line breaks in strings arrive as they are', async t => {
  const { sub, heard } = await t.subscribe(await t.connect(edge), t.channel('chat'));
  const text = 'ä 漢字 𝄞 👩‍👩‍👧 \u0000 \u2028 \u2029 \n \r\n \t "quoted" \\ </script> \u007f';
  await sub.publish({ [text]: text });
  await until(() => payloads(heard).length === 1, 'the publication');
  assert.deepEqual(payloads(heard)[0], { [text]: text });
});

scenario('payload: 60,000 octets, both ways', async t => {
  const { sub, heard } = await t.subscribe(await t.connect(edge), t.channel('chat'));
  const text = 'a€𝄞'.repeat(7500);
  await sub.publish(text);
  await until(() => payloads(heard).length === 1, 'the publication');
  assert.equal(payloads(heard)[0], text);
});

scenario('payload: 60,000 octets, compressed', async t => {
  const compressing = class extends WebSocket {
    constructor(url) { super(url, { perMessageDeflate: { threshold: 0 } }); }
  };
  const connected = await t.connect(edge, { websocket: compressing });
  const { sub, heard } = await t.subscribe(connected, t.channel('chat'));
  const values = ['small', 'x'.repeat(60_000), Array.from({ length: 3000 }, (_, i) => i), 'last'];
  for (const value of values) {
    await sub.publish(value);
  }

  await until(() => payloads(heard).length === values.length, 'all publications');
  assert.deepEqual(payloads(heard), values);
});

scenario('subscribe: to an unknown namespace is 102', async t => {
  assert.equal((await t.refusal(await t.connect(edge), t.channel('nowhere'))).code, 102);
});

scenario('subscribe: without the permission is 103', async t => {
  const anonymous = await t.connect(edge);
  assert.equal((await t.refusal(anonymous, t.channel('closed'))).code, 103);
  assert.equal((await t.refusal(anonymous, t.channel('guarded'))).code, 103);
  assert.equal(anonymous.client.state, 'connected');
});

scenario('subscribe: with a user id where that suffices', async t => {
  await t.subscribe(await t.connect(edge, asUser(t.name())), t.channel('guarded'));
});

scenario('subscribe: a name that is no channel is 107', async t => {
  const connected = await t.connect(edge);
  for (const name of ['chat:ü', 'chat:a\u0007b', `chat:${'x'.repeat(251)}`]) {
    assert.equal((await t.refusal(connected, name)).code, 107, name);
  }

  await t.subscribe(connected, `chat:${t.name().padEnd(250, 'x')}`); // 255 octets
});

scenario('subscribe: one channel more than a connection may have is 106', async t => {
  const connected = await t.connect(edge);
  for (let i = 0; i < 20; i++) {
    await t.subscribe(connected, t.channel('plain'));
  }

  assert.equal((await t.refusal(connected, t.channel('plain'))).code, 106);
  connected.client.subscriptions()[Object.keys(connected.client.subscriptions())[0]].unsubscribe();
  await t.subscribe(connected, t.channel('plain'));
});

scenario('subscribe: says position and epoch', async t => {
  const channel = t.channel('chat');
  await edge.publish(channel, 1);
  const { epoch } = await edge.publish(channel, 2);
  const { heard } = await t.subscribe(await t.connect(edge), channel, { positioned: true, recoverable: true, joinLeave: true });
  const { recoverable, streamPosition, wasRecovering, recovered } = last(heard, 'subscribed');
  assert.deepEqual({ recoverable, streamPosition, wasRecovering, recovered },
    { recoverable: true, streamPosition: { offset: 2, epoch }, wasRecovering: false, recovered: false });
});

scenario('unsubscribe: ends delivery, and subscribing again begins it anew', async t => {
  const channel = t.channel('plain');
  const connected = await t.connect(edge);
  const { sub, heard } = await t.subscribe(connected, channel);
  sub.unsubscribe();
  await connected.client.publish(t.channel('chat'), 0); // answered after the unsubscribe
  await edge.publish(channel, 'missed');
  sub.subscribe();
  await sub.ready(15_000);
  await edge.publish(channel, 'seen');
  await until(() => payloads(heard).includes('seen'), 'the second publication');
  assert.deepEqual(payloads(heard), ['seen']);
  assert.equal(last(heard, 'unsubscribed').code, 0);
});

scenario('history: position only, limited, everything', async t => {
  const { sub } = await filled(t, 12);
  const position = await sub.history();
  assert.deepEqual([position.publications.length, position.offset], [0, 12]);
  assert.notEqual(position.epoch, '');
  assert.deepEqual(values(await sub.history({ limit: 3 })), [1, 2, 3]);
  assert.deepEqual(values(await sub.history({ limit: -1 })), range(1, 12));
  assert.deepEqual(values(await sub.history({ limit: 12 })), range(1, 12));
});

scenario('history: since a position, forward and reverse', async t => {
  const { sub } = await filled(t, 12);
  const { epoch } = await sub.history();
  assert.deepEqual(values(await sub.history({ limit: 3, since: { offset: 5, epoch } })), [6, 7, 8]);
  assert.deepEqual(values(await sub.history({ limit: -1, since: { offset: 10, epoch } })), [11, 12]);
  assert.deepEqual(values(await sub.history({ limit: -1, since: { offset: 12, epoch } })), []);
  assert.deepEqual(values(await sub.history({ limit: 3, reverse: true })), [12, 11, 10]);
  assert.deepEqual(values(await sub.history({ limit: 3, since: { offset: 5, epoch }, reverse: true })), [4, 3, 2]);
});

scenario('history: since a position of another epoch is 112', async t => {
  const { sub } = await filled(t, 3);
  await assert.rejects(sub.history({ limit: 3, since: { offset: 1, epoch: 'another' } }), { code: 112 });
});

scenario('history: publications carry offset, info and tags', async t => {
  const channel = t.channel('chat');
  const connected = await t.connect(edge, asUser(t.name()));
  const { sub } = await t.subscribe(connected, channel);
  await sub.publish('mine');
  await edge.publish(channel, 'theirs', { tags: { a: 'b' } });
  const { publications: [mine, theirs] } = await sub.history({ limit: 10 });
  assert.deepEqual([mine.offset, theirs.offset], [1, 2]);
  assert.equal(mine.info.client, connected.id);
  assert.equal(mine.tags, undefined);
  assert.equal(theirs.info, undefined);
  assert.deepEqual(theirs.tags, { a: 'b' });
});

scenario('history: more than the limit gives the limit', async t => {
  const { sub } = await filled(t, 60);
  assert.equal((await sub.history({ limit: 60 })).publications.length, 50);
  assert.equal((await sub.history({ limit: -1 })).publications.length, 50);
});

scenario('history: refused where there is none (108) and where it may not be read (103)', async t => {
  const plain = await t.subscribe(await t.connect(edge), t.channel('plain'));
  await assert.rejects(plain.sub.history({ limit: 1 }), { code: 108 });
  const guarded = await t.subscribe(await t.connect(edge, asUser(t.name())), t.channel('guarded'));
  await assert.rejects(guarded.sub.history({ limit: 1 }), { code: 103 });
});

scenario('presence: who is there, and how many', async t => {
  const channel = t.channel('chat');
  const user = t.name();
  const first = await t.connect(edge, asUser(user, { n: 1 }));
  const second = await t.connect(edge, asUser(user, { n: 2 }));
  const third = await t.connect(edge);
  const { sub } = await t.subscribe(first, channel);
  await t.subscribe(second, channel);
  const leaving = await t.subscribe(third, channel);
  await until(async () => (await sub.presenceStats()).numClients === 3, 'three members');
  assert.deepEqual((await sub.presence()).clients[second.id].connInfo, { n: 2 });
  leaving.sub.unsubscribe();
  await until(async () => (await sub.presenceStats()).numClients === 2, 'two members');
  assert.deepEqual(await sub.presenceStats(), { numClients: 2, numUsers: 1 });
  assert.deepEqual(Object.keys((await sub.presence()).clients).sort(), [first.id, second.id].sort());
});

scenario('presence: refused where there is none (108) and where it may not be read (103)', async t => {
  const plain = await t.subscribe(await t.connect(edge), t.channel('plain'));
  await assert.rejects(plain.sub.presence(), { code: 108 });
  await assert.rejects(plain.sub.presenceStats(), { code: 108 });
  const guarded = await t.subscribe(await t.connect(edge, asUser(t.name())), t.channel('guarded'));
  await assert.rejects(guarded.sub.presence(), { code: 103 });
});

scenario('join and leave: others are told, with info', async t => {
  const channel = t.channel('chat');
  const user = t.name();
  const { heard } = await t.subscribe(await t.connect(edge), channel, { joinLeave: true });
  const guest = await t.connect(edge, asUser(user, { name: 'Bob' }));
  const { sub } = await t.subscribe(guest, channel);
  const about = event => only(heard, event).find(entry => entry.info.client === guest.id);
  const joined = await until(() => about('join'), 'a join');
  assert.deepEqual(joined.info, { client: guest.id, user, connInfo: { name: 'Bob' } });
  sub.unsubscribe();
  const left = await until(() => about('leave'), 'a leave');
  assert.deepEqual(left.info, joined.info);
});

scenario('join and leave: a disconnect is a leave from every channel', async t => {
  const channels = [t.channel('chat'), t.channel('chat')];
  const watcher = await t.connect(edge);
  const watched = [];
  for (const channel of channels) {
    watched.push(await t.subscribe(watcher, channel));
  }

  const guest = await t.connect(edge, asUser(t.name()));
  for (const channel of channels) {
    await t.subscribe(guest, channel);
  }

  guest.client.disconnect();
  for (const { heard } of watched) {
    await until(() => only(heard, 'leave').some(entry => entry.info.client === guest.id), 'a leave');
  }
});

scenario('batching: many commands go in one frame and all are answered', async t => {
  const frames = [];
  const counting = class extends WebSocket {
    send(data) { frames.push(data); super.send(data); }
  };
  const { client } = await t.connect(edge, { websocket: counting });
  const channel = t.channel('chat');
  frames.length = 0;
  client.startBatching();
  const replies = Promise.all(Array.from({ length: 50 }, (_, i) => client.publish(channel, i)));
  client.stopBatching();
  await replies;
  assert.deepEqual(frames.map(frame => frame.split('\n').length), [50]);
  const { publications } = await edge.api('history', { channel, limit: 100 });
  assert.deepEqual(publications.map(publication => publication.data), range(0, 49));
});

scenario('crowd: twenty clients publish and all see one order', async t => {
  const channel = t.channel('chat');
  const crowd = await Promise.all(Array.from({ length: 20 }, async () => {
    const connected = await t.connect(edge);
    return t.subscribe(connected, channel);
  }));
  await Promise.all(crowd.map(({ sub }, who) => Promise.all(Array.from({ length: 20 }, (_, n) => sub.publish({ who, n })))));
  for (const { heard } of crowd) {
    await until(() => payloads(heard).length === 400, '400 publications');
  }

  const order = payloads(crowd[0].heard);
  for (const { heard } of crowd) {
    assert.deepEqual(only(heard, 'publication').map(publication => publication.offset), range(1, 400));
    assert.deepEqual(payloads(heard), order);
  }

  for (let who = 0; who < 20; who++) {
    assert.deepEqual(order.filter(data => data.who === who).map(data => data.n), range(0, 19));
  }
}, { limit: 120_000 });

const range = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

const values = ({ publications }) => publications.map(publication => publication.data);

/** A subscription to a channel in which 1, 2, ... have been published. */
async function filled(t, count) {
  const channel = t.channel('chat');
  for (let n = 1; n <= count; n++) {
    await edge.publish(channel, n);
  }

  return t.subscribe(await t.connect(edge), channel);
}

await run();
