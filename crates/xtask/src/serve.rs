//! A static server for this machine: the folder as any host would serve it, under the project's security policy.
//!
//! It speaks just enough HTTP/1.1 for browsers and tests: GET and HEAD, connections that stay open, ETags, brotli.
//! It listens on the loopback address only. Slowness and failures can be asked for, to test pages against them.

mod folder;
mod http;

use std::{
    fs::File,
    io::{self, BufReader, Write},
    net::{Ipv4Addr, TcpListener, TcpStream},
    path::PathBuf,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use anyhow::{Context, Result};

use folder::{Folder, Found};
use http::{Request, Response};

/// The policy that a page with Newshound works under; every response carries it, errors too.
pub(crate) const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
     connect-src 'self'; worker-src 'self'; img-src 'self'; require-trusted-types-for 'script'";

/// How many connections may be open at once; one browser opens six.
const CONNECTIONS: usize = 256;

/// What to serve, and how.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    pub(crate) folder: PathBuf,
    /// 0 takes any port that is free.
    pub(crate) port: u16,
    /// The path under which the folder appears; begins and ends with `/`.
    pub(crate) prefix: String,
    pub(crate) isolated: bool,
    pub(crate) trusted_types: bool,
    pub(crate) delay: Duration,
    /// Paths inside the folder, without a leading `/`, that answer 503.
    pub(crate) fail: Vec<String>,
    pub(crate) log: Option<PathBuf>,
}

impl Options {
    pub(crate) fn new(folder: PathBuf) -> Options {
        Options {
            folder,
            port: 0,
            prefix: "/".to_owned(),
            isolated: false,
            trusted_types: false,
            delay: Duration::ZERO,
            fail: Vec::new(),
            log: None,
        }
    }
}

/// A prefix as typed, with the slashes that it needs.
pub(crate) fn prefix(typed: &str) -> String {
    match typed.trim_matches('/') {
        "" => "/".to_owned(),
        inner => format!("/{inner}/"),
    }
}

/// Serves until the program is stopped. The first line on standard output is the address.
pub(crate) fn run(options: Options) -> Result<()> {
    let server = Arc::new(Server::new(options)?);
    let listener = server.listen()?;
    println!("http://{}{}", listener.local_addr()?, server.options.prefix);
    io::stdout().flush()?;
    server.accept(&listener);
    Ok(())
}

struct Server {
    options: Options,
    folder: Folder,
    log: Option<Mutex<File>>,
    connections: AtomicUsize,
}

impl Server {
    fn new(options: Options) -> Result<Server> {
        let folder = Folder::open(&options.folder)
            .with_context(|| format!("cannot serve {}: build it first", options.folder.display()))?;
        let log = match &options.log {
            Some(path) => {
                Some(Mutex::new(File::create(path).with_context(|| format!("cannot write {}", path.display()))?))
            }
            None => None,
        };
        Ok(Server { options, folder, log, connections: AtomicUsize::new(0) })
    }

    fn listen(&self) -> Result<TcpListener> {
        let port = self.options.port;
        TcpListener::bind((Ipv4Addr::LOCALHOST, port))
            .with_context(|| format!("cannot listen on port {port}; `--port 0` takes one that is free"))
    }

    fn accept(self: &Arc<Server>, listener: &TcpListener) {
        for stream in listener.incoming().flatten() {
            let server = Arc::clone(self);
            if server.connections.fetch_add(1, Ordering::Relaxed) >= CONNECTIONS {
                server.connections.fetch_sub(1, Ordering::Relaxed);
                continue;
            }
            thread::spawn(move || {
                // Readers go away in the middle; that is not worth a word.
                let _ = server.converse(&stream);
                server.connections.fetch_sub(1, Ordering::Relaxed);
            });
        }
    }

    fn converse(&self, stream: &TcpStream) -> io::Result<()> {
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        stream.set_nodelay(true)?;
        let mut reader = BufReader::new(stream);
        loop {
            let (request, response) = match http::read(&mut reader)? {
                http::Read::End => return Ok(()),
                http::Read::Bad(status) => (Request::unreadable(), Response::error(status)),
                http::Read::Request(request) => {
                    let response = self.answer(&request);
                    (request, response)
                }
            };
            thread::sleep(self.options.delay);
            let sent = http::write(stream, &request, &response, &self.headers())?;
            self.note(&request, response.status, sent);
            if !request.stays_open {
                return Ok(());
            }
        }
    }

    /// Headers that every response carries.
    fn headers(&self) -> Vec<(&'static str, String)> {
        let names = if self.options.trusted_types { "; trusted-types newshound" } else { "" };
        let mut headers = vec![
            ("Content-Security-Policy", format!("{POLICY}{names}")),
            ("Cache-Control", "no-cache".to_owned()),
            ("X-Content-Type-Options", "nosniff".to_owned()),
        ];
        if self.options.isolated {
            headers.push(("Cross-Origin-Opener-Policy", "same-origin".to_owned()));
            headers.push(("Cross-Origin-Embedder-Policy", "require-corp".to_owned()));
        }
        headers
    }

    fn answer(&self, request: &Request) -> Response {
        if !matches!(request.method.as_str(), "GET" | "HEAD") {
            return Response::error(405).with("Allow", "GET, HEAD".to_owned());
        }
        let path = request.target.split(['?', '#']).next().unwrap_or_default();
        let Some(inside) = path.strip_prefix(&self.options.prefix) else {
            return Response::error(404);
        };
        if self.options.fail.iter().any(|fails| fails == inside) {
            return Response::error(503);
        }
        match self.folder.find(inside) {
            Found::Nothing => Response::error(404),
            Found::Folder => Response::error(308).with("Location", format!("{path}/")),
            Found::File(file) => {
                let body = file.body(request.accepts_brotli);
                let mut response = Response::new(200)
                    .with("Content-Type", file.mime.to_owned())
                    .with("ETag", body.etag.clone())
                    .with("Vary", "Accept-Encoding".to_owned());
                if body.is_brotli {
                    response = response.with("Content-Encoding", "br".to_owned());
                }
                if request.has(&body.etag) {
                    response.status = 304;
                } else {
                    response.body = body.bytes;
                }
                response
            }
        }
    }

    fn note(&self, request: &Request, status: u16, sent: usize) {
        let Some(log) = &self.log else { return };
        if let Ok(mut log) = log.lock() {
            let _ = writeln!(log, "{} {} {status} {sent}", request.method, request.target);
        }
    }
}

#[cfg(test)]
mod tests;
