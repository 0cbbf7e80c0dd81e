/**
 * A search as it stands in an address: `?q=bridge&section=Local&section=Sport&after=2025-01-01&before=2025-02-01&sort=newest`.
 * Everything else in the address is left alone. Where the query has another name than `q`, the others carry it in
 * front (`s.section`), so that two searches on one page do not mix.
 *
 * @typedef {'relevance' | 'newest' | 'oldest'} Sort
 * @typedef {object} State  what is asked
 * @property {string} query
 * @property {Record<string, string[]>} chosen  values of facets
 * @property {string | null} after  first day, YYYY-MM-DD
 * @property {string | null} before  the day after the last one
 * @property {Sort} sort
 */

const DAY = /^\d{4}-\d\d-\d\d$/;
export const SORTS = /** @type {Sort[]} */ (['relevance', 'newest', 'oldest']);

/** @param {string} name  of the query @param {string} key */
const named = (name, key) => (name === 'q' ? key : `${name}.${key}`);

/** @param {string} search @param {string} name @param {string[]} facets @param {Sort} sort  where none is said @returns {State} */
export function read(search, name, facets, sort) {
  const found = new URLSearchParams(search);
  /** @param {string} key */
  const day = (key) => {
    const value = found.get(named(name, key)) ?? '';
    return DAY.test(value) && !isNaN(Date.parse(value)) ? value : null;
  };
  /** @type {Record<string, string[]>} */
  const chosen = {};
  for (const facet of facets) {
    const values = found.getAll(named(name, facet)).filter(Boolean);
    if (values.length) chosen[facet] = [...new Set(values)];
  }
  const wanted = found.get(named(name, 'sort'));
  return {
    query: found.get(name) ?? '', chosen, after: day('after'), before: day('before'),
    sort: SORTS.find((sort) => sort === wanted) ?? sort,
  };
}

/** @param {string} address @param {State} state @param {string} name @param {string[]} facets @param {Sort} sort  that needs no saying */
export function write(address, state, name, facets, sort) {
  const url = new URL(address);
  const to = url.searchParams;
  for (const key of [name, ...[...facets, 'after', 'before', 'sort'].map((key) => named(name, key))]) to.delete(key);
  if (state.query) to.set(name, state.query);
  for (const facet of facets) for (const value of state.chosen[facet] ?? []) to.append(named(name, facet), value);
  if (state.after) to.set(named(name, 'after'), state.after);
  if (state.before) to.set(named(name, 'before'), state.before);
  if (state.sort !== sort) to.set(named(name, 'sort'), state.sort);
  return url.href;
}

/** What the engine is asked for. @param {State} state @returns {import('../newshound.js').Filters} */
export function filtersOf({ chosen, after, before }) {
  return { ...chosen, ...(after && { after }), ...(before && { before }) };
}

/** @param {State} state */
export const isFiltered = ({ chosen, after, before }) => !!(after || before || Object.values(chosen).some((values) => values.length));
