/**
 * A whole page of results: how many, notes, completions, filters, a timeline, and the results themselves, each a
 * heading with a link. Arrow keys walk from the field through the links; Tab goes everywhere.
 *
 * @import { Answer, Hit } from '../newshound.js'
 * @import { NewsHound } from '../news-hound.js'
 * @import { Shell, View, ViewHost } from './behaviour.js'
 */
import { isFiltered } from './address.js';
import { start } from './behaviour.js';
import { Filters } from './filters.js';
import { refresh } from './hit.js';
import { attributes, make } from './make.js';
import { arrange, marked } from './nodes.js';
import { hitNode } from './result.js';
import { style } from './style-page.js';
import { Timeline } from './timeline.js';
import { noteTexts } from './words.js';

/** Results that are shown at a time: about as many as are seen at once. */
const SEEN = 4;
/** Milliseconds after which typing rests, and what is out of sight or stands beside the results follows. */
const REST = 150;
/** Width in pixels from which filters stand beside the results, and open. */
const WIDE = 720;

/** @param {NewsHound} element @param {Shell} shell @param {AbortSignal} signal  ends everything */
export const attach = (element, shell, signal) => start(element, shell, signal, style, (host) => new PageView(host, placeOf(element, shell)));

/** Where results appear: in the element, or in the one that `results` names. @param {NewsHound} element @param {Shell} shell */
function placeOf(element, shell) {
  const root = /** @type {Document | ShadowRoot} */ (element.getRootNode());
  const place = root.getElementById(element.getAttribute('results') ?? '');
  if (!place) return shell.root;
  const other = place.shadowRoot ?? place.attachShadow({ mode: 'open' });
  other.adoptedStyleSheets = shell.root.adoptedStyleSheets;
  return other;
}

/** @implements {View} */
class PageView {
  #host;
  #place;
  #status = make('p.status');
  #notes = make('div.notes');
  #chips = make('div.completions', { role: 'group' });
  #list = make('ol.list', { role: 'list' });
  #more;
  #foot = make('div.panel-foot');
  #filters;
  #timeline;
  #side;
  #body;
  /** @type {HTMLSelectElement} */
  #sort;

  /** @param {ViewHost} host @param {ShadowRoot} place  where results stand: the element's own root, or another's */
  constructor(host, place) {
    this.#host = host;
    this.#place = place;
    const { setting, signal } = host;
    const { say } = setting;
    this.#filters = new Filters(host);
    this.#timeline = new Timeline(host);
    this.#sort = make('select', { id: 'sort' }, ...['relevance', 'newest', 'oldest'].map((sort) => make('option', { value: sort }, say(sort))), () => host.change({ sort: /** @type {any} */ (this.#sort.value) }));
    this.#more = make('button.more', { hidden: true }, say('more'), () => host.more());
    this.#order = make('div.sort', make('label', { for: 'sort' }, say('sort')), ' ', this.#sort);
    this.#side = make('details.side', make('summary.filters-title', say('filters')), this.#filters.node);
    this.#body = make('div.body', { hidden: true }, this.#side, make('div.main', make('div.head', this.#status, this.#order), this.#notes, this.#timeline.node, this.#list, this.#more, this.#foot));
    this.#node = make('section.results', { 'aria-label': say('results') }, this.#chips, this.#body);
    place.append(this.#node);
    place.addEventListener('keydown', (event) => {
      // In a root of its own; in the element's, the behaviour hears it.
      if (place !== host.shell.root && this.pressed(/** @type {KeyboardEvent} */ (event))) event.preventDefault();
    }, { signal });
  }
  #node;
  #order;

  get hitsNode() {
    return this.#list;
  }

  /** @param {Answer} answer */
  *show(answer) {
    const { say } = this.#host.setting;
    const { total, isTotalExact, isComplete, hits, suggestion, notes, query } = answer;
    this.#begin();
    const isNothing = !total && isComplete;
    this.#status.textContent = say(isNothing ? (query ? 'none' : 'nothing') : total || isComplete ? 'count' : 'searching', { query, n: total, isExact: isTotalExact });
    const texts = noteTexts(notes, say);
    if (isNothing && !suggestion && query) texts.push(say('advice'));
    arrange(this.#notes, [
      ...(suggestion ? [this.#button('suggestion', suggestion, say('meant', { query: suggestion }))] : []),
      ...texts.map((text) => make('p.note', text)),
    ]);
    this.#complete(answer);
    this.#list.hidden = !hits.length;
    this.#more.hidden = total <= hits.length;
    this.#foot.replaceChildren();
    this.#sort.value = this.#host.state.sort;
    // Nothing cannot be put in order, nor be less.
    this.#order.hidden = total < 2;
    this.#side.hidden = isNothing && !isFiltered(this.#host.state);
    const bars = this.#timeline.show(answer);
    this.#rows(hits, 0);
    // Who types on has no use for the rest.
    yield REST;
    this.#filters.show(answer);
    yield;
    this.#timeline.fill(bars);
    yield* this.#rest(hits, SEEN);
  }

  /** @param {Answer} answer @param {number} from  the first that is new */
  *append({ hits, total }, from) {
    this.#more.hidden = hits.length === from || total <= hits.length;
    yield* this.#rest(hits, from);
    /** @type {any} */ (this.#list.children[from]?.querySelector('h2 a'))?.focus();
  }

  /** @param {Hit[]} hits @param {number} from */
  *#rest(hits, from) {
    for (; from < hits.length; from += SEEN) {
      yield;
      this.#rows(hits, from);
    }
  }

  /**
   * Shows some results, from one on. Behind them stays what was there until its turn has come: nothing jumps.
   * @param {Hit[]} hits @param {number} from
   */
  #rows(hits, from) {
    const held = this.#place.activeElement?.closest('li.hit');
    const old = [...this.#list.children];
    const now = hits.slice(from, from + SEEN).map((hit, at) => this.#hit(hit, from + at));
    arrange(this.#list, [...new Set([...old.slice(0, from), ...now, ...old])].slice(0, hits.length));
    // Its link was made anew: the reader stays where they were.
    if (!this.#place.activeElement) /** @type {any} */ (held?.querySelector('h2 a'))?.focus({ preventScroll: true });
  }

  /** @param {string[]} recent */
  empty(recent) {
    const { say } = this.#host.setting;
    this.#introduce(true);
    this.#status.textContent = '';
    this.#list.replaceChildren();
    attributes(this.#chips, { 'aria-label': say('recent'), class: 'completions' });
    arrange(this.#chips, recent.length ? [make('span.quiet', say('recent')), ...recent.map((line) => this.#button('chip', line, line)), this.#host.forgetButton] : []);
  }

  /** @param {string} text */
  wait(text) {
    this.#begin();
    this.#status.textContent = text;
  }

  /** @param {string} text @param {boolean} canRetry */
  fail(text, canRetry) {
    this.wait(text);
    this.#notes.replaceChildren();
    this.#list.replaceChildren();
    this.#more.hidden = true;
    arrange(this.#foot, canRetry ? [this.#host.retryButton] : []);
    this.#list.hidden = true;
  }

  get spoken() {
    return [this.#status, ...this.#notes.children].map((node) => node.textContent).filter(Boolean).join(' ');
  }

  fold() {}
  unfold() {}

  /** @param {KeyboardEvent} event @returns {boolean} */
  pressed(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return false;
    const { field } = this.#host.shell;
    const stops = [field, .../** @type {NodeListOf<HTMLElement>} */ (this.#list.querySelectorAll('h2 a'))];
    const target = /** @type {any} */ (event.composedPath()[0]);
    const at = stops.indexOf(target);
    if (event.key === 'Escape' && at > 0) {
      field.focus();
      return true;
    }
    const to = { ArrowDown: at + 1, ArrowUp: at - 1 }[event.key];
    if (at < 0 || to === undefined) return false;
    stops[to]?.focus();
    return true;
  }

  remove() {
    this.#node.remove();
  }

  #begin() {
    // Wide enough, filters are open from the start; the reader decides afterwards. While nothing is there, it is soon measured.
    if (this.#body.hidden) this.#side.open ||= this.#node.clientWidth >= WIDE;
    this.#introduce(false);
  }

  /** @param {boolean} isShown */
  #introduce(isShown) {
    this.#body.hidden = isShown;
    /** @type {HTMLElement} */ (this.#host.shell.intro).hidden = !isShown;
  }

  /** @param {Answer} answer */
  #complete({ completions = [], query }) {
    const others = completions.filter(({ text, kind }) => kind !== 'headline' && text.toLowerCase() !== query.trim().toLowerCase()).slice(0, 5);
    // Once there, their row stays: what is below does not jump while the reader types on.
    attributes(this.#chips, { 'aria-label': this.#host.setting.say('completions'), ...(others.length && { class: 'completions held' }) });
    arrange(this.#chips, others.map(({ parts, text }) => this.#button('chip', text, ...marked(parts))));
  }

  /** @param {string} name @param {string} line @param {...(Node | string)} inside */
  #button(name, line, ...inside) {
    return make(`button.${name}`, ...inside, () => this.#host.take(line));
  }

  /** Its node: the one that is there, if there is one. @param {Hit} hit @param {number} rank */
  #hit(hit, rank) {
    const { hits, setting } = this.#host;
    const now = { hit, rank };
    const shows = ({ hit, rank } = now) => JSON.stringify({ ...hit, score: rank });
    const old = [...this.#list.children].find((node) => hits.get(node)?.hit.id === hit.id);
    const node = old && shows(hits.get(old)) === shows() ? old : refresh(old, hitNode(hit, rank, setting));
    hits.set(node, now);
    return node;
  }
}
