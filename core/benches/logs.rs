//! Measures the log reader with a mixed log: text, tracebacks, JSON Lines, access lines. It prints the
//! lines a second, and the peak of memory after each quarter, which must be level.
//!
//! `LINES` is the number of lines (default: a million), `THREADS` that of threads (default: one for each
//! core). The log is made while it is read, before the clock of each piece starts.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use apifault::logs::{LogOptions, LogReader};
use apifault::{JsonlReports, classify_jsonl_lines};

/// How large the pieces are that are fed.
const PIECE: usize = 1 << 20;

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// The peak of the memory of this process, in MiB, where the system says it.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kib: u64 = line.split_ascii_whitespace().nth(1)?.parse().ok()?;
    Some(kib >> 10)
}

/// Writes some lines of a mixed log; gives how many.
fn write_lines(log: &mut String, number: u64) -> u64 {
    let (minute, second, ms) = (number / 60_000 % 60, number / 1_000 % 60, number % 1_000);
    let time = format!("2026-01-05T10:{minute:02}:{second:02}");
    let _ = match number % 10 {
        0 => writeln!(
            log,
            "{time}.{ms:03}Z ERROR app.chat call {number} failed\nTraceback (most recent call last):\n  \
             File \"/srv/app/chat.py\", line 41, in answer\n    reply = client.create(**request)\n\
             openai.RateLimitError: Error code: 429 - {{'error': {{'message': 'Rate limit reached for \
             heron-8b on tokens per min (TPM): Limit 30000, Used 29000, Requested 2000. Please try \
             again in 2s.', 'type': 'tokens', 'param': None, 'code': 'rate_limit_exceeded'}}}}"
        ),
        1..=3 => writeln!(
            log,
            "{{\"time\": \"{time}.{ms:03}Z\", \"level\": \"info\", \"event\": \"llm_call\", \"status\": \
             {}, \"model\": \"heron-8b\", \"provider\": \"groq\", \"duration_ms\": {ms}, \"call_id\": \
             \"c{number}\"}}",
            if number % 50 == 1 { 503 } else { 200 }
        ),
        4..=5 => writeln!(
            log,
            "10.0.0.{} - - [05/Jan/2026:10:{minute:02}:{second:02} +0000] \"POST /v1/chat/completions \
             HTTP/1.1\" {} 512 \"-\" \"OpenAI/Python 1.59.5\"",
            number % 250,
            if number % 40 == 4 { 429 } else { 200 }
        ),
        6 => writeln!(
            log,
            "{time},{ms:03} - INFO - HTTP Request: POST https://api.groq.com/openai/v1/chat/completions \
             \"HTTP/1.1 200 OK\""
        ),
        7 => writeln!(
            log,
            "10.0.0.7 - - [05/Jan/2026:10:{minute:02}:{second:02} +0000] \"GET /health HTTP/1.1\" 200 2"
        ),
        8 => {
            writeln!(log, "INFO:     worker {number} took a job from the queue, and 17 others wait")
        }
        _ => {
            writeln!(log, "{time}.{ms:03}Z DEBUG app.chat the prompt has {number} tokens of 128000")
        }
    };
    if number.is_multiple_of(10) { 5 } else { 1 }
}

fn main() {
    let lines = number("LINES").unwrap_or(1_000_000);
    let mut options = LogOptions::default();
    options.timezone = Some("UTC".to_owned());
    options.threads = number("THREADS").and_then(|threads| usize::try_from(threads).ok());
    let mut reader = LogReader::new(options).expect("the options are right");
    let (mut log, mut written, mut next) = (String::new(), 0, 0);
    let (mut took, mut bytes, mut quarter) = (Duration::ZERO, 0, 1);
    while written < lines {
        log.clear();
        while log.len() < PIECE && written < lines {
            written += write_lines(&mut log, next);
            next += 1;
        }
        bytes += log.len();
        let start = Instant::now();
        reader.feed(log.as_bytes()).expect("it is a log");
        took += start.elapsed();
        if written >= lines * quarter / 4 {
            let peak = peak().map_or("?".to_owned(), |peak| peak.to_string());
            println!("{written:>10} lines read, peak of memory {peak} MiB");
            quarter += 1;
        }
    }
    let start = Instant::now();
    reader.finish().expect("it is a log");
    took += start.elapsed();
    report("report", written, bytes, took);
    println!("{} calls, {} failed", reader.summary().calls(), reader.summary().failed());

    let line = "{\"status\": 429, \"headers\": {\"retry-after\": \"2\", \"x-request-id\": \"req_01\"}, \
                \"body\": \"{\\\"error\\\": {\\\"message\\\": \\\"Rate limit reached\\\", \\\"code\\\": \
                \\\"rate_limit_exceeded\\\"}}\"}\n";
    let piece = line.repeat(PIECE / line.len());
    let (mut took, mut count) = (Duration::ZERO, 0);
    while count < lines {
        let start = Instant::now();
        let JsonlReports { lines, .. } = classify_jsonl_lines(piece.as_bytes(), false);
        took += start.elapsed();
        count += lines;
    }
    report("classify", count, usize::try_from(count).unwrap_or(0) * line.len(), took);
}

#[expect(clippy::cast_precision_loss, reason = "they are shown with few digits")]
fn report(name: &str, lines: u64, bytes: usize, took: Duration) {
    let seconds = took.as_secs_f64();
    let (rate, speed) = (lines as f64 / seconds, bytes as f64 / seconds / 1e6);
    println!("{name}: {rate:.0} lines/s, {speed:.0} MB/s, {seconds:.2} s");
}
