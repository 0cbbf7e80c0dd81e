/**
 * One result on a page: a record in, nodes out.
 *
 * @import { Hit } from '../newshound.js'
 * @import { Setting } from './hit.js'
 */
import { exact } from './dates.js';
import { hrefOf, imageNode, REFERRER, timeNode, titleOf } from './hit.js';
import { make } from './make.js';
import { marked, webAddress } from './nodes.js';

/** @param {Hit} hit @param {number} rank @param {Setting} setting */
export function hitNode(hit, rank, setting) {
  const { say } = setting;
  const href = hrefOf(hit, setting);
  const own = setting.render?.(hit, { href, marked });
  if (own) return make('li.hit', own);
  const lang = { lang: hit.language };
  return make(
    'li.hit',
    (hit.section || hit.date) && make('p.where', hit.section && make('span.section', hit.section), ' ', hit.date && timeNode(hit.date, say)),
    make('h2.title', make(href ? 'a.link' : 'span.link', { href, ...(href && REFERRER), ...lang }, ...titleOf(hit, setting))),
    imageNode(hit, setting, 132),
    hit.snippet.length > 0 && make('p.snippet', lang, make('bdi', ...marked(hit.snippet))),
    make(
      'div.foot',
      hit.authors.length > 0 && make('span.byline', say('by', { names: new Intl.ListFormat(say.locale).format(hit.authors) })),
      !hit.isFree && make('span.lock', say('subscribers')),
      hit.duplicates.length > 0 && similarNode(hit, setting),
      whyNode(hit, rank, setting),
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

/** Why it stands here, worked out when somebody asks. @param {Hit} hit @param {number} rank @param {Setting} setting */
function whyNode(hit, rank, setting) {
  const { say } = setting;
  const place = make('div.reasons');
  const node = make('details.why', make('summary', say('why')), place);
  node.addEventListener('toggle', async () => {
    if (!node.open) return;
    place.replaceChildren(...reasons(hit, setting));
    const known = hit.why ?? (await setting.explain(rank))?.why;
    // How rare each of the words is.
    if (known) place.append(make('dl', ...known.leaves.flatMap(({ text, articles }) => [make('dt', text), make('dd', setting.say('count', { n: articles }))])));
  });
  return node;
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
