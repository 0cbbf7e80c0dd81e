/**
 * Filters beside a page of results: the values of each facet with their counts, and dates, by presets or day by day.
 *
 * @import { Answer } from '../newshound.js'
 * @import { ViewHost } from './behaviour.js'
 */
import { isFiltered } from './address.js';
import { shift, today } from './dates.js';
import { make } from './make.js';
import { arrange } from './nodes.js';

/** Values of a facet that are shown before anybody asks for all. */
const FEW = 7;
/** Days back from today; 0 is any time. */
const PRESETS = /** @type {const} */ ([['anytime', 0], ['week', 7], ['month', 30], ['year', 365]]);

/** The first day of a preset. @param {number} days */
const since = (days) => (days ? shift(today(), -days) : null);

export class Filters {
  #host;
  node = make('div.filters', { hidden: true });
  #groups = make('div.facets');
  /** @typedef {{ node: HTMLElement, list: HTMLElement, every: HTMLButtonElement, isWhole: boolean, rows: Map<string, Row> }} Facet */
  /** @type {Map<string, Facet>} */
  #facets = new Map();
  /** @type {HTMLInputElement} */
  #from;
  /** @type {HTMLInputElement} */
  #to;
  /** By their days. @type {Map<number, HTMLInputElement>} */
  #presets = new Map();
  #reset;
  /** @type {Answer} */
  #shown = /** @type {any} */ (null);

  /** @param {ViewHost} host */
  constructor(host) {
    this.#host = host;
    const { setting: { say } } = host;
    // The reader's last day counts; the engine's `before` is the day after.
    const change = () => host.change({ after: this.#from.value || null, before: this.#to.value ? shift(this.#to.value, 1) : null });
    this.#from = make('input', { id: 'from' }, change);
    this.#to = make('input', { id: 'to' }, change);
    const presets = PRESETS.map(([name, days]) => {
      const input = make('input', { type: 'radio', name: 'date', value: name, checked: !days }, () => host.change({ after: since(days), before: null }));
      this.#presets.set(days, input);
      return make('label.value', input, make('span', say(name)));
    });
    const dates = make('fieldset.facet', make('legend', say('date')), ...presets,
      make('div.range', make('label', { for: 'from' }, say('from')), this.#from, make('label', { for: 'to' }, say('to')), this.#to));
    this.#reset = make('button.reset', { hidden: true }, say('reset'), () => {
      host.change({ chosen: {}, after: null, before: null });
      host.shell.field.focus({ preventScroll: true });
    });
    this.node.append(this.#reset, dates, this.#groups);
  }

  /** @param {Answer} answer */
  show(answer) {
    const { facets, isComplete } = answer;
    const { state, facets: names } = this.#host;
    this.node.hidden = false;
    this.#reset.hidden = !isFiltered(state);
    for (const [input, day] of /** @type {const} */ ([[this.#from, state.after], [this.#to, state.before && shift(state.before, -1)]])) {
      // Not before somebody may see it: browsers take long to make the first.
      input.type = 'date';
      input.value = day ?? '';
      // WebKit shows today in a field without a date.
      input.classList.toggle('unset', !day);
    }
    for (const [days, input] of this.#presets) input.checked = !state.before && state.after === since(days);
    // A first answer knows no counts yet: the old ones stay until the whole is there.
    if (!isComplete && !Object.keys(facets).length) return;
    this.#shown = answer;
    const shown = [];
    for (const name of names) {
      const values = facets[name] ?? [];
      const chosen = state.chosen[name] ?? [];
      // What was chosen stays in sight, even where nothing has it any more.
      const all = [...values, ...chosen.filter((value) => !values.some((other) => other.value === value)).map((value) => ({ value, count: 0 }))];
      if (all.length > 1 || chosen.length) shown.push(this.#facet(name, all, chosen));
    }
    arrange(this.#groups, shown);
  }

  /** @param {string} name @param {{ value: string, count: number }[]} values @param {string[]} chosen */
  #facet(name, values, chosen) {
    const { say } = this.#host.setting;
    let facet = this.#facets.get(name);
    if (!facet) {
      const list = make('div.values');
      const every = make('button.every', () => {
        made.isWhole = true;
        this.show(this.#shown);
        list.querySelectorAll('input')[FEW]?.focus();
      });
      // A facet without a word of its own goes by its name.
      const node = make('fieldset.facet', make('legend', say(name) || name), list, every);
      /** @type {Facet} */
      const made = (facet = { node, list, every, isWhole: false, rows: new Map() });
      this.#facets.set(name, facet);
    }
    const { rows } = facet;
    const few = facet.isWhole ? values : values.filter(({ value }, at) => at < FEW || chosen.includes(value));
    arrange(facet.list, few.map(({ value, count }) => {
      const row = rows.get(value) ?? this.#row(name, value);
      rows.set(value, row);
      row.input.checked = chosen.includes(value);
      row.count.textContent = say.number(count);
      return row.node;
    }));
    facet.every.hidden = few.length === values.length;
    facet.every.textContent = say('every', { n: values.length });
    return facet.node;
  }

  /** @typedef {{ node: HTMLElement, input: HTMLInputElement, count: HTMLElement }} Row */
  /** @param {string} name @param {string} value @returns {Row} */
  #row(name, value) {
    const count = make('span.number');
    const input = make('input', { type: 'checkbox', name, value }, () => {
      const { chosen } = this.#host.state;
      const others = (chosen[name] ?? []).filter((other) => other !== value);
      this.#host.change({ chosen: { ...chosen, [name]: input.checked ? [...others, value] : others } });
    });
    return { node: make('label.value', input, make('span', name === 'language' ? this.#languageName(value) : value), ' ', count), input, count };
  }

  /** @param {string} tag */
  #languageName(tag) {
    try {
      return new Intl.DisplayNames(this.#host.setting.say.locale, { type: 'language' }).of(tag) ?? tag;
    } catch {
      return tag;
    }
  }
}
