//! Header lines to values: the ones that mean something are kept, the others are passed over.

use arrayvec::ArrayVec;

use super::http_message::trim;
use super::marks;
use super::time::{Decimal, parse_duration, parse_http_date, parse_rfc_3339, read_digits};
use crate::evidence::{BucketEvidence, Delay};
use crate::index::headers::{self, COUNT, MEANINGS, OF_A_MONTH, find};
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
#[derive(Clone, Debug)]
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
        }
    }

    fn read_single(&mut self, meaning: HeaderMeaning, value: &'a [u8]) {
        match meaning {
            HeaderMeaning::Provider | HeaderMeaning::Bucket(..) => {}
            HeaderMeaning::Server => {
                self.provider = self.provider.or_else(|| marks::of_server(value));
            }
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
    pub(crate) fn delay(&self, now_ms: Option<u64>) -> Option<Delay> {
        if let Some(ms) = self.delay_ms {
            return Some((ms, DelaySource::RetryAfterMs));
        }
        let text = self.single(HeaderMeaning::Delay)?;
        let ms = match Decimal::parse(text) {
            Some(number) => number.seconds(),
            None => until_ms(parse_http_date(text)?, now_ms?),
        };
        Some((ms, DelaySource::RetryAfter))
    }

    /// What the buckets say, as far as it decides.
    #[inline]
    pub(crate) fn bucket_evidence(&self, now_ms: Option<u64>) -> BucketEvidence {
        if !self.may_be_exhausted && self.single(HeaderMeaning::Buckets).is_none() {
            return BucketEvidence::default();
        }
        BucketEvidence {
            reset_ms: self.reset_of_exhausted(now_ms),
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
mod tests {
    use super::*;
    use crate::index::headers::NAMES;

    const NOW: Option<u64> = Some(1_767_225_600_000);
    const DATE: &str = "Thu, 01 Jan 2026 00:00:05 GMT";

    fn read<'a>(lines: &[(&str, &'a str)]) -> Headers<'a> {
        let mut headers = Headers::none();
        for (name, value) in lines {
            headers.read(name.as_bytes(), value.as_bytes());
        }
        headers
    }

    fn buckets_of(lines: &[(&str, &str)], provider: Option<Provider>) -> Vec<Limit> {
        let mut limits = Vec::new();
        read(lines).append_to(&mut limits, provider, NOW);
        limits
    }

    fn buckets(lines: &[(&str, &str)]) -> Vec<Limit> {
        buckets_of(lines, None)
    }

    fn evidence(lines: &[(&str, &str)]) -> BucketEvidence {
        read(lines).bucket_evidence(NOW)
    }

    fn single<'a>(lines: &[(&str, &'a str)], meaning: HeaderMeaning) -> Option<&'a str> {
        read(lines).single(meaning).map(|value| core::str::from_utf8(value).expect("UTF-8"))
    }

    #[test]
    fn a_header_that_means_nothing_is_passed_over() {
        let headers = read(&[("content-type", "application/json"), ("", ""), ("retry", "5")]);
        assert_eq!((headers.buckets.len(), headers.delay(NOW), headers.provider), (0, None, None));
        assert!(headers.single.iter().all(Option::is_none));
    }

    #[test]
    fn the_name_of_a_header_counts_in_any_case() {
        assert_eq!(
            read(&[("RETRY-After", "5")]).delay(None),
            Some((5_000, DelaySource::RetryAfter))
        );
    }

    #[test]
    fn a_delay_in_milliseconds_comes_before_one_in_seconds() {
        for name in ["retry-after-ms", "x-ms-retry-after-ms", "x-amz-retry-after"] {
            let expected = Some((1_501, DelaySource::RetryAfterMs));
            assert_eq!(read(&[("retry-after", "9"), (name, "1500.2")]).delay(None), expected);
        }
    }

    #[test]
    fn of_delays_in_milliseconds_the_first_valid_one_counts() {
        let lines =
            [("retry-after-ms", "soon"), ("x-ms-retry-after-ms", "5"), ("retry-after-ms", "7")];
        assert_eq!(read(&lines).delay(None), Some((5, DelaySource::RetryAfterMs)));
        let lines = [("retry-after-ms", "-1"), ("retry-after", "1")];
        assert_eq!(read(&lines).delay(None), Some((1_000, DelaySource::RetryAfter)));
    }

    #[test]
    fn a_delay_is_seconds_or_a_date() {
        let delay = |value, now| read(&[("retry-after", value)]).delay(now).map(|(ms, _)| ms);
        assert_eq!(delay("0", None), Some(0));
        assert_eq!(delay(" 1.0001 ", None), Some(1_001));
        assert_eq!(delay(DATE, NOW), Some(5_000));
        assert_eq!(delay(DATE, None), None);
        assert_eq!(delay("Wed, 31 Dec 2025 23:59:59 GMT", NOW), Some(0));
        assert_eq!(delay("-1", NOW), None);
        assert_eq!(delay("2s", NOW), None);
        assert_eq!(delay("", NOW), None);
        assert_eq!(delay("99999999999999999999", None), Some(Retry::MAX_DELAY_MS));
    }

    #[test]
    fn of_delays_in_seconds_the_first_valid_one_counts() {
        let delay = |values: &[&'static str]| {
            let lines: Vec<_> = values.iter().map(|value| ("retry-after", *value)).collect();
            single(&lines, HeaderMeaning::Delay)
        };
        assert_eq!(delay(&["soon", "2", "3"]), Some("2"));
        assert_eq!(delay(&["2", "soon"]), Some("2"));
        assert_eq!(delay(&["soon", DATE, "3"]), Some(DATE));
    }

    #[test]
    fn the_server_advises_a_retry_by_one_of_two_words() {
        let should_retry = |values: &[&str]| {
            let lines: Vec<_> = values.iter().map(|value| ("x-should-retry", *value)).collect();
            read(&lines).should_retry()
        };
        assert_eq!(should_retry(&["true"]), Some(true));
        assert_eq!(should_retry(&[" false "]), Some(false));
        assert_eq!(should_retry(&["false", "true"]), Some(false));
        assert_eq!(should_retry(&["yes"]), None);
        assert_eq!(should_retry(&["True"]), None);
        assert_eq!(should_retry(&[]), None);
    }

    #[test]
    fn of_request_ids_the_first_counts() {
        let lines = [("request-id", " a "), ("x-request-id", "b"), ("apim-request-id", "c")];
        assert_eq!(single(&lines, HeaderMeaning::RequestId), Some("a"));
    }

    #[test]
    fn a_type_is_without_its_module_and_address() {
        let type_ = |value| read(&[("x-amzn-errortype", value)]).error_type().map(<[u8]>::to_vec);
        assert_eq!(type_("a.b#Throttled:http://x/#y").as_deref(), Some(&b"Throttled"[..]));
        assert_eq!(type_("Throttled").as_deref(), Some(&b"Throttled"[..]));
        assert_eq!(read(&[]).error_type(), None);
    }

    #[test]
    fn the_first_header_that_shows_a_provider_counts() {
        assert_eq!(read(&[("x-groq-region", "sto")]).provider, Some(Provider::Groq));
        assert_eq!(read(&[("server", "llama.cpp")]).provider, Some(Provider::Llamacpp));
        assert_eq!(read(&[("server", "nginx")]).provider, None);
        let lines = [("server", "llama.cpp"), ("x-groq-region", "sto")];
        assert_eq!(read(&lines).provider, Some(Provider::Llamacpp));
        let lines = [("x-groq-region", "sto"), ("openai-version", "1"), ("server", "llama.cpp")];
        assert_eq!(read(&lines).provider, Some(Provider::Groq));
        let bucket = [("anthropic-ratelimit-requests-limit", "5")];
        assert_eq!(read(&bucket).provider, Some(Provider::Anthropic));
    }

    #[test]
    fn the_headers_of_a_bucket_are_put_together() {
        let expected = Limit {
            limit: Some(30),
            remaining: Some(0),
            reset_ms: Some(2_500),
            ..Limit::of(Metric::Requests, None)
        };
        let tokens = Limit { limit: Some(6_000), ..Limit::of(Metric::Tokens, None) };
        let lines = [
            ("x-ratelimit-limit-requests", "30"),
            ("x-ratelimit-limit-tokens", "6000"),
            ("x-ratelimit-reset-requests", "2.5s"),
            ("x-ratelimit-remaining-requests", "0"),
        ];
        assert_eq!(buckets(&lines), [expected, tokens]);
    }

    #[test]
    fn of_a_header_that_is_there_twice_the_first_counts() {
        let lines = [("x-ratelimit-limit-tokens", "1"), ("X-RateLimit-Limit-Tokens", "2")];
        assert_eq!(buckets(&lines)[0].limit, Some(1));
        let lines = [("ratelimit", "\"a\";r=1"), ("ratelimit", "\"a\";r=2")];
        assert_eq!(buckets(&lines)[0].remaining, Some(1));
    }

    #[test]
    fn as_many_bucket_headers_are_kept_as_there_is_room_for() {
        let is_bucket = |&row: &usize| matches!(MEANINGS[row].0, HeaderMeaning::Bucket(..));
        let rows = (0..COUNT).filter(is_bucket);
        let lines: Vec<_> = rows.map(|row| (NAMES[row], "1")).collect();
        assert!(lines.len() > MAX);
        assert_eq!(read(&lines).buckets.len(), MAX);
        assert_eq!(read(&lines).bucket_parts().count(), MAX);
    }

    #[test]
    fn every_bucket_header_gives_its_number() {
        for row in 0..COUNT {
            let HeaderMeaning::Bucket(bucket, part) = MEANINGS[row].0 else { continue };
            let limits = buckets(&[(NAMES[row], "7")]);
            let expected = Limit::of(bucket.metric(), bucket.window());
            let expected = match part {
                BucketPart::Limit => Limit { limit: Some(7), ..expected },
                BucketPart::Remaining => Limit { remaining: Some(7), ..expected },
                BucketPart::Reset => Limit { reset_ms: Some(7_000), ..expected },
                BucketPart::State | BucketPart::Percent => expected,
            };
            assert_eq!(limits, [expected], "{}", NAMES[row]);
        }
    }

    #[test]
    fn a_provider_may_document_the_window_of_a_bucket() {
        let window =
            |provider| buckets_of(&[("x-ratelimit-limit-requests", "5")], provider)[0].window;
        assert_eq!(window(None), None);
        assert_eq!(window(Some(Provider::Groq)), Some(Window::Day));
    }

    #[test]
    fn a_bucket_is_exhausted_if_nothing_remains() {
        let reset = |value| {
            let lines =
                [("x-ratelimit-remaining-tokens", value), ("x-ratelimit-reset-tokens", "5")];
            evidence(&lines).reset_ms
        };
        assert_eq!(reset("0"), Some(5_000));
        assert_eq!(reset(" 0 "), Some(5_000));
        assert_eq!(reset("0.0"), Some(5_000));
        assert_eq!(reset("0, 0;w=60"), Some(5_000));
        assert_eq!(reset("0.5"), None);
        assert_eq!(reset("1"), None);
        assert_eq!(reset("none"), None);
        assert_eq!(reset(""), None);
    }

    #[test]
    fn a_bucket_is_exhausted_by_its_state_or_its_percentage() {
        let lines = |state| {
            [
                ("anthropic-ratelimit-unified-5h-status", state),
                ("anthropic-ratelimit-unified-5h-reset", "1767225605"),
            ]
        };
        assert_eq!(evidence(&lines("rejected")).reset_ms, Some(5_000));
        assert_eq!(evidence(&lines("allowed")).reset_ms, None);
        let lines = |percent| {
            [
                ("x-codex-primary-used-percent", percent),
                ("x-codex-primary-reset-after-seconds", "5"),
            ]
        };
        assert_eq!(evidence(&lines("100")).reset_ms, Some(5_000));
        assert_eq!(evidence(&lines("99.5")).reset_ms, Some(5_000));
        assert_eq!(evidence(&lines("99")).reset_ms, None);
    }

    #[test]
    fn of_exhausted_buckets_the_longest_reset_counts() {
        let lines = [
            ("x-ratelimit-remaining-requests", "0"),
            ("x-ratelimit-reset-requests", "5"),
            ("x-ratelimit-remaining-tokens", "0"),
            ("x-ratelimit-reset-tokens", "1m"),
            ("x-ratelimit-remaining-audio-seconds", "1"),
            ("x-ratelimit-reset-audio-seconds", "1h"),
            ("ratelimit", "\"a\";r=0;t=7, \"b\";r=1;t=999"),
        ];
        assert_eq!(evidence(&lines).reset_ms, Some(60_000));
        assert_eq!(evidence(&lines[..2]).reset_ms, Some(5_000));
        assert_eq!(evidence(&lines[4..]).reset_ms, Some(7_000));
        assert_eq!(evidence(&lines[4..6]).reset_ms, None);
    }

    #[test]
    fn an_exhausted_bucket_of_a_month_is_seen() {
        let is_month_exhausted = |name, value| evidence(&[(name, value)]).is_month_exhausted;
        assert!(is_month_exhausted("x-ratelimit-remaining-month", "0"));
        assert!(is_month_exhausted("x-ratelimit-remaining-tokens-month", "0"));
        assert!(!is_month_exhausted("x-ratelimit-remaining-month", "1"));
        assert!(!is_month_exhausted("x-ratelimit-limit-month", "5"));
        assert!(!is_month_exhausted("x-ratelimit-remaining-day", "0"));
        assert!(is_month_exhausted("ratelimit", "\"a\";r=0;w=2592000"));
        assert!(!is_month_exhausted("ratelimit", "\"a\";r=1;w=2592000"));
        assert!(!is_month_exhausted("ratelimit", "\"a\";r=0;w=86400"));
        let by_policy = [("ratelimit", "\"a\";r=0"), ("ratelimit-policy", "\"a\";q=5;w=2592000")];
        assert!(evidence(&by_policy).is_month_exhausted);
    }

    #[test]
    fn a_limit_of_zero_allows_none_unless_another_bucket_is_exhausted() {
        let zero = ("x-ratelimit-limit-tokens", "0");
        assert!(evidence(&[zero]).allows_none);
        assert!(evidence(&[zero, ("x-ratelimit-remaining-tokens", "0")]).allows_none);
        assert!(evidence(&[zero, ("x-ratelimit-remaining-requests", "5")]).allows_none);
        assert!(!evidence(&[zero, ("x-ratelimit-remaining-requests", "0")]).allows_none);
        assert!(!evidence(&[("x-ratelimit-limit-tokens", "1")]).allows_none);
        assert!(evidence(&[("ratelimit", "\"a\";q=0;r=0")]).allows_none);
        assert!(!evidence(&[("ratelimit", "\"a\";q=5;r=0")]).allows_none);
    }

    #[test]
    fn a_list_gives_a_bucket_for_each_item() {
        let requests = Limit {
            limit: Some(100),
            remaining: Some(0),
            reset_ms: Some(30_000),
            ..Limit::of(Metric::Requests, Some(Window::Minute))
        };
        let other = Limit { remaining: Some(9), ..Limit::of(Metric::Other, None) };
        let list = r#""minute";q=100;r=0;t=30;w=60;qu="requests", "size";r=9;qu="content-bytes""#;
        assert_eq!(buckets(&[("ratelimit", list)]), [requests, other]);
        // Unknown parameters and windows are passed over.
        let list = r#""a";r=0;pk=:x:;w=61"#;
        let expected = Limit { remaining: Some(0), ..Limit::of(Metric::Requests, None) };
        assert_eq!(buckets(&[("ratelimit", list)]), [expected]);
    }

    #[test]
    fn a_list_of_the_older_form_is_one_bucket() {
        let expected = Limit {
            limit: Some(100),
            remaining: Some(0),
            reset_ms: Some(30_000),
            ..Limit::of(Metric::Requests, None)
        };
        assert_eq!(buckets(&[("ratelimit", "limit=100, remaining=0, reset=30")]), [expected]);
        assert_eq!(
            evidence(&[("ratelimit", "limit=100, remaining=0, reset=30")]).reset_ms,
            Some(30_000)
        );
    }

    #[test]
    fn as_many_items_of_a_list_are_read_as_a_server_sends() {
        let list = vec!["\"a\";r=1"; MAX_ITEMS + 1].join(",");
        assert_eq!(buckets(&[("ratelimit", &list)]).len(), MAX_ITEMS);
    }

    #[test]
    fn a_policy_completes_the_bucket_with_its_name() {
        let policies = r#""day";q=500;w=86400, "minute";q=5;w=60;qu="tokens""#;
        let lines = [("ratelimit", r#""minute";r=1, "day";r=2"#), ("ratelimit-policy", policies)];
        let minute = Limit {
            limit: Some(5),
            remaining: Some(1),
            ..Limit::of(Metric::Other, Some(Window::Minute))
        };
        let day = Limit {
            limit: Some(500),
            remaining: Some(2),
            ..Limit::of(Metric::Requests, Some(Window::Day))
        };
        assert_eq!(buckets(&lines), [minute, day]);
    }

    #[test]
    fn a_policy_of_no_listed_bucket_gives_a_window_to_one_with_its_limit_or_is_one_itself() {
        let policy = ("ratelimit-policy", "100;w=60");
        let own = Limit { limit: Some(100), ..Limit::of(Metric::Requests, Some(Window::Minute)) };
        assert_eq!(buckets(&[policy]), [own]);
        assert_eq!(buckets(&[("ratelimit-limit", "100"), policy]), [own]);
        let other = Limit { limit: Some(99), ..Limit::of(Metric::Requests, None) };
        assert_eq!(buckets(&[("ratelimit-limit", "99"), policy]), [other, own]);
    }

    #[test]
    fn the_time_until_a_bucket_is_full_is_written_in_many_ways() {
        for (text, expected) in [
            ("30", Some(30_000)),
            ("0", Some(0)),
            ("1.2345", Some(1_235)),
            ("2.5s", Some(2_500)),
            ("644ms", Some(644)),
            ("1m13.46s", Some(73_460)),
            ("6h", Some(21_600_000)),
            ("1767225605", Some(5_000)),
            ("1767225605000", Some(5_000)),
            ("1767225599", Some(0)),
            ("2026-01-01T00:00:05Z", Some(5_000)),
            ("2026-01-01T01:00:05+01:00", Some(5_000)),
            ("2025-12-31T00:00:00Z", Some(0)),
            ("999999999", Some(999_999_999_000)),
            ("soon", None),
            ("-5", None),
            ("", None),
        ] {
            assert_eq!(reset(text.as_bytes(), NOW), expected, "{text}");
        }
        for time in ["1767225605", "1767225605000", "2026-01-01T00:00:05Z"] {
            assert_eq!(reset(time.as_bytes(), None), None, "{time}");
        }
        assert_eq!(reset(b"30", None), Some(30_000));
    }

    #[test]
    fn a_count_is_whole_and_of_a_list_the_first() {
        for (text, expected) in [
            ("12", Some(12)),
            (" 12 ", Some(12)),
            ("12.1", Some(13)),
            ("12, 12;w=60", Some(12)),
            ("12;w=60", Some(12)),
            ("-1", None),
            ("unlimited", None),
            ("", None),
        ] {
            assert_eq!(count(text.as_bytes()), expected, "{text}");
        }
    }

    #[test]
    fn every_length_of_a_window_has_its_name() {
        for &(seconds, name) in WINDOW_LENGTHS {
            assert_eq!(window(seconds), Some(name));
            assert_eq!(window(seconds + 1), None);
        }
    }
}
