//! `newshound serve`: a built folder in a browser on this machine.

use std::net::{Ipv4Addr, TcpListener};

use newshound_serve::{Options, prefix};

use crate::args::Serve;
use crate::failure::Failure;
use crate::{layout, show};

/// The port that is tried first.
const PORT: u16 = 8080;

pub(crate) fn run(args: Serve) -> Result<(), Failure> {
    let port = args.port.unwrap_or_else(|| TcpListener::bind((Ipv4Addr::LOCALHOST, PORT)).map_or(0, |_| PORT));
    let prefix = prefix(&args.prefix);
    let dir = args.dir.clone();
    let options = Options { port, prefix, reloads: !args.no_reload, ..Options::new(args.dir) };
    newshound_serve::run(options, |address| {
        // Nobody may be reading; the server runs all the same.
        let _ = show::print(&format!("{address}\n"));
        if dir.is_dir() && !layout::is_built(&dir) {
            let dir = show::plain(&dir.display().to_string());
            eprintln!("note: there is no search in {dir}; `newshound build INPUT --out DIR` makes a folder with one");
        }
        eprintln!("open this address in a browser; Ctrl-C stops the server");
    })?;
    Ok(())
}
