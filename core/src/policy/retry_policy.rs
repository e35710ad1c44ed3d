//! Whether to send a call again, and when.

use crate::kind::{Advice, Kind};
use crate::policy::attempt::Attempt;
use crate::policy::budget::RetryBudget;
use crate::policy::outcome::Outcome;
use crate::policy::state::RetryState;
use crate::policy::step::{GiveUp, Step};
use crate::report::Retry;

/// Decides whether a failed call is sent again, and after which wait. It is plain numbers, and reads
/// no clock and no random source: the caller passes the time and the random number.
///
/// The default values have their reasons beside them; [`retries`](crate::retries) compares them with
/// those of other clients, and shows what they do when a provider fails.
///
/// ```
/// use apifault::{Attempt, GiveUp, Options, Response, RetryPolicy, RetryState, Step, decide};
///
/// let policy = RetryPolicy::new();
/// let mut state = RetryState::new();
///
/// let limited = Response::new(429, b"").with_headers([("retry-after", "2")]);
/// let decision = decide(&limited, &Options::new());
/// let step = policy.next(&mut state, None, &decision, Attempt::new(350), 0.5);
/// assert_eq!(step, Step::Wait(2_100)); // never less than the server stated
///
/// let no_credit = Response::new(429, br#"{"error":{"code":"insufficient_quota"}}"#);
/// let decision = decide(&no_credit, &Options::new());
/// let step = policy.next(&mut state, None, &decision, Attempt::new(2_900), 0.5);
/// assert_eq!(step, Step::GiveUp { reason: GiveUp::NotRetryable, delay_ms: None });
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[non_exhaustive]
pub struct RetryPolicy {
    /// How often a call is sent at most, the first attempt included. 0 means the same as 1.
    ///
    /// 4: with the waits below, a call outlasts a failure of some seconds. More attempts would rarely
    /// succeed where three retries failed, and each one costs tokens or load.
    pub max_attempts: u32,
    /// How often a call is sent again at once, as the advice `now` says, if the model produced what
    /// cannot be used.
    ///
    /// 2: sampling again often succeeds. If three samples fail, the prompt or the schema is the cause.
    pub max_now_retries: u32,
    /// The longest delay of a server that is waited for, in milliseconds. A longer one is never
    /// shortened: the call is given up at once.
    ///
    /// 60,000: a limit per minute is over by then. A limit per hour or day is not, and a caller who
    /// has another key, model or provider can use it at once.
    pub max_delay_ms: u64,
    /// The time for the whole call from its first attempt on, in milliseconds. No attempt begins at or
    /// after it. 0 means no retry.
    ///
    /// 600,000: the time that SDKs wait for one answer. A call that took as long is not started again.
    pub deadline_ms: u64,
    /// The bound of the first wait after most failures, in milliseconds. The wait is drawn evenly from
    /// 0 to the bound, and each attempt doubles the bound.
    ///
    /// 500: a restart or a broken connection is over soon.
    pub backoff_base_ms: u64,
    /// The bound that no wait after most failures exceeds, in milliseconds.
    ///
    /// 8,000: a caller who waits for an answer notices longer waits.
    pub backoff_cap_ms: u64,
    /// The bound of the first wait after `overloaded` and `service_unavailable`, in milliseconds.
    ///
    /// 2,000: capacity returns slowly, and an early retry would take it from others.
    pub overload_base_ms: u64,
    /// The bound that no wait after `overloaded` and `service_unavailable` exceeds, in milliseconds.
    ///
    /// 60,000: overloads last for minutes.
    pub overload_cap_ms: u64,
    /// The bound of the first wait after `rate_limited` without a stated delay, in milliseconds.
    ///
    /// 5,000: most limits count per minute, so that an early retry fails too, and may count against
    /// the limit.
    pub rate_limit_base_ms: u64,
    /// The bound that no wait after `rate_limited` without a stated delay exceeds, in milliseconds.
    ///
    /// 60,000: a limit per minute is over by then.
    pub rate_limit_cap_ms: u64,
    /// The tokens that a retry takes from the budget.
    ///
    /// 5, while a success without a retry gives 1: at most one retry for five such successes.
    pub retry_cost: u32,
    /// The tokens that a retry after a timeout takes from the budget.
    ///
    /// 10: a call that timed out has loaded the server for long.
    pub timeout_retry_cost: u32,
    /// The tokens that a retry after `rate_limited` takes from the budget.
    ///
    /// 1: the limit is the account's own, so that its retries multiply no outage. A burst that meets a
    /// limit would use up the budget otherwise.
    pub rate_limit_retry_cost: u32,
    /// The tokens that a call gives to the budget if it succeeds without a retry. A call that succeeds
    /// after a retry gives back what its last retry took.
    ///
    /// 1: see `retry_cost`.
    pub success_refund: u32,
}

/// Which of a policy's waits is used for a kind.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pace {
    Usual,
    Overload,
    RateLimit,
}

const fn pace(kind: Kind) -> Pace {
    match kind {
        Kind::RateLimited => Pace::RateLimit,
        Kind::Overloaded | Kind::ServiceUnavailable => Pace::Overload,
        _ => Pace::Usual,
    }
}

/// Whether the server may have executed a call that failed so. One that was limited or had no
/// capacity was not admitted; nor was one that a server sends back to come again later.
const fn may_be_executed(outcome: &Outcome) -> bool {
    match outcome.kind {
        Kind::Timeout | Kind::InternalError | Kind::BadGateway => true,
        Kind::ServiceUnavailable => outcome.delay_ms.is_none(),
        _ => false,
    }
}

impl RetryPolicy {
    /// The longest time that is added to a stated delay, in milliseconds, so that clients that were
    /// sent away together do not come back together. It is also at most a tenth of the delay.
    pub const MAX_JITTER_MS: u64 = 5_000;

    /// The default policy.
    ///
    /// ```
    /// use apifault::RetryPolicy;
    ///
    /// let mut policy = RetryPolicy::new();
    /// policy.max_attempts = 6;
    /// assert_ne!(policy, RetryPolicy::default());
    /// ```
    pub const fn new() -> Self {
        Self {
            max_attempts: 4,
            max_now_retries: 2,
            max_delay_ms: 60_000,
            deadline_ms: 600_000,
            backoff_base_ms: 500,
            backoff_cap_ms: 8_000,
            overload_base_ms: 2_000,
            overload_cap_ms: 60_000,
            rate_limit_base_ms: 5_000,
            rate_limit_cap_ms: 60_000,
            retry_cost: 5,
            timeout_retry_cost: 10,
            rate_limit_retry_cost: 1,
            success_refund: 1,
        }
    }

    /// What to do after an attempt of a call.
    ///
    /// - `state`: what the policy remembers of this call; it counts this attempt.
    /// - `budget`: what bounds the retries of all calls together, if anything does.
    /// - `outcome`: a `&Decision`, a `&Report` or an [`Outcome`].
    /// - `attempt`: the time since the call began, and what else is known.
    /// - `random`: a random number from 0 to below 1. Anything else counts as 0.
    ///
    /// The first reason to give up counts, in the order of [`GiveUp`]. A wait is never shorter than
    /// the delay that the server stated; up to a tenth of it, at most
    /// [`MAX_JITTER_MS`](Self::MAX_JITTER_MS), is added. Without a stated delay, the wait is drawn
    /// evenly from 0 to a bound that doubles with each attempt.
    ///
    /// ```
    /// use apifault::{Attempt, Kind, Outcome, RetryPolicy, RetryState, Step};
    ///
    /// let policy = RetryPolicy::new();
    /// let mut state = RetryState::new();
    /// let mut next = |kind| policy.next(&mut state, None, Outcome::of(kind), Attempt::new(0), 0.5);
    /// assert_eq!(next(Kind::BadGateway), Step::Wait(250));
    /// assert_eq!(next(Kind::Overloaded), Step::Wait(2_000));
    /// assert_eq!(next(Kind::Success), Step::Done);
    /// ```
    pub fn next(
        &self,
        state: &mut RetryState,
        budget: Option<&mut RetryBudget>,
        outcome: impl Into<Outcome>,
        attempt: Attempt,
        random: f64,
    ) -> Step {
        self.step(state, budget, &outcome.into(), attempt, random)
    }

    #[expect(clippy::inline_always, reason = "its caller in C has the arguments in memory already")]
    #[inline(always)]
    fn step(
        &self,
        state: &mut RetryState,
        budget: Option<&mut RetryBudget>,
        outcome: &Outcome,
        attempt: Attempt,
        random: f64,
    ) -> Step {
        state.attempts = state.attempts.saturating_add(1);
        if outcome.kind.is_success() {
            if let Some(budget) = budget {
                let refund =
                    if state.last_cost == 0 { self.success_refund } else { state.last_cost };
                budget.give_back(refund);
            }
            state.last_cost = 0;
            return Step::Done;
        }
        let wait_ms = match self.wait_ms(*state, outcome, attempt, random) {
            Ok(wait_ms) => wait_ms,
            Err(reason) => return Step::GiveUp { reason, delay_ms: outcome.delay_ms },
        };
        state.last_cost = 0;
        if let Some(budget) = budget {
            let cost = match outcome.kind {
                Kind::Timeout => self.timeout_retry_cost,
                Kind::RateLimited => self.rate_limit_retry_cost,
                _ => self.retry_cost,
            };
            if !budget.take(cost) {
                return Step::GiveUp { reason: GiveUp::Budget, delay_ms: outcome.delay_ms };
            }
            state.last_cost = cost;
        }
        if matches!(outcome.advice, Advice::Now) {
            state.now_retries = state.now_retries.saturating_add(1);
        }
        Step::Wait(wait_ms)
    }

    /// How long to wait before the next attempt, if there is one.
    #[expect(clippy::inline_always, reason = "it is a part of `step`")]
    #[inline(always)]
    fn wait_ms(
        &self,
        state: RetryState,
        outcome: &Outcome,
        attempt: Attempt,
        random: f64,
    ) -> Result<u64, GiveUp> {
        if matches!(outcome.advice, Advice::No) {
            return Err(GiveUp::NotRetryable);
        }
        if attempt.delivered {
            return Err(GiveUp::Delivered);
        }
        if !attempt.idempotent && attempt.sent && may_be_executed(outcome) {
            return Err(GiveUp::NotIdempotent);
        }
        let is_now = matches!(outcome.advice, Advice::Now);
        let stated = if is_now { None } else { outcome.delay_ms };
        if stated.is_some_and(|delay_ms| delay_ms > self.max_delay_ms) {
            return Err(GiveUp::DelayTooLong);
        }
        if state.attempts >= self.max_attempts
            || (is_now && state.now_retries >= self.max_now_retries)
        {
            return Err(GiveUp::Tries);
        }
        let wait_ms = match stated {
            _ if is_now => 0,
            Some(delay_ms) => {
                let jitter_ms = part(random, (delay_ms / 10).min(Self::MAX_JITTER_MS));
                delay_ms.saturating_add(jitter_ms)
            }
            None => {
                let (base_ms, cap_ms) = match pace(outcome.kind) {
                    Pace::Usual => (self.backoff_base_ms, self.backoff_cap_ms),
                    Pace::Overload => (self.overload_base_ms, self.overload_cap_ms),
                    Pace::RateLimit => (self.rate_limit_base_ms, self.rate_limit_cap_ms),
                };
                part(random, doubled(base_ms, state.attempts - 1).min(cap_ms))
            }
        };
        let wait_ms = wait_ms.min(Retry::MAX_DELAY_MS);
        if attempt.elapsed_ms.saturating_add(wait_ms) >= self.deadline_ms {
            return Err(GiveUp::Deadline);
        }
        Ok(wait_ms)
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::new()
    }
}

/// A number doubled so many times; the largest number if that is too large.
const fn doubled(number: u64, times: u32) -> u64 {
    if times < number.leading_zeros() {
        number << times
    } else if number == 0 {
        0
    } else {
        u64::MAX
    }
}

/// This part of a number, rounded down. A part that is not from 0 to below 1 counts as 0.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a wait needs no more digits than an f64 has"
)]
fn part(part: f64, of: u64) -> u64 {
    if part > 0.0 && part < 1.0 { ((part * of as f64) as u64).min(of) } else { 0 }
}
