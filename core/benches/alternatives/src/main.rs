//! The core's own JSON reader, wordings and name map beside crates that do similar work.
//!
//! The parts are private, so what is measured is a call of the public interface which consists mostly
//! of that part. It always does more than what stands beside it: see the comment on each group.
//!
//! For each operation: the time of the best of many samples; by how much the median sample was slower,
//! which is the noise of the machine; instructions, if valgrind is installed; the heap bytes of one
//! call. For what is built at start-up: its time, and the heap bytes that it keeps.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::env;
use std::hint::black_box;
use std::process::Command;
use std::time::Instant;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use allocation_counter::measure;
use apifault::{Options, Response, catalog, decide};
use jiter::{Jiter, JsonValue};
use serde::Deserialize;
use serde::de::IgnoredAny;

include!(concat!(env!("OUT_DIR"), "/headers.rs"));

const RATE_LIMIT: &str = include_str!("../../../tests/captures/rate-limit-429.http");
const OVER_CAPACITY: &str = include_str!("../../../tests/captures/over-capacity-503.http");
const SUCCESS: &str = include_str!("../../../tests/captures/success-200.http");

const SAMPLES: usize = 300;
const CALLS: u32 = 500;

/// The argument with which the program calls itself below valgrind.
const COUNT: &str = "--count";
const COUNTED_CALLS: u64 = 20;

/// A text that is borrowed if it has no escapes.
#[derive(Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

#[derive(Deserialize)]
struct Body<'a> {
    #[serde(borrow)]
    error: Error<'a>,
}

#[derive(Deserialize)]
struct Error<'a> {
    #[serde(borrow)]
    message: Text<'a>,
    #[serde(borrow, rename = "type")]
    type_: Option<Text<'a>>,
    #[serde(borrow)]
    code: Option<Text<'a>>,
}

/// What is measured: one line of the table.
struct Operation<'a> {
    group: &'static str,
    name: &'static str,
    call: Box<dyn Fn() + 'a>,
}

fn parts(raw: &'static str) -> (Vec<(&'static str, &'static str)>, &'static [u8]) {
    let (head, body) = raw.split_once("\r\n\r\n").expect("a head and a body");
    (head.lines().filter_map(|line| line.split_once(": ")).collect(), body.as_bytes())
}

/// The message of the error in a body.
fn message(body: &[u8]) -> String {
    serde_json::from_slice::<Body<'_>>(body).expect("an error").error.message.0.into_owned()
}

/// Every text that the last run of a wording stands for: `a|b c` is `a c` and `b c`.
fn texts(wording: &str) -> Vec<String> {
    let run = wording.trim_start_matches('^').trim_end_matches(".$").trim_end_matches('$');
    let run = run.rsplit(" .. ").next().unwrap_or(run);
    let run = run.rsplit(" . ").next().unwrap_or(run).trim();
    run.split(' ').fold(vec![String::new()], |texts, place| {
        let add = |text: &String, word: &str| match text.as_str() {
            "" => word.to_owned(),
            text => format!("{text} {word}"),
        };
        let words = || place.split('|');
        texts.iter().flat_map(|text| words().map(move |word| add(text, word))).collect()
    })
}

/// The texts of all wordings, and the first words of these.
fn wordings() -> (Vec<String>, Vec<String>) {
    let wordings = catalog::entries().filter(|entry| entry.table == "phrases");
    // The sentences that the core knows whole are no wordings.
    let wordings = wordings.filter(|entry| !entry.matches.contains('…'));
    let all: BTreeSet<String> = wordings.flat_map(|entry| texts(&entry.matches)).collect();
    let first = |text: &String| text.split(' ').next().unwrap_or(text).to_owned();
    let first: BTreeSet<String> = all.iter().map(first).collect();
    (all.into_iter().collect(), first.into_iter().collect())
}

fn automaton(kind: Option<AhoCorasickKind>, texts: &[String]) -> AhoCorasick {
    AhoCorasick::builder()
        .kind(kind)
        .ascii_case_insensitive(true)
        .build(texts)
        .expect("an automaton")
}

/// The rows of headers by lower-case names, in a table with perfect hashing or in a hash map.
fn known(headers: &[(&str, &str)], find: impl Fn(&[u8]) -> Option<usize>) -> usize {
    let mut lower = [0; 64];
    let mut found = 0;
    for (name, value) in headers {
        // Names come in any case.
        let Some(lower) = lower.get_mut(..name.len()) else { continue };
        lower.copy_from_slice(name.as_bytes());
        lower.make_ascii_lowercase();
        if let Some(row) = find(lower) {
            black_box((row, value));
            found += 1;
        }
    }
    found
}

#[inline(never)]
fn counted(call: &dyn Fn()) {
    call();
}

/// The instructions of one call, if valgrind is installed.
fn instructions(index: usize) -> Option<u64> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg("--toggle-collect=*counted*")
        .arg(env::current_exe().ok()?)
        .args([COUNT, &index.to_string()])
        .output()
        .ok()?;
    let text = String::from_utf8_lossy(&output.stderr);
    let (_, total) = text.lines().find_map(|line| line.split_once("Collected : "))?;
    Some(total.trim().parse::<u64>().ok()? / COUNTED_CALLS)
}

/// The time of one call in nanoseconds: the best sample, and the median one.
fn time(call: &dyn Fn()) -> (f64, f64) {
    let mut samples: Vec<f64> = (0..SAMPLES)
        .map(|_| {
            let start = Instant::now();
            for _ in 0..CALLS {
                call();
            }
            start.elapsed().as_secs_f64() * 1e9 / f64::from(CALLS)
        })
        .collect();
    samples.sort_by(f64::total_cmp);
    (samples[0], samples[SAMPLES / 2])
}

/// Prints what building costs: the best time of several, and the heap bytes that stay.
fn print_built<T>(name: &str, build: impl Fn() -> T) {
    let mut best = f64::MAX;
    for _ in 0..10 {
        let start = Instant::now();
        let built = build();
        best = best.min(start.elapsed().as_secs_f64() * 1e6);
        drop(built);
    }
    let mut built = None;
    let heap = measure(|| built = Some(build()));
    println!("| {name} | {best:.0} µs | {} |", heap.bytes_current);
}

fn main() {
    let options = Options::new();
    let (rate_limit_headers, rate_limit) = parts(RATE_LIMIT);
    let (_, success) = parts(SUCCESS);
    let over_capacity = message(parts(OVER_CAPACITY).1);
    let (all, first) = wordings();
    let header_rows = || -> HashMap<Vec<u8>, usize> {
        HEADERS.entries().map(|(name, row)| (name.to_vec(), *row)).collect()
    };
    let [dfa, nfa] = [Some(AhoCorasickKind::DFA), None].map(|kind| automaton(kind, &all));
    let first_words = automaton(None, &first);
    let map = header_rows();
    let unknown = [
        ("date", "Mon, 03 Mar 2025 09:30:00 GMT"),
        ("content-length", "340"),
        ("connection", "keep-alive"),
        ("vary", "Origin"),
        ("cache-control", "private, max-age=0, no-store"),
        ("strict-transport-security", "max-age=15552000"),
        ("x-content-type-options", "nosniff"),
        ("alt-svc", "h3=\":443\"; ma=86400"),
    ];
    let built = |headers: &[(&'static str, &'static str)]| {
        black_box(Response::new(429, b"").with_headers(black_box(headers).iter().copied()));
    };

    let json = "JSON of an error";
    let long = "JSON of a success";
    let words = "wordings in a message";
    let headers = "headers, some known";
    let strangers = "headers, none known";
    let operations: Vec<Operation<'_>> = vec![
        // `decide` reads headers and error, finds the code among all rows, reads the numbers of the
        // message, and decides. The other lines only read JSON. Without headers, the provider is
        // looked for in the message too, which is then read word by word.
        operation(json, "apifault: headers and the whole of `decide`", || {
            let response = Response::new(429, black_box(rate_limit));
            let response = response.with_headers(rate_limit_headers.iter().copied());
            black_box(decide(black_box(&response), &options));
        }),
        operation(json, "apifault: the whole of `decide`, no headers", || {
            black_box(decide(black_box(&Response::new(429, rate_limit)), &options));
        }),
        operation(json, "serde_json: three borrowed members", || {
            let body: Body<'_> = serde_json::from_slice(black_box(rate_limit)).expect("JSON");
            let Error { message, type_, code } = body.error;
            black_box((message.0, type_, code));
        }),
        operation(json, "serde_json: validation", || {
            let valid = serde_json::from_slice::<IgnoredAny>(black_box(rate_limit));
            black_box(valid.expect("JSON"));
        }),
        operation(json, "serde_json: `Value`", || {
            let value = serde_json::from_slice::<serde_json::Value>(black_box(rate_limit));
            black_box(value.expect("JSON"));
        }),
        operation(json, "jiter: skipping", || {
            Jiter::new(black_box(rate_limit)).next_skip().expect("JSON");
        }),
        operation(json, "jiter: `JsonValue`", || {
            black_box(JsonValue::parse(black_box(rate_limit), false).expect("JSON"));
        }),
        // `decide` looks for an error in the body.
        operation(long, "apifault: the whole of `decide`", || {
            black_box(decide(black_box(&Response::new(200, success)), &options));
        }),
        operation(long, "serde_json: validation", || {
            let valid = serde_json::from_slice::<IgnoredAny>(black_box(success));
            black_box(valid.expect("JSON"));
        }),
        operation(long, "jiter: skipping", || {
            Jiter::new(black_box(success)).next_skip().expect("JSON");
        }),
        // The difference between the first two is what reading the message costs: its format, its
        // words, quotes and numbers, and all wordings. The automatons find runs of bytes, also inside
        // words and quotes, without gaps, and without what only one end of a message may be.
        operation(words, "apifault: `decide` of the message as a body", || {
            black_box(decide(black_box(&Response::new(500, over_capacity.as_bytes())), &options));
        }),
        operation(words, "apifault: `decide` of an empty body", || {
            black_box(decide(black_box(&Response::new(500, b"")), &options));
        }),
        operation(words, "aho-corasick: automatic kind", || {
            black_box(nfa.find_overlapping_iter(black_box(&over_capacity)).count());
        }),
        operation(words, "aho-corasick: DFA", || {
            black_box(dfa.find_overlapping_iter(black_box(&over_capacity)).count());
        }),
        operation(words, "aho-corasick: first words alone", || {
            black_box(first_words.find_overlapping_iter(black_box(&over_capacity)).count());
        }),
        // A response also keeps the values; the others only find the rows.
        operation(headers, "apifault: `Response::with_headers`", || built(&rate_limit_headers)),
        operation(headers, "phf: after lower-casing", || {
            let find = |name: &[u8]| HEADERS.get(name).copied();
            black_box(known(black_box(&rate_limit_headers), find));
        }),
        operation(headers, "std `HashMap`: after lower-casing", || {
            let find = |name: &[u8]| map.get(name).copied();
            black_box(known(black_box(&rate_limit_headers), find));
        }),
        operation(strangers, "apifault: `Response::with_headers`", || built(&unknown)),
        operation(strangers, "phf: after lower-casing", || {
            let find = |name: &[u8]| HEADERS.get(name).copied();
            black_box(known(black_box(&unknown), find));
        }),
        operation(strangers, "phf: these names are in lower case already", || {
            let names = black_box(&unknown).iter().map(|(name, _)| name.as_bytes());
            black_box(names.filter(|&name| HEADERS.contains_key(name)).count());
        }),
        operation(strangers, "std `HashMap`: after lower-casing", || {
            let find = |name: &[u8]| map.get(name).copied();
            black_box(known(black_box(&unknown), find));
        }),
    ];

    let args: Vec<String> = env::args().collect();
    if let [_, flag, index] = &args[..]
        && flag == COUNT
    {
        let operation = &operations[index.parse::<usize>().expect("an index")];
        // The first call also links functions of the C library and asks what the processor can do.
        (operation.call)();
        for _ in 0..COUNTED_CALLS {
            counted(&operation.call);
        }
        return;
    }

    // What is compared does something.
    let find = |name: &[u8]| HEADERS.get(name).copied();
    assert!(known(&rate_limit_headers, find) > 3 && known(&unknown, find) == 0);
    assert!(nfa.is_match(&over_capacity) && dfa.is_match(&over_capacity));

    println!(
        "{} B of JSON of an error with {} headers, {} B of JSON of a success, a message of {} B,",
        rate_limit.len(),
        rate_limit_headers.len(),
        success.len(),
        over_capacity.len()
    );
    println!(
        "{} names of headers, {} texts of wordings with {} first words.\n",
        HEADERS.len(),
        all.len(),
        first.len()
    );
    println!("| what | with | time | noise | instructions | heap bytes |");
    println!("|---|---|--:|--:|--:|--:|");
    for (index, Operation { group, name, call }) in operations.iter().enumerate() {
        let (best, median) = time(call);
        let noise = (median / best - 1.0) * 100.0;
        let heap = measure(call).bytes_total;
        let count = instructions(index).map_or_else(|| "-".to_owned(), |count| count.to_string());
        println!("| {group} | {name} | {best:.0} ns | {noise:.0} % | {count} | {heap} |");
    }
    println!("\n| built at start-up | time | heap bytes |");
    println!("|---|--:|--:|");
    print_built("apifault: everything", || ());
    print_built("phf: the header names", || ());
    print_built("std `HashMap`: the header names", header_rows);
    print_built("aho-corasick, automatic kind: the wordings", || automaton(None, &all));
    let dfa = || automaton(Some(AhoCorasickKind::DFA), &all);
    print_built("aho-corasick, DFA: the wordings", dfa);
    print_built("aho-corasick: the first words", || automaton(None, &first));
}

fn operation<'a>(group: &'static str, name: &'static str, call: impl Fn() + 'a) -> Operation<'a> {
    Operation { group, name, call: Box::new(call) }
}
