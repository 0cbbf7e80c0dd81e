//! The part of HTTP/1.1 that the server speaks.

use std::{
    io::{self, BufRead, Read as _, Write},
    sync::Arc,
};

/// The longest head of a request that is read; browsers send about 1 kB.
const LONGEST_HEAD: u64 = 16 * 1024;

/// What came in on a connection.
pub(crate) enum Read {
    Request(Request),
    /// Something that is no request, and the status to answer with.
    Bad(u16),
    /// The connection was closed between two requests.
    End,
}

/// The head of a request. There is never a body: GET and HEAD have none, and nothing else is served.
#[derive(Debug)]
pub(crate) struct Request {
    pub(crate) method: String,
    /// Path and query, as sent.
    pub(crate) target: String,
    pub(crate) accepts_brotli: bool,
    pub(crate) stays_open: bool,
    /// The ETags of the copies that the reader has.
    held: String,
}

impl Request {
    /// Stands for a request that was not understood, to log it.
    pub(crate) fn unreadable() -> Request {
        let (method, target, held) = ("?".to_owned(), "?".to_owned(), String::new());
        Request { method, target, accepts_brotli: false, stays_open: false, held }
    }

    /// Whether the reader already has what this ETag names.
    pub(crate) fn has(&self, etag: &str) -> bool {
        self.held.split(',').any(|held| held.trim() == etag || held.trim() == "*")
    }
}

/// A response before the headers that all have in common.
pub(crate) struct Response {
    pub(crate) status: u16,
    headers: Vec<(&'static str, String)>,
    pub(crate) body: Arc<[u8]>,
}

impl Response {
    pub(crate) fn new(status: u16) -> Response {
        Response { status, headers: Vec::new(), body: Arc::from([]) }
    }

    /// A response that says no more than its status.
    pub(crate) fn error(status: u16) -> Response {
        let text = format!("{status} {}\n", reason(status));
        Response { status, ..Response::text("text/plain; charset=utf-8", &text) }
    }

    /// A text that was made on the spot.
    pub(crate) fn text(mime: &str, text: &str) -> Response {
        let mut response = Response::new(200).with("Content-Type", mime.to_owned());
        response.body = Arc::from(text.as_bytes());
        response
    }

    pub(crate) fn with(mut self, name: &'static str, value: String) -> Response {
        self.headers.push((name, value));
        self
    }
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        304 => "Not Modified",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        404 => "Not Found",
        405 => "Method Not Allowed",
        431 => "Request Header Fields Too Large",
        503 => "Service Unavailable",
        _ => "Unknown",
    }
}

/// Reads the head of the next request.
pub(crate) fn read(reader: &mut impl BufRead) -> io::Result<Read> {
    let mut head = Vec::new();
    let mut limited = reader.take(LONGEST_HEAD);
    loop {
        let start = head.len();
        if limited.read_until(b'\n', &mut head)? == 0 {
            return Ok(match head.len() as u64 {
                0 => Read::End,
                LONGEST_HEAD => Read::Bad(431),
                _ => Read::Bad(400),
            });
        }
        if matches!(&head[start..], b"\r\n" | b"\n") {
            return Ok(parse(&head).map_or(Read::Bad(400), Read::Request));
        }
    }
}

fn parse(head: &[u8]) -> Option<Request> {
    let text = std::str::from_utf8(head).ok()?;
    let mut lines = text.lines();
    let mut words = lines.next()?.split(' ');
    let (method, target, version) = (words.next()?, words.next()?, words.next()?);
    if words.next().is_some() || method.is_empty() || !target.starts_with('/') {
        return None;
    }
    let mut stays_open = match version {
        "HTTP/1.1" => true,
        "HTTP/1.0" => false,
        _ => return None,
    };
    let (mut accepts_brotli, mut held) = (false, String::new());
    for line in lines.filter(|line| !line.is_empty()) {
        let (name, value) = line.split_once(':')?;
        let value = value.trim();
        match name.to_ascii_lowercase().as_str() {
            "accept-encoding" => accepts_brotli |= names_brotli(value),
            "if-none-match" => held = value.to_owned(),
            "connection" if value.eq_ignore_ascii_case("close") => stays_open = false,
            // A body would have to be read past; as nothing that has one is served, the connection ends instead.
            "transfer-encoding" => stays_open = false,
            "content-length" if value != "0" => stays_open = false,
            _ => {}
        }
    }
    Some(Request { method: method.to_owned(), target: target.to_owned(), accepts_brotli, stays_open, held })
}

/// Whether an `Accept-Encoding` allows brotli: named, and not with a weight of zero.
fn names_brotli(value: &str) -> bool {
    value.split(',').any(|coding| {
        let mut parts = coding.split(';').map(str::trim);
        let is_brotli = parts.next().is_some_and(|name| name.eq_ignore_ascii_case("br"));
        let weight = parts.find_map(|part| part.strip_prefix("q="));
        is_brotli && weight.is_none_or(|weight| weight.parse::<f32>().is_ok_and(|weight| weight > 0.0))
    })
}

/// Writes a response; answers how many bytes of body went out.
pub(crate) fn write(
    mut to: impl Write,
    request: &Request,
    response: &Response,
    common: &[(&'static str, String)],
) -> io::Result<usize> {
    let mut head = format!("HTTP/1.1 {} {}\r\n", response.status, reason(response.status));
    for (name, value) in common.iter().chain(&response.headers) {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    // 304 has no body, and a length would be taken for that of the file.
    if response.status != 304 {
        head.push_str(&format!("Content-Length: {}\r\n", response.body.len()));
    }
    head.push_str(if request.stays_open { "Connection: keep-alive\r\n\r\n" } else { "Connection: close\r\n\r\n" });
    to.write_all(head.as_bytes())?;
    let body: &[u8] = if request.method == "HEAD" { &[] } else { &response.body };
    to.write_all(body)?;
    to.flush()?;
    Ok(body.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads() {
        let check = |head: &str, expect: &str| {
            let got = match read(&mut head.as_bytes()) {
                Ok(Read::Request(request)) => format!("{request:?}"),
                Ok(Read::Bad(status)) => format!("bad {status}"),
                Ok(Read::End) => "end".to_owned(),
                Err(error) => error.to_string(),
            };
            assert!(got.contains(expect), "{head:?} gave {got}, which lacks {expect}");
        };
        check("", "end");
        check("GET / HTTP/1.1\r\n\r\n", "stays_open: true");
        check("GET / HTTP/1.0\r\n\r\n", "stays_open: false");
        check("GET / HTTP/1.1\r\nConnection: Close\r\n\r\n", "stays_open: false");
        check("POST / HTTP/1.1\r\ncontent-length: 4\r\n\r\nbody", "stays_open: false");
        check("GET /a?b HTTP/1.1\nAccept-Encoding: gzip, br\n\n", "target: \"/a?b\", accepts_brotli: true");
        check("GET /\r\n\r\n", "bad 400");
        check("GET http://elsewhere/ HTTP/1.1\r\n\r\n", "bad 400");
        check("GET / HTTP/1.1\r\nno colon\r\n\r\n", "bad 400");
        check("GET / HTTP/1.1\r\n", "bad 400");
        check("GET /\u{7f} x HTTP/1.1\r\n\r\n", "bad 400");
        check(&format!("GET /{} HTTP/1.1\r\n\r\n", "a".repeat(20_000)), "bad 431");
    }

    #[test]
    fn encodings() {
        let check = |value, expect| assert_eq!(names_brotli(value), expect, "{value}");
        check("gzip, deflate, br, zstd", true);
        check("gzip, br;q=0.5", true);
        check("br; q=0", false);
        check("br;q=0.0, gzip", false);
        check("brotli", false);
        check("", false);
    }

    #[test]
    fn etags() {
        let mut request = Request::unreadable();
        let mut check = |held: &str, expect| {
            request.held = held.to_owned();
            assert_eq!(request.has("\"a\""), expect, "{held}");
        };
        check("\"a\"", true);
        check("\"b\", \"a\"", true);
        check("*", true);
        check("\"ab\"", false);
        check("", false);
    }
}
