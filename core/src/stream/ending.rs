//! What a stream turned out to be.

use std::collections::VecDeque;

use crate::named_enum::named_enum;
use crate::report::Report;

named_enum! {
    /// How a stream ended.
    ///
    /// ```
    /// use apifault::Ended;
    ///
    /// assert_eq!(Ended::CutOff.as_str(), "cut_off");
    /// ```
    Ended {
        Unknown = 0, "unknown", "The stream is of a form that marks no end, so that a whole answer and a part of one look alike.";
        Complete = 1, "complete", "The answer is whole.";
        CutOff = 2, "cut_off", "The stream broke off before the answer was whole.";
        Error = 3, "error", "The server told of an error in the stream.";
    }
}

/// An error in a stream.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct StreamError {
    /// What went wrong, and what to do about it.
    pub report: Report<'static>,
    /// Where the event begins that reports the error: the number of bytes before it.
    pub position: u64,
}

/// How a stream ended.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Ending {
    /// How it ended.
    pub ended: Ended,
    /// Whether the stream had content that the caller may have used (text, reasoning, a tool call,
    /// audio) before the error, or before its end. Without it, a retry is invisible.
    pub delivered: bool,
    /// How many events came: not comments and empty lines, which only keep the connection open.
    pub events: u64,
    /// How many events were longer than [`StreamOptions::with_max_event`](crate::StreamOptions::with_max_event) allows.
    pub skipped: u64,
    /// The report that a caller acts on: of the first error, or of the cut. `None` if the stream is
    /// complete, or if its end is unknown.
    pub report: Option<Report<'static>>,
}

/// The errors that were found since the last call, in their order. Those that are not taken remain
/// in the scanner.
#[derive(Debug)]
pub struct StreamErrors<'s>(pub(super) &'s mut VecDeque<StreamError>);

impl Iterator for StreamErrors<'_> {
    type Item = StreamError;

    fn next(&mut self) -> Option<StreamError> {
        self.0.pop_front()
    }
}
