//! JSON objects as records, with bounded depth and a bounded number of values.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use crate::loose_json::{self, Loose};

/// How deeply values are kept.
const DEEPEST: u32 = 48;

/// How many values of a record are kept.
const MOST_VALUES: u32 = 50_000;

/// Parses the JSON object that a text is. What is nested too deeply, or comes after too many values,
/// is left out.
pub(crate) fn parse(text: &str) -> Option<Map<String, Value>> {
    let text = text.trim();
    if !text.starts_with('{') || !text.ends_with('}') {
        return None;
    }
    match parse_value(text) {
        Some(Value::Object(record)) => Some(record),
        _ => None,
    }
}

/// Parses the JSON value that a text is, in the same way.
pub(super) fn parse_value(text: &str) -> Option<Value> {
    let left = Cell::new(MOST_VALUES);
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let parsed = Bounded { left: &left, depth: 0 }.deserialize(&mut deserializer);
    if let Ok(value) = parsed.and_then(|value| deserializer.end().map(|()| value)) {
        return Some(value);
    }
    left.set(MOST_VALUES);
    loose_json::parse(text).ok().map(|value| bounded(value, &left, 0))
}

/// Takes one value of those that are kept.
fn take(left: &Cell<u32>, depth: u32) -> bool {
    let taken = depth < DEEPEST && left.get() > 0;
    left.set(left.get() - u32::from(taken));
    taken
}

/// A member of an object: its name and its value.
type Member<'t> = (std::borrow::Cow<'t, [u8]>, Loose<'t>);

fn bounded(value: Loose<'_>, left: &Cell<u32>, depth: u32) -> Value {
    match value {
        Loose::Null => Value::Null,
        Loose::Bool(value) => Value::Bool(value),
        Loose::Whole(value) => {
            let number = u64::try_from(value).map(Number::from);
            let number = number.or_else(|_| i64::try_from(value).map(Number::from));
            number.map_or(Value::Null, Value::Number)
        }
        Loose::Fraction(value) => Number::from_f64(value).map_or(Value::Null, Value::Number),
        Loose::Text(text) => Value::String(lossy(&text)),
        Loose::List(items) => {
            let items = items.into_iter().take_while(|_| take(left, depth));
            Value::Array(items.map(|item| bounded(item, left, depth + 1)).collect())
        }
        Loose::Object(members) => {
            let members = members.into_iter().take_while(|_| take(left, depth));
            let member =
                |(name, value): Member<'_>| (lossy(&name), bounded(value, left, depth + 1));
            Value::Object(members.map(member).collect())
        }
    }
}

fn lossy(text: &[u8]) -> String {
    String::from_utf8_lossy(text).into_owned()
}

/// Makes values until there are too many, or they are nested too deeply.
#[derive(Clone, Copy)]
struct Bounded<'l> {
    left: &'l Cell<u32>,
    depth: u32,
}

impl Bounded<'_> {
    fn inside(self) -> Self {
        Self { depth: self.depth + 1, ..self }
    }
}

impl<'de> DeserializeSeed<'de> for Bounded<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Bounded<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut kept = Vec::new();
        while take(self.left, self.depth) {
            match items.next_element_seed(self.inside())? {
                Some(item) => kept.push(item),
                None => return Ok(Value::Array(kept)),
            }
        }
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Value::Array(kept))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut kept = Map::new();
        while take(self.left, self.depth) {
            let Some(name) = members.next_key::<String>()? else {
                return Ok(Value::Object(kept));
            };
            let value = members.next_value_seed(self.inside())?;
            kept.insert(name, value);
        }
        while members.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Value::Object(kept))
    }
}

/// The line of another logger that a record of a collector holds, and what the record says about it.
pub(super) struct Wrapped {
    pub(super) text: String,
    /// The value of the field with the time.
    pub(super) time: Value,
    pub(super) source: Option<String>,
    /// Whether a line without a newline at its end goes on in the next record.
    pub(super) is_cut: bool,
}

/// A form of records that hold nothing but a line.
struct Wrapper {
    line: &'static str,
    time: &'static str,
    source: &'static [&'static str],
    /// A field that it must have beside the line and the time.
    marker: &'static str,
    /// The other fields that it may have; any if there are none.
    others: &'static [&'static str],
}

/// The forms of the records that collectors write for each line of a program.
const WRAPPERS: [Wrapper; 6] = [
    // The file of Docker's driver `json-file`, and what Fluent Bit makes of it.
    Wrapper { line: "log", time: "time", source: &["stream"], marker: "stream", others: &[] },
    // `journalctl -o json`
    Wrapper {
        line: "MESSAGE",
        time: "__REALTIME_TIMESTAMP",
        source: &["_SYSTEMD_UNIT", "SYSLOG_IDENTIFIER", "_PID"],
        marker: "__REALTIME_TIMESTAMP",
        others: &[],
    },
    // `logEvents` of a CloudWatch subscription.
    Wrapper {
        line: "message",
        time: "timestamp",
        source: &["logStreamName"],
        marker: "id",
        others: &["logStreamName", "ingestionTime", "eventId"],
    },
    // `events` of `aws logs filter-log-events` and `get-log-events`.
    Wrapper {
        line: "message",
        time: "timestamp",
        source: &["logStreamName"],
        marker: "ingestionTime",
        others: &["logStreamName", "eventId", "id"],
    },
    // `logcli -o jsonl`
    Wrapper { line: "line", time: "timestamp", source: &[], marker: "labels", others: &[] },
    // `gcloud logging read --format=json`
    Wrapper {
        line: "textPayload",
        time: "timestamp",
        source: &["logName"],
        marker: "logName",
        others: &[
            "insertId",
            "labels",
            "receiveTimestamp",
            "resource",
            "severity",
            "trace",
            "spanId",
            "traceSampled",
            "sourceLocation",
            "errorGroups",
        ],
    },
];

/// From this length on, Docker divides a line.
const DOCKER_CUTS: usize = 16_000;

/// The line in a record of a collector; `None` for any other record.
pub(super) fn wrapped(record: &mut Map<String, Value>) -> Option<Wrapped> {
    let form = WRAPPERS.iter().find(|form| {
        record.get(form.line).is_some_and(Value::is_string)
            && record.contains_key(form.marker)
            && (form.others.is_empty()
                || record.keys().all(|name| {
                    [form.line, form.time, form.marker].contains(&name.as_str())
                        || form.others.contains(&name.as_str())
                }))
    })?;
    let source: Vec<&str> =
        form.source.iter().filter_map(|name| record.get(*name)?.as_str()).collect();
    let source = (!source.is_empty()).then(|| source.join(" "));
    let time = record.remove(form.time).unwrap_or(Value::Null);
    let Some(Value::String(text)) = record.remove(form.line) else { return None };
    let is_cut = form.line == "log" && text.len() >= DOCKER_CUTS;
    Some(Wrapped { text, time, source, is_cut })
}

/// The names of the fields that a log record has, and the body of an error has not.
const OF_RECORD: [&str; 24] = [
    "time",
    "timestamp",
    "ts",
    "@timestamp",
    "level",
    "levelname",
    "severity",
    "msg",
    "event",
    "logger",
    "name",
    "url",
    "path",
    "method",
    "status_code",
    "statusCode",
    "http_status",
    "headers",
    "body",
    "response",
    "request",
    "model",
    "provider",
    "duration_ms",
];

/// Whether an object is the body of an error, not a log record.
fn is_body(record: &Map<String, Value>) -> bool {
    let is_error = ["error", "errors", "detail"].iter().any(|name| record.contains_key(*name));
    let is_plain = record.contains_key("message") && record.contains_key("code");
    (is_error || is_plain) && !OF_RECORD.iter().any(|name| record.contains_key(*name))
}

/// How long the prefix of a logger may be.
const LONGEST_PREFIX: usize = 200;

/// The log record at the end of a line, after the prefix of a logger. The body in the error line of a
/// client is none.
pub(super) fn at_end(line: &str) -> Option<Map<String, Value>> {
    let line = line.trim_end();
    if !line.ends_with('}') {
        return None;
    }
    let brace =
        memchr::memchr(b'{', line.as_bytes().get(..LONGEST_PREFIX).unwrap_or(line.as_bytes()))?;
    let (before, object) = line.split_at_checked(brace)?;
    if !object[1..].trim_start().starts_with('"') || !is_prefix(before) {
        return None;
    }
    parse(object).filter(|record| !is_body(record))
}

/// Whether a text is what loggers write before a message: times, levels, names, numbers of processes.
fn is_prefix(text: &str) -> bool {
    // Those of a sentence are more.
    const MOST_WORDS: usize = 3;
    let Some(last) = text.trim_end().bytes().next_back() else { return true };
    // `model={…}` is the value of a field, and `failed: {…}` what failed.
    if matches!(last, b'=' | b'(' | b'{' | b',' | b'"' | b'\'') {
        return false;
    }
    let mut words = 0;
    let mut depth = 0_u32;
    for token in text.split_ascii_whitespace() {
        let opens = token.bytes().filter(|byte| matches!(byte, b'[' | b'(')).count();
        let closes = token.bytes().filter(|byte| matches!(byte, b']' | b')')).count();
        let was_inside = depth > 0;
        depth = depth.saturating_add(u32::try_from(opens).unwrap_or(u32::MAX));
        depth = depth.saturating_sub(u32::try_from(closes).unwrap_or(u32::MAX));
        if was_inside || opens > 0 {
            continue;
        }
        let bare = token.trim_matches(|char: char| char.is_ascii_punctuation());
        // The status of an answer, not of a log.
        if bare.len() == 3 && bare.parse::<u16>().is_ok_and(|number| (400..600).contains(&number)) {
            return false;
        }
        let is_word = bare.bytes().all(|byte| byte.is_ascii_alphabetic()) && !bare.is_empty();
        let is_level = is_word && bare.bytes().all(|byte| byte.is_ascii_uppercase());
        if is_word && !is_level {
            let lower = bare.to_ascii_lowercase();
            if ["error", "body", "response", "detail", "details", "code", "failed"]
                .contains(&lower.as_str())
            {
                return false;
            }
            words += 1;
        }
    }
    words <= MOST_WORDS
}

#[cfg(test)]
mod tests {
    use super::{at_end, parse, wrapped};

    #[test]
    fn deep_and_large_records_are_kept_in_part() {
        let deep = format!("{{\"status\": 429, \"x\": {}1{}}}", "[".repeat(986), "]".repeat(986));
        assert_eq!(parse(&deep).expect("a record")["status"], 429);
        let many = format!("{{\"a\": [{}1], \"z\": 1}}", "1,".repeat(200_000));
        let record = parse(&many).expect("a record");
        assert!(record["a"].as_array().expect("a list").len() < 50_001);
        assert!(!record.contains_key("z"));
    }

    #[test]
    fn what_json_has_not_is_null() {
        let record = parse(r#"{"a": NaN, "b": "\ud83d", "status": 503}"#).expect("a record");
        assert_eq!((record["a"].is_null(), &record["status"]), (true, &503.into()));
    }

    #[test]
    fn a_record_stands_after_the_prefix_of_a_logger() {
        for line in [
            r#"2026-01-05 10:00:00,123 INFO {"event": "call", "status": 429}"#,
            r#"INFO:app.client:{"msg": "x"}"#,
            r#"[2026-01-05 10:00:00] [web] - ERROR - app.client - {"level": "error", "error": {}}"#,
        ] {
            assert!(at_end(line).is_some(), "{line}");
        }
        for line in [
            r#"2026-01-05 ERROR Error code: 429 - {"error": {"message": "Slow down"}}"#,
            r#"429 {"error": {"message": "Slow down"}}"#,
            r#"Error: {"message": "Slow down", "code": 7}"#,
            r#"ERROR app {"error": {"message": "Slow down"}}"#,
            r#"the request to the model failed with {"status": 429}"#,
            r#"params={"model": "heron"}"#,
            r"{'status': 429}",
        ] {
            assert!(at_end(line).is_none(), "{line}");
        }
    }

    #[test]
    fn records_of_collectors_hold_a_line() {
        for (record, text, source) in [
            (
                r#"{"log": "a\n", "stream": "stderr", "time": "2026-01-05T10:00:00Z"}"#,
                "a\n",
                Some("stderr"),
            ),
            (r#"{"MESSAGE": "a", "__REALTIME_TIMESTAMP": "1", "_PID": "7"}"#, "a", Some("7")),
            (r#"{"id": "7", "timestamp": 1, "message": "a"}"#, "a", None),
        ] {
            let mut record = parse(record).expect("a record");
            let line = wrapped(&mut record).expect("a line");
            assert_eq!((line.text.as_str(), line.source.as_deref()), (text, source));
        }
        let mut call = parse(r#"{"id": "7", "timestamp": 1, "message": "a", "status": 429}"#)
            .expect("a record");
        assert!(wrapped(&mut call).is_none());
    }
}
