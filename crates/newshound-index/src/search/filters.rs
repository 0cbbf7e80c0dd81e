//! Filters, and the counts that go with them.

use super::ranking::Candidate;
use super::{FacetCount, Request};
use crate::date::Precision;
use crate::query::DayRange;
use crate::segment::Segment;
use crate::segment::facets::Facet;
use crate::sort::sort_by;

/// One condition that the page set beside the line.
struct Filter<'s> {
    facet: &'s Facet,
    /// For each value of the facet, whether it is wanted.
    wanted: Vec<bool>,
}

/// All conditions that the page set.
pub(crate) struct Filters<'s> {
    filters: Vec<Filter<'s>>,
    dates: Option<DayRange>,
    /// A filter names a facet that no article has.
    is_impossible: bool,
}

/// Which of the conditions an article fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failed {
    None,
    /// Only the one with this number; the dates have the number of filters.
    One(usize),
    /// Two or more: then it counts for nothing.
    More,
}

impl<'s> Filters<'s> {
    pub(crate) fn new(segment: &'s Segment<'_>, request: &Request) -> Filters<'s> {
        let mut filters = Vec::new();
        let mut is_impossible = false;
        for (name, values) in request.filters.iter().filter(|(_, values)| !values.is_empty()) {
            match segment.facet(name) {
                Some(facet) => {
                    let wanted = facet.values.iter().map(|value| values.contains(value)).collect();
                    filters.push(Filter { facet, wanted });
                }
                None => is_impossible = true,
            }
        }
        Filters { filters, dates: request.dates, is_impossible }
    }

    pub(crate) fn failed(&self, segment: &Segment<'_>, document: u32) -> Failed {
        if self.is_impossible {
            return Failed::More;
        }
        let mut failed = Failed::None;
        for (at, filter) in self.filters.iter().enumerate() {
            let is_wanted = |value: &u32| filter.wanted.get(*value as usize).is_some_and(|wanted| *wanted);
            if !filter.facet.of(document).iter().any(is_wanted) {
                match failed {
                    Failed::None => failed = Failed::One(at),
                    _ => return Failed::More,
                }
            }
        }
        if self.dates.is_some_and(|dates| !segment.day(document).is_some_and(|day| dates.contains(day))) {
            match failed {
                Failed::None => failed = Failed::One(self.filters.len()),
                _ => return Failed::More,
            }
        }
        failed
    }

    /// Finds out what candidates fail.
    pub(crate) fn hold(&self, segment: &Segment<'_>, candidates: &mut [Candidate]) {
        if !self.filters.is_empty() || self.dates.is_some() || self.is_impossible {
            candidates.iter_mut().for_each(|one| one.failed = self.failed(segment, one.document));
        }
    }

    /// The number of the filter on a facet, if there is one; any other number fits no [`Failed::One`].
    pub(crate) fn number(&self, facet: &Facet) -> usize {
        self.filters.iter().position(|filter| std::ptr::eq(filter.facet, facet)).unwrap_or(usize::MAX)
    }

    /// The number of the filter on dates.
    pub(crate) fn number_of_dates(&self) -> usize {
        self.filters.len()
    }

    /// The values of a facet with the number of `documents` that have each. Most first, then in byte order; values
    /// without an article are left out, wanted ones stay.
    pub(crate) fn count<'f>(&self, facet: &'f Facet, documents: &[u32]) -> Vec<FacetCount<'f>> {
        let own = self.number(facet);
        let mut counts = vec![0; facet.values.len()];
        for value in documents.iter().flat_map(|document| facet.of(*document)) {
            if let Some(count) = counts.get_mut(*value as usize) {
                *count += 1;
            }
        }
        let wanted = self.filters.get(own).map(|filter| filter.wanted.as_slice()).unwrap_or_default();
        let mut out: Vec<FacetCount<'_>> = Vec::new();
        for (at, (value, count)) in facet.values.iter().zip(counts).enumerate() {
            if count > 0 || wanted.get(at).is_some_and(|wanted| *wanted) {
                out.push(FacetCount { value, count });
            }
        }
        sort_by(&mut out, |one, other| other.count.cmp(&one.count).then_with(|| one.value.cmp(other.value)));
        out
    }
}

/// The number of `documents` per month, oldest first, as (year, month, count).
pub(crate) fn timeline(segment: &Segment<'_>, documents: &[u32]) -> Vec<(i32, u8, u32)> {
    let dates = segment.dates();
    let dates = documents.iter().filter_map(|document| dates.get(*document as usize).copied().flatten());
    let mut months: Vec<(i32, u8)> = Vec::new();
    for date in dates.filter(|date| date.precision() >= Precision::Month) {
        let (year, month, _) = date.civil_day();
        months.push((year, month));
    }
    sort_by(&mut months, Ord::cmp);
    let count = |same: &[(i32, u8)]| same.first().map(|(year, month)| (*year, *month, same.len() as u32));
    months.chunk_by(|one, other| one == other).filter_map(count).collect()
}
