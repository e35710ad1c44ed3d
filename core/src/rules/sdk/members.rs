//! The members of the objects that clients print: of an exception, or of a record in a log.

/// The members that hold a status, the surest first.
pub(crate) const STATUS: &[&str] = &[
    "statusCode",
    "status_code",
    "StatusCode",
    "status",
    "Status",
    "httpStatusCode",
    "HTTPStatusCode",
    "http_status",
    "httpStatus",
    "HTTPStatus",
    "http_code",
    "httpCode",
    "response_status",
    "error_status",
    "code",
    "Code",
];

/// The members that hold the headers of the response.
pub(crate) const HEADERS: &[&str] = &["responseHeaders", "response_headers", "headers", "Headers"];

/// The members that hold the address of the request.
pub(crate) const ADDRESS: &[&str] =
    &["url", "URL", "request_url", "requestUrl", "endpoint", "api_base", "baseURL", "base_url"];

/// The members that hold the body of the response.
pub(crate) const BODY: &[&str] = &[
    "responseBody",
    "response_body",
    "response_text",
    "body",
    "Body",
    "rawResponse",
    "raw_response",
    "raw",
];

/// The members that hold the object of another exception, or of a response.
pub(crate) const INNER: &[&str] = &[
    "response",
    "lastError",
    "last_error",
    "cause",
    "error",
    "err",
    "exception",
    "originalError",
    "ApiError",
    "api_error",
    "data",
    "$response",
    "$metadata",
    "details",
    "detail",
    "errorDetails",
];

/// The members that list the exceptions of all attempts, the last one last.
pub(crate) const LISTS: &[&str] = &["errors", "attempts", "failed_attempts"];

/// The members that only clients have: an object with one of them is no body.
pub(crate) const OF_CLIENT: &[&str] = &[
    "headers",
    "responseHeaders",
    "response_headers",
    "responseBody",
    "response_body",
    "stack",
    "config",
    "requestBodyValues",
    "isRetryable",
    "attemptNumber",
    "retriesLeft",
    "request",
    "statusText",
    "isAxiosError",
    "$metadata",
    "$fault",
    "$response",
    "lastError",
    "Headers",
    "http_status",
    "maxRetriesExceeded",
    "errno",
    "syscall",
    "hostname",
    "grpc_message",
    "errorDetails",
];

/// The members with text about the failure, the most telling first.
pub(crate) const TEXTS: &[&str] = &[
    "rawErrorMessage",
    "message",
    "error",
    "msg",
    "detail",
    "stack",
    "reason",
    "exception",
    "errorMessage",
    "error_message",
    "errorDescription",
    "errorDetails",
    "error_str",
    "err",
    "cause",
];

/// The members that hold the name of the model, and of the provider.
pub(crate) const MODEL: &[&str] =
    &["model", "modelId", "model_id", "modelID", "model_name", "request_model", "deployment"];
pub(crate) const PROVIDER: &[&str] =
    &["provider", "llm_provider", "custom_llm_provider", "providerID", "provider_name", "vendor"];

/// The statuses of gRPC, by their numbers (grpc.io/docs/guides/status-codes).
pub(crate) const GRPC_STATUSES: [&str; 17] = [
    "OK",
    "CANCELLED",
    "UNKNOWN",
    "INVALID_ARGUMENT",
    "DEADLINE_EXCEEDED",
    "NOT_FOUND",
    "ALREADY_EXISTS",
    "PERMISSION_DENIED",
    "RESOURCE_EXHAUSTED",
    "FAILED_PRECONDITION",
    "ABORTED",
    "OUT_OF_RANGE",
    "UNIMPLEMENTED",
    "INTERNAL",
    "UNAVAILABLE",
    "DATA_LOSS",
    "UNAUTHENTICATED",
];
