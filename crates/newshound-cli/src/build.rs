//! `newshound build`: articles in, a folder to upload out.

use std::fmt::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use newshound_index::build::{BuildOptions, SegmentBuilder};
use newshound_index::segment::{Segment, TextMode};
use serde::Serialize;

use crate::args::{Build, Text};
use crate::config::{Config, Settings, time_zone};
use crate::engine::Engine;
use crate::failure::Failure;
use crate::import::{self, Progress};
use crate::layout::{Layout, Script};
use crate::output::Output;
use crate::tally::Tally;
use crate::{layout, module, show, write};

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
    files: Vec<Part>,
    /// What the module is made of: the engine, then each section of the index.
    parts: Vec<Part>,
    import: Tally,
}

/// A file, or a part of one.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Part {
    name: String,
    bytes: u64,
    /// About what readers download, where the host compresses; not told of parts of files.
    #[serde(skip_serializing_if = "Option::is_none")]
    compressed: Option<u64>,
}

pub(crate) fn run(args: &Build) -> Result<(), Failure> {
    let config = Config::load(args.source.config.as_deref())?;
    let mut settings = config.settings(&args.source)?;
    let out = args.out.as_ref().or(config.out.as_ref()).ok_or(Failure::NoOut)?;
    settings.import.skip.push(out.clone());
    let options = BuildOptions {
        text: match args.text.or(config.text).unwrap_or(Text::Full) {
            Text::Full => TextMode::Inside,
            Text::Standfirst => TextMode::Standfirst,
        },
        time_zone: time_zone(args.time_zone.as_ref(), &config)?,
        half_life: args.half_life.or(config.half_life).unwrap_or(BuildOptions::default().half_life),
        url_template: template(&settings),
        ..BuildOptions::default()
    };
    // What can fail at once fails before the work begins.
    let engine = Engine::load(args.engine.as_deref())?;
    let output = Output::begin(out)?;

    let start = Instant::now();
    let mut builder = SegmentBuilder::new(options);
    let tally = import::run(&settings, |article| builder.add(article))?;
    let read = start.elapsed();
    end_early(&settings, &tally)?;

    let start_index = Instant::now();
    let index = {
        let _progress = Progress::new("indexing");
        builder.finish().bytes
    };
    let indexed = start_index.elapsed();
    let progress = Progress::new("writing");
    let module = module::embed(engine.module(), &index)?;
    let uid = Segment::open(&index).map(|segment| segment.uid()).unwrap_or_default();
    let layout = Layout::new(&engine, &module, tally.articles, uid);
    for (name, bytes) in &layout.files {
        output.write(name, bytes)?;
    }
    let files: Vec<Part> = layout.files.iter().map(|(name, bytes)| part(name, bytes)).collect();
    let mut parts = vec![Part { name: "engine".into(), bytes: engine.module().len() as u64, compressed: None }];
    if let Ok(segment) = Segment::open(&index) {
        let sizes = segment.section_sizes().into_iter();
        parts.extend(sizes.map(|(name, bytes)| Part { name: name.into(), bytes: bytes as u64, compressed: None }));
    }
    let has_moved = layout::has_moved(out);
    output.finish()?;
    drop(progress);
    let report = Report {
        out: out.display().to_string(),
        seconds: start.elapsed().as_secs_f64(),
        script: layout.script,
        has_moved,
        files,
        parts,
        import: tally,
    };
    if settings.json { show::print_json(&report) } else { show::print(&tell(&report, read, indexed)) }
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

fn part(name: &str, bytes: &[u8]) -> Part {
    let compressed = (bytes.len() <= MOST).then(|| newshound_serve::brotli(bytes, QUALITY).len() as u64);
    Part { name: name.to_owned(), bytes: bytes.len() as u64, compressed }
}

/// The report, as a person reads it.
fn tell(report: &Report, read: Duration, indexed: Duration) -> String {
    let mut out = write::problems(&report.import).trim_start().to_owned();
    if !out.is_empty() {
        out.push('\n');
    }
    out.push_str(&write::summary(&report.import, read));
    let total = Duration::from_secs_f64(report.seconds);
    let (total, read, indexed) = (show::seconds(total), show::seconds(read), show::seconds(indexed));
    let _ = writeln!(out, "\n{} in {total}: reading {read}, indexing {indexed}", show::bold(&report.out));
    let _ = writeln!(out, "  {:<34} {:>9} {:>11}", "", "bytes", "compressed");
    let row = |name: &str, bytes: u64, compressed: Option<u64>| {
        format!("  {name:<34} {:>9} {:>11}", show::bytes(bytes), compressed.map(show::bytes).unwrap_or_default())
    };
    let sum = |files: &[&Part]| {
        let bytes = files.iter().map(|part| part.bytes).sum();
        (bytes, files.iter().try_fold(0, |sum, part| part.compressed.map(|bytes| sum + bytes)))
    };
    let (modules, rest): (Vec<&Part>, Vec<&Part>) = report.files.iter().partition(|part| part.name.ends_with(".wasm"));
    let (scripts, rest): (Vec<&Part>, Vec<&Part>) = rest.into_iter().partition(|part| part.name.ends_with(".js"));
    for (name, files) in [("engine with index", modules), ("scripts", scripts), ("other", rest)] {
        let (bytes, compressed) = sum(&files);
        let _ = writeln!(out, "{}", row(name, bytes, compressed).trim_end());
    }
    let mut parts: Vec<&Part> = report.parts.iter().filter(|part| part.bytes > 0).collect();
    parts.sort_by(|one, other| other.bytes.cmp(&one.bytes).then_with(|| one.name.cmp(&other.name)));
    let parts: Vec<String> = parts.iter().map(|part| format!("{} {}", part.name, show::bytes(part.bytes))).collect();
    let _ = writeln!(out, "  of which {}", parts.join(", "));
    let _ = writeln!(out, "\nlook at it with `newshound serve {}`; upload the folder whole", report.out);
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
            (format!("/{folder}/newshound-*/*.js"), "Cache-Control", for_ever),
            (format!("/{folder}/**.wasm, *.html"), "Cache-Control", again),
            ("pages that search".to_owned(), "Content-Security-Policy", "script-src 'self' 'wasm-unsafe-eval'"),
        ] {
            let _ = writeln!(out, "  {files:<28} {header}: {value}");
        }
    }
    if report.has_moved {
        let _ =
            writeln!(out, "\n{}: change it on your pages, as its address is new", show::bold("the script has moved"));
    }
    out
}
