/**
 * Marks the words of the search on the article that it led to, by the CSS Custom Highlight API: no node is touched.
 * One press takes the marks away.
 */
import { make } from './make.js';
import { load, speaker } from './words.js';

/** More than this is no help to anybody. */
const MOST = 500;

/** Letters as they are compared: no case, no accents; one sign stays one sign. @param {string} text */
const plain = (text) => [...text].map((sign) => sign.normalize('NFD')[0].toLowerCase().slice(0, 1).padEnd(sign.length)).join('');

/** Where the words stand in the text below a node. @param {Node} root @param {string[]} words @returns {Range[]} */
export function find(root, words) {
  const wanted = words.map(plain).filter((word) => word.trim()).sort((a, b) => b.length - a.length);
  if (!wanted.length) return [];
  const escaped = wanted.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const pattern = new RegExp(`(^|[^\\p{L}\\p{N}])(${escaped.join('|')})(?![\\p{L}\\p{N}])`, 'gu');
  /** @type {Range[]} */
  const ranges = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node && ranges.length < MOST; node = walker.nextNode()) {
    if (node.parentElement?.closest('script, style, noscript, textarea, news-hound')) continue;
    const text = plain(node.nodeValue ?? '');
    for (const match of text.matchAll(pattern)) {
      const range = new Range();
      const start = match.index + match[1].length;
      range.setStart(node, start);
      range.setEnd(node, Math.min(start + match[2].length, (node.nodeValue ?? '').length));
      ranges.push(range);
      // The blank between two words belongs to both.
      pattern.lastIndex = start + match[2].length;
    }
  }
  return ranges;
}

/** @param {string[]} words @param {CSSStyleSheet} base  the element's own look, for the button */
export async function highlight(words, base) {
  const { highlights } = /** @type {any} */ (CSS);
  if (!highlights || !Array.isArray(words)) return;
  if (document.readyState === 'loading') await new Promise((done) => document.addEventListener('DOMContentLoaded', done, { once: true }));
  const root = document.querySelector('article, main, [role=main]') ?? document.body;
  const ranges = find(root, words.map(String));
  if (!ranges.length) return;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('::highlight(newshound) { background-color: var(--nh-mark, #ffe27a); color: #17150f }');
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  highlights.set('newshound', new /** @type {any} */ (globalThis).Highlight(...ranges));

  const language = document.documentElement.lang || 'en';
  const say = speaker(await load(language), {}, language);
  const place = make('div', { id: 'newshound-unmark' });
  const look = new CSSStyleSheet();
  look.replaceSync(`
    :host { position: fixed; inset-block-end: 1rem; inset-inline-end: 1rem; z-index: var(--nh-layer, 1000); inline-size: auto; display: block }
    button { padding: 0 1.25em; background: var(--_ink); color: var(--_paper); border: 1px solid var(--_paper) }
    button:focus-visible { outline-color: var(--_paper) }
  `);
  const inside = place.attachShadow({ mode: 'open' });
  inside.adoptedStyleSheets = [base, look];
  const button = make('button.unmark', say('unmark'));
  button.addEventListener('click', () => {
    highlights.delete('newshound');
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
    place.remove();
    sessionStorage.removeItem('newshound:found');
  });
  inside.append(button);
  document.body.append(place);
}
