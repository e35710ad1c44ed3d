//! DeepInfra.

use crate::kind::Provider::Deepinfra;
use crate::rules::schema::Accepts::{Any, Container, String};
use crate::rules::schema::Parent::Root;
use crate::rules::schema::{Field, ProviderRules, Source, envelope, field, host, in_body, page};

pub(crate) const DOCS: Source = page("deepinfra.com/docs/advanced/rate-limits");
pub(crate) const STATUS: Source =
    page("github.com/deepinfra/deepinfra-node/blob/main/src/lib/types/common/status.ts");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Deepinfra),
    sources: &[DOCS],
    fields: &[field(&[Root], "inference_status", Any, Field::ProviderMarker).source(STATUS)],
    envelopes: &[envelope(
        Deepinfra,
        &[in_body("inference_status", Container), in_body("request_id", String)],
    )
    .source(STATUS)],
    marks: &[host("deepinfra.com", Deepinfra).source(DOCS)],
    ..ProviderRules::NONE
};
