//! [`Access`]: what a record says of who may read it, and when. **In doubt it is not free, and not public.**
//!
//! Keys count in any spelling: `isPremium`, `is_premium` and `is-premium` are one.
//!
//! | what they say | keys |
//! |---|---|
//! | free or not, by yes or no | `is_free`, `free`, `is_accessible_for_free`, `accessible_for_free`; turned round: `is_premium`, `premium`, `premium_content`, `paywall`, `is_paywalled`, `paywalled`, `has_paywall`, `paid`, `is_paid`, `paid_content`, `locked`, `is_locked`, `subscriber_only`, `subscribers_only`, `members_only`, `requires_subscription`, `subscription_required` |
//! | free or not, by a word | `access`, `access_level`, `access_type`, `content_access`, `visibility`, `content_tier`, `article:content_tier` (`public`, `free`, …; `paid`, `subscriber`, `members`, `metered`, …), `audience` (such words alone) |
//! | not published, or not to be found | `draft`, `is_draft`, `unpublished`, `private`, `is_private`, `hidden`, `unlisted`, `noindex`, `search_exclude`, `exclude_from_search`; `false` for `publish`, `published`, `is_published`, `in_search_index`, `searchable`, `search`; `status` and its kin (`draft`, `pending`, `private`, …), a `password` |
//! | not before | `embargo`, `embargoed`, `embargo_until`, `embargo_date`, `publish_date`, `publish_at`, `publish_on`, `publish_after`, `publish_from` |
//! | not after | `expiry_date`, `expires`, `expires_at`, `expiration_date`, `expire_date`, `unpublish_date`, `unpublish_at`, `unpublish_on` |

use newshound_index::date::Date;
use serde_json::{Map, Value};

use crate::problem::{ProblemKind, excerpt};
use crate::record::date_of_number;
use crate::sink::Sink;

/// What a record says of who may read it, and when.
pub(crate) struct Access {
    /// Nobody says that it is not.
    pub(crate) is_free: bool,
    /// Why it stays out.
    pub(crate) withheld: Option<ProblemKind>,
    /// When it became public.
    pub(crate) since: Option<Date>,
}

/// What a key is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum About {
    Free,
    Paid,
    Word,
    /// Only words that are known count: others may mean anything.
    KnownWord,
    Unpublished,
    NoIndex,
    Published,
    Status,
    Password,
    Since,
    Until,
}

/// The longest name of a key, spelt without signs.
const LONGEST: usize = 24;

fn about(key: &str) -> Option<About> {
    let mut bare = [0; LONGEST];
    let mut length = 0;
    for byte in key.bytes().filter(|byte| !b"_-:. ".contains(byte)) {
        *bare.get_mut(length)? = byte.to_ascii_lowercase();
        length += 1;
    }
    Some(match std::str::from_utf8(bare.get(..length)?).ok()? {
        "isfree" | "free" | "isaccessibleforfree" | "accessibleforfree" => About::Free,
        "ispremium"
        | "premium"
        | "premiumcontent"
        | "paywall"
        | "ispaywalled"
        | "paywalled"
        | "haspaywall"
        | "paid"
        | "ispaid"
        | "paidcontent"
        | "locked"
        | "islocked"
        | "subscriberonly"
        | "subscribersonly"
        | "membersonly"
        | "requiressubscription"
        | "subscriptionrequired" => About::Paid,
        "access" | "accesslevel" | "accesstype" | "contentaccess" | "visibility" | "contenttier"
        | "articlecontenttier" => About::Word,
        "audience" => About::KnownWord,
        "draft" | "isdraft" | "unpublished" | "private" | "isprivate" | "hidden" | "unlisted" | "searchexclude"
        | "excludefromsearch" => About::Unpublished,
        "noindex" => About::NoIndex,
        "publish" | "published" | "ispublished" | "insearchindex" | "searchable" | "search" => About::Published,
        "status" | "poststatus" | "pubstatus" | "publishstatus" | "publicationstatus" | "workflowstatus" | "state" => {
            About::Status
        }
        "password" | "postpassword" => About::Password,
        "embargo" | "embargoed" | "embargountil" | "embargoeduntil" | "embargodate" | "publishdate" | "publishat"
        | "publishon" | "publishafter" | "publishfrom" => About::Since,
        "expirydate" | "expires" | "expiresat" | "expirationdate" | "expiredate" | "unpublishdate" | "unpublishat"
        | "unpublishon" => About::Until,
        _ => return None,
    })
}

/// Whether a key says who may read, or when.
pub(crate) fn is_key(key: &str) -> bool {
    about(key).is_some()
}

/// Takes out of a record what it says of its readers.
pub(crate) fn take(object: &mut Map<String, Value>, line: Option<u64>, sink: &mut Sink<'_>) -> Access {
    let mut access = Access { is_free: true, withheld: None, since: None };
    let keys: Vec<(String, About)> =
        object.keys().filter_map(|key| about(key).map(|about| (key.clone(), about))).collect();
    for (key, about) in keys {
        let Some(value) = object.get(&key) else { continue };
        let yes = truth(value);
        // `published` is a date where it is no yes or no, and a status that is no obstacle says something else.
        let is_taken = match about {
            About::Published => yes.is_some(),
            About::Status | About::KnownWord => word(value).is_some_and(|word| match about {
                About::Status => is_unpublished(&word),
                _ => is_closed(&word) || is_open(&word),
            }),
            _ => true,
        };
        if !is_taken {
            // What a system says of its own work is nothing to tell of.
            if about == About::Status && !sink.options.fields.contains(&key) {
                object.remove(&key);
            }
            continue;
        }
        let Some(value) = object.remove(&key) else { continue };
        if is_nothing(&value) {
            continue;
        }
        access.read(&key, about, &value, yes, line, sink);
    }
    access
}

impl Access {
    fn read(
        &mut self,
        key: &str,
        about: About,
        value: &Value,
        yes: Option<bool>,
        line: Option<u64>,
        sink: &mut Sink<'_>,
    ) {
        match about {
            About::Free | About::Paid | About::Word | About::KnownWord => {
                let is_free = match (about, yes, word(value)) {
                    (About::Paid, Some(yes), _) => Some(!yes),
                    (About::Free, Some(yes), _) => Some(yes),
                    (_, _, Some(word)) if is_closed(&word) => Some(false),
                    (About::Paid, _, Some(word)) => matches!(word.as_str(), "none" | "free" | "open").then_some(true),
                    (_, _, Some(word)) if is_open(&word) => Some(true),
                    _ => None,
                };
                if is_free.is_none() {
                    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                    sink.problem(line, ProblemKind::UnclearAccess { key: key.to_owned(), text: excerpt(&text) });
                }
                self.is_free &= is_free == Some(true);
            }
            About::Unpublished | About::NoIndex if yes == Some(false) => {}
            About::NoIndex if !sink.options.respects_noindex => {}
            About::Published if yes == Some(true) => {}
            About::Unpublished | About::NoIndex | About::Published | About::Status | About::Password => {
                self.withheld.get_or_insert(ProblemKind::NotPublished { count: 1 });
            }
            About::Since => {
                if yes == Some(false) {
                    return;
                }
                let date = moment(key, value, line, sink);
                self.since = self.since.or(date);
                self.withheld = self.withheld.take().or_else(|| not_yet(date, value, sink));
            }
            About::Until => {
                let date = if yes == Some(false) { None } else { moment(key, value, line, sink) };
                if let Some(date) = date.filter(|date| date.utc_seconds() <= sink.options.now_seconds()) {
                    self.withheld.get_or_insert(ProblemKind::NoLongerPublic { since: date.to_string() });
                }
            }
        }
    }
}

/// Why something whose publication waits for a moment stays out; where that is no date, nobody knows until when.
fn not_yet(date: Option<Date>, value: &Value, sink: &Sink<'_>) -> Option<ProblemKind> {
    let Some(date) = date else {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        return Some(ProblemKind::NotYetPublic { until: excerpt(&text) });
    };
    is_future(date, sink).then(|| ProblemKind::NotYetPublic { until: date.to_string() })
}

/// Whether a moment is still to come.
pub(crate) fn is_future(date: Date, sink: &Sink<'_>) -> bool {
    date.utc_seconds() > sink.options.now_seconds()
}

/// Why an agency's item that is embargoed until then stays out, if it does.
pub(crate) fn embargo(text: &str, line: Option<u64>, sink: &mut Sink<'_>) -> Option<ProblemKind> {
    let value = Value::String(text.to_owned());
    let date = moment("embargoed", &value, line, sink);
    not_yet(date, &value, sink)
}

fn moment(key: &str, value: &Value, line: Option<u64>, sink: &mut Sink<'_>) -> Option<Date> {
    match value {
        Value::String(text) => sink.date(line, key, text),
        Value::Number(number) => date_of_number(number.as_i64()?),
        _ => None,
    }
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}

/// Yes or no; also as schema.org and tables write it.
pub(crate) fn truth(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(yes) => Some(*yes),
        Value::Number(number) if number.as_i64() == Some(0) => Some(false),
        Value::Number(number) if number.as_i64() == Some(1) => Some(true),
        Value::String(text) => {
            let text = text.trim().to_ascii_lowercase();
            let bare = text.split_once("schema.org/").map_or(text.as_str(), |(_, bare)| bare);
            match bare {
                "true" | "yes" | "1" | "on" | "y" => Some(true),
                "false" | "no" | "0" | "off" | "n" => Some(false),
                _ => None,
            }
        }
        _ => None,
    }
}

fn word(value: &Value) -> Option<String> {
    value.as_str().map(|text| text.trim().to_ascii_lowercase().replace(['_', ' '], "-"))
}

/// Words for what not everybody may read.
pub(crate) fn is_closed(word: &str) -> bool {
    matches!(
        word,
        "paid"
            | "pay"
            | "premium"
            | "plus"
            | "locked"
            | "metered"
            | "hard"
            | "soft"
            | "freemium"
            | "restricted"
            | "registered"
            | "registration"
            | "members"
            | "member"
            | "members-only"
            | "tiers"
            | "only-paid"
            | "only-free"
            | "founding"
            | "subscriber"
            | "subscribers"
            | "subscription"
            | "subscriber-only"
            | "subscribers-only"
            | "subscriber-exclusive"
    )
}

/// Words for what everybody may read.
pub(crate) fn is_open(word: &str) -> bool {
    matches!(
        word,
        "public" | "free" | "open" | "all" | "everyone" | "everybody" | "anyone" | "unlocked" | "none" | "full-access"
    )
}

/// Words of editorial systems for what is not out, or not out any more.
fn is_unpublished(word: &str) -> bool {
    matches!(
        word,
        "draft"
            | "drafts"
            | "auto-draft"
            | "pending"
            | "pending-review"
            | "private"
            | "trash"
            | "trashed"
            | "deleted"
            | "future"
            | "scheduled"
            | "unpublished"
            | "not-published"
            | "review"
            | "in-review"
            | "in-progress"
            | "wip"
            | "hold"
            | "on-hold"
            | "hidden"
            | "internal"
            | "inactive"
            | "expired"
            | "spiked"
            | "embargoed"
            | "withheld"
            | "canceled"
            | "cancelled"
            | "killed"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::options::Options;
    use crate::sink::Event;

    /// Whether it is free, why it stays out, and what is told, on 2024-05-04 at noon.
    fn check(object: &str, expect: &str) {
        let options = Options { now: "2024-05-04T12:00:00Z".parse().ok(), ..Options::default() };
        let mut told = Vec::new();
        let mut out = |event| {
            if let Event::Problem(problem) = event {
                told.push(problem.kind.code());
            }
        };
        let mut object: Map<String, Value> = serde_json::from_str(object).expect("it is sound");
        let shown = format!("{object:?}");
        let access = take(&mut object, None, &mut Sink::new(&options, "a.json", &mut out));
        let free = if access.is_free { "free" } else { "paid" };
        let withheld = access.withheld.map(|kind| format!(" {kind}")).unwrap_or_default();
        let told = told.iter().map(|code| format!(" !{code}")).collect::<String>();
        assert_eq!(format!("{free}{withheld}{told}"), expect, "{shown}");
    }

    #[test]
    fn free_or_not() {
        for yes in [
            r#"{}"#,
            r#"{"free": true}"#,
            r#"{"premium": false}"#,
            r#"{"paywall": "none", "access": null}"#,
            r#"{"paywall": "No", "is_free": 1}"#,
            r#"{"visibility": "public"}"#,
            r#"{"isAccessibleForFree": "http://schema.org/True"}"#,
            r#"{"audience": "Gardeners"}"#,
            r#"{"status": "corrected", "state": "Ohio"}"#,
        ] {
            check(yes, "free");
        }
        for no in [
            r#"{"premium": true}"#,
            r#"{"isPremium": "yes"}"#,
            r#"{"free": false}"#,
            r#"{"accessible_for_free": "False"}"#,
            r#"{"isAccessibleForFree": "https://schema.org/False"}"#,
            r#"{"is_free": true, "paywall": 1}"#,
            r#"{"paywall": "hard"}"#,
            r#"{"access": "subscriber"}"#,
            r#"{"access": "Subscribers only"}"#,
            r#"{"visibility": "paid"}"#,
            r#"{"visibility": "members"}"#,
            r#"{"article:content_tier": "metered"}"#,
            r#"{"audience": "only_paid"}"#,
        ] {
            check(no, "paid");
        }
        check(r#"{"paywall": {"from": 3}}"#, "paid !unclear-access");
        check(r#"{"free": "for a while"}"#, "paid !unclear-access");
        check(r#"{"visibility": "10 km"}"#, "paid !unclear-access");
    }

    #[test]
    fn public_or_not() {
        let check = |object: &str, expect: &str| check(object, &format!("free{expect}"));
        for out in [
            r#"{"draft": true}"#,
            r#"{"draft": "yes"}"#,
            r#"{"published": false}"#,
            r#"{"status": "draft"}"#,
            r#"{"status": "In review"}"#,
            r#"{"post_status": "private"}"#,
            r#"{"password": "x"}"#,
            r#"{"private": true}"#,
            r#"{"unlisted": true}"#,
            r#"{"noindex": true}"#,
            r#"{"in_search_index": false}"#,
        ] {
            check(out, " 1 unpublished");
        }
        check(
            r#"{"draft": false, "published": true, "search": true, "private": "no", "status": "published", "password": ""}"#,
            "",
        );
        check(r#"{"published": "2024-05-01"}"#, "");
        check(r#"{"embargoed": "2024-05-04T13:00:00Z"}"#, " not public before 2024-05-04T13:00:00Z");
        check(r#"{"embargoed": "2024-05-04T13:00:00+02:00"}"#, "");
        check(r#"{"embargo": true}"#, " not public before true");
        check(r#"{"embargo": false, "publishDate": null}"#, "");
        check(r#"{"publishDate": "2024-05-05"}"#, " not public before 2024-05-05");
        check(r#"{"publish_at": 4102444800}"#, " not public before 2100-01-01T00:00:00Z");
        check(r#"{"embargo": "Friday noon"}"#, " not public before Friday noon !broken-date");
        check(r#"{"expiryDate": "2024-05-04"}"#, " not public since 2024-05-04");
        check(r#"{"expires": "2024-05-05"}"#, "");
    }
}
