/**
 * `<news-hound>`: search for a news site. All that a page needs:
 *
 * ```html
 * <script type="module" src="/search/news-hound.js"></script>
 * <news-hound></news-hound>
 * ```
 *
 * This file is what every reader of every page loads, so it only shows the field (or the button) and waits. Behaviour,
 * views, words and engine come when somebody means to search: by focus, by a pointer over it, by a shortcut, by an
 * address with a query, or at once with `preload`. `reference.html` says what everything means.
 *
 * @import { Behaviour, Shell } from './news-hound/behaviour.js'
 * @import { Answer, Filters } from './newshound.js'
 * @import { NewsHound as Typed, RenderHit, Word } from './news-hound.js'
 */
import { bring } from './news-hound/bring.js';
import { SEARCH } from './news-hound/languages.js';
import { make, tell } from './news-hound/make.js';

const STYLE = `
:host {
  --_paper: var(--nh-paper, light-dark(#fffdf8, #1a1914)); --_ink: var(--nh-ink, light-dark(#17150f, #ece7db));
  --_accent: var(--nh-accent, light-dark(#8c1c13, #f0907f)); --_rule: var(--nh-rule, light-dark(#d5cfc1, #45413a));
  --_radius: var(--nh-radius, 3px); --_sans: var(--nh-sans, system-ui, sans-serif); --_serif: var(--nh-serif, inherit);
  display: block; position: relative; color: var(--nh-ink, inherit); font-weight: 400; font-style: normal; line-height: 1.5;
  letter-spacing: normal; word-spacing: normal; text-transform: none; text-indent: 0; text-align: start; text-shadow: none;
  white-space: normal; hyphens: manual; cursor: auto; -webkit-text-size-adjust: 100%; text-size-adjust: 100%;
}
:host([mode=dialog]) { display: inline-block }
:host([hidden]), [hidden] { display: none !important }
* { box-sizing: border-box }
form { margin: 0 }
.bar { display: flex; align-items: center; border: 1px solid var(--nh-ink, currentcolor); border-radius: var(--_radius); background: var(--nh-field, transparent) }
.bar:focus-within { outline: 2px solid var(--_accent); outline-offset: 2px }
.field {
  flex: 1; min-inline-size: 0; block-size: 2.875rem; min-block-size: 46px; margin: 0; padding: 0 .75em; border: 0; border-radius: 0; outline: 0;
  background: none; box-shadow: none; color: inherit; font: max(16px, 1.0625em)/1.3 var(--_serif); appearance: none;
}
.field::placeholder { color: inherit; opacity: .72 }
.field::-webkit-search-cancel-button { display: none }
button {
  margin: 0; padding: 0; border: 0; background: none; color: inherit; cursor: pointer; min-inline-size: 44px; min-block-size: 44px;
  font: 500 .9375em/1.3 var(--_sans); border-radius: var(--_radius);
}
button:focus-visible { outline: 2px solid var(--_accent); outline-offset: -3px }
.open { display: inline-flex; align-items: center; gap: .625em; padding: 0 .875em; border: 1px solid var(--_rule) }
.open:hover { border-color: currentcolor }
.open kbd { font: .8125em/1.5 var(--_sans); opacity: .8; border: 1px solid; border-radius: 3px; padding: 0 .375em }
.glass { display: inline-block; inline-size: 1em; block-size: 1em; position: relative; vertical-align: -.125em; flex: none }
.glass::before { content: ''; position: absolute; inset: 0 28% 28% 0; border: .125em solid; border-radius: 50% }
.glass::after { content: ''; position: absolute; inset: 66% 0 auto auto; inline-size: 42%; border-block-start: .14em solid; transform: rotate(45deg) }
:dir(rtl) .glass { transform: scaleX(-1) }
.vh { position: absolute; inline-size: 1px; block-size: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
.dialog {
  inline-size: min(44rem, calc(100vw - 2rem)); max-inline-size: none; max-block-size: 82dvh; margin: 9dvh auto; padding: 0;
  border: 1px solid var(--_rule); border-radius: calc(var(--_radius) * 2); background: var(--_paper); color: var(--_ink);
  box-shadow: 0 1.5rem 4rem rgb(0 0 0 / .3); overflow: hidden;
}
.dialog::backdrop { background: rgb(20 18 12 / .5) }
.dialog .bar { border: 0; border-block-end: 2px solid var(--_rule); border-radius: 0; outline: 0; padding-inline-start: 1rem }
.dialog .bar:focus-within { border-color: var(--_accent) }
.dialog .field { block-size: 3.5rem }
.bar > .glass { margin-inline-start: .875em; opacity: .75 }
.dialog .bar > .glass { margin-inline-start: 0 }
@media (max-width: 40rem) {
  .dialog { inline-size: 100%; max-block-size: 100dvh; block-size: 100dvh; margin: 0; border: 0; border-radius: 0 }
}
`;
const sheet = new CSSStyleSheet();
sheet.replaceSync(STYLE);

const MODES = /** @type {const} */ (['field', 'dialog', 'page']);

export class NewsHound extends HTMLElement {
  static observedAttributes = ['mode', 'label', 'placeholder', 'name', 'action', 'lang', 'results', 'base', 'worker', 'facets', 'sort', 'limit'];

  /** Replaces words of the interface: `{ none: () => 'Nix gefunden', … }` or strings. @type {Record<string, Word>} */
  words = /** @type {any} */ (this).words ?? {};
  /**
   * Makes what stands in a result, out of its data; `null` leaves it as it is.
   * @type {RenderHit | null}
   */
  renderHit = /** @type {any} */ (this).renderHit ?? null;

  /** @type {AbortController | undefined} lives as long as the element is in a document */
  #connection;
  /** @type {Promise<Behaviour> | undefined} */
  #behaviour;
  /** @type {Shell | undefined} */
  #shell;

  constructor() {
    super();
    this.attachShadow({ mode: 'open', delegatesFocus: true }).adoptedStyleSheets = [sheet];
  }

  connectedCallback() {
    // A value set before the script arrived hides the class's own.
    if (Object.hasOwn(this, 'value')) {
      const { value } = this;
      delete (/** @type {any} */ (this).value);
      this.value = value;
    }
    const { signal } = (this.#connection = new AbortController());
    const shell = (this.#shell = this.#build());
    const { field, opener, form, dialog } = shell;
    /** @param {EventTarget} target @param {string} type @param {(event: any) => void} listener */
    const on = (target, type, listener) => target.addEventListener(type, listener, { signal });

    const start = () => void this.#start().catch(() => {});
    // Typing too: what could not be loaded may come now.
    for (const type of ['focus', 'input']) on(field, type, start);
    for (const type of ['compositionstart', 'compositionend']) on(field, type, () => (shell.isComposing = type.endsWith('start')));
    on(opener ?? form, 'pointerenter', start);
    if (dialog) {
      on(dialog, 'close', () => tell(this, 'close'));
      on(dialog, 'click', (event) => event.target === dialog && dialog.close());
    }
    on(form, 'submit', (event) => {
      // Until the behaviour is there, a form that leads somewhere does so.
      if (!this.action) event.preventDefault();
      shell.isMeant = true;
      start();
    });
    const keys = this.getAttribute('shortcut') ?? (dialog ? 'mod+k' : 'none');
    if (keys !== 'none') on(document, 'keydown', (event) => isPressed(event, keys) && (event.preventDefault(), this.open()));
    if (this.hasAttribute('preload') || this.matches(':focus-within') || (this.mode === 'page' && (new URLSearchParams(location.search).has(this.name) || field.value))) start();
  }

  disconnectedCallback() {
    this.#connection?.abort();
    this.#value = this.value;
    this.#behaviour = this.#now = undefined;
    this.#shell?.dialog?.close();
    this.#shell = undefined;
    this.shadowRoot?.replaceChildren();
  }

  /** @param {string} name @param {string | null} old @param {string | null} value */
  attributeChangedCallback(name, old, value) {
    if (!this.#connection || this.#connection.signal.aborted || old === value) return;
    // Everything is made anew; what was typed stays.
    this.disconnectedCallback();
    this.connectedCallback();
  }

  /** @returns {'field' | 'dialog' | 'page'} */
  get mode() {
    const mode = /** @type {any} */ (this.getAttribute('mode'));
    return MODES.includes(mode) ? mode : 'field';
  }
  set mode(mode) {
    this.setAttribute('mode', mode);
  }

  /** The form in the element's own content, which works without JavaScript. */
  get #plain() {
    return this.querySelector('form');
  }
  get #plainField() {
    return /** @type {HTMLInputElement | null | undefined} */ (this.#plain?.querySelector('input[name]'));
  }

  /** Where a search is sent that cannot be answered here, and where all results are; '' where there is no such page. */
  get action() {
    const action = this.getAttribute('action') ?? this.#plain?.getAttribute('action');
    return action == null ? '' : new URL(action, document.baseURI).href;
  }
  set action(action) {
    this.setAttribute('action', action);
  }

  /** The name of the query in addresses. */
  get name() {
    return this.getAttribute('name') || this.#plainField?.name || 'q';
  }
  set name(name) {
    this.setAttribute('name', name);
  }

  #value = '';
  /** What stands in the field. Setting it searches, without the focus moving. */
  get value() {
    return this.#shell?.field.value ?? this.#value;
  }
  set value(value) {
    this.#value = String(value);
    if (!this.#shell) return;
    this.#shell.field.value = this.#value;
    this.#start().then((behaviour) => behaviour.typed(), () => {});
  }

  /** The last answer shown; `null` before the first. @returns {Answer | null} */
  get answer() {
    return this.#now?.answer ?? null;
  }
  /** @type {Behaviour | undefined} once it is there */
  #now;

  /**
   * Searches as if the reader had typed it and pressed Enter; settles when the answer is shown, or when another search
   * has taken its place (then with `null`).
   * @param {string} text @param {{ filters?: Filters, sort?: 'relevance' | 'newest' | 'oldest' }} [options]
   * @returns {Promise<Answer | null>}
   */
  async search(text, options) {
    const behaviour = await this.#start();
    return behaviour.ask(text, options);
  }

  /** Opens the dialog, or takes the focus to the field. */
  open() {
    const { dialog, field } = this.#shell ?? {};
    if (dialog && !dialog.open) {
      dialog.showModal();
      tell(this, 'open');
    }
    field?.focus();
    field?.select();
    // Whoever opens it means to search, even while the window itself has not got the focus.
    this.#start().catch(() => {});
  }

  /** Closes the dialog, or the results below the field. */
  close() {
    this.#shell?.dialog?.close();
    this.#now?.fold();
  }

  /** Empties the field, the results and the filters. */
  clear() {
    if (this.#shell) this.#shell.field.value = '';
    this.#now?.clear();
  }

  /** Deletes the recent searches that are kept on this device. */
  async forget() {
    (await this.#start()).forget();
  }

  /** The language of the interface: that of the nearest `lang`. */
  get language() {
    for (let node = /** @type {any} */ (this); node; node = node.getRootNode().host) {
      const here = node.closest('[lang]');
      if (here) return here.lang || 'en';
    }
    return 'en';
  }

  /** Brings everything that a search needs. */
  #start() {
    const signal = this.#connection?.signal;
    const shell = this.#shell;
    if (!signal || !shell || signal.aborted) return Promise.reject(new DOMException('The element is in no document.', 'InvalidStateError'));
    this.#behaviour ??= (this.mode === 'page'
      ? bring(import.meta.resolve('./news-hound/page.js'), '@news-hound/page.js@')
      : bring(import.meta.resolve('./news-hound/list.js'), '@news-hound/list.js@')
    ).then(
      async (/** @type {typeof import('./news-hound/list.js')} */ { attach }) => {
        const behaviour = await attach(this, shell, signal);
        signal.throwIfAborted();
        return (this.#now = behaviour);
      },
    ).catch((error) => {
      if (!signal.aborted) {
        this.#behaviour = undefined;
        tell(this, 'error', { code: error.code ?? 'offline', error });
      }
      throw error;
    });
    return this.#behaviour;
  }

  /** @returns {Shell} */
  #build() {
    const root = /** @type {ShadowRoot} */ (this.shadowRoot);
    const { mode, name } = this;
    const own = this.words.search;
    const word = typeof own === 'function' ? own({}) : own ?? SEARCH.get(this.language.split('-')[0].replace(/^n[no]$/, 'nb')) ?? 'Search';
    const label = this.getAttribute('label') || String(word);
    const field = make('input.field', {
      id: 'field', name, type: 'search', enterkeyhint: 'search', autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false', maxlength: 1000,
      placeholder: this.getAttribute('placeholder') ?? (this.#plainField?.placeholder || label),
    });
    field.value = this.#value || (mode === 'page' ? (new URLSearchParams(location.search).get(name) ?? '') : '') || this.#plainField?.value || '';
    const bar = make('div.bar', make('span.glass', { 'aria-hidden': 'true' }), make('label.vh', { for: 'field' }, label), field);
    const form = make('form.form', { role: 'search', action: this.action || null }, bar);
    if (mode !== 'dialog') {
      const intro = make('div.intro', make('slot', { name: 'intro' }));
      root.append(form, intro);
      intro.hidden = mode !== 'page' || !!field.value;
      return { root, form, bar, field, intro };
    }
    const hasKeys = (this.getAttribute('shortcut') ?? 'mod+k') === 'mod+k';
    const isMac = /Mac|iP/.test(navigator.platform);
    const keys = hasKeys && matchMedia('(hover: hover)').matches && make('kbd', { 'aria-hidden': 'true' }, isMac ? '⌘ K' : 'Ctrl K');
    const opener = make('button.open', { 'aria-haspopup': 'dialog', 'aria-keyshortcuts': hasKeys ? (isMac ? 'Meta+K' : 'Control+K') : null },
      make('slot', { name: 'button' }, make('span.glass', { 'aria-hidden': 'true' }), ' ', make('span', label)), keys, () => this.open());
    const dialog = make('dialog.dialog', { 'aria-label': label }, form);
    root.append(opener, dialog);
    return { root, form, bar, field, opener, dialog };
  }
}

/** @param {KeyboardEvent} event @param {string} keys  such as `mod+k`, `/` or `ctrl+shift+f` */
function isPressed(event, keys) {
  if (event.defaultPrevented || event.isComposing || event.repeat) return false;
  const wanted = keys.toLowerCase().split('+');
  const key = wanted.pop();
  const mod = wanted.includes('mod');
  const [target] = /** @type {any[]} */ (event.composedPath());
  // A plain key belongs to whoever is writing.
  if (!mod && !wanted.length && (target.isContentEditable || /^(input|textarea|select)$/i.test(target.localName))) return false;
  const held = mod ? event.ctrlKey !== event.metaKey : event.ctrlKey === wanted.includes('ctrl') && event.metaKey === wanted.includes('meta');
  return held && event.altKey === wanted.includes('alt') && (event.shiftKey === wanted.includes('shift') || !wanted.length) && event.key.toLowerCase() === key;
}

if (!customElements.get('news-hound')) {
  customElements.define('news-hound', /** @satisfies {typeof Typed} */ (NewsHound));
  customElements.define('news-hound-results', class extends HTMLElement {});

  // The article that a search has led to: its words are marked. What led here was noted by the element, on this device.
  try {
    const { url, words } = JSON.parse(sessionStorage.getItem('newshound:found') ?? '{}');
    if (url === location.href.split('#')[0]) bring(import.meta.resolve('./news-hound/highlight.js'), '@news-hound/highlight.js@').then(({ highlight }) => highlight(words, sheet), () => {});
  } catch {
    // No storage, nothing to mark.
  }
}
