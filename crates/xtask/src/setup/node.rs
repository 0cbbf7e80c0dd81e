//! Node, and the packages of package-lock.json: wasm-opt (binaryen), tsc, the WebDriver client, axe.

use std::{env::consts, fs};

use anyhow::{Context, Result, bail};

use super::{Ready, debian, getting};
use crate::shell;

/// The oldest Node that all packages of package.json run on; `engines` there says the same.
const OLDEST: u32 = 20;

/// Node as a package of npm, for systems whose own is too old. One exact version: it runs the tests.
fn packaged() -> Option<String> {
    let machine = match consts::ARCH {
        "x86_64" => "x64",
        "aarch64" => "arm64",
        _ => return None,
    };
    (consts::OS == "linux").then(|| format!("node-linux-{machine}@22.23.3"))
}

fn version() -> Option<(u32, String)> {
    let said = shell::ask(shell::command("node").arg("--version"))?;
    let major = said.trim_start_matches('v').split('.').next()?.parse().ok()?;
    Some((major, said))
}

fn npm_runs() -> bool {
    shell::ask(shell::command("npm").arg("--version")).is_some()
}

pub(super) fn ready() -> Result<Ready> {
    let by_hand = format!("install Node {OLDEST} or newer with npm, from nodejs.org or your system's packages");
    if version().is_none() || !npm_runs() {
        getting("nodejs npm", "wasm-opt, tsc and the browser tests run on Node");
        debian::install(&["nodejs", "npm"], &by_hand)?;
    }
    if let (true, Some(package)) = (version().is_some_and(|(major, _)| major < OLDEST), packaged()) {
        getting(&package, "the system's Node is too old");
        let folder = shell::cache().join("node");
        fs::create_dir_all(&folder)?;
        let mut npm = shell::command("npm");
        npm.args(["install", "--no-save", "--no-audit", "--no-fund", "--prefix"]).arg(&folder).arg(package);
        shell::quietly("node", npm.current_dir(&folder)).with_context(|| by_hand.clone())?;
    }
    match version() {
        Some((major, said)) if major >= OLDEST => Ok(Ready(said)),
        Some((_, said)) => bail!("Node {said} is too old: {by_hand}"),
        None => bail!("{by_hand}"),
    }
}

pub(super) fn packages_ready() -> Result<Ready> {
    let lock = fs::read(shell::root().join("package-lock.json")).context("cannot read package-lock.json")?;
    // The lock file that the folder was filled from, byte for byte: npm keeps no such mark itself.
    let mark = shell::root().join("node_modules/.filled-from");
    if fs::read(&mark).ok().as_deref() != Some(&lock) {
        getting("node packages", "wasm-opt, tsc, selenium-webdriver and axe, as package-lock.json says");
        shell::quietly("npm-ci", shell::command("npm").args(["ci", "--no-audit", "--no-fund"]))
            .context("run `npm ci` in the workspace to see why")?;
        fs::write(&mark, &lock).context("cannot mark node_modules as complete")?;
    }
    let version = shell::ask(shell::command("wasm-opt").arg("--version"));
    Ok(Ready(version.context("wasm-opt of the package binaryen does not run: delete node_modules and try again")?))
}
