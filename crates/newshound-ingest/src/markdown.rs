//! Markdown with front matter in YAML (`---`), TOML (`+++`) or JSON (`{`), as Jekyll, Hugo, Zola and Eleventy keep it.
//!
//! What the front matter does not say, the path may: `_posts/2024-05-04-old-mill-bridge.md` has a date and a slug.
//! Drafts stay out (`draft: true`, `published: false`, a `_drafts` folder, and what [`crate::access`] lists), what has a
//! date in the future, or one that cannot be read, and what has expired, as the generators have it; what they make no page
//! of (`permalink: false`, Hugo's `build`, `headless`, Zola's `render = false`, files without a date in `_posts`, folders of
//! the generator's own); and so do pages about the repository (`README.md` and its kin) and section pages (`_index.md`).
//! A section page that is a draft, or makes drafts of its pages by `cascade`, keeps out all below its folder. **A file whose
//! front matter cannot be read stays out**, since it may be a draft. [`crate::permalink`] says which URL a file gets that has none.

use newshound_index::article::Block;
use pulldown_cmark::{Options, Parser, html};
use serde_json::{Map, Value};

use crate::access::{self, Access, is_future, truth};
use crate::dates::DayOrder;
use crate::front_matter::{Front, is_front, parse, split, without_end};
use crate::input::Input;
use crate::markup::{self, Reading};
use crate::moment::Moment;
use crate::permalink::{self, UrlWords};
use crate::problem::{ProblemKind, excerpt};
use crate::record::{Records, Said};
use crate::sink::{Draft, Sink, is_no_date};

/// Parsed, Markdown takes up to fifty times its size.
const MAX_BYTES: u64 = 8 << 20;

/// Reads one article.
pub(crate) fn read(input: &mut Input<'_>, sink: &mut Sink<'_>) {
    let text = match input.page_text(sink.options.max_page_bytes.min(MAX_BYTES)) {
        Ok(text) => text.replace("\r\n", "\n"),
        Err(kind) => return sink.problem(None, kind),
    };
    // Above it, blank lines do no harm.
    let start = text.trim_start_matches([' ', '\t', '\n', '\u{feff}']);
    let start = if is_front(start) { start } else { &text };
    let skipped = text.get(..text.len() - start.len()).unwrap_or_default().matches('\n').count() as u64;
    let text = start;
    let (front, body, body_line) = split(text);
    let body_line = body_line + skipped;
    let had_front = !matches!(front, Front::None);
    let path = Path::of(&input.stem);
    if path.is_section || !had_front && path.is_about_repository {
        return;
    }
    let parsed = match front {
        Front::None if is_front(text) => Err(without_end(text, skipped)),
        front => parse(front).map_err(|(line, reason)| (line + skipped, reason)),
    };
    let mut object = match parsed {
        Ok(object) => object,
        Err((line, reason)) => return sink.problem(Some(line), ProblemKind::BrokenFrontMatter { reason }),
    };
    let says = |key: &str, value: bool| object.get(key).and_then(Value::as_bool) == Some(value);
    if path.is_draft || permalink::is_draft(sink.file()) || says("eleventyExcludeFromCollections", true) {
        return sink.problem(None, ProblemKind::NotPublished { count: 1 });
    }
    if let Some(reason) = path.unpublished.or_else(|| without_page(&object)) {
        return sink.problem(None, ProblemKind::Unpublished { reason });
    }
    let date = object.iter().find(|(key, _)| key.eq_ignore_ascii_case("date"));
    let waits = date.and_then(|(_, date)| waits_for(date, sink));
    let said = if had_front { None } else { without_fences(body, sink) };
    let words = UrlWords::of(&object, &input.stem, sink.file());
    tidy(&mut object);
    // The front matter starts on line 2, after its fence.
    let line = Some(if had_front { 2 + skipped } else { body_line });
    let Said { mut article, is_headline_only, mut withheld } = Records::default().article(line, object, sink);
    // Liquid and shortcodes are the generator's; only a finished URL is one.
    if article.url.contains([':', '{']) && !article.url.contains("://") {
        article.url.clear();
    }
    if article.blocks.is_empty() {
        article.blocks = render(body);
    }
    // Of a text that is not free, no line may stand elsewhere.
    if article.title.is_empty()
        && article.is_free
        && let Some(Block::Subheading(title)) = article.blocks.first()
    {
        article.title = title.clone();
        article.blocks.remove(0);
    }
    if article.published.is_none() {
        let in_url = article
            .url
            .trim_start_matches('/')
            .get(..10)
            .filter(|day| day.split('/').all(|part| part.parse::<u16>().is_ok()));
        let date = path.date.or(in_url.map(|day| day.replace('/', "-")));
        article.published = date.and_then(|date| sink.date(None, "file name", &date));
    }
    if let Some(said) = said {
        article.is_free &= said.is_free;
        withheld = withheld.or(said.withheld);
    }
    if let Some(kind) = waits {
        withheld.get_or_insert(kind);
    }
    if let Some(date) = article.published.filter(|date| is_future(*date, sink)) {
        withheld.get_or_insert(ProblemKind::NotYetPublic { until: date.to_string() });
    }
    if article.url.is_empty() {
        article.url = words.url(article.published, sink.options).unwrap_or_default();
    }
    article.id = if article.id.is_empty() { path.id } else { article.id };
    let is_headline_only = is_headline_only && article.blocks.is_empty();
    sink.draft(Draft { article, line, stem: input.stem.clone(), is_headline_only, withheld, ..Draft::default() });
}

/// What lines of `Key: value` above a text say of its readers, as Pelican and MultiMarkdown have them: one is the title.
fn without_fences(body: &str, sink: &mut Sink<'_>) -> Option<Access> {
    const MOST: usize = 50;
    let mut object = Map::new();
    let mut has_title = false;
    for line in body.lines().take_while(|line| !line.trim().is_empty()).take(MOST) {
        // What is indented belongs to the line above.
        let Some((key, value)) = line.split_once(':').filter(|_| !line.starts_with([' ', '\t'])) else { continue };
        has_title |= key.eq_ignore_ascii_case("title");
        if access::is_key(key) {
            object.insert(key.to_owned(), Value::String(value.trim().to_owned()));
        }
    }
    (has_title && !object.is_empty()).then(|| access::take(&mut object, Some(1), sink))
}

/// Why a generator makes no page of a file, by its front matter.
fn without_page(object: &Map<String, Value>) -> Option<&'static str> {
    let is_no = |value: &Value| value.as_bool() == Some(false) || value.as_str() == Some("false");
    let is_yes = |value: &Value| value.as_bool() == Some(true) || value.as_str() == Some("true");
    let has_no = |value: &Value, key: &str| value.get(key).is_some_and(is_no);
    // Hugo's words are `always`, `local`, `link` and `never`.
    let never = |value: &Value, key: &str| {
        let word = value.get(key).and_then(Value::as_str).map(str::to_ascii_lowercase);
        has_no(value, key) || word.is_some_and(|word| matches!(word.as_str(), "never" | "link"))
    };
    object.iter().find_map(|(key, value)| match key.to_ascii_lowercase().as_str() {
        "permalink" if is_no(value) || has_no(value, "build") => Some("`permalink` gives it no page"),
        "build" | "_build" if never(value, "render") => Some("`build` gives it no page"),
        "build" | "_build" if never(value, "list") => Some("`build` lists it nowhere"),
        "headless" if is_yes(value) => Some("it is `headless`"),
        "render" if is_no(value) => Some("`render` gives it no page"),
        _ => None,
    })
}

/// Why what has this `date` stays out: it is still to come, or cannot be read, so that a generator would fail.
fn waits_for(date: &Value, sink: &Sink<'_>) -> Option<ProblemKind> {
    let text = match date {
        Value::Null | Value::Number(_) => return None,
        Value::String(text) if is_no_date(text) => return None,
        Value::String(text) => text.as_str(),
        other => {
            let (key, text) = ("date".to_owned(), excerpt(&other.to_string()));
            return Some(ProblemKind::UnclearStatus { key, text });
        }
    };
    // What Eleventy takes from the file, or from Git.
    let word = text.trim().to_ascii_lowercase();
    if matches!(word.as_str(), "last modified" | "created" | "git last modified" | "git created") {
        return None;
    }
    match Moment::read_utc(text, sink.options.day_order) {
        Some(moment) if moment.last <= sink.options.now_seconds() => None,
        Some(moment) => Some(ProblemKind::NotYetPublic { until: moment.last_date().to_string() }),
        None => Some(ProblemKind::NotYetPublic { until: excerpt(text) }),
    }
}

/// Whether a section page (`_index.md`) keeps all below its folder from being published.
pub(crate) fn is_draft_section(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let text = text.trim_start();
    let object = match split(text).0 {
        Front::None if !is_front(text) => return false,
        Front::None => return true,
        // What cannot be read may say it.
        front => match parse(front) {
            Ok(object) => object,
            Err(_) => return true,
        },
    };
    let is_draft = |object: &Map<String, Value>| {
        let says = |key: &str| object.iter().find(|(own, _)| own.eq_ignore_ascii_case(key)).map(|(_, value)| value);
        says("draft").is_some_and(|value| !value.is_null() && truth(value) != Some(false))
            || says("published").is_some_and(|value| truth(value) == Some(false))
    };
    let cascade: Vec<&Value> = match object.get("cascade") {
        Some(Value::Array(items)) => items.iter().collect(),
        Some(value) => vec![value],
        None => Vec::new(),
    };
    let cascades =
        |value: &Value| value.as_object().is_some_and(|object| is_draft(object) || without_page(object).is_some());
    is_draft(&object) || cascade.into_iter().any(cascades)
}

/// Lifts what the generators nest, and drops what only they need.
fn tidy(object: &mut Map<String, Value>) {
    const TECHNICAL: [&str; 23] = [
        "layout",
        "template",
        "weight",
        "aliases",
        "redirect_from",
        "redirect_to",
        "toc",
        "comments",
        "sitemap",
        "outputs",
        "cascade",
        "menu",
        "order",
        "type",
        "sort_by",
        "eleventyNavigation",
        "eleventyComputed",
        "eleventyExcludeFromCollections",
        "pagination",
        "math",
        "extra",
        "params",
        "taxonomies",
    ];
    for nest in ["taxonomies", "extra", "params"] {
        if let Some(Value::Object(nested)) = object.remove(nest) {
            for (key, value) in nested {
                object.entry(key).or_insert(value);
            }
        }
    }
    // Zola's `path` is the URL below the site's root.
    if let Some(Value::String(path)) = object.remove("path") {
        object.entry("permalink").or_insert(Value::String(format!("/{}/", path.trim_matches('/'))));
    }
    for key in TECHNICAL {
        object.remove(key);
    }
    // A permalink written as `false` (Eleventy) or an object is none.
    if object.get("permalink").is_some_and(|value| !value.is_string()) {
        object.remove("permalink");
    }
    // The first category is the section, the others are tags. `Uncategorized` says nothing.
    if let Some(value) = object.remove("categories") {
        let names: Vec<Value> = match value {
            Value::Array(items) => items,
            Value::String(text) => text.split(',').map(|name| Value::String(name.trim().to_owned())).collect(),
            _ => Vec::new(),
        };
        let names: Vec<Value> =
            names.into_iter().filter(|name| name.as_str().is_some_and(|name| name != "Uncategorized")).collect();
        let mut names = names.into_iter();
        if !object.contains_key("section") && !object.contains_key("category") {
            object.extend(names.next().map(|name| ("section".to_owned(), name)));
        }
        let tags = object.entry("tags").or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(tags) = tags {
            tags.extend(names);
        }
    }
}

/// What a path tells.
struct Path {
    id: String,
    date: Option<String>,
    is_draft: bool,
    /// Why its generator makes no page of what lies there.
    unpublished: Option<&'static str>,
    is_section: bool,
    is_about_repository: bool,
}

impl Path {
    fn of(stem: &str) -> Path {
        let file = stem.rsplit('/').next().unwrap_or(stem);
        let is_index = file == "index";
        // A page bundle: `2024/05/old-mill-bridge/index.md`.
        let id = if is_index { stem.rsplit_once('/').map_or(stem, |(folder, _)| folder) } else { stem };
        let file = id.rsplit('/').next().unwrap_or(id);
        let day = file.get(..10).filter(|day| {
            day.bytes()
                .enumerate()
                .all(|(at, byte)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() })
        });
        const ABOUT: [&str; 8] =
            ["readme", "license", "licence", "contributing", "changelog", "code_of_conduct", "security", "authors"];
        let lower = file.to_ascii_lowercase();
        Path {
            id: id.to_owned(),
            date: day.map(str::to_owned),
            is_draft: stem.split('/').any(|part| part == "_drafts"),
            unpublished: unpublished(stem, file),
            is_section: file == "_index" || file.starts_with("_index."),
            is_about_repository: ABOUT.iter().any(|name| {
                lower == *name || lower.starts_with(&format!("{name}-")) || lower.starts_with(&format!("{name}."))
            }),
        }
    }
}

/// Why a generator makes no page of a file, by its path.
fn unpublished(stem: &str, file: &str) -> Option<&'static str> {
    const OWN: [&str; 8] =
        ["_private", "_includes", "_layouts", "_data", "_sass", "_plugins", "_partials", "node_modules"];
    let (folders, _) = stem.rsplit_once('/')?;
    let folders: Vec<&str> = folders.split('/').collect();
    // `themes`, `archetypes` and `vendor` may be sections; `crate::walk` knows where they are a generator's.
    if folders.iter().any(|folder| OWN.contains(folder)) {
        return Some("its folder is the generator's own");
    }
    let is_post = folders.contains(&"_posts");
    (is_post && !is_dated(file)).then_some("a file in `_posts` needs a date in its name")
}

/// Whether a name begins as Jekyll's posts do: `2024-05-04-bridge`, also with fewer digits.
fn is_dated(file: &str) -> bool {
    let mut parts = file.splitn(4, '-');
    let (year, month, day) = (parts.next(), parts.next(), parts.next());
    let (Some(year), Some(month), Some(day), Some(_)) = (year, month, day, parts.next()) else { return false };
    let is_number = |text: &str, most: usize| text.len() <= most && text.bytes().all(|byte| byte.is_ascii_digit());
    let year = if year.len() == 2 { format!("20{year}") } else { year.to_owned() };
    let is_day = is_number(&year, 4) && is_number(month, 2) && is_number(day, 2);
    is_day && Moment::read_utc(&format!("{year}-{month}-{day}"), DayOrder::Unknown).is_some()
}

/// The text as blocks: Markdown to HTML to blocks, so that HTML inside Markdown is read as what it is.
fn render(body: &str) -> Vec<Block> {
    let body = without_depths(&without_templates(body));
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_HEADING_ATTRIBUTES;
    let mut out = String::with_capacity(body.len() * 3 / 2);
    html::push_html(&mut out, Parser::new_ext(&body, options));
    markup::blocks(&out, Reading::default())
}

/// Quotes and lists inside each other, on one line; nobody writes so many, and each costs as much as all before it.
const DEEPEST: usize = 64;

/// Drops the marks of quotes and lists that open more than [`DEEPEST`] on one line.
fn without_depths(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let mut rest = line;
        let mut kept = line;
        for depth in 0.. {
            let Some(behind) = behind_mark(rest) else { break };
            rest = behind;
            if depth < DEEPEST {
                kept = behind;
            }
        }
        out.push_str(line.strip_suffix(kept).unwrap_or_default());
        out.push_str(rest);
    }
    out
}

/// What stands behind the mark of a quote or of a list's item, where a line begins with one.
fn behind_mark(line: &str) -> Option<&str> {
    let line = line.trim_start_matches([' ', '\t']);
    if let Some(rest) = line.strip_prefix('>') {
        return Some(rest);
    }
    let rest = match line.strip_prefix(['-', '+', '*']) {
        Some(rest) => rest,
        None => {
            let number = line.trim_start_matches(|c: char| c.is_ascii_digit());
            number.strip_prefix(['.', ')']).filter(|_| number.len() < line.len())?
        }
    };
    rest.strip_prefix([' ', '\t'])
}

/// Drops what the generators would replace: `{% ... %}`, `{{ ... }}`, `{: ...}` and `<!-- more -->`.
fn without_templates(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('{') {
        let (before, tail) = rest.split_at(start);
        out.push_str(before);
        let end = match tail.as_bytes().get(1) {
            Some(b'%') => tail.find("%}").map(|end| end + 2),
            Some(b'{') => tail.find("}}").map(|end| end + 2),
            Some(b':') => tail.find('}').map(|end| end + 1),
            _ => None,
        };
        // A template never runs over a blank line.
        let end = end.filter(|end| tail.get(..*end).is_some_and(|code| !code.contains("\n\n")));
        if end.is_none() {
            out.push('{');
        }
        rest = tail.get(end.unwrap_or(1)..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use newshound_index::article::Article;

    use super::*;
    use crate::battery::{self, read_str};
    use crate::format::Format;

    fn check(name: &str, text: &str, expect: &str) {
        let (articles, problems) = read_str(read, name, text.as_bytes());
        let shown = articles.iter().map(|article: &Article| {
            let date = article.published.map(|date| date.to_string()).unwrap_or_default();
            let blocks: Vec<&str> = article.blocks.iter().map(Block::text).collect();
            format!(
                "{}|{}|{date}|{}|{}|{}",
                article.id,
                article.title,
                article.section.clone().unwrap_or_default(),
                article.tags.join(","),
                blocks.join("/")
            )
        });
        let problems = problems.iter().map(|problem| format!("{:?}:{}", problem.line, problem.kind));
        assert_eq!(shown.chain(problems).collect::<Vec<_>>().join("\n"), expect, "{text}");
    }

    #[test]
    fn front_matter_of_each_kind() {
        check(
            "_posts/2024-05-04-bridge.md",
            "---\ntitle: Bridge opens\ncategories: [Town, Works]\ntags: [bridge]\n---\n\nIt *opened*.\n",
            "_posts/2024-05-04-bridge|Bridge opens|2024-05-04|Town|bridge,Works|It opened.",
        );
        check(
            "bridge/index.md",
            "+++\ntitle = \"Bridge opens\"\ndate = 2024-05-04T09:05:00+02:00\n[taxonomies]\ntags = [\"bridge\"]\n+++\nIt opened.\n",
            "bridge|Bridge opens|2024-05-04T09:05:00+02:00||bridge|It opened.",
        );
        check(
            "bridge.md",
            "{\n \"title\": \"Bridge opens\", \"date\": \"2024-05-04\"\n}\nIt opened.",
            "bridge|Bridge opens|2024-05-04|||It opened.",
        );
        check(
            "bridge.md",
            "---\r\ntitle: Bridge\r\ndate: 2022-01-05 17:55:00 -0500\r\n---\r\nIt opened.\r\n\r\n## Stone\r\n\r\nYes.",
            "bridge|Bridge|2022-01-05T17:55:00-05:00|||It opened./Stone/Yes.",
        );
        check("bridge.md", "# Bridge opens\n\nIt opened.", "bridge|Bridge opens||||It opened.");
        check(
            "bridge.md",
            "---\ntitle: B\npermalink: /:year/:title/\n---\n{% include x.html %}\nIt {{ site.x }}opened.{: .big}",
            "bridge|B||||It opened.",
        );
    }

    #[test]
    fn a_template_goes_before_the_generators_urls() {
        let options = crate::Options { url_template: "/news/{id}".into(), ..crate::Options::default() };
        let mut input =
            Input { stem: "content/bridge".into(), reader: Box::new(&b"---\ntitle: B\n---\nIt opened."[..]) };
        let mut urls = Vec::new();
        let mut out = |event| {
            if let crate::sink::Event::Draft(_, draft) = event {
                urls.push(draft.article.url);
            }
        };
        read(&mut input, &mut Sink::new(&options, "content/bridge.md", &mut out));
        assert_eq!(urls, [""], "left to the template");
    }

    #[test]
    fn what_stays_out() {
        check("_drafts/bridge.md", "---\ntitle: B\n---\nx", "None:1 unpublished");
        check("bridge.md", "---\ntitle: B\ndraft: true\n---\nx", "Some(2):1 unpublished");
        check("bridge.md", "---\ntitle: B\nstatus: draft\n---\nx", "Some(2):1 unpublished");
        check("bridge.md", "---\ntitle: B\npublished: false\n---\nx", "Some(2):1 unpublished");
        check("bridge.md", "+++\ntitle = 'B'\n[extra]\ndraft = true\n+++\nx", "Some(2):1 unpublished");
        check("bridge.md", "\n\n---\ntitle: B\ndraft: true\n---\nx", "Some(4):1 unpublished");
        check("bridge.md", "---\ntitle: B\ndate: 2200-01-01\n---\nx", "Some(2):not public before 2200-01-01");
        check("bridge.md", "---\ntitle: B\nexpiryDate: 2001-01-01\n---\nx", "Some(2):not public since 2001-01-01");
        for front in [
            "---json\n{\"title\": \"B\", \"draft\": true}",
            "---toml\ntitle = 'B'\ndraft = true",
            "--- yaml\ndraft: true",
        ] {
            check("bridge.md", &format!("{front}\n---\nx"), "Some(2):1 unpublished");
        }
        for (front, reason) in [
            ("permalink: false", "`permalink` gives it no page"),
            ("build: {render: never}", "`build` gives it no page"),
            ("_build:\n  render: false", "`build` gives it no page"),
            ("build: {list: never}", "`build` lists it nowhere"),
            ("headless: true", "it is `headless`"),
            ("render: false", "`render` gives it no page"),
        ] {
            check("bridge.md", &format!("---\ntitle: B\n{front}\n---\nx"), &format!("None:not published: {reason}"));
        }
        for path in ["_private/b.md", "a/_includes/b.md", "node_modules/x/b.md"] {
            check(path, "---\ntitle: B\n---\nx", "None:not published: its folder is the generator's own");
        }
        for path in ["_posts/b.md", "a/_posts/x/2024-05.md", "_posts/2024-13-04-b.md", "_posts/24-may-b.md"] {
            check(path, "---\ntitle: B\n---\nx", "None:not published: a file in `_posts` needs a date in its name");
        }
        check("b.md", "Title: B\nStatus: draft\n\nx", "Some(1):1 unpublished");
        check("b.md", "Title: B\nTags: a,\n  b\nStatus: hidden\n\nx", "Some(1):1 unpublished");
        check("b.md", "# B\nStatus: draft\n\nx", "b|B||||Status: draft/x");
        check("themes/b.md", "---\ntitle: B\n---\nx", "themes/b|B||||x");
        check("README.md", "# Read me", "");
        check("news/_index.md", "---\ntitle: News\n---\n", "");
    }

    #[test]
    fn of_a_key_that_stands_twice_the_last_counts() {
        let text = b"---\ntitle: Bridge\nsection: Town\ntitle: Old bridge\n---\nIt opened.";
        let (articles, problems) = read_str(read, "bridge.md", text);
        assert_eq!((articles[0].title.as_str(), articles[0].section.as_deref()), ("Old bridge", Some("Town")));
        assert!(problems.iter().all(|problem| problem.kind.code() == "no-url"), "{problems:?}");
    }

    #[test]
    fn dates_that_cannot_be_read() {
        for (date, told) in [
            ("2021-11-21T23:30:00 America/Los_Angeles", "not public before 2021-11-21T23:30:00 America/Los_Angeles"),
            ("2021-13-45", "not public before 2021-13-45"),
            ("tomorrow", "not public before tomorrow"),
            ("3027-01-01", "not public before 3027-01-01"),
            ("'{{ .Date }}'", "not public before {{ .Date }}"),
            ("true", "`date` says `true`, which does not mean published"),
        ] {
            let text = format!("---\ntitle: B\ndate: {date}\n---\nx");
            let (articles, problems) = read_str(read, "bridge.md", text.as_bytes());
            assert_eq!(articles, [], "{date}");
            assert!(problems.iter().any(|problem| problem.kind.to_string() == told), "{problems:?}");
        }
        let check = |date: &str, expect: &str| {
            super::tests::check("b.md", &format!("---\ntitle: B\ndate: {date}\n---\nx"), &format!("b|B|{expect}|||x"));
        };
        check("2021-11-21T10:00:00+01:00[Europe/Paris]", "2021-11-21T10:00:00+01:00");
        check("2021-11-21T10:00:00[Europe/Paris]", "2021-11-21T10:00:00");
        check("0001-01-01T00:00:00Z", "");
        check("2021", "2021");
    }

    #[test]
    fn sections_that_keep_their_pages_out() {
        for out in [
            "+++\ntitle = 'News'\ndraft = true\n+++\n",
            "---\ncascade:\n  draft: true\n---\n",
            "---\ncascade:\n- build: {render: never}\n---\n",
            "---\ndraft: true\n",
            "---\ntitle: News: all\n---\n",
        ] {
            assert!(is_draft_section(out), "{out}");
        }
        for public in ["", "# News", "---\ntitle: News\ndraft: false\n---\n", "---\ncascade: {type: x}\n---\n"] {
            assert!(!is_draft_section(public), "{public}");
        }
    }

    #[test]
    fn broken_front_matter_is_told() {
        let check = |text: &str, line: u64| {
            let (articles, problems) = read_str(read, "bridge.md", text.as_bytes());
            assert_eq!(articles, [], "it may be a draft");
            assert!(matches!(problems[0].kind, ProblemKind::BrokenFrontMatter { .. }), "{problems:?}");
            assert_eq!((problems.len(), problems[0].line), (1, Some(line)), "{problems:?}");
        };
        check("---\ntitle: Council: no new bridge\ndraft: true\n---\nIt opened.", 2);
        check("---\ndraft: true\ntitle: Council: no new bridge\n---\nIt opened.", 3);
        check("\n---\ndraft: true\ntitle: Council: no new bridge\n---\nIt opened.", 4);
        check("---\ntitle: \"Bridge\nx: [\n---\nIt opened.", 4);
        check("---\ntitle: Bridge\ndraft: true\n\nIt opened.", 1);
        check("---toml\ntitle = Bridge\n---\nIt opened.", 2);
        check("---toml\ntitle = 'Bridge'\n\nIt opened.", 1);
        check("---js\n{ draft: true }\n---\nIt opened.", 1);
        check("---json\n{ \"draft\": true,\n}\n---\nIt opened.", 3);
        check("---\n\"my title\": x\ndraft: true\n\nIt opened.", 1);
        check("---\nmy title: x\ndraft: true\n\nIt opened.", 1);
        check("---\n# All\nmy title: x\ndraft: true\n\nIt opened.", 1);
        check(";;;\n\"draft\": true\n;;;\nIt opened.", 1);
        check("\"title\": \"x\",\n\"draft\": true\n;;;\nIt opened.", 1);
        check("+++\ntitle = 'Bridge'\ndraft = true\n\nIt opened.", 1);
        check("+++\ntitle = Bridge\n+++\nIt opened.", 2);
        check("{\"title\": \"Bridge\", \"draft\": true,}\n\nIt opened.", 1);
        check("---\nNo keys here.\n---\nIt opened.", 2);
        // A rule, and what looks like an object to a template, are no front matter.
        for text in ["---\n\nIt opened: at last.", "{% include x.html %}\nIt opened.", "{: .big}\nIt opened."] {
            assert_eq!(read_str(read, "bridge.md", text.as_bytes()).0.len(), 1, "{text}");
        }
        let bomb = format!(
            "---\na: &a [x,x,x,x,x,x,x,x,x]\n{}title: T\n---\nText.",
            ('b'..='z')
                .map(|c| {
                    let p = (c as u8 - 1) as char;
                    format!("{c}: &{c} [*{p},*{p},*{p},*{p},*{p},*{p},*{p},*{p},*{p}]\n")
                })
                .collect::<String>()
        );
        let open = format!("---\ntitle: {}\n---\nText.", "[".repeat(1_000_000));
        for text in [bomb, open] {
            check(&text, 2);
        }
    }

    #[test]
    fn marks_without_end() {
        let check = |line: &str, expect: &str| assert_eq!(without_depths(line), expect);
        for same in ["", "a\n", "> > 1. - a\n\n* * *\n", "2025. A year", "-5 degrees", ">"] {
            check(same, same);
        }
        check(&format!("a\n{}b\nc", "> ".repeat(DEEPEST)), &format!("a\n{}b\nc", "> ".repeat(DEEPEST)));
        check(&format!("{}b\n", "1. ".repeat(5_000)), &format!("{}b\n", "1. ".repeat(DEEPEST)));
        check(&format!("{}b\n", "> - ".repeat(5_000)), &format!("{}b\n", "> - ".repeat(DEEPEST / 2)));
    }

    #[test]
    fn passes_the_battery() {
        battery::run(Format::Markdown, "bridge.md", b"---\ntitle: Bridge opens\nurl: /bridge\ndate: 2024-05-04\n---\n\nIt *opened*.\n\n## Stone\n\nYes, [stone](/stone).\n");
    }
}
