//! Events that are longer than what is kept of one.

/// How many bytes of each string are kept, if so many times more are kept of the event.
const MAX_STRING: usize = 4096;
const STRINGS: usize = 16;

/// How many elements of a list, or members of an object, are kept.
const MAX_ELEMENTS: u32 = 256;

/// How deep the containers are that are kept.
const MAX_DEPTH: usize = 8;

/// Copies an event that comes in pieces, without what no row reads of so long an event: the rest of
/// long strings, deep containers, and the elements after the first ones. So the end marks and the
/// errors of an event are found however long it is.
#[derive(Clone, Debug, Default)]
pub(super) struct Condenser {
    /// How many bytes are kept in all, and of each string.
    max: usize,
    max_string: usize,
    depth: usize,
    /// How many commas came in each container that is open.
    commas: [u32; MAX_DEPTH],
    in_string: bool,
    after_backslash: bool,
    /// How long the string is so far.
    len: usize,
}

impl Condenser {
    /// At most `max` bytes are kept.
    pub(super) fn new(max: usize) -> Self {
        Self { max, max_string: MAX_STRING.min(max / STRINGS), ..Self::default() }
    }

    /// Takes the next bytes.
    pub(super) fn push(&mut self, text: &[u8], kept: &mut Vec<u8>) {
        let mut at = 0;
        while at < text.len() {
            if self.in_string && !self.after_backslash {
                // The inside of a string, to its next byte of interest.
                let rest = &text[at..];
                let len = memchr::memchr3(b'"', b'\\', b'\n', rest).unwrap_or(rest.len());
                if self.is_kept() {
                    let room = self
                        .max_string
                        .saturating_sub(self.len)
                        .min(self.max.saturating_sub(kept.len()));
                    kept.extend_from_slice(&rest[..len.min(room)]);
                }
                self.len += len;
                at += len;
                if at == text.len() {
                    return;
                }
            }
            let byte = text[at];
            at += 1;
            if self.step(byte) && kept.len() < self.max {
                kept.push(byte);
            }
        }
    }

    /// Whether what stands here is kept.
    fn is_kept(&self) -> bool {
        self.depth <= MAX_DEPTH
            && self.commas[..self.depth.min(MAX_DEPTH)].iter().all(|&commas| commas < MAX_ELEMENTS)
    }

    /// Takes one byte that ends a run. Returns whether it is kept.
    fn step(&mut self, byte: u8) -> bool {
        if self.in_string {
            if self.after_backslash {
                self.after_backslash = false;
                self.len += 1;
                // The backslash before it was kept only if there was room for both.
                return self.is_kept() && self.len < self.max_string;
            }
            match byte {
                b'\\' => {
                    self.after_backslash = true;
                    self.len += 1;
                    return self.is_kept() && self.len + 1 < self.max_string;
                }
                // No string of an event goes on in the next line.
                b'"' | b'\n' => self.in_string = false,
                _ => {}
            }
            return self.is_kept();
        }
        match byte {
            b'"' => {
                self.in_string = true;
                self.len = 0;
            }
            b'{' | b'[' => {
                let is_kept = self.is_kept();
                if let Some(commas) = self.commas.get_mut(self.depth) {
                    *commas = 0;
                }
                self.depth += 1;
                return is_kept && self.depth <= MAX_DEPTH;
            }
            b'}' | b']' => {
                let was_deep = self.depth > MAX_DEPTH;
                self.depth = self.depth.saturating_sub(1);
                return !was_deep && self.is_kept();
            }
            b',' => {
                if let Some(commas) =
                    self.depth.checked_sub(1).and_then(|at| self.commas.get_mut(at))
                {
                    *commas = commas.saturating_add(1);
                }
            }
            _ => {}
        }
        self.is_kept()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn condense(text: &str, piece: usize) -> String {
        let mut condenser = Condenser::new(1 << 20);
        let mut kept = Vec::new();
        for piece in text.as_bytes().chunks(piece) {
            condenser.push(piece, &mut kept);
        }
        String::from_utf8(kept).expect("text")
    }

    #[test]
    fn short_values_are_kept() {
        let event = r#"data: {"type":"a","list":[1,{"b":"c\"d\\"}],"e":null}"#;
        for piece in [1, 2, 7, 100] {
            assert_eq!(condense(event, piece), event);
        }
    }

    #[test]
    fn long_strings_deep_containers_and_later_elements_are_not() {
        let long = "\\\"x".repeat(MAX_STRING);
        let text = format!(r#"{{"a":"{long}","b":"c"}}"#);
        for piece in [1, 3, 5000] {
            let kept = condense(&text, piece);
            assert!(kept.len() < MAX_STRING + 50, "{}", kept.len());
            assert!(kept.ends_with(r#"","b":"c"}"#), "{}", &kept[kept.len() - 20..]);
        }
        let deep = format!(r#"{{"a":{}{},"b":1}}"#, "[".repeat(1000), "]".repeat(1000));
        assert_eq!(condense(&deep, 7), r#"{"a":[[[[[[[]]]]]]],"b":1}"#);
        let list = format!(r#"{{"a":[{}0],"b":1}}"#, "0,".repeat(10_000));
        let kept = condense(&list, 100);
        assert!(kept.len() < 600 && kept.ends_with(r#"],"b":1}"#), "{kept}");
    }

    #[test]
    fn what_is_kept_is_bounded() {
        let mut condenser = Condenser::new(5000);
        let mut kept = Vec::new();
        condenser.push(&b"\"a\":\"b\",".repeat(10_000), &mut kept);
        assert_eq!(kept.len(), 5000);
    }
}
