//! Every row is hit by a vector.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::forms::FORMS;
use super::headers::HEADERS;
use super::phrases::PHRASES;
use super::providers::{HOSTS, Mark, PAGES, PREFIXES};
use super::shapes::{Field, SHAPES, Shape, Then};
use crate::body::Object;
use crate::message;

/// Every vector, as it stands in its file.
fn vectors() -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors");
    let entries = fs::read_dir(folder).expect("the vectors");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths
        .filter(|path| path.extension().is_some_and(|extension| extension == "jsonl"))
        .flat_map(|path| {
            let text = fs::read_to_string(path).expect("a file of vectors");
            let lines = text.lines().map(|line| serde_json::from_str(line).expect("a vector"));
            lines.collect::<Vec<Value>>()
        })
        .collect()
}

/// No row is left that no vector hits.
fn assert_none<T: std::fmt::Debug>(rows: impl Iterator<Item = T>) {
    let rows: Vec<String> = rows.map(|row| format!("no vector for {row:?}")).collect();
    assert!(rows.is_empty(), "{}", rows.join("\n"));
}

fn bodies() -> Vec<String> {
    let body = |vector: &Value| vector["body"].as_str().map(str::to_owned);
    vectors().iter().filter_map(body).collect()
}

#[test]
fn every_header_is_sent_in_a_vector() {
    let mut sent = HashSet::new();
    for vector in vectors() {
        match &vector["headers"] {
            Value::Object(headers) => sent.extend(headers.keys().cloned()),
            Value::Array(pairs) => {
                sent.extend(pairs.iter().filter_map(|pair| pair[0].as_str().map(str::to_owned)));
            }
            _ => {}
        }
    }
    assert_none(HEADERS.iter().filter(|header| !sent.contains(header.name)));
}

#[test]
fn every_member_that_tells_a_field_is_read_in_a_vector() {
    let bodies = bodies();
    let mut read = HashSet::new();
    for body in &bodies {
        let outer = Object::read(body.as_bytes());
        let inner = outer.inner();
        read.extend(outer.members.rows());
        read.extend(inner.iter().flat_map(|inner| inner.members.rows()));
    }
    let told = |row, shape: &Shape| match shape.then {
        Then::Is(field) if field != Field::Mark => read.contains(&row),
        // Objects to enter and marks leave no member behind.
        _ => bodies.iter().any(|body| body.contains(&format!("\"{}\"", shape.key))),
    };
    let rows = SHAPES.iter().enumerate();
    assert_none(rows.filter(|&(row, shape)| !told(row, shape)));
}

#[test]
fn every_mark_of_a_provider_stands_in_a_vector_that_names_it() {
    let vectors = vectors();
    let shows = |mark: &Mark| {
        vectors.iter().any(|vector| {
            let body = vector["body"].as_str().unwrap_or_default();
            body.contains(mark.text) && vector["expect"]["provider"] == mark.provider.name()
        })
    };
    let marks = [PAGES, PREFIXES, HOSTS].into_iter().flatten();
    assert_none(marks.filter(|mark| !shows(mark)));
}

#[test]
fn every_pattern_stands_in_the_message_of_a_vector() {
    let mut found = HashSet::new();
    for body in bodies() {
        let outer = Object::read(body.as_bytes());
        let inner = outer.inner();
        for object in inner.iter().chain([&outer]) {
            let message = object.decode(Field::Message).unwrap_or_default();
            let look = message.len().min(message::MAX_LOOK);
            found.extend(message::patterns_in(&message.as_bytes()[..look]));
        }
    }
    let rows = PHRASES.iter().enumerate();
    let patterns = rows.flat_map(|(row, phrase)| {
        let patterns = phrase.patterns.iter().enumerate();
        patterns.map(move |(index, pattern)| ((row, index), pattern))
    });
    assert_none(patterns.filter(|(place, _)| !found.contains(place)));
}

#[test]
fn every_form_begins_the_message_of_a_vector() {
    let bodies = bodies();
    let begins =
        |text: &str| bodies.iter().any(|body| body.contains(&format!("\"message\":\"{text}")));
    assert_none(FORMS.iter().filter(|form| !begins(form.begins)));
}

#[test]
fn every_row_has_a_source() {
    let sources = SHAPES.iter().map(|row| row.source);
    let sources = sources.chain(HEADERS.iter().map(|row| row.source));
    let marks = [PAGES, PREFIXES, HOSTS].into_iter().flatten();
    let sources = sources.chain(marks.map(|mark| mark.source));
    let sources = sources.chain(FORMS.iter().map(|form| form.source));
    let sources = sources.chain(super::all().map(|rule| rule.source));
    for source in sources {
        assert!(!source.is_empty());
    }
}
