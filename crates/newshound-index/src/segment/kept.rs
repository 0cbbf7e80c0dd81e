//! Lists that were decoded are kept for the next question: who types a word asks for the others of the line again with
//! each letter, and common words stand in every other line. Answers are the same with and without, and what a list costs
//! (`search/budget.rs`) is counted alike; only memory is spent, a fixed amount of it.

use std::rc::Rc;

use super::postings::{Postings, Scratch};

/// Bytes that are kept, at most. A posting takes five to nine.
const MOST: usize = 12 << 20;
/// Postings of a list that is worth it: shorter ones are decoded as fast as they are found here. Tests are to meet lists
/// that are kept.
const LEAST: usize = if cfg!(debug_assertions) { 2 } else { 128 };

/// Decoded lists.
#[derive(Default)]
pub(crate) struct Kept {
    pub(crate) scratch: Scratch,
    /// Each with its group.
    lists: Vec<(u32, Rc<Postings>)>,
    /// Bytes of all of them.
    size: usize,
}

impl Kept {
    /// The list of a group, if it is kept.
    pub(crate) fn get(&self, group: u32) -> Option<Rc<Postings>> {
        self.lists.iter().find(|known| known.0 == group).map(|known| Rc::clone(&known.1))
    }

    /// Keeps the list of a group, which was not. Where there is no room all others go, at once: lists that went one by one
    /// would leave holes that no other list fits, and memory would grow.
    pub(crate) fn put(&mut self, group: u32, list: &Rc<Postings>) {
        let size = list.size();
        if list.documents.len() < LEAST || size > MOST {
            return;
        }
        if self.size + size > MOST {
            self.lists.clear();
            self.size = 0;
        }
        self.size += size;
        self.lists.push((group, Rc::clone(list)));
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
        kept.put(3, &list(LEAST - 1));
        kept.put(3, &list(MOST / 5 + 1));
        assert_eq!(known(&kept), [0, 1, 2]);
        kept.put(4, &third);
        assert_eq!((known(&kept), kept.size), (vec![4], third.size()));
        kept.put(5, &list(MOST / 5));
        assert_eq!((known(&kept), kept.size), (vec![5], MOST / 5 * 5));
    }
}
