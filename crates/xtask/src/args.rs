//! What was typed. No work is done here.

use std::{path::PathBuf, time::Duration};

use lexopt::prelude::*;

use newshound_serve as serve;

use crate::{setup::Needs, site};

pub(crate) const USAGE: &str = "\
cargo xtask COMMAND

  setup [--build]                    install what is missing; --build: only what a build needs
  demo [--articles PATH] [--port N]  set up, build and serve a page that searches PATH (a file or a folder)
  build --articles PATH --out DIR [--url-template T] [--text full|apart|standfirst]
                                     make a folder that any static host can serve
  dist                               make what is released: the `newshound` command with the engine inside
  serve DIR [--port N] [--prefix /a/b/]
                                     serve a folder on this machine; the first line printed is its address
        [--isolated]                 cross-origin isolation: finer clocks
        [--trusted-types]            allow the Trusted Types policy `newshound` and no other
        [--delay MS] [--fail PATH]   a slow network; a file that answers 503 (may be repeated)
        [--log FILE]                 one line a request: method, path, status, bytes of the body
  test [--only STEP]...              every check that a change must pass; see `test --list`
  size [DIR]                         bytes of each file of a built site, and of each part beside its budget
  prove [--only CHECK]...            checks too long for every run; see `prove --list`";

/// A command line, understood.
#[derive(Debug)]
pub(crate) enum Command {
    Help,
    Setup(Needs),
    Demo {
        articles: Option<PathBuf>,
        port: Option<u16>,
    },
    Build(site::Build),
    Dist,
    Serve(serve::Options),
    Test {
        only: Only,
    },
    /// A built site; the sample articles' when none is named.
    Size {
        site: Option<PathBuf>,
    },
    Prove {
        only: Only,
    },
}

/// Which of the steps of a command to run.
#[derive(Debug)]
pub(crate) enum Only {
    Everything,
    /// Say what steps there are, and run none.
    List,
    These(Vec<String>),
}

pub(crate) fn parse(mut args: lexopt::Parser) -> Result<Command, lexopt::Error> {
    let command = match args.next()? {
        Some(Value(name)) => name.string()?,
        Some(Short('h') | Long("help")) | None => return Ok(Command::Help),
        Some(other) => return Err(other.unexpected()),
    };
    match command.as_str() {
        "setup" => setup(args),
        "demo" => demo(args),
        "build" => build(args),
        "dist" => match args.next()? {
            None => Ok(Command::Dist),
            Some(other) => Err(other.unexpected()),
        },
        "serve" => serve(args),
        "test" => Ok(Command::Test { only: only(args)? }),
        "size" => size(args),
        "prove" => Ok(Command::Prove { only: only(args)? }),
        "help" => Ok(Command::Help),
        other => Err(format!("there is no command `{other}`").into()),
    }
}

fn setup(mut args: lexopt::Parser) -> Result<Command, lexopt::Error> {
    let mut needs = Needs::Test;
    while let Some(arg) = args.next()? {
        match arg {
            Long("build") => needs = Needs::Build,
            other => return Err(other.unexpected()),
        }
    }
    Ok(Command::Setup(needs))
}

fn demo(mut args: lexopt::Parser) -> Result<Command, lexopt::Error> {
    let (mut articles, mut port) = (None, None);
    while let Some(arg) = args.next()? {
        match arg {
            Long("articles") => articles = Some(args.value()?.into()),
            Long("port") => port = Some(args.value()?.parse()?),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Command::Demo { articles, port })
}

fn build(mut args: lexopt::Parser) -> Result<Command, lexopt::Error> {
    let (mut articles, mut out, mut url_template, mut text) = (None, None, None, site::Text::Full);
    while let Some(arg) = args.next()? {
        match arg {
            Long("articles") => articles = Some(args.value()?.into()),
            Long("out") => out = Some(args.value()?.into()),
            Long("url-template") => url_template = Some(args.value()?.string()?),
            Long("text") => {
                text = match args.value()?.string()?.as_str() {
                    "full" => site::Text::Full,
                    "apart" => site::Text::Apart,
                    "standfirst" => site::Text::Standfirst,
                    other => return Err(format!("--text is `{other}`; it can be full, apart or standfirst").into()),
                }
            }
            other => return Err(other.unexpected()),
        }
    }
    let articles = articles.ok_or("build needs `--articles PATH`: the file or folder to make searchable")?;
    let out = out.ok_or("build needs `--out DIR`: the folder to write")?;
    Ok(Command::Build(site::Build { articles, out, url_template, text }))
}

fn size(mut args: lexopt::Parser) -> Result<Command, lexopt::Error> {
    let mut site = None;
    while let Some(arg) = args.next()? {
        match arg {
            Value(folder) if site.is_none() => site = Some(folder.into()),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Command::Size { site })
}

fn serve(mut args: lexopt::Parser) -> Result<Command, lexopt::Error> {
    let mut options = serve::Options::new(PathBuf::new());
    let mut folder = None;
    while let Some(arg) = args.next()? {
        match arg {
            Value(path) if folder.is_none() => folder = Some(PathBuf::from(path)),
            Long("port") => options.port = args.value()?.parse()?,
            Long("prefix") => options.prefix = serve::prefix(&args.value()?.string()?),
            Long("isolated") => options.isolated = true,
            Long("trusted-types") => options.trusted_types = true,
            Long("delay") => options.delay = Duration::from_millis(args.value()?.parse()?),
            Long("fail") => options.fail.push(args.value()?.string()?.trim_start_matches('/').to_owned()),
            Long("log") => options.log = Some(args.value()?.into()),
            other => return Err(other.unexpected()),
        }
    }
    options.folder = folder.ok_or("serve needs the folder to serve")?;
    Ok(Command::Serve(options))
}

fn only(mut args: lexopt::Parser) -> Result<Only, lexopt::Error> {
    let mut names = Vec::new();
    while let Some(arg) = args.next()? {
        match arg {
            Long("only") => {
                for name in args.values()? {
                    names.push(name.string()?);
                }
            }
            Long("list") => return Ok(Only::List),
            other => return Err(other.unexpected()),
        }
    }
    Ok(if names.is_empty() { Only::Everything } else { Only::These(names) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expect: &str) {
        let got = match parse(lexopt::Parser::from_args(line.split_whitespace())) {
            Ok(command) => format!("{command:?}"),
            Err(error) => format!("error: {error}"),
        };
        assert!(got.contains(expect), "`{line}` gave {got}, which lacks {expect}");
    }

    #[test]
    fn command_lines() {
        check("", "Help");
        check("setup", "Setup(Test)");
        check("setup --build", "Setup(Build)");
        check("demo --port 0 --articles a", "articles: Some(\"a\"), port: Some(0)");
        check("build --articles a", "error: build needs `--out DIR`");
        check("build --articles a --out b --url-template /{id}", "url_template: Some(\"/{id}\")");
        check("build --articles a --out b --text apart", "text: Apart");
        check("build --articles a --out b --text some", "error: --text is `some`");
        check("dist", "Dist");
        check("dist now", "error: unexpected argument");
        check("serve", "error: serve needs the folder");
        check("serve d --prefix a/b --fail /x.wasm --fail y", "prefix: \"/a/b/\"");
        check("serve d --fail /x.wasm --fail y", "fail: [\"x.wasm\", \"y\"]");
        check("serve d --delay 20", "delay: 20ms");
        check("serve d e", "error: unexpected argument");
        check("test --only fmt tsc --only e2e", "These([\"fmt\", \"tsc\", \"e2e\"])");
        check("test --list", "List");
        check("size", "Size { site: None }");
        check("size dist", "Size { site: Some(\"dist\") }");
        check("size a b", "error: unexpected argument \"b\"");
        check("size --all", "error: invalid option");
        check("bless", "error: there is no command `bless`");
    }
}
