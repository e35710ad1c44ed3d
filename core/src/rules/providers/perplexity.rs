//! Perplexity.

use crate::kind::Kind::ContextLengthExceeded;
use crate::kind::Provider::Perplexity;
use crate::rules::schema::{ProviderRules, Source, code, host, page, provider_header, seen};

pub(crate) const ERRORS: Source = page("docs.perplexity.ai/guides/perplexity-sdk-error-handling");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Perplexity),
    sources: &[ERRORS],
    codes: &[code("too_many_prompt_tokens", ContextLengthExceeded).source(page(
        "github.com/crmne/ruby_llm/blob/main/spec/fixtures/vcr_cassettes/\
        chat_real_error_scenarios_perplexity_sonar_handles_context_length_exceeded_errors.yml",
    ))],
    headers: &[
        provider_header("x-ppl-region", Perplexity).source(seen("Perplexity: response header"))
    ],
    marks: &[host("perplexity.ai", Perplexity).source(ERRORS)],
    ..ProviderRules::NONE
};
