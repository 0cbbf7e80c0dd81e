//! The summary of an import, as a person reads it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::Duration;

use crate::show;
use crate::tally::{Tally, word};

/// Values of a list that are named; the rest is a number.
const NAMED: usize = 8;
/// Problems of a kind that are shown; `--json` has more.
const SHOWN: usize = 3;
/// An import that takes less needs no explanation.
const LONG: Duration = Duration::from_secs(1);

/// What was read, in how long, and what it is made of; where something is built, also how its text is published.
pub(crate) fn summary(tally: &Tally, time: Duration, text: Option<&str>) -> String {
    let mut out = String::new();
    let rate = show::number((tally.articles as f64 / time.as_secs_f64().max(0.001)) as u64);
    let articles = show::bold(&show::count(tally.articles, "article"));
    let (files, size) = (show::count(tally.files, "file"), show::bytes(tally.bytes));
    line(&mut out, &format!("{articles} from {files} ({size}) in {}, {rate} a second", show::seconds(time)));
    if tally.excluded > 0 {
        line(&mut out, &format!("{} left out, as the settings say", show::number(tally.excluded)));
    }
    if tally.articles > 0 {
        row(&mut out, "formats", &list(&tally.formats));
        row(&mut out, "sections", &list(&tally.sections));
        row(&mut out, "languages", &list(&tally.languages));
        let dates = match (tally.oldest, tally.newest) {
            (Some(oldest), Some(newest)) => format!("{} to {}", day(&oldest.to_string()), day(&newest.to_string())),
            _ => "none".into(),
        };
        let without = tally.articles - tally.with.date;
        let without = if without > 0 { format!(", {} without", show::number(without)) } else { String::new() };
        row(&mut out, "dates", &(dates + &without));
        if let Some(text) = text {
            row(&mut out, "text", text);
        }
        slowest(&mut out, tally, time);
        if tally.with.language * 2 < tally.articles {
            line(&mut out, "  help: `--language en`, or what they are in, tells how their words are inflected");
        }
        if tally.with.date * 2 < tally.articles {
            line(
                &mut out,
                "  help: without dates, new articles are not ahead of old ones, and none is found by its day",
            );
        }
    }
    out
}

fn line(out: &mut String, text: &str) {
    // Writing to a String does not fail.
    let _ = writeln!(out, "{text}");
}

pub(crate) fn row(out: &mut String, name: &str, text: &str) {
    line(out, &format!("  {name:<11} {text}"));
}

fn day(date: &str) -> &str {
    date.split('T').next().unwrap_or(date)
}

/// `News 12, Sport 5, and 3 more; 4 without`, the commonest first.
fn list(counts: &BTreeMap<String, u64>) -> String {
    let mut named: Vec<(&str, u64)> = counts.iter().map(|(name, count)| (name.as_str(), *count)).collect();
    named.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(other.0)));
    let without: u64 = named.iter().filter(|(name, _)| name.is_empty()).map(|(_, count)| count).sum();
    named.retain(|(name, _)| !name.is_empty());
    let shown = named.iter().take(NAMED);
    let mut parts: Vec<String> =
        shown.map(|(name, count)| format!("{} {}", show::plain(name), show::number(*count))).collect();
    if named.len() > NAMED {
        parts.push(format!("and {} more", show::number((named.len() - NAMED) as u64)));
    }
    let parts = if parts.is_empty() { "none".to_owned() } else { parts.join(", ") };
    if without > 0 && !named.is_empty() { format!("{parts}; {} without", show::number(without)) } else { parts }
}

/// The inputs that took longest, where that is worth a line.
fn slowest(out: &mut String, tally: &Tally, time: Duration) {
    if time < LONG {
        return;
    }
    for (at, slow) in tally.slowest.iter().take(SHOWN).enumerate() {
        let name = if at == 0 { "slowest" } else { "" };
        let time = show::seconds(Duration::from_secs_f64(slow.seconds));
        row(out, name, &format!("{} {time} ({})", show::plain(&slow.file), show::bytes(slow.bytes)));
    }
}

/// The problems by kind, each with the first places and what to do.
pub(crate) fn problems(tally: &Tally) -> String {
    let mut out = String::new();
    for kind in &tally.problems.kinds {
        let many = if kind.count > 1 { format!(" ({})", show::number(kind.count)) } else { String::new() };
        line(&mut out, &format!("\n{}: {}{many}", word(kind.severity), show::bold(&kind.code)));
        for example in kind.examples.iter().take(SHOWN) {
            let place = match (example.file.as_str(), example.line) {
                ("", _) => String::new(),
                (file, None) => format!("{file}: "),
                (file, Some(line)) => format!("{file}:{line}: "),
            };
            line(
                &mut out,
                &format!("  {}; {}", show::plain(&format!("{place}{}", example.what)), show::plain(&example.done)),
            );
        }
        if kind.count > SHOWN as u64 {
            line(&mut out, &format!("  and {} more", show::number(kind.count - SHOWN as u64)));
        }
        line(&mut out, &format!("  help: {}", kind.remedy));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists() {
        let check = |counts: &[(&str, u64)], expect: &str| {
            assert_eq!(list(&counts.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect()), expect);
        };
        check(&[], "none");
        check(&[("", 3)], "none");
        check(&[("News", 5), ("Sport", 1200)], "Sport 1,200, News 5");
        check(&[("News", 5), ("", 2)], "News 5; 2 without");
        let many: Vec<(String, u64)> = (0..10).map(|at| (format!("s{at}"), 1)).collect();
        let many: Vec<(&str, u64)> = many.iter().map(|(name, count)| (name.as_str(), *count)).collect();
        check(&many, "s0 1, s1 1, s2 1, s3 1, s4 1, s5 1, s6 1, s7 1, and 2 more");
    }
}
