//! What the clients ask: the same calls at the same times for every policy.

use fastrand::Rng;

use crate::random::{Purpose, random};
use crate::server::{CLIENTS, CLIENTS_OF_ORGANISATION, Plan};

pub(crate) const SECOND: u64 = 1_000;
pub(crate) const MINUTE: u64 = 60 * SECOND;

/// How long calls arrive.
pub(crate) const DURATION: u64 = 30 * MINUTE;
/// How many processes a client is if it is many.
pub(crate) const PROCESSES_OF_CLIENT: u32 = 10;
const CALLS_OF_CLIENT: u32 = 900;
const CALLS_IN_BURSTS: u32 = 225;
/// How long a burst lasts, for each of its calls.
const BURST_MS: u64 = 100;

/// What becomes of a call, as far as the call itself decides it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Nature {
    Plain,
    /// Calls tools: a sample may be unusable, and another one usable.
    Tools,
    /// Calls tools with a schema that no sample satisfies.
    BrokenTools,
    /// Has a wrong parameter.
    Wrong,
    /// Asks for more tokens than the limit per minute, and gets a 413.
    TooLarge,
    /// The same, but gets a 429, as if a wait would help.
    OverLimit,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Call {
    pub(crate) arrival: u64,
    /// Which client sends it, if each is one process.
    pub(crate) client: u32,
    /// Which process sends it, if each client is many.
    pub(crate) process: u32,
    pub(crate) nature: Nature,
    pub(crate) input: u64,
    pub(crate) output: u64,
    pub(crate) is_stream: bool,
}

impl Call {
    pub(crate) const fn tokens(&self) -> u64 {
        self.input + self.output
    }

    pub(crate) const fn organisation(&self) -> usize {
        (self.client / CLIENTS_OF_ORGANISATION) as usize
    }
}

/// A number that is as often in each of these doublings of the base, and evenly in it.
fn doublings(rng: &mut Rng, base: u64, count: u32) -> u64 {
    let start = base << rng.u32(0..count);
    start + rng.u64(0..start)
}

fn call(rng: &mut Rng, arrival: u64, client: u32) -> Call {
    let nature = match rng.u32(0..1_000) {
        0..12 => Nature::Wrong,
        12..15 => Nature::TooLarge,
        15..18 => Nature::OverLimit,
        18..20 => Nature::BrokenTools,
        20..170 => Nature::Tools,
        _ => Nature::Plain,
    };
    let (input, output) = (doublings(rng, 64, 6), doublings(rng, 32, 5));
    let limit = Plan::of((client / CLIENTS_OF_ORGANISATION) as usize).tokens_per_minute;
    let over = limit + rng.u64(0..limit / 2);
    let is_stream = rng.u32(0..10) < 6;
    let input = if matches!(nature, Nature::TooLarge | Nature::OverLimit) { over } else { input };
    let process = client * PROCESSES_OF_CLIENT + rng.u32(0..PROCESSES_OF_CLIENT);
    Call { arrival, client, process, nature, input, output, is_stream }
}

/// All calls of this seed, by their arrival. A client sends three quarters of its calls at any time,
/// independently of each other, and the rest in bursts.
pub(crate) fn calls(seed: u64) -> Vec<Call> {
    let mut calls = Vec::new();
    for client in 0..CLIENTS {
        let mut rng = random(seed, Purpose::Load, client, 0);
        let calls_of_burst = Plan::of((client / CLIENTS_OF_ORGANISATION) as usize).calls_of_burst;
        for _ in 0..CALLS_OF_CLIENT - CALLS_IN_BURSTS {
            let arrival = rng.u64(0..DURATION);
            calls.push(call(&mut rng, arrival, client));
        }
        for _ in 0..CALLS_IN_BURSTS / calls_of_burst {
            let length = u64::from(calls_of_burst) * BURST_MS;
            let start = rng.u64(0..DURATION - length);
            for _ in 0..calls_of_burst {
                let arrival = start + rng.u64(0..length);
                calls.push(call(&mut rng, arrival, client));
            }
        }
    }
    // The sort is stable, so that calls of the same millisecond keep their order.
    calls.sort_by_key(|call| call.arrival);
    calls
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_client_sends_as_many_calls() {
        let calls = calls(1);
        assert_eq!(calls.len() as u32, CLIENTS * CALLS_OF_CLIENT);
        for client in 0..CLIENTS {
            let count = calls.iter().filter(|call| call.client == client).count();
            assert_eq!(count as u32, CALLS_OF_CLIENT);
        }
        assert!(calls.iter().all(|call| call.arrival < DURATION));
    }

    #[test]
    fn another_seed_gives_other_calls_and_the_same_seed_the_same() {
        let arrivals = |seed| calls(seed).iter().map(|call| call.arrival).collect::<Vec<_>>();
        assert_eq!(arrivals(1), arrivals(1));
        assert_ne!(arrivals(1), arrivals(2));
    }

    #[test]
    fn a_request_over_the_limit_is_larger_than_the_limit() {
        for call in calls(1) {
            let limit = Plan::of(call.organisation()).tokens_per_minute;
            let is_over = matches!(call.nature, Nature::TooLarge | Nature::OverLimit);
            assert_eq!(call.tokens() > limit, is_over);
        }
    }
}
