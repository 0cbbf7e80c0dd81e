//! A small tree over quick-xml, one item at a time: feeds, exports and agency formats are all lists of items.
//!
//! No document type is read, so no entity of its own can grow; depth is bounded.

use quick_xml::Reader;
use quick_xml::escape::resolve_html5_entity;
use quick_xml::events::{BytesStart, Event};

use crate::problem::ProblemKind;

/// Elements nested deeper than this are an error.
const MAX_DEPTH: usize = 500;

/// More elements than this inside one item are an error: no article has them, and each takes memory.
const MAX_ELEMENTS: usize = 1_000_000;

/// An element with all below it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Element {
    /// The name as written, prefix included.
    pub(crate) name: String,
    /// The attributes, names as written.
    pub(crate) attributes: Vec<(String, String)>,
    /// What stands inside, in order.
    pub(crate) children: Vec<Child>,
    /// The line where it starts, counted from 1.
    pub(crate) line: u64,
}

/// What stands inside an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Child {
    Element(Element),
    Text(String),
}

/// A name without its prefix.
pub(crate) fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

impl Element {
    /// The child elements.
    pub(crate) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|child| match child {
            Child::Element(element) => Some(element),
            Child::Text(_) => None,
        })
    }

    /// The child elements of this name, as written with its prefix.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.elements().filter(move |element| element.name == name)
    }

    /// The first child element of this name.
    pub(crate) fn first(&self, name: &str) -> Option<&Element> {
        self.elements().find(|element| element.name == name)
    }

    /// The first child element of this name, whatever its prefix.
    pub(crate) fn child(&self, name: &str) -> Option<&Element> {
        self.elements().find(|element| local(&element.name) == name)
    }

    /// The child elements of this name, whatever their prefix.
    pub(crate) fn children<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.elements().filter(move |element| local(&element.name) == name)
    }

    /// The first element at the end of a way of names, whatever their prefixes.
    pub(crate) fn at(&self, way: &[&str]) -> Option<&Element> {
        way.iter().try_fold(self, |element, name| element.child(name))
    }

    /// The text at the end of a way of names, if it holds any.
    pub(crate) fn text_at(&self, way: &[&str]) -> Option<String> {
        self.at(way).map(Element::text).filter(|text| !text.trim().is_empty())
    }

    /// All elements of this name below it, in document order, those inside one another too.
    pub(crate) fn below<'a>(&'a self, name: &str, out: &mut Vec<&'a Element>) {
        for element in self.elements() {
            if local(&element.name) == name {
                out.push(element);
            }
            element.below(name, out);
        }
    }

    /// The text of the first child element of this name, if it holds any.
    pub(crate) fn text_of(&self, name: &str) -> Option<String> {
        self.first(name).map(Element::text).filter(|text| !text.trim().is_empty())
    }

    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// All text below it, in order. Depth is bounded by the parser, so this may recurse.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        self.gather(&mut text);
        text
    }

    fn gather(&self, out: &mut String) {
        for child in &self.children {
            match child {
                Child::Text(text) => out.push_str(text),
                Child::Element(element) => element.gather(out),
            }
        }
    }

    /// What stands inside, as HTML.
    pub(crate) fn inner_html(&self) -> String {
        self.inner_html_as(&|name| name)
    }

    /// What stands inside, as HTML, with each element called what `rename` says.
    pub(crate) fn inner_html_as(&self, rename: &dyn for<'a> Fn(&'a str) -> &'a str) -> String {
        let mut html = String::new();
        self.write_inner(rename, &mut html);
        html
    }

    fn write_inner(&self, rename: &dyn for<'a> Fn(&'a str) -> &'a str, out: &mut String) {
        for child in &self.children {
            match child {
                Child::Text(text) => out.push_str(&text.replace('&', "&amp;").replace('<', "&lt;")),
                Child::Element(element) => {
                    let name = rename(local(&element.name));
                    out.push_str(&format!("<{name}>"));
                    element.write_inner(rename, out);
                    // HTML reads `</br>` as one more line break.
                    if !matches!(name, "br" | "hr" | "img") {
                        out.push_str(&format!("</{name}>"));
                    }
                }
            }
        }
    }
}

/// Reads a document; each element whose name `is_item` says yes to is handed over when it ends, with its ancestors as far
/// as they were read, and then forgotten. Gives the root with what is left.
pub(crate) fn read(
    text: &str,
    is_item: &dyn Fn(&str) -> bool,
    on_item: &mut dyn FnMut(&[Element], Element),
) -> Result<Option<Element>, (u64, ProblemKind)> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    reader.config_mut().allow_dangling_amp = true;
    let mut open: Vec<Element> = Vec::new();
    let mut root = None;
    let mut held = 0;
    let mut lines = Lines { text, at: 0, line: 1 };
    loop {
        let event = reader.read_event();
        let line = lines.at(usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX));
        let fail = |reason: String| (line, ProblemKind::BrokenXml { reason });
        if held > MAX_ELEMENTS {
            return Err(fail(format!("more than {MAX_ELEMENTS} elements in one item")));
        }
        match event.map_err(|error| fail(error.to_string()))? {
            Event::Start(start) => {
                if open.len() >= MAX_DEPTH {
                    return Err(fail(format!("elements are nested deeper than {MAX_DEPTH}")));
                }
                held += 1;
                open.push(element(&start, line));
            }
            Event::Empty(start) => {
                held += 1;
                let element = element(&start, line);
                if close(element, &mut open, is_item, on_item, &mut root) {
                    held = open.len();
                }
            }
            Event::End(end) => {
                let name = end.name().as_ref().to_owned();
                // An end that fits an outer element closes the inner ones too; one that fits none is passed over.
                let Some(at) = open.iter().rposition(|element| element.name == name) else { continue };
                while open.len() > at {
                    let Some(element) = open.pop() else { break };
                    if close(element, &mut open, is_item, on_item, &mut root) {
                        held = open.len();
                    }
                }
            }
            Event::Text(text) => push_text(&mut open, &text),
            Event::CData(text) => push_text(&mut open, &text),
            Event::GeneralRef(name) => {
                let char = name.resolve_char_ref().ok().flatten().map(String::from);
                let name = name.to_string();
                let known = char.or_else(|| resolve_html5_entity(&name).map(str::to_owned));
                push_text(&mut open, &known.unwrap_or_else(|| format!("&{name};")));
            }
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
    if let Some(inner) = open.last() {
        let reason = format!("the file ends inside <{}>", inner.name);
        return Err((lines.line, ProblemKind::BrokenXml { reason }));
    }
    Ok(root)
}

/// Puts a finished element where it belongs; `true` where that was an item.
fn close(
    element: Element,
    open: &mut [Element],
    is_item: &dyn Fn(&str) -> bool,
    on_item: &mut dyn FnMut(&[Element], Element),
    root: &mut Option<Element>,
) -> bool {
    if is_item(&element.name) {
        on_item(open, element);
        return true;
    }
    if let Some(parent) = open.last_mut() {
        parent.children.push(Child::Element(element));
    } else if root.is_none() {
        *root = Some(element);
    }
    false
}

fn element(start: &BytesStart<'_>, line: u64) -> Element {
    let mut attributes = start.attributes();
    let attributes = attributes.with_checks(false).flatten().map(|attribute| {
        let value = attribute.value.to_string();
        let value = quick_xml::escape::unescape_with(&value, resolve_html5_entity)
            .map(|value| value.into_owned())
            .unwrap_or(value);
        (attribute.key.as_ref().to_owned(), value)
    });
    let name = start.name().as_ref().to_owned();
    Element { name, attributes: attributes.collect(), children: Vec::new(), line }
}

fn push_text(open: &mut [Element], text: &str) {
    let Some(parent) = open.last_mut() else { return };
    match parent.children.last_mut() {
        Some(Child::Text(before)) => before.push_str(text),
        _ => parent.children.push(Child::Text(text.to_owned())),
    }
}

/// Counts lines as the reader moves on.
struct Lines<'a> {
    text: &'a str,
    at: usize,
    line: u64,
}

impl Lines<'_> {
    fn at(&mut self, offset: usize) -> u64 {
        let passed = self.text.as_bytes().get(self.at..offset.min(self.text.len())).unwrap_or_default();
        self.line += passed.iter().filter(|byte| **byte == b'\n').count() as u64;
        self.at = self.at.max(offset);
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(text: &str) -> (Vec<String>, Option<u64>) {
        let mut seen = Vec::new();
        let result = read(text, &|name| name == "item", &mut |_, item| seen.push(item.text()));
        (seen, result.err().map(|(line, _)| line))
    }

    #[test]
    fn items_come_one_by_one() {
        let check = |text: &str, expect: &[&str], broken: Option<u64>| {
            assert_eq!(items(text), (expect.iter().map(|text| (*text).to_owned()).collect(), broken), "{text}");
        };
        check(
            "<r><item>a &amp; b &eacute; &#233;</item>\n<item><![CDATA[<b>]]></item></r>",
            &["a & b é é", "<b>"],
            None,
        );
        check("<r><item>a</item>\n<item>b", &["a"], Some(2));
        check("<r><item>a &unknown; b & c</item></r>", &["a &unknown; b & c"], None);
        check("<r><item><b>a</i></b></item></r>", &["a"], None);
        check("<!DOCTYPE r [<!ENTITY a \"b\"><!ENTITY c \"&a;&a;\">]><r><item>&c;</item></r>", &["&c;"], None);
        check(&"<a>".repeat(1000), &[], Some(1));
    }
}
