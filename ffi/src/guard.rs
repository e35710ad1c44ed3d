//! The wall that no panic crosses.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::result::Outcome;

/// What `f` returns, or `on_panic` where it panics.
///
/// Nothing that `f` left half done is seen again: reports are immutable once they are made.
pub(crate) fn guard<T>(on_panic: T, f: impl FnOnce() -> T) -> T {
    catch_unwind(AssertUnwindSafe(|| {
        #[cfg(feature = "inject-panics")]
        crate::panics::panic_if_injected();
        f()
    }))
    .unwrap_or(on_panic)
}

/// The result code of `f`.
pub(crate) fn guard_result(f: impl FnOnce() -> Result<(), Outcome>) -> u32 {
    let outcome = match guard(Err(Outcome::Panic), f) {
        Ok(()) => Outcome::Ok,
        Err(outcome) => outcome,
    };
    outcome.number()
}
