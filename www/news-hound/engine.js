/**
 * One engine for all elements of a page that search the same folder. It is opened by the first call, and ends when the
 * last element has left the document.
 *
 * @import { Hound } from '../newshound.js'
 */
import { bring, engines } from './bring.js';

/** Milliseconds that an engine outlives its last element: elements that are moved come back at once. */
const FAREWELL = 400;

/** @typedef {{ users: number, opening?: Promise<Hound> }} Shared */

/** @param {import('../newshound.js').OpenOptions} options @returns {Promise<Hound>} */
async function open(options) {
  const surface = await bring(import.meta.resolve('../newshound.js'), '@newshound.js@');
  return surface.open(options);
}

/**
 * @param {string | undefined} base @param {boolean | undefined} worker @param {AbortSignal} signal  ends this use
 * @returns {() => Promise<Hound>}
 */
export function share(base, worker, signal) {
  const key = `${worker} ${base ?? ''}`;
  /** @type {Shared} */
  const shared = engines.get(key) ?? { users: 0 };
  engines.set(key, shared);
  shared.users++;
  signal.addEventListener('abort', () => {
    shared.users--;
    setTimeout(() => {
      if (shared.users) return;
      if (engines.get(key) === shared) engines.delete(key);
      shared.opening?.then((hound) => hound.close(), () => {});
      shared.opening = undefined;
    }, FAREWELL);
  }, { once: true });
  return () => {
    const opening = (shared.opening ??= open({ base, worker }));
    // Nothing to keep: the next call tries again.
    opening.catch(() => {
      if (shared.opening === opening) shared.opening = undefined;
    });
    return opening;
  };
}
