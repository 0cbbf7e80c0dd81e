//! Files that are made to harm, or look so: each is told, in bounded time, and the others are read.

use std::fs;
use std::io::Write as _;
use std::time::{Duration, Instant};

use newshound_ingest::{Import, Options, read};

use crate::Folder;

/// A hang, on any machine: each of these takes a few seconds at most.
const LONG: Duration = Duration::from_secs(600);

const GOOD: &[u8] = br#"{"id": "good", "url": "/good", "title": "Good", "body": "Good text."}"#;

/// Reads hostile files beside a good one: `file:code` of what is told, and how many articles come out besides.
fn check(files: &[(&str, &[u8])], others: usize, expect: &[&str]) -> Import {
    let files: Vec<(&str, &[u8])> = files.iter().copied().chain([("z.jsonl", GOOD)]).collect();
    let folder = Folder::new("hostile", &files);
    let start = Instant::now();
    let import = read(&[&folder.0], &Options::default());
    let took = start.elapsed();
    let root = format!("{}/", folder.0.display());
    let told = import.problems.iter().filter(|problem| problem.kind.code() != "no-url");
    let told: Vec<String> =
        told.map(|problem| format!("{}:{}", problem.file.replace(&root, ""), problem.kind.code())).collect();
    assert_eq!(told, expect, "{:?}", import.problems.first());
    assert!(import.articles.iter().any(|article| article.id == "good"));
    assert_eq!(import.articles.len(), others + 1);
    assert!(took < LONG, "{took:?}");
    import
}

const PAGE: &str = "<!DOCTYPE html><meta property=og:type content=article><link rel=canonical href=/a><title>Tram</title><article><h1>Tram</h1>";
const TEXT: &str = "<p>The tram returned, and everybody who had waited was there to see it.</p>";

fn page(inner: &str) -> Vec<u8> {
    format!("{PAGE}{inner}{TEXT}").into_bytes()
}

#[test]
fn pages() {
    check(&[("deep.html", &page(&"<div>".repeat(2_500)))], 1, &[]);
    check(&[("bold.html", &page(&"<p><b>".repeat(2_500)))], 1, &[]);
    check(&[("attribute.html", &page(&format!("<p title='{}'>", "x".repeat(200_000))))], 1, &[]);
    check(&[("blanks.html", &page(&format!("<p {}>", "x ".repeat(100_000))))], 0, &["blanks.html:too-deep"]);
    check(
        &[("schema.html", &page(&format!("<script type=application/ld+json>{}</script>", "[".repeat(300_000))))],
        1,
        &["schema.html:broken-json-ld"],
    );
    let import = check(&[("nul.html", &page(&"\0".repeat(20_000)))], 1, &[]);
    assert!(import.articles.iter().all(|article| article.blocks.iter().all(|block| !block.text().contains('\0'))));
}

#[test]
fn problems_without_end_come_in_order() {
    let lines: Vec<String> = (0..3).map(|file| format!("{file}\n").repeat(20_000)).collect();
    let files = [
        ("a.jsonl", lines[0].as_bytes()),
        ("b.jsonl", lines[1].as_bytes()),
        ("c.jsonl", lines[2].as_bytes()),
        ("z.jsonl", GOOD),
    ];
    let folder = Folder::new("endless", &files);
    let with = |threads| read(&[&folder.0], &Options { threads, ..Options::default() });
    let one = with(1);
    assert_eq!((one.problems.len(), one.articles.len(), one.summary.files), (60_000, 1, 4));
    assert!(one.problems.is_sorted_by_key(|problem| (problem.file.clone(), problem.line)));
    for threads in [2, 5] {
        assert!(with(threads) == one, "{threads} threads");
    }
}

#[test]
fn xml_entities_are_not_followed() {
    let entities: String =
        ('b'..='j').map(|c| format!("<!ENTITY {c} '{}'>", format!("&{};", (c as u8 - 1) as char).repeat(10))).collect();
    let feed = |entities: &str, text: &str| {
        format!(
            "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a 'laugh'>{entities}]><rss><channel><item><guid>1</guid><link>/a</link><title>Tram</title><description>{text} returned.</description></item></channel></rss>"
        )
    };
    let import = check(&[("laughs.xml", feed(&entities, "&j;").as_bytes())], 1, &[]);
    assert!(import.articles.iter().all(|article| !article.blocks.iter().any(|block| block.text().contains("laugh"))));
    let outside = feed("<!ENTITY x SYSTEM 'file:///etc/hostname'>", "&x;");
    let import = check(&[("outside.xml", outside.as_bytes())], 1, &[]);
    let host = fs::read_to_string("/etc/hostname").unwrap_or_else(|_| "nothing to find".into());
    assert!(
        import.articles.iter().all(|article| article.blocks.iter().all(|block| !block.text().contains(host.trim())))
    );
    check(
        &[("deep.xml", format!("<rss><channel><item>{}", "<x>".repeat(300_000)).as_bytes())],
        0,
        &["deep.xml:broken-xml"],
    );
}

#[test]
fn encodings() {
    let wide = |text: &str, from: fn(u16) -> [u8; 2]| {
        let bytes: Vec<u8> = text.encode_utf16().flat_map(from).collect();
        [from(0xfeff).as_slice(), &bytes].concat()
    };
    let feed = "<?xml version='1.0' encoding='UTF-16'?><rss><channel><item><guid>f</guid><link>/f</link><title>Brücke</title><description>Grüße.</description></item></channel></rss>";
    let texts: [(&str, String); 6] = [
        ("a.html", String::from_utf8_lossy(&page("<p>Grüße.")).replace("Tram", "Brücke")),
        ("b.txt", "Brücke\n\nGrüße.".into()),
        ("c.csv", "id,url,title,body\n1,/c,Brücke,Grüße.\n".into()),
        ("d.md", "---\ntitle: Brücke\nurl: /d\n---\nGrüße.".into()),
        ("e.json", r#"{"id": "e", "url": "/e", "title": "Brücke", "body": "Grüße."}"#.into()),
        ("f.xml", feed.into()),
    ];
    for from in [u16::to_le_bytes, u16::to_be_bytes] {
        let bytes: Vec<(&str, Vec<u8>)> = texts.iter().map(|(name, text)| (*name, wide(text, from))).collect();
        let files: Vec<(&str, &[u8])> = bytes.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
        let import = check(&files, 6, &[]);
        let others = import.articles.iter().filter(|article| article.id != "good");
        others.for_each(|article| assert_eq!(article.title, "Brücke"));
    }
    // Windows-1252: pages and XML may say so, the others cannot, and say what to do.
    let narrow = |text: &str| -> Vec<u8> { text.chars().map(|char| char as u8).collect() };
    let bytes: Vec<(&str, Vec<u8>)> =
        texts.iter().map(|(name, text)| (*name, narrow(&text.replace("UTF-16", "ISO-8859-1")))).collect();
    let files: Vec<(&str, &[u8])> = bytes.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
    check(&files, 2, &["b.txt:not-utf8", "c.csv:not-utf8", "d.md:not-utf8", "e.json:not-utf8"]);
}

#[test]
fn markdown() {
    let deep =
        |part: &str, times: usize| format!("---\ntitle: Tram\nurl: /a\n---\nIt returned.\n\n{}\n", part.repeat(times));
    for part in ["> ", "[", "[a](", "*a_ ", "*a **a ", "![[]()", "<!-- ", "<a ", "&", "|", "~a ", "1. ", "[x]: /y\n[x]"]
    {
        check(&[("a.md", deep(part, 5_000).as_bytes())], 1, &[]);
    }
    let fences: String = (1..600).map(|count| format!("e{}", "`".repeat(count))).collect();
    check(&[("a.md", deep(&fences, 1).as_bytes())], 1, &[]);
    let list: String = (0..500).map(|depth| format!("{}* a\n", "  ".repeat(depth))).collect();
    check(&[("a.md", deep(&list, 1).as_bytes())], 1, &[]);
}

#[test]
fn front_matter() {
    let yaml = |text: &str| format!("---\nurl: /a\n{text}\n---\nText.");
    let toml = |text: &str| format!("+++\nurl = '/a'\n{text}\n+++\nText.");
    let aliases: String = ('b'..='j')
        .map(|c| format!("{c}: &{c} [{}]\n", vec![format!("*{}", (c as u8 - 1) as char); 9].join(",")))
        .collect();
    let files = [
        ("aliases.md", yaml(&format!("a: &a [x,x,x,x,x,x,x,x,x]\n{aliases}"))),
        ("brackets.md", yaml(&format!("title: {}", "[".repeat(100_000)))),
        ("indents.md", yaml(&(0..500).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect::<String>())),
        ("json.md", format!("{{\"title\": {}", "{\"a\": ".repeat(100_000))),
        ("long.md", yaml(&"key: value\n".repeat(200_000))),
        ("toml.md", toml(&format!("title = {}", "[".repeat(100_000)))),
        ("toml-keys.md", toml(&format!("{} = 1", vec!["a"; 20_000].join(".")))),
    ];
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    check(
        &files,
        0,
        &[
            "aliases.md:broken-front-matter",
            "brackets.md:broken-front-matter",
            "indents.md:broken-front-matter",
            "json.md:broken-front-matter",
            "long.md:broken-front-matter",
            "toml-keys.md:broken-front-matter",
            "toml.md:broken-front-matter",
        ],
    );
}

#[test]
fn captions_and_related_headlines_without_end() {
    let text = |part: &str| format!("Tram\n\n{}\nIt returned. {}", part.repeat(50_000), part.trim().repeat(20_000));
    for part in ["Photo: a\n", "Related: Bells ring.\n", "Related: Bells ring.\n\n", "Tram\n", "a\n\n"] {
        let folder = Folder::new("captions", &[("a.txt", text(part).as_bytes())]);
        let start = Instant::now();
        let import = read(&[&folder.0], &Options::default());
        assert_eq!((import.articles.len(), import.articles[0].title.as_str()), (1, "Tram"));
        assert!(start.elapsed() < LONG, "{part}: {:?}", start.elapsed());
    }
}

#[test]
fn json_and_tables() {
    check(&[("a.json", &b"[".repeat(1_000_000))], 0, &["a.json:broken-json"]);
    check(
        &[("a.jsonl", format!("{{\"id\": 1, \"body\": {}\n", "[".repeat(1_000_000)).as_bytes())],
        0,
        &["a.jsonl:broken-json"],
    );
    check(
        &[("a.csv", format!("id,url,title,body\n1,/a,Tram,\"{}", "It returned. ".repeat(200_000)).as_bytes())],
        1,
        &["a.csv:huge"],
    );
}

#[test]
fn archives() {
    let gz = |bytes: &[u8]| {
        let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        out.write_all(bytes).unwrap();
        out.finish().unwrap()
    };
    // A hundred megabytes of nothing, in members that follow each other.
    let nothing = gz(&vec![b'x'; 1 << 20]);
    check(&[("bomb.txt.gz", &[gz(b"Tram\n\n"), nothing.repeat(100)].concat())], 0, &["bomb.txt.gz:unreadable"]);
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in
        [("1.txt", b"One\n\nText.".to_vec()), ("2.txt", vec![b'x'; 100 << 20]), ("3.txt", b"Three\n\nText.".to_vec())]
    {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(&bytes).unwrap();
    }
    check(&[("bomb.zip", &zip.finish().unwrap().into_inner())], 1, &["bomb.zip/2.txt:unreadable"]);

    let header = |name: &str, size: &[u8], kind: u8| {
        let mut header = tar::Header::new_ustar();
        let bytes = header.as_mut_bytes();
        bytes[..name.len()].copy_from_slice(name.as_bytes());
        bytes[124..136].copy_from_slice(size);
        bytes[156] = kind;
        header.set_cksum();
        header.as_bytes().to_vec()
    };
    let first = [header("1.txt", b"00000000012\0", b'0'), b"One\n\nText.".to_vec(), vec![0; 502]].concat();
    for (size, kind) in [
        (b"77777777777\0", b'0'),
        (&[0xff; 12], b'0'),
        (b"-0000000001\0", b'0'),
        (b"77777777777\0", b'L'),
        (b"77777777777\0", b'x'),
    ] {
        let tar = [first.clone(), header("2.txt", size, kind), vec![b'x'; 2048]].concat();
        let folder = Folder::new("tar", &[("a.tar", &tar), ("z.jsonl", GOOD)]);
        let import = read(&[&folder.0], &Options::default());
        let ids: Vec<&str> = import.articles.iter().map(|article| article.id.as_str()).collect();
        assert_eq!(ids, ["1", "good"], "{size:?} {kind}");
        assert_eq!(import.problems[0].kind.code(), "unreadable", "{size:?} {kind}: {:?}", import.problems);
    }
    // What is no name is not held in memory.
    let name = [first.clone(), header("2.txt", b"77777777777\0", b'L'), vec![b'n'; 4 << 20]].concat();
    let import = check(&[("name.tar", &name)], 1, &["name.tar:unreadable"]);
    assert!(import.problems[0].kind.to_string().contains("longer than any name"), "{:?}", import.problems[0]);
    // What only stands beside the articles may be long.
    let picture = [header("2.png", b"00020000000\0", b'0'), vec![0; 4 << 20], first.clone()].concat();
    check(&[("picture.tar", &picture)], 1, &[]);
    // Links, pipes and devices are no files.
    let mut links = first.clone();
    for kind in *b"1234567" {
        links.extend(header("link.txt", b"00000000000\0", kind));
    }
    check(&[("links.tar", &links)], 1, &[]);
}

#[cfg(unix)]
#[test]
fn pipes_are_not_waited_for() {
    let folder = Folder::new("pipe", &[("z.jsonl", GOOD)]);
    let made = std::process::Command::new("mkfifo").arg(folder.0.join("a.jsonl")).status();
    if made.is_ok_and(|status| status.success()) {
        assert_eq!(read(&[&folder.0], &Options::default()).articles.len(), 1);
    }
}
