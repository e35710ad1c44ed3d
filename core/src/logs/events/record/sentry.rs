//! Events of Sentry: an exception, and what was done before it.

use serde_json::Value;

use super::fields::{Record, get, status};
use crate::logs::events::context::Context;
use crate::logs::events::line;
use crate::logs::events::routes::Target;
use crate::text;

/// Whether a record is an event of Sentry.
pub(super) fn is_event(record: &Record) -> bool {
    matches!(get(record, "exception.values"), Some(Value::Array(_)))
}

/// Reads an event: its last exception, with the address and status of the last request.
pub(super) fn read(record: &Record, context: &mut Context<'_>) {
    let Some(Value::Array(values)) = get(record, "exception.values") else { return };
    let part = |value: &'_ Value, name: &str| {
        value.get(name).and_then(Value::as_str).map(ToOwned::to_owned).unwrap_or_default()
    };
    for value in values.iter().rev().take(8) {
        let (module, class, words) =
            (part(value, "module"), part(value, "type"), part(value, "value"));
        let dot = if module.is_empty() { "" } else { "." };
        let text = format!("{module}{dot}{class}: {words}");
        let Ok(mut found) = text::find(&text) else { continue };
        let request = last_request(record);
        if let Some((of_request, address)) = request {
            if found.status == 0 && found.failure.is_none() {
                found.status = of_request;
            }
            if found.address.is_none() && Target::read(address).is_some() {
                found.address = Some(address.to_owned());
            }
        }
        if let Some(event) = line::of_found(&text, &found, Some(true), context) {
            context.push(event);
        }
        return;
    }
    let is_of_sdk = values.iter().any(|value| {
        let text = format!("{} {}", part(value, "module"), part(value, "value"));
        super::Subject::of(&text).has_sdk
    });
    context.seen.unreadable += u64::from(is_of_sdk);
}

/// The status and the address of the last failed request before the exception.
fn last_request(record: &Record) -> Option<(u16, &str)> {
    let crumbs = get(record, "breadcrumbs.values").or_else(|| get(record, "breadcrumbs"))?;
    crumbs.as_array()?.iter().rev().take(100).find_map(|crumb| {
        let data = crumb.get("data")?.as_object()?;
        let status =
            status(data.get("status_code").or_else(|| data.get("http.response.status_code"))?)?;
        let address = data.get("url")?.as_str()?;
        (status >= 400).then_some((status, address))
    })
}
