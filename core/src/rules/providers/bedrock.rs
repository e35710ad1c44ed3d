//! AWS: Bedrock, and the errors that all services share.

use crate::kind::Kind::{Authentication, Conflict, ContextLengthExceeded, InternalError, InvalidRequest, ModelNotFound, NotFound, Overloaded, PermissionDenied, QuotaExhausted, RateLimited, ServiceUnavailable, Timeout};
use crate::kind::Provider::{Bedrock};
use crate::rules::schema::{HeaderMeaning, ProviderRules, Source, code, header, host, page, provider_header};

pub(crate) const COMMON_ERRORS: Source = page("docs.aws.amazon.com/awssupport/latest/APIReference/CommonErrors.html");
pub(crate) const RETRIES: Source = page("docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html");
pub(crate) const ERRORS: Source = page("docs.aws.amazon.com/bedrock/latest/userguide/troubleshooting-api-error-codes.html");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Bedrock),
    sources: &[COMMON_ERRORS, RETRIES, ERRORS],
    codes: &[
        code("ThrottlingException", RateLimited).limit().source(ERRORS),
        code("TooManyRequestsException", RateLimited).limit().source(COMMON_ERRORS),
        code("RequestLimitExceeded", RateLimited).limit().source(COMMON_ERRORS),
        code("ProvisionedThroughputExceededException", RateLimited).limit().source(COMMON_ERRORS),
        code("BandwidthLimitExceeded", RateLimited).limit().source(COMMON_ERRORS),
        code("PriorRequestNotComplete", RateLimited).limit().source(COMMON_ERRORS),
        code("LimitExceededException", RateLimited).limit().source(COMMON_ERRORS),
        code("ServiceQuotaExceededException", QuotaExhausted).used_up().source(COMMON_ERRORS),
        code("UnrecognizedClientException", Authentication).source(COMMON_ERRORS),
        code("ExpiredTokenException", Authentication).source(COMMON_ERRORS),
        code("InvalidSignatureException", Authentication).source(COMMON_ERRORS),
        code("SignatureDoesNotMatch", Authentication).source(COMMON_ERRORS),
        code("IncompleteSignature", Authentication).source(COMMON_ERRORS),
        code("MissingAuthenticationTokenException", Authentication).source(COMMON_ERRORS),
        code("InvalidClientTokenId", Authentication).source(COMMON_ERRORS),
        code("InvalidAccessKeyId", Authentication).source(COMMON_ERRORS),
        code("AuthFailure", Authentication).source(COMMON_ERRORS),
        code("RequestTimeTooSkewed", Authentication).source(COMMON_ERRORS),
        code("RequestExpired", Authentication).source(COMMON_ERRORS),
        code("NotAuthenticated", Authentication).source(COMMON_ERRORS),
        code("OptInRequired", PermissionDenied).source(COMMON_ERRORS),
        code("UnauthorizedOperation", PermissionDenied).source(COMMON_ERRORS),
        code("NotAuthorized", PermissionDenied).source(COMMON_ERRORS),
        code("FTUFormNotFilled", PermissionDenied).source(COMMON_ERRORS),
        code("ModelNotReadyException", Overloaded).source(ERRORS),
        code("ModelTimeoutException", Timeout).source(ERRORS),
        code("ModelErrorException", InternalError).source(ERRORS),
        code("ModelStreamErrorException", InternalError).generic().source(ERRORS),
        code("InternalDependencyException", InternalError).source(ERRORS),
        code("UnknownOperationException", NotFound).source(COMMON_ERRORS),
        code("ValidationException", InvalidRequest).generic().source(COMMON_ERRORS),
        code("SerializationException", InvalidRequest).generic().source(COMMON_ERRORS),
        code("AccessDeniedException", PermissionDenied).generic().source(COMMON_ERRORS),
        code("ResourceNotFoundException", NotFound).generic().source(COMMON_ERRORS),
        code("InternalServerException", InternalError).generic().source(COMMON_ERRORS),
        code("InternalFailure", InternalError).generic().source(COMMON_ERRORS),
        code("ServiceUnavailableException", ServiceUnavailable).generic().source(COMMON_ERRORS),
        code("ConflictException", Conflict).source(COMMON_ERRORS),
        code("ResourceInUseException", Conflict).source(COMMON_ERRORS),
        code("SubscriptionRequiredException", PermissionDenied).source(COMMON_ERRORS),
        code("monthly_request_count", QuotaExhausted).source(COMMON_ERRORS),
        code("overage_request_limit_exceeded", QuotaExhausted).source(COMMON_ERRORS),
        code("content_length_exceeds_threshold", ContextLengthExceeded).source(COMMON_ERRORS),
        code("insufficient_model_capacity", Overloaded).source(COMMON_ERRORS),
        code("invalid_model_id", ModelNotFound).source(COMMON_ERRORS),
    ],
    headers: &[
        header("x-amz-retry-after", HeaderMeaning::DelayMs).source(RETRIES),
        header("x-amzn-requestid", HeaderMeaning::RequestId).source(ERRORS),
        header("x-amzn-request-id", HeaderMeaning::RequestId).source(ERRORS),
        header("x-amzn-errortype", HeaderMeaning::ErrorType).only(Bedrock).source(ERRORS),
        header(":exception-type", HeaderMeaning::ErrorType).only(Bedrock).source(ERRORS),
        provider_header("x-amzn-bedrock-invocation-latency", Bedrock).source(ERRORS),
    ],
    marks: &[
        host("docs.aws.amazon.com", Bedrock).source(ERRORS),
    ],
    ..ProviderRules::NONE
};
