//! Alibaba Cloud: DashScope and Model Studio.

use crate::kind::Kind::{
    Cancelled, ContentPolicy, InternalError, InvalidRequest, NotFound, Overloaded,
    PermissionDenied, QuotaExhausted, RateLimited, RequestTooLarge, Timeout,
};
use crate::kind::Provider::Dashscope;
use crate::rules::providers::openrouter;
use crate::rules::schema::{
    HeaderMeaning, MarkPlace, ProviderRules, Source, code, header, host, mark, page,
    provider_header, seen,
};

pub(crate) const CODES: Source = page("help.aliyun.com/zh/model-studio/error-code");
pub(crate) const CODES_IN_ENGLISH: Source =
    page("help.aliyun.com/en/model-studio/error-code-start");
/// The same service under its international name.
pub(crate) const QWEN_CLOUD: Source =
    page("docs.qwencloud.com/api-reference/preparation/error-messages");
pub(crate) const RESPONSE_HEADERS: Source = seen("DashScope: response header");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Dashscope),
    sources: &[CODES, QWEN_CLOUD],
    codes: &[
        code("DataInspectionFailed", ContentPolicy).only(Dashscope).source(CODES),
        code("data_inspection_failed", ContentPolicy).only(Dashscope).source(CODES_IN_ENGLISH),
        code("IPInfringementSuspect", ContentPolicy).only(Dashscope).source(QWEN_CLOUD),
        code("FaqRuleBlocked", ContentPolicy).only(Dashscope).source(QWEN_CLOUD),
        code("CustomRoleBlocked", ContentPolicy).only(Dashscope).source(QWEN_CLOUD),
        code("Arrearage", QuotaExhausted).only(Dashscope).source(CODES),
        code("AllocationQuota.FreeTierOnly", QuotaExhausted).only(Dashscope).source(QWEN_CLOUD),
        code("PrepaidBillOverdue", QuotaExhausted).only(Dashscope).source(QWEN_CLOUD),
        code("PostpaidBillOverdue", QuotaExhausted).only(Dashscope).source(QWEN_CLOUD),
        code("CommodityNotPurchased", QuotaExhausted).only(Dashscope).source(QWEN_CLOUD),
        code("Throttling", RateLimited).limit().source(CODES_IN_ENGLISH),
        code("Throttling.RateQuota", RateLimited).limit().only(Dashscope).source(CODES_IN_ENGLISH),
        code("Throttling.AllocationQuota", RateLimited)
            .limit()
            .only(Dashscope)
            .source(CODES_IN_ENGLISH),
        code("Throttling.BurstRate", RateLimited).limit().only(Dashscope).source(QWEN_CLOUD),
        code("limit_requests", RateLimited).limit().only(Dashscope).source(QWEN_CLOUD),
        code("LimitRequests", RateLimited).limit().only(Dashscope).source(QWEN_CLOUD),
        code("limit_burst_rate", RateLimited).limit().only(Dashscope).source(QWEN_CLOUD),
        code("InvalidParameter", InvalidRequest).generic().source(CODES),
        code("InvalidParameter.DataInspection", InvalidRequest).only(Dashscope).source(QWEN_CLOUD),
        code("InvalidURL.ConnectionRefused", InvalidRequest).only(Dashscope).source(QWEN_CLOUD),
        code("InvalidURL.Timeout", InvalidRequest).only(Dashscope).source(QWEN_CLOUD),
        code("BadRequest.EmptyInput", InvalidRequest).only(Dashscope).source(QWEN_CLOUD),
        code("BadRequest.EmptyParameters", InvalidRequest).only(Dashscope).source(QWEN_CLOUD),
        code("BadRequest.EmptyModel", InvalidRequest).only(Dashscope).source(QWEN_CLOUD),
        code("BadRequest.IllegalInput", InvalidRequest).only(Dashscope).source(QWEN_CLOUD),
        code("BadRequest.InputDownloadFailed", InvalidRequest).only(Dashscope).source(QWEN_CLOUD),
        code("BadRequest.UnsupportedFileFormat", InvalidRequest).only(Dashscope).source(QWEN_CLOUD),
        code("BadRequest.ResourceNotExist", NotFound).only(Dashscope).source(QWEN_CLOUD),
        code("BadRequest.VoiceNotFound", NotFound).only(Dashscope).source(QWEN_CLOUD),
        code("WorkSpaceNotFound", NotFound).only(Dashscope).source(QWEN_CLOUD),
        code("BadRequest.TooLarge", RequestTooLarge).only(Dashscope).source(QWEN_CLOUD),
        code("InvalidImage.ImageSize", RequestTooLarge).only(Dashscope).source(QWEN_CLOUD),
        code("Audio.DurationLimitError", RequestTooLarge).only(Dashscope).source(QWEN_CLOUD),
        code("Audio.PreprocessError", InvalidRequest).only(Dashscope).source(QWEN_CLOUD),
        code("Audio.DecoderError", InvalidRequest).only(Dashscope).source(QWEN_CLOUD),
        code("Audio.AudioRateError", InvalidRequest).only(Dashscope).source(QWEN_CLOUD),
        code("AccessDenied.Unpurchased", PermissionDenied).only(Dashscope).source(QWEN_CLOUD),
        code("Model.AccessDenied", PermissionDenied).only(Dashscope).source(QWEN_CLOUD),
        code("App.AccessDenied", PermissionDenied).only(Dashscope).source(QWEN_CLOUD),
        code("Workspace.AccessDenied", PermissionDenied).only(Dashscope).source(QWEN_CLOUD),
        code("ClientDisconnect", Cancelled).source(QWEN_CLOUD),
        // Sent with a 400, too: any status says more.
        code("InternalError.Algo", InternalError).class().only(Dashscope).source(QWEN_CLOUD),
        code("InternalError.FileUpload", InternalError)
            .generic()
            .only(Dashscope)
            .source(QWEN_CLOUD),
        code("InternalError.Upload", InternalError).generic().only(Dashscope).source(QWEN_CLOUD),
        code("InternalError.Timeout", Timeout).only(Dashscope).source(QWEN_CLOUD),
        code("ResponseTimeout", Timeout).source(QWEN_CLOUD),
        code("ModelServiceFailed", InternalError).generic().only(Dashscope).source(QWEN_CLOUD),
        code("AppProcessFailed", InternalError).generic().only(Dashscope).source(QWEN_CLOUD),
        code("InvokePluginFailed", InternalError).generic().only(Dashscope).source(QWEN_CLOUD),
        code("ModelServingError", Overloaded).source(QWEN_CLOUD),
    ],
    headers: &[
        header("x-dashscope-request-id", HeaderMeaning::RequestId).only(Dashscope).source(page(
            "github.com/open-telemetry/opentelemetry-ebpf-instrumentation/blob/main/pkg/\
                ebpf/common/http/qwen.go",
        )),
        provider_header("x-dashscope-call-gateway", Dashscope).source(RESPONSE_HEADERS),
        provider_header("x-dashscope-finished", Dashscope).source(RESPONSE_HEADERS),
        provider_header("x-dashscope-timeout", Dashscope).source(RESPONSE_HEADERS),
    ],
    marks: &[
        mark(MarkPlace::Name, "Alibaba", Dashscope).source(openrouter::ERRORS),
        host("dashscope.aliyuncs.com", Dashscope).source(CODES),
        host("dashscope-intl.aliyuncs.com", Dashscope).source(QWEN_CLOUD),
        host("dashscope-us.aliyuncs.com", Dashscope)
            .source(page("www.alibabacloud.com/help/en/model-studio/regions")),
        host("maas.aliyuncs.com", Dashscope).source(QWEN_CLOUD),
        host("qwencloud.com", Dashscope).source(QWEN_CLOUD),
        host("help.aliyun.com/zh/model-studio", Dashscope).source(CODES),
        host("help.aliyun.com/en/model-studio", Dashscope).source(CODES_IN_ENGLISH),
        host("alibabacloud.com/help/en/model-studio", Dashscope)
            .source(page("www.alibabacloud.com/help/en/model-studio/error-code")),
        host("alibabacloud.com/help/zh/model-studio", Dashscope)
            .source(page("www.alibabacloud.com/help/zh/model-studio/error-code")),
        host("bailian.console.aliyun.com", Dashscope).source(CODES),
        host("bailian.console.alibabacloud.com", Dashscope)
            .source(page("www.alibabacloud.com/help/en/model-studio/get-api-key")),
        host("modelstudio.console.alibabacloud.com", Dashscope)
            .source(page("www.alibabacloud.com/help/en/model-studio/get-api-key")),
    ],
    ..ProviderRules::NONE
};
