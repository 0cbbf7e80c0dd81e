//! Which URL a Markdown file has on the site that a generator makes of it, where its front matter names none.
//!
//! A `permalink` with Jekyll's placeholders (`/:year/:title/`) is filled: that of the front matter, else that of the
//! `_config.yml` beside `_posts`. Where there is none, files in `_posts` get what Jekyll gives them, files in `content` what
//! Hugo and Zola do. [`Options::url_template`] goes before all but the front matter. What cannot be filled, as it needs the
//! generator, is left to the template: a URL that may be wrong is worse.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use newshound_index::date::Date;
use serde_json::{Map, Value};

use crate::front_matter;
use crate::named::roots;
use crate::options::{Options, encode_path};

/// Jekyll's names for permalinks, and what they mean; the first is what it does unasked.
const STYLES: [(&str, &str); 4] = [
    ("date", "/:categories/:year/:month/:day/:title:output_ext"),
    ("pretty", "/:categories/:year/:month/:day/:title/"),
    ("ordinal", "/:categories/:year/:y_day/:title:output_ext"),
    ("none", "/:categories/:title:output_ext"),
];

/// The longest configuration that is read, in bytes.
const MAX_CONFIG: u64 = 1 << 20;

/// What the front matter and the place of a file tell of its URL.
pub(crate) struct UrlWords {
    slug: Option<String>,
    categories: Vec<String>,
    /// With placeholders.
    permalink: Option<String>,
    /// Where the file is on its site.
    stem: String,
}

impl UrlWords {
    /// From the front matter of a file with this stem and, for messages, this name.
    pub(crate) fn of(front: &Map<String, Value>, stem: &str, name: &str) -> UrlWords {
        let text = |key: &str| front.get(key).and_then(Value::as_str).map(str::to_owned);
        let categories = match (text("category"), front.get("categories")) {
            (Some(category), _) => vec![category],
            (None, Some(Value::String(text))) => text.split_whitespace().map(str::to_owned).collect(),
            (None, Some(Value::Array(items))) => items.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            _ => Vec::new(),
        };
        let stem = on_site(stem, name);
        UrlWords { slug: text("slug"), categories, permalink: text("permalink"), stem }
    }

    /// The URL of the file; `None` where only its generator knows it.
    pub(crate) fn url(&self, published: Option<Date>, options: &Options) -> Option<String> {
        if let Some(permalink) = &self.permalink {
            return self.filled(permalink, published);
        }
        if !options.has_default_urls() {
            return None;
        }
        if let Some(path) = self.stem.strip_prefix("content/") {
            let path = path.strip_suffix("/index").unwrap_or(path);
            let (folder, file) = path.rsplit_once('/').map_or(("", path), |(folder, file)| (folder, file));
            let path = format!("{folder}/{}/", self.slug.as_deref().unwrap_or(file)).to_lowercase().replace(' ', "-");
            return Some(format!("/{}", encode_path(path.trim_start_matches('/'))));
        }
        let file = self.stem.rsplit('/').next()?;
        let is_post = self.folders().is_some() && behind_day(file).is_some();
        is_post.then(|| self.filled(options.permalink.as_deref().unwrap_or(STYLES[0].0), published)).flatten()
    }

    /// The folders above `_posts`; `None` where the file is not below one.
    fn folders(&self) -> Option<&str> {
        if self.stem.starts_with("_posts/") { Some("") } else { Some(self.stem.split_once("/_posts/")?.0) }
    }

    /// A permalink with its placeholders filled. Date and time are as the article has them.
    fn filled(&self, permalink: &str, published: Option<Date>) -> Option<String> {
        let pattern = STYLES.iter().find(|(name, _)| *name == permalink).map_or(permalink, |(_, pattern)| pattern);
        let mut parts = pattern.split(':');
        let mut url = parts.next()?.to_owned();
        for part in parts {
            let length = part.bytes().take_while(|byte| byte.is_ascii_lowercase() || *byte == b'_').count();
            let (word, rest) = part.split_at_checked(length)?;
            // `:year_:month`: no placeholder ends so.
            let (word, tail) = word.split_at_checked(word.trim_end_matches('_').len())?;
            url.push_str(&encode_path(&self.word(word, published)?));
            url.push_str(tail);
            url.push_str(rest);
        }
        while url.contains("//") {
            url = url.replace("//", "/");
        }
        let is_finished = !url.contains(['{', '}', ' ']);
        is_finished.then(|| format!("/{}", url.trim_start_matches('/')))
    }

    /// What stands for a placeholder.
    fn word(&self, word: &str, published: Option<Date>) -> Option<String> {
        let file = self.stem.strip_suffix("/index").unwrap_or(&self.stem).rsplit('/').next()?;
        let name = || self.slug.clone().unwrap_or_else(|| behind_day(file).unwrap_or(file).to_owned());
        let (year, month, day) = match published.map(|date| date.civil_day()) {
            Some(day) => day,
            None => day_of(file).unwrap_or_default(),
        };
        let date = |text: String| (month > 0).then_some(text);
        match word {
            "title" | "slug" => Some(name()),
            "categories" => Some(self.categories()),
            "output_ext" => Some(".html".into()),
            "year" => date(format!("{year:04}")),
            "short_year" => date(format!("{:02}", year.rem_euclid(100))),
            "month" => date(format!("{month:02}")),
            "i_month" => date(month.to_string()),
            "day" => date(format!("{day:02}")),
            "i_day" => date(day.to_string()),
            "y_day" => date(format!("{:03}", day_of_year(year, month, day))),
            _ => None,
        }
    }

    /// Folders below `_posts` are for the authors alone; those above are categories.
    fn categories(&self) -> String {
        let mut names: Vec<String> = Vec::new();
        let above = self.folders().unwrap_or_default().split('/').filter(|folder| !folder.is_empty());
        for category in above.chain(self.categories.iter().map(String::as_str)) {
            let category = category.to_lowercase();
            if !names.contains(&category) {
                names.push(category);
            }
        }
        names.join("/")
    }
}

/// Where a file is on its site: from `_posts` on if the caller named that folder or one below it, from `content` on if the
/// caller named that.
fn on_site(stem: &str, name: &str) -> String {
    let above = name.rfind(stem).and_then(|at| name.get(..at)).unwrap_or_default().trim_end_matches('/');
    let from = |at: usize| format!("{}/{stem}", above.get(at..).unwrap_or_default());
    let is_below = |folder: &str| stem.split('/').any(|part| part == folder);
    let posts = above.rfind("/_posts").map(|at| at + 1).or_else(|| above.starts_with("_posts").then_some(0));
    let is_whole =
        |at: &usize| above.get(at + "_posts".len()..).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    match posts.filter(is_whole) {
        Some(at) if !is_below("_posts") => from(at),
        _ if above == "content" || above.ends_with("/content") => from(above.len() - "content".len()),
        _ => stem.to_owned(),
    }
}

/// Whether a file is in a folder for drafts, also where the caller named that folder.
pub(crate) fn is_draft(name: &str) -> bool {
    name.split('/').any(|folder| folder == "_drafts")
}

/// The rest of a name that begins with a day, such as `2024-05-04-old-bridge`.
fn behind_day(name: &str) -> Option<&str> {
    day_of(name)?;
    name.get(10..)?.strip_prefix('-')
}

/// The day that a name begins with: year, month, day.
fn day_of(name: &str) -> Option<(i32, u8, u8)> {
    let mut parts = name.get(..10)?.split('-');
    let day = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    parts.next().is_none().then_some(day)
}

/// 1 for the first of January.
fn day_of_year(year: i32, month: u8, day: u8) -> u16 {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let before = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334].get(usize::from(month.saturating_sub(1)));
    before.copied().unwrap_or_default() + u16::from(day) + u16::from(is_leap && month > 2)
}

/// The permalink that Jekyll's configuration sets for all posts, if the inputs have one, and no two.
pub(crate) fn configured<P: AsRef<Path>>(inputs: &[P]) -> Option<String> {
    let real = |path: &Path| config_of(&std::fs::canonicalize(path).ok()?);
    let of = |path: &Path| config_of(path).or_else(|| real(path));
    let mut found: Vec<String> = roots(inputs).iter().filter_map(|root| of(&root.path)).collect();
    found.dedup();
    if found.len() == 1 { found.pop() } else { None }
}

/// That of the site that an input is, or is the posts of.
fn config_of(input: &Path) -> Option<String> {
    let posts = input.ancestors().find(|path| path.file_name().is_some_and(|name| name == "_posts"));
    let site = posts.and_then(Path::parent).unwrap_or(input);
    ["_config.yml", "_config.yaml", "_config.toml"].iter().find_map(|name| {
        let mut text = String::new();
        File::open(site.join(name)).ok()?.take(MAX_CONFIG).read_to_string(&mut text).ok()?;
        let keys = front_matter::keys(&text, name.ends_with(".toml"))?;
        Some(keys.get("permalink")?.as_str()?.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::battery::read_str;
    use crate::markdown::read;

    fn check_with(options: &Options, name: &str, front: &str, expect: &str) {
        let text = format!("---\ntitle: B\n{front}---\nIt opened.");
        let mut url = None;
        let mut out = |event| {
            if let crate::sink::Event::Draft(_, draft) = event {
                url = Some(draft.article.url);
            }
        };
        let stem = name.trim_end_matches(".md").to_owned();
        let mut input = crate::input::Input { stem, reader: Box::new(text.as_bytes()) };
        read(&mut input, &mut crate::sink::Sink::new(options, name, &mut out));
        assert_eq!(url.as_deref(), Some(expect), "{name} {front}");
    }

    #[test]
    fn urls_of_the_generators() {
        let check = |name: &str, front: &str, expect: &str| {
            let text = format!("---\ntitle: B\n{front}---\nIt opened.");
            let (articles, _) = read_str(read, name, text.as_bytes());
            assert_eq!(articles.iter().map(|article| article.url.as_str()).collect::<Vec<_>>(), [expect], "{name}");
        };
        // Jekyll: /:categories/:year/:month/:day/:title.html
        check("_posts/2024-05-04-old-bridge.md", "", "/2024/05/04/old-bridge.html");
        check("_posts/town/2024-05-04-bridge.md", "", "/2024/05/04/bridge.html");
        check("town/_posts/2024-05-04-bridge.md", "", "/town/2024/05/04/bridge.html");
        check("town/_posts/2024-05-04-b.md", "categories: [Town, Old Works]\n", "/town/old%20works/2024/05/04/b.html");
        check("_posts/2024-05-04-b.md", "categories: town works\n", "/town/works/2024/05/04/b.html");
        check("_posts/2024-05-04-b.md", "date: 2024-05-05 01:00:00 +0200\n", "/2024/05/05/b.html");
        check("_posts/2024-05-04-b.md", "slug: bridge\n", "/2024/05/04/bridge.html");
        check("_posts/2024-05-04-b.md", "permalink: /bridge/\n", "/bridge/");
        check("_posts/2024-05-04-b.md", "permalink: /:year/:title/\n", "/2024/b/");
        check("_posts/2024-05-04-b.md", "permalink: /:collection/:title/\n", "/_posts/2024-05-04-b");
        check("_posts/2024-05-04-b.md", "permalink: /{{ page.fileSlug }}/\n", "/_posts/2024-05-04-b");
        check("about.md", "permalink: /:title/\n", "/about/");
        check("about.md", "permalink: /:year/:title/\n", "/about");
        // Hugo and Zola: the path below content, a folder each
        check("content/town/Old Bridge.md", "", "/town/old-bridge/");
        check("content/town/bridge/index.md", "", "/town/bridge/");
        check("content/bridge.md", "", "/bridge/");
        check("content/town/bridge.md", "slug: old-bridge\n", "/town/old-bridge/");
        check("content/town/bridge.md", "url: /b\n", "/b");
        check("town/bridge.md", "", "/town/bridge");
        check("town/bridge/index.md", "", "/town/bridge");
    }

    #[test]
    fn permalinks_of_a_whole_site() {
        let check = |permalink: &str, front: &str, expect: &str| {
            let options = Options { permalink: Some(permalink.into()), ..Options::default() };
            check_with(&options, "_posts/2024-02-05-old-bridge.md", front, expect);
        };
        check("pretty", "", "/2024/02/05/old-bridge/");
        check("pretty", "categories: [Town]\n", "/town/2024/02/05/old-bridge/");
        check("date", "", "/2024/02/05/old-bridge.html");
        check("ordinal", "date: 2024-03-01\n", "/2024/061/old-bridge.html");
        check("none", "", "/old-bridge.html");
        check("/news/:year/:i_month/:i_day/:title", "", "/news/2024/2/5/old-bridge");
        check("/:short_year:month-:title:output_ext", "slug: b\n", "/2402-b.html");
        check("/:year_:month/:title", "", "/2024_02/old-bridge");
        check("/:week/:title/", "", "");
        check("/:categories/:title/", "permalink: /own/\n", "/own/");
        let template =
            Options { url_template: "/n/{id}".into(), permalink: Some("pretty".into()), ..Options::default() };
        check_with(&template, "_posts/2024-02-05-b.md", "", "");
    }

    #[test]
    fn the_configuration_beside_the_posts_counts() {
        let folder = std::env::temp_dir().join(format!("newshound-jekyll-{}", std::process::id()));
        let write = |file: &str, text: &str| {
            let path = folder.join(file);
            std::fs::create_dir_all(path.parent().expect("it is below")).expect("it can be made");
            std::fs::write(path, text).expect("it can be written");
        };
        write("site/_config.yml", "title: Paper\npermalink: /:year/:title/\n");
        write("site/_posts/2024-05-04-b.md", "---\ntitle: B\n---\nIt opened.");
        write("other/_config.yml", "permalink: pretty\n");
        write("broken/_config.yml", "permalink: [\n");
        for input in ["site", "site/_posts", "site/_posts/2024-05-04-b.md"] {
            let import = crate::read(&[folder.join(input)], &Options::default());
            assert_eq!(import.articles[0].url, "/2024/b/", "{input}: {:?}", import.problems);
        }
        let check = |inputs: &[&str], expect: Option<&str>| {
            let inputs: Vec<_> = inputs.iter().map(|input| folder.join(input)).collect();
            assert_eq!(configured(&inputs).as_deref(), expect, "{inputs:?}");
        };
        check(&["other"], Some("pretty"));
        check(&["other", "site"], None);
        check(&["broken"], None);
        check(&["none"], None);
        let _ = std::fs::remove_dir_all(folder);
    }
}
