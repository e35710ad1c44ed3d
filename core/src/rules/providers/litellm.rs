//! LiteLLM.

use crate::kind::Kind::{
    Authentication, ContentPolicy, PermissionDenied, QuotaExhausted, ServiceUnavailable,
};
use crate::kind::Provider::Litellm;
use crate::rules::schema::Accepts::OneOf;
use crate::rules::schema::{
    MarkPlace, ProviderRules, Source, code, envelope, host, in_error, mark, page, provider_header,
};

pub(crate) const EXCEPTIONS: Source =
    page("github.com/BerriAI/litellm/blob/main/litellm/proxy/_types.py");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Litellm),
    sources: &[EXCEPTIONS],
    codes: &[
        code("budget_exceeded", QuotaExhausted).source(EXCEPTIONS),
        code("key_model_access_denied", PermissionDenied).only(Litellm).source(EXCEPTIONS),
        code("team_model_access_denied", PermissionDenied).only(Litellm).source(EXCEPTIONS),
        code("user_model_access_denied", PermissionDenied).only(Litellm).source(EXCEPTIONS),
        code("org_model_access_denied", PermissionDenied).only(Litellm).source(EXCEPTIONS),
        code("project_model_access_denied", PermissionDenied).only(Litellm).source(EXCEPTIONS),
        code("token_not_found_in_db", Authentication).only(Litellm).source(EXCEPTIONS),
        code("expired_key", Authentication).source(EXCEPTIONS),
        code("no_db_connection", ServiceUnavailable).only(Litellm).source(EXCEPTIONS),
        code("auth_error", Authentication).generic().source(EXCEPTIONS),
        code("guardrail_violation", ContentPolicy).source(page(
            "github.com/BerriAI/litellm/blob/main/litellm/litellm_core_utils/\
            realtime_guardrails.py",
        )),
    ],
    headers: &[
        provider_header("x-litellm-call-id", Litellm).source(EXCEPTIONS),
        provider_header("x-litellm-version", Litellm).source(page(
            "github.com/BerriAI/litellm/blob/main/litellm/proxy/\
            common_request_processing.py",
        )),
    ],
    envelopes: &[envelope(
        Litellm,
        &[in_error("type", OneOf(&["None"])), in_error("param", OneOf(&["None"]))],
    )
    .source(EXCEPTIONS)],
    marks: &[
        mark(MarkPlace::Prefix, "litellm.", Litellm).source(EXCEPTIONS),
        host("litellm.ai", Litellm).source(EXCEPTIONS),
    ],
    ..ProviderRules::NONE
};
