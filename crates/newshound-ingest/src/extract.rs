//! The text of an article inside a page, without navigation, advertisements and the teasers around it.
//!
//! The page is cut into pieces of text. A piece is worth its length where it reads like prose, and costs its length
//! where it is made of links or too short to be a sentence. **The element whose pieces are worth most is the
//! article**: a larger one would take in more boilerplate than text, a smaller one would lose text. Elements that
//! name themselves something else (`sidebar`, `related`, ...) count for nothing, unless most of the page is inside.

use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use ego_tree::iter::Edge;
use ego_tree::{NodeId, NodeRef};
use newshound_index::article::Block;
use scraper::{Html, Node};

use crate::markup::{self, Reading, is_hidden, is_own};

/// A piece counts for this many elements above it.
const MAX_CLIMB: usize = 100;

/// The article's blocks.
pub(crate) fn blocks(document: &Html, title: &str) -> Vec<Block> {
    let prose = Prose::of(document);
    let Some(best) = best_element(document, &prose) else { return Vec::new() };
    let Some(root) = document.tree.get(best) else { return Vec::new() };
    let mut leave_out = |node: NodeRef<'_, Node>| prose.is_boilerplate(node) || prose.is_link_list(node);
    let mut blocks = markup::walk(root, Reading::default(), &mut leave_out);
    blocks.retain(|block| block.text() != title);
    while matches!(blocks.last(), Some(Block::Subheading(_))) {
        blocks.pop();
    }
    blocks
}

/// What stands below an element.
#[derive(Clone, Copy, Debug, Default)]
struct Below {
    /// Bytes of text that a reader reads, outside of links.
    prose: usize,
    /// Bytes of text of any kind.
    text: usize,
    /// Those of them inside links.
    linked: usize,
    /// How many links.
    links: usize,
}

/// What is known of nodes. Only looked up, never walked.
type ByNode<T> = HashMap<NodeId, T, BuildHasherDefault<Place>>;

/// Hashes a node by its place in the tree: places are small numbers and all different.
#[derive(Default)]
struct Place(u64);

impl Hasher for Place {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_usize(usize::from(*byte)));
    }

    fn write_usize(&mut self, place: usize) {
        // Spreads it over the high bits and the low ones, both of which maps use.
        let spread = (self.0 ^ place as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = spread ^ spread >> 32;
    }
}

/// How much text stands below each element: gathered once, so that no element is walked twice.
struct Prose {
    below: ByNode<Below>,
    total: usize,
    /// Names that were looked at, and whether they are [boilerplate's](is_named_boilerplate): pages use few, often.
    names: RefCell<HashMap<String, bool>>,
}

impl Prose {
    fn of(document: &Html) -> Prose {
        let mut below = ByNode::default();
        let mut open: Vec<Below> = vec![Below::default()];
        let mut links = 0usize;
        for edge in document.tree.root().traverse() {
            match edge {
                Edge::Open(node) => match node.value() {
                    Node::Element(element) => {
                        links += usize::from(element.name() == "a");
                        open.push(Below::default());
                    }
                    Node::Text(text) => {
                        let length = text.trim().len();
                        let prose = if length > 0 && is_in_prose(node) { length } else { 0 };
                        if let Some(inner) = open.last_mut() {
                            inner.prose += prose;
                            inner.text += length;
                            inner.linked += if links > 0 { length } else { 0 };
                        }
                    }
                    _ => {}
                },
                Edge::Close(node) => {
                    let Node::Element(element) = node.value() else { continue };
                    let is_link = usize::from(element.name() == "a");
                    links -= is_link;
                    let inner = open.pop().unwrap_or_default();
                    below.insert(node.id(), inner);
                    if let Some(parent) = open.last_mut() {
                        parent.prose += inner.prose;
                        parent.text += inner.text;
                        parent.linked += inner.linked;
                        parent.links += inner.links + is_link;
                    }
                }
            }
        }
        Prose { below, total: open.first().map_or(0, |root| root.prose), names: RefCell::default() }
    }

    fn below(&self, node: NodeRef<'_, Node>) -> Below {
        self.below.get(&node.id()).copied().unwrap_or_default()
    }

    /// A list or paragraph that is nothing but links.
    fn is_link_list(&self, node: NodeRef<'_, Node>) -> bool {
        let Node::Element(element) = node.value() else { return false };
        if !matches!(element.name(), "ul" | "ol" | "p" | "div" | "li" | "table") {
            return false;
        }
        let Below { text, linked, links, .. } = self.below(node);
        // Long enough to be more than a list of links.
        text - linked <= 400 && links > 0 && text > 0 && linked * 10 > text * 8 && (links > 1 || linked < 200)
    }

    /// Whether an element is not the article's, by its name or what it calls itself.
    fn is_boilerplate(&self, node: NodeRef<'_, Node>) -> bool {
        let Node::Element(element) = node.value() else { return false };
        let name = element.name();
        if is_hidden(name) {
            return true;
        }
        if matches!(name, "html" | "body" | "article" | "main") {
            return false;
        }
        // What holds much of the page's prose is no ornament, whatever it is called.
        if self.below(node).prose * 5 > self.total * 2 {
            return false;
        }
        let mut attributes = element.attrs();
        matches!(name, "form" | "aside" | "footer" | "nav" | "header")
            || attributes.any(|(attribute, says)| match attribute {
                "hidden" => true,
                "aria-hidden" => says.eq_ignore_ascii_case("true"),
                "style" => says.to_ascii_lowercase().replace(' ', "").contains("display:none"),
                "role" => ROLES.iter().any(|role| says.eq_ignore_ascii_case(role)),
                "class" | "id" => self.is_named_boilerplate(says),
                _ => false,
            })
    }

    fn is_named_boilerplate(&self, names: &str) -> bool {
        let mut known = self.names.borrow_mut();
        if let Some(is_one) = known.get(names) {
            return *is_one;
        }
        let is_one = is_named_boilerplate(&names.to_ascii_lowercase());
        known.insert(names.to_owned(), is_one);
        is_one
    }
}

/// Roles of what is not the article.
const ROLES: [&str; 6] = ["navigation", "complementary", "banner", "contentinfo", "search", "dialog"];

fn is_named_boilerplate(names: &str) -> bool {
    /// Parts of names that publishers give to what is not the article.
    const PARTS: [&str; 52] = [
        "comment",
        "sidebar",
        "footer",
        "related",
        "newsletter",
        "share",
        "sharing",
        "social",
        "promo",
        "advert",
        "sponsor",
        "breadcrumb",
        "cookie",
        "masthead",
        "navigation",
        "navbar",
        "popup",
        "modal",
        "subscri",
        "signup",
        "sign-up",
        "recommend",
        "trending",
        "most-read",
        "mostread",
        "popular",
        "outbrain",
        "taboola",
        "disqus",
        "pagination",
        "byline",
        "author-bio",
        "authorbio",
        "author-info",
        "toolbar",
        "more-from",
        "read-more",
        "readmore",
        "read-next",
        "also-like",
        "copyright",
        "timestamp",
        "-meta",
        "meta-",
        "donate",
        "paywall",
        "gallery",
        "slideshow",
        "video-player",
        "tag-list",
        "hidden",
        "disclaimer",
    ];
    /// Whole names.
    const WHOLE: [&str; 22] = [
        "ad",
        "ads",
        "nav",
        "menu",
        "meta",
        "tags",
        "tag",
        "author",
        "byline",
        "caption",
        "credit",
        "related",
        "date",
        "widget",
        "bio",
        "topics",
        "links",
        "print",
        "email",
        "banner",
        "categories",
        "rating",
    ];
    // A quoted post of a social network is part of the text.
    let is_quote = names.contains("embed");
    !is_quote && PARTS.iter().any(|part| names.contains(part))
        || names.split_whitespace().any(|name| WHOLE.contains(&name))
}

/// Text that a reader reads, outside of links.
fn is_in_prose(text: NodeRef<'_, Node>) -> bool {
    let elements = text.ancestors().take(6).filter_map(|node| node.value().as_element());
    let mut names = elements.map(|element| element.name());
    names.all(|name| name != "a" && !is_hidden(name))
}

/// Whether a page says of an element that it is the text of the article.
fn is_told(node: NodeRef<'_, Node>) -> bool {
    const NAMES: [&str; 14] = [
        "article-body",
        "articlebody",
        "article__body",
        "article_body",
        "article-content",
        "article__content",
        "entry-content",
        "post-content",
        "post-body",
        "story-body",
        "story-content",
        "storybody",
        "article-text",
        "body-content",
    ];
    let Node::Element(element) = node.value() else { return false };
    let class = element.attr("class").map(str::to_ascii_lowercase).unwrap_or_default();
    element.attr("itemprop").is_some_and(|name| name.split_whitespace().any(|name| name == "articleBody"))
        || !matches!(element.name(), "html" | "body") && NAMES.iter().any(|name| class.contains(name))
}

/// A piece of text while it is gathered.
#[derive(Default)]
struct Piece {
    length: usize,
    linked: usize,
}

impl Piece {
    /// Prose is worth its length, links and scraps cost theirs.
    fn value(&self, is_paragraph: bool) -> i64 {
        let length = i64::try_from(self.length).unwrap_or(0);
        let is_linked = self.linked * 2 > self.length;
        let least = if is_paragraph { 25 } else { 60 };
        match () {
            () if length == 0 => 0,
            () if is_linked => -length,
            () if length < least => -length / 2,
            () => length,
        }
    }
}

/// The element whose pieces are worth most; of equals the innermost.
fn best_element(document: &Html, prose: &Prose) -> Option<NodeId> {
    let mut values: ByNode<i64> = ByNode::default();
    let mut piece = Piece::default();
    let mut skipped = None;
    let mut in_link = 0usize;
    let mut finish = |piece: &mut Piece, node: NodeRef<'_, Node>| {
        let is_paragraph =
            node.value().as_element().is_some_and(|element| matches!(element.name(), "p" | "blockquote" | "li"));
        let value = piece.value(is_paragraph);
        if value != 0 {
            for above in std::iter::once(node).chain(node.ancestors()).take(MAX_CLIMB) {
                *values.entry(above.id()).or_default() += value;
            }
        }
        *piece = Piece::default();
    };
    for edge in document.tree.root().traverse() {
        match edge {
            Edge::Open(node) if skipped.is_none() => match node.value() {
                Node::Element(element) => {
                    if prose.is_boilerplate(node) {
                        skipped = Some(node.id());
                        continue;
                    }
                    in_link += usize::from(element.name() == "a");
                    if is_own(element.name())
                        && let Some(parent) = node.parent()
                    {
                        finish(&mut piece, parent);
                    }
                }
                Node::Text(text) => {
                    let length = text.split_whitespace().map(|word| word.chars().count() + 1).sum::<usize>();
                    piece.length += length;
                    piece.linked += if in_link > 0 { length } else { 0 };
                }
                _ => {}
            },
            Edge::Close(node) if skipped == Some(node.id()) => skipped = None,
            Edge::Close(node) if skipped.is_none() => {
                if let Node::Element(element) = node.value() {
                    in_link = in_link.saturating_sub(usize::from(element.name() == "a"));
                    if is_own(element.name()) {
                        finish(&mut piece, node);
                    }
                }
            }
            _ => {}
        }
    }
    let mut best: Option<(i64, NodeId)> = None;
    let mut told: Option<(i64, NodeId)> = None;
    // Document order, so an element comes before what is inside it: `>=` prefers the innermost.
    for node in document.tree.root().descendants().filter(|node| node.value().is_element()) {
        let value = values.get(&node.id()).copied().unwrap_or(0);
        if value > 0 && best.is_none_or(|(most, _)| value >= most) {
            best = Some((value, node.id()));
        }
        if value > 0 && is_told(node) && told.is_none_or(|(most, _)| value >= most) {
            told = Some((value, node.id()));
        }
    }
    let (most, best) = best?;
    // Where the page itself says what its text is, that holds, unless most of the prose is elsewhere.
    Some(told.filter(|(value, _)| value * 100 > most * 35).map_or(best, |(_, told)| told))
}
