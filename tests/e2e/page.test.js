/** `<news-hound mode="page">`: filters, timeline, order, the address and its history, what unfolds, and the article behind. */
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { inEachBrowser, Key, until } from './browsers.js';
import { fakeSite } from './site.js';

/** What runs in the page sees these (`probe/probe.js`). @type {any[]} */
let [probe, inside, texts, focused] = /** @type {any} */ ([]);

inEachBrowser((browser) => {
  /** @type {Awaited<ReturnType<typeof fakeSite>>} */
  let site;
  /** @type {Awaited<ReturnType<typeof site.serve>>} */
  let served;

  before(async () => {
    site = await fakeSite();
    await site.writeElements('page.html', '<news-hound mode="page"><p slot="intro" id="intro">What can be typed.</p></news-hound>');
    await site.writeElements('images.html', '<news-hound mode="page" images></news-hound>');
    await site.writeElements('apart.html', '<news-hound mode="page" name="s" results="there"></news-hound><p>Between.</p><news-hound-results id="there"></news-hound-results>');
    const text = '<p>The mayor cut the ribbon on Saturday morning, and the first to cross the bridge was a flock of sheep on its way to the autumn market.</p>';
    await site.write('articles/0.html', `<!doctype html><html lang="en"><title>The bridge</title><script type="module" src="../news-hound.js"></script><main><h1>Old Mill Bridge opens again</h1>${text}<p>A footbridge is another word.</p></main>`);
    await site.write('img/bridge.svg', '<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"/>');
    served = await site.serve('--trusted-types');
  });
  after(() => site.end());

  const fresh = async (page = 'page.html') => {
    await browser.open(served.url + page);
    await browser.eventually(() => !!customElements.get('news-hound'));
  };
  const ask = async (/** @type {string} */ line, page = 'page.html') => {
    await fresh(page);
    await browser.run(() => /** @type {any} */ (document.querySelector('news-hound')).open());
    await browser.type(line);
  };
  const says = (/** @type {string} */ text, /** @type {string} */ host = 'news-hound') => browser.eventually((text, host) => texts('.status', host).join() === text, text, host);
  const address = async () => (await browser.driver.getCurrentUrl()).slice(served.url.length);
  const isAt = (/** @type {string} */ expect) => until(async () => (await address()) === expect, `the address is ${expect}`).catch(async () => assert.equal(await address(), expect));
  const press = async (/** @type {string} */ selector) => {
    await browser.eventually((selector) => inside(selector).length > 0, selector);
    await browser.run((selector) => inside(selector)[0].click(), selector);
  };
  const isQuiet = async () => assert.deepEqual(await browser.run(() => probe), { violations: [], errors: [] });

  it('counts what can be chosen, and finds less when it is', async () => {
    await ask('bridge');
    await says('4 articles');
    await browser.eventually(() => texts('.facet legend').join() === 'Date,Section,Author');
    assert.deepEqual(await browser.run(() => texts('[part=facet]:nth-child(1) .values .value').map((/** @type {string} */ text) => text.replace(/\s+/g, ' '))), ['Local 2', 'Life 1', 'Politics 1']);
    await press('input[value=Local]');
    await says('2 articles');
    // Its own counts stay: one more value is one more chance.
    await press('input[value=Politics]');
    await says('3 articles');
    await isAt('page.html?q=bridge&section=Local&section=Politics');
    await press('.reset');
    await says('4 articles');
    await isAt('page.html?q=bridge');
    await browser.eventually(() => inside('.facet input:checked').map((/** @type {any} */ input) => input.value).join() === 'anytime');
    await isQuiet();
  });

  it('walks back and forward through what was meant, not through every letter', async () => {
    await ask('har');
    await says('1 article');
    await isAt('page.html?q=har');
    await browser.type('bour');
    await isAt('page.html?q=harbour');
    await browser.type(Key.ENTER);
    await browser.run(() => inside('.field')[0].select());
    await browser.type('bridge', Key.ENTER);
    await says('4 articles');
    await press('input[value=Local]');
    await says('2 articles');
    await isAt('page.html?q=bridge&section=Local');
    await browser.driver.navigate().back();
    await says('4 articles');
    await browser.eventually(() => !inside('input[value=Local]')[0].checked);
    await browser.driver.navigate().back();
    await says('1 article');
    assert.equal(await browser.run(() => inside('.field')[0].value), 'harbour');
    await browser.driver.navigate().back();
    await isAt('page.html');
    await browser.eventually(() => inside('.field')[0].value === '' && texts('li.hit').length === 0);
    for (let step = 0; step < 3; step++) await browser.driver.navigate().forward();
    await says('2 articles');
    await isAt('page.html?q=bridge&section=Local');
    await isQuiet();
  });

  it('takes what was typed and sent before it was ready', async () => {
    const slow = await site.serve('--delay', '100');
    await browser.open(`${slow.url}page.html`);
    await browser.eventually(() => !!customElements.get('news-hound'));
    await browser.run(() => localStorage.clear());
    await browser.run(() => /** @type {any} */ (document.querySelector('news-hound')).open());
    await browser.type('bridge', Key.ENTER);
    await says('4 articles');
    assert.equal(await browser.driver.getCurrentUrl(), `${slow.url}page.html?q=bridge`);
    assert.equal(await browser.run(() => localStorage.getItem('newshound:recent')), '["bridge"]');
    await browser.driver.navigate().back();
    await browser.eventually(() => inside('.field')[0].value === '' && location.search === '');
    slow.stop();
  });

  it('is shared by its address, and survives a reload', async () => {
    const shared = 'page.html?utm=1&q=bridge&section=Local&after=2025-02-01&before=2025-10-01&sort=oldest';
    await fresh(shared);
    await says('2 articles');
    const seen = async () => {
      await browser.eventually(() => inside('input[value=Local]').length > 0);
      return browser.run(() => [inside('.field')[0].value, texts('h2')[0], inside('#sort')[0].value, inside('#from')[0].value, inside('#to')[0].value, inside('input[value=Local]')[0].checked]);
    };
    const expect = ['bridge', 'River rises, footpath under the bridge closed', 'oldest', '2025-02-01', '2025-09-30', true];
    assert.deepEqual(await seen(), expect);
    assert.equal(await address(), shared);
    await browser.driver.navigate().refresh();
    await browser.eventually(() => !!customElements.get('news-hound'));
    await says('2 articles');
    assert.deepEqual(await seen(), expect);
  });

  it('takes days: presets, first and last day', async () => {
    await ask('bridge');
    await says('4 articles');
    await press('input[value=week]');
    await says('No article matches “bridge”.');
    await press('input[value=anytime]');
    await says('4 articles');
    await browser.run(() => {
      for (const [id, day] of [['from', '2025-08-29'], ['to', '2025-09-05']]) {
        const [input] = inside(`#${id}`);
        input.value = day;
        input.dispatchEvent(new Event('change'));
      }
    });
    await says('2 articles');
    // The last day counts; the address has the first that does not.
    await isAt('page.html?q=bridge&after=2025-08-29&before=2025-09-06');
    await browser.eventually(() => inside('.value input[type=radio]:checked').length === 0);
  });

  it('has a timeline for keys', async () => {
    await ask('bridge');
    await says('4 articles');
    await browser.eventually(() => inside('.month').length === 8);
    assert.deepEqual(await browser.run(() => [inside('.month[tabindex="0"]').length, inside('.month')[7].getAttribute('aria-label')]), [1, 'September 2025: 2 articles']);
    await browser.run(() => inside('.month')[0].focus());
    await browser.type(Key.END, Key.ENTER);
    await says('2 articles');
    await isAt('page.html?q=bridge&after=2025-09-01&before=2025-10-01');
    await browser.eventually(() => inside('.month[aria-pressed=true]').length === 1);
    await browser.type(Key.chord(Key.SHIFT, Key.ARROW_LEFT));
    await says('3 articles');
    await isAt('page.html?q=bridge&after=2025-08-01&before=2025-10-01');
    await browser.eventually(() => inside('.month[aria-pressed=true]').length === 2);
    assert.equal(await browser.run(() => focused()?.getAttribute('aria-label')), 'August 2025: 1 article');
    await browser.type(Key.ESCAPE);
    await says('4 articles');
    await browser.eventually(() => inside('.month[aria-pressed=true]').length === 0);
    await isQuiet();
  });

  it('has a timeline to click and drag', async () => {
    await ask('bridge');
    await browser.eventually(() => inside('.month').length === 8);
    const bar = async (/** @type {number} */ at) => /** @type {any} */ (await browser.driver.executeScript((/** @type {number} */ at) => document.querySelector('news-hound')?.shadowRoot?.querySelectorAll('.month')[at], at));
    await browser.driver.actions({ async: true }).move({ origin: await bar(6) }).press().move({ origin: await bar(7), duration: 50 }).release().perform();
    await says('3 articles');
    await isAt('page.html?q=bridge&after=2025-08-01&before=2025-10-01');
    await browser.driver.actions({ async: true }).move({ origin: await bar(0) }).click().perform();
    await says('1 article');
    await isAt('page.html?q=bridge&after=2025-02-01&before=2025-03-01');
    // Once more lets it go.
    await browser.driver.actions({ async: true }).move({ origin: await bar(0) }).click().perform();
    await says('4 articles');
  });

  it('shows the newest first, or the oldest', async () => {
    await ask('bridge');
    await says('4 articles');
    for (const [sort, first] of [['oldest', 'River rises, footpath under the bridge closed'], ['newest', 'Old Mill Bridge opens again after two years']]) {
      await browser.run((sort) => {
        const [select] = inside('#sort');
        select.value = sort;
        select.dispatchEvent(new Event('change'));
      }, sort);
      await isAt(`page.html?q=bridge&sort=${sort}`);
      await browser.eventually((first) => texts('h2')[0] === first, first);
    }
  });

  it('shows more at a press, and goes on from there', async () => {
    await ask('notice');
    await says('45 articles');
    const seen = () => browser.run(() => [texts('li.hit').length, texts('.more').length, focused()?.closest('h2')?.textContent ?? null]);
    await browser.eventually(() => texts('li.hit').length === 20);
    assert.deepEqual(await seen(), [20, 1, null]);
    await press('.more');
    await browser.eventually(() => texts('li.hit').length === 40);
    assert.deepEqual(await seen(), [40, 1, 'Notice no. 21']);
    await press('.more');
    await browser.eventually(() => texts('li.hit').length === 45);
    assert.deepEqual(await seen(), [45, 0, 'Notice no. 41']);
  });

  it('walks through results with the arrow keys, and comes back to them from an article', async () => {
    await ask('bridge');
    await says('4 articles');
    const held = () => browser.run(() => focused()?.textContent || focused()?.localName);
    await browser.type(Key.ARROW_DOWN);
    assert.equal(await held(), 'Old Mill Bridge opens again after two years');
    await browser.type(Key.ARROW_DOWN, Key.ARROW_DOWN, Key.ARROW_UP);
    assert.equal(await held(), 'Council puts off vote on the harbour');
    await browser.type(Key.ESCAPE);
    assert.equal(await held(), 'input');
    await browser.type(Key.ARROW_DOWN, Key.ENTER);
    await until(async () => (await address()).startsWith('articles/0.html'), 'the article is open');
    await browser.driver.navigate().back();
    await isAt('page.html?q=bridge');
    await browser.eventually(() => !!customElements.get('news-hound'));
    await says('4 articles');
    assert.equal(await browser.run(() => texts('li.hit').length), 4);
  });

  it('marks the words of the search on the article, until somebody has enough of it', async () => {
    await ask('bridge');
    await says('4 articles');
    const href = await browser.run(() => inside('h2 a')[0].href);
    assert.match(href, /#:~:text=The%20mayor%20cut%20the%20ribbon/);
    await press('h2 a');
    await until(async () => (await address()).startsWith('articles/0.html'), 'the article is open');
    const marks = () => browser.run(() => [.../** @type {any} */ (CSS).highlights?.get('newshound') ?? []].map(String));
    if (!(await browser.run(() => 'highlights' in CSS))) return;
    await until(async () => (await marks()).length > 0, 'words are marked');
    assert.deepEqual(await marks(), ['Bridge', 'bridge']);
    // Its words are loaded once the marks are there.
    await browser.eventually(() => !!document.getElementById('newshound-unmark'));
    await browser.run(() => /** @type {any} */ (document.getElementById('newshound-unmark')).shadowRoot.querySelector('button').click());
    assert.deepEqual([await marks(), await browser.run(() => document.getElementById('newshound-unmark'))], [[], null].map((value) => value ?? undefined));
    await browser.driver.navigate().refresh();
    assert.deepEqual(await marks(), []);
  });

  it('keeps nothing of a search once the field is empty', async () => {
    await ask('bridge');
    await says('4 articles');
    const left = () => inside('li.hit, .notes > *, .panel-foot > *, .more:not([hidden]), .timeline:not([hidden]), .sort:not([hidden])').map((/** @type {any} */ { className }) => className);
    await browser.eventually(() => inside('.timeline:not([hidden])').length === 1);
    assert.ok((await browser.run(left)).includes('sort'));
    await browser.run(() => /** @type {any} */ (document.querySelector('news-hound')).clear());
    assert.deepEqual(await browser.run(left), []);
  });

  it('folds near-duplicates behind their best, and says why a result is one', async () => {
    await ask('lantern');
    await browser.eventually(() => texts('.similar summary').join() === '2 similar articles');
    assert.equal(await browser.run(() => texts('.similar li').length), 0);
    await press('.similar summary');
    await browser.eventually(() => texts('.similar li').length === 2);
    assert.match((await browser.run(() => texts('.similar li')))[1], /^Lantern parade: the pictures Local · October 21, 2026$/);
    await press('.why summary');
    await browser.eventually(() => texts('.reasons dd').length > 0);
    assert.deepEqual((await browser.run(() => texts('.reasons p'))).slice(0, 2), ['In the headline: lantern', 'In the text: lantern']);
    assert.deepEqual(await browser.run(() => texts('.reasons dl > *')), ['lantern', '6 articles']);
    // Only where it holds: free text, of the body, in an address without a fragment of its own.
    assert.deepEqual(await browser.run(() => Object.fromEntries(inside('h2 a').map((/** @type {any} */ { textContent, hash }) => [textContent, hash.slice(0, 9)]))), {
      'Lantern parade draws record crowd': '#:~:text=', 'El desfile de los faroles': '#:~:text=', 'Lantern with a fragment': '#lamp', 'Lantern behind the wall': '',
    });
    assert.deepEqual(await browser.run(() => texts('.lock')), ['For subscribers']);
  });

  it('shows pictures where they are wanted and can be had', async () => {
    await ask('bridge');
    await says('4 articles');
    assert.equal(await browser.run(() => inside('img').length), 0);
    await isQuiet();
    await ask('bridge', 'images.html');
    await says('4 articles');
    await browser.eventually(() => inside('img').length === 1);
    assert.deepEqual(await browser.run(() => ['src', 'alt', 'loading', 'referrerpolicy'].map((name) => inside('img')[0].getAttribute(name))), [`${served.url}img/bridge.svg`, '', 'lazy', 'no-referrer']);
  });

  it('has an introduction until something is asked, and recent searches after', async () => {
    await fresh();
    await browser.run(() => localStorage.clear());
    assert.equal(await browser.run(() => document.getElementById('intro')?.checkVisibility()), true);
    await ask('bridge');
    await browser.type(Key.ENTER);
    await says('4 articles');
    assert.equal(await browser.run(() => document.getElementById('intro')?.checkVisibility()), false);
    await press('.clear');
    await browser.eventually(() => texts('.chip').join() === 'bridge');
    await isAt('page.html');
    await press('.chip');
    await says('4 articles');
    await press('.clear');
    await press('.forget');
    assert.deepEqual(await browser.run(() => [texts('.chip'), localStorage.length]), [[], 0]);
  });

  it('stands in two places, and keeps its names apart from others', async () => {
    await ask('bridge', 'apart.html');
    await says('4 articles', '#there');
    assert.deepEqual(await browser.run(() => [texts('li.hit').length, texts('li.hit', '#there').length]), [0, 4]);
    await browser.eventually(() => inside('input[value=Local]', '#there').length > 0);
    await browser.run(() => inside('input[value=Local]', '#there')[0].click());
    await says('2 articles', '#there');
    await isAt('apart.html?s=bridge&s.section=Local');
    await browser.run(() => document.querySelector('news-hound')?.remove());
    assert.equal(await browser.run(() => inside('*', '#there').length), 0);
    await isQuiet();
  });

  it('fits a screen of 320 pixels', async () => {
    await fresh('images.html?q=a');
    await browser.driver.manage().window().setRect({ width: 320, height: 700 }).catch(() => {});
    try {
      await browser.eventually(() => texts('li.hit').length > 3);
      const [width, wanted] = await browser.run(() => [innerWidth, document.documentElement.scrollWidth]);
      assert.ok(wanted <= width, `${wanted} > ${width}`);
    } finally {
      await browser.driver.manage().window().setRect({ width: 1280, height: 900 }).catch(() => {});
    }
  });
});
