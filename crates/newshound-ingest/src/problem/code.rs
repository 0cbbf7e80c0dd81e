//! The codes of problems: what machines and groups go by, where the words may change.

use super::ProblemKind;

impl ProblemKind {
    /// A short name that stays the same from release to release, for grouping, filters and machines. A kind that is
    /// gone leaves its code unused.
    ///
    /// | code | what it is |
    /// |---|---|
    /// | `no-files` | an input holds nothing that is read |
    /// | `unreadable` | the file system, or a packed stream, refused |
    /// | `unknown-compression` | a member of a zip file is not packed with Deflate |
    /// | `folder-twice` | a link leads to a folder that was read already |
    /// | `unknown-format` | no importer knows the content |
    /// | `not-utf8` | the bytes are not UTF-8 |
    /// | `too-long` | a file or line is longer than the options allow |
    /// | `broken-json` | JSON does not parse |
    /// | `broken-xml` | XML does not parse |
    /// | `broken-front-matter` | front matter does not parse |
    /// | `broken-json-ld` | JSON-LD of a page does not parse |
    /// | `not-yet-public` | under embargo, or dated in the future |
    /// | `no-longer-public` | expired |
    /// | `unclear-access` | a key about who may read says something unknown |
    /// | `paid-part` | a part of a page is not free |
    /// | `unclear-part` | a part of a page is not free, and nothing tells which |
    /// | `no-public-title` | an article that is not free has no headline |
    /// | `long-title` | a title that is none |
    /// | `undeclared-fields` | keys of articles that are not published |
    /// | `not-published` | drafts and what else is not published |
    /// | `unclear-status` | a key about publication says something unknown |
    /// | `row-length` | a row of a table has too few or too many cells |
    /// | `bad-member` | a name leads out of its archive |
    /// | `no-article` | a page is no article |
    /// | `template` | a file that a site's generator fills |
    /// | `not-news` | an agency's item is no text |
    /// | `package` | an agency's item only names others |
    /// | `not-joined` | entries of sitemaps whose pages are not there |
    /// | `alternate` | another page with the canonical URL of one that was kept |
    /// | `wrong-canonical` | a page names an original that cannot be its own |
    /// | `superseded` | a version of an agency's item that another has replaced |
    /// | `reader-failed` | a parser failed, which is ours to mend |
    /// | `too-deep` | markup takes too long to read |
    /// | `not-an-object` | JSON where an object was expected |
    /// | `wrong-type` | the value of a key has a type that makes no sense |
    /// | `unknown-key` | a key holds a structure that is not understood |
    /// | `broken-date` | a text should be a date and is none |
    /// | `broken-clock` | a date has a broken time of day |
    /// | `ambiguous-date` | day and month could be swapped |
    /// | `bad-url` | a URL is neither http(s) nor relative |
    /// | `no-title` | an article without headline |
    /// | `no-body` | an article without text |
    /// | `empty` | neither headline nor text |
    /// | `no-id` | an article without identifier |
    /// | `repeated` | the same article twice, word for word |
    /// | `id-taken` | two different articles with one id |
    /// | `control-characters` | control characters inside texts |
    /// | `huge` | an article of unusual size |
    /// | `no-url` | articles without URL |
    pub fn code(&self) -> &'static str {
        use ProblemKind::*;
        match self {
            NoFiles => "no-files",
            Unreadable { .. } => "unreadable",
            UnknownCompression { .. } => "unknown-compression",
            FolderTwice => "folder-twice",
            UnknownFormat => "unknown-format",
            NotUtf8 { .. } => "not-utf8",
            TooLong { .. } => "too-long",
            BrokenJson { .. } => "broken-json",
            BrokenXml { .. } => "broken-xml",
            BrokenFrontMatter { .. } => "broken-front-matter",
            BrokenJsonLd { .. } => "broken-json-ld",
            NotYetPublic { .. } => "not-yet-public",
            NoLongerPublic { .. } => "no-longer-public",
            UnclearAccess { .. } => "unclear-access",
            PaidPart { .. } => "paid-part",
            UnclearPart { .. } => "unclear-part",
            NoPublicTitle => "no-public-title",
            LongTitle { .. } => "long-title",
            UndeclaredFields { .. } => "undeclared-fields",
            NotPublished { .. } | Unpublished { .. } => "not-published",
            UnclearStatus { .. } => "unclear-status",
            RowLength { .. } => "row-length",
            BadMember => "bad-member",
            NoArticle => "no-article",
            Template => "template",
            NotNews { .. } => "not-news",
            Package { .. } => "package",
            NotJoined { .. } => "not-joined",
            Alternate { .. } => "alternate",
            WrongCanonical { .. } => "wrong-canonical",
            Superseded { .. } => "superseded",
            ReaderFailed => "reader-failed",
            TooDeep => "too-deep",
            NotAnObject { .. } => "not-an-object",
            WrongType { .. } => "wrong-type",
            UnknownKey { .. } => "unknown-key",
            BrokenDate { .. } => "broken-date",
            BrokenClock { .. } => "broken-clock",
            AmbiguousDate { .. } => "ambiguous-date",
            BadUrl { .. } => "bad-url",
            NoTitle => "no-title",
            NoBody => "no-body",
            Empty => "empty",
            NoId { .. } => "no-id",
            Repeated { .. } => "repeated",
            IdTaken { .. } => "id-taken",
            ControlCharacters { .. } => "control-characters",
            Huge { .. } => "huge",
            NoUrl { .. } => "no-url",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_kind_has_a_code_of_its_own_in_the_table() {
        // The compiler sees to it that each kind has an arm; this sees to it that no two say the same.
        let source = include_str!("code.rs").split("#[cfg(test)]").next().expect("split gives one part");
        let given: Vec<&str> =
            source.lines().filter_map(|line| line.trim().split_once(" => \"")?.1.strip_suffix("\",")).collect();
        let listed: Vec<&str> =
            source.lines().filter_map(|line| Some(line.trim().strip_prefix("/// | `")?.split_once("` |")?.0)).collect();
        assert_eq!(given, listed, "help: the table lists the codes in the order of the arms");
        assert_eq!(given.iter().collect::<BTreeSet<_>>().len(), given.len(), "help: each code once");
        for code in &given {
            let is_kebab = code.split('-').all(|word| {
                !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
            });
            assert!(is_kebab, "help: small letters, digits and single hyphens: {code}");
        }
        assert!(
            given.contains(&ProblemKind::NoTitle.code()) && given.contains(&ProblemKind::TooLong { limit: 1 }.code())
        );
    }
}
