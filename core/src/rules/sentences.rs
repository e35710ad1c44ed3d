//! Messages with a documented form: one row per sentence that they begin with.
//!
//! Most rate limits are described by them, and they are read without a look at each word. All that
//! they give the wordings give as well; a test compares the two.

use super::providers::groq::RATE_LIMITS;
use super::schema::SentenceRow;

/// The text between the numbers and a delay.
pub(crate) const BEFORE_DELAY: &str = ". Please try again in ";

/// The texts that may follow the delay, or the numbers if there is none, the most frequent first. One
/// that ends with a space is followed by more.
pub(crate) static TAILS: &[&str] = &[
    ". Need more tokens? ",
    ", please reduce your message size and try again. Need more tokens? ",
    ". Visit ",
    ", please reduce your message size and try again. Visit ",
    ", please reduce your message size and try again.",
    ".",
];

/// What introduces each number, and what stands before them if nothing is counted.
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
