//! What the indexes of two archives take, beside what is promised: 2,225 articles of BBC News, and the newest 20,000 of
//! Reuters' financial news.

use std::path::{Path, PathBuf};

use newshound_index::article::Article;
use newshound_index::segment::TextMode;

use crate::sections::{Measured, tell_bounds};
use crate::{Outcome, corpora, kept};

/// Articles of BBC.
const ALL: usize = 2225;
/// Bytes of BBC's index as transferred, text apart.
const BBC: f64 = 610_000.0;
/// The same where the first words of each text stand for a standfirst.
const BBC_WITH_LEADS: f64 = 700_000.0;
/// Articles of Reuters that count.
const NEWEST: usize = 20_000;
/// Bits of each of Reuters' postings, and how many of them tell which form it is.
const POSTING: f64 = 7.4;
const FORM: f64 = 0.9;

/// Measures the file of BBC's articles and that of Reuters'.
pub(crate) fn run(files: &[PathBuf]) -> Outcome {
    let [bbc, reuters] = files else { return Err("name the file of BBC's articles, then that of Reuters'".into()) };
    let mut broken = Vec::new();
    let mut promise = |what: &str, got: f64, most: f64, digits: usize| {
        let is_kept = got <= most;
        let word = if is_kept { "ok   " } else { "ABOVE" };
        println!("{word} {what}: {got:.digits$}, at most {most:.digits$}");
        if !is_kept {
            broken.push(what.to_owned());
        }
    };
    // An import never fails: what is not there gives no articles, and a small index.
    let all = |articles: Vec<Article>, count: usize, file: &Path| {
        let found = articles.len();
        let message = || format!("{} gives {found} articles, and {count} are measured", file.display());
        if found == count { Ok(articles) } else { Err(message()) }
    };
    let bbc = all(corpora::bbc(bbc), ALL, bbc)?;
    for (what, text, most) in
        [("BBC, text apart", TextMode::Apart, BBC), ("BBC, with leads", TextMode::Standfirst, BBC_WITH_LEADS)]
    {
        println!("\n{what}: {} articles", bbc.len());
        let measured = Measured::of(bbc.clone(), text)?;
        measured.print();
        let total = measured.row("total").map_or(0, |row| row.brotli);
        promise(&format!("bytes of {what}"), total as f64, most, 0);
    }
    let reuters = all(corpora::newest(reuters, NEWEST), NEWEST, reuters)?;
    println!("\nReuters, text apart: {} articles", reuters.len());
    let measured = Measured::of(reuters, TextMode::Apart)?;
    measured.print();
    let (posting, form) = measured.bits_of_posting();
    promise("bits of a posting of Reuters", posting, POSTING, 3);
    promise("of which for the form", form, FORM, 3);
    println!();
    tell_bounds();
    kept(&broken)
}
