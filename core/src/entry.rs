//! The entry points: a response, or a body that is a whole stream.

use crate::classify::{classify_one, decide_one};
use crate::report::{Decision, Report};
use crate::response::{Options, Response};
use crate::stream::{self, Whole};

/// Decides what to do about a response.
///
/// It allocates only if the body is a whole stream, or if a string that may hold another error, or
/// an event on several lines, is longer than 4 KiB.
///
/// ```
/// use apifault::{Kind, Options, Response, decide};
///
/// let body = br#"{"error":{"type":"overloaded_error","message":"Overloaded"}}"#;
/// assert_eq!(decide(&Response::new(529, body), &Options::new()).kind, Kind::Overloaded);
/// ```
pub fn decide(response: &Response<'_>, options: &Options) -> Decision {
    match stream::read_whole(response) {
        None => decide_one(response, options),
        Some(whole) => decide_stream(&whole, response, options),
    }
}

#[cold]
fn decide_stream(whole: &Whole, response: &Response<'_>, options: &Options) -> Decision {
    let decision = decide_one(&whole.response(response), options);
    if matches!(whole, Whole::CutOff) { stream::cut_off(decision) } else { decision }
}

/// Decides what to do about a response, and reports everything that it says.
///
/// ```
/// use apifault::{Options, Response, classify};
///
/// let report = classify(&Response::new(404, br#"{"error":"no such file"}"#), &Options::new());
/// assert_eq!(report.error.message.as_deref(), Some("no such file"));
/// ```
pub fn classify<'a>(response: &Response<'a>, options: &Options) -> Report<'a> {
    match stream::read_whole(response) {
        None => classify_one(response, options),
        Some(whole) => whole.report(classify_one(&whole.response(response), options).into_owned()),
    }
}
