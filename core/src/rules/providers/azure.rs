//! Azure OpenAI, Azure AI Foundry and API Management.

use crate::kind::Kind::{ContentPolicy, InvalidRequest, ModelNotFound, PermissionDenied};
use crate::kind::Provider::{Azure};
use crate::rules::schema::Accepts::{Any, String};
use crate::rules::schema::Parent::{InnerError};
use crate::rules::schema::{Bucket, BucketPart, Field, HeaderMeaning, ProviderRules, Source, bucket_header, code, field, header, host, page, provider_header};

pub(crate) const API_MANAGEMENT: Source = page("learn.microsoft.com/azure/api-management");
pub(crate) const REFERENCE: Source = page("learn.microsoft.com/azure/ai-services/openai/reference");
pub(crate) const CONTENT_FILTER: Source = page("learn.microsoft.com/azure/ai-services/openai/concepts/content-filter");
pub(crate) const QUOTA: Source = page("learn.microsoft.com/azure/ai-services/openai/how-to/quota");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Azure),
    sources: &[API_MANAGEMENT, REFERENCE, CONTENT_FILTER, QUOTA],
    codes: &[
        code("DeploymentNotFound", ModelNotFound).only(Azure).source(REFERENCE),
        code("ResponsibleAIPolicyViolation", ContentPolicy).only(Azure).source(CONTENT_FILTER),
        code("AuthenticationTypeDisabled", PermissionDenied).only(Azure).source(REFERENCE),
        code("AuthorizationFailed", PermissionDenied).source(REFERENCE),
        code("ServiceModelDeprecated", ModelNotFound).source(REFERENCE),
        code("DeploymentModelNotSupported", ModelNotFound).source(REFERENCE),
        code("OperationNotSupported", InvalidRequest).source(REFERENCE),
        code("api_not_supported", InvalidRequest).source(REFERENCE),
        code("unsupported_api_for_model", InvalidRequest).source(REFERENCE),
    ],
    headers: &[
        header("retry-after-ms", HeaderMeaning::DelayMs).source(QUOTA),
        header("x-ms-retry-after-ms", HeaderMeaning::DelayMs).source(QUOTA),
        header("apim-request-id", HeaderMeaning::RequestId).only(Azure).source(REFERENCE),
        bucket_header("x-rate-limit-reset-requests", Bucket::Requests, BucketPart::Reset).source(QUOTA),
        bucket_header("x-rate-limit-reset-tokens", Bucket::Tokens, BucketPart::Reset).source(QUOTA),
        provider_header("x-ms-region", Azure).source(REFERENCE),
        provider_header("x-ms-deployment-name", Azure).source(REFERENCE),
        provider_header("x-ms-rai-invoked", Azure).source(CONTENT_FILTER),
        provider_header("azureml-model-session", Azure).source(REFERENCE),
    ],
    fields: &[
        field(&[InnerError], "code", String, Field::InnerErrorCode).source(CONTENT_FILTER),
        field(&[InnerError], "content_filter_result", Any, Field::ProviderMarker).only(Azure).source(CONTENT_FILTER),
        field(&[InnerError], "content_filter_results", Any, Field::ProviderMarker).only(Azure).source(CONTENT_FILTER),
    ],
    marks: &[
        host("openai.azure.com", Azure).source(REFERENCE),
        host("cognitiveservices.azure.com", Azure).source(REFERENCE),
        host("services.ai.azure.com", Azure).source(REFERENCE),
        host("aka.ms/oai", Azure).source(QUOTA),
        host("aka.ms/cogsvc", Azure).source(REFERENCE),
        host("aka.ms/foundrypermissions", Azure).source(REFERENCE),
        host("go.microsoft.com", Azure).source(CONTENT_FILTER),
        host("learn.microsoft.com", Azure).source(REFERENCE),
    ],
    ..ProviderRules::NONE
};
