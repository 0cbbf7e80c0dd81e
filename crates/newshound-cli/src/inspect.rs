//! `newshound inspect`: what is in an index, and by what an article is found.

use std::fmt::Write as _;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use newshound_index::segment::{ArticleTerm, Segment, SegmentError};
use serde_json::json;

use crate::args::Inspect;
use crate::engine::MODULE;
use crate::failure::Failure;
use crate::{layout, module, show};

/// The file of a folder that has the index: its manifest says which, and where there is none, `cargo xtask build` made
/// it.
fn file_in(folder: &Path) -> PathBuf {
    let file = layout::manifest(folder).map(|manifest| manifest.index.unwrap_or(manifest.module));
    folder.join(file.as_deref().unwrap_or(MODULE))
}

/// An index, and where the pages of text that are apart would be.
pub(crate) struct Found {
    pub(crate) bytes: Vec<u8>,
    pub(crate) beside: PathBuf,
}

/// The index in a built folder, in a module (however it came there), or in a file of its own, deflated or not.
pub(crate) fn index_in(path: &Path) -> Result<Found, Failure> {
    let file = if path.is_dir() { file_in(path) } else { path.to_owned() };
    let bytes = match fs::read(&file) {
        Ok(bytes) => bytes,
        Err(_) if path.is_dir() => return Err(Failure::NoIndex { path: path.to_owned() }),
        Err(reason) => return Err(Failure::Read { path: file, reason }),
    };
    let beside = file.parent().unwrap_or(Path::new("")).to_owned();
    let found = |bytes| Ok(Found { bytes, beside });
    if !module::is_module(&bytes) {
        let bytes = if is_index(&bytes) { bytes } else { inflated(&bytes).unwrap_or_default() };
        return if is_index(&bytes) { found(bytes) } else { Err(Failure::NoIndex { path: file }) };
    }
    if let Some(index) = module::section(&bytes)? {
        return found(index.to_vec());
    }
    found(module::embedded(&bytes).ok_or(Failure::NoIndex { path: file })?)
}

fn is_index(bytes: &[u8]) -> bool {
    bytes.starts_with(b"nwshound")
}

/// What zlib packed.
pub(crate) fn inflated(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut out = Vec::new();
    flate2::read::ZlibDecoder::new(bytes).read_to_end(&mut out)?;
    Ok(out)
}

pub(crate) fn run(args: &Inspect) -> Result<(), Failure> {
    let bytes = index_in(&args.path)?.bytes;
    let damaged = |reason| Failure::Damaged { path: args.path.clone(), reason };
    let segment = Segment::open(&bytes).map_err(damaged)?;
    if args.ids {
        let ids = segment.ids().map_err(damaged)?;
        return if args.json {
            show::print_json(&ids)
        } else {
            show::print(&ids.iter().map(|id| show::plain(id) + "\n").collect::<String>())
        };
    }
    if let Some(id) = &args.article {
        let ids = segment.ids().map_err(damaged)?;
        let place = ids.iter().position(|other| other == id).ok_or_else(|| Failure::NoArticle { id: id.clone() })?;
        let terms = segment.article_terms(place as u32).map_err(damaged)?;
        return if args.json {
            show::print_json(&terms.iter().map(term).collect::<Vec<_>>())
        } else {
            show::print(&tell_terms(&terms))
        };
    }
    segment.verify().map_err(damaged)?;
    let about = About::of(&segment, args.path.clone(), bytes.len()).map_err(damaged)?;
    if args.json { show::print_json(&about.record()) } else { show::print(&about.tell()) }
}

fn term(term: &ArticleTerm) -> serde_json::Value {
    json!({
        "form": term.form,
        "filedUnder": term.filed_under,
        "inBody": term.in_body,
        "inTitle": term.in_title,
        "inStandfirst": term.in_standfirst,
        "inSubheading": term.in_subheading,
    })
}

fn tell_terms(terms: &[ArticleTerm]) -> String {
    let mut out = format!("{:<24} {:<24} {:>5}  elsewhere\n", "word", "filed under", "text");
    for term in terms {
        let places =
            [(term.in_title, "headline"), (term.in_standfirst, "standfirst"), (term.in_subheading, "subheading")];
        let places: Vec<&str> = places.iter().filter(|(has, _)| *has).map(|(_, name)| *name).collect();
        let count = match term.in_body {
            0 => String::new(),
            15 => "15+".into(),
            count => count.to_string(),
        };
        let under = term.filed_under.as_deref().unwrap_or_default();
        let line = format!("{:<24} {under:<24} {count:>5}  {}", show::plain(&term.form), places.join(", "));
        let _ = writeln!(out, "{}", line.trim_end());
    }
    out
}

/// What an index says about itself.
struct About {
    path: PathBuf,
    bytes: usize,
    uid: String,
    format: u16,
    articles: u32,
    words: u32,
    language: Option<String>,
    time_zone: Option<String>,
    text: &'static str,
    dates: Option<(String, String)>,
    sections: Vec<(&'static str, usize)>,
    facets: Vec<(String, Vec<String>)>,
}

impl About {
    fn of(segment: &Segment<'_>, path: PathBuf, bytes: usize) -> Result<About, SegmentError> {
        let mut facets = Vec::new();
        for name in segment.facet_names()? {
            let values = segment.facet_values(&name)?.to_vec();
            facets.push((name, values));
        }
        Ok(About {
            path,
            bytes,
            uid: segment.uid(),
            format: segment.format_version(),
            articles: segment.article_count(),
            words: segment.term_count()?,
            language: segment.language().map(str::to_owned),
            time_zone: segment.time_zone().map(str::to_owned),
            text: segment.text_mode().name(),
            dates: segment.date_range()?.map(|(oldest, newest)| (oldest.to_string(), newest.to_string())),
            sections: segment.section_sizes(),
            facets,
        })
    }

    fn record(&self) -> serde_json::Value {
        let sections: Vec<_> =
            self.sections.iter().map(|(name, bytes)| json!({ "name": name, "bytes": bytes })).collect();
        let facets: Vec<_> =
            self.facets.iter().map(|(name, values)| json!({ "name": name, "values": values })).collect();
        json!({
            "uid": self.uid,
            "formatVersion": self.format,
            "bytes": self.bytes,
            "articles": self.articles,
            "terms": self.words,
            "language": self.language,
            "timeZone": self.time_zone,
            "textMode": self.text,
            "oldest": self.dates.as_ref().map(|(oldest, _)| oldest),
            "newest": self.dates.as_ref().map(|(_, newest)| newest),
            "sections": sections,
            "facets": facets,
        })
    }

    fn tell(&self) -> String {
        let mut out = String::new();
        let mut row = |name: &str, text: String| {
            let _ = writeln!(out, "{name:<12} {text}");
        };
        row("index", format!("{}, format {}, {}", self.path.display(), self.format, self.uid));
        row("articles", show::number(self.articles.into()));
        row("words", show::number(self.words.into()));
        row("language", self.language.clone().unwrap_or_else(|| "not set".into()));
        row("time zone", self.time_zone.clone().unwrap_or_else(|| "not set".into()));
        row("text", self.text.to_owned());
        row("dates", self.dates.as_ref().map_or("none".into(), |(oldest, newest)| format!("{oldest} to {newest}")));
        for (name, values) in &self.facets {
            let some: Vec<String> = values.iter().take(5).map(|value| show::plain(value)).collect();
            let more = if values.len() > 5 { ", …" } else { "" };
            row(name, format!("{}: {}{more}", show::count(values.len() as u64, "value"), some.join(", ")));
        }
        row("\nsection", format!("{:>10}", "bytes"));
        for (name, bytes) in &self.sections {
            let share = *bytes as f64 * 100.0 / self.bytes.max(1) as f64;
            row(name, format!("{:>10} {share:>5.1} %", show::number(*bytes as u64)));
        }
        row("all", format!("{:>10}   100 %", show::number(self.bytes as u64)));
        out
    }
}
