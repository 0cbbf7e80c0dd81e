/**
 * Filters beside a page of results: the values of each facet with their counts, and dates, by presets or day by day.
 *
 * @import { Answer } from '../newshound.js'
 * @import { Steps, ViewHost } from './behaviour.js'
 */
import { isFiltered } from './address.js';
import { shift, today } from './dates.js';
import { make } from './make.js';
import { arrange, attempt } from './nodes.js';

/** Values of a facet that are shown before anybody asks for all. */
const FEW = 7;
/** Days back from today; 0 is any time. */
const PRESETS = /** @type {const} */ ([['anytime', 0], ['week', 7], ['month', 30], ['year', 365]]);

/** The first day of a preset. @param {number} days */
const since = (days) => (days ? shift(today(), -days) : null);

/** @typedef {{ node: HTMLElement, input: HTMLInputElement, count: HTMLElement }} Row */
/** @typedef {{ node: HTMLElement, list: HTMLElement, every: HTMLButtonElement, isWhole: boolean, rows: Map<string, Row> }} Facet */

/** @param {ViewHost} host */
export function filterPanel(host) {
  const { setting: { say } } = host;
  /** @type {Map<string, Facet>} */
  const facets = new Map();
  /** @type {Answer} */
  let shown;

  // The reader's last day counts; the engine's `before` is the day after.
  const change = () => host.change({ after: from.value || null, before: to.value ? shift(to.value, 1) : null });
  /** @type {HTMLInputElement} */
  const from = make('input', { id: 'from' }, change);
  /** @type {HTMLInputElement} */
  const to = make('input', { id: 'to' }, change);
  /** With their days. @type {[HTMLInputElement, number][]} */
  const presets = PRESETS.map(([name, days]) => [make('input', { type: 'radio', name: 'date', value: name, checked: !days }, () => host.change({ after: since(days), before: null })), days]);
  const dates = make('fieldset.facet', make('legend', say('date')), ...presets.map(([input]) => make('label.value', input, make('span', say(input.value)))),
    make('div.range', make('label', { for: 'from' }, say('from')), from, make('label', { for: 'to' }, say('to')), to));
  const reset = make('button.reset', { hidden: true }, say('reset'), () => {
    host.change({ chosen: {}, after: null, before: null });
    host.shell.field.focus({ preventScroll: true });
  });
  const groups = make('div.facets');
  const node = make('div.filters', { hidden: true }, reset, dates, groups);

  /** @param {string} name @param {string} value @returns {Row} */
  function rowOf(name, value) {
    const count = make('span.number');
    const input = make('input', { type: 'checkbox', name, value }, () => {
      const { chosen } = host.state;
      const others = (chosen[name] ?? []).filter((other) => other !== value);
      host.change({ chosen: { ...chosen, [name]: input.checked ? [...others, value] : others } });
    });
    return { node: make('label.value', input, make('span', name === 'language' ? languageName(value, say.locale) : value), ' ', count), input, count };
  }

  /** @param {string} name @param {{ value: string, count: number }[]} values @param {string[]} chosen */
  function facetOf(name, values, chosen) {
    let facet = facets.get(name);
    if (!facet) {
      const list = make('div.values');
      const every = make('button.every', () => {
        made.isWhole = true;
        showFacets();
        list.querySelectorAll('input')[FEW]?.focus();
      });
      // A facet without a word of its own goes by its name.
      const node = make('fieldset.facet', make('legend', say(name) || name), list, every);
      /** @type {Facet} */
      const made = (facet = { node, list, every, isWhole: false, rows: new Map() });
      facets.set(name, facet);
    }
    const { rows, every } = facet;
    const few = facet.isWhole ? values : values.filter(({ value }, at) => at < FEW || chosen.includes(value));
    arrange(facet.list, few.map(({ value, count }) => {
      const row = rows.get(value) ?? rowOf(name, value);
      rows.set(value, row);
      row.input.checked = chosen.includes(value);
      row.count.textContent = say.number(count);
      return row.node;
    }));
    every.hidden = few.length === values.length;
    every.textContent = say('every', { n: values.length });
    return facet.node;
  }

  /** Dates first, then facets: the first fields for dates take browsers long. @param {Answer} answer @returns {Steps} */
  function* show(answer) {
    const { state } = host;
    node.hidden = false;
    reset.hidden = !isFiltered(state);
    for (const [input, day] of /** @type {const} */ ([[from, state.after], [to, state.before && shift(state.before, -1)]])) {
      // Not before somebody may see it: browsers take long to make the first.
      input.type = 'date';
      input.value = day ?? '';
      // WebKit shows today in a field without a date.
      input.classList.toggle('unset', !day);
    }
    for (const [input, days] of presets) input.checked = !state.before && state.after === since(days);
    // A first answer knows no counts yet: the old ones stay until the whole is there.
    if (!answer.isComplete && !Object.keys(answer.facets).length) return;
    shown = answer;
    yield;
    showFacets();
  }

  function showFacets() {
    const { state, facets: names } = host;
    arrange(groups, names.flatMap((name) => {
      const values = shown.facets[name] ?? [];
      const chosen = state.chosen[name] ?? [];
      // What was chosen stays in sight, even where nothing has it any more.
      const all = [...values, ...chosen.filter((value) => !values.some((other) => other.value === value)).map((value) => ({ value, count: 0 }))];
      return all.length > 1 || chosen.length ? facetOf(name, all, chosen) : [];
    }));
  }

  return { node, show };
}

/** @param {string} tag @param {string} locale */
const languageName = (tag, locale) => attempt(() => new Intl.DisplayNames(locale, { type: 'language' }).of(tag)) ?? tag;
