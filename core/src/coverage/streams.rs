//! Every row about events of streams is hit by a vector.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::Value;

use crate::rules::streams::{DIALECTS, REASONS};
use crate::stream::frames;

/// What the events of the vectors hold.
#[derive(Default)]
struct Seen {
    /// The paths to members that are not `null`.
    paths: HashSet<String>,
    /// The names of events: of the event itself, or in its members.
    names: HashSet<String>,
    /// Texts and numbers of members.
    words: HashSet<String>,
}

impl Seen {
    fn add(&mut self, path: &str, value: &Value) {
        match value {
            Value::Object(members) => {
                for (key, value) in members {
                    let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                    if !value.is_null() {
                        self.paths.insert(path.clone());
                    }
                    self.add(&path, value);
                }
            }
            Value::Array(elements) => elements.iter().for_each(|element| self.add(path, element)),
            Value::String(text) => {
                if ["type", "event_type", "object"].contains(&path) {
                    self.names.insert(text.clone());
                }
                self.words.insert(text.clone());
                if path == "bytes"
                    && let Ok(decoded) = BASE64_STANDARD.decode(text)
                {
                    self.add_json(&decoded);
                }
            }
            Value::Number(number) => {
                self.words.insert(number.to_string());
            }
            Value::Null | Value::Bool(_) => {}
        }
    }

    fn add_json(&mut self, json: &[u8]) {
        for value in serde_json::Deserializer::from_slice(json).into_iter().map_while(Result::ok) {
            self.add("", &value);
        }
    }

    fn add_body(&mut self, body: &[u8]) {
        for (name, payload) in frames(body) {
            self.names.insert(String::from_utf8_lossy(name).into_owned());
            self.add_json(payload);
        }
        self.add_json(body);
        for line in body.split(|&byte| byte == b'\n' || byte == b'\r') {
            if let Some(name) = line.strip_prefix(b"event:") {
                self.names.insert(String::from_utf8_lossy(name.trim_ascii()).into_owned());
            } else {
                self.add_json(line.strip_prefix(b"data:").unwrap_or(line));
            }
        }
    }
}

fn seen() -> Seen {
    let mut seen = Seen::default();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors");
    for entry in fs::read_dir(folder).expect("the vectors") {
        let path = entry.expect("an entry").path();
        if !path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("streams")) {
            continue;
        }
        for line in fs::read_to_string(path).expect("a file of vectors").lines() {
            let vector: Value = serde_json::from_str(line).expect("a vector");
            match (&vector["body"], &vector["body_base64"]) {
                (Value::String(body), _) => seen.add_body(body.as_bytes()),
                (_, Value::String(body)) => {
                    seen.add_body(&BASE64_STANDARD.decode(body).expect("base64"));
                }
                _ => {}
            }
        }
    }
    seen
}

#[test]
fn every_row_about_streams_is_in_a_vector() {
    let seen = seen();
    let mut missing = Vec::new();
    for dialect in DIALECTS {
        for row in dialect.places {
            let path = row.path.join(".");
            if !seen.paths.contains(&path) {
                missing.push(format!("{}: the member {path}", dialect.name));
            }
        }
        for row in dialect.events {
            let is_seen = match row.name.strip_suffix('*') {
                Some(start) => seen.names.iter().any(|name| name.starts_with(start)),
                None => seen.names.contains(row.name),
            };
            if !is_seen {
                missing.push(format!("{}: the event {}", dialect.name, row.name));
            }
        }
    }
    for row in REASONS {
        let is_word = |word: &&String| match row.word.strip_prefix('*') {
            Some(end) => word.ends_with(end),
            None => word.eq_ignore_ascii_case(row.word),
        };
        let number = row.number.map(|number| number.to_string());
        let is_seen = seen.words.iter().any(|word| is_word(&word))
            && number.is_none_or(|number| seen.words.contains(&number));
        if !is_seen {
            missing.push(format!("the finish reason {}", row.word));
        }
    }
    assert!(missing.is_empty(), "no vector of streams has\n{}", missing.join("\n"));
}
