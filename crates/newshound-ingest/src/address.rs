//! When two addresses are one page: [`Address`].

/// A web address without what does not tell pages apart: scheme, `www.`, port, fragment, marks of campaigns, the
/// slash, `.html` and `index.html` at the end, and ways to write one character.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Address {
    /// Lower case; `None` where the address is relative to its site.
    pub(crate) host: Option<String>,
    /// The path with what is left of the query, without slashes at its ends.
    pub(crate) path: String,
}

impl Address {
    /// The address that a URL names; `None` where it is empty or no page's.
    pub(crate) fn of(url: &str) -> Option<Address> {
        let url = url.trim().split('#').next().unwrap_or_default();
        if url.is_empty() {
            return None;
        }
        let (host, rest) = match url.split_once("://") {
            Some((_, rest)) => {
                let end = rest.find(['/', '?']).unwrap_or(rest.len());
                let (host, path) = rest.split_at(end);
                let host = host.rsplit('@').next().unwrap_or_default().to_ascii_lowercase();
                let host = host.strip_suffix(":80").or(host.strip_suffix(":443")).unwrap_or(&host);
                (Some(host.strip_prefix("www.").unwrap_or(host).to_owned()), path)
            }
            None => (None, url),
        };
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        let path = path.trim_matches('/');
        let path = path.strip_suffix(".html").or(path.strip_suffix(".htm")).unwrap_or(path);
        let path = if path == "index" { "" } else { path.strip_suffix("/index").unwrap_or(path) };
        let mut path = plain(path.trim_matches('/'));
        let mut mark = '?';
        for part in query.split('&').filter(|part| !part.is_empty() && !is_campaign(part)) {
            path.push(mark);
            path.push_str(&plain(part));
            mark = '&';
        }
        Some(Address { host, path })
    }

    /// Whether two addresses with one path may be one page.
    pub(crate) fn fits(&self, other: &Address) -> bool {
        self.host.is_none() || other.host.is_none() || self.host == other.host
    }
}

/// Whether a part of a query only tells where the reader came from.
fn is_campaign(part: &str) -> bool {
    let name = part.split('=').next().unwrap_or_default();
    name.starts_with("utm_") || matches!(name, "fbclid" | "gclid" | "mc_cid" | "mc_eid" | "ref" | "cmpid" | "ocid")
}

/// Percent-encodings as the bytes they stand for, lossily: for comparing only.
fn plain(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let digits = after.get(..2).filter(|_| byte == b'%').and_then(|digits| std::str::from_utf8(digits).ok());
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(value) => {
                bytes.push(value);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(byte);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_page_one_address() {
        let check = |url: &str, expect: &str| {
            let address = Address::of(url);
            let shown = address.map(|address| format!("{}|{}", address.host.unwrap_or_default(), address.path));
            assert_eq!(shown.unwrap_or_default(), expect, "{url}");
        };
        check("https://www.Herald.example:443/2024/Bridge/", "herald.example|2024/Bridge");
        check("http://herald.example/2024/Bridge/index.html#top", "herald.example|2024/Bridge");
        check("/2024/Bridge", "|2024/Bridge");
        check("2024/Bridge.html", "|2024/Bridge");
        check("/index.html", "|");
        check("https://herald.example/?p=7&utm_source=x&fbclid=1", "herald.example|?p=7");
        check("https://herald.example/a%C3%B1o%2f", "herald.example|año/");
        check("https://herald.example/100%", "herald.example|100%");
        check("https://herald.example", "herald.example|");
        check("", "");
    }
}
