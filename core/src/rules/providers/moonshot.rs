//! Moonshot AI.

use crate::kind::Kind::{
    Authentication, InvalidRequest, Overloaded, PermissionDenied, QuotaExhausted, RateLimited,
};
use crate::kind::Provider::Moonshot;
use crate::rules::schema::{
    HeaderMeaning, ProviderRules, Source, code, header, host, page, provider_header, seen,
};

pub(crate) const CHAT: Source = page("platform.kimi.com/docs/api/errors");
pub(crate) const AGENTS: Source = page("platform.kimi.com/docs/llms.txt");
pub(crate) const KIMI_CODE: Source =
    page("www.kimi.com/code/docs/en/kimi-code/error-reference.html");
pub(crate) const RESPONSE_HEADERS: Source = seen("Moonshot AI: response header");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Moonshot),
    sources: &[CHAT, KIMI_CODE],
    codes: &[
        code("exceeded_current_quota_error", QuotaExhausted).only(Moonshot).source(CHAT),
        code("engine_overloaded_error", Overloaded).only(Moonshot).source(CHAT),
        code("rate_limit_reached_error", RateLimited).limit().only(Moonshot).source(CHAT),
        code("incorrect_api_key_error", Authentication).source(CHAT),
        code("access_terminated_error", PermissionDenied)
            .generic()
            .only(Moonshot)
            .source(KIMI_CODE),
        code("failed_precondition_error", InvalidRequest).generic().source(AGENTS),
    ],
    headers: &[
        header("msh-request-id", HeaderMeaning::RequestId).only(Moonshot).source(AGENTS),
        provider_header("msh-org-id", Moonshot).source(RESPONSE_HEADERS),
        provider_header("msh-uid", Moonshot).source(RESPONSE_HEADERS),
        provider_header("x-msh-trace-id", Moonshot).source(RESPONSE_HEADERS),
    ],
    marks: &[
        host("moonshot.cn", Moonshot).source(CHAT),
        host("moonshot.ai", Moonshot).source(CHAT),
        host("kimi.com", Moonshot).source(CHAT),
        host("kimi.ai", Moonshot).source(page("platform.kimi.ai/docs/api/errors")),
    ],
    ..ProviderRules::NONE
};
