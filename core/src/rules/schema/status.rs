//! Statuses.

use super::source::Source;
use super::specificity::Specificity;
use crate::kind::Kind;

/// The meaning of an HTTP status, or of a class of them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StatusRow {
    pub(crate) first: u16,
    pub(crate) last: u16,
    /// The end of the rule's name: the status or the class.
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) specificity: Specificity,
    /// Its reason phrase, which some servers send as the whole message.
    pub(crate) reason: Option<&'static str>,
    /// Whether the wording of a message counts beside it.
    pub(crate) wording: WordingUnder,
    /// Whether the numbers of a message beside it are those of a rate limit.
    pub(crate) is_of_limit: bool,
    pub(crate) action: Option<&'static str>,
    pub(crate) source: Source,
}

/// Which wordings count beside a status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WordingUnder {
    /// All.
    Every,
    /// Only those of lasting failures. The status blames the request, so that wording of a
    /// transient failure describes something else, such as a URL that the server could not fetch. A
    /// stated limit or delay, or a status that a gateway made of another, lifts this.
    Lasting,
    /// None but decisive ones: the status says more than words.
    Decisive,
}

/// A status. `name` is its number as text.
pub(crate) const fn status(status: u16, name: &'static str, kind: Kind) -> StatusRow {
    statuses(status, status, name, kind)
}

/// The statuses from one to another. The first row that holds a status is its row.
pub(crate) const fn statuses(first: u16, last: u16, name: &'static str, kind: Kind) -> StatusRow {
    StatusRow {
        first,
        last,
        name,
        kind,
        specificity: Specificity::Status,
        reason: None,
        wording: WordingUnder::Every,
        is_of_limit: false,
        action: None,
        source: Source::MISSING,
    }
}

impl StatusRow {
    pub(crate) const fn specificity(self, specificity: Specificity) -> Self {
        Self { specificity, ..self }
    }

    /// Its reason phrase (RFC 9110, section 15).
    pub(crate) const fn reason(self, reason: &'static str) -> Self {
        Self { reason: Some(reason), ..self }
    }

    pub(crate) const fn wording(self, wording: WordingUnder) -> Self {
        Self { wording, ..self }
    }

    /// The numbers of a message beside it are those of a rate limit.
    pub(crate) const fn of_limit(self) -> Self {
        Self { is_of_limit: true, ..self }
    }

    pub(crate) const fn action(self, action: &'static str) -> Self {
        Self { action: Some(action), ..self }
    }

    pub(crate) const fn source(self, source: Source) -> Self {
        Self { source, ..self }
    }
}
