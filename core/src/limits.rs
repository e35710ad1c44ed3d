//! Rate-limit buckets, from headers and messages.

use crate::headers;
use crate::kind::Provider;
use crate::message;
use crate::report::{Limit, Metric};

fn of_header(bucket: headers::Bucket, provider: Option<Provider>) -> Limit {
    let mut windows = bucket.counts.windows.iter();
    Limit {
        metric: bucket.counts.metric,
        window: windows.find(|(of, _)| Some(*of) == provider).map(|&(_, window)| window),
        limit: bucket.limit,
        remaining: bucket.remaining,
        used: None,
        requested: None,
        reset_ms: bucket.reset_ms,
    }
}

fn of_message(bucket: &message::Bucket) -> Limit {
    let (metric, window) = bucket.counts.unzip();
    Limit {
        metric: metric.unwrap_or(Metric::Other),
        window,
        limit: bucket.limit,
        remaining: None,
        used: bucket.used,
        requested: bucket.requested,
        reset_ms: None,
    }
}

/// Whether two tellings are of one bucket: they count the same, and their limits do not differ.
fn same(a: &Limit, b: &Limit) -> bool {
    a.metric == b.metric
        && a.window == b.window
        && (a.limit == b.limit || a.limit.is_none() || b.limit.is_none())
}

/// Every bucket that is told of: those of messages first, since one of them was hit.
pub(crate) fn collect<'m>(
    headers: &headers::Headers<'_>,
    messages: impl Iterator<Item = &'m message::Bucket>,
    provider: Option<Provider>,
    now_ms: Option<u64>,
) -> Vec<Limit> {
    let mut limits = Vec::new();
    for bucket in messages.filter(|bucket| bucket.is_told()) {
        add(&mut limits, of_message(bucket));
    }
    for bucket in headers.buckets(now_ms) {
        add(&mut limits, of_header(bucket, provider));
    }
    limits
}

/// Adds what is told of a bucket to what is known of it.
fn add(limits: &mut Vec<Limit>, told: Limit) {
    match limits.iter_mut().find(|known| same(known, &told)) {
        Some(known) => {
            known.limit = known.limit.or(told.limit);
            known.remaining = known.remaining.or(told.remaining);
            known.used = known.used.or(told.used);
            known.requested = known.requested.or(told.requested);
            known.reset_ms = known.reset_ms.or(told.reset_ms);
        }
        None => limits.push(told),
    }
}
