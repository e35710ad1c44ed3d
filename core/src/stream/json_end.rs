//! Where a JSON object or list ends that comes in pieces.

use memchr::memchr3;

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

impl JsonEnd {
    /// Takes the next bytes, of which the first ones begin the object or list.
    pub(super) fn push(&mut self, text: &[u8]) -> JsonStep {
        let mut at = 0;
        while at < text.len() {
            if self.after_backslash {
                self.after_backslash = false;
                at += 1;
                continue;
            }
            if self.in_string {
                let Some(len) = memchr3(b'"', b'\\', b'\n', &text[at..]) else {
                    return JsonStep::GoesOn;
                };
                at += len + 1;
                match text[at - 1] {
                    b'"' => self.in_string = false,
                    b'\\' => self.after_backslash = true,
                    _ => return JsonStep::Breaks(at - 1),
                }
                continue;
            }
            let byte = text[at];
            match byte {
                b'"' => self.in_string = true,
                b'{' | b'[' => self.depth = self.depth.saturating_add(1),
                b'}' | b']' => {
                    self.depth = self.depth.saturating_sub(1);
                    if self.depth == 0 {
                        return JsonStep::Ends(at + 1);
                    }
                }
                // A field of an event begins a line that cannot be JSON.
                b'd' | b'e' | b'i' | b'r' | b':' if self.at_line_start => {
                    return JsonStep::Breaks(at);
                }
                _ => {}
            }
            self.at_line_start = matches!(byte, b'\n' | b'\r');
            at += 1;
        }
        JsonStep::GoesOn
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
    fn a_text_is_whole_if_nothing_follows() {
        assert!(is_whole(b" {\"a\":[1]} "));
        for text in [&b""[..], b"{", b"{} {}", b"[DONE]x", b"\"a\""] {
            assert!(!is_whole(text), "{text:?}");
        }
    }
}
