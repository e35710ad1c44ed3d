//! Lines that belong together, such as an error line and its traceback, become one entry.
//!
//! A line goes on with the entry before it, of the same source, if it is indented, or if the entry is
//! a form that is not complete: see [`State`]. All else begins anew.

use std::collections::VecDeque;

use serde_json::{Map, Value};

use super::prefix::{self, Line};
use super::record;
use crate::logs::entry::{Content, Entry};
use crate::logs::options::LogOptions;
use crate::logs::time::{self, Stamp};

/// How long an entry may be; what follows is one of its own.
pub(super) const LONGEST: usize = 1 << 20;

/// How many lines of other sources may stand inside an entry.
const APART: u64 = 200;

/// How many entries wait for their end.
const MOST_OPEN: usize = 64;

/// How often a record may hold a line that is a record that holds a line.
const DEEPEST: u32 = 3;

/// What an entry is, and so what goes on with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// One line.
    Plain,
    /// The frames of Python's traceback, until a line that is not indented: the exception.
    Traceback,
    /// A traceback with its exception. Another traceback may follow in which it was handled.
    Exception,
    /// An object on several lines, until a line with its bracket in the first column.
    Block,
    /// A line of .NET's console, below which all its text is indented.
    Console,
    /// The stacks of a program in Go that panicked.
    GoPanic,
    /// The message of a program in Rust that panicked.
    RustPanic,
}

/// An entry to which lines may be added.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each says something of its own")]
struct Pending {
    entry: Entry<'static>,
    /// The last line.
    last: u64,
    stamp: Option<Stamp>,
    state: State,
    is_part: bool,
    is_blank: bool,
    is_open: bool,
    /// Whether each line of the source begins with a time.
    is_timed: bool,
    /// Lines, or a record.
    text: String,
    record: Option<Map<String, Value>>,
}

/// Joins lines to entries.
pub(super) struct Grouper<'o, 's> {
    options: &'o LogOptions,
    sink: &'s mut dyn FnMut(Entry<'_>),
    pending: VecDeque<Pending>,
    spare: Vec<String>,
    plain: String,
}

impl<'o, 's> Grouper<'o, 's> {
    pub(super) fn new(options: &'o LogOptions, sink: &'s mut dyn FnMut(Entry<'_>)) -> Self {
        let (pending, spare) = (VecDeque::new(), Vec::new());
        Self { options, sink, pending, spare, plain: String::new() }
    }

    /// Takes the next line of a log.
    pub(super) fn push(&mut self, number: u64, text: &str) {
        self.push_line(prefix::strip(number, text), 0);
    }

    /// Takes the next line, whose prefix is removed.
    pub(super) fn push_line(&mut self, line: Line<'_>, depth: u32) {
        if memchr::memchr(0x1b, line.text.as_bytes()).is_none() {
            self.push_plain(line, depth);
            return;
        }
        let mut plain = std::mem::take(&mut self.plain);
        plain.clear();
        without_colors(line.text, &mut plain);
        self.push_plain(Line { text: &plain, ..line }, depth);
        self.plain = plain;
    }

    fn push_plain(&mut self, line: Line<'_>, depth: u32) {
        let open = self.pending.iter().rposition(|pending| pending.entry.source == line.source);
        let open = open.filter(|open| self.pending[*open].is_open);
        if let Some(open) = open {
            let pending = &mut self.pending[open];
            if pending.take(line) {
                self.settle(line.number);
                return;
            }
            pending.is_open = false;
        }
        if line.text.trim_ascii().is_empty() {
            self.settle(line.number);
            return;
        }
        if line.text.starts_with('{')
            && !line.is_part
            && let Some(record) = record::parse(line.text)
        {
            self.push_record(line, record, depth);
        } else {
            self.begin(line, None);
        }
        self.settle(line.number);
    }

    /// Takes a record, which may hold a line of its own.
    pub(super) fn push_record(
        &mut self,
        line: Line<'_>,
        mut record: Map<String, Value>,
        depth: u32,
    ) {
        if depth < DEEPEST
            && let Some(wrapped) = record::wrapped(&mut record)
        {
            let source = wrapped.source.map_or(line.source, |name| prefix::source_of(&name));
            let stamp = match wrapped.time {
                Value::String(time) => time::parse(&time, self.options),
                Value::Number(time) => time
                    .as_f64()
                    .and_then(time::from_number)
                    .map(|ms| time::Moment { ms, zoneless: false }),
                _ => None,
            };
            let stamp = stamp.map(|moment| Stamp::Unix(moment.ms)).or(line.stamp);
            let ends = wrapped.text.ends_with('\n');
            let is_part = !ends && wrapped.is_cut;
            let text = wrapped.text.strip_suffix('\n').unwrap_or(&wrapped.text);
            for text in text.split('\n') {
                let text = text.strip_suffix('\r').unwrap_or(text);
                self.push_line(Line { source, stamp, is_part, text, ..line }, depth + 1);
            }
            return;
        }
        self.begin(line, Some(record));
        self.settle(line.number);
    }

    /// Begins an entry.
    fn begin(&mut self, line: Line<'_>, record: Option<Map<String, Value>>) {
        // A record waits for nothing, and can be handed on at once.
        let mut entry = Entry::new(line.number, Content::Text(""));
        entry.source = line.source;
        if let Some(record) = record {
            if self.pending.iter().all(|pending| !pending.is_open) {
                self.settle(line.number);
                self.emit(&entry, line.stamp, Content::Record(record));
                return;
            }
            self.pending.push_back(Pending {
                record: Some(record),
                is_open: false,
                ..Pending::new(entry, line, String::new())
            });
            return;
        }
        let mut text = self.spare.pop().unwrap_or_default();
        text.clear();
        let mut pending = Pending::new(entry, line, text);
        pending.text.push_str(line.text);
        pending.state = State::Plain;
        pending.advance(line.text);
        self.pending.push_back(pending);
    }

    /// Hands on the entries at the front that are complete.
    fn settle(&mut self, number: u64) {
        while let Some(front) = self.pending.front() {
            let is_late = number.saturating_sub(front.last) > APART;
            if front.is_open && !is_late && self.pending.len() <= MOST_OPEN {
                return;
            }
            if let Some(front) = self.pending.pop_front() {
                self.finish_one(front);
            }
        }
    }

    /// Hands on all entries.
    pub(super) fn finish(&mut self) {
        while let Some(front) = self.pending.pop_front() {
            self.finish_one(front);
        }
    }

    fn finish_one(&mut self, pending: Pending) {
        let Pending { entry, stamp, text, record, state, .. } = pending;
        if let Some(record) = record {
            self.emit(&entry, stamp, Content::Record(record));
            return;
        }
        let is_object = state == State::Block && text.starts_with('{');
        let record = if is_object { record::parse(&text) } else { record::at_end(&text) };
        // The prefix of the logger has the time.
        let of_line = time::of_line(text.lines().next().unwrap_or(""));
        let stamp = match (stamp, of_line) {
            (Some(stamp @ (Stamp::Unix(_) | Stamp::Dated(_, Some(_)))), _) => Some(stamp),
            (_, Some((of_line @ (Stamp::Dated(..) | Stamp::Unix(_)), ..))) => Some(of_line),
            (Some(stamp), _) => Some(stamp),
            (None, of_line) => of_line.map(|(stamp, ..)| stamp),
        };
        match record {
            Some(record) => self.emit(&entry, stamp, Content::Record(record)),
            None => self.emit(&entry, stamp, Content::Text(&text)),
        }
        if self.spare.len() < 4 && text.capacity() <= 1 << 16 {
            self.spare.push(text);
        }
    }

    fn emit(&mut self, entry: &Entry<'_>, stamp: Option<Stamp>, content: Content<'_>) {
        let moment = stamp.and_then(|stamp| stamp.moment(self.options));
        let of_day_ms = match stamp {
            Some(stamp) if moment.is_none() => stamp.of_day_ms(),
            _ => None,
        };
        (self.sink)(Entry {
            line: entry.line,
            lines: entry.lines,
            when_ms: moment.map(|moment| moment.ms),
            zoneless: moment.is_some_and(|moment| moment.zoneless),
            of_day_ms,
            source: entry.source,
            content,
        });
    }
}

impl Pending {
    fn new(entry: Entry<'static>, line: Line<'_>, text: String) -> Self {
        Self {
            entry,
            last: line.number,
            stamp: line.stamp,
            state: State::Plain,
            is_part: line.is_part,
            is_blank: false,
            is_open: true,
            is_timed: false,
            text,
            record: None,
        }
    }

    /// Takes a line if it goes on with the entry.
    fn take(&mut self, line: Line<'_>) -> bool {
        if self.text.len().saturating_add(line.text.len()) > LONGEST {
            return false;
        }
        if self.is_part {
            self.text.push_str(line.text);
            self.is_part = line.is_part;
            self.last = line.number;
            self.advance(line.text);
            return true;
        }
        let bare = if self.is_timed { without_time(line.text) } else { line.text };
        if bare.trim_ascii().is_empty() {
            // What may follow an empty line shows whether it belongs to the entry.
            let goes_on = self.state != State::Plain && !self.is_blank;
            self.is_blank = true;
            if goes_on {
                self.last = line.number;
            }
            return goes_on;
        }
        let Some(text) = self.continued(line.text, bare) else { return false };
        if self.is_blank {
            self.text.push('\n');
            self.entry.lines += 1;
        }
        self.is_blank = false;
        self.text.push('\n');
        self.text.push_str(text);
        self.entry.lines += 1;
        self.is_part = line.is_part;
        self.last = line.number;
        self.advance(text);
        true
    }

    /// The text of a line that goes on with the entry; `bare` is the line without its time.
    fn continued<'t>(&self, line: &'t str, bare: &'t str) -> Option<&'t str> {
        let is_indented = bare.starts_with([' ', '\t']);
        if self.is_blank {
            let goes_on = match self.state {
                State::Exception => is_chain(bare) || self.goes_on(bare),
                State::Block | State::Console | State::RustPanic => is_indented,
                State::GoPanic => bare.starts_with("goroutine "),
                State::Traceback => {
                    is_indented || bare.starts_with("Traceback (most recent call last)")
                }
                State::Plain => false,
            };
            return goes_on.then_some(bare);
        }
        // The time of a logger begins anew, that of `kubectl logs --timestamps` does not.
        let without = without_time(line);
        if !is_indented && without.len() < line.len() {
            let goes_on = is_deep(without) || (self.is_timed && self.goes_on(without));
            return goes_on.then_some(without);
        }
        if is_indented || self.goes_on(bare) {
            return Some(bare);
        }
        None
    }

    /// Whether a line that is not indented goes on with the entry.
    fn goes_on(&self, line: &str) -> bool {
        if line.starts_with("Caused by: ") || line.starts_with("Suppressed: ") || is_chain(line) {
            return true;
        }
        match self.state {
            State::Plain | State::Console => {
                (line.starts_with("Traceback (most recent call last)") && is_trouble(&self.text))
                    || (line.starts_with(['{', '[']) && self.text.ends_with(':'))
                    || line.starts_with("For more information check: ")
            }
            State::Traceback => !line.starts_with('{'),
            State::Exception => {
                (line.starts_with("Traceback (most recent call last)") || is_exception(line))
                    && is_chained(&self.text)
                    || line.starts_with("For more information check: ")
            }
            State::Block => line.starts_with(['}', ']', ')', '"', '\'']),
            State::GoPanic => {
                line.starts_with("goroutine ")
                    || line.starts_with("created by ")
                    || line.starts_with("exit status")
                    || line.starts_with("[signal")
                    || (line.ends_with(')') && line.contains('(') && !line.contains(' '))
                    || (line.ends_with(')') && line.contains("(0x"))
                    || line.starts_with("main.")
            }
            State::RustPanic => {
                let lines = self.entry.lines;
                lines == 1 || line.starts_with("note: ") || line.starts_with("stack backtrace:")
            }
        }
    }

    /// Finds out what goes on with the entry after its last line.
    fn advance(&mut self, last: &str) {
        let trimmed = last.trim_end();
        let is_first = self.entry.lines == 1;
        let without = without_time(trimmed);
        let is_group = trimmed.trim_start().starts_with(['|', '+']);
        if is_group && trimmed.ends_with("Traceback (most recent call last):") {
            // All lines of an exception group are indented.
            self.state = State::Exception;
            return;
        }
        if trimmed.ends_with("Traceback (most recent call last):") {
            self.state = State::Traceback;
            self.is_timed |= without.len() < trimmed.len() && without.starts_with("Traceback");
            return;
        }
        if is_first {
            self.state = if trimmed.starts_with("panic: ") || trimmed.starts_with("goroutine ") {
                State::GoPanic
            } else if trimmed.starts_with("thread '") && trimmed.contains("' panicked at ") {
                State::RustPanic
            } else if is_console(trimmed) {
                State::Console
            } else {
                State::Plain
            };
        }
        let is_indented = without.starts_with([' ', '\t']);
        self.state = match self.state {
            State::Traceback if !is_indented => State::Exception,
            State::Plain | State::Exception if trimmed.ends_with(['{', '[', '(']) => State::Block,
            State::Block if trimmed.starts_with(['}', ']', ')']) => {
                if trimmed.ends_with(['{', '[', '(']) { State::Block } else { State::Exception }
            }
            state => state,
        };
    }
}

/// A line without the time at its beginning.
fn without_time(line: &str) -> &str {
    let bytes = line.as_bytes();
    let open = usize::from(bytes.first() == Some(&b'['));
    let is_start =
        |byte: &u8| byte.is_ascii_digit() || byte.is_ascii_alphabetic() && !is_klog(bytes);
    if !bytes.get(open).is_some_and(is_start) {
        return line;
    }
    let Some((_, length)) = time::at(&bytes[open..]) else { return line };
    let rest = line.get(open + length + open..).unwrap_or("");
    rest.strip_prefix(' ').unwrap_or(rest)
}

/// Whether a line begins with the time of klog, which only a logger writes. Many spaces may follow it.
fn is_klog(line: &[u8]) -> bool {
    matches!(line, [b'I' | b'W' | b'E' | b'F', digit, ..] if digit.is_ascii_digit())
}

/// Whether a line, without its time, is one of a stack.
fn is_deep(line: &str) -> bool {
    line.starts_with("  ") || line.starts_with('\t')
}

/// Whether a line is the first one of an entry in .NET's console: `fail: Heron.Answers[0]`.
fn is_console(line: &str) -> bool {
    let level = line.split_once(": ").map_or("", |(level, _)| level);
    line.ends_with(']') && ["trce", "dbug", "info", "warn", "fail", "crit"].contains(&level)
}

/// Whether a line comes between two tracebacks, of which the first was handled in the second.
fn is_chain(line: &str) -> bool {
    line.starts_with("During handling of the above exception")
        || line.starts_with("The above exception was the direct cause")
}

/// Whether a line is an exception: some loggers write no frames of the one that was raised.
fn is_exception(line: &str) -> bool {
    line.split_once(": ").is_some_and(|(class, _)| {
        class.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_'))
            && class.rsplit('.').next().is_some_and(|name| name.starts_with(char::is_uppercase))
    })
}

fn is_chained(text: &str) -> bool {
    text.trim_end().rsplit('\n').next().is_some_and(is_chain)
}

/// Whether a line is one after which loggers write a traceback.
fn is_trouble(text: &str) -> bool {
    const WORDS: [&[u8]; 7] =
        [b"error", b"exception", b"critical", b"fatal", b"fail", b"warn", b"retry"];
    let head = text.get(..400).unwrap_or(text);
    if head.contains("HTTP/1.") || head.contains("HTTP/2") {
        return false;
    }
    let lower = head.to_ascii_lowercase();
    WORDS.iter().any(|word| memchr::memmem::find(lower.as_bytes(), word).is_some())
}

/// Copies a line without the colours of terminals.
fn without_colors(line: &str, plain: &mut String) {
    let mut parts = line.split('\x1b');
    plain.push_str(parts.next().unwrap_or(""));
    for part in parts {
        let rest = match part.strip_prefix('[') {
            // The parameters, and the letter that ends the sequence.
            Some(sequence) => {
                let end = sequence.bytes().take_while(|byte| (0x20..=0x3f).contains(byte)).count();
                sequence.get(end + 1..).unwrap_or("")
            }
            None => part,
        };
        plain.push_str(rest);
    }
}
