//! Settings: what the publisher set about ranking, resolved when the index was built. Where nothing was set, the section
//! is not there.
//!
//! Three pages. The first has what a word counts in title, standfirst, subheadings and body, in hundredths; how many of
//! the last facets are only stored; and, with its count in front, what each value of the facet `section` multiplies
//! scores by, in hundredths, in the order of the values, or none. The second has the lines with pinned articles, each
//! with their documents; the third has the synonyms, each with what it means. Both lists have their counts in front.
//! Words are forms, parted by blanks.
//!
//! Pins and synonyms are read where they stand, for each question again: there are few, and mostly none.

use super::bytes::{Cursor, put_number, put_text};

/// What a word counts in the title, the standfirst, a subheading and the body, where nothing was set.
pub(crate) const WEIGHTS: [f32; 4] = [2.0, 1.0, 0.8, 1.0];

/// What the publisher set, as the builder resolves it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SettingsWriter {
    /// What a word counts in title, standfirst, subheadings and body.
    pub(crate) weights: [f32; 4],
    /// So many of the last facets are no facets, only stored.
    pub(crate) stored: usize,
    /// What the score of an article is multiplied by, for each value of the facet `section`; or nothing.
    pub(crate) boosts: Vec<f32>,
    /// The forms of lines, with the articles that stand first for each.
    pub(crate) pins: Vec<(Vec<String>, Vec<u32>)>,
    /// Words as forms, with what they mean.
    pub(crate) synonyms: Vec<(Vec<String>, Vec<Meaning>)>,
}

/// What words mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Meaning {
    /// One form for each position.
    pub(crate) words: Vec<String>,
    /// [`WORD`], [`ACRONYM`], or [`LIST`] more than the number of the list of articles with these words side by side.
    pub(crate) kind: u32,
}

/// A word that is looked up like one that was typed.
pub(crate) const WORD: u32 = 0;
/// A word of which only the acronym counts.
pub(crate) const ACRONYM: u32 = 1;
/// The kinds from here on are lists.
pub(crate) const LIST: u32 = 2;

impl Default for SettingsWriter {
    fn default() -> SettingsWriter {
        SettingsWriter { weights: WEIGHTS, stored: 0, boosts: Vec::new(), pins: Vec::new(), synonyms: Vec::new() }
    }
}

impl SettingsWriter {
    pub(crate) fn write(&self) -> Vec<Vec<u8>> {
        let mut numbers = Vec::new();
        let put_factor = |out: &mut Vec<u8>, factor: f32| put_number(out, (factor * 100.0).round() as u64);
        self.weights.iter().for_each(|weight| put_factor(&mut numbers, *weight));
        put_number(&mut numbers, self.stored as u64);
        put_number(&mut numbers, self.boosts.len() as u64);
        self.boosts.iter().for_each(|boost| put_factor(&mut numbers, *boost));
        let mut pins = Vec::new();
        put_number(&mut pins, self.pins.len() as u64);
        for (line, documents) in &self.pins {
            put_text(&mut pins, &line.join(" "));
            put_number(&mut pins, documents.len() as u64);
            documents.iter().for_each(|document| put_number(&mut pins, u64::from(*document)));
        }
        let mut synonyms = Vec::new();
        put_number(&mut synonyms, self.synonyms.len() as u64);
        for (words, meanings) in &self.synonyms {
            put_text(&mut synonyms, &words.join(" "));
            put_number(&mut synonyms, meanings.len() as u64);
            for meaning in meanings {
                put_text(&mut synonyms, &meaning.words.join(" "));
                put_number(&mut synonyms, u64::from(meaning.kind));
            }
        }
        vec![numbers, pins, synonyms]
    }
}

/// The page with the pins.
pub(crate) const PINS: usize = 1;
/// The page with the synonyms.
pub(crate) const SYNONYMS: usize = 2;

/// What the publisher set, as far as every question needs it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Settings {
    pub(crate) weights: [f32; 4],
    pub(crate) stored: usize,
    pub(crate) boosts: Vec<f32>,
}

/// Those of an index without.
pub(crate) static NONE: Settings = Settings { weights: WEIGHTS, stored: 0, boosts: Vec::new() };

impl Settings {
    /// Reads the first page.
    pub(crate) fn read(page: &[u8]) -> Option<Settings> {
        let mut cursor = Cursor::new(page);
        let mut settings = Settings { weights: WEIGHTS, stored: 0, boosts: Vec::new() };
        for weight in &mut settings.weights {
            *weight = factor(&mut cursor);
        }
        settings.stored = cursor.small() as usize;
        for _ in 0..cursor.count() {
            settings.boosts.push(factor(&mut cursor));
        }
        cursor.end(settings)
    }
}

#[inline(never)]
fn factor(cursor: &mut Cursor<'_>) -> f32 {
    cursor.small() as f32 / 100.0
}

/// Whether pins and synonyms are what a writer writes for so many documents and lists.
pub(crate) fn are_sound(mut pins: Cursor<'_>, mut synonyms: Cursor<'_>, documents: u32, lists: u32) -> bool {
    let mut is_sound = true;
    for _ in 0..pins.count() {
        pins.text();
        for _ in 0..pins.count() {
            is_sound &= pins.small() < documents;
        }
    }
    for _ in 0..synonyms.count() {
        synonyms.text();
        for _ in 0..synonyms.count() {
            synonyms.text();
            is_sound &= synonyms.small() < lists.saturating_add(LIST);
        }
    }
    is_sound && pins.end(()).and(synonyms.end(())).is_some() && pins.rest().is_empty() && synonyms.rest().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn settings() -> impl Strategy<Value = SettingsWriter> {
        let words = || proptest::collection::vec("[a-z&é]{1,5}", 1..4);
        let meaning = (words(), 0u32..1000).prop_map(|(words, kind)| Meaning { words, kind });
        let synonym = (words(), proptest::collection::vec(meaning, 0..4));
        let pin = (words(), proptest::collection::vec(0u32..50, 0..4));
        let factor = || (0u32..10_000).prop_map(|hundredths| hundredths as f32 / 100.0);
        (
            [factor(), factor(), factor(), factor()],
            0usize..9,
            proptest::collection::vec(factor(), 0..5),
            proptest::collection::vec(pin, 0..4),
            proptest::collection::vec(synonym, 0..4),
        )
            .prop_map(|(weights, stored, boosts, pins, synonyms)| SettingsWriter {
                weights,
                stored,
                boosts,
                pins,
                synonyms,
            })
    }

    proptest! {
        #[test]
        fn settings_come_back(settings in settings()) {
            let pages = settings.write();
            let read = Settings::read(&pages[0]).unwrap();
            prop_assert_eq!((read.weights, read.stored), (settings.weights, settings.stored));
            prop_assert_eq!(&read.boosts, &settings.boosts);
            let mut cursor = Cursor::new(&pages[PINS]);
            let pins: Vec<_> = (0..cursor.count())
                .map(|_| {
                    let line = cursor.text().split(' ').map(str::to_owned).collect::<Vec<_>>();
                    (line, (0..cursor.count()).map(|_| cursor.small()).collect::<Vec<_>>())
                })
                .collect();
            prop_assert_eq!(&pins, &settings.pins);
            let sound = |pins: &[u8], synonyms: &[u8]| are_sound(Cursor::new(pins), Cursor::new(synonyms), 50, 998);
            prop_assert!(sound(&pages[PINS], &pages[SYNONYMS]));
            prop_assert!((0..pages[0].len()).all(|end| Settings::read(&pages[0][..end]).is_none()), "a part is none");
            prop_assert!((0..pages[PINS].len()).all(|end| !sound(&pages[PINS][..end], &pages[SYNONYMS])));
            prop_assert!((0..pages[SYNONYMS].len()).all(|end| !sound(&pages[PINS], &pages[SYNONYMS][..end])));
        }

        #[test]
        fn any_bytes_are_read_without_harm(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
            let _ = Settings::read(&bytes);
            are_sound(Cursor::new(&bytes), Cursor::new(&bytes), 20, 20);
        }
    }

    #[test]
    fn documents_and_lists_that_are_not_there_are_damage() {
        let check = |document, list, expect| {
            let pins = vec![(vec!["bridge".to_owned()], vec![1, document])];
            let meaning = Meaning { words: vec!["a".into(), "b".into()], kind: LIST + list };
            let synonyms = vec![(vec!["c".to_owned()], vec![meaning])];
            let pages = SettingsWriter { pins, synonyms, ..SettingsWriter::default() }.write();
            let sound = are_sound(Cursor::new(&pages[PINS]), Cursor::new(&pages[SYNONYMS]), 8, 5);
            assert_eq!(sound, expect, "{document} {list}");
        };
        check(7, 4, true);
        check(8, 4, false);
        check(7, 5, false);
    }
}
