//! A rule: what a report's `rule` names.

use crate::kind::Kind;

/// A rule that can decide the kind of a response.
///
/// ```
/// let rule = apifault::catalog::find("status/429").expect("a rule");
/// assert_eq!(rule.kind, apifault::Kind::RateLimited);
/// assert!(rule.source().contains("console.groq.com"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Rule {
    /// Its name: the step of the decision, then the row, such as `code/tool_use_failed`,
    /// `numbers/requested_over_limit`, `phrase/no_capacity`, `status/429` or `failure/timeout`.
    pub id: &'static str,
    /// The kind that it decides.
    pub kind: Kind,
    /// What it looks for, if that is neither the code nor the status in its name.
    pub(crate) evidence: Option<&'static str>,
    pub(crate) source: SourceId,
    /// What to do now, if that is more precise than the action of the kind.
    pub(crate) action: Option<&'static str>,
}

/// The number of a source in the table of sources: two bytes in each row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct SourceId(pub(crate) u16);

impl Rule {
    /// What the caller should do now, in one sentence.
    ///
    /// ```
    /// let rule = apifault::catalog::find("numbers/limit_zero").expect("a rule");
    /// assert!(rule.action().starts_with("Use another model"));
    /// ```
    pub fn action(&self) -> &'static str {
        self.action.unwrap_or(self.kind.action())
    }

    /// The last part of its name: the code or the status that it looks for, if it looks for one.
    pub(crate) const fn subject(&self) -> &'static str {
        let mut start = self.id.len();
        while start > 0 && self.id.as_bytes()[start - 1] != b'/' {
            start -= 1;
        }
        self.id.split_at(start).1
    }
}
