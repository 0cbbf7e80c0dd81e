//! The words of a line that stand there without any ado: what pins and synonyms are about.

use crate::analysis::Analyzer;
use crate::query::{Leaf, LeafKind};

/// Stands between words that are not side by side.
const BREAK: u8 = b'\n';

/// The forms of a line's plain words.
pub(crate) struct Plain {
    /// Each with a blank behind it; where anything but a blank stands between two words, there is a line end as well.
    pub(super) text: String,
    /// For each plain leaf where its forms begin and end in `text`, and its number.
    pub(super) leaves: Vec<(usize, usize, usize)>,
}

impl Plain {
    /// Words are plain that are not quoted, nor excluded (`wanted` has the others), of a field or cut short.
    pub(crate) fn of(analyzer: &Analyzer, line: &str, leaves: &[&Leaf], wanted: u64) -> Plain {
        let mut plain = Plain { text: String::new(), leaves: Vec::new() };
        let mut end = 0;
        for (at, leaf) in leaves.iter().enumerate() {
            let is_plain =
                wanted >> at & 1 == 1 && leaf.field.is_none() && matches!(leaf.kind, LeafKind::Word | LeafKind::Typing);
            plain.between(line.get(end..leaf.range.start).filter(|_| is_plain));
            end = leaf.range.end;
            if is_plain {
                let start = plain.text.len();
                analyzer.each_token(&leaf.text, |token| {
                    if token.span == 1 {
                        plain.text.push_str(token.form);
                        plain.text.push(' ');
                    }
                });
                plain.leaves.push((start, plain.text.len(), at));
            }
        }
        plain.between(line.get(end..));
        plain
    }

    fn between(&mut self, text: Option<&str>) {
        if !text.is_some_and(|text| text.trim().is_empty()) {
            self.text.push(char::from(BREAK));
        }
    }

    /// The whole line, if it is plain words and nothing else.
    pub(crate) fn whole(&self) -> Option<&str> {
        if self.text.bytes().any(|byte| byte == BREAK) { None } else { self.text.strip_suffix(' ') }
    }
}
