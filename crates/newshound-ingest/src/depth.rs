//! HTML trees at a bounded price.
//!
//! The HTML standard walks up the open elements at nearly every tag, opens formatting elements (`<b>`, `<font>`)
//! again in each new block, and compares each attribute of a tag with those before it. A page of a few megabytes,
//! made to harm, can so take hours and all memory. **The parser is fed in small pieces and what it has built is
//! looked at between them**, so nothing has to be guessed from the text, where comments, quotes and scripts would
//! hide it. Whether a page is refused depends on the page alone, never on a clock.
//!
//! Neither the parser nor any walk over its tree calls itself, so depth costs no stack.

use html5ever::driver::{self, ParseOpts, Parser};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{QualName, local_name, ns};
use scraper::{Html, HtmlTreeSink, Node};

/// What is fed at a time, in bytes: little enough that one piece alone cannot do harm.
const PIECE: usize = 4096;

/// What a page may cost.
struct Limits {
    /// Nodes take memory.
    nodes: usize,
    /// Steps up the open elements, and from attribute to attribute, take time.
    steps: u64,
}

/// Some hundred megabytes, and some seconds.
const LIMITS: Limits = Limits { nodes: 1_000_000, steps: 200_000_000 };

/// A tag costs about this many steps however shallow the page is.
const STEPS_OF_A_TAG: u64 = 100;

/// Each open formatting element is compared with the others, attribute by attribute.
const STEPS_OF_FORMATTING: u64 = 20;

/// So many attributes are compared in the time of one step up.
const ATTRIBUTES_A_STEP: u64 = 4;

/// The tree of a page; `None` where it would take very long, or very much memory, to build.
pub(crate) fn document(html: &str) -> Option<Html> {
    bounded(html, driver::parse_document(HtmlTreeSink::new(Html::new_document()), ParseOpts::default()), &LIMITS)
}

/// The same for a piece of a page.
pub(crate) fn fragment(html: &str) -> Option<Html> {
    fragment_within(html, &LIMITS)
}

fn fragment_within(html: &str, limits: &Limits) -> Option<Html> {
    let sink = HtmlTreeSink::new(Html::new_fragment());
    let body = QualName::new(None, ns!(html), local_name!("body"));
    bounded(html, driver::parse_fragment(sink, ParseOpts::default(), body, Vec::new(), false), limits)
}

fn bounded(html: &str, mut parser: Parser<HtmlTreeSink>, limits: &Limits) -> Option<Html> {
    let mut price = Price::default();
    let mut rest = html;
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(rest.floor_char_boundary(PIECE));
        rest = after;
        parser.process(StrTendril::from_slice(piece));
        if !price.pay(piece.as_bytes(), &parser.tokenizer.sink.sink.0.borrow(), limits) {
            return None;
        }
    }
    Some(parser.finish())
}

/// What a page has cost so far.
#[derive(Default)]
struct Price {
    tags: u64,
    steps: u64,
    /// How deep it is, as far as was looked.
    depth: u64,
    /// How many nodes were looked at for that.
    seen: usize,
    /// Nodes, and bytes of the last one's text: while both stay, the parser is inside one tag or comment.
    progress: (usize, usize),
    /// Runs of what may part attributes, since the last progress.
    parts: u64,
}

impl Price {
    /// `false` when the page costs too much.
    fn pay(&mut self, piece: &[u8], html: &Html, limits: &Limits) -> bool {
        let is_tag = |rest: &&[u8]| rest.first().is_some_and(|next| next.is_ascii_alphabetic() || *next == b'/');
        let tags = piece.split(|byte| *byte == b'<').skip(1).filter(is_tag).count() as u64;
        let tags = tags + u64::from(piece.ends_with(b"<"));
        self.tags += tags;
        let nodes = html.tree.values().len();
        self.pay_attributes(piece, html, nodes);
        // No page is deeper than it has nodes, which settles it for most of them.
        if self.tags.saturating_mul(nodes as u64) > limits.steps / STEPS_OF_FORMATTING {
            let is_first = self.seen == 0;
            let mut formatting = 0;
            for node in html.tree.nodes().rev().take(nodes - self.seen) {
                formatting += u64::from(is_formatting(node.value()));
                // The deepest node has nothing below it.
                if !node.has_children() {
                    self.depth = self.depth.max(node.ancestors().count() as u64);
                }
            }
            self.seen = nodes;
            let tags = if is_first { self.tags } else { tags };
            self.steps += tags * (self.depth + STEPS_OF_A_TAG) + formatting * STEPS_OF_FORMATTING * self.depth;
        }
        nodes <= limits.nodes && self.steps <= limits.steps
    }

    fn pay_attributes(&mut self, piece: &[u8], html: &Html, nodes: usize) {
        let last = match html.tree.values().next_back() {
            Some(Node::Text(text)) => text.len(),
            _ => 0,
        };
        if self.progress == (nodes, last) {
            let is_part = |byte: &u8| byte.is_ascii_whitespace() || b"/\"'".contains(byte);
            // However many stand in a row, an attribute has a name behind them.
            let runs = piece.chunk_by(|one, other| is_part(one) == is_part(other));
            let parts = runs.filter(|run| run.first().is_some_and(is_part)).count() as u64;
            self.parts += parts;
            self.steps += parts * self.parts / ATTRIBUTES_A_STEP;
        } else {
            self.progress = (nodes, last);
            self.parts = 0;
        }
    }
}

/// Whether it is opened again in each block after it, until it is closed, and has attributes to compare.
fn is_formatting(node: &Node) -> bool {
    let Node::Element(element) = node else { return false };
    let is_one = matches!(
        element.name(),
        "a" | "b" | "big" | "code" | "em" | "font" | "i" | "nobr" | "s" | "small" | "strike" | "strong" | "tt" | "u"
    );
    is_one && element.attrs().next().is_some()
}

#[cfg(test)]
mod tests {
    use newshound_index::article::Block;

    use super::*;
    use crate::battery::read_str;

    /// A hundredth of what is allowed, so that tests take no hundred times as long.
    const FEW: Limits = Limits { nodes: LIMITS.nodes / 100, steps: LIMITS.steps / 100 };

    fn check(start: &str, part: &str, times: usize, is_read: bool) {
        let html = format!("{start}{}", part.repeat(times));
        let start: String = start.chars().take(40).collect();
        assert_eq!(fragment_within(&html, &FEW).is_some(), is_read, "{start}, then {times} times {part}");
    }

    #[test]
    fn harm_is_refused() {
        check("", "<DIV class=x>", 9_000, false);
        check("", "<div></p>", 9_000, false);
        check("<svg>", "<path>", 9_000, false);
        check("", "<rt>", 9_000, false);
        check("<a title='<!--'>", "<div>", 9_000, false);
        check("<svg><script>", "<g>", 9_000, false);
        let formatting: String = (0..150).map(|at| format!("<b id={at}>")).collect();
        check(&format!("<p>{formatting}"), "<p>x", 9_000, false);
        let attributes: String = (0..20_000).map(|at| format!(" a{at}")).collect();
        check(&format!("<p {attributes}"), "", 1, false);
        check("", "<br>", 11_000, false);
        // End tags find nothing to end, below elements that were built once.
        check(&"<div>".repeat(900), "</x>", 9_000, false);
    }

    #[test]
    fn what_is_only_long_is_read() {
        check("", "<div>", 1_000, true);
        check("", "<div>text</DIV>", 3_000, true);
        check("", "<p>text<li>text<br>", 1_500, true);
        check("", "<b class=x>text</b><p>", 3_000, true);
        check("", "<script>if (a<b) c<d</script>", 3_000, true);
        check("<script>", "if (a < b) c < d; ", 20_000, true);
        check("", "<!-- <div> -->", 5_000, true);
        check("<!--", "some words / ", 1_000, true);
        check("<img alt='", "some words / ", 1_000, true);
        check("<img alt='", &format!("word,\n{}", " ".repeat(95)), 1_500, true);
    }

    #[test]
    fn depth_costs_no_stack() {
        let text = "The bridge opened at noon, and everybody who had waited came to see it for themselves.";
        let html = format!(
            "<meta property=og:type content=article><title>Bridge</title><article>{}{text}",
            "<div><b>".repeat(1_000)
        );
        let read = || read_str(crate::html::read, "bridge.html", html.as_bytes()).0;
        // A tenth of what a thread usually has: 100 bytes for each element would be too much.
        let thread = std::thread::Builder::new().stack_size(200 << 10);
        let articles = std::thread::scope(|scope| thread.spawn_scoped(scope, read).expect("a thread").join());
        assert_eq!(articles.expect("no overflow")[0].blocks, [Block::Paragraph(text.into())]);
    }

    #[test]
    fn pieces_make_no_difference() {
        let part = "<p class=\"a b\">Grüße &amp; küsse &notin; 1 < 2 <b>fett<i>kurs</b>iv</i>\r\n<table>x<tr><td>y</table>\
            <!-- > --><script>a<b</script><a href='x>y'>z</a>";
        let long = part.repeat(40);
        for cut in 0..40 {
            let html = &long[long.ceil_char_boundary(cut)..];
            assert_eq!(document(html).expect("harmless"), Html::parse_document(html));
            assert_eq!(fragment(html).expect("harmless"), Html::parse_fragment(html));
        }
    }
}
