//! Streams that are made to mislead a scanner, or to keep it busy.

use std::time::{Duration, Instant};

use apifault::{Ended, Ending, Kind, Options, Response, StreamOptions, StreamScanner, classify};

/// The errors of a stream with their positions, and its ending, which are the same in any pieces.
fn scan(options: &StreamOptions, stream: &[u8]) -> (Vec<(Kind, u64)>, Ending) {
    let in_pieces = |len: usize| {
        let mut scanner = StreamScanner::new(options.clone());
        for piece in stream.chunks(len) {
            let _ = scanner.feed(piece);
        }
        let ending = scanner.finish();
        (scanner.errors().map(|error| (error.report.kind, error.position)).collect(), ending)
    };
    let whole = in_pieces(stream.len());
    for len in [1, 7] {
        assert_eq!(in_pieces(len), whole, "pieces of {len}");
    }
    whole
}

fn scan_text(stream: &str) -> (Vec<(Kind, u64)>, Ending) {
    scan(&StreamOptions::new(), stream.as_bytes())
}

#[test]
fn a_value_that_was_no_error_in_an_earlier_event_may_be_one_in_a_later_event() {
    let event = r#"{"status":"ok","message":"The nest is built."}
"#;
    for status in ["error", "fail", "failure"] {
        let error = event.replace("ok", status);
        assert_eq!(scan_text(&error).1.ended, Ended::Error, "{status}");
        let (errors, ending) = scan_text(&(event.repeat(4) + &error));
        assert_eq!(errors, [(Kind::InternalError, 4 * event.len() as u64)], "{status}");
        assert!(ending.delivered);
    }
}

#[test]
fn an_event_without_its_empty_line_is_no_beginning_of_another() {
    let line = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Two\"}}]}\n";
    let events = line.repeat(4) + "\n";
    for (rest, errors, ended) in [
        ("event: error\n\n", &[Kind::InternalError][..], Ended::Error),
        (":HTTP_STATUS/400\n\n", &[Kind::InvalidRequest], Ended::Error),
        ("event: done\n\n", &[], Ended::CutOff),
    ] {
        let (told, ending) = scan_text(&(events.clone() + line + rest));
        assert_eq!(told.iter().map(|error| error.0).collect::<Vec<_>>(), errors, "{rest}");
        assert!(told.iter().all(|error| error.1 == events.len() as u64), "{rest}");
        assert_eq!((ending.ended, ending.events), (ended, 5), "{rest}");
    }
    let lists = "[1,2]\n\n".repeat(4);
    let (errors, _) = scan_text(&(lists.clone() + "[1,2] is no list\n\n"));
    assert_eq!(errors, [(Kind::InternalError, lists.len() as u64)]);
}

/// Reads a stream, and asserts that this takes no longer than it may.
fn assert_is_fast(what: &str, stream: &[u8]) {
    let start = Instant::now();
    let mut scanner = StreamScanner::new(StreamOptions::new());
    let _ = scanner.feed(stream);
    scanner.finish();
    let elapsed = start.elapsed();
    assert!(elapsed < Duration::from_secs(4), "{what}: {elapsed:?}");
}

#[test]
fn lines_that_go_on_with_json_are_not_read_again_for_each_line() {
    for line in ["1,\n", "x\n", "[\n", "\"\n"] {
        let stream = format!("data: {{\"a\":[\n{}\n\n", line.repeat(200_000));
        assert_is_fast(line, stream.as_bytes());
    }
}

#[test]
fn an_event_that_is_too_long_is_skipped_in_any_pieces() {
    let options = StreamOptions::new().with_max_event(1024);
    let event = |text: &str| {
        format!("data: {{\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"{text}\"}}}}]}}\n\n")
    };
    let events = ["Two", "herons", "fly."].map(event).concat() + &event(&"x".repeat(2000));
    assert_eq!(scan(&options, events.as_bytes()).1.skipped, 1);

    for line_end in ["\n", "\r", "\r\n"] {
        for len in 1020..1030 {
            let text = "x".repeat(len - event("").len());
            let events = event(&text).repeat(4).replace('\n', line_end);
            let (_, ending) = scan(&options, events.as_bytes());
            let is_longer = len > 1024 && line_end != "\r\n" || len > 1023 && line_end == "\r\n";
            assert_eq!(ending.skipped, if is_longer { 4 } else { 0 }, "{line_end:?} {len}");
        }
    }
}

#[test]
fn the_mark_in_a_long_event_that_breaks_off_does_not_count() {
    let options = StreamOptions::new().with_max_event(1024);
    for len in [10, 2000] {
        let event =
            format!("data: {{\"type\":\"response.completed\",\"output\":\"{}", "x".repeat(len));
        let (errors, ending) = scan(&options, event.as_bytes());
        assert_eq!(errors, []);
        assert_eq!((ending.ended, ending.events), (Ended::CutOff, 0), "{len}");
        // The empty line is not needed.
        let (_, ending) = scan(&options, format!("{event}\"}}").as_bytes());
        assert_eq!((ending.ended, ending.events), (Ended::Complete, 1), "{len}");
    }
}

#[test]
fn a_list_of_no_known_dialect_is_read_as_before_streams() {
    let kind = |body: &str| classify(&Response::new(200, body.as_bytes()), &Options::new()).kind;
    for element in [
        r#"{"id":1,"detail":"Feed the heron."}"#,
        r#"{"id":1,"detail":{"wings":2}}"#,
        r#"{"text":"heron","error_code":5}"#,
    ] {
        assert_eq!(kind(element), Kind::Success, "{element}");
        assert_eq!(kind(&format!("[{element},{element}]")), Kind::Success, "{element}");
    }
    let chunk = r#"{"candidates":[{"content":{"parts":[{"text":"Two"}]}}]}"#;
    let error = r#"{"error":{"code":503,"message":"The nest is full.","status":"UNAVAILABLE"}}"#;
    let expected = kind(&format!("[{error}]"));
    assert_ne!(expected, Kind::Success);
    for body in [format!("[{error},{error}]"), format!("[{chunk},{error}]")] {
        assert_eq!(kind(&body), expected, "{body}");
    }
}
