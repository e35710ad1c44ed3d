//! Measures scans of streams that were made to harm: the time of half of each and of the whole, and
//! the most heap that the scanner had at once.
//!
//! Twice the bytes may take twice the time, and the heap is bounded however long the stream is. Exit
//! status: 1 where it is otherwise. Times vary between runs and machines. A name, or a part
//! of one, measures those streams alone.

use std::hint::black_box;
use std::process::ExitCode;
use std::time::Instant;

use allocation_counter::measure;
use apifault::{Ending, StreamOptions, StreamScanner};

const KIB: usize = 1 << 10;
const MIB: usize = 1 << 20;
const GIB: usize = 1 << 30;

/// How large the pieces are that a stream comes in, if nothing else is said.
const PIECE: usize = 64 * KIB;

/// By how much the time may grow from half of a stream to the whole; times that are shorter than this
/// many seconds say nothing.
const MOST_GROWTH: f64 = 3.0;
const SHORTEST: f64 = 0.05;

/// How much heap a scanner may have: some times the longest event that it keeps.
const MOST_HEAP: usize = 5 * StreamOptions::MAX_EVENT;

/// A stream: how it begins, what is repeated, and how it ends.
#[derive(Clone)]
struct Input {
    name: &'static str,
    before: Vec<u8>,
    part: Vec<u8>,
    /// How often the part comes.
    count: usize,
    after: Vec<u8>,
    /// How large the pieces are, at most.
    piece: usize,
    is_finished_before: bool,
    /// Unread errors are kept, however many.
    has_errors: bool,
}

/// A stream in which a text is repeated until it has about so many bytes.
fn input(name: &'static str, before: &str, part: &str, size: usize, after: &str) -> Input {
    // Parts that are long enough to be fed at once.
    let times = (PIECE / part.len()).clamp(1, size / part.len());
    bytes(name, before.as_bytes(), &part.as_bytes().repeat(times), size, after.as_bytes())
}

fn bytes(name: &'static str, before: &[u8], part: &[u8], size: usize, after: &[u8]) -> Input {
    Input {
        name,
        before: before.to_vec(),
        part: part.to_vec(),
        count: size / part.len().max(1),
        after: after.to_vec(),
        piece: PIECE,
        is_finished_before: false,
        has_errors: false,
    }
}

impl Input {
    fn in_pieces_of(self, piece: usize) -> Self {
        Self { piece, ..self }
    }

    fn with_errors(self) -> Self {
        Self { has_errors: true, ..self }
    }

    fn len(&self) -> usize {
        self.before.len() + self.part.len() * self.count + self.after.len()
    }

    /// Scans the stream with the part so often.
    fn scan(&self, count: usize) -> (usize, Ending) {
        let mut scanner = StreamScanner::new(StreamOptions::new());
        let feed = |scanner: &mut StreamScanner, bytes: &[u8]| {
            if bytes.is_empty() {
                scanner.feed(black_box(bytes));
            }
            for piece in bytes.chunks(self.piece) {
                black_box(scanner.feed(piece));
            }
        };
        if self.is_finished_before {
            scanner.finish();
        }
        feed(&mut scanner, &self.before);
        for _ in 0..count {
            feed(&mut scanner, &self.part);
        }
        feed(&mut scanner, &self.after);
        let ending = scanner.finish();
        (scanner.errors().count(), ending)
    }

    /// The time in seconds; the better one of several for what is short.
    fn time(&self, count: usize) -> f64 {
        let mut best = f64::MAX;
        let begin = Instant::now();
        for _ in 0..5 {
            let start = Instant::now();
            self.scan(count);
            best = best.min(start.elapsed().as_secs_f64());
            if begin.elapsed().as_secs_f64() > 0.3 {
                break;
            }
        }
        best
    }
}

/// A frame of an event stream of AWS with these lengths, right or not.
fn frame(total: usize, headers: usize, payload: &[u8], are_sums_right: bool) -> Vec<u8> {
    let mut frame = Vec::new();
    let number = |number: usize| u32::try_from(number).expect("32 bits").to_be_bytes();
    frame.extend_from_slice(&number(total));
    frame.extend_from_slice(&number(headers));
    let sum = |frame: &[u8]| (crc32fast::hash(frame) ^ u32::from(!are_sums_right)).to_be_bytes();
    frame.extend_from_slice(&sum(&frame));
    frame.extend_from_slice(payload);
    frame.extend_from_slice(&sum(&frame));
    frame
}

const CHAT: &str =
    r#"data: {"object":"chat.completion.chunk","choices":[{"index":0,"delta":{"content":""#;
const CHAT_END: &str = "\"},\"finish_reason\":null}]}\n\n";

/// How long a stream is, if it need not be longer.
const LONG: usize = 64 * MIB;
/// What is fed in pieces of one byte is short.
const BYTEWISE: usize = 16 * MIB;
/// A little less than what is kept of an event.
const KEPT: usize = StreamOptions::MAX_EVENT - 4 * KIB;

const WORDS: &str = "text that a model writes, ";

/// Server-sent events.
fn events() -> Vec<Input> {
    let event = format!("{CHAT}word{CHAT_END}");
    let mention =
        format!("{CHAT}\\\"error\\\":\"}},\"error\":null,\"finish_reason\":null}}]}}\n\n");
    vec![
        input("an event of 1 GiB", CHAT, WORDS, GIB, CHAT_END),
        input("an event in pieces of 16 bytes", CHAT, WORDS, LONG, CHAT_END).in_pieces_of(16),
        input("an event byte by byte", CHAT, WORDS, BYTEWISE, CHAT_END).in_pieces_of(1),
        input("a kept event byte by byte", CHAT, WORDS, KEPT, CHAT_END).in_pieces_of(1),
        input("an event of error keys", CHAT, "\",\"error\":{\"a\":\"", LONG, CHAT_END),
        input("an event of backslashes", CHAT, "\\\\", LONG, CHAT_END),
        input("kept backslashes byte by byte", CHAT, "\\\\", KEPT, CHAT_END).in_pieces_of(1),
        input("an event of data lines", "", "data: {}\n", LONG, "\n"),
        input("an event of empty data lines", "", "data\n", LONG, "\n"),
        input("kept data lines byte by byte", "", "data: 1\n", KEPT, "\n").in_pieces_of(1),
        input("an event of names", "", "event: a\nid: b\n", LONG, "\n"),
        input("a field without end", "", "field", LONG, ""),
        input("events that mention errors", "", &mention, LONG, ""),
        input("events byte by byte", "", &event, BYTEWISE, "").in_pieces_of(1),
        input("10 million empty lines", "", "\n", 10_000_000, ""),
        input("10 million empty lines, CR LF", "", "\r\n", 20_000_000, ""),
        input("10 million empty lines, CR", "", "\r", 10_000_000, ""),
        input("empty lines byte by byte", "data: {}\n\n", "\r\n", BYTEWISE, "").in_pieces_of(1),
        input("comments", "", ": keep-alive\n\n", LONG, ""),
        input("comments byte by byte", "", ": keep-alive\n\n", BYTEWISE, "").in_pieces_of(1),
        input("a comment without end", ":", "no end ", GIB, ""),
    ]
}

/// JSON that no event frames, and what is no JSON.
fn unframed() -> Vec<Input> {
    let deep = 100_000;
    let closed = format!("{}1{}\n", "{\"a\":".repeat(deep), "}".repeat(deep));
    let lists = format!("{}{}\n", "[".repeat(deep), "]".repeat(deep));
    let framed = format!("data: {closed}\n");
    let lines = "  \"a\": [\n    1\n  ],\n";
    let end = "  \"b\": 1\n}\n";
    let candidate = "{\"candidates\":[{\"index\":0}]},\n";
    vec![
        input("NDJSON, a line of 1 GiB", "{\"response\":\"", WORDS, GIB, "\"}\n"),
        input("NDJSON nested without end", "", "{\"a\":", LONG, ""),
        input("the same byte by byte", "", "{\"a\":", KEPT, "").in_pieces_of(1),
        input("NDJSON, 100,000 deep, objects", "", &closed, LONG, ""),
        input("the same, byte by byte", "", &closed, 12 * closed.len(), "").in_pieces_of(1),
        input("NDJSON, 100,000 deep, lists", "", &lists, LONG, ""),
        input("SSE, 100,000 deep", "", &framed, LONG, ""),
        input("JSON over many lines", "{\n", lines, LONG, end),
        input("kept JSON lines byte by byte", "{\n", lines, KEPT, end).in_pieces_of(1),
        input("JSON amid events", "data: {}\n\n{\n", lines, LONG, end),
        input("an array without end", "[", candidate, LONG, ""),
        input("an array byte by byte", "[", candidate, BYTEWISE, "").in_pieces_of(1),
        input("open brackets amid events", "data: {}\n\n", "[{\n", LONG, ""),
        input("open brackets, empty lines", "data: {}\n\n", "[{\n\n", LONG, ""),
        input("the same, byte by byte", "data: {}\n\n", "[{\n\n", KEPT, "").in_pieces_of(1),
        input("closing brackets amid events", "data: {}\n\n", "}]\n\n", LONG, ""),
        input("HTML", "<!DOCTYPE html><html>", "<p>Bad gateway</p>\n", LONG, ""),
        input("text", "", "upstream connect error\n", LONG, ""),
        input("text amid events", "data: {}\n\n", "connect error\n\n", LONG, "").with_errors(),
        input("zeros", "", "\0", LONG, ""),
        input("byte order marks", "", "\u{feff}", LONG, ""),
    ]
}

/// Event streams of AWS.
fn frames() -> Vec<Input> {
    let headers = b"\x0b:event-type\x07\x00\x05chunk\x0d:message-type\x07\x00\x05event";
    let base64 = [&headers[..], b"{\"bytes\":\"", &[b'A'; 4000], b"\"}"].concat();
    let total = base64.len() + 16;
    let good = frame(total, headers.len(), &base64, true);
    let wrong = frame(total, headers.len(), &base64, false).repeat(16);
    let mut half_wrong = good.clone();
    *half_wrong.last_mut().expect("a checksum") ^= 1;
    let (long, largest) = (frame(100, 4000, &[0; 84], true), frame(16 * MIB, 36, headers, true));
    let lie = frame(u32::MAX as usize, 0, b"", true);
    vec![
        bytes("AWS, a length of 4 GiB", &lie, &[0; PIECE], LONG, b""),
        bytes("AWS, a frame of 16 MiB", &largest, &[b'a'; PIECE], 16 * MIB, b""),
        bytes("AWS, lengths of 0", b"", &frame(0, 0, b"", true).repeat(4000), LONG, b""),
        bytes("AWS, headers longer than all", b"", &long.repeat(600), LONG, b""),
        bytes("AWS, wrong checksums", b"", &wrong, LONG, b"").with_errors(),
        bytes("AWS, wrong payload checksums", b"", &half_wrong.repeat(16), LONG, b"").with_errors(),
        bytes("AWS, base64 of nothing", b"", &good.repeat(16), LONG, b""),
        bytes("AWS, byte by byte", b"", &good, BYTEWISE, b"").in_pieces_of(1),
    ]
}

/// What is odd about the calls, not the bytes.
fn calls() -> Vec<Input> {
    let errors: Vec<String> = (0..500)
        .map(|at| {
            format!("data: {{\"error\":{{\"message\":\"Failure {at}\",\"code\":\"c{at}\"}}}}\n\n")
        })
        .collect();
    let errors = errors.concat();
    let empty = bytes("10 million pieces of 0 bytes", b"data: {}\n", b"", 1, b"\n");
    let late = input("fed after the end", CHAT, WORDS, GIB, CHAT_END);
    vec![
        Input { count: 10_000_000, ..empty },
        Input { is_finished_before: true, ..late },
        input("100,000 errors, read at the end", "", &errors, errors.len() * 200, "").with_errors(),
    ]
}

/// Prints the line of one stream, and tells whether it is linear and bounded.
#[allow(clippy::cast_precision_loss)]
fn print(input: &Input) -> bool {
    let (half, whole) = (input.time(input.count / 2), input.time(input.count));
    let mut found = None;
    let heap = measure(|| found = Some(input.scan(input.count)));
    let (errors, ending) = found.expect("a scan");
    let growth = whole / half;
    let grows = growth > MOST_GROWTH && whole > SHORTEST;
    let peak = usize::try_from(heap.bytes_max).unwrap_or(usize::MAX);
    let is_large = peak > MOST_HEAP && !input.has_errors;
    println!(
        "{:<31} {:>7.1} MB {:>9.1} ms {:>9.1} ms {:>6.2}{} {:>6.0} MB/s {:>8} KiB{} {:>8} {:>8} {:>7} {}",
        input.name,
        input.len() as f64 / 1e6,
        half * 1e3,
        whole * 1e3,
        growth,
        if grows { '!' } else { ' ' },
        input.len() as f64 / whole / 1e6,
        peak.div_ceil(KIB),
        if is_large { '!' } else { ' ' },
        ending.events,
        ending.skipped,
        errors,
        ending.ended.as_str(),
    );
    !grows && !is_large
}

fn main() -> ExitCode {
    println!(
        "At most {MOST_GROWTH} times as long for twice the bytes, and {} KiB of heap.\n",
        MOST_HEAP / KIB
    );
    println!(
        "{:<31} {:>10} {:>12} {:>12} {:>7} {:>11} {:>12}  {:>8} {:>8} {:>7} ended",
        "stream",
        "bytes",
        "half",
        "whole",
        "growth",
        "speed",
        "peak heap",
        "events",
        "skipped",
        "errors"
    );
    let only = std::env::args().skip(1).find(|arg| !arg.starts_with("--"));
    let is_wanted = |input: &&Input| only.as_ref().is_none_or(|only| input.name.contains(only));
    let inputs = [events(), unframed(), frames(), calls()].concat();
    let results: Vec<bool> = inputs.iter().filter(is_wanted).map(print).collect();
    if results.into_iter().all(|is_good| is_good) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
