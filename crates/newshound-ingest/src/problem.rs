//! [`Problem`]: what an importer met, where, what it did about it, and what the publisher can do.

use std::fmt;

mod code;

/// How bad a [`Problem`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; nothing is lost.
    Note,
    /// Something was replaced or left out, the article stays.
    Warning,
    /// An article, or a whole file, is not in the result.
    Error,
}

/// One thing that was not as it should be. The import goes on: problems come beside the articles, not instead.
///
/// Its `Display` reads `file:line: what; what was done; next step`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file as the caller named it, followed by the way below it, parted by `/`. Members of an archive
    /// follow its name in the same way.
    pub file: String,
    /// The line, counted from 1, where the format has lines.
    pub line: Option<u64>,
    /// What it is, with the data that belongs to it.
    pub kind: ProblemKind,
}

/// What can be wrong with an input. `Display` says what was found; [`ProblemKind::done`] and
/// [`ProblemKind::remedy`] say the rest.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProblemKind {
    /// An input holds no file that any importer reads.
    #[error("no articles: there is no file here that any importer reads")]
    NoFiles,
    /// The file system, or a packed stream, refused.
    #[error("cannot be read: {reason}")]
    Unreadable {
        /// What the system said.
        reason: String,
    },
    /// A member of a zip file that is compressed by another method than Deflate.
    #[error("it is compressed with {method}, which is not read")]
    UnknownCompression {
        /// The method's name in the zip format; `Unknown` where it has none.
        method: String,
    },
    /// A folder was met a second time, through a symbolic link.
    #[error("this link leads to a folder that was read already")]
    FolderTwice,
    /// The content is no format that any importer knows.
    #[error("the format is not recognised")]
    UnknownFormat,
    /// The bytes are not UTF-8 (nor UTF-16 with a byte order mark).
    #[error("not UTF-8: the first wrong byte is at offset {offset}")]
    NotUtf8 {
        /// Counted from 0, from the start of the line where the problem has a line, else of the file.
        offset: u64,
    },
    /// A file or line is longer than [`crate::Options`] allows.
    #[error("longer than {limit} bytes")]
    TooLong {
        /// The limit, in bytes.
        limit: u64,
    },
    /// JSON that does not parse.
    #[error("broken JSON at column {column}: {reason}")]
    BrokenJson {
        /// Counted from 1.
        column: u64,
        /// What the parser said.
        reason: String,
    },
    /// XML that does not parse.
    #[error("broken XML: {reason}")]
    BrokenXml {
        /// What the parser said.
        reason: String,
    },
    /// Front matter that does not parse.
    #[error("broken front matter: {reason}")]
    BrokenFrontMatter {
        /// What the parser said.
        reason: String,
    },
    /// JSON-LD of a page that does not parse.
    #[error("broken JSON-LD: {reason}")]
    BrokenJsonLd {
        /// What the parser said.
        reason: String,
        /// It speaks of who may read the page, so that the page is not free.
        is_closed: bool,
    },
    /// Something that its publisher publishes later.
    #[error("not public before {until}")]
    NotYetPublic {
        /// When it is public; a text that is no date, where there is one.
        until: String,
    },
    /// Something that has expired.
    #[error("not public since {since}")]
    NoLongerPublic {
        /// When it expired.
        since: String,
    },
    /// A key that says who may read, in words that are not known.
    #[error("`{key}` says `{text}`, which means neither free nor paid")]
    UnclearAccess {
        /// The key.
        key: String,
        /// What it says, cut to 80 characters.
        text: String,
    },
    /// A part of a page that the page says is not free.
    #[error("`{selector}` is not free to read")]
    PaidPart {
        /// What fits the part.
        selector: String,
    },
    /// A part of a page that the page says is not free, without saying which.
    #[error("a part of this page is not free to read, and `{selector}` does not tell which")]
    UnclearPart {
        /// The selector, which is none or fits nothing.
        selector: String,
    },
    /// An article that is not free and has no headline.
    #[error("no title, and no word of a text that is not free may stand in")]
    NoPublicTitle,
    /// A title that is no title.
    #[error("a title of {characters} characters")]
    LongTitle {
        /// Its length.
        characters: u64,
    },
    /// Keys of articles that are not published, as nobody named them. Reported once for the whole import.
    #[error("{}, which you have not named: {}", number(names.len() as u64, "further key", "further keys"), some(names))]
    UndeclaredFields {
        /// The keys, in order.
        names: Vec<String>,
    },
    /// Drafts, private posts and what else its publisher has not published.
    #[error("{count} unpublished")]
    NotPublished {
        /// How many, in this file.
        count: u64,
    },
    /// Something that is not published for another reason than a word of its own: where it lies, or what belongs to it.
    #[error("not published: {reason}")]
    Unpublished {
        /// Why, in words.
        reason: &'static str,
    },
    /// A key that says whether something is published, in words that are not known.
    #[error("`{key}` says `{text}`, which does not mean published")]
    UnclearStatus {
        /// The key.
        key: String,
        /// What it says, cut to 80 characters.
        text: String,
    },
    /// A row of a table with too few or too many cells.
    #[error("{found} cells where the first line names {expected} columns")]
    RowLength {
        /// Columns of the first line.
        expected: u64,
        /// Cells of this row.
        found: u64,
    },
    /// A member of an archive whose name would lead out of it.
    #[error("the name leads out of the archive")]
    BadMember,
    /// A page that is no article: a list of articles, or too little text.
    #[error("this page is no article")]
    NoArticle,
    /// A file with front matter and placeholders, which a site's generator makes a page, feed or sitemap of.
    #[error("a template, which the site's generator fills")]
    Template,
    /// An agency's item that is no text: a picture, an event, a list of codes.
    #[error("{what} is no news text")]
    NotNews {
        /// What it says it is.
        what: String,
    },
    /// A package: it names items that stand elsewhere.
    #[error("a package that names {}", number(*count, "item", "items"))]
    Package {
        /// How many.
        count: u64,
    },
    /// Entries of sitemaps whose pages are not in the input.
    #[error("{} of pages that are not here", number(*count, "entry tells", "entries tell"))]
    NotJoined {
        /// How many, in this file.
        count: u64,
    },
    /// A page that calls another one its original, and both are here.
    #[error("`{url}` is another address of the article in {first}")]
    Alternate {
        /// The canonical URL of both.
        url: String,
        /// `file:line` of the one that was kept.
        first: String,
    },
    /// A page that names an original which cannot be its own: the front page, or that of another article.
    #[error("`{url}` is named as its original, and is not")]
    WrongCanonical {
        /// The canonical URL.
        url: String,
    },
    /// A version of an agency's item that another has replaced.
    #[error("an older version of `{id}`, which stands in {first}")]
    Superseded {
        /// The id of both.
        id: String,
        /// `file:line` of the one that was kept.
        first: String,
    },
    /// An importer failed on this file, which should not happen.
    #[error("the importer failed")]
    ReaderFailed,
    /// Markup that would take very long, or very much memory, to read.
    #[error("its markup takes too long to read: it is nested too deep, or has far too many elements or attributes")]
    TooDeep,
    /// JSON where an object was expected.
    #[error("an article must be a JSON object, this is {found}")]
    NotAnObject {
        /// The JSON type that stands there.
        found: &'static str,
    },
    /// A key whose value has a type that makes no sense for it.
    #[error("`{key}` must be {expected}, this is {found}")]
    WrongType {
        /// The key.
        key: String,
        /// What would have been right.
        expected: &'static str,
        /// The JSON type that stands there.
        found: &'static str,
    },
    /// A key that is not known and holds a structure that no field can hold. Reported once per file and key.
    #[error("`{key}` holds a structure that is not understood")]
    UnknownKey {
        /// The key.
        key: String,
    },
    /// A text that should be a date and is none.
    #[error("`{key}` is no date: `{text}`")]
    BrokenDate {
        /// Where it stands.
        key: String,
        /// The text, cut to 80 characters.
        text: String,
    },
    /// A date whose day can be read but whose clock cannot.
    #[error("`{key}` has a broken time of day: `{text}`")]
    BrokenClock {
        /// Where it stands.
        key: String,
        /// The text, cut to 80 characters.
        text: String,
    },
    /// A numeric date such as `03/04/2016`, whose day and month could be swapped.
    #[error("`{key}` could mean two days: `{text}`")]
    AmbiguousDate {
        /// Where it stands.
        key: String,
        /// The text.
        text: String,
    },
    /// A URL that is neither http(s) nor relative.
    #[error("`{key}` is no web address: `{text}`")]
    BadUrl {
        /// Where it stands.
        key: String,
        /// The text, cut to 80 characters.
        text: String,
    },
    /// An article without headline.
    #[error("no title")]
    NoTitle,
    /// An article without text.
    #[error("no text")]
    NoBody,
    /// An article with neither headline nor text.
    #[error("neither title nor text")]
    Empty,
    /// An article without identifier.
    #[error("no id")]
    NoId {
        /// The id it got.
        id: String,
    },
    /// An article that stands in the input twice, word for word.
    #[error("the same article as in {first}, id `{id}`")]
    Repeated {
        /// The id of both.
        id: String,
        /// `file:line` of the first.
        first: String,
    },
    /// Two different articles with one id.
    #[error("id `{id}` belongs to another article, in {first}")]
    IdTaken {
        /// The id of both.
        id: String,
        /// What this article is called now.
        new_id: String,
        /// `file:line` of the first.
        first: String,
    },
    /// Control characters inside texts.
    #[error("{} in its texts", number(*count, "control character", "control characters"))]
    ControlCharacters {
        /// How many, over all texts of the article.
        count: u64,
    },
    /// An article of unusual size.
    #[error("an article of {bytes} bytes of text, which is unusual")]
    Huge {
        /// Its text, in bytes.
        bytes: u64,
    },
    /// Articles without URL. Reported once for the whole import.
    #[error("{} no URL", number(*count, "article has", "articles have"))]
    NoUrl {
        /// How many.
        count: u64,
        /// The template that their URLs come from.
        template: String,
    },
}

impl ProblemKind {
    /// How bad it is.
    pub fn severity(&self) -> Severity {
        use ProblemKind::*;
        match self {
            NoFiles
            | Unreadable { .. }
            | UnknownCompression { .. }
            | NotUtf8 { .. }
            | TooLong { .. }
            | BrokenJson { .. }
            | NotAnObject { .. }
            | BrokenXml { .. }
            | BrokenFrontMatter { .. }
            | NoPublicTitle
            | TooDeep
            | ReaderFailed
            | Empty => Severity::Error,
            UnknownFormat
            | RowLength { .. }
            | BadMember
            | BrokenJsonLd { .. }
            | UnclearAccess { .. }
            | UnclearPart { .. }
            | UnclearStatus { .. }
            | LongTitle { .. }
            | WrongType { .. }
            | BrokenDate { .. }
            | BrokenClock { .. }
            | BadUrl { .. }
            | WrongCanonical { .. }
            | NoTitle
            | NoId { .. }
            | IdTaken { .. }
            | ControlCharacters { .. } => Severity::Warning,
            FolderTwice
            | NoArticle
            | Template
            | NotNews { .. }
            | Package { .. }
            | NotJoined { .. }
            | Alternate { .. }
            | Superseded { .. }
            | NotPublished { .. }
            | Unpublished { .. }
            | NotYetPublic { .. }
            | NoLongerPublic { .. }
            | PaidPart { .. }
            | UndeclaredFields { .. }
            | UnknownKey { .. }
            | AmbiguousDate { .. }
            | NoBody
            | Repeated { .. }
            | Huge { .. }
            | NoUrl { .. } => Severity::Note,
        }
    }

    /// What the importer did about it.
    pub fn done(&self) -> String {
        use ProblemKind::*;
        match self {
            NoFiles => "nothing was read".into(),
            Unreadable { .. } => "skipped what could not be read".into(),
            UnknownCompression { .. } => "skipped".into(),
            FolderTwice => "not read again".into(),
            UnknownFormat => "skipped the file".into(),
            NotUtf8 { .. }
            | TooLong { .. }
            | BrokenJson { .. }
            | NotAnObject { .. }
            | TooDeep
            | ReaderFailed
            | Empty => "skipped".into(),
            BrokenXml { .. } => "kept the articles before it".into(),
            BrokenFrontMatter { .. } => "left the file out, as it may be a draft".into(),
            BrokenJsonLd { is_closed: true, .. } => "took the page as not free, as it speaks of it".into(),
            BrokenJsonLd { .. } => "read the page without it".into(),
            NotYetPublic { .. } | NoLongerPublic { .. } | PaidPart { .. } => "left out".into(),
            UnclearAccess { .. } | UnclearPart { .. } => "taken as not free".into(),
            NoPublicTitle => "skipped".into(),
            LongTitle { .. } => "cut it".into(),
            UndeclaredFields { .. } => "not published".into(),
            RowLength { .. } => "took what fits".into(),
            BadMember => "skipped".into(),
            Unpublished { .. } | UnclearStatus { .. } => "left out".into(),
            NotPublished { .. } | NoArticle | Template | NotNews { .. } | Package { .. } | NotJoined { .. } => {
                "left out".into()
            }
            Alternate { .. } | Superseded { .. } => "kept once".into(),
            WrongType { key, .. } => format!("left `{key}` out"),
            UnknownKey { key } => format!("left `{key}` out, here and in the other articles of this file"),
            BrokenDate { .. } => "the article has no date from it".into(),
            BrokenClock { .. } => "kept the day".into(),
            AmbiguousDate { .. } => {
                "read as day/month; as the later day of an embargo, and the earlier of an end".into()
            }
            BadUrl { .. } => "left it out".into(),
            WrongCanonical { .. } => "took it to stand where its file does".into(),
            NoTitle => "the first words of the text stand in".into(),
            NoBody => "kept as a headline".into(),
            NoId { id } => format!("called it `{id}`"),
            Repeated { .. } => "kept once".into(),
            IdTaken { new_id, .. } => format!("kept both, this one as `{new_id}`"),
            ControlCharacters { .. } => "removed them".into(),
            Huge { .. } => "kept".into(),
            NoUrl { template, .. } => format!("made theirs from the template `{template}`"),
        }
    }

    /// What the publisher can do about it.
    pub fn remedy(&self) -> &'static str {
        use ProblemKind::*;
        match self {
            NoFiles => "check the path, or add articles",
            Unreadable { .. } => "check that the file is whole and that you may read it",
            UnknownCompression { .. } => "pack the archive again with Deflate, which zip programs do by default",
            FolderTwice => "nothing to do, or remove the link",
            UnknownFormat => "remove the file, or give it in a format that is listed in the README",
            NotUtf8 { .. } => "save it as UTF-8",
            TooLong { .. } => "split it, or raise the limit (`--max-file-size`)",
            BrokenJson { .. } => "one JSON object a line; check quotes, commas and line feeds inside texts",
            BrokenXml { .. } => "export the file again, and check that it is whole",
            BrokenFrontMatter { .. } => {
                "put what has a colon, `#` or quotation marks in quotes, as in `title: \"Council: no new bridge\"`"
            }
            BrokenJsonLd { .. } => "check commas before brackets, and quotation marks inside texts",
            NotYetPublic { .. } => "build again when it is public; a time without an offset counts where it comes last",
            NoLongerPublic { .. } => "nothing to do, or change when it expires",
            UnclearAccess { .. } => "write true or false",
            PaidPart { .. } => "nothing to do",
            UnclearPart { .. } => {
                "give its `hasPart` a `cssSelector` that fits the part, close the shortcode, or mark the page as a whole"
            }
            NoPublicTitle => "give it a title",
            LongTitle { .. } => "check where the title ends",
            UndeclaredFields { .. } => {
                "nothing to do, or name what readers may see: `[fields]` in newshound.toml, `NEWSHOUND_FIELDS` for cargo"
            }
            NotPublished { .. } => "nothing to do, or publish them",
            Unpublished { .. } => "nothing to do, or publish it",
            UnclearStatus { .. } => "write `published` or `draft`, true or false, or a date such as 2025-09-06",
            RowLength { .. } => "check quotes and separators",
            BadMember => "pack the archive again, with relative names",
            Template => "nothing to do, or give the built site (`_site`, `public`)",
            NotNews { .. } => "nothing to do",
            Package { .. } => "nothing to do if the items are given too",
            NotJoined { .. } => "give the pages too",
            Alternate { .. } | Superseded { .. } => "nothing to do",
            ReaderFailed => "send us the file, so that we can mend this",
            TooDeep => "correct elements that are never closed, or split the page",
            NoArticle => "nothing to do, or mark it as an article (`og:type`, JSON-LD)",
            NotAnObject { .. } => "write it as {\"id\": ..., \"title\": ..., \"body\": ...}",
            WrongType { .. } => "correct the value",
            UnknownKey { .. } => "use a text, a number, true/false, or a list of them",
            BrokenDate { .. } | BrokenClock { .. } => {
                "write it as 2025-09-06T15:58:31+02:00, or leave out what is unknown"
            }
            AmbiguousDate { .. } => "write it as 2016-04-03",
            BadUrl { .. } => "use https://..., or a path on your site",
            WrongCanonical { .. } => "correct `rel=canonical` (or `og:url`), which search engines follow, too",
            NoTitle => "give it a title",
            NoBody => "nothing to do if it is meant so",
            Empty => "give it a title or a text, or remove it",
            NoId { .. } => "give it an id that stays the same over time",
            Repeated { .. } => "nothing to do, or remove one",
            IdTaken { .. } => "give each article its own id",
            ControlCharacters { .. } => "nothing to do, or clean the source",
            Huge { .. } => "check that it is one article",
            NoUrl { .. } => "give each article a `url`, or set the template to what your site uses",
        }
    }
}

impl Problem {
    /// How bad it is.
    pub fn severity(&self) -> Severity {
        self.kind.severity()
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.file.is_empty() {
            write!(out, "{}", Visible(&self.file))?;
            if let Some(line) = self.line {
                write!(out, ":{line}")?;
            }
            out.write_str(": ")?;
        }
        let what = self.kind.to_string();
        write!(out, "{}; {}; {}", Visible(&what), Visible(&self.kind.done()), self.kind.remedy())
    }
}

/// Texts of the input inside a message: control characters are written out, so that no file name or id can
/// play tricks on a terminal.
struct Visible<'a>(&'a str);

impl fmt::Display for Visible<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for char in self.0.chars() {
            if char.is_control() {
                write!(out, "{}", char.escape_default())?
            } else {
                fmt::Write::write_char(out, char)?
            }
        }
        Ok(())
    }
}

/// `1 article has`, `2 articles have`
fn number(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// The first names of a list.
fn some(names: &[String]) -> String {
    const MOST: usize = 12;
    let mut shown: Vec<String> = names.iter().take(MOST).map(|name| format!("`{}`", excerpt(name))).collect();
    if names.len() > MOST {
        shown.push(format!("and {} more", names.len() - MOST));
    }
    shown.join(", ")
}

/// At most 80 characters of a text, for messages.
pub(crate) fn excerpt(text: &str) -> String {
    let mut short: String = text.chars().take(80).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_reads_well() {
        let mut problem = Problem { file: "news.jsonl".into(), line: Some(7), kind: ProblemKind::NoTitle };
        assert_eq!(
            problem.to_string(),
            "news.jsonl:7: no title; the first words of the text stand in; give it a title"
        );
        problem.kind = ProblemKind::IdTaken { id: "a\u{1b}[2J".into(), new_id: "a~2".into(), first: "x:1".into() };
        assert!(!problem.to_string().contains('\u{1b}'), "{problem}");
        assert_eq!(problem.severity(), Severity::Warning);
    }
}
