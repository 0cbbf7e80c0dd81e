//! HTML as [`Block`]s: the one walk over a parsed tree that web pages, feeds, exports and Markdown share.
//!
//! The parser is html5ever's, through scraper. The walk holds no recursion, so a page may be nested as deep as it likes.

use ego_tree::NodeRef;
use ego_tree::iter::Edge;
use newshound_index::article::Block;
use scraper::Node;

use crate::clean::one_line;
use crate::depth;

/// How texts of a tree become blocks.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Reading {
    /// Blank lines part paragraphs, as in the posts of WordPress.
    pub(crate) blank_lines_part: bool,
}

/// The blocks of a piece of HTML.
pub(crate) fn blocks(html: &str, reading: Reading) -> Vec<Block> {
    if !html.contains(['<', '&']) && !reading.blank_lines_part {
        let (text, _) = one_line(html);
        return if text.is_empty() { Vec::new() } else { vec![Block::Paragraph(text)] };
    }
    match depth::fragment(html) {
        Some(fragment) => walk(fragment.tree.root(), reading, &mut |_| false),
        None => without_tags(html),
    }
}

/// The text of markup that nobody can read in time: all between the tags, as it stands.
fn without_tags(html: &str) -> Vec<Block> {
    let texts = html.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text));
    let (text, _) = one_line(&texts.collect::<Vec<_>>().join(" "));
    if text.is_empty() { Vec::new() } else { vec![Block::Paragraph(text)] }
}

/// A piece of HTML as one line of text, entities decoded.
pub(crate) fn line(html: &str) -> String {
    if !html.contains(['<', '&']) {
        return one_line(html).0;
    }
    let blocks = blocks(html, Reading::default());
    blocks.iter().map(Block::text).collect::<Vec<_>>().join(" ")
}

/// What an element does to the text around it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// Its text is not for readers.
    Hidden,
    /// It stands on lines of its own.
    Own,
    Heading,
    Caption,
    /// A blank.
    Cell,
    Break,
    Inline,
}

fn role(name: &str) -> Role {
    match name {
        "script" | "style" | "template" | "noscript" | "iframe" | "svg" | "math" | "object" | "embed" | "video"
        | "audio" | "canvas" | "select" | "textarea" | "button" | "dialog" | "head" | "title" | "nav" | "input"
        | "map" => Role::Hidden,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Role::Heading,
        "figcaption" => Role::Caption,
        "td" | "th" => Role::Cell,
        "br" => Role::Break,
        "p" | "div" | "section" | "article" | "main" | "header" | "footer" | "aside" | "blockquote" | "ul" | "ol"
        | "li" | "dl" | "dt" | "dd" | "table" | "tr" | "thead" | "tbody" | "tfoot" | "caption" | "figure" | "pre"
        | "hr" | "address" | "details" | "summary" | "center" | "form" | "body" | "html" | "fieldset" | "hgroup" => {
            Role::Own
        }
        _ => Role::Inline,
    }
}

/// Whether an element's text is told apart from the text around it.
pub(crate) fn is_own(name: &str) -> bool {
    !matches!(role(name), Role::Inline | Role::Break)
}

/// Whether an element's text is never for readers.
pub(crate) fn is_hidden(name: &str) -> bool {
    role(name) == Role::Hidden
}

/// The blocks below a node; what `leave_out` says yes to goes, with all below it.
pub(crate) fn walk(
    root: NodeRef<'_, Node>,
    reading: Reading,
    leave_out: &mut dyn FnMut(NodeRef<'_, Node>) -> bool,
) -> Vec<Block> {
    let mut gather = Gather::default();
    let mut skipped = None;
    for edge in root.traverse() {
        match edge {
            Edge::Open(node) if skipped.is_none() => match node.value() {
                Node::Element(element) => {
                    let role = role(element.name());
                    if node.id() != root.id() && (role == Role::Hidden || leave_out(node)) {
                        gather.edge(if is_own(element.name()) { Role::Own } else { Role::Inline });
                        skipped = Some(node.id());
                        continue;
                    }
                    gather.edge(role);
                    gather.enter(role);
                }
                Node::Text(text) if reading.blank_lines_part => gather.text_with_blank_lines(text),
                Node::Text(text) => gather.text.push_str(text),
                _ => {}
            },
            Edge::Close(node) if skipped == Some(node.id()) => skipped = None,
            Edge::Close(node) if skipped.is_none() => {
                if let Node::Element(element) = node.value() {
                    let role = role(element.name());
                    if role != Role::Break {
                        gather.edge(role);
                    }
                    gather.leave(role);
                }
            }
            _ => {}
        }
    }
    gather.flush();
    gather.blocks
}

#[derive(Default)]
struct Gather {
    blocks: Vec<Block>,
    text: String,
    headings: usize,
    captions: usize,
    /// Line breaks since the last text.
    breaks: usize,
}

impl Gather {
    fn edge(&mut self, role: Role) {
        match role {
            Role::Own | Role::Heading | Role::Caption | Role::Hidden => self.flush(),
            Role::Cell => self.text.push(' '),
            Role::Break => {
                // Two in a row part paragraphs.
                if self.text.ends_with('\u{1}')
                    || self.text.trim_end_matches([' ', '\n', '\t', '\r']).ends_with('\u{1}')
                {
                    self.flush();
                } else {
                    self.text.push('\u{1}');
                }
            }
            Role::Inline => {}
        }
    }

    fn enter(&mut self, role: Role) {
        self.headings += usize::from(role == Role::Heading);
        self.captions += usize::from(role == Role::Caption);
    }

    fn leave(&mut self, role: Role) {
        self.headings -= usize::from(role == Role::Heading);
        self.captions -= usize::from(role == Role::Caption);
    }

    fn text_with_blank_lines(&mut self, text: &str) {
        let text = text.replace("\r\n", "\n");
        let mut parts = text.split("\n\n");
        self.text.push_str(parts.next().unwrap_or_default());
        for part in parts {
            self.flush();
            self.text.push_str(part);
        }
    }

    fn flush(&mut self) {
        let (text, _) = one_line(&self.text.replace('\u{1}', " "));
        self.text.clear();
        self.breaks = 0;
        if !text.is_empty() {
            self.blocks.push(match (self.captions, self.headings) {
                (0, 0) => Block::Paragraph(text),
                (0, _) => Block::Subheading(text),
                _ => Block::Caption(text),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, expect: &[&str]) {
        let blocks = blocks(html, Reading::default());
        let shown: Vec<String> = blocks.iter().map(show).collect();
        assert_eq!(shown, expect, "{html}");
    }

    fn show(block: &Block) -> String {
        match block {
            Block::Paragraph(text) => format!("p {text}"),
            Block::Subheading(text) => format!("s {text}"),
            Block::Caption(text) => format!("c {text}"),
        }
    }

    #[test]
    fn html_becomes_blocks() {
        check("Plain", &["p Plain"]);
        check("<p>One <b>b</b>old.</p><p>Two &amp; three&nbsp;4", &["p One bold.", "p Two & three\u{a0}4"]);
        check("<h2>Head</h2>text<ul><li>a<li>b</ul>", &["s Head", "p text", "p a", "p b"]);
        check("<figure><img><figcaption>A cat</figcaption></figure>", &["c A cat"]);
        check("one<br>two<br> <br>three", &["p one two", "p three"]);
        check("a<script>alert(1)</script>b<style>x</style>", &["p a", "p b"]);
        check("<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>", &["p 1 2", "p 3"]);
        check("<div>a<div>b</div>c</div>", &["p a", "p b", "p c"]);
    }

    #[test]
    fn depth_is_no_danger() {
        let html = format!("{}deep", "<div>".repeat(2_000));
        assert_eq!(blocks(&html, Reading::default()), [Block::Paragraph("deep".into())]);
    }
}
