/**
 * An engine made of JavaScript, with the exports of the real one: for tests that need it to be slow, to crash, to lack
 * pages of text or to be damaged, at a word. Elsewhere it searches its few articles for whole lines, as they stand.
 *
 * How it fails to start is written in the custom section `fake` of the module beside it (see `site.js`).
 */
import { ARTICLES } from './articles.js';

/** @type {{ code?: string }} */
let plan = {};

/** @param {{ module_or_path: WebAssembly.Module }} input */
export default async function init({ module_or_path: module }) {
  const [section] = WebAssembly.Module.customSections(module, 'fake');
  if (section) plan = JSON.parse(new TextDecoder().decode(section));
}

/** @param {string} text @param {string} query */
function parts(text, query) {
  const pieces = [];
  const lower = text.toLowerCase();
  let at = 0;
  for (let next; query && (next = lower.indexOf(query, at)) >= 0; at = next + query.length) {
    pieces.push({ text: text.slice(at, next), isMatch: false }, { text: text.slice(next, next + query.length), isMatch: true });
  }
  pieces.push({ text: text.slice(at), isMatch: false });
  return pieces.filter((piece) => piece.text);
}

export class Engine {
  /** @type {string[]} lines searched so far */
  searched = [];
  /** @type {Map<number, Uint8Array>} pages supplied so far */
  pages = new Map();

  constructor() {
    if (plan.code) throw Object.assign(new Error(`the index is ${plan.code}`), { code: plan.code });
  }

  /** @param {string} line @param {{ limit?: number, offset?: number }} options */
  search(line, options) {
    const query = line.trim().toLowerCase();
    const [order, value] = query.split(' ');
    if (order === '!crash') throw new WebAssembly.RuntimeError('unreachable');
    if (order === '!slow') for (const end = performance.now() + Number(value); performance.now() < end; );
    this.searched.push(line);
    const found = order === '!needs' ? ARTICLES.slice(0, 3) : ARTICLES.filter(({ title, text }) => `${title} ${text}`.toLowerCase().includes(query));
    // `!needs a b c`: these pages of text, and then those that page `c` asks for.
    /** @type {{ page: number, file: string }[]} */
    let needs = [];
    if (order === '!needs') {
      needs = query.split(' ').slice(1).map((name) => ({ page: name.charCodeAt(0), file: `pages/${name}` }));
      for (const bytes of this.pages.values()) needs.push(...JSON.parse(new TextDecoder().decode(bytes)).needs ?? []);
      needs = needs.filter(({ page }) => !this.pages.has(page));
    }
    const { offset = 0, limit = 10 } = options;
    const hits = found.slice(offset, offset + limit).map(({ text, ...article }, at) => ({
      modified: null, tags: [], language: 'en', image: null, fields: {}, duplicates: [], why: null,
      ...article,
      titleParts: parts(article.title, query),
      score: 1 / (1 + at),
      snippet: needs.length ? [] : parts(text, query),
      snippetSource: needs.length ? null : 'body',
      isPhraseVerified: null,
    }));
    return {
      query: line, total: found.length, isTotalExact: true, isComplete: !needs.length, hits, needs,
      facets: {}, timeline: null,
      suggestion: query === 'brigde' ? 'bridge' : null,
      notes: query.startsWith('"') && !query.endsWith('"') ? [{ code: 'unbalanced-quote' }, { code: 'of-tomorrow' }] : [],
      // What the tests want to see.
      seen: { options, searched: this.searched, supplied: [...this.pages].map(([page, bytes]) => [page, bytes.length]) },
    };
  }

  /** @param {string} line @param {{ limit?: number }} options */
  complete(line, { limit = 8 }) {
    const titles = ARTICLES.filter((article) => article.title.toLowerCase().startsWith(line.toLowerCase()));
    return titles.slice(0, limit).map(({ title }) => ({ text: title, parts: parts(title, line.toLowerCase()), kind: 'headline', count: 1 }));
  }

  info() {
    return {
      version: '0.0.0', formatVersion: 0, uid: 'fake', articles: ARTICLES.length, language: 'en', languages: ['en'],
      timeZone: null, sections: [], newest: null, oldest: null, textMode: 'inside', terms: 0, facets: [],
      isInWorker: typeof document === 'undefined',
    };
  }

  /** @param {number} page @param {Uint8Array} bytes */
  supply(page, bytes) {
    this.pages.set(page, bytes);
  }
}
