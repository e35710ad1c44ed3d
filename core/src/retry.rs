//! Whether to send the request again, and how long to wait: the sources of a delay in their order.

use crate::body::Object;
use crate::headers::Headers;
use crate::kind::{Advice, Kind};
use crate::message;
use crate::report::{DelaySource, Retry};
use crate::rules::headers::Means;
use crate::rules::shapes::Field;
use crate::time::{Decimal, parse_duration, parse_http_date, parse_rfc_3339};

/// A delay in milliseconds, and where it was found.
pub(crate) type Delay = (u64, DelaySource);

/// What headers say of a retry.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stated {
    worth_it: Option<bool>,
    pub(crate) delay: Option<Delay>,
}

impl Stated {
    /// Reads the headers. Of several delays, the first that is valid counts.
    pub(crate) fn read(headers: &Headers<'_>, now_ms: Option<u64>) -> Self {
        let worth_it = match headers.single(Means::ShouldRetry) {
            Some(b"true") => Some(true),
            Some(b"false") => Some(false),
            _ => None,
        };
        let plain = || delay_seconds_or_date(headers.single(Means::Delay)?, now_ms);
        let precise = headers.delay_ms.map(|ms| (ms, DelaySource::RetryAfterMs));
        Self { worth_it, delay: precise.or_else(|| Some((plain()?, DelaySource::RetryAfter))) }
    }

    /// What is said here, or else there.
    pub(crate) fn or(self, other: Self) -> Self {
        Self { worth_it: self.worth_it.or(other.worth_it), delay: self.delay.or(other.delay) }
    }
}

/// The advice for a kind, after what the server says of a retry, and the delay that is stated in a
/// header, or else elsewhere.
pub(crate) fn advise(
    kind: Kind,
    stated: &Stated,
    elsewhere: impl FnOnce() -> Option<Delay>,
) -> Retry {
    let advice = match (stated.worth_it, kind.advice()) {
        (Some(false), _) => Advice::No,
        (Some(true), Advice::No) => Advice::Backoff,
        (_, advice) => advice,
    };
    let delay = match advice {
        Advice::Backoff => stated.delay.or_else(elsewhere),
        _ => None,
    };
    match delay {
        Some((delay_ms, source)) => {
            Retry { advice: Advice::AfterDelay, delay_ms: Some(delay_ms), source: Some(source) }
        }
        None => Retry { advice, delay_ms: None, source: None },
    }
}

/// The first delay that is stated in errors, the outermost first, or by buckets.
pub(crate) fn delay<'l>(
    headers: &Headers<'_>,
    errors: impl Iterator<Item = (&'l Object<'l>, &'l message::Facts)> + Clone,
    now_ms: Option<u64>,
) -> Option<Delay> {
    let stated = |(object, _)| in_body(object, now_ms);
    if let Some(ms) = errors.clone().find_map(stated) {
        return Some((ms, DelaySource::Body));
    }
    if let Some(ms) = errors.clone().find_map(|(_, message)| message.delay_ms) {
        return Some((ms, DelaySource::Message));
    }
    let repeated = errors.filter_map(|(object, _)| object.headers()?.resets_of_empty(now_ms));
    let ms = headers.resets_of_empty(now_ms).max(repeated.max())?;
    Some((ms, DelaySource::Bucket))
}

/// The first field of an error that states a delay, or when it ends, in a valid form.
pub(crate) fn in_body(object: &Object<'_>, now_ms: Option<u64>) -> Option<u64> {
    if !object.members.tell_delay() {
        return None;
    }
    object.members.delays().find_map(|(field, value)| {
        let text = value.raw(object.text());
        match field {
            Field::DelayMs => Decimal::parse(text).map(Decimal::milliseconds),
            Field::DelayUntil => {
                let until = Decimal::parse(text).map(Decimal::seconds);
                Some(until_ms(until.or_else(|| parse_rfc_3339(text))?, now_ms?))
            }
            _ => parse_duration(text),
        }
    })
}

/// Seconds, or an HTTP date that is counted from now.
fn delay_seconds_or_date(text: &[u8], now_ms: Option<u64>) -> Option<u64> {
    match Decimal::parse(text) {
        Some(number) => Some(number.seconds()),
        None => Some(until_ms(parse_http_date(text)?, now_ms?)),
    }
}

/// The time until a time. One that is past is no wait.
fn until_ms(time_ms: u64, now_ms: u64) -> u64 {
    time_ms.saturating_sub(now_ms).min(Retry::MAX_DELAY_MS)
}
