//! What bounds the retries of many calls together.

/// Bounds the retries of all calls of a client together: a bucket of tokens. A retry takes some, more
/// after a timeout and fewer after a rate limit, and is given up if too few are left. A success gives tokens back.
///
/// While a provider is down, every call fails. A bound for each call would multiply the load by the
/// number of attempts; the budget is empty soon, and then the load is that of first attempts.
///
/// It is plain data, but not `Copy`, as a copy would bound other calls. Threads share one in a
/// `Mutex`.
///
/// ```
/// use apifault::{Attempt, GiveUp, Kind, Outcome, RetryBudget, RetryPolicy, RetryState, Step};
///
/// let policy = RetryPolicy::new();
/// let mut budget = RetryBudget::new(5);
/// let mut fail = || {
///     let outcome = Outcome::of(Kind::BadGateway);
///     policy.next(&mut RetryState::new(), Some(&mut budget), outcome, Attempt::new(0), 0.0)
/// };
/// assert_eq!(fail(), Step::Wait(0));
/// assert_eq!(fail(), Step::GiveUp { reason: GiveUp::Budget, delay_ms: None });
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(from = "Parts"))]
#[non_exhaustive]
pub struct RetryBudget {
    /// The most tokens that it holds.
    pub capacity: u32,
    /// The tokens that are left.
    pub tokens: u32,
}

impl RetryBudget {
    /// The capacity of a default budget: 20 retries, or 10 after timeouts, if nothing succeeds
    /// meanwhile.
    ///
    /// An overload that lasts for minutes uses it up within seconds, also if each of many processes has
    /// a budget of its own.
    pub const DEFAULT_CAPACITY: u32 = 100;

    /// A full budget.
    ///
    /// ```
    /// assert_eq!(apifault::RetryBudget::new(50).tokens, 50);
    /// ```
    pub const fn new(capacity: u32) -> Self {
        Self { capacity, tokens: capacity }
    }

    /// The same budget with this many tokens left.
    ///
    /// ```
    /// assert_eq!(apifault::RetryBudget::new(50).with_tokens(7).tokens, 7);
    /// ```
    pub const fn with_tokens(mut self, tokens: u32) -> Self {
        self.tokens = tokens;
        self
    }

    /// Takes tokens if enough are left, and returns whether they were.
    pub(super) const fn take(&mut self, tokens: u32) -> bool {
        match self.tokens.checked_sub(tokens) {
            Some(left) => {
                self.tokens = left;
                true
            }
            None => false,
        }
    }

    /// Gives tokens back, up to the capacity.
    pub(super) const fn give_back(&mut self, tokens: u32) {
        let more = self.tokens.saturating_add(tokens);
        if more <= self.capacity {
            self.tokens = more;
        } else if self.tokens < self.capacity {
            self.tokens = self.capacity;
        }
    }
}

/// What is read of a budget: one without tokens is full.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(default)]
struct Parts {
    capacity: u32,
    tokens: Option<u32>,
}

#[cfg(feature = "serde")]
impl Default for Parts {
    fn default() -> Self {
        Self { capacity: RetryBudget::DEFAULT_CAPACITY, tokens: None }
    }
}

#[cfg(feature = "serde")]
impl From<Parts> for RetryBudget {
    fn from(parts: Parts) -> Self {
        Self::new(parts.capacity).with_tokens(parts.tokens.unwrap_or(parts.capacity))
    }
}

impl Default for RetryBudget {
    fn default() -> Self {
        Self::new(Self::DEFAULT_CAPACITY)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_never_holds_more_than_its_capacity_nor_less_than_nothing() {
        let mut budget = RetryBudget::new(10);
        assert!(budget.take(10));
        assert!(!budget.take(1));
        budget.give_back(u32::MAX);
        assert_eq!(budget.tokens, 10);
    }

    #[test]
    fn giving_back_takes_nothing_from_one_that_holds_more_than_its_capacity() {
        let mut budget = RetryBudget::new(10).with_tokens(12);
        budget.give_back(1);
        assert_eq!(budget.tokens, 12);
    }

    #[test]
    fn a_retry_that_costs_nothing_is_always_paid() {
        assert!(RetryBudget::new(0).take(0));
    }
}
