//! The prefixes that collectors write before each line of a program.

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::logs::time::{self, Stamp};

/// One line of a log, without the prefix of a collector.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'t> {
    /// Its number in the log, from 1.
    pub(super) number: u64,
    /// What the prefix names, hashed; 0 if it names nothing.
    pub(super) source: u64,
    /// The time in the prefix.
    pub(super) stamp: Option<Stamp>,
    /// Whether the next line of the source goes on with this one.
    pub(super) is_part: bool,
    pub(super) text: &'t str,
}

/// How many prefixes may stand before each other: that of Docker Compose before that of the program's
/// own collector.
const MOST: usize = 3;

/// The number of a source.
pub(super) fn source_of(name: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    // 0 is no source.
    hasher.finish() | 1
}

/// Removes the prefixes of a line.
pub(super) fn strip(number: u64, text: &str) -> Line<'_> {
    let mut line = Line { number, source: 0, stamp: None, is_part: false, text };
    for _ in 0..MOST {
        if !(pod(&mut line) || compose(&mut line) || timed(&mut line)) {
            break;
        }
    }
    line
}

impl<'t> Line<'t> {
    fn name(&mut self, name: &str) {
        self.source ^= source_of(name);
    }

    fn go_on(&mut self, text: &'t str) -> bool {
        self.text = text;
        true
    }
}

/// `[pod/chat-7d9f/app] `, of `kubectl logs --prefix`.
fn pod(line: &mut Line<'_>) -> bool {
    let Some(inner) = line.text.strip_prefix("[pod/") else { return false };
    let Some((name, rest)) = inner.split_once("] ") else { return false };
    if name.len() > 200 || name.contains(' ') {
        return false;
    }
    line.name(name);
    line.go_on(rest)
}

/// `api-1  | `, of Docker Compose, and `api.1.x7k@node    | `, of Docker's services.
fn compose(line: &mut Line<'_>) -> bool {
    if !line.text.as_bytes().first().is_some_and(u8::is_ascii_alphabetic) {
        return false;
    }
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"_.-@".contains(byte);
    let bytes = line.text.as_bytes();
    let end = bytes.iter().take(120).take_while(|byte| is_name(byte)).count();
    let spaces = bytes[end..].iter().take(64).take_while(|byte| **byte == b' ').count();
    let (Some(name), Some(after)) = (line.text.get(..end), line.text.get(end + spaces..)) else {
        return false;
    };
    let Some(rest) = after.strip_prefix('|') else { return false };
    if spaces == 0 || is_level(name) {
        return false;
    }
    let rest = match rest.strip_prefix(' ') {
        Some(rest) => rest,
        None if rest.is_empty() => rest,
        None => return false,
    };
    // `app.client | ERROR | …` is the format of a logger.
    let word = rest.split([' ', '|']).next().unwrap_or("");
    if is_level(word) && rest[word.len()..].trim_start().starts_with('|') {
        return false;
    }
    line.name(name);
    line.go_on(rest)
}

pub(super) fn is_level(word: &str) -> bool {
    let levels = [
        "trace", "debug", "info", "notice", "warn", "warning", "error", "err", "critical", "crit",
        "fatal", "panic",
    ];
    word.len() <= 8 && levels.iter().any(|level| word.eq_ignore_ascii_case(level))
}

/// The prefixes that have a time.
fn timed(line: &mut Line<'_>) -> bool {
    let text = line.text;
    let (rest, has_priority) = match priority(text) {
        Some(rest) => (rest, true),
        None => (text, false),
    };
    if !rest.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric) {
        return false;
    }
    // RFC 5424: `<34>1 2026-01-05T10:00:00Z host app 812 ID47 [data] `
    let versioned = if has_priority { rest.strip_prefix("1 ") } else { None };
    let rest = versioned.unwrap_or(rest);
    let Some((stamp, length)) = time::at(rest.as_bytes()) else { return false };
    let Some(rest) = rest.get(length..).and_then(|rest| rest.strip_prefix(' ')) else {
        return false;
    };
    let found = match stamp {
        Stamp::OfDay(_) | Stamp::Unix(_) => None,
        _ if versioned.is_some() => structured(rest),
        Stamp::Yearless(_) if !text.starts_with(['I', 'W', 'E', 'F']) || has_priority => {
            tagged(rest)
        }
        Stamp::Yearless(_) => None,
        Stamp::Dated(..) => {
            container(line, rest).or_else(|| labeled(rest)).or_else(|| tagged(rest))
        }
    };
    let Some((name, rest)) = found else { return false };
    if !name.is_empty() {
        line.name(name);
    }
    // A time with a zone is better than one without.
    if line.stamp.is_none() || matches!(stamp, Stamp::Dated(_, Some(_))) {
        line.stamp = Some(stamp);
    }
    line.go_on(rest)
}

/// `<34>`, of syslog.
fn priority(text: &str) -> Option<&str> {
    let (digits, rest) = text.strip_prefix('<')?.split_once('>')?;
    let is_number = (1..=3).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    is_number.then_some(rest)
}

/// `stdout F `, of the container runtimes of Kubernetes; the rest of a line that is cut follows.
fn container<'t>(line: &mut Line<'t>, rest: &'t str) -> Option<(&'t str, &'t str)> {
    let stream = rest.get(..6).filter(|stream| ["stdout", "stderr"].contains(stream))?;
    let tag = rest.get(6..9)?;
    line.is_part = match tag {
        " F " => false,
        " P " => true,
        _ => return None,
    };
    Some((stream, &rest[9..]))
}

/// `{app="chat", pod="chat-7d9f"} `, of logcli.
fn labeled(rest: &str) -> Option<(&str, &str)> {
    let inner = rest.strip_prefix('{')?;
    let (labels, rest) = inner.split_once("} ")?;
    let is_label = labels.is_empty() || labels.contains("=\"");
    (is_label && labels.len() < 2_000).then_some((labels, rest))
}

/// `host app 812 ID47 [data] `, of RFC 5424.
fn structured(rest: &str) -> Option<(&str, &str)> {
    let mut end = 0;
    for _ in 0..4 {
        end += rest.get(end..)?.find(' ')? + 1;
    }
    let name = rest.get(..end)?.trim_end();
    let mut rest = rest.get(end..)?;
    if let Some(after) = rest.strip_prefix('-') {
        return Some((name, after.strip_prefix(' ').unwrap_or(after)));
    }
    while rest.starts_with('[') {
        // A quoted value may hold an escaped bracket.
        let mut is_escaped = false;
        let close = rest.bytes().take(4_096).position(|byte| {
            let is_end = byte == b']' && !is_escaped;
            is_escaped = byte == b'\\' && !is_escaped;
            is_end
        })?;
        rest = rest.get(close + 1..)?;
    }
    let rest = rest.strip_prefix(' ').unwrap_or(rest);
    Some((name, rest.strip_prefix('\u{feff}').unwrap_or(rest)))
}

/// `web-1 gunicorn[812]: `, of syslog and journald, and `app[web.1]: `, of Heroku.
fn tagged(rest: &str) -> Option<(&str, &str)> {
    // Those of host names and programs.
    let is_word = |word: &str| {
        !word.is_empty()
            && word.len() <= 80
            && word.bytes().all(|b| b.is_ascii_alphanumeric() || b"_.-/@:".contains(&b))
    };
    let head = rest.as_bytes().get(..180).unwrap_or(rest.as_bytes());
    let colon = memchr::memmem::find(head, b": ")
        .or_else(|| (rest.len() <= head.len() && rest.ends_with(':')).then(|| rest.len() - 1))?;
    let tag = rest.get(..colon)?;
    let (host, program) = match tag.split_once(' ') {
        Some((host, program)) => (Some(host), program),
        None => (None, tag),
    };
    let (name, process) = match program.strip_suffix(']') {
        Some(program) => program.split_once('[').map(|(name, process)| (name, Some(process)))?,
        None => (program, None),
    };
    let is_tag = is_word(name)
        && !is_level(name)
        && process.is_none_or(is_word)
        // Without a host, only a process in brackets shows that it is a tag; and `ERROR app: ` is
        // the format of a logger.
        && match host {
            Some(host) => is_word(host) && !is_level(host) && !host.ends_with(':') && host != "-",
            None => process.is_some(),
        };
    // A class of an exception is no program.
    let is_class = process.is_none() && (name.ends_with("Error") || name.ends_with("Exception"));
    if !is_tag || is_class {
        return None;
    }
    let text = rest.get(colon + 1..)?;
    Some((tag, text.strip_prefix(' ').unwrap_or(text)))
}

#[cfg(test)]
mod tests {
    use super::strip;

    #[test]
    fn prefixes_of_collectors_are_removed() {
        for (line, text) in [
            ("[pod/chat-7d9f/app] Traceback", "Traceback"),
            ("api-1  | INFO: started", "INFO: started"),
            ("api-1  |", ""),
            ("api-1  |   File \"a.py\"", "  File \"a.py\""),
            ("api.1.x7k@node    | started", "started"),
            ("2026-01-05T10:00:00.1Z stdout F   started", "  started"),
            ("<34>1 2026-01-05T10:00:00Z host app 812 ID47 [a b=\"\\]\"] started", "started"),
            ("<34>1 2026-01-05T10:00:00Z host app - - - started", "started"),
            ("<34>Jan  5 10:00:00 host app[812]: started", "started"),
            ("Jan  5 10:00:00 host app[812]: Error: no", "Error: no"),
            ("Jan 05 10:00:00 host ollama: started", "started"),
            ("2026-01-05T10:00:00+00:00 host app[812]: started", "started"),
            ("2026-01-05T10:00:00.1+00:00 app[web.1]: started", "started"),
            ("2026-01-05T10:00:00Z {app=\"chat\"} started", "started"),
            ("api-1  | Jan  5 10:00:00 host app[812]: started", "started"),
        ] {
            let line = strip(1, line);
            assert_eq!(line.text, text);
            assert_ne!(line.source, 0, "{text}");
        }
    }

    #[test]
    fn formats_of_loggers_stay() {
        for line in [
            "INFO     | app.client:30 - started",
            "app.client | DEBUG    | started",
            "2026-01-05 10:00:00 | INFO | app - started",
            "2026-01-05 10:00:00 ERROR app: failed",
            "2026-01-05 10:00:00 openai.RateLimitError: Error code: 429",
            "2026-01-05 10:00:00 web openai.RateLimitError: Error code: 429",
            "10:00:00 - app:ERROR: failed",
            "I0105 10:00:00.1 7 server.go:30] started",
            "[GIN] 2026/01/05 - 10:00:00 | 200 |",
        ] {
            assert_eq!(strip(1, line).text, line);
        }
    }

    #[test]
    fn a_line_in_parts_says_so() {
        assert!(strip(1, "2026-01-05T10:00:00.1Z stderr P Error co").is_part);
        assert!(!strip(1, "2026-01-05T10:00:00.1Z stderr F de: 429").is_part);
    }
}
