//! Forms: which group each form belongs to, and how common it is.
//!
//! Forms are ranked by their bytes, the FST gives the rank of a form. Groups (forms with one stem) are numbered as
//! their first form comes up, so most forms open the next group, and the others point a little way back. A form may
//! stand for two spellings, the ordinary one and the acronym (`us` and `US`); each spelling has an ordinal of its own in
//! the group, counted in the order of the forms, the ordinary spelling ahead of the acronym.
//!
//! Most forms take one byte, so that whoever compresses the index finds what is common: twelve times the class (the
//! logarithm, base 2, of the number of articles that have the form, rounded down), plus four times the spellings (0
//! ordinary only, 1 acronym only, 2 both), plus how far back the group is: 0 it is new, 1 the newest, 2 the one before,
//! 3 further; how much further follows.
//!
//! What a group's forms say is not said again by its list: see [`Group`].

use std::ops::Range;

use super::bytes::{Cursor, put_number};
use super::postings::MAX_FORMS;

/// The largest class: 2^20 articles or more.
pub(crate) const MAX_CLASS: u32 = 20;
/// A group that is so far back, or farther, has the rest of the way in bytes of its own.
const FAR: u32 = 3;

/// What is known of a form without its postings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Form {
    pub(crate) group: u32,
    /// The ordinal of its first spelling in the group, [`MAX_FORMS`] less one at most.
    pub(crate) ordinal: u32,
    pub(crate) has_ordinary: bool,
    pub(crate) has_acronym: bool,
    /// Logarithm, base 2, of the number of articles that have it, rounded down, [`MAX_CLASS`] at most.
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
    1 << ordinal.min(MAX_FORMS - 1)
}

/// What the forms of a group tell of its list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Group {
    /// How many spellings there are, [`MAX_FORMS`] at most.
    pub(crate) spellings: u8,
    /// The largest class of a form: the list has 2^class articles at least.
    pub(crate) class: u8,
    /// Whether there is one form alone, so that the list has fewer than 2^(class + 1).
    pub(crate) is_single: bool,
}

impl Group {
    /// A list of which no form tells.
    pub(crate) const UNTOLD: Group = Group { spellings: 1, class: 0, is_single: false };

    /// Before any form.
    const NEW: Group = Group { spellings: 0, class: 0, is_single: true };

    /// Takes one more form in, and returns the ordinal of its first spelling.
    fn add(&mut self, (has_ordinary, has_acronym): (bool, bool), class: u32) -> u32 {
        let ordinal = u32::from(self.spellings).min(MAX_FORMS - 1);
        let more = self.spellings + u8::from(has_ordinary) + u8::from(has_acronym);
        self.is_single = self.spellings == 0 && class < MAX_CLASS;
        self.spellings = more.min(MAX_FORMS as u8);
        self.class = self.class.max(class as u8);
        ordinal
    }
}

/// The groups of forms that are in the order of their ranks.
pub(crate) fn groups_of(forms: &[Form]) -> Vec<Group> {
    let mut groups = Vec::new();
    for form in forms {
        let at = form.group as usize;
        if at == groups.len() {
            groups.push(Group::NEW);
        }
        groups[at].add((form.has_ordinary, form.has_acronym), form.class);
    }
    groups
}

/// Writes forms in the order of their ranks.
pub(crate) fn write_forms(forms: &[Form]) -> Vec<u8> {
    let mut out = Vec::new();
    put_number(&mut out, forms.len() as u64);
    let mut groups = 0;
    for form in forms {
        let back = groups - form.group;
        groups += u32::from(back == 0);
        let spellings = match (form.has_ordinary, form.has_acronym) {
            (true, true) => 2,
            (false, true) => 1,
            _ => 0,
        };
        out.push((form.class.min(MAX_CLASS) * 12 + spellings * 4 + back.min(FAR)) as u8);
        if let Some(further) = back.checked_sub(FAR) {
            put_number(&mut out, further.into());
        }
    }
    out
}

/// The section, ready for lookups.
#[derive(Debug)]
pub(crate) struct Forms {
    /// By rank: the group, the ordinal, and the byte that has the rest.
    forms: Vec<(u32, u8, u8)>,
    groups: Vec<Group>,
}

impl Forms {
    pub(crate) fn read(page: &[u8]) -> Option<Forms> {
        let mut cursor = Cursor::new(page);
        let mut read = Forms { forms: vec![(0, 0, 0); cursor.count()], groups: Vec::new() };
        for slot in &mut read.forms {
            let head = cursor.byte();
            let mut back = u32::from(head & 3);
            if back == FAR {
                back = cursor.small().saturating_add(FAR);
            }
            let at = (read.groups.len() as u32).checked_sub(back)?;
            if back == 0 {
                read.groups.push(Group::NEW);
            }
            let form = form_of(at, 0, head);
            let ordinal = read.groups.get_mut(at as usize)?.add((form.has_ordinary, form.has_acronym), form.class);
            *slot = (at, ordinal as u8, head);
        }
        cursor.end(read)
    }

    /// How many forms there are.
    pub(crate) fn len(&self) -> u32 {
        self.forms.len() as u32
    }

    /// Calls `visit` with rank and form for each of these ranks that there is.
    pub(crate) fn each(&self, ranks: Range<u32>, visit: &mut dyn FnMut(u32, Form)) {
        let all = self.forms.get(ranks.start as usize..).unwrap_or_default();
        for (rank, (group, ordinal, head)) in ranks.zip(all) {
            visit(rank, form_of(*group, (*ordinal).into(), *head));
        }
    }

    /// The form with this rank.
    pub(crate) fn get(&self, rank: u32) -> Option<Form> {
        self.forms.get(rank as usize).map(|(group, ordinal, head)| form_of(*group, (*ordinal).into(), *head))
    }

    /// What is known of the list with this number.
    pub(crate) fn group(&self, group: u32) -> Group {
        self.groups.get(group as usize).copied().unwrap_or(Group::UNTOLD)
    }
}

fn form_of(group: u32, ordinal: u32, head: u8) -> Form {
    let spellings = head >> 2 & 0x3f;
    let (class, spellings) = (spellings / 3, spellings % 3);
    Form {
        group,
        ordinal,
        has_ordinary: spellings != 1,
        has_acronym: spellings != 0,
        class: u32::from(class).min(MAX_CLASS),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn groups_that_are_not_there() {
        let check = |bytes: &[u8], expect: Option<&[u32]>| {
            let groups = |read: Forms| (0..read.len()).filter_map(|rank| Some(read.get(rank)?.group)).collect();
            assert_eq!(Forms::read(bytes).map(groups), expect.map(<[u32]>::to_vec), "{bytes:?}");
        };
        check(&[0], Some(&[]));
        check(&[3, 0, 0, 2], Some(&[0, 1, 0]));
        check(&[1, 1], None);
        check(&[3, 0, 0, 3, 0], None);
        check(&[3, 0, 0, 3, 0xff, 0xff, 0xff, 0xff, 0x0f], None);
        check(&[2, 0], None);
        check(&[1, 255, 0], None);
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
                let ordinal = spellings[group as usize].min(MAX_FORMS - 1);
                let (has_ordinary, has_acronym) = (kind != 1, kind != 0);
                spellings[group as usize] += u32::from(has_ordinary) + u32::from(has_acronym);
                forms.push(Form { group, ordinal, has_ordinary, has_acronym, class });
            }
            let page = write_forms(&forms);
            let read = Forms::read(&page).unwrap();
            prop_assert_eq!(read.len() as usize, forms.len());
            for (rank, form) in (0..).zip(&forms) {
                prop_assert_eq!(read.get(rank), Some(*form));
            }
            prop_assert_eq!(read.get(forms.len() as u32), None);
            let groups = groups_of(&forms);
            prop_assert_eq!(groups.len(), spellings.len());
            for (group, (told, spellings)) in (0..).zip(groups.iter().zip(&spellings)) {
                let own = || forms.iter().filter(|form| form.group == group);
                let expect = Group {
                    spellings: (*spellings).min(MAX_FORMS) as u8,
                    class: own().map(|form| form.class).max().unwrap() as u8,
                    is_single: own().count() == 1 && own().all(|form| form.class < MAX_CLASS),
                };
                prop_assert_eq!((*told, read.group(group)), (expect, expect));
            }
            prop_assert_eq!(read.group(groups.len() as u32), Group::UNTOLD);
            let mut seen = Vec::new();
            read.each(3..200, &mut |rank, form| seen.push((rank, form)));
            let expected: Vec<_> = (0..).zip(forms.iter().copied()).skip(3).take(197).collect();
            prop_assert_eq!(seen, expected);
        }

        #[test]
        fn any_bytes_are_read_without_harm(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
            if let Some(forms) = Forms::read(&bytes) {
                forms.each(0..1000, &mut |_, _| {});
            }
        }
    }
}
