//! Lists that were decoded are kept for the next question: who types a word asks for the others of the line again with
//! each letter, and common words stand in every other line. Answers are the same with and without, and what a list costs
//! (`search/budget.rs`) is counted alike; only memory is spent, a fixed amount of it.

use std::rc::Rc;

use super::postings::{Postings, Scratch};

/// Bytes that are kept, at most. A posting takes six to ten.
const MOST: usize = 16 << 20;
/// Postings of a list that is worth it: shorter ones are decoded as fast as they are found here. Tests are to meet lists
/// that are kept.
const LEAST: usize = if cfg!(debug_assertions) { 2 } else { 128 };

/// Decoded lists, the last used of them.
#[derive(Default)]
pub(crate) struct Kept {
    pub(crate) scratch: Scratch,
    lists: Vec<List>,
    /// Bytes of all of them.
    size: usize,
    /// How often lists were asked for.
    clock: u32,
}

struct List {
    group: u32,
    /// The clock when it was asked for last.
    used: u32,
    list: Rc<Postings>,
}

impl Kept {
    /// The list of a group, if it is kept.
    pub(crate) fn get(&mut self, group: u32) -> Option<Rc<Postings>> {
        self.clock = self.clock.wrapping_add(1);
        let known = self.lists.iter_mut().find(|known| known.group == group)?;
        known.used = self.clock;
        Some(Rc::clone(&known.list))
    }

    /// Keeps the list of a group, which was not, in place of those that were not asked for the longest.
    pub(crate) fn put(&mut self, group: u32, list: &Rc<Postings>) {
        let size = list.size();
        if list.documents.len() < LEAST || size > MOST {
            return;
        }
        let clock = self.clock;
        let age = |list: &List| clock.wrapping_sub(list.used);
        while self.size + size > MOST {
            let Some(mut oldest) = self.lists.pop() else { break };
            for list in &mut self.lists {
                if age(list) > age(&oldest) {
                    std::mem::swap(list, &mut oldest);
                }
            }
            self.size -= oldest.list.size();
        }
        self.size += size;
        self.lists.push(List { group, used: self.clock, list: Rc::clone(list) });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(count: usize) -> Rc<Postings> {
        Rc::new(Postings { documents: (0..count as u32).collect(), ..Postings::default() })
    }

    #[test]
    fn the_last_used_are_kept() {
        let mut kept = Kept::default();
        let third = list(MOST / 6 / 3);
        (0..3).for_each(|group| kept.put(group, &third));
        assert!(kept.get(0).is_some());
        assert!(kept.get(2).is_some());
        kept.put(3, &third);
        let known = |kept: &mut Kept| Vec::from_iter((0..6).filter(|group| kept.get(*group).is_some()));
        assert_eq!(known(&mut kept), [0, 2, 3]);
        kept.put(4, &list(LEAST - 1));
        kept.put(4, &list(MOST / 6 + 1));
        assert_eq!(known(&mut kept), [0, 2, 3]);
        kept.put(5, &list(MOST / 6));
        assert_eq!((known(&mut kept), kept.size), (vec![5], MOST / 6 * 6));
    }
}
