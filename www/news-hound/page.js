/**
 * A whole page of results: how many, notes, completions, filters, a timeline, and the results themselves, each a
 * heading with a link. Arrow keys walk from the field through the links; Tab goes everywhere.
 *
 * @import { Hit } from '../newshound.js'
 * @import { NewsHound } from '../news-hound.js'
 * @import { Shell, Steps, View, ViewHost } from './behaviour.js'
 * @import { Part } from './nodes.js'
 */
import { style } from './style-page.js';
import { isFiltered, SORTS } from './address.js';
import { start } from './behaviour.js';
import { filterPanel } from './filters.js';
import { renew } from './hit.js';
import { attributes, make } from './make.js';
import { arrange } from './nodes.js';
import { explain, hitNode } from './result.js';
import { timelineOf } from './timeline.js';
import { noteTexts } from './words.js';

/** Results that are shown at a time: about as many as are seen at once. */
const SEEN = 4;
/** Milliseconds after which typing rests, and what is out of sight or stands beside the results follows. */
const REST = 150;
/** Width in pixels from which filters stand beside the results, and open. */
const WIDE = 720;

/** @param {NewsHound} element @param {Shell} shell @param {AbortSignal} signal  ends everything */
export const attach = (element, shell, signal) => start(element, shell, signal, style, (host) => pageView(host, placeOf(element, shell)));

/** Where results appear: in the element, or in the one that `results` names. @param {NewsHound} element @param {Shell} shell */
function placeOf(element, shell) {
  const root = /** @type {Document | ShadowRoot} */ (element.getRootNode());
  const place = root.getElementById(element.getAttribute('results') ?? '');
  if (!place) return shell.root;
  const other = place.shadowRoot ?? place.attachShadow({ mode: 'open' });
  other.adoptedStyleSheets = shell.root.adoptedStyleSheets;
  return other;
}

/**
 * @param {ViewHost} host @param {ShadowRoot} place  where results stand: the element's own root, or another's
 * @returns {View}
 */
function pageView(host, place) {
  const { setting, signal, shell, hits: known } = host;
  const { say } = setting;
  const status = make('p.status');
  const notes = make('div.notes');
  const chips = make('div.completions', { role: 'group' });
  const list = make('ol.list', { role: 'list' });
  const foot = make('div.panel-foot');
  const filters = filterPanel(host);
  const timeline = timelineOf(host);
  /** @type {HTMLSelectElement} */
  const sort = make('select', { id: 'sort' }, ...SORTS.map((sort) => make('option', { value: sort }, say(sort))), () => host.change({ sort: /** @type {any} */ (sort.value) }));
  const more = make('button.more', { hidden: true }, say('more'), () => host.more());
  const order = make('div.sort', make('label', { for: 'sort' }, say('sort')), ' ', sort);
  const side = make('details.side', make('summary.filters-title', say('filters')), filters.node);
  const body = make('div.body', { hidden: true }, side, make('div.main', make('div.head', status, order), notes, timeline.node, list, more, foot));
  const node = make('section.results', { 'aria-label': say('results') }, chips, body);
  place.append(node);
  place.addEventListener('keydown', (event) => {
    // In a root of its own; in the element's, the behaviour hears it.
    if (place !== shell.root && pressed(/** @type {KeyboardEvent} */ (event))) event.preventDefault();
  }, { signal });

  // It does not bubble.
  list.addEventListener('toggle', (event) => {
    const details = /** @type {HTMLDetailsElement} */ (event.target);
    const shown = known.get(/** @type {Node} */ (details.closest('li.hit')));
    if (details.open && shown) void explain(details, shown, setting);
  }, true);

  /** @param {boolean} isShown */
  function introduce(isShown) {
    body.hidden = isShown;
    /** @type {HTMLElement} */ (shell.intro).hidden = !isShown;
  }

  /** @param {string} text */
  function wait(text) {
    // Wide enough, filters are open from the start; the reader decides afterwards. While nothing is there, it is soon measured.
    side.open ||= body.hidden && node.clientWidth >= WIDE;
    introduce(false);
    status.textContent = text;
  }

  /** What is here when somebody types again is not to be of the last search. @param {HTMLElement[]} rest  what stays at the end */
  function drop(rest) {
    for (const part of [list, notes]) part.replaceChildren();
    arrange(foot, rest);
    list.hidden = more.hidden = order.hidden = timeline.node.hidden = true;
  }

  /** Lines to search for. None takes the place of another while somebody may press it. @param {(Part | string)[][]} lines */
  const chipsOf = (lines) => lines.map((parts, at) => {
    const old = /** @type {HTMLElement | undefined} */ (chips.children[at]);
    /** @type {HTMLElement} */
    const chip = old?.matches('.chip:not(:hover, :focus)') ? old : make('button.chip', () => host.take(chip.textContent));
    return arrange(chip, parts);
  });

  /** Shows some results, from one on. @param {Hit[]} hits @param {number} from */
  function showRows(hits, from) {
    arrange(list, renew(list, hits, from, from + SEEN, known, !setting.render, (hit, old) => hitNode(hit, setting, old)));
  }

  /** @param {Hit[]} hits @param {number} from @returns {Steps} */
  function* showRest(hits, from) {
    for (; from < hits.length; from += SEEN) {
      yield;
      showRows(hits, from);
    }
  }

  /** @param {KeyboardEvent} event @returns {boolean} */
  function pressed(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return false;
    const { field } = shell;
    const stops = [field, .../** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll('h2 a'))];
    const target = /** @type {any} */ (event.composedPath()[0]);
    const at = stops.indexOf(target);
    if (event.key === 'Escape' && at > 0) {
      field.focus();
      return true;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (at < 0 || !step) return false;
    stops[at + step]?.focus();
    return true;
  }

  return {
    hitsNode: list,
    get spoken() {
      return [status, ...notes.children].map((node) => node.textContent).filter(Boolean).join(' ');
    },
    wait,
    pressed,

    *show(answer) {
      const { total, isTotalExact, isComplete, hits, suggestion, query, completions = [] } = answer;
      const isNothing = !total && isComplete;
      wait(say(isNothing ? (query ? 'none' : 'nothing') : total || isComplete ? 'count' : 'searching', { query, n: total, isExact: isTotalExact }));
      const texts = noteTexts(answer.notes, say);
      if (isNothing && !suggestion && query) texts.push(say('advice'));
      arrange(notes, [
        ...(suggestion ? [make('button.suggestion', say('meant', { query: suggestion }), () => host.take(suggestion))] : []),
        ...texts.map((text) => make('p.note', text)),
      ]);
      const others = completions.filter(({ text, kind }) => kind !== 'headline' && text.toLowerCase() !== query.trim().toLowerCase()).slice(0, 5);
      // Once there, their row stays: what is below does not jump while the reader types on.
      attributes(chips, { 'aria-label': say('completions'), ...(others.length && { class: 'completions held' }) });
      arrange(chips, chipsOf(others.map(({ parts }) => parts)));
      list.hidden = !hits.length;
      more.hidden = total <= hits.length;
      foot.replaceChildren();
      sort.value = host.state.sort;
      // Nothing cannot be put in order, nor be less.
      order.hidden = total < 2;
      side.hidden = isNothing && !isFiltered(host.state);
      const bars = timeline.show(answer);
      showRows(hits, 0);
      // Who types on has no use for the rest.
      yield REST;
      yield* filters.show(answer);
      yield;
      timeline.fill(bars);
      yield* showRest(hits, SEEN);
    },

    *append({ hits, total }, from) {
      more.hidden = hits.length === from || total <= hits.length;
      yield* showRest(hits, from);
      /** @type {any} */ (list.children[from]?.querySelector('h2 a'))?.focus();
    },

    empty(recent) {
      introduce(true);
      status.textContent = '';
      drop([]);
      attributes(chips, { 'aria-label': say('recent'), class: 'completions' });
      arrange(chips, recent.length ? [make('span.quiet', say('recent')), ...chipsOf(recent.map((line) => [line])), host.forgetButton] : []);
    },

    fail(text, canRetry) {
      wait(text);
      drop(canRetry ? [host.retryButton] : []);
    },

    // And what stands around it.
    sample: (hit) => make('p', ...hitNode(hit, setting).childNodes, side.cloneNode(true)),

    fold() {},
    unfold() {},

    remove() {
      node.remove();
    },
  };
}
