/**
 * How results look. A quiet page of print: headlines in the serif of the site, everything small in its sans, one
 * colour. It takes font and colour from the page around it; the `--nh-` properties of `reference.html` say otherwise.
 */
const STYLE = `
:host { --_mark: var(--nh-mark, color-mix(in srgb, #ffc400 38%, transparent)); --_quiet: var(--nh-quiet, color-mix(in srgb, currentcolor 76%, transparent)) }
@supports (color: light-dark(red, red)) {
  :host { --_mark: var(--nh-mark, light-dark(#ffe9a3, #5c4a0c)); --_quiet: var(--nh-quiet, light-dark(#5c564a, #aea695)) }
}
:host(news-hound-results) { display: block }
p, h2, ol, ul, dl, dd, fieldset { margin: 0; padding: 0; border: 0 }
ol, ul { list-style: none }
a { color: inherit }
summary { cursor: pointer; border-radius: var(--_radius) }
a:focus-visible, summary:focus-visible, input:not(.field):focus-visible, select:focus-visible { outline: 2px solid var(--_accent); outline-offset: 2px; border-radius: 2px }
.mark { background: var(--_mark); color: inherit; border-radius: 2px; padding-inline: .08em; margin-inline: -.08em }
.quiet, .where, .foot, .status, .notes, .axis { color: var(--_quiet); font: .8125em/1.5 var(--_sans) }
.section { color: var(--_accent); font-weight: 600 }
.section + .date::before { content: '·'; margin-inline: 0 .35em; color: var(--_quiet); font-weight: 400 }
.cross { display: block; inline-size: 14px; block-size: 14px; margin: auto; position: relative }
.cross::before, .cross::after { content: ''; position: absolute; inset: 6px -2px auto; border-block-start: 2px solid; transform: rotate(45deg) }
.cross::after { transform: rotate(-45deg) }
.clear, .close { flex: none }
.image { object-fit: cover; background: var(--_rule); border-radius: var(--_radius) }
.lock::before { content: '◆'; font-size: .7em; margin-inline-end: .4em; vertical-align: .1em; color: var(--_accent) }
.suggestion { font-style: italic }

/* Names and headlines of one direction in a page of the other */
.link, .section, .date, .value span, .chip, .option > span:not(.glass), .similar a { unicode-bidi: plaintext }

/* A list: below the field, or in the dialog */

.panel {
  position: absolute; inset-inline: 0; inset-block-start: calc(100% + 6px); z-index: var(--nh-layer, 1000); min-inline-size: min(20rem, 92vw);
  max-block-size: min(34rem, 75vh); overflow: auto; overscroll-behavior: contain; padding-block: .375em;
  background: var(--_paper); color: var(--_ink); border: 1px solid var(--_rule); border-radius: var(--_radius); box-shadow: 0 .75rem 2.5rem rgb(0 0 0 / .18);
}
.form { position: relative }
.dialog .form { display: flex; flex-direction: column; min-block-size: 0 }
.panel.inside { position: static; z-index: 0; flex: 1; min-block-size: 0; max-block-size: none; border: 0; border-radius: 0; box-shadow: none }
.panel .status, .panel .notes { padding-inline: 1rem }
.panel .status { padding-block: .25em; min-block-size: 2em }
.panel .status:empty { display: none }
.panel .notes { padding-block-end: .375em }
.panel .notes:empty { display: none }
.group + .group { border-block-start: 1px solid var(--_rule); margin-block-start: .25em; padding-block-start: .25em }
.option { display: block; padding: .5em 1rem; min-block-size: 44px; color: inherit; text-decoration: none; cursor: pointer; overflow-wrap: anywhere; scroll-margin-block: .5em }
.option:hover, .option[aria-selected=true] { background: color-mix(in srgb, var(--_accent) 9%, transparent) }
.option[aria-selected=true] { box-shadow: inset 3px 0 var(--_accent) }
:dir(rtl) .option[aria-selected=true] { box-shadow: inset -3px 0 var(--_accent) }
.option:focus { outline: none }
.completion, .recent, .suggestion.option, .all { display: flex; align-items: center; gap: .75em; font: .9375em/1.4 var(--_sans) }
.option > .glass { opacity: .75; font-size: .875em }
.option.recent > .glass { border: .125em solid; border-radius: 50% }
.option.recent > .glass::before { inset: .2em auto auto calc(50% - .06em); inline-size: .12em; block-size: .3em; border: 0; border-inline-start: .12em solid; border-radius: 0 }
.option.recent > .glass::after { inset: .42em auto auto calc(50% - .06em); inline-size: .3em; transform: none }
.all { justify-content: center; font-weight: 600; color: var(--_accent) }
.option .title { display: block; font: 600 1.0625em/1.3 var(--_serif); text-wrap: pretty }
.option .where { display: inline }
.option .snippet { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; font: .9375em/1.45 var(--_serif) }
.option .similar { display: block; color: var(--_quiet); font: .8125em/1.5 var(--_sans) }
.option .image { float: inline-end; margin-inline-start: 1em; margin-block: .2em }
.option::after { content: ''; display: block; clear: both }
.completion::after, .recent::after, .suggestion::after, .all::after { display: none }
.panel-foot:empty { display: none }
.panel-foot { padding-inline: .25rem }
.forget, .retry, .every, .reset { padding: 0 .75rem; color: var(--_accent); text-decoration: underline; text-decoration-thickness: 1px; text-underline-offset: .2em; font-size: .875em }

/* A page */

.results { container-type: inline-size; margin-block-start: .5em; overflow-wrap: anywhere }
.completions { display: flex; flex-wrap: wrap; align-items: center; gap: .25em .5em; min-block-size: 46px }
.chip { padding: .2em .875em; border: 1px solid var(--_rule); border-radius: 2em; font-size: .875em }
.chip:hover { border-color: currentcolor }
.completions .forget { margin-inline-start: auto }
.body { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0 2.5rem }
.head { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: center; gap: 0 1em; border-block-start: 3px double var(--_rule); padding-block: .25em }
.head .status { color: inherit; font-size: .9375em; font-weight: 600; min-block-size: 1.5em }
.sort { font: .8125em/1.5 var(--_sans); color: var(--_quiet) }
select, input[type=date] { min-block-size: 44px; padding: 0 .625em; border: 1px solid var(--_rule); border-radius: var(--_radius); background-color: var(--nh-field, transparent); color: inherit; font: .9375rem/1.3 var(--_sans) }
select option { background: Canvas; color: CanvasText }
.main .notes { font-size: .9375em }
.main button.suggestion { color: var(--_accent); text-align: start; text-decoration: underline; text-underline-offset: .2em; font-size: 1em }
li.hit { position: relative; padding-block: 1.125em 1.25em; border-block-start: 1px solid var(--_rule) }
li.hit::after { content: ''; display: block; clear: both }
.hit h2.title { margin-block: .1em .25em; font: 700 1.3125em/1.25 var(--_serif); text-wrap: pretty }
.link { text-decoration: none }
a.link:hover { text-decoration: underline; text-decoration-thickness: 1px; text-underline-offset: .15em }
p.snippet { max-inline-size: 40em; font: 1em/1.55 var(--_serif) }
.hit > .image { float: inline-end; margin-block: .25em .5em; margin-inline-start: 1.25em }
.foot { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 1.25em; margin-block-start: .375em }
.foot summary { padding-block: .25em; text-decoration: underline; text-decoration-color: var(--_rule); text-underline-offset: .25em; list-style: none }
.foot summary::-webkit-details-marker { display: none }
.foot summary:hover { text-decoration-color: currentcolor }
.foot details[open] { flex-basis: 100% }
.foot .why { margin-inline-start: auto }
.foot .why[open] { margin-inline-start: 0 }
.similar li { padding-block: .35em; font-size: 1.0625em }
.reasons { padding: .5em .875em; border-inline-start: 2px solid var(--_rule) }
.reasons dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 1em; font-variant-numeric: tabular-nums }
.more { display: block; inline-size: 100%; margin-block: .5em 0; border: 1px solid currentcolor; padding: 0 1.5em }

/* Filters */

.side { margin-block-end: .75em; font: .875em/1.4 var(--_sans) }
.filters-title { min-block-size: 44px; display: flex; align-items: center; font-weight: 600; gap: .5em }
.filters-title::before { content: ''; inline-size: .45em; block-size: .45em; border: solid; border-width: 0 .14em .14em 0; transform: rotate(45deg) translateY(-.15em); flex: none }
.side[open] .filters-title::before { transform: rotate(-135deg) translateY(-.1em) }
.filters-title::-webkit-details-marker { display: none }
.facet { margin-block-end: 1.125em; min-inline-size: 0 }
.facet legend { padding: 0 0 .25em; font-weight: 600; inline-size: 100%; border-block-end: 1px solid var(--_rule); margin-block-end: .25em }
.value { display: flex; align-items: center; gap: .625em; min-block-size: 32px; cursor: pointer }
.value input { flex: none; inline-size: 18px; block-size: 18px; margin: 0; accent-color: var(--_accent) }
.value .number { margin-inline-start: auto; color: var(--_quiet); font-variant-numeric: tabular-nums }
.range { display: grid; grid-template-columns: max-content minmax(0, 1fr); align-items: center; gap: .375em .625em; margin-block-start: .5em; max-inline-size: 18rem }
.range input { inline-size: 100%; min-inline-size: 0 }
.every { padding-inline: 0 }
.reset { padding-inline: 0; margin-block-end: .25em }

/* Time */

.timeline { padding-block: .75em .25em; inline-size: fit-content; min-inline-size: min(16rem, 100%); max-inline-size: 100% }
.bars { display: flex; align-items: stretch; block-size: 56px; touch-action: pan-y; user-select: none; -webkit-user-select: none; cursor: crosshair; border-block-end: 1px solid var(--_quiet) }
.month { flex: 1 1 2.5rem; min-inline-size: 0; min-block-size: 0; display: flex; align-items: flex-end; padding: 0 min(1px, 10%); border-radius: 0; cursor: inherit }
.month:focus-visible { outline-offset: -1px }
.bar-fill { flex: 1; min-inline-size: 1px; background: color-mix(in srgb, currentcolor 42%, transparent); border-radius: 1px 1px 0 0; pointer-events: none; block-size: 0 }
.month:hover .bar-fill, .chosen .month[aria-pressed=true] .bar-fill { background: var(--_accent) }
.chosen .month[aria-pressed=true] { background: color-mix(in srgb, var(--_accent) 10%, transparent) }
.axis { display: flex; justify-content: space-between; font-size: .75em }
${Array.from({ length: 20 }, (_, at) => `.h${at + 1} { block-size: ${(at + 1) * 5}% }`).join('\n')}

@container (min-width: 720px) {
  .body { grid-template-columns: minmax(0, 1fr) 13.5rem }
  .side { grid-column: 2; grid-row: 1; margin-block-start: 0 }
  .main { grid-column: 1; grid-row: 1 }
}
@media (pointer: coarse) {
  .value, .foot summary, .similar li { min-block-size: 44px; display: flex; align-items: center }
  a.link::after { content: ''; position: absolute; inset: 0 }
  .foot details, .foot summary { position: relative; z-index: 1 }
}
@media (prefers-reduced-motion: no-preference) {
  .bar-fill { transition: block-size .2s }
  .dialog[open] { animation: arrive .16s ease-out }
  @keyframes arrive { from { opacity: 0; transform: translateY(-.5rem) } }
}
@media (forced-colors: active) {
  .option[aria-selected=true] { outline: 2px solid Highlight; outline-offset: -2px; forced-color-adjust: none; background: Highlight; color: HighlightText }
  .option[aria-selected=true] * { color: inherit }
  .mark { background: Mark; color: MarkText }
  .bar-fill { background: CanvasText; forced-color-adjust: none }
  .month:hover .bar-fill, .chosen .month[aria-pressed=true] .bar-fill { background: Highlight }
  .cross::before, .cross::after, .glass::before, .glass::after { border-color: currentcolor }
}
`;
export const results = new CSSStyleSheet();
results.replaceSync(STYLE);
