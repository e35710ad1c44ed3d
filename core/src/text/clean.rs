//! Removes what stands around the words of a text: colors, boxes, quotes and fences.

use std::borrow::Cow;

/// The characters of boxes, bars and bullets, at which a line of a terminal begins and ends.
fn is_frame(char: char) -> bool {
    matches!(char, '\u{2500}'..='\u{25FF}' | '⎿' | '⚠' | '\u{FE0F}' | '✗' | '✖' | '❌' | '⨯')
}

/// The text with one line for each of its lines, without escape sequences, control characters, the
/// frames of boxes, marks of quotes and fences.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    let is_plain = |byte: u8| (b' '..0x7F).contains(&byte) || matches!(byte, b'\n' | b'\t');
    let is_marked = |line: &str| {
        let start = line.trim_start();
        start.starts_with(['>', '|', '`', '~'])
            || line.starts_with("E  ")
            || line.contains("[0m")
            || line.contains('\u{1B}')
    };
    let prefix = common_prefix(text);
    if prefix.is_empty() && text.bytes().all(is_plain) && !text.lines().any(is_marked) {
        return Cow::Borrowed(text);
    }
    let mut cleaned = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let line = line.strip_prefix(prefix).unwrap_or(line);
        let (line, end) = match line.strip_suffix('\n') {
            Some(line) => (line, "\n"),
            None => (line, ""),
        };
        push_line(line, &mut cleaned);
        cleaned.push_str(end);
    }
    Cow::Owned(cleaned)
}

/// The name of a service that each of several lines begins with, as `docker compose` writes it:
/// `web-1  | `.
fn common_prefix(text: &str) -> &str {
    let mut lines = text.lines();
    let Some(first) = lines.next() else { return "" };
    let Some(bar) = memchr::memchr(b'|', &first.as_bytes()[..first.len().min(60)]) else {
        return "";
    };
    let name = first[..bar].trim_end();
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let prefix = &first[..=bar];
    let is_prefix = !name.is_empty() && name.bytes().all(is_name) && name.len() < bar;
    let is_shared = lines.next().is_some_and(|second| second.starts_with(prefix));
    if is_prefix && is_shared { prefix } else { "" }
}

fn push_line(line: &str, cleaned: &mut String) {
    let start = cleaned.len();
    let mut rest = line;
    while let Some(char) = rest.chars().next() {
        let after = &rest[char.len_utf8()..];
        rest = match char {
            '\u{1B}' => after_escape(after),
            '[' => {
                if let Some(after) = after_color(after) {
                    after
                } else {
                    cleaned.push(char);
                    after
                }
            }
            '\t' => {
                cleaned.push(char);
                after
            }
            '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{2069}'
            | '\u{FEFF}' => after,
            _ if char.is_control() => after,
            '\u{A0}' => {
                cleaned.push(' ');
                after
            }
            _ => {
                cleaned.push(char);
                after
            }
        };
    }
    if cleaned[start..].starts_with("E  ") {
        // pytest marks the lines of an exception.
        cleaned.replace_range(start..=start, " ");
    }
    let marks = |char: char| is_frame(char) || matches!(char, '>' | '|');
    let line = &cleaned[start..];
    let inner = line.trim_start_matches(|char: char| char == ' ' || marks(char));
    let inner = inner.trim_end_matches(|char: char| char == ' ' || is_frame(char));
    let trimmed = inner.trim_matches('`').is_empty() || inner.starts_with("~~~");
    let is_fence = inner.starts_with("```") && inner.len() < 20 && !inner.contains(' ');
    let unmarked = if trimmed || is_fence { "" } else { inner };
    // What was at the margin stays apart from what it is not part of.
    let indent = line.len() - line.trim_start().len();
    let keep_indent = line.len() - line.trim_start_matches(' ').len() == indent
        && line.trim_start().starts_with(unmarked)
        && !unmarked.is_empty();
    let unmarked = unmarked.to_owned();
    cleaned.truncate(start);
    if keep_indent {
        cleaned.extend(std::iter::repeat_n(' ', indent.min(80)));
    }
    cleaned.push_str(&unmarked);
}

/// What follows an escape sequence (ECMA-48).
fn after_escape(text: &str) -> &str {
    let bytes = text.as_bytes();
    let end = match bytes.first() {
        Some(b'[') => {
            let end = bytes[1..].iter().position(|byte| (0x40..0x7F).contains(byte));
            end.map_or(bytes.len(), |end| end + 2)
        }
        Some(b']' | b'P' | b'X' | b'^' | b'_') => {
            let end = bytes.iter().position(|byte| matches!(byte, 0x07 | 0x1B));
            end.map_or(bytes.len(), |end| end + 1)
        }
        Some(byte) if byte.is_ascii() => 1,
        _ => 0,
    };
    // A terminator may be a letter only: the text is divided between characters.
    text.get(end..).unwrap_or_default()
}

/// What follows `[31m`, which is left of a color without its escape character.
fn after_color(text: &str) -> Option<&str> {
    let bytes = text.as_bytes();
    let len =
        bytes.iter().take(12).take_while(|byte| byte.is_ascii_digit() || **byte == b';').count();
    (len > 0 && bytes.get(len) == Some(&b'm')).then(|| &text[len + 1..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_is_not_copied() {
        assert!(matches!(clean("Error code: 429 - {}\n"), Cow::Borrowed(_)));
    }

    #[test]
    fn colors_boxes_quotes_and_fences_are_removed_line_by_line() {
        for (text, expected) in [
            ("\u{1B}[31mError\u{1B}[0m: 429", "Error: 429"),
            ("[1;31mError[0m: 429", "Error: 429"),
            ("\u{1B}]8;;https://x\u{7}link", "link"),
            ("╭──────╮\n│ 429  │\n╰──────╯", "\n429\n"),
            ("> quoted\n>> twice", "quoted\ntwice"),
            ("```json\n{}\n```", "\n{}\n"),
            ("  | Traceback\n  +-+---", "Traceback\n  +-+---"),
            ("  ⎿  API Error: 529", "API Error: 529"),
            ("a\u{0}\u{8}b\u{200B}", "ab"),
            ("    at f (x.js:1)\u{A0}", "    at f (x.js:1)"),
        ] {
            assert_eq!(clean(text), expected, "{text:?}");
        }
    }

    #[test]
    fn broken_escapes_lose_nothing_else() {
        assert_eq!(clean("\u{1B}[3"), "");
        assert_eq!(clean("a \u{1B}é"), "a é");
        assert_eq!(clean("list[0] and [12x]"), "list[0] and [12x]");
    }
}
