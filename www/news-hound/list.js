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
import { hrefOf, REFERRER, imageNode, refresh, timeNode, titleOf } from './hit.js';
import { attributes, make } from './make.js';
import { arrange, marked } from './nodes.js';
import { style } from './style-list.js';
import { noteTexts } from './words.js';

/** @param {NewsHound} element @param {Shell} shell @param {AbortSignal} signal  ends everything */
export const attach = (element, shell, signal) => start(element, shell, signal, style, (host) => new ListView(host));

/** Results that are shown at a time: as many as are seen at once where nothing else is; a completion takes half the room. */
const SEEN = 6;

/** @implements {View} */
class ListView {
  #host;
  #isDialog;
  #list = make('div.list', { id: 'list', role: 'listbox', hidden: true });
  /** Completions or earlier searches, results, and the way to all. */
  #groups = ['group', 'group', 'presentation'].map((role) => make('div.group', { role }));
  /** @type {HTMLElement[]} */
  #results = [];
  #status = make('p.status');
  #notes = make('div.notes');
  #foot = make('div.panel-foot');
  #panel = make('div.panel', { hidden: true }, this.#status, this.#notes, this.#list, this.#foot);
  /** @type {HTMLElement | null} the option that Enter takes */
  #active = null;
  /** What an option does, unless it is a link. @type {WeakMap<Element, () => void>} */
  #acts = new WeakMap();
  /** Options by what they are about, so that what stays the same stays the same node. @type {Map<string, { node: HTMLElement, shows: string }>} */
  #made = new Map();

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
      if (option) this.#acts.get(option)?.();
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
    const first = completions.filter(({ kind, text }) => kind !== 'headline' && text.toLowerCase() !== query.trim().toLowerCase()).slice(0, 4)
      .map(({ text, parts }) => this.#kept(`c${text}`, parts, () => this.#wordOption('completion', marked(parts), text)));
    if (suggestion) first.unshift(this.#kept(`s${suggestion}`, 0, () => this.#wordOption('suggestion', [say('meant', { query: suggestion })], suggestion)));
    const more = all.href && total > hits.length ? [this.#kept('a', all, () => this.#option('a', 'all', { href: all.href }, all.text))] : [];
    this.#status.textContent = say(isNothing ? 'none' : total || isComplete ? 'count' : 'searching', { query, n: total, isExact: isTotalExact });
    const notes = noteTexts(answer.notes, say);
    if (isNothing && !suggestion) notes.push(say('advice'));
    this.#notes.replaceChildren(...notes.map((text) => make('p.note', text)));
    arrange(this.#foot, []);
    // The first text that a browser lays out takes it longest.
    const seen = this.#results.length ? SEEN : 2;
    for (let from = 0, to = seen - (first.length >> 1) || 1; ; from = to, to += seen) {
      const now = hits.slice(from, to).map((hit, at) => this.#hit(hit, from + at));
      // Behind them stays what was there until its turn has come: nothing jumps.
      const old = this.#results;
      this.#fill([first, say('completions')], [...new Set([...old.slice(0, from), ...now, ...old])].slice(0, hits.length), more);
      if (!from) this.unfold();
      if (to >= hits.length) break;
      yield;
    }
    for (const [key, { node }] of this.#made) if (!this.#list.contains(node)) this.#made.delete(key);
  }

  /**
   * An option that was shown already, if there is one, or a new one.
   * @param {string} key  what it is about @param {unknown} data  what it shows @param {() => HTMLElement} make
   */
  #kept(key, data, make) {
    const old = this.#made.get(key);
    const shows = JSON.stringify(data);
    const node = old?.shows === shows ? old.node : refresh(old?.node, make());
    this.#made.set(key, { node, shows });
    return node;
  }

  /** @param {Hit} hit @param {number} rank */
  #hit(hit, rank) {
    const { score, ...shown } = hit;
    const node = this.#kept(`h${hit.id}`, shown, () => this.#hitOption(hit, this.#host.setting));
    this.#host.hits.set(node, { hit, rank });
    return node;
  }

  /** Nothing is asked: what was asked before. @param {string[]} recent */
  empty(recent) {
    const { say } = this.#host.setting;
    this.#made.clear();
    this.#status.textContent = '';
    this.#notes.replaceChildren();
    this.#fill([recent.map((line) => this.#wordOption('recent', [line], line)), say('recent')]);
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
    this.#made.clear();
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
    // What is typed is of no concern here.
    if (event.key.length < 2) return false;
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
    if (this.#active) attributes(this.#active, { 'aria-selected': 'false' });
    this.#active = option;
    if (option) {
      attributes(option, { 'aria-selected': 'true' });
      option.scrollIntoView({ block: 'nearest' });
    }
    attributes(this.#host.shell.field, { 'aria-activedescendant': option?.id });
  }

  /** @param {[HTMLElement[], string]} [first]  options before the results, and what they are called @param {HTMLElement[]} [results] @param {HTMLElement[]} [more] */
  #fill([first, label] = [[], ''], results = [], more = []) {
    const held = this.#active;
    this.#results = results;
    attributes(this.#groups[0], { 'aria-label': label });
    arrange(this.#list, this.#groups.filter((group, at) => {
      const options = [first, results, more][at];
      arrange(group, options);
      return options.length;
    }));
    let number = 0;
    for (const option of this.#list.querySelectorAll('[role=option]')) option.id = `option-${++number}`;
    this.#point(held?.isConnected && this.#list.contains(held) ? held : null);
  }

  /** @param {'a' | 'div'} tag @param {string} kind @param {import('./make.js').Attributes} attributes @param {...(Node | string | null | false)} inside */
  #option(tag, kind, attributes, ...inside) {
    return make(`${tag}.option.${kind}`, { role: 'option', tabindex: '-1', 'aria-selected': 'false', ...attributes }, ...inside);
  }

  /** @param {string} kind @param {(Node | string)[]} inside @param {string} line */
  #wordOption(kind, inside, line) {
    const option = this.#option('div', kind, {}, make('span.glass', { 'aria-hidden': 'true' }), make('span', ...inside));
    this.#acts.set(option, () => this.#host.take(line));
    return option;
  }

  /** @param {Hit} hit @param {Setting} setting */
  #hitOption(hit, setting) {
    const { say } = setting;
    const href = hrefOf(hit, setting);
    const own = setting.render?.(hit, { href, marked });
    const lang = { lang: hit.language };
    if (own) return this.#option(href ? 'a' : 'div', 'hit', { href, ...(href && REFERRER) }, own);
    return this.#option(
      href ? 'a' : 'div', 'hit', { href, ...(href && REFERRER), 'aria-disabled': href ? null : 'true' },
      imageNode(hit, setting, 72),
      make('span.title', lang, ...titleOf(hit, setting)),
      ' ',
      (hit.section || hit.date) && make('span.where', hit.section && make('span.section', hit.section), ' ', hit.date && timeNode(hit.date, say)),
      ' ',
      hit.snippet.length > 0 && make('span.snippet', lang, ...marked(hit.snippet)),
      hit.duplicates.length > 0 && make('span.similar', ` ${say('similar', { n: hit.duplicates.length })}`),
    );
  }
}
