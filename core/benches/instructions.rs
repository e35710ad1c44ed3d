//! How many instructions a decision and a report take, counted by valgrind.
//!
//! Unlike times, the counts of one build hardly vary. They are compared with the committed table
//! `instructions.txt`: no count may grow by more than 5 %. `WRITE=1` writes the table instead. The
//! counts depend on the compiler, and on the processor, whose vector instructions memchr uses.

// Each program measures some of these.
#[allow(dead_code)]
mod fixtures;

use std::fmt::Write as _;
use std::hint::black_box;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::{env, fs};

use apifault::{Options, Response, classify, decide};
use fixtures::{CAPTURED, Fixture, Parts, WRAPPED};

/// How many calls are counted, after the first one.
const CALLS: u64 = 20;

/// By how much a count may grow, in percent.
const TOLERANCE: u64 = 5;

/// The argument with which the program calls itself below valgrind.
const COUNT: &str = "--count";

fn fixtures() -> impl Iterator<Item = Fixture> {
    CAPTURED.into_iter().chain(WRAPPED)
}

#[inline(never)]
fn counted_decide(parts: &Parts, options: &Options) {
    let response: Response<'_> = black_box(parts).response();
    black_box(decide(black_box(&response), options));
}

#[inline(never)]
fn counted_classify(parts: &Parts, options: &Options) {
    let response: Response<'_> = black_box(parts).response();
    black_box(classify(black_box(&response), options));
}

/// Calls what is counted, below valgrind.
fn call(name: &str, function: &str) {
    let fixture = fixtures().find(|fixture| fixture.name == name).expect("a fixture");
    let (parts, options) = (fixture.parts(), Options::new());
    let call = if function == "decide" { counted_decide } else { counted_classify };
    // The first call also links functions of the C library and asks what the processor can do.
    black_box((decide(&parts.response(), &options), classify(&parts.response(), &options)));
    for _ in 0..CALLS {
        call(&parts, &options);
    }
}

/// The instructions of one call.
fn count(name: &str, function: &str) -> u64 {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(format!("--toggle-collect=*counted_{function}*"))
        .arg(env::current_exe().expect("this program"))
        .args([COUNT, name, function])
        .output()
        .expect("valgrind is needed: install it");
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{text}");
    let total = text.lines().find_map(|line| line.split_once("Collected : ")).expect("a count").1;
    total.trim().parse::<u64>().expect("a number") / CALLS
}

/// The counts of a line: its last two words.
fn counts(line: &str) -> Option<[u64; 2]> {
    let (rest, classify) = line.trim_end().rsplit_once(' ')?;
    let (_, decide) = rest.trim_end().rsplit_once(' ')?;
    Some([decide.parse().ok()?, classify.parse().ok()?])
}

fn main() -> ExitCode {
    let args: Vec<String> = env::args().collect();
    if let Some(at) = args.iter().position(|arg| arg == COUNT) {
        call(&args[at + 1], &args[at + 2]);
        return ExitCode::SUCCESS;
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/instructions.txt");
    let known = fs::read_to_string(&path).unwrap_or_default();
    let mut table =
        format!("{:<28} {:>8} {:>8}\n", "instructions of one call", "decide", "classify");
    let mut has_grown = false;
    println!("{:<28} {:>22} {:>22}", "instructions of one call", "decide", "classify");
    for fixture in fixtures() {
        let name = fixture.name;
        let parts = fixture.parts();
        assert_eq!(decide(&parts.response(), &Options::new()).kind, fixture.kind, "{name}");
        let now = ["decide", "classify"].map(|function| count(name, function));
        writeln!(table, "{name:<28} {:>8} {:>8}", now[0], now[1]).expect("a string takes all");
        let before = known.lines().find(|line| line.starts_with(name)).and_then(counts);
        let columns: Vec<String> = (0..2)
            .map(|at| match before {
                Some(before) => format!("{} (was {})", now[at], before[at]),
                None => format!("{} (new)", now[at]),
            })
            .collect();
        println!("{name:<28} {:>22} {:>22}", columns[0], columns[1]);
        has_grown |= before
            .is_none_or(|before| (0..2).any(|at| now[at] * 100 > before[at] * (100 + TOLERANCE)));
    }
    if env::var_os("WRITE").is_some_and(|value| !value.is_empty()) {
        fs::write(&path, table).expect("instructions.txt can be written");
    } else if has_grown {
        eprintln!(
            "A count is new or grew by more than {TOLERANCE} %. To accept it, run `make check-speed WRITE=1`."
        );
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
