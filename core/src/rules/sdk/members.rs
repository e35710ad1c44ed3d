//! The members of the objects that clients print: of an exception, or of a record in a log.

use crate::rules::schema::{Words, words};

/// The members that hold a status, the surest first.
pub(crate) const STATUS: Words = words(
    "statusCode|status_code|StatusCode|status|Status|httpStatusCode|HTTPStatusCode|\
     http_status|httpStatus|HTTPStatus|http_status_code|http_code|httpCode|response_status|error_status|\
     code|Code",
);

/// The members that hold the headers of the response.
pub(crate) const HEADERS: Words = words("responseHeaders|response_headers|headers|Headers");

/// The members that hold the address of the request.
pub(crate) const ADDRESS: Words =
    words("url|URL|request_url|requestUrl|endpoint|api_base|baseURL|base_url");

/// The members that hold the body of the response.
pub(crate) const BODY: Words =
    words("responseBody|response_body|response_text|body|Body|rawResponse|raw_response|raw");

/// The members that hold the object of another exception, or of a response.
pub(crate) const INNER: Words = words(
    "response|lastError|last_error|cause|error|err|exception|originalError|ApiError|\
     api_error|data|$response|$metadata|details|detail|errorDetails",
);

/// The members that list the exceptions of all attempts, the last one last.
pub(crate) const LISTS: Words = words("errors|attempts|failed_attempts");

/// The members that only clients and their loggers have: an object with one of them is no body.
pub(crate) const OF_CLIENT: Words = words(
    "headers|responseHeaders|response_headers|responseBody|response_body|stack|config|\
     requestBodyValues|isRetryable|attemptNumber|retriesLeft|request|statusText|\
     isAxiosError|$metadata|$fault|$response|lastError|Headers|http_status|\
     maxRetriesExceeded|errno|syscall|hostname|grpc_message|errorDetails|level|severity|\
     levelname|lvl|logger|@timestamp",
);

/// The members with text about the failure, the most telling first.
pub(crate) const TEXTS: Words = words(
    "rawErrorMessage|message|error|msg|detail|stack|reason|exception|errorMessage|\
     error_message|errorDescription|errorDetails|error_str|err|cause|exc_info|event",
);

/// The members that hold the name of the model, and of the provider.
pub(crate) const MODEL: Words =
    words("model|modelId|model_id|modelID|model_name|request_model|deployment");
pub(crate) const PROVIDER: Words =
    words("provider|llm_provider|custom_llm_provider|providerID|provider_name|vendor");

/// The members that hold the code of a client.
pub(crate) const CODES: Words = words("code|name|errno|type");

/// The members that hold the error of a server in the object of a client.
pub(crate) const ERRORS: Words = words("error|data|response|cause|details|detail");

/// The members of the answers of models that hold their content.
pub(crate) const ANSWERS: Words = words("choices|candidates|content|output");

/// The members of an error, and those that only a body has beside them.
pub(crate) const OF_ERROR: Words = words("message|code|type|status|msg|detail|Message|Code|Type");
pub(crate) const OF_BODY: Words =
    words("error|errors|detail|error_code|error_msg|err_code|title|violations");

/// The fields of a violated quota (google.rpc.QuotaFailure).
pub(crate) const QUOTA: Words = words("quota_metric|quota_id|quota_value|subject|description");

/// The statuses of gRPC, by their numbers (grpc.io/docs/guides/status-codes).
pub(crate) const GRPC_STATUSES: Words = words(
    "OK|CANCELLED|UNKNOWN|INVALID_ARGUMENT|DEADLINE_EXCEEDED|NOT_FOUND|ALREADY_EXISTS|\
     PERMISSION_DENIED|RESOURCE_EXHAUSTED|FAILED_PRECONDITION|ABORTED|OUT_OF_RANGE|UNIMPLEMENTED|\
     INTERNAL|UNAVAILABLE|DATA_LOSS|UNAUTHENTICATED",
);

/// The attributes of an exception that hold a response, those that hold its headers beside it, and those
/// that hold the body, the surest first. A body among `TEXT_BESIDE_STATUS` counts only beside a status.
pub(crate) const RESPONSES: Words = words("response|raw_response|http_response|resp");
pub(crate) const HEADERS_OF_EXCEPTION: Words =
    words("headers|response_headers|resp_headers|http_headers|responseHeaders");
pub(crate) const BODY_OF_EXCEPTION: Words = words(
    "body|response_body|details|response_json|response_text|resp_body|json_body|http_body|\
     response_content|raw_body|responseBody",
);
pub(crate) const TEXT_BESIDE_STATUS: Words = words("text|content|data|response_data");

/// The attribute that only an exception about a request has: with a body and without a status, it is
/// about an event of a stream.
pub(crate) const EVENT: &str = "request";

/// The attributes that are members of the body.
pub(crate) const FLAT_ERROR: Words = words("error|detail|title|type");

/// The attributes that hold the code, the type and the message of an error.
pub(crate) const CODE_OF_EXCEPTION: Words =
    words("code|error_code|errorCode|provider_error_code|err_code|status");
pub(crate) const TYPE_OF_EXCEPTION: Words = words("type|error_type|errorType|err_type");
pub(crate) const MESSAGE_OF_EXCEPTION: Words =
    words("message|error_message|errorMessage|error_msg|err_msg|msg|reason");

/// The attributes that hold a delay, in seconds or as a date, and in milliseconds.
pub(crate) const DELAY: Words =
    words("retry_after|retry_after_seconds|retry_after_s|retryAfter|retry_delay|retry_in");
pub(crate) const DELAY_MS: Words = words("retry_after_ms|retryAfterMs|retry_delay_ms");

/// The attributes that hold another exception, and those that hold several that count alike.
pub(crate) const INNER_EXCEPTIONS: Words = words(
    "reason|cause|inner_exception|original_exception|original_error|original|orig|error|err|exc|\
     exception|last_exception|last_error|os_error|underlying_error|wrapped",
);
pub(crate) const GROUPS: Words = words("exceptions|errors");

/// The classes of an exit, whose code is no status.
pub(crate) const OF_EXITS: Words = words("SystemExit");

/// The attributes that hold the reason for which a WebSocket was closed.
pub(crate) const CLOSE_REASON: Words = words("reason|close_reason|details|message");

/// The attribute that holds what a client could not parse as JSON.
pub(crate) const DOCUMENT: &str = "doc";

/// The beginnings of a page of HTML, and how clients say that they expected something else, in lower case.
pub(crate) const PAGES: Words = words("<!doctype html|<html|<head|<body");
pub(crate) const NO_JSON: Words = words(
    "not json|not valid json|no json|expected json|json response|json data|json object|invalid json|\
     as json|unexpected response|invalid response|unexpected reply|non-json|unexpected content type|\
     expecting value|unexpected token",
);
