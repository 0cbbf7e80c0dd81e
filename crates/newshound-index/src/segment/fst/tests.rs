//! The automaton against sorted lists and a plain distance, against damage, and on time.

use super::*;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// Keys, and the automaton that the builder makes of them.
struct Case {
    /// The place is the rank.
    sorted: Vec<String>,
    bytes: Vec<u8>,
}

impl Case {
    fn new<S: AsRef<str>>(keys: &[S]) -> Case {
        let sorted: BTreeSet<&str> = keys.iter().map(AsRef::as_ref).collect();
        let mut builder = ::fst::SetBuilder::memory();
        builder.extend_iter(&sorted).unwrap();
        let sorted = sorted.into_iter().map(str::to_owned).collect();
        Case { sorted, bytes: builder.into_inner().unwrap() }
    }

    fn fst(&self) -> Fst<'_> {
        Fst::new(&self.bytes).unwrap()
    }
}

/// Optimal string alignment, by the whole matrix. The last row has the distance to each beginning of `b`.
fn last_row(a: &str, b: &str) -> Vec<usize> {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut d = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            d[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let change = usize::from(a[i - 1] != b[j - 1]);
                let mut least = (d[i - 1][j] + 1).min(d[i][j - 1] + 1).min(d[i - 1][j - 1] + change);
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    least = least.min(d[i - 2][j - 2] + 1);
                }
                least
            };
        }
    }
    d.pop().unwrap()
}

fn with_prefix(fst: &Fst<'_>, prefix: &str) -> Vec<(String, u32)> {
    fst.prefix_range(prefix.as_bytes()).map(|rank| (fst.key_of(rank).unwrap(), rank)).collect()
}

fn within(fst: &Fst<'_>, word: &str, edits: u8) -> Vec<(String, u32, u8)> {
    let mut seen = Vec::new();
    fst.each_within(word, edits, &mut |key, rank, distance| seen.push((key.to_owned(), rank, distance)));
    seen
}

fn within_as_prefix(fst: &Fst<'_>, word: &str, edits: u8, limit: usize) -> Vec<(String, u32, u8)> {
    let mut seen = Vec::new();
    fst.each_within_as_prefix(word, edits, limit, &mut |key, rank, distance| {
        seen.push((key.to_owned(), rank, distance));
    });
    seen
}

/// Everything that does not depend on a word.
fn check_keys(case: &Case) {
    let (fst, sorted) = (&case.fst(), &case.sorted);
    for (key, rank) in sorted.iter().zip(0..) {
        assert_eq!(fst.get(key), Some(rank), "{key:?}");
        assert_eq!(fst.key_of(rank).as_ref(), Some(key), "{rank}");
        for other in [format!("{key}a"), format!("{key}\0"), key.chars().skip(1).collect(), format!("é{key}")] {
            assert_eq!(fst.get(&other), sorted.binary_search(&other).ok().map(|rank| rank as u32), "{other:?}");
        }
    }
    assert_eq!(fst.key_of(sorted.len() as u32), None);
    assert_eq!(fst.key_of(u32::MAX), None);
}

fn check_prefix(case: &Case, prefix: &str) {
    let fst = &case.fst();
    let all = case.sorted.iter().cloned().zip(0..);
    let expected: Vec<(String, u32)> = all.filter(|(key, _)| key.starts_with(prefix)).collect();
    assert_eq!(with_prefix(fst, prefix), expected, "{prefix:?}");
}

fn check_near(case: &Case, word: &str) {
    let fst = &case.fst();
    // Each key with its rank, its distance, and that of its nearest beginning.
    let rows = case.sorted.iter().map(|key| (key.clone(), last_row(word, key)));
    let all: Vec<(String, u32, u8, u8)> = rows
        .zip(0..)
        .map(|((key, row), rank)| (key, rank, row[row.len() - 1] as u8, row.iter().copied().min().unwrap() as u8))
        .collect();
    for edits in 0..=2 {
        let near = all.iter().filter(|(_, _, whole, _)| *whole <= edits);
        let near: Vec<_> = near.map(|(key, rank, whole, _)| (key.clone(), *rank, *whole)).collect();
        assert_eq!(within(fst, word, edits), near, "{word:?} {edits}");

        let near = all.iter().filter(|(.., beginning)| *beginning <= edits);
        let mut near: Vec<_> = near.map(|(key, rank, _, beginning)| (key.clone(), *rank, *beginning)).collect();
        near.sort_by_key(|(.., distance)| *distance);
        assert_eq!(within_as_prefix(fst, word, edits, usize::MAX), near, "{word:?} {edits}");
        near.truncate(3);
        assert_eq!(within_as_prefix(fst, word, edits, 3), near, "{word:?} {edits}");
    }
}

#[test]
fn the_worked_example() {
    let Case { bytes, .. } = Case::new(&["bus", "but", "by"]);
    #[rustfmt::skip]
    let nodes = [
        0x00, 0x00, 0x74, 0x73, 0x10, 0x02,
        0x00, 0x01, 0x79, 0x75, 0x10, 0x02,
        0xda,
    ];
    assert_eq!(bytes[16..bytes.len() - 20], nodes);
    let fst = Fst::new(&bytes).unwrap();
    assert_eq!(fst.counts, [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 1, 2, 3, 3]);
    assert_eq!((fst.get("but"), fst.prefix_range(b"bu")), (Some(1), 0..2));
}

#[test]
fn odd_sets_of_keys() {
    let long = "ab".repeat(127) + "c";
    let sets: &[&[&str]] = &[
        &[],
        &[""],
        &["a"],
        &["", "a", "aa", "aaa", "aaaa"],
        &["us", "use", "used", "user", "users"],
        &["q", "qa", "Z", "~", "\0", "\u{7f}", "é", "ß", "日本", "日", "🦊", "🦊a"],
        &[&long, "abab"],
    ];
    for set in sets {
        let set = &Case::new(set);
        check_keys(set);
        for word in ["", "a", "aa", "us", "sue", "usr", "日", "日木", "本日", "🦊", "é", "xyz"] {
            check_prefix(set, word);
            check_near(set, word);
        }
    }
}

#[test]
fn nodes_of_every_width() {
    let chars: Vec<char> = ('\0'..'\u{900}').collect();
    for count in [1, 2, 31, 32, 33, 62, 63, 64, 65, 127, 128, 2000] {
        let some = || chars.iter().take(count);
        check_keys(&Case::new(&some().map(char::to_string).collect::<Vec<_>>()));
        // One node for each input alone.
        check_keys(&Case::new(&some().map(|c| format!("{c}{c}x")).collect::<Vec<_>>()));
        // A final node of that width.
        let case = Case::new(&some().map(|c| format!("k{c}")).chain(["k".to_owned()]).collect::<Vec<_>>());
        check_keys(&case);
        check_prefix(&case, "k");
        check_near(&case, "ka");
    }
    // 256 transitions, as no text has them.
    let mut builder = ::fst::SetBuilder::memory();
    builder.extend_iter((0..=255u8).map(|byte| [byte])).unwrap();
    let bytes = builder.into_inner().unwrap();
    let fst = Fst::new(&bytes).unwrap();
    assert_eq!((fst.get("a"), fst.get("\x7f"), fst.prefix_range(b"")), (Some(97), Some(127), 0..256));
    assert_eq!(within(&fst, "a", 1).len(), 128);
}

#[test]
fn keys_longer_than_the_longest() {
    let keys = ["a".repeat(254), "a".repeat(255), "a".repeat(256), "a".repeat(300), "b".to_owned()];
    let case = Case::new(&keys);
    let fst = case.fst();
    assert_eq!(fst.get(&keys[3]), Some(3), "only what spells keys is bounded");
    assert_eq!((fst.key_of(1).as_deref(), fst.key_of(2)), (Some(keys[1].as_str()), None));
    assert_eq!(within(&fst, "b", 1), [("b".to_owned(), 4, 0)]);
    assert_eq!(within_as_prefix(&fst, "a", 0, 9), [(keys[0].clone(), 0, 0), (keys[1].clone(), 1, 0)]);
}

#[test]
fn words_near_each_other() {
    let keys = [
        "election",
        "elections",
        "electoin",
        "lection",
        "selection",
        "erection",
        "ejection",
        "elation",
        "lotion",
        "be",
        "bee",
        "eb",
        "abe",
        "garcía",
        "garcia",
        "gracia",
        "grácia",
        "москва",
        "мсоква",
        "москве",
        "日本",
        "本日",
    ];
    let words =
        ["election", "elecsion", "be", "b", "eb", "bea", "ca", "garcia", "gárcia", "москва", "日本", "elections5"];
    let case = Case::new(&keys);
    for word in words {
        check_near(&case, word);
    }
    // Alignment, not Damerau's distance: "ca" to "abc" is three edits since what was swapped stays as it is.
    check_near(&Case::new(&["abc"]), "ca");
    let long = "x".repeat(63);
    let case = Case::new(&[&long]);
    let fits = |word: &str| within(&case.fst(), word, 2).len();
    assert_eq!((fits(&long), fits(&long[1..]), fits(&long[3..]), fits(&"x".repeat(64))), (1, 1, 0, 0));
}

/// Words as a newspaper has them, made of parts.
fn vocabulary() -> Vec<String> {
    let heads =
        ["elect", "govern", "report", "present", "nation", "market", "act", "lead", "sing", "cost", "über", "мост"];
    let fronts = ["", "re", "un", "over", "pre", "inter", "mis", "co", "non", "counter"];
    let tails = [
        "", "s", "ed", "ing", "er", "ers", "ion", "ions", "or", "ors", "al", "ally", "able", "ment", "ments", "ful",
        "less", "ism", "ist", "ики",
    ];
    let mut words = Vec::new();
    for head in heads {
        for front in fronts {
            words.extend(tails.iter().map(|tail| format!("{front}{head}{tail}")));
        }
    }
    words.extend((1990..2030).map(|year| year.to_string()));
    words
}

#[test]
fn a_vocabulary() {
    let words = vocabulary();
    assert!(words.len() > 2000);
    let case = Case::new(&words);
    check_keys(&case);
    for word in
        ["elect", "goverment", "rpeorting", "marketted", "2004", "interational", "мосты", "bue", "uber", "e", ""]
    {
        check_prefix(&case, word);
        check_near(&case, word);
    }
}

/// Asks everything of bytes that may be anything. Answers are not looked at; that it ends, and soon, is the test.
fn ask_all(bytes: &[u8]) {
    let Some(fst) = &Fst::new(bytes) else { return };
    for word in ["", "üse"] {
        fst.get(word);
        fst.prefix_range(word.as_bytes());
        within(fst, word, 2);
        within_as_prefix(fst, word, 2, 100);
    }
    for rank in [0, 1, 7, 1 << 20, u32::MAX] {
        fst.key_of(rank);
    }
}

#[test]
fn damage_does_no_harm() {
    let wide: Vec<String> = ('\0'..'\u{50}').map(|c| format!("k{c}")).collect();
    let narrow = ["us", "use", "used", "user", "users", "日本", "überuse", "abuse", "abused"].map(str::to_owned);
    for keys in [&wide[..], &narrow[..]] {
        let Case { bytes, .. } = Case::new(keys);
        for length in 0..bytes.len() {
            ask_all(&bytes[..length]);
            ask_all(&bytes[bytes.len() - length..]);
            ask_all(&with_any_len([&bytes[..length], &[0; FOOTER]].concat()));
        }
        for at in 0..bytes.len() {
            for change in 1..=255u8 {
                // Single bits, and counts and sizes that are far off.
                if change.is_power_of_two() || [0x11, 0x3f, 0x77, 0xc0, 0xff].contains(&change) {
                    let mut damaged = bytes.clone();
                    damaged[at] ^= change;
                    ask_all(&with_any_len(damaged));
                }
            }
        }
    }
}

/// The same with the number of keys that is counted, as an attacker would write it: else few get past the opening.
fn with_any_len(mut bytes: Vec<u8>) -> Vec<u8> {
    let footer = bytes.len().saturating_sub(FOOTER);
    for len in 0..70u64 {
        if Fst::new(&bytes).is_some() {
            break;
        }
        if let Some(slot) = bytes.get_mut(footer..footer + 8) {
            slot.copy_from_slice(&len.to_le_bytes());
        }
    }
    bytes
}

/// A ladder of nodes, each with two ways to the next: 2^`rungs` ways from the root to the end, `is_ended` or not.
fn ladder(rungs: usize, is_ended: bool, len: u64) -> Vec<u8> {
    let mut bytes = vec![0; 16];
    // The lowest node: no transitions; final or not.
    bytes.extend([0x00, 0x00, if is_ended { 0x40 } else { 0x00 }]);
    for _ in 0..rungs {
        bytes.extend([1, 1, b'b', b'a', 0x10, 0x02]);
    }
    bytes.extend(len.to_le_bytes());
    bytes.extend([0; 12]);
    bytes
}

#[test]
fn work_that_explodes_is_cut_off() {
    // No way ends in a key.
    let bytes = ladder(200, false, 0);
    let fst = &Fst::new(&bytes).unwrap();
    assert_eq!((fst.prefix_range(b"a"), fst.key_of(0)), (0..0, None));
    assert_eq!(within_as_prefix(fst, "abababab", 2, usize::MAX), []);

    // 2^31 keys, and more than a number holds.
    let bytes = ladder(31, true, 1 << 31);
    let fst = &Fst::new(&bytes).unwrap();
    assert_eq!((fst.prefix_range(b"b"), fst.prefix_range(b"ba").len()), (1 << 30..1 << 31, 1 << 29));
    assert_eq!(fst.key_of(5), Some(format!("{}bab", "a".repeat(28))));
    assert_eq!(within_as_prefix(fst, "b", 0, 100).len(), 100);
    assert!(Fst::new(&ladder(200, true, 1 << 31)).is_none());
    let bytes = ladder(200, true, 0);
    let fst = &Fst::new(&bytes).unwrap();
    assert_eq!(within(fst, &"ab".repeat(30), 2), []);
    assert_eq!(within_as_prefix(fst, "ab", 2, 100), []);
    assert_eq!(fst.prefix_range(b"abba"), 0..0);
}

#[test]
fn other_bytes_are_refused() {
    let Case { bytes, .. } = Case::new(&["bus", "by"]);
    let refused = |change: &dyn Fn(&mut Vec<u8>)| {
        let mut other = bytes.clone();
        change(&mut other);
        assert!(Fst::new(&other).is_none(), "{other:?}");
    };
    let length = bytes.len();
    refused(&|other| other[length - FOOTER] = 1);
    refused(&|other| other[length - FOOTER + 4] = 1);
    // The sizes of the root, with outputs.
    refused(&|other| other[length - FOOTER - 3] = 0x11);
    refused(&|other| other.truncate(35));
    refused(&|other| other.clear());
    refused(&|other| other.push(0));
}

fn key() -> impl Strategy<Value = String> {
    prop_oneof!["[ab]{0,5}", "[a-e]{1,8}", "[aéß日本🦊]{0,5}", "\\PC{0,4}"]
}

proptest! {
    #[test]
    fn it_answers_like_a_sorted_list(keys in proptest::collection::vec(key(), 0..60), words in proptest::collection::vec(key(), 1..6)) {
        let case = Case::new(&keys);
        check_keys(&case);
        for word in &words {
            check_prefix(&case, word);
            check_near(&case, word);
        }
    }

    #[test]
    fn any_nodes_are_read_without_harm(nodes in proptest::collection::vec(any::<u8>(), 1..80), len in 0u64..1 << 24) {
        let mut bytes = [3u64.to_le_bytes(), 0u64.to_le_bytes()].concat();
        bytes.extend(&nodes);
        bytes.extend(len.to_le_bytes());
        bytes.extend([0; 12]);
        ask_all(&with_any_len(bytes));
    }
}

/// `NEWSHOUND_FORMS=file cargo test --release -p newshound-index fst::tests::times -- --ignored --nocapture`, where the
/// file has a form a line.
#[test]
#[ignore = "it measures"]
fn times() {
    use std::hint::black_box;
    use std::time::Instant;

    let text = std::fs::read_to_string(std::env::var("NEWSHOUND_FORMS").unwrap()).unwrap();
    let case = Case::new(&text.lines().collect::<Vec<_>>());
    let (fst, forms) = (&case.fst(), &case.sorted);
    let start = Instant::now();
    drop(black_box(case.fst()));
    println!("{} forms, {} bytes, counted in {:?}", forms.len(), case.bytes.len(), start.elapsed());

    // A thousand forms all over, each with its second and third letter from the end swapped.
    let some: Vec<&String> = forms.iter().filter(|form| (4..=63).contains(&form.chars().count())).collect();
    let some: Vec<String> = some
        .iter()
        .step_by((some.len() / 1000).max(1))
        .map(|form| {
            let mut letters: Vec<char> = form.chars().collect();
            let end = letters.len();
            letters.swap(end - 3, end - 2);
            letters.into_iter().collect()
        })
        .collect();
    let long: Vec<String> = some.iter().filter(|word| word.chars().count() >= 8).cloned().collect();
    let mut found = 0u64;
    let mut measure = |name: &str, words: &[String], ask: &mut dyn FnMut(&str) -> u64| {
        let mut times: Vec<f64> = Vec::new();
        found = 0;
        for word in words {
            let start = Instant::now();
            found += black_box(ask(black_box(word)));
            times.push(start.elapsed().as_secs_f64() * 1e6);
        }
        times.sort_by(f64::total_cmp);
        let at = |part: usize| times[(times.len() - 1) * part / 100];
        println!("{name:28} µs: p50 {:8.2}, p99 {:8.2}, most {:8.2}; {found} found", at(50), at(99), at(100));
    };
    for _ in 0..2 {
        measure("get", forms, &mut |word| fst.get(word).map_or(0, |_| 1));
        measure("key_of", forms, &mut |word| fst.key_of(fst.get(word).unwrap()).map_or(0, |_| 1));
        measure("prefix_range", &some, &mut |word| {
            let prefix: String = word.chars().take(2).collect();
            fst.prefix_range(prefix.as_bytes()).len() as u64
        });
        for (name, edits, words) in
            [("1 edit", 1, &some), ("2 edits, 8 letters", 2, &long), ("2 edits, 4 letters", 2, &some)]
        {
            measure(name, words, &mut |word| {
                let mut count = 0;
                fst.each_within(word, edits, &mut |_, _, _| count += 1);
                count
            });
            let beginnings: Vec<String> = words
                .iter()
                .map(|word| {
                    let keep = (word.chars().count() * 3 / 5).max(3);
                    word.chars().take(keep).collect()
                })
                .collect();
            measure(&format!("{name}, 60 % typed, 100 keys"), &beginnings, &mut |word| {
                let mut count = 0;
                fst.each_within_as_prefix(word, edits, 100, &mut |_, _, _| count += 1);
                count
            });
        }
        let start = Instant::now();
        let all = with_prefix(fst, "").len();
        println!("all {all} in {:.2} ms", start.elapsed().as_secs_f64() * 1e3);
    }
}
