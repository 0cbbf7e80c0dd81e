//! Sorting with one copy of the code.
//!
//! The standard library's sorts are compiled anew for each type and comparison, five kilobytes a time: a third of the
//! engine that readers download. Here one merge sort and one heap move places around, whatever stands there. Builders,
//! which nobody downloads, use the standard library's.

use std::cmp::Ordering;

/// Sorts; equal items stay in their order.
pub(crate) fn sort_by<T: Clone>(items: &mut Vec<T>, mut compare: impl FnMut(&T, &T) -> Ordering) {
    let places = sorted_places(
        items.len() as u32,
        &mut |one, other| matches!((items.get(one as usize), items.get(other as usize)), (Some(one), Some(other)) if compare(one, other) == Ordering::Greater),
    );
    pick(items, &places);
}

/// Keeps the `most` first of all items, sorted. No two items should be equal.
pub(crate) fn keep_first_by<T: Clone>(items: &mut Vec<T>, most: usize, mut compare: impl FnMut(&T, &T) -> Ordering) {
    if most < items.len() {
        let places = first_places(
            items.len() as u32,
            most,
            &mut |one, other| matches!((items.get(one as usize), items.get(other as usize)), (Some(one), Some(other)) if compare(one, other) == Ordering::Greater),
        );
        pick(items, &places);
    }
    sort_by(items, compare);
}

fn pick<T: Clone>(items: &mut Vec<T>, places: &[u32]) {
    *items = places.iter().filter_map(|place| items.get(*place as usize).cloned()).collect();
}

/// The places from 0 to `count` in rising order of what stands there: a bottom-up merge sort (Knuth, "The Art of
/// Computer Programming", 5.2.4).
fn sorted_places(count: u32, is_after: &mut dyn FnMut(u32, u32) -> bool) -> Vec<u32> {
    let mut places: Vec<u32> = (0..count).collect();
    let mut width = 1;
    while width < places.len() {
        let mut merged = Vec::with_capacity(places.len());
        for pair in places.chunks(width * 2) {
            let (mut left, mut right) = pair.split_at(width.min(pair.len()));
            while let (Some((one, left_rest)), Some((other, right_rest))) = (left.split_first(), right.split_first()) {
                if is_after(*one, *other) {
                    merged.push(*other);
                    right = right_rest;
                } else {
                    merged.push(*one);
                    left = left_rest;
                }
            }
            merged.extend_from_slice(left);
            merged.extend_from_slice(right);
        }
        places = merged;
        width *= 2;
    }
    places
}

/// The places of the `most` first, in no order: a heap of the best so far, the last of them on top.
fn first_places(count: u32, most: usize, is_after: &mut dyn FnMut(u32, u32) -> bool) -> Vec<u32> {
    let mut heap: Vec<u32> = Vec::with_capacity(most);
    for place in 0..count {
        if heap.len() < most {
            heap.push(place);
            if heap.len() == most {
                (0..most / 2).rev().for_each(|root| sift_down(&mut heap, root, is_after));
            }
        } else if let Some(top) = heap.first_mut()
            && is_after(*top, place)
        {
            *top = place;
            sift_down(&mut heap, 0, is_after);
        }
    }
    heap
}

fn sift_down(heap: &mut [u32], mut root: usize, is_after: &mut dyn FnMut(u32, u32) -> bool) {
    loop {
        let mut last = root;
        for child in [root * 2 + 1, root * 2 + 2] {
            if let (Some(one), Some(other)) = (heap.get(child), heap.get(last))
                && is_after(*one, *other)
            {
                last = child;
            }
        }
        if last == root {
            return;
        }
        heap.swap(root, last);
        root = last;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn as_the_standard_library_sorts(items in prop::collection::vec((0u8..20, any::<u16>()), 0..200)) {
            let (mut ours, mut theirs) = (items.clone(), items);
            sort_by(&mut ours, |one, other| one.0.cmp(&other.0));
            theirs.sort_by_key(|one| one.0);
            prop_assert_eq!(ours, theirs);
        }

        #[test]
        fn the_first_are_the_first(items in prop::collection::btree_set(any::<u16>(), 0..200), most in 0usize..210) {
            let mut items: Vec<u16> = items.into_iter().map(|item| item.rotate_left(5)).collect();
            let mut theirs = items.clone();
            theirs.sort_unstable();
            theirs.truncate(most);
            keep_first_by(&mut items, most, u16::cmp);
            prop_assert_eq!(items, theirs);
        }
    }
}
