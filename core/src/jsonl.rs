//! JSON Lines: one record in, one report out.

use core::fmt;
use std::borrow::Cow;

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::entry::classify;
use crate::kind::{Kind, Provider};
use crate::loose_json::{self, Loose, Members};
use crate::report::Report;
use crate::response::{Options, Response};

/// How many threads classify at most.
const MOST_THREADS: usize = 64;

/// From this length on, lines are worth a thread.
const WORTH_A_THREAD: usize = 16 << 10;

/// How much room for the reports is reserved at most.
const MOST_RESERVED: usize = 4 << 20;

/// A line holds no response.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnusableLine {
    /// The number of the line, from 1.
    pub line: u64,
    /// What is wrong, and what is expected.
    pub message: String,
}

impl fmt::Display for UnusableLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for UnusableLine {}

/// The reports of many lines.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct JsonlReports {
    /// One report as JSON for each line, in their order. That of an unusable line is `unknown`.
    pub json: Vec<u8>,
    /// How many lines there are.
    pub lines: u64,
    /// The unusable lines.
    pub unusable: Vec<UnusableLine>,
    /// How often each kind occurs in the other lines, in the order of [`Kind::ALL`].
    pub kinds: Vec<(Kind, u64)>,
    /// The lines of `json` with characters that may show nothing of themselves, as ranges of bytes
    /// without the newline. No other line has one.
    pub doubtful: Vec<core::ops::Range<usize>>,
}

/// Classifies the response in one line of JSON.
///
/// The line is an object with `status` (0 if it is not known), and perhaps `headers` (an object, whose
/// values are texts or lists of texts, or a list of pairs), `body` or `body_base64`, `stream` (true if
/// the body is one event of a stream), `now` (the time of the response in Unix seconds) and `provider`.
/// Other members are ignored.
///
/// ```
/// let report = apifault::classify_jsonl(br#"{"status": 429, "headers": {"retry-after": "2"}}"#)?;
/// assert_eq!(report.retry.delay_ms, Some(2_000));
/// let error = apifault::classify_jsonl(b"{}").expect_err("no status");
/// assert_eq!(error.message, r#"the object has no "status"; give 0 if it is not known"#);
/// # Ok::<(), apifault::UnusableLine>(())
/// ```
///
/// # Errors
///
/// Returns an error if the line is no such object.
pub fn classify_jsonl(line: &[u8]) -> Result<Report<'static>, UnusableLine> {
    let owned = |report: Report<'_>| report.into_owned();
    with_report(line, owned).map_err(|message| UnusableLine { line: 1, message })
}

/// Classifies the responses in lines of JSON, with a thread for each core.
///
/// With `redact`, the reports are without API keys: see [`Report::redacted`]. Each line is as for
/// [`classify_jsonl`]; the last one needs no newline.
///
/// ```
/// let reports = apifault::classify_jsonl_lines(b"{\"status\": 503}\n{}\n", false);
/// assert_eq!(reports.lines, 2);
/// assert_eq!(reports.unusable[0].line, 2);
/// assert_eq!(reports.json.iter().filter(|byte| **byte == b'\n').count(), 2);
/// ```
pub fn classify_jsonl_lines(lines: &[u8], redact: bool) -> JsonlReports {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let threads = cores.min(MOST_THREADS).min(lines.len() / WORTH_A_THREAD + 1);
    let mut parts = Vec::with_capacity(threads);
    let mut rest = lines;
    for left in (1..=threads).rev() {
        let half = rest.len() / left;
        let newline = rest.get(half..).and_then(|rest| memchr::memchr(b'\n', rest));
        let end =
            if left == 1 { rest.len() } else { newline.map_or(rest.len(), |at| half + at + 1) };
        let (part, after) = rest.split_at(end);
        parts.push(part);
        rest = after;
    }
    let reports: Vec<Part> = if let [part] = parts[..] {
        vec![classify_part(part, redact)]
    } else {
        std::thread::scope(|scope| {
            let threads: Vec<_> =
                parts.iter().map(|part| scope.spawn(move || classify_part(part, redact))).collect();
            let join = |thread: std::thread::ScopedJoinHandle<'_, Part>| {
                thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            };
            threads.into_iter().map(join).collect()
        })
    };
    joined(reports)
}

/// The reports of some of the lines.
struct Part {
    json: Vec<u8>,
    lines: u64,
    unusable: Vec<UnusableLine>,
    /// How often each kind occurs, by its number.
    kinds: Vec<u64>,
    doubtful: Vec<core::ops::Range<usize>>,
}

/// Whether every character of a line shows something of itself: those of common scripts do.
fn is_visible(line: &[u8]) -> bool {
    let shows = |char: char| {
        matches!(
            char,
            ' '..='~'
                | 'À'..='ÿ'
                | 'А'..='я'
                | '\u{2010}'..='\u{2027}'
                | '\u{3041}'..='\u{3096}'
                | '\u{30A1}'..='\u{30FE}'
                | '\u{3001}'..='\u{3011}'
                | '\u{4E00}'..='\u{9FA5}'
                | '\u{AC00}'..='\u{D7A3}'
                | '\u{FF01}'..='\u{FF5E}'
        )
    };
    if line.is_ascii() {
        // JSON has escapes for the other control characters.
        return memchr::memchr(0x7F, line).is_none();
    }
    core::str::from_utf8(line).is_ok_and(|line| line.chars().all(shows))
}

fn joined(parts: Vec<Part>) -> JsonlReports {
    let mut all = JsonlReports::default();
    let mut kinds: Vec<u64> = Vec::new();
    for part in parts {
        all.unusable.extend(part.unusable.into_iter().map(|mut unusable| {
            unusable.line += all.lines;
            unusable
        }));
        all.lines += part.lines;
        let before = all.json.len();
        let moved = part.doubtful.into_iter().map(|line| before + line.start..before + line.end);
        all.doubtful.extend(moved);
        if all.json.is_empty() {
            all.json = part.json;
        } else {
            all.json.extend_from_slice(&part.json);
        }
        kinds.resize(kinds.len().max(part.kinds.len()), 0);
        for (total, count) in kinds.iter_mut().zip(part.kinds) {
            *total += count;
        }
    }
    let counts = Kind::ALL
        .iter()
        .map(|kind| (*kind, kinds.get(kind.as_u32() as usize).copied().unwrap_or(0)));
    all.kinds = counts.filter(|(_, count)| *count > 0).collect();
    all
}

fn classify_part(lines: &[u8], redact: bool) -> Part {
    // A report is some times as long as its line.
    let json = Vec::with_capacity(lines.len().saturating_mul(4).min(MOST_RESERVED));
    let mut part =
        Part { json, lines: 0, unusable: Vec::new(), kinds: Vec::new(), doubtful: Vec::new() };
    let mut write = |report: &Report<'_>| {
        let start = part.json.len();
        // Nothing fails: a vector takes all, and the names of all members are texts.
        let _ = if redact {
            serde_json::to_writer(&mut part.json, &report.redacted())
        } else {
            serde_json::to_writer(&mut part.json, report)
        };
        if !is_visible(&part.json[start..]) {
            part.doubtful.push(start..part.json.len());
        }
        part.json.push(b'\n');
    };
    let mut rest = lines;
    while !rest.is_empty() {
        let end = memchr::memchr(b'\n', rest).map_or(rest.len(), |newline| newline + 1);
        let (line, after) = rest.split_at(end);
        rest = after;
        part.lines += 1;
        let result = with_report(line, |report| {
            write(&report);
            report.kind.as_u32() as usize
        });
        match result {
            Ok(kind) => {
                part.kinds.resize(part.kinds.len().max(kind + 1), 0);
                part.kinds[kind] += 1;
            }
            Err(message) => {
                write(&classify(&Response::new(0, b""), &Options::new()));
                part.unusable.push(UnusableLine { line: part.lines, message });
            }
        }
    }
    part
}

/// Classifies the response in a line, and uses its report.
fn with_report<T>(line: &[u8], used: impl FnOnce(Report<'_>) -> T) -> Result<T, String> {
    let record = Record::read(line)?;
    if matches!(record.status, None | Some(Loose::Null)) {
        return Err("the object has no \"status\"; give 0 if it is not known".to_owned());
    }
    let body = record.body()?;
    let now_ms = record.now_ms()?;
    match &record.headers {
        None | Some(Loose::Null | Loose::Object(_) | Loose::List(_)) => {}
        Some(other) => {
            let got = kind_of(other);
            return Err(format!("\"headers\" must be an object or a list of pairs, not {got}"));
        }
    }
    let is_event = match record.stream {
        None | Some(Loose::Null | Loose::Bool(false)) => false,
        Some(Loose::Bool(true)) => true,
        Some(_) => return Err("\"stream\" must be true or false".to_owned()),
    };
    let status = match record.status {
        Some(Loose::Whole(status)) => u16::try_from(status).ok(),
        _ => None,
    };
    let status = status
        .ok_or_else(|| format!("\"status\" must be a whole number from 0 to {}", u16::MAX))?;
    let pairs = pairs_of(record.headers.as_ref())?;
    let mut options = Options::new();
    options.now_ms = now_ms;
    options.provider = record.provider()?;
    let headers: Vec<(&[u8], &[u8])> = pairs
        .into_iter()
        .map(|(name, value)| Ok((header_text(name)?, header_text(value)?)))
        .collect::<Result<_, String>>()?;
    let response = Response::new(status, &body).with_headers(headers);
    let response = if is_event { response.as_event() } else { response };
    Ok(used(classify(&response, &options)))
}

/// The members of a line.
#[derive(Default)]
struct Record<'l> {
    status: Option<Loose<'l>>,
    headers: Option<Loose<'l>>,
    body: Option<Loose<'l>>,
    body_base64: Option<Loose<'l>>,
    stream: Option<Loose<'l>>,
    now: Option<Loose<'l>>,
    provider: Option<Loose<'l>>,
}

impl<'l> Record<'l> {
    fn read(line: &'l [u8]) -> Result<Self, String> {
        let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
        let text = std::str::from_utf8(line)
            .map_err(|error| format!("the line is not UTF-8 (byte {})", error.valid_up_to() + 1))?;
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let read = RecordSeed.deserialize(&mut deserializer);
        if let Ok(record) = read.and_then(|record| deserializer.end().map(|()| record)) {
            return Ok(record);
        }
        let value = loose_json::parse(text).map_err(|refusal| {
            let sentence = refusal.sentence(text);
            match refusal {
                loose_json::Refusal::Syntax(..) => format!("the line is not JSON: {sentence}"),
                _ => sentence,
            }
        })?;
        let Loose::Object(members) = value else {
            return Err(format!("the line must be a JSON object, not {}", kind_of(&value)));
        };
        let mut record = Self::default();
        for (name, value) in members {
            if let Some(member) = record.member(&name) {
                *member = Some(value);
            }
        }
        Ok(record)
    }

    fn member(&mut self, name: &[u8]) -> Option<&mut Option<Loose<'l>>> {
        Some(match name {
            b"status" => &mut self.status,
            b"headers" => &mut self.headers,
            b"body" => &mut self.body,
            b"body_base64" => &mut self.body_base64,
            b"stream" => &mut self.stream,
            b"now" => &mut self.now,
            b"provider" => &mut self.provider,
            _ => return None,
        })
    }

    fn body(&self) -> Result<Cow<'_, [u8]>, String> {
        let body: Option<&[u8]> = match &self.body {
            None | Some(Loose::Null) => None,
            Some(Loose::Text(text)) => Some(text),
            Some(other) => return Err(format!("\"body\" must be text, not {}", kind_of(other))),
        };
        match &self.body_base64 {
            None | Some(Loose::Null) => Ok(Cow::Borrowed(body.unwrap_or(b""))),
            Some(_) if body.is_some() => {
                Err("the object has both \"body\" and \"body_base64\"; give one".to_owned())
            }
            Some(Loose::Text(text)) => decoded(text)
                .map(Cow::Owned)
                .map_err(|error| format!("\"body_base64\" is not Base64: {error}")),
            Some(other) => Err(format!("\"body_base64\" must be text, not {}", kind_of(other))),
        }
    }

    fn now_ms(&self) -> Result<Option<u64>, String> {
        let seconds = match &self.now {
            None | Some(Loose::Null) => return Ok(None),
            #[expect(clippy::cast_precision_loss, reason = "a time need not be more exact")]
            Some(Loose::Whole(seconds)) => *seconds as f64,
            Some(Loose::Fraction(seconds)) => *seconds,
            Some(other) => {
                let got = kind_of(other);
                return Err(format!("\"now\" must be a number of seconds, not {got}"));
            }
        };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it is not negative, and the cast saturates"
        )]
        let ms =
            (seconds.is_finite() && seconds >= 0.0).then(|| (seconds * 1_000.0).round() as u64);
        Ok(ms)
    }

    fn provider(&self) -> Result<Option<Provider>, String> {
        let word = match &self.provider {
            None | Some(Loose::Null) => return Ok(None),
            Some(Loose::Text(word)) => String::from_utf8_lossy(word),
            Some(other) => {
                return Err(format!("expected a provider or its word, got {}", type_of(other)));
            }
        };
        word.parse().map(Some).map_err(|_| unknown_word("provider", &word, &provider_words()))
    }
}

/// The sentence about a word that is none of an enumeration: also for the binding of Python.
pub fn unknown_word(what: &str, word: &str, words: &[&str]) -> String {
    format!("unknown {what} {:?}; use one of {}", shown(word), words.join(", "))
}

/// A text without API keys, cut so that it fits a line: also for the binding of Python.
pub fn shown(text: &str) -> String {
    const CHARS: usize = 48;
    let text = crate::redact(text);
    match text.char_indices().nth(CHARS) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.into_owned(),
    }
}

// Not inlined: if LLVM 22 knows how many words are joined, it optimizes for many minutes.
#[inline(never)]
fn provider_words() -> Vec<&'static str> {
    Provider::ALL.iter().map(|provider| provider.as_str()).collect()
}

/// The bytes of a text; the type of anything else.
type Text<'r> = Result<&'r [u8], &'static str>;

fn text_of<'r>(value: &'r Loose<'_>) -> Text<'r> {
    if let Loose::Text(text) = value { Ok(text) } else { Err(type_of(value)) }
}

/// Headers as pairs, one for each value.
fn pairs_of<'r>(headers: Option<&'r Loose<'_>>) -> Result<Vec<(Text<'r>, Text<'r>)>, String> {
    fn push<'r>(pairs: &mut Vec<(Text<'r>, Text<'r>)>, name: Text<'r>, value: &'r Loose<'_>) {
        if let Loose::List(values) = value {
            pairs.extend(values.iter().map(|value| (name, text_of(value))));
        } else {
            pairs.push((name, text_of(value)));
        }
    }
    let mut pairs = Vec::new();
    match headers {
        Some(Loose::Object(members)) => {
            for (name, value) in members {
                push(&mut pairs, Ok(name), value);
            }
        }
        Some(Loose::List(items)) => {
            for item in items {
                match item {
                    Loose::List(pair) if pair.len() == 2 => {
                        push(&mut pairs, text_of(&pair[0]), &pair[1]);
                    }
                    other => {
                        let got = type_of(other);
                        return Err(format!("expected a (name, value) pair, got {got}"));
                    }
                }
            }
        }
        _ => {}
    }
    Ok(pairs)
}

fn header_text(text: Text<'_>) -> Result<&[u8], String> {
    text.map_err(|got| format!("expected bytes or str in a header's name or value, got {got}"))
}

/// What a value is, in words.
fn kind_of(value: &Loose<'_>) -> &'static str {
    match value {
        Loose::Null => "null",
        Loose::Bool(_) => "true or false",
        Loose::Whole(_) | Loose::Fraction(_) => "a number",
        Loose::Text(_) => "text",
        Loose::List(_) => "a list",
        Loose::Object(_) => "an object",
    }
}

/// What a value is, as Python names its type.
fn type_of(value: &Loose<'_>) -> &'static str {
    match value {
        Loose::Null => "NoneType",
        Loose::Bool(_) => "bool",
        Loose::Whole(_) => "int",
        Loose::Fraction(_) => "float",
        Loose::Text(_) => "str",
        Loose::List(_) => "list",
        Loose::Object(_) => "dict",
    }
}

/// Base64 with padding, whose last bits may be any.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::RequireCanonical),
);

fn decoded(text: &[u8]) -> Result<Vec<u8>, Cow<'static, str>> {
    if !text.is_ascii() {
        return Err("string argument should contain only ASCII characters".into());
    }
    let data = text.iter().rposition(|byte| *byte != b'=').map_or(0, |last| last + 1);
    let is_padded = data % 4 == 0 && data > 0;
    // Padding that whole groups of four do not need is ignored.
    let needed = if is_padded { &text[..data] } else { text };
    BASE64.decode(needed).map_err(|_| wrong_base64(needed))
}

/// Why a text is no Base64.
fn wrong_base64(text: &[u8]) -> Cow<'static, str> {
    if text.first() == Some(&b'=') {
        return "Leading padding not allowed".into();
    }
    let (mut count, mut padding) = (0_usize, 0);
    for (place, byte) in text.iter().enumerate() {
        match byte {
            b'=' => {
                padding += 1;
                if count % 4 >= 2 && count % 4 + padding >= 4 {
                    let is_end = place + 1 == text.len();
                    let rest =
                        if is_end { "Incorrect padding" } else { "Excess data after padding" };
                    return rest.into();
                }
            }
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'+' | b'/' if padding == 0 => count += 1,
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'+' | b'/' => {
                return "Discontinuous padding not allowed".into();
            }
            _ => return "Only base64 data is allowed".into(),
        }
    }
    if count % 4 == 1 {
        return format!(
            "Invalid base64-encoded string: number of data characters ({count}) cannot be 1 more \
             than a multiple of 4"
        )
        .into();
    }
    "Incorrect padding".into()
}

/// Reads the members that are used, and skips the others.
struct RecordSeed;

impl<'de> DeserializeSeed<'de> for RecordSeed {
    type Value = Record<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Record<'de>, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for RecordSeed {
    type Value = Record<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Record<'de>, A::Error> {
        let mut record = Record::default();
        while let Some(name) = members.next_key::<Cow<'de, str>>()? {
            match record.member(name.as_bytes()) {
                Some(member) => *member = Some(members.next_value_seed(LooseSeed)?),
                None => members.next_value_seed(Skipped)?,
            }
        }
        Ok(record)
    }
}

/// Reads a value that is used.
struct LooseSeed;

impl<'de> DeserializeSeed<'de> for LooseSeed {
    type Value = Loose<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Loose<'de>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for LooseSeed {
    type Value = Loose<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Loose<'de>, E> {
        Ok(Loose::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Loose<'de>, E> {
        Ok(Loose::Bool(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Loose<'de>, E> {
        Ok(Loose::Whole(value.into()))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Loose<'de>, E> {
        Ok(Loose::Whole(value.into()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Loose<'de>, E> {
        // Perhaps a whole number that is too large, or has too many digits.
        if value.abs() > 1e18 {
            Err(E::custom("a large number"))
        } else {
            Ok(Loose::Fraction(value))
        }
    }

    fn visit_borrowed_str<E: Error>(self, value: &'de str) -> Result<Loose<'de>, E> {
        Ok(Loose::Text(Cow::Borrowed(value.as_bytes())))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Loose<'de>, E> {
        Ok(Loose::Text(Cow::Owned(value.as_bytes().to_vec())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Loose<'de>, A::Error> {
        let mut all = Vec::new();
        while let Some(item) = items.next_element_seed(LooseSeed)? {
            all.push(item);
        }
        Ok(Loose::List(all))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Loose<'de>, A::Error> {
        let mut all: Members<'de> = Vec::new();
        while let Some(name) = members.next_key::<Cow<'de, str>>()? {
            let name = match name {
                Cow::Borrowed(name) => Cow::Borrowed(name.as_bytes()),
                Cow::Owned(name) => Cow::Owned(name.into_bytes()),
            };
            all.push((name, members.next_value_seed(LooseSeed)?));
        }
        Ok(Loose::Object(loose_json::without_repeated(all)))
    }
}

/// Reads a value that is not used. Nested too deeply, it is refused, as everywhere.
struct Skipped;

impl<'de> DeserializeSeed<'de> for Skipped {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Skipped {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while items.next_element_seed(Skipped)?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        while members.next_key::<IgnoredAny>()?.is_some() {
            members.next_value_seed(Skipped)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
