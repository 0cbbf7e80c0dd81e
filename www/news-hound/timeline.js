/**
 * Articles over time: one bar a month, or a year where months are too many. A click takes one bar, a drag a range;
 * by keyboard, arrows move, Enter takes, Shift with an arrow takes a range, Escape lets all go. One stop for Tab.
 *
 * @import { Answer } from '../newshound.js'
 * @import { ViewHost } from './behaviour.js'
 */
import { monthName } from './dates.js';
import { arrange, attributes, make } from './nodes.js';

/** More months than this become years. */
const MOST_MONTHS = 60;

/** @typedef {{ key: string, count: number }} Bar  `YYYY-MM` or `YYYY` */

export class Timeline {
  #host;
  node;
  #bars;
  #first = make('span');
  #last = make('span');
  /** @type {Bar[]} */
  #data = [];
  /** @type {HTMLButtonElement[]} */
  #buttons = [];
  #at = 0;
  /** Where a drag or a range by keyboard began. @type {number | null} */
  #from = null;

  /** @param {ViewHost} host */
  constructor(host) {
    this.#host = host;
    const { setting: { say }, signal } = host;
    this.#bars = make('div.bars', { role: 'toolbar', 'aria-label': say('timeline'), 'aria-describedby': 'timeline-help' });
    this.node = make('div.timeline', { hidden: true }, this.#bars, make('p.axis', { 'aria-hidden': 'true' }, this.#first, this.#last), make('p.vh', { id: 'timeline-help' }, say('timelineHelp')));
    /** @param {string} type @param {(event: any) => void} listener */
    const on = (type, listener) => this.#bars.addEventListener(type, listener, { signal });
    on('keydown', (event) => this.#pressed(event));
    on('focusin', (event) => this.#stop(Math.max(0, this.#buttons.indexOf(event.target))));
    on('click', (event) => {
      // By keyboard or assistive technology; pointers have their own way.
      if (event.detail === 0 && this.#buttons.includes(event.target)) this.#take(this.#at, this.#at);
    });
    on('pointerdown', (event) => {
      const at = this.#under(event);
      if (at === null || event.button) return;
      this.#from = at;
      this.#bars.setPointerCapture(event.pointerId);
      this.#paint(at, at);
    });
    on('pointermove', (event) => {
      if (this.#from !== null) this.#paint(this.#from, this.#under(event) ?? this.#from);
    });
    on('pointerup', (event) => {
      if (this.#from === null) return;
      const [from, to] = [this.#from, this.#under(event) ?? this.#from];
      this.#from = null;
      this.#take(from, to);
    });
    on('pointercancel', () => {
      this.#from = null;
      this.#paintState();
    });
  }

  /** @param {Answer} answer */
  show({ timeline, isComplete }) {
    if (!timeline && !isComplete) return;
    const data = bars(timeline ?? []);
    this.node.hidden = data.length < 2;
    if (this.node.hidden) return;
    const { say } = this.#host.setting;
    const most = Math.max(...data.map(({ count }) => count));
    this.#data = data;
    while (this.#buttons.length < data.length) this.#buttons.push(make('button.month', { type: 'button', tabindex: '-1' }, make('span.bar-fill')));
    this.#buttons.length = data.length;
    data.forEach(({ key, count }, at) => {
      const label = `${monthName(key, say.locale)}: ${say('count', { n: count })}`;
      attributes(this.#buttons[at], { 'aria-label': label, title: label });
      // A height by class, not by style: a policy may forbid any.
      const tenths = count ? Math.max(1, Math.round((count / most) * 20)) : 0;
      attributes(/** @type {Element} */ (this.#buttons[at].firstElementChild), { class: `bar-fill h${tenths}` });
    });
    this.#first.textContent = monthName(data[0].key, say.locale);
    this.#last.textContent = monthName(data[data.length - 1].key, say.locale);
    arrange(this.#bars, this.#buttons);
    this.#stop(Math.min(this.#at, data.length - 1));
    this.#paintState();
  }

  /** @param {PointerEvent} event */
  #under(event) {
    const { left, width, right } = this.#bars.getBoundingClientRect();
    const isRtl = getComputedStyle(this.#bars).direction === 'rtl';
    const share = (isRtl ? right - event.clientX : event.clientX - left) / width;
    const at = Math.floor(share * this.#buttons.length);
    return this.#buttons.length ? Math.max(0, Math.min(this.#buttons.length - 1, at)) : null;
  }

  /** @param {number} at */
  #stop(at) {
    this.#at = at;
    this.#buttons.forEach((button, other) => attributes(button, { tabindex: other === at ? '0' : '-1' }));
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    const isRtl = getComputedStyle(this.#bars).direction === 'rtl';
    const step = { ArrowRight: isRtl ? -1 : 1, ArrowLeft: isRtl ? 1 : -1, Home: -Infinity, End: Infinity }[event.key];
    if (event.key === 'Escape' && (this.#host.state.after || this.#host.state.before)) {
      event.preventDefault();
      event.stopPropagation();
      this.#from = null;
      return this.#host.change({ after: null, before: null });
    }
    if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const to = Math.max(0, Math.min(this.#buttons.length - 1, this.#at + step));
    if (event.shiftKey) {
      this.#anchor ??= this.#at;
      this.#take(this.#anchor, to);
    } else this.#anchor = null;
    this.#buttons[to].focus();
  }
  /** @type {number | null} */
  #anchor = null;

  /** @param {number} a @param {number} b */
  #take(a, b) {
    const [from, to] = [Math.min(a, b), Math.max(a, b)];
    const after = `${this.#data[from].key}-01-01`.slice(0, 10);
    const before = following(this.#data[to].key);
    const { state } = this.#host;
    // The same once more lets it go.
    const isSame = state.after === after && state.before === before;
    this.#host.change(isSame ? { after: null, before: null } : { after, before });
  }

  #paintState() {
    const { after, before } = this.#host.state;
    if (!after && !before) return this.#paint(0, -1);
    const inside = this.#data.map(({ key }) => (!after || following(key) > after) && (!before || `${key}-01-01`.slice(0, 10) < before));
    this.#paint(inside.indexOf(true), inside.lastIndexOf(true));
  }

  /** @param {number} a @param {number} b */
  #paint(a, b) {
    const isNone = b < 0;
    const [from, to] = isNone ? [0, -1] : [Math.min(a, b), Math.max(a, b)];
    attributes(this.#bars, { class: isNone ? 'bars' : 'bars chosen' });
    this.#buttons.forEach((button, at) => attributes(button, { 'aria-pressed': String(at >= from && at <= to) }));
  }
}

/** The first day after a month or a year. @param {string} key */
function following(key) {
  const [year, month] = key.split('-').map(Number);
  return new Date(Date.UTC(month ? year : year + 1, month ?? 0, 1)).toISOString().slice(0, 10);
}

/** Months without gaps, or years. @param {{ month: string, count: number }[]} timeline @returns {Bar[]} */
export function bars(timeline) {
  const months = timeline.filter(({ month }) => /^\d{4}-\d\d$/.test(month));
  if (!months.length) return [];
  /** @param {string} month */
  const number = (month) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1;
  const [first, last] = [number(months[0].month), number(months[months.length - 1].month)];
  const isYears = last - first >= MOST_MONTHS;
  /** @type {Map<string, number>} */
  const counts = new Map();
  if (isYears) for (let year = Math.floor(first / 12); year <= Math.floor(last / 12); year++) counts.set(String(year).padStart(4, '0'), 0);
  else for (let at = first; at <= last; at++) counts.set(`${String(Math.floor(at / 12)).padStart(4, '0')}-${String((at % 12) + 1).padStart(2, '0')}`, 0);
  for (const { month, count } of months) {
    const key = isYears ? month.slice(0, 4) : month;
    counts.set(key, (counts.get(key) ?? 0) + count);
  }
  return [...counts].map(([key, count]) => ({ key, count }));
}
