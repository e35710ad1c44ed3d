//! Retries: whether to send a call again, and when.

use std::mem::offset_of;

use apifault_core::{Advice, Attempt, Kind, Outcome, RetryBudget, RetryPolicy, RetryState, Step};

use crate::classify::{FirstDecision, apifault_decision};
use crate::guard::guard_result;
use crate::memory::{self, Versioned, flag};
use crate::numbers::{apifault_give_up, apifault_result};

/// Whether a failed call is sent again, and after which wait: plain numbers. Initialize it with
/// `APIFAULT_RETRY_POLICY_INIT`, which has the defaults, then set what you want otherwise.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct apifault_retry_policy {
    /// `sizeof(apifault_retry_policy)`.
    pub struct_size: usize,
    /// How often a call is sent at most, the first attempt included: 4. 0 means the same as 1.
    pub max_attempts: u32,
    /// How often a call is sent again at once, as `APIFAULT_ADVICE_NOW` says: 2.
    pub max_now_retries: u32,
    /// The longest delay of a server that is waited for, in milliseconds: 60,000. A longer one is
    /// never shortened: the call is given up at once.
    pub max_delay_ms: u64,
    /// The time for the whole call from its first attempt on, in milliseconds: 600,000. No attempt
    /// begins at or after it. 0 means no retry.
    pub deadline_ms: u64,
    /// The bound of the first wait after most failures, in milliseconds: 500. A wait is drawn evenly
    /// from 0 to its bound, and each attempt doubles the bound.
    pub backoff_base_ms: u64,
    /// The bound that no wait after most failures exceeds, in milliseconds: 8,000.
    pub backoff_cap_ms: u64,
    /// The bound of the first wait after `APIFAULT_KIND_OVERLOADED` and
    /// `APIFAULT_KIND_SERVICE_UNAVAILABLE`, in milliseconds: 2,000.
    pub overload_base_ms: u64,
    /// The bound that no wait after these two kinds exceeds, in milliseconds: 60,000.
    pub overload_cap_ms: u64,
    /// The bound of the first wait after `APIFAULT_KIND_RATE_LIMITED` without a stated delay, in
    /// milliseconds: 5,000.
    pub rate_limit_base_ms: u64,
    /// The bound that no wait after this kind without a stated delay exceeds, in milliseconds: 60,000.
    pub rate_limit_cap_ms: u64,
    /// The tokens that a retry takes from the budget: 5.
    pub retry_cost: u32,
    /// The tokens that a retry after a timeout takes from the budget: 10.
    pub timeout_retry_cost: u32,
    /// The tokens that a retry after `APIFAULT_KIND_RATE_LIMITED` takes from the budget: 1.
    pub rate_limit_retry_cost: u32,
    /// The tokens that a call gives to the budget if it succeeds without a retry: 1. A call that
    /// succeeds after a retry gives back what its last retry took.
    pub success_refund: u32,
}

// SAFETY: `repr(C)`, `struct_size` first, and every member is an integer.
unsafe impl Versioned for apifault_retry_policy {
    const FIRST_SIZE: usize = offset_of!(Self, success_refund) + size_of::<u32>();
}

impl apifault_retry_policy {
    const DEFAULT: Self = Self::of(RetryPolicy::new());

    const fn of(policy: RetryPolicy) -> Self {
        Self {
            struct_size: size_of::<Self>(),
            max_attempts: policy.max_attempts,
            max_now_retries: policy.max_now_retries,
            max_delay_ms: policy.max_delay_ms,
            deadline_ms: policy.deadline_ms,
            backoff_base_ms: policy.backoff_base_ms,
            backoff_cap_ms: policy.backoff_cap_ms,
            overload_base_ms: policy.overload_base_ms,
            overload_cap_ms: policy.overload_cap_ms,
            rate_limit_base_ms: policy.rate_limit_base_ms,
            rate_limit_cap_ms: policy.rate_limit_cap_ms,
            retry_cost: policy.retry_cost,
            timeout_retry_cost: policy.timeout_retry_cost,
            rate_limit_retry_cost: policy.rate_limit_retry_cost,
            success_refund: policy.success_refund,
        }
    }
}

impl From<apifault_retry_policy> for RetryPolicy {
    fn from(given: apifault_retry_policy) -> Self {
        let mut policy = Self::new();
        policy.max_attempts = given.max_attempts;
        policy.max_now_retries = given.max_now_retries;
        policy.max_delay_ms = given.max_delay_ms;
        policy.deadline_ms = given.deadline_ms;
        policy.backoff_base_ms = given.backoff_base_ms;
        policy.backoff_cap_ms = given.backoff_cap_ms;
        policy.overload_base_ms = given.overload_base_ms;
        policy.overload_cap_ms = given.overload_cap_ms;
        policy.rate_limit_base_ms = given.rate_limit_base_ms;
        policy.rate_limit_cap_ms = given.rate_limit_cap_ms;
        policy.retry_cost = given.retry_cost;
        policy.timeout_retry_cost = given.timeout_retry_cost;
        policy.rate_limit_retry_cost = given.rate_limit_retry_cost;
        policy.success_refund = given.success_refund;
        policy
    }
}

/// What a policy remembers of one call, from attempt to attempt: plain numbers that may be copied and
/// stored. Each call begins with `APIFAULT_RETRY_STATE_INIT`.
#[derive(Clone, Copy, Debug, Default)]
#[repr(C)]
pub struct apifault_retry_state {
    /// `sizeof(apifault_retry_state)`, set by the caller.
    pub struct_size: usize,
    /// How many attempts have ended.
    pub attempts: u32,
    /// How many of the retries were at once, as `APIFAULT_ADVICE_NOW` says.
    pub now_retries: u32,
    /// What the last retry took from the budget: a success gives it back.
    pub last_cost: u32,
    /// Reserved; must be 0.
    pub reserved: u32,
}

// SAFETY: `repr(C)`, `struct_size` first, and every member is an integer.
unsafe impl Versioned for apifault_retry_state {
    const FIRST_SIZE: usize = offset_of!(Self, reserved) + size_of::<u32>();
}

impl From<apifault_retry_state> for RetryState {
    fn from(given: apifault_retry_state) -> Self {
        let mut state = Self::new();
        state.attempts = given.attempts;
        state.now_retries = given.now_retries;
        state.last_cost = given.last_cost;
        state
    }
}

/// Bounds the retries of all calls of a client together: a bucket of tokens, so that an outage is not
/// multiplied. Initialize it with `APIFAULT_RETRY_BUDGET_INIT`: 100 tokens, or 20 retries. Threads
/// that share one need a lock around `apifault_retry_next`, or change `tokens` by compare-exchange, as
/// the example `retry_budget.c` does.
#[derive(Clone, Copy, Debug, Default)]
#[repr(C)]
pub struct apifault_retry_budget {
    /// `sizeof(apifault_retry_budget)`, set by the caller.
    pub struct_size: usize,
    /// The most tokens that it holds.
    pub capacity: u32,
    /// The tokens that are left.
    pub tokens: u32,
}

// SAFETY: `repr(C)`, `struct_size` first, and every member is an integer.
unsafe impl Versioned for apifault_retry_budget {
    const FIRST_SIZE: usize = offset_of!(Self, tokens) + size_of::<u32>();
}

impl From<apifault_retry_budget> for RetryBudget {
    fn from(given: apifault_retry_budget) -> Self {
        Self::new(given.capacity).with_tokens(given.tokens)
    }
}

/// What the caller knows about the attempt that just ended, besides its decision. Initialize it with
/// `APIFAULT_RETRY_ATTEMPT_INIT`: sent, idempotent, and without delivered content.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct apifault_retry_attempt {
    /// `sizeof(apifault_retry_attempt)`.
    pub struct_size: usize,
    /// The time since the first attempt of this call began, in milliseconds, waits included.
    pub elapsed_ms: u64,
    /// Whether the request may have reached the server: false if the connection was refused or the
    /// host was not found.
    pub sent: flag,
    /// Whether the call may be executed twice. Generating twice costs tokens and nothing else; a call
    /// that stores a state or runs tools may do harm.
    pub idempotent: flag,
    /// Whether content of a stream has reached the caller, who would get it twice.
    pub delivered: flag,
    /// Reserved; must be 0.
    pub reserved: [u8; 5],
}

// SAFETY: `repr(C)`, `struct_size` first, and every member is an integer.
unsafe impl Versioned for apifault_retry_attempt {
    const FIRST_SIZE: usize = offset_of!(Self, reserved) + 5;
}

impl From<apifault_retry_attempt> for Attempt {
    fn from(given: apifault_retry_attempt) -> Self {
        Self::new(given.elapsed_ms)
            .with_sent(given.sent != 0)
            .with_idempotent(given.idempotent != 0)
            .with_delivered(given.delivered != 0)
    }
}

/// What to do next with a call: it is done if `is_done`, and given up if `give_up` is not 0; else wait
/// `wait_ms`, then send the same request again. Initialize it with `APIFAULT_RETRY_STEP_INIT`, which
/// gives up.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct apifault_retry_step {
    /// `sizeof(apifault_retry_step)`, set by the caller.
    pub struct_size: usize,
    /// How long to wait before the same request is sent again, in milliseconds; 0 is at once.
    pub wait_ms: u64,
    /// The delay that the server stated, in milliseconds, if the call is given up: the same call may
    /// succeed afterwards. Valid if `has_delay`.
    pub delay_ms: u64,
    /// Why the call is given up, or 0 if it is not.
    pub give_up: apifault_give_up,
    /// Whether the call succeeded.
    pub is_done: flag,
    /// Whether the call is given up and the server stated a delay.
    pub has_delay: flag,
    /// Reserved: the library writes 0.
    pub reserved: [u8; 2],
}

// SAFETY: `repr(C)`, `struct_size` first, and every member is an integer.
unsafe impl Versioned for apifault_retry_step {
    const FIRST_SIZE: usize = offset_of!(Self, reserved) + 2;
}

impl apifault_retry_step {
    /// Changes all members except `struct_size`.
    fn set(&mut self, step: Step) {
        match step {
            Step::Wait(wait_ms) => self.set_members(wait_ms, 0, None, false),
            _ => self.set_end(step),
        }
    }

    /// What ends a call: a function of its own, so that a wait does not take what this needs.
    #[cold]
    #[inline(never)]
    fn set_end(&mut self, step: Step) {
        match step {
            Step::Wait(_) => {}
            Step::Done => self.set_members(0, 0, None, true),
            Step::GiveUp { reason, delay_ms } => {
                self.set_members(0, reason.as_u32(), delay_ms, false);
            }
        }
    }

    fn set_members(
        &mut self,
        wait_ms: u64,
        give_up: apifault_give_up,
        delay_ms: Option<u64>,
        is_done: bool,
    ) {
        self.wait_ms = wait_ms;
        self.delay_ms = delay_ms.unwrap_or(0);
        self.give_up = give_up;
        self.is_done = is_done.into();
        self.has_delay = delay_ms.is_some().into();
        self.reserved = [0; 2];
    }
}

/// The kinds by their numbers. They have no gap: a look-up is faster than `try_from`.
const KINDS: &[Kind] = {
    let mut number = 0;
    while number < Kind::ALL.len() {
        assert!(Kind::ALL[number].as_u32() as usize == number, "a gap: use try_from");
        number += 1;
    }
    Kind::ALL
};

/// What a policy reads of a decision.
pub(crate) fn outcome_of(decision: &FirstDecision) -> Outcome {
    let mut outcome = const { Outcome::of(Kind::Unknown) };
    outcome.kind = KINDS.get(decision.kind as usize).copied().unwrap_or(Kind::Unknown);
    outcome.advice = Advice::try_from(decision.advice).unwrap_or(Advice::No);
    outcome.delay_ms = (decision.has_delay != 0).then_some(decision.delay_ms);
    outcome
}

/// Decides what to do after an attempt of a call. It does not allocate.
///
/// - `policy`: the numbers; NULL for the defaults.
/// - `state`: what the policy remembers of this call; it counts this attempt.
/// - `budget`: what bounds the retries of all calls together; NULL if nothing does.
/// - `decision`: that of the response, from `apifault_decide` or `apifault_report_decision`. If there
///   was no response, take that of the report of `apifault_classify_failure`, or fill in `kind` and
///   `advice`, such as `APIFAULT_KIND_TIMEOUT` and `APIFAULT_ADVICE_BACKOFF`.
/// - `attempt`: the time since the call began, and what else is known.
/// - `random`: a random number from 0 to below 1. Anything else counts as 0.
/// - `step`: receives the step; its `struct_size` must be set.
///
/// The first reason to give up counts, in the order of `APIFAULT_GIVE_UP_…`. A wait is never shorter
/// than the delay that the server stated; up to a tenth of it, at most 5,000 ms, is added. Without a
/// stated delay, the wait is drawn evenly from 0 to a bound that doubles with each attempt.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_retry_next(
    policy: *const apifault_retry_policy,
    state: *mut apifault_retry_state,
    budget: *mut apifault_retry_budget,
    decision: *const apifault_decision,
    attempt: *const apifault_retry_attempt,
    random: f64,
    step: *mut apifault_retry_step,
) -> apifault_result {
    guard_result(|| {
        let policy = if policy.is_null() {
            &apifault_retry_policy::DEFAULT
        } else {
            // SAFETY: the caller keeps the header's contract.
            unsafe { memory::borrow_versioned(policy) }?
        };
        // SAFETY: the caller keeps the header's contract.
        let state = unsafe { memory::borrow_versioned_mut(state) }?;
        let budget = if budget.is_null() {
            None
        } else {
            // SAFETY: the caller keeps the header's contract.
            Some(unsafe { memory::borrow_versioned_mut(budget) }?)
        };
        // SAFETY: the caller keeps the header's contract.
        let decision = unsafe { memory::borrow_versioned(decision.cast::<FirstDecision>()) }?;
        // SAFETY: the caller keeps the header's contract.
        let attempt = unsafe { memory::borrow_versioned(attempt) }?;
        // SAFETY: the caller keeps the header's contract.
        let step = unsafe { memory::borrow_versioned_mut(step) }?;

        let mut next_state = RetryState::from(*state);
        let mut next_budget = budget.as_deref().map_or(RetryBudget::new(0), |&given| given.into());
        let next = RetryPolicy::from(*policy).next(
            &mut next_state,
            budget.is_some().then_some(&mut next_budget),
            outcome_of(decision),
            Attempt::from(*attempt),
            random,
        );
        state.attempts = next_state.attempts;
        state.now_retries = next_state.now_retries;
        state.last_cost = next_state.last_cost;
        if let Some(budget) = budget {
            budget.tokens = next_budget.tokens;
        }
        step.set(next);
        Ok(())
    })
}

#[cfg(test)]
pub(crate) mod tests {
    use std::ptr;

    use super::*;

    const ATTEMPT: apifault_retry_attempt = apifault_retry_attempt {
        struct_size: size_of::<apifault_retry_attempt>(),
        elapsed_ms: 0,
        sent: 1,
        idempotent: 1,
        delivered: 0,
        reserved: [0; 5],
    };

    const STEP: apifault_retry_step = apifault_retry_step {
        struct_size: size_of::<apifault_retry_step>(),
        wait_ms: 9,
        delay_ms: 9,
        give_up: 9,
        is_done: 9,
        has_delay: 9,
        reserved: [9; 2],
    };

    pub(crate) fn decision(kind: Kind) -> apifault_decision {
        apifault_decision {
            struct_size: size_of::<apifault_decision>(),
            kind: kind.as_u32(),
            advice: kind.advice().as_u32(),
            scope: kind.scope().as_u32(),
            remedies: kind.remedies().bits(),
            ..apifault_decision::EMPTY
        }
    }

    fn state() -> apifault_retry_state {
        apifault_retry_state {
            struct_size: size_of::<apifault_retry_state>(),
            ..Default::default()
        }
    }

    fn next(
        policy: *const apifault_retry_policy,
        state: &mut apifault_retry_state,
        decision: &apifault_decision,
        attempt: &apifault_retry_attempt,
    ) -> apifault_retry_step {
        let mut step = STEP;
        // SAFETY: every pointer lives, or is null.
        let result = unsafe {
            apifault_retry_next(
                policy,
                state,
                ptr::null_mut(),
                decision,
                attempt,
                0.5,
                &raw mut step,
            )
        };
        assert_eq!(result, 0);
        assert_eq!(step.struct_size, STEP.struct_size);
        step
    }

    fn initializer(name: &str) -> Vec<u64> {
        let header = include_str!("../apifault.h.in");
        let (_, rest) = header.split_once(&format!("#define {name}")).expect("the initializer");
        let (_, rest) = rest.split_once('{').expect("its members");
        let (members, _) = rest.split_once('}').expect("its end");
        let numbers = members.split(',').skip(1);
        let number = |text: &str| text.trim_matches([' ', '\\', '\n']).parse().expect("a number");
        numbers.map(number).collect()
    }

    #[test]
    fn the_initializers_have_the_defaults_of_the_core() {
        let policy = RetryPolicy::default();
        assert_eq!(
            initializer("APIFAULT_RETRY_POLICY_INIT"),
            [
                policy.max_attempts.into(),
                policy.max_now_retries.into(),
                policy.max_delay_ms,
                policy.deadline_ms,
                policy.backoff_base_ms,
                policy.backoff_cap_ms,
                policy.overload_base_ms,
                policy.overload_cap_ms,
                policy.rate_limit_base_ms,
                policy.rate_limit_cap_ms,
                policy.retry_cost.into(),
                policy.timeout_retry_cost.into(),
                policy.rate_limit_retry_cost.into(),
                policy.success_refund.into(),
            ]
        );
        let budget = RetryBudget::default();
        let expected = [budget.capacity, budget.tokens].map(u64::from);
        assert_eq!(initializer("APIFAULT_RETRY_BUDGET_INIT"), expected);
        let state = RetryState::default();
        let expected = [state.attempts, state.now_retries, state.last_cost, 0].map(u64::from);
        assert_eq!(initializer("APIFAULT_RETRY_STATE_INIT"), expected);
        assert_eq!(Attempt::from(ATTEMPT), Attempt::default());
    }

    #[test]
    fn each_number_of_a_policy_reaches_the_core() {
        let mut policy = RetryPolicy::new();
        policy.max_attempts = 1;
        policy.max_now_retries = 2;
        policy.max_delay_ms = 3;
        policy.deadline_ms = 4;
        policy.backoff_base_ms = 5;
        policy.backoff_cap_ms = 6;
        policy.overload_base_ms = 7;
        policy.overload_cap_ms = 8;
        policy.rate_limit_base_ms = 9;
        policy.rate_limit_cap_ms = 10;
        policy.retry_cost = 11;
        policy.timeout_retry_cost = 12;
        policy.rate_limit_retry_cost = 13;
        policy.success_refund = 14;
        assert_eq!(RetryPolicy::from(apifault_retry_policy::of(policy)), policy);
    }

    #[test]
    fn no_policy_is_the_default_policy() {
        for &kind in Kind::ALL {
            let (mut first, mut second) = (state(), state());
            for _ in 0..5 {
                let given = decision(kind);
                let default = ptr::from_ref(&apifault_retry_policy::DEFAULT);
                let first = next(ptr::null(), &mut first, &given, &ATTEMPT);
                let second = next(default, &mut second, &given, &ATTEMPT);
                assert_eq!(
                    (first.wait_ms, first.give_up, first.is_done),
                    (second.wait_ms, second.give_up, second.is_done)
                );
            }
            assert_eq!((first.attempts, second.attempts), (5, 5));
        }
    }

    #[test]
    fn each_step_is_written_whole() {
        let step = next(ptr::null(), &mut state(), &decision(Kind::BadGateway), &ATTEMPT);
        assert_eq!((step.wait_ms, step.delay_ms, step.give_up), (250, 0, 0));
        assert_eq!((step.is_done, step.has_delay, step.reserved), (0, 0, [0; 2]));

        let step = next(ptr::null(), &mut state(), &decision(Kind::Success), &ATTEMPT);
        assert_eq!((step.wait_ms, step.delay_ms, step.give_up), (0, 0, 0));
        assert_eq!((step.is_done, step.has_delay, step.reserved), (1, 0, [0; 2]));

        let mut long = decision(Kind::RateLimited);
        (long.advice, long.delay_ms) = (Advice::AfterDelay.as_u32(), 61_000);
        long.has_delay = 2;
        let step = next(ptr::null(), &mut state(), &long, &ATTEMPT);
        assert_eq!((step.wait_ms, step.delay_ms), (0, 61_000));
        assert_eq!(step.give_up, apifault_core::GiveUp::DelayTooLong.as_u32());
        assert_eq!((step.is_done, step.has_delay, step.reserved), (0, 1, [0; 2]));
    }
}
