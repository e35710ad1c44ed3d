//! Databricks.

use crate::kind::Kind::{
    Authentication, Conflict, ContentPolicy, InternalError, InvalidRequest, NotFound,
    PermissionDenied, RateLimited, ServiceUnavailable, Timeout,
};
use crate::kind::Provider::Databricks;
use crate::rules::schema::Accepts::{Scalar, String, StringOrContainer, UpperCase};
use crate::rules::schema::Parent::Root;
use crate::rules::schema::{
    FLAT, Field, MarkPlace, ProviderRules, Source, code, envelope, field, host, in_body, mark,
    page, provider_header, seen,
};

pub(crate) const API: Source = page("docs.databricks.com/api/workspace/introduction");
pub(crate) const ERRORS: Source = page("docs.databricks.com/api/account/errors");
pub(crate) const CODES: Source =
    page("databricks.github.io/sdk-js/api/variables/_databricks_sdk-apps.v1.ErrorCode.html");
pub(crate) const SDK: Source =
    page("github.com/databricks/databricks-sdk-py/blob/main/databricks/sdk/errors/platform.py");
pub(crate) const EXTERNAL_MODELS: Source = page("github.com/databricks-demos/dbdemos/issues/97");

pub(crate) const GUARDRAILS: Source =
    page("docs.databricks.com/aws/en/ai-gateway/configure-ai-gateway-endpoints");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Databricks),
    sources: &[API],
    codes: &[
        code("INVALID_PARAMETER_VALUE", InvalidRequest).generic().source(SDK),
        code("MALFORMED_REQUEST", InvalidRequest).generic().source(CODES),
        code("INVALID_STATE", InvalidRequest).generic().source(CODES),
        code("CUSTOMER_UNAUTHORIZED", Authentication).generic().source(CODES),
        code("FEATURE_DISABLED", PermissionDenied).source(CODES),
        code("RESOURCE_DOES_NOT_EXIST", NotFound).generic().source(SDK),
        code("ENDPOINT_NOT_FOUND", NotFound).generic().source(CODES),
        code("RESOURCE_ALREADY_EXISTS", Conflict).generic().source(SDK),
        code("RESOURCE_CONFLICT", Conflict).generic().source(CODES),
        code("REQUEST_LIMIT_EXCEEDED", RateLimited).limit().source(SDK),
        code("RESOURCE_LIMIT_EXCEEDED", RateLimited).limit().source(CODES),
        code("TEMPORARILY_UNAVAILABLE", ServiceUnavailable).generic().source(CODES),
        code("WORKSPACE_TEMPORARILY_UNAVAILABLE", ServiceUnavailable)
            .only(Databricks)
            .source(CODES),
        code("SERVICE_UNDER_MAINTENANCE", ServiceUnavailable).source(CODES),
        code("DEPLOYMENT_TIMEOUT", Timeout).source(CODES),
        code("IO_ERROR", InternalError).generic().source(CODES),
        code("input_guardrail_triggered", ContentPolicy).only(Databricks).source(GUARDRAILS),
        code("output_guardrail_triggered", ContentPolicy).only(Databricks).source(GUARDRAILS),
    ],
    headers: &[
        provider_header("x-databricks-org-id", Databricks).source(page(
            "github.com/databricks/databricks-sdk-py/blob/main/databricks/sdk/mixins/workspace.py",
        )),
        provider_header("x-databricks-reason-phrase", Databricks)
            .source(seen("Databricks: response header")),
    ],
    fields: &[
        field(FLAT, "error_code", Scalar, Field::Code).source(ERRORS),
        field(&[Root], "finishReason", String, Field::Reason).source(GUARDRAILS),
        field(&[Root], "external_model_message", StringOrContainer, Field::UpstreamBody)
            .only(Databricks)
            .source(EXTERNAL_MODELS),
        field(&[Root], "external_model_error", StringOrContainer, Field::UpstreamBody)
            .only(Databricks)
            .source(seen("Databricks: external_model_error")),
        field(&[Root], "external_model_provider", String, Field::UpstreamProvider)
            .only(Databricks)
            .source(seen("Databricks: external_model_provider")),
    ],
    envelopes: &[envelope(
        Databricks,
        &[in_body("error_code", UpperCase), in_body("message", String)],
    )
    .source(ERRORS)],
    marks: &[
        host("databricks.com", Databricks).source(API),
        host("azuredatabricks.net", Databricks).source(EXTERNAL_MODELS),
        mark(MarkPlace::Header("server"), "databricks", Databricks)
            .source(seen("Databricks: header server")),
    ],
    ..ProviderRules::NONE
};
