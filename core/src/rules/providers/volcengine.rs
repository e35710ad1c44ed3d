//! Volcengine Ark and BytePlus.

use crate::kind::Kind::{
    Authentication, Conflict, ContentPolicy, ContextLengthExceeded, InternalError, InvalidRequest,
    ModelNotFound, PermissionDenied, QuotaExhausted, RateLimited, RequestTooLarge,
    ServiceUnavailable, Timeout,
};
use crate::kind::Provider::Volcengine;
use crate::rules::schema::{HeaderMeaning, ProviderRules, Source, code, header, host, page, seen};

pub(crate) const CODES: Source = page("www.volcengine.com/docs/82379/1299023");
/// The codes of all services of the cloud, which a call may meet before it reaches Ark.
pub(crate) const CLOUD_CODES: Source = page("www.volcengine.com/docs/6369/68677");
pub(crate) const RISK_CODES: Source = page("www.volcengine.com/docs/82379/1099476");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Volcengine),
    sources: &[CODES],
    codes: &[
        code("AccountOverdueError", QuotaExhausted).only(Volcengine).source(CODES),
        code("OperationDenied.ServiceOverdue", QuotaExhausted).only(Volcengine).source(CODES),
        code("SetLimitExceeded", QuotaExhausted).only(Volcengine).source(CODES),
        code("AccountQuotaExceeded", QuotaExhausted)
            .used_up()
            .source(seen("Volcengine Ark: error.code of a coding plan")),
        code("InvalidSubscription", QuotaExhausted).source(CODES),
        code("ModelNotOpen", PermissionDenied).only(Volcengine).source(CODES),
        code("OperationDenied.ServiceNotOpen", PermissionDenied).only(Volcengine).source(CODES),
        code("OperationDenied.PermissionDenied", PermissionDenied).only(Volcengine).source(CODES),
        code("InvalidAccountStatus", PermissionDenied).source(CODES),
        code("InvalidEndpointOrModel", ModelNotFound).only(Volcengine).source(CODES),
        code("InvalidEndpointOrModel.NotFound", ModelNotFound).only(Volcengine).source(CODES),
        code("InvalidEndpointOrModel.ModelIDAccessDisabled", ModelNotFound)
            .only(Volcengine)
            .source(CODES),
        code("InvalidEndpoint.NotFound", ModelNotFound).only(Volcengine).source(CODES),
        code("InvalidEndpoint.ClosedEndpoint", ModelNotFound).only(Volcengine).source(CODES),
        code("SensitiveContentDetected", ContentPolicy).only(Volcengine).source(CODES),
        code("SensitiveContentDetected.SevereViolation", ContentPolicy)
            .only(Volcengine)
            .source(CODES),
        code("SensitiveContentDetected.Violence", ContentPolicy).only(Volcengine).source(CODES),
        code("InputTextSensitiveContentDetected", ContentPolicy).only(Volcengine).source(CODES),
        code("InputImageSensitiveContentDetected", ContentPolicy).only(Volcengine).source(CODES),
        code("InputImageSensitiveContentDetected.PrivacyInformation", ContentPolicy)
            .only(Volcengine)
            .source(CODES),
        code("InputVideoSensitiveContentDetected", ContentPolicy).only(Volcengine).source(CODES),
        code("InputAudioSensitiveContentDetected", ContentPolicy).only(Volcengine).source(CODES),
        code("OutputTextSensitiveContentDetected", ContentPolicy).only(Volcengine).source(CODES),
        code("OutputImageSensitiveContentDetected", ContentPolicy).only(Volcengine).source(CODES),
        code("OutputVideoSensitiveContentDetected", ContentPolicy).only(Volcengine).source(CODES),
        code("OutputVideoSensitiveContentDetected.PolicyViolation", ContentPolicy)
            .only(Volcengine)
            .source(CODES),
        code("OutputAudioSensitiveContentDetected", ContentPolicy).only(Volcengine).source(CODES),
        code("InputTextRiskDetection", ContentPolicy).only(Volcengine).source(RISK_CODES),
        code("InputImageRiskDetection", ContentPolicy).only(Volcengine).source(RISK_CODES),
        code("OutputTextRiskDetection", ContentPolicy).only(Volcengine).source(RISK_CODES),
        code("OutputImageRiskDetection", ContentPolicy).only(Volcengine).source(RISK_CODES),
        code("ContentSecurityDetectionError", InternalError).only(Volcengine).source(RISK_CODES),
        code("OutofContextError", ContextLengthExceeded).only(Volcengine).source(CODES),
        code("InvalidParameter.OversizedImage", RequestTooLarge)
            .only(Volcengine)
            .source(RISK_CODES),
        code("MissingParameter", InvalidRequest).generic().source(CODES),
        code("OperationDenied.InvalidState", Conflict).only(Volcengine).source(CODES),
        // SenseNova sends the codes of these limits, too.
        code("RateLimitExceeded.EndpointRPMExceeded", RateLimited).limit().source(CODES),
        code("RateLimitExceeded.EndpointTPMExceeded", RateLimited).limit().source(CODES),
        code("RateLimitExceeded.FoundationModelRPMExceeded", RateLimited).limit().source(CODES),
        code("RateLimitExceeded.FoundationModelTPMExceeded", RateLimited).limit().source(CODES),
        code("ModelAccountRpmRateLimitExceeded", RateLimited).limit().source(CODES),
        code("ModelAccountTpmRateLimitExceeded", RateLimited).limit().source(CODES),
        code("ModelAccountIpmRateLimitExceeded", RateLimited).limit().source(CODES),
        code("APIAccountRpmRateLimitExceeded", RateLimited).limit().source(CODES),
        code("AccountRateLimitExceeded", RateLimited).limit().source(CODES),
        code("InflightBatchsizeExceeded", RateLimited).limit().only(Volcengine).source(CODES),
        code("RequestBurstTooFast", RateLimited).limit().only(Volcengine).source(CODES),
        code("FlowLimitExceeded", RateLimited).limit().source(CLOUD_CODES),
        code("InternalServiceError", InternalError).generic().source(CODES),
        code("InternalServiceTimeout", Timeout).source(CLOUD_CODES),
        code("ServiceUnavailableTemp", ServiceUnavailable).generic().source(CLOUD_CODES),
        code("InvalidAccessKey", Authentication).source(CLOUD_CODES),
        code("InvalidAuthorization", Authentication).source(CLOUD_CODES),
        code("InvalidCredential", Authentication).source(CLOUD_CODES),
        code("InvalidSecretToken", Authentication).source(CLOUD_CODES),
    ],
    headers: &[header("x-tt-logid", HeaderMeaning::RequestId).source(page(
        "github.com/volcengine/volcengine-python-sdk/blob/master/volcenginesdkcore/rest.py",
    ))],
    marks: &[
        host("volcengine.com", Volcengine).source(CODES),
        // Other domains below volces.com are those of stored files, which may be a caller's own.
        host("ark.cn-beijing.volces.com", Volcengine).source(CODES),
        host("byteplus.com", Volcengine).source(page("docs.byteplus.com/en/docs/ModelArk/1299023")),
    ],
    ..ProviderRules::NONE
};
