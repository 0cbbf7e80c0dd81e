/**
 * Takes comments, spaces and long names out of modules, in place: `node minify.js FILE...`. Each stays a module of its
 * own, under its own name.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { minify } from 'terser';

await Promise.all(process.argv.slice(2).map(async (file) => {
  const source = await readFile(file, 'utf8');
  const { code } = await minify({ [file]: source }, { module: true, ecma: 2022, compress: { passes: 2 }, mangle: true });
  await writeFile(file, code ?? source);
}));
