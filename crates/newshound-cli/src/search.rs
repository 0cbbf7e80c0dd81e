//! `newshound search`: the built index, asked from here.

use std::fmt::Write as _;
use std::fs;

use newshound_index::date::Date;
use newshound_index::query::Note;
use newshound_index::search::{self, Answer, AnswerNote, Hit, Parts, Piece, Request};
use newshound_index::segment::Segment;
use serde_json::{Value, json};

use crate::args::{Search, Sort};
use crate::failure::Failure;
use crate::{config, inspect, show};

/// Seconds in a day.
const DAY: i64 = 86_400;
/// How often an answer may ask for more pages, as in `host.js`.
const ROUNDS: usize = 8;

pub(crate) fn run(args: &Search) -> Result<(), Failure> {
    let found = inspect::index_in(&args.dir)?;
    let damaged = |reason| Failure::Damaged { path: args.dir.clone(), reason };
    let mut segment = Segment::open(&found.bytes).map_err(damaged)?;
    let request = request(args, segment.time_zone())?;
    known_filters(&segment.facet_names().map_err(damaged)?, &request)?;
    let mut answer = search::search(&segment, &request).map_err(damaged)?;
    // Text that is published apart comes as a browser would bring it.
    for _ in 0..ROUNDS {
        if answer.needs.is_empty() {
            break;
        }
        for need in std::mem::take(&mut answer.needs) {
            let path = found.beside.join(&need.file);
            let page = fs::read(&path).and_then(|bytes| inspect::inflated(&bytes));
            let page = page.map_err(|reason| Failure::Read { path, reason })?;
            segment.supply(need.page, page.into()).map_err(damaged)?;
        }
        answer = search::search(&segment, &request).map_err(damaged)?;
    }
    if args.json { show::print_json(&record(&answer)) } else { show::print(&tell(&answer)) }
}

/// A filter that no article can have is a slip, here.
fn known_filters(facets: &[String], request: &Request) -> Result<(), Failure> {
    let unknown = request.filters.iter().find(|(name, _)| !facets.contains(name));
    unknown.map_or(Ok(()), |(name, _)| Err(Failure::NoFacet { name: name.clone(), facets: facets.join(", ") }))
}

/// `zone` is that of the site, whose day it is.
fn request(args: &Search, zone: Option<&str>) -> Result<Request, Failure> {
    let mut filters: Vec<(String, Vec<String>)> = Vec::new();
    for filter in &args.filter {
        let wrong = || Failure::Setting { name: "--filter", value: filter.clone(), why: "not of the form NAME=VALUE" };
        let (name, value) = filter.split_once('=').ok_or_else(wrong)?;
        match filters.iter_mut().find(|(known, _)| known == name) {
            Some((_, values)) => values.push(value.to_owned()),
            None => filters.push((name.to_owned(), vec![value.to_owned()])),
        }
    }
    let today = match &args.today {
        Some(day) => {
            let wrong = |_| Failure::Setting { name: "--today", value: day.clone(), why: "no day, such as 2025-09-06" };
            i32::try_from(day.parse::<Date>().map_err(wrong)?.local_seconds().div_euclid(DAY)).ok()
        }
        None => config::today(zone),
    };
    Ok(Request {
        text: args.query.join(" "),
        limit: args.limit,
        offset: args.offset,
        sort: match args.sort {
            Sort::Relevance => search::Sort::Relevance,
            Sort::Newest => search::Sort::Newest,
            Sort::Oldest => search::Sort::Oldest,
        },
        filters,
        today,
        explain: args.explain,
        ..Request::default()
    })
}

fn text(parts: &Parts<'_>) -> String {
    let shown = |piece: Piece<'_>| {
        let text = show::plain(piece.text);
        if piece.is_match { show::bold(&text) } else { text }
    };
    parts.pieces().map(shown).collect()
}

fn tell(answer: &Answer<'_>) -> String {
    let mut out = String::new();
    for hit in &answer.hits {
        let _ = writeln!(out, "{}", text(&hit.title_parts));
        let date = hit.published.map(|date| date.to_string());
        let facts = [date, hit.section.map(str::to_owned), Some(hit.authors.join(", ")), Some(hit.url.clone())];
        let facts: Vec<String> =
            facts.into_iter().flatten().filter(|fact| !fact.is_empty()).map(|fact| show::plain(&fact)).collect();
        let _ = writeln!(out, "  {}", facts.join(" · "));
        if !hit.snippet.text.is_empty() {
            let _ = writeln!(out, "  {}", text(&hit.snippet));
        }
        for other in &hit.duplicates {
            let _ = writeln!(out, "  also {} · {}", show::plain(other.title), show::plain(&other.url));
        }
        if let Some(why) = &hit.why {
            let leaves: Vec<String> = why
                .leaves
                .iter()
                .map(|leaf| {
                    format!(
                        "{} {:.2} ({}, {})",
                        leaf.text,
                        leaf.score,
                        leaf.way,
                        show::count(leaf.articles as u64, "article")
                    )
                })
                .collect();
            let _ = write!(out, "  {:.2} = ({}) × {:.2} for its age", hit.score, leaves.join(" + "), why.recency);
            if why.boost != 1.0 {
                let _ = write!(out, " × {} for its section", why.boost);
            }
            let _ = writeln!(out, "{}", if why.is_pinned { "; pinned to this line" } else { "" });
        }
    }
    if let Some(suggestion) = &answer.suggestion {
        let _ = writeln!(out, "taken for: {}", show::plain(suggestion));
    }
    for note in &answer.notes {
        let _ = writeln!(out, "note: {}", said(note));
    }
    let least = if answer.is_total_exact { "" } else { "at least " };
    let _ = writeln!(out, "{least}{}", show::count(answer.total as u64, "article"));
    out
}

fn said(note: &AnswerNote) -> String {
    match note {
        AnswerNote::Query(note) => said_of_line(note),
        AnswerNote::Relaxed(strict) => {
            format!("{} have all the words; others with most of them follow", show::count(*strict as u64, "article"))
        }
        AnswerNote::Typo => "no article has such a word; a similar one was searched".into(),
        AnswerNote::PhraseNotVerified => "the text is not in the index: phrases are found by their words".into(),
    }
}

/// What could not be taken as it was typed, and what was done instead.
fn said_of_line(note: &Note) -> String {
    match note {
        Note::UnbalancedQuote => "a quotation mark has no partner; what stands behind it was searched as words".into(),
        Note::UnbalancedParenthesis => "a parenthesis has no partner; it was closed at the end, or ignored".into(),
        Note::ImpossibleDate { text } => {
            format!("`{}` is no date; write it as 2025-03-14, 2025-03 or 2025", show::plain(text))
        }
        Note::RelativeDateWithoutToday { text } => {
            format!("nobody said what day it is, so `{}` was left out; `--today` says it", show::plain(text))
        }
        Note::EmptyDateRange => "no day is within all of these dates".into(),
        Note::TooLong { kept } => format!("only the first {} were read", show::count(*kept as u64, "character")),
        Note::TooManyWords { kept } => {
            format!("only {} were searched; the others were left out", show::count(*kept as u64, "word"))
        }
        Note::TooDeep { kept } => {
            let levels = show::count(*kept as u64, "level");
            format!("parentheses stand deeper in each other than {levels}; the inner ones were ignored")
        }
        Note::OnlyExclusions => {
            "the line only says what is not wanted; all other articles are listed, newest first".into()
        }
        Note::EmptyOperator { operator } => format!("`{operator}` has nothing to work on; it was ignored"),
        Note::ExclusionInOr => {
            "a word with a minus beside OR was taken for all of the line: `a OR b OR -c` is read as `(a OR b) -c`"
                .into()
        }
    }
}

fn pieces(parts: &Parts<'_>) -> Value {
    parts.pieces().map(|piece| json!({ "text": piece.text, "isMatch": piece.is_match })).collect()
}

/// The names are those of the JavaScript surface.
fn record(answer: &Answer<'_>) -> Value {
    json!({
        "total": answer.total,
        "isTotalExact": answer.is_total_exact,
        "suggestion": answer.suggestion,
        "notes": answer.notes.iter().map(said).collect::<Vec<_>>(),
        "hits": answer.hits.iter().map(hit).collect::<Vec<_>>(),
    })
}

fn hit(hit: &Hit<'_>) -> Value {
    json!({
        "id": hit.id,
        "url": hit.url,
        "title": hit.title,
        "titleParts": pieces(&hit.title_parts),
        "date": hit.published.map(|date| date.to_string()),
        "modified": hit.modified.map(|date| date.to_string()),
        "section": hit.section,
        "authors": hit.authors,
        "tags": hit.tags,
        "language": hit.language,
        "image": hit.image,
        "isFree": hit.is_free,
        "score": hit.score,
        "fields": hit.fields.iter().map(|(name, values)| ((*name).to_owned(), json!(values))).collect::<serde_json::Map<_, _>>(),
        "snippet": pieces(&hit.snippet),
        "duplicates": hit.duplicates.iter().map(|other| json!({ "id": other.id, "url": other.url, "title": other.title })).collect::<Vec<_>>(),
        "why": hit.why.as_ref().map(|why| json!({
            "hasAll": why.has_all,
            "recency": why.recency,
            "boost": why.boost,
            "isPinned": why.is_pinned,
            "leaves": why.leaves.iter().map(|leaf| json!({ "text": leaf.text, "score": leaf.score, "way": leaf.way, "articles": leaf.articles })).collect::<Vec<_>>(),
        })),
    })
}

#[cfg(test)]
mod tests {
    use newshound_index::query::{ParseContext, parse};

    use super::*;

    #[test]
    fn notes_are_sentences() {
        let context = ParseContext { today: None };
        let check = |line: &str, expect: &str| {
            let query = parse(line, &context);
            let notes: Vec<String> = query.notes.iter().map(said_of_line).collect();
            assert!(notes.iter().any(|note| note.contains(expect)), "{notes:?} lacks {expect:?}");
        };
        check("\"harbour", "a quotation mark has no partner");
        check("(harbour", "a parenthesis has no partner");
        check("harbour after:2025-02-30", "`2025-02-30` is no date");
        check("harbour date:yesterday", "nobody said what day it is, so `yesterday` was left out");
        check("after:2025 before:2024", "no day is within all of these dates");
        check(&"harbour".repeat(10_000), "were read");
        let words: String = (0..65).map(|at| format!("harbour{at} ")).collect();
        check(&words, "only 64 words were searched");
        check("-harbour", "only says what is not wanted");
        check("harbour OR", "`OR` has nothing to work on");
        check("harbour OR -bridge", "`a OR b OR -c` is read as");
    }
}
