//! Where a JSON object or list ends that comes in pieces.

use memchr::memchr3;

use crate::read::swar::find_in_word;

/// Follows a JSON object or list to its end.
#[derive(Clone, Debug, Default)]
pub(super) struct JsonEnd {
    depth: u32,
    in_string: bool,
    after_backslash: bool,
    /// At the start of a line, outside of a string.
    at_line_start: bool,
}

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum JsonStep {
    /// The object or list ends before this position.
    Ends(usize),
    /// It cannot go on at this position: a string has a line end.
    Breaks(usize),
    /// It goes on.
    GoesOn,
}

/// Whether a byte says nothing about where an object or list ends.
const IS_PLAIN: [bool; 256] = {
    let mut plain = [true; 256];
    let bytes = b"\"{}[]\n\r";
    let mut at = 0;
    while at < bytes.len() {
        plain[bytes[at] as usize] = false;
        at += 1;
    }
    plain
};

impl JsonEnd {
    /// Takes the next bytes, of which the first ones begin the object or list.
    pub(super) fn push(&mut self, text: &[u8]) -> JsonStep {
        let mut at = 0;
        while at < text.len() {
            if self.in_string {
                match self.string(&text[at..]) {
                    StringStep::Ends(len) => at += len,
                    StringStep::Breaks(len) => return JsonStep::Breaks(at + len),
                    StringStep::GoesOn => return JsonStep::GoesOn,
                }
                continue;
            }
            // A field of an event begins a line that cannot be JSON.
            if self.at_line_start {
                self.at_line_start = false;
                if matches!(text[at], b'd' | b'e' | b'i' | b'r' | b':') {
                    return JsonStep::Breaks(at);
                }
            }
            at += text[at..].iter().take_while(|&&byte| IS_PLAIN[usize::from(byte)]).count();
            match text.get(at) {
                Some(b'"') => self.in_string = true,
                Some(b'{' | b'[') => self.depth = self.depth.saturating_add(1),
                Some(b'}' | b']') => {
                    self.depth = self.depth.saturating_sub(1);
                    if self.depth == 0 {
                        return JsonStep::Ends(at + 1);
                    }
                }
                Some(_) => self.at_line_start = true,
                None => return JsonStep::GoesOn,
            }
            at += 1;
        }
        JsonStep::GoesOn
    }

    /// Takes the inside of a string up to its end.
    #[inline]
    fn string(&mut self, text: &[u8]) -> StringStep {
        let mut at = 0;
        if self.after_backslash {
            self.after_backslash = false;
            at = 1;
        }
        loop {
            // Keys and many values are short.
            let found = match text.get(at..at + 8).and_then(|rest| rest.first_chunk::<8>()) {
                Some(eight) => find_in_word([b'"', b'\\', b'\n'], *eight),
                None => None,
            };
            let found = found.or_else(|| memchr3(b'"', b'\\', b'\n', text.get(at..)?));
            let Some(len) = found else { return StringStep::GoesOn };
            at += len + 1;
            match text[at - 1] {
                b'"' => {
                    self.in_string = false;
                    return StringStep::Ends(at);
                }
                b'\\' if at == text.len() => {
                    self.after_backslash = true;
                    return StringStep::GoesOn;
                }
                b'\\' => at += 1,
                _ => return StringStep::Breaks(at - 1),
            }
        }
    }
}

/// What was found in a string.
enum StringStep {
    /// It ends before this position.
    Ends(usize),
    /// It has a line end at this position.
    Breaks(usize),
    GoesOn,
}

/// Whether a text that grows is one object or list and nothing more.
#[derive(Clone, Debug, Default)]
pub(super) struct GrowingJson {
    json: JsonEnd,
    /// How much of the text was read.
    read: usize,
    /// It is no JSON, whatever follows.
    is_none: bool,
}

impl GrowingJson {
    /// Takes the text as far as it has grown.
    pub(super) fn is_whole(&mut self, text: &[u8]) -> bool {
        let text = text.trim_ascii_end();
        if self.is_none || (self.read == 0 && !matches!(text.first(), Some(b'{' | b'['))) {
            return false;
        }
        let rest = text.get(self.read..).unwrap_or_default();
        match self.json.push(rest) {
            JsonStep::Ends(len) if len == rest.len() => return true,
            JsonStep::Ends(_) | JsonStep::Breaks(_) => self.is_none = true,
            JsonStep::GoesOn => self.read += rest.len(),
        }
        false
    }
}

/// Whether a text is one object or list and nothing more.
pub(super) fn is_whole(text: &[u8]) -> bool {
    let text = text.trim_ascii();
    matches!(text.first(), Some(b'{' | b'['))
        && JsonEnd::default().push(text) == JsonStep::Ends(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn end(text: &str, piece: usize) -> Option<JsonStep> {
        let mut json = JsonEnd::default();
        let mut before = 0;
        for piece in text.as_bytes().chunks(piece) {
            match json.push(piece) {
                JsonStep::GoesOn => before += piece.len(),
                JsonStep::Ends(at) => return Some(JsonStep::Ends(before + at)),
                JsonStep::Breaks(at) => return Some(JsonStep::Breaks(before + at)),
            }
        }
        None
    }

    #[test]
    fn the_end_is_found_in_any_pieces() {
        for piece in 1..20 {
            for (text, expected) in [
                ("{}", Some(JsonStep::Ends(2))),
                (r#"{"a":"}\"]","b":[1,{"c":2}]} x"#, Some(JsonStep::Ends(28))),
                ("{\n \"a\": [\n1\n]\n}\n", Some(JsonStep::Ends(15))),
                ("[[[]]", None),
                (r#"{"a":"\\"#, None),
                ("{\"a\":\"b\n", Some(JsonStep::Breaks(7))),
                ("{\"a\":1,\ndata: {}", Some(JsonStep::Breaks(8))),
            ] {
                assert_eq!(end(text, piece), expected, "{text} {piece}");
            }
        }
    }

    #[test]
    fn a_growing_text_is_whole_as_soon_as_its_end_is_there() {
        for text in [
            &b"{\"a\": [\n1,\n{}\n]\n}"[..],
            b"{\n\n\"a\":\n\"}\"}",
            b"{\nd}",
            b"{\"\n\"}",
            b"{} \n{}",
            b"1\n{}",
        ] {
            let mut json = GrowingJson::default();
            for end in 1..=text.len() {
                let is_whole = is_whole(&text[..end]);
                assert_eq!(json.is_whole(&text[..end]), is_whole, "{end} of {text:?}");
                if is_whole {
                    break;
                }
            }
        }
    }

    #[test]
    fn a_text_is_whole_if_nothing_follows() {
        assert!(is_whole(b" {\"a\":[1]} "));
        for text in [&b""[..], b"{", b"{} {}", b"[DONE]x", b"\"a\""] {
            assert!(!is_whole(text), "{text:?}");
        }
    }
}
