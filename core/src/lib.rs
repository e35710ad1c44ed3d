//! What went wrong with a call to an LLM API, whose turn it is, whether to send the request again,
//! and how long to wait.
//!
//! [`classify`] turns one [`Response`] (status, headers, body) into one [`Report`]; [`decide`] gives
//! its plain core, a [`Decision`], and allocates nothing but a copy of an error that is held inside
//! another one's message. Both are pure functions: no I/O, no clock,
//! no globals. The time comes from the caller, in [`Options`].
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
//! ```
//!
//! # How the kind is chosen
//!
//! Strongest evidence first; the innermost error counts where one carries another inside it:
//!
//! 1. a documented code or type that says more than an HTTP status;
//! 2. numbers: a limit of 0, or a request that alone is over its limit;
//! 3. known words in the message, outside quotes;
//! 4. the HTTP status, or one that the body states.
//!
//! [`Report::rule`] names the row that decided, and [`rules::find`] gives that row with its source;
//! [`rules::rows`] gives all that is known. The [`guide`] tells the whole.
//!
//! # Promises
//!
//! Any bytes give a report, in time linear in their number and in bounded memory beside it; nothing
//! panics. A text that is not UTF-8 has U+FFFD where it is not.

mod body;
mod classify;
mod failure;
mod headers;
mod kind;
mod limits;
mod message;
mod named_enum;
mod near;
mod raw;
mod redact;
mod report;
mod response;
mod retry;
pub mod rules;
mod table;
mod time;

pub use classify::{classify, decide};
pub use failure::{Failure, classify_failure};
pub use kind::{Advice, Fault, Kind, Provider};
pub use named_enum::UnknownValue;
pub use raw::RawError;
pub use redact::{redact, redact_bytes};
pub use report::{
    ApiError, Decision, DelaySource, ErrorObject, Limit, Metric, Report, Retry, Upstream, Window,
};
pub use response::{Options, Response};

/// The version of this library.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

#[doc = include_str!("../GUIDE.md")]
pub mod guide {}

/// The examples of the project's README, run as tests.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
