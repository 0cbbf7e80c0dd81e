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
 * @property {(hit: Hit) => Node} sample  a result that is none
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
 *
 * @typedef {object} Behaviour  what the element may use
 * @property {Answer | null} answer  the last that was shown
 * @property {() => void} typed  something else stands in the field
 * @property {(text: string, options?: { filters?: Filters, sort?: Sort }) => Promise<Answer | null>} ask
 * @property {() => void} fold
 * @property {() => void} clear
 * @property {() => void} forget
 */
import { filtersOf, isFiltered, read, SORTS, write } from './address.js';
import { share } from './engine.js';
import { attributes, make, tell } from './make.js';
import { attempt } from './nodes.js';
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
  return behave(element, shell, signal, hound, say, view);
}

/** @param {string} tag */
const localeOf = (tag) => attempt(() => Intl.getCanonicalLocales(tag)[0]) ?? 'en';

/**
 * @param {NewsHound} element @param {Shell} shell @param {AbortSignal} signal @param {() => Promise<Hound>} open
 * @param {Setting['say']} say @param {(host: ViewHost) => View} viewOf @returns {Behaviour}
 */
function behave(element, shell, signal, open, say, viewOf) {
  const { root, form, bar, field, dialog } = shell;
  const isPage = element.mode === 'page';
  const hasAddress = isPage && !element.hasAttribute('no-address');
  const keeps = () => !element.hasAttribute('no-recent');
  const limit = Math.max(1, Number(element.getAttribute('limit')) || (isPage ? 20 : 6));
  const facets = (element.getAttribute('facets') ?? 'section author language').split(/[\s,]+/).filter(Boolean);
  const wanted = element.getAttribute('sort');
  const usual = SORTS.find((sort) => sort === wanted) ?? 'relevance';
  /** @type {ViewHost['hits']} */
  const hits = new WeakMap();
  /** @type {Answer | null} */
  let answer = null;
  let running = new AbortController();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let pause;
  let isBroken = false;
  /** Whether the address holds a search that was typed and not yet meant. */
  let isDraft = false;
  /** What was told to the page last. */
  let told = '';
  let milliseconds = 0;
  /** What is being shown. @type {Steps | undefined} */
  let now;

  const fromAddress = () => read(location.search, element.name, facets, usual);
  /** @type {State} */
  let state = hasAddress ? fromAddress() : { query: '', chosen: {}, after: null, before: null, sort: usual };
  /** Whether there is anything to find. */
  const isAsked = () => !!state.query || isFiltered(state);

  const live = make('p.vh', { role: 'status' });
  const clearButton = make('button.clear', { hidden: true, 'aria-label': say('clear') }, make('span.cross', { 'aria-hidden': 'true' }), () => {
    clear();
    field.focus();
  });

  // What the reader does

  /** Something else stands in the field. */
  function typed() {
    const line = field.value.trim();
    clearButton.hidden = !field.value;
    if (line === state.query) return;
    state.query = line;
    search();
  }

  const focused = () => root.activeElement === field && reopen();

  /** @param {KeyboardEvent} event */
  function pressed(event) {
    // What is typed is of no concern here. An input method's keys are its own; Safari says so by a code alone.
    if (event.isComposing || event.keyCode === 229 || !(event.key?.length > 1)) return;
    if (view.pressed(event)) return event.preventDefault();
    if (event.key !== 'Escape') return;
    if (dialog) {
      event.preventDefault();
      dialog.close();
    } else if (event.target === field && field.value) {
      event.preventDefault();
      clear();
    }
  }

  /** @param {SubmitEvent} event */
  function submitted(event) {
    const line = field.value.trim();
    state.query = line;
    const isElsewhere = !!element.action && (!isPage || isBroken);
    if (keeps()) remember(line);
    if (!tell(element, 'submit', { query: line, href: isElsewhere ? allHref() : null }, true)) return event.preventDefault();
    // The form itself goes there.
    if (isElsewhere) return;
    event.preventDefault();
    if (isBroken || answer?.query !== line) search();
    settle(true);
    // The keyboard of a phone hides the results.
    if (isPage && matchMedia('(pointer: coarse)').matches) field.blur();
  }

  /** A link was followed. @param {MouseEvent} event */
  function followed(event) {
    const path = event.composedPath();
    const link = /** @type {HTMLAnchorElement | undefined} */ (path.find((node) => node instanceof HTMLAnchorElement && node.href));
    const known = path.map((node) => hits.get(/** @type {any} */ (node))).find(Boolean);
    if (!link || !known || event.button > 1) return;
    const { query } = state;
    if (keeps()) remember(query);
    settle(true);
    if (!tell(element, 'select', { query, href: link.href, ...known }, true)) return event.preventDefault();
    if (!element.hasAttribute('no-highlight')) leaveWords(link.href, known.hit);
  }

  /** The address has changed under way: back or forward. */
  function walked() {
    const there = fromAddress();
    if (JSON.stringify(there) === JSON.stringify(state)) return;
    state = there;
    field.value = state.query;
    isDraft = false;
    search(false);
  }

  // What views and the element ask for

  /** @param {string} line */
  function take(line) {
    field.value = line;
    field.focus();
    typed();
    if (keeps()) remember(line);
    settle(true);
  }

  /** @param {Partial<State>} part */
  function change(part) {
    Object.assign(state, part);
    for (const [name, values] of Object.entries(state.chosen)) if (!values.length) delete state.chosen[name];
    search();
    settle(true);
  }

  function forget() {
    forgetAll();
    if (!state.query) showEmpty();
  }

  function reopen() {
    if (isAsked()) view.unfold();
    else showEmpty();
  }

  function clear() {
    field.value = '';
    state = { ...state, query: '', chosen: {}, after: null, before: null };
    search();
    settle(true);
  }

  /** @type {Behaviour['ask']} */
  async function ask(text, { filters, sort } = {}) {
    field.value = text;
    const { after = null, before = null, ...chosen } = filters ?? {};
    const lists = Object.entries(chosen).map(([name, values]) => [name, [values ?? []].flat()]);
    Object.assign(state, { query: text.trim(), ...(filters && { after, before, chosen: Object.fromEntries(lists) }), ...(sort && { sort }) });
    const answered = search();
    settle(true);
    return answered;
  }

  async function more() {
    const { signal } = running;
    const old = answer;
    if (!old) return;
    try {
      const offset = old.hits.length;
      const { hits } = await (await open()).search(state.query, { ...options(), offset, signal });
      while (now) await painted();
      // Pressed twice, shown once.
      if (signal.aborted || answer !== old) return;
      answer = { ...old, hits: [...old.hits, ...hits] };
      await show(view.append?.(answer, offset));
    } catch (error) {
      if (!signal.aborted) fail(error);
    }
  }

  // Searching

  const options = () => ({ limit, sort: state.sort, filters: filtersOf(state), ...(isPage && { facets }) });

  /** Answers what is asked now. @param {boolean} [isNew]  whether the address is to follow @returns {Promise<Answer | null>} */
  async function search(isNew = true) {
    running.abort();
    // What is not shown yet would be in the way of what comes.
    now = undefined;
    const { signal } = (running = new AbortController());
    clearTimeout(pause);
    pause = isNew ? setTimeout(() => settle(false), PAUSE) : undefined;
    const { query } = state;
    clearButton.hidden = !field.value;
    if (!isAsked()) {
      answer = null;
      isBroken = false;
      showEmpty();
      return null;
    }
    // To lay out what results stand in takes its time, too: there is some while they are looked for.
    if (isPage && !answer) view.wait('');
    let isOpen = false;
    const patience = setTimeout(() => signal.aborted || view.wait(say(isOpen ? 'searching' : 'loading')), PATIENCE);
    const start = performance.now();
    try {
      const hound = await open();
      isOpen = true;
      signal.throwIfAborted();
      const found = await hound.search(query, { ...options(), completions: query ? 6 : 0, signal, onUpdate: (better) => void draw(better) });
      signal.throwIfAborted();
      clearTimeout(patience);
      isBroken = false;
      answer = found;
      milliseconds = Math.round(performance.now() - start);
      const shown = draw(found);
      if (!pause) announce();
      await shown;
      return found;
    } catch (error) {
      clearTimeout(patience);
      if (!signal.aborted) fail(error);
      return null;
    }
  }

  /** @param {Answer} answer */
  const draw = (answer) => show(view.show(answer, { href: allHref(), text: say('all', { query: state.query }) }));

  /** Shows in pieces: what is typed next need not wait for the whole. What is newer ends it. @param {Steps} [steps] */
  async function show(steps) {
    now = steps;
    while (steps && now === steps) {
      const { done, value } = steps.next();
      if (done) now = undefined;
      else await painted(pause && value);
    }
  }

  /** Where all results are. */
  function allHref() {
    const { action, name } = element;
    if (!action) return null;
    const url = new URL(action);
    url.searchParams.set(name, state.query);
    return url.href;
  }

  function showEmpty() {
    live.textContent = '';
    view.empty(keeps() ? recent() : []);
  }

  /** @param {unknown} error */
  function fail(error) {
    const code = /** @type {any} */ (error)?.code ?? 'broken';
    isBroken = true;
    now = undefined;
    answer = null;
    console.error(error);
    const text = say(code) || say('broken');
    view.fail(element.action ? `${text} ${say('send')}` : text, code !== 'unsupported');
    live.textContent = view.spoken;
    tell(element, 'error', { code, error });
  }

  /** Typing has paused, or what was typed is meant. @param {boolean} isMeant */
  function settle(isMeant) {
    clearTimeout(pause);
    pause = undefined;
    announce();
    if (hasAddress) toAddress(isMeant);
  }

  /** Says what is there now to those who do not see it, and tells the page what was searched. */
  function announce() {
    live.textContent = isAsked() ? view.spoken : '';
    if (!answer || answer.query !== state.query) return;
    const { query, total, isTotalExact, suggestion, notes } = answer;
    const detail = { query, filters: filtersOf(state), sort: state.sort, total, isTotalExact, suggestion, notes: notes.map((note) => note.code) };
    const telling = JSON.stringify(detail);
    if (telling === told) return;
    told = telling;
    tell(element, 'search', { ...detail, milliseconds });
  }

  /** A search that is only being typed is one step in the history, however often it changes. @param {boolean} isMeant */
  function toAddress(isMeant) {
    const address = write(location.href, state, element.name, facets, usual);
    if (address !== location.href) {
      if (isDraft) history.replaceState(history.state, '', address);
      else history.pushState(null, '', address);
      isDraft = true;
    }
    isDraft &&= !isMeant;
  }

  // How it begins

  /** @type {Setting} */
  const setting = {
    say,
    hasImages: element.hasAttribute('images'),
    jumps: !element.hasAttribute('no-jump'),
    render: element.renderHit,
    explain: (rank) => open().then((hound) => hound.search(state.query, { ...options(), limit: 1, offset: rank, explain: true })).then(({ hits }) => hits[0], () => null),
  };
  /** @type {ViewHost & Behaviour} */
  const host = {
    shell, setting, signal, facets, hits, take, change, more, reopen, typed, ask, clear, forget,
    retryButton: make('button.retry', say('retry'), () => void search()),
    forgetButton: make('button.forget', say('forget'), () => {
      forget();
      field.focus();
    }),
    fold: () => view.fold(),
    get state() {
      return state;
    },
    get answer() {
      return answer;
    },
  };
  const view = viewOf(host);

  /** What is done for the first time takes long, most of all to find a font: there is time before anything is typed. */
  async function warm() {
    const hound = await open();
    if (isAsked()) return;
    const { hits: [hit] } = await hound.search(say('results')[0], { ...options(), limit: 1, completions: 6 });
    const sample = make('div.vh', { inert: true });
    form.append(sample);
    for (const part of [make('button', say('count', { n: 2 })), ...(hit && !setting.render ? view.sample(hit).childNodes : [])]) {
      if (isAsked()) break;
      // No picture is loaded for this.
      if (!(/** @type {any} */ (part).src)) sample.append(part);
      await painted();
    }
    sample.remove();
  }

  form.append(live);
  warm().catch(() => {});
  if (!dialog) bar.append(clearButton);
  /** @param {EventTarget} target @param {string} type @param {(event: any) => void} listener */
  const on = (target, type, listener) => target.addEventListener(type, listener, { signal });
  on(field, 'input', (event) => event.isComposing || typed());
  on(field, 'compositionend', typed);
  on(field, 'focus', focused);
  on(root, 'keydown', pressed);
  on(form, 'submit', submitted);
  for (const type of ['click', 'auxclick']) on(view.hitsNode, type, followed);
  on(window, 'online', () => isBroken && search());
  if (hasAddress) on(window, 'popstate', walked);
  signal.addEventListener('abort', () => {
    running.abort();
    clearTimeout(pause);
    view.remove();
  });
  // What was typed while all this was on its way counts.
  if (!shell.isComposing) {
    const typed = (state.query = field.value.trim());
    if (!isAsked()) focused();
    else {
      search();
      if (shell.isMeant) {
        if (keeps()) remember(typed);
        settle(true);
      }
    }
  }
  return host;
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
  // Where nothing is kept, nothing will be marked.
  attempt(() => sessionStorage.setItem('newshound:found', JSON.stringify({ url: href.split('#')[0], words: [...new Set(words)].slice(0, 20) })));
}
