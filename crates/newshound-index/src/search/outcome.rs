//! What is asked and what is answered, and the last step: from candidates to hits.

use super::filters::{Failed, Filters};
use super::ranking::{Candidate, Gains, NO_PIN};
use super::snippet::{Marker, Parts, is_unique};
use super::terms::{Terms, Way};
use super::{Attempt, Order, Verdict};
use crate::date::Date;
use crate::query::{DayRange, Leaf, Note};
use crate::segment::reader::Text;
use crate::segment::{Need, Segment};
use crate::sort::{keep_first_by, sort_by};

/// Articles of an index in which words that do not tell them apart are not marked beside others that do.
const MANY: u32 = 100;

/// In which order hits come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// What fits best first.
    #[default]
    Relevance,
    /// Newest first, those without a date last.
    Newest,
    /// Oldest first, those without a date last.
    Oldest,
}

/// A question.
#[derive(Clone, Debug)]
pub struct Request {
    /// The reader's line.
    pub text: String,
    /// Hits to return.
    pub limit: usize,
    /// Hits to leave out at the beginning.
    pub offset: usize,
    /// The order.
    pub sort: Sort,
    /// Facets with the wanted values of each: one of them is enough, but every facet named has to have one.
    pub filters: Vec<(String, Vec<String>)>,
    /// The wanted days.
    pub dates: Option<DayRange>,
    /// Facets to count the values of; with any, the timeline is counted as well.
    pub facets: Vec<String>,
    /// Whether near-duplicates stand behind one of them.
    pub collapse: bool,
    /// The reader's day, since 1970-01-01.
    pub today: Option<i32>,
    /// Days after which the bonus for being recent has halved, 0 for none; `None`: the index's own.
    pub half_life: Option<f32>,
    /// Whether hits say why they stand where they do.
    pub explain: bool,
}

impl Default for Request {
    /// Ten hits for nothing in particular, near-duplicates collapsed.
    fn default() -> Request {
        Request {
            text: String::new(),
            limit: 10,
            offset: 0,
            sort: Sort::Relevance,
            filters: Vec::new(),
            dates: None,
            facets: Vec::new(),
            collapse: true,
            today: None,
            half_life: None,
            explain: false,
        }
    }
}

/// Something that the reader may want to know about the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnswerNote {
    /// About how the line was read.
    Query(Note),
    /// Too few articles have all the words; those that have enough of them follow. With the number that have all,
    /// near-duplicates counted once if collapsed.
    Relaxed(usize),
    /// Words that no article has were taken for slips.
    Typo,
    /// The text of some articles is not published: they have the words of the phrase, perhaps apart.
    PhraseNotVerified,
}

impl AnswerNote {
    /// The name of the note in answers: kebab case, never changed once released.
    pub fn code(&self) -> &'static str {
        match self {
            AnswerNote::Query(note) => note.code(),
            AnswerNote::Relaxed(_) => "relaxed",
            AnswerNote::Typo => "typo",
            AnswerNote::PhraseNotVerified => "phrase-not-verified",
        }
    }
}

/// An answer. What it tells of articles stands in the segment, so no page can be supplied while it is there.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer<'s> {
    /// Articles that match, near-duplicates counted once if collapsed.
    pub total: usize,
    /// Otherwise the total is at least so many.
    pub is_total_exact: bool,
    /// Best first.
    pub hits: Vec<Hit<'s>>,
    /// The facets asked for that the index has, in the order asked.
    pub facets: Vec<(&'s str, Vec<FacetCount<'s>>)>,
    /// Articles per month as (year, month, count), oldest first, where facets were asked for.
    pub timeline: Option<Vec<(i32, u8, u32)>>,
    /// The line as it may have been meant.
    pub suggestion: Option<String>,
    /// What the reader may want to know.
    pub notes: Vec<AnswerNote>,
    /// Pages without which the answer is not final.
    pub needs: Vec<Need>,
}

/// A value of a facet, and how many articles have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetCount<'s> {
    /// The value.
    pub value: &'s str,
    /// Articles that match and have it.
    pub count: u32,
}

/// Where a snippet comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SnippetSource {
    /// The text.
    Body,
    /// The standfirst, or the lead that stands for it.
    Standfirst,
}

/// One article of an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit<'s> {
    /// The publisher's identifier.
    pub id: &'s str,
    /// Where it is.
    pub url: String,
    /// The headline.
    pub title: &'s str,
    /// The headline, with what matches.
    pub title_parts: Parts<'s>,
    /// First publication.
    pub published: Option<Date>,
    /// Last change.
    pub modified: Option<Date>,
    /// The section.
    pub section: Option<&'s str>,
    /// Bylines.
    pub authors: Vec<&'s str>,
    /// Keywords.
    pub tags: Vec<&'s str>,
    /// BCP 47.
    pub language: Option<&'s str>,
    /// The URL of the main image.
    pub image: Option<&'s str>,
    /// Whether everybody may read it.
    pub is_free: bool,
    /// Higher is better.
    pub score: f32,
    /// A passage, with what matches; empty where there is none, or not yet.
    pub snippet: Parts<'s>,
    /// Where the passage is from.
    pub snippet_source: Option<SnippetSource>,
    /// Whether each sentence of a passage of the body stands once in the article, its title and standfirst among it.
    pub is_snippet_unique: bool,
    /// Whether phrases were compared with the text; `None` where there were none.
    pub is_phrase_verified: Option<bool>,
    /// Near-duplicates behind this one, newest first.
    pub duplicates: Vec<Duplicate<'s>>,
    /// The publisher's own fields, by name.
    pub fields: Vec<(&'s str, Vec<&'s str>)>,
    /// Why it stands here, where that was asked for.
    pub why: Option<Why>,
}

/// A near-duplicate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duplicate<'s> {
    /// The publisher's identifier.
    pub id: &'s str,
    /// Where it is.
    pub url: String,
    /// The headline.
    pub title: &'s str,
    /// First publication.
    pub published: Option<Date>,
    /// The section.
    pub section: Option<&'s str>,
}

/// Why a hit stands where it does: `score` is the sum of the leaves' scores times `recency` times `boost`.
#[derive(Clone, Debug, PartialEq)]
pub struct Why {
    /// Whether it has all that was asked for; those that only have enough stand below.
    pub has_all: bool,
    /// What it keeps of its score by its age: 1 for one of today.
    pub recency: f32,
    /// What its section multiplies its score by; 1 where nothing was set.
    pub boost: f32,
    /// The publisher put it first for this line.
    pub is_pinned: bool,
    /// What it has of the query.
    pub leaves: Vec<WhyLeaf>,
}

/// One word or phrase that a hit has.
#[derive(Clone, Debug, PartialEq)]
pub struct WhyLeaf {
    /// As it was typed.
    pub text: String,
    /// What it adds to the score, before recency.
    pub score: f32,
    /// How it was found: `word`, `synonym`, `prefix`, `typo`, `facet`, or `near` for two words that stand side by side.
    pub way: &'static str,
    /// Articles that have it.
    pub articles: usize,
}

/// Orders the candidates, folds near-duplicates, and makes hits of those that are shown.
pub(super) fn answer<'s>(
    segment: &'s Segment<'_>,
    request: &Request,
    leaves: &[&Leaf],
    attempt: &Attempt,
    filters: &Filters<'_>,
    mut verdict: Verdict,
    mut notes: Vec<AnswerNote>,
) -> Answer<'s> {
    let wanted = attempt.clause.as_ref().map_or(0, |clause| clause.wanted());
    let order = Order::new(segment, request.sort, wanted == 0);
    let groups = if request.collapse { segment.duplicates() } else { &[] };

    let mut facets = Vec::new();
    let mut timeline = None;
    if !request.facets.is_empty() {
        // One of each group counts, that which is shown if any is, so that the counts of what is chosen agree with the hits.
        let counted = |filter: usize| {
            let (counted, _) = fold(verdict.candidates.clone(), filter, &order, groups);
            Vec::from_iter(counted.into_iter().map(|one| one.document))
        };
        for name in &request.facets {
            if let Some(facet) = segment.facet(name) {
                let own = filters.number(facet);
                facets.push((facet.name.as_str(), filters.count(facet, &counted(own))));
            }
        }
        timeline = Some(super::filters::timeline(segment, &counted(filters.number_of_dates())));
    }

    let (mut shown, behind) = fold(std::mem::take(&mut verdict.candidates), usize::MAX, &order, groups);
    let total = shown.len();
    let complete = shown.iter().filter(|one| one.is_strict).count();
    let is_relaxed = complete < total && shown.iter().any(|one| !one.is_strict && one.pin == NO_PIN);
    let last = request.offset.saturating_add(request.limit).min(total);
    keep_first_by(&mut shown, last, |one, other| order.compare(one, other));

    if is_relaxed {
        notes.push(AnswerNote::Relaxed(complete));
    }
    let suggestion = attempt.correction(&request.text, leaves);
    if suggestion.is_some() && total > 0 {
        notes.push(AnswerNote::Typo);
    }
    if verdict.has_unverified && verdict.needs.is_empty() {
        notes.push(AnswerNote::PhraseNotVerified);
    }

    let mut terms: Vec<(usize, &Terms)> = attempt
        .terms
        .iter()
        .enumerate()
        .filter_map(|(at, terms)| terms.as_ref().map(|terms| (at, terms)))
        .filter(|(at, terms)| wanted >> at & 1 == 1 && !super::ranking::is_facet(terms.field))
        .collect();
    let documents = segment.stats.documents;
    let tells = |(_, terms): &(usize, &Terms)| documents < MANY || terms.tell_articles_apart(documents);
    if terms.iter().any(tells) {
        terms.retain(tells);
    }
    let marker = Marker::new(segment, &terms);
    let mut needs = verdict.needs;
    let mut hits = Vec::new();
    for candidate in shown.iter().skip(request.offset).take(request.limit) {
        let mut hit = hit(segment, candidate, &marker, &mut needs);
        let group = group_of(groups, candidate.document);
        if group != 0 {
            let mut members: Vec<u32> = behind
                .iter()
                .filter(|(of, document)| *of == group && *document != candidate.document)
                .map(|(_, d)| *d)
                .collect();
            sort_by(&mut members, |one, other| order.newest(*one, *other));
            for document in members {
                hit.duplicates.push(duplicate(segment, document));
            }
        }
        if request.explain {
            hit.why = Some(why(segment, request, leaves, attempt, candidate, wanted));
        }
        hits.push(hit);
    }
    let suggestion = suggestion.filter(|_| total > 0);
    Answer {
        total,
        is_total_exact: verdict.is_total_exact,
        hits,
        facets,
        timeline,
        suggestion,
        notes,
        needs: needs.into_iter().filter_map(|page| segment.need(page)).collect(),
    }
}

/// Of the candidates that pass the filters, but for that with number `own`, one of each group: the newest, with the score
/// of the best. Also all members of groups as (group, document).
#[allow(clippy::type_complexity, reason = "the shown, and who stands behind them")]
fn fold(
    mut shown: Vec<Candidate>,
    own: usize,
    order: &Order<'_, '_>,
    groups: &[u32],
) -> (Vec<Candidate>, Vec<(u32, u32)>) {
    // For each group the place of the one that stands for it, and one more.
    let (mut places, mut standing, mut behind) = (Vec::new(), Vec::<Candidate>::new(), Vec::new());
    shown.retain(|one| {
        if one.failed != Failed::None && one.failed != Failed::One(own) {
            return false;
        }
        let group = group_of(groups, one.document);
        if group == 0 {
            return true;
        }
        behind.push((group, one.document));
        if places.len() <= group as usize {
            places.resize(group as usize + 1, 0usize);
        }
        let Some(place) = places.get_mut(group as usize) else { return false };
        match place.checked_sub(1).and_then(|place| standing.get_mut(place)) {
            Some(known) => {
                let score = known.score.max(one.score);
                // One that is shown stands for all, then one that is pinned, then one that has all the words.
                let key = |of: &Candidate| (of.failed != Failed::None, of.pin, !of.is_strict);
                if key(one).cmp(&key(known)).then_with(|| order.newest(one.document, known.document)).is_lt() {
                    *known = *one;
                }
                known.score = score;
            }
            None => {
                standing.push(*one);
                *place = standing.len();
            }
        }
        false
    });
    shown.append(&mut standing);
    (shown, behind)
}

/// The group of near-duplicates that an article is in; 0 for none.
fn group_of(groups: &[u32], document: u32) -> u32 {
    groups.get(document as usize).copied().unwrap_or(0)
}

fn hit<'s>(segment: &'s Segment<'_>, candidate: &Candidate, marker: &Marker<'_, '_>, needs: &mut Vec<u32>) -> Hit<'s> {
    let document = candidate.document;
    let record = segment.record(document);
    let (mut snippet, mut snippet_source) = (Parts::default(), None);
    let mut is_snippet_unique = false;
    match segment.text(document) {
        Text::Blocks(blocks) => {
            snippet = marker.passage(record.title, &blocks);
            snippet_source = (!snippet.text.is_empty()).then_some(SnippetSource::Body);
            let before = [record.title, record.standfirst.unwrap_or_default()];
            is_snippet_unique = is_unique(&snippet.text, before.into_iter().chain(blocks.iter().map(|block| block.1)));
        }
        Text::Unpublished => {}
        Text::Absent(page) => {
            if !needs.contains(&page) {
                needs.push(page);
            }
        }
    }
    // While the text is on its way, and where it is not published.
    if let (true, Some(standfirst)) = (snippet.text.is_empty(), record.standfirst) {
        snippet = marker.parts(standfirst);
        snippet_source = (!snippet.text.is_empty()).then_some(SnippetSource::Standfirst);
    }
    let mut hit = Hit {
        id: record.id,
        url: segment.url(&record),
        title: record.title,
        title_parts: marker.parts(record.title),
        published: segment.date(document),
        modified: record.modified,
        section: None,
        authors: Vec::new(),
        tags: Vec::new(),
        language: None,
        image: record.image,
        is_free: record.is_free,
        score: candidate.score,
        snippet,
        snippet_source,
        is_snippet_unique,
        is_phrase_verified: candidate.is_verified,
        duplicates: Vec::new(),
        fields: Vec::new(),
        why: None,
    };
    for facet in segment.facets() {
        let mut values = facet.texts(document);
        match facet.name.as_str() {
            "section" => hit.section = values.pop(),
            "author" => hit.authors = values,
            "tag" => hit.tags = values,
            "language" => hit.language = values.pop(),
            _ if values.is_empty() => {}
            name => hit.fields.push((name, values)),
        }
    }
    hit
}

fn duplicate<'s>(segment: &'s Segment<'_>, document: u32) -> Duplicate<'s> {
    let record = segment.record(document);
    Duplicate {
        id: record.id,
        url: segment.url(&record),
        title: record.title,
        published: segment.date(document),
        section: segment.facet("section").and_then(|facet| facet.texts(document).pop()),
    }
}

fn why(
    segment: &Segment<'_>,
    request: &Request,
    leaves: &[&Leaf],
    attempt: &Attempt,
    candidate: &Candidate,
    wanted: u64,
) -> Why {
    let mut out = Vec::new();
    for (at, leaf) in leaves.iter().enumerate() {
        let (Some(Some(terms)), Some(found)) = (attempt.terms.get(at), attempt.found.get(at)) else { continue };
        if (wanted & candidate.has) >> at & 1 == 0 {
            continue;
        }
        let score = found.iter().find(|one| one.document == candidate.document).map_or(0.0, |one| one.score);
        let mut surest = Way::Typo;
        for expansion in terms.atoms.iter().flat_map(|atom| &atom.expansions) {
            let postings = segment.postings(expansion.group);
            let at = postings.documents.binary_search(&candidate.document);
            if at.is_ok_and(|at| expansion.factor(postings.forms_at(at)) > 0.0) {
                surest = surest.min(expansion.way);
            }
        }
        let way = match surest {
            _ if super::ranking::is_facet(terms.field) => "facet",
            Way::Word => "word",
            Way::Synonym => "synonym",
            Way::Prefix => "prefix",
            Way::Typo => "typo",
        };
        out.push(WhyLeaf { text: leaf.text.clone(), score, way, articles: found.len() });
    }
    for near in &attempt.near {
        if let Some(score) = near.score_of(candidate.document, candidate.has) {
            let range = [near.leaf, near.leaf + 1].map(|leaf| leaves.get(leaf).map_or(0..0, |leaf| leaf.range.clone()));
            let text = request.text.get(range[0].start..range[1].end).unwrap_or_default().to_owned();
            out.push(WhyLeaf { text, score, way: "near", articles: near.documents.len() });
        }
    }
    let (recency, boost) = Gains::new(segment, request).factors(candidate.document);
    Why { has_all: candidate.is_strict, recency, boost, is_pinned: candidate.pin != NO_PIN, leaves: out }
}
