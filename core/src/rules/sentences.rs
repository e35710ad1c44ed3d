//! Messages with a documented form: one row per sentence that they begin with.
//!
//! Most messages about rate limits have these forms, and reading them needs no look at each word.
//! The wordings give the same results; a test compares the two.

use super::providers::groq::RATE_LIMITS;
use super::schema::SentenceRow;

/// The text between the numbers and a delay.
pub(crate) const BEFORE_DELAY: &str = ". Please try again in ";

/// The texts that may follow the delay, or the numbers if there is no delay, the most frequent
/// first. If one ends with a space, more text follows.
pub(crate) static TAILS: &[&str] = &[
    ". Need more tokens? ",
    ", please reduce your message size and try again. Need more tokens? ",
    ". Visit ",
    ", please reduce your message size and try again. Visit ",
    ", please reduce your message size and try again.",
    ".",
];

/// The text before each number, and the text before the first one if the sentence names no metric.
pub(crate) const LIMIT: &[u8; 8] = b": Limit ";
pub(crate) const USED: &[u8; 7] = b", Used ";
pub(crate) const REQUESTED: &[u8; 12] = b", Requested ";
pub(crate) const NOTHING_COUNTED: &[u8; 4] = b" on ";

/// The rows.
pub(crate) const SENTENCES: [SentenceRow; 2] = [
    SentenceRow {
        prefix: "Rate limit reached for model ",
        family: "rate_limit",
        source: RATE_LIMITS,
    },
    SentenceRow {
        prefix: "Request too large for model ",
        family: "too_large",
        source: RATE_LIMITS,
    },
];
