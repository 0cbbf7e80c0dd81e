/**
 * The engine's host: loads the engine of a folder, asks it, and brings the pages of text that an answer needs.
 * It runs in the worker, or on the page's own thread where there is no worker; it knows neither.
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
 * @typedef {object} Host
 * @property {Info} info
 * @property {(text: string, options: object, signal: AbortSignal, onUpdate: (answer: Answer) => void) => Promise<Answer>} search
 * @property {(text: string, options: object) => Completion[]} complete
 * @property {() => void} close
 */

/** Downloads at once: what browsers open to one HTTP/1.1 server anyway. */
const DOWNLOADS = 6;
/** How often one search may ask for more pages; an index that asks for ever must not keep the reader waiting. */
const ROUNDS = 8;
/** Milliseconds until a download that failed is tried once more. */
const RETRY_AFTER = 300;

/** @param {ErrorCode} code @param {string} message @param {unknown} [cause] */
const failure = (code, message, cause) => Object.assign(new Error(message, { cause }), { code });

/** The custom section of the module that holds the index, where the `newshound` command put one. */
const INDEX = 'newshound.index';

/**
 * How to get the engine, by folder. All hosts of a folder share one: a second would be a second memory, with a second
 * copy of the index.
 * @type {Map<string, Promise<() => Engine>>}
 */
const engines = new Map();
let loads = 0;

/** @param {string} base  the folder, absolute, with a slash at its end @returns {Promise<Host>} */
export async function openHost(base) {
  let loading = engines.get(base);
  if (!loading) engines.set(base, (loading = load(base)));
  const get = await loading.catch((error) => {
    engines.delete(base);
    throw error;
  });

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

  const engine = ask(get);
  const pages = new Pages(base, (page, bytes) => ask(() => engine.supply(page, bytes)));

  return {
    info: ask(() => engine.info()),
    async search(text, options, signal, onUpdate) {
      for (let round = 0; ; round++) {
        const { needs, ...answer } = ask(() => engine.search(text, options));
        if (!needs?.length || round === ROUNDS) return answer;
        onUpdate(answer);
        signal.throwIfAborted();
        await Promise.all(needs.map((need) => pages.bring(need, signal)));
        signal.throwIfAborted();
      }
    },
    complete: (text, options) => ask(() => engine.complete(text, options)),
    close() {},
  };
}

/** @param {string} base @returns {Promise<() => Engine>} */
async function load(base) {
  if (typeof WebAssembly !== 'object') throw failure('unsupported', 'This browser has no WebAssembly.');
  const script = `${base}newshound_engine.js`;
  const binary = `${base}newshound_engine_bg.wasm`;
  // A script that failed or stopped is remembered under its whole address: another fragment is another script.
  const address = loads++ ? `${script}#${loads}` : script;
  const [glue, response] = await Promise.all([
    import(address).catch(async (error) => {
      await download(script);
      throw failure('corrupt', `${script} arrives, but is no JavaScript module.`, error);
    }),
    download(binary),
  ]);
  try {
    const module = await compile(response);
    await glue.default({ module_or_path: module });
    /** @type {Engine | undefined} */
    let engine;
    return () => {
      const [index] = engine ? [] : WebAssembly.Module.customSections(module, INDEX);
      return (engine ??= index ? glue.Engine.fromBytes(new Uint8Array(index)) : new glue.Engine());
    };
  } catch (error) {
    throw unloadable(binary, error);
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

/**
 * A response that is there. Where the network fails, it is tried once more.
 *
 * @template [T=Response]
 * @param {string} url
 * @param {AbortSignal} [signal]
 * @param {(response: Response) => T | Promise<T>} [read]
 * @returns {Promise<T>}
 */
async function download(url, signal, read = (response) => /** @type {any} */ (response)) {
  for (let last = false; ; last = true) {
    try {
      const response = await fetch(url, { signal });
      // Hosts of single-page sites answer every address, with a page.
      if (response.ok && !response.headers.get('content-type')?.includes('text/html')) return await read(response);
      throw failure('missing', `${url} is not there (${response.status} ${response.statusText || response.headers.get('content-type')}).`);
    } catch (error) {
      if (signal?.aborted || /** @type {any} */ (error).code === 'missing') throw error;
      if (last) {
        throw failure('offline', `${url} cannot be reached: no connection, or CORS or a policy forbids it.`, error);
      }
      await new Promise((resolve) => setTimeout(resolve, RETRY_AFTER));
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

  /** @param {string} base @param {(page: number, bytes: Uint8Array) => void} supply */
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
      const deflated = await download(url, signal, (response) => response.blob());
      const bytes = await inflate(deflated).catch((error) => {
        throw failure('corrupt', `${url} is damaged: build or upload it again.`, error);
      });
      signal.throwIfAborted();
      this.#supply(page, bytes);
    } finally {
      this.#downloads--;
      this.#queue.shift()?.();
    }
  }
}

/** @param {Blob} deflated */
async function inflate(deflated) {
  const stream = deflated.stream().pipeThrough(new DecompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
