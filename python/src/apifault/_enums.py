"""The enumerations: each member equals the word in the report's JSON.

`make generated` writes the members.
"""

from enum import StrEnum

from apifault._core import FAILURES, KINDS, MEANINGS


class _Word(StrEnum):
    @property
    def meaning(self) -> str:
        """One sentence on what this member means."""
        return MEANINGS[type(self).__name__][self.value]


class Kind(_Word):
    """What went wrong."""

    UNKNOWN = "unknown"
    SUCCESS = "success"
    PARTIAL_CONTENT = "partial_content"
    REDIRECT = "redirect"
    INVALID_REQUEST = "invalid_request"
    UNPROCESSABLE_ENTITY = "unprocessable_entity"
    AUTHENTICATION = "authentication"
    PERMISSION_DENIED = "permission_denied"
    NOT_FOUND = "not_found"
    MODEL_NOT_FOUND = "model_not_found"
    CONFLICT = "conflict"
    REQUEST_TOO_LARGE = "request_too_large"
    CONTEXT_LENGTH_EXCEEDED = "context_length_exceeded"
    CONTENT_POLICY = "content_policy"
    GENERATION_FAILED = "generation_failed"
    RATE_LIMITED = "rate_limited"
    QUOTA_EXHAUSTED = "quota_exhausted"
    OVERLOADED = "overloaded"
    FAILED_DEPENDENCY = "failed_dependency"
    CANCELLED = "cancelled"
    TIMEOUT = "timeout"
    INTERNAL_ERROR = "internal_error"
    BAD_GATEWAY = "bad_gateway"
    SERVICE_UNAVAILABLE = "service_unavailable"

    @property
    def fault(self) -> "Fault":
        """Who must act before a call that failed like this can succeed."""
        return Fault(KINDS[self.value][0])

    @property
    def advice(self) -> "Advice":
        """Whether to send the same request again, if the response does not say."""
        return Advice(KINDS[self.value][1])

    @property
    def scope(self) -> "Scope":
        """What fails alike until something changes, if no rule says otherwise."""
        return Scope(KINDS[self.value][2])

    @property
    def remedies(self) -> "tuple[Remedy, ...]":
        """What may help besides waiting, if no rule says otherwise."""
        return tuple(map(Remedy, KINDS[self.value][3]))

    @property
    def action(self) -> str:
        """What the caller should do now, in one sentence."""
        return KINDS[self.value][4]

    @property
    def is_success(self) -> bool:
        """Whether the call did what it was meant to do."""
        return KINDS[self.value][5]


class Fault(_Word):
    """Who must act before the call can succeed."""

    NONE = "none"
    CALLER = "caller"
    ACCOUNT = "account"
    PROVIDER = "provider"


class Advice(_Word):
    """Whether to send the same request again."""

    NO = "no"
    NOW = "now"
    AFTER_DELAY = "after_delay"
    BACKOFF = "backoff"


class Scope(_Word):
    """What fails alike until something changes."""

    NONE = "none"
    REQUEST = "request"
    MODEL = "model"
    CREDENTIAL = "credential"
    PROVIDER = "provider"


class Remedy(_Word):
    """What may help besides waiting."""

    CHANGE_REQUEST = "change_request"
    SHORTEN_INPUT = "shorten_input"
    OTHER_CREDENTIAL = "other_credential"
    OTHER_MODEL = "other_model"
    OTHER_PROVIDER = "other_provider"


class Provider(_Word):
    """Who answered."""

    GROQ = "groq"
    OPENAI = "openai"
    AZURE = "azure"
    ANTHROPIC = "anthropic"
    GOOGLE = "google"
    BEDROCK = "bedrock"
    MISTRAL = "mistral"
    COHERE = "cohere"
    DEEPSEEK = "deepseek"
    TOGETHER = "together"
    FIREWORKS = "fireworks"
    XAI = "xai"
    OPENROUTER = "openrouter"
    CEREBRAS = "cerebras"
    PERPLEXITY = "perplexity"
    HUGGINGFACE = "huggingface"
    VLLM = "vllm"
    OLLAMA = "ollama"
    LLAMACPP = "llamacpp"
    LITELLM = "litellm"
    CLOUDFLARE = "cloudflare"
    MOONSHOT = "moonshot"
    ZHIPU = "zhipu"
    DASHSCOPE = "dashscope"
    MINIMAX = "minimax"
    SILICONFLOW = "siliconflow"
    VOLCENGINE = "volcengine"
    NVIDIA = "nvidia"
    DATABRICKS = "databricks"
    GITHUB = "github"
    ELEVENLABS = "elevenlabs"
    DEEPGRAM = "deepgram"
    REPLICATE = "replicate"
    FAL = "fal"
    SAMBANOVA = "sambanova"
    DEEPINFRA = "deepinfra"
    NOVITA = "novita"
    VOYAGE = "voyage"
    NEWAPI = "newapi"
    VERCEL = "vercel"
    PORTKEY = "portkey"
    OPENCODE = "opencode"
    LMSTUDIO = "lmstudio"
    SGLANG = "sglang"


class DelaySource(_Word):
    """Where the response states the delay; the first of these that it has counts."""

    RETRY_AFTER_MS = "retry-after-ms"
    RETRY_AFTER = "retry-after"
    BODY = "body"
    MESSAGE = "message"
    BUCKET = "bucket"


class Metric(_Word):
    """What a rate limit counts."""

    REQUESTS = "requests"
    TOKENS = "tokens"
    INPUT_TOKENS = "input_tokens"
    OUTPUT_TOKENS = "output_tokens"
    AUDIO_SECONDS = "audio_seconds"
    IMAGES = "images"
    OTHER = "other"


class Window(_Word):
    """The span of time that a rate limit counts over."""

    SECOND = "second"
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class Failure(_Word):
    """Why there is no response, or no answer that the client could use."""

    OTHER = "other"
    TIMEOUT = "timeout"
    CONNECTION = "connection"
    CANCELLED = "cancelled"
    INVALID_CALL = "invalid_call"
    MISSING_CREDENTIALS = "missing_credentials"
    REFUSED = "refused"
    LOCAL_SERVER = "local_server"
    RESET = "reset"
    UNRESOLVED = "unresolved"
    UNREACHABLE = "unreachable"
    TLS = "tls"
    CERTIFICATE = "certificate"
    PROXY = "proxy"
    CORS = "cors"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    INVALID_OUTPUT = "invalid_output"
    CUT_OUTPUT = "cut_output"
    FILTERED_OUTPUT = "filtered_output"

    @property
    def kind(self) -> Kind:
        """The kind of this failure."""
        return Kind(FAILURES[self.value])


class Ended(_Word):
    """How a stream ended."""

    UNKNOWN = "unknown"
    COMPLETE = "complete"
    CUT_OFF = "cut_off"
    ERROR = "error"


class GiveUp(_Word):
    """Why a call is not sent again."""

    NOT_RETRYABLE = "not_retryable"
    DELIVERED = "delivered"
    NOT_IDEMPOTENT = "not_idempotent"
    DELAY_TOO_LONG = "delay_too_long"
    TRIES = "tries"
    DEADLINE = "deadline"
    BUDGET = "budget"
