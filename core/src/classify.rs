//! stub
use crate::{Decision, ErrorObject, Options, Report, Response, Retry, rules::statuses};
/// Decides.
pub fn decide(response: &Response<'_>, options: &Options) -> Decision {
    let row = statuses::of(response.status);
    Decision {
        kind: row.kind(),
        fault: row.kind().fault(),
        retry: Retry {
            advice: row.kind().advice(),
            delay_ms: None,
            source: None,
        },
        provider: options.provider,
        rule: &row.rule,
    }
}
/// Classifies.
pub fn classify<'a>(response: &Response<'a>, options: &Options) -> Report<'a> {
    let d = decide(response, options);
    let message = core::str::from_utf8(response.body).ok().map(Into::into);
    Report {
        kind: d.kind,
        fault: d.fault,
        retry: d.retry,
        status: response.status,
        provider: d.provider,
        error: ErrorObject {
            message,
            ..ErrorObject::default()
        },
        limits: vec![],
        request_id: None,
        upstream: None,
        action: d.rule.action().into(),
        rule: d.rule.id.into(),
    }
}
