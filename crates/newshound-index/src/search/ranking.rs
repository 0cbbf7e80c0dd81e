//! Which hit stands above which.

use std::cmp::Ordering;

use super::arithmetic::halvings;
use super::filters::Failed;
use super::{Request, Sort};
use crate::date::Date;
use crate::query::Field;
use crate::segment::Segment;
use crate::segment::facets::Facet;

/// The part of a score that fades with age: an article that is very old keeps the rest.
const FADING: f64 = 0.2;

/// An article that matches, or would but for one filter.
#[derive(Clone, Debug)]
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

/// The day of a date, on the calendar of its source.
pub(crate) fn day_of(date: &Date) -> i32 {
    i32::try_from(date.local_seconds().div_euclid(86_400)).unwrap_or(0)
}

/// A score as a number that sorts like it.
pub(crate) fn sortable(score: f32) -> u32 {
    // Scores are never negative, and the bits of such numbers sort as they do.
    score.max(0.0).to_bits()
}

/// What an article gains by being recent.
pub(crate) struct Recency {
    /// Seconds since 1970 that count as now, and the half-life in seconds; `None` where there is none.
    now_and_half_life: Option<(i64, f64)>,
}

impl Recency {
    /// By the request's day, or else by the newest article.
    pub(crate) fn new(segment: &Segment<'_>, request: &Request) -> Recency {
        let days = request.half_life.unwrap_or(segment.stats.half_life as f32);
        if !(days > 0.0 && days.is_finite()) {
            return Recency { now_and_half_life: None };
        }
        let newest = || segment.dates().iter().flatten().map(Date::utc_seconds).max();
        let now = match request.today {
            // The end of the day, so that today's articles are not from the future.
            Some(today) => Some((i64::from(today) + 1) * 86_400),
            None => newest(),
        };
        Recency { now_and_half_life: now.map(|now| (now, f64::from(days) * 86_400.0)) }
    }

    /// From 1, for an article of now, down to what never fades. Without a date an article counts as old, unless none
    /// has one.
    pub(crate) fn factor(&self, date: Option<&Date>) -> f32 {
        let Some((now, half_life)) = self.now_and_half_life else { return 1.0 };
        let kept = match date {
            Some(date) => halvings((now - date.utc_seconds()).max(0) as f64 / half_life),
            None => 0.0,
        };
        (1.0 - FADING + FADING * kept) as f32
    }
}

/// What an article gains apart from its words.
pub(crate) struct Gains<'s> {
    recency: Recency,
    sections: Option<&'s Facet>,
    /// For each section what scores are multiplied by.
    boosts: &'s [f32],
}

impl<'s> Gains<'s> {
    pub(crate) fn new(segment: &'s Segment<'_>, request: &Request) -> Gains<'s> {
        Gains {
            recency: Recency::new(segment, request),
            sections: segment.facet("section"),
            boosts: &segment.settings().boosts,
        }
    }

    /// What its score is multiplied by: for its age, and for its section.
    pub(crate) fn factors(&self, document: u32, date: Option<&Date>) -> (f32, f32) {
        let section = self.sections.and_then(|sections| sections.of(document).first());
        let boost = section.and_then(|section| self.boosts.get(*section as usize));
        (self.recency.factor(date), boost.copied().unwrap_or(1.0))
    }

    /// Both.
    pub(crate) fn of(&self, document: u32, date: Option<&Date>) -> f32 {
        let (recency, boost) = self.factors(document, date);
        recency * boost
    }
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
        let ranks = self.segment.id_ranks();
        ranks.get(one as usize).cmp(&ranks.get(other as usize))
    }

    /// Which of two hits stands first.
    pub(crate) fn compare(&self, one: &Candidate, other: &Candidate) -> Ordering {
        match self.sort {
            Sort::Relevance => {
                let tier = other.is_strict.cmp(&one.is_strict);
                let score =
                    if self.ignores_score { Ordering::Equal } else { sortable(other.score).cmp(&sortable(one.score)) };
                one.pin.cmp(&other.pin).then(tier).then(score).then_with(|| self.newest(one.document, other.document))
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
