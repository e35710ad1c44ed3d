//! Google's quotas: the list of those that were hit, and the fields about one.

use memchr::memmem;

use super::json::{Descend, Reader, Value, Visitor};
use super::parsed_error::ParsedError;
use super::time::Decimal;
use crate::evidence::QuotaEvidence;
use crate::index::fields::{self, COMPACT};
use crate::kind::{Metric, Window};
use crate::report::Limit;
use crate::rules::google_quotas::{METRICS, WINDOWS};
use crate::rules::schema::{Effect, Field, Parent};

/// How many quotas are kept. No server lists as many.
pub(crate) const MAX: usize = 16;

/// A quota that was hit.
#[derive(Clone, Copy, Debug)]
struct Quota {
    metric: Metric,
    window: Option<Window>,
    limit: Option<u64>,
}

impl Quota {
    const EMPTY: Self = Self { metric: Metric::Other, window: None, limit: None };
}

/// The quotas that an error lists.
#[derive(Clone, Debug)]
pub(crate) struct Quotas {
    list: [Quota; MAX],
    len: usize,
    evidence: QuotaEvidence,
}

impl Quotas {
    /// The quotas that were hit, as buckets.
    pub(crate) fn buckets(&self) -> impl Iterator<Item = Limit> {
        self.list[..self.len]
            .iter()
            .map(|quota| Limit { limit: quota.limit, ..Limit::of(quota.metric, quota.window) })
    }

    /// Reads the lists of an error, if it has any.
    pub(crate) fn read(error: &ParsedError<'_, '_>) -> Option<Self> {
        if !error.fields.has(Field::Violations) {
            return None;
        }
        let evidence = QuotaEvidence::default();
        let mut quotas = Self { list: [Quota::EMPTY; MAX], len: 0, evidence };
        for text in error.raw_all(Field::Violations) {
            let mut list = List { text, quota: Quota::EMPTY, quotas: &mut quotas };
            // What precedes a break was read.
            let _ = <Reader>::new(text, 0).read_each(Parent::Violation, &mut list);
        }
        Some(quotas)
    }

    fn add(&mut self, quota: Quota) {
        self.evidence.is_zero |= quota.limit == Some(0);
        self.evidence.is_of_a_month |= quota.window == Some(Window::Month);
        self.evidence.resets_soon |= quota.window.is_some_and(|window| window != Window::Month);
        if let Some(slot) = self.list.get_mut(self.len) {
            *slot = quota;
            self.len += 1;
        }
    }
}

/// What the quotas of an error say, with the fields about the one that was hit.
pub(crate) fn evidence(error: &ParsedError<'_, '_>, quotas: Option<&Quotas>) -> QuotaEvidence {
    let mut evidence = quotas.map(|quotas| quotas.evidence).unwrap_or_default();
    if let Some(value) = error.raw(Field::QuotaValue) {
        evidence.is_zero |= value == b"0";
    }
    if let Some(window) = error.raw(Field::QuotaName).and_then(|name| find(WINDOWS, name)) {
        evidence.resets_soon |= window != Window::Month;
    }
    evidence
}

/// The first row whose part is in a name.
pub(crate) fn find<T: Copy>(rows: &[(&str, T)], name: &[u8]) -> Option<T> {
    let holds = |part: &str| memmem::find(name, part.as_bytes()).is_some();
    rows.iter().find(|(part, _)| holds(part)).map(|&(_, value)| value)
}

/// Reads one list of quotas.
struct List<'t, 'q> {
    text: &'t [u8],
    /// The one that is being read.
    quota: Quota,
    quotas: &'q mut Quotas,
}

impl Visitor for List<'_, '_> {
    type Parent = Parent;

    fn enter(&mut self, _: Parent, _key: &[u8], _is_list: bool) -> Option<Descend<Parent>> {
        None
    }

    fn value(&mut self, parent: Parent, key: &[u8], value: Value) {
        let raw = value.raw(self.text);
        let quota = &mut self.quota;
        for row in fields::find(parent, key) {
            match COMPACT[row].effect {
                Effect::Is(Field::QuotaMetric) => {
                    quota.metric = find(METRICS, raw).unwrap_or(Metric::Other);
                }
                Effect::Is(Field::QuotaName) => {
                    quota.window = quota.window.or(find(WINDOWS, raw));
                }
                Effect::Is(Field::QuotaValue) => {
                    quota.limit = Decimal::parse(raw).map(Decimal::trunc);
                }
                _ => {}
            }
        }
    }

    fn element_ended(&mut self, _: Parent) {
        let quota = std::mem::replace(&mut self.quota, Quota::EMPTY);
        if quota.metric != Metric::Other || quota.window.is_some() || quota.limit.is_some() {
            self.quotas.add(quota);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(violations: &str) -> (Vec<Limit>, QuotaEvidence) {
        let body = format!(r#"{{"error":{{"details":[{{"violations":{violations}}}]}}}}"#);
        let mut error = ParsedError::empty();
        error.read(body.as_bytes(), None);
        let quotas = Quotas::read(&error);
        let list = quotas.as_ref().map_or_else(Vec::new, |quotas| quotas.buckets().collect());
        (list, evidence(&error, quotas.as_ref()))
    }

    #[test]
    fn a_quota_states_metric_window_and_limit() {
        let (list, evidence) = read(
            r#"[{"quotaMetric":"x/free_tier_input_token_count","quotaId":"TokensPerDay","quotaValue":"20"}]"#,
        );
        let expected =
            Limit { limit: Some(20), ..Limit::of(Metric::InputTokens, Some(Window::Day)) };
        assert_eq!(list, [expected]);
        assert!(evidence.resets_soon && !evidence.is_zero && !evidence.is_of_a_month);
    }

    #[test]
    fn quotas_of_zero_and_of_a_month_are_seen_even_if_they_are_not_kept() {
        let day = r#"{"quotaId":"RequestsPerDay","quotaValue":"1"},"#.repeat(MAX);
        let (list, evidence) =
            read(&format!(r#"[{day}{{"quotaId":"RequestsPerMonth","quotaValue":"0"}}]"#));
        assert_eq!(list.len(), MAX);
        assert!(evidence.is_zero && evidence.is_of_a_month);
    }

    #[test]
    fn an_element_that_states_nothing_is_no_quota() {
        assert_eq!(read(r#"[{"subject":"x"},{}]"#).0, []);
        assert_eq!(read("[1,{").0, []);
    }
}
