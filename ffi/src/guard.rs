//! Keeps every panic inside the library.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::numbers::apifault_result;
use crate::outcome::Outcome;

/// What `f` returns, or `on_panic` if it panics.
///
/// It is unwind safe: nobody sees what `f` left unfinished, as reports never change, and a stream
/// that panicked is used no more.
pub(crate) fn guard<T>(on_panic: T, f: impl FnOnce() -> T) -> T {
    catch_unwind(AssertUnwindSafe(|| {
        #[cfg(feature = "inject-panics")]
        crate::panics::panic_if_injected();
        f()
    }))
    .unwrap_or(on_panic)
}

/// The result code of `f`.
pub(crate) fn guard_result(f: impl FnOnce() -> Result<(), Outcome>) -> apifault_result {
    let outcome = match guard(Err(Outcome::Panic), f) {
        Ok(()) => Outcome::Ok,
        Err(outcome) => outcome,
    };
    outcome.number()
}
