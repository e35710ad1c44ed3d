//! fal.

use crate::kind::Kind::{
    BadGateway, Cancelled, GenerationFailed, InternalError, Overloaded, RequestTooLarge,
    ServiceUnavailable, Timeout, UnprocessableEntity,
};
use crate::kind::Provider::Fal;
use crate::rules::schema::Accepts::Prefix;
use crate::rules::schema::Parent::Detail;
use crate::rules::schema::{
    Field, HeaderMeaning, ProviderRules, Source, code, field, header, host, page, provider_header,
};

pub(crate) const DOCS: Source = page("docs.fal.ai/errors");
pub(crate) const REQUEST_ERRORS: Source =
    page("fal.ai/docs/documentation/model-apis/request-errors");
pub(crate) const MODEL_ERRORS: Source = page("fal.ai/docs/documentation/model-apis/errors");
pub(crate) const CLIENT: Source =
    page("github.com/fal-ai/fal-js/blob/main/libs/client/src/response.ts");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Fal),
    sources: &[DOCS],
    codes: &[
        code("startup_timeout", Timeout).source(REQUEST_ERRORS),
        code("runner_scheduling_failure", Overloaded).only(Fal).source(REQUEST_ERRORS),
        code("runner_connection_timeout", Timeout).only(Fal).source(REQUEST_ERRORS),
        code("runner_disconnected", BadGateway).only(Fal).source(REQUEST_ERRORS),
        code("runner_connection_refused", BadGateway).only(Fal).source(REQUEST_ERRORS),
        code("runner_connection_error", BadGateway).only(Fal).source(REQUEST_ERRORS),
        code("runner_incomplete_response", BadGateway).only(Fal).source(REQUEST_ERRORS),
        code("runner_server_error", InternalError).generic().only(Fal).source(REQUEST_ERRORS),
        code("client_disconnected", Cancelled).source(REQUEST_ERRORS),
        code("client_cancelled", Cancelled).source(REQUEST_ERRORS),
        code("generation_timeout", Timeout).source(MODEL_ERRORS),
        code("downstream_service_error", BadGateway).source(MODEL_ERRORS),
        code("downstream_service_unavailable", ServiceUnavailable).source(MODEL_ERRORS),
        code("no_media_generated", GenerationFailed).source(MODEL_ERRORS),
        code("sequence_too_long", RequestTooLarge).source(MODEL_ERRORS),
        code("archive_file_count_exceeds_maximum", RequestTooLarge).only(Fal).source(MODEL_ERRORS),
        code("audio_duration_too_long", RequestTooLarge).source(MODEL_ERRORS),
        code("video_duration_too_long", RequestTooLarge).source(MODEL_ERRORS),
        code("image_load_error", UnprocessableEntity).generic().source(MODEL_ERRORS),
        code("file_download_error", UnprocessableEntity).generic().source(MODEL_ERRORS),
        code("face_detection_error", UnprocessableEntity).generic().source(MODEL_ERRORS),
        code("greater_than", UnprocessableEntity).generic().source(MODEL_ERRORS),
        code("greater_than_equal", UnprocessableEntity).generic().source(MODEL_ERRORS),
        code("less_than", UnprocessableEntity).generic().source(MODEL_ERRORS),
        code("less_than_equal", UnprocessableEntity).generic().source(MODEL_ERRORS),
        code("multiple_of", UnprocessableEntity).generic().source(MODEL_ERRORS),
        code("sequence_too_short", UnprocessableEntity).generic().source(MODEL_ERRORS),
        code("one_of", UnprocessableEntity).generic().source(MODEL_ERRORS),
        code("feature_not_supported", UnprocessableEntity).generic().source(MODEL_ERRORS),
        code("invalid_archive", UnprocessableEntity).generic().source(MODEL_ERRORS),
        code("archive_file_count_below_minimum", UnprocessableEntity)
            .generic()
            .only(Fal)
            .source(MODEL_ERRORS),
        code("audio_duration_too_short", UnprocessableEntity).generic().source(MODEL_ERRORS),
        code("video_duration_too_short", UnprocessableEntity).generic().source(MODEL_ERRORS),
        code("unsupported_audio_format", UnprocessableEntity).generic().source(MODEL_ERRORS),
        code("unsupported_video_format", UnprocessableEntity).generic().source(MODEL_ERRORS),
    ],
    headers: &[
        header("x-fal-request-id", HeaderMeaning::RequestId).only(Fal).source(CLIENT),
        header("x-fal-error-type", HeaderMeaning::ErrorType).only(Fal).source(REQUEST_ERRORS),
        header("x-fal-retryable", HeaderMeaning::ShouldRetry).only(Fal).source(MODEL_ERRORS),
        provider_header("x-fal-request-timeout-type", Fal).source(CLIENT),
    ],
    fields: &[field(&[Detail], "url", Prefix("https://docs.fal.ai/errors"), Field::ProviderMarker)
        .only(Fal)
        .source(MODEL_ERRORS)],
    marks: &[host("fal.ai", Fal).source(DOCS), host("fal.run", Fal).source(DOCS)],
    ..ProviderRules::NONE
};
