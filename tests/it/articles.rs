//! The built-in articles, from the files to the hits: every field as the editors meant it, and each question that the
//! product promises to answer, with its marks.

use newshound_index::article::Block;
use newshound_index::build::{BuildOptions, Built};
use newshound_index::search::{AnswerNote, SnippetSource};

use super::support::{ask, build, build_with, ids, import, line, marked};

/// Mexico awaits the visit; the treaty after it. Both files name no id, so these are the files' names.
const VISIT: &str = "000_0d451115066b127b";
const TREATY: &str = "004_0c369f3a5d9e2ce2";

/// A block as a line: what it is, how it begins and how it ends.
fn check_blocks(blocks: &[Block], expect: &[(&str, &str, &str)]) {
    let kind = |block: &Block| match block {
        Block::Paragraph(_) => "paragraph",
        Block::Subheading(_) => "subheading",
        Block::Caption(_) => "caption",
    };
    let kinds: Vec<&str> = blocks.iter().map(kind).collect();
    assert_eq!(kinds, expect.iter().map(|block| block.0).collect::<Vec<_>>());
    for (block, (_, start, end)) in blocks.iter().zip(expect) {
        let text = block.text();
        assert!(text.starts_with(start) && text.ends_with(end), "{start} … {end}: {text}");
        assert!(!text.contains('\n') && text.trim() == text, "one line: {text:?}");
    }
}

#[test]
fn every_field_is_what_the_editors_meant() {
    let import = import("articles");
    let told: Vec<String> = import.problems.iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 1, "only that they have no URL of their own: {told:?}");
    let [visit, treaty] = import.articles.as_slice() else { panic!("two articles, not {}", import.articles.len()) };

    assert_eq!((visit.id.as_str(), visit.url.as_str()), (VISIT, "/000_0d451115066b127b"));
    assert_eq!(
        visit.title,
        "Sheinbaum Confirms Marco Rubio’s Visit to Mexico to Strengthen Bilateral Security Agreement"
    );
    // 3:58 pm, and no zone given.
    assert_eq!(visit.published.unwrap().to_string(), "2025-09-06T15:58");
    assert_eq!(visit.published.unwrap().offset_minutes(), None);
    check_blocks(
        &visit.blocks,
        &[
            ("paragraph", "President Claudia Sheinbaum Pardo confirmed", "a new bilateral security agreement."),
            ("paragraph", "During her morning press conference on August 29,", "and shared responsibility."),
            ("paragraph", "“This is an agreement we have", "respect for our sovereignty,” the president said."),
            ("paragraph", "Sheinbaum emphasized that the agreement covers", "tensions in recent years."),
            ("paragraph", "The President also announced", "under investigation in both countries."),
            ("paragraph", "With this visit, the federal government", "the forefront of the bilateral agenda."),
        ],
    );
    assert_eq!(visit.related, ["Mexico Strengthens Tourism Ties with the U.S. and Canada Through Roadshows"]);

    assert_eq!((treaty.id.as_str(), treaty.url.as_str()), (TREATY, "/004_0c369f3a5d9e2ce2"));
    assert_eq!(
        treaty.title,
        "Sheinbaum Highlights Reciprocity and Respect for Sovereignty in Security Agreement with the U.S."
    );
    assert_eq!(treaty.published.unwrap().to_string(), "2025-09-09T22:55");
    check_blocks(
        &treaty.blocks,
        &[
            ("caption", "President Sheinbaum emphasized", "mutual trust. Photo: Government of Mexico."),
            ("paragraph", "President Claudia Sheinbaum Pardo emphasized", "and mutual trust."),
            ("paragraph", "Speaking during her morning conference,", "to arms and drug trafficking."),
            ("paragraph", "“We have part of the responsibility,", "promote mutual trust,” Sheinbaum said."),
            ("paragraph", "The President noted that", "linked to criminal groups."),
            ("paragraph", "“The U.S. may have information", "the other way around,” she explained."),
            ("paragraph", "In addition, the agreement contemplates", "in responding to emergencies."),
            ("subheading", "“Mayo” Zambada and Extradition Requests", "“Mayo” Zambada and Extradition Requests"),
            ("paragraph", "Sheinbaum confirmed that she raised", "though not in detail."),
            ("paragraph", "She added that the discussion", "as part of ongoing cooperation."),
            ("paragraph", "With this new understanding,", "real-time bilateral coordination."),
        ],
    );
    assert_eq!(treaty.related, ["Mexico and U.S. Reaffirm Historic Security Cooperation During Rubio’s Visit"]);

    for article in &import.articles {
        let said = (&article.modified, &article.section, &article.language, &article.image, &article.standfirst);
        assert_eq!(said, (&None, &None, &None, &None, &None), "nothing is guessed");
        assert!(article.authors.is_empty() && article.tags.is_empty() && article.fields.is_empty());
        assert!(article.is_free);
    }
}

/// Each promised question: what a reader types, the hits in order, and of each the marks that must be in its headline or
/// snippet.
#[test]
fn what_readers_ask_is_found_and_marked() {
    // They name no language; a publisher may set the one of the site.
    let english = BuildOptions { language: Some("en".into()), ..BuildOptions::default() };
    for options in [BuildOptions::default(), english] {
        check_questions(&build_with(import("articles").articles, options));
    }
}

fn check_questions(built: &Built) {
    let check = |query: &str, expect: &[(&str, &[&str])], why: &str| {
        let answer = ask(built, &line(query));
        assert_eq!(ids(&answer), expect.iter().map(|hit| hit.0).collect::<Vec<_>>(), "{query}: {why}");
        assert_eq!(answer.total, expect.len(), "{query}");
        for (hit, (id, marks)) in answer.hits.iter().zip(expect) {
            let pieces: String = hit.title_parts.pieces().map(|piece| piece.text).collect();
            assert_eq!(pieces, hit.title, "{query}: the pieces are the headline");
            assert_eq!(hit.snippet_source, Some(SnippetSource::Body), "{query}");
            let shown = format!("{} / {}", marked(&hit.title_parts), marked(&hit.snippet));
            for mark in *marks {
                assert!(shown.contains(&format!("[{mark}]")), "{query} in {id}: no [{mark}] in {shown}");
            }
        }
    };
    check(
        "Sheinbaum Rubio",
        &[(VISIT, &["Sheinbaum", "Rubio"]), (TREATY, &["Sheinbaum", "Rubio"])],
        "both names are in the headline of the visit",
    );
    check(
        "zambada garcia",
        &[(TREATY, &["Zambada", "García"])],
        "only the treaty has the whole name, and the rarer half of it; the accent need not be typed",
    );
    check("García", &[(TREATY, &["García"])], "only one has the name");
    check("U.S.", &[(TREATY, &["U.S."]), (VISIT, &["U.S."])], "the treaty has it in its headline");
    check("US", &[(TREATY, &["U.S."]), (VISIT, &["U.S."])], "written without points it is the same");
    check("us", &[(TREATY, &["U.S."]), (VISIT, &["U.S."])], "in small letters too: `will send us` ranks below");
    check("fentanyl", &[(VISIT, &["fentanyl"])], "only the visit speaks of it");
    check("DN-III", &[(TREATY, &["DN-III"])], "a plan with a hyphen");
    check("dniii", &[(TREATY, &["DN-III"])], "and without");
    check("August 29", &[(VISIT, &["August", "29"])], "a day");
    check("mirror operation", &[(TREATY, &["mirror", "operations"])], "one operation finds many");
    check("sover", &[(TREATY, &["Sovereignty"]), (VISIT, &["sovereignty"])], "a word that is begun");
    check("Shienbaum", &[(TREATY, &["Sheinbaum"]), (VISIT, &["Sheinbaum"])], "two letters swapped");
    check("“mirror operations”", &[(TREATY, &["mirror operations"])], "a phrase in curly quotation marks");
    check("\"mirror operations\"", &[(TREATY, &["mirror operations"])], "and in straight ones");
    check("\"operations mirror\"", &[], "the words in another order are another phrase");
    check("rubio -fentanyl", &[(TREATY, &["Rubio"])], "the visit speaks of fentanyl");
    check("\"reciprocity, respect for sovereignty\"", &[(TREATY, &[])], "commas part no words");
    check("zzzz", &[], "nothing has it");
}

#[test]
fn what_was_not_found_as_typed_is_said() {
    let built = build(import("articles").articles);
    let check = |query: &str, suggestion: Option<&str>, notes: &[AnswerNote]| {
        let answer = ask(&built, &line(query));
        assert_eq!((answer.suggestion.as_deref(), answer.notes.as_slice()), (suggestion, notes), "{query}");
    };
    check("Sheinbaum Rubio", None, &[]);
    check("Shienbaum", Some("sheinbaum"), &[AnswerNote::Typo]);
    check("zzzz", None, &[]);
}

#[test]
fn related_headlines_are_not_the_article() {
    let built = build(import("articles").articles);
    for query in ["roadshows", "tourism", "canada", "reaffirm", "historic"] {
        assert_eq!(ask(&built, &line(query)).total, 0, "{query} stands in related headlines alone");
    }
}
