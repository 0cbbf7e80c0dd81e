//! NITF: one article a document. The same body stands inside NewsML-G2 ([`crate::newsml`]).

use newshound_index::article::{Article, Block};

use crate::access;
use crate::input::Input;
use crate::markup::{self, Reading};
use crate::ninjs::byline;
use crate::problem::ProblemKind;
use crate::sink::{Draft, Sink, is_no_date};
use crate::xml::{self, Child, Element, local};

/// Reads one document.
pub(crate) fn read(input: &mut Input<'_>, sink: &mut Sink<'_>) {
    let text = match input.marked_text(sink.options.max_file_bytes) {
        Ok(text) => text,
        Err(kind) => return sink.problem(None, kind),
    };
    let stem = input.stem.clone();
    let end = xml::read(&text, &|name| local(name) == "nitf", &mut |_, nitf| {
        let line = Some(nitf.line);
        let article = article(&nitf, sink);
        let withheld = withheld(&nitf, sink);
        sink.draft(Draft { article, line, stem: stem.clone(), withheld, ..Draft::default() });
    });
    if let Err((line, kind)) = end {
        sink.problem(Some(line), kind);
    }
}

/// Why an item stays out, for good or until it may be published. When its agency takes it for stale is no reason.
pub(crate) fn withheld(nitf: &Element, sink: &Sink<'_>) -> Option<ProblemKind> {
    let data = nitf.at(&["head", "docdata"])?;
    let status = data.attribute("management-status").and_then(|text| access::status("management-status", text));
    let releases = data.children("date.release").filter_map(|release| release.attribute("norm"));
    let mut releases = releases.filter(|text| !is_no_date(text));
    status.or_else(|| releases.find_map(|text| access::embargo(text, sink)))
}

/// The article that a `nitf` element is.
pub(crate) fn article(nitf: &Element, sink: &mut Sink<'_>) -> Article {
    let line = Some(nitf.line);
    let head = nitf.child("head");
    let data = head.and_then(|head| head.child("docdata"));
    let mut date = |key: &'static str| {
        let text = data?.child(key)?.attribute("norm")?.to_owned();
        sink.date(line, key, &text)
    };
    // What was sent first and what may be published later are told apart where both are there.
    let (issued, released) = (date("date.issue"), date("date.release"));
    let body_head = nitf.at(&["body", "body.head"]);
    let headline = ["hl1", "hl2"].iter().find_map(|name| body_head?.text_at(&["hedline", name]));
    let headline = headline.or_else(|| body_head?.text_at(&["hedline"])).or_else(|| head?.text_at(&["title"]));
    let pubdata: Vec<&Element> = head.map(|head| head.children("pubdata").collect()).unwrap_or_default();
    let of_pubdata = |name: &str| pubdata.iter().find_map(|data| data.attribute(name)).map(str::to_owned);
    Article {
        id: data.and_then(|data| data.child("doc-id")?.attribute("id-string")).unwrap_or_default().to_owned(),
        url: of_pubdata("ex-ref").filter(|url| url.starts_with("http")).unwrap_or_default(),
        title: headline.map(|text| one(&text)).unwrap_or_default(),
        published: released.or(issued),
        section: of_pubdata("position.section"),
        authors: body_head.map(authors).unwrap_or_default(),
        tags: tags(head, data),
        language: nitf.attribute("xml:lang").map(str::to_owned),
        image: picture(nitf),
        standfirst: body_head.and_then(|head| head.text_at(&["abstract"])).map(|text| one(&text)),
        blocks: nitf.at(&["body", "body.content"]).map(blocks).unwrap_or_default(),
        ..Article::default()
    }
}

fn one(text: &str) -> String {
    crate::clean::one_line(text).0
}

/// Bylines without the titles of their people.
fn authors(head: &Element) -> Vec<String> {
    let name = |byline: &Element| {
        let mut people = Vec::new();
        byline.below("person", &mut people);
        if people.is_empty() {
            let own = byline.children.iter().map(|child| match child {
                Child::Text(text) => text.clone(),
                Child::Element(element) if local(&element.name) == "byttl" => String::new(),
                Child::Element(element) => element.text(),
            });
            vec![byline_text(&own.collect::<String>())]
        } else {
            people.into_iter().map(|person| byline_text(&person.text())).collect()
        }
    };
    head.children("byline").flat_map(name).filter(|name| !name.is_empty()).collect()
}

fn byline_text(text: &str) -> String {
    byline(&text.replace('&', "&amp;").replace('<', "&lt;"))
}

/// Names of subjects, the narrowest that each tells, and keywords.
fn tags(head: Option<&Element>, data: Option<&Element>) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    let mut subjects = Vec::new();
    if let Some(head) = head {
        head.below("tobject.subject", &mut subjects);
    }
    let narrowest = |subject: &Element| {
        let parts = ["tobject.subject.detail", "tobject.subject.matter", "tobject.subject.type"];
        parts.iter().find_map(|part| subject.attribute(part)).map(str::to_owned)
    };
    let keywords = data.and_then(|data| data.child("key-list")).into_iter().flat_map(Element::elements);
    let keywords = keywords.filter_map(|keyword| keyword.attribute("key").map(str::to_owned));
    for tag in subjects.into_iter().filter_map(narrowest).chain(keywords) {
        if !tag.trim().is_empty() && !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    tags
}

fn picture(nitf: &Element) -> Option<String> {
    let mut references = Vec::new();
    nitf.below("media-reference", &mut references);
    let is_image = |reference: &&&Element| {
        reference.attribute("mime-type").is_none_or(|kind| kind.starts_with("image/"))
            && reference.attribute("source").is_some_and(|source| source.contains(['/', '.']))
    };
    references.iter().find(is_image).and_then(|reference| reference.attribute("source")).map(str::to_owned)
}

/// The text of a `body.content`: its elements are HTML's under other names.
pub(crate) fn blocks(content: &Element) -> Vec<Block> {
    fn html(name: &str) -> &str {
        match name {
            "hl1" | "hl2" => "h2",
            "media-caption" => "figcaption",
            "media" => "figure",
            "bq" => "blockquote",
            "block" | "note" | "fn" | "body.content" | "credit" => "div",
            "media-reference" | "media-metadata" | "media-object" | "media-producer" => "template",
            "nitf-table" => "table",
            "p" | "pre" | "ul" | "ol" | "li" | "dl" | "dt" | "dd" | "table" | "tr" | "td" | "th" | "thead"
            | "tbody" | "tfoot" | "br" | "hr" | "caption" => name,
            _ => "span",
        }
    }
    let text = content.inner_html_as(&html);
    // Old documents have lines in a `pre` or no element at all.
    markup::blocks(&text, Reading { blank_lines_part: !text.contains("<p>") })
}

/// What stands where a text was expected.
pub(crate) fn not_news(what: &str) -> ProblemKind {
    ProblemKind::NotNews { what: one(what) }
}

#[cfg(test)]
mod tests {
    use crate::battery;
    use crate::format::Format;

    #[test]
    fn passes_the_battery() {
        let good = br#"<?xml version="1.0"?>
<!DOCTYPE nitf SYSTEM "nitf-3-5.dtd">
<nitf><head><title>Bridge</title><docdata><doc-id id-string="b-1"/><date.issue norm="20240504T090500+0100"/></docdata>
<pubdata position.section="Town" ex-ref="https://herald.example/bridge"/></head>
<body><body.head><hedline><hl1>Bridge opens</hl1></hedline><byline>By <person>Ana Ruiz</person><byttl>Staff</byttl></byline></body.head>
<body.content><block><p>It opened on <chron>Saturday</chron>.</p><hl2>Stone</hl2><p>It is stone &amp; lime.</p></block></body.content></body></nitf>"#;
        battery::run(Format::Nitf, "bridge.xml", good);
    }
}
