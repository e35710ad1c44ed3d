//! The answers about many attempts. Two summaries can be merged.

use super::attempts::Attempt;

/// The answers about many attempts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    calls: u64,
    failed: u64,
}

impl Summary {
    /// Begins without attempts.
    ///
    /// ```
    /// assert_eq!(apifault::logs::Summary::new().calls(), 0);
    /// ```
    pub fn new() -> Self {
        Self::default()
    }

    /// Counts an attempt.
    pub fn add(&mut self, attempt: &Attempt) {
        self.calls += 1;
        self.failed += u64::from(!attempt.report.kind.is_success());
    }

    /// How many attempts there are.
    pub fn calls(&self) -> u64 {
        self.calls
    }

    /// How many of them failed.
    pub fn failed(&self) -> u64 {
        self.failed
    }
}
