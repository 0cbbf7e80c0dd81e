//! Forms: which group each form belongs to, and how common it is.
//!
//! Forms are ranked by their bytes, the FST gives the rank of a form. Groups (forms with one stem) are numbered as
//! their first form comes up, so most forms open the next group, and the others point a little way back. A form may
//! stand for two spellings, the ordinary one and the acronym (`us` and `US`); each spelling has an ordinal of its own in
//! the group. Coded in blocks of [`BLOCK`] forms:
//!
//! - for each form, one bit: opens a group, or else the distance back to its group (Elias gamma);
//! - then which spellings it has: `0` ordinary only, `10` acronym only, `11` both;
//! - then its class, unary: the logarithm (base 2) of the number of articles that have it, rounded down.
//!
//! Ordinals follow the order of the forms in the group, the ordinary spelling ahead of the acronym. A reader that starts
//! at a block must know how many groups and, for forms that point back, how many spellings came before; the first stands
//! in the directory of the blocks, the second is coded ahead of the class (Elias gamma), as it is rarely large.

use super::bits::{BitReader, BitWriter};
use super::bytes::{Cursor, put_number};

/// Forms in a block.
const BLOCK: usize = 64;
/// The largest class: 2^20 articles or more.
pub(crate) const MAX_CLASS: u32 = 20;

/// What is known of a form without its postings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Form {
    pub(crate) group: u32,
    /// The ordinal of its first spelling in the group.
    pub(crate) ordinal: u32,
    pub(crate) has_ordinary: bool,
    pub(crate) has_acronym: bool,
    /// Logarithm, base 2, of the number of articles that have it, rounded down.
    pub(crate) class: u32,
}

impl Form {
    /// The bits of its ordinary spelling in [`super::postings::Postings::forms`].
    pub(crate) fn ordinary_bit(&self) -> u32 {
        if self.has_ordinary { bit(self.ordinal) } else { 0 }
    }

    /// The bits of its acronym.
    pub(crate) fn acronym_bit(&self) -> u32 {
        if self.has_acronym { bit(self.ordinal + u32::from(self.has_ordinary)) } else { 0 }
    }
}

/// The last bit stands for all ordinals from there on.
pub(crate) fn bit(ordinal: u32) -> u32 {
    1 << ordinal.min(super::postings::MAX_FORMS - 1)
}

/// Writes forms in the order of their ranks.
pub(crate) fn write_forms(forms: &[Form]) -> Vec<u8> {
    let mut bits = BitWriter::default();
    let mut groups = 0u32;
    let mut blocks: Vec<(u32, usize)> = Vec::new();
    let mut lengths = Vec::new();
    for (at, form) in forms.iter().enumerate() {
        if at % BLOCK == 0 {
            lengths.push(bits.len());
            blocks.push((groups, 0));
        }
        if form.group == groups {
            bits.bits(1, 1);
            groups += 1;
        } else {
            bits.bits(0, 1);
            bits.gamma(groups - 1 - form.group);
            bits.gamma(form.ordinal - 1);
        }
        match (form.has_ordinary, form.has_acronym) {
            (true, true) => bits.bits(0b11, 2),
            (false, true) => bits.bits(0b01, 2),
            _ => bits.bits(0, 1),
        }
        let class = form.class.min(MAX_CLASS);
        for _ in 0..class {
            bits.bits(1, 1);
        }
        if class < MAX_CLASS {
            bits.bits(0, 1);
        }
    }
    lengths.push(bits.len());
    let mut out = Vec::new();
    put_number(&mut out, forms.len() as u64);
    let mut before = 0;
    for ((groups, _), pair) in blocks.iter().zip(lengths.windows(2)) {
        put_number(&mut out, u64::from(groups - before));
        before = *groups;
        put_number(&mut out, (pair[1] - pair[0]) as u64);
    }
    out.extend_from_slice(&bits.finish());
    out
}

/// The section, ready for lookups.
#[derive(Debug)]
pub(crate) struct Forms {
    count: u32,
    /// For each block the groups before it, and its first bit behind the directory.
    blocks: Vec<(u32, usize)>,
    /// Bytes of the directory.
    directory: usize,
}

impl Forms {
    pub(crate) fn read(page: &[u8]) -> Option<Forms> {
        let mut cursor = Cursor::new(page);
        let count = cursor.small();
        let block_count = count.div_ceil(BLOCK as u32) as usize;
        if block_count > page.len() {
            return None;
        }
        let mut blocks = Vec::with_capacity(block_count);
        let (mut groups, mut at) = (0u32, 0usize);
        for _ in 0..block_count {
            // No form opens two groups.
            groups = groups.checked_add(cursor.small()).filter(|groups| *groups <= count)?;
            blocks.push((groups, at));
            at = at.checked_add(cursor.small() as usize)?;
        }
        cursor.end(Forms { count, blocks, directory: page.len() - cursor.rest().len() })
    }

    /// How many forms there are.
    pub(crate) fn len(&self) -> u32 {
        self.count
    }

    /// Calls `visit` with rank and form for each rank in `from..until`.
    pub(crate) fn each(&self, page: &[u8], from: u32, until: u32, visit: &mut dyn FnMut(u32, Form)) {
        let until = until.min(self.count);
        let mut rank = from / BLOCK as u32 * BLOCK as u32;
        while rank < until {
            let Some((mut groups, at)) = self.blocks.get(rank as usize / BLOCK).copied() else { return };
            let mut bits = BitReader::new(page, self.directory * 8 + at);
            for rank in rank..until.min(rank + BLOCK as u32) {
                let form = read_form(&mut bits, &mut groups);
                if rank >= from {
                    visit(rank, form);
                }
            }
            rank += BLOCK as u32;
        }
    }

    /// The form with this rank.
    pub(crate) fn get(&self, page: &[u8], rank: u32) -> Option<Form> {
        let mut found = None;
        self.each(page, rank, rank.saturating_add(1), &mut |_, form| found = Some(form));
        found
    }
}

fn read_form(bits: &mut BitReader<'_>, groups: &mut u32) -> Form {
    let (group, ordinal) = if bits.bits(1) == 1 {
        *groups += 1;
        (*groups - 1, 0)
    } else {
        let back = bits.gamma();
        (groups.saturating_sub(back).saturating_sub(1), bits.gamma().saturating_add(1))
    };
    let is_acronym = bits.bits(1) == 1;
    let has_ordinary = !is_acronym || bits.bits(1) == 1;
    let class = bits.ones(MAX_CLASS);
    Form { group, ordinal, has_ordinary, has_acronym: is_acronym, class }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn more_groups_than_forms() {
        let forms = |groups: u64| {
            let mut page = Vec::new();
            put_number(&mut page, 1);
            put_number(&mut page, groups);
            put_number(&mut page, 8);
            page.extend([0xff; 4]);
            page
        };
        assert_eq!(Forms::read(&forms(1)).and_then(|read| read.get(&forms(1), 0)).map(|form| form.group), Some(1));
        for groups in [2, u64::from(u32::MAX)] {
            assert!(Forms::read(&forms(groups)).is_none());
        }
    }

    proptest! {
        #[test]
        fn forms_come_back(raw in proptest::collection::vec((any::<bool>(), 0u32..50, 0u32..3, 0u32..=MAX_CLASS), 0..400)) {
            let mut forms = Vec::new();
            let mut spellings: Vec<u32> = Vec::new();
            for (opens, back, kind, class) in raw {
                let group = if opens || spellings.is_empty() { spellings.len() as u32 } else { (spellings.len() as u32 - 1).saturating_sub(back) };
                if group as usize == spellings.len() {
                    spellings.push(0);
                }
                let ordinal = spellings[group as usize];
                let (has_ordinary, has_acronym) = (kind != 1, kind != 0);
                spellings[group as usize] += u32::from(has_ordinary) + u32::from(has_acronym);
                forms.push(Form { group, ordinal, has_ordinary, has_acronym, class });
            }
            let page = write_forms(&forms);
            let read = Forms::read(&page).unwrap();
            prop_assert_eq!(read.len() as usize, forms.len());
            for (rank, form) in (0..).zip(&forms) {
                prop_assert_eq!(read.get(&page, rank), Some(*form));
            }
            prop_assert_eq!(read.get(&page, forms.len() as u32), None);
            let mut seen = Vec::new();
            read.each(&page, 3, 200, &mut |rank, form| seen.push((rank, form)));
            let expected: Vec<_> = (0..).zip(forms.iter().copied()).skip(3).take(197).collect();
            prop_assert_eq!(seen, expected);
        }

        #[test]
        fn any_bytes_are_read_without_harm(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
            if let Some(forms) = Forms::read(&bytes) {
                forms.each(&bytes, 0, 1000, &mut |_, _| {});
            }
        }
    }
}
