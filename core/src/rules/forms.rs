//! Messages that a provider documents word for word: one row per sentence they begin with.
//!
//! They are read without a look at each word, since most rate limits are told in them. All that
//! they tell the phrases tell as well, which a test holds them to.

use super::phrases::{self, Phrase};
use super::sources::*;

/// A message of the form `begins … on COUNTS (ACRONYM): Limit N, Used N, Requested N`, where the
/// used number and what is counted may be left out, and a delay and one of [`TAILS`] may follow.
#[derive(Debug)]
pub(crate) struct Form {
    /// The words that it begins with.
    pub(crate) begins: &'static str,
    /// What they mean.
    pub(crate) phrase: &'static Phrase,
    /// Where it is documented.
    pub(crate) source: Source,
}

/// What stands between the numbers and a delay.
pub(crate) const BEFORE_DELAY: &str = ". Please try again in ";

/// What may follow the delay, or the numbers where there is none, the most frequent first. One that
/// ends with a space is followed by more.
pub(crate) static TAILS: &[&str] = &[
    ". Need more tokens? ",
    ", please reduce your message size and try again. Need more tokens? ",
    ". Visit ",
    ", please reduce your message size and try again. Visit ",
    ", please reduce your message size and try again.",
    ".",
];

/// The rows.
pub(crate) static FORMS: &[Form] = &[
    Form {
        begins: "Rate limit reached for model ",
        phrase: phrases::row("phrase/rate_limit"),
        source: GROQ_LIMITS,
    },
    Form {
        begins: "Request too large for model ",
        phrase: phrases::row("phrase/too_large"),
        source: GROQ_LIMITS,
    },
];
