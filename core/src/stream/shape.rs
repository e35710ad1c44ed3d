//! Events that differ from an earlier one only in values that no row reads.
//!
//! Most events of a stream differ only in a text, a number or padding. If such an event is the
//! same as one that was read and said nothing new, then it says nothing new either, and need not be
//! read: all its bytes outside of these values are compared, and each of the values has to end where
//! a value of its type ends. The rows stay the only place that says what matters: this part knows
//! none of them.

use std::ops::Range;

use arrayvec::ArrayVec;
use memchr::{memchr, memchr2};

use super::event::{MAX_SPANS, Span};
use super::json_end::{JsonEnd, JsonStep};
use crate::rules::schema::JsonType;

/// How long the bytes of an event are that are kept, without its long values.
const MAX_LEN: usize = 2048;

/// How much of a value is kept, so that the values that stay the same are compared with the rest.
const MAX_VALUE: usize = 96;

/// How many shapes are kept.
const COUNT: usize = 4;

/// A part of an event that may differ.
#[derive(Clone, Copy, Debug)]
struct Gap {
    start: usize,
    end: usize,
    fills: Fills,
}

/// What may stand in a gap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fills {
    String,
    Number,
    Container,
    Blanks,
}

/// An event whose meaning is known.
#[derive(Clone, Debug, Default)]
struct Shape {
    bytes: Vec<u8>,
    gaps: Gaps,
    /// Those of the gaps that differed once. All else is compared at once.
    varied: Gaps,
}

type Gaps = ArrayVec<Gap, { MAX_SPANS + 1 }>;

/// The shapes of the events that said nothing new, the most useful first.
#[derive(Clone, Debug, Default)]
pub(super) struct Shapes {
    kept: ArrayVec<Shape, COUNT>,
    /// How many events had a known shape, and how many were learnt. A stream in which no two events
    /// are alike is not worth learning.
    hits: u64,
    learnt: u64,
}

/// How many events are learnt before any has a known shape.
const CREDIT: u64 = 16;

impl Shapes {
    /// How long the event is that the text begins with, if it has a known shape.
    #[inline]
    pub(super) fn find(&mut self, text: &[u8]) -> Option<usize> {
        self.find_in::<true>(text)
    }

    /// The same for a text whose end is known, so that its lines do not matter.
    #[inline]
    pub(super) fn is_known(&mut self, text: &[u8]) -> bool {
        self.find_in::<false>(text) == Some(text.len())
    }

    #[inline]
    fn find_in<const LINES: bool>(&mut self, text: &[u8]) -> Option<usize> {
        let len = match self.kept.first()?.len_in::<LINES>(text) {
            Ok(len) => len,
            Err(Miss::Ends) => return None,
            Err(Miss::Differs) => self.find_further::<LINES>(text)?,
        };
        self.hits += 1;
        Some(len)
    }

    #[inline(never)]
    fn find_further<const LINES: bool>(&mut self, text: &[u8]) -> Option<usize> {
        let found = self.kept.iter().enumerate().skip(1).find_map(|(at, shape)| {
            let len = shape.len_in::<LINES>(text).ok()?;
            Some((at, len))
        });
        let (at, len) = match found {
            Some(found) => found,
            None => self.kept.iter_mut().enumerate().find_map(|(at, shape)| {
                let len = shape.compare::<LINES>(text)?;
                Some((at, len))
            })?,
        };
        // The last one that fitted comes first.
        self.kept[..=at].rotate_right(1);
        Some(len)
    }

    /// Learns an event that said nothing new, and its values that no row reads, which are at these
    /// positions after `offset`.
    pub(super) fn learn(&mut self, event: &[u8], offset: usize, spans: &[Span]) {
        if self.learnt > CREDIT + self.hits / 2 {
            return;
        }
        self.learnt += 1;
        let mut shape =
            if self.kept.is_full() { self.kept.pop() } else { None }.unwrap_or_default();
        if shape.learn(event, offset, spans) {
            self.kept.insert(0, shape);
        }
    }
}

impl Shape {
    /// Copies an event without the values that are long. Returns whether it is short enough.
    fn learn(&mut self, event: &[u8], offset: usize, spans: &[Span]) -> bool {
        self.bytes.clear();
        self.gaps.clear();
        self.varied.clear();
        let mut at = 0;
        for span in spans {
            let (start, end) = (offset + span.start, offset + span.end);
            if start < at || self.bytes.len() + start - at > MAX_LEN {
                return false;
            }
            self.bytes.extend_from_slice(&event[at..start]);
            let gap_start = self.bytes.len();
            if span.end - span.start <= MAX_VALUE {
                self.bytes.extend_from_slice(&event[start..end]);
            }
            let fills = match span.json_type {
                JsonType::String => Fills::String,
                JsonType::Container => Fills::Container,
                JsonType::Number | JsonType::Literal => Fills::Number,
            };
            self.gaps.push(Gap { start: gap_start, end: self.bytes.len(), fills });
            at = end;
        }
        let rest = &event[at..];
        if self.bytes.len() + rest.len() > MAX_LEN {
            return false;
        }
        // Some servers pad an event with blanks between its last brackets.
        let tail = rest.iter().rev().take_while(|byte| b"}] \r\n".contains(byte)).count();
        let (before, tail) = rest.split_at(rest.len() - tail);
        self.bytes.extend_from_slice(before);
        if let Some(blank) = tail.iter().position(|&byte| byte == b' ') {
            let start = self.bytes.len() + blank;
            let len = tail[blank..].iter().take_while(|&&byte| byte == b' ').count();
            self.gaps.push(Gap { start, end: start + len, fills: Fills::Blanks });
        } else if let Some(bracket) = tail.iter().position(|&byte| byte == b'}') {
            let start = self.bytes.len() + bracket + 1;
            self.gaps.push(Gap { start, end: start, fills: Fills::Blanks });
        }
        self.bytes.extend_from_slice(tail);
        true
    }

    /// How long the event is that the text begins with, if it has this shape and differs only where
    /// an event has differed before.
    #[inline]
    fn len_in<const LINES: bool>(&self, text: &[u8]) -> Result<usize, Miss> {
        let (mut at, mut rest) = (0, text);
        for gap in &self.varied {
            rest = after(rest, &self.bytes[at..gap.start])?;
            rest = &rest[gap.fills.len_in::<LINES>(rest).ok_or(Miss::Ends)?..];
            at = gap.end;
        }
        Ok(text.len() - after(rest, &self.bytes[at..])?.len())
    }

    /// Looks for each difference, and learns where the event differs.
    #[inline(never)]
    fn compare<const LINES: bool>(&mut self, text: &[u8]) -> Option<usize> {
        let (mut at, mut in_text) = (0, 0);
        let mut gaps = self.gaps.iter();
        let mut varied = 0u32;
        loop {
            let (shape, rest) = (&self.bytes[at..], text.get(in_text..)?);
            let same = len_of_same(shape, rest);
            if same == shape.len() {
                break;
            }
            if same == rest.len() {
                return None;
            }
            let difference = at + same;
            let gap = gaps.find(|gap| gap.end >= difference)?;
            if gap.start > difference {
                return None;
            }
            varied |= 1 << (self.gaps.len() - 1 - gaps.len());
            // All before the difference is the same, so that the gap begins there, too.
            let start = in_text + gap.start - at;
            in_text = start + gap.fills.len_in::<LINES>(&text[start..])?;
            at = gap.end;
        }
        let is_varied = |gap: &Gap| self.varied.iter().any(|known| known.start == gap.start);
        let all = self.gaps.iter().enumerate();
        self.varied = all
            .filter(|(index, gap)| varied >> index & 1 == 1 || is_varied(gap))
            .map(|(_, gap)| *gap)
            .collect();
        Some(in_text + self.bytes.len() - at)
    }
}

/// An event with another one in base64: what stands around it.
#[derive(Clone, Debug, Default)]
pub(super) struct Wrapper {
    before: Vec<u8>,
    after: Shape,
}

impl Wrapper {
    /// Learns what stands around the base64, which is at this position after `offset`, from the values
    /// of the event that no row reads.
    pub(super) fn learn(
        &mut self,
        event: &[u8],
        offset: usize,
        base64: Range<usize>,
        spans: &[Span],
    ) {
        let (start, end) = (offset + base64.start, offset + base64.end);
        self.before.clear();
        let spans_after: ArrayVec<Span, MAX_SPANS> = spans
            .iter()
            .filter(|span| span.start > base64.end)
            .map(|span| Span {
                start: span.start - base64.end,
                end: span.end - base64.end,
                ..*span
            })
            .collect();
        if start <= MAX_LEN && self.after.learn(&event[end..], 0, &spans_after) {
            self.before.extend_from_slice(&event[..start]);
        }
    }

    /// The base64 in an event that is the same outside of it.
    pub(super) fn base64<'t>(&mut self, event: &'t [u8]) -> Option<&'t [u8]> {
        if self.before.is_empty() {
            return None;
        }
        let rest = event.strip_prefix(&self.before[..])?;
        let (base64, after) = rest.split_at(memchr(b'"', rest)?);
        let len = match self.after.len_in::<false>(after) {
            Ok(len) => Some(len),
            Err(_) => self.after.compare::<false>(after),
        };
        (len == Some(after.len())).then_some(base64)
    }
}

/// Why an event does not have a shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Miss {
    Differs,
    /// As far as there is a text, it may have the shape.
    Ends,
}

/// What follows this beginning of a text.
#[inline]
fn after<'t>(text: &'t [u8], start: &[u8]) -> Result<&'t [u8], Miss> {
    match text.split_at_checked(start.len()) {
        Some((same, rest)) if same == start => Ok(rest),
        None if start.starts_with(text) => Err(Miss::Ends),
        _ => Err(Miss::Differs),
    }
}

/// How many bytes are the same at the start of both texts.
fn len_of_same(a: &[u8], b: &[u8]) -> usize {
    const WIDE: usize = 32;
    let wide = a.as_chunks::<WIDE>().0.iter().zip(b.as_chunks::<WIDE>().0);
    let same = WIDE * wide.take_while(|(a, b)| a == b).count();
    same + a[same..].iter().zip(&b[same..]).take_while(|(a, b)| a == b).count()
}

impl Fills {
    /// How long what fills the gap is at the start of a text, if it ends there.
    #[inline]
    fn len_in<const LINES: bool>(self, text: &[u8]) -> Option<usize> {
        match self {
            Self::String => len_of_string::<LINES>(text),
            Self::Number => {
                let is_part =
                    |byte: &u8| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E');
                let len = text.iter().take_while(|byte| is_part(byte)).count();
                (len > 0).then_some(len)
            }
            Self::Container => match JsonEnd::default().push(text) {
                JsonStep::Ends(len) if matches!(text[0], b'{' | b'[') => Some(len),
                _ => None,
            },
            Self::Blanks => Some(text.iter().take_while(|&&byte| byte == b' ').count()),
        }
    }
}

/// The length of the string whose closing quote follows. With `LINES`, one with a line end is none:
/// the lines of a stream end outside of strings. Most texts have fewer than 16 bytes: those are looked
/// at at once, because a wrong guess of the processor about a length costs more.
#[inline]
fn len_of_string<const LINES: bool>(text: &[u8]) -> Option<usize> {
    let mut at = 0;
    while let Some(bytes) = text.get(at..).and_then(|rest| rest.first_chunk::<16>()) {
        let ends = if LINES {
            first_of([b'"', b'\\', b'\n', b'\r'], *bytes)
        } else {
            first_of([b'"', b'\\'], *bytes)
        };
        let Some(end) = ends else { break };
        at += end;
        match bytes[end] {
            b'"' => return Some(at),
            b'\\' if !LINES || !matches!(text.get(at + 1), Some(b'\n' | b'\r')) => at += 2,
            _ => return None,
        }
        if at > SHORT {
            break;
        }
    }
    len_of_long_string::<LINES>(text, at)
}

/// How many bytes of a string with escapes are looked at like this.
const SHORT: usize = 64;

/// The position of the first of 16 bytes that is one of these. See `read/swar.rs`.
#[inline]
fn first_of<const N: usize>(bytes: [u8; N], text: [u8; 16]) -> Option<usize> {
    const ONES: u128 = u128::MAX / 0xFF;
    let text = u128::from_le_bytes(text);
    let found = bytes.into_iter().fold(0, |found, byte| {
        let zeros = text ^ (ONES * u128::from(byte));
        found | (zeros.wrapping_sub(ONES) & !zeros & (ONES << 7))
    });
    (found != 0).then(|| found.trailing_zeros() as usize / 8)
}

/// Looks for quotes alone, and at what stands before each: most escapes are no quotes.
#[inline(never)]
fn len_of_long_string<const LINES: bool>(text: &[u8], start: usize) -> Option<usize> {
    let mut at = start;
    let len = loop {
        at += memchr(b'"', text.get(at..)?)?;
        let before = text[start..at].iter().rev();
        if before.take_while(|&&byte| byte == b'\\').count() % 2 == 0 {
            break at;
        }
        at += 1;
    };
    let is_whole = !LINES || memchr2(b'\n', b'\r', &text[start..len]).is_none();
    is_whole.then_some(len)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The shape of an event whose values in angle brackets may differ: `<text>`, `#number#`.
    fn shapes(event: &str, values: &[&str]) -> Shapes {
        let mut shapes = Shapes::default();
        let mut spans = Vec::new();
        for value in values {
            let start = event.find(value).expect("the value");
            let json_type = match (event.as_bytes()[start - 1], value.as_bytes()[0]) {
                (b'"', _) => JsonType::String,
                (_, b'[') => JsonType::Container,
                _ => JsonType::Number,
            };
            spans.push(Span { start, end: start + value.len(), json_type });
        }
        shapes.learn(event.as_bytes(), 0, &spans);
        shapes
    }

    const EVENT: &str =
        "data: {\"id\":\"a1\",\"n\":12,\"delta\":{\"text\":\"heron\"},\"end\":null}\n\n";

    #[test]
    fn an_event_that_differs_in_a_value_is_the_same() {
        let mut shapes = shapes(EVENT, &["a1", "12", "heron"]);
        for (id, number, text) in [
            ("a1", "12", "heron"),
            ("a1", "12", ""),
            ("a1", "12", "heron and egret"),
            ("a2", "13", "he"),
            ("", "-1.5e9", "\\n\\\""),
            ("a1", "123", "a long text of more than sixteen bytes with \\\" in it"),
        ] {
            let event = EVENT.replace("a1", id).replace("12", number).replace("heron", text);
            let more = format!("{event}data: next");
            assert_eq!(shapes.find(more.as_bytes()), Some(event.len()), "{event}");
        }
    }

    #[test]
    fn an_event_that_differs_elsewhere_is_another() {
        let mut shapes = shapes(EVENT, &["a1", "12", "heron"]);
        for event in [
            EVENT.replace("null", "true"),
            EVENT.replace("12", "null"),
            EVENT.replace("12", "\"12\""),
            EVENT.replace("heron", "heron\",\"error\":\"x"),
            EVENT.replace("heron", "her\non"),
            EVENT.replace("heron", "her\\\non"),
            EVENT.replace("heron", "a long text of more than sixteen bytes with\na line end"),
            EVENT.replace("\"delta\"", "\"error\""),
            EVENT.replace("\n\n", "\n"),
            EVENT.replace("heron\"", "heron"),
            EVENT[..EVENT.len() - 1].to_owned(),
            String::new(),
        ] {
            assert_eq!(shapes.find(event.as_bytes()), None, "{event}");
        }
    }

    #[test]
    fn a_backslash_before_the_difference_belongs_to_the_string() {
        let mut shapes = shapes(&EVENT.replace("heron", "her\\non"), &["her\\non"]);
        let event = EVENT.replace("heron", "her\\\"}, on");
        assert_eq!(shapes.find(event.as_bytes()), Some(event.len()));
        let event = EVENT.replace("heron", "her\\\\");
        assert_eq!(shapes.find(event.as_bytes()), Some(event.len()));
    }

    #[test]
    fn a_list_that_no_row_reads_may_have_any_length() {
        let event = "data: {\"list\":[1,{\"a\":\"]\"}],\"end\":null}\n\n";
        let mut shapes = shapes(event, &["[1,{\"a\":\"]\"}]"]);
        for list in ["[]", "[[],[{}]]", "[\"]\\\"]\"]"] {
            let other = event.replace("[1,{\"a\":\"]\"}]", list);
            assert_eq!(shapes.find(other.as_bytes()), Some(other.len()), "{list}");
        }
        for list in ["null", "[1", "[\"\n\"]"] {
            let other = event.replace("[1,{\"a\":\"]\"}]", list);
            assert_eq!(shapes.find(other.as_bytes()), None, "{list}");
        }
    }

    #[test]
    fn padding_between_the_last_brackets_may_differ() {
        let padded = EVENT.replace("null}", "null      }");
        let mut shapes = shapes(&padded, &["heron"]);
        for padding in ["", " ", "             "] {
            let event = EVENT.replace("null}", &format!("null{padding}}}"));
            assert_eq!(shapes.find(event.as_bytes()), Some(event.len()), "{padding:?}");
        }
    }
}
