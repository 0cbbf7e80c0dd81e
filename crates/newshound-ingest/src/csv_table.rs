//! CSV and its kin (parted by comma, semicolon or tab): the first line names the columns, with the keys of
//! [`crate::record`]. A row with too few cells, in a table that has a column about who may read, or when, stays out, and
//! so does one with too many: that cell may be missing, or stand elsewhere.

use serde_json::{Map, Value};

use crate::access;
use crate::input::Input;
use crate::problem::ProblemKind;
use crate::record::Records;
use crate::sink::Sink;

/// Why a row stays out.
const ROW: &str = "the table has a column about publication, and this row another number of cells";

/// Reads all rows.
pub(crate) fn read(input: &mut Input<'_>, sink: &mut Sink<'_>) {
    let text = match input.text(sink.options) {
        Ok(text) => text,
        Err(kind) => return sink.problem(None, kind),
    };
    let head = text.lines().next().unwrap_or_default();
    let count = |mark: u8| head.bytes().filter(|byte| *byte == mark).count();
    let delimiter = [b',', b';', b'\t'].into_iter().max_by_key(|mark| (count(*mark), *mark == b',')).unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
    let names: Vec<String> = match reader.headers() {
        Ok(names) => names.iter().map(|name| name.trim().to_owned()).collect(),
        Err(error) => return sink.problem(Some(1), broken(&error)),
    };
    let mut records = Records::default();
    for row in reader.records() {
        let row = match row {
            Ok(row) => row,
            Err(error) => {
                let line = error.position().map(csv::Position::line);
                sink.problem(line, broken(&error));
                continue;
            }
        };
        let line = row.position().map(csv::Position::line);
        if row.len() != names.len() {
            sink.problem(line, ProblemKind::RowLength { expected: names.len() as u64, found: row.len() as u64 });
        }
        // Nobody knows which cell is missing, or what stands in one that moved: it may be what says `draft`.
        if row.len() != names.len() && names.iter().any(|name| access::is_key(name)) {
            sink.problem(line, ProblemKind::Unpublished { reason: ROW });
            continue;
        }
        let cells = names.iter().zip(row.iter()).filter(|(name, cell)| !name.is_empty() && !cell.trim().is_empty());
        let object: Map<String, Value> =
            cells.map(|(name, cell)| (name.clone(), Value::String(cell.to_owned()))).collect();
        let stem = format!("{}-{}", input.stem, line.unwrap_or_default());
        records.object(line, &stem, object, sink);
    }
}

fn broken(error: &csv::Error) -> ProblemKind {
    ProblemKind::Unreadable { reason: error.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::battery::{self, read_str};
    use crate::format::Format;

    #[test]
    fn rows_become_articles() {
        let table = "id;title;date;tags;body\n1;\"Bridge; opens\";04.05.2024;a,b;\"One.\n\nTwo.\"\n2;Short\n";
        let (articles, problems) = read_str(read, "news.csv", table.as_bytes());
        assert_eq!(articles.len(), 2);
        assert_eq!(
            (articles[0].title.as_str(), articles[0].blocks.len(), articles[0].tags.len()),
            ("Bridge; opens", 2, 2)
        );
        let problems: Vec<String> =
            problems.iter().map(|problem| format!("{:?} {}", problem.line, problem.kind)).collect();
        assert_eq!(
            problems,
            [
                "Some(2) `date` could mean two days: `04.05.2024`",
                "Some(5) 2 cells where the first line names 5 columns",
                "Some(5) no text"
            ]
        );
    }

    #[test]
    fn passes_the_battery() {
        battery::run(
            Format::Csv,
            "news.csv",
            b"id,url,title,body\n1,/1,Bridge opens,It opened.\n2,/2,Bridge closes,\"It closed, again.\"\n",
        );
    }
}
