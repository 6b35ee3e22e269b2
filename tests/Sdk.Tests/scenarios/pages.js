// The pages in a real browser: two people in the demo, and the admin page.
import assert from 'node:assert/strict';
import { Browser } from './lib/browser.js';
import { startEdge } from './lib/edge.js';
import { run, scenario } from './lib/scenarios.js';
import { last } from './lib/scene.js';
import { SECRET, makeToken } from './lib/tokens.js';
import { until } from './lib/wait.js';

const ADMIN_KEY = 'the admin key of these tests';
const edge = await startEdge({ // the demo as `dotnet run` shows it, with keys that are known here
  'Admin:Key': ADMIN_KEY,
  'Clients:Tokens:Keys:0:Algorithm': 'HS256',
  'Clients:Tokens:Keys:0:Secret': SECRET,
}, { environment: 'Development' });
const browser = await Browser.start();

/** Somebody in a room of the demo, in a tab of their own. */
async function visitor(t, name, room, size = undefined) {
  const page = await browser.open(`${edge.url}/`, size);
  t.defer(() => page.close());
  await page.until(`${STATE} === 'connected'`);
  await page.type('#name', name);
  await page.type('#room', room);
  await page.click('#join');
  await page.until(`${STATE} === 'connected'`);
  return page;
}

const STATE = `document.querySelector('#state').textContent.trim()`;
const shows = text => `[...document.querySelectorAll('#messages .message .text')].some(e => e.textContent === ${JSON.stringify(text)})`;
const messages = page => page.texts('#messages .message .text');
const members = count => `document.querySelectorAll('#online .member').length === ${count}`;

async function say(page, text) {
  await page.type('#text', text);
  await page.click('#send');
}

scenario('demo: what one says the other sees, once, with name and text', async t => {
  const room = t.name('room');
  const ada = await visitor(t, 'Ada', room);
  const bob = await visitor(t, 'Bob', room);
  await say(ada, 'Hello Bob');
  await bob.until(shows('Hello Bob'));
  await say(bob, 'Hello Ada ünï 𝄞');
  await ada.until(shows('Hello Ada ünï 𝄞'));
  await bob.until(shows('Hello Ada ünï 𝄞'));
  for (const page of [ada, bob]) {
    assert.deepEqual(await messages(page), ['Hello Bob', 'Hello Ada ünï 𝄞']);
    const all = await page.text('#messages');
    assert.ok(all.includes('Ada') && all.includes('Bob'), all);
    assert.deepEqual(page.errors, []);
  }
});

scenario('demo: Enter sends', async t => {
  const page = await visitor(t, 'Ada', t.name('room'));
  await page.type('#text', 'by key');
  await page.press('Enter');
  await page.until(shows('by key'));
  assert.equal(await page.read(`document.querySelector('#text').value`), '');
});

scenario('demo: who is online, coming and going', async t => {
  const room = t.name('room');
  const ada = await visitor(t, 'Ada', room);
  await ada.until(members(1));
  const bob = await visitor(t, 'Bob', room);
  await ada.until(members(2));
  await bob.until(members(2));
  await ada.until(`[...document.querySelectorAll('#online .member')].some(e => e.textContent.includes('Bob'))`);
  await bob.close();
  await ada.until(members(1), 'one member is left', 20_000);
});

scenario('demo: rooms are apart', async t => {
  const [here, there] = [t.name('room'), t.name('room')];
  const ada = await visitor(t, 'Ada', here);
  const bob = await visitor(t, 'Bob', there);
  await say(ada, 'in my room');
  await ada.until(shows('in my room'));
  await say(bob, 'in mine');
  await bob.until(shows('in mine'));
  assert.deepEqual(await messages(bob), ['in mine']);
  await bob.type('#room', here);
  await bob.click('#join');
  await bob.until(shows('in my room'));
  assert.deepEqual(await messages(bob), ['in my room']);
});

scenario('demo: who comes later sees what was said', async t => {
  const room = t.name('room');
  const ada = await visitor(t, 'Ada', room);
  for (const text of ['one', 'two', 'three']) {
    await say(ada, text);
    await ada.until(shows(text));
  }

  const bob = await visitor(t, 'Bob', room);
  await bob.until(shows('three'));
  assert.deepEqual(await messages(bob), ['one', 'two', 'three']);
});

scenario('demo: the connection is cut, and what was said meanwhile arrives, once, in order', async t => {
  const room = t.name('room');
  const ada = await visitor(t, 'Ada', room);
  const bob = await visitor(t, 'Bob', room);
  await say(bob, 'before');
  await ada.until(shows('before'));
  await ada.click('#cut');
  await ada.until(`${STATE} !== 'connected'`);
  await ada.screenshot('demo-cut');
  for (const text of ['one', 'two', 'three']) {
    await say(bob, text);
    await bob.until(shows(text));
  }

  assert.deepEqual(await messages(ada), ['before'], 'still cut');
  await ada.until(shows('three'), 'the messages after the return', 30_000);
  await ada.until(`${STATE} === 'connected'`);
  await say(bob, 'after');
  await ada.until(shows('after'));
  assert.deepEqual(await messages(ada), ['before', 'one', 'two', 'three', 'after']);
  await ada.screenshot('demo-recovered');
});

scenario('demo: the edge goes away and comes back, and so does the page', async t => {
  const first = await startEdge({}, { environment: 'Development' });
  const page = await browser.open(`${first.url}/`);
  t.defer(() => page.close());
  await page.until(`${STATE} === 'connected'`);
  await first.terminate();
  await page.until(`${STATE} !== 'connected'`);
  await startEdge({}, { environment: 'Development', port: first.port });
  await page.until(`${STATE} === 'connected'`, 'connected again', 40_000);
}, { limit: 120_000 });

scenario('demo: latency is shown', async t => {
  const page = await visitor(t, 'Ada', t.name('room'));
  await say(page, 'ping');
  await page.until(`/\\d/.test(document.querySelector('#latency').textContent)`);
});

scenario('demo: markup in names and messages is text', async t => {
  const markup = '<img src=x onerror="document.title=1"><b>bold</b>';
  const room = t.name('room');
  const ada = await visitor(t, '<i>Ada</i>', room);
  const bob = await visitor(t, 'Bob', room);
  await say(ada, markup);
  await bob.until(shows(markup));
  await bob.until(`document.querySelector('#messages').textContent.includes('<i>Ada</i>')`);
  assert.equal(await bob.read(`document.querySelectorAll('#messages img, #messages b, #messages i, #online i').length`), 0);
  assert.deepEqual(bob.errors, []);
});

scenario('demo: what the server API publishes is shown', async t => {
  const room = t.name('room');
  const page = await visitor(t, 'Ada', room);
  await edge.publish(`chat:${room}`, { name: 'Backend', text: 'from the backend' });
  await page.until(shows('from the backend'));
});

scenario('demo: asks nothing of other hosts', async t => {
  const page = await visitor(t, 'Ada', t.name('room'));
  const hosts = new Set(page.requests.filter(url => !url.startsWith('data:') && url !== 'about:blank').map(url => new URL(url).host));
  assert.deepEqual([...hosts], [new URL(edge.url).host]);
  assert.ok(page.requests.some(url => url === edge.socketUrl), page.requests.join('\n'));
});

scenario('demo: fits a phone', async t => {
  const room = t.name('room');
  const page = await visitor(t, 'Ada', room, { width: 375, height: 812, mobile: true });
  await say(page, 'a long word: ' + 'x'.repeat(200));
  await page.until(`document.querySelectorAll('#messages .message').length === 1`);
  await page.screenshot('demo-phone');
  assert.ok(await page.read('document.documentElement.scrollWidth <= 375'), 'nothing stands out at the side');
  for (const id of ['text', 'send', 'cut']) {
    const { left, right, width } = await page.read(`document.querySelector('#${id}').getBoundingClientRect().toJSON()`);
    assert.ok(width > 0 && left >= 0 && right <= 375, `#${id} from ${left} to ${right}`);
  }
});

scenario('demo: light and dark', async t => {
  const room = t.name('room');
  const page = await visitor(t, 'Ada', room);
  const other = await visitor(t, 'Bob', room);
  await say(page, 'Does it look good?');
  await say(other, 'In both, I think.');
  await page.until(shows('In both, I think.'));
  const brightness = {};
  for (const scheme of ['light', 'dark']) {
    await page.prefer({ 'prefers-color-scheme': scheme });
    await page.screenshot(`demo-${scheme}`);
    const [red, green, blue] = (await page.read('getComputedStyle(document.body).backgroundColor')).match(/[\d.]+/g).map(Number);
    brightness[scheme] = red + green + blue;
  }

  assert.ok(brightness.light > 600 && brightness.dark < 200, JSON.stringify(brightness));
});

/** The admin page, opened with the key. */
async function admin(t, key = ADMIN_KEY, size = undefined) {
  const page = await browser.open(`${edge.url}/admin`, size);
  t.defer(() => page.close());
  await page.type('#key', key);
  await page.click('#login');
  return page;
}

const listed = channel => `[...document.querySelectorAll('#channels .channel')].some(e => e.textContent.includes(${JSON.stringify(channel)}))`;

scenario('admin: a wrong key opens nothing', async t => {
  const room = t.name('room');
  await visitor(t, 'Ada', room);
  const page = await admin(t, 'a wrong key of some length');
  await until(() => page.requests.some(url => url.includes('/admin/api/')), 'a request with the key');
  const right = await admin(t);
  await right.until(listed(`chat:${room}`)); // by then the other one would show it too
  assert.deepEqual(await page.texts('#channels .channel'), []);
  await page.screenshot('admin-refused');
});

scenario('admin: lists channels and publishes by hand', async t => {
  const room = t.name('room');
  const ada = await visitor(t, 'Ada', room);
  const page = await admin(t);
  await page.until(listed(`chat:${room}`));
  await page.type('#pub-channel', `chat:${room}`);
  await page.type('#pub-data', '{"name":"Admin","text":"by hand"}');
  await page.click('#pub-send');
  await ada.until(shows('by hand'));
  await page.screenshot('admin');
  assert.deepEqual(page.errors, []);
});

scenario('admin: shows presence and history of a channel', async t => {
  const room = t.name('room');
  const ada = await visitor(t, 'Ada', room);
  await say(ada, 'for the record');
  await ada.until(shows('for the record'));
  const page = await admin(t);
  await page.until(listed(`chat:${room}`));
  await page.type('#pub-channel', `chat:${room}`);
  await page.click('#history');
  await page.until(`document.body.innerText.includes('for the record')`);
  const [client] = Object.keys((await edge.api('presence', { channel: `chat:${room}` })).presence);
  await page.click('#presence');
  await page.until(`document.body.innerText.includes(${JSON.stringify(client)})`);
});

scenario('admin: disconnects a user', async t => {
  const page = await admin(t);
  const user = t.name();
  const { heard } = await t.connect(edge, { token: makeToken({ sub: user }) });
  await page.type('#disconnect-user', user);
  await page.click('#disconnect-send');
  const { code } = await until(() => last(heard, 'disconnected'), 'a disconnect');
  assert.equal(code, 3503);
});

scenario('admin: light, dark and on a phone', async t => {
  const page = await admin(t);
  await page.until(`document.querySelector('#channels') !== null`);
  for (const scheme of ['light', 'dark']) {
    await page.prefer({ 'prefers-color-scheme': scheme });
    await page.screenshot(`admin-${scheme}`);
  }

  await page.resize({ width: 375, height: 812, mobile: true });
  await page.screenshot('admin-phone');
  assert.ok(await page.read('document.documentElement.scrollWidth <= 375'), 'nothing stands out at the side');
});

await run({ atOnce: 2, after: () => browser.close() });
