//! Codes, statuses, headers and members that no single provider owns.

use super::providers::groq;
use crate::kind::Kind::{
    Authentication, BadGateway, Cancelled, Conflict, ContentPolicy, ContextLengthExceeded,
    InternalError, InvalidRequest, ModelNotFound, NotFound, Overloaded, PermissionDenied,
    QuotaExhausted, RateLimited, Redirect, RequestTooLarge, ServiceUnavailable, Success, Timeout,
    Unknown, UnprocessableEntity,
};
use crate::rules::schema::Accepts::{
    Any, Container, Each, FirstString, Number, Object, ObjectOrFirst, OneOf, Scalar, Sentence,
    String,
};
use crate::rules::schema::Parent::{
    BaseResp, Detail, DetailEntry, Error, Inner, InnerError, Metadata, Response, Root, XGroq,
};
use crate::rules::schema::Trait::{
    BesideError, CountsLast, IsResult, ListsErrors, MayBeCode, OnlyInErrors,
};
use crate::rules::schema::{
    ANY_ERROR, ANY_ERROR_OR_ROOT, Bucket, BucketPart, DELAYS, Field, HeaderMeaning, ProviderRules,
    Source, Specificity, WordingUnder, bucket, bucket_header, code, field, header, object, page,
    seen, status, statuses,
};

pub(crate) const APISIX: Source = page("apisix.apache.org/docs/apisix/plugins/limit-count");
pub(crate) const CLIENTS: Source = seen("HTTP clients and SDKs");
pub(crate) const ENVOY: Source = page("www.envoyproxy.io/docs/envoy/latest");
pub(crate) const FASTAPI: Source = page(
    "github.com/fastapi/fastapi/blob/master/docs/en/docs/tutorial/handling-\
    errors.md",
);
pub(crate) const FASTCHAT: Source =
    page("github.com/lm-sys/FastChat/blob/main/fastchat/constants.py");
pub(crate) const FASTLY: Source = page("www.fastly.com/documentation");
pub(crate) const IETF_LIMITS: Source =
    page("datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers");
pub(crate) const IN_SUCCESS: Source = seen("a stream that fails after its status was sent");
pub(crate) const JSON_RPC: Source = page("www.jsonrpc.org/specification#error_object");
pub(crate) const KONG: Source =
    page("github.com/Kong/kong/blob/master/kong/plugins/rate-limiting/handler.lua");
pub(crate) const LOCALAI: Source = page("github.com/mudler/LocalAI/blob/master/core/http/app.go");
pub(crate) const NO_ANSWER: Source = seen("a call without any response");
pub(crate) const NO_STATUS: Source = seen("a number that is no HTTP status");
pub(crate) const QIANFAN: Source = page("cloud.baidu.com/doc/qianfan-api/s/Om9b4yj3w");
pub(crate) const RFC_6585: Source = page("datatracker.ietf.org/doc/html/rfc6585");
pub(crate) const NGINX: Source =
    page("github.com/nginx/nginx/blob/master/src/http/ngx_http_request.h");
pub(crate) const LOAD_BALANCER: Source = page(
    "docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-\
    troubleshooting.html",
);
pub(crate) const RFC_6749: Source = page("datatracker.ietf.org/doc/html/rfc6749#section-5.2");
pub(crate) const RFC_6750: Source = page("datatracker.ietf.org/doc/html/rfc6750#section-3.1");
pub(crate) const RFC_9110: Source = page("datatracker.ietf.org/doc/html/rfc9110");
pub(crate) const RFC_9110_STATUSES: Source =
    page("datatracker.ietf.org/doc/html/rfc9110#section-15");
pub(crate) const RFC_9457: Source = page("datatracker.ietf.org/doc/html/rfc9457#section-3.1");
pub(crate) const SEEN: Source = seen("several servers");
pub(crate) const TENCENT: Source = page(
    "github.com/TencentCloud/tencentcloud-sdk-python/blob/master/tencentcloud/\
    hunyuan/v20230901/errorcodes.py",
);
pub(crate) const TRITON: Source = page("github.com/triton-inference-server/server");
pub(crate) const WATSONX: Source = page("cloud.ibm.com/apidocs/watsonx-ai");
pub(crate) const API_BRIDGE: Source =
    page("github.com/openai/codex/blob/main/codex-rs/codex-api/src/api_bridge.rs");
pub(crate) const ENVELOPE: Source = seen("Cloudflare API: envelope");
pub(crate) const ERRORS: Source = page("platform.claude.com/docs/en/api/errors");
pub(crate) const ERRORS_AND_DEBUGGING: Source =
    page("openrouter.ai/docs/api_reference/errors-and-debugging");
pub(crate) const HERMES_AGENT: Source =
    page("github.com/NousResearch/hermes-agent/blob/main/agent/error_classifier.py");
pub(crate) const ERROR_DETAILS: Source = page(
    "github.com/googleapis/googleapis/blob/master/google/rpc/\
    error_details.proto",
);
pub(crate) const OPENAI_COMPATIBLE: Source =
    seen("several OpenAI-compatible servers: error.type or code");
pub(crate) const LITELLM_MAPPING: Source = page(
    "github.com/BerriAI/litellm/blob/main/litellm/litellm_core_utils/\
    exception_mapping_utils.py",
);
pub(crate) const TGI_ROUTER: Source = page(
    "github.com/huggingface/text-generation-inference/blob/main/router/src/\
    infer/mod.rs",
);
pub(crate) const OPENAPI: Source = page("github.com/openai/openai-openapi/blob/main/openapi.yaml");
pub(crate) const BATCHES: Source =
    page("platform.claude.com/docs/en/build-with-claude/batch-processing");
pub(crate) const SPARK: Source = page("www.xfyun.cn/doc/spark/Web.html");
pub(crate) const RESPONSE_HEADERS: Source = seen("several hosts: response header");

pub(crate) const RULES: ProviderRules = ProviderRules {
    sources: &[
        APISIX,
        CLIENTS,
        ENVOY,
        FASTAPI,
        FASTCHAT,
        FASTLY,
        IETF_LIMITS,
        IN_SUCCESS,
        JSON_RPC,
        KONG,
        LOCALAI,
        NO_ANSWER,
        NO_STATUS,
        QIANFAN,
        RFC_6749,
        RFC_6750,
        RFC_9110,
        RFC_9110_STATUSES,
        RFC_9457,
        SEEN,
        TENCENT,
        TRITON,
        WATSONX,
    ],
    statuses: &[
        status(402, "402", QuotaExhausted).reason("Payment Required").source(RFC_9110_STATUSES),
        status(405, "405", InvalidRequest)
            .reason("Method Not Allowed")
            .wording(WordingUnder::Lasting)
            .source(RFC_9110_STATUSES)
            .action("Check the base URL and the method: this address does not take this method."),
        status(408, "408", Timeout).reason("Request Timeout").source(RFC_9110_STATUSES),
        status(409, "409", Conflict).reason("Conflict").source(RFC_9110_STATUSES),
        status(406, "406", InvalidRequest)
            .reason("Not Acceptable")
            .wording(WordingUnder::Lasting)
            .source(RFC_9110_STATUSES)
            .action("Check the accept headers: the server has no response in a form that they allow."),
        status(407, "407", Authentication)
            .reason("Proxy Authentication Required")
            .source(RFC_9110_STATUSES)
            .action("Log in to the proxy between the client and the server: it refused the request."),
        status(410, "410", InvalidRequest)
            .reason("Gone")
            .wording(WordingUnder::Lasting)
            .source(RFC_9110_STATUSES)
            .action("Use the address or the version that replaces this one: it is gone for good."),
        status(411, "411", InvalidRequest)
            .reason("Length Required")
            .wording(WordingUnder::Lasting)
            .source(RFC_9110_STATUSES)
            .action("Send the header content-length: the server does not accept a body without it."),
        status(414, "414", RequestTooLarge)
            .reason("URI Too Long")
            .source(RFC_9110_STATUSES)
            .action("Shorten the URL: put long values into the body."),
        status(415, "415", InvalidRequest)
            .reason("Unsupported Media Type")
            .wording(WordingUnder::Lasting)
            .source(RFC_9110_STATUSES)
            .action("Check the header content-type and the form of the body: the server does not accept it."),
        status(423, "423", Conflict)
            .reason("Locked")
            .source(page("datatracker.ietf.org/doc/html/rfc4918#section-11.3")),
        status(425, "425", Conflict)
            .reason("Too Early")
            .source(page("datatracker.ietf.org/doc/html/rfc8470#section-5.2")),
        status(431, "431", RequestTooLarge)
            .reason("Request Header Fields Too Large")
            .source(RFC_6585)
            .action("Make the headers smaller, cookies and metadata included."),
        status(451, "451", PermissionDenied)
            .reason("Unavailable For Legal Reasons")
            .source(page("datatracker.ietf.org/doc/html/rfc7725#section-3"))
            .action(
                "Use another model, provider or region: the law forbids this one here.",
            ),
        status(460, "460", Cancelled)
            .wording(WordingUnder::Decisive)
            .source(LOAD_BALANCER)
            .action(
                "Do nothing if the client closed the connection on purpose; otherwise raise \
                the client's own timeout.",
            ),
        status(494, "494", RequestTooLarge)
            .source(NGINX)
            .action("Make the headers smaller, cookies and metadata included."),
        status(495, "495", Authentication)
            .source(NGINX)
            .action("Send a client certificate that the server trusts."),
        status(496, "496", Authentication)
            .source(NGINX)
            .action("Send a client certificate: the server requires one."),
        status(497, "497", InvalidRequest)
            .wording(WordingUnder::Lasting)
            .source(NGINX)
            .action("Use https: this port does not accept plain HTTP."),
        status(505, "505", InvalidRequest)
            .reason("HTTP Version Not Supported")
            .wording(WordingUnder::Lasting)
            .source(RFC_9110_STATUSES)
            .action("Use another version of HTTP: the server does not support this one."),
        status(511, "511", Authentication)
            .reason("Network Authentication Required")
            .source(RFC_6585)
            .action("Log in to the network between the client and the server."),
        status(561, "561", Authentication)
            .source(LOAD_BALANCER)
            .action("Log in again: the identity provider of the load balancer refused the user."),
        statuses(598, 599, "598", Timeout)
            .source(seen("proxies: a timeout of their own, reading or connecting")),
        status(501, "501", InvalidRequest)
            .reason("Not Implemented")
            .wording(WordingUnder::Lasting)
            .source(RFC_9110_STATUSES),
        statuses(0, 0, "0", Unknown).specificity(Specificity::Nothing).source(NO_ANSWER),
        statuses(100, 199, "1xx", Unknown)
            .specificity(Specificity::Nothing)
            .source(RFC_9110_STATUSES),
        statuses(200, 299, "2xx", Success).specificity(Specificity::Nothing).source(groq::ERRORS),
        statuses(300, 399, "3xx", Redirect).source(RFC_9110_STATUSES),
        statuses(400, 499, "4xx", InvalidRequest)
            .wording(WordingUnder::Lasting)
            .source(RFC_9110_STATUSES),
        statuses(500, 599, "5xx", InternalError).source(RFC_9110_STATUSES),
        statuses(0, 65535, "other", Unknown).specificity(Specificity::Nothing).source(NO_STATUS),
    ],
    codes: &[
        code("exceeded_quota", QuotaExhausted)
            .source(seen("several OpenAI-compatible servers: error.type")),
        code("billing_not_active", QuotaExhausted)
            .source(page("github.com/songquanpeng/one-api/issues/330")),
        code("missing_scope", PermissionDenied).source(OPENAI_COMPATIBLE),
        code("content_moderation", ContentPolicy).source(OPENAI_COMPATIBLE),
        code("max_tokens_per_request", RequestTooLarge).source(OPENAI_COMPATIBLE),
        code("file_too_large", RequestTooLarge).source(OPENAI_COMPATIBLE),
        code("resource_unavailable", Overloaded).source(OPENAI_COMPATIBLE),
        code("engine_overloaded", Overloaded).source(OPENAI_COMPATIBLE),
        code("server_overloaded", Overloaded).source(OPENAI_COMPATIBLE),
        code("unsupported_value", InvalidRequest).generic().source(page(
            "github.com/router-for-me/CLIProxyAPI/blob/main/internal/clienterror/\
            client_error.go",
        )),
        code("unsupported_parameter", InvalidRequest).generic().source(HERMES_AGENT),
        code("invalid_value", InvalidRequest).generic().source(API_BRIDGE),
        code("server_error", InternalError).generic().source(OPENAPI),
        code("internal_server_error", InternalError)
            .generic()
            .source(page("github.com/jakobdylanc/llmcord/issues/62")),
        code("internal_error", InternalError).generic().source(OPENAI_COMPATIBLE),
        code("system_error", InternalError).generic().source(OPENAI_COMPATIBLE),
        code("backend_error", InternalError).generic().source(OPENAI_COMPATIBLE),
        code("service_unavailable", ServiceUnavailable).generic().source(OPENAI_COMPATIBLE),
        code("too_many_requests", RateLimited).generic().source(page(
            "github.com/anthropics/anthropic-sdk-python/blob/main/src/anthropic/types/\
            web_fetch_tool_result_error_code.py",
        )),
        code("throttling_error", RateLimited).generic().source(OPENAI_COMPATIBLE),
        code("throttled", RateLimited)
            .generic()
            .source(page("github.com/QwenLM/qwen-code/issues/1641")),
        code("unauthorized", Authentication)
            .generic()
            .source(page("github.com/FlowiseAI/Flowise/issues/710")),
        code("authentication_failed", Authentication).generic().source(OPENAI_COMPATIBLE),
        code("invalid_authentication", Authentication).generic().source(page(
            "github.com/langgenius/dify-official-plugins/blob/main/models/baichuan/\
            models/llm/baichuan_turbo.py",
        )),
        code("forbidden", PermissionDenied)
            .generic()
            .source(page("github.com/continuedev/continue/issues/10866")),
        code("access_denied", PermissionDenied)
            .generic()
            .source(page("github.com/QuantumNous/new-api/blob/main/types/error.go")),
        code("resource_not_found", NotFound).generic().source(OPENAI_COMPATIBLE),
        code("conflict_error", Conflict).generic().source(ERRORS),
        code("unprocessable_entity_error", UnprocessableEntity)
            .generic()
            .source(seen("vLLM-like servers: type")),
        code("request_timeout", Timeout).source(OPENAI_COMPATIBLE),
        code("gateway_timeout", Timeout).source(OPENAI_COMPATIBLE),
        code("invalid_grant", Authentication).source(RFC_6749),
        code("invalid_client", Authentication).source(RFC_6749),
        code("invalid_token", Authentication).source(RFC_6750),
        code("insufficient_scope", PermissionDenied).source(RFC_6750),
        code("content_policy", ContentPolicy).source(OPENAI_COMPATIBLE),
        code("balance_depleted", QuotaExhausted).source(HERMES_AGENT),
        code("model_not_supported_on_free_tier", QuotaExhausted).source(HERMES_AGENT),
        code("unknown_parameter", InvalidRequest).generic().source(HERMES_AGENT),
        code("connection_error", BadGateway)
            .generic()
            .source(seen("OpenAI-compatible clients: type of API errors")),
        code("insufficient_funds", QuotaExhausted).source(OPENAI_COMPATIBLE),
        code("insufficient_balance", QuotaExhausted)
            .source(page("github.com/Wei-Shaw/sub2api/issues/890")),
        code("insufficient_credit", QuotaExhausted).source(OPENAI_COMPATIBLE),
        code("not_enough_balance", QuotaExhausted).source(OPENAI_COMPATIBLE),
        code("context_window_exceeded", ContextLengthExceeded).source(OPENAI_COMPATIBLE),
        code("40303", ContextLengthExceeded).number_beside(&[400]).source(FASTCHAT),
        code("40301", ModelNotFound).number_beside(&[400]).source(FASTCHAT),
        code("expired", Timeout).within(&[Response]).source(BATCHES),
        code("canceled", Cancelled).within(&[Response]).named("batch/canceled").source(BATCHES),
        code("batch_cancelled", Cancelled).source(OPENAPI),
        code("tokens_too_long", ContextLengthExceeded).source(seen("Baidu Qianfan: error.code")),
        code("token_quota_reached", QuotaExhausted).source(LITELLM_MAPPING),
        code("BXNIM0415E", Authentication).source(seen("IBM Cloud IAM: errorCode")),
        code("censorship_blocked", ContentPolicy).source(seen("StepFun: error.type")),
        code("FailedOperation.ResourcePackExhausted", QuotaExhausted).source(TENCENT),
        code("ResourceUnavailable.InArrears", QuotaExhausted).source(TENCENT),
        code("FailedOperation.EngineRequestTimeout", Timeout).source(TENCENT),
        code("OperationDenied.TextIllegalDetected", ContentPolicy).source(TENCENT),
        code("model_loading", Overloaded).source(LOCALAI),
        code("content_filter_policy", ContentPolicy).source(OPENAI_COMPATIBLE),
        code("model_no_support_for_function", InvalidRequest).source(LITELLM_MAPPING),
    ],
    headers: &[
        header("content-type", HeaderMeaning::ContentType)
            .source(page("datatracker.ietf.org/doc/html/rfc9110#section-8.3")),
        header("retry-after", HeaderMeaning::Delay)
            .source(page("datatracker.ietf.org/doc/html/rfc9110#section-10.2.3")),
        header("x-should-retry", HeaderMeaning::ShouldRetry)
            .source(page("github.com/groq/groq-typescript/blob/main/src/client.ts")),
        bucket_header("x-ratelimit-limit-second", Bucket::RequestsPerSecond, BucketPart::Limit)
            .source(KONG),
        bucket_header(
            "x-ratelimit-remaining-second",
            Bucket::RequestsPerSecond,
            BucketPart::Remaining,
        )
        .source(KONG),
        bucket_header("x-ratelimit-limit-minute", Bucket::RequestsPerMinute, BucketPart::Limit)
            .source(KONG),
        bucket_header(
            "x-ratelimit-remaining-minute",
            Bucket::RequestsPerMinute,
            BucketPart::Remaining,
        )
        .source(KONG),
        bucket_header("x-ratelimit-limit-hour", Bucket::RequestsPerHour, BucketPart::Limit)
            .source(KONG),
        bucket_header("x-ratelimit-remaining-hour", Bucket::RequestsPerHour, BucketPart::Remaining)
            .source(KONG),
        bucket_header("x-ratelimit-limit-day", Bucket::RequestsPerDay, BucketPart::Limit)
            .source(KONG),
        bucket_header("x-ratelimit-remaining-day", Bucket::RequestsPerDay, BucketPart::Remaining)
            .source(KONG),
        bucket_header("x-ratelimit-limit-month", Bucket::RequestsPerMonth, BucketPart::Limit)
            .source(KONG),
        bucket_header(
            "x-ratelimit-remaining-month",
            Bucket::RequestsPerMonth,
            BucketPart::Remaining,
        )
        .source(KONG),
        header("ratelimit", HeaderMeaning::Buckets).source(IETF_LIMITS),
        header("ratelimit-policy", HeaderMeaning::Policies).source(IETF_LIMITS),
        header("x-proxied-host", HeaderMeaning::Provider).source(seen("proxies: x-proxied-host")),
        header("access-control-expose-headers", HeaderMeaning::Provider)
            .source(page("fetch.spec.whatwg.org/#http-access-control-expose-headers")),
        header("www-authenticate", HeaderMeaning::Provider)
            .source(page("datatracker.ietf.org/doc/html/rfc9110#section-11.6.1")),
        header("server", HeaderMeaning::Provider)
            .source(page("datatracker.ietf.org/doc/html/rfc9110#section-10.2.4")),
    ],
    buckets: &[
        bucket("x-ratelimit-", "", Bucket::Bare).source(page("docs.together.ai/docs/rate-limits")),
        bucket("x-rate-limit-", "", Bucket::Bare).source(seen("several servers: response header")),
        bucket("ratelimit-", "", Bucket::Standard)
            .source(page("datatracker.ietf.org/doc/html/draft-ietf-httpapi-ratelimit-headers-07")),
        bucket("x-ratelimit-", "-input-tokens", Bucket::InputTokens).source(RESPONSE_HEADERS),
        bucket("x-ratelimit-", "-output-tokens", Bucket::OutputTokens).source(RESPONSE_HEADERS),
    ],
    fields: &[
        field(ANY_ERROR_OR_ROOT, "message", Container, Field::Message)
            .source(seen("Mistral: message as an object")),
        field(&[Inner, Error, Detail], "msg", String, Field::Message).source(FASTAPI),
        field(ANY_ERROR, "detail", String, Field::Message)
            .source(seen("FastAPI servers: error.detail")),
        field(&[Error], "faultstring", String, Field::Message)
            .source(seen("Apigee: fault.faultstring")),
        field(&[Root], "error_description", String, Field::Message)
            .with(OnlyInErrors)
            .source(RFC_6749),
        field(&[Root], "error_msg", String, Field::Message)
            .with(OnlyInErrors)
            .source(seen("Baidu Qianfan: error_msg")),
        field(&[Root], "error_message", String, Field::Message)
            .source(seen("several gateways: error_message")),
        field(ANY_ERROR_OR_ROOT, "errorMessage", String, Field::Message)
            .source(seen("AWS Lambda: errorMessage")),
        field(ANY_ERROR_OR_ROOT, "status_message", String, Field::Message)
            .with(OnlyInErrors)
            .source(seen("Alibaba EAS: status_message")),
        field(&[Response], "error", String, Field::Message)
            .source(seen("batch lines: error of a body as a text")),
        field(&[Inner, Error, XGroq, Detail, Root], "error", String, Field::Message)
            .with(OnlyInErrors)
            .with(MayBeCode)
            .source(seen("several servers: error as a text")),
        field(&[Root, Detail], "detail", String, Field::Message).source(RFC_9457),
        field(&[Root], "msg", String, Field::Message).source(seen("several servers: msg")),
        field(&[Root, Detail, Error], "title", String, Field::Message).source(RFC_9457),
        field(&[Root], "description", String, Field::Message).source(page(
            "github.com/deepgram/deepgram-docs/blob/main/fern/docs/voice-agent-errors.mdx",
        )),
        field(&[Root], "error", FirstString, Field::Message).with(OnlyInErrors).source(SEEN),
        field(&[Root], "errors", FirstString, Field::Message).source(SEEN),
        field(ANY_ERROR_OR_ROOT, "message", FirstString, Field::Message).source(SEEN),
        field(&[Root, Detail], "detail", FirstString, Field::Message).source(SEEN),
        field(&[Root], "details", String, Field::Message)
            .source(seen("streams of several servers: details of an event")),
        field(&[Root], "status", Sentence, Field::Message).source(seen("Azure: status as a text")),
        field(&[Root], "status", OneOf(&["error", "failure", "fail"]), Field::ErrorMarker)
            .source(seen("several servers: status as a word")),
        field(&[Root], "type", OneOf(&["error", "Error"]), Field::ErrorMarker).source(ERRORS),
        field(&[Root], "object", OneOf(&["error", "Error"]), Field::ErrorMarker)
            .source(seen("vLLM and FastChat: object")),
        field(ANY_ERROR, "error_type", Scalar, Field::Type).source(TGI_ROUTER),
        field(&[Root], "error_type", Scalar, Field::Type).with(BesideError).source(TGI_ROUTER),
        field(&[Detail], "error_type", Scalar, Field::Type).with(CountsLast).source(TGI_ROUTER),
        field(&[Root], "errorType", Scalar, Field::Type).source(seen("AWS Lambda: errorType")),
        field(ANY_ERROR_OR_ROOT, "__type", String, Field::AwsType)
            .with(OnlyInErrors)
            .source(page("github.com/boto/botocore/blob/develop/botocore/parsers.py")),
        field(ANY_ERROR, "status", String, Field::Type)
            .source(page("cloud.google.com/apis/design/errors")),
        field(ANY_ERROR_OR_ROOT, "status_name", String, Field::Type)
            .source(seen("Alibaba EAS: status_name")),
        field(ANY_ERROR_OR_ROOT, "errorCode", Scalar, Field::Code).source(seen("several servers: errorCode")),
        field(&[Detail], "errorcode", String, Field::Code)
            .source(seen("Apigee: fault.detail.errorcode")),
        field(ANY_ERROR_OR_ROOT, "reason", String, Field::Reason)
            .source(seen("several servers: reason")),
        field(&[DetailEntry], "error_code", String, Field::Reason)
            .source(page("platform.claude.com/docs/en/api/rate-limits")),
        field(&[DetailEntry], "reason", String, Field::Reason).source(ERROR_DETAILS),
        field(&[Detail, Root], "loc", Container, Field::Param).source(FASTAPI),
        field(ANY_ERROR_OR_ROOT, "status", Number, Field::Status).source(RFC_9457),
        field(&[Inner, Error, Root, Response], "status_code", Number, Field::Status)
            .source(seen("several servers: status_code")),
        field(ANY_ERROR_OR_ROOT, "statusCode", Number, Field::Status)
            .source(seen("Azure API Management: statusCode")),
        field(ANY_ERROR_OR_ROOT, "httpCode", Number, Field::Status)
            .source(seen("Cloudflare AI Gateway: httpCode")),
        field(ANY_ERROR_OR_ROOT, "http_status", Number, Field::Status).source(ERRORS_AND_DEBUGGING),
        field(DELAYS, "retry_after", Scalar, Field::DelaySeconds)
            .source(seen("several servers: retry_after")),
        field(DELAYS, "retry_after_seconds", Scalar, Field::DelaySeconds)
            .source(seen("OpenRouter: metadata.retry_after_seconds")),
        field(DELAYS, "retry_after_ms", Scalar, Field::DelayMs)
            .source(seen("several servers: retry_after_ms")),
        field(DELAYS, "resets_in_seconds", Scalar, Field::DelaySeconds).source(page(
            "github.com/router-for-me/CLIProxyAPI/blob/main/internal/runtime/executor/\
            codex_executor_terminal.go",
        )),
        field(DELAYS, "reset_seconds", Scalar, Field::DelaySeconds)
            .source(seen("several servers: reset_seconds")),
        field(DELAYS, "resets_at", Scalar, Field::DelayUntil).source(API_BRIDGE),
        field(DELAYS, "reset_at", Scalar, Field::DelayUntil)
            .source(seen("several servers: reset_at")),
        field(&[Root, Inner, Error], "headers", Container, Field::Headers)
            .source(seen("ChatGPT backend: headers in the body")),
        field(&[Error, Root], "request_id", String, Field::RequestId).source(ERRORS),
        field(&[Root], "requestId", String, Field::RequestId)
            .source(seen("several servers: requestId")),
        field(&[Response], "RequestId", String, Field::RequestId)
            .source(page("www.tencentcloud.com/document/api/1284/75543")),
        field(&[DetailEntry], "upstreamBody", String, Field::UpstreamJson)
            .source(seen("gateways: errors[].upstreamBody")),
        field(&[Root], "details", Container, Field::UpstreamJson)
            .source(seen("several gateways: details")),
        field(ANY_ERROR, "details", String, Field::UpstreamJson)
            .source(seen("several gateways: error.details")),
        field(&[Root], "name", String, Field::Reason).source(seen("several servers: name")),
        field(&[Root], "provider", String, Field::ProviderMarker)
            .source(seen("OpenRouter: provider")),
        field(&[Root], "user_id", String, Field::ProviderMarker).source(page(
            "openrouter.ai/docs/client-sdks/python/errors/\
            provideroverloadedresponseerror",
        )),
        field(&[Root], "sequence_number", Number, Field::ProviderMarker).source(OPENAPI),
        field(&[Root], "event_id", Any, Field::ProviderMarker).source(OPENAPI),
        field(ANY_ERROR, "code", Any, Field::ProviderMarker).source(OPENAPI),
        field(ANY_ERROR, "param", Any, Field::ProviderMarker).source(OPENAPI),
        field(&[Root], "success", Any, Field::Result).source(ENVELOPE),
        field(&[Root], "result", Any, Field::Result).source(ENVELOPE),
        field(&[Root], "data", Any, Field::Result).source(seen("several servers: data")),
        field(&[Root], "output", Any, Field::Result)
            .source(page("help.aliyun.com/zh/model-studio/error-code")),
        field(&[Response], "type", OneOf(&["expired", "canceled"]), Field::Type).source(BATCHES),
        field(&[Response], "type", OneOf(&["errored"]), Field::ErrorMarker).source(BATCHES),
        field(&[Response], "type", String, Field::Type).source(OPENAPI),
        field(&[Response], "message", String, Field::Message).source(OPENAPI),
        field(&[Response], "code", Scalar, Field::Code).source(OPENAPI),
        field(&[BaseResp], "code", Number, Field::Code).success(&["0"]).source(SPARK),
        field(&[BaseResp], "message", String, Field::Message).source(SPARK),
        field(&[Root], "messages", Container, Field::ProviderMarker).source(ENVELOPE),
        object(&[Response], "body", Object, Response).source(OPENAPI),
        object(&[Detail], "data", ObjectOrFirst, Inner).source(OPENAPI),
        object(&[Response], "status_details", Object, Response).source(OPENAPI),
        object(&[Root], "last_error", Object, Error).source(OPENAPI),
        object(&[Root], "fault", Object, Error).source(seen("Apigee: fault")),
        object(&[Root], "errors", ObjectOrFirst, Detail).with(ListsErrors).source(ENVELOPE),
        object(&[Root], "choices", ObjectOrFirst, Response)
            .with(IsResult)
            .source(ERRORS_AND_DEBUGGING),
        object(&[Root], "result", Object, Response).with(IsResult).source(BATCHES),
        object(&[Root], "header", Object, BaseResp).source(SPARK),
        object(&[Root], "detail", ObjectOrFirst, Detail).source(FASTAPI),
        object(&[Error], "detail", Object, Detail).source(seen("Apigee: fault.detail")),
        object(&[Detail], "error", ObjectOrFirst, Inner)
            .source(seen("FastAPI servers: detail.error")),
        object(&[Error], "data", Object, Inner).source(JSON_RPC),
        object(ANY_ERROR, "details", Each, DetailEntry)
            .source(page("github.com/googleapis/googleapis/blob/master/google/rpc/status.proto")),
        object(ANY_ERROR, "errors", Each, DetailEntry)
            .source(seen("Google JSON APIs: error.errors")),
        object(&[Inner, Error, DetailEntry], "metadata", Object, Metadata).source(ERROR_DETAILS),
        object(ANY_ERROR, "availability", Object, Metadata).source(ERRORS_AND_DEBUGGING),
        object(ANY_ERROR, "innererror", Object, InnerError).source(page(
            "github.com/pydantic/pydantic-ai/blob/main/pydantic_ai_slim/pydantic_ai/\
            models/openai.py",
        )),
        object(ANY_ERROR, "inner_error", Object, InnerError)
            .source(seen("Azure OpenAI: error.inner_error")),
    ],
    ..ProviderRules::NONE
};
