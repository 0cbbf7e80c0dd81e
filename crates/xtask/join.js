/**
 * Joins modules that are always loaded together: fewer files to wait for, and less to download, since what they call each
 * other need not be said. `www/` stays as it is written, one idea a file.
 *
 * A joined file is its modules one after the other, under the name of the last; whoever imports from another of them is
 * led there. It knows the form in which the project writes its modules, and refuses any other:
 * `import { a, b } from './c.js';` on a line of its own, and `export` before a declaration or as `export { a };`.
 */
import { posix } from 'node:path';

/**
 * What is joined, in the order in which it runs (and which is the shortest); the last gives its name. What the views share is no part of
 * `behaviour.js`: where that fails and is loaded again under another fragment, there must not be two of it.
 */
const GROUPS = [
  ['nodes.js'],
  ['fragment.js', 'words.js', 'address.js', 'dates.js', 'hit.js'],
  ['style.js', 'recent.js', 'engine.js', 'behaviour.js'],
  ['style-list.js', 'list.js'],
  ['style-page.js', 'filters.js', 'result.js', 'timeline.js', 'page.js'],
].map((names) => names.map((name) => `news-hound/${name}`));
// A worker has its host inside, and does what would keep the page; where there is no worker, the page loads the host alone.
GROUPS.push(['intl.js', 'host.js', 'worker.js']);
const ALONE_TOO = ['host.js'];
/** Files that are imported by name alone, and by nobody but the element: those names can be short. */
const INNER = ['news-hound/nodes.js', 'news-hound/hit.js'];
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** The modules that make a file. @param {string} file */
const membersOf = (file) => GROUPS.find((group) => group.at(-1) === file) ?? [file];
/** The file in which others find a module. @param {string} path */
const fileOf = (path) => (!ALONE_TOO.includes(path) && GROUPS.find((group) => group.includes(path))?.at(-1)) || path;

/**
 * @param {Map<string, string>} sources  modules by their paths in the folder
 * @returns {Map<string, string>} what becomes of them
 */
export function join(sources) {
  const modules = new Map([...sources].map(([path, source]) => [path, read(path, source)]));
  /** What is imported from a file by others, by name. @param {string} file */
  const wanted = (file) => [...modules].flatMap(([path, { imports }]) => imports.filter((one) => one.file === file && fileOf(path) !== file).map(({ name }) => name));

  /** The name by which a file hands out what it calls `name`. @param {string} file @param {string} name */
  const short = (file, name) => (INNER.includes(file) ? `${name} as ${LETTERS[[...new Set(wanted(file))].sort().indexOf(name)]}` : name);

  return new Map([...modules.keys()].filter((path) => path === fileOf(path)).map((file) => {
    const paths = membersOf(file);
    const members = paths.map((path) => {
      const member = modules.get(path);
      if (!member) throw new Error(`${path} is to be joined, and is not there`);
      return member;
    });
    /** @type {Map<string, Set<string>>} */
    const imports = new Map();
    for (const { file: from, name } of members.flatMap((member) => member.imports)) if (!paths.includes(from)) imports.set(from, (imports.get(from) ?? new Set()).add(name));
    const lines = [...imports].map(([from, names]) => `import { ${[...names].map((name) => short(from, name).split(' as ').reverse().join(' as ')).join(', ')} } from '${relative(file, from)}';`);
    // Of its last module, all: that may be imported as a whole, by import().
    const exports = new Set([...(INNER.includes(file) ? [] : (modules.get(file)?.exports ?? [])), ...wanted(file)]);
    const isJoined = GROUPS.some((group) => group.at(-1) === file);
    const body = isJoined ? [...members.map((member) => member.body), exports.size ? `export { ${[...exports].map((name) => short(file, name)).join(', ')} };` : ''] : [members[0].exporting];
    return [file, [...lines, ...body, ''].join('\n')];
  }));
}

/** A module taken apart; `exporting` is its body as it was, but for the imports. @param {string} path @param {string} source */
function read(path, source) {
  /** @type {{ file: string, name: string }[]} */
  const imports = [];
  /** @type {string[]} */
  const exports = [];
  const exporting = source.replace(/^import \{ (.*) \} from '(.*)';$/gm, (_, names, from) => {
    const file = fileOf(posix.join(posix.dirname(path), from));
    imports.push(...names.split(', ').map((/** @type {string} */ name) => ({ file, name })));
    return '';
  });
  const body = exporting
    .replace(/^export \{ (.*) \};$/gm, (_, names) => {
      exports.push(...names.split(', '));
      return '';
    })
    .replace(/^export ((?:async )?(?:const|function|class) (\w+))/gm, (_, declaration, name) => {
      exports.push(name);
      return declaration;
    });
  const strange = (GROUPS.some((group) => group.includes(path)) ? body : exporting.replace(/^export/gm, '')).match(/^(?:import|export)\b(?! ?[(.]).*/m);
  if (strange) throw new Error(`${path}: cannot be joined or led elsewhere: ${strange[0]}`);
  return { imports, exports, body, exporting };
}

/** @param {string} from @param {string} to */
function relative(from, to) {
  const path = posix.relative(posix.dirname(from), to);
  return path.startsWith('.') ? path : `./${path}`;
}
