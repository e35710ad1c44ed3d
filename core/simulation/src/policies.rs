//! What clients do after a failed attempt: this project's policy, and those that other clients
//! document.

use apifault::{Attempt, RetryBudget, RetryPolicy, RetryState, Step};

use crate::answer::{Answer, Stage};

/// What a client does after a failed attempt.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Policy {
    NoRetry,
    /// openai-python 3.57.0, `openai/_base_client.py`.
    OpenAi,
    /// groq-python 1.7.0, `groq/_base_client.py`.
    Groq,
    /// litellm 1.110.2, `completion(num_retries=2)` of a Groq model: `litellm/main.py`,
    /// `litellm/utils.py`.
    LitellmCompletion,
    /// litellm 1.110.2, a `Router` with its defaults and one deployment: `litellm/router.py`.
    LitellmRouter,
    /// The standard mode of smithy-rs. A 429 means throttling, as to botocore; smithy-rs itself
    /// retries only AWS's error codes for it: `strategy/standard.rs`, `token_bucket.rs`,
    /// `botocore/retries/standard.py`.
    Smithy(Smithy),
    /// With the tokens of the budget, if there is one.
    Apifault(RetryPolicy, Option<u32>),
}

/// The numbers of a standard mode of smithy.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Smithy {
    /// The bound of the first wait, in seconds, if the server does not throttle.
    base: f64,
    /// The tokens of a retry, if the server does not throttle.
    cost: u32,
}

impl Smithy {
    /// Those of the retry specification 2.0, the default of smithy-rs.
    pub(crate) const V2_0: Self = Self { base: 1.0, cost: 10 };
    /// Those of 2.1, which botocore has since 1.44.
    pub(crate) const V2_1: Self = Self { base: 0.05, cost: 14 };

    const TOKENS: u32 = 500;
    const THROTTLING_BASE: f64 = 1.0;
    const THROTTLING_COST: u32 = 5;

    fn backoff(base: f64, retries: u32, random: f64) -> u64 {
        ms(random * doubled(base, retries, 20.0))
    }
}

/// What the calls of one client process share.
#[derive(Clone, Debug)]
pub(crate) struct Shared {
    smithy_tokens: u32,
    budget: Option<RetryBudget>,
}

/// What a policy remembers of one call.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Memory {
    retries: u32,
    smithy_cost: u32,
    state: RetryState,
}

/// Milliseconds of seconds, rounded down.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few seconds")]
fn ms(seconds: f64) -> u64 {
    (seconds * 1_000.0) as u64
}

/// A number doubled so many times, up to a cap.
fn doubled(base: f64, retries: u32, cap: f64) -> f64 {
    (base * f64::from(1_u32 << retries.min(20))).min(cap)
}

/// The backoff of the SDKs that are generated alike: openai, groq, anthropic.
fn sdk_backoff(retries: u32, random: f64) -> u64 {
    ms(doubled(0.5, retries, 8.0) * (1.0 - 0.25 * random))
}

fn router_wait(retries: u32, stated: Option<u64>, random: f64) -> u64 {
    let jitter = ms(0.75 * random);
    match stated {
        Some(seconds @ 1..=60) => seconds * 1_000 + jitter,
        _ => ms(doubled(0.5, retries, 8.0)) + jitter,
    }
}

/// The statuses that openai-python, groq-python and litellm's Router retry.
const fn is_status_retried(status: u16) -> bool {
    matches!(status, 408 | 409 | 429 | 500..)
}

impl Policy {
    pub(crate) fn shared(&self) -> Shared {
        let budget = match self {
            Self::Apifault(_, capacity) => capacity.map(RetryBudget::new),
            _ => None,
        };
        Shared { smithy_tokens: Smithy::TOKENS, budget }
    }

    /// A call succeeded.
    pub(crate) fn succeeded(&self, shared: &mut Shared, memory: &mut Memory, elapsed_ms: u64) {
        match self {
            Self::Smithy(_) => {
                let refund = if memory.retries == 0 { 1 } else { memory.smithy_cost };
                shared.smithy_tokens = (shared.smithy_tokens + refund).min(Smithy::TOKENS);
            }
            Self::Apifault(..) => {
                let step = self.step(shared, memory, &Answer::success(), elapsed_ms, 0.0);
                assert_eq!(step, Step::Done);
            }
            _ => {}
        }
    }

    fn step(
        &self,
        shared: &mut Shared,
        memory: &mut Memory,
        answer: &Answer,
        elapsed_ms: u64,
        random: f64,
    ) -> Step {
        let Self::Apifault(policy, _) = self else { unreachable!("only this policy has steps") };
        let attempt =
            Attempt::new(elapsed_ms).with_delivered(matches!(answer.stage, Stage::Delivered));
        let (state, budget) = (&mut memory.state, shared.budget.as_mut());
        policy.next(state, budget, answer.outcome(), attempt, random)
    }

    /// How long the client waits until it sends the call again, if it does. `random` is from 0 to
    /// below 1.
    pub(crate) fn wait_ms(
        &self,
        shared: &mut Shared,
        memory: &mut Memory,
        answer: &Answer,
        elapsed_ms: u64,
        random: f64,
    ) -> Option<u64> {
        if let Self::Apifault(..) = self {
            return match self.step(shared, memory, answer, elapsed_ms, random) {
                Step::Wait(wait_ms) => Some(wait_ms),
                Step::Done | Step::GiveUp { .. } => None,
            };
        }
        // All others retry twice, and nothing after the status and the headers have come.
        if memory.retries >= 2 || matches!(answer.stage, Stage::Stream | Stage::Delivered) {
            return None;
        }
        let retries = memory.retries;
        let is_response = matches!(answer.stage, Stage::Response);
        let (status, stated) = (answer.status, answer.retry_after);
        let wait_ms = match self {
            Self::NoRetry | Self::Apifault(..) => None,
            Self::OpenAi => match stated {
                _ if is_response && !is_status_retried(status) => None,
                Some(121..) => None,
                Some(seconds @ 1..) => Some(seconds * 1_000),
                _ => Some(sdk_backoff(retries, random)),
            },
            Self::Groq => match stated {
                _ if is_response && !is_status_retried(status) => None,
                Some(seconds @ 1..=60) => Some(seconds * 1_000),
                _ => Some(sdk_backoff(retries, random)),
            },
            // Any error, at once.
            Self::LitellmCompletion => Some(0),
            Self::LitellmRouter => (!is_response || is_status_retried(status))
                .then(|| router_wait(retries, stated, random)),
            Self::Smithy(numbers) => {
                let is_throttled = is_response && status == 429;
                let is_transient = !is_response || matches!(status, 500 | 502 | 503 | 504);
                let (base, cost) = if is_throttled {
                    (Smithy::THROTTLING_BASE, Smithy::THROTTLING_COST)
                } else {
                    (numbers.base, numbers.cost)
                };
                if (is_throttled || is_transient) && shared.smithy_tokens >= cost {
                    shared.smithy_tokens -= cost;
                    memory.smithy_cost = cost;
                    Some(Smithy::backoff(base, retries, random))
                } else {
                    None
                }
            }
        };
        if wait_ms.is_some() {
            memory.retries += 1;
        }
        wait_ms
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::{Cause, Levels, Reached};

    const ALMOST_1: f64 = 0.999_999;

    const LEVELS: Levels = Levels {
        limit_requests: 14_400,
        remaining_requests: 14_397,
        reset_requests: 18_000,
        limit_tokens: 6_000,
        remaining_tokens: 880,
        reset_tokens: 51_200,
    };

    fn limited(wait_ms: u64) -> Answer {
        let reached = Reached {
            name: "tokens per minute (TPM)",
            metric: "tokens",
            limit: 6_000,
            used: 5_120,
            requested: 1_558,
            wait_ms,
        };
        Answer::rate_limited(Cause::Minute, &reached, &LEVELS)
    }

    /// The waits of a call whose every attempt ends so.
    fn waits(policy: Policy, answer: &Answer, random: f64) -> Vec<u64> {
        let (mut shared, mut memory) = (policy.shared(), Memory::default());
        let mut next = || policy.wait_ms(&mut shared, &mut memory, answer, 0, random);
        let waits = std::iter::from_fn(&mut next).take(10).collect();
        assert_eq!(next(), None);
        waits
    }

    const SMITHY: Policy = Policy::Smithy(Smithy::V2_1);

    const PEERS: [Policy; 5] =
        [Policy::OpenAi, Policy::Groq, Policy::LitellmCompletion, Policy::LitellmRouter, SMITHY];

    #[test]
    fn sdks_double_half_a_second_and_subtract_up_to_a_quarter() {
        for policy in [Policy::OpenAi, Policy::Groq] {
            assert_eq!(waits(policy, &Answer::bad_gateway(), 0.0), [500, 1_000]);
            assert_eq!(waits(policy, &Answer::bad_gateway(), ALMOST_1), [375, 750]);
        }
        assert_eq!((sdk_backoff(4, 0.0), sdk_backoff(9, 0.0)), (8_000, 8_000));
    }

    #[test]
    fn sdks_wait_as_stated_up_to_a_bound_that_differs() {
        for (seconds, openai, groq) in [
            (1, vec![1_000; 2], vec![1_000; 2]),
            (60, vec![60_000; 2], vec![60_000; 2]),
            (61, vec![61_000; 2], vec![500, 1_000]),
            (120, vec![120_000; 2], vec![500, 1_000]),
            (121, vec![], vec![500, 1_000]),
        ] {
            let answer = limited(seconds * 1_000);
            assert_eq!(waits(Policy::OpenAi, &answer, 0.0), openai, "{seconds}");
            assert_eq!(waits(Policy::Groq, &answer, 0.0), groq, "{seconds}");
        }
    }

    #[test]
    fn completion_of_litellm_retries_any_error_at_once() {
        for answer in [Answer::wrong_request(&LEVELS), limited(30_000), Answer::no_answer()] {
            assert_eq!(waits(Policy::LitellmCompletion, &answer, 0.5), [0, 0]);
        }
    }

    #[test]
    fn the_router_of_litellm_adds_its_jitter_after_the_cap() {
        let policy = Policy::LitellmRouter;
        assert_eq!(waits(policy, &Answer::bad_gateway(), 0.0), [500, 1_000]);
        assert_eq!(waits(policy, &Answer::bad_gateway(), ALMOST_1), [1_249, 1_749]);
        assert_eq!(waits(policy, &limited(60_000), 0.5), [60_375, 60_375]);
        assert_eq!(waits(policy, &limited(61_000), 0.0), [500, 1_000]);
        assert_eq!(router_wait(9, None, ALMOST_1), 8_749);
    }

    #[test]
    fn smithy_draws_from_0_and_reads_no_stated_delay() {
        assert_eq!(waits(SMITHY, &Answer::bad_gateway(), 0.0), [0, 0]);
        assert_eq!(waits(SMITHY, &Answer::bad_gateway(), ALMOST_1), [49, 99]);
        assert_eq!(waits(SMITHY, &limited(60_000), ALMOST_1), [999, 1_999]);
        assert_eq!(Smithy::backoff(1.0, 9, ALMOST_1), 19_999);
        let old = Policy::Smithy(Smithy::V2_0);
        assert_eq!(waits(old, &Answer::bad_gateway(), ALMOST_1), [999, 1_999]);
    }

    #[test]
    fn smithy_takes_tokens_for_a_retry_and_gives_the_last_ones_back() {
        let policy = SMITHY;
        let (mut shared, mut memory) = (policy.shared(), Memory::default());
        let mut tokens = Vec::new();
        for answer in [Answer::bad_gateway(), limited(1_000)] {
            assert!(policy.wait_ms(&mut shared, &mut memory, &answer, 0, 0.5).is_some());
            tokens.push(shared.smithy_tokens);
        }
        policy.succeeded(&mut shared, &mut memory, 0);
        tokens.push(shared.smithy_tokens);
        policy.succeeded(&mut shared, &mut Memory::default(), 0);
        tokens.push(shared.smithy_tokens);
        assert_eq!(tokens, [486, 481, 486, 487]);
        shared.smithy_tokens = 13;
        let mut memory = Memory::default();
        let answer = Answer::bad_gateway();
        assert_eq!(policy.wait_ms(&mut shared, &mut memory, &answer, 0, 0.5), None);
        assert_eq!(shared.smithy_tokens, 13);
    }

    #[test]
    fn only_completion_of_litellm_retries_what_the_caller_must_change() {
        let sample = Answer::unusable_sample(Cause::Sample, &LEVELS);
        for answer in [Answer::wrong_request(&LEVELS), sample] {
            let retries = PEERS.map(|policy| waits(policy, &answer, 0.5).len());
            assert_eq!(retries, [0, 0, 2, 0, 0]);
        }
    }

    #[test]
    fn the_others_retry_no_stream_that_began() {
        for stage in [Stage::Stream, Stage::Delivered] {
            for policy in PEERS {
                assert!(waits(policy, &Answer::broken(stage), 0.5).is_empty());
            }
        }
    }

    #[test]
    fn this_policy_retries_a_stream_until_text_came() {
        let policy = Policy::Apifault(RetryPolicy::new(), None);
        assert_eq!(waits(policy, &Answer::broken(Stage::Stream), 0.5), [250, 500, 1_000]);
        assert!(waits(policy, &Answer::broken(Stage::Delivered), 0.5).is_empty());
    }

    #[test]
    fn all_but_no_retry_retry_what_passes() {
        for policy in PEERS {
            for answer in [Answer::bad_gateway(), Answer::no_answer(), limited(1_000)] {
                assert_eq!(waits(policy, &answer, 0.5).len(), 2, "{policy:?}");
            }
        }
        assert!(waits(Policy::NoRetry, &Answer::bad_gateway(), 0.5).is_empty());
    }
}
