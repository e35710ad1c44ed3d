//! Alibaba Cloud: DashScope and Model Studio.

use crate::kind::Kind::{ContentPolicy, InvalidRequest, QuotaExhausted, RateLimited, Timeout};
use crate::rules::schema::{ProviderRules, Source, code, page};

pub(crate) const CODES: Source = page("help.aliyun.com/zh/model-studio/error-code");

pub(crate) const RULES: ProviderRules = ProviderRules {
    sources: &[CODES],
    codes: &[
        code("DataInspectionFailed", ContentPolicy).source(CODES),
        code("Arrearage", QuotaExhausted).source(CODES),
        code("AllocationQuota.FreeTierOnly", QuotaExhausted).source(CODES),
        code("PrepaidBillOverdue", QuotaExhausted).source(CODES),
        code("PostpaidBillOverdue", QuotaExhausted).source(CODES),
        code("CommodityNotPurchased", QuotaExhausted).source(CODES),
        code("Throttling", RateLimited).limit().source(CODES),
        code("Throttling.RateQuota", RateLimited).limit().source(CODES),
        code("Throttling.AllocationQuota", RateLimited).limit().source(CODES),
        code("Throttling.BurstRate", RateLimited).limit().source(CODES),
        code("limit_requests", RateLimited).limit().source(CODES),
        code("limit_burst_rate", RateLimited).limit().source(CODES),
        code("InvalidParameter", InvalidRequest).generic().source(CODES),
        code("InternalError.Timeout", Timeout).source(CODES),
        code("IPInfringementSuspect", ContentPolicy).source(CODES),
        code("FaqRuleBlocked", ContentPolicy).source(CODES),
    ],
    ..ProviderRules::NONE
};
