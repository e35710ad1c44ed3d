//! Volcengine Ark.

use crate::kind::Kind::{
    ContentPolicy, ModelNotFound, PermissionDenied, QuotaExhausted, RequestTooLarge,
};
use crate::kind::Provider::Volcengine;
use crate::rules::schema::{ProviderRules, Source, code, host, page, seen};

pub(crate) const CODES: Source = page("www.volcengine.com/docs/82379/1299023");
pub(crate) const ERROR_CODE: Source = seen("Volcengine Ark: error.code");
pub(crate) const ERROR_PAGE: Source = page("volcengine.com/docs/82379/1299023");

pub(crate) const RULES: ProviderRules = ProviderRules {
    provider: Some(Volcengine),
    sources: &[CODES],
    codes: &[
        code("AccountOverdueError", QuotaExhausted).source(ERROR_PAGE),
        code("SetLimitExceeded", QuotaExhausted).source(ERROR_CODE),
        code("InvalidSubscription", QuotaExhausted).source(ERROR_CODE),
        code("ModelNotOpen", PermissionDenied).source(ERROR_PAGE),
        code("SensitiveContentDetected", ContentPolicy).source(ERROR_CODE),
        code("InputTextSensitiveContentDetected", ContentPolicy).source(ERROR_CODE),
        code("OutputTextSensitiveContentDetected", ContentPolicy).source(ERROR_CODE),
        code("InvalidEndpointOrModel", ModelNotFound).source(ERROR_PAGE),
        code("InvalidParameter.OversizedImage", RequestTooLarge).source(ERROR_CODE),
        code("InputImageSensitiveContentDetected", ContentPolicy).source(ERROR_CODE),
        code("OutputImageSensitiveContentDetected", ContentPolicy).source(ERROR_CODE),
        code("InputImageRiskDetection", ContentPolicy)
            .source(page("www.volcengine.com/docs/82379/1099476")),
        code("OperationDenied.ServiceOverdue", QuotaExhausted).source(ERROR_CODE),
    ],
    marks: &[
        host("volcengine.com", Volcengine).source(CODES),
        host("volces.com", Volcengine).source(CODES),
    ],
    ..ProviderRules::NONE
};
