//! Random numbers that depend on what they are for, and not on what was drawn before.
//!
//! So the same attempt of the same call meets the same fate under every policy, and policies are
//! compared under the same luck.

use fastrand::Rng;

/// What numbers are drawn for.
#[derive(Clone, Copy)]
pub(crate) enum Purpose {
    Schedule = 1,
    Load = 2,
    Server = 3,
    Wait = 4,
}

/// The random numbers of one seed for this purpose, call (or client) and attempt.
pub(crate) fn random(seed: u64, purpose: Purpose, call: u32, attempt: u32) -> Rng {
    let mut state = seed;
    for part in [purpose as u64, u64::from(call), u64::from(attempt)] {
        state = Rng::with_seed(state ^ part.wrapping_mul(0x9e37_79b9_7f4a_7c15)).u64(..);
    }
    Rng::with_seed(state)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_depend_on_each_of_what_they_are_for() {
        let mut drawn: Vec<u64> = Vec::new();
        for seed in 0..4 {
            for purpose in [Purpose::Schedule, Purpose::Load, Purpose::Server, Purpose::Wait] {
                for call in 0..20 {
                    for attempt in 0..4 {
                        drawn.push(random(seed, purpose, call, attempt).u64(..));
                    }
                }
            }
        }
        let count = drawn.len();
        drawn.sort_unstable();
        drawn.dedup();
        assert_eq!(drawn.len(), count);
    }

    #[test]
    fn numbers_are_the_same_on_every_machine() {
        let mut rng = random(7, Purpose::Server, 3, 1);
        assert_eq!((rng.u64(..), rng.u32(0..1_000)), (16_564_886_098_377_417_523, 404));
    }
}
