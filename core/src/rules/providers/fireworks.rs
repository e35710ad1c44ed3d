//! Fireworks AI.

use crate::kind::Kind::Overloaded;
use crate::kind::Provider::Fireworks;
use crate::rules::schema::{
    Bucket, ProviderRules, Source, bucket, code, host, page, provider_header, seen,
};

pub(crate) const ERRORS: Source =
    page("docs.fireworks.ai/troubleshooting/status_error_codes/inference_error_code");
pub(crate) const RESPONSE_HEADERS: Source = seen("Fireworks: response header");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Fireworks),
    sources: &[ERRORS],
    codes: &[code("DEPLOYMENT_SCALING_UP", Overloaded)
        .source(page("docs.fireworks.ai/guides/ondemand-deployments"))],
    headers: &[
        provider_header("fireworks-server-processing-time", Fireworks).source(RESPONSE_HEADERS)
    ],
    buckets: &[
        bucket("x-ratelimit-", "-tokens-prompt", Bucket::InputTokens)
            .only(Fireworks)
            .source(RESPONSE_HEADERS),
        bucket("x-ratelimit-", "-tokens-generated", Bucket::OutputTokens)
            .only(Fireworks)
            .source(RESPONSE_HEADERS),
    ],
    marks: &[host("fireworks.ai", Fireworks).source(ERRORS)],
    ..ProviderRules::NONE
};
