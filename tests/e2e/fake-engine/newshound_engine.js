/**
 * An engine made of JavaScript, with the exports of the real one: for tests that need it to be slow, to crash, to lack
 * pages of text or to be damaged, at a word. Elsewhere it searches its few articles for whole lines, as they stand.
 *
 * How it fails to start is written in the custom section `fake` of the module beside it (see `site.js`).
 */
import { ARTICLES } from './articles.js';

/** @type {{ code?: string, timeZone?: string }} */
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

/** @typedef {typeof ARTICLES[number]} Article */

/** @param {Article} article @param {string} name @returns {string[]} */
function valuesOf({ section, authors, language }, name) {
  if (name === 'section') return section ? [section] : [];
  if (name === 'author') return authors;
  return name === 'language' ? [language] : [];
}

/** @param {Article} article @param {string} name @param {any} wanted */
function holds(article, name, wanted) {
  // A month begins with its first day.
  if (name === 'after') return !!article.date && article.date >= wanted.slice(0, article.date.length);
  if (name === 'before') return !!article.date && article.date < wanted;
  return valuesOf(article, name).some((value) => [wanted].flat().includes(value));
}

export class Engine {
  /** @type {string[]} lines searched so far */
  searched = [];
  /** @type {Map<number, Uint8Array>} pages supplied so far */
  pages = new Map();

  constructor() {
    if (plan.code) throw Object.assign(new Error(`the index is ${plan.code}`), { code: plan.code });
  }

  /** @param {string} line @param {{ limit?: number, offset?: number, sort?: string, filters?: Record<string, any>, facets?: string[], explain?: boolean, collapse?: boolean }} options */
  search(line, options) {
    const query = line.trim().toLowerCase();
    const [order, value] = query.split(' ');
    if (order === '!crash') throw new WebAssembly.RuntimeError('unreachable');
    if (order === '!slow') for (const end = performance.now() + Number(value); performance.now() < end; );
    this.searched.push(line);
    const matching = order === '!needs' ? ARTICLES.slice(0, 3) : ARTICLES.filter(({ title, text }) => `${title} ${text}`.toLowerCase().includes(query));
    const filters = options.filters ?? {};
    const isAllowed = (/** @type {Article} */ article, /** @type {string} */ but = '') => Object.entries(filters).every(([name, wanted]) => name === but || holds(article, name, wanted));
    const found = matching.filter((article) => isAllowed(article));
    if (options.sort === 'newest' || options.sort === 'oldest') {
      const way = options.sort === 'newest' ? -1 : 1;
      found.sort((a, b) => (a.date && b.date ? way * (a.date < b.date ? -1 : a.date > b.date ? 1 : 0) : a.date ? -1 : b.date ? 1 : 0));
    }
    // `!needs a b c`: these pages of text, and then those that page `c` asks for.
    /** @type {{ page: number, file: string }[]} */
    let needs = [];
    if (order === '!needs') {
      needs = query.split(' ').slice(1).map((name) => ({ page: name.charCodeAt(0), file: `pages/${name}` }));
      for (const bytes of this.pages.values()) needs.push(...JSON.parse(new TextDecoder().decode(bytes)).needs ?? []);
      needs = needs.filter(({ page }) => !this.pages.has(page));
    }
    const { offset = 0, limit = 10 } = options;
    const shown = found.filter(({ duplicateOf }) => !duplicateOf || !found.some(({ id }) => id === duplicateOf));
    const hits = shown.slice(offset, offset + limit).map(({ text, duplicateOf, ...article }, at) => ({
      modified: null, tags: [], fields: {},
      ...article,
      duplicates: found.filter((other) => other.duplicateOf === article.id).map(({ id, url, title, date, section }) => ({ id, url, title, date, section })),
      why: options.explain ? { hasAll: true, recency: 0.9, boost: 1, isPinned: false, leaves: [{ text: query, score: 1.2345, way: 'word', articles: found.length }] } : null,
      titleParts: parts(article.title, query),
      score: 1 / (1 + at),
      snippet: needs.length ? [] : parts(text, query),
      // Two articles repeat themselves.
      isSnippetUnique: !needs.length && article.id !== 'a3',
      snippetSource: needs.length ? null : article.id === 'a1' ? 'standfirst' : 'body',
      isPhraseVerified: null,
    }));
    /** @type {Record<string, { value: string, count: number }[]>} */
    const facets = {};
    for (const name of options.facets ?? []) {
      /** @type {Map<string, number>} */
      const counts = new Map();
      for (const article of matching.filter((article) => isAllowed(article, name))) for (const value of valuesOf(article, name)) counts.set(value, (counts.get(value) ?? 0) + 1);
      facets[name] = [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
    }
    /** @type {Map<string, number>} */
    const months = new Map();
    for (const article of matching) if (/^\d{4}-(0\d|1[0-2])/.test(article.date ?? '') && Object.entries(filters).every(([name, wanted]) => /after|before/.test(name) || holds(article, name, wanted))) {
      const month = (article.date ?? '').slice(0, 7);
      months.set(month, (months.get(month) ?? 0) + 1);
    }
    /** @type {{ code: string, [data: string]: unknown }[]} */
    const notes = query.startsWith('"') && !query.endsWith('"') ? [{ code: 'unbalanced-quote' }, { code: 'of-tomorrow' }] : [];
    if (query === 'bridge') notes.push({ code: 'relaxed', count: 1 });
    return {
      query: line, total: shown.length, isTotalExact: query !== 'e', isComplete: !needs.length, hits, needs, facets,
      timeline: [...months].sort(([a], [b]) => (a < b ? -1 : 1)).map(([month, count]) => ({ month, count })),
      suggestion: query === 'brigde' ? 'bridge' : null,
      notes,
      // What the tests want to see.
      seen: { options, searched: this.searched, supplied: [...this.pages].map(([page, bytes]) => [page, bytes.length]) },
    };
  }

  /** @param {string} line @param {{ limit?: number }} options */
  complete(line, { limit = 8 }) {
    const typed = line.toLowerCase();
    const words = ['bridge', 'bread', 'harbour', 'harvest', 'council', 'museum', 'notice', 'footpath'].filter((word) => typed && word.startsWith(typed))
      .map((word) => ({ text: word, kind: 'word', count: 4 }));
    const titles = ARTICLES.filter((article) => article.title.toLowerCase().startsWith(typed)).map(({ title }) => ({ text: title, kind: 'headline', count: 1 }));
    return [...words, ...titles].slice(0, limit).map((completion) => ({ ...completion, parts: parts(completion.text, typed) }));
  }

  info() {
    return {
      version: '0.0.0', formatVersion: 0, uid: 'fake', articles: ARTICLES.length, language: 'en', languages: ['en'],
      timeZone: plan.timeZone ?? null, sections: [], newest: null, oldest: null, textMode: 'inside', terms: 0, facets: ['section', 'author', 'language'],
      isInWorker: typeof document === 'undefined',
    };
  }

  /** @param {number} page @param {Uint8Array} bytes */
  supply(page, bytes) {
    this.pages.set(page, bytes);
  }
}
