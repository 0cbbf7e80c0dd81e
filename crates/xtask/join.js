/**
 * Joins modules that are loaded together: fewer files to wait for, and less to download, since what they call each other
 * need not be said. `www/` stays as it is written, one idea a file.
 *
 * It knows the form in which the project writes its modules, and refuses any other: `import { a, b } from './c.js';` on a
 * line of its own, and `export` before a declaration.
 */
import { posix } from 'node:path';

/**
 * Modules that are no files: each goes into every file that needs it. What remembers something that all elements of a
 * page share is none of them.
 */
const INSIDE = ['address', 'behaviour', 'dates', 'engine', 'filters', 'fragment', 'hit', 'nodes', 'recent', 'result', 'style', 'style-list', 'style-page', 'timeline', 'words'].map((name) => `news-hound/${name}.js`);
/** What a worker has inside: its host, which a page loads alone where there is no worker, and what would keep the page. */
const IN_WORKER = ['intl.js', 'host.js'];
INSIDE.push('intl.js', 'release.js');
/** What the script that every page loads has inside, and gives to those that come later. */
const ENTRY = 'news-hound.js';
const IN_ENTRY = ['news-hound/make.js', 'news-hound/bring.js', 'news-hound/languages.js'];

/**
 * @param {Map<string, string>} sources  modules by their paths in the folder
 * @returns {Map<string, string>} what becomes of them
 */
export function join(sources) {
  const modules = new Map([...sources].map(([path, source]) => [path, read(path, source)]));
  return new Map([...modules.keys()].filter((path) => ![...INSIDE, ...IN_ENTRY].includes(path)).map((file) => [file, joined(file, modules)]));
}

/** One file, with what goes inside. @param {string} file @param {Map<string, ReturnType<typeof read>>} modules */
function joined(file, modules) {
  /** In the order in which they run. @type {Set<string>} */
  const inside = new Set();
  const isInside = (/** @type {string} */ path) =>
    INSIDE.includes(path) || (file === 'worker.js' && IN_WORKER.includes(path)) || (file === ENTRY && IN_ENTRY.includes(path));
  /** Names from other files. @type {Map<string, Set<string>>} */
  const imports = new Map();
  const add = (/** @type {string} */ path) => {
    const module = modules.get(path);
    if (!module) throw new Error(`${path} is to be a part of ${file}, and is not there`);
    for (const { from, names } of module.imports) {
      if (!isInside(from)) {
        const file = IN_ENTRY.includes(from) ? ENTRY : from;
        imports.set(file, new Set([...(imports.get(file) ?? []), ...names]));
      } else if (!inside.has(from)) add(from);
    }
    inside.add(path);
  };
  if (file === 'worker.js') IN_WORKER.forEach(add);
  add(file);
  const names = [...inside].flatMap((path) => modules.get(path)?.declared ?? []);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice) throw new Error(`two parts of ${file} declare ${twice}: rename one`);
  const lines = [...imports].map(([from, names]) => `import { ${[...names].join(', ')} } from '${relative(file, from)}';\n`);
  return lines.join('') + [...inside].map((path) => modules.get(path)?.[path === file || IN_ENTRY.includes(path) ? 'exporting' : 'body']).join('\n');
}

/** A module taken apart. @param {string} path @param {string} source */
function read(path, source) {
  /** @type {{ from: string, names: string[] }[]} */
  const imports = [];
  const exporting = source.replace(/^import \{ (.*) \} from '(.*)';$/gm, (_, names, from) => {
    imports.push({ from: posix.join(posix.dirname(path), from), names: names.split(', ') });
    return '';
  });
  const body = exporting.replace(/^export (?=(?:async )?(?:const|let|function|class) )/gm, '');
  const [strange] = body.match(/^(?:import|export)\b(?! ?[(.]).*/m) ?? [];
  if (strange) throw new Error(`${path}: cannot be joined: ${strange}`);
  const declared = [...body.matchAll(/^(?:async )?(?:const|let|function|class) (\w+)/gm)].map(([, name]) => name);
  return { imports, exporting, body, declared };
}

/** @param {string} from @param {string} to */
function relative(from, to) {
  const path = posix.relative(posix.dirname(from), to);
  return path.startsWith('.') ? path : `./${path}`;
}
