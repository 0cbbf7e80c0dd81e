//! The newsroom's hits in order, each list with its reason. What is odd about an article is told in the newsroom's
//! README; "today" is the day of its newest article.

use std::sync::LazyLock;

use newshound_index::build::Built;
use newshound_index::date::days_from_civil;
use newshound_index::search::{AnswerNote, Request, Sort};

use super::support::{ask, build, ids, import, line};

static NEWSROOM: LazyLock<Built> = LazyLock::new(|| build(import("tests/fixtures/newsroom").articles));

/// Wednesday, 14 October 2026.
fn today() -> Option<i32> {
    i32::try_from(days_from_civil(2026, 10, 14)).ok()
}

fn answer(request: Request) -> newshound_index::search::Answer<'static> {
    ask(&NEWSROOM, &Request { today: today(), ..request })
}

/// The hits of a line, in order. A last `…` stands for others that may follow.
fn check(query: &str, expect: &[&str], why: &str) {
    let answer = answer(Request { limit: 100, ..line(query) });
    let found = ids(&answer);
    match expect.split_last() {
        Some((&"…", first)) => {
            let begin = found.get(..first.len()).unwrap_or(&found);
            assert_eq!(begin, first, "{query}: {why}; all: {found:?}");
            assert!(found.len() > first.len(), "{query}: none follow");
        }
        _ => assert_eq!(found, expect, "{query}: {why}"),
    }
}

#[test]
fn the_newsroom_is_whole() {
    let import = import("tests/fixtures/newsroom");
    assert_eq!(import.problems, []);
    assert_eq!(import.articles.len(), 45);
}

#[test]
fn names_and_words_that_look_alike() {
    check(
        "us ",
        &["us-rescue-pact", "f16-regatta", "sing-with-us"],
        "a country is asked for more often than a pronoun",
    );
    check("US", &["us-rescue-pact", "f16-regatta", "sing-with-us", "…"], "capitals in the text rank first");
    check("U.S. ", &["us-rescue-pact", "f16-regatta", "sing-with-us"], "points make no difference");
    check("AIDS ", &["world-aids-day", "hearing-aids"], "the illness before the devices");
    check("hearing aids", &["hearing-aids", "world-aids-day", "organ-restored"], "one has both words, two have one");
    check("who ", &["covid-booster", "pink-lighthouse", "…"], "the organization, then the headline that asks who");
    check("IT ", &["it-failure", "…"], "the department before the pronoun, which stands nearly everywhere");
    check("May ", &["may-gardens", "chief-may", "…"], "month and person are spelt alike: both headlines first");
    check("chief may", &["chief-may", "…"], "the headline has both words");
    check("mayor brown", &["brown-reelected", "…"], "of all articles with the mayor, the one about her");
    check("brown", &["brown-reelected", "may-gardens", "…"], "then the one that has the word most often");
}

#[test]
fn stems_are_no_meanings() {
    check("organ ", &["organ-restored"], "an organization is no organ");
    check("organization", &["organization-volunteers", "night-of-lights"], "nor the other way; then `organized`");
    check("universe", &["planetarium"], "a university is no universe");
    check("university", &["university-fees"], "and the other way");
    check("news", &["courier-moves", "organ-restored", "spring-almanac", "budget-2025", "covid-booster"], "not `new`");
    check("police", &["chase-policy", "chief-may", "g7-ministers", "pink-lighthouse", "budget-2025"], "not `policy`");
    check("policy", &["chase-policy"], "not `police`");
    check("elections", &["brown-reelected", "new-years-eve", "it-failure"], "`election` and `elected` with it");
}

#[test]
fn numbers_and_signs() {
    check("9/11", &["nine-eleven"], "no date, no fraction");
    check("2,400", &["storm-2400", "wind-farm"], "in the headline first");
    check("2400", &["storm-2400", "wind-farm"], "without the comma it is the same");
    check("F-16", &["f16-regatta"], "with the hyphen");
    check("F16", &["f16-regatta"], "and without");
    check("6-4", &["derby"], "a score");
    check("COVID-19", &["covid-booster", "clinic-es"], "in the headline first; the name is the same in Spanish");
    check("C++", &["cpp-club"], "signs belong to the name");
    check("R&D", &["markup-title"], "and inside it");
    check("AT&T", &["storm-2400"], "of one letter on both sides");
    check("#SaveThePier", &["save-the-pier"], "as tagged");
    check("savethepier", &["save-the-pier"], "as typed");
    check("g7", &["g7-ministers"], "letter and digit");
    check("route 66", &["route-66-rally"], "both words, and both in the headline");
    check("<script>", &["markup-title"], "markup in a headline is text");
}

#[test]
fn accents_and_languages() {
    check("elysee", &["cafe-elysee"], "without accent and article");
    check("l'Élysée", &["cafe-elysee"], "with both");
    check("peña ", &["football-es"], "composed or not; bylines are searched as `author:`");
    check("peña", &["football-es", "derby"], "while it is typed, then the penalties");
    check(
        "author:pena",
        &["clinic-es", "bridge-reopens-es", "harvest-fair-es"],
        "a byline scores the same: newer first",
    );
    check(
        "garcia",
        &["football-es", "harvest-fair-es", "clinic-es", "night-of-lights"],
        "twice in the first two, newer first",
    );
}

#[test]
fn all_the_words_come_first() {
    let relaxed = |query: &str| answer(line(query)).notes;
    check("storm power", &["storm-2400", "budget-2025", "save-the-pier", "wind-farm"], "two with both, then one each");
    assert_eq!(relaxed("storm power"), [AnswerNote::Relaxed(2)]);
    check("universe university", &["planetarium", "university-fees"], "nothing has both: what has either, and a note");
    assert_eq!(relaxed("universe university"), [AnswerNote::Relaxed(0)]);
    check(
        "council bridge crack",
        &["bridge-crack-3", "brown-reelected", "budget-2025"],
        "two words of three are enough, one is not",
    );
    check("mayor brown", &["brown-reelected", "…"], "where enough have both, no others are shown");
    assert_eq!(relaxed("mayor brown"), []);
    check("hashtag planks -pier", &[], "an exclusion is not relaxed");
    check(
        "inspectors found \"a crack as long as a hand\" said the town",
        &["bridge-crack-3"],
        "a phrase among words is insisted on where some article has it",
    );
    let pasted = "inspectors “found a crack longer than an arm” in a hanger of the bridge";
    check(pasted, &["bridge-crack-3", "…"], "where none has it, its words are looked for");
    assert_eq!(relaxed(pasted), [AnswerNote::Relaxed(0)]);
    check("\"a crack longer than an arm\"", &[], "alone it stays what was asked for");
}

#[test]
fn phrases_are_words_side_by_side() {
    check("\"midnight ferry service\"", &["night-boat"], "ferry-strike has the three words, apart");
    check("\"who painted the lighthouse\"", &["pink-lighthouse"], "in a headline");
    check("\"the Courier has a new home\"", &["courier-moves"], "case folds");
    check("\"harbour bridge\" -budget", &["bridge-crack-3", "…"], "with an exclusion");
    check(
        "\"an earlier version of this article\"",
        &["bridge-crack-3", "wind-farm", "cannery-fire-2"],
        "three were corrected; the shorter text first, then the newer",
    );
    check("\"ferry midnight\"", &[], "the order counts");
}

#[test]
fn a_story_that_was_filed_again_stands_once() {
    let answer = answer(line("harbour bridge crack hanger"));
    let first = &answer.hits[0];
    let behind: Vec<&str> = first.duplicates.iter().map(|one| one.id).collect();
    assert_eq!((first.id, behind), ("bridge-crack-3", vec!["bridge-crack-2", "bridge-crack-1"]));
    let apart = ask(&NEWSROOM, &Request { collapse: false, today: today(), ..line("harbour bridge crack hanger") });
    let begin: Vec<&str> = ids(&apart).into_iter().take(3).collect();
    assert_eq!(begin.len(), 3);
    assert!(begin.iter().all(|id| id.starts_with("bridge-crack-")), "{begin:?}");
    check("cannery fire", &["cannery-fire-2", "…"], "the correction stands for the first version");
}

#[test]
fn slips_are_forgiven() {
    check("budgt", &["budget-2025", "markup-title"], "a letter is missing");
    check("lihgthouse", &["pink-lighthouse", "…"], "two are swapped");
    check("krahenbuhl", &["organ-restored"], "accents are no slips");
    check("zzzz", &[], "nonsense finds nothing");
    assert_eq!(answer(line("budgt")).suggestion.as_deref(), Some("budget"));
    assert_eq!(answer(line("krahenbuhl")).suggestion, None);
}

#[test]
fn fields_and_days() {
    check("title:bridge", &["bridge-crack-3"], "three headlines, one story");
    check("section:sport", &["derby", "route-66-rally", "football-es", "f16-regatta"], "equal scores: newest first");
    check("tag:police", &["chase-policy", "chief-may"], "as tagged, not as written");
    check("date:2025-03", &["bridge-crack-3", "spring-almanac"], "a month counts as its first day");
    check("date:\"last week\"", &["derby", "fishing-quota-es"], "Monday to Sunday");
    check("date:\"past 7 days\"", &["chase-policy", "planetarium", "save-the-pier", "derby"], "today is one of them");
    check("date:yesterday", &["planetarium"], "by the reader's day");
    check("before:2024-09-04", &["night-boat"], "the oldest; what has no date is not before anything");
    check("date:2025-12-31", &["new-years-eve"], "the day on the paper's own calendar, not in UTC");
    check("date:2026-01-01", &["courier-moves"], "the article of the evening before is not of this day");
}

#[test]
fn other_orders() {
    let order = |sort: Sort, expect: [&str; 2], last: &str| {
        let answer = answer(Request { sort, limit: 100, ..Request::default() });
        assert_eq!((&ids(&answer)[..2], *ids(&answer).last().unwrap()), (&expect[..], last), "{sort:?}");
    };
    order(Sort::Newest, ["chase-policy", "planetarium"], "chowder-recipe-es");
    order(Sort::Oldest, ["night-boat", "ferry-strike"], "chowder-recipe-es");
    order(Sort::Relevance, ["chase-policy", "planetarium"], "chowder-recipe-es");
}
