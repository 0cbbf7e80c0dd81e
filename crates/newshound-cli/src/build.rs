//! `newshound build`: articles in, a folder to upload out.

use std::fmt::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use newshound_index::article::Article;
use newshound_index::build::{BuildOptions, Built, SegmentBuilder};
use newshound_index::segment::{Segment, TextMode};
use newshound_ingest::Format;
use serde::Serialize;

use crate::args::{Build, Text};
use crate::config::{Config, NAME, Settings, time_zone};
use crate::engine::Engine;
use crate::failure::Failure;
use crate::import::{self, Progress};
use crate::layout::{Kind, Layout, Script};
use crate::output::Output;
use crate::size::Size;
use crate::tally::Tally;
use crate::threads::side_by_side;
use crate::{layout, show, write};

/// The largest index that goes into the module, if nothing else is set.
const EMBED_BUDGET: Size = Size(1_000_000);

/// What was built.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Report {
    out: String,
    seconds: f64,
    /// What pages need, if the engine came with a script.
    script: Option<Script>,
    /// The scripts are not where the folder's last build had them.
    has_moved: bool,
    /// Folders of earlier releases that stay, as pages may still load their scripts.
    earlier_releases: Vec<String>,
    /// Files of the folder's last build that are of no use any more: to be deleted where the folder was uploaded to.
    gone: Vec<String>,
    /// How the text is published: `inside`, `apart` or `standfirst`.
    text: &'static str,
    /// Whether that was not said, but follows from the formats.
    text_is_derived: bool,
    /// About what readers download before the first answer.
    first_answer: Part,
    /// What that may be.
    size_budget: Option<u64>,
    files: Vec<Part>,
    /// What the index is made of: the engine, then each section.
    parts: Vec<Part>,
    import: Tally,
}

/// A file, or a part of one.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Part {
    name: String,
    bytes: u64,
    /// About what readers download, where the host compresses; not told of parts of files.
    #[serde(skip_serializing_if = "Option::is_none")]
    compressed: Option<u64>,
    #[serde(skip)]
    kind: Option<Kind>,
}

impl Part {
    /// A part of a file.
    fn inner(name: &str, bytes: usize) -> Part {
        Part { name: name.to_owned(), bytes: bytes as u64, compressed: None, kind: None }
    }
}

pub(crate) fn run(args: &Build) -> Result<(), Failure> {
    let config = Config::load(args.source.config.as_deref())?;
    let mut settings = config.settings(&args.source)?;
    let out = args.out.as_ref().or(config.out.as_ref()).ok_or(Failure::NoOut)?;
    settings.import.skip.push(out.clone());
    let mut options = BuildOptions {
        time_zone: time_zone(args.time_zone.as_ref(), &config)?,
        half_life: args.half_life.or(config.half_life).unwrap_or(BuildOptions::default().half_life),
        url_template: template(&settings),
        settings: config.publisher(settings.base_url.as_deref()),
        ..BuildOptions::default()
    };
    let embed_budget = args.embed_budget.or(config.embed_budget).unwrap_or(EMBED_BUDGET);
    // What can fail at once fails before the work begins.
    let engine = Engine::load(args.engine.as_deref())?;
    let output = Output::begin(out, |name| layout::is_ours(name, &engine))?;
    let names = layout::changed(out, &engine);
    if !names.is_empty() && layout::is_built(out) {
        return Err(Failure::Changed { path: out.clone(), names });
    }

    let start = Instant::now();
    let mut articles = Vec::new();
    let mut tally = import::run(&settings, |article| articles.push(article))?;
    let read = start.elapsed();
    end_early(&settings, &tally)?;

    let start_index = Instant::now();
    let said = args.text.or(config.text);
    options.text = text_mode(said, &tally, &articles, embed_budget);
    let text = options.text.name();
    let built = {
        let progress = Progress::new("indexing");
        index(articles, options, settings.import.threads, &progress)
    };
    let file = args.source.config.as_deref().unwrap_or(Path::new(NAME)).display().to_string();
    built.problems.iter().for_each(|problem| tally.problems.setting(problem, &file));
    // Now of the settings, too.
    end_early(&settings, &tally)?;
    let indexed = start_index.elapsed();
    let progress = Progress::new("writing");
    let layout = Layout::new(&engine, &built, built.bytes.len() as u64 <= embed_budget.0)?;
    for file in &layout.files {
        output.write(&file.name, &file.bytes)?;
    }
    let earlier_releases = layout::earlier_releases(out);
    for name in &earlier_releases {
        output.keep(name)?;
    }
    let mut gone = layout::content_named(out);
    gone.retain(|name| layout.files.iter().all(|file| file.name != *name));
    let files: Vec<Part> = layout.files.iter().map(part).collect();
    let mut parts = vec![Part::inner("engine", engine.module().len())];
    if let Ok(segment) = Segment::open(&built.bytes) {
        parts.extend(segment.section_sizes().into_iter().map(|(name, bytes)| Part::inner(name, bytes)));
    }
    let first: Vec<&Part> =
        files.iter().zip(&layout.files).filter(|(_, file)| file.is_first).map(|(part, _)| part).collect();
    let report = Report {
        out: out.display().to_string(),
        seconds: start.elapsed().as_secs_f64(),
        script: layout.script,
        has_moved: layout::has_moved(out),
        earlier_releases,
        gone,
        text,
        text_is_derived: said.is_none(),
        first_answer: sum("first answer", &first),
        size_budget: args.size_budget.or(config.size_budget).map(|size| size.0),
        files,
        parts,
        import: tally,
    };
    if let Some(over) = report.over_budget()
        && settings.strict
    {
        drop(progress);
        tell_report(&settings, &report, read, indexed, false)?;
        return Err(over);
    }
    output.finish()?;
    drop(progress);
    tell_report(&settings, &report, read, indexed, true)
}

/// How the text is published: as was said, or as it is public already.
fn text_mode(said: Option<Text>, tally: &Tally, articles: &[Article], embed_budget: Size) -> TextMode {
    let is_public = |name: &String| {
        let format = name.parse::<Format>().ok();
        format.is_some_and(|format| matches!(format, Format::Html | Format::Feed | Format::JsonFeed | Format::Sitemap))
    };
    let text = said.unwrap_or(if tally.formats.keys().all(is_public) { Text::Full } else { Text::Standfirst });
    let is_large = || {
        let blocks = articles.iter().filter(|article| article.is_free).flat_map(|article| &article.blocks);
        blocks.map(|block| block.text().len() as u64).sum::<u64>() > embed_budget.0
    };
    match text {
        Text::Standfirst => TextMode::Standfirst,
        Text::Full if !is_large() => TextMode::Inside,
        Text::Full | Text::Apart => TextMode::Apart,
    }
}

fn index(articles: Vec<Article>, options: BuildOptions, threads: usize, progress: &Progress) -> Built {
    let (start, count) = (Instant::now(), articles.len() as u64);
    let mut builder = SegmentBuilder::new(options);
    articles.into_iter().for_each(|article| builder.add(article));
    builder.finish_watched(&|parts, work| side_by_side(threads, parts, work), &|percent| {
        progress.say(|| import::indexed(start.elapsed().as_secs_f64(), count, percent));
    })
}

/// The commonest shape of URLs: what the template makes, behind the site's address.
fn template(settings: &Settings) -> String {
    let (template, base) = (&settings.import.url_template, settings.base_url.as_deref());
    if template.starts_with('/') { format!("{}{template}", base.unwrap_or_default()) } else { template.clone() }
}

/// Where nothing came out, or more went wrong than may.
fn end_early(settings: &Settings, tally: &Tally) -> Result<(), Failure> {
    let failure = if tally.articles == 0 {
        let inputs: Vec<String> = settings.inputs.iter().map(|input| input.display().to_string()).collect();
        Failure::NothingIndexed { inputs: inputs.join(", ") }
    } else if settings.strict && tally.problems.faults() > 0 {
        Failure::Strict { count: tally.problems.faults() }
    } else {
        return Ok(());
    };
    if settings.json {
        show::print_json(tally)?;
    } else {
        show::print(write::problems(tally).trim_start())?;
    }
    Err(failure)
}

/// What a host that compresses as it serves makes of a file.
const QUALITY: u32 = 5;
/// A larger file takes longer to compress than its number is worth.
const MOST: usize = 64 << 20;

fn part(file: &layout::Entry<'_>) -> Part {
    let bytes = file.bytes.len() as u64;
    let compressed = match file.kind {
        // Packed already.
        Kind::Index | Kind::Text => Some(bytes),
        _ => (file.bytes.len() <= MOST).then(|| newshound_serve::brotli(&file.bytes, QUALITY).len() as u64),
    };
    Part { name: file.name.clone(), bytes, compressed, kind: Some(file.kind) }
}

fn sum(name: &str, files: &[&Part]) -> Part {
    let bytes = files.iter().map(|part| part.bytes).sum();
    let compressed = files.iter().try_fold(0, |sum, part| part.compressed.map(|bytes| sum + bytes));
    Part { name: name.to_owned(), bytes, compressed, kind: None }
}

impl Report {
    /// What readers download, and may, where it is too much.
    fn over_budget(&self) -> Option<Failure> {
        let (budget, first) = (self.size_budget?, self.first_answer.compressed.unwrap_or(self.first_answer.bytes));
        (first > budget).then(|| Failure::OverBudget { first: show::bytes(first), budget: show::bytes(budget) })
    }
}

fn tell_report(
    settings: &Settings,
    report: &Report,
    read: Duration,
    indexed: Duration,
    is_done: bool,
) -> Result<(), Failure> {
    if settings.json { show::print_json(report) } else { show::print(&tell(report, read, indexed, is_done)) }
}

/// The report, as a person reads it.
fn tell(report: &Report, read: Duration, indexed: Duration, is_done: bool) -> String {
    let mut out = write::problems(&report.import).trim_start().to_owned();
    if !out.is_empty() {
        out.push('\n');
    }
    let text = match (report.text, report.text_is_derived) {
        ("standfirst", true) => {
            "not published, but for first sentences where a standfirst is missing; `--text full` publishes it"
        }
        ("standfirst", false) => "not published, but for first sentences where a standfirst is missing",
        ("inside", true) => "published with the index, as it is public already",
        ("inside", false) => "published with the index",
        (_, true) => "published in files of its own, as it is public already",
        (_, false) => "published in files of its own",
    };
    out.push_str(&write::summary(&report.import, read, Some(text)));

    let total = Duration::from_secs_f64(report.seconds);
    let (total, read, indexed) = (show::seconds(total), show::seconds(read), show::seconds(indexed));
    let _ = writeln!(out, "\n{} in {total}: reading {read}, indexing {indexed}", show::bold(&report.out));
    let _ = writeln!(out, "  {:<34} {:>9} {:>11}", "", "bytes", "compressed");
    let row = |name: &str, bytes: u64, compressed: Option<u64>| {
        format!("  {name:<34} {:>9} {:>11}", show::bytes(bytes), compressed.map(show::bytes).unwrap_or_default())
    };
    let is_embedded = report.files.iter().any(|part| part.kind == Some(Kind::EngineWithIndex));
    for (name, kind) in [
        ("engine", Kind::Engine),
        ("engine with index", Kind::EngineWithIndex),
        ("index", Kind::Index),
        ("text", Kind::Text),
        ("scripts", Kind::Script),
        ("other", Kind::Other),
    ] {
        let files: Vec<&Part> = report.files.iter().filter(|part| part.kind == Some(kind)).collect();
        // Where the index is in the engine, nobody loads the one without.
        if files.is_empty() || kind == Kind::Engine && is_embedded {
            continue;
        }
        let name =
            if files.len() > 1 { format!("{name}, {}", show::count(files.len() as u64, "file")) } else { name.into() };
        let Part { bytes, compressed, .. } = sum("", &files);
        let _ = writeln!(out, "{}", row(&name, bytes, compressed).trim_end());
    }
    let mut parts: Vec<&Part> = report.parts.iter().filter(|part| part.bytes > 0).collect();
    parts.sort_by(|one, other| other.bytes.cmp(&one.bytes).then_with(|| one.name.cmp(&other.name)));
    let parts: Vec<String> = parts.iter().map(|part| format!("{} {}", part.name, show::bytes(part.bytes))).collect();
    let _ = writeln!(out, "  of which {}", parts.join(", "));
    let first = report.first_answer.compressed.unwrap_or(report.first_answer.bytes);
    let budget = match report.size_budget {
        Some(budget) => format!(", of a budget of {} ({} %)", show::bytes(budget), first * 100 / budget.max(1)),
        None => String::new(),
    };
    let _ = writeln!(out, "  a reader's first answer takes about {}{budget}", show::bytes(first));
    if let Some(over) = report.over_budget() {
        let _ = writeln!(out, "{}: {over}\n  help: {}", show::bold("warning"), over.remedy());
    }
    if is_done {
        tell_next(&mut out, report);
    }
    out
}

/// What to do with the folder.
fn tell_next(out: &mut String, report: &Report) {
    let _ = writeln!(
        out,
        "\nlook at it with `newshound serve {}`; upload the folder, {} last",
        report.out,
        layout::MANIFEST
    );
    if !report.gone.is_empty() {
        let some: Vec<&str> = report.gone.iter().take(3).map(String::as_str).collect();
        let more = if report.gone.len() > 3 { format!(" and {} more", report.gone.len() - 3) } else { String::new() };
        let _ = writeln!(out, "delete from your host what is of no use any more: {}{more}", some.join(", "));
    }
    for name in &report.earlier_releases {
        let _ = writeln!(out, "{name}/ stays for pages that still load its scripts; delete it when none does");
    }
    if let Some(script) = &report.script {
        let folder = Path::new(&report.out).file_name().unwrap_or_default().to_string_lossy();
        let _ = writeln!(
            out,
            "\nfor pages of your own, if the folder is /{folder}/ on your site (until the next release):"
        );
        let _ = writeln!(out, "  <script type=\"module\" src=\"/{folder}/{}\"", script.path);
        let _ = writeln!(out, "    integrity=\"{}\"></script>", script.integrity);
        let _ = writeln!(out, "headers, if your host lets you set them:");
        let (for_ever, again) = ("public, max-age=31536000, immutable", "no-cache");
        for (files, header, value) in [
            (format!("/{folder}/newshound-*/**"), "Cache-Control", for_ever),
            (format!("/{folder}/*.html, *.json"), "Cache-Control", again),
            ("pages that search".to_owned(), "Content-Security-Policy", "script-src 'self' 'wasm-unsafe-eval'"),
        ] {
            let _ = writeln!(out, "  {files:<28} {header}: {value}");
        }
    }
    if report.has_moved {
        let _ =
            writeln!(out, "\n{}: change it on your pages, as its address is new", show::bold("the script has moved"));
    }
}
