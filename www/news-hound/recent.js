/** Recent searches, newest first. They stay on this device, and where it keeps nothing there are none. */

const KEY = 'newshound:recent';
const MOST = 6;

/**
 * What the device's memory gives; where it keeps nothing, or is full, a search is no less a search for that.
 * @template T @param {() => T} work
 */
function ask(work) {
  try {
    return work();
  } catch {
    return null;
  }
}

/** @returns {string[]} */
export function recent() {
  const kept = ask(() => JSON.parse(localStorage.getItem(KEY) ?? ''));
  return Array.isArray(kept) ? kept.filter((line) => typeof line === 'string' && line).slice(0, MOST) : [];
}

/** @param {string} line */
export function remember(line) {
  // What nobody typed by hand nobody looks for again.
  if (!line || line.length > 200) return;
  const others = recent().filter((other) => other.toLowerCase() !== line.toLowerCase());
  ask(() => localStorage.setItem(KEY, JSON.stringify([line, ...others].slice(0, MOST))));
}

export const forgetAll = () => ask(() => localStorage.removeItem(KEY));
