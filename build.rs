//! Compiles the articles into the index that the engine embeds.
//!
//! `NEWSHOUND_ARTICLES` names a file or folder (default: `articles`); `NEWSHOUND_URL_TEMPLATE` the URL of articles that
//! have none (default: `/{id}`); `NEWSHOUND_TEXT=standfirst` keeps the text out, `apart` puts it into files in the folder
//! `text` of the output folder; `NEWSHOUND_TIME_ZONE` is the site's; what `NEWSHOUND_SKIP` names below the articles is not
//! read; `NEWSHOUND_FIELDS` names the further fields that are published, as facets, parted by commas (default: none);
//! `SOURCE_DATE_EPOCH` is the moment that tells what is public yet (default: now); with `NEWSHOUND_WITHOUT_ARTICLES` the engine may be built empty. A change of `NEWSHOUND_ARTICLES_STATE` means that the
//! articles have changed.

use std::{env, error::Error, fs, io::Write as _, mem::discriminant, path::Path};

use flate2::{Compression, write::ZlibEncoder};
use newshound_index::build::{BuildOptions, SegmentBuilder};
use newshound_index::date::{Date, Precision};
use newshound_index::segment::TextMode;
use newshound_ingest::{Options, Problem};

/// Problems of one kind that are told one by one; of the others only the number is.
const TOLD: usize = 20;

fn main() -> Result<(), Box<dyn Error>> {
    let set = |name: &str| {
        println!("cargo::rerun-if-env-changed={name}");
        env::var(name).ok().filter(|value| !value.is_empty())
    };
    let articles = set("NEWSHOUND_ARTICLES").unwrap_or_else(|| "articles".into());
    println!("cargo::rerun-if-changed={articles}");
    let url_template = set("NEWSHOUND_URL_TEMPLATE").unwrap_or_else(|| "/{id}".into());
    if !Options::is_url_template(&url_template) {
        let message = format!("NEWSHOUND_URL_TEMPLATE is `{url_template}`; it needs {{id}}, as in `/news/{{id}}/`");
        return Err(message.into());
    }
    // A file that was put in the place of another may be older than it; cargo only looks for newer ones.
    set("NEWSHOUND_ARTICLES_STATE");
    let text = match set("NEWSHOUND_TEXT").as_deref() {
        None | Some("inside") => TextMode::Inside,
        Some("apart") => TextMode::Apart,
        Some("standfirst") => TextMode::Standfirst,
        Some(other) => {
            return Err(format!("NEWSHOUND_TEXT is `{other}`; it can be `inside`, `apart` or `standfirst`").into());
        }
    };
    let skip = set("NEWSHOUND_SKIP").into_iter().map(Into::into).collect();
    let fields = set("NEWSHOUND_FIELDS").unwrap_or_default();
    let fields = fields.split(',').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect();
    let now = set("SOURCE_DATE_EPOCH").map(|text| text.trim().parse()).transpose()?;
    let now = now.and_then(|seconds| Date::from_local_seconds(seconds, Precision::Second, Some(0)));

    let import = newshound_ingest::read(
        &[&articles],
        &Options { url_template: url_template.clone(), skip, fields, now, ..Options::default() },
    );
    let mut kinds: Vec<Vec<&Problem>> = Vec::new();
    for problem in &import.problems {
        let is_same = |known: &&mut Vec<&Problem>| discriminant(&known[0].kind) == discriminant(&problem.kind);
        match kinds.iter_mut().find(is_same) {
            Some(known) => known.push(problem),
            None => kinds.push(vec![problem]),
        }
    }
    for problems in kinds {
        problems.iter().take(TOLD).for_each(|problem| println!("cargo::warning={problem}"));
        if problems.len() > TOLD {
            println!("cargo::warning=and {} more like the last one", problems.len() - TOLD);
        }
    }
    // An engine that finds nothing is no site; a wrong path or a failed export must not become one.
    if import.articles.is_empty() && set("NEWSHOUND_WITHOUT_ARTICLES").is_none() {
        return Err(format!("{articles} gives no article: check NEWSHOUND_ARTICLES, and the problems above").into());
    }
    let time_zone = set("NEWSHOUND_TIME_ZONE");
    let mut builder = SegmentBuilder::new(BuildOptions { text, url_template, time_zone, ..BuildOptions::default() });
    import.articles.into_iter().for_each(|article| builder.add(article));
    let out = env::var("OUT_DIR")?;
    let (built, folder) = (builder.finish(), Path::new(&out).join("text"));
    fs::write(Path::new(&out).join("index.bin"), built.bytes)?;
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    for page in built.apart {
        fs::create_dir_all(&folder)?;
        let mut file = ZlibEncoder::new(fs::File::create(folder.join(page.name))?, Compression::best());
        file.write_all(&page.bytes)?;
        file.finish()?;
    }
    Ok(())
}
