//! Another Rust library, which a test links into the same program as apifault.

use std::panic::catch_unwind;

/// Panics inside, and returns whether the panic was caught.
#[unsafe(no_mangle)]
pub extern "C" fn other_catches_a_panic() -> bool {
    catch_unwind(|| Vec::<u32>::new()[std::env::args().count()]).is_err()
}
