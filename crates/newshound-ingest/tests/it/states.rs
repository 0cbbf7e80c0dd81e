//! What feeds, generators, agencies and editorial systems call what is not out: drafts, embargoes, statuses.

use crate::not_published::{check, check_with};

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
