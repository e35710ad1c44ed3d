//! Keys are found in every text of `tests/redactions.jsonl`, and nothing else is.

use std::borrow::Cow;
use std::fs;
use std::path::Path;

use apifault::{redact, redact_bytes};
use serde::Deserialize;

#[derive(Deserialize)]
struct Row {
    id: String,
    text: String,
    redacted: String,
}

fn rows() -> Vec<Row> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/redactions.jsonl");
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
fn a_text_cut_anywhere_is_redacted_to_no_more_than_its_length() {
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
fn bytes_that_are_not_utf_8_stay() {
    let text = b"\xff api_key=\xfe\xfd\xfc77 \xe2\x80 sk-\xe2\x80";
    assert_eq!(*redact_bytes(text), *b"\xff api_key=*** \xe2\x80 sk-\xe2\x80");
}

#[test]
fn time_is_linear_in_every_beginning() {
    // A scan that looked at all the rest from each place would take hours.
    for part in [
        "sk-",
        "api_key",
        "api_key=",
        "bearer ",
        "bearer-",
        "x-api-key:$",
        "authorization: {",
        "://",
        "http://a:",
        "eyJ.",
        "&key=",
        "\\n",
    ] {
        let text = part.repeat(400_000 / part.len());
        assert!(redact(&text).len() <= text.len(), "{part}");
    }
}
