//! Plain text as editors paste it: a date line, the headline, the headline again as caption of the picture, the
//! text with a subheading or two, and headlines of related articles at the end.
//!
//! ```text
//! Saturday, May 4, 2024 9:05 am
//!
//! Old Mill Bridge opens again
//!
//! Old Mill Bridge opens again
//! The mayor on the bridge. Photo: A. Byline
//!
//! The bridge opened on Monday.
//!
//! Two years of work
//!
//! It had been closed since the flood. Related: Flood closes the bridge
//! ```
//!
//! One file is one article; its id is the file's name without extension.

use newshound_index::article::{Article, Block};

use crate::clean::{one_line, paragraphs};
use crate::dates::read_date;
use crate::input::Input;
use crate::sink::Sink;

/// Reads one article.
pub(crate) fn read(input: &mut Input<'_>, sink: &mut Sink<'_>) {
    let text = match input.text(sink.options) {
        Ok(text) => text,
        Err(kind) => return sink.problem(None, kind),
    };
    let mut article = Article { id: input.stem.clone(), ..Article::default() };
    let mut groups: Vec<Vec<String>> = paragraphs(&text)
        .into_iter()
        .map(|group| group.iter().map(|line| line.trim_matches(is_blank).to_owned()).collect())
        .collect();
    take_head(&mut groups, &mut article, sink);
    take_captions(&mut groups, &mut article);
    take_related(&mut groups, &mut article);
    take_text(groups, &mut article);
    sink.article(Some(1), &input.stem, article);
}

/// Lines of captions, and related headlines, at most: each is looked for anew in what is left of the text.
const MOST: usize = 100;

fn is_blank(char: char) -> bool {
    char.is_whitespace() || char.is_control()
}

/// The date line and the headline, in either order; without a date line the first line is the headline, unless it
/// is as long as a paragraph.
fn take_head(groups: &mut Vec<Vec<String>>, article: &mut Article, sink: &mut Sink<'_>) {
    let lines: Vec<&str> = groups.iter().flatten().map(String::as_str).take(2).collect();
    let is_date = |line: Option<&&str>| line.is_some_and(|line| read_date(line).is_some());
    let date_at = [0, 1].into_iter().find(|at| is_date(lines.get(*at)));
    if let Some(at) = date_at {
        let line = if at == 0 { take_line(groups) } else { groups_line(groups, at) };
        article.published = sink.date(Some(1), "date line", &line.unwrap_or_default());
    }
    let is_headline = groups.first().and_then(|group| group.first()).is_some_and(|line| line.chars().count() <= 250);
    if is_headline && (date_at.is_some() || groups.iter().map(Vec::len).sum::<usize>() > 1) {
        article.title = one_line(&take_line(groups).unwrap_or_default()).0;
    }
}

/// Takes the first line.
fn take_line(groups: &mut Vec<Vec<String>>) -> Option<String> {
    groups_line(groups, 0)
}

/// Takes the line that is the `at`th over all groups.
fn groups_line(groups: &mut Vec<Vec<String>>, mut at: usize) -> Option<String> {
    for group in groups.iter_mut() {
        if at < group.len() {
            let line = group.remove(at);
            groups.retain(|group| !group.is_empty());
            return Some(line);
        }
        at -= group.len();
    }
    None
}

/// Between headline and text: the headline again goes, a line that stands twice or ends with a credit is a caption.
fn take_captions(groups: &mut Vec<Vec<String>>, article: &mut Article) {
    for _ in 0..MOST {
        let mut lines = groups.iter().flatten();
        let (Some(line), next) = (lines.next(), lines.next()) else { return };
        let tidy = one_line(line).0;
        let is_title = tidy == article.title;
        let stood = article.blocks.iter().any(|block| block.text() == tidy);
        let is_caption = stood || next == Some(line) || has_credit(&tidy);
        if !is_title && !is_caption {
            return;
        }
        take_line(groups);
        if !is_title && !stood {
            article.blocks.push(Block::Caption(tidy));
        }
    }
}

/// Whether a line ends with a picture credit such as `Photo: Town Hall.`
fn has_credit(line: &str) -> bool {
    const CREDITS: [&str; 16] = [
        "Photo:",
        "Photos:",
        "Photo by",
        "Photograph:",
        "Picture:",
        "Image:",
        "Credit:",
        "Courtesy of",
        "Foto:",
        "Fotos:",
        "Fotografía:",
        "Imagen:",
        "Crédito:",
        "Bild:",
        "Crédit photo",
        "Foto de",
    ];
    let last = CREDITS.iter().filter_map(|credit| line.rfind(credit).map(|at| at + credit.len())).max();
    let name = last.and_then(|at| line.get(at..)).map(|name| name.trim().trim_end_matches(['.', ')', ']']));
    // The credit is a name or two, and the end of the line: no sentence follows it.
    name.is_some_and(|name| !name.is_empty() && name.split_whitespace().count() <= 8)
}

/// The labels before headlines of other articles.
const RELATED: [&str; 12] = [
    "Related:",
    "Related story:",
    "Related stories:",
    "Related article:",
    "Related articles:",
    "Read more:",
    "Read also:",
    "See also:",
    "Relacionado:",
    "Relacionada:",
    "Lee también:",
    "Leia também:",
];

/// Headlines of other articles at the end: on lines of their own, or glued to the end of the last paragraph.
fn take_related(groups: &mut Vec<Vec<String>>, article: &mut Article) {
    let mut related = Vec::new();
    while related.len() < MOST
        && let Some(line) = groups.last_mut().and_then(Vec::pop)
    {
        let (rest, headline) = split_related(&line);
        let is_done = headline.is_none();
        related.extend(headline);
        let rest = rest.trim_end();
        if !rest.is_empty() {
            if let Some(group) = groups.last_mut() {
                group.push(rest.to_owned());
            }
            if is_done || split_related(rest).1.is_none() {
                break;
            }
        }
        groups.retain(|group| !group.is_empty());
    }
    related.reverse();
    article.related = related;
}

/// A line without its last related headline, and that headline.
fn split_related(line: &str) -> (&str, Option<String>) {
    let mut best: Option<(usize, usize)> = None;
    // A headline is short, so its label stands near the end.
    let start = line.floor_char_boundary(line.len().saturating_sub(1_200));
    let tail = line.get(start..).unwrap_or_default();
    for label in RELATED {
        for at in tail.rmatch_indices(label).map(|(at, _)| start + at) {
            // Only at the start of a line or behind the end of a sentence, and with a headline behind it.
            let before = line.get(..at).unwrap_or_default().trim_end().chars().next_back();
            let ends =
                before.is_none_or(|char| matches!(char, '.' | '!' | '?' | '…' | '”' | '"' | '’' | '»' | ')' | ':'));
            let is_last = best.is_none_or(|(best, _)| at > best);
            if ends && is_last {
                best = Some((at, at + label.len()));
            }
        }
    }
    let Some((at, end)) = best else { return (line, None) };
    let headline = line.get(end..).unwrap_or_default().trim();
    if headline.is_empty() || headline.chars().count() > 250 {
        return (line, None);
    }
    (line.get(..at).unwrap_or_default(), Some(headline.to_owned()))
}

/// What is left: paragraphs, with short lines between them that end like no sentence as subheadings.
fn take_text(groups: Vec<Vec<String>>, article: &mut Article) {
    let last = groups.len().saturating_sub(1);
    for (at, group) in groups.into_iter().enumerate() {
        let is_inside = at > 0 && at < last;
        match group.as_slice() {
            [line] if is_inside && is_subheading(line) => article.blocks.push(Block::Subheading(line.clone())),
            _ => article.blocks.extend(group.into_iter().map(Block::Paragraph)),
        }
    }
}

/// Short, and without the end of a sentence.
fn is_subheading(line: &str) -> bool {
    let bare = line.trim_end_matches(['”', '"', '’', '»', ')', '\'']);
    line.chars().count() <= 90
        && line.split_whitespace().count() <= 14
        && line.chars().any(char::is_alphabetic)
        && (!bare.ends_with(['.', '!', '?', '…', ':', ';', ',', '。', '！', '？', '،', '؟', '-', '—', '–'])
            || bare.ends_with("U.S."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::battery::{self, read_str};
    use crate::format::Format;

    fn check(text: &str, expect: &str) {
        let (articles, _) = read_str(read, "bridge.txt", text.as_bytes());
        let shown: Vec<String> = articles.iter().map(show).collect();
        assert_eq!(shown.join("\n"), expect, "{text}");
    }

    /// An article as one line a part: `d` date, `t` title, `c` caption, `p` paragraph, `s` subheading, `r` related.
    fn show(article: &Article) -> String {
        let mut lines = Vec::new();
        lines.extend(article.published.map(|date| format!("d {date}")));
        lines.push(format!("t {}", article.title));
        lines.extend(article.blocks.iter().map(|block| match block {
            Block::Caption(text) => format!("c {text}"),
            Block::Paragraph(text) => format!("p {text}"),
            Block::Subheading(text) => format!("s {text}"),
        }));
        lines.extend(article.related.iter().map(|text| format!("r {text}")));
        lines.join("\n")
    }

    #[test]
    fn heads() {
        check("May 4, 2024\n\nTitle\n\nText.", "d 2024-05-04\nt Title\np Text.");
        check("Title\nMay 4, 2024\n\nText.", "d 2024-05-04\nt Title\np Text.");
        check("Title\n\nText.", "t Title\np Text.");
        check("\u{feff}Title\r\n\r\nText.\r\n", "t Title\np Text.");
        check("Only one line of text.", "t Only one line of text.\np Only one line of text.");
    }

    #[test]
    fn captions() {
        check("Title\n\nTitle\nTitle\n\nText.", "t Title\np Text.");
        check("Title\n\nTitle\n\nText.", "t Title\np Text.");
        check(
            "Title\n\nA cat. Photo: B. Byline.\nA cat. Photo: B. Byline.\n\nText.",
            "t Title\nc A cat. Photo: B. Byline.\np Text.",
        );
        check("Title\n\nA cat. Photo: B. Byline\n\nText.", "t Title\nc A cat. Photo: B. Byline\np Text.");
        check("Title\n\nA cat.\nA cat.\n\nText.", "t Title\nc A cat.\np Text.");
        check("Title\n\nTitle\nA cat. Foto: Archivo\n\nText.", "t Title\nc A cat. Foto: Archivo\np Text.");
        check(
            "Title\n\nThe photo: a story of a long night in the old town of the north.\n\nText.",
            "t Title\np The photo: a story of a long night in the old town of the north.\np Text.",
        );
    }

    #[test]
    fn texts() {
        check("Title\n\nOne.\nTwo.\n\nA word on cats\n\nThree.", "t Title\np One.\np Two.\ns A word on cats\np Three.");
        check("Title\n\nA short start\n\nTwo.\n\nAn end", "t Title\np A short start\np Two.\np An end");
        check("Title\n\nOne.\n\n“Who?”\n\nTwo.", "t Title\np One.\np “Who?”\np Two.");
    }

    #[test]
    fn related() {
        check("Title\n\nOne.\n\nRelated: Other", "t Title\np One.\nr Other");
        check("Title\n\nOne. Related: Other", "t Title\np One.\nr Other");
        check("Title\n\nOne.Related: Other", "t Title\np One.\nr Other");
        check("Title\n\nOne.\nRelated: Other\nRelated: Another", "t Title\np One.\nr Other\nr Another");
        check("Title\n\nOne. Related: Is it? Related: Another", "t Title\np One.\nr Is it?\nr Another");
        check("Title\n\nWork-Related: a word.\n\nTwo.", "t Title\np Work-Related: a word.\np Two.");
    }

    #[test]
    fn passes_the_battery() {
        battery::run(
            Format::Text,
            "bridge.txt",
            "May 4, 2024\n\nBridge opens\n\nIt opened “again”.\n\nAt last\n\nIt did.\n".as_bytes(),
        );
    }
}
