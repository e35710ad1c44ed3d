//! The prefixes of keys, the labels before secrets, and what replaces them: rows only.
//!
//! The forms are those that the owners document; for keys without documentation, those of the rules
//! of `TruffleHog` and gitleaks.

use super::schema::Alphabet::{Base64, Dotted, Word};
use super::schema::{
    FirstBytes, Label, LinkingWord, Prefix, Scheme, ValueKind, first_bytes, label, linking_word,
    parameter_scheme, prefix, scheme, words,
};

/// What replaces a key.
pub(super) const MASK: &[u8] = b"***";

/// In the order of their first letters. A longer prefix precedes a shorter one that it begins with.
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

/// In the order of their first letters. A longer label precedes a shorter one that it begins with.
pub(super) static LABELS: &[Label] = &[
    label("access key", ValueKind::Key),
    label("access token", ValueKind::Key),
    label("account key", ValueKind::Key),
    label("amz credential", ValueKind::Any),
    label("amz security token", ValueKind::Any),
    label("amz signature", ValueKind::Any),
    label("api key", ValueKind::Key),
    label("api secret", ValueKind::Key),
    label("api token", ValueKind::Key),
    label("auth token", ValueKind::Key),
    label("authorization", ValueKind::Credentials),
    label("basic", ValueKind::Parameter),
    label("bearer token", ValueKind::Token),
    label("bearer", ValueKind::Token),
    label("client secret", ValueKind::Key),
    label("cookie", ValueKind::Cookies),
    label("key", ValueKind::Parameter),
    label("ocp apim subscription key", ValueKind::Any),
    label("passphrase", ValueKind::Phrase),
    label("passwd", ValueKind::Phrase),
    label("password", ValueKind::Phrase),
    label("private key", ValueKind::Phrase),
    label("refresh token", ValueKind::Key),
    label("secret access key", ValueKind::Key),
    label("secret key", ValueKind::Key),
    label("secret", ValueKind::Key),
    label("session token", ValueKind::Key),
    label("signature", ValueKind::Parameter),
    label("sig", ValueKind::Parameter),
    label("subscription key", ValueKind::Key),
    label("token", ValueKind::Parameter),
    label("x api key", ValueKind::Any),
    label("x auth key", ValueKind::Any),
    label("x auth token", ValueKind::Any),
    label("x goog api key", ValueKind::Any),
];

/// Words that may be between a label and its value, in this order.
pub(super) const LINKING_WORDS: &[LinkingWord] = &[
    linking_word("value"),
    LinkingWord { announces_value: true, ..linking_word("provided") },
    linking_word("is"),
    linking_word("was"),
];

/// The authentication schemes of the header `authorization`, and words used like them.
pub(super) const SCHEMES: &[Scheme] = &[
    scheme("apikey"),
    parameter_scheme("aws4-hmac-sha256"),
    scheme("basic"),
    scheme("bearer"),
    parameter_scheme("digest"),
    scheme("key"),
    scheme("negotiate"),
    scheme("token"),
];

/// What placeholders such as `your_api_key` begin with, before a space, `-` or `_`.
pub(super) const PLACEHOLDER_WORDS: &[&str] = &["your"];

/// Values that are no secret after any label: words about a key, and placeholders.
pub(super) const NO_SECRETS: &[&str] = &[
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

pub(super) static PREFIX_FIRST_BYTES: FirstBytes = first_bytes!(PREFIXES);
pub(super) static LABEL_FIRST_BYTES: FirstBytes = first_bytes!(LABELS);
