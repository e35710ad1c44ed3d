"""What `to_dict` gives and `from_dict` takes: the members of the JSON, and their words.

`make generated` writes the words.
"""

import sys
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING or "pydantic" not in sys.modules:
    from typing import TypedDict
else:
    # What pydantic needs before Python 3.12.
    from typing_extensions import TypedDict


class RetryDict(TypedDict):
    """A `Retry` as a dict."""

    advice: Literal[
        "no",
        "now",
        "after_delay",
        "backoff",
    ]
    delay_ms: int | None
    source: Literal[
        None,
        "retry-after-ms",
        "retry-after",
        "body",
        "message",
        "bucket",
    ]


class ErrorObjectDict(TypedDict):
    """An `ErrorObject` as a dict."""

    message: str | None
    type: str | None
    code: str | None
    param: str | None
    failed_generation: str | None


class LimitDict(TypedDict):
    """A `Limit` as a dict."""

    metric: Literal[
        "requests",
        "tokens",
        "input_tokens",
        "output_tokens",
        "audio_seconds",
        "images",
        "other",
    ]
    window: Literal[
        None,
        "second",
        "minute",
        "hour",
        "day",
        "week",
        "month",
    ]
    limit: int | None
    remaining: int | None
    used: int | None
    requested: int | None
    reset_ms: int | None


class UpstreamDict(TypedDict):
    """An `Upstream` as a dict."""

    provider: Literal[
        None,
        "groq",
        "openai",
        "azure",
        "anthropic",
        "google",
        "bedrock",
        "mistral",
        "cohere",
        "deepseek",
        "together",
        "fireworks",
        "xai",
        "openrouter",
        "cerebras",
        "perplexity",
        "huggingface",
        "vllm",
        "ollama",
        "llamacpp",
        "litellm",
        "cloudflare",
        "moonshot",
        "zhipu",
        "dashscope",
        "minimax",
        "siliconflow",
        "volcengine",
        "nvidia",
        "databricks",
        "github",
        "elevenlabs",
        "deepgram",
        "replicate",
        "fal",
        "sambanova",
        "deepinfra",
        "novita",
        "voyage",
        "newapi",
        "vercel",
        "portkey",
        "opencode",
        "lmstudio",
        "sglang",
    ]
    status: int | None
    error: ErrorObjectDict


class ReportDict(TypedDict):
    """A `Report` as a dict: the members of its JSON, which are the same in every language."""

    kind: Literal[
        "unknown",
        "success",
        "partial_content",
        "redirect",
        "invalid_request",
        "unprocessable_entity",
        "authentication",
        "permission_denied",
        "not_found",
        "model_not_found",
        "conflict",
        "request_too_large",
        "context_length_exceeded",
        "content_policy",
        "generation_failed",
        "rate_limited",
        "quota_exhausted",
        "overloaded",
        "failed_dependency",
        "cancelled",
        "timeout",
        "internal_error",
        "bad_gateway",
        "service_unavailable",
    ]
    fault: Literal[
        "none",
        "caller",
        "account",
        "provider",
    ]
    retry: RetryDict
    status: int
    provider: Literal[
        None,
        "groq",
        "openai",
        "azure",
        "anthropic",
        "google",
        "bedrock",
        "mistral",
        "cohere",
        "deepseek",
        "together",
        "fireworks",
        "xai",
        "openrouter",
        "cerebras",
        "perplexity",
        "huggingface",
        "vllm",
        "ollama",
        "llamacpp",
        "litellm",
        "cloudflare",
        "moonshot",
        "zhipu",
        "dashscope",
        "minimax",
        "siliconflow",
        "volcengine",
        "nvidia",
        "databricks",
        "github",
        "elevenlabs",
        "deepgram",
        "replicate",
        "fal",
        "sambanova",
        "deepinfra",
        "novita",
        "voyage",
        "newapi",
        "vercel",
        "portkey",
        "opencode",
        "lmstudio",
        "sglang",
    ]
    error: ErrorObjectDict
    limits: list[LimitDict]
    request_id: str | None
    upstream: UpstreamDict | None
    scope: Literal[
        "none",
        "request",
        "model",
        "credential",
        "provider",
    ]
    remedies: list[
        Literal[
            "change_request",
            "shorten_input",
            "other_credential",
            "other_model",
            "other_provider",
        ]
    ]
    action: str
    rule: str
