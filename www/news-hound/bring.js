/**
 * How `news-hound.js` brings its parts, and what all elements of a page share. These are the modules that are a part of
 * it where readers load them: everything else comes later, by `bring`.
 *
 * @import { Shared } from './engine.js'
 */
import { check, failed, isSealed } from '../release.js';
import { make } from './make.js';

/** Engines in use, by what they were opened with. @type {Map<string, Shared>} */
export const engines = new Map();

/** Firefox remembers a module that failed under its whole address: another fragment is another module. */
let again = '';

/**
 * Loads a module of the release.
 * @param {string} url @param {string} integrity  what it is checked by
 * @throws {Error & { code: 'corrupt' | 'missing' | 'offline' }}
 */
export async function bring(url, integrity) {
  const href = url + again;
  /** @type {HTMLElement | undefined} */
  let link;
  try {
    await check(url, integrity);
    // WebKit heeds no such hash. The others run what they have checked, whatever a cache is told.
    if (isSealed(integrity)) document.head.append((link = make('link', { rel: 'modulepreload', integrity, href })));
    return await import(href);
  } catch (cause) {
    again += '#';
    throw await failed(url, cause);
  } finally {
    link?.remove();
  }
}
