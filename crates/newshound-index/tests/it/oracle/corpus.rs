//! Small corpora and the questions put to them, drawn at random from few words, so that everything meets everything.

use newshound_index::article::{Article, Block};
use newshound_index::build::{BuildOptions, Pin, Settings, Synonyms, Weights};
use newshound_index::query::DayRange;
use newshound_index::search::{Request, Sort};
use newshound_index::segment::TextMode;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

/// Words as papers print them: forms that share a stem, words a slip apart, acronyms beside pronouns, hyphens, numbers,
/// signs, accents, elisions, a script without blanks, and irregular stems.
const WORDS: [&str; 66] = [
    "elect",
    "election",
    "elections",
    "elected",
    "organ",
    "organs",
    "organization",
    "us",
    "US",
    "U.S.",
    "it",
    "IT",
    "what",
    "were",
    "who",
    "WHO",
    "whole",
    "F-16",
    "F16",
    "16",
    "real-time",
    "realtime",
    "real",
    "time",
    "times",
    "bridge",
    "Bridges",
    "bridged",
    "ridge",
    "bride",
    "café",
    "cafe",
    "l’Élysée",
    "Elysee",
    "2,400",
    "2400",
    "9/11",
    "AT&T",
    "#tag",
    "tag",
    "@tag",
    "new",
    "news",
    "may",
    "May",
    "mayor",
    "the",
    "of",
    "Rubio’s",
    "Rubio",
    "García",
    "sky",
    "skies",
    "dying",
    "die",
    "日本経済",
    "日本",
    "C++",
    "don't",
    "shut",
    "shuts",
    "harbour",
    "harbours",
    "labour",
    "reelection",
    "re-election",
];
const DATES: [&str; 14] = [
    "",
    "",
    "2025",
    "2025-03",
    "2025-03-14",
    "2025-03-14T07:40:00-03:00",
    "2025-03-14T23:30:00-04:00",
    "2025-03-15T02:00Z",
    "2024-12-31T23:30:00-04:00",
    "2025-01-01",
    "2026-01-02T10:00",
    "2023-06-06",
    "2025-03-13",
    "2025-03-16T10:00:01+09:00",
];
const SECTIONS: [&str; 4] = ["", "News", "World News", "Sport"];
const AUTHORS: [&str; 4] = ["Inés Peña", "Rose May", "May Rose-Brown", "Bo"];
const TAGS: [&str; 4] = ["bridge", "Harbour Bridge", "#tag", "US"];
const PLACES: [&str; 2] = ["Bay", "Gull Island"];
const LANGUAGES: [&str; 4] = ["en", "en", "en-CA", "es"];

/// A question, and the line as a place in the corpus's words.
pub(crate) struct Case {
    pub(crate) options: BuildOptions,
    pub(crate) articles: Vec<Article>,
    pub(crate) requests: Vec<Request>,
}

/// Shown when a case fails: enough to write it down as a test.
impl std::fmt::Debug for Case {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(out, "{:?}", self.options)?;
        self.articles.iter().try_for_each(|article| writeln!(out, "{article:?}"))?;
        self.requests.iter().try_for_each(|request| writeln!(out, "{request:?}"))
    }
}

/// Some words by their places in the corpus's vocabulary.
type Places = Vec<u8>;

#[derive(Clone, Debug)]
struct Draft {
    title: Places,
    standfirst: Option<Places>,
    blocks: Vec<(u8, Places)>,
    dates: (&'static str, &'static str),
    section: &'static str,
    authors: Vec<&'static str>,
    tags: Vec<&'static str>,
    place: Vec<&'static str>,
    language: &'static str,
    is_free: bool,
    has_url: bool,
    /// The article before it that it repeats.
    repeats: Option<u8>,
}

fn draft() -> impl Strategy<Value = Draft> {
    let places = |most: usize| proptest::collection::vec(any::<u8>(), 0..=most);
    let texts = (
        places(4),
        proptest::option::weighted(0.3, places(5)),
        proptest::collection::vec((0u8..6, places(12)), 0..=3),
        (select(&DATES[..]), select(&DATES[..])),
    );
    let about = (
        select(&SECTIONS[..]),
        subsequence(&AUTHORS[..], 0..=2).prop_shuffle(),
        subsequence(&TAGS[..], 0..=3).prop_shuffle(),
        subsequence(&PLACES[..], 0..=1),
        select(&LANGUAGES[..]),
    );
    let flags = (proptest::bool::weighted(0.85), any::<bool>(), proptest::option::weighted(0.2, any::<u8>()));
    (texts, about, flags).prop_map(|(texts, about, flags)| {
        let (title, standfirst, blocks, dates) = texts;
        let (section, authors, tags, place, language) = about;
        let (is_free, has_url, repeats) = flags;
        Draft { title, standfirst, blocks, dates, section, authors, tags, place, language, is_free, has_url, repeats }
    })
}

/// Words in a row, some of them with a comma or at the end of a sentence.
fn prose(places: &[u8], words: &[&str]) -> String {
    let mut text = String::new();
    for place in places {
        if !text.is_empty() {
            text.push_str(match place % 11 {
                0 => ", ",
                1 => ". ",
                2 => " — ",
                _ => " ",
            });
        }
        text.push_str(words[usize::from(*place) % words.len()]);
    }
    text
}

fn article(at: usize, draft: &Draft, words: &[&str]) -> Article {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let owned = |values: &[&str]| values.iter().map(|value| (*value).to_owned()).collect::<Vec<_>>();
    // Numbers that sort unlike the order in which articles are added.
    let id = format!("a{}", (at * 7 + 3) % 41);
    let block = |(kind, places): &(u8, Places)| match (kind, prose(places, words)) {
        (0, text) => Block::Subheading(text),
        (1, text) => Block::Caption(text),
        (_, text) => Block::Paragraph(text),
    };
    Article {
        url: if draft.has_url { format!("/news/{id}.html") } else { format!("/{id}") },
        id,
        title: prose(&draft.title, words),
        published: draft.dates.0.parse().ok(),
        modified: draft.dates.1.parse().ok(),
        section: some(draft.section),
        authors: owned(&draft.authors),
        tags: owned(&draft.tags),
        language: some(draft.language),
        image: None,
        standfirst: draft.standfirst.as_ref().map(|places| prose(places, words)),
        blocks: draft.blocks.iter().map(block).collect(),
        related: vec!["bridge".into()],
        is_free: draft.is_free,
        fields: if draft.place.is_empty() { vec![] } else { vec![("place".into(), owned(&draft.place))] },
    }
}

/// One piece of a line.
#[derive(Clone, Debug)]
struct Piece {
    kind: u8,
    /// Chooses words, and how they are bent.
    numbers: (u8, u8, u8),
}

fn piece() -> impl Strategy<Value = Piece> {
    (0u8..32, any::<(u8, u8, u8)>()).prop_map(|(kind, numbers)| Piece { kind, numbers })
}

/// A word with a slip in it.
fn slip(word: &str, number: u8) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let at = usize::from(number) % letters.len();
    match number % 4 {
        0 => drop(letters.remove(at)),
        1 => letters.insert(at, 'x'),
        2 if at + 1 < letters.len() => letters.swap(at, at + 1),
        _ => letters[at] = 'o',
    }
    letters.into_iter().collect()
}

fn render(pieces: &[Piece], words: &[&str], articles: &[Article], ends_open: bool) -> String {
    let mut line = String::new();
    for Piece { kind, numbers } in pieces {
        let (one, two, three) = *numbers;
        let word =
            if one % 8 == 0 { WORDS[usize::from(two) % WORDS.len()] } else { words[usize::from(two) % words.len()] };
        let cut = |text: &str| -> String {
            let count = text.chars().count();
            text.chars().take(1 + usize::from(three) % count).collect()
        };
        // Words that really stand side by side somewhere, or nearly.
        let phrase = || {
            let article = &articles[usize::from(one) % articles.len()];
            let texts: Vec<&str> =
                std::iter::once(article.title.as_str()).chain(article.blocks.iter().map(Block::text)).collect();
            let own: Vec<&str> = texts[usize::from(two) % texts.len()].split(' ').collect();
            let start = usize::from(three) % own.len();
            own[start..own.len().min(start + 1 + usize::from(two) % 3)].join(" ")
        };
        let field = ["title", "author", "section", "tag"][usize::from(one) % 4];
        let name =
            ["peña", "may", "rose", "news", "world", "sport", "bridge", "harbour", "us", "ro"][usize::from(two) % 10];
        let date =
            ["2025", "2025-03", "2025-03-14", "2024", "yesterday", "nonsense", "2025-03..2026"][usize::from(two) % 7];
        line.push_str(&match kind {
            0..=9 => format!("{word} "),
            10 => format!("{}* ", cut(word)),
            11 => format!("{} ", cut(word)),
            12..=13 if word.len() > 3 => format!("{} ", slip(word, three)),
            14..=16 => format!("\"{}\" ", phrase()),
            17 => format!("-{word} "),
            18 => format!("-\"{}\" ", phrase()),
            19..=20 => "OR ".into(),
            21 => format!("title:{word} "),
            22 => format!("title:\"{}\" ", phrase()),
            23..=24 => format!("{field}:{name} "),
            25 => format!("{field}:\"{name} {}\" ", ["peña", "news", "bridge"][usize::from(three) % 3]),
            26 => format!("{}:{date} ", ["date", "before", "after"][usize::from(one) % 3]),
            27 => "(".into(),
            28 => ") ".into(),
            29 => "-(".into(),
            30 => "♥♥♥♥ ".into(),
            _ => format!("{word} "),
        });
    }
    if ends_open { line.trim_end().to_owned() } else { line }
}

#[derive(Clone, Debug)]
struct Question {
    pieces: Vec<Piece>,
    ends_open: bool,
    request: Request,
}

fn question() -> impl Strategy<Value = Question> {
    let values = |all: &'static [&'static str]| subsequence(all, 1..=2);
    let filters = (
        proptest::option::weighted(0.2, values(&["News", "World News", "Sport", "Nowhere"])),
        proptest::option::weighted(0.1, values(&AUTHORS)),
        proptest::option::weighted(0.1, values(&["en", "es"])),
        proptest::option::weighted(0.1, values(&PLACES)),
        proptest::bool::weighted(0.02),
    )
        .prop_map(|(section, author, language, place, unknown)| {
            let named = [("section", section), ("author", author), ("language", language), ("place", place)];
            let unknown = unknown.then(|| ("colour".to_owned(), vec!["red".to_owned()]));
            let owned = |values: Vec<&str>| values.into_iter().map(str::to_owned).collect();
            let set = named.into_iter().filter_map(|(name, values)| Some((name.to_owned(), owned(values?))));
            set.chain(unknown).collect::<Vec<_>>()
        });
    let facets = subsequence(vec!["section", "author", "tag", "language", "place", "colour"], 0..=3).prop_shuffle();
    let day = || proptest::option::of(19_990i32..20_200);
    let request = (
        (prop_oneof![Just(10usize), 0usize..6, Just(usize::MAX)], prop_oneof![Just(0usize), 0usize..4]),
        select(&[Sort::Relevance, Sort::Relevance, Sort::Relevance, Sort::Newest, Sort::Oldest][..]),
        (filters, proptest::option::weighted(0.15, (day(), day()))),
        facets,
        (any::<bool>(), any::<bool>()),
        proptest::option::of(20_000i32..20_200),
        select(&[None, None, Some(0.0f32), Some(30.0), Some(0.5), Some(f32::INFINITY), Some(f32::NAN)][..]),
    )
        .prop_map(|((limit, offset), sort, (filters, dates), facets, (collapse, explain), today, half_life)| Request {
            text: String::new(),
            limit,
            offset,
            sort,
            filters,
            dates: dates.map(|(from, until)| DayRange { from, until }),
            facets: facets.into_iter().map(str::to_owned).collect(),
            collapse,
            today,
            half_life,
            explain,
        });
    (proptest::collection::vec(piece(), 0..6), any::<bool>(), request)
        .prop_map(|(pieces, ends_open, request)| Question { pieces, ends_open, request })
}

/// What a publisher might set; words are places in the corpus's vocabulary.
#[derive(Clone, Debug)]
struct Wishes {
    weights: Weights,
    boosts: Vec<(&'static str, f32)>,
    synonyms: Vec<(Vec<Places>, Option<Vec<Places>>)>,
    pins: Vec<(Places, Vec<u8>)>,
}

fn wishes() -> impl Strategy<Value = Wishes> {
    let words = || proptest::collection::vec(any::<u8>(), 1..=3);
    let sides = || proptest::collection::vec(words(), 1..=3);
    let weight = || select(&[0.0f32, 0.25, 1.0, 2.0, 8.0][..]);
    let weights = (weight(), weight(), weight(), weight());
    let weights = proptest::option::weighted(0.5, weights).prop_map(|set| match set {
        Some((title, standfirst, subheadings, body)) => Weights { title, standfirst, subheadings, body },
        None => Weights::default(),
    });
    let boosts = subsequence(vec![("News", 2.0f32), ("World News", 0.5), ("Nowhere", 9.0)], 0..=3);
    let synonyms = proptest::collection::vec((sides(), proptest::option::of(sides())), 0..=4);
    let pins = proptest::collection::vec((words(), proptest::collection::vec(any::<u8>(), 1..=3)), 0..=3);
    (weights, boosts, synonyms, pins).prop_map(|(weights, boosts, synonyms, pins)| Wishes {
        weights,
        boosts,
        synonyms,
        pins,
    })
}

impl Wishes {
    fn settings(&self, words: &[&str], articles: &[Article]) -> Settings {
        let text = |places: &Places| {
            let own: Vec<&str> = places.iter().map(|place| words[usize::from(*place) % words.len()]).collect();
            own.join(" ")
        };
        let texts = |side: &Vec<Places>| side.iter().map(text).collect::<Vec<_>>();
        let article = |number: &u8| {
            let article = &articles[usize::from(*number) % articles.len()];
            match number % 3 {
                0 => article.id.clone(),
                1 => article.url.clone(),
                _ => "/nowhere".to_owned(),
            }
        };
        Settings {
            weights: self.weights,
            section_boosts: self.boosts.iter().map(|(name, boost)| ((*name).to_owned(), *boost)).collect(),
            synonyms: self
                .synonyms
                .iter()
                .map(|(from, to)| Synonyms { from: texts(from), to: texts(to.as_ref().unwrap_or(from)) })
                .collect(),
            pins: self
                .pins
                .iter()
                .map(|(line, of)| Pin { query: text(line), articles: of.iter().map(article).collect() })
                .collect(),
            fields: None,
        }
    }
}

/// A corpus of up to 24 articles and some questions.
pub(crate) fn case() -> impl Strategy<Value = Case> {
    // Neighbours in the list are relatives.
    let words = (0..WORDS.len() - 3, 3usize..=12, subsequence(&WORDS[..], 0..=4))
        .prop_map(|(from, count, others)| [&WORDS[from..WORDS.len().min(from + count)], &others].concat());
    let drafts = proptest::collection::vec(draft(), 1..=24);
    let questions = proptest::collection::vec(question(), 1..=8);
    let mode = select(&[TextMode::Inside, TextMode::Inside, TextMode::Apart, TextMode::Standfirst][..]);
    let language = select(&[None, Some("en"), Some("es")][..]);
    let wishes = proptest::option::of(wishes());
    let options = (mode, language, select(&[0u32, 5, 200, 200][..]), wishes);
    (words, drafts, questions, options).prop_map(|(words, drafts, questions, (text, language, pairs, wishes))| {
        let mut articles: Vec<Article> = Vec::new();
        for (at, draft) in drafts.iter().enumerate() {
            let mut article = article(at, draft, &words);
            if let Some(other) =
                draft.repeats.and_then(|number| articles.get(usize::from(number) % articles.len().max(1)))
            {
                (article.title, article.blocks) = (other.title.clone(), other.blocks.clone());
                (article.language, article.published) = (other.language.clone(), other.published);
            }
            articles.push(article);
        }
        let settings = wishes.map_or(Settings::default(), |wishes| wishes.settings(&words, &articles));
        // What rules are about is asked for more often than chance would have it.
        let line = |question: &Question| {
            let own = render(&question.pieces, &words, &articles, question.ends_open);
            let from = settings.synonyms.iter().flat_map(|rule| rule.from.iter());
            let set: Vec<&String> = from.chain(settings.pins.iter().map(|pin| &pin.query)).collect();
            match set.get(question.pieces.len() * 3 % set.len().max(1)) {
                Some(set) if question.request.explain => {
                    format!("{set} {}", if question.ends_open { "" } else { &own })
                }
                _ => own,
            }
        };
        let request = |question: Question| Request { text: line(&question), ..question.request };
        let requests = questions.into_iter().map(request).collect();
        let language = language.map(str::to_owned);
        let options = BuildOptions { text, language, pairs, settings, ..BuildOptions::default() };
        Case { options, articles, requests }
    })
}
