//! [`without_parts`]: texts of WordPress without what only members may read.
//!
//! Membership plugins mark it by shortcodes (`[restrict level="paid"]…[/restrict]`, `[members_only]…[/members_only]`) or by
//! blocks (`<!-- wp:jetpack/premium-content/container -->`). What stands between goes, whoever may read it, inner marks
//! included; so does all behind a block that is never closed, or behind a paywall's mark. **Where a shortcode is opened and
//! never closed, nobody knows how far it reaches, and the article is not free.**

/// No text has more marks; each may be looked for in all that follows.
const MOST: usize = 2_000;

/// A text without its paid parts.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Public {
    pub(crate) text: String,
    /// What marked the parts that went, once each.
    pub(crate) parts: Vec<String>,
    /// A mark that is never closed.
    pub(crate) unclear: Option<String>,
}

/// What a mark is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Open,
    Close,
    /// It marks a place, or brings something in.
    Alone,
}

/// A mark of a membership plugin.
struct Mark {
    name: String,
    kind: Kind,
    is_block: bool,
    start: usize,
    end: usize,
}

/// Leaves out what stands between the marks of membership plugins.
pub(crate) fn without_parts(text: &str) -> Public {
    let marks = marks(text);
    let mut out = Public::default();
    if marks.len() > MOST {
        let unclear = marks.first().map(|mark| mark.name.clone());
        return Public { text: text.to_owned(), parts: Vec::new(), unclear };
    }
    let mut kept_to = 0;
    let mut at = 0;
    while let Some(mark) = marks.get(at) {
        at += 1;
        if mark.start < kept_to {
            continue;
        }
        let is_wall = mark.is_block && mark.kind == Kind::Alone && mark.name.contains("paywall");
        let end = match mark.kind {
            Kind::Open => close_of(marks.get(at..).unwrap_or_default(), mark),
            _ => None,
        };
        let end = match end {
            Some(end) => end,
            None if is_wall || mark.is_block && mark.kind == Kind::Open => text.len(),
            None => {
                if mark.kind == Kind::Open && !is_word(&mark.name) {
                    out.unclear.get_or_insert_with(|| mark.name.clone());
                }
                continue;
            }
        };
        out.text.push_str(text.get(kept_to..mark.start).unwrap_or_default());
        kept_to = end;
        if !out.parts.contains(&mark.name) {
            out.parts.push(mark.name.clone());
        }
    }
    out.text.push_str(text.get(kept_to..).unwrap_or_default());
    out
}

/// Where the part ends that a mark opens, with those of its name inside.
fn close_of(behind: &[Mark], mark: &Mark) -> Option<usize> {
    let mut depth = 1_usize;
    for other in behind.iter().filter(|other| other.is_block == mark.is_block && other.name == mark.name) {
        match other.kind {
            Kind::Open => depth += 1,
            Kind::Close => depth -= 1,
            Kind::Alone => {}
        }
        if depth == 0 {
            return Some(other.end);
        }
    }
    // Two are opened, one is closed: to the last end that there is.
    behind.iter().rfind(|other| other.kind == Kind::Close && other.name == mark.name).map(|other| other.end)
}

/// All marks of membership plugins, in order.
fn marks(text: &str) -> Vec<Mark> {
    let mut marks = Vec::new();
    let (mut codes, mut comments) = (Ends::of(text), Ends::of(text));
    let mut at = 0;
    while let Some(start) = text.get(at..).and_then(|rest| rest.find(['[', '<'])).map(|found| at + found) {
        let rest = text.get(start..).unwrap_or_default();
        let is_block = rest.starts_with('<');
        let mark = match is_block {
            true if rest.starts_with("<!--") => {
                let end = comments.behind(start + "<!--".len(), |rest| rest.find("-->"));
                end.and_then(|end| Some((block(text.get(start + "<!--".len()..end)?)?, end + "-->".len())))
            }
            true => None,
            false => {
                let end = codes.behind(start, |rest| rest.find([']', '\n']));
                let end = end.filter(|end| text.as_bytes().get(*end) == Some(&b']'));
                end.and_then(|end| Some((shortcode(text.get(start + 1..end)?)?, end + 1)))
            }
        };
        at = start + 1;
        if let Some(((name, kind), end)) = mark {
            at = end;
            if is_for_members(&name) {
                marks.push(Mark { name, kind, is_block, start, end });
            }
        }
    }
    marks
}

/// Where the next end stands, looked for once, however many begin before it.
struct Ends<'a> {
    text: &'a str,
    next: Option<usize>,
}

impl Ends<'_> {
    fn of(text: &str) -> Ends<'_> {
        Ends { text, next: Some(0) }
    }

    fn behind(&mut self, start: usize, find: impl Fn(&str) -> Option<usize>) -> Option<usize> {
        if self.next? <= start {
            self.next = self.text.get(start..).and_then(find).map(|found| start + found);
        }
        self.next
    }
}

/// The inside of `[name ...]`, `[/name]` or `[name /]`.
fn shortcode(inside: &str) -> Option<(String, Kind)> {
    let (is_close, bare) = inside.strip_prefix('/').map_or((false, inside), |bare| (true, bare));
    let length = bare.find(|char: char| !(char.is_ascii_alphanumeric() || matches!(char, '_' | '-')));
    let (name, rest) = bare.split_at(length.unwrap_or(bare.len()));
    if name.is_empty() || !(rest.is_empty() || rest.starts_with([' ', '/', '='])) {
        return None;
    }
    let kind = match () {
        () if is_close => Kind::Close,
        () if rest.ends_with('/') => Kind::Alone,
        () => Kind::Open,
    };
    Some((name.to_ascii_lowercase(), kind))
}

/// The inside of `<!-- wp:name ... -->` and its kin.
fn block(inside: &str) -> Option<(String, Kind)> {
    let bare = inside.trim();
    let (is_close, bare) = bare.strip_prefix('/').map_or((false, bare), |bare| (true, bare));
    let name = bare.strip_prefix("wp:")?.split_whitespace().next()?.trim_end_matches('/');
    let kind = match () {
        () if is_close => Kind::Close,
        () if inside.ends_with('/') => Kind::Alone,
        () => Kind::Open,
    };
    Some((name.to_ascii_lowercase(), kind))
}

/// Whether a name is that of a mark for what not everybody may read.
fn is_for_members(name: &str) -> bool {
    const PARTS: [&str; 12] = [
        "restrict",
        "member",
        "paywall",
        "premium",
        "subscriber",
        "private",
        "protected",
        "locked",
        "loggedin",
        "logged_in",
        "logged-in",
        "gated",
    ];
    const STARTS: [&str; 12] =
        ["mepr", "pmpro", "s2if", "s2get", "wcm_", "rcp_", "pms-", "swpm", "wlm_", "ihc-", "arm_", "um_show"];
    const WHOLE: [&str; 8] =
        ["paid", "hidden", "access", "passster", "is_paid", "hide_content", "patreon", "content_protector"];
    // What these bring in says nothing about the text.
    const FORMS: [&str; 12] = [
        "form", "login", "button", "account", "register", "signup", "checkout", "widget", "price", "levels", "profile",
        "logout",
    ];
    let is_one = PARTS.iter().any(|part| name.contains(part))
        || STARTS.iter().any(|start| name.starts_with(start))
        || WHOLE.contains(&name);
    is_one && !FORMS.iter().any(|form| name.contains(form))
}

/// Whether a name may be a word in brackets, which nobody closes.
fn is_word(name: &str) -> bool {
    name != "paywall" && name.bytes().all(|byte| byte.is_ascii_alphabetic()) && !name.starts_with("mepr")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_for_members_go() {
        let check = |text: &str, expect: &str, parts: &str| {
            let got = without_parts(text);
            assert_eq!((got.text.as_str(), got.parts.join(" ").as_str(), got.unclear), (expect, parts, None), "{text}");
        };
        check("a [b] [1] <b>c</b> <!--more--> [sic", "a [b] [1] <b>c</b> <!--more--> [sic", "");
        check("a [restrict level=\"paid\"]x[/restrict] b", "a  b", "restrict");
        check("a [members_only]x [gallery ids=\"1\"] y[/members_only] b", "a  b", "members_only");
        for open in [
            "membership level=\"1\"",
            "mepr-active membership=\"1\"",
            "pmpro_member",
            "s2If current_user_can(x)",
            "wcm_restrict",
            "private",
            "paywall",
            "is_paid",
            "um_loggedin",
            "MEMBERS",
        ] {
            let name = open.split(' ').next().expect("it has one");
            check(&format!("a[{open}]x[/{name}]b"), "ab", &name.to_ascii_lowercase());
        }
        check("[private]x[/private]b", "b", "private");
        check("<!-- wp:x/members --><p>x</p><!-- /wp:x/members -->b", "b", "x/members");
        check("a[private]x[private]y[/private]z[/private]b", "ab", "private");
        check("a[private]x[private]y[/private]b", "ab", "private");
        check("[private] said the mayor, a [member] too", "[private] said the mayor, a [member] too", "");
        check(
            "a [pmpro_login_form] b [rcp_register_form id=\"1\"]",
            "a [pmpro_login_form] b [rcp_register_form id=\"1\"]",
            "",
        );
        let name = "jetpack/premium-content/container";
        check(&format!("a<!-- wp:{name} {{\"x\":1}} -->x<!-- /wp:{name} -->b"), "ab", name);
        check(&format!("a<!-- wp:{name} -->x"), "a", name);
        check("a<!-- wp:jetpack/paywall /-->x", "a", "jetpack/paywall");
        check("a<!-- wp:jetpack/subscriptions /-->x", "a<!-- wp:jetpack/subscriptions /-->x", "");
        check(
            "a<!-- wp:paragraph --><p>x</p><!-- /wp:paragraph -->",
            "a<!-- wp:paragraph --><p>x</p><!-- /wp:paragraph -->",
            "",
        );
    }

    #[test]
    fn what_is_never_closed_is_unclear() {
        let check =
            |text: &str, expect: &str| assert_eq!(without_parts(text).unclear.as_deref(), Some(expect), "{text}");
        check("a [members_only] b", "members_only");
        check("a [paywall] b", "paywall");
        check(&"[private]a[/private]".repeat(MOST), "private");
        let open = "[<!--".repeat(100_000);
        assert_eq!(without_parts(&open).text, open, "in no time");
        check("a [mepr-show rules=\"1\"] b", "mepr-show");
    }
}
