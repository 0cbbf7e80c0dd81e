//! What several tests need: imports, indexes and answers, without the steps between.

use std::fs;
use std::path::{Path, PathBuf};

use newshound_index::article::Article;
use newshound_index::build::{BuildOptions, Built, SegmentBuilder};
use newshound_index::search::{Answer, Parts, Piece, Request, search};
use newshound_index::segment::Segment;
use newshound_ingest::{Import, Options};

/// A path below the root of the repository.
pub(crate) fn at_root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// What the importers make of a path below the root.
pub(crate) fn import(path: &str) -> Import {
    let fields = vec!["place".into(), "desk".into()];
    newshound_ingest::read(&[at_root(path)], &Options { fields, ..Options::default() })
}

pub(crate) fn build_with(articles: impl IntoIterator<Item = Article>, options: BuildOptions) -> Built {
    let mut builder = SegmentBuilder::new(options);
    articles.into_iter().for_each(|article| builder.add(article));
    builder.finish()
}

pub(crate) fn build(articles: impl IntoIterator<Item = Article>) -> Built {
    build_with(articles, BuildOptions::default())
}

/// A question that is nothing but a line.
pub(crate) fn line(text: &str) -> Request {
    Request { text: text.into(), ..Request::default() }
}

/// The answer to a question; what it tells stands in an index that stays as long as the test runs.
pub(crate) fn ask(built: &Built, request: &Request) -> Answer<'static> {
    let segment = Box::leak(Box::new(Segment::open(built.bytes.clone().leak()).unwrap()));
    let answer = search(segment, request).unwrap();
    assert!(answer.needs.is_empty(), "all pages are inside");
    answer
}

pub(crate) fn ids<'a>(answer: &Answer<'a>) -> Vec<&'a str> {
    answer.hits.iter().map(|hit| hit.id).collect()
}

/// The text, what is marked in brackets.
pub(crate) fn marked(parts: &Parts<'_>) -> String {
    let piece = |piece: Piece<'_>| if piece.is_match { format!("[{}]", piece.text) } else { piece.text.to_owned() };
    parts.pieces().map(piece).collect()
}

/// A folder of files that goes when the test is over.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new(name: &str, files: &[(&str, &[u8])]) -> Folder {
        let path = std::env::temp_dir().join(format!("newshound-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        for (name, bytes) in files {
            let path = path.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        Folder(path)
    }

    pub(crate) fn import(&self) -> Import {
        newshound_ingest::read(&[&self.0], &Options::default())
    }

    /// The problems of an import as they are printed, without the way to the folder.
    pub(crate) fn problems(&self, import: &Import) -> Vec<String> {
        let folder = self.0.to_string_lossy().replace('\\', "/");
        let told = import.problems.iter().map(ToString::to_string);
        told.map(|text| text.replace(&format!("{folder}/"), "").replace(&folder, "FOLDER")).collect()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
