/**
 * Links that lead to the sentence: `#:~:text=…`, built from the exact words of the snippet.
 *
 * Only where it will be found: the snippet is of the body (a standfirst may stand elsewhere, or not at all), everybody
 * may read that body, and none of its sentences stands there twice. A link that has a fragment of its own keeps it.
 *
 * @import { Hit } from '../newshound.js'
 */

/** A passage of fewer words may well stand elsewhere too. So may parts of sentences below so many bytes: the engine passes them by. */
const FEWEST_WORDS = 5;
const FEWEST_BYTES = 16;
/** Longer ones only make addresses long. */
const LONGEST = 240;

/** @param {Hit} hit @param {string} href */
export function withFragment(hit, href) {
  const { snippet, snippetSource, isFree, isSnippetUnique } = hit;
  if (snippetSource !== 'body' || !isFree || !isSnippetUnique || href.includes('#')) return href;
  const passage = passageOf(snippet);
  // A minus would end the passage's prefix.
  return passage ? `${href}#:~:text=${encodeURIComponent(passage).replaceAll('-', '%2D')}` : href;
}

/**
 * The sentence, or what there is of it, with the most matches. Ellipses and ends of paragraphs are not in the article
 * as they are in the snippet, so that no passage goes across them.
 * @param {{ text: string, isMatch: boolean }[]} snippet
 */
export function passageOf(snippet) {
  let best = '';
  let most = 0;
  /** Private marks stand for the matches while the text is cut. */
  const text = snippet.map((part) => (part.isMatch ? `\uE000${part.text}` : part.text)).join('');
  for (const run of text.split(/…|\.\.\.|\n/)) {
    for (const sentence of run.match(/[^.!?]+(?:[.!?]+(?!\s)[^.!?]+)*[.!?]*["”’»)\]]*/g) ?? []) {
      const matches = sentence.split('\uE000').length - 1;
      const plain = clip(sentence.replaceAll('\uE000', '').trim());
      if (matches > most && isLong(plain)) [best, most] = [plain, matches];
    }
    // Short sentences do together what they cannot alone.
    const plain = clip(run.replaceAll('\uE000', '').trim());
    if (!best && run.includes('\uE000') && isLong(plain)) best = plain;
  }
  return best;
}

const encoder = new TextEncoder();

/** Scripts without spaces are long in fewer signs. @param {string} text */
const isLong = (text) => (text.split(/\s+/).length >= FEWEST_WORDS || (/[\u0e00-\u0e7f\u3040-\ud7af]/.test(text) && text.length >= 12))
  && text.split(/[.!?]/).some((part) => encoder.encode(part.trim()).length >= FEWEST_BYTES);

/** @param {string} text */
function clip(text) {
  if (text.length <= LONGEST) return text;
  const end = text.lastIndexOf(' ', LONGEST);
  return text.slice(0, end > 0 ? end : LONGEST).trim();
}
