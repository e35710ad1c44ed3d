//! An event as the response that `classify` reads.

use std::borrow::Cow;

use super::event::Problem;
use super::options::StreamOptions;
use crate::classify::{classify_one, decide_one};
use crate::decide::status::ERROR_IN_SUCCESS;
use crate::index::{actions, sources};
use crate::kind::Kind;
use crate::read::json::Value;
use crate::report::{Decision, Report, Retry};
use crate::response::{Holds, Options, Response};
use crate::rule::Rule;
use crate::rules::schema::ReasonAs;
use crate::rules::{BROKE_OFF, streams};

/// An error: its report, and what it was made from.
#[derive(Clone, Debug)]
pub(super) struct Told {
    pub(super) report: Report<'static>,
    pub(super) found: Found,
}

impl Told {
    /// Whether nothing says what went wrong.
    pub(super) fn says_nothing(&self) -> bool {
        self.report.rule == ERROR_IN_SUCCESS.id()
    }
}

/// The event that reports an error, so that it can be classified again.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    data: Vec<u8>,
    holds: Holds,
    status: Option<u16>,
    exception_type: Vec<u8>,
    /// The code to show instead of the one that was looked up.
    code: Option<String>,
}

impl Found {
    /// The event as a response with the status and the headers of another one.
    pub(super) fn response<'f>(&'f self, of: &Response<'f>) -> Response<'f> {
        respond(of, &self.data, self)
    }

    /// Shows the code of the event.
    pub(super) fn show_code<'r>(&self, mut report: Report<'r>) -> Report<'r> {
        if let Some(code) = &self.code {
            report.error.code = Some(Cow::Owned(code.clone()));
        }
        report
    }
}

/// This data as a response with the status and the headers of another one.
#[inline(never)]
fn respond<'f>(of: &Response<'f>, data: &'f [u8], found: &'f Found) -> Response<'f> {
    let mut response = of.with_body(data, found.holds);
    response.status = found.status.unwrap_or(of.status);
    if !found.exception_type.is_empty() {
        response.headers.read(b":exception-type", &found.exception_type);
    }
    response
}

/// An event, and what stands around its data.
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(super) struct Around<'e> {
    /// Its name.
    pub(super) name: Option<&'e [u8]>,
    /// Something outside of the data marks it as an error.
    pub(super) is_marked: bool,
    /// The HTTP status that it states.
    pub(super) status: Option<u16>,
    /// The type of the exception that an AWS frame holds.
    pub(super) exception_type: &'e [u8],
    /// Where it begins in the stream.
    pub(super) position: u64,
    /// The bytes end inside it.
    pub(super) is_cut: bool,
    /// It is longer than what is kept, so that a part of it is missing.
    pub(super) is_condensed: bool,
    /// It is inside another event, in base64.
    pub(super) is_nested: bool,
    /// It is a frame, which states its length.
    pub(super) is_frame: bool,
}

/// Classifies the data of an event. Returns nothing if it is no error.
pub(super) fn tell(data: &[u8], around: &Around<'_>, options: &StreamOptions) -> Option<Told> {
    let found = Found {
        data: Vec::new(),
        holds: if around.is_marked { Holds::Error } else { Holds::Event },
        status: around.status,
        exception_type: around.exception_type.to_vec(),
        code: None,
    };
    let report = {
        let base = options.response();
        let response = respond(&base, data, &found);
        let options = options.for_classify();
        if decide_one(&response, &options).kind.is_success() {
            return None;
        }
        classify_one(&response, &options).into_owned()
    };
    Some(Told { report, found: Found { data: data.to_vec(), ..found } })
}

/// An error that says nothing.
pub(super) const NOTHING: &[u8] = b"{\"error\":{\"occurred\":true}}";

/// Classifies the data of an event that is an error, whatever its data says.
pub(super) fn tell_marked(
    data: &[u8],
    around: &Around<'_>,
    options: &StreamOptions,
) -> Option<Told> {
    tell(data, around, options).or_else(|| tell(NOTHING, around, options))
}

/// Classifies an error at a place of its own, or a finish reason, of this event.
pub(super) fn tell_problem(
    data: &[u8],
    problem: Problem,
    explanation: Option<Value>,
    around: &Around<'_>,
    options: &StreamOptions,
) -> Option<Told> {
    let mut json = Vec::with_capacity(256);
    json.extend_from_slice(b"{\"type\":\"error\",\"error\":");
    let mut shown = None;
    match problem {
        Problem::Error(value) => push_value(&mut json, value, data),
        Problem::Reason(reason) => {
            json.push(b'{');
            let code = match reason.counts_as {
                ReasonAs::Code => Some(&b"\"code\":"[..]),
                ReasonAs::Type => Some(&b"\"type\":"[..]),
                ReasonAs::Nothing => None,
            };
            // An object with any member is an error.
            if code.is_none() && explanation.is_none() {
                json.extend_from_slice(b"\"occurred\":true");
            }
            if let Some(key) = code {
                json.extend_from_slice(key);
                match reason.code {
                    Some(code) if reason.counts_as == ReasonAs::Code => {
                        shown = Some(reason.value.decode(data).into_owned());
                        push_text(&mut json, code);
                    }
                    _ => push_value(&mut json, reason.value, data),
                }
            }
            if let Some(explanation) = explanation {
                json.extend_from_slice(if code.is_some() {
                    b",\"message\":"
                } else {
                    b"\"message\":"
                });
                push_value(&mut json, explanation, data);
            }
            json.push(b'}');
        }
    }
    json.push(b'}');
    let mut told = tell(&json, &Around { is_marked: true, ..*around }, options)?;
    if let Some(shown) = shown {
        told.report.error.code = Some(Cow::Owned(shown.clone()));
        told.found.code = Some(shown);
    }
    Some(told)
}

/// Classifies the error that the headers of an AWS frame hold.
pub(super) fn tell_headers(
    code: &[u8],
    message: &[u8],
    around: &Around<'_>,
    options: &StreamOptions,
) -> Option<Told> {
    let mut json = Vec::with_capacity(64 + code.len() + message.len());
    json.extend_from_slice(b"{\"error\":{\"code\":");
    push_text(&mut json, code);
    json.extend_from_slice(b",\"message\":");
    push_text(&mut json, message);
    json.extend_from_slice(b"}}");
    tell(&json, &Around { is_marked: true, ..*around }, options)
}

/// A value as it stands in the event.
fn push_value(json: &mut Vec<u8>, value: Value, data: &[u8]) {
    if value.is_string() {
        json.push(b'"');
        json.extend_from_slice(value.raw(data));
        json.push(b'"');
    } else {
        json.extend_from_slice(value.raw(data));
    }
}

/// A text as a JSON string.
fn push_text(json: &mut Vec<u8>, text: &[u8]) {
    json.push(b'"');
    for &byte in text {
        match byte {
            b'"' | b'\\' => json.extend([b'\\', byte]),
            b'\n' => json.extend_from_slice(b"\\n"),
            b'\r' => json.extend_from_slice(b"\\r"),
            _ => json.push(byte),
        }
    }
    json.push(b'"');
}

/// Whether two reports are about one failure: they decide the same, one of them says nothing more than
/// that there was an error, or they have a message, a code or a type in common.
pub(super) fn is_same(first: &Report<'_>, later: &Report<'_>) -> bool {
    let (a, b) = (&first.error, &later.error);
    let same = |a: &Option<Cow<'_, str>>, b: &Option<Cow<'_, str>>| a.is_some() && a == b;
    first.kind == later.kind
        || b.message.is_none()
        || same(&a.message, &b.message)
        || same(&a.code, &b.code)
        || same(&a.type_, &b.type_)
}

/// The rule of a stream that broke off.
pub(crate) static CUT_OFF: Rule = Rule {
    action: actions::id(Some(BROKE_OFF)),
    ..Rule::by_values("stream/cut_off", Kind::BadGateway, sources::id(streams::CUT_OFF))
};

/// The decision about a stream that broke off, from that about its headers.
pub(crate) fn cut_off(of_headers: Decision) -> Decision {
    Decision {
        kind: CUT_OFF.kind,
        fault: CUT_OFF.fault(),
        retry: Retry { advice: CUT_OFF.advice(), delay_ms: None, source: None },
        scope: CUT_OFF.scope(),
        remedies: CUT_OFF.remedies(),
        rule: &CUT_OFF,
        ..of_headers
    }
}

/// The report of a stream that broke off, from that about its headers.
pub(super) fn report_cut_off(of_headers: Report<'static>) -> Report<'static> {
    Report {
        kind: CUT_OFF.kind,
        fault: CUT_OFF.fault(),
        retry: Retry { advice: CUT_OFF.advice(), delay_ms: None, source: None },
        scope: CUT_OFF.scope(),
        remedies: CUT_OFF.remedies(),
        action: Cow::Borrowed(CUT_OFF.action()),
        rule: Cow::Borrowed(CUT_OFF.id()),
        ..of_headers
    }
}

impl StreamOptions {
    fn for_classify(&self) -> Options {
        Options { now_ms: self.now_ms, provider: self.provider }
    }

    /// The response without its body.
    fn response(&self) -> Response<'_> {
        Response::new(self.status, b"").with_header_block(&self.headers).as_event()
    }

    /// The report of a stream that broke off.
    pub(super) fn report_cut_off(&self) -> Report<'static> {
        report_cut_off(classify_one(&self.response(), &self.for_classify()).into_owned())
    }
}
