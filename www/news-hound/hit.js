/**
 * One result: a record in, nodes out.
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
import { arrange, attributes, make, marked, webAddress } from './nodes.js';

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
 * @param {HTMLElement} node  that is shown @param {HTMLElement} fresh  what it is to show
 */
export function refresh(node, fresh) {
  const old = [...node.childNodes];
  attributes(node, { href: fresh.getAttribute('href'), 'aria-disabled': fresh.getAttribute('aria-disabled') });
  arrange(node, [...fresh.childNodes].map((child) => {
    const at = old.findIndex((other) => other.isEqualNode(child) && !(other instanceof Element && other.querySelector('details')));
    return at < 0 ? child : old.splice(at, 1)[0];
  }));
  return node;
}

/** @param {Hit} hit @param {number} rank @param {Setting} setting */
export function hitNode(hit, rank, setting) {
  const { say } = setting;
  const href = hrefOf(hit, setting);
  const own = setting.render?.(hit, { href, marked });
  if (own) return make('li.hit', own);
  const lang = { lang: hit.language };
  return make(
    'li.hit',
    (hit.section || hit.date) && make('p.where', hit.section && make('span.section', hit.section), ' ', hit.date && timeNode(hit.date, say)),
    make('h2.title', make(href ? 'a.link' : 'span.link', { href, ...(href && REFERRER), ...lang }, ...titleOf(hit, setting))),
    imageNode(hit, setting, 132),
    hit.snippet.length > 0 && make('p.snippet', lang, make('bdi', ...marked(hit.snippet))),
    make(
      'div.foot',
      hit.authors.length > 0 && make('span.byline', say('by', { names: new Intl.ListFormat(say.locale).format(hit.authors) })),
      !hit.isFree && make('span.lock', say('subscribers')),
      hit.duplicates.length > 0 && similarNode(hit, setting),
      whyNode(hit, rank, setting),
    ),
  );
}

/** @param {Hit} hit @param {Setting} setting */
function similarNode({ duplicates }, { say }) {
  return make(
    'details.similar',
    make('summary', say('similar', { n: duplicates.length })),
    make('ul', { role: 'list' }, ...duplicates.map(({ url, title, date, section }) => {
      const href = webAddress(url);
      return make('li', make(href ? 'a' : 'span', { href }, title || say('untitled')), ' ', make('span.quiet', [section, date && exact(date, say.locale)].filter(Boolean).join(' · ')));
    })),
  );
}

/** Why it stands here, worked out when somebody asks. @param {Hit} hit @param {number} rank @param {Setting} setting */
function whyNode(hit, rank, setting) {
  const { say } = setting;
  const place = make('div.reasons');
  const node = make('details.why', make('summary', say('why')), place);
  node.addEventListener('toggle', async () => {
    if (!node.open) return;
    place.replaceChildren(...reasons(hit, setting));
    const known = hit.why ?? (await setting.explain(rank))?.why;
    // How rare each of the words is.
    if (known) place.append(make('dl', ...known.leaves.flatMap(({ text, articles }) => [make('dt', text), make('dd', setting.say('count', { n: articles }))])));
  });
  return node;
}

/** What can be told in words. @param {Hit} hit @param {Setting} setting */
function reasons(hit, { say }) {
  /** @param {{ text: string, isMatch: boolean }[]} parts */
  const words = (parts) => [...new Set(parts.filter((part) => part.isMatch).map((part) => part.text.toLocaleLowerCase(say.locale)))].join(', ');
  const [title, text] = [words(hit.titleParts), words(hit.snippet)];
  return [
    title && make('p', say('inTitle', { words: title })),
    text && make('p', say('inText', { words: text })),
    hit.date && make('p', `${say('date')}: ${exact(hit.date, say.locale, true)}`),
  ].filter((line) => line instanceof Node);
}
