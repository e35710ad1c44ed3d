//! The reports agree with the vectors.

use std::collections::HashSet;

use apifault::{Failure, Kind, Report, Rule, catalog, classify, decide};
use serde_json::{Value, json};

use crate::common::vectors;
use crate::places::places_of;

/// The part of a report that a field of `expect` is compared with.
fn answer(report: &Value, field: &str) -> Value {
    match field {
        "retry" => report["retry"]["advice"].clone(),
        "delay_ms" => report["retry"]["delay_ms"].clone(),
        "kind" | "provider" | "scope" | "remedies" => report[field].clone(),
        "upstream" => report["upstream"]["error"].clone(),
        "limit" => report["limits"].clone(),
        _ => report["error"][field].clone(),
    }
}

/// Whether `got` has every member of `want`. Members that are null count only if `null_counts`.
fn contains(got: &Value, want: &Value, null_counts: bool) -> bool {
    let members = want.as_object().expect("an object").iter();
    let mut members = members.filter(|(_, value)| null_counts || !value.is_null());
    members.all(|(field, value)| &got[field] == value)
}

fn agrees(field: &str, want: &Value, got: &Value) -> bool {
    match field {
        "limit" => {
            let buckets = got.as_array().expect("a list");
            buckets.iter().any(|bucket| contains(bucket, want, false))
        }
        "upstream" => got.is_object() && contains(got, want, true),
        _ => want == got,
    }
}

#[test]
fn every_report_agrees_with_its_vector() {
    let mut differences = Vec::new();
    for vector in vectors() {
        let report = classify(&vector.response(), &vector.options());
        let report = serde_json::to_value(&report).expect("JSON");
        for (field, want) in vector.expect.as_object().expect("an object") {
            let got = answer(&report, field);
            let skipped = vector.unsure.contains(field) || (field == "limit" && want.is_null());
            if !skipped && !agrees(field, want, &got) {
                differences.push(format!(
                    "{}: {field} is {got}, not {want} ({})",
                    vector.id, report["rule"]
                ));
            }
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn every_rule_decides_a_vector() {
    let vectors = vectors();
    let decided: HashSet<&str> = vectors
        .iter()
        .map(|vector| decide(&vector.response(), &vector.options()).rule.id())
        .chain(Failure::ALL.iter().map(|failure| failure.rule().id()))
        .collect();
    let missing = catalog::rules().map(Rule::id).filter(|id| !decided.contains(id));
    let lines: Vec<String> = missing
        .map(|id| {
            let (_, name) = id.split_once('/').expect("a step and a name");
            format!("{}: tests/vectors has no vector for `{id}`", places_of(name))
        })
        .collect();
    assert!(lines.is_empty(), "\n{}", lines.join("\n"));
}

#[test]
fn every_rule_is_found_by_its_unique_name() {
    for rule in catalog::rules() {
        let found = catalog::find(rule.id());
        assert!(found.is_some_and(|found| std::ptr::eq(found, rule)), "{}", rule.id());
    }
    assert_eq!(catalog::find("status/no_such"), None);
}

#[test]
fn a_vector_of_every_kind_and_of_every_rule_that_says_otherwise_states_scope_and_remedies() {
    let (mut kinds, mut rules) = (HashSet::new(), HashSet::new());
    for vector in vectors() {
        let decision = decide(&vector.response(), &vector.options());
        if ["scope", "remedies"].iter().all(|field| vector.expect.get(field).is_some()) {
            kinds.insert(decision.kind);
            rules.insert(decision.rule.id());
        }
    }
    let without = Kind::ALL.iter().filter(|kind| !kinds.contains(kind));
    assert_eq!(without.collect::<Vec<_>>(), Vec::<&Kind>::new());
    let otherwise = catalog::rules().filter(|rule| {
        (rule.scope(), rule.remedies()) != (rule.kind.scope(), rule.kind.remedies())
    });
    let without: Vec<&str> = otherwise.map(Rule::id).filter(|id| !rules.contains(id)).collect();
    assert_eq!(without, Vec::<&str>::new());
}

#[test]
fn a_report_agrees_with_the_decision() {
    for vector in vectors() {
        let report = classify(&vector.response(), &vector.options());
        let decision = decide(&vector.response(), &vector.options());
        assert_eq!(report.kind, decision.kind, "{}", vector.id);
        assert_eq!(report.fault, decision.fault, "{}", vector.id);
        assert_eq!(report.retry, decision.retry, "{}", vector.id);
        assert_eq!(report.scope, decision.scope, "{}", vector.id);
        assert_eq!(report.remedies, decision.remedies, "{}", vector.id);
        assert_eq!(report.provider, decision.provider, "{}", vector.id);
        assert_eq!(report.rule, decision.rule.id(), "{}", vector.id);
        assert_eq!(report.action, decision.rule.action(), "{}", vector.id);
    }
}

#[test]
fn a_report_outlives_its_response_and_can_be_read_from_its_json() {
    for vector in vectors() {
        let report: Report<'static> = {
            let body = vector.bytes.clone();
            classify(&vector.response_with(&body), &vector.options()).into_owned()
        };
        let text = serde_json::to_string(&report).expect("JSON");
        let back: Report<'_> = serde_json::from_str(&text).expect("a report");
        assert_eq!(back, report, "{}", vector.id);
    }
}

#[test]
fn the_json_has_every_key_in_order() {
    let report = classify(&apifault::Response::new(429, b""), &apifault::Options::new());
    let text = serde_json::to_string(&report).expect("JSON");
    let action = json!(report.action);
    assert_eq!(
        text,
        [
            r#"{"kind":"rate_limited","fault":"account","#,
            r#""retry":{"advice":"backoff","delay_ms":null,"source":null},"status":429,"provider":null,"#,
            r#""error":{"message":null,"type":null,"code":null,"param":null,"failed_generation":null},"#,
            r#""limits":[],"request_id":null,"upstream":null,"#,
            r#""scope":"credential","remedies":["other_credential","other_model","other_provider"],"#,
            &format!(r#""action":{action},"rule":"status/429"}}"#),
        ]
        .concat()
    );
}
