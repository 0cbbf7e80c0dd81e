/** The words of the interface, in every language: none is missing, none has a place for data that nobody gives. */
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { it } from 'node:test';
import { SEARCH } from '../../www/news-hound/languages.js';
import { load, nearest, noteTexts, speaker } from '../../www/news-hound/words.js';

/** @param {string} text */
const places = (text) => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort().join();
/** @param {any} word */
const forms = (word) => (typeof word === 'string' ? [word] : Object.values(word));

const english = await load('en');
const LANGUAGES = [...SEARCH.keys()];

it('is in twenty languages and more, one file each', async () => {
  const files = await readdir(new URL('../../www/news-hound/words/', import.meta.url));
  assert.deepEqual(files.map((file) => file.replace('.js', '')).sort(), [...LANGUAGES].sort());
  assert.ok(LANGUAGES.length >= 20);
});

for (const language of LANGUAGES) {
  it(`has every word in ${language}`, async () => {
    const words = await load(language);
    assert.deepEqual(Object.keys(words), Object.keys(english));
    const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    for (const [name, word] of Object.entries(words)) {
      for (const form of forms(word)) {
        assert.ok(form.trim() === form && form.length > 0, name);
        if (typeof word === 'string') assert.equal(places(form), places(forms(english[name])[0]), name);
        else assert.ok(['', '{n}'].includes(places(form)), `${name}: ${form}`);
      }
      // Where there are numbers, there is a form for each kind of number.
      if (typeof word === 'object') assert.deepEqual(categories.filter((category) => !(category in word) && category !== 'many'), [], name);
      if (language !== 'en' && typeof word === 'string' && word.length > 25) assert.notEqual(word, english[name], `${name} is still English`);
    }
  });
}

it('says notes with their data, and keeps silent on those without words', () => {
  const check = (/** @type {any[]} */ notes, /** @type {string[]} */ expect) => assert.deepEqual(noteTexts(notes, speaker(english, {}, 'en')), expect);
  check([{ code: 'relaxed', count: 1200 }], ['Articles with all the words: 1,200. Articles with some of them follow.']);
  check([{ code: 'relaxed', count: 0 }, { code: 'of-tomorrow' }], ['Not all words occur together. Showing articles with some of them.']);
  check([{ code: 'impossible-date', text: 'May 32' }, { code: 'empty-operator', operator: 'OR' }], ['“May 32” is no date and was ignored.', '“OR” was ignored.']);
});

it('finds the language that is nearest', () => {
  for (const [tag, expect] of [['de', 'de'], ['pt-BR', 'pt'], ['nn', 'nb'], ['no', 'nb'], ['zh-Hant-TW', 'zh'], ['tlh', 'en'], ['', 'en'], ['../x', 'en']]) assert.equal(nearest(tag), expect, tag);
});

it('says numbers as the language does, and what the publisher says first', async () => {
  const check = async (/** @type {string} */ tag, /** @type {any} */ own, /** @type {any} */ data, /** @type {string} */ expect) => assert.equal(speaker(await load(tag), own, tag)('count', data), expect);
  await check('en', {}, { n: 1 }, '1 article');
  await check('en', {}, { n: 1234, isExact: false }, '1,234+ articles');
  await check('pl', {}, { n: 22 }, '22 artykuły');
  await check('pl', {}, { n: 12 }, '12 artykułów');
  await check('ar', {}, { n: 2 }, 'مقالان');
  await check('de', { count: 'Treffer: {n}' }, { n: 2000 }, 'Treffer: 2.000');
  await check('de', { count: (/** @type {any} */ { n }) => `${n}!` }, { n: 2 }, '2!');
  assert.equal(speaker(english, {}, 'en')('of-tomorrow'), '');
});
