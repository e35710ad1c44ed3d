//! How headers and messages write the values of rate limits.

use crate::kind::Window;

/// A parameter of a bucket in a list, such as `"default";r=0;t=30`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ListParameter {
    Limit,
    Remaining,
    /// Seconds until the bucket is full.
    Reset,
    /// The window in seconds.
    Window,
    /// What is counted, as a quoted word.
    Unit,
}

/// The parameters of the IETF draft ratelimit-headers, and those of its older form
/// `limit=100, remaining=0, reset=30`.
pub(crate) static LIST_PARAMETERS: &[(&str, ListParameter)] = &[
    ("q", ListParameter::Limit),
    ("limit", ListParameter::Limit),
    ("r", ListParameter::Remaining),
    ("remaining", ListParameter::Remaining),
    ("t", ListParameter::Reset),
    ("reset", ListParameter::Reset),
    ("w", ListParameter::Window),
    ("qu", ListParameter::Unit),
];

/// The unit of a list that counts requests; it is also the default.
pub(crate) const REQUESTS_UNIT: &[u8] = b"\"requests\"";

/// The words of a bucket's state which say that nothing remains (Anthropic's unified limits).
pub(crate) static EXHAUSTED_STATES: &[&str] = &["rejected"];

/// The lengths of windows in seconds.
pub(crate) static WINDOW_LENGTHS: &[(u64, Window)] = &[
    (1, Window::Second),
    (60, Window::Minute),
    (3_600, Window::Hour),
    (86_400, Window::Day),
    (604_800, Window::Week),
    (2_592_000, Window::Month),
];

/// From here on, a number is a Unix time in seconds rather than a time span: a day of 2001.
pub(crate) const UNIX_SECONDS: u64 = 1_000_000_000;

/// From here on, a number is a Unix time in milliseconds: the same day.
pub(crate) const UNIX_MILLISECONDS: u64 = 1_000_000_000_000;

/// From this length on, a limit is one of content rather than of a name or an id, in characters.
pub(crate) const CONTENT_LENGTH: u64 = 2_000;
