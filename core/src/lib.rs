#![doc = include_str!("../README.md")]

mod body;
mod classify;
mod headers;
mod kind;
mod limits;
mod message;
mod names;
mod raw;
mod report;
mod response;
mod retry;
pub mod rules;
mod table;
mod time;

pub use classify::{classify, decide};
pub use kind::{Advice, Fault, Kind, Provider};
pub use raw::RawError;
pub use report::{
    Decision, DelaySource, ErrorObject, Limit, Metric, Report, Retry, Upstream, Window,
};
pub use response::{Options, Response};

/// The version of this library.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
