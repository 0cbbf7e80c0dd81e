/** How a page of results looks, with its filters and its timeline. */
const PAGE_STYLE = `
/* What is painted of them stays while the field alone changes. */
.results { isolation: isolate; container-type: inline-size; margin-block-start: 1.25em; overflow-wrap: anywhere }
.completions { display: flex; flex-wrap: wrap; align-items: center; gap: .25em .5em; min-block-size: 46px }
.completions:empty:not(.held) { display: none }
.chip { padding: .2em .875em; border: 1px solid var(--_rule); border-radius: 2em; font-size: .875em }
.chip:hover { border-color: currentcolor }
.body { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0 2.5rem; margin-block-start: .5em; border-block-start: 3px double var(--_rule) }
.head { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: center; gap: 0 1em; padding-block: .5em; min-block-size: 64px }
.head .status { color: inherit; font-size: .9375em; font-weight: 600 }
select, input[type=date] { min-block-size: 44px; padding: 0 .625em; border: 1px solid var(--_rule); border-radius: var(--_radius); background-color: var(--nh-field, transparent); color: inherit; font: .9375rem/1.3 var(--_sans) }
select option { background: Canvas; color: CanvasText }
.main .notes:not(:empty) { font-size: .9375em; padding-block-end: .75em }
.main .suggestion { text-align: start; font-size: 1em }
li.hit { display: flow-root; position: relative; padding-block: 1.125em 1.25em; border-block-start: 1px solid var(--_rule) }
/* Those that are out of sight cost nothing while somebody types. A ring around a link would be cut. */
li.hit:nth-child(n+6):not(:focus-within) { content-visibility: auto; contain-intrinsic-block-size: auto 10em }
h2.title { margin-block: .1em .25em; font: 700 1.3125em/1.25 var(--_serif); text-wrap: pretty }
.link { text-decoration: none }
a.link:hover { text-decoration: underline 1px }
p.snippet { max-inline-size: 40em; font: 1em/1.55 var(--_serif) }
.hit > .image { float: inline-end; margin-block: .25em .5em; margin-inline-start: 1.25em }
.foot { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 1.25em; margin-block-start: .375em }
.foot summary { padding-block: .25em; text-decoration: underline var(--_rule); text-underline-offset: .25em }
.foot details[open] { flex-basis: 100% }
.foot .why:not([open]) { margin-inline-start: auto }
.similar li { padding-block: .35em; font-size: 1.0625em }
.reasons { padding: .5em .875em; border-inline-start: 2px solid var(--_rule) }
.reasons dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 1em }
.more { display: block; inline-size: 100%; margin-block: .5em 0; border: 1px solid; padding: 0 1.5em }

/* Filters */

.side { margin-block-end: .25em; font: .875em/1.4 var(--_sans) }
.filters-title { min-block-size: 44px; display: flex; align-items: center; font-weight: 600; gap: .5em }
.filters-title::before { content: '▾'; content: '▾' / '' }
.side[open] .filters-title::before { rotate: 180deg }
.facet { margin-block-end: 1.125em; min-inline-size: 0 }
.facet legend { inline-size: 100%; padding: 0 0 .25em; margin-block-end: .25em; border-block-end: 1px solid var(--_rule); font-weight: 600 }
.value { display: flex; align-items: center; gap: .625em; min-block-size: 32px; cursor: pointer }
.value input { flex: none; inline-size: 18px; block-size: 18px; margin: 0; accent-color: var(--_accent) }
.value .number { margin-inline-start: auto; color: var(--_quiet) }
.range { display: grid; grid-template-columns: max-content minmax(0, 1fr); align-items: center; gap: .375em .625em; margin-block-start: .5em; max-inline-size: 18rem }
.range input { inline-size: 100%; min-inline-size: 0 }
.range .unset { color: var(--_quiet) }

/* Time */

.timeline { padding-block: .25em .5em; inline-size: fit-content; min-inline-size: min(16rem, 100%); max-inline-size: 100% }
.bars { display: flex; block-size: 56px; touch-action: pan-y; user-select: none; -webkit-user-select: none; cursor: crosshair; border-block-end: 1px solid var(--_quiet) }
.month { flex: 1 1 2.5rem; min-inline-size: 0; display: flex; align-items: end; padding: 0 min(1px, 10%); border-radius: 0; cursor: inherit }
.month::before { content: ''; flex: 1; background: color-mix(in srgb, currentcolor 42%, transparent); border-radius: 1px 1px 0 0 }
.month:is(:hover, [aria-pressed=true])::before { background: var(--_accent) }
.month[aria-pressed=true] { background: color-mix(in srgb, var(--_accent) 10%, transparent) }
.axis { display: flex; justify-content: space-between; font-size: .75em }

@container (min-width: 720px) {
  .body { grid-template-columns: minmax(0, 1fr) 13.5rem }
  .side { grid-column: 2; grid-row: 1 }
}
@media (pointer: coarse) {
  .value, .foot summary, .similar li { min-block-size: 44px; display: flex; align-items: center }
  a.link::after { content: ''; position: absolute; inset: 0 }
  .foot details, .foot summary { position: relative; z-index: 1 }
}
@media (forced-colors: active) {
  .month::before { background: CanvasText; forced-color-adjust: none }
  .month:is(:hover, [aria-pressed=true])::before { background: Highlight }
}
`;
export const style = new CSSStyleSheet();
// Heights of the timeline's bars: a policy that forbids styles of elements leaves them alone.
style.replaceSync(PAGE_STYLE + Array.from({ length: 21 }, (_, at) => `.h${at}::before{block-size:${at * 5}%}`).join(''));
