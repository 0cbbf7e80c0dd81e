/**
 * The page as a reader uses it, on the fake engine: what it loads and when, typing, keys, links, addresses, states.
 */
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { By, inEachBrowser, Key, until } from './browsers.js';
import { fakeSite } from './site.js';

/** Files that only a search needs. */
const ENGINE = /engine|worker|host|\.wasm/;

/** What runs in the page sees it. @type {any} */
let probe;

/** What the page shows; in the page. */
const shown = () => {
  const text = (/** @type {string} */ selector) => [...document.querySelectorAll(selector)].map((node) => /** @type {HTMLElement} */ (node).innerText.trim());
  return {
    count: text('.nh-count').join(),
    live: text('.nh-live').join() || document.querySelector('.nh-live')?.textContent,
    titles: text('.nh-title'),
    notes: text('.nh-aside > *'),
    marks: text('mark'),
    focus: document.activeElement?.textContent || document.activeElement?.id,
    hasMore: !(/** @type {HTMLElement} */ (document.querySelector('.nh-results > button')).hidden),
  };
};

inEachBrowser((browser) => {
  /** @type {Awaited<ReturnType<typeof fakeSite>>} */
  let site;
  /** @type {Awaited<ReturnType<typeof site.serve>>} */
  let served;

  before(async () => {
    site = await fakeSite();
    await site.write('articles/0.html', '<!doctype html><html lang="en"><title>The bridge</title><p>It opened.');
    await site.writePage('a', {});
    served = await site.serve('--trusted-types', '--prefix', '/a/b/');
  });
  after(() => site.end());

  const field = () => browser.driver.findElement(By.id('q'));
  const focus = async () => (await field()).click();
  /** Waits for a count. @param {string} count */
  const counts = (count) => browser.eventually((count) => document.querySelector('.nh-count')?.textContent === count, count);
  const isQuiet = async () => assert.deepEqual(await browser.run(() => probe), { violations: [], errors: [] });
  const fresh = async (query = '', url = served.url) => browser.open(url + query);

  it('loads nothing of the search before the field has the focus', async () => {
    const start = (await served.requests()).length;
    await fresh();
    await sleep(500);
    const early = (await served.requests()).slice(start);
    assert.deepEqual(early.filter((path) => ENGINE.test(path)), []);
    assert.ok(early.includes('search-page.js'));
    await focus();
    await until(async () => (await served.requests()).slice(start).includes('newshound_engine_bg.wasm'), 'the engine is loaded');
    await isQuiet();
  });

  it('answers while the reader types', async () => {
    await fresh();
    await focus();
    await browser.type('bri');
    await counts('4 articles');
    await browser.type('dge o');
    await counts('1 article');
    const { titles, marks } = await browser.run(shown);
    assert.deepEqual(titles, ['Old Mill Bridge opens again after two years']);
    assert.deepEqual(marks, ['Bridge o']);
    await browser.eventually(() => location.search === '?q=bridge+o');
    await browser.eventually(() => document.querySelector('.nh-live')?.textContent === '1 article');
    await isQuiet();
  });

  it('follows a result with the keyboard, and comes back to the same results', async () => {
    await fresh();
    await focus();
    await browser.type('bridge');
    await counts('4 articles');
    await browser.type(Key.ARROW_DOWN);
    assert.equal((await browser.run(shown)).focus, 'Old Mill Bridge opens again after two years');
    await browser.type(Key.ARROW_DOWN);
    assert.equal((await browser.run(shown)).focus, 'Council puts off vote on the harbour');
    await browser.type(Key.ARROW_UP);
    await browser.type(Key.ARROW_UP);
    assert.equal((await browser.run(shown)).focus, 'q');
    await browser.type(Key.ARROW_DOWN);
    await browser.type(Key.ESCAPE);
    assert.equal((await browser.run(shown)).focus, 'q');
    await browser.eventually(() => location.search === '?q=bridge');
    await browser.type(Key.ARROW_DOWN);
    await browser.type(Key.ENTER);
    await until(async () => (await browser.driver.getCurrentUrl()) === `${served.url}articles/0.html`, 'the article is open');
    await browser.driver.navigate().back();
    await counts('4 articles');
  });

  it('is emptied by Escape', async () => {
    await fresh();
    await focus();
    await browser.type('bridge');
    await counts('4 articles');
    await browser.type(Key.ESCAPE);
    await counts('');
    assert.equal(await (await field()).getAttribute('value'), '');
    assert.deepEqual((await browser.run(shown)).titles, []);
    await browser.eventually(() => location.search === '');
  });

  it('answers the query in the address at once', async () => {
    await fresh('?q=harbour&utm_source=letter');
    await counts('1 article');
    assert.equal(await (await field()).getAttribute('value'), 'harbour');
    await browser.eventually(() => document.querySelector('.nh-live')?.textContent === '1 article');
    assert.equal(await browser.run(() => location.search), '?q=harbour&utm_source=letter');
    await isQuiet();
  });

  it('stays on the page when the form is sent', async () => {
    await fresh();
    await focus();
    await browser.type('harbour', Key.ENTER);
    await counts('1 article');
    assert.equal(await browser.run(() => location.search), '?q=harbour');
    await isQuiet();
  });

  it('waits for the end of a composition', async () => {
    await fresh();
    await focus();
    await browser.run(async () => {
      const field = /** @type {HTMLInputElement} */ (document.getElementById('q'));
      const fire = (/** @type {Event} */ event) => field.dispatchEvent(event);
      fire(new CompositionEvent('compositionstart'));
      field.value = 'bridge';
      fire(new InputEvent('input', { bubbles: true, isComposing: true }));
    });
    await sleep(500);
    assert.equal((await browser.run(shown)).count, '');
    await browser.run(() => {
      const field = /** @type {HTMLInputElement} */ (document.getElementById('q'));
      field.dispatchEvent(new CompositionEvent('compositionend', { data: 'bridge' }));
    });
    await counts('4 articles');
  });

  it('says so when nothing matches', async () => {
    await fresh();
    await focus();
    await browser.type('zzzz');
    await counts('Nothing in the archive matches “zzzz”.');
    const { titles, notes, hasMore } = await browser.run(shown);
    assert.deepEqual([titles, notes.length, hasMore], [[], 1, false]);
    await browser.eventually(() => document.querySelector('.nh-live')?.textContent?.includes('Nothing in the archive'));
  });

  it('offers what may have been meant, and takes it with one press', async () => {
    await fresh('?q=brigde');
    await counts('Nothing in the archive matches “brigde”.');
    await (await browser.driver.findElement(By.css('.nh-suggestion button'))).click();
    await counts('4 articles');
    const now = await browser.run(shown);
    assert.deepEqual([now.focus, now.notes], ['q', []]);
  });

  it('shows the notes that it knows, and keeps silent on others', async () => {
    await fresh('?q=%22zzz');
    await browser.eventually(() => document.querySelectorAll('.nh-note').length === 2);
    const { notes } = await browser.run(shown);
    assert.match(notes[1], /quotation mark is still open/);
  });

  it('shows more at a press', async () => {
    await fresh('?q=notice');
    await counts('45 articles');
    assert.deepEqual([(await browser.run(shown)).titles.length, (await browser.run(shown)).hasMore], [20, true]);
    const more = await browser.driver.findElement(By.css('.nh-results > button'));
    await more.click();
    await browser.eventually(() => document.querySelectorAll('.nh-hit').length === 40);
    assert.equal((await browser.run(shown)).focus, 'Notice no. 21');
    await more.click();
    await browser.eventually(() => document.querySelectorAll('.nh-hit').length === 45);
    const end = await browser.run(shown);
    assert.deepEqual([end.hasMore, new Set(end.titles).size], [false, 45]);
  });

  it('shows an answer that gets better, and keeps the reader in their place', async () => {
    const slow = await site.serve('--delay', '400');
    await fresh('', slow.url);
    await focus();
    await browser.type('!needs a');
    await browser.eventually(() => document.querySelectorAll('.nh-hit').length === 3);
    await browser.type(Key.ARROW_DOWN);
    await browser.type(Key.ARROW_DOWN);
    const { focus: before } = await browser.run(shown);
    assert.equal(await browser.run(() => document.querySelectorAll('.nh-snippet').length), 0, 'the page of text came too early for this test');
    await browser.eventually(() => document.querySelectorAll('.nh-snippet').length === 3);
    assert.deepEqual([before, (await browser.run(shown)).focus], Array(2).fill('Council puts off vote on the harbour'));
    await isQuiet();
  });

  it('tells dates only as precisely as they are known', async () => {
    await fresh('?q=e');
    await browser.eventually(() => document.querySelectorAll('.nh-hit').length);
    const dates = await browser.run(() => [...document.querySelectorAll('.nh-hit')].slice(0, 7).map((hit) => [hit.querySelector('time')?.dateTime, hit.querySelector('time')?.textContent]));
    assert.deepEqual(dates.map(([iso, text]) => [iso ?? null, text ?? null]), [
      ['2025-09-06T15:58', 'September 6, 2025'],
      ['2025-09-04', 'September 4, 2025'],
      ['2025-08-29T06:30+01:00', 'August 29, 2025'],
      ['2025-02', 'February 2025'],
      ['2025', '2025'],
      ['2024-11-30T22:05:10Z', 'November 30, 2024'],
      [null, null],
    ]);
  });

  it('shows markup as text, and links to the web alone', async () => {
    await fresh('?q=attack');
    await counts('3 articles');
    const { titles } = await browser.run(shown);
    assert.equal(titles[0], '<img src=x onerror="window.pwned=1"><script>window.pwned=2</script>');
    const [links, inside, pwned] = await browser.run(() => [
      [...document.querySelectorAll('.nh-hit a')].map((link) => /** @type {HTMLAnchorElement} */ (link).href),
      document.querySelectorAll('.nh-hit :is(img, script, svg, b)').length,
      'pwned' in globalThis,
    ]);
    assert.deepEqual([links, inside, pwned], [[], 0, false]);
    await (await browser.driver.findElement(By.css('.nh-title span'))).click();
    await isQuiet();
  });

  it('marks nothing up out of the query either', async () => {
    await fresh('?q=' + encodeURIComponent('<img src=x onerror=pwned=9>'));
    await counts('Nothing in the archive matches “<img src=x onerror=pwned=9>”.');
    assert.equal(await browser.run(() => document.querySelectorAll('.nh-results img').length), 0);
    await isQuiet();
  });

  it('stays calm when the engine is missing or damaged', async () => {
    for (const name of ['newshound_engine_bg.wasm', 'newshound_engine.js']) {
      const other = await fakeSite();
      try {
        const { url } = await other.serve('--fail', name);
        await fresh('', url);
        await focus();
        await browser.type('bridge');
        await browser.eventually(() => document.querySelector('.nh-count')?.textContent?.startsWith('The search is out of order'));
        const now = await browser.run(shown);
        assert.deepEqual([now.titles, now.notes], [[], ['Try again']]);
      } finally {
        await other.end();
      }
    }
  });

  it('finds back after the network was away', async () => {
    const other = await fakeSite();
    try {
      const first = await other.serve();
      await fresh('', first.url);
      first.stop();
      await until(() => fetch(first.url).then(() => false, () => true), 'the server is gone');
      await focus();
      await browser.type('bridge');
      await browser.eventually(() => document.querySelector('.nh-count')?.textContent?.startsWith('The archive cannot be reached'));
      await other.serve('--port', new URL(first.url).port);
      await (await browser.driver.findElement(By.css('.nh-again button'))).click();
      await counts('4 articles');
    } finally {
      await other.end();
    }
  });

  it('never shows an old answer over a new one', async () => {
    await fresh();
    await focus();
    await browser.type('!slow 400');
    await sleep(50);
    await (await field()).clear();
    await (await field()).sendKeys('harbour');
    await counts('1 article');
    await sleep(600);
    assert.equal((await browser.run(shown)).count, '1 article');
  });

  it('fits a screen of 320 pixels', async () => {
    await browser.driver.manage().window().setRect({ width: 320, height: 640 });
    try {
      await fresh('?q=attack');
      await counts('3 articles');
      const [content, screen] = await browser.run(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
      assert.ok(content <= screen, `${content} > ${screen}`);
    } finally {
      await browser.driver.manage().window().setRect({ width: 1280, height: 900 });
    }
  });

  it('is put on any page by a form and a script', async () => {
    const other = await fakeSite();
    await other.write('town/front.html', `<!doctype html><html lang="en"><title>Front page</title><script src="../probe.js"></script>
      <form data-newshound role="search" action="found.html"><label>Search <input name="words"></label></form><p>News.
      <script type="module" src="../search-page.js"></script>`);
    await other.write('town/found.html', '<!doctype html><html lang="en"><title>Found by the server</title>');
    const type = async (/** @type {string[]} */ ...keys) => (await browser.driver.findElement(By.css('input'))).sendKeys(...keys);
    try {
      const { url } = await other.serve();
      await fresh('town/front.html?words=bridge', url);
      await counts('4 articles');
      assert.equal(await browser.run(() => document.querySelector('form + section .nh-hit a')?.getAttribute('href')), `${url}town/articles/0.html`);
      await isQuiet();
      // Where the search cannot work, the form does.
      await other.remove('newshound_engine.js');
      await fresh('town/front.html', url);
      await type('harbour');
      await browser.eventually(() => document.querySelector('.nh-count')?.textContent?.startsWith('The search is out of order'));
      await type(Key.ENTER);
      await until(async () => (await browser.driver.getCurrentUrl()) === `${url}town/found.html?words=harbour`, 'the form was sent');
    } finally {
      await other.end();
    }
  });

  it('can be attached by hand, with other words, and detached', async () => {
    await fresh();
    const [texts, left] = await browser.run(async () => {
      const { attach } = await import(new URL('search-page.js', location.href).href);
      const form = document.createElement('form');
      const input = document.createElement('input');
      form.append(input);
      document.body.append(form);
      const detach = attach(form, { words: { count: () => 'Vier Artikel' } });
      input.value = 'bridge';
      input.dispatchEvent(new InputEvent('input', { bubbles: true }));
      const place = /** @type {HTMLElement} */ (form.nextElementSibling);
      while (!place.querySelector('li')) await new Promise((resolve) => setTimeout(resolve, 20));
      const texts = place.querySelector('.nh-count')?.textContent;
      detach();
      input.value = 'harbour';
      input.dispatchEvent(new InputEvent('input', { bubbles: true }));
      return [texts, form.nextElementSibling];
    });
    assert.deepEqual([texts, left], ['Vier Artikel', null]);
  });
});
