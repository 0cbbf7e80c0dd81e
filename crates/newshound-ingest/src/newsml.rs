//! NewsML-G2 (news items, alone or in a message) and NewsML 1.
//!
//! An item's text is XHTML, NITF or plain, inline. Pictures, events, concepts and codes are no articles; a package
//! only names items, which are read where they stand. Of several versions of an item the highest counts, and one
//! that its agency cancels takes those before it with it. An item that is embargoed stays out until then.

use newshound_index::article::{Article, Block};

use crate::access;
use crate::clean::paragraphs;
use crate::input::Input;
use crate::markup::{self, Reading};
use crate::ninjs::byline;
use crate::nitf;
use crate::problem::ProblemKind;
use crate::sink::{Draft, Sink};
use crate::xml::{self, Element, local};

/// Reads a message or a single item.
pub(crate) fn read(input: &mut Input<'_>, sink: &mut Sink<'_>) {
    let text = match input.marked_text(sink.options.max_file_bytes) {
        Ok(text) => text,
        Err(kind) => return sink.problem(None, kind),
    };
    let mut count = 0;
    let stem = input.stem.clone();
    let is_item = |name: &str| {
        matches!(
            local(name),
            "newsItem" | "packageItem" | "conceptItem" | "knowledgeItem" | "planningItem" | "catalogItem" | "NewsItem"
        )
    };
    let end = xml::read(&text, &is_item, &mut |_, item| {
        count += 1;
        let line = Some(item.line);
        let name = local(&item.name).to_owned();
        let read = match name.as_str() {
            "newsItem" => news_item(&item, sink),
            "NewsItem" => Ok(first_generation(&item, sink)),
            "packageItem" => {
                let mut references = Vec::new();
                item.below("itemRef", &mut references);
                Err(ProblemKind::Package { count: references.len() as u64 })
            }
            other => Err(nitf::not_news(other)),
        };
        match read {
            Ok(draft) => sink.draft(Draft { line, stem: format!("{stem}-{count}"), ..draft }),
            Err(kind) => sink.problem(line, kind),
        }
    });
    match end {
        Err((line, kind)) => sink.problem(Some(line), kind),
        Ok(Some(_)) if count == 0 => sink.problem(None, nitf::not_news("a message without items")),
        Ok(_) => {}
    }
}

/// The part of a code after its scheme: `text` of `ninat:text`.
fn code(element: Option<&Element>) -> String {
    let code = element.and_then(|element| element.attribute("qcode").or(element.attribute("uri")));
    code.and_then(|code| code.rsplit([':', '/']).next()).unwrap_or_default().to_owned()
}

fn news_item(item: &Element, sink: &mut Sink<'_>) -> Result<Draft, ProblemKind> {
    let line = Some(item.line);
    let class = code(item.at(&["itemMeta", "itemClass"]));
    if !matches!(class.as_str(), "" | "text" | "composite") {
        return Err(nitf::not_news(&class));
    }
    let meta = item.child("itemMeta");
    let content = item.child("contentMeta");
    let mut date = |from: Option<&Element>, key: &'static str| {
        from.and_then(|from| from.text_at(&[key])).and_then(|text| sink.date(line, key, &text))
    };
    let modified = date(meta, "versionCreated");
    let first = date(meta, "firstCreated").or_else(|| date(content, "contentCreated"));
    let body = body(item, sink);
    let inner = body.article;
    let title = content.and_then(|content| content.text_at(&["headline"])).filter(|_| content.is_some());
    let title = title.or(Some(inner.title).filter(|title| !title.is_empty()));
    let title = title.or_else(|| meta?.text_at(&["title"])).or(body.heading);
    let authors: Vec<String> = content
        .into_iter()
        .flat_map(|content| content.children("by"))
        .map(|by| byline(&escaped(&by.text())))
        .filter(|name| !name.is_empty())
        .collect();
    let authors = if authors.is_empty() { inner.authors } else { authors };
    let creators = || {
        let creators = content.into_iter().flat_map(|content| content.children("creator"));
        creators.filter_map(|creator| creator.text_at(&["name"])).map(|name| byline(&escaped(&name)))
    };
    let authors = if authors.is_empty() { creators().collect() } else { authors };
    let mut tags = inner.tags;
    for element in content.into_iter().flat_map(Element::elements) {
        let tag = match local(&element.name) {
            "keyword" => Some(element.text()),
            // A name in many languages: the first.
            "subject" => element.text_at(&["name"]),
            _ => None,
        };
        tags.extend(tag.map(|tag| crate::clean::one_line(&tag).0).filter(|tag| !tag.is_empty()));
    }
    let mut seen = std::collections::BTreeSet::new();
    tags.retain(|tag| seen.insert(tag.clone()));
    let language = content.and_then(|content| content.child("language")?.attribute("tag")).map(str::to_owned);
    let standfirst = content.and_then(|content| content.text_at(&["description"])).map(|text| plain(&text));
    let embargo = meta.and_then(|meta| meta.child("embargoed")).map(Element::text);
    let article = Article {
        id: item.attribute("guid").unwrap_or_default().to_owned(),
        url: inner.url,
        title: title.map(|title| plain(&title)).unwrap_or_default(),
        published: first.or(inner.published).or(modified),
        modified: modified.filter(|modified| first.is_some_and(|first| first != *modified)),
        section: inner.section,
        authors,
        tags,
        language: language.or_else(|| item.attribute("xml:lang").map(str::to_owned)).or(inner.language),
        image: inner.image,
        standfirst: standfirst.or(inner.standfirst),
        blocks: inner.blocks,
        ..Article::default()
    };
    let status = code(meta.and_then(|meta| meta.child("pubStatus")));
    let withheld = access::status("pubStatus", &status).or(body.withheld);
    Ok(Draft {
        article,
        version: item.attribute("version").and_then(|version| version.trim().parse().ok()).unwrap_or(0),
        withheld: withheld.or_else(|| match embargo?.trim() {
            // Some agencies always send the element; what is to wait until further notice is not usable.
            "" if status.eq_ignore_ascii_case("usable") => None,
            "" => Some(ProblemKind::NotYetPublic { until: "further notice".into() }),
            text => access::embargo(text, sink),
        }),
        ..Draft::default()
    })
}

fn plain(text: &str) -> String {
    crate::clean::one_line(text).0
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// What the inline content says.
#[derive(Default)]
struct Body {
    article: Article,
    /// The headline in the text itself.
    heading: Option<String>,
    /// Why it stays out.
    withheld: Option<ProblemKind>,
}

/// The first rendition of the content that holds text.
fn body(item: &Element, sink: &mut Sink<'_>) -> Body {
    let content = item.children("contentSet").flat_map(Element::elements);
    // What any of the renditions says of all of them counts.
    let withheld = withheld_inside(item, sink);
    let bodies = content.filter_map(|rendition| match local(&rendition.name) {
        "inlineXML" => rendition.elements().next().map(|root| inline(root, sink)),
        "inlineData" => Some(data(rendition)),
        _ => None,
    });
    let mut bodies = bodies.filter(|body| !body.article.blocks.is_empty() || !body.article.title.is_empty());
    Body { withheld, ..bodies.next().unwrap_or_default() }
}

/// What NITF inside an item says of its publication.
fn withheld_inside(item: &Element, sink: &Sink<'_>) -> Option<ProblemKind> {
    let mut inner = Vec::new();
    item.below("nitf", &mut inner);
    inner.into_iter().find_map(|nitf| nitf::withheld(nitf, sink))
}

fn inline(root: &Element, sink: &mut Sink<'_>) -> Body {
    if local(&root.name) == "nitf" {
        return Body { article: nitf::article(root, sink), ..Body::default() };
    }
    let mut headings = Vec::new();
    root.below("h1", &mut headings);
    let heading = headings.first().map(|heading| heading.text());
    let title = root.text_at(&["head", "title"]);
    let blocks = markup::blocks(&root.inner_html(), Reading::default());
    let heading = heading.or(title);
    let article = Article { blocks: without_first(blocks, heading.as_deref()), ..Article::default() };
    Body { article, heading, ..Body::default() }
}

/// A text without the headline that it starts with.
fn without_first(mut blocks: Vec<Block>, heading: Option<&str>) -> Vec<Block> {
    let heading = heading.map(plain);
    if let (Some(Block::Subheading(first)), Some(heading)) = (blocks.first(), heading)
        && *first == heading
    {
        blocks.remove(0);
    }
    blocks
}

fn data(rendition: &Element) -> Body {
    let text = rendition.text();
    let kind = rendition.attribute("contenttype").unwrap_or("text/plain");
    let blocks = if kind.contains("html") {
        markup::blocks(&text, Reading::default())
    } else {
        paragraphs(&text).into_iter().flatten().map(Block::Paragraph).collect()
    };
    Body { article: Article { blocks, ..Article::default() }, ..Body::default() }
}

/// An item of NewsML 1, as some agencies still send it.
fn first_generation(item: &Element, sink: &mut Sink<'_>) -> Draft {
    let line = Some(item.line);
    let first = |name: &str| {
        let mut found = Vec::new();
        item.below(name, &mut found);
        found.into_iter().map(Element::text).map(|text| plain(&text)).find(|text| !text.is_empty())
    };
    let formal = |name: &str| {
        let mut found = Vec::new();
        item.below(name, &mut found);
        found.first().and_then(|element| element.attribute("FormalName")).map(str::to_owned)
    };
    let mut contents = Vec::new();
    item.below("DataContent", &mut contents);
    let blocks = contents.into_iter().map(nitf::blocks).find(|blocks| !blocks.is_empty());
    let published = first("FirstCreated").and_then(|text| sink.date(line, "FirstCreated", &text));
    let modified = first("ThisRevisionCreated").and_then(|text| sink.date(line, "ThisRevisionCreated", &text));
    let article = Article {
        id: first("PublicIdentifier").or_else(|| first("NewsItemId")).unwrap_or_default(),
        title: first("HeadLine").or_else(|| first("SlugLine")).unwrap_or_default(),
        published,
        modified: modified.filter(|modified| Some(*modified) != published),
        authors: first("ByLine").map(|text| byline(&escaped(&text))).into_iter().collect(),
        language: formal("Language"),
        blocks: blocks.unwrap_or_default(),
        ..Article::default()
    };
    let status = formal("Status").and_then(|status| access::status("Status", &status));
    let withheld = status.or_else(|| withheld_inside(item, sink));
    let version = first("RevisionId").and_then(|text| text.parse().ok()).unwrap_or(0);
    Draft { article, version, withheld, ..Draft::default() }
}

#[cfg(test)]
mod tests {
    use crate::battery;
    use crate::format::Format;

    #[test]
    fn passes_the_battery() {
        let good = br#"<?xml version="1.0"?>
<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>
<newsItem guid="urn:newsml:agency.example:1" version="2" xml:lang="en"><itemMeta><itemClass qcode="ninat:text"/>
<versionCreated>2024-05-04T09:05:00+01:00</versionCreated><pubStatus qcode="stat:usable"/></itemMeta>
<contentMeta><by>Ana Ruiz</by><headline>Bridge opens</headline><subject type="cpnat:abstract"><name>Roads</name></subject></contentMeta>
<contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body>
<p>It opened.<br/>At last &amp; early.</p><p>Good.</p></body></html></inlineXML></contentSet></newsItem>
</itemSet></newsMessage>"#;
        battery::run(Format::NewsMl, "message.xml", good);
    }
}
