//! [`Failure`]: everything that ends the command, with what to do about it and the exit code.

use std::io;
use std::path::PathBuf;

use newshound_index::segment::SegmentError;
use newshound_serve::ServeError;

use crate::show;

/// Why a command ended early.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error("cannot read {}: {reason}", path.display())]
    Read { path: PathBuf, reason: io::Error },
    #[error("cannot write {}: {reason}", path.display())]
    Write { path: PathBuf, reason: io::Error },
    #[error("{}: {}", path.display(), reason.trim_end())]
    Config { path: PathBuf, reason: String },
    #[error("{name} is `{value}`, which is {why}")]
    Setting { name: &'static str, value: String, why: &'static str },
    #[error("{pattern} is no pattern for files: {reason}")]
    Pattern { pattern: String, reason: String },
    #[error("{pattern} fits no file")]
    NoMatch { pattern: String },
    #[error("nothing to read was named")]
    NoInputs,
    #[error("no folder to write was named")]
    NoOut,
    #[error("nothing was indexed: no article came out of {inputs}")]
    NothingIndexed { inputs: String },
    #[error("{}, and --strict allows none", show::count(*count, "problem"))]
    Strict { count: u64 },
    #[error("a reader's first answer takes about {first}, and the size budget is {budget}")]
    OverBudget { first: String, budget: String },
    #[error("{} exists and is no folder", path.display())]
    NoFolder { path: PathBuf },
    #[error("{} holds other things than a built search{}", path.display(), some(names))]
    NotOurs { path: PathBuf, names: Vec<String> },
    #[error("{} holds what no build has written or somebody has changed since{}", path.display(), some(names))]
    Changed { path: PathBuf, names: Vec<String> },
    #[error("this binary was built without the engine that browsers run")]
    NoEngine,
    #[error("{} holds no engine: {missing} is missing", path.display())]
    EngineFolder { path: PathBuf, missing: &'static str },
    #[error("the engine reads another kind of index than this command writes")]
    EngineVersion,
    #[error("the module is not valid: {reason}")]
    Invalid { reason: String },
    #[error("there is no index in {}", path.display())]
    NoIndex { path: PathBuf },
    #[error("{}: {reason}", path.display())]
    Damaged { path: PathBuf, reason: SegmentError },
    #[error("there is no facet `{name}` to filter by")]
    NoFacet { name: String, facets: String },
    #[error("no article has the id `{id}`")]
    NoArticle { id: String },
    #[error("{} is there already", path.display())]
    Exists { path: PathBuf },
    #[error(transparent)]
    Serve(#[from] ServeError),
    /// Not worth a word: the reader of the output went away.
    #[error("the output was closed")]
    PipeClosed,
}

/// `: a, b, c and 2 more`, or nothing.
fn some(names: &[String]) -> String {
    const NAMED: usize = 3;
    let Some(named) = names.get(..names.len().min(NAMED)).filter(|named| !named.is_empty()) else {
        return String::new();
    };
    let more = if names.len() > NAMED { format!(" and {} more", names.len() - NAMED) } else { String::new() };
    format!(": {}{more}", named.join(", "))
}

impl Failure {
    /// What to do next.
    pub(crate) fn remedy(&self) -> String {
        match self {
            Failure::Read { .. } => "check the path, and that you may read it".into(),
            Failure::Write { reason, .. } if reason.kind() == io::ErrorKind::StorageFull => {
                "make room and run it again; what was there before is untouched".into()
            }
            Failure::Write { .. } => "check that you may write there; what was there before is untouched".into(),
            Failure::Config { .. } => "`newshound schema` prints all settings; `newshound init` writes a file".into(),
            Failure::Setting { .. } => "correct it on the command line or in newshound.toml".into(),
            Failure::Pattern { .. } => "write *, ** or ?, or name a folder, which is read with all below it".into(),
            Failure::NoMatch { .. } => "check the pattern; ** stands for any number of folders".into(),
            Failure::NoInputs => {
                "name files or folders, as in `newshound build _site --out search`; or put `inputs` into newshound.toml"
                    .into()
            }
            Failure::NoOut => "add `--out DIR`, or put `out` into newshound.toml".into(),
            Failure::NothingIndexed { .. } => {
                "`newshound check` with the same arguments says of every file why; the README lists the formats".into()
            }
            Failure::Strict { .. } => "mend what is listed above, or leave out --strict".into(),
            Failure::OverBudget { .. } => {
                "`--text apart` or `--text standfirst` makes the index smaller; so does leaving out old sections".into()
            }
            Failure::NoFolder { .. } => "name a folder".into(),
            Failure::NotOurs { .. } => {
                "name a folder of its own, that is new or from an earlier build: all in it is replaced".into()
            }
            Failure::Changed { .. } => {
                "it would be replaced: move it elsewhere and build again, or give --out another folder".into()
            }
            Failure::NoEngine => {
                "`cargo xtask dist` in the source makes one with it; or give --engine a folder that it made".into()
            }
            Failure::EngineFolder { .. } => "give --engine the folder that `cargo xtask dist` made".into(),
            Failure::EngineVersion => "take command and engine from one release".into(),
            Failure::Invalid { .. } => "take the engine from a release, or build it again".into(),
            Failure::NoIndex { .. } => "name a folder that `newshound build` wrote, or its .wasm file".into(),
            Failure::Damaged { .. } => "build it again".into(),
            Failure::NoFacet { facets, .. } => format!("this index has {facets}; `[fields] facets` adds more"),
            Failure::NoArticle { .. } => "`newshound inspect DIR --ids` lists all ids".into(),
            Failure::Exists { .. } => "`--force` overwrites it".into(),
            Failure::Serve(_) => "`newshound serve --help` shows the choices".into(),
            Failure::PipeClosed => String::new(),
        }
    }

    /// Whether `--json` has printed all that there is to say of it: an import whose problems are the failure.
    pub(crate) fn is_told(&self) -> bool {
        matches!(self, Failure::NothingIndexed { .. } | Failure::Strict { .. } | Failure::OverBudget { .. })
    }

    /// Listed in the help. 2, for what was typed wrongly, is clap's.
    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            Failure::PipeClosed => 0,
            Failure::Config { .. } | Failure::Setting { .. } | Failure::NoInputs | Failure::NoOut => 2,
            Failure::Pattern { .. } | Failure::NoMatch { .. } | Failure::NoFacet { .. } => 2,
            Failure::NothingIndexed { .. } => 3,
            Failure::Strict { .. } | Failure::OverBudget { .. } => 4,
            _ => 1,
        }
    }
}
