// Runs before everything else on a page under test.
globalThis.probe = { violations: [], errors: [], shift: 0 };
addEventListener('securitypolicyviolation', (event) => {
  globalThis.probe.violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`);
});
addEventListener('error', (event) => globalThis.probe.errors.push(event.message));
addEventListener('unhandledrejection', (event) => globalThis.probe.errors.push(String(event.reason)));
