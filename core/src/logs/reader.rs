//! The reader: bytes in, attempts out.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

use super::attempts::{Attempt, Joiner};
use super::error::LogError;
use super::event::{Asked, Event};
use super::events::{self, Seen};
use super::input::{Chunk, Input};
use super::options::LogOptions;
use super::summary::Summary;
use super::zone::Zone;

/// How many chunks each thread reads in a turn.
const CHUNKS: usize = 2;

/// How many threads read at most: each holds a chunk.
const MOST_THREADS: usize = 64;

/// What a reader noticed beside the attempts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Notes {
    /// Lines, or items of a document.
    pub lines: u64,
    /// Lines without a call.
    pub unused: u64,
    /// Lines that were longer than what is read of one.
    pub cut: u64,
    /// Requests whose path is no LLM API's, or that the options do not ask for.
    pub other_paths: u64,
    /// Failures that look like those of a call, but that could not be read.
    pub unreadable: u64,
    /// Times without a zone.
    pub zoneless: u64,
    /// Calls without a time, which do not count if only those of some time do.
    pub timeless: u64,
    /// Calls before or after the time that is asked for.
    pub outside: u64,
    /// Calls of which no line shows the host, the path or the method, which do not count if only some of
    /// these do.
    pub unshown: u64,
}

/// What a reader found beside the log that it reads.
#[derive(Debug, Default)]
struct Found {
    joiner: Joiner,
    counted: Counted,
    notes: Notes,
}

impl Found {
    /// Takes what the entries of a chunk say.
    fn take(&mut self, read: Read, options: &LogOptions) {
        let Self { joiner, counted, notes } = self;
        let Read { events, seen, unused, zoneless } = read;
        notes.unused += unused;
        notes.zoneless += zoneless + seen.zoneless;
        notes.other_paths += seen.other_paths;
        notes.unreadable += seen.unreadable;
        let mut keep = |attempt| counted.take(attempt, options);
        for event in events {
            joiner.take(event, &mut keep);
        }
    }
}

/// The attempts that count.
#[derive(Debug, Default)]
struct Counted {
    summary: Summary,
    attempts: Vec<Attempt>,
    timeless: u64,
    outside: u64,
    unshown: u64,
    others: u64,
}

impl Counted {
    /// Counts an attempt if the options ask for it, and keeps it if they say so.
    fn take(&mut self, attempt: Attempt, options: &LogOptions) {
        match attempt.asked {
            Asked::NotShown => self.unshown += 1,
            Asked::No => self.others += 1,
            Asked::Yes => self.add(attempt, options),
        }
    }

    fn add(&mut self, attempt: Attempt, options: &LogOptions) {
        let (since, until) = (options.since_ms, options.until_ms);
        if since.is_some() || until.is_some() {
            let Some(when) = attempt.when_ms else {
                self.timeless += 1;
                return;
            };
            if since.is_some_and(|since| when < since) || until.is_some_and(|until| when >= until) {
                self.outside += 1;
                return;
            }
        }
        self.summary.add(&attempt);
        if options.keep_attempts {
            self.attempts.push(attempt);
        }
    }
}

/// Reads the calls of logs.
///
/// ```
/// use apifault::logs::{LogOptions, LogReader};
///
/// let mut reader = LogReader::new(LogOptions::default())?;
/// reader.feed(b"openai.RateLimitError: Error code: 429 - {'error': {'code': 'rate_limit_exceeded'}}\n")?;
/// reader.finish()?;
/// assert_eq!(reader.summary().failed(), 1);
/// # Ok::<(), apifault::logs::LogError>(())
/// ```
#[derive(Debug)]
pub struct LogReader {
    options: LogOptions,
    threads: usize,
    input: Input,
    /// Pieces of the log that are not read yet.
    chunks: Vec<Chunk>,
    is_broken: bool,
    found: Found,
}

/// What the entries of a chunk say.
#[derive(Default)]
struct Read {
    #[expect(clippy::vec_box, reason = "an event is large, and it is moved often")]
    events: Vec<Box<Event>>,
    seen: Seen,
    unused: u64,
    zoneless: u64,
}

impl LogReader {
    /// Makes a reader.
    ///
    /// # Errors
    ///
    /// Returns an error if an option is wrong, such as an unknown time zone.
    pub fn new(mut options: LogOptions) -> Result<Self, LogError> {
        let name = options.timezone.as_deref();
        options.zone = Zone::named(name).ok_or_else(|| {
            let name = crate::redact(name.unwrap_or(""));
            let wanted = "give a name such as Europe/Berlin, or an offset such as +02:00";
            LogError::new(&format!("unknown time zone {name:?}; {wanted}"))
        })?;
        let cores = || std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let threads = options.threads.unwrap_or_else(cores).clamp(1, MOST_THREADS);
        let summary = options.by.map_or_else(Summary::new, Summary::grouped);
        let counted = Counted { summary, ..Counted::default() };
        let (input, found) = (Input::default(), Found { counted, ..Found::default() });
        Ok(Self { options, threads, input, chunks: Vec::new(), is_broken: false, found })
    }

    /// Takes the next bytes of a log, in pieces of any size. What they say counts when there are enough
    /// of them for all threads, or at [`flush`](Self::flush) or [`finish`](Self::finish).
    ///
    /// # Errors
    ///
    /// Returns an error if the bytes are no log, such as a binary file. What came before counts; the
    /// rest of the log is skipped.
    pub fn feed(&mut self, bytes: &[u8]) -> Result<(), LogError> {
        let mut rest = bytes;
        while !rest.is_empty() && !self.is_broken {
            let (step, after) = rest.split_at(rest.len().min(self.input.step()));
            rest = after;
            let result = self.input.feed(step, &mut self.chunks);
            if self.chunks.len() >= self.threads * CHUNKS || result.is_err() {
                self.read();
            }
            self.is_broken = result.is_err();
            result?;
        }
        Ok(())
    }

    /// Reads what is complete so far of a log that goes on, such as one that is still written.
    ///
    /// # Errors
    ///
    /// Returns an error if the bytes are no log.
    pub fn flush(&mut self) -> Result<(), LogError> {
        if self.is_broken {
            return Ok(());
        }
        let result = self.input.flush(&mut self.chunks);
        self.read();
        self.is_broken = result.is_err();
        result
    }

    /// Ends a log; the next bytes are those of another one.
    ///
    /// # Errors
    ///
    /// Returns an error if the log breaks off. What came before counts.
    pub fn finish(&mut self) -> Result<(), LogError> {
        let mut input = std::mem::take(&mut self.input);
        let is_broken = std::mem::take(&mut self.is_broken);
        let result = if is_broken { Ok(()) } else { input.finish(&mut self.chunks) };
        self.read();
        self.found.notes.lines += input.lines;
        self.found.notes.cut += input.cut;
        let Found { joiner, counted, .. } = &mut self.found;
        joiner.finish(&mut |attempt| counted.take(attempt, &self.options));
        counted.summary.end_log();
        result
    }

    /// Reads the chunks in threads, and joins what they say in their order.
    fn read(&mut self) {
        let chunks = std::mem::take(&mut self.chunks);
        let options = &self.options;
        let found = &mut self.found;
        let threads = self.threads.min(chunks.len());
        if threads <= 1 {
            for chunk in &chunks {
                found.take(read_chunk(chunk, options), options);
            }
            return;
        }
        let next = AtomicUsize::new(0);
        let (sender, receiver) = mpsc::channel();
        std::thread::scope(|scope| {
            for _ in 0..threads {
                let (sender, next, chunks) = (sender.clone(), &next, &chunks);
                scope.spawn(move || {
                    while let number = next.fetch_add(1, Ordering::Relaxed)
                        && let Some(chunk) = chunks.get(number)
                        && sender.send((number, read_chunk(chunk, options))).is_ok()
                    {
                    }
                });
            }
            drop(sender);
            // Joining is the smaller part of the work: this thread does it meanwhile.
            let mut waiting = BTreeMap::new();
            let mut expected = 0;
            for (number, read) in receiver {
                waiting.insert(number, read);
                while let Some(read) = waiting.remove(&expected) {
                    found.take(read, options);
                    expected += 1;
                }
            }
        });
    }

    /// The attempts that are complete, if they are kept.
    pub fn take_attempts(&mut self) -> Vec<Attempt> {
        std::mem::take(&mut self.found.counted.attempts)
    }

    /// The answers about all attempts so far.
    pub fn summary(&self) -> &Summary {
        &self.found.counted.summary
    }

    /// The answers about all attempts so far, as if the log ended here. [`summary`](Self::summary)
    /// leaves out those that the next lines may say more about.
    pub fn summary_so_far(&self) -> Summary {
        let summary = self.found.counted.summary.clone();
        let mut counted = Counted { summary, ..Counted::default() };
        self.found.joiner.clone().finish(&mut |attempt| counted.take(attempt, &self.options));
        counted.summary
    }

    /// What was noticed beside the attempts.
    pub fn notes(&self) -> Notes {
        let mut notes = self.found.notes.clone();
        notes.lines += self.input.lines;
        notes.cut += self.input.cut;
        notes.timeless += self.found.counted.timeless;
        notes.outside += self.found.counted.outside;
        notes.unshown += self.found.counted.unshown;
        notes.other_paths += self.found.counted.others;
        notes
    }
}

fn read_chunk(chunk: &Chunk, options: &LogOptions) -> Read {
    let mut read = Read::default();
    chunk.read(options, &mut |entry| {
        let before = read.seen.zoneless;
        let events = events::read(&entry, options, &mut read.seen);
        if events.is_empty() {
            read.unused += entry.lines;
        } else if entry.zoneless && read.seen.zoneless == before {
            read.zoneless += 1;
        }
        read.events.extend(events);
    });
    read
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Options, Response, classify};

    fn attempt(when_ms: Option<i64>) -> Attempt {
        Attempt {
            report: classify(&Response::new(503, b""), &Options::new()).into_owned(),
            when_ms,
            line: 1,
            model: None,
            route: None,
            key: None,
            call_id: None,
            number: 1,
            announced_ms: None,
            asked: Asked::Yes,
        }
    }

    #[test]
    fn only_calls_of_the_time_that_is_asked_for_count() {
        let whens = [Some(9), Some(10), Some(19), Some(20), None];
        for (since_ms, until_ms, calls, timeless, outside) in [
            (None, None, 5, 0, 0),
            (Some(10), None, 3, 1, 1),
            (None, Some(20), 3, 1, 1),
            (Some(10), Some(20), 2, 1, 2),
        ] {
            let mut options = LogOptions::default();
            (options.since_ms, options.until_ms) = (since_ms, until_ms);
            options.keep_attempts = true;
            let mut counted = Counted::default();
            for when_ms in whens {
                counted.take(attempt(when_ms), &options);
            }
            assert_eq!((counted.summary.calls(), counted.timeless), (calls, timeless));
            assert_eq!(counted.outside, outside);
            assert_eq!(counted.attempts.len() as u64, calls);
        }
    }

    #[test]
    fn only_calls_to_the_hosts_that_are_asked_for_count() {
        let log = b"INFO HTTP Request: POST https://api.groq.com/openai/v1/chat/completions \"HTTP/1.1 200 OK\"\n\
            INFO HTTP Request: POST https://api.x.ai/v1/chat/completions \"HTTP/1.1 200 OK\"\n\n\n\
            openai.RateLimitError: Error code: 429 - {'error': {'code': 'x'}}\n";
        let counts = |hosts: &[&str]| {
            let hosts = hosts.iter().map(|host| (*host).to_owned()).collect();
            let options = LogOptions { hosts, ..LogOptions::default() };
            let mut reader = LogReader::new(options).expect("no option is wrong");
            reader.feed(log).expect("a log");
            reader.finish().expect("a log");
            let notes = reader.notes();
            (reader.summary().calls(), notes.other_paths, notes.unshown)
        };
        assert_eq!(counts(&[]), (3, 0, 0));
        assert_eq!(counts(&["api.groq.com"]), (1, 1, 1));
    }

    #[test]
    fn the_answers_so_far_are_those_of_a_log_that_ends_here() {
        let mut reader = LogReader::new(LogOptions::default()).expect("no option is wrong");
        let line = b"openai.RateLimitError: Error code: 429 - {'error': {'code': 'x'}}\n\nother\n";
        reader.feed(line).expect("a log");
        reader.flush().expect("a log");
        assert_eq!(reader.summary_so_far().calls(), 1);
        reader.finish().expect("a log");
        assert_eq!(reader.summary().calls(), 1);
        assert_eq!(reader.summary().answers(1).causes[0].example_log, 1);
    }
}
