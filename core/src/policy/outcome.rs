//! What a retry policy and a cooldown need to know of a response.

use crate::kind::{Advice, Kind, Scope};
use crate::remedies::Remedies;
use crate::report::{Decision, Report, Retry};

/// What a [`RetryPolicy`](crate::RetryPolicy) and a [`Cooldown`](crate::Cooldown) read of a decision
/// or a report.
///
/// A `&Decision` and a `&Report` convert into it.
///
/// ```
/// use apifault::{Advice, Kind, Options, Outcome, Response, decide};
///
/// let response = Response::new(503, b"").with_headers([("retry-after", "2")]);
/// let outcome = Outcome::from(&decide(&response, &Options::new()));
/// assert_eq!(outcome, Outcome::of(Kind::ServiceUnavailable).with_delay_ms(2_000));
/// assert_eq!(outcome.advice, Advice::AfterDelay);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Outcome {
    /// What went wrong; a success if nothing did.
    pub kind: Kind,
    /// Whether to send the same request again.
    pub advice: Advice,
    /// The delay that the server stated, in milliseconds.
    pub delay_ms: Option<u64>,
    /// What fails alike until something changes.
    pub scope: Scope,
    /// What may help besides waiting.
    pub remedies: Remedies,
}

impl Outcome {
    /// The outcome of this kind, with all that follows from the kind, and no stated delay.
    ///
    /// ```
    /// use apifault::{Advice, Kind, Outcome};
    ///
    /// assert_eq!(Outcome::of(Kind::Timeout).advice, Advice::Backoff);
    /// ```
    pub const fn of(kind: Kind) -> Self {
        Self {
            kind,
            advice: kind.advice(),
            delay_ms: None,
            scope: kind.scope(),
            remedies: kind.remedies(),
        }
    }

    /// Adds a delay that the server stated. It turns the advice `backoff` into `after_delay`, and
    /// changes nothing if the advice is `no` or `now`.
    ///
    /// ```
    /// use apifault::{Kind, Outcome};
    ///
    /// assert_eq!(Outcome::of(Kind::Overloaded).with_delay_ms(0).delay_ms, Some(0));
    /// assert_eq!(Outcome::of(Kind::QuotaExhausted).with_delay_ms(9).delay_ms, None);
    /// ```
    pub const fn with_delay_ms(mut self, delay_ms: u64) -> Self {
        if matches!(self.advice, Advice::Backoff | Advice::AfterDelay) {
            self.advice = Advice::AfterDelay;
            self.delay_ms = Some(delay_ms);
        }
        self
    }

    const fn new(kind: Kind, retry: Retry, scope: Scope, remedies: Remedies) -> Self {
        Self { kind, advice: retry.advice, delay_ms: retry.delay_ms, scope, remedies }
    }
}

impl From<&Decision> for Outcome {
    fn from(decision: &Decision) -> Self {
        Self::new(decision.kind, decision.retry, decision.scope, decision.remedies)
    }
}

impl From<&Report<'_>> for Outcome {
    fn from(report: &Report<'_>) -> Self {
        Self::new(report.kind, report.retry, report.scope, report.remedies)
    }
}
