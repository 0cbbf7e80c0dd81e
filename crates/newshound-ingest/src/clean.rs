//! Texts as an [`newshound_index::article::Article`] wants them: no control characters, tidy blanks.

/// Removes control characters (and stray byte order marks) and tells how many there were; tabs and line ends
/// become blanks, runs of white space one blank, and the ends are trimmed. For headlines, names and paragraphs.
pub(crate) fn one_line(text: &str) -> (String, u64) {
    let mut out = String::with_capacity(text.len());
    let mut removed = 0;
    let mut blank = false;
    for char in text.chars() {
        if char.is_whitespace() && !matches!(char, '\u{a0}' | '\u{202f}' | '\u{85}')
            || matches!(char, '\u{2028}' | '\u{2029}')
        {
            blank = true;
        } else if char.is_control() || matches!(char, '\u{feff}' | '\u{fffe}' | '\u{ffff}') {
            removed += u64::from(char != '\u{feff}');
        } else {
            if blank && !out.is_empty() {
                out.push(' ');
            }
            blank = false;
            out.push(char);
        }
    }
    let trimmed = out.trim_end().len();
    out.truncate(trimmed);
    (out, removed)
}

/// The paragraphs of a plain text: every line is one, blank lines part them.
///
/// Text that was wrapped at a fixed width is unwrapped: where the longest line has at most 100 characters and at
/// every line end the next word really had no room, the lines between two blank lines are one paragraph.
pub(crate) fn paragraphs(text: &str) -> Vec<Vec<String>> {
    let text = text.replace("\r\n", "\n").replace(['\r', '\u{85}', '\u{2028}', '\u{2029}'], "\n");
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
    let length = |line: &str| line.trim_end().chars().count();
    let width = groups.iter().flatten().map(|line| length(line)).max().unwrap_or(0);
    let breaks: usize = groups.iter().map(|group| group.len() - 1).sum();
    // Below 40 a column of names or scores would do, and one or two breaks may be chance.
    (40..=100).contains(&width)
        && breaks >= 3
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
