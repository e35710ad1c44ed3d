//! The failure in a text: an exception's words, a paste, a log line.
//!
//! ```text
//! clean.rs    removes colors, boxes, quotes and fences
//! scan.rs     finds what the text mentions, in one pass: statuses, classes, codes, words of failed
//!             connections, addresses, and where objects begin
//! tree.rs     reads an object, whatever its notation; object.rs finds the status and the body in it
//! prose.rs    knows what only looks like a failure: prose, tables and code
//! sighting.rs groups what belongs together
//! choose.rs   takes the last of the sightings that say most, and fills it from those around it
//! found.rs    is what was found, from which the report is made
//! ```

mod bytes;
mod choose;
mod clean;
mod context;
mod found;
pub(crate) mod names;
mod not_found;
mod object;
mod prose;
mod scan;
mod sighting;
pub(crate) mod tree;
mod words;

use crate::report::Report;
use crate::response::Options;

pub(crate) use choose::RANK_OF_CODE;
pub(crate) use context::{is_local, of_address as provider_of_address};
pub(crate) use found::{Evidence, Found};
pub use not_found::NotFound;
pub(crate) use sighting::rank;

/// Reports the failed call that a text describes: the words of an exception, a traceback, what a
/// terminal shows, or lines of a log.
///
/// The status is the one that the text states, or 0. If the text describes several failures, the last
/// one of the call that failed last counts. What the text says about the provider, such as the address
/// of the request, is used if the response itself does not show who answered.
///
/// ```
/// use apifault::{Kind, Options, classify_text};
///
/// let text = "openai.RateLimitError: Error code: 429 - {'error': {'message': 'You exceeded your \
///             current quota', 'code': 'insufficient_quota'}}";
/// let report = classify_text(text, &Options::new()).expect("a failed call");
/// assert_eq!((report.kind, report.status), (Kind::QuotaExhausted, 429));
/// ```
///
/// # Errors
///
/// Returns an error if the text describes no failed call.
pub fn classify_text(text: &str, options: &Options) -> Result<Report<'static>, NotFound> {
    find(text).map(|found| found.report(options))
}

/// Finds the failure that a text describes.
pub(crate) fn find(text: &str) -> Result<Found, NotFound> {
    if let Some(found) = Found::from_raw(text) {
        return Ok(found);
    }
    choose::find(&clean::clean(text), 0).map(|found| *found)
}

#[cfg(test)]
mod tests;
