//! Entries of HAR 1.2: exchanges that a browser or a proxy recorded.

use std::borrow::Cow;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::fields::{Fields, Record, get};
use super::moment;
use crate::Failure;
use crate::logs::event::{Form, Origin};
use crate::logs::events::context::{Context, name};
use crate::logs::events::routes::Target;
use crate::logs::input::parse_record;
use crate::logs::options::LogOptions;
use crate::text::{self, Evidence};

/// A longer duration is not that of a call, in milliseconds.
const MAX_DURATION: f64 = 86_400_000.0;

/// Whether a record is an entry of HAR.
pub(super) fn is_entry(record: &Record) -> bool {
    // HAR has a list of headers, and the body in `content`; any other record is one of a log.
    record.contains_key("startedDateTime")
        && record.get("response").and_then(Value::as_object).is_some_and(|response| {
            !response.contains_key("body")
                && !matches!(response.get("headers"), Some(Value::Object(_)))
        })
}

/// Reads an entry.
pub(super) fn read(record: &Record, fields: &Fields<'_>, context: &mut Context<'_>) {
    let method = get(record, "request.method").and_then(Value::as_str);
    let url = get(record, "request.url").and_then(Value::as_str);
    let target = url.and_then(Target::read);
    if let Some(target) = &target
        && !context.counts(method, target)
    {
        return;
    }
    context.when_ms = ended(record, context.options).or(context.when_ms);
    context.facts.model = asked_model(record).or(context.facts.model.take());
    context.facts.method = method.map(Into::into);
    context.facts.path = target.and_then(|target| name(target.path));
    context.facts.host = target.and_then(|target| target.host).and_then(name);
    let provider = target.and_then(|target| target.provider());
    let status = get(record, "response.status").and_then(Value::as_u64).unwrap_or(0);
    let status = u16::try_from(status).unwrap_or(0);
    let headers = fields.headers();
    let body = body(record);
    let (report, evidence) = if status == 0 && body.is_empty() {
        // Browsers state why there is no response.
        let words = ["response._error", "_error", "response.statusText", "comment"]
            .iter()
            .find_map(|name| get(record, name).and_then(Value::as_str))
            .unwrap_or_default();
        let found = text::find(words).ok().map(|found| found.report(&context.options(provider)));
        let report = found.unwrap_or_else(|| context.failure(Failure::Connection, words, provider));
        (report, Evidence::Class)
    } else {
        (context.report(status, &headers, &body, provider), Evidence::Body)
    };
    let event = context.event(Origin::Whole, Form::Other, evidence, report);
    context.push(event);
}

fn body(record: &Record) -> Cow<'_, [u8]> {
    let text = get(record, "response.content.text").and_then(Value::as_str).unwrap_or_default();
    let encoding = get(record, "response.content.encoding").and_then(Value::as_str);
    match encoding {
        Some("base64") => STANDARD.decode(text).unwrap_or_default().into(),
        _ => text.as_bytes().into(),
    }
}

/// The model in the body of the request.
fn asked_model(record: &Record) -> Option<Box<str>> {
    let text = get(record, "request.postData.text")?.as_str()?;
    let asked = parse_record(text)?;
    name(asked.get("model")?.as_str()?)
}

/// When the exchange ended.
#[expect(clippy::cast_possible_truncation, reason = "it is in the range")]
fn ended(record: &Record, options: &LogOptions) -> Option<i64> {
    let began = moment(record.get("startedDateTime")?, options)?.ms;
    let took = record
        .get("time")
        .and_then(Value::as_f64)
        .filter(|took| (0.0..=MAX_DURATION).contains(took));
    Some(began.saturating_add(took.unwrap_or(0.0) as i64))
}
