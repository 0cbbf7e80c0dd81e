/**
 * Pictures of every mode, to be looked at: `node tests/e2e/screenshots.js FOLDER [NAME]`, in the environment of the other
 * tests (`browsers.js` and `site.js` say what that is). What stands in the gallery, one by one, with a search in it; the page of
 * the site on narrow screens; and what only Chromium can pretend: dark, forced colours, twice the size, no motion.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Browser, Key } from './browsers.js';
import { realSite } from './site.js';

/** What runs in the page sees these. @type {any} */
let [inside] = /** @type {any} */ ([]);

const folder = process.argv[2] ?? 'tests/e2e/screenshots';
const wanted = process.argv[3] ?? '';
await mkdir(folder, { recursive: true });
const names = process.env.NEWSHOUND_BROWSERS?.split(',') ?? ['chromium', 'firefox', 'webkit'];
const site = await realSite();
try {
  const { url } = await site.serve('--trusted-types');
  for (const name of names) {
    const browser = new Browser(name);
    await browser.start();
    try {
      await lookAt(browser, url);
    } finally {
      await browser.stop();
    }
  }
} finally {
  await site.end();
}

/** @param {Browser} browser @param {string} url */
async function lookAt(browser, url) {
  const take = async (/** @type {string} */ name) => {
    await new Promise((resolve) => setTimeout(resolve, 350));
    const path = join(folder, `${browser.name}-${name}.png`);
    await writeFile(path, Buffer.from(await browser.driver.takeScreenshot(), 'base64'));
    console.log(path);
  };
  const size = (/** @type {number} */ width, /** @type {number} */ height) => browser.driver.manage().window().setRect({ width, height });
  const isWanted = (/** @type {string} */ name) => name.includes(wanted);
  /** Types into an element of a page, and waits for what it finds. @param {string} page @param {string} id @param {string} line */
  const search = async (page, id, line) => {
    await browser.open(url + page);
    await browser.eventually(() => !!customElements.get('news-hound'));
    await browser.run((id) => {
      const element = /** @type {any} */ (document.querySelector(id));
      element.scrollIntoView({ block: 'start' });
      scrollBy(0, -90);
      element.open();
    }, id);
    if (!line) return;
    await browser.type(line);
    await browser.eventually((id) => inside('.hit', id).length + inside('.note', id).length + inside('.hit', '#there').length > 0, id);
  };

  for (const [id, line] of [['field', 'harb'], ['field-dark', 'harbour bridge'], ['dialog', 'harb'], ['dialog-dark', 'ferry'], ['page', 'harbour bridge'], ['rtl', 'harbour'], ['phone', 'harbour'], ['apart', 'ferry'], ['theme', 'harbour'], ['loud', 'harbour']]) {
    if (!isWanted(id)) continue;
    await search('gallery.html', `#${id}`, line);
    if (id.startsWith('field') || id.startsWith('dialog')) await browser.type(Key.ARROW_DOWN, Key.ARROW_DOWN);
    await take(id);
  }
  if (isWanted('states')) {
    await search('', 'news-hound', 'harbour');
    await browser.eventually(() => inside('.month').length);
    await browser.run(() => inside('details').forEach((/** @type {any} */ node) => (node.open = true)));
    await browser.run(() => inside('.facet input[type=checkbox]')[0]?.click());
    await take('states-unfolded');
    await search('', 'news-hound', 'harbuor xyzzy');
    await take('states-nothing');
    await search('', 'news-hound', 'ferry');
    await browser.type(Key.ENTER);
    await browser.run(() => inside('.clear')[0].click());
    await take('states-recent');
    await search('gallery.html', '#dialog', '');
    await take('states-dialog-recent');
    await search('gallery.html', '#field', '\u202Eabc def');
    await take('states-override');
  }
  for (const width of [390, 320]) {
    if (!isWanted(`narrow-${width}`)) continue;
    await size(width, 844);
    await search('', 'news-hound', 'harbour');
    await take(`narrow-${width}`);
    await browser.run(() => inside('.side')[0].querySelector('summary').click());
    await take(`narrow-${width}-filters`);
    await search('gallery.html', '#dialog', 'harb');
    await take(`narrow-${width}-dialog`);
    await size(1280, 900);
  }
  if (browser.name !== 'chromium') return;
  const pretend = async (/** @type {string} */ name, /** @type {[string, object][]} */ commands) => {
    if (!isWanted(name)) return;
    for (const [command, parameters] of commands) await /** @type {any} */ (browser.driver).sendDevToolsCommand(command, parameters);
    await search('', 'news-hound', 'harbour bridge');
    await browser.eventually(() => inside('.month').length);
    await browser.run(() => inside('.month')[3]?.focus());
    await take(`${name}-page`);
    await search('gallery.html', '#field', 'harb');
    await browser.type(Key.ARROW_DOWN, Key.ARROW_DOWN);
    await take(`${name}-field`);
    await search('gallery.html', '#dialog', 'harb');
    await browser.type(Key.ARROW_DOWN);
    await take(`${name}-dialog`);
    await /** @type {any} */ (browser.driver).sendDevToolsCommand('Emulation.setEmulatedMedia', { features: [] });
    await /** @type {any} */ (browser.driver).sendDevToolsCommand('Emulation.clearDeviceMetricsOverride', {});
  };
  const media = (/** @type {string} */ name, /** @type {string} */ value) => /** @type {[string, object]} */ (['Emulation.setEmulatedMedia', { features: [{ name, value }] }]);
  await pretend('dark', [media('prefers-color-scheme', 'dark')]);
  await pretend('forced', [media('forced-colors', 'active')]);
  await pretend('still', [media('prefers-reduced-motion', 'reduce')]);
  await pretend('zoomed', [['Emulation.setDeviceMetricsOverride', { width: 640, height: 450, deviceScaleFactor: 2, mobile: false }]]);
}
