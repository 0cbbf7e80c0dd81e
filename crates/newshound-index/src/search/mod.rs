//! From a query to ranked hits.
//!
//! [`search`] is synchronous, and its answer depends on nothing but index and request; what the segment keeps from one
//! call to the next only makes it faster. Where an answer needs a page that has not arrived (text that is published
//! apart), it answers with what it has and names the pages in [`Answer::needs`]; the caller fetches them, hands them to
//! [`Segment::supply`] and calls again.
//!
//! ```
//! use newshound_index::article::{Article, Block};
//! use newshound_index::build::{BuildOptions, SegmentBuilder};
//! use newshound_index::search::{Request, search};
//! use newshound_index::segment::Segment;
//!
//! let mut builder = SegmentBuilder::new(BuildOptions::default());
//! builder.add(Article {
//!     id: "bridge".into(),
//!     url: "/bridge".into(),
//!     title: "Old Mill Bridge opens".into(),
//!     blocks: vec![Block::Paragraph("Traffic flowed on Monday.".into())],
//!     language: Some("en".into()),
//!     ..Article::default()
//! });
//! let built = builder.finish();
//! let segment = Segment::open(&built.bytes)?;
//! let answer = search(&segment, &Request { text: "bridges flowing".into(), ..Request::default() })?;
//! assert_eq!(answer.hits[0].id, "bridge");
//! # Ok::<(), newshound_index::segment::SegmentError>(())
//! ```
//!
//! # How an answer comes about
//!
//! 1. The line is parsed (`query`), and each of its words looked up (`terms.rs`), with what the publisher says that it
//!    means as well (`synonyms.rs`).
//! 2. Each word's articles are found and scored (`matching.rs`); the tree of the query and the filters decide which of
//!    them match (`clause.rs`, `filters.rs`). **All words must be there. Where fewer than ten articles have them
//!    all, articles that have enough of them follow**, below all others, and a note says so. The rarest word comes first,
//!    and as long as ten articles have all so far, of the others' lists only these are scored.
//! 3. Words that no article has are taken for slips; if words are all known but nothing has them together, the rarest of
//!    them may be one.
//! 4. The score is the sum over the words and over indexed pairs of them (`near.rs`), times what the article gains by
//!    being recent, times the boost of its section. In a long line words that only ask count less (`question.rs`). Equal
//!    scores: newer first, then by id.
//! 5. **A phrase stands in an article if its words, as they are spelt, stand at consecutive positions of one text of it:
//!    the title, the standfirst, or a block.** Indexed pairs of words tell that without the text (`phrase.rs`); other
//!    articles that have the words are compared, best first, as far as `budget.rs` allows; past that the total is a lower
//!    bound. Where neither a pair nor a published text tells, the words are enough, and the hit and a note say so. Where
//!    nothing at all is left, phrases that stand among other words are given up for their words (`relax.rs`).
//! 6. Near-duplicates stand behind the newest of them, at the place of the best.
//! 7. Articles that the publisher pinned to the line stand ahead of all (`pins.rs`).

mod arithmetic;
mod budget;
mod clause;
mod complete;
mod filters;
mod matching;
mod near;
mod outcome;
mod phrase;
mod pins;
mod plain;
mod question;
mod ranking;
mod relax;
mod snippet;
mod synonyms;
mod terms;

use budget::Budget;
use clause::{Clause, Facts, Truth, is_word};
use filters::{Failed, Filters};
use matching::{Boards, Found};
use near::Near;
use phrase::{Stands, stands_in_article};
use ranking::{Candidate, Order};
use terms::{Surroundings, Terms, resolve};

pub use complete::{Completion, CompletionKind, complete};
pub use outcome::{Answer, AnswerNote, Duplicate, FacetCount, Hit, Request, SnippetSource, Sort, Why, WhyLeaf};
pub(crate) use plain::Plain;
pub use snippet::{Parts, Piece};

use crate::analysis::characters;
use crate::query::{Leaf, LeafKind, Node, Note, ParseContext, Query, parse};
use crate::segment::{Segment, SegmentError, TextMode};
use crate::sort::sort_by;

/// So many articles with all the words are enough: no others are shown.
const ENOUGH: usize = 10;
/// Where not all words are insisted on, an article must have a share of the weight that the article with most of them
/// has: of a paragraph pasted into the box, of which no article has half, the least of these shares; of a short line
/// somewhat more than one of its words, and of two words the one that tells more.
const SHARES: (f32, f32) = (0.25, 0.45);
const SHORT: f32 = 1.2;
/// Pages that one attempt at an answer asks for to compare phrases.
const NEEDS: usize = 16;

/// Answers a request.
///
/// # Errors
///
/// [`SegmentError::Damaged`] where a page that the answer needs is.
pub fn search<'s>(segment: &'s Segment<'_>, request: &Request) -> Result<Answer<'s>, SegmentError> {
    answer_within(segment, request, &mut Budget::new(segment.stats.documents))
}

fn answer_within<'s>(
    segment: &'s Segment<'_>,
    request: &Request,
    budget: &mut Budget,
) -> Result<Answer<'s>, SegmentError> {
    segment.settle();
    let mut query = parse(&request.text, &ParseContext { today: request.today });
    let mut boards = Boards::new(budget);
    boards.may_be_narrow = !request.explain && request.filters.is_empty() && request.dates.is_none();
    let filters = Filters::new(segment, request);
    let (mut attempt, mut verdict) = best_attempt(segment, request, &query, &mut boards, &filters);
    if (verdict.is_empty() || verdict.strict == 0 && leaves_of(&query).len() > relax::QUERY_LEAVES)
        && let Some(apart) = relax::without_quotes(&query)
    {
        let (words, mut looser) = best_attempt(segment, request, &apart, &mut boards, &filters);
        if looser.is_empty() {
            verdict.need(looser);
        } else {
            looser.loosen();
            looser.need(verdict);
            (query, attempt, verdict) = (apart, words, looser);
        }
    }
    // Signs alone ask for something that no article can have; a blank line asks for all.
    if attempt.clause.is_none() && query.notes.is_empty() && !request.text.trim().is_empty() {
        verdict.candidates.clear();
    }
    pins::add(segment, &request.text, &leaves_of(&query), &filters, &mut verdict);
    let mut notes: Vec<AnswerNote> = std::mem::take(&mut query.notes).into_iter().map(AnswerNote::Query).collect();
    if let Some(kept) = attempt.kept {
        notes.retain(|note| !matches!(note, AnswerNote::Query(Note::TooManyWords { .. })));
        notes.push(AnswerNote::Query(Note::TooManyWords { kept }));
    }
    let answer = outcome::answer(segment, request, &leaves_of(&query), &attempt, &filters, verdict, notes);
    segment.sound(answer)
}

/// Looks a query up as it was typed, or with a slip put right where that finds more.
fn best_attempt(
    segment: &Segment<'_>,
    request: &Request,
    query: &Query,
    boards: &mut Boards<'_>,
    filters: &Filters<'_>,
) -> (Attempt, Verdict) {
    let leaves = leaves_of(query);
    let mut attempt = Attempt::of(leaves.len());
    attempt.look_up(segment, &request.text, query, &leaves, boards, None);
    let mut verdict = attempt.judge(segment, request, filters, boards.budget, None);
    // Every word is known, and yet no article has them all: one of them may be a slip into another word.
    if verdict.strict == 0
        && attempt.correction(&request.text, &leaves).is_none()
        && let Some(rarest) = attempt.rarest_word(&leaves)
    {
        let mut second = Attempt { clause: None, near: Vec::new(), ..attempt };
        let known = second.replace(rarest, (None, Found::new()));
        second.look_up(segment, &request.text, query, &leaves, boards, Some(rarest));
        if second.correction(&request.text, &leaves).is_some() {
            let better = second.judge(segment, request, filters, boards.budget, Some(rarest));
            if better.strict > 0 {
                return (second, better);
            }
            // With these pages it may yet be the better one.
            verdict.need(better);
        }
        second.replace(rarest, known);
        let Attempt { clause, near, decided, kept, .. } = attempt;
        attempt = Attempt { clause, near, decided, kept, ..second };
    }
    (attempt, verdict)
}

/// The leaves of a query, in the order of the line.
pub(crate) fn leaves_of(query: &Query) -> Vec<&Leaf> {
    fn walk<'q>(node: &'q Node, out: &mut Vec<&'q Leaf>) {
        match node {
            Node::Leaf(leaf) => out.push(leaf),
            Node::All(nodes) | Node::Any(nodes) => nodes.iter().for_each(|node| walk(node, out)),
            Node::Not(node) => walk(node, out),
            Node::Dates(_) => {}
        }
    }
    let mut out = Vec::new();
    if let Some(root) = &query.root {
        walk(root, &mut out);
    }
    out
}

/// A query, looked up in one way.
struct Attempt {
    /// For each leaf its terms; `None` where it asks for nothing.
    terms: Vec<Option<Terms>>,
    /// For each leaf the articles that have it.
    found: Vec<Found>,
    clause: Option<Clause>,
    /// Words of it that stand side by side in articles.
    near: Vec<Near>,
    /// The phrases that their pairs decide, as bits.
    decided: u64,
    /// The number of leaves that were looked up, where the others would have cost too much.
    kept: Option<usize>,
}

/// What an attempt came to.
struct Verdict {
    /// Every article that matches, with the filters that it fails; in no order.
    candidates: Vec<Candidate>,
    /// How many of them pass the filters and have all that was asked for.
    strict: usize,
    is_total_exact: bool,
    /// Pages of text that are missing.
    needs: Vec<u32>,
    /// A phrase could not be compared with the text, as that is not published.
    has_unverified: bool,
    /// Some article may pass the filters, or not, when texts arrive.
    is_open: bool,
}

impl Verdict {
    /// Whether no article passes the filters.
    fn is_empty(&self) -> bool {
        self.candidates.iter().all(|candidate| candidate.failed != Failed::None)
    }

    /// Adds the pages of another attempt, if it may come to more with them.
    fn need(&mut self, other: Verdict) {
        if other.is_open {
            self.is_open = true;
            self.needs.extend(other.needs);
            sort_by(&mut self.needs, Ord::cmp);
            self.needs.dedup();
        }
    }

    /// Makes of articles with everything that was looked for such as have enough, since more was asked for.
    fn loosen(&mut self) {
        self.strict = 0;
        self.candidates.iter_mut().for_each(|candidate| candidate.is_strict = false);
    }
}

impl Attempt {
    /// Before anything is looked up.
    fn of(leaves: usize) -> Attempt {
        let mut attempt =
            Attempt { terms: Vec::new(), found: Vec::new(), clause: None, near: Vec::new(), decided: 0, kept: None };
        attempt.terms.resize_with(leaves, || None);
        attempt.found.resize_with(leaves, Found::new);
        attempt
    }

    /// Puts something else in the place of what a leaf found, and returns that.
    fn replace(&mut self, leaf: usize, (terms, found): (Option<Terms>, Found)) -> (Option<Terms>, Found) {
        match (self.terms.get_mut(leaf), self.found.get_mut(leaf)) {
            (Some(own), Some(list)) => (std::mem::replace(own, terms), std::mem::replace(list, found)),
            _ => (terms, found),
        }
    }

    /// Looks the leaves up. Those may be slips that no article has, or that which is `doubted`, though it is known: then
    /// the others stay as they are.
    fn look_up(
        &mut self,
        segment: &Segment<'_>,
        line: &str,
        query: &Query,
        leaves: &[&Leaf],
        boards: &mut Boards<'_>,
        doubted: Option<usize>,
    ) {
        let whole = query.root.as_ref().and_then(|root| Clause::of(root, u64::MAX));
        let wanted = whole.as_ref().map_or(0, Clause::wanted);
        let meant = synonyms::meant(segment, line, leaves, wanted);
        let is_long = question::is_long(leaves, wanted);
        let mut open: Vec<(u64, usize)> = Vec::new();
        for (at, (leaf, terms)) in leaves.iter().zip(&mut self.terms).enumerate() {
            if doubted.is_some_and(|doubted| doubted != at) {
                continue;
            }
            let surroundings = Surroundings {
                leaves: leaves.len(),
                // No article is hidden for what its words might have been meant to be.
                with_typos: wanted >> at & 1 == 1 && leaf.field.is_none() && leaf.kind != LeafKind::Phrase,
                is_doubted: doubted.is_some(),
            };
            *terms = resolve(segment, (at, leaf), surroundings, &meant, boards.budget);
            open.extend(terms.as_ref().map(|terms| (terms.cost(), at)));
        }
        // The rarest come first: where there are too many, the commonest are left out.
        sort_by(&mut open, Ord::cmp);
        let unspent = boards.budget.clone();
        // While enough articles have all words so far, nobody asks for those that have but some.
        let mut is_narrow = boards.may_be_narrow
            && open.len() > 1
            && doubted.is_none()
            && whole.is_some_and(|whole| whole.needs_only_leaves())
            && leaves.iter().all(|leaf| is_word(leaf.kind) && leaf.field.is_none());
        let Attempt { terms, found, decided, kept, .. } = self;
        let mut left = open.iter();
        while let Some((_, at)) = left.next() {
            let (Some(terms), Some(found)) = (terms.get_mut(*at), found.get_mut(*at)) else { continue };
            match terms.as_ref().and_then(|terms| Some((terms, boards.find(segment, terms)?))) {
                Some((terms, articles)) => {
                    *found = articles;
                    if is_long {
                        question::weigh(segment, leaves.get(*at), terms, found);
                    }
                    let is_phrase = terms.kind == LeafKind::Phrase && !ranking::is_facet(terms.field);
                    if is_phrase && phrase::narrow(segment, terms, found, boards.budget) {
                        *decided |= 1 << at;
                    }
                }
                // It is tried again with all the others, and decided then.
                None if is_narrow => *found = Found::new(),
                None => (*terms, *found, *kept) = (None, Found::new(), Some(0)),
            }
            if is_narrow {
                if found.len() < ENOUGH {
                    (is_narrow, *boards.budget, left) = (false, unspent.clone(), open.iter());
                }
                // The last one is followed by none that could count less.
                boards.count_only(segment, Some(&*found).filter(|_| is_narrow && left.len() > 0));
            }
        }
        let asks = (0..64).zip(&self.terms).fold(0, |asks, (at, terms)| asks | u64::from(terms.is_some()) << at);
        self.clause = query.root.as_ref().and_then(|root| Clause::of(root, asks));
        self.kept = self.kept.map(|_| asks.count_ones() as usize);
        self.near = near::near(segment, query, &self.terms, boards.budget);
    }

    /// The line with the words that were taken for slips put right.
    fn correction(&self, line: &str, leaves: &[&Leaf]) -> Option<String> {
        let mut out = String::new();
        let mut at = 0;
        for (leaf, terms) in leaves.iter().zip(&self.terms) {
            if let Some(better) = terms.as_ref().and_then(|terms| terms.correction.as_deref()) {
                out.push_str(line.get(at..leaf.range.start).unwrap_or_default());
                out.push_str(better);
                at = leaf.range.end;
            }
        }
        if at == 0 {
            return None;
        }
        out.push_str(line.get(at..).unwrap_or_default());
        Some(out)
    }

    /// Of two words or more, the one that fewest articles have, that articles are found by and that is long enough to
    /// doubt.
    fn rarest_word(&self, leaves: &[&Leaf]) -> Option<usize> {
        if leaves.len() < 2 {
            return None;
        }
        let wanted = self.clause.as_ref().map_or(0, Clause::wanted);
        let doubtful = (0..leaves.len()).filter(|at| {
            let leaf = leaves.get(*at).filter(|_| wanted >> at & 1 == 1);
            leaf.is_some_and(|leaf| is_word(leaf.kind) && leaf.field.is_none() && characters(&leaf.text) >= 4)
        });
        doubtful.min_by_key(|at| self.found.get(*at).map_or(0, Vec::len))
    }

    /// Decides which articles match. With a word that is `doubted` nobody looks for those that have but enough, where
    /// none has all.
    fn judge(
        &self,
        segment: &Segment<'_>,
        request: &Request,
        filters: &Filters<'_>,
        budget: &mut Budget,
        doubted: Option<usize>,
    ) -> Verdict {
        let (mut open_leaves, mut soft) = (0u64, 0u64);
        for (at, terms) in self.terms.iter().enumerate() {
            let Some(terms) = terms else { continue };
            // Postings tell the spelling of a single word, but not in which field it stands; a phrase in a facet's name was
            // compared with the name.
            let is_phrase = terms.kind == LeafKind::Phrase && (terms.words.len() > 1 || terms.field.is_some());
            if is_phrase && self.decided >> at & 1 == 0 && !ranking::is_facet(terms.field) {
                open_leaves |= 1 << at;
            }
            soft |= u64::from(is_word(terms.kind) && terms.field.is_none()) << at;
        }
        let clause = self.clause.as_ref();
        // Most queries ask for some words and for nothing else.
        let is_plain = clause.is_some_and(Clause::needs_only_leaves);
        // What has the only word is all there is to know.
        let only = self.found.first().filter(|_| self.found.len() == 1 && is_plain && open_leaves == 0);
        let mut has = vec![0u64; if only.is_some() { 0 } else { segment.stats.documents as usize }];
        let scores = if only.is_some() { Vec::new() } else { self.add_up(&mut has, true) };
        let (gains_of, gains) = ranking::Gains::of_all(segment, request);
        let of = |list: &[f32], document: u32| list.get(document as usize).copied().unwrap_or(0.0);
        let mut verdict = Verdict {
            candidates: Vec::new(),
            strict: 0,
            is_total_exact: !self.terms.iter().flatten().any(|terms| terms.is_cut),
            needs: Vec::new(),
            has_unverified: false,
            is_open: false,
        };
        let candidate = |document: u32, score: f32, has: u64, is_strict: bool| Candidate {
            document,
            score: score * of(&gains, document),
            is_strict,
            has,
            failed: Failed::None,
            is_verified: (has & self.decided != 0).then_some(true),
            pin: ranking::NO_PIN,
        };
        let strict = Vec::from_iter(clause);
        let holds = |clauses: &[&Clause], document: u32, has: u64| {
            let facts = Facts { has, open: has & open_leaves, day: &|| segment.day(document) };
            clauses.iter().all(|clause| clause.holds(facts) != Truth::No)
        };
        let (needed, needs_leaf) = (clause.map_or(0, Clause::needed), clause.is_some_and(Clause::needs_leaf));
        let is_strict = |document: u32, has: u64| {
            has & needed == needed && (is_plain || (has != 0 || !needs_leaf) && holds(&strict, document, has))
        };
        // What has all that is needed has the rarest of it.
        let lists = self.found.iter().enumerate().filter(|(at, _)| needed >> at & 1 == 1);
        let rarest = lists.map(|(_, found)| found).min_by_key(|found| found.len());
        let most = rarest.map_or(has.len(), Vec::len);
        verdict.candidates.reserve(most);
        for place in 0..most {
            if let Some(one) = only.and_then(|found| found.get(place)) {
                verdict.candidates.push(candidate(one.document, one.score, 1, true));
                continue;
            }
            let document = rarest.map_or(place as u32, |found| found.get(place).map_or(0, |one| one.document));
            let has = has.get(document as usize).copied().unwrap_or(0);
            if is_strict(document, has) {
                verdict.candidates.push(candidate(document, of(&scores, document), has, true));
            }
        }
        filters.hold(segment, &mut verdict.candidates);
        if open_leaves != 0 {
            let candidates = std::mem::take(&mut verdict.candidates);
            verdict.has_unverified =
                self.verify_phrases(segment, candidates, &strict, open_leaves, budget, &mut verdict);
            verdict.is_open = verdict.has_unverified;
        }
        verdict.strict = verdict.candidates.iter().filter(|one| one.failed == Failed::None).count();
        // What is not compared with texts asks for no pages either.
        let is_in_vain = doubted.is_some() && verdict.strict == 0 && open_leaves == 0;
        if verdict.strict < ENOUGH
            && !is_in_vain
            && let Some((rest, words)) = clause.and_then(|clause| clause.relaxed(soft))
        {
            let mut loose = Vec::new();
            for document in self.loose(&words, &has) {
                let has = has.get(document as usize).copied().unwrap_or(0);
                if !is_strict(document, has) && holds(&rest, document, has) {
                    loose.push(candidate(document, of(&scores, document), has, false));
                }
            }
            filters.hold(segment, &mut loose);
            if open_leaves != 0 {
                let strict = std::mem::take(&mut verdict.candidates);
                let is_unverified = self.verify_phrases(segment, loose, &rest, open_leaves, budget, &mut verdict);
                loose = std::mem::replace(&mut verdict.candidates, strict);
                verdict.is_open |= is_unverified;
                verdict.has_unverified |= is_unverified && loose.iter().any(|one| one.failed == Failed::None);
            }
            if loose.iter().any(|one| one.failed == Failed::None) {
                verdict.candidates.append(&mut loose);
            }
        }
        if open_leaves != 0 {
            // What a phrase adds goes again where only its words stand.
            for candidate in &verdict.candidates {
                if let Some(has) = has.get_mut(candidate.document as usize) {
                    *has = candidate.has;
                }
            }
            let scores = self.add_up(&mut has, false);
            for candidate in &mut verdict.candidates {
                candidate.score = of(&scores, candidate.document) * of(&gains, candidate.document);
            }
        }
        segment.gains.set((gains_of, gains));
        verdict
    }

    /// The articles that have enough of the words, by weight; alternatives weigh as much as the rarest of them.
    fn loose(&self, words: &[u64], has: &[u64]) -> impl Iterator<Item = u32> + use<> {
        let mut weighed: Vec<(u64, f32)> = words.iter().map(|leaves| (*leaves, 0.0)).collect();
        for (leaf, found) in self.found.iter().enumerate() {
            if let Some((_, weight)) = weighed.iter_mut().find(|(leaves, _)| leaves >> leaf & 1 == 1) {
                *weight = weight.max(matching::idf(found.len(), has.len() as u32));
            }
        }
        let share = (SHORT / words.len().max(1) as f32).clamp(SHARES.0, SHARES.1);
        // What one article has, the next one often has as well.
        let (mut last, mut own, mut most) = (0, 0.0, 0.0);
        let mut loose = Vec::new();
        for (document, has) in (0u32..).zip(has) {
            if *has != last {
                last = *has;
                own = weighed.iter().filter(|(leaves, _)| has & leaves != 0).fold(0.0, |sum, (_, weight)| sum + weight);
                if own > most {
                    most = own;
                }
            }
            // The bar only rises.
            if own > 0.0 && own >= most * share {
                loose.push((document, own));
            }
        }
        loose.into_iter().filter(move |(_, own)| *own >= most * share).map(|(document, _)| document)
    }

    /// For each document the sum over the leaves that it has and that articles are found by, and over those that stand
    /// side by side in it. Which it has is found out where that `is_new`.
    fn add_up(&self, has: &mut [u64], is_new: bool) -> Vec<f32> {
        let wanted = self.clause.as_ref().map_or(0, Clause::wanted);
        let mut sums = vec![0.0; has.len()];
        for (at, found) in self.found.iter().enumerate() {
            let (leaf, is_wanted) = (1 << at, wanted >> at & 1 == 1);
            let new = if is_new { leaf } else { 0 };
            for one in found {
                let document = one.document as usize;
                if let (Some(has), Some(sum)) = (has.get_mut(document), sums.get_mut(document)) {
                    *has |= new;
                    if is_wanted && *has & leaf != 0 {
                        *sum += one.score;
                    }
                }
            }
        }
        for near in &self.near {
            for document in &near.documents {
                let at = *document as usize;
                if let (Some(has), Some(sum)) = (has.get(at), sums.get_mut(at))
                    && has & near.words == near.words
                {
                    *sum += near.score;
                }
            }
        }
        sums
    }

    /// Compares phrases with titles, standfirsts and texts, best articles first, and adds to the verdict those for which
    /// the clauses still hold. Returns whether one that passes the filters is added, or left out, although its text is
    /// not published.
    fn verify_phrases(
        &self,
        segment: &Segment<'_>,
        mut candidates: Vec<Candidate>,
        clauses: &[&Clause],
        open_leaves: u64,
        budget: &mut Budget,
        verdict: &mut Verdict,
    ) -> bool {
        sort_by(&mut candidates, |one, other| {
            let key = |one: &Candidate| (std::cmp::Reverse(ranking::sortable(one.score)), one.document);
            key(one).cmp(&key(other))
        });
        let mut is_unverified = false;
        for mut candidate in candidates.into_iter().filter(|one| one.failed != Failed::More) {
            let doubtful = candidate.has & open_leaves;
            if doubtful != 0 {
                // Without any text there is little to read, and what is not read is not verified either.
                if !budget.has_text() && segment.text_mode() != TextMode::Standfirst {
                    verdict.is_total_exact = false;
                    break;
                }
                let mut unknown = 0;
                for leaf in (0..64).filter(|leaf| doubtful >> leaf & 1 == 1) {
                    let (Some(Some(terms)), Some(found)) = (self.terms.get(leaf), self.found.get(leaf)) else {
                        continue;
                    };
                    match stands_in_article(segment, terms, found, candidate.document, budget) {
                        Stands::Yes => {}
                        Stands::No => candidate.has &= !(1 << leaf),
                        Stands::Unknown => unknown |= 1 << leaf,
                        Stands::Absent(page) => {
                            unknown |= 1 << leaf;
                            if verdict.needs.len() < NEEDS && !verdict.needs.contains(&page) {
                                verdict.needs.push(page);
                            }
                        }
                    }
                }
                candidate.is_verified = Some(unknown == 0);
                let day = || segment.day(candidate.document);
                let holds = |has: u64| {
                    let facts = Facts { has, open: 0, day: &day };
                    clauses.iter().all(|clause| clause.holds(facts) == Truth::Yes)
                };
                let is_kept = holds(candidate.has);
                is_unverified |=
                    unknown != 0 && candidate.failed == Failed::None && (is_kept || holds(candidate.has & !unknown));
                if !is_kept {
                    continue;
                }
            }
            verdict.candidates.push(candidate);
        }
        is_unverified
    }
}
