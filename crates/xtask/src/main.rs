//! `cargo xtask`: everything that is done with this workspace, from a bare machine to a proven build.
//!
//! `args` says what was typed and does no work; each command is a module. What they share is in `shell` (running
//! other programs, where things are) and `setup` (what must be installed, and how it gets there). Nothing here
//! depends on the crates that a product is made of: a broken one must not take the tools down with it.

mod args;
mod dist;
mod prove;
mod scratch;
mod setup;
mod shell;
mod site;
mod size;
mod suite;
mod throughput;

use std::{
    io::{self, Write as _},
    net::{Ipv4Addr, TcpListener},
    path::PathBuf,
    process::ExitCode,
    time::Instant,
};

use args::Command;
use newshound_serve::Options;

fn main() -> ExitCode {
    let command = match args::parse(lexopt::Parser::from_env()) {
        Ok(command) => command,
        Err(error) => {
            eprintln!("{error}\n\n{}", args::USAGE);
            return ExitCode::from(2);
        }
    };
    let done = match command {
        Command::Help => {
            println!("{}", args::USAGE);
            Ok(())
        }
        Command::Setup(needs) => setup::run(needs),
        Command::Demo { articles, port } => demo(articles, port),
        Command::Build(build) => setup::run(setup::Needs::Build).and_then(|()| build_and_report(&build)),
        Command::Dist => dist::run(),
        Command::Serve(options) => serve(options),
        Command::Test { only } => suite::run(&only),
        Command::Size { site } => setup::run(setup::Needs::Build).and_then(|()| size::run(site)),
        Command::Prove { only } => prove::run(&only),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Builds a site, and prints a table of what was made.
fn build_and_report(build: &site::Build) -> anyhow::Result<()> {
    let start = Instant::now();
    site::site(build)?;
    let built = start.elapsed();
    size::print_site(&build.out)?;
    println!("built {} in {}", build.out.display(), shell::seconds(built));
    Ok(())
}

/// From nothing to a page that searches: sets up what a build needs, builds and serves until it is stopped.
fn demo(articles: Option<PathBuf>, port: Option<u16>) -> anyhow::Result<()> {
    setup::run(setup::Needs::Build)?;
    let articles = articles.unwrap_or_else(site::sample_articles);
    let out = shell::root().join("target/demo");
    build_and_report(&site::Build { articles, out: out.clone(), url_template: None, text: site::Text::Full })?;
    // The usual port, or any where that one is taken.
    let port = port.unwrap_or_else(|| TcpListener::bind((Ipv4Addr::LOCALHOST, 8080)).map_or(0, |_| 8080));
    println!("\nOpen this address in a browser (Ctrl-C stops the server):");
    serve(Options { port, ..Options::new(out) })
}

/// Serves until it is stopped. The first line on standard output is the address.
fn serve(options: Options) -> anyhow::Result<()> {
    newshound_serve::run(options, |address| {
        println!("{address}");
        // Whoever waits for that line may read it through a pipe.
        let _ = io::stdout().flush();
    })?;
    Ok(())
}
