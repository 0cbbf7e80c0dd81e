//! Measurements of index and ranking that take importers and index together, one module a command. `cargo xtask prove`
//! and `cargo xtask size` run them and know what is promised.
//!
//! `cargo run --release -p newshound-bench -- COMMAND ...`; without a command it lists them.

mod archives;
mod bounds;
mod chance;
mod corpora;
mod known_items;
mod near_duplicates;
mod relevance;
mod sample;
mod sections;
mod throughput;

use std::error::Error;
use std::fmt;
use std::path::PathBuf;
use std::process::ExitCode;

/// What ends a measurement: an input that cannot be read, or a promise that does not hold.
type Outcome = Result<(), Box<dyn Error>>;

/// A promise that does not hold: what was measured, and is not as it should be.
#[derive(Debug)]
struct Broken(String);

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for Broken {}

/// How the program ends then, and in no other case: `cargo xtask` tells it from an input that cannot be read by this.
const BROKEN: u8 = 3;

/// A name, what it takes, and what it measures.
type Command = (&'static str, &'static str, fn(&[PathBuf]) -> Outcome);

const COMMANDS: &[Command] = &[
    ("archives", "BBC REUTERS: what their indexes take, beside what is promised", archives::run),
    (
        "known-items",
        "FOLDER...: whether articles are found by their words, with slips and before a word's end",
        known_items::run,
    ),
    (
        "near-duplicates",
        "BBC REUTERS: whether stories filed again stand behind one another, and nothing else does",
        near_duplicates::run,
    ),
    ("relevance", "FOLDER...: how well test collections are ranked, beside others", relevance::run),
    ("sample", "INPUT...: what the index of the sample articles takes, within its limits", sample::run),
    ("sections", "INPUT...: what each section of their index takes, beside its bound", sections::run),
    ("throughput", "INPUT...: what importing and indexing takes, in time and memory", throughput::run),
];

/// A measurement that kept all that is promised, or the names of what it broke.
fn kept(broken: &[String]) -> Outcome {
    if broken.is_empty() { Ok(()) } else { Err(Broken(format!("not as promised: {}", broken.join("; "))).into()) }
}

/// Whether a number is as large as promised. One that is none is not.
fn holds(number: f64, least: f64) -> bool {
    number >= least
}

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    let name = arguments.next().unwrap_or_default();
    let Some((_, _, run)) = COMMANDS.iter().find(|command| name == command.0) else {
        COMMANDS.iter().for_each(|(name, what, _)| println!("{name:<16} {what}"));
        return ExitCode::from(2);
    };
    let inputs: Vec<PathBuf> = arguments.map(PathBuf::from).collect();
    match run(&inputs) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(code_of(error.as_ref()))
        }
    }
}

fn code_of(error: &(dyn Error + 'static)) -> u8 {
    if error.is::<Broken>() { BROKEN } else { 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_holds_is_a_number() {
        assert!(holds(0.5, 0.5));
        assert!(!holds(0.4, 0.5));
        assert!(!holds(f64::NAN, 0.5));
    }

    #[test]
    fn a_broken_promise_is_told_from_an_input_that_is_not_there() {
        let code = |outcome: Outcome| outcome.map_err(|error| code_of(error.as_ref()));
        assert_eq!(code(kept(&[])), Ok(()));
        assert_eq!(code(kept(&["bytes".to_owned()])), Err(3));
        assert_eq!(code(sample::run(&[PathBuf::from("not/there")])), Err(1));
        assert_eq!(code(relevance::run(&[PathBuf::from("not/there")])), Err(1));
    }
}
