/**
 * Dates in the reader's words: near ones by their distance, all others as precisely as they are known and no more.
 * A day is that of the publisher's calendar: it is never moved to another time zone.
 */

/** Days until which an article is "5 days ago"; then it has a date. */
const NEAR = 7;

/** Making a format costs as much as a hundred uses. @type {Record<string, any>} */
const formats = {};

/**
 * The whole date: `6 September 2025`, `September 2025`, `2025`; with its time where it has one and `withTime` is set.
 * @param {string} date  ISO 8601 @param {string} locale @param {boolean} [withTime]
 */
export function exact(date, locale, withTime = false) {
  const iso = date.slice(0, withTime && date.length > 15 ? 16 : 10);
  // Read as UTC and written as UTC: hands and calendar stay where the publisher put them.
  const time = new Date(iso.length > 10 ? `${iso}Z` : iso);
  if (isNaN(+time)) return date;
  const format = (formats[`${locale} ${iso.length}`] ??= new Intl.DateTimeFormat(locale, {
    year: 'numeric', timeZone: 'UTC',
    ...(iso.length > 4 && { month: 'long' }), ...(iso.length > 7 && { day: 'numeric' }),
    ...(iso.length > 10 && { hour: 'numeric', minute: '2-digit' }),
  }));
  return format.format(time);
}

/**
 * `3 days ago`, `yesterday`, `2 hours ago`; `null` for what is further away, still to come, or only known by its month.
 * @param {string} date @param {string} locale @param {Date} [now]
 */
export function ago(date, locale, now = new Date()) {
  if (date.length < 10) return null;
  const format = (formats[`ago ${locale}`] ??= new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }));
  const hasOffset = /\d\d:\d\d.*(Z|[+-]\d\d:?\d\d)$/.test(date);
  if (hasOffset) {
    const minutes = Math.round((Date.parse(date) - +now) / 60_000);
    if (minutes <= 0 && minutes > -60) return format.format(minutes, 'minute');
    if (minutes <= 0 && minutes > -60 * 12) return format.format(Math.round(minutes / 60), 'hour');
  }
  const today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
  const days = Math.round((Date.parse(date.slice(0, 10)) - today) / 86_400_000);
  return days <= 0 && days >= -NEAR ? format.format(days, 'day') : null;
}

/** The day some days away. @param {string} day  YYYY-MM-DD @param {number} by */
export function shift(day, by) {
  return new Date(Date.parse(day) + by * 86_400_000).toISOString().slice(0, 10);
}

/** Today, where the reader is. */
export const today = () => new Date(Date.now() - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
