//! A retry loop, as a [`RetryPolicy`] decides it, and a list of fallbacks, as a [`Cooldown`] decides it.
//! The responses and the time are made up, and instead of sleeping it prints how long it would wait.
//!
//! ```sh
//! cargo run -p apifault --example retry
//! ```

use apifault::{
    Attempt, Cooldown, GiveUp, Options, Response, RetryBudget, RetryPolicy, RetryState, Step,
    Target, decide,
};

/// Sends one call until it succeeds or the policy gives up. Returns the number of attempts and the
/// last step.
fn call(responses: &[Response<'_>], budget: &mut RetryBudget) -> (u32, Step) {
    let policy = RetryPolicy::new();
    let mut state = RetryState::new();
    // A real client takes the time from a clock, and the number from a random source.
    let (mut elapsed_ms, random) = (0, 0.5);
    for response in responses {
        let decision = decide(response, &Options::new());
        let attempt = Attempt::new(elapsed_ms);
        let step = policy.next(&mut state, Some(&mut *budget), &decision, attempt, random);
        println!("attempt {}: {}, {step:?}", state.attempts, decision.kind);
        match step {
            Step::Wait(ms) => elapsed_ms += ms,
            Step::Done | Step::GiveUp { .. } => return (state.attempts, step),
        }
    }
    unreachable!("the last response is a success, or no retry is allowed after it")
}

/// A credential and a model of one provider, and until when they rest.
struct Route {
    credential: &'static str,
    model: &'static str,
    resting: Option<Cooldown>,
}

/// Lets every route rest that would fail like the one that just failed.
fn rest(routes: &mut [Route], failed: usize, cooldown: Cooldown) {
    let (credential, model) = (routes[failed].credential, routes[failed].model);
    for route in routes {
        let mut target = Target::new();
        target.other_credential = route.credential != credential;
        target.other_model = route.model != model;
        if cooldown.covers(target) {
            route.resting = Some(cooldown);
        }
    }
}

fn main() {
    let success = Response::new(200, br#"{"choices":[]}"#);
    let overloaded = Response::new(503, br#"{"error":{"message":"over capacity"}}"#);
    let limited = Response::new(429, b"{}").with_headers([("retry-after", "2")]);
    let limited_for_an_hour = Response::new(429, b"{}").with_headers([("retry-after", "3600")]);
    let bad_tool_call = Response::new(400, br#"{"error":{"code":"tool_use_failed"}}"#);
    let no_credit = Response::new(429, br#"{"error":{"code":"insufficient_quota"}}"#);

    let mut budget = RetryBudget::default();
    let mut call = |responses: &[Response<'_>]| call(responses, &mut budget);
    let gave_up = |reason, delay_ms| Step::GiveUp { reason, delay_ms };

    // Transient errors are retried, with the stated delay if there is one.
    assert_eq!(call(&[overloaded.clone(), limited, bad_tool_call, success]), (4, Step::Done));
    // No retry helps here, although the status is also 429.
    assert_eq!(call(std::slice::from_ref(&no_credit)), (1, gave_up(GiveUp::NotRetryable, None)));
    // A delay that is too long is not shortened.
    let too_long = gave_up(GiveUp::DelayTooLong, Some(3_600_000));
    assert_eq!(call(&[limited_for_an_hour]), (1, too_long));
    // An error that persists is not retried for ever.
    assert_eq!(call(&vec![overloaded.clone(); 9]), (4, gave_up(GiveUp::Tries, None)));

    let mut routes = [("key-1", "heron"), ("key-1", "egret"), ("key-2", "heron")]
        .map(|(credential, model)| Route { credential, model, resting: None });
    let resting =
        |routes: &[Route]| routes.iter().map(|route| route.resting.is_some()).collect::<Vec<_>>();
    // A model without capacity rests with every key.
    let decision = decide(&overloaded, &Options::new());
    let cooldown = Cooldown::of(&decision, 1_000_000).expect("the model rests");
    rest(&mut routes, 0, cooldown);
    println!("{cooldown:?}");
    assert_eq!(resting(&routes), [true, false, true]);
    // A key without credit rests for good.
    let cooldown = Cooldown::of(&decide(&no_credit, &Options::new()), 1_000_000);
    let cooldown = cooldown.expect("the key rests");
    rest(&mut routes, 1, cooldown);
    println!("{cooldown:?}");
    assert!(cooldown.is_permanent());
    assert_eq!(resting(&routes), [true, true, true]);
}
