//! Every check that a change must pass, one step after the other; a step that fails hides no other.

mod count;

use std::{
    env, fs,
    io::{BufRead as _, BufReader},
    process::{Child, Command, Stdio},
    time::Instant,
};

use anyhow::{Context, Result, bail};

use crate::{
    args::Only,
    dist,
    setup::{self, Needs, browsers, wasm_target},
    shell,
    site::{self, Articles, Build, MODULE, Text, Types},
    size,
};
use count::{Count, Counter};

type Step = (&'static str, &'static str, fn() -> Result<Count>);

const STEPS: &[Step] = &[
    ("setup", "what is missing is installed", set_up),
    ("fmt", "every Rust file is formatted", fmt),
    ("clippy", "no lint of Rust speaks up", clippy),
    ("doc", "the documentation builds without a warning", doc),
    ("deny", "licences and sources of all dependencies are allowed, none has a known hole", deny),
    ("native", "tests on this machine", native),
    ("site", "a site builds", build_site),
    ("size", "no part of what readers download has outgrown its limit", size),
    ("command", "what the command makes answers as the site does", command),
    ("tsc", "JavaScript is of sound types", tsc),
    ("wasm-chromium", "wasm tests in Chromium", wasm_in_chromium),
    ("wasm-firefox", "wasm tests in Firefox", wasm_in_firefox),
    ("e2e", "the page in Chromium, Firefox and WebKit", e2e),
];

/// The names among `names` that were asked for, in their order; `None` when they are to be listed.
pub(crate) fn choose<'a>(names: &[&'a str], only: &Only) -> Result<Option<Vec<&'a str>>> {
    match only {
        Only::List => Ok(None),
        Only::Everything => Ok(Some(names.to_vec())),
        Only::These(wanted) => {
            if let Some(unknown) = wanted.iter().find(|name| !names.contains(&name.as_str())) {
                bail!("there is no `{unknown}`; there are {}", names.join(", "));
            }
            Ok(Some(names.iter().copied().filter(|name| wanted.iter().any(|wanted| wanted == name)).collect()))
        }
    }
}

/// Runs the steps, sums up, and closes with how many checks passed and failed.
pub(crate) fn run(only: &Only) -> Result<()> {
    let names: Vec<&str> = STEPS.iter().map(|step| step.0).collect();
    let Some(chosen) = choose(&names, only)? else {
        for (name, what, _) in STEPS {
            println!("{name:<14} {what}");
        }
        return Ok(());
    };
    let begin = Instant::now();
    let mut lines = Vec::new();
    let mut total = Count::default();
    for (name, what, step) in STEPS.iter().filter(|step| chosen.contains(&step.0)) {
        println!("\n== {name}: {what}");
        let start = Instant::now();
        let done = step();
        let time = shell::seconds(start.elapsed());
        // A step that fails without naming a failed check (it did not compile, say) is a failure itself.
        let (count, remark) = match done {
            Ok(count) if count == Count::default() => (Count { passed: 0, failed: 1 }, "ran nothing".to_owned()),
            Ok(count) => (count, String::new()),
            Err(error) => {
                eprintln!("{error:#}");
                let count = error.downcast_ref::<Failed>().map_or(Count::default(), |failed| failed.count);
                (Count { failed: count.failed.max(1), ..count }, "see above".to_owned())
            }
        };
        total += count;
        let word = if count.failed == 0 { "ok" } else { "FAILED" };
        let line =
            format!("{word:<6} {name:<14} {:>5} passed {:>3} failed {time:>10}  {remark}", count.passed, count.failed);
        println!("{}", line.trim_end());
        lines.push(line);
    }
    println!("\n== summary, {}", shell::seconds(begin.elapsed()));
    for line in lines {
        println!("{}", line.trim_end());
    }
    println!("\n{} passed, {} failed", total.passed, total.failed);
    if total.failed > 0 {
        bail!("not all checks passed");
    }
    Ok(())
}

/// A step that failed after having counted.
#[derive(Debug)]
struct Failed {
    count: Count,
    line: String,
}

impl std::error::Error for Failed {}

impl std::fmt::Display for Failed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} failed", self.line)
    }
}

const ONE: Count = Count { passed: 1, failed: 0 };

/// A check that is one, whatever it prints.
fn single(command: &mut Command) -> Result<Count> {
    shell::loudly(command.stdin(Stdio::null()))?;
    Ok(ONE)
}

/// A command that runs tests, which are counted from what it prints.
fn counted(command: &mut Command) -> Result<Count> {
    let mut counter = Counter::default();
    let status = shell::watched(command, |line| counter.see(line))?;
    let count = counter.count();
    if status.success() && count.failed == 0 {
        return Ok(count);
    }
    Err(Failed { count, line: shell::line(command) }.into())
}

fn cargo(words: &[&str]) -> Command {
    let mut cargo = shell::command("cargo");
    cargo.args(words);
    cargo
}

fn set_up() -> Result<Count> {
    setup::run(Needs::Test)?;
    Ok(ONE)
}

fn fmt() -> Result<Count> {
    single(&mut cargo(&["fmt", "--all", "--check"]))
}

fn clippy() -> Result<Count> {
    single(&mut cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))?;
    // The widget's code for the browser is not compiled for this machine, so it is looked at for its own target.
    let mut wasm = wasm_target::cargo()?;
    wasm.args(["clippy", "--package", "newshound", "--all-targets", "--target", wasm_target::TARGET]);
    single(wasm.args(["--", "-D", "warnings"]))?;
    Ok(Count { passed: 2, failed: 0 })
}

fn doc() -> Result<Count> {
    let words = ["doc", "--workspace", "--no-deps", "--document-private-items"];
    single(cargo(&words).env("RUSTDOCFLAGS", "-D warnings"))
}

fn deny() -> Result<Count> {
    single(&mut cargo(&["deny", "check", "licenses", "bans", "sources"]))?;
    // The list of known holes is a git repository elsewhere; a machine that cannot reach it can still test.
    let output = cargo(&["deny", "check", "advisories"]).stdin(Stdio::null()).output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    if output.status.success() {
        return Ok(Count { passed: 2, failed: 0 });
    }
    if said.contains("failed to fetch advisory database") {
        println!("not checked: known holes (the advisory database cannot be fetched from here)");
        return Ok(ONE);
    }
    bail!("{said}");
}

fn native() -> Result<Count> {
    counted(&mut cargo(&["test", "--workspace", "--no-fail-fast"]))
}

fn site_folder() -> std::path::PathBuf {
    shell::root().join("target/test-site")
}

/// What the steps after it look at: a site, and the types of its module, where tsconfig.json expects them.
fn build_site() -> Result<Count> {
    let articles = site::sample_articles();
    site::site(&Build { articles: articles.clone(), out: apart_folder(), url_template: None, text: Text::Apart })?;
    site::site(&Build { articles: articles.clone(), out: site_folder(), url_template: None, text: Text::Full })?;
    let types = shell::root().join("target/engine-types");
    let compiled = site::compile(&Articles::of(&articles))?;
    site::bind(&compiled, &types, Types::Written)?;
    // Beside its types, the module's JavaScript would be taken for a source.
    fs::remove_file(types.join(format!("{MODULE}.js")))?;
    Ok(ONE)
}

fn size() -> Result<Count> {
    let (passed, over) = size::within_limits()?;
    if over.is_empty() {
        return Ok(Count { passed, failed: 0 });
    }
    let count = Count { passed, failed: over.len() };
    Err(Failed { count, line: format!("the limit of {}", over.join(", ")) }.into())
}

/// What the command makes of the same articles: as is usual, with the index inside the module, and all apart.
fn command_folder(name: &str) -> std::path::PathBuf {
    shell::root().join("target/xtask/command").join(name)
}

/// A site whose text is apart.
fn apart_folder() -> std::path::PathBuf {
    shell::root().join("target/test-site-apart")
}

/// The same articles once more: the prebuilt engine, with the index put into it by the command.
fn command() -> Result<Count> {
    let work = shell::root().join("target/xtask/command");
    dist::make_engine(&work.join("engine"))?;
    let apart = ["--text", "apart", "--embed-budget", "0"];
    let sites: [(&str, &[&str]); 3] = [
        ("inside", &["--text", "full"]),
        ("apart", &apart),
        ("next", &[&apart[..], &["--exclude-section", "News"]].concat()),
    ];
    for (name, options) in sites {
        let mut build = cargo(&["run", "--quiet", "--package", "newshound-cli", "--", "build"]);
        build.arg(site::sample_articles()).arg("--out").arg(command_folder(name));
        single(build.arg("--engine").arg(work.join("engine")).args(options))?;
    }
    let mut node = shell::command("node");
    node.args(["--test", "--test-reporter=spec"]).arg(shell::root().join("tests/command/answers.test.js"));
    node.env("NEWSHOUND_SITE", site_folder()).env("NEWSHOUND_COMMAND_INSIDE", command_folder("inside"));
    node.env("NEWSHOUND_COMMAND_APART", command_folder("apart"));
    counted(&mut node)
}

fn tsc() -> Result<Count> {
    single(shell::command("tsc").args(["--project", "tsconfig.json"]))
}

fn wasm_in_chromium() -> Result<Count> {
    let browser = browsers::chromium().context("Chromium is not set up")?;
    wasm_tests("--chrome", "--chromedriver", &browser)
}

fn wasm_in_firefox() -> Result<Count> {
    let browser = browsers::firefox().context("Firefox is not set up")?;
    wasm_tests("--firefox", "--geckodriver", &browser)
}

fn wasm_tests(kind: &str, driver_option: &str, browser: &browsers::Browser) -> Result<Count> {
    let mut pack = shell::command("wasm-pack");
    pack.args(["test", "--headless", kind, driver_option]).arg(&browser.driver);
    wasm_target::environment(&mut pack)?;
    counted(&mut pack)
}

fn e2e() -> Result<Count> {
    let folder = shell::root().join("tests/e2e");
    let mut tests: Vec<_> = site::files(&folder)?.into_iter().map(|file| folder.join(file)).collect();
    tests.retain(|file| file.to_string_lossy().ends_with(".test.js"));
    if tests.is_empty() {
        bail!("there are no tests in tests/e2e");
    }
    let missing = |name: &'static str| move || format!("{name} is not set up");
    let chromium = browsers::chromium().with_context(missing("Chromium"))?;
    let firefox = browsers::firefox().with_context(missing("Firefox"))?;
    let webkit = browsers::webkit().with_context(missing("WebKit"))?;
    let display = Display::open()?;

    let mut node = shell::command("node");
    node.args(["--test", "--test-reporter=spec"]).args(tests);
    node.env("NEWSHOUND_XTASK", env::current_exe()?).env("NEWSHOUND_SITE", site_folder());
    node.env("NEWSHOUND_COMMAND_INSIDE", command_folder("inside"))
        .env("NEWSHOUND_COMMAND_APART", command_folder("apart"))
        .env("NEWSHOUND_COMMAND_NEXT", command_folder("next"))
        .env("NEWSHOUND_SITE_APART", apart_folder())
        .env("CHROMIUM", chromium.program)
        .env("CHROMEDRIVER", chromium.driver);
    node.env("FIREFOX", firefox.program).env("GECKODRIVER", firefox.driver);
    node.env("MINIBROWSER", webkit.program).env("WEBKIT_DRIVER", webkit.driver);
    node.env("DISPLAY", &display.name);
    counted(&mut node)
}

/// A screen for WebKit's browser: the one that is there, else one that only pretends.
struct Display {
    name: String,
    server: Option<Child>,
}

impl Display {
    fn open() -> Result<Display> {
        if let Ok(name) = env::var("DISPLAY") {
            return Ok(Display { name, server: None });
        }
        // It picks a number that is free, and writes it when it is ready.
        let mut command = shell::command("Xvfb");
        command.args(["-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp"]);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut server = command.spawn().context("cannot start Xvfb")?;
        let mut number = String::new();
        if let Some(out) = server.stdout.take() {
            BufReader::new(out).read_line(&mut number)?;
        }
        let display = Display { name: format!(":{}", number.trim()), server: Some(server) };
        if number.trim().is_empty() {
            bail!("Xvfb did not start");
        }
        Ok(display)
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        if let Some(server) = &mut self.server {
            let _ = server.kill();
            let _ = server.wait();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choosing() {
        let check = |only: Only, expect: &str| {
            let got = match choose(&["a", "b", "c"], &only) {
                Ok(names) => format!("{names:?}"),
                Err(error) => error.to_string(),
            };
            assert_eq!(got, expect);
        };
        let these = |names: &[&str]| Only::These(names.iter().map(|name| (*name).to_owned()).collect());
        check(Only::List, "None");
        check(Only::Everything, r#"Some(["a", "b", "c"])"#);
        check(these(&["c", "a"]), r#"Some(["a", "c"])"#);
        check(these(&["d"]), "there is no `d`; there are a, b, c");
    }
}
