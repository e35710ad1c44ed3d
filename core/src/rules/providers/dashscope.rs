//! Alibaba Cloud: DashScope and Model Studio.

use crate::kind::Kind::{ContentPolicy, InvalidRequest, QuotaExhausted, RateLimited, Timeout};
use crate::kind::Provider::Dashscope;
use crate::rules::schema::{ProviderRules, Source, code, host, page, seen};

pub(crate) const CODES: Source = page("help.aliyun.com/zh/model-studio/error-code");
pub(crate) const CODE: Source = seen("Alibaba Model Studio: code");
pub(crate) const CODES_IN_ENGLISH: Source =
    page("help.aliyun.com/en/model-studio/error-code-start");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Dashscope),
    sources: &[CODES],
    codes: &[
        code("DataInspectionFailed", ContentPolicy).source(CODES),
        code("Arrearage", QuotaExhausted).source(CODES),
        code("AllocationQuota.FreeTierOnly", QuotaExhausted).source(CODE),
        code("PrepaidBillOverdue", QuotaExhausted).source(CODE),
        code("PostpaidBillOverdue", QuotaExhausted).source(CODE),
        code("CommodityNotPurchased", QuotaExhausted).source(CODE),
        code("Throttling", RateLimited).limit().source(CODE),
        code("Throttling.RateQuota", RateLimited).limit().source(CODES_IN_ENGLISH),
        code("Throttling.AllocationQuota", RateLimited).limit().source(CODES_IN_ENGLISH),
        code("Throttling.BurstRate", RateLimited).limit().source(CODE),
        code("limit_requests", RateLimited).limit().source(CODE),
        code("limit_burst_rate", RateLimited).limit().source(CODE),
        code("InvalidParameter", InvalidRequest).generic().source(CODES),
        code("InternalError.Timeout", Timeout).source(CODE),
        code("IPInfringementSuspect", ContentPolicy).source(CODE),
        code("FaqRuleBlocked", ContentPolicy).source(CODE),
    ],
    marks: &[host("dashscope.aliyuncs.com", Dashscope).source(CODES)],
    ..ProviderRules::NONE
};
