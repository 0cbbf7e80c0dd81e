//! [`Size`]: a number of bytes as people write it, `2 MB`.

use std::str::FromStr;

use serde::de::{Deserialize, Deserializer, Error as _};

/// A number of bytes. `kB` are thousands, `MB` millions; a bare number is bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Size(pub(crate) u64);

/// What is no size.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is no size; write it as 500 kB or 2 MB")]
pub(crate) struct NoSize(String);

impl FromStr for Size {
    type Err = NoSize;

    fn from_str(text: &str) -> Result<Size, NoSize> {
        let no_size = || NoSize(text.to_owned());
        let number_ends = text.find(|char: char| !char.is_ascii_digit() && char != '.').unwrap_or(text.len());
        let (number, unit) = text.split_at(number_ends);
        let unit = match unit.trim().to_ascii_lowercase().as_str() {
            "" | "b" => 1.0,
            "k" | "kb" => 1e3,
            "m" | "mb" => 1e6,
            "g" | "gb" => 1e9,
            _ => return Err(no_size()),
        };
        let number: f64 = number.parse().map_err(|_| no_size())?;
        Ok(Size((number * unit).round() as u64))
    }
}

impl<'de> Deserialize<'de> for Size {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Size, D::Error> {
        #[derive(serde::Deserialize)]
        #[serde(untagged, expecting = "a size, such as \"2 MB\", or a number of bytes")]
        enum Either {
            Number(u64),
            Text(String),
        }
        match Either::deserialize(from)? {
            Either::Number(bytes) => Ok(Size(bytes)),
            Either::Text(text) => text.parse().map_err(D::Error::custom),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes() {
        let check = |text: &str, expect: Option<u64>| {
            assert_eq!(text.parse::<Size>().ok().map(|size| size.0), expect, "{text}");
        };
        check("0", Some(0));
        check("1234", Some(1234));
        check("2 MB", Some(2_000_000));
        check("2mb", Some(2_000_000));
        check("1.5 kB", Some(1_500));
        check("500 B", Some(500));
        check("", None);
        check("MB", None);
        check("-1", None);
        check("1 MiB", None);
        check("1.2.3", None);
        check("1e3", None);
    }
}
