/**
 * Three browser engines, driven alike through WebDriver.
 *
 * Programs come from the environment (`cargo xtask test` sets it): CHROMIUM and CHROMEDRIVER, FIREFOX and GECKODRIVER,
 * MINIBROWSER and WEBKIT_DRIVER; WebKit's browser needs a DISPLAY. NEWSHOUND_BROWSERS names those to use, such as
 * `chromium,webkit`; default: all.
 */
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { after, before, describe } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Builder, By, Capabilities, Key } from 'selenium-webdriver';
import chrome from 'selenium-webdriver/chrome.js';
import firefox from 'selenium-webdriver/firefox.js';

/** @typedef {import('selenium-webdriver').WebDriver} WebDriver */

export { By, Key };

/** @param {string} name */
export function setting(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: these tests are run by \`cargo xtask test --only e2e\``);
  return value;
}

/** Flags that keep Chromium quiet, and running as any user. */
const CHROMIUM = ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage', '--window-size=1280,900'];

/** How each is started; the second value stops what was started beside it. @type {Record<string, () => Promise<[WebDriver, () => void]>>} */
const STARTS = {
  async chromium() {
    const options = new chrome.Options();
    options.addArguments(...CHROMIUM);
    options.setBinaryPath(setting('CHROMIUM'));
    const service = new chrome.ServiceBuilder(setting('CHROMEDRIVER'));
    return [await new Builder().forBrowser('chrome').setChromeOptions(options).setChromeService(service).build(), () => {}];
  },
  async firefox() {
    const options = new firefox.Options();
    options.addArguments('-headless', '-width', '1280', '-height', '900');
    options.setBinary(setting('FIREFOX'));
    const service = new firefox.ServiceBuilder(setting('GECKODRIVER'));
    return [await new Builder().forBrowser('firefox').setFirefoxOptions(options).setFirefoxService(service).build(), () => {}];
  },
  async webkit() {
    const port = await freePort();
    const service = spawn(setting('WEBKIT_DRIVER'), [`--port=${port}`], { stdio: 'ignore' });
    const url = `http://127.0.0.1:${port}`;
    const stop = () => void service.kill();
    try {
      await until(() => fetch(`${url}/status`).then((response) => response.ok, () => false), 'the WebKit driver answers');
      const browser = { binary: setting('MINIBROWSER'), args: ['--automation'] };
      const wanted = new Capabilities({ browserName: 'MiniBrowser', 'webkitgtk:browserOptions': browser });
      return [await new Builder().usingServer(url).withCapabilities(wanted).build(), stop];
    } catch (error) {
      stop();
      throw error;
    }
  },
};

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });
}

/**
 * The same tests in every browser, each with a browser of its own.
 * @param {(browser: Browser) => void} tests  defines them
 */
export function inEachBrowser(tests) {
  const names = process.env.NEWSHOUND_BROWSERS?.split(',') ?? Object.keys(STARTS);
  for (const name of names) {
    describe(name, { timeout: 240_000 }, () => {
      const browser = new Browser(name);
      before(() => browser.start());
      after(() => browser.stop());
      tests(browser);
    });
  }
}

/** One browser with one page. */
export class Browser {
  /** @type {WebDriver} */
  driver = /** @type {any} */ (undefined);
  #stop = () => {};

  /** @param {string} name */
  constructor(name) {
    this.name = name;
  }

  async start() {
    [this.driver, this.#stop] = await STARTS[this.name]();
    await this.driver.manage().setTimeouts({ script: 20_000, pageLoad: 20_000 });
  }

  async stop() {
    await this.driver?.quit().catch(() => {});
    this.#stop();
  }

  /** Opens an address, as if for the first time. @param {string} url */
  async open(url) {
    // An address that differs in its fragment only would not be loaded again.
    await this.driver.get('about:blank');
    await this.driver.get(url);
  }

  /**
   * Runs a function in the page and returns what it gives, awaited. It sees nothing but its arguments and the page.
   * @template T @param {(...args: any[]) => T} work @param {...any} args @returns {Promise<Awaited<T>>}
   */
  async run(work, ...args) {
    const script = `
      const done = arguments[arguments.length - 1];
      Promise.resolve((${work}).apply(null, [...arguments].slice(0, -1))).then(
        (value) => done({ value }),
        (error) => done({ error: error instanceof Error || error instanceof DOMException ? error.name + ': ' + error.message : String(error) }));`;
    const { value, error } = /** @type {any} */ (await this.driver.executeAsyncScript(script, ...args));
    if (error) throw new Error(`in ${this.name}: ${error}`);
    return value ?? undefined;
  }

  /** Waits until a function in the page gives something true, and returns it. @template T @param {(...args: any[]) => T} work @param {...any} args */
  async eventually(work, ...args) {
    return until(() => this.run(work, ...args), String(work));
  }

  /** Types into the element that has the focus. @param {...string} keys */
  async type(...keys) {
    const active = await this.driver.switchTo().activeElement();
    await active.sendKeys(...keys);
  }
}

/**
 * @template T
 * @param {() => Promise<T>} check
 * @param {string} what
 * @param {number} [milliseconds]
 * @returns {Promise<NonNullable<T>>}
 */
export async function until(check, what, milliseconds = 10_000) {
  for (const end = Date.now() + milliseconds; ; await sleep(30)) {
    const value = await check();
    if (value) return value;
    if (Date.now() > end) throw new Error(`waited ${milliseconds} ms, and it never came true: ${what}`);
  }
}
