//! Finds the row of a status.

use super::ids::RuleId;
use super::{Texts, actions, joined_len, sources, table};
use crate::kind::Kind;
use crate::rule::Rule;
use crate::rules::schema::{Specificity, StatusRow, WordingUnder, status};

table!(COUNT, ROWS: [StatusRow], statuses, status(0, "", Kind::Unknown));

/// What a status means, as the decision needs it.
#[derive(Debug)]
pub(crate) struct Status {
    /// The lowest of its statuses.
    pub(crate) first: u16,
    /// The rule, if the status of the response decides.
    pub(crate) rule: Rule,
    /// The rule, if a status that the body states decides.
    pub(crate) rule_in_body: Rule,
    pub(crate) specificity: Specificity,
    pub(crate) wording: WordingUnder,
    pub(crate) is_of_limit: bool,
}

impl Status {
    pub(crate) const fn kind(&self) -> Kind {
        self.rule.kind
    }

    pub(crate) const fn is_server_error(&self) -> bool {
        matches!(self.first, 500..=599)
    }
}

/// The rows.
pub(crate) static STATUSES: [Status; COUNT] = {
    let mut statuses = [const { EMPTY }; COUNT];
    let (mut row, mut id) = (0, RuleId::STATUSES);
    while row < COUNT {
        let StatusRow { first, kind, specificity, wording, is_of_limit, .. } = ROWS[row];
        let (source, action) = (sources::id(ROWS[row].source), actions::id(ROWS[row].action));
        let [of_response, in_body] = id.statuses(&ROWS[row]);
        let rule = Rule { action, ..Rule::of(of_response, kind, source) };
        let rule_in_body = Rule { id: in_body, ..rule };
        id = in_body;
        statuses[row] = Status { first, rule, rule_in_body, specificity, wording, is_of_limit };
        row += 1;
    }
    statuses
};

const EMPTY: Status = {
    let rule = Rule::of(RuleId::NONE, Kind::Unknown, crate::rule::SourceId(0));
    Status {
        first: 0,
        rule,
        rule_in_body: rule,
        specificity: Specificity::Nothing,
        wording: WordingUnder::Every,
        is_of_limit: false,
    }
};

/// The reason phrase of each row; empty if it has none.
const REASONS: [&str; COUNT] = {
    let mut reasons = [""; COUNT];
    let mut row = 0;
    while row < COUNT {
        if let Some(reason) = ROWS[row].reason {
            reasons[row] = reason;
        }
        row += 1;
    }
    reasons
};

static REASON_TEXTS: Texts<COUNT, { joined_len(&REASONS) }> = Texts::new(&REASONS);

/// This status and all larger ones have one row, as servers do not send them.
const MAX: usize = 600;

/// The row of each status up to [`MAX`]. A row for one status precedes a row for a class of
/// statuses.
#[expect(clippy::cast_possible_truncation, reason = "the assertion rules it out")]
static ROW_OF: [u8; MAX + 1] = {
    assert!(COUNT < 256, "too many rows");
    let mut rows = [0; MAX + 1];
    let mut status = 0;
    while status < rows.len() {
        let mut row = find(status, true);
        if row == COUNT {
            row = find(status, false);
        }
        rows[status] = row as u8;
        status += 1;
    }
    rows
};

/// The first row that includes a status, or [`COUNT`] if there is none.
const fn find(status: usize, only_exact: bool) -> usize {
    let mut row = 0;
    while row < COUNT {
        let (first, last) = (ROWS[row].first as usize, ROWS[row].last as usize);
        if first <= status && status <= last && (first == last || !only_exact) {
            return row;
        }
        row += 1;
    }
    COUNT
}

/// The row of a status.
pub(crate) fn of(status: u16) -> &'static Status {
    &STATUSES[usize::from(ROW_OF[usize::from(status).min(MAX)])]
}

/// The row of a status, if the whole message is the status's reason phrase.
pub(crate) fn of_reason(message: &[u8]) -> Option<&'static Status> {
    let message = message.trim_ascii();
    let message = message.strip_suffix(b".").unwrap_or(message);
    let is_it = |reason: &[u8]| !reason.is_empty() && reason.eq_ignore_ascii_case(message);
    STATUSES.get(REASON_TEXTS.iter().position(is_it)?)
}

/// The reason phrase of a status; empty if its row has none.
pub(crate) fn reason(status: u16) -> &'static [u8] {
    REASON_TEXTS.get(usize::from(ROW_OF[usize::from(status).min(MAX)]))
}

/// The rules of all rows. Only statuses of errors have a rule for bodies that state them.
pub(crate) fn rules() -> impl Iterator<Item = &'static Rule> {
    let in_body = |row: &'static Status| (row.first >= 400).then_some(&row.rule_in_body);
    STATUSES.iter().flat_map(move |row| [Some(&row.rule), in_body(row)]).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_has_a_row_and_the_exact_one_comes_first() {
        assert_eq!(of(429).rule.id(), "status/429");
        assert_eq!(of(418).rule.id(), "status/4xx");
        assert_eq!(of(0).rule.id(), "status/0");
        assert_eq!(of(999).rule.id(), "status/other");
        assert_eq!(of(429).rule_in_body.id(), "code/429");
    }

    #[test]
    fn a_reason_phrase_is_the_whole_message() {
        let id = |message: &str| of_reason(message.as_bytes()).map(|status| status.rule.id());
        assert_eq!(id(" service unavailable. "), Some("status/503"));
        assert_eq!(id("service unavailable now"), None);
    }
}
