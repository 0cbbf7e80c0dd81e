//! Texts as an [`newshound_index::article::Article`] wants them: no control characters, tidy blanks.

/// Removes control characters (and stray byte order marks) and tells how many there were; tabs and line ends
/// become blanks, runs of white space one blank, and the ends are trimmed. For headlines, names and paragraphs.
pub(crate) fn one_line(text: &str) -> (String, u64) {
    let mut out = String::with_capacity(text.len());
    let removed = append_line(text, &mut out);
    // Blanks that stay inside do not stay at the end.
    let trimmed = out.trim_end().len();
    out.truncate(trimmed);
    (out, removed)
}

/// The same in place; most texts are clean and stay as they are.
pub(crate) fn clean_line(text: &mut String) -> u64 {
    if clean_start(text) == text.len() && !text.ends_with(char::is_whitespace) {
        return 0;
    }
    let (clean, removed) = one_line(text);
    *text = clean;
    removed
}

fn append_line(text: &str, out: &mut String) -> u64 {
    let mut removed = 0;
    let mut blank = false;
    let mut rest = text;
    loop {
        let (clean, after) = rest.split_at_checked(clean_start(rest)).unwrap_or(("", rest));
        if !clean.is_empty() {
            if blank && !out.is_empty() {
                out.push(' ');
            }
            blank = false;
            out.push_str(clean);
        }
        let mut chars = after.chars();
        match chars.next() {
            None => return removed,
            Some(char) if is_blank(char) => blank = true,
            Some(char) => removed += u64::from(char != '\u{feff}'),
        }
        rest = chars.as_str();
    }
}

/// Where a text ends that [`one_line`] leaves as it is: words with one blank between them, and none at the ends. What
/// comes then is a blank, a control character, or nothing.
fn clean_start(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'!'..=b'~' => at += 1,
            // The next is looked at before the blank counts.
            b' ' if at > 0 && bytes.get(at + 1).is_some_and(|next| (b'!'..=b'~').contains(next)) => at += 2,
            ..=b' ' | 0x7f => break,
            // Blanks, controls and marks outside of ASCII begin with one of these.
            0xc2 | 0xe1..=0xe3 | 0xef => {
                let char = text.get(at..).and_then(|rest| rest.chars().next()).unwrap_or_default();
                if is_blank(char) || is_control(char) {
                    break;
                }
                at += char.len_utf8();
            }
            _ => at += 1,
        }
    }
    at
}

fn is_blank(char: char) -> bool {
    char.is_whitespace() && !matches!(char, '\u{a0}' | '\u{202f}' | '\u{85}') || matches!(char, '\u{2028}' | '\u{2029}')
}

fn is_control(char: char) -> bool {
    char.is_control() || matches!(char, '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

/// The paragraphs of a plain text: every line is one, blank lines part them.
///
/// Text that was wrapped at a fixed width is unwrapped: where the longest line has at most 100 characters and at
/// every line end the next word really had no room, the lines between two blank lines are one paragraph.
pub(crate) fn paragraphs(text: &str) -> Vec<Vec<String>> {
    let has_others = |text: &str| ["\r", "\u{85}", "\u{2028}", "\u{2029}"].iter().any(|end| text.contains(end));
    let one_kind;
    let text = if has_others(text) {
        one_kind = text.replace("\r\n", "\n").replace(['\r', '\u{85}', '\u{2028}', '\u{2029}'], "\n");
        &one_kind
    } else {
        text
    };
    let mut groups: Vec<Vec<&str>> = Vec::new();
    let mut open = false;
    for line in text.split('\n') {
        if line.trim().is_empty() {
            open = false;
        } else {
            match groups.last_mut() {
                Some(group) if open => group.push(line),
                _ => groups.push(vec![line]),
            }
            open = true;
        }
    }
    let wrapped = is_wrapped(&groups);
    let lines = |group: Vec<&str>| -> Vec<String> {
        if wrapped { vec![group.join(" ")] } else { group.into_iter().map(str::to_owned).collect() }
    };
    groups.into_iter().map(lines).collect()
}

/// Whether a greedy line breaker made these lines.
fn is_wrapped(groups: &[Vec<&str>]) -> bool {
    let breaks: usize = groups.iter().map(|group| group.len() - 1).sum();
    // One or two breaks may be chance.
    if breaks < 3 {
        return false;
    }
    let length = |line: &str| line.trim_end().chars().count();
    let width = groups.iter().flatten().map(|line| length(line)).max().unwrap_or(0);
    // Below 40 a column of names or scores would do.
    (40..=100).contains(&width)
        && groups.iter().all(|group| {
            group.windows(2).all(|pair| match pair {
                [line, next] => {
                    let word = next.split_whitespace().next().map_or(0, |word| word.chars().count());
                    length(line) + 1 + word > width
                }
                _ => true,
            })
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_go() {
        let check = |text: &str, expect: &str, removed: u64| assert_eq!(one_line(text), (expect.to_owned(), removed));
        check("  two \t\r\n words ", "two words", 0);
        check("a\u{0}b\u{1b}[2J<b>c</b>\u{9b}", "ab[2J<b>c</b>", 3);
        check("10\u{a0}000 €", "10\u{a0}000 €", 0);
        check("\u{feff}start", "start", 0);
        check("\u{0}", "", 1);
        check(" \u{7} ", "", 1);
        check("a \u{7} b", "a b", 1);
        check(" \u{a0}a\u{a0} \u{a0}", "\u{a0}a", 0);
        check("a \u{7}b \u{2014} c\u{3000}d", "a b \u{2014} c d", 1);
    }

    /// One character after the other, as [`one_line`] is described.
    fn naive(text: &str) -> (String, u64) {
        let (mut out, mut removed, mut blank) = (String::new(), 0, false);
        for char in text.chars() {
            if is_blank(char) {
                blank = true;
            } else if is_control(char) {
                removed += u64::from(char != '\u{feff}');
            } else {
                if blank && !out.is_empty() {
                    out.push(' ');
                }
                blank = false;
                out.push(char);
            }
        }
        (out.trim_end().to_owned(), removed)
    }

    #[test]
    fn runs_make_no_difference() {
        const CHARS: [char; 14] = [
            'a', ' ', '\n', '\u{7}', '\u{7f}', 'é', '\u{85}', '\u{a0}', '\u{2003}', '\u{2014}', '\u{202f}', '\u{3000}',
            '\u{feff}', '😀',
        ];
        let mut texts = vec![String::new()];
        for _ in 0..4 {
            let longer = texts.iter().flat_map(|text| CHARS.map(|char| format!("{text}{char}")));
            texts = longer.chain(texts.iter().take(1).cloned()).collect();
            for text in &texts {
                let expect = naive(text);
                let mut clean = text.clone();
                let removed = clean_line(&mut clean);
                assert_eq!((clean, removed), expect, "{text:?}");
                assert_eq!(one_line(text), expect, "{text:?}");
            }
        }
    }

    #[test]
    fn lines_are_paragraphs_unless_wrapped() {
        let check = |text: &str, expect: &[&str]| assert_eq!(paragraphs(text).concat(), expect, "{text}");
        check("one\n\ntwo\r\nthree\rfour", &["one", "two", "three", "four"]);
        check("", &[]);
        check(" \n\t\n", &[]);
        check(
            "The council met on Tuesday evening and\nagreed to mend the bridge over the mill\nstream before the winter comes, the mayor\nsaid.\n\nWork begins in May.",
            &[
                "The council met on Tuesday evening and agreed to mend the bridge over the mill stream before the winter comes, the mayor said.",
                "Work begins in May.",
            ],
        );
        check("Reds 3\nBlues 1\nGreens 0\nWhites 2", &["Reds 3", "Blues 1", "Greens 0", "Whites 2"]);
    }
}
