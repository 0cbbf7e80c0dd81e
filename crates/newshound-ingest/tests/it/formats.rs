//! The fixtures of agencies' formats, JSON Feed and sitemaps, and what happens where inputs tell of one article.

use std::path::PathBuf;

use newshound_index::article::Article;
use newshound_ingest::{Format, Import, Options, read};

use crate::{Folder, fixture, show};

/// Articles as [`show`] shows them, with what is further told in `tail`; problems without the file's path.
fn check(name: &str, tail: fn(&Article) -> String, expect: &[&str], problems: &[&str]) {
    let import = fixture(name);
    let shown: Vec<String> =
        import.articles.iter().map(|article| format!("{}\n{}", show(article), tail(article))).collect();
    assert_eq!(shown, expect, "{name}");
    let told = import.problems.iter().map(|problem| {
        let file = problem.file.rsplit('/').next().unwrap_or_default();
        let folder = crate::root().join("tests/fixtures").join(name);
        format!("{file}: {}", problem.kind).replace(&format!("{}/", folder.display()), "")
    });
    let told: Vec<String> = told.filter(|text| !text.contains(" no URL")).collect();
    assert_eq!(told, problems, "{name}");
}

#[test]
fn json_feed() {
    check(
        "jsonfeed",
        |article| article.standfirst.clone().unwrap_or_default(),
        &[
            "h-1|https://herald.example/bridge|Bridge & road open|2024-05-04T09:05:00+01:00||Ana Ruiz|Town,bridge|en-GB\np The bridge opened.\np So did the road.\nTwo openings in one day.",
            "2|https://herald.example/feria|La feria abre|2024-05-04T09:05:00Z||José Peña||es\np Habrá música.\np Y baile.\n",
        ],
        &[],
    );
}

#[test]
fn ninjs() {
    check(
        "ninjs",
        |article| format!("{:?} {:?} {:?}", article.image, article.standfirst, article.fields),
        &[
            "https://agency.example/items/20240504-1|/https://agency.example/items/20240504-1|Bridge opens|2024-05-04T08:05:00Z||Ana Ruiz|transport|en\np It opened.\np So did the road.\nSome(\"https://agency.example/p-1.jpg\") Some(\"It took two years.\") []",
            "https://agency.example/items/20240504-3|/https://agency.example/items/20240504-3|Road opens|2024-05-04T09:05:00+01:00||Tom Webb|roads|\np The road opened.\ns Stone\np Nearly.\nNone None []",
        ],
        &[
            "older.json: an older version of `https://agency.example/items/20240504-1`, which stands in item-1.json",
            "older.json: picture is no news text",
            "older.json: 1 unpublished",
            ": 1 further key, which you have not named: `place`",
        ],
    );
}

#[test]
fn newsml() {
    check(
        "newsml",
        |article| format!("{:?} {:?}", article.modified.map(|date| date.to_string()), article.standfirst),
        &[
            "urn:newsml:agency.example:3|/urn:newsml:agency.example:3|Le pont rouvre|2024-05-04T08:05:00Z||Ana Ruiz||fr\np Le pont a rouvert.\np La route aussi.\nNone None",
            "urn:newsml:agency.example:2|/urn:newsml:agency.example:2|La feria abre|2024-05-04T09:05:00Z||José Peña||es\np Habrá música.\nNone Some(\"El jueves.\")",
            "urn:newsml:agency.example:1|/urn:newsml:agency.example:1|Bridge & road open|2024-05-04T09:05:00+01:00||Ana Ruiz|bridge,transport|en-GB\np The bridge opened. At last.\ns Stone\np So did the road.\nSome(\"2024-05-04T10:00:00+01:00\") Some(\"Two openings in one day.\")",
        ],
        &["message.xml: a package that names 2 items", "message.xml: picture is no news text"],
    );
}

#[test]
fn nitf() {
    check(
        "nitf",
        |article| format!("{:?} {:?}", article.image, article.standfirst),
        &[
            "agency.20240504.1|https://herald.example/bridge|Bridge opens|2024-05-04T09:05:00+01:00|Town|Ana Ruiz|Transport,bridge|en\np It opened on Saturday.\nc The ribbon\ns Stone\np It is stone & lime.\nSome(\"bridge.jpg\") Some(\"It took two years.\")",
        ],
        &["withdrawn.xml: 1 unpublished"],
    );
}

#[test]
fn sitemaps_tell_of_pages() {
    check(
        "sitemap",
        |article| format!("{:?} {:?}", article.modified.map(|date| date.to_string()), article.image),
        &[
            "2024/05/bridge|https://herald.example/2024/05/bridge.html|Bridge opens|2024-05-04T09:05:00+01:00|||bridge,Works|en\np The bridge opened, and everybody who had waited was there to see it.\nSome(\"2024-05-06T10:00:00+01:00\") Some(\"https://herald.example/bridge.jpg\")",
        ],
        &[
            "news-sitemap.xml: 1 entry tells of pages that are not here",
            "sitemap.xml: a list of 1 sitemaps is no news text",
        ],
    );
}

/// Files that tell of articles, and what comes out: `id|url|title|date|authors|tags|text`, then problems.
fn joined(files: &[(&str, &str)], expect: &[&str]) -> Import {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let folder = Folder::new("joined", &files);
    let import = read(&[&folder.0], &Options::default());
    let articles = import.articles.iter().map(|article| {
        let date = article.published.map(|date| date.to_string()).unwrap_or_default();
        let texts: Vec<&str> = article.blocks.iter().map(|block| block.text()).collect();
        let (authors, tags) = (article.authors.join(","), article.tags.join(","));
        let head = [article.id.as_str(), &article.url, &article.title, &date, &authors, &tags].join("|");
        format!("{head}|{}", texts.join("/"))
    });
    let root = folder.0.to_string_lossy().into_owned();
    let problems = import.problems.iter().map(|problem| {
        let text = format!("{}: {}", problem.file, problem.kind);
        text.replace(&format!("{root}/"), "")
    });
    let told: Vec<String> = articles.chain(problems).collect();
    assert_eq!(told, expect);
    import
}

const PAGE: &str = "<!DOCTYPE html><html><head><link rel=canonical href=https://herald.example/bridge/>\
<meta property=og:type content=article><meta name=author content='Ana Ruiz'></head><body><h1>Bridge opens</h1>\
<p>The bridge opened, and everybody who had waited was there to see it.</p></body></html>";

const FEED: &str = "<rss><channel><item><guid>7</guid><link>http://www.herald.example/bridge?utm_source=rss</link>\
<title>Bridge opens!</title><description>Short.</description><category>Town</category>\
<pubDate>Sat, 04 May 2024 09:05:00 +0100</pubDate></item></channel></rss>";

#[test]
fn several_inputs_tell_of_one_article() {
    let import = joined(
        &[("site/bridge/index.html", PAGE), ("feed.xml", FEED)],
        &[
            "site/bridge|https://herald.example/bridge/|Bridge opens|2024-05-04T09:05:00+01:00|Ana Ruiz|Town|The bridge opened, and everybody who had waited was there to see it.",
        ],
    );
    assert_eq!(import.summary.formats.into_iter().collect::<Vec<_>>(), [(Format::Html, 1)]);
    assert_eq!(import.summary.joined.into_iter().collect::<Vec<_>>(), [(Format::Feed, 1)]);
    // What the newsroom keeps comes first; the page knows best where it stands.
    joined(
        &[
            ("site/bridge/index.html", PAGE),
            (
                "a.jsonl",
                r#"{"id": "b-1", "url": "/bridge", "title": "Bridge opens again", "body": "Own text.", "tags": "stone"}"#,
            ),
        ],
        &["b-1|https://herald.example/bridge/|Bridge opens again||Ana Ruiz|stone|Own text."],
    );
    // Ids join where there is no URL, and the titles are the same.
    joined(
        &[
            ("a.jsonl", r#"{"id": "1", "title": "Bridge opens", "body": "Text."}"#),
            ("b.csv", "id,url,title,author\n1,/bridge,BRIDGE opens,Ana Ruiz\n"),
            ("c.json", r#"{"id": "1", "url": "/other", "title": "Other", "body": "Other text."}"#),
        ],
        &[
            "1|/bridge|Bridge opens||Ana Ruiz||Text.",
            "1~2|/other|Other||||Other text.",
            "c.json: id `1` belongs to another article, in a.jsonl:1",
        ],
    );
    // One format keeps its own articles apart.
    joined(
        &[("a.csv", "id,url,title,body\n1,/a,One,Text\n2,/a,Two,Text\n"), ("b.jsonl", "")],
        &["1|/a|One||||Text", "2|/a|Two||||Text"],
    );
}

#[test]
fn what_is_taken_back_stays_out() {
    let page = PAGE.replace("<head>", "<head><meta name=robots content='noindex, follow'>");
    joined(&[("site/bridge/index.html", &page), ("feed.xml", FEED)], &["site/bridge/index.html: 1 unpublished"]);
    let copy = PAGE.replace("waited", "stood");
    joined(
        &[("site/amp/bridge.html", &copy), ("site/bridge/index.html", PAGE)],
        &[
            "site/bridge|https://herald.example/bridge/|Bridge opens||Ana Ruiz||The bridge opened, and everybody who had waited was there to see it.",
            "site/amp/bridge.html: `https://herald.example/bridge/` is another address of the article in site/bridge/index.html",
        ],
    );
    let item = |version: u32, status: &str, text: &str| {
        format!(
            r#"{{"uri": "urn:a:1", "url": "/1", "version": {version}, "versioncreated": "2024-05-04", "pubstatus": "{status}", "headline": "T", "body_text": "{text}"}}"#
        )
    };
    let (one, two, three) = (item(1, "usable", "One."), item(2, "canceled", "Two."), item(3, "usable", "Three."));
    joined(&[("1.json", &one), ("2.json", &two)], &["2.json: 1 unpublished"]);
    joined(
        &[("1.json", &one), ("2.json", &two), ("3.json", &three)],
        &[
            "urn:a:1|/1|T|2024-05-04|||Three.",
            "1.json: an older version of `urn:a:1`, which stands in 3.json",
            "2.json: an older version of `urn:a:1`, which stands in 3.json",
        ],
    );
    joined(&[("all.jsonl", &format!("{one}\n{two}\n"))], &["all.jsonl: 1 unpublished"]);
}

#[test]
fn a_format_can_be_forced() {
    let folder =
        Folder::new("forced", &[("a.txt", b"{\"id\": \"a\", \"title\": \"T\", \"body\": \"B\"}"), ("b.png", b"x")]);
    let forced = |format| read(&[&folder.0], &Options { format: Some(format), ..Options::default() });
    let import = forced(Format::JsonLines);
    assert_eq!((import.articles.len(), import.articles[0].id.as_str()), (1, "a"));
    assert_eq!(forced(Format::Text).articles[0].title, r#"{"id": "a", "title": "T", "body": "B"}"#);
    for format in Format::ALL {
        assert_eq!(format.name().parse(), Ok(format));
        forced(format);
    }
    assert!(
        "word".parse::<Format>().unwrap_err().to_string().starts_with("`word` is no format; the formats are text, ")
    );
}

#[test]
fn threads_make_no_difference() {
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for at in 0..16 {
        files.push((format!("site/{at}.html"), PAGE.replace("bridge", &format!("bridge-{}", at % 12)).into_bytes()));
        let lines = (0..20).map(|line| {
            format!(
                "{{\"id\": \"{}\", \"title\": \"T{line}\", \"body\": \"{}\", \"x\": {{}}}}\n",
                at * line,
                "Long. ".repeat(50)
            )
        });
        files.push((
            format!("lines/{at}.jsonl"),
            lines.collect::<String>().repeat(if at == 7 { 300 } else { 1 }).into_bytes(),
        ));
    }
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let folder = Folder::new("threads", &files);
    let inputs: [Vec<PathBuf>; 2] = [vec![folder.0.clone()], vec![folder.0.join("lines")]];
    for inputs in inputs {
        let with = |threads| read(&inputs, &Options { threads, ..Options::default() });
        let one = with(1);
        assert!(one.articles.len() > 100 && !one.problems.is_empty());
        for threads in [2, 3, 7, 0] {
            assert!(with(threads) == one, "{threads} threads");
        }
    }
}

#[test]
fn what_generators_and_programs_read_is_no_article() {
    let files: [(&str, &[u8]); 5] = [
        ("LICENSE", b"Permission is granted to everybody."),
        ("ads.txt", b"agency.example, 1, DIRECT"),
        ("_layouts/post.html", b"<article><h1>{{ page.title }}</h1>{{ content }}</article>"),
        ("_data/staff.json", br#"[{"id": "ann", "title": "Ann Lee"}]"#),
        ("sitemap.xml", b"---\nlayout: none\n---\n<urlset>{% for page in site.pages %}</urlset>"),
    ];
    let folder = Folder::new("no_article", &files);
    let import = read(&[&folder.0], &Options::default());
    assert_eq!(import.articles, []);
    let codes: Vec<&str> = import.problems.iter().map(|problem| problem.kind.code()).collect();
    assert_eq!(codes, ["template"]);
    // Who names a file means it.
    assert_eq!(read(&[folder.0.join("ads.txt")], &Options::default()).articles.len(), 1);
}
