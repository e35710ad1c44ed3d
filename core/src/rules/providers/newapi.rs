//! new-api, one-api and gateways made from them.

use crate::kind::Kind::{
    Authentication, BadGateway, ContentPolicy, InternalError, InvalidRequest, ModelNotFound,
    QuotaExhausted, RateLimited, ServiceUnavailable, Timeout,
};
use crate::kind::Provider::Newapi;
use crate::rules::schema::{
    HeaderMeaning, MarkPlace, ProviderRules, Source, code, header, mark, page, provider_header,
};

pub(crate) const SOURCE_CODE: Source =
    page("github.com/QuantumNous/new-api/blob/main/types/error.go");
pub(crate) const MESSAGES: Source =
    page("github.com/QuantumNous/new-api/blob/main/i18n/locales/en.yaml");
pub(crate) const ONE_API: Source =
    page("github.com/songquanpeng/one-api/blob/main/relay/adaptor/openai/util.go");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Newapi),
    sources: &[SOURCE_CODE, MESSAGES, ONE_API],
    codes: &[
        code("new_api_error", InternalError).class().only(Newapi).source(SOURCE_CODE),
        code("one_api_error", InternalError).class().only(Newapi).source(ONE_API),
        code("prompt_blocked", ContentPolicy).source(SOURCE_CODE),
        code("sensitive_words_detected", ContentPolicy).only(Newapi).source(SOURCE_CODE),
        code("violation_fee.grok.csam", ContentPolicy).only(Newapi).source(SOURCE_CODE),
        code("channel:invalid_key", Authentication).only(Newapi).source(SOURCE_CODE),
        code("channel:response_time_exceeded", Timeout).only(Newapi).source(SOURCE_CODE),
        code("channel:no_available_key", ServiceUnavailable)
            .generic()
            .only(Newapi)
            .source(SOURCE_CODE),
        code("channel:param_override_invalid", InternalError)
            .generic()
            .only(Newapi)
            .source(SOURCE_CODE),
        code("channel:header_override_invalid", InternalError)
            .generic()
            .only(Newapi)
            .source(SOURCE_CODE),
        code("channel:model_mapped_error", InternalError)
            .generic()
            .only(Newapi)
            .source(SOURCE_CODE),
        code("channel:aws_client_error", InternalError).generic().only(Newapi).source(SOURCE_CODE),
        code("get_channel_failed", ServiceUnavailable).generic().only(Newapi).source(SOURCE_CODE),
        code("gen_relay_info_failed", InternalError).generic().only(Newapi).source(SOURCE_CODE),
        code("count_token_failed", InternalError).generic().only(Newapi).source(SOURCE_CODE),
        code("model_price_error", ModelNotFound).only(Newapi).source(SOURCE_CODE),
        code("json_marshal_failed", InternalError).generic().source(SOURCE_CODE),
        code("query_data_error", InternalError).generic().only(Newapi).source(SOURCE_CODE),
        code("update_data_error", InternalError).generic().only(Newapi).source(SOURCE_CODE),
        code("read_request_body_failed", InvalidRequest).class().only(Newapi).source(SOURCE_CODE),
        code("convert_request_failed", InvalidRequest).generic().only(Newapi).source(SOURCE_CODE),
        code("bad_request_body", InvalidRequest).class().source(SOURCE_CODE),
        code("do_request_failed", BadGateway).generic().only(Newapi).source(SOURCE_CODE),
        code("read_response_body_failed", BadGateway).only(Newapi).source(SOURCE_CODE),
        code("bad_response_status_code", BadGateway).class().only(Newapi).source(SOURCE_CODE),
        code("bad_response_body", BadGateway).only(Newapi).source(SOURCE_CODE),
        code("bad_response", BadGateway).generic().source(SOURCE_CODE),
        code("empty_response", BadGateway).source(SOURCE_CODE),
        code("aws_invoke_error", BadGateway).generic().only(Newapi).source(SOURCE_CODE),
        code("unmarshal_response_body_failed", BadGateway).only(Newapi).source(ONE_API),
        code("entitlement_total_limit_exceeded", QuotaExhausted).source(SOURCE_CODE),
        code("entitlement_daily_limit_exceeded", RateLimited).source(SOURCE_CODE),
        code("entitlement_inactive", QuotaExhausted).source(SOURCE_CODE),
        code("entitlement_required", QuotaExhausted).source(SOURCE_CODE),
        code("token_concurrency_limit_reached", RateLimited).source(SOURCE_CODE),
        code("insufficient_user_quota", QuotaExhausted).only(Newapi).source(SOURCE_CODE),
        code("pre_consume_token_quota_failed", QuotaExhausted).only(Newapi).source(SOURCE_CODE),
    ],
    headers: &[
        header("x-oneapi-request-id", HeaderMeaning::RequestId)
            .only(Newapi)
            .source(page("github.com/songquanpeng/one-api/blob/main/middleware/request-id.go")),
        provider_header("x-new-api-version", Newapi)
            .source(page("github.com/QuantumNous/new-api/blob/main/middleware/cors.go")),
    ],
    marks: &[mark(MarkPlace::Suffix, "(request id: ", Newapi)
        .source(page("github.com/songquanpeng/one-api/blob/main/common/helper/helper.go"))],
    ..ProviderRules::NONE
};
