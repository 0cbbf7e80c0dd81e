/**
 * Newshound's JavaScript surface; `newshound.d.ts` says what everything means.
 *
 * Importing it has no effect and makes no request. It carries calls to the engine's host (`host.js`), in a worker or,
 * where there is none, on this thread; it starts the host again after a crash, and gives every failure its type.
 *
 * @import { Answer, ErrorCode, Info, OpenOptions, SearchOptions } from './newshound.js'
 *
 * @typedef {object} Connection  a running host
 * @property {Info} info
 * @property {(op: 'search' | 'complete', args: [text: string, options: object], signal: AbortSignal,
 *   onUpdate?: (answer: Answer) => void) => Promise<any>} call
 */
import { check, failed, isSealed } from './release.js';

export class NewshoundError extends Error {
  /** @param {ErrorCode} code @param {string} message @param {ErrorOptions} [options] */
  constructor(code, message, options) {
    super(message, options);
    this.name = 'NewshoundError';
    this.code = code;
  }
}

const WORKER = new URL('worker.js', import.meta.url).href;
const HOST = new URL('host.js', import.meta.url).href;
/** The browser's; asking is not cheap. @type {string | undefined} */
let timeZone;
/** Times that `host.js` could not be loaded. */
let hostFailures = 0;
/** What the engine's parts are checked by. @type {Record<string, string>} */
const HASHES = {
  'worker.js': '@worker.js@',
  'host.js': '@host.js@',
  'newshound_engine.js': '@newshound_engine.js@',
  'newshound_engine_bg.wasm': '@newshound_engine_bg.wasm@',
};

/** The scripts that are those of the release, or are being looked at. @type {Map<string, Promise<void>>} */
const checked = new Map();

/**
 * Checks a script and the engine's before they are loaded: nothing can be told what to check a worker's scripts by, so
 * they are fetched beforehand, both at once, and loaded from the browser's cache.
 * @param {string} script
 */
async function checkAll(script) {
  await Promise.all([script, 'newshound_engine.js'].map((file) => {
    const url = new URL(file, import.meta.url).href;
    const checking = checked.get(file) ?? check(url, HASHES[file]);
    checked.set(file, checking);
    return checking.catch(async (cause) => {
      checked.delete(file);
      throw await failed(url, cause);
    });
  }));
}

/** @param {OpenOptions} [options] */
export async function open({ base = '.', worker, signal } = {}) {
  signal?.throwIfAborted();
  const folder = new URL(base, import.meta.url);
  folder.search = folder.hash = '';
  if (!folder.pathname.endsWith('/')) folder.pathname += '/';
  const hound = houndOf(folder.href, worker);
  try {
    await hound.info({ signal });
    return hound;
  } catch (error) {
    hound.close();
    throw error;
  }
}

/** @param {string} base @param {boolean | undefined} worker @returns {import('./newshound.js').Hound & { info(options?: { signal?: AbortSignal }): Promise<Info> }} */
function houndOf(base, worker) {
  const closing = new AbortController();
  const closed = closing.signal;
  /** @type {Promise<Connection> | undefined} none before the first call, and after a crash */
  let connection;

  /**
   * What all calls have in common: a connection, the caller's signal, and failures with their type.
   * @template T
   * @param {{ signal?: AbortSignal }} options
   * @param {(connection: Connection, signal: AbortSignal) => Promise<T>} work
   * @returns {Promise<T>}
   */
  async function run({ signal }, work) {
    closed.throwIfAborted();
    signal?.throwIfAborted();
    const call = AbortSignal.any(signal ? [closed, signal] : [closed]);
    let abort = () => {};
    /** @type {Promise<never>} */
    const aborted = new Promise((_, reject) => (abort = () => reject(call.reason)));
    call.addEventListener('abort', abort);
    try {
      return await Promise.race([aborted, attempt(call, work)]);
    } catch (error) {
      throw call.aborted ? call.reason : typed(error);
    } finally {
      call.removeEventListener('abort', abort);
    }
  }

  /** @template T @param {AbortSignal} signal @param {(connection: Connection, signal: AbortSignal) => Promise<T>} work */
  async function attempt(signal, work) {
    const connecting = (connection ??= connect(base, worker, closed));
    try {
      const now = await connecting;
      signal.throwIfAborted();
      return await work(now, signal);
    } catch (error) {
      // Nothing to keep: the next call starts anew.
      const isGone = codeOf(error) === 'crashed' || !(await connecting.catch(() => undefined));
      if (isGone && connection === connecting) connection = undefined;
      throw error;
    }
  }

  return {
    search: (text, options = {}) => run(options, ({ info, call }, signal) => {
      const { signal: _, onUpdate, ...plain } = options;
      const site = info.timeZone;
      plain.timeZone ??= site ?? (timeZone ??= Intl.DateTimeFormat().resolvedOptions().timeZone);
      plain.today ??= today(options.timeZone, site);
      return call('search', [String(text), plain], signal, (answer) => {
        if (signal.aborted) return;
        try {
          onUpdate?.(answer);
        } catch (error) {
          reportError(error);
        }
      });
    }),
    complete: (text, options = {}) => run(options, ({ call }, signal) => {
      const { signal: _, ...plain } = options;
      return call('complete', [String(text), plain], signal);
    }),
    info: (/** @type {{ signal?: AbortSignal }} */ options = {}) => run(options, async ({ info }) => info),
    close: () => closing.abort(new NewshoundError('closed', 'This search was closed: open() another.')),
  };
}

/** Making one is slow. @type {Record<string, Intl.DateTimeFormat>} */
const calendars = {};

/**
 * The day of a time zone, `YYYY-MM-DD`: of the one that is asked for, else the site's; of the browser's own where there is
 * none, or it knows no such site's.
 * @param {string | undefined} asked @param {string | null} site
 */
function today(asked, site) {
  const now = new Date();
  const zone = asked ?? site;
  try {
    // Sweden writes dates as ISO 8601 does.
    if (zone) return (calendars[zone] ??= new Intl.DateTimeFormat('sv', { timeZone: zone })).format(now);
  } catch (error) {
    if (asked) throw error;
  }
  return new Date(+now - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

/** @param {any} error @returns {ErrorCode | undefined} */
const codeOf = (error) => (typeof error?.code === 'string' ? error.code : undefined);

/** @param {any} error */
function typed(error) {
  const code = codeOf(error);
  if (!code || error instanceof NewshoundError) return error;
  return new NewshoundError(code, error.message, { cause: error.cause });
}

/** @param {string} base @param {boolean | undefined} worker @param {AbortSignal} signal @returns {Promise<Connection>} */
async function connect(base, worker, signal) {
  if (typeof WebAssembly !== 'object') throw new NewshoundError('unsupported', 'This browser has no WebAssembly.');
  // Another folder is another build, which this release knows nothing of.
  const isOwn = base === new URL('.', import.meta.url).href;
  /** @type {[base: string, integrity?: string]} */
  const args = isOwn && isSealed(HASHES['worker.js']) ? [base, HASHES['newshound_engine_bg.wasm']] : [base];
  if (worker !== false) {
    try {
      // Of a release, its host is inside of it.
      if (isOwn) await checkAll('worker.js');
      return await connectWorker(args, signal);
    } catch (error) {
      if (worker || codeOf(error) !== 'unsupported') throw error;
    }
  }
  if (isOwn) await checkAll('host.js');
  return connectHere(args);
}

/** @param {any[]} args  of `openHost` @param {AbortSignal} signal @returns {Promise<Connection>} */
async function connectWorker(args, signal) {
  signal.throwIfAborted();
  const worker = startWorker();
  /** @type {Map<number, { resolve: (value: any) => void, reject: (error: any) => void, onUpdate?: (answer: any) => void }>} */
  const calls = new Map();
  let last = 0;
  let isUp = false;
  /** @type {NewshoundError | undefined} */
  let end;

  /** @param {NewshoundError} error */
  const stop = (error) => {
    end ??= error;
    worker.terminate();
    for (const { reject } of calls.values()) reject(end);
    calls.clear();
  };
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    const { message } = event;
    stop(
      isUp
        ? new NewshoundError('crashed', `The worker stopped (${message}); the next call starts another.`)
        : noWorker(message),
    );
  });
  worker.addEventListener('message', ({ data: { id, value, update, error } }) => {
    isUp = true;
    const call = calls.get(id);
    if (update) return call?.onUpdate?.(update);
    calls.delete(id);
    if (!error) return call?.resolve(value);
    const failed = new NewshoundError(error.code ?? 'crashed', error.message, { cause: error.cause });
    call?.reject(failed);
    if (failed.code === 'crashed') stop(failed);
  });

  /** @param {string} op @param {any[]} args @param {AbortSignal} signal @param {(answer: Answer) => void} [onUpdate] */
  const call = (op, args, signal, onUpdate) =>
    new Promise((resolve, reject) => {
      if (end) throw end;
      const id = ++last;
      worker.postMessage({ id, op, args });
      const abort = () => {
        if (calls.delete(id)) worker.postMessage({ id, op: 'abort' });
      };
      const settle = (/** @type {(value: any) => void} */ how) => (/** @type {any} */ value) => {
        signal.removeEventListener('abort', abort);
        how(value);
      };
      calls.set(id, { resolve: settle(resolve), reject: settle(reject), onUpdate });
      signal.addEventListener('abort', abort);
    });

  signal.addEventListener('abort', () => stop(signal.reason));
  const info = await call('open', args, signal).catch((error) => {
    worker.terminate();
    throw error;
  });
  return { info, call };
}

/** @param {unknown} cause */
const noWorker = (cause) => new NewshoundError('unsupported', `No worker can be started from ${WORKER}.`, { cause });

/** @type {{ createScriptURL(url: string): any } | undefined} */
let policy;

function startWorker() {
  try {
    if (new URL(WORKER).origin !== location.origin) throw new TypeError('another origin');
    const { trustedTypes } = /** @type {any} */ (globalThis);
    policy ??= trustedTypes?.createPolicy('newshound', {
      createScriptURL(/** @type {string} */ url) {
        if (url === WORKER) return url;
        throw new TypeError(`newshound: ${url} is not the worker`);
      },
    });
    return new Worker(policy ? policy.createScriptURL(WORKER) : WORKER, { type: 'module', name: 'newshound' });
  } catch (cause) {
    throw noWorker(cause);
  }
}

/** @param {[base: string, integrity?: string]} args @returns {Promise<Connection>} */
async function connectHere(args) {
  /** @type {typeof import('./host.js')} */
  // A module that failed is remembered under its whole address: another fragment is another module.
  const { openHost } = await import(hostFailures ? `${HOST}#${hostFailures}` : HOST).catch(async (cause) => {
    hostFailures++;
    throw await failed(HOST, cause);
  });
  const host = await openHost(...args);
  return { info: host.info, call: async (op, args, ...rest) => host[op](...args, ...rest) };
}
