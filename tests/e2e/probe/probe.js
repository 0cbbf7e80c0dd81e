// Runs before everything else on a page under test: notes what goes wrong.
const probe = { violations: /** @type {string[]} */ ([]), errors: /** @type {string[]} */ ([]) };
Object.assign(globalThis, { probe });
addEventListener('securitypolicyviolation', (event) => {
  probe.violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`);
});
addEventListener('error', (event) => probe.errors.push(event.message));
addEventListener('unhandledrejection', (event) => probe.errors.push(String(event.reason)));

// Downloads under way on the page's own thread, and the most there ever were at once.
const downloads = { now: 0, most: 0 };
const plainFetch = fetch;
Object.assign(globalThis, {
  downloads,
  fetch: async (/** @type {Parameters<typeof fetch>} */ ...args) => {
    downloads.most = Math.max(downloads.most, ++downloads.now);
    return plainFetch(...args).finally(() => downloads.now--);
  },
});

/** What stands inside an element. @param {string} selector @param {string | null} [host] */
const inside = (selector, host) => [.../** @type {any} */ (document.querySelector(host ?? 'news-hound'))?.shadowRoot?.querySelectorAll(selector) ?? []];
Object.assign(globalThis, {
  inside,
  /** Which of them has the focus; a window that is not in front knows, where `:focus` does not. @param {string | null} [host] */
  focused: (host) => /** @type {any} */ (document.querySelector(host ?? 'news-hound'))?.shadowRoot?.activeElement ?? null,
  /** Its text, where it is shown. @param {string} selector @param {string | null} [host] */
  texts: (selector, host) => inside(selector, host).filter((node) => node.checkVisibility()).map((node) => node.textContent.trim()),
});

// Events of the elements, in their order.
const told = /** @type {any[]} */ ([]);
Object.assign(globalThis, { told });
for (const name of ['open', 'close', 'search', 'select', 'submit', 'error']) {
  addEventListener(`newshound:${name}`, (event) => {
    const { error, hit, ...detail } = /** @type {CustomEvent} */ (event).detail ?? {};
    told.push({ name, ...detail, ...(hit && { id: hit.id }) });
  });
}
