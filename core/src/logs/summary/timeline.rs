//! Calls over time, in spans that widen as more time passes.

use std::collections::BTreeMap;

use super::answers::{Span, Timeline};
use super::counts::KindCounts;
use crate::kind::Kind;

const MOST_SPANS: i64 = 96;

/// The widths of a span, in seconds. Wider ones double from the last.
const WIDTHS_S: [i64; 12] =
    [1, 5, 15, 60, 300, 900, 3_600, 10_800, 21_600, 43_200, 86_400, 604_800];

/// Calls over time. The width of a span follows from the first and the last time alone.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Times {
    step: u32,
    spans: BTreeMap<i64, KindCounts>,
}

impl Times {
    /// Counts a call at a time in Unix seconds, which is in the years 1 to 9999.
    pub(super) fn add(&mut self, when_s: i64, kind: Kind) {
        let place = when_s.div_euclid(self.width_s());
        if let Some(counts) = self.spans.get_mut(&place) {
            counts.add(kind);
            return;
        }
        self.spans.entry(place).or_default().add(kind);
        self.fit();
    }

    pub(super) fn merge(&mut self, mut other: Self) {
        while self.step < other.step {
            self.widen();
        }
        while other.step < self.step {
            other.widen();
        }
        for (place, counts) in other.spans {
            self.spans.entry(place).or_default().merge(&counts);
        }
        self.fit();
    }

    fn width_s(&self) -> i64 {
        let last = WIDTHS_S.len() - 1;
        let step = self.step as usize;
        WIDTHS_S.get(step).copied().unwrap_or_else(|| WIDTHS_S[last] << (step - last))
    }

    /// Widens the spans until they are few. A span of a million years is never needed: times are in
    /// ten thousand.
    fn fit(&mut self) {
        while let (Some((first, _)), Some((last, _))) =
            (self.spans.first_key_value(), self.spans.last_key_value())
            && last - first >= MOST_SPANS
        {
            self.widen();
        }
    }

    fn widen(&mut self) {
        let before = self.width_s();
        self.step += 1;
        for (place, counts) in std::mem::take(&mut self.spans) {
            let place = (place * before).div_euclid(self.width_s());
            self.spans.entry(place).or_default().merge(&counts);
        }
    }

    /// Every span, empty ones too.
    pub(super) fn answer(&self) -> Timeline {
        let width_s = self.width_s();
        let bounds = self.spans.first_key_value().zip(self.spans.last_key_value());
        let spans = bounds.map_or_else(Vec::new, |((first, _), (last, _))| {
            let span = |place: i64| {
                let counts = self.spans.get(&place).cloned().unwrap_or_default();
                Span {
                    from: place * width_s,
                    calls: counts.calls(),
                    failed: counts.failed(),
                    kinds: counts.failures(),
                }
            };
            (*first..=*last).map(span).collect()
        });
        Timeline { width_s, spans }
    }
}
