/**
 * Results below a field or in a dialog, by the pattern of the combobox: the focus stays in the field, arrow keys walk
 * through a list of completions, results and earlier searches, Enter takes the one that is marked.
 *
 * @import { Answer, Hit } from '../newshound.js'
 * @import { Setting } from './hit.js'
 * @import { NewsHound } from '../news-hound.js'
 * @import { Shell, View, ViewHost } from './behaviour.js'
 */
import { start } from './behaviour.js';
import { hrefOf, REFERRER, imageNode, renew, timeNode, titleOf } from './hit.js';
import { attributes, make } from './make.js';
import { arrange, marked, remaker } from './nodes.js';
import { style } from './style-list.js';
import { noteTexts } from './words.js';

/** @param {NewsHound} element @param {Shell} shell @param {AbortSignal} signal  ends everything */
export const attach = (element, shell, signal) => start(element, shell, signal, style, (host) => new ListView(host));

/** Results that are shown at a time: as many as are seen at once where nothing else is. */
const SEEN = 6;
/** What options are, what is only looked at, and what leads nowhere. */
const OPTION = { role: 'option', tabindex: '-1', 'aria-selected': 'false' };
const HIDDEN = { 'aria-hidden': 'true' };
const DISABLED = { 'aria-disabled': 'true' };
/** Milliseconds after which typing rests, and what is out of sight follows. */
const REST = 150;

/** @typedef {{ id: string, kind: string, parts: (import('./nodes.js').Part | string)[] }} Offer  a line to search for */

/** @implements {View} */
class ListView {
  #host;
  #isDialog;
  #list = make('div.list', { id: 'list', role: 'listbox', hidden: true });
  /** Completions or earlier searches, results, and the way to all. */
  #groups = ['group', 'group', 'presentation'].map((role) => make('div.group', { role }));
  #status = make('p.status');
  #notes = make('div.notes');
  #foot = make('div.panel-foot');
  #panel = make('div.panel', { hidden: true }, this.#status, this.#notes, this.#list, this.#foot);
  /** @type {HTMLElement | null} the option that Enter takes */
  #active = null;
  /** Lines that options offer. @type {WeakMap<Node, { hit: Offer }>} */
  #offers = new WeakMap();

  /** @param {ViewHost} host */
  constructor(host) {
    this.#host = host;
    const { shell, setting, signal } = host;
    const { say } = setting;
    this.#isDialog = !!shell.dialog;
    for (const node of [this.#list, this.#groups[1]]) attributes(node, { 'aria-label': say('results') });
    attributes(shell.field, { role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': 'list', 'aria-haspopup': 'listbox' });
    shell.form.append(this.#panel);
    if (this.#isDialog) {
      attributes(this.#panel, { class: 'panel inside' });
      shell.bar.append(make('button.close', { 'aria-label': say('close') }, make('span.cross', { 'aria-hidden': 'true' }), () => shell.dialog?.close()));
    }
    // What is pressed in the panel does not take the focus away from the field.
    this.#panel.addEventListener('mousedown', (event) => event.preventDefault(), { signal });
    this.#list.addEventListener('click', (event) => {
      const option = /** @type {Element} */ (event.target).closest('[role=option]');
      const offer = option && this.#offers.get(option);
      if (offer) this.#host.take(offer.hit.id);
    }, { signal });
    if (!this.#isDialog) {
      const isOutside = (/** @type {Event} */ event) => !event.composedPath().includes(shell.root.host);
      document.addEventListener('pointerdown', (event) => isOutside(event) && this.fold(), { signal });
      shell.root.addEventListener('focusout', (event) => {
        const to = /** @type {FocusEvent} */ (event).relatedTarget;
        if (to && !shell.root.contains(/** @type {Node} */ (to))) this.fold();
      }, { signal });
    }
  }

  get hitsNode() {
    return this.#list;
  }

  /** @param {Answer} answer @param {{ href: string | null, text: string }} all */
  *show(answer, all) {
    const { say } = this.#host.setting;
    const { total, isTotalExact, isComplete, hits, suggestion, query, completions = [] } = answer;
    const isNothing = !total && isComplete;
    /** @type {Offer[]} */
    const offers = completions.filter(({ kind, text }) => kind !== 'headline' && text.toLowerCase() !== query.trim().toLowerCase()).slice(0, 4)
      .map(({ text, parts }) => ({ id: text, kind: 'completion', parts }));
    if (suggestion) offers.unshift({ id: suggestion, kind: 'suggestion', parts: [say('meant', { query: suggestion })] });
    const more = all.href && total > hits.length ? [remaker(this.#groups[2])('a.all.option', OPTION, { href: all.href }, all.text)] : [];
    this.#status.textContent = say(isNothing ? 'none' : total || isComplete ? 'count' : 'searching', { query, n: total, isExact: isTotalExact });
    const notes = noteTexts(answer.notes, say);
    if (isNothing && !suggestion) notes.push(say('advice'));
    this.#notes.replaceChildren(...notes.map((text) => make('p.note', text)));
    arrange(this.#foot, []);
    // Nothing takes longer to lay out than the first.
    const isFirst = !this.#groups[1].firstChild;
    for (let from = 0, to = isFirst ? SEEN / 2 : SEEN; ; from = to, to += SEEN) {
      const results = renew(this.#groups[1], hits, from, to, this.#host.hits, !this.#host.setting.render, (hit, old) => this.#hitOption(hit, old));
      this.#fill([this.#offer(offers), say('completions')], results, more);
      if (!from) this.unfold();
      if (to >= hits.length) break;
      yield isFirst ? 0 : REST;
    }
  }

  /** @param {Offer[]} offers */
  #offer(offers) {
    return renew(this.#groups[0], offers, 0, offers.length, this.#offers, true, ({ kind, parts }, old) => {
      const of = old?.matches(`.${kind}`) ? old : undefined;
      const remake = remaker(of);
      return remake(`div.${kind}.option`, OPTION, remake('span.glass', HIDDEN), remaker(of?.lastElementChild)('span', ...parts));
    });
  }

  /** @param {Hit} hit */
  sample(hit) {
    return this.#hitOption(hit);
  }

  /** Nothing is asked: what was asked before. @param {string[]} recent */
  empty(recent) {
    const { say } = this.#host.setting;
    this.#status.textContent = '';
    this.#notes.replaceChildren();
    this.#fill([this.#offer(recent.map((text) => ({ id: text, kind: 'recent', parts: [text] }))), say('recent')]);
    arrange(this.#foot, recent.length ? [this.#host.forgetButton] : []);
    if (recent.length) this.unfold();
    else this.fold();
  }

  /** @param {string} text */
  wait(text) {
    this.#status.textContent = text;
    this.unfold();
  }

  /** @param {string} text @param {boolean} canRetry */
  fail(text, canRetry) {
    this.#fill();
    this.#status.textContent = text;
    this.#notes.replaceChildren();
    arrange(this.#foot, canRetry ? [this.#host.retryButton] : []);
    this.unfold();
  }

  /** What was said last, for those who do not see it. */
  get spoken() {
    const meant = this.#list.querySelector('.suggestion')?.textContent ?? '';
    return [this.#status.textContent, ...[...this.#notes.children].map((note) => note.textContent), meant].filter(Boolean).join(' ');
  }

  unfold() {
    const { shell } = this.#host;
    const isHere = this.#isDialog || shell.root.activeElement !== null;
    this.#panel.hidden = !isHere;
    const hasOptions = isHere && !!this.#list.querySelector('[role=option]');
    this.#list.hidden = !hasOptions;
    attributes(shell.field, { 'aria-expanded': String(hasOptions) });
  }

  fold() {
    this.#point(null);
    if (this.#isDialog) return;
    this.#panel.hidden = true;
    attributes(this.#host.shell.field, { 'aria-expanded': 'false' });
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether it was for the list */
  pressed(event) {
    const { field } = this.#host.shell;
    if (event.target !== field) {
      if (event.key !== 'Escape' || this.#isDialog) return false;
      this.fold();
      field.focus();
      return true;
    }
    const options = /** @type {HTMLElement[]} */ ([...this.#list.querySelectorAll('[role=option]')]);
    const isOpen = !this.#list.hidden && !this.#panel.hidden;
    const at = this.#active ? options.indexOf(this.#active) : -1;
    switch (event.key) {
      case 'ArrowDown':
      case 'ArrowUp': {
        if (event.altKey && event.key === 'ArrowUp') this.fold();
        else if (!isOpen) this.#host.reopen();
        else if (!event.altKey && options.length) {
          // The field itself is one stop on the way round.
          const round = options.length + 1;
          const to = (at + 1 + (event.key === 'ArrowDown' ? 1 : round - 1)) % round;
          this.#point(options[to - 1] ?? null);
        }
        return true;
      }
      case 'Enter':
        if (!isOpen || !this.#active) return false;
        this.#active.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, composed: true, ctrlKey: event.ctrlKey, metaKey: event.metaKey, shiftKey: event.shiftKey }));
        return true;
      case 'Escape':
        if (this.#isDialog || this.#panel.hidden) return false;
        this.fold();
        return true;
      default:
        return false;
    }
  }

  remove() {
    const { field, bar } = this.#host.shell;
    this.#panel.remove();
    bar.querySelector('.close')?.remove();
    attributes(field, { role: null, 'aria-autocomplete': null, 'aria-expanded': null, 'aria-controls': null, 'aria-haspopup': null, 'aria-activedescendant': null });
  }

  /** @param {HTMLElement | null} option */
  #point(option) {
    const { field } = this.#host.shell;
    if (this.#active) attributes(this.#active, { 'aria-selected': 'false' });
    this.#active = option;
    if (option) {
      attributes(option, { 'aria-selected': 'true' });
      // To look where it is costs a layout, while somebody types.
      if (option.id !== field.getAttribute('aria-activedescendant')) option.scrollIntoView({ block: 'nearest' });
    }
    attributes(field, { 'aria-activedescendant': option?.id });
  }

  /** @param {[HTMLElement[], string]} [first]  options before the results, and what they are called @param {HTMLElement[]} [results] @param {HTMLElement[]} [more] */
  #fill([first, label] = [[], ''], results = [], more = []) {
    const held = this.#active;
    attributes(this.#groups[0], { 'aria-label': label });
    arrange(this.#list, this.#groups.filter((group, at) => {
      const options = [first, results, more][at];
      arrange(group, options);
      return options.length;
    }));
    let number = 0;
    for (const option of this.#list.querySelectorAll('[role=option]')) attributes(option, { id: `option-${++number}` });
    this.#point(held?.isConnected && this.#list.contains(held) ? held : null);
  }

  /** @param {Hit} hit @param {HTMLElement} [old] */
  #hitOption(hit, old) {
    const { setting } = this.#host;
    const { say } = setting;
    const href = hrefOf(hit, setting);
    const tag = href ? 'a' : 'div';
    const own = setting.render?.(hit, { href, marked });
    if (own) return remaker(old)(`${tag}.hit.option`, OPTION, href && REFERRER, { href }, own);
    const remake = remaker(setting.render ? undefined : old);
    const lang = { lang: hit.language };
    return remake(
      `${tag}.hit.option`, OPTION, href ? REFERRER : DISABLED, { href },
      imageNode(hit, setting, 72, old),
      remake('span.title', lang, ...titleOf(hit, setting)),
      ' ',
      (hit.section || hit.date) && remake('span.where', hit.section && remake('span.section', hit.section), ' ', hit.date && timeNode(hit.date, say, remake)),
      ' ',
      hit.snippet.length > 0 && remake('span.snippet', lang, ...hit.snippet),
      hit.duplicates.length > 0 && remake('span.similar', ` ${say('similar', { n: hit.duplicates.length })}`),
    );
  }
}
