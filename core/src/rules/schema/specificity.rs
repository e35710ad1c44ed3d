//! How much a code, a wording or a status says.

/// How specific a code, a wording or a status is, from the least to the most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Specificity {
    /// Nothing that an error could contradict: a status of 0, 1xx or 2xx.
    Nothing,
    /// Only that the request is at fault. Any 4xx or 5xx status says more.
    Class,
    /// As much as a status: a generic code such as `server_error`, or a plain 4xx or 5xx.
    Status,
    /// More than a status, but less than the wording of the message.
    BelowWords,
    /// Some limit was hit; its numbers and the words of the message say which.
    Limit,
    /// Something is used up: for good, unless the response states a delay or a window after which
    /// it resets.
    UsedUp,
    /// More than a status. For a status: one thing only, whatever a generic code says.
    Specific,
    /// More than any code.
    Decisive,
}
