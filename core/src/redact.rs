//! Keys in texts: providers echo them, and what is printed or logged must not hold them.
//!
//! A key is known by how it begins, a row of [`PREFIXES`], or by what stands before it, a row of
//! [`LABELS`]. Each is replaced by its beginning and `***`. A replacement is never longer than what
//! it replaces, and is found again as itself: redacting twice changes nothing more.

use std::borrow::Cow;

use crate::report::{ErrorObject, Report, Upstream};

const MASK: &[u8] = b"***";

/// How many bytes of a key tell whether it is one. It bounds the work at each place of a text.
const LOOKED_AT: usize = 128;

/// How keys of one kind begin.
#[derive(Clone, Copy)]
struct Prefix {
    text: &'static str,
    /// How many bytes follow at least, where none of them is masked.
    least: usize,
    /// What stands in such keys beside letters, digits, `_` and `-`.
    also: &'static [u8],
    /// Whose keys they are.
    #[cfg_attr(not(test), expect(dead_code, reason = "the row tells it to people"))]
    owner: &'static str,
}

const fn prefix(text: &'static str, least: usize, owner: &'static str) -> Prefix {
    Prefix { text, least, also: b"", owner }
}

const fn with(also: &'static [u8], row: Prefix) -> Prefix {
    Prefix { also, ..row }
}

/// Where one is the beginning of another, the longer one stands first.
static PREFIXES: &[Prefix] = &[
    prefix("gsk_", 16, "Groq"),
    prefix("sk-ant-", 12, "Anthropic"),
    prefix("sk-or-v1-", 12, "OpenRouter"),
    prefix("sk-proj-", 12, "OpenAI"),
    prefix("sk-svcacct-", 12, "OpenAI"),
    prefix("sk-admin-", 12, "OpenAI"),
    prefix("sk-", 16, "OpenAI, DeepSeek, Moonshot, DashScope, LiteLLM and others"),
    prefix("sess-", 16, "OpenAI"),
    prefix("ek_", 16, "OpenAI"),
    prefix("AIza", 20, "Google"),
    prefix("AQ.", 20, "Google"),
    with(b".", prefix("ya29.", 16, "Google")),
    prefix("AKIA", 16, "AWS"),
    prefix("ASIA", 16, "AWS"),
    with(b"+/=", prefix("ABSK", 24, "AWS Bedrock")),
    with(b"+/=", prefix("bedrock-api-key-", 16, "AWS Bedrock")),
    prefix("hf_", 16, "Hugging Face"),
    prefix("xai-", 16, "xAI"),
    prefix("csk-", 16, "Cerebras"),
    prefix("pplx-", 16, "Perplexity"),
    prefix("fw_", 16, "Fireworks"),
    prefix("tgp_v1_", 16, "Together"),
    prefix("nvapi-", 16, "NVIDIA"),
    prefix("r8_", 16, "Replicate"),
    prefix("sk_", 24, "ElevenLabs"),
    prefix("esecret_", 16, "Anyscale"),
    prefix("jina_", 16, "Jina"),
    prefix("dapi", 30, "Databricks"),
    prefix("github_pat_", 16, "GitHub"),
    prefix("ghp_", 16, "GitHub"),
    prefix("gho_", 16, "GitHub"),
    prefix("ghu_", 16, "GitHub"),
    prefix("ghs_", 16, "GitHub"),
    with(b".", prefix("eyJ", 20, "JSON Web Tokens, RFC 7519")),
];

/// What the value after a label looks like.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Value {
    /// Any value.
    Any,
    /// Any value in quotes, after `=` or after 'provided'; elsewhere one that looks like a key, as
    /// prose follows such words, too.
    Key,
    /// A scheme, then any value; or a value that looks like a key.
    Credentials,
    /// A token after a space, if it looks like a key.
    Token,
    /// Any value of a parameter in the query of a URL.
    Query,
}

/// Words before a key, in any case. A space stands for a space, `-`, `_` or nothing.
static LABELS: &[(&str, Value)] = &[
    ("x api key", Value::Any),
    ("x goog api key", Value::Any),
    ("x amz security token", Value::Any),
    ("amz signature", Value::Any),
    ("ocp apim subscription key", Value::Any),
    ("api key", Value::Key),
    ("api token", Value::Key),
    ("access token", Value::Key),
    ("auth token", Value::Key),
    ("refresh token", Value::Key),
    ("session token", Value::Key),
    ("client secret", Value::Key),
    ("access key", Value::Key),
    ("password", Value::Key),
    ("authorization", Value::Credentials),
    ("bearer", Value::Token),
    ("key", Value::Query),
    ("token", Value::Query),
];

const SCHEMES: &[&str] = &["bearer", "basic", "token", "apikey", "key", "digest"];

/// Values that are no key whatever stands before them.
const NO_KEYS: &[&str] = &["none", "null", "true", "false", "undefined", "missing", "invalid"];

/// For each byte, the rows whose text begins with it, as bits.
const fn firsts(texts: &[&str]) -> [u64; 256] {
    assert!(texts.len() <= 64, "a bit for each row");
    let mut firsts = [0; 256];
    let mut row = 0;
    while row < texts.len() {
        let first = texts[row].as_bytes()[0];
        firsts[first as usize] |= 1 << row;
        row += 1;
    }
    firsts
}

static PREFIX_FIRSTS: [u64; 256] = {
    let mut texts = [""; PREFIXES.len()];
    let mut row = 0;
    while row < texts.len() {
        texts[row] = PREFIXES[row].text;
        row += 1;
    }
    firsts(&texts)
};

static LABEL_FIRSTS: [u64; 256] = {
    let mut texts = [""; LABELS.len()];
    let mut row = 0;
    while row < texts.len() {
        texts[row] = LABELS[row].0;
        row += 1;
    }
    firsts(&texts)
};

/// The places of the bits that are set, lowest first.
fn bits(mut set: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let bit = (set != 0).then(|| set.trailing_zeros() as usize);
        set &= set.wrapping_sub(1);
        bit
    })
}

/// What to hide: from and to.
type Span = (usize, usize);

/// Replaces every API key, token and password in a text by its beginning and `***`.
///
/// Takes time linear in the text's length, and borrows where nothing is found. The result is never
/// longer than the text. A key is known by how it begins (`gsk_`, `sk-`, `AIza` and the like), also
/// where most of it is masked already, or by the words before it (`x-api-key:`, `Bearer`).
///
/// ```
/// let text = "Incorrect API key provided: gsk_Heron0Heron1Heron2.";
/// assert_eq!(apifault::redact(text), "Incorrect API key provided: gsk_***.");
/// ```
pub fn redact(text: &str) -> Cow<'_, str> {
    match redact_bytes(text.as_bytes()) {
        Cow::Borrowed(_) => Cow::Borrowed(text),
        // Spans begin and end between characters, so nothing is lost here.
        Cow::Owned(bytes) => Cow::Owned(
            String::from_utf8(bytes)
                .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()),
        ),
    }
}

/// As [`redact`], for bytes that may not be UTF-8.
pub fn redact_bytes(text: &[u8]) -> Cow<'_, [u8]> {
    let mut redacted = Vec::new();
    let mut copied = 0;
    let mut at = 0;
    while at < text.len() {
        let Some((from, to)) = key_at(text, at) else {
            at += 1;
            continue;
        };
        if copied == 0 {
            redacted.reserve_exact(text.len());
        }
        redacted.extend_from_slice(&text[copied..from]);
        redacted.extend_from_slice(&MASK[..MASK.len().min(to - from)]);
        copied = to;
        at = to;
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    redacted.extend_from_slice(&text[copied..]);
    Cow::Owned(redacted)
}

/// The key that is told of at this place.
#[inline]
fn key_at(text: &[u8], at: usize) -> Option<Span> {
    let byte = text[at];
    if byte == b':' {
        return password_in_url(text, at);
    }
    let prefixes = PREFIX_FIRSTS[usize::from(byte)];
    let labels = LABEL_FIRSTS[usize::from(byte.to_ascii_lowercase())];
    if prefixes | labels == 0 || !starts_word(text, at) {
        return None;
    }
    bits(prefixes)
        .find_map(|row| after_prefix(text, at, &PREFIXES[row]))
        .or_else(|| bits(labels).find_map(|row| after_label(text, at, LABELS[row])))
}

/// Whether a word begins here: after no letter or digit, or after one that belongs to an escape.
fn starts_word(text: &[u8], at: usize) -> bool {
    let before = &text[..at];
    let Some(last) = before.last() else { return true };
    if !last.is_ascii_alphanumeric() {
        return true;
    }
    let hex = |bytes: &[u8]| bytes.iter().all(u8::is_ascii_hexdigit);
    match before {
        [.., b'\\', b'n' | b'r' | b't'] => true,
        [.., b'\\', b'u', a, b, c, d] if hex(&[*a, *b, *c, *d]) => true,
        [.., b'%', a, b] => hex(&[*a, *b]),
        [rest @ .., b'm'] => ends_in_color(rest),
        _ => false,
    }
}

/// Whether a text ends in the beginning of a terminal's color, such as `ESC [ 31`.
fn ends_in_color(text: &[u8]) -> bool {
    let tail = &text[text.len().saturating_sub(16)..];
    let digits = tail.iter().rev().take_while(|b| b.is_ascii_digit() || **b == b';').count();
    tail[..tail.len() - digits].ends_with(b"\x1b[")
}

/// The rest of a key after its prefix.
fn after_prefix(text: &[u8], at: usize, row: &Prefix) -> Option<Span> {
    let from = at + row.text.len();
    if !text[at..].starts_with(row.text.as_bytes()) {
        return None;
    }
    let rest = &text[from..];
    let len = key_len(&rest[..rest.len().min(LOOKED_AT)], row.also);
    let head = &rest[..len];
    let least = if is_masked(head) { MASK.len() } else { row.least };
    if len < least || !head.iter().any(|b| !matches!(b, b'a'..=b'z' | b'_' | b'-')) {
        return None;
    }
    Some((from, from + key_len(rest, row.also)))
}

/// How far a key reaches, where parts of it may be masked.
fn key_len(text: &[u8], also: &[u8]) -> usize {
    let mut at = 0;
    while at < text.len() {
        at += match text[at] {
            byte if byte.is_ascii_alphanumeric() || b"_-*".contains(&byte) => 1,
            byte if also.contains(&byte) && !(byte == b'.' && ends_sentence(text, at)) => 1,
            b'.' if text[at + 1..].starts_with(b".") || (at > 0 && text[at - 1] == b'.') => 1,
            0xE2 if is_mask_character(&text[at..]) => 3,
            _ => break,
        }
    }
    at
}

/// Whether a dot is followed by nothing that belongs to a key.
fn ends_sentence(text: &[u8], at: usize) -> bool {
    text.get(at + 1).is_none_or(|next| !next.is_ascii_alphanumeric() && *next != b'.')
}

/// `•`, `…`, `●` or `█`, which stand in place of what is hidden.
fn is_mask_character(text: &[u8]) -> bool {
    ["•", "…", "●", "█"].iter().any(|mask| text.starts_with(mask.as_bytes()))
}

fn is_masked(key: &[u8]) -> bool {
    key.iter().any(|&byte| byte == b'*' || byte == 0xE2) || key.windows(2).any(|two| two == b"..")
}

/// Whether a value looks like a key rather than like a word of a sentence.
fn looks_like_a_key(value: &[u8]) -> bool {
    let head = &value[..value.len().min(LOOKED_AT)];
    (value.len() >= 6 && head.iter().any(u8::is_ascii_digit))
        || (value.len() >= MASK.len() && is_masked(head))
        || value.len() >= 24
}

/// The value after a label.
fn after_label(text: &[u8], at: usize, (label, value): (&str, Value)) -> Option<Span> {
    let end = at + label_len(&text[at..], label)?;
    let rest = &text[end..];
    match value {
        Value::Token => {
            let from = skip(text, end, SPACES, MOST_SKIPPED);
            // Of what follows no space, nothing is read: it may be all of the text.
            if from == end {
                return None;
            }
            let len = key_len(&text[from..], b".~+/=");
            looks_like_a_key(&text[from..from + len]).then_some((from, from + len))
        }
        Value::Query => {
            let in_query = at > 0 && matches!(text[at - 1], b'?' | b'&');
            let from = end + 1;
            (in_query && rest.first() == Some(&b'=')).then(|| value_span(text, from))?
        }
        Value::Any | Value::Key | Value::Credentials => {
            let (from, is_sure) = value_start(text, at, end)?;
            if value == Value::Credentials
                && let Some(scheme) = scheme_len(&text[from..])
            {
                return value_span(text, from + scheme);
            }
            let (shown, to) = value_span(text, from)?;
            let is_key = is_sure || value == Value::Any || looks_like_a_key(&text[from..to]);
            is_key.then_some((shown, to))
        }
    }
}

/// How many bytes a label takes, if it stands at the beginning and ends a word.
fn label_len(text: &[u8], label: &str) -> Option<usize> {
    let mut len = 0;
    for byte in label.bytes() {
        match text.get(len) {
            Some(b' ' | b'-' | b'_') if byte == b' ' => len += 1,
            _ if byte == b' ' => {}
            Some(got) if got.eq_ignore_ascii_case(&byte) => len += 1,
            _ => return None,
        }
    }
    text.get(len).is_none_or(|next| !next.is_ascii_alphanumeric()).then_some(len)
}

fn skip(text: &[u8], from: usize, skipped: &[u8], most: usize) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    from + rest.iter().take(most).take_while(|byte| skipped.contains(byte)).count()
}

const QUOTES: &[u8] = b"\"'`\\";
const SPACES: &[u8] = b" \t\r\n";

/// How many spaces, or quotes and spaces, may stand between a label and its value.
const MOST_SKIPPED: usize = 16;

/// Where the value after a label begins, and whether what stands between says that it is one.
fn value_start(text: &[u8], label: usize, end: usize) -> Option<(usize, bool)> {
    let mut at = skip(text, end, b"\"'`\\) ", 4);
    let is_told = text[at..].starts_with(b"provided");
    if is_told {
        at = skip(text, at + "provided".len(), b" ", 2);
    }
    let by = *text.get(at)?;
    match by {
        b':' | b'=' => at = skip(text, at + 1, b"> \t\r\n", MOST_SKIPPED),
        // A pair, as in `("x-api-key", "...")`.
        b',' if at > end && begins_pair(&text[..label]) => at = skip(text, at + 1, b" ", 4),
        _ => return None,
    }
    at = skip(text, at, b"b", usize::from(QUOTES.contains(text.get(at + 1)?)));
    let from = skip(text, at, b"\"'`\\[", 4);
    Some((from, is_told || by == b'=' || by == b',' || from > at))
}

/// Whether a text ends in a bracket, a quote, and perhaps the beginning of a name.
fn begins_pair(text: &[u8]) -> bool {
    let tail = &text[text.len().saturating_sub(24)..];
    let name = tail.iter().rev().take_while(|b| b.is_ascii_alphanumeric() || **b == b'-').count();
    let tail = &tail[..tail.len() - name];
    let tail = tail.strip_suffix(b"\"").or_else(|| tail.strip_suffix(b"'")).unwrap_or_default();
    let tail = tail.strip_suffix(b"b").unwrap_or(tail);
    matches!(tail.last(), Some(b'(' | b'['))
}

/// How many bytes an authentication scheme and the spaces after it take.
fn scheme_len(text: &[u8]) -> Option<usize> {
    let word = text.iter().take(16).take_while(|b| b.is_ascii_alphanumeric()).count();
    let known = SCHEMES.iter().any(|it| text[..word].eq_ignore_ascii_case(it.as_bytes()));
    let end = skip(text, word, b" ", 4);
    (known && end > word).then_some(end)
}

/// What to hide of the value that begins here and goes up to a space, a quote or another end. None
/// where a variable's name stands for it, or a word that is none.
fn value_span(text: &[u8], from: usize) -> Option<Span> {
    let rest = text.get(from..)?;
    // Of a variable's name nothing more is read: it may be all of the text.
    if matches!(rest.first(), Some(b'$' | b'{' | b'%')) {
        return None;
    }
    let ends =
        |b: &u8| b.is_ascii_whitespace() || b.is_ascii_control() || b"\"'`\\,;&)]}<>".contains(b);
    let len = rest.iter().position(ends).unwrap_or(rest.len());
    let value = &rest[..len];
    let kept = value.iter().rev().take_while(|b| b".:!?".contains(b)).count();
    // Dots at the end of a masked key belong to it, one dot to the sentence.
    let len = if kept > 1 { len } else { len - kept };
    let value = &rest[..len];
    let is_key =
        !value.is_empty() && !NO_KEYS.iter().any(|it| value.eq_ignore_ascii_case(it.as_bytes()));
    let shown = PREFIXES.iter().find(|row| value.starts_with(row.text.as_bytes()));
    let shown = shown.map_or(0, |row| row.text.len()) % len.max(1);
    is_key.then_some((from + shown, from + len))
}

/// The password in a URL such as `http://user:password@host`, whose first colon is here.
fn password_in_url(text: &[u8], colon: usize) -> Option<Span> {
    let from = colon + 3;
    if !text[colon..].starts_with(b"://") {
        return None;
    }
    let rest = &text[from..text.len().min(from + 2 * LOOKED_AT)];
    let ends = |b: &u8| b.is_ascii_whitespace() || b"/?#\"'`\\<>@".contains(b);
    let at = rest.iter().position(ends).filter(|&at| rest[at] == b'@')?;
    let user = rest[..at].iter().position(|b| *b == b':')?;
    (user + 1 < at).then_some((from + user + 1, from + at))
}

fn redacted<'a>(text: Option<&'a Cow<'_, str>>) -> Option<Cow<'a, str>> {
    text.map(|text| redact(text))
}

impl ErrorObject<'_> {
    /// The same object with every key in its texts replaced: see [`redact`].
    pub fn redacted(&self) -> ErrorObject<'_> {
        ErrorObject {
            message: redacted(self.message.as_ref()),
            type_: redacted(self.type_.as_ref()),
            code: redacted(self.code.as_ref()),
            param: redacted(self.param.as_ref()),
            failed_generation: redacted(self.failed_generation.as_ref()),
        }
    }
}

impl Report<'_> {
    /// The same report with every key in its texts replaced: see [`redact`].
    pub fn redacted(&self) -> Report<'_> {
        Report {
            kind: self.kind,
            fault: self.fault,
            retry: self.retry,
            status: self.status,
            provider: self.provider,
            error: self.error.redacted(),
            limits: self.limits.clone(),
            request_id: redacted(self.request_id.as_ref()),
            upstream: self.upstream.as_ref().map(|it| Upstream {
                provider: it.provider,
                status: it.status,
                error: it.error.redacted(),
            }),
            action: Cow::Borrowed(&self.action),
            rule: Cow::Borrowed(&self.rule),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_prefix_hides_what_follows_it() {
        for (number, row) in PREFIXES.iter().enumerate() {
            let key = format!("{}{}", row.text, "Heron7".repeat(8));
            let expected = format!("the key {}*** of {}", row.text, row.owner);
            assert_eq!(redact(&format!("the key {key} of {}", row.owner)), expected);
            let masked = format!("{}...7xYz", row.text);
            assert_eq!(redact(&masked), format!("{}***", row.text));
            let earlier = PREFIXES[..number].iter();
            assert!(earlier.clone().all(|it| !row.text.starts_with(it.text)), "{}", row.text);
        }
    }

    #[test]
    fn every_label_hides_its_value() {
        for (label, value) in LABELS {
            for label in [label.to_uppercase().replace(' ', "_"), label.replace(' ', "-")] {
                let (before, between) = match value {
                    Value::Token => ("", " "),
                    Value::Query => ("https://heron.example/v1?", "="),
                    _ => ("", ": "),
                };
                let text = format!("{before}{label}{between}heron77tern and more");
                let expected = format!("{before}{label}{between}*** and more");
                assert_eq!(redact(&text), expected);
            }
        }
    }

    #[test]
    fn an_escape_does_not_hide_the_beginning_of_a_key() {
        for before in ["\\n", "\\t", "%20", "%3D", "\\u0022", "\x1b[31m", "\x1b[1;33m", "é"] {
            let text = format!("x{before}gsk_Heron7Heron7Heron7");
            assert_eq!(redact(&text), format!("x{before}gsk_***"));
        }
        let inside = "mgsk_Heron7Heron7Heron7";
        assert!(matches!(redact(inside), Cow::Borrowed(_)));
    }

    #[test]
    fn a_report_shows_no_key_in_any_text() {
        let key = || Some(Cow::Borrowed("gsk_Heron7Heron7Heron7"));
        let error = ErrorObject {
            message: key(),
            type_: key(),
            code: key(),
            param: key(),
            failed_generation: key(),
        };
        let response = crate::Response::new(401, b"");
        let mut report = crate::classify(&response, &crate::Options::new());
        report.error = error.clone();
        report.request_id = key();
        report.upstream = Some(Upstream { provider: None, status: None, error });
        let text = format!("{:?}", report.redacted());
        assert!(!text.contains("Heron"), "{text}");
        assert_eq!(text.matches("gsk_***").count(), 11);
    }
}
