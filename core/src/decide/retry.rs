//! Whether to retry, and when: the sources of a delay in their order.

use crate::evidence::{Delay, Evidence, first_positive};
use crate::kind::{Advice, DelaySource};
use crate::report::Retry;

/// The advice that follows from a rule, after what the server says.
pub(crate) fn advise(advice: Advice, evidence: &Evidence<'_>) -> Retry {
    let advice = match (evidence.headers.should_retry, advice) {
        (Some(false), _) => Advice::No,
        (Some(true), Advice::No) => Advice::Backoff,
        (_, advice) => advice,
    };
    match if advice == Advice::Backoff { delay(evidence) } else { None } {
        Some((delay_ms, source)) => {
            Retry { advice: Advice::AfterDelay, delay_ms: Some(delay_ms), source: Some(source) }
        }
        None => Retry { advice, delay_ms: None, source: None },
    }
}

/// The delay that the server stated: in a header, in a field, in a message, by exhausted buckets. An
/// outer error comes before an inner one.
fn delay(evidence: &Evidence<'_>) -> Option<Delay> {
    let errors = || evidence.errors.iter();
    let in_field = || first_positive(errors().filter_map(|error| error.delay_ms));
    let in_message = || first_positive(errors().filter_map(|error| error.message.delay_ms));
    let of_buckets = || {
        let repeated = errors().filter_map(|error| error.repeated.reset_ms);
        evidence.headers.buckets.reset_ms.max(repeated.max())
    };
    let sources: [&dyn Fn() -> Option<Delay>; 4] = [
        &|| evidence.headers.delay,
        &|| Some((in_field()?, DelaySource::Body)),
        &|| Some((in_message()?, DelaySource::Message)),
        &|| Some((of_buckets()?, DelaySource::Bucket)),
    ];
    // A 0 is passed over if a later source states more.
    let mut zero = None;
    for source in sources {
        match source() {
            Some((0, from)) => zero = zero.or(Some((0, from))),
            Some(delay) => return Some(delay),
            None => {}
        }
    }
    zero
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::ErrorEvidence;
    use crate::evidence::by_hand::evidence;
    use crate::kind::Kind;

    type Place = fn(&mut [ErrorEvidence; 2], &mut Evidence<'_>, u64);

    /// Each place of a delay and what it is reported as, the strongest first.
    const PLACES: [(Place, DelaySource); 8] = [
        (
            |_, evidence, ms| evidence.headers.delay = Some((ms, DelaySource::RetryAfterMs)),
            DelaySource::RetryAfterMs,
        ),
        (|errors, _, ms| errors[0].delay_ms = Some(ms), DelaySource::Body),
        (|errors, _, ms| errors[1].delay_ms = Some(ms), DelaySource::Body),
        (|errors, _, ms| errors[0].message.delay_ms = Some(ms), DelaySource::Message),
        (|errors, _, ms| errors[1].message.delay_ms = Some(ms), DelaySource::Message),
        (|_, evidence, ms| evidence.headers.buckets.reset_ms = Some(ms), DelaySource::Bucket),
        (|errors, _, ms| errors[0].repeated.reset_ms = Some(ms), DelaySource::Bucket),
        (|errors, _, ms| errors[1].repeated.reset_ms = Some(ms), DelaySource::Bucket),
    ];

    /// The advice for a rate limit, if these places state these delays.
    fn stated_in(places: &[(usize, u64)]) -> (Advice, Option<u64>, Option<DelaySource>) {
        let (mut errors, mut others) = ([ErrorEvidence::default(); 2], evidence(429, &[]));
        for &(place, ms) in places {
            PLACES[place].0(&mut errors, &mut others, ms);
        }
        let retry = advise(Kind::RateLimited.advice(), &Evidence { errors: &errors, ..others });
        (retry.advice, retry.delay_ms, retry.source)
    }

    #[test]
    fn each_place_alone_states_the_delay() {
        for (place, &(_, source)) in PLACES.iter().enumerate() {
            let expected = (Advice::AfterDelay, Some(7), Some(source));
            assert_eq!(stated_in(&[(place, 7)]), expected, "{place}");
        }
        assert_eq!(stated_in(&[]), (Advice::Backoff, None, None));
    }

    #[test]
    fn of_two_places_the_earlier_one_counts_however_short_its_delay_is() {
        let is_first = |&first: &usize| PLACES[first].1 != DelaySource::Bucket;
        for first in (0..PLACES.len()).filter(is_first) {
            for second in first + 1..PLACES.len() {
                let expected = (Advice::AfterDelay, Some(1), Some(PLACES[first].1));
                assert_eq!(stated_in(&[(first, 1), (second, 9)]), expected, "{first} {second}");
            }
        }
    }

    #[test]
    fn a_delay_of_0_is_passed_over_if_a_later_place_states_more() {
        for (first, (_, of_first)) in PLACES.iter().enumerate() {
            for (second, (_, of_second)) in PLACES.iter().enumerate().skip(first + 1) {
                let more = (Advice::AfterDelay, Some(9), Some(*of_second));
                assert_eq!(stated_in(&[(first, 0), (second, 9)]), more, "{first} {second}");
                let zero = (Advice::AfterDelay, Some(0), Some(*of_first));
                assert_eq!(stated_in(&[(first, 0), (second, 0)]), zero, "{first} {second}");
            }
        }
    }

    #[test]
    fn of_exhausted_buckets_the_longest_reset_counts() {
        for (resets, longest) in [([1, 2, 3], 3), ([3, 2, 1], 3), ([1, 3, 2], 3)] {
            let places: Vec<_> = (5..).zip(resets).collect();
            let expected = (Advice::AfterDelay, Some(longest), Some(DelaySource::Bucket));
            assert_eq!(stated_in(&places), expected);
        }
    }

    fn advice(kind: Kind, should_retry: Option<bool>, delay_ms: Option<u64>) -> Retry {
        let errors = [ErrorEvidence { delay_ms, ..ErrorEvidence::default() }];
        let mut evidence = evidence(500, &errors);
        evidence.headers.should_retry = should_retry;
        advise(kind.advice(), &evidence)
    }

    #[test]
    fn a_delay_counts_only_if_a_later_retry_may_help() {
        for &kind in Kind::ALL {
            let retry = advice(kind, None, Some(5));
            let is_delayed = kind.advice() == Advice::Backoff;
            assert_eq!(retry.delay_ms, is_delayed.then_some(5), "{kind}");
            assert_eq!(retry.source.is_some(), is_delayed, "{kind}");
            let expected = if is_delayed { Advice::AfterDelay } else { kind.advice() };
            assert_eq!(retry.advice, expected, "{kind}");
        }
    }

    #[test]
    fn the_server_may_forbid_a_retry() {
        for &kind in Kind::ALL {
            let retry = advice(kind, Some(false), Some(5));
            assert_eq!((retry.advice, retry.delay_ms), (Advice::No, None), "{kind}");
        }
    }

    #[test]
    fn the_server_may_advise_a_retry() {
        let retry = advice(Kind::InvalidRequest, Some(true), None);
        assert_eq!(retry.advice, Advice::Backoff);
        let retry = advice(Kind::InvalidRequest, Some(true), Some(5));
        assert_eq!((retry.advice, retry.delay_ms), (Advice::AfterDelay, Some(5)));
        let retry = advice(Kind::GenerationFailed, Some(true), Some(5));
        assert_eq!((retry.advice, retry.delay_ms), (Advice::Now, None));
        let retry = advice(Kind::RateLimited, Some(true), None);
        assert_eq!(retry.advice, Advice::Backoff);
    }
}
