//! What a policy remembers of one call.

/// What a [`RetryPolicy`](crate::RetryPolicy) remembers of one call, from attempt to attempt. Each
/// call begins with a new one.
///
/// ```
/// use apifault::{Attempt, Kind, Outcome, RetryPolicy, RetryState};
///
/// let mut state = RetryState::new();
/// let outcome = Outcome::of(Kind::BadGateway);
/// RetryPolicy::new().next(&mut state, None, outcome, Attempt::new(10), 0.5);
/// assert_eq!(state.attempts, 1);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default))]
#[non_exhaustive]
pub struct RetryState {
    /// How many attempts have ended.
    pub attempts: u32,
    /// How many of the retries were at once, as the advice `now` says.
    pub now_retries: u32,
    /// What the last retry took from the budget: a success gives it back.
    pub last_cost: u32,
}

impl RetryState {
    /// The state of a call that has not been sent.
    ///
    /// ```
    /// assert_eq!(apifault::RetryState::new().attempts, 0);
    /// ```
    pub const fn new() -> Self {
        Self { attempts: 0, now_retries: 0, last_cost: 0 }
    }
}
