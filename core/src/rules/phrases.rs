//! What the words of a message mean: one row per family of wordings.
//!
//! A wording is a run of words, in any case and whatever punctuation stands between them; `a|b`
//! is one word or the other. `x .. y` is the run `y` where the run `x` begins at most seven
//! words before it, `x . y` where at most one word stands between them. `^` is the beginning of the
//! message and `$` its end, `.$` its end after one more word. Words in quotes never match: they
//! are somebody else's. A Chinese character is a word.

use super::Rule;
use super::sources::*;
use crate::kind::{Advice, Kind, Kinds, Provider};
use crate::report::{Metric, Window};
use crate::table::same_bytes;

/// What a message tells where a wording stands in it.
#[derive(Debug)]
pub(crate) enum Means {
    /// What went wrong.
    Kind(Rule),
    /// A delay follows.
    Delay,
    /// A number of a rate limit follows.
    Number(Part),
    /// What is counted, if a span of time follows.
    Metric(Metric),
    /// What is counted, over which span of time.
    Bucket(Metric, Option<Window>),
    /// The span of time that a limit counts over follows.
    Window,
    /// That what is used up resets by itself within days.
    Passes,
    /// Who answered: a gateway, in its own form of message.
    Speaker(Provider),
    /// Who answered: it names its own service.
    Names(Provider),
    /// An address begins with the last word.
    Address,
}

/// A number of a rate limit.
#[derive(Debug)]
pub(crate) enum Part {
    Limit,
    /// What is used of it.
    Used,
    /// What this request asked for.
    Requested,
    /// How long a text may be.
    Length,
    /// What is used, a slash, and the limit.
    UsedOfLimit,
}

impl Means {
    /// Whether it counts in quotes, too: an address does.
    pub(crate) const fn may_be_quoted(&self) -> bool {
        matches!(self, Self::Address)
    }
}

/// How much a family says beside a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Strength {
    /// Less than a code that tells of a limit, or than a span of time after which that resets.
    Weak,
    /// More than a code that says no more than a status.
    Plain,
    /// More than any code.
    OverCode,
}

/// One wording, and where it is documented or was seen.
#[derive(Debug)]
pub(crate) struct Wording {
    pub(crate) words: &'static str,
    pub(crate) source: Source,
}

/// A family of wordings.
#[derive(Debug)]
pub(crate) struct Phrase {
    pub(crate) wordings: &'static [Wording],
    pub(crate) means: Means,
    /// The kinds of status beside which it counts.
    pub(crate) under: Kinds,
    pub(crate) strength: Strength,
    /// Who answered, where only one server words it so.
    pub(crate) provider: Option<Provider>,
}

impl Phrase {
    /// Whether it tells of no passing trouble.
    pub(crate) const fn is_lasting(&self) -> bool {
        match &self.means {
            Means::Kind(rule) => !matches!(rule.kind.advice(), Advice::Backoff),
            _ => false,
        }
    }

    /// The rule that the row is, where it decides a kind.
    pub(crate) const fn rule(&self) -> Option<&Rule> {
        match &self.means {
            Means::Kind(rule) => Some(rule),
            _ => None,
        }
    }
}

/// `kind!("name", Kind, "what it says", SOURCE ["wording", …], …)`, perhaps with marks before the
/// sources: `{ under [Kind, …], strength Weak, by Provider }`.
macro_rules! kind {
    ($name:literal, $kind:ident, $evidence:literal, $({ $($mark:ident $value:tt),+ },)?
        $($source:ident [$($words:literal),+ $(,)?]),+ $(,)?) => {{
        #[allow(unused_mut)]
        let mut row = Phrase {
            wordings: &[$($(Wording { words: $words, source: $source }),+),+],
            means: Means::Kind(Rule {
                id: concat!("phrase/", $name),
                kind: Kind::$kind,
                evidence: Some(concat!("the message says that ", $evidence)),
                source: kind!(@first $($source)+),
                action: None,
            }),
            under: Kinds::ALL,
            strength: Strength::Plain,
            provider: None,
        };
        $($(kind!(@set row $mark $value);)+)?
        row
    }};
    (@first $first:ident $($more:ident)*) => { $first };
    (@set $row:ident under [$($kind:ident),+ $(,)?]) => { $row.under = Kinds::of(&[$(Kind::$kind),+]) };
    (@set $row:ident strength $strength:ident) => { $row.strength = Strength::$strength };
    (@set $row:ident by $provider:ident) => { $row.provider = Some(Provider::$provider) };
}

/// The row whose rule has this name.
pub(crate) const fn row(id: &str) -> &'static Phrase {
    let mut row = 0;
    loop {
        if let Means::Kind(rule) = &PHRASES[row].means
            && same_bytes(rule.id.as_bytes(), id.as_bytes())
        {
            return &PHRASES[row];
        }
        row += 1;
    }
}

/// `tells!(Means, SOURCE ["wording", …], …)`: a row that decides no kind.
macro_rules! tells {
    ($means:expr, $($source:ident [$($words:literal),+ $(,)?]),+ $(,)?) => {
        Phrase {
            wordings: &[$($(Wording { words: $words, source: $source }),+),+],
            means: $means,
            under: Kinds::ALL,
            strength: Strength::Plain,
            provider: None,
        }
    };
}

/// The rows. Of several that decide a kind, the first that stands in the message counts.
pub(crate) static PHRASES: &[Phrase] = &[
    kind!("rate_limit_first", RateLimited, "a rate limit was hit",
        { under [InvalidRequest, NotFound, UnprocessableEntity, PermissionDenied, InternalError, Success], strength OverCode },
        SEEN [
            "^rate limit reached|exceeded|hit", "^concurrency limit reached|exceeded|hit|of",
            "^enqueued token limit reached",
            "^upstream error .. request rate increased too quickly", "^429 too many requests",
            "^调用频率", "^请求过于频繁",
        ],
    ),
    kind!("month_used_up", QuotaExhausted, "the quota of the month is used up",
        { strength OverCode },
        ALIBABA ["month allocated quota exceeded"],
        MOONSHOT ["usage limit for this billing cycle"],
    ),
    kind!("token_throttle", RateLimited, "tokens are limited over a minute",
        { under [RateLimited], strength OverCode },
        ALIBABA ["token-limit", "allocated quota exceeded"],
    ),
    kind!("throttled_tokens", RateLimited, "the rate of tokens is limited", { under [RateLimited] },
        BEDROCK ["too many tokens .. please wait", "too many tokens per day|minute|month"],
    ),
    kind!("verification_required", PermissionDenied, "the organisation has to be verified",
        { strength OverCode },
        OPENAI ["organization|account must be verified", "verify your organization"],
    ),
    kind!("generation_failed", GenerationFailed, "the model's own output is invalid",
        GROQ_TOOLS [
            "failed to call a function", "failed to generate|validate json",
            "tool call validation failed", "failed to parse tool call arguments",
            "model did not call a tool", "model called a tool", "output could not be parsed",
            "output that could not be parsed", "model . could not be parsed",
            "generated json does not match",
        ],
        BEDROCK [
            "model produced|generated|returned|output|emitted invalid|malformed json|tool|function|output|sequence|arguments|call",
        ],
        SEEN ["did not output valid json", "json mode couldn't be met"],
    ),
    kind!("tool_call_unparsed", GenerationFailed, "the model's tool call could not be read",
        { under [InternalError, Success, Unknown] },
        OLLAMA ["error parsing tool call"],
    ),
    kind!("account_blocked", PermissionDenied, "the account itself is blocked",
        { under [InvalidRequest, PermissionDenied, Authentication] },
        AZURE_FILTER ["resource|account|subscription|deployment has been .. blocked|suspended"],
    ),
    kind!("content_refused", ContentPolicy, "a filter refuses the content",
        { under [InvalidRequest, PermissionDenied, UnprocessableEntity, Success, Unknown, InternalError, FailedDependency] },
        OPENAI [
            "rejected|blocked|flagged .. safety system",
            "violating|violate|violates|violated .. usage policy|policies|guidelines",
            "prompt|content|input|request|text|message|messages|image|picture .. was|were|been|be|got flagged",
            "prompt|content|input|request|text|message|messages|image|picture .. flagged for|by",
            "flagged as violating|unsafe|harmful|inappropriate",
            "flagged as potentially violating|unsafe|harmful|inappropriate",
            "limited access to this content for safety", "against our usage policy|policies",
        ],
        AZURE_FILTER [
            "content management policy", "content filtering policy|system",
            "triggered|triggering|blocked|stopped|rejected|by .. content filter|filters",
            "content filter|filters triggered|blocked|stopped|rejected", "content filtered",
            "responsible ai",
        ],
        ANTHROPIC ["blocked by .. content|output|filtering policy", "safeguards flagged"],
        BEDROCK ["conflict our aup", "conflict with our aup"],
        GEMINI_SAFETY [
            "blocked|filtered|stopped .. safety", "by|our safety filter|filters",
            "safety reasons|violations", "prohibited content", "blocked by model armor",
            "exceeds|exceeded|over|hit .. safety filter threshold",
        ],
        DEEPSEEK ["content exists risk"],
        XAI [
            "failed check safety|safety_check_type_bio|safety_check_type_cyber|safety_check_type_csam",
        ],
        ALIBABA ["inappropriate content", "sensitive content|words", "unsafe content"],
        MINIMAX ["new_sensitive"],
        LITELLM [
            "litellm.contentpolicyviolationerror",
            "violated guardrail|content|moderation|jailbreak|openai", "content blocked",
            "prompt injection",
        ],
        SEEN [
            "response was blocked due|because|for", "rejected|blocked by a|our|the safety check",
            "safety system detecting", "cannot be generated due to safety",
            "moderation block|blocked|policy", "considered high risk",
            "content|image|images|prompt|output|response|text|input .. appear|appears to be unsafe|harmful|inappropriate|nsfw",
            "deemed|considered unsafe|harmful|inappropriate|nsfw",
            "guardrail|guardrails blocked|triggered|violation|intervened",
            "blocked|detected .. by guardrail|guardrails", "violation of .. policy|policies",
            "violate|violates|violated|violating content|our|the|usage|safety .. policy|policies|terms",
        ],
        ZHIPU ["敏感内容", "敏感词", "敏感信息", "不安全或敏感", "违规内容", "内容违规", "不合规", "内容审核", "安全审核"],
        COHERE ["deny-listed term|terms|word|words|content"],
        KONG ["prompt pattern is blocked"],
    ),
    kind!("content_policy", ContentPolicy, "a content policy is against it",
        { under [InvalidRequest, PermissionDenied, UnprocessableEntity, Success, Unknown] },
        SEEN ["content policy", "content moderation"],
    ),
    kind!("output_cap", InvalidRequest, "more output is asked for than the model can write",
        { under [InvalidRequest, UnprocessableEntity, Success, Unknown] },
        OPENAI [
            "max_tokens|max_completion_tokens|max_output_tokens is too large .. supports at most",
        ],
        SEEN [
            "max_completion_tokens is too large", "supports at most .. completion|output tokens",
            "maximum output for this model", "max tokens must be", "maximum tokens you requested",
            "maximum allowed number of output tokens",
            "output tokens .. exceed|exceeds the maximum|limit", "range of max_tokens",
        ],
    ),
    kind!("no_such_feature", InvalidRequest, "the model cannot do this here",
        { under [InvalidRequest, NotFound, UnprocessableEntity] },
        OPENAI [
            "not a chat model", "did you mean to use v1", "only supported in",
            "not supported in the",
        ],
        OPENROUTER ["no endpoints found that support|can"],
        COHERE ["not supported by the .. api"],
        AZURE ["operation does not work with the specified model"],
        FIREWORKS ["please use .. api instead", "missing conversation_config"],
        SEEN [
            "does not support|accept", "not enabled|available for this model",
            "not accessible via the",
        ],
    ),
    kind!("data_policy", PermissionDenied, "the account's data policy forbids it",
        OPENROUTER [
            "endpoints .. matching your data policy", "endpoints .. matching your guardrail",
            "match your data policy",
        ],
    ),
    kind!(
        "key_provided",
        Authentication,
        "the key that was sent is not valid",
        { under[Authentication] },
        OPENAI["incorrect|invalid api key provided"],
    ),
    kind!("unpaid", QuotaExhausted, "the account has to pay",
        ANTHROPIC [
            "specified .. api usage limits", "extra usage is required", "out of extra usage",
            "draw from your extra usage",
        ],
        OPENAI [
            "billing hard limit", "account is not active .. billing",
            "billing details on our website",
        ],
        GROQ_SPEND [
            "spend|spending limit|cap reached|exceeded",
            "spend|spending limit|cap has been reached|exceeded", "spend|spending alert threshold",
            "reached|exceeded|hit|reaching .. spend|spending limit|cap",
            "unpaid bill|bills|invoice|invoices|balance", "pay past invoices",
        ],
        DEEPSEEK [
            "insufficient credit|credits|balance|funds",
            "insufficient wholesale|account|quota credits|balance",
            "balance|credit is insufficient", "insufficient . balance",
            "insufficient .. balance to",
        ],
        XAI [
            "out of credits", "used all available credits", "doesn't have any credits",
            "need a grok subscription",
        ],
        GEMINI [
            "credits|credit are|is|have|been depleted|exhausted", "requires billing to be enabled",
            "enable billing on", "to|for billed users",
            "not|doesn't|don't have a free quota|tier|plan",
        ],
        OPENROUTER ["requires more credits", "can only afford", "key limit exceeded"],
        LITELLM [
            "budget exceeded", "budget has been exceeded", "exceeded|crossed budget", "over budget",
            "max budget for key|user|team|tag|token|customer", "budget limit exceeded|reached",
            "exceeded|over available|max|your|its|the budget", "litellm enterprise user",
        ],
        COHERE ["maximum billing reached", "add or update your payment method"],
        HUGGINGFACE ["monthly included credits"],
        MISTRAL ["monthly token|usage|request limit|quota"],
        TOGETHER ["credit limit exceeded", "not enough credits|balance|quota|funds"],
        ALIBABA ["account is in good standing", "free tier .. has been exhausted", "in arrears"],
        MOONSHOT ["verify your membership benefits"],
        BEDROCK ["valid payment instrument", "reached for this month"],
        SEEN [
            "balance too low", "balance is too low",
            "credit|account|wallet|prepaid balance is zero|empty|exhausted|negative",
            "credit|account|wallet|your balance is low|negative|insufficient", "out of funds",
            "^payment required", "payment method is required", "valid credit card",
            "no usable credits", "exceeded|reached|hit .. monthly limit|quota|allowance|usage",
            "monthly .. limit|quota|allowance|cap|budget|plan|usage|is|has|been exceeded|reached|exhausted",
            "please top up", "please recharge", "billing is not enabled|active",
            "requires a|an paid|pro plan|subscription",
            "current|subscription plan does not .. include", "subscription has expired",
            "requires available credits", "not subscribed to", "credits exhausted|depleted",
            "credits have been exhausted|depleted", "not available on the .. free tier|plan",
            "not available in|on|under your current|subscription plan",
            "your|subscription plan does not include|cover",
            "limit exceeded|reached for this billing period|cycle", "require more credits",
            "used up your points|credits|balance", "active grok subscription", "exhausted balance",
            "top up your balance", "requires a subscription$", "requires a subscription upgrade",
        ],
        ONE_API [
            "user quota is not enough", "token quota is not enough", "tokenstatusexhausted",
            "token quota is exhausted",
        ],
        ZHIPU ["月使用上限", "预扣费额度失败", "余额不足", "欠费", "请充值", "无可用资源包", "额度不足", "资源包已用完"],
        MINIMAX ["plan not support model"],
    ),
    kind!("studio_quota", RateLimited, "a quota that resets by itself is used up",
        { under [RateLimited] },
        GEMINI ["ai.google.dev/gemini-api/docs/rate-limits", "ai.dev/rate-limit"],
    ),
    kind!("quota_used_up", QuotaExhausted, "the quota is used up",
        { strength Weak, under [RateLimited, PermissionDenied, InvalidRequest, QuotaExhausted, Success, Unknown, Authentication] },
        OPENAI ["exceeded your .. quota|allowance"],
        COPILOT ["you have no quota"],
        SEEN [
            "quota exceeded|exhausted|reached", "quota is exceeded|exhausted|reached",
            "exceeded|reached|hit .. quota limit", "purchase more credits",
            "exceeded|exceeds .. quota", "quota has been exceeded|exhausted",
            "quota has been used up", "out of .. quota", "insufficient quota",
            "usage limit reached|exceeded", "usage limit has been reached", "inference cap reached",
        ],
        VERCEL ["purchase credits at"],
        ZHIPU ["配额已用尽", "配额不足", "用量上限", "额度已用尽", "额度已用完"],
    ),
    kind!("container_failed", InternalError, "the model's own server failed",
        { under [FailedDependency], strength OverCode },
        BEDROCK ["received server error .. from primary|model"],
    ),
    kind!(
        "partner_account",
        PermissionDenied,
        "accounts of this kind may not use it",
        BEDROCK["not available for channel program"],
    ),
    kind!("model_settings", InvalidRequest, "a setting of the model is wrong",
        { under [InvalidRequest, UnprocessableEntity] },
        SEEN [
            "invalid|unsupported|unknown|unrecognized model parameter|parameters|setting|settings|config|configuration|option|options|input|inputs|output|outputs|response",
        ],
    ),
    kind!("model_unknown", ModelNotFound, "the model is unknown here",
        GROQ_MODELS [
            "model has been deactivated",
            "model . has been decommissioned|retired|deprecated|sunset|removed",
            "model . is|was decommissioned|retired|deprecated|sunset|removed",
            "model . is no longer available|supported|exists",
        ],
        OPENAI [
            "model . does not exist", "model . doesn't exist",
            "does not exist or you do not have access", "does not have access to model",
            "model . not found", "model is not supported when using", "model not exist|exists",
        ],
        GEMINI [
            "models . is not found", "publisher model . was not found",
            "publisher model . is not servable", "^model . was not found", "models . not found",
            "unexpected model name format",
        ],
        AZURE ["deployment .. does not exist"],
        BEDROCK [
            "model identifier is invalid", "could not resolve the foundation model",
            "on-demand throughput isn't supported", "on-demand throughput isn t supported",
            "on-demand throughput is not supported", "marked by provider as legacy",
            "reached the end of its life",
        ],
        OPENROUTER ["no endpoints found for", "is not a valid model"],
        TOGETHER ["non-serverless model", "dedicated endpoint .. is not running"],
        LITELLM ["invalid model name", "no such model"],
        NVIDIA ["function .. not found for account", "model . has reached its end of life"],
        HUGGINGFACE ["too large to be loaded", "model . is not supported by provider"],
        SEEN [
            "invalid|unknown|unsupported|unrecognized model .$",
            "^unknown|unsupported|unrecognized|unavailable model",
            "model . is not available|found|deployed", "model . not available|deployed|accessible",
            "no available channel for model", "not found the model", "model id|with .. not found",
            "model id .. does not exist", "model name|id is|was invalid|incorrect|wrong|unknown",
            "model . is not supported by any", "supported api model names|ids are",
            "supported model names|ids are", "model you requested is not available",
            "provided|requested|specified|selected model is not supported|available|valid|known",
            "unknown provider for model",
        ],
        ZHIPU ["模型不存在", "模型未找到", "模型已下线", "无可用渠道"],
        LMSTUDIO ["no models loaded"],
        TRITON ["request for unknown model"],
        VOYAGE ["not supported supported models are"],
    ),
    kind!(
        "model_by_name",
        ModelNotFound,
        "nothing but the name of a model",
        { under[NotFound] },
        ANTHROPIC["^model .$"],
    ),
    kind!("model_blocked", PermissionDenied, "the model is not allowed",
        GROQ_RIGHTS [
            "model . requires terms acceptance",
            "model .. blocked at the organization|project level",
        ],
        LITELLM ["not allowed to access model", "can only access models"],
        GITHUB_MODELS ["no access to model"],
        BEDROCK [
            "model access is denied", "don't have access to the model",
            "model use case details have not been submitted",
        ],
        ONE_API ["无权访问", "无权使用", "无权限"],
    ),
    kind!("key_leaked", Authentication, "the key is no longer valid", { strength OverCode },
        GEMINI ["key was reported as leaked"],
        ANTHROPIC ["oauth token has been revoked", "oauth token has expired"],
        AWS [
            "security token included in the request is invalid|expired", "bearer token has expired",
        ],
    ),
    kind!("signature_wrong", Authentication, "the signature does not match",
        { under [Authentication, PermissionDenied] },
        AWS ["signature .. does not match"],
    ),
    kind!("account_restricted", PermissionDenied, "the account or the key may not do this",
        OPENAI [
            "insufficient permissions", "missing scopes", "must be a member of an organization",
            "access was terminated",
        ],
        ANTHROPIC [
            "account|organization|workspace has been disabled", "organization has disabled",
            "not meet scope requirement", "only authorized for use with",
        ],
        GEMINI [
            "insufficient authentication scopes", "consumer .. has been suspended",
            "project has been denied access", "location is not supported",
        ],
        AZURE [
            "virtual network", "firewall rules", "does not have access to api",
            "lacks the required data action", "public access is disabled", "account type is not",
        ],
        BEDROCK [
            "not authorized to perform", "not allowed from unsupported countries",
            "^operation not allowed$", "not authorized to invoke", "not allowed for this account",
        ],
        GITHUB_MODELS ["permission is required to access"],
        GROQ [
            "organization|account|project|user|key|team . has been restricted|suspended|disabled|deactivated|banned|blocked",
            "organization|account|project|user|key|team is|was restricted|suspended|disabled|deactivated|banned|blocked",
            "associated with a deactivated account",
            "account .. has been deactivated|suspended|disabled",
        ],
        LITELLM ["only proxy admin can", "not allowed to access this route"],
        SEEN [
            "country region or territory not supported", "not available in your country|region",
            "requires moderation permission", "not authorized to access",
            "organization|account|project|team .. not allowed to use|access|call",
            "do not have permission", "does not have .. permission", "don't have .. permission",
            "do not|don't have access to it|this", "rejected by .. allowlist|whitelist",
        ],
        ONE_API ["已被封禁", "已被禁用", "已被锁定"],
        QIANFAN ["no permission to access"],
    ),
    kind!("key_invalid", Authentication, "the key or the token is not valid",
        { under [Authentication, PermissionDenied, InvalidRequest, InternalError, Success, Unknown, ServiceUnavailable, BadGateway] },
        GROQ [
            "invalid|expired|revoked|incorrect|wrong|missing|unknown api key|token|keys",
            "invalid|expired|malformed api_key|apikey",
            "api key . is|was invalid|expired|revoked|incorrect|missing|wrong",
            "api key has expired", "api key has been revoked",
            "api key . not valid|found|provided|recognized", "api key expired|revoked|deleted",
            "api_key_revoked|api_key_deleted", "could not authenticate|validate .. credentials",
            "unable to locate credentials", "authorization denied for bearer",
            "valid user token is required", "api key appears to be invalid",
        ],
        OPENAI [
            "provide an|a|your api key", "authentication token has expired|been",
            "no api-key provided", "api key you .. is invalid|incorrect|wrong|expired",
            "no api key|token|credentials supplied|provided|found|passed",
        ],
        ANTHROPIC [
            "invalid bearer|oauth|access|auth|authentication|authorization|subscription|x-api-key|proxy|client token|credentials|key|secret|server",
            "invalid x-api-key|bearer|authentication|credentials", "authentication .. credentials",
        ],
        GEMINI [
            "missing or invalid authorization",
            "missing|invalid|malformed|incorrect .. authorization header",
            "failed to get|read|parse the|an authorization header", "unregistered callers",
        ],
        AWS [
            "authorization header requires", "make sure your api key is valid",
            "security|bearer|access|auth token .. is|was invalid|expired|revoked|malformed",
        ],
        AZURE [
            "tenant provided in token does not match", "access token is missing",
            "auth token must be passed",
        ],
        DEEPSEEK ["authentication fails|failed|required|error"],
        MINIMAX ["login fail"],
        QIANFAN ["token is|was invalid|expired|revoked", "token invalid|expired"],
        WATSONX ["api key could not be found"],
        SEEN [
            "api key|token doesn't match .. format",
            "api key|token . expected|invalid|wrong format", "^unauthenticated",
        ],
        ONE_API ["无效的令牌", "令牌已过期", "未提供令牌", "令牌验证"],
        ZHIPU ["身份验证失败", "鉴权失败", "认证失败", "密钥无效"],
        HUGGINGFACE ["token seems invalid"],
        FASTAPI ["^not authenticated$"],
    ),
    kind!("not_fetched", InvalidRequest, "a file that the request names could not be fetched",
        { under [InvalidRequest, UnprocessableEntity] },
        SEEN [
            "could|can not fetch|download|retrieve",
            "cannot|can't|couldn't fetch|download|retrieve",
            "failed|unable to fetch|download|retrieve",
        ],
    ),
    kind!("context_window", ContextLengthExceeded, "the prompt does not fit the context window",
        { under [InvalidRequest, UnprocessableEntity, RequestTooLarge, InternalError, NotFound, Success, Unknown, ServiceUnavailable, BadGateway, PermissionDenied] },
        OPENAI [
            "maximum context length|limit is|of|was|exceeded",
            "over|past|than|to|beyond|with .. maximum context length|limit",
            "tokens .. maximum context length|limit", "maximum context length|limit . tokens",
            "exceed|exceeds|exceeded|exceeding .. context length|window|limit|size",
            "total number of tokens in instructions", "input tokens exceed|exceeds",
        ],
        ANTHROPIC ["prompt . too long", "input . too long", "prompt .. is too long"],
        GEMINI [
            "exceed|exceeds the maximum number of tokens",
            "token|tokens .. model only supports up to", "tokens .. exceeds the maximum|limit",
            "token count .. exceeds the limit|maximum",
        ],
        BEDROCK ["too many input tokens", "exceed model maximum"],
        GROQ [
            "reduce the length of the|your messages|prompt|input|conversation",
            "reduce your prompt",
        ],
        COHERE [
            "too many tokens .. in the prompt", "too many tokens .. size limit exceeded",
            "^too many tokens$", "too many tokens in the|your request",
        ],
        XAI ["maximum prompt length"],
        MOONSHOT [
            "exceeded model token limit", "input token length too long",
            "conversation length|size exceeded", "conversation is|has|was too long",
        ],
        ALIBABA ["range of input length", "message token length exceed"],
        MISTRAL ["draft tokens .. too large"],
        ZHIPU [
            "prompt exceeds max length", "tokens in request more than max", "超出|超过 .. 上下文长度",
            "超过最大长度", "输入过长", "上下文过长", "上下文长度超出", "上下文超出", "上下文超限", "超出最大上下文",
        ],
        TGI ["must have less than .. tokens given"],
        VLLM [
            "longer than the .. context length", "longer than the .. model length",
            "model context length", "max_model_len", "maximum model length",
        ],
        LLAMACPP [
            "available context size",
            "exceed|exceeds|exceeded|over|past|larger|greater|than|keep .. n_ctx", "slot context",
        ],
        LMSTUDIO [
            "loaded with context length", "greater than the context length",
            "larger context length",
        ],
        OLLAMA ["longer than the context"],
        LITELLM ["litellm.contextwindowexceedederror", "current length is .. while limit is"],
        SEEN [
            "context length|window|size exceeded|exceeds", "context is too long",
            "model max length exceeded", "maximum input length is",
            "than the maximum input|prompt|sequence length", "maximum allowed input length",
            "token limit exceeded", "exceeds .. token limit", "maximum number of input tokens",
            "tokens .. cannot exceed",
            "exceed|exceeds|exceeded|over|fit|larger|longer|than|maximum .. context window",
            "max_seq_len", "context size has been exceeded",
            "exceed|exceeds|over|than .. configured context size",
            "context window|length|size full|overflow", "exceed|exceeds context budget",
            "context window is .. you requested", "prompt too large for",
            "out of room in the .. context window", "prompt|input|request has too many tokens",
            "prompt|input|request too many tokens", "too many tokens in request",
            "total tokens exceeds|exceed", "input length .. tokens exceeds the model limit",
            "context overflow$", "context overflow error|detected", "n_ctx_slot",
        ],
        ARK ["exceed max message tokens"],
        NVIDIA ["maximum supported sequence length"],
        DATABRICKS ["token count .. cannot exceed"],
    ),
    kind!("thinking_budget", InvalidRequest, "the budget of the model's thinking is wrong",
        { under [InvalidRequest, UnprocessableEntity] },
        SEEN ["thinking|reasoning budget"],
    ),
    kind!("window_of_tokens", ContextLengthExceeded, "the tokens do not fit the context window",
        { under [UnprocessableEntity, RequestTooLarge, PermissionDenied, Success] },
        TGI ["tokens . must be"],
        LMSTUDIO ["reached context length"],
    ),
    kind!("no_capacity", Overloaded, "there is no capacity now",
        ANTHROPIC [
            "overloaded$",
            "is|are|currently|temporarily|model|server|service|engine|be .. overloaded",
        ],
        OPENAI ["processing too many requests", "receiving too many requests"],
        GROQ_FLEX ["at|over|maximum capacity", "no|insufficient capacity"],
        GEMINI ["high demand"],
        DEEPSEEK ["too busy", "server|servers|service|model|system . busy"],
        ALIBABA ["system capacity limits|limit"],
        OLLAMA ["no slots available"],
        HUGGINGFACE [
            "is currently|still loading", "^loading model$", "is loading$", "still warming up",
        ],
        BEDROCK ["model is not ready", "too many connections"],
        NVIDIA ["worker local .. request limit reached"],
        SEEN [
            "capacity . exceeded|reached|exhausted", "high load|traffic", "under heavy load",
            "queue is full", "maximum queue size", "capacity constraints|limits", "out of capacity",
            "transient worker capacity", "due to backpressure", "no_kv_space",
            "model . is not loaded", "no instances available", "not enough capacity",
        ],
        ENVOY ["reset reason overflow"],
        ZHIPU [
            "访问量过大", "负载已饱和", "负载过高", "服务繁忙", "系统繁忙", "服务器繁忙", "模型负载", "服务过载", "模型加载中", "模型未加载",
            "模型未就绪", "算力不足",
        ],
        LLAMACPP ["no slot available"],
        VLLM ["currently scaling", "aborted by a higher priority"],
        GOOGLE_CODES ["no available instance"],
        ONE_API ["upstream load is saturated"],
        LITELLM ["overloaded handle with"],
    ),
    kind!("too_large", RequestTooLarge, "the request is too large",
        { under [InvalidRequest, UnprocessableEntity, RequestTooLarge, RateLimited, InternalError, BadGateway, Success, Unknown] },
        GROQ [
            "request|payload|body|file|files|bytes|image|images|audio|entity|content|header|headers|cookie|uri . too large|big",
            "request|payload|body|file|image|input size is too large|big",
            "request size .. exceeds|exceeded",
            "request body|entity|payload size .. exceeds|exceeded",
            "prompt|input|text|content .. characters or fewer|less",
        ],
        OPENAI [
            "maximum content size limit", "audio duration .. is longer than", "tokens per request",
            "array too long",
        ],
        ANTHROPIC [
            "image exceeds .. maximum", "exceeds the maximum size",
            "exceeds the maximum allowed size|length|bytes",
            "exceed|exceeds|exceeded|over .. max|maximum allowed|permitted size|bytes",
            "max|maximum allowed|permitted|supported file|image|audio|video|document|payload|request|upload size",
            "too many .. bytes", "too many images|files|documents|inputs|items|texts",
            "request exceeds the maximum", "too much media", "maximum of .. pdf pages",
        ],
        GEMINI [
            "payload size exceeds", "use fewer than .. images|files|documents|pages",
            "number of pages exceeds", "maximum request body size", "requests can be in one batch",
            "images|files|documents|pages .. only supports up to",
        ],
        COHERE ["number of texts must be at most"],
        TGI ["characters given", "maximum allowed batch size"],
        VLLM [
            "at most .. image|images|audio|video|videos|s may be provided",
            "exceeds .. encoder cache size", "batch-size must be",
            "received message larger than max",
        ],
        MOONSHOT ["exceeded the max file count"],
        SEEN [
            "string value length .. exceeds",
            "file|image|audio|video|document .. exceeds the maximum|limit",
            "image|images|picture|video|photo .. dimensions exceed|exceeds",
            "exceed|exceeds|more|over|above|maximum|most .. pixels", "length limit exceeded",
            "batch size .. exceeds|maximum", "batch size .. larger|greater|more than", "character limit of", "exceeds the character limit",
            "image|file|video|audio exceeds .. mb|kb|gb|bytes",
            "image|images|picture|video|photo dimensions .. exceed|exceeds",
            "request|file|upload exceeds size limit", "max allowed tokens per submitted batch",
        ],
    ),
    kind!("pending_requests", Overloaded, "its queue is full", { by Ollama },
        OLLAMA ["maximum pending requests exceeded"],
    ),
    kind!("degraded", ServiceUnavailable, "it is degraded", { strength OverCode },
        NVIDIA ["degraded function", "function .. degraded"],
    ),
    kind!("deadline", Timeout, "time ran out",
        GOOGLE_CODES ["deadline exceeded|expired"],
        OPENAI ["timed out", "request timeout"],
        AZURE ["operation was timeout"],
        VERCEL ["function_invocation_timeout"],
        LITELLM ["litellm.timeout"],
        ENVOY ["reset reason connection timeout"],
        SEEN [
            "timeout reached|expired|elapsed", "time out$", "gateway timeout|time-out",
            "connect|connection|read timeout on", "took too long",
        ],
        ZHIPU ["请求超时", "调用超时", "连接超时"],
        FASTLY ["byte|bytes timeout"],
    ),
    kind!("rate_limit", RateLimited, "a rate limit was hit",
        GROQ_LIMITS [
            "rate limit reached|exceeded|hit", "rate limit has been reached|exceeded",
            "rate limit is exceeded", "reached|exceeded . rate limit", "too many requests",
        ],
        ANTHROPIC_LIMITS [
            "rate limited", "exceed|exceeded|exceeds|breached .. rate limit",
            "per-minute rate limit",
        ],
        OPENROUTER ["rate-limited"],
        BEDROCK ["throttlingexception", "throttled", "request rate is too high", "rate exceeded"],
        GEMINI ["resource has been exhausted", "resource exhausted", "exhausted your capacity"],
        MOONSHOT ["max rpm|tpm|tpd|rpd|concurrency", "tpd|tpm|rpm|rpd rate limit"],
        ALIBABA ["request rate increased too quickly", "throttling triggered"],
        TOGETHER ["concurrency limit", "concurrent limit", "too many concurrent requests"],
        COHERE ["past the per minute request limit"],
        SEEN [
            "requests per second|minute|hour|day", "request|requests|qps limit exceeded|reached",
            "reached|hit|exceeded your|the session|weekly|daily|hourly|5-hour|5h|five-hour",
            "free allocation",
        ],
        ONE_API ["reached the request limit"],
        ZHIPU [
            "速率限制", "频率限制", "频率超限", "请求频率", "频率过高", "请求过于频繁", "访问过于频繁", "请求过多", "并发数过高", "触发限流",
            "使用上限", "请求数限制",
        ],
        APISIX ["requests are too frequent"],
    ),
    kind!("limit_hit", RateLimited, "some limit was hit",
        { under [Authentication, RateLimited, Success, Unknown] },
        SEEN ["limit exceeded"],
    ),
    kind!("window_used_up", RateLimited, "the limit of a short window was hit",
        { under [Authentication, RateLimited, QuotaExhausted, Success, Unknown] },
        SEEN ["session|weekly|daily|hourly|5-hour|5h|five-hour . limit|quota|allotment|allowance"],
    ),
    kind!("url_unknown", NotFound, "the address is unknown",
        { under [NotFound, InvalidRequest, Success] },
        OPENAI ["unknown request url", "^invalid url get|post|put|delete|patch"],
        LMSTUDIO ["unexpected endpoint or method"],
    ),
    // What they tell beside a kind.
    tells!(Means::Delay,
        GROQ_LIMITS ["again|retry in|after", "retry your|the request in|after", "^wait"],
        GITHUB_MODELS ["please|must|should|can|or wait", "please|must|should|can wait for"],
        GEMINI_CLI ["reset|resets after|in", "available in", "replenished in"],
        AZURE ["retry-after"],
    ),
    tells!(Means::Passes,
        MINIMAX ["5-hour|5h|five-hour|weekly|daily|hourly|session"],
        ZHIPU [
            "limit will reset at", "limit resets at", "usage resets", "window resets", "今日", "每日",
            "小时", "每周",
        ],
        APIM ["quota will be replenished"],
        SEEN [
            "rolling|sliding window", "rolling|sliding time|hourly|daily|weekly window",
            "reset|resets|refreshes at midnight",
        ],
    ),
    tells!(Means::Number(Part::UsedOfLimit), XAI["actual/limit"]),
    tells!(Means::Number(Part::Limit),
        GROQ_LIMITS ["limit"],
        GITHUB_MODELS ["rate limit of", "limit of", "limited to"],
        COHERE ["limit is"],
        MOONSHOT ["max rpm|tpm|tpd|rpd", "max .. concurrency"],
        CLOUDFLARE_AI ["allocation of"],
    ),
    tells!(
        Means::Number(Part::Used),
        GROQ_LIMITS["used"],
        OPENAI_LIMITS["current"],
        LITELLM["current usage"],
    ),
    tells!(Means::Number(Part::Requested), GROQ_LIMITS["requested"]),
    tells!(
        Means::Number(Part::Length),
        OPENAI["string with maximum length"],
        BEDROCK["expected maxlength"],
    ),
    tells!(Means::Metric(Metric::InputTokens), ANTHROPIC_LIMITS["input tokens per"]),
    tells!(Means::Metric(Metric::OutputTokens), ANTHROPIC_LIMITS["output tokens per"]),
    tells!(Means::Metric(Metric::Tokens), GROQ_LIMITS ["tokens per", "tokens"]),
    tells!(Means::Metric(Metric::AudioSeconds),
        GROQ_LIMITS ["seconds of audio per", "audio seconds per"],
    ),
    tells!(Means::Metric(Metric::Images), OPENAI_LIMITS["images per"]),
    tells!(Means::Metric(Metric::Requests),
        GROQ_LIMITS ["requests per", "request per"],
        COHERE ["calls", "requests"],
        TOGETHER ["queries per"],
    ),
    tells!(Means::Bucket(Metric::Requests, Some(Window::Minute)),
        GROQ_LIMITS ["rpm"],
        COHERE ["per minute request limit"],
        OPENROUTER ["limit_rpm", "free-models-per-min"],
    ),
    tells!(Means::Bucket(Metric::Requests, Some(Window::Day)),
        GROQ_LIMITS ["rpd"],
        OPENROUTER ["limit_rpd", "free-models-per-day", "free-models-per-day-high-balance"],
    ),
    tells!(
        Means::Bucket(Metric::Tokens, Some(Window::Minute)),
        GROQ_LIMITS["tpm"],
        ANTHROPIC_LIMITS["tokens has exceeded your per-minute"],
    ),
    tells!(
        Means::Bucket(Metric::Tokens, Some(Window::Day)),
        GROQ_LIMITS["tpd"],
        BEDROCK["tokens per day"],
        CLOUDFLARE_AI["daily token|tokens"],
    ),
    tells!(Means::Bucket(Metric::InputTokens, Some(Window::Minute)), GROQ_LIMITS["itpm"]),
    tells!(Means::Bucket(Metric::OutputTokens, Some(Window::Minute)), GROQ_LIMITS["otpm"]),
    tells!(Means::Bucket(Metric::AudioSeconds, Some(Window::Hour)), GROQ_LIMITS ["ash", "asph"]),
    tells!(Means::Bucket(Metric::AudioSeconds, Some(Window::Day)), GROQ_LIMITS ["asd", "aspd"]),
    tells!(Means::Bucket(Metric::Other, Some(Window::Day)), CLOUDFLARE_AI["daily free allocation"],),
    tells!(Means::Bucket(Metric::Tokens, None),
        AZURE_QUOTA ["token rate limit", "tokens rate limit"],
        BEDROCK ["too many tokens"],
        XAI ["tokens actual/limit"],
        LITELLM ["limit type tokens"],
    ),
    tells!(
        Means::Bucket(Metric::Requests, None),
        AZURE_QUOTA["call rate limit"],
        MISTRAL["requests rate limit"],
        LITELLM["limit type requests"],
    ),
    tells!(Means::Bucket(Metric::Other, None),
        MOONSHOT ["organization concurrency", "concurrency limit", "max concurrency"],
    ),
    tells!(Means::Window, GITHUB_MODELS["per"], XAI["over a rolling"]),
    tells!(Means::Speaker(Provider::Litellm),
        LITELLM ["received model group", "litellm rate limit handler", "litellm user|team|key"],
    ),
    tells!(Means::Names(Provider::Groq), GROQ["console.groq.com"]),
    tells!(Means::Names(Provider::Azure),
        AZURE ["azure openai", "cognitive services"],
    ),
    tells!(Means::Names(Provider::Bedrock), BEDROCK ["arn aws", "amazon bedrock"]),
    tells!(Means::Names(Provider::Ollama),
        OLLAMA [
            "llama runner", "ollama server logs", "try pulling it", "model requires more system memory", "ollama cloud",
        ],
    ),
    tells!(Means::Names(Provider::Litellm),
        LITELLM [
            "no deployments available", "crossed tpm",
            "max budget for key|user|team|tag|token|customer", "current cost|spend .. max budget",
        ],
    ),
    tells!(Means::Names(Provider::Openrouter), OPENROUTER["on openrouter"]),
    tells!(Means::Names(Provider::Cloudflare), CLOUDFLARE_GATEWAY["cloudflare dashboard"]),
    tells!(Means::Names(Provider::Openai),
        OPENAI ["help.openai.com", "platform.openai.com", "chat.openai.com"],
    ),
    tells!(Means::Names(Provider::Cohere), COHERE ["dashboard.cohere.com", "docs.cohere.com"]),
    tells!(Means::Names(Provider::Xai), XAI["console.x.ai"]),
    tells!(Means::Address, RFC_9110["https|http"]),
];

/// The spans of time that a limit counts over, by their words.
pub(crate) static WINDOWS: &[(&str, Window)] = &[
    ("second", Window::Second),
    ("sec", Window::Second),
    ("minute", Window::Minute),
    ("min", Window::Minute),
    ("1min", Window::Minute),
    ("hour", Window::Hour),
    ("day", Window::Day),
    ("24-hour", Window::Day),
    ("week", Window::Week),
    ("month", Window::Month),
];
