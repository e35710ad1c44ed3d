//! Tests of the public interface.

mod allocations;
mod common;
mod hostile;
#[cfg(feature = "logs")]
mod hostile_logs;
mod hostile_streams;
#[cfg(feature = "logs")]
mod log_calls;
#[path = "../../src/coverage/places.rs"]
mod places;
mod policy;
mod redact;
mod streams;
mod texts;
mod vectors;
