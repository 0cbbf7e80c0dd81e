//! What an index holds, counted and taken apart: for who measures how many bytes it takes, and how few it could.

use super::documents::Record;
use super::postings::{Postings, Shape};
use super::reader::{Text, common};
use super::{Segment, SegmentError};
use crate::date::Date;

/// All that the sections of an index hold.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Census {
    /// The list of each group of forms, then those that stand for words of synonyms.
    pub lists: Vec<ListCensus>,
    /// Every form, in the order of their bytes.
    pub forms: Vec<FormCensus>,
    /// Of each article, in the order in which they are stored, the texts of its record: id, title, URL as it is told,
    /// standfirst, image. Empty where it has none.
    pub records: Vec<[String; 5]>,
    /// When each article was published.
    pub dates: Vec<Option<Date>>,
    /// The facets, then what is only stored.
    pub facets: Vec<FacetCensus>,
    /// Of each group of near-duplicates how many articles it has.
    pub duplicates: Vec<usize>,
    /// Of each pair of words in how many articles both stand, and in how many of these side by side.
    pub pairs: Vec<(usize, usize)>,
    /// The text of each article, as far as it is inside, its blocks on lines of their own.
    pub texts: Vec<String>,
}

/// One list of articles, and the bits that each part of it takes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListCensus {
    /// Rising numbers of articles.
    pub articles: Vec<u32>,
    /// Where the forms stand in each: how often in the body, at most 15, plus 16 for the title, 32 for the standfirst,
    /// 64 for a subheading.
    pub places: Vec<u8>,
    /// Which spellings of the group stand in each: bit `i` for the one with ordinal `i`.
    pub spellings: Vec<u32>,
    /// Bits of the number of articles.
    pub count_bits: usize,
    /// Bits of the articles.
    pub article_bits: usize,
    /// Bits of the places.
    pub place_bits: usize,
    /// Bits of the spellings.
    pub spelling_bits: usize,
}

/// One form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormCensus {
    /// As it is looked up.
    pub form: String,
    /// The number of its group, which is that of its list.
    pub group: u32,
    /// The ordinal of its first spelling in the group.
    pub ordinal: u32,
    /// Whether it stands as an ordinary word, and whether as an acronym.
    pub spellings: (bool, bool),
    /// Logarithm, base 2, of the number of articles that have it, rounded down.
    pub class: u32,
}

/// One facet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetCensus {
    /// Its values, each with how many articles have it.
    pub values: Vec<(String, usize)>,
}

impl Segment<'_> {
    /// Takes the whole index apart.
    ///
    /// # Errors
    ///
    /// [`SegmentError::Damaged`] where any section is.
    pub fn census(&self) -> Result<Census, SegmentError> {
        let mut census = Census { dates: self.dates().to_vec(), ..Census::default() };
        let fst = self.fst();
        self.each_form(0..u32::MAX, &mut |rank, form| {
            let spellings = (form.has_ordinary, form.has_acronym);
            let spelled = fst.key_of(rank).unwrap_or_default();
            let (group, ordinal, class) = (form.group, form.ordinal, form.class);
            census.forms.push(FormCensus { form: spelled, group, ordinal, spellings, class });
        });
        census.lists = (0..self.list_count()).map(|number| self.list_census(number)).collect();
        let told = |text: Option<&str>| text.unwrap_or_default().to_owned();
        for document in 0..self.article_count() {
            let Record { id, title, url, standfirst, image, .. } = self.record(document);
            census.records.push([id.to_owned(), title.to_owned(), told(url), told(standfirst), told(image)]);
            if let Text::Blocks(blocks) = self.text(document) {
                census.texts.push(blocks.iter().flat_map(|(_, text)| [text, "\n"]).collect());
            }
        }
        for facet in self.facets() {
            let mut counts = vec![0; facet.values.len()];
            for value in (0..self.article_count()).flat_map(|document| facet.of(document)) {
                if let Some(count) = counts.get_mut(*value as usize) {
                    *count += 1;
                }
            }
            census.facets.push(FacetCensus { values: facet.values.iter().cloned().zip(counts).collect() });
        }
        let groups = self.duplicates();
        census.duplicates = vec![0; groups.iter().copied().max().unwrap_or(0) as usize];
        for group in groups.iter().filter_map(|group| group.checked_sub(1)) {
            if let Some(count) = census.duplicates.get_mut(group as usize) {
                *count += 1;
            }
        }
        for words in self.pairs().into_iter().flat_map(|pairs| pairs.words()) {
            let [one, other] = [words.0, words.1].map(|rank| self.postings_of(rank));
            let together = common(&one.documents, &other.documents).len();
            census.pairs.push((together, self.pair(words).map_or(0, |articles| articles.len())));
            self.settle();
        }
        self.sound(census)
    }

    fn list_census(&self, number: u32) -> ListCensus {
        self.settle();
        let list = self.postings(number);
        let spellings: Vec<u32> = (0..list.documents.len()).map(|at| list.forms_at(at)).collect();
        // As a writer has it.
        let list = Postings { forms: spellings.clone(), few: Vec::new(), ..Postings::clone(&list) };
        if list.documents.is_empty() {
            return ListCensus::default();
        }
        let shape = Shape { documents: self.stats.documents, marks: self.stats.marks };
        let parts = shape.parts(&list, self.group(number));
        ListCensus {
            articles: list.documents,
            places: list.places,
            spellings,
            count_bits: parts.count,
            article_bits: parts.documents,
            place_bits: parts.places,
            spelling_bits: parts.spellings,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::article::{Article, Block};
    use crate::build::{BuildOptions, SegmentBuilder};
    use crate::segment::{FormCensus, Segment};

    /// The example of `FORMAT.md`, whose lists are decoded there by hand.
    #[test]
    fn parts_of_the_example() {
        let article = |id: &str, title: &str, text: &str| Article {
            id: id.into(),
            title: title.into(),
            blocks: vec![Block::Paragraph(text.into())],
            section: Some("News".into()),
            language: Some("en".into()),
            ..Article::default()
        };
        let mut builder = SegmentBuilder::new(BuildOptions::default());
        builder.add(article("a", "Ferry", "The US let us by."));
        builder.add(article("b", "Ferries", "US ferry, US ferries"));
        let built = builder.finish();
        let census = Segment::open(&built.bytes).and_then(|segment| segment.census()).expect("it was just built");
        let bits = |at: usize| {
            let list = &census.lists[at];
            [list.count_bits, list.article_bits, list.place_bits, list.spelling_bits]
        };
        // by, ferri, let, the, us
        let expect = [[0, 1, 1, 0], [2, 0, 8, 3], [0, 1, 1, 0], [0, 1, 1, 0], [1, 0, 6, 3]];
        assert_eq!(std::array::from_fn::<_, 5, _>(bits), expect);
        assert_eq!((&census.lists[4].places[..], &census.lists[4].spellings[..]), (&[2, 2][..], &[3, 2][..]));
        let us = FormCensus { form: "us".into(), group: 4, ordinal: 0, spellings: (true, true), class: 1 };
        assert_eq!(census.forms.last(), Some(&us));
        assert_eq!(census.records[1][..2], ["b", "Ferries"]);
        assert_eq!(census.facets[0].values, [("News".to_owned(), 2)]);
        assert_eq!(census.texts, ["The US let us by.\n", "US ferry, US ferries\n"]);
        assert_eq!((census.duplicates, census.pairs), (vec![], vec![]));
    }
}
