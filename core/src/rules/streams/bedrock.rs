//! The dialects of Amazon Bedrock.

use crate::rules::schema::EventSays::{Ends, Shows};
use crate::rules::schema::Role::{
    Base64, Content, Ends as EndsIfThere, Guardrail, Reason, Shows as ShowsDialect, Trace,
};
use crate::rules::schema::{Dialect, Source, event, page, place};

const CONVERSE_STREAM: Source =
    page("docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStream.html");
const DELTA: Source =
    page("docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ContentBlockDelta.html");
const PART: Source =
    page("docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_PayloadPart.html");
const NOVA: Source = page("docs.aws.amazon.com/nova/latest/userguide/using-invoke-api.html");
const TITAN: Source =
    page("docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-text.html");
const LLAMA: Source =
    page("docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-meta.html");
const MISTRAL: Source = page(
    "docs.aws.amazon.com/bedrock/latest/userguide/\
    model-parameters-mistral-text-completion.html",
);
const INVOKE_MODEL: Source =
    page("docs.aws.amazon.com/bedrock/latest/userguide/inference-invoke.html");
const GUARDRAILS: Source =
    page("docs.aws.amazon.com/bedrock/latest/userguide/guardrails-use-invoke-model.html");

/// What the trace of a guardrail has if it blocked the answer.
pub(crate) const BLOCKED: [&str; 2] = ["\"Guardrail blocked.\"", "\"action\":\"BLOCKED\""];

/// `ConverseStream`.
pub(super) const CONVERSE: Dialect = Dialect {
    name: "Bedrock Converse",
    places: &[
        place(&["stopReason"], Reason).source(CONVERSE_STREAM),
        place(&["delta", "toolUse"], Content).source(DELTA),
        place(&["delta", "reasoningContent"], Content).source(DELTA),
        place(&["start", "toolUse"], Content).source(DELTA),
    ],
    events: &[
        event("messageStop", Ends).source(CONVERSE_STREAM),
        event("messageStart", Shows).source(CONVERSE_STREAM),
        event("contentBlockStart", Shows).source(CONVERSE_STREAM),
        event("contentBlockDelta", Shows).source(CONVERSE_STREAM),
        event("contentBlockStop", Shows).source(CONVERSE_STREAM),
    ],
};

/// `InvokeModelWithResponseStream`: the events of a model's own interface, in base64.
pub(super) const INVOKE: Dialect = Dialect {
    name: "Bedrock invoke",
    places: &[
        place(&["bytes"], Base64).source(PART),
        place(&["messageStop"], EndsIfThere).source(NOVA),
        place(&["messageStop", "stopReason"], Reason).source(NOVA),
        place(&["messageStart"], ShowsDialect).source(NOVA),
        place(&["contentBlockDelta"], ShowsDialect).source(NOVA),
        place(&["contentBlockDelta", "delta", "text"], Content).source(NOVA),
        place(&["contentBlockDelta", "delta", "toolUse"], Content).source(NOVA),
        place(&["outputText"], Content).source(TITAN),
        place(&["outputText"], ShowsDialect).source(TITAN),
        place(&["completionReason"], Reason).source(TITAN),
        place(&["generation"], Content).source(LLAMA),
        place(&["generation"], ShowsDialect).source(LLAMA),
        place(&["outputs"], ShowsDialect).source(MISTRAL),
        place(&["outputs", "text"], Content).source(MISTRAL),
        place(&["outputs", "stop_reason"], Reason).source(MISTRAL),
        place(&["amazon-bedrock-invocationMetrics"], EndsIfThere).source(INVOKE_MODEL),
        place(&["amazon-bedrock-guardrailAction"], Guardrail).source(GUARDRAILS),
        place(&["amazon-bedrock-trace"], Trace).source(GUARDRAILS),
    ],
    events: &[],
};
