//! A rule: what a report's `rule` names.

use crate::index::actions::{self, ActionId};
use crate::index::ids::RuleId;
use crate::kind::{Advice, Consequences, Fault, Kind, Scope};
use crate::remedies::Remedies;

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
    pub(crate) id: RuleId,
    /// The kind that it decides.
    pub kind: Kind,
    pub(crate) follows: Consequences,
    pub(crate) source: SourceId,
    /// What to do now, if that is more precise than the action of the kind.
    pub(crate) action: ActionId,
}

/// The number of a source in the table of sources: two bytes in each row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct SourceId(pub(crate) u16);

impl Rule {
    /// A rule from which nothing else follows than from its kind.
    pub(crate) const fn of(id: RuleId, kind: Kind, source: SourceId) -> Self {
        Self { id, kind, follows: kind.consequences(), source, action: ActionId::NONE }
    }

    /// A rule of this name that is decided by values rather than by a row.
    pub(crate) const fn by_values(name: &str, kind: Kind, source: SourceId) -> Self {
        Self::of(RuleId::of_values(name), kind, source)
    }

    /// Its name: the step of the decision, then the row, such as `code/tool_use_failed`,
    /// `numbers/requested_over_limit`, `phrase/no_capacity`, `status/429` or `failure/timeout`.
    ///
    /// ```
    /// let rule = apifault::catalog::find("status/429").expect("a rule");
    /// assert_eq!(rule.id(), "status/429");
    /// ```
    pub fn id(&self) -> &'static str {
        self.id.name()
    }

    /// Whether something else follows than from its kind.
    pub(crate) fn says_otherwise(&self) -> bool {
        self.follows != self.kind.consequences()
    }

    /// Who must act before the call can succeed.
    ///
    /// ```
    /// let rule = apifault::catalog::find("status/429").expect("a rule");
    /// assert_eq!(rule.fault(), apifault::Fault::Account);
    /// ```
    pub const fn fault(&self) -> Fault {
        self.follows.fault
    }

    /// Whether to send the same request again, if the response itself does not say.
    ///
    /// ```
    /// let rule = apifault::catalog::find("status/429").expect("a rule");
    /// assert_eq!(rule.advice(), apifault::Advice::Backoff);
    /// ```
    pub const fn advice(&self) -> Advice {
        self.follows.advice
    }

    /// What fails alike until something changes.
    ///
    /// ```
    /// let rule = apifault::catalog::find("phrase/region_not_served").expect("a rule");
    /// assert_eq!(rule.kind, apifault::Kind::PermissionDenied);
    /// assert_eq!(rule.scope(), apifault::Scope::Provider);
    /// ```
    pub const fn scope(&self) -> Scope {
        self.follows.scope
    }

    /// What may help besides waiting.
    ///
    /// ```
    /// let rule = apifault::catalog::find("phrase/region_not_served").expect("a rule");
    /// assert!(!rule.remedies().contains(apifault::Remedy::OtherModel));
    /// ```
    pub const fn remedies(&self) -> Remedies {
        self.follows.remedies
    }

    /// What the caller should do now, in one sentence.
    ///
    /// ```
    /// let rule = apifault::catalog::find("numbers/limit_zero").expect("a rule");
    /// assert!(rule.action().starts_with("Use another model"));
    /// ```
    pub fn action(&self) -> &'static str {
        actions::action(self.action).unwrap_or(self.kind.action())
    }

    /// The last part of its name: the code or the status that it looks for, if it looks for one.
    pub(crate) fn subject(&self) -> &'static str {
        self.id().rsplit('/').next().unwrap_or_default()
    }
}
