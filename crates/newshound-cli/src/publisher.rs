//! What `newshound.toml` says about ranking and fields: `synonyms`, `[[pins]]`, `[boost.sections]`, `[weights]`,
//! `[fields]`. What cannot be meant is refused where it stands in the file.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::ops::RangeInclusive;
use std::str::FromStr;

use newshound_index::build::{self, Settings, Synonyms};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

/// A text that stands for something, as in the file.
#[derive(Clone, Debug)]
pub(crate) struct Parsed<T>(pub(crate) T);

impl<'de, T: FromStr<Err: Display>> Deserialize<'de> for Parsed<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Parsed<T>, D::Error> {
        let text = String::deserialize(from)?;
        text.parse().map(Parsed).map_err(|error: T::Err| D::Error::custom(format!("`{text}`: {error}")))
    }
}

/// A number between two others.
fn between<'de, D: Deserializer<'de>>(from: D, range: &RangeInclusive<f32>) -> Result<f32, D::Error> {
    let value = f32::deserialize(from)?;
    if range.contains(&value) {
        return Ok(value);
    }
    Err(D::Error::custom(format!("{value} is no number from {} to {}", range.start(), range.end())))
}

/// A number in [`Settings::BOOSTS`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Boost(f32);

impl<'de> Deserialize<'de> for Boost {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Boost, D::Error> {
        between(from, &Settings::BOOSTS).map(Boost)
    }
}

/// A number in [`build::Weights::RANGE`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Weight(f32);

impl<'de> Deserialize<'de> for Weight {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Weight, D::Error> {
        between(from, &build::Weights::RANGE).map(Weight)
    }
}

/// `[weights]`, of which one at least is above 0.
#[derive(Debug, Default, Deserialize)]
#[serde(try_from = "AnyWeights")]
pub(crate) struct Weights(AnyWeights);

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct AnyWeights {
    title: Option<Weight>,
    standfirst: Option<Weight>,
    subheadings: Option<Weight>,
    body: Option<Weight>,
}

impl TryFrom<AnyWeights> for Weights {
    type Error = &'static str;

    fn try_from(weights: AnyWeights) -> Result<Weights, Self::Error> {
        let AnyWeights { title, standfirst, subheadings, body } = &weights;
        let is_nothing =
            [title, standfirst, subheadings, body].iter().all(|weight| weight.is_some_and(|weight| weight.0 == 0.0));
        if is_nothing { Err("all are 0, so that no word would count") } else { Ok(Weights(weights)) }
    }
}

/// `[boost]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(crate) struct Boosts {
    sections: BTreeMap<String, Boost>,
}

/// One of `[[pins]]`, with a query and an article at least.
#[derive(Debug, Deserialize)]
#[serde(try_from = "AnyPin")]
pub(crate) struct Pin(AnyPin);

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct AnyPin {
    query: String,
    articles: Vec<String>,
}

impl TryFrom<AnyPin> for Pin {
    type Error = &'static str;

    fn try_from(pin: AnyPin) -> Result<Pin, Self::Error> {
        let is_empty = |text: &String| text.trim().is_empty();
        match () {
            () if is_empty(&pin.query) => Err("a pin without a query"),
            () if pin.articles.is_empty() || pin.articles.iter().any(is_empty) => Err("a pin without an article"),
            () => Ok(Pin(pin)),
        }
    }
}

/// `[fields]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(crate) struct Fields {
    facets: Vec<String>,
    stored: Vec<String>,
}

impl Fields {
    /// All names.
    pub(crate) fn names(&self) -> Vec<String> {
        self.facets.iter().chain(&self.stored).cloned().collect()
    }
}

/// As the builder of the index takes it; `complete` makes of a pinned path the URL that articles have.
pub(crate) fn settings(
    Weights(weights): &Weights,
    boosts: &Boosts,
    synonyms: &[Parsed<Synonyms>],
    pins: &[Pin],
    fields: &Fields,
    complete: impl Fn(&str) -> String,
) -> Settings {
    let usual = build::Weights::default();
    let or = |weight: Option<Weight>, usual: f32| weight.map_or(usual, |weight| weight.0);
    Settings {
        weights: build::Weights {
            title: or(weights.title, usual.title),
            standfirst: or(weights.standfirst, usual.standfirst),
            subheadings: or(weights.subheadings, usual.subheadings),
            body: or(weights.body, usual.body),
        },
        section_boosts: boosts.sections.iter().map(|(name, boost)| (name.clone(), boost.0)).collect(),
        synonyms: synonyms.iter().map(|rule| rule.0.clone()).collect(),
        pins: pins
            .iter()
            .map(|Pin(pin)| build::Pin {
                query: pin.query.clone(),
                articles: pin.articles.iter().map(|article| complete(article)).collect(),
            })
            .collect(),
        fields: (!fields.names().is_empty())
            .then(|| build::Fields { facets: fields.facets.clone(), stored: fields.stored.clone() }),
    }
}

#[cfg(test)]
mod tests {
    use crate::config::Config;

    #[test]
    fn what_cannot_be_meant_is_refused_where_it_stands() {
        let check = |text: &str, expect: &[&str]| {
            let error = Config::parse(text).expect_err(text);
            for expect in expect {
                assert!(error.contains(expect), "{text:?} gave {error}, which lacks {expect}");
            }
        };
        check("[weights]\ntitle = -1", &["line 2", "-1 is no number from 0 to 100"]);
        check("[weights]\nbody = nan", &["line 2", "NaN is no number"]);
        check("[weights]\ntitle = 0\nstandfirst = 0\nsubheadings = 0\nbody = 0", &["line 1", "no word would count"]);
        check("pins = [{ query = ' ', articles = ['/a'] }]", &["line 1", "a pin without a query"]);
        check("pins = [{ query = 'a', articles = [] }]", &["line 1", "a pin without an article"]);
        check("pins = [{ query = 'a', articles = [''] }]", &["line 1", "a pin without an article"]);
        check("[weights]\nheadline = 1", &["unknown field `headline`", "`title`"]);
        check("[boost.sections]\nSport = 2\nNews = 0", &["line 3", "0 is no number from 0.1 to 10"]);
        check("[boost.tags]\nx = 2", &["unknown field `tags`, expected `sections`"]);
        check("synonyms = ['US']", &["line 1", "`US`: no synonyms; write `US = United States`"]);
        check("synonyms = ['a = b', '=> c']", &["line 1", "`=> c`: no synonyms"]);
        check("[[pins]]\nquery = 'a'", &["line 1", "missing field `articles`"]);
        check("[[pins]]\nquery = 'a'\narticle = 'b'", &["unknown field `article`"]);
        check("[fields]\nfacet = 'place'", &["unknown field `facet`, expected `facets` or `stored`"]);
        check("[exclude]\nselectors = ['.promo', 'p >']", &["line 2", "`p >` is no CSS selector", "style sheet"]);
    }

    #[test]
    fn what_is_said_is_meant() {
        let text = "synonyms = ['US = United States', 'feds => Federal Reserve']\n\
                    pins = [{ query = 'vote', articles = ['/vote', 'a1'] }]\n\
                    [weights]\ntitle = 3\nbody = 0.5\n[boost.sections]\n'World News' = 1.5\n\
                    [fields]\nfacets = ['place']\nstored = ['desk']";
        let settings = Config::parse(text).unwrap().publisher(Some("https://a.example"));
        assert_eq!((settings.weights.title, settings.weights.standfirst, settings.weights.body), (3.0, 1.0, 0.5));
        assert_eq!(settings.section_boosts, [("World News".to_owned(), 1.5)]);
        assert_eq!(settings.synonyms.len(), 2);
        assert_eq!(settings.pins[0].articles, ["https://a.example/vote", "a1"]);
        assert_eq!(settings.fields.unwrap().stored, ["desk"]);
        assert_eq!(Config::parse("").unwrap().publisher(None), newshound_index::build::Settings::default());
    }
}
