//! [`Engine`]: the files that every built folder has, an index apart.

use std::borrow::Cow;
use std::fs;
use std::path::Path;

use crate::failure::Failure;

/// What the build script found; empty where it found nothing.
static CARRIED: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/engine.rs"));

/// The module, without an index.
pub(crate) const MODULE: &str = "newshound_engine_bg.wasm";
/// The JavaScript that loads it.
const GLUE: &str = "newshound_engine.js";

/// The prebuilt engine, and the scripts and pages around it.
#[derive(Debug)]
pub(crate) struct Engine {
    /// Names, parted by `/`, and contents, by name.
    files: Vec<(String, Cow<'static, [u8]>)>,
}

impl Engine {
    /// The engine in a folder, or the one inside this binary.
    pub(crate) fn load(folder: Option<&Path>) -> Result<Engine, Failure> {
        let mut files = Vec::new();
        match folder {
            Some(folder) => walk(folder, "", &mut files)?,
            None => files.extend(CARRIED.iter().map(|(name, bytes)| ((*name).to_owned(), Cow::Borrowed(*bytes)))),
        }
        files.sort();
        let engine = Engine { files };
        match folder {
            None if engine.files.is_empty() => Err(Failure::NoEngine),
            folder => match [MODULE, GLUE].into_iter().find(|name| engine.get(name).is_none()) {
                Some(missing) => {
                    Err(Failure::EngineFolder { path: folder.unwrap_or(Path::new("this binary")).to_owned(), missing })
                }
                None => Ok(engine),
            },
        }
    }

    fn get(&self, name: &str) -> Option<&[u8]> {
        self.files.iter().find(|(known, _)| known == name).map(|(_, bytes)| bytes.as_ref())
    }

    /// The module.
    pub(crate) fn module(&self) -> &[u8] {
        self.get(MODULE).unwrap_or_default()
    }

    /// All other files.
    pub(crate) fn others(&self) -> impl Iterator<Item = (&str, &[u8])> {
        let files = self.files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_ref()));
        files.filter(|(name, _)| *name != MODULE)
    }
}

fn walk(folder: &Path, below: &str, files: &mut Vec<(String, Cow<'static, [u8]>)>) -> Result<(), Failure> {
    let read = |reason| Failure::Read { path: folder.to_owned(), reason };
    for entry in fs::read_dir(folder).map_err(read)? {
        let path = entry.map_err(read)?.path();
        let name = format!("{below}{}", path.file_name().unwrap_or_default().to_string_lossy());
        if path.is_dir() {
            walk(&path, &format!("{name}/"), files)?;
        } else {
            let bytes = fs::read(&path).map_err(|reason| Failure::Read { path, reason })?;
            files.push((name, Cow::Owned(bytes)));
        }
    }
    Ok(())
}
