//! `newshound`: from what a publisher has to a folder that searches itself.
//!
//! `args` says what was typed and `config` what the site's file adds; each subcommand is a module. What they share:
//! `import` reads articles and counts them (`tally`), `engine` is the prebuilt engine, `module` puts an index into it
//! and finds it again, `layout` says where files stand, `output` replaces a folder at once, `failure` holds everything
//! that can go wrong, with what to do, and `show` and `size` how numbers and texts look on a terminal.

mod args;
mod build;
mod check;
mod config;
mod engine;
mod failure;
mod import;
mod init;
mod input;
mod inspect;
mod layout;
mod module;
mod output;
mod publisher;
mod schema;
mod scratch;
mod search;
mod serve;
mod show;
mod size;
mod tally;
mod threads;
mod write;

use std::io::Write as _;
use std::process::ExitCode;

use clap::{CommandFactory as _, Parser as _};

use crate::args::{Args, Command};
use crate::failure::Failure;

fn main() -> ExitCode {
    let args = Args::parse();
    let is_json = args.command.is_json();
    scratch::clean_when_stopped();
    let done = match args.command {
        Command::Build(build) => build::run(&build),
        Command::Check(check) => check::run(&check),
        Command::Search(search) => search::run(&search),
        Command::Inspect(inspect) => inspect::run(&inspect),
        Command::Serve(serve) => serve::run(serve),
        Command::Init(init) => init::run(&init),
        Command::Schema => show::print(&schema::text()),
        Command::Man { folder } => man(&folder),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Args::command(), "newshound", &mut script);
            show::print(&String::from_utf8_lossy(&script))
        }
    };
    match done {
        // Whoever closed the pipe has seen enough.
        Ok(()) | Err(Failure::PipeClosed) => ExitCode::SUCCESS,
        Err(failure) => {
            // What was typed may hold what terminals obey.
            let lines = |text: String| text.lines().map(show::plain).collect::<Vec<_>>().join("\n");
            let (what, remedy) = (lines(failure.to_string()), lines(failure.remedy()));
            let _ = writeln!(std::io::stderr(), "error: {what}\n help: {remedy}");
            if is_json && !failure.is_told() {
                let error = serde_json::json!({ "what": what, "help": remedy, "exitCode": failure.exit_code() });
                let _ = show::print_json(&serde_json::json!({ "error": error }));
            }
            ExitCode::from(failure.exit_code())
        }
    }
}

/// One page for the command and one for each subcommand.
fn man(folder: &std::path::Path) -> Result<(), Failure> {
    let write = |reason| Failure::Write { path: folder.to_owned(), reason };
    std::fs::create_dir_all(folder).map_err(write)?;
    clap_mangen::generate_to(Args::command(), folder).map_err(write)
}
