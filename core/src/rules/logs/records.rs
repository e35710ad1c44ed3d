//! The forms of records that stand for a whole call to a model.

/// A member that shows whether a record is a call, or something around calls.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FormRow {
    pub(crate) member: &'static str,
    /// A member that stands beside it in records of this form, if its name is not enough.
    pub(crate) beside: Option<&'static str>,
    /// Its values in records of calls, in lower case.
    pub(crate) calls: &'static [&'static str],
    /// What records of other things have there.
    pub(crate) others: Others,
}

/// The values of a member in records that are no calls.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Others {
    /// All other values.
    All,
    /// All other values that begin so, in lower case.
    Prefix(&'static str),
    /// These, in lower case.
    These(&'static [&'static str]),
}

/// The forms. The first row whose member a record has with one of these values counts.
pub(crate) const ROWS: &[FormRow] = &[
    // docs.langchain.com/langsmith/run-data-format
    FormRow { member: "run_type", beside: None, calls: &["llm", "embedding"], others: Others::All },
    // github.com/Arize-ai/openinference/blob/main/spec/semantic_conventions.md
    FormRow {
        member: "openinference.span.kind",
        beside: None,
        calls: &["llm", "embedding", "reranker"],
        others: Others::All,
    },
    FormRow {
        member: "span_kind",
        beside: None,
        calls: &["llm", "embedding", "reranker"],
        others: Others::These(&[
            "chain",
            "agent",
            "tool",
            "retriever",
            "guardrail",
            "evaluator",
            "prompt",
            "unknown",
        ]),
    },
    // ai-sdk.dev/docs/ai-sdk-core/telemetry
    FormRow {
        member: "ai.operationId",
        beside: None,
        calls: &[
            "ai.generatetext.dogenerate",
            "ai.streamtext.dostream",
            "ai.generateobject.dogenerate",
            "ai.streamobject.dostream",
            "ai.embed.doembed",
            "ai.embedmany.doembed",
        ],
        others: Others::All,
    },
    // opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-spans
    FormRow {
        member: "gen_ai.operation.name",
        beside: None,
        calls: &["chat", "text_completion", "embeddings", "generate_content", "completion"],
        others: Others::All,
    },
    // github.com/traceloop/openllmetry
    FormRow {
        member: "llm.request.type",
        beside: None,
        calls: &["chat", "completion", "embedding", "rerank"],
        others: Others::All,
    },
    FormRow { member: "traceloop.span.kind", beside: None, calls: &[], others: Others::All },
    // code.claude.com/docs/en/monitoring-usage, gemini-cli: docs/cli/telemetry.md, codex:
    // docs/config.md
    FormRow {
        member: "event.name",
        beside: None,
        calls: AGENT_CALLS,
        others: Others::These(AGENT_OTHERS),
    },
    FormRow {
        member: "event.name",
        beside: None,
        calls: &[],
        others: Others::Prefix("claude_code."),
    },
    FormRow { member: "event.name", beside: None, calls: &[], others: Others::Prefix("codex.") },
    FormRow {
        member: "event.name",
        beside: None,
        calls: &[],
        others: Others::Prefix("gemini_cli."),
    },
    FormRow {
        member: "event.name",
        beside: None,
        calls: &[],
        others: Others::Prefix("qwen-code."),
    },
    FormRow {
        member: "body.stringValue",
        beside: None,
        calls: AGENT_CALLS,
        others: Others::Prefix("claude_code."),
    },
    FormRow {
        member: "body",
        beside: None,
        calls: AGENT_CALLS,
        others: Others::Prefix("claude_code."),
    },
    // langfuse.com/docs/observability/features/observation-types
    FormRow {
        member: "type",
        beside: Some("traceId"),
        calls: &["generation", "embedding"],
        others: Others::All,
    },
    FormRow {
        member: "type",
        beside: Some("trace_id"),
        calls: &["generation", "embedding"],
        others: Others::These(&["span", "event", "agent", "chain", "tool", "retriever"]),
    },
    FormRow {
        member: "type",
        beside: None,
        calls: &["generation", "generation-create"],
        others: Others::These(&["score-create", "span-create", "trace-create", "event-create"]),
    },
    // learn.microsoft.com/azure/ai-foundry/openai/how-to/monitor-openai
    FormRow {
        member: "category",
        beside: Some("resultSignature"),
        calls: &["requestresponse"],
        others: Others::All,
    },
    // cloud.google.com/vertex-ai/docs/general/audit-logging
    FormRow {
        member: "protoPayload.methodName",
        beside: None,
        calls: &[
            "google.cloud.aiplatform.v1.predictionservice.generatecontent",
            "google.cloud.aiplatform.v1.predictionservice.streamgeneratecontent",
            "google.cloud.aiplatform.v1.predictionservice.predict",
            "google.cloud.aiplatform.v1beta1.predictionservice.generatecontent",
            "google.cloud.aiplatform.v1beta1.predictionservice.streamgeneratecontent",
        ],
        others: Others::All,
    },
    // docs.aws.amazon.com/bedrock/latest/userguide/model-invocation-logging
    FormRow {
        member: "schemaType",
        beside: None,
        calls: &["modelinvocationlog"],
        others: Others::These(&[]),
    },
    // docs.litellm.ai/docs/proxy/logging_spec
    FormRow {
        member: "call_type",
        beside: None,
        calls: &[
            "acompletion",
            "completion",
            "aembedding",
            "embedding",
            "atext_completion",
            "text_completion",
            "aresponses",
            "responses",
            "anthropic_messages",
            "aimage_generation",
            "image_generation",
            "atranscription",
            "transcription",
            "aspeech",
            "speech",
            "amoderation",
            "moderation",
            "arerank",
            "rerank",
            "pass_through_endpoint",
            "agenerate_content",
            "generate_content",
            "agenerate_content_stream",
        ],
        others: Others::These(&[]),
    },
];

const AGENT_CALLS: &[&str] = &[
    "api_request",
    "api_error",
    "claude_code.api_request",
    "claude_code.api_error",
    "codex.api_request",
    "codex.websocket_request",
    "gemini_cli.api_response",
    "gemini_cli.api_error",
    "qwen-code.api_response",
    "qwen-code.api_error",
];

/// What agents write beside calls. gemini-cli writes `api_request` before it sends one.
const AGENT_OTHERS: &[&str] = &[
    "gemini_cli.api_request",
    "qwen-code.api_request",
    "user_prompt",
    "tool_result",
    "tool_decision",
    "api_retries_exhausted",
];

/// The members of a record that, with any value, show that a span is a call to a model.
pub(crate) const SHOWS_CALL: &[&str] =
    &["gen_ai.request.model", "llm.model_name", "llm.request.model", "ls_model_name"];

/// The events that stand for failures, whatever else they have.
pub(crate) const FAILED: &[&str] = &["api_error"];

/// The members that state how a call ended, and the words for a failure, in lower case.
pub(crate) const ENDINGS: &[(&str, &[&str])] = &[
    ("status_code", &["error", "status_code_error"]),
    ("status.status_code", &["error", "status_code_error"]),
    ("status.code", &["error", "status_code_error", "2"]),
    ("status", &["error", "failure", "failed", "exception"]),
    ("level", &["error"]),
    ("success", &["false"]),
    ("state", &["failed", "error"]),
    ("otel.status_code", &["error"]),
];

/// The members that show that a server wrote the record about a request that it served.
pub(crate) const SERVED: &[&str] = &[
    "remote_addr",
    "remoteAddr",
    "remote_ip",
    "remoteIp",
    "httpRequest.remoteIp",
    "request.remote_ip",
    "request.remote_addr",
    "req.remoteAddress",
    "ClientHost",
    "ClientAddr",
    "client_ip",
    "clientIp",
    "client_addr",
    "downstream_remote_address",
    "x_forwarded_for",
    "network.client.ip",
];

/// The members by which a record of a whole call is known: those of the rows above.
pub(crate) const FORMS: &[&str] = &[
    "run_type",
    "openinference.span.kind",
    "span_kind",
    "ai.operationId",
    "gen_ai.operation.name",
    "llm.request.type",
    "traceloop.span.kind",
    "event.name",
    "body.stringValue",
    "body",
    "type",
    "category",
    "protoPayload.methodName",
    "schemaType",
    "call_type",
    "gen_ai.request.model",
    "llm.model_name",
    "llm.request.model",
    "ls_model_name",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_known_by_a_member() {
        let members = ROWS.iter().map(|row| row.member).chain(SHOWS_CALL.iter().copied());
        for member in members {
            assert!(FORMS.contains(&member), "{member}");
        }
    }
}
