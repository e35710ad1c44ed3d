//! Rate-limit buckets: what different places say of one bucket, put together.

use crate::evidence::MessageBucket;
use crate::kind::Metric;
use crate::report::Limit;

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

    /// Adds buckets of headers, which are told apart by their names. One without any number is none.
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

    pub(crate) fn into_vec(self) -> Vec<Limit> {
        self.0
    }
}

/// Whether two are one bucket: they count the same, and their limits do not differ.
fn is_same(a: &Limit, b: &Limit) -> bool {
    a.metric == b.metric
        && (a.window == b.window || a.window.is_none() || b.window.is_none())
        && (a.limit == b.limit || a.limit.is_none() || b.limit.is_none())
}

/// Completes a bucket with what another place says of it.
fn complete(known: &mut Limit, other: Limit) {
    known.window = known.window.or(other.window);
    known.limit = known.limit.or(other.limit);
    known.remaining = known.remaining.or(other.remaining);
    known.used = known.used.or(other.used);
    known.requested = known.requested.or(other.requested);
    known.reset_ms = known.reset_ms.or(other.reset_ms);
}
