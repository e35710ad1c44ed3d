//! A WebSocket that was closed: its code and its reason say what failed.

use std::borrow::Cow;

use crate::entry::classify;
use crate::kind::Kind;
use crate::report::Report;
use crate::response::{Options, Response};
use crate::rules::sdk::closes::{CLOSES, OWN_STATUSES};
use crate::text;

/// Whether a number is a code with which a WebSocket may be closed.
pub(super) fn is_code(code: u16) -> bool {
    (1000..5000).contains(&code)
}

/// Reads the code and the reason from the words of a client: `received 1008 (policy violation) API key
/// not valid; then sent 1008 (policy violation)`.
pub(super) fn of_words(words: &str) -> Option<(u16, &str)> {
    let rest = words.strip_prefix("received ")?;
    let code = rest.get(..4)?.parse().ok().filter(|&code| is_code(code))?;
    let rest = rest.get(4..)?.strip_prefix(" (")?;
    let reason = rest.get(rest.find(')')? + 1..)?;
    let end = reason.rfind("; then sent ").or_else(|| reason.rfind("; no close frame sent"));
    Some((code, reason.get(..end.unwrap_or(reason.len()))?.trim()))
}

/// Reports why a WebSocket was closed, if the code or the reason says it. The code stands for a status
/// that the report does not state.
pub(super) fn report(code: u16, reason: &str, options: &Options) -> Option<Report<'static>> {
    let row = CLOSES.iter().find(|row| row.code == code);
    let own = OWN_STATUSES.contains(&code).then(|| code - 4000);
    let found = text::find(reason).ok().filter(|found| found.failure.is_none());
    let body = found.as_ref().map_or(reason, |found| &found.body);
    // The reason says more than the code.
    for status in [0, row.map(|row| row.status).or(own).unwrap_or(0)] {
        let report = classify(&Response::new(status, body.as_bytes()), options);
        if report.kind.is_success() || report.kind == Kind::Unknown {
            continue;
        }
        let mut report = report.into_owned();
        report.status = 0;
        if report.error.message.as_deref().is_none_or(str::is_empty) && !reason.is_empty() {
            report.error.message = Some(Cow::Owned(reason.to_owned()));
        }
        return Some(report);
    }
    None
}
