/**
 * The engine's host: loads the engine of a folder, asks it, and brings the pages of text that an answer needs.
 * It runs in the worker, or on the page's own thread where there is no worker; it knows neither.
 *
 * A folder is of one of two kinds. As cargo builds it, everything stands in it, and the index is inside the module. As
 * the `newshound` command builds it, it is called `newshound-VERSION` and changes only with a release; beside it stands
 * `newshound.json`, the manifest, which says where the index of the day is.
 *
 * Its errors are plain `Error`s with a `code`, so that they can cross to the page as data.
 *
 * @import { Answer, Completion, ErrorCode, Info } from './newshound.js'
 *
 * @typedef {object} Engine  what `newshound_engine.js` exports, as far as it is used here
 * @property {(text: string, options: object) => Answer & { needs: Need[] }} search
 * @property {(text: string, options: object) => Completion[]} complete
 * @property {() => Info} info
 * @property {(page: number, bytes: Uint8Array) => void} supply
 *
 * @typedef {{ page: number, file: string }} Need  a page of text, and the file in the folder that is it, deflated
 *
 * @typedef {object} Manifest  `newshound.json`, as far as it is used here; addresses are as seen from it
 * @property {string} version  of what built it
 * @property {string} uid  of the index
 * @property {string} module  the engine, perhaps with the index inside
 * @property {string} [index]  the index, deflated, where it is a file of its own
 * @property {Record<string, string>} integrity  what `module` and `index` are checked by
 *
 * @typedef {object} Loaded
 * @property {() => Engine} get  the engine, started at the first call
 * @property {string} texts  the folder of the pages of text
 * @property {string} [uid]  of the index that a manifest named
 *
 * @typedef {object} Host
 * @property {Info} info
 * @property {(text: string, options: { completions?: number }, signal: AbortSignal, onUpdate?: (answer: Answer) => void) => Promise<Answer>} search
 * @property {(text: string, options: object) => Completion[]} complete
 */

/** Downloads at once: what browsers open to one HTTP/1.1 server anyway. */
const DOWNLOADS = 6;
/** How often one search may ask for more pages; an index that asks for ever must not keep the reader waiting. */
const ROUNDS = 8;
/** Milliseconds until a download that failed is tried once more. */
const RETRY_AFTER = 300;
/** How the command calls the folders that have a manifest beside them. */
const RELEASE = /\/newshound-\d[^/]*\/$/;

/** @param {ErrorCode} code @param {string} message @param {unknown} [cause] */
const failure = (code, message, cause) => Object.assign(new Error(message, { cause }), { code });

/** The custom section of the module that holds the index, where the `newshound` command put one. */
const INDEX = 'newshound.index';

/**
 * What is loaded, by folder. All hosts of a folder share one engine: a second would be a second memory, with a second
 * copy of the index.
 * @type {Map<string, Promise<Loaded>>}
 */
const engines = new Map();
let loads = 0;

/**
 * @param {string} base  the folder, absolute, with a slash at its end
 * @param {string} [integrity]  what the module of the folder is checked by
 * @returns {Promise<Host>}
 */
export async function openHost(base, integrity) {
  /** @template T @param {() => T} work @returns {T} */
  const ask = (work) => {
    try {
      return work();
    } catch (error) {
      if (typeof (/** @type {any} */ (error)?.code) === 'string') throw error;
      // A trap. The memory of this engine is in no known state: let nobody have it again.
      engines.delete(base);
      throw failure('crashed', `The engine stopped (${error}); the next call starts it again.`, error);
    }
  };
  const start = async () => {
    let loading = engines.get(base);
    if (!loading) engines.set(base, (loading = load(base, integrity)));
    const { engine, texts, uid } = await loading.then(
      ({ get, ...rest }) => ({ ...rest, engine: ask(get) }),
    ).catch((error) => {
      if (engines.get(base) === loading) engines.delete(base);
      throw error;
    });
    return { engine, loading, uid, pages: new Pages(texts, (page, bytes) => ask(() => engine.supply(page, bytes))) };
  };
  let now = await start();

  /** Whether the index that lacks a page is of the past, and the present one has taken its place. */
  const hasMoved = async () => {
    const { loading, uid } = now;
    if (!uid || (await manifestOf(base))?.uid === uid) return false;
    if (engines.get(base) === loading) engines.delete(base);
    now = await start();
    return true;
  };

  return {
    info: ask(() => now.engine.info()),
    async search(text, { completions, ...options }, signal, onUpdate) {
      for (let round = 0, moves = 0; ; round++) {
        const { engine, pages } = now;
        const { needs, ...answer } = ask(() => engine.search(text, options));
        if (completions) answer.completions = ask(() => engine.complete(text, { limit: completions }));
        if (!needs?.length || round === ROUNDS) return answer;
        onUpdate?.(answer);
        signal.throwIfAborted();
        try {
          await Promise.all(needs.map((need) => pages.bring(need, signal)));
        } catch (error) {
          // Its publisher took it away while the reader had it open.
          const isGone = /** @type {any} */ (error)?.code === 'missing' && !moves++;
          if (signal.aborted || !isGone || (engine === now.engine && !(await hasMoved()))) throw error;
        }
        signal.throwIfAborted();
      }
    },
    complete: (text, options) => ask(() => now.engine.complete(text, options)),
  };
}

/** @param {string} base @param {string} [integrity] @returns {Promise<Loaded>} */
async function load(base, integrity) {
  const script = `${base}newshound_engine.js`;
  // A script that failed or stopped is remembered under its whole address: another fragment is another script.
  const address = loads++ ? `${script}#${loads}` : script;
  const coming = import(address).catch(async (error) => {
    await download(script);
    throw failure('corrupt', `${script} arrives, but is no JavaScript module.`, error);
  });
  // Whoever waits for it may be told something else first.
  coming.catch(() => {});
  for (let last = false; ; last = true) {
    const manifest = await manifestOf(base, last);
    try {
      return await start(base, coming, manifest, integrity);
    } catch (error) {
      // Between the manifest and what it names a new build was uploaded; or a cache holds the manifest of an old one.
      if (last || !manifest || !['missing', 'corrupt'].includes(/** @type {any} */ (error).code)) throw error;
      await pause();
    }
  }
}

/** @param {string} base */
const addressOfManifest = (base) => new URL('../newshound.json', base).href;

/**
 * The manifest of a folder, `undefined` where it has none.
 * @param {string} base @param {boolean} [isAgain]  past all caches @returns {Promise<Manifest | undefined>}
 */
async function manifestOf(base, isAgain) {
  if (!RELEASE.test(base)) return;
  const url = addressOfManifest(base);
  try {
    return JSON.parse(await download(url, { cache: isAgain ? 'reload' : 'no-cache' }, (response) => response.text()));
  } catch (error) {
    if (/** @type {any} */ (error).code === 'missing') return;
    throw error instanceof SyntaxError ? failure('corrupt', `${url} is damaged: upload it again.`, error) : error;
  }
}

/**
 * @param {string} base @param {Promise<any>} coming  the engine's script
 * @param {Manifest | undefined} manifest @param {string} [integrity]
 * @returns {Promise<Loaded>}
 */
async function start(base, coming, manifest, integrity) {
  const from = addressOfManifest(base);
  const at = (/** @type {string} */ file) => new URL(file, from).href;
  const own = `${base}newshound_engine_bg.wasm`;
  const hash = (/** @type {string | undefined} */ file) => (file && manifest?.integrity?.[file]) || '';
  const apart = manifest?.index;
  // Scripts go with the engine of their own release; an index of its own may be newer than both.
  const binary = manifest && !apart ? at(manifest.module) : own;
  if (manifest && !apart && !base.endsWith(`/newshound-${manifest.version}/`)) {
    throw failure('version', `${from} is of release ${manifest.version}: let your pages load the scripts of that release.`);
  }
  const [glue, response, bytes] = await Promise.all([
    coming,
    download(binary, { integrity: binary === own ? integrity : hash(manifest?.module) }),
    apart ? download(at(apart), { integrity: hash(apart) }, (response) => response.blob()) : undefined,
  ]);
  try {
    const module = await compile(response);
    await glue.default({ module_or_path: module });
    const index = bytes ? await inflated(at(apart ?? ''), bytes) : WebAssembly.Module.customSections(module, INDEX)[0];
    /** @type {Engine | undefined} */
    let engine;
    return {
      get() {
        engine ??= /** @type {Engine} */ (index ? glue.Engine.fromBytes(new Uint8Array(index)) : new glue.Engine());
        // The engine of a release has no article of its own.
        if (!index && RELEASE.test(base) && !engine.info().articles) throw failure('missing', `${from} is not there, or names no index.`);
        return engine;
      },
      texts: new URL('.', apart ? at(apart) : binary).href,
      uid: manifest?.uid,
    };
  } catch (error) {
    throw /** @type {any} */ (error).code ? error : unloadable(binary, error);
  }
}

/** While it arrives, where its host gives it its type. @param {Response} response */
const compile = async (response) =>
  response.headers.get('content-type') === 'application/wasm'
    ? WebAssembly.compileStreaming(response)
    : WebAssembly.compile(await response.arrayBuffer());

/** @param {string} binary @param {unknown} error  what compiling or starting the module threw */
function unloadable(binary, error) {
  if (/unsafe-eval|security policy|CSP/i.test(String(error))) {
    return failure('unsupported', "The page's Content-Security-Policy lacks 'wasm-unsafe-eval' in script-src.", error);
  }
  if (error instanceof WebAssembly.LinkError) {
    return failure('version', `${binary} is of another build than newshound_engine.js: upload both.`, error);
  }
  if (error instanceof WebAssembly.CompileError || error instanceof WebAssembly.RuntimeError) {
    return failure('corrupt', `${binary} is damaged: build or upload it again.`, error);
  }
  return failure('offline', `${binary} did not arrive whole.`, error);
}

const pause = () => new Promise((resolve) => setTimeout(resolve, RETRY_AFTER));

/**
 * A response that is there. Where the network fails, it is tried once more.
 *
 * @template [T=Response]
 * @param {string} url
 * @param {RequestInit} [init]
 * @param {(response: Response) => T | Promise<T>} [read]
 * @returns {Promise<T>}
 */
async function download(url, init = {}, read = (response) => /** @type {any} */ (response)) {
  const { signal, integrity } = init;
  for (let last = false; ; last = true) {
    try {
      // What is not what was built may be so in a cache alone.
      const response = await fetch(url, last && integrity ? { ...init, cache: 'reload' } : init);
      // Hosts of single-page sites answer every address, with a page.
      if (response.ok && !response.headers.get('content-type')?.includes('text/html')) return await read(response);
      throw failure('missing', `${url} is not there (${response.status} ${response.statusText || response.headers.get('content-type')}).`);
    } catch (error) {
      if (signal?.aborted || /** @type {any} */ (error).code === 'missing') throw error;
      if (last) {
        // Browsers do not tell a wrong hash from a network that failed.
        if (integrity) {
          await download(url, { cache: 'reload' });
          throw failure('corrupt', `${url} is not the file that was built: upload it again.`, error);
        }
        throw failure('offline', `${url} cannot be reached: no connection, or CORS or a policy forbids it.`, error);
      }
      await pause();
    }
  }
}

/** Brings pages of text, each once for all searches that wait for it. */
class Pages {
  #base;
  #supply;
  /** @type {Map<string, { waiting: number, abort: AbortController, done: Promise<void> }>} under way, by file */
  #coming = new Map();
  #downloads = 0;
  /** @type {(() => void)[]} */
  #queue = [];

  /** @param {string} base  their folder @param {(page: number, bytes: Uint8Array) => void} supply */
  constructor(base, supply) {
    this.#base = base;
    this.#supply = supply;
  }

  /**
   * Settles when the engine has the page. A download that nobody waits for any more is given up.
   * @param {Need} need @param {AbortSignal} signal @returns {Promise<void>}
   */
  bring(need, signal) {
    const { file } = need;
    const coming = this.#coming.get(file) ?? this.#start(need);
    coming.waiting++;
    return new Promise((resolve, reject) => {
      const leave = () => {
        if (!--coming.waiting) {
          this.#coming.delete(file);
          coming.abort.abort();
        }
        reject(signal.reason);
      };
      signal.addEventListener('abort', leave);
      coming.done.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
    });
  }

  /** @param {Need} need */
  #start({ page, file }) {
    const abort = new AbortController();
    const done = this.#fetch(page, new URL(file, this.#base).href, abort.signal).finally(() => {
      if (this.#coming.get(file) === coming) this.#coming.delete(file);
    });
    const coming = { waiting: 0, abort, done };
    this.#coming.set(file, coming);
    return coming;
  }

  /** @param {number} page @param {string} url @param {AbortSignal} signal */
  async #fetch(page, url, signal) {
    while (this.#downloads === DOWNLOADS) await new Promise((/** @type {(value?: any) => void} */ go) => this.#queue.push(go));
    this.#downloads++;
    try {
      signal.throwIfAborted();
      const bytes = await inflated(url, await download(url, { signal }, (response) => response.blob()));
      signal.throwIfAborted();
      this.#supply(page, bytes);
    } finally {
      this.#downloads--;
      this.#queue.shift()?.();
    }
  }
}

/** @param {string} url  where it came from @param {Blob} deflated */
async function inflated(url, deflated) {
  try {
    const stream = deflated.stream().pipeThrough(new DecompressionStream('deflate'));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch (error) {
    throw failure('corrupt', `${url} is damaged: build or upload it again.`, error);
  }
}
