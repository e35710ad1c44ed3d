//! new-api, one-api and gateways made from them.

use crate::kind::Kind::{
    Authentication, ContentPolicy, QuotaExhausted, ServiceUnavailable, Timeout,
};
use crate::kind::Provider::Newapi;
use crate::rules::schema::{ProviderRules, Source, code, page};

pub(crate) const SOURCE_CODE: Source =
    page("github.com/QuantumNous/new-api/blob/main/types/error.go");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Newapi),
    sources: &[SOURCE_CODE],
    codes: &[
        code("prompt_blocked", ContentPolicy).source(SOURCE_CODE),
        code("sensitive_words_detected", ContentPolicy).source(SOURCE_CODE),
        code("violation_fee.grok.csam", ContentPolicy).source(SOURCE_CODE),
        code("channel:invalid_key", Authentication).source(SOURCE_CODE),
        code("channel:response_time_exceeded", Timeout).source(SOURCE_CODE),
        code("channel:no_available_key", ServiceUnavailable).generic().source(SOURCE_CODE),
        code("entitlement_total_limit_exceeded", QuotaExhausted).source(SOURCE_CODE),
        code("entitlement_inactive", QuotaExhausted).source(SOURCE_CODE),
        code("insufficient_user_quota", QuotaExhausted).source(SOURCE_CODE),
        code("pre_consume_token_quota_failed", QuotaExhausted).source(SOURCE_CODE),
        code("entitlement_required", QuotaExhausted).source(SOURCE_CODE),
    ],
    ..ProviderRules::NONE
};
