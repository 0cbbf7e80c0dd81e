/** Recent searches, newest first. They stay on this device; where it keeps nothing, or is full, there are none. */
import { attempt } from './nodes.js';

const KEY = 'newshound:recent';
const MOST = 6;

/** @returns {string[]} */
export function recent() {
  const kept = attempt(() => JSON.parse(localStorage.getItem(KEY) ?? ''));
  return Array.isArray(kept) ? kept.filter((line) => typeof line === 'string' && line).slice(0, MOST) : [];
}

/** @param {string} line */
export function remember(line) {
  // What nobody typed by hand nobody looks for again.
  if (!line || line.length > 200) return;
  const others = recent().filter((other) => other.toLowerCase() !== line.toLowerCase());
  attempt(() => localStorage.setItem(KEY, JSON.stringify([line, ...others].slice(0, MOST))));
}

export const forgetAll = () => attempt(() => localStorage.removeItem(KEY));
