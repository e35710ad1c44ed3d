//! Reads logs and texts that were made to harm, and four times as much of each: time and memory must
//! grow no faster. It prints both, and fails if one does.
//!
//! `MIB` is the size of the smaller input (default: 1 for logs, and a quarter for texts).

use std::fmt::Write as _;
use std::process::ExitCode;
use std::time::Instant;

use allocation_counter::measure;
use apifault::logs::{LogOptions, LogReader};
use apifault::{Options, classify_text};

/// How often the larger input has the smaller one.
const TIMES: usize = 4;

/// How much slower the larger input may be: more than four times, as caches end, but not sixteen times.
const MOST_GROWTH: f64 = 10.0;

/// What an input is made of: its beginning, what is repeated, and its end.
type Shape = (&'static str, &'static str, &'static str, &'static str);

/// The inputs. Those of one line have no newline in what is repeated.
const SHAPES: &[Shape] = &[
    ("brackets", "", "[", "\n"),
    ("braces", "", "{", "\n"),
    ("nested records", "", "{\"message\":", "\n"),
    ("nested lists in a record", "{\"status\": 429, \"body\": ", "[", "\n"),
    ("a list of a million values", "{\"status\": 429, \"body\": [", "0,", "0]}\n"),
    ("records in texts of records", "{\"message\": \"", "{\\\"message\\\": ", "\"}\n"),
    ("a long text in a document", "[{\"status\": 429, \"body\": \"", "a", "\"}]\n"),
    ("a document without an end", "[", "{\"status\": 429},", ""),
    ("braces on lines of their own", "", "{\n", ""),
    ("statuses", "", "Error code: 429 - {\n", ""),
    ("classes", "", "openai.RateLimitError: \n", ""),
    ("tracebacks without an end", "", "Traceback (most recent call last):\n", ""),
    ("access lines", "", "\"POST /v1/chat/completions HTTP/1.1\" 429\n", ""),
    ("retries", "", "Retrying request to /v1/chat/completions in 2 seconds\n", ""),
    ("escapes", "", "{\\\"a\\\": ", "\n"),
    ("quotes", "", "'\"", "\n"),
    ("columns", "status,body\n", "429,", "\n"),
    ("colors", "", "\u{1B}[31m429 ", "\n"),
];

fn made(shape: &Shape, size: usize) -> String {
    let (_, before, part, after) = shape;
    let mut text = String::with_capacity(size + before.len() + after.len());
    text.push_str(before);
    while text.len() < size {
        text.push_str(part);
    }
    text.push_str(after);
    text
}

fn read_log(log: &str) {
    let mut options = LogOptions::default();
    options.timezone = Some("UTC".to_owned());
    // The heap of one thread is measured.
    options.threads = Some(1);
    let mut reader = LogReader::new(options).expect("the options are right");
    for piece in log.as_bytes().chunks(1 << 16) {
        let _ = reader.feed(piece);
    }
    let _ = reader.finish();
}

fn read_text(text: &str) {
    let _ = classify_text(text, &Options::new());
}

/// The best of three times in seconds, and the highest size of the heap in bytes.
fn cost(read: fn(&str), text: &str) -> (f64, u64) {
    let mut heap = 0;
    let times = (0..3).map(|_| {
        let start = Instant::now();
        heap = measure(|| read(text)).bytes_max;
        start.elapsed().as_secs_f64()
    });
    (times.fold(f64::INFINITY, f64::min), heap)
}

#[expect(clippy::cast_precision_loss, reason = "they are shown with few digits")]
fn print(door: &str, shape: &Shape, read: fn(&str), size: usize) -> bool {
    let [(once, heap), (often, heap_of_often)] =
        [size, TIMES * size].map(|size| cost(read, &made(shape, size)));
    let growth = often / once;
    let heap_growth = heap_of_often as f64 / heap.max(1) as f64;
    let is_linear = growth <= MOST_GROWTH && heap_growth <= MOST_GROWTH;
    let mut line = String::new();
    let _ = write!(
        line,
        "{} {door:4} {:30} {:8.1} MB/s  time x {growth:.1}  heap {:7.2} MiB x {heap_growth:.1}",
        if is_linear { ' ' } else { '!' },
        shape.0,
        (TIMES * size) as f64 / often / 1e6,
        heap_of_often as f64 / f64::from(1 << 20),
    );
    println!("{line}");
    is_linear
}

fn main() -> ExitCode {
    let mib = std::env::var("MIB").ok().and_then(|mib| mib.parse().ok());
    let size = |usual: usize| mib.map_or(usual, |mib: usize| mib << 20);
    let mut is_linear = true;
    for shape in SHAPES {
        is_linear &= print("log", shape, read_log, size(1 << 20));
        is_linear &= print("text", shape, read_text, size(1 << 18));
    }
    if is_linear { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
