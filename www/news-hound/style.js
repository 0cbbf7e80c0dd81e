/**
 * How results look, in every mode. A quiet page of print: headlines in the serif of the site, everything small in its
 * sans, one colour. Signs that only look so are not read aloud, where a browser knows how. It takes font and colour from the page around it; the `--nh-` properties of `reference.html` say otherwise.
 */
const RESULTS_STYLE = `
:host { --_mark: var(--nh-mark, light-dark(#ffe9a3, #5c4a0c)); --_quiet: var(--nh-quiet, light-dark(#5c564a, #aea695)) }
:host(news-hound-results) { display: block }
p, h2, ol, ul, dl, dd, fieldset { margin: 0; padding: 0; border: 0 }
ol, ul { list-style: none }
a { color: inherit }
summary { cursor: pointer; border-radius: var(--_radius); list-style: none }
summary::-webkit-details-marker { display: none }
:where(a, summary, select, input:not(.field)):focus-visible { outline: 2px solid var(--_accent); outline-offset: 2px; border-radius: 2px }
.mark { background: var(--_mark); color: inherit; border-radius: 2px; padding-inline: .08em; margin-inline: -.08em }
.quiet, .where, .foot, .status, .notes, .axis, .sort { color: var(--_quiet); font: .8125em/1.5 var(--_sans) }
.section { color: var(--_accent); font-weight: 600 }
.section + .date::before { content: '·'; content: '·' / ''; margin-inline: 0 .35em }
.cross { display: block; inline-size: 14px; block-size: 14px; margin: auto; position: relative }
.cross::before, .cross::after { content: ''; position: absolute; inset: 6px -2px auto; border-block-start: 2px solid; transform: rotate(45deg) }
.cross::after { transform: rotate(-45deg) }
.clear, .close { flex: none }
.image { object-fit: cover; background: var(--_rule); border-radius: var(--_radius) }
.lock::before { content: '◆'; content: '◆' / ''; font-size: .7em; margin-inline-end: .4em; vertical-align: .1em; color: var(--_accent) }
.suggestion { font-style: italic }
.panel-foot:empty { display: none }
.panel-foot { padding-inline: .25rem }
.forget, .retry { padding: 0 .75rem }
.forget, .retry, .every, .reset, .main .suggestion { color: var(--_accent); text-decoration: underline 1px; text-underline-offset: .2em; font-size: .875em }

/* Names and headlines of one direction in a page of the other */
.link, .section, .date, .value span, .chip, .option > span:not(.glass), .similar :is(a, span) { unicode-bidi: plaintext }
@media (forced-colors: active) {
  .mark { background: Mark; color: MarkText }
  .cross::before, .cross::after, .glass::before, .glass::after { border-color: currentcolor }
}
`;
export const results = new CSSStyleSheet();
results.replaceSync(RESULTS_STYLE);
