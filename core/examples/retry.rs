//! A retry loop that follows the advice of each decision. The responses are made up, and instead of
//! sleeping it prints how long it would wait.
//!
//! ```sh
//! cargo run -p apifault --example retry
//! ```

use std::ops::RangeInclusive;

use apifault::{Advice, Decision, Options, Response, decide};

/// One call is sent at most this many times.
const MAX_ATTEMPTS: u32 = 4;
/// The first backoff, in milliseconds. Each further one is twice as long, up to the maximum.
const FIRST_BACKOFF_MS: u64 = 500;
const MAX_BACKOFF_MS: u64 = 8_000;
/// If the server states a longer delay than this, the loop gives up at once.
const MAX_DELAY_MS: u64 = 60_000;

/// The wait before the next attempt, as a range to choose from at random; `None` to give up.
///
/// `attempt` counts from 1 and is the attempt that just failed.
fn wait_ms(decision: &Decision, attempt: u32) -> Option<RangeInclusive<u64>> {
    if attempt >= MAX_ATTEMPTS {
        return None;
    }
    match decision.retry.advice {
        Advice::Now => Some(0..=0),
        // A retry before the stated delay would fail, so this never waits for less.
        Advice::AfterDelay => {
            let delay_ms = decision.retry.delay_ms.filter(|&ms| ms <= MAX_DELAY_MS)?;
            Some(delay_ms..=delay_ms + FIRST_BACKOFF_MS)
        }
        // The random part keeps clients that failed together from returning together.
        Advice::Backoff => {
            let longest = (FIRST_BACKOFF_MS << (attempt - 1)).min(MAX_BACKOFF_MS);
            Some(longest / 2..=longest)
        }
        // `No`, and advice that a later version may add.
        _ => None,
    }
}

/// Sends one call until it succeeds or a retry is not worth it. Returns the number of attempts.
fn call(responses: &[Response<'_>]) -> u32 {
    for (response, attempt) in responses.iter().zip(1..) {
        let decision = decide(response, &Options::new());
        if decision.kind.is_success() {
            println!("attempt {attempt}: success");
            return attempt;
        }
        let Some(wait) = wait_ms(&decision, attempt) else {
            println!("attempt {attempt}: {}, give up", decision.kind);
            return attempt;
        };
        let (least, most) = wait.into_inner();
        println!("attempt {attempt}: {}, wait {least} to {most} ms", decision.kind);
    }
    unreachable!("the last response is a success, or no retry is allowed after it")
}

fn main() {
    let success = Response::new(200, br#"{"choices":[]}"#);
    let overloaded = Response::new(503, br#"{"error":{"message":"over capacity"}}"#);
    let limited = Response::new(429, b"{}").with_headers([("retry-after", "2")]);
    let limited_for_an_hour = Response::new(429, b"{}").with_headers([("retry-after", "3600")]);
    let bad_tool_call = Response::new(400, br#"{"error":{"code":"tool_use_failed"}}"#);
    let no_credit = Response::new(429, br#"{"error":{"code":"insufficient_quota"}}"#);

    // Transient errors are retried, with the stated delay if there is one.
    assert_eq!(call(&[overloaded.clone(), limited, bad_tool_call, success]), 4);
    // No retry helps here, although the status is also 429.
    assert_eq!(call(&[no_credit]), 1);
    // The stated delay is too long for this caller.
    assert_eq!(call(&[limited_for_an_hour]), 1);
    // An error that persists is not retried for ever.
    assert_eq!(call(&vec![overloaded; 9]), MAX_ATTEMPTS);
}
