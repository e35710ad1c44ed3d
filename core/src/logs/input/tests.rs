//! Tests of the way from bytes to entries.

use super::Input;
use crate::logs::LogOptions;
use crate::logs::entry::Content;

/// What is seen of an entry: its line, how many lines it has, its time, and its text or record.
type Seen = (u64, u64, Option<i64>, String);

fn read(pieces: &[&[u8]]) -> (Vec<Seen>, Option<String>) {
    let options = LogOptions { today_ms: Some(1_780_000_000_000), ..LogOptions::default() };
    let (mut input, mut chunks) = (Input::default(), Vec::new());
    let mut error = None;
    for piece in pieces {
        error = error.or(input.feed(piece, &mut chunks).err());
    }
    error = error.or(input.finish(&mut chunks).err());
    let mut seen = Vec::new();
    for chunk in chunks {
        chunk.read(&options, &mut |entry| {
            let text = match entry.content {
                Content::Text(text) => text.to_owned(),
                Content::Record(record) => serde_json::to_string(&record).expect("JSON"),
            };
            seen.push((entry.line, entry.lines, entry.when_ms, text));
        });
    }
    (seen, error.map(|error| error.message))
}

fn entries(log: &str) -> Vec<(u64, String)> {
    let (seen, error) = read(&[log.as_bytes()]);
    assert_eq!(error, None);
    let bytes: Vec<&[u8]> = log.as_bytes().chunks(1).collect();
    assert_eq!(read(&bytes).0, seen, "the pieces matter");
    seen.into_iter().map(|(line, _, _, text)| (line, text)).collect()
}

fn texts(log: &str) -> Vec<String> {
    entries(log).into_iter().map(|(_, text)| text).collect()
}

#[test]
fn lines_of_json_and_of_text_may_stand_beside_each_other() {
    let log =
        "{\"a\":1}\n10:00:00 started\r\n\n2026-01-05 10:00:01 INFO {\"event\":\"call\"}\n{\"a\"";
    assert_eq!(
        entries(log),
        [
            (1, "{\"a\":1}".to_owned()),
            (2, "10:00:00 started".to_owned()),
            (4, "{\"event\":\"call\"}".to_owned()),
            (5, "{\"a\"".to_owned()),
        ]
    );
}

#[test]
fn a_traceback_belongs_to_the_error_line_above_it() {
    let traceback = "2026-01-05 10:00:00 ERROR call failed\nTraceback (most recent call last):\n  \
                     File \"a.py\", line 1, in f\n    g()\nKeyError: 'x'\n\nDuring handling of the above \
                     exception, another exception occurred:\n\nTraceback (most recent call last):\n  \
                     File \"b.py\", line 2, in g\napp.RateLimitError: Error code: 429";
    let log = format!("{traceback}\n2026-01-05 10:00:01 INFO next\n");
    assert_eq!(texts(&log), [traceback, "2026-01-05 10:00:01 INFO next"]);
    // That of an access line is another thing.
    let log = "INFO: \"POST /chat HTTP/1.1\" 200 OK\nTraceback (most recent call last):\n  File \"a\"\nE: x\nnext\n";
    assert_eq!(
        texts(log),
        [
            "INFO: \"POST /chat HTTP/1.1\" 200 OK",
            "Traceback (most recent call last):\n  File \"a\"\nE: x",
            "next"
        ]
    );
}

#[test]
fn stacks_of_other_languages_are_one_entry() {
    for stack in [
        "Exception in thread \"main\" app.Bad: 429\n\tat app.Main.run(Main.java:3)\nCaused by: app.Io: no\n\t... 12 more",
        "APIError: 429 status code\n    at gen (/app/a.js:1:2) {\n  status: 429,\n  headers: {\n    'retry-after': '2'\n  }\n}",
        "panic: status 429\n\ngoroutine 1 [running]:\nmain.main()\n\t/app/main.go:3 +0x1d\nexit status 2",
        "thread 'main' panicked at src/main.rs:2:5:\nstatus 429\nnote: run with `RUST_BACKTRACE=1`",
        "ERROR:    Exception in ASGI application\n  + Exception Group Traceback (most recent call last):\n  |   File \"a\"\n  | ExceptionGroup: x (1 sub-exception)\n  +-+---------------- 1 ----------------\n    | Traceback (most recent call last):\n    | ValueError: x\n    +------------------------------------",
        "response: {\n  \"error\": 1\n}",
    ] {
        let log = format!("started\n{stack}\nnext\n");
        assert_eq!(texts(&log), ["started", stack, "next"]);
    }
}

#[test]
fn untimed_lines_that_begin_anew_are_entries() {
    assert_eq!(texts("one: 429\ntwo: 500\n"), ["one: 429", "two: 500"]);
    assert_eq!(texts("one {\n{\ntwo\n"), ["one {", "{", "two"]);
}

#[test]
fn objects_on_several_lines_are_records() {
    let log = "started\n{\n  \"a\": {\n    \"b\": 1\n  }\n}\n{\n  \"c\": 2\n}\n";
    assert_eq!(
        entries(log),
        [(1, "started".into()), (2, "{\"a\":{\"b\":1}}".into()), (7, "{\"c\":2}".into())]
    );
    let log = "{\n  \"a\": 1\n}\n{\n  \"b\": 2\n}\n10:00:00 failed\n";
    assert_eq!(texts(log), ["{\"a\":1}", "{\"b\":2}", "10:00:00 failed"]);
}

#[test]
fn documents_are_read_item_by_item() {
    for (log, expected) in [
        ("[{\"a\": 1},\n {\"b\": 2}]", &["{\"a\":1}", "{\"b\":2}"][..]),
        ("{\"log\": {\"version\": \"1.2\",\n \"entries\": [{\"a\": 1}]}}", &["{\"a\":1}"]),
        ("{\"log\": {\"entries\": [{\"a\": 1}, {\"b\": 2}]}}", &["{\"a\":1}", "{\"b\":2}"]),
        ("{\"a\": 1}", &["{\"a\":1}"]),
        (
            "{\"data\": {\"result\": [{\"stream\": {}, \"values\": [[\"1767607201000000000\", \"two\"], \
             [\"1767607200000000000\", \"one\"]]}]}}\n",
            &["one", "two"],
        ),
        (
            "{\"messageType\": \"DATA_MESSAGE\", \"logEvents\": [{\"id\": \"1\", \"timestamp\": \
             1767607200000, \"message\": \"one\\n\"}]}\n",
            &["one"],
        ),
    ] {
        assert_eq!(texts(log), expected, "{log}");
    }
    let (seen, error) = read(&[b"[{\"a\": 1}, {\"b\": "]);
    assert_eq!(seen.len(), 1);
    assert_eq!(error.as_deref(), Some("its JSON breaks off after 1 entry; get the whole file"));
}

#[test]
fn a_table_has_rows_as_records() {
    let log = "time,message\n2026-01-05T10:00:00Z,\"one\ntwo\"\n2026-01-05T10:00:01Z,three\n";
    let (seen, _) = read(&[log.as_bytes()]);
    let lines: Vec<_> = seen.iter().map(|(line, lines, when, _)| (*line, *lines, *when)).collect();
    assert_eq!(lines, [(2, 2, Some(1_767_607_200_000)), (4, 1, Some(1_767_607_201_000))]);
    assert_eq!(texts(log).len(), 2);
}

#[test]
fn lines_of_two_sources_are_joined_apart() {
    let log = "a-1  | Traceback (most recent call last):\nb-1  | started\na-1  |   File \"a\"\n\
               b-1  | {\"x\":1}\na-1  | E: 429\na-1  | next\n";
    assert_eq!(
        entries(log),
        [
            (1, "Traceback (most recent call last):\n  File \"a\"\nE: 429".into()),
            (2, "started".into()),
            (4, "{\"x\":1}".into()),
            (6, "next".into()),
        ]
    );
}

#[test]
fn lines_that_collectors_cut_are_whole_again() {
    let cri = "2026-01-05T10:00:00Z stdout P Error co\n2026-01-05T10:00:00Z stdout F de: 429\n";
    assert_eq!(texts(cri), ["Error code: 429"]);
    let docker = "{\"log\":\"Traceback (most recent call last):\\n\",\"stream\":\"stderr\",\"time\":\"2026-01-05T10:00:00Z\"}\n\
                  {\"log\":\"  File\\n\",\"stream\":\"stderr\",\"time\":\"2026-01-05T10:00:00Z\"}\n\
                  {\"log\":\"E: 429\\n\",\"stream\":\"stderr\",\"time\":\"2026-01-05T10:00:00Z\"}\n";
    let (seen, _) = read(&[docker.as_bytes()]);
    assert_eq!(
        seen,
        [(
            1,
            3,
            Some(1_767_607_200_000),
            "Traceback (most recent call last):\n  File\nE: 429".into()
        )]
    );
    let kubectl = "2026-01-05T10:00:00Z Traceback (most recent call last):\n2026-01-05T10:00:00Z   File\n\
                   2026-01-05T10:00:00Z E: 429\n2026-01-05T10:00:01Z next\n";
    assert_eq!(
        texts(kubectl),
        [
            "2026-01-05T10:00:00Z Traceback (most recent call last):\n  File\nE: 429",
            "2026-01-05T10:00:01Z next"
        ]
    );
}

#[test]
fn colours_are_removed() {
    assert_eq!(texts("\x1b[31mERROR\x1b[0m failed\n"), ["ERROR failed"]);
}

#[test]
fn chunks_end_where_entries_begin() {
    use std::fmt::Write as _;
    let mut log = String::new();
    for number in 0..40_000 {
        let _ = write!(
            log,
            "2026-01-05 10:00:00 ERROR {number}\nTraceback (most recent call last):\n  File \"a\"\nE: {number}\n"
        );
    }
    let (whole, _) = read(&[log.as_bytes()]);
    assert_eq!(whole.len(), 40_000);
    assert!(whole.iter().all(|(_, lines, ..)| *lines == 4));
    assert_eq!(whole.last().map(|(line, ..)| *line), Some(4 * 39_999 + 1));
    let pieces: Vec<&[u8]> = log.as_bytes().chunks(777).collect();
    assert_eq!(read(&pieces).0, whole);
}
