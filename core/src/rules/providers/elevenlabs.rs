//! ElevenLabs.

use crate::kind::Kind::{
    Overloaded, PermissionDenied, QuotaExhausted, RateLimited, RequestTooLarge,
};
use crate::kind::Provider::Elevenlabs;
use crate::rules::schema::Parent::Detail;
use crate::rules::schema::{ProviderRules, Source, code, host, page, seen};

pub(crate) const ERRORS: Source = page(
    "github.com/elevenlabs/elevenlabs-docs/blob/main/fern/docs/pages/developer-\
    guides/error-messages.mdx",
);
pub(crate) const DETAIL_STATUS: Source = seen("ElevenLabs: detail.status");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Elevenlabs),
    sources: &[ERRORS],
    codes: &[
        code("quota_exceeded", QuotaExhausted)
            .within(&[Detail])
            .named("elevenlabs/quota_exceeded")
            .source(ERRORS),
        code("max_character_limit_exceeded", RequestTooLarge).source(ERRORS),
        code("missing_permissions", PermissionDenied).source(DETAIL_STATUS),
        code("detected_unusual_activity", PermissionDenied).source(DETAIL_STATUS),
        code("system_busy", Overloaded).source(ERRORS),
        code("too_many_concurrent_requests", RateLimited).limit().source(ERRORS),
        code("concurrent_limit_exceeded", RateLimited).limit().source(DETAIL_STATUS),
    ],
    marks: &[host("elevenlabs.io", Elevenlabs).source(ERRORS)],
    ..ProviderRules::NONE
};
