//! What one article can be found by: for people who wonder why it is, or is not.

use super::postings::{Mark, frequency_of, marks_of};
use super::{Segment, SegmentError};

/// A form that stands in an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleTerm {
    /// As it is looked up: folded; an acronym that is also a word in its upper case.
    pub form: String,
    /// Another form of the same stem under which it is filed; `None` where the form is the first of its group.
    pub filed_under: Option<String>,
    /// How often any form of the group stands in the body: 15 means 15 or more.
    pub in_body: u8,
    /// Whether any form of the group stands in the headline.
    pub in_title: bool,
    /// Whether any form of the group stands in the standfirst.
    pub in_standfirst: bool,
    /// Whether any form of the group stands in a subheading.
    pub in_subheading: bool,
}

impl Segment<'_> {
    /// The articles' ids, in the order in which they are stored.
    ///
    /// # Errors
    ///
    /// [`SegmentError::Damaged`] where a record is.
    pub fn ids(&self) -> Result<Vec<&str>, SegmentError> {
        self.sound((0..self.article_count()).map(|document| self.record(document).id).collect())
    }

    /// The pairs of words for which the index knows the articles where they stand side by side, each with how many.
    ///
    /// # Errors
    ///
    /// [`SegmentError::Damaged`] where such a list is.
    pub fn indexed_pairs(&self) -> Result<Vec<(String, String, usize)>, SegmentError> {
        let mut pairs = Vec::new();
        for words in self.pairs().into_iter().flat_map(|pairs| pairs.words()) {
            let articles = self.pair(words).map_or(0, |articles| articles.len());
            let [first, second] = [words.0, words.1].map(|rank| self.fst().key_of(rank).unwrap_or_default());
            pairs.push((first, second, articles));
        }
        self.sound(pairs)
    }

    /// Every form that stands in the article at this place in [`Segment::ids`], by form. Walks the whole index.
    ///
    /// # Errors
    ///
    /// [`SegmentError::Damaged`] where a list of articles is.
    pub fn article_terms(&self, document: u32) -> Result<Vec<ArticleTerm>, SegmentError> {
        self.settle();
        let fst = self.fst();
        let mut forms = Vec::new();
        self.each_form(0..u32::MAX, &mut |rank, form| forms.push((rank, form)));
        // Forms of a group stand together, each group behind the one whose first form is earlier.
        forms.sort_by_key(|(rank, form)| (form.group, *rank));
        let mut terms = Vec::new();
        for group in forms.chunk_by(|one, other| one.1.group == other.1.group) {
            let Some((first, form)) = group.first() else { continue };
            let postings = self.postings(form.group);
            let Ok(at) = postings.documents.binary_search(&document) else { continue };
            let place = postings.places.get(at).copied().unwrap_or(0);
            let has = |mark: Mark| marks_of(place) & mark as u8 != 0;
            for (rank, form) in group {
                for (bit, is_acronym) in [(form.ordinary_bit(), false), (form.acronym_bit(), true)] {
                    if bit == 0 || postings.forms_at(at) & bit == 0 {
                        continue;
                    }
                    let spelled = fst.key_of(*rank).unwrap_or_default();
                    terms.push(ArticleTerm {
                        form: if is_acronym { spelled.to_uppercase() } else { spelled },
                        filed_under: if rank == first { None } else { fst.key_of(*first) },
                        in_body: frequency_of(place),
                        in_title: has(Mark::Title),
                        in_standfirst: has(Mark::Standfirst),
                        in_subheading: has(Mark::Subheading),
                    });
                }
            }
        }
        terms.sort_by(|one, other| one.form.cmp(&other.form));
        self.sound(terms)
    }
}

#[cfg(test)]
mod tests {
    use crate::article::{Article, Block};
    use crate::build::{BuildOptions, SegmentBuilder};
    use crate::segment::Segment;

    #[test]
    fn an_article_tells_its_terms() {
        let article = |id: &str, title: &str, text: &str| Article {
            id: id.into(),
            title: title.into(),
            blocks: vec![Block::Paragraph(text.into())],
            language: Some("en".into()),
            ..Article::default()
        };
        let mut builder = SegmentBuilder::new(BuildOptions::default());
        builder.add(article("a", "Bridges of the US", "The bridge opened; a bridge closed."));
        builder.add(article("b", "Harbour", "Opening the harbour to us."));
        let built = builder.finish();
        let segment = Segment::open(&built.bytes).expect("it was just built");
        let ids = segment.ids().expect("it was just built");
        let check = |id: &str, expect: &[&str]| {
            let place = ids.iter().position(|other| *other == id).expect("it was added");
            let terms = segment.article_terms(place as u32).expect("it was just built");
            let show = |term: &super::ArticleTerm| {
                let title = if term.in_title { " title" } else { "" };
                let under = term.filed_under.as_ref().map(|under| format!(" < {under}")).unwrap_or_default();
                format!("{}{under} {}{title}", term.form, term.in_body)
            };
            assert_eq!(terms.iter().map(show).collect::<Vec<_>>(), expect, "{id}");
        };
        check(
            "a",
            &[
                "US 0 title",
                "a 1",
                "bridge 2 title",
                "bridges < bridge 2 title",
                "closed 1",
                "of 0 title",
                "opened 1",
                "the 1 title",
            ],
        );
        check("b", &["harbour 1 title", "opening < opened 1", "the 1", "to 1", "us 1"]);
    }
}
