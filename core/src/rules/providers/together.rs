//! Together AI.

use crate::kind::Kind::{ModelNotFound, RateLimited};
use crate::kind::Provider::Together;
use crate::rules::schema::{ProviderRules, Source, code, host, page, seen};

pub(crate) const ERRORS: Source = page("docs.together.ai/docs/error-codes");
pub(crate) const ERROR_CODE: Source = seen("Together: error.code");
pub(crate) const ERROR_TYPE: Source = seen("Together: error.type");
pub(crate) const RATE_LIMITS: Source = page("docs.together.ai/docs/rate-limits");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Together),
    sources: &[ERRORS],
    codes: &[
        code("model_not_available", ModelNotFound).source(ERROR_CODE),
        code("dedicated_endpoint_not_running", ModelNotFound).source(ERROR_CODE),
        code("credit_limit", RateLimited).limit().source(ERROR_TYPE),
        code("model_rate_limit", RateLimited).limit().source(ERROR_TYPE),
        code("dynamic_request_limited", RateLimited).limit().source(RATE_LIMITS),
        code("dynamic_token_limited", RateLimited).limit().source(RATE_LIMITS),
    ],
    marks: &[
        host("together.ai", Together).source(ERRORS),
        host("together.xyz", Together).source(ERRORS),
    ],
    ..ProviderRules::NONE
};
