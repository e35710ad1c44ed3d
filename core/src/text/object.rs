//! What an object in a text says: the body of a response, or what a client knows about a failed call.

use super::bytes::{self, from, owned, push};
use super::tree::{self, Node, Shape};
use super::words;
use super::words::message;
use crate::index::clients;
use crate::index::codes::Code;
use crate::kind::Failure;
use crate::rules::schema::{Words, words};
use crate::rules::sdk::members::{
    ADDRESS, ANSWERS, BODY, CODES, ERRORS, GRPC_STATUSES, HEADERS, INNER, LISTS, MODEL, OF_BODY,
    OF_CLIENT, OF_ERROR, PROVIDER, QUOTA, STATUS, TEXTS,
};

/// How deeply the objects of clients are followed.
const MAX_DEPTH: usize = 6;

/// How many headers are read.
const MAX_HEADERS: usize = 100;

/// What an object says.
#[derive(Debug, Default)]
pub(crate) struct Said {
    /// The status that it states.
    pub(crate) status: Option<u16>,
    /// The status stands in the body, so that the body says what it means.
    pub(crate) is_in_body: bool,
    /// The failure without a response that the code of a client means.
    pub(crate) failure: Option<Failure>,
    pub(crate) headers: Vec<(String, String)>,
    /// The body of the response, as JSON or text.
    pub(crate) body: Option<String>,
    /// The texts that a client wrote about the failure, to be searched if there is no body: the most
    /// telling first.
    pub(crate) texts: Vec<String>,
    pub(crate) address: Option<String>,
    pub(crate) model: Option<String>,
    pub(crate) provider: Option<String>,
}

impl Said {
    /// The status that it states, if it is one of a failure, or 0.
    pub(crate) fn failed_status(&self) -> u16 {
        self.status.filter(|&status| status >= 400).unwrap_or(0)
    }

    /// Whether it says something about a failure.
    pub(crate) fn is_failure(&self) -> bool {
        self.body.is_some()
            || self.status.is_some()
            || !self.texts.is_empty()
            || self.failure.is_some()
    }
}

/// Whether an object is the answer of a model, and no failure.
pub(crate) fn is_answer(node: &Node) -> bool {
    let has_list = first(node, ANSWERS, |node| node.shape == Shape::List).is_some();
    has_list && node.shape == Shape::Object && words::decide(200, &json(node)).kind.is_success()
}

/// Reads an object.
pub(crate) fn read(node: &Node) -> Said {
    let mut said = Said::default();
    if node.shape == Shape::Object {
        visit(node, &mut said, 0);
    } else if node.shape == Shape::List {
        said.body = google_details(node).or_else(|| grpc_details(&node.items));
        if said.body.is_none()
            && let Some(last) = node.items.last().and_then(Node::as_object)
        {
            said.body = Some(json(node));
            said.status = status_of(last);
        }
    }
    said
}

/// The first member with one of these names that passes a test.
#[inline(never)]
fn first(object: &Node, mut names: Words, test: fn(&Node) -> bool) -> Option<&Node> {
    while let Some(name) = names.next() {
        if let Some(node) = object.get(name)
            && test(node)
        {
            return Some(node);
        }
    }
    None
}

#[inline(never)]
fn text_of(object: &Node, names: Words) -> Option<&str> {
    first(object, names, |node| node.as_text().is_some_and(|text| !is_left_out(text)))?.as_text()
}

/// Whether an object has a member with one of these names.
fn has_one(object: &Node, names: Words) -> bool {
    first(object, names, |_| true).is_some()
}

/// Whether a value was left out: `[Object]`, `[Array]`, `<Response [429]>`.
#[inline(never)]
fn is_left_out(text: &str) -> bool {
    let text = bytes::trim(text).as_bytes();
    let is_bracketed = text.starts_with(b"[") && text.ends_with(b"]");
    let is_value = || bytes::has(text, b'"') || bytes::has(text, b'{');
    text.is_empty() || (is_bracketed && text.len() < 40 && !is_value())
}

/// The status that a value is: `429`, `429 Too Many Requests`.
#[inline(never)]
fn as_status(node: &Node) -> Option<u16> {
    let text = bytes::trim(node.as_text()?);
    let ends = text.get(3..)?;
    let status = bytes::number(text.get(..3)?)?;
    let is_status =
        (100..600).contains(&status) && (ends.is_empty() || bytes::is_at(ends.as_bytes(), 0, b" "));
    u16::try_from(status).ok().filter(|_| is_status)
}

#[inline(never)]
fn status_of(object: &Node) -> Option<u16> {
    as_status(first(object, STATUS, |node| as_status(node).is_some())?)
}

/// Whether an object is what a client made, not the body of a response.
#[inline(never)]
fn is_of_client(object: &Node) -> bool {
    has_one(object, OF_CLIENT)
}

/// The failure that the code of a client means.
fn failure_of(node: &Node) -> Option<Failure> {
    node.as_text().and_then(clients::failure_of)
}

fn visit(object: &Node, said: &mut Said, depth: usize) {
    if depth == MAX_DEPTH {
        return;
    }
    let of_client = is_of_client(object);
    if said.status.is_none() {
        said.status = status_of(object);
        said.is_in_body = !of_client;
    }
    if of_client && said.failure.is_none() {
        let code = first(object, CODES, |node| failure_of(node).is_some());
        said.failure = code.and_then(failure_of);
    }
    if said.headers.is_empty()
        && let Some(found) = first(object, HEADERS, |node| !headers(node).is_empty())
    {
        said.headers = headers(found);
    }
    let address = text_of(object, ADDRESS);
    fill(&mut said.address, address.filter(|address| bytes::has(address.as_bytes(), b'/')));
    fill(&mut said.model, text_of(object, MODEL));
    fill(&mut said.provider, text_of(object, PROVIDER));
    if said.body.is_none()
        && let Some(found) = first(object, BODY, is_body)
    {
        let is_text = found.shape == Shape::Text;
        said.body = Some(if is_text { owned(&found.text) } else { json(found) });
    }
    // The exceptions of all attempts: the last one counts.
    let attempts = first(object, LISTS, |node| last_of_client(node).is_some());
    if let Some(last) = attempts.and_then(last_of_client) {
        visit(last, said, depth + 1);
    }
    let mut names = INNER;
    while let Some(name) = names.next() {
        if let Some(inner) = object.get(name).and_then(Node::as_object)
            && (is_of_client(inner) || holds_client(inner, depth + 1))
        {
            visit(inner, said, depth + 1);
        }
    }
    if said.body.is_none() {
        // `OpenRouter`'s error in one of an agent.
        said.body = first(object, words("details"), has_raw).map(error_body);
    }
    if said.body.is_none() {
        said.body = if of_client { error_of(object) } else { whole(object, depth) };
    }
    add_texts(object, said);
    if let Some(error) = inner_error(object) {
        add_texts(error, said);
        if said.status.is_none() {
            said.status = status_of(error);
            said.is_in_body = true;
        }
    }
}

/// Whether an error holds the one of another server as a text.
fn has_raw(error: &Node) -> bool {
    error.get("metadata").is_some_and(|metadata| metadata.get("raw").is_some())
}

/// The object of the error in an object.
#[inline(never)]
fn inner_error(object: &Node) -> Option<&Node> {
    object.get("error")?.as_object()
}

/// The text of a value; of a list of texts, the last one.
#[inline(never)]
fn last_text(node: &Node) -> Option<&str> {
    match node.shape {
        Shape::List => node.items.last()?.as_text(),
        _ => node.as_text(),
    }
}

/// How many texts of an object are searched.
const MAX_TEXTS: usize = 8;

/// Adds the texts of a client about the failure.
#[inline(never)]
fn add_texts(object: &Node, said: &mut Said) {
    let mut names = TEXTS;
    while let Some(name) = names.next() {
        if said.texts.len() < MAX_TEXTS
            && let Some(text) = object.get(name).and_then(last_text)
        {
            said.texts.push(owned(text));
        }
    }
}

/// Whether an object is nothing but the headers of a response.
pub(super) fn is_headers(node: &Node) -> bool {
    let mut has_content = false;
    for item in &node.items {
        if item.shape == Shape::Object {
            return false;
        }
        has_content |= OF_CONTENT.have(item.key.as_bytes());
    }
    node.shape == Shape::Object && has_content
}

/// The headers that stand among those of every response with a body.
const OF_CONTENT: Words = words("content-type|content-length");

/// The last object of a client in a list.
#[inline(never)]
fn last_of_client(node: &Node) -> Option<&Node> {
    if node.shape != Shape::List {
        return None;
    }
    let last = node.items.iter().rev().find_map(Node::as_object)?;
    is_of_client(last).then_some(last)
}

/// Whether an object holds one of a client further inside.
#[inline(never)]
fn holds_client(object: &Node, depth: usize) -> bool {
    depth < MAX_DEPTH && (holds(object, INNER, depth) || holds(object, LISTS, depth))
}

/// Whether one of these members is an object of a client, or holds one.
#[inline(never)]
fn holds(object: &Node, mut names: Words, depth: usize) -> bool {
    while let Some(name) = names.next() {
        let Some(node) = object.get(name) else { continue };
        let is_it = match node.shape {
            Shape::Object => is_of_client(node) || holds_client(node, depth + 1),
            _ => last_of_client(node).is_some(),
        };
        if is_it {
            return true;
        }
    }
    false
}

#[inline(never)]
fn fill(place: &mut Option<String>, text: Option<&str>) {
    if place.is_none() {
        *place = text.map(owned);
    }
}

/// The pairs of an object of headers. Several values of a name may be a list.
#[inline(never)]
pub(super) fn headers(node: &Node) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    if node.shape != Shape::Object {
        return pairs;
    }
    for item in node.items.iter().take(MAX_HEADERS) {
        let value = match item.shape {
            Shape::List => item.items.first().and_then(Node::as_text),
            _ => item.as_text(),
        };
        if let Some(value) = value {
            pairs.push((bytes::lower(&item.key), owned(value)));
        }
    }
    pairs
}

/// Whether a client keeps the body here, as text or as an object.
fn is_body(node: &Node) -> bool {
    match node.shape {
        Shape::Text => !is_left_out(&node.text),
        Shape::Object => !node.items.is_empty(),
        Shape::List => node.items.iter().any(|item| item.shape != Shape::Bare),
        Shape::Bare => false,
    }
}

#[inline(never)]
fn json(node: &Node) -> String {
    let mut json = String::new();
    node.write_json(&mut json);
    json
}

/// An object of an error, as the body that has it.
#[inline(never)]
fn error_body(error: &Node) -> String {
    let mut json = owned("{\"error\":");
    error.write_json(&mut json);
    push("}", &mut json);
    json
}

/// Appends a member to the JSON of an object.
#[inline(never)]
fn add(name: &str, value: &Node, json: &mut String) {
    if !json.ends_with('{') {
        push(",", json);
    }
    tree::write_string(name, json);
    push(":", json);
    value.write_json(json);
}

/// Appends a member with a text to the JSON of an object.
#[inline(never)]
fn add_text(name: &str, text: &str, json: &mut String) {
    add(name, &Node::new(Shape::Text, text), json);
}

/// What stands before the members of an error.
const ERROR: &str = "{\"error\":{";

/// An error that is made of these members.
#[inline(never)]
fn made_of(members: &[(&str, &str)]) -> String {
    let mut json = owned(ERROR);
    for &(name, text) in members {
        add_text(name, text, &mut json);
    }
    push("}}", &mut json);
    json
}

/// Words, as an error if they have a code.
#[inline(never)]
pub(super) fn error_or_words(code: Option<&Code>, words: &str) -> String {
    if code.is_some() { coded("code", code, message(words)) } else { owned(words) }
}

/// An error with a message, and a code in the member with this name.
#[inline(never)]
pub(super) fn coded(name: &str, code: Option<&Code>, message: &str) -> String {
    let mut json = owned("{\"error\":{\"message\":");
    tree::write_string(message, &mut json);
    if let Some(code) = code {
        push(",\"", &mut json);
        push(name, &mut json);
        push("\":", &mut json);
        tree::write_string(core::str::from_utf8(code.word()).unwrap_or_default(), &mut json);
    }
    push("}}", &mut json);
    json
}

/// The error of the server inside the object of a client.
fn error_of(object: &Node) -> Option<String> {
    if let Some(message) = object.get("grpc_message").and_then(Node::as_text) {
        // The status of gRPC stands beside it.
        let number = object.get("grpc_status").and_then(Node::as_text);
        let mut number = number.and_then(bytes::number).unwrap_or(u64::MAX);
        let mut statuses = GRPC_STATUSES;
        let mut status = statuses.next();
        while number > 0 && status.is_some() {
            status = statuses.next();
            number -= 1;
        }
        return Some(made_of(&[("message", message), ("status", status.unwrap_or_default())]));
    }
    let is_plain = |node: &Node| is_full(node) && !is_of_client(node);
    if let Some(inner) = first(object, ERRORS, is_plain) {
        let is_bare = is_error(inner) && inner_error(inner).is_none();
        return Some(if is_bare { error_body(inner) } else { json(inner) });
    }
    // A record with the members of an error beside those of the client.
    let message = text_of(object, words("message"))?;
    let word = |names: Words| text_of(object, names).filter(|text| bytes::number(text).is_none());
    let (code, type_) = (word(words("code")), word(words("type")));
    let code_or_type = code.or(type_)?;
    Some(made_of(&[
        ("message", message),
        ("code", code_or_type),
        ("type", type_.unwrap_or_default()),
    ]))
}

/// Whether a value is an object that has members.
fn is_full(node: &Node) -> bool {
    node.shape == Shape::Object && !node.items.is_empty()
}

/// Whether an object has the members of an error.
#[inline(never)]
fn is_error(object: &Node) -> bool {
    first(object, OF_ERROR, |value| value.as_text().is_some()).is_some()
}

/// The names of the members that hold the error of an API in the notation of a language.
const WRAPPERS: Words = words("api_error|apierror");

/// The members that some languages write with a capital.
const CAPITALIZED: Words = words("Message|Code|Type|Param|Status");

/// An object that is the body itself, with the names of members in lower case if a language writes
/// them with a capital.
fn whole(object: &Node, depth: usize) -> Option<String> {
    // `ApiError(ApiErrorResponse { status_code: 429, api_error: ApiError { … } })`
    let is_wrapped = |item: &&Node| {
        item.shape == Shape::Object && WRAPPERS.have(item.key.as_bytes()) && is_error(item)
    };
    let object = object.items.iter().find(is_wrapped).unwrap_or(object);
    let is_error = is_error(object);
    if !is_error && (!has_one(object, OF_BODY) || (depth > 0 && inner_error(object).is_none())) {
        return None;
    }
    let is_renamed = has_one(object, words("Message|Code|Type"));
    if !is_renamed && object.text.is_empty() {
        return Some(json(object));
    }
    let mut json = owned(ERROR);
    for item in &object.items {
        if CAPITALIZED.have(item.key.as_bytes()) {
            add(&bytes::lower(&item.key), item, &mut json);
        } else {
            add(&item.key, item, &mut json);
        }
    }
    push("}}", &mut json);
    Some(json)
}

/// With what the body begins that is made of details alone.
pub(super) const DETAILS: &str = "{\"error\":{\"details\":";

/// The details of an error of Google's APIs, which Google's libraries print without the error.
fn google_details(list: &Node) -> Option<String> {
    let detail = list.items.last()?;
    detail.get("@type")?;
    let mut json = owned(DETAILS);
    list.write_json(&mut json);
    push("}}", &mut json);
    Some(json)
}

/// The details of gRPC in the text form of protocol buffers, as Google's APIs send them in JSON.
fn grpc_details(items: &[Node]) -> Option<String> {
    let mut json = owned(DETAILS);
    push("[", &mut json);
    let mut is_grpc = false;
    for object in items.iter().filter_map(Node::as_object) {
        match &*object.text {
            "retry_delay" => add_delay(object, &mut json)?,
            "violations" => add_violation(object, &mut json),
            "links" | "reason" | "domain" | "metadata" => {}
            _ => continue,
        }
        is_grpc = true;
    }
    push("]}}", &mut json);
    is_grpc.then_some(json)
}

/// Begins a detail of a type.
#[inline(never)]
fn begin_detail(kind: &str, json: &mut String) {
    if !json.ends_with('[') {
        push(",", json);
    }
    push("{\"@type\":\"type.googleapis.com/google.rpc.", json);
    push(kind, json);
}

fn add_delay(object: &Node, json: &mut String) -> Option<()> {
    let number =
        |name: &str| bytes::number(object.get(name).and_then(Node::as_text).unwrap_or("0"));
    let seconds = number("seconds")?;
    let nanos = number("nanos")?.min(999_999_999) + 1_000_000_000;
    begin_detail("RetryInfo\",\"retryDelay\":\"", json);
    push(&seconds.to_string(), json);
    push(".", json);
    push(from(&nanos.to_string(), 1), json);
    push("s\"}", json);
    Some(())
}

fn add_violation(object: &Node, json: &mut String) {
    begin_detail("QuotaFailure\",\"violations\":[{", json);
    let mut names = QUOTA;
    while let Some(name) = names.next() {
        if let Some(value) = object.get(name) {
            // `quota_metric` is `quotaMetric` in JSON.
            let (mut key, mut lower) = (String::new(), 0);
            for byte in name.bytes() {
                if byte == b'_' {
                    lower = 0x20;
                } else {
                    bytes::push_char(char::from(byte & !lower), &mut key);
                    lower = 0;
                }
            }
            add(&key, value, json);
        }
    }
    push("}]}", json);
}
