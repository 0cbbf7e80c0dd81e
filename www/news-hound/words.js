/**
 * The words of the interface: one file per language, loaded when it is needed; English where there is none.
 *
 * A word is a string with places for data (`{n}`), or a list of plural forms by the categories of `Intl.PluralRules`.
 *
 * @typedef {string | Partial<Record<Intl.LDMLPluralRule, string>>} Word
 * @typedef {{ [name: string]: any }} Table
 * @typedef {ReturnType<typeof speaker>} Say  says a word of the interface
 */

import { bring } from './bring.js';
import { SEARCH } from './languages.js';

/** The language with a file that is nearest to a BCP 47 tag. @param {string} tag */
export function nearest(tag) {
  const found = tag.toLowerCase().split('-')[0].replace(/^n[no]$/, 'nb');
  return SEARCH.has(found) ? found : 'en';
}

/**
 * What notes say; those without words are for programs.
 * @param {import('../newshound.js').Note[]} notes @param {Say} say
 */
export const noteTexts = (notes, say) => notes.map((note) => say(note.code === 'relaxed' && !note.count ? 'relaxed-none' : note.code, note)).filter(Boolean);

/** @param {string} tag @returns {Promise<Table>} */
export async function load(tag) {
  const language = nearest(tag);
  // So many hashes would weigh more than the words.
  const integrity = language === 'en' ? '@news-hound/words/en.js@' : (await bring(import.meta.resolve('./word-hashes.js'), '@news-hound/word-hashes.js@')).HASHES[language];
  return (await bring(import.meta.resolve(`./words/${language}.js`), integrity)).words;
}

/** As much of a text as a line can hold, without signs that would turn what stands around it. @param {string} text */
const echo = (text) => text.replace(/[\u202a-\u202e\u2066-\u2069]/g, '').replace(/^(.{99}).+/su, '$1…');

/**
 * What says things: `say('count', { n: 3, isExact: false })` says "3+ articles". A publisher's own word may also be a function of the data.
 * @param {Table} table @param {Table} own @param {string} locale
 */
export function speaker(table, own, locale) {
  // Not before there is a number to say: the first format that a browser makes takes it a while (`intl.js`).
  /** @type {Intl.PluralRules | undefined} */
  let rules;
  /** @type {Intl.NumberFormat | undefined} */
  let numbers;
  const number = (/** @type {number} */ n) => (numbers ??= new Intl.NumberFormat(locale)).format(n);
  /** @param {string} name @param {Record<string, any>} [data] @returns {string} '' for what has no words */
  const say = (name, data = {}) => {
    let word = own[name] ?? table[name] ?? '';
    if (typeof word === 'function') return String(word(data));
    if (typeof word === 'object') word = word[(rules ??= new Intl.PluralRules(locale)).select(data.n)] ?? word.other;
    return word.replace(/\{(\w+)\}/g, (/** @type {string} */ _, /** @type {string} */ key) => {
      const value = data[key] ?? '';
      if (typeof value !== 'number') return echo(String(value));
      return number(value) + (data.isExact === false ? '+' : '');
    });
  };
  return Object.assign(say, { locale, number });
}
