//! Measures the time of a scan of streams without errors, beside the least that a scan has to do:
//! finding the newlines, or the checksums of the frames.
//!
//! Times vary between runs and machines. The ratios within one run are comparable: what is compared
//! takes turns; `!` marks a scan that is slower than it should be. Exit status: 1 if a scan allocates
//! per event, or if an answer is wrong. `--write FOLDER` writes the chat stream for other programs instead;
//! a name, or a part of one, measures those streams alone.

// Each program measures some of these.
#[allow(dead_code)]
mod streams;

use std::hint::black_box;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};
use std::{env, fs};

use allocation_counter::measure;
use apifault::{Ended, Ending, StreamOptions, StreamScanner};
use streams::{ALL, CHAT, Form, Recipe, Stream};

/// About how long a stream is.
const SIZE: usize = 10_000_000;

/// How many rounds are timed at least, and for how long others follow.
const ROUNDS: usize = 9;
const LONGEST: Duration = Duration::from_millis(2500);

/// How many bytes a second are scanned at least.
const LEAST: f64 = 1e9;

/// How many allocations a stream may need: none per event.
const ALLOCATIONS: u64 = 32;

/// How a stream is fed.
#[derive(Clone, Copy)]
enum Pieces {
    Of16KiB,
    One,
    Events,
}

const PIECES: [(Pieces, &str); 3] =
    [(Pieces::Of16KiB, "16 KiB"), (Pieces::One, "one"), (Pieces::Events, "events")];

/// Scans a stream, and returns how many errors were found too.
fn scan(stream: &Stream, pieces: Pieces) -> (usize, Ending) {
    let headers = [("content-type", stream.content_type)];
    let mut scanner = StreamScanner::new(StreamOptions::new().with_headers(headers));
    let mut errors = 0;
    match pieces {
        Pieces::Of16KiB => {
            for piece in stream.bytes.chunks(16 * 1024) {
                errors += scanner.feed(piece).count();
            }
        }
        Pieces::One => errors += scanner.feed(&stream.bytes).count(),
        Pieces::Events => {
            for event in stream.events() {
                errors += scanner.feed(event).count();
            }
        }
    }
    let ending = scanner.finish();
    (errors + scanner.errors().count(), ending)
}

/// The least that has to be done with a stream.
fn floor(stream: &Stream, form: Form) -> u64 {
    match form {
        Form::Lines | Form::LongLines => memchr::memchr_iter(b'\n', &stream.bytes).count() as u64,
        Form::Frames => stream
            .events()
            .map(|frame| u64::from(crc32fast::hash(&frame[..frame.len() - 4])))
            .fold(0, |sum, crc| sum ^ crc),
    }
}

/// How many times as long as the floor a scan may take.
fn most(form: Form) -> f64 {
    match form {
        Form::Lines => 16.0,
        Form::LongLines => 8.0,
        Form::Frames => 2.0,
    }
}

fn seconds(call: impl FnOnce()) -> f64 {
    let start = Instant::now();
    call();
    start.elapsed().as_secs_f64()
}

/// The least and the median.
fn best(mut times: Vec<f64>) -> (f64, f64) {
    times.sort_by(f64::total_cmp);
    (times[0], times[times.len() / 2])
}

/// Prints the lines of one stream, and tells whether all is as it must be.
#[allow(clippy::cast_precision_loss)]
fn print(recipe: &Recipe) -> bool {
    let Recipe { name, make, form } = *recipe;
    let stream = make(SIZE);
    let (bytes, events) = (stream.len() as f64, stream.ends.len() as f64);
    let mut times: [Vec<f64>; 4] = Default::default();
    let start = Instant::now();
    for round in 0.. {
        if round >= ROUNDS && start.elapsed() > LONGEST {
            break;
        }
        times[3].push(seconds(|| {
            black_box(floor(black_box(&stream), form));
        }));
        for (at, (pieces, _)) in PIECES.into_iter().enumerate() {
            times[at].push(seconds(|| {
                black_box(scan(black_box(&stream), pieces));
            }));
        }
    }
    let [scans @ .., floors] = times.map(best);
    let mut is_good = true;
    for ((pieces, fed), (time, median)) in PIECES.into_iter().zip(scans) {
        let ratio = time / floors.0;
        let mut answer = None;
        let heap = measure(|| answer = Some(scan(&stream, pieces)));
        let is_right = answer.is_some_and(|(errors, ending)| {
            errors == 0 && ending.ended == Ended::Complete && ending.delivered
        });
        // Pieces of one event are only told: what is called for each of them is not the scanner's.
        let is_slow =
            (ratio > most(form) || bytes / time < LEAST) && !matches!(pieces, Pieces::Events);
        let allocates = heap.count_total > ALLOCATIONS;
        is_good &= is_right && !allocates;
        println!(
            "{name:<18} {:>7} {:>9} {fed:>7} {:>6.2} {:>4.0} % {:>9.1} {:>7.2} {:>7.2}{} {:>5}{} {:>9.4}{}",
            stream.ends.len(),
            stream.median(),
            bytes / time / 1e9,
            (median / time - 1.0) * 100.0,
            time * 1e9 / events,
            bytes / floors.0 / 1e9,
            ratio,
            if is_slow { '!' } else { ' ' },
            heap.count_total,
            if allocates { '!' } else { ' ' },
            heap.count_total as f64 / events,
            if is_right { "" } else { "  the answer is wrong!" },
        );
    }
    is_good
}

fn main() -> ExitCode {
    let args: Vec<String> = env::args().collect();
    if let Some(at) = args.iter().position(|arg| arg == "--write") {
        let folder = PathBuf::from(&args[at + 1]);
        fs::create_dir_all(&folder).expect("the folder can be made");
        fs::write(folder.join("chat.sse"), (CHAT.make)(SIZE).bytes).expect("the file is written");
        return ExitCode::SUCCESS;
    }
    println!(
        "Streams of {} MB without errors. Floor: newlines by memchr_iter; for AWS, CRC-32 of each frame.",
        SIZE / 1_000_000
    );
    println!(
        "At least {} GB/s. At most {} times the floor, {} for events of 4 kB and more, {} for AWS; {ALLOCATIONS} allocations.\n",
        LEAST / 1e9,
        most(Form::Lines),
        most(Form::LongLines),
        most(Form::Frames)
    );
    println!(
        "{:<18} {:>7} {:>9} {:>7} {:>6} {:>6} {:>9} {:>7} {:>7}  {:>5}  {:>9}",
        "stream",
        "events",
        "median B",
        "pieces",
        "GB/s",
        "noise",
        "ns/event",
        "floor",
        "ratio",
        "alloc",
        "per event"
    );
    let only = args.iter().skip(1).find(|arg| !arg.starts_with("--"));
    let is_wanted = |recipe: &&Recipe| only.is_none_or(|only| recipe.name.contains(only));
    let results: Vec<bool> = ALL.iter().filter(is_wanted).map(print).collect();
    if results.into_iter().all(|is_good| is_good) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
