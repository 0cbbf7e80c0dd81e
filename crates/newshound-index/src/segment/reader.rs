//! [`Segment`]: one index, open for questions.

use std::cell::{Cell, OnceCell};
use std::ops::Range;
use std::rc::Rc;

use super::bytes::Cursor;
use super::container::{Container, Miss, Need, Section};
use super::dates::read_dates;
use super::documents::{self, Record, read_ids, read_record};
use super::duplicates::read_duplicates;
use super::facets::Facet;
use super::forms::{Form, Forms, Group};
use super::fst::{self, Fst};
use super::kept::Kept;
use super::pairs::{Pairs, read_pair};
use super::postings::{Blocks, Postings, Shape, read_postings};
use super::settings::{NONE, PINS, SYNONYMS, Settings, are_sound};
use super::stats::{Stats, TextMode};
use super::text::{self, BlockKind, read_text};
use super::urls::read_url;
use super::{SegmentError, lengths};
use crate::analysis::Analyzer;
use crate::date::Date;
use crate::decimal::push_hexadecimal;

/// The day that counts as today, and the half-life in days, as bits.
pub(crate) type GainsOf = (Option<i32>, u32);

/// An index, opened from its bytes. Opening reads the header and the directory; every other page is checked and
/// decoded when it is first needed.
///
/// ```
/// use newshound_index::article::{Article, Block};
/// use newshound_index::build::{BuildOptions, SegmentBuilder};
/// use newshound_index::segment::Segment;
///
/// let mut builder = SegmentBuilder::new(BuildOptions::default());
/// builder.add(Article { id: "a".into(), title: "Bridge opens".into(), ..Article::default() });
/// let built = builder.finish();
/// let segment = Segment::open(&built.bytes)?;
/// assert_eq!(segment.article_count(), 1);
/// # Ok::<(), newshound_index::segment::SegmentError>(())
/// ```
///
/// Inside the crate reading never fails: what stands on a damaged page reads as empty, and is remembered until whoever
/// asks makes sure, once and at the end, with `Segment::sound`.
pub struct Segment<'a> {
    container: Container<'a>,
    pub(crate) stats: Stats,
    analyzer: Analyzer,
    fst: OnceCell<Fst<'a>>,
    blocks: OnceCell<Blocks>,
    forms: OnceCell<Forms>,
    pairs: OnceCell<Pairs>,
    dates: OnceCell<Vec<Option<Date>>>,
    facets: OnceCell<Vec<Facet>>,
    duplicates: OnceCell<Vec<u32>>,
    ids: OnceCell<Vec<&'a str>>,
    settings: OnceCell<Settings>,
    /// What each article gains, for the day and half-life that were asked for last.
    pub(crate) gains: Cell<(Option<GainsOf>, Vec<f32>)>,
    /// What an article's words count, for all that postings may say of them.
    pub(crate) weights: OnceCell<Vec<f32>>,
    /// Lists that were decoded.
    kept: Cell<Kept>,
    /// The first section that was found damaged since `Segment::sound` was asked.
    damage: Cell<Option<Section>>,
}

impl<'a> Segment<'a> {
    /// Opens an index.
    ///
    /// # Errors
    ///
    /// Every [`SegmentError`]; `Damaged` for header, directory and statistics only, as the rest is looked at later.
    pub fn open(bytes: &'a [u8]) -> Result<Segment<'a>, SegmentError> {
        let container = Container::open(bytes)?;
        let stats = container.inside(Section::Stats, 0).and_then(Stats::read);
        let stats = stats.ok_or(SegmentError::Damaged { section: Section::Stats.name() })?;
        let analyzer = Analyzer::new(stats.language);
        let (found, expected) = (container.fingerprint(), analyzer.fingerprint());
        if found != expected {
            return Err(SegmentError::Analyzer { found, expected });
        }
        if container.inside(Section::Lengths, 0).map(<[u8]>::len) != Some(stats.documents as usize) {
            return Err(SegmentError::Damaged { section: Section::Lengths.name() });
        }
        Ok(Segment {
            container,
            stats,
            analyzer,
            fst: OnceCell::new(),
            blocks: OnceCell::new(),
            forms: OnceCell::new(),
            pairs: OnceCell::new(),
            dates: OnceCell::new(),
            facets: OnceCell::new(),
            duplicates: OnceCell::new(),
            ids: OnceCell::new(),
            settings: OnceCell::new(),
            gains: Cell::default(),
            weights: OnceCell::new(),
            kept: Cell::default(),
            damage: Cell::new(None),
        })
    }

    /// Before anything is looked up for a question.
    pub(crate) fn settle(&self) {
        let mut kept = self.kept.take();
        kept.settle();
        self.kept.set(kept);
    }

    /// What was found out, unless something that was read for it is damaged. Forgets the damage: the next question may
    /// not need what this one did.
    pub(crate) fn sound<T>(&self, found: T) -> Result<T, SegmentError> {
        match self.damage.take() {
            Some(section) => Err(SegmentError::Damaged { section: section.name() }),
            None => Ok(found),
        }
    }

    /// Remembers that a section is damaged where nothing could be read of it.
    fn read<T>(&self, section: Section, read: Option<T>) -> Option<T> {
        if read.is_none() {
            self.damaged(section);
        }
        read
    }

    #[cold]
    #[inline(never)]
    fn damaged(&self, section: Section) {
        self.damage.set(self.damage.get().or(Some(section)));
    }

    /// The value of a cell, read from the section's page the first time.
    fn once<'s, T>(
        &'s self,
        cell: &'s OnceCell<T>,
        section: Section,
        read: impl FnOnce(&'a [u8]) -> Option<T>,
    ) -> Option<&'s T> {
        if cell.get().is_none() {
            let value = self.read(section, self.container.inside(section, 0).and_then(read))?;
            // It was empty a moment ago.
            let _ = cell.set(value);
        }
        cell.get()
    }

    /// Hands in a page that an answer needs, inflated.
    ///
    /// # Errors
    ///
    /// [`SegmentError::Damaged`] where it is not the page that was asked for.
    pub fn supply(&mut self, page: u32, bytes: Box<[u8]>) -> Result<(), SegmentError> {
        self.container.supply(page, bytes)
    }

    /// Reads and checks everything there is, so that damage anywhere shows at once.
    ///
    /// # Errors
    ///
    /// [`SegmentError::Damaged`] for the first section that is.
    pub fn verify(&self) -> Result<(), SegmentError> {
        for section in Section::ALL {
            for page in 0..self.container.count(section) {
                if self.container.page(section, page) == Err(Miss::Damaged) {
                    self.damaged(section);
                }
            }
        }
        self.sound(())?;
        self.fst();
        for group in 0..self.blocks().map_or(0, Blocks::groups) {
            self.postings(group);
        }
        for document in 0..self.stats.documents {
            self.record(document);
        }
        self.dates();
        self.facets();
        self.duplicates();
        self.forms();
        for words in self.pairs().map_or(Vec::new(), |pairs| pairs.words().collect()) {
            self.pair(words);
        }
        self.settings();
        if self.container.count(Section::Settings) > 0 {
            let lists = self.blocks().map_or(0, Blocks::groups);
            let (pins, synonyms) = (self.settings_page(PINS), self.settings_page(SYNONYMS));
            let are_sound = are_sound(pins, synonyms, self.stats.documents, lists);
            self.read(Section::Settings, are_sound.then_some(()));
        }
        self.sound(())
    }

    /// How many articles it holds.
    pub fn article_count(&self) -> u32 {
        self.stats.documents
    }

    /// How many different forms it holds.
    pub fn term_count(&self) -> Result<u32, SegmentError> {
        self.sound(self.forms().map_or(0, Forms::len))
    }

    /// The version of its format.
    pub fn format_version(&self) -> u16 {
        super::container::MAJOR
    }

    /// Its unique id: 32 hexadecimal digits that change with its content.
    pub fn uid(&self) -> String {
        let mut uid = String::new();
        self.container.uid().into_iter().for_each(|byte| push_hexadecimal(&mut uid, byte.into(), 2));
        uid
    }

    /// BCP 47 tag of the language whose rules words are read by, where it is set.
    pub fn language(&self) -> Option<&str> {
        Some(self.stats.language_tag.as_str()).filter(|tag| !tag.is_empty())
    }

    /// IANA name of the site's time zone, where it is set.
    pub fn time_zone(&self) -> Option<&str> {
        Some(self.stats.time_zone.as_str()).filter(|zone| !zone.is_empty())
    }

    /// Where the articles' text is.
    pub fn text_mode(&self) -> TextMode {
        self.stats.text_mode
    }

    /// Bytes of each section, as far as they are in the file itself, by the section's name.
    pub fn section_sizes(&self) -> Vec<(&'static str, usize)> {
        Section::ALL.into_iter().map(|section| (section.name(), self.container.size(section))).collect()
    }

    /// Every value of a facet (`section`, `author`, `tag`, `language` or a field of the publisher's), in byte order.
    pub fn facet_values(&self, name: &str) -> Result<&[String], SegmentError> {
        self.sound(self.facet(name).map_or(&[], |facet| facet.values.as_slice()))
    }

    /// The names of its facets.
    pub fn facet_names(&self) -> Result<Vec<String>, SegmentError> {
        self.sound(self.filterable().iter().map(|facet| facet.name.clone()).collect())
    }

    /// The dates of its oldest and its newest article.
    pub fn date_range(&self) -> Result<Option<(Date, Date)>, SegmentError> {
        let mut range: Option<(Date, Date)> = None;
        for date in self.dates().iter().flatten() {
            let (oldest, newest) = range.get_or_insert((*date, *date));
            if date.local_seconds() < oldest.local_seconds() {
                *oldest = *date;
            }
            // Of several as new as that, the last.
            if date.local_seconds() >= newest.local_seconds() {
                *newest = *date;
            }
        }
        self.sound(range)
    }

    /// The rules by which its text became terms.
    pub fn analyzer(&self) -> &Analyzer {
        &self.analyzer
    }

    pub(crate) fn need(&self, page: u32) -> Option<Need> {
        self.container.need(page)
    }

    pub(crate) fn fst(&self) -> &Fst<'a> {
        self.once(&self.fst, Section::Fst, Fst::new).unwrap_or(&fst::NONE)
    }

    fn forms(&self) -> Option<&Forms> {
        self.once(&self.forms, Section::Forms, Forms::read)
    }

    fn blocks(&self) -> Option<&Blocks> {
        self.once(&self.blocks, Section::Blocks, Blocks::read)
    }

    /// The pairs that have lists; `None` where none has.
    pub(crate) fn pairs(&self) -> Option<&Pairs> {
        if self.container.count(Section::Pairs) == 0 {
            return None;
        }
        let forms = self.forms().map_or(0, Forms::len);
        self.once(&self.pairs, Section::Pairs, |page| Pairs::read(page, forms))
    }

    /// The articles where two words, given by their ranks, stand side by side; `None` where the pair has no list.
    pub(crate) fn pair(&self, words: (u32, u32)) -> Option<Vec<u32>> {
        let start = self.pairs()?.find(words)?;
        let [one, other] = [words.0, words.1].map(|rank| self.postings_of(rank));
        let page = self.container.inside(Section::Pairs, 0);
        let read = page.and_then(|page| read_pair(page, start, &common(&one.documents, &other.documents)));
        self.read(Section::Pairs, read)
    }

    /// How many lists there are.
    pub(crate) fn list_count(&self) -> u32 {
        self.blocks().map_or(0, Blocks::groups)
    }

    /// What the forms tell of the list with this number.
    pub(crate) fn group(&self, number: u32) -> Group {
        self.forms().map_or(Group::UNTOLD, |forms| forms.group(number))
    }

    /// The list that the form with this rank is in.
    pub(crate) fn postings_of(&self, rank: u32) -> Rc<Postings> {
        self.postings(self.form(rank).map_or(0, |form| form.group))
    }

    /// What is known of the form with this rank.
    pub(crate) fn form(&self, rank: u32) -> Option<Form> {
        self.forms()?.get(rank)
    }

    /// Each form with one of these ranks.
    pub(crate) fn each_form(&self, ranks: Range<u32>, visit: &mut dyn FnMut(u32, Form)) {
        if let Some(forms) = self.forms() {
            forms.each(ranks, visit);
        }
    }

    /// What is known of a form, if any article has it.
    pub(crate) fn lookup(&self, form: &str) -> Option<Form> {
        self.fst().get(form).and_then(|rank| self.form(rank))
    }

    /// The list of a group; empty where it is damaged.
    pub(crate) fn postings(&self, group: u32) -> Rc<Postings> {
        let mut kept = self.kept.take();
        let list = kept.get(group).unwrap_or_else(|| {
            let shape = Shape { documents: self.stats.documents, marks: self.stats.marks };
            let read = self.blocks().zip(self.forms()).and_then(|(blocks, forms)| {
                let (page, start, skip) = blocks.find(group)?;
                let page = self.container.inside(Section::Postings, page)?;
                let first = group.checked_sub(skip)?;
                read_postings(page, start, (first, group), |group| forms.group(group), shape, &mut kept.scratch)
            });
            let list = Rc::new(self.read(Section::Postings, read).unwrap_or_default());
            kept.put(group, &list);
            list
        });
        self.kept.set(kept);
        list
    }

    /// The code of each article's length, see [`lengths`].
    pub(crate) fn lengths(&self) -> &[u8] {
        self.read(Section::Lengths, self.container.inside(Section::Lengths, 0)).unwrap_or_default()
    }

    /// Words in a body, on average.
    pub(crate) fn average_length(&self) -> f32 {
        (self.stats.body_words as f32 / self.stats.documents.max(1) as f32).max(1.0)
    }

    /// How many words the body of each length code has.
    pub(crate) fn words_of(code: u8) -> f32 {
        lengths::decode(code)
    }

    pub(crate) fn record(&self, document: u32) -> Record<'_> {
        self.read(Section::Documents, self.record_if_sound(document)).unwrap_or_default()
    }

    fn record_if_sound(&self, document: u32) -> Option<Record<'_>> {
        let (page, index) =
            (document as usize / documents::PAGE_DOCUMENTS, document as usize % documents::PAGE_DOCUMENTS);
        read_record(self.container.inside(Section::Documents, page)?, index)
    }

    /// The URL of an article.
    pub(crate) fn url(&self, record: &Record<'_>) -> String {
        read_url(record.url.unwrap_or(&self.stats.url_template), record.id, record.title)
    }

    /// The date of each article.
    pub(crate) fn dates(&self) -> &[Option<Date>] {
        let read = |page| read_dates(page, self.stats.documents);
        self.once(&self.dates, Section::Dates, read).map_or(&[], Vec::as_slice)
    }

    /// The date of one article.
    pub(crate) fn date(&self, document: u32) -> Option<Date> {
        self.dates().get(document as usize).copied().flatten()
    }

    /// The day of its date, on the calendar of its source.
    pub(crate) fn day(&self, document: u32) -> Option<i32> {
        i32::try_from(self.date(document)?.local_seconds().div_euclid(86_400)).ok()
    }

    pub(crate) fn facets(&self) -> &[Facet] {
        let read = |page| Facet::read(self.container.inside(Section::Facets, page)?, self.stats.documents);
        let count = self.container.count(Section::Facets);
        if count == 0 {
            return &[];
        }
        let all = |_| (0..count).map(read).collect();
        self.once(&self.facets, Section::Facets, all).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn facet(&self, name: &str) -> Option<&Facet> {
        self.filterable().iter().find(|facet| facet.name == name)
    }

    /// The facets without those that are only stored.
    fn filterable(&self) -> &[Facet] {
        let all = self.facets();
        all.get(..all.len().saturating_sub(self.settings().stored)).unwrap_or_default()
    }

    /// What the publisher set.
    pub(crate) fn settings(&self) -> &Settings {
        if self.container.count(Section::Settings) == 0 {
            return &NONE;
        }
        self.once(&self.settings, Section::Settings, Settings::read).unwrap_or(&NONE)
    }

    /// A page of the settings; nothing where there is none.
    pub(crate) fn settings_page(&self, page: usize) -> Cursor<'_> {
        if self.container.count(Section::Settings) == 0 {
            return Cursor::new(&[]);
        }
        Cursor::new(self.read(Section::Settings, self.container.inside(Section::Settings, page)).unwrap_or_default())
    }

    /// For each article 0, or the number of its group of near-duplicates.
    pub(crate) fn duplicates(&self) -> &[u32] {
        let read = |page| read_duplicates(page, self.stats.documents);
        self.once(&self.duplicates, Section::Duplicates, read).map_or(&[], Vec::as_slice)
    }

    /// The id of each article, which decides between hits that are equal in all else; empty where its record is damaged.
    pub(crate) fn all_ids(&self) -> &[&'a str] {
        if self.ids.get().is_none() {
            let mut ids = Vec::new();
            for page in 0..self.container.count(Section::Documents) {
                let until = (self.stats.documents as usize).min((page + 1) * documents::PAGE_DOCUMENTS);
                if let Some(bytes) = self.container.inside(Section::Documents, page) {
                    read_ids(bytes, until - ids.len(), &mut ids);
                }
                ids.resize(until, "");
            }
            // It was empty a moment ago.
            let _ = self.ids.set(ids);
        }
        self.ids.get().map_or(&[], Vec::as_slice)
    }

    /// The text of an article.
    pub(crate) fn text(&self, document: u32) -> Text<'_> {
        if self.stats.text_mode == TextMode::Standfirst {
            return Text::Unpublished;
        }
        let (page, index) = (document as usize / text::PAGE_DOCUMENTS, document as usize % text::PAGE_DOCUMENTS);
        let blocks = match self.container.page(Section::Text, page) {
            Ok(page) => read_text(page, index),
            Err(Miss::Absent(page)) => return Text::Absent(page),
            Err(Miss::Damaged) => None,
        };
        self.read(Section::Text, blocks).flatten().map_or(Text::Unpublished, Text::Blocks)
    }
}

/// What two rising lists have in common.
pub(super) fn common(one: &[u32], other: &[u32]) -> Vec<u32> {
    let (mut both, mut count, mut rest) = (vec![0; one.len()], 0, other);
    for member in one {
        while let Some((_, after)) = rest.split_first().filter(|(next, _)| *next < member) {
            rest = after;
        }
        if let Some(slot) = both.get_mut(count) {
            *slot = *member;
        }
        count += usize::from(rest.first() == Some(member));
    }
    both.truncate(count);
    both
}

/// The text of an article, as far as it is there.
pub(crate) enum Text<'s> {
    /// Block by block.
    Blocks(Vec<(BlockKind, &'s str)>),
    /// It is on this page, which has to be fetched.
    Absent(u32),
    Unpublished,
}
