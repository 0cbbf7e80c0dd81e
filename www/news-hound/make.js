/**
 * The one place that makes DOM nodes, for all of `<news-hound>`: from names, attributes, text and other nodes, never
 * from markup. Whatever comes from the index or the reader goes in as text.
 *
 * @typedef {Record<string, string | number | boolean | null | undefined>} Attributes
 */

/**
 * `make('p.note', { lang: 'es' }, 'text', node)`: what is behind dots is class and `::part` at once. A function is what
 * happens when the node is pressed or, for what has a value, changed; no button here sends a form.
 *
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T | `${T}.${string}`} name
 * @param {...(Node | string | null | undefined | false | Attributes | (() => void))} inside  attributes and children; what is empty is left out
 * @returns {HTMLElementTagNameMap[T]}
 */
export function make(name, ...inside) {
  const [tag, ...classes] = name.split('.');
  const node = /** @type {HTMLElementTagNameMap[T]} */ (document.createElement(tag));
  if (classes.length) attributes(node, { class: classes.join(' '), part: classes.join(' ') });
  if (tag === 'button') attributes(node, { type: tag });
  for (const part of inside) {
    if (typeof part === 'string' || part instanceof Node) node.append(part);
    else if (typeof part === 'function') node.addEventListener(tag === 'button' ? 'click' : 'change', part);
    else if (part) attributes(node, part);
  }
  return node;
}

/** Sets attributes, and takes away those that are `null`, `undefined` or `false`. @param {Element} node @param {Attributes} values */
export function attributes(node, values) {
  for (const [name, value] of Object.entries(values)) {
    if (value == null || value === false) node.removeAttribute(name);
    else node.setAttribute(name, value === true ? '' : String(value));
  }
}

/**
 * Tells the page of something, across the borders of shadow roots.
 * @param {Element} element @param {string} name @param {object} [detail] @param {boolean} [cancelable] @returns {boolean} whether nobody objected
 */
export const tell = (element, name, detail, cancelable) => element.dispatchEvent(new CustomEvent(`newshound:${name}`, { bubbles: true, composed: true, cancelable, detail }));
