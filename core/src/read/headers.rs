//! Header lines to values: the ones that mean something are kept, the others are passed over.

use arrayvec::ArrayVec;

use super::http_message::trim;
use super::marks;
use super::time::{Decimal, parse_duration, parse_http_date, parse_rfc_3339, read_digits};
use crate::evidence::{BucketEvidence, Delay};
use crate::index::headers::{self, COUNT, MEANINGS, OF_A_MONTH, find};
use crate::index::marks::HAS_MARK;
use crate::kind::{DelaySource, Metric, Provider, Window};
use crate::report::{Limit, Retry};
use crate::rules::limit_values::{
    EXHAUSTED_STATES, LIST_PARAMETERS, ListParameter, REQUESTS_UNIT, UNIX_MILLISECONDS,
    UNIX_SECONDS, WINDOW_LENGTHS,
};
use crate::rules::schema::{Bucket, BucketPart, HeaderMeaning};

/// How many bucket headers are kept. No server sends as many.
const MAX: usize = 24;

/// How many items of a list are read. No server sends as many.
const MAX_ITEMS: usize = 16;

/// The headers that mean something, and their values.
#[derive(Debug)]
pub(crate) struct Headers<'a> {
    /// The values of meanings that have one.
    single: [Option<&'a [u8]>; HeaderMeaning::SINGLE],
    /// The rows and the values of bucket headers.
    buckets: ArrayVec<(u8, &'a [u8]), MAX>,
    /// The first valid delay in milliseconds.
    pub(crate) delay_ms: Option<u64>,
    /// A bit for each row among the bucket headers.
    known: [u64; COUNT.div_ceil(64)],
    /// Whether a bucket may be exhausted, or a limit 0: most responses have none.
    may_be_exhausted: bool,
    /// The provider that a header shows.
    pub(crate) provider: Option<Provider>,
}

impl Clone for Headers<'_> {
    #[inline(never)]
    fn clone(&self) -> Self {
        let mut buckets = ArrayVec::new();
        // Both have the same capacity. What is derived copies one bucket after another.
        let _ = buckets.try_extend_from_slice(&self.buckets);
        Self { buckets, ..*self }
    }
}

impl<'a> Headers<'a> {
    /// No headers.
    #[inline]
    pub(crate) const fn none() -> Self {
        Self {
            single: [None; HeaderMeaning::SINGLE],
            buckets: ArrayVec::new_const(),
            delay_ms: None,
            known: [0; COUNT.div_ceil(64)],
            may_be_exhausted: false,
            provider: None,
        }
    }

    /// Reads one header. The first of each name counts.
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "the assertion rules it out")]
    pub(crate) fn read(&mut self, name: &[u8], value: &'a [u8]) {
        const { assert!(COUNT <= 256, "too many rows") };
        let Some(row) = find(name) else { return };
        let (meaning, provider) = MEANINGS[row];
        self.provider = self.provider.or(provider);
        if let HeaderMeaning::Bucket(_, part) = meaning {
            let (known, bit) = (&mut self.known[row / 64], 1 << (row % 64));
            if *known & bit == 0 {
                *known |= bit;
                // White space may hide a first digit.
                self.may_be_exhausted |=
                    part >= BucketPart::State || value.first().is_none_or(|&first| first <= b'0');
                // If there are too many, the last are ignored.
                let _ = self.buckets.try_push((row as u8, trim(value)));
            }
        } else {
            self.read_single(meaning, value);
            if HAS_MARK[row] {
                self.provider = self.provider.or_else(|| marks::of_header(row, trim(value)));
            }
        }
    }

    fn read_single(&mut self, meaning: HeaderMeaning, value: &'a [u8]) {
        match meaning {
            HeaderMeaning::Provider | HeaderMeaning::Bucket(..) => {}
            HeaderMeaning::DelayMs => {
                let delay_ms = || Decimal::parse(value).map(Decimal::milliseconds);
                self.delay_ms = self.delay_ms.or_else(delay_ms);
            }
            meaning => {
                let slot = &mut self.single[meaning.single_index()];
                match *slot {
                    None => *slot = Some(trim(value)),
                    // Of several delays, the first that is valid counts.
                    Some(known) if meaning == HeaderMeaning::Delay && !is_delay(known) => {
                        *slot = Some(trim(value));
                    }
                    Some(_) => {}
                }
            }
        }
    }

    /// The bucket headers: bucket, part and value.
    #[inline]
    fn bucket_parts(&self) -> impl Iterator<Item = (Bucket, BucketPart, &'a [u8])> {
        self.buckets.iter().filter_map(|&(row, value)| match MEANINGS[usize::from(row)].0 {
            HeaderMeaning::Bucket(bucket, part) => Some((bucket, part, value)),
            _ => None,
        })
    }

    /// The value of the header with a meaning that has one.
    #[inline]
    pub(crate) fn single(&self, meaning: HeaderMeaning) -> Option<&'a [u8]> {
        self.single[meaning.single_index()]
    }

    /// The unread value that says when a bucket is full again.
    fn reset_of(&self, wanted: Bucket) -> Option<&'a [u8]> {
        let is_wanted = |&(bucket, part, _): &(Bucket, BucketPart, _)| {
            bucket == wanted && part == BucketPart::Reset
        };
        self.bucket_parts().find(is_wanted).map(|(.., value)| value)
    }

    /// Whether the server advises a retry.
    pub(crate) fn should_retry(&self) -> Option<bool> {
        match self.single(HeaderMeaning::ShouldRetry) {
            Some(b"true") => Some(true),
            Some(b"false") => Some(false),
            _ => None,
        }
    }

    /// The delay in a header of its own: in milliseconds, else in seconds or as an HTTP date.
    #[inline]
    pub(crate) fn delay(&self, now_ms: Option<u64>) -> Option<Delay> {
        let in_ms = self.delay_ms.map(|ms| (ms, DelaySource::RetryAfterMs));
        if self.delay_ms.is_some_and(|ms| ms > 0) {
            return in_ms;
        }
        let in_seconds = || {
            let text = self.single(HeaderMeaning::Delay)?;
            let ms = match Decimal::parse(text) {
                Some(number) => number.seconds(),
                None => until_ms(parse_http_date(text)?, now_ms?),
            };
            Some((ms, DelaySource::RetryAfter))
        };
        // A 0 is passed over if the other header states more.
        in_seconds().filter(|&(ms, _)| ms > 0 || in_ms.is_none()).or(in_ms)
    }

    /// What the buckets say, as far as it decides. Under a 429, some bucket is exhausted.
    #[inline]
    pub(crate) fn bucket_evidence(&self, now_ms: Option<u64>, is_429: bool) -> BucketEvidence {
        if !self.may_be_exhausted && self.single(HeaderMeaning::Buckets).is_none() {
            if is_429 && !self.buckets.is_empty() {
                let reset_ms = self.reset_of_unknown(now_ms);
                return BucketEvidence { reset_ms, ..BucketEvidence::default() };
            }
            return BucketEvidence::default();
        }
        let is_exhausted = |(_, part, value): (_, _, &[u8])| is_exhausted(part, value);
        let is_any = || {
            self.bucket_parts().any(is_exhausted)
                || self.listed().any(|bucket| bucket.remaining == Some(0))
        };
        BucketEvidence {
            reset_ms: if is_429 && !is_any() {
                self.reset_of_unknown(now_ms)
            } else {
                self.reset_of_exhausted(now_ms)
            },
            is_month_exhausted: self.is_month_exhausted(),
            allows_none: self.allows_none(),
        }
    }

    /// The type of the error, without the module before a `#` and the address after a colon, which
    /// AWS adds.
    pub(crate) fn error_type(&self) -> Option<&'a [u8]> {
        let value = self.single(HeaderMeaning::ErrorType)?;
        let value = value.split(|&byte| byte == b':').next().unwrap_or_default();
        Some(value.rsplit(|&byte| byte == b'#').next().unwrap_or_default())
    }

    /// A bucket, completed by its policy.
    fn with_policy(&self, name: &[u8], bucket: Limit) -> Limit {
        let policies = self.single(HeaderMeaning::Policies).unwrap_or_default();
        let same = items(policies).find(|(of, _)| *of == name || name.is_empty());
        match same {
            Some((_, policy)) => Limit {
                metric: policy.metric,
                window: bucket.window.or(policy.window),
                limit: bucket.limit.or(policy.limit),
                ..bucket
            },
            None => bucket,
        }
    }

    /// Whether a bucket of a month is exhausted.
    fn is_month_exhausted(&self) -> bool {
        let is_month = |bucket: Limit| bucket.window == Some(Window::Month);
        let listed = || self.listed().any(|bucket| bucket.remaining == Some(0) && is_month(bucket));
        if self.known.iter().zip(&OF_A_MONTH).all(|(known, month)| known & month == 0) {
            return listed();
        }
        let in_parts = self.bucket_parts().any(|(bucket, part, value)| {
            bucket.window() == Some(Window::Month) && is_exhausted(part, value)
        });
        in_parts || listed()
    }

    /// Whether the limit of a bucket is 0, and no other bucket is exhausted.
    fn allows_none(&self) -> bool {
        let is_none = |(bucket, part, value): (Bucket, BucketPart, &[u8])| match part {
            BucketPart::Limit if count(value) == Some(0) => Some(bucket),
            _ => None,
        };
        if let Some(none) = self.bucket_parts().find_map(is_none) {
            return !self
                .bucket_parts()
                .any(|(bucket, part, value)| bucket != none && is_exhausted(part, value));
        }
        self.listed().any(|bucket| bucket.limit == Some(0))
    }

    /// The buckets of a list, each completed by its policy.
    fn listed(&self) -> impl Iterator<Item = Limit> {
        let list = self.single(HeaderMeaning::Buckets).map(items).into_iter().flatten();
        list.map(|(name, bucket)| self.with_policy(name, bucket))
    }

    /// The longest time until an exhausted bucket is full again, in milliseconds.
    fn reset_of_exhausted(&self, now_ms: Option<u64>) -> Option<u64> {
        let mut longest = None;
        for (bucket, part, value) in self.bucket_parts() {
            if is_exhausted(part, value)
                && let Some(full) = self.reset_of(bucket)
            {
                longest = longest.max(reset(full, now_ms));
            }
        }
        let Some(list) = self.single(HeaderMeaning::Buckets) else { return longest };
        let exhausted = items(list).filter(|(_, bucket)| bucket.remaining == Some(0));
        longest.max(exhausted.filter_map(|(_, bucket)| bucket.reset_ms).max())
    }

    /// The longest positive time until a bucket is full again of which no header says how much
    /// remains, in milliseconds.
    #[cold]
    fn reset_of_unknown(&self, now_ms: Option<u64>) -> Option<u64> {
        let is_told = |wanted: Bucket| {
            let tells = [BucketPart::Remaining, BucketPart::State, BucketPart::Percent];
            self.bucket_parts().any(|(bucket, part, _)| bucket == wanted && tells.contains(&part))
        };
        let in_parts = self.bucket_parts().filter_map(|(bucket, part, value)| {
            let is_unknown = part == BucketPart::Reset && !is_told(bucket);
            if is_unknown { reset(value, now_ms) } else { None }
        });
        let listed = self.listed().filter(|bucket| bucket.remaining.is_none());
        let resets = in_parts.chain(listed.filter_map(|bucket| bucket.reset_ms));
        resets.filter(|&ms| ms > 0).max()
    }

    /// Appends each bucket, in the order of the headers.
    pub(crate) fn append_to(
        &self,
        limits: &mut Vec<Limit>,
        provider: Option<Provider>,
        now_ms: Option<u64>,
    ) {
        const NONE: u8 = u8::MAX;
        let mut places = [NONE; Bucket::COUNT];
        let start = limits.len();
        for (bucket, part, value) in self.bucket_parts() {
            let place = &mut places[bucket as usize];
            if *place == NONE {
                // At most as many as headers are kept.
                *place = u8::try_from(limits.len() - start).unwrap_or(NONE);
                limits.push(Limit::of(bucket.metric(), headers::window(bucket, provider)));
            }
            let Some(limit) = limits.get_mut(start + usize::from(*place)) else { continue };
            match part {
                BucketPart::Limit => limit.limit = count(value),
                BucketPart::Remaining => limit.remaining = count(value),
                BucketPart::Reset => limit.reset_ms = reset(value, now_ms),
                BucketPart::State | BucketPart::Percent => {}
            }
        }
        limits.extend(self.listed());
        self.policies(limits, start);
    }

    /// Appends policies that belong to no bucket.
    fn policies(&self, limits: &mut Vec<Limit>, start: usize) {
        let Some(policies) = self.single(HeaderMeaning::Policies) else { return };
        let listed = self.single(HeaderMeaning::Buckets).unwrap_or_default();
        for (name, policy) in items(policies) {
            let fits =
                |bucket: &&mut Limit| bucket.window.is_none() && bucket.limit == policy.limit;
            if !listed.is_empty() && items(listed).any(|(of, _)| of == name) {
                continue;
            }
            match limits[start..].iter_mut().find(fits) {
                Some(bucket) => bucket.window = policy.window,
                None => limits.push(policy),
            }
        }
    }
}

/// Whether a value is a number of seconds or a date.
fn is_delay(value: &[u8]) -> bool {
    Decimal::parse(value).is_some() || parse_http_date(value).is_some()
}

/// Whether a part of a bucket says that nothing remains.
#[inline]
fn is_exhausted(part: BucketPart, value: &[u8]) -> bool {
    match part {
        BucketPart::Remaining => value.first() == Some(&b'0') && count(value) == Some(0),
        BucketPart::State => EXHAUSTED_STATES.iter().any(|state| value == state.as_bytes()),
        BucketPart::Percent => count(value).is_some_and(|percent| percent >= 100),
        BucketPart::Limit | BucketPart::Reset => false,
    }
}

/// The buckets of a list such as `"default";r=0;t=30`, each with its name, or of the older form
/// `limit=100, remaining=0, reset=30`, which is one bucket (IETF draft ratelimit-headers).
fn items(value: &[u8]) -> impl Iterator<Item = (&[u8], Limit)> {
    let first = value.split(|&byte| matches!(byte, b',' | b';')).next().unwrap_or_default();
    let is_older = first.contains(&b'=') && !first.contains(&b'"');
    value.split(move |&byte| byte == b',' && !is_older).take(MAX_ITEMS).map(|item| {
        let mut bucket = Limit::of(Metric::Requests, None);
        let mut name = &[][..];
        for part in item.split(|&byte| matches!(byte, b';' | b',')) {
            let mut sides = part.trim_ascii().splitn(2, |&byte| byte == b'=');
            let (key, side) = (sides.next().unwrap_or_default(), sides.next());
            let parameter = LIST_PARAMETERS.iter().find(|(known, _)| known.as_bytes() == key);
            match (parameter.map(|&(_, parameter)| parameter), side.and_then(count)) {
                (Some(ListParameter::Limit), Some(number)) => bucket.limit = Some(number),
                (Some(ListParameter::Remaining), Some(number)) => bucket.remaining = Some(number),
                (Some(ListParameter::Reset), Some(seconds)) => {
                    bucket.reset_ms = Some(seconds.saturating_mul(1_000).min(Retry::MAX_DELAY_MS));
                }
                (Some(ListParameter::Window), Some(seconds)) => bucket.window = window(seconds),
                (Some(ListParameter::Unit), _) if side != Some(REQUESTS_UNIT) => {
                    bucket.metric = Metric::Other;
                }
                // The oldest form begins with the limit itself, the others with a name.
                _ if side.is_none() => match count(key) {
                    Some(limit) => bucket.limit = Some(limit),
                    None => name = key,
                },
                _ => {}
            }
        }
        (name, bucket)
    })
}

/// The window of this length.
pub(crate) fn window(seconds: u64) -> Option<Window> {
    WINDOW_LENGTHS.iter().find(|(length, _)| *length == seconds).map(|&(_, window)| window)
}

/// The time until a time, in milliseconds; 0 for a past one.
pub(crate) fn until_ms(time_ms: u64, now_ms: u64) -> u64 {
    time_ms.saturating_sub(now_ms).min(Retry::MAX_DELAY_MS)
}

/// The time until a bucket is full, in milliseconds: a duration or seconds, or a Unix time in seconds
/// or milliseconds, or a time as RFC 3339.
fn reset(value: &[u8], now_ms: Option<u64>) -> Option<u64> {
    let until = |time_ms: u64| Some(until_ms(time_ms, now_ms?));
    if !value.last().is_some_and(u8::is_ascii_digit) {
        // Most are plain seconds.
        if let Some((number, len)) = Decimal::parse_prefix(value)
            && value[len..] == *b"s"
        {
            return Some(number.seconds());
        }
        return parse_duration(value).or_else(|| until(parse_rfc_3339(value)?));
    }
    let Some(number) = Decimal::parse(value) else {
        // The offset of a time ends with a digit.
        return until(parse_rfc_3339(value)?);
    };
    match number.trunc() {
        UNIX_MILLISECONDS.. => until(number.trunc()),
        UNIX_SECONDS.. => until(number.seconds()),
        _ => Some(number.seconds()),
    }
}

/// A whole number that is not negative; of a list, the first.
fn count(value: &[u8]) -> Option<u64> {
    let (number, len) = read_digits(value, 0);
    if len == value.len() && len > 0 {
        return Some(number);
    }
    let first = value.split(|&byte| byte == b',' || byte == b';').next()?;
    Decimal::parse(first).map(Decimal::ceil)
}

#[cfg(test)]
mod tests;
