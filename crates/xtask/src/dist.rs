//! What is released: the `newshound` command with the engine inside, as a static binary and as crates.
//!
//! Whoever installs one of these needs neither the wasm target nor any of the tools that the engine is made with.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail};

use crate::{
    setup::{self, Needs},
    shell,
    site::{self, Articles},
};

/// The crates that the command needs, in the order in which they would be published.
const CRATES: &[&str] = &["newshound-index", "newshound-ingest", "newshound-serve", "newshound-cli"];

/// Shells for which completions are packed.
const SHELLS: &[&str] = &["bash", "zsh", "fish"];

/// Makes everything, in `target/dist`.
pub(crate) fn run() -> Result<()> {
    setup::run(Needs::Build)?;
    let dist = fresh(&shell::root().join("target/dist"))?;
    let engine = dist.join("engine");
    make_engine(&engine)?;
    let packed = [binary(&dist, &engine)?, crates(&dist, &engine)?].concat();
    println!();
    for file in packed {
        println!("{:>12} bytes  {}", fs::metadata(&file)?.len(), file.display());
    }
    Ok(())
}

/// A folder with nothing in it.
fn fresh(folder: &Path) -> Result<PathBuf> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot empty {}", folder.display()))?;
    }
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    Ok(folder.to_owned())
}

/// The engine without an article, and the scripts and pages around it.
pub(crate) fn make_engine(folder: &Path) -> Result<()> {
    // Not made anew: cargo would take it for changed, and compile everything again.
    let nothing = shell::root().join("target/xtask/no-articles");
    fs::create_dir_all(&nothing).with_context(|| format!("cannot make {}", nothing.display()))?;
    fresh(folder)?;
    site::fill(folder, &Articles { more: vec![("NEWSHOUND_WITHOUT_ARTICLES", "1".into())], ..Articles::of(&nothing) })?;
    site::seal(folder)
}

/// The command as a file that runs on any machine of this kind, packed with what belongs to it.
fn binary(dist: &Path, engine: &Path) -> Result<Vec<PathBuf>> {
    let host = shell::ask(shell::command("rustc").args(["--print", "host-tuple"])).context("rustc does not run")?;
    let mut cargo = shell::command("cargo");
    cargo.args(["build", "--release", "--package", "newshound-cli", "--target", &host]).stdin(Stdio::null());
    cargo.env("NEWSHOUND_ENGINE", engine);
    // What readers download is worth minutes of optimising; a program that is installed once is not.
    cargo.env("CARGO_PROFILE_RELEASE_LTO", "thin").env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "8");
    // Nor are its bytes worth more than the time it takes for an archive.
    cargo.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "3");
    // A C library of its own, so that it does not matter which one is there.
    if host.ends_with("linux-gnu") {
        cargo.env("RUSTFLAGS", "-Ctarget-feature=+crt-static");
    }
    shell::loudly(&mut cargo)?;
    let built = shell::root().join("target").join(&host).join("release/newshound");

    let name = format!("newshound-{}-{host}", env!("CARGO_PKG_VERSION"));
    let folder = fresh(&dist.join(&name))?;
    let command = folder.join("newshound");
    fs::copy(&built, &command).with_context(|| format!("cannot copy {}", built.display()))?;
    for file in ["README.md", "CHANGELOG.md", "LICENSE-APACHE", "LICENSE-MIT"] {
        fs::copy(shell::root().join(file), folder.join(file)).with_context(|| format!("cannot copy {file}"))?;
    }
    shell::loudly(Command::new(&command).arg("man").arg(folder.join("man")))?;
    fs::create_dir_all(folder.join("completions"))?;
    for shell_name in SHELLS {
        let script = shell::ask(Command::new(&command).args(["completions", shell_name]));
        let script = script.with_context(|| format!("no completions for {shell_name}"))?;
        fs::write(folder.join("completions").join(format!("newshound.{shell_name}")), script)?;
    }
    let packed = dist.join(format!("{name}.tar.gz"));
    let mut tar = shell::command("tar");
    tar.args([
        "--sort=name",
        "--mtime=@0",
        "--owner=0",
        "--group=0",
        "--numeric-owner",
        "--create",
        "--gzip",
        "--file",
    ]);
    shell::quietly("tar", tar.arg(&packed).arg("--directory").arg(dist).arg(&name))?;
    Ok(vec![command, packed])
}

/// The crates as a registry takes them; that of the command has the engine inside.
fn crates(dist: &Path, engine: &Path) -> Result<Vec<PathBuf>> {
    // Beside the crate's manifest, for as long as it is packed: its build script takes it from there.
    let inside = fresh(&shell::root().join("crates/newshound-cli/engine"))?;
    for file in site::files(engine)? {
        let to = inside.join(&file);
        fs::create_dir_all(to.parent().unwrap_or(&inside))?;
        fs::copy(engine.join(&file), to)?;
    }
    let mut cargo = shell::command("cargo");
    cargo
        .args(["package", "--no-verify", "--allow-dirty", "--target-dir"])
        .arg(shell::root().join("target/xtask/package"));
    for name in CRATES {
        cargo.args(["--package", name]);
    }
    let done = shell::quietly("package", &mut cargo);
    fs::remove_dir_all(&inside).with_context(|| format!("cannot remove {}", inside.display()))?;
    done?;
    let mut packed = Vec::new();
    for name in CRATES {
        let file = format!("{name}-{}.crate", env!("CARGO_PKG_VERSION"));
        let (from, to) = (shell::root().join("target/xtask/package/package").join(&file), dist.join(&file));
        if !from.is_file() {
            bail!("cargo made no {file}");
        }
        fs::copy(from, &to)?;
        packed.push(to);
    }
    Ok(packed)
}
