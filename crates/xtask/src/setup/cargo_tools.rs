//! Tools that come as crates: each at one version, kept in a folder of its own in the user's cache.

use std::{borrow::Cow, env, fs, path::PathBuf, process::Command};

use anyhow::{Context, Result, bail};

use super::{Ready, getting};
use crate::shell;

/// A program that `cargo install` brings.
pub(crate) struct Tool {
    /// The crate.
    package: &'static str,
    /// The program.
    program: &'static str,
    version: Cow<'static, str>,
    why: &'static str,
}

pub(crate) const WASM_PACK: Tool = pinned("wasm-pack", "0.15.1", "runs the wasm tests in browsers");
pub(crate) const CARGO_DENY: Tool = pinned("cargo-deny", "0.20.2", "checks licences and sources of the dependencies");
pub(crate) const GECKODRIVER: Tool = pinned("geckodriver", "0.37.1", "lets tests drive Firefox");

/// A tool whose program is named like its crate, at a version that depends on nothing.
const fn pinned(name: &'static str, version: &'static str, why: &'static str) -> Tool {
    Tool { package: name, program: name, version: Cow::Borrowed(version), why }
}

/// wasm-bindgen's program must be of exactly the version of the crate that the engine is compiled with.
pub(crate) fn wasm_bindgen() -> Result<Tool> {
    let lock = shell::root().join("Cargo.lock");
    let text = fs::read_to_string(&lock).with_context(|| format!("cannot read {}", lock.display()))?;
    let version = locked_version(&text, "wasm-bindgen").context("Cargo.lock names no wasm-bindgen")?.to_owned().into();
    let why = "writes the JavaScript side of the module; as Cargo.lock's wasm-bindgen";
    Ok(Tool { package: "wasm-bindgen-cli", program: "wasm-bindgen", version, why })
}

fn locked_version<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    lines.nth(1)?.strip_prefix("version = \"")?.strip_suffix('"')
}

impl Tool {
    fn folder(&self) -> PathBuf {
        shell::cache().join("tools").join(format!("{}-{}", self.package, self.version))
    }

    /// Whether the program that would be run has the right version.
    fn is_ready(&self) -> bool {
        let said = shell::ask(shell::command(self.program).arg("--version"));
        said.is_some_and(|said| said.lines().next().is_some_and(|line| has_version(line, &self.version)))
    }
}

/// Whether a line like `geckodriver 0.37.1 (abc 2026)` names this version.
fn has_version(line: &str, version: &str) -> bool {
    line.split_whitespace().any(|word| word.trim_start_matches('v') == version)
}

/// The folders of the tools' programs, whether they exist or not.
pub(crate) fn folders() -> Vec<PathBuf> {
    let pinned = [WASM_PACK, CARGO_DENY, GECKODRIVER];
    wasm_bindgen().into_iter().chain(pinned).map(|tool| tool.folder().join("bin")).collect()
}

/// Installs a tool unless it is there.
pub(super) fn ready(tool: &Tool) -> Result<Ready> {
    if !tool.is_ready() {
        getting(&format!("{} {}", tool.package, tool.version), tool.why);
        install(tool)?;
    }
    let place = shell::find(&[tool.program]).map(|path| path.display().to_string()).unwrap_or_default();
    Ok(Ready(format!("{}  {place}", tool.version)))
}

fn install(tool: &Tool) -> Result<()> {
    // With the dependencies that its authors tested if they are to be had, else with those that fit.
    let first = shell::quietly(tool.package, cargo_install(tool).arg("--locked"));
    let done = first.or_else(|_| shell::quietly(tool.package, &mut cargo_install(tool)));
    let typed = format!("cargo install {} --version {}", tool.package, tool.version);
    done.with_context(|| format!("install it with `{typed}`, or put version {} on PATH", tool.version))?;
    if !tool.is_ready() {
        bail!("{} does not run as version {} although it was installed", tool.program, tool.version);
    }
    Ok(())
}

fn cargo_install(tool: &Tool) -> Command {
    let mut command = shell::command("cargo");
    command.args(["install", tool.package, "--version", &tool.version, "--root"]).arg(tool.folder());
    // Outside the workspace, so that its settings do not matter. The tools' work is short: what counts is how soon
    // they are there.
    command.current_dir(env::temp_dir());
    command.env("CARGO_PROFILE_RELEASE_LTO", "off");
    command.env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16");
    command.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1");
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_in_a_lock_file() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"1.0.0\"\n\n[[package]]\n\
                    name = \"wasm-bindgen\"\nversion = \"0.2.130\"\nsource = \"x\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(locked_version(lock, "wasm"), None);
        assert_eq!(locked_version("name = \"wasm-bindgen\"", "wasm-bindgen"), None);
    }

    #[test]
    fn versions_that_programs_say() {
        let check = |line, version, expect| assert_eq!(has_version(line, version), expect, "{line}");
        check("wasm-bindgen 0.2.130", "0.2.130", true);
        check("wasm-bindgen 0.2.130", "0.2.13", false);
        check("geckodriver 0.37.1 (1a2b 2026-01-01 00:00 +0000)", "0.37.1", true);
        check("v20.1.0", "20.1.0", true);
        check("", "1", false);
    }
}
