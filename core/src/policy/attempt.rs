//! What the caller knows about the attempt that just ended.

/// What the caller knows about the attempt that just ended, besides its outcome.
///
/// ```
/// use apifault::Attempt;
///
/// let attempt = Attempt::new(1_500).with_idempotent(false);
/// assert_eq!(attempt.elapsed_ms, 1_500);
/// assert!(attempt.sent && !attempt.idempotent && !attempt.delivered);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default))]
#[non_exhaustive]
pub struct Attempt {
    /// The time since the first attempt of this call began, in milliseconds, waits included.
    pub elapsed_ms: u64,
    /// Whether the request may have reached the server. False if the connection was refused or the
    /// host was not found. True by default.
    pub sent: bool,
    /// Whether the call may be executed twice. Generating twice costs tokens and nothing else; a call
    /// that stores a state or runs tools may do harm. True by default.
    pub idempotent: bool,
    /// Whether content of a stream has reached the caller, who would get it twice. False by default.
    pub delivered: bool,
}

impl Attempt {
    /// An attempt that ended this long after the first one of the call began: sent, idempotent, and
    /// without delivered content.
    ///
    /// ```
    /// assert_eq!(apifault::Attempt::new(0), apifault::Attempt::default());
    /// ```
    pub const fn new(elapsed_ms: u64) -> Self {
        Self { elapsed_ms, sent: true, idempotent: true, delivered: false }
    }

    /// Says whether the request may have reached the server.
    ///
    /// ```
    /// assert!(!apifault::Attempt::new(0).with_sent(false).sent);
    /// ```
    pub const fn with_sent(mut self, sent: bool) -> Self {
        self.sent = sent;
        self
    }

    /// Says whether the call may be executed twice.
    ///
    /// ```
    /// assert!(!apifault::Attempt::new(0).with_idempotent(false).idempotent);
    /// ```
    pub const fn with_idempotent(mut self, idempotent: bool) -> Self {
        self.idempotent = idempotent;
        self
    }

    /// Says whether content of a stream has reached the caller.
    ///
    /// ```
    /// assert!(apifault::Attempt::new(0).with_delivered(true).delivered);
    /// ```
    pub const fn with_delivered(mut self, delivered: bool) -> Self {
        self.delivered = delivered;
        self
    }
}

impl Default for Attempt {
    fn default() -> Self {
        Self::new(0)
    }
}
