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
