//! JSON as programs write it, read slowly: for what `serde_json` refuses.
//!
//! Python writes `NaN` and `Infinity`, which have no value here, and programs cut strings inside a
//! pair of surrogates. The errors are worded as Python's decoder words them, and count characters.

use std::borrow::Cow;
use std::collections::HashMap;

/// How deeply values may be nested.
const DEEPEST: usize = 1_000;

/// How many digits a whole number may have.
const DIGITS: usize = 4_300;

/// A value of JSON.
#[derive(Debug)]
pub(crate) enum Loose<'t> {
    Null,
    Bool(bool),
    Whole(i128),
    /// A number with a fraction or an exponent, or one that is too large.
    Fraction(f64),
    /// UTF-8, except that a lone surrogate has the three bytes that UTF-8 would give it.
    Text(Cow<'t, [u8]>),
    List(Vec<Loose<'t>>),
    Object(Members<'t>),
}

/// Members in their order. A repeated name stands once, with its last value.
pub(crate) type Members<'t> = Vec<(Cow<'t, [u8]>, Loose<'t>)>;

/// Why a text is no JSON.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// What is wrong, and after how many bytes.
    Syntax(&'static str, usize),
    TooDeep,
    TooManyDigits,
}

impl Refusal {
    /// The sentence about it.
    pub(crate) fn sentence(&self, text: &str) -> String {
        match *self {
            Self::Syntax(..) if text.trim().is_empty() => "the line is empty".to_owned(),
            Self::Syntax(what, at) => {
                let before = text.get(..at).unwrap_or(text);
                let line = before.rfind('\n').map_or(before, |newline| &before[newline + 1..]);
                format!("{what}, column {}", line.chars().count() + 1)
            }
            Self::TooDeep => "the line is nested too deeply".to_owned(),
            Self::TooManyDigits => "a number has too many digits".to_owned(),
        }
    }
}

type Parsed<T> = Result<T, Refusal>;

/// Parses one value, with white space around it.
pub(crate) fn parse(text: &str) -> Parsed<Loose<'_>> {
    let mut parser = Parser { text, place: 0, depth: 0 };
    parser.skip();
    let value = parser.value()?;
    parser.skip();
    if parser.place == text.len() { Ok(value) } else { parser.refuse("Extra data") }
}

/// Leaves each name once.
pub(crate) fn without_repeated(members: Members<'_>) -> Members<'_> {
    let mut places = HashMap::with_capacity(members.len());
    let mut kept: Members<'_> = Vec::with_capacity(members.len());
    for (name, value) in members {
        let place = *places.entry(name.clone()).or_insert(kept.len());
        match kept.get_mut(place) {
            Some(member) => member.1 = value,
            None => kept.push((name, value)),
        }
    }
    kept
}

struct Parser<'t> {
    text: &'t str,
    place: usize,
    depth: usize,
}

impl<'t> Parser<'t> {
    fn refuse<T>(&self, what: &'static str) -> Parsed<T> {
        Err(Refusal::Syntax(what, self.place))
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.place).copied()
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.place..).unwrap_or("")
    }

    fn skip(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.place += 1;
        }
    }

    fn take(&mut self, word: &str) -> bool {
        let found = self.rest().starts_with(word);
        self.place += usize::from(found) * word.len();
        found
    }

    fn value(&mut self) -> Parsed<Loose<'t>> {
        match self.peek() {
            Some(b'"') => Ok(Loose::Text(Cow::Owned(self.string()?))),
            Some(b'{' | b'[') => {
                if self.depth == DEEPEST {
                    return Err(Refusal::TooDeep);
                }
                self.depth += 1;
                let value = if self.take("{") {
                    Loose::Object(self.members()?)
                } else {
                    self.place += 1;
                    Loose::List(self.items()?)
                };
                self.depth -= 1;
                Ok(value)
            }
            _ if self.take("null") => Ok(Loose::Null),
            _ if self.take("true") => Ok(Loose::Bool(true)),
            _ if self.take("false") => Ok(Loose::Bool(false)),
            _ if self.take("NaN") || self.take("Infinity") || self.take("-Infinity") => {
                Ok(Loose::Null)
            }
            _ => self.number(),
        }
    }

    fn members(&mut self) -> Parsed<Members<'t>> {
        let mut members = Vec::new();
        self.skip();
        if self.take("}") {
            return Ok(members);
        }
        loop {
            if self.peek() != Some(b'"') {
                return self.refuse("Expecting property name enclosed in double quotes");
            }
            let name = self.string()?;
            self.skip();
            if !self.take(":") {
                return self.refuse("Expecting ':' delimiter");
            }
            self.skip();
            members.push((Cow::Owned(name), self.value()?));
            if self.ends("}")? {
                return Ok(without_repeated(members));
            }
        }
    }

    fn items(&mut self) -> Parsed<Vec<Loose<'t>>> {
        let mut items = Vec::new();
        self.skip();
        if self.take("]") {
            return Ok(items);
        }
        loop {
            items.push(self.value()?);
            if self.ends("]")? {
                return Ok(items);
            }
        }
    }

    /// Whether a container ends after a value, or goes on after a comma.
    fn ends(&mut self, bracket: &str) -> Parsed<bool> {
        self.skip();
        if self.take(bracket) {
            return Ok(true);
        }
        if !self.take(",") {
            return self.refuse("Expecting ',' delimiter");
        }
        self.skip();
        Ok(false)
    }

    fn number(&mut self) -> Parsed<Loose<'t>> {
        let bytes = self.text.as_bytes();
        let digits = |from: usize| {
            bytes.get(from..).unwrap_or(&[]).iter().take_while(|b| b.is_ascii_digit()).count()
        };
        let start = self.place;
        let whole = start + usize::from(self.peek() == Some(b'-'));
        let length = if bytes.get(whole) == Some(&b'0') { 1 } else { digits(whole) };
        if length == 0 {
            return self.refuse("Expecting value");
        }
        let mut end = whole + length;
        let whole_end = end;
        if bytes.get(end) == Some(&b'.') && digits(end + 1) > 0 {
            end += 1 + digits(end + 1);
        }
        if matches!(bytes.get(end), Some(b'e' | b'E')) {
            let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
            let exponent = digits(end + 1 + sign);
            if exponent > 0 {
                end += 1 + sign + exponent;
            }
        }
        self.place = end;
        let number = self.text.get(start..end).unwrap_or("");
        if end == whole_end {
            return if length > DIGITS {
                Err(Refusal::TooManyDigits)
            } else {
                Ok(number.parse().map_or_else(|_| fraction(number), Loose::Whole))
            };
        }
        Ok(fraction(number))
    }

    fn string(&mut self) -> Parsed<Vec<u8>> {
        const UNTERMINATED: &str = "Unterminated string starting at";
        const ESCAPE: &str = "Invalid \\escape";
        let bytes = self.text.as_bytes();
        let begin = self.place;
        let mut place = begin + 1;
        let mut string = Vec::new();
        loop {
            let rest = bytes.get(place..).unwrap_or(&[]);
            let plain = rest
                .iter()
                .position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f))
                .unwrap_or(rest.len());
            string.extend_from_slice(&rest[..plain]);
            place += plain;
            match bytes.get(place) {
                None => return Err(Refusal::Syntax(UNTERMINATED, begin)),
                Some(b'"') => {
                    self.place = place + 1;
                    return Ok(string);
                }
                Some(b'\\') => {}
                Some(_) => return Err(Refusal::Syntax("Invalid control character at", place)),
            }
            let plain = match bytes.get(place + 1) {
                None => return Err(Refusal::Syntax(UNTERMINATED, begin)),
                Some(b'u') => {
                    place = self.unicode(place + 2, &mut string)?;
                    continue;
                }
                Some(byte @ (b'"' | b'\\' | b'/')) => *byte,
                Some(b'b') => 8,
                Some(b'f') => 12,
                Some(b'n') => b'\n',
                Some(b'r') => b'\r',
                Some(b't') => b'\t',
                Some(_) => return Err(Refusal::Syntax(ESCAPE, place)),
            };
            string.push(plain);
            place += 2;
        }
    }

    /// Reads the digits of `\u`, and those of the second half of a pair; gives the place after them.
    fn unicode(&self, place: usize, string: &mut Vec<u8>) -> Parsed<usize> {
        let unit = |place: usize| {
            let digits = self
                .text
                .get(place..place + 4)
                .filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
            digits
                .and_then(|digits| u16::from_str_radix(digits, 16).ok())
                .ok_or(Refusal::Syntax("Invalid \\uXXXX escape", place - 1))
        };
        let first = unit(place)?;
        let mut units = vec![first];
        let mut end = place + 4;
        if (0xd800..0xdc00).contains(&first)
            && self.text.as_bytes().get(end..).is_some_and(|rest| rest.starts_with(b"\\u"))
        {
            let second = unit(end + 2)?;
            if (0xdc00..0xe000).contains(&second) {
                units.push(second);
                end += 6;
            }
        }
        if let Some(Ok(char)) = char::decode_utf16(units).next() {
            string.extend_from_slice(char.encode_utf8(&mut [0; 4]).as_bytes());
        } else {
            let [high, low] = first.to_be_bytes();
            let middle = 0x80 | ((high & 0x0f) << 2) | (low >> 6);
            string.extend_from_slice(&[0xe0 | (high >> 4), middle, 0x80 | (low & 0x3f)]);
        }
        Ok(end)
    }
}

fn fraction(number: &str) -> Loose<'static> {
    number.parse().map_or(Loose::Null, Loose::Fraction)
}

#[cfg(test)]
mod tests {
    use super::{Loose, Refusal, parse};

    #[test]
    fn what_programs_write_is_read() {
        let Ok(Loose::Object(members)) =
            parse(r#" {"a": [NaN, -Infinity, 1e999], "b": "\ud83d"} "#)
        else {
            panic!("an object");
        };
        let Loose::List(items) = &members[0].1 else { panic!("a list") };
        assert!(matches!(items[..], [Loose::Null, Loose::Null, Loose::Fraction(_)]));
        assert!(matches!(&members[1].1, Loose::Text(text) if **text == *b"\xed\xa0\xbd"));
    }

    #[test]
    fn a_repeated_name_has_its_last_value_at_its_first_place() {
        let Ok(Loose::Object(members)) = parse(r#"{"a": 1, "b": 2, "a": 3}"#) else {
            panic!("an object");
        };
        let names: Vec<_> = members.iter().map(|(name, _)| &**name).collect();
        assert_eq!(names, [b"a", b"b"]);
        assert!(matches!(members[0].1, Loose::Whole(3)));
    }

    #[test]
    fn errors_say_what_is_wrong_and_where() {
        for (text, sentence) in [
            ("", "the line is empty"),
            ("x", "Expecting value, column 1"),
            ("{", "Expecting property name enclosed in double quotes, column 2"),
            ("{\"é\" 1}", "Expecting ':' delimiter, column 6"),
            ("{\"a\": 1 2}", "Expecting ',' delimiter, column 9"),
            ("{\"a\": 1,}", "Expecting property name enclosed in double quotes, column 9"),
            ("[1,]", "Expecting value, column 4"),
            ("{\"a\": \"b", "Unterminated string starting at, column 7"),
            ("\"\\x\"", "Invalid \\escape, column 2"),
            ("\"\\u12x4\"", "Invalid \\uXXXX escape, column 3"),
            ("\"a\tb\"", "Invalid control character at, column 3"),
            ("{} {}", "Extra data, column 4"),
            ("{\"a\": 1\n", "Expecting ',' delimiter, column 1"),
        ] {
            let refusal = parse(text).expect_err(text);
            assert_eq!(refusal.sentence(text), sentence, "{text}");
        }
        assert_eq!(parse(&"[".repeat(100_000)).expect_err("deep"), Refusal::TooDeep);
        assert_eq!(parse(&"9".repeat(5_000)).expect_err("long"), Refusal::TooManyDigits);
    }
}
