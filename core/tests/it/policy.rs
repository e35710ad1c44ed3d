//! A policy gives the steps of `tests/steps.jsonl`.

use std::fs;
use std::path::Path;

use apifault::{
    Advice, Attempt, GiveUp, Kind, Outcome, RetryBudget, RetryPolicy, RetryState, Step,
};
use serde::Deserialize;
use serde_json::{Value, json};

/// One attempt of a call, and the step that must follow.
#[derive(Deserialize)]
struct Vector {
    id: String,
    #[serde(default)]
    policy: RetryPolicy,
    #[serde(default)]
    state: RetryState,
    budget: Option<RetryBudget>,
    outcome: Value,
    #[serde(default)]
    attempt: Attempt,
    /// A text, as not every reader of JSON takes each digit of a number.
    random: String,
    expect: Value,
}

fn vectors() -> Vec<Vector> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/steps.jsonl");
    let text = fs::read_to_string(path).expect("the steps");
    text.lines().map(|line| serde_json::from_str(line).expect("a step")).collect()
}

fn outcome(vector: &Vector) -> Outcome {
    let word = |name: &str| vector.outcome[name].as_str().expect("a word");
    let mut outcome = Outcome::of(word("kind").parse().expect("a kind"));
    outcome.advice = word("advice").parse().expect("an advice");
    outcome.delay_ms = vector.outcome["delay_ms"].as_u64();
    outcome
}

#[test]
fn every_step_is_the_expected_one() {
    for vector in &vectors() {
        let (mut state, mut budget) = (vector.state, vector.budget.clone());
        let step = vector.policy.next(
            &mut state,
            budget.as_mut(),
            outcome(vector),
            vector.attempt,
            vector.random.parse().expect("a number"),
        );
        let mut got = serde_json::to_value(step).expect("JSON");
        got["attempts"] = state.attempts.into();
        got["now_retries"] = state.now_retries.into();
        got["last_cost"] = state.last_cost.into();
        got["tokens"] = budget.map(|budget| budget.tokens).into();
        assert_eq!(got, vector.expect, "{}", vector.id);
    }
}

#[test]
fn every_reason_and_every_kind_is_in_a_vector() {
    let vectors = vectors();
    for reason in GiveUp::ALL {
        let is_reason = |vector: &&Vector| vector.expect["reason"] == reason.as_str();
        assert!(vectors.iter().filter(is_reason).count() > 1, "{reason}");
    }
    for kind in Kind::ALL {
        assert!(vectors.iter().any(|vector| vector.outcome["kind"] == kind.as_str()), "{kind}");
    }
}

/// Every outcome that a response can have, and some that none has.
fn outcomes() -> Vec<Outcome> {
    let delays = [None, Some(0), Some(1), Some(60_000), Some((1 << 53) - 1), Some(u64::MAX)];
    let mut outcomes = Vec::new();
    for &kind in Kind::ALL {
        for &advice in Advice::ALL {
            for delay_ms in delays {
                let mut outcome = Outcome::of(kind);
                (outcome.advice, outcome.delay_ms) = (advice, delay_ms);
                outcomes.push(outcome);
            }
        }
    }
    outcomes
}

#[test]
fn a_wait_is_never_shorter_than_stated_and_never_longer_than_the_bounds() {
    let policy = RetryPolicy::new();
    let longest = policy.max_delay_ms + RetryPolicy::MAX_JITTER_MS;
    for outcome in outcomes() {
        for random in [0.0, 0.3, 1.0 - f64::EPSILON, f64::NAN, -3.0] {
            for attempts in 0..4 {
                let mut state = RetryState::new();
                state.attempts = attempts;
                let step = policy.next(&mut state, None, outcome, Attempt::new(0), random);
                let Step::Wait(ms) = step else { continue };
                assert!(ms <= longest, "{outcome:?}");
                if outcome.advice != Advice::Now {
                    assert!(ms >= outcome.delay_ms.unwrap_or(0), "{outcome:?}");
                }
            }
        }
    }
}

#[test]
fn every_call_ends_after_the_attempts_of_its_policy() {
    for outcome in outcomes() {
        let (policy, mut state) = (RetryPolicy::new(), RetryState::new());
        let attempts = (1..=9).find(|_| {
            let step = policy.next(&mut state, None, outcome, Attempt::new(0), 0.5);
            !matches!(step, Step::Wait(_))
        });
        assert!(attempts.is_some_and(|count| count <= policy.max_attempts), "{outcome:?}");
    }
}

#[test]
fn a_call_that_must_not_be_executed_twice_is_not_sent_again_after_a_server_error() {
    let policy = RetryPolicy::new();
    for outcome in outcomes() {
        let next = |attempt: Attempt| {
            policy.next(&mut RetryState::new(), None, outcome, attempt.with_idempotent(false), 0.5)
        };
        let is_not_idempotent =
            |step| matches!(step, Step::GiveUp { reason: GiveUp::NotIdempotent, .. });
        if matches!(outcome.kind, Kind::RateLimited | Kind::Overloaded) {
            assert!(!is_not_idempotent(next(Attempt::new(0))), "{outcome:?}");
        }
        assert!(!is_not_idempotent(next(Attempt::new(0).with_sent(false))), "{outcome:?}");
    }
}

#[test]
fn what_a_policy_needs_is_plain_numbers_in_json() {
    let policy = serde_json::to_value(RetryPolicy::new()).expect("JSON");
    let numbers = policy.as_object().expect("an object");
    assert!(numbers.len() == 14 && numbers.values().all(Value::is_u64), "{policy}");
    let read: RetryPolicy = serde_json::from_value(policy).expect("a policy");
    assert_eq!(read, RetryPolicy::new());

    let changed: RetryPolicy =
        serde_json::from_value(json!({"max_attempts": 7})).expect("a policy");
    assert_eq!((changed.max_attempts, changed.deadline_ms), (7, RetryPolicy::new().deadline_ms));
    for wrong in [json!({"max_tries": 7}), json!({"max_attempts": -1}), json!({"deadline_ms": 0.5})]
    {
        assert!(serde_json::from_value::<RetryPolicy>(wrong.clone()).is_err(), "{wrong}");
    }

    let mut state = RetryState::new();
    state.attempts = 2;
    let json = serde_json::to_string(&state).expect("JSON");
    assert_eq!(json, r#"{"attempts":2,"now_retries":0,"last_cost":0}"#);
    assert_eq!(serde_json::from_str::<RetryState>(&json).expect("a state"), state);
    assert_eq!(
        serde_json::to_string(&RetryBudget::new(9).with_tokens(4)).expect("JSON"),
        r#"{"capacity":9,"tokens":4}"#
    );
    for (json, tokens) in [("{}", 100), (r#"{"capacity":9}"#, 9), (r#"{"tokens":4}"#, 4)] {
        assert_eq!(serde_json::from_str::<RetryBudget>(json).expect("a budget").tokens, tokens);
    }
}

#[test]
fn threads_that_share_a_budget_lose_no_token() {
    use std::sync::Mutex;

    const THREADS: u32 = 16;
    const CALLS: u32 = 500;
    let policy = RetryPolicy::new();
    let shared = Mutex::new(RetryBudget::new(1_000_000).with_tokens(500_000));
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                for _ in 0..CALLS {
                    let mut state = RetryState::new();
                    for kind in [Kind::Timeout, Kind::Overloaded, Kind::Success] {
                        let mut budget = shared.lock().expect("no thread panics");
                        let outcome = Outcome::of(kind);
                        policy.next(&mut state, Some(&mut *budget), outcome, Attempt::new(0), 0.0);
                    }
                }
            });
        }
    });
    // The timeout took 10, the overload 5, and the success gave 5 back.
    let left = shared.lock().expect("no thread panics").tokens;
    assert_eq!(left, 500_000 - 10 * THREADS * CALLS);
}

#[test]
fn the_page_has_the_default_of_every_number() {
    let page = include_str!("../../RETRIES.md");
    let policy = serde_json::to_value(RetryPolicy::new()).expect("JSON");
    for (name, value) in policy.as_object().expect("an object") {
        let digits = value.to_string();
        let (thousands, rest) = digits.split_at(digits.len().saturating_sub(3));
        let value = if thousands.is_empty() { digits } else { format!("{thousands},{rest}") };
        assert!(page.contains(&format!("| `{name}` | {value} |")), "{name}: {value}");
    }
}
