use super::answers::FailureCounts;
use super::*;
use crate::logs::event::Asked;
use crate::{Options, Response, classify};

const TPM: &str = "Rate limit reached for model `heron-8b` on tokens per minute (TPM): Limit 6000, \
                   Used 5120, Requested 1558. Please try again in 6.78s.";
const START_MS: i64 = 1_773_742_830_000;

fn attempt(when_s: i64, status: u16, message: &str) -> Attempt {
    let body = serde_json::json!({"error": {"message": message}}).to_string();
    let body = if status < 400 { String::new() } else { body };
    let response = Response::new(status, body.as_bytes());
    Attempt {
        report: classify(&response, &Options::new()).into_owned(),
        when_ms: Some(START_MS + 1_000 * when_s),
        line: 1,
        model: Some("heron-8b".into()),
        route: None,
        key: None,
        call_id: None,
        number: 1,
        announced_ms: None,
        asked: Asked::Yes,
    }
}

fn summary(attempts: &[Attempt]) -> Summary {
    let mut summary = Summary::grouped(By::Model);
    for attempt in attempts {
        summary.add(attempt);
    }
    summary
}

/// Numbers that look random, and are the same each time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % end
    }
}

/// Attempts of all sorts, of interleaved calls.
fn many(numbers: &mut Numbers, count: usize) -> Vec<Attempt> {
    let mut when_s = 0;
    let mut sent = [0; 30];
    let mut attempts = Vec::new();
    for number in 0..count {
        when_s += i64::try_from(numbers.below(25)).expect("small");
        let (status, message) = [
            (200, ""),
            (429, TPM),
            (401, "Invalid API Key"),
            (503, "Down for 7 minutes"),
            (400, "No"),
        ][numbers.below(5)];
        let mut attempt = attempt(when_s, status, message);
        attempt.line = number as u64 + 1;
        attempt.model = [None, Some("heron-8b"), Some("egret-1")][numbers.below(3)].map(Into::into);
        attempt.when_ms = attempt.when_ms.filter(|_| numbers.below(9) > 0);
        if numbers.below(2) == 0 {
            let call = numbers.below(sent.len());
            sent[call] += 1;
            attempt.call_id = Some(format!("call {call}").into());
            attempt.number = sent[call];
            attempt.announced_ms = (numbers.below(4) == 0).then_some(2_400);
        }
        attempts.push(attempt);
    }
    attempts
}

#[test]
fn merged_parts_give_the_same_answers_as_one_pass() {
    let mut numbers = Numbers(7);
    for _ in 0..40 {
        let attempts = many(&mut numbers, 300);
        let whole = summary(&attempts);
        assert!(whole.futile > 0 && whole.repeats > 0 && whole.observed.answer().count > 0);
        let (one, other) = (numbers.below(301), numbers.below(301));
        let (first, last) = (one.min(other), one.max(other));
        let [a, b, c] =
            [&attempts[..first], &attempts[first..last], &attempts[last..]].map(summary);

        let mut left = a.clone();
        left.merge(b.clone());
        left.merge(c.clone());
        assert_eq!(left.answers(100), whole.answers(100));

        let (mut right, mut tail) = (a, b);
        tail.merge(c);
        right.merge(tail);
        assert_eq!(right.answers(100), whole.answers(100));
    }
}

#[test]
fn kinds_are_failures_and_successes_only_count_as_calls() {
    let answers = summary(&[
        attempt(0, 200, ""),
        attempt(1, 429, TPM),
        attempt(70, 429, TPM),
        attempt(100, 401, "Invalid API Key: gsk_Heron7Heron7Heron7"),
    ])
    .answers(10);
    assert_eq!((answers.calls, answers.failed), (4, 3));
    let kinds: Vec<_> = answers.kinds.iter().map(|row| (row.kind, row.count)).collect();
    assert_eq!(kinds, [(Kind::RateLimited, 2), (Kind::Authentication, 1)]);
    assert_eq!(answers.causes[1].example.as_deref(), Some("Invalid API Key: gsk_***"));
    let waits = &answers.waiting.stated;
    assert_eq!((waits.count, waits.total_ms, waits.median_ms), (2, 13_560, Some(6_780)));
    let limit = &answers.limits[0];
    assert_eq!((limit.hits, limit.limit, limit.max_share), (2, Some(6_000), Some(1.113)));
    assert_eq!((limit.mean_excess, limit.max_excess), (Some(678), Some(678)));
    let calls: u64 = answers.timeline.spans.iter().map(|span| span.calls).sum();
    assert_eq!((calls, answers.timeline.spans.len() <= 96), (4, true));
    let first = answers.timeline.spans.first().map(|span| span.from);
    assert_eq!(first, Some(1_773_742_830));
}

#[test]
fn json_has_times_in_utc_and_null_for_what_is_not_known() {
    let mut unknown = attempt(0, 503, "");
    unknown.model = None;
    let json: serde_json::Value =
        serde_json::from_str(&summary(&[unknown]).to_json(10)).expect("JSON");
    assert_eq!(json["first"], "2026-03-17T10:20:30Z");
    assert_eq!(json["sources"][0]["provider"], serde_json::Value::Null);
    assert_eq!(json["sources"][0]["kinds"]["service_unavailable"], 1);
    assert_eq!(json["waiting"]["stated"]["median_ms"], serde_json::Value::Null);
    assert_eq!(json["by"], "model");
}

#[test]
fn what_no_line_names_comes_last() {
    let mut known = attempt(0, 503, "");
    known.model = Some("heron-8b".into());
    let mut unknown = attempt(0, 503, "");
    unknown.model = None;
    let answers = summary(&[unknown.clone(), known, unknown]).answers(10);
    let models: Vec<_> = answers.sources.iter().map(|row| row.model.as_deref()).collect();
    assert_eq!(models, [Some("heron-8b"), None]);
}

#[test]
fn a_retry_is_futile_after_a_failure_that_no_retry_fixes() {
    let of_call = |when_s, status, number| {
        let mut attempt = attempt(when_s, status, "no");
        attempt.call_id = Some("a".into());
        attempt.number = number;
        attempt
    };
    let answers = summary(&[of_call(0, 401, 1), of_call(3, 401, 2), of_call(9, 401, 1)]).answers(9);
    assert_eq!((answers.futile_retries, answers.causes[0].futile_retries), (1, 1));
    assert_eq!((answers.repeats, answers.waiting.observed.count), (0, 0));
    let answers = summary(&[of_call(0, 503, 1), of_call(12, 200, 2)]).answers(9);
    assert_eq!((answers.futile_retries, answers.waiting.observed.total_ms), (0, 12_000));
}

#[test]
fn the_same_failure_within_a_minute_may_be_a_retry() {
    let failures = [0, 5, 300].map(|when_s| attempt(when_s, 401, "no"));
    let answers = summary(&failures).answers(9);
    assert_eq!((answers.repeats, answers.causes[0].repeats), (1, 1));
}

#[test]
fn examples_name_their_log_also_after_a_merge() {
    let mut first = summary(&[attempt(0, 401, "no")]);
    first.end_log();
    first.add(&attempt(1, 503, "down"));
    let mut both = summary(&[]);
    both.end_log();
    both.merge(first);
    let logs: Vec<_> = both.answers(9).causes.iter().map(|cause| cause.example_log).collect();
    assert_eq!(logs, [2, 3]);
}

#[test]
fn memory_is_bounded_whatever_the_names() {
    let mut summary = Summary::grouped(By::Key);
    for number in 0..20_000_u32 {
        let words: String =
            number.to_string().chars().map(|c| char::from(b'a' + c as u8 % 32)).collect();
        let mut rare = attempt(0, 401, &words.repeat(100));
        rare.model = Some(words.repeat(100).into());
        rare.key = Some(words.clone().into());
        rare.call_id = Some(words.into());
        summary.add(&rare);
        if number % 4 == 0 {
            summary.add(&attempt(0, 503, "the usual cause"));
        }
    }
    let answers = summary.answers(usize::MAX);
    assert_eq!(answers.calls, 25_000);
    assert!(answers.sources.len() <= 1_000 && answers.groups.len() <= 1_000);
    assert!(answers.causes.len() <= 2_000);
    assert_eq!(
        (answers.causes[0].kind, answers.causes[0].count),
        (Kind::ServiceUnavailable, 5_000)
    );
    let listed: u64 = answers.causes.iter().map(|cause| cause.count).sum();
    assert_eq!(listed + answers.left_out.causes.count, 25_000);
    assert!(summary.to_json(usize::MAX).len() < 4_000_000);
}

#[test]
fn times_far_apart_stay_in_few_spans() {
    let mut attempts = [0, 1, 1_773_742_830, 4_000_000_000, 253_402_300_799].map(|when_s: i64| {
        let mut attempt = attempt(0, 503, "");
        attempt.when_ms = Some(when_s * 1_000);
        attempt
    });
    let timeline = summary(&attempts).answers(9).timeline;
    assert!(timeline.spans.len() <= 96);
    assert_eq!(timeline.spans.iter().map(|span| span.failed).sum::<u64>(), 5);
    attempts[0].when_ms = Some(i64::MIN);
    attempts[1].when_ms = Some(i64::MAX);
    let answers = summary(&attempts).answers(9);
    assert_eq!(answers.timeline.spans.iter().map(|span| span.failed).sum::<u64>(), 3);
    assert_eq!(answers.failed, 5);
    assert_eq!(answers.timeline.spans[0].kinds, FailureCounts(vec![(Kind::ServiceUnavailable, 2)]));
}
