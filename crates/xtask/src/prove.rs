//! Checks that take too long for every run.

use std::{
    env, fs,
    path::PathBuf,
    process::{Command, Stdio},
    time::Instant,
};

use anyhow::{Context, Result, bail};

use crate::{
    args::Only,
    setup::{self, Needs, browsers, wasm_target},
    shell,
    site::{self, Articles, Build, MODULE, Text},
    suite, throughput,
};

type Check = (&'static str, &'static str, fn() -> Result<String>);

const CHECKS: &[Check] = &[
    ("same-bytes", "two builds of the same articles, listed in another order, give the same bytes", same_bytes),
    ("lto", "link-time optimisation reaches the module: without it, it is larger", lto),
    ("oracle", "on 100,000 random corpora the evaluator answers like a scan of all articles", oracle),
    ("fuzz", "hostile segments, lines and texts, ten minutes each (NEWSHOUND_FUZZ_SECONDS)", fuzz),
    (
        "corpora",
        "formats of real publishers, below the folder that NEWSHOUND_CORPORA names: what came out of each",
        corpora,
    ),
    (
        "relevance",
        "test collections, below the folder that NEWSHOUND_CORPORA names: how well they are ranked, beside others",
        relevance,
    ),
    (
        "known-items",
        "whether articles are found by their words, also misspelt, beside others (NEWSHOUND_PREPARED, with folders \
         `bbc` and `reuters` of `corpus.jsonl` and `queries.json`)",
        known_items,
    ),
    (
        "near-duplicates",
        "whether stories filed again stand behind one another, and nothing else does: BBC and Reuters beside judgements \
         (NEWSHOUND_CORPORA)",
        near_duplicates,
    ),
    (
        "sections",
        "what indexes of BBC and Reuters take, section by section, beside what is promised (NEWSHOUND_CORPORA)",
        sections,
    ),
    (
        "throughput",
        "how fast articles are read and indexed, in how much memory, beside Pagefind (NEWSHOUND_CORPORA, NEWSHOUND_PAGEFIND)",
        || throughput::prove(&work("throughput")?),
    ),
    ("package", "`wasm-pack build --target web` alone gives a package that loads", package),
    ("pace", "from a key to painted results, tasks, shifts: the element in Chromium (NEWSHOUND_PACE_ARTICLES)", pace),
    ("speed", "what a call of the engine takes in Chromium, kind by kind (NEWSHOUND_SPEED_ARTICLES)", speed),
];

pub(crate) fn run(only: &Only) -> Result<()> {
    let names: Vec<&str> = CHECKS.iter().map(|check| check.0).collect();
    let Some(chosen) = suite::choose(&names, only)? else {
        for (name, what, _) in CHECKS {
            println!("{name:<16} {what}");
        }
        return Ok(());
    };
    setup::run(Needs::Test)?;
    let mut failed = 0;
    for (name, what, check) in CHECKS.iter().filter(|check| chosen.contains(&check.0)) {
        println!("\n== {name}: {what}");
        let start = Instant::now();
        let done = check();
        let time = shell::seconds(start.elapsed());
        match done {
            Ok(found) => println!("ok    {name} ({time}): {found}"),
            Err(error) => {
                failed += 1;
                println!("FAILED {name} ({time}): {error:#}");
            }
        }
    }
    println!("\n{} passed, {failed} failed", chosen.len() - failed);
    if failed > 0 {
        bail!("not proven");
    }
    Ok(())
}

fn work(name: &str) -> Result<PathBuf> {
    let folder = shell::root().join("target/xtask/prove").join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    Ok(folder)
}

fn same_bytes() -> Result<String> {
    let (from, folder) = (site::sample_articles(), work("same-bytes")?);
    let mut files = site::files(&from)?;
    let mut built = Vec::new();
    // File systems list a folder in the order in which its files came, or in one that hashing makes of their names;
    // a longer name for the folder must not matter either.
    for name in ["one", "another-name"] {
        let articles = folder.join(name);
        for file in &files {
            let to = articles.join(file);
            fs::create_dir_all(to.parent().unwrap_or(&articles))?;
            fs::copy(from.join(file), to)?;
        }
        files.reverse();
        let out = folder.join(format!("site-{name}"));
        site::site(&Build { articles, out: out.clone(), url_template: None, text: Text::Full })?;
        built.push(out);
    }
    let [one, another] = built.as_slice() else { bail!("two builds were made") };
    let names = site::files(one)?;
    if names != site::files(another)? {
        bail!("the two sites have different files");
    }
    for name in &names {
        if fs::read(one.join(name))? != fs::read(another.join(name))? {
            bail!("{} differs between {} and {}", name.display(), one.display(), another.display());
        }
    }
    Ok(format!("{} articles' files, {} files of the site, all the same", files.len(), names.len()))
}

fn lto() -> Result<String> {
    let articles = shell::root().join("articles");
    let bytes = |more: &[(&'static str, &str)]| {
        let more = more.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        Ok::<_, anyhow::Error>(fs::metadata(site::compile(&Articles { more, ..Articles::of(&articles) })?)?.len())
    };
    let without = bytes(&[("CARGO_PROFILE_RELEASE_LTO", "off")])?;
    let with = bytes(&[])?;
    if with * 100 > without * 98 {
        bail!("{with} bytes with it, {without} without: it changes next to nothing");
    }
    Ok(format!("{with} bytes with it, {without} without"))
}

/// The tests of some crate whose names begin so: optimised, with all checks of a debug build.
fn tests(of: &[&str], names: &str, variable: &str, value: &str) -> Result<String> {
    let mut cargo = shell::command("cargo");
    cargo.args(["test", "--package"]).args(of).args([names, "--", "--nocapture"]);
    cargo.env("CARGO_PROFILE_DEV_OPT_LEVEL", "3").env("CARGO_PROFILE_TEST_OPT_LEVEL", "3");
    cargo.env("CARGO_TARGET_DIR", shell::root().join("target/xtask/prove/index-tests"));
    if env::var_os(variable).is_none() {
        cargo.env(variable, value);
    }
    shell::loudly(cargo.stdin(Stdio::null()))?;
    Ok(format!("{variable}={}", env::var(variable).unwrap_or_else(|_| value.to_owned())))
}

/// The tests of the index crate that look at it from outside.
const INDEX: [&str; 3] = ["newshound-index", "--test", "it"];

fn oracle() -> Result<String> {
    tests(&INDEX, "oracle::", "NEWSHOUND_ORACLE_CASES", "100000")
}

fn fuzz() -> Result<String> {
    tests(&INDEX, "fuzz::", "NEWSHOUND_FUZZ_SECONDS", "600")?;
    tests(&["newshound-ingest", "--lib"], "fuzz::", "NEWSHOUND_FUZZ_SECONDS", "600")
}

fn corpora_folder() -> Result<PathBuf> {
    let folder = env::var_os("NEWSHOUND_CORPORA").context("set NEWSHOUND_CORPORA to the folder of the corpora")?;
    Ok(PathBuf::from(folder))
}

/// `cargo run` of something, compiled as the command is released.
fn released(words: &[&str]) -> Command {
    let mut cargo = shell::command("cargo");
    cargo.args(["run", "--release"]).args(words).stdin(Stdio::null());
    cargo.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "3").env("CARGO_PROFILE_RELEASE_LTO", "thin");
    cargo.env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "8");
    cargo.env("CARGO_TARGET_DIR", shell::root().join("target/xtask/prove/corpora"));
    cargo
}

/// One of the measurements of `newshound-bench`.
fn bench(measurement: &str) -> Command {
    released(&["--package", "newshound-bench", "--", measurement])
}

/// Every folder that has queries and judgements beside its articles.
fn relevance() -> Result<String> {
    let folder = corpora_folder()?;
    let mut collections = Vec::new();
    for one in fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let one = one?.path();
        if ["queries.jsonl", "qrels.tsv"].iter().all(|file| one.join(file).is_file()) {
            collections.push(one);
        }
    }
    collections.sort();
    if collections.is_empty() {
        bail!("{} has no test collection", folder.display());
    }
    shell::loudly(bench("relevance").args(&collections))?;
    Ok(format!("{} collections", collections.len()))
}

/// Known items, of corpora with their queries as a comparison of engines prepares them.
fn known_items() -> Result<String> {
    let folder =
        env::var_os("NEWSHOUND_PREPARED").context("set NEWSHOUND_PREPARED to the folder of prepared corpora")?;
    let folders = ["bbc", "reuters"].map(|name| PathBuf::from(&folder).join(name));
    shell::loudly(bench("known-items").args(&folders))?;
    Ok("all as promised".into())
}

/// The sections of the indexes of two archives. A promise that does not hold fails, and so does an archive that is not
/// there.
fn sections() -> Result<String> {
    let files = archives("sections")?;
    shell::loudly(bench("archives").args(&files))?;
    Ok("all as promised".into())
}

/// Groups of near-duplicates beside judgements of the texts. Fails where they are worse than they were.
fn near_duplicates() -> Result<String> {
    let files = archives("near-duplicates")?;
    shell::loudly(bench("near-duplicates").args(&files))?;
    Ok("as good as they were".into())
}

/// The file of BBC's articles and that of Reuters', unpacked into the folder of this check.
fn archives(check: &str) -> Result<[PathBuf; 2]> {
    let folder = corpora_folder()?;
    let reuters = folder.join(throughput::MANY);
    let reuters = throughput::first_file(&reuters).with_context(|| format!("{} has no articles", reuters.display()))?;
    let reuters = throughput::plain(&reuters, &work(check)?)?;
    Ok([folder.join(throughput::LINES), reuters])
}

/// Imports every source below `formats` by itself, as `newshound check --each` tells it, and measures the texts of the
/// pages whose texts are known. The numbers are there to be read; what fails here is a source that cannot be read.
fn corpora() -> Result<String> {
    let formats = corpora_folder()?.join("formats");
    let mut sources = Vec::new();
    for kind in fs::read_dir(&formats).with_context(|| format!("cannot read {}", formats.display()))? {
        let kind = kind?.path();
        if kind.is_dir() {
            sources.extend(
                fs::read_dir(&kind)?.map(|source| source.map(|source| source.path())).collect::<Result<Vec<_>, _>>()?,
            );
        }
    }
    sources.sort();
    shell::loudly(released(&["--package", "newshound-cli", "--", "check", "--each"]).args(&sources))?;
    let benchmark = formats.join("html/article-extraction-benchmark");
    if benchmark.is_dir() {
        shell::loudly(released(&["--package", "newshound-ingest", "--example", "body_f1", "--"]).arg(&benchmark))?;
    }
    Ok(format!("{} sources", sources.len()))
}

fn package() -> Result<String> {
    let out = work("package")?.join("pkg");
    let mut pack = shell::command("wasm-pack");
    pack.args(["build", "--target", "web", "--out-dir"]).arg(&out).env("NEWSHOUND_ARTICLES", site::sample_articles());
    wasm_target::environment(&mut pack)?;
    shell::loudly(&mut pack)?;
    let script = "
        const { readFileSync } = await import('node:fs');
        const [module, wasm] = process.argv.slice(1);
        const exports = await import(module);
        exports.initSync({ module: readFileSync(wasm) });
        console.log(Object.keys(exports).sort().join(' '));
        if (exports.Engine) new exports.Engine().free();
    ";
    let mut node = shell::command("node");
    node.args(["--input-type=module", "--eval", script]);
    node.arg(out.join(format!("{MODULE}.js"))).arg(out.join(format!("{MODULE}_bg.wasm")));
    let output = node.stdin(Stdio::null()).output().context("cannot start node")?;
    if !output.status.success() {
        bail!("the package does not load: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(format!("exports {}", String::from_utf8_lossy(&output.stdout).trim()))
}

/// What readers feel of `<news-hound>`; it prints what it measures. Nothing else should run meanwhile.
fn pace() -> Result<String> {
    in_chromium("pace", "NEWSHOUND_PACE_ARTICLES", "full")
}

/// What a call of the engine takes, text apart. Nothing else should run meanwhile.
fn speed() -> Result<String> {
    in_chromium("speed", "NEWSHOUND_SPEED_ARTICLES", "apart")
}

/// Runs a script of `tests/e2e` with a site of the articles that a variable names, else of the sample.
fn in_chromium(name: &str, articles: &str, text: &str) -> Result<String> {
    let articles = env::var_os(articles).map_or_else(site::sample_articles, PathBuf::from);
    let site = work(name)?.join("site");
    let xtask = env::current_exe().context("this program cannot find itself")?;
    let mut build = Command::new(&xtask);
    build.args(["build", "--text", text, "--articles"]).arg(articles).arg("--out").arg(&site);
    shell::loudly(&mut build)?;
    let chromium = browsers::chromium().context("Chromium is not set up")?;
    let mut node = shell::command("node");
    node.arg(shell::root().join(format!("tests/e2e/{name}.js"))).env("NEWSHOUND_XTASK", xtask);
    node.env("NEWSHOUND_SITE", &site).env("CHROMIUM", chromium.program).env("CHROMEDRIVER", chromium.driver);
    shell::loudly(node.stdin(Stdio::null()))?;
    Ok("within what is promised".to_owned())
}
