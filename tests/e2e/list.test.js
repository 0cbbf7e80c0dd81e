/** `<news-hound>` as a combobox and as a dialog: keys, focus, recent searches, and what assistive technology is told. */
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { inEachBrowser, Key, until } from './browsers.js';
import { fakeSite } from './site.js';

/** What runs in the page sees these (`probe/probe.js`). @type {any[]} */
let [probe, inside, texts, told, focused] = /** @type {any} */ ([]);

inEachBrowser((browser) => {
  /** @type {Awaited<ReturnType<typeof fakeSite>>} */
  let site;
  /** @type {Awaited<ReturnType<typeof site.serve>>} */
  let served;

  before(async () => {
    site = await fakeSite();
    await site.writeElements('field.html', '<news-hound action="found.html"></news-hound><p><button id="after">After</button></p><input id="other">');
    await site.writeElements('slash.html', '<news-hound shortcut="/" no-recent></news-hound><p><input id="other"></p>');
    await site.writeElements('dialog.html', '<button id="before">Before</button><news-hound mode="dialog" action="found.html"></news-hound><input id="other">');
    await site.write('articles/0.html', '<!doctype html><html lang="en"><title>The bridge</title><p>It opened.');
    await site.write('found.html', '<!doctype html><html lang="en"><title>Found by the server</title>');
    served = await site.serve('--trusted-types');
  });
  after(() => site.end());

  const fresh = async (page = 'field.html') => {
    await browser.open(served.url + page);
    await browser.eventually(() => !!customElements.get('news-hound'));
    await browser.run(() => localStorage.clear());
  };
  const focus = () => browser.run(() => /** @type {any} */ (document.querySelector('news-hound')).open());
  const says = (/** @type {string} */ text) => browser.eventually((text) => texts('.status').join() === text, text);
  const options = (/** @type {number} */ count) => browser.eventually((count) => inside('[role=option]').filter((/** @type {any} */ node) => node.checkVisibility()).length === count, count);
  /** What the field tells: is it open, and which option is taken. */
  const state = () => browser.run(() => {
    const [field] = inside('.field');
    const active = field.getAttribute('aria-activedescendant');
    const [option] = active ? inside(`#${active}`) : [];
    return [field.getAttribute('aria-expanded'), option?.querySelector('.title, span:last-child')?.textContent ?? null, inside('[aria-selected=true]').length];
  });
  const isQuiet = async () => assert.deepEqual(await browser.run(() => probe), { violations: [], errors: [] });
  const isOpen = () => browser.run(() => !!inside('dialog[open]').length);

  it('walks through the list with the arrow keys, round and round, while the focus stays in the field', async () => {
    await fresh();
    await focus();
    await browser.type('bri');
    await options(5);
    assert.deepEqual(await state(), ['true', null, 0]);
    await browser.type(Key.ARROW_DOWN);
    assert.deepEqual(await state(), ['true', 'bridge', 1]);
    await browser.type(Key.ARROW_DOWN);
    assert.deepEqual(await state(), ['true', 'Old Mill Bridge opens again after two years', 1]);
    await browser.type(Key.ARROW_UP, Key.ARROW_UP);
    assert.deepEqual(await state(), ['true', null, 0]);
    await browser.type(Key.ARROW_UP);
    assert.deepEqual(await state(), ['true', 'River rises, footpath under the bridge closed', 1]);
    await browser.type(Key.ARROW_DOWN);
    assert.deepEqual(await state(), ['true', null, 0]);
    // Keys of the text stay keys of the text.
    await browser.type(Key.HOME, 'a ', Key.END);
    assert.equal(await browser.run(() => inside('.field')[0].value), 'a bri');
    await isQuiet();
  });

  it('takes a completion with Enter, and an article', async () => {
    await fresh();
    await focus();
    await browser.type('bri');
    await options(5);
    await browser.type(Key.ARROW_DOWN, Key.ENTER);
    assert.equal(await browser.run(() => inside('.field')[0].value), 'bridge');
    await says('4 articles');
    await options(4);
    await browser.type(Key.ARROW_DOWN, Key.ENTER);
    await until(async () => (await browser.driver.getCurrentUrl()).startsWith(`${served.url}articles/0.html`), 'the article is open');
  });

  it('folds with Escape, then empties the field, and unfolds with an arrow', async () => {
    await fresh();
    await focus();
    await browser.type('bridge');
    await options(4);
    await browser.type(Key.ESCAPE);
    assert.deepEqual([await state(), await browser.run(() => inside('.panel')[0].hidden)], [['false', null, 0], true]);
    await browser.type(Key.ARROW_DOWN);
    assert.equal((await state())[0], 'true');
    await browser.type(Key.ESCAPE, Key.ESCAPE);
    assert.equal(await browser.run(() => inside('.field')[0].value), '');
  });

  it('lets no result become another while it is pressed', async () => {
    await fresh();
    await focus();
    await browser.type('bridge');
    await browser.eventually(() => inside('.hit').length > 2);
    const titles = () => browser.run(() => texts('.hit .title'));
    const bridges = await titles();
    const origin = /** @type {any} */ (await browser.run(() => inside('.hit')[1]));
    await browser.driver.actions({ async: true }).move({ origin }).press().perform();
    await browser.run(() => {
      const [field] = inside('.field');
      field.value = 'notice';
      field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    });
    await browser.eventually(() => texts('.hit .title')[0]?.startsWith('Notice'));
    // It has gone, or still is what it was.
    const title = await browser.run((/** @type {any} */ node) => node.querySelector('.title').textContent, origin).catch(() => bridges[1]);
    assert.equal(title, bridges[1]);
    await browser.driver.actions({ async: true }).release().perform();
    assert.ok((await titles()).every((/** @type {string} */ title) => title.startsWith('Notice')));
  });

  it('lets Tab go on, and folds behind it', async () => {
    await fresh();
    await focus();
    await browser.type('bridge');
    await options(4);
    for (let step = 0; step < 4 && !(await browser.run(() => document.activeElement?.id === 'after')); step++) await browser.type(Key.TAB);
    assert.deepEqual(await browser.run(() => [document.activeElement?.id, inside('.panel')[0].hidden]), ['after', true]);
  });

  it('goes to the page of all results with Enter', async () => {
    await fresh();
    await focus();
    await browser.type('bridge');
    await options(4);
    await browser.type(Key.ENTER);
    await until(async () => (await browser.driver.getCurrentUrl()) === `${served.url}found.html?q=bridge`, 'all results');
  });

  it('offers the page of all results where there are more', async () => {
    await fresh();
    await focus();
    await browser.type('notice');
    await says('45 articles');
    assert.deepEqual(await browser.run(() => inside('.all').map((/** @type {any} */ node) => [node.textContent, node.href])), [['All results for “notice”', `${served.url}found.html?q=notice`]]);
  });

  it('offers what may have been meant', async () => {
    await fresh();
    await focus();
    await browser.type('brigde');
    await says('No article matches “brigde”.');
    await browser.type(Key.ARROW_DOWN, Key.ENTER);
    await says('4 articles');
  });

  it('keeps recent searches on the device, and forgets them at one press', async () => {
    await fresh();
    await focus();
    await browser.type('bridge');
    await options(4);
    await browser.run(() => inside('.option.hit')[0].addEventListener('click', (/** @type {Event} */ event) => event.preventDefault()));
    await browser.run(() => inside('.option.hit')[0].click());
    await browser.run(() => /** @type {any} */ (document.querySelector('news-hound')).clear());
    await options(1);
    assert.deepEqual(await browser.run(() => texts('.recent')), ['bridge']);
    await browser.run(() => inside('.recent')[0].click());
    await says('4 articles');
    await browser.run(() => /** @type {any} */ (document.querySelector('news-hound')).clear());
    await options(1);
    await browser.run(() => inside('.forget')[0].click());
    await options(0);
    assert.equal(await browser.run(() => localStorage.length), 0);
    // Off by one attribute.
    await fresh('slash.html');
    await focus();
    await browser.type('bridge', Key.ENTER);
    await says('4 articles');
    assert.equal(await browser.run(() => localStorage.length), 0);
  });

  it('comes by a chosen key, unless somebody is writing', async () => {
    await fresh('slash.html');
    const field = () => browser.run(() => document.activeElement?.localName);
    await browser.run(() => document.getElementById('other')?.focus());
    await browser.type('/');
    assert.deepEqual([await field(), await browser.run(() => /** @type {any} */ (document.getElementById('other')).value)], ['input', '/']);
    await browser.run(() => document.getElementById('other')?.blur());
    await (await browser.driver.findElement({ css: 'body' })).sendKeys('/');
    assert.deepEqual([await field(), await browser.run(() => inside('.field')[0].value)], ['news-hound', '']);
  });

  it('opens the dialog, keeps the focus inside, and gives it back', async () => {
    await fresh('dialog.html');
    /** A browser tells of a dialog that was closed a little later. @param {number} times */
    const isToldClosed = (times) => browser.eventually((times) => told.filter((/** @type {any} */ { name }) => name === 'close').length === times, times);
    let closed = 0;
    for (const open of [
      () => browser.run(() => { inside('.open')[0].focus(); inside('.open')[0].click(); }),
      async () => { await browser.run(() => inside('.open')[0].focus()); await browser.type(Key.chord(Key.CONTROL, 'k')); },
    ]) {
      await open();
      assert.equal(await isOpen(), true);
      assert.equal(await browser.run(() => focused() === inside('.field')[0]), true);
      await browser.type('bri');
      await options(5);
      await browser.type(Key.ARROW_DOWN, Key.ARROW_DOWN);
      assert.deepEqual(await state(), ['true', 'Old Mill Bridge opens again after two years', 1]);
      for (let step = 0; step < 3; step++) {
        await browser.type(Key.TAB);
        assert.ok(await browser.run(() => ['news-hound', 'body'].includes(document.activeElement?.localName ?? '')), 'the focus has left the dialog');
      }
      await browser.run(() => inside('.field')[0].focus());
      await browser.type(Key.ESCAPE);
      assert.equal(await isOpen(), false);
      await isToldClosed(++closed);
      assert.equal(await browser.run(() => focused() === inside('.open')[0]), true);
      await browser.run(() => /** @type {any} */ (document.querySelector('news-hound')).clear());
    }
    await browser.run(() => /** @type {any} */ (document.querySelector('news-hound')).open());
    await browser.run(() => inside('.close')[0].click());
    assert.equal(await isOpen(), false);
    await isToldClosed(3);
    assert.deepEqual((await browser.run(() => told)).map((/** @type {any} */ { name }) => name).filter((/** @type {string} */ name) => /open|close/.test(name)), ['open', 'close', 'open', 'close', 'open', 'close']);
    await isQuiet();
  });

  it('follows an article out of the dialog', async () => {
    await fresh('dialog.html');
    await focus();
    await browser.type('bridge');
    await options(4);
    await browser.type(Key.ARROW_DOWN, Key.ENTER);
    await until(async () => (await browser.driver.getCurrentUrl()).startsWith(`${served.url}articles/0.html`), 'the article is open');
  });

  it('tells assistive technology what happens, step by step', async () => {
    await fresh();
    const at = async (/** @type {string} */ selector) => {
      const node = /** @type {any} */ (await browser.driver.executeScript((/** @type {string} */ selector) => document.querySelector('news-hound')?.shadowRoot?.querySelector(selector), selector));
      return [await node.getAriaRole(), await node.getAccessibleName()];
    };
    const live = () => browser.run(() => inside('[role=status]')[0].textContent);
    assert.deepEqual((await at('.field'))[1], 'Search');
    await focus();
    await browser.eventually(() => inside('.field[role=combobox]').length === 1);
    assert.deepEqual(await at('.field'), ['combobox', 'Search']);
    assert.deepEqual([await state(), await live()], [['false', null, 0], '']);
    await browser.type('bri');
    await options(5);
    // While somebody types, nothing is said over it; then it is said once.
    assert.equal(await live(), '');
    await browser.eventually(() => inside('[role=status]')[0].textContent === '4 articles');
    assert.deepEqual(await at('[role=listbox]'), ['listbox', 'Results']);
    assert.deepEqual(await browser.run(() => inside('[role=group]').map((/** @type {any} */ node) => node.getAttribute('aria-label'))), ['Suggestions', 'Results']);
    await browser.type(Key.ARROW_DOWN, Key.ARROW_DOWN);
    const [role, name] = await at('[aria-selected=true]');
    assert.equal(role, 'option');
    assert.match(name, /^Old Mill Bridge opens again after two years.+Local.+September 6, 2025.+The mayor/s);
    assert.equal(await browser.run(() => inside('.field')[0].getAttribute('aria-activedescendant') === inside('[aria-selected=true]')[0].id), true);
    await browser.run(() => inside('.field')[0].select());
    await browser.type('zzzz');
    await browser.eventually(() => inside('[role=status]')[0].textContent.startsWith('No article matches “zzzz”. Check the spelling'));
    assert.equal((await state())[0], 'false');
    await sleep(50);
    assert.equal(await browser.run(() => inside('.field')[0].hasAttribute('aria-activedescendant')), false);
  });
});
