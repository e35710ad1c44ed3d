//! What clients print about a failed call.

use super::source::Source;
use crate::kind::Failure;

/// How sure it is that a number is a status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Surety {
    /// It may be another number.
    Weak,
    /// The words say so.
    Stated,
}

/// Words before or after a number that make it a status. They end, or begin, beside it: white space,
/// quotes and punctuation between do not count.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StatusWords {
    /// In lower case.
    pub(crate) words: &'static str,
    pub(crate) surety: Surety,
    pub(crate) source: Source,
}

/// Words that make the number beside them a status.
pub(crate) const fn states(words: &'static str) -> StatusWords {
    StatusWords { words, surety: Surety::Stated, source: Source::MISSING }
}

impl StatusWords {
    /// The number may be another one.
    pub(crate) const fn weak(self) -> Self {
        Self { surety: Surety::Weak, ..self }
    }

    pub(crate) const fn source(self, source: Source) -> Self {
        Self { source, ..self }
    }
}

/// The name of an exception's class, or a code of a client, and the failure without a response that it
/// means.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ClassRow {
    pub(crate) name: &'static str,
    pub(crate) failure: Failure,
    /// Whether the request may have been sent, if the class says so.
    pub(crate) is_sent: Option<bool>,
    pub(crate) source: Source,
}

/// The class with this name.
pub(crate) const fn class(name: &'static str, failure: Failure) -> ClassRow {
    ClassRow { name, failure, is_sent: None, source: Source::MISSING }
}

impl ClassRow {
    /// The connection broke: the request, or a part of it, was sent.
    pub(crate) const fn sent(self) -> Self {
        Self { is_sent: Some(true), ..self }
    }

    /// No connection was made.
    pub(crate) const fn unsent(self) -> Self {
        Self { is_sent: Some(false), ..self }
    }

    pub(crate) const fn source(self, source: Source) -> Self {
        Self { source, ..self }
    }
}

/// Words by which a client says that it got no response.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FailureWords {
    /// In lower case.
    pub(crate) words: &'static str,
    pub(crate) failure: Failure,
    pub(crate) source: Source,
}

/// Words that mean this failure.
pub(crate) const fn means(words: &'static str, failure: Failure) -> FailureWords {
    FailureWords { words, failure, source: Source::MISSING }
}

impl FailureWords {
    pub(crate) const fn source(self, source: Source) -> Self {
        Self { source, ..self }
    }
}
