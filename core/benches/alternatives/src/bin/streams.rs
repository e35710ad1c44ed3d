//! The core's scanner of streams beside crates that only take streams apart, and what any of them has
//! to do at least.
//!
//! The other crates look for no error and no end: they find the events and copy or share their data.
//! What is compared takes turns. For each: the time of the best round; by how much the median round
//! was slower, which is the noise of the machine; heap allocations of one round.

use std::cell::RefCell;
use std::convert::Infallible;
use std::env;
use std::hint::black_box;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};
use std::time::Instant;

use allocation_counter::measure;
use apifault::{StreamOptions, StreamScanner};
use aws_smithy_eventstream::frame::{DecodedFrame, MessageFrameDecoder};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::{Buf, Bytes, BytesMut};
use eventsource_stream::EventStream;
use memchr::memmem::Finder;

#[allow(dead_code)]
#[path = "../../../streams/mod.rs"]
mod streams;

use streams::{CHAT, CONVERSE, INVOKE, Stream};

/// About how long a stream is.
const SIZE: usize = 10_000_000;
const ROUNDS: usize = 15;

/// A stream of the pieces that an iterator gives.
struct Pieces<I>(I);

impl<I: Iterator<Item = Bytes> + Unpin> futures_core::Stream for Pieces<I> {
    type Item = Result<Bytes, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.next().map(Ok))
    }
}

/// How many events a stream has, and how many bytes of data.
fn drain<T, E: std::fmt::Debug>(
    events: impl futures_core::Stream<Item = Result<T, E>>,
    data: impl Fn(&T) -> usize,
) -> (usize, usize) {
    let mut events = pin!(events);
    let mut context = Context::from_waker(Waker::noop());
    let (mut count, mut bytes) = (0, 0);
    while let Poll::Ready(Some(event)) = events.as_mut().poll_next(&mut context) {
        bytes += data(&event.expect("an event"));
        count += 1;
    }
    (count, bytes)
}

fn apifault(pieces: &[Bytes]) -> (usize, usize) {
    let mut scanner = StreamScanner::new(StreamOptions::new());
    for piece in pieces {
        black_box(scanner.feed(piece).count());
    }
    black_box(scanner.finish());
    (usize::try_from(scanner.events()).expect("a count"), 0)
}

fn eventsource_stream(pieces: &[Bytes]) -> (usize, usize) {
    drain(EventStream::new(Pieces(pieces.iter().cloned())), |event| event.data.len())
}

fn sseer(pieces: &[Bytes]) -> (usize, usize) {
    let events = sseer::event_stream::EventStream::new(Pieces(pieces.iter().cloned()));
    drain(events, |event| event.data.len())
}

fn sse_stream(pieces: &[Bytes]) -> (usize, usize) {
    let events = sse_stream::SseByteStream::new(Pieces(pieces.iter().cloned()));
    drain(events, |event| event.data.as_ref().map_or(0, String::len))
}

fn aws_smithy(pieces: &[Bytes]) -> (usize, usize) {
    let mut decoder = MessageFrameDecoder::new();
    let mut buffer = BytesMut::new();
    let (mut count, mut bytes) = (0, 0);
    for piece in pieces {
        buffer.extend_from_slice(piece);
        while buffer.has_remaining() {
            match decoder.decode_frame(&mut buffer).expect("a frame") {
                DecodedFrame::Complete(message) => {
                    bytes += message.payload().len();
                    count += 1;
                }
                DecodedFrame::Incomplete => break,
            }
        }
    }
    (count, bytes)
}

/// Reads pieces, and returns how many events it found and how many bytes of data.
type Reader = (&'static str, fn(&[Bytes]) -> (usize, usize));

const SSE: [Reader; 4] = [
    ("apifault: errors and the end", apifault),
    ("eventsource-stream", eventsource_stream),
    ("sseer", sseer),
    ("sse-stream", sse_stream),
];
const FRAMES: [Reader; 2] =
    [("apifault: errors and the end", apifault), ("aws-smithy-eventstream", aws_smithy)];

/// The best time of each call in seconds, and by how many percent its median was slower.
fn times(calls: &[&dyn Fn()]) -> Vec<(f64, f64)> {
    let mut times: Vec<Vec<f64>> = vec![Vec::new(); calls.len()];
    for _ in 0..ROUNDS {
        for (call, times) in calls.iter().zip(&mut times) {
            let start = Instant::now();
            call();
            times.push(start.elapsed().as_secs_f64());
        }
    }
    times
        .iter_mut()
        .map(|times| {
            times.sort_by(f64::total_cmp);
            (times[0], (times[ROUNDS / 2] / times[0] - 1.0) * 100.0)
        })
        .collect()
}

fn cut(bytes: &Bytes, size: usize) -> Vec<Bytes> {
    (0..bytes.len()).step_by(size).map(|at| bytes.slice(at..bytes.len().min(at + size))).collect()
}

/// A stream in pieces of 16 KiB, and in its events.
fn pieces(stream: &Stream) -> [(&'static str, Vec<Bytes>); 2] {
    let bytes = Bytes::from(stream.bytes.clone());
    let begins = std::iter::once(0).chain(stream.ends.iter().copied());
    let events = begins.zip(&stream.ends).map(|(begin, &end)| bytes.slice(begin..end)).collect();
    [("16 KiB", cut(&bytes, 16 * 1024)), ("events", events)]
}

#[allow(clippy::cast_precision_loss)]
fn print_readers(name: &str, stream: &Stream, readers: &[Reader], floor: &dyn Fn()) {
    println!(
        "\n| {name}, {} events | pieces | GB/s | noise | ns/event | × floor | events found | allocations per event |",
        stream.ends.len()
    );
    println!("|---|---|--:|--:|--:|--:|--:|--:|");
    let (bytes, events) = (stream.bytes.len() as f64, stream.ends.len() as f64);
    for (fed, pieces) in pieces(stream) {
        let calls: Vec<Box<dyn Fn()>> = readers
            .iter()
            .map(|&(_, read)| {
                let pieces = &pieces;
                Box::new(move || {
                    black_box(read(black_box(pieces)));
                }) as Box<dyn Fn()>
            })
            .collect();
        let mut all: Vec<&dyn Fn()> = calls.iter().map(|call| &**call).collect();
        all.push(floor);
        let mut times = times(&all);
        let (least, _) = times.pop().expect("the floor");
        for (&(name, read), (time, noise)) in readers.iter().zip(times) {
            let found = read(&pieces).0;
            let heap = measure(|| {
                black_box(read(&pieces));
            });
            println!(
                "| {name} | {fed} | {:.2} | {noise:.0} % | {:.0} | {:.1} | {found} | {:.2} |",
                bytes / time / 1e9,
                time * 1e9 / events,
                time / least,
                heap.count_total as f64 / events
            );
        }
    }
}

/// What grows, the size of its pieces, and how it is made.
type Input<'a> = (&'static str, usize, &'a dyn Fn(usize) -> Bytes);

/// Prints how the time grows: twice the bytes, twice the time.
fn print_growth() {
    println!("\n| grows from | | 250 kB | 500 kB | 1 MB |");
    println!("|---|---|--:|--:|--:|");
    let event = |size| format!("data: {{\"text\":\"{}\"}}\n\n", "x".repeat(size)).into();
    let chat = |size| (CHAT.make)(size).bytes.into();
    let inputs: [Input<'_>; 3] = [
        ("one event in pieces of 64 bytes", 64, &event),
        ("a chat in pieces of 1 byte", 1, &chat),
        ("a chat in one piece", usize::MAX, &chat),
    ];
    for (what, piece, input) in inputs {
        for (name, read) in SSE {
            print!("| {what} | {name} |");
            for size in [250_000, 500_000, 1_000_000] {
                let bytes = input(size);
                let pieces = cut(&bytes, piece.min(bytes.len()));
                let start = Instant::now();
                black_box(read(&pieces));
                print!(" {:.1} ms |", start.elapsed().as_secs_f64() * 1e3);
            }
            println!();
        }
    }
}

fn newlines(bytes: &[u8]) -> usize {
    memchr::memchr_iter(b'\n', bytes).count()
}

fn checksums(stream: &Stream) -> u32 {
    stream.events().map(|frame| crc32fast::hash(&frame[..frame.len() - 4])).fold(0, |a, b| a ^ b)
}

/// What a frame of invoke has in base64.
fn in_base64(frame: &[u8]) -> &[u8] {
    let mark = b"{\"bytes\":\"";
    let text = &frame[memchr::memmem::find(frame, mark).expect("bytes") + mark.len()..];
    &text[..memchr::memchr(b'"', text).expect("the end of the text")]
}

/// What has to be done, with how many bytes.
type Floor<'a> = (&'static str, usize, Box<dyn Fn() + 'a>);

/// Prints the least that has to be done with a stream, in several ways.
#[allow(clippy::cast_precision_loss)]
fn print_floors(chat: &Stream, converse: &Stream) {
    let bytes = &chat.bytes[..];
    let (blank, error) = (Finder::new("\n\n"), Finder::new("\"error\""));
    let finish = Finder::new("finish_reason\":\"");
    let invoke = (INVOKE.make)(SIZE);
    let texts: Vec<&[u8]> = invoke.events().map(in_base64).collect();
    let encoded: usize = texts.iter().map(|text| text.len()).sum();
    let out = RefCell::new([0; 4096]);
    let rows: Vec<Floor<'_>> = vec![
        (
            "memchr_iter: LF, counted",
            bytes.len(),
            Box::new(|| {
                black_box(newlines(black_box(bytes)));
            }),
        ),
        (
            "memchr_iter: LF, stops at each",
            bytes.len(),
            Box::new(|| {
                black_box(memchr::memchr_iter(b'\n', black_box(bytes)).fold(0, |sum, at| sum ^ at));
            }),
        ),
        (
            "memchr2_iter: LF or CR, stops at each",
            bytes.len(),
            Box::new(|| {
                black_box(
                    memchr::memchr2_iter(b'\n', b'\r', black_box(bytes))
                        .fold(0, |sum, at| sum ^ at),
                );
            }),
        ),
        (
            "memmem: empty lines",
            bytes.len(),
            Box::new(|| {
                black_box(blank.find_iter(black_box(bytes)).fold(0, |sum, at| sum ^ at));
            }),
        ),
        (
            "memmem: `\"error\"`, over all",
            bytes.len(),
            Box::new(|| {
                black_box(error.find_iter(black_box(bytes)).fold(0, |sum, at| sum ^ at));
            }),
        ),
        (
            "memmem: `\"error\"`, event by event",
            bytes.len(),
            Box::new(|| {
                black_box(chat.events().filter(|event| error.find(event).is_some()).count());
            }),
        ),
        (
            "LF, `\"error\"` and a finish reason, over all",
            bytes.len(),
            Box::new(|| {
                black_box(newlines(black_box(bytes)));
                black_box(error.find_iter(black_box(bytes)).fold(0, |sum, at| sum ^ at));
                black_box(finish.find_iter(black_box(bytes)).fold(0, |sum, at| sum ^ at));
            }),
        ),
        (
            "UTF-8 validation, event by event",
            bytes.len(),
            Box::new(|| {
                black_box(chat.events().filter(|event| std::str::from_utf8(event).is_ok()).count());
            }),
        ),
        (
            "crc32fast: frame by frame",
            converse.bytes.len(),
            Box::new(|| {
                black_box(checksums(black_box(converse)));
            }),
        ),
        (
            "crc32fast: over all",
            converse.bytes.len(),
            Box::new(|| {
                black_box(crc32fast::hash(black_box(&converse.bytes)));
            }),
        ),
        (
            "base64, text by text",
            encoded,
            Box::new(|| {
                let mut out = out.borrow_mut();
                for text in &texts {
                    black_box(STANDARD.decode_slice(black_box(text), &mut *out).expect("base64"));
                }
            }),
        ),
        (
            "base64-simd, text by text",
            encoded,
            Box::new(|| {
                let mut out = out.borrow_mut();
                for text in &texts {
                    let out = base64_simd::Out::from_slice(&mut *out);
                    black_box(
                        base64_simd::STANDARD.decode(black_box(text), out).expect("base64").len(),
                    );
                }
            }),
        ),
    ];
    let calls: Vec<&dyn Fn()> = rows.iter().map(|(_, _, call)| &**call).collect();
    println!("\n| floor | GB/s | noise |");
    println!("|---|--:|--:|");
    for ((name, bytes, _), (time, noise)) in rows.iter().zip(times(&calls)) {
        println!("| {name} | {:.1} | {noise:.0} % |", *bytes as f64 / time / 1e9);
    }
}

fn main() {
    let chat = (CHAT.make)(SIZE);
    let converse = (CONVERSE.make)(SIZE);
    println!(
        "A chat stream of {} B, half of its events at most {} B long; an AWS Converse stream of {} B, {} B.",
        chat.bytes.len(),
        chat.median(),
        converse.bytes.len(),
        converse.median()
    );
    print_readers("OpenAI chat", &chat, &SSE, &|| {
        black_box(newlines(black_box(&chat.bytes)));
    });
    if env::args().any(|arg| arg == "--all") {
        print_readers("AWS Converse", &converse, &FRAMES, &|| {
            black_box(checksums(black_box(&converse)));
        });
        print_growth();
        print_floors(&chat, &converse);
    }
}
