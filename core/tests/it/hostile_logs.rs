//! Any bytes are a log, even malicious ones: memory is bounded, and work grows with the length.

use std::fmt::Write as _;
use std::io::Write as _;

use allocation_counter::{AllocationInfo, measure};
use apifault::logs::{LogOptions, LogReader};

const ERROR: &str = "openai.RateLimitError: Error code: 429 - {'error': {'message': 'Slow down', \
                     'code': 'rate_limit_exceeded'}}\n";

fn reader() -> LogReader {
    let mut options = LogOptions::default();
    options.timezone = Some("UTC".to_owned());
    // Allocations are counted by thread.
    options.threads = Some(1);
    LogReader::new(options).expect("the options are right")
}

/// Reads a log that repeats a piece, and measures what that takes.
fn repeated(head: &str, piece: &str, times: usize, tail: &str) -> (LogReader, AllocationInfo) {
    let mut reader = reader();
    let info = measure(|| {
        // A log may end in an error.
        let _ = reader.feed(head.as_bytes());
        for _ in 0..times {
            let _ = reader.feed(piece.as_bytes());
        }
        let _ = reader.feed(tail.as_bytes());
        let _ = reader.finish();
    });
    (reader, info)
}

/// Checks that twice the log takes at most about twice as much.
fn is_linear(name: &str, once: &AllocationInfo, twice: &AllocationInfo) {
    const SLACK: u64 = 4 << 20;
    assert!(twice.bytes_total <= once.bytes_total * 5 / 2 + SLACK, "{name}: {once:?} {twice:?}");
}

#[test]
fn brackets_without_end_cost_what_they_are_long() {
    for (name, piece) in [
        ("lists", "[".repeat(200 << 10)),
        ("objects", "{\"a\":".repeat(40 << 10)),
        ("mixed", "[{\"a\":".repeat(30 << 10)),
        ("records", "{\"message\":\"".repeat(12 << 10)),
    ] {
        let [once, twice] = [1, 2].map(|times| {
            let line = piece.repeat(times) + "\n";
            let (reader, info) = repeated(ERROR, &line, 1, ERROR);
            assert_eq!(reader.summary().failed(), 2, "{name}");
            assert!(info.bytes_max < 64 << 20, "{name}: {info:?}");
            info
        });
        is_linear(name, &once, &twice);
    }
}

#[test]
fn a_record_in_a_record_a_thousand_times_is_read() {
    for depth in [986, 20_000] {
        let nested = "{\"a\":".repeat(depth) + "1" + &"}".repeat(depth);
        let (reader, info) = repeated(ERROR, &(nested + "\n"), 1, ERROR);
        assert_eq!((reader.notes().lines, reader.summary().failed()), (3, 2));
        assert!(info.bytes_max < 32 << 20, "{info:?}");
    }
}

#[test]
fn a_long_line_is_cut() {
    let (reader, info) = repeated(ERROR, &"x".repeat(1 << 20), 32, "\n");
    assert_eq!((reader.notes().cut, reader.notes().lines), (1, 2));
    assert!(info.bytes_max < 64 << 20, "{info:?}");
    let (reader, _) = repeated("", &"x".repeat(1 << 20), 32, &format!("\n{ERROR}"));
    assert_eq!(reader.summary().failed(), 1);
}

#[test]
fn a_document_of_any_size_is_read_item_by_item() {
    let item = "{\"status\": 200, \"body\": \"[{\\\"\"},";
    let [once, twice] = [100_000, 200_000].map(|times| {
        let (reader, info) = repeated("[\n", item, times, "{}]");
        assert_eq!(reader.notes().lines, times as u64 + 1);
        info
    });
    is_linear("items", &once, &twice);
    assert!(twice.bytes_max < once.bytes_max * 3 / 2, "{once:?} {twice:?}");
    // One long text in a document is left out.
    let (reader, info) = repeated("[{\"a\": \"", &"x".repeat(1 << 20), 32, "\"}, {\"b\": 1}]");
    assert_eq!((reader.notes().cut, reader.notes().lines), (1, 2));
    assert!(info.bytes_max < 64 << 20, "{info:?}");
}

#[test]
fn gzip_that_unpacks_to_much_takes_bounded_memory() {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let zeros = vec![b'\n'; 1 << 20];
    for _ in 0..64 {
        encoder.write_all(&zeros).expect("memory");
    }
    let packed = encoder.finish().expect("memory");
    let mut reader = reader();
    let info = measure(|| reader.feed(&packed).and_then(|()| reader.finish()).expect("a log"));
    assert_eq!(reader.notes().lines, 64 << 20);
    assert!(info.bytes_max < 64 << 20, "{info:?}");
}

#[test]
fn wide_and_unbalanced_tables_take_bounded_memory() {
    let wide = "a,".repeat(1_000_000);
    let (reader, info) = repeated("time,status\n", &(wide.clone() + "\n"), 4, "");
    assert_eq!(reader.notes().lines, 4);
    assert!(info.bytes_max < 128 << 20, "{info:?}");
    let (_, info) = repeated(&format!("time,status,{wide}\n"), "1,2\n", 100, "");
    assert!(info.bytes_max < 256 << 20, "{info:?}");
    let head = "time,message\n2026-01-05T10:00:00Z,\"a\n";
    let (reader, info) = repeated(head, &("x".repeat(1 << 20) + "\n"), 33, "");
    assert!(reader.notes().cut > 0);
    assert!(info.bytes_max < 128 << 20, "{info:?}");
}

#[test]
fn objects_that_never_close_take_bounded_memory() {
    for piece in
        ["{\n", "{\n  \"a\": [\n", "error: {\n", "Traceback (most recent call last):\n", "  x\n"]
    {
        let times = (4 << 20) / piece.len();
        let log = piece.repeat(times);
        let (_, info) = repeated(ERROR, &log, 1, ERROR);
        assert!(info.bytes_max < 96 << 20, "{piece}: {info:?}");
        let (_, twice) = repeated(ERROR, &log.repeat(2), 1, ERROR);
        is_linear(piece, &info, &twice);
    }
}

#[test]
fn many_sources_take_bounded_memory() {
    let mut log = String::new();
    for number in 0..50_000 {
        let _ = writeln!(log, "s{number}-1  | Traceback (most recent call last):");
    }
    let (reader, info) = repeated("", &log, 1, "");
    assert_eq!(reader.notes().lines, 50_000);
    assert!(info.bytes_max < 32 << 20, "{info:?}");
}

#[test]
fn times_at_the_ends_of_the_calendar_are_none() {
    let mut options = LogOptions::default();
    options.keep_attempts = true;
    let mut reader = LogReader::new(options).expect("the options are right");
    for year in ["0001", "9999", "1969", "2201"] {
        let line = format!("{year}-01-01T00:00:00Z ERROR {ERROR}");
        reader.feed(line.as_bytes()).expect("a log");
    }
    reader
        .feed(format!("{}-01-01T00:00:00Z ERROR {ERROR}", "9".repeat(40)).as_bytes())
        .expect("a log");
    reader.finish().expect("a log");
    let attempts = reader.take_attempts();
    assert!(!attempts.is_empty());
    assert!(attempts.iter().all(|attempt| attempt.when_ms.is_none()));
}

#[test]
fn every_truncation_of_a_log_is_a_log() {
    let log = format!(
        "{ERROR}{{\"status\": 429, \"body\": \"\\ud83d\"}}\n2026-01-05 10:00:00 ERROR é\nTraceback \
         (most recent call last):\n  File \"a\"\nE: x\n[pod/a/b] {{\n  \"a\": 1\n}}\n"
    );
    for end in 0..=log.len() {
        let mut reader = reader();
        reader.feed(&log.as_bytes()[..end]).expect("a log");
        reader.finish().expect("a log");
    }
}

#[test]
fn an_error_of_one_log_does_not_reach_the_next() {
    let mut reader = reader();
    reader.feed(ERROR.as_bytes()).expect("a log");
    reader.finish().expect("a log");
    let error =
        reader.feed(b"\0\x01\0\x02\0\x03\0\x04\0\x05\0\x06\0\x07\0\x08\0").expect_err("no log");
    assert!(error.message.contains("binary"));
    reader.feed(ERROR.as_bytes()).expect("it is skipped");
    reader.finish().expect("the error was given");
    reader.feed(ERROR.as_bytes()).expect("a log");
    reader.finish().expect("a log");
    assert_eq!(reader.summary().failed(), 2);
}

#[test]
fn a_zone_that_nobody_knows_is_refused() {
    let mut options = LogOptions::default();
    options.timezone = Some("Middle/Earth".to_owned());
    let error = LogReader::new(options).expect_err("no zone");
    assert!(error.message.contains("Middle/Earth"));
}
