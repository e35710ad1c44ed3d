//! Bytes to entries.
//!
//! [`Input`] takes the bytes of one log in any pieces, finds out its form, and cuts it into [`Chunk`]s
//! at places that depend on nothing but the bytes. The entries of a chunk are read on their own, so that
//! threads can share the work.

mod group;
mod items;
mod prefix;
mod record;
mod rows;
mod unpack;

use serde_json::Value;

use super::entry::Entry;
use super::error::LogError;
use super::options::LogOptions;
use super::time::{self, Stamp};
pub(crate) use record::parse as parse_record;

use group::Grouper;
use items::{Scanner, Stop};
use prefix::Line;
use rows::Header;
use unpack::Unpacker;

/// From this length on, a chunk ends at the next line that begins an entry.
const CHUNK: usize = 1 << 20;

/// How long a line may be; the rest is skipped.
const LONGEST_LINE: usize = 8 << 20;

/// How much white space at the beginning is skipped to find out the form.
const MOST_SPACE: usize = 4 << 10;

/// How much of the next line shows whether it begins an entry.
const BEGINNING: usize = 256;

/// A piece of a log that holds whole entries.
#[derive(Debug)]
pub(crate) struct Chunk {
    form: Form,
    bytes: Vec<u8>,
    /// The number of the first line or item, from 1.
    first: u64,
}

#[derive(Clone, Debug)]
enum Form {
    /// Lines of text, among which there may be JSON objects.
    Lines,
    /// Items of documents: where each ends, and the number of its list.
    Items(Vec<(usize, u64)>),
    /// Rows of a table.
    Rows(Header),
}

impl Chunk {
    /// Reads the entries.
    pub(crate) fn read(&self, options: &LogOptions, sink: &mut dyn FnMut(Entry<'_>)) {
        match &self.form {
            Form::Rows(header) => rows::read(&self.bytes, header, self.first, options, sink),
            Form::Items(ends) => self.read_items(ends, options, sink),
            Form::Lines => {
                let text = String::from_utf8_lossy(&self.bytes);
                read_lines(&text, self.first, options, sink);
            }
        }
    }

    fn read_items(
        &self,
        ends: &[(usize, u64)],
        options: &LogOptions,
        sink: &mut dyn FnMut(Entry<'_>),
    ) {
        let mut grouper = Grouper::new(options, sink);
        let mut start = 0;
        let mut pairs = Vec::new();
        for (number, (end, list)) in (self.first..).zip(ends) {
            let item = String::from_utf8_lossy(self.bytes.get(start..*end).unwrap_or(&[]));
            start = *end;
            if item.starts_with('[') {
                if pairs.first().is_some_and(|(_, first, _)| first != list) {
                    push_pairs(&mut grouper, &mut pairs);
                }
                pairs.extend(pair(&item).map(|pair| (number, *list, pair)));
                continue;
            }
            push_pairs(&mut grouper, &mut pairs);
            push_item(&mut grouper, number, &item);
        }
        push_pairs(&mut grouper, &mut pairs);
        grouper.finish();
    }
}

/// Reads the entries of lines.
pub(crate) fn read_lines(
    text: &str,
    first: u64,
    options: &LogOptions,
    sink: &mut dyn FnMut(Entry<'_>),
) {
    let mut grouper = Grouper::new(options, sink);
    for (number, line) in (first..).zip(text.lines()) {
        if line.starts_with('{') {
            if items_of(&mut grouper, number, line) {
                continue;
            }
            // An item of a list of which each has a line.
            let item = line.trim_end().strip_suffix("},").map_or(line, |item| &line[..=item.len()]);
            grouper.push(number, item);
            continue;
        }
        // A bar that shows progress returns to the start of its line.
        for part in line.split('\r') {
            // Zero bytes are what a log has where it was cut off while a program went on writing it.
            grouper.push(number, part.trim_start_matches('\0'));
        }
    }
    grouper.finish();
}

/// The members by which an object on one line may be a document.
const OF_DOCUMENTS: [&str; 12] = [
    "log",
    "events",
    "logEvents",
    "messageType",
    "Records",
    "records",
    "data",
    "status",
    "runs",
    "resourceSpans",
    "resourceLogs",
    "hits",
];

/// Takes the items of a document on one line; any other line stays.
fn items_of(grouper: &mut Grouper<'_, '_>, number: u64, line: &str) -> bool {
    let name = line.get(1..).unwrap_or("").trim_start().strip_prefix('"').unwrap_or("");
    let name = name.split('"').next().unwrap_or("");
    if !OF_DOCUMENTS.contains(&name) {
        return false;
    }
    let mut scanner = Scanner::default();
    let mut items = Vec::new();
    let result = scanner.feed(line.as_bytes(), &mut |item, list| {
        items.push((String::from_utf8_lossy(item).into_owned(), list));
    });
    let is_record = matches!(&items[..], [(item, _)] if item.len() == line.trim().len());
    if result.is_err() || !scanner.is_between() || is_record || items.is_empty() {
        return false;
    }
    let mut pairs = Vec::new();
    for (item, list) in items {
        match pair(&item) {
            Some(pair) => pairs.push((number, list, pair)),
            None => push_item(grouper, number, &item),
        }
    }
    push_pairs(grouper, &mut pairs);
    true
}

fn push_item(grouper: &mut Grouper<'_, '_>, number: u64, item: &str) {
    let line = Line { number, source: 0, stamp: None, is_part: false, text: item };
    match record::parse(item) {
        Some(record) => grouper.push_record(line, record, 0),
        None => grouper.push_line(line, 1),
    }
}

/// The time and the line of an item of Loki's.
fn pair(item: &str) -> Option<(Option<Stamp>, String)> {
    let Value::Array(values) = record::parse_value(item)? else { return None };
    let mut values = values.into_iter();
    let (time, line) = (values.next()?, values.next()?);
    let Value::String(line) = line else { return None };
    let ms = time.as_str().and_then(|time| time.parse().ok()).or(time.as_f64());
    Some((ms.and_then(time::from_number).map(Stamp::Unix), line))
}

type Pair = (u64, u64, (Option<Stamp>, String));

/// Takes the lines of a stream of Loki's, which come in either order.
fn push_pairs(grouper: &mut Grouper<'_, '_>, pairs: &mut Vec<Pair>) {
    let time = |pair: Option<&Pair>| match pair {
        Some((_, _, (Some(Stamp::Unix(ms)), _))) => *ms,
        _ => 0,
    };
    if time(pairs.first()) > time(pairs.last()) {
        pairs.reverse();
    }
    for (number, list, (stamp, text)) in pairs.drain(..) {
        let source = prefix::source_of(&list.to_string());
        for text in text.lines() {
            grouper.push_line(Line { number, source, stamp, is_part: false, text }, 1);
        }
    }
}

/// What is known about the form of a log.
#[derive(Debug)]
enum Divider {
    /// Too few bytes came to know it.
    Unknown,
    Lines,
    Rows(Header),
    Documents {
        scanner: Box<Scanner>,
        ends: Vec<(usize, u64)>,
        items: Vec<u8>,
    },
}

/// Divides the bytes of one log into chunks.
#[derive(Debug)]
pub(crate) struct Input {
    unpacker: Unpacker,
    divider: Divider,
    buffer: Vec<u8>,
    /// How much of the beginning was examined to find out the form.
    sniffed: usize,
    /// Where the line begins in the buffer that is not complete.
    line_start: usize,
    /// How many lines of the buffer are complete.
    held: u64,
    /// Whether the rest of a line that is too long is skipped.
    skips: bool,
    /// Whether the place is inside of a quoted field of a table.
    is_quoted: bool,
    /// The number of the next line or item.
    next: u64,
    /// How many lines or items there were.
    pub(crate) lines: u64,
    /// How many of them were too long.
    pub(crate) cut: u64,
}

impl Default for Input {
    fn default() -> Self {
        Self {
            unpacker: Unpacker::default(),
            divider: Divider::Unknown,
            buffer: Vec::new(),
            sniffed: 0,
            line_start: 0,
            held: 0,
            skips: false,
            is_quoted: false,
            next: 1,
            lines: 0,
            cut: 0,
        }
    }
}

impl Input {
    /// How many bytes to give at a time, so that memory is bounded.
    pub(crate) fn step(&self) -> usize {
        self.unpacker.step()
    }

    /// Takes the next bytes.
    pub(crate) fn feed(&mut self, bytes: &[u8], chunks: &mut Vec<Chunk>) -> Result<(), LogError> {
        let mut unpacked = Vec::new();
        let result = self.unpacker.feed(bytes, &mut unpacked);
        self.divide(&unpacked, chunks)?;
        result
    }

    /// Gives what is complete so far.
    pub(crate) fn flush(&mut self, chunks: &mut Vec<Chunk>) -> Result<(), LogError> {
        self.sniff(chunks, true)?;
        if let Divider::Documents { .. } = self.divider {
            self.end_items(chunks);
        } else if !self.is_quoted {
            self.end_chunk(self.line_start, self.held, chunks);
        }
        Ok(())
    }

    /// Takes the end of the log.
    pub(crate) fn finish(&mut self, chunks: &mut Vec<Chunk>) -> Result<(), LogError> {
        let mut unpacked = Vec::new();
        let result = self.unpacker.finish(&mut unpacked);
        self.divide(&unpacked, chunks)?;
        self.sniff(chunks, true)?;
        if let Divider::Documents { scanner, .. } = &self.divider {
            let (is_whole, count) = (scanner.is_between(), scanner.count);
            self.end_items(chunks);
            result?;
            return if is_whole { Ok(()) } else { Err(broken("breaks off", count)) };
        }
        self.lines += u64::from(self.buffer.len() > self.line_start);
        self.end_chunk(self.buffer.len(), self.held, chunks);
        result
    }

    fn divide(&mut self, bytes: &[u8], chunks: &mut Vec<Chunk>) -> Result<(), LogError> {
        if let Divider::Unknown = self.divider {
            self.buffer.extend_from_slice(bytes);
            return self.sniff(chunks, false);
        }
        if let Divider::Documents { .. } = self.divider {
            return self.scan(bytes, chunks);
        }
        self.take_lines(bytes, chunks);
        Ok(())
    }

    /// Finds out the form, if enough came to know it.
    fn sniff(&mut self, chunks: &mut Vec<Chunk>, is_end: bool) -> Result<(), LogError> {
        if !matches!(self.divider, Divider::Unknown) {
            return Ok(());
        }
        let Some(start) = self.buffer.iter().position(|byte| !byte.is_ascii_whitespace()) else {
            if self.buffer.len() > MOST_SPACE {
                self.divider = Divider::Lines;
                let buffer = std::mem::take(&mut self.buffer);
                self.take_lines(&buffer, chunks);
            }
            return Ok(());
        };
        let head = &self.buffer[start..];
        let is_json = matches!(head.first(), Some(b'{' | b'['));
        // Where the first line ends, which is looked for once.
        let from = self.sniffed.max(start);
        let newline = memchr::memchr(b'\n', self.buffer.get(from..).unwrap_or(&[]));
        self.sniffed = newline.map_or(self.buffer.len(), |newline| from + newline);
        let first = newline.map(|newline| from + newline - start);
        let is_enough = match (head.first(), first) {
            _ if is_end || head.len() > LONGEST_LINE => true,
            (Some(b'['), _) => {
                let next = head.iter().skip(1).take(MOST_SPACE);
                head.len() > MOST_SPACE || next.clone().any(|byte| !byte.is_ascii_whitespace())
            }
            (Some(b'{'), Some(first)) => head.len() > first + 2,
            (_, first) => first.is_some(),
        };
        if !is_enough {
            return Ok(());
        }
        let line = &head[..first.unwrap_or(head.len())];
        let rest = first.map_or(&[][..], |first| &head[first + 1..]);
        if is_json && is_document(line, rest) {
            self.divider =
                Divider::Documents { scanner: Box::default(), ends: Vec::new(), items: Vec::new() };
            let buffer = std::mem::take(&mut self.buffer);
            return self.scan(&buffer, chunks);
        }
        // A name is no long text.
        let header = if is_json || line.len() > CHUNK {
            None
        } else {
            rows::header(&String::from_utf8_lossy(line))
        };
        let end = start + first.map_or(line.len(), |first| first + 1);
        let mut buffer = std::mem::take(&mut self.buffer);
        self.divider = match header {
            Some(header) => {
                let before = &buffer[..end.min(buffer.len())];
                self.next += memchr::memchr_iter(b'\n', before).count() as u64;
                buffer.drain(..end.min(buffer.len()));
                Divider::Rows(header)
            }
            None => Divider::Lines,
        };
        self.take_lines(&buffer, chunks);
        Ok(())
    }

    /// Takes bytes of documents.
    fn scan(&mut self, bytes: &[u8], chunks: &mut Vec<Chunk>) -> Result<(), LogError> {
        let Divider::Documents { scanner, ends, items } = &mut self.divider else { return Ok(()) };
        let (count, cut) = (scanner.count, scanner.cut);
        let next = &mut self.next;
        let result = scanner.feed(bytes, &mut |item, list| {
            items.extend_from_slice(item);
            ends.push((items.len(), list));
            if items.len() >= CHUNK {
                let count = ends.len() as u64;
                let form = Form::Items(std::mem::take(ends));
                chunks.push(Chunk { form, bytes: std::mem::take(items), first: *next });
                *next += count;
            }
        });
        self.lines += scanner.count - count;
        self.cut += scanner.cut - cut;
        let count = scanner.count;
        match result {
            Ok(()) => Ok(()),
            Err(Stop::Text(place)) => {
                self.end_items(chunks);
                self.divider = Divider::Lines;
                self.take_lines(bytes.get(place..).unwrap_or(&[]), chunks);
                Ok(())
            }
            Err(Stop::Broken) => {
                self.end_items(chunks);
                Err(broken("is wrong", count))
            }
        }
    }

    fn end_items(&mut self, chunks: &mut Vec<Chunk>) {
        let Divider::Documents { ends, items, .. } = &mut self.divider else { return };
        if !ends.is_empty() {
            let count = ends.len() as u64;
            let form = Form::Items(std::mem::take(ends));
            chunks.push(Chunk { form, bytes: std::mem::take(items), first: self.next });
            self.next += count;
        }
    }

    /// Takes bytes of lines or rows.
    fn take_lines(&mut self, bytes: &[u8], chunks: &mut Vec<Chunk>) {
        let mut rest = bytes;
        while !rest.is_empty() {
            let newline = memchr::memchr(b'\n', rest);
            let (part, after) = rest.split_at(newline.map_or(rest.len(), |newline| newline + 1));
            rest = after;
            self.take_part(part, newline.is_some());
            if newline.is_some() {
                self.end_line(chunks);
            }
        }
    }

    /// Takes a part of a line.
    fn take_part(&mut self, part: &[u8], is_end: bool) {
        let room = LONGEST_LINE.saturating_sub(self.buffer.len() - self.line_start);
        if part.len() <= room && !self.skips {
            self.buffer.extend_from_slice(part);
            return;
        }
        if !self.skips {
            self.buffer.extend_from_slice(part.get(..room).unwrap_or(part));
            self.cut += 1;
        }
        self.skips = !is_end;
        if is_end {
            self.buffer.push(b'\n');
        }
    }

    /// Takes the end of a line, and ends the chunk if it is large.
    fn end_line(&mut self, chunks: &mut Vec<Chunk>) {
        let start = std::mem::replace(&mut self.line_start, self.buffer.len());
        self.held += 1;
        if let Divider::Rows(_) = self.divider {
            let line = self.buffer.get(start..).unwrap_or(&[]);
            self.is_quoted ^= memchr::memchr_iter(b'"', line).count() % 2 == 1;
            if self.is_quoted && self.buffer.len() <= LONGEST_LINE {
                return;
            }
            // A quote that nothing closes.
            self.cut += u64::from(self.is_quoted);
            self.is_quoted = false;
            self.lines += 1;
            if self.buffer.len() >= CHUNK {
                self.end_chunk(self.buffer.len(), self.held, chunks);
            }
            return;
        }
        self.lines += 1;
        if start < CHUNK {
            return;
        }
        let (before, line) = self.buffer.split_at(start);
        let is_much = self.buffer.len() > CHUNK + group::LONGEST;
        if is_much || begins_anew(before, &line[..line.len().min(BEGINNING)]) {
            self.end_chunk(start, self.held - 1, chunks);
        }
    }

    /// Ends the chunk after so many bytes, which are so many lines.
    fn end_chunk(&mut self, end: usize, lines: u64, chunks: &mut Vec<Chunk>) {
        if end == 0 || end > self.buffer.len() {
            return;
        }
        let form = match &self.divider {
            Divider::Rows(header) => Form::Rows(header.clone()),
            _ => Form::Lines,
        };
        let rest = self.buffer.split_off(end);
        let bytes = std::mem::replace(&mut self.buffer, rest);
        chunks.push(Chunk { form, bytes, first: self.next });
        self.next += lines;
        self.held -= lines.min(self.held);
        self.line_start = self.line_start.saturating_sub(end);
    }
}

fn broken(how: &str, count: u64) -> LogError {
    let items = if count == 1 { "entry" } else { "entries" };
    LogError::new(&format!("its JSON {how} after {count} {items}; get the whole file"))
}

/// Whether a line begins an entry, whatever stands before it.
fn begins_anew(before: &[u8], line: &[u8]) -> bool {
    if line.starts_with(b"{\"") {
        return !before.trim_ascii_end().ends_with(b":");
    }
    let line = line.strip_prefix(b"[").unwrap_or(line);
    if line.starts_with(b"pod/") {
        return true;
    }
    let Some((_, length)) = time::at(line) else { return false };
    // The frames of a traceback in which each line has a time.
    !line.get(length..).is_some_and(|rest| rest.starts_with(b"  ") || rest.starts_with(b" \t"))
}

/// Whether JSON that begins with a line is a document, or an object on several lines.
fn is_document(line: &[u8], rest: &[u8]) -> bool {
    let after = line.get(1..).unwrap_or(&[]).trim_ascii_start();
    let next = if after.is_empty() { rest.trim_ascii_start() } else { after };
    if line.starts_with(b"[") {
        return next.starts_with(b"{") || next.starts_with(b"]");
    }
    if !next.starts_with(b"\"") && !next.starts_with(b"}") {
        return false;
    }
    let mut scanner = Scanner::default();
    let result = scanner.feed(line, &mut |_, _| {});
    match result {
        // Several objects on one line, or one: each line is read on its own.
        Ok(()) if scanner.is_between() => scanner.count > 1,
        // A line of JSON Lines breaks off inside of a value.
        Ok(()) => scanner.is_between_items() || !rest.starts_with(b"{\""),
        Err(_) => false,
    }
}

#[cfg(test)]
mod tests;
