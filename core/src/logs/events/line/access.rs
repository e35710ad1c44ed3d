//! Lines about one request and the status of its response.

use std::net::{IpAddr, SocketAddr};
use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::pairs::Pairs;
use crate::kind::Failure;
use crate::logs::event::{Form, Origin};
use crate::logs::events::context::cut;
use crate::logs::events::mention::Subject;
use crate::logs::events::names;
use crate::logs::events::routes::Target;
use crate::rules::logs::lines::{
    BETWEEN, METHOD_PAIRS, METHODS, MODEL_PAIRS, NGINX, PROVIDER_PAIRS, SERVED, STATUS_PAIRS,
    SUCCESSES, TARGET_PAIRS,
};

/// A shorter line has no method, path and status.
const MIN_LEN: usize = 10;

/// How much of a line is looked at.
const MAX_LOOK: usize = 16 << 10;

/// How many words of a line are looked at.
const MAX_WORDS: usize = 400;

/// How much of a word is looked at.
const MAX_WORD: usize = 4_096;

/// A request, and how it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Access<'t> {
    pub(super) origin: Origin,
    pub(super) form: Form,
    pub(super) method: Option<&'t str>,
    /// Its path is empty if the line shows no target, but that it is a call.
    pub(super) target: Target<'t>,
    pub(super) host: Option<&'t str>,
    pub(super) end: End,
}

/// How a request ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    Status(u16),
    Failure(Failure),
}

/// Reads a line about a request.
pub(super) fn read(line: &str) -> Option<Access<'_>> {
    if line.len() < MIN_LEN {
        return None;
    }
    let line = cut(line, MAX_LOOK);
    of_cells(line)
        .or_else(|| of_success(line))
        .or_else(|| of_nginx_error(line))
        .or_else(|| of_words(line))
        .or_else(|| of_pairs(line))
}

/// A request that a text names: its method, if it stands there, and its target.
pub(super) fn request_in(text: &str) -> Option<(Option<&str>, Target<'_>)> {
    let mut words = words(text);
    while let Some((_, word)) = words.next() {
        let method = method(word);
        // urllib3: `Max retries exceeded with url: /v1/messages (Caused by …)`.
        if (method.is_some() || word == "url:")
            && let Some((_, word)) = words.clone().next()
            && let Some(target) = Target::read(trim(word))
        {
            return Some((method, target));
        }
    }
    None
}

/// The words of a text, each with its place.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> + Clone {
    let mut at = 0;
    text.split([' ', '\t']).take(MAX_WORDS).filter_map(move |word| {
        let start = at;
        at += word.len() + 1;
        (!word.is_empty() && word.len() <= MAX_WORD).then_some((start, word))
    })
}

fn trim(word: &str) -> &str {
    word.trim_matches(|c| matches!(c, '"' | '\'' | '`' | '(' | ')' | '[' | ']' | ',' | '|'))
}

pub(super) fn method(word: &str) -> Option<&'static str> {
    let word = word.trim_start_matches(['"', '\'', '[', '(', '`']);
    if !(3..=7).contains(&word.len()) || !word.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return None;
    }
    METHODS.iter().copied().find(|method| method.eq_ignore_ascii_case(word))
}

/// A status at the start of a word, with nothing but punctuation around it.
pub(super) fn status(word: &str) -> Option<u16> {
    let word = trim(word).trim_end_matches([':', ';', '.']);
    let is_status = word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_digit());
    // 443 is a port.
    word.parse().ok().filter(|&status| is_status && status != 443 && (100..=599).contains(&status))
}

fn access<'t>(
    origin: Origin,
    form: Form,
    method: &'t str,
    target: Target<'t>,
    status: u16,
) -> Access<'t> {
    let end = End::Status(status);
    Access { origin, form, method: Some(method), target, host: target.host, end }
}

/// A line of cells: `[GIN] 2026/01/05 - 10:00:00 | 200 | 1.2ms | 10.0.0.1 | POST "/path"` of gin-gonic/gin,
/// with an id in one-api and new-api, and `10:00:00 | 200 | 1.2ms | 10.0.0.1 | POST | /path | -` of Fiber.
fn of_cells(line: &str) -> Option<Access<'_>> {
    memchr::memchr(b'|', line.as_bytes())?;
    let mut cells = line.split('|').map(str::trim).take(12);
    let status = cells.find_map(|cell| if cell.len() == 3 { status(cell) } else { None })?;
    let mut cells =
        cells.skip_while(|cell| cell.split([' ', '\t']).next().and_then(method).is_none());
    let request = cells.next()?;
    let (verb, target) = match request.split_once([' ', '\t']) {
        Some(parts) => parts,
        None => (request, cells.next()?),
    };
    let target = Target::read(target.trim())?;
    Some(access(Origin::Inbound, Form::Gin, method(verb)?, target, status))
}

/// A line of a server that only says that it served a call.
fn of_success(line: &str) -> Option<Access<'_>> {
    let (_, _, path) =
        SUCCESSES.iter().find(|(writer, end, _)| line.ends_with(end) && line.contains(writer))?;
    Some(access(Origin::Inbound, Form::Words, "POST", Target::read(path)?, 200))
}

/// A line of nginx's error log about an upstream.
fn of_nginx_error(line: &str) -> Option<Access<'_>> {
    static REQUEST: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(", request: \""));
    let at = REQUEST.find(line.as_bytes())?;
    let (before, rest) = (&line[..at], line.get(at + REQUEST.needle().len()..)?);
    let (request, after) = rest.split_once('"')?;
    let before = before.to_ascii_lowercase();
    if !before.contains("upstream") && !before.contains("connect()") {
        return None;
    }
    let (_, failure) = NGINX.iter().find(|(words, _)| before.contains(words))?;
    let mut words = request.split(' ');
    let method = method(words.next()?)?;
    let target = Target::read(words.next()?)?;
    let upstream = after.split_once("upstream: \"").and_then(|(_, rest)| rest.split('"').next());
    let host = upstream.and_then(Target::read).and_then(|target| target.host);
    Some(Access {
        origin: Origin::Error,
        form: Form::Other,
        method: Some(method),
        target,
        host,
        end: End::Failure(*failure),
    })
}

/// A line with a method, a target and a status as words.
fn of_words(line: &str) -> Option<Access<'_>> {
    let mut words = words(line);
    while let Some((at, word)) = words.next() {
        if let Some(method) = method(word)
            && let Some(access) = of_request(line, at, method, words.clone())
        {
            return Some(access);
        }
        if word == "<--"
            && let Some(access) = of_okhttp(words.clone())
        {
            return Some(access);
        }
    }
    None
}

/// `<-- 429 Too Many Requests https://… (12ms)`, as square/okhttp writes it.
fn of_okhttp<'t>(mut words: impl Iterator<Item = (usize, &'t str)>) -> Option<Access<'t>> {
    let status = status(words.next()?.1)?;
    let mut addresses = words.take(6).filter(|(_, word)| word.contains("://"));
    let target = Target::read(addresses.next()?.1)?;
    let end = End::Status(status);
    let (origin, form) = (Origin::Outbound, Form::OkHttp);
    Some(Access { origin, form, method: None, target, host: target.host, end })
}

/// What follows a method.
fn of_request<'t>(
    line: &'t str,
    at: usize,
    method: &'static str,
    mut words: impl Iterator<Item = (usize, &'t str)>,
) -> Option<Access<'t>> {
    let target = Target::read(trim(words.next()?.1))?;
    let is_served = SERVED.iter().any(|words| line[..at].contains(words));
    let is_sent = target.host.is_some() && !is_served;
    let origin = if is_sent { Origin::Outbound } else { Origin::Inbound };
    // openai-go prints an error so, with its body.
    let is_quoted_error = line.get(at..)?.contains("\": ") && target.host.is_some();
    for (number, (place, word)) in words.take(8).enumerate() {
        let is_version =
            word.starts_with("HTTP/") || matches!(word, "1.0\"" | "1.1\"" | "2\"" | "3\"");
        if number == 0 && is_version && word.contains('"') {
            return of_quoted(line, at, place + word.len(), method, target);
        }
        if number == 0 && word.starts_with("\"HTTP/") {
            let rest = line.get(place + word.len()..)?;
            let status = status(rest.split_whitespace().next()?)?;
            return Some(access(origin, Form::Httpx, method, target, status));
        }
        if number == 0
            && let Some(rest) = word.strip_prefix('"')
            && let Some(status) = status(rest)
        {
            return Some(access(origin, Form::SdkResponse, method, target, status));
        }
        if let Some(status) = status(word) {
            let is_size = line.get(place + word.len()..)?.trim_start().starts_with("ms");
            let found = !is_size && !is_quoted_error;
            return found.then(|| access(origin, Form::Words, method, target, status));
        }
        let word = trim(word).to_ascii_lowercase();
        // llama.cpp writes the address of the client before the status.
        if word.parse::<IpAddr>().is_ok() || word.parse::<SocketAddr>().is_ok() {
            continue;
        }
        if !BETWEEN.contains(&word.as_str()) {
            let pair = word.split_once(['=', ':']).filter(|(name, _)| BETWEEN.contains(name));
            let status = pair.and_then(|(_, value)| status(value))?;
            return Some(access(origin, Form::Words, method, target, status));
        }
    }
    None
}

/// A request line in quotes that ends at a place: the status follows it, or stands before it.
fn of_quoted<'t>(
    line: &'t str,
    start: usize,
    end: usize,
    method: &'static str,
    target: Target<'t>,
) -> Option<Access<'t>> {
    let (before, after) = (line.get(..start)?.trim_end(), line.get(end..)?);
    // AWS load balancers: type, time, name, client, target, three times, status.
    let first = before.split(' ').next()?;
    if matches!(first, "http" | "https" | "h2" | "grpcs" | "ws" | "wss") {
        let status = status(before.split(' ').nth(8)?)?;
        return Some(access(Origin::Inbound, Form::Quoted, method, target, status));
    }
    let mut words = after.split_whitespace();
    let mut next = words.next();
    // chi: `"POST http://…" from 10.0.0.7:5000 - 200 812B in 1.2ms`.
    if next == Some("from") {
        next = words.nth(2);
    }
    if let Some(status) = next.and_then(status) {
        let last = before.rsplit(' ').next().unwrap_or_default();
        let client = Target::read(last).filter(|target| target.host.is_some());
        let origin = if client.is_some() { Origin::Outbound } else { Origin::Inbound };
        let mut access = access(origin, Form::Quoted, method, target, status);
        access.host = client.and_then(|client| client.host).or(access.host);
        if let Some(client) = client {
            access.target.address = client.address;
        } else if words.next().is_some_and(is_envoy_flag) {
            // Envoy ends its line with the authority and the address of the upstream.
            access.host = after.rsplit('"').filter(|part| !part.trim().is_empty()).nth(1);
        }
        return Some(access);
    }
    if next == Some("0") && words.next().is_some_and(is_envoy_flag) {
        let mut access = access(Origin::Inbound, Form::Quoted, method, target, 0);
        access.end = End::Failure(Failure::Cancelled);
        return Some(access);
    }
    // HAProxy: five times, the status, … and the request at the end.
    let mut words = before.split(' ');
    words.find(|word| word.matches('/').count() == 4 && word.bytes().all(is_timer))?;
    let status = status(words.next()?)?;
    Some(access(Origin::Inbound, Form::Quoted, method, target, status))
}

fn is_timer(byte: u8) -> bool {
    byte.is_ascii_digit() || matches!(byte, b'/' | b'-' | b'+')
}

/// Whether a word is a response flag of Envoy, or `-` for none.
fn is_envoy_flag(word: &str) -> bool {
    let is_flags =
        word.len() <= 24 && word.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b',');
    is_flags || word == "via_upstream"
}

/// A line of logfmt: `method=POST path=/v1/chat/completions status=429`.
fn of_pairs(line: &str) -> Option<Access<'_>> {
    memchr::memchr(b'=', line.as_bytes())?;
    if !line.contains("status") && !line.contains("code=") {
        return None;
    }
    let pairs = Pairs::new(line);
    let status = status(pairs.get(STATUS_PAIRS)?)?;
    let target = match pairs.get(TARGET_PAIRS) {
        Some(target) => Target::read(target)?,
        // What failed says more than its status.
        None if (200..300).contains(&status) && is_of_model(line, &pairs) => {
            let (origin, form) = (Origin::Outbound, Form::Pairs);
            let (target, end) = (Target::default(), End::Status(status));
            return Some(Access { origin, form, method: None, target, host: None, end });
        }
        None => return None,
    };
    let method = pairs.get(METHOD_PAIRS).and_then(method);
    let origin = if target.host.is_some() { Origin::Outbound } else { Origin::Inbound };
    let end = End::Status(status);
    Some(Access { origin, form: Form::Pairs, method, target, host: target.host, end })
}

/// Whether pairs name a model or a provider of models.
fn is_of_model(line: &str, pairs: &Pairs<'_>) -> bool {
    pairs.get(PROVIDER_PAIRS).and_then(names::provider).is_some()
        || pairs.get(MODEL_PAIRS).is_some() && Subject::of(line).has_sdk
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The origin, the path, the host and the status of each line.
    const LINES: &[(&str, Origin, &str, Option<&str>, u16)] = &[
        (
            r#"10.0.0.7 - - [05/Jan/2026:10:00:00 +0000] "POST /v1/responses HTTP/1.1" 429 90 "-" "x""#,
            Origin::Inbound,
            "/v1/responses",
            None,
            429,
        ),
        (
            r#"INFO:     10.0.0.7:49304 - "POST /v1/embeddings HTTP/1.1" 200 OK"#,
            Origin::Inbound,
            "/v1/embeddings",
            None,
            200,
        ),
        (
            r#"HTTP Request: POST https://api.groq.com/openai/v1/models "HTTP/1.1 503 Service Unavailable""#,
            Origin::Outbound,
            "/openai/v1/models",
            Some("api.groq.com"),
            503,
        ),
        (
            r#"HTTP Response: POST https://api.groq.com/openai/v1/models "429 Too Many Requests" Headers({})"#,
            Origin::Outbound,
            "/openai/v1/models",
            Some("api.groq.com"),
            429,
        ),
        (
            r#"DEBUG:urllib3.connectionpool:https://api.heron.example:443 "POST /v1/messages HTTP/1.1" 529 337"#,
            Origin::Inbound,
            "/v1/messages",
            None,
            529,
        ),
        (
            r#"DEBUG urllib3.connectionpool: https://api.heron.example:443 "POST /v1/messages HTTP/1.1" 529 337"#,
            Origin::Outbound,
            "/v1/messages",
            Some("api.heron.example"),
            529,
        ),
        (
            r#"[GIN] 2026/01/05 - 10:00:00 | 500 |  30.1s |  10.0.0.7 | POST     "/api/chat""#,
            Origin::Inbound,
            "/api/chat",
            None,
            500,
        ),
        (
            "[GIN] 2026/01/05 - 10:00:00 | 2026010510000077 | 200 | 1.2s | 10.0.0.7 |    POST /v1/chat/completions",
            Origin::Inbound,
            "/v1/chat/completions",
            None,
            200,
        ),
        (
            r#"[2026-01-05T10:00:00.000Z] "POST /v1/messages HTTP/1.1" 503 UF 0 91 12 - "-" "x" "id" "api.heron.example" "203.0.113.9:443""#,
            Origin::Inbound,
            "/v1/messages",
            Some("api.heron.example"),
            503,
        ),
        (
            r#"haproxy[1]: 10.0.0.7:5000 [05/Jan/2026:10:00:00.000] web llm/s1 0/0/1/30/31 429 210 - - ---- 1/1/0/0/0 0/0 "POST /v1/chat/completions HTTP/1.1""#,
            Origin::Inbound,
            "/v1/chat/completions",
            None,
            429,
        ),
        (
            r#"https 2026-01-05T10:00:00.000000Z app/heron/50dc 10.0.0.7:2817 10.0.0.1:80 0.000 0.001 0.000 502 502 34 366 "POST https://heron.example:443/v1/messages HTTP/1.1" "x" - -"#,
            Origin::Inbound,
            "/v1/messages",
            Some("heron.example"),
            502,
        ),
        (
            "Response: POST /v1/chat/completions - 200 (12 ms)",
            Origin::Inbound,
            "/v1/chat/completions",
            None,
            200,
        ),
        ("POST /v1/completions 429 12.345 ms - 123", Origin::Inbound, "/v1/completions", None, 429),
        (
            "HTTP POST /v1/completions responded 500 in 12.3 ms",
            Origin::Inbound,
            "/v1/completions",
            None,
            500,
        ),
        (
            "[log_1a] post https://api.heron.example/v1/responses failed with status 429 in 30ms",
            Origin::Outbound,
            "/v1/responses",
            Some("api.heron.example"),
            429,
        ),
        (
            "<-- 401 Unauthorized https://api.heron.example/v1/messages (123ms)",
            Origin::Outbound,
            "/v1/messages",
            Some("api.heron.example"),
            401,
        ),
        (
            "srv  log_server_r: request: POST /v1/chat/completions 10.0.0.7 400",
            Origin::Inbound,
            "/v1/chat/completions",
            None,
            400,
        ),
        (
            "10:00:00 | 429 |   1.2ms | 10.0.0.7 | POST | /v1/messages | -",
            Origin::Inbound,
            "/v1/messages",
            None,
            429,
        ),
        (
            r#"[9] [INFO] 10.0.0.7:5000 - - [05/Jan/2026:10:00:00 +0000] "POST /v1/messages 1.1" 502 12 "-" "x""#,
            Origin::Inbound,
            "/v1/messages",
            None,
            502,
        ),
        (
            r#"2026/01/05 10:00:00 "POST http://heron.example/v1/messages HTTP/1.1" from 10.0.0.7:5000 - 200 812B in 1.2ms"#,
            Origin::Inbound,
            "/v1/messages",
            Some("heron.example"),
            200,
        ),
        (
            "Request finished HTTP/1.1 POST http://heron.example/v1/messages - 503 812 application/json 12.3ms",
            Origin::Inbound,
            "/v1/messages",
            Some("heron.example"),
            503,
        ),
        (
            "INFO chat_completions{total_time=\"1.2s\"}: text_generation_router::server: router/src/server.rs:432: Success",
            Origin::Inbound,
            "/generate",
            None,
            200,
        ),
        (
            "level=info msg=served method=POST path=/v1/messages status=413 took=3ms",
            Origin::Inbound,
            "/v1/messages",
            None,
            413,
        ),
    ];

    #[test]
    fn the_forms_of_access_lines_are_read() {
        for &(line, origin, path, host, status) in LINES {
            let access = read(line).unwrap_or_else(|| panic!("{line}"));
            assert_eq!((access.origin, access.target.path), (origin, path), "{line}");
            assert_eq!((access.host, access.end), (host, End::Status(status)), "{line}");
        }
    }

    #[test]
    fn an_error_of_nginx_says_why() {
        let line = r#"2026/01/05 10:00:00 [error] 29#29: *1 connect() failed (111: Connection refused) while connecting to upstream, client: 10.0.0.7, server: x, request: "POST /v1/messages HTTP/1.1", upstream: "http://10.0.0.9:4000/v1/messages", host: "x""#;
        let access = read(line).expect("an error");
        assert_eq!((access.origin, access.end), (Origin::Error, End::Failure(Failure::Refused)));
        assert_eq!((access.target.path, access.host), ("/v1/messages", Some("10.0.0.9")));
    }

    #[test]
    fn other_lines_are_none() {
        for line in [
            "",
            "POST",
            "POST /v1/chat/completions",
            "Request: POST /v1/chat/completions",
            "Sending HTTP Request: POST https://api.heron.example/v1/messages",
            "POST /v1/messages took 200 ms",
            r#"POST "https://api.heron.example/v1/messages": 429 Too Many Requests {"message":"x"}"#,
            "a POST on a blog / 200 words",
            "[GIN] | 200",
            "status=200 and nothing else",
        ] {
            assert_eq!(read(line), None, "{line}");
        }
    }
}
