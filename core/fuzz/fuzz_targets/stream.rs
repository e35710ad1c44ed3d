//! A stream gives the same answers in any pieces, and its answers hold together.

#![no_main]

use apifault::{
    Ended, Ending, Kind, Response, StreamError, StreamOptions, StreamScanner, classify,
};
use libfuzzer_sys::fuzz_target;

/// What a scanner answered.
#[derive(Debug, PartialEq)]
struct Answers {
    errors: Vec<StreamError>,
    is_terminal: bool,
    delivered: bool,
    events: u64,
    ending: Ending,
}

/// Numbers that look random, from a seed.
struct Numbers(u64);

impl Numbers {
    /// Those that these bytes give.
    fn of(bytes: &[u8]) -> Self {
        let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3);
        Self(bytes.iter().fold(0xcbf2_9ce4_8422_2325, step) | 1)
    }

    /// The next one, below this one.
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % end.max(1)
    }
}

/// Feeds a stream in pieces of these lengths.
fn scan(options: &StreamOptions, stream: &[u8], mut len: impl FnMut() -> usize) -> Answers {
    let mut scanner = StreamScanner::new(options.clone());
    let (mut rest, mut errors) = (stream, Vec::new());
    let mut before = (false, 0);
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(len().clamp(1, rest.len()));
        errors.extend(scanner.feed(piece));
        rest = after;
        let now = (scanner.is_terminal(), scanner.events());
        assert!(now.0 >= before.0 && now.1 >= before.1, "{before:?} {now:?}");
        before = now;
    }
    let is_terminal = scanner.is_terminal();
    let ending = scanner.finish();
    errors.extend(scanner.errors());
    assert_eq!(scanner.delivered(), ending.delivered);
    assert_eq!(scanner.events(), ending.events);
    assert!(scanner.is_terminal());
    assert_eq!(!errors.is_empty(), ending.ended == Ended::Error);
    assert!(errors.iter().all(|error| error.position <= stream.len() as u64));

    let answers =
        Answers { errors, is_terminal, delivered: ending.delivered, events: ending.events, ending };
    // What comes after the end is ignored.
    assert_eq!(scanner.feed(b"data: {\"error\":{\"message\":\"x\"}}\n\n").count(), 0);
    assert_eq!(scanner.feed_event(b"{\"error\":{\"message\":\"x\"}}").count(), 0);
    assert_eq!(scanner.finish(), answers.ending);
    answers
}

/// The stream as events that are parsed already.
fn scan_events(options: &StreamOptions, stream: &[u8]) {
    let mut scanner = StreamScanner::new(options.clone());
    for event in stream.split(|&byte| byte == b'\n') {
        let event = event.strip_prefix(b"data: ").unwrap_or(event);
        let events = scanner.events();
        let errors = scanner.feed_event(event).count();
        assert!(errors <= 2 && scanner.events() <= events + 1, "{errors}");
    }
    scanner.finish();
}

/// An answer that is whole stays whole, or an error follows.
fn append(options: &StreamOptions, stream: &[u8], whole: &Answers, numbers: &mut Numbers) {
    let mut ends = memchr::memmem::find_iter(stream, b"\n\n").collect::<Vec<_>>();
    for _ in 0..ends.len().min(3) {
        let end = ends.swap_remove(numbers.below(ends.len())) + 2;
        let part = scan(options, &stream[..end], || usize::MAX);
        if part.ending.ended == Ended::Complete {
            let ended = whole.ending.ended;
            assert!(matches!(ended, Ended::Complete | Ended::Error), "{end}: {ended}");
        }
    }
}

fuzz_target!(|stream: &[u8]| {
    let mut numbers = Numbers::of(stream);
    let mut options = StreamOptions::new().with_now_ms(1_767_225_600_000);
    let media_type = match numbers.below(8) {
        0 => "application/vnd.amazon.eventstream",
        1 => "text/plain",
        _ => "text/event-stream",
    };
    options = options.with_headers([("content-type", media_type)]);
    if numbers.below(8) == 0 {
        options = options.with_status(503);
    }
    if numbers.below(2) == 0 {
        options = options.with_max_event(1024 << numbers.below(4));
    }
    let whole = scan(&options, stream, || usize::MAX);
    assert_eq!(scan(&options, stream, || 1), whole);
    let longest = 1 + numbers.below(64);
    assert_eq!(scan(&options, stream, || 1 + numbers.below(longest)), whole);
    let first = numbers.below(stream.len());
    let mut pieces = [first].into_iter();
    assert_eq!(scan(&options, stream, || pieces.next().unwrap_or(usize::MAX)), whole);
    append(&options, stream, &whole, &mut numbers);
    scan_events(&options, stream);

    // A whole body means what its stream means.
    let options = StreamOptions::new().with_headers([("content-type", "text/event-stream")]);
    let ending = scan(&options, stream, || usize::MAX).ending;
    let headers = [("content-type", "text/event-stream")];
    let response = Response::new(200, stream).with_headers(headers);
    let report = classify(&response, &apifault::Options::new());
    let kind = ending.report.map_or(Kind::Success, |report| report.kind);
    assert_eq!(report.kind, kind);
});
