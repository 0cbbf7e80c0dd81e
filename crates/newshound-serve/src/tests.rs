//! The server over a real socket.

use std::{
    fs,
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    process,
    sync::atomic::{AtomicU32, Ordering},
    time::Instant,
};

use super::*;

/// A place for what a test writes.
fn scratch() -> PathBuf {
    // What cargo builds this program into is thrown away with the rest.
    std::env::current_exe().expect("it runs").parent().expect("a file has a folder").join("serve-tests")
}

/// A running server and the folder it serves.
struct Site {
    folder: PathBuf,
    address: SocketAddr,
}

impl Site {
    fn new(change: impl FnOnce(&mut Options)) -> Site {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("serve-{}-{}", process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let folder = scratch().join(name);
        fs::create_dir_all(folder.join("site/sub")).expect("the target folder can be written");
        let write = |path: &str, text: &str| fs::write(folder.join(path), text).expect("a file can be written");
        write("secret.txt", "not yours");
        write("site/index.html", "<!doctype html>");
        write("site/sub/index.html", "sub");
        write("site/big.js", &"let a = 1;\n".repeat(1000));
        write("site/a.wasm", "\0asm");
        std::os::unix::fs::symlink("../secret.txt", folder.join("site/link.txt")).expect("a link can be made");

        let mut options = Options::new(folder.join("site"));
        change(&mut options);
        let server = Arc::new(Server::new(options).expect("the folder exists"));
        let (listener, address) = server.listen().expect("a port is free");
        thread::spawn(move || server.accept(&listener));
        Site { folder, address }
    }

    /// The whole answer to some bytes, as text.
    fn send(&self, request: &str) -> String {
        let mut stream = TcpStream::connect(self.address).expect("the server listens");
        stream.write_all(request.as_bytes()).expect("the server reads");
        let mut answer = Vec::new();
        // The end may be a reset where the server did not read everything.
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    }

    fn get(&self, path: &str, headers: &str) -> String {
        self.send(&format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{headers}\r\n"))
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

#[test]
fn what_paths_answer() {
    let site = Site::new(|_| ());
    let check = |path, expect: &[&str]| {
        let got = site.get(path, "");
        assert!(got.contains(&format!("Content-Security-Policy: {POLICY}\r\n")), "{path}: no policy in {got}");
        for text in expect {
            assert!(got.contains(text), "{path} gave {got}, which lacks {text}");
        }
    };
    check("/", &["HTTP/1.1 200 OK\r\n", "text/html", "no-cache", "\r\n\r\n<!doctype html>"]);
    check("/?q=a", &[" 200 "]);
    check("/a.wasm", &[" 200 ", "Content-Type: application/wasm\r\n", "Content-Length: 4\r\n"]);
    check("/big.js", &[" 200 ", "Content-Type: text/javascript; charset=utf-8\r\n", "Content-Length: 11000\r\n"]);
    check("/sub", &[" 308 ", "Location: /sub/\r\n"]);
    check("/sub/", &[" 200 ", "\r\n\r\nsub"]);
    check("/missing.js", &[" 404 "]);
    check("/../secret.txt", &[" 404 "]);
    check("/%2e%2e/secret.txt", &[" 404 "]);
    check("/..%2fsecret.txt", &[" 404 "]);
    check("/sub/..%5c..%5csecret.txt", &[" 404 "]);
    check("//etc/passwd", &[" 404 "]);
    check("/link.txt", &[" 404 "]);
}

#[test]
fn other_methods_and_noise() {
    let site = Site::new(|_| ());
    let check = |request, expect| {
        let got = site.send(request);
        assert!(got.contains(expect) && got.contains(POLICY), "{request:?} gave {got}");
    };
    check("POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\nhi", " 405 ");
    check("nonsense\r\n\r\n", " 400 ");
    let head = site.send("HEAD /big.js HTTP/1.1\r\nConnection: close\r\n\r\n");
    assert!(head.contains("Content-Length: 11000\r\n") && head.ends_with("\r\n\r\n"), "{head}");
}

#[test]
fn one_connection_carries_many_requests() {
    let got = Site::new(|_| ())
        .send("GET /sub/ HTTP/1.1\r\n\r\nGET /nope HTTP/1.1\r\n\r\nGET /sub/ HTTP/1.1\r\nConnection: close\r\n\r\n");
    let statuses: Vec<&str> = got.split("HTTP/1.1 ").skip(1).map(|part| &part[..3]).collect();
    assert_eq!(statuses, ["200", "404", "200"]);
}

#[test]
fn compressed_for_those_who_can() {
    let site = Site::new(|_| ());
    let small = site.get("/big.js", "Accept-Encoding: gzip, br\r\n");
    assert!(small.contains("Content-Encoding: br\r\n") && small.len() < 1000, "{small}");
    let tiny = site.get("/a.wasm", "Accept-Encoding: br\r\n");
    assert!(!tiny.contains("Content-Encoding"), "{tiny}");
}

#[test]
fn what_the_reader_has_is_not_sent_again() {
    let site = Site::new(|_| ());
    let etag = |answer: &str| {
        let line = answer.lines().find(|line| line.starts_with("ETag: ")).expect("an ETag");
        line.trim_start_matches("ETag: ").to_owned()
    };
    let first = etag(&site.get("/big.js", ""));
    let again = site.get("/big.js", &format!("If-None-Match: {first}\r\n"));
    assert!(again.contains(" 304 ") && again.ends_with("\r\n\r\n") && !again.contains("Content-Length"), "{again}");
    let other_form = site.get("/big.js", &format!("If-None-Match: {first}\r\nAccept-Encoding: br\r\n"));
    assert!(other_form.contains(" 200 "), "{other_form}");
    fs::write(site.folder.join("site/big.js"), "changed").expect("a file can be written");
    let changed = site.get("/big.js", &format!("If-None-Match: {first}\r\n"));
    assert!(changed.contains(" 200 ") && changed.ends_with("changed"), "{changed}");
}

#[test]
fn under_a_prefix() {
    let site = Site::new(|options| options.prefix = prefix("a/b"));
    let check = |path, expect| {
        let got = site.get(path, "");
        assert!(got.contains(expect), "{path} gave {got}");
    };
    check("/a/b/", " 200 ");
    check("/a/b/sub", "Location: /a/b/sub/\r\n");
    check("/", " 404 ");
    check("/a/b/../../secret.txt", " 404 ");
}

#[test]
fn slow_and_broken_on_demand() {
    let log = scratch().join(format!("log-{}", process::id()));
    let site = Site::new(|options| {
        options.delay = Duration::from_millis(60);
        options.fail = vec!["a.wasm".to_owned()];
        options.isolated = true;
        options.trusted_types = true;
        options.log = Some(log.clone());
    });
    let start = Instant::now();
    let fails = site.get("/a.wasm", "");
    assert!(start.elapsed() >= Duration::from_millis(60));
    for text in [" 503 ", "; trusted-types newshound\r\n", "Opener-Policy: same-origin\r\n", "require-corp\r\n"] {
        assert!(fails.contains(text), "{fails} lacks {text}");
    }
    assert!(site.get("/sub/", "").contains(" 200 "));
    let noted = fs::read_to_string(&log).expect("a log was asked for");
    fs::remove_file(&log).expect("the log is there");
    let expect = format!("GET /a.wasm 503 {}\nGET /sub/ 200 3\n", "503 Service Unavailable\n".len());
    assert_eq!(noted, expect);
}

#[test]
fn pages_that_load_themselves_again() {
    let plain = Site::new(|_| ());
    assert!(plain.get("/.state", "").contains(" 404 ") && !plain.get("/", "").contains("<script"));
    let site = Site::new(|options| {
        options.reloads = true;
        options.prefix = prefix("a");
    });
    assert!(
        site.get("/a/", "Accept-Encoding: br\r\n")
            .ends_with("<script type=\"module\" src=\"/a/.reload.js\"></script>\n")
    );
    assert!(site.get("/a/.reload.js", "").ends_with(reload::SOURCE));
    let before = site.get("/a/.state", "");
    assert_eq!(before, site.get("/a/.state", ""));
    fs::write(site.folder.join("site/sub/new.html"), "new").expect("a file can be written");
    assert_ne!(before, site.get("/a/.state", ""));
}
