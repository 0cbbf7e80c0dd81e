//! Which spelling stands where: the way from texts to the dictionary and the postings.
//!
//! Texts are cut into words once. What the rest of the build needs of them is kept as numbers: how often each spelling
//! stands in an article, and the words in their order.

use std::collections::HashSet;

use super::interner::Interner;
use super::lead;
use super::near_duplicate::{NearDuplicates, Text, is_figure, sketch};
use super::order;
use super::pairs::{self, END, Lists, SAME_PLACE};
use super::workers::{Workers, in_parts};
use crate::analysis::{Analyzer, Language};
use crate::article::{Article, Block};
use crate::segment::forms::{Form, Group, groups_of};
use crate::segment::lengths;
use crate::segment::postings::{MAX_TF, Mark, Postings, PostingsWriter, Shape, frequency_of, marks_of, place_of};

/// One spelling in one article.
#[derive(Clone, Copy, Debug, Default)]
struct Occurrence {
    /// Number of the form times two, plus one for an acronym.
    spelling: u32,
    frequency: u8,
    marks: u8,
}

/// The words of one article.
#[derive(Clone, Debug, Default)]
struct Words {
    /// Its spellings; both of one form stand side by side.
    occurrences: Box<[Occurrence]>,
    /// Its simple words as they follow each other, see [`pairs`]: headline, standfirst, blocks.
    sequence: Box<[u32]>,
    /// How many of these are the headline's.
    title: u32,
    /// Words of its body.
    count: u32,
    /// The sketch for near-duplicates.
    sketch: Box<[u64]>,
}

impl Words {
    /// The forms of all but the headline.
    fn body(&self) -> impl Iterator<Item = u32> {
        let words = self.sequence.get(self.title as usize..).unwrap_or_default();
        words.iter().filter(|word| **word != END).map(|word| word & !SAME_PLACE)
    }
}

/// What to do with texts beside counting their words.
#[derive(Clone, Copy, Debug)]
pub(super) struct Keep {
    /// They are needed afterwards.
    pub(super) texts: bool,
    /// Leads are needed of articles that have no standfirst.
    pub(super) leads: bool,
}

/// All words of all articles, counted.
pub(super) struct Collection {
    /// Forms by the number that they got when they first came up.
    forms: Interner,
    articles: Vec<Words>,
    /// The lead of each article that needs one.
    leads: Vec<Option<String>>,
    /// Of all words of all bodies: how many, and how many of these are the commonest of English.
    english: (u64, u64),
    /// The group of each form, by the form's number, and how many there are; once they are made.
    groups: Vec<u32>,
    group_count: u32,
    /// Form numbers in byte order.
    ranked: Vec<u32>,
    /// The documents of each group, and the bytes of all postings, once they are made.
    lists: Lists,
    postings: usize,
}

/// The words of some of the articles, with numbers of their own.
struct Part {
    forms: Interner,
    articles: Vec<Words>,
    leads: Vec<Option<String>>,
    english: (u64, u64),
}

/// The commonest words of English.
const ENGLISH: [&str; 10] = ["the", "of", "and", "to", "in", "that", "is", "was", "for", "said"];

/// A part while it is gathered.
#[derive(Default)]
struct Gather {
    forms: Interner,
    /// Of each form, whether it is one of [`ENGLISH`].
    is_english: Vec<bool>,
    /// For each spelling the last article that has it, counted from 1, and its place in `own`.
    places: Vec<(u32, u32)>,
    own: Vec<Occurrence>,
    sequence: Vec<u32>,
    english: (u64, u64),
}

impl Gather {
    /// Adds a text of an article, which is the `turn`-th, counted from 1; gives how many words it has.
    fn add(&mut self, analyzer: &Analyzer, turn: u32, text: &str, mark: Option<Mark>) -> u32 {
        let (mut positions, mut last) = (0, None);
        analyzer.each_token(text, |token| {
            positions = positions.max(token.position + token.span);
            let number = self.forms.number(token.form);
            if number as usize == self.is_english.len() {
                self.is_english.push(ENGLISH.contains(&token.form));
                self.places.extend([(0, 0); 2]);
            }
            if token.span == 1 {
                let is_same = last == Some(token.position);
                if !is_same && last.is_none_or(|last| last + 1 != token.position) {
                    self.sequence.push(END);
                }
                self.sequence.push(if is_same { number | SAME_PLACE } else { number });
                last = Some(token.position);
            }
            let spelling = number * 2 + u32::from(token.is_acronym);
            let place = &mut self.places[spelling as usize];
            if place.0 != turn {
                *place = (turn, self.own.len() as u32);
                self.own.push(Occurrence { spelling, ..Occurrence::default() });
            }
            let occurrence = &mut self.own[place.1 as usize];
            match mark {
                Some(mark) => occurrence.marks |= mark as u8,
                None => {
                    occurrence.frequency = occurrence.frequency.saturating_add(1);
                    self.english.0 += 1;
                    self.english.1 += u64::from(self.is_english[number as usize]);
                }
            }
        });
        positions
    }

    /// Adds a block; gives how many words the body has from it.
    fn block(&mut self, analyzer: &Analyzer, turn: u32, block: &Block) -> u32 {
        match block {
            Block::Paragraph(text) | Block::Caption(text) => self.add(analyzer, turn, text, None),
            Block::Subheading(text) => {
                self.add(analyzer, turn, text, Some(Mark::Subheading));
                0
            }
        }
    }

    fn article(&mut self, analyzer: &Analyzer, turn: u32, article: &Article) -> Words {
        self.own.clear();
        self.sequence.clear();
        self.add(analyzer, turn, &article.title, Some(Mark::Title));
        let title = self.sequence.len() as u32;
        if let Some(text) = &article.standfirst {
            self.add(analyzer, turn, text, Some(Mark::Standfirst));
        }
        let is_subheading = |at: &usize| matches!(article.blocks.get(*at), Some(Block::Subheading(_)));
        let (mut blocks, body): (Vec<usize>, Vec<usize>) = (0..article.blocks.len()).partition(is_subheading);
        let is_in_order = blocks.is_empty();
        blocks.extend(body);
        // Subheadings come first, so that forms are numbered field by field; then all words stand as they are read.
        let start = self.sequence.len();
        let (mut count, mut pieces) = (0, Vec::with_capacity(blocks.len()));
        for at in blocks {
            let from = self.sequence.len();
            count += self.block(analyzer, turn, &article.blocks[at]);
            pieces.push((at, from..self.sequence.len()));
        }
        if !is_in_order {
            pieces.sort_unstable_by_key(|piece| piece.0);
            let turned: Vec<u32> = pieces.into_iter().flat_map(|(_, piece)| self.sequence[piece].to_vec()).collect();
            self.sequence.truncate(start);
            self.sequence.extend(turned);
        }
        self.own.sort_unstable_by_key(|one| one.spelling);
        let mut words = Words {
            occurrences: self.own.as_slice().into(),
            sequence: self.sequence.as_slice().into(),
            title,
            count,
            sketch: Box::default(),
        };
        let body: Vec<u64> = words.body().map(|form| self.forms.hash(form)).collect();
        words.sketch = sketch(article.language.as_deref().unwrap_or_default(), &body);
        words
    }
}

impl Part {
    /// How many articles are read in one go: enough that few forms are new to the next, few enough for all threads.
    fn size(articles: usize) -> usize {
        (articles / 64).clamp(256, 2048)
    }

    /// How many parts are held at once.
    const STRIPE: usize = 16;

    fn of(articles: &[Article], keep: Keep) -> Part {
        // All languages cut texts alike.
        let analyzer = Analyzer::new(Language::Plain);
        let mut gather = Gather::default();
        let words = (1u32..).zip(articles).map(|(turn, article)| gather.article(&analyzer, turn, article)).collect();
        let lead = |article: &Article| {
            // Whoever keeps a text for subscribers shows of it what they wrote to be shown.
            let needs_one = keep.leads && article.standfirst.is_none() && article.is_free;
            if needs_one { lead::of(&article.blocks) } else { None }
        };
        let leads = articles.iter().map(lead).collect();
        Part { forms: gather.forms, articles: words, leads, english: gather.english }
    }

    /// With the number of each form in place of the part's own.
    fn renumber(&mut self, numbers: &[u32]) {
        for words in &mut self.articles {
            for one in &mut words.occurrences {
                one.spelling = numbers[one.spelling as usize / 2] * 2 + one.spelling % 2;
            }
            for word in words.sequence.iter_mut().filter(|word| **word != END) {
                *word = numbers[(*word & !SAME_PLACE) as usize] | (*word & SAME_PLACE);
            }
        }
    }
}

impl Collection {
    /// Reads all articles, and tells `watch` how many are read. Their blocks are taken out as soon as they are read, unless
    /// they are to be kept.
    pub(super) fn of(articles: &mut [Article], keep: Keep, workers: Workers<'_>, watch: &dyn Fn(usize)) -> Collection {
        let mut all = Collection {
            forms: Interner::default(),
            articles: Vec::with_capacity(articles.len()),
            leads: Vec::with_capacity(articles.len()),
            english: (0, 0),
            groups: Vec::new(),
            group_count: 0,
            ranked: Vec::new(),
            lists: Lists::default(),
            postings: 0,
        };
        // Part after part, each form gets the number that it would have got by reading one article after the other.
        // Some at a time, for each part holds its forms until then.
        let size = Part::size(articles.len());
        for stripe in articles.chunks_mut(size * Part::STRIPE) {
            for mut part in in_parts(workers, stripe, size, |articles| Part::of(articles, keep)) {
                let forms = (0u32..).zip(part.forms.iter());
                let numbers: Vec<u32> =
                    forms.map(|(own, form)| all.forms.number_by(form, part.forms.hash(own))).collect();
                part.renumber(&numbers);
                all.articles.append(&mut part.articles);
                all.leads.append(&mut part.leads);
                all.english = (all.english.0 + part.english.0, all.english.1 + part.english.1);
            }
            if !keep.texts {
                stripe.iter_mut().for_each(|article| article.blocks = Vec::new());
            }
            watch(all.articles.len());
        }
        all
    }

    /// Whether one word in ten or more is one of the commonest of English: in news it is about one in five, in other
    /// languages one in a hundred.
    pub(super) fn looks_english(&self) -> bool {
        let (words, common) = self.english;
        common > 0 && common * 10 >= words
    }

    /// Puts the forms that have one stem into groups.
    pub(super) fn group(&mut self, analyzer: &Analyzer) {
        self.ranked = (0..self.forms.len() as u32).collect();
        self.ranked.sort_unstable_by_key(|number| self.forms.get(*number));
        let mut stems = Interner::default();
        self.groups = vec![0; self.forms.len()];
        for number in &self.ranked {
            self.groups[*number as usize] = stems.number(&analyzer.stem(self.forms.get(*number)));
        }
        self.group_count = stems.len() as u32;
    }

    /// The lead of each article that needs one, in the order of the documents. They are taken out.
    pub(super) fn take_leads(&mut self, order: &[u32]) -> Vec<Option<String>> {
        order.iter().map(|at| self.leads.get_mut(*at as usize).and_then(Option::take)).collect()
    }

    /// The order of the documents, as places in `articles`: the newest first, and like beside like if wanted.
    pub(super) fn order(&self, articles: &[Article], by_likeness: bool, workers: Workers<'_>) -> Vec<u32> {
        let words = if by_likeness { self.articles.as_slice() } else { &[] };
        let terms = in_parts(workers, words, 256, |articles| {
            let groups = |words: &Words| {
                let mut groups: Vec<u32> =
                    words.occurrences.iter().map(|one| self.groups[one.spelling as usize / 2]).collect();
                groups.sort_unstable();
                groups.dedup();
                groups
            };
            articles.iter().map(groups).collect::<Vec<_>>()
        });
        let documents: Vec<order::Document<'_>> = articles
            .iter()
            .zip(terms.iter().flatten().map(Vec::as_slice).chain(std::iter::repeat(&[][..])))
            .map(|(article, terms)| order::Document {
                id: &article.id,
                date: article.published.map(|date| date.utc_seconds()),
                terms,
            })
            .collect();
        order::order(&documents, workers)
    }

    /// For each document, in the new order, 0 or the number of its group of near-duplicates.
    pub(super) fn duplicates(&mut self, articles: &[Article], order: &[u32], workers: Workers<'_>) -> Vec<u32> {
        let sketches = order.iter().map(|at| std::mem::take(&mut self.articles[*at as usize].sketch)).collect();
        let is_figure: Vec<bool> = self.forms.iter().map(is_figure).collect();
        let text = |place: usize| {
            let (article, words) = (&articles[order[place] as usize], &self.articles[order[place] as usize]);
            let date = article.published.map(|date| date.utc_seconds());
            let mut text = Text::new(article.language.as_deref().unwrap_or_default(), date);
            for one in words.occurrences.iter().filter(|one| one.marks & Mark::Title as u8 != 0) {
                text.push_title(self.forms.hash(one.spelling / 2));
            }
            words.body().for_each(|form| text.push_body(self.forms.hash(form), is_figure[form as usize]));
            text
        };
        let groups = NearDuplicates::of(sketches).groups(text, workers);
        groups.into_iter().map(|group| group.map_or(0, |group| group + 1)).collect()
    }

    /// The [`Mark`]s that any article has.
    pub(super) fn marks(&self) -> u8 {
        let all = self.articles.iter().flat_map(|words| &words.occurrences);
        all.fold(0, |marks, one| marks | one.marks)
    }

    pub(super) fn body_words(&self) -> u64 {
        self.articles.iter().map(|words| u64::from(words.count)).sum()
    }

    /// The code of each document's length.
    pub(super) fn lengths(&self, order: &[u32]) -> Vec<u8> {
        order.iter().map(|at| lengths::encode(self.articles[*at as usize].count)).collect()
    }

    /// How many groups there are.
    pub(super) fn group_count(&self) -> u32 {
        self.group_count
    }

    /// The stems of all forms.
    pub(super) fn stems(&self, analyzer: &Analyzer) -> HashSet<String> {
        self.forms.iter().map(|form| analyzer.stem(form).into_owned()).collect()
    }

    /// Whether any article has a form written as an acronym.
    pub(super) fn has_acronym(&self, form: &str) -> bool {
        let Some(number) = self.forms.find(form) else { return false };
        self.articles.iter().flat_map(|words| &words.occurrences).any(|one| one.spelling == number * 2 + 1)
    }

    /// The FST, the forms by rank, the directory of the posting blocks and their pages. `others` are lists to stand
    /// behind those of the groups.
    #[allow(clippy::type_complexity, reason = "three sections, made in one go, unpacked by the one caller")]
    pub(super) fn dictionary_and_postings(
        &mut self,
        order: &[u32],
        others: &[Postings],
        workers: Workers<'_>,
    ) -> (Vec<u8>, Vec<Form>, (Vec<u8>, Vec<Vec<u8>>)) {
        // How many documents have each spelling, and each group.
        let mut counts = vec![0u32; self.forms.len() * 2];
        let mut either = vec![0u32; self.forms.len()];
        let mut sizes = vec![0u32; self.group_count as usize];
        let mut last = vec![u32::MAX; self.group_count as usize];
        for (at, words) in (0u32..).zip(&self.articles) {
            words.occurrences.iter().for_each(|one| counts[one.spelling as usize] += 1);
            // Both spellings of one form stand side by side.
            for form in words.occurrences.chunk_by(|one, other| one.spelling / 2 == other.spelling / 2) {
                let number = form[0].spelling as usize / 2;
                either[number] += 1;
                let group = self.groups[number] as usize;
                sizes[group] += u32::from(last[group] != at);
                last[group] = at;
            }
        }
        let marks = self.marks();
        let mut spellings = vec![0u32; self.group_count as usize];
        let mut bits = vec![0u32; self.forms.len() * 2];
        let mut by_rank = Vec::with_capacity(self.forms.len());
        let mut fst = fst::raw::Builder::memory();
        for number in &self.ranked {
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
            let _ = fst.add(self.forms.get(number as u32));
        }
        let fst = fst.into_inner().unwrap_or_default();

        let mut postings = AllPostings::of(&sizes);
        for (document, at) in (0u32..).zip(order) {
            for one in std::mem::take(&mut self.articles[*at as usize].occurrences) {
                let group = self.groups[one.spelling as usize / 2];
                postings.add(group, document, bits[one.spelling as usize], one);
            }
        }
        let shape = Shape { documents: order.len() as u32, marks };
        let all: Vec<u32> = (0..self.group_count).collect();
        let groups = groups_of(&by_rank);
        let lists = in_parts(workers, &all, 256, |numbers| {
            let list = |number: &u32| {
                let group = groups[*number as usize];
                shape.list(&postings.list(*number, group.spellings.into()), group)
            };
            numbers.iter().map(list).collect::<Vec<_>>()
        });
        let mut writer = PostingsWriter::default();
        lists.iter().flatten().for_each(|list| writer.add(list));
        others.iter().for_each(|list| writer.add(&shape.list(list, Group::UNTOLD)));
        drop(lists);
        self.lists = Lists::new(postings.starts, postings.documents);
        let (blocks, pages) = writer.finish();
        self.postings = pages.iter().map(Vec::len).sum();
        (fst, by_rank, (blocks, pages))
    }

    /// The section of pairs, once the postings are made.
    pub(super) fn pairs(&self, order: &[u32], percent: u32, workers: Workers<'_>) -> Vec<u8> {
        let mut forms: Vec<(u32, u32)> = self.groups.iter().map(|group| (0, *group)).collect();
        for (rank, number) in (0u32..).zip(&self.ranked) {
            forms[*number as usize].0 = rank;
        }
        let sequences: Vec<&[u32]> = order.iter().map(|at| &*self.articles[*at as usize].sequence).collect();
        let most = self.postings * percent as usize / 100;
        pairs::section(&pairs::Words { forms: &forms, lists: &self.lists }, &sequences, most, workers)
    }
}

/// The postings of all groups while they are made, one group behind the other.
struct AllPostings {
    /// Where the postings of each group begin; a last one ends them.
    starts: Vec<usize>,
    /// Where the next of each group goes.
    next: Vec<usize>,
    documents: Vec<u32>,
    places: Vec<u8>,
    forms: Vec<u32>,
}

impl AllPostings {
    /// Room for groups that so many documents have.
    fn of(sizes: &[u32]) -> AllPostings {
        let mut starts = vec![0];
        let mut sum = 0;
        starts.extend(sizes.iter().map(|size| {
            sum += *size as usize;
            sum
        }));
        AllPostings { next: starts.clone(), starts, documents: vec![0; sum], places: vec![0; sum], forms: vec![0; sum] }
    }

    /// Adds what an article has of a group. Documents come in order, with all their spellings.
    fn add(&mut self, group: u32, document: u32, form: u32, one: Occurrence) {
        let next = &mut self.next[group as usize];
        let is_new = *next == self.starts[group as usize] || self.documents[*next - 1] != document;
        if is_new {
            *next += 1;
        }
        let at = *next - 1;
        self.documents[at] = document;
        let place = self.places[at];
        let frequency = frequency_of(place).saturating_add(one.frequency).min(MAX_TF);
        self.places[at] = place_of(frequency, marks_of(place) | one.marks);
        self.forms[at] |= form;
    }

    fn list(&self, group: u32, form_count: u32) -> Postings {
        let range = self.starts[group as usize]..self.starts[group as usize + 1];
        Postings {
            documents: self.documents[range.clone()].to_vec(),
            places: self.places[range.clone()].to_vec(),
            forms: if form_count > 1 { self.forms[range].to_vec() } else { Vec::new() },
            form_count,
            ..Postings::default()
        }
    }
}
