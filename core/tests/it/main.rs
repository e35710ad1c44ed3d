//! Tests of the public interface.

mod allocations;
mod common;
mod hostile;
#[path = "../../src/coverage/places.rs"]
mod places;
mod redact;
mod streams;
mod vectors;
