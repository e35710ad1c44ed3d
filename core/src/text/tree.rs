//! Objects in a text, in the notations that programs print: JSON, Python's `repr`, Node's inspect,
//! Ruby's inspect, Rust's `Debug`, pydantic's and Java's `Name(key=value)`, Go's `map[key:value]`, and
//! the text form of protocol buffers.
//!
//! The reader is lenient: it takes what it can read, also if the text breaks off. Depth, the number of
//! values and the bytes that are read are bounded.

use super::bytes::{self, DIGITS, Set, byte, from, owned, push, push_char, set};
use crate::rules::schema::{Words, position, words};

/// How deeply values are read. Deeper ones make an object unreadable.
const MAX_DEPTH: usize = 24;

/// How many values of one object are read.
const MAX_VALUES: usize = 4_096;

/// How many times an object inside a string is unescaped.
const MAX_ESCAPES: usize = 3;

/// What a value is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A word without quotes: a number, `true`, `null`, or a name.
    #[default]
    Bare,
    Text,
    List,
    Object,
}

/// A value. All shapes have the same members, so that one function copies or drops any of them.
#[derive(Debug, Default)]
pub(crate) struct Node {
    pub(crate) shape: Shape,
    /// The name of the member that it is the value of.
    pub(crate) key: String,
    /// The word or the text; of an object, the name before it, if there is one: `ApiError { … }`.
    pub(crate) text: String,
    /// The values of a list, or of the members of an object.
    pub(crate) items: Vec<Self>,
}

impl Node {
    #[inline(never)]
    pub(crate) fn new(shape: Shape, text: &str) -> Self {
        Self { shape, key: String::new(), text: owned(text), items: Vec::new() }
    }

    /// Appends a value to a list, or to an object with its name.
    #[inline(never)]
    pub(crate) fn add(&mut self, key: &str, mut value: Self) {
        value.key = owned(key);
        self.items.push(value);
    }

    /// The first member with this name.
    #[inline(never)]
    pub(crate) fn get(&self, name: &str) -> Option<&Self> {
        self.items.iter().find(|item| item.key == name)
    }

    /// The text of a string, or of a word that is not nothing.
    #[inline(never)]
    pub(crate) fn as_text(&self) -> Option<&str> {
        let is_text = match self.shape {
            Shape::Text => true,
            Shape::Bare => !is_nothing(&self.text),
            Shape::List | Shape::Object => false,
        };
        is_text.then_some(&self.text)
    }

    pub(crate) fn as_object(&self) -> Option<&Self> {
        (self.shape == Shape::Object).then_some(self)
    }

    /// Writes it as JSON.
    #[inline(never)]
    pub(crate) fn write_json(&self, json: &mut String) {
        let (open, close) = match self.shape {
            Shape::Bare => return write_bare(&self.text, json),
            Shape::Text => return write_string(&self.text, json),
            Shape::List => ("[", "]"),
            Shape::Object => ("{", "}"),
        };
        push(open, json);
        for (at, item) in self.items.iter().enumerate() {
            if at > 0 {
                push(",", json);
            }
            if self.shape == Shape::Object {
                write_string(&item.key, json);
                push(":", json);
            }
            item.write_json(json);
        }
        push(close, json);
    }
}

/// The words of languages for the absence of a value.
fn is_nothing(word: &str) -> bool {
    matches!(word, "null" | "None" | "nil" | "undefined" | "<nil>" | "")
}

fn write_bare(word: &str, json: &mut String) {
    let number = word.strip_prefix('-').unwrap_or(word).as_bytes();
    let whole = DIGITS.span(number, usize::MAX);
    let is_whole = whole == number.len() && whole <= 18;
    let fraction = DIGITS.span(bytes::after(number, whole + 1), usize::MAX);
    let is_decimal = byte(number, whole) == b'.'
        && fraction > 0
        && whole + 1 + fraction == number.len()
        && word.len() <= 24;
    let begins = whole == 1 || (whole > 1 && byte(number, 0) != b'0');
    let word = match word {
        _ if begins && (is_whole || is_decimal) => word,
        _ if is_nothing(word) => "null",
        "true" | "True" => "true",
        "false" | "False" => "false",
        _ => return write_string(word, json),
    };
    push(word, json);
}

/// Writes a string as JSON.
#[inline(never)]
pub(crate) fn write_string(text: &str, json: &mut String) {
    push("\"", json);
    for char in text.chars() {
        let escaped = match char {
            '\n' => 'n',
            '\r' => 'r',
            '\t' => 't',
            '\0'..='\x1F' => {
                push(if char < '\x10' { "\\u000" } else { "\\u001" }, json);
                char::from_digit(u32::from(char) & 0xF, 16).unwrap_or('0')
            }
            _ => char,
        };
        if matches!(char, '"' | '\\' | '\n' | '\r' | '\t') {
            push("\\", json);
        }
        push_char(escaped, json);
    }
    push("\"", json);
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
        let inner = unescape(bytes::part(text, start, end));
        let mut read = read_escaped(&inner, 0, work, depth + 1)?;
        // Positions inside the unescaped text are not those of the text.
        read.end = end;
        return Some(read);
    }
    let bytes = text.as_bytes();
    let mut reader = Reader { text, bytes, at: start, values: 0, is_broken: false };
    let is_map = bytes::before(bytes, start, 3) == b"map";
    let node = reader.bracketed(if is_map { MAP } else { "" }, 0);
    *work = work.saturating_sub(reader.at - start + 1);
    (!node.items.is_empty()).then_some(Read { node, end: reader.at, is_whole: !reader.is_broken })
}

/// What stands between the brackets at the start of an object.
static OPENING: Set = set(b" \n\r\t{[");
static BACKSLASH: Set = set(b"\\");
/// A line end or a tab, written as two characters.
static WRITTEN_SPACE: Set = set(b"nrt");

/// How many backslashes stand before the first quote after an opening bracket, if any.
fn escapes_after(text: &[u8], first: usize) -> Option<usize> {
    let mut at = first;
    while at - first <= 400 {
        if OPENING.is_at(text, at) {
            at += 1;
            continue;
        }
        let count = BACKSLASH.span(bytes::after(text, at), usize::MAX);
        if count == 0 {
            return None;
        }
        at += count;
        if matches!(byte(text, at), b'"' | b'\'') {
            return Some(count);
        }
        if !WRITTEN_SPACE.is_at(text, at) {
            return None;
        }
        at += 1;
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
#[inline(never)]
fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    loop {
        let at = memchr::memchr(b'\\', rest.as_bytes()).unwrap_or(rest.len());
        push(bytes::part(rest, 0, at), &mut plain);
        rest = from(rest, at + 1);
        let Some(escaped) = rest.chars().next() else { return plain };
        rest = from(rest, escaped.len_utf8());
        let (digits, char) = match escaped {
            'n' => (0, '\n'),
            'r' => (0, '\r'),
            't' => (0, '\t'),
            'b' | 'f' | '\n' => continue,
            'u' => (4, 'u'),
            'x' => (2, 'x'),
            other => (0, other),
        };
        let code = hexadecimal(bytes::part(rest, 0, digits));
        rest = if code.is_some() { from(rest, digits) } else { rest };
        let char = code.map_or(char, |code| char::from_u32(code).unwrap_or('\u{FFFD}'));
        push_char(char, &mut plain);
    }
}

/// The number that hexadecimal digits are. No digits are no number.
fn hexadecimal(digits: &str) -> Option<u32> {
    let mut number = None;
    for byte in digits.bytes() {
        number = Some(number.unwrap_or(0) * 16 + char::from(byte).to_digit(16)?);
    }
    number
}

/// The name before the brackets of a map as Go prints it.
const MAP: &str = "map";

struct Reader<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    values: usize,
    /// The text is no object from here on, or breaks off.
    is_broken: bool,
}

static SPACE: Set = set(b" \t\n\x0C\r");
/// What stands between members.
static BETWEEN: Set = set(b" \t\n\x0C\r,;");
static IN_WORD: Set = set(b"_$@-.").alphanumeric().range(0x80, 0xFF);
static IN_KEY: Set = set(b"_").alphanumeric();
/// What the last name of a path has.
static IN_LAST_NAME: Set = set(b"").range(0, 0xFF).except(b":.");
/// What ends the words of a member.
static ENDS: Set = set(b",\n}];");
static ENDS_IN_MAP: Set = set(b"]");
static AFTER_KEY: Set = set(b" /:");

impl<'t> Reader<'t> {
    /// The byte here, or 0.
    fn peek(&self) -> u8 {
        byte(self.bytes, self.at)
    }

    #[inline(never)]
    fn starts_with(&self, start: &str) -> bool {
        bytes::is_at(self.bytes, self.at, start.as_bytes())
    }

    /// Skips white space or what else is in a set. A string that was printed as it is spells `\n`.
    #[inline(never)]
    fn skip(&mut self, space: &Set) {
        loop {
            if space.is_at(self.bytes, self.at) {
                self.at += 1;
            } else if self.peek() == b'\\' && WRITTEN_SPACE.is_at(self.bytes, self.at + 1) {
                self.at += 2;
            } else {
                return;
            }
        }
    }

    #[inline(never)]
    fn break_off(&mut self) -> Node {
        self.is_broken = true;
        Node::default()
    }

    /// Reads what an opening bracket here begins.
    #[inline(never)]
    fn bracketed(&mut self, name: &str, depth: usize) -> Node {
        let (open, close) = match self.peek() {
            b'{' => (1, b'}'),
            b'(' => (1, b')'),
            b'*' => (3, b'*'),
            b'[' => (1, b']'),
            _ => return self.break_off(),
        };
        if depth == MAX_DEPTH {
            return self.break_off();
        }
        self.at += open;
        match close {
            b']' if name == MAP => self.go_map(depth),
            b']' => self.list(depth),
            _ => self.object(name, close, depth),
        }
    }

    /// Whether the closing bracket is here; if so, skips it.
    #[inline(never)]
    fn closes(&mut self, close: u8) -> bool {
        let is_here = self.peek() == close && (close != b'*' || self.starts_with("***"));
        if is_here {
            self.at += if close == b'*' { 3 } else { 1 };
        }
        is_here
    }

    fn object(&mut self, name: &str, close: u8, depth: usize) -> Node {
        let mut object = Node::new(Shape::Object, name);
        // The only value without a key, as in `Some("…")`.
        let mut positional = None;
        while !self.is_broken {
            self.skip(&BETWEEN);
            if self.closes(close) {
                break;
            }
            if self.starts_with("...") {
                // What follows was left out.
                self.at += 3;
                continue;
            }
            let start = self.at;
            let key = self.key();
            if key.is_none() && close != b')' {
                self.is_broken = true;
                break;
            }
            if key.is_none() {
                self.at = start;
            }
            let value = self.value(close, depth);
            if let Some(key) = key {
                if !self.is_broken || value.shape != Shape::Bare {
                    object.add(&key, value);
                }
                continue;
            }
            self.is_broken |= self.at == start;
            positional = Some(value);
        }
        match positional {
            Some(value) if object.items.is_empty() => value,
            _ => object,
        }
    }

    /// Reads a key and what separates it from its value.
    fn key(&mut self) -> Option<String> {
        let key = match self.peek() {
            b'"' | b'\'' => self.quoted()?.text,
            b'[' => {
                // Node shows a symbol as `[Symbol(name)]`.
                let end = memchr::memchr(b']', bytes::after(self.bytes, self.at))?;
                let key = self.text.get(self.at + 1..self.at + end)?;
                if key.len() > 60 || NOT_IN_SYMBOL.is_in(key.as_bytes()) {
                    return None;
                }
                self.at += end + 1;
                owned(key)
            }
            first => {
                self.at += usize::from(first == b':');
                owned(self.word())
            }
        };
        if key.is_empty() && self.peek() != b':' {
            return None;
        }
        self.skip(&SPACE);
        if self.starts_with("=>") {
            self.at += 2;
        } else if matches!(self.peek(), b':' | b'=') {
            self.at += 1;
        } else if self.peek() != b'{' {
            // Protocol buffers have no separator before an object.
            return None;
        }
        Some(key)
    }

    /// The text from a position to here.
    #[inline(never)]
    fn since(&self, start: usize) -> &'t str {
        bytes::part(self.text, start, self.at)
    }

    /// The name or number here.
    #[inline(never)]
    fn word(&mut self) -> &'t str {
        let start = self.at;
        self.at += IN_WORD.span(bytes::after(self.bytes, start), usize::MAX);
        self.since(start)
    }

    fn value(&mut self, close: u8, depth: usize) -> Node {
        self.values += 1;
        if self.values > MAX_VALUES {
            return self.break_off();
        }
        self.skip(&SPACE);
        match self.peek() {
            b'"' | b'\'' | b'`' => self.text(),
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
                Node::new(Shape::Bare, self.word())
            }
            _ => self.named(close, depth),
        }
    }

    /// A value that begins with a word: a number, a name, or a name and its object.
    fn named(&mut self, close: u8, depth: usize) -> Node {
        let start = self.at;
        let word = self.word();
        if matches!(self.peek(), b'"' | b'\'') && STRING_PREFIXES.have(word.as_bytes()) {
            return self.text();
        }
        while self.starts_with("::") {
            // A path, such as `error::Kind`.
            self.at += 2;
            self.word();
        }
        let name = self.since(start);
        let name = from(name, name.len() - IN_LAST_NAME.span_back(name.as_bytes(), usize::MAX));
        let next = self.peek();
        if !name.is_empty() {
            let has_space = self.starts_with(" {");
            if has_space || matches!(next, b'{' | b'(') || (next == b'[' && name == MAP) {
                self.at += usize::from(has_space);
                return self.bracketed(name, depth + 1);
            }
        }
        let value = self.words(start, &ENDS, close);
        if self.at == start { self.break_off() } else { value }
    }

    /// Words up to what ends a member.
    #[inline(never)]
    fn words(&mut self, start: usize, ends: &Set, close: u8) -> Node {
        while let Some(&byte) = self.bytes.get(self.at) {
            if ends.has(byte) || byte == close || (byte == b' ' && self.key_follows(start)) {
                break;
            }
            self.at += 1;
        }
        Node::new(Shape::Bare, bytes::trim(self.since(start)))
    }

    /// What stands in angle brackets, such as `<Response [429]>`.
    fn angled(&mut self) -> Node {
        let look = bytes::after(self.bytes, self.at);
        let end = memchr::memchr2(b'>', b'\n', look).unwrap_or(look.len());
        if byte(look, end) != b'>' || end >= 200 {
            return self.break_off();
        }
        let start = self.at;
        self.at += end + 1;
        let text = self.since(start);
        self.skip(&SPACE);
        // `<ref *1> { … }`
        if text.starts_with("<ref") && self.peek() == b'{' {
            return self.bracketed("", 1);
        }
        Node::new(Shape::Bare, text)
    }

    fn list(&mut self, depth: usize) -> Node {
        let mut list = Node::new(Shape::List, "");
        while !self.is_broken {
            self.skip(&BETWEEN);
            if self.closes(b']') {
                break;
            }
            let start = self.at;
            let item = self.value(b']', depth);
            if self.is_broken && item.shape == Shape::Bare {
                break;
            }
            self.is_broken |= self.at == start;
            list.add("", item);
        }
        list
    }

    /// Go's `map[key:value key:value]`. A value has spaces: it ends before the next key.
    fn go_map(&mut self, depth: usize) -> Node {
        let mut object = Node::new(Shape::Object, "");
        while !self.is_broken {
            self.skip(&SPACE);
            if self.closes(b']') {
                break;
            }
            let key = self.word();
            self.values += 1;
            if key.is_empty() || self.peek() != b':' || self.values > MAX_VALUES {
                self.is_broken = true;
                break;
            }
            self.at += 1;
            let value = if self.starts_with("map[") {
                self.at += 3;
                self.bracketed(MAP, depth + 1)
            } else if self.peek() == b'[' {
                self.bracketed("", depth + 1)
            } else {
                self.words(self.at, &ENDS_IN_MAP, b']')
            };
            object.add(key, value);
        }
        object
    }

    /// Whether a key follows this space, after a value without quotes that begins at `start`: one with its
    /// value directly behind its colon, as Go prints it, or any key after a number.
    #[inline(never)]
    fn key_follows(&self, start: usize) -> bool {
        let key = bytes::after(self.bytes, self.at + 1);
        let len = IN_KEY.span(key, 40);
        if len == 0 || byte(key, len) != b':' {
            return false;
        }
        let value = self.since(start).as_bytes();
        DIGITS.span(value, value.len()) == value.len()
            || (len + 1 < key.len() && !AFTER_KEY.is_at(key, len + 1))
    }

    /// A value in quotes.
    #[inline(never)]
    fn text(&mut self) -> Node {
        match self.quoted() {
            Some(text) => text,
            None => self.break_off(),
        }
    }

    /// A string in quotes. A quote that is doubled by a backslash does not end it.
    #[inline(never)]
    fn quoted(&mut self) -> Option<Node> {
        let quote = self.peek();
        let start = self.at + 1;
        let mut at = start;
        let mut is_escaped = false;
        let end = loop {
            match memchr::memchr2(quote, b'\\', self.bytes.get(at..)?) {
                Some(found) if byte(self.bytes, at + found) == b'\\' => {
                    is_escaped = true;
                    at += found + 2;
                }
                Some(found) => {
                    self.at = at + found + 1;
                    break at + found;
                }
                None => {
                    // The text breaks off: what is there counts.
                    self.at = self.bytes.len();
                    self.is_broken = true;
                    break self.at;
                }
            }
        };
        let mut raw = self.text.get(start..end)?;
        if self.is_broken {
            raw = bytes::part(raw, 0, position(raw, CUT, 0).unwrap_or(raw.len()));
        }
        let mut text = Node::new(Shape::Text, if is_escaped { "" } else { raw });
        if is_escaped {
            text.text = unescape(raw);
        }
        Some(text)
    }
}

/// What Guzzle writes where it cuts off a body.
const CUT: &str = " (truncated...)";

/// What no symbol of Node has in its name.
static NOT_IN_SYMBOL: Set = set(b"{\"'\n");

/// What stands before the strings of Python.
const STRING_PREFIXES: Words = words("b|u|r|f|rb|br");
