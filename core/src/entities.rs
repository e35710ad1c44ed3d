//! The character references of HTML that error pages and their keys are written with.

/// The names of characters and what they stand for (WHATWG HTML, section 13.5). A no-break space is
/// a space here.
const ENTITIES: &[(&str, &str)] = &[
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("apos", "'"),
    ("nbsp", " "),
    ("#34", "\""),
    ("#39", "'"),
    ("#x27", "'"),
    ("ndash", "\u{2013}"),
    ("mdash", "\u{2014}"),
    ("bull", "\u{2022}"),
    ("middot", "\u{b7}"),
];

/// How long a reference can be, with its `&` and `;`.
const MAX_LEN: usize = 10;

/// The character that a reference such as `&amp;` stands for, if the text begins with one, and the
/// length of the reference in bytes.
pub(crate) fn decode(text: &[u8]) -> Option<(&'static str, usize)> {
    let end = text.iter().take(MAX_LEN).position(|&byte| byte == b';')?;
    let name = text[..end].strip_prefix(b"&")?;
    let (_, character) = ENTITIES.iter().find(|(known, _)| known.as_bytes() == name)?;
    Some((character, end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reference_is_decoded() {
        for (name, character) in ENTITIES {
            let reference = format!("&{name};");
            assert!(reference.len() <= MAX_LEN);
            let expected = Some((*character, reference.len()));
            assert_eq!(decode(reference.as_bytes()), expected);
            assert_eq!(decode(format!("{reference};x").as_bytes()), expected);
            assert_eq!(decode(&reference.as_bytes()[..reference.len() - 1]), None);
        }
    }

    #[test]
    fn other_texts_are_no_references() {
        for text in ["", "&", ";", "&;", "amp;", "&tern;", "& amp;", "&amp and more;"] {
            assert_eq!(decode(text.as_bytes()), None, "{text}");
        }
    }
}
