//! [`Article`]: what every importer makes and the index eats.

use crate::date::Date;

/// One news article, as its publisher means it.
///
/// Importers (`newshound-ingest`) make articles; the segment builder eats them. All texts are
/// plain Unicode without markup: entities decoded, tags gone, no control characters but line feeds.
/// What the source does not say stays empty or `None`; nothing is guessed here.
///
/// ```
/// use newshound_index::article::{Article, Block};
///
/// let article = Article {
///     id: "bridge-opens".into(),
///     url: "/town/bridge-opens".into(),
///     title: "Old Mill Bridge opens again".into(),
///     blocks: vec![Block::Paragraph("The bridge opened on Monday.".into())],
///     ..Article::default()
/// };
/// assert!(article.is_free);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    /// The publisher's own identifier: unique in a site, stable over time, never shown.
    pub id: String,
    /// Where a reader goes: absolute, or relative to the site's root. Empty only until a URL template fills it.
    pub url: String,
    /// The headline.
    pub title: String,
    /// When it was first published.
    pub published: Option<Date>,
    /// When it was last changed.
    pub modified: Option<Date>,
    /// The section (desk, rubric) it stands in, such as `Business`.
    pub section: Option<String>,
    /// Bylines, one name each, in the source's order.
    pub authors: Vec<String>,
    /// Keywords, one each, in the source's order.
    pub tags: Vec<String>,
    /// BCP 47 language tag, such as `en` or `pt-BR`.
    pub language: Option<String>,
    /// The URL of its main image.
    pub image: Option<String>,
    /// The standfirst (deck, summary) where the source has one.
    pub standfirst: Option<String>,
    /// The text in reading order.
    pub blocks: Vec<Block>,
    /// Headlines of other articles that the source points to. Kept apart: never searched as this article's text.
    pub related: Vec<String>,
    /// Whether everybody may read the whole text. `false` keeps the text out of everything that is published.
    pub is_free: bool,
    /// Further stored fields in name order, each with its values; the builder may make facets of them.
    pub fields: Vec<(String, Vec<String>)>,
}

impl Default for Article {
    /// An empty article that is free to read.
    fn default() -> Article {
        Article {
            id: String::new(),
            url: String::new(),
            title: String::new(),
            published: None,
            modified: None,
            section: None,
            authors: Vec::new(),
            tags: Vec::new(),
            language: None,
            image: None,
            standfirst: None,
            blocks: Vec::new(),
            related: Vec::new(),
            is_free: true,
            fields: Vec::new(),
        }
    }
}

/// One piece of an article's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A paragraph of the body.
    Paragraph(String),
    /// A subheading inside the body.
    Subheading(String),
    /// The caption of a picture, credit included. Searched like body text, shown in a snippet only when nothing
    /// else matches.
    Caption(String),
}

impl Block {
    /// The text, whatever its kind.
    pub fn text(&self) -> &str {
        match self {
            Block::Paragraph(text) | Block::Subheading(text) | Block::Caption(text) => text,
        }
    }
}
