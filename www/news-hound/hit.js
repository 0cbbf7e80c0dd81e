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
import { attributes, make } from './make.js';
import { arrange, marked, webAddress } from './nodes.js';

/** Who a result leads to is not told what was typed, which may stand in the page's address. */
export const REFERRER = { referrerpolicy: 'strict-origin' };

/** Where a result leads; `null` where it leads nowhere safe. @param {Hit} hit @param {Setting} setting */
export function hrefOf(hit, { jumps }) {
  const address = webAddress(hit.url);
  return address && jumps ? withFragment(hit, address) : address;
}

/** @param {Hit} hit @param {Setting} setting */
export const titleOf = (hit, { say }) => marked(hit.titleParts.length ? hit.titleParts : [{ text: hit.title || say('untitled'), isMatch: false }]);

/** What is near says how near it is, and tells the whole date to a pointer and to screen readers. @param {string} date @param {Say} say */
export function timeNode(date, say) {
  const whole = exact(date, say.locale, true);
  const near = ago(date, say.locale);
  const attributes = { datetime: date, title: whole };
  if (!near) return make('time.date', attributes, exact(date, say.locale));
  return make('time.date', attributes, make('span', { 'aria-hidden': 'true' }, near), make('span.vh', whole));
}

/** Its picture, where the publisher wants pictures and this one can be had. @param {Hit} hit @param {Setting} setting @param {number} width  in pixels, of three to two */
export function imageNode({ image }, { hasImages }, width) {
  const src = hasImages && webAddress(image);
  if (!src) return null;
  // How it is loaded comes before what is loaded.
  const node = make('img.image', { alt: '', loading: 'lazy', decoding: 'async', referrerpolicy: 'no-referrer', width, height: Math.round((width * 2) / 3), src });
  node.addEventListener('error', () => node.remove(), { once: true });
  return node;
}

/**
 * What stays the same while an answer gets better stays the same node: what has the focus or is pointed at keeps that.
 * What can be unfolded is of its own answer and always new.
 * @template {Element} T @param {T | undefined} node  that is shown, if there is one @param {T} fresh  what it is to show
 */
export function refresh(node, fresh) {
  if (!node) return fresh;
  const old = [...node.childNodes];
  attributes(node, { href: fresh.getAttribute('href'), 'aria-disabled': fresh.getAttribute('aria-disabled') });
  arrange(node, [...fresh.childNodes].map((child) => {
    const at = old.findIndex((other) => other.isEqualNode(child) && !(other instanceof Element && other.querySelector('details')));
    return at < 0 ? child : old.splice(at, 1)[0];
  }));
  return node;
}
