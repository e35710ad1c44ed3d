//! Tests of JSON Lines.

use super::{classify_jsonl, classify_jsonl_lines};
use crate::{Kind, Report};

#[test]
fn unusable_lines_say_what_is_wrong() {
    for (line, message) in [
        (&b""[..], "the line is not JSON: the line is empty"),
        (b" \n", "the line is not JSON: the line is empty"),
        (b"x", "the line is not JSON: Expecting value, column 1"),
        (b"\xef\xbb\xbf{}\xff", "the line is not UTF-8 (byte 3)"),
        (b"[]", "the line must be a JSON object, not a list"),
        (b"7", "the line must be a JSON object, not a number"),
        (b"{}", "the object has no \"status\"; give 0 if it is not known"),
        (b"{\"status\": null}", "the object has no \"status\"; give 0 if it is not known"),
        (b"{\"status\": 429.0}", "\"status\" must be a whole number from 0 to 65535"),
        (b"{\"status\": true}", "\"status\" must be a whole number from 0 to 65535"),
        (b"{\"status\": 65536}", "\"status\" must be a whole number from 0 to 65535"),
        (b"{\"status\": 1, \"now\": \"1\"}", "\"now\" must be a number of seconds, not text"),
        (b"{\"status\": 1, \"body\": {}}", "\"body\" must be text, not an object"),
        (b"{\"status\": 1, \"body_base64\": 7}", "\"body_base64\" must be text, not a number"),
        (b"{\"status\": 1, \"stream\": 1}", "\"stream\" must be true or false"),
        (
            b"{\"status\": 1, \"body_base64\": \"!\"}",
            "\"body_base64\" is not Base64: Only base64 data is allowed",
        ),
        (
            b"{\"status\": 1, \"headers\": \"a\"}",
            "\"headers\" must be an object or a list of pairs, not text",
        ),
        (
            b"{\"status\": 1, \"headers\": {\"a\": [1]}}",
            "expected bytes or str in a header's name or value, got int",
        ),
        (b"{\"status\": 1, \"headers\": [[\"a\"]]}", "expected a (name, value) pair, got list"),
        (b"{\"status\": 1, \"provider\": 7}", "expected a provider or its word, got int"),
    ] {
        let error = classify_jsonl(line).expect_err("it is unusable");
        assert_eq!(error.message, message, "{}", String::from_utf8_lossy(line));
    }
    let deep = format!("{{\"status\": 429, \"x\": {}{}}}", "[".repeat(5_000), "]".repeat(5_000));
    let error = classify_jsonl(deep.as_bytes()).expect_err("it is nested");
    assert_eq!(error.message, "the line is nested too deeply");
    let unknown = classify_jsonl(b"{\"status\": 1, \"provider\": \"grok\"}").expect_err("unknown");
    assert!(unknown.message.starts_with("unknown provider \"grok\"; use one of "));
}

#[test]
fn the_order_of_headers_and_their_last_values_count() {
    let delay = |line: &str| {
        classify_jsonl(line.as_bytes()).map(|report| report.retry.delay_ms).expect("a report")
    };
    let line = |headers: &str| format!("{{\"status\": 429, \"headers\": {headers}}}");
    for (headers, delay_ms) in [
        (r#"{"retry-after": "1", "Retry-After": "2"}"#, 1_000),
        (r#"{"Retry-After": "2", "retry-after": "1"}"#, 2_000),
        (r#"{"retry-after": "1", "retry-after": "2"}"#, 2_000),
        (r#"[["retry-after", ["3", "4"]]]"#, 3_000),
        (r#"{"a": "\ud800", "retry-after": "5"}"#, 5_000),
    ] {
        assert_eq!(delay(&line(headers)), Some(delay_ms), "{headers}");
    }
}

#[test]
fn many_lines_give_reports_in_their_order() {
    let mut lines = Vec::new();
    for number in 0..5_000 {
        let status = 400 + number % 100;
        lines.extend_from_slice(format!("{{\"status\": {status}}}\n").as_bytes());
        if number % 1_000 == 0 {
            lines.extend_from_slice(b"no\n");
        }
    }
    lines.pop();
    let reports = classify_jsonl_lines(&lines, true);
    assert_eq!((reports.lines, reports.unusable.len()), (5_005, 5));
    let numbers: Vec<_> = reports.unusable.iter().map(|unusable| unusable.line).collect();
    assert_eq!(numbers, [2, 1_003, 2_004, 3_005, 4_006]);
    let statuses = reports.json.split(|byte| *byte == b'\n').filter(|json| !json.is_empty());
    let statuses: Vec<u16> = statuses
        .map(|json| serde_json::from_slice::<Report<'_>>(json).expect("a report").status)
        .filter(|status| *status > 0)
        .collect();
    assert_eq!(statuses, (0..5_000).map(|number| 400 + number % 100).collect::<Vec<_>>());
    let total: u64 = reports.kinds.iter().map(|(_, count)| count).sum();
    assert_eq!(total, 5_000);
    assert!(reports.kinds.iter().any(|(kind, _)| *kind == Kind::RateLimited));
}
