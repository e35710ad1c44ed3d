//! Finish reasons.

use crate::index::reasons;
use crate::read::json::Value;
use crate::rules::schema::{JsonType, ReasonAs};
use crate::rules::streams::UNFINISHED;

/// A finish reason that is an error.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reason {
    pub(super) value: Value,
    pub(super) counts_as: ReasonAs,
    /// The code to look up instead of the value.
    pub(super) code: Option<&'static [u8]>,
}

impl Reason {
    /// Whether it says more than another one: a code more than a word that only says that there is
    /// an error.
    pub(super) fn says_more_than(self, other: Self) -> bool {
        self.counts_as != ReasonAs::Nothing && other.counts_as == ReasonAs::Nothing
    }
}

/// Whether a reason says that the answer goes on.
pub(super) fn is_unfinished(raw: &[u8]) -> bool {
    UNFINISHED.iter().any(|word| word.as_bytes().eq_ignore_ascii_case(raw))
}

/// A reason, if it is an error.
pub(super) fn find(value: Value, text: &[u8]) -> Option<Reason> {
    let word = value.decode(text);
    let found = reasons::find(word.as_bytes(), value.json_type() == JsonType::Number)?;
    let is_same = found.is_code && !value.is_escaped();
    Some(Reason { value, counts_as: found.counts_as, code: (!is_same).then_some(found.code) })
}

/// A code that stands beside the text of an answer.
pub(super) fn code(value: Value) -> Reason {
    Reason { value, counts_as: ReasonAs::Code, code: None }
}

/// A reason for which a prompt was blocked, whatever it is.
pub(super) fn blocked(value: Value) -> Reason {
    Reason { value, counts_as: ReasonAs::Code, code: Some(b"SAFETY") }
}
