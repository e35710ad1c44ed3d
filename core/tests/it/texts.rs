//! The failed calls in the texts of `tests/texts.jsonl` are found.

use std::fs;
use std::path::Path;

use apifault::{Options, classify_text};
use base64::prelude::{BASE64_STANDARD, Engine};
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
struct Row {
    id: String,
    text: Option<String>,
    text_base64: Option<String>,
    provider: Option<String>,
    now: Option<u64>,
    /// The members of the report that count.
    report: Option<Value>,
    not_found: Option<Refusal>,
}

#[derive(Deserialize)]
struct Refusal {
    nearest_line: Option<usize>,
}

fn rows() -> Vec<Row> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/texts.jsonl");
    let text = fs::read_to_string(path).expect("the texts");
    text.lines().map(|line| serde_json::from_str(line).expect("a row")).collect()
}

impl Row {
    fn text(&self) -> String {
        self.text.clone().unwrap_or_else(|| {
            let encoded = self.text_base64.as_ref().expect("a text");
            let bytes = BASE64_STANDARD.decode(encoded).expect("base64");
            String::from_utf8_lossy(&bytes).into_owned()
        })
    }

    fn options(&self) -> Options {
        let mut options = Options::new();
        if let Some(now) = self.now {
            options = options.with_now_ms(now * 1000);
        }
        if let Some(provider) = &self.provider {
            options = options.with_provider(provider.parse().expect("a provider"));
        }
        options
    }
}

/// Whether a value has the expected one: of an object, each expected member.
fn includes(value: &Value, expected: &Value) -> bool {
    match (value, expected) {
        (Value::Object(value), Value::Object(expected)) => expected
            .iter()
            .all(|(name, part)| value.get(name).is_some_and(|value| includes(value, part))),
        _ => value == expected,
    }
}

#[test]
fn every_text_has_its_report_or_its_nearest_line() {
    for row in rows() {
        let found = classify_text(&row.text(), &row.options());
        match (found, row.report, row.not_found) {
            (Ok(report), Some(expected), None) => {
                let report = serde_json::to_value(&report).expect("JSON");
                assert!(includes(&report, &expected), "{}: {report}", row.id);
            }
            (Err(refusal), None, Some(expected)) => {
                assert_eq!(refusal.nearest_line, expected.nearest_line, "{}", row.id);
            }
            (found, ..) => panic!("{}: {found:?}", row.id),
        }
    }
}

#[test]
fn each_part_of_a_text_gives_a_failure_or_none() {
    for row in rows() {
        let text = row.text();
        for (at, _) in text.char_indices() {
            for part in [&text[..at], &text[at..]] {
                let kind = classify_text(part, &row.options()).map(|report| report.kind);
                assert!(!kind.is_ok_and(apifault::Kind::is_success), "{}: {part:?}", row.id);
            }
        }
    }
}
