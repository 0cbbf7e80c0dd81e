/**
 * Two ways to a site, one behaviour: the module that cargo builds with the articles inside (NEWSHOUND_SITE), and the
 * prebuilt engine into which the command put an index (NEWSHOUND_COMMAND_SITE).
 */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { pathToFileURL } from 'node:url';

/** @param {string | undefined} folder */
async function load(folder) {
  assert.ok(folder, 'the folder of a site');
  const manifest = join(folder, 'newshound.json');
  const path = existsSync(manifest) ? JSON.parse(readFileSync(manifest, 'utf8')).module : 'newshound_engine_bg.wasm';
  const bytes = readFileSync(join(folder, path));
  const glue = await import(pathToFileURL(join(folder, path).replace('_bg.wasm', '.js')).href);
  const module = new WebAssembly.Module(bytes);
  await glue.default({ module_or_path: module });
  const sections = WebAssembly.Module.customSections(module, 'newshound.index');
  return { sections, glue };
}

const cargo = await load(process.env.NEWSHOUND_SITE);
const command = await load(process.env.NEWSHOUND_COMMAND_SITE);
/** @type {any} */
let one;
/** @type {any} */
let other;

it('one has the index compiled in, the other beside the code', () => {
  assert.deepEqual([cargo.sections.length, command.sections.length], [0, 1]);
  one = new cargo.glue.Engine();
  other = command.glue.Engine.fromBytes(new Uint8Array(command.sections[0]));
});

it('the prebuilt engine has no article of its own', () => {
  assert.equal(new command.glue.Engine().info().articles, 0);
  assert.ok(one.info().articles > 0);
});

it('both say the same of themselves', () => assert.deepEqual(other.info(), one.info()));

it('both answer every line alike', () => {
  /** @type {Set<string>} */
  const lines = new Set(['', '-the', '"', 'a OR', 'title:bridge', 'date:2025', 'after:2025-02 before:2026', 'xqzzy', 'harbuor']);
  const everything = one.search('-xqzzy', { limit: 1000 });
  assert.ok(everything.hits.length > 10, 'there is enough to compare');
  for (const { title, section, authors, date } of everything.hits) {
    const words = title.split(/\s+/);
    for (const word of words) lines.add(word).add(word.slice(0, 3)).add(`-${word}`);
    lines.add(title).add(`"${words.slice(0, 3).join(' ')}"`).add(`${words[0]} OR ${words.at(-1)}`);
    lines.add(`section:"${section}"`).add(`author:"${authors[0]}"`).add(`date:${String(date).slice(0, 7)}`);
  }
  assert.ok(lines.size > 300, `${lines.size} lines`);
  for (const line of lines) {
    for (const options of [{}, { sort: 'newest', facets: ['section', 'author'], limit: 3, offset: 1 }, { explain: true, collapse: false, filters: { section: ['News'] } }]) {
      const asked = { today: '2026-01-15', ...options };
      assert.deepEqual(other.search(line, asked), one.search(line, asked), `${line} ${JSON.stringify(options)}`);
    }
    assert.deepEqual(other.complete(line, {}), one.complete(line, {}), line);
  }
});
