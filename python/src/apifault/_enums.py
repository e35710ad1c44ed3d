"""The enumerations: each member equals the word in the report's JSON.

`make generated` writes the members.
"""

from enum import StrEnum

from apifault._core import FAILURES, KINDS, MEANINGS


class _Word(StrEnum):
    def __init__(self, word: str) -> None:
        """Document the member with its meaning."""
        self.__doc__ = MEANINGS[type(self).__name__].get(word)

    @property
    def meaning(self) -> str:
        """One sentence on what this member means."""
        return MEANINGS[type(self).__name__][self.value]

    def __bool__(self) -> bool:
        """Whether it says anything: `no` and `none` are false, all other words are true."""
        return self.value not in ("no", "none")


class Kind(_Word):
    """What went wrong."""

    UNKNOWN = "unknown"
    """The response does not hold enough information to say what happened."""
    SUCCESS = "success"
    """The call succeeded."""
    PARTIAL_CONTENT = "partial_content"
    """Only part of the resource was sent."""
    REDIRECT = "redirect"
    """The base URL is wrong: the server redirects the request elsewhere."""
    INVALID_REQUEST = "invalid_request"
    """The request is malformed, has an invalid or unsupported parameter, or asks for something
    that the model cannot do.
    """
    UNPROCESSABLE_ENTITY = "unprocessable_entity"
    """The request is well-formed but semantically wrong."""
    AUTHENTICATION = "authentication"
    """The API key is missing, malformed, wrong, revoked, leaked or expired."""
    PERMISSION_DENIED = "permission_denied"
    """The API key is valid, but it is not allowed to do this."""
    NOT_FOUND = "not_found"
    """The URL or the resource does not exist."""
    MODEL_NOT_FOUND = "model_not_found"
    """The model is unknown, retired, or not available under this id."""
    CONFLICT = "conflict"
    """A lock or a concurrent change blocked the request."""
    REQUEST_TOO_LARGE = "request_too_large"
    """The request exceeds a size limit, or exceeds a rate limit by itself, so that waiting will
    not help.
    """
    CONTEXT_LENGTH_EXCEEDED = "context_length_exceeded"
    """The prompt, or the prompt plus the completion, does not fit into the model's context
    window.
    """
    CONTENT_POLICY = "content_policy"
    """A safety filter refused the input or blocked the output."""
    GENERATION_FAILED = "generation_failed"
    """The model itself produced an invalid tool call or invalid JSON."""
    RATE_LIMITED = "rate_limited"
    """Too many requests or tokens were sent in a time window that resets by itself."""
    QUOTA_EXHAUSTED = "quota_exhausted"
    """The credits, balance, spend limit or plan is used up: only a payment, a higher limit or a
    new billing period helps.
    """
    OVERLOADED = "overloaded"
    """The provider or the model has no capacity at the moment."""
    FAILED_DEPENDENCY = "failed_dependency"
    """Something that the request depends on failed, such as a remote tool server."""
    CANCELLED = "cancelled"
    """The caller cancelled the request or closed the connection."""
    TIMEOUT = "timeout"
    """The request or an upstream server timed out."""
    INTERNAL_ERROR = "internal_error"
    """The server failed."""
    BAD_GATEWAY = "bad_gateway"
    """A gateway got an invalid response, or none, from the server behind it, or the connection
    to the server failed.
    """
    SERVICE_UNAVAILABLE = "service_unavailable"
    """The service is down for maintenance, has no healthy server, or gives no reason."""

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
    """Who must act before the call can succeed. `NONE` is false."""

    NONE = "none"
    """Nobody: nothing is wrong, or the cause is unknown."""
    CALLER = "caller"
    """The caller: the request, or the way it is sent, must change."""
    ACCOUNT = "account"
    """The account owner: a limit, plan, balance or permission blocks the call."""
    PROVIDER = "provider"
    """The provider, or a server between the caller and the provider."""


class Advice(_Word):
    """Whether to send the same request again. `NO` is false."""

    NO = "no"
    """Sending the same request again will not help."""
    NOW = "now"
    """Retry at once, a limited number of times."""
    AFTER_DELAY = "after_delay"
    """Retry after the delay that the server stated."""
    BACKOFF = "backoff"
    """Transient failure without a stated delay: retry with exponential backoff and jitter."""


class Scope(_Word):
    """What fails alike until something changes. `NONE` is false."""

    NONE = "none"
    """Nothing: nothing is wrong, or the cause is unknown."""
    REQUEST = "request"
    """This request: others may succeed."""
    MODEL = "model"
    """Every request to this model."""
    CREDENTIAL = "credential"
    """Every request with this credential: its key, account or project."""
    PROVIDER = "provider"
    """Every request to this provider."""


class Remedy(_Word):
    """What may help besides waiting."""

    CHANGE_REQUEST = "change_request"
    """Change the request."""
    SHORTEN_INPUT = "shorten_input"
    """Shorten the input, or ask for less."""
    OTHER_CREDENTIAL = "other_credential"
    """Use another credential: that of another account or project."""
    OTHER_MODEL = "other_model"
    """Use another model."""
    OTHER_PROVIDER = "other_provider"
    """Use another provider."""


class Provider(_Word):
    """Who answered."""

    GROQ = "groq"
    """Groq."""
    OPENAI = "openai"
    """OpenAI."""
    AZURE = "azure"
    """Azure OpenAI and Azure AI Foundry."""
    ANTHROPIC = "anthropic"
    """Anthropic."""
    GOOGLE = "google"
    """Google: Gemini API and Vertex AI."""
    BEDROCK = "bedrock"
    """AWS Bedrock."""
    MISTRAL = "mistral"
    """Mistral AI."""
    COHERE = "cohere"
    """Cohere."""
    DEEPSEEK = "deepseek"
    """DeepSeek."""
    TOGETHER = "together"
    """Together AI."""
    FIREWORKS = "fireworks"
    """Fireworks AI."""
    XAI = "xai"
    """xAI."""
    OPENROUTER = "openrouter"
    """OpenRouter."""
    CEREBRAS = "cerebras"
    """Cerebras."""
    PERPLEXITY = "perplexity"
    """Perplexity."""
    HUGGINGFACE = "huggingface"
    """Hugging Face: Inference Providers, TGI and TEI."""
    VLLM = "vllm"
    """A vLLM server."""
    OLLAMA = "ollama"
    """An Ollama server."""
    LLAMACPP = "llamacpp"
    """A llama.cpp server."""
    LITELLM = "litellm"
    """A LiteLLM proxy."""
    CLOUDFLARE = "cloudflare"
    """Cloudflare: AI Gateway, Workers AI, or its edge in front of another provider."""
    MOONSHOT = "moonshot"
    """Moonshot AI: Kimi."""
    ZHIPU = "zhipu"
    """Zhipu AI: BigModel and Z.ai."""
    DASHSCOPE = "dashscope"
    """Alibaba Cloud: DashScope and Model Studio."""
    MINIMAX = "minimax"
    """MiniMax."""
    SILICONFLOW = "siliconflow"
    """SiliconFlow."""
    VOLCENGINE = "volcengine"
    """Volcengine Ark and BytePlus."""
    NVIDIA = "nvidia"
    """NVIDIA: NIM and its hosted API."""
    DATABRICKS = "databricks"
    """Databricks: model serving and its AI gateway."""
    GITHUB = "github"
    """GitHub: Models and Copilot."""
    ELEVENLABS = "elevenlabs"
    """ElevenLabs."""
    DEEPGRAM = "deepgram"
    """Deepgram."""
    REPLICATE = "replicate"
    """Replicate."""
    FAL = "fal"
    """fal."""
    SAMBANOVA = "sambanova"
    """SambaNova Cloud."""
    DEEPINFRA = "deepinfra"
    """DeepInfra."""
    NOVITA = "novita"
    """Novita AI."""
    VOYAGE = "voyage"
    """Voyage AI."""
    NEWAPI = "newapi"
    """A new-api or one-api gateway, or one made from them."""
    VERCEL = "vercel"
    """Vercel: AI Gateway, or its own error pages."""
    PORTKEY = "portkey"
    """A Portkey gateway."""
    OPENCODE = "opencode"
    """OpenCode: Zen and Go."""
    LMSTUDIO = "lmstudio"
    """An LM Studio server."""
    SGLANG = "sglang"
    """An SGLang server."""


class DelaySource(_Word):
    """Where the response states the delay; the first of these that it has counts."""

    RETRY_AFTER_MS = "retry-after-ms"
    """The header `retry-after-ms` or an equivalent such as `x-ms-retry-after-ms`."""
    RETRY_AFTER = "retry-after"
    """The header `retry-after`."""
    BODY = "body"
    """A machine-readable field of the body."""
    MESSAGE = "message"
    """The text of the message."""
    BUCKET = "bucket"
    """The reset time of a rate-limit bucket that is used up."""


class Metric(_Word):
    """What a rate limit counts."""

    REQUESTS = "requests"
    """Requests."""
    TOKENS = "tokens"
    """Tokens, input and output together."""
    INPUT_TOKENS = "input_tokens"
    """Input tokens: the prompt."""
    OUTPUT_TOKENS = "output_tokens"
    """Output tokens: the completion."""
    AUDIO_SECONDS = "audio_seconds"
    """Seconds of audio."""
    IMAGES = "images"
    """Images."""
    OTHER = "other"
    """Something else, or unknown."""


class Window(_Word):
    """The span of time that a rate limit counts over."""

    SECOND = "second"
    """A second."""
    MINUTE = "minute"
    """A minute."""
    HOUR = "hour"
    """An hour."""
    DAY = "day"
    """A day."""
    WEEK = "week"
    """A week."""
    MONTH = "month"
    """A month."""


class Failure(_Word):
    """Why there is no response, or no answer that the client could use."""

    OTHER = "other"
    """Something else, or unknown."""
    TIMEOUT = "timeout"
    """Time ran out while connecting, reading, or waiting for a connection from a pool."""
    CONNECTION = "connection"
    """The connection failed or broke off, and nothing says how."""
    CANCELLED = "cancelled"
    """The caller cancelled the call."""
    INVALID_CALL = "invalid_call"
    """The client refused to make the call: an invalid address or a wrong argument."""
    MISSING_CREDENTIALS = "missing_credentials"
    """The client found no API key, or the login has expired."""
    REFUSED = "refused"
    """The server refused the connection: nothing listens at the address."""
    LOCAL_SERVER = "local_server"
    """The connection to a server on the same machine was refused."""
    RESET = "reset"
    """The connection was reset, or closed before the whole response came."""
    UNRESOLVED = "unresolved"
    """The name of the server could not be resolved."""
    UNREACHABLE = "unreachable"
    """The network has no route to the server."""
    TLS = "tls"
    """The TLS handshake broke off."""
    CERTIFICATE = "certificate"
    """The client does not accept the server's certificate or TLS version."""
    PROXY = "proxy"
    """The proxy could not be reached, or did not let the call through."""
    CORS = "cors"
    """A browser blocked the call, because the server does not allow the page's origin."""
    TOO_MANY_REDIRECTS = "too_many_redirects"
    """The server redirected the call too often."""
    INVALID_OUTPUT = "invalid_output"
    """The output of the model does not have the form that the client expects."""
    CUT_OUTPUT = "cut_output"
    """The output of the model reached its token limit before it was complete."""
    FILTERED_OUTPUT = "filtered_output"
    """A content filter stopped the output of the model."""

    @property
    def kind(self) -> Kind:
        """The kind of this failure."""
        return Kind(FAILURES[self.value])


class Ended(_Word):
    """How a stream ended."""

    UNKNOWN = "unknown"
    """The stream is of a form that marks no end, so that a whole answer and a part of one look
    alike.
    """
    COMPLETE = "complete"
    """The answer is whole."""
    CUT_OFF = "cut_off"
    """The stream broke off before the answer was whole."""
    ERROR = "error"
    """The server told of an error in the stream."""


class GiveUp(_Word):
    """Why a call is not sent again."""

    NOT_RETRYABLE = "not_retryable"
    """Sending the same request again will not help."""
    DELIVERED = "delivered"
    """Content of the stream has reached the caller, who would get it twice."""
    NOT_IDEMPOTENT = "not_idempotent"
    """The call may have been executed, and must not be executed twice."""
    DELAY_TOO_LONG = "delay_too_long"
    """The server stated a longer delay than the policy waits for."""
    TRIES = "tries"
    """The call was sent as often as the policy allows."""
    DEADLINE = "deadline"
    """The next attempt would begin after the deadline of the call."""
    BUDGET = "budget"
    """The shared budget has too few tokens left for a retry."""
