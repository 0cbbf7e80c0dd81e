//! `newshound check`: what would be imported, and what is wrong with it.

use std::fmt::Write as _;
use std::path::Path;
use std::time::Instant;

use newshound_index::article::Article;
use newshound_index::build::{self, BuildOptions, SegmentBuilder};
use newshound_index::segment::TextMode;
use serde::Serialize;

use crate::args::Check;
use crate::config::{Config, NAME, Settings};
use crate::failure::Failure;
use crate::tally::Tally;
use crate::threads::side_by_side;
use crate::{import, show, write};

/// What one reading gave.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    inputs: Vec<String>,
    #[serde(flatten)]
    tally: Tally,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    list: Vec<Listed>,
}

/// An article in a list.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Listed {
    id: String,
    url: String,
    title: String,
    date: Option<String>,
    section: Option<String>,
    authors: Vec<String>,
    language: Option<String>,
    is_free: bool,
    /// Characters of its text.
    length: usize,
}

pub(crate) fn run(args: &Check) -> Result<(), Failure> {
    let config = Config::load(args.source.config.as_deref())?;
    let settings = config.settings(&args.source)?;
    let publisher = config.publisher(settings.base_url.as_deref());
    // What is set concerns all inputs together, so nothing can be said of it from one of them.
    let checks_settings = publisher != build::Settings::default() && (!args.each || settings.inputs.len() == 1);
    let start = Instant::now();
    let mut rows = Vec::new();
    let readings: Vec<Vec<_>> = if args.each {
        settings.inputs.iter().map(|input| vec![input.clone()]).collect()
    } else {
        vec![settings.inputs.clone()]
    };
    for inputs in readings {
        // Of several inputs, what fits none in one of them may fit another's.
        let excluded_paths =
            if args.each && settings.inputs.len() > 1 { Vec::new() } else { settings.excluded_paths.clone() };
        let one = Settings { inputs, excluded_paths, ..clone(&settings) };
        let mut list = Vec::new();
        let options =
            BuildOptions { text: TextMode::Standfirst, settings: publisher.clone(), ..BuildOptions::default() };
        let mut builder = SegmentBuilder::new(options);
        let mut tally = import::run(&one, |article| {
            if args.list {
                list.push(listed(&article));
            }
            if checks_settings {
                builder.add(article);
            }
        })?;
        if checks_settings && tally.articles > 0 {
            let workers = |parts: usize, work: &(dyn Fn(usize) + Sync)| side_by_side(one.import.threads, parts, work);
            let file = args.source.config.as_deref().unwrap_or(Path::new(NAME)).display().to_string();
            let problems = builder.problems_with(&workers);
            problems.iter().for_each(|problem| tally.problems.setting(problem, &file));
        }
        rows.push(Row { inputs: one.inputs.iter().map(|input| input.display().to_string()).collect(), tally, list });
    }
    let time = start.elapsed();
    if settings.json {
        show::print_json(&rows)?;
    } else {
        let mut out = String::new();
        for row in &rows {
            let _ = write!(out, "{}", write::problems(&row.tally));
            for article in &row.list {
                let date = article.date.as_deref().unwrap_or("-");
                let section = article.section.as_deref().unwrap_or("-");
                let _ = writeln!(
                    out,
                    "{date:<25} {section:<16} {}  {}",
                    show::plain(&article.title),
                    show::plain(&article.url)
                );
            }
        }
        if let [row] = rows.as_slice() {
            out.push('\n');
            out.push_str(&write::summary(&row.tally, time, None));
        }
        out.push('\n');
        out.push_str(&table(&rows));
        show::print(out.trim_start_matches('\n'))?;
    }
    let faults: u64 = rows.iter().map(|row| row.tally.problems.faults()).sum();
    if rows.iter().all(|row| row.tally.articles == 0) {
        let inputs: Vec<String> = rows.iter().flat_map(|row| row.inputs.clone()).collect();
        return Err(Failure::NothingIndexed { inputs: inputs.join(", ") });
    }
    if settings.strict && faults > 0 { Err(Failure::Strict { count: faults }) } else { Ok(()) }
}

fn clone(settings: &Settings) -> Settings {
    Settings {
        inputs: Vec::new(),
        base_url: settings.base_url.clone(),
        import: settings.import.clone(),
        excluded_urls: settings.excluded_urls.clone(),
        excluded_sections: settings.excluded_sections.clone(),
        excluded_paths: Vec::new(),
        ..*settings
    }
}

fn listed(article: &Article) -> Listed {
    Listed {
        length: article.blocks.iter().map(|block| block.text().chars().count()).sum(),
        id: article.id.clone(),
        url: article.url.clone(),
        title: article.title.clone(),
        date: article.published.map(|date| date.to_string()),
        section: article.section.clone(),
        authors: article.authors.clone(),
        language: article.language.clone(),
        is_free: article.is_free,
    }
}

/// How many articles have what, a row for each reading.
fn table(rows: &[Row]) -> String {
    let mut out = format!("{:>9}", "articles");
    for name in ["title", "text", "date", "URL", "section", "author", "language", "problems"] {
        let _ = write!(out, " {name:>8}");
    }
    out.push('\n');
    for Row { inputs, tally, .. } in rows {
        let with = &tally.with;
        let _ = write!(out, "{:>9}", show::number(tally.articles));
        for count in [
            with.title,
            with.body,
            with.date,
            with.url,
            with.section,
            with.author,
            with.language,
            tally.problems.faults(),
        ] {
            let _ = write!(out, " {:>8}", show::number(count));
        }
        if rows.len() > 1 {
            let _ = write!(out, "  {}", inputs.join(", "));
        }
        out.push('\n');
    }
    out
}
