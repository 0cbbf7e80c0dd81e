/**
 * Articles over time: one bar a month, or a year where months are too many. A click takes one bar, a drag a range;
 * by keyboard, arrows move, Enter takes, Shift with an arrow takes a range, Escape lets all go. One stop for Tab.
 *
 * @import { Answer } from '../newshound.js'
 * @import { ViewHost } from './behaviour.js'
 */
import { exact } from './dates.js';
import { attributes, make } from './make.js';
import { arrange } from './nodes.js';

/** More months than this become years. */
const MOST_MONTHS = 60;

/** @typedef {{ key: string, count: number }} Bar  `YYYY-MM` or `YYYY` */

/** @param {ViewHost} host */
export function timelineOf(host) {
  const { setting: { say } } = host;
  const first = make('span');
  const last = make('span');
  const toolbar = make('div.bars', { role: 'toolbar', 'aria-label': say('timeline'), 'aria-describedby': 'timeline-help' });
  const node = make('div.timeline', { hidden: true }, toolbar, make('p.axis', { 'aria-hidden': 'true' }, first, last), make('p.vh', { id: 'timeline-help' }, say('timelineHelp')));
  /** @type {Bar[]} */
  let data = [];
  /** @type {HTMLButtonElement[]} */
  const buttons = [];
  /** The one stop for Tab. */
  let at = 0;
  /** Where a drag, or a range by keyboard, began. @type {number | null} */
  let from = null;
  let isDragging = false;

  const isRtl = () => getComputedStyle(toolbar).direction === 'rtl';

  /** A place that there is. @param {number} at */
  const within = (at) => Math.max(0, Math.min(buttons.length - 1, at));

  /** @param {PointerEvent} event */
  function under({ clientX }) {
    const { left, width, right } = toolbar.getBoundingClientRect();
    return within(Math.floor(((isRtl() ? right - clientX : clientX - left) / width) * buttons.length));
  }

  /** @param {number} to */
  function stop(to) {
    at = within(to);
    buttons.forEach((button, other) => (button.tabIndex = other === at ? 0 : -1));
  }

  /** @param {number} a @param {number} b */
  function take(a, b) {
    const after = beginning(data[Math.min(a, b)]);
    const before = following(data[Math.max(a, b)]);
    const { state } = host;
    // The same once more lets it go.
    const isSame = state.after === after && state.before === before;
    host.change(isSame ? { after: null, before: null } : { after, before });
  }

  /** @param {number} a @param {number} b  both -1 where none is taken */
  const paint = (a, b) => buttons.forEach((button, at) => attributes(button, { 'aria-pressed': String(at >= Math.min(a, b) && at <= Math.max(a, b)) }));

  function paintState() {
    const { after, before } = host.state;
    const inside = data.map((bar) => !!(after || before) && (!after || following(bar) > after) && (!before || beginning(bar) < before));
    paint(inside.indexOf(true), inside.lastIndexOf(true));
  }

  /** @param {string} type @param {(event: any) => void} listener */
  const on = (type, listener) => toolbar.addEventListener(type, listener);
  on('keydown', (/** @type {KeyboardEvent} */ event) => {
    const { key, shiftKey } = event;
    const { state } = host;
    const ahead = isRtl() ? -1 : 1;
    const step = { ArrowRight: ahead, ArrowLeft: -ahead, Home: -Infinity, End: Infinity }[key];
    const isLetGo = key === 'Escape' && (state.after || state.before);
    if (event.altKey || event.ctrlKey || event.metaKey || (!step && !isLetGo)) return;
    event.preventDefault();
    event.stopPropagation();
    if (!step) return host.change({ after: null, before: null });
    const to = within(at + step);
    from = shiftKey ? (from ?? at) : null;
    if (from !== null) take(from, to);
    buttons[to].focus();
  });
  on('focusin', (event) => stop(buttons.indexOf(event.target)));
  on('click', (event) => {
    // By keyboard or assistive technology; pointers have their own way.
    if (!event.detail) take(at, at);
  });
  on('pointerdown', (event) => {
    if (event.button) return;
    isDragging = true;
    from = under(event);
    toolbar.setPointerCapture(event.pointerId);
    paint(from, from);
  });
  for (const type of ['pointermove', 'pointerup', 'pointercancel']) {
    on(type, (event) => {
      if (!isDragging || from === null) return;
      const to = under(event);
      if (type === 'pointermove') return paint(from, to);
      isDragging = false;
      if (type === 'pointerup') take(from, to);
      else paintState();
    });
  }

  return {
    node,

    /** Takes its place. @param {Answer} answer @returns {Bar[]} what it is to be filled with */
    show({ timeline, isComplete }) {
      if (!timeline && !isComplete) return data;
      const next = bars(timeline ?? []);
      node.hidden = next.length < 2;
      [first, last].forEach((node, at) => (node.textContent = exact(next.at(-at)?.key ?? '', say.locale)));
      return next;
    },

    /** @param {Bar[]} next */
    fill(next) {
      data = next;
      const most = Math.max(...data.map(({ count }) => count));
      buttons.length = data.length;
      data.forEach(({ key, count }, at) => {
        buttons[at] ??= make('button.month');
        const label = `${exact(key, say.locale)}: ${say('count', { n: count })}`;
        // A height by class, not by style: a policy may forbid any.
        attributes(buttons[at], { 'aria-label': label, title: label, class: `month h${Math.ceil((count / most) * 20)}` });
      });
      arrange(toolbar, buttons);
      stop(at);
      paintState();
    },
  };
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
