//! LiteLLM.

use crate::kind::Kind::{Authentication, ContextLengthExceeded, PermissionDenied, QuotaExhausted, ServiceUnavailable};
use crate::kind::Provider::{Litellm};
use crate::rules::schema::Accepts::{OneOf};
use crate::rules::schema::{MarkPlace, ProviderRules, Source, code, envelope, host, in_error, mark, page, provider_header};

pub(crate) const EXCEPTIONS: Source = page("docs.litellm.ai/docs/exception_mapping");

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
        code("context_window_exceeded", ContextLengthExceeded).source(EXCEPTIONS),
        code("auth_error", Authentication).generic().source(EXCEPTIONS),
    ],
    headers: &[
        provider_header("x-litellm-call-id", Litellm).source(EXCEPTIONS),
        provider_header("x-litellm-version", Litellm).source(EXCEPTIONS),
    ],
    envelopes: &[
        envelope(Litellm, &[in_error("type", OneOf(&["None"])), in_error("param", OneOf(&["None"]))]).source(EXCEPTIONS),
    ],
    marks: &[
        mark(MarkPlace::Prefix, "litellm.", Litellm).source(EXCEPTIONS),
        host("litellm.ai", Litellm).source(EXCEPTIONS),
    ],
    ..ProviderRules::NONE
};
