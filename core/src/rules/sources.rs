//! Where the rows come from: the pages that document a fact, or who sends it.

/// A page, or who sends something. A number, since most rows have one of few.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Source(u8);

impl Source {
    /// Its address or name.
    pub(crate) fn name(self) -> &'static str {
        NAMES[usize::from(self.0)]
    }
}

/// Declares the sources, each with its number.
macro_rules! sources {
    ($($name:ident = $text:literal;)+) => {
        #[expect(non_camel_case_types, clippy::upper_case_acronyms, reason = "only their order counts")]
        enum Number { $($name),+ }
        $(pub(crate) const $name: Source = Source(Number::$name as u8);)+
        static NAMES: &[&str] = &[$($text),+];
        const _: () = assert!(NAMES.len() <= 256, "too many sources");
    };
}

sources! {
    GROQ = "console.groq.com/docs/errors";
    GROQ_LIMITS = "console.groq.com/docs/rate-limits";
    GROQ_TOOLS = "console.groq.com/docs/tool-use";
    GROQ_OUTPUTS = "console.groq.com/docs/structured-outputs";
    GROQ_MODELS = "console.groq.com/docs/deprecations";
    GROQ_RIGHTS = "console.groq.com/docs/model-permissions";
    GROQ_SPEND = "console.groq.com/docs/spend-limits";
    GROQ_FLEX = "console.groq.com/docs/flex-processing";
    GROQ_STREAM = "console.groq.com/docs/api-reference";
    GROQ_RESPONSES = "console.groq.com/docs/responses-api";
    OPENAI = "platform.openai.com/docs/guides/error-codes";
    OPENAI_LIMITS = "platform.openai.com/docs/guides/rate-limits";
    OPENAI_IMAGES = "platform.openai.com/docs/guides/image-generation";
    CODEX = "github.com/openai/codex";
    COPILOT = "docs.github.com/copilot";
    GITHUB_MODELS = "docs.github.com/github-models";
    AZURE = "learn.microsoft.com/azure/ai-services/openai/reference";
    AZURE_QUOTA = "learn.microsoft.com/azure/ai-services/openai/how-to/quota";
    AZURE_FILTER = "learn.microsoft.com/azure/ai-services/openai/concepts/content-filter";
    APIM = "learn.microsoft.com/azure/api-management";
    ANTHROPIC = "docs.anthropic.com/en/api/errors";
    ANTHROPIC_LIMITS = "docs.anthropic.com/en/api/rate-limits";
    GEMINI = "ai.google.dev/gemini-api/docs/troubleshooting";
    GEMINI_SAFETY = "ai.google.dev/gemini-api/docs/safety-settings";
    GOOGLE_CODES = "cloud.google.com/apis/design/errors";
    GEMINI_CLI = "github.com/google-gemini/gemini-cli";
    BEDROCK = "docs.aws.amazon.com/bedrock/latest/userguide/troubleshooting-api-error-codes.html";
    AWS = "docs.aws.amazon.com/awssupport/latest/APIReference/CommonErrors.html";
    AWS_RETRY = "docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html";
    MISTRAL = "docs.mistral.ai/api";
    COHERE = "docs.cohere.com/reference/errors";
    DEEPSEEK = "api-docs.deepseek.com/quick_start/error_codes";
    TOGETHER = "docs.together.ai/docs/error-codes";
    FIREWORKS = "docs.fireworks.ai/guides/inference-error-codes";
    XAI = "docs.x.ai/docs/key-information/debugging";
    OPENROUTER = "openrouter.ai/docs/api-reference/errors";
    CEREBRAS = "inference-docs.cerebras.ai/support/error";
    PERPLEXITY = "docs.perplexity.ai/guides/perplexity-sdk-error-handling";
    HUGGINGFACE = "huggingface.co/docs/api-inference";
    TGI = "github.com/huggingface/text-generation-inference";
    VLLM = "docs.vllm.ai";
    OLLAMA = "github.com/ollama/ollama";
    LLAMACPP = "github.com/ggml-org/llama.cpp";
    LMSTUDIO = "lmstudio.ai/docs";
    LITELLM = "docs.litellm.ai/docs/exception_mapping";
    CLOUDFLARE = "developers.cloudflare.com/support/troubleshooting/http-status-codes";
    CLOUDFLARE_AI = "developers.cloudflare.com/workers-ai/platform/errors";
    CLOUDFLARE_GATEWAY = "developers.cloudflare.com/ai-gateway";
    MOONSHOT = "platform.moonshot.cn/docs/api/chat";
    ZHIPU = "docs.bigmodel.cn/cn/faq/api-code";
    ALIBABA = "help.aliyun.com/zh/model-studio/error-code";
    MINIMAX = "platform.minimaxi.com/document/errorcode";
    SILICONFLOW = "docs.siliconflow.cn/cn/faqs/error-code";
    QIANFAN = "cloud.baidu.com/doc/qianfan-docs";
    ARK = "volcengine.com/docs/82379/1299023";
    FASTCHAT = "github.com/lm-sys/FastChat";
    WATSONX = "cloud.ibm.com/apidocs/watsonx-ai";
    TENCENT = "cloud.tencent.com/document/product/1729";
    DATABRICKS = "docs.databricks.com/api/workspace/introduction";
    ELEVENLABS = "elevenlabs.io/docs/developers/resources/error-messages";
    ONE_API = "github.com/songquanpeng/one-api";
    DEEPGRAM = "developers.deepgram.com/docs/errors";
    LOCALAI = "localai.io/docs";
    TRITON = "github.com/triton-inference-server/server";
    VOYAGE = "docs.voyageai.com/docs/error-codes";
    APISIX = "apisix.apache.org/docs";
    FASTLY = "fastly.com/documentation";
    NVIDIA = "docs.api.nvidia.com";
    KONG = "developer.konghq.com/plugins/rate-limiting";
    ENVOY = "envoyproxy.io/docs/envoy/latest";
    VERCEL = "vercel.com/docs/errors";
    APIGEE = "cloud.google.com/apigee/docs";
    FASTAPI = "fastapi.tiangolo.com/tutorial/handling-errors";
    RFC_9110 = "RFC 9110";
    RFC_9457 = "RFC 9457, section 3.1";
    RFC_6749 = "RFC 6749, section 5.2";
    RFC_6750 = "RFC 6750, section 3.1";
    JSON_RPC = "JSON-RPC 2.0, section 5.1";
    IETF_LIMITS = "IETF draft ratelimit-headers";
    SEEN = "seen from several servers";
    SDKS = "sent to official SDKs, which obey it";
    GROQ_ANSWERS = "sent by api.groq.com with every answer";
    NO_ANSWER = "no status: the call did not come back";
    NO_STATUS = "no HTTP status";
    CLIENTS = "reported by HTTP clients and SDKs";
    IN_SUCCESS = "an error after the response had begun, as in a stream";
    RFC_9110_STATUSES = "RFC 9110, section 15";
}
