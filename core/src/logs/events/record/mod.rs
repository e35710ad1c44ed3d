//! Records: JSON objects of loggers, collectors, tracers, gateways and browsers.

mod fields;
mod har;
mod sentry;
mod table;
mod whole;

use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::Value;

use super::context::{self, Context, Facts, key_name, name};
use super::line;
use super::mention::Subject;
use super::names;
use super::quiet;
use crate::kind::Kind;
use crate::logs::event::{Form, Origin};
use crate::logs::events::routes::provider_of_host;
use crate::logs::options::LogOptions;
use crate::logs::time::{self, Moment};
use crate::rules::logs::fields::{Field, Group, LINES, LISTS};
use crate::text::{self, Evidence, Found};
use fields::{Fields, Record, get};

/// How deeply nested records are read.
const MAX_DEPTH: usize = 6;

/// The longest text of a record that is read.
const MAX_TEXT: usize = 1 << 20;

/// Reads the events of a record.
pub(super) fn read(record: &Record, context: &mut Context<'_>) {
    read_within(record, &[], context);
}

/// Reads the record at the end of a text, if it is one of a log; whether it is.
pub(super) fn read_in_text(text: &str, context: &mut Context<'_>) -> bool {
    if !text.trim_end().ends_with('}') {
        return false;
    }
    let Some(start) = text.find("{\"") else { return false };
    let Some(record) = fields::record_at_end(text) else { return false };
    let is_of_log = LINES.iter().any(|name| record.contains_key(*name) && *name != "message")
        || Field::Status.names().iter().any(|name| get(&record, name).is_some())
        || Field::Time.names().iter().any(|name| record.contains_key(*name));
    // What follows the words of an SDK is the body of a response.
    let is_body =
        || text::find(&text[..start]).is_ok_and(|found| found.evidence >= Evidence::Status);
    if !is_of_log || record.contains_key("error") && record.len() == 1 || is_body() {
        return false;
    }
    let events = context.events.len();
    read(&record, context);
    // Words that may be about anything say less than the text around them.
    if !context.events[events..].iter().any(|event| event.stands_alone) {
        context.events.truncate(events);
    }
    context.events.len() > events
}

fn read_within(record: &Record, outer: &[&Record], context: &mut Context<'_>) {
    if context.is_full() {
        return;
    }
    let saved = (context.when_ms, std::mem::take(&mut context.facts), context.shape);
    let is_settled = read_one(record, outer, context);
    (context.when_ms, context.facts, context.shape) = saved;
    if is_settled || outer.len() >= MAX_DEPTH {
        return;
    }
    if !fields::may_have(record, Group::Lists) {
        return;
    }
    let mut around = vec![record];
    around.extend(outer);
    for name in LISTS {
        match get(record, name) {
            Some(Value::Array(items)) => {
                for item in items.iter().filter_map(Value::as_object) {
                    read_within(item, &around, context);
                }
            }
            Some(Value::Object(item)) if *name == "data" => read_within(item, &around, context),
            _ => {}
        }
    }
}

/// Reads a record without the records in it; whether it is settled what it is.
fn read_one(record: &Record, outer: &[&Record], context: &mut Context<'_>) -> bool {
    let options = context.options;
    let fields = Fields::new(record, outer, false, options);
    know(&fields, context);
    let names = record.keys().fold(0, |names, name| context::shape(name, names));
    context.shape = lines_of(&fields).first().map_or(names, |line| context::shape(line, names));
    if har::is_entry(record) {
        har::read(record, &fields, context);
        return true;
    }
    if sentry::is_event(record) {
        sentry::read(record, context);
        return true;
    }
    if read_fields(record, &fields, context) {
        return true;
    }
    // Only now, as a text may be a long body in JSON.
    let decoded = Fields::new(record, outer, true, options);
    if decoded.count() == fields.count() {
        return false;
    }
    know(&decoded, context);
    read_fields(record, &decoded, context)
}

/// The time that a value states: as a text, or as a number.
fn moment(value: &Value, options: &LogOptions) -> Option<Moment> {
    match value {
        Value::String(text) => time::parse(text, options),
        Value::Number(number) => {
            let ms = time::from_number(number.as_f64()?)?;
            Some(Moment { ms, zoneless: false })
        }
        _ => None,
    }
}

/// The hash of an id.
fn id(value: &Value) -> Option<u64> {
    let text = value.as_str().filter(|text| !text.is_empty())?;
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    Some(hasher.finish())
}

/// Whole milliseconds.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is in the range")]
fn milliseconds(value: &Value) -> Option<u64> {
    let number = value.as_f64()?;
    (0.0..1e12).contains(&number).then(|| number.ceil() as u64)
}

/// Notes what a record says beside the response.
fn know(fields: &Fields<'_>, context: &mut Context<'_>) {
    if let Some(moment) = fields.first_anywhere(Field::Time, |value| moment(value, context.options))
    {
        context.when_ms = Some(moment.ms);
        context.seen.zoneless += u64::from(moment.zoneless);
    }
    let text = |field| fields.first_anywhere(field, |value| value.as_str().and_then(name));
    let number = fields.first(Field::Attempt, |value| u32::try_from(value.as_u64()?).ok());
    let provider = fields.first_anywhere(Field::Provider, |value| names::provider(value.as_str()?));
    let (method, target) = fields.request();
    let by_host = || {
        let host = fields.first(Field::Host, fields::host)?;
        provider_of_host(host)
    };
    context.facts = Facts {
        provider: target.and_then(|target| target.provider()).or(provider).or_else(by_host),
        model: text(Field::Model),
        key: fields.first_anywhere(Field::Key, |value| value.as_str().and_then(key_name)),
        call_id: text(Field::Call),
        number: number.filter(|&number| number > 0),
        method: method.and_then(name),
        path: target.and_then(|target| name(target.path)),
        host: target.and_then(|target| target.host).and_then(name),
        announced_ms: fields.first(Field::Wait, milliseconds),
        span: fields.first(Field::Span, id),
        parent: fields.first(Field::Parent, id),
    };
}

/// Reads what the fields say; whether it is settled what the record is.
fn read_fields(record: &Record, fields: &Fields<'_>, context: &mut Context<'_>) -> bool {
    match whole::is_call(fields) {
        Some(true) => {
            whole::read(record, fields, context);
            return true;
        }
        Some(false) => return true,
        None => {}
    }
    match fields.status() {
        Some(status) => read_response(status, fields, context),
        None => read_words(record, fields, context),
    }
}

/// Reads a record with a status; it is settled.
fn read_response(status: u16, fields: &Fields<'_>, context: &mut Context<'_>) -> bool {
    let (method, target) = fields.request();
    let is_filtered = target.is_some() && !context.options.paths.is_empty();
    if let Some(target) = &target
        && (is_filtered || target.path != "/" || method.is_some())
        && !context.counts(method, target)
    {
        return true;
    }
    let lines = lines_of(fields);
    let level = level(fields);
    let body = fields.body();
    let headers = fields.headers();
    if body.is_none() {
        let mut texts = words_of(fields);
        texts.extend(&lines);
        texts.retain(|text| quiet::may_have_response(text));
        if let Some((_, found)) = best_words(&texts, status)
            && found.evidence >= Evidence::Body
            && let Some(event) = line::of_found("", &found, Some(true), context)
        {
            context.push(event);
            return true;
        }
    }
    let is_shown = target.is_some()
        || body.is_some()
        || !headers.is_empty()
        || context.facts.model.is_some()
        || context.facts.provider.is_some()
        || context.facts.call_id.is_some();
    if !is_shown && !lines.is_empty() {
        let subject = subject(fields, &lines);
        if !subject.has_sdk && !subject.has_model {
            return true;
        }
    }
    let mut words = words_of(fields);
    // What a server says about its upstream, beside the access log.
    let is_error = level == Some(true)
        && best_words(&lines, status).is_some_and(|(_, found)| found.failure.is_some());
    if is_error {
        words.extend(&lines);
    }
    let text = body.as_deref().or(words.first().copied()).unwrap_or_default();
    let text = if status < 400 && body.is_none() { "" } else { text };
    let report = context.report(status, &headers, text.as_bytes(), None);
    let is_served = fields.values(Group::Served).next().is_some();
    let origin = match &target {
        _ if is_error || body.is_some() && level.is_some() => Origin::Error,
        Some(target) if body.is_none() => {
            if target.address.is_some() && !is_served {
                Origin::Outbound
            } else {
                Origin::Inbound
            }
        }
        _ if level == Some(true) && status >= 400 => Origin::Error,
        _ => Origin::Whole,
    };
    let evidence =
        if text.is_empty() && headers.is_empty() { Evidence::Status } else { Evidence::Body };
    let event = context.event(origin, Form::Other, evidence, report);
    context.push(event);
    true
}

/// Reads a record without a status; whether it says something.
fn read_words(record: &Record, fields: &Fields<'_>, context: &mut Context<'_>) -> bool {
    let lines = lines_of(fields);
    let level = level(fields);
    let before = (context.events.len(), *context.seen);
    let mut texts = words_of(fields);
    texts.extend(&lines);
    let found = best_words(&texts, 0);
    let says_more = found.as_ref().is_some_and(|(_, found)| found.evidence >= Evidence::Body);
    if !says_more {
        for text in &lines {
            line::read(text, context);
            let is_passed_over = context.seen.other_paths > before.1.other_paths;
            if context.events.len() > before.0 || is_passed_over {
                return true;
            }
        }
        // The words are read again below.
        context.seen.unreadable = before.1.unreadable;
    }
    let around = subject(fields, &lines);
    if let Some((text, found)) = &found {
        let subject = around.and(Subject::of(text));
        let is_shown = context.facts.model.is_some() || context.facts.provider.is_some();
        let is_trouble = level == Some(true) || found.class.is_some();
        if (is_shown || subject.is_call(found.evidence, is_trouble))
            && let Some(event) = line::of_found(text, found, level.or(Some(true)), context)
        {
            context.push(event);
            return true;
        }
        return context.seen.other_paths > before.1.other_paths;
    }
    // A body without a status is a response if it has an error.
    if record.contains_key("error")
        && let Some(body) = fields.body()
    {
        let report = context.report(0, &fields.headers(), body.as_bytes(), None);
        if report.kind != Kind::Unknown && !report.kind.is_success() && !around.has_other {
            let origin = if level.is_some() { Origin::Error } else { Origin::Whole };
            let event = context.event(origin, Form::Other, Evidence::Body, report);
            context.push(event);
            return true;
        }
    }
    if level == Some(true) && around.has_sdk && !around.has_other {
        context.seen.unreadable += 1;
    }
    false
}

/// The texts that other loggers wrote.
fn lines_of<'f>(fields: &'f Fields<'_>) -> Vec<&'f str> {
    texts(fields.values(Group::Lines))
}

/// The other texts about the call.
fn words_of<'f>(fields: &'f Fields<'_>) -> Vec<&'f str> {
    texts(fields.values(Group::Words))
}

fn texts<'v>(values: impl Iterator<Item = &'v Value>) -> Vec<&'v str> {
    let texts = values.filter_map(Value::as_str);
    let is_json = |text: &str| ["{", "[{", "[\""].iter().any(|start| text.starts_with(start));
    let is_text = |text: &&str| !text.is_empty() && text.len() <= MAX_TEXT && !is_json(text);
    texts.filter(is_text).take(16).collect()
}

/// What the text says that has the most of a response.
fn best_words<'t>(texts: &[&'t str], status: u16) -> Option<(&'t str, Found)> {
    let mut best: Option<(&str, Found)> = None;
    for text in texts {
        if let Ok(found) = text::find(text)
            && best.as_ref().is_none_or(|(_, best)| found.evidence > best.evidence)
        {
            best = Some((text, found));
        }
    }
    if let Some((_, best)) = &mut best
        && best.status == 0
        && best.failure.is_none()
    {
        best.status = status;
    }
    best
}

fn subject(fields: &Fields<'_>, lines: &[&str]) -> Subject {
    let writers = texts(fields.values(Group::Writers));
    let words = words_of(fields);
    let texts = lines.iter().chain(&writers).chain(&words);
    texts.fold(Subject::default(), |subject, text| subject.and(Subject::of(text)))
}

/// Whether the record has a level: of trouble, or of none.
fn level(fields: &Fields<'_>) -> Option<bool> {
    fields.values(Group::Levels).find_map(|value| match value {
        // pino, and the numbers of Python's logging.
        Value::Number(level) => Some(level.as_f64()? >= 40.0),
        Value::String(level) => {
            let level = level.to_ascii_lowercase();
            let is_trouble = ["err", "warn", "crit", "fatal", "sever", "emerg", "alert", "panic"];
            Some(is_trouble.iter().any(|word| level.starts_with(word)))
        }
        _ => None,
    })
}
