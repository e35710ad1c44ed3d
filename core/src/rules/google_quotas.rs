//! The names of Google's quotas: one row per part of a name.

use crate::kind::{Metric, Window};

/// What is counted, by a part of `quotaMetric`, the longest first.
pub(crate) static METRICS: &[(&str, Metric)] = &[
    ("input_token", Metric::InputTokens),
    ("output_token", Metric::OutputTokens),
    ("token", Metric::Tokens),
    ("image", Metric::Images),
    ("request", Metric::Requests),
];

/// The window, by a part of `quotaId` or of the description.
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

/// The window, by a part of the name of a metric.
pub(crate) static NAMED_WINDOWS: &[(&str, Window)] = &[
    ("per_second", Window::Second),
    ("per_minute", Window::Minute),
    ("per_hour", Window::Hour),
    ("per_day", Window::Day),
];
