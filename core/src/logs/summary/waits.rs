//! Waits, as a histogram on a logarithmic scale: its quantiles are near the true ones, and two
//! histograms can be merged.

use std::collections::BTreeMap;

use super::answers::{WaitBucket, Waits};

/// An octave of values has this many bits of buckets, so 32 of them: no two values of a bucket differ
/// by more than 1/32.
const SUB_BITS: u32 = 5;

/// How many bounds the histogram for people has; they double from the first.
const BOUNDS: usize = 16;
const FIRST_BOUND_MS: u64 = 250;

/// Waits in milliseconds.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct WaitHistogram {
    count: u64,
    total_ms: u64,
    max_ms: u64,
    /// How many waits each bucket has, and their sum.
    buckets: BTreeMap<u32, (u64, u64)>,
    by_bound: [u64; BOUNDS + 1],
}

impl WaitHistogram {
    pub(super) fn add(&mut self, wait_ms: u64) {
        self.count += 1;
        self.total_ms = self.total_ms.saturating_add(wait_ms);
        self.max_ms = self.max_ms.max(wait_ms);
        let (count, total_ms) = self.buckets.entry(bucket_of(wait_ms)).or_default();
        *count += 1;
        *total_ms = total_ms.saturating_add(wait_ms);
        let place = bounds().position(|bound| wait_ms <= bound).unwrap_or(BOUNDS);
        self.by_bound[place] += 1;
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.count += other.count;
        self.total_ms = self.total_ms.saturating_add(other.total_ms);
        self.max_ms = self.max_ms.max(other.max_ms);
        for (bucket, (more, more_ms)) in &other.buckets {
            let (count, total_ms) = self.buckets.entry(*bucket).or_default();
            *count += more;
            *total_ms = total_ms.saturating_add(*more_ms);
        }
        for (count, more) in self.by_bound.iter_mut().zip(other.by_bound) {
            *count += more;
        }
    }

    /// The wait that so many percent do not exceed: the mean of its bucket, so that equal waits are
    /// exact.
    fn percentile(&self, percent: u64) -> Option<u64> {
        let rank = (u128::from(self.count) * u128::from(percent)).div_ceil(100).max(1);
        let mut passed = 0;
        self.buckets.values().find_map(|(count, total_ms)| {
            passed += u128::from(*count);
            (passed >= rank).then(|| (total_ms / count).min(self.max_ms))
        })
    }

    pub(super) fn answer(&self) -> Waits {
        let up_to = bounds().map(Some).chain([None]);
        let bucket = |(up_to_ms, count)| WaitBucket { up_to_ms, count };
        Waits {
            count: self.count,
            total_ms: self.total_ms,
            median_ms: self.percentile(50),
            p95_ms: self.percentile(95),
            max_ms: (self.count > 0).then_some(self.max_ms),
            histogram: up_to.zip(self.by_bound).map(bucket).collect(),
        }
    }
}

fn bounds() -> impl Iterator<Item = u64> {
    (0..BOUNDS).map(|power| FIRST_BOUND_MS << power)
}

/// Small values have buckets of their own; of a larger one the leading bits count.
fn bucket_of(value: u64) -> u32 {
    let Some(octave) = value.checked_ilog2().and_then(|log| log.checked_sub(SUB_BITS)) else {
        return u32::try_from(value).unwrap_or(0);
    };
    let leading = value >> octave;
    (octave << SUB_BITS) + u32::try_from(leading).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_rise_with_the_value_and_are_narrow() {
        let mut values: Vec<u64> = (0..2_000).collect();
        values.extend((11..64).flat_map(|bit| {
            [(1 << bit) - 1, 1 << bit, (1 << bit) + (1 << (bit - 6)), u64::MAX >> (63 - bit)]
        }));
        values.sort_unstable();
        for pair in values.windows(2) {
            let (low, high) = (bucket_of(pair[0]), bucket_of(pair[1]));
            assert!(low <= high, "{pair:?}");
            assert!(low < high || pair[1] - pair[0] <= pair[0] / 32, "{pair:?}");
        }
    }

    #[test]
    fn quantiles_are_near_the_true_ones() {
        let mut histogram = WaitHistogram::default();
        let waits: Vec<u64> = (1..=1_000).map(|number| number * number).collect();
        for wait in &waits {
            histogram.add(*wait);
        }
        let answer = histogram.answer();
        let is_near = |answer: Option<u64>, truth: u64| {
            answer.is_some_and(|answer| answer.abs_diff(truth) <= truth / 32)
        };
        assert!(is_near(answer.median_ms, waits[499]), "{answer:?}");
        assert!(is_near(answer.p95_ms, waits[949]), "{answer:?}");
        assert_eq!(answer.max_ms, Some(1_000_000));
    }

    #[test]
    fn equal_waits_are_exact_and_huge_ones_do_not_overflow() {
        let mut histogram = WaitHistogram::default();
        assert_eq!((histogram.answer().median_ms, histogram.answer().max_ms), (None, None));
        (0..9).for_each(|_| histogram.add(86_399_999));
        assert_eq!(histogram.answer().median_ms, Some(86_399_999));
        (0..9).for_each(|_| histogram.add(u64::MAX));
        assert_eq!(histogram.answer().total_ms, u64::MAX);
        assert!(histogram.answer().p95_ms.is_some());
    }
}
