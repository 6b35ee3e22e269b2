// Chromium, driven by the stable part of its DevTools protocol over a pipe: no port, and it ends with this script.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LIMIT, until, within } from './wait.js';

const screenshots = fileURLToPath(new URL('../../../../artifacts/test-results/screenshots/', import.meta.url));
const command = process.env.STRATUS_CHROMIUM ?? 'chromium';
const flags = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run', '--no-default-browser-check',
  '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-default-apps', '--disable-extensions',
  '--disable-background-timer-throttling', '--disable-backgrounding-occluded-windows', '--disable-renderer-backgrounding',
  '--disable-breakpad', '--metrics-recording-only', '--mute-audio', '--force-color-profile=srgb',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1', // nothing but the loopback
  '--remote-debugging-pipe',
];

export class Browser {
  #process;
  #profile;
  #ended;
  #errors = '';
  #ids = 0;
  #calls = new Map();
  #pages = new Map();

  static async start() {
    const browser = new Browser();
    browser.#profile = mkdtempSync(join(tmpdir(), 'stratus-chromium-'));
    browser.#process = spawn(command, [...flags, `--user-data-dir=${browser.#profile}`, 'about:blank'], { stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'] });
    browser.#listen();
    process.on('exit', () => browser.#kill());
    await browser.call('Browser.getVersion');
    return browser;
  }

  /** A new tab with this address. All tabs share one profile, as a person's do. */
  async open(url, size = { width: 1280, height: 800 }) {
    const { targetId } = await this.call('Target.createTarget', { url: 'about:blank', newWindow: true, ...size });
    const { sessionId } = await this.call('Target.attachToTarget', { targetId, flatten: true });
    const page = new Page(this, targetId, sessionId);
    this.#pages.set(sessionId, page);
    for (const domain of ['Page', 'Runtime', 'Log', 'Network']) {
      await page.call(`${domain}.enable`);
    }

    await page.resize(size);
    await page.go(url);
    return page;
  }

  call(method, params = {}, sessionId = undefined) {
    const id = ++this.#ids;
    const answer = new Promise((resolve, reject) => this.#calls.set(id, { resolve, reject }));
    this.#process.stdio[3].write(JSON.stringify({ id, method, params, sessionId }) + '\0');
    return within(Promise.race([answer, this.#ended]), `${method} in Chromium; it said:\n${this.#errors}`, 30_000);
  }

  async close() {
    await this.call('Browser.close').catch(() => {});
    await within(this.#ended.catch(() => {}), 'the end of Chromium');
    this.#kill();
  }

  #listen() {
    let rest = '';
    this.#process.stdio[4].setEncoding('utf8').on('data', text => {
      const parts = (rest + text).split('\0');
      rest = parts.pop();
      parts.forEach(part => this.#receive(JSON.parse(part)));
    });
    this.#process.stdio[3].on('error', () => {});
    this.#process.stderr.setEncoding('utf8').on('data', text => { this.#errors = (this.#errors + text).slice(-4000); });
    this.#ended = new Promise((_, reject) => {
      this.#process.on('error', error => reject(new Error(`Chromium did not start (${error.message}); infra/setup-sdk installs it`)));
      this.#process.on('close', code => reject(new Error(`Chromium ended with ${code}; it said:\n${this.#errors}`)));
    });
    this.#ended.catch(() => {});
  }

  #receive({ id, result, error, method, params, sessionId }) {
    if (id === undefined) {
      this.#pages.get(sessionId)?.notice(method, params);
      return;
    }

    const { resolve, reject } = this.#calls.get(id);
    this.#calls.delete(id);
    if (error) {
      reject(new Error(error.message));
    } else {
      resolve(result);
    }
  }

  #kill() {
    this.#process.kill('SIGKILL');
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

class Page {
  /** Exceptions, errors of the console and the log: what a developer would see in red. */
  errors = [];

  /** The addresses of all requests. */
  requests = [];

  #browser;
  #target;
  #session;
  #loads = 0;

  constructor(browser, target, session) {
    this.#browser = browser;
    this.#target = target;
    this.#session = session;
  }

  call(method, params) {
    return this.#browser.call(method, params, this.#session);
  }

  notice(method, params) {
    switch (method) {
      case 'Page.loadEventFired':
        this.#loads++;
        break;
      case 'Runtime.exceptionThrown':
        this.errors.push(params.exceptionDetails.exception?.description ?? params.exceptionDetails.text);
        break;
      case 'Runtime.consoleAPICalled':
        if (params.type === 'error') {
          this.errors.push(params.args.map(argument => argument.value ?? argument.description).join(' '));
        }

        break;
      case 'Log.entryAdded':
        if (params.entry.level === 'error') {
          this.errors.push(`${params.entry.text} ${params.entry.url ?? ''}`);
        }

        break;
      case 'Network.requestWillBeSent':
        this.requests.push(params.request.url);
        break;
      case 'Network.webSocketCreated':
        this.requests.push(params.url);
        break;
    }
  }

  async go(url) {
    const loads = this.#loads;
    await this.call('Page.navigate', { url });
    await until(() => this.#loads > loads, `the page ${url}`);
  }

  /** The value of an expression in the page. */
  async read(expression) {
    const { result, exceptionDetails } = await this.call('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
    if (exceptionDetails) {
      throw new Error(`${expression}: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`);
    }

    return result.value;
  }

  /** Waits until an expression is true in the page. */
  until(expression, what = expression, milliseconds = LIMIT) {
    return until(() => this.read(expression), async () => what, milliseconds).catch(async error => {
      throw new Error(`${error.message}: ${what}\nthe page shows:\n${await this.read('document.body.innerText').catch(() => '?')}\nerrors: ${this.errors.join('\n')}`);
    });
  }

  text(selector) {
    return this.read(`document.querySelector(${JSON.stringify(selector)})?.textContent.trim() ?? null`);
  }

  texts(selector) {
    return this.read(`[...document.querySelectorAll(${JSON.stringify(selector)})].map(element => element.textContent.trim())`);
  }

  /** Clicks as a mouse does: in the middle of what is visible, which must be the element and nothing above it. */
  async click(selector) {
    const spot = await until(() => this.read(`(() => {
      const element = document.querySelector(${JSON.stringify(selector)});
      element?.scrollIntoView({ block: 'center', behavior: 'instant' });
      const { left, top, width, height } = element?.getBoundingClientRect() ?? {};
      const x = left + width / 2, y = top + height / 2;
      const hit = width > 0 && !element.disabled && document.elementFromPoint(x, y);
      return hit && (hit === element || element.contains(hit)) ? { x, y } : null;
    })()`), `something to click at ${selector}`);
    for (const type of ['mousePressed', 'mouseReleased']) {
      await this.call('Input.dispatchMouseEvent', { type, ...spot, button: 'left', clickCount: 1 });
    }
  }

  /** Replaces what is in a field by typing. */
  async type(selector, text) {
    await this.click(selector);
    await this.read(`document.querySelector(${JSON.stringify(selector)}).select()`);
    await this.call('Input.insertText', { text });
  }

  async press(key) {
    const code = { Enter: 13, Tab: 9 }[key];
    const description = { key, code: key, windowsVirtualKeyCode: code, ...(key === 'Enter' ? { text: '\r' } : {}) };
    await this.call('Input.dispatchKeyEvent', { type: 'keyDown', ...description });
    await this.call('Input.dispatchKeyEvent', { type: 'keyUp', ...description });
  }

  resize({ width, height, mobile = false }) {
    return this.call('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: mobile ? 2 : 1, mobile });
  }

  prefer(features) {
    return this.call('Emulation.setEmulatedMedia', { features: Object.entries(features).map(([name, value]) => ({ name, value })) });
  }

  /** Takes a picture for people, from the top of the page and when nothing moves; artifacts/test-results/screenshots keeps it. */
  async screenshot(name) {
    await this.read(`scrollTo(0, 0); Promise.all(document.getAnimations()
      .filter(animation => animation.effect.getComputedTiming().endTime < Infinity)
      .map(animation => animation.finished.catch(() => {}))).then(() => null)`);
    const { data } = await this.call('Page.captureScreenshot', { format: 'png' });
    mkdirSync(screenshots, { recursive: true });
    writeFileSync(join(screenshots, `${name}.png`), Buffer.from(data, 'base64'));
  }

  async close() {
    await this.#browser.call('Target.closeTarget', { targetId: this.#target }).catch(() => {});
  }
}
