//! Errors inside streams: a scanner that is fed the bytes of a streamed response as they come.
//!
//! `scanner.rs` finds where each event begins and ends. `events.rs` reads the events: what is like an
//! earlier one is known by its shape (`shape.rs`), any other is read by the rows of its dialect
//! (`event.rs`), and `telling.rs` has `classify` decide about what may be an error.

mod aws;
mod block;
mod condense;
mod ending;
mod event;
mod events;
mod json_end;
mod options;
mod progress;
mod reason;
mod scanner;
mod shape;
mod telling;
mod whole;

#[cfg(test)]
pub(crate) use aws::frames;
pub use ending::{Ended, Ending, StreamError, StreamErrors};
pub use options::StreamOptions;
pub use scanner::StreamScanner;
pub(crate) use telling::{CUT_OFF, cut_off};
pub(crate) use whole::{Whole, read as read_whole};
