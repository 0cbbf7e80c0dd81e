//! [`Settings`]: what a publisher may set about ranking and fields; resolved here, so that readers only look up.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

use super::subheadings;
use super::{body_texts, collect::Collection};
use crate::analysis::Analyzer;
use crate::article::Article;
use crate::query::{ParseContext, parse};
use crate::search::{Plain, leaves_of};
use crate::segment::postings::{MAX_TF, Mark, Postings, place_of};
use crate::segment::settings as stored;

/// Words that one synonym may have.
const MOST_WORDS: usize = 8;

/// What a publisher may set about ranking and fields. Nothing set, nothing written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    /// What a word counts in each field.
    pub weights: Weights,
    /// Sections by their exact names, with what the scores of their articles are multiplied by, in
    /// [`Settings::BOOSTS`]; outside of that they count as the nearest end.
    pub section_boosts: Vec<(String, f32)>,
    /// Words that mean the same.
    pub synonyms: Vec<Synonyms>,
    /// Articles that stand first for a line.
    pub pins: Vec<Pin>,
    /// Which of the articles' further fields are kept. `None`: all of them, as facets.
    pub fields: Option<Fields>,
}

impl Settings {
    /// What a section may be boosted by.
    pub const BOOSTS: RangeInclusive<f32> = 0.1..=10.0;
}

/// What a word counts in each field, beside the others; in [`Weights::RANGE`], outside of that as the nearest end. Steps
/// of less than a hundredth make no difference.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weights {
    /// The headline. By default 2.
    pub title: f32,
    /// The publisher's own standfirst. By default 1.
    pub standfirst: f32,
    /// Subheadings. By default 0.8.
    pub subheadings: f32,
    /// Paragraphs and captions, for one word in a body of average length. By default 1.
    pub body: f32,
}

impl Weights {
    /// What a weight may be. With 0 articles are found by the field, but stand no higher for it.
    pub const RANGE: RangeInclusive<f32> = 0.0..=100.0;
}

impl Default for Weights {
    fn default() -> Weights {
        let [title, standfirst, subheadings, body] = stored::WEIGHTS;
        Weights { title, standfirst, subheadings, body }
    }
}

/// Words or phrases of which a reader who types one means another as well.
///
/// ```
/// use newshound_index::build::Synonyms;
///
/// let equal: Synonyms = "US = United States".parse()?;
/// assert_eq!(equal.from, equal.to);
/// let one_way: Synonyms = "feds => Federal Reserve".parse()?;
/// assert_eq!((one_way.from, one_way.to), (vec!["feds".into()], vec!["Federal Reserve".into()]));
/// assert!("US".parse::<Synonyms>().is_err());
/// # Ok::<(), newshound_index::build::SynonymsError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Synonyms {
    /// What is typed: each a word or a phrase of eight words at most, as it is spelt.
    pub from: Vec<String>,
    /// What is looked for as well. The same as `from` where all mean the same.
    pub to: Vec<String>,
}

/// A text is no synonym: `US = United States` and `feds => Federal Reserve` are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SynonymsError;

impl fmt::Display for SynonymsError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(
            "no synonyms; write `US = United States` for words that mean the same, or `feds => Federal Reserve` for a \
             word that stands for another",
        )
    }
}

impl std::error::Error for SynonymsError {}

impl FromStr for Synonyms {
    type Err = SynonymsError;

    fn from_str(text: &str) -> Result<Synonyms, SynonymsError> {
        let side = |text: &str| -> Option<Vec<String>> {
            text.split('=')
                .map(|word| Some(word.trim()).filter(|word| !word.is_empty() && !word.contains('>')).map(str::to_owned))
                .collect()
        };
        let found = match text.split_once("=>") {
            Some((from, to)) => side(from).zip(side(to)).map(|(from, to)| Synonyms { from, to }),
            None => side(text).filter(|all| all.len() > 1).map(|all| Synonyms { from: all.clone(), to: all }),
        };
        found.ok_or(SynonymsError)
    }
}

/// Articles that stand first for a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pin {
    /// Words as readers type them, all of them and in this order. Case, accents and signs make no difference; what is
    /// quoted, excluded, or of a field is another line.
    pub query: String,
    /// Ids or URLs of articles, the first of all first.
    pub articles: Vec<String>,
}

/// Which further fields of the articles are kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields {
    /// Names of fields that become facets: hits tell them, and they can be counted and filtered by.
    pub facets: Vec<String>,
    /// Names of fields that hits only tell.
    pub stored: Vec<String>,
}

/// Something that was set and comes to nothing. The rest holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SettingProblem {
    /// An article is pinned that is not there.
    UnknownPin {
        /// The line that it is pinned to.
        query: String,
        /// The id or URL that no article has.
        article: String,
    },
    /// Articles are pinned to a line that is no mere words, or has none.
    PinnedLine {
        /// The line.
        query: String,
    },
    /// A section is boosted that no article stands in.
    UnknownSection {
        /// Its name.
        section: String,
    },
    /// No article has any of the words that others stand for.
    UnknownSynonyms {
        /// These words.
        to: String,
    },
    /// A synonym has no word, or too many.
    SynonymLength {
        /// The synonym.
        text: String,
    },
    /// A field is kept that no article has.
    UnknownField {
        /// Its name.
        field: String,
    },
}

impl SettingProblem {
    /// The name of the kind: kebab case, never changed once released.
    pub fn code(&self) -> &'static str {
        match self {
            SettingProblem::UnknownPin { .. } => "unknown-pin",
            SettingProblem::PinnedLine { .. } => "pinned-line",
            SettingProblem::UnknownSection { .. } => "unknown-section",
            SettingProblem::UnknownSynonyms { .. } => "unknown-synonyms",
            SettingProblem::SynonymLength { .. } => "synonym-length",
            SettingProblem::UnknownField { .. } => "unknown-field",
        }
    }

    /// What to do about it.
    pub fn remedy(&self) -> &'static str {
        match self {
            SettingProblem::UnknownPin { .. } => "`newshound inspect DIR --ids` lists all ids; or take the pin out",
            SettingProblem::PinnedLine { .. } => {
                "pin to words as readers type them, without fields, dates, `-` or `OR`"
            }
            SettingProblem::UnknownSection { .. } => "write the section as the articles do, or take it out",
            SettingProblem::UnknownSynonyms { .. } => {
                "check the spelling; it does no harm if articles may come to have it"
            }
            SettingProblem::SynonymLength { .. } => "give each synonym one to eight words",
            SettingProblem::UnknownField { .. } => "write the field's name as the articles do, or take it out",
        }
    }
}

impl fmt::Display for SettingProblem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SettingProblem::UnknownPin { query, article } => {
                write!(out, "`{article}`, pinned to `{query}`, is no id or URL of an article")
            }
            SettingProblem::PinnedLine { query } => {
                write!(out, "nothing can be pinned to `{query}`: it is not words alone")
            }
            SettingProblem::UnknownSection { section } => write!(out, "no article stands in the section `{section}`"),
            SettingProblem::UnknownSynonyms { to } => write!(out, "no article has `{to}`, which others stand for"),
            SettingProblem::SynonymLength { text } => {
                write!(out, "the synonym `{text}` has no words, or more than eight")
            }
            SettingProblem::UnknownField { field } => write!(out, "no article has a field `{field}`"),
        }
    }
}

/// A word or phrase, analysed.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Phrase {
    /// The forms of all simple words, as in a line.
    line: Vec<String>,
    /// One form for each place, as in a text.
    places: Vec<String>,
    is_acronym: bool,
}

impl Phrase {
    fn of(analyzer: &Analyzer, text: &str) -> Option<Phrase> {
        let mut phrase = Phrase { line: Vec::new(), places: Vec::new(), is_acronym: false };
        analyzer.each_token(text, |token| {
            if token.span > 1 {
                return;
            }
            phrase.line.push(token.form.to_owned());
            phrase.places.truncate(token.position as usize);
            phrase.places.push(token.form.to_owned());
            phrase.is_acronym = token.is_acronym;
        });
        phrase.is_acronym &= phrase.places.len() == 1;
        (1..=MOST_WORDS).contains(&phrase.places.len()).then_some(phrase)
    }
}

/// Where everything that was set goes.
pub(super) struct Resolved {
    pub(super) settings: stored::SettingsWriter,
    /// Lists of articles with words side by side; to be written behind those of all groups.
    pub(super) lists: Vec<Postings>,
    pub(super) problems: Vec<SettingProblem>,
}

impl Resolved {
    /// Leaves of the names of fields those that are to be kept, facets first; returns where the others begin.
    pub(super) fn keep(&mut self, fields: Option<&Fields>, names: &mut Vec<&str>) -> usize {
        let Some(Fields { facets, stored }) = fields else { return names.len() };
        let mut missing: Vec<&String> =
            facets.iter().chain(stored).filter(|name| !names.contains(&name.as_str())).collect();
        missing.sort_unstable();
        missing.dedup();
        self.problems.extend(missing.into_iter().map(|name| SettingProblem::UnknownField { field: name.clone() }));
        let is_in = |list: &[String], name: &str| list.iter().any(|own| own == name);
        names.retain(|name| is_in(facets, name) || is_in(stored, name));
        names.sort_unstable_by_key(|name| (!is_in(facets, name), *name));
        names.partition_point(|name| is_in(facets, name))
    }
}

/// Resolves what was set for articles in their final order.
pub(super) fn resolve(
    settings: &Settings,
    articles: &[&Article],
    analyzer: &Analyzer,
    collection: &Collection,
) -> Resolved {
    let mut out = Resolved { settings: stored::SettingsWriter::default(), lists: Vec::new(), problems: Vec::new() };
    let Weights { title, standfirst, subheadings, body } = settings.weights;
    out.settings.weights = [title, standfirst, subheadings, body].map(|weight| within(weight, Weights::RANGE));
    boosts(settings, articles, &mut out);
    pins(settings, articles, analyzer, &mut out);
    synonyms(settings, articles, analyzer, collection, &mut out);
    out
}

/// Also makes hundredths of it, as an index does.
fn within(value: f32, range: RangeInclusive<f32>) -> f32 {
    let value = if value.is_nan() { 1.0 } else { value };
    (value.clamp(*range.start(), *range.end()) * 100.0).round() / 100.0
}

fn boosts(settings: &Settings, articles: &[&Article], out: &mut Resolved) {
    let sections: BTreeSet<&str> =
        articles.iter().filter_map(|article| article.section.as_deref()).filter(|name| !name.is_empty()).collect();
    let named: BTreeMap<&str, f32> =
        settings.section_boosts.iter().map(|(name, boost)| (name.as_str(), within(*boost, Settings::BOOSTS))).collect();
    for section in named.keys().filter(|name| !sections.contains(*name)) {
        out.problems.push(SettingProblem::UnknownSection { section: (*section).to_owned() });
    }
    let boosts: Vec<f32> = sections.iter().map(|name| named.get(name).copied().unwrap_or(1.0)).collect();
    if boosts.iter().any(|boost| *boost != 1.0) {
        out.settings.boosts = boosts;
    }
}

fn pins(settings: &Settings, articles: &[&Article], analyzer: &Analyzer, out: &mut Resolved) {
    let mut lines: BTreeMap<Vec<String>, Vec<u32>> = BTreeMap::new();
    for Pin { query, articles: wanted } in &settings.pins {
        let asked = parse(query, &ParseContext::default());
        let plain = Plain::of(analyzer, query, &leaves_of(&asked), u64::MAX);
        let Some(line) = plain.whole().map(|line| line.split(' ').map(str::to_owned).collect::<Vec<_>>()) else {
            out.problems.push(SettingProblem::PinnedLine { query: query.clone() });
            continue;
        };
        let documents = lines.entry(line).or_default();
        for wanted in wanted {
            let by = |is: &dyn Fn(&Article) -> bool| articles.iter().position(|article| is(article));
            let found = by(&|article| article.id == *wanted).or_else(|| by(&|article| article.url == *wanted));
            match found {
                Some(at) if !documents.contains(&(at as u32)) => documents.push(at as u32),
                Some(_) => {}
                None => out.problems.push(SettingProblem::UnknownPin { query: query.clone(), article: wanted.clone() }),
            }
        }
    }
    out.settings.pins = lines.into_iter().filter(|(_, documents)| !documents.is_empty()).collect();
}

fn synonyms(
    settings: &Settings,
    articles: &[&Article],
    analyzer: &Analyzer,
    collection: &Collection,
    out: &mut Resolved,
) {
    let mut problems = Vec::new();
    let mut analysed = |text: &String| {
        let phrase = Phrase::of(analyzer, text);
        if phrase.is_none() {
            problems.push(SettingProblem::SynonymLength { text: text.clone() });
        }
        phrase
    };
    let mut rules: BTreeMap<Vec<String>, Vec<Phrase>> = BTreeMap::new();
    let mut groups: Vec<(String, Vec<Phrase>)> = Vec::new();
    for Synonyms { from, to } in &settings.synonyms {
        let meant: Vec<Phrase> = to.iter().filter_map(&mut analysed).collect();
        let is_equal = from == to;
        let typed: Vec<Phrase> = if is_equal { meant.clone() } else { from.iter().filter_map(&mut analysed).collect() };
        for phrase in typed {
            let own = rules.entry(phrase.line.clone()).or_default();
            for other in &meant {
                if other.places != phrase.places && !own.contains(other) {
                    own.push(other.clone());
                }
            }
        }
        groups.push((to.join("`, `"), meant));
    }
    out.problems.append(&mut problems);

    let phrases: BTreeSet<&[String]> = rules
        .values()
        .flatten()
        .filter(|phrase| phrase.places.len() > 1)
        .map(|phrase| phrase.places.as_slice())
        .collect();
    let phrases: Vec<&[String]> = phrases.into_iter().collect();
    let mut numbers: BTreeMap<&[String], u32> = BTreeMap::new();
    for (phrase, list) in phrases.iter().zip(lists(&phrases, articles, analyzer)) {
        if !list.documents.is_empty() {
            numbers.insert(phrase, collection.group_count() + out.lists.len() as u32);
            out.lists.push(list);
        }
    }
    // The number that stands for what a phrase means, if any article has it.
    let stems = if rules.is_empty() { Default::default() } else { collection.stems(analyzer) };
    let list_of = |phrase: &Phrase| -> Option<u32> {
        match phrase.places.as_slice() {
            [form] if phrase.is_acronym => collection.has_acronym(form).then_some(stored::ACRONYM),
            [form] => stems.contains(analyzer.stem(form).as_ref()).then_some(stored::WORD),
            places => numbers.get(places).map(|number| number + stored::LIST),
        }
    };
    for (to, meant) in &groups {
        if !meant.is_empty() && !meant.iter().any(|phrase| list_of(phrase).is_some()) {
            out.problems.push(SettingProblem::UnknownSynonyms { to: to.clone() });
        }
    }
    for (words, meant) in &rules {
        let meaning =
            |phrase: &Phrase| list_of(phrase).map(|kind| stored::Meaning { words: phrase.places.clone(), kind });
        let meanings: Vec<stored::Meaning> = meant.iter().filter_map(meaning).collect();
        if !meanings.is_empty() {
            out.settings.synonyms.push((words.clone(), meanings));
        }
    }
}

/// For each phrase the articles that have its words side by side, and where.
fn lists(phrases: &[&[String]], articles: &[&Article], analyzer: &Analyzer) -> Vec<Postings> {
    let mut lists = vec![Postings { form_count: 1, ..Postings::default() }; phrases.len()];
    let mut numbers: HashMap<&str, u32> = HashMap::new();
    for form in phrases.iter().copied().flatten() {
        let number = numbers.len() as u32;
        numbers.entry(form).or_insert(number);
    }
    if phrases.is_empty() {
        return lists;
    }
    let coded: Vec<Vec<u32>> = phrases
        .iter()
        .map(|phrase| phrase.iter().filter_map(|form| numbers.get(form.as_str()).copied()).collect())
        .collect();
    // The words of a text that any phrase has, with their positions.
    let mut words: Vec<(u32, u32)> = Vec::new();
    let mut found: BTreeMap<usize, (u8, u8)> = BTreeMap::new();
    for (document, article) in (0u32..).zip(articles) {
        found.clear();
        let mut read = |text: &str, mark: Option<Mark>| {
            words.clear();
            analyzer.each_token(text, |token| {
                if token.span == 1
                    && let Some(number) = numbers.get(token.form)
                {
                    words.push((token.position, *number));
                }
            });
            words.sort_unstable();
            for (position, first) in &words {
                for (at, phrase) in coded.iter().enumerate().filter(|(_, phrase)| phrase.first() == Some(first)) {
                    let stands = (*position..).zip(phrase).all(|word| words.binary_search(&(word.0, *word.1)).is_ok());
                    if stands {
                        let (frequency, marks) = found.entry(at).or_default();
                        match mark {
                            Some(mark) => *marks |= mark as u8,
                            None => *frequency = (*frequency + 1).min(MAX_TF),
                        }
                    }
                }
            }
        };
        read(&article.title, Some(Mark::Title));
        if let Some(text) = &article.standfirst {
            read(text, Some(Mark::Standfirst));
        }
        subheadings(article).for_each(|text| read(text, Some(Mark::Subheading)));
        body_texts(article).for_each(|text| read(text, None));
        for (at, (frequency, marks)) in &found {
            if let Some(list) = lists.get_mut(*at) {
                list.documents.push(document);
                list.places.push(place_of(*frequency, *marks));
            }
        }
    }
    lists
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn synonyms_are_read() {
        let check = |text: &str, expect: Option<(&[&str], &[&str])>| {
            let found = text.parse::<Synonyms>().ok();
            let found = found.as_ref().map(|found| {
                let strs = |all: &'_ [String]| all.iter().map(String::clone).collect::<Vec<_>>();
                (strs(&found.from), strs(&found.to))
            });
            let owned = |all: &[&str]| all.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>();
            assert_eq!(found, expect.map(|(from, to)| (owned(from), owned(to))), "{text}");
        };
        check("US = United States", Some((&["US", "United States"], &["US", "United States"])));
        check("a=b = c", Some((&["a", "b", "c"], &["a", "b", "c"])));
        check("feds => Federal Reserve", Some((&["feds"], &["Federal Reserve"])));
        check("feds = the Fed => Federal Reserve = Fed", Some((&["feds", "the Fed"], &["Federal Reserve", "Fed"])));
        for text in ["", "US", "=", "US =", "= US", "a => ", "=> a", "a => b => c", "a == b", "a > b = c"] {
            check(text, None);
        }
    }

    #[test]
    fn numbers_stay_in_bounds() {
        let check = |value, expect| assert_eq!(within(value, Settings::BOOSTS), expect, "{value}");
        check(1.5, 1.5);
        check(1.234, 1.23);
        check(-1.0, 0.1);
        check(1e9, 10.0);
        check(f32::NAN, 1.0);
        check(f32::INFINITY, 10.0);
    }
}
