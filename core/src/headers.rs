//! The one pass over the headers.

use crate::kind::Provider;
use crate::rules::headers::{BUCKETS, Counts, HEADERS, Means, Part, find};
use crate::time::{Decimal, parse_duration, parse_rfc_3339};

/// How many headers that mean something are kept. No server sends as many.
const MAX: usize = 16;

/// The headers that mean something, and their values.
#[derive(Clone, Debug, Default)]
pub(crate) struct Headers<'a> {
    /// The row and the value of each.
    found: [Option<(u8, &'a [u8])>; MAX],
    len: usize,
    /// A bit for each row that was met.
    known: [u64; HEADERS.len().div_ceil(64)],
    /// Who answered, where a header shows it.
    pub(crate) provider: Option<Provider>,
}

/// A bucket as headers tell of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bucket {
    pub(crate) counts: &'static Counts,
    pub(crate) limit: Option<u64>,
    pub(crate) remaining: Option<u64>,
    pub(crate) reset_ms: Option<u64>,
}

impl<'a> Headers<'a> {
    /// Reads one header. The first of each name counts.
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "the assertion rules it out")]
    pub(crate) fn read(&mut self, name: &[u8], value: &'a [u8]) {
        const { assert!(HEADERS.len() <= 256, "too many rows") };
        let Some(row) = find(name) else { return };
        let (known, bit) = (&mut self.known[row / 64], 1 << (row % 64));
        if *known & bit == 0
            && let Some(slot) = self.found.get_mut(self.len)
        {
            *slot = Some((row as u8, value));
            self.len += 1;
            *known |= bit;
            self.provider = self.provider.or(HEADERS[row].provider);
        }
    }

    /// What each header means, and its value.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Means, &'a [u8])> {
        self.found[..self.len]
            .iter()
            .flatten()
            .map(|&(row, value)| (HEADERS[usize::from(row)].means, value))
    }

    /// The value of the first header with this meaning.
    pub(crate) fn first(&self, wanted: Means) -> Option<&'a [u8]> {
        self.iter().find_map(|(means, value)| (means == wanted).then_some(value))
    }

    /// Whether the limit of a bucket is 0.
    pub(crate) fn allow_none(&self) -> bool {
        self.iter().any(|(means, value)| {
            matches!(means, Means::Bucket(_, Part::Limit)) && count(value) == Some(0)
        })
    }

    /// The times until the buckets are full of which nothing remains.
    pub(crate) fn resets_of_empty(&self, now_ms: Option<u64>) -> impl Iterator<Item = u64> {
        self.iter().filter_map(move |(means, value)| match means {
            Means::Bucket(number, Part::Remaining) if count(value) == Some(0) => {
                reset(self.first(Means::Bucket(number, Part::Reset))?, now_ms)
            }
            _ => None,
        })
    }

    /// The buckets that headers tell of, in the order of the rows.
    pub(crate) fn buckets(&self, now_ms: Option<u64>) -> impl Iterator<Item = Bucket> {
        let mut parts = [[None; 3]; BUCKETS.len()];
        for (means, value) in self.iter() {
            if let Means::Bucket(number, part) = means {
                parts[number][part as usize] = Some(value);
            }
        }
        let told = BUCKETS.iter().zip(parts);
        told.filter_map(move |(counts, [limit, remaining, full])| {
            let bucket = Bucket {
                counts,
                limit: limit.and_then(count),
                remaining: remaining.and_then(count),
                reset_ms: full.and_then(|value| reset(value, now_ms)),
            };
            let numbers = [bucket.limit, bucket.remaining, bucket.reset_ms];
            numbers.iter().any(Option::is_some).then_some(bucket)
        })
    }
}

/// The time until a bucket is full: a duration or seconds, or the Unix time when it ends, in seconds
/// or milliseconds, or as RFC 3339.
fn reset(value: &[u8], now_ms: Option<u64>) -> Option<u64> {
    let until = |time_ms: u64| Some(time_ms.saturating_sub(now_ms?));
    if !value.last().is_some_and(u8::is_ascii_digit) {
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

/// A whole number that is not negative.
fn count(value: &[u8]) -> Option<u64> {
    // As servers send it; no number of so few digits is too large.
    if (1..=18).contains(&value.len()) && value.iter().all(u8::is_ascii_digit) {
        let push = |number, digit: &u8| number * 10 + u64::from(digit - b'0');
        return Some(value.iter().fold(0, push));
    }
    Decimal::parse(value).map(Decimal::whole)
}
