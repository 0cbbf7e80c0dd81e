//! What must not get out: text behind a paywall, drafts, what is under embargo, and keys that nobody named.

use newshound_ingest::{Import, Options, read};

use crate::{Folder, texts};

/// What came out, `id|title|free or paid|text|fields`, then `file:line:code` of what is told, on 2024-05-04.
fn check_with(fields: &[&str], files: &[(&str, &str)], expect: &[&str]) -> Import {
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

fn check(files: &[(&str, &str)], expect: &[&str]) -> Import {
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

#[test]
fn drafts_of_feeds() {
    let entry = |rest: &str| {
        format!(
            "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:app='http://www.w3.org/2007/app'><entry><id>1</id>\
             <link href='https://a.example/1'/><title>T</title>{rest}<content>B</content></entry></feed>"
        )
    };
    let kind = |kind: &str| {
        entry(&format!(
            "<category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/blogger/2008/kind#{kind}'/>"
        ))
    };
    for draft in [
        "<app:control><app:draft>yes</app:draft></app:control>",
        "<app:control xmlns:app='http://purl.org/atom/app#'><app:draft> Yes </app:draft></app:control>",
        "<app:control><app:draft/></app:control>",
        "<blogger:status>DRAFT</blogger:status>",
        "<blogger:status>SOFT_TRASHED</blogger:status>",
    ] {
        check(&[("a.xml", &entry(draft))], &["a.xml:1:not-published"]);
    }
    for public in ["", "<app:control><app:draft>no</app:draft></app:control>", "<blogger:status>LIVE</blogger:status>"]
    {
        check(&[("a.xml", &entry(public))], &["1|T|free|B|"]);
    }
    for other in ["settings", "comment", "template"] {
        check(&[("a.xml", &kind(other))], &["a.xml:1:not-news"]);
    }
    check(&[("a.xml", &entry("<blogger:type>COMMENT</blogger:type>"))], &["a.xml:1:not-news"]);
    check(&[("a.xml", &kind("post"))], &["1|T|free|B|"]);
    check(&[("a.xml", &kind("page"))], &["1|T|free|B|"]);
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

#[test]
fn embargoes_are_taken_at_their_latest() {
    let line = |rest: &str| format!(r#"{{"id": "1", "url": "/1", "title": "T", "body": "B", {rest}}}"#);
    for (until, clock) in [
        ("2024-05-03T23.30", "broken-clock"),
        ("2024-05-03 11.59 PM", "broken-clock"),
        ("2024-05-03 2359", "broken-clock"),
        ("2024-05-03 18:00 EST5EDT", "broken-clock"),
        ("2024-05-03T23:59:00+99:00", "broken-clock"),
        ("06/03/2024", "ambiguous-date"),
        ("03/06/2024", "ambiguous-date"),
    ] {
        for key in ["embargo", "publish_date", "embargo_time"] {
            check(
                &[("a.jsonl", &line(&format!(r#""{key}": "{until}""#)))],
                &[&format!("a.jsonl:1:{clock}"), "a.jsonl:1:not-yet-public"],
            );
        }
    }
    check(&[("a.jsonl", &line(r#""expires": "03/06/2024""#))], &["a.jsonl:1:no-longer-public"]);
    check(&[("a.jsonl", &line(r#""expires": "06/03/2024""#))], &["a.jsonl:1:no-longer-public"]);
    // No zone: public where it is public everywhere.
    check(&[("a.jsonl", &line(r#""embargo": "2024-05-03T12:00""#))], &["1|T|free|B|"]);
    check(&[("a.jsonl", &line(r#""embargo": "2024-05-03T12:01""#))], &["a.jsonl:1:not-yet-public"]);
    let ninjs = r#"{"uri": "urn:a:1", "url": "/1", "versioncreated": "2024-05-01", "embargoed": "06/03/2024", "headline": "T", "body_text": "B"}"#;
    check(&[("a.json", ninjs)], &["a.json:ambiguous-date", "a.json:not-yet-public"]);
    let front = |date: &str| format!("---\ntitle: T\nurl: /a\ndate: {date}\n---\nB");
    check(&[("a.md", &front("06/03/2024"))], &["a.md:2:ambiguous-date", "a.md:2:not-yet-public"]);
    check(&[("a.md", &front("2024-05-03T23.30"))], &["a.md:2:broken-clock", "a.md:2:not-yet-public"]);
    check(&[("a.md", &front("tomorrow"))], &["a.md:2:broken-date", "a.md:2:not-yet-public"]);
}

#[test]
fn generators_that_make_no_page() {
    let page = "---\ntitle: T\nurl: /a\n---\nB";
    check(
        &[("news/_index.md", "+++\ntitle = 'N'\ndraft = true\n+++\n"), ("news/a.md", page), ("news/b/c.md", page)],
        &["news/_index.md:not-published"],
    );
    check(
        &[
            ("news/_index.md", "---\ntitle: N\ncascade:\n  draft: true\n---\n"),
            ("news/a.md", page),
            ("else/a.md", page),
        ],
        &["else/a|T|free|B|", "news/_index.md:not-published"],
    );
    check(&[("news/_index.md", "---\ntitle: N\n---\n"), ("news/a.md", page)], &["news/a|T|free|B|"]);
    check(&[("_private/a.md", page)], &["_private/a.md:not-published"]);
    check(&[("_posts/a.md", page)], &["_posts/a.md:not-published"]);
    check(&[("a.md", &page.replace("url", "permalink: false\nurl"))], &["a.md:not-published"]);
    for says in ["robots: noindex", "robotsNoIndex: true", "noindex: true"] {
        check(&[("a.md", &page.replace("url", &format!("{says}\nurl")))], &["a.md:2:not-published"]);
    }
    for says in ["seo: {noindex: true}", "seo:\n  robots: none"] {
        let text = page.replace("url", &format!("{says}\nurl"));
        check(&[("a.md", &text)], &["a.md:2:not-published", ":undeclared-fields"]);
    }
    check(&[("a.md", "---json\n{\"title\": \"T\", \"draft\": true}\n---\nB")], &["a.md:2:not-published"]);
    check(&[("a.md", "---js\n{ title: 'T', draft: true }\n---\nB")], &["a.md:1:broken-front-matter"]);
}

#[test]
fn agencies_statuses_in_any_case() {
    let nitf = |status: &str, rest: &str| {
        format!(
            "<nitf><head><docdata management-status='{status}'><doc-id id-string='1'/>{rest}</docdata></head><body><body.head>\
             <hedline><hl1>T</hl1></hedline></body.head><body.content><p>B</p></body.content></body></nitf>"
        )
    };
    let g2 = |status: &str, content: &str| {
        format!(
            "<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/' guid='1'><itemMeta><itemClass qcode='ninat:text'/>\
             <pubStatus qcode='{status}'/></itemMeta><contentMeta><headline>T</headline></contentMeta>\
             <contentSet>{content}</contentSet></newsItem>"
        )
    };
    let first = |status: &str, content: &str| {
        format!(
            "<NewsML><NewsItem><Identification><NewsIdentifier><PublicIdentifier>1</PublicIdentifier></NewsIdentifier>\
             </Identification><NewsManagement><Status FormalName='{status}'/></NewsManagement><NewsComponent><NewsLines>\
             <HeadLine>T</HeadLine></NewsLines><ContentItem><DataContent>{content}</DataContent></ContentItem>\
             </NewsComponent></NewsItem></NewsML>"
        )
    };
    let ninjs = |status: &str| {
        format!(
            r#"{{"uri": "1", "url": "/1", "versioncreated": "2024-05-01", "pubstatus": "{status}", "headline": "T", "body_text": "B"}}"#
        )
    };
    let data = "<inlineData>B</inlineData>";
    for (status, code) in [
        ("Embargoed", "not-published"),
        ("WITHHELD", "not-published"),
        ("kill", "not-published"),
        ("Withhold", "not-published"),
        ("KILL", "not-published"),
        ("stat:Canceled", "not-published"),
        ("mystery", "unclear-status"),
    ] {
        let told = format!("a.xml:1:{code}");
        check(&[("a.xml", &nitf(status, ""))], &[&told]);
        check(&[("a.xml", &g2(status, data))], &[&told]);
        check(&[("a.xml", &first(status, "<p>B</p>"))], &[&told]);
        check(&[("a.json", &ninjs(status))], &[&format!("a.json:{code}")]);
    }
    for status in ["Usable", "USABLE", "stat:usable", ""] {
        check(&[("a.xml", &nitf(status, ""))], &["1|T|free|B|"]);
        check(&[("a.xml", &g2(status, data))], &["1|T|free|B|"]);
        check(&[("a.xml", &first(status, "<p>B</p>"))], &["1|T|free|B|"]);
        check(&[("a.json", &ninjs(status))], &["1|T|free|B|"]);
    }
    check(
        &[("a.xml", &nitf("usable", "<date.release norm='soon'/>"))],
        &["a.xml:1:broken-date", "a.xml:1:not-yet-public"],
    );
    // Inside another item, too.
    for inner in [nitf("embargoed", ""), nitf("usable", "<date.release norm='20990101T000000Z'/>")] {
        let xml = format!("<inlineXML>{inner}</inlineXML>");
        let code = if inner.contains("2099") { "not-yet-public" } else { "not-published" };
        check(&[("a.xml", &g2("stat:usable", &xml))], &[&format!("a.xml:1:{code}")]);
        check(&[("a.xml", &first("Usable", &inner))], &[&format!("a.xml:1:{code}")]);
    }
}

#[test]
fn members_of_wordpress() {
    let wxr = |content: &str, rest: &str| {
        format!(
            "<rss xmlns:wp='http://wordpress.org/export/1.2/' xmlns:content='c' xmlns:excerpt='e'><channel>\
             <wp:wxr_version>1.2</wp:wxr_version>\n<item><title>T</title><link>https://a.example/1</link><wp:post_id>1</wp:post_id>\
             <wp:status>publish</wp:status><wp:post_type>post</wp:post_type>{rest}\
             <content:encoded><![CDATA[{content}]]></content:encoded></item></channel></rss>"
        )
    };
    let meta = |key: &str, value: &str| {
        let meta = format!(
            "<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value>{value}</wp:meta_value></wp:postmeta>"
        );
        wxr("B", &meta)
    };
    for part in [
        "[restrict level=\"paid\"]Secret.[/restrict]",
        "[members_only]Secret.[/members_only]",
        "[s2If current_user_can(access)]Secret.[/s2If]",
        "<!-- wp:jetpack/premium-content/container --><p>Secret.</p><!-- /wp:jetpack/premium-content/container -->",
        "<!-- wp:jetpack/paywall /--><p>Secret.</p>",
    ] {
        check(&[("a.xml", &wxr(&format!("B\n\n{part}"), ""))], &["1|T|free|B|", "a.xml:2:paid-part"]);
    }
    let excerpt = "<excerpt:encoded>Open. [private]Secret.[/private]</excerpt:encoded>";
    let import = check(&[("a.xml", &wxr("B", excerpt))], &["1|T|free|B|", "a.xml:2:paid-part"]);
    assert_eq!(import.articles[0].standfirst.as_deref(), Some("Open."));
    check(&[("a.xml", &wxr("B [members_only] C", ""))], &["1|T|paid|B [members_only] C|", "a.xml:2:unclear-part"]);
    check(&[("a.xml", &meta("_members_access_role", "subscriber"))], &["1|T|paid|B|"]);
    check(&[("a.xml", &meta("_jetpack_newsletter_access", "everybody"))], &["1|T|free|B|"]);
    check(&[("a.xml", &meta("_yoast_wpseo_meta-robots-noindex", "1"))], &["a.xml:not-published"]);
    check(&[("a.xml", &meta("_yoast_wpseo_meta-robots-noindex", "2"))], &["1|T|free|B|"]);
    check(&[("a.xml", &meta("rank_math_robots", "a:1:{i:0;s:7:\"noindex\";}"))], &["a.xml:not-published"]);
}

#[test]
fn rows_without_their_cells() {
    let told = &["a.csv:2:row-length", "a.csv:2:not-published"];
    check(&[("a.csv", "id,url,title,body,status\n1,/1,T,B\n")], told);
    check(&[("a.csv", "id,url,draft,title,body\n1,/1,T,B\n")], told);
    check(&[("a.csv", "id,url,title,draft,body\n1,/1,T,half,true,B\n")], told);
    check(&[("a.csv", "id,url,title,body,place\n1,/1,T,B\n")], &["1|T|free|B|", "a.csv:2:row-length"]);
}

#[test]
fn words_that_do_not_mean_published() {
    let line = |rest: &str| format!(r#"{{"id": "1", "url": "/1", "title": "T", "body": "B", {rest}}}"#);
    for unclear in [
        r#""published": "some day""#,
        r#""publish": "no way""#,
        r#""status": "Draft - do not publish""#,
        r#""status": "not for publication""#,
        r#""status": "pitch""#,
    ] {
        check(&[("a.jsonl", &line(unclear))], &["a.jsonl:1:unclear-status"]);
    }
    for out in
        [r#""published": [false]"#, r#""status": ["draft"]"#, r#""status": {"name": "draft"}"#, r#""visible": false"#]
    {
        check(&[("a.jsonl", &line(out))], &["a.jsonl:1:not-published"]);
    }
    let import = check(&[("a.jsonl", &line(r#""status": "pitch""#))], &["a.jsonl:1:unclear-status"]);
    assert!(import.problems[0].to_string().contains("`status` says `pitch`, which does not mean published; left out"));
    // Named as a field, it is the publisher's own word.
    check_with(&["status"], &[("a.jsonl", &line(r#""status": "pitch""#))], &["1|T|free|B|status=pitch"]);
    check_with(&["status"], &[("a.jsonl", &line(r#""status": "draft""#))], &["a.jsonl:1:not-published"]);
}
