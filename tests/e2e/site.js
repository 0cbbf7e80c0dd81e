/**
 * Sites to test against: a copy of the built one, or the page with the fake engine; and the server for them, which is
 * the project's own (`xtask serve`), so that every response carries the Content-Security-Policy.
 *
 * To either, two things are added: `probe.js` in the page's head, which notes violations and errors from the start, and
 * `blank.html`, a page with nothing but the JavaScript surface in `globalThis.api`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { deflateSync } from 'node:zlib';
import { setting } from './browsers.js';

const HERE = dirname(fileURLToPath(import.meta.url));

/** The built site, as a reader gets it. */
export const realSite = () => copy(setting('NEWSHOUND_SITE'));

/**
 * The page with the fake engine.
 * @param {{ code?: string }} [plan]  how the engine fails to start
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
  const page = join(folder, 'index.html');
  const html = await readFile(page, 'utf8');
  await writeFile(page, html.replace('<head>', '<head><script src="probe.js"></script>'));
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

  /** Ends its servers and removes it. */
  async end() {
    for (const stop of this.#stops) stop();
    await rm(this.folder, { recursive: true });
  }
}
