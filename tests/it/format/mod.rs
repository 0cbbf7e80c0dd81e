//! FORMAT.md tells the truth and all of it: its example is what the builder makes, and a reader written from its text
//! alone finds in the newsroom's index what its articles say.

mod reader;

use std::collections::{BTreeMap, BTreeSet};

use newshound_index::analysis::{Analyzer, Language};
use newshound_index::article::{Article, Block};
use newshound_index::build::{BuildOptions, Fields, Pin, SegmentBuilder, Settings, Weights};
use newshound_index::date::Date;
use newshound_index::segment::Segment;

use reader::{Decoded, Posting, When, Wishes, decode};

use super::support::{at_root, build, build_with, import};

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
    builder.add(article("b", "/x/ferries", "Ferries", "", "US ferry, US ferries"));
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

/// The words of an article: of each form the spellings, and of each stem how often it stands in the body and in which
/// of the other fields.
#[derive(Default)]
struct Words {
    spellings: BTreeSet<(String, bool)>,
    stems: BTreeMap<String, (usize, [bool; 3])>,
    length: u32,
}

fn words(article: &Article, analyzer: &Analyzer) -> Words {
    let mut words = Words::default();
    let mut read = |text: &str, field: Option<usize>| {
        let mut length = 0;
        analyzer.each_token(text, |token| {
            length = length.max(token.position + token.span);
            words.spellings.insert((token.form.to_owned(), token.is_acronym));
            let stem = words.stems.entry(analyzer.stem(token.form).into_owned()).or_default();
            match field {
                Some(field) => stem.1[field] = true,
                None => stem.0 += 1,
            }
        });
        length
    };
    read(&article.title, Some(0));
    read(article.standfirst.as_deref().unwrap_or_default(), Some(1));
    let mut length = 0;
    for block in &article.blocks {
        match block {
            Block::Subheading(text) => drop(read(text, Some(2))),
            Block::Paragraph(text) | Block::Caption(text) => length += read(text, None),
        }
    }
    words.length = length;
    words
}

fn when(date: Option<Date>) -> When {
    date.map(|date| {
        let precision = date.precision() as u8;
        let unit = [86_400, 86_400, 86_400, 60, 1][usize::from(precision)];
        (date.offset_minutes().map(i64::from), precision, date.local_seconds().div_euclid(unit))
    })
}

#[test]
fn another_reader_finds_what_the_articles_say() {
    let articles = import("tests/fixtures/newsroom").articles;
    let found = decode(&build(articles.clone()).bytes);
    let settings = (1, "en".to_owned(), String::new(), 365, "/\u{1}\0\0".to_owned());
    assert_eq!(found.settings, settings);
    assert_eq!(found.documents.len(), articles.len());
    let by_id: BTreeMap<&str, &Article> = articles.iter().map(|article| (article.id.as_str(), article)).collect();
    let in_order: Vec<&Article> = found.documents.iter().map(|document| by_id[document.id.as_str()]).collect();
    for (document, article) in found.documents.iter().zip(&in_order) {
        assert_eq!((&document.title, &document.url), (&article.title, &article.url));
        assert_eq!(document.flags & 1 == 0, article.url == format!("/{}", article.id), "what the template makes");
        assert_eq!(document.texts, [article.standfirst.clone(), article.image.clone()]);
        assert_eq!((document.published, document.modified), (when(article.published), when(article.modified)));
        assert_eq!(
            (document.flags & 16 == 0, document.flags & 32 > 0),
            (article.is_free, article.standfirst.is_some())
        );
        let kind = |block: &Block| match block {
            Block::Paragraph(text) => (0, text.clone()),
            Block::Subheading(text) => (1, text.clone()),
            Block::Caption(text) => (2, text.clone()),
        };
        assert_eq!(
            document.blocks,
            article.is_free.then(|| article.blocks.iter().map(kind).collect()),
            "{}",
            article.id
        );
    }
    check_words(&found, &in_order);
    check_pairs(&found, &in_order);
    for (name, of) in &found.facets {
        for (own, article) in of.iter().zip(&in_order) {
            let expect = match name.as_str() {
                "section" => article.section.iter().cloned().collect(),
                "author" => article.authors.clone(),
                "tag" => article.tags.clone(),
                "language" => article.language.iter().cloned().collect(),
                field => {
                    article.fields.iter().filter(|(name, _)| name == field).flat_map(|(_, own)| own).cloned().collect()
                }
            };
            assert_eq!(own, &expect, "{name} of {}", article.id);
        }
    }
    assert_eq!(found.facets.len(), 6, "four, and the fields `desk` and `place`");
    let ids =
        |story: &Vec<usize>| story.iter().map(|document| in_order[*document].id.as_str()).collect::<BTreeSet<_>>();
    let stories: BTreeSet<BTreeSet<&str>> = found.stories.iter().map(ids).collect();
    let expect =
        [["bridge-crack-1", "bridge-crack-2", "bridge-crack-3"].as_slice(), &["cannery-fire-1", "cannery-fire-2"]];
    assert_eq!(stories, expect.into_iter().map(|story| story.iter().copied().collect()).collect());
}

/// Each pair stands in the articles of its list, and in no others.
fn check_pairs(found: &Decoded, articles: &[&Article]) {
    let analyzer = Analyzer::new(Language::English);
    let pairs = |article: &&Article| -> BTreeSet<(String, String)> {
        let mut pairs = BTreeSet::new();
        let texts = [Some(article.title.as_str()), article.standfirst.as_deref()];
        for text in texts.into_iter().flatten().chain(article.blocks.iter().map(Block::text)) {
            let mut places: BTreeMap<u32, Vec<String>> = BTreeMap::new();
            analyzer.each_token(text, |token| {
                if token.span == 1 {
                    places.entry(token.position).or_default().push(token.form.to_owned());
                }
            });
            for (position, second) in &places {
                let before = position.checked_sub(1).and_then(|before| places.get(&before));
                let first = before.into_iter().flatten();
                pairs.extend(first.flat_map(|first| second.iter().map(|second| (first.clone(), second.clone()))));
            }
        }
        pairs
    };
    let own: Vec<BTreeSet<(String, String)>> = articles.iter().map(pairs).collect();
    assert!(found.pairs.len() > 5, "{} pairs", found.pairs.len());
    for ((first, second), documents) in &found.pairs {
        let words = (found.forms[*first].text.clone(), found.forms[*second].text.clone());
        let expect: Vec<usize> = (0..own.len()).filter(|document| own[*document].contains(&words)).collect();
        assert_eq!(documents, &expect, "{words:?}");
    }
}

#[test]
fn another_reader_finds_what_the_publisher_set() {
    let articles = import("tests/fixtures/newsroom").articles;
    assert_eq!(decode(&build(articles.clone()).bytes).wishes, None, "nothing set, nothing written");
    let settings = Settings {
        weights: Weights { title: 3.5, ..Weights::default() },
        section_boosts: vec![("Sport".into(), 0.5)],
        synonyms: vec!["Alder Bay = City Hall = council".parse().unwrap(), "America => US".parse().unwrap()],
        pins: vec![Pin {
            query: "The Ferry!".into(),
            articles: vec!["derby".into(), "/2024/09/03/night-boat/".into()],
        }],
        fields: Some(Fields { facets: vec!["place".into()], stored: vec!["desk".into()] }),
    };
    let plain = decode(&build(articles.clone()).bytes);
    let built = build_with(articles.clone(), BuildOptions { settings, ..BuildOptions::default() });
    assert_eq!(built.problems, []);
    let found = decode(&built.bytes);
    let document = |id: &str| found.documents.iter().position(|document| document.id == id).unwrap();
    // Behind the groups' lists stands that of the one phrase which any article has.
    let list = plain.lists.len();
    assert_eq!(found.lists.len(), list + 1);
    assert_eq!(found.lists[..list], plain.lists[..]);
    let has = |text: &str| text.to_lowercase().replace(['’', '\n'], " ").contains("alder bay");
    let by_id: BTreeMap<&str, &Article> = articles.iter().map(|article| (article.id.as_str(), article)).collect();
    let mut with_it = 0;
    for (at, told) in found.documents.iter().enumerate() {
        let article = by_id[told.id.as_str()];
        let posting = found.lists[list].iter().find(|posting| posting.document == at);
        let in_body = article.blocks.iter().filter(|block| !matches!(block, Block::Subheading(_)));
        let frequency: usize = in_body.map(|block| block.text().to_lowercase().matches("alder bay").count()).sum();
        assert_eq!(posting.map_or(0, |posting| posting.frequency), frequency, "{}", told.id);
        assert_eq!(posting.is_some_and(|posting| posting.fields[0]), has(&article.title), "{}", told.id);
        with_it += usize::from(posting.is_some());
    }
    assert!(with_it > 1, "several articles have it");
    let meaning = |text: &str, number: usize| (text.to_owned(), number);
    let sections = ["Business", "Comunidad", "Culture", "News", "Politics", "Sport"];
    let expect = Wishes {
        weights: vec![350, 100, 80, 100],
        boosts: sections.iter().map(|name| if *name == "Sport" { 50 } else { 100 }).collect(),
        pins: vec![("the ferry".into(), vec![document("derby"), document("night-boat")])],
        synonyms: vec![
            ("alder bay".into(), vec![meaning("council", 0)]),
            ("america".into(), vec![meaning("us", 1)]),
            ("city hall".into(), vec![meaning("alder bay", list + 2), meaning("council", 0)]),
            ("council".into(), vec![meaning("alder bay", list + 2)]),
        ],
        stored: 1,
    };
    assert_eq!(found.wishes, Some(expect));
    let names: Vec<&str> = found.facets.iter().map(|facet| facet.0.as_str()).collect();
    assert_eq!(names, ["section", "author", "tag", "language", "place", "desk"]);
    assert_eq!(Segment::open(&built.bytes).unwrap().facet_names().unwrap(), names[..5]);
}

fn check_words(found: &Decoded, articles: &[&Article]) {
    let analyzer = Analyzer::new(Language::English);
    let words: Vec<Words> = articles.iter().map(|article| words(article, &analyzer)).collect();
    assert_eq!(found.words, words.iter().map(|words| words.length as usize).sum::<usize>());
    let mut forms: BTreeMap<&str, (bool, bool, usize)> = BTreeMap::new();
    for own in words.iter().flat_map(|words| &words.spellings) {
        let (has_ordinary, has_acronym, _) = forms.entry(&own.0).or_default();
        (*has_ordinary, *has_acronym) = (*has_ordinary | !own.1, *has_acronym | own.1);
    }
    for own in &words {
        let distinct: BTreeSet<&str> = own.spellings.iter().map(|spelling| spelling.0.as_str()).collect();
        distinct.into_iter().for_each(|form| forms.get_mut(form).unwrap().2 += 1);
    }
    let told: Vec<_> = found
        .forms
        .iter()
        .map(|form| (form.text.as_str(), (form.has_ordinary, form.has_acronym, form.class)))
        .collect();
    let expect: Vec<_> = forms.iter().map(|(form, own)| (*form, (own.0, own.1, own.2.ilog2() as usize))).collect();
    assert_eq!(told, expect);

    // Groups as their first forms come up, and in each the spellings in order.
    let mut groups: Vec<(String, Vec<(&str, bool)>)> = Vec::new();
    for form in &found.forms {
        let stem = analyzer.stem(&form.text).into_owned();
        let at = groups.iter().position(|group| group.0 == stem).unwrap_or(groups.len());
        assert_eq!(form.group, at, "{}", form.text);
        if at == groups.len() {
            groups.push((stem, vec![]));
        }
        assert_eq!(form.ordinal, groups[at].1.len(), "{}", form.text);
        groups[at].1.extend(form.has_ordinary.then_some((form.text.as_str(), false)));
        groups[at].1.extend(form.has_acronym.then_some((form.text.as_str(), true)));
    }
    assert_eq!(found.lists.len(), groups.len());
    for (list, (stem, spellings)) in found.lists.iter().zip(&groups) {
        let posting = |(document, words): (usize, &Words)| {
            let (frequency, fields) = *words.stems.get(stem)?;
            let has = |at: &usize| words.spellings.contains(&(spellings[*at].0.to_owned(), spellings[*at].1));
            let ordinals = (0..spellings.len()).filter(has).collect();
            Some(Posting { document, frequency: frequency.min(15), fields, ordinals })
        };
        let expect: Vec<Posting> = words.iter().enumerate().filter_map(posting).collect();
        assert_eq!(list, &expect, "{stem}");
    }
    for (document, own) in found.documents.iter().zip(&words) {
        let code =
            (0..=255).find(|code| (f64::from(2 * code + 1) / 8.0).exp2() - 1.0 >= f64::from(own.length)).unwrap();
        assert_eq!(i32::from(document.length), code);
    }
}
