//! Bytes of each part, beside its budget. What readers download is part of what the product promises.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail};
use newshound_serve::brotli;

use crate::{
    shell,
    site::{self, Articles, Build, MODULE, Text, Types},
};

/// The engine without articles, as transferred: what is aimed at, and what no change may exceed until then. Who makes
/// it smaller lowers the limit.
const ENGINE: Bounds = Bounds { budget: 40_000, limit: 66_650 };

/// What a page loads before anybody means to search.
const WAITING: &[&str] = &["news-hound.js"];

/// The search itself, for pages that show results in their own way.
const SURFACE: &[&str] = &["newshound.js", "worker.js"];

/// What every mode of the element loads besides, where its language is English.
const EVERY_MODE: &[&str] = &["news-hound/words/en.js"];

/// How many bytes a part may weigh as transferred.
#[derive(Clone, Copy)]
struct Bounds {
    /// What the product promises.
    budget: usize,
    /// What the tests allow: the budget, where that is kept.
    limit: usize,
}

/// A part of the JavaScript that has a budget as transferred, minified: its name, its files, its budget.
type Part = (&'static str, &'static [&'static [&'static str]], usize);

/// The module's own script counts where the module is meant, and not to the element, which works with any.
const PARTS: &[Part] = &[
    ("JavaScript surface, with the engine's", &[SURFACE, &["newshound_engine.js"]], 8_000),
    ("element, before anybody searches", &[WAITING], 4_000),
    ("element, field or dialog", &[WAITING, EVERY_MODE, &["news-hound/list.js"], SURFACE], 20_000),
    ("element, page of results", &[WAITING, EVERY_MODE, &["news-hound/page.js"], SURFACE], 20_000),
];

/// One article with next to nothing in it: the build wants at least one, and its index is some hundred bytes.
const ONE_ARTICLE: &str = r#"{"id":"1","url":"/1","title":"A","date":"2025-01-01","section":"","body":"B"}"#;

struct Row {
    part: String,
    raw: usize,
    brotli: usize,
    bounds: Option<Bounds>,
}

/// Measures a built site (one of the sample articles when none is named) file by file, then the parts that have a
/// budget, and fails when one is exceeded.
pub(crate) fn run(built: Option<PathBuf>) -> Result<()> {
    let folder = match built {
        Some(folder) => folder,
        None => {
            let out = shell::root().join("target/xtask/size-site");
            site::site(&Build {
                articles: site::sample_articles(),
                out: out.clone(),
                url_template: None,
                text: Text::Full,
            })?;
            out
        }
    };
    println!("{}, as built", folder.display());
    print_site(&folder)?;

    println!();
    let rows = measure()?;
    print("part", &rows);
    let mut over = beyond(&rows, |bounds| bounds.budget);
    over.extend(index_of_sample()?);
    if !over.is_empty() {
        bail!("over budget: {}", over.join(", "));
    }
    Ok(())
}

/// How many parts keep within what the tests allow, and which do not.
pub(crate) fn within_limits() -> Result<(usize, Vec<String>)> {
    let rows = measure()?;
    print("part", &rows);
    let mut over = beyond(&rows, |bounds| bounds.limit);
    over.extend(index_of_sample()?);
    let parts = rows.iter().filter(|row| row.bounds.is_some()).count() + 1;
    Ok((parts - over.len(), over))
}

/// How the measurement ends when it was made and a section has outgrown its limit.
const BROKEN: i32 = 3;

/// Prints what the index of the sample articles takes, section by section, beside its bounds. Gives the name of the
/// whole where a section has outgrown its limit, which is then told. The limits stand with the measurement, whose tests
/// keep them, too.
fn index_of_sample() -> Result<Option<String>> {
    println!();
    let mut cargo = shell::command("cargo");
    cargo.args(["run", "--quiet", "--package", "newshound-bench", "--", "sample"]).arg(site::sample_articles());
    Ok(is_beyond(cargo.stdin(Stdio::null()))?.then(|| "the index of the sample articles".to_owned()))
}

/// Runs a measurement: whether something is beyond its limit. An error where it could not be made.
fn is_beyond(measurement: &mut Command) -> Result<bool> {
    let status = measurement.status().with_context(|| format!("cannot start {}", shell::line(measurement)))?;
    if !status.success() && status.code() != Some(BROKEN) {
        bail!("{} ended with {status}", shell::line(measurement));
    }
    Ok(!status.success())
}

fn beyond(rows: &[Row], bound: fn(Bounds) -> usize) -> Vec<String> {
    let over = rows.iter().filter(|row| row.bounds.is_some_and(|bounds| row.brotli > bound(bounds)));
    over.map(|row| row.part.trim().to_owned()).collect()
}

/// Prints what each file of a built site weighs, and what each kind of file does together.
pub(crate) fn print_site(folder: &Path) -> Result<()> {
    let mut rows = Vec::new();
    for file in site::files(folder)? {
        rows.push(row(&file.display().to_string(), &fs::read(folder.join(&file))?, None));
    }
    print("file", &by_kind(rows));
    Ok(())
}

fn print(first: &str, rows: &[Row]) {
    println!("{first:<40} {:>9} {:>10} {:>8}", "bytes", "brotli 11", "budget");
    for Row { part, raw, brotli, bounds } in rows {
        let budget = bounds.map(|bounds| bounds.budget.to_string()).unwrap_or_default();
        println!("{}", format!("{part:<40} {raw:>9} {brotli:>10} {budget:>8}").trim_end());
    }
}

/// The files below the sum of their kind (wasm, JavaScript, what else there is), and the sum of all at the end.
fn by_kind(files: Vec<Row>) -> Vec<Row> {
    let sum = |part: &str, rows: &[Row]| Row {
        part: part.to_owned(),
        raw: rows.iter().map(|row| row.raw).sum(),
        brotli: rows.iter().map(|row| row.brotli).sum(),
        bounds: None,
    };
    let total = sum("total", &files);
    let (wasm, rest): (Vec<Row>, _) = files.into_iter().partition(|row| row.part.ends_with(".wasm"));
    let (javascript, rest): (Vec<Row>, _) = rest.into_iter().partition(|row| row.part.ends_with(".js"));
    let mut rows = Vec::new();
    for (kind, files) in [("wasm", wasm), ("JavaScript", javascript), ("other", rest)] {
        rows.push(sum(kind, &files));
        rows.extend(files.into_iter().map(|row| Row { part: format!("  {}", row.part), ..row }));
    }
    rows.push(total);
    rows
}

fn measure() -> Result<Vec<Row>> {
    let work = shell::root().join("target/xtask/size");
    fs::create_dir_all(work.join("articles"))?;
    fs::write(work.join("articles/one.jsonl"), ONE_ARTICLE)?;
    let compiled = site::compile(&Articles::of(&work.join("articles")))?;
    site::bind(&compiled, &work, Types::Left)?;
    let module = work.join(format!("{MODULE}_bg.wasm"));
    site::optimise(&module)?;

    let wasm = fs::read(&module)?;
    for (folder, _) in site::places() {
        let name = folder.as_os_str().as_encoded_bytes();
        // Texts lie side by side in a module, so whatever stands before it; but `/src` is part of many names.
        let is_told = folder.components().count() > 2 && wasm.windows(name.len()).any(|bytes| bytes == name);
        if is_told {
            bail!("{} tells readers of {}, a folder of this machine", module.display(), folder.display());
        }
    }
    let mut rows = vec![row("engine, with an index of one article", &wasm, Some(ENGINE))];
    for (name, bytes) in sections(&wasm).context("wasm-opt wrote something that is no module")? {
        rows.push(row(&format!("  {name}"), bytes, None));
    }

    // As in a release, hashes and all.
    site::copy_www(&work)?;
    site::minify(&work)?;
    site::seal(&work)?;
    for (part, files, budget) in PARTS {
        let mut sum = Row {
            part: (*part).to_owned(),
            raw: 0,
            brotli: 0,
            bounds: Some(Bounds { budget: *budget, limit: *budget }),
        };
        let mut inside = Vec::new();
        for file in files.iter().copied().flatten() {
            let bytes = fs::read(work.join(file)).with_context(|| format!("{file} of {part} is not there"))?;
            let one = row(&format!("  {file}"), &bytes, None);
            sum.raw += one.raw;
            sum.brotli += one.brotli;
            inside.push(one);
        }
        rows.push(sum);
        rows.extend(inside);
    }
    Ok(rows)
}

fn row(part: &str, bytes: &[u8], bounds: Option<Bounds>) -> Row {
    Row { part: part.to_owned(), raw: bytes.len(), brotli: brotli(bytes, 11).len(), bounds }
}

/// The sections of a module, with their names, in order; `None` when it is not one.
fn sections(wasm: &[u8]) -> Option<Vec<(String, &[u8])>> {
    let mut rest = wasm.strip_prefix(b"\0asm\x01\0\0\0")?;
    let mut found = Vec::new();
    while let [id, tail @ ..] = rest {
        let (length, tail) = leb128(tail)?;
        let (body, tail) = tail.split_at_checked(length)?;
        rest = tail;
        found.push((section_name(*id, body)?, body));
    }
    Some(found)
}

fn section_name(id: u8, body: &[u8]) -> Option<String> {
    let names = [
        "",
        "type",
        "import",
        "function",
        "table",
        "memory",
        "global",
        "export",
        "start",
        "element",
        "code",
        "data",
        "data count",
        "tag",
    ];
    if id > 0 {
        return Some(names.get(usize::from(id)).map_or_else(|| format!("section {id}"), |name| (*name).to_owned()));
    }
    let (length, rest) = leb128(body)?;
    Some(format!("custom {}", String::from_utf8_lossy(rest.get(..length)?)))
}

/// A length as wasm writes it, and what follows.
fn leb128(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let mut value = 0;
    for (at, byte) in bytes.iter().enumerate().take(5) {
        value |= usize::from(byte & 0x7f) << (7 * at);
        if byte & 0x80 == 0 {
            return Some((value, &bytes[at + 1..]));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_beyond_its_bounds() {
        let check = |brotli, over_budget: bool, over_limit: bool| {
            let bounds = Some(Bounds { budget: 10, limit: 20 });
            let rows = [Row { part: "a".to_owned(), raw: 0, brotli, bounds }, row("no bounds", &[0; 99], None)];
            assert_eq!(!beyond(&rows, |bounds| bounds.budget).is_empty(), over_budget, "{brotli}");
            assert_eq!(!beyond(&rows, |bounds| bounds.limit).is_empty(), over_limit, "{brotli}");
        };
        check(10, false, false);
        check(11, true, false);
        check(20, true, false);
        check(21, true, true);
    }

    #[test]
    fn only_limits_are_exceeded() {
        let ends = |script: &str| is_beyond(Command::new("sh").args(["-c", script])).map_err(|error| error.to_string());
        assert_eq!(ends("exit 0"), Ok(false));
        assert_eq!(ends("exit 3"), Ok(true));
        // An input that is not there, a crate that does not compile, a signal.
        for script in ["exit 1", "exit 101", "kill -9 $$"] {
            let error = ends(script).expect_err("it was not measured");
            assert!(error.contains(script) && error.contains("ended with"), "{error}");
        }
    }

    #[test]
    fn files_by_kind() {
        let file = |part: &str, raw, brotli| Row { part: part.to_owned(), raw, brotli, bounds: None };
        let rows =
            by_kind(vec![file("a.css", 1, 1), file("b.js", 20, 10), file("c.wasm", 300, 100), file("d.js", 4, 2)]);
        let shown: Vec<String> = rows.iter().map(|row| format!("{} {} {}", row.part, row.raw, row.brotli)).collect();
        let expect = [
            "wasm 300 100",
            "  c.wasm 300 100",
            "JavaScript 24 12",
            "  b.js 20 10",
            "  d.js 4 2",
            "other 1 1",
            "  a.css 1 1",
            "total 325 113",
        ];
        assert_eq!(shown, expect);
    }

    #[test]
    fn sections_of_modules() {
        let check = |body: &[u8], expect: Option<&[(&str, usize)]>| {
            let wasm = [b"\0asm\x01\0\0\0", body].concat();
            let got = sections(&wasm);
            let got: Option<Vec<_>> =
                got.as_ref().map(|sections| sections.iter().map(|(name, body)| (name.as_str(), body.len())).collect());
            assert_eq!(got.as_deref(), expect);
        };
        check(b"", Some(&[]));
        check(b"\x0a\x02ab\x0b\x00", Some(&[("code", 2), ("data", 0)]));
        check(b"\x00\x05\x04nameX", None);
        check(b"\x00\x06\x04nameX", Some(&[("custom name", 6)]));
        check(b"\x0a\x82\x00ab", Some(&[("code", 2)]));
        check(b"\x0a\x03ab", None);
        check(b"\x0a", None);
        assert!(sections(b"no").is_none());
    }
}
