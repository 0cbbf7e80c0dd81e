/**
 * Makes what readers download out of what is written: `node minify.js FOLDER`, in place. Comments, spaces and long names
 * go, out of style sheets too, and modules that are always loaded together become one (`join.js`).
 */
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join as at, sep } from 'node:path';
import { minify } from 'terser';
import { join } from './join.js';

const [folder] = process.argv.slice(2);
/** The engine's own script is not ours to take apart. */
const ENGINE = 'newshound_engine.js';

const names = (await readdir(folder, { recursive: true })).map((name) => name.split(sep).join('/')).filter((name) => name.endsWith('.js')).sort();
const sources = new Map(await Promise.all(names.map(async (name) => /** @type {const} */ ([name, await readFile(at(folder, name), 'utf8')]))));
const engine = sources.get(ENGINE);
sources.delete(ENGINE);
const made = join(sources);
if (engine !== undefined) made.set(ENGINE, engine);

await Promise.all([...made].map(async ([name, source]) => {
  const { code } = await minify({ [name]: withoutSpaces(source) }, { module: true, ecma: 2022, compress: { passes: 2, unsafe_arrows: true, hoist_funs: true, loops: false }, mangle: true });
  await writeFile(at(folder, name), code ?? source);
}));
await Promise.all(names.filter((name) => !made.has(name)).map((name) => rm(at(folder, name))));

/** Style sheets in a script, each ``const …STYLE = `…`;``, as short as they can be said. @param {string} source */
function withoutSpaces(source) {
  return source.replace(/^(const [A-Z_]*STYLE) = `([^`]*)`;$/gm, (_, declaration, css) => {
    const short = css.replace(/\/\*[^]*?\*\//g, '').replace(/\s+/g, ' ').replace(/ ?([{};,>]) ?/g, '$1').replace(/: /g, ':').replace(/;}/g, '}').trim();
    return `${declaration} = \`${short}\`;`;
  });
}
