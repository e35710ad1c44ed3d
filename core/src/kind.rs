//! What went wrong, who must act, and what each answer asks of the caller.

use crate::named_enum::named_enum;

named_enum! {
    /// Who must act before the call can succeed.
    Fault {
        None = 0, "none", "Nobody: nothing is wrong, or nothing can be told.";
        Caller = 1, "caller", "Whoever wrote the request: it has to change.";
        Account = 2, "account", "Whoever owns the account: its limits, plan, balance or rights stand in the way.";
        Provider = 3, "provider", "The provider, or something on the way to it.";
    }
}

named_enum! {
    /// Whether sending the same request again is worth it.
    Advice {
        No = 0, "no", "The same request will fail again.";
        Now = 1, "now", "It may be sent again at once, a bounded number of times.";
        AfterDelay = 2, "after_delay", "The server said how long to wait before it is sent again.";
        Backoff = 3, "backoff", "Transient, with no stated delay: wait exponentially longer each time, with jitter.";
    }
}

named_enum! {
    /// Who answered.
    ///
    /// Named only where the response itself shows it, or the caller said so.
    Provider {
        Groq = 1, "groq", "Groq.";
        Openai = 2, "openai", "OpenAI.";
        Azure = 3, "azure", "Azure OpenAI and Azure AI Foundry.";
        Anthropic = 4, "anthropic", "Anthropic.";
        Google = 5, "google", "Google: Gemini API and Vertex AI.";
        Bedrock = 6, "bedrock", "AWS Bedrock.";
        Mistral = 7, "mistral", "Mistral AI.";
        Cohere = 8, "cohere", "Cohere.";
        Deepseek = 9, "deepseek", "DeepSeek.";
        Together = 10, "together", "Together AI.";
        Fireworks = 11, "fireworks", "Fireworks AI.";
        Xai = 12, "xai", "xAI.";
        Openrouter = 13, "openrouter", "OpenRouter.";
        Cerebras = 14, "cerebras", "Cerebras.";
        Perplexity = 15, "perplexity", "Perplexity.";
        Huggingface = 16, "huggingface", "Hugging Face: Inference Providers, TGI and TEI.";
        Vllm = 17, "vllm", "A vLLM server.";
        Ollama = 18, "ollama", "An Ollama server.";
        Llamacpp = 19, "llamacpp", "A llama.cpp server.";
        Litellm = 20, "litellm", "A LiteLLM proxy.";
        Cloudflare = 21, "cloudflare", "Cloudflare: AI Gateway, Workers AI, or its edge in front of another.";
    }
}

/// Declares [`Kind`]: one row per kind, with all that follows from the kind alone.
macro_rules! kinds {
    ($($variant:ident = $number:literal, $word:literal, $fault:ident, $advice:ident, $doc:literal, $action:literal;)+) => {
        named_enum! {
            /// What went wrong.
            ///
            /// Two responses are of different kinds only if a caller would act differently on them.
            Kind {
                $($variant = $number, $word, $doc;)+
            }
        }

        impl Kind {
            /// Who must act before a call that failed like this can succeed.
            pub const fn fault(self) -> Fault {
                match self {
                    $(Self::$variant => Fault::$fault,)+
                }
            }

            /// Whether to send the same request again, where the response says nothing about it.
            pub const fn advice(self) -> Advice {
                match self {
                    $(Self::$variant => Advice::$advice,)+
                }
            }

            /// What the caller should do now, in one sentence.
            pub const fn action(self) -> &'static str {
                match self {
                    $(Self::$variant => $action,)+
                }
            }
        }
    };
}

/// A set of kinds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Kinds(u32);

impl Kinds {
    pub(crate) const ALL: Self = Self(u32::MAX);

    pub(crate) const fn of(kinds: &[Kind]) -> Self {
        let mut set = 0;
        let mut at = 0;
        while at < kinds.len() {
            set |= 1 << kinds[at].as_u32();
            at += 1;
        }
        Self(set)
    }

    pub(crate) const fn holds(self, kind: Kind) -> bool {
        self.0 & (1 << kind.as_u32()) != 0
    }
}

impl Kind {
    /// Whether the call did what it was meant to do.
    pub const fn is_success(self) -> bool {
        matches!(self, Self::Success | Self::PartialContent)
    }

    /// Whether this is what a 5xx status tells, in one way or another.
    pub(crate) const fn is_server_error(self) -> bool {
        matches!(
            self,
            Self::Overloaded
                | Self::Timeout
                | Self::InternalError
                | Self::BadGateway
                | Self::ServiceUnavailable
        )
    }
}

kinds! {
    Unknown = 0, "unknown", None, No,
        "Not enough was received to tell.",
        "Look at the raw response: it holds too little to say what happened.";
    Success = 1, "success", None, No,
        "The call succeeded.",
        "Use the answer: nothing went wrong.";
    PartialContent = 2, "partial_content", None, No,
        "Only part of the resource was sent.",
        "Check that a range was asked for; if not, request the whole resource.";
    Redirect = 3, "redirect", Caller, No,
        "The base URL points at the wrong place.",
        "Correct the base URL: API clients should not follow redirects.";
    InvalidRequest = 4, "invalid_request", Caller, No,
        "The request is malformed, has a bad or unsupported parameter, or asks a model for what it cannot do.",
        "Correct the request as the message says, then send the corrected one.";
    UnprocessableEntity = 5, "unprocessable_entity", Caller, No,
        "The request is well-formed but semantically wrong.",
        "Check the values in the request for correctness and completeness.";
    Authentication = 6, "authentication", Caller, No,
        "The API key is missing, malformed, wrong, revoked, leaked or expired.",
        "Check that a valid API key is sent, in the form this provider expects.";
    PermissionDenied = 7, "permission_denied", Account, No,
        "The key is good but may not do this.",
        "Have an administrator of the account grant what is missing, or use another account, model or region.";
    NotFound = 8, "not_found", Caller, No,
        "The URL or the resource does not exist.",
        "Check the request's URL and that the resource it names exists.";
    ModelNotFound = 9, "model_not_found", Caller, No,
        "The model is unknown, retired, or not available under this id.",
        "Choose a model that this provider lists for this account.";
    Conflict = 10, "conflict", Caller, Backoff,
        "A lock or a concurrent change stood in the way.",
        "Send it again with exponential backoff; if it persists, look for another writer of the same resource.";
    RequestTooLarge = 11, "request_too_large", Caller, No,
        "The request is over a size limit, or alone exceeds a rate limit, so that no wait can ever let it pass.",
        "Make the request smaller, or split it: no wait lets it pass.";
    ContextLengthExceeded = 12, "context_length_exceeded", Caller, No,
        "The prompt, or prompt plus completion, does not fit the model's context window.",
        "Shorten the prompt or the requested completion, or use a model with a larger context window.";
    ContentPolicy = 13, "content_policy", Caller, No,
        "A safety filter refused the input or blocked the output.",
        "Change the content: the provider's safety filter refuses it.";
    GenerationFailed = 14, "generation_failed", Provider, Now,
        "The model itself produced an invalid tool call or invalid JSON.",
        "Send it again, a few times at most; if it persists, simplify the prompt, the tools or the schema.";
    RateLimited = 15, "rate_limited", Account, Backoff,
        "Too many requests or tokens in a window that resets by itself.",
        "Wait as long as stated, or back off exponentially, then send it again; throttle requests to stay under the limit.";
    QuotaExhausted = 16, "quota_exhausted", Account, No,
        "Credits, balance, spend limit or plan are used up: only paying or a new billing period helps.",
        "Add credits, raise the spend limit or change the plan: waiting does not help.";
    Overloaded = 17, "overloaded", Provider, Backoff,
        "The provider or the model has no capacity right now.",
        "Back off exponentially, then send it again, or use another model or service tier meanwhile.";
    FailedDependency = 18, "failed_dependency", Caller, No,
        "Something that the request depends on failed, such as a remote tool server.",
        "Check what the request depends on, such as the tool servers it names and their credentials.";
    Cancelled = 19, "cancelled", Caller, No,
        "The caller cancelled the request or went away.",
        "Nothing, if it was cancelled on purpose; otherwise raise the client's own timeout.";
    Timeout = 20, "timeout", Provider, Backoff,
        "The request or an upstream ran out of time.",
        "Send it again with exponential backoff; if it persists, ask for less in one request, or stream.";
    InternalError = 21, "internal_error", Provider, Backoff,
        "The server failed.",
        "Send it again later with exponential backoff; if it persists, tell the provider's support the request id.";
    BadGateway = 22, "bad_gateway", Provider, Backoff,
        "A gateway got an invalid answer, or none, from the server behind it.",
        "Send it again with exponential backoff: such failures are often brief.";
    ServiceUnavailable = 23, "service_unavailable", Provider, Backoff,
        "The service is down for maintenance, has no healthy server, or gives no reason.",
        "Wait, then send it again with exponential backoff; look at the provider's status page.";
}
