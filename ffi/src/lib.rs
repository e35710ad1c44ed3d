//! The C interface of `apifault`: `include/apifault.h` is written from these modules, in this
//! order, and says what each function promises.

// Types and functions have here the names that they have in C.
#![allow(non_camel_case_types)]
// The header says once, for every function, what a caller must keep to.
#![allow(clippy::missing_safety_doc)]

mod guard;
mod memory;

pub mod text;

pub mod result;

pub mod classify;

pub mod report;

pub mod limits;

pub mod upstream;

pub mod redact;

pub mod names;

#[cfg(feature = "inject-panics")]
pub mod panics;

#[cfg(test)]
mod allocations;
#[cfg(test)]
mod header;
