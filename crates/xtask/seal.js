/**
 * Writes into the release in a folder what its scripts check each other by: `node seal.js FOLDER`. `newshound.js` has a
 * place for it.
 */
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const [folder] = process.argv.slice(2);
const surface = join(folder, 'newshound.js');
const files = ['worker.js', 'host.js', 'newshound_engine.js', 'newshound_engine_bg.wasm'];
const hashes = await Promise.all(files.map(async (file) => {
  const hash = createHash('sha384').update(await readFile(join(folder, file))).digest('base64');
  return `${file} sha384-${hash}`;
}));
const source = await readFile(surface, 'utf8');
const sealed = source.replace('@HASHES@', hashes.join(' '));
if (sealed === source) throw new Error(`${surface} has no place for hashes`);
await writeFile(surface, sealed);
