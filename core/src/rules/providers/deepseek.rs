//! DeepSeek.

use crate::kind::Kind::Overloaded;
use crate::kind::Provider::Deepseek;
use crate::rules::schema::{ProviderRules, Source, code, host, page, provider_header, seen};

pub(crate) const ERRORS: Source = page("api-docs.deepseek.com/quick_start/error_codes");

pub(crate) const FINISH_REASONS: Source = page("api-docs.deepseek.com/api/create-chat-completion");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Deepseek),
    sources: &[ERRORS],
    codes: &[code("insufficient_system_resource", Overloaded).source(FINISH_REASONS)],
    headers: &[provider_header("x-ds-trace-id", Deepseek).source(seen("DeepSeek: response header"))],
    marks: &[host("deepseek.com", Deepseek).source(ERRORS)],
    ..ProviderRules::NONE
};
