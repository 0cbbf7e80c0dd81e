//! Segments that no writer makes, with right checks: refused with a typed error, or answered from.

use std::sync::LazyLock;

use newshound_index::article::{Article, Block};
use newshound_index::build::{BuildOptions, Pin, SegmentBuilder, Settings};
use newshound_index::query::DayRange;
use newshound_index::search::{Request, Sort, complete, search};
use newshound_index::segment::{Segment, SegmentError, TextMode};

use super::container::Parts;
use super::{Chance, run, text};

/// Every other segment has what a publisher may set.
fn settings(count: usize) -> Settings {
    if count.is_multiple_of(2) {
        return Settings::default();
    }
    let pin = |query: &str| Pin { query: query.into(), articles: vec!["a0".into(), "a1".into()] };
    Settings {
        section_boosts: vec![("News".into(), 2.0)],
        synonyms: ["US = harbour bridge", "ferry => ferries = Peña"]
            .iter()
            .filter_map(|rule| rule.parse().ok())
            .collect(),
        pins: vec![pin("harbour"), pin("bridge ferry")],
        ..Settings::default()
    }
}

/// Sound segments, small and not so small, in each mode.
static SOUND: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let build = |count: usize, mode: TextMode| {
        let mut chance = Chance(count as u64);
        let mut builder = SegmentBuilder::new(BuildOptions {
            text: mode,
            language: Some("en".into()),
            pairs: 25,
            settings: settings(count),
            ..BuildOptions::default()
        });
        for at in 0..count {
            let words = |chance: &mut Chance, most| -> String {
                let list = ["harbour", "bridge", "bridges", "US", "us", "F-16", "2,400", "ferry", "ferries", "Peña"];
                (0..chance.below(most)).map(|_| format!("{} ", chance.of(&list))).collect()
            };
            builder.add(Article {
                id: format!("a{at}"),
                url: if at % 3 == 0 { format!("/x/{at}") } else { format!("/a{at}") },
                title: words(&mut chance, 6),
                published: (at % 4 > 0).then(|| format!("2025-0{}-1{}", 1 + at % 9, at % 10).parse().unwrap()),
                modified: (at % 7 == 0).then(|| "2025-03-04T05:06:07+08:00".parse().unwrap()),
                section: (at % 5 > 0).then(|| format!("s{}", at % 3)),
                tags: (0..at % 4).map(|tag| format!("t{}", (tag + at) % 5)).collect(),
                standfirst: (at % 6 == 0).then(|| words(&mut chance, 8)),
                blocks: (0..at % 3).map(|_| Block::Paragraph(words(&mut chance, 60))).collect(),
                is_free: at % 8 > 0,
                ..Article::default()
            });
        }
        builder.finish().bytes
    };
    vec![
        build(1, TextMode::Inside),
        build(5, TextMode::Inside),
        build(70, TextMode::Inside),
        build(40, TextMode::Standfirst),
        build(40, TextMode::Apart),
        build(0, TextMode::Inside),
    ]
});

/// A few changes to one or two pages.
fn damaged(chance: &mut Chance) -> Vec<u8> {
    let mut parts = Parts::of(chance.of::<Vec<u8>>(&SOUND));
    for _ in 0..1 + chance.below(3) {
        let at = chance.below(parts.sections.len());
        let pages = &mut parts.sections[at].1;
        if pages.is_empty() {
            continue;
        }
        if chance.one_in(40) {
            pages.remove(chance.below(pages.len()));
            continue;
        }
        let page = chance.below(pages.len());
        let bytes = &mut pages[page].bytes;
        let place = chance.below(bytes.len());
        match chance.below(9) {
            0 if !bytes.is_empty() => bytes[place] = chance.below(256) as u8,
            1 if !bytes.is_empty() => bytes[place] ^= 1 << chance.below(8),
            2 if !bytes.is_empty() => bytes[place] = *chance.of(&[0, 1, 0x7f, 0x80, 0xff]),
            3 => bytes.truncate(place),
            4 => bytes.insert(place, chance.below(256) as u8),
            5 if !bytes.is_empty() => drop(bytes.remove(place)),
            6 => (0..1 + chance.below(12)).for_each(|_| bytes.insert(place, *chance.of(&[0, 0xff, 0x80]))),
            7 => (place..bytes.len().min(place + 10)).for_each(|at| bytes[at] = chance.below(256) as u8),
            _ => {
                let end = bytes.len().min(place + chance.below(30));
                let copy = bytes[place..end].to_vec();
                bytes.extend(copy);
            }
        }
    }
    parts.joined()
}

fn use_it(chance: &mut Chance, bytes: &[u8]) -> Result<(), SegmentError> {
    let segment = Segment::open(bytes)?;
    // Whether it is sound or not, each question stands alone.
    let _ = segment.verify();
    let _ = (segment.date_range(), segment.facet_names(), segment.facet_values("tag"), segment.term_count());
    let _ = (segment.uid(), segment.section_sizes());
    let typed = ["harbour bridge", "\"US ferry\" OR us*", "brige", "f-16 -tag:t1", "section:s1", "", "f", "ferri"];
    for _ in 0..3 {
        let request = Request {
            text: if chance.one_in(4) { text(chance, 8) } else { (*chance.of(&typed)).into() },
            limit: *chance.of(&[0, 10, 1000]),
            sort: *chance.of(&[Sort::Relevance, Sort::Newest, Sort::Oldest]),
            filters: if chance.one_in(4) { vec![("tag".into(), vec!["t1".into()])] } else { vec![] },
            dates: chance.one_in(4).then_some(DayRange { from: Some(20_100), until: None }),
            facets: if chance.one_in(2) { vec!["tag".into(), "section".into()] } else { vec![] },
            collapse: chance.one_in(2),
            today: chance.one_in(2).then_some(20_200),
            explain: chance.one_in(3),
            ..Request::default()
        };
        let _ = search(&segment, &request).map(|answer| assert!(answer.hits.len() <= request.limit));
        let _ = complete(&segment, &request.text, 8);
    }
    Ok(())
}

#[test]
fn parts_make_the_whole() {
    for sound in SOUND.iter() {
        assert_eq!(&Parts::of(sound).joined(), sound);
        Segment::open(sound).unwrap().verify().unwrap();
    }
}

#[test]
fn damaged_segments_with_right_checks() {
    run(1500, |chance| {
        let bytes = damaged(chance);
        if let Err(error) = use_it(chance, &bytes) {
            assert!(["corrupt", "version"].contains(&error.code()));
        }
    });
}

#[test]
fn any_bytes() {
    run(2000, |chance| {
        let mut bytes = chance.of::<Vec<u8>>(&SOUND).clone();
        for _ in 0..1 + chance.below(4) {
            let place = chance.below(bytes.len());
            match chance.below(3) {
                0 => bytes.truncate(place),
                1 if !bytes.is_empty() => bytes[place] ^= 1 << chance.below(8),
                _ => bytes.insert(place, chance.below(256) as u8),
            }
        }
        // With a chance of nothing that a wrong byte gets past both checks.
        if Segment::open(&bytes).is_ok_and(|segment| segment.verify().is_ok()) {
            assert!(SOUND.contains(&bytes));
        }
    });
}
