//! ElevenLabs.

use crate::kind::Kind::{
    Authentication, InternalError, InvalidRequest, NotFound, Overloaded, PermissionDenied,
    QuotaExhausted, RateLimited, RequestTooLarge, Timeout,
};
use crate::kind::Provider::Elevenlabs;
use crate::rules::schema::Accepts::{OneOf, Scalar, String};
use crate::rules::schema::Parent::{Detail, Root};
use crate::rules::schema::{
    Field, MemberTest, ProviderRules, Source, code, envelope, field, host, in_body, page,
    provider_header, seen,
};

pub(crate) const ERRORS: Source = page(
    "github.com/elevenlabs/elevenlabs-docs/blob/main/fern/docs/pages/resources/\
    error-messages.mdx",
);
pub(crate) const DETAIL_STATUS: Source = seen("ElevenLabs: detail.status");
pub(crate) const MODELS: Source = page("elevenlabs.io/docs/models");

pub(crate) const REALTIME: Source =
    page("elevenlabs.io/docs/api-reference/speech-to-text/v-1-speech-to-text-realtime");

/// The types of the messages that end a transcription.
const MESSAGE_TYPES: &[&str] = &[
    "auth_error",
    "chunk_size_exceeded",
    "commit_throttled",
    "error",
    "input_error",
    "insufficient_audio_activity",
    "queue_overflow",
    "quota_exceeded",
    "rate_limited",
    "resource_exhausted",
    "session_time_limit_exceeded",
    "transcriber_error",
    "unaccepted_terms",
];

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
        code("chunk_size_exceeded", RequestTooLarge).source(REALTIME),
        code("commit_throttled", RateLimited).source(REALTIME),
        code("input_error", InvalidRequest).generic().source(REALTIME),
        code("insufficient_audio_activity", InvalidRequest).source(REALTIME),
        code("queue_overflow", Overloaded).source(REALTIME),
        code("session_time_limit_exceeded", Timeout)
            .source(REALTIME)
            .action("Open another session: this one has lasted as long as it may."),
        code("transcriber_error", InternalError).generic().source(REALTIME),
        code("unaccepted_terms", PermissionDenied).source(REALTIME),
        code("paid_plan_required", QuotaExhausted)
            .source(page("github.com/dograh-hq/dograh/issues/290")),
        code("something_went_wrong", InternalError)
            .generic()
            .source(page("github.com/elevenlabs/elevenlabs-python/issues/351")),
    ],
    headers: &[
        provider_header("current-concurrent-requests", Elevenlabs).source(MODELS),
        provider_header("maximum-concurrent-requests", Elevenlabs).source(MODELS),
    ],
    fields: &[
        field(&[Detail], "status", Scalar, Field::Code).source(ERRORS),
        field(&[Root], "message_type", String, Field::Reason).source(REALTIME),
    ],
    envelopes: &[
        envelope(Elevenlabs, &[in_detail("status"), in_detail("message")]).source(ERRORS),
        envelope(
            Elevenlabs,
            &[in_body("message_type", OneOf(MESSAGE_TYPES)), in_body("error", String)],
        )
        .source(REALTIME),
    ],
    marks: &[host("elevenlabs.io", Elevenlabs).source(ERRORS)],
    ..ProviderRules::NONE
};
