//! ElevenLabs.

use crate::kind::Kind::{
    Authentication, NotFound, Overloaded, PermissionDenied, QuotaExhausted, RateLimited,
    RequestTooLarge,
};
use crate::kind::Provider::Elevenlabs;
use crate::rules::schema::Accepts::{Scalar, String};
use crate::rules::schema::Parent::Detail;
use crate::rules::schema::{
    Field, MemberTest, ProviderRules, Source, code, envelope, field, host, page, provider_header,
    seen,
};

pub(crate) const ERRORS: Source = page(
    "github.com/elevenlabs/elevenlabs-docs/blob/main/fern/docs/pages/resources/\
    error-messages.mdx",
);
pub(crate) const DETAIL_STATUS: Source = seen("ElevenLabs: detail.status");
pub(crate) const MODELS: Source = page("elevenlabs.io/docs/models");

/// A member of the object `detail`.
const fn in_detail(key: &'static str) -> MemberTest {
    MemberTest { parent: Some(Detail), key, accepts: String }
}

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
        code("voice_not_found", NotFound).source(ERRORS),
        code("only_for_creator+", QuotaExhausted).only(Elevenlabs).source(ERRORS),
        code("needs_authorization", Authentication).source(DETAIL_STATUS),
        code("paid_plan_required", QuotaExhausted).source(seen("ElevenLabs: detail.code")),
    ],
    headers: &[
        provider_header("current-concurrent-requests", Elevenlabs).source(MODELS),
        provider_header("maximum-concurrent-requests", Elevenlabs).source(MODELS),
    ],
    fields: &[field(&[Detail], "status", Scalar, Field::Code).source(ERRORS)],
    envelopes: &[envelope(Elevenlabs, &[in_detail("status"), in_detail("message")]).source(ERRORS)],
    marks: &[host("elevenlabs.io", Elevenlabs).source(ERRORS)],
    ..ProviderRules::NONE
};
