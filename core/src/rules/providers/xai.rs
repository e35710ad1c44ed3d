//! xAI.

use crate::kind::Kind::{
    Authentication, InvalidRequest, NotFound, PermissionDenied, QuotaExhausted, RateLimited,
    ServiceUnavailable,
};
use crate::kind::Provider::Xai;
use crate::rules::schema::{ProviderRules, Source, code, host, page, seen};

pub(crate) const DEBUGGING: Source = page("docs.x.ai/docs/key-information/debugging");
pub(crate) const CODE: Source = seen("xAI: code");
pub(crate) const SDK_README: Source =
    page("github.com/xai-org/xai-sdk-python/blob/main/SDK_README.md");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Xai),
    sources: &[DEBUGGING],
    codes: &[
        code("unauthenticated:bad-credentials", Authentication).source(CODE),
        code("unauthenticated:no-credentials", Authentication).source(CODE),
        code("personal-team-blocked:spending-limit", QuotaExhausted).only(Xai).source(CODE),
        code("subscription:free-usage-exhausted", RateLimited).only(Xai).source(page(
            "github.com/router-for-me/CLIProxyAPI/blob/main/internal/runtime/executor/\
            xai_executor_response.go",
        )),
        code("Client specified an invalid argument", InvalidRequest)
            .generic()
            .only(Xai)
            .source(SDK_README),
        code(
            "The caller does not have permission to execute the specified operation",
            PermissionDenied,
        )
        .generic()
        .only(Xai)
        .source(SDK_README),
        code("Some resource has been exhausted", RateLimited)
            .limit()
            .only(Xai)
            .source(page("github.com/googleapis/googleapis/blob/master/google/rpc/code.proto")),
        code("The service is currently unavailable", ServiceUnavailable)
            .generic()
            .only(Xai)
            .source(SDK_README),
        code("Some requested entity was not found", NotFound)
            .generic()
            .only(Xai)
            .source(seen("xAI: code, wording of google.rpc.Code")),
    ],
    marks: &[host("x.ai", Xai).source(DEBUGGING), host("grok.com", Xai).source(DEBUGGING)],
    ..ProviderRules::NONE
};
