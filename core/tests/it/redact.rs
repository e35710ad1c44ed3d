//! Redaction hides the keys in the texts of `tests/redactions.jsonl`, and nothing else.

use std::borrow::Cow;
use std::fs;
use std::path::Path;

use allocation_counter::measure;
use apifault::{redact, redact_bytes};
use serde::Deserialize;

#[derive(Deserialize)]
struct Row {
    id: String,
    text: String,
    redacted: String,
}

fn rows() -> Vec<Row> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/redactions.jsonl");
    let text = fs::read_to_string(path).expect("the redactions");
    text.lines().map(|line| serde_json::from_str(line).expect("a row")).collect()
}

#[test]
fn every_key_is_hidden_and_nothing_else() {
    for Row { id, text, redacted } in rows() {
        assert_eq!(redact(&text), redacted, "{id}");
        assert_eq!(redact(&redacted), redacted, "{id}, redacted twice");
        assert_eq!(*redact_bytes(text.as_bytes()), *redacted.as_bytes(), "{id}");
        assert!(redacted.contains('*') || matches!(redact(&text), Cow::Borrowed(_)), "{id}");
    }
}

#[test]
fn no_part_of_a_text_grows_when_it_is_redacted() {
    for Row { text, .. } in rows() {
        let bytes = text.as_bytes();
        for from in 0..bytes.len() {
            for to in from..=bytes.len().min(from + 40) {
                assert!(redact_bytes(&bytes[from..to]).len() <= to - from);
            }
        }
        for (at, _) in text.char_indices() {
            let _ = (redact(&text[at..]), redact(&text[..at]));
        }
    }
}

#[test]
fn bytes_that_are_not_utf_8_stay_as_they_are() {
    let text = b"\xff api_key=\xfe\xfd\xfc77 \xe2\x80 sk-\xe2\x80";
    assert_eq!(*redact_bytes(text), *b"\xff api_key=*** \xe2\x80 sk-\xe2\x80");
}

/// The parts of the texts that the next test makes, three at a time.
const PARTS: &[&str] = &[
    " ",
    "\n",
    "\\n",
    ", ",
    ": ",
    "=",
    "\"",
    "'",
    "[",
    "]",
    "(",
    "{",
    "$",
    "%20",
    "%3D",
    "&lt;",
    "&gt;",
    "&",
    "?",
    ".",
    "..",
    "…",
    "*",
    "***",
    "****",
    "•••",
    "\u{200b}",
    "\\u0022",
    "://",
    "@",
    "u:p@",
    "a=b; c",
    "heron",
    "Heron7Tern7Gull77",
    "sk-",
    "sk-ant-",
    "gsk_Heron7Heron7Heron7",
    "ABSK",
    "eyJ",
    "api_key",
    "key",
    "keys",
    "x-api-key",
    "bearer",
    "Authorization",
    "Basic",
    "digest ",
    "password",
    "cookie",
    "secret",
    "value",
    "provided",
    "is",
    "\", \"value\": \"",
    "- ",
    "none",
    "s",
    "2",
];

#[test]
fn redacting_a_redacted_text_changes_nothing() {
    let check = |text: &str| {
        let redacted = redact(text).into_owned();
        assert!(redacted.len() <= text.len(), "{text:?}");
        assert_eq!(redact(&redacted), redacted, "{text:?}");
    };
    for first in PARTS {
        for second in PARTS {
            for third in PARTS {
                check(&[*first, second, third].concat());
                check(&["api_key", first, second, third, "Heron7Tern7Gull77"].concat());
                check(&["bearer ", first, second, third, "=heron"].concat());
                check(&[first, "sk-", second, "Heron7Heron7", third, "Heron7Heron7"].concat());
            }
        }
    }
}

#[test]
fn a_text_without_keys_is_borrowed_without_allocating() {
    let texts = ["Slow down. ", "The API key is missing. ", "{\"key\": \"x\"} sk-learn \\n … "];
    for text in texts.map(|text| text.repeat(1_000)) {
        let allocated = measure(|| assert!(matches!(redact(&text), Cow::Borrowed(_))));
        assert_eq!(allocated.count_total, 0, "{text}");
    }
}

#[test]
fn a_text_with_many_keys_is_copied_once() {
    let text = "api_key=heron ".repeat(1_000);
    let allocated = measure(|| assert!(matches!(redact(&text), Cow::Owned(_))));
    assert_eq!((allocated.count_total, allocated.bytes_total), (1, text.len() as u64));
}
