//! What stands around a failure: the address of the request, who was called, and the model.

use crate::kind::Provider;
use crate::read::marks;
use crate::rules::schema::{Words, position, words};

/// The packages and names of the SDKs that call one provider only.
const SDKS: &[(&str, Provider)] = &[
    ("groq.", Provider::Groq),
    ("anthropic.", Provider::Anthropic),
    ("mistralai.", Provider::Mistral),
    ("cohere.", Provider::Cohere),
    ("google.genai.", Provider::Google),
    ("google.generativeai", Provider::Google),
    ("[GoogleGenerativeAI Error]", Provider::Google),
    ("ollama._types.", Provider::Ollama),
    ("together.error.", Provider::Together),
    ("cerebras.cloud.sdk.", Provider::Cerebras),
    ("com.anthropic.errors.", Provider::Anthropic),
    ("litellm.", Provider::Litellm),
    ("replicate.exceptions.", Provider::Replicate),
    ("botocore.errorfactory.", Provider::Bedrock),
    ("BedrockRuntime", Provider::Bedrock),
    ("Bedrock Runtime", Provider::Bedrock),
];

/// The provider whose own SDK printed these lines.
pub(super) fn sdk(lines: &str) -> Option<Provider> {
    let bytes = lines.as_bytes();
    let is_here = |name: &str| {
        let mut from = 0;
        for _ in 0..MAX_LABELS {
            let Some(at) = position(lines, name, from) else { return false };
            from = at + name.len();
            // Not a part of another name, or of the path of a file; and before the name of a class, not
            // that of a model.
            let is_part = at > 0
                && (bytes[at - 1].is_ascii_alphanumeric()
                    || matches!(bytes[at - 1], b'/' | b'\\' | b'_' | b'-' | b'.'));
            let next = bytes.get(from);
            let has_class = next.is_some_and(|byte| byte.is_ascii_uppercase() || *byte == b'_')
                || names_module(&bytes[from..]);
            if !is_part && (!name.ends_with('.') || has_class) {
                return true;
            }
        }
        false
    };
    SDKS.iter().find(|(name, _)| is_here(name)).map(|&(_, provider)| provider)
}

/// Whether a path of modules and a class follow: `errors.RateLimitError`.
fn names_module(text: &[u8]) -> bool {
    let len = text
        .iter()
        .take(80)
        .take_while(|byte| byte.is_ascii_lowercase() || matches!(byte, b'_' | b'.'))
        .count();
    len > 0 && text[..len].ends_with(b".") && text.get(len).is_some_and(u8::is_ascii_uppercase)
}

/// The provider of a host that lines name without a scheme: `host='api.groq.com'`.
pub(super) fn host(lines: &str) -> Option<Provider> {
    let is_host = |char: char| char.is_ascii_alphanumeric() || matches!(char, '.' | '-');
    let names = lines.split(|char| !is_host(char)).filter(|name| name.contains('.'));
    names.take(200).find_map(|name| marks::of_host(name.as_bytes()))
}

/// The beginnings of hosts that differ by region.
const REGIONAL_HOSTS: &[(&str, Provider)] = &[
    ("://bedrock-runtime", Provider::Bedrock),
    ("://bedrock-agent-runtime", Provider::Bedrock),
    ("-aiplatform.googleapis.com", Provider::Google),
];

/// The provider whose address this is.
pub(crate) fn of_address(address: &str) -> Option<Provider> {
    let is_here = |&&(start, _): &&(&str, Provider)| position(address, start, 0).is_some();
    let regional = || REGIONAL_HOSTS.iter().find(is_here).map(|&(_, provider)| provider);
    marks::of_url(address.as_bytes()).or_else(regional)
}

/// The words before the name of a provider.
const PROVIDER_LABELS: Words = words("provider: |provider=|providerID=|Provider: ");

/// The provider that a label names.
pub(super) fn labeled_provider(text: &str) -> Option<Provider> {
    PROVIDER_LABELS.iter().find_map(|label| named(&text[position(text, label, 0)? + label.len()..]))
}

/// The provider with this name.
pub(super) fn named(name: &str) -> Option<Provider> {
    marks::of_name(name.trim_start_matches(['"', '\'', '`']).as_bytes())
}

/// How often the same label is looked at.
const MAX_LABELS: usize = 8;

/// The words before the name of a model. Quotes may follow.
const MODEL_LABELS: Words =
    words("model=|modelID=|model: |Model: |model |models/|modelId=|model_name=");

/// The model that lines name.
pub(super) fn model(lines: &str) -> Option<String> {
    MODEL_LABELS.iter().find_map(|label| {
        let mut from = 0;
        for _ in 0..MAX_LABELS {
            from = position(lines, label, from)? + label.len();
            if let Some(model) = model_at(&lines[from..]) {
                return Some(model);
            }
        }
        None
    })
}

fn model_at(text: &str) -> Option<String> {
    let name = text.trim_start_matches(['`', '\'', '"']);
    let is_quoted = name.len() < text.len();
    let len = name
        .bytes()
        .take(100)
        .take_while(|byte| byte.is_ascii_alphanumeric() || b"._-/:@".contains(byte))
        .count();
    let name = name[..len].trim_end_matches(['.', ':', '/', '-']);
    let has_digit = name.bytes().any(|byte| byte.is_ascii_digit());
    let looks_like_one = name.contains(['-', '/', '.']) || is_quoted;
    (name.len() >= 2 && looks_like_one && (has_digit || is_quoted)).then(|| name.to_owned())
}
