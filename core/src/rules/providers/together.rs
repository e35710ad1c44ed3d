//! Together AI.

use crate::kind::Kind::{ModelNotFound, QuotaExhausted, RateLimited};
use crate::kind::Provider::{Together};
use crate::rules::schema::{ProviderRules, Source, code, host, page};

pub(crate) const ERRORS: Source = page("docs.together.ai/docs/error-codes");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Together),
    sources: &[ERRORS],
    codes: &[
        code("model_not_available", ModelNotFound).source(ERRORS),
        code("dedicated_endpoint_not_running", ModelNotFound).source(ERRORS),
        code("credit_limit", RateLimited).limit().source(ERRORS),
        code("model_rate_limit", RateLimited).limit().source(ERRORS),
        code("dynamic_request_limited", RateLimited).limit().source(ERRORS),
        code("dynamic_token_limited", RateLimited).limit().source(ERRORS),
        code("insufficient_funds", QuotaExhausted).source(ERRORS),
        code("insufficient_credits", QuotaExhausted).source(ERRORS),
        code("insufficient_balance", QuotaExhausted).source(ERRORS),
        code("insufficient_credit", QuotaExhausted).source(ERRORS),
        code("not_enough_balance", QuotaExhausted).source(ERRORS),
    ],
    marks: &[
        host("together.ai", Together).source(ERRORS),
        host("together.xyz", Together).source(ERRORS),
    ],
    ..ProviderRules::NONE
};
