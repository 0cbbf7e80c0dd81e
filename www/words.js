/**
 * The words of the page, in English. A publisher overrides any of them: `attach(form, { words: { … } })`.
 * Whatever they are given from the index or the reader is text, and is shown as text.
 */

export const WORDS = {
  /** @param {number} total @param {boolean} isExact @param {string} [locale] */
  count: (total, isExact, locale) =>
    `${isExact ? '' : 'At least '}${total.toLocaleString(locale)} ${total === 1 ? 'article' : 'articles'}`,
  opening: 'Opening the archive…',
  searching: 'Searching…',
  /** @param {string} query */
  nothing: (query) => `Nothing in the archive matches “${query}”.`,
  nothingAdvice: 'Check the spelling, use fewer words, or leave out the quotation marks.',
  didYouMean: 'Did you mean',
  more: 'Show more',
  by: 'By',
  results: 'Search results',
  untitled: 'Untitled',
  subscribers: 'Subscribers',
  tryAgain: 'Try again',
  errors: {
    offline: 'The archive cannot be reached. Check your connection, then try again.',
    unsupported: 'This browser cannot run the search: it has no WebAssembly.',
    other: 'The search is out of order at the moment.',
  },
  /** By the note's code; what is not listed here is not shown. @type {Record<string, (note: any) => string>} */
  notes: {
    'unbalanced-quote': () => 'A quotation mark is still open; its words were searched one by one.',
    'unbalanced-parenthesis': () => 'A parenthesis without its partner was ignored.',
    'impossible-date': ({ text }) => `“${text}” is no date and was ignored.`,
    'empty-date-range': () => 'No day lies between these dates.',
    'too-long': ({ kept }) => `Only the first ${kept} characters were searched.`,
    'too-many-words': ({ kept }) => `Only the first ${kept} words were searched.`,
    'too-deep': () => 'Parentheses inside parentheses were ignored.',
    'only-exclusions': () => 'All articles without these words, newest first.',
    'empty-operator': ({ operator }) => `“${operator}” was ignored.`,
    'phrase-not-verified': () => 'Some articles have all the words, perhaps not in this order.',
  },
};
