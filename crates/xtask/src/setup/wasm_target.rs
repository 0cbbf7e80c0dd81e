//! The standard library for wasm32, and the toolchain that has it.
//!
//! `rustup target add` is all that is needed where rustup can download. Where it cannot, Debian has a compiler with
//! the matching source of the standard library (the rustc-web packages); that library is compiled once and put where
//! the compiler looks for it, and the wasm builds use that toolchain instead.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};

use super::{Ready, debian, getting};
use crate::shell;

pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// The name that Debian's toolchain gets in rustup.
const DEBIAN: &str = "debian";

/// Which toolchain compiles for wasm32.
#[derive(Clone, Copy, Debug)]
enum Toolchain {
    /// The one that `cargo` runs anyway.
    Usual,
    Debian,
}

/// cargo for the wasm32 target.
pub(crate) fn cargo() -> Result<Command> {
    let mut command = shell::command("cargo");
    environment(&mut command)?;
    Ok(command)
}

/// Makes a program (cargo, or one that runs cargo) use the toolchain that has the wasm32 target.
pub(crate) fn environment(command: &mut Command) -> Result<()> {
    let toolchain = toolchain();
    command.env("CARGO_TARGET_DIR", folder_of(toolchain));
    match toolchain.context("no toolchain has the wasm32 target: run `cargo xtask setup`")? {
        Toolchain::Usual => {}
        Toolchain::Debian => {
            // cargo tells its children where its own compiler's libraries are; they are not this compiler's.
            command.env("RUSTUP_TOOLCHAIN", DEBIAN).env_remove("LD_LIBRARY_PATH");
            command.env_remove("RUSTC").env_remove("RUSTDOC").env_remove("CARGO");
        }
    }
    Ok(())
}

/// Where everything for wasm32 is compiled.
pub(crate) fn target_folder() -> PathBuf {
    folder_of(toolchain())
}

/// The usual folder, where macros and importers are compiled once for all targets; but two compilers in one folder
/// rebuild each other's work, so a second one has its own.
fn folder_of(toolchain: Option<Toolchain>) -> PathBuf {
    let target = shell::root().join("target");
    if matches!(toolchain, Some(Toolchain::Debian)) { target.join("wasm") } else { target }
}

fn toolchain() -> Option<Toolchain> {
    if library_of(&mut shell::command("rustc")).is_some_and(|folder| has_library(&folder)) {
        return Some(Toolchain::Usual);
    }
    library_of(&mut debian_program("rustc")).filter(|folder| has_library(folder))?;
    (version_of(&mut debian_program("rustc"))? >= wanted()).then_some(Toolchain::Debian)
}

/// The oldest compiler that the project is written for: major and minor version.
fn wanted() -> (u32, u32) {
    version(env!("CARGO_PKG_RUST_VERSION")).unwrap_or_default()
}

/// What `rustc 1.95.0 (…)` says.
fn version_of(rustc: &mut Command) -> Option<(u32, u32)> {
    version(shell::ask(rustc.arg("--version"))?.split(' ').nth(1)?)
}

fn version(said: &str) -> Option<(u32, u32)> {
    let mut numbers = said.split('.').map_while(|number| number.parse().ok());
    Some((numbers.next()?, numbers.next()?))
}

/// The folder in which a compiler looks for the standard library of wasm32.
fn library_of(rustc: &mut Command) -> Option<PathBuf> {
    shell::ask(rustc.args(["--print", "target-libdir", "--target", TARGET])).map(PathBuf::from)
}

/// Where the compiler for wasm32 looks for the source of the standard library (rustup's `rust-src`, which need not be
/// there), and what it calls that folder where it is not.
pub(crate) fn library_source() -> Option<(PathBuf, String)> {
    let rustc = || match toolchain()? {
        Toolchain::Usual => Some(shell::command("rustc")),
        Toolchain::Debian => Some(debian_program("rustc")),
    };
    let folder = library_of(&mut rustc()?)?.ancestors().nth(2)?.join("src/rust");
    let said = shell::ask(rustc()?.args(["--version", "--verbose"]))?;
    let commit = said.lines().find_map(|line| line.strip_prefix("commit-hash: "))?;
    Some((folder, format!("/rustc/{commit}")))
}

fn has_library(folder: &Path) -> bool {
    let Ok(files) = fs::read_dir(folder) else { return false };
    files.flatten().any(|file| file.file_name().to_string_lossy().starts_with("libcore-"))
}

fn debian_program(name: &str) -> Command {
    let mut command = shell::command("rustup");
    command.args(["run", DEBIAN, name]).env_remove("LD_LIBRARY_PATH");
    command.env_remove("RUSTUP_TOOLCHAIN").env_remove("RUSTC").env_remove("CARGO");
    command
}

pub(super) fn ready() -> Result<Ready> {
    if toolchain().is_none() {
        getting(TARGET, "the engine is compiled for it");
        let rustup = shell::quietly("rustup-target", shell::command("rustup").args(["target", "add", TARGET]));
        if toolchain().is_none() {
            let why = rustup.err().map(|error| format!("{error:#}")).unwrap_or_default();
            getting("Debian's rustc-web", "rustup could not download the target; this takes a minute");
            from_debian().with_context(|| {
                format!(
                    "install it with `rustup target add {TARGET}`; here that failed:\n{why}\nand so did Debian's way"
                )
            })?;
        }
    }
    match toolchain() {
        Some(Toolchain::Usual) => Ok(Ready(shell::ask(shell::command("rustc").arg("--version")).unwrap_or_default())),
        Some(Toolchain::Debian) => Ok(Ready(format!(
            "{} (Debian's)",
            shell::ask(debian_program("rustc").arg("--version")).unwrap_or_default()
        ))),
        None => bail!("the target was installed, but rustc does not find it"),
    }
}

/// Debian's compiler comes without clippy; the usual one is a matter of rustup's components.
pub(super) fn clippy_ready() -> Result<()> {
    if matches!(toolchain(), Some(Toolchain::Debian)) && shell::ask(cargo()?.args(["clippy", "--version"])).is_none() {
        getting("rust-web-clippy", "`cargo xtask test` looks at the code for wasm32 with it");
        debian::install(&["rust-web-clippy"], "this is not Debian, which has another way")?;
    }
    Ok(())
}

fn from_debian() -> Result<()> {
    debian::install(&["rustc-web", "cargo-web", "rust-web-src"], "this is not Debian, which has another way")?;
    let _ = shell::ask(shell::command("rustup").args(["toolchain", "link", DEBIAN, "/usr"]));
    let sysroot = shell::ask(debian_program("rustc").args(["--print", "sysroot"]))
        .context("Debian's rustc does not run as a toolchain of rustup")?;
    let (found, wanted) = (version_of(&mut debian_program("rustc")).unwrap_or_default(), wanted());
    if found < wanted {
        let said = |(major, minor): (u32, u32)| format!("{major}.{minor}");
        bail!(
            "its compiler is {}, and {} is wanted: newer ones are in Debian's archive of security updates: \
             add the suite `bookworm-security` to apt's sources, or let rustup download the target",
            said(found),
            said(wanted)
        );
    }
    lend_the_linker(Path::new(&sysroot))?;
    let library = library_of(&mut debian_program("rustc")).context("Debian's rustc does not know wasm32")?;
    if has_library(&library) {
        return Ok(());
    }

    // An empty crate: what counts are the libraries that are compiled for it. The unstable options are why the
    // compiler and the source must be of one version, as the packages are.
    let scratch = shell::root().join("target/xtask/std");
    fs::create_dir_all(scratch.join("src"))?;
    fs::write(scratch.join("src/lib.rs"), "")?;
    let manifest = "[package]\nname = \"std-for-wasm\"\nedition = \"2024\"\n[workspace]\n";
    fs::write(scratch.join("Cargo.toml"), manifest)?;
    let mut cargo = debian_program("cargo");
    cargo.args(["build", "--release", "--target", TARGET, "-Zbuild-std=std,panic_abort,test", "--target-dir"]);
    cargo.arg(scratch.join("target")).current_dir(&scratch);
    // Bitcode is what link-time optimisation works on; cargo leaves it out of libraries for a build without.
    cargo.env("RUSTC_BOOTSTRAP", "1").env("RUSTFLAGS", "-Cembed-bitcode=yes");
    shell::quietly("std-for-wasm", &mut cargo)?;

    fs::create_dir_all(&library).with_context(|| format!("cannot make {}", library.display()))?;
    for file in fs::read_dir(scratch.join("target").join(TARGET).join("release/deps"))? {
        let file = file?.path();
        let is_library = file.extension().is_some_and(|end| end == "rlib");
        if let (true, Some(name)) = (is_library, file.file_name()) {
            fs::copy(&file, library.join(name)).with_context(|| format!("cannot write to {}", library.display()))?;
        }
    }
    // cargo does not notice that the standard library has changed.
    let old = folder_of(Some(Toolchain::Debian));
    if old.exists() {
        fs::remove_dir_all(&old).with_context(|| format!("cannot remove {}", old.display()))?;
    }
    fs::remove_dir_all(&scratch)?;
    Ok(())
}

/// Debian's compiler comes without the linker for wasm; rustup's own toolchain has one.
fn lend_the_linker(sysroot: &Path) -> Result<()> {
    let host = shell::ask(shell::command("rustc").args(["--print", "host-tuple"])).context("rustc does not run")?;
    let usual = shell::ask(shell::command("rustc").args(["--print", "sysroot"])).context("rustc does not run")?;
    let place = |sysroot: &Path| sysroot.join("lib/rustlib").join(&host).join("bin/rust-lld");
    let (from, to) = (place(Path::new(&usual)), place(sysroot));
    if from == to || to.exists() {
        return Ok(());
    }
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    }
    std::os::unix::fs::symlink(&from, &to)
        .with_context(|| format!("cannot link {} to {}", to.display(), from.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_of_compilers() {
        let check = |said, expect| assert_eq!(version(said), expect, "{said}");
        check("1.95", Some((1, 95)));
        check("1.85.0", Some((1, 85)));
        check("1.97.0-nightly", Some((1, 97)));
        check("2", None);
        check("", None);
        assert!(wanted() > (1, 90));
    }
}
