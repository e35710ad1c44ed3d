//! What the names of Google's quotas tell: one row per part of a name.

use crate::report::{Metric, Window};

/// What is counted, by a part of `quotaMetric`, the longest first.
pub(crate) static METRICS: &[(&str, Metric)] = &[
    ("input_token", Metric::InputTokens),
    ("output_token", Metric::OutputTokens),
    ("token", Metric::Tokens),
    ("image", Metric::Images),
    ("request", Metric::Requests),
];

/// Over which span of time, by a part of `quotaId`, or of the description.
pub(crate) static WINDOWS: &[(&str, Window)] = &[
    ("PerSecond", Window::Second),
    ("PerMinute", Window::Minute),
    ("PerHour", Window::Hour),
    ("PerDay", Window::Day),
    ("PerWeek", Window::Week),
    ("PerMonth", Window::Month),
    ("per minute", Window::Minute),
    ("per day", Window::Day),
    ("daily", Window::Day),
];

/// What the first of the rows tells whose part stands in a name.
pub(crate) fn find<T: Copy>(rows: &[(&str, T)], name: &[u8]) -> Option<T> {
    let holds = |part: &str| memchr::memmem::find(name, part.as_bytes()).is_some();
    rows.iter().find(|(part, _)| holds(part)).map(|&(_, told)| told)
}
