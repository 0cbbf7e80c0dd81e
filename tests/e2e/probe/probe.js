// Runs before everything else on a page under test: notes what goes wrong.
const probe = { violations: /** @type {string[]} */ ([]), errors: /** @type {string[]} */ ([]) };
Object.assign(globalThis, { probe });
addEventListener('securitypolicyviolation', (event) => {
  probe.violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`);
});
addEventListener('error', (event) => probe.errors.push(event.message));
addEventListener('unhandledrejection', (event) => probe.errors.push(String(event.reason)));
