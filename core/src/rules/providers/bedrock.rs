//! AWS: Bedrock, and the errors that all services share.

use crate::kind::Kind::{
    Authentication, BadGateway, Conflict, ContentPolicy, ContextLengthExceeded, FailedDependency,
    GenerationFailed, InternalError, InvalidRequest, ModelNotFound, NotFound, Overloaded,
    PermissionDenied, QuotaExhausted, RateLimited, RequestTooLarge, ServiceUnavailable, Timeout,
};
use crate::kind::Provider::Bedrock;
use crate::rules::providers::openrouter;
use crate::rules::schema::{
    HeaderMeaning, MarkPlace, ProviderRules, Source, code, header, host, mark, page,
    provider_header, seen,
};

pub(crate) const COMMON_ERRORS: Source = page(
    "docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/\
    CommonErrors.html",
);
pub(crate) const RETRIES: Source =
    page("github.com/boto/botocore/blob/develop/botocore/retries/standard.py");
pub(crate) const ERRORS: Source = page(
    "docs.aws.amazon.com/bedrock/latest/userguide/troubleshooting-api-error-\
    codes.html",
);
pub(crate) const SDK_RETRY_CODES: Source = page(
    "github.com/smithy-lang/smithy-typescript/blob/main/packages/service-error-\
    classification/src/constants.ts",
);
pub(crate) const CODEWHISPERER: Source = page(
    "github.com/aws/amazon-q-developer-cli/blob/main/crates/chat-cli/src/\
    api_client/mod.rs",
);
pub(crate) const BOTOCORE_PARSERS: Source =
    page("github.com/boto/botocore/blob/develop/botocore/parsers.py");
pub(crate) const RUNTIME_MODEL: Source = page(
    "github.com/boto/botocore/blob/develop/botocore/data/bedrock-runtime/2023-\
    09-30/service-2.json",
);
pub(crate) const TYPE: Source = seen("AWS JSON services: __type");
pub(crate) const VALIDATION_REASONS: Source = page(
    "github.com/aws/amazon-q-developer-cli/blob/main/crates/amzn-consolas-\
    client/src/types/_validation_exception_reason.rs",
);

/// A part of the names that AWS gives to the exceptions of all its services.
macro_rules! part {
    ($word:literal, $kind:ident) => {
        code($word, $kind)
            .below_words()
            .in_exception()
            .named(concat!("exception/", $word))
            .source(COMMON_ERRORS)
    };
}

pub(crate) const STOP_REASONS: Source =
    page("docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_MessageStopEvent.html");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Bedrock),
    sources: &[COMMON_ERRORS, RETRIES, ERRORS],
    codes: &[
        code("guardrail_intervened", ContentPolicy).source(STOP_REASONS),
        code("malformed_model_output", GenerationFailed).source(STOP_REASONS),
        code("malformed_tool_use", GenerationFailed).source(STOP_REASONS),
        code("content_filtered", ContentPolicy).source(STOP_REASONS),
        code("ThrottlingException", RateLimited).limit().source(RUNTIME_MODEL),
        code("TooManyRequestsException", RateLimited).limit().source(SDK_RETRY_CODES),
        code("RequestLimitExceeded", RateLimited).limit().source(SDK_RETRY_CODES),
        code("ProvisionedThroughputExceededException", RateLimited).limit().source(SDK_RETRY_CODES),
        code("BandwidthLimitExceeded", RateLimited).limit().source(SDK_RETRY_CODES),
        code("PriorRequestNotComplete", RateLimited).limit().source(SDK_RETRY_CODES),
        code("LimitExceededException", RateLimited).limit().source(SDK_RETRY_CODES),
        code("ServiceQuotaExceededException", QuotaExhausted).used_up().source(RUNTIME_MODEL),
        code("UnrecognizedClientException", Authentication).source(COMMON_ERRORS),
        code("ExpiredTokenException", Authentication).source(COMMON_ERRORS),
        code("InvalidSignatureException", Authentication).source(SDK_RETRY_CODES),
        code("SignatureDoesNotMatch", Authentication).source(SDK_RETRY_CODES),
        code("IncompleteSignature", Authentication).source(ERRORS),
        code("MissingAuthenticationTokenException", Authentication).source(TYPE),
        code("InvalidClientTokenId", Authentication).source(page(
            "docs.aws.amazon.com/cloudsearch/latest/developerguide/CommonErrors.html",
        )),
        code("InvalidAccessKeyId", Authentication).source(seen("S3: error code of its API")),
        code("AuthFailure", Authentication).source(SDK_RETRY_CODES),
        code("RequestTimeTooSkewed", Authentication).source(SDK_RETRY_CODES),
        code("RequestExpired", Authentication).source(COMMON_ERRORS),
        code("NotAuthenticated", Authentication).source(TYPE),
        code("OptInRequired", PermissionDenied).source(COMMON_ERRORS),
        code("UnauthorizedOperation", PermissionDenied).source(seen("EC2: error code of its API")),
        code("NotAuthorized", PermissionDenied).source(COMMON_ERRORS),
        code("FTUFormNotFilled", PermissionDenied).source(ERRORS),
        code("ModelNotReadyException", Overloaded).source(RUNTIME_MODEL),
        code("ModelTimeoutException", Timeout).source(RUNTIME_MODEL),
        code("ModelErrorException", InternalError).source(RUNTIME_MODEL),
        code("ModelStreamErrorException", InternalError).below_words().source(RUNTIME_MODEL),
        code("InternalDependencyException", InternalError).source(seen("Bedrock: __type")),
        code("UnknownOperationException", NotFound).source(COMMON_ERRORS),
        code("ValidationException", InvalidRequest).below_words().source(RUNTIME_MODEL),
        code("SerializationException", InvalidRequest).below_words().source(page(
            "github.com/smithy-lang/smithy/blob/main/docs/source-shared/ts-ssdk/\
            introduction.rst",
        )),
        code("AccessDeniedException", PermissionDenied).below_words().source(ERRORS),
        code("ResourceNotFoundException", NotFound).below_words().source(RUNTIME_MODEL),
        code("InternalServerException", InternalError).below_words().source(RUNTIME_MODEL),
        code("InternalFailure", InternalError).below_words().source(ERRORS),
        code("ServiceUnavailableException", ServiceUnavailable).below_words().source(RUNTIME_MODEL),
        code("ConflictException", Conflict).source(RUNTIME_MODEL),
        code("ResourceInUseException", Conflict).source(page(
            "github.com/boto/botocore/blob/develop/botocore/data/bedrock/2023-04-20/\
            service-2.json",
        )),
        code("SubscriptionRequiredException", PermissionDenied).source(TYPE),
        code("monthly_request_count", QuotaExhausted).source(CODEWHISPERER),
        code("overage_request_limit_exceeded", QuotaExhausted).source(page(
            "github.com/aws/amazon-q-developer-cli/blob/main/crates/amzn-codewhisperer-\
            client/src/types/_service_quota_exceeded_exception_reason.rs",
        )),
        code("content_length_exceeds_threshold", ContextLengthExceeded).source(VALIDATION_REASONS),
        code("insufficient_model_capacity", Overloaded).source(CODEWHISPERER),
        code("invalid_model_id", ModelNotFound).source(VALIDATION_REASONS),
        part!("throttl", RateLimited).limit(),
        part!("quota", QuotaExhausted).used_up(),
        part!("unavailable", ServiceUnavailable),
        part!("timeout", Timeout),
        part!("timedout", Timeout),
        part!("badgateway", BadGateway),
        part!("dependencyfailed", FailedDependency),
        part!("faileddependency", FailedDependency),
        part!("notfound", NotFound),
        part!("conflict", Conflict),
        part!("accessdenied", PermissionDenied),
        part!("forbidden", PermissionDenied),
        part!("unauthorized", Authentication),
        part!("expiredtoken", Authentication),
        part!("toolarge", RequestTooLarge),
        part!("notready", Overloaded),
        part!("overload", Overloaded),
        part!("validation", InvalidRequest),
        part!("badrequest", InvalidRequest),
        part!("modelerror", InternalError),
        part!("streamerror", InternalError),
        part!("internal", InternalError),
    ],
    headers: &[
        header("x-amz-retry-after", HeaderMeaning::DelayMs).source(RETRIES),
        header("x-amzn-requestid", HeaderMeaning::RequestId).source(BOTOCORE_PARSERS),
        header("x-amzn-request-id", HeaderMeaning::RequestId).source(seen("AWS: response header")),
        header("x-amzn-errortype", HeaderMeaning::ErrorType).only(Bedrock).source(BOTOCORE_PARSERS),
        header(":exception-type", HeaderMeaning::ErrorType).only(Bedrock).source(BOTOCORE_PARSERS),
        provider_header("x-amzn-bedrock-invocation-latency", Bedrock).source(page(
            "github.com/pydantic/pydantic-ai/blob/main/tests/cassettes/test_embeddings/\
            TestBedrock.test_nova_minimal.yaml",
        )),
    ],
    marks: &[
        mark(MarkPlace::Name, "Amazon Bedrock", Bedrock).source(openrouter::ERRORS),
        mark(MarkPlace::Name, "AWS Bedrock", Bedrock).source(openrouter::ERRORS),
        mark(MarkPlace::Name, "amazon-bedrock", Bedrock).source(openrouter::ERRORS),
        host("docs.aws.amazon.com", Bedrock).source(ERRORS),
    ],
    ..ProviderRules::NONE
};
