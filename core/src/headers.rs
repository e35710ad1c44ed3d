//! The one pass over the headers.

use crate::kind::Provider;
use crate::report::Metric;
use crate::rules::headers::{BUCKETS, HEADERS, Means, Part, find};
use crate::time::{Decimal, parse_duration};

/// How many headers that mean something are kept. No server sends as many.
const MAX: usize = 16;

/// The headers that mean something, and their values.
#[derive(Clone, Debug, Default)]
pub(crate) struct Headers<'a> {
    /// The row and the value of each.
    found: [(u8, &'a [u8]); MAX],
    len: usize,
    /// A bit for each row that was met.
    known: [u64; HEADERS.len().div_ceil(64)],
    /// Who answered, where a header shows it.
    pub(crate) provider: Option<Provider>,
}

/// A bucket as headers tell of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bucket {
    pub(crate) metric: Metric,
    pub(crate) limit: Option<u64>,
    pub(crate) remaining: Option<u64>,
    pub(crate) reset_ms: Option<u64>,
}

impl<'a> Headers<'a> {
    /// Reads one header. The first of each name counts.
    #[inline]
    pub(crate) fn read(&mut self, name: &[u8], value: &'a [u8]) {
        let Some(row) = find(name) else { return };
        let (known, bit) = (&mut self.known[row / 64], 1 << (row % 64));
        if *known & bit == 0
            && let Some(slot) = self.found.get_mut(self.len)
        {
            *slot = (row as u8, value);
            self.len += 1;
            *known |= bit;
            self.provider = self.provider.or(HEADERS[row].provider);
        }
    }

    /// What each header means, and its value.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Means, &'a [u8])> {
        self.found[..self.len]
            .iter()
            .map(|&(row, value)| (HEADERS[usize::from(row)].means, value))
    }

    /// The value of the first header with this meaning.
    pub(crate) fn first(&self, wanted: Means) -> Option<&'a [u8]> {
        self.iter()
            .find_map(|(means, value)| (means == wanted).then_some(value))
    }

    /// The buckets that headers tell of, in the order of the rows.
    pub(crate) fn buckets(&self) -> impl Iterator<Item = Bucket> {
        let told = self.iter().fold(0u64, |told, (means, _)| match means {
            Means::Bucket(number, _) => told | 1 << number,
            _ => told,
        });
        (0..BUCKETS.len())
            .filter(move |number| told >> number & 1 == 1)
            .filter_map(|number| self.bucket(number))
    }

    /// What headers tell of this bucket, if any of it is valid.
    fn bucket(&self, number: usize) -> Option<Bucket> {
        let mut bucket = Bucket {
            metric: BUCKETS[number],
            limit: None,
            remaining: None,
            reset_ms: None,
        };
        for (means, value) in self.iter() {
            match means {
                Means::Bucket(of, part) if of == number => match part {
                    Part::Limit => bucket.limit = count(value),
                    Part::Remaining => bucket.remaining = count(value),
                    Part::Reset => bucket.reset_ms = parse_duration(value),
                },
                _ => {}
            }
        }
        let told =
            bucket.limit.is_some() || bucket.remaining.is_some() || bucket.reset_ms.is_some();
        told.then_some(bucket)
    }
}

/// A whole number that is not negative.
fn count(value: &[u8]) -> Option<u64> {
    Decimal::parse(value).map(Decimal::whole)
}
