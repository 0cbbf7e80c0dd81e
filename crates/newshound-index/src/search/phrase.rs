//! Whether a phrase stands in an article.
//!
//! **It does if its words, as they are spelt, stand at consecutive positions of one text: the title, the standfirst, or a
//! block.** What the index knows decides first, and reads nothing: an article that lacks an indexed pair of its words lacks
//! the phrase, and of two words the pair is the phrase. The postings then tell in which articles the title or the
//! standfirst may have it. What is left is compared with the text, where that is published.

use super::budget::Budget;
use super::matching::Found;
use super::terms::Terms;
use crate::segment::postings::Mark;
use crate::segment::reader::Text;
use crate::segment::{Segment, TextMode};

/// Bytes of text that take as long to compare as it takes to find a record.
const RECORD: usize = 128;

/// Leaves of what has the words of a phrase the articles that have its indexed pairs. Returns whether they have the phrase
/// for sure.
pub(super) fn narrow(segment: &Segment<'_>, terms: &Terms, found: &mut Found, budget: &mut Budget) -> bool {
    let Some(pairs) = segment.pairs() else { return false };
    let rank = |forms: &Vec<String>| match forms.as_slice() {
        [form] => segment.fst().get(form),
        // Words that stand for one another in one place are not one pair.
        _ => None,
    };
    let ranks: Vec<Option<u32>> = terms.words.iter().map(rank).collect();
    let mut is_sure = ranks.len() == 2 && terms.field.is_none();
    for pair in ranks.windows(2) {
        let known = match *pair {
            [Some(first), Some(second)] => Some((first, second)).filter(|words| pairs.find(*words).is_some()),
            _ => None,
        };
        let Some((first, second)) = known.filter(|_| budget.has_postings()) else {
            is_sure = false;
            continue;
        };
        for rank in [first, second] {
            budget.spend_postings(segment.postings_of(rank).documents.len());
        }
        if let Some(articles) = segment.pair((first, second)) {
            found.retain(|one| articles.binary_search(&one.document).is_ok());
        }
    }
    is_sure
}

/// Whether a phrase stands in an article.
pub(super) enum Stands {
    Yes,
    No,
    /// The text is not published.
    Unknown,
    /// That takes this page.
    Absent(u32),
}

/// Whether a phrase stands in an article, word for word.
pub(super) fn stands_in_article(
    segment: &Segment<'_>,
    terms: &Terms,
    found: &Found,
    document: u32,
    budget: &mut Budget,
) -> Stands {
    if !budget.has_text() {
        return Stands::Unknown;
    }
    let at = found.binary_search_by_key(&document, |one| one.document);
    let marks = at.ok().and_then(|at| found.get(at)).map_or(u8::MAX, |one| one.marks);
    let stands_in = |text: &str| terms.stand_exactly_in(segment.analyzer(), text);
    // A lead is no standfirst of the publisher's, and nowhere marked.
    let has_leads = segment.text_mode() == TextMode::Standfirst;
    if has_leads || marks & (Mark::Title as u8 | Mark::Standfirst as u8) != 0 {
        let record = segment.record(document);
        let standfirst = record.standfirst.unwrap_or_default();
        budget.spend_text(RECORD + record.title.len() + standfirst.len());
        if marks & Mark::Title as u8 != 0 && stands_in(record.title) {
            return Stands::Yes;
        }
        if terms.field.is_none() && stands_in(standfirst) {
            return Stands::Yes;
        }
    }
    if terms.field.is_some() {
        return Stands::No;
    }
    let blocks = match segment.text(document) {
        Text::Blocks(blocks) => blocks,
        Text::Absent(page) => return Stands::Absent(page),
        Text::Unpublished => return Stands::Unknown,
    };
    for (_, text) in blocks {
        budget.spend_text(text.len());
        if stands_in(text) {
            return Stands::Yes;
        }
    }
    Stands::No
}
