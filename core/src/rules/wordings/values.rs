//! Values that a message holds: delays, limits, windows, and who answered.

use crate::kind::{Metric, Provider, Window};
use crate::rules::common;
use crate::rules::providers::{
    anthropic, azure, bedrock, cerebras, cloudflare, cohere, dashscope, deepgram, deepinfra,
    deepseek, elevenlabs, fal, fireworks, github, google, groq, litellm, lmstudio, minimax,
    mistral, moonshot, novita, nvidia, ollama, openai, opencode, openrouter, perplexity, portkey,
    replicate, sambanova, sglang, siliconflow, together, volcengine, voyage, xai, zhipu,
};
use crate::rules::schema::{Family, LimitField, MessageEffect, extract, from};

pub(crate) const FAMILIES: &[Family] = &[
    extract(
        MessageEffect::Delay { of_request: true },
        &[
            from(
                groq::RATE_LIMITS,
                &["again|retry in|after|at", "retry your|the request in|after|at", "^wait"],
            ),
            from(
                github::MODELS,
                &["please|must|should|can|or wait", "please|must|should|can wait for"],
            ),
        ],
    ),
    extract(
        MessageEffect::Delay { of_request: false },
        &[
            from(
                google::GEMINI_CLI,
                &["reset|resets after|in|at|on", "available in|at", "replenished in|at"],
            ),
            from(azure::REFERENCE, &["retry-after"]),
            from(common::SEEN, &["blocked|limited|paused|suspended until", "wait until"]),
        ],
    ),
    extract(
        MessageEffect::ResetsSoon,
        &[
            from(minimax::CODES, &["5-hour|5h|five-hour|weekly|daily|hourly|session"]),
            from(
                zhipu::CODES,
                &[
                    "limit will reset at",
                    "limit resets at",
                    "usage resets",
                    "window resets",
                    "今日",
                    "每日",
                    "小时",
                    "每周",
                ],
            ),
            from(azure::API_MANAGEMENT, &["quota will be replenished"]),
            from(
                common::SEEN,
                &[
                    "rolling|sliding window",
                    "rolling|sliding time|hourly|daily|weekly window",
                    "reset|resets|refreshes at midnight",
                ],
            ),
        ],
    ),
    extract(
        MessageEffect::Number(LimitField::UsedOfLimit),
        &[from(xai::DEBUGGING, &["actual/limit"])],
    ),
    extract(
        MessageEffect::Number(LimitField::Limit),
        &[
            from(groq::RATE_LIMITS, &["limit"]),
            from(github::MODELS, &["rate limit of", "limit of", "limited to"]),
            from(elevenlabs::ERRORS, &["quota of"]),
            from(cohere::ERRORS, &["limit is"]),
            from(
                moonshot::CHAT,
                &[
                    "per second|minute|hour|day reached",
                    "max rpm|tpm|tpd|rpd",
                    "max .. concurrency",
                ],
            ),
            from(cloudflare::WORKERS_AI, &["allocation of"]),
        ],
    ),
    extract(
        MessageEffect::Number(LimitField::Used),
        &[
            from(groq::RATE_LIMITS, &["used"]),
            from(openai::RATE_LIMITS, &["current"]),
            from(litellm::EXCEPTIONS, &["current usage"]),
        ],
    ),
    extract(
        MessageEffect::Number(LimitField::RequestedBefore),
        &[from(elevenlabs::ERRORS, &["credits are required"])],
    ),
    extract(
        MessageEffect::Number(LimitField::Requested),
        &[from(groq::RATE_LIMITS, &["requested"])],
    ),
    extract(
        MessageEffect::Number(LimitField::Length),
        &[
            from(openai::ERRORS, &["string with maximum length", "array with maximum length"]),
            from(bedrock::ERRORS, &["expected maxlength"]),
        ],
    ),
    extract(
        MessageEffect::Metric(Metric::InputTokens),
        &[from(anthropic::RATE_LIMITS, &["input tokens per"])],
    ),
    extract(
        MessageEffect::Metric(Metric::OutputTokens),
        &[from(anthropic::RATE_LIMITS, &["output tokens per"])],
    ),
    extract(
        MessageEffect::Metric(Metric::Tokens),
        &[from(groq::RATE_LIMITS, &["tokens per", "tokens"])],
    ),
    extract(
        MessageEffect::Metric(Metric::AudioSeconds),
        &[from(groq::RATE_LIMITS, &["seconds of audio per", "audio seconds per"])],
    ),
    extract(
        MessageEffect::Metric(Metric::Images),
        &[from(openai::RATE_LIMITS, &["images per", "input-images per"])],
    ),
    extract(
        MessageEffect::Metric(Metric::Requests),
        &[
            from(groq::RATE_LIMITS, &["requests per", "request per"]),
            from(cohere::ERRORS, &["calls", "requests"]),
            from(together::ERRORS, &["queries per"]),
        ],
    ),
    extract(
        MessageEffect::Pair(Metric::Requests, Window::Minute, LimitField::Used),
        &[from(litellm::EXCEPTIONS, &["current rpm"])],
    ),
    extract(
        MessageEffect::Pair(Metric::Requests, Window::Minute, LimitField::Limit),
        &[from(litellm::EXCEPTIONS, &["rpm limit"])],
    ),
    extract(
        MessageEffect::Pair(Metric::Tokens, Window::Minute, LimitField::Used),
        &[from(litellm::EXCEPTIONS, &["current tpm"])],
    ),
    extract(
        MessageEffect::Pair(Metric::Tokens, Window::Minute, LimitField::Limit),
        &[from(litellm::EXCEPTIONS, &["tpm limit"])],
    ),
    extract(
        MessageEffect::QuotaMetric,
        &[from(
            google::TROUBLESHOOTING,
            &["exceeded for metric", "exceeded for quota metric", "quota exceeded for"],
        )],
    ),
    extract(
        MessageEffect::Bucket(Metric::Requests, Some(Window::Second)),
        &[from(common::SEEN, &["qps|rps"])],
    ),
    extract(
        MessageEffect::Bucket(Metric::Requests, Some(Window::Minute)),
        &[
            from(groq::RATE_LIMITS, &["rpm"]),
            from(cohere::ERRORS, &["per minute request limit"]),
            from(openrouter::ERRORS, &["limit_rpm", "free-models-per-min"]),
        ],
    ),
    extract(
        MessageEffect::Bucket(Metric::Requests, Some(Window::Day)),
        &[
            from(groq::RATE_LIMITS, &["rpd"]),
            from(
                openrouter::ERRORS,
                &["limit_rpd", "free-models-per-day", "free-models-per-day-high-balance"],
            ),
        ],
    ),
    extract(
        MessageEffect::Bucket(Metric::Tokens, Some(Window::Minute)),
        &[
            from(groq::RATE_LIMITS, &["tpm"]),
            from(anthropic::RATE_LIMITS, &["tokens has exceeded your per-minute"]),
        ],
    ),
    extract(
        MessageEffect::Bucket(Metric::Tokens, Some(Window::Minute)),
        &[from(github::MODELS, &["userbymodelbyminutetokens|userbyminutetokens"])],
    ),
    extract(
        MessageEffect::Bucket(Metric::Tokens, Some(Window::Day)),
        &[
            from(groq::RATE_LIMITS, &["tpd"]),
            from(bedrock::ERRORS, &["tokens per day"]),
            from(cloudflare::WORKERS_AI, &["daily token|tokens"]),
        ],
    ),
    extract(
        MessageEffect::Bucket(Metric::Requests, Some(Window::Hour)),
        &[from(siliconflow::RATE_LIMITS, &["rph"])],
    ),
    extract(
        MessageEffect::Bucket(Metric::Images, Some(Window::Minute)),
        &[from(siliconflow::RATE_LIMITS, &["ipm"])],
    ),
    extract(
        MessageEffect::Bucket(Metric::Images, Some(Window::Day)),
        &[from(siliconflow::RATE_LIMITS, &["ipd"])],
    ),
    extract(
        MessageEffect::Bucket(Metric::InputTokens, Some(Window::Minute)),
        &[from(groq::RATE_LIMITS, &["itpm"])],
    ),
    extract(
        MessageEffect::Bucket(Metric::OutputTokens, Some(Window::Minute)),
        &[from(groq::RATE_LIMITS, &["otpm"])],
    ),
    extract(
        MessageEffect::Bucket(Metric::AudioSeconds, Some(Window::Hour)),
        &[from(groq::RATE_LIMITS, &["ash", "asph"])],
    ),
    extract(
        MessageEffect::Bucket(Metric::AudioSeconds, Some(Window::Day)),
        &[from(groq::RATE_LIMITS, &["asd", "aspd"])],
    ),
    extract(
        MessageEffect::Bucket(Metric::Other, Some(Window::Day)),
        &[from(cloudflare::WORKERS_AI, &["daily free allocation"])],
    ),
    extract(
        MessageEffect::Bucket(Metric::Tokens, None),
        &[
            from(azure::QUOTA, &["token rate limit", "tokens rate limit"]),
            from(bedrock::ERRORS, &["too many tokens"]),
            from(xai::DEBUGGING, &["tokens actual/limit"]),
            from(litellm::EXCEPTIONS, &["limit type tokens"]),
        ],
    ),
    extract(
        MessageEffect::Bucket(Metric::Requests, None),
        &[
            from(azure::QUOTA, &["call rate limit"]),
            from(mistral::API, &["requests rate limit"]),
            from(litellm::EXCEPTIONS, &["limit type requests"]),
        ],
    ),
    extract(
        MessageEffect::Bucket(Metric::Other, Some(Window::Week)),
        &[from(common::SEEN, &["weekly usage|rate limit|quota", "weekly limit|quota"])],
    ),
    extract(
        MessageEffect::Bucket(Metric::Other, None),
        &[
            from(zhipu::CODES, &["并发数"]),
            from(
                moonshot::CHAT,
                &["organization concurrency", "concurrency limit", "max concurrency"],
            ),
        ],
    ),
    extract(
        MessageEffect::Window,
        &[
            from(common::APISIX, &["limit .. time"]),
            from(github::MODELS, &["per"]),
            from(xai::DEBUGGING, &["over a rolling"]),
        ],
    ),
    extract(
        MessageEffect::GatewayPrefix(Provider::Litellm),
        &[from(
            litellm::EXCEPTIONS,
            &["received model group", "litellm rate limit handler", "litellm user|team|key"],
        )],
    ),
    extract(
        MessageEffect::NamesProvider(Provider::Fal),
        &[from(fal::DOCS, &["fal.ai|support@fal.ai"])],
    ),
    extract(
        MessageEffect::NamesProvider(Provider::Replicate),
        &[from(replicate::DOCS, &["replicate.com|support@replicate.com"])],
    ),
    extract(
        MessageEffect::NamesProvider(Provider::Elevenlabs),
        &[from(elevenlabs::ERRORS, &["elevenlabs.io|support@elevenlabs.io"])],
    ),
    extract(
        MessageEffect::NamesProvider(Provider::Deepgram),
        &[from(deepgram::ERRORS, &["deepgram.com|support@deepgram.com"])],
    ),
    extract(
        MessageEffect::NamesProvider(Provider::Together),
        &[from(together::ERRORS, &["together.ai|support@together.ai"])],
    ),
    extract(
        MessageEffect::NamesProvider(Provider::Fireworks),
        &[
            from(fireworks::ERRORS, &["contact fireworks"]),
            from(fireworks::ERRORS, &["fireworks.ai|support@fireworks.ai"]),
        ],
    ),
    extract(
        MessageEffect::NamesProvider(Provider::Deepinfra),
        &[from(deepinfra::DOCS, &["deepinfra.com|support@deepinfra.com"])],
    ),
    extract(
        MessageEffect::NamesProvider(Provider::Novita),
        &[from(novita::ERRORS, &["novita.ai|support@novita.ai"])],
    ),
    extract(
        MessageEffect::NamesProvider(Provider::Siliconflow),
        &[from(siliconflow::CODE, &["siliconflow.cn|support@siliconflow.cn"])],
    ),
    extract(
        MessageEffect::NamesProvider(Provider::Sambanova),
        &[from(sambanova::DOCS, &["sambanova.ai|support@sambanova.ai"])],
    ),
    extract(
        MessageEffect::NamesProvider(Provider::Cerebras),
        &[from(cerebras::ERRORS, &["cerebras.ai|support@cerebras.ai"])],
    ),
    extract(
        MessageEffect::NamesProvider(Provider::Perplexity),
        &[from(perplexity::ERRORS, &["perplexity.ai|support@perplexity.ai"])],
    ),
    extract(
        MessageEffect::NamesProvider(Provider::Voyage),
        &[from(voyage::ERRORS, &["voyageai.com|support@voyageai.com"])],
    ),
    extract(
        MessageEffect::NamesProvider(Provider::Portkey),
        &[
            from(portkey::DOCS, &["x-portkey-config|x-portkey-provider|x-portkey-api-key"]),
            from(portkey::DOCS, &["portkey.ai|support@portkey.ai"]),
        ],
    ),
    extract(
        MessageEffect::NamesProvider(Provider::Opencode),
        &[from(opencode::DOCS, &["opencode.ai|support@opencode.ai"])],
    ),
    extract(
        MessageEffect::NamesProvider(Provider::Deepseek),
        &[from(deepseek::ERRORS, &["deepseek.com|support@deepseek.com"])],
    ),
    extract(
        MessageEffect::NamesProvider(Provider::Mistral),
        &[from(mistral::API, &["mistral.ai|support@mistral.ai"])],
    ),
    extract(
        MessageEffect::NamesProvider(Provider::Nvidia),
        &[from(nvidia::API, &["build.nvidia.com"])],
    ),
    extract(
        MessageEffect::NamesProvider(Provider::Github),
        &[from(github::COPILOT, &["github copilot"]), from(github::COPILOT, &["github models"])],
    ),
    extract(
        MessageEffect::NamesProvider(Provider::Groq),
        &[
            from(groq::ERRORS, &["groq.com|support@groq.com"]),
            from(groq::ERRORS, &["console.groq.com"]),
        ],
    ),
    extract(
        MessageEffect::NamesProvider(Provider::Azure),
        &[from(azure::REFERENCE, &["azure openai", "cognitive services"])],
    ),
    extract(
        MessageEffect::NamesProvider(Provider::Anthropic),
        &[
            from(anthropic::ERRORS, &["anthropic.com|support@anthropic.com"]),
            from(anthropic::ERRORS, &["the anthropic api"]),
        ],
    ),
    extract(
        MessageEffect::NamesResource(Provider::Azure),
        &[from(azure::REFERENCE, &["microsoft.cognitiveservices"])],
    ),
    extract(
        MessageEffect::NamesResource(Provider::Ollama),
        &[from(ollama::SOURCE_CODE, &["registry.ollama.ai"])],
    ),
    extract(
        MessageEffect::NamesProvider(Provider::Bedrock),
        &[from(bedrock::ERRORS, &["arn aws", "amazon bedrock"])],
    ),
    extract(
        MessageEffect::NamesProvider(Provider::Ollama),
        &[from(
            ollama::SOURCE_CODE,
            &[
                "llama runner",
                "ollama server logs",
                "try pulling it",
                "model requires more system memory",
                "ollama cloud",
            ],
        )],
    ),
    extract(
        MessageEffect::NamesProvider(Provider::Litellm),
        &[from(
            litellm::EXCEPTIONS,
            &[
                "no deployments available",
                "crossed tpm",
                "max budget for key|user|team|tag|token|customer",
                "current cost|spend .. max budget",
            ],
        )],
    ),
    extract(
        MessageEffect::NamesProvider(Provider::Openrouter),
        &[
            from(openrouter::ERRORS, &["openrouter.ai|support@openrouter.ai"]),
            from(openrouter::ERRORS, &["on openrouter"]),
        ],
    ),
    extract(
        MessageEffect::NamesProvider(Provider::Cloudflare),
        &[from(cloudflare::AI_GATEWAY, &["cloudflare dashboard"])],
    ),
    extract(
        MessageEffect::NamesProvider(Provider::Lmstudio),
        &[from(lmstudio::DOCS, &["lm studio"])],
    ),
    extract(
        MessageEffect::NamesProvider(Provider::Sglang),
        &[from(
            sglang::DOCS,
            &[
                "sglang",
                "increase|raise|reduce|lower|set mem-fraction-static",
                "enable|with allow-auto-truncate",
            ],
        )],
    ),
    extract(
        MessageEffect::NamesProvider(Provider::Openai),
        &[from(openai::ERRORS, &["help.openai.com", "platform.openai.com", "chat.openai.com"])],
    ),
    extract(
        MessageEffect::NamesProvider(Provider::Cohere),
        &[from(cohere::ERRORS, &["dashboard.cohere.com", "docs.cohere.com"])],
    ),
    extract(
        MessageEffect::NamesProvider(Provider::Xai),
        &[from(xai::DEBUGGING, &["console.x.ai"])],
    ),
    extract(
        MessageEffect::NamesProvider(Provider::Moonshot),
        &[
            from(moonshot::CHAT, &["moonshot.cn|support@moonshot.cn"]),
            from(
                moonshot::CHAT,
                &[
                    "organization max rpm|tpm|rpd|tpd|concurrency",
                    "organization rpm|tpm|rpd|tpd rate limit",
                ],
            ),
            from(moonshot::KIMI_CODE, &["kimi for coding is"]),
        ],
    ),
    extract(
        MessageEffect::NamesProvider(Provider::Zhipu),
        &[
            from(zhipu::CODES, &["bigmodel.cn|support@bigmodel.cn"]),
            from(zhipu::CODES, &["glm coding plan"]),
        ],
    ),
    extract(
        MessageEffect::NamesProvider(Provider::Dashscope),
        &[from(
            dashscope::QWEN_CLOUD,
            &["internalerror.algo", "internalerror.algo.invalidparameter"],
        )],
    ),
    extract(
        MessageEffect::NamesProvider(Provider::Volcengine),
        &[from(volcengine::CODES, &["ark console"])],
    ),
    extract(MessageEffect::Url, &[from(common::RFC_9110, &["https|http"])]),
];
