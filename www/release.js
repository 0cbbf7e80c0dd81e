/**
 * The files of a release check each other: each names what those that it loads are to be checked by. `cargo xtask dist`
 * writes a hash wherever a file is named like this: `@worker.js@`. In a checkout nothing is known, and nothing is checked.
 */

/** Whether this is a release. @param {string} integrity */
export const isSealed = (integrity) => integrity > 'A';

/**
 * Fetches a file and checks it. What is loaded from the same address right after comes from the browser's cache.
 * @param {string} url @param {string} integrity  as in the attribute
 * @throws if it is not the file of the release; `failed` says why
 */
export async function check(url, integrity) {
  // A cache may hold what a disturbed download left.
  if (isSealed(integrity)) await fetch(url, { integrity }).catch(() => fetch(url, { integrity, cache: 'reload' }));
}

/** Why a file cannot be used. @param {string} url @param {unknown} cause @returns {Promise<Error & { code: string }>} */
export async function failed(url, cause) {
  const code = await fetch(url, { cache: 'reload' }).then(({ ok }) => (ok ? 'corrupt' : 'missing'), () => 'offline');
  return Object.assign(new Error(`${url} is not that of this release: ${code}`, { cause }), { code });
}
