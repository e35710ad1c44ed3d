//! A JSON scanner that finds values by their position and decodes nothing before it is asked to.
//!
//! It makes one pass, does not recurse into containers that nobody enters, and allocates nothing.
//! Bodies are often not quite JSON, so it is more lenient than RFC 8259:
//!
//! - text that breaks off, or stops being JSON, gives the members before that parent;
//! - commas may be missing, and one may follow the last member or element;
//! - a number is any run of digits, signs, points and `e`;
//! - control characters may stand in strings;
//! - an escape that does not exist stays as it is, half of a surrogate pair becomes U+FFFD;
//! - `NaN`, `Infinity` and `-Infinity`, which Python writes, are literals like `null`, and so are
//!   `None`, `True` and `False`;
//! - with `PYTHON`, strings may stand in single quotes, as in the `repr` of a Python dict.
//!
//! At most the first [`MAX_LEN`] bytes are read.

use std::borrow::Cow;
use std::ops::Range;

use memchr::{memchr, memchr2};

use super::http_message;
use super::swar::find_in_word;
use crate::rules::schema::JsonType;

/// How deep the containers that are entered may be nested.
pub(super) const MAX_DEPTH: usize = 8;

/// How long a known key may be, in bytes.
pub(super) const MAX_KEY: usize = 128;

/// How many bytes of a text are read: two bits of each 32-bit position hold something else.
pub(crate) const MAX_LEN: usize = u32::MAX as usize >> 2;

/// A value by its position in the JSON text. Eight bytes, so that it is passed in one register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Value {
    /// The position of its first byte, shifted left by two; the lowest two bits are its type.
    start: u32,
    /// The position after its last byte, shifted left by two; the lowest two bits are
    /// [`Value::ESCAPED`] and [`Value::TRUNCATED`].
    end: u32,
}

impl Value {
    /// The string holds an escape.
    const ESCAPED: u32 = 1;
    /// The JSON text ends inside the string.
    const TRUNCATED: u32 = 2;

    /// A string by the positions of its first byte and after its last, without its quotes.
    #[inline]
    pub(crate) const fn string(start: usize, end: usize) -> Self {
        Self::new(start, end, JsonType::String)
    }

    #[expect(clippy::cast_possible_truncation, reason = "no more than MAX_LEN bytes are read")]
    #[inline]
    const fn new(start: usize, end: usize, json_type: JsonType) -> Self {
        Self { start: (start as u32) << 2 | json_type as u32, end: (end as u32) << 2 }
    }

    const fn marked(self, mark: u32) -> Self {
        Self { end: self.end | mark, ..self }
    }

    #[inline]
    pub(crate) const fn json_type(self) -> JsonType {
        match self.start & 3 {
            0 => JsonType::String,
            1 => JsonType::Number,
            2 => JsonType::Container,
            _ => JsonType::Literal,
        }
    }

    #[inline]
    pub(crate) const fn is_string(self) -> bool {
        matches!(self.json_type(), JsonType::String)
    }

    #[inline]
    pub(crate) const fn is_container(self) -> bool {
        matches!(self.json_type(), JsonType::Container)
    }

    #[inline]
    pub(crate) const fn is_truncated(self) -> bool {
        self.end & Self::TRUNCATED != 0
    }

    #[inline]
    pub(crate) const fn is_escaped(self) -> bool {
        self.end & Self::ESCAPED != 0
    }

    /// Its position in the JSON text; that of a string is without its quotes.
    #[inline]
    pub(crate) const fn range(self) -> Range<usize> {
        self.start as usize >> 2..self.end as usize >> 2
    }

    /// Its bytes in the JSON text, not decoded.
    #[inline]
    pub(crate) fn raw(self, json: &[u8]) -> &[u8] {
        &json[self.range()]
    }

    /// Its part of the JSON text, if decoding would not change it.
    pub(crate) fn part_of(self, json: &str) -> Option<&str> {
        if self.is_escaped() { None } else { json.get(self.range()) }
    }

    /// The value as text: a string decoded, any other value as it stands in the JSON text. Invalid
    /// UTF-8 is replaced with U+FFFD.
    pub(crate) fn decode(self, json: &[u8]) -> Cow<'_, str> {
        if self.is_escaped() {
            Cow::Owned(into_text(self.unescape(json)))
        } else {
            http_message::text(self.raw(json))
        }
    }

    /// The bytes of the string, decoded.
    pub(crate) fn unescape(self, json: &[u8]) -> Vec<u8> {
        let mut text = Vec::with_capacity(self.raw(json).len());
        self.unescape_with(json, &mut |bytes| {
            text.extend_from_slice(bytes);
            true
        });
        text
    }

    /// Gives the decoded pieces of the string to a sink until it returns false.
    pub(crate) fn unescape_with(self, json: &[u8], sink: &mut impl FnMut(&[u8]) -> bool) {
        #[cfg(test)]
        passes::record(json, self.range().start);
        unescape(self.raw(json), sink);
    }

    /// The bytes of the string, decoded, as many as the buffer holds.
    pub(crate) fn unescape_into<'b>(self, json: &[u8], buffer: &'b mut [u8]) -> &'b [u8] {
        let mut len = 0;
        self.unescape_with(json, &mut |bytes| {
            let room = bytes.len().min(buffer.len() - len);
            buffer[len..len + room].copy_from_slice(&bytes[..room]);
            len += room;
            room == bytes.len()
        });
        &buffer[..len]
    }
}

fn into_text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

/// Gives the decoded pieces of a string to the sink until it returns false.
fn unescape(raw: &[u8], sink: &mut impl FnMut(&[u8]) -> bool) {
    let mut rest = raw;
    while let Some(at) = memchr(b'\\', rest) {
        if !sink(&rest[..at]) {
            return;
        }
        rest = &rest[at..];
        let (character, len) = escape(rest);
        let wanted = match character {
            Some(character) => sink(character.encode_utf8(&mut [0; 4]).as_bytes()),
            None => sink(&rest[..len]),
        };
        if !wanted {
            return;
        }
        rest = &rest[len..];
    }
    sink(rest);
}

/// Decodes the escape at the start of a text: its character, and its length in bytes.
fn escape(text: &[u8]) -> (Option<char>, usize) {
    let simple = match text.get(1) {
        Some(b'n') => '\n',
        Some(b't') => '\t',
        Some(b'r') => '\r',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(&mark @ (b'"' | b'\\' | b'/' | b'\'')) => char::from(mark),
        Some(b'u') => {
            let Some(hex4) = hex4(&text[2..]) else {
                return (None, 2);
            };
            if let 0xD800..=0xDBFF = hex4
                && text.get(6..8) == Some(b"\\u")
                && let Some(low @ 0xDC00..=0xDFFF) = text.get(8..).and_then(self::hex4)
            {
                let code = 0x1_0000 + ((hex4 - 0xD800) << 10) + (low - 0xDC00);
                return (char::from_u32(code), 12);
            }
            return (Some(char::from_u32(hex4).unwrap_or('\u{FFFD}')), 6);
        }
        _ => return (None, text.len().min(2)),
    };
    (Some(simple), 2)
}

/// Four hexadecimal digits.
fn hex4(text: &[u8]) -> Option<u32> {
    text.get(..4)?
        .iter()
        .try_fold(0, |hex4, &digit| Some(hex4 << 4 | char::from(digit).to_digit(16)?))
}

/// Words that stand for a value: those of JSON, what Python's `json` writes for floats that are not
/// finite, and those of Python's `repr`.
const LITERALS: [&str; 9] =
    ["null", "true", "false", "NaN", "Infinity", "-Infinity", "None", "True", "False"];

/// The text breaks off, or is not JSON from here on.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Malformed;

/// Takes the members of the objects that are read.
pub(crate) trait Visitor {
    /// Identifies an object whose members are read.
    type Parent: Copy;

    /// Whether to enter the container that is this member's value.
    fn enter(
        &mut self,
        parent: Self::Parent,
        key: &[u8],
        is_list: bool,
    ) -> Option<Descend<Self::Parent>>;

    /// Whether the first string of the list that is this member's value is wanted.
    fn wants_first_string(&self, _parent: Self::Parent, _key: &[u8]) -> bool {
        false
    }

    /// Takes the first string of a list.
    fn first_string(&mut self, _parent: Self::Parent, _key: &[u8], _value: Value) {}

    /// An object that is an element of a list has ended.
    fn element_ended(&mut self, _scope: Self::Parent) {}

    /// Takes a member whose value is no container, or one that was not entered.
    fn value(&mut self, parent: Self::Parent, key: &[u8], value: Value);
}

/// How a container is entered.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Descend<S> {
    /// What identifies the object, or the list's objects.
    pub(crate) parent: S,
    /// Whether every object of a list is read, rather than the first.
    pub(crate) each: bool,
}

/// Reads a JSON text; with `PYTHON`, also the `repr` of a Python dict, as texts of exceptions hold it.
pub(crate) struct Reader<'j, const PYTHON: bool = false> {
    json: &'j [u8],
    at: usize,
    /// Whether a string in single quotes was read.
    has_single_quotes: bool,
}

impl<'j, const PYTHON: bool> Reader<'j, PYTHON> {
    /// A reader of the value that begins here.
    pub(crate) fn new(json: &'j [u8], at: usize) -> Self {
        #[cfg(test)]
        passes::record(json, at);
        Self { json, at, has_single_quotes: false }
    }

    /// Whether all that was read is JSON rather than Python.
    pub(crate) const fn is_strict(&self) -> bool {
        !self.has_single_quotes
    }

    /// Whether only white space is left.
    pub(crate) fn at_end(&mut self) -> bool {
        self.peek().is_err()
    }

    /// The strings and numbers of the list that begins here.
    pub(crate) fn scalars(mut self) -> impl Iterator<Item = Value> {
        self.at += 1;
        std::iter::from_fn(move || {
            if self.peek().ok()? == b',' {
                self.at += 1;
            }
            self.scalar().ok()
        })
    }

    /// Reads an object, or the first object of a list.
    pub(crate) fn read<V: Visitor>(
        &mut self,
        parent: V::Parent,
        visitor: &mut V,
    ) -> Result<(), Malformed> {
        match self.peek()? {
            b'{' => self.object(parent, visitor, 0),
            b'[' => self.list(Descend { parent, each: false }, visitor, 0),
            _ => Err(Malformed),
        }
    }

    /// Reads all objects of a list.
    pub(crate) fn read_each<V: Visitor>(
        &mut self,
        parent: V::Parent,
        visitor: &mut V,
    ) -> Result<(), Malformed> {
        match self.peek()? {
            b'[' => self.list(Descend { parent, each: true }, visitor, 0),
            _ => Err(Malformed),
        }
    }

    /// Reads one value that is no object.
    pub(crate) fn scalar(&mut self) -> Result<Value, Malformed> {
        let first = self.peek()?;
        self.scalar_of(first)
    }

    /// Reads the value that begins with this byte and is no object.
    #[inline(never)]
    fn scalar_of(&mut self, first: u8) -> Result<Value, Malformed> {
        match first {
            b'"' => Ok(self.string(first)),
            b'\'' if PYTHON => {
                self.has_single_quotes = true;
                Ok(self.string(first))
            }
            b'-' if self.json.get(self.at + 1) == Some(&b'I') => self.literal(),
            b'-' | b'0'..=b'9' => Ok(self.number()),
            _ => self.literal(),
        }
    }

    fn number(&mut self) -> Value {
        let rest = &self.json[self.at..];
        let is_part = |b: &&u8| matches!(b, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E');
        let start = self.at;
        self.at += rest.iter().take_while(is_part).count();
        Value::new(start, self.at, JsonType::Number)
    }

    /// Reads a literal (RFC 8259, section 3).
    fn literal(&mut self) -> Result<Value, Malformed> {
        let start = self.at;
        let rest = &self.json[self.at..];
        let literal = LITERALS
            .iter()
            .find(|literal| rest.starts_with(literal.as_bytes()))
            .ok_or(Malformed)?;
        self.at += literal.len();
        Ok(Value::new(start, self.at, JsonType::Literal))
    }

    /// Reads the members of the object that begins here.
    fn object<V: Visitor>(
        &mut self,
        parent: V::Parent,
        visitor: &mut V,
        depth: usize,
    ) -> Result<(), Malformed> {
        self.at += 1;
        loop {
            let quote = match self.peek()? {
                quote @ b'"' => quote,
                quote @ b'\'' if PYTHON => {
                    self.has_single_quotes = true;
                    quote
                }
                b'}' => {
                    self.at += 1;
                    return Ok(());
                }
                _ => return Err(Malformed),
            };
            let mut buffer;
            let (start, end, is_escaped) = self.key(quote)?;
            let mut key = &self.json[start..end];
            if is_escaped {
                buffer = [0; MAX_KEY];
                key = Value::string(start, end).unescape_into(self.json, &mut buffer);
            }
            self.expect(b':')?;
            self.member(parent, key, visitor, depth)?;
            if self.peek()? == b',' {
                self.at += 1;
            }
        }
    }

    #[inline]
    fn member<V: Visitor>(
        &mut self,
        parent: V::Parent,
        key: &[u8],
        visitor: &mut V,
        depth: usize,
    ) -> Result<(), Malformed> {
        let first = self.peek()?;
        let value = if let b'{' | b'[' = first {
            let is_list = first == b'[';
            if is_list && self.begins_with_string() && visitor.wants_first_string(parent, key) {
                return self.first_string_of_list(parent, key, visitor);
            }
            let inner = if depth < MAX_DEPTH { visitor.enter(parent, key, is_list) } else { None };
            match inner {
                Some(inner) if is_list => return self.list(inner, visitor, depth + 1),
                Some(inner) => return self.object(inner.parent, visitor, depth + 1),
                None => self.container()?,
            }
        } else if first == b'"' {
            self.string(first)
        } else {
            self.scalar_of(first)?
        };
        visitor.value(parent, key, value);
        if value.is_truncated() {
            return Err(Malformed);
        }
        Ok(())
    }

    /// Reads the first element of the list that begins here, or each of them, as long as they are
    /// objects, and skips the rest.
    fn list<V: Visitor>(
        &mut self,
        descend: Descend<V::Parent>,
        visitor: &mut V,
        depth: usize,
    ) -> Result<(), Malformed> {
        self.at += 1;
        while self.peek()? == b'{' {
            self.object(descend.parent, visitor, depth)?;
            visitor.element_ended(descend.parent);
            if !descend.each || self.peek()? != b',' {
                break;
            }
            self.at += 1;
        }
        self.skip_container(1)
    }

    /// Whether the first element of the list that begins here is a string.
    fn begins_with_string(&self) -> bool {
        let elements = &self.json[self.at + 1..];
        let first = elements.iter().find(|byte| !byte.is_ascii_whitespace());
        first.is_some_and(|&byte| byte == b'"' || (PYTHON && byte == b'\''))
    }

    /// Reads the string that is the first element of the list that begins here, and skips the rest.
    fn first_string_of_list<V: Visitor>(
        &mut self,
        parent: V::Parent,
        key: &[u8],
        visitor: &mut V,
    ) -> Result<(), Malformed> {
        self.at += 1;
        let value = self.scalar()?;
        visitor.first_string(parent, key, value);
        if value.is_truncated() {
            return Err(Malformed);
        }
        self.skip_container(1)
    }

    /// Skips the container that begins here.
    fn container(&mut self) -> Result<Value, Malformed> {
        let start = self.at;
        self.skip_container(0)?;
        Ok(Value::new(start, self.at, JsonType::Container))
    }

    /// Skips to the end of the container, of which so many levels are open.
    fn skip_container(&mut self, mut open: usize) -> Result<(), Malformed> {
        while let Some(&byte) = self.json.get(self.at) {
            self.at += 1;
            match byte {
                b'"' | b'\'' if byte == b'"' || PYTHON => {
                    self.has_single_quotes |= byte == b'\'';
                    self.at -= 1;
                    if self.string(byte).is_truncated() {
                        return Err(Malformed);
                    }
                }
                b'{' | b'[' => open += 1,
                b'}' | b']' => {
                    open -= 1;
                    if open == 0 {
                        return Ok(());
                    }
                }
                _ => {}
            }
        }
        Err(Malformed)
    }

    /// Reads a key: its positions without the quotes, and whether it has an escape.
    #[inline]
    fn key(&mut self, quote: u8) -> Result<(usize, usize, bool), Malformed> {
        let start = self.at + 1;
        let end = next_mark(self.json, start, quote).ok_or(Malformed)?;
        if self.json[end] == quote {
            self.at = end + 1;
            return Ok((start, end, false));
        }
        self.escaped_key(start, end, quote)
    }

    /// Reads the rest of a key from its first escape on.
    #[cold]
    #[inline(never)]
    fn escaped_key(
        &mut self,
        start: usize,
        escape: usize,
        quote: u8,
    ) -> Result<(usize, usize, bool), Malformed> {
        let key = self.escaped(start, escape, quote);
        if key.is_truncated() { Err(Malformed) } else { Ok((start, key.range().end, true)) }
    }

    #[inline]
    fn string(&mut self, quote: u8) -> Value {
        let start = self.at + 1;
        match next_mark(self.json, start, quote) {
            Some(end) if self.json[end] == quote => {
                self.at = end + 1;
                Value::string(start, end)
            }
            Some(escape) => self.escaped(start, escape, quote),
            None => self.truncated(start),
        }
    }

    /// Reads the rest of a string from its first escape on.
    fn escaped(&mut self, start: usize, mut at: usize, quote: u8) -> Value {
        loop {
            match next_mark(self.json, at + 2, quote) {
                Some(end) if self.json[end] == quote => {
                    self.at = end + 1;
                    return Value::string(start, end).marked(Value::ESCAPED);
                }
                Some(escape) => at = escape,
                None => return self.truncated(start).marked(Value::ESCAPED),
            }
        }
    }

    /// A string that the end of the text cuts off.
    fn truncated(&mut self, start: usize) -> Value {
        self.at = self.json.len();
        Value::string(start.min(self.at), self.at).marked(Value::TRUNCATED)
    }

    fn expect(&mut self, byte: u8) -> Result<(), Malformed> {
        if self.peek()? != byte {
            return Err(Malformed);
        }
        self.at += 1;
        Ok(())
    }

    /// The next byte that is not white space.
    #[inline]
    fn peek(&mut self) -> Result<u8, Malformed> {
        match self.json.get(self.at) {
            Some(&byte) if byte > b' ' => Ok(byte),
            _ => self.peek_further(),
        }
    }

    #[cold]
    fn peek_further(&mut self) -> Result<u8, Malformed> {
        while let Some(&byte) = self.json.get(self.at) {
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return Ok(byte);
            }
            self.at += 1;
        }
        Err(Malformed)
    }
}

/// The position of the next quote of this kind, or backslash. Keys and codes are short, so that the
/// first eight bytes often hold it.
#[inline]
fn next_mark(json: &[u8], at: usize, quote: u8) -> Option<usize> {
    let rest = json.get(at..)?;
    if let Some(eight) = rest.first_chunk()
        && let Some(position) = find_in_word([quote, b'\\'], *eight)
    {
        return Some(at + position);
    }
    search_mark(rest, quote).map(|position| at + position)
}

#[inline(never)]
fn search_mark(text: &[u8], quote: u8) -> Option<usize> {
    memchr2(quote, b'\\', text)
}

/// Records where each pass over a text begins, so that tests can assert that none is read twice.
#[cfg(test)]
pub(crate) mod passes {
    use std::cell::RefCell;

    thread_local! {
        static PASSES: RefCell<Vec<usize>> = const { RefCell::new(Vec::new()) };
    }

    pub(crate) fn record(text: &[u8], at: usize) {
        PASSES.with_borrow_mut(|passes| passes.push(text.as_ptr() as usize + at));
    }

    /// The addresses that passes have begun at since the last call.
    pub(crate) fn take() -> Vec<usize> {
        PASSES.take()
    }
}

#[cfg(test)]
mod tests;
