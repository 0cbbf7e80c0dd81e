//! FORMAT.md tells the truth: its example is what the builder makes.

use newshound_index::article::{Article, Block};
use newshound_index::build::{BuildOptions, SegmentBuilder};
use newshound_index::segment::Segment;

use super::support::at_root;

fn example() -> Vec<u8> {
    let article = |id: &str, url: &str, title: &str, date: &str, body: &str| Article {
        id: id.into(),
        url: url.into(),
        title: title.into(),
        published: date.parse().ok(),
        section: Some("News".into()),
        language: Some("en".into()),
        blocks: vec![Block::Paragraph(body.into())],
        ..Article::default()
    };
    let mut builder = SegmentBuilder::new(BuildOptions::default());
    builder.add(article("a", "/a", "Ferry", "2025-03-14", "The US let us by."));
    builder.add(article("b", "/x/b", "Ferries", "", "US ferry, US ferries"));
    builder.finish().bytes
}

/// The lines of a dump, `0040  0b 01  what it is`, as places and bytes.
fn dumped(text: &str) -> Vec<(usize, Vec<u8>)> {
    let byte = |text: &str| u8::from_str_radix(text, 16).ok();
    let line = |line: &str| {
        let (place, rest) = line.split_once("  ")?;
        let bytes = rest.split("  ").next()?.split(' ').map(byte).collect::<Option<_>>()?;
        Some((usize::from_str_radix(place, 16).ok().filter(|_| place.len() == 4)?, bytes))
    };
    text.lines().filter_map(line).collect()
}

#[test]
fn the_example_is_what_the_builder_makes() {
    let built = example();
    let mut told = Vec::new();
    for (place, bytes) in dumped(&std::fs::read_to_string(at_root("FORMAT.md")).unwrap()) {
        assert_eq!(place, told.len(), "lines follow each other");
        told.extend(bytes);
        assert_eq!(&told[place..], &built[place..told.len()], "at {place:04x}");
    }
    assert_eq!(told.len(), built.len());
    Segment::open(&built).unwrap().verify().unwrap();
}
