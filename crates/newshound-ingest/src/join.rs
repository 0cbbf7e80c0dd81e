//! [`Join`]: where several inputs tell of one article, one article comes out.
//!
//! Two drafts are one article when their addresses are the same page ([`crate::address`]) or, where not both have
//! one, when their ids are the same and, unless these are unique in the world (a URI, a long key), their titles too.
//! **Two items of one format are never joined, for a publisher keeps its own articles apart**; except pages that name
//! the same original (`rel=canonical`), entries of several feeds, and versions of an agency's item. The address of a front
//! page is no article's, and pages that share an original but not their headline are no copies of it.
//!
//! [`Format::precedence`] says whose word counts. Field by field, the first that says anything is taken, but
//! - the URL is first the page's, then the sitemap's, then the feed's, then the others';
//! - tags and further fields are gathered from all, names once;
//! - one that says the article is not free to read is believed.
//!
//! What any of them takes back (`noindex`, a cancelled item, a draft, an embargo) stays out; but a copy of a page (`/amp/…`,
//! `/print/…`) that robots are not to index takes back nothing but itself.

use std::collections::{BTreeMap, HashMap};

use newshound_index::article::Article;

use crate::address::Address;
use crate::format::Format;
use crate::problem::{Problem, ProblemKind};
use crate::sink::Draft;

/// A draft while the others are read.
struct Held {
    format: Format,
    file: String,
    draft: Draft,
    address: Option<Address>,
    /// The address is where the page's file is, as the page names none.
    is_place: bool,
}

/// An address that so many articles have is none of theirs.
const MOST_GROUPS: usize = 32;

/// What comes out.
pub(crate) enum Out {
    /// An article: the format and file of its first word, and the formats that told more.
    Article(Format, String, Box<Draft>, Vec<Format>),
    Problem(Problem),
}

/// Gathers all drafts of an import.
#[derive(Default)]
pub(crate) struct Join {
    held: Vec<Held>,
    /// Drafts that are one article, in the order of the first.
    groups: Vec<Vec<usize>>,
    /// Groups by path. Only looked up, never walked.
    by_path: HashMap<String, Vec<usize>>,
    by_id: HashMap<String, Vec<usize>>,
}

impl Join {
    /// Takes a draft.
    pub(crate) fn push(&mut self, format: Format, file: String, mut draft: Draft, out: &mut dyn FnMut(Out)) {
        let mut address = Address::of(&draft.article.url);
        let place = (format == Format::Html).then(|| Address::of(&format!("/{}/", folder_of(&draft.stem)))).flatten();
        if address.as_ref().is_some_and(|address| address.path.is_empty()) && address != place {
            address = None;
            if place.as_ref().is_some_and(|place| !place.path.is_empty()) {
                out(Out::Problem(wrong_canonical(&file, &mut draft)));
            }
        }
        let is_place = address.is_none() && place.is_some();
        let address = address.or(place);
        let at = self.held.len();
        let held = Held { format, file, draft, address, is_place };
        match self.group_of(&held) {
            Some(group) => {
                if let Some(members) = self.groups.get_mut(group) {
                    members.push(at);
                }
                self.remember(&held, group);
            }
            None => {
                self.remember(&held, self.groups.len());
                self.groups.push(vec![at]);
            }
        }
        self.held.push(held);
    }

    fn remember(&mut self, held: &Held, group: usize) {
        let add = |list: &mut Vec<usize>| {
            if !list.contains(&group) {
                list.push(group);
            }
        };
        if let Some(address) = &held.address {
            add(self.by_path.entry(address.path.clone()).or_default());
        }
        if !held.draft.article.id.is_empty() {
            add(self.by_id.entry(held.draft.article.id.clone()).or_default());
        }
    }

    fn group_of(&self, held: &Held) -> Option<usize> {
        let fits = |group: &&usize, same: &dyn Fn(&Held) -> bool| {
            let members = self.groups.get(**group).into_iter().flatten().filter_map(|at| self.held.get(*at));
            let members: Vec<&Held> = members.collect();
            members.iter().any(|member| same(member)) && members.iter().all(|member| may_join(held, member))
        };
        let by_address = held.address.as_ref().and_then(|address| {
            let same = |member: &Held| {
                member.address.as_ref().is_some_and(|other| other.path == address.path && other.fits(address))
                    // Below two inputs, two files may have one path.
                    && !(held.is_place && member.is_place)
            };
            let groups = self.by_path.get(&address.path).filter(|groups| groups.len() <= MOST_GROUPS)?;
            groups.iter().find(|group| fits(group, &same))
        });
        let id = &held.draft.article.id;
        by_address
            .or_else(|| {
                let same = |member: &Held| {
                    (held.address.is_none() || member.address.is_none() || is_agency(held, member))
                        && member.draft.article.id == *id
                        && (is_unique(id) || is_same_title(held, member))
                };
                self.by_id.get(id)?.iter().find(|group| fits(group, &same))
            })
            .copied()
    }

    /// Gives what is left after joining, in the order of the first of each article.
    pub(crate) fn end(self, out: &mut dyn FnMut(Out)) {
        let mut held: Vec<Option<Held>> = self.held.into_iter().map(Some).collect();
        let mut alone: BTreeMap<String, u64> = BTreeMap::new();
        for group in self.groups {
            let members: Vec<Held> = group.into_iter().filter_map(|at| held.get_mut(at)?.take()).collect();
            if members.iter().all(|member| member.draft.is_metadata) {
                for member in members {
                    *alone.entry(member.file).or_default() += 1;
                }
                continue;
            }
            merge(members, out);
        }
        for (file, count) in alone {
            out(Out::Problem(Problem { file, line: None, kind: ProblemKind::NotJoined { count } }));
        }
    }
}

fn is_agency(one: &Held, other: &Held) -> bool {
    one.format == other.format && matches!(one.format, Format::Ninjs | Format::NewsMl | Format::Nitf)
}

/// Whether two drafts may be one article at all.
fn may_join(one: &Held, other: &Held) -> bool {
    let is_version = one.draft.version > 0 && other.draft.version > 0 && one.draft.article.id == other.draft.article.id;
    one.format != other.format
        || one.format == Format::Html
        || matches!(one.format, Format::Feed | Format::JsonFeed | Format::Sitemap) && one.file != other.file
        || is_version
        || is_agency(one, other) && one.draft.article.id == other.draft.article.id
}

/// Whether nobody else can have this id.
fn is_unique(id: &str) -> bool {
    id.contains(':') || id.len() >= 32
}

fn is_same_title(one: &Held, other: &Held) -> bool {
    bare(&one.draft.article.title) == bare(&other.draft.article.title)
}

/// What is left of a title where ways to write it make no difference.
fn bare(title: &str) -> String {
    title.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Makes one article of all.
fn merge(mut members: Vec<Held>, out: &mut dyn FnMut(Out)) {
    // Whose word counts first; of one format, the newest version, the original before its copies, the earlier input.
    members.sort_by_key(|member| (member.format.precedence(), u64::MAX - member.draft.version, distance(member)));
    // A copy that is not to be indexed takes back nothing but itself.
    if let Some(first) = members.iter().find(|member| member.format == Format::Html)
        && first.draft.withheld.is_none()
    {
        let is_copy = |member: &Held| {
            member.format == Format::Html && matches!(member.draft.withheld, Some(ProblemKind::NotPublished { .. }))
        };
        for copy in members.extract_if(.., |member| is_copy(member)) {
            let kind = ProblemKind::NotPublished { count: 1 };
            out(Out::Problem(Problem { file: copy.file, line: copy.draft.line, kind }));
        }
    }
    let taken_back = members.iter().any(|member| {
        let is_newest = |other: &Held| other.format != member.format || other.draft.version <= member.draft.version;
        member.draft.withheld.is_some() && members.iter().all(is_newest)
    });
    if taken_back {
        let mut withheld =
            members.into_iter().filter_map(|member| Some((member.draft.withheld?, member.file, member.draft.line)));
        if let Some((kind, file, line)) = withheld.next() {
            out(Out::Problem(Problem { file, line, kind }));
        }
        return;
    }
    // In doubt they are one article after all: then what one page says of who may read it holds for all.
    let is_free = members.iter().all(|member| member.format != Format::Html || member.draft.article.is_free);
    let strangers = strangers(&mut members);
    if !strangers.is_empty()
        && let Some(first) = members.iter_mut().find(|member| member.format == Format::Html)
        && distance(first) == usize::MAX
    {
        out(Out::Problem(wrong_canonical(&first.file, &mut first.draft)));
    }
    let mut rest = members.into_iter();
    let Some(first) = rest.next() else { return };
    let Held { format, file, mut draft, .. } = first;
    draft.article.is_free &= is_free;
    let place = draft.line.map_or_else(|| file.clone(), |line| format!("{file}:{line}"));
    let mut url = (url_precedence(format), std::mem::take(&mut draft.article.url));
    let mut others = Vec::new();
    for member in rest {
        let article = member.draft.article;
        if member.format == format && matches!(format, Format::Html | Format::Ninjs | Format::NewsMl | Format::Nitf) {
            let first = place.clone();
            let kind = match format {
                Format::Html => ProblemKind::Alternate { url: article.url, first },
                _ => ProblemKind::Superseded { id: article.id, first },
            };
            out(Out::Problem(Problem { file: member.file, line: member.draft.line, kind }));
            continue;
        }
        others.push(member.format);
        if !article.url.is_empty() && (url.1.is_empty() || url_precedence(member.format) < url.0) {
            url = (url_precedence(member.format), article.url.clone());
        }
        fill(&mut draft.article, article);
    }
    draft.article.url = url.1;
    draft.is_headline_only &= draft.article.blocks.is_empty();
    out(Out::Article(format, file, Box::new(draft), others));
    for mut stranger in strangers {
        stranger.draft.article.is_free &= is_free;
        out(Out::Problem(wrong_canonical(&stranger.file, &mut stranger.draft)));
        merge(vec![stranger], out);
    }
}

/// Takes out the pages that name the same original as the first page, and have another headline: an original that is
/// theirs as little as, maybe, the first one's.
fn strangers(members: &mut Vec<Held>) -> Vec<Held> {
    let Some(first) = members.iter().position(|member| member.format == Format::Html) else { return Vec::new() };
    let Some(title) = members.get(first).map(|first| bare(&first.draft.article.title)) else { return Vec::new() };
    let is_stranger = |member: &mut Held| {
        let other = bare(&member.draft.article.title);
        // Further pages of one article say so behind its headline.
        let is_akin = title.starts_with(&other) || other.starts_with(&title);
        member.format == Format::Html && !is_akin
    };
    members.extract_if(first + 1.., is_stranger).collect()
}

/// Takes from a page what it says about its original.
fn wrong_canonical(file: &str, draft: &mut Draft) -> Problem {
    let kind = ProblemKind::WrongCanonical { url: std::mem::take(&mut draft.article.url) };
    Problem { file: file.to_owned(), line: draft.line, kind }
}

/// The address of a page's file on its site, without slashes: `story` for `story/index`.
fn folder_of(stem: &str) -> &str {
    if stem == "index" { "" } else { stem.strip_suffix("/index").unwrap_or(stem) }
}

/// How far a page stands from where it says that its original does: `/amp/bridge` is farther from `/bridge` than
/// `/bridge` is.
fn distance(member: &Held) -> usize {
    let stands = Address::of(&format!("/{}/", folder_of(&member.draft.stem)));
    match (&member.address, stands) {
        (Some(says), Some(stands)) => match stands.path.strip_suffix(says.path.as_str()) {
            Some(before) => before.len(),
            None => usize::MAX,
        },
        _ => usize::MAX,
    }
}

/// Whose URL counts: lower first.
fn url_precedence(format: Format) -> u8 {
    match format {
        Format::Html => 0,
        Format::Sitemap => 1,
        Format::Feed | Format::JsonFeed => 2,
        _ => 3,
    }
}

/// Fills what the first left open.
fn fill(to: &mut Article, from: Article) {
    let text = |to: &mut String, from: String| {
        if to.is_empty() {
            *to = from;
        }
    };
    text(&mut to.id, from.id);
    text(&mut to.title, from.title);
    to.published = to.published.or(from.published);
    to.modified = to.modified.or(from.modified);
    to.section = to.section.take().or(from.section);
    to.language = to.language.take().or(from.language);
    to.image = to.image.take().or(from.image);
    to.standfirst = to.standfirst.take().or(from.standfirst);
    to.is_free &= from.is_free;
    if to.authors.is_empty() {
        to.authors = from.authors;
    }
    if to.blocks.is_empty() {
        to.blocks = from.blocks;
    }
    if to.related.is_empty() {
        to.related = from.related;
    }
    for tag in from.tags {
        let is_known = to.tags.iter().any(|known| known.to_lowercase() == tag.to_lowercase());
        if !is_known {
            to.tags.push(tag);
        }
    }
    for (name, values) in from.fields {
        if !to.fields.iter().any(|(known, _)| *known == name) {
            to.fields.push((name, values));
        }
    }
}
