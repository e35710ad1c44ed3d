//! How many instructions a decision, a report, the scan of an event of a stream, and a step of a retry
//! policy take, counted by valgrind.
//!
//! Unlike times, the counts of one build hardly vary. They are compared with the committed table
//! `instructions.txt`: no count may grow by more than 5 %. `WRITE=1` writes the table instead. The
//! counts depend on the compiler, and on the processor, whose vector instructions memchr uses.

// Each program measures some of these.
#[allow(dead_code)]
mod fixtures;
#[allow(dead_code)]
mod streams;

use std::fmt::Write as _;
use std::hint::black_box;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::{env, fs};

use apifault::{
    Attempt, Ended, Ending, Kind, Options, Outcome, Response, RetryBudget, RetryPolicy, RetryState,
    StreamOptions, StreamScanner, classify, decide,
};
use fixtures::{CAPTURED, Fixture, Parts, WRAPPED};
use streams::{ANTHROPIC, CHAT, CONVERSE, Recipe, Stream};

/// How many calls are counted, after the first one.
const CALLS: u64 = 20;

/// By how much a count may grow, in percent.
const TOLERANCE: u64 = 5;

/// The argument with which the program calls itself below valgrind.
const COUNT: &str = "--count";

/// What is scanned, and about how long each is.
const STREAMS: [Recipe; 3] = [CHAT, ANTHROPIC, CONVERSE];
const STREAM_SIZE: usize = 500_000;

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

fn scan(stream: &Stream) -> Ending {
    let headers = [("content-type", stream.content_type)];
    let mut scanner = StreamScanner::new(StreamOptions::new().with_headers(headers));
    for piece in black_box(stream).bytes.chunks(16 * 1024) {
        black_box(scanner.feed(piece).count());
    }
    scanner.finish()
}

#[inline(never)]
fn counted_scan(stream: &Stream) {
    black_box(scan(stream));
}

/// What a step follows.
const OUTCOMES: [(&str, Outcome); 4] = [
    ("a stated delay", Outcome::of(Kind::RateLimited).with_delay_ms(6_781)),
    ("backoff", Outcome::of(Kind::Overloaded)),
    ("no retry", Outcome::of(Kind::QuotaExhausted)),
    ("success", Outcome::of(Kind::Success)),
];

#[inline(never)]
fn counted_next(outcome: &Outcome, budget: &mut RetryBudget) {
    let (policy, mut state) = (RetryPolicy::new(), RetryState::new());
    let attempt = Attempt::new(350);
    black_box(black_box(&policy).next(&mut state, Some(budget), *outcome, attempt, 0.5));
}

/// Calls what is counted, below valgrind. The first call also links functions of the C library and
/// asks what the processor can do.
fn call(name: &str, function: &str) {
    if let Some(recipe) = STREAMS.iter().find(|recipe| recipe.name == name) {
        let stream = (recipe.make)(STREAM_SIZE);
        black_box(scan(&stream));
        counted_scan(&stream);
        return;
    }
    if let Some((_, outcome)) = OUTCOMES.iter().find(|(known, _)| *known == name) {
        let mut budget = RetryBudget::default();
        for _ in 0..CALLS {
            counted_next(black_box(outcome), &mut budget);
        }
        return;
    }
    let fixture = fixtures().find(|fixture| fixture.name == name).expect("a fixture");
    let (parts, options) = (fixture.parts(), Options::new());
    let call = if function == "decide" { counted_decide } else { counted_classify };
    black_box((decide(&parts.response(), &options), classify(&parts.response(), &options)));
    for _ in 0..CALLS {
        call(&parts, &options);
    }
}

/// The instructions of all calls that are counted.
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
    total.trim().parse().expect("a number")
}

/// The counts, beside those that are committed.
struct Table {
    known: String,
    new: String,
    has_grown: bool,
}

impl Table {
    fn head(&mut self, title: &str, columns: &[&str]) {
        print!("{title:<28}");
        write!(self.new, "{title:<28}").expect("a string takes all");
        for column in columns {
            print!(" {column:>22}");
            write!(self.new, " {column:>8}").expect("a string takes all");
        }
        println!();
        self.new.push('\n');
    }

    fn row(&mut self, name: &str, counts: &[u64]) {
        let known = self.known.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
        let mut known = known.split_whitespace().map(|count| count.parse::<u64>().ok());
        print!("{name:<28}");
        write!(self.new, "{name:<28}").expect("a string takes all");
        for &now in counts {
            let before = known.next().flatten();
            let beside = before.map_or("(new)".to_owned(), |before| format!("(was {before})"));
            print!(" {:>22}", format!("{now} {beside}"));
            write!(self.new, " {now:>8}").expect("a string takes all");
            self.has_grown |= before.is_none_or(|before| now * 100 > before * (100 + TOLERANCE));
        }
        println!();
        self.new.push('\n');
    }
}

fn main() -> ExitCode {
    let args: Vec<String> = env::args().collect();
    if let Some(at) = args.iter().position(|arg| arg == COUNT) {
        call(&args[at + 1], &args[at + 2]);
        return ExitCode::SUCCESS;
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/instructions.txt");
    let known = fs::read_to_string(&path).unwrap_or_default();
    let mut table = Table { known, new: String::new(), has_grown: false };
    table.head("instructions of one call", &["decide", "classify"]);
    for fixture in fixtures() {
        let name = fixture.name;
        let parts = fixture.parts();
        assert_eq!(decide(&parts.response(), &Options::new()).kind, fixture.kind, "{name}");
        table.row(name, &["decide", "classify"].map(|function| count(name, function) / CALLS));
    }
    table.head("instructions of one event", &["scan"]);
    for Recipe { name, make, .. } in STREAMS {
        let stream = make(STREAM_SIZE);
        assert_eq!(scan(&stream).ended, Ended::Complete, "{name}");
        table.row(name, &[count(name, "scan") / stream.ends.len() as u64]);
    }
    table.head("instructions of one step", &["next"]);
    for (name, _) in OUTCOMES {
        table.row(name, &[count(name, "next") / CALLS]);
    }
    if env::var_os("WRITE").is_some_and(|value| !value.is_empty()) {
        fs::write(&path, table.new).expect("instructions.txt can be written");
    } else if table.has_grown {
        eprintln!(
            "A count is new or grew by more than {TOLERANCE} %. To accept it, run `make check-speed WRITE=1`."
        );
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
