//! The reader: bytes in, attempts out.

use super::attempts::{Attempt, Joiner};
use super::events::{self, Seen};
use super::input;
use super::options::LogOptions;
use super::summary::Summary;

/// Why a log could not be read to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LogError {
    /// What is wrong, and what would help.
    pub message: String,
}

impl core::fmt::Display for LogError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for LogError {}

/// What a reader noticed beside the attempts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Notes {
    /// Lines, or items of a document.
    pub lines: u64,
    /// Lines without a call.
    pub unused: u64,
    /// Lines that were longer than what is read of one.
    pub cut: u64,
    /// Requests whose path is no LLM API's.
    pub other_paths: u64,
    /// Failures that look like those of a call, but that could not be read.
    pub unreadable: u64,
    /// Times without a zone.
    pub zoneless: u64,
}

/// Reads the calls of logs.
#[derive(Debug)]
pub struct LogReader {
    options: LogOptions,
    joiner: Joiner,
    summary: Summary,
    attempts: Vec<Attempt>,
    notes: Notes,
    pending: Vec<u8>,
}

impl LogReader {
    /// Makes a reader.
    ///
    /// # Errors
    ///
    /// Returns an error if an option is wrong, such as an unknown time zone.
    pub fn new(options: LogOptions) -> Result<Self, LogError> {
        Ok(Self {
            options,
            joiner: Joiner::default(),
            summary: Summary::new(),
            attempts: Vec::new(),
            notes: Notes::default(),
            pending: Vec::new(),
        })
    }

    /// Takes the next bytes of a log.
    ///
    /// # Errors
    ///
    /// Returns an error if the bytes are no log, such as a binary file.
    pub fn feed(&mut self, bytes: &[u8]) -> Result<(), LogError> {
        self.pending.extend_from_slice(bytes);
        Ok(())
    }

    /// Ends a log; the next bytes are those of another one.
    ///
    /// # Errors
    ///
    /// Returns an error if the log breaks off.
    pub fn finish(&mut self) -> Result<(), LogError> {
        let bytes = std::mem::take(&mut self.pending);
        let text = String::from_utf8_lossy(&bytes);
        let mut seen = Seen::default();
        let Self { options, joiner, summary, attempts, .. } = self;
        let mut keep = |attempt: Attempt| {
            summary.add(&attempt);
            if options.keep_attempts {
                attempts.push(attempt);
            }
        };
        for entry in input::entries(&text, 1) {
            for event in events::read(&entry, options, &mut seen) {
                joiner.take(event, &mut keep);
            }
        }
        joiner.finish(&mut keep);
        Ok(())
    }

    /// The attempts that are complete, if they are kept.
    pub fn take_attempts(&mut self) -> Vec<Attempt> {
        std::mem::take(&mut self.attempts)
    }

    /// The answers about all attempts so far.
    pub fn summary(&self) -> &Summary {
        &self.summary
    }

    /// What was noticed beside the attempts.
    pub fn notes(&self) -> &Notes {
        &self.notes
    }
}
