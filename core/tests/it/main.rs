//! Tests of the public interface.

mod allocations;
mod common;
mod generated;
mod hostile;
mod redact;
mod vectors;
