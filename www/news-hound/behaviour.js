/**
 * What `<news-hound>` does once somebody means to search: typing, answers, address, recent searches, events. It knows
 * no markup: a view shows what it decides, in a list or on a page.
 *
 * @import { Answer, Filters, Hit, Hound } from '../newshound.js'
 * @import { NewsHound } from '../news-hound.js'
 * @import { Setting } from './hit.js'
 * @import { Sort, State } from './address.js'
 *
 * @typedef {{ root: ShadowRoot, form: HTMLFormElement, bar: HTMLElement, field: HTMLInputElement, intro?: HTMLElement, opener?: HTMLButtonElement, dialog?: HTMLDialogElement, isComposing?: boolean, isMeant?: boolean }} Shell
 *   what stands there before anybody searches
 *
 * @typedef {object} View  what shows answers
 * @property {Element} hitsNode  where results stand, whose links are listened to
 * @property {string} spoken  what a screen reader is to say of what is shown
 * @property {(answer: Answer, all: { href: string | null, text: string }) => Steps} show
 * @property {(answer: Answer, from: number) => Steps} [append]  shows what an answer has more than before
 * @property {(recent: string[]) => void} empty
 * @property {(text: string) => void} wait
 * @property {(text: string, canRetry: boolean) => void} fail
 * @property {(event: KeyboardEvent) => boolean} pressed  whether a key was for the view
 * @property {() => void} fold
 * @property {() => void} unfold
 * @property {() => void} remove
 *
 * @typedef {Generator<number | undefined, void>} Steps  work in pieces: each is to be painted before the next begins, which
 *   waits some milliseconds more while somebody types
 *
 * @typedef {object} ViewHost  what views may use
 * @property {Shell} shell
 * @property {Setting} setting
 * @property {AbortSignal} signal
 * @property {State} state
 * @property {string[]} facets
 * @property {WeakMap<Node, { hit: Hit, rank: number }>} hits  which result a node shows
 * @property {(line: string) => void} take  searches for a line that was offered
 * @property {(part: Partial<State>) => void} change  of filters and order
 * @property {() => void} more
 * @property {HTMLElement} retryButton
 * @property {HTMLElement} forgetButton
 * @property {() => void} reopen
 */
import { filtersOf, isFiltered, read, write } from './address.js';
import { share } from './engine.js';
import { attributes, make, tell } from './make.js';
import { forgetAll, recent, remember } from './recent.js';
import { results } from './style.js';
import { load, speaker } from './words.js';

/** Milliseconds without a key after which typing has paused: the count is announced, the address follows. */
const PAUSE = 700;
/** Milliseconds after which waiting is worth a word. */
const PATIENCE = 250;

/**
 * @param {NewsHound} element @param {Shell} shell @param {AbortSignal} signal  ends everything
 * @param {CSSStyleSheet} style  of the view @param {(host: ViewHost) => View} view  makes it
 */
export async function start(element, shell, signal, style, view) {
  const base = element.getAttribute('base');
  const hound = share(base === null ? undefined : new URL(base, document.baseURI).href, element.getAttribute('worker') === 'off' ? false : undefined, signal);
  // On its way while the rest comes; whether it fails is told where it is asked.
  hound().catch(() => {});
  const table = await load(element.language);
  signal.throwIfAborted();
  const say = speaker(table, element.words, localeOf(element.language));
  shell.root.adoptedStyleSheets = [shell.root.adoptedStyleSheets[0], results, style];
  const behaviour = new Behaviour(element, shell, signal, hound, say);
  behaviour.begin(view(behaviour));
  return behaviour;
}

/** @param {string} tag */
function localeOf(tag) {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? 'en';
  } catch {
    return 'en';
  }
}

/** @implements {ViewHost} */
export class Behaviour {
  /** @type {Answer | null} */
  answer = null;
  /** @type {State} */
  state;
  /** @type {Setting} */
  setting;
  facets;
  #element;
  #hound;
  #limit;
  #sort;
  #isPage;
  /** @type {View} */
  #view = /** @type {any} */ (null);
  #live = make('p.vh', { role: 'status' });
  #clear = make('button.clear', { hidden: true }, make('span.cross', { 'aria-hidden': 'true' }), () => {
    this.clear();
    this.shell.field.focus();
  });
  #running = new AbortController();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #pause;
  #isBroken = false;
  /** Whether the address holds a search that was typed and not yet meant. */
  #isDraft = false;
  /** @type {ViewHost['hits']} */
  hits = new WeakMap();
  /** What was told to the page last. */
  #told = '';
  /** What is being shown. @type {Steps | undefined} */
  #steps;

  /** @param {NewsHound} element @param {Shell} shell @param {AbortSignal} signal @param {() => Promise<Hound>} hound @param {Setting['say']} say */
  constructor(element, shell, signal, hound, say) {
    this.#element = element;
    this.shell = shell;
    this.signal = signal;
    this.#hound = hound;
    this.#isPage = element.mode === 'page';
    this.#limit = Math.max(1, Number(element.getAttribute('limit')) || (this.#isPage ? 20 : 6));
    this.facets = (element.getAttribute('facets') ?? 'section author language').split(/[\s,]+/).filter(Boolean);
    const sort = element.getAttribute('sort');
    this.#sort = /** @type {Sort} */ (sort === 'newest' || sort === 'oldest' ? sort : 'relevance');
    this.state = this.#hasAddress ? this.#fromAddress() : { query: '', chosen: {}, after: null, before: null, sort: this.#sort };
    this.setting = {
      say,
      hasImages: element.hasAttribute('images'),
      jumps: !element.hasAttribute('no-jump'),
      render: element.renderHit,
      explain: (rank) => this.#explain(rank),
    };
    this.retryButton = make('button.retry', say('retry'), () => this.#search());
    this.forgetButton = make('button.forget', say('forget'), () => {
      this.forget();
      shell.field.focus();
    });
  }

  /** @param {View} view */
  begin(view) {
    this.#view = view;
    const { shell, signal, setting: { say } } = this;
    const { field, form, root, bar } = shell;
    form.append(this.#live);
    // The first number, and the first line in a font, take a browser long: it has the time now.
    const line = say('count', { n: 1e9 });
    const sample = make('div.vh', { 'aria-hidden': 'true' }, make('h2.title', line), make('p.snippet', line), make('p.where.section', line));
    form.append(sample);
    painted().then(() => sample.remove());
    attributes(this.#clear, { 'aria-label': say('clear') });
    if (!shell.dialog) bar.append(this.#clear);
    /** @param {EventTarget} target @param {string} type @param {(event: any) => void} listener */
    const on = (target, type, listener) => target.addEventListener(type, listener, { signal });
    on(field, 'input', (event) => event.isComposing || this.typed());
    on(field, 'compositionend', () => this.typed());
    on(field, 'focus', () => this.#focused());
    on(root, 'keydown', (event) => this.#pressed(event));
    on(form, 'submit', (event) => this.#submitted(event));
    for (const type of ['click', 'auxclick']) on(view.hitsNode, type, (event) => this.#followed(event));
    on(window, 'online', () => this.#isBroken && this.#search());
    if (this.#hasAddress) on(window, 'popstate', () => this.#walked());
    signal.addEventListener('abort', () => {
      this.#running.abort();
      clearTimeout(this.#pause);
      view.remove();
    });
    // What was typed while all this was on its way counts.
    if (shell.isComposing) return;
    const typed = (this.state.query = field.value.trim());
    if (this.#isAsked) {
      this.#search();
      if (!shell.isMeant) return;
      if (this.#keeps) remember(typed);
      this.#settle(true);
    } else this.#focused();
  }

  get #hasAddress() {
    return this.#isPage && !this.#element.hasAttribute('no-address');
  }

  /** Whether there is anything to find. */
  get #isAsked() {
    return !!this.state.query || isFiltered(this.state);
  }

  get #keeps() {
    return !this.#element.hasAttribute('no-recent');
  }

  // What the reader does

  /** Something else stands in the field. */
  typed() {
    const line = this.shell.field.value.trim();
    this.#clear.hidden = !this.shell.field.value;
    if (line === this.state.query) return;
    this.state.query = line;
    this.#search();
  }

  #focused() {
    if (this.shell.root.activeElement === this.shell.field) this.reopen();
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    const { field, dialog } = this.shell;
    // An input method's keys are its own; Safari says so by a code alone.
    if (event.isComposing || event.keyCode === 229) return;
    if (this.#view.pressed(event)) return event.preventDefault();
    if (event.key !== 'Escape') return;
    if (dialog) {
      event.preventDefault();
      dialog.close();
    } else if (event.target === field && field.value) {
      event.preventDefault();
      this.clear();
    }
  }

  /** @param {SubmitEvent} event */
  #submitted(event) {
    const { field } = this.shell;
    const line = field.value.trim();
    this.state.query = line;
    const action = this.#element.action;
    const isElsewhere = !!action && (!this.#isPage || this.#isBroken);
    if (this.#keeps) remember(line);
    if (!tell(this.#element, 'submit', { query: line, href: isElsewhere ? this.#allHref : null }, true)) return event.preventDefault();
    // The form itself goes there.
    if (isElsewhere) return;
    event.preventDefault();
    if (this.#isBroken || this.answer?.query !== line) this.#search();
    this.#settle(true);
    // The keyboard of a phone hides the results.
    if (this.#isPage && matchMedia('(pointer: coarse)').matches) field.blur();
  }

  /** A link was followed. @param {MouseEvent} event */
  #followed(event) {
    const path = event.composedPath();
    const link = /** @type {HTMLAnchorElement | undefined} */ (path.find((node) => node instanceof HTMLAnchorElement && node.href));
    const known = path.map((node) => this.hits.get(/** @type {any} */ (node))).find(Boolean);
    if (!link || !known || event.button > 1) return;
    const { query } = this.state;
    if (this.#keeps) remember(query);
    this.#settle(true);
    if (!tell(this.#element, 'select', { query, href: link.href, ...known }, true)) return event.preventDefault();
    if (!this.#element.hasAttribute('no-highlight')) leaveWords(link.href, known.hit);
  }

  /** The address has changed under way: back or forward. */
  #walked() {
    const state = this.#fromAddress();
    if (JSON.stringify(state) === JSON.stringify(this.state)) return;
    this.state = state;
    this.shell.field.value = state.query;
    this.#isDraft = false;
    clearTimeout(this.#pause);
    this.#pause = undefined;
    this.#search(false);
  }

  // What views ask for

  /** @param {string} line */
  take(line) {
    const { field } = this.shell;
    field.value = line;
    field.focus();
    this.typed();
    if (this.#keeps) remember(line);
    this.#settle(true);
  }

  /** @param {Partial<State>} part */
  change(part) {
    Object.assign(this.state, part);
    for (const [name, values] of Object.entries(this.state.chosen)) if (!values.length) delete this.state.chosen[name];
    this.#search();
    this.#settle(true);
  }

  forget() {
    forgetAll();
    if (!this.state.query) this.#showEmpty();
  }

  reopen() {
    if (this.#isAsked) this.#view.unfold();
    else this.#showEmpty();
  }

  fold() {
    this.#view.fold();
  }

  clear() {
    this.shell.field.value = '';
    this.state = { ...this.state, query: '', chosen: {}, after: null, before: null };
    this.#clear.hidden = true;
    this.#search();
    this.#settle(true);
  }

  /** @param {string} text @param {{ filters?: Filters, sort?: Sort }} [options] @returns {Promise<Answer | null>} */
  async ask(text, { filters, sort } = {}) {
    this.shell.field.value = text;
    const { after = null, before = null, ...chosen } = filters ?? {};
    const lists = Object.entries(chosen).map(([name, values]) => [name, [values ?? []].flat()]);
    Object.assign(this.state, { query: text.trim(), ...(filters && { after, before, chosen: Object.fromEntries(lists) }), ...(sort && { sort }) });
    const answered = this.#search();
    this.#settle(true);
    return answered;
  }

  async more() {
    const { signal } = this.#running;
    const { answer } = this;
    if (!answer) return;
    try {
      const offset = answer.hits.length;
      const { hits } = await (await this.#hound()).search(this.state.query, { ...this.#options, offset, signal });
      while (this.#steps) await painted();
      // Pressed twice, shown once.
      if (signal.aborted || this.answer !== answer) return;
      this.answer = { ...answer, hits: [...answer.hits, ...hits] };
      await this.#show(this.#view.append?.(this.answer, offset));
    } catch (error) {
      if (!signal.aborted) this.#fail(error);
    }
  }

  // Searching

  get #options() {
    const { state, facets } = this;
    return { limit: this.#limit, sort: state.sort, filters: filtersOf(state), ...(this.#isPage && { facets }) };
  }

  /** Answers what is asked now. @param {boolean} [isNew]  whether the address is to follow @returns {Promise<Answer | null>} */
  async #search(isNew = true) {
    this.#running.abort();
    // What is not shown yet would be in the way of what comes.
    this.#steps = undefined;
    const { signal } = (this.#running = new AbortController());
    clearTimeout(this.#pause);
    this.#pause = isNew ? setTimeout(() => this.#settle(false), PAUSE) : undefined;
    const { query } = this.state;
    this.#clear.hidden = !this.shell.field.value;
    if (!this.#isAsked) {
      this.answer = null;
      this.#isBroken = false;
      this.#showEmpty();
      return null;
    }
    const { say } = this.setting;
    let isOpen = false;
    const patience = setTimeout(() => this.#view.wait(say(isOpen ? 'searching' : 'loading')), PATIENCE);
    const start = performance.now();
    try {
      const hound = await this.#hound();
      isOpen = true;
      signal.throwIfAborted();
      const answer = await hound.search(query, { ...this.#options, completions: query ? 6 : 0, signal, onUpdate: (better) => void this.#draw(better) });
      signal.throwIfAborted();
      this.#isBroken = false;
      this.answer = answer;
      this.#milliseconds = Math.round(performance.now() - start);
      const shown = this.#draw(answer);
      if (!this.#pause) this.#announce();
      clearTimeout(patience);
      await shown;
      return answer;
    } catch (error) {
      if (!signal.aborted) this.#fail(error);
      return null;
    } finally {
      clearTimeout(patience);
    }
  }
  #milliseconds = 0;

  /** @param {Answer} answer */
  #draw(answer) {
    const { query } = this.state;
    return this.#show(this.#view.show(answer, { href: this.#allHref, text: this.setting.say('all', { query }) }));
  }

  /** Shows in pieces: what is typed next need not wait for the whole. What is newer ends it. @param {Steps} [steps] */
  async #show(steps) {
    this.#steps = steps;
    while (steps && this.#steps === steps) {
      const { done, value } = steps.next();
      if (done) this.#steps = undefined;
      else await painted(this.#pause && value);
    }
  }

  /** Where all results are. */
  get #allHref() {
    const { action, name } = this.#element;
    if (!action) return null;
    const url = new URL(action);
    url.searchParams.set(name, this.state.query);
    return url.href;
  }

  #showEmpty() {
    this.#live.textContent = '';
    this.#view.empty(this.#keeps ? recent() : []);
  }

  /** @param {unknown} error */
  #fail(error) {
    const code = /** @type {any} */ (error)?.code ?? 'broken';
    const { say } = this.setting;
    this.#isBroken = true;
    this.#steps = undefined;
    this.answer = null;
    console.error(error);
    const text = say(code === 'offline' || code === 'unsupported' ? code : 'broken');
    this.#view.fail(this.#element.action ? `${text} ${say('send')}` : text, code !== 'unsupported');
    this.#live.textContent = this.#view.spoken;
    tell(this.#element, 'error', { code, error });
  }

  /** @param {number} rank */
  async #explain(rank) {
    try {
      const hound = await this.#hound();
      const { hits } = await hound.search(this.state.query, { ...this.#options, limit: 1, offset: rank, explain: true });
      return hits[0] ?? null;
    } catch {
      return null;
    }
  }

  /** Typing has paused, or what was typed is meant. @param {boolean} isMeant */
  #settle(isMeant) {
    clearTimeout(this.#pause);
    this.#pause = undefined;
    this.#announce();
    if (this.#hasAddress) this.#toAddress(isMeant);
  }

  /** Says what is there now to those who do not see it, and tells the page what was searched. */
  #announce() {
    this.#live.textContent = this.#isAsked ? this.#view.spoken : '';
    const { answer, state } = this;
    if (!answer || answer.query !== state.query) return;
    const { query, total, isTotalExact, suggestion, notes } = answer;
    const detail = { query, filters: filtersOf(state), sort: state.sort, total, isTotalExact, suggestion, notes: notes.map((note) => note.code) };
    const told = JSON.stringify(detail);
    if (told === this.#told) return;
    this.#told = told;
    tell(this.#element, 'search', { ...detail, milliseconds: this.#milliseconds });
  }

  #fromAddress() {
    return read(location.search, this.#element.name, this.facets, this.#sort);
  }

  /** A search that is only being typed is one step in the history, however often it changes. @param {boolean} isMeant */
  #toAddress(isMeant) {
    const address = write(location.href, this.state, this.#element.name, this.facets, this.#sort);
    if (address !== location.href) {
      if (this.#isDraft) history.replaceState(history.state, '', address);
      else history.pushState(null, '', address);
      this.#isDraft = !isMeant;
    } else if (isMeant) this.#isDraft = false;
  }
}

/**
 * Settles once all is painted that was changed before, and then some milliseconds later; where nobody sees it, soon.
 * @param {number} [more] @returns {Promise<void>}
 */
const painted = (more = 0) => new Promise((resolve) => {
  requestAnimationFrame(() => setTimeout(resolve, more));
  setTimeout(resolve, more + 99);
});

/** For the article's own page, when it is opened: which words led there. @param {string} href @param {Hit} hit */
function leaveWords(href, { titleParts, snippet }) {
  const words = [...titleParts, ...snippet].filter((part) => part.isMatch).map((part) => part.text.toLowerCase());
  try {
    sessionStorage.setItem('newshound:found', JSON.stringify({ url: href.split('#')[0], words: [...new Set(words)].slice(0, 20) }));
  } catch {
    // Nothing will be marked.
  }
}
