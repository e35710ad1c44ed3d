//! Records of whole calls: spans and runs of tracers, the logs of gateways, the events of agents.

use std::sync::LazyLock;

use serde_json::Value;

use super::fields::{Fields, Record, get};
use super::{best_words, table, words_of};
use crate::Failure;
use crate::logs::event::{Form, Origin};
use crate::logs::events::context::Context;
use crate::rules::logs::fields::Group;
use crate::rules::logs::records::{ENDINGS, FAILED, Others, ROWS, SHOWS_CALL};
use crate::text::Evidence;

/// How many events of a span are looked at.
const MAX_EVENTS: usize = 32;

/// Whether a record is one of a whole call; none if it has no known form.
pub(super) fn is_call(fields: &Fields<'_>) -> Option<bool> {
    if !fields.may_have(Group::Forms) {
        return None;
    }
    for (row, _) in ROWS.iter().zip(&*FIRSTS).filter(|(_, first)| has(fields, **first)) {
        let Some(Value::String(value)) = fields.value(row.member) else { continue };
        if value.len() > 64 {
            continue;
        }
        if row.beside.is_some_and(|name| fields.value(name).is_none()) {
            continue;
        }
        let value = value.to_ascii_lowercase();
        if row.calls.contains(&value.as_str()) {
            return Some(true);
        }
        let is_other = match row.others {
            Others::All => true,
            Others::Prefix(prefix) => value.starts_with(prefix),
            Others::These(values) => values.contains(&value.as_str()),
        };
        if is_other {
            return Some(false);
        }
    }
    let shows_call = SHOWS_CALL.iter().any(|name| fields.value(name).is_some());
    let is_span = || SPAN_TIMES.iter().any(|name| fields.value(name).is_some());
    (shows_call && is_span()).then_some(true)
}

/// The first parts of the members of the rows.
static FIRSTS: LazyLock<Vec<Option<u16>>> =
    LazyLock::new(|| ROWS.iter().map(|row| table::first(row.member)).collect());

fn has(fields: &Fields<'_>, first: Option<u16>) -> bool {
    first.is_none_or(|first| fields.has(first))
}

const SPAN_TIMES: &[&str] =
    &["startTimeUnixNano", "start_time", "startTime", "start_time_unix_nano"];

/// Reads the record of a call.
pub(super) fn read(record: &Record, fields: &Fields<'_>, context: &mut Context<'_>) {
    let status = fields.status().unwrap_or(0);
    let code = fields.text("errorCode").filter(|code| !code.is_empty());
    let has_failed = code.is_some() || status >= 400 || has_failed(record, fields);
    if !has_failed {
        let shown = if status == 0 { 200 } else { status };
        let mut report = context.report(shown, &fields.headers(), b"", None);
        report.status = status;
        let event = context.event(Origin::Whole, Form::Other, Evidence::Status, report);
        context.push(event);
        return;
    }
    let mut texts = words_of(fields);
    let events = events_of(record);
    texts.extend(events.iter().map(String::as_str));
    if let Some(code) = code {
        let header = [("x-amzn-errortype".to_owned(), code.to_owned())];
        let message = fields.text("errorMessage").unwrap_or_default();
        let report = context.report(status, &header, message.as_bytes(), None);
        let event = context.event(Origin::Whole, Form::Other, Evidence::Body, report);
        context.push(event);
        return;
    }
    let event = best_words(&texts, status).map(|(_, found)| {
        let report = found.report(&context.options(found.provider));
        context.event(Origin::Whole, Form::Other, found.evidence, report)
    });
    let event = event.filter(|event| !event.report.kind.is_success()).or_else(|| {
        let body = fields.body()?;
        let report = context.report(status, &fields.headers(), body.as_bytes(), None);
        let is_known = report.kind != crate::Kind::Unknown && !report.kind.is_success();
        is_known.then(|| context.event(Origin::Whole, Form::Other, Evidence::Body, report))
    });
    let event = event.unwrap_or_else(|| {
        let words = texts.first().copied().unwrap_or_default();
        let report = if status >= 400 {
            context.report(status, &fields.headers(), words.as_bytes(), None)
        } else {
            context.failure(Failure::Other, words, None)
        };
        context.event(Origin::Whole, Form::Other, Evidence::Status, report)
    });
    context.push(event);
}

/// Whether a record states that its call failed.
fn has_failed(record: &Record, fields: &Fields<'_>) -> bool {
    let stated = |&(name, words): &(&str, &[&str])| {
        fields.values_of(name).any(|value| {
            let text = match value {
                Value::String(text) if text.len() <= 64 => text.to_ascii_lowercase(),
                Value::Number(number) => number.to_string(),
                Value::Bool(flag) => flag.to_string(),
                _ => return false,
            };
            words.contains(&text.as_str())
        })
    };
    let has_error = [
        "error",
        "error.type",
        "exception.type",
        "exception.message",
        "error_str",
        "protoPayload.status.message",
    ]
    .iter()
    .filter_map(|name| fields.value(name))
    .any(|value| match value {
        Value::String(text) => !text.is_empty() && text != "None",
        Value::Object(members) => !members.is_empty(),
        _ => false,
    });
    let named = ["event.name", "body.stringValue", "body", "name"].iter().any(|name| {
        let text = fields.text(name).unwrap_or_default();
        FAILED.iter().any(|end| text.ends_with(end))
    });
    has_error || named || ENDINGS.iter().any(stated) || !events_of(record).is_empty()
}

/// What the exceptions say that a span has as its events.
fn events_of(record: &Record) -> Vec<String> {
    let Some(Value::Array(events)) = record.get("events") else { return Vec::new() };
    let words = |event: &Value| {
        let event = event.as_object()?;
        let attributes = event.get("attributes")?;
        let text = |name: &str| match attributes {
            Value::Object(members) => get(members, name).and_then(Value::as_str),
            Value::Array(pairs) => pairs.iter().find_map(|pair| {
                let pair = pair.as_object()?;
                let is_it = pair.get("key")?.as_str()? == name;
                is_it.then(|| pair.get("value")?.as_object()?.values().next()?.as_str()).flatten()
            }),
            _ => None,
        };
        let class = text("exception.type");
        let message = text("exception.message");
        if class.is_none() && message.is_none() {
            return None;
        }
        let (class, message) = (class.unwrap_or_default(), message.unwrap_or_default());
        Some(if class.is_empty() { message.to_owned() } else { format!("{class}: {message}") })
    };
    events.iter().take(MAX_EVENTS).filter_map(words).collect()
}
