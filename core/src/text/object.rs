//! What an object in a text says: the body of a response, or what a client knows about a failed call.

use super::tree::{Node, Object};
use crate::index::clients;
use crate::kind::Failure;
use crate::rules::schema::{Words, words};
use crate::rules::sdk::members::{
    ADDRESS, BODY, CODES, ERRORS, GRPC_STATUSES, HEADERS, INNER, LISTS, MODEL, OF_BODY, OF_CLIENT,
    OF_ERROR, PROVIDER, QUOTA, STATUS, TEXTS,
};

/// How deeply the objects of clients are followed.
const MAX_DEPTH: usize = 6;

/// How many headers are read.
const MAX_HEADERS: usize = 100;

/// What an object says.
#[derive(Clone, Debug, Default)]
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
    /// A text that a client wrote about the failure, to be searched if there is no body.
    pub(crate) text: Option<String>,
    pub(crate) address: Option<String>,
    pub(crate) model: Option<String>,
    pub(crate) provider: Option<String>,
}

impl Said {
    /// Whether it says something about a failure.
    pub(crate) fn is_failure(&self) -> bool {
        self.body.is_some()
            || self.status.is_some()
            || self.text.is_some()
            || self.failure.is_some()
    }
}

/// Reads an object.
pub(crate) fn read(node: &Node) -> Said {
    let mut said = Said::default();
    match node {
        Node::Object(object) => visit(object, &mut said, 0),
        Node::List(items) => {
            if let Some(body) = grpc_details(items) {
                said.body = Some(body);
            } else if let [.., Node::Object(object)] = &items[..] {
                said.body = Some(json(node));
                said.status = status_of(object);
            }
        }
        Node::Text(_) | Node::Bare(_) => {}
    }
    said
}

fn text_of(object: &Object, names: Words) -> Option<&str> {
    first(object, names, &mut |node| node.as_text().is_some_and(|text| !is_left_out(text)))?
        .as_text()
}

/// The first member with one of these names that passes a test.
#[inline(never)]
fn first<'n>(
    object: &'n Object,
    names: Words,
    test: &mut dyn FnMut(&Node) -> bool,
) -> Option<&'n Node> {
    let name = names.find(&mut |name| object.get(name).is_some_and(&mut *test))?;
    object.get(name)
}

/// Whether an object has a member with one of these names.
fn has_one(object: &Object, names: Words) -> bool {
    first(object, names, &mut |_| true).is_some()
}

/// Whether a value was left out: `[Object]`, `[Array]`, `<Response [429]>`.
fn is_left_out(text: &str) -> bool {
    let text = text.trim();
    text.is_empty()
        || (text.starts_with('[')
            && text.ends_with(']')
            && text.len() < 40
            && !text.contains(['"', '{']))
}

/// The status that a value is: `429`, `429 Too Many Requests`.
fn as_status(node: &Node) -> Option<u16> {
    let text = node.as_text()?.trim();
    let ends = text.get(3..)?;
    let status: u16 = text.get(..3)?.parse().ok()?;
    let is_status = (100..600).contains(&status) && (ends.is_empty() || ends.starts_with(' '));
    is_status.then_some(status)
}

fn status_of(object: &Object) -> Option<u16> {
    as_status(first(object, STATUS, &mut |node| as_status(node).is_some())?)
}

/// Whether an object is what a client made, not the body of a response.
fn is_of_client(object: &Object) -> bool {
    has_one(object, OF_CLIENT)
}

fn visit(object: &Object, said: &mut Said, depth: usize) {
    if depth == MAX_DEPTH {
        return;
    }
    let of_client = is_of_client(object);
    if said.status.is_none() {
        said.status = status_of(object);
        said.is_in_body = !of_client;
    }
    if of_client && said.failure.is_none() {
        let failure = |node: &Node| node.as_text().and_then(clients::failure_of);
        said.failure = first(object, CODES, &mut |node| failure(node).is_some()).and_then(failure);
    }
    if said.headers.is_empty() {
        let found = first(object, HEADERS, &mut |node| headers(node).is_some());
        said.headers = found.and_then(headers).unwrap_or_default();
    }
    fill(&mut said.address, text_of(object, ADDRESS).filter(|text| text.contains('/')));
    fill(&mut said.model, text_of(object, MODEL));
    fill(&mut said.provider, text_of(object, PROVIDER));
    if said.body.is_none() {
        said.body = first(object, BODY, &mut is_body).map(body);
    }
    // The exceptions of all attempts: the last one counts.
    if let Some(attempts) = first(object, LISTS, &mut |node| last_of_client(node).is_some()) {
        visit(last_of_client(attempts).unwrap_or(object), said, depth + 1);
    }
    for name in INNER.iter() {
        if let Some(Node::Object(inner)) = object.get(name)
            && (is_of_client(inner) || holds_client(inner, depth + 1))
        {
            visit(inner, said, depth + 1);
        }
    }
    if said.body.is_none() {
        said.body = if of_client { error_of(object) } else { whole(object, depth) };
    }
    fill(&mut said.text, text_in(object));
    if let Some(Node::Object(error)) = object.get("error") {
        fill(&mut said.text, text_in(error));
        if said.status.is_none() {
            said.status = status_of(error);
            said.is_in_body = true;
        }
    }
}

/// The text of a client about the failure; of a list of texts, the last one.
fn text_in(object: &Object) -> Option<&str> {
    fn text(node: &Node) -> Option<&str> {
        match node {
            Node::List(items) => items.last()?.as_text(),
            other => other.as_text(),
        }
    }
    text(first(object, TEXTS, &mut |node| text(node).is_some())?)
}

/// Whether an object is nothing but the headers of a response.
pub(super) fn is_headers(node: &Node) -> bool {
    let Some(object) = node.as_object() else { return false };
    let has =
        |wanted: &str| object.members.iter().any(|(name, _)| name.eq_ignore_ascii_case(wanted));
    let is_flat = || object.members.iter().all(|(_, value)| !matches!(value, Node::Object(_)));
    (has("content-type") || has("content-length")) && is_flat()
}

/// The last object of a client in a list.
fn last_of_client(node: &Node) -> Option<&Object> {
    let Node::List(items) = node else { return None };
    items.iter().rev().find_map(Node::as_object).filter(|last| is_of_client(last))
}

/// Whether an object holds one of a client further inside.
fn holds_client(object: &Object, depth: usize) -> bool {
    let mut holds = |node: &Node| match node {
        Node::Object(inner) => is_of_client(inner) || holds_client(inner, depth + 1),
        other => last_of_client(other).is_some(),
    };
    depth < MAX_DEPTH
        && (first(object, INNER, &mut holds).is_some()
            || first(object, LISTS, &mut holds).is_some())
}

fn fill(place: &mut Option<String>, text: Option<&str>) {
    if place.is_none() {
        *place = text.map(str::to_owned);
    }
}

/// The pairs of an object of headers. Several values of a name may be a list.
pub(super) fn headers(node: &Node) -> Option<Vec<(String, String)>> {
    let mut pairs = Vec::new();
    for (name, value) in node.as_object()?.members.iter().take(MAX_HEADERS) {
        let value = match value {
            Node::List(items) => items.first().and_then(Node::as_text),
            other => other.as_text(),
        };
        if let Some(value) = value {
            pairs.push((name.to_ascii_lowercase(), value.to_owned()));
        }
    }
    (!pairs.is_empty()).then_some(pairs)
}

/// Whether a client keeps the body here, as text or as an object.
fn is_body(node: &Node) -> bool {
    match node {
        Node::Text(text) => !is_left_out(text),
        Node::Object(object) => !object.members.is_empty(),
        Node::List(items) => items.iter().any(|item| !matches!(item, Node::Bare(_))),
        Node::Bare(_) => false,
    }
}

fn body(node: &Node) -> String {
    if let Node::Text(text) = node { text.clone() } else { json(node) }
}

fn json(node: &Node) -> String {
    let mut json = String::new();
    node.write_json(&mut json);
    json
}

/// An object of an error, as the body that has it.
fn error_body(error: &Object) -> String {
    let mut json = String::from("{\"error\":");
    error.write_json(&mut json);
    json.push('}');
    json
}

/// An error that is made of these members.
fn made_of(members: &[(&str, &str)]) -> String {
    let mut error = Object::default();
    for &(name, text) in members {
        error.members.push((name.to_owned(), Node::Text(text.to_owned())));
    }
    error_body(&error)
}

/// The error of the server inside the object of a client.
fn error_of(object: &Object) -> Option<String> {
    if let Some(message) = object.get("grpc_message").and_then(Node::as_text) {
        // The status of gRPC stands beside it.
        let number = object.get("grpc_status").and_then(Node::as_text);
        let number = number.and_then(|text| text.parse().ok());
        let status = number.and_then(|number| GRPC_STATUSES.iter().nth(number));
        return Some(made_of(&[("message", message), ("status", status.unwrap_or_default())]));
    }
    let mut is_plain = |node: &Node| {
        node.as_object().is_some_and(|inner| !is_of_client(inner) && !inner.members.is_empty())
    };
    if let Some(Node::Object(inner)) = first(object, ERRORS, &mut is_plain) {
        let is_bare = is_error(inner) && !matches!(inner.get("error"), Some(Node::Object(_)));
        let mut json = String::new();
        inner.write_json(&mut json);
        return Some(if is_bare { error_body(inner) } else { json });
    }
    // A record with the members of an error beside those of the client.
    let message = text_of(object, words("message"))?;
    let is_word = |text: &&str| text.parse::<u32>().is_err();
    let code = text_of(object, words("code")).filter(is_word);
    let type_ = text_of(object, words("type")).filter(is_word);
    let either = code.or(type_)?;
    Some(made_of(&[
        ("message", message),
        ("code", code.unwrap_or(either)),
        ("type", type_.unwrap_or_default()),
    ]))
}

/// Whether an object has the members of an error.
fn is_error(object: &Object) -> bool {
    first(object, OF_ERROR, &mut |value| value.as_text().is_some()).is_some()
}

/// An object that is the body itself, with the names of members in lower case if a language writes
/// them with a capital.
fn whole(object: &Object, depth: usize) -> Option<String> {
    let shows = |object: &Object| is_error(object) || has_one(object, OF_BODY);
    // `ApiError(ApiErrorResponse { status_code: 429, api_error: ApiError { … } })`
    let wrapped = object.members.iter().find_map(|(name, value)| {
        let inner = value.as_object()?;
        let is_wrapper =
            name.eq_ignore_ascii_case("api_error") || name.eq_ignore_ascii_case("apierror");
        (is_wrapper && is_error(inner)).then_some(inner)
    });
    let object = wrapped.unwrap_or(object);
    let holds_error = matches!(object.get("error"), Some(Node::Object(_)));
    if !shows(object) || (depth > 0 && !is_error(object) && !holds_error) {
        return None;
    }
    let is_renamed = has_one(object, words("Message|Code|Type"));
    if !is_renamed && object.name.is_empty() {
        let mut json = String::new();
        object.write_json(&mut json);
        return Some(json);
    }
    let mut error = Object::default();
    for (name, value) in &object.members {
        let is_capital = words("Message|Code|Type|Param|Status").have(name.as_bytes());
        let name = if is_capital { name.to_ascii_lowercase() } else { name.clone() };
        error.members.push((name, value.clone()));
    }
    Some(error_body(&error))
}

/// The details of gRPC in the text form of protocol buffers, as Google's APIs send them in JSON.
fn grpc_details(items: &[Node]) -> Option<String> {
    let mut details = Vec::new();
    let mut is_grpc = false;
    for object in items.iter().filter_map(Node::as_object) {
        match &*object.name {
            "retry_delay" => details.push(retry_info(object)?),
            "violations" => details.push(quota_failure(object)),
            "links" | "reason" | "domain" | "metadata" => {}
            _ => continue,
        }
        is_grpc = true;
    }
    let error =
        Object { name: String::new(), members: vec![("details".to_owned(), Node::List(details))] };
    is_grpc.then(|| error_body(&error))
}

fn detail(kind: &str, name: &str, value: Node) -> Node {
    let kind = ["type.googleapis.com/google.rpc.", kind].concat();
    let members = vec![("@type".to_owned(), Node::Text(kind)), (name.to_owned(), value)];
    Node::Object(Object { name: String::new(), members })
}

fn retry_info(object: &Object) -> Option<Node> {
    let number =
        |name: &str| object.get(name).and_then(Node::as_text).unwrap_or("0").parse::<u64>();
    let nanos = number("nanos").ok()?.min(999_999_999) + 1_000_000_000;
    let fraction = nanos.to_string();
    let delay = [&number("seconds").ok()?.to_string(), ".", &fraction[1..], "s"].concat();
    Some(detail("RetryInfo", "retryDelay", Node::Text(delay)))
}

fn quota_failure(object: &Object) -> Node {
    let mut violation = Object::default();
    for name in QUOTA.iter() {
        if let Some(value) = object.get(name) {
            // `quota_metric` is `quotaMetric` in JSON.
            let key = match name.split_once('_') {
                Some((first, last)) => {
                    let (initial, rest) = last.split_at(1);
                    [first, &initial.to_ascii_uppercase(), rest].concat()
                }
                None => name.to_owned(),
            };
            violation.members.push((key, value.clone()));
        }
    }
    detail("QuotaFailure", "violations", Node::List(vec![Node::Object(violation)]))
}
