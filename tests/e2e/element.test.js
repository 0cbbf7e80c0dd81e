/**
 * `<news-hound>` as a guest on a page, on the fake engine: what it loads and when, its whole life, two of them, in a
 * shadow root, from another origin, without workers or WebAssembly, and every way to fail.
 */
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { By, inEachBrowser, Key, until } from './browsers.js';
import { fakeSite } from './site.js';

/** What runs in the page sees these (`probe/probe.js`). @type {any[]} */
let [probe, inside, texts, told] = /** @type {any} */ ([]);

inEachBrowser((browser) => {
  /** @type {Awaited<ReturnType<typeof fakeSite>>} */
  let site;
  /** @type {Awaited<ReturnType<typeof site.serve>>} */
  let served;

  before(async () => {
    site = await fakeSite();
    await site.writePage('a', {});
    await site.writeElements('field.html', '<news-hound></news-hound><p>Beside it.</p>');
    await site.writeElements('page.html', '<news-hound mode="page"></news-hound>');
    await site.writeElements('preload.html', '<news-hound preload></news-hound>');
    await site.writeElements('two.html', '<news-hound id="one"></news-hound><news-hound id="two" mode="page"></news-hound>');
    await site.writeElements('none.html', '');
    await site.writeElements('plain.html', '<news-hound mode="page"><form action="found.html"><label>Search <input name="words" value="harbour"></label></form></news-hound>');
    await site.writeElements('lockdown-element.html', '<news-hound mode="page" action="found.html"></news-hound>', '<script src="lockdown.js"></script>');
    await site.writeElements('no-worker-element.html', '<news-hound mode="page"></news-hound>', `<meta http-equiv="Content-Security-Policy" content="worker-src 'none'">`);
    await site.write('found.html', '<!doctype html><html lang="en"><title>Found by the server</title>');
    served = await site.serve('--trusted-types', '--prefix', '/a/b/');
  });
  after(() => site.end());

  const fresh = async (page = 'field.html', url = served.url) => {
    await browser.open(url + page);
    await browser.eventually(() => !!customElements.get('news-hound'));
  };
  const focus = (host = 'news-hound') => browser.run((host) => document.querySelector(host).focus(), host);
  /** Waits for a line about the results. @param {string} text @param {string} [host] */
  const says = (text, host) => browser.eventually((text, host) => texts('.status', host).join() === text, text, host);
  const isQuiet = async () => assert.deepEqual(await browser.run(() => probe), { violations: [], errors: [] });

  it('loads nothing but its first script and what that consists of before anybody means to search', async () => {
    for (const page of ['field.html', 'page.html']) {
      // What the page before was still loading is not this one's.
      await browser.open('about:blank');
      await sleep(400);
      const start = (await served.requests()).length;
      await fresh(page);
      await sleep(400);
      const early = (await served.requests()).slice(start).filter((path) => !/favicon|html|probe|site.css/.test(path));
      assert.deepEqual(early.sort(), ['news-hound.js', 'news-hound/bring.js', 'news-hound/languages.js', 'news-hound/make.js', 'release.js']);
      await focus();
      await until(async () => (await served.requests()).slice(start).includes('newshound_engine_bg.wasm'), 'the engine is loaded');
      await isQuiet();
    }
  });

  it('loads at once with preload, and under a pointer', async () => {
    for (const [page, act] of /** @type {[string, () => Promise<any>][]} */ ([
      ['preload.html', async () => {}],
      ['field.html', () => browser.run(() => inside('form')[0].dispatchEvent(new PointerEvent('pointerenter')))],
    ])) {
      const start = (await served.requests()).length;
      await fresh(page);
      await act();
      await until(async () => (await served.requests()).slice(start).includes('newshound_engine_bg.wasm'), 'the engine is loaded');
    }
  });

  it('answers while the reader types, and what was typed before it was ready', async () => {
    await fresh();
    await focus();
    await browser.type('bri');
    await says('4 articles');
    await browser.type('dge o');
    await says('1 article');
    assert.deepEqual(await browser.run(() => [texts('.option .title'), texts('.option .title .mark')]), [['Old Mill Bridge opens again after two years'], ['Bridge o']]);
    await isQuiet();
  });

  it('waits for the end of a composition', async () => {
    for (const page of ['field.html', 'page.html']) {
      await fresh(page);
      await focus();
      await browser.run(() => {
        const [field] = inside('.field');
        field.dispatchEvent(new CompositionEvent('compositionstart'));
        field.value = 'bridge';
        field.dispatchEvent(new InputEvent('input', { bubbles: true, isComposing: true }));
        for (const key of ['Enter', 'ArrowDown', 'Escape']) field.dispatchEvent(new KeyboardEvent('keydown', { key, isComposing: true, bubbles: true, cancelable: true }));
      });
      await sleep(400);
      assert.deepEqual(await browser.run(() => [texts('.status').join(), inside('.field')[0].value]), ['', 'bridge']);
      await browser.run(() => inside('.field')[0].dispatchEvent(new CompositionEvent('compositionend', { data: 'bridge' })));
      await says('4 articles');
    }
  });

  it('never shows an old answer over a new one', async () => {
    await fresh('page.html');
    await focus();
    await browser.type('!slow 400');
    await sleep(50);
    await browser.run(() => {
      inside('.field')[0].value = 'harbour';
      inside('.field')[0].dispatchEvent(new InputEvent('input', { bubbles: true }));
    });
    await says('1 article');
    await sleep(700);
    await says('1 article');
  });

  it('does not touch what stays the same while more is typed', async () => {
    await fresh();
    await focus();
    await browser.type('!needs a');
    await browser.eventually(() => inside('.option.hit').length === 3);
    await browser.run(() => void (/** @type {any} */ (window).first = inside('.option.hit')[0]));
    await browser.type(' ');
    await sleep(300);
    assert.equal(await browser.run(() => inside('.option.hit')[0] === /** @type {any} */ (window).first), true);
  });

  it('leaves nothing behind when it goes, and is whole again when it comes back', async () => {
    await fresh('none.html');
    const got = await browser.run(async () => {
      const frames = () => new Promise((resolve) => setTimeout(resolve, 30));
      let listeners = 0;
      for (const target of [document, window]) {
        const { addEventListener: add } = target;
        target.addEventListener = (/** @type {any} */ type, /** @type {any} */ listener, /** @type {any} */ options) => {
          listeners++;
          options?.signal?.addEventListener('abort', () => listeners--);
          add.call(target, type, listener, options);
        };
      }
      let workers = 0;
      const Plain = Worker;
      // Firefox runs a driver's scripts beside the page: its own globals are not the page's.
      /** @type {any} */ (window).Worker = class extends Plain {
        constructor(/** @type {any} */ ...args) {
          super(...(/** @type {[any, any]} */ (args)));
          workers++;
        }
        terminate() {
          workers -= this.isOver ? 0 : 1;
          this.isOver = true;
          super.terminate();
        }
        isOver = false;
      };
      const element = /** @type {any} */ (document.createElement('news-hound'));
      element.mode = 'page';
      const seen = [];
      for (let life = 0; life < 3; life++) {
        document.body.append(element);
        const answer = await element.search('bridge');
        seen.push([answer.total, workers, listeners > 0]);
        element.remove();
        while (workers) await frames();
        seen.push([listeners, workers, element.shadowRoot.childNodes.length]);
      }
      // Moved at once, it keeps its engine.
      document.body.append(element);
      await element.search('bridge');
      const place = document.createElement('div');
      document.body.append(place);
      place.append(element);
      const moved = await element.search('harbour');
      await new Promise((resolve) => setTimeout(resolve, 600));
      seen.push([moved.total, workers, element.value]);
      return { seen, gone: await element.search('bread').then((/** @type {any} */ a) => a.total) };
    });
    const life = [[4, 1, true], [0, 0, 0]];
    assert.deepEqual(got, { seen: [...life, ...life, ...life, [1, 1, 'harbour']], gone: 1 });
    assert.equal(await browser.run(async () => {
      const element = /** @type {any} */ (document.createElement('news-hound'));
      return element.search('x').catch((/** @type {any} */ error) => error.name);
    }), 'InvalidStateError');
    await isQuiet();
  });

  it('shares one engine between two', async () => {
    const start = (await served.requests()).length;
    await fresh('two.html');
    const got = await browser.run(async () => {
      const [one, two] = [...document.querySelectorAll('news-hound')].map((node) => /** @type {any} */ (node));
      const answers = await Promise.all([one.search('bridge'), two.search('harbour')]);
      return answers.map(({ total, seen }) => [total, seen.searched.length]);
    });
    assert.deepEqual(got.map(([total]) => total), [4, 1]);
    assert.equal(Math.max(...got.map(([, searched]) => searched)), 2);
    const engines = (await served.requests()).slice(start).filter((path) => path.endsWith('.wasm'));
    assert.equal(engines.length, 1);
  });

  it('is added by script, with values set before it is known, inside a shadow root', async () => {
    await fresh('none.html');
    const got = await browser.run(async () => {
      const host = document.createElement('div');
      host.attachShadow({ mode: 'open' });
      document.body.append(host);
      const element = /** @type {any} */ (document.createElement('news-hound'));
      element.words = { count: 'Treffer: {n}' };
      host.lang = 'de';
      host.shadowRoot?.append(element);
      element.focus();
      element.value = 'bridge';
      for (let tries = 0; tries < 300 && !element.shadowRoot.querySelector('.option'); tries++) await new Promise((resolve) => setTimeout(resolve, 20));
      const shown = (/** @type {string} */ selector) => element.shadowRoot.querySelector(selector)?.textContent;
      return [shown('.status'), shown('.option .title'), element.shadowRoot.querySelector('label').textContent, element.language];
    });
    assert.deepEqual(got, ['Treffer: 4', 'Old Mill Bridge opens again after two years', 'Suchen', 'de']);
    await isQuiet();
  });

  it('takes name, address and words from the form that works without JavaScript', async () => {
    await fresh('plain.html');
    await says('1 article');
    const got = await browser.run(() => {
      const element = /** @type {any} */ (document.querySelector('news-hound'));
      return [element.name, element.action, element.value, element.querySelector('form').checkVisibility()];
    });
    assert.deepEqual(got, ['words', `${served.url}found.html`, 'harbour', false]);
  });

  it('tells the page what is searched, opened and chosen, and lets it object', async () => {
    await fresh('page.html');
    await browser.run(async () => {
      const element = /** @type {any} */ (document.querySelector('news-hound'));
      element.addEventListener('newshound:select', (/** @type {Event} */ event) => event.preventDefault());
      await element.search('bridge', { filters: { section: ['Local'] }, sort: 'oldest' });
    });
    await browser.eventually(() => told.some((/** @type {any} */ { name }) => name === 'search'));
    const [search] = await browser.run(() => told);
    assert.deepEqual({ ...search, milliseconds: 0 }, { name: 'search', query: 'bridge', filters: { section: ['Local'] }, sort: 'oldest', total: 2, isTotalExact: true, suggestion: null, notes: ['relaxed'], milliseconds: 0 });
    await browser.run(() => inside('h2 a')[0].click());
    const select = (await browser.run(() => told)).at(-1);
    assert.deepEqual([select.name, select.query, select.rank, select.id], ['select', 'bridge', 0, 'a3']);
    assert.ok((await browser.driver.getCurrentUrl()).startsWith(`${served.url}page.html`));
  });

  it('takes nodes from the publisher', async () => {
    await fresh('page.html');
    const got = await browser.run(async () => {
      const element = /** @type {any} */ (document.querySelector('news-hound'));
      element.renderHit = (/** @type {any} */ hit, /** @type {any} */ { href, marked }) => {
        const node = document.createElement('a');
        node.href = href;
        node.append('» ', ...marked(hit.titleParts));
        return node;
      };
      await element.search('bridge');
      return texts('li.hit');
    });
    assert.equal(got[0], '» Old Mill Bridge opens again after two years');
  });

  it('stays calm when the engine is missing or damaged, and of another version', async () => {
    for (const [plan, fails] of /** @type {[object | undefined, string?][]} */ ([[undefined, 'newshound_engine_bg.wasm'], [undefined, 'newshound_engine.js'], [undefined, 'news-hound/words/en.js'], [{ code: 'version' }]])) {
      const other = await fakeSite(plan);
      try {
        await other.writeElements('page.html', '<news-hound mode="page"></news-hound>');
        const { url } = await other.serve(...(fails ? ['--fail', fails] : []));
        await fresh('page.html', url);
        await focus();
        await browser.type('bridge');
        if (fails?.includes('words')) {
          await sleep(500);
          assert.equal(await browser.run(() => inside('.field')[0].value), 'bridge');
          continue;
        }
        await says('The search is out of order at the moment.');
        assert.deepEqual(await browser.run(() => [texts('.title').length, texts('.retry'), texts('[role=status]').join(), told.map((/** @type {any} */ { name, code }) => `${name} ${code}`).at(-1)]),
          [0, ['Try again'], 'The search is out of order at the moment.', `error ${plan ? 'version' : 'missing'}`]);
      } finally {
        await other.end();
      }
    }
  });

  it('finds back after the network was away', async () => {
    const other = await fakeSite();
    try {
      // The element's own files are there, the engine is not.
      await other.write('warm.js', `${['page', 'words/en'].map((name) => `import './news-hound/${name}.js';`).join('')} globalThis.isWarm = true;`);
      await other.writeElements('page.html', '<news-hound mode="page"></news-hound>', '<script type="module" src="warm.js"></script>');
      const first = await other.serve();
      await fresh('page.html', first.url);
      await browser.eventually(() => 'isWarm' in window);
      first.stop();
      await until(() => fetch(first.url).then(() => false, () => true), 'the server is gone');
      await focus();
      await browser.type('bridge');
      await says('The search cannot be reached. Check your connection, then try again.');
      await other.serve('--port', new URL(first.url).port);
      await browser.run(() => inside('.retry')[0].click());
      await says('4 articles');
    } finally {
      await other.end();
    }
  });

  it('tries again while the reader types, where not even its own scripts could be had', async () => {
    const other = await fakeSite();
    try {
      await other.writeElements('page.html', '<news-hound mode="page"></news-hound>');
      const first = await other.serve();
      await fresh('page.html', first.url);
      first.stop();
      await until(() => fetch(first.url).then(() => false, () => true), 'the server is gone');
      await focus();
      await browser.type('bri');
      await browser.eventually(() => told.some((/** @type {any} */ { name, code }) => name === 'error' && code === 'offline'));
      await other.serve('--port', new URL(first.url).port);
      await browser.type('dge');
      await says('4 articles');
    } finally {
      await other.end();
    }
  });

  it('says that it is slow, and then answers', async () => {
    const slow = await site.serve('--delay', '600');
    await fresh('page.html', slow.url);
    await focus();
    await browser.type('bridge');
    await says('Loading the search…');
    await says('4 articles');
    slow.stop();
  });

  it('says so where there is no WebAssembly, and lets the form do it', async () => {
    await fresh('lockdown-element.html');
    await focus();
    await browser.type('harbour');
    await browser.eventually(() => texts('.status').join().startsWith('This browser cannot run the search'));
    assert.deepEqual(await browser.run(() => [texts('.retry'), texts('.status').join().endsWith('Press Enter to search on the site’s own search page.')]), [[], true]);
    await browser.type(Key.ENTER);
    await until(async () => (await browser.driver.getCurrentUrl()) === `${served.url}found.html?q=harbour`, 'the form was sent');
  });

  it('works without a worker', async () => {
    await fresh('no-worker-element.html');
    await focus();
    await browser.type('bridge');
    await says('4 articles');
  });

  it('works from another origin, without a worker, with the same answers', async () => {
    const cdn = await site.serveToAll();
    const page = await site.servePage(`<!doctype html><html lang="en"><title>Elsewhere</title><script src="probe.js"></script><script type="module" src="${cdn}news-hound.js"></script><news-hound mode="page"></news-hound>`, cdn.slice(0, -1));
    await fresh('', page);
    await focus();
    await browser.type('bridge');
    await says('4 articles');
    assert.equal(await browser.run(() => texts('h2').length), 4);
    await isQuiet();
  });

  it('shows markup as text, and links to the web alone', async () => {
    for (const page of ['field.html', 'page.html']) {
      await fresh(page);
      await focus();
      await browser.type('attack');
      await says('3 articles');
      const got = await browser.run(() => [texts('.title')[0], inside('.hit a[href], a.hit[href]').length, inside(':is(img, script, svg, b)').length, 'pwned' in globalThis, texts('.section')[0]]);
      assert.deepEqual(got, ['<img src=x onerror="window.pwned=1"><script>window.pwned=2</script>', 0, 0, false, '<b>Bold</b>']);
      await browser.run(() => inside('.title')[0].click());
      await isQuiet();
      await fresh(page);
      await focus();
      await browser.type('<img src=x onerror=pwned=9>');
      await says('No article matches “<img src=x onerror=pwned=9>”.');
      assert.equal(await browser.run(() => inside('img').length), 0);
      await isQuiet();
    }
  });

  it('echoes no more than a line holds, and nothing that turns the line around', async () => {
    for (const page of ['field.html', 'page.html']) {
      await fresh(page);
      await browser.run(() => void (/** @type {any} */ (document.querySelector('news-hound')).search(`\u202Eabc ${'x'.repeat(10_000)}`)));
      await browser.run(() => /** @type {any} */ (document.querySelector('news-hound')).open());
      const words = await browser.eventually(() => texts('.status').join().startsWith('No article') && [texts('.status').join(), inside('[role=status]')[0].textContent.split(' Check')[0], document.documentElement.scrollWidth <= innerWidth]);
      const expect = `No article matches “abc ${'x'.repeat(95)}…”.`;
      assert.deepEqual(words, [expect, expect, true]);
      await isQuiet();
    }
  });

  it('keeps what is written in another direction to itself', async () => {
    for (const page of ['field.html', 'page.html']) {
      await fresh(page);
      await focus();
      await browser.type('turned');
      await says('1 article');
      // Its first letter stands right of its last; the date behind it, and the lines around, stand as ever.
      const title = await browser.run(() => getComputedStyle([...inside('.hit .link'), ...inside('.hit > .title')][0]).unicodeBidi);
      assert.equal(title, 'plaintext');
      const order = await browser.run(() => {
        const [section, date] = ['.section', '.date'].map((selector) => inside(`.hit ${selector}`)[0].getBoundingClientRect());
        return section.right <= date.left + 1;
      });
      assert.ok(order);
    }
  });

  it('takes no style from the page and gives it none', async () => {
    await browser.open(`${served.url}gallery.html`);
    await browser.eventually(() => document.querySelector('#loud')?.shadowRoot?.querySelector('.field'));
    const [loud, calm] = await browser.run(() => ['#loud', '#field'].map((host) => {
      const { borderTopWidth, letterSpacing, textTransform, backgroundColor, textAlign } = getComputedStyle(inside('.field', host)[0]);
      return { borderTopWidth, letterSpacing, textTransform, backgroundColor, textAlign };
    }));
    assert.deepEqual(loud, calm);
    assert.deepEqual(await browser.run(() => document.querySelectorAll('[style]').length + inside('[style]', '#field').length), 0);
  });

  it('can be dressed by properties and parts', async () => {
    await browser.open(`${served.url}gallery.html`);
    // A long page: WebKit's driver says that it is there before its scripts have run.
    await browser.eventually(() => customElements.get('news-hound') !== undefined);
    await browser.run(() => /** @type {any} */ (document.getElementById('theme')).open());
    await browser.type('bridge');
    await browser.eventually(() => inside('.option .title .mark', '#theme').length > 0);
    const got = await browser.run(() => [getComputedStyle(inside('.mark', '#theme')[0]).backgroundColor, getComputedStyle(inside('.bar', '#theme')[0]).backgroundColor, getComputedStyle(inside('.section', '#theme')[0]).color]);
    assert.deepEqual(got, ['rgb(191, 232, 210)', 'rgb(238, 246, 241)', 'rgb(11, 93, 59)']);
  });
});
