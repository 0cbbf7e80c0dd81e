//! From what was typed to paths: patterns are followed, and the standard input becomes a file.

use std::fs::{self, File};
use std::io;
use std::path::PathBuf;

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

    fn follow(&mut self, pattern: &str) -> Result<(), Failure> {
        let wrong = |reason: String| Failure::Pattern { pattern: pattern.to_owned(), reason };
        let found = glob::glob(pattern).map_err(|error| wrong(error.to_string()))?;
        let before = self.paths.len();
        for path in found {
            self.paths.push(path.map_err(|error| wrong(error.to_string()))?);
        }
        if self.paths.len() == before {
            return Err(Failure::NoMatch { pattern: pattern.to_owned() });
        }
        Ok(())
    }

    fn keep_standard(&mut self) -> Result<(), Failure> {
        let path = std::env::temp_dir().join(format!("newshound-{}", std::process::id()));
        let write = |reason| Failure::Write { path: path.clone(), reason };
        let scratch = Scratch::new(path.clone()).map_err(write)?;
        let file = scratch.path().join("standard-input");
        io::copy(&mut io::stdin().lock(), &mut File::create(&file).map_err(write)?).map_err(write)?;
        self.standard = Some((scratch, file.to_string_lossy().into_owned()));
        self.paths.push(file);
        Ok(())
    }

    /// How a file is to be called.
    pub(crate) fn name(&self, file: &str) -> String {
        match self.standard.as_ref().and_then(|(_, path)| file.strip_prefix(path.as_str())) {
            Some(below) => format!("{STANDARD}{below}"),
            None => file.to_owned(),
        }
    }
}
