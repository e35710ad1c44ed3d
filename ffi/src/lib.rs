//! The C interface of `apifault`: `include/apifault.h` is generated from these modules, in this
//! order, and begins with the contract that all functions keep.

// Types and functions have the names that they have in C.
#![allow(non_camel_case_types)]
// The contract at the top of the header says what a caller must guarantee.
#![allow(clippy::missing_safety_doc)]

mod guard;
mod memory;
mod outcome;

pub mod text;

pub mod numbers;

pub mod result;

pub mod classify;

pub mod without_response;

pub mod report;

pub mod limits;

pub mod upstream;

pub mod stream;

pub mod policy;

pub mod cooldown;

pub mod redact;

pub mod names;

#[cfg(feature = "inject-panics")]
pub mod panics;

#[cfg(test)]
mod allocations;
#[cfg(test)]
mod enumerations;
#[cfg(test)]
mod header;
#[cfg(test)]
mod numbers_table;
