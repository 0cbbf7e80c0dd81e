/**
 * What assistive technology is given at each step of a typical search: roles, names, states and announcements, as
 * Chromium's accessibility tree has them. What the other engines tell a driver of is in list.test.js.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Browser, Key, until } from './browsers.js';
import { fakeSite } from './site.js';

/** What runs in the page sees this (`probe/probe.js`). @type {any[]} */
let [inside] = /** @type {any} */ ([]);

/** States that are told, with the words they are written down by. */
const STATES = ['focused', 'expanded', 'selected', 'checked', 'pressed', 'hasPopup', 'modal', 'live', 'disabled', 'activedescendant', 'controls', 'autocomplete', 'keyshortcuts'];

const isWanted = process.env.NEWSHOUND_BROWSERS?.split(',').includes('chromium') ?? true;
describe('the accessibility tree in chromium', { timeout: 240_000, skip: !isWanted }, () => {
  const browser = new Browser('chromium');
  /** @type {Awaited<ReturnType<typeof fakeSite>>} */
  let site;
  /** @type {string} */
  let url;

  before(async () => {
    await browser.start();
    site = await fakeSite();
    await site.writeElements('field.html', '<news-hound action="found.html"></news-hound>');
    await site.writeElements('dialog.html', '<news-hound mode="dialog" action="found.html"></news-hound>');
    await site.writeElements('page.html', '<news-hound mode="page"></news-hound>');
    ({ url } = await site.serve());
  });
  after(async () => {
    await browser.stop();
    await site.end();
  });

  const fresh = async (/** @type {string} */ page) => {
    await browser.open(url + page);
    await browser.eventually(() => !!customElements.get('news-hound'));
    await browser.run(() => localStorage.clear());
  };
  const open = () => browser.run(() => /** @type {any} */ (document.querySelector('news-hound')).open());
  const devtools = (/** @type {string} */ command, /** @type {object} */ parameters) => /** @type {Promise<any>} */ (/** @type {any} */ (browser.driver).sendAndGetDevToolsCommand(command, parameters));

  /** The tree, one line a node: its role, name and states, indented. @returns {Promise<string[]>} */
  const tree = async () => {
    await devtools('Accessibility.enable', {});
    const { nodes } = await devtools('Accessibility.getFullAXTree', {});
    const byId = new Map(nodes.map((/** @type {any} */ node) => [node.nodeId, node]));
    const lines = /** @type {string[]} */ ([]);
    const write = (/** @type {any} */ node, /** @type {number} */ depth) => {
      const role = node.role?.value;
      const isSaid = !node.ignored && !['none', 'generic', 'InlineTextBox', 'RootWebArea'].includes(role);
      if (isSaid) {
        const states = (node.properties ?? []).filter((/** @type {any} */ { name }) => STATES.includes(name)).map((/** @type {any} */ { name, value }) => {
          const related = value.relatedNodes?.map((/** @type {any} */ { idref }) => idref).join(' ');
          return value.value === true || value.value === 'true' ? name : value.value === false || value.value === 'false' ? `not ${name}` : `${name}=${related ?? value.value}`;
        }).filter((/** @type {string} */ state) => !/^not (focused|modal|disabled)/.test(state));
        const name = node.name?.value ?? '';
        if (role !== 'StaticText' || name.trim()) lines.push(`${'  '.repeat(depth)}${role} “${name}”${states.length ? ` ${states.join(', ')}` : ''}`);
      }
      for (const id of node.childIds ?? []) if (byId.has(id)) write(byId.get(id), depth + (isSaid ? 1 : 0));
    };
    write(nodes[0], 0);
    return lines;
  };
  /** Waits until the tree has a line. @param {RegExp[]} wanted */
  const has = async (...wanted) => {
    let lines = /** @type {string[]} */ ([]);
    const missing = () => wanted.filter((pattern) => !lines.some((line) => pattern.test(line)));
    await until(async () => {
      lines = await tree();
      return !missing().length;
    }, 'all is in the tree', 6000).catch(() => assert.fail(`not there: ${missing().join(', ')}\n${lines.join('\n')}`));
    return lines;
  };
  /** Waits until that is what a screen reader says by itself. @param {RegExp} pattern */
  const isSaid = (pattern) => until(async () => {
    const lines = await tree();
    const said = lines[lines.findIndex((line) => /status “” live=polite$/.test(line)) + 1]?.match(/StaticText “(.*)”$/)?.[1];
    return said !== undefined && pattern.test(said);
  }, `it says ${pattern}`, 6000);

  it('tells of a field: what it is, what it opens, what is taken, and how many there are', async () => {
    await fresh('field.html');
    await has(/^ *search “”/, /searchbox “Search”$/);
    await open();
    await has(/combobox “Search” focused, autocomplete=list, hasPopup=listbox, not expanded$/, /status “” live=polite$/);
    await browser.type('bri');
    const found = await has(/combobox “Search” focused, .*expanded, controls=list$/, /button “Clear”$/, /listbox “Results”$/, /group “Suggestions”$/, /group “Results”$/, /option “bridge” not selected$/);
    assert.equal(found.filter((line) => /option “Old Mill Bridge opens again after two years Local September 6, 2025 The mayor/.test(line)).length, 1);
    // Once typing has paused.
    await isSaid(/^4 articles$/);
    await browser.type(Key.ARROW_DOWN);
    await has(/combobox .*expanded, activedescendant=option-1, controls=list$/, /option “bridge” selected$/);
    await browser.type(Key.ESCAPE);
    await has(/combobox .*not expanded$/);
    assert.deepEqual((await tree()).filter((line) => /(listbox|option) “/.test(line)), []);
    await browser.run(() => inside('.field')[0].select());
    await browser.type('brigde');
    await has(/option “Did you mean bridge\?” not selected$/);
    await isSaid(/^No article matches “brigde”\. Did you mean bridge\?$/);
  });

  it('tells of a dialog: its name, that nothing else is there, and where the focus is before and after', async () => {
    await fresh('dialog.html');
    await has(/button “Search” hasPopup=dialog, keyshortcuts=Control\+K$/);
    assert.deepEqual((await tree()).filter((line) => /dialog “/.test(line)), []);
    await browser.run(() => inside('.open')[0].focus());
    await browser.type(Key.chord(Key.CONTROL, 'k'));
    const opened = await has(/dialog “Search” modal$/, /combobox “Search” focused, .*not expanded/, /button “Close”$/);
    // What is behind it is not to be had.
    assert.deepEqual(opened.filter((line) => /heading “Elements”/.test(line)), []);
    await browser.type('notice');
    await browser.eventually(() => inside('.all').length === 1);
    await browser.type(Key.ARROW_UP);
    await has(/combobox “Search” focused, .*expanded, activedescendant=option-7/, /option “All results for “notice”” selected$/, /StaticText “45 articles”$/);
    await browser.type(Key.ESCAPE);
    await has(/button “Search” focused, hasPopup=dialog/);
  });

  it('tells of a page: results as headings with links, filters in groups, the order, the timeline, and what changes', async () => {
    await fresh('page.html');
    await has(/search “”/, /searchbox “Search”$/);
    await open();
    await browser.type('bridge', Key.ENTER);
    const found = await has(/searchbox “Search” focused/, /region “Results”/, /combobox “Sort by” .*not expanded/, /toolbar “Articles over time”/, /button “September 2025: 2 articles” not pressed$/,
      /group “Date”/, /radio “Any time” checked/, /group “Section”/, /checkbox “Local 2” not checked$/, /heading “Old Mill Bridge opens again after two years”/, /link “Old Mill Bridge opens again after two years”/,
      /DisclosureTriangle “Filters” expanded/, /DisclosureTriangle “Why this result\?” not expanded/, /status “” live=polite/);
    assert.equal(found.filter((line) => /^ *link “/.test(line)).length, 4);
    await isSaid(/^4 articles Articles with all the words: 1\. /);
    await browser.run(() => inside('input[value=Local]')[0].click());
    await has(/checkbox “Local 2” checked$/, /button “Clear filters”/);
    await isSaid(/^2 articles/);
    await browser.run(() => inside('.month')[0].focus());
    await browser.type(Key.ENTER);
    await has(/button “February 2025: 1 article” focused, pressed$/);
    await isSaid(/^1 article /);
    await browser.run(() => inside('.why summary')[0].click());
    await has(/DisclosureTriangle “Why this result\?” expanded/, /StaticText “In the headline: bridge”/);
  });
});
