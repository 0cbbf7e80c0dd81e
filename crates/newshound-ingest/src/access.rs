//! [`Access`]: what a record, or a page in its `<meta>` elements, says of who may read it, and when. **In doubt it is not
//! free, and not public.**
//!
//! Keys count in any spelling: `isPremium`, `is_premium` and `is-premium` are one, and so are `content_tier`,
//! `article:content_tier` and `og:article:content_tier`. What is about paying counts in every vocabulary (`vr:paywall`).
//!
//! | what they say | keys |
//! |---|---|
//! | free or not, by yes or no | `is_free`, `free`, `is_accessible_for_free`, `accessible_for_free`; turned round: `is_premium`, `premium`, `premium_content`, `paywall`, `is_paywalled`, `paywalled`, `has_paywall`, `paid`, `is_paid`, `paid_content`, `locked`, `is_locked`, `gated`, `is_gated`, `metered`, `is_metered`, `paid_only`, `plus`, `is_plus`, `subscription`, `for_subscribers`, `subscriber_only`, `subscribers_only`, `members_only`, `requires_subscription`, `subscription_required` |
//! | free or not, by a word | `access`, `access_level`, `access_type`, `content_access`, `visibility`, `content_tier` (`public`, `free`, …; `paid`, `subscriber`, `members`, `metered`, …; `private`, `hidden` and the like: not published), `audience`, `tier`, `membership` (such words alone) |
//! | not published, or not to be found | `draft`, `is_draft`, `unpublished`, `private`, `is_private`, `hidden`, `is_hidden`, `unlisted`, `deleted`, `is_deleted`, `deleted_at`, `expired`, `is_expired`, `trashed`, `withdrawn`, `search_exclude`, `exclude_from_search`; `false` for `publish`, `published`, `is_published`, `public`, `is_public`, `visible`, `is_visible`, `active`, `is_active`, `in_search_index`, `searchable`, `search`; `status` and its kin (`draft`, `pending`, `private`, …); a `password` |
//! | not to be indexed, where [`crate::Options::respects_noindex`] | `noindex`, `no_index`, `is_noindex`, `robots_noindex`, `robots` (with `noindex` or `none`) |
//! | not before | `embargo`, `embargoed`, `embargo_until`, `embargoed_until`, `embargo_till`, `embargoed_till`, `embargo_date`, `embargo_time`, `embargo_end`, `publish_date`, `publish_at`, `publish_on`, `publish_after`, `publish_from`, `release_date`, `release_at`, `scheduled`, `scheduled_at`, `scheduled_for`, `visible_from`, `available_from`, `go_live`, `go_live_at`, `go_live_date`; `publish`, `public`, `visible` with a date |
//! | not after | `expiry_date`, `expires`, `expires_at`, `expires_on`, `expiration`, `expiration_date`, `expiration_time`, `expire_date`, `unpublish_date`, `unpublish_at`, `unpublished_at`, `unpublish_on`, `visible_until`, `available_until` |
//!
//! Those inside `seo`, `meta`, `metadata`, `flags`, `publication`, `publishing` and `workflow` count too.
//!
//! **Only words that are known to mean published do** (`published`, `live`, `final`, `usable`, …): `status: pitch` or
//! `published: not yet` keep a record out, with a problem that tells the key. `state`, which may be Ohio, and a `status`
//! that [`crate::Options::fields`] names count only where they clearly say no. [`crate::moment`] tells when a moment that
//! opens or ends something is reached; `published` with a date is when it was, unless that is still to come wherever one is.

mod words;

use newshound_index::date::Date;
use serde_json::{Map, Value};

use crate::dates::DayOrder;
use crate::moment::Moment;
use crate::problem::{ProblemKind, excerpt};
use crate::record::date_of_number;
use crate::sink::{Sink, is_no_date};
use words::{is_closed, is_open, is_out, is_unpublished};

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
    Robots,
    /// Published, by yes or no or a date.
    Published,
    /// The same, where a date is when it was published.
    PublishedDate,
    Searchable,
    Status,
    /// A status, or a place.
    State,
    Password,
    Since,
    Until,
    /// An object that may have such keys.
    Nest,
}

/// The longest name of a key, spelt without signs.
const LONGEST: usize = 24;

/// A key without the vocabulary that it is from.
fn without_prefix(key: &str) -> &str {
    let mut bare = key.rsplit_once("schema.org/").map_or(key, |(_, bare)| bare);
    while let Some((prefix, rest)) = bare.split_once(':') {
        if !["og", "schema", "article"].iter().any(|known| prefix.eq_ignore_ascii_case(known)) {
            break;
        }
        bare = rest;
    }
    bare
}

fn about(key: &str) -> Option<About> {
    let is_wall = |about: &About| matches!(about, About::Free | About::Paid | About::Word);
    // Other vocabularies say who may read, too: `cXenseParse:paywall`.
    about_bare(key).or_else(|| about_bare(key.rsplit_once(':')?.1).filter(is_wall))
}

fn about_bare(key: &str) -> Option<About> {
    let mut bare = [0; LONGEST];
    let mut length = 0;
    for byte in without_prefix(key).bytes().filter(|byte| !b"_-:. ".contains(byte)) {
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
        | "gated"
        | "isgated"
        | "metered"
        | "ismetered"
        | "paidonly"
        | "forsubscribers"
        | "subscription"
        | "plus"
        | "isplus"
        | "subscriberonly"
        | "subscribersonly"
        | "membersonly"
        | "requiressubscription"
        | "subscriptionrequired" => About::Paid,
        "access" | "accesslevel" | "accesstype" | "contentaccess" | "visibility" | "contenttier"
        | "articlecontenttier" => About::Word,
        "audience" | "tier" | "membership" => About::KnownWord,
        "draft" | "isdraft" | "unpublished" | "private" | "isprivate" | "hidden" | "ishidden" | "unlisted"
        | "deleted" | "isdeleted" | "deletedat" | "expired" | "isexpired" | "trashed" | "withdrawn"
        | "searchexclude" | "excludefromsearch" => About::Unpublished,
        "noindex" | "isnoindex" | "robotsnoindex" => About::NoIndex,
        "robots" => About::Robots,
        "published" | "ispublished" => About::PublishedDate,
        "publish" | "public" | "ispublic" | "visible" | "isvisible" | "active" | "isactive" => About::Published,
        "insearchindex" | "searchable" | "search" => About::Searchable,
        "status" | "poststatus" | "pubstatus" | "publishstatus" | "publicationstatus" | "workflowstatus"
        | "editorialstatus" | "contentstatus" | "articlestatus" | "workflowstate" | "publicationstate" => About::Status,
        "state" => About::State,
        "password" | "postpassword" => About::Password,
        "embargo" | "embargoed" | "embargountil" | "embargoeduntil" | "embargotill" | "embargoedtill"
        | "embargodate" | "embargotime" | "embargoend" | "publishdate" | "publishat" | "publishon" | "publishafter"
        | "publishfrom" | "releasedate" | "releaseat" | "scheduled" | "scheduledat" | "scheduledfor"
        | "visiblefrom" | "availablefrom" | "golive" | "goliveat" | "golivedate" => About::Since,
        "expirydate" | "expires" | "expiresat" | "expireson" | "expiration" | "expirationdate" | "expirationtime"
        | "expiredate" | "unpublishdate" | "unpublishat" | "unpublishedat" | "unpublishon" | "visibleuntil"
        | "availableuntil" => About::Until,
        "seo" | "meta" | "metadata" | "flags" | "publication" | "publishing" | "workflow" => About::Nest,
        _ => return None,
    })
}

/// Whether a key says who may read, or when.
pub(crate) fn is_key(key: &str) -> bool {
    about(key).is_some_and(|about| about != About::Nest)
}

/// Whether a key says something by being there.
pub(crate) fn is_flag(key: &str) -> bool {
    matches!(about(key), Some(About::Paid | About::Unpublished | About::NoIndex))
}

/// Whether a key, in any vocabulary, says by yes or no that something is free.
pub(crate) fn is_free_key(key: &str) -> bool {
    about(key) == Some(About::Free)
}

/// Takes out of a record what it says of its readers.
pub(crate) fn take(object: &mut Map<String, Value>, line: Option<u64>, sink: &mut Sink<'_>) -> Access {
    let mut access = Access { is_free: true, withheld: None, since: None };
    let keys: Vec<(String, About)> =
        object.keys().filter_map(|key| about(key).map(|about| (key.clone(), about))).collect();
    for (key, about) in keys {
        let Some(value) = object.get(&key) else { continue };
        if about == About::Nest {
            if let Value::Object(inner) = value {
                access.read_inner(inner, line, sink);
            }
            continue;
        }
        let is_named = sink.options.fields.contains(&key);
        if !is_taken(about, value, is_named) {
            match about {
                About::PublishedDate => access.published(value, sink),
                // What a system says of its own work is nothing to tell of.
                About::Status | About::State | About::Robots if !is_named => {
                    object.remove(&key);
                }
                _ => {}
            }
            continue;
        }
        let Some(value) = object.remove(&key) else { continue };
        if !is_nothing(&value) {
            access.read(&key, about, &value, line, sink);
        }
    }
    access
}

/// What the `<meta>` elements of a page say. What has a page is published: words that mean neither say nothing here, and
/// a date of publication only if it is still to come wherever one is.
pub(crate) fn of_page<'a>(metas: impl Iterator<Item = (&'a str, &'a str)>, sink: &mut Sink<'_>) -> Access {
    let mut access = Access { is_free: true, withheld: None, since: None };
    for (key, text) in metas {
        let value = Value::String(text.to_owned());
        let Some(about) = about(key).filter(|_| !is_nothing(&value)) else { continue };
        let counts = match about {
            About::Free | About::Paid | About::Word | About::Unpublished | About::NoIndex => true,
            About::KnownWord => is_taken(about, &value, false),
            About::Status | About::State => is_published(&value) == Some(false),
            About::Published | About::PublishedDate | About::Searchable => truth(&value) == Some(false),
            About::Since if without_prefix(key).to_ascii_lowercase().starts_with("embargo") => true,
            About::Since => {
                access.published(&value, sink);
                false
            }
            // Old pages name the header of that name, for caches; and Open Graph's only says when an article is out of date.
            About::Until => !matches!(key, "expires" | "article:expiration_time"),
            About::Robots | About::Password | About::Nest => false,
        };
        if counts {
            access.read(key, about, &value, None, sink);
        }
    }
    access
}

/// Whether a value is about its readers at all.
fn is_taken(about: About, value: &Value, is_named: bool) -> bool {
    match about {
        // `published` is a date where it is no yes or no.
        About::PublishedDate => is_nothing(value) || moment(value, true).is_none(),
        About::Status => match is_published(value) {
            Some(is_published) => !is_published,
            None => !is_named && !is_nothing(value),
        },
        About::State => is_published(value) == Some(false),
        About::KnownWord => word(value).is_some_and(|word| is_closed(&word) || is_open(&word)),
        About::Robots => asks_no_index(value),
        About::Searchable => !value.is_object() || excludes(value),
        _ => true,
    }
}

impl Access {
    fn withhold(&mut self, kind: ProblemKind) {
        self.withheld.get_or_insert(kind);
    }

    /// What an object inside a record says.
    fn read_inner(&mut self, object: &Map<String, Value>, line: Option<u64>, sink: &mut Sink<'_>) {
        for (key, value) in object.iter().filter(|(_, value)| !is_nothing(value)) {
            match about(key) {
                Some(About::PublishedDate) if moment(value, true).is_some() => self.published(value, sink),
                // Inside, these are words of their own.
                Some(About::Nest | About::Searchable) | None => {}
                Some(about) if is_taken(about, value, false) => self.read(key, about, value, line, sink),
                Some(_) => {}
            }
        }
    }

    /// A date of publication: it says something only if it is still to come, wherever one is.
    fn published(&mut self, value: &Value, sink: &Sink<'_>) {
        if let Some(moment) = read(value, sink).filter(|moment| moment.first > sink.options.now_seconds()) {
            self.withhold(ProblemKind::NotYetPublic { until: moment.last_date().to_string() });
        }
    }

    fn read(&mut self, key: &str, about: About, value: &Value, line: Option<u64>, sink: &mut Sink<'_>) {
        let yes = truth(value);
        let unclear = || ProblemKind::UnclearStatus { key: key.to_owned(), text: text_of(value) };
        match about {
            About::Free | About::Paid | About::Word | About::KnownWord => {
                let word = word(said(value));
                if about == About::Word && word.as_deref().is_some_and(is_unpublished) {
                    return self.withhold(ProblemKind::NotPublished { count: 1 });
                }
                let is_free = match (about, yes, word) {
                    (About::Paid, Some(yes), _) => Some(!yes),
                    (About::Free, Some(yes), _) => Some(yes),
                    (_, _, Some(word)) if is_closed(&word) => Some(false),
                    (About::Paid, _, Some(word)) => matches!(word.as_str(), "none" | "free" | "open").then_some(true),
                    (_, _, Some(word)) if is_open(&word) => Some(true),
                    _ => None,
                };
                if is_free.is_none() {
                    sink.problem(line, ProblemKind::UnclearAccess { key: key.to_owned(), text: text_of(value) });
                }
                self.is_free &= is_free == Some(true);
            }
            About::Unpublished | About::NoIndex if yes == Some(false) => {}
            About::NoIndex | About::Robots if !sink.options.respects_noindex => {}
            About::Unpublished | About::NoIndex | About::Robots | About::Password => {
                self.withhold(ProblemKind::NotPublished { count: 1 });
            }
            About::Published | About::PublishedDate | About::Status | About::State | About::Searchable => {
                match is_published(value) {
                    Some(true) => {}
                    Some(false) => self.withhold(ProblemKind::NotPublished { count: 1 }),
                    None if about == About::Published && moment(value, false).is_some() => {
                        self.read(key, About::Since, value, line, sink);
                    }
                    None if excludes(value) => self.withhold(ProblemKind::NotPublished { count: 1 }),
                    None => self.withhold(unclear()),
                }
            }
            About::Since => {
                if yes == Some(false) || value.as_str().is_some_and(is_no_date) {
                    return;
                }
                let date = match value {
                    Value::String(text) => sink.date(line, key, text),
                    value => read(value, sink).map(|moment| moment.last_date()),
                };
                self.since = self.since.or(date);
                if let Some(kind) = not_yet(value, sink) {
                    self.withhold(kind);
                }
            }
            About::Until => {
                let is_never = word(value).is_some_and(|word| matches!(word.as_str(), "never" | "none" | "n/a" | "-"));
                if yes == Some(false) || is_never || value.as_str().is_some_and(is_no_date) {
                    return;
                }
                match read(value, sink) {
                    Some(moment) if moment.first > sink.options.now_seconds() => {}
                    Some(moment) => {
                        self.withhold(ProblemKind::NoLongerPublic { since: moment.first_date().to_string() })
                    }
                    None => self.withhold(unclear()),
                }
            }
            About::Nest => {}
        }
    }
}

/// A value for a message.
fn text_of(value: &Value) -> String {
    excerpt(&value.as_str().map_or_else(|| value.to_string(), str::to_owned))
}

/// Why something whose publication waits for a moment stays out; where that is no date, nobody knows until when.
fn not_yet(value: &Value, sink: &Sink<'_>) -> Option<ProblemKind> {
    let Some(moment) = read(value, sink) else {
        return Some(ProblemKind::NotYetPublic { until: text_of(value) });
    };
    let is_future = moment.last > sink.options.now_seconds();
    is_future.then(|| ProblemKind::NotYetPublic { until: moment.last_date().to_string() })
}

/// Whether a date that is in UTC where it names no zone is still to come.
pub(crate) fn is_future(date: Date, sink: &Sink<'_>) -> bool {
    date.utc_seconds() > sink.options.now_seconds()
}

/// Why an agency's item that is embargoed until then stays out, if it does.
pub(crate) fn embargo(text: &str, sink: &Sink<'_>) -> Option<ProblemKind> {
    not_yet(&Value::String(text.to_owned()), sink)
}

/// Why an agency's item with this status stays out, if it does: where the word is not known, too.
pub(crate) fn status(key: &str, text: &str) -> Option<ProblemKind> {
    match is_published_word(text) {
        _ if text.trim().is_empty() => None,
        Some(true) => None,
        Some(false) => Some(ProblemKind::NotPublished { count: 1 }),
        None => Some(ProblemKind::UnclearStatus { key: key.to_owned(), text: excerpt(text) }),
    }
}

/// Why something that ended then, as a page or its JSON-LD has it, stays out, if it does.
pub(crate) fn ended(key: &str, text: &str, sink: &mut Sink<'_>) -> Option<ProblemKind> {
    let mut access = Access { is_free: true, withheld: None, since: None };
    access.read(key, About::Until, &Value::String(text.to_owned()), None, sink);
    access.withheld
}

/// The moment that a value tells, with the day order of the options.
fn read(value: &Value, sink: &Sink<'_>) -> Option<Moment> {
    moment_in(value, true, sink.options.day_order)
}

/// The same, in any order.
fn moment(value: &Value, takes_years: bool) -> Option<Moment> {
    moment_in(value, takes_years, DayOrder::Unknown)
}

/// A small number is no moment, unless it may be a year.
fn moment_in(value: &Value, takes_years: bool, order: DayOrder) -> Option<Moment> {
    match value {
        Value::String(text) => Moment::read(text, order),
        Value::Number(number) => {
            let number = number.as_i64()?;
            let is_date = number > 100_000_000 || takes_years && (1500..=2200).contains(&number);
            is_date.then(|| date_of_number(number).map(Moment::of)).flatten()
        }
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

/// What an object says by its type, or a list of one by that one.
fn said(value: &Value) -> &Value {
    let inner = match value {
        Value::Object(object) => {
            ["type", "level", "value", "name", "slug", "visibility"].iter().find_map(|key| object.get(*key))
        }
        Value::Array(items) if items.len() == 1 => items.first(),
        _ => None,
    };
    inner.unwrap_or(value)
}

fn word(value: &Value) -> Option<String> {
    value.as_str().map(word_of)
}

fn word_of(text: &str) -> String {
    text.trim().to_lowercase().replace(['_', ' '], "-")
}

/// Whether robots are asked not to index something: a word of its own among others, or a list of such.
fn asks_no_index(value: &Value) -> bool {
    match value {
        Value::String(text) => is_robots_noindex(text),
        Value::Array(items) => items.iter().any(asks_no_index),
        Value::Object(object) => {
            let says = |key: &str| object.get(key).and_then(truth);
            says("noindex") == Some(true) || says("index") == Some(false)
        }
        value => truth(value) == Some(false),
    }
}

/// Whether words for robots ask them not to index something.
pub(crate) fn is_robots_noindex(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let has_none = lower.split(',').any(|part| part.trim() == "none");
    has_none || lower.split([' ', ';', ',', '\t', '\n']).any(|part| part == "noindex")
}

/// Whether settings of a search leave something out.
fn excludes(value: &Value) -> bool {
    let Value::Object(object) = value else { return false };
    let says = |key: &str, yes: bool| object.get(key).and_then(truth) == Some(yes);
    says("exclude", true) || says("index", false) || says("enabled", false)
}

/// Whether a status says that something is published; `None` where it says neither. Of a list, all must.
pub(crate) fn is_published(value: &Value) -> Option<bool> {
    match value {
        Value::Array(items) => {
            let all: Vec<Option<bool>> = items.iter().map(is_published).collect();
            if all.contains(&Some(false)) {
                return Some(false);
            }
            (!all.is_empty() && all.iter().all(Option::is_some)).then_some(true)
        }
        Value::Object(object) => {
            let keys = ["value", "slug", "key", "code", "name", "label", "title", "id"];
            is_published(keys.iter().find_map(|key| object.get(*key))?)
        }
        Value::String(text) => truth(value).or_else(|| is_published_word(text)),
        // What a page was fetched with.
        Value::Number(number) if number.as_i64() == Some(200) => Some(true),
        value => truth(value),
    }
}

/// The same of a word, which may be a code: `stat:usable`.
pub(crate) fn is_published_word(text: &str) -> Option<bool> {
    let word = word_of(text);
    let code = word.rsplit([':', '/']).next().unwrap_or(&word);
    match code {
        code if is_unpublished(code) => Some(false),
        code if is_out(code) => Some(true),
        _ => None,
    }
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
            r#"{"gated": false, "metered": 0}"#,
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
            r#"{"og:article:content_tier": "locked"}"#,
            r#"{"cXenseParse:paywall": "true"}"#,
            r#"{"http://schema.org/isAccessibleForFree": false}"#,
            r#"{"gated": true}"#,
            r#"{"metered": "yes"}"#,
            r#"{"flags": {"premium": true}}"#,
            r#"{"access": {"level": "paid"}}"#,
            r#"{"subscription": true}"#,
            r#"{"tier": "premium"}"#,
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
            r#"{"search": {"exclude": true}}"#,
            r#"{"status": ["draft"]}"#,
            r#"{"status": ["published", "draft"]}"#,
            r#"{"status": {"name": "Draft"}}"#,
            r#"{"status": "stat:Canceled"}"#,
            r#"{"published": [false]}"#,
            r#"{"published": "not yet"}"#,
            r#"{"published": "nope"}"#,
            r#"{"public": false}"#,
            r#"{"is_public": "no"}"#,
            r#"{"visible": false}"#,
            r#"{"deleted": true}"#,
            r#"{"deleted_at": "2024-05-01T10:00:00Z"}"#,
            r#"{"visibility": "private"}"#,
            r#"{"visibility": {"type": "private"}}"#,
            r#"{"visibility": ["hidden"]}"#,
            r#"{"workflow": {"state": "draft"}}"#,
            r#"{"editorial_status": "In progress"}"#,
            r#"{"expired": true}"#,
            r#"{"active": false}"#,
            r#"{"meta": {"status": "draft"}}"#,
            r#"{"seo": {"noindex": true}}"#,
            r#"{"seo": {"robots": "noindex, nofollow"}}"#,
            r#"{"robots": "noindex"}"#,
            r#"{"robots": ["noindex"]}"#,
            r#"{"robotsNoIndex": true}"#,
        ] {
            check(out, " 1 unpublished");
        }
        for (key, says) in [
            ("status", r#""Draft - do not publish""#),
            ("status", r#""not for publication""#),
            ("status", r#""pitch""#),
            ("status", "7"),
            ("published", r#""some day""#),
            ("publish", r#""no way""#),
            ("public", r#"{"from":"now"}"#),
            ("expires", r#""soon""#),
        ] {
            let text = says.trim_matches('"');
            check(
                &format!(r#"{{"{key}": {says}}}"#),
                &format!(" `{key}` says `{text}`, which does not mean published"),
            );
        }
        for public in [
            r#"{"status": ["Published"], "publish": "yes", "visible": true}"#,
            r#"{"status": {"id": "live"}, "search": {"boost": 2}}"#,
            r#"{"robots": "index, follow", "seo": {"noindex": false, "title": "x"}}"#,
            r#"{"expires": "never", "deleted": null, "publishDate": "0001-01-01T00:00:00Z"}"#,
            r#"{"published": "2024-05-05T01:00:00"}"#,
            r#"{"published": 1714521600}"#,
        ] {
            check(public, "");
        }
        check(r#"{"published": "2024-05-05T03:00:00"}"#, " not public before 2024-05-05T03:00:00");
        check(r#"{"publish": "2099-01-01"}"#, " not public before 2099-01-01");
        check(r#"{"publish": "2024-05-01"}"#, "");
        check(
            r#"{"draft": false, "published": true, "search": true, "private": "no", "status": "published", "password": ""}"#,
            "",
        );
        check(r#"{"published": "2024-05-01"}"#, "");
        check(r#"{"embargoed": "2024-05-04T13:00:00Z"}"#, " not public before 2024-05-04T13:00:00Z");
        check(r#"{"embargoed": "2024-05-04T13:00:00+02:00"}"#, "");
        check(r#"{"embargo": true}"#, " not public before true");
        check(r#"{"embargo": 1}"#, " not public before 1");
        check(r#"{"embargo": false, "publishDate": null}"#, "");
        check(r#"{"publishDate": "2024-05-05"}"#, " not public before 2024-05-05");
        check(r#"{"publish_at": 4102444800}"#, " not public before 2100-01-01T00:00:00Z");
        check(r#"{"embargo": "Friday noon"}"#, " not public before Friday noon !broken-date");
        check(r#"{"expiryDate": "2024-05-04"}"#, " not public since 2024-05-04");
        check(r#"{"expires": "2024-05-05"}"#, " not public since 2024-05-05");
        check(r#"{"expires": "2024-05-05T12:00:00Z"}"#, "");
        for key in ["embargo_time", "embargoed_till", "release_date", "scheduled_at", "article:embargo"] {
            check(&format!(r#"{{"{key}": "2024-05-05"}}"#), " not public before 2024-05-05");
        }
        check(r#"{"goLiveAt": "2099-01-01T00:00:00Z"}"#, " not public before 2099-01-01T00:00:00Z");
        check(r#"{"embargo": {"until": "2099-01-01"}}"#, " not public before {\"until\":\"2099-01-01\"}");
        check(r#"{"unpublishedAt": "2020-01-01"}"#, " not public since 2020-01-01");
        // Where no zone is told, the last that it may be counts for what opens, and the first for what ends.
        check(r#"{"embargo": "2024-05-04"}"#, "");
        check(r#"{"embargo": "2024-05-04T00:01"}"#, " not public before 2024-05-04T00:01");
        check(r#"{"expires": "2024-05-05T02:01"}"#, "");
        // A clock that cannot be read is the latest, and of two days the later counts.
        check(r#"{"embargo": "2024-05-04T09.30"}"#, " not public before 2024-05-04 !broken-clock");
        check(r#"{"embargo": "2024-05-03T99:30Z"}"#, " !broken-clock");
        check(r#"{"embargo": "06/03/2024"}"#, " not public before 2024-06-03 !ambiguous-date");
        check(r#"{"publish_date": "03/06/2024"}"#, " not public before 2024-06-03 !ambiguous-date");
        check(r#"{"expires": "06/03/2024"}"#, " not public since 2024-03-06");
        check(r#"{"expires": "03/06/2024"}"#, " not public since 2024-03-06");
    }
}
