/**
 * Newshound's JavaScript surface: search for a news site, in the reader's browser, without a server.
 *
 * ```js
 * import { open } from './newshound.js';
 *
 * const hound = await open();
 * const { total, hits } = await hound.search('harbour bridge', { limit: 5 });
 * for (const hit of hits) console.log(hit.date, hit.title, hit.url);
 * ```
 *
 * Importing the module has no effect and makes no request. Everything in an answer is data out of the index: put it
 * into a page as text, and check a URL before it becomes a link. Fields may be added; none changes its meaning.
 */

/**
 * Opens the search of a folder: starts the worker, and downloads the engine and its index.
 *
 * @throws {NewshoundError} `offline`, `missing`, `corrupt`, `version` or `unsupported`; or the `signal`'s reason.
 */
export function open(options?: OpenOptions): Promise<Hound>;

export interface OpenOptions {
  /**
   * The folder with `newshound_engine.js`, `newshound_engine_bg.wasm` and what they need; absolute, or relative to
   * `newshound.js`. Default: the folder of `newshound.js`. Another origin has to allow it (CORS). If it is called
   * `newshound-` and a version, as the `newshound` command calls it, `newshound.json` beside it says where the index is.
   */
  base?: string | URL;
  /**
   * Where searches run: `true` in a worker or not at all (`unsupported`), `false` on the page's own thread. Default:
   * in a worker where one can be had; it cannot where `newshound.js` comes from another origin than the page, where
   * the page's Content-Security-Policy forbids it, and in browsers without module workers.
   */
  worker?: boolean;
  /** Gives up opening. A download that others wait for, or that runs on the page's own thread, goes on. */
  signal?: AbortSignal;
}

/** An open search. Calls may overlap: each has its own promise, and an aborted one costs nothing more. */
export interface Hound {
  /**
   * Answers a line as a reader types it. Any line is a query, never an error.
   *
   * @throws {NewshoundError} any code; or the `signal`'s reason once it is aborted; or what the browser says about
   *   options that are no plain data.
   */
  search(text: string, options?: SearchOptions): Promise<Answer>;
  /** What the reader may mean to type, best first. Throws as `search` does. */
  complete(text: string, options?: CompleteOptions): Promise<Completion[]>;
  /** What is being searched. Throws as `search` does. */
  info(): Promise<Info>;
  /** Ends it: the worker and its memory go, waiting calls and later ones reject with the code `closed`. */
  close(): void;
}

export interface SearchOptions {
  /** Hits to return, from 0. Default: 10. */
  limit?: number;
  /** Hits to leave out at the beginning. Default: 0. */
  offset?: number;
  /** Default: `relevance`. Articles without a date come last in the other two. */
  sort?: 'relevance' | 'newest' | 'oldest';
  /** Only articles that have all of this. */
  filters?: Filters;
  /** Names of the facets to count, such as `section`, out of `Info.facets`. Default: none. */
  facets?: string[];
  /** Whether near-duplicates stand behind one of them. Default: `true`. */
  collapse?: boolean;
  /** The day that is today, `YYYY-MM-DD`, for words such as `yesterday`. Default: today in `timeZone`. */
  today?: string;
  /**
   * IANA time zone, such as `Europe/Lisbon`. Default: the site's, as its index has it (`Info.timeZone`), else the browser's.
   * An unknown one is a RangeError.
   */
  timeZone?: string;
  /** Days after which the bonus for being recent has halved; 0 gives none. Default: the index's. */
  halfLife?: number;
  /** Completions to give along with the answer, as `complete` would: one call for both, while somebody types. Default: 0. */
  completions?: number;
  /** Whether hits say why they stand where they do (`Hit.why`). Default: `false`. */
  explain?: boolean;
  /** Gives up the call: it rejects with the signal's reason, and what was still to do is not done. */
  signal?: AbortSignal;
  /**
   * Is called with what is known already when the final answer has to wait for a download. Not called after the
   * promise has settled.
   */
  onUpdate?: (answer: Answer) => void;
}

/** One value is enough of those under one name (OR); all names have to hold (AND). */
export interface Filters {
  /** First day that counts: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. */
  after?: string;
  /** First day that no longer counts, in the same forms, as for `before:` in a query: `2025` leaves out all of 2025. */
  before?: string;
  /** Wanted values of a facet, such as `section: ['Business', 'Sport']`. */
  [name: string]: string[] | string | undefined;
}

export interface Answer {
  /** The line as it was searched. */
  query: string;
  /** How many articles match, near-duplicates counted once unless `collapse` is `false`; at least that many where `isTotalExact` is `false`. */
  total: number;
  isTotalExact: boolean;
  /** `false` only in `onUpdate`: hits may lack snippets and more may come. */
  isComplete: boolean;
  /** Best first, `limit` of them at most. */
  hits: Hit[];
  /** For each facet asked for, its values with how many articles match; its own filter does not count. */
  facets: Record<string, FacetValue[]>;
  /** Matching articles per month, oldest first, empty months left out; `null` where not counted. */
  timeline: Month[] | null;
  /** The line as the reader may have meant it ("did you mean"); `null` where nothing better is known. */
  suggestion: string | null;
  /** What the reader may want to know about how the line was read. */
  notes: Note[];
  /** What the reader may mean to type, best first; only where it was asked for. */
  completions?: Completion[];
}

export interface Hit {
  /** The publisher's identifier, unique in the index. */
  id: string;
  /** Where the article is: absolute, or relative to the site. Data: check its scheme before it becomes a link. */
  url: string;
  title: string;
  /** The title again, cut where matches begin and end; joined, the texts are `title`. */
  titleParts: Part[];
  /**
   * First publication in ISO 8601, only as precise as its source: `2025`, `2025-09`, `2025-09-06`,
   * `2025-09-06T15:58` or `2025-09-06T15:58:31`, with an offset (`+02:00`, `Z`) only where one was given. `null` where
   * unknown.
   */
  date: string | null;
  /** Last change, in the same forms; `null` where unknown. */
  modified: string | null;
  /** `null` where unknown. */
  section: string | null;
  /** One name each, in the source's order; empty where unknown. */
  authors: string[];
  /** One each, in the source's order; empty where unknown. */
  tags: string[];
  /** BCP 47, such as `en` or `pt-BR`; `null` where unknown. */
  language: string | null;
  /** URL of the main image; `null` where there is none. */
  image: string | null;
  /** Whether everybody may read the whole text. */
  isFree: boolean;
  /** Higher is better; only to be compared inside one answer. */
  score: number;
  /** The passage that fits best, cut where matches begin and end; empty where there is none (yet). */
  snippet: Part[];
  /** Where the snippet comes from; `null` where there is none. */
  snippetSource: 'body' | 'standfirst' | null;
  /** Whether a link to a sentence of the snippet would lead to it: it is of the body, and none of its sentences stands in the article twice. */
  isSnippetUnique: boolean;
  /** Whether quoted phrases were found word for word; `false`: only their words. `null` where nothing was quoted. */
  isPhraseVerified: boolean | null;
  /** Near-duplicates that stand behind this one, best first. */
  duplicates: Duplicate[];
  /** Further stored fields by name, each with its values. */
  fields: Record<string, string[]>;
  /** Why it stands here; `null` unless `explain` was set. */
  why: Why | null;
}

export interface Why {
  /** Whether it has all that was asked for; those that only have enough of it stand below. */
  hasAll: boolean;
  /** What it keeps of its score by its age, from 0 to 1. */
  recency: number;
  /** What its section multiplies its score by, as the publisher set it; 1 where nothing was set. */
  boost: number;
  /** Whether the publisher put it first for this line; it need not have any of the words. */
  isPinned: boolean;
  /** What it has of the query. */
  leaves: WhyLeaf[];
}

/** A word or phrase that a hit has. */
export interface WhyLeaf {
  /** As it was typed. */
  text: string;
  /** What it adds to the score, before recency and boost. */
  score: number;
  /** How it was found: `word`, `synonym`, `prefix`, `typo`, `facet`, or `near` for two words side by side; more may come. */
  way: string;
  /** Articles in the index that have it. */
  articles: number;
}

/** A piece of text. No markup: it is to be shown as it is. */
export interface Part {
  text: string;
  /** Whether it is to be marked. */
  isMatch: boolean;
}

export interface Duplicate {
  id: string;
  url: string;
  title: string;
  /** As in `Hit`. */
  date: string | null;
  section: string | null;
}

export interface FacetValue {
  value: string;
  count: number;
}

export interface Month {
  /** `YYYY-MM` */
  month: string;
  count: number;
}

/**
 * `code` never changes once released; further fields are its data. Never prose. Codes may be added.
 *
 * - `unbalanced-quote`, `unbalanced-parenthesis`, `empty-date-range`, `only-exclusions`, `exclusion-in-or`: no data.
 * - `impossible-date`, `relative-date-without-today`: `text`, the date as typed, which was left out.
 * - `too-long`, `too-many-words`, `too-deep`: `kept`, how much of it was searched.
 * - `empty-operator`: `operator`, which was left out.
 * - `relaxed`: too few articles have all the words, those with some of them follow; `count` of those that have all.
 * - `typo`: a word was taken for a slip; the answer's `suggestion` is the line as it was meant.
 * - `phrase-not-verified`: the text of some articles is not published; they have the words of a phrase, perhaps apart.
 */
export interface Note {
  code: string;
  [data: string]: unknown;
}

export interface CompleteOptions {
  /** Completions to return. Default: 8. */
  limit?: number;
  /** As in `SearchOptions`. */
  signal?: AbortSignal;
}

export interface Completion {
  /** The whole line, completed. */
  text: string;
  /** The same, cut where what was typed begins and ends. */
  parts: Part[];
  kind: 'word' | 'phrase' | 'headline';
  /** Articles that it finds at least, near-duplicates counted each. */
  count: number;
}

export interface Info {
  /** Version of the engine, such as `0.1.0`. */
  version: string;
  /** Version of the index's format. */
  formatVersion: number;
  /** Differs whenever the index does. */
  uid: string;
  /** Articles in the index. */
  articles: number;
  /** BCP 47 tag of the language that words are read in when an article names none; `null` where unset. */
  language: string | null;
  /** All languages of the articles. */
  languages: string[];
  /** IANA name of the site's time zone; `null` where unset. */
  timeZone: string | null;
  sections: string[];
  /** Date of the newest article, as in `Hit.date`; `null` where no article has one. */
  newest: string | null;
  oldest: string | null;
  /** Where the articles' text is. */
  textMode: string;
  /** Distinct terms in the index. */
  terms: number;
  /** Names that `SearchOptions.facets` and `filters` may use. */
  facets: string[];
}

/**
 * - `offline`: a download failed: no connection, or CORS or the page's Content-Security-Policy forbids it. Again later.
 * - `missing`: the server has no such file. The folder was not uploaded whole, or `base` is wrong.
 * - `corrupt`: a file is not what was built: cut off, changed on its way, or not from Newshound.
 * - `version`: the files do not belong together, mostly a new build uploaded in part or held back by a cache.
 * - `unsupported`: no WebAssembly (old browser, Lockdown Mode, a policy without `'wasm-unsafe-eval'`), or no worker
 *   where `worker: true` asked for one.
 * - `crashed`: the engine stopped in the middle of a call; the next call starts it again.
 * - `closed`: the call came after `close()`, or was waiting then.
 */
export type ErrorCode = 'offline' | 'missing' | 'corrupt' | 'version' | 'unsupported' | 'crashed' | 'closed';

/** Why a call failed. `message` is for the site's owner, not for readers; `cause` is what the browser or engine said. */
export class NewshoundError extends Error {
  constructor(code: ErrorCode, message: string, options?: ErrorOptions);
  readonly name: 'NewshoundError';
  readonly code: ErrorCode;
}
