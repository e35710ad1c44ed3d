//! Why a log could not be read.

/// Why a log could not be read to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LogError {
    /// What is wrong, and what would help.
    pub message: String,
}

impl LogError {
    pub(super) fn new(message: &str) -> Self {
        Self { message: message.to_owned() }
    }
}

impl core::fmt::Display for LogError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for LogError {}
