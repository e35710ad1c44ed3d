use super::*;
use crate::index::headers::NAMES;

const NOW: Option<u64> = Some(1_767_225_600_000);
const DATE: &str = "Thu, 01 Jan 2026 00:00:05 GMT";

fn read<'a>(lines: &[(&str, &'a str)]) -> Headers<'a> {
    let mut headers = Headers::none();
    for (name, value) in lines {
        headers.read(name.as_bytes(), value.as_bytes());
    }
    headers
}

fn buckets_of(lines: &[(&str, &str)], provider: Option<Provider>) -> Vec<Limit> {
    let mut limits = Vec::new();
    read(lines).append_to(&mut limits, provider, NOW);
    limits
}

fn buckets(lines: &[(&str, &str)]) -> Vec<Limit> {
    buckets_of(lines, None)
}

fn evidence(lines: &[(&str, &str)]) -> BucketEvidence {
    read(lines).bucket_evidence(NOW, false)
}

fn single<'a>(lines: &[(&str, &'a str)], meaning: HeaderMeaning) -> Option<&'a str> {
    read(lines).single(meaning).map(|value| core::str::from_utf8(value).expect("UTF-8"))
}

#[test]
fn a_header_that_means_nothing_is_passed_over() {
    let headers = read(&[("content-length", "12"), ("", ""), ("retry", "5")]);
    assert_eq!((headers.buckets.len(), headers.delay(NOW), headers.provider), (0, None, None));
    assert!(headers.single.iter().all(Option::is_none));
}

#[test]
fn the_name_of_a_header_counts_in_any_case() {
    assert_eq!(read(&[("RETRY-After", "5")]).delay(None), Some((5_000, DelaySource::RetryAfter)));
}

#[test]
fn a_delay_in_milliseconds_comes_before_one_in_seconds() {
    for name in ["retry-after-ms", "x-ms-retry-after-ms", "x-amz-retry-after"] {
        let expected = Some((1_501, DelaySource::RetryAfterMs));
        assert_eq!(read(&[("retry-after", "9"), (name, "1500.2")]).delay(None), expected);
    }
}

#[test]
fn of_delays_in_milliseconds_the_first_valid_one_counts() {
    let lines = [("retry-after-ms", "soon"), ("x-ms-retry-after-ms", "5"), ("retry-after-ms", "7")];
    assert_eq!(read(&lines).delay(None), Some((5, DelaySource::RetryAfterMs)));
    let lines = [("retry-after-ms", "-1"), ("retry-after", "1")];
    assert_eq!(read(&lines).delay(None), Some((1_000, DelaySource::RetryAfter)));
}

#[test]
fn a_delay_is_seconds_or_a_date() {
    let delay = |value, now| read(&[("retry-after", value)]).delay(now).map(|(ms, _)| ms);
    assert_eq!(delay("0", None), Some(0));
    assert_eq!(delay(" 1.0001 ", None), Some(1_001));
    assert_eq!(delay(DATE, NOW), Some(5_000));
    assert_eq!(delay(DATE, None), None);
    assert_eq!(delay("Wed, 31 Dec 2025 23:59:59 GMT", NOW), Some(0));
    assert_eq!(delay("-1", NOW), None);
    assert_eq!(delay("2s", NOW), None);
    assert_eq!(delay("", NOW), None);
    assert_eq!(delay("99999999999999999999", None), Some(Retry::MAX_DELAY_MS));
}

#[test]
fn of_delays_in_seconds_the_first_valid_one_counts() {
    let delay = |values: &[&'static str]| {
        let lines: Vec<_> = values.iter().map(|value| ("retry-after", *value)).collect();
        single(&lines, HeaderMeaning::Delay)
    };
    assert_eq!(delay(&["soon", "2", "3"]), Some("2"));
    assert_eq!(delay(&["2", "soon"]), Some("2"));
    assert_eq!(delay(&["soon", DATE, "3"]), Some(DATE));
}

#[test]
fn the_server_advises_a_retry_by_one_of_two_words() {
    let should_retry = |values: &[&str]| {
        let lines: Vec<_> = values.iter().map(|value| ("x-should-retry", *value)).collect();
        read(&lines).should_retry()
    };
    assert_eq!(should_retry(&["true"]), Some(true));
    assert_eq!(should_retry(&[" false "]), Some(false));
    assert_eq!(should_retry(&["false", "true"]), Some(false));
    assert_eq!(should_retry(&["yes"]), None);
    assert_eq!(should_retry(&["True"]), None);
    assert_eq!(should_retry(&[]), None);
}

#[test]
fn of_request_ids_the_first_counts() {
    let lines = [("request-id", " a "), ("x-request-id", "b"), ("apim-request-id", "c")];
    assert_eq!(single(&lines, HeaderMeaning::RequestId), Some("a"));
}

#[test]
fn a_type_is_without_its_module_and_address() {
    let type_ = |value| read(&[("x-amzn-errortype", value)]).error_type().map(<[u8]>::to_vec);
    assert_eq!(type_("a.b#Throttled:http://x/#y").as_deref(), Some(&b"Throttled"[..]));
    assert_eq!(type_("Throttled").as_deref(), Some(&b"Throttled"[..]));
    assert_eq!(read(&[]).error_type(), None);
}

#[test]
fn the_first_header_that_shows_a_provider_counts() {
    assert_eq!(read(&[("x-groq-region", "sto")]).provider, Some(Provider::Groq));
    assert_eq!(read(&[("server", "llama.cpp")]).provider, Some(Provider::Llamacpp));
    assert_eq!(read(&[("server", "nginx")]).provider, None);
    let lines = [("server", "llama.cpp"), ("x-groq-region", "sto")];
    assert_eq!(read(&lines).provider, Some(Provider::Llamacpp));
    let lines = [("x-groq-region", "sto"), ("openai-version", "1"), ("server", "llama.cpp")];
    assert_eq!(read(&lines).provider, Some(Provider::Groq));
    let bucket = [("anthropic-ratelimit-requests-limit", "5")];
    assert_eq!(read(&bucket).provider, Some(Provider::Anthropic));
}

#[test]
fn the_headers_of_a_bucket_are_put_together() {
    let expected = Limit {
        limit: Some(30),
        remaining: Some(0),
        reset_ms: Some(2_500),
        ..Limit::of(Metric::Requests, None)
    };
    let tokens = Limit { limit: Some(6_000), ..Limit::of(Metric::Tokens, None) };
    let lines = [
        ("x-ratelimit-limit-requests", "30"),
        ("x-ratelimit-limit-tokens", "6000"),
        ("x-ratelimit-reset-requests", "2.5s"),
        ("x-ratelimit-remaining-requests", "0"),
    ];
    assert_eq!(buckets(&lines), [expected, tokens]);
}

#[test]
fn of_a_header_that_is_there_twice_the_first_counts() {
    let lines = [("x-ratelimit-limit-tokens", "1"), ("X-RateLimit-Limit-Tokens", "2")];
    assert_eq!(buckets(&lines)[0].limit, Some(1));
    let lines = [("ratelimit", "\"a\";r=1"), ("ratelimit", "\"a\";r=2")];
    assert_eq!(buckets(&lines)[0].remaining, Some(1));
}

#[test]
fn as_many_bucket_headers_are_kept_as_there_is_room_for() {
    let is_bucket = |&row: &usize| matches!(MEANINGS[row].0, HeaderMeaning::Bucket(..));
    let rows = (0..COUNT).filter(is_bucket);
    let lines: Vec<_> = rows.map(|row| (NAMES[row], "1")).collect();
    assert!(lines.len() > MAX);
    assert_eq!(read(&lines).buckets.len(), MAX);
    assert_eq!(read(&lines).bucket_parts().count(), MAX);
}

#[test]
fn every_bucket_header_gives_its_number() {
    for row in 0..COUNT {
        let HeaderMeaning::Bucket(bucket, part) = MEANINGS[row].0 else { continue };
        let limits = buckets(&[(NAMES[row], "7")]);
        let expected = Limit::of(bucket.metric(), bucket.window());
        let expected = match part {
            BucketPart::Limit => Limit { limit: Some(7), ..expected },
            BucketPart::Remaining => Limit { remaining: Some(7), ..expected },
            BucketPart::Reset => Limit { reset_ms: Some(7_000), ..expected },
            BucketPart::State | BucketPart::Percent => expected,
        };
        assert_eq!(limits, [expected], "{}", NAMES[row]);
    }
}

#[test]
fn a_provider_may_document_the_window_of_a_bucket() {
    let window = |provider| buckets_of(&[("x-ratelimit-limit-requests", "5")], provider)[0].window;
    assert_eq!(window(None), None);
    assert_eq!(window(Some(Provider::Groq)), Some(Window::Day));
}

#[test]
fn a_bucket_is_exhausted_if_nothing_remains() {
    let reset = |value| {
        let lines = [("x-ratelimit-remaining-tokens", value), ("x-ratelimit-reset-tokens", "5")];
        evidence(&lines).reset_ms
    };
    assert_eq!(reset("0"), Some(5_000));
    assert_eq!(reset(" 0 "), Some(5_000));
    assert_eq!(reset("0.0"), Some(5_000));
    assert_eq!(reset("0, 0;w=60"), Some(5_000));
    assert_eq!(reset("0.5"), None);
    assert_eq!(reset("1"), None);
    assert_eq!(reset("none"), None);
    assert_eq!(reset(""), None);
}

#[test]
fn a_bucket_is_exhausted_by_its_state_or_its_percentage() {
    let lines = |state| {
        [
            ("anthropic-ratelimit-unified-5h-status", state),
            ("anthropic-ratelimit-unified-5h-reset", "1767225605"),
        ]
    };
    assert_eq!(evidence(&lines("rejected")).reset_ms, Some(5_000));
    assert_eq!(evidence(&lines("allowed")).reset_ms, None);
    let lines = |percent| {
        [("x-codex-primary-used-percent", percent), ("x-codex-primary-reset-after-seconds", "5")]
    };
    assert_eq!(evidence(&lines("100")).reset_ms, Some(5_000));
    assert_eq!(evidence(&lines("99.5")).reset_ms, Some(5_000));
    assert_eq!(evidence(&lines("99")).reset_ms, None);
}

#[test]
fn of_exhausted_buckets_the_longest_reset_counts() {
    let lines = [
        ("x-ratelimit-remaining-requests", "0"),
        ("x-ratelimit-reset-requests", "5"),
        ("x-ratelimit-remaining-tokens", "0"),
        ("x-ratelimit-reset-tokens", "1m"),
        ("x-ratelimit-remaining-audio-seconds", "1"),
        ("x-ratelimit-reset-audio-seconds", "1h"),
        ("ratelimit", "\"a\";r=0;t=7, \"b\";r=1;t=999"),
    ];
    assert_eq!(evidence(&lines).reset_ms, Some(60_000));
    assert_eq!(evidence(&lines[..2]).reset_ms, Some(5_000));
    assert_eq!(evidence(&lines[4..]).reset_ms, Some(7_000));
    assert_eq!(evidence(&lines[4..6]).reset_ms, None);
}

#[test]
fn an_exhausted_bucket_of_a_month_is_seen() {
    let is_month_exhausted = |name, value| evidence(&[(name, value)]).is_month_exhausted;
    assert!(is_month_exhausted("x-ratelimit-remaining-month", "0"));
    assert!(is_month_exhausted("x-ratelimit-remaining-tokens-month", "0"));
    assert!(!is_month_exhausted("x-ratelimit-remaining-month", "1"));
    assert!(!is_month_exhausted("x-ratelimit-limit-month", "5"));
    assert!(!is_month_exhausted("x-ratelimit-remaining-day", "0"));
    assert!(is_month_exhausted("ratelimit", "\"a\";r=0;w=2592000"));
    assert!(!is_month_exhausted("ratelimit", "\"a\";r=1;w=2592000"));
    assert!(!is_month_exhausted("ratelimit", "\"a\";r=0;w=86400"));
    let by_policy = [("ratelimit", "\"a\";r=0"), ("ratelimit-policy", "\"a\";q=5;w=2592000")];
    assert!(evidence(&by_policy).is_month_exhausted);
}

#[test]
fn a_limit_of_zero_allows_none_unless_another_bucket_is_exhausted() {
    let zero = ("x-ratelimit-limit-tokens", "0");
    assert!(evidence(&[zero]).allows_none);
    assert!(evidence(&[zero, ("x-ratelimit-remaining-tokens", "0")]).allows_none);
    assert!(evidence(&[zero, ("x-ratelimit-remaining-requests", "5")]).allows_none);
    assert!(!evidence(&[zero, ("x-ratelimit-remaining-requests", "0")]).allows_none);
    assert!(!evidence(&[("x-ratelimit-limit-tokens", "1")]).allows_none);
    assert!(evidence(&[("ratelimit", "\"a\";q=0;r=0")]).allows_none);
    assert!(!evidence(&[("ratelimit", "\"a\";q=5;r=0")]).allows_none);
}

#[test]
fn a_list_gives_a_bucket_for_each_item() {
    let requests = Limit {
        limit: Some(100),
        remaining: Some(0),
        reset_ms: Some(30_000),
        ..Limit::of(Metric::Requests, Some(Window::Minute))
    };
    let other = Limit { remaining: Some(9), ..Limit::of(Metric::Other, None) };
    let list = r#""minute";q=100;r=0;t=30;w=60;qu="requests", "size";r=9;qu="content-bytes""#;
    assert_eq!(buckets(&[("ratelimit", list)]), [requests, other]);
    // Unknown parameters and windows are passed over.
    let list = r#""a";r=0;pk=:x:;w=61"#;
    let expected = Limit { remaining: Some(0), ..Limit::of(Metric::Requests, None) };
    assert_eq!(buckets(&[("ratelimit", list)]), [expected]);
}

#[test]
fn a_list_of_the_older_form_is_one_bucket() {
    let expected = Limit {
        limit: Some(100),
        remaining: Some(0),
        reset_ms: Some(30_000),
        ..Limit::of(Metric::Requests, None)
    };
    assert_eq!(buckets(&[("ratelimit", "limit=100, remaining=0, reset=30")]), [expected]);
    assert_eq!(
        evidence(&[("ratelimit", "limit=100, remaining=0, reset=30")]).reset_ms,
        Some(30_000)
    );
}

#[test]
fn as_many_items_of_a_list_are_read_as_a_server_sends() {
    let list = vec!["\"a\";r=1"; MAX_ITEMS + 1].join(",");
    assert_eq!(buckets(&[("ratelimit", &list)]).len(), MAX_ITEMS);
}

#[test]
fn a_policy_completes_the_bucket_with_its_name() {
    let policies = r#""day";q=500;w=86400, "minute";q=5;w=60;qu="tokens""#;
    let lines = [("ratelimit", r#""minute";r=1, "day";r=2"#), ("ratelimit-policy", policies)];
    let minute = Limit {
        limit: Some(5),
        remaining: Some(1),
        ..Limit::of(Metric::Other, Some(Window::Minute))
    };
    let day = Limit {
        limit: Some(500),
        remaining: Some(2),
        ..Limit::of(Metric::Requests, Some(Window::Day))
    };
    assert_eq!(buckets(&lines), [minute, day]);
}

#[test]
fn a_policy_of_no_listed_bucket_gives_a_window_to_one_with_its_limit_or_is_one_itself() {
    let policy = ("ratelimit-policy", "100;w=60");
    let own = Limit { limit: Some(100), ..Limit::of(Metric::Requests, Some(Window::Minute)) };
    assert_eq!(buckets(&[policy]), [own]);
    assert_eq!(buckets(&[("ratelimit-limit", "100"), policy]), [own]);
    let other = Limit { limit: Some(99), ..Limit::of(Metric::Requests, None) };
    assert_eq!(buckets(&[("ratelimit-limit", "99"), policy]), [other, own]);
}

#[test]
fn the_time_until_a_bucket_is_full_is_written_in_many_ways() {
    for (text, expected) in [
        ("30", Some(30_000)),
        ("0", Some(0)),
        ("1.2345", Some(1_235)),
        ("2.5s", Some(2_500)),
        ("644ms", Some(644)),
        ("1m13.46s", Some(73_460)),
        ("6h", Some(21_600_000)),
        ("1767225605", Some(5_000)),
        ("1767225605000", Some(5_000)),
        ("1767225599", Some(0)),
        ("2026-01-01T00:00:05Z", Some(5_000)),
        ("2026-01-01T01:00:05+01:00", Some(5_000)),
        ("2025-12-31T00:00:00Z", Some(0)),
        ("999999999", Some(999_999_999_000)),
        ("soon", None),
        ("-5", None),
        ("", None),
    ] {
        assert_eq!(reset(text.as_bytes(), NOW), expected, "{text}");
    }
    for time in ["1767225605", "1767225605000", "2026-01-01T00:00:05Z"] {
        assert_eq!(reset(time.as_bytes(), None), None, "{time}");
    }
    assert_eq!(reset(b"30", None), Some(30_000));
}

#[test]
fn a_count_is_whole_and_of_a_list_the_first() {
    for (text, expected) in [
        ("12", Some(12)),
        (" 12 ", Some(12)),
        ("12.1", Some(13)),
        ("12, 12;w=60", Some(12)),
        ("12;w=60", Some(12)),
        ("-1", None),
        ("unlimited", None),
        ("", None),
    ] {
        assert_eq!(count(text.as_bytes()), expected, "{text}");
    }
}

#[test]
fn every_length_of_a_window_has_its_name() {
    for &(seconds, name) in WINDOW_LENGTHS {
        assert_eq!(window(seconds), Some(name));
        assert_eq!(window(seconds + 1), None);
    }
}
