//! Which inputs tell of one article, and which do not.

use newshound_ingest::{Options, read};

use crate::Folder;

/// What came out, `id|url|title`, then `file:code` of what is told.
fn check(inputs: &[&str], files: &[(&str, &str)], expect: &[&str]) {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let folder = Folder::new("joined", &files);
    let inputs: Vec<_> = inputs.iter().map(|input| folder.0.join(input)).collect();
    let import = read(&inputs, &Options::default());
    let articles = import.articles.iter().map(|article| format!("{}|{}|{}", article.id, article.url, article.title));
    let root = format!("{}/", folder.0.display());
    let told = import.problems.iter().filter(|problem| problem.kind.code() != "no-url");
    let told = told.map(|problem| format!("{}:{}", problem.file.replace(&root, ""), problem.kind.code()));
    assert_eq!(articles.chain(told).collect::<Vec<_>>(), expect, "{files:?}");
}

/// A page with this in its head, and this headline.
fn page(head: &str, title: &str) -> String {
    format!(
        "<!DOCTYPE html><html><head>{head}<meta property=og:type content=article></head>\
         <body><h1>{title}</h1><p>It opened, and all who had waited were there to see it.</p></body></html>"
    )
}

const ORIGINAL: &str = "<link rel=canonical href=/story/>";
const HIDDEN: &str = "<link rel=canonical href=/story/><meta name=robots content=noindex>";

#[test]
fn a_copy_that_is_not_to_be_indexed_leaves_its_original() {
    let (story, copy) = (page(ORIGINAL, "Bridge opens"), page(HIDDEN, "Bridge opens"));
    for copy_at in ["print/story/index.html", "amp/story/index.html", "story/print.html"] {
        check(
            &["."],
            &[("story/index.html", &story), (copy_at, &copy)],
            &["story|/story/|Bridge opens", &format!("./{copy_at}:not-published")],
        );
    }
    // The original itself is hidden: so are its copies.
    check(
        &["."],
        &[("story/index.html", &copy), ("amp/story/index.html", &story)],
        &["./story/index.html:not-published"],
    );
}

#[test]
fn files_with_one_path_below_two_inputs_are_two() {
    let (english, german) = (page("", "Bridge opens"), page("", "Brücke offen"));
    check(
        &["en", "de"],
        &[("en/news/1.html", &english), ("de/news/1.html", &german)],
        &["news/1|/news/1.html|Brücke offen", "news/1~2|/news/1.html|Bridge opens", "en/news/1.html:id-taken"],
    );
    check(
        &["."],
        &[("cost-index.html", &english), ("cost-.html", &german), ("foo.html", &english), ("foo/index.html", &german)],
        &[
            "cost-|/cost-.html|Brücke offen",
            "cost-index|/cost-index.html|Bridge opens",
            "foo|/foo.html|Bridge opens",
            "foo~2|/foo/|Brücke offen",
            "./foo/index.html:id-taken",
        ],
    );
}

#[test]
fn an_original_that_cannot_be_is_not_believed() {
    let titles = ["Bridge opens", "Ferry sinks", "Council meets"];
    for head in [
        "<link rel=canonical href=https://herald.example/>",
        "<meta property=og:url content=https://herald.example>",
        "<link rel=canonical href=/all/>",
    ] {
        let pages = titles.map(|title| page(head, title));
        let files = [("a/index.html", &*pages[0]), ("b/index.html", &*pages[1]), ("c/index.html", &*pages[2])];
        let articles = ["a|/a/|Bridge opens", "b|/b/|Ferry sinks", "c|/c/|Council meets"];
        let told = ["./a/index.html", "./b/index.html", "./c/index.html"].map(|file| format!("{file}:wrong-canonical"));
        check(&["."], &files, &articles.into_iter().chain(told.iter().map(String::as_str)).collect::<Vec<_>>());
    }
    let all = titles.map(|title| page("<link rel=canonical href=/a/>", title));
    check(
        &["."],
        &[("a/index.html", &all[0]), ("b/index.html", &all[1])],
        &["a|/a/|Bridge opens", "b|/b/|Ferry sinks", "./b/index.html:wrong-canonical"],
    );
    let (story, second) = (page(ORIGINAL, "Bridge opens"), page(ORIGINAL, "Bridge opens – page 2"));
    check(
        &["."],
        &[("story/index.html", &story), ("story/2/index.html", &second)],
        &["story|/story/|Bridge opens", "./story/2/index.html:alternate"],
    );
}

#[test]
fn a_copy_with_another_headline_does_not_open_a_paywall() {
    let paid = page(&format!("{ORIGINAL}<meta property=article:content_tier content=locked>"), "Bridge opens");
    let copy = page(ORIGINAL, "Mayor opens bridge");
    for files in [
        [("story/index.html", &paid), ("amp/story.html", &copy)],
        [("story/index.html", &copy), ("amp/story.html", &paid)],
    ] {
        let folder = Folder::new("paid", &files.map(|(name, text)| (name, text.as_bytes())));
        let import = read(&[&folder.0], &Options::default());
        assert_eq!(
            import.articles.iter().map(|article| article.is_free).collect::<Vec<_>>(),
            [false, false],
            "{files:?}"
        );
    }
}

#[test]
fn relative_originals_are_meant_from_the_page() {
    let check_one = |head: &str, at: &str, expect: &str| {
        check(&["."], &[(at, &page(head, "Bridge opens"))], &[expect]);
    };
    check_one("<link rel=canonical href=story.html>", "2025/a.html", "2025/a|/2025/story.html|Bridge opens");
    check_one("<link rel='CANONICAL' href=./>", "2025/a/index.html", "2025/a|/2025/a/|Bridge opens");
    check_one("<link rel='canonical nofollow' href=../c/>", "2025/a/index.html", "2025/a|/2025/c/|Bridge opens");
}

#[test]
fn entries_of_feeds_with_the_address_of_the_site_stay_apart() {
    let feed = |titles: [&str; 2]| {
        let items = titles.map(|title| format!("<item><title>{title}</title><link>https://herald.example/</link><description>It opened.</description></item>"));
        format!("<rss version=\"2.0\"><channel><title>Herald</title>{}</channel></rss>", items.concat())
    };
    let (one, two) = (feed(["Bridge opens", "Ferry sinks"]), feed(["Council meets", "Tram runs"]));
    let folder = Folder::new("feeds", &[("a.xml", one.as_bytes()), ("b.xml", two.as_bytes())]);
    let import = read(&[&folder.0], &Options::default());
    assert_eq!(import.articles.len(), 4, "{:?}", import.problems);
}

#[test]
fn capitals_of_keys_make_no_difference() {
    check(
        &["."],
        &[
            ("a.csv", "ID,Title,Date,Body\na,Bridge opens,2024-05-04,It opened.\n"),
            ("b.json", r#"[{"Id": "b", "Headline": "Ferry sinks", "URL": "/b", "Text": "It sank."}]"#),
        ],
        &["a|/a|Bridge opens", "b|/b|Ferry sinks"],
    );
    check(&["."], &[("c.md", "---\nTitle: Tram runs\nDate: 2024-05-04\n---\nIt runs.")], &["c|/c|Tram runs"]);
}

#[test]
fn an_agencys_item_may_say_itself_what_it_is() {
    let item = r#"{"$standard": {"name": "ninjs", "version": "1.4"}, "uri": "urn:a", "type": "text", "title": "Bridge opens", "body_text": "It opened.", "expires": "2001-01-01T00:00:00Z"}"#;
    check(&["."], &[("a.json", item)], &["urn:a|/urn:a|Bridge opens"]);
}
