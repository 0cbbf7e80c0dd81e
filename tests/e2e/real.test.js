/**
 * The built site, as a stranger gets it, whatever articles it holds: with the real engine, under a folder of its host.
 */
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { inEachBrowser, Key, until } from './browsers.js';
import { realSite } from './site.js';

/** What runs in the page sees these. @type {any} */
let [api, probe, inside, texts] = /** @type {any} */ ([]);

inEachBrowser((browser) => {
  /** @type {Awaited<ReturnType<typeof realSite>>} */
  let site;
  /** @type {Awaited<ReturnType<typeof site.serve>>} */
  let served;
  /** An article, and a word that finds it. @type {{ word: string, title: string, address: string }} */
  let known;

  before(async () => {
    site = await realSite();
    served = await site.serve('--trusted-types', '--prefix', '/a/b/');
    await blank();
    known = await browser.run(async (page) => {
      const hound = await api.open();
      for (const common of ['the', 'a', 'in', 'la', 'de', 'n']) {
        const { hits } = await hound.search(common, { limit: 50 });
        for (const { title, url } of hits) {
          const word = title.split(/[^\p{L}]+/u).sort((/** @type {string} */ a, /** @type {string} */ b) => b.length - a.length)[0];
          if (word.length > 4) return { word, title, address: new URL(url, page).href };
        }
      }
      throw new Error('no article was found');
    }, served.url);
  });
  after(() => site.end());

  const blank = async () => {
    await browser.open(`${served.url}blank.html`);
    await browser.eventually(() => 'api' in globalThis);
  };
  const isQuiet = async () => assert.deepEqual(await browser.run(() => probe), { violations: [], errors: [] });

  it('types, sees results, follows one with the keyboard', async () => {
    await browser.open(served.url);
    await browser.eventually(() => !!customElements.get('news-hound'));
    await browser.run(() => /** @type {any} */ (document.querySelector('news-hound')).open());
    await browser.type(known.word);
    await browser.eventually((title) => texts('h2.title').includes(title), known.title);
    const [marks, hits, facets] = await browser.run(() => ['h2 .mark', 'li.hit', '.facet .value'].map((selector) => inside(selector).length));
    assert.ok(marks > 0 && hits > 0 && facets > 0);
    await isQuiet();
    // An article from elsewhere cannot be opened here.
    if (!known.address.startsWith(new URL(served.url).origin)) return;
    for (let step = 0; step < 20; step++) {
      await browser.type(Key.ARROW_DOWN);
      const address = await browser.run(() => document.activeElement?.shadowRoot?.activeElement?.getAttribute('href') ?? '');
      if (address.split('#')[0] === known.address) break;
    }
    await browser.type(Key.ENTER);
    await until(async () => (await browser.driver.getCurrentUrl()).split('#')[0] === known.address, `${known.address} is open`);
  });

  it('answers alike in a worker and on the page', async () => {
    for (const line of [known.word, known.word.slice(0, 3), `"${known.title}"`, `-${known.word}`, '', '" ( : -', '\u0000\u{1F400}']) {
      await blank();
      const [inWorker, onPage] = await browser.run(async (line) => {
        const answers = [];
        for (const worker of [true, false]) {
          const hound = await api.open({ worker });
          answers.push(await hound.search(line, { today: '2025-09-06', timeZone: 'UTC' }));
          hound.close();
        }
        return answers;
      }, line);
      assert.deepEqual(inWorker, onPage);
      await isQuiet();
    }
  });

  it('gives answers of the shape that is promised', async () => {
    await blank();
    const { answer, info, completions } = await browser.run(async (word) => {
      const hound = await api.open();
      return { answer: await hound.search(word), info: await hound.info(), completions: await hound.complete(word.slice(0, 4)) };
    }, known.word);
    assert.deepEqual(Object.keys(answer).sort(), ['facets', 'hits', 'isComplete', 'isTotalExact', 'notes', 'query', 'suggestion', 'timeline', 'total']);
    assert.equal(answer.query, known.word);
    assert.equal(answer.isComplete, true);
    const hit = answer.hits[0];
    assert.deepEqual(Object.keys(hit).sort(), [
      'authors', 'date', 'duplicates', 'fields', 'id', 'image', 'isFree', 'isPhraseVerified', 'isSnippetUnique', 'language', 'modified', 'score',
      'section', 'snippet', 'snippetSource', 'tags', 'title', 'titleParts', 'url', 'why',
    ]);
    assert.equal(hit.titleParts.map((/** @type {any} */ part) => part.text).join(''), hit.title);
    for (const list of ['authors', 'tags', 'snippet', 'duplicates']) assert.ok(Array.isArray(hit[list]), list);
    for (const flag of ['isFree']) assert.equal(typeof hit[flag], 'boolean');
    for (const text of ['date', 'modified', 'section', 'language', 'image']) assert.ok(hit[text] === null || hit[text].length > 0, text);
    assert.equal(Object.getPrototypeOf(hit.fields).constructor.name, 'Object');
    assert.ok(info.articles > 0 && Array.isArray(info.sections) && Array.isArray(completions));
  });

  it('says so when nothing matches', async () => {
    await browser.open(`${served.url}?q=zzzzqqqqzzzz`);
    await browser.eventually(() => texts('.status').join() === 'No article matches “zzzzqqqqzzzz”.');
    await isQuiet();
  });
});
