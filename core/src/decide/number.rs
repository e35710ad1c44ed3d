//! Step 2: the numbers of limits.

use crate::evidence::{ErrorEvidence, Evidence};
use crate::index::phrases::Phrase;
use crate::index::statuses::Status;
use crate::index::{actions, sources};
use crate::kind::Kind;
use crate::rule::Rule;
use crate::rules::limit_values::CONTENT_LENGTH;
use crate::rules::providers::groq::RATE_LIMITS;
use crate::rules::providers::openai;
use crate::rules::{ASK_FOR_LESS, USE_ANOTHER};

/// The request alone asks for more than the limit allows in a whole window.
pub(crate) static REQUESTED_OVER_LIMIT: Rule = Rule {
    action: actions::id(Some(ASK_FOR_LESS)),
    ..Rule::by_values(
        "numbers/requested_over_limit",
        Kind::RequestTooLarge,
        sources::id(RATE_LIMITS),
    )
};

/// The plan allows none at all.
pub(crate) static LIMIT_ZERO: Rule = Rule {
    action: actions::id(Some(USE_ANOTHER)),
    ..Rule::by_values("numbers/limit_zero", Kind::QuotaExhausted, sources::id(RATE_LIMITS))
};

/// What the plan allows in a month is used up.
pub(crate) static LIMIT_OF_A_MONTH: Rule =
    Rule::by_values("numbers/limit_of_a_month", Kind::QuotaExhausted, sources::id(RATE_LIMITS));

/// What is used up comes back by itself.
pub(crate) static LIMIT_THAT_RESETS: Rule =
    Rule::by_values("numbers/limit_that_resets", Kind::RateLimited, sources::id(RATE_LIMITS));

/// A text or a list is longer than content may be.
pub(crate) static TEXT_OVER_LENGTH: Rule =
    Rule::by_values("numbers/text_over_length", Kind::RequestTooLarge, sources::id(openai::ERRORS));

/// The rules, the stronger first.
pub(crate) static ALL: [&Rule; 5] =
    [&TEXT_OVER_LENGTH, &LIMIT_ZERO, &REQUESTED_OVER_LIMIT, &LIMIT_OF_A_MONTH, &LIMIT_THAT_RESETS];

/// The rule of the numbers of an error.
pub(crate) fn of_error(error: &ErrorEvidence, status: &Status) -> Option<&'static Rule> {
    if error.quota.is_zero {
        return Some(&LIMIT_ZERO);
    }
    if error.quota.is_of_a_month {
        return Some(&LIMIT_OF_A_MONTH);
    }
    if error.message.max_length.is_some_and(|length| length >= CONTENT_LENGTH) {
        return Some(&TEXT_OVER_LENGTH);
    }
    let bucket = &error.message.bucket;
    let is_rate_limit = bucket.window.is_some()
        || status.is_of_limit
        || error.codes.rule_of(Kind::RateLimited).is_some();
    if !is_rate_limit {
        return None;
    }
    match (bucket.limit, bucket.requested) {
        (Some(0), _) => Some(&LIMIT_ZERO),
        (Some(limit), Some(requested)) if requested > limit => Some(&REQUESTED_OVER_LIMIT),
        _ if status.kind() == Kind::RateLimited && bucket.is_of_a_month() => {
            Some(&LIMIT_OF_A_MONTH)
        }
        // Numbers say more than a wording of a full server.
        (Some(_), _) if bucket.resets_soon() && blames_capacity(error) => Some(&LIMIT_THAT_RESETS),
        _ => None,
    }
}

/// Whether the message says that there is no capacity.
fn blames_capacity(error: &ErrorEvidence) -> bool {
    let rule = error.message.phrase.and_then(Phrase::rule);
    rule.is_some_and(|rule| rule.kind == Kind::Overloaded)
}

/// The rule of the numbers in headers, which make a rate limit a quota.
pub(crate) fn of_headers(evidence: &Evidence<'_>) -> Option<&'static Rule> {
    let buckets = evidence.headers.buckets;
    if buckets.allows_none && evidence.outer().message.bucket.limit.is_none() {
        return Some(&LIMIT_ZERO);
    }
    buckets.is_month_exhausted.then_some(&LIMIT_OF_A_MONTH)
}

/// Whether what is used up resets by itself: after a stated delay of at most a week, or else because
/// a window of at most a week is stated.
pub(crate) fn resets_soon(error: &ErrorEvidence, evidence: &Evidence<'_>) -> bool {
    const WEEK_MS: u64 = 7 * 24 * 60 * 60 * 1_000;
    let headers = &evidence.headers;
    let delay = headers
        .delay
        .map(|(ms, _)| ms)
        .or(error.delay_ms)
        .or(error.message.delay_ms)
        .or(headers.buckets.reset_ms)
        .or(error.repeated.reset_ms);
    match delay {
        Some(ms) => ms <= WEEK_MS,
        // Without the current time a stated time is no delay, but it is a sign of one.
        None => {
            error.message.resets_soon
                || error.message.bucket.resets_soon()
                || error.states_delay
                || error.quota.resets_soon
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::by_hand::{coded, evidence, id};
    use crate::evidence::{BucketEvidence, CodePlace, MessageBucket, MessageFacts, QuotaEvidence};
    use crate::index::statuses;
    use crate::kind::{DelaySource, Window};

    const DAY_MS: u64 = 86_400_000;

    fn with_bucket(bucket: MessageBucket) -> ErrorEvidence {
        let message = MessageFacts { bucket, ..MessageFacts::default() };
        ErrorEvidence { message, ..ErrorEvidence::default() }
    }

    /// An error whose message states a limit and what the request asks for.
    fn asked(limit: u64, requested: u64) -> ErrorEvidence {
        with_bucket(MessageBucket {
            limit: Some(limit),
            requested: Some(requested),
            ..MessageBucket::default()
        })
    }

    fn rule(error: &ErrorEvidence, status: u16) -> Option<&'static str> {
        id(of_error(error, statuses::of(status)))
    }

    #[test]
    fn an_error_without_numbers_has_no_rule() {
        assert_eq!(rule(&ErrorEvidence::default(), 429), None);
    }

    #[test]
    fn a_request_over_its_limit_is_too_large() {
        assert_eq!(rule(&asked(10, 11), 429), Some("numbers/requested_over_limit"));
        assert_eq!(rule(&asked(10, 10), 429), None);
        let mut used = asked(10, 5);
        used.message.bucket.used = Some(9);
        assert_eq!(rule(&used, 429), None);
    }

    #[test]
    fn a_limit_of_zero_allows_none() {
        assert_eq!(rule(&asked(0, 11), 429), Some("numbers/limit_zero"));
        let zero = MessageBucket { limit: Some(0), ..MessageBucket::default() };
        assert_eq!(rule(&with_bucket(zero), 429), Some("numbers/limit_zero"));
        assert_eq!(rule(&asked(1, 1), 429), None);
        let quota = QuotaEvidence { is_zero: true, ..QuotaEvidence::default() };
        assert_eq!(
            rule(&ErrorEvidence { quota, ..ErrorEvidence::default() }, 400),
            Some("numbers/limit_zero")
        );
    }

    #[test]
    fn numbers_are_those_of_a_rate_limit_by_the_status_a_window_or_a_code() {
        let mut error = asked(10, 11);
        assert_eq!(rule(&error, 400), None);
        assert_eq!(rule(&error, 413), Some("numbers/requested_over_limit"));
        error.message.bucket.window = Some(Window::Minute);
        assert_eq!(rule(&error, 400), Some("numbers/requested_over_limit"));
        let mut coded = coded(&[(CodePlace::Type, "rate_limit_exceeded")]);
        coded.message = asked(10, 11).message;
        assert_eq!(rule(&coded, 400), Some("numbers/requested_over_limit"));
    }

    #[test]
    fn a_limit_of_a_month_is_a_quota_if_a_rate_limit_was_hit() {
        let of = |window| {
            with_bucket(MessageBucket { window: Some(window), ..MessageBucket::default() })
        };
        assert_eq!(rule(&of(Window::Month), 429), Some("numbers/limit_of_a_month"));
        assert_eq!(rule(&of(Window::Week), 429), None);
        assert_eq!(rule(&of(Window::Month), 400), None);
        let quota = QuotaEvidence { is_of_a_month: true, ..QuotaEvidence::default() };
        assert_eq!(
            rule(&ErrorEvidence { quota, ..ErrorEvidence::default() }, 400),
            Some("numbers/limit_of_a_month")
        );
    }

    #[test]
    fn a_text_over_a_length_of_content_is_too_large() {
        let mut error = ErrorEvidence::default();
        error.message.max_length = Some(CONTENT_LENGTH);
        assert_eq!(rule(&error, 400), Some("numbers/text_over_length"));
        error.message.max_length = Some(CONTENT_LENGTH - 1);
        assert_eq!(rule(&error, 400), None);
    }

    #[test]
    fn quotas_come_before_the_numbers_of_a_message() {
        let mut error = asked(10, 11);
        error.message.max_length = Some(CONTENT_LENGTH);
        assert_eq!(rule(&error, 429), Some("numbers/text_over_length"));
        error.quota.is_of_a_month = true;
        assert_eq!(rule(&error, 429), Some("numbers/limit_of_a_month"));
        error.quota.is_zero = true;
        assert_eq!(rule(&error, 429), Some("numbers/limit_zero"));
    }

    #[test]
    fn headers_of_a_month_or_of_none_make_a_quota() {
        let rule = |buckets: BucketEvidence, error: ErrorEvidence| {
            let errors = [error];
            let mut evidence = evidence(429, &errors);
            evidence.headers.buckets = buckets;
            id(of_headers(&evidence))
        };
        let none = BucketEvidence::default();
        let error = ErrorEvidence::default();
        assert_eq!(rule(none, error), None);
        assert_eq!(rule(BucketEvidence { reset_ms: Some(1), ..none }, error), None);
        let month = BucketEvidence { is_month_exhausted: true, ..none };
        assert_eq!(rule(month, error), Some("numbers/limit_of_a_month"));
        let zero = BucketEvidence { allows_none: true, ..month };
        assert_eq!(rule(zero, error), Some("numbers/limit_zero"));
        // The limit that was hit is the one of the message.
        assert_eq!(rule(BucketEvidence { allows_none: true, ..none }, asked(5, 1)), None);
    }

    /// Each place of a delay sets it to this.
    const DELAYS: [fn(&mut ErrorEvidence, &mut Evidence<'_>, u64); 5] = [
        |_, evidence, ms| evidence.headers.delay = Some((ms, DelaySource::RetryAfter)),
        |error, _, ms| error.delay_ms = Some(ms),
        |error, _, ms| error.message.delay_ms = Some(ms),
        |_, evidence, ms| evidence.headers.buckets.reset_ms = Some(ms),
        |error, _, ms| error.repeated.reset_ms = Some(ms),
    ];

    #[test]
    fn what_is_used_up_resets_soon_after_a_delay_of_at_most_a_week() {
        for set in DELAYS {
            for (ms, expected) in [(0, true), (7 * DAY_MS, true), (7 * DAY_MS + 1, false)] {
                let (mut error, mut evidence) = (ErrorEvidence::default(), evidence(429, &[]));
                set(&mut error, &mut evidence, ms);
                assert_eq!(resets_soon(&error, &evidence), expected);
            }
        }
    }

    #[test]
    fn of_several_delays_the_first_place_counts() {
        for first in 0..DELAYS.len() {
            let (mut error, mut evidence) = (ErrorEvidence::default(), evidence(429, &[]));
            for (place, set) in DELAYS.into_iter().enumerate().skip(first) {
                set(&mut error, &mut evidence, if place == first { 0 } else { 30 * DAY_MS });
            }
            assert!(resets_soon(&error, &evidence), "place {first}");
        }
    }

    #[test]
    fn without_a_delay_what_is_used_up_resets_soon_by_a_sign_of_one_or_a_window() {
        let signs: [fn(&mut ErrorEvidence); 4] = [
            |error| error.message.resets_soon = true,
            |error| error.message.bucket.window = Some(Window::Day),
            |error| error.states_delay = true,
            |error| error.quota.resets_soon = true,
        ];
        for set in signs {
            let mut error = ErrorEvidence::default();
            assert!(!resets_soon(&error, &evidence(429, &[])));
            set(&mut error);
            assert!(resets_soon(&error, &evidence(429, &[])));
            // A long delay says more than a window.
            error.delay_ms = Some(30 * DAY_MS);
            assert!(!resets_soon(&error, &evidence(429, &[])));
        }
        let month = MessageBucket { window: Some(Window::Month), ..MessageBucket::default() };
        assert!(!resets_soon(&with_bucket(month), &evidence(429, &[])));
    }
}
