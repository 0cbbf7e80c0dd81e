//! However the articles of a site are named, the same ones come out, with the same URLs.

use super::*;

const SITE: [(&str, &[u8]); 12] = [
    ("site/_config.yml", b"title: Paper\n"),
    ("site/_posts/2024-05-04-pub.md", b"---\ntitle: Published\n---\nIt opened."),
    ("site/_posts/town/2024-05-05-deep.md", b"---\ntitle: Deep\n---\nIt opened."),
    ("site/_posts/.2024-05-05-x.md", b"---\ntitle: Hidden file\n---\nIt opened."),
    ("site/_drafts/one.md", b"---\ntitle: Draft\n---\nIt opened."),
    ("site/_includes/inc.md", b"---\ntitle: Part\n---\nIt opened."),
    ("site/.hid/h.md", b"---\ntitle: Hidden\n---\nIt opened."),
    ("site/node_modules/m/b.md", b"---\ntitle: Package\n---\nIt opened."),
    ("site/about.md", b"---\ntitle: About\n---\nIt opened."),
    ("site/README.md", b"How to build this."),
    ("built/2025/a/index.html", PAGE),
    ("built/2025/b/index.html", PAGE),
];

const PAGE: &[u8] = b"<html><meta property=og:type content=article><title>A</title><article><h1>A</h1>\
<p>The old bridge over the river was opened again on Saturday.</p></article></html>";

#[test]
fn one_site_however_it_is_named() {
    let folder = Folder::new("named", &SITE);
    let check = |inputs: &[&str], expect: &[&str]| {
        let paths: Vec<_> = inputs.iter().map(|input| folder.0.join(input)).collect();
        let import = read(&paths, &Options::default());
        let mut urls: Vec<&str> = import.articles.iter().map(|article| article.url.as_str()).collect();
        urls.sort_unstable();
        assert_eq!(urls, expect, "{inputs:?}: {:?}", import.problems);
    };
    const ALL: [&str; 3] = ["/2024/05/04/pub.html", "/2024/05/05/deep.html", "/about"];
    check(&["site"], &ALL);
    check(&["site/"], &ALL);
    check(&["site/**/*.md"], &ALL);
    check(&["site/*"], &ALL);
    check(&["site/**"], &ALL);
    check(&["s?te/**/*.md"], &["/site/about", "/site/2024/05/04/pub.html", "/site/2024/05/05/deep.html"].sorted());
    check(&["site/**/*.md", "site/_posts/*.md"], &ALL);
    check(&["site/_posts/*.md", "site/**/*.md"], &ALL);
    // As a shell hands it on
    let expanded =
        ["site/_config.yml", "site/_drafts", "site/_includes", "site/_posts", "site/about.md", "site/node_modules"];
    check(&expanded, &ALL);
    check(
        &["site/_posts/2024-05-04-pub.md", "site/about.md", "site/_drafts/one.md", "site/_includes/inc.md"],
        &[ALL[0], ALL[2]],
    );
    check(&["site/_posts/2024-05-04-pub.md", "built/2025/a/index.html"], &[ALL[0], "/built/2025/a/"]);
    check(&["site/_posts", "site/_drafts"], &ALL[..2]);
    check(&["site/_posts/*.md"], &ALL[..1]);
    check(&["site/_posts/town"], &ALL[1..2]);
    // One alone
    check(&["site/_posts/2024-05-04-pub.md"], &ALL[..1]);
    check(&["site/_posts/town/2024-05-05-deep.md"], &ALL[1..2]);
    check(&["site/about.md"], &ALL[2..]);
    check(&["site/_drafts/one.md"], &[]);
    check(&["site/_drafts"], &[]);
    // What is hidden is meant where the dot is typed, and parts of pages where they are named
    check(&["site/.hid/*.md"], &["/h"]);
    check(&["site/.hid/h.md"], &["/h"]);
    check(&["site/_posts/.*.md"], &["/.2024-05-05-x"]);
    check(&["site/_includes"], &["/inc"]);
    check(&["site/node_modules/**/*.md"], &["/m/b"]);
    // No page is `/` twice
    check(&["built"], &["/2025/a/", "/2025/b/"]);
    check(&["built/**/*.html"], &["/2025/a/", "/2025/b/"]);
    check(&["built/2025/*"], &["/a/", "/b/"]);
    check(&["built/2025/a", "built/2025/b"], &["/a/", "/b/"]);
    check(&["built/2025/a/index.html", "built/2025/b/index.html"], &["/a/", "/b/"]);
    check(&["built/2025/a/index.html"], &["/a/"]);
    check(&["nowhere/*.md"], &[]);
}

/// For lists that are written in the order of what they are about.
trait Sorted {
    fn sorted(self) -> Self;
}

impl<const N: usize> Sorted for [&str; N] {
    fn sorted(mut self) -> Self {
        self.sort_unstable();
        self
    }
}

#[test]
fn what_is_to_be_skipped_is_skipped_however_it_is_named() {
    let files: [(&str, &[u8]); 3] =
        [("h/a.md", b"# A\n\nOne."), ("h/hid.md", b"# B\n\nTwo."), ("h/in/c.md", b"# C\n\nThree.")];
    let folder = Folder::new("skip", &files);
    let check = |inputs: &[&str], skip: &[&str], expect: &[&str]| {
        let paths = |names: &[&str]| names.iter().map(|name| folder.0.join(name)).collect::<Vec<_>>();
        let import = read(&paths(inputs), &Options { skip: paths(skip), ..Options::default() });
        let titles: Vec<&str> = import.articles.iter().map(|article| article.title.as_str()).collect();
        assert_eq!(titles, expect, "{inputs:?} without {skip:?}");
    };
    check(&["h"], &["h/hid.md"], &["A", "C"]);
    check(&["h/*.md"], &["h/hid.md"], &["A"]);
    check(&["h/**/*.md"], &["h/in"], &["A", "B"]);
    check(&["h/a.md", "h/hid.md"], &["h/hid.md"], &["A"]);
    check(&["h/in/c.md", "h/a.md"], &["h/in"], &["A"]);
    check(&["h/in", "h/a.md"], &["h/in"], &["A"]);
    check(&["h/in/*"], &["h/in/"], &[]);
}

#[test]
fn what_a_generator_keeps_beside_articles_is_none() {
    let check = |file: &str, beside: &str, expect: usize| {
        let files: [(&str, &[u8]); 3] = [(file, b"# A\n\nOne."), (beside, b""), ("content/a.md", b"# B\n\nTwo.")];
        let folder = Folder::new("generator", &files);
        assert_eq!(read(&[&folder.0], &Options::default()).articles.len(), expect + 1, "{file} beside {beside}");
    };
    check("themes/x/exampleSite/content/p.md", "hugo.toml", 0);
    check("themes/x/exampleSite/content/p.md", "config.yaml", 0);
    check("themes/x/exampleSite/content/p.md", "other.yaml", 1);
    check("content/themes/p.md", "hugo.toml", 1);
    check("archetypes/default.md", "hugo.toml", 0);
    check("archetypes/default.md", "other.toml", 1);
    check("node_modules/x/README2.md", "other.toml", 0);
    check("vendor/x/b.md", "composer.json", 0);
    check("vendor/x/b.md", "other.json", 1);
    check("_includes/b.md", "other.toml", 0);
    check("_layouts/b.md", "other.toml", 0);
}
