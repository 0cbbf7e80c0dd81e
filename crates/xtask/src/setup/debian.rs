//! Packages of Debian and its kin (Ubuntu), where there is `apt-get` and the right to use it.

use std::{
    path::Path,
    sync::{Mutex, PoisonError},
};

use anyhow::{Context, Result, bail};

use crate::shell;

/// Installs packages; elsewhere than on Debian, or without the right to, says the command to type.
pub(super) fn install(packages: &[&str], elsewhere: &str) -> Result<()> {
    if !Path::new("/usr/bin/apt-get").exists() {
        bail!("{elsewhere}");
    }
    let typed = format!("apt-get install --no-install-recommends {}", packages.join(" "));
    let Some(prefix) = privilege() else {
        bail!("installing Debian packages needs root: run `sudo {typed}`, then this again");
    };
    // One at a time, as apt-get has it; and whether the list of packages was renewed.
    static UPDATED: Mutex<bool> = Mutex::new(false);
    let mut updated = UPDATED.lock().unwrap_or_else(PoisonError::into_inner);
    if !*updated {
        // A list that cannot be renewed may still be good enough, so this may fail.
        *updated = true;
        let _ = apt(prefix, &["update"]);
    }
    let mut words = vec!["install", "--yes", "--no-install-recommends"];
    words.extend(packages);
    apt(prefix, &words).with_context(|| format!("run `{typed}` as root to see why"))
}

fn apt(prefix: &[&str], words: &[&str]) -> Result<()> {
    // `env` sets it behind sudo too. Waiting for the lock: another installer may be at work.
    let mut line = prefix.to_vec();
    line.extend(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=300"]);
    line.extend(words);
    let mut command = shell::command(line[0]);
    shell::quietly("apt-get", command.args(&line[1..]))
}

/// What to put before a command so that it runs as root without asking; `None` when that cannot be.
fn privilege() -> Option<&'static [&'static str]> {
    if shell::ask(shell::command("id").arg("-u"))? == "0" {
        return Some(&[]);
    }
    shell::ask(shell::command("sudo").args(["-n", "true"])).map(|_| ["sudo", "-n"].as_slice())
}
