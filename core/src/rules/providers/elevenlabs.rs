//! ElevenLabs.

use crate::kind::Kind::{Overloaded, PermissionDenied, QuotaExhausted, RateLimited, RequestTooLarge};
use crate::rules::schema::Parent::{Detail};
use crate::rules::schema::{ProviderRules, Source, code, page};

pub(crate) const ERRORS: Source = page("elevenlabs.io/docs/developers/resources/error-messages");

pub(crate) const RULES: ProviderRules = ProviderRules {
    sources: &[ERRORS],
    codes: &[
        code("quota_exceeded", QuotaExhausted).within(&[Detail]).named("elevenlabs/quota_exceeded").source(ERRORS),
        code("max_character_limit_exceeded", RequestTooLarge).source(ERRORS),
        code("missing_permissions", PermissionDenied).source(ERRORS),
        code("detected_unusual_activity", PermissionDenied).source(ERRORS),
        code("system_busy", Overloaded).source(ERRORS),
        code("too_many_concurrent_requests", RateLimited).limit().source(ERRORS),
        code("concurrent_limit_exceeded", RateLimited).limit().source(ERRORS),
    ],
    ..ProviderRules::NONE
};
