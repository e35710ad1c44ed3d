//! The knowledge: one row per fact, with its source.
//!
//! Rows only; what is done with them stands elsewhere. A report names the row that decided its
//! kind, and [`find`] gives that row.

#![allow(clippy::wildcard_imports, reason = "the tables name their sources by it")]

pub(crate) mod codes;
#[cfg(test)]
mod coverage;
pub(crate) mod envelopes;
pub(crate) mod failures;
pub(crate) mod forms;
pub(crate) mod headers;
pub(crate) mod numbers;
pub(crate) mod phrases;
pub(crate) mod providers;
pub(crate) mod quotas;
mod rows;
pub(crate) mod shapes;
pub(crate) mod sources;
pub(crate) mod spellings;
pub(crate) mod statuses;

use std::borrow::Cow;

use crate::kind::Kind;
pub use rows::{Row, rows};
use sources::Source;

/// A row that can decide a kind.
#[derive(Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Rule {
    /// Its name: the step of the decision, then the row: `code/tool_use_failed`,
    /// `numbers/requested_over_limit`, `phrase/no_capacity`, `status/429`, `failure/timeout`.
    pub id: &'static str,
    /// The kind that it decides.
    pub kind: Kind,
    /// What it looks for, where that is neither the code nor the status that it is named after.
    pub(crate) evidence: Option<&'static str>,
    pub(crate) source: Source,
    /// What to do now, where more can be said than for the kind as a whole.
    pub(crate) action: Option<&'static str>,
}

impl Rule {
    /// What it looks for.
    pub fn evidence(&self) -> Cow<'static, str> {
        match (self.evidence, self.subject()) {
            (Some(evidence), _) => Cow::Borrowed(evidence),
            (None, status) if self.id.starts_with("status/") => {
                Cow::Owned(format!("HTTP status {status}"))
            }
            (None, code) => Cow::Owned(format!("the code or type `{code}`")),
        }
    }

    /// The last part of its name: of most, what it looks for.
    pub(crate) const fn subject(&self) -> &'static str {
        let mut start = self.id.len();
        while start > 0 && self.id.as_bytes()[start - 1] != b'/' {
            start -= 1;
        }
        self.id.split_at(start).1
    }

    /// Whether a code or type of an error object is the one that this rule looks for, however it is
    /// spelt.
    ///
    /// ```
    /// let rule = apifault::rules::find("code/rate_limit_exceeded").expect("a rule");
    /// assert!(rule.matches_code("RateLimitExceededError"));
    /// assert!(!rule.matches_code("rate_limit"));
    /// ```
    pub fn matches_code(&self, word: &str) -> bool {
        self.id.starts_with("code/")
            && spellings::same_code(word.as_bytes(), self.subject().as_bytes())
    }

    /// Where that is documented or was seen.
    pub fn source(&self) -> &'static str {
        self.source.name()
    }

    /// What the caller should do now, in one sentence.
    pub fn action(&self) -> &'static str {
        self.action.unwrap_or(self.kind.action())
    }
}

/// Every rule, step by step.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    codes::CODES
        .iter()
        .map(|row| &row.rule)
        .chain([&codes::FAILED_GENERATION])
        .chain(numbers::ALL)
        .chain(phrases::PHRASES.iter().filter_map(phrases::Phrase::rule))
        .chain(statuses::all())
        .chain(failures::ALL)
}

/// The rule of this name.
pub fn find(id: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.id == id)
}
