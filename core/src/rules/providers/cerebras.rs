//! Cerebras.

use crate::kind::Kind::{Overloaded, RateLimited};
use crate::kind::Provider::Cerebras;
use crate::rules::schema::{
    Bucket, HeaderMeaning, ProviderRules, Source, bucket, code, header, host, page, seen,
};

pub(crate) const ERRORS: Source = page("inference-docs.cerebras.ai/support/rate-limits");
pub(crate) const ERROR_CODE: Source = seen("Cerebras: error.code");
pub(crate) const RESPONSE_HEADERS: Source = seen("Cerebras: response header");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Cerebras),
    sources: &[ERRORS],
    codes: &[
        code("request_quota_exceeded", RateLimited)
            .limit()
            .source(page("github.com/nminaya/grammar-nazi-bot/issues/958")),
        code("token_quota_exceeded", RateLimited).limit().source(ERROR_CODE),
        code("too_many_tokens_error", RateLimited).limit().source(seen("Cerebras: error.type")),
        code("queue_exceeded", Overloaded).source(ERROR_CODE),
    ],
    headers: &[header("cerebras-request-id", HeaderMeaning::RequestId)
        .only(Cerebras)
        .source(RESPONSE_HEADERS)],
    buckets: &[
        bucket("x-ratelimit-", "-requests-second", Bucket::RequestsPerSecond)
            .source(RESPONSE_HEADERS),
        bucket("x-ratelimit-", "-requests-minute", Bucket::RequestsPerMinute)
            .source(RESPONSE_HEADERS),
        bucket("x-ratelimit-", "-requests-hour", Bucket::RequestsPerHour).source(RESPONSE_HEADERS),
        bucket("x-ratelimit-", "-requests-day", Bucket::RequestsPerDay).source(RESPONSE_HEADERS),
        bucket("x-ratelimit-", "-tokens-minute", Bucket::TokensPerMinute).source(RESPONSE_HEADERS),
        bucket("x-ratelimit-", "-tokens-hour", Bucket::TokensPerHour).source(RESPONSE_HEADERS),
        bucket("x-ratelimit-", "-tokens-day", Bucket::TokensPerDay).source(RESPONSE_HEADERS),
    ],
    marks: &[host("cerebras.ai", Cerebras).source(ERRORS)],
    ..ProviderRules::NONE
};
