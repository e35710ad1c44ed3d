//! The JSON scanner compared with `serde_json`: both read the same in every JSON text.
//!
//! The fuzz target `scanner` compiles this file too, so that it uses nothing but the scanner.
//!
//! Both are brought to the same facts, each with its path:
//!
//! - a container that is entered is a fact, and so is each member that is not entered;
//! - of a list, the elements before the first one that is no object are read, as objects; the scanner
//!   skips the others;
//! - a list that begins with a string is only that string;
//! - a container below [`MAX_DEPTH`] others is one value;
//! - of members with the same key the last one counts: `serde_json` keeps no other.
//!
//! Numbers and literals are compared as `serde_json` reads their part of the text.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::json::{Descend, MAX_DEPTH, MAX_KEY, Malformed, Reader, Value, Visitor};

/// One step from a container to what is in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Key(Vec<u8>),
    Element(usize),
}

type Path = Vec<Step>;

#[derive(Clone, Debug, PartialEq)]
enum Fact {
    /// A container that is entered, and whether it is a list.
    Entered { is_list: bool },
    /// A member whose value is not entered.
    Value(Json),
    /// The first string of a list.
    FirstString(Json),
}

type Facts = BTreeMap<Path, Fact>;

/// Asserts that the scanner reads in a text what `serde_json` reads. A text that is no JSON, or has a
/// key that the scanner cuts, is not compared. Returns whether it is compared.
pub(crate) fn compare(text: &[u8]) -> bool {
    let Ok(json) = serde_json::from_slice::<Json>(text) else { return false };
    if has_long_key(&json) {
        return false;
    }
    let mut expected = Facts::new();
    match &json {
        Json::Object(_) => add_members(&mut expected, &Path::new(), &json, 0),
        Json::Array(elements) => add_elements(&mut expected, &Path::new(), elements, 0),
        scalar => {
            let mut reader = <Reader>::new(text, 0);
            let value = reader.scalar().expect("a scalar of JSON");
            assert_eq!(&json_of(value, text), scalar);
            assert!(reader.at_end());
            return true;
        }
    }
    let text_of = || String::from_utf8_lossy(text);
    assert_eq!(facts::<false>(text), expected, "{}", text_of());
    // What the reader accepts beyond JSON as Python never occurs in JSON.
    assert_eq!(facts::<true>(text), expected, "as Python: {}", text_of());
    true
}

/// Whether an object has a key that is longer than the scanner decodes one.
fn has_long_key(json: &Json) -> bool {
    match json {
        Json::Object(members) => {
            members.iter().any(|(key, value)| key.len() > MAX_KEY || has_long_key(value))
        }
        Json::Array(elements) => elements.iter().any(has_long_key),
        _ => false,
    }
}

/// Adds what is in an object so deep.
fn add_members(facts: &mut Facts, path: &Path, object: &Json, depth: usize) {
    for (key, value) in object.as_object().into_iter().flatten() {
        let path = [&path[..], &[Step::Key(key.as_bytes().to_vec())]].concat();
        let fact = match value {
            Json::Array(list) if list.first().is_some_and(Json::is_string) => {
                Fact::FirstString(list[0].clone())
            }
            Json::Array(list) if depth < MAX_DEPTH => {
                add_elements(facts, &path, list, depth + 1);
                Fact::Entered { is_list: true }
            }
            Json::Object(_) if depth < MAX_DEPTH => {
                add_members(facts, &path, value, depth + 1);
                Fact::Entered { is_list: false }
            }
            value => Fact::Value(value.clone()),
        };
        facts.insert(path, fact);
    }
}

/// Adds what is in the objects that a list begins with.
fn add_elements(facts: &mut Facts, path: &Path, list: &[Json], depth: usize) {
    for (index, element) in list.iter().take_while(|element| element.is_object()).enumerate() {
        let path = [&path[..], &[Step::Element(index)]].concat();
        add_members(facts, &path, element, depth);
    }
}

/// A value of the scanner as `serde_json` has it.
fn json_of(value: Value, text: &[u8]) -> Json {
    assert!(!value.is_truncated());
    if value.is_string() {
        return Json::String(value.decode(text).into_owned());
    }
    serde_json::from_slice(value.raw(text)).expect("a part of JSON")
}

/// The facts that the scanner finds.
fn facts<const PYTHON: bool>(text: &[u8]) -> Facts {
    let first = text.iter().find(|byte| !byte.is_ascii_whitespace());
    let is_list = first == Some(&b'[');
    let mut scanned = Scanned { text, entered: Vec::new(), facts: Facts::new() };
    let root = scanned.add_entered(Path::new(), is_list);
    let mut reader = Reader::<PYTHON>::new(text, 0);
    let read = if is_list {
        reader.read_each(root, &mut scanned)
    } else {
        reader.read(root, &mut scanned)
    };
    assert_eq!(read, Ok::<(), Malformed>(()));
    assert!(reader.at_end() && reader.is_strict());
    scanned.facts
}

/// A container that the scanner entered.
struct Entered {
    path: Path,
    /// For a list, the index of the element that is read.
    element: Option<usize>,
}

/// Enters everything.
struct Scanned<'t> {
    text: &'t [u8],
    entered: Vec<Entered>,
    facts: Facts,
}

impl Scanned<'_> {
    fn add_entered(&mut self, path: Path, is_list: bool) -> usize {
        self.entered.push(Entered { path, element: is_list.then_some(0) });
        self.entered.len() - 1
    }

    /// The path of a member.
    fn path(&self, parent: usize, key: &[u8]) -> Path {
        let parent = &self.entered[parent];
        let mut path = parent.path.clone();
        path.extend(parent.element.map(Step::Element));
        path.push(Step::Key(key.to_vec()));
        path
    }

    /// Adds a fact in the place of what was read of a member with the same key.
    fn add(&mut self, path: &Path, fact: Fact) {
        if self.facts.insert(path.clone(), fact).is_some() {
            self.facts.retain(|known, _| known == path || !known.starts_with(path));
        }
    }
}

impl Visitor for Scanned<'_> {
    type Parent = usize;

    fn enter(&mut self, parent: usize, key: &[u8], is_list: bool) -> Option<Descend<usize>> {
        let path = self.path(parent, key);
        self.add(&path, Fact::Entered { is_list });
        Some(Descend { parent: self.add_entered(path, is_list), each: true })
    }

    fn wants_first_string(&self, _: usize, _: &[u8]) -> bool {
        true
    }

    fn first_string(&mut self, parent: usize, key: &[u8], value: Value) {
        let json = json_of(value, self.text);
        self.add(&self.path(parent, key), Fact::FirstString(json));
    }

    fn element_ended(&mut self, list: usize) {
        let element = &mut self.entered[list].element;
        *element = element.map(|index| index + 1);
    }

    fn value(&mut self, parent: usize, key: &[u8], value: Value) {
        let json = json_of(value, self.text);
        self.add(&self.path(parent, key), Fact::Value(json));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coverage::vectors;

    #[test]
    fn the_bodies_of_all_vectors_are_read_as_serde_json_reads_them() {
        let vectors = vectors();
        let bodies = vectors.iter().filter_map(|vector| vector["body"].as_str());
        let compared = bodies.filter(|body| compare(body.as_bytes())).count();
        assert!(compared > 1_000, "only {compared}");
    }

    #[test]
    fn generated_documents_are_read_as_serde_json_reads_them() {
        let mut generator = Generator { state: 0x9E37_79B9_7F4A_7C15, text: String::new() };
        for _ in 0..20_000 {
            let text = generator.document();
            assert!(compare(text.as_bytes()), "it is no JSON: {text}");
        }
    }

    #[test]
    fn what_is_compared_shows_a_difference() {
        let same = facts::<false>(br#"{"a":{"b":[{"c":1}]},"a":2}"#);
        assert_eq!(same, facts::<false>(br#" { "\u0061" : 2 } "#));
        for other in [r#"{"a":3}"#, r#"{"b":2}"#, r#"{"a":"2"}"#, r#"{"a":{}}"#, r#"[{"a":2}]"#] {
            assert_ne!(same, facts::<false>(other.as_bytes()), "{other}");
        }
    }

    /// Writes JSON: the same documents in every run.
    struct Generator {
        state: u64,
        text: String,
    }

    impl Generator {
        /// A number below another one (xorshift64*).
        fn below(&mut self, end: usize) -> usize {
            self.state ^= self.state >> 12;
            self.state ^= self.state << 25;
            self.state ^= self.state >> 27;
            let number = self.state.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 32;
            usize::try_from(number).expect("32 bits") % end
        }

        fn write_one_of(&mut self, parts: &[&str]) {
            let part = parts[self.below(parts.len())];
            self.text.push_str(part);
        }

        /// An object or a list, with white space around it.
        fn document(&mut self) -> String {
            self.space();
            let depth = self.below(12);
            if self.below(5) == 0 {
                self.list(depth);
            } else {
                self.object(depth);
            }
            self.space();
            std::mem::take(&mut self.text)
        }

        fn space(&mut self) {
            self.write_one_of(&["", "", "", "", " ", "\n", "\t", "\r\n  ", "        \t "]);
        }

        fn object(&mut self, depth: usize) {
            self.text.push('{');
            for index in 0..self.below(5) {
                self.separator(index);
                self.key();
                self.space();
                self.text.push(':');
                self.space();
                self.value(depth);
                self.space();
            }
            self.space();
            self.text.push('}');
        }

        /// A list of objects, of anything, or of strings.
        fn list(&mut self, depth: usize) {
            self.text.push('[');
            let elements = self.below(3);
            for index in 0..self.below(4) {
                self.separator(index);
                match elements {
                    0 => self.object(depth.saturating_sub(1)),
                    1 => self.value(depth),
                    _ => self.string(),
                }
                self.space();
            }
            self.space();
            self.text.push(']');
        }

        fn separator(&mut self, index: usize) {
            if index > 0 {
                self.text.push(',');
            }
            self.space();
        }

        fn value(&mut self, depth: usize) {
            match self.below(8) {
                0..3 if depth > 0 => self.object(depth - 1),
                3 if depth > 0 => self.list(depth - 1),
                0 | 4 => self.write_one_of(&["null", "true", "false"]),
                1 | 5 => self.number(),
                _ => self.string(),
            }
        }

        /// A key of its own, or one that another member may have, spelt with an escape or without.
        fn key(&mut self) {
            match self.below(4) {
                0 => self.string(),
                _ => self.write_one_of(&[r#""a""#, r#""\u0061""#, r#""error""#, r#""""#]),
            }
        }

        fn number(&mut self) {
            self.write_one_of(&["", "-"]);
            if self.below(3) == 0 {
                self.text.push('0');
            } else {
                self.write_one_of(&["1", "42", "600", "18446744073709551615"]);
                self.digits();
            }
            if self.below(3) == 0 {
                self.text.push('.');
                self.write_one_of(&["0", "5", "25"]);
                self.digits();
            }
            if self.below(3) == 0 {
                self.write_one_of(&["e", "E", "e+", "E-"]);
                self.write_one_of(&["0", "7", "09", "20"]);
            }
        }

        fn digits(&mut self) {
            for _ in 0..self.below(4) {
                self.write_one_of(&["0", "3", "9"]);
            }
        }

        /// A string of a length around that of a word of the processor, or of several.
        fn string(&mut self) {
            const PARTS: [&str; 32] = [
                "a",
                "b",
                " ",
                "rate limit",
                "'",
                "{",
                "}",
                "[",
                "]",
                ",",
                ":",
                "é",
                "中",
                "😀",
                "\u{7f}",
                "\u{2028}",
                r#"\""#,
                r"\\",
                r"\/",
                r"\b",
                r"\f",
                r"\n",
                r"\r",
                r"\t",
                r"\u0000",
                r"\u00e9",
                r"\u4E2D",
                r"\uFFFD",
                r"\ud83d\ude00",
                r"\uDBFF\uDFFF",
                r"\u005c",
                r"\u0022",
            ];
            self.text.push('"');
            let plain = self.below(4) > 0;
            for _ in 0..self.below(12) {
                self.write_one_of(if plain { &PARTS[..16] } else { &PARTS });
            }
            self.text.push('"');
        }
    }
}
