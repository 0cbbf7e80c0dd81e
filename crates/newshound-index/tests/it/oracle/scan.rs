//! Articles as a reader of all of them would know them: their words, without any index.

use std::collections::{BTreeMap, BTreeSet};

use newshound_index::analysis::Analyzer;
use newshound_index::article::{Article, Block};
use newshound_index::build::{BuildOptions, Settings, Weights};
use newshound_index::segment::TextMode;

/// The forms that stand at each position of a text; wholes of compounds are left out.
pub(crate) type Positions = Vec<Vec<String>>;

/// A form, and whether it is written as an acronym.
pub(crate) type Spelling = (String, bool);

pub(crate) struct Doc<'a> {
    pub(crate) article: &'a Article,
    pub(crate) spellings: BTreeSet<Spelling>,
    /// How often each stem stands in paragraphs and captions; 0 where it only stands elsewhere.
    pub(crate) stems: BTreeMap<String, u32>,
    /// The stems of title, standfirst and subheadings.
    pub(crate) fields: [BTreeSet<String>; 3],
    /// Words of paragraphs and captions.
    pub(crate) length: u32,
    pub(crate) title: Positions,
    pub(crate) standfirst: Option<Positions>,
    /// All texts with the place of their field: title, standfirst, subheadings, body.
    pub(crate) texts: Vec<(usize, Positions)>,
    /// `None` where the text is not published.
    pub(crate) blocks: Option<Vec<Positions>>,
}

pub(crate) fn positions(analyzer: &Analyzer, text: &str) -> Positions {
    let mut out: Positions = Vec::new();
    analyzer.each_token(text, |token| {
        out.resize_with(out.len().max((token.position + token.span) as usize), Vec::new);
        if token.span == 1 {
            out[token.position as usize].push(token.form.to_owned());
        }
    });
    out
}

impl<'a> Doc<'a> {
    fn new(article: &'a Article, analyzer: &Analyzer, mode: TextMode) -> Doc<'a> {
        let mut spellings = BTreeSet::new();
        let mut stems: BTreeMap<String, u32> = BTreeMap::new();
        let mut read = |text: &str, in_body: bool| -> BTreeSet<String> {
            let mut own = BTreeSet::new();
            analyzer.each_token(text, |token| {
                spellings.insert((token.form.to_owned(), token.is_acronym));
                let stem = analyzer.stem(token.form).into_owned();
                *stems.entry(stem.clone()).or_default() += u32::from(in_body);
                own.insert(stem);
            });
            own
        };
        let title = read(&article.title, false);
        let standfirst = read(article.standfirst.as_deref().unwrap_or_default(), false);
        let mut subheadings = BTreeSet::new();
        let mut length = 0;
        for block in &article.blocks {
            if matches!(block, Block::Subheading(_)) {
                subheadings.extend(read(block.text(), false));
            } else {
                read(block.text(), true);
                length += positions(analyzer, block.text()).len() as u32;
            }
        }
        // Where texts are not published, the beginning of a free one stands for a standfirst: short ones as a whole.
        let lead = || {
            let first =
                article.blocks.iter().find(|block| matches!(block, Block::Paragraph(text) if !text.trim().is_empty()));
            first.map(Block::text).filter(|_| mode == TextMode::Standfirst && article.is_free)
        };
        let is_published = article.is_free && mode != TextMode::Standfirst;
        let read = |text: &str| positions(analyzer, text);
        let mut texts = vec![(0, read(&article.title)), (1, read(article.standfirst.as_deref().unwrap_or_default()))];
        let field = |block: &Block| if matches!(block, Block::Subheading(_)) { 2 } else { 3 };
        texts.extend(article.blocks.iter().map(|block| (field(block), read(block.text()))));
        Doc {
            texts,
            article,
            title: read(&article.title),
            standfirst: article.standfirst.as_deref().or_else(lead).map(read),
            blocks: is_published.then(|| article.blocks.iter().map(|block| read(block.text())).collect()),
            spellings,
            stems,
            fields: [title, standfirst, subheadings],
            length,
        }
    }

    /// Whether one word stands right behind another somewhere.
    pub(crate) fn has_pair(&self, first: &str, second: &str) -> bool {
        let stands = |place: &[String], form: &str| place.iter().any(|other| other == form);
        self.texts.iter().any(|text| text.1.windows(2).any(|pair| stands(&pair[0], first) && stands(&pair[1], second)))
    }

    /// How often words stand side by side in a field.
    fn times(&self, field: usize, words: &[String]) -> usize {
        let stands = |window: &[Vec<String>]| window.iter().zip(words).all(|(forms, word)| forms.contains(word));
        let texts = self.texts.iter().filter(|text| text.0 == field);
        texts.map(|text| text.1.windows(words.len()).filter(|window| stands(window)).count()).sum()
    }

    /// Whether words stand side by side in any text.
    pub(crate) fn has_phrase(&self, words: &[String]) -> bool {
        (0..4).any(|field| self.times(field, words) > 0)
    }

    /// The day of its date, on the calendar of its source.
    pub(crate) fn day(&self) -> Option<i32> {
        self.article.published.map(|date| date.local_seconds().div_euclid(86_400) as i32)
    }

    pub(crate) fn seconds(&self) -> Option<i64> {
        self.article.published.map(|date| date.utc_seconds())
    }

    /// Its values of a facet, in the order of the source.
    pub(crate) fn values(&self, facet: &str) -> Vec<&'a str> {
        let article = self.article;
        let all: Vec<&str> = match facet {
            "section" => article.section.iter().map(String::as_str).collect(),
            "author" => article.authors.iter().map(String::as_str).collect(),
            "tag" => article.tags.iter().map(String::as_str).collect(),
            "language" => article.language.iter().map(String::as_str).collect(),
            name => {
                let own = article.fields.iter().filter(|(field, _)| field == name);
                own.flat_map(|(_, values)| values).map(String::as_str).collect()
            }
        };
        all
    }
}

/// All articles, and what is true of them together.
pub(crate) struct Library<'a> {
    pub(crate) analyzer: &'a Analyzer,
    pub(crate) settings: &'a Settings,
    pub(crate) docs: Vec<Doc<'a>>,
    /// How many articles have each form, in either spelling.
    pub(crate) forms: BTreeMap<String, u32>,
    pub(crate) spellings: BTreeSet<Spelling>,
    average_length: f32,
    /// Seconds of the newest article.
    pub(crate) newest: Option<i64>,
    /// The pairs of words that are indexed.
    pub(crate) pairs: BTreeSet<(String, String)>,
}

impl<'a> Library<'a> {
    pub(crate) fn new(articles: &'a [Article], analyzer: &'a Analyzer, options: &'a BuildOptions) -> Library<'a> {
        let docs: Vec<Doc<'a>> = articles.iter().map(|article| Doc::new(article, analyzer, options.text)).collect();
        let mut forms = BTreeMap::new();
        for doc in &docs {
            for form in doc.spellings.iter().map(|spelling| &spelling.0).collect::<BTreeSet<_>>() {
                *forms.entry(form.clone()).or_default() += 1;
            }
        }
        let spellings = docs.iter().flat_map(|doc| doc.spellings.iter().cloned()).collect();
        let words: u64 = docs.iter().map(|doc| u64::from(doc.length)).sum();
        let average_length = (words as f32 / docs.len() as f32).max(1.0);
        let newest = docs.iter().filter_map(Doc::seconds).max();
        Library {
            analyzer,
            settings: &options.settings,
            docs,
            forms,
            spellings,
            average_length,
            newest,
            pairs: BTreeSet::new(),
        }
    }

    /// How many articles have a stem.
    pub(crate) fn count(&self, stem: &str) -> usize {
        self.docs.iter().filter(|doc| doc.stems.contains_key(stem)).count()
    }

    /// How much it tells that an article has what `count` have.
    pub(crate) fn idf(&self, count: usize) -> f32 {
        let (all, count) = (self.docs.len() as f64, count as f64);
        (1.0 + (all - count + 0.5) / (count + 0.5)).ln().powf(1.25) as f32
    }

    /// The strength of a stem in an article: frequency over length, and the fields.
    pub(crate) fn weight(&self, doc: &Doc<'_>, stem: &str) -> f32 {
        let frequency = doc.stems.get(stem).copied().unwrap_or(0);
        self.strength(doc, frequency, [0, 1, 2].map(|field| doc.fields[field].contains(stem)))
    }

    /// The same for words side by side.
    pub(crate) fn phrase_weight(&self, doc: &Doc<'_>, words: &[String]) -> f32 {
        self.strength(doc, doc.times(3, words) as u32, [0, 1, 2].map(|field| doc.times(field, words) > 0))
    }

    fn strength(&self, doc: &Doc<'_>, frequency: u32, stands_in: [bool; 3]) -> f32 {
        let Weights { title, standfirst, subheadings, body } = self.settings.weights;
        let norm = (1.0 - 0.6 + 0.6 * rounded(doc.length) / self.average_length) / body;
        let mut weight = frequency.min(15) as f32 / norm;
        let field = |at: usize, weight: f32| if stands_in[at] { weight } else { 0.0 };
        let fields = field(0, title) + field(1, standfirst) + field(2, subheadings);
        if fields > 0.0 {
            weight += fields;
        }
        weight
    }
}

/// A length as an index keeps it: the nearest of `2^(c/4) - 1`, where half a step up is still nearest.
fn rounded(words: u32) -> f32 {
    let step = |eighths: u32| (f64::from(eighths) / 8.0).exp2() - 1.0;
    let code = (0..).find(|code| step(2 * code + 1) >= f64::from(words)).unwrap_or(0);
    step(2 * code) as f32
}
