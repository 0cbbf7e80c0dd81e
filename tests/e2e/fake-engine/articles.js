/**
 * Articles of the fake engine: a small town's news, three that an enemy wrote, and many notices.
 * Each is title, section, date, authors, text, whether it is free (else yes), address (else made from its number), and
 * what else there is to say.
 *
 * @typedef {[string, string | null, string | null, string[], string, boolean?, string?, object?]} Row
 */

/** @type {Row[]} */
const TOWN = [
  ['Old Mill Bridge opens again after two years', 'Local', '2025-09-06T15:58', ['Ana Ferreira'], 'The mayor cut the ribbon on Saturday morning, and the first to cross the bridge was a flock of sheep on its way to the autumn market.'],
  ['Council puts off vote on the harbour', 'Politics', '2025-09-04', ['Tom Okafor', 'Ana Ferreira'], 'The vote on deepening the harbour, due on Thursday, has been moved to October because the report on the bridge and its approach roads is late.'],
  ['A bakery, a bridge and forty years of early mornings', 'Life', '2025-08-29T06:30+01:00', ['Maeve Quinn'], 'Nobody in the street by the bridge can remember a morning without the smell of bread. In October the ovens of Quiroga & Sons will go cold.'],
  ['River rises, footpath under the bridge closed', 'Local', '2025-02', [], 'Walkers are asked to use the upper path until the water falls. The fire brigade has put up barriers at both ends of the bridge.'],
  ['Ferry timetable changes on Monday', null, '2025', ['Newsroom'], 'From Monday the first boat leaves at 6.10, twenty minutes earlier than before; the last one, at 23.40, runs on Fridays and Saturdays alone.'],
  ['United draw again, and again a late goal', 'Sport', '2024-11-30T22:05:10Z', ['Jo Lindqvist'], 'It took until the 94th minute, and a corner that should have been a goal kick, but United are still unbeaten at home.'],
  ['Museum finds a painting behind a painting', 'Culture', null, ['Li Wei', 'Maeve Quinn', 'Sam Roy'], 'Under the portrait of a forgotten alderman lay a winter landscape which may be two hundred years older.', false],
];

/** @type {Row[]} */
const ENEMY = [
  ['<img src=x onerror="window.pwned=1"><script>window.pwned=2</script>', '<b>Bold</b>', '2025-01-01', ['<svg onload=window.pwned=3>'], 'Attack: </li><script>window.pwned=4</script> <mark>not a mark</mark>', true, 'javascript:window.pwned=5'],
  ['Attack by address: data', 'Local', 'yesterday?', ['x'], 'Its address leads to a page made of letters.', true, 'data:text/html,<script>opener.pwned=6</script>'],
  ['Attack by address: spaces', 'Local', '2025-13-45', ['x'], 'Its address hides what it is behind white space.', true, ' \tjava\nscript:window.pwned=7'],
];

/** @type {Row[]} */
const MANY = Array.from({ length: 45 }, (_, at) => [`Notice no. ${at + 1}`, 'Notices', `2023-01-${String(1 + (at % 28)).padStart(2, '0')}`, [], 'The town clerk gives notice.']);

/** Stories filed again, in other languages, and with pictures: after the others, whose numbers tests know. @type {Row[]} */
const MORE = [
  ['Lantern parade draws record crowd', 'Life', '2026-10-20', ['Maeve Quinn'], 'A record crowd of lanterns wound through the old town on Tuesday night, in the first parade since the square was paved again.', true, undefined, { id: 'lantern', image: 'img/lantern.svg' }],
  ['Lantern parade draws record crowds', 'Life', '2026-10-21', ['Maeve Quinn'], 'A record crowd of lanterns wound through the old town.', true, undefined, { id: 'lantern-2', duplicateOf: 'lantern' }],
  ['Lantern parade: the pictures', 'Local', '2026-10-21', [], 'Lanterns by the hundred.', true, undefined, { id: 'lantern-3', duplicateOf: 'lantern' }],
  ['El desfile de los faroles', 'Comunidad', '2026-10-22', ['Inés Peña'], 'Mil faroles, una lantern perdida y mucha música en la plaza mayor del pueblo.', true, undefined, { id: 'faroles', language: 'es' }],
  ['Lantern with a fragment', 'Local', '2026-10-01', [], 'A lantern has its own place on a page that is long enough.', true, 'articles/3.html#lamp', { id: 'own-fragment' }],
  ['\u202EA turned headline', '\u202EUpside', '2026-08-01', ['\u202ETurner'], 'What is turned stays where it is.', true, undefined, { id: 'turned' }],
  ['Lantern behind the wall', 'Local', '2026-09-01', ['Tom Okafor'], 'What this lantern costs is told to those who have a subscription.', false, 'articles/4.html', { id: 'paid' }],
];

/** @type {{ id: string, url: string, title: string, section: string | null, date: string | null, authors: string[], text: string, isFree: boolean, language: string, image: string | null, duplicateOf?: string }[]} */
export const ARTICLES = [...TOWN, ...ENEMY, ...MANY, ...MORE].map(([title, section, date, authors, text, isFree = true, url, more], at) => ({
  id: at === 7 ? '"><script>window.pwned=8</script>' : `a${at}`,
  url: url ?? `articles/${at}.html`,
  title, section, date, authors, text, isFree, language: 'en', image: at === 0 ? 'img/bridge.svg' : at === 1 ? 'https://pictures.example/blocked.jpg' : null,
  ...more,
}));
