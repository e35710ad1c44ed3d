//! What in a message or a page shows who answered: one row per mark.

use memchr::memmem;

use crate::body::html::MAX_LOOK;
use crate::kind::Provider;

/// A mark of a provider.
#[derive(Debug)]
pub(crate) struct Mark {
    pub(crate) text: &'static str,
    pub(crate) provider: Provider,
    /// Where it was seen.
    #[cfg_attr(not(test), expect(dead_code, reason = "read by those who check the rows"))]
    pub(crate) source: &'static str,
}

const fn row(text: &'static str, provider: Provider, source: &'static str) -> Mark {
    Mark { text, provider, source }
}

/// What a page of an edge holds, in any place.
pub(crate) static PAGES: &[Mark] = &[
    row(
        "/cdn-cgi/",
        Provider::Cloudflare,
        "developers.cloudflare.com/fundamentals/reference/cdn-cgi-endpoint",
    ),
    row(
        "<center>cloudflare</center>",
        Provider::Cloudflare,
        "the plain pages of Cloudflare's servers",
    ),
    row("| Cloudflare</title>", Provider::Cloudflare, "Cloudflare's block pages"),
    row("cf-wrapper", Provider::Cloudflare, "Cloudflare's error pages"),
    row("cf-error-details", Provider::Cloudflare, "Cloudflare's error pages"),
    row("challenge-error-text", Provider::Cloudflare, "Cloudflare's challenge pages"),
];

/// How a gateway's own messages begin.
pub(crate) static PREFIXES: &[Mark] =
    &[row("litellm.", Provider::Litellm, "docs.litellm.ai/docs/exception_mapping")];

/// Whose addresses stand in a message. Domains below these count as well.
pub(crate) static HOSTS: &[Mark] = &[
    row("groq.com", Provider::Groq, "console.groq.com/docs/errors"),
    row("groqstatus.com", Provider::Groq, "console.groq.com/docs/errors"),
    row("docs.litellm.ai", Provider::Litellm, "docs.litellm.ai"),
];

/// Whose messages begin like this one.
pub(crate) fn prefix(message: &[u8]) -> Option<Provider> {
    PREFIXES.iter().find(|mark| message.starts_with(mark.text.as_bytes())).map(|mark| mark.provider)
}

/// Who owns the host of the address that a text begins with.
pub(crate) fn host(text: &[u8]) -> Option<Provider> {
    let after = |scheme: &[u8]| text.strip_prefix(scheme);
    let host = after(b"https://").or_else(|| after(b"http://"))?;
    let in_host = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
    let host = &host[..host.iter().take_while(|byte| in_host(byte)).count()];
    let host = host.strip_suffix(b".").unwrap_or(host);
    HOSTS.iter().find(|mark| is_below(host, mark.text.as_bytes())).map(|mark| mark.provider)
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
