//! [`SegmentBuilder`]: articles in, a segment out. Nothing here runs in the reader's browser.
//!
//! The same articles give the same bytes, in whatever order they are added.

mod collect;
mod interner;
mod lead;
mod near_duplicate;
mod order;
mod pairs;
mod settings;
mod workers;

use crate::analysis::{Analyzer, Language};
use crate::article::{Article, Block};
use crate::date::Date;
use crate::segment::container::{ContainerWriter, Place, Section};
use crate::segment::dates::write_dates;
use crate::segment::documents::{Record, write_documents};
use crate::segment::duplicates::write_duplicates;
use crate::segment::facets::{Facet, MAX_VALUES};
use crate::segment::forms::write_forms;
use crate::segment::stats::Stats;
use crate::segment::text::{PAGE_DOCUMENTS, write_text};
use crate::segment::urls::{read_url, write_template, write_url};
use crate::segment::{self, TextMode};
use collect::{Collection, Keep};

pub use settings::{Fields, Pin, SettingProblem, Settings, Synonyms, SynonymsError, Weights};
pub use workers::Workers;

/// What a publisher may set about an index.
#[derive(Clone, Debug, PartialEq)]
pub struct BuildOptions {
    /// Where the text of the articles goes. The text of one that is not free goes nowhere.
    pub text: TextMode,
    /// BCP 47 tag of the language by whose rules words are read, in all articles and queries. `None`: the one that
    /// most articles name; where none names any, English if they read so.
    pub language: Option<String>,
    /// IANA name of the site's time zone, such as `Europe/Lisbon`: decides what day it is for `yesterday`.
    pub time_zone: Option<String>,
    /// Days after which the bonus of a new article has halved; 0 for no bonus.
    pub half_life: u32,
    /// The commonest shape of a URL; `{id}` stands for the article's id. It only saves bytes: a URL of another shape
    /// is kept as it is.
    pub url_template: String,
    /// Bytes that lists of pairs of words may take, in hundredths of what the lists of words take. They answer phrases;
    /// 0 for none.
    pub pairs: u32,
    /// Whether articles of about one time are put beside their like: the index is smaller by about a tenth then, and takes
    /// half as long again to build. Answers are the same.
    pub by_likeness: bool,
    /// What else the publisher wants of ranking and fields.
    pub settings: Settings,
}

impl Default for BuildOptions {
    /// Text inside, no time zone, a year of half-life, `/{id}`, pairs in a twentieth, like beside like.
    fn default() -> BuildOptions {
        BuildOptions {
            text: TextMode::Inside,
            language: None,
            time_zone: None,
            half_life: 365,
            url_template: "/{id}".into(),
            pairs: 5,
            by_likeness: true,
            settings: Settings::default(),
        }
    }
}

/// A file that goes beside the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileApart {
    /// Its name, which changes with its content.
    pub name: String,
    /// Its bytes before they are deflated (zlib, RFC 1950).
    pub bytes: Vec<u8>,
}

/// A segment, built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Built {
    /// The index.
    pub bytes: Vec<u8>,
    /// The text, where it is published apart.
    pub apart: Vec<FileApart>,
    /// What was set and comes to nothing.
    pub problems: Vec<SettingProblem>,
}

/// Collects articles and makes a segment of them.
pub struct SegmentBuilder {
    options: BuildOptions,
    articles: Vec<Article>,
}

impl SegmentBuilder {
    /// A builder without articles.
    pub fn new(options: BuildOptions) -> SegmentBuilder {
        SegmentBuilder { options, articles: Vec::new() }
    }

    /// Adds an article. Ids should be unique: they tell hits apart.
    pub fn add(&mut self, article: Article) {
        self.articles.push(article);
    }

    /// What was set and comes to nothing: [`Built::problems`] without the segment, in half of its time.
    pub fn problems_with(self, workers: Workers<'_>) -> Vec<SettingProblem> {
        let SegmentBuilder { options, articles } = self;
        let Read { articles, collection, analyzer, .. } = Read::of(&options, articles, workers, &|_| ());
        let articles: Vec<&Article> = articles.iter().collect();
        let mut resolved = settings::resolve(&options.settings, &articles, &analyzer, &collection);
        facets(&articles, options.settings.fields.as_ref(), &mut resolved);
        resolved.problems
    }

    /// Makes the segment.
    pub fn finish(self) -> Built {
        self.finish_with(&|parts, work| (0..parts).for_each(work))
    }

    /// The same, with the caller's threads for what can be done side by side. The bytes do not depend on them.
    pub fn finish_with(self, workers: Workers<'_>) -> Built {
        self.finish_watched(workers, &|_| ())
    }

    /// The same; `watch` is told from time to time how much of the work is done, in percent of the time that it takes,
    /// about.
    pub fn finish_watched(self, workers: Workers<'_>, watch: &dyn Fn(u32)) -> Built {
        let SegmentBuilder { options, articles } = self;
        let Read { articles, mut collection, analyzer, language_tag } = Read::of(&options, articles, workers, watch);
        let order = collection.order(&articles, options.by_likeness, workers);
        watch(Done::ORDER);
        let duplicates = collection.duplicates(&articles, &order, workers);
        let articles: Vec<&Article> = order.iter().filter_map(|at| articles.get(*at as usize)).collect();
        let marks = collection.marks();
        let stats = Stats {
            documents: articles.len() as u32,
            body_words: collection.body_words(),
            language: analyzer.language(),
            language_tag,
            time_zone: options.time_zone.clone().unwrap_or_default(),
            half_life: options.half_life,
            url_template: write_template(&options.url_template),
            text_mode: options.text,
            marks,
        };
        let mut resolved = settings::resolve(&options.settings, &articles, &analyzer, &collection);
        watch(Done::DUPLICATES);
        let (fst, forms, (blocks, postings)) = collection.dictionary_and_postings(&order, &resolved.lists, workers);

        watch(Done::POSTINGS);
        let mut container = ContainerWriter::default();
        container.inside(Section::Stats, vec![stats.write()]);
        container.inside(Section::Fst, vec![fst]);
        container.inside(Section::Forms, vec![write_forms(&forms)]);
        container.inside(Section::Blocks, vec![blocks]);
        container.inside(Section::Postings, postings);
        container.inside(Section::Lengths, vec![collection.lengths(&order)]);
        container.inside(Section::Documents, documents(&articles, &collection.take_leads(&order), &stats.url_template));
        let dates: Vec<Option<Date>> = articles.iter().map(|article| article.published).collect();
        container.inside(Section::Dates, vec![write_dates(&dates)]);
        container.inside(Section::Facets, facets(&articles, options.settings.fields.as_ref(), &mut resolved));
        container.inside(Section::Duplicates, vec![write_duplicates(&duplicates)]);
        if options.text != TextMode::Standfirst {
            let place = if options.text == TextMode::Apart { Place::Apart } else { Place::Inside };
            let page = |articles: &[&Article]| {
                let mut page = Vec::new();
                for article in articles {
                    write_text(&mut page, article.is_free.then_some(article.blocks.as_slice()));
                }
                (place, page)
            };
            container.section(Section::Text, articles.chunks(PAGE_DOCUMENTS).map(page).collect());
        }
        watch(Done::SECTIONS);
        let pairs = collection.pairs(&order, options.pairs, workers);
        if !pairs.is_empty() {
            container.inside(Section::Pairs, vec![pairs]);
        }
        if resolved.settings != segment::settings::SettingsWriter::default() {
            container.inside(Section::Settings, resolved.settings.write());
        }
        let (bytes, apart) = container.finish(analyzer.fingerprint());
        let apart = apart.into_iter().map(|page| FileApart { name: page.name, bytes: page.bytes }).collect();
        Built { bytes, apart, problems: resolved.problems }
    }
}

/// How much of the work is done after each step, in percent of its time, as it was for some fifty thousand articles.
struct Done;

impl Done {
    const WORDS: u32 = 35;
    const ORDER: u32 = 62;
    const DUPLICATES: u32 = 66;
    const POSTINGS: u32 = 80;
    const SECTIONS: u32 = 84;
}

/// Articles whose words are counted.
struct Read {
    articles: Vec<Article>,
    collection: Collection,
    analyzer: Analyzer,
    /// The tag of the language, empty where nobody says.
    language_tag: String,
}

impl Read {
    fn of(options: &BuildOptions, mut articles: Vec<Article>, workers: Workers<'_>, watch: &dyn Fn(u32)) -> Read {
        // From here on, nothing depends on the order in which they came.
        articles.sort_by(|one, other| (&one.id, &one.url, &one.title).cmp(&(&other.id, &other.url, &other.title)));
        let language_tag = options.language.clone().or_else(|| commonest_language(&articles)).unwrap_or_default();
        let is_for_subscribers = options.text == TextMode::Standfirst;
        // Words of synonyms that stand side by side are looked for in the texts.
        let texts = !is_for_subscribers || !options.settings.synonyms.is_empty();
        let keep = Keep { texts, leads: is_for_subscribers };
        let count = articles.len().max(1);
        let far = |read: usize| watch((read * Done::WORDS as usize / count) as u32);
        let mut collection = Collection::of(&mut articles, keep, workers, &far);
        let is_english = language_tag.is_empty() && collection.looks_english();
        let analyzer = Analyzer::new(if is_english { Language::English } else { Language::from_tag(&language_tag) });
        collection.group(&analyzer);
        Read { articles, collection, analyzer, language_tag }
    }
}

/// The tag that most articles name; of several, the first in the alphabet.
fn commonest_language(articles: &[Article]) -> Option<String> {
    let mut tags: Vec<&str> = articles.iter().filter_map(|article| article.language.as_deref()).collect();
    tags.sort_unstable();
    let runs = tags.chunk_by(|one, other| one == other);
    let longest = runs.fold(&[][..], |longest: &[&str], run| if run.len() > longest.len() { run } else { longest });
    longest.first().map(|tag| (*tag).to_owned())
}

fn documents(articles: &[&Article], leads: &[Option<String>], template: &str) -> Vec<Vec<u8>> {
    let record = |(article, lead): (&&'_ Article, &'_ Option<String>)| -> Vec<u8> {
        let is_by_template = article.url == read_url(template, &article.id, &article.title);
        let url = (!is_by_template).then(|| write_url(&article.url, &article.id, &article.title));
        let record = Record {
            id: &article.id,
            title: &article.title,
            url: url.as_deref(),
            standfirst: article.standfirst.as_deref().or(lead.as_deref()),
            is_own_standfirst: article.standfirst.is_some(),
            image: article.image.as_deref(),
            modified: article.modified,
            is_free: article.is_free,
        };
        write_documents(std::iter::once(record)).concat()
    };
    let records: Vec<Vec<u8>> = articles.iter().zip(leads).map(record).collect();
    records.chunks(crate::segment::documents::PAGE_DOCUMENTS).map(<[Vec<u8>]>::concat).collect()
}

/// The built-in facets that any article has, then the publisher's own, by name, then what is only stored.
fn facets(articles: &[&Article], fields: Option<&Fields>, resolved: &mut settings::Resolved) -> Vec<Vec<u8>> {
    fn unique<'a>(values: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
        let mut out: Vec<&str> = Vec::new();
        for value in values {
            if !value.is_empty() && out.len() < MAX_VALUES && !out.contains(&value) {
                out.push(value);
            }
        }
        out
    }
    let mut names: Vec<&str> =
        articles.iter().flat_map(|article| article.fields.iter().map(|(name, _)| name.as_str())).collect();
    // About the import, not about the article.
    names.retain(|name| *name != "title_is_derived");
    names.sort_unstable();
    names.dedup();
    let of = |name: &str, article: &'_ Article| -> Vec<String> {
        let values = match name {
            "section" => unique(article.section.as_deref()),
            "author" => unique(article.authors.iter().map(String::as_str)),
            "tag" => unique(article.tags.iter().map(String::as_str)),
            "language" => unique(article.language.as_deref()),
            name => {
                let own = article.fields.iter().filter(|(own, _)| own == name).flat_map(|(_, values)| values);
                unique(own.map(String::as_str))
            }
        };
        values.into_iter().map(str::to_owned).collect()
    };
    let built_in = ["section", "author", "tag", "language"];
    names.retain(|name| !built_in.contains(name));
    let first_stored = resolved.keep(fields, &mut names);
    let mut pages = Vec::new();
    for (at, name) in built_in.into_iter().chain(names).enumerate() {
        let values: Vec<Vec<String>> = articles.iter().map(|article| of(name, article)).collect();
        if values.iter().any(|own| !own.is_empty()) {
            let values: Vec<Vec<&str>> = values.iter().map(|own| own.iter().map(String::as_str).collect()).collect();
            pages.push(Facet::new(name, &values).write());
            resolved.settings.stored += usize::from(at >= built_in.len() + first_stored);
        }
    }
    pages
}

/// The texts of an article that are searched as its body, in order: paragraphs and captions.
fn body_texts(article: &Article) -> impl Iterator<Item = &str> {
    article.blocks.iter().filter_map(|block| match block {
        Block::Paragraph(text) | Block::Caption(text) => Some(text.as_str()),
        Block::Subheading(_) => None,
    })
}

/// The subheadings of an article.
fn subheadings(article: &Article) -> impl Iterator<Item = &str> {
    article.blocks.iter().filter_map(|block| match block {
        Block::Subheading(text) => Some(text.as_str()),
        Block::Paragraph(_) | Block::Caption(_) => None,
    })
}
