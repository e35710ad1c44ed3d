//! Version and results.

use crate::guard::guard;
use crate::numbers::apifault_result;
use crate::outcome::Outcome;
use crate::text::apifault_text;

const fn decimal(digits: &str) -> u32 {
    let digits = digits.as_bytes();
    let mut number = 0;
    let mut i = 0;
    while i < digits.len() {
        number = number * 10 + (digits[i] - b'0') as u32;
        i += 1;
    }
    number
}

pub(crate) const VERSION_NUMBER: u32 = decimal(env!("CARGO_PKG_VERSION_MAJOR")) * 1_000_000
    + decimal(env!("CARGO_PKG_VERSION_MINOR")) * 1_000
    + decimal(env!("CARGO_PKG_VERSION_PATCH"));

/// The version of the running library: major * 1000000 + minor * 1000 + patch. It may differ from
/// `APIFAULT_VERSION_NUMBER`, the version of the header that the program was compiled with.
#[unsafe(no_mangle)]
pub extern "C" fn apifault_version_number() -> u32 {
    guard(0, || VERSION_NUMBER)
}

/// The version of the running library, such as `1.2.3`.
#[unsafe(no_mangle)]
pub extern "C" fn apifault_version() -> apifault_text {
    guard(apifault_text::ABSENT, || apifault_text::of(env!("CARGO_PKG_VERSION")))
}

/// What a result means, in one sentence; a sentence that says so if the number is not a result.
#[unsafe(no_mangle)]
pub extern "C" fn apifault_result_message(result: apifault_result) -> apifault_text {
    guard(apifault_text::ABSENT, || {
        apifault_text::of(Outcome::from_number(result).map_or(
            "This number is not a result of this version of the library.",
            Outcome::message,
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_number_is_the_version() {
        let number = apifault_version_number();
        let parts = [number / 1_000_000, number / 1_000 % 1_000, number % 1_000];
        let text = parts.map(|part| part.to_string()).join(".");
        assert_eq!(Some(text), apifault_version().get());
        assert_eq!(apifault_core::VERSION, env!("CARGO_PKG_VERSION"));
    }

    #[test]
    fn every_number_has_a_result_message() {
        for &(_, outcome) in Outcome::ALL {
            let message = apifault_result_message(outcome.number()).get();
            assert_eq!(message.as_deref(), Some(outcome.message()));
        }
        for number in [7, 7000, u32::MAX] {
            let message = apifault_result_message(number).get();
            assert!(message.is_some_and(|message| message.contains("not a result")));
        }
    }
}
