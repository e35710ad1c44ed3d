//! Deciding allocates nothing, unless a string in which another error may be, or an event in several
//! lines, is longer than 4 KiB.

use std::hint::black_box;

use allocation_counter::measure;
use apifault::{Options, Response, decide};

use crate::common::vectors;

/// Up to here, no body makes a decision allocate.
const SHORT: usize = 4096;

#[test]
fn a_decision_about_a_short_body_allocates_nothing() {
    for vector in vectors().iter().filter(|vector| vector.bytes.len() <= SHORT) {
        // A whole stream is read by a scanner, which allocates.
        let response = vector.response().as_event();
        let options = vector.options();
        let allocated = measure(|| {
            black_box(decide(black_box(&response), &options));
        });
        assert_eq!(allocated.count_total, 0, "{}: {allocated:?}", vector.id);
    }
}

#[test]
fn a_decision_about_a_long_body_allocates_only_for_an_error_in_a_string() {
    let long = "heron ".repeat(2_000);
    let allocations = |body: &str| {
        let response = Response::new(500, body.as_bytes());
        measure(|| {
            black_box(decide(black_box(&response), &Options::new()));
        })
        .count_total
    };
    assert_eq!(allocations(&long), 0);
    assert_eq!(allocations(&format!(r#"{{"error":{{"message":"{long}"}}}}"#)), 0);
    assert_eq!(allocations(&format!(r#"{{"error":{{"message":"\"{long}"}}}}"#)), 0);
    let inner = format!(r#"{{\"message\":\"{long}\"}}"#);
    assert_eq!(allocations(&format!(r#"{{"error":{{"message":"{inner}"}}}}"#)), 1);
}

#[test]
fn reading_headers_allocates_nothing() {
    let pairs = [("retry-after", "2"), ("x-ratelimit-limit-tokens", "6000"), ("date", "x")];
    let allocated = measure(|| {
        let response = Response::new(429, b"{}")
            .with_headers(pairs)
            .with_header_block(b"HTTP/2 429\r\nx-request-id: 1\r\n");
        black_box(decide(&response, &Options::new()));
    });
    assert_eq!(allocated.count_total, 0);
}
