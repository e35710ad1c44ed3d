//! Finish reasons.

use crate::read::json::Value;
use crate::rules::schema::{JsonType, ReasonAs, ReasonRow};
use crate::rules::streams::{REASONS, UNFINISHED};

/// A finish reason that is an error.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reason {
    pub(super) value: Value,
    pub(super) counts_as: ReasonAs,
    /// The code to look up instead of the value.
    pub(super) code: Option<&'static str>,
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

/// The row of a reason, if it is an error.
pub(super) fn find(value: Value, text: &[u8]) -> Option<Reason> {
    let decoded = value.decode(text);
    let raw = decoded.as_bytes();
    let row = match value.json_type() {
        JsonType::Number => {
            let number = std::str::from_utf8(raw).ok()?.parse().ok()?;
            REASONS.iter().find(|row| row.number == Some(number))?
        }
        _ => REASONS.iter().find(|row| is_word(row, raw))?,
    };
    let is_same = value.is_string() && !value.is_escaped() && row.code == row.word;
    Some(Reason { value, counts_as: row.counts_as, code: (!is_same).then_some(row.code) })
}

fn is_word(row: &ReasonRow, raw: &[u8]) -> bool {
    match row.word.strip_prefix('*') {
        Some(end) => raw.ends_with(end.as_bytes()),
        None => raw == row.word.as_bytes(),
    }
}

/// A code that stands beside the text of an answer.
pub(super) fn code(value: Value) -> Reason {
    Reason { value, counts_as: ReasonAs::Code, code: None }
}

/// A reason for which a prompt was blocked, whatever it is.
pub(super) fn blocked(value: Value) -> Reason {
    Reason { value, counts_as: ReasonAs::Code, code: Some("SAFETY") }
}
