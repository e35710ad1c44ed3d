//! Tables: CSV and TSV with a row of names. Each other row is a record.

use serde_json::{Map, Value};

use super::record;
use crate::logs::entry::{Content, Entry};
use crate::logs::options::LogOptions;
use crate::logs::time;
use crate::rules::logs::fields::Field;

/// How many columns are read.
const MOST_COLUMNS: usize = 1_024;

/// The names of columns by which a table is known to be a log, in lower case.
const KNOWN: [&str; 32] = [
    "@message",
    "@timestamp",
    "body",
    "created_at",
    "content",
    "date",
    "datetime",
    "error",
    "error_message",
    "event",
    "host",
    "http_status",
    "level",
    "line",
    "log",
    "message",
    "method",
    "model",
    "msg",
    "path",
    "provider",
    "response",
    "response_body",
    "service",
    "severity",
    "start_time",
    "status",
    "status_code",
    "statuscode",
    "time",
    "timestamp",
    "url",
];

/// The names of the columns of a table.
#[derive(Clone, Debug)]
pub(super) struct Header {
    pub(super) delimiter: u8,
    names: Vec<String>,
    /// The zone that the name of a time has, such as that of `timestamp [UTC]`.
    is_utc: bool,
}

/// The header that a line is, if it is one.
pub(super) fn header(line: &str) -> Option<Header> {
    [b',', b'\t', b';'].into_iter().find_map(|delimiter| {
        let mut names = row(line.as_bytes(), delimiter)?;
        let mut is_utc = false;
        // Azure's portal writes the zone beside the name.
        for name in &mut names {
            if let Some(bare) = name.strip_suffix(" [UTC]") {
                *name = bare.to_owned();
                is_utc = true;
            }
        }
        let is_name = |name: &str| {
            name.len() <= 80
                && name.bytes().any(|byte| byte.is_ascii_alphabetic())
                && !name.contains(['{', '}', '=', '"', '\''])
                && !name.starts_with('[')
                && name.split_ascii_whitespace().count() <= 4
                && time::of_line(name).is_none()
        };
        let is_known = |name: &String| {
            KNOWN.contains(&name.to_ascii_lowercase().as_str())
                || Field::ALL.iter().any(|field| field.names().contains(&name.as_str()))
        };
        (names.len() >= 2 && names.iter().any(is_known) && names.iter().all(|name| is_name(name)))
            .then_some(Header { delimiter, names, is_utc })
    })
}

fn reader(bytes: &[u8], delimiter: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(bytes)
}

fn row(line: &[u8], delimiter: u8) -> Option<Vec<String>> {
    let record = reader(line, delimiter).byte_records().next()?.ok()?;
    let fields = record.iter().take(MOST_COLUMNS);
    Some(fields.map(|field| String::from_utf8_lossy(field).trim().to_owned()).collect())
}

/// Reads the rows of a piece of a table.
pub(super) fn read(
    bytes: &[u8],
    header: &Header,
    first_line: u64,
    options: &LogOptions,
    sink: &mut dyn FnMut(Entry<'_>),
) {
    let mut reader = reader(bytes, header.delimiter);
    let mut row = csv::ByteRecord::new();
    while reader.read_byte_record(&mut row).unwrap_or(false) {
        let mut record = Map::new();
        for (name, field) in header.names.iter().zip(&row) {
            if !field.is_empty() {
                let text = String::from_utf8_lossy(field).into_owned();
                record.entry(name.clone()).or_insert(Value::String(text));
            }
        }
        let begins = row.position().map_or(0, csv::Position::line);
        let mut entry = Entry::new(first_line + begins.saturating_sub(1), Content::Text(""));
        if header.is_utc {
            name_zone(&mut record);
        }
        if let Some(moment) = moment(&record, options) {
            entry.when_ms = Some(moment.ms);
            entry.zoneless = moment.zoneless;
        }
        let ends = reader.position().line();
        entry.lines = ends.saturating_sub(begins).max(1);
        // The export of a log has its lines as one column: one that is a record is read as it is.
        let inner =
            LINES.iter().find_map(|name| record.get(*name)?.as_str().and_then(record::parse));
        entry.content = Content::Record(inner.unwrap_or(record));
        sink(entry);
    }
}

/// The columns that hold the lines of a program.
const LINES: [&str; 6] = ["@message", "message", "Message", "Line", "line", "log"];

/// The columns with the time of a row.
const TIMES: [&str; 9] = [
    "@timestamp",
    "timestamp",
    "Timestamp",
    "TimeGenerated",
    "time",
    "Time",
    "Date",
    "date",
    "tsNs",
];

/// Adds the zone of its name to the time of a row.
fn name_zone(record: &mut Map<String, Value>) {
    let mut times = TIMES.iter().filter(|name| record.contains_key(**name));
    if let Some(name) = times.next()
        && let Some(Value::String(time)) = record.get_mut(*name)
    {
        time.push_str(" UTC");
    }
}

fn moment(record: &Map<String, Value>, options: &LogOptions) -> Option<time::Moment> {
    TIMES.iter().find_map(|name| time::parse(record.get(*name)?.as_str()?, options))
}

#[cfg(test)]
mod tests {
    use super::{header, read};
    use crate::logs::LogOptions;
    use crate::logs::entry::Content;

    #[test]
    fn a_header_has_names_of_which_one_is_known() {
        for line in [
            "@timestamp,@message,@logStream",
            "Date\tHost\tMessage",
            "\"time\";\"status\"",
            "timestamp [UTC],name,resultCode",
        ] {
            assert!(header(line).is_some(), "{line}");
        }
        for line in [
            "2026-01-05 10:00:00,123 INFO status",
            "the status, the model and what else there may be in it",
            "status",
            "{\"status\": 1, \"time\": 2}",
            "a,b",
        ] {
            assert!(header(line).is_none(), "{line}");
        }
    }

    #[test]
    fn rows_are_records_with_their_lines() {
        let names = header("time,message").expect("a header");
        let rows = "2026-01-05T10:00:00Z,\"a\nb\"\n2026-01-05T10:00:01Z,\"{\"\"x\"\": 1}\",more\n";
        let mut found = Vec::new();
        read(rows.as_bytes(), &names, 2, &LogOptions::default(), &mut |entry| {
            let Content::Record(record) = entry.content else { panic!("a record") };
            found.push((entry.line, entry.lines, entry.when_ms, record));
        });
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].0, found[0].1, found[0].2), (2, 2, Some(1_767_607_200_000)));
        assert_eq!(found[0].3["message"], "a\nb");
        assert_eq!((found[1].0, &found[1].3["x"]), (4, &1.into()));
    }
}
