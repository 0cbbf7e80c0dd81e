/**
 * What shows results has in common, on a page and in a list: titles, dates, pictures, addresses.
 *
 * @import { Hit } from '../newshound.js'
 * @import { Say } from './words.js'
 *
 * @typedef {object} Setting  what all results of an element have in common
 * @property {Say} say
 * @property {boolean} hasImages
 * @property {boolean} jumps  whether links lead to the sentence
 * @property {import('../news-hound.js').NewsHound['renderHit']} render
 * @property {(rank: number) => Promise<Hit | null>} explain  the result again, with why it stands where it does
 */
import { ago, exact } from './dates.js';
import { withFragment } from './fragment.js';
import { make } from './make.js';
import { webAddress } from './nodes.js';

/** Who a result leads to is not told what was typed, which may stand in the page's address. */
export const REFERRER = { referrerpolicy: 'strict-origin' };

/** Where a result leads; `null` where it leads nowhere safe. @param {Hit} hit @param {Setting} setting */
export function hrefOf(hit, { jumps }) {
  const address = webAddress(hit.url);
  return address && jumps ? withFragment(hit, address) : address;
}

/** @param {Hit} hit @param {Setting} setting */
export const titleOf = (hit, { say }) => (hit.titleParts.length ? hit.titleParts : [hit.title || say('untitled')]);

/**
 * What is near says how near it is, and tells the whole date to a pointer and to screen readers.
 * @param {string} date @param {Say} say @param {import('./nodes.js').Make} remake
 */
export function timeNode(date, say, remake) {
  const whole = exact(date, say.locale, true);
  const near = ago(date, say.locale);
  return remake('time.date', { datetime: date, title: whole }, near ? make('span', { 'aria-hidden': 'true' }, near) : exact(date, say.locale), near && make('span.vh', whole));
}

/**
 * Its picture, where the publisher wants pictures and this one can be had: the one that is there, if it is the same.
 * @param {Hit} hit @param {Setting} setting @param {number} width  in pixels, of three to two @param {Element | undefined} old  where it may stand already
 */
export function imageNode({ image }, { hasImages }, width, old) {
  const src = hasImages && webAddress(image);
  if (!src) return null;
  const there = old?.querySelector('img');
  if (there?.src === src) return there;
  // How it is loaded comes before what is loaded.
  const node = make('img.image', { alt: '', loading: 'lazy', decoding: 'async', referrerpolicy: 'no-referrer', width, height: Math.round((width * 2) / 3), src });
  node.addEventListener('error', () => node.remove(), { once: true });
  return node;
}

/**
 * Nodes for some of what is to be listed, and behind them those that were there, until their turn has come: nothing jumps.
 * What is still listed keeps its node, and with it the focus; what is not gives its node to what takes its place, since to
 * change one is less work for a browser than to make one; but never while the pointer is on it, as who presses means what
 * stood there.
 *
 * @template {{ id: string, score?: number }} T
 * @param {Element} list  where they stand @param {T[]} items  all @param {number} from @param {number} to  the first and the one behind the last to show now
 * @param {{ get(node: Node): { hit: T } | undefined, set(node: Node, value: { hit: T, rank: number }): unknown }} known  what nodes show
 * @param {boolean} isOurs  whether nodes can be given to others @param {(item: T, old?: HTMLElement) => HTMLElement} make
 * @returns {HTMLElement[]}
 */
export function renew(list, items, from, to, known, isOurs, make) {
  const old = /** @type {HTMLElement[]} */ ([...list.children]);
  const ids = items.map(({ id }) => id);
  const idOf = (/** @type {Node} */ node) => /** @type {string} */ (known.get(node)?.hit.id);
  const shows = (/** @type {T | undefined} */ item) => JSON.stringify({ ...item, score: 0 });
  const now = items.slice(from, to).map((hit, at) => {
    const rank = from + at;
    const there = old[rank];
    let node = old.find((node) => idOf(node) === hit.id);
    if (!node || shows(known.get(node)?.hit) !== shows(hit)) {
      if (isOurs && !node && there && !ids.includes(idOf(there)) && !there.matches(':hover,:focus-within,[aria-selected=true]')) node = there;
      node = make(hit, node);
    }
    known.set(node, { hit, rank });
    return node;
  });
  return [...new Set([...old.slice(0, from), ...now, ...old])].slice(0, items.length);
}
