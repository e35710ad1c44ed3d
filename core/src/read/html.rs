//! The headline of an HTML page that a server or a proxy sent instead of a JSON error.

use std::borrow::Cow;

use memchr::{memchr, memchr_iter};

use crate::entities;

/// How many bytes of a page are searched for a headline.
pub(crate) const MAX_LOOK: usize = 16 * 1024;

/// The elements that hold a headline, the best first (WHATWG HTML, sections 4.2.2 and 4.3.6).
const HEADLINES: [&[u8]; 4] = [b"title", b"h1", b"h2", b"h3"];

/// The span of the title of the page that begins at `start`; without a title, of its first heading of
/// the highest rank. `None` if this is no page or it has neither.
pub(crate) fn headline(text: &[u8], start: usize) -> Option<(usize, usize)> {
    let next = *text.get(start + 1)?;
    if !next.is_ascii_alphabetic() && !matches!(next, b'!' | b'?') {
        return None;
    }
    let look = &text[..text.len().min(start + MAX_LOOK)];
    let mut best: Option<(usize, (usize, usize))> = None;
    // If one element lacks its end tag, so do all later ones of its name: search for it only once.
    let mut unclosed = [false; HEADLINES.len()];
    for tag in memchr_iter(b'<', &look[start..]).map(|at| start + at) {
        let name = &look[tag + 1..];
        let Some(rank) = HEADLINES.iter().position(|element| begins_with(name, element)) else {
            continue;
        };
        if unclosed[rank] || best.is_some_and(|(known, _)| known <= rank) {
            continue;
        }
        let Some(open) = memchr(b'>', name) else {
            break;
        };
        let content = tag + 1 + open + 1;
        let Some(len) = content_len(&look[content..], HEADLINES[rank]) else {
            unclosed[rank] = true;
            continue;
        };
        if look[content..content + len].trim_ascii().is_empty() {
            continue;
        }
        best = Some((rank, (content, content + len)));
        if rank == 0 {
            break;
        }
    }
    best.map(|(_, headline)| headline)
}

/// Whether a tag has this name.
fn begins_with(tag: &[u8], name: &[u8]) -> bool {
    tag.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
        && tag.get(name.len()).is_none_or(|&after| after == b'>' || after.is_ascii_whitespace())
}

/// The length of an element's content, up to its end tag.
fn content_len(content: &[u8], element: &[u8]) -> Option<usize> {
    memchr_iter(b'<', content)
        .find(|&at| content.get(at + 1) == Some(&b'/') && begins_with(&content[at + 2..], element))
}

/// A headline as text: without tags, with character references decoded and white space collapsed.
pub(crate) fn text(raw: Cow<'_, str>) -> Cow<'_, str> {
    let plain = raw.trim();
    if !plain.contains(['<', '&', '\n', '\r', '\t']) && !plain.contains("  ") {
        let range = raw.len() - raw.trim_start().len();
        let end = range + plain.len();
        return match raw {
            Cow::Borrowed(raw) => Cow::Borrowed(&raw[range..end]),
            Cow::Owned(raw) => Cow::Owned(raw[range..end].to_owned()),
        };
    }
    let mut text = String::with_capacity(raw.len());
    let mut rest = &*raw;
    while let Some(at) = rest.find(['<', '&']) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let (replaced, len) = if rest.starts_with('<') {
            (" ", rest.find('>').map_or(rest.len(), |end| end + 1))
        } else {
            entities::decode(rest.as_bytes()).unwrap_or(("&", 1))
        };
        text.push_str(replaced);
        rest = &rest[len..];
    }
    text.push_str(rest);
    Cow::Owned(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(page: &str) -> Option<String> {
        let (start, end) = headline(page.as_bytes(), 0)?;
        Some(text(Cow::Borrowed(&page[start..end])).into_owned())
    }

    #[test]
    fn the_title_comes_before_any_heading() {
        let page = "<html><h1>First</h1><TITLE lang=en>\n 502  Bad &amp; Gateway </TITLE>";
        assert_eq!(read(page).as_deref(), Some("502 Bad & Gateway"));
    }

    #[test]
    fn character_references_are_decoded_and_unknown_ones_stay() {
        let page = "<title>&quot;Tern&#34; &amp; &#x27;gull&apos;&nbsp;&mdash; &heron; &</title>";
        assert_eq!(read(page).as_deref(), Some("\"Tern\" & 'gull' \u{2014} &heron; &"));
    }

    #[test]
    fn the_first_heading_stands_in_for_a_title() {
        assert_eq!(read("<p>x<h2>Sorry, <b>no</b></h2><h2>b</h2>").as_deref(), Some("Sorry, no"));
        assert_eq!(read("<title> </title><h1>a</h1>").as_deref(), Some("a"));
    }

    #[test]
    fn a_page_without_a_headline_has_none() {
        for page in ["<", "<5000> x", "<p>x</p>", "<title>open", "<titles>a</titles>", "<h1"] {
            assert_eq!(read(page), None, "{page}");
        }
    }
}
