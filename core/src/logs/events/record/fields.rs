//! The fields of a record: those of the record itself, of its parts, and of the records around it.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::table::Present;
use crate::logs::events::routes::Target;
use crate::logs::input::parse_record;
use crate::logs::options::LogOptions;
use crate::rules::logs::fields::{Field, Group};
use crate::rules::logs::lines::METHODS;

pub(super) type Record = Map<String, Value>;

/// How deeply nested parts are read.
const MAX_DEPTH: usize = 6;

/// How many parts of a record are read.
const MAX_PARTS: usize = 64;

/// How many headers are read.
const MAX_HEADERS: usize = 256;

/// The longest text that is looked at for a record in it.
const MAX_TEXT: usize = 1 << 20;

/// A record or a part of one, and which names it may have.
type Part<'r> = (Cow<'r, Record>, Present);

/// The fields of a record.
#[derive(Debug)]
pub(super) struct Fields<'r> {
    /// The record, then its parts.
    parts: Vec<Part<'r>>,
    /// The records around it, the nearest first.
    outer: &'r [&'r Record],
    /// The names that the caller gave.
    given: &'r [(String, String)],
}

impl<'r> Fields<'r> {
    /// The fields of a record; with `decodes` also those of records that stand in its texts.
    pub(super) fn new(
        record: &'r Record,
        outer: &'r [&'r Record],
        decodes: bool,
        options: &'r LogOptions,
    ) -> Self {
        let present = Present::of(record);
        let mut parts = vec![(Cow::Borrowed(record), present)];
        add_parts(record, &present, decodes, 1, &mut parts);
        Self { parts, outer, given: &options.fields }
    }

    pub(super) fn count(&self) -> usize {
        self.parts.len()
    }

    /// The values of the members of a group: of the record, then of its parts.
    pub(super) fn values(&self, group: Group) -> impl Iterator<Item = &Value> {
        self.parts.iter().flat_map(move |(part, present)| {
            present.names(group.topic()).filter_map(|name| get(part, name))
        })
    }

    /// The values of one member: of the record, then of its parts.
    pub(super) fn values_of(&self, name: &str) -> impl Iterator<Item = &Value> {
        self.parts.iter().filter_map(move |(part, _)| get(part, name))
    }

    /// Whether a record may have members of a group.
    pub(super) fn may_have(&self, group: Group) -> bool {
        self.parts.iter().any(|(_, present)| present.has_topic(group.topic()))
    }

    /// Whether a record has a member with this first part of a name.
    pub(super) fn has(&self, first: u16) -> bool {
        self.parts.iter().any(|(_, present)| present.has(first))
    }

    /// The value of one member.
    pub(super) fn value(&self, name: &str) -> Option<&Value> {
        self.parts.iter().find_map(|(part, _)| get(part, name))
    }

    /// The text of one member.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.value(name)?.as_str()
    }

    /// The first value of a field that can be read.
    pub(super) fn first<'s, T>(
        &'s self,
        field: Field,
        mut read: impl FnMut(&'s Value) -> Option<T>,
    ) -> Option<T> {
        if let Some(given) = self.given(field) {
            return self
                .parts
                .iter()
                .find_map(|(part, _)| first_of(part, field, Some(given), &mut read));
        }
        self.parts.iter().find_map(|(part, present)| {
            present.names(field as u32).find_map(|name| read(get(part, name)?))
        })
    }

    /// The first value of a field that can be read, also of the records around.
    pub(super) fn first_anywhere<'s, T>(
        &'s self,
        field: Field,
        mut read: impl FnMut(&'s Value) -> Option<T>,
    ) -> Option<T> {
        let names = self.given(field);
        self.first(field, &mut read).or_else(|| {
            self.outer.iter().find_map(|record| first_of(record, field, names, &mut read))
        })
    }

    /// The names that the caller gave to a field.
    fn given(&self, field: Field) -> Option<&str> {
        let mut given = self.given.iter().filter(|(name, _)| name == field.name());
        given.next().map(|(_, names)| names.as_str()).filter(|names| !names.is_empty())
    }

    /// The status of the response.
    pub(super) fn status(&self) -> Option<u16> {
        self.first(Field::Status, status)
    }

    /// The method and the target of the request.
    pub(super) fn request(&self) -> (Option<&str>, Option<Target<'_>>) {
        let method = self.first(Field::Method, Value::as_str);
        let found = self.first(Field::Address, |value| {
            let text = value.as_str()?;
            if let Some(target) = Target::read(text) {
                return Some((None, target));
            }
            // `POST /path HTTP/1.1`
            let mut words = text.split(' ');
            let method = words.next().filter(|word| METHODS.contains(word))?;
            Some((Some(method), Target::read(words.next()?)?))
        });
        match found {
            None => (method, None),
            Some((of_line, mut target)) => {
                target.host = target.host.or_else(|| self.first(Field::Host, host));
                (method.or(of_line), Some(target))
            }
        }
    }

    /// The headers of the response.
    pub(super) fn headers(&self) -> Vec<(String, String)> {
        let mut headers = Vec::new();
        self.first(Field::Headers, |value| {
            add_headers(value, &mut headers);
            (!headers.is_empty()).then_some(())
        });
        headers
    }

    /// The body of the response as JSON.
    pub(super) fn body(&self) -> Option<Cow<'_, str>> {
        self.first(Field::Body, |value| match value {
            Value::String(text) => {
                let start = text.trim_start();
                let is_json =
                    ["{", "[{", "[\"", "data:", "event:"].iter().any(|s| start.starts_with(s));
                is_json.then_some(Cow::Borrowed(text.as_str()))
            }
            Value::Object(members) if !members.is_empty() => {
                serde_json::to_string(value).ok().map(Cow::Owned)
            }
            Value::Array(items) if !items.is_empty() => {
                serde_json::to_string(value).ok().map(Cow::Owned)
            }
            _ => None,
        })
    }
}

/// A host: not the name of a module, which may stand in the same member.
pub(super) fn host(value: &Value) -> Option<&str> {
    let is_host = |text: &&str| !text.contains(|c: char| c.is_whitespace()) && !text.contains("::");
    value.as_str().filter(is_host)
}

fn first_of<'r, T>(
    record: &'r Record,
    field: Field,
    given: Option<&str>,
    read: &mut impl FnMut(&'r Value) -> Option<T>,
) -> Option<T> {
    match given {
        Some(names) => names.split_whitespace().find_map(|name| read(get(record, name)?)),
        None => field.names().iter().find_map(|name| read(get(record, name)?)),
    }
}

/// Whether a record itself may have members of a group.
pub(super) fn may_have(record: &Record, group: Group) -> bool {
    Present::of(record).has_topic(group.topic())
}

/// The member of a name; of `a.b`, the member of that name, or else `b` in `a`.
pub(super) fn get<'r>(record: &'r Record, name: &str) -> Option<&'r Value> {
    let found = record.get(name).or_else(|| {
        let (first, rest) = name.split_once('.')?;
        let first = record.get(first)?;
        rest.split('.').try_fold(first, |value, part| value.as_object()?.get(part))
    });
    found.filter(|value| !value.is_null())
}

/// A status: three digits, as a number or as text.
pub(super) fn status(value: &Value) -> Option<u16> {
    let number = match value {
        Value::Number(number) => number.as_u64().or_else(|| whole(number.as_f64()?))?,
        Value::String(text) if text.len() == 3 => text.parse().ok()?,
        _ => return None,
    };
    u16::try_from(number).ok().filter(|status| (100..=699).contains(status))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is in the range")]
fn whole(number: f64) -> Option<u64> {
    (number.fract() == 0.0 && (0.0..1e6).contains(&number)).then_some(number as u64)
}

fn add_parts<'r>(
    record: &'r Record,
    present: &Present,
    decodes: bool,
    depth: usize,
    parts: &mut Vec<Part<'r>>,
) {
    for name in present.names(Group::Parts.topic()) {
        let Some(value) = get(record, name) else { continue };
        match value {
            Value::Object(part) => {
                let present = Present::of(part);
                let is_new = push((Cow::Borrowed(part), present), parts);
                if is_new && depth < MAX_DEPTH {
                    add_parts(part, &present, decodes, depth + 1, parts);
                }
            }
            Value::Array(pairs) if matches!(name, "attributes" | "body.kvlistValue") => {
                add_owned(attributes(pairs), decodes, depth, parts);
            }
            _ => {}
        }
    }
    if decodes {
        for name in present.names(Group::Lines.topic()).chain(["properties", "metadata"]) {
            let Some(Value::String(text)) = get(record, name) else { continue };
            if let Some(part) = record_at_end(text) {
                add_owned(part, decodes, depth, parts);
            }
        }
    }
}

fn push<'r>(part: Part<'r>, parts: &mut Vec<Part<'r>>) -> bool {
    let has_room = parts.len() < MAX_PARTS;
    if has_room {
        parts.push(part);
    }
    has_room
}

fn add_owned(part: Record, decodes: bool, depth: usize, parts: &mut Vec<Part<'_>>) {
    let mut inner = Vec::new();
    let present = Present::of(&part);
    if depth < MAX_DEPTH {
        add_parts(&part, &present, decodes, depth + 1, &mut inner);
    }
    let own = |(part, present): Part<'_>| (Cow::Owned(part.into_owned()), present);
    let inner: Vec<Part<'_>> = inner.into_iter().map(own).collect();
    push((Cow::Owned(part), present), parts);
    for part in inner {
        push(part, parts);
    }
}

/// Attributes in the form of OTLP: `{"key": …, "value": {"intValue": …}}`.
fn attributes(pairs: &[Value]) -> Record {
    let pair = |pair: &Value| {
        let pair = pair.as_object()?;
        let value = pair.get("value")?.as_object()?.values().next()?;
        Some((pair.get("key")?.as_str()?.to_owned(), value.clone()))
    };
    pairs.iter().take(1_000).filter_map(pair).collect()
}

/// The JSON object at the end of a text.
pub(super) fn record_at_end(text: &str) -> Option<Record> {
    if text.len() > MAX_TEXT || !text.trim_end().ends_with('}') {
        return None;
    }
    let start = text.find("{\"")?;
    parse_record(&text[start..])
}

fn add_headers(value: &Value, headers: &mut Vec<(String, String)>) {
    let mut add = |name: &str, value: &Value| {
        let values = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
        for value in values {
            let text = match value {
                Value::String(text) => text.clone(),
                Value::Number(number) => number.to_string(),
                _ => continue,
            };
            if headers.len() < MAX_HEADERS {
                headers.push((name.to_owned(), text));
            }
        }
    };
    match value {
        Value::Object(members) => members.iter().for_each(|(name, value)| add(name, value)),
        Value::Array(items) => {
            for item in items {
                match item {
                    Value::Array(pair) => {
                        if let [Value::String(name), value] = pair.as_slice() {
                            add(name, value);
                        }
                    }
                    Value::Object(pair) => {
                        if let (Some(Value::String(name)), Some(value)) =
                            (pair.get("name"), pair.get("value"))
                        {
                            add(name, value);
                        }
                    }
                    _ => {}
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_name_with_dots_is_a_member_or_a_path() {
        let record = json!({"a.b": 1, "c": {"d": {"e": 2}}, "n": null});
        let record = record.as_object().expect("an object");
        assert_eq!(get(record, "a.b"), Some(&json!(1)));
        assert_eq!(get(record, "c.d.e"), Some(&json!(2)));
        for name in ["a", "c.x", "c.d.e.f", "n", ""] {
            assert_eq!(get(record, name), None, "{name}");
        }
    }

    #[test]
    fn a_status_has_three_digits() {
        for (value, expected) in [
            (json!(429), Some(429)),
            (json!("503"), Some(503)),
            (json!(503.0), Some(503)),
            (json!(1), None),
            (json!(-5), None),
            (json!(1e300), None),
            (json!(true), None),
            (json!("ok"), None),
        ] {
            assert_eq!(status(&value), expected, "{value}");
        }
    }

    #[test]
    fn headers_may_be_an_object_or_a_list() {
        for value in [
            json!({"a": "1", "b": [2, "3"], "c": null}),
            json!([["a", "1"], ["b", 2], ["b", "3"], ["c"], 4]),
            json!([{"name": "a", "value": "1"}, {"name": "b", "value": [2, "3"]}, {}]),
        ] {
            let mut headers = Vec::new();
            add_headers(&value, &mut headers);
            let pairs: Vec<_> = headers.iter().map(|(name, value)| (&**name, &**value)).collect();
            assert_eq!(pairs, [("a", "1"), ("b", "2"), ("b", "3")]);
        }
    }
}
