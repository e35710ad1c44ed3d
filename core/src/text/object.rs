//! What an object in a text says: the body of a response, or what a client knows about a failed call.

use std::borrow::Cow;

use super::tree::{Node, Object, write_string};
use crate::index::clients;
use crate::kind::Failure;
use crate::rules::sdk::members::{
    ADDRESS, BODY, GRPC_STATUSES, HEADERS, INNER, LISTS, MODEL, OF_CLIENT, PROVIDER, STATUS, TEXTS,
};

/// How deeply the objects of clients are followed.
const MAX_DEPTH: usize = 6;

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
pub(crate) fn read(node: &Node<'_>) -> Said {
    let mut said = Said::default();
    match node {
        Node::Object(object) => visit(object, &mut said, 0),
        Node::List(items) => {
            if let Some(body) = grpc_details(items) {
                said.body = Some(body);
            } else if let [.., Node::Object(object)] = &items[..] {
                let mut json = String::new();
                node.write_json(&mut json);
                said.body = Some(json);
                said.status = status_of(object);
            }
        }
        Node::Text(_) | Node::Bare(_) => {}
    }
    said
}

fn text_of<'n>(object: &'n Object<'_>, names: &[&str]) -> Option<&'n str> {
    names.iter().find_map(|name| object.get(name)?.as_text()).filter(|text| !is_left_out(text))
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

fn status_of(object: &Object<'_>) -> Option<u16> {
    STATUS.iter().find_map(|name| {
        let text = object.get(name)?.as_text()?.trim();
        let digits = text.get(..3)?;
        let ends = text[3..].chars().next().is_none_or(|next| next == ' ');
        let status = digits.parse().ok().filter(|status| (100..600).contains(status) && ends)?;
        (digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(status)
    })
}

/// Whether an object is what a client made, not the body of a response.
fn is_of_client(object: &Object<'_>) -> bool {
    OF_CLIENT.iter().any(|name| object.get(name).is_some())
}

fn visit(object: &Object<'_>, said: &mut Said, depth: usize) {
    if depth == MAX_DEPTH {
        return;
    }
    let of_client = is_of_client(object);
    if said.status.is_none() {
        said.status = status_of(object);
        said.is_in_body = !of_client;
    }
    if of_client && said.failure.is_none() {
        let codes = ["code", "name", "errno", "type"].iter();
        said.failure =
            codes.filter_map(|name| object.get(name)?.as_text()).find_map(clients::failure_of);
    }
    if said.headers.is_empty() {
        said.headers =
            HEADERS.iter().find_map(|name| headers(object.get(name)?)).unwrap_or_default();
    }
    fill(&mut said.address, text_of(object, ADDRESS).filter(|text| text.contains("://")));
    fill(&mut said.model, text_of(object, MODEL));
    fill(&mut said.provider, text_of(object, PROVIDER));
    if said.body.is_none() {
        said.body = body(object);
    }
    // The exceptions of all attempts: the last one counts.
    for name in LISTS {
        if let Some(Node::List(items)) = object.get(name)
            && let Some(last) = items.iter().rev().find_map(Node::as_object)
            && is_of_client(last)
        {
            visit(last, said, depth + 1);
        }
    }
    for name in INNER {
        if let Some(Node::Object(inner)) = object.get(name)
            && (is_of_client(inner) || holds_client(inner, 0))
        {
            visit(inner, said, depth + 1);
        }
    }
    if said.body.is_none() {
        said.body = if of_client { error_of(object) } else { whole(object, depth) };
    }
    fill(&mut said.text, TEXTS.iter().find_map(|name| text_in(object.get(name)?)));
    if let Some(Node::Object(error)) = object.get("error") {
        fill(&mut said.text, TEXTS.iter().find_map(|name| text_in(error.get(name)?)));
        if said.status.is_none() {
            said.status = status_of(error);
            said.is_in_body = true;
        }
    }
}

/// A text, or the last of a list of texts.
fn text_in<'n>(node: &'n Node<'_>) -> Option<&'n str> {
    match node {
        Node::List(items) => items.last()?.as_text(),
        other => other.as_text(),
    }
}

/// Whether an object is nothing but the headers of a response.
pub(super) fn is_headers(node: &Node<'_>) -> bool {
    node.as_object().is_some_and(|object| {
        let has =
            |wanted: &str| object.members.iter().any(|(name, _)| name.eq_ignore_ascii_case(wanted));
        (has("content-type") || has("content-length"))
            && object.get("error").is_none()
            && object.get("headers").is_none()
            && object.members.iter().all(|(_, value)| !matches!(value, Node::Object(_)))
    })
}

/// Whether an object holds one of a client further inside.
fn holds_client(object: &Object<'_>, depth: usize) -> bool {
    depth < MAX_DEPTH
        && INNER.iter().chain(LISTS).any(|name| match object.get(name) {
            Some(Node::Object(inner)) => is_of_client(inner) || holds_client(inner, depth + 1),
            Some(Node::List(items)) => {
                items.iter().rev().find_map(Node::as_object).is_some_and(is_of_client)
            }
            _ => false,
        })
}

fn fill(place: &mut Option<String>, text: Option<&str>) {
    if place.is_none() {
        *place = text.map(str::to_owned);
    }
}

pub(super) fn headers(node: &Node<'_>) -> Option<Vec<(String, String)>> {
    let object = node.as_object()?;
    // Node shows `Headers { … }`, and the list of its pairs inside a symbol.
    let pairs = object.members.iter().filter_map(|(name, value)| {
        let value: Cow<'_, str> = match value {
            Node::List(items) => Cow::Borrowed(items.first()?.as_text()?),
            other => Cow::Borrowed(other.as_text()?),
        };
        Some((name.to_ascii_lowercase(), value.into_owned()))
    });
    let pairs: Vec<_> = pairs.take(100).collect();
    (!pairs.is_empty()).then_some(pairs)
}

/// The body that a client keeps, as text or as an object.
fn body(object: &Object<'_>) -> Option<String> {
    BODY.iter().find_map(|name| match object.get(name)? {
        Node::Text(text) if !is_left_out(text) => Some(text.clone().into_owned()),
        node @ (Node::Object(_) | Node::List(_)) if !is_only_left_out(node) => {
            let mut json = String::new();
            node.write_json(&mut json);
            Some(json)
        }
        _ => None,
    })
}

fn is_only_left_out(node: &Node<'_>) -> bool {
    match node {
        Node::Object(object) => object.members.is_empty(),
        Node::List(items) => items.iter().all(|item| matches!(item, Node::Bare(_))),
        Node::Text(_) | Node::Bare(_) => false,
    }
}

/// The error of the server inside the object of a client.
fn error_of(object: &Object<'_>) -> Option<String> {
    if let Some(message) = object.get("grpc_message").and_then(Node::as_text) {
        // The status of gRPC stands beside it.
        let number = object.get("grpc_status").and_then(Node::as_text);
        let status = number.and_then(|text| GRPC_STATUSES.get(text.parse::<usize>().ok()?));
        let mut json = String::from("{\"error\":{\"message\":");
        write_string(message, &mut json);
        if let Some(status) = status {
            json.push_str(",\"status\":");
            write_string(status, &mut json);
        }
        json.push_str("}}");
        return Some(json);
    }
    for name in ["error", "data", "response", "cause", "details", "detail"] {
        let Some(node) = object.get(name) else { continue };
        match node {
            Node::Object(inner) if !is_of_client(inner) && !inner.members.is_empty() => {
                let mut json = String::new();
                if is_error(inner) && !holds_error(inner) {
                    json.push_str("{\"error\":");
                    inner.write_json(&mut json);
                    json.push('}');
                } else {
                    inner.write_json(&mut json);
                }
                return Some(json);
            }
            _ => {}
        }
    }
    // A record with the members of an error beside those of the client.
    let has_code = ["code", "type"].iter().any(|name| {
        object.get(name).and_then(Node::as_text).is_some_and(|text| text.parse::<u32>().is_err())
    });
    let message =
        object.get("message").and_then(Node::as_text).filter(|text| !is_left_out(text))?;
    if !has_code {
        return None;
    }
    let mut json = String::from("{\"error\":{\"message\":");
    write_string(message, &mut json);
    for name in ["type", "code", "param"] {
        if let Some(text) = object.get(name).and_then(Node::as_text) {
            json.push_str(",\"");
            json.push_str(name);
            json.push_str("\":");
            write_string(text, &mut json);
        }
    }
    json.push_str("}}");
    Some(json)
}

/// Whether an object has the members of an error.
fn is_error(object: &Object<'_>) -> bool {
    ["message", "code", "type", "status", "msg", "detail", "Message", "Code", "Type"]
        .iter()
        .any(|name| object.get(name).is_some_and(|value| value.as_text().is_some()))
}

/// Whether an error stands inside an object.
fn holds_error(object: &Object<'_>) -> bool {
    matches!(object.get("error"), Some(Node::Object(_)))
}

/// An object that is the body itself, with the names of members in lower case if a language writes
/// them with a capital.
fn whole(object: &Object<'_>, depth: usize) -> Option<String> {
    let shows = |object: &Object<'_>| {
        is_error(object)
            || [
                "error",
                "errors",
                "detail",
                "error_code",
                "error_msg",
                "err_code",
                "title",
                "violations",
            ]
            .iter()
            .any(|name| object.get(name).is_some())
    };
    // `ApiError(ApiErrorResponse { status_code: 429, api_error: ApiError { … } })`
    let wrapped = object.members.iter().find_map(|(name, value)| {
        let inner = value.as_object()?;
        let is_wrapper = matches!(&**name, "api_error" | "ApiError" | "Error" | "error");
        (is_wrapper && is_error(inner) && !shows(object)).then_some(inner)
    });
    let object = wrapped.unwrap_or(object);
    if !shows(object) || depth > 0 && !is_error(object) && !holds_error(object) {
        return None;
    }
    let mut json = String::new();
    let capital = ["Message", "Code", "Type"].iter().any(|name| object.get(name).is_some());
    if capital || !object.name.is_empty() {
        json.push_str("{\"error\":");
        lowered(object).write_json(&mut json);
        json.push('}');
    } else {
        object.write_json(&mut json);
    }
    Some(json)
}

fn lowered<'n>(object: &Object<'n>) -> Object<'n> {
    let lower = |name: &Cow<'n, str>| -> Cow<'n, str> {
        match &**name {
            "Message" | "Code" | "Type" | "Param" | "Status" => {
                Cow::Owned(name.to_ascii_lowercase())
            }
            _ => name.clone(),
        }
    };
    Object {
        name: Cow::Borrowed(""),
        members: object.members.iter().map(|(name, value)| (lower(name), value.clone())).collect(),
    }
}

/// The details of gRPC in the text form of protocol buffers, as Google's APIs send them in JSON.
fn grpc_details(items: &[Node<'_>]) -> Option<String> {
    let mut json = String::from("{\"error\":{\"details\":[");
    let mut count = 0;
    for object in items.iter().filter_map(Node::as_object) {
        let detail = match &*object.name {
            "retry_delay" => retry_info(object),
            "violations" => Some(quota_failure(object)),
            "links" | "reason" | "domain" | "metadata" => Some(String::new()),
            _ => None,
        };
        let Some(detail) = detail else { continue };
        if !detail.is_empty() {
            if count > 0 {
                json.push(',');
            }
            json.push_str(&detail);
        }
        count += 1;
    }
    json.push_str("]}}");
    (count > 0).then_some(json)
}

fn retry_info(object: &Object<'_>) -> Option<String> {
    let seconds: u64 =
        object.get("seconds").map_or(Some(0), |seconds| seconds.as_text()?.parse().ok())?;
    let nanos: u32 = object
        .get("nanos")
        .and_then(Node::as_text)
        .and_then(|nanos| nanos.parse().ok())
        .unwrap_or(0);
    let nanos = nanos.min(999_999_999);
    Some(format!(
        "{{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"{seconds}.{nanos:09}s\"}}"
    ))
}

fn quota_failure(object: &Object<'_>) -> String {
    let mut json = String::from(
        "{\"@type\":\"type.googleapis.com/google.rpc.QuotaFailure\",\"violations\":[{",
    );
    let mut is_first = true;
    for (name, key) in [
        ("quota_metric", "quotaMetric"),
        ("quota_id", "quotaId"),
        ("quota_value", "quotaValue"),
        ("subject", "subject"),
        ("description", "description"),
    ] {
        if let Some(text) = object.get(name).and_then(Node::as_text) {
            if !is_first {
                json.push(',');
            }
            is_first = false;
            json.push('"');
            json.push_str(key);
            json.push_str("\":");
            write_string(text, &mut json);
        }
    }
    json.push_str("}]}");
    json
}
