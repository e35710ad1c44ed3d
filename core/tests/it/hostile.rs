//! Any bytes give a report, even truncated, huge or malicious ones.

use apifault::{Kind, Options, Report, Response, classify, decide};

use crate::common::{Vector, vectors};

/// Classifies a response in every way, and returns the report.
fn read<'a>(response: &Response<'a>, options: &Options) -> Report<'a> {
    let report = classify(response, options);
    assert_eq!(decide(response, options).kind, report.kind);
    assert!(serde_json::to_string(&report).is_ok());
    report
}

#[test]
fn every_truncation_of_every_body_gives_a_report() {
    for vector in vectors() {
        for end in 0..vector.bytes.len() {
            read(&vector.response_with(&vector.bytes[..end]), &vector.options());
        }
    }
}

fn named(id: &str) -> Vector {
    let found = vectors().into_iter().find(|vector| vector.id == id);
    found.expect("a vector of this name")
}

#[test]
fn every_change_of_a_single_byte_gives_a_report() {
    for id in [
        "groq-429-tpm-wait-in-message",
        "groq-400-tool-use-failed",
        "groq-body-of-html-without-title-gives-the-heading",
    ] {
        let vector = named(id);
        let mut body = vector.bytes.clone();
        for at in 0..body.len() {
            let kept = body[at];
            for byte in 0..=u8::MAX {
                body[at] = byte;
                read(&vector.response_with(&body), &vector.options());
            }
            body[at] = kept;
        }
    }
}

#[test]
fn a_number_at_the_end_of_a_truncated_body_is_not_used() {
    let whole = br#"{"error":{"message":"on tokens per minute (TPM): Limit 6000, Used 0, Requested 12089."}}"#;
    let at = |end: usize| read(&Response::new(429, &whole[..end]), &Options::new()).kind;
    let digits = whole.windows(5).position(|word| word == b"12089").expect("the number");
    assert_eq!(at(whole.len()), Kind::RequestTooLarge);
    assert_eq!(at(digits + 5), Kind::RateLimited);
    assert_eq!(at(digits + 1), Kind::RateLimited);
}

#[test]
fn every_status_gives_a_report() {
    for status in 0..=u16::MAX {
        let report = read(&Response::new(status, b""), &Options::new());
        assert_eq!(report.status, status);
    }
}

#[test]
fn bytes_that_are_not_utf_8_become_the_replacement_character() {
    let body = b"{\"error\":{\"message\":\"a\xFFb\",\"code\":\"\\ud800\xC3\"}}";
    let report = read(&Response::new(400, body), &Options::new());
    assert_eq!(report.error.message.as_deref(), Some("a\u{FFFD}b"));
    assert_eq!(report.error.code.as_deref(), Some("\u{FFFD}\u{FFFD}"));
    for at in 0..=u8::MAX {
        read(&Response::new(500, &[at]), &Options::new());
        let header: &[u8] = &[b'x', at, b':', at, b'\n', at];
        read(&Response::new(500, b"").with_header_block(header), &Options::new());
    }
}

#[test]
fn header_lines_without_a_name_or_a_colon_are_skipped() {
    let block = b"HTTP/2 429\nretry-after 5\n: 5\nretry-after\n\n\nretry-after: 7";
    let report = read(&Response::new(429, b"").with_header_block(block), &Options::new());
    assert_eq!(report.retry.delay_ms, Some(7_000));
}

#[test]
fn a_delay_of_forty_digits_becomes_the_longest_possible_delay() {
    let digits = "9".repeat(40);
    let listed = format!("\"d\";r=0;t={digits}");
    for (name, value) in
        [("retry-after", &digits), ("retry-after-ms", &digits), ("ratelimit", &listed)]
    {
        let response = Response::new(429, b"").with_headers([(name, value.as_str())]);
        let delay_ms = read(&response, &Options::new()).retry.delay_ms;
        assert_eq!(delay_ms, Some(9_007_199_254_740_991), "{name}");
    }
    let empty = [("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", digits.as_str())];
    let response = Response::new(429, b"").with_headers(empty);
    let report = read(&response, &Options::new().with_now_ms(1));
    assert_eq!(report.retry.delay_ms, Some(9_007_199_254_740_991));
}

#[test]
fn nesting_a_hundred_thousand_levels_deep_is_skipped() {
    for (open, close) in [("[", "]"), ("{\"error\":", "}"), ("{\"a\":[", "]}"), ("[{", "}]")] {
        let deep = open.repeat(100_000) + "1" + &close.repeat(100_000);
        read(&Response::new(500, deep.as_bytes()), &Options::new());
        let beside = format!(r#"{{"deep":{deep},"error":{{"code":"invalid_api_key"}}}}"#);
        read(&Response::new(500, beside.as_bytes()), &Options::new());
    }
    let deep = "[".repeat(100_000) + &"]".repeat(100_000);
    let beside = format!(r#"{{"deep":{deep},"error":{{"code":"invalid_api_key"}}}}"#);
    let report = read(&Response::new(400, beside.as_bytes()), &Options::new());
    assert_eq!(report.kind, Kind::Authentication);
}

#[test]
fn lists_of_any_length_give_at_most_32_buckets() {
    const ITEMS: usize = 100_000;
    let list = |item: &str| {
        (0..ITEMS)
            .map(|number| item.replace('@', &number.to_string()))
            .collect::<Vec<_>>()
            .join(",")
    };
    let buckets = list("\"b@\";r=0;t=5");
    let policies = list("\"b@\";q=@;w=60");
    let headers = [("ratelimit", buckets.as_str()), ("ratelimit-policy", policies.as_str())];
    let report = read(&Response::new(429, b"").with_headers(headers), &Options::new());
    assert!(report.limits.len() <= 32);
    let violations = list(r#"{"quotaId":"PerDay","quotaValue":"@"}"#);
    let body = format!(r#"{{"error":{{"details":[{{"violations":[{violations}]}}]}}}}"#);
    assert!(read(&Response::new(429, body.as_bytes()), &Options::new()).limits.len() <= 32);
    let details = list(r#"{"reason":"TIDE","retryDelay":"@s"}"#);
    let body = format!(r#"{{"error":{{"details":[{details}],"message":"slow"}}}}"#);
    let report = read(&Response::new(429, body.as_bytes()), &Options::new());
    assert_eq!(report.retry.delay_ms, Some(1_000));
    assert_eq!(report.error.message.as_deref(), Some("slow"));
    let keys = list("@");
    let body = format!(r#"{{"detail":[{{"loc":[{keys}],"msg":"x"}}]}}"#);
    read(&Response::new(422, body.as_bytes()), &Options::new());
}

#[test]
fn errors_nested_up_to_eight_times_give_a_report() {
    let mut body = r#"{"error":{"message":"x","code":"invalid_api_key"}}"#.to_owned();
    for _ in 0..8 {
        body = serde_json::json!({"error": {"message": body}}).to_string();
        read(&Response::new(500, body.as_bytes()), &Options::new());
    }
}

#[test]
fn a_body_of_64_mib_gives_a_report() {
    const SIZE: usize = 64 << 20;
    for piece in
        ["a", " ", "<h1>", "<", "{", "[{\"", "\\\"", "{\"error\":\"", "\"{\\\"", "'a ", "1"]
    {
        let body = piece.repeat(SIZE / piece.len());
        read(&Response::new(502, body.as_bytes()), &Options::new());
    }
    let text = "rate limit 'reached model ".repeat(SIZE / 32);
    let body = serde_json::json!({"a": text, "error": {"message": text, "code": "x"}}).to_string();
    read(&Response::new(429, body.as_bytes()), &Options::new());
}
