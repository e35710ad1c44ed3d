//! The names that OpenTelemetry gives to providers.

use crate::kind::Provider::{self, Azure, Bedrock, Google, Mistral, Xai};

/// The well-known value of `gen_ai.provider.name`, for each provider whose own name is another. A
/// report does not show which API of Google or Azure answered: Google's row is the one for such a case,
/// Azure's that of the API that most people call.
///
/// Source: opentelemetry.io/docs/specs/semconv/registry/attributes/gen-ai.
pub(crate) const PROVIDER_NAMES: &[(Provider, &str)] = &[
    (Azure, "azure.ai.openai"),
    (Bedrock, "aws.bedrock"),
    (Google, "gcp.gen_ai"),
    (Mistral, "mistral_ai"),
    (Xai, "x_ai"),
];
