//! Another library that was written in Rust, to be linked into one program with apifault's.

use std::panic::catch_unwind;

/// Panics inside, and tells whether that was caught.
#[unsafe(no_mangle)]
pub extern "C" fn other_catches_a_panic() -> bool {
    catch_unwind(|| Vec::<u32>::new()[std::env::args().count()]).is_err()
}
