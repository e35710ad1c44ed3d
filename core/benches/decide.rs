//! Measures the time of `decide` and `classify` beside that of `serde_json` for the same body.
//!
//! Times vary between runs and machines. The ratios within one run are comparable.

use std::borrow::Cow;
use std::hint::black_box;
use std::time::{Duration, Instant};

use apifault::{Kind, Options, Response, classify, decide};
use serde::Deserialize;

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
    #[serde(borrow)]
    failed_generation: Option<Text<'a>>,
}

struct Fixture {
    name: &'static str,
    raw: &'static str,
    kind: Kind,
}

const FIXTURES: [Fixture; 4] = [
    Fixture {
        name: "429 rate limit",
        raw: include_str!("../../tests/captures/rate-limit-429.http"),
        kind: Kind::RateLimited,
    },
    Fixture {
        name: "413 request over the limit",
        raw: include_str!("../../tests/captures/request-too-large-413.http"),
        kind: Kind::RequestTooLarge,
    },
    Fixture {
        name: "400 tool_use_failed",
        raw: include_str!("../../tests/captures/tool-use-failed-400.http"),
        kind: Kind::GenerationFailed,
    },
    Fixture {
        name: "503 over capacity",
        raw: include_str!("../../tests/captures/over-capacity-503.http"),
        kind: Kind::Overloaded,
    },
];

const SAMPLES: usize = 200;
const CALLS: u32 = 500;

/// The mean time of one call within a sample.
fn time(call: &mut impl FnMut()) -> Duration {
    let start = Instant::now();
    for _ in 0..CALLS {
        call();
    }
    start.elapsed() / CALLS
}

fn main() {
    println!(
        "{:28} {:>6} {:>8} {:>11} {:>16} {:>18}",
        "fixture", "body", "headers", "serde_json", "decide", "classify"
    );
    for fixture in FIXTURES {
        let (head, body) = fixture.raw.split_once("\r\n\r\n").expect("a head and a body");
        let headers: Vec<_> = head.lines().filter_map(|line| line.split_once(": ")).collect();
        let status = head[..16].split(' ').nth(1).and_then(|word| word.parse().ok());
        let status = status.expect("a status");
        let options = Options::new();
        let response =
            || Response::new(status, body.as_bytes()).with_headers(headers.iter().copied());
        assert_eq!(decide(&response(), &options).kind, fixture.kind);

        let mut parse = || {
            let parsed: Body<'_> =
                serde_json::from_slice(black_box(body.as_bytes())).expect("JSON");
            let Error { message, type_, code, failed_generation } = parsed.error;
            black_box((message.0, type_, code, failed_generation));
        };
        let mut decide = || {
            black_box(decide(black_box(&response()), &options));
        };
        let mut classify = || {
            black_box(classify(black_box(&response()), &options));
        };
        let mut best = [Duration::MAX; 3];
        for _ in 0..SAMPLES {
            best[0] = best[0].min(time(&mut parse));
            best[1] = best[1].min(time(&mut decide));
            best[2] = best[2].min(time(&mut classify));
        }
        let ratio = |of: Duration| of.as_secs_f64() / best[0].as_secs_f64();
        println!(
            "{:28} {:>4} B {:>8} {:>8} ns {:>8} ns {:>4.2} {:>10} ns {:>4.2}",
            fixture.name,
            body.len(),
            headers.len(),
            best[0].as_nanos(),
            best[1].as_nanos(),
            ratio(best[1]),
            best[2].as_nanos(),
            ratio(best[2]),
        );
    }
}
