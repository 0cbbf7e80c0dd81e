/**
 * A folder that the `newshound` command made, under a folder of its host: the index comes out of the module's custom
 * section, and the scripts stand in a folder of their release.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { inEachBrowser } from './browsers.js';
import { commandSite } from './site.js';

/** What runs in the page sees it. @type {any} */
let probe;

inEachBrowser((browser) => {
  /** @type {Awaited<ReturnType<typeof commandSite>>} */
  let site;
  /** @type {Awaited<ReturnType<typeof site.serve>>} */
  let served;
  /** @type {{ module: string, articles: number }} */
  let manifest;

  before(async () => {
    site = await commandSite();
    served = await site.serve('--trusted-types', '--prefix', '/a/b/');
    manifest = JSON.parse(await readFile(join(site.folder, 'newshound.json'), 'utf8'));
  });
  after(() => site.end());

  it('has a page that loads without complaint', async () => {
    await browser.open(served.url);
    await browser.eventually(() => document.readyState === 'complete');
    assert.deepEqual(await browser.run(() => probe), { violations: [], errors: [] });
  });

  it('answers from the articles of the section, in a worker and on the page, more than once', async () => {
    const script = new URL(manifest.module, served.url).href.replace('newshound_engine_bg.wasm', 'newshound.js');
    await browser.open(served.url);
    const counts = await browser.run(async (script) => {
      const { open } = await import(script);
      const counts = [];
      for (const worker of [true, false, false]) {
        const hound = await open({ worker });
        const { total } = await hound.search('-xqzzy', { collapse: false });
        counts.push((await hound.info()).articles, total);
        hound.close();
      }
      return counts;
    }, script);
    assert.ok(manifest.articles > 0);
    assert.deepEqual(counts, Array(6).fill(manifest.articles));
    assert.deepEqual(await browser.run(() => probe), { violations: [], errors: [] });
  });
});
