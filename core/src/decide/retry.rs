//! Whether to retry, and when: the sources of a delay in their order.

use crate::evidence::{Delay, Evidence};
use crate::kind::{Advice, DelaySource, Kind};
use crate::report::Retry;

/// The advice for a kind, after what the server says.
pub(crate) fn advise(kind: Kind, evidence: &Evidence<'_>) -> Retry {
    let advice = match (evidence.headers.should_retry, kind.advice()) {
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
    let in_field = || errors().find_map(|error| error.delay_ms);
    let in_message = || errors().find_map(|error| error.message.delay_ms);
    let of_buckets = || {
        let repeated = errors().filter_map(|error| error.repeated.reset_ms);
        evidence.headers.buckets.reset_ms.max(repeated.max())
    };
    evidence
        .headers
        .delay
        .or_else(|| Some((in_field()?, DelaySource::Body)))
        .or_else(|| Some((in_message()?, DelaySource::Message)))
        .or_else(|| Some((of_buckets()?, DelaySource::Bucket)))
}
