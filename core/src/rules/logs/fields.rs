//! The names of fields in the records of loggers, collectors and tracers.
//!
//! The first name that a record has counts. `a.b` is the member of that name, or else `b` in `a`.

use super::records::{FORMS, SERVED};

/// A fact about a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    Status,
    Headers,
    Body,
    Time,
    Model,
    Provider,
    Call,
    Address,
    Method,
    Host,
    Key,
    Attempt,
    Wait,
    Span,
    Parent,
}

impl Field {
    pub(crate) const ALL: [Self; 15] = [
        Self::Status,
        Self::Headers,
        Self::Body,
        Self::Time,
        Self::Model,
        Self::Provider,
        Self::Call,
        Self::Address,
        Self::Method,
        Self::Host,
        Self::Key,
        Self::Attempt,
        Self::Wait,
        Self::Span,
        Self::Parent,
    ];

    /// The name of the field in the options.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Status => "status",
            Self::Headers => "headers",
            Self::Body => "body",
            Self::Time => "time",
            Self::Model => "model",
            Self::Provider => "provider",
            Self::Call => "call",
            Self::Address => "path",
            Self::Method => "method",
            Self::Host => "host",
            Self::Key => "key",
            Self::Attempt => "attempt",
            Self::Wait => "wait",
            Self::Span => "span",
            Self::Parent => "parent",
        }
    }

    /// The usual names of the field.
    pub(crate) const fn names(self) -> &'static [&'static str] {
        match self {
            Self::Status => STATUS,
            Self::Headers => HEADERS,
            Self::Body => BODY,
            Self::Time => TIME,
            Self::Model => MODEL,
            Self::Provider => PROVIDER,
            Self::Call => CALL,
            Self::Address => ADDRESS,
            Self::Method => METHOD,
            Self::Host => HOST,
            Self::Key => KEY,
            Self::Attempt => ATTEMPT,
            Self::Wait => WAIT,
            Self::Span => SPAN,
            Self::Parent => PARENT,
        }
    }
}

const STATUS: &[&str] = &[
    "status",
    "status_code",
    "statusCode",
    "http_status",
    "httpStatus",
    "httpStatusCode",
    "http.status_code",
    "http.response.status_code",
    "response_code",
    "response_status",
    "response_status_code",
    // Azure's diagnostic logs
    "resultSignature",
    "ResultSignature",
    "responseStatus",
    "StatusCode",
    "httpRequest.status",
    "response.status",
    "response.status_code",
    "response.statusCode",
    "res.statusCode",
    "res.status",
    "error.status",
    "error.status_code",
    "error.statusCode",
    "err.status",
    "err.statusCode",
    // Traefik
    "DownstreamStatus",
    // AWS load balancers, as Athena names them
    "elb_status_code",
    // LiteLLM
    "error_information.error_code",
    "error_code",
    // OpenTelemetry, if the type of the error is a status
    "error.type",
    "RemoteStatus",
    // Azure's Application Insights
    "resultCode",
    "ResultCode",
];

const HEADERS: &[&str] = &[
    "headers",
    "response_headers",
    "responseHeaders",
    "response.headers",
    "res.headers",
    "error.headers",
    "err.headers",
    "error.responseHeaders",
];

const BODY: &[&str] = &[
    "body",
    "response_body",
    "responseBody",
    "response.body",
    "response.text",
    "response.data",
    "res.body",
    "http.response.body.content",
    "error.responseBody",
    "err.responseBody",
    "err.body",
    "error",
    "exception",
    "exc_info",
    "detail",
    // Google Cloud's audit logs
    "protoPayload.status",
];

const TIME: &[&str] = &[
    "time",
    "timestamp",
    "@timestamp",
    "ts",
    "@t",
    "time_iso8601",
    "time_local",
    "time.timestamp",
    "datetime",
    "asctime",
    "date",
    "created_at",
    "created",
    "start_time",
    "startTime",
    "startedDateTime",
    "startTimeUnixNano",
    "start_time_unix_nano",
    "timeUnixNano",
    "time_unix_nano",
    "observedTimeUnixNano",
    "request_created_at",
    "TimeGenerated",
    "event.timestamp",
    "now",
];

const MODEL: &[&str] = &[
    "model",
    "request.model",
    "params.model",
    "kwargs.model",
    "gen_ai.request.model",
    "gen_ai.response.model",
    "llm.model_name",
    "llm.request.model",
    "ls_model_name",
    "ai.model.id",
    "modelId",
    "modelID",
    "model_id",
    "model_name",
    "modelName",
    "request_model",
    "ai_model",
    "llm.request.model_name",
    "embedding.model_name",
    "reranker.model_name",
    "modelDeploymentName",
    "requestBody.model",
    "request_body.model",
    "body.model",
    "err.requestBodyValues.model",
    "error.requestBodyValues.model",
];

const PROVIDER: &[&str] = &[
    "gen_ai.provider.name",
    "gen_ai.system",
    "llm.provider",
    "llm.system",
    "ls_provider",
    "custom_llm_provider",
    "llm_provider",
    "error_information.llm_provider",
    "ai.model.provider",
    "providerID",
    "provider",
    "provider_name",
    "ai_org",
    "model_provider",
    "vendor",
];

// Not the id of a trace, which several calls share, nor of a request, which changes by attempt.
const CALL: &[&str] = &["call_id", "litellm_call_id", "idempotency_key"];

const ADDRESS: &[&str] = &[
    "url.full",
    "http.url",
    "request.url",
    "httpRequest.requestUrl",
    "req.url",
    "url",
    "request.uri",
    "uri",
    "request_uri",
    "requestUrl",
    "RequestPath",
    "url.path",
    "http.target",
    "request.path",
    "request_path",
    "request_url",
    "http.route",
    "path",
    "endpoint",
    "err.url",
    "error.url",
    // nginx and Envoy: the first line of the request
    "request",
    "request_line",
    // Azure's Application Insights, and spans of HTTP clients: `POST /path`
    "name",
    "Name",
];

const METHOD: &[&str] = &[
    "method",
    "http.request.method",
    "http.method",
    "request.method",
    "req.method",
    "httpRequest.requestMethod",
    "RequestMethod",
    "request_method",
    "requestMethod",
    "httpMethod",
    "http_method",
    "verb",
];

const HOST: &[&str] = &[
    "server.address",
    "http.host",
    "request.host",
    "RequestHost",
    "RequestAddr",
    "net.peer.name",
    "authority",
    "http_host",
    "upstream_host",
    // Azure's Application Insights
    "target",
    "Target",
];

const KEY: &[&str] = &[
    "key_alias",
    "api_key_alias",
    "user_api_key_alias",
    "metadata.user_api_key_alias",
    "key_name",
    "api_key_name",
    "virtual_key",
    "token_name",
    "api_key",
];

const ATTEMPT: &[&str] = &["attempt", "retry.attempt", "attempt_number", "retry_count"];

// In milliseconds: the wait that the client announced before it sends the request again.
const WAIT: &[&str] = &["retryInMs", "retry_in_ms", "retry_delay_ms"];

const SPAN: &[&str] = &["spanId", "span_id", "context.span_id"];

const PARENT: &[&str] = &["parentSpanId", "parent_span_id", "parent_id"];

/// Members that are looked for together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Group {
    Lines = 15,
    Words,
    Parts,
    Lists,
    Levels,
    Writers,
    Forms,
    Served,
}

impl Group {
    pub(crate) const ALL: [Self; 8] = [
        Self::Lines,
        Self::Words,
        Self::Parts,
        Self::Lists,
        Self::Levels,
        Self::Writers,
        Self::Forms,
        Self::Served,
    ];

    /// Its number among those of the fields and the groups.
    pub(crate) const fn topic(self) -> u32 {
        self as u32
    }

    pub(crate) const fn names(self) -> &'static [&'static str] {
        match self {
            Self::Lines => LINES,
            Self::Words => WORDS,
            Self::Parts => PARTS,
            Self::Lists => LISTS,
            Self::Levels => LEVELS,
            Self::Writers => WRITERS,
            Self::Forms => FORMS,
            Self::Served => SERVED,
        }
    }
}

/// The members that hold the line of another logger: text, or a record as JSON.
pub(crate) const LINES: &[&str] = &[
    "message",
    "msg",
    "event",
    "log",
    "text",
    "line",
    "@message",
    "textPayload",
    "MESSAGE",
    "body.stringValue",
    "body",
];

/// The other members that may hold text about a call.
pub(crate) const WORDS: &[&str] = &[
    "exception.message",
    "exception",
    "error",
    "error.message",
    "err.message",
    "error_message",
    "errorMessage",
    "error_str",
    "error_information.error_message",
    "exception.stacktrace",
    "exception.value",
    "exception.type",
    "error.stack",
    "err.stack",
    "status.description",
    "status.message",
    "status_message",
    "statusMessage",
    "detail",
    "reason",
    "stack",
    "stacktrace",
    "stack_trace",
    "exc_info",
    "exc_text",
    "error.type",
    "error_class",
    "error_information.error_class",
    "errorType",
    "description",
];

/// The members that hold more fields of the record, as an object.
pub(crate) const PARTS: &[&str] = &[
    // Elasticsearch and OpenSearch
    "_source",
    "err",
    "error",
    "attributes",
    "attrs",
    "jsonPayload",
    "record",
    "extra",
    "metadata",
    "fields",
    "data",
    "context",
    "content",
    "properties",
    "details",
    "payload",
    "labels",
    "message",
    "msg",
    "event",
    "log",
    "body",
    "standard_logging_object",
    "dependency",
    "body.kvlistValue",
];

/// The members that hold records.
pub(crate) const LISTS: &[&str] = &[
    "log.entries",
    "events",
    "logEvents",
    "Records",
    "resourceSpans",
    "resource_spans",
    "scopeSpans",
    "scope_spans",
    "spans",
    "resourceLogs",
    "resource_logs",
    "scopeLogs",
    "scope_logs",
    "logRecords",
    "log_records",
    "observations",
    "runs",
    "entries",
    "batch",
    "data",
    "hits.hits",
];

/// The members that hold the level of a record.
pub(crate) const LEVELS: &[&str] = &[
    "level",
    "severity",
    "levelname",
    "log.level",
    "severityText",
    "SeverityText",
    "lvl",
    "@l",
    "level_name",
];

/// The members that name the part of a program that wrote the record.
pub(crate) const WRITERS: &[&str] = &[
    "logger",
    "name",
    "logger_name",
    "module",
    "service",
    "component",
    "logger.name",
    "target",
    "source",
    "scope.name",
    "record.name",
    "caller",
];
