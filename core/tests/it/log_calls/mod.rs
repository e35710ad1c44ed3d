//! The calls that are read from logs of many forms.

mod records;
mod texts;

use std::collections::BTreeMap;

use apifault::logs::{Attempt, LogOptions, LogReader, Notes};
use records::RECORDS;
use texts::TEXTS;

fn read(log: &str) -> (Vec<Attempt>, Notes) {
    let mut options = LogOptions::default();
    options.keep_attempts = true;
    options.timezone = Some("UTC".into());
    let mut reader = LogReader::new(options).expect("right options");
    reader.feed(log.as_bytes()).expect("a log");
    reader.finish().expect("a whole log");
    (reader.take_attempts(), reader.notes().clone())
}

/// The kinds of the attempts, in words such as `2 success, 1 timeout`.
fn kinds(log: &str) -> String {
    let mut kinds = BTreeMap::new();
    for attempt in read(log).0 {
        *kinds.entry(attempt.report.kind.to_string()).or_insert(0) += 1;
    }
    let kinds: Vec<_> = kinds.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
    kinds.join(", ")
}

fn check(logs: &[(&str, &str, &str)]) {
    let mut wrong = Vec::new();
    for (name, log, expected) in logs {
        let kinds = kinds(log);
        if kinds != *expected {
            wrong.push(format!("{name}: expected {expected:?}, got {kinds:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn calls_are_read_from_texts() {
    check(TEXTS);
}

#[test]
fn calls_are_read_from_records() {
    check(RECORDS);
}

#[test]
fn attempts_of_one_call_share_its_id_and_announce_their_waits() {
    let (attempts, _) = read(TEXTS[0].1);
    let [first, second] = &attempts[..] else { panic!("{attempts:?}") };
    assert!(first.call_id.is_some());
    assert_eq!(first.call_id, second.call_id);
    assert_eq!((first.number, second.number), (1, 2));
    assert_eq!((first.announced_ms, second.announced_ms), (Some(2_000), None));
    assert_eq!(first.report.retry.delay_ms, None);
    assert_eq!(first.report.provider.map(|provider| provider.to_string()).as_deref(), Some("groq"));
    assert_eq!(first.route.as_deref(), Some("/openai/v1/chat/completions"));
    assert_eq!(first.when_ms, Some(1_772_445_600_000));
}

#[test]
fn two_calls_are_not_one_because_they_follow_each_other() {
    let line = r#"INFO httpx HTTP Request: POST https://api.groq.com/openai/v1/chat/completions "HTTP/1.1 429 Too Many Requests""#;
    let (attempts, _) = read(&format!("{line}\n{line}\n"));
    assert_eq!(attempts.len(), 2);
    assert!(attempts.iter().all(|attempt| attempt.number == 1 && attempt.call_id.is_none()));
}

#[test]
fn models_keys_and_ids_of_records_are_kept() {
    let log = r#"{"status":429,"model":"heron-8b","call_id":"a","user_api_key_alias":"team","gen_ai.system":"az.ai.openai","url":"http://10.0.0.8/v1/chat/completions"}"#;
    let (attempts, _) = read(&format!("{log}\n{log}\n"));
    let [first, second] = &attempts[..] else { panic!("{attempts:?}") };
    assert_eq!(first.model.as_deref(), Some("heron-8b"));
    assert_eq!(first.key.as_deref(), Some("team"));
    assert_eq!(first.call_id.as_deref(), Some("a"));
    assert_eq!((first.number, second.number), (1, 2));
    assert_eq!(
        first.report.provider.map(|provider| provider.to_string()).as_deref(),
        Some("azure")
    );
}

#[test]
fn what_is_passed_over_is_counted() {
    let (attempts, notes) = read(
        "10.0.0.9 - - [02/Mar/2026:10:00:00 +0000] \"GET /health HTTP/1.1\" 200 2\n\
         2026-03-02 10:00:03 ERROR litellm.proxy: something odd broke in the model call\n",
    );
    assert!(attempts.is_empty(), "{attempts:?}");
    assert_eq!((notes.other_paths, notes.unreadable), (1, 1));
}

#[test]
fn all_lines_about_a_request_count_alike_for_the_filters() {
    let log = "2026-03-02T10:00:00Z INFO httpx: HTTP Request: POST https://api.openai.com/v1/chat/completions \
               \"HTTP/1.1 429 Too Many Requests\"\n\
               2026-03-02T10:00:00Z INFO openai._base_client: Retrying request to /chat/completions in 0.5 seconds\n\
               2026-03-02T10:00:01Z INFO httpx: HTTP Request: POST https://api.openai.com/v1/chat/completions \
               \"HTTP/1.1 401 Unauthorized\"\n\
               openai.AuthenticationError: Error code: 401 - {'error': {'message': 'bad key'}}\n";
    let count = |change: fn(&mut LogOptions)| {
        let mut options = LogOptions::default();
        change(&mut options);
        let mut reader = LogReader::new(options).expect("right options");
        reader.feed(log.as_bytes()).expect("a log");
        reader.finish().expect("a whole log");
        (reader.summary().calls(), reader.notes().other_paths)
    };
    assert_eq!(count(|_| {}), (2, 0));
    assert_eq!(count(|options| options.hosts.push("openai.com".into())), (2, 0));
    assert_eq!(count(|options| options.hosts.push("api.groq.com".into())), (0, 2));
    assert_eq!(count(|options| options.methods.push("GET".into())), (0, 2));
    assert_eq!(count(|options| options.paths.push("/v1/embeddings".into())), (0, 2));
}

#[test]
fn only_a_bounded_number_of_attempts_waits() {
    // Lines that may all be joined with each other, far apart and close by.
    let error = "2026-03-02 10:00:00 ERROR openai.RateLimitError: Error code: 429 - {'error': {'message': 'MESSAGE'}}\n";
    let access = "10.0.0.9 - - [02/Mar/2026:10:00:00 +0000] \"POST /v1/messages HTTP/1.1\" 429 2\n";
    let retry = "INFO openai._base_client Retrying request to /v1/messages in 0.5 seconds\n";
    let mut log = String::new();
    for number in 0..3_000 {
        log.push_str(&error.replace("MESSAGE", &number.to_string()));
        log.push_str(access);
        log.push_str(retry);
    }
    let (attempts, _) = read(&log);
    assert!((3_000..=9_000).contains(&attempts.len()), "{}", attempts.len());
}
