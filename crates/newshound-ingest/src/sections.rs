//! [`leave_out_drafts`]: folders of Markdown whose section page keeps out all that lies below it.
//!
//! Zola builds nothing of a section whose `_index.md` is a draft, and Hugo hands the keys of its `cascade` down. These pages
//! are read ahead of all others; inside archives they are not looked for.

use std::fs::File;
use std::io::Read;

use crate::markdown::is_draft_section;
use crate::problem::{Problem, ProblemKind};
use crate::walk::Found;

/// A section page is small; of a longer one the start tells.
const MAX_BYTES: u64 = 1 << 20;

const REASON: &str = "this section is a draft, and so is all below its folder";

/// Takes the Markdown below draft sections out of what is read; gives one problem for each section.
pub(crate) fn leave_out_drafts(found: &mut Vec<Found>) -> Vec<Problem> {
    let mut folders: Vec<String> = Vec::new();
    let mut problems = Vec::new();
    for page in found.iter() {
        let Some((folder, file)) = page.name.rsplit_once('/') else { continue };
        if !(file.starts_with("_index.") && is_markdown(file)) || is_below(&page.name, &folders) {
            continue;
        }
        // What cannot be read is told when its turn comes.
        let mut bytes = Vec::new();
        let Ok(_) = File::open(&page.path).and_then(|file| file.take(MAX_BYTES).read_to_end(&mut bytes)) else {
            continue;
        };
        if is_draft_section(&String::from_utf8_lossy(&bytes)) {
            folders.push(format!("{folder}/"));
            let kind = ProblemKind::Unpublished { reason: REASON };
            problems.push(Problem { file: page.name.clone(), line: None, kind });
        }
    }
    if !folders.is_empty() {
        found.retain(|file| !(is_markdown(&file.name) && is_below(&file.name, &folders)));
    }
    problems
}

fn is_markdown(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    [".md", ".markdown", ".mdown", ".mkd", ".mdx"].iter().any(|end| name.ends_with(end))
}

fn is_below(name: &str, folders: &[String]) -> bool {
    folders.iter().any(|folder| name.starts_with(folder.as_str()))
}
