//! Cerebras.

use crate::kind::Kind::{Overloaded, RateLimited};
use crate::kind::Provider::{Cerebras};
use crate::rules::schema::{Bucket, HeaderMeaning, ProviderRules, Source, bucket, code, header, host, page};

pub(crate) const ERRORS: Source = page("inference-docs.cerebras.ai/support/error");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Cerebras),
    sources: &[ERRORS],
    codes: &[
        code("request_quota_exceeded", RateLimited).limit().source(ERRORS),
        code("token_quota_exceeded", RateLimited).limit().source(ERRORS),
        code("too_many_tokens_error", RateLimited).limit().source(ERRORS),
        code("queue_exceeded", Overloaded).source(ERRORS),
    ],
    headers: &[
        header("cerebras-request-id", HeaderMeaning::RequestId).only(Cerebras).source(ERRORS),
    ],
    buckets: &[
        bucket("x-ratelimit-", "-requests-second", Bucket::RequestsPerSecond).source(ERRORS),
        bucket("x-ratelimit-", "-requests-minute", Bucket::RequestsPerMinute).source(ERRORS),
        bucket("x-ratelimit-", "-requests-hour", Bucket::RequestsPerHour).source(ERRORS),
        bucket("x-ratelimit-", "-requests-day", Bucket::RequestsPerDay).source(ERRORS),
        bucket("x-ratelimit-", "-tokens-minute", Bucket::TokensPerMinute).source(ERRORS),
        bucket("x-ratelimit-", "-tokens-hour", Bucket::TokensPerHour).source(ERRORS),
        bucket("x-ratelimit-", "-tokens-day", Bucket::TokensPerDay).source(ERRORS),
    ],
    marks: &[
        host("cerebras.ai", Cerebras).source(ERRORS),
    ],
    ..ProviderRules::NONE
};
