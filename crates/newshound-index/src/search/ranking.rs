//! Which hit stands above which.

use std::cmp::Ordering;

use super::arithmetic::halvings;
use super::filters::Failed;
use super::{Request, Sort};
use crate::date::Date;
use crate::query::Field;
use crate::segment::Segment;
use crate::segment::facets::Facet;
use crate::segment::reader::GainsOf;

/// The part of a score that fades with age: an article that is very old keeps the rest.
const FADING: f64 = 0.2;

/// An article that matches, or would but for one filter.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate {
    pub(crate) document: u32,
    pub(crate) score: f32,
    /// It has all that was asked for, not only enough of it.
    pub(crate) is_strict: bool,
    /// The leaves that it has.
    pub(crate) has: u64,
    pub(crate) failed: Failed,
    /// Whether its phrases were compared with the text; `None` where it was found without any.
    pub(crate) is_verified: Option<bool>,
    /// Its place among the articles that are pinned to the line, or [`NO_PIN`].
    pub(crate) pin: u32,
}

/// The place of what is not pinned: behind all that is.
pub(crate) const NO_PIN: u32 = u32::MAX;

/// Whether a field is a facet, not text.
pub(crate) fn is_facet(field: Option<Field>) -> bool {
    matches!(field, Some(Field::Author | Field::Section | Field::Tag))
}

/// A score as a number that sorts like it.
pub(crate) fn sortable(score: f32) -> u32 {
    // Scores are never negative, and the bits of such numbers sort as they do.
    if score > 0.0 { score.to_bits() } else { 0 }
}

/// What articles gain apart from their words.
pub(crate) struct Gains<'s> {
    dates: &'s [Option<Date>],
    /// Seconds since 1970 that count as now, and the half-life in seconds; `None` where there is none.
    now_and_half_life: Option<(i64, f64)>,
    sections: Option<&'s Facet>,
    /// For each section what scores are multiplied by.
    boosts: &'s [f32],
}

impl<'s> Gains<'s> {
    /// By the request's day, or else by the newest article.
    pub(crate) fn new(segment: &'s Segment<'_>, request: &Request) -> Gains<'s> {
        let dates = segment.dates();
        let now = match request.today {
            // The end of the day, so that today's articles are not from the future.
            Some(today) => Some((i64::from(today) + 1) * 86_400),
            None => dates.iter().flatten().map(Date::utc_seconds).max(),
        };
        let days = half_life(segment, request);
        let has_half_life = days > 0.0 && days.is_finite();
        Gains {
            dates,
            now_and_half_life: now.filter(|_| has_half_life).map(|now| (now, f64::from(days) * 86_400.0)),
            sections: segment.facet("section"),
            boosts: &segment.settings().boosts,
        }
    }

    /// What a score is multiplied by for age, and for the section. The first goes from 1, for an article of now, down to
    /// what never fades. Without a date an article counts as old, unless none has one.
    pub(crate) fn factors(&self, document: u32) -> (f32, f32) {
        let recency = self.now_and_half_life.map_or(1.0, |(now, half_life)| {
            let date = self.dates.get(document as usize).and_then(Option::as_ref);
            let kept = date.map_or(0.0, |date| halvings((now - date.utc_seconds()).max(0) as f64 / half_life));
            (1.0 - FADING + FADING * kept) as f32
        });
        let section = self.sections.and_then(|sections| sections.of(document).first());
        let boost = section.and_then(|section| self.boosts.get(*section as usize));
        (recency, boost.copied().unwrap_or(1.0))
    }

    /// What each article's score is multiplied by, and for which request. One line after the other asks for the same, so
    /// the segment is to have it back.
    pub(crate) fn of_all(segment: &Segment<'_>, request: &Request) -> (Option<GainsOf>, Vec<f32>) {
        let key = Some((request.today, half_life(segment, request).to_bits()));
        let known = segment.gains.take();
        if known.0 == key {
            return known;
        }
        let gains = Gains::new(segment, request);
        let product = |(recency, boost)| recency * boost;
        (key, (0..segment.stats.documents).map(|document| product(gains.factors(document))).collect())
    }
}

/// The request's half-life in days, or else that of the index.
fn half_life(segment: &Segment<'_>, request: &Request) -> f32 {
    request.half_life.unwrap_or(segment.stats.half_life as f32)
}

/// The order of hits.
pub(crate) struct Order<'s, 'a> {
    segment: &'s Segment<'a>,
    sort: Sort,
    dates: &'s [Option<Date>],
    /// Nothing was asked for that scores.
    ignores_score: bool,
}

impl<'s, 'a> Order<'s, 'a> {
    pub(crate) fn new(segment: &'s Segment<'a>, sort: Sort, ignores_score: bool) -> Order<'s, 'a> {
        Order { segment, sort, dates: segment.dates(), ignores_score }
    }

    fn seconds(&self, document: u32) -> Option<i64> {
        self.dates.get(document as usize).copied().flatten().map(|date| date.utc_seconds())
    }

    /// Newer first, those without a date last; then by id.
    pub(crate) fn newest(&self, one: u32, other: u32) -> Ordering {
        self.seconds(other).cmp(&self.seconds(one)).then_with(|| self.by_id(one, other))
    }

    fn by_id(&self, one: u32, other: u32) -> Ordering {
        let ids = self.segment.all_ids();
        ids.get(one as usize).cmp(&ids.get(other as usize))
    }

    /// Which of two hits stands first.
    pub(crate) fn compare(&self, one: &Candidate, other: &Candidate) -> Ordering {
        match self.sort {
            Sort::Relevance => {
                // Those that have all stand above, then it is the score that tells.
                let rank = |of: &Candidate| {
                    u64::from(of.is_strict) << 32 | u64::from(if self.ignores_score { 0 } else { sortable(of.score) })
                };
                let better = one.pin.cmp(&other.pin).then_with(|| rank(other).cmp(&rank(one)));
                better.then_with(|| self.newest(one.document, other.document))
            }
            Sort::Newest => self.newest(one.document, other.document),
            Sort::Oldest => match (self.seconds(one.document), self.seconds(other.document)) {
                (Some(first), Some(second)) => {
                    first.cmp(&second).then_with(|| self.by_id(one.document, other.document))
                }
                _ => self.newest(one.document, other.document),
            },
        }
    }
}
