//! JSON as it comes: one pass, no recursion into what is not read, nothing decoded before it is
//! asked for.
//!
//! Text that breaks off or breaks the grammar gives what stood before the break.

use std::borrow::Cow;
use std::ops::Range;

use memchr::{memchr, memchr2};

use crate::near::first_of;
use crate::raw;

/// How deep objects that are read may stand in each other.
const MAX_DEPTH: usize = 8;

/// How much of a text is read, so that two bits are left of each position in 32 bits.
pub(crate) const MAX_LEN: usize = u32::MAX as usize >> 2;

/// A value by its position in the JSON text, so small that it is handed on in one register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Value {
    /// Where it starts, and its form in the lowest two bits.
    start: u32,
    /// Where it ends, and [`Value::ESCAPED`] and [`Value::CUT`].
    end: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// A string; the position is that of what stands between its quotes.
    Text,
    Number,
    /// An object or a list.
    Composite,
    /// `null`, `true` or `false`.
    Word,
}

impl Form {
    /// A bit for each form.
    #[inline]
    pub(crate) const fn bit(self) -> u8 {
        1 << self as u8
    }
}

impl Value {
    /// What the value is before anything is found.
    pub(crate) const EMPTY: Self = Self::plain(0, 0);

    /// A string that holds an escape.
    const ESCAPED: u32 = 1;
    /// A string in which the JSON text ends.
    const CUT: u32 = 2;

    /// The value that a whole text is, unquoted and unescaped.
    #[inline]
    pub(crate) const fn plain(start: usize, end: usize) -> Self {
        Self::new(start, end, Form::Text)
    }

    #[expect(clippy::cast_possible_truncation, reason = "no more than MAX_LEN bytes are read")]
    #[inline]
    const fn new(start: usize, end: usize, form: Form) -> Self {
        Self { start: (start as u32) << 2 | form as u32, end: (end as u32) << 2 }
    }

    const fn marked(self, mark: u32) -> Self {
        Self { end: self.end | mark, ..self }
    }

    #[inline]
    pub(crate) const fn form(self) -> Form {
        match self.start & 3 {
            0 => Form::Text,
            1 => Form::Number,
            2 => Form::Composite,
            _ => Form::Word,
        }
    }

    #[inline]
    pub(crate) const fn is_text(self) -> bool {
        matches!(self.form(), Form::Text)
    }

    #[inline]
    pub(crate) const fn is_composite(self) -> bool {
        matches!(self.form(), Form::Composite)
    }

    #[inline]
    pub(crate) const fn is_cut(self) -> bool {
        self.end & Self::CUT != 0
    }

    #[inline]
    pub(crate) const fn is_escaped(self) -> bool {
        self.end & Self::ESCAPED != 0
    }

    /// Where it stands in the JSON text.
    #[inline]
    const fn range(self) -> Range<usize> {
        self.start as usize >> 2..self.end as usize >> 2
    }

    /// The value as it stands in the JSON text.
    #[inline]
    pub(crate) fn raw(self, json: &[u8]) -> &[u8] {
        &json[self.range()]
    }

    /// The value as it stands in the JSON text, where that is how it is decoded.
    pub(crate) fn part_of(self, json: &str) -> Option<&str> {
        if self.is_escaped() { None } else { json.get(self.range()) }
    }

    /// The value as text: a string decoded, another as it stands there. What is not UTF-8 becomes
    /// U+FFFD.
    pub(crate) fn decode(self, json: &[u8]) -> Cow<'_, str> {
        if self.is_escaped() {
            Cow::Owned(into_text(self.unescape(json)))
        } else {
            raw::text(self.raw(json))
        }
    }

    /// The string, decoded.
    pub(crate) fn unescape(self, json: &[u8]) -> Vec<u8> {
        let raw = self.raw(json);
        let mut text = Vec::with_capacity(raw.len());
        unescape(raw, &mut |bytes| {
            text.extend_from_slice(bytes);
            true
        });
        text
    }

    /// The beginning of the string, decoded, as far as the buffer holds it.
    pub(crate) fn unescape_into<'b>(self, json: &[u8], buffer: &'b mut [u8]) -> &'b [u8] {
        let mut len = 0;
        unescape(self.raw(json), &mut |bytes| {
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

/// Hands on the decoded pieces of a string until the sink is full. An escape that is none stays.
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

/// The character of the escape that a text begins with, and how long the escape is. Half of a
/// surrogate pair becomes U+FFFD.
fn escape(text: &[u8]) -> (Option<char>, usize) {
    let simple = match text.get(1) {
        Some(b'n') => '\n',
        Some(b't') => '\t',
        Some(b'r') => '\r',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(&mark @ (b'"' | b'\\' | b'/' | b'\'')) => char::from(mark),
        Some(b'u') => {
            let Some(unit) = unit(&text[2..]) else {
                return (None, 2);
            };
            if let 0xD800..=0xDBFF = unit
                && text.get(6..8) == Some(b"\\u")
                && let Some(low @ 0xDC00..=0xDFFF) = text.get(8..).and_then(self::unit)
            {
                let code = 0x1_0000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
                return (char::from_u32(code), 12);
            }
            return (Some(char::from_u32(unit).unwrap_or('\u{FFFD}')), 6);
        }
        _ => return (None, text.len().min(2)),
    };
    (Some(simple), 2)
}

/// Four hexadecimal digits.
fn unit(text: &[u8]) -> Option<u32> {
    text.get(..4)?
        .iter()
        .try_fold(0, |unit, &digit| Some(unit << 4 | char::from(digit).to_digit(16)?))
}

/// The text breaks off, or is no JSON from here on.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Broken;

/// What takes the members of the objects that are read.
pub(crate) trait Visitor {
    /// Names an object that is read.
    type Place: Copy;

    /// Whether to enter the object, or the objects of the list, that is this member's value.
    fn enter(&mut self, within: Self::Place, key: &[u8], list: bool) -> Option<Entry<Self::Place>>;

    /// An object that is an element of a list has been read.
    fn ends(&mut self, _within: Self::Place) {}

    /// Takes a member whose object or list was not entered, or that is a string or a number.
    fn value(&mut self, within: Self::Place, key: &[u8], value: Value);
}

/// How an object or a list is entered.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry<P> {
    pub(crate) place: P,
    /// Whether all objects of a list are read, rather than the first.
    pub(crate) each: bool,
}

/// Reads the JSON text; with `PYTHON`, also what Python prints for such an object, as the text of an
/// SDK's exception holds it.
pub(crate) struct Reader<'j, const PYTHON: bool = false> {
    json: &'j [u8],
    at: usize,
}

impl<'j, const PYTHON: bool> Reader<'j, PYTHON> {
    /// A reader of the value that begins here.
    pub(crate) const fn new(json: &'j [u8], at: usize) -> Self {
        Self { json, at }
    }

    /// Whether nothing but white space is left.
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
        place: V::Place,
        visitor: &mut V,
    ) -> Result<(), Broken> {
        match self.peek()? {
            b'{' => self.object(place, visitor, 0),
            b'[' => self.list(Entry { place, each: false }, visitor, 0),
            _ => Err(Broken),
        }
    }

    /// Reads all objects of a list.
    pub(crate) fn read_each<V: Visitor>(
        &mut self,
        place: V::Place,
        visitor: &mut V,
    ) -> Result<(), Broken> {
        match self.peek()? {
            b'[' => self.list(Entry { place, each: true }, visitor, 0),
            _ => Err(Broken),
        }
    }

    /// Reads one value that is no object.
    pub(crate) fn scalar(&mut self) -> Result<Value, Broken> {
        let first = self.peek()?;
        self.scalar_of(first)
    }

    /// Reads the value that begins with this byte and is no object.
    #[inline(never)]
    fn scalar_of(&mut self, first: u8) -> Result<Value, Broken> {
        match first {
            b'"' => Ok(self.string(first)),
            b'\'' if PYTHON => Ok(self.string(first)),
            b'-' | b'0'..=b'9' => Ok(self.number()),
            _ => self.word(),
        }
    }

    fn number(&mut self) -> Value {
        let rest = &self.json[self.at..];
        let is_part = |b: &&u8| matches!(b, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E');
        let start = self.at;
        self.at += rest.iter().take_while(is_part).count();
        Value::new(start, self.at, Form::Number)
    }

    /// A word that stands for a value and tells nothing.
    fn word(&mut self) -> Result<Value, Broken> {
        let start = self.at;
        let rest = &self.json[self.at..];
        let word = [&b"null"[..], b"true", b"false", b"None", b"True", b"False"]
            .into_iter()
            .find(|word| rest.starts_with(word))
            .ok_or(Broken)?;
        self.at += word.len();
        Ok(Value::new(start, self.at, Form::Word))
    }

    fn object<V: Visitor>(
        &mut self,
        place: V::Place,
        visitor: &mut V,
        depth: usize,
    ) -> Result<(), Broken> {
        self.at += 1;
        loop {
            let quote = match self.peek()? {
                quote @ b'"' => quote,
                quote @ b'\'' if PYTHON => quote,
                b'}' => {
                    self.at += 1;
                    return Ok(());
                }
                _ => return Err(Broken),
            };
            let key = self.key(quote)?;
            self.expect(b':')?;
            self.member(place, key, visitor, depth)?;
            if self.peek()? == b',' {
                self.at += 1;
            }
        }
    }

    #[inline]
    fn member<V: Visitor>(
        &mut self,
        place: V::Place,
        key: &[u8],
        visitor: &mut V,
        depth: usize,
    ) -> Result<(), Broken> {
        let first = self.peek()?;
        let value = if let b'{' | b'[' = first {
            let list = first == b'[';
            let inner = if depth < MAX_DEPTH { visitor.enter(place, key, list) } else { None };
            match inner {
                Some(inner) if list => return self.list(inner, visitor, depth + 1),
                Some(inner) => return self.object(inner.place, visitor, depth + 1),
                None => self.composite()?,
            }
        } else if first == b'"' {
            self.string(first)
        } else {
            self.scalar_of(first)?
        };
        visitor.value(place, key, value);
        if value.is_cut() {
            return Err(Broken);
        }
        Ok(())
    }

    /// Reads the object that is the list's first element, or each that is an element, and passes
    /// over the others.
    fn list<V: Visitor>(
        &mut self,
        entry: Entry<V::Place>,
        visitor: &mut V,
        depth: usize,
    ) -> Result<(), Broken> {
        self.at += 1;
        while self.peek()? == b'{' {
            self.object(entry.place, visitor, depth)?;
            visitor.ends(entry.place);
            if !entry.each || self.peek()? != b',' {
                break;
            }
            self.at += 1;
        }
        self.skip_levels(1)
    }

    /// Passes over an object or a list.
    fn composite(&mut self) -> Result<Value, Broken> {
        let start = self.at;
        self.skip_levels(0)?;
        Ok(Value::new(start, self.at, Form::Composite))
    }

    /// Passes over all that stands here until as many objects and lists have ended as had begun.
    fn skip_levels(&mut self, mut open: usize) -> Result<(), Broken> {
        while let Some(&byte) = self.json.get(self.at) {
            self.at += 1;
            match byte {
                b'"' | b'\'' if byte == b'"' || PYTHON => {
                    self.at -= 1;
                    if self.string(byte).is_cut() {
                        return Err(Broken);
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
        Err(Broken)
    }

    /// A key, as it stands between its quotes.
    #[inline]
    fn key(&mut self, quote: u8) -> Result<&'j [u8], Broken> {
        let start = self.at + 1;
        let mut end = start;
        loop {
            end = next_mark(self.json, end, quote).ok_or(Broken)?;
            if self.json[end] == quote {
                self.at = end + 1;
                return Ok(&self.json[start..end]);
            }
            end += 2;
        }
    }

    #[inline]
    fn string(&mut self, quote: u8) -> Value {
        let start = self.at + 1;
        match next_mark(self.json, start, quote) {
            Some(end) if self.json[end] == quote => {
                self.at = end + 1;
                Value::plain(start, end)
            }
            Some(escape) => self.escaped(start, escape, quote),
            None => self.cut(start),
        }
    }

    /// A string of which the first escape stands here.
    fn escaped(&mut self, start: usize, mut at: usize, quote: u8) -> Value {
        loop {
            match next_mark(self.json, at + 2, quote) {
                Some(end) if self.json[end] == quote => {
                    self.at = end + 1;
                    return Value::plain(start, end).marked(Value::ESCAPED);
                }
                Some(escape) => at = escape,
                None => return self.cut(start).marked(Value::ESCAPED),
            }
        }
    }

    /// A string in which the text ends.
    fn cut(&mut self, start: usize) -> Value {
        self.at = self.json.len();
        Value::plain(start.min(self.at), self.at).marked(Value::CUT)
    }

    fn expect(&mut self, byte: u8) -> Result<(), Broken> {
        if self.peek()? != byte {
            return Err(Broken);
        }
        self.at += 1;
        Ok(())
    }

    /// The next byte that is no white space.
    #[inline]
    fn peek(&mut self) -> Result<u8, Broken> {
        match self.json.get(self.at) {
            Some(&byte) if byte > b' ' => Ok(byte),
            _ => self.peek_further(),
        }
    }

    #[cold]
    fn peek_further(&mut self) -> Result<u8, Broken> {
        while let Some(&byte) = self.json.get(self.at) {
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return Ok(byte);
            }
            self.at += 1;
        }
        Err(Broken)
    }
}

/// Where the next quote of this kind, or backslash, stands. Keys and codes are short: a look at
/// eight bytes often finds it, before the search that is fastest over many.
#[inline]
fn next_mark(json: &[u8], at: usize, quote: u8) -> Option<usize> {
    let rest = json.get(at..)?;
    if let Some(eight) = rest.first_chunk()
        && let Some(near) = first_of([quote, b'\\'], *eight)
    {
        return Some(at + near);
    }
    next_mark_far(rest, quote).map(|far| at + far)
}

#[inline(never)]
fn next_mark_far(text: &[u8], quote: u8) -> Option<usize> {
    memchr2(quote, b'\\', text)
}
