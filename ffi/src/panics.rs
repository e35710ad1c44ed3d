//! A panic inside each function of the interface, for the tests in C.

use std::cell::Cell;

thread_local! {
    static INJECTED: Cell<bool> = const { Cell::new(false) };
}

/// Turns panics in every other function of the interface on or off, for this thread.
#[unsafe(no_mangle)]
pub extern "C" fn apifault_inject_panics(on: bool) {
    INJECTED.set(on);
}

/// Called inside the guard of every function.
pub(crate) fn panic_if_injected() {
    assert!(!INJECTED.get(), "a panic on purpose");
}
