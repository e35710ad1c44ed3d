//! Rate-limit buckets, from headers, bodies and messages.

use crate::body::Object;
use crate::body::json::{Entry, Reader, Value, Visitor};
use crate::headers::Headers;
use crate::kind::Provider;
use crate::message;
use crate::report::{Limit, Metric, Window};
use crate::rules::quotas;
use crate::rules::shapes::Field;
use crate::time::Decimal;

fn of_message(bucket: &message::Bucket) -> Limit {
    // A limit per window of which no more is told counts requests, as a bare header does.
    let metric = if bucket.window.is_some() { Metric::Requests } else { Metric::Other };
    Limit {
        limit: bucket.limit,
        used: bucket.used,
        requested: bucket.requested,
        ..Limit::of(bucket.metric.unwrap_or(metric), bucket.window)
    }
}

/// Whether two tellings are of one bucket: they count the same, and their limits do not differ.
fn same(a: &Limit, b: &Limit) -> bool {
    a.metric == b.metric
        && (a.window == b.window || a.window.is_none() || b.window.is_none())
        && (a.limit == b.limit || a.limit.is_none() || b.limit.is_none())
}

/// Every bucket that is told of: those of messages first, since one of them was hit.
pub(crate) fn collect<'l>(
    headers: &Headers<'_>,
    errors: impl Iterator<Item = (&'l Object<'l>, &'l message::Facts)> + Clone,
    provider: Option<Provider>,
    now_ms: Option<u64>,
) -> Vec<Limit> {
    let mut limits = Vec::with_capacity(4);
    for (_, message) in errors.clone().filter(|(_, message)| message.bucket.is_told()) {
        add(&mut limits, of_message(&message.bucket));
    }
    for (object, _) in errors {
        each_violation(object, |bucket| add(&mut limits, bucket));
        if let Some(repeated) = object.headers() {
            let known = limits.len();
            repeated.buckets(&mut limits, provider, now_ms);
            merge(&mut limits, known);
        }
    }
    let known = limits.len();
    headers.buckets(&mut limits, provider, now_ms);
    merge(&mut limits, known);
    limits
}

/// Adds those from a place on to those before that are the same bucket. One of which nothing is
/// told is none.
fn merge(limits: &mut Vec<Limit>, known: usize) {
    let mut at = known;
    while let Some(&told) = limits.get(at) {
        let numbers = [told.limit, told.remaining, told.reset_ms];
        if numbers.iter().all(Option::is_none) {
            limits.remove(at);
        } else if let Some(same) = limits[..known].iter_mut().find(|known| same(known, &told)) {
            complete(same, told);
            limits.remove(at);
        } else {
            at += 1;
        }
    }
}

/// How many buckets of a body are kept. No server tells of as many.
const MAX: usize = 16;

/// Adds what is told of a bucket to what is known of it.
fn add(limits: &mut Vec<Limit>, told: Limit) {
    let is_full = limits.len() >= MAX;
    match limits.iter_mut().find(|known| same(known, &told)) {
        Some(known) => complete(known, told),
        None if is_full => {}
        None => limits.push(told),
    }
}

fn complete(known: &mut Limit, told: Limit) {
    known.window = known.window.or(told.window);
    known.limit = known.limit.or(told.limit);
    known.remaining = known.remaining.or(told.remaining);
    known.used = known.used.or(told.used);
    known.requested = known.requested.or(told.requested);
    known.reset_ms = known.reset_ms.or(told.reset_ms);
}

/// Whether Google's names tell that a quota that was hit resets within days.
pub(crate) fn quota_resets(object: &Object<'_>) -> bool {
    let of_name = object.raw(Field::QuotaName).and_then(|name| quotas::find(quotas::WINDOWS, name));
    let mut resets = of_name.is_some_and(|window| window != Window::Month);
    each_violation(object, |quota| {
        resets |= quota.window.is_some_and(|window| window != Window::Month);
    });
    resets
}

/// Tells of each bucket in Google's list of the quotas that were hit.
pub(crate) fn each_violation(object: &Object<'_>, tell: impl FnMut(Limit)) {
    let mut tell = tell;
    for list in object.raw_all(Field::Violations) {
        let mut quotas =
            Quotas { text: list, bucket: Limit::of(Metric::Other, None), tell: &mut tell };
        // What stands before a break has been told.
        let _ = <Reader>::new(list, 0).read_each((), &mut quotas);
    }
}

/// Reads Google's list of the quotas that were hit.
struct Quotas<'t, F> {
    text: &'t [u8],
    bucket: Limit,
    tell: F,
}

impl<F: FnMut(Limit)> Visitor for Quotas<'_, F> {
    type Place = ();

    fn enter(&mut self, (): (), _key: &[u8], _list: bool) -> Option<Entry<()>> {
        None
    }

    fn value(&mut self, (): (), key: &[u8], value: Value) {
        let raw = value.raw(self.text);
        match key {
            b"quotaMetric" => {
                self.bucket.metric = quotas::find(quotas::METRICS, raw).unwrap_or(Metric::Other);
            }
            b"quotaId" | b"description" => {
                let window = quotas::find(quotas::WINDOWS, raw);
                self.bucket.window = self.bucket.window.or(window);
            }
            b"quotaValue" => self.bucket.limit = Decimal::parse(raw).map(Decimal::whole),
            _ => {}
        }
    }

    fn ends(&mut self, (): ()) {
        let bucket = std::mem::replace(&mut self.bucket, Limit::of(Metric::Other, None));
        if bucket.metric != Metric::Other || bucket.window.is_some() || bucket.limit.is_some() {
            (self.tell)(bucket);
        }
    }
}
