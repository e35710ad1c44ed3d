//! Replicate.

use crate::kind::Provider::Replicate;
use crate::rules::schema::Accepts::{Number, OneOf, String};
use crate::rules::schema::{ProviderRules, Source, envelope, host, in_body, page, seen};

pub(crate) const DOCS: Source = page("replicate.com/docs/reference/http");
pub(crate) const PROBLEMS: Source = seen("Replicate: problem details without a type");

/// The titles of its errors that are no reason phrases, as others send these too.
const TITLES: &[&str] = &[
    "Unauthenticated",
    "Input validation failed",
    "Invalid version or not permitted",
    "Insufficient credit",
    "Billing required",
    "Free time limit reached",
    "Monthly spend limit reached",
];

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Replicate),
    sources: &[DOCS, PROBLEMS],
    envelopes: &[envelope(
        Replicate,
        &[in_body("title", OneOf(TITLES)), in_body("detail", String), in_body("status", Number)],
    )
    .lacks(&[in_body("type", String)])
    .source(DOCS)],
    marks: &[
        host("replicate.com", Replicate).source(DOCS),
        host("replicate.delivery", Replicate).source(DOCS),
    ],
    ..ProviderRules::NONE
};
