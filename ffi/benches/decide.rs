//! The overhead of the C interface: `apifault_decide`, as C calls it, beside `decide` of the core,
//! for the same bytes.
//!
//! The interface is compiled into this program, so that both run the same machine code: in two
//! libraries, the different addresses alone change the time by a tenth. Times vary from run to run
//! and from machine to machine. The difference is the median of the differences between neighbouring
//! samples, which a busy machine affects equally.

// Only a part of these modules is used here.
#![allow(dead_code, unreachable_pub, unused_imports, missing_docs)]
#![allow(non_camel_case_types, clippy::missing_safety_doc)]

#[path = "../src/classify.rs"]
mod classify;
#[path = "../src/guard.rs"]
mod guard;
#[path = "../src/memory.rs"]
mod memory;
#[path = "../src/numbers.rs"]
mod numbers;
#[path = "../src/outcome.rs"]
mod outcome;
#[path = "../src/result.rs"]
mod result;
#[path = "../src/text.rs"]
mod text;

use std::hint::black_box;
use std::mem::zeroed;
use std::ptr;
use std::time::Instant;

use apifault_core::{Decision, Options, Response, decide};
use classify::{apifault_decide, apifault_decision, apifault_options};
use libc::c_char;

type Decide = unsafe extern "C" fn(
    u16,
    *const c_char,
    usize,
    *const c_char,
    usize,
    *const apifault_options,
    *mut apifault_decision,
) -> u32;

const FIXTURES: [(&str, &str); 5] = [
    ("429 and no more", "HTTP/2 429\r\n\r\n"),
    ("429 rate limit", include_str!("../../tests/captures/rate-limit-429.http")),
    ("413 request over the limit", include_str!("../../tests/captures/request-too-large-413.http")),
    ("400 tool_use_failed", include_str!("../../tests/captures/tool-use-failed-400.http")),
    ("503 over capacity", include_str!("../../tests/captures/over-capacity-503.http")),
];

const SAMPLES: usize = 2_000;
const CALLS: u32 = 100;

/// The time of one call in nanoseconds, over one sample.
fn time(call: &mut impl FnMut()) -> f64 {
    let start = Instant::now();
    for _ in 0..CALLS {
        call();
    }
    start.elapsed().as_secs_f64() * 1e9 / f64::from(CALLS)
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

fn main() {
    // Not inlined, as for a caller in another crate or library.
    let (apifault_decide, decide) =
        black_box((apifault_decide as Decide, decide as fn(&Response<'_>, &Options) -> Decision));
    println!(
        "{:28} {:>12} {:>18} {:>12}",
        "fixture", "Rust decide", "apifault_decide", "difference"
    );
    for (name, raw) in FIXTURES {
        let (head, body) = raw.split_once("\r\n\r\n").expect("a head and a body");
        let status = head.split(' ').nth(1).and_then(|word| word.parse().ok());
        let status: u16 = status.expect("a status");
        let options = Options::new();
        let mut in_rust = || {
            let (head, body) = black_box((head.as_bytes(), body.as_bytes()));
            black_box(decide(&Response::new(status, body).with_header_block(head), &options));
        };
        // SAFETY: zero is a value of each of its members.
        let mut decision: apifault_decision = unsafe { zeroed() };
        decision.struct_size = size_of::<apifault_decision>();
        let mut in_c = || {
            let (head, body) = black_box((head, body));
            // SAFETY: every pointer lives, and each length is that of its text.
            let result = unsafe {
                apifault_decide(
                    status,
                    head.as_ptr().cast(),
                    head.len(),
                    body.as_ptr().cast(),
                    body.len(),
                    ptr::null(),
                    black_box(&raw mut decision),
                )
            };
            assert_eq!(result, 0, "{name}");
        };

        let mut times = [const { Vec::new() }; 2];
        for sample in 0..SAMPLES {
            // Each is first equally often.
            for which in if sample % 2 == 0 { [0, 1] } else { [1, 0] } {
                let time = if which == 0 { time(&mut in_rust) } else { time(&mut in_c) };
                times[which].push(time);
            }
        }
        let response = Response::new(status, body.as_bytes()).with_header_block(head.as_bytes());
        assert_eq!(decision.kind, decide(&response, &options).kind.as_u32(), "{name}");
        let differences = times[1].iter().zip(&times[0]).map(|(c, rust)| c - rust).collect();
        let [rust, c] = times.map(median);
        let difference = median(differences);
        println!("{name:28} {rust:>9.0} ns {c:>15.0} ns {difference:>+9.0} ns");
    }
}
