//! Azure OpenAI, Azure AI Foundry and API Management.

use crate::kind::Kind::{
    ContentPolicy, InvalidRequest, ModelNotFound, PermissionDenied, RateLimited,
};
use crate::kind::Provider::Azure;
use crate::rules::schema::Accepts::{Any, String};
use crate::rules::schema::Parent::InnerError;
use crate::rules::schema::{
    Bucket, BucketPart, Field, HeaderMeaning, MarkPlace, ProviderRules, Source, bucket_header,
    code, field, header, host, mark, page, provider_header, seen,
};

pub(crate) const API_MANAGEMENT: Source =
    page("learn.microsoft.com/azure/api-management/llm-token-limit-policy");
pub(crate) const REFERENCE: Source = page("learn.microsoft.com/azure/ai-foundry/openai/reference");
pub(crate) const CONTENT_FILTER: Source = page(
    "github.com/Azure/azure-rest-api-specs/blob/main/specification/\
    cognitiveservices/data-plane/AzureOpenAI/inference/stable/2024-10-21/\
    inference.json",
);
pub(crate) const QUOTA: Source = page("learn.microsoft.com/azure/ai-foundry/openai/how-to/quota");
pub(crate) const RECORDING: Source = page(
    "github.com/envoyproxy/ai-gateway/blob/main/tests/internal/testopenai/\
    cassettes/azure-chat-basic.yaml",
);
pub(crate) const ERROR_CODE: Source = seen("Azure OpenAI: error.code");
pub(crate) const OPENAI: Source = page(
    "github.com/pydantic/pydantic-ai/blob/main/pydantic_ai_slim/pydantic_ai/\
    models/openai.py",
);
pub(crate) const RESPONSE_HEADERS: Source = seen("Azure: response header");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Azure),
    sources: &[API_MANAGEMENT, REFERENCE, CONTENT_FILTER, QUOTA],
    codes: &[
        code("content_filter", ContentPolicy).source(page(
            "learn.microsoft.com/en-us/answers/questions/5896505/azure-openai-content-\
            filter-400-errors-blocking-sa",
        )),
        code("inference_rate_limit_exceeded", RateLimited)
            .source(seen("Azure OpenAI realtime: status_details.error.code")),
        code("DeploymentNotFound", ModelNotFound)
            .only(Azure)
            .source(page("github.com/pydantic/pydantic-ai/blob/main/docs/realtime/azure.md")),
        code("ResponsibleAIPolicyViolation", ContentPolicy).only(Azure).source(CONTENT_FILTER),
        code("AuthenticationTypeDisabled", PermissionDenied).only(Azure).source(ERROR_CODE),
        code("AuthorizationFailed", PermissionDenied)
            .source(seen("Azure Resource Manager: error.code")),
        code("ServiceModelDeprecated", ModelNotFound).source(ERROR_CODE),
        code("DeploymentModelNotSupported", ModelNotFound).source(ERROR_CODE),
        code("OperationNotSupported", InvalidRequest).source(ERROR_CODE),
        code("api_not_supported", InvalidRequest).source(seen("Azure AI services: error.code")),
    ],
    headers: &[
        header("retry-after-ms", HeaderMeaning::DelayMs)
            .source(page("github.com/groq/groq-typescript/blob/main/src/client.ts")),
        header("x-ms-retry-after-ms", HeaderMeaning::DelayMs)
            .source(page("github.com/Portkey-AI/gateway/blob/main/src/globals.ts")),
        header("apim-request-id", HeaderMeaning::RequestId).only(Azure).source(RECORDING),
        bucket_header("x-rate-limit-reset-requests", Bucket::Requests, BucketPart::Reset)
            .source(RESPONSE_HEADERS),
        bucket_header("x-rate-limit-reset-tokens", Bucket::Tokens, BucketPart::Reset)
            .source(RESPONSE_HEADERS),
        provider_header("x-ms-region", Azure).source(RECORDING),
        provider_header("x-ms-deployment-name", Azure).source(RECORDING),
        provider_header("x-ms-rai-invoked", Azure).source(RECORDING),
        provider_header("azureml-model-session", Azure).source(RECORDING),
    ],
    fields: &[
        field(&[InnerError], "code", String, Field::InnerErrorCode).source(OPENAI),
        field(&[InnerError], "content_filter_result", Any, Field::ProviderMarker)
            .only(Azure)
            .source(OPENAI),
        field(&[InnerError], "content_filter_results", Any, Field::ProviderMarker)
            .only(Azure)
            .source(seen("Azure OpenAI: innererror.content_filter_results")),
    ],
    marks: &[
        host("openai.azure.com", Azure).source(REFERENCE),
        host("cognitiveservices.azure.com", Azure).source(REFERENCE),
        host("services.ai.azure.com", Azure).source(REFERENCE),
        host("aka.ms", Azure).source(QUOTA),
        mark(MarkPlace::Header("www-authenticate"), "AzureApiManagementKey", Azure)
            .source(API_MANAGEMENT),
        host("go.microsoft.com/fwlink", Azure).source(CONTENT_FILTER),
        host("learn.microsoft.com", Azure).source(REFERENCE),
    ],
    ..ProviderRules::NONE
};
