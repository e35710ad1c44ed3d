//! What a caller says about an exception.

use crate::report::Report;
use crate::response::Response;

/// An exception of a client, or one of its causes.
///
/// ```
/// use apifault::{HeldValue, Exception, Kind, Options, classify_exceptions};
///
/// let mut timeout = Exception::default();
/// timeout.classes = vec!["heron.SlowError", "httpx.ReadTimeout", "Exception"];
/// timeout.message = "no answer within 30 s";
/// let report = classify_exceptions(&[timeout], &Options::new());
/// assert_eq!((report.kind, report.rule.as_ref()), (Kind::Timeout, "failure/timeout"));
///
/// let mut busy = Exception::default();
/// busy.attributes = vec![("code", HeldValue::Text(b"rate_limit_exceeded"))];
/// assert_eq!(classify_exceptions(&[busy], &Options::new()).kind, Kind::RateLimited);
/// ```
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Exception<'a> {
    /// The names of its classes as the language prints them, with their modules: its own class first,
    /// then those that it inherits from, the nearest first.
    pub classes: Vec<&'a str>,
    /// Its text.
    pub message: &'a str,
    /// The address of the request, if the exception holds it.
    pub address: Option<&'a str>,
    /// The response that the exception holds, with its body.
    pub response: Option<Response<'a>>,
    /// The status and the headers of the response, if the exception holds them without the body. The
    /// status is 0 if at most an attribute states it.
    pub head: Option<Response<'a>>,
    /// Its attributes, by the names that [`names_in_exceptions`](crate::names_in_exceptions) gives.
    pub attributes: Vec<(&'a str, HeldValue<'a>)>,
    /// The reports of the exceptions that it groups, or the one that it holds itself. The one that weighs
    /// most counts, as [`classify_group`](crate::classify_group) says.
    pub reports: Vec<Report<'a>>,
    /// Whether the client may have made up the class and the response, as `LiteLLM` does for whatever
    /// it wraps.
    pub is_made_up: bool,
    /// Whether it is no cause of the exceptions before it in the chain, but was handled when one of them
    /// was raised.
    pub is_context: bool,
}

/// The value of an attribute of an exception.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum HeldValue<'a> {
    /// A text, or bytes.
    Text(&'a [u8]),
    /// The JSON of any other value.
    Json(&'a [u8]),
}

/// The name of a class without its module.
pub(super) fn without_module(class: &str) -> &str {
    class.rsplit('.').next().unwrap_or(class)
}
