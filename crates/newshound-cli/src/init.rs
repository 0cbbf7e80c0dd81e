//! `newshound init`: a `newshound.toml` for what is in a folder.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use newshound_ingest::Options;

use crate::args::Init;
use crate::config::{NAME, is_language, is_site, zone_name};
use crate::failure::Failure;
use crate::{layout, show};

/// The folder that is written.
const OUT: &str = "search";

/// Site builders: the file by which each is known, the folder that it writes, and the one that it reads.
const BUILDERS: &[(&str, &[&str], &str, &str)] = &[
    ("Jekyll", &["_config.yml", "_config.yaml"], "_site", "_posts"),
    ("Hugo", &["hugo.toml", "hugo.yaml", "hugo.yml", "config/_default/hugo.toml"], "public", "content"),
    ("Zola", &["config.toml"], "public", "content"),
    ("Eleventy", &["eleventy.config.js", "eleventy.config.mjs", ".eleventy.js"], "_site", "."),
    ("Astro", &["astro.config.mjs", "astro.config.ts"], "dist", "src/content"),
];

/// Folders that are used to hold articles.
const USUAL: [&str; 9] = ["_site", "public", "dist", "build", "out", "content", "_posts", "articles", "export"];

/// What a folder tells of its site.
#[derive(Debug, Default, PartialEq, Eq)]
struct Found {
    builder: Option<&'static str>,
    input: Option<String>,
    base_url: Option<String>,
    language: Option<String>,
    time_zone: Option<String>,
}

pub(crate) fn run(args: &Init) -> Result<(), Failure> {
    let path = args.dir.join(NAME);
    if path.exists() && !args.force {
        return Err(Failure::Exists { path });
    }
    let found = look(&args.dir)?;
    fs::write(&path, text(&found)).map_err(|reason| Failure::Write { path: path.clone(), reason })?;
    let mut said = format!("wrote {}\n", path.display());
    if let Some(builder) = found.builder {
        let _ = writeln!(said, "  this looks like a site made with {builder}");
    }
    let _ = match &found.input {
        Some(input) => writeln!(said, "  articles are read from {input}"),
        None => writeln!(said, "  no articles were found: set `inputs` in it"),
    };
    let _ = writeln!(said, "next: `newshound check` there says what would be imported, `newshound build` builds");
    show::print(&said)
}

fn look(folder: &Path) -> Result<Found, Failure> {
    let mut found = Found::default();
    // The built pages know their URLs; they may not be built yet.
    let mut places: Vec<&str> = Vec::new();
    for (builder, marks, writes, reads) in BUILDERS {
        let Some(mark) = marks.iter().find(|mark| folder.join(mark).is_file()) else { continue };
        found.builder = Some(builder);
        places.extend([writes, reads]);
        let settings = fs::read_to_string(folder.join(mark)).unwrap_or_default();
        // Only what a build takes.
        found.base_url =
            value(&settings, &["url", "baseURL", "baseUrl", "base_url", "site"]).filter(|url| is_site(url));
        found.language =
            value(&settings, &["lang", "locale", "languageCode", "defaultContentLanguage", "default_language"])
                .and_then(|name| language(&name));
        found.time_zone = value(&settings, &["timezone", "timeZone"]).and_then(|zone| zone_name(&zone));
        break;
    }
    places.extend(USUAL);
    let mut seen = None;
    for place in places.iter().filter(|place| **place != "." && folder.join(place).is_dir()) {
        match has_articles(&folder.join(place)) {
            true => {
                found.input = Some((*place).to_owned());
                return Ok(found);
            }
            // A site that is not written yet.
            false => _ = seen.get_or_insert(*place),
        }
    }
    // No folder of a known name: files of its own, or folders of other names.
    let is_input = |path: &Path| {
        let is_ours = path.file_name().is_none_or(|name| name == OUT) || layout::is_built(path);
        !is_ours && (path.is_dir() || has_ending(path)) && has_articles(path)
    };
    let entries = fs::read_dir(folder).map_err(|reason| Failure::Read { path: folder.to_owned(), reason })?;
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(|path| !is_hidden(path)).collect();
    paths.retain(|path| is_input(path));
    found.input = match paths.as_slice() {
        [] => seen.map(str::to_owned),
        [one] if one.is_file() => one.file_name().map(|name| name.to_string_lossy().into_owned()),
        _ => Some(".".to_owned()),
    };
    Ok(found)
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'))
}

/// Whether at least one article comes out of what is there. Looks at some of it: a site may be large.
fn has_articles(path: &Path) -> bool {
    /// Files that are looked at.
    const MOST: usize = 200;
    let mut files = Vec::new();
    let mut folders = vec![path.to_owned()];
    while let Some(next) = folders.pop() {
        if files.len() >= MOST {
            break;
        }
        if next.is_dir() {
            let mut inner: Vec<PathBuf> =
                fs::read_dir(&next).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
            inner.retain(|path| !is_hidden(path) && !path.is_symlink() && !layout::is_built(path));
            inner.sort();
            folders.extend(inner.into_iter().rev());
        } else if fs::metadata(&next).is_ok_and(|about| about.len() <= LONGEST) {
            files.push(next);
        } else if has_ending(&next) {
            // Too long to be read only to see that it can be.
            return true;
        }
    }
    let mut count = 0;
    newshound_ingest::each_article(&files, &Options::default(), |_| count += 1, |_| ());
    count > 0
}

/// A longer file is taken by its name, in bytes.
const LONGEST: u64 = 4 << 20;

/// Whether a file is called as one that may hold articles. Plain text beside other things mostly holds none.
fn has_ending(path: &Path) -> bool {
    let ends = [
        "md", "markdown", "html", "htm", "xml", "rss", "atom", "json", "jsonl", "ndjson", "csv", "gz", "tgz", "zip",
        "tar",
    ];
    path.extension().is_some_and(|own| ends.iter().any(|end| own.eq_ignore_ascii_case(end)))
}

/// A language tag, from what settings say: `en_US.UTF-8` is `en-US`; a name such as `english` is none.
fn language(name: &str) -> Option<String> {
    let tag = name.split(['.', '@']).next()?.replace('_', "-");
    is_language(&tag).then_some(tag)
}

/// What stands behind one of the keys, in a line of YAML, TOML or JavaScript that says it plainly.
fn value(settings: &str, keys: &[&str]) -> Option<String> {
    settings.lines().find_map(|line| {
        let (key, value) = line.split_once([':', '='])?;
        if !keys.contains(&key.trim().trim_matches(['"', '\''])) {
            return None;
        }
        let value = value.trim();
        let text = match value.chars().next()? {
            quote @ ('"' | '\'') => value.get(1..)?.split(quote).next()?,
            _ => value.split(" #").next()?.trim_end_matches(',').trim(),
        };
        (!text.is_empty()).then(|| text.to_owned())
    })
}

/// A value as TOML writes it.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

fn text(found: &Found) -> String {
    let or = |value: &Option<String>, name: &str, example: &str| match value {
        Some(value) => format!("{name} = {}", quoted(value)),
        None => format!("# {name} = {}", quoted(example)),
    };
    let inputs = match &found.input {
        Some(input) => format!("inputs = [{}]", quoted(input)),
        None => "# inputs = [\"_site\"]".to_owned(),
    };
    format!(
        "\
# Settings of `newshound build`; a flag of the same name overrides each, but what is to be left out adds up. Paths are as
# seen from this file.

# What to read: files, folders or patterns such as \"site/**/*.md\". Formats are told by content.
{inputs}

# The folder to write, and to upload. It is replaced as a whole; keep nothing of your own in it.
out = \"{OUT}\"

# Read every file as this: one of the names that `newshound build --help` lists.
# format = \"html\"

# Put before URLs that begin with /. Leave it out where the search stands on the same site as the articles.
# base-url = {base}

# The URL of an article that has none of its own.
# url-template = \"/{{id}}\"

# The language of articles that name none. It decides how words are stemmed.
{language}

# What day it is for readers who type `yesterday`.
{zone}

# What 03/04/2016 means: \"day-first\" or \"month-first\".
# day-order = \"day-first\"

# How much of the articles' text is published with the index. \"full\": passages are shown, phrases are found.
# \"apart\": the same, from small files that only the results shown load. \"standfirst\": none but the first sentences
# (200 characters at most) of articles that have no standfirst and are free; all words are found, but passages are not
# shown, and phrases are found by their words. If it is not set, full where all articles come from built
# pages or feeds, whose text is public already, else standfirst. Text that is marked not free is never published.
# text = \"full\"

# The largest index that goes into the engine's module. A larger one is a file of its own, so that readers who come back
# after an update do not download the engine again.
# embed-budget = \"1 MB\"

# What readers may have to download before the first answer. More is a warning, and a failure where strict is set.
# size-budget = \"800 kB\"

# Days after which the bonus of a new article has halved; 0 for no bonus.
# half-life = 365

# Read pages, too, that ask robots not to index them.
# ignore-noindex = false

# Of a WordPress export, the types of items to read.
# post-types = [\"post\", \"page\"]

# The largest file that is read whole, unpacked.
# max-file-size = \"268 MB\"

# Fail if there is any problem that is more than a note.
# strict = false

# Words that mean the same: what stands for one finds the others as well, below it. `=>` goes one way.
# synonyms = [\"US = United States\", \"feds => Federal Reserve\"]

# Articles, by id or URL, that stand first when a reader types just these words.
# pins = [{{ query = \"election\", articles = [\"/2025/06/02/results/\"] }}]

[boost.sections]
# What scores are multiplied by in a section, from 0.1 to 10.
# Obituaries = 0.5

[weights]
# What a word counts in each field, from 0 to 100.
# title = 2
# standfirst = 1
# subheadings = 0.8
# body = 1

[fields]
# Which further fields of your articles are published: keys of JSON, CSV and front matter, and `<meta>` names of pages.
# Facets can be counted and filtered by, the others are only shown. What is not named here stays out.
# facets = [\"place\"]
# stored = [\"series\"]

[exclude]
# What flags leave out is left out as well.
# Leave out articles with such a URL; * is anything.
# urls = [\"/tag/*\", \"/author/*\"]
# sections = [\"Sponsored\"]
# Leave this out of web pages: CSS selectors.
# selectors = [\".promo\", \"aside.related\"]
# Do not read these files and folders; what is built is never read again.
# paths = [\"_site/print\"]
",
        base = quoted(found.base_url.as_deref().unwrap_or("https://paper.example")),
        language = or(&found.language, "language", "en"),
        zone = or(&found.time_zone, "time-zone", "Europe/Lisbon"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    #[test]
    fn plain_settings_are_read() {
        let check = |settings: &str, expect: Option<&str>| {
            assert_eq!(value(settings, &["url", "baseURL"]).as_deref(), expect, "{settings}");
        };
        check("title: x\nurl: https://a.example # the site", Some("https://a.example"));
        check("url: \"https://a.example/#top\"", Some("https://a.example/#top"));
        check("baseURL = 'https://a.example/'", Some("https://a.example/"));
        check("url:", None);
        check("url: ''", None);
        check("# url: https://a.example", None);
        check("curl: x", None);
    }

    #[test]
    fn languages() {
        let check = |name: &str, expect: Option<&str>| assert_eq!(language(name).as_deref(), expect, "{name}");
        check("en", Some("en"));
        check("pt_BR", Some("pt-BR"));
        check("en-US.UTF-8", Some("en-US"));
        check("ca_ES@valencia", Some("ca-ES"));
        check("english", None);
        check("C", None);
        check("", None);
    }

    #[test]
    fn what_is_written_can_be_read() {
        let full = Found {
            builder: None,
            input: Some("_site".into()),
            base_url: Some("https://a.example".into()),
            language: Some("pt-BR".into()),
            time_zone: Some("Europe/Lisbon".into()),
        };
        for found in [Found::default(), full] {
            let text = text(&found);
            // What is commented out must be right, too.
            let all: Vec<&str> = text
                .lines()
                .map(|line| line.strip_prefix("# ").filter(|line| line.contains(" = ")).unwrap_or(line))
                .collect();
            for text in [text.clone(), all.join("\n")] {
                Config::parse(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
            }
        }
    }
}
