//! Deciding allocates nothing, but for an error that is held inside a message.

use std::hint::black_box;

use allocation_counter::measure;
use apifault::{Options, Response, classify, decide};

use crate::common::vectors;

#[test]
fn a_decision_allocates_nothing_but_an_inner_error() {
    for vector in vectors() {
        let response = vector.response();
        let options = vector.options();
        let has_inner = classify(&response, &options).upstream.is_some();
        let allocated = measure(|| {
            black_box(decide(black_box(&response), &options));
        });
        assert!(allocated.count_total == 0 || has_inner, "{}: {allocated:?}", vector.id);
    }
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
