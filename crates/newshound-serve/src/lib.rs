//! A static server for this machine: the folder as any host would serve it, under the project's security policy.
//!
//! It speaks just enough HTTP/1.1 for browsers and tests: GET and HEAD, connections that stay open, ETags, brotli.
//! It listens on the loopback address only. Slowness and failures can be asked for, to test pages against them.
//!
//! ```no_run
//! let options = newshound_serve::Options { port: 8080, ..newshound_serve::Options::new("dist".into()) };
//! newshound_serve::run(options, |address| println!("{address}"))?;
//! # Ok::<(), newshound_serve::ServeError>(())
//! ```

mod compress;
mod folder;
mod http;
mod reload;

use std::{
    fs::File,
    io::{self, BufReader, Write as _},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    path::PathBuf,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use folder::{Folder, Found};
use http::{Request, Response};

pub use compress::brotli;

/// The policy that a page with Newshound works under; every response carries it, errors too.
pub const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
     connect-src 'self'; worker-src 'self'; img-src 'self'; require-trusted-types-for 'script'";

/// How many connections may be open at once; one browser opens six.
const CONNECTIONS: usize = 256;

/// What to serve, and how.
#[derive(Clone, Debug)]
pub struct Options {
    /// The folder.
    pub folder: PathBuf,
    /// 0 takes any port that is free.
    pub port: u16,
    /// The path under which the folder appears; begins and ends with `/`.
    pub prefix: String,
    /// Whether pages get cross-origin isolation, and with it finer clocks.
    pub isolated: bool,
    /// Whether the Trusted Types policy `newshound` is allowed, and no other.
    pub trusted_types: bool,
    /// Whether pages load themselves again when a file changes.
    pub reloads: bool,
    /// How long every answer waits.
    pub delay: Duration,
    /// Paths inside the folder, without a leading `/`, that answer 503.
    pub fail: Vec<String>,
    /// A file for one line a request: method, path, status, bytes of the body.
    pub log: Option<PathBuf>,
}

impl Options {
    /// The folder at the root of any free port.
    pub fn new(folder: PathBuf) -> Options {
        Options {
            folder,
            port: 0,
            prefix: "/".to_owned(),
            isolated: false,
            trusted_types: false,
            reloads: false,
            delay: Duration::ZERO,
            fail: Vec::new(),
            log: None,
        }
    }
}

/// Why a folder cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// It is not there, is no folder, or may not be read.
    #[error("cannot serve {folder}: {reason}; build it first")]
    Folder {
        /// The folder.
        folder: String,
        /// What the system said.
        reason: io::Error,
    },
    /// The port is taken, or not for everybody.
    #[error("cannot listen on port {port}: {reason}; port 0 takes one that is free")]
    Port {
        /// The port.
        port: u16,
        /// What the system said.
        reason: io::Error,
    },
    /// The log cannot be written.
    #[error("cannot write the log {log}: {reason}")]
    Log {
        /// The log.
        log: String,
        /// What the system said.
        reason: io::Error,
    },
}

/// A prefix as typed, with the slashes that it needs.
pub fn prefix(typed: &str) -> String {
    match typed.trim_matches('/') {
        "" => "/".to_owned(),
        inner => format!("/{inner}/"),
    }
}

/// Serves until the program is stopped; `ready` is told the address.
///
/// # Errors
///
/// A [`ServeError`] where it cannot begin.
pub fn run(options: Options, ready: impl FnOnce(&str)) -> Result<(), ServeError> {
    let server = Arc::new(Server::new(options)?);
    let (listener, address) = server.listen()?;
    ready(&format!("http://{address}{}", server.options.prefix));
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
    fn new(options: Options) -> Result<Server, ServeError> {
        let folder = Folder::open(&options.folder)
            .map_err(|reason| ServeError::Folder { folder: options.folder.display().to_string(), reason })?;
        let create = |path: &PathBuf| {
            File::create(path)
                .map(Mutex::new)
                .map_err(|reason| ServeError::Log { log: path.display().to_string(), reason })
        };
        let log = options.log.as_ref().map(create).transpose()?;
        Ok(Server { options, folder, log, connections: AtomicUsize::new(0) })
    }

    fn listen(&self) -> Result<(TcpListener, SocketAddr), ServeError> {
        let port = self.options.port;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port));
        let bound = listener.and_then(|listener| listener.local_addr().map(|address| (listener, address)));
        bound.map_err(|reason| ServeError::Port { port, reason })
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
        if self.options.reloads {
            match inside {
                reload::SCRIPT => return Response::text("text/javascript; charset=utf-8", reload::SOURCE),
                reload::STATE => return Response::text("text/plain", &reload::state(self.folder.root())),
                _ => {}
            }
        }
        match self.folder.find(inside) {
            Found::File(file) if self.options.reloads && file.mime.starts_with("text/html") => {
                let page = String::from_utf8_lossy(&file.body(false).bytes).into_owned();
                Response::text(file.mime, &(page + &reload::tag(&self.options.prefix)))
            }
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
