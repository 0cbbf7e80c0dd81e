//! `newshound serve`: a built folder in a browser on this machine.

use std::net::{Ipv4Addr, TcpListener};

use newshound_serve::{Options, prefix};

use crate::args::Serve;
use crate::failure::Failure;
use crate::show;

/// The port that is tried first.
const PORT: u16 = 8080;

pub(crate) fn run(args: Serve) -> Result<(), Failure> {
    let port = args.port.unwrap_or_else(|| TcpListener::bind((Ipv4Addr::LOCALHOST, PORT)).map_or(0, |_| PORT));
    let prefix = prefix(&args.prefix);
    let options = Options { port, prefix, reloads: !args.no_reload, ..Options::new(args.dir) };
    newshound_serve::run(options, |address| {
        // Nobody may be reading; the server runs all the same.
        let _ = show::print(&format!("{address}\n"));
        eprintln!("open this address in a browser; Ctrl-C stops the server");
    })?;
    Ok(())
}
