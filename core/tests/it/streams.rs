//! What a scanner reports about the streams of the vectors, in whatever pieces they come.

use apifault::{Advice, Ended, Ending, Kind, Provider, StreamError, StreamOptions, StreamScanner};
use serde_json::{Value, json};

use crate::common::{Vector, stream_vectors};

/// All that a scanner reports about a stream.
#[derive(Debug, PartialEq)]
struct Answer {
    errors: Vec<StreamError>,
    ending: Ending,
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a time of ours")]
fn options(vector: &Vector) -> StreamOptions {
    let pairs = vector.header_pairs.iter();
    let mut options = StreamOptions::new()
        .with_status(vector.status)
        .with_headers(pairs.map(|(name, value)| (name.as_str(), value.as_str())));
    if let Some(now) = vector.now {
        options = options.with_now_ms((now * 1000.0) as u64);
    }
    if let Some(provider) = &vector.provider {
        options = options.with_provider(provider.parse::<Provider>().expect("a provider's word"));
    }
    options
}

fn scan<'a>(options: &StreamOptions, pieces: impl IntoIterator<Item = &'a [u8]>) -> Answer {
    let mut scanner = StreamScanner::new(options.clone());
    let mut errors = Vec::new();
    for piece in pieces {
        errors.extend(scanner.feed(piece));
    }
    let ending = scanner.finish();
    errors.extend(scanner.errors());
    Answer { errors, ending }
}

fn member(error: &StreamError, name: &str) -> Value {
    let report = &error.report;
    match name {
        "kind" => json!(report.kind.as_str()),
        "advice" => json!(report.retry.advice.as_str()),
        "delay_ms" => json!(report.retry.delay_ms),
        "message" => json!(report.error.message),
        "type" => json!(report.error.type_),
        "code" => json!(report.error.code),
        "status" => json!(report.status),
        "position" => json!(error.position),
        _ => panic!("no member of an error: {name}"),
    }
}

/// What differs from the expectation of a vector, a line each.
fn differences(vector: &Vector, answer: &Answer) -> Vec<String> {
    let mut lines = Vec::new();
    let mut compare = |what: &str, got: &Value, want: &Value| {
        if got != want {
            lines.push(format!("{}: {what} is {got}, not {want}", vector.id));
        }
    };
    let expect = &vector.expect;
    let sure = |name: &str| !vector.unsure.iter().any(|unsure| unsure == name);
    if sure("errors") {
        let errors = expect["errors"].as_array().expect("a list");
        compare("the number of errors", &json!(answer.errors.len()), &json!(errors.len()));
        for (got, want) in answer.errors.iter().zip(errors) {
            for (name, want) in want.as_object().expect("an object") {
                compare(&format!("{name} ({})", got.report.rule), &member(got, name), want);
            }
        }
    }
    if sure("ended") {
        compare("ended", &json!(answer.ending.ended.as_str()), &expect["ended"]);
    }
    if sure("delivered") && !expect["delivered"].is_null() {
        compare("delivered", &json!(answer.ending.delivered), &expect["delivered"]);
    }
    if !expect["events"].is_null() {
        compare("events", &json!(answer.ending.events), &expect["events"]);
    }
    lines
}

fn assert_none(lines: &[String]) {
    assert!(lines.is_empty(), "\n{}", lines.join("\n"));
}

#[test]
fn every_stream_is_told_as_its_vector_expects() {
    let lines = stream_vectors().into_iter().flat_map(|vector| {
        let answer = scan(&options(&vector), [vector.bytes.as_slice()]);
        differences(&vector, &answer)
    });
    assert_none(&lines.collect::<Vec<String>>());
}

#[test]
fn an_ending_agrees_with_the_errors() {
    for vector in stream_vectors() {
        let Answer { errors, ending } = scan(&options(&vector), [vector.bytes.as_slice()]);
        assert_eq!(ending.ended == Ended::Error, !errors.is_empty(), "{}", vector.id);
        match (&ending.report, ending.ended) {
            (Some(report), Ended::Error) => assert_eq!(*report, errors[0].report, "{}", vector.id),
            (Some(report), Ended::CutOff) => {
                assert_eq!(report.kind, Kind::BadGateway, "{}", vector.id);
                assert_eq!(report.retry.advice, Advice::Backoff, "{}", vector.id);
                assert_eq!(report.rule, "stream/cut_off", "{}", vector.id);
            }
            (report, ended) => {
                let has_report = matches!(ended, Ended::Error | Ended::CutOff);
                assert!(!has_report && report.is_none(), "{}: {ended:?}", vector.id);
            }
        }
    }
}

/// A pseudo-random number below a bound.
fn random(seed: &mut u64, bound: usize) -> usize {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    usize::try_from(*seed >> 33).expect("a small number") % bound
}

/// Pieces of pseudo-random lengths, empty ones among them.
fn random_pieces<'a>(bytes: &'a [u8], seed: &mut u64) -> Vec<&'a [u8]> {
    let mut pieces = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(random(seed, 64).min(rest.len()));
        pieces.push(piece);
        rest = after;
    }
    pieces
}

/// Where a long body is cut: not everywhere, for the sake of time.
fn cuts(bytes: &[u8]) -> impl Iterator<Item = usize> {
    let step = if bytes.len() > 4096 { 7 } else { 1 };
    (0..=bytes.len()).step_by(step)
}

#[test]
fn the_answer_is_the_same_in_any_pieces() {
    let mut lines = Vec::new();
    let mut seed = 7;
    for vector in stream_vectors() {
        let (options, bytes) = (options(&vector), vector.bytes.as_slice());
        let whole = scan(&options, [bytes]);
        let mut compare = |how: &dyn Fn() -> String, answer: &Answer| {
            if *answer != whole {
                lines.push(format!("{}: {}: {answer:?}, not {whole:?}", vector.id, how()));
            }
        };
        compare(&|| "byte by byte".into(), &scan(&options, bytes.chunks(1)));
        for round in 0..20 {
            let pieces = random_pieces(bytes, &mut seed);
            compare(&|| format!("random pieces, round {round}"), &scan(&options, pieces));
        }
        for cut in cuts(bytes) {
            let (head, tail) = bytes.split_at(cut);
            compare(&|| format!("cut at {cut}"), &scan(&options, [head, tail]));
        }
    }
    lines.truncate(20);
    assert_none(&lines);
}

#[test]
fn a_part_of_a_stream_is_not_more_than_the_whole() {
    let mut lines = Vec::new();
    for vector in stream_vectors() {
        let (options, bytes) = (options(&vector), vector.bytes.as_slice());
        let clean = vector.expect["errors"].as_array().is_some_and(Vec::is_empty)
            && vector.unsure.is_empty();
        let whole_at = vector.expect["whole_at"].as_u64();
        let mut before = Ended::CutOff;
        for cut in cuts(bytes) {
            let Answer { errors, ending } = scan(&options, [&bytes[..cut]]);
            let mut problem = |what: &str| {
                lines.push(format!("{}: with {cut} bytes, {what}", vector.id));
            };
            if clean && !errors.is_empty() {
                problem(&format!("an error is told ({})", errors[0].report.rule));
            }
            if ending.ended == Ended::Complete && whole_at.is_some_and(|least| (cut as u64) < least)
            {
                problem("the stream is complete before its mark");
            }
            match (before, ending.ended) {
                (Ended::Complete, Ended::Complete | Ended::Error)
                | (Ended::Error, Ended::Error) => {}
                (Ended::Complete | Ended::Error, _) => {
                    problem(&format!(
                        "the stream is {:?}, with fewer it was {before:?}",
                        ending.ended
                    ));
                }
                _ => {}
            }
            before = ending.ended;
        }
    }
    lines.truncate(40);
    assert_none(&lines);
}

fn vector(id: &str) -> Vector {
    stream_vectors().into_iter().find(|vector| vector.id == id).expect("a vector of this id")
}

/// Where the last frame of an AWS event stream begins.
fn last_frame(bytes: &[u8]) -> usize {
    let mut at = 0;
    loop {
        let length = u32::from_be_bytes(bytes[at..at + 4].try_into().expect("four bytes"));
        let next = at + usize::try_from(length).expect("a small frame");
        if next == bytes.len() {
            return at;
        }
        at = next;
    }
}

#[test]
fn a_frame_with_a_wrong_bit_is_no_mark() {
    let vector = vector("streams-bedrock-converse-without-metadata");
    let mut bytes = vector.bytes.clone();
    for at in last_frame(&vector.bytes)..bytes.len() {
        for bit in [1, 0x80] {
            bytes[at] ^= bit;
            let answer = scan(&options(&vector), [bytes.as_slice()]);
            assert_ne!(answer.ending.ended, Ended::Complete, "bit {bit:#x} of byte {at}");
            bytes[at] ^= bit;
        }
    }
}

const CHUNK: &str = r#"{"object":"chat.completion.chunk","choices":[{"index":0,"delta":{"content":"Two"},"finish_reason":null}]}"#;
const FINISH: &str = r#"{"object":"chat.completion.chunk","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#;
const ERROR: &str = r#"{"error":{"message":"The nest fell down.","type":"server_error"}}"#;

fn events(of: &[&str]) -> Vec<u8> {
    of.iter().flat_map(|json| format!("data: {json}\n\n").into_bytes()).collect()
}

#[test]
fn an_error_is_told_as_soon_as_its_event_is_whole() {
    let mut scanner = StreamScanner::new(StreamOptions::new());
    assert_eq!(scanner.feed(&events(&[CHUNK])).next(), None);
    assert!(scanner.delivered());
    assert_eq!(scanner.events(), 1);
    assert!(!scanner.is_terminal());
    let event = events(&[ERROR]);
    let (head, tail) = event.split_at(event.len() - 1);
    assert_eq!(scanner.feed(head).next(), None);
    let error = scanner.feed(tail).next().expect("the event is whole");
    assert_eq!(error.report.kind, Kind::InternalError);
    assert!(scanner.is_terminal());
}

#[test]
fn a_mark_makes_a_stream_terminal() {
    let mut scanner = StreamScanner::new(StreamOptions::new());
    assert_eq!(scanner.feed(&events(&[CHUNK, FINISH, "[DONE]"])).count(), 0);
    assert!(scanner.is_terminal());
    assert_eq!(scanner.finish().ended, Ended::Complete);
}

#[test]
fn errors_that_are_not_taken_remain() {
    let mut scanner = StreamScanner::new(StreamOptions::new());
    let _ = scanner.feed(&events(&[ERROR]));
    let _ = scanner.feed(&events(&["[DONE]"]));
    let ending = scanner.finish();
    assert_eq!(ending.ended, Ended::Error);
    let errors: Vec<StreamError> = scanner.errors().collect();
    assert_eq!(errors.len(), 1);
    assert_eq!(ending.report, Some(errors[0].report.clone()));
    assert_eq!(scanner.errors().next(), None);
}

#[test]
fn what_comes_after_the_end_is_ignored() {
    let mut scanner = StreamScanner::new(StreamOptions::new());
    let _ = scanner.feed(&events(&[CHUNK, FINISH]));
    let ending = scanner.finish();
    assert_eq!(ending.ended, Ended::Complete);
    assert_eq!(scanner.feed(&events(&[ERROR])).count(), 0);
    assert_eq!(scanner.feed_event(ERROR.as_bytes()).count(), 0);
    assert_eq!(scanner.finish(), ending);
    assert_eq!(scanner.errors().next(), None);
}

#[test]
fn parsed_events_are_read_without_framing() {
    let mut scanner = StreamScanner::new(StreamOptions::new());
    assert_eq!(scanner.feed_event(CHUNK.as_bytes()).next(), None);
    assert!(scanner.delivered());
    assert_eq!(scanner.events(), 1);
    let pretty = ERROR.replace(',', ",\n\n  ");
    let error = scanner.feed_event(pretty.as_bytes()).next().expect("an error");
    assert_eq!(error.report.kind, Kind::InternalError);
    assert_eq!(scanner.finish().ended, Ended::Error);

    let mut scanner = StreamScanner::new(StreamOptions::new());
    for json in [CHUNK, FINISH] {
        assert_eq!(scanner.feed_event(json.as_bytes()).next(), None);
    }
    assert_eq!(scanner.finish().ended, Ended::Complete);
}

/// Every member of these events that a reader needs stands before, or after, a long text.
fn long(head: &str, tail: &str) -> String {
    format!("{head}\"text\":\"{}\"{tail}", "heron ".repeat(1000))
}

fn scan_capped(body: &[u8]) -> Answer {
    let options = StreamOptions::new().with_max_event(1024);
    let whole = scan(&options, [body]);
    for size in [1, 7, 1000, 1024, 1025] {
        assert_eq!(scan(&options, body.chunks(size)), whole, "pieces of {size}");
    }
    whole
}

#[test]
fn an_event_over_the_cap_is_skipped_and_told() {
    let long = long(r#"{"object":"chat.completion.chunk","#, "}");
    let answer = scan_capped(&events(&[CHUNK, &long, FINISH]));
    assert_eq!(answer.errors, []);
    assert_eq!(answer.ending.ended, Ended::Complete);
    assert_eq!(answer.ending.skipped, 1);
    assert_eq!(answer.ending.events, 3);
}

#[test]
fn the_mark_in_an_event_over_the_cap_is_seen() {
    let created = r#"{"type":"response.created","response":{"id":"resp_1","error":null}}"#;
    let completed = long(r#"{"type":"response.completed","response":{"error":null,"#, "}}");
    let answer = scan_capped(&events(&[created, &completed]));
    assert_eq!(answer.errors, []);
    assert_eq!((answer.ending.ended, answer.ending.skipped), (Ended::Complete, 1));

    let finish = long("{", r#","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#);
    let answer = scan_capped(&events(&[CHUNK, &finish]));
    assert_eq!(answer.errors, []);
    assert_eq!((answer.ending.ended, answer.ending.skipped), (Ended::Complete, 1));
}

#[test]
fn the_error_in_an_event_over_the_cap_is_seen() {
    let error = long(r#"{"error":{"message":"The nest fell down.","type":"server_error"},"#, "}");
    let answer = scan_capped(&events(&[CHUNK, &error]));
    assert_eq!(answer.errors.len(), 1);
    assert_eq!(answer.errors[0].position, events(&[CHUNK]).len() as u64);
    assert_eq!((answer.ending.ended, answer.ending.skipped), (Ended::Error, 1));
}

/// The answer to a piece that comes many times.
fn scan_repeated(piece: &[u8], times: usize) -> Answer {
    scan(&StreamOptions::new(), std::iter::repeat_n(piece, times))
}

#[test]
fn line_ends_and_comments_without_end_are_no_events() {
    for piece in
        [b"\n".repeat(4096), b"\r\n".repeat(4096), b": wait\n\n".repeat(512), vec![b':'; 4096]]
    {
        let answer = scan_repeated(&piece, 256);
        assert_eq!(answer.errors, []);
        assert_eq!(answer.ending.ended, Ended::CutOff);
        assert_eq!((answer.ending.events, answer.ending.delivered), (0, false));
    }
}

#[test]
fn events_without_end_are_not_complete() {
    let long = [b'a'; 4096];
    for head in ["data: ", "data: {\"text\":\"", "{\"text\":\"", "[{\"text\":\"", "event: ", ""] {
        let pieces = [head.as_bytes()].into_iter().chain(std::iter::repeat_n(&long[..], 1024));
        let answer = scan(&StreamOptions::new(), pieces);
        assert_ne!(answer.ending.ended, Ended::Complete, "{head}");
    }
}

#[test]
fn deeply_nested_json_is_not_complete() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("[{\"a\":", "}]")] {
        let nested = format!("{}1{}", open.repeat(100_000), close.repeat(100_000));
        for text in [format!("{nested}\n"), format!("data: {nested}\n\n"), open.repeat(100_000)] {
            let answer = scan(&StreamOptions::new(), text.as_bytes().chunks(5000));
            assert_ne!(answer.ending.ended, Ended::Complete, "{open}");
        }
    }
}

#[test]
fn every_byte_is_defined() {
    let mut seed = 11;
    for vector in stream_vectors() {
        let mut bytes = vector.bytes.clone();
        for _ in 0..40 {
            let at = random(&mut seed, bytes.len().max(1));
            let Some(byte) = bytes.get_mut(at) else { continue };
            *byte = u8::try_from(random(&mut seed, 256)).expect("a byte");
            let whole = scan(&options(&vector), [bytes.as_slice()]);
            let pieces = random_pieces(&bytes, &mut seed);
            assert_eq!(scan(&options(&vector), pieces), whole, "{}: {bytes:?}", vector.id);
        }
    }
}
