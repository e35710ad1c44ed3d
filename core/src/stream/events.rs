//! What an event says, whatever framing it came in.

use std::collections::VecDeque;

use base64::Engine as _;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::aws::{Frame, FrameHeaders};
use super::block::{self, Field};
use super::ending::{Ended, Ending, StreamError};
use super::event::{Extent, Facts};
use super::json_end::{self, GrowingJson};
use super::options::StreamOptions;
use super::progress::Progress;
use super::shape::{Shapes, Wrapper};
use super::telling::{self, Around, NOTHING, Told};
use crate::read::json::Reader;
use crate::report::Report;
use crate::rules::streams::{DONE, STATUS_IN_COMMENT};

/// How many errors of a stream are reported at most.
const MAX_TOLD: usize = 16;

/// The name of an event that is an error.
const ERROR: &[u8] = b"error";

/// The name of an event that has none.
const MESSAGE: &[u8] = b"message";

/// The alphabet of base64, with or without padding.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Reads events, and keeps what they say.
#[derive(Clone, Debug)]
pub(super) struct Events {
    pub(super) options: StreamOptions,
    pub(super) progress: Progress,
    pub(super) shapes: Shapes,
    /// What stands around events in base64.
    pub(super) wrapper: Wrapper,
    pub(super) errors: VecDeque<StreamError>,
    /// The errors that were told, the first one whole.
    first: Option<Box<Told>>,
    others: Vec<StreamError>,
    /// Whether content came before the first error.
    delivered_before: bool,
    /// Room for data that is not in one piece.
    scratch: Vec<u8>,
}

impl Events {
    pub(super) fn new(options: StreamOptions) -> Self {
        Self {
            options,
            progress: Progress::default(),
            shapes: Shapes::default(),
            wrapper: Wrapper::default(),
            errors: VecDeque::new(),
            first: None,
            others: Vec::new(),
            delivered_before: false,
            scratch: Vec::new(),
        }
    }

    /// The first error.
    pub(super) fn first(&self) -> Option<&Told> {
        self.first.as_deref()
    }

    pub(super) fn into_first(self) -> Option<Told> {
        self.first.map(|told| *told)
    }

    /// Whether content came before the first error, or at all.
    pub(super) fn delivered(&self) -> bool {
        if self.first.is_some() { self.delivered_before } else { self.progress.delivered }
    }

    /// Reads a server-sent event, or lines of text.
    pub(super) fn block<'e>(&mut self, raw: &'e [u8], mut around: Around<'e>) {
        let mut data: Option<(usize, &[u8])> = None;
        let (mut lines_of_data, mut data_end) = (0, 0);
        let mut text: Option<usize> = None;
        let mut name = None;
        let mut json = GrowingJson::default();
        for (start, line) in block::lines(raw) {
            let breaks_off = around.is_cut && start + line.len() == raw.len();
            match block::field(line) {
                // A name that breaks off may be the beginning of a longer one.
                Some((Field::Event, value)) if !breaks_off => name = Some(value.trim_ascii_end()),
                Some((field @ (Field::Data | Field::Error), value)) => {
                    around.is_marked |= field == Field::Error;
                    lines_of_data += 1;
                    if data.is_none() {
                        data = Some((start + line.len() - value.len(), value));
                        data_end = start + line.len();
                    }
                }
                Some((Field::Comment, value)) => {
                    around.status = status_in_comment(value).or(around.status);
                }
                Some((Field::Event | Field::Other, _)) => {}
                None if line.trim_ascii().is_empty() => {}
                None if breaks_off && block::may_become_field(line, self.progress.events > 0) => {
                    self.progress.breaks_off = true;
                }
                // JSON may go on in the lines that follow.
                None if text.is_none()
                    && data.is_some_and(|(offset, _)| {
                        matches!(raw.get(offset), Some(b'{' | b'['))
                            && !json.is_whole(&raw[offset..data_end])
                    }) =>
                {
                    data_end = start + line.len();
                }
                None => text = text.or(Some(start)),
            }
        }
        around.name = name;
        around.is_marked |= name == Some(ERROR);
        match data {
            Some((offset, _)) if lines_of_data == 1 => {
                self.data(raw, offset, &raw[offset..data_end], &around);
            }
            Some(_) => self.several_lines(raw, &around),
            None if name.is_some() && text.is_none() => self.data(raw, 0, b"", &around),
            None => {}
        }
        if let Some(start) = text {
            let text = raw[start..].trim_ascii();
            let position = around.position + start as u64;
            let around = Around { name: None, position, is_marked: data.is_none(), ..around };
            if matches!(text.first(), Some(b'{' | b'[')) {
                let around = Around { is_marked: false, ..around };
                self.data(text, 0, text, &around);
            } else {
                self.text(text, &around);
            }
        }
    }

    /// Reads an event whose data is in several lines.
    fn several_lines(&mut self, raw: &[u8], around: &Around<'_>) {
        let values = || {
            block::lines(raw).filter_map(|(_, line)| match block::field(line) {
                Some((Field::Data | Field::Error, value)) => Some(value),
                _ => None,
            })
        };
        let mut joined = std::mem::take(&mut self.scratch);
        joined.clear();
        for (at, value) in values().enumerate() {
            if at > 0 {
                joined.push(b'\n');
            }
            joined.extend_from_slice(value);
        }
        let begins_json = |text: &[u8]| matches!(text.first(), Some(b'{' | b'['));
        let is_json = |text: &[u8]| text == DONE.as_bytes() || json_end::is_whole(text);
        if !json_end::is_whole(&joined)
            && begins_json(&joined)
            && values().all(|value| value.is_empty() || is_json(value.trim_ascii()))
        {
            for value in values() {
                self.data(value, 0, value, around);
            }
        } else {
            self.data(&joined, 0, &joined, around);
        }
        self.scratch = joined;
    }

    /// Reads the data of an event, which is at this position of the event's bytes.
    pub(super) fn data(&mut self, raw: &[u8], offset: usize, data: &[u8], around: &Around<'_>) {
        let start = data.len() - data.trim_ascii_start().len();
        let (offset, data) = (offset + start, data.trim_ascii());
        let mut facts = Facts::default();
        if let Some(name) = around.name {
            facts.take_name(name);
        }
        match data.first() {
            Some(_) if facts.is_text => {
                facts.has_content = true;
                self.progress.take(&facts);
            }
            None => {
                if around.is_marked {
                    self.tell(telling::tell(NOTHING, around, &self.options), around);
                } else if facts.dialects != 0 {
                    if around.is_cut {
                        facts.forget_marks();
                    }
                    self.progress.take(&facts);
                }
            }
            _ if is_done(data) && !around.is_marked => self.progress.done(),
            Some(b'{' | b'[') => self.json(raw, offset, data, facts, around),
            Some(b'"' | b'-' | b'0'..=b'9' | b'n' | b't' | b'f') if is_scalar(data) => {
                self.progress.take(&facts);
                if around.is_marked {
                    self.tell(telling::tell_marked(data, around, &self.options), around);
                } else {
                    self.progress.delivered |= data != b"null";
                }
            }
            Some(_) if around.is_marked || matches!(around.name, None | Some(MESSAGE)) => {
                self.text(data, around);
            }
            Some(_) => {
                self.progress.take(&facts);
            }
        }
    }

    fn json(
        &mut self,
        raw: &[u8],
        offset: usize,
        data: &[u8],
        mut facts: Facts,
        around: &Around<'_>,
    ) {
        let extent = facts.read(data, !self.progress.delivered);
        if extent == Extent::Part && (around.is_cut || !around.is_condensed) {
            if around.is_cut {
                // What an event says counts once it is whole.
                self.progress.breaks_off = true;
                facts.forget_marks();
            } else {
                // What is no JSON is an error, but its marks count.
                self.progress.take(&facts);
                let around = Around { is_marked: true, ..*around };
                self.tell(telling::tell(data, &around, &self.options), &around);
                return;
            }
        }
        let around = &Around { is_marked: around.is_marked || facts.is_marked, ..*around };
        if let Some(base64) = facts.base64
            && !around.is_marked
            && !facts.may_be_error
        {
            if extent == Extent::Whole && !around.is_condensed {
                self.wrapper.learn(raw, offset, base64.range(), &facts.spans);
            }
            self.base64(base64.raw(data), around);
            return;
        }
        let is_known = facts.dialects != 0;
        let may_fail = around.is_marked
            || around.status.is_some()
            || facts.may_be_error
            || facts.fails
            || !is_known
            || self.options.status >= 300;
        let mut told = if may_fail { telling::tell(data, around, &self.options) } else { None };
        if told.is_none() && (around.is_marked || facts.fails) && facts.problem.is_none() {
            told = telling::tell(NOTHING, around, &self.options);
        }
        if told.is_some() {
            // What else the event says comes after its error.
            self.tell(told, around);
            facts.has_content = false;
            self.progress.take(&facts);
            return;
        }
        // What no row knows may be content.
        facts.has_content |=
            !is_known && facts.problem.is_none() && !facts.keeps_alive && extent == Extent::Whole;
        let says_new = self.progress.take(&facts);
        if let Some(problem) = facts.problem {
            let told =
                telling::tell_problem(data, problem, facts.explanation, around, &self.options);
            self.tell(told, around);
        } else if !says_new
            && extent == Extent::Whole
            && (around.is_frame || block::shows_its_end(raw))
        {
            self.shapes.learn(raw, offset, &facts.spans);
        }
    }

    /// Reads an event in base64.
    #[inline(never)]
    pub(super) fn base64(&mut self, text: &[u8], around: &Around<'_>) {
        let mut decoded = std::mem::take(&mut self.scratch);
        decoded.clear();
        let is_json = BASE64.decode_vec(text, &mut decoded).is_ok()
            && matches!(decoded.trim_ascii().first(), Some(b'{'));
        if is_json && self.shapes.is_known(&decoded) {
            self.progress.events += 1;
        } else if is_json && !around.is_nested {
            let around = Around { name: None, is_nested: true, is_frame: false, ..*around };
            self.data(&decoded, 0, &decoded, &around);
        } else {
            // What an agent answers is text.
            self.progress.events += 1;
            self.progress.delivered = true;
        }
        self.scratch = decoded;
    }

    /// Takes a text where JSON is expected: a line of a proxy, a page.
    pub(super) fn text(&mut self, text: &[u8], around: &Around<'_>) {
        let around = Around { is_marked: true, ..*around };
        let told = telling::tell(text, &around, &self.options);
        // A text may be the answer where text is announced and nothing else came, unless its words
        // are those of an error.
        let may_be_answer = self.progress.events == 0 && self.options.is_media_type("text/plain");
        if may_be_answer && told.as_ref().is_some_and(Told::says_nothing) {
            self.progress.events += 1;
            self.progress.delivered = true;
        } else {
            self.tell(told, &around);
            self.progress.events += 1;
        }
    }

    /// Reads an AWS frame.
    pub(super) fn frame(&mut self, frame: &Frame<'_>, around: &Around<'_>) {
        let headers = FrameHeaders::read(frame.headers);
        match headers.message_type {
            b"exception" => {
                let exception_type = headers.exception_type;
                let around = Around { exception_type, is_marked: true, ..*around };
                let told = telling::tell_marked(frame.payload, &around, &self.options);
                self.progress.events += 1;
                self.tell(told, &around);
            }
            ERROR => {
                let (code, message) = (headers.error_code, headers.error_message);
                let told = telling::tell_headers(code, message, around, &self.options);
                self.progress.events += 1;
                self.tell(told, around);
            }
            _ => {
                let around = Around { name: Some(headers.event_type), is_frame: true, ..*around };
                let offset = frame.headers.len();
                self.data(frame.content, offset, frame.payload, &around);
            }
        }
    }

    /// Takes an error, unless it was told already.
    fn tell(&mut self, told: Option<Told>, around: &Around<'_>) {
        let Some(told) = told else { return };
        let Some(first) = &self.first else {
            self.delivered_before = self.progress.delivered;
            self.errors
                .push_back(StreamError { report: told.report.clone(), position: around.position });
            self.first = Some(Box::new(told));
            return;
        };
        let is_same = |known: &Report<'_>| telling::is_same(known, &told.report);
        let is_known =
            is_same(&first.report) || self.others.iter().any(|error| is_same(&error.report));
        if self.others.len() + 1 < MAX_TOLD && !is_known {
            let error = StreamError { report: told.report, position: around.position };
            self.errors.push_back(error.clone());
            self.others.push(error);
        }
    }

    /// How the stream ended.
    pub(super) fn ending(&mut self, skipped: u64) -> Ending {
        if self.first.is_none() && self.options.status >= 300 {
            let around = Around::default();
            let told = telling::tell(b"", &around, &self.options);
            self.tell(told, &around);
        }
        let ended = match (&self.first, self.progress.is_whole()) {
            (Some(_), _) => Ended::Error,
            (None, Some(true)) => Ended::Complete,
            (None, Some(false)) => Ended::CutOff,
            (None, None) => Ended::Unknown,
        };
        let report = match ended {
            Ended::Error => self.first.as_ref().map(|told| told.report.clone()),
            Ended::CutOff => Some(self.options.report_cut_off()),
            _ => None,
        };
        let (delivered, events) = (self.delivered(), self.progress.events);
        Ending { ended, delivered, events, skipped, report }
    }
}

/// Whether data is the terminator, perhaps as a JSON string.
fn is_done(data: &[u8]) -> bool {
    let inside = data.strip_prefix(b"\"").and_then(|data| data.strip_suffix(b"\""));
    inside.unwrap_or(data) == DONE.as_bytes()
}

/// Whether a text is one JSON value that is neither object nor list.
fn is_scalar(text: &[u8]) -> bool {
    let mut reader = <Reader>::new(text, 0);
    reader.scalar().is_ok_and(|value| !value.is_truncated()) && reader.at_end()
}

/// The status in a comment: `HTTP_STATUS/400`, `408: 408 Request Timeout`.
fn status_in_comment(comment: &[u8]) -> Option<u16> {
    let comment = comment.trim_ascii();
    STATUS_IN_COMMENT.iter().find_map(|prefix| {
        let digits = comment.strip_prefix(prefix.as_bytes())?;
        let (digits, rest) = digits.split_first_chunk::<3>()?;
        let ends = match rest.first() {
            None => !prefix.is_empty(),
            Some(&next) => next == b':' || (!prefix.is_empty() && !next.is_ascii_digit()),
        };
        let status = core::str::from_utf8(digits).ok()?.parse().ok()?;
        (ends && (400..=599).contains(&status)).then_some(status)
    })
}
