//! Tests of the public interface.

mod allocations;
mod common;
mod hostile;
mod readme;
mod redact;
mod vectors;
