//! Ollama.

use crate::kind::Provider::Ollama;
use crate::rules::schema::Accepts::{Any, Prefix};
use crate::rules::schema::{ProviderRules, Source, envelope, host, in_body, page};

pub(crate) const SOURCE_CODE: Source = page("github.com/ollama/ollama");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Ollama),
    sources: &[SOURCE_CODE],
    envelopes: &[envelope(Ollama, &[in_body("error", Prefix("model '"))])
        .lacks(&[in_body("message", Any), in_body("code", Any)])
        .source(SOURCE_CODE)],
    marks: &[host("ollama.com", Ollama).source(SOURCE_CODE)],
    ..ProviderRules::NONE
};
