/** What axe-core finds in `<news-hound>`, in every mode and state, light and dark: nothing. */
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { after, before, it } from 'node:test';
import { inEachBrowser, Key } from './browsers.js';
import { fakeSite } from './site.js';

/** What runs in the page sees these (`probe/probe.js`). @type {any[]} */
let [inside, texts] = /** @type {any} */ ([]);

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

inEachBrowser((browser) => {
  /** @type {Awaited<ReturnType<typeof fakeSite>>} */
  let site;
  /** @type {string} */
  let url;

  before(async () => {
    site = await fakeSite();
    for (const look of ['light', 'dark']) {
      for (const [mode, more] of [['field', 'action="found.html"'], ['dialog', 'images'], ['page', 'images']]) {
        await site.writeElements(`${mode}-${look}.html`, `<div class="${look}"><news-hound mode="${mode}" ${more}><p slot="intro">What can be typed.</p></news-hound></div>`);
      }
    }
    for (const mode of ['field', 'dialog', 'page']) await site.writeElements(`${mode}-rtl.html`, `<div lang="ar" dir="rtl"><news-hound mode="${mode}" action="found.html"></news-hound></div>`);
    await site.writeElements('apart-light.html', '<news-hound mode="page" results="there"></news-hound><news-hound-results id="there"></news-hound-results>');
    await site.write('img/bridge.svg', '<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"/>');
    ({ url } = await site.serve());
  });
  after(() => site.end());

  const fresh = async (/** @type {string} */ page) => {
    await browser.open(url + page);
    await browser.eventually(() => !!customElements.get('news-hound'));
    await browser.run(() => localStorage.clear());
  };
  const open = () => browser.run(() => /** @type {any} */ (document.querySelector('news-hound')).open());
  const look = async () => {
    await browser.driver.executeScript(AXE);
    return browser.run(async () => {
      // A panel that is on its way in is not yet what it will look like.
      await Promise.all([document, inside('.form')[0].getRootNode()].flatMap((root) => root.getAnimations()).map((animation) => animation.finished));
      const { violations } = await /** @type {any} */ (globalThis).axe.run(document, { resultTypes: ['violations'] });
      return violations.map((/** @type {any} */ { id, nodes }) => `${id}: ${nodes.map((/** @type {any} */ { target, failureSummary }) => `${JSON.stringify(target)} ${failureSummary}`).join('; ')}`);
    });
  };
  const isClean = async (/** @type {string} */ state) => assert.deepEqual(await look(), [], state);

  it('looks inside', async () => {
    await fresh('page-light.html?q=bridge');
    await browser.eventually(() => texts('li.hit').length === 4);
    await browser.run(() => inside('.snippet').forEach((/** @type {any} */ node) => (node.style.color = '#bbb')));
    const found = await look();
    assert.equal(found.length, 1);
    assert.match(found[0], /^color-contrast/);
  });

  for (const scheme of ['light', 'dark']) {
    it(`finds nothing in a field, ${scheme}`, async () => {
      await fresh(`field-${scheme}.html`);
      await isClean('waiting');
      await open();
      await browser.type('bri');
      await browser.eventually(() => inside('.option').length === 5);
      await isClean('results');
      await browser.type(Key.ARROW_DOWN, Key.ARROW_DOWN);
      await isClean('an option is taken');
      await browser.type(Key.ENTER);
      await fresh(`field-${scheme}.html`);
      await open();
      await browser.type('zzzz');
      await browser.eventually(() => texts('.status').join() === 'No article matches “zzzz”.');
      await isClean('nothing');
    });

    it(`finds nothing in a dialog, ${scheme}`, async () => {
      await fresh(`dialog-${scheme}.html`);
      await isClean('closed');
      await open();
      await isClean('empty');
      await browser.type('brigde');
      await browser.eventually(() => inside('.suggestion').length === 1);
      await isClean('a suggestion');
      await browser.type(Key.ARROW_DOWN, Key.ENTER);
      await browser.eventually(() => inside('.option.hit').length === 4);
      await isClean('results');
      await browser.run(() => /** @type {any} */ (document.querySelector('news-hound')).clear());
      await browser.eventually(() => inside('.option.recent').length === 1);
      await isClean('recent searches');
    });

    it(`finds nothing on a page, ${scheme}`, async () => {
      await fresh(`page-${scheme}.html`);
      await isClean('waiting');
      await open();
      await browser.type('lantern', Key.ENTER);
      await browser.eventually(() => texts('.similar summary').length === 1);
      await browser.run(() => inside('details').forEach((/** @type {any} */ node) => (node.open = true)));
      await browser.eventually(() => texts('.reasons dd').length > 0);
      await isClean('all unfolded');
      // Filters and timeline come when typing rests.
      await browser.eventually(() => inside('input[value=Local]').length > 0);
      await browser.run(() => inside('input[value=Local]')[0].click());
      await browser.eventually(() => inside('.month').length > 0);
      await browser.run(() => inside('.month')[0].focus());
      await browser.type(Key.ENTER);
      await browser.eventually(() => texts('.reset').length === 1 && inside('.month[aria-pressed=true]').length > 0);
      await isClean('filtered');
      await browser.run(() => inside('.clear')[0].click());
      await browser.eventually(() => texts('.chip').length === 1);
      await isClean('recent searches');
      await fresh(`page-${scheme}.html?q=brigde`);
      await browser.eventually(() => texts('button.suggestion').length === 1);
      await isClean('nothing, and a suggestion');
    });
  }

  it('finds nothing from right to left', async () => {
    for (const mode of ['field', 'dialog', 'page']) {
      await fresh(`${mode}-rtl.html`);
      await open();
      await browser.type('bridge');
      await browser.eventually(() => inside('.hit').length === 4);
      await isClean(`${mode}, right to left`);
    }
  });

  it('finds nothing where notes are shown, and where results stand elsewhere', async () => {
    for (const mode of ['field', 'dialog', 'page']) {
      await fresh(`${mode}-light.html`);
      await open();
      await browser.type('"bridge');
      await browser.eventually(() => texts('.note').length > 0);
      await isClean(`${mode}, notes`);
    }
    await fresh('apart-light.html');
    await open();
    await browser.type('bridge');
    await browser.eventually(() => texts('li.hit', '#there').length === 4);
    await isClean('results elsewhere');
  });

  it('finds nothing while the search is loaded, nor where it is out of order', async () => {
    for (const [state, ...options] of [['loading', '--delay', '1500'], ['out of order', '--fail', 'newshound_engine.js']]) {
      const other = await site.serve(...options);
      try {
        for (const page of ['field-light', 'dialog-light', 'page-light', 'page-dark', 'field-dark', 'page-rtl']) {
          await browser.open(`${other.url}${page}.html`);
          await browser.eventually(() => !!customElements.get('news-hound'));
          await open();
          await browser.type('bridge');
          if (state === 'loading') await browser.eventually(() => texts('.status').join() !== '');
          else await browser.eventually(() => texts('.retry').length === 1);
          await isClean(`${page}, ${state}`);
        }
      } finally {
        other.stop();
      }
    }
  });
});
