//! How fast articles are read and indexed, in how much memory, and beside Pagefind: `cargo xtask prove --only throughput`.
//!
//! Corpora are looked for below the folder that `NEWSHOUND_CORPORA` names; those that are not there are left out. Times
//! are those of cores, of the best of a few runs, so that other work on the machine counts little.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Instant,
};

use anyhow::{Context, Result, bail};

use crate::shell;

/// The best of so many runs counts.
const RUNS: usize = 5;
/// Articles of BBC's size a second, of one core.
const ARTICLES: f64 = 5_000.0;
/// Megabytes of HTML a second, of one core.
const HTML: f64 = 25.0;
/// Megabytes of memory for the articles of [`MANY`].
const MEMORY: f64 = 1_000.0;

/// Some articles of two and a half kilobytes.
pub(crate) const LINES: &str = "bbc/bbc.jsonl.gz";
/// Fifty-five thousand of three.
pub(crate) const MANY: &str = "reuters-financial";
/// Built sites, packed.
const SITES: [&str; 2] =
    ["formats/html/motormahal-wordpress-static.tar.gz", "formats/html/altcointrading-jekyll-source-and-site.tar.gz"];

/// What one run took. Seconds, and megabytes.
#[derive(Clone, Copy, Debug, Default)]
struct Took {
    reading: Step,
    indexing: Step,
    articles: f64,
    megabytes: f64,
}

#[derive(Clone, Copy, Debug, Default)]
struct Step {
    clock: f64,
    cores: f64,
    peak: f64,
}

impl Took {
    /// From what `newshound-bench throughput` prints.
    fn parse(said: &str) -> Option<Took> {
        let numbers =
            |line: &str| -> Vec<f64> { line.split([' ', ',']).filter_map(|word| word.parse().ok()).collect() };
        let step = |name: &str| match numbers(said.lines().find(|line| line.starts_with(name))?).as_slice() {
            [clock, cores, peak] => Some(Step { clock: *clock, cores: *cores, peak: *peak }),
            _ => None,
        };
        let (reading, indexing) = (step("reading")?, step("indexing")?);
        match numbers(said.lines().find(|line| line.contains(" articles of "))?).as_slice() {
            [articles, bytes, ..] => Some(Took { reading, indexing, articles: *articles, megabytes: bytes / 1e6 }),
            _ => None,
        }
    }

    fn cores(&self) -> f64 {
        self.reading.cores + self.indexing.cores
    }

    fn clock(&self) -> f64 {
        self.reading.clock + self.indexing.clock
    }
}

/// Measures all; what is below its target fails.
pub(crate) fn prove(work: &Path) -> Result<String> {
    let corpora =
        PathBuf::from(env::var_os("NEWSHOUND_CORPORA").context("set NEWSHOUND_CORPORA to the folder of the corpora")?);
    let program = build()?;
    let measure = |input: &Path, variables: &[(&str, &str)]| run(&program, input, variables);
    let mut missed = Vec::new();
    let mut tell = |what: &str, got: f64, unit: &str, is_met: bool| {
        println!("{} {what}: {got:.0} {unit}", if is_met { "ok   " } else { "BELOW" });
        if !is_met {
            missed.push(what.to_owned());
        }
    };

    let lines = corpora.join(LINES);
    if lines.is_file() {
        for (what, order) in [("articles from JSON Lines", "date"), ("the same, like beside like", "likeness")] {
            let runs = runs(RUNS, || measure(&lines, &[("THREADS", "1"), ("ORDER", order)]))?;
            let best = runs.iter().map(Took::cores).fold(f64::MAX, f64::min);
            let rate = runs.first().map_or(0.0, |took| took.articles) / best;
            tell(what, rate, "a second of one core", rate >= ARTICLES || order == "likeness");
        }
    }
    for site in SITES {
        let packed = corpora.join(site);
        if !packed.is_file() {
            continue;
        }
        let name = Path::new(site).file_name().unwrap_or_default().to_string_lossy().into_owned();
        let folder = unpack(&packed, &work.join(name.trim_end_matches(".tar.gz")))?;
        let runs = runs(RUNS, || measure(&folder, &[("THREADS", "1")]))?;
        let best = runs.iter().map(|took| took.reading.cores).fold(f64::MAX, f64::min);
        let rate = runs.first().map_or(0.0, |took| took.megabytes) / best;
        tell(&format!("HTML of {name}"), rate, "MB a second of one core", rate >= HTML);
        beside(&folder, &measure(&folder, &[])?, work)?;
    }
    if let Some(many) = first_file(&corpora.join(MANY)) {
        let many = plain(&many, work)?;
        let all = measure(&many, &[])?;
        let peak = all.indexing.peak;
        tell(&format!("memory for {} articles", all.articles), peak, "MB", peak <= MEMORY);
        let one = measure(&many, &[("THREADS", "1")])?;
        println!("      {:.1} s with all cores, {:.1} s with one", all.clock(), one.clock());
    }
    if missed.is_empty() {
        Ok("all as promised".into())
    } else {
        bail!("below what is promised: {}", missed.join("; "))
    }
}

/// The program that measures, optimised as the command is released.
fn build() -> Result<PathBuf> {
    // That of `corpora`, which compiles the same.
    let target = shell::root().join("target/xtask/prove/corpora");
    let mut cargo = shell::command("cargo");
    cargo.args(["build", "--release", "--package", "newshound-bench"]).stdin(Stdio::null());
    cargo.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "3").env("CARGO_PROFILE_RELEASE_LTO", "thin");
    cargo.env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "8").env("CARGO_TARGET_DIR", &target);
    shell::loudly(&mut cargo)?;
    Ok(target.join("release/newshound-bench"))
}

fn run(program: &Path, input: &Path, variables: &[(&str, &str)]) -> Result<Took> {
    let mut command = Command::new(program);
    command.arg("throughput").arg(input).envs(variables.iter().copied());
    let said = shell::ask(&mut command).with_context(|| format!("cannot index {}", input.display()))?;
    Took::parse(&said).with_context(|| format!("the measuring program said something else: {said}"))
}

fn runs(count: usize, run: impl Fn() -> Result<Took>) -> Result<Vec<Took>> {
    (0..count).map(|_| run()).collect()
}

/// What Pagefind takes for the same folder: the program that `NEWSHOUND_PAGEFIND` names, else the one on the path.
fn beside(folder: &Path, ours: &Took, work: &Path) -> Result<()> {
    println!(
        "      newshound: {:.2} s, {:.2} s of cores, {:.0} MB, {} articles",
        ours.clock(),
        ours.cores(),
        ours.indexing.peak,
        ours.articles
    );
    let named = env::var_os("NEWSHOUND_PAGEFIND").map(PathBuf::from);
    let Some(pagefind) = named.or_else(|| shell::find(&["pagefind", "pagefind_extended"])) else {
        println!("      Pagefind is not here: `npm install pagefind`, and NEWSHOUND_PAGEFIND names it");
        return Ok(());
    };
    let told = work.join("pagefind.time");
    let mut time = Command::new("/usr/bin/time");
    time.args(["-f", "%U %S %M", "-o"]).arg(&told).arg(pagefind).arg("--site").arg(folder);
    time.arg("--output-path").arg(work.join("pagefind"));
    let start = Instant::now();
    let said = shell::ask(&mut time).context("Pagefind does not run, or /usr/bin/time is missing")?;
    let clock = start.elapsed().as_secs_f64();
    let told = fs::read_to_string(&told)?;
    let numbers: Vec<f64> = told.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    let [user, system, peak] = numbers.as_slice() else { bail!("/usr/bin/time said {told}") };
    let pages = said.lines().map(str::trim).find(|line| line.starts_with("Indexed") && line.contains("page"));
    println!(
        "      Pagefind:  {clock:.2} s, {:.2} s of cores, {:.0} MB, {}",
        user + system,
        peak * 1024.0 / 1e6,
        pages.unwrap_or("pages not told")
    );
    Ok(())
}

fn unpack(packed: &Path, folder: &Path) -> Result<PathBuf> {
    fs::create_dir_all(folder)?;
    shell::quietly(
        "tar",
        shell::command("tar").arg("--extract").arg("--file").arg(packed).arg("--directory").arg(folder),
    )?;
    Ok(folder.to_owned())
}

pub(crate) fn first_file(folder: &Path) -> Option<PathBuf> {
    let files = fs::read_dir(folder).ok()?.filter_map(|entry| Some(entry.ok()?.path()));
    files.filter(|path| path.to_string_lossy().contains(".jsonl")).min()
}

/// A file that is packed with xz, unpacked: importers know other packers.
pub(crate) fn plain(path: &Path, work: &Path) -> Result<PathBuf> {
    if path.extension().is_none_or(|end| end != "xz") {
        return Ok(path.to_owned());
    }
    let plain = work.join("many.jsonl");
    let mut xz = Command::new("xz");
    xz.args(["--decompress", "--stdout"]).arg(path).stdout(fs::File::create(&plain)?);
    if xz.status().context("xz is missing")?.success() { Ok(plain) } else { bail!("cannot unpack {}", path.display()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_measured_is_read() {
        let said = "reading 0.50 s, 0.75 s of cores, 14 MB\nindexing 1.50 s, 2.00 s of cores, 36 MB\n\
                    2225 articles of 5393355 bytes in 1 files\nindex of 9 bytes, 0 files apart, hash 0\n";
        let took = Took::parse(said).expect("all is there");
        assert_eq!((took.cores(), took.clock(), took.indexing.peak, took.articles), (2.75, 2.0, 36.0, 2225.0));
        assert_eq!(took.megabytes, 5.393_355);
        assert!(Took::parse("reading 1 s").is_none());
    }
}
