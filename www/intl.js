/**
 * What browsers know about languages, loaded here and now.
 *
 * Chromium reads it when a script first wants a number or a date in some language: some 30 ms, once for all threads of a
 * page. The worker has this inside, so that the page's own thread need not do it while somebody types.
 */
/** @type {(new () => unknown)[]} */
const formats = [Intl.DateTimeFormat, Intl.NumberFormat, Intl.RelativeTimeFormat, Intl.ListFormat];
for (const Format of formats) new Format();
