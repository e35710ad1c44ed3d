//! Rate-limit buckets: what different places say of one bucket, put together.

use crate::evidence::MessageBucket;
use crate::kind::Metric;
use crate::report::{Limit, Retry};

/// The largest number that JSON numbers hold exactly everywhere. Servers write larger ones for no limit.
const LARGEST: u64 = Retry::MAX_DELAY_MS;

/// How many buckets of a body are kept. No server sends as many.
const MAX: usize = 16;

/// The buckets of a response. Those of messages come first, because one of them was hit.
#[derive(Debug)]
pub(crate) struct Limits(Vec<Limit>);

impl Limits {
    /// No buckets.
    pub(crate) fn new() -> Self {
        Self(Vec::with_capacity(4))
    }

    /// Adds the bucket in a message, if it says enough.
    pub(crate) fn add_message(&mut self, bucket: &MessageBucket) {
        if !bucket.is_stated() {
            return;
        }
        // A limit per window that names nothing else counts requests, as a bare header does.
        let metric = if bucket.window.is_some() { Metric::Requests } else { Metric::Other };
        self.add(Limit {
            limit: bucket.limit,
            used: bucket.used,
            requested: bucket.requested,
            ..Limit::of(bucket.metric.unwrap_or(metric), bucket.window)
        });
    }

    /// Adds a bucket of a body.
    pub(crate) fn add(&mut self, bucket: Limit) {
        let is_full = self.0.len() >= MAX;
        match self.0.iter_mut().find(|known| is_same(known, &bucket)) {
            Some(known) => complete(known, bucket),
            None if is_full => {}
            None => self.0.push(bucket),
        }
    }

    /// Adds buckets of headers, which differ by their names. One without any number is none.
    pub(crate) fn add_headers(&mut self, append: impl FnOnce(&mut Vec<Limit>)) {
        let limits = &mut self.0;
        let known = limits.len();
        append(limits);
        let mut at = known;
        while let Some(&bucket) = limits.get(at) {
            let numbers = [bucket.limit, bucket.remaining, bucket.reset_ms];
            if numbers.iter().all(Option::is_none) {
                limits.remove(at);
            } else if let Some(same) = limits[..known].iter_mut().find(|of| is_same(of, &bucket)) {
                complete(same, bucket);
                limits.remove(at);
            } else {
                at += 1;
            }
        }
    }

    /// The buckets. A number that stands for no limit is left out.
    pub(crate) fn into_vec(self) -> Vec<Limit> {
        let mut limits = self.0;
        for limit in &mut limits {
            let numbers = [
                &mut limit.limit,
                &mut limit.remaining,
                &mut limit.used,
                &mut limit.requested,
                &mut limit.reset_ms,
            ];
            for number in numbers {
                *number = number.filter(|&number| number <= LARGEST);
            }
        }
        limits
    }
}

/// Whether two are one bucket: they count the same, and their limits do not differ.
fn is_same(a: &Limit, b: &Limit) -> bool {
    a.metric == b.metric
        && (a.window == b.window || a.window.is_none() || b.window.is_none())
        && (a.limit == b.limit || a.limit.is_none() || b.limit.is_none())
}

/// Completes a bucket with what another place states.
fn complete(known: &mut Limit, other: Limit) {
    known.window = known.window.or(other.window);
    known.limit = known.limit.or(other.limit);
    known.remaining = known.remaining.or(other.remaining);
    known.used = known.used.or(other.used);
    known.requested = known.requested.or(other.requested);
    known.reset_ms = known.reset_ms.or(other.reset_ms);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::Window;

    fn bucket(metric: Metric, window: Option<Window>, limit: Option<u64>) -> Limit {
        Limit { limit, ..Limit::of(metric, window) }
    }

    fn added(buckets: &[Limit]) -> Vec<Limit> {
        let mut limits = Limits::new();
        for &bucket in buckets {
            limits.add(bucket);
        }
        limits.into_vec()
    }

    #[test]
    fn one_bucket_in_two_places_is_put_together() {
        let first = Limit { used: Some(3), ..bucket(Metric::Tokens, None, Some(9)) };
        let second = Limit {
            used: Some(4),
            requested: Some(5),
            remaining: Some(6),
            reset_ms: Some(7),
            ..bucket(Metric::Tokens, Some(Window::Minute), None)
        };
        let expected = Limit { window: second.window, limit: Some(9), used: Some(3), ..second };
        assert_eq!(added(&[first, second]), [expected]);
    }

    #[test]
    fn buckets_that_differ_in_metric_window_or_limit_are_kept_apart() {
        let tokens = bucket(Metric::Tokens, Some(Window::Minute), Some(9));
        for other in [
            bucket(Metric::Requests, Some(Window::Minute), Some(9)),
            bucket(Metric::Tokens, Some(Window::Day), Some(9)),
            bucket(Metric::Tokens, Some(Window::Minute), Some(8)),
        ] {
            assert_eq!(added(&[tokens, other]), [tokens, other]);
        }
    }

    #[test]
    fn a_bucket_beyond_those_that_are_kept_completes_a_known_one_but_is_not_added() {
        let number = |limit: usize| bucket(Metric::Other, None, u64::try_from(limit).ok());
        let mut buckets: Vec<_> = (1..=MAX + 1).map(number).collect();
        buckets.push(Limit { used: Some(5), ..number(2) });
        let kept = added(&buckets);
        assert_eq!(kept.len(), MAX);
        assert_eq!((kept[1].limit, kept[1].used), (Some(2), Some(5)));
        assert_eq!(kept[MAX - 1], number(MAX));
    }

    #[test]
    fn a_bucket_of_a_message_counts_requests_if_it_names_only_a_window() {
        let added = |bucket: MessageBucket| {
            let mut limits = Limits::new();
            limits.add_message(&bucket);
            limits.into_vec()
        };
        let none = MessageBucket::default();
        assert_eq!(added(none), []);
        assert_eq!(added(MessageBucket { limit: Some(5), ..none }), []);
        let day = MessageBucket { limit: Some(5), window: Some(Window::Day), ..none };
        assert_eq!(added(day), [bucket(Metric::Requests, Some(Window::Day), Some(5))]);
        let images = MessageBucket { metric: Some(Metric::Images), ..day };
        assert_eq!(added(images), [bucket(Metric::Images, Some(Window::Day), Some(5))]);
        let numbers = MessageBucket { limit: Some(5), used: Some(4), requested: Some(3), ..none };
        let expected =
            Limit { used: Some(4), requested: Some(3), ..bucket(Metric::Other, None, Some(5)) };
        assert_eq!(added(numbers), [expected]);
    }

    #[test]
    fn a_bucket_of_headers_completes_one_of_the_body_but_no_other_of_headers() {
        let body = bucket(Metric::Tokens, None, Some(9));
        let header =
            Limit { remaining: Some(0), ..bucket(Metric::Tokens, Some(Window::Minute), None) };
        let mut limits = Limits::new();
        limits.add(body);
        limits.add_headers(|list| list.extend([header, bucket(Metric::Tokens, None, Some(8))]));
        let expected = Limit { limit: Some(9), ..header };
        assert_eq!(limits.into_vec(), [expected, bucket(Metric::Tokens, None, Some(8))]);
        let mut limits = Limits::new();
        limits.add_headers(|list| list.extend([header, header]));
        assert_eq!(limits.into_vec(), [header, header]);
    }

    #[test]
    fn a_bucket_of_headers_without_a_number_is_none() {
        let mut limits = Limits::new();
        let empty = bucket(Metric::Tokens, Some(Window::Day), None);
        let reset = Limit { reset_ms: Some(0), ..empty };
        limits.add_headers(|list| list.extend([empty, reset, empty]));
        assert_eq!(limits.into_vec(), [reset]);
    }
}
