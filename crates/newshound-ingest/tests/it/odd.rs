//! What real archives hold and no standard foresees: `tests/fixtures/odd`, with CSV and plain JSON beside it.

use std::fmt::Write as _;

use crate::{fixture, root, show};

/// Articles and problems of a folder of fixtures, as one text.
fn check(name: &str, expect: &str) {
    let import = fixture(name);
    let mut got = String::new();
    for article in &import.articles {
        let _ = writeln!(got, "{}", show(article));
        for related in &article.related {
            let _ = writeln!(got, "r {related}");
        }
    }
    let folder = format!("{}/", root().join("tests/fixtures").join(name).display());
    for problem in &import.problems {
        let line = problem.line.map_or(String::new(), |line| format!(":{line}"));
        let file = problem.file.replace(&folder, "");
        let _ = writeln!(got, "! {file}{line}: {}", problem.kind.to_string().replace(&folder, ""));
    }
    assert!(got == expect, "{name}\n{got}");
}

#[test]
fn csv() {
    check(
        "csv",
        r#"1|/bridge|Bridge; road open|2024-05-04||Ana Ruiz|town,bridge|
p The bridge opened.
p So did the "new" road.
2|/feria|La feria abre|2024-05-05||José Peña||
p Habrá música.
3|/rain|Rain falls|||||
p It rained.
4|/sun|Sun shines|||||
p It shone.
! wide.tsv:3: 5 cells where the first line names 4 columns
"#,
    );
}

#[test]
fn json() {
    check(
        "json",
        r#"1|/bridge|Bridge opens|2024-05-04||Ana Ruiz||
p The bridge opened.
p So did the road.
2|/feria|La feria abre|||||es
p Habrá música.
3|/rain|Rain falls|||||
p It rained.
! schema.json: a JSON schema is no news text
"#,
    );
}

#[test]
fn odd_files() {
    check(
        "odd",
        r#"2019-07-03-no-front-matter|/2019-07-03-no-front-matter|Ferry sails again|2019-07-03||||
p The ferry sailed on Wednesday. Nobody was late.
broken-clock|/clock|Clock stopped|2021-02-08||||
p The clock stopped.
broken-json-ld|https://herald.example/2024/05/04/cafe/|Café opens|2024-05-04T09:05:00Z||||en
p The café at the station opened at nine, after two years.
p It was about time, said the queue.
crlf|/market|Market moves|2022-01-05T17:55:00-05:00||||
p The market moved.
s Stalls
p All of them.
r Stalls on the quay
day-in-address|https://herald.example/town/2018/03/09/tram/|Tram returns|2018-03-09||||en
p The tram returned to the market square on Friday morning.
p It had been gone for eleven years, and for good, it was said.
json|/well|Well found|2010-03-25||||
p The well was found.
latin1|https://herald.example/cafe/|Le café rouvre|2024-05-04T09:05:00+02:00||José Peña||fr
p Le café de la gare a rouvert à neuf heures, après deux ans.
p Il était temps, dit la foule - pardon, la file.
no-offset|https://herald.example/library/|Library closes|2024-05-04T09:05:00||||en
p The library closes for the summer, as it always does.
p Books may be kept until it opens again in September.
toml|/bells/|Bells ring|2022-01-05T17:55:00||Ana Ruiz|bells|
p The bells rang.
w-1|/w-1|Oil firm ( XOM.N ) gains|1987-02-26T15:01:01||||
p Shares of the firm rose by the hour, and all who had waited to sell them in spring went home without a word, as traders in the city said.
p It said nothing.
w-2|/w-2|Ships wait|1987-02-26||||
p Ships wait outside.
w-3|/w-3|Grain falls|2006-10-20T18:15-04:00||||
p Grain fell.
w-4|/w-4|Rain falls|2016-10-20||||
p Rain fell.
w-5|/w-5|Old slip|||||
p The year is a slip.
w-6|/w-6|No headline came with this story, so that its first words have…|2022-01-05||||
p No headline came with this story, so that its first words have to stand in for one.
w-7|/w-7|Grain falls (update)|2006-10-20T19:00-04:00||||
p Grain fell. It rose again later.
! broken-clock.md:2: `date` has a broken time of day: `2021-02-08 99:99-:99+01:00`
! broken-json-ld.html:7: broken JSON-LD: EOF while parsing a string
! broken-yaml.md:4: broken front matter: found unexpected end of stream, while scanning a quoted scalar
! wire.jsonl:2: `date` has a broken time of day: `26-FEB-1987 605:12:19`
! wire.jsonl:2: 2 control characters in its texts
! wire.jsonl:5: `date` is no date: `0201-05-04`
! wire.jsonl:6: no title
! wire.jsonl:7: the same article as in wire.jsonl:3, id `w-3`
! : 1 article has no URL
"#,
    );
}
