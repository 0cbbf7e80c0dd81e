//! From what was typed to paths: what is not there is told at once, and the standard input becomes a file.

use std::fs::{self, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::scratch::Scratch;

/// Paths to read, and how they are to be called in messages.
#[derive(Debug)]
pub(crate) struct Inputs {
    pub(crate) paths: Vec<PathBuf>,
    /// Where the standard input was kept meanwhile.
    standard: Option<(Scratch, String)>,
}

/// The name of the standard input in messages.
const STANDARD: &str = "standard input";

impl Inputs {
    pub(crate) fn new(typed: &[PathBuf]) -> Result<Inputs, Failure> {
        let mut inputs = Inputs { paths: Vec::new(), standard: None };
        for input in typed {
            let text = input.to_string_lossy();
            if text == "-" {
                if inputs.standard.is_none() {
                    inputs.keep_standard()?;
                }
            } else if input.exists() {
                inputs.paths.push(input.clone());
            } else if text.contains(['*', '?', '[']) {
                inputs.follow(&text)?;
            } else {
                // Else what was built of it before would be replaced by what is left.
                let reason = fs::metadata(input).err().unwrap_or_else(|| io::ErrorKind::NotFound.into());
                return Err(Failure::Read { path: input.clone(), reason });
            }
        }
        Ok(inputs)
    }

    /// A pattern, which the importer follows; one that fits nothing is a slip.
    fn follow(&mut self, pattern: &str) -> Result<(), Failure> {
        let wrong = |reason: String| Failure::Pattern { pattern: pattern.to_owned(), reason };
        let mut found = glob::glob(pattern).map_err(|error| wrong(error.to_string()))?;
        if found.next().is_none() {
            return Err(Failure::NoMatch { pattern: pattern.to_owned() });
        }
        self.paths.push(pattern.into());
        Ok(())
    }

    fn keep_standard(&mut self) -> Result<(), Failure> {
        let folder = std::env::temp_dir();
        let scratch = Scratch::private(&folder).map_err(|reason| Failure::Write { path: folder, reason })?;
        let file = scratch.path().join("standard-input");
        let mut open = OpenOptions::new();
        open.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut open, 0o600);
        let keep = || io::copy(&mut io::stdin().lock(), &mut open.open(&file)?);
        keep().map_err(|reason| Failure::Write { path: file.clone(), reason })?;
        // As a folder of its own: what its name is made from says nothing of its articles.
        self.paths.push(scratch.path().to_owned());
        self.standard = Some((scratch, file.to_string_lossy().into_owned()));
        Ok(())
    }

    /// Whether a path may be something that is read: below an input, or above one.
    pub(crate) fn may_hold(&self, path: &Path) -> bool {
        let Ok(path) = fs::canonicalize(path) else { return false };
        self.paths.iter().any(|input| {
            let text = input.to_string_lossy();
            let is_pattern = !input.exists();
            let start =
                text.find(['*', '?', '[']).and_then(|sign| Some(text.get(..sign)?.rfind('/').map_or(0, |at| at + 1)));
            let input = match start.filter(|_| is_pattern).and_then(|start| text.get(..start)) {
                Some("") => Path::new("."),
                Some(folder) => Path::new(folder),
                None => input.as_path(),
            };
            fs::canonicalize(input).is_ok_and(|input| path.starts_with(&input) || input.starts_with(&path))
        })
    }

    /// How files are to be called, in a text that names them: nobody knows where the standard input was kept.
    pub(crate) fn name(&self, text: &str) -> String {
        match &self.standard {
            Some((scratch, path)) => text.replace(path, STANDARD).replace(&*scratch.path().to_string_lossy(), STANDARD),
            None => text.to_owned(),
        }
    }
}
