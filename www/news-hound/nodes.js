/**
 * What is done with nodes besides making them: matches marked, lists put in order, addresses that may become links.
 *
 * @import { Attributes } from './make.js'
 *
 * @typedef {{ text: string, isMatch: boolean }} Part
 * @typedef {Node | string | null | undefined | false | Attributes} Inside
 * @typedef {ReturnType<typeof remaker>} Make
 */
import { attributes, make } from './make.js';

/** Text with its matches marked. @param {Part[]} parts @returns {(Node | string)[]} */
export const marked = (parts) => parts.map(({ text, isMatch }) => (isMatch ? make('mark.mark', text) : text));

/** What can be had, or `null` where it throws. @template T @param {() => T} work */
export function attempt(work) {
  try {
    return work();
  } catch {
    return null;
  }
}

/** The address a link may have: absolute, of the web. Anything else (`javascript:`, `data:`, …) is none. @param {string | null} url */
export function webAddress(url) {
  const address = url && attempt(() => new URL(url, document.baseURI));
  return address && /^https?:$/.test(address.protocol) ? address.href : null;
}

/**
 * Makes what is in a node that what is given, in its order, and sets attributes. Nothing that stays is taken out: what has
 * the focus keeps it, and pictures are not loaded again. Texts and marks become others, which is less work for a browser
 * than to make them anew.
 * @template {Element} T @param {T} node @param {(Inside | Part)[]} inside
 */
export function arrange(node, inside) {
  for (const child of [...node.children]) if (child.className !== 'mark' && !inside.includes(child)) child.remove();
  /** @type {any} */
  let place = node.firstChild;
  for (const part of inside) {
    if (!part) continue;
    const text = /** @type {Part} */ (part).text ?? part;
    if (part === place) place = place.nextSibling;
    else if (part instanceof Node) node.insertBefore(part, place);
    else if (typeof text !== 'string') attributes(node, /** @type {Attributes} */ (part));
    else {
      const isMatch = /** @type {Part} */ (part).isMatch;
      if (place?.nodeName === (isMatch ? 'MARK' : '#text')) {
        const there = place.firstChild ?? place;
        if (there.data !== text) there.data = text;
        place = place.nextSibling;
      } else node.insertBefore(isMatch ? make('mark.mark', text) : new Text(text), place);
    }
  }
  while (place) {
    const { nextSibling } = place;
    place.remove();
    place = nextSibling;
  }
  return node;
}

/**
 * Makes what shows something new out of what shows something old, as `make` does out of nothing. A node is known by its
 * name and its first class.
 * @param {Element | null} [old] @returns {(name: string, ...inside: (Inside | Part)[]) => any}
 */
export const remaker = (old) => (name, ...inside) => {
  const [kind] = /** @type {string[]} */ (name.match(/^\w+(\.\w+)?/));
  return arrange((old?.matches(kind) ? old : old?.querySelector(kind)) ?? make(/** @type {'p'} */ (name)), inside);
};
