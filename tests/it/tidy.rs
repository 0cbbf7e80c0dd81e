//! House rules that a machine can check, over the files that git tracks.

use std::{fs, path::Path, process::Command};

/// Lines of code, tests not counted, after which a file likely holds more than one idea.
const LONGEST_FILE: usize = 500;

/// Files that may be longer: each with its own ceiling, and why.
const LONGER: &[(&str, usize, &str)] = &[];

/// Everything that may be compiled into the module which readers download. A new name here is a new cost for every
/// reader: measure it with `cargo xtask size` first.
const IN_THE_MODULE: &[&str] = &[
    "allocator-api2",
    "cfg-if",
    "fst",
    "lock_api",
    "newshound",
    "newshound-index",
    "scopeguard",
    "talc",
    "thiserror",
    "unicode-ident",
    "wasm-bindgen",
    "wasm-bindgen-shared",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What a program prints, which must succeed.
fn output(program: &str, args: &[&str]) -> String {
    let output = Command::new(program).args(args).current_dir(root()).output();
    let output = output.unwrap_or_else(|error| panic!("{program} does not start: {error}"));
    assert!(output.status.success(), "{program} {args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap_or_else(|error| panic!("{program} printed no text: {error}"))
}

/// Tracked paths, and new ones that are not ignored: what would be committed.
fn tracked() -> Vec<String> {
    let listed = output("git", &["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
    let paths = listed.split('\0').filter(|path| !path.is_empty() && root().join(path).is_file());
    paths.map(str::to_owned).collect()
}

/// Tracked files that are text, with their text.
fn texts() -> Vec<(String, String)> {
    let read = |path: String| fs::read_to_string(root().join(&path)).ok().map(|text| (path, text));
    tracked().into_iter().filter_map(read).collect()
}

fn rust() -> Vec<(String, String)> {
    texts().into_iter().filter(|(path, _)| path.ends_with(".rs")).collect()
}

/// Rust files without those that are only tests.
fn rust_but_tests() -> Vec<(String, String)> {
    let files = rust();
    // `#[cfg(test)] mod name;` in `a/mod.rs` or `a.rs` speaks of `a/name.rs`.
    let mut tests = Vec::new();
    for (path, text) in &files {
        let stem = path.trim_end_matches(".rs");
        let ends = ["/mod", "/lib", "/main"];
        let folder = ends.iter().find_map(|end| stem.strip_suffix(end)).unwrap_or(stem);
        for named in text.split("#[cfg(test)]\nmod ").skip(1) {
            if let Some((name, _)) = named.split_once([';', ' ']).filter(|(name, _)| !name.is_empty()) {
                tests.push(format!("{folder}/{name}.rs"));
            }
        }
    }
    files.into_iter().filter(|(path, _)| !tests.contains(path)).collect()
}

/// The part of a Rust file before its tests, which are the last thing in it.
fn before_tests(text: &str) -> &str {
    text.split("\n#[cfg(test)]\nmod tests {").next().unwrap_or(text)
}

/// Fails with all the places that break a rule, and what to do about it.
fn none(broken: &[String], remedy: &str) {
    assert!(broken.is_empty(), "{remedy}\n  {}", broken.join("\n  "));
}

/// `path:line` of each line that has one of `words`, comments not counted.
fn lines_with(path: &str, text: &str, words: &[&str]) -> Vec<String> {
    let code = text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//"));
    let hit = code.filter(|(_, line)| words.iter().any(|word| line.contains(word)));
    hit.map(|(at, line)| format!("{path}:{}: {}", at + 1, line.trim())).collect()
}

#[test]
fn every_rust_file_says_what_it_is_for() {
    let silent = rust().into_iter().filter(|(_, text)| !text.starts_with("//! ")).map(|(path, _)| path);
    none(&silent.collect::<Vec<_>>(), "help: begin the file with `//!` and one sentence");
}

#[test]
fn files_hold_one_idea() {
    let mut long = Vec::new();
    for (path, text) in rust_but_tests() {
        let lines = before_tests(&text).lines().filter(|line| {
            let line = line.trim_start();
            !line.is_empty() && !line.starts_with("//")
        });
        let (count, ceiling) = (lines.count(), LONGER.iter().find(|longer| longer.0 == path).map(|longer| longer.1));
        if count > ceiling.unwrap_or(LONGEST_FILE) {
            long.push(format!("{path}: {count} lines"));
        }
    }
    none(&long, "help: split the file by ideas, or add it to LONGER with a reason");
    let stale = LONGER.iter().filter(|(path, ..)| !root().join(path).is_file()).map(|longer| longer.0.to_owned());
    none(&stale.collect::<Vec<_>>(), "help: these files are gone; take them out of LONGER");
}

#[test]
fn nothing_built_is_tracked() {
    let built = |path: &String| {
        let name = path.rsplit('/').next().unwrap_or(path);
        let is_in = |folder: &str| path.starts_with(folder) || path.contains(&format!("/{folder}"));
        name.ends_with(".wasm") || name.contains(".min.") || is_in("pkg/") || is_in("node_modules/") || is_in("dist/")
    };
    none(&tracked().into_iter().filter(built).collect::<Vec<_>>(), "help: `git rm --cached` what a build makes");
}

#[test]
fn markup_never_comes_from_strings() {
    const WAYS: &[&str] = &[
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "setHTMLUnsafe",
        "createContextualFragment",
    ];
    let page = |path: &str| path.starts_with("www/") || path.starts_with("src/");
    let found =
        texts().into_iter().filter(|(path, _)| page(path)).flat_map(|(path, text)| lines_with(&path, &text, WAYS));
    none(&found.collect::<Vec<_>>(), "help: make elements and set their textContent");
}

#[test]
fn the_index_crate_touches_nothing_outside_itself() {
    const WAYS: &[&str] =
        &["std::fs", "std::net", "std::env", "std::time", "std::thread", "std::process", "SystemTime"];
    let index = |path: &str| path.starts_with("crates/newshound-index/src/");
    let found = rust_but_tests().into_iter().filter(|(path, _)| index(path)).flat_map(|(path, text)| {
        let mut found = lines_with(&path, before_tests(&text), WAYS);
        // `use std::{fs, …}`, on one line or several.
        for group in before_tests(&text).split("std::{").skip(1) {
            let inside = group.split(';').next().unwrap_or(group);
            let words = inside.split(|c: char| !c.is_alphanumeric() && c != '_');
            let bad = words.filter(|word| ["fs", "net", "env", "time", "thread", "process"].contains(word));
            found.extend(bad.map(|word| format!("{path}: std::{{{word}}}")));
        }
        found
    });
    none(&found.collect::<Vec<_>>(), "help: the index works on bytes that are handed to it, and hands bytes back");
}

#[test]
fn the_module_depends_on_what_is_listed_and_no_more() {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let target = ["--target", "wasm32-unknown-unknown", "--edges", "normal,no-proc-macro"];
    let tree = ["tree", "--package", "newshound", "--prefix", "none", "--format", "{p}"];
    let tree = output(&cargo, &[&tree[..], &target[..]].concat());
    let mut names: Vec<&str> = tree.lines().filter_map(|line| line.split_whitespace().next()).collect();
    names.sort_unstable();
    names.dedup();
    let unlisted = names.iter().filter(|name| !IN_THE_MODULE.contains(name)).map(|name| (*name).to_owned());
    none(&unlisted.collect::<Vec<_>>(), "help: do without, or measure the cost and add the name to IN_THE_MODULE");
    let stale = IN_THE_MODULE.iter().filter(|name| !names.contains(name)).map(|name| (*name).to_owned());
    none(&stale.collect::<Vec<_>>(), "help: these are no longer compiled in; take them out of IN_THE_MODULE");
}

#[test]
fn no_path_of_one_machine_is_written_down() {
    // In pieces, so that this file does not name them itself.
    let homes = [["/ro", "ot/"], ["/ho", "me/"], ["/Us", "ers/"], ["/wo", "rk/"], ["C:\\", "Users"]]
        .map(|parts| parts.concat());
    let homes: Vec<&str> = homes.iter().map(String::as_str).collect();
    let mut found = Vec::new();
    for (path, text) in texts() {
        // Articles may speak of anything, an address in them is no path.
        if path.starts_with("articles/") || path.starts_with("tests/fixtures/") {
            continue;
        }
        for (at, line) in text.lines().enumerate() {
            // `https://example.org/home/` is none either.
            let starts = homes.iter().any(|home| {
                line.match_indices(home)
                    .any(|(at, _)| !line[..at].ends_with(|c: char| c.is_alphanumeric() || "-_.~}*".contains(c)))
            });
            if starts {
                found.push(format!("{path}:{}: {}", at + 1, line.trim()));
            }
        }
    }
    none(&found, "help: name the place by a variable, or relative to the repository");
}
