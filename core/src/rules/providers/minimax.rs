//! MiniMax.

use crate::kind::Kind::{
    Authentication, ContentPolicy, InternalError, InvalidRequest, PermissionDenied, QuotaExhausted,
    RateLimited, RequestTooLarge, Timeout,
};
use crate::kind::Provider::Minimax;
use crate::rules::schema::Accepts::{Any, Number, Object, String};
use crate::rules::schema::Parent::{BaseResp, Root};
use crate::rules::schema::{
    ANY_ERROR, Field, HeaderMeaning, ProviderRules, Source, code, envelope, field, header, host,
    in_error, object, page, provider_header, seen,
};

pub(crate) const CODES: Source = page("platform.minimax.io/docs/api-reference/errorcode");
pub(crate) const BASE_RESP_STATUS_CODE: Source = seen("MiniMax: base_resp.status_code");
pub(crate) const CHAT_COMPLETION: Source = page(
    "github.com/langgenius/dify-official-plugins/blob/main/models/minimax/\
    models/llm/chat_completion.py",
);

pub(crate) const ERROR_CODES: Source = page("platform.minimax.io/docs/api-reference/errorcode");
pub(crate) const HTTP_CODE: Source = seen("MiniMax: error.http_code");
pub(crate) const RESPONSE_HEADERS: Source = seen("MiniMax: response header");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Minimax),
    sources: &[CODES],
    codes: &[
        code("1000", InternalError).within(&[BaseResp]).named("minimax/1000").source(CODES),
        code("1001", Timeout).within(&[BaseResp]).named("minimax/1001").source(CODES),
        code("1002", RateLimited).within(&[BaseResp]).named("minimax/1002").source(CODES),
        code("1004", Authentication).within(&[BaseResp]).named("minimax/1004").source(CODES),
        code("1013", InternalError)
            .within(&[BaseResp])
            .named("minimax/1013")
            .source(BASE_RESP_STATUS_CODE),
        code("1024", InternalError).within(&[BaseResp]).named("minimax/1024").source(CODES),
        code("1033", InternalError).within(&[BaseResp]).named("minimax/1033").source(CODES),
        code("1039", RateLimited).within(&[BaseResp]).named("minimax/1039").source(CODES),
        code("1041", RateLimited).within(&[BaseResp]).named("minimax/1041").source(CODES),
        code("2056", RateLimited)
            .within(&[BaseResp])
            .named("minimax/2056")
            .source(BASE_RESP_STATUS_CODE),
        code("2049", Authentication)
            .within(&[BaseResp])
            .named("minimax/2049")
            .source(BASE_RESP_STATUS_CODE),
        code("1008", QuotaExhausted).within(&[BaseResp]).named("minimax/1008").source(CODES),
        code("1026", ContentPolicy).within(&[BaseResp]).named("minimax/1026").source(CODES),
        code("1027", ContentPolicy).within(&[BaseResp]).named("minimax/1027").source(CODES),
        code("2013", InvalidRequest)
            .generic()
            .within(&[BaseResp])
            .named("minimax/2013")
            .source(CODES),
        code("insufficient_balance_error", QuotaExhausted)
            .source(page("github.com/modelscope/modelscope/issues/1691")),
        code("authorized_error", Authentication).generic().only(Minimax).source(HTTP_CODE),
        code("2037", InvalidRequest)
            .generic()
            .within(&[BaseResp])
            .named("minimax/2037")
            .source(CODES),
        code("1042", InvalidRequest)
            .generic()
            .within(&[BaseResp])
            .named("minimax/1042")
            .source(CODES),
        code("20132", InvalidRequest)
            .generic()
            .within(&[BaseResp])
            .named("minimax/20132")
            .source(CODES),
        code("2061", QuotaExhausted)
            .within(&[BaseResp])
            .named("minimax/2061")
            .source(BASE_RESP_STATUS_CODE),
        code("1043", InvalidRequest).within(&[BaseResp]).named("minimax/1043").source(ERROR_CODES),
        code("1044", InvalidRequest).within(&[BaseResp]).named("minimax/1044").source(ERROR_CODES),
        code("2039", InvalidRequest).within(&[BaseResp]).named("minimax/2039").source(ERROR_CODES),
        code("2042", PermissionDenied)
            .within(&[BaseResp])
            .named("minimax/2042")
            .source(ERROR_CODES),
        code("2045", RateLimited).within(&[BaseResp]).named("minimax/2045").source(ERROR_CODES),
        code("2048", RequestTooLarge).within(&[BaseResp]).named("minimax/2048").source(ERROR_CODES),
    ],
    headers: &[
        header("minimax-request-id", HeaderMeaning::RequestId)
            .only(Minimax)
            .source(RESPONSE_HEADERS),
        provider_header("x-mm-request-id", Minimax).source(RESPONSE_HEADERS),
    ],
    fields: &[
        field(&[BaseResp], "status_msg", String, Field::Message).source(CHAT_COMPLETION),
        field(&[BaseResp], "status_code", Number, Field::Code)
            .success(&["0"])
            .source(CHAT_COMPLETION),
        field(ANY_ERROR, "http_code", Any, Field::ProviderMarker).source(HTTP_CODE),
        object(&[Root], "base_resp", Object, BaseResp).only(Minimax).source(CHAT_COMPLETION),
    ],
    envelopes: &[envelope(
        Minimax,
        &[in_error("type", String), in_error("message", String), in_error("http_code", String)],
    )
    .source(HTTP_CODE)],
    marks: &[
        host("minimaxi.com", Minimax).source(CODES),
        host("minimax.io", Minimax).source(CODES),
        host("minimax.chat", Minimax)
            .source(page("github.com/songquanpeng/one-api/blob/main/relay/channeltype/url.go")),
    ],
    ..ProviderRules::NONE
};
