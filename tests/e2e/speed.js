/**
 * How fast the engine answers, in Chromium: `cargo xtask prove --only speed`.
 *
 * A page that is cross-origin isolated, for the finer clock, loads the module alone. Around each call, with ten hits as
 * plain objects and without any text, it times a log of mixed lines that it draws from the index itself: the same lines
 * for the same articles, whatever the machine. A line counts with the best of some rounds, as nothing else that the
 * machine does is to be measured. Then come lines that are made to be slow, opening, and memory over 10,000 lines. Fails
 * where one exceeds what is promised for 20,000 articles.
 *
 * Where the built site has a file `index.bin`, it is opened instead of the index inside the module.
 */
import { Browser, setting, until } from './browsers.js';
import { realSite } from './site.js';

const ROUNDS = Number(process.env.NEWSHOUND_SPEED_ROUNDS) || 5;
const [SEED, LINES] = [20_260_914, 10_000];
/** Lines of each kind: a thousand together. */
const KINDS = { one: 150, common: 150, words: 300, phrase: 100, prefix: 200, typo: 100 };
/** Milliseconds. */
const PROMISED = { p50: 0.5, p99: 3, typo: 6, absurd: 50, open: 5 };

/** What the page has. @type {any} */
let [engine, memory, opened] = /** @type {any} */ ([]);

const browser = new Browser('chromium');
const site = await realSite();
/** @type {string[]} */
const failures = [];
/** @param {string} what @param {number} got @param {number} most */
const promise = (what, got, most) => void (got > most && failures.push(`${what}: ${got.toFixed(2)} ms, promised are ${most}`));
try {
  await site.write('speed.js', `(${load})()`);
  await site.write('speed.html', '<!doctype html><title>Speed</title><script type="module" src="speed.js"></script>');
  const { url } = await site.serve('--isolated');
  await browser.start();
  await browser.driver.manage().setTimeouts({ script: 600_000, pageLoad: 60_000 });
  await browser.open(`${url}speed.html`);
  await until(() => browser.run(() => 'engine' in globalThis), 'the index is open', 60_000);
  const log = lines(/** @type {any} */ (await browser.run(words)), random(SEED));
  const absurd = { absurd: madeToBeSlow(log.one) };

  console.log(`${setting('NEWSHOUND_SITE')}: ${await browser.run(() => `${engine.info().articles} articles`)}, best of ${ROUNDS} rounds, ms`);
  console.log('kind    lines       p50       p95       p99       max');
  const times = await browser.run(time, log, ROUNDS);
  const all = Object.values(times).flat();
  const row = (/** @type {string} */ kind, /** @type {number[]} */ ms) => console.log(`${kind.padEnd(8)}${String(ms.length).padStart(5)}${[0.5, 0.95, 0.99, 1].map((share) => at(ms, share).toFixed(3).padStart(10)).join('')}`);
  for (const [kind, ms] of Object.entries(times)) row(kind, ms);
  row('all', all);
  promise('half of the lines', at(all, 0.5), PROMISED.p50);
  promise('99 of 100 lines', at(all, 0.99), PROMISED.p99);
  promise('99 of 100 lines with a slip', at(times.typo, 0.99), PROMISED.typo);
  if (process.env.NEWSHOUND_SPEED_VERBOSE) for (const [kind, ms] of Object.entries(times)) for (const [place] of [...ms.entries()].sort((a, b) => b[1] - a[1]).slice(0, 8)) console.log(`        ${ms[place].toFixed(2)} ${kind}: ${log[kind][place]}`);

  const slow = (await browser.run(time, absurd, ROUNDS)).absurd;
  row('absurd', slow);
  promise(`“${absurd.absurd[slow.indexOf(at(slow, 1))].slice(0, 40)}”`, at(slow, 1), PROMISED.absurd);

  const opens = await browser.run(() => opened);
  console.log(`opens in ${opens.open.toFixed(2)} ms, and answers first in ${opens.first.toFixed(2)} ms`);
  promise('to open', opens.open, PROMISED.open);
  const sizes = await browser.run(grows, Object.values({ ...log, ...absurd }).flat(), LINES);
  console.log(`memory after 0, ${sizes.length - 1} times ${LINES / (sizes.length - 1)} lines: ${sizes.map((bytes) => `${(bytes / 2 ** 20).toFixed(1)} MB`).join(', ')}`);
  if (sizes.at(-1) !== sizes[1]) failures.push('memory grows');
} finally {
  await browser.stop();
  await site.end();
}
for (const failure of failures) console.error(`FAILED ${failure}`);
process.exitCode = failures.length ? 1 : 0;

/** @param {number[]} ms @param {number} share */
function at(ms, share) {
  const sorted = [...ms].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)];
}

/** In the page: opens the index, and times that. */
async function load() {
  const from = (/** @type {string} */ name) => new URL(name, location.href).href;
  const { default: init, Engine } = await import(from('newshound_engine.js'));
  const file = await fetch(from('index.bin'));
  const bytes = file.ok ? new Uint8Array(await file.arrayBuffer()) : undefined;
  const { memory } = await init({ module_or_path: from('newshound_engine_bg.wasm') });
  const time = (/** @type {() => any} */ work) => {
    const start = performance.now();
    return [work(), performance.now() - start];
  };
  const [engine, open] = time(() => (bytes ? Engine.fromBytes(bytes) : new Engine()));
  const [, first] = time(() => engine.search('news', { limit: 10 }));
  Object.assign(globalThis, { engine, memory, opened: { open, first } });
}

/** In the page: headlines of new articles, and their words, those that most articles have first. */
function words() {
  const headlines = engine.search('', { limit: 3000, sort: 'newest' }).hits.map((/** @type {any} */ hit) => hit.title.toLowerCase().match(/\p{L}+/gu) ?? []);
  const known = [...new Set(headlines.flat())].filter((word) => word.length > 1);
  const counts = new Map(known.map((word) => [word, engine.search(word, { limit: 0 }).total]));
  return { headlines: headlines.filter((/** @type {string[]} */ headline) => headline.length > 4), known: known.sort((a, b) => counts.get(b) - counts.get(a) || (a < b ? -1 : 1)) };
}

/** In the page: milliseconds for each line of each kind. @param {Record<string, string[]>} log @param {number} rounds */
function time(log, rounds) {
  return Object.fromEntries(Object.entries(log).map(([kind, lines]) => {
    const best = lines.map(() => Infinity);
    for (let round = 0; round <= rounds; round++) {
      for (const [place, line] of lines.entries()) {
        const start = performance.now();
        engine.search(line, { limit: 10 });
        best[place] = Math.min(best[place], performance.now() - start);
      }
    }
    return [kind, best];
  }));
}

/** In the page: bytes of memory before the lines, and ten times on the way. @param {string[]} lines @param {number} count */
function grows(lines, count) {
  const sizes = [memory.buffer.byteLength];
  for (let done = 0; done < count; done++) {
    engine.search(lines[done % lines.length], { limit: 10 });
    if ((done + 1) % (count / 10) === 0) sizes.push(memory.buffer.byteLength);
  }
  return sizes;
}

/** Mulberry32 (Tommy Ettinger, public domain): numbers from 0 to 1. @param {number} seed */
function random(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** @param {{ headlines: string[][], known: string[] }} from @param {() => number} random @returns {Record<string, string[]>} */
function lines({ headlines, known }, random) {
  const below = (/** @type {number} */ count) => Math.floor(random() * count);
  /** @template T @param {T[]} list */
  const one = (list) => list[below(list.length)];
  const common = known.slice(0, 60);
  const long = known.filter((word) => word.length >= 4 && /^[a-z]+$/.test(word));
  const some = (/** @type {string[]} */ headline, /** @type {number} */ count) => {
    const start = below(headline.length - count);
    return headline.slice(start, start + count);
  };
  const slip = (/** @type {string} */ word) => {
    const [place, letter] = [below(word.length), one([...'etaoinshrdlu'])];
    const [before, after] = [word.slice(0, place), word.slice(place)];
    return one([before + after.slice(1), before + letter + after, before + letter + after.slice(1), before + after.slice(1, 2) + after.slice(0, 1) + after.slice(2)]);
  };
  /** @type {Record<string, () => string | string[]>} */
  const draw = {
    one: () => one(known),
    common: () => Array.from({ length: 1 + below(3) }, () => one(common)).join(' '),
    words: () => some(one(headlines), 2 + below(3)).concat(random() < 0.3 ? one(known) : []).join(' '),
    phrase: () => `"${some(one(headlines), 2 + below(3)).join(' ')}"`,
    prefix: () => {
      const [before, word] = [random() < 0.5 ? `${one(known)} ` : '', one(long)];
      return Array.from(word, (_, place) => before + word.slice(0, place + 1));
    },
    typo: () => (random() < 0.5 ? `${one(known)} ` : '') + slip(one(long)),
  };
  return Object.fromEntries(Object.entries(KINDS).map(([kind, count]) => {
    /** @type {string[]} */
    const lines = [];
    while (lines.length < count) lines.push(...[draw[kind]()].flat());
    return [kind, lines.slice(0, count)];
  }));
}

/** @param {string[]} words */
function madeToBeSlow(words) {
  const many = (/** @type {number} */ count, /** @type {(place: number) => string} */ word, separator = ' ') => Array.from({ length: count }, (_, place) => word(place)).join(separator);
  const letter = (/** @type {number} */ place) => 'etaoinshrdlucmfwygpbvkxqjz'[place % 26];
  const common = 'the of to in a and for on that said is by with at as it from was its be has an have will not would are year he million but this which up were'.split(' ');
  return [
    'a* b* c*', 'a', 's', 'a b c d e f g h i j k l m n o p q r s t u v w x y z', many(64, () => 's*'), many(64, (place) => `${letter(place)}*`),
    many(1000, () => 'the'), many(1000, (place) => words[place % words.length]), many(1000, (place) => common[place % common.length]),
    many(30, (place) => common[place % common.length], ' OR '), many(30, (place) => `${letter(place)}*`, ' OR '), many(64, (place) => common[place % common.length]),
    many(5000, () => 'a', '-'), 'abcdefgh'.repeat(1250), 'a'.repeat(10_000), many(2500, (place) => `w${place}`), many(64, (place) => `wrongg${letter(place)}wordd`), many(64, (place) => `zqx${letter(place)}vut`),
    many(50, (place) => `"the ${common[place % common.length]}"`), `"${common.join(' ')}"`, '"the the"', `"${many(1000, () => 'the')}"`, `"${many(1000, (place) => common[place % common.length])}"`,
    `(${common.join(' OR ')}) -(${common.join(' OR ')})`, '('.repeat(5000), `${'('.repeat(100)}the${' OR of)'.repeat(100)}`, many(100, (place) => `-${common[place % common.length]}`), many(64, () => 'section:a'), many(64, () => 'author:a*'), many(64, () => 'title:the'), many(64, () => 'title:s*'), many(300, () => 'after:2001'), 'x OR '.repeat(2000), '"'.repeat(9999),
  ];
}
