//! xAI.

use crate::kind::Kind::{Authentication, InvalidRequest, NotFound, PermissionDenied, QuotaExhausted, RateLimited, ServiceUnavailable};
use crate::kind::Provider::{Xai};
use crate::rules::schema::{ProviderRules, Source, code, host, page};

pub(crate) const DEBUGGING: Source = page("docs.x.ai/docs/key-information/debugging");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Xai),
    sources: &[DEBUGGING],
    codes: &[
        code("unauthenticated:bad-credentials", Authentication).source(DEBUGGING),
        code("unauthenticated:no-credentials", Authentication).source(DEBUGGING),
        code("personal-team-blocked:spending-limit", QuotaExhausted).only(Xai).source(DEBUGGING),
        code("subscription:free-usage-exhausted", RateLimited).only(Xai).source(DEBUGGING),
        code("Client specified an invalid argument", InvalidRequest).generic().only(Xai).source(DEBUGGING),
        code("The caller does not have permission to execute the specified operation", PermissionDenied).generic().only(Xai).source(DEBUGGING),
        code("Some resource has been exhausted", RateLimited).limit().only(Xai).source(DEBUGGING),
        code("The service is currently unavailable", ServiceUnavailable).generic().only(Xai).source(DEBUGGING),
        code("Some requested entity was not found", NotFound).generic().only(Xai).source(DEBUGGING),
    ],
    marks: &[
        host("x.ai", Xai).source(DEBUGGING),
        host("grok.com", Xai).source(DEBUGGING),
    ],
    ..ProviderRules::NONE
};
