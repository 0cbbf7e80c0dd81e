//! What must be installed, and how it gets there.
//!
//! Each item first looks at what is there and does only what is missing, so that a second run does nothing. An item
//! says on one line what it installs and why; when it cannot, its error says what to install and how. The items do
//! not stop each other: a machine without Firefox can still build.

pub(crate) mod browsers;
pub(crate) mod cargo_tools;
mod debian;
pub(crate) mod node;
pub(crate) mod wasm_target;

use std::{thread, time::Instant};

use anyhow::{Context, Result, bail};

use crate::shell;

/// How much to set up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Needs {
    /// What turns articles into a site: the wasm32 target, wasm-bindgen, wasm-opt.
    Build,
    /// That, and what the tests need: browsers, their drivers, checkers.
    Test,
}

/// What an item found or did, for its line.
pub(crate) struct Ready(pub(crate) String);

type Item = (Needs, &'static str, fn() -> Result<Ready>);

/// The items, in lanes that run beside each other: most of the time one waits for a download or for the last crate
/// of a tool. What uses rustup, or builds on what came before, is in one lane.
const LANES: &[&[Item]] = &[
    &[
        (Needs::Build, "wasm32 target", wasm_target::ready),
        (Needs::Test, "rustfmt, clippy", components),
        (Needs::Build, "wasm-bindgen", || cargo_tools::ready(&cargo_tools::wasm_bindgen()?)),
        (Needs::Test, "geckodriver", || cargo_tools::ready(&cargo_tools::GECKODRIVER)),
    ],
    &[
        (Needs::Test, "cargo-deny", || cargo_tools::ready(&cargo_tools::CARGO_DENY)),
        (Needs::Test, "wasm-pack", || cargo_tools::ready(&cargo_tools::WASM_PACK)),
    ],
    &[
        (Needs::Build, "node", node::ready),
        (Needs::Build, "node packages", node::packages_ready),
        (Needs::Test, "chromium", browsers::chromium_ready),
        (Needs::Test, "firefox", browsers::firefox_ready),
        (Needs::Test, "webkit", browsers::webkit_ready),
        (Needs::Test, "display", browsers::display_ready),
    ],
];

/// Sets up everything that is needed; fails, after having tried everything, with what could not be had.
pub(crate) fn run(needs: Needs) -> Result<()> {
    let missing: Vec<&str> = thread::scope(|scope| {
        let lanes: Vec<_> = LANES.iter().map(|lane| scope.spawn(move || run_lane(lane, needs))).collect();
        // A lane that panicked has said so itself.
        lanes.into_iter().flat_map(|lane| lane.join().unwrap_or_else(|_| vec!["(a bug in the set-up)"])).collect()
    });
    if !missing.is_empty() {
        bail!("could not set up: {}; the lines marked MISSING say what to do", missing.join(", "));
    }
    Ok(())
}

/// Makes the items of a lane ready, one after the other; answers which could not be.
fn run_lane(lane: &[Item], needs: Needs) -> Vec<&'static str> {
    let mut missing = Vec::new();
    for (_, name, ready) in lane.iter().filter(|item| needs == Needs::Test || item.0 == Needs::Build) {
        let start = Instant::now();
        match ready() {
            Ok(Ready(found)) => {
                let time = start.elapsed();
                let took = if time.as_secs() > 0 { format!("  ({})", shell::seconds(time)) } else { String::new() };
                eprintln!("  have {name:<16} {found}{took}");
            }
            Err(error) => {
                eprintln!("  MISSING {name}: {error:#}");
                missing.push(*name);
            }
        }
    }
    missing
}

/// Says what is being installed, and why.
fn getting(what: &str, why: &str) {
    eprintln!("  get  {what}: {why}");
}

fn components() -> Result<Ready> {
    let version = |name: &str| shell::ask(shell::command("cargo").args([name, "--version"]));
    for (component, command) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
        if version(command).is_none() {
            getting(component, "`cargo xtask test` checks with it");
            shell::quietly(component, shell::command("rustup").args(["component", "add", component]))
                .with_context(|| format!("install {component} with `rustup component add {component}`"))?;
        }
    }
    wasm_target::clippy_ready()?;
    Ok(Ready(version("clippy").unwrap_or_default()))
}
