//! The calls to LLM APIs in logs of any form and size.
//!
//! A [`LogReader`] is fed bytes as they come, and counts the calls in a [`Summary`].
//!
//! ```text
//! bytes, in any pieces
//!     |
//!     v
//!  input/     unpacks, finds out the form, and divides the bytes into entries
//!     |
//!     v  Entry      (in parallel, each on its own)
//!  events/    what one entry says about one attempt: of a JSON record, or of a text
//!     |
//!     v  Event      (in order)
//!  attempts   joins the events of the same attempt, and the attempts of the same call
//!     |
//!     v  Attempt
//!  summary/   counts, and can be merged
//! ```

mod attempts;
mod by;
mod entry;
mod error;
mod event;
mod events;
mod input;
mod options;
mod reader;
mod summary;
mod time;
mod zone;

pub use attempts::Attempt;
pub use by::By;
pub use error::LogError;
pub use options::LogOptions;
pub use reader::{LogReader, Notes};
pub use summary::{Summary, answers};
