//! What publishers get wrong, from the files to the hits: each mistake is told with its file and line and what was done,
//! and everything else is found.

use newshound_index::search::Request;

use super::support::{Folder, ask, build, ids, line, marked};

/// Imports a folder, checks what is told, and answers from what is left.
fn check(name: &str, files: &[(&str, &[u8])], told: &[&str], questions: &[(&str, &[&str])]) {
    let folder = Folder::new(name, files);
    let import = folder.import();
    let mut problems = folder.problems(&import);
    problems.retain(|problem| !problem.contains(" no URL"));
    problems.sort();
    assert_eq!(problems, told, "{name}");
    let built = build(import.articles);
    for (question, expect) in questions {
        let mut found: Vec<String> = ids(&ask(&built, &line(question))).into_iter().map(str::to_owned).collect();
        found.sort();
        assert_eq!(found, *expect, "{name}: {question}");
    }
}

const GOOD: &[u8] = br#"{"id": "good", "url": "/good", "title": "Good harbour", "body": "All is well."}"#;

#[test]
fn an_empty_folder() {
    check(
        "empty",
        &[],
        &[
            "FOLDER: no articles: there is no file here that any importer reads; nothing was read; check the path, or add articles",
        ],
        &[("harbour", &[]), ("", &[])],
    );
}

#[test]
fn files_that_are_not_utf8() {
    check(
        "not-utf8",
        &[
            ("a.txt", b"Garc\xeda"),
            ("b.jsonl", b"{\"id\": \"b\"}\n{\"id\": \"c\", \"title\": \"\xff\"}"),
            ("z.jsonl", GOOD),
        ],
        &[
            "a.txt: not UTF-8: the first wrong byte is at offset 4; skipped; save it as UTF-8",
            "b.jsonl:1: neither title nor text; skipped; give it a title or a text, or remove it",
            "b.jsonl:2: not UTF-8: the first wrong byte is at offset 22; skipped; save it as UTF-8",
        ],
        &[("harbour", &["good"])],
    );
}

#[test]
fn a_broken_line_among_good_ones() {
    check(
        "broken-line",
        &[(
            "a.jsonl",
            b"{\"id\": \"one\", \"title\": \"One harbour\", \"body\": \"x\"}\n{\"id\": \"two\", \"title\n\
              {\"id\": \"three\", \"title\": \"Three harbours\", \"body\": \"x\"}\n",
        )],
        &[
            "a.jsonl:2: broken JSON at column 20: EOF while parsing a string; skipped; one JSON object a line; check quotes, commas and line feeds inside texts",
        ],
        &[("harbour", &["one", "three"])],
    );
}

#[test]
fn articles_without_title_or_body() {
    check(
        "parts",
        &[(
            "a.jsonl",
            b"{\"id\": \"no-title\", \"body\": \"The harbour froze over. Nobody swam.\"}\n\
              {\"id\": \"no-body\", \"title\": \"Harbour open\"}\n\
              {\"id\": \"nothing\"}\n",
        )],
        &[
            "a.jsonl:1: no title; the first words of the text stand in; give it a title",
            "a.jsonl:2: no text; kept as a headline; nothing to do if it is meant so",
            "a.jsonl:3: neither title nor text; skipped; give it a title or a text, or remove it",
        ],
        &[("harbour", &["no-body", "no-title"]), ("swam", &["no-title"]), ("title:froze", &["no-title"])],
    );
}

#[test]
fn two_articles_with_one_id() {
    check(
        "one-id",
        &[(
            "a.jsonl",
            b"{\"id\": \"x\", \"title\": \"First harbour\", \"body\": \"First.\"}\n\
              {\"id\": \"x\", \"title\": \"Second harbour\", \"body\": \"Second.\"}\n\
              {\"id\": \"x\", \"title\": \"First harbour\", \"body\": \"First.\"}\n",
        )],
        &[
            "a.jsonl:2: id `x` belongs to another article, in a.jsonl:1; kept both, this one as `x~2`; give each article its own id",
            "a.jsonl:3: the same article as in a.jsonl:1, id `x`; kept once; nothing to do, or remove one",
        ],
        &[("harbour", &["x", "x~2"]), ("second", &["x~2"])],
    );
}

#[test]
fn an_article_of_ten_megabytes() {
    let body = format!("Needle. {} Haystack.", "hay stack ".repeat(1 << 20));
    let huge = format!("{{\"id\": \"huge\", \"title\": \"Huge\", \"body\": \"{body}\"}}");
    check(
        "huge",
        &[("a.jsonl", huge.as_bytes()), ("z.jsonl", GOOD)],
        &["a.jsonl:1: an article of 10485777 bytes of text, which is unusual; kept; check that it is one article"],
        &[("needle", &["huge"]), ("\"stack haystack\"", &["huge"]), ("harbour", &["good"])],
    );
}

/// Ids, titles and tags that would be markup in a page and orders to a terminal.
const HOSTILE: &str = r#"{"id": "<script>alert(1)</script>\u0000", "title": "<b>Harbour</b> & \u001b[2J\"storm\"\u0007", "body": "<img src=x onerror=alert(2)> harbour \u0000\u0085 &amp; &lt;i&gt;", "url": "javascript:alert(3)", "tags": ["<i>sea</i>"], "section": "A\u0001B"}"#;

#[test]
fn markup_and_control_characters_stay_text() {
    check(
        "hostile",
        &[("a.jsonl", HOSTILE.as_bytes()), ("z.jsonl", GOOD)],
        &[
            "a.jsonl:1: 5 control characters in its texts; removed them; nothing to do, or clean the source",
            "a.jsonl:1: `url` is no web address: `javascript:alert(3)`; left it out; use https://..., or a path on your site",
        ],
        &[("harbour", &["<script>alert(1)</script>", "good"])],
    );
    let folder = Folder::new("hostile-hit", &[("a.jsonl", HOSTILE.as_bytes())]);
    let answer = ask(
        &build(folder.import().articles),
        &Request { facets: vec!["tag".into(), "section".into()], ..line("harbour") },
    );
    let hit = &answer.hits[0];
    assert_eq!(hit.title, "<b>Harbour</b> & [2J\"storm\"");
    assert_eq!(marked(&hit.title_parts), "<b>[Harbour]</b> & [2J\"storm\"");
    assert_eq!(hit.url, "/%3Cscript%3Ealert(1)%3C/script%3E");
    assert_eq!(hit.tags, ["<i>sea</i>"]);
    assert_eq!(answer.facets[0].1[0].value, "<i>sea</i>");
    let shown = [hit.id, hit.title, &marked(&hit.snippet), answer.facets[1].1[0].value].concat();
    assert!(!shown.chars().any(char::is_control), "{shown:?}");
}
