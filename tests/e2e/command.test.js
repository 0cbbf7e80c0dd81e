/**
 * Folders that the `newshound` command made, as they are uploaded: with the index in the module, and with index and text
 * in files of their own; what a reader sees while a new build arrives; and files that are not those that were built. And
 * the site that cargo builds with its text apart.
 */
import assert from 'node:assert/strict';
import { cp, readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, before, it } from 'node:test';
import { inEachBrowser } from './browsers.js';
import { apartSite, commandSite, realSite } from './site.js';

/** What runs in the page sees these. @type {any} */
let [probe, held] = /** @type {any} */ ([]);

/** @typedef {Awaited<ReturnType<typeof commandSite>>} Site */
/** @typedef {{ version: string, module: string, index?: string, articles: number }} Manifest */

/** @param {{ folder: string }} site @returns {Promise<Manifest>} */
const manifestOf = async ({ folder }) => JSON.parse(await readFile(join(folder, 'newshound.json'), 'utf8'));

/** Opens the surface and asks; in the page. @param {string} script @param {object} options @param {string} line @param {object} [how] */
const ask = async (script, options, line, how) => {
  const { open } = await import(script);
  const hound = await open(options);
  /** @type {any[]} */
  const updates = [];
  const answer = await hound.search(line, { ...how, onUpdate: (/** @type {any} */ update) => updates.push(update) });
  const { articles } = await hound.info();
  hound.close();
  return { articles, answer, updates };
};

/** What opening fails with; in the page. @param {string} script @param {object} [options] */
const failure = async (script, options) => {
  const { open } = await import(script);
  return open(options).then(() => undefined, (/** @type {any} */ error) => ({ code: error.code, message: error.message }));
};

/** A phrase of an article's text that stands nowhere else. */
const PHRASE = '"as long as a hand"';

inEachBrowser((browser) => {
  /** @type {Record<'inside' | 'apart', { site: Site, url: string, script: string, manifest: Manifest, requests: () => Promise<string[]> }>} */
  const sites = /** @type {any} */ ({});

  before(async () => {
    for (const kind of /** @type {const} */ (['inside', 'apart'])) {
      const site = await commandSite(kind);
      const { url, requests } = await site.serve('--trusted-types', '--prefix', '/a/b/');
      const manifest = await manifestOf(site);
      sites[kind] = { site, url, requests, manifest, script: `${url}newshound-${manifest.version}/newshound.js` };
    }
  });
  after(async () => {
    for (const { site } of Object.values(sites)) await site.end();
  });

  const isQuiet = async () => assert.deepEqual(await browser.run(() => probe), { violations: [], errors: [] });

  /** Runs on a copy of a site that was changed. @param {'inside' | 'apart'} kind @param {(site: Site, manifest: Manifest) => Promise<any>} change @param {(script: string, url: string, site: Site) => Promise<void>} test */
  const onChanged = async (kind, change, test) => {
    const site = await commandSite(kind);
    try {
      const manifest = await manifestOf(site);
      await change(site, manifest);
      const { url } = await site.serve('--trusted-types');
      await browser.open(url);
      await test(`${url}newshound-${manifest.version}/newshound.js`, url, site);
    } finally {
      await site.end();
    }
  };

  it('have a page that loads without complaint', async () => {
    for (const { url } of Object.values(sites)) {
      await browser.open(url);
      await browser.eventually(() => document.readyState === 'complete' && !!customElements.get('news-hound'));
      await isQuiet();
    }
  });

  it('answer from their articles, in a worker and on the page, more than once', async () => {
    for (const { url, script, manifest } of Object.values(sites)) {
      await browser.open(url);
      assert.ok(manifest.articles > 0);
      for (const worker of [true, false, false]) {
        const { articles, answer } = await browser.run(ask, script, { worker }, '-xqzzy', { collapse: false });
        assert.deepEqual([articles, answer.total], [manifest.articles, manifest.articles]);
      }
      await isQuiet();
    }
  });

  it('show results in their page', async () => {
    for (const { url } of Object.values(sites)) {
      await browser.open(`${url}?q=${encodeURIComponent(PHRASE)}`);
      await browser.eventually(() => document.querySelector('news-hound')?.shadowRoot?.textContent?.includes('as long as a hand') ?? false);
      await isQuiet();
    }
  });

  it('load the manifest once, and of the rest what they need', async () => {
    const release = (/** @type {Manifest} */ { version }) => `newshound-${version}/`;
    for (const [kind, { url, script, manifest, requests }] of Object.entries(sites)) {
      await browser.open(url);
      await browser.eventually(() => document.readyState === 'complete');
      const start = (await requests()).length;
      await browser.run(ask, script, { worker: false }, '', {});
      const all = (await requests()).slice(start);
      const count = (/** @type {string} */ file) => all.filter((path) => path === file).length;
      assert.equal(count('newshound.json'), 1, all.join(' '));
      if (kind === 'inside') {
        assert.deepEqual([count(manifest.module), count(`${release(manifest)}newshound_engine_bg.wasm`)], [1, 0], all.join(' '));
      } else {
        assert.deepEqual([count(manifest.module), count(String(manifest.index))], [1, 1], all.join(' '));
      }
    }
  });

  it('paint what is there, then the text', async () => {
    const cargo = await apartSite();
    try {
      const { url } = await cargo.serve('--trusted-types');
      const places = [{ url: sites.apart.url, script: sites.apart.script }, { url, script: `${url}newshound.js` }];
      for (const { url, script } of places) {
        for (const worker of [true, false]) {
          // Firefox gives every script of a driver modules of its own, and lets no page make a policy twice.
          await browser.open(url);
          // A bridge that many articles are about: their text is on several pages.
          const { answer, updates } = await browser.run(ask, script, { worker }, 'bridge', { today: '2026-01-15' });
          assert.ok(updates.length > 0 && !updates[0].isComplete && answer.isComplete);
          const ids = (/** @type {any} */ { hits }) => hits.map((/** @type {any} */ { id }) => id);
          assert.deepEqual(ids(updates[0]), ids(answer), 'results that were painted do not move');
          assert.ok(answer.hits.some((/** @type {any} */ { snippetSource }) => snippetSource === 'body'));
          assert.ok(updates[0].hits.every((/** @type {any} */ { snippetSource }) => snippetSource !== 'body'));
          await isQuiet();
          await browser.open(url);
          const phrase = await browser.run(ask, script, { worker }, PHRASE, {});
          assert.equal(phrase.answer.total, 1);
          await isQuiet();
        }
      }
    } finally {
      await cargo.end();
    }
  });

  it('go on where a new build takes the place of the one that is being read', async () => {
    const next = await commandSite('next');
    const { articles } = await manifestOf(next);
    try {
      for (const worker of [true, false]) {
        // A word that is nowhere, so that no text is loaded yet.
        const hold = (/** @type {Manifest} */ { version }) => `import { open } from './newshound-${version}/newshound.js';
          const held = await open({ worker: ${worker} });
          await held.search('xqzzy');
          Object.assign(globalThis, { held });`;
        const change = async (/** @type {Site} */ site, /** @type {Manifest} */ manifest) => {
          await site.write('hold.html', '<!doctype html><html lang="en"><title>Held</title><script src="probe.js"></script><script type="module" src="hold.js"></script>');
          await site.write('hold.js', hold(manifest));
        };
        await onChanged('apart', change, async (script, url, site) => {
          await browser.open(`${url}hold.html`);
          await browser.eventually(() => 'held' in globalThis);
          await rm(join(site.folder, 'newshound-index'), { recursive: true });
          await cp(next.folder, site.folder, { recursive: true });
          const { total, isComplete, sections } = await browser.run(async () => {
            const { total, isComplete, facets } = await held.search('-xqzzy', { collapse: false, facets: ['section'], limit: 50 });
            return { total, isComplete, sections: Object.keys(facets).length && JSON.stringify(facets) };
          });
          assert.deepEqual([total, isComplete], [articles, true]);
          assert.ok(!String(sections).includes('"News"'), String(sections));
          await isQuiet();
        });
      }
    } finally {
      await next.end();
    }
  });

  it('say what is missing where the upload is not complete, and work when it is', async () => {
    for (const kind of /** @type {const} */ (['inside', 'apart'])) {
      const file = async (/** @type {Manifest} */ { index, module }) => index ?? module;
      await onChanged(kind, async (site, manifest) => site.remove(await file(manifest)), async (script, url, site) => {
        assert.equal((await browser.run(failure, script, {}))?.code, 'missing');
        await cp(join(sites[kind].site.folder, 'newshound-index'), join(site.folder, 'newshound-index'), { recursive: true });
        assert.ok((await browser.run(ask, script, {}, 'bridge')).answer.total > 0);
      });
      await onChanged(kind, (site) => site.remove('newshound.json'), async (script) => {
        assert.equal((await browser.run(failure, script, {}))?.code, 'missing');
      });
      await onChanged(kind, (site) => site.write('newshound.json', '{"version": '), async (script) => {
        assert.equal((await browser.run(failure, script, {}))?.code, 'corrupt');
      });
    }
  });

  it('refuse every file that is not the one that was built', async () => {
    const change = async (/** @type {Site} */ site, /** @type {string} */ file, /** @type {string} */ more) => {
      await site.write(file, Buffer.concat([await readFile(join(site.folder, file)), Buffer.from(more, 'latin1')]));
    };
    const own = (/** @type {string} */ file) => (/** @type {Manifest} */ { version }) => `newshound-${version}/${file}`;
    /** Each still works as what it is. @type {['inside' | 'apart', (manifest: Manifest) => string, string, boolean?][]} */
    const cases = [
      ['inside', own('worker.js'), '\n', true],
      ['inside', own('host.js'), '\n', false],
      ['inside', own('newshound_engine.js'), '\n'],
      ['inside', ({ module }) => module, '\0\x02\x01x'],
      ['apart', ({ module }) => module, '\0\x02\x01x'],
      ['apart', ({ index }) => String(index), 'x'],
    ];
    for (const [kind, file, more, only] of cases) {
      await onChanged(kind, (site, manifest) => change(site, file(manifest), more), async (script) => {
        for (const worker of only === undefined ? [true, false] : [only]) {
          const got = await browser.run(failure, script, { worker });
          assert.equal(got?.code, 'corrupt', `${file(sites[kind].manifest)}: ${got?.message}`);
        }
      });
    }
    await onChanged('apart', async (site, { index }) => {
      const folder = dirname(String(index));
      for (const name of await readdir(join(site.folder, folder))) {
        if (name.startsWith('text-')) await change(site, `${folder}/${name}`, '').then(() => site.write(`${folder}/${name}`, 'no text'));
      }
    }, async (script) => {
      const code = await browser.run(async (script, line) => {
        const hound = await (await import(script)).open();
        return hound.search(line).catch((/** @type {any} */ error) => error.code);
      }, script, PHRASE);
      assert.equal(code, 'corrupt');
    });
  });

  it('take no part of the element that is not that of the release', async () => {
    const parts = { en: ['news-hound/page.js', 'news-hound/words/en.js', 'newshound.js'], es: ['news-hound/word-hashes.js', 'news-hound/words/es.js'] };
    for (const [lang, files] of Object.entries(parts)) {
      for (const part of files) {
        const change = async (/** @type {Site} */ site, /** @type {Manifest} */ { version }) => {
          const file = `newshound-${version}/${part}`;
          await site.write(file, `document.body.className = 'ran';\n${await readFile(join(site.folder, file), 'utf8')}`);
          await site.write('watch.js', `
            addEventListener('newshound:error', ({ detail }) => { document.title = detail.code; });
            await customElements.whenDefined('news-hound');
            document.querySelector('news-hound').search('bridge').catch(() => {});
          `);
          const scripts = ['watch.js', `newshound-${version}/news-hound.js`].map((src) => `<script type="module" src="${src}"></script>`);
          await site.write('changed.html', `<!doctype html><html lang="${lang}"><title>Changed</title>${scripts.join('')}<body><news-hound mode="page"></news-hound>`);
        };
        await onChanged('inside', change, async (_, url) => {
          await browser.open(`${url}changed.html`);
          await browser.eventually(() => document.title === 'corrupt');
          assert.equal(await browser.run(() => document.body.className), '', part);
        });
      }
    }
  });

  it('need one script before anybody means to search', async () => {
    const { site, url, manifest, requests } = sites.inside;
    await site.write('one.html', `<!doctype html><html lang="en"><title>One</title><script type="module" src="newshound-${manifest.version}/news-hound.js"></script><news-hound></news-hound>`);
    const start = (await requests()).length;
    await browser.open(`${url}one.html`);
    await browser.eventually(() => !!customElements.get('news-hound'));
    const early = (await requests()).slice(start).filter((path) => !/favicon|html/.test(path));
    assert.deepEqual(early, [`newshound-${manifest.version}/news-hound.js`]);
  });

  it('serve pages that still load the scripts of an earlier release, as far as that can be', async () => {
    const older = async (/** @type {Site} */ site, /** @type {Manifest} */ { version }) => {
      await cp(join(site.folder, `newshound-${version}`), join(site.folder, 'newshound-0.0.1'), { recursive: true });
    };
    await onChanged('apart', older, async (script, url) => {
      assert.ok((await browser.run(ask, `${url}newshound-0.0.1/newshound.js`, {}, 'bridge')).answer.total > 0);
    });
    await onChanged('inside', older, async (script, url) => {
      assert.equal((await browser.run(failure, `${url}newshound-0.0.1/newshound.js`, {}))?.code, 'version');
    });
  });

  it('work from another origin', async () => {
    for (const { site, manifest } of Object.values(sites)) {
      const cdn = await site.serveToAll();
      const page = await site.servePage('<!doctype html><html lang="en"><title>Elsewhere</title><script src="probe.js"></script>', cdn.slice(0, -1));
      await browser.open(page);
      const { answer, articles } = await browser.run(ask, `${cdn}newshound-${manifest.version}/newshound.js`, {}, PHRASE);
      assert.deepEqual([articles, answer.total, answer.isComplete], [manifest.articles, 1, true]);
      await isQuiet();
    }
  });

  it('are found by whoever brings scripts of their own', async () => {
    const { url, manifest } = sites.apart;
    const cargo = await realSite();
    try {
      const served = await cargo.serve('--trusted-types');
      await browser.open(served.url);
      // Two folders of one host would do; the policy of this one allows no other.
      await cp(sites.apart.site.folder, join(cargo.folder, 'elsewhere'), { recursive: true });
      const base = `${served.url}elsewhere/newshound-${manifest.version}/`;
      const { articles } = await browser.run(ask, `${served.url}newshound.js`, { base }, 'bridge');
      assert.equal(articles, manifest.articles);
      assert.ok(url);
    } finally {
      await cargo.end();
    }
  });
});
