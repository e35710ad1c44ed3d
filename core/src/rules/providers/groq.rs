//! Groq.

use crate::kind::Kind::{
    Authentication, BadGateway, Cancelled, FailedDependency, GenerationFailed, InternalError,
    InvalidRequest, ModelNotFound, NotFound, Overloaded, PartialContent, PermissionDenied,
    QuotaExhausted, RateLimited, RequestTooLarge, ServiceUnavailable, Timeout, UnprocessableEntity,
};
use crate::kind::Provider::Groq;
use crate::kind::Window;
use crate::rules::schema::Accepts::{Object, ObjectOrFirst, Scalar, String};
use crate::rules::schema::Parent::{Detail, Error, Inner, Response, Root, XGroq};
use crate::rules::schema::Trait::CountsLast;
use crate::rules::schema::{
    ANY_ERROR, ANY_ERROR_OR_ROOT, Bucket, FLAT, Field, HeaderMeaning, ProviderRules, Source,
    Specificity, WordingUnder, bucket, code, field, header, host, object, page, provider_header,
    seen, status,
};

pub(crate) const ERRORS: Source = page("console.groq.com/docs/errors");
pub(crate) const FLEX: Source = page("console.groq.com/docs/flex-processing");
pub(crate) const RATE_LIMITS: Source = page("console.groq.com/docs/rate-limits");
pub(crate) const DEPRECATIONS: Source = page("console.groq.com/docs/deprecations");
pub(crate) const MODEL_PERMISSIONS: Source = page("console.groq.com/docs/model-permissions");
pub(crate) const SPEND_LIMITS: Source = page("console.groq.com/docs/spend-limits");
pub(crate) const API_REFERENCE: Source = page(
    "github.com/groq/groq-python/blob/main/src/groq/types/chat/\
    chat_completion_chunk.py",
);
pub(crate) const TOOL_USE: Source = page("console.groq.com/docs/tool-use/overview");
pub(crate) const ERROR_CODE: Source = seen("Groq: error.code");
pub(crate) const ERROR_OBJECT: Source =
    page("github.com/groq/groq-python/blob/main/src/groq/types/shared/error_object.py");
pub(crate) const SDK_TYPES: Source =
    page("github.com/groq/groq-typescript/blob/main/src/resources/shared.ts");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Groq),
    sources: &[
        ERRORS,
        FLEX,
        RATE_LIMITS,
        DEPRECATIONS,
        MODEL_PERMISSIONS,
        SPEND_LIMITS,
        API_REFERENCE,
        TOOL_USE,
    ],
    statuses: &[
        status(206, "206", PartialContent)
            .reason("Partial Content")
            .specificity(Specificity::Nothing)
            .source(ERRORS)
            .action("Check whether a range was requested; if not, request the whole resource."),
        status(400, "400", InvalidRequest)
            .reason("Bad Request")
            .wording(WordingUnder::Lasting)
            .source(ERRORS)
            .action("Review the request's format and parameters, then send a corrected one."),
        status(401, "401", Authentication)
            .reason("Unauthorized")
            .source(ERRORS)
            .action("Send a valid API key in the authorization header."),
        status(403, "403", PermissionDenied).reason("Forbidden").source(ERRORS).action(
            "Check what this key, its project and the network it is used from are \
            allowed to do.",
        ),
        status(404, "404", NotFound)
            .reason("Not Found")
            .wording(WordingUnder::Lasting)
            .source(ERRORS)
            .action("Check the request's URL and that the resource it names exists."),
        status(413, "413", RequestTooLarge)
            .reason("Request Entity Too Large")
            .specificity(Specificity::Specific)
            .of_limit()
            .source(ERRORS)
            .action("Make the request body smaller, or split it."),
        status(422, "422", UnprocessableEntity)
            .reason("Unprocessable Entity")
            .wording(WordingUnder::Lasting)
            .source(ERRORS)
            .action("Verify that the values in the request are correct and complete."),
        status(424, "424", FailedDependency)
            .reason("Failed Dependency")
            .wording(WordingUnder::Decisive)
            .source(ERRORS)
            .action(
                "Check the remote tool server that the request names, and its \
                authentication.",
            ),
        status(429, "429", RateLimited)
            .reason("Too Many Requests")
            .of_limit()
            .source(ERRORS)
            .action(
                "Send requests more slowly: wait for the stated delay, or back off \
                exponentially if there is none.",
            ),
        status(498, "498", Overloaded)
            .reason("Flex Tier Capacity Exceeded")
            .specificity(Specificity::Specific)
            .wording(WordingUnder::Decisive)
            .source(ERRORS)
            .action("Retry later, or use another service tier: the flex tier is at capacity."),
        status(499, "499", Cancelled)
            .reason("Request Cancelled")
            .specificity(Specificity::Specific)
            .wording(WordingUnder::Decisive)
            .source(ERRORS)
            .action(
                "Nothing, if the caller cancelled it on purpose; otherwise raise the \
                client's timeout.",
            ),
        status(500, "500", InternalError).reason("Internal Server Error").source(ERRORS).action(
            "Retry later; if the error persists, send the request id to the provider's \
            support.",
        ),
        status(502, "502", BadGateway).reason("Bad Gateway").source(ERRORS).action(
            "Retry after the stated delay, or with exponential backoff if there is none: an \
            upstream server sent an invalid response, often only briefly.",
        ),
        status(503, "503", ServiceUnavailable)
            .reason("Service Unavailable")
            .source(ERRORS)
            .action("Wait before you retry: the server is down for maintenance or overloaded."),
        status(504, "504", Timeout).reason("Gateway Timeout").source(ERRORS).action(
            "Retry after the stated delay, or with exponential backoff if there is none; if \
            the error persists, ask for less in one request, or use streaming.",
        ),
    ],
    codes: &[
        code("tool_use_failed", GenerationFailed)
            .only(Groq)
            .source(page(
                "github.com/pydantic/pydantic-ai/blob/main/pydantic_ai_slim/pydantic_ai/\
                models/groq.py",
            ))
            .action(
                "Retry a few times at most; if the error persists, simplify the tools or \
                the prompt, or lower the temperature.",
            ),
        code("json_validate_failed", GenerationFailed)
            .only(Groq)
            .source(page("github.com/thepersonalaicompany/amurex-backend/issues/38"))
            .action(
                "Retry a few times at most; if the error persists, simplify the schema or \
                the prompt.",
            ),
        code("output_parse_failed", GenerationFailed)
            .only(Groq)
            .source(seen("Groq: error.code with failed_generation"))
            .action(
                "Retry a few times at most; if the error persists, simplify the tools or \
                the prompt.",
            ),
        code("model_decommissioned", ModelNotFound)
            .only(Groq)
            .source(page("github.com/RightNow-AI/openfang/issues/60"))
            .action(
                "Move to the replacement that the provider's deprecation page names: this \
                model is retired.",
            ),
        code("model_terms_required", PermissionDenied)
            .only(Groq)
            .source(seen("Groq text to speech: error.code"))
            .action("Have an administrator of the organisation accept the model's terms."),
        code("model_permission_blocked_org", PermissionDenied)
            .only(Groq)
            .source(MODEL_PERMISSIONS)
            .action(
                "Have an administrator enable the model in the organisation's settings, or \
                use another model.",
            ),
        code("model_permission_blocked_project", PermissionDenied)
            .only(Groq)
            .source(MODEL_PERMISSIONS)
            .action(
                "Have an administrator enable the model in the project's settings, or use \
                another model.",
            ),
        code("organization_restricted", PermissionDenied)
            .only(Groq)
            .source(page("huggingface.co/spaces/suhail1399/Load_Balancing_App/discussions/1"))
            .action("Ask the provider's support why the organisation is restricted."),
        code("blocked_api_access", QuotaExhausted).only(Groq).source(SPEND_LIMITS).action(
            "Raise the spend limit, or wait for the next billing period: the \
            organisation has reached it.",
        ),
        code("spend_limit_reached", QuotaExhausted).only(Groq).source(ERROR_CODE).action(
            "Raise the spend limit or its alert threshold: the organisation has \
            reached it.",
        ),
        code("capacity_exceeded", Overloaded)
            .source(FLEX)
            .action("Retry later with exponential backoff, or use another service tier."),
        code("expired_api_key", Authentication).source(ERROR_CODE),
        code("invalid_request_error", InvalidRequest).class().source(ERRORS),
        code("permissions_error", PermissionDenied).generic().source(MODEL_PERMISSIONS),
        code("ErrorQueueFull", Overloaded).source(page("docs.api.groq.com/md/errors.html")),
    ],
    headers: &[
        header("x-request-id", HeaderMeaning::RequestId)
            .source(page("github.com/openai/openai-python/blob/main/README.md")),
        provider_header("x-groq-region", Groq).source(seen("Groq: every response")),
    ],
    buckets: &[
        bucket("x-ratelimit-", "-requests", Bucket::Requests).source(RATE_LIMITS),
        bucket("x-ratelimit-", "-tokens", Bucket::Tokens).source(RATE_LIMITS),
        bucket("x-ratelimit-", "-audio-seconds", Bucket::AudioSeconds)
            .source(seen("Groq speech: response header")),
    ],
    windows: &[(Bucket::Requests, Window::Day), (Bucket::Tokens, Window::Minute)],
    fields: &[
        field(&[Inner, Error, Detail, Root], "message", String, Field::Message).source(ERRORS),
        field(ANY_ERROR_OR_ROOT, "type", Scalar, Field::Type).source(ERRORS),
        field(&[Detail], "type", Scalar, Field::Type).with(CountsLast).source(ERRORS),
        field(FLAT, "code", Scalar, Field::Code)
            .success(&["0", "200", "success"])
            .source(SDK_TYPES),
        field(FLAT, "param", String, Field::Param).source(SDK_TYPES),
        field(ANY_ERROR_OR_ROOT, "failed_generation", String, Field::FailedGeneration)
            .source(SDK_TYPES),
        field(ANY_ERROR, "schema_kind", String, Field::ProviderMarker)
            .only(Groq)
            .source(ERROR_OBJECT),
        field(ANY_ERROR, "schema_code", String, Field::ProviderMarker)
            .only(Groq)
            .source(ERROR_OBJECT),
        field(&[XGroq], "id", String, Field::RequestId).source(API_REFERENCE),
        object(&[Root], "x_groq", Object, XGroq).only(Groq).source(API_REFERENCE),
        object(&[Root, Inner, Error, XGroq, Response], "error", Object, Inner)
            .source(seen("gateways: error inside an error")),
        object(&[Root], "error", ObjectOrFirst, Error).source(ERRORS),
        object(&[Root, Response], "response", Object, Response)
            .source(page("github.com/openai/openai-openapi/blob/main/openapi.yaml")),
    ],
    marks: &[host("groq.com", Groq).source(ERRORS), host("groqstatus.com", Groq).source(ERRORS)],
    ..ProviderRules::NONE
};
