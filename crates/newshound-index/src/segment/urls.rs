//! URLs, told by what they have in common with the title and the id of their article.
//!
//! Most sites make an article's URL out of its title or of the name of its file, so a record says the rest: a text in
//! which the characters U+0000 and U+0001 stand for a piece of the *slug* of the title, and of the id. Two characters
//! follow either: how many bytes come before the piece, and how many bytes it has, 0 for all up to the end. The URL
//! template of the section `stats` is such a text as well, for all articles that have no other URL.
//!
//! The slug of a title has the ASCII letters, in small, and the digits; whatever stands between two of them is a hyphen.
//! `It's 9/11: a “Café”` has the slug `it-s-9-11-a-caf`. Sites have many rules, and this is but the commonest one:
//! where another one leads elsewhere, pieces end there, and go on behind it.

/// Stand for pieces of the title's slug, and of the id.
const TITLE: u8 = 0;
const ID: u8 = 1;

/// Pieces only begin before so many bytes of a URL, so that no damaged one grows without bound.
const FAR: usize = 1 << 12;

/// The shortest piece that is worth its three characters.
const SHORTEST: usize = 6;

/// Positions and lengths are characters of one byte.
const FURTHEST: usize = 0x7f;

/// Bytes that most URLs have room in.
const USUAL: usize = 128;

/// The URL that is told; cut where that is damaged.
pub(crate) fn read_url(told: &str, id: &str, title: &str) -> String {
    let (mut url, mut slug) = (String::with_capacity(USUAL), String::new());
    let mut rest = told;
    loop {
        let end = rest.bytes().position(|byte| byte <= ID).unwrap_or(rest.len());
        let (plain, pieces) = rest.split_at_checked(end).unwrap_or_default();
        url.push_str(plain);
        let [sign, start, length, ..] = *pieces.as_bytes() else { break };
        if sign == TITLE && slug.is_empty() {
            slug = slug_of(title);
        }
        let source = if sign == ID { id } else { &slug };
        let piece = source.get(start.into()..).unwrap_or_default();
        // No writer tells empty pieces, so a slug is made once.
        if piece.is_empty() || url.len() >= FAR {
            break;
        }
        url.push_str(piece.get(..length.into()).filter(|_| length > 0).unwrap_or(piece));
        rest = pieces.get(3..).unwrap_or_default();
    }
    url
}

fn slug_of(title: &str) -> String {
    let mut slug = Vec::with_capacity(title.len());
    let mut is_parted = false;
    for byte in title.bytes() {
        if !byte.is_ascii_alphanumeric() {
            is_parted = !slug.is_empty();
            continue;
        }
        if is_parted {
            slug.push(b'-');
        }
        is_parted = false;
        slug.push(byte.to_ascii_lowercase());
    }
    // ASCII alone.
    String::from_utf8(slug).unwrap_or_default()
}

/// Tells a template in which `{id}` stands for the id.
pub(crate) fn write_template(template: &str) -> String {
    plain(template).replacen("{id}", "\u{1}\0\0", 1)
}

/// Tells a URL.
pub(crate) fn write_url(url: &str, id: &str, title: &str) -> String {
    let url = plain(url);
    if url.len() >= FAR {
        return url;
    }
    let slug = slug_of(title);
    // The longest piece that a text begins with: its length, and where it stands.
    let longest = |text: &str| {
        let mut best = (0, ID, "", 0);
        for (sign, source) in [(TITLE, slug.as_str()), (ID, id)] {
            let Some(first) = text.as_bytes().first() else { continue };
            for (at, byte) in source.bytes().enumerate().take(FURTHEST + 1) {
                // Most positions begin otherwise, and these are most of the work.
                if byte != *first {
                    continue;
                }
                let Some(piece) = source.get(at..) else { continue };
                let length = common(text, piece);
                if length > best.0 {
                    best = (length, sign, source, at);
                }
            }
        }
        best
    };
    let (mut told, mut rest) = (String::new(), url.as_str());
    while let Some(first) = rest.chars().next() {
        let after = &rest[first.len_utf8()..];
        let (length, sign, source, at) = longest(rest);
        // One character later a much longer piece may begin.
        if length < SHORTEST || longest(after).0 > length + 1 {
            told.push(first);
            rest = after;
            continue;
        }
        let is_to_end = at + length == source.len();
        let length_told = if is_to_end { 0 } else { length as u8 };
        told.extend([sign, at as u8, length_told].map(char::from));
        rest = &rest[length..];
    }
    told
}

/// Bytes that two texts begin with alike, as far as a piece can reach.
fn common(one: &str, other: &str) -> usize {
    let alike = one.chars().zip(other.chars()).take_while(|(one, other)| one == other);
    let mut length = 0;
    for (character, _) in alike {
        if length + character.len_utf8() > FURTHEST {
            break;
        }
        length += character.len_utf8();
    }
    length
}

/// A URL without the characters that stand for pieces, written as every browser writes them.
fn plain(url: &str) -> String {
    url.replace(char::from(TITLE), "%00").replace(char::from(ID), "%01")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn slugs() {
        let check = |title: &str, expect: &str| assert_eq!(slug_of(title), expect, "{title}");
        check("It's 9/11: a “Café”", "it-s-9-11-a-caf");
        check("  Ferry -- 2 – late!", "ferry-2-late");
        check("Über", "ber");
        check("日本", "");
        check("", "");
    }

    #[test]
    fn what_is_told_of_urls() {
        let check = |url: &str, id: &str, title: &str, expect: &str| {
            let told = write_url(url, id, title);
            assert_eq!((told.as_str(), read_url(&told, id, title).as_str()), (expect, url));
        };
        check("/2025/03/14/bridge-opens/", "7", "Bridge opens!", "/2025/03/14/\0\0\0/");
        check("/bridge-opens-at-last-7.html", "7", "Bridge opens at last", "/\0\0\0-7.html");
        check("/bridge-opens-7", "7", "Bridge opens at last", "/\0\0\u{d}7");
        check("/mayors-bridge-opens", "7", "Mayor's bridge opens", "/mayor\0\u{6}\0");
        check("/14/the-Ferry/", "_posts/2025-03-14-the-Ferry", "Late", "/14/\u{1}\u{12}\0/");
        check("/2025/the-ferry/", "news/2025/the-ferry/", "The ferry", "\u{1}\u{4}\0");
        check("/a", "a", "A", "/a");
        check("", "a", "A", "");
        check("/日本の橋/", "日本の橋", "日本の橋", "/\u{1}\0\0/");
        // Characters of several bytes are not cut.
        check("/日本の橋", "x日本の窓", "", "/\u{1}\u{1}\u{9}橋");
        let long = "bridge ".repeat(90);
        let url = long.trim_end().replace(' ', "-");
        assert_eq!(read_url(&write_url(&url, &long, &long), &long, &long), url);
        let far = format!("/{}", "bridge-".repeat(900));
        assert_eq!(read_url(&write_url(&far, "bridge-bridge", ""), "bridge-bridge", ""), far);
        assert_eq!(read_url(&write_url("/a\0b\u{1}", "", ""), "", ""), "/a%00b%01", "as browsers do");
        assert_eq!(read_url(&write_template("/news/{id}/{id}"), "7", ""), "/news/7/{id}");
        assert_eq!(read_url(&write_template("/"), "7", ""), "/");
    }

    #[test]
    fn damaged_ones_stay_short() {
        let (id, told) = ("id".repeat(1 << 16), "\u{1}\0\0\0\0\0".repeat(1 << 16));
        assert!(read_url(&told, &id, "title").len() <= FAR + id.len() + told.len());
        for told in ["\0", "\u{1}\u{1}", "\u{1}é\u{2}", "\0\u{7f}\u{7f}", "\u{1}\0\u{10ffff}"] {
            read_url(told, "é", "Title");
        }
    }

    proptest! {
        #[test]
        fn urls_come_back(title in "[A-C' é\u{0}-]{0,30}", id in "[a-c/é-]{0,30}", url in "[a-c/é\u{2}-]{0,60}") {
            let urls = [url.clone(), format!("/{id}{url}"), format!("{url}/{}.html", slug_of(&title)), id.clone()];
            for url in urls {
                let told = write_url(&url, &id, &title);
                prop_assert!(told.len() <= url.len());
                prop_assert_eq!(read_url(&told, &id, &title), url);
            }
        }
    }
}
