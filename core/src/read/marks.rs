//! Marks of providers in messages, pages and headers.

use memchr::memmem;

use super::html::MAX_LOOK;
use crate::index::marks::{
    HEADER_ROWS, HEADER_VALUES, NAMES, PAGES, PREFIXES, SUFFIXES, TEXTS, hosts,
};
use crate::kind::Provider;

/// The gateway with whose own prefix a message begins.
pub(crate) fn of_prefix(message: &[u8]) -> Option<Provider> {
    of_start(&PREFIXES, message)
}

/// The gateway with whose own suffix a message ends. An id that begins with the time of the request
/// (`20260102030405…`) follows the mark.
pub(crate) fn of_suffix(message: &[u8]) -> Option<Provider> {
    let message = message.trim_ascii_end().strip_suffix(b")")?;
    let start = message.iter().rposition(|&byte| byte == b' ')? + 1;
    let (before, id) = message.split_at(start);
    let time = id.first_chunk::<14>()?;
    if !time.starts_with(b"20") || !time.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let ends = |(mark, _): &&(&str, Provider)| before.ends_with(mark.as_bytes());
    SUFFIXES.iter().find(ends).map(|&(_, provider)| provider)
}

/// The edge with whose plain text a body begins.
pub(crate) fn of_text(body: &[u8]) -> Option<Provider> {
    of_start(&TEXTS, body.trim_ascii_start())
}

/// The provider whose mark the value of a header begins with; `row` is that of the header.
#[cold]
pub(crate) fn of_header(row: usize, value: &[u8]) -> Option<Provider> {
    let marks = HEADER_VALUES.iter().zip(&HEADER_ROWS).filter(|&(_, &of)| of == row);
    let mut found = marks.filter(|((mark, _), _)| value.starts_with(mark.as_bytes()));
    found.next().map(|(&(_, provider), _)| provider)
}

fn of_start(marks: &[(&str, Provider)], text: &[u8]) -> Option<Provider> {
    marks.iter().find(|(mark, _)| text.starts_with(mark.as_bytes())).map(|&(_, provider)| provider)
}

/// The edge that sent a page.
pub(crate) fn of_page(text: &[u8]) -> Option<Provider> {
    let look = &text[..text.len().min(MAX_LOOK)];
    let is_in = |(mark, _): &&(&str, Provider)| memmem::find(look, mark.as_bytes()).is_some();
    PAGES.iter().find(is_in).map(|&(_, provider)| provider)
}

/// The provider that a gateway names so: by the name that reports have, or by another one. More words
/// may follow.
pub(crate) fn of_name(name: &[u8]) -> Option<Provider> {
    let begins = |word: &str| {
        let start = name.get(..word.len());
        let next = name.get(word.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(word.as_bytes()))
            && !next.is_some_and(u8::is_ascii_alphanumeric)
    };
    let named = Provider::ALL.iter().copied().find(|provider| begins(provider.as_str()));
    named.or_else(|| NAMES.iter().find(|(mark, _)| begins(mark)).map(|&(_, provider)| provider))
}

/// The owner of the address at the start of a text.
pub(crate) fn of_url(text: &[u8]) -> Option<Provider> {
    let scheme = memmem::find(text.get(..8)?, b"://")?;
    of_host(&text[scheme + 3..])
}

/// The owner of the address without its scheme at the start of a text.
pub(crate) fn of_host(address: &[u8]) -> Option<Provider> {
    let in_host = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
    let host_len = address.iter().take_while(|byte| in_host(byte)).count();
    let host = address[..host_len].strip_suffix(b".").unwrap_or(&address[..host_len]);
    let after = address[host_len..].strip_prefix(b"/").unwrap_or_default();
    let owns = |&(mark, _): &(&[u8], Provider)| {
        let domain_len = mark.iter().position(|&byte| byte == b'/').unwrap_or(mark.len());
        let (domain, path) = mark.split_at(domain_len);
        let path = path.strip_prefix(b"/").unwrap_or_default();
        let start = after.get(..path.len());
        is_in_domain(host, domain) && start.is_some_and(|start| start.eq_ignore_ascii_case(path))
    };
    // A mark with a path is for a part of what a host has.
    hosts().filter(owns).max_by_key(|(mark, _)| mark.len()).map(|(_, provider)| provider)
}

fn is_in_domain(host: &[u8], domain: &[u8]) -> bool {
    let Some(above) = host.len().checked_sub(domain.len()) else {
        return false;
    };
    host[above..].eq_ignore_ascii_case(domain) && (above == 0 || host[above - 1] == b'.')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::headers;
    use crate::index::marks::HOSTS;

    #[test]
    fn a_host_is_a_domain_or_below_one() {
        for url in ["https://console.groq.com/keys", "http://GROQ.com", "https://groq.com./x"] {
            assert_eq!(of_url(url.as_bytes()), Some(Provider::Groq), "{url}");
        }
        for url in ["https://notgroq.com", "https://groq.com.example", "groq.com", "https://"] {
            assert_eq!(of_url(url.as_bytes()), None, "{url}");
        }
    }

    #[test]
    fn a_path_of_a_mark_has_to_follow_the_host() {
        let (path, owner) = HOSTS.iter().find(|(mark, _)| mark.contains('/')).expect("one");
        let host = path.split('/').next().expect("a host");
        assert_eq!(of_url(format!("https://{path}/x").as_bytes()), Some(*owner));
        assert_ne!(of_url(format!("https://{host}/other").as_bytes()), Some(*owner));
    }

    #[test]
    fn the_name_of_a_provider_may_be_another_one_and_have_more_words() {
        for (name, expected) in [
            ("Groq", Some(Provider::Groq)),
            ("Google AI Studio", Some(Provider::Google)),
            ("Amazon Bedrock", Some(Provider::Bedrock)),
            ("Z.AI", Some(Provider::Zhipu)),
            ("Falcon", None),
            ("My Groq", None),
            ("", None),
        ] {
            assert_eq!(of_name(name.as_bytes()), expected, "{name}");
        }
    }

    #[test]
    fn the_value_of_a_header_may_begin_with_a_mark() {
        let row = |name: &str| headers::find(name.as_bytes()).expect("a row");
        let shown = |name: &str, value: &str| of_header(row(name), value.as_bytes());
        assert_eq!(shown("server", "llama.cpp"), Some(Provider::Llamacpp));
        assert_eq!(shown("server", "nginx"), None);
        assert_eq!(shown("request-id", "llama.cpp"), None);
        assert_eq!(shown("request-id", "req_01heron"), Some(Provider::Anthropic));
    }

    #[test]
    fn marks_stand_where_their_rows_say() {
        assert_eq!(of_prefix(b"litellm.RateLimitError: x"), Some(Provider::Litellm));
        assert_eq!(of_prefix(b"a litellm.RateLimitError"), None);
        assert_eq!(of_suffix(b"x (request id: 20260102030405678)"), Some(Provider::Newapi));
        for other in [
            "x (request id: 2026)",
            "x (request id: 20260102030405678) y",
            "x (request id: 99990102030405678)",
            "x (id: 20260102030405678)",
        ] {
            assert_eq!(of_suffix(other.as_bytes()), None, "{other}");
        }
        assert_eq!(of_text(b" error code: 520"), Some(Provider::Cloudflare));
        assert_eq!(of_page(b"<a href='/cdn-cgi/l'>"), Some(Provider::Cloudflare));
    }
}
