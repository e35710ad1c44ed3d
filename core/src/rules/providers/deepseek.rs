//! DeepSeek.

use crate::kind::Provider::Deepseek;
use crate::rules::schema::{ProviderRules, Source, host, page, provider_header, seen};

pub(crate) const ERRORS: Source = page("api-docs.deepseek.com/quick_start/error_codes");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Deepseek),
    sources: &[ERRORS],
    headers: &[provider_header("x-ds-trace-id", Deepseek).source(seen("DeepSeek: response header"))],
    marks: &[host("deepseek.com", Deepseek).source(ERRORS)],
    ..ProviderRules::NONE
};
