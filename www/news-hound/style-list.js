/** How a list of results looks, below the field or in the dialog. */
const LIST_STYLE = `
.panel {
  position: absolute; inset-inline: 0; inset-block-start: calc(100% + 6px); z-index: var(--nh-layer, 1000); min-inline-size: min(20rem, 92vw);
  max-block-size: min(34rem, 75vh); overflow: auto; scrollbar-color: var(--_quiet) transparent; scrollbar-width: thin; overscroll-behavior: contain; padding-block: .375em;
  background: var(--_paper); color: var(--_ink); border: 1px solid var(--_rule); border-radius: var(--_radius); box-shadow: 0 .75rem 2.5rem rgb(0 0 0 / .18);
}
.form { position: relative }
.panel.inside { position: static; z-index: 0; max-block-size: calc(82dvh - 4rem); border: 0; border-radius: 0; box-shadow: none }
.panel .status, .panel .notes { padding-inline: 1rem }
.panel .status { padding-block: .25em; min-block-size: 2em }
.panel .status:empty { display: none }
.panel .notes { padding-block-end: .375em }
.panel .notes:empty { display: none }
.group + .group { border-block-start: 1px solid var(--_rule); margin-block-start: .25em; padding-block-start: .25em }
.option { display: flow-root; padding: .5em 1rem; min-block-size: 44px; color: inherit; text-decoration: none; cursor: pointer; overflow-wrap: anywhere; scroll-margin-block: .5em }
.option:hover, .option[aria-selected=true] { background: color-mix(in srgb, var(--_accent) 9%, transparent) }
.option[aria-selected=true] { box-shadow: inset 3px 0 var(--_accent) }
:dir(rtl) .option[aria-selected=true] { box-shadow: inset -3px 0 var(--_accent) }
.option:focus { outline: none }
.completion, .recent, .suggestion.option, .all { display: flex; align-items: center; gap: .75em; font: .9375em/1.4 var(--_sans) }
.option > .glass { opacity: .75; font-size: .875em }
.option.recent > .glass { border: .125em solid; border-radius: 50% }
.option.recent > .glass::before { inset: .2em auto auto calc(50% - .06em); inline-size: 0; block-size: .3em; border: 0; border-inline-start: .12em solid; border-radius: 0 }
.option.recent > .glass::after { inset: .42em auto auto calc(50% - .06em); inline-size: .3em; transform: none }
.all { justify-content: center; font-weight: 600; color: var(--_accent) }
.title { display: block; font: 600 1.0625em/1.3 var(--_serif); text-wrap: pretty }
.option .where { display: inline }
.snippet { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; font: .9375em/1.45 var(--_serif) }
.option .similar { display: block; color: var(--_quiet); font: .8125em/1.5 var(--_sans) }
.option .image { float: inline-end; margin-inline-start: 1em; margin-block: .2em }

/* Room for the words that were searched. */
@media (max-width: 40rem) {
  .snippet { -webkit-line-clamp: 3 }
  .panel.inside { max-block-size: calc(100dvh - 4rem) }
}
@media (prefers-reduced-motion: no-preference) {
  .dialog[open] { animation: arrive .16s ease-out }
  @keyframes arrive { from { opacity: 0; transform: translateY(-.5rem) } }
}
@media (forced-colors: active) {
  .option[aria-selected=true] { outline: 2px solid Highlight; outline-offset: -2px; forced-color-adjust: none; background: Highlight; color: HighlightText }
  .option[aria-selected=true] * { color: inherit }
}
`;
export const style = new CSSStyleSheet();
style.replaceSync(LIST_STYLE);
