/**
 * What readers see of an answer: records in, nodes out. The only module that makes nodes.
 *
 * Everything that comes from the index is data. It becomes text, never markup, and an address becomes a link only
 * where it leads to the web.
 *
 * @import { Answer, Hit, Note, Part } from './newshound.js'
 * @typedef {typeof import('./words.js').WORDS} Words
 */

/**
 * @param {string} name  a tag, with classes behind dots
 * @param {...(Node | string | null | false)} inside  what is empty is left out
 */
function make(name, ...inside) {
  const [tag, ...classes] = name.split('.');
  const node = document.createElement(tag);
  node.className = classes.join(' ');
  node.append(.../** @type {(Node | string)[]} */ (inside.filter(Boolean)));
  return node;
}

/** Text with its matches marked. @param {Part[]} parts */
export const marked = (parts) => parts.map(({ text, isMatch }) => (isMatch ? make('mark', text) : text));

/** The address a link may have: absolute, of the web. Anything else (`javascript:`, `data:`, …) is none. @param {string} url */
export function webAddress(url) {
  if (!url) return null;
  try {
    const address = new URL(url, document.baseURI);
    return /^https?:$/.test(address.protocol) ? address.href : null;
  } catch {
    return null;
  }
}

/** @type {Map<string, Intl.DateTimeFormat>} making one costs as much as a hundred uses */
const formats = new Map();

/**
 * A day in the reader's words, as precise as it is known; the day is the one on the publisher's calendar.
 * @param {string} date  ISO 8601 @param {string} [locale]
 */
export function day(date, locale) {
  // `2025`, `2025-09` or `2025-09-06`
  const iso = date.slice(0, 10);
  const time = new Date(iso);
  if (isNaN(+time)) return date;
  const key = iso.length + (locale ?? '');
  let format = formats.get(key);
  if (!format) {
    const month = iso.length > 4 ? 'long' : undefined;
    const day = iso.length > 7 ? 'numeric' : undefined;
    formats.set(key, (format = new Intl.DateTimeFormat(locale, { year: 'numeric', month, day, timeZone: 'UTC' })));
  }
  return format.format(time);
}

/** One result. @param {Hit} hit @param {Words} words @param {string} [locale] */
export function hitNode(hit, words, locale) {
  const address = webAddress(hit.url);
  const parts = hit.titleParts.length ? hit.titleParts : [{ text: hit.title || words.untitled, isMatch: false }];
  const title = make(address ? 'a.nh-link' : 'span.nh-link', ...marked(parts));
  if (address) title.setAttribute('href', address);

  const time = hit.date && make('time.nh-date', day(hit.date, locale));
  if (time) time.setAttribute('datetime', hit.date ?? '');
  const node = make(
    'li.nh-hit',
    make('p.nh-where', hit.section && make('span.nh-section', hit.section), time),
    make('h2.nh-title', title),
    hit.snippet.length > 0 && make('p.nh-snippet', ...marked(hit.snippet)),
    (hit.authors.length > 0 || !hit.isFree) &&
      make(
        'p.nh-by',
        hit.authors.length > 0 && `${words.by} ${new Intl.ListFormat(locale).format(hit.authors)}`,
        !hit.isFree && make('span.nh-lock', words.subscribers),
      ),
  );
  if (hit.language) for (const part of [title, node.querySelector('.nh-snippet')]) part?.setAttribute('lang', hit.language);
  return node;
}

/** The place where answers appear: what stands there, and how it changes. */
export class ResultsView {
  #words;
  #locale;
  #on;
  #count = make('p.nh-count');
  /** Read out by screen readers; the count that is seen changes with every letter, this one does not. */
  #live = make('p.nh-live');
  #aside = make('div.nh-aside');
  #list = make('ol.nh-hits');
  #more;

  /**
   * @param {HTMLElement} place
   * @param {Words} words
   * @param {{ ask: (query: string) => void, more: () => void, again: () => void }} on  what its buttons do
   */
  constructor(place, words, on) {
    this.#words = words;
    this.#locale = document.documentElement.lang || undefined;
    this.#on = on;
    this.#more = button(words.more, () => on.more());
    this.#more.hidden = true;
    this.#live.setAttribute('role', 'status');
    // Without its bullets a list is none for Safari, unless it says so.
    this.#list.setAttribute('role', 'list');
    place.setAttribute('aria-label', words.results);
    place.append(...this.#nodes());
  }

  #nodes() {
    return [this.#live, this.#count, this.#aside, this.#list, this.#more];
  }

  remove() {
    for (const node of this.#nodes()) node.remove();
  }

  /** How many results stand there. */
  get size() {
    return this.#list.children.length;
  }

  /** Links of the results in their order. @returns {HTMLElement[]} */
  get links() {
    return [...this.#list.querySelectorAll('a')];
  }

  /** Nothing is searched. */
  clear() {
    this.#fill('', [], []);
    this.#live.textContent = '';
  }

  /** Something is under way; results that stand there stay. @param {string} text */
  wait(text) {
    this.#count.textContent = text;
  }

  /** @param {Answer} answer */
  show(answer) {
    const { total, isTotalExact, isComplete, hits, notes, suggestion, query } = answer;
    const words = this.#words;
    const aside = notes.flatMap((note) => words.notes[note.code]?.(note) ?? []).map((text) => make('p.nh-note', text));
    if (suggestion) {
      aside.unshift(make('p.nh-suggestion', `${words.didYouMean} `, button(suggestion, () => this.#on.ask(suggestion)), '?'));
    }
    if (total || !isComplete) {
      const count = total ? words.count(total, isTotalExact, this.#locale) : words.searching;
      this.#fill(count, aside, hits, total > hits.length);
    } else {
      this.#fill(words.nothing(query), suggestion ? aside : [make('p.nh-note', words.nothingAdvice), ...aside], []);
    }
  }

  /** More of the same answer. @param {Answer} answer  whose hits follow those that are there */
  append({ hits, total }) {
    const first = this.size;
    this.#list.append(...this.#make(hits));
    this.#more.hidden = !hits.length || total <= this.size;
    this.#list.children[first]?.querySelector('a')?.focus();
  }

  /** Says what is there now to those who do not see it. */
  announce() {
    this.#live.textContent = [this.#count, ...this.#aside.children].map((node) => node.textContent).join(' ');
  }

  /** @param {string} code  of a NewshoundError */
  fail(code) {
    const { errors, tryAgain } = this.#words;
    const text = code === 'offline' || code === 'unsupported' ? errors[code] : errors.other;
    const again = code === 'unsupported' ? [] : [make('p.nh-again', button(tryAgain, () => this.#on.again()))];
    this.#fill(text, again, []);
    this.announce();
  }

  /** @param {Hit[]} hits */
  #make(hits) {
    return hits.map((hit) => hitNode(hit, this.#words, this.#locale));
  }

  /** @param {string} count @param {Node[]} aside @param {Hit[]} hits @param {boolean} [hasMore] */
  #fill(count, aside, hits, hasMore = false) {
    const held = this.#list.contains(document.activeElement) ? this.links.indexOf(/** @type {any} */ (document.activeElement)) : -1;
    this.#count.textContent = count;
    this.#aside.replaceChildren(...aside);
    this.#list.replaceChildren(...this.#make(hits));
    this.#more.hidden = !hasMore;
    // A better answer must not take the reader's place away.
    if (held >= 0) this.links[held]?.focus();
  }
}

/** @param {string} text @param {() => void} press */
function button(text, press) {
  const node = /** @type {HTMLButtonElement} */ (make('button.nh-button', text));
  node.type = 'button';
  node.addEventListener('click', press);
  return node;
}
