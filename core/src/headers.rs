//! The one pass over the headers.

use crate::kind::Provider;
use crate::raw::trim;
use crate::report::{Limit, Metric, Retry, Window};
use crate::rules::headers::{BUCKETS, HEADERS, Means, Part, STEPS, find};
use crate::rules::providers;
use crate::time::{Decimal, parse_duration, parse_http_date, parse_rfc_3339, read_digits};

/// How many headers that may be several are kept. No server sends as many.
const MAX: usize = 24;

/// How many items of a list are read. No server sends as many.
const MAX_ITEMS: usize = 16;

/// The headers that mean something, and their values.
#[derive(Clone, Debug)]
pub(crate) struct Headers<'a> {
    /// Those of which one counts.
    single: [Option<&'a [u8]>; Means::SINGLE],
    /// The rows and the values of the others.
    rows: [u8; MAX],
    values: [Option<&'a [u8]>; MAX],
    len: usize,
    /// The first valid delay in milliseconds.
    pub(crate) delay_ms: Option<u64>,
    /// A bit for each row of these that was met.
    known: [u64; HEADERS.len().div_ceil(64)],
    /// Who answered, where a header shows it.
    pub(crate) provider: Option<Provider>,
}

impl<'a> Headers<'a> {
    /// None.
    #[inline]
    pub(crate) const fn none() -> Self {
        Self {
            single: [None; Means::SINGLE],
            rows: [0; MAX],
            values: [None; MAX],
            len: 0,
            delay_ms: None,
            known: [0; HEADERS.len().div_ceil(64)],
            provider: None,
        }
    }

    /// Reads one header. The first of each name counts.
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "the assertion rules it out")]
    pub(crate) fn read(&mut self, name: &[u8], value: &'a [u8]) {
        const { assert!(HEADERS.len() <= 256, "too many rows") };
        let Some(row) = find(name) else { return };
        let (means, provider) = STEPS[row];
        self.provider = self.provider.or(provider);
        if let Means::Bucket(..) = means {
            let (known, bit) = (&mut self.known[row / 64], 1 << (row % 64));
            if *known & bit == 0
                && let Some(slot) = self.rows.get_mut(self.len)
            {
                *known |= bit;
                *slot = row as u8;
                self.values[self.len] = Some(trim(value));
                self.len += 1;
            }
        } else {
            self.read_single(means, value);
        }
    }

    fn read_single(&mut self, means: Means, value: &'a [u8]) {
        match means {
            Means::Provider | Means::Bucket(..) => {}
            Means::Server => self.provider = self.provider.or_else(|| providers::server(value)),
            Means::DelayMs => {
                let delay_ms = || Decimal::parse(value).map(Decimal::milliseconds);
                self.delay_ms = self.delay_ms.or_else(delay_ms);
            }
            means => {
                let slot = &mut self.single[means.place()];
                match *slot {
                    None => *slot = Some(trim(value)),
                    // Of several delays, the first that is valid counts.
                    Some(known) if means == Means::Delay && !is_delay(known) => {
                        *slot = Some(trim(value));
                    }
                    Some(_) => {}
                }
            }
        }
    }

    /// What each header means that may be one of several, and its value.
    #[inline]
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Means, &'a [u8])> {
        let rows = self.rows.iter().zip(&self.values).take(self.len);
        rows.map_while(|(&row, &value)| Some((STEPS[usize::from(row)].0, value?)))
    }

    /// The value of the header with this meaning, of which one counts.
    #[inline]
    pub(crate) fn single(&self, means: Means) -> Option<&'a [u8]> {
        self.single[means.place()]
    }

    /// When a bucket is full again, as it stands there.
    fn reset_of(&self, number: u8) -> Option<&'a [u8]> {
        let wanted = Means::Bucket(number, Part::Reset);
        self.iter().find_map(|(means, value)| (means == wanted).then_some(value))
    }

    /// The type of the error, without the address that AWS adds to it.
    pub(crate) fn error_type(&self) -> Option<&'a [u8]> {
        let value = self.single(Means::ErrorType)?;
        let value = value.split(|&byte| byte == b':').next().unwrap_or_default();
        Some(value.rsplit(|&byte| byte == b'#').next().unwrap_or_default())
    }

    /// A bucket with what its policy tells.
    fn with_policy(&self, name: &[u8], bucket: Limit) -> Limit {
        let policies = self.single(Means::Policies).unwrap_or_default();
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

    /// Whether nothing remains of what is allowed in a month.
    pub(crate) fn month_is_used_up(&self) -> bool {
        let is_month = |bucket: Limit| bucket.window == Some(Window::Month);
        let listed = || self.listed().any(|bucket| bucket.remaining == Some(0) && is_month(bucket));
        if self.known.iter().zip(&OF_A_MONTH).all(|(known, month)| known & month == 0) {
            return listed();
        }
        let told = self.iter().any(|(means, value)| match means {
            Means::Bucket(number, part) => {
                BUCKETS[usize::from(number)].window == Some(Window::Month) && is_empty(part, value)
            }
            _ => false,
        });
        told || listed()
    }

    /// Whether the limit of a bucket is 0, and no other bucket is empty.
    pub(crate) fn allow_none(&self) -> bool {
        let is_none = |(means, value): (Means, &[u8])| match means {
            Means::Bucket(number, Part::Limit) if count(value) == Some(0) => Some(number),
            _ => None,
        };
        if let Some(none) = self.iter().find_map(is_none) {
            return !self.iter().any(|(means, value)| match means {
                Means::Bucket(number, part) => number != none && is_empty(part, value),
                _ => false,
            });
        }
        self.listed().any(|bucket| bucket.limit == Some(0))
    }

    /// The buckets of the list, each with what its policy tells.
    fn listed(&self) -> impl Iterator<Item = Limit> {
        let list = self.single(Means::Buckets).map(items).into_iter().flatten();
        list.map(|(name, bucket)| self.with_policy(name, bucket))
    }

    /// The longest of the times until the buckets are full of which nothing remains.
    pub(crate) fn resets_of_empty(&self, now_ms: Option<u64>) -> Option<u64> {
        let mut longest = None;
        for (means, value) in self.iter() {
            if let Means::Bucket(number, part) = means
                && is_empty(part, value)
                && let Some(full) = self.reset_of(number)
            {
                longest = longest.max(reset(full, now_ms));
            }
        }
        if self.single(Means::Buckets).is_none() {
            return longest;
        }
        let listed = items(self.single(Means::Buckets).unwrap_or_default());
        let empty = listed.filter(|(_, bucket)| bucket.remaining == Some(0));
        longest.max(empty.filter_map(|(_, bucket)| bucket.reset_ms).max())
    }

    /// Appends each bucket that headers tell of, in their order.
    pub(crate) fn buckets(
        &self,
        limits: &mut Vec<Limit>,
        provider: Option<Provider>,
        now_ms: Option<u64>,
    ) {
        const NONE: u8 = u8::MAX;
        let mut places = [NONE; BUCKETS.len()];
        let start = limits.len();
        for (means, value) in self.iter() {
            let Means::Bucket(number, part) = means else { continue };
            let number = usize::from(number);
            if places[number] == NONE {
                let counts = &BUCKETS[number];
                let of_provider = counts.of.filter(|&(of, _)| Some(of) == provider);
                let window = of_provider.map(|(_, window)| window).or(counts.window);
                // As many as headers are kept, and few more.
                places[number] = u8::try_from(limits.len() - start).unwrap_or(NONE);
                limits.push(Limit::of(counts.metric, window));
            }
            let Some(bucket) = limits.get_mut(start + usize::from(places[number])) else {
                continue;
            };
            match part {
                Part::Limit => bucket.limit = count(value),
                Part::Remaining => bucket.remaining = count(value),
                Part::Reset => bucket.reset_ms = reset(value, now_ms),
                Part::State | Part::Percent => {}
            }
        }
        limits.extend(self.listed());
        self.policies(limits, start);
    }

    /// Appends what policies allow, where no bucket is told of that they belong to.
    fn policies(&self, limits: &mut Vec<Limit>, start: usize) {
        let Some(policies) = self.single(Means::Policies) else { return };
        let told = self.single(Means::Buckets).unwrap_or_default();
        for (name, policy) in items(policies) {
            let fits =
                |bucket: &&mut Limit| bucket.window.is_none() && bucket.limit == policy.limit;
            if !told.is_empty() && items(told).any(|(of, _)| of == name) {
                continue;
            }
            match limits[start..].iter_mut().find(fits) {
                Some(bucket) => bucket.window = policy.window,
                None => limits.push(policy),
            }
        }
    }
}

/// A bit for each row that tells of a bucket of a month.
static OF_A_MONTH: [u64; HEADERS.len().div_ceil(64)] = {
    let mut bits = [0; HEADERS.len().div_ceil(64)];
    let mut row = 0;
    while row < HEADERS.len() {
        if let Means::Bucket(number, _) = HEADERS[row].means
            && matches!(BUCKETS[number as usize].window, Some(Window::Month))
        {
            bits[row / 64] |= 1 << (row % 64);
        }
        row += 1;
    }
    bits
};

/// Whether a value is a number of seconds or a date.
fn is_delay(value: &[u8]) -> bool {
    Decimal::parse(value).is_some() || parse_http_date(value).is_some()
}

/// Whether a part tells that nothing remains.
#[inline]
fn is_empty(part: Part, value: &[u8]) -> bool {
    match part {
        Part::Remaining => value.first() == Some(&b'0') && count(value) == Some(0),
        Part::State => value == b"rejected",
        Part::Percent => count(value).is_some_and(|percent| percent >= 100),
        Part::Limit | Part::Reset => false,
    }
}

/// The buckets of a list such as `"default";r=0;t=30`, each with its name, or of the older form
/// `limit=100, remaining=0, reset=30`, which is one bucket (IETF draft ratelimit-headers).
fn items(value: &[u8]) -> impl Iterator<Item = (&[u8], Limit)> {
    let first = value.split(|&byte| matches!(byte, b',' | b';')).next().unwrap_or_default();
    let older = first.contains(&b'=') && !first.contains(&b'"');
    value.split(move |&byte| byte == b',' && !older).take(MAX_ITEMS).map(|item| {
        let mut bucket = Limit::of(Metric::Requests, None);
        let mut name = &[][..];
        for part in item.split(|&byte| matches!(byte, b';' | b',')) {
            let mut sides = part.trim_ascii().splitn(2, |&byte| byte == b'=');
            let (key, side) = (sides.next().unwrap_or_default(), sides.next());
            let number = side.and_then(count);
            match (key, number) {
                (b"q" | b"limit", Some(number)) => bucket.limit = Some(number),
                (b"r" | b"remaining", Some(number)) => bucket.remaining = Some(number),
                (b"t" | b"reset", Some(seconds)) => {
                    bucket.reset_ms = Some(seconds.saturating_mul(1_000).min(Retry::MAX_DELAY_MS));
                }
                (b"w", Some(seconds)) => bucket.window = window(seconds),
                (b"qu", _) if side != Some(b"\"requests\"") => bucket.metric = Metric::Other,
                // The oldest form begins with the limit itself, the others with a name.
                (first, _) if side.is_none() => match count(first) {
                    Some(limit) => bucket.limit = Some(limit),
                    None => name = first,
                },
                _ => {}
            }
        }
        (name, bucket)
    })
}

/// The window of so many seconds.
pub(crate) fn window(seconds: u64) -> Option<Window> {
    match seconds {
        1 => Some(Window::Second),
        60 => Some(Window::Minute),
        3_600 => Some(Window::Hour),
        86_400 => Some(Window::Day),
        604_800 => Some(Window::Week),
        2_592_000 => Some(Window::Month),
        _ => None,
    }
}

/// The time until a bucket is full: a duration or seconds, or the Unix time when it ends, in seconds
/// or milliseconds, or as RFC 3339.
fn reset(value: &[u8], now_ms: Option<u64>) -> Option<u64> {
    let until = |time_ms: u64| Some(time_ms.saturating_sub(now_ms?).min(Retry::MAX_DELAY_MS));
    if !value.last().is_some_and(u8::is_ascii_digit) {
        // Most are of seconds alone.
        if let Some((number, len)) = Decimal::read(value)
            && value[len..] == *b"s"
        {
            return Some(number.seconds());
        }
        return parse_duration(value).or_else(|| until(parse_rfc_3339(value)?));
    }
    let number = Decimal::parse(value)?;
    match number.whole() {
        MILLISECOND_TIMES.. => until(number.whole()),
        SECOND_TIMES.. => until(number.seconds()),
        _ => Some(number.seconds()),
    }
}

/// From here on a number is no span of time, but a time in Unix seconds: a day of 2001.
const SECOND_TIMES: u64 = 1_000_000_000;
/// From here on it is in milliseconds.
const MILLISECOND_TIMES: u64 = 1_000_000_000_000;

/// A whole number that is not negative. Of a list, the first.
fn count(value: &[u8]) -> Option<u64> {
    // As servers send it.
    let (number, len) = read_digits(value, 0);
    if len == value.len() && len > 0 {
        return Some(number);
    }
    let first = value.split(|&byte| byte == b',' || byte == b';').next()?;
    Decimal::parse(first).map(Decimal::rounded_up)
}
