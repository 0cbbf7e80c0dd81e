// `<news-hound>` as a page in TypeScript uses it: tsc reads this, nobody runs it. What is marked must not compile.
import type { NewsHoundAttributes, RenderHit, SearchDetail } from '../../www/news-hound.js';
import { NewsHound } from '../../www/news-hound.js';

const element = document.querySelector('news-hound') ?? document.createElement('news-hound');
const isOne: boolean = element instanceof NewsHound;

element.mode = 'page';
// @ts-expect-error: there is no such mode
element.mode = 'popup';
element.action = '/search/';
element.name = 's';
element.value = 'bridge';
const where: [string, number | undefined] = [element.language, element.answer?.total];
// @ts-expect-error: it is read
element.answer = null;
// @ts-expect-error: it is read
element.language = 'de';

element.words = { more: 'And more', count: { one: '{n} story', other: '{n} stories' }, none: ({ query }) => `Nothing on ${query}` };
// @ts-expect-error: a number is no word
element.words = { more: 1 };

const render: RenderHit = (hit, { href, marked }) => {
  if (!href) return null;
  const link = document.createElement('a');
  link.href = href;
  link.append(...marked(hit.titleParts), ...hit.authors);
  return link;
};
element.renderHit = render;
element.renderHit = null;
// @ts-expect-error: it gives nodes, not markup
element.renderHit = () => '<b>no</b>';

export async function use() {
  const answer = await element.search('bridge', { filters: { section: ['Local'], after: '2025' }, sort: 'newest' });
  // @ts-expect-error: there is no such order
  await element.search('bridge', { sort: 'loudest' });
  element.open();
  element.close();
  element.clear();
  await element.forget();
  return [answer?.hits[0].title, where, isOne];
}

const count = ({ query, total, notes, milliseconds }: SearchDetail) => console.info(query.length, total.toFixed(), notes.join(), milliseconds);
element.addEventListener('newshound:search', ({ detail }) => count(detail), { once: true });
element.addEventListener('newshound:select', (event) => {
  event.preventDefault();
  console.info(event.detail.hit.id, event.detail.rank, event.detail.href, event.detail.query);
});
element.addEventListener('newshound:submit', ({ detail }) => console.info(detail.href ?? detail.query));
element.addEventListener('newshound:open', ({ type }) => console.info(type));
element.addEventListener('newshound:close', ({ type }) => console.info(type));
element.addEventListener('newshound:error', ({ detail }) => console.warn(detail.code, detail.error));
// They bubble.
document.body.addEventListener('newshound:search', ({ detail }) => count(detail));
element.addEventListener('click', ({ clientX }) => console.info(clientX));
// @ts-expect-error: it has no such detail
element.addEventListener('newshound:submit', ({ detail }) => console.info(detail.total));

export const attributes: NewsHoundAttributes = { mode: 'dialog', shortcut: '/', images: true, 'no-recent': '', limit: 8 };
// @ts-expect-error: there is no such attribute
export const wrong: NewsHoundAttributes = { popup: true };
