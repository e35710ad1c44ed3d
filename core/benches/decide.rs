//! Measures the time of `decide` and `classify` beside that of `serde_json` for the same body.
//!
//! Times vary between runs and machines. The ratios within one run are comparable.

// Each program measures some of these.
#[allow(dead_code)]
mod fixtures;

use std::borrow::Cow;
use std::hint::black_box;
use std::time::{Duration, Instant};

use apifault::{Options, classify, decide};
use fixtures::{CAPTURED, Parts};
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
    for fixture in CAPTURED {
        let parts = fixture.parts();
        let Parts { headers, body, .. } = &parts;
        let options = Options::new();
        let response = || parts.response();
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
