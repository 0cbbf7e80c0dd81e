/**
 * One result on a page: a record in, nodes out.
 *
 * @import { Hit } from '../newshound.js'
 * @import { Setting } from './hit.js'
 */
import { exact } from './dates.js';
import { hrefOf, imageNode, REFERRER, timeNode, titleOf } from './hit.js';
import { make } from './make.js';
import { marked, remaker, webAddress } from './nodes.js';

/** @param {Hit} hit @param {Setting} setting @param {HTMLElement} [old]  one that gives its nodes */
export function hitNode(hit, setting, old) {
  const { say } = setting;
  const href = hrefOf(hit, setting);
  const own = setting.render?.(hit, { href, marked });
  if (own) return remaker(old)('li.hit', own);
  const there = setting.render ? undefined : old;
  const remake = remaker(there);
  const lang = { lang: hit.language };
  return remake(
    'li.hit',
    (hit.section || hit.date) && remake('p.where', hit.section && remake('span.section', hit.section), ' ', hit.date && timeNode(hit.date, say, remake)),
    remake('h2.title', remake(href ? 'a.link' : 'span.link', { href, ...lang }, href && REFERRER, ...titleOf(hit, setting))),
    imageNode(hit, setting, 132, old),
    hit.snippet.length > 0 && remake('p.snippet', lang, remake('bdi', ...hit.snippet)),
    remake(
      'div.foot',
      hit.authors.length > 0 && remake('span.byline', say('by', { names: new Intl.ListFormat(say.locale).format(hit.authors) })),
      !hit.isFree && remake('span.lock', say('subscribers')),
      hit.duplicates.length > 0 && similarNode(hit, setting),
      // What is unfolded is of its own answer.
      there?.querySelector('.why:not([open])') ?? make('details.why', make('summary', say('why')), make('div.reasons')),
    ),
  );
}

/** @param {Hit} hit @param {Setting} setting */
function similarNode({ duplicates }, { say }) {
  return make(
    'details.similar',
    make('summary', say('similar', { n: duplicates.length })),
    make('ul', { role: 'list' }, ...duplicates.map(({ url, title, date, section }) => {
      const href = webAddress(url);
      return make('li', make(href ? 'a' : 'span', { href }, title || say('untitled')), ' ', make('span.quiet', [section, date && exact(date, say.locale)].filter(Boolean).join(' · ')));
    })),
  );
}

/** Why it stands here, worked out when somebody asks. @param {HTMLElement} node @param {{ hit: Hit, rank: number }} shown @param {Setting} setting */
export async function explain(node, { hit, rank }, setting) {
  const place = node.querySelector('.reasons');
  if (!place) return;
  place.replaceChildren(...reasons(hit, setting));
  const known = hit.why ?? (await setting.explain(rank))?.why;
  // How rare each of the words is.
  if (known) place.append(make('dl', ...known.leaves.flatMap(({ text, articles }) => [make('dt', text), make('dd', setting.say('count', { n: articles }))])));
}

/** What can be told in words. @param {Hit} hit @param {Setting} setting */
function reasons(hit, { say }) {
  /** @param {{ text: string, isMatch: boolean }[]} parts */
  const words = (parts) => [...new Set(parts.filter((part) => part.isMatch).map((part) => part.text.toLocaleLowerCase(say.locale)))].join(', ');
  const [title, text] = [words(hit.titleParts), words(hit.snippet)];
  return [
    title && make('p', say('inTitle', { words: title })),
    text && make('p', say('inText', { words: text })),
    hit.date && make('p', `${say('date')}: ${exact(hit.date, say.locale, true)}`),
  ].filter((line) => line instanceof Node);
}
