//! WordPress exports (WXR): published posts and pages, or the types that the caller names. Drafts, private and protected
//! posts, attachments and the rest stay out, and are counted in a note; so do those that an SEO plugin keeps from robots.
//! What is for members only is left out of the text and of the excerpt ([`crate::members`]); an article that a plugin keeps
//! for some roles is not free.

use std::collections::BTreeMap;

use newshound_index::article::Article;

use crate::input::Input;
use crate::markup::{self, Reading};
use crate::members::without_parts;
use crate::problem::ProblemKind;
use crate::sink::Sink;
use crate::xml::{self, Element};

/// Reads all that is published and of a type that is asked for.
pub(crate) fn read(input: &mut Input<'_>, sink: &mut Sink<'_>) {
    let text = match input.marked_text(sink.options.max_file_bytes) {
        Ok(text) => text,
        Err(kind) => return sink.problem(None, kind),
    };
    let mut count = 0;
    let mut authors = BTreeMap::new();
    let mut left_out = 0;
    let stem = input.stem.clone();
    let types: Vec<&str> = sink.options.post_types.iter().map(String::as_str).collect();
    let end = xml::read(&text, &|name| matches!(name, "item" | "wp:author"), &mut |above, item| {
        if item.name == "wp:author" {
            let login = item.text_of("wp:author_login").unwrap_or_default();
            let name = item.text_of("wp:author_display_name").unwrap_or_else(|| login.clone());
            authors.insert(login, name);
            return;
        }
        count += 1;
        let is = |name: &str, expect: &[&str]| {
            item.first(name).map(Element::text).is_none_or(|text| expect.contains(&text.trim()))
        };
        let is_open = item.text_of("wp:post_password").is_none();
        if !is("wp:status", &["publish"]) || !is("wp:post_type", &types) || !is_open {
            left_out += 1;
            return;
        }
        let metas = metas(&item);
        let is_noindex = metas.iter().any(|(key, value)| is_noindex(key, value));
        if is_noindex && sink.options.respects_noindex {
            left_out += 1;
            return;
        }
        let line = Some(item.line);
        let mut article = post(&item, &authors, sink);
        article.is_free &= !metas.iter().any(|(key, value)| is_for_some(key, value));
        article.language = above.last().and_then(|channel| channel.text_of("language"));
        sink.article(line, &format!("{stem}-{count}"), article);
    });
    if let Err((line, kind)) = end {
        sink.problem(Some(line), kind);
    }
    if left_out > 0 {
        sink.problem(None, ProblemKind::NotPublished { count: left_out });
    }
}

/// What plugins keep beside a post.
fn metas(item: &Element) -> Vec<(String, String)> {
    let meta = |meta: &Element| {
        let value = meta.text_of("wp:meta_value").unwrap_or_default();
        Some((meta.text_of("wp:meta_key")?.trim().to_ascii_lowercase(), value.trim().to_ascii_lowercase()))
    };
    item.all("wp:postmeta").filter_map(meta).collect()
}

/// Whether an SEO plugin keeps a post from robots. Some store lists as PHP writes them.
fn is_noindex(key: &str, value: &str) -> bool {
    match key {
        "_yoast_wpseo_meta-robots-noindex" => value == "1",
        "rank_math_robots" => value.contains("noindex"),
        "_aioseo_noindex" | "_aioseop_noindex" | "_genesis_noindex" | "_seopress_robots_index" => {
            matches!(value, "1" | "on" | "yes" | "true")
        }
        _ => false,
    }
}

/// Whether a membership plugin keeps a post for some.
fn is_for_some(key: &str, value: &str) -> bool {
    let is_one = matches!(
        key,
        "_members_access_role"
            | "_jetpack_newsletter_access"
            | "_rcp_is_paid_content"
            | "_is_paid"
            | "rcp_user_level"
            | "rcp_access_level"
            | "rcp_subscription_level"
            | "_groups-read"
            | "_wpmem_block"
            | "_memberful_acl"
    );
    is_one && !matches!(value, "" | "0" | "no" | "none" | "all" | "everybody" | "false" | "a:0:{}")
}

/// A text without what is for members only, which is told.
fn public(text: &str, line: Option<u64>, is_free: &mut bool, sink: &mut Sink<'_>) -> String {
    let public = without_parts(text);
    for part in public.parts {
        sink.problem(line, ProblemKind::PaidPart { selector: part });
    }
    if let Some(selector) = public.unclear {
        sink.problem(line, ProblemKind::UnclearPart { selector });
        *is_free = false;
    }
    public.text
}

fn post(item: &Element, authors: &BTreeMap<String, String>, sink: &mut Sink<'_>) -> Article {
    let line = Some(item.line);
    let terms = |domain: &'static str| {
        item.all("category")
            .filter(move |term| term.attribute("domain") == Some(domain))
            .map(|term| markup::line(&term.text()))
    };
    let categories: Vec<String> = terms("category").collect();
    // `post_date` is the newsroom's clock, `post_date_gmt` the same moment in UTC: together they give the offset.
    let date = |local: &str, gmt: &str, sink: &mut Sink<'_>| {
        let set = |name: &str| item.text_of(name).filter(|text| !text.starts_with("0000"));
        let local_date = set(local).and_then(|text| sink.date(line, local, &text));
        let gmt_date = set(gmt).and_then(|text| sink.date(line, gmt, &text));
        match (local_date, gmt_date) {
            (Some(local), Some(gmt)) => {
                let minutes = (local.local_seconds() - gmt.local_seconds()) / 60;
                let offset = i16::try_from(minutes).ok();
                newshound_index::date::Date::from_local_seconds(local.local_seconds(), local.precision(), offset)
                    .or(Some(local))
            }
            (local, gmt) => local.or(gmt),
        }
    };
    let published = date("wp:post_date", "wp:post_date_gmt", sink)
        .or_else(|| item.text_of("pubDate").and_then(|text| sink.date(line, "pubDate", &text)));
    let modified = date("wp:post_modified", "wp:post_modified_gmt", sink);
    let author = item.text_of("dc:creator").map(|login| authors.get(login.trim()).cloned().unwrap_or(login));
    let mut is_free = true;
    let excerpt = item.text_of("excerpt:encoded").map(|text| public(&text, line, &mut is_free, sink));
    let excerpt = excerpt.map(|text| markup::line(&text)).filter(|text| !text.is_empty());
    let section = categories.iter().find(|name| name.as_str() != "Uncategorized").or(categories.first()).cloned();
    let other: Vec<String> = categories
        .iter()
        .filter(|name| Some(*name) != section.as_ref() && name.as_str() != "Uncategorized")
        .cloned()
        .collect();
    let content = public(&item.text_of("content:encoded").unwrap_or_default(), line, &mut is_free, sink);
    Article {
        id: item.text_of("wp:post_id").or_else(|| item.text_of("guid")).unwrap_or_default(),
        url: item.text_of("link").unwrap_or_default().trim().to_owned(),
        title: item.text_of("title").map(|title| markup::line(&title)).unwrap_or_default(),
        published,
        modified: modified.filter(|modified| Some(*modified) != published),
        section,
        authors: author.into_iter().collect(),
        tags: other.into_iter().chain(terms("post_tag")).collect(),
        standfirst: excerpt,
        is_free,
        blocks: markup::blocks(&without_shortcodes(&content), Reading { blank_lines_part: true }),
        ..Article::default()
    }
}

/// Captions become `figcaption`, other shortcodes go; what stands between their tags stays. A shortcode is
/// `[name ...]` or `[/name]` with a name of lower-case letters, digits, `_` and `-` that is opened with an attribute,
/// closed, or known; other brackets are text.
fn without_shortcodes(text: &str) -> String {
    const KNOWN: [&str; 12] = [
        "gallery",
        "embed",
        "audio",
        "video",
        "playlist",
        "caption",
        "wp_caption",
        "youtube",
        "contact-form",
        "more",
        "googlemaps",
        "vimeo",
    ];
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('[') {
        let (before, tail) = rest.split_at(start);
        out.push_str(before);
        let inside = tail
            .find([']', '\n'])
            .filter(|end| tail.as_bytes().get(*end) == Some(&b']'))
            .and_then(|end| tail.get(1..end));
        let Some(inside) = inside else {
            out.push('[');
            rest = tail.get(1..).unwrap_or_default();
            continue;
        };
        let (is_end, bare) = inside.strip_prefix('/').map_or((false, inside), |bare| (true, bare));
        let name: String = bare
            .chars()
            .take_while(|char| char.is_ascii_lowercase() || char.is_ascii_digit() || matches!(char, '_' | '-'))
            .collect();
        let after = bare.get(name.len()..).unwrap_or_default();
        let is_code = !name.is_empty()
            && (KNOWN.contains(&name.as_str())
                || is_end && after.is_empty()
                || after.starts_with(' ') && after.contains('='));
        if is_code {
            match (name.as_str(), is_end) {
                ("caption" | "wp_caption", false) => out.push_str("<figcaption>"),
                ("caption" | "wp_caption", true) => out.push_str("</figcaption>"),
                _ => {}
            }
        } else {
            out.push('[');
            out.push_str(inside);
            out.push(']');
        }
        rest = tail.get(inside.len() + 2..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_chosen() {
        let item = |kind: &str| format!("<item><title>{kind}</title><wp:post_type>{kind}</wp:post_type></item>");
        let items = ["post", "page", "story", "attachment"].map(item).concat();
        let text = format!("<rss xmlns:wp='http://wordpress.org/export/1.2/'><channel>{items}</channel></rss>");
        let check = |types: Option<&[&str]>, expect: &[&str]| {
            let mut options = crate::options::Options::default();
            if let Some(types) = types {
                options.post_types = types.iter().map(|kind| (*kind).to_owned()).collect();
            }
            let mut titles = Vec::new();
            let mut out = |event| {
                if let crate::sink::Event::Draft(_, draft) = event {
                    titles.push(draft.article.title);
                }
            };
            let mut input = Input { stem: "export".into(), reader: Box::new(text.as_bytes()) };
            read(&mut input, &mut Sink::new(&options, "export.xml", &mut out));
            assert_eq!(titles, expect, "{types:?}");
        };
        check(None, &["post", "page"]);
        check(Some(&["post"]), &["post"]);
        check(Some(&["story", "post"]), &["post", "story"]);
        check(Some(&["nothing"]), &[]);
    }

    #[test]
    fn shortcodes_go() {
        let check = |text: &str, expect: &str| assert_eq!(without_shortcodes(text), expect);
        check("a [gallery ids=\"1,2\"] b", "a  b");
        check("[caption id=\"x\"]<img> A cat[/caption]", "<figcaption><img> A cat</figcaption>");
        check("“[The mayor] said” [1] [sic]", "“[The mayor] said” [1] [sic]");
        check("open [ end", "open [ end");
        check("[et_row width=\"1\"]text[/et_row]", "text");
    }
}
