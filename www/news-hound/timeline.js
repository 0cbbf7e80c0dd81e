/**
 * Articles over time: one bar a month, or a year where months are too many. A click takes one bar, a drag a range;
 * by keyboard, arrows move, Enter takes, Shift with an arrow takes a range, Escape lets all go. One stop for Tab.
 *
 * @import { Answer } from '../newshound.js'
 * @import { ViewHost } from './behaviour.js'
 */
import { monthName } from './dates.js';
import { attributes, make } from './make.js';
import { arrange } from './nodes.js';

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
  /** The one stop for Tab. */
  #at = 0;
  /** Where a drag, or a range by keyboard, began. @type {number | null} */
  #from = null;
  #isDragging = false;

  /** @param {ViewHost} host */
  constructor(host) {
    this.#host = host;
    const { setting: { say } } = host;
    this.#bars = make('div.bars', { role: 'toolbar', 'aria-label': say('timeline'), 'aria-describedby': 'timeline-help' });
    this.node = make('div.timeline', { hidden: true }, this.#bars, make('p.axis', { 'aria-hidden': 'true' }, this.#first, this.#last), make('p.vh', { id: 'timeline-help' }, say('timelineHelp')));
    /** @param {string} type @param {(event: any) => void} listener */
    const on = (type, listener) => this.#bars.addEventListener(type, listener);
    on('keydown', (event) => this.#pressed(event));
    on('focusin', (event) => this.#stop(this.#buttons.indexOf(event.target)));
    on('click', (event) => {
      // By keyboard or assistive technology; pointers have their own way.
      if (!event.detail) this.#take(this.#at, this.#at);
    });
    on('pointerdown', (event) => {
      if (event.button) return;
      this.#isDragging = true;
      this.#from = this.#under(event);
      this.#bars.setPointerCapture(event.pointerId);
      this.#paint(this.#from, this.#from);
    });
    for (const type of ['pointermove', 'pointerup', 'pointercancel']) {
      on(type, (event) => {
        if (!this.#isDragging || this.#from === null) return;
        const to = this.#under(event);
        if (type === 'pointermove') return this.#paint(this.#from, to);
        this.#isDragging = false;
        if (type === 'pointerup') this.#take(this.#from, to);
        else this.#paintState();
      });
    }
  }

  /** Takes its place. @param {Answer} answer @returns {Bar[]} what it is to be filled with */
  show({ timeline, isComplete }) {
    if (!timeline && !isComplete) return this.#data;
    const data = bars(timeline ?? []);
    this.node.hidden = data.length < 2;
    [this.#first, this.#last].forEach((node, at) => (node.textContent = monthName(data.at(-at)?.key ?? '', this.#host.setting.say.locale)));
    return data;
  }

  /** @param {Bar[]} data */
  fill(data) {
    this.#data = data;
    const { say } = this.#host.setting;
    const most = Math.max(...data.map(({ count }) => count));
    while (this.#buttons.length < data.length) this.#buttons.push(make('button.month'));
    this.#buttons.length = data.length;
    data.forEach(({ key, count }, at) => {
      const label = `${monthName(key, say.locale)}: ${say('count', { n: count })}`;
      // A height by class, not by style: a policy may forbid any.
      attributes(this.#buttons[at], { 'aria-label': label, title: label, class: `month h${Math.ceil((count / most) * 20)}` });
    });
    arrange(this.#bars, this.#buttons);
    this.#stop(this.#at);
    this.#paintState();
  }

  get #isRtl() {
    return getComputedStyle(this.#bars).direction === 'rtl';
  }

  /** A place that there is. @param {number} at */
  #within(at) {
    return Math.max(0, Math.min(this.#buttons.length - 1, at));
  }

  /** @param {PointerEvent} event */
  #under({ clientX }) {
    const { left, width, right } = this.#bars.getBoundingClientRect();
    return this.#within(Math.floor(((this.#isRtl ? right - clientX : clientX - left) / width) * this.#buttons.length));
  }

  /** @param {number} at */
  #stop(at) {
    this.#at = this.#within(at);
    this.#buttons.forEach((button, other) => (button.tabIndex = other === this.#at ? 0 : -1));
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    const { key, shiftKey } = event;
    const { state } = this.#host;
    const ahead = this.#isRtl ? -1 : 1;
    const step = { ArrowRight: ahead, ArrowLeft: -ahead, Home: -Infinity, End: Infinity }[key];
    const isLetGo = key === 'Escape' && (state.after || state.before);
    if (event.altKey || event.ctrlKey || event.metaKey || (!step && !isLetGo)) return;
    event.preventDefault();
    event.stopPropagation();
    if (!step) return this.#host.change({ after: null, before: null });
    const to = this.#within(this.#at + step);
    this.#from = shiftKey ? (this.#from ?? this.#at) : null;
    if (this.#from !== null) this.#take(this.#from, to);
    this.#buttons[to].focus();
  }

  /** @param {number} a @param {number} b */
  #take(a, b) {
    const after = beginning(this.#data[Math.min(a, b)]);
    const before = following(this.#data[Math.max(a, b)]);
    const { state } = this.#host;
    // The same once more lets it go.
    const isSame = state.after === after && state.before === before;
    this.#host.change(isSame ? { after: null, before: null } : { after, before });
  }

  #paintState() {
    const { after, before } = this.#host.state;
    const inside = this.#data.map((bar) => !!(after || before) && (!after || following(bar) > after) && (!before || beginning(bar) < before));
    this.#paint(inside.indexOf(true), inside.lastIndexOf(true));
  }

  /** @param {number} a @param {number} b  both -1 where none is taken */
  #paint(a, b) {
    this.#buttons.forEach((button, at) => attributes(button, { 'aria-pressed': String(at >= Math.min(a, b) && at <= Math.max(a, b)) }));
  }
}

/** Its first day. @param {Bar} bar */
const beginning = ({ key }) => `${key}-01-01`.slice(0, 10);

/** The first day after it. @param {Bar} bar */
function following({ key }) {
  const [year, month = 12] = key.split('-').map(Number);
  return `${nameOf(year * 12 + month)}-01`;
}

/** `YYYY-MM` of a month, counted from year 0. @param {number} month */
const nameOf = (month) => `${Math.floor(month / 12)}`.padStart(4, '0') + `-${(month % 12) + 1}`.replace(/-(.)$/, '-0$1');

/** Months without gaps, or years. @param {{ month: string, count: number }[]} timeline @returns {Bar[]} */
export function bars(timeline) {
  const months = timeline.filter(({ month }) => /^\d{4}-\d\d$/.test(month));
  const [first = 0, last = -1] = [months.at(0), months.at(-1)].filter((one) => !!one).map(({ month }) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1);
  const length = last - first < MOST_MONTHS ? 7 : 4;
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (let month = first; month <= last; month++) counts.set(nameOf(month).slice(0, length), 0);
  for (const { month, count } of months) {
    const key = month.slice(0, length);
    counts.set(key, (counts.get(key) ?? 0) + count);
  }
  return [...counts].map(([key, count]) => ({ key, count }));
}
