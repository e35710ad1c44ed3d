//! Step 3: the wording of the message.

use super::number;
use crate::evidence::{ErrorEvidence, Evidence};
use crate::index::statuses::Status;
use crate::rule::Rule;
use crate::rules::schema::{Specificity, WordingUnder};

/// The rule of the wording that counts beside a status.
pub(crate) fn of_error(
    error: &ErrorEvidence,
    status: &Status,
    evidence: &Evidence<'_>,
) -> Option<&'static Rule> {
    let message = &error.message;
    let states_limit = message.bucket.limit.is_some()
        || message.bucket.window.is_some()
        || message.is_delay_of_request;
    let phrase = match status.wording {
        _ if message.overrides_code.is_some() => message.overrides_code,
        WordingUnder::Decisive => None,
        WordingUnder::Lasting if !error.is_inner && !states_limit => message.permanent,
        WordingUnder::Lasting | WordingUnder::Every => message.phrase,
    }?;
    if phrase.specificity == Specificity::UsedUp {
        if let Some(limit) = error.codes.limit {
            return Some(&limit.rule);
        }
        if number::resets_soon(error, evidence) {
            return Some(&number::LIMIT_THAT_RESETS);
        }
    }
    let rule = phrase.rule()?;
    // A code of the same kind names the rule, unless the wording says more than the kind.
    let code = if rule.says_otherwise() { None } else { error.codes.rule_of(rule.kind) };
    Some(code.unwrap_or(rule))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::CodePlace;
    use crate::evidence::by_hand::{coded, evidence, id, phrase, worded};
    use crate::index::statuses;
    use crate::kind::Window;

    fn rule(error: &ErrorEvidence, status: u16) -> Option<&'static str> {
        id(of_error(error, statuses::of(status), &evidence(status, &[])))
    }

    #[test]
    fn a_message_without_a_known_wording_has_no_rule() {
        for status in [200, 400, 429, 498, 500] {
            assert_eq!(rule(&ErrorEvidence::default(), status), None);
        }
    }

    #[test]
    fn every_wording_counts_beside_most_statuses() {
        for status in [0, 200, 401, 403, 429, 500, 503] {
            assert_eq!(statuses::of(status).wording, WordingUnder::Every);
            assert_eq!(rule(&worded("no_capacity"), status), Some("phrase/no_capacity"));
            assert_eq!(rule(&worded("key_invalid"), status), Some("phrase/key_invalid"));
        }
    }

    #[test]
    fn only_lasting_failures_count_beside_a_status_that_blames_the_request() {
        for status in [400, 404, 405, 418, 422] {
            assert_eq!(statuses::of(status).wording, WordingUnder::Lasting);
            assert_eq!(rule(&worded("no_capacity"), status), None);
            assert_eq!(rule(&worded("key_invalid"), status), Some("phrase/key_invalid"));
        }
        let mut both = worded("no_capacity");
        both.message.permanent = Some(phrase("key_invalid"));
        assert_eq!(rule(&both, 400), Some("phrase/key_invalid"));
        assert_eq!(rule(&both, 503), Some("phrase/no_capacity"));
    }

    #[test]
    fn beside_such_a_status_every_wording_of_an_inner_error_counts() {
        let mut error = worded("no_capacity");
        error.is_inner = true;
        assert_eq!(rule(&error, 400), Some("phrase/no_capacity"));
    }

    #[test]
    fn beside_such_a_status_every_wording_counts_if_the_message_states_a_limit() {
        let mut error = worded("rate_limit");
        assert_eq!(rule(&error, 400), None);
        error.message.bucket.limit = Some(5);
        assert_eq!(rule(&error, 400), Some("phrase/rate_limit"));
        error.message.bucket.limit = None;
        error.message.bucket.window = Some(Window::Minute);
        assert_eq!(rule(&error, 400), Some("phrase/rate_limit"));
        error.message.bucket.window = None;
        error.message.is_delay_of_request = true;
        assert_eq!(rule(&error, 400), Some("phrase/rate_limit"));
        error.message.is_delay_of_request = false;
        error.message.bucket.used = Some(5);
        assert_eq!(rule(&error, 400), None);
    }

    #[test]
    fn only_decisive_wordings_count_beside_a_status_that_says_more_than_words() {
        for status in [424, 498, 499, 529] {
            assert_eq!(statuses::of(status).wording, WordingUnder::Decisive);
            assert_eq!(rule(&worded("key_invalid"), status), None);
            assert_eq!(rule(&worded("key_leaked"), status), Some("phrase/key_leaked"));
        }
        let mut inner = worded("key_invalid");
        inner.is_inner = true;
        assert_eq!(rule(&inner, 498), None);
    }

    #[test]
    fn a_decisive_wording_counts_before_others() {
        let mut error = worded("unpaid");
        error.message.overrides_code = Some(phrase("degraded"));
        for status in [200, 400, 429, 498] {
            assert_eq!(rule(&error, status), Some("phrase/degraded"));
        }
    }

    #[test]
    fn what_is_used_up_is_the_limit_of_a_code_or_one_that_resets_or_a_quota() {
        let mut error = worded("quota_used_up");
        assert_eq!(rule(&error, 429), Some("phrase/quota_used_up"));
        error.message.delay_ms = Some(1_000);
        assert_eq!(rule(&error, 429), Some("numbers/limit_that_resets"));
        let mut limited = coded(&[(CodePlace::Code, "rate_limit_exceeded")]);
        limited.message = error.message;
        assert_eq!(rule(&limited, 429), Some("code/rate_limit_exceeded"));
        // Other wordings do not depend on a delay.
        let mut unpaid = worded("unpaid");
        unpaid.message.delay_ms = Some(1_000);
        assert_eq!(rule(&unpaid, 429), Some("phrase/unpaid"));
    }

    #[test]
    fn a_code_of_the_same_kind_names_the_rule() {
        let mut error = coded(&[(CodePlace::Type, "too_many_requests")]);
        error.message = worded("rate_limit").message;
        assert_eq!(rule(&error, 429), Some("code/too_many_requests"));
        let mut other = coded(&[(CodePlace::Type, "server_error")]);
        other.message = worded("rate_limit").message;
        assert_eq!(rule(&other, 429), Some("phrase/rate_limit"));
    }

    #[test]
    fn a_wording_that_says_more_than_its_kind_names_the_rule() {
        let mut error = coded(&[(CodePlace::Type, "permission_error")]);
        error.message = worded("account_restricted").message;
        assert_eq!(rule(&error, 403), Some("code/permission_error"));
        error.message = worded("region_not_served").message;
        assert_eq!(rule(&error, 403), Some("phrase/region_not_served"));
    }
}
