//! Near-duplicates: the same story filed again.
//!
//! Agencies file a story, correct it, put a new lead on it, add a paragraph; papers print it under a headline of their
//! own. A reader wants it once. But much in news only looks alike: a table that comes every week, a dividend notice, a
//! market report say other things in the same words, and two reporters at one event quote the same sentences. These
//! must stay apart, for what is put behind another article is hardly seen again. So, where in doubt, apart.
//!
//! 1. **Candidates.** A text is the set of its *shingles*, the runs of [`SHINGLE`] words (Broder, "On the resemblance
//!    and containment of documents", 1997), as hashes. Of each article only its [`SKETCH`] smallest are kept; of two
//!    articles these agree about as often as their sets do. Who shares enough of them is found by sorting, without
//!    comparing all with all. A flash of a few sentences shares so little with a long story that holds it that chance
//!    decides whether the two are compared.
//! 2. **Verification.** The candidates' words are put together again and compared exactly, by [`Profile::repeats`]: shared
//!    shingles, headline, dates, and **figures**: words with a digit. Formula stories share their words and differ in
//!    their figures, re-filed ones keep them; this tells them apart better than any share of words does.
//! 3. **Groups** are what hangs together by such pairs: the fifth version need not resemble the first.
//!
//! Memory is some 800 bytes an article while candidates are looked for, whatever its length; time grows with the
//! sorting of the sketches. Everything is whole numbers and sorted lists, so the same input gives the same groups.

use std::cmp::Ordering;
use std::collections::HashMap;

use super::workers::{Workers, in_parts};

/// Words in a shingle: long enough that unrelated articles share few, short enough that a changed word breaks few.
const SHINGLE: usize = 4;

/// Shingles kept of each article. Of a pair at the bounds of [`Profile::repeats`] about ten agree.
const SKETCH: usize = 32;

/// Who shares a kept shingle is paired with so many of those that follow. Among more, the shingle is boilerplate, and
/// versions of one story still hang together from one to the next.
const AHEAD: usize = 8;

/// Articles whose pairs are counted at once: bounds the memory.
const STRIPE: u32 = 1 << 17;

/// Words below which a text is too short to be judged by half its shingles.
const SHORT: usize = 120;

/// Words below which a text may be the same as another by chance, or by its form.
const TINY: usize = 40;

/// Seconds within which a story is filed again; after that only what is all but the same counts as a repeat.
const FILED_AGAIN: u64 = 5 * 86_400;

/// The text of one article, as the comparison needs it. Forms are those of the analyzer, in the order of the text.
#[derive(Clone, Debug, Default)]
pub(super) struct Text {
    language: u64,
    date: Option<i64>,
    title: Vec<u64>,
    body: Vec<u64>,
    figures: Vec<u64>,
}

impl Text {
    /// An article without words yet. Articles of different language tags are never near-duplicates; `date` is in
    /// seconds, and one without a date may be near to any.
    pub(super) fn new(language: &str, date: Option<i64>) -> Text {
        Text { language: hash(language), date, ..Text::default() }
    }

    /// Adds the [`hash`] of a word of the headline.
    pub(super) fn push_title(&mut self, word: u64) {
        self.title.push(word);
    }

    /// Adds the [`hash`] of a word of the body: standfirst, paragraphs, subheadings; and whether it [is a
    /// figure](is_figure).
    pub(super) fn push_body(&mut self, word: u64, is_figure: bool) {
        if is_figure {
            self.figures.push(word);
        }
        self.body.push(word);
    }

    /// The distinct shingles, ascending. A text shorter than one is one.
    fn shingles(&self) -> Vec<u64> {
        distinct(shingles(self.language, &self.body).collect())
    }
}

/// Whether a word counts among the figures.
pub(super) fn is_figure(form: &str) -> bool {
    form.bytes().any(|byte| byte.is_ascii_digit())
}

/// The shingles of a text in its order, repeats among them.
fn shingles(language: u64, body: &[u64]) -> impl Iterator<Item = u64> {
    let width = SHINGLE.min(body.len()).max(1);
    body.windows(width).map(move |words| words.iter().fold(language, |sum, word| mix(sum.rotate_left(5) ^ word)))
}

/// FNV-1a, well mixed: the same on all machines, and good enough against chance. Against intent it need not stand, for
/// whoever writes the articles can repeat them too.
pub(super) fn hash(form: &str) -> u64 {
    mix(form.bytes().fold(0xcbf2_9ce4_8422_2325, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)))
}

/// Spreads every bit over all others (the finaliser of MurmurHash3).
fn mix(bits: u64) -> u64 {
    let bits = (bits ^ bits >> 33).wrapping_mul(0xff51_afd7_ed55_8ccd);
    let bits = (bits ^ bits >> 33).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    bits ^ bits >> 33
}

fn distinct(mut hashes: Vec<u64>) -> Vec<u64> {
    hashes.sort_unstable();
    hashes.dedup();
    hashes
}

/// What is kept of an article while candidates are looked for: its smallest shingles, ascending. `body` has the
/// [`hash`] of each word.
pub(super) fn sketch(language: &str, body: &[u64]) -> Box<[u64]> {
    sketch_by(hash(language), body)
}

fn sketch_by(language: u64, body: &[u64]) -> Box<[u64]> {
    let mut sketch: Vec<u64> = shingles(language, body).collect();
    // Most need not be sorted; where the smallest are repeats of each other, all are.
    let few = SKETCH * 2;
    if sketch.len() > few {
        let (smallest, _, _) = sketch.select_nth_unstable(few);
        let smallest = distinct(smallest.to_vec());
        if smallest.len() >= SKETCH {
            sketch = smallest;
        }
    }
    let mut sketch = distinct(sketch);
    sketch.truncate(SKETCH);
    sketch.into_boxed_slice()
}

/// Finds groups: each article is added once, in order; then [`NearDuplicates::groups`] reads a few of them again.
#[derive(Debug, Default)]
pub(super) struct NearDuplicates {
    /// The [`sketch`] of each article.
    sketches: Vec<Box<[u64]>>,
}

impl NearDuplicates {
    /// How many candidates are compared in one go.
    const PART: usize = 1 << 10;

    /// For articles with these sketches.
    pub(super) fn of(sketches: Vec<Box<[u64]>>) -> NearDuplicates {
        NearDuplicates { sketches }
    }

    /// For each article, in the order of the sketches, the number of its group; `None` for one that stands alone.
    /// Numbers begin at 0 and have no gaps.
    ///
    /// `read` gives the text of the `n`-th article, the same that the sketch is of. In archives of news it is called one
    /// to three times an article.
    pub(super) fn groups(&self, read: impl Fn(usize) -> Text + Sync, workers: Workers<'_>) -> Vec<Option<u32>> {
        let repeats = in_parts(workers, &self.candidates(), NearDuplicates::PART, |pairs| {
            // What hangs together already need not be compared. Only among these, so that nothing hangs on who is first.
            let mut near: HashMap<u32, u32> = HashMap::new();
            let leader = |near: &HashMap<u32, u32>, mut at: u32| {
                while let Some(before) = near.get(&at) {
                    at = *before;
                }
                at
            };
            let mut repeats = Vec::new();
            for pairs in pairs.chunk_by(|one, next| one.0 == next.0) {
                let mut first = None;
                for &(one, other) in pairs {
                    let (left, right) = (leader(&near, one), leader(&near, other));
                    if left != right {
                        let first = first.get_or_insert_with(|| Profile::of(&read(one as usize)));
                        if first.repeats(&Profile::of(&read(other as usize))) {
                            near.insert(left.max(right), left.min(right));
                            repeats.push((one, other));
                        }
                    }
                }
            }
            repeats
        });
        let mut groups = Groups::of(self.sketches.len());
        repeats.into_iter().flatten().for_each(|(one, other)| groups.join(one, other));
        groups.numbered()
    }

    /// Pairs of articles that share enough of their sketches to be compared, ascending, the smaller position first.
    fn candidates(&self) -> Vec<(u32, u32)> {
        let articles = self.sketches.iter().zip(0u32..);
        let mut holders: Vec<(u64, u32)> =
            articles.flat_map(|(sketch, at)| sketch.iter().map(move |shingle| (*shingle, at))).collect();
        holders.sort_unstable();
        let size = |at: u32| self.sketches[at as usize].len();
        let mut candidates = Vec::new();
        let mut shared = Vec::new();
        for stripe in (0..self.sketches.len() as u32).step_by(STRIPE as usize) {
            for run in holders.chunk_by(|one, next| one.0 == next.0) {
                for (at, (_, one)) in run.iter().enumerate() {
                    if (stripe..stripe.saturating_add(STRIPE)).contains(one) {
                        shared.extend(run[at + 1..].iter().take(AHEAD).map(|(_, other)| (*one, *other)));
                    }
                }
            }
            shared.sort_unstable();
            for times in shared.chunk_by(|one, next| one == next) {
                let pair = times[0];
                if times.len() > size(pair.0).min(size(pair.1)) / 16 {
                    candidates.push(pair);
                }
            }
            shared.clear();
        }
        candidates
    }
}

/// What two articles are compared by: ascending lists without repeats.
struct Profile {
    date: Option<i64>,
    title: Vec<u64>,
    shingles: Vec<u64>,
    figures: Vec<u64>,
    /// Words of the body.
    length: usize,
}

impl Profile {
    fn of(text: &Text) -> Profile {
        Profile {
            date: text.date,
            title: distinct(text.title.clone()),
            shingles: text.shingles(),
            figures: distinct(text.figures.clone()),
            length: text.body.len(),
        }
    }

    /// Whether both are one story. All shares are in percent; the bounds were chosen by reading pairs of real news
    /// on both sides of them.
    fn repeats(&self, other: &Profile) -> bool {
        let (short, long) = if self.length <= other.length { (self, other) } else { (other, self) };
        let shared = common(&short.shingles, &long.shingles);
        // Of all shingles, and of the smaller set.
        let resemblance = percent(shared, short.shingles.len() + long.shingles.len() - shared);
        let containment = percent(shared, short.shingles.len().min(long.shingles.len()));
        let title = alike(&short.title, &long.title);
        // Figures that only one of them has. A long text may change some, an addition may bring some.
        let strays = short.figures.len() + long.figures.len() - 2 * common(&short.figures, &long.figures);
        let allowed = short.length / 50 + (long.length - short.length) / 10;
        let apart = self.date.zip(other.date).map_or(0, |(one, other)| one.abs_diff(other));
        if apart > FILED_AGAIN {
            return short.length >= SHORT && strays == 0 && resemblance >= 90 && title >= 60;
        }
        if strays > allowed {
            return false;
        }
        // A new headline over the same text. Notices of few words are filled-in forms: they need the headline.
        let is_retitled = match short.length {
            0..TINY => false,
            TINY..SHORT => resemblance >= 85,
            _ => resemblance >= 60 || resemblance >= 50 && containment >= 80,
        };
        // Another text under the same headline: a new lead, a paragraph more, a flash that became a story.
        let is_updated = match long.length {
            0..TINY => title >= 70 && resemblance >= 75,
            TINY..SHORT => title >= 60 && (resemblance >= 65 || containment >= 90),
            _ => {
                title >= 50 && (resemblance >= 35 || containment >= 70)
                    || title >= 80 && (resemblance >= 25 || containment >= 60)
            }
        };
        is_retitled || is_updated
    }
}

/// How many members both ascending lists have.
fn common(one: &[u64], other: &[u64]) -> usize {
    let (mut one, mut other) = (one.iter().peekable(), other.iter().peekable());
    let mut count = 0;
    while let (Some(left), Some(right)) = (one.peek(), other.peek()) {
        let order = left.cmp(right);
        count += usize::from(order == Ordering::Equal);
        if order != Ordering::Greater {
            one.next();
        }
        if order != Ordering::Less {
            other.next();
        }
    }
    count
}

/// The share of common members among all; everything where there are none.
fn alike(one: &[u64], other: &[u64]) -> usize {
    let shared = common(one, other);
    percent(shared, one.len() + other.len() - shared)
}

fn percent(part: usize, whole: usize) -> usize {
    (part * 100).checked_div(whole).unwrap_or(100)
}

/// Articles that hang together (union-find).
struct Groups {
    /// For each article one that comes before it in its group, or itself for the first.
    before: Vec<u32>,
}

impl Groups {
    fn of(count: usize) -> Groups {
        Groups { before: (0..count as u32).collect() }
    }

    /// The first article of the group.
    fn leader(&mut self, mut at: u32) -> u32 {
        while self.before[at as usize] != at {
            let before = self.before[at as usize];
            self.before[at as usize] = self.before[before as usize];
            at = before;
        }
        at
    }

    fn join(&mut self, one: u32, other: u32) {
        let (one, other) = (self.leader(one), self.leader(other));
        self.before[one.max(other) as usize] = one.min(other);
    }

    /// Numbers from 0 for the groups of two and more, in the order in which they became two.
    fn numbered(mut self) -> Vec<Option<u32>> {
        let mut numbers = vec![None; self.before.len()];
        let mut next = 0;
        for at in 0..self.before.len() {
            let leader = self.leader(at as u32) as usize;
            if leader != at {
                if numbers[leader].is_none() {
                    numbers[leader] = Some(next);
                    next += 1;
                }
                numbers[at] = numbers[leader];
            }
        }
        numbers
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{Analyzer, Language};
    use proptest::prelude::*;

    const DAY: i64 = 86_400;

    const HEADLINE: &str = "Harbour bridge opens after three years of work";
    const LEAD: &str = "The new harbour bridge opened to traffic on Monday after three years of work, and the first \
        lorries crossed it before sunrise while the mayor was still looking for her scissors.";
    const NEW_LEAD: &str = "Thousands of people walked over the harbour bridge on Monday evening, hours after it was \
        opened to traffic, and the city closed two streets because the crowd did not want to go home.";
    const BODY: &str = "The bridge replaces a ferry that carried 1,400 cars a day and stopped whenever the wind came from \
        the north. It cost 212 million crowns, 9 million more than the council had allowed in its first budget, and was \
        built by a firm from the other side of the bay whose workers slept on two old barges. Cyclists have a path of \
        their own on the eastern side. Fishermen complained that the pillars stand where the herring used to gather, \
        but the harbour master said that the fish had moved away long before the first pile was driven. Buses will use \
        the crossing from 4 May. The last ferry, which has served since 1961, goes to a museum in the capital, where \
        children may sound its horn on Sundays.";
    const ADDED: &str = "The ferry company said that its twelve sailors had been offered work in the museum or on the \
        northern lines, and that all of them had chosen the sea, except the cook, who will open a tavern at the foot of \
        the bridge and call it by the name of the ship.";
    const CORRECTED: (&str, &str) = ("212 million", "221 million");
    const NOTICE: &str = "Quarterly dividend 12 cts against 12 cts before. Payable April 2, record March 14.";

    fn words(text: &str, push: impl FnMut(&str)) {
        let mut push = push;
        Analyzer::new(Language::English).each_token(text, |token| push(token.form));
    }

    fn text(day: i64, title: &str, body: &str) -> Text {
        let mut text = Text::new("en", Some(day * DAY));
        words(title, |form| text.push_title(hash(form)));
        words(body, |form| push(&mut text, form));
        text
    }

    fn push(text: &mut Text, form: &str) {
        text.push_body(hash(form), is_figure(form));
    }

    fn groups_of(texts: &[Text]) -> Vec<Option<u32>> {
        let sketch_of = |text: &Text| {
            let mut all = text.shingles();
            all.truncate(SKETCH);
            let sketch = sketch_by(text.language, &text.body);
            assert_eq!(*sketch, *all);
            sketch
        };
        let found = NearDuplicates::of(texts.iter().map(sketch_of).collect());
        found.groups(|at| texts[at].clone(), &|parts, work| (0..parts).for_each(work))
    }

    fn check(one: (i64, &str, &str), other: (i64, &str, &str), are_one: bool) {
        let [one, other] = [one, other].map(|(day, title, body)| text(day, title, body));
        let expect = if are_one { Some(0) } else { None };
        assert_eq!(groups_of(&[one.clone(), other.clone()]), [expect; 2]);
        assert_eq!(groups_of(&[other, one]), [expect; 2]);
    }

    #[test]
    fn filed_again() {
        let story = format!("{LEAD} {BODY}");
        let first = (0, HEADLINE, story.as_str());
        check(first, first, true);
        check(first, (0, "Cars instead of ferries", &story), true);
        check(first, (1, "Crowds cross the harbour bridge", &format!("{NEW_LEAD} {BODY}")), true);
        check(first, (0, HEADLINE, &format!("{LEAD} {BODY} {ADDED}")), true);
        check(first, (0, HEADLINE, &story.replace(CORRECTED.0, CORRECTED.1)), true);
        // A flash that became a story, if the headline says so.
        check(first, (0, HEADLINE, LEAD), true);
        check(first, (0, "Mayor looks for scissors", LEAD), false);
        // Half a story under the same headline.
        check(first, (0, HEADLINE, &format!("{ADDED} {BODY}")), true);
        check(first, (0, HEADLINE, &format!("{NEW_LEAD} {ADDED}")), false);
    }

    #[test]
    fn weeks_later_only_the_same_text() {
        let story = format!("{LEAD} {BODY}");
        let first = (0, HEADLINE, story.as_str());
        check(first, (30, HEADLINE, &story), true);
        check(first, (30, "Cars instead of ferries", &story), false);
        check(first, (30, HEADLINE, &story.replace(CORRECTED.0, CORRECTED.1)), false);
        check(first, (30, HEADLINE, &format!("{LEAD} {BODY} {ADDED}")), false);
        check((0, HEADLINE, LEAD), (30, HEADLINE, LEAD), false);
    }

    #[test]
    fn without_dates_the_text_decides() {
        let undated = |body: &str| Text { date: None, ..text(0, HEADLINE, body) };
        let story = format!("{LEAD} {BODY}");
        let updated = format!("{LEAD} {BODY} {ADDED}");
        assert_eq!(groups_of(&[undated(&story), undated(&updated)]), [Some(0); 2]);
        assert_eq!(groups_of(&[undated(&story), text(9, HEADLINE, &updated)]), [Some(0); 2]);
    }

    #[test]
    fn forms_with_other_figures_stay_apart() {
        let report = |index: &str, gain: &str, volume: &str, oil: &str| {
            format!(
                "Shares closed higher on the northern exchange as banks and shipping firms gained. The main index rose \
                 {gain} points to {index}, and {volume} shares changed hands against {oil} in the session before. Traders \
                 said that buyers waited for the figures of the central bank, which come after the close. Oil stood at \
                 {oil} crowns a barrel. The bond market was quiet: ten-year paper yielded {gain} percent. Among losers \
                 were paper mills, whose prices suffer from cheap imports, and the state railway. The herring contract \
                 for delivery in spring was unchanged at {volume}, dealers said, and no deals were made in wool. The \
                 exchange is closed on Friday for the feast of the harbour saint and opens again on Monday morning."
            )
        };
        let (one, other) = (report("1,204.5", "8.1", "61", "70.2"), report("1,190.3", "3.7", "48", "69.9"));
        check((0, "Shares close higher", &one), (1, "Shares close higher", &other), false);
        check((0, "Shares close higher", &one), (1, "Banks lift shares", &one), true);
    }

    #[test]
    fn short_notices_need_like_headlines() {
        let first = (0, "NORTHERN SHIPPING CO SETS QUARTERLY", NOTICE);
        check(first, first, true);
        check(first, (0, "Northern Shipping sets quarterly", NOTICE), true);
        check(first, (0, "BAY PAPER MILLS INC SETS QUARTERLY", NOTICE), false);
        check(first, (0, first.1, &NOTICE.replace("12 cts", "11 cts")), false);
        check(first, (90, first.1, NOTICE), false);
        check((0, "", ""), (0, "", ""), false);
        check((0, HEADLINE, ""), (0, HEADLINE, ""), false);
    }

    #[test]
    fn one_event_twice_or_another_language_is_not_one_story() {
        let quote = "\"The fish had moved away long before the first pile was driven,\" the harbour master said.";
        check(
            (0, "Bridge opens", &format!("{LEAD} {quote}")),
            (0, "Bridge opens", &format!("{NEW_LEAD} {quote} {ADDED}")),
            false,
        );
        let story = format!("{LEAD} {BODY}");
        let english = text(0, HEADLINE, &story);
        let mut danish = Text::new("da", Some(0));
        words(HEADLINE, |form| danish.push_title(hash(form)));
        words(&story, |form| push(&mut danish, form));
        assert_eq!(groups_of(&[english, danish]), [None; 2]);
    }

    #[test]
    fn versions_hang_together_and_groups_are_counted() {
        let story = format!("{LEAD} {BODY}");
        let texts = [
            text(0, "Weather", ADDED),
            text(0, HEADLINE, LEAD),
            text(0, "Shipping sets quarterly", NOTICE),
            text(0, HEADLINE, &story),
            text(0, "Shipping sets quarterly", NOTICE),
            text(0, "Crowds cross", &format!("{NEW_LEAD} {BODY}")),
        ];
        assert_eq!(groups_of(&texts), [None, Some(0), Some(1), Some(0), Some(1), Some(0)]);
    }

    /// A word of letters alone, another for every other argument.
    fn word(kind: char, family: usize, version: usize, at: usize) -> String {
        let letter = |number: usize| char::from(b'a' + (number % 26) as u8);
        [kind, letter(family), letter(version), letter(at), letter(at / 26)].iter().collect()
    }

    /// Articles of a few families, each with its family: what stands between two places is changed in a version.
    fn newsroom() -> impl Strategy<Value = Vec<(usize, Text)>> {
        let version = (0usize..6, 0usize..150, 0usize..150, 0usize..12);
        let article = |(family, from, to, version): (usize, usize, usize, usize)| {
            let mut text = Text::new("en", Some(version as i64 % 4 * 2 * DAY));
            text.push_title(hash(&word('v', family, version, 0)));
            (0..5).for_each(|at| text.push_title(hash(&word('t', family, 0, at))));
            for at in 0..150 {
                let changed_by = if (from..to).contains(&at) { version + 1 } else { 0 };
                push(&mut text, &word('w', family, changed_by, at));
            }
            (family, text)
        };
        proptest::collection::vec(version.prop_map(article), 0..16)
    }

    proptest! {
        /// What comparing all with all finds is the oracle. Sketches find no other pairs, and miss none that share half
        /// of their shingles: that one in a million is missed among the others is no fault.
        #[test]
        fn groups_are_those_of_all_pairs(newsroom in newsroom()) {
            let texts: Vec<Text> = newsroom.iter().map(|(_, text)| text.clone()).collect();
            let profiles: Vec<Profile> = texts.iter().map(Profile::of).collect();
            let [mut all, mut sure] = [(); 2].map(|()| Groups::of(texts.len()));
            for (one, left) in profiles.iter().enumerate() {
                for (other, right) in profiles.iter().enumerate().skip(one + 1) {
                    prop_assert_eq!(left.repeats(right), right.repeats(left));
                    if left.repeats(right) {
                        all.join(one as u32, other as u32);
                        if alike(&left.shingles, &right.shingles) >= 50 {
                            sure.join(one as u32, other as u32);
                        }
                    }
                }
            }
            let groups = groups_of(&texts);
            for (one, other) in (0..texts.len() as u32).flat_map(|one| (0..one).map(move |other| (one, other))) {
                let number = groups[one as usize];
                let is_one = number.is_some() && number == groups[other as usize];
                prop_assert!(!is_one || all.leader(one) == all.leader(other));
                prop_assert!(is_one || sure.leader(one) != sure.leader(other));
            }
        }

        #[test]
        fn order_makes_no_difference(newsroom in newsroom(), turn in 0usize..16) {
            let texts: Vec<Text> = newsroom.iter().map(|(_, text)| text.clone()).collect();
            let turn = turn % texts.len().max(1);
            let (before, after) = texts.split_at(turn);
            let turned = groups_of(&[after, before].concat());
            let groups = groups_of(&texts);
            let back = [&turned[texts.len() - turn..], &turned[..texts.len() - turn]].concat();
            for (one, other) in (0..texts.len()).flat_map(|one| (0..one).map(move |other| (one, other))) {
                let is_one = |groups: &[Option<u32>]| groups[one].is_some() && groups[one] == groups[other];
                prop_assert_eq!(is_one(&groups), is_one(&back));
            }
        }

        #[test]
        fn families_never_mix(newsroom in newsroom()) {
            let texts: Vec<Text> = newsroom.iter().map(|(_, text)| text.clone()).collect();
            let groups = groups_of(&texts);
            for (one, other) in (0..texts.len()).flat_map(|one| (0..one).map(move |other| (one, other))) {
                let is_one = groups[one].is_some() && groups[one] == groups[other];
                prop_assert!(!is_one || newsroom[one].0 == newsroom[other].0);
            }
        }
    }
}
