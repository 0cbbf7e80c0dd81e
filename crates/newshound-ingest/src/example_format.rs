//! A format to copy: the smallest importer that is complete. It reads files such as
//!
//! ```text
//! %EXAMPLE
//! title: Old Mill Bridge opens again
//! date: 2024-05-04
//!
//! The bridge opened on Monday.
//! ```
//!
//! To make a new format: copy this file, add the module to `lib.rs`, the variant to [`crate::format::Format`] with
//! its line in `of` and `read`, a folder `tests/fixtures/<format>/` with files and the articles they should give,
//! and call the battery as below. Three rules: hand over what the source says and nothing else (cleaning and
//! filling is [`crate::finish`]'s), report what you leave out, and bound what hostile input could make large.

use newshound_index::article::{Article, Block};

use crate::clean::paragraphs;
use crate::input::Input;
use crate::sink::Sink;

/// Reads one article.
pub(crate) fn read(input: &mut Input<'_>, sink: &mut Sink<'_>) {
    let text = match input.text(sink.options) {
        Ok(text) => text.replace("\r\n", "\n"),
        Err(kind) => return sink.problem(None, kind),
    };
    let (head, body) = text.split_once("\n\n").unwrap_or((&text, ""));
    let mut article = Article { id: input.stem.clone(), ..Article::default() };
    for (line, text) in (1..).zip(head.lines()) {
        match text.split_once(": ") {
            Some(("title", title)) => article.title = title.to_owned(),
            Some(("date", date)) => article.published = sink.date(Some(line), "date", date),
            _ => {}
        }
    }
    article.blocks = paragraphs(body).into_iter().flatten().map(Block::Paragraph).collect();
    sink.article(Some(1), &input.stem, article);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::battery::read_str;

    #[test]
    fn reads_an_article() {
        let text = "%EXAMPLE\ntitle: Old Mill Bridge opens again\ndate: soon\n\nThe bridge opened on Monday.\n";
        let (articles, problems) = read_str(read, "bridge.txt", text.as_bytes());
        assert_eq!(articles.len(), 1);
        assert_eq!(articles[0].title, "Old Mill Bridge opens again");
        assert_eq!(articles[0].blocks, [Block::Paragraph("The bridge opened on Monday.".into())]);
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert_eq!(problems[0].line, Some(3));
    }
}
