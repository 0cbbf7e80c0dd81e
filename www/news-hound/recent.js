/** Recent searches, newest first. They stay on this device, and where it keeps nothing there are none. */

const KEY = 'newshound:recent';
const MOST = 6;

/** @returns {string[]} */
export function recent() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter((line) => typeof line === 'string' && line).slice(0, MOST) : [];
  } catch {
    return [];
  }
}

/** @param {string} line */
export function remember(line) {
  // What nobody typed by hand nobody looks for again.
  if (!line || line.length > 200) return;
  try {
    const others = recent().filter((other) => other.toLowerCase() !== line.toLowerCase());
    localStorage.setItem(KEY, JSON.stringify([line, ...others].slice(0, MOST)));
  } catch {
    // Private browsing, or full: a search is no less a search for that.
  }
}

export function forgetAll() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // There was nothing.
  }
}
