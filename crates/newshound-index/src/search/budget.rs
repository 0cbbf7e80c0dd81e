//! What one answer may cost. It is counted, never timed, so that a line gives the same answer on every machine.
//!
//! Three things cost: lists that are decoded and scored, walks over the dictionary for slips, and texts that are
//! compared with phrases. A line that somebody types to find something comes nowhere near the limits; one that is made
//! to be slow (`a* b* c*`, thirty of the commonest words, fifty phrases of them) is answered as far as they go, and the
//! answer says so:
//!
//! - of too many words the commonest are left out, with the note `too-many-words`;
//! - `word*` stands for the commonest words that begin so, and phrases are looked for in the best articles: then the
//!   total is a lower bound.
//!
//! A try for the articles with all words that finds too few is not counted: it takes no longer than the search after it.

/// Postings for each article of the index that are decoded, at most. A small index is searched as if it had so many
/// articles: a pasted paragraph has fifty common words, and each of them helps a little to find what it is about.
const POSTINGS: u32 = 7;
const ARTICLES: u32 = 20_000;
/// Words that slips are looked for in; a long one, for which the walk goes further, counts as two.
const SLIPS: u32 = 12;
/// Bytes of text, records among it, that are compared with phrases.
const TEXT: usize = 1 << 17;

/// What was spent, and how far it goes.
#[derive(Clone, Debug)]
pub(crate) struct Budget {
    most_postings: usize,
    postings: usize,
    slips: u32,
    most_text: usize,
    text: usize,
}

impl Budget {
    /// For an index of so many articles.
    pub(crate) fn new(articles: u32) -> Budget {
        Budget {
            most_postings: articles.max(ARTICLES).saturating_mul(POSTINGS) as usize,
            postings: 0,
            slips: SLIPS,
            most_text: TEXT,
            text: 0,
        }
    }

    /// Whether lists may still be decoded. The last one may go beyond the limit.
    pub(crate) fn has_postings(&self) -> bool {
        self.postings < self.most_postings
    }

    /// So many postings, or what takes as long, were looked at.
    pub(crate) fn spend_postings(&mut self, count: usize) {
        self.postings = self.postings.saturating_add(count);
    }

    /// Whether a word may be walked for that allows so many edits.
    pub(crate) fn takes_slips(&mut self, edits: u8) -> bool {
        let left = self.slips.checked_sub(edits.into());
        self.slips = left.unwrap_or(self.slips);
        left.is_some()
    }

    /// Whether texts may still be read. The last one may go beyond the limit.
    pub(crate) fn has_text(&self) -> bool {
        self.text < self.most_text
    }

    /// So many bytes were read.
    pub(crate) fn spend_text(&mut self, bytes: usize) {
        self.text = self.text.saturating_add(bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, Block};
    use crate::build::{BuildOptions, Built, SegmentBuilder};
    use crate::query::Note;
    use crate::search::{AnswerNote, Request, answer_within};
    use crate::segment::{Segment, TextMode};

    /// Sixty articles, each with most of the common words and some of its own.
    fn build(text: TextMode) -> Built {
        let common = ["the", "of", "to", "in", "and", "a", "for", "on", "that", "said", "is", "by", "with", "at", "as"];
        let mut builder =
            SegmentBuilder::new(BuildOptions { text, language: Some("en".into()), ..BuildOptions::default() });
        for at in 0..60usize {
            let rare = |n: usize| {
                let letter = |n: usize| char::from(b'a' + (n % 26) as u8);
                format!("{}{}{}{} ", letter(n), letter(n / 3), letter(n / 7 + at), letter(at))
            };
            let words = (0..90).map(|n| if n % 2 == 0 { format!("{} ", common[n * (at + 1) % 15]) } else { rare(n) });
            builder.add(Article {
                id: at.to_string(),
                title: format!("{} {}", common[at % 15], common[at % 7]),
                authors: vec![format!("A. Author {at}")],
                blocks: vec![Block::Paragraph(words.collect())],
                ..Article::default()
            });
        }
        builder.finish()
    }

    const POSTINGS: usize = 400;
    const TEXT: usize = 2000;

    #[test]
    fn no_line_costs_more_than_there_is() {
        let common = "the of to in and a for on that said is by with at as ";
        let phrases: String = common.split_whitespace().map(|word| format!("\"the {word}\" ")).collect();
        let lines = [
            "a* b* c*".to_owned(),
            "a* ".repeat(64),
            "the ".repeat(1000),
            common.repeat(5),
            common.trim_end().replace(' ', " OR "),
            "a-".repeat(5000),
            "abcdefgh".repeat(1250),
            "zqxwvut zqxwvuts zqxwvutsr zqxwvutsrq ".repeat(16),
            "author:a ".repeat(64),
            phrases,
            "\"the the\"".to_owned(),
            format!("\"{common}\""),
            format!("\"{}\"", common.repeat(50)),
            format!("({}) -({})", common.replace(' ', " OR "), common),
        ];
        for mode in [TextMode::Inside, TextMode::Standfirst] {
            let built = build(mode);
            let segment = Segment::open(&built.bytes).unwrap();
            for line in &lines {
                let request = Request { text: line.clone(), ..Request::default() };
                let mut budget =
                    Budget { most_postings: POSTINGS, postings: 0, slips: SLIPS, most_text: TEXT, text: 0 };
                let answer = answer_within(&segment, &request, &mut budget).unwrap();
                // One list, and one text, may be begun with nearly nothing left; words, forms and values are counted with
                // what they come to.
                assert!(budget.postings <= POSTINGS + 60 * 9, "{} postings: {line}", budget.postings);
                assert!(budget.text <= TEXT + 2000, "{} bytes: {line}", budget.text);
                let says = |note: &AnswerNote| match note {
                    AnswerNote::Query(note) => matches!(note, Note::TooManyWords { .. }),
                    note => *note == AnswerNote::PhraseNotVerified,
                };
                let is_cut = !budget.has_postings() || !budget.has_text();
                assert!(!is_cut || !answer.is_total_exact || answer.notes.iter().any(says), "{line}");
            }
        }
    }

    #[test]
    fn the_commonest_words_are_left_out() {
        let built = build(TextMode::Inside);
        let segment = Segment::open(&built.bytes).unwrap();
        let mut budget = Budget { most_postings: 100, ..Budget::new(60) };
        let request = Request { text: "the of to in author:author azzz".into(), ..Request::default() };
        let answer = answer_within(&segment, &request, &mut budget).unwrap();
        assert!(answer.notes.iter().any(|note| matches!(note, AnswerNote::Query(Note::TooManyWords { kept: 1..=4 }))));
    }

    /// To explain hits takes all that is found for each word, without a try that looks for less.
    #[test]
    fn what_does_not_fit_is_left_out_however_it_was_tried() {
        let built = build(TextMode::Inside);
        let segment = Segment::open(&built.bytes).unwrap();
        let line = "of-to the-in and-a that-said on-for a";
        for most_postings in (1..600).step_by(10) {
            let [plain, explained] = [false, true].map(|explain| {
                let mut budget = Budget { most_postings, ..Budget::new(60) };
                let request = Request { text: line.into(), explain, ..Request::default() };
                let answer = answer_within(&segment, &request, &mut budget).unwrap();
                let ids: Vec<&str> = answer.hits.into_iter().map(|hit| hit.id).collect();
                (ids, answer.total, answer.notes)
            });
            assert_eq!(plain, explained, "{most_postings}");
        }
    }

    #[test]
    fn slips_are_looked_for_in_so_many_words() {
        let mut budget = Budget::new(1);
        let walks = |edits, budget: &mut Budget| (0..100).filter(|_| budget.takes_slips(edits)).count();
        assert_eq!((walks(2, &mut budget), walks(1, &mut budget)), (6, 0));
    }
}
