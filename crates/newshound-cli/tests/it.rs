//! The command as it is typed: `cases/*.txt` hold command lines and what they print.
//!
//! A line `$ newshound …` is run in `tests/fixtures`; the lines below it, to the next one, are what it printed (both
//! streams, the output first) and, where it is not 0, its exit code. `TMP` is a folder of the test's own, times and
//! rates and sizes are left out. `NEWSHOUND_BLESS=1 cargo test -p newshound-cli` writes what is printed now.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The smallest module there is.
const MODULE: &[u8] = b"\0asm\x01\0\0\0";

/// Three lines, one of them broken, one without a title.
const ODD: &str = "\
{\"id\": \"ferry\", \"title\": \"Ferries for the US\", \"date\": \"2025-03-04\", \"body\": \"The ferry sailed to us.\", \"language\": \"en\"}
{\"id\": \"broken\", \"title\": \"Never closed
{\"id\": \"bell\", \"body\": \"The bell rang on 30 February.\", \"date\": \"2025-02-30\"}
";

/// What a publisher may set; two of these come to nothing.
const SETTINGS: &str = r##"
synonyms = ["America => US", "lifesavers => Coast Guard"]
pins = [{ query = "ferry", articles = ["wind-farm", "/2024/09/03/night-boat/", "/nowhere/"] }]

[boost.sections]
Culture = 0.5
Weather = 2

[weights]
title = 8

[fields]
facets = ["place"]
stored = ["desk"]

[exclude]
sections = ["Comunidad"]
urls = ["/2026/01/*"]
selectors = [".promo", "aside.related"]
"##;

/// A page with what its publisher does not want found.
const PAGE: &str = "<!doctype html><html lang=en><meta property=og:type content=article><meta name=series content=Boats>\
<title>Night boat</title><article><h1>Night boat</h1><p>The night boat sails again from the old quay, the harbour \
master said on Monday, and takes forty passengers.</p><div class=promo><p>Zeppelin rides for sale, every day of the \
week, at half the price of last year.</p></div></article></html>";

/// Small sites, each as its publisher keeps it.
const SITE: [(&str, &str); 12] = [
    ("jekyll/_config.yml", "url: https://paper.example\nlang: english\ntimezone: Mars/X\npermalink: pretty\n"),
    ("jekyll/_posts/2024-05-04-pub.md", "---\ntitle: Published\n---\nIt opened."),
    ("jekyll/_posts/2024-05-05-hid.md", "---\ntitle: Kept out\n---\nIt opened."),
    ("jekyll/_drafts/one.md", "---\ntitle: Draft\n---\nIt opened."),
    ("hugo/hugo.toml", "baseURL = 'https://paper.example'\nlanguageCode = 'en_US.UTF-8'\n"),
    ("hugo/content/town/bridge.md", "---\ntitle: Bridge\nslug: old-bridge\n---\nIt opened."),
    ("hugo/themes/t/exampleSite/content/x.md", "---\ntitle: Example\n---\nIt opened."),
    ("zola/config.toml", "base_url = 'https://paper.example'\ndefault_language = 'pt-BR'\n"),
    ("zola/content/town/bridge.md", "+++\ntitle = 'Bridge'\nslug = 'old-bridge'\n+++\nIt opened."),
    ("lines/news.jsonl", "{\"id\": \"a\", \"title\": \"Ferry\", \"body\": \"It sailed.\"}\n"),
    ("export/wp.xml", WXR),
    ("plain/one.md", "# One\n\nIt opened."),
];

/// An export with a type of its own.
const WXR: &str = "<?xml version='1.0'?><rss version='2.0' xmlns:wp='http://wordpress.org/export/1.2/' \
xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><title>Paper</title>\
<wp:wxr_version>1.2</wp:wxr_version><item><title>Post</title><link>https://paper.example/post/</link>\
<content:encoded>It opened.</content:encoded><wp:post_type>post</wp:post_type><wp:status>publish</wp:status></item>\
<item><title>Story</title><link>https://paper.example/story/</link><content:encoded>It sailed.</content:encoded>\
<wp:post_type>story</wp:post_type><wp:status>publish</wp:status></item></channel></rss>";

/// A folder for one file of cases, with an engine in it that can do nothing.
fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("cases-{name}"));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("engine/more")).expect("the target folder can be written");
    let write =
        |file: &str, bytes: &[u8]| fs::write(folder.join("engine").join(file), bytes).expect("it can be written");
    write("newshound_engine_bg.wasm", MODULE);
    write("newshound_engine.js", b"export default () => {};\n");
    write("newshound.js", b"export {};\n");
    write("index.html", b"<!doctype html><script type=\"module\" src=\"newshound.js\"></script>\n");
    write("more/file.bin", b"more\n");
    fs::write(folder.join("odd.jsonl"), ODD).expect("it can be written");
    fs::write(folder.join("settings.toml"), SETTINGS).expect("it can be written");
    fs::write(folder.join("wrong.toml"), "[weights]\ntitle = -1\n").expect("it can be written");
    fs::write(folder.join("latin.toml"), b"out = 'd\xe9part'\n").expect("it can be written");
    for (file, text) in SITE {
        let path = folder.join(file);
        fs::create_dir_all(path.parent().expect("it is below")).expect("it can be made");
        fs::write(path, text).expect("it can be written");
    }
    fs::write(folder.join("page.html"), PAGE).expect("it can be written");
    // A folder into which a search and something else were put.
    fs::create_dir(folder.join("beside")).expect("it can be made");
    fs::write(folder.join("beside/newshound.json"), "{}").expect("it can be written");
    fs::write(folder.join("beside/about.html"), "mine").expect("it can be written");
    folder
}

/// Words as a shell would part them, quotes understood.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quote) = (Vec::new(), None::<String>, None);
    for char in line.chars() {
        match (char, quote) {
            (char, Some(open)) if char == open => quote = None,
            ('\'' | '"', None) => {
                quote = Some(char);
                word.get_or_insert_default();
            }
            (' ', None) => words.extend(word.take()),
            (char, _) => word.get_or_insert_default().push(char),
        }
    }
    words.extend(word);
    words
}

/// Without what differs from run to run.
fn steady(text: &str, folder: &Path) -> String {
    let text = text.replace(&folder.display().to_string(), "TMP");
    let text = text.replace(concat!("newshound-", env!("CARGO_PKG_VERSION")), "newshound-VERSION");
    let mut out = String::new();
    for line in text.lines() {
        let line = without_hashes(line);
        // In JSON.
        if let Some((key, _)) = line.split_once("\"seconds\": ") {
            out.push_str(&format!("{key}\"seconds\": N\n"));
            continue;
        }
        let mut words: Vec<String> = line.split(' ').map(str::to_owned).collect();
        for at in 1..words.len() {
            let is_number = words[at - 1].starts_with(|c: char| c.is_ascii_digit());
            let unit = words[at].trim_end_matches([',', ':']);
            let is_rate = unit == "a" && words.get(at + 1).is_some_and(|word| word == "second");
            if is_number && (["s", "ms", "B", "kB"].contains(&unit) || is_rate) {
                words[at - 1] = "N".into();
                words[at] = words[at].replace("ms", "s").replace("kB", "B");
            }
        }
        for at in 1..words.len() {
            if words[at] == "%)" {
                words[at - 1] = "(N".into();
            }
        }
        // Which part is the largest is a matter of the format.
        let line = if line.starts_with("  of which ") { "  of which ...".into() } else { words.join(" ") };
        // What is aligned by numbers that were left out.
        let line = if line.contains(" N ") { line.split_whitespace().collect::<Vec<_>>().join(" ") } else { line };
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

/// Without what the names of files change with.
fn without_hashes(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    for (start, end) in [("engine-", ".wasm"), ("index-", ".bin")] {
        while let Some((before, after)) = rest.split_once(start) {
            let Some((hash, tail)) = after.split_once(end).filter(|(hash, _)| hash.len() == 16) else { break };
            assert!(hash.bytes().all(|byte| byte.is_ascii_hexdigit()), "{line}");
            out.push_str(&format!("{before}{start}HASH{end}"));
            rest = tail;
        }
    }
    out + rest
}

fn run(line: &str, folder: &Path) -> String {
    run_in(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures"), line, folder)
}

fn run_in(fixtures: &Path, line: &str, folder: &Path) -> String {
    let line = line.replace("TMP", &folder.display().to_string());
    let (line, input) = line.split_once(" < ").map_or((line.as_str(), None), |(line, input)| (line, Some(input)));
    let mut command = Command::new(env!("CARGO_BIN_EXE_newshound"));
    command.args(words(line)).current_dir(fixtures).env_clear().env("NEWSHOUND_ENGINE_FOLDER", folder.join("engine"));
    command.stdin(match input {
        Some(file) => Stdio::from(fs::File::open(fixtures.join(file)).expect("the input is there")),
        None => Stdio::null(),
    });
    let output = command.output().expect("the command starts");
    let mut text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.push_str(&String::from_utf8_lossy(&output.stderr));
    if !output.status.success() {
        let _ = writeln!(text, "exit {}", output.status.code().map_or("by a signal".into(), |code| code.to_string()));
    }
    steady(&text, folder)
}

#[test]
fn cases() {
    let places = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut files: Vec<PathBuf> =
        fs::read_dir(&places).expect("there are cases").flatten().map(|entry| entry.path()).collect();
    files.sort();
    assert!(!files.is_empty());
    let mut wrong = String::new();
    for file in files {
        let name = file.file_stem().expect("a file has a name").to_string_lossy().into_owned();
        let folder = scratch(&name);
        let expect = fs::read_to_string(&file).expect("it can be read");
        let mut got = String::new();
        for (at, case) in expect.split("$ newshound").enumerate() {
            if at == 0 {
                got.push_str(case);
                continue;
            }
            let line = case.lines().next().unwrap_or_default().trim();
            let _ = write!(got, "$ newshound {line}\n{}\n", run(line, &folder));
        }
        let got = format!("{}\n", got.trim_end());
        if got != expect && std::env::var_os("NEWSHOUND_BLESS").is_some() {
            fs::write(&file, &got).expect("it can be written");
        } else if got != expect {
            let differs = got.lines().zip(expect.lines()).find(|(got, expect)| got != expect);
            let _ = writeln!(wrong, "{name}: {differs:#?}\n{got}");
        }
        let _ = fs::remove_dir_all(folder);
    }
    assert!(wrong.is_empty(), "help: NEWSHOUND_BLESS=1 writes what is printed now\n{wrong}");
}

/// Builds that succeed and fail, and what they leave: only whole folders, and the same bytes.
#[test]
fn a_folder_changes_as_a_whole() {
    let folder = scratch("whole");
    let files = || {
        let mut files: Vec<(String, Vec<u8>)> = Vec::new();
        let places = ["out", "out/newshound-index", concat!("out/newshound-", env!("CARGO_PKG_VERSION"))];
        let entries = places.map(|place| fs::read_dir(folder.join(place)).expect("it was built").flatten());
        for entry in entries.into_iter().flatten().filter(|entry| entry.path().is_file()) {
            let name = entry.file_name().to_string_lossy().into_owned();
            files.push((name, fs::read(entry.path()).expect("it can be read")));
        }
        files.sort();
        files
    };
    let names = || fs::read_dir(&folder).expect("it is there").flatten().map(|entry| entry.file_name()).collect();
    let before: BTreeSet<OsString> = names();
    let build = |input: &str| run(&format!("build {input} --out TMP/out"), &folder);
    assert!(build("newsroom").contains("45 articles"));
    let first = files();
    assert!(first.iter().any(|(name, bytes)| name.ends_with(".wasm") && bytes.starts_with(MODULE)));
    assert!(build("TMP/engine/more").contains("exit 3"));
    assert!(build("TMP/odd.jsonl --strict").contains("exit 4"));
    assert_eq!(files(), first, "a build that fails changes nothing");
    assert!(build("newsroom --threads 1").contains("45 articles"));
    assert_eq!(files(), first, "the same articles give the same bytes");
    // What is not used any more goes, whatever it was.
    let index = || {
        let entries = fs::read_dir(folder.join("out/newshound-index")).expect("it was built").flatten();
        let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    };
    assert_eq!(index().len(), 1);
    assert!(run("build newsroom --out TMP/out --text apart --embed-budget 0", &folder).contains("text, 3 files"));
    let apart = index();
    assert_eq!(apart.iter().filter(|name| name.starts_with("text-")).count(), 3, "{apart:?}");
    assert_eq!(apart.iter().filter(|name| name.starts_with("index-")).count(), 1, "{apart:?}");
    // The pages of an earlier release's scripts stay.
    fs::create_dir(folder.join("out/newshound-0.0.1")).expect("it can be made");
    fs::write(folder.join("out/newshound-0.0.1/host.js"), "old").expect("it can be written");
    let told = run("build newsroom --out TMP/out --exclude-section News --text apart --embed-budget 0", &folder);
    assert!(told.contains("newshound-0.0.1/ stays") && told.contains("delete from your host"), "{told}");
    assert!(folder.join("out/newshound-0.0.1/host.js").exists());
    assert!(index().iter().all(|name| !apart.contains(name)), "none of the old pages and indexes is left");
    fs::remove_dir_all(folder.join("out/newshound-0.0.1")).expect("it is there");
    // A search inside of what is searched is not read.
    fs::create_dir(folder.join("site")).expect("it can be made");
    fs::copy(folder.join("odd.jsonl"), folder.join("site/odd.jsonl")).expect("it can be copied");
    for _ in 0..2 {
        let told = run("build TMP/site --out TMP/site/search", &folder);
        assert!(told.contains("2 articles from 1 file"), "{told}");
    }
    fs::remove_dir_all(folder.join("site")).expect("it is there");
    let after: BTreeSet<OsString> = names();
    assert_eq!(after.difference(&before).collect::<Vec<_>>(), ["out"], "nothing is left beside it");
    let _ = fs::remove_dir_all(folder);
}

/// What somebody has changed or put into a built folder is not replaced without a word.
#[test]
fn what_no_build_has_written_is_not_replaced() {
    let folder = scratch("changed");
    let build = || run("build newsroom --out TMP/out", &folder);
    assert!(build().contains("45 articles"));
    let release = concat!("newshound-", env!("CARGO_PKG_VERSION"));
    let check = |file: &str, text: &str, expect: &str| {
        let path = folder.join("out").join(file.replace("VERSION", release));
        let before = fs::read(&path).ok();
        fs::create_dir_all(path.parent().expect("it is below")).expect("it can be made");
        fs::write(&path, text).expect("it can be written");
        let told = build();
        match expect {
            "" => assert!(told.contains("45 articles"), "{file}: {told}"),
            expect => {
                assert!(told.contains(expect) && told.contains("exit 1"), "{file}: {told}");
                assert_eq!(fs::read_to_string(&path).ok().as_deref(), Some(text), "{file}");
                before
                    .map_or_else(|| fs::remove_file(&path), |bytes| fs::write(&path, bytes))
                    .expect("it can be undone");
            }
        }
        assert!(build().contains("45 articles"), "{file}");
    };
    check("index.html", "mine", "somebody has changed since: index.html");
    check("VERSION/newshound.js", "mine", "somebody has changed since: newshound-VERSION/newshound.js");
    check("VERSION/mine.css", "mine", "somebody has changed since: newshound-VERSION/mine.css");
    check("newshound-index/notes.txt", "mine", "somebody has changed since: newshound-index/notes.txt");
    check("about.html", "mine", "about.html");
    check("newshound.json", "{}", "");
    check("newshound-index/index-0123456789abcdef.bin", "old", "");
    check("newshound-index/.DS_Store", "", "");
    // A release that has other pages replaces those that it knows.
    let page = folder.join("engine/index.html");
    fs::write(&page, "<!doctype html><title>New</title>\n").expect("it can be written");
    assert!(build().contains("45 articles"));
    let written = fs::read_to_string(folder.join("out/index.html")).expect("it was built");
    assert_eq!(written, "<!doctype html><title>New</title>\n");
    let _ = fs::remove_dir_all(folder);
}

/// Whoever works in a folder of a site does not name it.
#[test]
fn the_folder_that_is_worked_in_counts() {
    let folder = scratch("here");
    let check = |place: &str, inputs: &str, expect: &str| {
        let told = run_in(&folder.join(place), &format!("check --list {inputs}"), &folder);
        assert!(told.contains(expect), "{inputs} in {place}: {told}");
    };
    check("jekyll", "'_posts/*.md'", " /2024/05/04/pub/\n");
    check("jekyll/_posts", ".", " /2024/05/04/pub/\n");
    check("jekyll/_posts", "'*.md'", " /2024/05/04/pub/\n");
    check("jekyll/_posts", "./*.md", " /2024/05/04/pub/\n");
    check("jekyll/_posts", "2024-05-04-pub.md 2024-05-05-hid.md", " /2024/05/04/pub/\n");
    check("jekyll/_posts", "2024-05-04-pub.md", " /2024/05/04/pub/\n");
    check("jekyll/_posts", "../_posts", " /2024/05/04/pub/\n");
    check("jekyll/_drafts", ".", "1 unpublished; left out");
    check("jekyll/_drafts", "one.md", "1 unpublished; left out");
    check("jekyll/_drafts", "'*'", "1 unpublished; left out");
    check("jekyll/_drafts", "../../hugo/content", " /town/old-bridge/\n");
    check("hugo", "content", " /town/old-bridge/\n");
    check("hugo", "'content/**/*.md'", " /town/old-bridge/\n");
    let _ = fs::remove_dir_all(folder);
}
