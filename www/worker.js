/**
 * The worker that `newshound.js` starts: one host, calls in and answers out.
 *
 * In: `{ id, op: 'open' | 'search' | 'complete', args }`, or `{ id, op: 'abort' }` for the call of that id.
 * Out: `{ id, value }`, `{ id, error: { code, message, cause } }`, and before a value any number of `{ id, update }`.
 * An aborted call is not answered.
 *
 * @import { Host } from './host.js'
 */
import { openHost } from './host.js';

/** @type {Host} */
let host;
/** @type {Map<number, AbortController>} */
const calls = new Map();
/** @type {(() => void)[]} calls that have not begun */
const queue = [];

addEventListener('message', ({ data: { id, op, args } }) => {
  if (op === 'abort') return calls.get(id)?.abort();
  const call = new AbortController();
  calls.set(id, call);
  if (queue.push(() => answer(id, op, args, call.signal)) === 1) setTimeout(next);
});

/** Begins one call. Before the next, what has arrived comes first: above all that it is not wanted any more. */
function next() {
  queue[0]();
  queue.shift();
  if (queue.length) setTimeout(next);
}

/** @param {number} id @param {string} op @param {any[]} args @param {AbortSignal} signal */
async function answer(id, op, args, signal) {
  try {
    if (signal.aborted) return;
    if (op === 'open') {
      host = await openHost(args[0], args[1]);
      return postMessage({ id, value: host.info });
    }
    const [text, options] = args;
    const value = await (op === 'search'
      ? host.search(text, options, signal, (update) => postMessage({ id, update }))
      : host.complete(text, options));
    if (!signal.aborted) postMessage({ id, value });
  } catch (error) {
    if (signal.aborted) return;
    const { code, message, cause } = /** @type {any} */ (error);
    postMessage({ id, error: { code, message, cause: cause && String(cause) } });
  } finally {
    calls.delete(id);
  }
}
