/**
 * What is done with nodes besides making them: matches marked, lists put in order, addresses that may become links.
 *
 * @typedef {{ text: string, isMatch: boolean }} Part
 */
import { make } from './make.js';

/** Text with its matches marked. @param {Part[]} parts @returns {(Node | string)[]} */
export const marked = (parts) => parts.map(({ text, isMatch }) => (isMatch ? make('mark.mark', text) : text));

/** The address a link may have: absolute, of the web. Anything else (`javascript:`, `data:`, …) is none. @param {string | null} url */
export function webAddress(url) {
  if (!url) return null;
  try {
    const address = new URL(url, document.baseURI);
    return /^https?:$/.test(address.protocol) ? address.href : null;
  } catch {
    return null;
  }
}

/**
 * Makes a node's children those given, in their order, without taking out any that stay: what has the focus keeps it,
 * and pictures are not loaded again.
 * @param {Element} parent @param {Node[]} wanted
 */
export function arrange(parent, wanted) {
  const kept = new Set(wanted);
  for (const child of [...parent.childNodes]) if (!kept.has(child)) child.remove();
  let place = parent.firstChild;
  for (const child of wanted) {
    if (child === place) place = place.nextSibling;
    else parent.insertBefore(child, place);
  }
}
