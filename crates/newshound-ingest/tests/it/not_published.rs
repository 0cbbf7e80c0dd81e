//! What must not get out: text behind a paywall, drafts, what is under embargo, and keys that nobody named.

use newshound_ingest::{Import, Options, read};

use crate::{Folder, texts};

/// What came out, `id|title|free or paid|text|fields`, then `file:line:code` of what is told, on 2024-05-04.
pub(crate) fn check_with(fields: &[&str], files: &[(&str, &str)], expect: &[&str]) -> Import {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let folder = Folder::new("not-published", &files);
    let fields = fields.iter().map(|name| (*name).to_owned()).collect();
    let options = Options { fields, now: "2024-05-04".parse().ok(), ..Options::default() };
    let import = read(&[&folder.0], &options);
    let articles = import.articles.iter().map(|article| {
        let free = if article.is_free { "free" } else { "paid" };
        let fields: Vec<String> =
            article.fields.iter().map(|(name, values)| format!("{name}={}", values.join(","))).collect();
        let texts = texts(article, |_| true).join("/");
        format!("{}|{}|{free}|{texts}|{}", article.id, article.title, fields.join(" "))
    });
    let root = format!("{}/", folder.0.display());
    let told = import.problems.iter().filter(|problem| problem.kind.code() != "no-url").map(|problem| {
        let line = problem.line.map_or(String::new(), |line| format!(":{line}"));
        format!("{}{line}:{}", problem.file.replace(&root, ""), problem.kind.code())
    });
    let told: Vec<String> = articles.chain(told).collect();
    assert_eq!(told, expect, "{:?}", files.first().map(|(_, text)| String::from_utf8_lossy(text)));
    import
}

pub(crate) fn check(files: &[(&str, &str)], expect: &[&str]) -> Import {
    check_with(&[], files, expect)
}

/// A page with JSON-LD, and a paragraph that only some may read.
fn page(schema: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html><head><title>Bridge</title>\n<link rel=canonical href=/b>\n\
         <meta property=og:type content=article>\n<script type=application/ld+json>{schema}</script>\n</head>\n\
         <body><h1>Bridge opens</h1><p>It opened, and all who had waited were there to see it.</p>\
         <p class=premium>Behind the wall, the mayor told who had paid for all of it.</p></body></html>"
    )
}

const OPEN: &str = "It opened, and all who had waited were there to see it.";
const WHOLE: &str = "It opened, and all who had waited were there to see it./Behind the wall, the mayor told who had paid for all of it.";

/// One page with this JSON-LD.
fn check_page(schema: &str, is: &str, text: &str, told: &[&str]) {
    let article = format!("b|Bridge opens|{is}|{text}|");
    let expect: Vec<&str> = std::iter::once(article.as_str()).chain(told.iter().copied()).collect();
    check(&[("b.html", &page(schema))], &expect);
}

#[test]
fn pages_whose_json_ld_is_broken() {
    check_page(
        r#"{"@type": "NewsArticle", "isAccessibleForFree":false,}"#,
        "paid",
        WHOLE,
        &["b.html:5:broken-json-ld"],
    );
    let shouted = page(r#"{"@type": "NewsArticle", "isAccessibleForFree":false}"#).replace("ld+json", "LD+JSON");
    check(&[("b.html", &shouted)], &[&format!("b|Bridge opens|paid|{WHOLE}|")]);
    check_page(
        "\n{\"@type\": \"NewsArticle\",\n\"headline\": \"The \"big\" one\", \"isAccessibleForFree\": \"False\"}",
        "paid",
        WHOLE,
        &["b.html:7:broken-json-ld"],
    );
    check_page(r#"{"@type": "NewsArticle", "isAccessibleForFree""#, "paid", WHOLE, &["b.html:5:broken-json-ld"]);
    check_page(r#"{"isAccessibleForFree": true,}"#, "free", WHOLE, &["b.html:5:broken-json-ld"]);
    check_page(r#"{"@type": "NewsArticle",}"#, "free", WHOLE, &["b.html:5:broken-json-ld"]);
    let windows = page("{\n\"a\": 1,\n}").replace('\n', "\r\n");
    check(&[("b.html", &windows)], &[&format!("b|Bridge opens|free|{WHOLE}|"), "b.html:7:broken-json-ld"]);
}

#[test]
fn pages_with_parts_that_are_not_free() {
    let part =
        |rest: &str| format!(r#"{{"@type": "NewsArticle", "hasPart": {{"isAccessibleForFree": false, {rest}}}}}"#);
    check_page(&part(r#""cssSelector": ".premium""#), "free", OPEN, &["b.html:paid-part"]);
    check_page(&part(r#""cssSelector": [".premium"]"#), "free", OPEN, &["b.html:paid-part"]);
    check_page(&part(r#""cssSelector": ".premium >""#), "paid", WHOLE, &["b.html:unclear-part"]);
    check_page(&part(r#""cssSelector": ".nowhere""#), "paid", WHOLE, &["b.html:unclear-part"]);
    check_page(&part(r#""xpath": "//p""#), "paid", WHOLE, &["b.html:unclear-part"]);
    let both = r#"{"@type": "NewsArticle", "isAccessibleForFree": "False", "hasPart": {"isAccessibleForFree": "False", "cssSelector": ".premium"}}"#;
    check_page(both, "paid", WHOLE, &[]);
    let free = r#"{"@type": "NewsArticle", "hasPart": {"isAccessibleForFree": true, "cssSelector": ".premium"}}"#;
    check_page(free, "free", WHOLE, &[]);
}

#[test]
fn parts_that_amp_keeps_for_subscribers() {
    for attribute in [r#"subscriptions-section="content""#, r#"amp-access="access""#] {
        let page = page("{}").replace("class=premium", attribute);
        assert!(page.contains(attribute), "{page}");
        check(&[("b.html", &page)], &[&format!("b|Bridge opens|free|{OPEN}|"), "b.html:paid-part"]);
    }
    let teaser = page("{}").replace("class=premium", r#"amp-access="NOT access""#);
    check(&[("b.html", &teaser)], &[&format!("b|Bridge opens|free|{WHOLE}|")]);
}

#[test]
fn pages_that_are_not_free() {
    for schema in [
        r#"{"@type": "NewsArticle", "headline": "Bridge opens", "isAccessibleForFree": false}"#,
        r#"{"@graph": [{"@type": "NewsArticle", "headline": "Bridge opens"}, {"@type": "WebPage", "isAccessibleForFree": "False"}]}"#,
        r#"{"@type": "NewsArticle", "headline": "Bridge opens"}</script><script type="application/ld+json">{"@type": "WebPage", "isAccessibleForFree": false}"#,
        r#"{"@type": "NewsArticle", "headline": "Bridge opens"}</script><meta property="article:content_tier" content="Locked"><script>"#,
        r#"{"@type": "NewsArticle", "hasPart": {"isAccessibleForFree": false, "cssSelector": ".premium"}}</script><meta property="article:content_tier" content="metered"><script>"#,
        r#"{"@type": "NewsArticle", "headline": "Bridge opens"}</script><meta itemprop=isAccessibleForFree content="http://schema.org/False"><script>"#,
        r#"{"@type": "NewsArticle", "headline": "Bridge opens"}</script><link itemprop=isAccessibleForFree href="https://schema.org/False"><script>"#,
    ] {
        check_page(schema, "paid", WHOLE, &[]);
    }
    for schema in [
        r#"{"@type": "NewsArticle", "headline": "Bridge opens", "isAccessibleForFree": "True"}"#,
        r#"{"@type": "NewsArticle", "headline": "Bridge opens"}</script><meta property="article:content_tier" content="free"><script>"#,
        r#"{"@graph": [{"@type": "NewsArticle", "headline": "Bridge opens"}, {"@type": "Museum", "isAccessibleForFree": false}]}"#,
    ] {
        check_page(schema, "free", WHOLE, &[]);
    }
}

#[test]
fn of_two_addresses_either_may_say_it() {
    let (paid, plain) = (page(r#"{"@type": "NewsArticle", "isAccessibleForFree": false}"#), page("{}"));
    check(
        &[("b.html", &paid), ("amp/b.html", &plain)],
        &[&format!("b|Bridge opens|paid|{WHOLE}|"), "amp/b.html:alternate"],
    );
    check(
        &[("b.html", &plain), ("amp/b.html", &paid)],
        &[&format!("b|Bridge opens|paid|{WHOLE}|"), "amp/b.html:alternate"],
    );
}

#[test]
fn a_sitemap_may_say_it() {
    let map = |access: &str| {
        format!("<urlset><url><loc>https://a.example/b</loc><news><title>T</title>{access}</news></url></urlset>")
    };
    let page = page("{}").replace("href=/b", "href=https://a.example/b");
    let check = |access: &str, is: &str| {
        check(&[("b.html", &page), ("map.xml", &map(access))], &[&format!("b|Bridge opens|{is}|{WHOLE}|")]);
    };
    check("", "free");
    check("<access>Subscription</access>", "paid");
    check("<access>Registration</access>", "paid");
}

#[test]
fn front_matter_that_is_broken() {
    for (text, line) in [
        ("---\ntitle: Council: no new bridge\ndraft: true\n---\nText.", 2),
        ("---\ntitle: Council\nsubtitle: \"No\" bridge\n---\nText.", 3),
        ("---\ntitle: Council\ndraft: true\n\nText.", 1),
        ("{\"title\": \"Council\", \"draft\": true,}\n\nText.", 1),
    ] {
        let import = check(&[("a.md", text)], &[&format!("a.md:{line}:broken-front-matter")]);
        let told = import.problems[0].to_string();
        assert!(told.contains("left the file out") && told.contains("`title: \"Council: no new bridge\"`"), "{told}");
    }
}

#[test]
fn a_text_under_other_names_is_no_field() {
    let paid = r#"{"id": "1", "url": "/1", "title": "T", "isAccessibleForFree": false, "body": "w", "text": "Secret.", "content": "Secret.", "fulltext": "Secret.", "raw_text": "Secret.", "plaintext": "Secret.", "html": "<p>Secret.</p>", "articleBody": "Secret."}"#;
    for fields in [&[][..], &["text", "content", "plaintext", "html", "articleBody", "raw_text", "fulltext"]] {
        for text in [paid, &paid.replace("\"body\": \"w\", ", "\"body_html\": \"w\", ")] {
            check_with(fields, &[("a.jsonl", text)], &["1|T|paid|w|"]);
        }
    }
    check(
        &[("a.jsonl", r#"{"id": "1", "url": "/1", "title": "T", "html": "<p>A.", "plaintext": "A."}"#)],
        &["1|T|free|A.|"],
    );
}

#[test]
fn keys_that_nobody_named_stay_out() {
    let json = r#"{"id": "1", "url": "/1", "title": "T", "body": "B", "section": "Town", "editor_email": "a@b.example", "place": "Quay", "deep": {"x": 1}}"#;
    let table = "id,url,title,body,internal_notes,place\n2,/2,T,B,hold back,Mill\n";
    let front = "---\ntitle: T\nurl: /3\neditor_email: a@b.example\nplace: Hill\nparams:\n  phone: 12\n---\nB";
    let files = [("a.jsonl", json), ("b.csv", table), ("c.md", front)];
    let import = check(&files, &["1|T|free|B|", "2|T|free|B|", "c|T|free|B|", ":undeclared-fields"]);
    assert_eq!(
        import.problems[0].to_string(),
        "5 further keys, which you have not named: `deep`, `editor_email`, `internal_notes`, `phone`, `place`; not \
         published; nothing to do, or name what readers may see: `[fields]` in newshound.toml, `NEWSHOUND_FIELDS` for \
         cargo"
    );
    check_with(
        &["place"],
        &files,
        &["1|T|free|B|place=Quay", "2|T|free|B|place=Mill", "c|T|free|B|place=Hill", ":undeclared-fields"],
    );
    check_with(&["deep"], &files[..1], &["1|T|free|B|", "a.jsonl:1:unknown-key", ":undeclared-fields"]);
}

#[test]
fn no_word_of_a_paid_text_is_a_title() {
    let json = |rest: &str| format!(r#"{{"id": "1", "url": "/1", "free": false, {rest}}}"#);
    check(&[("a.jsonl", &json(r#""body": "Secret words.""#))], &["a.jsonl:1:no-public-title"]);
    check(
        &[("a.jsonl", &json(r#""body": "Secret words.", "standfirst": "Known words.""#))],
        &["1|Known words.|paid|Secret words.|title_is_derived=true", "a.jsonl:1:no-title"],
    );
    check(&[("a.md", "---\npaywall: true\n---\n# Secret\n\nWords.")], &["a.md:2:no-public-title"]);
    check(&[("a.md", "---\nurl: /a\n---\n# Bridge\n\nWords.")], &["a|Bridge|free|Words.|"]);
    let page = page(r#"{"@type": "NewsArticle", "isAccessibleForFree": false}"#);
    let page = page.replace("<title>Bridge</title>", "<title></title>").replace("<h1>Bridge opens</h1>", "");
    check(&[("b.html", &page)], &["b.html:no-public-title"]);
    let page = page.replace("<title>", "<meta property=og:title content=Bridge><title>");
    check(&[("b.html", &page)], &[&format!("b|Bridge|paid|{WHOLE}|")]);
}

#[test]
fn drafts_and_flags_of_paywalls() {
    let line = |rest: &str| format!(r#"{{"id": "1", "url": "/1", "title": "T", "body": "B", {rest}}}"#);
    for out in [r#""draft": true"#, r#""published": false"#, r#""status": "draft""#, r#""status": "Scheduled""#] {
        check(&[("a.jsonl", &line(out))], &["a.jsonl:1:not-published"]);
    }
    for paid in [
        r#""premium": true"#,
        r#""free": false"#,
        r#""accessible_for_free": false"#,
        r#""is_premium": 1"#,
        r#""paywall": true"#,
        r#""paywall": "hard""#,
        r#""access": "subscriber""#,
        r#""access": "paid""#,
        r#""visibility": "members""#,
        r#""is_free": true, "paywall": true"#,
    ] {
        check(&[("a.jsonl", &line(paid))], &["1|T|paid|B|"]);
    }
    check(&[("a.jsonl", &line(r#""paywall": "after 3""#))], &["1|T|paid|B|", "a.jsonl:1:unclear-access"]);
    check(&[("a.md", "---\ntitle: T\nurl: /a\nvisibility: paid\n---\nB")], &["a|T|paid|B|"]);
    check(&[("a.md", "---\ntitle: T\nstatus: draft\n---\nB")], &["a.md:2:not-published"]);
    check(&[("a.txt", "---\ntitle: T\ndraft: true\n---\nB")], &["a.txt:2:not-published"]);
    check(&[("a.md", "---\ntitle: T\ndraft: 'true'\n---\nB")], &["a.md:2:not-published"]);
    check(
        &[("a.csv", "id,url,title,body,published,premium\n1,/1,T,B,false,\n2,/2,T,B,true,yes\n")],
        &["2|T|paid|B|", "a.csv:2:not-published"],
    );
    // A draft of the newsroom keeps its page out, too.
    let page = page("{}");
    let draft = line(r#""status": "draft""#).replace("/1", "/b");
    check(&[("a.jsonl", &draft), ("b.html", &page)], &["a.jsonl:1:not-published"]);
}

#[test]
fn embargoes() {
    let ninjs = |until: &str| {
        format!(
            r#"{{"uri": "urn:a:1", "url": "/1", "versioncreated": "2024-05-01", "embargoed": "{until}", "headline": "T", "body_text": "B"}}"#
        )
    };
    check(&[("a.json", &ninjs("2024-05-04T00:00:01Z"))], &["a.json:not-yet-public"]);
    check(&[("a.json", &ninjs("2024-05-04T00:00:00Z"))], &["urn:a:1|T|free|B|"]);
    check(&[("a.json", &ninjs("2024-05-04T00:00:01+02:00"))], &["urn:a:1|T|free|B|"]);
    let newsml = |embargo: &str| {
        format!(
            "<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/' guid='urn:a:1'><itemMeta><itemClass qcode='ninat:text'/>\
             {embargo}</itemMeta><contentMeta><headline>T</headline></contentMeta>\
             <contentSet><inlineData>B</inlineData></contentSet></newsItem>"
        )
    };
    check(&[("a.xml", &newsml("<embargoed>2031-01-01T00:00:00Z</embargoed>"))], &["a.xml:1:not-yet-public"]);
    check(&[("a.xml", &newsml("<embargoed/>"))], &["a.xml:1:not-yet-public"]);
    check(&[("a.xml", &newsml("<embargoed/><pubStatus qcode='stat:usable'/>"))], &["urn:a:1|T|free|B|"]);
    check(&[("a.xml", &newsml("<embargoed>2024-01-01T00:00:00Z</embargoed>"))], &["urn:a:1|T|free|B|"]);
    let nitf = |key: &str, date: &str| {
        format!(
            "<nitf><head><docdata><doc-id id-string='1'/><{key} norm='{date}'/></docdata></head><body><body.head>\
             <hedline><hl1>T</hl1></hedline></body.head><body.content><p>B</p></body.content></body></nitf>"
        )
    };
    check(&[("a.xml", &nitf("date.release", "20310101T000000Z"))], &["a.xml:1:not-yet-public"]);
    check(&[("a.xml", &nitf("date.release", "20240101T000000Z"))], &["1|T|free|B|"]);
    check(&[("a.xml", &nitf("date.expire", "20240101T000000Z"))], &["1|T|free|B|"]);
    let front = |rest: &str| format!("---\ntitle: T\nurl: /a\n{rest}\n---\nB");
    check(&[("a.md", &front("date: 2024-05-05"))], &["a.md:2:not-yet-public"]);
    check(&[("a.md", &front("date: 2024-05-04"))], &["a|T|free|B|"]);
    check(&[("a.md", &front("date: 2024-05-01\npublishDate: 2024-05-05"))], &["a.md:2:not-yet-public"]);
    check(&[("a.md", &front("date: 2024-05-01\nexpiryDate: 2024-05-02"))], &["a.md:2:no-longer-public"]);
    let told =
        check(&[("_posts/2031-01-01-a.md", "---\ntitle: T\n---\nB")], &["_posts/2031-01-01-a.md:2:not-yet-public"]);
    assert!(told.problems[0].to_string().starts_with(told.problems[0].file.as_str()));
    assert!(told.problems[0].to_string().contains("not public before 2031-01-01; left out; build again"));
}

#[test]
fn what_is_no_article() {
    check(
        &[("package.json", r#"{"name": "x", "version": "1.0", "title": "d", "description": "d"}"#)],
        &["package.json:not-news"],
    );
    check(
        &[("a.json", r#"[{"id": "ann", "title": "Ann"}, {"id": "1", "title": "T", "date": "2024"}]"#)],
        &["1|T|free||", "a.json:1:not-news", "a.json:1:no-body"],
    );
    for schema in [r#"{"@type": "CollectionPage"}"#, r#"{"@graph": [{"@type": ["WebPage", "CollectionPage"]}]}"#] {
        check(&[("b.html", &page(schema))], &["b.html:no-article"]);
    }
    check(&[("page2/index.html", &page("{}"))], &["page2/index.html:no-article"]);
    check(&[("page/2.html", &page("{}"))], &["page/2.html:no-article"]);
    let listing = page("{}").replace("<meta property=og:type content=article>", "<link rel=next href=/page/2/>");
    check(&[("b.html", &listing.replace(OPEN, &OPEN.repeat(9)))], &["b.html:no-article"]);
    // Single posts name their neighbours in the same way.
    let post = page("{}").replace("<title>", "<link rel=next href=/next-story/><title>");
    check(&[("b.html", &post)], &[&format!("b|Bridge opens|free|{WHOLE}|")]);
    for says in [
        "googlebot content=none",
        "robots content='none'",
        "googlebot content='noindex,follow'",
        "robots content='NOINDEX FOLLOW'",
    ] {
        check(
            &[("b.html", &page("{}").replace("<title>", &format!("<meta name={says}><title>")))],
            &["b.html:not-published"],
        );
    }
}

#[test]
fn titles() {
    let json = |title: &str| format!(r#"{{"id": "1", "url": "/1", "title": "{title}", "body": "B"}}"#);
    check(&[("a.jsonl", &json("Caf&#233; &eacute;t&#xe9; AT&amp;T"))], &["1|Café été AT&T|free|B|"]);
    for same in ["AT&T; & more", "<b>R&D</b>", "Q&A", "a &; b"] {
        check(&[("a.jsonl", &json(same))], &[&format!("1|{same}|free|B|")]);
    }
    check(&[("a.jsonl", &json("<b>One</b> &quot;two&quot;"))], &["1|<b>One</b> \"two\"|free|B|"]);
    let import = check(
        &[("a.jsonl", &json(&"word ".repeat(400)))],
        &[&format!("1|{}…|free|B|", "word ".repeat(200)), "a.jsonl:1:long-title"],
    );
    assert_eq!(import.articles[0].title.chars().count(), 1_001);
}

/// The page with something more in its head.
fn with_head(more: &str) -> String {
    page("{}").replace("<title>", &format!("{more}<title>"))
}

#[test]
fn metas_that_say_a_page_is_not_free() {
    let article = |is: &str| format!("b|Bridge opens|{is}|{WHOLE}|");
    for paid in [
        "<meta name=premium content=true>",
        "<meta name=isPremium content=true>",
        "<meta name=paywall content=hard>",
        "<meta name=access content=subscriber>",
        "<meta name=visibility content=members>",
        "<meta name=gated content=yes>",
        "<meta name=subscriber-only>",
        "<meta name='vr:paywall' content=yes>",
        "<meta property='og:article:content_tier' content=locked>",
        "<meta property=x name=premium content=true>",
        "<meta name=x itemprop=isAccessibleForFree content=false>",
        "<meta property='schema:isAccessibleForFree' content=False>",
        "<meta property='name isAccessibleForFree' content=False>",
        "<span property=isAccessibleForFree content=False></span>",
        "<link property='schema:isAccessibleForFree' href='https://schema.org/False'>",
        "<span itemprop='IsAccessibleForFree' hidden>no</span>",
    ] {
        check(&[("b.html", &with_head(paid))], &[&article("paid")]);
    }
    check(
        &[("b.html", &with_head("<meta name=access content='10 km'>"))],
        &[&article("paid"), "b.html:unclear-access"],
    );
    for free in [
        "<meta name=premium content=false>",
        "<meta property='article:content_tier' content=free>",
        "<meta name=audience content=Gardeners>",
        "<meta name=status content=pitch>",
        "<meta name=state content=Ohio>",
        "<meta name=expires content='Tue, 01 Jan 1980 1:00:00 GMT'>",
        "<meta name=publish_date content=2024-05-04T10:00>",
        "<meta property='article:expiration_time' content=2024-05-09>",
        "<meta property='article:expiration_time' content=2024-05-01>",
        "<meta name=robots content='index, unavailable_after: 25 Jun 2030 15:00:00 PST'>",
    ] {
        check(&[("b.html", &with_head(free))], &[&article("free")]);
    }
    for schema in [
        r#"{"@type": "NewsArticle", "schema:isAccessibleForFree": false}"#,
        r#"{"@type": "NewsArticle", "https://schema.org/isAccessibleForFree": false}"#,
        r#"{"@type": "NewsArticle", "isaccessibleforfree": "False"}"#,
    ] {
        check_page(schema, "paid", WHOLE, &[]);
    }
}

#[test]
fn pages_that_are_not_public() {
    for (out, code) in [
        ("<meta property=x name=robots content=noindex>", "not-published"),
        ("<meta itemprop=x name=robots content=noindex>", "not-published"),
        ("<meta http-equiv=X-Robots-Tag content=noindex>", "not-published"),
        ("<meta name=draft content=true>", "not-published"),
        ("<meta name=status content=draft>", "not-published"),
        ("<meta name=published content=false>", "not-published"),
        ("<meta name=embargo content=2024-05-09>", "not-yet-public"),
        ("<meta name=release_date content=2031-05-09>", "not-yet-public"),
        ("<meta name=unpublish_date content=2024-05-01T10:00:00Z>", "no-longer-public"),
        ("<meta name=unpublish_date content=soon>", "unclear-status"),
        ("<meta name=robots content='unavailable_after: 25 Jun 2010 15:00:00 PST'>", "no-longer-public"),
        (
            "<meta name=googlebot content='unavailable_after: Friday, 25-Jun-10 15:00:00 UTC, nofollow'>",
            "no-longer-public",
        ),
        ("<meta name=robots content='unavailable_after: summer'>", "unclear-status"),
    ] {
        check(&[("b.html", &with_head(out))], &[&format!("b.html:{code}")]);
    }
    for (schema, code) in [
        (r#"{"@type": "NewsArticle", "expires": "2024-05-01T10:00:00Z"}"#, "no-longer-public"),
        (r#"{"@graph": [{"@type": "NewsArticle", "expires": {"@value": "2024-05-01"}}]}"#, "no-longer-public"),
        (r#"{"@type": "NewsArticle", "creativeWorkStatus": "Draft"}"#, "not-published"),
    ] {
        check(&[("b.html", &page(schema))], &[&format!("b.html:{code}")]);
    }
    check_page(r#"{"@type": "NewsArticle", "expires": "2031-05-01"}"#, "free", WHOLE, &[]);
    check_page(r#"{"@type": "Offer", "expires": "2021-05-01"}"#, "free", WHOLE, &[]);
}
