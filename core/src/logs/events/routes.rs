//! Which requests are calls to LLM APIs.

use std::cell::RefCell;

use super::memo::Memo;
use crate::kind::Provider;
use crate::logs::event::Asked;
use crate::logs::options::LogOptions;
use crate::read::marks;
use crate::rules::logs::routes::{HOSTS, Methods, PAGES, ROWS, RouteRow};

/// How many segments at the end of a path are looked at.
const MAX_SEGMENTS: usize = 24;

/// The target of a request: an address, or a path.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Target<'t> {
    /// The address from its host on, if it has a scheme.
    pub(crate) address: Option<&'t str>,
    pub(crate) host: Option<&'t str>,
    /// The path without its query.
    pub(crate) path: &'t str,
}

impl<'t> Target<'t> {
    /// Reads a target; none if it is neither an address nor an absolute path.
    pub(crate) fn read(text: &'t str) -> Option<Self> {
        let text = text.trim_matches(|c| matches!(c, '"' | '\'' | '`' | '<' | '>' | ',' | ';'));
        let end = text.find(['?', '#', ' ', '"']).unwrap_or(text.len());
        if text.starts_with('/') {
            return Some(Self { address: None, host: None, path: &text[..end] });
        }
        let (scheme, rest) = text.split_once("://")?;
        if !matches!(scheme, "http" | "https" | "ws" | "wss" | "grpc") {
            return None;
        }
        let begin = text.len() - rest.len();
        let slash = rest.find(['/', '?', '#', ' ']).map_or(text.len(), |at| begin + at);
        let authority = &text[begin..slash];
        let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
        let address = text.get(slash - host.len()..);
        let host = match host.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
            _ => host,
        };
        let path = text.get(slash..end).filter(|path| path.starts_with('/')).unwrap_or("/");
        Some(Self { address, host: Some(host), path })
    }

    /// Who is called, if the address shows it.
    pub(crate) fn provider(&self) -> Option<Provider> {
        let address = self.address?;
        // Some providers have a part of what a host has.
        let end = address.find(['?', '#', ' ']).unwrap_or(address.len());
        provider_of_host(&address[..end])
    }
}

/// The provider whose host this is, with a path or without one.
pub(super) fn provider_of_host(address: &str) -> Option<Provider> {
    thread_local! {
        static KNOWN: RefCell<Memo<Option<Provider>>> = RefCell::default();
    }
    KNOWN.with_borrow_mut(|known| known.get(address, || marks::of_host(address.as_bytes())))
}

/// Whether a request counts as a call: its method and target, as far as they are known. With filters,
/// also one that they do not ask for: other lines about it are no requests of their own.
pub(crate) fn is_call(method: Option<&str>, target: &Target<'_>, options: &LogOptions) -> bool {
    if options.paths.iter().any(|wanted| target.path.starts_with(wanted.as_str())) {
        return true;
    }
    let is_method = |of: &str| method.is_some_and(|method| method.eq_ignore_ascii_case(of));
    !is_method("HEAD") && !is_method("OPTIONS") && is_route(method, target)
}

/// Whether the filters ask for a request, as far as a line shows it.
pub(super) fn asked(
    method: Option<&str>,
    host: Option<&str>,
    path: Option<&str>,
    options: &LogOptions,
) -> Asked {
    let answer = |wanted: &[String], shown: Option<&str>, fits: fn(&str, &str) -> bool| match shown
    {
        _ if wanted.is_empty() => Asked::Yes,
        None => Asked::NotShown,
        Some(shown) if wanted.iter().any(|wanted| fits(shown, wanted)) => Asked::Yes,
        Some(_) => Asked::No,
    };
    let answers = [
        answer(&options.methods, method, str::eq_ignore_ascii_case),
        answer(&options.hosts, host, is_within),
        answer(&options.paths, path, |path, wanted| path.starts_with(wanted)),
    ];
    // One filter that it does not pass is enough.
    let worst = [Asked::No, Asked::NotShown].into_iter().find(|worst| answers.contains(worst));
    worst.unwrap_or(Asked::Yes)
}

/// Whether a target is a page to read, which the words of an error may name.
pub(super) fn is_page(target: &Target<'_>) -> bool {
    target.host.is_some_and(|host| PAGES.iter().any(|row| is_within(host, row)))
}

/// Whether a host is this one, or below it.
fn is_within(host: &str, domain: &str) -> bool {
    let Some(above) = host.len().checked_sub(domain.len()) else { return false };
    let (before, end) = host.as_bytes().split_at(above);
    end.eq_ignore_ascii_case(domain.as_bytes()) && before.last().is_none_or(|&byte| byte == b'.')
}

/// Whether a target is a route of an LLM API.
fn is_route(method: Option<&str>, target: &Target<'_>) -> bool {
    thread_local! {
        // For paths of requests that are posted, or not, to hosts of providers, or of others.
        static KNOWN: RefCell<[Memo<bool>; 4]> = RefCell::default();
    }
    if target.host.is_some_and(|host| HOSTS.iter().any(|row| is_within(host, row))) {
        return true;
    }
    let is_post = method.is_none_or(|method| method.eq_ignore_ascii_case("POST"));
    let is_provider = target.provider().is_some();
    let path = target.path;
    let find = || is_path(path, is_post, is_provider);
    let place = usize::from(is_post) + 2 * usize::from(is_provider);
    KNOWN.with_borrow_mut(|known| known[place].get(path, find))
}

/// Whether a path is one of an LLM API.
fn is_path(path: &str, is_post: bool, is_provider: bool) -> bool {
    let mut segments = [""; MAX_SEGMENTS];
    let mut count = 0;
    for segment in path.rsplit('/').filter(|segment| !segment.is_empty()) {
        let Some(slot) = segments.get_mut(count) else { break };
        *slot = segment;
        count += 1;
    }
    let segments = &mut segments[..count];
    segments.reverse();
    ROWS.iter().any(|row| {
        (is_post || row.methods == Methods::Any)
            && find(row, segments).is_some_and(|start| {
                let is_below_api = start > 0 && segments[start - 1] == "api";
                !(row.is_common && is_below_api && !is_provider)
            })
    })
}

/// The segment at which the pattern of a row begins.
fn find(row: &RouteRow, segments: &[&str]) -> Option<usize> {
    if let Some(pattern) = row.pattern.strip_prefix('/') {
        return matches(pattern, segments).then_some(0);
    }
    (0..segments.len()).find(|&start| matches(row.pattern, &segments[start..]))
}

fn matches(pattern: &str, segments: &[&str]) -> bool {
    let mut segments = segments.iter();
    for part in pattern.split('/') {
        if part == "**" {
            return true;
        }
        let Some(segment) = segments.next() else { return false };
        let fits = match part.strip_prefix("{}") {
            Some(end) => segment.ends_with(end),
            None if part == "v" => is_version(segment),
            None => *segment == part,
        };
        if !fits {
            return false;
        }
    }
    segments.next().is_none()
}

fn is_version(segment: &str) -> bool {
    let Some(rest) = segment.strip_prefix('v') else { return false };
    rest.len() <= 12
        && rest.starts_with(|c: char| c.is_ascii_digit())
        && rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(method: &str, target: &str) -> bool {
        let target = Target::read(target).expect("a target");
        is_call(Some(method), &target, &LogOptions::default())
    }

    #[test]
    fn documented_routes_are_calls_whoever_serves_them() {
        for target in [
            "/v1/chat/completions",
            "/chat/completions",
            "//v1//chat/completions/",
            "/gateway/team/openai/v1/chat/completions?x=1",
            "https://api.example.com/openai/deployments/heron/chat/completions?api-version=1",
            "https://generativelanguage.googleapis.com/v1beta/models/heron:generateContent",
            "/v1/projects/p/locations/l/publishers/google/models/heron:streamGenerateContent",
            "/model/anthropic.heron-v1%3A0/converse-stream",
            "/api/chat",
            "/api/embed",
            "/v1/messages",
            "/v2/chat",
            "/completion",
            "/generate",
            "/v1/predictions",
            "https://queue.fal.run/fal-ai/flux/dev",
            "/v1/text-to-speech/heron/stream",
            "/v1/listen?model=heron",
            "/v1/audio/transcriptions",
            "https://openrouter.ai/api/v1/models",
        ] {
            assert!(counts("POST", target), "{target}");
        }
        for target in ["/v1/models", "/v1/models/heron", "/api/tags", "/v1/batches/b_1"] {
            assert!(counts("GET", target), "{target}");
        }
    }

    #[test]
    fn other_paths_are_none() {
        for target in [
            "/",
            "/health",
            "/v1",
            "/metrics",
            "/favicon.ico",
            "/docs",
            "/chat?chatId=25",
            "/static/v1/app.js",
            "/api/v1/files/3",
            "/api/v1/chat",
            "/generate",
            "https://huggingface.co/heron/heron-8b/resolve/main/model.safetensors",
            "https://registry.ollama.ai/v2/library/heron/manifests/latest",
        ] {
            assert!(!counts("GET", target), "{target}");
        }
        assert!(!counts("POST", "/chat"));
        assert!(!counts("OPTIONS", "/v1/chat/completions"));
        assert!(!counts("HEAD", "/v1/chat/completions"));
    }

    #[test]
    fn the_caller_may_say_what_counts() {
        let options = LogOptions {
            paths: vec!["/chat".into()],
            hosts: vec!["heron.example".into()],
            methods: vec!["post".into()],
            ..LogOptions::default()
        };
        let counts = |method: &str, target: &str| {
            let target = Target::read(target).expect("a target");
            let asked = asked(Some(method), target.host, Some(target.path), &options);
            (is_call(Some(method), &target, &options), asked)
        };
        assert_eq!(counts("POST", "/chat/now"), (true, Asked::NotShown));
        assert_eq!(counts("POST", "https://api.heron.example/chat"), (true, Asked::Yes));
        assert_eq!(counts("GET", "/chat"), (true, Asked::No));
        assert_eq!(counts("POST", "/v1/chat/completions"), (true, Asked::No));
        assert_eq!(counts("POST", "https://notheron.example/chat"), (true, Asked::No));
        assert!(!counts("GET", "/healthz").0);
    }

    #[test]
    fn targets_are_divided() {
        let target =
            Target::read("https://u:p@api.groq.com:443/openai/v1/models?x#y").expect("one");
        assert_eq!((target.host, target.path), (Some("api.groq.com"), "/openai/v1/models"));
        assert_eq!(target.provider(), Some(Provider::Groq));
        assert_eq!(Target::read("https://heron.example").expect("one").path, "/");
        for text in ["", "x/y", "file:///etc/passwd", "*"] {
            assert_eq!(Target::read(text), None, "{text}");
        }
    }
}
