//! Which spelling stands where: the way from texts to the dictionary and the postings.

use std::collections::{HashMap, HashSet};

use super::near_duplicate::{NearDuplicates, Text};
use super::order;
use super::pairs::{self, END, SAME_PLACE, Sequence};
use super::workers::{Workers, in_parts};
use super::{body_texts, subheadings};
use crate::analysis::Analyzer;
use crate::article::Article;
use crate::segment::forms::{Form, bit};
use crate::segment::lengths;
use crate::segment::postings::{MAX_TF, Mark, Postings, PostingsWriter, Shape};

/// One spelling in one article.
#[derive(Clone, Copy, Debug, Default)]
struct Occurrence {
    /// Number of the form times two, plus one for an acronym.
    spelling: u32,
    frequency: u8,
    marks: u8,
}

/// All words of all articles, counted.
pub(super) struct Collection {
    /// Forms by the number that they got when they first came up, then their ranks and groups.
    forms: Vec<Box<str>>,
    /// Of each article its spellings, in the order of their numbers.
    occurrences: Vec<Vec<Occurrence>>,
    words: Vec<u32>,
    /// Of each article its words as they follow each other.
    sequences: Vec<Sequence>,
    /// The documents of each group, and the bytes of all postings, once they are made.
    lists: Vec<Vec<u32>>,
    postings: usize,
    /// The group of each form, by the form's number.
    groups: Vec<u32>,
    /// Form numbers in byte order.
    ranked: Vec<u32>,
}

/// The words of some of the articles, with numbers of their own.
struct Part {
    forms: Vec<Box<str>>,
    occurrences: Vec<Vec<Occurrence>>,
    words: Vec<u32>,
    sequences: Vec<Sequence>,
}

impl Part {
    /// How many articles are read in one go.
    const SIZE: usize = 256;

    /// How many parts are held at once.
    const STRIPE: usize = 16;

    fn of(articles: &[Article], analyzer: &Analyzer) -> Part {
        let mut numbers: HashMap<Box<str>, u32> = HashMap::new();
        let mut forms: Vec<Box<str>> = Vec::new();
        let mut occurrences = Vec::with_capacity(articles.len());
        let mut words = Vec::with_capacity(articles.len());
        let mut sequences = Vec::with_capacity(articles.len());
        // For each spelling of the article at hand, its place in `own`.
        let mut places: HashMap<u32, usize> = HashMap::new();
        for article in articles {
            let mut own: Vec<Occurrence> = Vec::new();
            places.clear();
            let mut sequence = Sequence::new();
            let mut add = |text: &str, mark: Option<Mark>| -> u32 {
                let (mut positions, mut last) = (0, None);
                analyzer.each_token(text, |token| {
                    positions = positions.max(token.position + token.span);
                    let number = match numbers.get(token.form) {
                        Some(number) => *number,
                        None => {
                            let number = forms.len() as u32;
                            forms.push(token.form.into());
                            numbers.insert(token.form.into(), number);
                            number
                        }
                    };
                    if token.span == 1 {
                        let is_same = last == Some(token.position);
                        if !is_same && last.is_none_or(|last| last + 1 != token.position) {
                            sequence.push(END);
                        }
                        sequence.push(if is_same { number | SAME_PLACE } else { number });
                        last = Some(token.position);
                    }
                    let spelling = number * 2 + u32::from(token.is_acronym);
                    let place = *places.entry(spelling).or_insert_with(|| {
                        own.push(Occurrence { spelling, ..Occurrence::default() });
                        own.len() - 1
                    });
                    let occurrence = &mut own[place];
                    match mark {
                        Some(mark) => occurrence.marks |= mark as u8,
                        None => occurrence.frequency = occurrence.frequency.saturating_add(1),
                    }
                });
                positions
            };
            add(&article.title, Some(Mark::Title));
            if let Some(text) = &article.standfirst {
                add(text, Some(Mark::Standfirst));
            }
            for text in subheadings(article) {
                add(text, Some(Mark::Subheading));
            }
            words.push(body_texts(article).map(|text| add(text, None)).sum());
            own.sort_unstable_by_key(|one| one.spelling);
            own.shrink_to_fit();
            occurrences.push(own);
            sequence.shrink_to_fit();
            sequences.push(sequence);
        }
        Part { forms, occurrences, words, sequences }
    }

    /// With the number of each form in place of the part's own.
    fn renumber(&mut self, numbers: &[u32]) {
        for own in &mut self.occurrences {
            for one in own.iter_mut() {
                one.spelling = numbers[one.spelling as usize / 2] * 2 + one.spelling % 2;
            }
            own.sort_unstable_by_key(|one| one.spelling);
        }
        for word in self.sequences.iter_mut().flatten().filter(|word| **word != END) {
            *word = numbers[(*word & !SAME_PLACE) as usize] | (*word & SAME_PLACE);
        }
    }
}

impl Collection {
    pub(super) fn of(articles: &[Article], analyzer: &Analyzer, workers: Workers<'_>) -> Collection {
        let mut numbers: HashMap<Box<str>, u32> = HashMap::new();
        let mut forms: Vec<Box<str>> = Vec::new();
        let mut occurrences = Vec::with_capacity(articles.len());
        let mut words = Vec::with_capacity(articles.len());
        let mut sequences = Vec::with_capacity(articles.len());
        // Part after part, each form gets the number that it would have got by reading one article after the other.
        // Some at a time, for each part holds its forms until then.
        let stripes = articles.chunks(Part::SIZE * Part::STRIPE);
        let parts = |articles| in_parts(workers, articles, Part::SIZE, |articles| Part::of(articles, analyzer));
        for mut part in stripes.flat_map(parts) {
            let number = |form: Box<str>| match numbers.get(&form) {
                Some(number) => *number,
                None => {
                    let number = forms.len() as u32;
                    forms.push(form.clone());
                    numbers.insert(form, number);
                    number
                }
            };
            let of_part: Vec<u32> = std::mem::take(&mut part.forms).into_iter().map(number).collect();
            part.renumber(&of_part);
            occurrences.append(&mut part.occurrences);
            words.append(&mut part.words);
            sequences.append(&mut part.sequences);
        }
        let mut ranked: Vec<u32> = (0..forms.len() as u32).collect();
        ranked.sort_unstable_by_key(|number| &forms[*number as usize]);
        let mut stems: HashMap<String, u32> = HashMap::new();
        let mut groups = vec![0; forms.len()];
        for number in &ranked {
            let count = stems.len() as u32;
            let stem = analyzer.stem(&forms[*number as usize]).into_owned();
            groups[*number as usize] = *stems.entry(stem).or_insert(count);
        }
        let (lists, postings) = (Vec::new(), 0);
        Collection { forms, occurrences, words, sequences, lists, postings, groups, ranked }
    }

    /// The order of the documents, as places in `articles`.
    pub(super) fn order(&self, articles: &[Article], workers: Workers<'_>) -> Vec<u32> {
        let terms: Vec<Vec<u32>> = self
            .occurrences
            .iter()
            .map(|own| {
                let mut terms: Vec<u32> = own.iter().map(|one| self.groups[one.spelling as usize / 2]).collect();
                terms.sort_unstable();
                terms.dedup();
                terms
            })
            .collect();
        let documents: Vec<order::Document<'_>> = articles
            .iter()
            .zip(&terms)
            .map(|(article, terms)| order::Document {
                id: &article.id,
                date: article.published.map(|date| date.utc_seconds()),
                terms,
            })
            .collect();
        order::order(&documents, workers)
    }

    /// For each document, in the new order, 0 or the number of its group of near-duplicates.
    pub(super) fn duplicates(
        &self,
        articles: &[Article],
        analyzer: &Analyzer,
        order: &[u32],
        workers: Workers<'_>,
    ) -> Vec<u32> {
        let text = |at: u32| {
            let article = &articles[at as usize];
            let date = article.published.map(|date| date.utc_seconds());
            let mut text = Text::new(article.language.as_deref().unwrap_or_default(), date);
            analyzer.each_token(&article.title, |token| text.push_title(token.form));
            for body in article.standfirst.as_deref().into_iter().chain(article.blocks.iter().map(|block| block.text()))
            {
                analyzer.each_token(body, |token| {
                    if token.span == 1 {
                        text.push_body(token.form);
                    }
                });
            }
            text
        };
        let mut found = NearDuplicates::default();
        let sketches = in_parts(workers, order, Part::SIZE, |part| {
            part.iter().map(|at| NearDuplicates::sketch(&text(*at))).collect::<Vec<_>>()
        });
        sketches.into_iter().flatten().for_each(|sketch| found.add(sketch));
        found.groups(|place| text(order[place])).into_iter().map(|group| group.map_or(0, |group| group + 1)).collect()
    }

    /// The [`Mark`]s that any article has.
    pub(super) fn marks(&self) -> u8 {
        self.occurrences.iter().flatten().fold(0, |marks, one| marks | one.marks)
    }

    pub(super) fn body_words(&self) -> u64 {
        self.words.iter().map(|words| u64::from(*words)).sum()
    }

    /// The code of each document's length.
    pub(super) fn lengths(&self, order: &[u32]) -> Vec<u8> {
        order.iter().map(|at| lengths::encode(self.words[*at as usize])).collect()
    }

    /// How many groups there are.
    pub(super) fn group_count(&self) -> u32 {
        self.groups.iter().max().map_or(0, |last| *last + 1)
    }

    /// The stems of all forms.
    pub(super) fn stems(&self, analyzer: &Analyzer) -> HashSet<String> {
        self.forms.iter().map(|form| analyzer.stem(form).into_owned()).collect()
    }

    /// Whether any article has a form written as an acronym.
    pub(super) fn has_acronym(&self, form: &str) -> bool {
        let Some(number) = self.forms.iter().position(|own| **own == *form) else { return false };
        self.occurrences.iter().flatten().any(|one| one.spelling as usize == number * 2 + 1)
    }

    /// The FST, the forms by rank, the directory of the posting blocks and their pages. `others` are lists to stand
    /// behind those of the groups.
    #[allow(clippy::type_complexity, reason = "three sections, made in one go, unpacked by the one caller")]
    pub(super) fn dictionary_and_postings(
        &mut self,
        order: &[u32],
        others: &[Postings],
    ) -> (Vec<u8>, Vec<Form>, (Vec<u8>, Vec<Vec<u8>>)) {
        // How many documents have each spelling.
        let mut counts = vec![0u32; self.forms.len() * 2];
        let mut either = vec![0u32; self.forms.len()];
        for own in &self.occurrences {
            own.iter().for_each(|one| counts[one.spelling as usize] += 1);
            // Both spellings of one form stand side by side.
            for form in own.chunk_by(|one, other| one.spelling / 2 == other.spelling / 2) {
                either[form[0].spelling as usize / 2] += 1;
            }
        }
        let mut spellings = vec![0u32; self.group_count() as usize];
        let mut bits = vec![0u32; self.forms.len() * 2];
        let mut by_rank = Vec::with_capacity(self.forms.len());
        let mut fst = fst::raw::Builder::memory();
        for (rank, number) in (0u64..).zip(&self.ranked) {
            let number = *number as usize;
            let group = self.groups[number];
            let ordinal = spellings[group as usize];
            let (ordinary, acronym) = (counts[number * 2] > 0, counts[number * 2 + 1] > 0);
            spellings[group as usize] += u32::from(ordinary) + u32::from(acronym);
            let class = either[number].max(1).ilog2();
            let form = Form { group, ordinal, has_ordinary: ordinary, has_acronym: acronym, class };
            bits[number * 2] = form.ordinary_bit();
            bits[number * 2 + 1] = form.acronym_bit();
            by_rank.push(form);
            // Keys rise and fit: the only errors there are.
            let _ = fst.insert(self.forms[number].as_bytes(), rank);
        }
        let fst = fst.into_inner().unwrap_or_default();

        let mut lists: Vec<Postings> = spellings
            .iter()
            .map(|spellings| Postings { form_count: bit(spellings - 1).ilog2() + 1, ..Postings::default() })
            .collect();
        let mut own: Vec<(u32, u32, u8, u8)> = Vec::new();
        for (document, at) in (0u32..).zip(order) {
            own.clear();
            for one in std::mem::take(&mut self.occurrences[*at as usize]) {
                let group = self.groups[one.spelling as usize / 2];
                own.push((group, bits[one.spelling as usize], one.frequency, one.marks));
            }
            own.sort_unstable();
            for same in own.chunk_by(|one, other| one.0 == other.0) {
                let list = &mut lists[same[0].0 as usize];
                let frequency = same.iter().fold(0u8, |sum, one| sum.saturating_add(one.2));
                list.documents.push(document);
                list.frequencies.push(frequency.min(MAX_TF));
                list.marks.push(same.iter().fold(0, |marks, one| marks | one.3));
                if list.form_count > 1 {
                    list.forms.push(same.iter().fold(0, |forms, one| forms | one.1));
                }
            }
        }
        let marks = lists.iter().flat_map(|list| &list.marks).fold(0, |all, marks| all | marks);
        let mut writer = PostingsWriter::new(Shape { documents: order.len() as u32, marks });
        lists.iter().chain(others).for_each(|list| writer.add(list));
        self.lists = lists.into_iter().map(|list| list.documents).collect();
        let (blocks, pages) = writer.finish();
        self.postings = pages.iter().map(Vec::len).sum();
        (fst, by_rank, (blocks, pages))
    }

    /// The section of pairs, once the postings are made.
    pub(super) fn pairs(&self, order: &[u32], percent: u32) -> Vec<u8> {
        let mut forms: Vec<(u32, u32)> = self.groups.iter().map(|group| (0, *group)).collect();
        for (rank, number) in (0u32..).zip(&self.ranked) {
            forms[*number as usize].0 = rank;
        }
        let sequences: Vec<&Sequence> = order.iter().map(|at| &self.sequences[*at as usize]).collect();
        let most = self.postings * percent as usize / 100;
        pairs::section(&pairs::Words { forms: &forms, lists: &self.lists }, &sequences, most)
    }
}
