//! What stands around a failure: the address of the request, who was called, and the model.

use super::bytes::{self, DIGITS, Pairs, Set, UPPER, byte, from, set, strip};
use crate::index::clients::SDK_NAMES;
use crate::index::marks::TOP_LEVELS;
use crate::kind::Provider;
use crate::read::marks;
use crate::rules::schema::{Words, position, words};
use crate::rules::sdk::connections::LOCAL_HOSTS;

/// The bytes before the name of a package that make it a part of another name, or of the path of a file.
static IN_PATH: Set = set(b"/\\_-.").alphanumeric();

/// With what the name of a class begins.
static CLASS: Set = set(b"_").range(b'A', b'Z');

/// The provider whose own SDK printed these lines.
#[inline(never)]
pub(super) fn sdk(lines: &str) -> Option<Provider> {
    let pairs = Pairs::of(lines);
    let mut row = 0;
    loop {
        let name = SDK_NAMES.texts.get(row)?;
        if pairs.may_have(name) && names_package(lines, core::str::from_utf8(name).ok()?) {
            return SDK_NAMES.values.get(row).copied();
        }
        row += 1;
    }
}

/// Whether lines have the name of a package. Before the name of a class, it is not that of a model.
fn names_package(lines: &str, name: &str) -> bool {
    let bytes = lines.as_bytes();
    let mut end = 0;
    for _ in 0..MAX_LABELS {
        let Some(start) = position(lines, name, end) else { return false };
        end = start + name.len();
        if !IN_PATH.is_at(bytes, start.wrapping_sub(1))
            && (!name.ends_with('.') || CLASS.is_at(bytes, end) || names_module(bytes, end))
        {
            return true;
        }
    }
    false
}

static IN_MODULE: Set = set(b"_.").range(b'a', b'z');

/// Whether a path of modules and a class follow: `errors.RateLimitError`.
fn names_module(text: &[u8], start: usize) -> bool {
    let len = IN_MODULE.span(bytes::after(text, start), 80);
    len > 0 && byte(text, start + len - 1) == b'.' && UPPER.is_at(text, start + len)
}

/// The bytes of hosts, and those between them.
static IN_HOST: Set = set(b".-").alphanumeric();
const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
static NOT_IN_HOST: Set = set(b"").range(0, 0xFF).except(b".-0123456789").except(LETTERS);

/// How many names are tried as hosts.
const MAX_NAMES: usize = 200;

/// The provider of a host that lines name without a scheme: `host='api.groq.com'`.
#[inline(never)]
pub(super) fn host(lines: &str) -> Option<Provider> {
    let mut rest = lines.as_bytes();
    let mut names = 0;
    while names < MAX_NAMES && !rest.is_empty() {
        rest = bytes::after(rest, NOT_IN_HOST.span(rest, usize::MAX));
        let len = IN_HOST.span(rest, usize::MAX);
        let name = bytes::before(rest, len, len);
        rest = bytes::after(rest, len);
        if bytes::has(name, b'.') && has_known_end(name) {
            names += 1;
            if let Some(provider) = marks::of_host(name) {
                return Some(provider);
            }
        }
    }
    None
}

/// Whether the last label of a name is one of a provider's host: other names are those of modules and
/// files.
fn has_known_end(name: &[u8]) -> bool {
    let name = name.strip_suffix(b".").unwrap_or(name);
    let label = name.rsplit(|&byte| byte == b'.').next().unwrap_or_default();
    TOP_LEVELS.iter().any(|top_level| top_level.eq_ignore_ascii_case(label))
}

/// The beginnings of hosts that differ by region.
const REGIONAL_HOSTS: &[(&str, Provider)] = &[
    ("://bedrock-runtime", Provider::Bedrock),
    ("://bedrock-agent-runtime", Provider::Bedrock),
    ("-aiplatform.googleapis.com", Provider::Google),
];

/// The provider whose address this is.
#[inline(never)]
pub(crate) fn of_address(address: &str) -> Option<Provider> {
    let known = marks::of_url(address.as_bytes());
    if known.is_some() {
        return known;
    }
    let is_here = |(start, _): &&(&str, Provider)| position(address, start, 0).is_some();
    REGIONAL_HOSTS.iter().find(is_here).map(|&(_, provider)| provider)
}

/// Whether a text or an address names the machine itself.
#[inline(never)]
pub(crate) fn is_local(text: &str) -> bool {
    LOCAL_HOSTS.are_in(text)
}

/// The words before the name of a provider.
const PROVIDER_LABELS: Words = words("provider: |provider=|providerID=|Provider: ");

/// The provider that a label names.
#[inline(never)]
pub(super) fn labeled_provider(text: &str) -> Option<Provider> {
    let mut labels = PROVIDER_LABELS;
    while let Some(label) = labels.next() {
        let start = position(text, label, 0).map_or(text.len(), |start| start + label.len());
        let provider = named(from(text, start));
        if provider.is_some() {
            return provider;
        }
    }
    None
}

fn is_quote(char: char) -> bool {
    matches!(char, '"' | '\'' | '`')
}

/// A name without the quotes before it.
fn unquoted(name: &str) -> &str {
    strip(name, is_quote, |_| false)
}

/// The provider with this name.
#[inline(never)]
pub(super) fn named(name: &str) -> Option<Provider> {
    marks::of_name(unquoted(name).as_bytes())
}

/// How often the same label is looked at.
const MAX_LABELS: usize = 32;

/// The words before the name of a model. Quotes may follow.
const MODEL_LABELS: Words =
    words("model=|modelID=|model: |Model: |model |models/|modelId=|model_name=");

/// The model that lines name.
#[inline(never)]
pub(super) fn model(lines: &str) -> Option<String> {
    let pairs = Pairs::of(lines);
    let mut labels = MODEL_LABELS;
    while let Some(label) = labels.next() {
        let mut end = if pairs.may_have(label.as_bytes()) { 0 } else { lines.len() };
        for _ in 0..MAX_LABELS {
            let Some(start) = position(lines, label, end) else { break };
            end = start + label.len();
            let found = model_at(from(lines, end));
            if !found.is_empty() {
                return Some(bytes::owned(found));
            }
        }
    }
    None
}

static IN_MODEL: Set = set(b"._-/:@").alphanumeric();

/// What names of models have between their words.
static BETWEEN_WORDS: Set = set(b"-/.");

/// The name of a model at the start of a text, or nothing.
fn model_at(text: &str) -> &str {
    let name = unquoted(text);
    let is_quoted = name.len() < text.len();
    let name = bytes::part(name, 0, IN_MODEL.span(name.as_bytes(), 100));
    let name = strip(name, |_| false, |char| matches!(char, '.' | ':' | '/' | '-'));
    let text = name.as_bytes();
    let looks_like_one = BETWEEN_WORDS.is_in(text) && DIGITS.is_in(text);
    if text.len() >= 2 && (is_quoted || looks_like_one) { name } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::marks::HOSTS;

    #[test]
    fn the_host_of_every_provider_is_found_without_a_scheme() {
        for (mark, provider) in &HOSTS {
            let domain = mark.split('/').next().unwrap_or_default();
            assert!(has_known_end(domain.as_bytes()), "{mark}");
            if !mark.contains('/') {
                assert_eq!(host(&format!("heron.py cannot reach '{domain}':443")), Some(*provider));
            }
        }
        assert_eq!(host("heron.groq.py, groq.Error, 1.2"), None);
    }
}
