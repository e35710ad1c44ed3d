//! The documented routes of LLM APIs, whoever serves them.
//!
//! A pattern is a list of segments. `v` is a version (`v1`, `v1beta`), `{}` is any segment, `{}:verb`
//! is a segment that ends so, and `**` at the end is any number of segments. Any prefix may stand
//! before a pattern, as gateways mount APIs deeper, unless it begins with `/`.

use Methods::{Any, Post};

/// The methods of a route. `HEAD` and `OPTIONS` call no model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Methods {
    Any,
    Post,
}

/// A route.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RouteRow {
    pub(crate) methods: Methods,
    pub(crate) pattern: &'static str,
    /// Whether programs of other kinds often have the same route below `/api`.
    pub(crate) is_common: bool,
}

const fn any(pattern: &'static str) -> RouteRow {
    RouteRow { methods: Any, pattern, is_common: false }
}

const fn post(pattern: &'static str) -> RouteRow {
    RouteRow { methods: Post, pattern, is_common: false }
}

/// A route that programs of other kinds often have below `/api`.
const fn common(pattern: &'static str) -> RouteRow {
    RouteRow { methods: Any, pattern, is_common: true }
}

/// Hosts of pages to read, to which errors refer: nobody calls a model there.
pub(crate) const PAGES: &[&str] = &[
    "ai.google.dev",
    "aka.ms",
    "console.groq.com",
    "docs.anthropic.com",
    "docs.litellm.ai",
    "go.microsoft.com",
    "platform.openai.com",
];

/// The hosts that have a route for each model.
pub(crate) const HOSTS: &[&str] = &[
    // docs.fal.ai/model-endpoints
    "fal.run",
    // huggingface.co/docs/inference-endpoints
    "endpoints.huggingface.cloud",
    "api-inference.huggingface.co",
];

/// The routes.
pub(crate) const ROWS: &[RouteRow] = &[
    // platform.openai.com/docs/api-reference, and the many that serve the same
    any("v/chat/completions"),
    any("v/chat/completions/**"),
    any("v/completions"),
    any("v/responses/**"),
    any("v/embeddings"),
    any("v/audio/**"),
    any("v/images/generations"),
    any("v/images/edits"),
    any("v/images/variations"),
    any("v/moderations"),
    any("v/realtime/**"),
    any("v/fine_tuning/**"),
    any("v/vector_stores/**"),
    common("v/videos/**"),
    common("v/models"),
    common("v/models/{}"),
    common("v/models/{}/{}"),
    common("v/files/**"),
    common("v/batches/**"),
    common("v/uploads/**"),
    common("v/assistants/**"),
    common("v/threads/**"),
    common("v/conversations/**"),
    common("v/containers/**"),
    // docs.litellm.ai/docs/proxy/user_keys: each also without a version
    post("chat/completions"),
    post("completions"),
    post("embeddings"),
    post("moderations"),
    post("audio/transcriptions"),
    post("audio/translations"),
    post("audio/speech"),
    post("images/generations"),
    post("images/edits"),
    post("/rerank"),
    post("/responses"),
    any("/models"),
    post("openai/responses"),
    post("codex/responses"),
    any("openai/models"),
    // learn.microsoft.com/azure/ai-foundry/openai/reference
    any("openai/deployments/{}/**"),
    // docs.claude.com/en/api
    post("v/messages"),
    any("v/messages/count_tokens"),
    any("v/messages/batches/**"),
    post("v/complete"),
    // ai.google.dev/api, cloud.google.com/vertex-ai/docs/reference/rest
    post("{}:generateContent"),
    post("{}:streamGenerateContent"),
    post("{}:generateMessage"),
    post("{}:generateText"),
    post("{}:generateAnswer"),
    post("{}:embedContent"),
    post("{}:batchEmbedContents"),
    post("{}:asyncBatchEmbedContent"),
    post("{}:batchGenerateContent"),
    post("{}:countTokens"),
    post("{}:predict"),
    post("{}:rawPredict"),
    post("{}:streamRawPredict"),
    post("{}:predictLongRunning"),
    post("{}:fetchPredictOperation"),
    post("{}:serverStreamingPredict"),
    any("v/cachedContents/**"),
    any("v/interactions/**"),
    // docs.aws.amazon.com/bedrock/latest/APIReference, …/sagemaker/latest/APIReference
    post("model/{}/invoke"),
    post("model/{}/invoke-with-response-stream"),
    post("model/{}/invoke-with-bidirectional-stream"),
    post("model/{}/converse"),
    post("model/{}/converse-stream"),
    post("model/{}/count-tokens"),
    post("/async-invoke"),
    post("/retrieveAndGenerate"),
    post("endpoints/{}/invocations"),
    post("endpoints/{}/invocations-response-stream"),
    // docs.databricks.com/machine-learning/model-serving
    post("serving-endpoints/{}/invocations"),
    post("/invocations"),
    // docs.cohere.com/reference, docs.voyageai.com/reference, jina.ai/reranker
    common("v/chat"),
    common("v/embed"),
    common("v/embed-jobs/**"),
    common("v/generate"),
    common("v/classify"),
    common("v/summarize"),
    common("v/tokenize"),
    common("v/detokenize"),
    any("v/rerank"),
    any("v/reranking"),
    any("v/multimodalembeddings"),
    any("v/contextualizedembeddings"),
    // docs.mistral.ai/api
    any("v/ocr"),
    any("v/classifications"),
    any("v/chat/classifications"),
    any("v/chat/moderations"),
    // docs.ollama.com/api
    post("/api/chat"),
    post("/api/generate"),
    post("/api/embed"),
    post("/api/embeddings"),
    post("/api/show"),
    post("/api/pull"),
    post("/api/push"),
    post("/api/create"),
    post("/api/copy"),
    any("/api/delete"),
    any("/api/tags"),
    any("/api/ps"),
    any("/api/blobs/{}"),
    any("ollama/api/**"),
    // github.com/ggml-org/llama.cpp: tools/server/README.md
    post("/completion"),
    post("/embedding"),
    post("/infill"),
    post("/reranking"),
    // huggingface.github.io/text-generation-inference, …/text-embeddings-inference, docs.sglang.ai
    post("/generate"),
    post("/generate_stream"),
    post("/embed"),
    post("/embed_all"),
    post("/embed_sparse"),
    post("/predict"),
    // docs.vllm.ai/en/latest/serving/openai_compatible_server
    post("/pooling"),
    post("/score"),
    post("/classify"),
    post("/tokenize"),
    post("/detokenize"),
    any("v/score"),
    any("v/pooling"),
    // huggingface.co/docs/inference-providers
    post("hf-inference/models/**"),
    post("pipeline/feature-extraction/**"),
    // lite.koboldai.net/koboldcpp_api, docs.nvidia.com/triton-inference-server
    post("/api/v1/generate"),
    post("/api/extra/generate/**"),
    post("v/models/{}/infer"),
    post("v/models/{}/generate"),
    post("v/models/{}/generate_stream"),
    // replicate.com/docs/reference/http
    any("v/predictions/**"),
    any("v/models/{}/{}/predictions"),
    any("v/deployments/{}/{}/predictions"),
    // docs.fal.ai/model-endpoints
    any("fal-ai/**"),
    // elevenlabs.io/docs/api-reference
    any("v/text-to-speech/**"),
    any("v/text-to-dialogue/**"),
    any("v/text-to-voice/**"),
    any("v/speech-to-text/**"),
    any("v/speech-to-speech/**"),
    any("v/sound-generation"),
    any("v/audio-isolation/**"),
    any("v/convai/**"),
    any("v/voices/**"),
    // developers.deepgram.com/reference
    any("v/listen"),
    any("v/speak"),
    any("v/read"),
    // www.assemblyai.com/docs/api-reference, platform.stability.ai/docs/api-reference
    any("v/transcript/**"),
    any("v/stable-image/**"),
    any("v/generation/{}/{}"),
    // developers.cloudflare.com/workers-ai
    any("ai/run/**"),
    // alibabacloud.com/help/en/model-studio
    any("services/aigc/**"),
    any("services/embeddings/**"),
    any("services/rerank/**"),
    any("services/audio/**"),
    // platform.minimax.io/docs
    any("v/text/chatcompletion"),
    any("v/text/chatcompletion_v2"),
    any("v/text/chatcompletion_pro"),
    any("v/t2a_v2"),
    any("v/image_generation"),
    any("v/video_generation"),
    any("v/music_generation"),
    // volcengine.com/docs/82379
    any("contents/generations/tasks/**"),
    // docs.api.nvidia.com/nim
    any("v/ranking"),
    any("v/retrieval/**"),
    any("v/genai/**"),
    any("nvcf/pexec/**"),
    // cloud.ibm.com/apidocs/watsonx-ai
    any("v/text/generation"),
    any("v/text/generation_stream"),
    any("v/text/chat"),
    any("v/text/chat_stream"),
    any("v/text/embeddings"),
    // docs.perplexity.ai/api-reference
    any("async/chat/completions/**"),
];
