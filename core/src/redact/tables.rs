//! What keys begin with, and what stands before them: rows only.
//!
//! Forms are as their owners document them, and where they do not, as the rules of `TruffleHog`
//! and gitleaks tell.

/// A short text that takes no pointer: the tables stay small.
#[derive(Clone, Copy)]
pub(super) struct Literal {
    bytes: [u8; Self::MOST],
    len: u8,
}

impl Literal {
    const MOST: usize = 26;

    #[expect(clippy::cast_possible_truncation, reason = "it is at most MOST")]
    const fn new(text: &str) -> Self {
        let text = text.as_bytes();
        let mut bytes = [0; Self::MOST];
        let mut at = 0;
        while at < text.len() {
            bytes[at] = text[at];
            at += 1;
        }
        Self { bytes, len: text.len() as u8 }
    }

    /// Whether this may be the second byte of what is written so. A quick look, as most words of a
    /// text begin like one of the rows.
    #[inline]
    pub(super) fn may_go_on(&self, second: Option<&u8>) -> bool {
        second.is_none_or(|byte| {
            !byte.is_ascii_alphabetic()
                || self.bytes[1] == b' '
                || self.bytes[1] == byte.to_ascii_lowercase()
        })
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes[..usize::from(self.len)]
    }
}

/// What a key is made of beside letters, digits, `_` and `-`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Alphabet {
    Word,
    /// `.`, between other characters.
    Dotted,
    /// `+`, `/`, and `=` at the end.
    Base64,
    /// Both: the token of RFC 6750, section 2.1.
    Token,
}

impl Alphabet {
    pub(super) fn has(self, byte: u8) -> bool {
        match byte {
            b'_' | b'-' => true,
            b'.' => matches!(self, Self::Dotted | Self::Token),
            b'+' | b'/' | b'=' => matches!(self, Self::Base64 | Self::Token),
            b'~' => self == Self::Token,
            _ => byte.is_ascii_alphanumeric(),
        }
    }
}

/// How keys of one kind begin.
#[derive(Clone, Copy)]
pub(super) struct Prefix {
    pub(super) text: Literal,
    pub(super) alphabet: Alphabet,
    /// How many bytes follow at least, where none of them is masked.
    pub(super) least: u8,
    /// Whether names and words begin so, too: then what follows must not be made of words.
    pub(super) begins_words: bool,
    /// Whose keys they are.
    #[cfg(test)]
    pub(super) owner: &'static str,
}

#[cfg_attr(not(test), expect(unused_variables, reason = "the row tells it to people"))]
const fn prefix(text: &'static str, alphabet: Alphabet, least: u8, owner: &'static str) -> Prefix {
    Prefix {
        text: Literal::new(text),
        alphabet,
        least,
        begins_words: false,
        #[cfg(test)]
        owner,
    }
}

const fn words(row: Prefix) -> Prefix {
    Prefix { begins_words: true, ..row }
}

use Alphabet::{Base64, Dotted, Word};

/// By first letter, and the longer one first where one is the beginning of another.
pub(super) static PREFIXES: &[Prefix] = &[
    prefix("ABSK", Base64, 24, "AWS Bedrock"),
    prefix("AIza", Word, 20, "Google"),
    prefix("AKIA", Word, 16, "AWS"),
    words(prefix("AQ.", Word, 20, "Google")),
    prefix("ASIA", Word, 16, "AWS"),
    prefix("LTAI", Word, 12, "Alibaba Cloud"),
    words(prefix("api_org_", Word, 16, "Hugging Face")),
    prefix("bedrock-api-key-", Base64, 16, "AWS Bedrock"),
    words(prefix("csk-", Word, 16, "Cerebras")),
    words(prefix("dapi", Word, 30, "Databricks")),
    prefix("dckr_pat_", Word, 16, "Docker"),
    prefix("doo_v1_", Word, 16, "DigitalOcean"),
    prefix("dop_v1_", Word, 16, "DigitalOcean"),
    prefix("dor_v1_", Word, 16, "DigitalOcean"),
    words(prefix("e2b_", Word, 16, "E2B")),
    words(prefix("ek_", Word, 16, "OpenAI")),
    words(prefix("esecret_", Word, 16, "Anyscale")),
    prefix("eyJ", Dotted, 20, "JSON Web Tokens, RFC 7519"),
    words(prefix("fw_", Word, 16, "Fireworks")),
    prefix("github_pat_", Word, 16, "GitHub"),
    prefix("gho_", Word, 16, "GitHub"),
    prefix("ghp_", Word, 16, "GitHub"),
    prefix("ghr_", Word, 16, "GitHub"),
    prefix("ghs_", Word, 16, "GitHub"),
    prefix("ghu_", Word, 16, "GitHub"),
    prefix("glpat-", Dotted, 16, "GitLab"),
    prefix("gsk_", Word, 16, "Groq"),
    words(prefix("hf_", Word, 16, "Hugging Face")),
    words(prefix("jina_", Word, 16, "Jina")),
    words(prefix("llx-", Word, 16, "LlamaCloud")),
    prefix("lsv2_", Word, 16, "LangSmith"),
    words(prefix("npm_", Word, 30, "npm")),
    words(prefix("nvapi-", Word, 16, "NVIDIA")),
    words(prefix("pa-", Word, 30, "Voyage")),
    prefix("pcsk_", Word, 16, "Pinecone"),
    prefix("pk-lf-", Word, 16, "Langfuse"),
    words(prefix("pplx-", Word, 16, "Perplexity")),
    words(prefix("pypi-", Word, 30, "PyPI")),
    words(prefix("r8_", Word, 16, "Replicate")),
    prefix("rk_live_", Word, 16, "Stripe"),
    words(prefix("rpa_", Word, 16, "RunPod")),
    words(prefix("sess-", Word, 16, "OpenAI")),
    prefix("sk-admin-", Word, 12, "OpenAI"),
    prefix("sk-ant-", Word, 12, "Anthropic"),
    prefix("sk-lf-", Word, 12, "Langfuse"),
    prefix("sk-or-v1-", Word, 12, "OpenRouter"),
    prefix("sk-or-", Word, 12, "OpenRouter"),
    prefix("sk-proj-", Word, 12, "OpenAI"),
    prefix("sk-svcacct-", Word, 12, "OpenAI"),
    words(prefix("sk-", Word, 16, "OpenAI, DeepSeek, Moonshot, DashScope, LiteLLM and others")),
    prefix("sk_live_", Word, 16, "Stripe"),
    prefix("sk_test_", Word, 16, "Stripe"),
    words(prefix("sk_", Word, 24, "ElevenLabs")),
    prefix("tgp_v1_", Word, 16, "Together"),
    words(prefix("tgp_", Word, 16, "Together")),
    prefix("tvly-", Word, 16, "Tavily"),
    prefix("vck_", Word, 16, "Vercel"),
    words(prefix("whsec_", Base64, 16, "OpenAI, Stripe")),
    words(prefix("xai-", Word, 16, "xAI")),
    words(prefix("xapp-", Word, 16, "Slack")),
    prefix("xoxa-", Word, 16, "Slack"),
    prefix("xoxb-", Word, 16, "Slack"),
    prefix("xoxe.", Dotted, 16, "Slack"),
    prefix("xoxe-", Word, 16, "Slack"),
    prefix("xoxp-", Word, 16, "Slack"),
    prefix("xoxr-", Word, 16, "Slack"),
    prefix("xoxs-", Word, 16, "Slack"),
    prefix("ya29.", Dotted, 16, "Google"),
];

/// What of the value after a label is hidden, and when.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Value {
    /// Any value: the label is a header's name, and no word of prose.
    Any,
    /// Any value in quotes, after `=` or after 'provided'; elsewhere one that looks like a key, as
    /// prose follows such words, too.
    Key,
    /// As [`Value::Key`], and in quotes with all its spaces.
    Phrase,
    /// A scheme, then any value; or a value that looks like a key.
    Credentials,
    /// A value that looks like a key, also after a space alone.
    Token,
    /// All pairs `name=value`, to the end of the line.
    Cookies,
    /// Any value of a parameter in the query of a URL; elsewhere what is surely a key.
    Parameter,
}

/// Words before a key.
#[derive(Clone, Copy)]
pub(super) struct Label {
    /// In small letters. A space stands for a space, `-`, `_` or nothing.
    pub(super) text: Literal,
    pub(super) value: Value,
}

const fn label(text: &'static str, value: Value) -> Label {
    Label { text: Literal::new(text), value }
}

/// By first letter, and the longer one first where one is the beginning of another.
pub(super) static LABELS: &[Label] = &[
    label("access key", Value::Key),
    label("access token", Value::Key),
    label("account key", Value::Key),
    label("amz credential", Value::Any),
    label("amz security token", Value::Any),
    label("amz signature", Value::Any),
    label("api key", Value::Key),
    label("api secret", Value::Key),
    label("api token", Value::Key),
    label("auth token", Value::Key),
    label("authorization", Value::Credentials),
    label("basic", Value::Parameter),
    label("bearer token", Value::Token),
    label("bearer", Value::Token),
    label("client secret", Value::Key),
    label("cookie", Value::Cookies),
    label("key", Value::Parameter),
    label("ocp apim subscription key", Value::Any),
    label("passphrase", Value::Phrase),
    label("passwd", Value::Phrase),
    label("password", Value::Phrase),
    label("private key", Value::Phrase),
    label("refresh token", Value::Key),
    label("secret access key", Value::Key),
    label("secret key", Value::Key),
    label("secret", Value::Key),
    label("session token", Value::Key),
    label("signature", Value::Parameter),
    label("sig", Value::Parameter),
    label("subscription key", Value::Key),
    label("token", Value::Parameter),
    label("x api key", Value::Any),
    label("x auth key", Value::Any),
    label("x auth token", Value::Any),
    label("x goog api key", Value::Any),
];

pub(super) const SCHEMES: &[&str] =
    &["apikey", "aws4-hmac-sha256", "basic", "bearer", "digest", "key", "negotiate", "token"];

/// Values that are no key whatever stands before them: what is told of one, and placeholders.
pub(super) const NO_KEYS: &[&str] = &[
    "authentication",
    "credentials",
    "empty",
    "expired",
    "false",
    "header",
    "invalid",
    "is",
    "key",
    "missing",
    "none",
    "null",
    "redacted",
    "required",
    "scheme",
    "str",
    "string",
    "token",
    "true",
    "undefined",
    "your",
];

/// Where the rows that begin with each ASCII letter stand.
pub(super) struct Firsts([u8; 128]);

impl Firsts {
    /// How many rows there may be; as a place, it says that there is none.
    const NONE: u8 = u8::MAX;

    #[inline]
    pub(super) fn has(&self, byte: u8) -> bool {
        self.0.get(usize::from(byte)).is_some_and(|&row| row != Self::NONE)
    }

    /// The rows that begin with this byte.
    pub(super) fn of<'a, T>(
        &self,
        byte: u8,
        rows: &'a [T],
        text: impl Fn(&T) -> &Literal,
    ) -> impl Iterator<Item = &'a T> {
        let first = self.0.get(usize::from(byte)).copied().unwrap_or(Self::NONE);
        let rows = rows.get(usize::from(first)..).unwrap_or_default();
        rows.iter().take_while(move |row| text(row).bytes[0] == byte)
    }
}

macro_rules! firsts {
    ($rows:expr) => {{
        let mut firsts = [Firsts::NONE; 128];
        let mut row = $rows.len();
        assert!(row < Firsts::NONE as usize, "a row's place is a byte");
        while row > 0 {
            row -= 1;
            firsts[$rows[row].text.bytes[0] as usize] = row as u8;
        }
        Firsts(firsts)
    }};
}

#[expect(clippy::cast_possible_truncation, reason = "the rows are counted")]
pub(super) static PREFIX_FIRSTS: Firsts = firsts!(PREFIXES);
#[expect(clippy::cast_possible_truncation, reason = "the rows are counted")]
pub(super) static LABEL_FIRSTS: Firsts = firsts!(LABELS);
