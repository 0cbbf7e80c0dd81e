//! Imports of whole files and folders: the built-in articles field by field, the fixtures of each format, and a
//! table of bad inputs with what is said about each.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its files fails")]

mod archives;
mod formats;
mod hostile;
mod joined;
mod named;
mod not_published;
mod odd;
mod states;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use newshound_index::article::{Article, Block};
use newshound_ingest::{Import, Options, Severity, read};

/// The root of the repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn fixture(name: &str) -> Import {
    read(&[root().join("tests/fixtures").join(name)], &Options::default())
}

/// A folder that goes when the test is over.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str, files: &[(&str, &[u8])]) -> Folder {
        // Tests run side by side, and some make several.
        static MADE: AtomicU32 = AtomicU32::new(0);
        let (process, number) = (std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(format!("newshound-ingest-{name}-{process}-{number}"));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        for (name, bytes) in files {
            let path = path.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        Folder(path)
    }

    /// Problems as `name:line: kind`, with the folder's own path left out.
    fn problems(&self, import: &Import) -> Vec<String> {
        let folder = self.0.to_string_lossy().replace('\\', "/");
        import
            .problems
            .iter()
            .map(|problem| problem.to_string().replace(&format!("{folder}/"), "").replace(&folder, "DIR"))
            .collect()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn texts(article: &Article, want: fn(&Block) -> bool) -> Vec<&str> {
    article.blocks.iter().filter(|block| want(block)).map(Block::text).collect()
}

#[test]
fn built_in_articles_field_by_field() {
    let import = read(&[root().join("articles")], &Options::default());
    assert_eq!(
        import.problems.iter().map(|problem| problem.severity()).max(),
        Some(Severity::Note),
        "{:?}",
        import.problems
    );
    let [visit, treaty] = import.articles.as_slice() else { panic!("two articles, not {}", import.articles.len()) };

    assert_eq!(visit.id, "000_0d451115066b127b");
    assert_eq!(visit.url, "/000_0d451115066b127b");
    assert_eq!(
        visit.title,
        "Sheinbaum Confirms Marco Rubio’s Visit to Mexico to Strengthen Bilateral Security Agreement"
    );
    assert_eq!(visit.published.map(|date| date.to_string()).as_deref(), Some("2025-09-06T15:58"));
    let paragraphs = texts(visit, |block| matches!(block, Block::Paragraph(_)));
    assert_eq!(paragraphs.len(), visit.blocks.len(), "no caption but the headline, no subheading");
    assert_eq!(paragraphs.len(), 6);
    assert!(paragraphs[0].starts_with("President Claudia Sheinbaum Pardo confirmed this Friday"));
    assert!(paragraphs[2].starts_with("“This is an agreement we have"));
    assert!(paragraphs[4].contains("Ismael “El Mayo” Zambada"));
    assert!(paragraphs[5].starts_with("With this visit") && !paragraphs[5].contains("Related"));
    assert_eq!(visit.related, ["Mexico Strengthens Tourism Ties with the U.S. and Canada Through Roadshows"]);

    assert_eq!(
        treaty.title,
        "Sheinbaum Highlights Reciprocity and Respect for Sovereignty in Security Agreement with the U.S."
    );
    assert_eq!(treaty.published.map(|date| date.to_string()).as_deref(), Some("2025-09-09T22:55"));
    let captions = texts(treaty, |block| matches!(block, Block::Caption(_)));
    assert_eq!(captions.len(), 1);
    assert!(captions[0].ends_with("mutual trust. Photo: Government of Mexico."));
    let subheadings = texts(treaty, |block| matches!(block, Block::Subheading(_)));
    assert_eq!(subheadings, ["“Mayo” Zambada and Extradition Requests"]);
    let paragraphs = texts(treaty, |block| matches!(block, Block::Paragraph(_)));
    assert_eq!(paragraphs.len(), 9);
    assert!(paragraphs[0].starts_with("President Claudia Sheinbaum Pardo emphasized"));
    assert!(
        paragraphs[3].starts_with("The President noted") && paragraphs[4].starts_with("“The U.S. may have information")
    );
    assert!(paragraphs[6].contains("Zambada García"));
    assert!(paragraphs[8].ends_with("real-time bilateral coordination."));
    assert_eq!(treaty.related, ["Mexico and U.S. Reaffirm Historic Security Cooperation During Rubio’s Visit"]);
    for article in &import.articles {
        assert!(
            article.is_free && article.authors.is_empty() && article.section.is_none() && article.fields.is_empty()
        );
    }
}

#[test]
fn plain_text() {
    let import = fixture("text");
    let paragraph = |text: &str| Block::Paragraph(text.into());
    let expect = Article {
        id: "mill-bridge".into(),
        url: "/mill-bridge".into(),
        title: "Old Mill Bridge Opens Again After Two Years".into(),
        published: "2024-05-04T09:05".parse().ok(),
        blocks: vec![
            Block::Caption("Mayor Inés Ortega cuts the ribbon on the rebuilt bridge. Photo: Town Hall.".into()),
            paragraph(
                "The Old Mill Bridge opened to traffic on Saturday morning, two years after the flood of 2022 took away its middle arch.",
            ),
            paragraph("“We said we would build it back in stone, and we did,” said Mayor Inés Ortega."),
            paragraph("Some 400 people walked across before the first car was let through."),
            Block::Subheading("Stone from the same quarry".into()),
            paragraph(
                "The new arch is made of limestone from Harrow Hill —the quarry that served the first builders in 1871— and cost $2.3 million.",
            ),
        ],
        related: vec!["Flood Takes Middle Arch of Old Mill Bridge".into()],
        ..Article::default()
    };
    assert_eq!(import.articles, [expect]);
}

#[test]
fn json_lines() {
    let fields = vec!["place".into(), "views".into()];
    let import = read(&[root().join("tests/fixtures/jsonl")], &Options { fields, ..Options::default() });
    let council = Article {
        id: "council-001".into(),
        url: "https://example.org/council/001".into(),
        title: "Council votes for bus line".into(),
        published: "2024-03-05T18:30:00+01:00".parse().ok(),
        modified: "2024-03-06".parse().ok(),
        section: Some("Politics".into()),
        authors: vec!["Ana Ruiz".into(), "Tom Webb".into()],
        tags: vec!["bus".into(), "council".into()],
        language: Some("en".into()),
        image: Some("/img/bus.jpg".into()),
        standfirst: Some("Line 7 will reach the hospital.".into()),
        blocks: vec![
            Block::Paragraph("The council voted nine to two.".into()),
            Block::Paragraph("The first bus runs in May.".into()),
        ],
        related: vec!["Bus fares rise".into()],
        fields: vec![("place".into(), vec!["Millbrook".into()])],
        is_free: true,
    };
    let short = Article {
        id: "2".into(),
        url: "/2".into(),
        title: "Short and sweet".into(),
        authors: vec!["Ana Ruiz and Tom Webb".into()],
        language: Some("en".into()),
        ..Article::default()
    };
    let fair = Article {
        id: "feria".into(),
        url: "/feria".into(),
        title: "La feria abre el jueves".into(),
        published: "2024-03-25".parse().ok(),
        authors: vec!["José Peña".into()],
        tags: vec!["feria".into(), "fiestas".into()],
        language: Some("es".into()),
        blocks: vec![Block::Paragraph("Habrá música.".into())],
        is_free: false,
        fields: vec![("views".into(), vec!["12".into()])],
        ..Article::default()
    };
    assert_eq!(import.articles, [council, short, fair]);
    let problems: Vec<String> = import.problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        problems,
        [
            "2 articles have no URL; made theirs from the template `/{id}`; give each article a `url`, or set the template to what your site uses"
        ]
    );
}

/// Bad files beside one good article: what is said, and how many articles come out besides the good one.
#[test]
fn bad_inputs_are_told_and_the_others_read() {
    let check = |name: &str, bytes: &[u8], others: usize, expect: &[&str]| {
        let good = br#"{"id": "good", "url": "/good", "title": "Good", "body": "Good text."}"#;
        let folder = Folder::new("bad", &[("z.jsonl", good), (name, bytes)]);
        let import = read(
            &[&folder.0],
            &Options { url_template: "/a/{id}".into(), fields: vec!["more".into()], ..Options::default() },
        );
        let problems: Vec<String> =
            folder.problems(&import).into_iter().filter(|text| !text.contains(" no URL")).collect();
        let shown = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]).into_owned();
        assert_eq!(problems, expect, "{name}: {shown}");
        assert_eq!(import.articles.len(), others + 1, "{name}: {shown}");
        assert!(import.articles.iter().any(|article| article.id == "good"), "{name}: {shown}");
        for article in &import.articles {
            assert!(!article.title.is_empty() && !article.id.is_empty() && !article.url.is_empty());
            assert!(!article.title.chars().chain(article.id.chars()).any(char::is_control));
        }
    };
    check(
        "a.txt",
        b"Garc\xeda",
        0,
        &["a.txt: not UTF-8: the first wrong byte is at offset 4; skipped; save it as UTF-8"],
    );
    check(
        "a.jsonl",
        b"{\"id\": 1, \"title\": \"Garc\xeda\"}",
        0,
        &["a.jsonl:1: not UTF-8: the first wrong byte is at offset 24; skipped; save it as UTF-8"],
    );
    check(
        "a.jsonl",
        b"\n{\"id\": 1, \"title\": \"A\n",
        0,
        &[
            "a.jsonl:2: broken JSON at column 21: EOF while parsing a string; skipped; one JSON object a line; check quotes, commas and line feeds inside texts",
        ],
    );
    check(
        "a.jsonl",
        b"[1]\n7\n",
        0,
        &[
            "a.jsonl:1: an article must be a JSON object, this is a list; skipped; write it as {\"id\": ..., \"title\": ..., \"body\": ...}",
            "a.jsonl:2: an article must be a JSON object, this is a number; skipped; write it as {\"id\": ..., \"title\": ..., \"body\": ...}",
        ],
    );
    check(
        "a.jsonl",
        br#"{"id": 1, "body": "No title here."}"#,
        1,
        &["a.jsonl:1: no title; the first words of the text stand in; give it a title"],
    );
    check(
        "a.jsonl",
        br#"{"id": 1, "title": "No body"}"#,
        1,
        &["a.jsonl:1: no text; kept as a headline; nothing to do if it is meant so"],
    );
    check(
        "a.jsonl",
        br#"{"id": 1}"#,
        0,
        &["a.jsonl:1: neither title nor text; skipped; give it a title or a text, or remove it"],
    );
    check(
        "a.jsonl",
        br#"{"title": "No id", "body": "Text."}"#,
        1,
        &["a.jsonl:1: no id; called it `a-1`; give it an id that stays the same over time"],
    );
    check(
        "a.jsonl",
        br#"{"url": "https://example.org/x/y", "title": "No id", "body": "Text."}"#,
        1,
        &["a.jsonl:1: no id; called it `x/y`; give it an id that stays the same over time"],
    );
    check(
        "a.jsonl",
        b"{\"id\": \"good\", \"title\": \"Other\", \"body\": \"Other.\"}",
        1,
        &[
            "z.jsonl:1: id `good` belongs to another article, in a.jsonl:1; kept both, this one as `good~2`; give each article its own id",
        ],
    );
    check(
        "a.jsonl",
        br#"{"id": "good", "url": "/good", "title": "Good", "body": "Good text."}"#,
        0,
        &["z.jsonl:1: the same article as in a.jsonl:1, id `good`; kept once; nothing to do, or remove one"],
    );
    check(
        "a.jsonl",
        br#"{"id": 1, "title": "T", "body": "Text.", "date": "605:12:19"}"#,
        1,
        &[
            "a.jsonl:1: `date` is no date: `605:12:19`; the article has no date from it; write it as 2025-09-06T15:58:31+02:00, or leave out what is unknown",
        ],
    );
    check(
        "a.jsonl",
        br#"{"id": 1, "title": "T", "body": "Text.", "date": "26-FEB-1987 605:12:19"}"#,
        1,
        &[
            "a.jsonl:1: `date` has a broken time of day: `26-FEB-1987 605:12:19`; kept the day; write it as 2025-09-06T15:58:31+02:00, or leave out what is unknown",
        ],
    );
    check(
        "a.jsonl",
        br#"{"id": 1, "title": ["T"], "body": {"x": 1}, "author": [true], "extra": {"deep": 1}, "more": {"deep": 1}}"#,
        1,
        &[
            "a.jsonl:1: `author` must be a text or a list of texts, this is true or false; left `author` out; correct the value",
            "a.jsonl:1: `body` must be a text or a list of paragraphs, this is an object; left `body` out; correct the value",
            "a.jsonl:1: `more` holds a structure that is not understood; left `more` out, here and in the other articles of this file; use a text, a number, true/false, or a list of them",
            "a.jsonl:1: no text; kept as a headline; nothing to do if it is meant so",
            "1 further key, which you have not named: `extra`; not published; nothing to do, or name what readers may see: `[fields]` in newshound.toml, `NEWSHOUND_FIELDS` for cargo",
        ],
    );
    check("a.jsonl", br#"{"id": "<script>alert(1)</script>\u0000", "title": "<b>T</b>\u001b[2J", "body": "Text.", "url": "javascript:alert(1)"}"#, 1, &[
        "a.jsonl:1: 2 control characters in its texts; removed them; nothing to do, or clean the source",
        "a.jsonl:1: `url` is no web address: `javascript:alert(1)`; left it out; use https://..., or a path on your site",
    ]);
    let huge = format!(r#"{{"id": 1, "title": "Huge", "body": "{}"}}"#, "Ten bytes.".repeat(1 << 20));
    check(
        "a.jsonl",
        huge.as_bytes(),
        1,
        &["a.jsonl:1: an article of 10485760 bytes of text, which is unusual; kept; check that it is one article"],
    );
    check(
        "a.jsonl.gz",
        &[0x1f, 0x8b, 8, 0, 1, 2, 3],
        0,
        &[
            "a.jsonl.gz: cannot be read: unexpected end of file; skipped what could not be read; check that the file is whole and that you may read it",
        ],
    );
    check(
        "a.xyz",
        b"?",
        0,
        &[
            "a.xyz: the format is not recognised; skipped the file; remove the file, or give it in a format that is listed in the README",
        ],
    );
    check("a.png", b"\x89PNG", 0, &[]);
    check(".hidden.txt", b"?", 0, &[]);
    check("a.txt", b"", 0, &["a.txt:1: neither title nor text; skipped; give it a title or a text, or remove it"]);
}

#[test]
fn folders_without_articles() {
    let folder = Folder::new("empty", &[]);
    let import = read(&[&folder.0], &Options::default());
    assert_eq!(
        folder.problems(&import),
        [
            "DIR: no articles: there is no file here that any importer reads; nothing was read; check the path, or add articles"
        ]
    );
    let folder = Folder::new("pictures", &[("a.png", b"\x89PNG")]);
    let import = read(&[&folder.0], &Options::default());
    assert_eq!(
        folder.problems(&import),
        [
            "DIR: no articles: there is no file here that any importer reads; nothing was read; check the path, or add articles"
        ]
    );
    let import = read(&[folder.0.join("nothing")], &Options::default());
    assert_eq!(import.problems.len(), 1);
    assert_eq!(import.problems[0].severity(), Severity::Error);
}

#[test]
fn order_of_inputs_makes_no_difference() {
    let one: &[u8] = br#"{"id": "x", "title": "One", "body": "One."}"#;
    let two: &[u8] = br#"{"id": "x", "title": "Two", "body": "Two."}"#;
    let folder = Folder::new("order", &[("a/1.jsonl", one), ("b/2.jsonl", two), ("c.txt", b"Title\n\nText.")]);
    let options = Options::default();
    let inputs: Vec<PathBuf> = ["a", "b", "c.txt"].iter().map(|name| folder.0.join(name)).collect();
    let forward = read(&inputs, &options);
    let backward = read(&inputs.iter().rev().collect::<Vec<_>>(), &options);
    let twice = read(&inputs.iter().chain(&inputs).collect::<Vec<_>>(), &options);
    assert_eq!(forward, backward);
    assert_eq!(forward, twice);
    assert_eq!(forward.articles.iter().map(|article| article.id.as_str()).collect::<Vec<_>>(), ["x", "x~2", "c"]);
}

#[cfg(unix)]
#[test]
fn links_in_a_circle_end() {
    let folder = Folder::new("links", &[("a/1.txt", b"Title\n\nText.")]);
    std::os::unix::fs::symlink(&folder.0, folder.0.join("a/up")).unwrap();
    std::os::unix::fs::symlink(folder.0.join("gone"), folder.0.join("a/gone.txt")).unwrap();
    let import = read(&[&folder.0], &Options::default());
    assert_eq!(import.articles.len(), 1);
    assert_eq!(
        folder.problems(&import)[..2],
        [
            "a/gone.txt: cannot be read: the link leads nowhere; skipped what could not be read; check that the file is whole and that you may read it",
            "a/up: this link leads to a folder that was read already; not read again; nothing to do, or remove the link",
        ]
    );
}

/// An article in short: `id|url|title|date|section|authors|tags|language` and its blocks, a line each.
fn show(article: &Article) -> String {
    let date = article.published.map(|date| date.to_string()).unwrap_or_default();
    let option = |text: &Option<String>| text.clone().unwrap_or_default();
    let mut lines = vec![format!(
        "{}|{}|{}|{date}|{}|{}|{}|{}",
        article.id,
        article.url,
        article.title,
        option(&article.section),
        article.authors.join(","),
        article.tags.join(","),
        option(&article.language)
    )];
    lines.extend(article.blocks.iter().map(|block| match block {
        Block::Paragraph(text) => format!("p {text}"),
        Block::Subheading(text) => format!("s {text}"),
        Block::Caption(text) => format!("c {text}"),
    }));
    lines.join("\n")
}

#[test]
fn publishers_formats() {
    let check = |name: &str, expect: &[&str]| {
        let import = fixture(name);
        assert_eq!(import.articles.iter().map(show).collect::<Vec<_>>(), expect, "{name}");
        assert!(
            import.problems.iter().all(|problem| problem.severity() == Severity::Note),
            "{name}: {:?}",
            import.problems
        );
    };
    check(
        "html",
        &[
            "bridge|https://herald.example/2024/05/04/bridge/|Old Mill Bridge opens again|2024-05-04T09:05:00+01:00|Town|Ana Ruiz|bridge,flood|en-GB\n\
        p The Old Mill Bridge opened to traffic on Saturday morning, two years after the flood took away its middle arch.\n\
        p “We said we would build it back in stone, and we did,” said the mayor — to cheers from some 400 people.\n\
        s Stone from the same quarry\n\
        p The new arch is made of limestone from Harrow Hill, and cost $2.3 million.",
        ],
    );
    check(
        "feed",
        &[
            "h-2|https://herald.example/feria|La feria abre|2024-05-04T09:05:00Z||José Peña||es\np Habrá música.",
            "h-1|https://herald.example/bridge|Bridge & road open|2024-05-04T09:05:00+01:00||Ana Ruiz|Town|en-gb\np The bridge opened.\np So did the road.",
        ],
    );
    check(
        "wxr",
        &[
            "7|https://herald.example/bridge/|Bridge opens|2024-05-04T09:05:00+01:00|Town|Ana Ruiz|bridge|en-US\nc The ribbon\np The bridge opened.\np So did the road.",
        ],
    );
    check(
        "markdown",
        &[
            "_posts/2024-05-04-bridge|/town/works/2024/05/04/bridge.html|Bridge opens|2024-05-04|Town|Ana Ruiz|bridge,Works|\np The bridge opened.\ns Stone\np It is stone.",
        ],
    );
}
