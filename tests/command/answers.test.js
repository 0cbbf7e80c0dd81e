/**
 * Three ways to a site, one behaviour: the module that cargo builds with the articles inside (NEWSHOUND_SITE), the
 * prebuilt engine into which the command put an index (NEWSHOUND_COMMAND_INSIDE), and the prebuilt engine with index and
 * text in files of their own (NEWSHOUND_COMMAND_APART).
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { inflateSync } from 'node:zlib';

/** @param {string | undefined} folder */
async function load(folder) {
  assert.ok(folder, 'the folder of a site');
  const path = join(folder, 'newshound.json');
  const manifest = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : { module: 'newshound_engine_bg.wasm' };
  const bytes = readFileSync(join(folder, manifest.module));
  const scripts = manifest.version ? join(folder, `newshound-${manifest.version}`) : folder;
  const glue = await import(pathToFileURL(join(scripts, 'newshound_engine.js')).href);
  const module = new WebAssembly.Module(bytes);
  await glue.default({ module_or_path: module });
  const sections = WebAssembly.Module.customSections(module, 'newshound.index');
  return { folder, manifest, bytes, sections, glue };
}

const cargo = await load(process.env.NEWSHOUND_SITE);
const command = await load(process.env.NEWSHOUND_COMMAND_INSIDE);
const apart = await load(process.env.NEWSHOUND_COMMAND_APART);
/** @type {Record<string, any>} */
const engines = {};

/** @param {any} engine @param {string} line @param {object} options  with the pages of text that it asks for */
function search(engine, line, options) {
  for (;;) {
    const { needs, ...answer } = engine.search(line, options);
    if (!needs.length) return answer;
    for (const { page, file } of needs) {
      engine.supply(page, inflateSync(readFileSync(join(apart.folder, dirname(apart.manifest.index), file))));
    }
  }
}

it('the index is compiled in, beside the code, or a file of its own', () => {
  assert.deepEqual([cargo, command, apart].map(({ sections }) => sections.length), [0, 1, 0]);
  assert.deepEqual([cargo, command, apart].map(({ manifest }) => !!manifest.index), [false, false, true]);
  engines.cargo = new cargo.glue.Engine();
  engines.command = command.glue.Engine.fromBytes(new Uint8Array(command.sections[0]));
  engines.apart = apart.glue.Engine.fromBytes(new Uint8Array(inflateSync(readFileSync(join(apart.folder, apart.manifest.index)))));
});

it('the prebuilt engine has no article of its own', () => {
  assert.equal(new command.glue.Engine().info().articles, 0);
  assert.ok(engines.cargo.info().articles > 0);
});

it('the manifest tells hashes that are right', () => {
  for (const { folder, manifest } of [command, apart]) {
    const file = manifest.index ?? manifest.module;
    assert.deepEqual(Object.keys(manifest.integrity), [file]);
    assert.equal(manifest.integrity[file], `sha384-${createHash('sha384').update(readFileSync(join(folder, file))).digest('base64')}`);
  }
});

it('what is named by its release is the same for every site', () => {
  const files = (/** @type {typeof command} */ { folder, manifest }) => {
    const release = join(folder, `newshound-${manifest.version}`);
    const names = readdirSync(release, { recursive: true, encoding: 'utf8' }).filter((name) => /\.\w+$/.test(name)).sort();
    return names.map((name) => [name, readFileSync(join(release, name)).toString('base64')]);
  };
  assert.ok(files(command).length > 20);
  assert.deepEqual(files(command), files(apart));
});

it('all say the same of themselves', () => {
  assert.deepEqual(engines.command.info(), engines.cargo.info());
  // The text is elsewhere, so it is another index.
  const { textMode, uid } = engines.apart.info();
  assert.deepEqual({ ...engines.cargo.info(), textMode, uid }, engines.apart.info());
  assert.equal(textMode, 'apart');
});

it('all answer every line alike', () => {
  /** @type {Set<string>} */
  const lines = new Set(['', '-the', '"', 'a OR', 'title:bridge', 'date:2025', 'after:2025-02 before:2026', 'xqzzy', 'harbuor']);
  const everything = engines.cargo.search('-xqzzy', { limit: 1000 });
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
      const expected = search(engines.cargo, line, asked);
      for (const name of ['command', 'apart']) assert.deepEqual(search(engines[name], line, asked), expected, `${name}: ${line} ${JSON.stringify(options)}`);
    }
    const expected = engines.cargo.complete(line, {});
    for (const name of ['command', 'apart']) assert.deepEqual(engines[name].complete(line, {}), expected, `${name}: ${line}`);
  }
});
