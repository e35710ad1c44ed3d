//! Capacity, sizes, timeouts and rate limits.

use crate::kind::Kind::{
    Authentication, BadGateway, InternalError, InvalidRequest, NotFound, Overloaded,
    PermissionDenied, QuotaExhausted, RateLimited, RequestTooLarge, ServiceUnavailable, Success,
    Timeout, Unknown, UnprocessableEntity,
};
use crate::kind::{Advice, Fault, Provider, Scope};
use crate::rules::common;
use crate::rules::providers::{
    anthropic, azure, bedrock, cohere, dashscope, deepseek, google, groq, huggingface, litellm,
    llamacpp, lmstudio, minimax, moonshot, newapi, nvidia, ollama, openai, openrouter, siliconflow,
    together, vercel, vllm, zhipu,
};
use crate::rules::schema::{Family, family, from};

pub(crate) const FAMILIES: &[Family] = &[
    family("session_over", Timeout, "the connection or the session reached its maximum duration", &[
        from(openai::WEBSOCKETS, &["websocket connection limit reached"]),
        from(openai::REALTIME, &["session hit|reached the|its maximum duration"]),
    ]).fault(Fault::Caller).advice(Advice::Now).scope(Scope::Request, &[]).action("Open another connection or session, and send the request again."),
    family("timeout_stated", Timeout, "time ran out, whatever else the message supposes", &[
        from(common::SEEN, &["timed out"]),
    ]).under(&[Timeout]),
    family("no_answer_in_time", Timeout, "the server did not answer in time", &[
        from(common::SEEN, &["not respond|answer|reply .. allowed time"]),
    ]).under(&[Timeout, BadGateway, InternalError, ServiceUnavailable, Success, Unknown]),
    family("no_capacity", Overloaded, "there is no capacity now", &[
        from(anthropic::ERRORS, &["overloaded$", "is|are|currently|temporarily|model|server|service|engine|be .. overloaded"]),
        from(openai::ERRORS, &["processing too many requests", "receiving too many requests"]),
        from(groq::FLEX, &["at|over|maximum capacity", "no|insufficient capacity"]),
        from(google::TROUBLESHOOTING, &["high demand"]),
        from(deepseek::ERRORS, &["too busy", "server|servers|service|model|system . busy"]),
        from(dashscope::CODES, &["system capacity limits|limit"]),
        from(ollama::SOURCE_CODE, &["no slots available"]),
        from(huggingface::INFERENCE, &["is currently|still loading", "^loading model$", "is loading$", "still warming up"]),
        from(bedrock::ERRORS, &["model is not ready", "too many connections"]),
        from(nvidia::API, &["worker local .. request limit reached"]),
        from(newapi::MESSAGES, &["upstream load is saturated"]),
        from(common::SEEN, &["queue full", "capacity . exceeded|reached|exhausted", "high load|traffic", "under heavy load", "queue is full", "maximum queue size", "capacity constraints|limits", "out of capacity", "transient worker capacity", "due to backpressure", "no_kv_space", "model . is not loaded", "no instances available", "not enough capacity"]),
        from(common::ENVOY, &["reset reason overflow"]),
        from(zhipu::CODES, &["访问量过大", "负载已饱和", "负载过高", "服务繁忙", "系统繁忙", "服务器繁忙", "模型负载", "服务过载", "模型加载中", "模型未加载", "模型未就绪", "算力不足"]),
        from(llamacpp::SOURCE_CODE, &["no slot available"]),
        from(vllm::DOCS, &["currently scaling", "aborted by a higher priority"]),
        from(google::CODES, &["no available instance"]),
        from(litellm::EXCEPTIONS, &["overloaded handle with"]),
    ]),
    family("too_large", RequestTooLarge, "the request is too large", &[
        from(groq::ERRORS, &["request|payload|body|file|files|bytes|image|images|audio|entity|content|header|headers|cookie|uri . too large|big", "request|payload|body|file|image|input size is too large|big", "request size .. exceeds|exceeded", "request body|entity|payload size .. exceeds|exceeded", "prompt|input|text|content .. characters or fewer|less"]),
        from(openai::ERRORS, &["maximum content size limit", "tokens per request"]),
        from(anthropic::ERRORS, &["image exceeds .. maximum", "exceeds the maximum size", "exceeds the maximum allowed size|length|bytes", "maximum allowed content length", "exceed|exceeds|exceeded|over .. max|maximum allowed|permitted size|bytes", "max|maximum allowed|permitted|supported file|image|audio|video|document|payload|request|upload size", "too many .. bytes", "too many images|files|documents|inputs|items|texts", "request exceeds the maximum", "too much media", "maximum of .. pdf pages"]),
        from(google::TROUBLESHOOTING, &["payload size exceeds", "use fewer than .. images|files|documents|pages", "maximum request body size", "requests can be in one batch", "images|files|documents|pages .. only supports up to"]),
        from(cohere::ERRORS, &["number of texts must be at most"]),
        from(huggingface::TGI, &["characters given", "maximum allowed batch size"]),
        from(vllm::DOCS, &["at most .. image|images|audio|video|videos|s may be provided", "exceeds .. encoder cache size", "batch-size must be", "received message larger than max"]),
        from(moonshot::CHAT, &["exceeded the max file count"]),
        from(moonshot::KIMI_CODE, &["total message size .. exceeds limit"]),
        from(dashscope::QWEN_CLOUD, &["storage limit exceeded", "batch size is invalid", "input audio is longer than", "upload file capacity|number exceed"]),
        from(common::SEEN, &["text|song|lyrics|script|audio|video|clip|file|document . too long|large|big", "exceed|exceeds|exceeded|over|beyond . characters|bytes|mb|megabytes", "audio|video|clip|file|document duration|length|size .. exceeds|exceed|longer|larger", "supports|support|accepts|accept up to . characters|bytes|mb|pixels|seconds|minutes", "over|exceeds|exceed|exceeded|above|beyond . maximum|max input limit|length|size", "too large to process", "instance|instances|texts|items|inputs .. allowed per", "number|count of . image|images|picture|pictures|video|videos|audio|audios|file|files|document|documents|page|pages|attachment|attachments|instance|instances|texts|frames|pdfs exceeds|exceed|exceeded|is", "maximum|max number of image|images|picture|pictures|video|videos|audio|audios|file|files|document|documents|page|pages|attachment|attachments|instance|instances|texts|frames|pdfs", "maximum|max of . image|images|picture|pictures|video|videos|audio|audios|file|files|document|documents|page|pages|attachment|attachments|instance|instances|texts|frames|pdfs", "more than . image|images|picture|pictures|video|videos|audio|audios|file|files|document|documents|page|pages|attachment|attachments|instance|instances|texts|frames|pdfs", "at most|to . image|images|picture|pictures|video|videos|audio|audios|file|files|document|documents|page|pages|attachment|attachments|instance|instances|texts|frames|pdfs", "string value length .. exceeds", "file|image|audio|video|document .. exceeds the maximum|limit", "image|images|picture|video|photo .. dimensions exceed|exceeds", "exceed|exceeds|more|over|above|maximum|most .. pixels", "length limit exceeded", "batch size .. exceeds|maximum", "batch size .. larger|greater|more than", "character limit of", "exceeds the character limit", "image|file|video|audio exceeds .. mb|kb|gb|bytes", "image|images|picture|video|photo dimensions .. exceed|exceeds", "request|file|upload exceeds size limit", "max allowed tokens per submitted batch"]),
    ]).under(&[InvalidRequest, UnprocessableEntity, RequestTooLarge, RateLimited, InternalError, BadGateway, Success, Unknown]),
    family("pending_requests", Overloaded, "its queue is full", &[
        from(ollama::SOURCE_CODE, &["maximum pending requests exceeded"]),
    ]).only(Provider::Ollama),
    family("function_degraded", ServiceUnavailable, "the function of the model is degraded", &[
        from(nvidia::NVCF, &["degraded function cannot be invoked"]),
    ]).only(Provider::Nvidia).decisive(),
    family("degraded", ServiceUnavailable, "it is degraded", &[
        from(nvidia::API, &["degraded function", "function .. degraded"]),
    ]).decisive(),
    family("deadline", Timeout, "time ran out", &[
        from(google::CODES, &["deadline exceeded|expired"]),
        from(openai::ERRORS, &["timed out", "request timeout"]),
        from(azure::REFERENCE, &["operation was timeout"]),
        from(vercel::ERRORS, &["function_invocation_timeout|edge_function_invocation_timeout|middleware_invocation_timeout"]),
        from(litellm::EXCEPTIONS, &["litellm.timeout"]),
        from(common::ENVOY, &["reset reason connection timeout"]),
        from(common::SEEN, &["exceeded|exceeds|over . timeout|deadline", "respond|response|answer|reply in|within time|timeout|deadline", "time limit", "timeout reached|expired|elapsed", "time out$", "gateway timeout|time-out", "connect|connection|read timeout on", "took too long"]),
        from(zhipu::CODES, &["请求超时", "调用超时", "连接超时"]),
        from(common::FASTLY, &["byte|bytes timeout"]),
    ]),
    family("no_account_left", ServiceUnavailable, "the gateway has no account of its own that it can use", &[
        from(common::SEEN, &["no auth|account|accounts|key|keys|upstream available", "no accounts|credentials|channels available|left|configured", "all . accounts|credentials|channels|deployments are|is|were unavailable|exhausted|disabled|down|unhealthy", "no available|usable|healthy|active|valid . account|accounts|credential|credentials"]),
        from(newapi::SOURCE_CODE, &["无可用凭证"]),
    ]).under(&[Authentication, PermissionDenied, RateLimited, InternalError, BadGateway, ServiceUnavailable, Success, Unknown]),
    family("connection_lost", BadGateway, "the connection to the server behind the gateway failed", &[
        from(common::SEEN, &["error reading|connecting . upstream|backend|provider", "stream ended|closed|disconnected|terminated|interrupted|broke unexpectedly|prematurely|before|off", "invalid|malformed|unexpected|incomplete|empty response from . upstream|backend|provider|server|service", "failed|unable|could to|not connect|reach . upstream|backend|provider|server|service", "premature close|end|eof", "socket hang up|closed", "connection . closed|dropped|interrupted|failed", "connection reset|refused|aborted|broken|lost|terminated", "provider|upstream|backend|peer|remote disconnected|closed"]),
    ]).under(&[InternalError, BadGateway, Success, Unknown]),
    family("rate_limit", RateLimited, "a rate limit was hit", &[
        from(groq::RATE_LIMITS, &["rate limit reached|exceeded|hit", "rate limit has been reached|exceeded", "rate limit is exceeded", "reached|exceeded . rate limit", "too many requests"]),
        from(anthropic::RATE_LIMITS, &["rate limited", "exceed|exceeded|exceeds|breached .. rate limit", "per-minute rate limit"]),
        from(openrouter::ERRORS, &["rate-limited"]),
        from(vercel::ERRORS, &["function_throttled"]),
        from(bedrock::ERRORS, &["throttlingexception", "throttled", "request rate is too high", "rate exceeded"]),
        from(google::TROUBLESHOOTING, &["resource has been exhausted", "resource exhausted", "exhausted your capacity"]),
        from(moonshot::CHAT, &["max rpm|tpm|tpd|rpd|concurrency", "tpd|tpm|rpm|rpd rate limit"]),
        from(dashscope::CODES, &["request rate increased too quickly", "throttling triggered"]),
        from(siliconflow::RATE_LIMITS, &["rpm|tpm|rph|rpd|tpd|ipm|ipd limit reached|exceeded"]),
        from(minimax::CODES, &["rate growth limit"]),
        from(together::ERRORS, &["concurrency limit", "concurrent limit", "concurrent request limit", "too many concurrent requests"]),
        from(cohere::ERRORS, &["past the per minute request limit"]),
        from(common::SEEN, &["requests|request too fast|frequent|frequently|quickly|often", "slow down", "qps|rps|rpm limit|quota|exceeded|reached", "requests per second|minute|hour|day", "request|requests|qps limit exceeded|reached", "reached|hit|exceeded your|the session|weekly|daily|hourly|5-hour|5h|five-hour", "free allocation"]),
        from(newapi::SOURCE_CODE, &["reached the request limit"]),
        from(litellm::ROUTER, &["no deployments available .. try again in"]),
        from(zhipu::CODES, &["速率限制", "频率限制", "频率超限", "请求频率", "频率过高", "请求过于频繁", "访问过于频繁", "请求过多", "并发数过高", "触发限流", "使用上限", "请求数限制"]),
        from(common::APISIX, &["requests are too frequent"]),
    ]),
    family("limit_hit", RateLimited, "some limit was hit", &[
        from(common::SEEN, &["limit exceeded"]),
    ]).under(&[Authentication, RateLimited, Success, Unknown]),
    family("window_used_up", RateLimited, "the limit of a short window was hit", &[
        from(common::SEEN, &["session|weekly|daily|hourly|5-hour|5h|five-hour . limit|quota|allotment|allowance"]),
    ]).under(&[Authentication, RateLimited, QuotaExhausted, Success, Unknown]),
    family("value_wrong", InvalidRequest, "a value in the request is missing or wrong", &[
        from(common::SEEN, &["maximum of . blocks|tools|functions|stop", "cannot|can't use|specify|set|combine|have both|multiple|two", "cannot|can't|not be used|combined|specified|set together|with|both", "mutually exclusive", "is|are incompatible|inconsistent with", "invalid|malformed json|request|body|payload", "failed|unable|could to|not parse . request|body|json|payload", "parse error at|in|near", "validation error|errors for", "must be between|one|less|greater|either|non-negative", "invalid|unknown|unsupported|unexpected|illegal parameter|argument|field|value|option|keyword", "field required$", "missing required|mandatory", "must|should|may not be empty|blank|null", "issue with your request", "cannot|can't|must|should|may be empty|blank"]),
    ]).under(&[InternalError, BadGateway, ServiceUnavailable, RequestTooLarge, Success, Unknown]),
    family("server_failed", InternalError, "the server had an error", &[
        from(common::SEEN, &["on our end|side", "server error", "something went wrong", "unexpected|unknown|unhandled error|exception", "internal error", "server had an error", "error occurred . processing your request"]),
        from(ollama::SOURCE_CODE, &["runner process no longer running"]),
    ]).under(&[Success, Unknown]),
    family("url_unknown", NotFound, "the address is unknown", &[
        from(openai::ERRORS, &["unknown request url", "^invalid url get|post|put|delete|patch"]),
        from(lmstudio::DOCS, &["unexpected endpoint or method"]),
    ]).under(&[NotFound, InvalidRequest, Success]),
];
