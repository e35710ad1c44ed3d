//! A fast hash for tables that nobody can fill.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A table of known words.
pub(super) type Table<T> = HashMap<&'static str, T, BuildHasherDefault<Fnv>>;

/// The hash of Fowler, Noll and Vo.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

/// The hash of some bytes.
pub(super) fn of(bytes: impl Iterator<Item = u8>) -> u64 {
    let mut hasher = Fnv::default();
    bytes.for_each(|byte| hasher.write(&[byte]));
    hasher.finish()
}
