//! Volcengine Ark.

use crate::kind::Kind::{ContentPolicy, ModelNotFound, PermissionDenied, QuotaExhausted, RequestTooLarge};
use crate::rules::schema::{ProviderRules, Source, code, page};

pub(crate) const CODES: Source = page("volcengine.com/docs/82379/1299023");

pub(crate) const RULES: ProviderRules = ProviderRules {
    sources: &[CODES],
    codes: &[
        code("AccountOverdueError", QuotaExhausted).source(CODES),
        code("SetLimitExceeded", QuotaExhausted).source(CODES),
        code("InvalidSubscription", QuotaExhausted).source(CODES),
        code("ModelNotOpen", PermissionDenied).source(CODES),
        code("SensitiveContentDetected", ContentPolicy).source(CODES),
        code("InputTextSensitiveContentDetected", ContentPolicy).source(CODES),
        code("OutputTextSensitiveContentDetected", ContentPolicy).source(CODES),
        code("InvalidEndpointOrModel", ModelNotFound).source(CODES),
        code("InvalidParameter.OversizedImage", RequestTooLarge).source(CODES),
        code("InputImageSensitiveContentDetected", ContentPolicy).source(CODES),
        code("OutputImageSensitiveContentDetected", ContentPolicy).source(CODES),
        code("InputImageRiskDetection", ContentPolicy).source(CODES),
        code("OperationDenied.ServiceOverdue", QuotaExhausted).source(CODES),
    ],
    ..ProviderRules::NONE
};
