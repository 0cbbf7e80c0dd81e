//! Reading on all cores, in the order of one.
//!
//! One thread opens files and cuts them into [`Unit`]s, as many as there are cores read them, and the caller's own
//! thread takes what they gave **in the order of the units, so the result does not depend on how many threads there
//! are**. What is under way is bounded in bytes: the first thread waits until the last has taken enough. What comes out
//! of a unit is bounded too: of one with very many articles or problems some are handed on ahead, when its turn has come.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError, mpsc};
use std::thread::{Builder, available_parallelism, scope};

use crate::archive;
use crate::options::Options;
use crate::unit::{Done, Unit};
use crate::walk::Found;

/// How many bytes of input may be under way for each thread; a single unit may be larger.
const BYTES_UNDER_WAY: u64 = 8 << 20;

/// A unit counts for this much, however small it is.
const LEAST_WEIGHT: u64 = 4 << 10;

/// Parsers recurse a little.
const STACK: usize = 8 << 20;

/// Reads all files; gives how many of them an importer reads.
pub(crate) fn read_all(found: &[Found], options: &Options, take: &mut dyn FnMut(Done)) -> u64 {
    let threads = match options.threads {
        0 => available_parallelism().map_or(1, NonZero::get),
        threads => threads,
    };
    let budget = Budget::new(BYTES_UNDER_WAY * threads as u64);
    let (to_workers, units) = mpsc::channel::<(u64, Unit)>();
    // A few, so that who reads faster than is taken waits.
    let (to_us, done) = mpsc::sync_channel::<(u64, Done)>(threads);
    let units = Mutex::new(units);
    let turn = Turn::default();
    scope(|scope| {
        // However this ends, nobody may go on waiting.
        let _stop = Stop(&budget, &turn);
        let (budget, turn, units) = (&budget, &turn, &units);
        let spawn = || Builder::new().stack_size(STACK);
        let feeder = spawn().spawn_scoped(scope, move || feed(found, options, budget, &to_workers));
        for _ in 0..threads {
            let to_us = to_us.clone();
            let worker = move || {
                loop {
                    let unit = lock(units).recv();
                    let Ok((number, unit)) = unit else { return };
                    let mut ahead = |part| {
                        // Units go out in their order, so whoever has this turn is at work and waits for nobody.
                        if turn.wait(number) {
                            let _ = to_us.send((number, part));
                        }
                    };
                    let last = unit.read(options, &mut ahead);
                    if to_us.send((number, last)).is_err() {
                        return;
                    }
                }
            };
            // One worker is enough to end; with none at all the queue below is empty.
            let _ = spawn().spawn_scoped(scope, worker);
        }
        drop(to_us);
        let mut waiting = BTreeMap::new();
        let mut next = 0;
        for (number, unit) in done {
            if !unit.is_last {
                take(unit);
                continue;
            }
            waiting.insert(number, unit);
            while let Some(unit) = waiting.remove(&next) {
                next += 1;
                let weight = unit.weight;
                take(unit);
                turn.pass(next);
                budget.give(weight);
            }
        }
        feeder.ok().and_then(|feeder| feeder.join().ok()).unwrap_or(0)
    })
}

/// Cuts all files into units; gives how many of them an importer reads.
fn feed(found: &[Found], options: &Options, budget: &Budget, workers: &mpsc::Sender<(u64, Unit)>) -> u64 {
    let mut number = 0;
    let mut files = 0;
    let mut is_wanted = true;
    for found in found {
        let mut send = |mut unit: Unit| {
            unit.weight = unit.weight.max(LEAST_WEIGHT);
            is_wanted = budget.take(unit.weight) && workers.send((number, unit)).is_ok();
            number += 1;
            is_wanted
        };
        match archive::read_file(found, options, &mut send) {
            Ok(true) => files += 1,
            Ok(false) => {}
            Err(kind) => {
                send(Unit::problem(&found.name, kind));
            }
        }
        if !is_wanted {
            break;
        }
    }
    files
}

/// Bytes that may be under way.
struct Budget {
    limit: u64,
    /// Bytes under way; `None` when nobody takes any more.
    used: Mutex<Option<u64>>,
    changed: Condvar,
}

impl Budget {
    fn new(limit: u64) -> Budget {
        Budget { limit, used: Mutex::new(Some(0)), changed: Condvar::new() }
    }

    /// Waits for room; what is larger than all there is goes alone. `false` when nobody takes any more.
    fn take(&self, weight: u64) -> bool {
        let mut used = lock(&self.used);
        loop {
            match *used {
                None => return false,
                Some(0) => break,
                Some(bytes) if bytes.saturating_add(weight) <= self.limit => break,
                Some(_) => used = self.changed.wait(used).unwrap_or_else(PoisonError::into_inner),
            }
        }
        *used = used.map(|bytes| bytes.saturating_add(weight));
        true
    }

    fn give(&self, weight: u64) {
        let mut used = lock(&self.used);
        *used = used.map(|bytes| bytes.saturating_sub(weight));
        self.changed.notify_all();
    }
}

/// Which unit is taken next.
struct Turn {
    /// `None` when nobody takes any more.
    next: Mutex<Option<u64>>,
    changed: Condvar,
}

impl Default for Turn {
    fn default() -> Turn {
        Turn { next: Mutex::new(Some(0)), changed: Condvar::new() }
    }
}

impl Turn {
    /// Waits until all units before this one are taken. `false` when nobody takes any more.
    fn wait(&self, number: u64) -> bool {
        let mut next = lock(&self.next);
        while next.is_some_and(|next| next < number) {
            next = self.changed.wait(next).unwrap_or_else(PoisonError::into_inner);
        }
        next.is_some()
    }

    fn pass(&self, number: u64) {
        *lock(&self.next) = Some(number);
        self.changed.notify_all();
    }
}

/// Ends the waiting when it goes.
struct Stop<'a>(&'a Budget, &'a Turn);

impl Drop for Stop<'_> {
    fn drop(&mut self) {
        *lock(&self.0.used) = None;
        self.0.changed.notify_all();
        *lock(&self.1.next) = None;
        self.1.changed.notify_all();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // What the locks guard is whole at every moment.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
