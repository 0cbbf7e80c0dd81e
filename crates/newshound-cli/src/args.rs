//! What was typed. No work is done here.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Parser, Subcommand, ValueEnum};
use newshound_ingest::{Format, Selector};
use serde::Deserialize;

use crate::size::Size;

const EXIT_CODES: &str = "\
Exit codes:
  0    done
  1    failed: something cannot be read or written
  2    a wrong argument or setting
  3    nothing was indexed: no article came out of the inputs
  4    there were problems, and --strict was given
  130  stopped by Ctrl-C; the folder is as it was before";

/// Search for news sites, in the reader's browser.
#[derive(Debug, Parser)]
#[command(name = "newshound", version, after_help = EXIT_CODES, max_term_width = 80)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make a folder to upload: a search over your articles
    Build(Build),
    /// Say what would be imported, and what is wrong with it
    Check(Check),
    /// Search a built folder from here
    Search(Search),
    /// Say what is in an index, and by what an article is found
    Inspect(Inspect),
    /// Show a built folder in a browser on this machine
    Serve(Serve),
    /// Write a newshound.toml for what is in this folder
    Init(Init),
    /// Print the JSON Schema of newshound.toml, for editors
    Schema,
    /// Write the manual pages to a folder
    Man {
        /// Where to
        folder: PathBuf,
    },
    /// Print completions for a shell, as in `newshound completions bash`
    Completions {
        /// Which
        shell: clap_complete::Shell,
    },
}

impl Command {
    /// Whether the output is for machines.
    pub(crate) fn is_json(&self) -> bool {
        match self {
            Command::Build(build) => build.source.json,
            Command::Check(check) => check.source.json,
            Command::Search(search) => search.json,
            Command::Inspect(inspect) => inspect.json,
            _ => false,
        }
    }
}

/// What to read, and how. Every flag has a setting of the same name in newshound.toml, which it overrides; what is to be
/// left out adds up.
#[derive(Clone, Debug, Default, clap::Args)]
pub(crate) struct Source {
    /// Files, folders or patterns such as 'news/**/*.html'; - is the standard input
    ///
    /// Each file's format is told by its content: built web pages, Markdown, WordPress exports, RSS, Atom and JSON
    /// feeds, news sitemaps, ninjs, NewsML-G2, NITF, JSON, JSON Lines, CSV and plain text, also inside .gz, .zip, .tar
    /// and .tar.gz.
    ///
    /// URLs and ids that files do not name follow their way below the INPUT: of a pattern, below the folder before its
    /// first *; of files named one by one, below the folder that all are in. Drafts are left out, and so are hidden files
    /// unless the INPUT has the dot.
    #[arg(value_name = "INPUT")]
    pub(crate) inputs: Vec<PathBuf>,
    /// The site's settings; newshound.toml in this folder if there is one
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Read every file as this, whatever it looks like
    #[arg(long, value_name = "FORMAT", value_parser = formats())]
    pub(crate) format: Option<Format>,
    /// Put this before URLs that begin with /, as in `https://paper.example`
    #[arg(long, value_name = "URL")]
    pub(crate) base_url: Option<String>,
    /// The URL of an article that has none; {id} is its id [default: /{id}]
    #[arg(long, value_name = "TEMPLATE")]
    pub(crate) url_template: Option<String>,
    /// The language of articles that name none, as in pt-BR
    #[arg(long, value_name = "TAG")]
    pub(crate) language: Option<String>,
    /// What 03/04/2016 means
    #[arg(long, value_name = "ORDER")]
    pub(crate) day_order: Option<DayOrder>,
    /// Read pages, too, that ask robots not to index them
    #[arg(long)]
    pub(crate) ignore_noindex: bool,
    /// Of a WordPress export, read items of this type, not posts and pages
    #[arg(long, value_name = "TYPE")]
    pub(crate) post_type: Vec<String>,
    /// The largest file that is read whole, unpacked; a line or object may have a sixteenth [default: 268 MB]
    #[arg(long, value_name = "SIZE")]
    pub(crate) max_file_size: Option<Size>,
    /// Leave out articles with such a URL; * is anything, as in '/obituaries/*'
    ///
    /// This and the other exclusions add to those of newshound.toml.
    #[arg(long, value_name = "URL")]
    pub(crate) exclude: Vec<String>,
    /// Do not read this file or folder below an INPUT
    #[arg(long, value_name = "PATH")]
    pub(crate) exclude_path: Vec<PathBuf>,
    /// Leave out this section
    #[arg(long, value_name = "SECTION")]
    pub(crate) exclude_section: Vec<String>,
    /// Leave this out of web pages, as in '.promo' or 'aside.related'
    #[arg(long, value_name = "SELECTOR")]
    pub(crate) exclude_selector: Vec<Selector>,
    /// Fail if there is any problem that is more than a note
    #[arg(long)]
    pub(crate) strict: bool,
    /// How many threads read [default: one for each core]
    #[arg(long, value_name = "COUNT")]
    pub(crate) threads: Option<usize>,
    /// Print JSON for machines
    #[arg(long)]
    pub(crate) json: bool,
}

/// The names of the formats.
fn formats() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::ALL.map(Format::name)).try_map(|name| name.parse::<Format>())
}

/// What the two numbers of 03/04/2016 mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum DayOrder {
    /// 3 April
    DayFirst,
    /// March 4
    MonthFirst,
}

/// How much of the articles' text is published with the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Text {
    /// All: passages with the words are shown, phrases are found; apart where it is more than the embed budget
    Full,
    /// All, in files of their own: only those for the results shown are loaded, which makes the index smaller
    Apart,
    /// None: headline and standfirst are shown; all words are found, phrases by their words
    Standfirst,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Build {
    #[command(flatten)]
    pub(crate) source: Source,
    /// The folder to write; it is replaced as a whole when all is ready
    #[arg(long, short, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// How much of the articles' text is published with the index
    ///
    /// Default: full where all articles come from built pages or feeds, whose text is public already; else
    /// standfirst. The text of an article that is marked not free is never published.
    #[arg(long, value_name = "TEXT")]
    pub(crate) text: Option<Text>,
    /// The largest index that goes into the engine's module; a larger one is a file of its own [default: 1 MB]
    #[arg(long, value_name = "SIZE")]
    pub(crate) embed_budget: Option<Size>,
    /// What readers may have to download before the first answer, as in '800 kB'; more is a problem
    #[arg(long, value_name = "SIZE")]
    pub(crate) size_budget: Option<Size>,
    /// The site's time zone, as in Europe/Lisbon: what day it is for `yesterday`
    #[arg(long, value_name = "ZONE")]
    pub(crate) time_zone: Option<String>,
    /// Days after which the bonus of a new article has halved, 0 for no bonus [default: 365]
    #[arg(long, value_name = "DAYS")]
    pub(crate) half_life: Option<u32>,
    /// An engine other than the one inside: a folder that `cargo xtask dist` made
    #[arg(long, value_name = "DIR", env = "NEWSHOUND_ENGINE_FOLDER", hide = true)]
    pub(crate) engine: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Check {
    #[command(flatten)]
    pub(crate) source: Source,
    /// Read each INPUT by itself, one row each
    #[arg(long)]
    pub(crate) each: bool,
    /// List the articles
    #[arg(long)]
    pub(crate) list: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Search {
    /// A built folder, a .wasm file with an index inside, or an index
    pub(crate) dir: PathBuf,
    /// What a reader would type
    #[arg(required = true)]
    pub(crate) query: Vec<String>,
    /// Hits to show
    #[arg(long, default_value_t = 10)]
    pub(crate) limit: usize,
    /// Hits to leave out at the beginning
    #[arg(long, default_value_t = 0)]
    pub(crate) offset: usize,
    /// The order of the hits
    #[arg(long, default_value = "relevance")]
    pub(crate) sort: Sort,
    /// Only articles with this value, as in section=Sport; may be repeated
    #[arg(long, value_name = "NAME=VALUE")]
    pub(crate) filter: Vec<String>,
    /// Say why each hit stands where it does
    #[arg(long)]
    pub(crate) explain: bool,
    /// The day that is today, as in 2025-09-06
    #[arg(long, value_name = "DAY")]
    pub(crate) today: Option<String>,
    /// Print JSON for machines
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Sort {
    /// What fits best first
    Relevance,
    /// Newest first
    Newest,
    /// Oldest first
    Oldest,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Inspect {
    /// A built folder, a .wasm file with an index inside, or an index
    pub(crate) path: PathBuf,
    /// Show the words by which this article is found
    #[arg(long, value_name = "ID", conflicts_with = "ids")]
    pub(crate) article: Option<String>,
    /// List the ids of all articles
    #[arg(long)]
    pub(crate) ids: bool,
    /// Print JSON for machines
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Serve {
    /// A built folder
    pub(crate) dir: PathBuf,
    /// 0 takes any that is free [default: 8080, or any that is free]
    #[arg(long)]
    pub(crate) port: Option<u16>,
    /// The path under which the folder appears, as in /search/
    #[arg(long, default_value = "/")]
    pub(crate) prefix: String,
    /// Do not load pages again when a file changes
    #[arg(long)]
    pub(crate) no_reload: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Init {
    /// The folder to look at, and to write newshound.toml to
    #[arg(default_value = ".")]
    pub(crate) dir: PathBuf,
    /// Overwrite a newshound.toml that is there
    #[arg(long)]
    pub(crate) force: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_definition_is_sound() {
        Args::command().debug_assert();
    }

    #[test]
    fn help_fits_80_columns() {
        let mut command = Args::command().term_width(80);
        command.build();
        let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
        for name in names {
            let sub = command.find_subcommand_mut(&name).expect("it was just listed");
            for help in [sub.render_long_help(), sub.render_help()] {
                let help = help.to_string();
                let wide: Vec<&str> = help.lines().filter(|line| line.chars().count() > 80).collect();
                assert!(wide.is_empty(), "{name}: {wide:#?}");
            }
        }
    }
}
