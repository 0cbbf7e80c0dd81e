//! What an index takes, section by section, beside what could do: see [`bounds`].

use std::path::PathBuf;

use newshound_index::article::Article;
use newshound_index::build::{BuildOptions, Built, SegmentBuilder};
use newshound_index::segment::{Census, Segment, SegmentError, TextMode};
use newshound_ingest::{Options, read};
use newshound_serve::brotli;

use crate::Outcome;
use crate::bounds::{self, BOUNDS};

/// One line of the table.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Row {
    /// The section, `header` for header and directory, `total` for the whole file.
    pub(crate) name: &'static str,
    /// As it is in the file.
    pub(crate) raw: usize,
    /// The same, compressed by itself.
    pub(crate) brotli: usize,
    /// Bytes that would do, where that can be said: see [`BOUNDS`]. The total counts what has no bound as it is.
    pub(crate) bound: Option<f64>,
}

/// What was measured of one index.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Measured {
    /// Header, sections, total.
    pub(crate) rows: Vec<Row>,
    postings: usize,
    /// Bits of all lists, by parts: numbers of articles, articles, places, spellings.
    parts: [usize; 4],
    bounds: bounds::Postings,
}

/// Prints what the index of these inputs takes, text inside, with what the bounds are.
pub(crate) fn run(inputs: &[PathBuf]) -> Outcome {
    let articles = read(inputs, &Options::default()).articles;
    if articles.is_empty() {
        return Err("there are no articles to measure".into());
    }
    let measured = Measured::of(articles, TextMode::Inside)?;
    measured.print();
    tell_bounds();
    Ok(())
}

/// Prints what the bounds are.
pub(crate) fn tell_bounds() {
    println!("bounds, of articles as they come, and estimates: what stands beside its like may take less");
    BOUNDS.iter().for_each(|(name, _, what)| println!("  {name:<12} {what}"));
}

impl Measured {
    /// Builds the index of these articles and takes it apart.
    pub(crate) fn of(articles: Vec<Article>, text: TextMode) -> Result<Measured, SegmentError> {
        let mut builder = SegmentBuilder::new(BuildOptions { text, ..BuildOptions::default() });
        articles.into_iter().for_each(|article| builder.add(article));
        let Built { bytes, .. } = builder.finish();
        let segment = Segment::open(&bytes)?;
        let census = segment.census()?;
        // Sections stand behind one another and fill the file to its end.
        let sizes = segment.section_sizes();
        let mut rest = bytes.as_slice();
        let inside: usize = sizes.iter().map(|(_, size)| size).sum();
        let mut rows = Vec::new();
        for (name, size) in [("header", bytes.len() - inside)].into_iter().chain(sizes) {
            let (section, behind) = rest.split_at(size);
            rest = behind;
            let bound = BOUNDS.iter().find(|bound| bound.0 == name && size > 0);
            // The sum of no numbers is -0.
            let bound = bound.map(|(_, bound, _)| bound(&census, section) + 0.0);
            rows.push(Row { name, raw: size, brotli: brotli(section, 11).len(), bound });
        }
        rows.retain(|row| row.raw > 0);
        // What has no bound counts as it is.
        let bound = rows.iter().map(|row| row.bound.unwrap_or(row.brotli as f64)).sum();
        rows.push(Row { name: "total", raw: bytes.len(), brotli: brotli(&bytes, 11).len(), bound: Some(bound) });
        let parts = parts(&census);
        let postings = census.lists.iter().map(|list| list.articles.len()).sum();
        Ok(Measured { rows, postings, parts, bounds: bounds::Postings::of(&census) })
    }

    /// A line of the table.
    pub(crate) fn row(&self, name: &str) -> Option<&Row> {
        self.rows.iter().find(|row| row.name == name)
    }

    /// Bits of a posting: those of its section, and those of them that tell the form.
    pub(crate) fn bits_of_posting(&self) -> (f64, f64) {
        let a_posting = |bits: usize| bits as f64 / self.postings.max(1) as f64;
        (a_posting(self.row("postings").map_or(0, |row| row.raw * 8)), a_posting(self.parts[3]))
    }

    pub(crate) fn print(&self) {
        println!("{:<40} {:>9} {:>10} {:>8}", "section of the index", "bytes", "brotli 11", "bound");
        for Row { name, raw, brotli, bound } in &self.rows {
            let bound = bound.map(|bound| format!("{bound:.0}")).unwrap_or_default();
            println!("{}", format!("{name:<40} {raw:>9} {brotli:>10} {bound:>8}").trim_end());
        }
        let (all, _) = self.bits_of_posting();
        println!("{} postings of {all:.3} bits each", self.postings);
        let bounds = [None, Some(self.bounds.articles), Some(self.bounds.places), Some(self.bounds.spellings)];
        for ((name, bits), bound) in ["numbers", "articles", "places", "forms"].into_iter().zip(self.parts).zip(bounds)
        {
            let a_posting = |bits: f64| bits / self.postings.max(1) as f64;
            let bound = bound.map(|bound| format!("{:>8.3}", a_posting(bound + 0.0))).unwrap_or_default();
            println!("{}", format!("  {name:<38} {:>9.3} {:>10} {bound}", a_posting(bits as f64), "").trim_end());
        }
    }
}

/// Bits of all lists: numbers of articles, articles, places, spellings.
fn parts(census: &Census) -> [usize; 4] {
    census.lists.iter().fold([0; 4], |[count, articles, places, spellings], list| {
        [
            count + list.count_bits,
            articles + list.article_bits,
            places + list.place_bits,
            spellings + list.spelling_bits,
        ]
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use newshound_index::article::Block;

    #[test]
    fn nothing_to_measure_fails() {
        assert!(run(&[]).is_err());
        assert!(run(&[PathBuf::from("not/there.jsonl")]).is_err());
    }

    /// The example of `FORMAT.md`, which has every byte of it.
    #[test]
    fn rows_of_the_example() {
        let article = |id: &str, url: &str, date: &str, title: &str, text: &str| Article {
            id: id.into(),
            url: url.into(),
            title: title.into(),
            published: date.parse().ok(),
            blocks: vec![Block::Paragraph(text.into())],
            section: Some("News".into()),
            language: Some("en".into()),
            ..Article::default()
        };
        let articles = vec![
            article("a", "/a", "2025-03-14", "Ferry", "The US let us by."),
            article("b", "/x/ferries", "", "Ferries", "US ferry, US ferries"),
        ];
        let measured = Measured::of(articles, TextMode::Inside).expect("it was just built");
        let sizes: Vec<(&str, usize)> = measured.rows.iter().map(|row| (row.name, row.raw)).collect();
        let expect = [
            ("header", 64 + 95),
            ("stats", 16),
            ("fst", 72),
            ("forms", 7),
            ("blocks", 3),
            ("postings", 4),
            ("lengths", 2),
            ("documents", 27),
            ("dates", 5),
            ("facets", 29),
            ("duplicates", 1),
            ("text", 43),
            ("total", 368),
        ];
        assert_eq!(sizes, expect);
        // Nothing is told of duplicates: no bits, and not less than none.
        let duplicates = measured.row("duplicates").and_then(|row| row.bound);
        assert_eq!(duplicates.map(|bound| format!("{bound:.0}")).as_deref(), Some("0"));
        // Seven postings in lists of 29 bits, filled up to 32; of `ferry` and `us` three bits each tell the form.
        assert_eq!(measured.parts, [3, 3, 17, 6]);
        assert_eq!(measured.bits_of_posting(), (32.0 / 7.0, 6.0 / 7.0));
    }
}
