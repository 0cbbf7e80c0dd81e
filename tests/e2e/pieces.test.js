/** Parts of the element that need no page: addresses, text fragments, dates, bars of the timeline. */
import assert from 'node:assert/strict';
import { it } from 'node:test';

// These modules ask the page's address at most; here there is none.
Object.assign(globalThis, { document: { baseURI: 'https://news.example/' }, HTMLElement: class {}, Node: class {} });
const { filtersOf, isFiltered, read, write } = await import('../../www/news-hound/address.js');
const { passageOf, withFragment } = await import('../../www/news-hound/fragment.js');
const { ago, exact, shift } = await import('../../www/news-hound/dates.js');
const { bars } = await import('../../www/news-hound/timeline.js');
const { webAddress } = await import('../../www/news-hound/nodes.js');

const FACETS = ['section', 'author'];

it('reads a search out of an address, and leaves out what is none', () => {
  const check = (/** @type {string} */ search, /** @type {object} */ expect, name = 'q') =>
    assert.deepEqual(read(search, name, FACETS, 'relevance'), { query: '', chosen: {}, after: null, before: null, sort: 'relevance', ...expect });
  check('', {});
  check('?q=a+b', { query: 'a b' });
  check('?q=a&section=X&section=Y&section=X&section=', { query: 'a', chosen: { section: ['X', 'Y'] } });
  check('?after=2025-01-01&before=2025-13-01&sort=loudest', { after: '2025-01-01' });
  check('?after=yesterday&sort=oldest&other=1', { sort: 'oldest' });
  check('?q=a&s=b&s.section=X&section=Y', { query: 'b', chosen: { section: ['X'] } }, 's');
});

it('writes it back, and leaves the rest of the address alone', () => {
  const state = { query: 'a b', chosen: { section: ['X', 'Y & Z'] }, after: '2025-01-01', before: null, sort: /** @type {const} */ ('newest') };
  const address = write('https://x/y?utm=1&q=old&author=Z&before=2020-01-01#part', state, 'q', FACETS, 'relevance');
  assert.equal(address, 'https://x/y?utm=1&q=a+b&section=X&section=Y+%26+Z&after=2025-01-01&sort=newest#part');
  assert.deepEqual(read(new URL(address).search, 'q', FACETS, 'relevance'), state);
  assert.deepEqual(filtersOf(state), { section: ['X', 'Y & Z'], after: '2025-01-01' });
  assert.deepEqual([isFiltered(state), isFiltered({ ...state, chosen: { section: [] }, after: null })], [true, false]);
});

it('builds fragments from the exact words of a sentence', () => {
  const parts = (/** @type {string} */ text) => text.split('|').map((text, at) => ({ text, isMatch: at % 2 === 1 })).filter(({ text }) => text);
  const check = (/** @type {string} */ text, /** @type {string} */ expect) => assert.equal(passageOf(parts(text)), expect, text);
  check('The mayor cut the ribbon. The first to cross the |bridge| was a flock.', 'The first to cross the bridge was a flock.');
  check('Too |short| here.', '');
  // A point inside a sentence may cut it: what is left is exact all the same.
  check('…and then the |U.S.| envoy left the |room| at once… Nobody saw him.', 'envoy left the room at once');
  check('One |a| two. And here |b| are two |c| of them together.', 'And here b are two c of them together.');
  check('Never across\na paragraph that |ends| here with words.', 'a paragraph that ends here with words.');
  check('No match at all in this one.', '');
  check('東京都の|知事|は新しい橋を開いた', '東京都の知事は新しい橋を開いた');
});

it('puts fragments only where they hold', () => {
  const hit = /** @type {any} */ ({ snippet: [{ text: 'A well-known, ', isMatch: false }, { text: 'old', isMatch: true }, { text: ' bridge & its keeper', isMatch: false }], snippetSource: 'body', isSnippetUnique: true, isFree: true });
  const check = (/** @type {object} */ change, /** @type {string} */ expect, href = 'https://x/y') => assert.equal(withFragment({ ...hit, ...change }, href), expect);
  check({}, 'https://x/y#:~:text=A%20well%2Dknown%2C%20old%20bridge%20%26%20its%20keeper');
  check({}, 'https://x/y#own', 'https://x/y#own');
  for (const change of [{ snippetSource: 'standfirst' }, { snippetSource: null }, { isFree: false }, { snippet: [] }, { isSnippetUnique: false }]) check(change, 'https://x/y');
});

it('tells dates as precisely as they are known, and near ones by their distance', () => {
  const now = new Date(2026, 9, 14, 12, 0);
  const near = (/** @type {string} */ date) => ago(date, 'en', now);
  assert.deepEqual(['2025', '2025-09', '2025-09-06', '2025-09-06T15:58', 'nonsense'].map((date) => exact(date, 'en')), ['2025', 'September 2025', 'September 6, 2025', 'September 6, 2025', 'nonsense']);
  assert.match(exact('2025-09-06T15:58+02:00', 'en', true), /^September 6, 2025 at 3:58.PM$/);
  assert.deepEqual(['2026-10-14', '2026-10-13T23:59', '2026-10-11', '2026-10-01', '2026-10-20', '2026-10', '2025-13-45'].map(near), ['today', 'yesterday', '3 days ago', null, null, null, null]);
  assert.equal(near(new Date(+now - 2 * 3600e3).toISOString()), '2 hours ago');
  assert.equal(near(new Date(+now - 5 * 60e3).toISOString()), '5 minutes ago');
  assert.deepEqual([shift('2025-12-31', 1), shift('2024-03-01', -1)], ['2026-01-01', '2024-02-29']);
});

it('draws months without gaps, and years where months are too many', () => {
  assert.deepEqual(bars([]), []);
  assert.deepEqual(bars([{ month: '2024-11', count: 2 }, { month: '2025-01', count: 1 }]), [{ key: '2024-11', count: 2 }, { key: '2024-12', count: 0 }, { key: '2025-01', count: 1 }]);
  assert.deepEqual(bars([{ month: '2010-05', count: 1 }, { month: '2010-06', count: 2 }, { month: '2016-01', count: 4 }]).map(({ key, count }) => `${key} ${count}`), ['2010 3', '2011 0', '2012 0', '2013 0', '2014 0', '2015 0', '2016 4']);
});

it('links to the web alone', () => {
  for (const [url, expect] of [['a.html', 'https://news.example/a.html'], ['//x/y', 'https://x/y'], ['javascript:alert(1)', null], [' \tjava\nscript:x', null], ['data:text/html,x', null], ['', null], [null, null], ['https://', null]]) assert.equal(webAddress(/** @type {any} */ (url)), expect);
});
