//! What went wrong with a call to an LLM API, who has to fix it, whether to retry, and how long to
//! wait.
//!
//! The entry points are pure functions: no I/O, no clock, no globals. If the caller knows the time
//! or the provider, it passes them in [`Options`].
//!
//! # A full report: `classify`
//!
//! [`classify`] turns one [`Response`] (status, headers, body) into one [`Report`].
//!
//! ```
//! use apifault::{Advice, Kind, Options, Response, classify};
//!
//! let body = br#"{"error":{"message":"Rate limit reached","code":"rate_limit_exceeded"}}"#;
//! let response = Response::new(429, body).with_headers([("retry-after", "2")]);
//! let report = classify(&response, &Options::new());
//!
//! assert_eq!(report.kind, Kind::RateLimited);
//! assert_eq!(report.retry.advice, Advice::AfterDelay);
//! assert_eq!(report.retry.delay_ms, Some(2_000));
//! assert_eq!(report.error.message.as_deref(), Some("Rate limit reached"));
//! ```
//!
//! # Only the decision: `decide`
//!
//! [`decide`] returns the kind, the fault, the advice, the delay, the scope, the remedies, the
//! provider and the rule as a [`Decision`]. It allocates only if the body is a whole stream, or if
//! a string that may hold another error, or an event on several lines, is longer than 4 KiB.
//!
//! ```
//! use apifault::{Advice, Options, Response, decide};
//!
//! let decision = decide(&Response::new(503, b"{}"), &Options::new());
//! assert_eq!(decision.retry.advice, Advice::Backoff);
//! ```
//!
//! # Errors inside streams: `StreamScanner`
//!
//! A streaming call answers 200 and may fail afterwards. A [`StreamScanner`] is fed the bytes as they
//! come.
//!
//! ```
//! use apifault::{Ended, StreamOptions, StreamScanner};
//!
//! let mut scanner = StreamScanner::new(StreamOptions::new());
//! let chunk = b"data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Her\"}}]}\n\n";
//! assert_eq!(scanner.feed(chunk).count(), 0);
//! let ending = scanner.finish();
//! assert_eq!((ending.ended, ending.delivered), (Ended::CutOff, true));
//! ```
//!
//! # What to do next: `RetryPolicy`
//!
//! A [`RetryPolicy`] turns a decision into the next step: wait and send the call again, or give up. A
//! [`RetryBudget`] bounds the retries of many calls, and a [`Cooldown`] says what to leave alone.
//!
//! ```
//! use apifault::{Attempt, Options, Response, RetryPolicy, RetryState, Step, decide};
//!
//! let limited = Response::new(429, b"").with_headers([("retry-after", "2")]);
//! let decision = decide(&limited, &Options::new());
//! let (elapsed_ms, random) = (350, 0.0);
//! let attempt = Attempt::new(elapsed_ms);
//! let step = RetryPolicy::new().next(&mut RetryState::new(), None, &decision, attempt, random);
//! assert_eq!(step, Step::Wait(2_000));
//! ```
//!
//! # A report as an error: `into_result`
//!
//! [`Report::into_result`] returns the report of a successful call, and an [`ApiError`] for a failed
//! one.
//!
//! ```
//! use apifault::{ApiError, Fault, Options, Response, classify};
//!
//! fn check(status: u16, body: &[u8]) -> Result<(), ApiError> {
//!     classify(&Response::new(status, body), &Options::new()).into_result()?;
//!     Ok(())
//! }
//!
//! assert!(check(200, b"{}").is_ok());
//! let error = check(401, br#"{"error":"no such key"}"#).expect_err("the call failed");
//! assert_eq!(error.report().fault, Fault::Caller);
//! assert_eq!(error.to_string(), "authentication (HTTP 401): no such key");
//! ```
//!
//! # A failure without a response: `classify_failure`
//!
//! If the connection failed or time ran out, there is no response. [`classify_failure`] makes a
//! report of the same form from a [`Failure`].
//!
//! ```
//! use apifault::{ErrorObject, Failure, Kind, Options, classify_failure};
//!
//! let report = classify_failure(Failure::Connection, ErrorObject::default(), &Options::new());
//! assert_eq!((report.kind, report.status), (Kind::BadGateway, 0));
//! ```
//!
//! # The failure in a text: `classify_text`
//!
//! Often there is nothing but text: the words of an exception, a paste, a line of a log.
//! [`classify_text`] finds the failed call in it.
//!
//! ```
//! use apifault::{Kind, Options, classify_text};
//!
//! let report = classify_text("Error: Request failed with status code 429", &Options::new());
//! assert_eq!(report.map(|report| (report.kind, report.status)), Ok((Kind::RateLimited, 429)));
//! ```
//!
//! # Text without API keys: `redact`
//!
//! Servers repeat API keys in their error messages. [`redact`] hides them in a text,
//! [`Report::redacted`] in a report.
//!
//! ```
//! let text = "Incorrect API key provided: gsk_Heron0Heron1Heron2.";
//! assert_eq!(apifault::redact(text), "Incorrect API key provided: gsk_***.");
//! ```
//!
//! # How the kind is chosen
//!
//! The strongest evidence decides. If one error contains another, the innermost one counts.
//!
//! 1. A documented code or type that says more than the HTTP status.
//! 2. Numbers: a limit of 0, or a request that exceeds its limit by itself.
//! 3. Known wording in the message, outside quotes.
//! 4. The HTTP status, or a status that the body states.
//!
//! [`Report::rule`] is the name of the rule that decided. [`catalog::find`] returns that rule with its
//! source, and [`catalog::rules`] lists all rules. The [`guide`] explains the details.
//!
//! # Promises
//!
//! - Any input gives a report; nothing panics.
//! - Time and memory are at most linear in the size of the input.
//! - Invalid UTF-8 is replaced with U+FFFD.
//! - A released name or number of an enumeration keeps its meaning. New values may be added.
//!
//! # Features
//!
//! - `serde` (on by default) implements `Serialize` and `Deserialize` for [`Report`], its parts and
//!   the enumerations.
//! - `logs` adds the module `logs`, which reads the calls in logs of any form and size, and
//!   `classify_jsonl`, which classifies responses in JSON Lines.

mod api_error;
mod assemble;
mod attributes;
pub mod catalog;
mod classify;
#[cfg(test)]
mod coverage;
mod decide;
mod entities;
mod entry;
mod evidence;
mod exceptions;
mod failure;
mod index;
#[cfg(feature = "logs")]
mod jsonl;
mod kind;
#[cfg(feature = "logs")]
pub mod logs;
#[cfg(feature = "logs")]
mod loose_json;
mod named_enum;
mod policy;
mod read;
mod redact;
mod remedies;
mod report;
mod response;
mod rule;
mod rules;
mod stream;
mod text;

pub use api_error::ApiError;
pub use attributes::AttributeValue;
pub use entry::{classify, decide};
pub use exceptions::{
    Exception, HeldValue, NamesOf, classify_exceptions, classify_group, names_in_exceptions,
    was_sent,
};
pub use failure::classify_failure;
#[cfg(feature = "logs")]
pub use jsonl::{JsonlReports, UnusableLine, classify_jsonl, classify_jsonl_lines};
#[cfg(feature = "logs")]
#[doc(hidden)]
pub use jsonl::{shown, unknown_word};
pub use kind::{Advice, DelaySource, Failure, Fault, Kind, Metric, Provider, Scope, Window};
pub use named_enum::UnknownValue;
pub use policy::{
    Attempt, Cooldown, GiveUp, Outcome, RetryBudget, RetryPolicy, RetryState, Step, Target,
};
pub use read::http_message::ParseResponseError;
pub use redact::{redact, redact_bytes};
pub use remedies::{Remedies, RemediesIter, Remedy};
pub use report::{Decision, ErrorObject, Limit, Report, Retry, Upstream};
pub use response::{Options, Response};
pub use rule::Rule;
pub use stream::{Ended, Ending, StreamError, StreamErrors, StreamOptions, StreamScanner};
pub use text::{NotFound, classify_text};

/// The version of this library.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

#[doc = include_str!("../GUIDE.md")]
pub mod guide {}

#[doc = include_str!("../RETRIES.md")]
pub mod retries {}

/// The examples of this package's README, run as tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

/// The examples of the project's README, run as tests.
#[cfg(doctest)]
#[doc = include_str!("../tests/project-readme.md")]
struct ProjectReadme;
