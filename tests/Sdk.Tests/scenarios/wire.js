// The protocol without the SDK: what it never sends, and what it does not show.
import assert from 'node:assert/strict';
import { startEdge } from './lib/edge.js';
import { run, scenario } from './lib/scenarios.js';
import { until } from './lib/wait.js';

const edge = await startEdge({
  'Clients:AllowAnonymous': true,
  'Clients:Limits:MaxMessageOctets': 20_000,
  'Clients:Limits:MaxCommandsPerSecond': 200,
  'Channels:Namespaces:chat:HistorySize': 100,
  'Channels:Namespaces:chat:Subscribe': 'Anyone',
  'Channels:Namespaces:chat:Publish': 'Anyone',
});

async function connected(t) {
  const raw = await t.raw(edge);
  await raw.call('connect');
  return raw;
}

/** What ends a connection with 3501, bad request. */
async function bad(raw, text) {
  raw.send(text);
  const { code, reason } = await raw.close();
  assert.equal(code, 3501);
  assert.notEqual(reason, '');
  assert.throws(() => JSON.parse(reason), 'the reason is not JSON');
}

scenario('3501: JSON that is malformed', async t => bad(await connected(t), '{"id":2,"publish":{'));

scenario('3501: no object', async t => bad(await connected(t), '[1,2]'));

scenario('3501: an empty message', async t => bad(await connected(t), ''));

scenario('3501: a first command that is not connect', async t => bad(await t.raw(edge), '{"id":1,"subscribe":{"channel":"chat:a"}}'));

scenario('3501: a second connect', async t => bad(await connected(t), '{"id":2,"connect":{}}'));

scenario('3501: an unknown method', async t => bad(await connected(t), '{"id":2,"dance":{}}'));

scenario('3501: a command without an id', async t => bad(await connected(t), '{"publish":{"channel":"chat:a","data":1}}'));

scenario('3501: a pong without a ping', async t => bad(await connected(t), '{}'));

scenario('3501: a second command in the frame is bad, the first was carried out', async t => {
  const channel = t.channel('chat');
  await bad(await connected(t), `{"id":2,"publish":{"channel":"${channel}","data":1}}\n{"id":3,"dance":{}}`);
  assert.equal((await edge.api('history', { channel, limit: 10 })).publications.length, 1);
});

scenario('1007: a text frame that is not UTF-8', async t => {
  const raw = await connected(t);
  raw.sendText(Buffer.from([0x7b, 0xff, 0x7d]));
  assert.equal((await raw.close()).code, 1007);
});

scenario('3506: a binary frame is not this protocol', async t => {
  const raw = await connected(t);
  raw.sendBinary(Buffer.from('{"id":2,"publish":{"channel":"chat:a","data":1}}'));
  assert.equal((await raw.close()).code, 3506);
});

scenario('a message at the limit is taken, one octet more is 1009', async t => {
  const raw = await connected(t);
  const command = length => {
    const empty = `{"id":2,"publish":{"channel":"chat:a","data":""}}`;
    return empty.replace('""', `"${'x'.repeat(length - empty.length)}"`);
  };
  raw.send(command(20_000));
  await until(() => raw.lines.some(line => JSON.parse(line).id === 2), 'a reply');
  raw.send(command(20_001));
  assert.equal((await raw.close()).code, 1009);
});

scenario('too many commands a second end the connection with 3013 or are refused with 111', async t => {
  const raw = await connected(t);
  for (let id = 10; id < 1000; id++) {
    raw.send(`{"id":${id},"history":{"channel":"chat:a","limit":0}}`);
  }

  await until(
    () => raw.closed?.code === 3013 || raw.lines.some(line => JSON.parse(line).error?.code === 111),
    () => `a limit; closed: ${JSON.stringify(raw.closed)}; ${raw.lines.length} lines`);
});

scenario('105: a second subscription to one channel', async t => {
  const raw = await connected(t);
  const channel = t.channel('chat');
  await raw.call('subscribe', { channel });
  const { error } = await raw.call('subscribe', { channel });
  assert.equal(error.code, 105);
  assert.notEqual(error.message, '');
});

scenario('107: a subscription without a channel', async t => {
  const { error } = await (await connected(t)).call('subscribe', {});
  assert.equal(error.code, 107);
});

scenario('payloads pass as they are written, without raw line breaks', async t => {
  const raw = await connected(t);
  const channel = t.channel('chat');
  await raw.call('subscribe', { channel });
  const payload = '{ "b" : 1.50e+01 , "a":"\\u00e4\\/" , "b":[ 1 ,2 ], "😀":-0 }';
  raw.send(`{"id":77,"publish":{"channel":"${channel}","data":${payload}}}`);
  await until(() => raw.lines.some(line => line.includes('"pub"')), 'the publication');
  assert.ok(raw.lines.find(line => line.includes('"pub"')).includes(payload), raw.lines.join('\n'));
  const received = raw.messages.length;
  raw.send(`{"id":78,"publish":{"channel":"${channel}","data":{\r\n"a":\n1\r}}}`);
  await until(() => raw.lines.filter(line => line.includes('"pub"')).length === 2, 'the second publication');
  assert.ok(raw.messages.slice(received).join('').includes('{"a":1}'), 'line breaks are gone');
});

scenario('replies and pushes come as lines of JSON, each an object', async t => {
  const raw = await connected(t);
  const channel = t.channel('chat');
  await raw.call('subscribe', { channel });
  raw.send(Array.from({ length: 20 }, (_, i) => `{"id":${100 + i},"publish":{"channel":"${channel}","data":${i}}}`).join('\n') + '\n');
  await until(() => raw.pushes.length === 20 && raw.lines.length >= 42, 'all replies and publications');
  assert.deepEqual(raw.pushes.map(push => push.pub.data), Array.from({ length: 20 }, (_, i) => i));
  assert.ok(raw.messages.length < 42, `${raw.messages.length} messages for ${raw.lines.length} lines`);
});

scenario('the highest id and a large one are answered with themselves', async t => {
  const raw = await connected(t);
  for (const id of [4294967295, 70_000]) {
    raw.send(`{"id":${id},"history":{"channel":"chat:a","limit":0}}`);
    await until(() => raw.lines.some(line => JSON.parse(line).id === id), 'a reply');
  }
});

await run();
