//! Three browser engines and the programs that drive them.

use std::{env, fs, path::PathBuf};

use anyhow::{Context, Result, bail};

use super::{Ready, debian, getting};
use crate::shell;

/// A browser and its driver, as full paths.
#[derive(Clone, Debug)]
pub(crate) struct Browser {
    pub(crate) program: PathBuf,
    pub(crate) driver: PathBuf,
}

/// What the environment names, else the first of these programs that is installed.
fn pick(variable: &str, names: &[&str]) -> Option<PathBuf> {
    env::var_os(variable).map(PathBuf::from).filter(|path| path.is_file()).or_else(|| shell::find(names))
}

pub(crate) fn chromium() -> Option<Browser> {
    let names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
    Some(Browser { program: pick("CHROMIUM", &names)?, driver: pick("CHROMEDRIVER", &["chromedriver"])? })
}

fn firefox_program() -> Option<PathBuf> {
    pick("FIREFOX", &["firefox-esr", "firefox"])
}

pub(crate) fn firefox() -> Option<Browser> {
    Some(Browser { program: firefox_program()?, driver: pick("GECKODRIVER", &["geckodriver"])? })
}

pub(crate) fn webkit() -> Option<Browser> {
    let program = env::var_os("MINIBROWSER").map(PathBuf::from).filter(|path| path.is_file()).or_else(mini_browser)?;
    Some(Browser { program, driver: pick("WEBKIT_DRIVER", &["WebKitWebDriver"])? })
}

/// WebKit's own small browser lies beside its library, in a folder that has the architecture in its name.
fn mini_browser() -> Option<PathBuf> {
    let libraries = fs::read_dir("/usr/lib").into_iter().flatten().flatten().map(|entry| entry.path());
    let folders = libraries.chain([PathBuf::from("/usr/libexec"), PathBuf::from("/usr/lib64")]);
    let mut found: Vec<PathBuf> =
        folders.map(|folder| folder.join("webkit2gtk-4.1/MiniBrowser")).filter(|program| program.is_file()).collect();
    found.sort();
    found.into_iter().next()
}

pub(super) fn chromium_ready() -> Result<Ready> {
    if chromium().is_none() {
        getting("chromium, chromium-driver", "tests run in it");
        debian::install(
            &["chromium", "chromium-driver"],
            "install Chrome or Chromium and the chromedriver of its version, or name them in CHROMIUM and CHROMEDRIVER",
        )?;
    }
    told(chromium(), "Chromium")
}

pub(super) fn firefox_ready() -> Result<Ready> {
    if firefox_program().is_none() {
        getting("firefox-esr", "tests run in it");
        debian::install(&["firefox-esr"], "install Firefox, or name its program in FIREFOX")?;
    }
    let program = firefox_program().context("Firefox was installed, but is not on PATH")?;
    Ok(Ready(program.display().to_string()))
}

pub(super) fn webkit_ready() -> Result<Ready> {
    if webkit().is_none() {
        getting("webkit2gtk-driver", "tests run in WebKit, the engine of Safari");
        debian::install(
            &["webkit2gtk-driver"],
            "install WebKitGTK 4.1 with its MiniBrowser and WebKitWebDriver, or name them in MINIBROWSER and WEBKIT_DRIVER",
        )?;
    }
    told(webkit(), "WebKit")
}

fn told(browser: Option<Browser>, name: &str) -> Result<Ready> {
    let Some(Browser { program, driver }) = browser else {
        bail!("{name} was installed, but its program or its driver is not where it is looked for");
    };
    Ok(Ready(format!("{}, {}", program.display(), driver.display())))
}

/// WebKit's browser wants a screen.
pub(super) fn display_ready() -> Result<Ready> {
    if let Some(display) = env::var_os("DISPLAY") {
        return Ok(Ready(format!("DISPLAY={}", display.to_string_lossy())));
    }
    if shell::find(&["Xvfb"]).is_none() {
        getting("xvfb", "WebKit's browser wants a screen, which this one pretends to be");
        debian::install(&["xvfb"], "install Xvfb, or run this where DISPLAY is set")?;
    }
    let program = shell::find(&["Xvfb"]).context("Xvfb was installed, but is not on PATH")?;
    Ok(Ready(program.display().to_string()))
}
