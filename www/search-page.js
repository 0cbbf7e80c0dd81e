/**
 * Search on a page: the behaviour of a field and its results. All that a site needs:
 *
 * ```html
 * <link rel="stylesheet" href="/search/search-page.css">
 * <form data-newshound role="search"><label>Search <input type="search" name="q"></label></form>
 * <script type="module" src="/search/search-page.js"></script>
 * ```
 *
 * Every `<form data-newshound>` is attached when the script loads. Its results appear behind it, or in the element
 * whose id is the attribute's value. With an `action`, the form works as a plain form where the search cannot.
 * The engine is loaded when the reader focuses the field, or at once where the address has a query (`?q=…`).
 *
 * @import { Hound } from './newshound.js'
 */
import { NewshoundError, open } from './newshound.js';
import { ResultsView } from './results.js';
import { WORDS } from './words.js';

/** Hits at a time. */
const HITS = 20;
/** Milliseconds without a key after which typing has paused: the count is announced, the address follows. */
const PAUSE = 700;
/** Milliseconds after which waiting is worth a word. */
const PATIENCE = 250;

/**
 * Makes a form search; returns what undoes it.
 *
 * @param {HTMLFormElement} form  with a field of type `search` or `text`
 * @param {object} [options]
 * @param {HTMLElement} [options.results]  where results appear
 * @param {Partial<typeof WORDS>} [options.words]
 * @param {string} [options.base]  the folder of the engine, as in `open()`
 */
export function attach(form, { results, words: own, base } = {}) {
  const field = /** @type {HTMLInputElement} */ (form.querySelector('input[type=search], input[type=text], input:not([type])'));
  if (!field) throw new TypeError('newshound: the form has no search field');
  const name = field.name || 'q';
  const words = { ...WORDS, ...own };
  const given = results ?? document.getElementById(form.dataset.newshound ?? '');
  const place = given ?? document.createElement('section');
  if (!given) form.after(place);
  place.classList.add('nh-results');

  const attached = new AbortController();
  let running = new AbortController();
  /** @type {Promise<Hound> | undefined} */
  let opening;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let pause;
  /** The line whose answer is shown, or under way. */
  let shown = '';
  let isAnswered = false;
  let isBroken = false;

  const view = new ResultsView(place, words, {
    ask(query) {
      field.value = query;
      field.focus();
      search();
    },
    more,
    again: () => search(true),
  });

  const load = () => {
    opening ??= open({ base }).catch((error) => {
      opening = undefined;
      throw error;
    });
    return opening;
  };

  async function search(isForced = false) {
    const line = field.value.trim();
    if (line === shown && !isForced) return;
    shown = line;
    isAnswered = false;
    running.abort();
    const { signal } = (running = new AbortController());
    clearTimeout(pause);
    pause = setTimeout(settle, PAUSE);
    if (!line) return view.clear();

    let isOpen = false;
    const patience = setTimeout(() => view.wait(isOpen ? words.searching : words.opening), PATIENCE);
    try {
      const hound = await load();
      isOpen = true;
      signal.throwIfAborted();
      const answer = await hound.search(line, { limit: HITS, signal, onUpdate: (better) => view.show(better) });
      isBroken = false;
      view.show(answer);
      isAnswered = true;
      if (!pause) view.announce();
    } catch (error) {
      if (signal.aborted) return;
      isBroken = true;
      console.error(error);
      view.fail(error instanceof NewshoundError ? error.code : 'other');
    } finally {
      clearTimeout(patience);
    }
  }

  async function more() {
    const { signal } = running;
    try {
      const hound = await load();
      const offset = view.size;
      const answer = await hound.search(shown, { limit: HITS, offset, signal });
      // Pressed twice, shown once.
      if (offset === view.size) view.append(answer);
    } catch (error) {
      if (signal.aborted) return;
      console.error(error);
      view.fail(error instanceof NewshoundError ? error.code : 'other');
    }
  }

  /** Typing has paused. */
  function settle() {
    clearTimeout(pause);
    pause = undefined;
    if (isAnswered) view.announce();
    const address = new URL(location.href);
    if (shown) address.searchParams.set(name, shown);
    else address.searchParams.delete(name);
    if (address.href !== location.href) history.replaceState(history.state, '', address);
  }

  /** @param {KeyboardEvent} event */
  function move(event) {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    const stops = [field, ...view.links];
    const at = stops.indexOf(/** @type {any} */ (event.target));
    if (at < 0) return;
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Escape: 0 }[event.key];
    if (to === undefined) return;
    if (event.key === 'Escape' && !at) {
      if (!field.value) return;
      field.value = '';
      search();
    }
    event.preventDefault();
    stops[to]?.focus();
  }

  /** @param {EventTarget} target @param {string} type @param {(event: any) => void} listener */
  const on = (target, type, listener) => target.addEventListener(type, listener, { signal: attached.signal });
  on(field, 'focus', () => load().catch(() => {}));
  on(field, 'input', (event) => event.isComposing || search());
  on(field, 'compositionend', () => search());
  on(form, 'keydown', move);
  on(place, 'keydown', move);
  on(form, 'submit', (event) => {
    if (isBroken && form.hasAttribute('action')) return;
    event.preventDefault();
    search(isBroken);
    settle();
    // The keyboard of a phone hides the results.
    if (matchMedia('(pointer: coarse)').matches) field.blur();
  });
  on(window, 'online', () => isBroken && search(true));

  const asked = new URLSearchParams(location.search).get(name);
  if (asked !== null && !field.value) field.value = asked;
  if (field.value) search();
  else if (document.activeElement === field) load().catch(() => {});

  return () => {
    attached.abort();
    running.abort();
    clearTimeout(pause);
    opening?.then((hound) => hound.close(), () => {});
    view.remove();
    if (!given) place.remove();
  };
}

for (const form of document.querySelectorAll('form[data-newshound]')) attach(/** @type {HTMLFormElement} */ (form));
