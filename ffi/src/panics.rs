//! A panic behind each function of the interface, for the tests of C.

use std::cell::Cell;

thread_local! {
    static INJECTED: Cell<bool> = const { Cell::new(false) };
}

/// Makes every other function of the interface panic in this thread, or no longer.
#[unsafe(no_mangle)]
pub extern "C" fn apifault_inject_panics(on: bool) {
    INJECTED.set(on);
}

/// Called inside the guard of every function.
pub(crate) fn panic_if_injected() {
    assert!(!INJECTED.get(), "a panic on purpose");
}
