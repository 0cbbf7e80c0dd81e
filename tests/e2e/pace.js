/**
 * How fast `<news-hound>` is on a built site, in Chromium: `cargo xtask prove --only pace`.
 *
 * For each mode, unslowed and with the CPU slowed fourfold (which slows the page's threads, and not its workers): from a
 * key to the painted results; the longest task of the main thread, read from Chromium's trace, since the Long Tasks API
 * begins at 50 ms; and layout shifts outside the element. Fails where one exceeds what is promised.
 */
import { Browser, setting, until } from './browsers.js';
import { realSite } from './site.js';

/** Milliseconds: keys to painted results (95 of 100), and the longest task; by how much the CPU is slowed. */
const PROMISED = new Map([[1, { paint: 50, task: 8 }], [4, { paint: 50, task: 50 }]]);
/** Milliseconds between two keys: a swift typist. */
const KEYS = 120;
const LINES = Number(process.env.NEWSHOUND_PACE_LINES) || 12;
const MODES = process.env.NEWSHOUND_PACE_MODES?.split(',') ?? ['field', 'dialog', 'page'];

/** What runs in the page sees these. @type {any} */
let [api, inside, paints, shifts] = /** @type {any} */ ([]);

const browser = new Browser('chromium');
const site = await realSite();
const failures = [];
try {
  const pieces = '<p class="hint">The page uses its <b>fonts</b> and <i>sizes</i> <b><i>already</i></b>, as pages do; a browser needs its time to find them.</p>HERE<p>And something <b>below</b>, which should <i>stay</i> where it is.</p>';
  for (const mode of MODES) await site.writeElements(`${mode}.html`, pieces.replace('HERE', `<news-hound mode="${mode}" images></news-hound>`));
  await site.write('pace.js', `(${watch})()`);
  const { url } = await site.serve('--trusted-types', '--isolated');
  await browser.start();
  const lines = await typicalLines(url);
  console.log(`${setting('NEWSHOUND_SITE')}: ${LINES} lines, such as ${lines.slice(0, 3).map((line) => `“${line}”`).join(', ')}`);
  console.log('mode    CPU  keys   to paint: p50   p95   max ms   longest task (on CPU) ms   shifts outside');
  for (const mode of MODES) {
    for (const [slowed, promised] of PROMISED) {
      const { times, tasks, shifts } = await measure(`${url}${mode}.html`, lines, slowed);
      const [longest] = tasks;
      const paint = times.map((time) => time.ms).sort((a, b) => a - b);
      const at = (/** @type {number} */ share) => paint[Math.min(paint.length - 1, Math.ceil(paint.length * share) - 1)];
      console.log(`${mode.padEnd(7)} 1/${slowed} ${String(paint.length).padStart(5)} ${[at(0.5), at(0.95), at(1)].map((ms) => ms.toFixed(1).padStart(13)).join('').slice(-32)} ${longest.wall.toFixed(1).padStart(15)} (${longest.cpu.toFixed(1)}) ${longest.what} ${String(shifts.length).padStart(6)}`);
      if (process.env.NEWSHOUND_PACE_VERBOSE) for (const task of tasks.slice(0, 6)) console.log(`        ${task.wall.toFixed(1)} (${task.cpu.toFixed(1)}) at ${task.at.toFixed(0)}: ${task.what}`);
      if (at(0.95) > promised.paint) failures.push(`${mode}, 1/${slowed}: ${at(0.95).toFixed(1)} ms from a key to the painted results`);
      if (longest.cpu > promised.task) failures.push(`${mode}, 1/${slowed}: a task of ${longest.cpu.toFixed(1)} ms`);
      if (shifts.length) failures.push(`${mode}, 1/${slowed}: shifts of ${shifts.join(', ')}`);
    }
  }
} finally {
  await browser.stop();
  await site.end();
}
for (const failure of failures) console.error(`FAILED ${failure}`);
process.exitCode = failures.length ? 1 : 0;

/** Lines as readers type them, whatever the articles are about: beginnings of headlines. @param {string} url */
async function typicalLines(url) {
  await browser.open(`${url}blank.html`);
  await browser.eventually(() => 'api' in globalThis);
  const found = await browser.run(async (count) => {
    const hound = await api.open();
    /** @type {string[]} */
    const lines = [];
    for (const common of ['the', 'to', 'in', 'a', 'de', 'la', 'der', 'и']) {
      const { hits } = await hound.search(common, { limit: count });
      for (const { title } of hits) lines.push(title.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean).slice(0, 3).join(' '));
    }
    hound.close();
    return [...new Set(lines)].filter((line) => line.length > 8).slice(0, count);
  }, LINES);
  if (!found.length) throw new Error('the articles have no headlines to type');
  return found;
}

/** One page: typed at, searched, and left. @param {string} url @param {string[]} lines @param {number} slowed */
async function measure(url, lines, slowed) {
  await browser.open(url);
  await browser.eventually(() => !!customElements.get('news-hound'));
  await browser.run(() => import(new URL('pace.js', location.href).href));
  const cdp = await connect();
  try {
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: slowed });
    const trace = await startTrace(cdp);
    // From the first focus on: loading is part of it.
    const at = await browser.run(() => {
      const { x, y, width, height } = inside('.open, .field')[0].getBoundingClientRect();
      return { x: x + width / 2, y: y + height / 2 };
    });
    for (const type of ['mouseMoved', 'mousePressed', 'mouseReleased']) await cdp.send('Input.dispatchMouseEvent', { type, ...at, button: type === 'mouseMoved' ? 'none' : 'left', clickCount: 1 });
    await new Promise((resolve) => setTimeout(resolve, 1500));
    for (const line of lines) {
      for (const text of line) {
        await cdp.send('Input.dispatchKeyEvent', { type: 'keyDown', text, key: text });
        await cdp.send('Input.dispatchKeyEvent', { type: 'keyUp', key: text });
        await new Promise((resolve) => setTimeout(resolve, KEYS));
      }
      // Typing has paused: announced, and in the address.
      await new Promise((resolve) => setTimeout(resolve, 900));
      await cdp.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key: 'ArrowDown', code: 'ArrowDown', windowsVirtualKeyCode: 40 });
      await cdp.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key: 'a', code: 'KeyA', windowsVirtualKeyCode: 65, modifiers: 2, commands: ['selectAll'] });
      await cdp.send('Runtime.evaluate', { expression: 'inside(".field")[0].focus(); inside(".field")[0].select()' });
    }
    const tasks = await trace();
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: 1 });
    return { tasks, times: /** @type {{ ms: number }[]} */ (await browser.run(() => paints)), shifts: /** @type {string[]} */ (await browser.run(() => shifts)) };
  } finally {
    cdp.close();
  }
}

/** In the page: notes when results of what was typed are painted, and what shifts outside the element. */
function watch() {
  const element = /** @type {any} */ (document.querySelector('news-hound'));
  const [field] = inside('.field');
  const paints = /** @type {{ line: string, ms: number }[]} */ ([]);
  const shifts = /** @type {string[]} */ ([]);
  Object.assign(globalThis, { paints, shifts });
  field.addEventListener('input', (/** @type {Event} */ event) => {
    const { value } = field;
    const look = () => {
      // Overtaken by the next key.
      if (field.value !== value) return;
      if (element.answer?.query !== value.trim()) return void requestAnimationFrame(look);
      // This frame is painted now; a message comes after it.
      const channel = new MessageChannel();
      channel.port1.onmessage = () => paints.push({ line: value, ms: performance.now() - event.timeStamp });
      channel.port2.postMessage(null);
    };
    requestAnimationFrame(look);
  });
  new PerformanceObserver((list) => {
    for (const entry of /** @type {any[]} */ (list.getEntries())) {
      for (const { node, previousRect, currentRect } of entry.sources) {
        const isOutside = node && node !== element && node.getRootNode() !== element.shadowRoot;
        if (isOutside && !entry.hadRecentInput) shifts.push(`${node.nodeName} from ${previousRect.y} to ${currentRect.y}`);
      }
    }
  }).observe({ type: 'layout-shift', buffered: true });
}

/** The page's own end of the DevTools protocol. */
async function connect() {
  const connection = /** @type {any} */ (await browser.driver.createCDPConnection('page'));
  return {
    /** @param {string} method @param {object} [params] @returns {Promise<any>} */
    send: (method, params = {}) => connection.send(method, params).then((/** @type {any} */ { result }) => result),
    /** @param {string} name @param {(params: any) => void} listener */
    on(name, listener) {
      connection._wsConnection.on('message', (/** @type {Buffer} */ message) => {
        const { method, params } = JSON.parse(message.toString());
        if (method === name) listener(params);
      });
    },
    close: () => connection._wsConnection.close(),
  };
}

/** @param {Awaited<ReturnType<typeof connect>>} cdp @returns {Promise<() => Promise<{ wall: number, cpu: number, what: string, at: number }[]>>} ends it; tasks of the page's main thread, the longest first */
async function startTrace(cdp) {
  /** @type {any[]} */
  const events = [];
  let isOver = false;
  cdp.on('Tracing.dataCollected', ({ value }) => events.push(...value));
  cdp.on('Tracing.tracingComplete', () => (isOver = true));
  await cdp.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories: ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline', '__metadata', 'blink.user_timing'] } });
  return async () => {
    await cdp.send('Tracing.end');
    await until(async () => isOver, 'the trace is over', 30_000);
    // The page's renderer is the one that ran its scripts.
    const scripts = events.filter(({ name, args }) => name === 'EvaluateScript' || name === 'v8.evaluateModule' || name === 'FunctionCall' && args?.data?.url?.includes('news-hound'));
    const renderers = new Map();
    for (const { pid, tid } of scripts) renderers.set(`${pid} ${tid}`, (renderers.get(`${pid} ${tid}`) ?? 0) + 1);
    const mains = new Set(events.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain').map(({ pid, tid }) => `${pid} ${tid}`));
    const [main] = [...renderers].filter(([key]) => mains.has(key)).sort((a, b) => b[1] - a[1])[0] ?? [];
    if (!main) throw new Error('the trace has no thread of the page');
    const own = events.filter(({ pid, tid, ph }) => `${pid} ${tid}` === main && ph === 'X');
    const start = Math.min(...own.map(({ ts }) => ts));
    const tasks = own.filter(({ name }) => name === 'RunTask' || name === 'ThreadControllerImpl::RunTask');
    return tasks.map(({ ts, dur, tdur = dur }) => {
      const inner = own.filter((event) => event.ts >= ts && event.ts + event.dur <= ts + dur && !/RunTask/.test(event.name)).sort((a, b) => b.dur - a.dur).slice(0, 3);
      return { wall: dur / 1000, cpu: tdur / 1000, at: (ts - start) / 1000, inner };
    }).sort((a, b) => b.cpu - a.cpu).slice(0, 20).map(({ inner, ...task }) => ({ ...task, what: inner.map(({ name, dur, args }) => `${name} ${(dur / 1000).toFixed(1)} ${args?.data?.functionName ?? args?.data?.type ?? ''}`.trim()).join(' > ') }));
  };
}
