//! NVIDIA NIM.

use crate::kind::Provider::Nvidia;
use crate::rules::schema::Accepts::{Prefix, String};
use crate::rules::schema::{
    HeaderMeaning, ProviderRules, Source, envelope, header, host, in_body, page, provider_header,
    seen,
};

pub(crate) const API: Source = page("docs.api.nvidia.com");
pub(crate) const CLOUD_FUNCTIONS: Source =
    page("docs.nvidia.com/cloud-functions/user-guide/latest/cloud-function/api.html");

pub(crate) const NVCF: Source = page("github.com/NVIDIA/nvcf");
pub(crate) const PROBLEM_DETAILS: Source = seen("NVIDIA: type of problem details");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Nvidia),
    sources: &[API, NVCF],
    headers: &[
        header("nvcf-reqid", HeaderMeaning::RequestId).only(Nvidia).source(CLOUD_FUNCTIONS),
        provider_header("nvcf-status", Nvidia).source(CLOUD_FUNCTIONS),
    ],
    envelopes: &[
        envelope(Nvidia, &[in_body("type", Prefix("urn:nvcf")), in_body("title", String)])
            .source(NVCF),
        envelope(
            Nvidia,
            &[in_body("type", Prefix("urn:inference-service:")), in_body("title", String)],
        )
        .source(PROBLEM_DETAILS),
    ],
    marks: &[
        host("build.nvidia.com", Nvidia).source(API),
        host("api.nvidia.com", Nvidia).source(API),
        host("nvcf.nvidia.com", Nvidia).source(CLOUD_FUNCTIONS),
        host("ngc.nvidia.com", Nvidia).source(CLOUD_FUNCTIONS),
    ],
    ..ProviderRules::NONE
};
