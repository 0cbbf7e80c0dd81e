//! Lists that were decoded are kept for the next question: who types a word asks for the others of the line again with
//! each letter, and common words stand in every other line. Answers are the same with and without, and what a list costs
//! (`search/budget.rs`) is counted alike; only memory is spent, a fixed amount of it.

use std::rc::Rc;

use super::postings::{Postings, Scratch};

/// Bytes that are kept from one question to the next, at most; the question at hand may hold as many again. A posting
/// takes five to nine.
const MOST: usize = 12 << 20;
/// Postings of a list that is worth it: shorter ones are decoded as fast as they are found here. Tests are to meet lists
/// that are kept.
const LEAST: usize = if cfg!(debug_assertions) { 2 } else { 48 };

/// Decoded lists.
#[derive(Default)]
pub(crate) struct Kept {
    pub(crate) scratch: Scratch,
    /// Each with its group.
    lists: Vec<(u32, Rc<Postings>)>,
    /// Bytes of all of them.
    size: usize,
    /// The same of the question at hand.
    new: Vec<(u32, Rc<Postings>)>,
    /// Bytes of these.
    new_size: usize,
}

impl Kept {
    /// The list of a group, if it is kept.
    pub(crate) fn get(&self, group: u32) -> Option<Rc<Postings>> {
        let mut lists = self.lists.iter().chain(&self.new);
        lists.find(|known| known.0 == group).map(|known| Rc::clone(&known.1))
    }

    /// Keeps the list of a group, which was not.
    pub(crate) fn put(&mut self, group: u32, list: &Rc<Postings>) {
        if list.documents.len() >= LEAST && self.new_size + list.size() <= MOST {
            self.new_size += list.size();
            self.new.push((group, Rc::clone(list)));
        }
    }

    /// Between two questions: new lists come to the others, as far as there is room. They are copied, now that nothing
    /// stands between them that will go, and where there is no room all others go at once: memory would grow by the holes
    /// that no other list fits.
    pub(crate) fn settle(&mut self) {
        if self.size + self.new_size > MOST {
            self.lists.clear();
            self.size = 0;
        }
        self.size += std::mem::take(&mut self.new_size);
        self.lists.extend(self.new.drain(..).map(|(group, list)| (group, Rc::new(Postings::clone(&list)))));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(count: usize) -> Rc<Postings> {
        Rc::new(Postings { documents: (0..count as u32).collect(), ..Postings::default() })
    }

    #[test]
    fn there_is_room_for_so_much() {
        let mut kept = Kept::default();
        let known = |kept: &Kept| Vec::from_iter((0..6).filter(|group| kept.get(*group).is_some()));
        let third = list(MOST / 5 / 3);
        (0..3).for_each(|group| kept.put(group, &third));
        assert_eq!(known(&kept), [0, 1, 2]);
        kept.settle();
        kept.put(3, &list(LEAST - 1));
        assert_eq!((known(&kept), kept.size), (vec![0, 1, 2], third.size() * 3));
        kept.put(4, &third);
        assert_eq!(known(&kept), [0, 1, 2, 4]);
        kept.settle();
        assert_eq!((known(&kept), kept.size), (vec![4], third.size()));
        kept.put(5, &list(MOST / 5));
        kept.put(0, &third);
        kept.put(3, &list(MOST / 5 + 1));
        assert_eq!(known(&kept), [4, 5]);
        kept.settle();
        assert_eq!((known(&kept), kept.size), (vec![5], MOST / 5 * 5));
    }
}
