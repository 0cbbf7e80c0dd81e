/**
 * Sites to test against: a copy of the built one, or the page with the fake engine; and the server for them, which is
 * the project's own (`xtask serve`), so that every response carries the Content-Security-Policy.
 *
 * To either, two things are added: `probe.js` in the pages' heads, which notes violations and errors from the start, and
 * `blank.html`, a page with nothing but the JavaScript surface in `globalThis.api`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { cp, mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { deflateSync } from 'node:zlib';
import { setting } from './browsers.js';

const HERE = dirname(fileURLToPath(import.meta.url));

/** The built site, as a reader gets it. */
export const realSite = () => copy(setting('NEWSHOUND_SITE'));

/** The same, with its text apart. */
export const apartSite = () => copy(setting('NEWSHOUND_SITE_APART'));

/**
 * What the `newshound` command made of the same articles: with the index inside the module, with index and text apart,
 * or that of another day, when an article was taken back.
 * @param {'inside' | 'apart' | 'next'} kind
 */
export const commandSite = (kind) => copy(setting(`NEWSHOUND_COMMAND_${kind.toUpperCase()}`));

/**
 * The page with the fake engine.
 * @param {{ code?: string, timeZone?: string }} [plan]  how the engine fails to start
 */
export async function fakeSite(plan) {
  const site = await copy(join(HERE, '../../www'));
  await cp(join(HERE, 'fake-engine'), site.folder, { recursive: true });
  await site.write('newshound_engine_bg.wasm', wasm(plan));
  return site;
}

/** The smallest module there is, with a custom section where there is a plan. @param {object} [plan] */
function wasm(plan) {
  const header = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
  if (!plan) return Buffer.from(header);
  const content = Buffer.from(`\x04fake${JSON.stringify(plan)}`);
  return Buffer.from([...header, 0, content.length, ...content]);
}

/** @param {string} from */
async function copy(from) {
  const folder = await mkdtemp(join(tmpdir(), 'newshound-e2e-'));
  await cp(from, folder, { recursive: true });
  await cp(join(HERE, 'probe'), folder, { recursive: true });
  for (const name of ['index.html', 'gallery.html', 'reference.html']) {
    const page = join(folder, name);
    const html = await readFile(page, 'utf8').catch(() => null);
    if (html) await writeFile(page, html.replace('<head>', '<head><script src="probe.js"></script>'));
  }
  return new Site(folder);
}

/** @typedef {Awaited<ReturnType<Site['serve']>>} Served */

class Site {
  /** @type {(() => void)[]} */
  #stops = [];

  /** @param {string} folder */
  constructor(folder) {
    this.folder = folder;
  }

  /** @param {string} name @param {string | Uint8Array} content */
  async write(name, content) {
    const path = join(this.folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }

  /** A page of text as the engine will ask for it. @param {string} name @param {object} content */
  writePage(name, content) {
    return this.write(`pages/${name}`, deflateSync(JSON.stringify(content)));
  }

  /** @param {string} name */
  remove(name) {
    return rm(join(this.folder, name), { recursive: true });
  }

  /** Serves it. @param {...string} options  of `xtask serve` */
  async serve(...options) {
    const log = join(this.folder, `.requests-${this.#stops.length}`);
    const server = spawn(setting('NEWSHOUND_XTASK'), ['serve', this.folder, '--port', '0', '--log', log, ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
    const stop = () => void server.kill();
    this.#stops.push(stop);
    const failed = once(server, 'exit').then(([code]) => Promise.reject(new Error(`xtask serve ended with ${code}`)));
    failed.catch(() => {});
    const [url] = await Promise.race([failed, once(createInterface(server.stdout), 'line')]);
    return {
      url,
      stop,
      /** Paths asked for so far, in order, without the prefix. */
      async requests() {
        const lines = (await readFile(log, 'utf8')).trim().split('\n').filter(Boolean);
        return lines.map((line) => line.split(' ')[1].replace(new URL(url).pathname, ''));
      },
    };
  }

  /**
   * Serves it as a content network does: another origin than the page's, and open to all (CORS).
   * @returns {Promise<string>} its address
   */
  async serveToAll() {
    const types = /** @type {Record<string, string>} */ ({ '.js': 'text/javascript', '.wasm': 'application/wasm', '.html': 'text/html', '.css': 'text/css', '.svg': 'image/svg+xml' });
    const server = createServer(async (request, response) => {
      const path = new URL(request.url ?? '', 'http://x').pathname;
      const body = await readFile(join(this.folder, path)).catch(() => null);
      response.writeHead(body ? 200 : 404, { 'Access-Control-Allow-Origin': '*', 'Content-Type': types[extname(path)] ?? 'text/plain' });
      response.end(body);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    this.#stops.push(() => void server.close());
    return `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}/`;
  }

  /**
   * Serves one page under the project's policy, opened for scripts and connections of another origin.
   * @param {string} html @param {string} other
   */
  async servePage(html, other) {
    const policy = `default-src 'none'; script-src 'self' ${other} 'wasm-unsafe-eval'; style-src 'self'; connect-src ${other}; worker-src 'self'; img-src 'self'; require-trusted-types-for 'script'; trusted-types newshound`;
    const probe = await readFile(join(this.folder, 'probe.js'));
    const server = createServer((request, response) => {
      const isProbe = request.url === '/probe.js';
      response.writeHead(200, { 'Content-Security-Policy': policy, 'Content-Type': isProbe ? 'text/javascript' : 'text/html' });
      response.end(isProbe ? probe : html);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    this.#stops.push(() => void server.close());
    return `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}/`;
  }

  /** A page with some elements. @param {string} name @param {string} body @param {string} [head] */
  writeElements(name, body, head = '') {
    const up = '../'.repeat(name.split('/').length - 1);
    return this.write(name, `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Elements</title>
      <script src="${up}probe.js"></script>${head}<link rel="stylesheet" href="${up}site.css"><script type="module" src="${up}news-hound.js"></script></head><body><main><h1>Elements</h1>${body}</main></body></html>`);
  }

  /** Ends its servers and removes it. */
  async end() {
    for (const stop of this.#stops) stop();
    await rm(this.folder, { recursive: true });
  }
}
