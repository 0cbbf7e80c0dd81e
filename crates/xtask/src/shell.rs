//! Running other programs, and where things are.

use std::{
    env,
    ffi::{OsStr, OsString},
    fs,
    io::{self, BufRead, BufReader, Read, Write},
    path::{Path, PathBuf},
    process::{Command, ExitStatus, Stdio},
    sync::Mutex,
    thread,
    time::Duration,
};

use anyhow::{Context, Result, bail};

use crate::setup::cargo_tools;

/// The folder of the workspace.
pub(crate) fn root() -> &'static Path {
    // The manifest of this crate is two folders down; cargo builds it anew when the workspace moves.
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap_or(Path::new("."))
}

/// Where tools that are not the system's are kept, for this user and all checkouts.
pub(crate) fn cache() -> PathBuf {
    let given = env::var_os("NEWSHOUND_CACHE").map(PathBuf::from);
    let xdg = || env::var_os("XDG_CACHE_HOME").map(|dir| PathBuf::from(dir).join("newshound"));
    let home = || env::home_dir().map(|dir| dir.join(".cache/newshound"));
    given.or_else(xdg).or_else(home).unwrap_or_else(|| root().join("target/cache"))
}

/// A program run in the workspace, that finds the tools which `setup` installed before those of the system.
pub(crate) fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root()).env("PATH", search_path());
    command
}

fn search_path() -> OsString {
    let mut folders = cargo_tools::folders();
    folders.push(cache().join("node/node_modules/.bin"));
    folders.push(root().join("node_modules/.bin"));
    folders.retain(|folder| folder.is_dir());
    folders.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
    env::join_paths(folders).unwrap_or_default()
}

/// The first of `names` that is a program, as a full path.
pub(crate) fn find(names: &[&str]) -> Option<PathBuf> {
    let path = search_path();
    let folders: Vec<PathBuf> = env::split_paths(&path).collect();
    names.iter().find_map(|name| folders.iter().map(|folder| folder.join(name)).find(|file| file.is_file()))
}

/// What a program printed to its standard output, trimmed; `None` when it is missing or failed.
pub(crate) fn ask(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).stdin(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Runs a program quietly. What it said goes to a log; when it fails, its last lines are part of the error.
pub(crate) fn quietly(name: &str, command: &mut Command) -> Result<()> {
    let folder = root().join("target/xtask");
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let log = folder.join(format!("{name}.log"));
    let file = fs::File::create(&log).with_context(|| format!("cannot write {}", log.display()))?;
    let status = command
        .stdin(Stdio::null())
        .stdout(file.try_clone()?)
        .stderr(file)
        .status()
        .with_context(|| format!("cannot start {}", line(command)))?;
    if status.success() {
        return Ok(());
    }
    let said = fs::read(&log).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
    let lines: Vec<&str> = said.lines().collect();
    let tail = lines[lines.len().saturating_sub(25)..].join("\n    ");
    bail!("{} ended with {status}; its last lines, all in {}:\n    {tail}", line(command), log.display());
}

/// Runs a program with its output passed on.
pub(crate) fn loudly(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("cannot start {}", line(command)))?;
    if !status.success() {
        bail!("{} ended with {status}", line(command));
    }
    Ok(())
}

/// Runs a program with its output passed on line by line, each line also shown to `watch`.
pub(crate) fn watched(command: &mut Command, watch: impl FnMut(&str) + Send) -> Result<ExitStatus> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start {}", line(command)))?;
    let (out, err) = (child.stdout.take(), child.stderr.take());
    let watch = Mutex::new(watch);
    thread::scope(|scope| {
        scope.spawn(|| pass_on(out, &watch, &mut io::stdout()));
        pass_on(err, &watch, &mut io::stderr());
    });
    Ok(child.wait()?)
}

fn pass_on(from: Option<impl Read>, watch: &Mutex<impl FnMut(&str)>, to: &mut impl Write) {
    let Some(from) = from else { return };
    // Bytes, not `lines()`: a program that prints something else than UTF-8 must not end the copying.
    let mut reader = BufReader::new(from);
    let mut bytes = Vec::new();
    while reader.read_until(b'\n', &mut bytes).is_ok_and(|read| read > 0) {
        let _ = to.write_all(&bytes).and_then(|()| to.flush());
        if let Ok(mut watch) = watch.lock() {
            watch(String::from_utf8_lossy(&bytes).trim());
        }
        bytes.clear();
    }
}

/// A command as one would type it, for messages.
pub(crate) fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    format!("`{}`", words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" "))
}

/// `0.8 s`, `12 s` or `3 min 5 s`.
pub(crate) fn seconds(time: Duration) -> String {
    match time.as_secs_f64() {
        s if s < 9.95 => format!("{s:.1} s"),
        s if s < 119.5 => format!("{s:.0} s"),
        _ => format!("{} min {} s", time.as_secs() / 60, time.as_secs() % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times() {
        let check = |ms, expect: &str| assert_eq!(seconds(Duration::from_millis(ms)), expect);
        check(0, "0.0 s");
        check(9_940, "9.9 s");
        check(9_960, "10 s");
        check(119_000, "119 s");
        check(185_000, "3 min 5 s");
    }

    #[test]
    fn a_failure_shows_the_last_words() {
        let error = quietly("test-failure", Command::new("sh").args(["-c", "echo before; echo why >&2; exit 3"]));
        let text = format!("{:#}", error.expect_err("exit 3 is a failure"));
        assert!(text.contains("exit status: 3") && text.contains("why"), "{text}");
    }

    #[test]
    fn watching_sees_both_streams_and_bytes_that_are_no_text() {
        let mut seen = Vec::new();
        let script = "printf 'out\\n\\377\\n'; echo err >&2";
        let status = watched(Command::new("sh").args(["-c", script]), |line| seen.push(line.to_owned()));
        assert!(status.is_ok_and(|status| status.success()));
        seen.sort();
        assert_eq!(seen, ["err", "out", "\u{fffd}"]);
    }
}
