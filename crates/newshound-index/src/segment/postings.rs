//! Postings: for each group of forms, which articles hold them, where and how often.
//!
//! Forms with one stem make a group, and the group has one list of articles. What is stored of it, each part as a set
//! by interpolative coding, so that what follows from the parts before, and from what the section `forms` tells of the
//! group, costs nothing:
//!
//! 1. the number of articles, `n`; where it is [`FEW_ARTICLES`] at most, whether the list is plain: the forms stand once
//!    in each body and nowhere else, so that 3 to 5 are left out;
//! 2. the articles, out of all;
//! 3. for title, standfirst and subheadings (each only where the segment has the field): those of the `n` that have a
//!    form there;
//! 4. of the articles that 3 names, those without a form in the body;
//! 5. of the others, those that have two or more in the body, of these those with three or more, and so on to [`MAX_TF`];
//! 6. for several spellings, one after the other: of the articles that have one of those before, and are not sure to have
//!    no other, those that have this one too; and of the articles that have none yet, those that have this one. Where
//!    none stands, it must be the last.
//!
//! Every set but the articles is preceded by its count, in a code for small counts, or for any (for three or more, and for
//! those that have none yet). Lists are packed into blocks of at most [`BLOCK_GROUPS`] groups
//! or about [`BLOCK_BYTES`] bytes; to read a group, a reader decodes those before it in its block. The section `blocks`
//! holds for each block its groups and its bytes. Blocks stand in pages of about [`PAGE_BYTES`].

use super::bits::{BitReader, BitWriter};
use super::bytes::{Cursor, put_number};
use super::forms::Group;
use super::interpolative::{read_set, write_set};

/// A term that stands more often in a body counts as often as this.
pub(crate) const MAX_TF: u8 = 15;
/// The largest logarithm of a number of articles.
const MOST_SIZE: u32 = 28;
/// A list of so many articles or fewer says whether it is plain.
const FEW_ARTICLES: usize = 4;
/// More forms than this in one group are not told apart: the last one stands for the rest.
pub(crate) const MAX_FORMS: u32 = 32;
/// So many forms have a bit each in a byte.
const FEW: u32 = 8;
/// Groups in a block, at most.
const BLOCK_GROUPS: usize = 16;
/// A block ends with the group that reaches this.
const BLOCK_BYTES: usize = 384;
/// A page ends with the block that reaches this.
const PAGE_BYTES: usize = 32 << 10;

/// A field whose terms are marked in the postings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Mark {
    Title = 1,
    Standfirst = 2,
    Subheading = 4,
}

impl Mark {
    pub(crate) const ALL: [Mark; 3] = [Mark::Title, Mark::Standfirst, Mark::Subheading];
}

/// All of them, and the highest frequency: what [`place_of`] gives at most.
pub(crate) const LAST_PLACE: u8 = (Mark::Title as u8 | Mark::Standfirst as u8 | Mark::Subheading as u8) << 4 | MAX_TF;

/// Where forms stand in an article, in a byte: how often in the body, at most [`MAX_TF`], and in which other fields
/// ([`Mark`]s added up).
pub(crate) const fn place_of(frequency: u8, marks: u8) -> u8 {
    marks << 4 | frequency
}

/// Once in the body, and nowhere else.
const ONCE: u8 = place_of(1, 0);

/// How often it says that they stand in the body.
pub(crate) const fn frequency_of(place: u8) -> u8 {
    place & MAX_TF
}

/// The [`Mark`]s of the other fields.
pub(crate) const fn marks_of(place: u8) -> u8 {
    place >> 4
}

/// One list, decoded: the same index in each of the first three means the same article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Postings {
    /// Rising document numbers.
    pub(crate) documents: Vec<u32>,
    /// Where and how often the forms stand in the article, as [`place_of`] puts it.
    pub(crate) places: Vec<u8>,
    /// Which forms stand in the article: bit `i` for the form with ordinal `i`. Empty where the group has one form, and
    /// where a reader put them into `few`.
    pub(crate) forms: Vec<u32>,
    /// The same where the group has [`FEW`] forms at most, which most lists that are long have.
    pub(crate) few: Vec<u8>,
    /// Number of forms in the group.
    pub(crate) form_count: u32,
}

impl Postings {
    /// Takes all out.
    pub(crate) fn clear(&mut self) {
        self.documents.clear();
        self.places.clear();
        self.forms.clear();
        self.few.clear();
    }

    /// Which forms the posting at `index` has.
    #[inline(always)]
    pub(crate) fn forms_at(&self, index: usize) -> u32 {
        match self.few.get(index) {
            Some(forms) => u32::from(*forms),
            None => self.forms.get(index).copied().unwrap_or(1),
        }
    }

    /// Bytes that it takes.
    pub(crate) fn size(&self) -> usize {
        self.documents.len() * 5 + self.forms.len() * 4 + self.few.len()
    }
}

/// What reader and writer both have to know.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    /// Documents in the segment.
    pub(crate) documents: u32,
    /// The [`Mark`]s that any article has, added up.
    pub(crate) marks: u8,
}

/// The indices of the `values` for which `keep` holds.
fn indices<T: Copy>(values: &[T], keep: impl Fn(T) -> bool) -> Vec<u32> {
    (0u32..).zip(values).filter(|(_, value)| keep(**value)).map(|(at, _)| at).collect()
}

/// How the number of members of a set is coded.
#[derive(Clone, Copy, PartialEq)]
enum Counts {
    /// Where few are likely: unary out of very few, else Elias gamma.
    Small,
    /// Where any is.
    Any,
}

/// A set out of `universe` places, with its count.
fn write_counted(out: &mut BitWriter, set: &[u32], universe: usize, counts: Counts) {
    let (count, most) = (set.len() as u32, universe as u32);
    if counts == Counts::Any {
        out.bounded(count, most + 1);
    } else if most > 3 {
        out.gamma(count);
    } else {
        for _ in 0..count {
            out.bits(1, 1);
        }
        if count < most {
            out.bits(0, 1);
        }
    }
    write_set(out, set, most);
}

fn read_count(bits: &mut BitReader<'_>, most: u32, counts: Counts) -> u32 {
    match counts {
        Counts::Any => bits.bounded(most.saturating_add(1)),
        Counts::Small if most > 3 => bits.gamma().min(most),
        Counts::Small => bits.ones(most),
    }
}

/// Whether the forms stand once in each body, and nowhere else.
fn is_plain(list: &Postings) -> bool {
    list.places.iter().all(|place| *place == ONCE)
}

/// Bits that each part of a list takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Parts {
    /// How many articles there are.
    pub(crate) count: usize,
    pub(crate) documents: usize,
    /// Whether it is plain, and what [`write_places`] writes.
    pub(crate) places: usize,
    pub(crate) spellings: usize,
}

fn write_list(out: &mut BitWriter, list: &Postings, group: Group, shape: Shape) -> Parts {
    let (mut parts, mut from) = (Parts::default(), out.len());
    let mut since = |out: &BitWriter| out.len() - std::mem::replace(&mut from, out.len());
    let n = list.documents.len();
    let size = n.ilog2();
    if !group.is_single {
        for _ in u32::from(group.class)..size {
            out.bits(1, 1);
        }
        out.bits(0, 1);
    }
    out.bits(n as u32 - (1 << size), size);
    parts.count = since(out);
    let is_plain = n <= FEW_ARTICLES && is_plain(list);
    if n <= FEW_ARTICLES {
        out.bits(u32::from(!is_plain), 1);
    }
    parts.places = since(out);
    write_set(out, &list.documents, shape.documents);
    parts.documents = since(out);
    if !is_plain {
        write_places(out, list, shape);
    }
    parts.places += since(out);
    if list.form_count > 1 {
        write_spellings(out, list);
    }
    parts.spellings = since(out);
    parts
}

/// Where the forms stand, and how often.
fn write_places(out: &mut BitWriter, list: &Postings, shape: Shape) {
    let n = list.documents.len();
    for mark in Mark::ALL.into_iter().filter(|mark| shape.marks & *mark as u8 != 0) {
        write_counted(out, &indices(&list.places, |place| marks_of(place) & mark as u8 != 0), n, Counts::Small);
    }
    let marked: Vec<u8> = list.places.iter().copied().filter(|place| marks_of(*place) != 0).collect();
    write_counted(out, &indices(&marked, |place| frequency_of(place) == 0), marked.len(), Counts::Small);
    let mut left: Vec<u8> = list.places.iter().map(|place| frequency_of(*place)).filter(|tf| *tf > 0).collect();
    let mut counts = Counts::Small;
    for level in 2..=MAX_TF {
        write_counted(out, &indices(&left, |tf| tf >= level), left.len(), counts);
        left.retain(|tf| *tf >= level);
        counts = Counts::Any;
    }
}

/// Which of several spellings stand in each article.
fn write_spellings(out: &mut BitWriter, list: &Postings) {
    let may_have_more = |at: &usize| list.places[*at] != ONCE;
    let mut none: Vec<usize> = (0..list.documents.len()).collect();
    let mut some: Vec<usize> = Vec::new();
    for form in 0..list.form_count {
        let has = |at: usize| list.forms[at] >> form & 1 == 1;
        write_counted(out, &indices(&some, has), some.len(), Counts::Small);
        if form + 1 < list.form_count {
            write_counted(out, &indices(&none, has), none.len(), Counts::Any);
        }
        let (taken, left): (Vec<usize>, Vec<usize>) = none.into_iter().partition(|at| has(*at));
        some.extend(taken.into_iter().filter(may_have_more));
        none = left;
    }
}

/// Buffers that decoding uses again and again.
#[derive(Default)]
pub(crate) struct Scratch {
    set: Vec<u32>,
    chosen: Vec<u32>,
    /// The forms of each article; of `chosen` none is known, and of `some` there may be more.
    forms: Vec<u32>,
    some: Vec<u32>,
    /// The lists that stand before the one that is asked for.
    before: Postings,
}

/// A set out of `universe` places with its count.
#[inline(never)]
fn read_counted(bits: &mut BitReader<'_>, universe: usize, counts: Counts, set: &mut Vec<u32>) {
    let count = read_count(bits, universe as u32, counts);
    read_set(bits, count as usize, universe as u32, set);
}

impl Scratch {
    /// The indices of the `places` that have something of `what`, into `chosen`.
    fn choose(&mut self, places: &[u8], what: u8) {
        self.chosen.resize(places.len(), 0);
        let mut count = 0;
        for (at, place) in (0u32..).zip(places) {
            if let Some(slot) = self.chosen.get_mut(count) {
                *slot = at;
            }
            count += usize::from(place & what != 0);
        }
        self.chosen.truncate(count);
    }

    /// Leaves of `chosen` what `set` names, and returns that.
    fn narrow(&mut self) -> &[u32] {
        // Places rise, so what is kept never overtakes what is still to read.
        for (kept, place) in self.set.iter().enumerate() {
            let at = self.chosen.get(*place as usize).copied().unwrap_or(u32::MAX);
            if let Some(slot) = self.chosen.get_mut(kept) {
                *slot = at;
            }
        }
        self.chosen.truncate(self.set.len());
        &self.chosen
    }
}

fn read_list(bits: &mut BitReader<'_>, group: Group, shape: Shape, scratch: &mut Scratch, out: &mut Postings) {
    out.clear();
    out.form_count = group.spellings.into();
    let more = if group.is_single { 0 } else { bits.ones(MOST_SIZE) };
    let size = (u32::from(group.class) + more).min(MOST_SIZE);
    let n = 1 << size | bits.bits(size);
    let is_plain = n <= FEW_ARTICLES as u32 && bits.bits(1) == 0;
    if n > shape.documents || bits.is_exhausted() {
        return;
    }
    let n = n as usize;
    read_set(bits, n, shape.documents, &mut out.documents);
    out.places.resize(n, ONCE);
    if !is_plain {
        read_places(bits, shape, scratch, out);
    }
    if out.form_count > 1 {
        read_spellings(bits, scratch, out);
    }
}

fn read_places(bits: &mut BitReader<'_>, shape: Shape, scratch: &mut Scratch, out: &mut Postings) {
    for mark in Mark::ALL.into_iter().filter(|mark| shape.marks & *mark as u8 != 0) {
        read_counted(bits, out.places.len(), Counts::Small, &mut scratch.set);
        for at in &scratch.set {
            if let Some(place) = out.places.get_mut(*at as usize) {
                *place |= place_of(0, mark as u8);
            }
        }
    }
    // Of the marked ones, those that the body lacks.
    scratch.choose(&out.places, LAST_PLACE & !MAX_TF);
    read_counted(bits, scratch.chosen.len(), Counts::Small, &mut scratch.set);
    for at in scratch.narrow() {
        if let Some(place) = out.places.get_mut(*at as usize) {
            *place &= !MAX_TF;
        }
    }
    // The others, ever fewer: those that have one more.
    scratch.choose(&out.places, MAX_TF);
    let mut counts = Counts::Small;
    for _ in 1..MAX_TF {
        if scratch.chosen.is_empty() {
            break;
        }
        read_counted(bits, scratch.chosen.len(), counts, &mut scratch.set);
        counts = Counts::Any;
        for at in scratch.narrow() {
            if let Some(place) = out.places.get_mut(*at as usize) {
                *place += 1;
            }
        }
    }
}

fn read_spellings(bits: &mut BitReader<'_>, scratch: &mut Scratch, out: &mut Postings) {
    let n = out.documents.len();
    let last = out.form_count - 1;
    let Scratch { set, chosen: none, forms: all, some, .. } = scratch;
    // Who has no other has the last.
    all.clear();
    all.resize(n, 1 << last);
    none.clear();
    none.extend(0..n as u32);
    some.clear();
    for form in 0..=last {
        let bit = 1 << form;
        read_counted(bits, some.len(), Counts::Small, set);
        for place in set.iter() {
            let at = some.get(*place as usize).copied().unwrap_or(TAKEN);
            if let Some(forms) = all.get_mut(at as usize) {
                *forms |= bit;
            }
        }
        if form == last {
            break;
        }
        read_counted(bits, none.len(), Counts::Any, set);
        for place in set.iter() {
            let Some(slot) = none.get_mut(*place as usize) else { continue };
            let at = std::mem::replace(slot, TAKEN);
            if let Some(forms) = all.get_mut(at as usize) {
                *forms = bit;
            }
            if out.places.get(at as usize).is_some_and(|place| *place != ONCE) {
                some.push(at);
            }
        }
        let mut left = 0;
        for place in 0..none.len() {
            let at = none.get(place).copied().unwrap_or(TAKEN);
            if let Some(slot) = none.get_mut(left) {
                *slot = at;
            }
            left += usize::from(at != TAKEN);
        }
        none.truncate(left);
    }
    if out.form_count <= FEW {
        out.few.resize(n, 0);
        out.few.iter_mut().zip(all).for_each(|(few, forms)| *few = *forms as u8);
    } else {
        out.forms.extend_from_slice(all);
    }
}

/// In place of a place that is no longer in question.
const TAKEN: u32 = u32::MAX;

impl Shape {
    /// A list, which must not be empty, as [`PostingsWriter::add`] takes it.
    pub(crate) fn list(self, list: &Postings, group: Group) -> BitWriter {
        let mut bits = BitWriter::default();
        write_list(&mut bits, list, group, self);
        bits
    }

    /// What each part of such a list takes.
    pub(crate) fn parts(self, list: &Postings, group: Group) -> Parts {
        write_list(&mut BitWriter::default(), list, group, self)
    }
}

/// Writes lists, group by group, into pages and the directory of their blocks.
#[derive(Default)]
pub(crate) struct PostingsWriter {
    bits: BitWriter,
    groups: usize,
    /// Blocks of the page that is being filled, and finished pages.
    page: Vec<u8>,
    pages: Vec<Vec<u8>>,
    /// For each block: its page, groups and bytes.
    blocks: Vec<(usize, usize, usize)>,
}

impl PostingsWriter {
    /// The next group's list.
    pub(crate) fn add(&mut self, list: &BitWriter) {
        self.bits.append(list);
        self.groups += 1;
        if self.groups == BLOCK_GROUPS || self.bits.len() >= BLOCK_BYTES * 8 {
            self.end_block();
        }
    }

    fn end_block(&mut self) {
        let block = std::mem::take(&mut self.bits).finish();
        self.blocks.push((self.pages.len(), self.groups, block.len()));
        self.groups = 0;
        self.page.extend_from_slice(&block);
        if self.page.len() >= PAGE_BYTES {
            self.pages.push(std::mem::take(&mut self.page));
        }
    }

    /// The directory of the blocks, and the pages.
    pub(crate) fn finish(mut self) -> (Vec<u8>, Vec<Vec<u8>>) {
        if self.groups > 0 {
            self.end_block();
        }
        if !self.page.is_empty() {
            self.pages.push(std::mem::take(&mut self.page));
        }
        let mut directory = Vec::new();
        put_number(&mut directory, self.blocks.len() as u64);
        let mut last_page = 0;
        for (page, groups, bytes) in &self.blocks {
            // Small numbers first: a byte for most blocks. The lowest bit opens a page.
            directory.push((groups - 1) as u8 * 2 + u8::from(*page != last_page));
            put_number(&mut directory, *bytes as u64);
            last_page = *page;
        }
        (directory, self.pages)
    }
}

/// Where each block is, read from the section `blocks`.
#[derive(Debug, Default)]
pub(crate) struct Blocks {
    /// First group, page, first byte in it; a last one ends the list.
    starts: Vec<(u32, u32, u32)>,
}

impl Blocks {
    pub(crate) fn read(page: &[u8]) -> Option<Blocks> {
        let mut cursor = Cursor::new(page);
        let count = cursor.count();
        let mut starts = Vec::with_capacity(count + 1);
        let (mut group, mut page, mut at) = (0u32, 0u32, 0u32);
        for _ in 0..count {
            let head = cursor.byte();
            let bytes = cursor.small();
            if head & 1 == 1 {
                (page, at) = (page + 1, 0);
            }
            starts.push((group, page, at));
            group = group.checked_add(u32::from(head >> 1) + 1)?;
            at = at.checked_add(bytes)?;
        }
        starts.push((group, u32::MAX, 0));
        cursor.end(Blocks { starts })
    }

    /// How many groups there are.
    pub(crate) fn groups(&self) -> u32 {
        self.starts.last().map_or(0, |end| end.0)
    }

    /// The page of a group's block, where the block begins in it, and how many groups come first.
    pub(crate) fn find(&self, group: u32) -> Option<(usize, usize, u32)> {
        let at = self.starts.partition_point(|start| start.0 <= group).checked_sub(1)?;
        let (first, page, byte) = *self.starts.get(at)?;
        (page != u32::MAX).then_some((page as usize, byte as usize, group - first))
    }
}

/// Decodes the list of the last of the groups `first` to `last`, whose lists stand one behind the other from byte `start` of
/// `page`; `None` where there is no such list.
pub(crate) fn read_postings(
    page: &[u8],
    start: usize,
    (first, last): (u32, u32),
    group: impl Fn(u32) -> Group,
    shape: Shape,
    scratch: &mut Scratch,
) -> Option<Postings> {
    let mut bits = BitReader::new(page, start.saturating_mul(8));
    let mut list = std::mem::take(&mut scratch.before);
    for number in first..=last {
        if number == last {
            // This one is to stay.
            scratch.before = std::mem::take(&mut list);
        }
        read_list(&mut bits, group(number), shape, scratch, &mut list);
    }
    (!bits.is_exhausted() && !list.documents.is_empty()).then_some(list)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const DOCUMENTS: u32 = 500;

    fn list(postings: Vec<(u32, u8, u8, u32)>, form_count: u32, marks: u8) -> Postings {
        let mut list = Postings { form_count, ..Postings::default() };
        let mut before = None;
        for (document, tf, marked, forms) in postings {
            if before.is_some_and(|before| before >= document) {
                continue;
            }
            before = Some(document);
            let marked = marked & marks;
            list.documents.push(document);
            list.places.push(place_of(if marked == 0 { tf.max(1) } else { tf }, marked));
            if form_count > 1 {
                let forms = forms & ((1u64 << form_count) - 1) as u32;
                // What stands once is one form.
                let is_one = marked == 0 && tf <= 1;
                let lowest = forms & forms.wrapping_neg();
                list.forms.push(if forms == 0 {
                    1 << (form_count - 1)
                } else if is_one {
                    lowest
                } else {
                    forms
                });
            }
        }
        list
    }

    /// What the forms of a list may tell: the class is that of one of them.
    fn group(list: &Postings, hint: u8) -> Group {
        let size = list.documents.len().ilog2() as u8;
        let is_single = list.form_count <= 2 && hint.is_multiple_of(2);
        Group { spellings: list.form_count as u8, class: if is_single { size } else { size.min(hint) }, is_single }
    }

    fn lists() -> impl Strategy<Value = Vec<(Postings, Group)>> {
        let tf = prop_oneof![Just(1), 0..=MAX_TF];
        let posting = (0..DOCUMENTS, tf, prop_oneof![Just(0), any::<u8>()], any::<u32>());
        let one = (proptest::collection::vec(posting, 1..60), 1u32..=MAX_FORMS, 0u8..9);
        proptest::collection::vec(one, 0..60).prop_map(|lists| {
            lists
                .into_iter()
                .map(|(mut postings, forms, hint)| {
                    postings.sort_unstable();
                    let list = list(postings, forms, 5);
                    let group = group(&list, hint);
                    (list, group)
                })
                .collect()
        })
    }

    proptest! {
        #[test]
        fn lists_come_back(lists in lists()) {
            let shape = Shape { documents: DOCUMENTS, marks: 5 };
            let mut writer = PostingsWriter::default();
            lists.iter().for_each(|(list, group)| writer.add(&shape.list(list, *group)));
            let (directory, pages) = writer.finish();
            let blocks = Blocks::read(&directory).unwrap();
            prop_assert_eq!(blocks.groups() as usize, lists.len());
            let mut scratch = Scratch::default();
            for (group, (list, _)) in (0..).zip(&lists) {
                let (page, start, skip) = blocks.find(group).unwrap();
                let mut list = list.clone();
                let told = |group: u32| lists[group as usize].1;
                if list.form_count <= FEW {
                    list.few = list.forms.drain(..).map(|forms| forms as u8).collect();
                }
                prop_assert_eq!(read_postings(&pages[page], start, (group - skip, group), told, shape, &mut scratch), Some(list));
            }
            prop_assert_eq!(blocks.find(lists.len() as u32), None);
        }

        #[test]
        fn any_bytes_are_read_without_harm(bytes in proptest::collection::vec(any::<u8>(), 0..80), groups in proptest::collection::vec((1..=MAX_FORMS as u8, 0..21u8, any::<bool>()), 1..20), skip in 0u32..20) {
            let shape = Shape { documents: DOCUMENTS, marks: 7 };
            let told = |group: u32| {
                let (spellings, class, is_single) = groups[group as usize];
                Group { spellings, class, is_single }
            };
            let numbers = (0, groups.len() as u32 - 1);
            if let Some(out) = read_postings(&bytes, 0, numbers, told, shape, &mut Scratch::default()) {
                prop_assert!(out.documents.windows(2).all(|pair| pair[0] < pair[1]));
                prop_assert!(out.documents.iter().all(|document| *document < DOCUMENTS));
                prop_assert_eq!(out.places.len(), out.documents.len());
            }
            let _ = Blocks::read(&bytes).map(|blocks| blocks.find(skip));
        }
    }
}
