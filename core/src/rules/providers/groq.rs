//! Groq.

use crate::kind::Kind::{Authentication, BadGateway, Cancelled, FailedDependency, GenerationFailed, InternalError, InvalidRequest, ModelNotFound, NotFound, Overloaded, PartialContent, PermissionDenied, QuotaExhausted, RateLimited, RequestTooLarge, ServiceUnavailable, Timeout, UnprocessableEntity};
use crate::kind::Provider::{Groq};
use crate::kind::Window;
use crate::rules::schema::Accepts::{Object, ObjectOrFirst, Scalar, String};
use crate::rules::schema::Parent::{Detail, Error, Inner, Response, Root, XGroq};
use crate::rules::schema::Trait::{CountsLast};
use crate::rules::schema::{ANY_ERROR_OR_ROOT, Bucket, FLAT, Field, HeaderMeaning, ProviderRules, Source, Specificity, WordingUnder, bucket, code, field, header, host, object, page, provider_header, seen, status};

pub(crate) const ERRORS: Source = page("console.groq.com/docs/errors");
pub(crate) const EVERY_ANSWER: Source = seen("every answer of api.groq.com");
pub(crate) const FLEX: Source = page("console.groq.com/docs/flex-processing");
pub(crate) const RATE_LIMITS: Source = page("console.groq.com/docs/rate-limits");
pub(crate) const DEPRECATIONS: Source = page("console.groq.com/docs/deprecations");
pub(crate) const STRUCTURED_OUTPUTS: Source = page("console.groq.com/docs/structured-outputs");
pub(crate) const RESPONSES: Source = page("console.groq.com/docs/responses-api");
pub(crate) const MODEL_PERMISSIONS: Source = page("console.groq.com/docs/model-permissions");
pub(crate) const SPEND_LIMITS: Source = page("console.groq.com/docs/spend-limits");
pub(crate) const API_REFERENCE: Source = page("console.groq.com/docs/api-reference");
pub(crate) const TOOL_USE: Source = page("console.groq.com/docs/tool-use");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Groq),
    sources: &[ERRORS, EVERY_ANSWER, FLEX, RATE_LIMITS, DEPRECATIONS, STRUCTURED_OUTPUTS, RESPONSES, MODEL_PERMISSIONS, SPEND_LIMITS, API_REFERENCE, TOOL_USE],
    statuses: &[
        status(206, "206", PartialContent).reason("Partial Content").specificity(Specificity::Nothing).source(ERRORS).action("Check that a range was asked for; if not, request the whole resource."),
        status(400, "400", InvalidRequest).reason("Bad Request").wording(WordingUnder::Lasting).source(ERRORS).action("Review the request's format and parameters against the message, then send a corrected one."),
        status(401, "401", Authentication).reason("Unauthorized").source(ERRORS).action("Send a valid API key in the authorization header."),
        status(403, "403", PermissionDenied).reason("Forbidden").source(ERRORS).action("Check what this key, its project and the network it is used from are allowed to do."),
        status(404, "404", NotFound).reason("Not Found").wording(WordingUnder::Lasting).source(ERRORS).action("Check the request's URL and that the resource it names exists."),
        status(413, "413", RequestTooLarge).reason("Request Entity Too Large").specificity(Specificity::Specific).of_limit().source(ERRORS).action("Make the request body smaller, or split it."),
        status(422, "422", UnprocessableEntity).reason("Unprocessable Entity").wording(WordingUnder::Lasting).source(ERRORS).action("Verify that the values in the request are correct and complete."),
        status(424, "424", FailedDependency).reason("Failed Dependency").wording(WordingUnder::Decisive).source(ERRORS).action("Check the remote tool server that the request names, and its authentication."),
        status(429, "429", RateLimited).reason("Too Many Requests").of_limit().source(ERRORS).action("Throttle requests and respect the rate limit: wait as long as stated, or back off exponentially."),
        status(498, "498", Overloaded).reason("Flex Tier Capacity Exceeded").specificity(Specificity::Specific).wording(WordingUnder::Decisive).source(ERRORS).action("Try again later, or send it under another service tier: the flex tier is at capacity."),
        status(499, "499", Cancelled).reason("Request Cancelled").specificity(Specificity::Specific).wording(WordingUnder::Decisive).source(ERRORS).action("Nothing, if the caller cancelled it on purpose; otherwise raise the client's own timeout."),
        status(500, "500", InternalError).reason("Internal Server Error").source(ERRORS).action("Send it again later; if it persists, tell the provider's support the request id."),
        status(502, "502", BadGateway).reason("Bad Gateway").source(ERRORS).action("Send it again with exponential backoff: an upstream answered wrongly, often only for a moment."),
        status(503, "503", ServiceUnavailable).reason("Service Unavailable").source(ERRORS).action("Wait before sending it again: the server is down for maintenance or overloaded."),
        status(504, "504", Timeout).reason("Gateway Timeout").source(ERRORS).action("Send it again with exponential backoff; if it persists, ask for less in one request, or stream."),
    ],
    codes: &[
        code("tool_use_failed", GenerationFailed).only(Groq).source(TOOL_USE).action("Send it again, a few times at most; if it persists, simplify the tools or the prompt, or lower the temperature."),
        code("json_validate_failed", GenerationFailed).only(Groq).source(STRUCTURED_OUTPUTS).action("Send it again, a few times at most; if it persists, simplify the schema or the prompt."),
        code("output_parse_failed", GenerationFailed).source(TOOL_USE).action("Send it again, a few times at most; if it persists, simplify the tools or the prompt."),
        code("model_decommissioned", ModelNotFound).only(Groq).source(DEPRECATIONS).action("Move to the replacement that the provider's deprecation page names: this model is retired."),
        code("model_terms_required", PermissionDenied).only(Groq).source(MODEL_PERMISSIONS).action("Have an administrator of the organisation accept the model's terms."),
        code("model_permission_blocked_org", PermissionDenied).only(Groq).source(MODEL_PERMISSIONS).action("Have an administrator enable the model in the organisation's settings, or use another model."),
        code("model_permission_blocked_project", PermissionDenied).only(Groq).source(MODEL_PERMISSIONS).action("Have an administrator enable the model in the project's settings, or use another model."),
        code("organization_restricted", PermissionDenied).only(Groq).source(ERRORS).action("Ask the provider's support why the organisation is restricted."),
        code("blocked_api_access", QuotaExhausted).only(Groq).source(SPEND_LIMITS).action("Raise the spend limit, or wait for the next billing period: the organisation has reached it."),
        code("spend_limit_reached", QuotaExhausted).only(Groq).source(SPEND_LIMITS).action("Raise the spend limit or its alert threshold: the organisation has reached it."),
        code("capacity_exceeded", Overloaded).source(FLEX).action("Try again later with exponential backoff, or send it under another service tier."),
        code("expired_api_key", Authentication).source(ERRORS),
        code("invalid_request_error", InvalidRequest).class().source(ERRORS),
        code("ErrorQueueFull", Overloaded).source(ERRORS),
    ],
    headers: &[
        header("x-request-id", HeaderMeaning::RequestId).source(ERRORS),
        provider_header("x-groq-region", Groq).source(EVERY_ANSWER),
    ],
    buckets: &[
        bucket("x-ratelimit-", "-requests", Bucket::Requests).source(RATE_LIMITS),
        bucket("x-ratelimit-", "-tokens", Bucket::Tokens).source(RATE_LIMITS),
        bucket("x-ratelimit-", "-audio-seconds", Bucket::AudioSeconds).source(RATE_LIMITS),
    ],
    windows: &[
        (Bucket::Requests, Window::Day),
        (Bucket::Tokens, Window::Minute),
    ],
    fields: &[
        field(&[Inner, Error, Detail, Root], "message", String, Field::Message).source(ERRORS),
        field(ANY_ERROR_OR_ROOT, "type", Scalar, Field::Type).source(ERRORS),
        field(&[Detail], "type", Scalar, Field::Type).with(CountsLast).source(ERRORS),
        field(FLAT, "code", Scalar, Field::Code).source(ERRORS),
        field(FLAT, "param", String, Field::Param).source(ERRORS),
        field(ANY_ERROR_OR_ROOT, "failed_generation", String, Field::FailedGeneration).source(TOOL_USE),
        field(&[XGroq], "id", String, Field::RequestId).source(API_REFERENCE),
        object(&[Root], "x_groq", Object, XGroq).only(Groq).source(API_REFERENCE),
        object(&[Root, Inner, Error, XGroq, Response], "error", Object, Inner).source(ERRORS),
        object(&[Root], "error", ObjectOrFirst, Error).source(ERRORS),
        object(&[Root, Response], "response", Object, Response).source(RESPONSES),
    ],
    marks: &[
        host("groq.com", Groq).source(ERRORS),
        host("groqstatus.com", Groq).source(ERRORS),
    ],
    ..ProviderRules::NONE
};
