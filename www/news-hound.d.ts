/**
 * `<news-hound>` for TypeScript: its attributes, properties, methods and events; `reference.html` has an example of each.
 *
 * ```ts
 * import './news-hound.js';
 *
 * const element = document.querySelector('news-hound')!;
 * element.addEventListener('newshound:search', ({ detail }) => console.log(detail.query, detail.total));
 * ```
 *
 * Importing the module defines `news-hound` and `news-hound-results`, where nobody has before.
 */
import type { Answer, ErrorCode, Filters, Hit, Part } from './newshound.js';

export type Mode = 'field' | 'dialog' | 'page';
export type Sort = 'relevance' | 'newest' | 'oldest';

export class NewsHound extends HTMLElement {
  /** As the attribute; what is unknown is `field`. */
  mode: Mode;
  /** The page of all results, absolute; `''` where there is none. Setting it sets the attribute. */
  action: string;
  /** The name of the query in addresses. Setting it sets the attribute. */
  name: string;
  /** What stands in the field. Setting it searches, without the focus moving. */
  value: string;
  /** The last answer shown; `null` before the first. */
  readonly answer: Answer | null;
  /** The language of the interface, BCP 47: that of the nearest `lang`. */
  readonly language: string;
  /** Replaces words of the interface, by the names that they have in `news-hound/words/en.js`. Set before the search begins. */
  words: Record<string, Word>;
  /** Makes what stands in a result; `null` leaves it as it is. Set before the search begins. */
  renderHit: RenderHit | null;

  /**
   * Searches as if the reader had typed it and pressed Enter; settles when the answer is shown, or when another search
   * has taken its place or it failed (then with `null`).
   *
   * @throws {DOMException} `InvalidStateError` where the element is in no document; or what kept its scripts from loading.
   */
  search(text: string, options?: { filters?: Filters; sort?: Sort }): Promise<Answer | null>;
  /** Opens the dialog, or takes the focus to the field. */
  open(): void;
  /** Closes the dialog, or the results below the field. */
  close(): void;
  /** Empties the field, the results and the filters. */
  clear(): void;
  /** Deletes the recent searches that are kept on this device. */
  forget(): Promise<void>;

  addEventListener<K extends keyof NewsHoundEventMap>(type: K, listener: (this: NewsHound, event: NewsHoundEventMap[K]) => void, options?: boolean | AddEventListenerOptions): void;
  addEventListener<K extends keyof HTMLElementEventMap>(type: K, listener: (this: NewsHound, event: HTMLElementEventMap[K]) => void, options?: boolean | AddEventListenerOptions): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
}

/** The attributes, as markup has them; those without a value are there or not. */
export interface NewsHoundAttributes {
  mode?: Mode;
  action?: string;
  name?: string;
  label?: string;
  placeholder?: string;
  lang?: string;
  /** Results at once, from 1. Default: 6, on a page 20. */
  limit?: string | number;
  sort?: Sort;
  /** Names of facets with blanks between them. Default: `section author language`. */
  facets?: string;
  /** Id of a `news-hound-results`. */
  results?: string;
  /** Such as `/`, `mod+k`, `ctrl+shift+f` or `none`. */
  shortcut?: string;
  images?: boolean | '';
  preload?: boolean | '';
  base?: string;
  worker?: 'off';
  'no-address'?: boolean | '';
  'no-recent'?: boolean | '';
  'no-jump'?: boolean | '';
  'no-highlight'?: boolean | '';
}

/** A text with places for data (`{n}`), one for each plural category, or a function of the data. */
export type Word = string | Partial<Record<Intl.LDMLPluralRule, string>> | ((data: Record<string, any>) => string);

/**
 * @param tools.href where the result leads, `null` where it leads nowhere safe
 * @param tools.marked text with its matches marked, to be put into nodes
 */
export type RenderHit = (hit: Hit, tools: { href: string | null; marked: (parts: Part[]) => (Node | string)[] }) => Node | null;

/** All bubble, and cross the borders of shadow roots. */
export interface NewsHoundEventMap {
  /** A search has settled: typing has paused, or it was sent. */
  'newshound:search': CustomEvent<SearchDetail>;
  /** A result is followed. Can be prevented. */
  'newshound:select': CustomEvent<SelectDetail>;
  /** The form is sent; `href` where it leads to another page. Can be prevented. */
  'newshound:submit': CustomEvent<{ query: string; href: string | null }>;
  'newshound:open': CustomEvent<null>;
  'newshound:close': CustomEvent<null>;
  /** The search cannot be had; `error` is what the browser or the engine said. */
  'newshound:error': CustomEvent<{ code: ErrorCode | 'broken'; error: unknown }>;
}

export interface SearchDetail {
  query: string;
  filters: Filters;
  sort: Sort;
  total: number;
  isTotalExact: boolean;
  suggestion: string | null;
  /** Codes of the notes. */
  notes: string[];
  /** From the last key to the answer. */
  milliseconds: number;
}

export interface SelectDetail {
  query: string;
  href: string;
  hit: Hit;
  /** From 0. */
  rank: number;
}

declare global {
  interface HTMLElementTagNameMap {
    'news-hound': NewsHound;
    'news-hound-results': HTMLElement;
  }
  interface HTMLElementEventMap extends NewsHoundEventMap {}
}
