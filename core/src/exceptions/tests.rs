//! Which of the exceptions of a chain counts, and as what.

use super::*;

fn exception<'a>(classes: &[&'a str], message: &'a str) -> Exception<'a> {
    Exception { classes: classes.to_vec(), message, ..Exception::default() }
}

fn rule_of(chain: &[Exception<'_>]) -> String {
    classify_exceptions(chain, &Options::new()).rule.into_owned()
}

#[test]
fn the_most_specific_failure_of_a_chain_counts() {
    let failed = exception(&["openai.APIConnectionError"], "Connection error.");
    let causes = [
        ("ConnectionRefusedError", "no", "failure/refused"),
        ("httpx.ReadTimeout", "", "failure/timeout"),
        ("ssl.SSLCertVerificationError", "", "failure/certificate"),
        ("asyncio.exceptions.CancelledError", "", "failure/connection"),
        ("ValueError", "heron", "failure/connection"),
    ];
    for (class, message, rule) in causes {
        let cause = exception(&[class], message);
        assert_eq!(rule_of(&[failed.clone(), cause.clone()]), rule, "{class}");
        assert_eq!(rule_of(&[cause, failed.clone()]), rule, "{class}");
    }
}

#[test]
fn the_outermost_of_equal_failures_is_the_error() {
    let chain = [exception(&["a.ReadTimeout"], "outer"), exception(&["b.ReadTimeout"], "inner")];
    let error = classify_exceptions(&chain, &Options::new()).error;
    assert_eq!(
        (error.type_.as_deref(), error.message.as_deref()),
        (Some("ReadTimeout"), Some("outer"))
    );
}

#[test]
fn a_class_that_means_nothing_has_the_failure_of_the_class_that_it_inherits_from() {
    let chain = [exception(&["heron.SlowError", "TimeoutError", "OSError"], "no answer")];
    let report = classify_exceptions(&chain, &Options::new());
    assert_eq!((report.rule.as_ref(), report.status), ("failure/timeout", 0));
    assert_eq!(report.error.type_.as_deref(), Some("SlowError"));
}

#[test]
fn a_response_in_a_text_counts_more_than_a_failure() {
    let said = "heron failed: Error code: 429 - {'error': {'message': 'Slow down'}}";
    let chain = [exception(&["TimeoutError"], ""), exception(&["RuntimeError"], said)];
    let report = classify_exceptions(&chain, &Options::new());
    assert_eq!((report.kind, report.status), (Kind::RateLimited, 429));
}

#[test]
fn a_status_that_a_client_made_up_is_not_stated() {
    let failed = Exception {
        head: Some(Response::new(500, b"")),
        is_made_up: true,
        ..exception(&["litellm.exceptions.InternalServerError"], "litellm.InternalServerError: x")
    };
    let cause = exception(&["httpx.DecodingError"], "incorrect header check");
    assert_eq!(rule_of(&[failed.clone(), cause]), "failure/connection");
    let report = classify_exceptions(&[failed], &Options::new());
    assert_eq!(report.status, 500);
    let misread = Exception {
        head: Some(Response::new(400, b"")),
        ..exception(&["aiohttp.client_exceptions.ClientResponseError"], "400, message='heron'")
    };
    let cause = exception(&["aiohttp.http_exceptions.HttpProcessingError"], "400, message:\n  x");
    assert_eq!(rule_of(&[misread, cause]), "failure/connection");
}

#[test]
fn a_success_is_no_failure() {
    let read = Exception {
        head: Some(Response::new(200, b"")),
        ..exception(&["heron.ReadError"], "the answer is no heron")
    };
    let report = classify_exceptions(&[read], &Options::new());
    assert!(!report.kind.is_success());
    assert_eq!(report.status, 0);
}

#[test]
fn a_context_counts_if_what_is_before_it_says_little() {
    let context = Exception {
        response: Some(Response::new(429, b"{\"error\":\"slow down\"}")),
        is_context: true,
        ..Exception::default()
    };
    let cases = [
        ("heron.HeronError", "no flight", 429),
        ("heron.APIConnectionError", "Connection error.", 429),
        ("builtins.TimeoutError", "slow", 0),
        ("heron.HeronError", "Error code: 404 - {'error': {'message': 'No such file'}}", 404),
    ];
    for (class, message, status) in cases {
        let chain = [exception(&[class], message), context.clone()];
        assert_eq!(classify_exceptions(&chain, &Options::new()).status, status, "{message}");
    }
}

#[test]
fn attributes_describe_a_response() {
    let json = HeldValue::Json;
    let failed = Exception {
        head: Some(Response::new(0, b"").with_headers([("retry-after", "2")])),
        attributes: vec![
            ("status_code", HeldValue::Text(b"429 Too Many Requests")),
            ("body", json(b"{\"error\":{\"message\":\"slow down\"}}")),
        ],
        ..Exception::default()
    };
    let report = classify_exceptions(&[failed], &Options::new());
    assert_eq!((report.status, report.retry.delay_ms), (429, Some(2_000)));
    assert_eq!(report.error.message.as_deref(), Some("slow down"));
    for (name, value) in [("code", json(b"-1")), ("status", json(b"200")), ("code", json(b"7"))] {
        let failed = Exception { attributes: vec![(name, value)], ..Exception::default() };
        assert_eq!(rule_of(&[failed]), "failure/other");
    }
}

#[test]
fn a_message_among_attributes_says_no_more_than_a_failure() {
    let of = |class, text, message: &'static str| Exception {
        attributes: vec![
            ("code", HeldValue::Text(b"heron_down")),
            ("message", HeldValue::Text(message.as_bytes())),
        ],
        ..exception(&[class], text)
    };
    let cases = [
        ("a.OutputParserException", "bad", "Invalid type for 'wing'", "failure/invalid_output"),
        ("a.NestError", "connection refused", "Connection error.", "failure/refused"),
        ("a.NestError", "127.0.0.1: connection refused", "", "failure/local_server"),
        ("a.NestError", "no", "Rate limit exceeded", "phrase/rate_limit_first"),
    ];
    for (class, text, message, rule) in cases {
        assert_eq!(rule_of(&[of(class, text, message)]), rule, "{class} {text}");
    }
    let outer = of("a.NestError", "Connection error.", "Connection error.");
    let cause = exception(&["ConnectionRefusedError"], "no");
    assert_eq!(rule_of(&[outer, cause]), "failure/refused");
}

#[test]
fn the_reason_of_a_closed_connection_says_more_than_its_code() {
    let cases = [
        (
            "received 1011 (internal error) You exceeded your current quota; then sent 1011",
            Kind::QuotaExhausted,
        ),
        ("received 1013 (try again later); then sent 1013", Kind::Overloaded),
        ("received 4401 (private use) ; no close frame sent", Kind::Authentication),
        ("received 10", Kind::Unknown),
        ("received 1013", Kind::Unknown),
        ("received 9999 (x) y", Kind::Unknown),
    ];
    for (words, kind) in cases {
        let report = classify_exceptions(&[exception(&["Closed"], words)], &Options::new());
        assert_eq!((report.kind, report.status), (kind, 0), "{words}");
    }
}

#[test]
fn nothing_known_is_unknown() {
    assert_eq!(rule_of(&[]), "failure/other");
    assert_eq!(rule_of(&[Exception::default()]), "failure/other");
    assert_eq!(
        rule_of(&[exception(&["redis.exceptions.ConnectionError"], "Connection refused")]),
        "failure/other"
    );
    assert_eq!(
        rule_of(&[exception(&["PermissionError"], "[Errno 13] Permission denied")]),
        "failure/other"
    );
}

#[test]
fn of_a_group_the_failure_that_no_retry_helps_counts_and_else_the_longest_delay() {
    let report = |status, delay: &str| {
        let response = Response::new(status, b"").with_headers([("retry-after", delay)]);
        classify(&response, &Options::new()).into_owned()
    };
    let chosen = |reports: Vec<Report<'static>>| {
        let report = classify_group(reports)?;
        Some((report.status, report.retry.delay_ms))
    };
    assert_eq!(chosen(vec![]), None);
    assert_eq!(
        chosen(vec![report(429, "2"), report(429, "9"), report(429, "3")]),
        Some((429, Some(9_000)))
    );
    assert_eq!(chosen(vec![report(503, "9"), report(401, ""), report(404, "")]), Some((401, None)));
    assert_eq!(chosen(vec![report(499, ""), report(503, "x")]), Some((503, None)));
    assert_eq!(chosen(vec![report(0, ""), report(499, "")]), Some((499, None)));
    assert_eq!(chosen(vec![report(200, ""), report(500, "")]), Some((500, None)));
}

#[test]
fn a_request_was_sent_unless_no_connection_was_made() {
    assert!(was_sent([]));
    assert!(was_sent(["KeyError"]));
    assert!(!was_sent(["APIConnectionError", "ConnectError", "ConnectionRefusedError"]));
    assert!(was_sent(["ConnectError", "ReadError"]));
}

#[test]
fn a_missing_key_is_why_a_client_refuses_a_call() {
    let cases = [
        ("a.LMNotConfiguredError", "heron-1: empty credential for 'nest'", "missing_credentials"),
        ("a.InvalidSchema", "the api_key of the nest is blank", "missing_credentials"),
        ("h.LocalProtocolError", "Illegal header value b'Bearer '", "missing_credentials"),
        (
            "r.InvalidHeader",
            "return character(s) in header value: 'Bearer '",
            "missing_credentials",
        ),
        ("h.LocalProtocolError", "Illegal header value b'heron\\n'", "invalid_call"),
        ("a.LMNotConfiguredError", "no heron is configured", "invalid_call"),
    ];
    for (class, message, failure) in cases {
        let outer = exception(&["a.APIConnectionError"], "Connection error.");
        let chain = [outer, exception(&[class], message)];
        assert_eq!(rule_of(&chain), format!("failure/{failure}"), "{message}");
    }
}

#[test]
fn an_output_that_could_not_be_used_is_known_by_the_words_of_a_client() {
    let messages = [
        "Structured output extraction failed: no heron",
        "Expected at least one tool call, but the heron made none.",
        "The reply could not be parsed into Heron. Error: Input should be a valid integer",
        "1 validation error for Heron\nwings\n  Input should be a valid integer, unable to parse",
        "the heron failed: 3 validation errors for Heron: wings: Field required",
    ];
    for message in messages {
        let failed = exception(&["builtins.ValueError"], message);
        assert_eq!(rule_of(&[failed]), "failure/invalid_output", "{message}");
    }
    let stated =
        exception(&["a.BadError"], "Error code: 400 - 1 validation error for Heron: wings");
    assert_eq!(classify_exceptions(&[stated], &Options::new()).kind, Kind::InvalidRequest);
}

#[test]
fn a_page_in_place_of_json_comes_from_a_gateway() {
    let page = HeldValue::Text(b"\n<!DOCTYPE html><title>Herons</title>");
    let parsed = Exception {
        attributes: vec![("doc", page)],
        ..exception(&["json.decoder.JSONDecodeError", "ValueError"], "Expecting value: line 1")
    };
    let shown = "the reply is no JSON. It begins: '<HTML><body>Herons'";
    let shown = exception(&["a.ModelBehaviorError"], shown);
    let made_up = Exception {
        head: Some(Response::new(500, b"")),
        is_made_up: true,
        ..exception(&["litellm.HeronError"], "Invalid response. Received: '<html>'")
    };
    let coded = Exception {
        attributes: vec![("status", HeldValue::Json(b"200")), ("code", HeldValue::Text(b"heron"))],
        ..shown.clone()
    };
    let of_many = Exception { is_made_up: false, ..made_up.clone() };
    for failed in [&parsed, &shown, &made_up, &of_many, &coded] {
        let outer = exception(&["a.HeronError"], "no flight");
        let report = classify_exceptions(&[outer, failed.clone()], &Options::new());
        assert_eq!((report.kind, report.status), (Kind::BadGateway, 0), "{}", failed.message);
    }
    let refused = Exception {
        attributes: vec![("status_code", HeldValue::Json(b"401"))],
        ..exception(&["a.HeronError"], "")
    };
    let report = classify_exceptions(&[refused, parsed], &Options::new());
    assert_eq!((report.kind, report.status), (Kind::Authentication, 401));
    let others = [
        exception(&["a.JSONDecodeError"], "Expecting value: line 1"),
        Exception {
            attributes: vec![("doc", HeldValue::Text(b"herons in <html>"))],
            ..exception(&["a.JSONDecodeError"], "Expecting value: line 1")
        },
    ];
    for other in others {
        assert_eq!(rule_of(&[other]), "failure/invalid_output");
    }
}

#[test]
fn a_client_of_many_providers_does_not_say_who_was_called() {
    let failed = Exception {
        is_made_up: true,
        address: Some("https://api.openai.com/v1"),
        ..exception(&["litellm.exceptions.InternalServerError"], "litellm.x: Connection refused")
    };
    let report = classify_exceptions(std::slice::from_ref(&failed), &Options::new());
    assert_eq!((report.rule.as_ref(), report.provider), ("failure/refused", None));
    let cause = Exception {
        address: Some("https://api.groq.com/openai/v1"),
        ..exception(&["httpx.ConnectError"], "")
    };
    let report = classify_exceptions(&[failed, cause], &Options::new());
    assert_eq!(report.provider, Some(crate::kind::Provider::Groq));
}

#[test]
fn a_status_that_a_client_made_up_counts_less_than_a_missing_key_and_a_real_status() {
    let made_up = |status, message| Exception {
        head: Some(Response::new(status, b"")),
        is_made_up: true,
        ..exception(&["litellm.exceptions.HeronError"], message)
    };
    let missing = made_up(401, "litellm.HeronError: Missing Heron API Key - no call is made");
    assert_eq!(rule_of(&[missing]), "failure/missing_credentials");
    let real = Exception {
        head: Some(Response::new(503, b"")),
        ..exception(&["Exception"], "The model is overloaded.")
    };
    let silent = Exception { message: "", ..real.clone() };
    let chain = [made_up(500, "litellm.HeronError: HeronException - "), silent, real];
    let report = classify_exceptions(&chain, &Options::new());
    assert_eq!((report.kind, report.status), (Kind::Overloaded, 503));
    assert_eq!(report.error.message.as_deref(), Some("The model is overloaded."));
}
