//! What the targets of importers share: any bytes as a file of one format.

use std::fs;

pub use newshound_ingest::Format;
use newshound_ingest::{Options, ProblemKind, read};

/// Reads bytes as a file of this format, or of what they look like. A parser that fails is told as a problem by
/// whoever imports; here it is a find.
pub fn import(name: &str, format: Option<Format>, bytes: &[u8]) {
    let folder = std::env::temp_dir().join(format!("newshound-fuzz-target-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("temporary files can be written");
    let file = folder.join(name);
    fs::write(&file, bytes).expect("temporary files can be written");
    let import = read(&[&file], &Options { threads: 1, format, ..Options::default() });
    for problem in &import.problems {
        assert_ne!(problem.kind, ProblemKind::ReaderFailed, "{problem}");
    }
    for article in &import.articles {
        assert!(!article.id.is_empty() && !article.title.is_empty() && !article.url.is_empty(), "{article:?}");
        let texts = article.blocks.iter().map(|block| block.text()).chain([article.title.as_str(), &article.url]);
        texts.for_each(|text| assert!(!text.chars().any(char::is_control), "control character in {text:?}"));
    }
}
