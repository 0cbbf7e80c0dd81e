/**
 * Writes into the release in a folder what its scripts check each other by: `node seal.js FOLDER`. Where one names another
 * file of the folder between two @, the hash of that file takes the place of the name.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, sep } from 'node:path';

const [folder] = process.argv.slice(2);
const names = (await readdir(folder, { recursive: true })).map((name) => name.split(sep).join('/')).filter((name) => name.endsWith('.js'));
/** @type {Map<string, Promise<string>>} */
const hashes = new Map();

/** What a file is checked by, once what it names is in it. @param {string} name @param {string[]} [by]  those that want to know */
function hashOf(name, by = []) {
  if (by.includes(name)) throw new Error(`these name each other: ${by.join(', ')}`);
  const known = hashes.get(name) ?? seal(name, [...by, name]);
  hashes.set(name, known);
  return known;
}

/** @param {string} name @param {string[]} by */
async function seal(name, by) {
  const file = join(folder, name);
  if (name.endsWith('.js')) {
    const source = await readFile(file, 'utf8');
    /** @type {Map<string, string>} */
    const inside = new Map();
    for (const [place, other] of source.matchAll(/@([\w/.-]+\.(?:js|wasm))@/g)) inside.set(place, await hashOf(other, by));
    for (const [place, hash] of inside) await writeFile(file, (await readFile(file, 'utf8')).replaceAll(place, hash));
  }
  return `sha256-${createHash('sha256').update(await readFile(file)).digest('base64')}`;
}

await Promise.all(names.map((name) => hashOf(name)));
