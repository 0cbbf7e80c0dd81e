//! Articles in, a folder out that any static host can serve.

use std::{
    env,
    ffi::OsStr,
    fs,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    path::{Path, PathBuf},
    process::{self, Stdio},
};

use anyhow::{Context, Result, bail};

use crate::{scratch, setup::wasm_target, shell};

/// The module's name, which is that of the root package's library.
pub(crate) const MODULE: &str = "newshound_engine";

/// How wasm-opt works, speed or size. The features are those that rustc already uses; without them named,
/// wasm-opt refuses the module where it does not say them itself.
const OPTIMISE: &[&str] = &[
    // Taken apart and put together anew, and twice over: 1.5 % less to download than by `-Oz` alone.
    "--flatten",
    "--rereloop",
    "--low-memory-unused",
    "-Oz",
    "-Oz",
    // What looks shorter and packs worse: values kept for later, or put where they are used, data cut at zeros, the
    // alignment of loads, which no engine heeds, and small functions put where they are called.
    "--skip-pass=local-cse",
    "--skip-pass=simplify-locals",
    "--skip-pass=memory-packing",
    "--dealign",
    "--one-caller-inline-max-function-size=30",
    "--always-inline-max-function-size=5",
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
    // Words for tools that come after; none does.
    "--strip-producers",
    "--strip-target-features",
];

/// What to build, and where to.
#[derive(Clone, Debug)]
pub(crate) struct Build {
    /// A file or a folder.
    pub(crate) articles: PathBuf,
    pub(crate) out: PathBuf,
    /// How an article without a URL gets one.
    pub(crate) url_template: Option<String>,
    /// How the text of the articles is published.
    pub(crate) text: Text,
}

/// How the text of articles is published.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Text {
    /// In the module.
    #[default]
    Full,
    /// In files of its own.
    Apart,
    /// Not at all.
    Standfirst,
}

/// What is compiled into a module.
#[derive(Clone, Debug)]
pub(crate) struct Articles<'a> {
    pub(crate) path: &'a Path,
    pub(crate) url_template: Option<&'a str>,
    pub(crate) text: Text,
    /// A folder below the articles that is none of them: what is built.
    pub(crate) skip: Option<PathBuf>,
    /// More variables for the build script.
    pub(crate) more: Vec<(&'static str, String)>,
}

impl<'a> Articles<'a> {
    /// The articles of a file or folder, with the usual settings.
    pub(crate) fn of(path: &'a Path) -> Articles<'a> {
        Articles { path, url_template: None, text: Text::Full, skip: None, more: Vec::new() }
    }
}

/// The articles that are shown and tested with when none are named.
pub(crate) fn sample_articles() -> PathBuf {
    let newsroom = shell::root().join("tests/fixtures/newsroom");
    if newsroom.is_dir() { newsroom } else { shell::root().join("articles") }
}

/// Builds the folder. A build that fails leaves what was there before.
pub(crate) fn site(build: &Build) -> Result<()> {
    let articles = fs::canonicalize(&build.articles)
        .with_context(|| format!("cannot read the articles {}", build.articles.display()))?;
    let out = env::current_dir()?.join(&build.out);
    let (Some(parent), Some(name)) = (out.parent(), out.file_name()) else {
        bail!("{} is no name for a folder", build.out.display());
    };
    refuse_what_is_not_ours(&out)?;
    fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))?;
    let beside = |word: &str| parent.join(format!(".{}.{word}-{}", name.to_string_lossy(), process::id()));
    let (new, old) = (beside("new"), beside("old"));

    let guard = scratch::Guard::new(new.clone());
    // What was built into a folder that is read again is no article.
    let skip = fs::canonicalize(&out).ok().filter(|out| out.starts_with(&articles));
    let what =
        Articles { url_template: build.url_template.as_deref(), text: build.text, skip, ..Articles::of(&articles) };
    fill(&new, &what)?;
    guard.replace(|| {
        if !out.exists() {
            return fs::rename(&new, &out).with_context(|| format!("cannot write {}", out.display()));
        }
        fs::rename(&out, &old).with_context(|| format!("cannot replace {}", out.display()))?;
        let moved = fs::rename(&new, &out).with_context(|| format!("cannot write {}", out.display()));
        if moved.is_err() {
            fs::rename(&old, &out)?;
            return moved;
        }
        fs::remove_dir_all(&old).with_context(|| format!("cannot remove {}", old.display()))
    })
}

/// A folder is only replaced when a build made it: `--out ~` must not cost anybody their home.
fn refuse_what_is_not_ours(out: &Path) -> Result<()> {
    let Ok(mut entries) = fs::read_dir(out) else {
        if out.exists() {
            bail!("{} is a file; name a folder", out.display());
        }
        return Ok(());
    };
    if entries.next().is_some() && !out.join(format!("{MODULE}_bg.wasm")).exists() {
        bail!("{} holds other things than a site; name a folder that is new or empty", out.display());
    }
    Ok(())
}

/// Fills a folder, which is made, with everything that a site consists of.
pub(crate) fn fill(new: &Path, articles: &Articles<'_>) -> Result<()> {
    fs::create_dir_all(new).with_context(|| format!("cannot make {}", new.display()))?;
    copy_www(new)?;
    let compiled = compile(articles)?;
    bind(&compiled, new, Types::Left)?;
    if articles.text == Text::Apart {
        copy_texts(articles, new)?;
    }
    minify(new)?;
    optimise(&new.join(format!("{MODULE}_bg.wasm")))
}

/// Copies the pages and scripts to a folder.
pub(crate) fn copy_www(to: &Path) -> Result<()> {
    let www = shell::root().join("www");
    for file in files(&www)? {
        let to = to.join(&file);
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::copy(www.join(&file), &to).with_context(|| format!("cannot write {}", to.display()))?;
    }
    Ok(())
}

/// Makes scripts for readers out of those in a folder: what only people read goes, and modules that are always loaded
/// together become one file.
pub(crate) fn minify(folder: &Path) -> Result<()> {
    shell::quietly("minify", shell::command("node").arg(shell::root().join("crates/xtask/minify.js")).arg(folder))
}

/// Writes into the scripts in a folder what they check each other, and the engine, by.
pub(crate) fn seal(folder: &Path) -> Result<()> {
    shell::quietly("seal", shell::command("node").arg(shell::root().join("crates/xtask/seal.js")).arg(folder))
}

/// Compiles the engine with these articles inside; answers where the module is.
pub(crate) fn compile(articles: &Articles<'_>) -> Result<PathBuf> {
    shell::loudly(&mut cargo_for(articles)?)?;
    let folder = wasm_target::target_folder().join(wasm_target::TARGET).join("release");
    Ok(folder.join(format!("{MODULE}.wasm")))
}

/// Copies the pages of text that the build script wrote beside the index to a folder.
fn copy_texts(articles: &Articles<'_>, to: &Path) -> Result<()> {
    // All is compiled; asked once more, cargo only says where things are.
    let mut cargo = cargo_for(articles)?;
    cargo.arg("--message-format=json-render-diagnostics").arg("--quiet");
    let said = shell::ask(&mut cargo).context("cargo does not say where the build script wrote to")?;
    let executed = said.lines().filter(|line| line.contains("\"reason\":\"build-script-executed\""));
    let folder = executed.filter_map(|line| line.split_once("\"out_dir\":\"")?.1.split('"').next()).find_map(|out| {
        let folder = Path::new(out).join("text");
        (out.contains("/newshound-") && folder.is_dir()).then_some(folder)
    });
    let folder = folder.context("the build script wrote no text")?;
    for file in files(&folder)? {
        fs::copy(folder.join(&file), to.join(&file)).with_context(|| format!("cannot write {}", to.display()))?;
    }
    Ok(())
}

/// How cargo is called for these articles.
fn cargo_for(articles: &Articles<'_>) -> Result<process::Command> {
    let mut cargo = wasm_target::cargo()?;
    cargo.args(["build", "--release", "--package", "newshound", "--lib", "--target", wasm_target::TARGET]);
    cargo.env("NEWSHOUND_ARTICLES", articles.path).env("NEWSHOUND_ARTICLES_STATE", state_of(articles));
    cargo.envs(articles.more.iter().map(|(name, value)| (name, value))).stdin(Stdio::null());
    let remap: Vec<String> =
        places().into_iter().map(|(folder, name)| format!("--remap-path-prefix={}={name}", folder.display())).collect();
    cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", remap.join(" "));
    let text = match articles.text {
        Text::Full => None,
        Text::Apart => Some("apart".as_ref()),
        Text::Standfirst => Some("standfirst".as_ref()),
    };
    let skip = articles.skip.as_ref().map(|path| path.as_os_str());
    for (name, value) in [
        ("NEWSHOUND_URL_TEMPLATE", articles.url_template.map(OsStr::new)),
        ("NEWSHOUND_TEXT", text),
        ("NEWSHOUND_SKIP", skip),
    ] {
        match value {
            Some(value) => cargo.env(name, value),
            None => cargo.env_remove(name),
        };
    }
    Ok(cargo)
}

/// Folders of this machine that hold sources, and what they are called in the module. Messages of panics name source
/// files; what is published should not tell where this machine keeps them, nor be other bytes on another.
pub(crate) fn places() -> Vec<(PathBuf, String)> {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| Some(env::home_dir()?.join(".cargo")));
    let cargo = home.map(|home| (home, "cargo".to_owned()));
    let own = (shell::root().to_owned(), "newshound".to_owned());
    let mut places: Vec<_> = cargo.into_iter().chain([own]).chain(wasm_target::library_source()).collect();
    // The variable that says so to cargo is cut at blanks.
    places.retain(|(folder, _)| !folder.to_string_lossy().contains(char::is_whitespace));
    places
}

/// Changes whenever a file of the articles does, also when an older file takes its place: size, and times of content and
/// of the entry itself.
fn state_of(articles: &Articles<'_>) -> String {
    let mut hash = DefaultHasher::new();
    let inner = files(articles.path).unwrap_or_default();
    let all = inner.iter().map(|file| articles.path.join(file)).chain([articles.path.to_owned()]);
    let is_skipped = |file: &PathBuf| articles.skip.as_ref().is_some_and(|skip| file.starts_with(skip));
    for file in all.filter(|file| !is_skipped(file)) {
        file.hash(&mut hash);
        if let Ok(data) = fs::metadata(&file) {
            (data.len(), data.modified().ok()).hash(&mut hash);
            #[cfg(unix)]
            {
                use std::os::unix::fs::MetadataExt as _;
                (data.ino(), data.ctime(), data.ctime_nsec()).hash(&mut hash);
            }
        }
    }
    format!("{:016x}", hash.finish())
}

/// Whether the `.d.ts` of the module is written beside it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Types {
    Written,
    Left,
}

/// Writes the module as browsers load it, and the JavaScript that loads it, to a folder.
pub(crate) fn bind(compiled: &Path, out: &Path, types: Types) -> Result<()> {
    let mut bindgen = shell::command("wasm-bindgen");
    bindgen.args(["--target", "web", "--out-name", MODULE, "--out-dir"]).arg(out).arg(compiled);
    if types == Types::Left {
        bindgen.arg("--no-typescript");
    }
    shell::quietly("wasm-bindgen", &mut bindgen)
}

/// Runs wasm-opt over a module, in place.
pub(crate) fn optimise(module: &Path) -> Result<()> {
    shell::quietly("wasm-opt", shell::command("wasm-opt").args(OPTIMISE).arg(module).arg("-o").arg(module))
}

/// All files under a folder, as paths inside it, sorted; hidden ones are left out.
pub(crate) fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let (mut found, mut folders) = (Vec::new(), vec![PathBuf::new()]);
    while let Some(inner) = folders.pop() {
        let here = folder.join(&inner);
        for entry in fs::read_dir(&here).with_context(|| format!("cannot read {}", here.display()))? {
            let entry = entry?;
            let path = inner.join(entry.file_name());
            if entry.file_name().to_string_lossy().starts_with('.') {
                continue;
            }
            if entry.path().is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scratch(name: &str) -> PathBuf {
        let folder = shell::root().join("target/xtask").join(format!("{name}-{}", process::id()));
        fs::create_dir_all(&folder).expect("the target folder can be written");
        folder
    }

    #[test]
    fn only_a_site_is_replaced() {
        let folder = scratch("ours");
        let check = |expect| assert_eq!(refuse_what_is_not_ours(&folder).is_ok(), expect);
        check(true);
        fs::write(folder.join("thesis.txt"), "years").expect("a file can be written");
        check(false);
        fs::write(folder.join("newshound_engine_bg.wasm"), "").expect("a file can be written");
        check(true);
        assert!(refuse_what_is_not_ours(&folder.join("thesis.txt")).is_err());
        assert!(refuse_what_is_not_ours(&folder.join("new")).is_ok());
        fs::remove_dir_all(folder).expect("the folder is there");
    }

    #[test]
    fn a_build_that_fails_leaves_the_old_site() {
        let folder = scratch("fails");
        let out = folder.join("site");
        let build = Build { articles: folder.join("none"), out: out.clone(), url_template: None, text: Text::Full };
        assert!(site(&build).is_err());
        assert_eq!(files(&folder).expect("the folder is there"), Vec::<PathBuf>::new());
        fs::remove_dir_all(folder).expect("the folder is there");
    }

    #[test]
    fn files_are_listed_in_order() {
        let folder = scratch("files");
        fs::create_dir_all(folder.join("b")).expect("a folder can be made");
        for name in ["c", "b/z", "b/a", "a", ".hidden"] {
            fs::write(folder.join(name), "").expect("a file can be written");
        }
        let found = files(&folder).expect("the folder is there");
        assert_eq!(found, ["a", "b/a", "b/z", "c"].map(PathBuf::from));
        fs::remove_dir_all(folder).expect("the folder is there");
    }
}
