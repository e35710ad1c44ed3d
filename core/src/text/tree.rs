//! Objects in a text, in the notations that programs print: JSON, Python's `repr`, Node's inspect,
//! Ruby's inspect, Rust's `Debug`, pydantic's and Java's `Name(key=value)`, Go's `map[key:value]`, and
//! the text form of protocol buffers.
//!
//! The reader is lenient: it takes what it can read, also if the text breaks off. Depth, the number of
//! values and the bytes that are read are bounded.

use std::fmt::Write as _;

/// How deeply values are read. Deeper ones make an object unreadable.
const MAX_DEPTH: usize = 24;

/// How many values of one object are read.
const MAX_VALUES: usize = 4_096;

/// How many times an object inside a string is unescaped.
const MAX_ESCAPES: usize = 3;

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Node {
    /// A word without quotes: a number, `true`, `null`, or a name.
    Bare(String),
    Text(String),
    List(Vec<Self>),
    Object(Object),
}

/// An object, and the name before it, if there is one: `ApiError { … }`.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Object {
    pub(crate) name: String,
    pub(crate) members: Vec<(String, Node)>,
}

impl Object {
    /// The first member with this name.
    pub(crate) fn get(&self, name: &str) -> Option<&Node> {
        self.members.iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// Writes it as JSON.
    pub(crate) fn write_json(&self, json: &mut String) {
        json.push('{');
        for (at, (key, value)) in self.members.iter().enumerate() {
            if at > 0 {
                json.push(',');
            }
            write_string(key, json);
            json.push(':');
            value.write_json(json);
        }
        json.push('}');
    }
}

impl Node {
    /// The text of a string, or of a word that is not nothing.
    pub(crate) fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Bare(word) if !is_nothing(word) => Some(word),
            _ => None,
        }
    }

    pub(crate) fn as_object(&self) -> Option<&Object> {
        if let Self::Object(object) = self { Some(object) } else { None }
    }

    /// Writes it as JSON.
    pub(crate) fn write_json(&self, json: &mut String) {
        match self {
            Self::Bare(word) => write_bare(word, json),
            Self::Text(text) => write_string(text, json),
            Self::List(items) => {
                json.push('[');
                for (at, item) in items.iter().enumerate() {
                    if at > 0 {
                        json.push(',');
                    }
                    item.write_json(json);
                }
                json.push(']');
            }
            Self::Object(object) => object.write_json(json),
        }
    }
}

/// The words of languages for the absence of a value.
fn is_nothing(word: &str) -> bool {
    matches!(word, "null" | "None" | "nil" | "undefined" | "<nil>" | "")
}

fn write_bare(word: &str, json: &mut String) {
    let digits = word.strip_prefix('-').unwrap_or(word).as_bytes();
    let is_whole = (1..=18).contains(&digits.len())
        && digits.iter().all(u8::is_ascii_digit)
        && (digits == b"0" || digits[0] != b'0');
    let is_decimal = word.len() <= 24
        && digits.first().is_some_and(u8::is_ascii_digit)
        && (digits.len() == 1 || digits[0] != b'0' || digits[1] == b'.')
        && digits.last().is_some_and(u8::is_ascii_digit)
        && memchr::memchr_iter(b'.', digits).count() == 1
        && digits.iter().all(|byte| byte.is_ascii_digit() || *byte == b'.');
    if is_nothing(word) {
        json.push_str("null");
    } else if is_whole || is_decimal {
        json.push_str(word);
    } else if matches!(word, "true" | "True") {
        json.push_str("true");
    } else if matches!(word, "false" | "False") {
        json.push_str("false");
    } else {
        write_string(word, json);
    }
}

/// Writes a string as JSON.
pub(crate) fn write_string(text: &str, json: &mut String) {
    json.push('"');
    for char in text.chars() {
        match char {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            '\n' => json.push_str("\\n"),
            '\r' => json.push_str("\\r"),
            '\t' => json.push_str("\\t"),
            '\0'..='\x1F' => {
                let _ = write!(json, "\\u{:04x}", u32::from(char));
            }
            _ => json.push(char),
        }
    }
    json.push('"');
}

/// An object that was read, and where it ends.
#[derive(Debug)]
pub(crate) struct Read {
    pub(crate) node: Node,
    pub(crate) end: usize,
    /// Its closing bracket is there.
    pub(crate) is_whole: bool,
}

/// Reads the value whose bracket is at this position: `{`, `[`, `(` or `***`, by which services hide a
/// bracket that is part of a secret. `work` is how many bytes may be read; what was read is taken away.
pub(crate) fn read(text: &str, start: usize, work: &mut usize) -> Option<Read> {
    read_escaped(text, start, work, 0)
}

fn read_escaped(text: &str, start: usize, work: &mut usize, depth: usize) -> Option<Read> {
    if *work == 0 {
        return None;
    }
    if let Some(level) = escapes_after(text.as_bytes(), start + 1) {
        if depth == MAX_ESCAPES {
            return None;
        }
        let end = end_of_escaped(text.as_bytes(), start, level);
        *work = work.saturating_sub(end - start);
        let inner = unescape(&text[start..end]);
        // Positions inside the unescaped text are not those of the text.
        return read_escaped(&inner, 0, work, depth + 1).map(|read| Read { end, ..read });
    }
    let mut reader =
        Reader { text, bytes: text.as_bytes(), at: start, values: 0, is_broken: false };
    let name = if text[..start].ends_with("map") { "map" } else { "" };
    let node = reader.bracketed(name, 0);
    *work = work.saturating_sub(reader.at - start + 1);
    let has_members = match &node {
        Node::Object(object) => !object.members.is_empty(),
        Node::List(items) => !items.is_empty(),
        _ => false,
    };
    has_members.then_some(Read { node, end: reader.at, is_whole: !reader.is_broken })
}

/// How many backslashes stand before the first quote after an opening bracket, if any.
fn escapes_after(bytes: &[u8], mut at: usize) -> Option<usize> {
    let first = at;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b' ' | b'\n' | b'\r' | b'\t' | b'{' | b'[' => at += 1,
            b'\\' => {
                let count = bytes[at..].iter().take_while(|&&byte| byte == b'\\').count();
                match bytes.get(at + count) {
                    Some(b'"' | b'\'') => return Some(count),
                    // A line end, written as two characters.
                    Some(b'n' | b'r' | b't') => at += count + 1,
                    _ => return None,
                }
            }
            _ => return None,
        }
        if at - first > 400 {
            return None;
        }
    }
    None
}

/// Where the string ends that holds this object: at the first quote with fewer backslashes before it.
fn end_of_escaped(bytes: &[u8], start: usize, level: usize) -> usize {
    let (mut at, mut backslashes) = (start, 0);
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' => backslashes += 1,
            b'"' if backslashes < level => return at,
            _ => backslashes = 0,
        }
        at += 1;
    }
    bytes.len()
}

/// Undoes one level of backslashes.
pub(crate) fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        plain.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let Some(escaped) = rest.chars().next() else { break };
        rest = &rest[escaped.len_utf8()..];
        match escaped {
            'n' => plain.push('\n'),
            'r' => plain.push('\r'),
            't' => plain.push('\t'),
            'b' | 'f' | '\n' => {}
            'u' => match rest.get(..4).and_then(|digits| u32::from_str_radix(digits, 16).ok()) {
                Some(code) => {
                    rest = &rest[4..];
                    plain.push(char::from_u32(code).unwrap_or('\u{FFFD}'));
                }
                None => plain.push('u'),
            },
            'x' => match rest.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
                Some(code) => {
                    rest = &rest[2..];
                    plain.push(char::from(code));
                }
                None => plain.push('x'),
            },
            other => plain.push(other),
        }
    }
    plain.push_str(rest);
    plain
}

struct Reader<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    values: usize,
    /// The text is no object from here on, or breaks off.
    is_broken: bool,
}

impl<'t> Reader<'t> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn starts_with(&self, start: &str) -> bool {
        self.bytes[self.at..].starts_with(start.as_bytes())
    }

    fn skip_space(&mut self) {
        while let Some(len) = self.space_len() {
            self.at += len;
        }
    }

    /// The length of the white space here, which a string that was printed as it is spells `\n`.
    fn space_len(&self) -> Option<usize> {
        match self.peek()? {
            b'\\' if matches!(self.bytes.get(self.at + 1), Some(b'n' | b'r' | b't')) => Some(2),
            byte => byte.is_ascii_whitespace().then_some(1),
        }
    }

    /// Skips what stands between members.
    fn skip_between(&mut self) {
        loop {
            match self.space_len() {
                Some(len) => self.at += len,
                None if matches!(self.peek(), Some(b',' | b';')) => self.at += 1,
                None => return,
            }
        }
    }

    fn break_off(&mut self) -> Node {
        self.is_broken = true;
        Node::Bare(String::new())
    }

    /// Reads what an opening bracket here begins.
    fn bracketed(&mut self, name: &str, depth: usize) -> Node {
        if depth == MAX_DEPTH {
            return self.break_off();
        }
        match self.peek() {
            Some(b'{') => self.object(name, 1, b'}', depth),
            Some(b'(') => self.object(name, 1, b')', depth),
            Some(b'*') => self.object(name, 3, b'*', depth),
            Some(b'[') if name == "map" => self.go_map(depth),
            Some(b'[') => self.list(depth),
            _ => self.break_off(),
        }
    }

    /// Whether the closing bracket is here; if so, skips it.
    fn closes(&mut self, close: u8) -> bool {
        let is_here = match close {
            b'*' => self.starts_with("***"),
            _ => self.peek() == Some(close),
        };
        if is_here {
            self.at += if close == b'*' { 3 } else { 1 };
        }
        is_here
    }

    fn object(&mut self, name: &str, open: usize, close: u8, depth: usize) -> Node {
        self.at += open;
        let mut object = Object { name: name.to_owned(), members: Vec::new() };
        // The only value without a key, as in `Some("…")`.
        let mut positional = None;
        while !self.is_broken {
            self.skip_between();
            if self.closes(close) {
                break;
            }
            if self.starts_with("...") {
                // What follows was left out.
                self.at += 3;
                continue;
            }
            let start = self.at;
            match self.key() {
                Some(key) => {
                    let value = self.value(close, depth);
                    if !self.is_broken || !matches!(value, Node::Bare(_)) {
                        object.members.push((key, value));
                    }
                }
                None if close == b')' => {
                    self.at = start;
                    positional = Some(self.value(close, depth));
                    if self.at == start {
                        self.is_broken = true;
                    }
                }
                None => self.is_broken = true,
            }
        }
        match positional {
            Some(value) if object.members.is_empty() => value,
            _ => Node::Object(object),
        }
    }

    /// Reads a key and what separates it from its value.
    fn key(&mut self) -> Option<String> {
        let key = match self.peek()? {
            b'"' | b'\'' => self.quoted()?,
            b':' => {
                self.at += 1;
                self.word().to_owned()
            }
            b'[' => {
                // Node shows a symbol as `[Symbol(name)]`.
                let end = memchr::memchr(b']', &self.bytes[self.at..])?;
                let key = self.text.get(self.at + 1..self.at + end)?;
                if key.len() > 60 || key.contains(['{', '"', '\'', '\n']) {
                    return None;
                }
                self.at += end + 1;
                key.to_owned()
            }
            _ => self.word().to_owned(),
        };
        if key.is_empty() && self.peek() != Some(b':') {
            return None;
        }
        self.skip_space();
        if self.starts_with("=>") {
            self.at += 2;
        } else if matches!(self.peek(), Some(b':' | b'=')) {
            self.at += 1;
        } else if self.peek() != Some(b'{') {
            // Protocol buffers have no separator before an object.
            return None;
        }
        Some(key)
    }

    /// The name or number here.
    fn word(&mut self) -> &'t str {
        let start = self.at;
        while self.peek().is_some_and(|byte| {
            byte.is_ascii_alphanumeric()
                || matches!(byte, b'_' | b'$' | b'@' | b'-' | b'.')
                || byte >= 0x80
        }) {
            self.at += 1;
        }
        &self.text[start..self.at]
    }

    fn value(&mut self, close: u8, depth: usize) -> Node {
        self.values += 1;
        if self.values > MAX_VALUES {
            return self.break_off();
        }
        self.skip_space();
        let Some(byte) = self.peek() else { return self.break_off() };
        match byte {
            b'"' | b'\'' | b'`' => match self.quoted() {
                Some(text) => Node::Text(text),
                None => self.break_off(),
            },
            b'{' | b'[' | b'(' => self.bracketed("", depth + 1),
            b'&' => {
                // Go's pointers.
                self.at += 1;
                self.value(close, depth)
            }
            b'*' if self.starts_with("***") => self.bracketed("", depth + 1),
            b'<' => self.angled(),
            b':' => {
                self.at += 1;
                Node::Bare(self.word().to_owned())
            }
            _ => self.named(close, depth),
        }
    }

    /// A value that begins with a word: a number, a name, or a name and its object.
    fn named(&mut self, close: u8, depth: usize) -> Node {
        let start = self.at;
        let word = self.word();
        let mut next = self.peek();
        if matches!(next, Some(b'"' | b'\''))
            && matches!(word, "b" | "u" | "r" | "f" | "B" | "rb" | "br")
        {
            return match self.quoted() {
                Some(text) => Node::Text(text),
                None => self.break_off(),
            };
        }
        while next == Some(b':') && self.bytes.get(self.at + 1) == Some(&b':') {
            // A path, such as `error::Kind`.
            self.at += 2;
            self.word();
            next = self.peek();
        }
        let name = &self.text[start..self.at];
        let name = name.rsplit([':', '.']).next().unwrap_or(name);
        match next {
            Some(b'{' | b'(') if !name.is_empty() => return self.bracketed(name, depth + 1),
            Some(b'[') if name == "map" => return self.bracketed(name, depth + 1),
            Some(b' ') if !name.is_empty() && self.bytes.get(self.at + 1) == Some(&b'{') => {
                self.at += 1;
                return self.bracketed(name, depth + 1);
            }
            _ => {}
        }
        // Words up to what ends a member.
        while let Some(byte) = self.peek() {
            let ends = matches!(byte, b',' | b'\n' | b'}' | b']' | b';') || byte == close;
            if ends || (byte == b' ' && self.key_follows(start)) {
                break;
            }
            self.at += 1;
        }
        if self.at == start {
            return self.break_off();
        }
        Node::Bare(self.text[start..self.at].trim().to_owned())
    }

    /// What stands in angle brackets, such as `<Response [429]>`.
    fn angled(&mut self) -> Node {
        let look = &self.bytes[self.at..self.bytes.len().min(self.at + 200)];
        match memchr::memchr2(b'>', b'\n', look) {
            Some(end) if look[end] == b'>' => {
                let text = &self.text[self.at..=self.at + end];
                self.at += end + 1;
                self.skip_space();
                // `<ref *1> { … }`
                if text.starts_with("<ref") && self.peek() == Some(b'{') {
                    return self.bracketed("", 1);
                }
                Node::Bare(text.to_owned())
            }
            _ => self.break_off(),
        }
    }

    fn list(&mut self, depth: usize) -> Node {
        self.at += 1;
        let mut items = Vec::new();
        while !self.is_broken {
            self.skip_between();
            if self.closes(b']') {
                break;
            }
            let start = self.at;
            let item = self.value(b']', depth);
            if self.is_broken && matches!(item, Node::Bare(_)) {
                break;
            }
            if self.at == start {
                self.is_broken = true;
            }
            items.push(item);
        }
        Node::List(items)
    }

    /// Go's `map[key:value key:value]`. A value has spaces: it ends before the next key.
    fn go_map(&mut self, depth: usize) -> Node {
        self.at += 1;
        let mut object = Object::default();
        while !self.is_broken {
            self.skip_space();
            if self.closes(b']') {
                break;
            }
            let key = self.word();
            if key.is_empty() || self.peek() != Some(b':') {
                self.is_broken = true;
                break;
            }
            self.at += 1;
            self.values += 1;
            if self.values > MAX_VALUES {
                self.is_broken = true;
                break;
            }
            let value = if self.starts_with("map[") {
                self.at += 3;
                self.bracketed("map", depth + 1)
            } else if self.peek() == Some(b'[') {
                self.bracketed("", depth + 1)
            } else {
                self.go_words()
            };
            object.members.push((key.to_owned(), value));
        }
        Node::Object(object)
    }

    /// Whether a key follows this space, after a value without quotes that begins at `start`: one with its
    /// value directly behind its colon, as Go prints it, or any key after a number.
    fn key_follows(&self, start: usize) -> bool {
        let key = &self.bytes[self.at + 1..];
        let in_key = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'_';
        let len = key.iter().take(40).take_while(in_key).count();
        let is_number = self.bytes[start..self.at].iter().all(u8::is_ascii_digit);
        len > 0
            && key.get(len) == Some(&b':')
            && (is_number || !matches!(key.get(len + 1), Some(b' ' | b'/' | b':') | None))
    }

    fn go_words(&mut self) -> Node {
        let start = self.at;
        let mut end = start;
        while let Some(byte) = self.peek() {
            if byte == b']' {
                end = self.at;
                break;
            }
            if byte == b' ' && self.key_follows(start) {
                end = self.at;
                break;
            }
            self.at += 1;
            end = self.at;
        }
        Node::Bare(self.text[start..end].trim().to_owned())
    }

    /// A string in quotes. A quote that is doubled by a backslash does not end it.
    fn quoted(&mut self) -> Option<String> {
        let quote = self.peek()?;
        let start = self.at + 1;
        let mut at = start;
        let mut is_escaped = false;
        loop {
            let found = memchr::memchr2(quote, b'\\', self.bytes.get(at..)?);
            let Some(found) = found else {
                // The text breaks off: what is there counts.
                self.at = self.bytes.len();
                self.is_broken = true;
                break;
            };
            at += found;
            if self.bytes[at] == b'\\' {
                is_escaped = true;
                at += 2;
                continue;
            }
            self.at = at + 1;
            break;
        }
        let end = if self.is_broken { self.bytes.len() } else { self.at - 1 };
        let raw = self.text.get(start..end)?;
        Some(if is_escaped { unescape(raw) } else { raw.to_owned() })
    }
}
