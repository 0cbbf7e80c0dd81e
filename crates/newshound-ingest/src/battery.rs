//! The tests that every format must pass, and the small helpers they need. A new format gets them all by one call:
//!
//! ```text
//! crate::battery::run(Format::Example, "example.txt", FIXTURE);
//! ```

use newshound_index::article::Article;

use crate::finish::{Finish, tidy};
use crate::format::Format;
use crate::input::Input;
use crate::options::Options;
use crate::problem::Problem;
use crate::sink::{Event, Sink};

/// Reads bytes by one format's function, through the same last step as every import.
pub(crate) fn read_str(
    read: impl FnOnce(&mut Input<'_>, &mut Sink<'_>),
    name: &str,
    bytes: &[u8],
) -> (Vec<Article>, Vec<Problem>) {
    let options = Options { max_file_bytes: 64 << 20, ..Options::default() };
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned();
    let mut input = Input { stem, reader: Box::new(bytes) };
    let mut events = Vec::new();
    read(&mut input, &mut Sink::new(&options, name, &mut |event| events.push(event)));
    let mut finish = Finish::new(&options);
    let mut articles = Vec::new();
    let mut problems = Vec::new();
    for event in events {
        match event {
            Event::Draft(_, mut draft) => {
                let line = draft.line;
                let problem = |kind| Problem { file: name.to_owned(), line, kind };
                problems.extend(tidy(&mut draft).into_iter().map(problem));
                if let Some(kind) = draft.withheld {
                    problems.push(problem(kind));
                    continue;
                }
                articles.extend(finish.article(name, *draft, &mut |problem| problems.push(problem)))
            }
            Event::Problem(problem) => problems.push(problem),
        }
    }
    (articles, problems)
}

/// Everything a format must hold, on a good file of that format.
pub(crate) fn run(format: Format, name: &str, good: &[u8]) {
    let read = |bytes: &[u8]| read_str(|input, sink| format.read(input, sink), name, bytes);
    let (articles, problems) = read(good);
    assert_eq!(Format::of(name, good), Some(format), "help: let Format::of recognise it by its content");
    assert!(!articles.is_empty(), "help: the good file must give articles");
    assert_eq!(problems, [], "help: the good file must give no problems");
    assert_eq!(read(good).0, articles, "help: two readings must agree; look for a map that is walked");
    for article in &articles {
        assert!(!article.title.is_empty() && !article.id.is_empty() && !article.url.is_empty(), "{article:?}");
    }
    // Cut anywhere, and broken anywhere: no panic, and nothing that is not clean.
    let step = (good.len() / 60).max(1);
    for at in (0..good.len()).step_by(step) {
        check_clean(&read(&good[..at]).0);
        for byte in [0, b'<', b'"', 0xff] {
            let mut broken = good.to_vec();
            broken[at] = byte;
            check_clean(&read(&broken).0);
        }
    }
    // Windows line ends and a byte order mark change nothing.
    let windows =
        String::from_utf8(good.to_vec()).expect("fixtures are UTF-8").replace("\r\n", "\n").replace('\n', "\r\n");
    assert_eq!(read(windows.as_bytes()).0, articles, "help: take \\r\\n as a line end");
    let marked = [b"\xef\xbb\xbf", good].concat();
    assert_eq!(read(&marked).0, articles, "help: drop the byte order mark");
    for hostile in
        [&b""[..], b"\0", b"{", b"[", b"<", b"---\n", b"\xff\xfe", b"<a>".repeat(2_000).as_slice(), &[b'['; 20_000]]
    {
        check_clean(&read(hostile).0);
    }
}

pub(crate) fn check_clean(articles: &[Article]) {
    for article in articles {
        let texts = [&article.id, &article.title, &article.url].into_iter().map(String::as_str);
        for text in texts.chain(article.blocks.iter().map(|block| block.text())) {
            assert!(!text.chars().any(char::is_control), "control character in {text:?}");
        }
    }
}
