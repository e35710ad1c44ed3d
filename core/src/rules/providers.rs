//! What in a message or a page shows who answered: one row per mark.

use memchr::memmem;

use super::sources::*;
use crate::body::html::MAX_LOOK;
use crate::kind::Provider;

/// A mark of a provider.
#[derive(Debug)]
pub(crate) struct Mark {
    pub(crate) text: &'static str,
    pub(crate) provider: Provider,
    /// Where it is documented or was seen.
    pub(crate) source: Source,
}

const fn row(text: &'static str, provider: Provider, source: Source) -> Mark {
    Mark { text, provider, source }
}

use Provider::{
    Anthropic, Azure, Bedrock, Cerebras, Cloudflare, Cohere, Deepseek, Fireworks, Google, Groq,
    Huggingface, Litellm, Llamacpp, Mistral, Ollama, Openai, Openrouter, Perplexity, Together, Xai,
};

/// What a page of an edge holds, in any place.
pub(crate) static PAGES: &[Mark] = &[
    row("/cdn-cgi/", Cloudflare, CLOUDFLARE),
    row("<center>cloudflare</center>", Cloudflare, CLOUDFLARE),
    row("| Cloudflare</title>", Cloudflare, CLOUDFLARE),
    row("cloudflare-nginx", Cloudflare, CLOUDFLARE),
    row("cf-wrapper", Cloudflare, CLOUDFLARE),
    row("cf-error-details", Cloudflare, CLOUDFLARE),
    row("cf-alert", Cloudflare, CLOUDFLARE),
    row("challenge-error-text", Cloudflare, CLOUDFLARE),
    row("<title>Just a moment...</title>", Cloudflare, CLOUDFLARE),
];

/// How the whole plain text of an edge begins.
pub(crate) static TEXTS: &[Mark] = &[row("error code: ", Cloudflare, CLOUDFLARE)];

/// How servers name themselves in a header.
pub(crate) static SERVERS: &[Mark] = &[row("llama.cpp", Llamacpp, LLAMACPP)];

/// How a gateway's own messages begin.
pub(crate) static PREFIXES: &[Mark] = &[row("litellm.", Litellm, LITELLM)];

/// Whose addresses stand in a message. Domains below these count as well.
pub(crate) static HOSTS: &[Mark] = &[
    row("groq.com", Groq, GROQ),
    row("groqstatus.com", Groq, GROQ),
    row("openai.com", Openai, OPENAI),
    row("chatgpt.com", Openai, CODEX),
    row("openai.azure.com", Azure, AZURE),
    row("cognitiveservices.azure.com", Azure, AZURE),
    row("services.ai.azure.com", Azure, AZURE),
    row("aka.ms/oai", Azure, AZURE_QUOTA),
    row("aka.ms/cogsvc", Azure, AZURE),
    row("aka.ms/foundrypermissions", Azure, AZURE),
    row("go.microsoft.com", Azure, AZURE_FILTER),
    row("learn.microsoft.com", Azure, AZURE),
    row("anthropic.com", Anthropic, ANTHROPIC),
    row("claude.com", Anthropic, ANTHROPIC),
    row("claude.ai", Anthropic, ANTHROPIC),
    row("ai.google.dev", Google, GEMINI),
    row("ai.dev", Google, GEMINI),
    row("ai.studio", Google, GEMINI),
    row("cloud.google.com", Google, GOOGLE_CODES),
    row("developers.google.com", Google, GOOGLE_CODES),
    row("developers.generativeai.google", Google, GEMINI),
    row("docs.aws.amazon.com", Bedrock, BEDROCK),
    row("mistral.ai", Mistral, MISTRAL),
    row("cohere.com", Cohere, COHERE),
    row("cohere.ai", Cohere, COHERE),
    row("deepseek.com", Deepseek, DEEPSEEK),
    row("together.ai", Together, TOGETHER),
    row("together.xyz", Together, TOGETHER),
    row("fireworks.ai", Fireworks, FIREWORKS),
    row("x.ai", Xai, XAI),
    row("grok.com", Xai, XAI),
    row("openrouter.ai", Openrouter, OPENROUTER),
    row("cerebras.ai", Cerebras, CEREBRAS),
    row("perplexity.ai", Perplexity, PERPLEXITY),
    row("huggingface.co", Huggingface, HUGGINGFACE),
    row("hf.co", Huggingface, HUGGINGFACE),
    row("ollama.com", Ollama, OLLAMA),
    row("litellm.ai", Litellm, LITELLM),
    row("developers.cloudflare.com", Cloudflare, CLOUDFLARE),
    row("dash.cloudflare.com", Cloudflare, CLOUDFLARE),
];

/// Whose messages begin like this one.
pub(crate) fn prefix(message: &[u8]) -> Option<Provider> {
    begins(PREFIXES, message)
}

/// Whose plain text begins like this one.
pub(crate) fn text(body: &[u8]) -> Option<Provider> {
    begins(TEXTS, body.trim_ascii_start())
}

/// Whose server names itself so.
pub(crate) fn server(name: &[u8]) -> Option<Provider> {
    begins(SERVERS, name)
}

fn begins(marks: &[Mark], text: &[u8]) -> Option<Provider> {
    marks.iter().find(|mark| text.starts_with(mark.text.as_bytes())).map(|mark| mark.provider)
}

/// Who owns the address that a text begins with.
pub(crate) fn host(text: &[u8]) -> Option<Provider> {
    let scheme = memmem::find(text.get(..8)?, b"://")?;
    of_page(&text[scheme + 3..])
}

/// Who owns the page that a text begins with the address of, without its scheme.
pub(crate) fn of_page(address: &[u8]) -> Option<Provider> {
    let in_host = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
    let host_len = address.iter().take_while(|byte| in_host(byte)).count();
    let owns = |mark: &&Mark| {
        let (domain, path) = mark.text.split_once('/').map_or((mark.text, ""), |parts| parts);
        let host = address[..host_len].strip_suffix(b".").unwrap_or(&address[..host_len]);
        let after = address[host_len..].strip_prefix(b"/").unwrap_or_default();
        let begins = after
            .get(..path.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(path.as_bytes()));
        is_below(host, domain.as_bytes()) && begins
    };
    HOSTS.iter().find(owns).map(|mark| mark.provider)
}

fn is_below(host: &[u8], domain: &[u8]) -> bool {
    let Some(above) = host.len().checked_sub(domain.len()) else {
        return false;
    };
    host[above..].eq_ignore_ascii_case(domain) && (above == 0 || host[above - 1] == b'.')
}

/// Whose edge sent a page.
pub(crate) fn page(text: &[u8]) -> Option<Provider> {
    let look = &text[..text.len().min(MAX_LOOK)];
    PAGES
        .iter()
        .find(|mark| memmem::find(look, mark.text.as_bytes()).is_some())
        .map(|mark| mark.provider)
}
