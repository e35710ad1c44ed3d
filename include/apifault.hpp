/*
 * apifault for C++17 and later: apifault.h with types that own what they hold.
 *
 * The contract is that of apifault.h. In C++ it means:
 *
 * Exceptions  Only `redact` throws: std::bad_alloc, if there is no memory for its copy. If another
 *             call fails, its `result` says so, and its report is empty. The header compiles with
 *             -fno-exceptions and -fno-rtti.
 * Ownership   A `report` owns its texts. It can be moved, but not copied. A report is empty if its
 *             call failed or if it was moved from: its kind is unknown, and its values are absent. A
 *             `stream_scanner` likewise can be moved, but not copied; an empty one finds nothing.
 * Lifetimes   A std::string_view from a report is valid as long as the report, even if the report
 *             is moved. The same holds for its limits and its upstream error. They cannot be read
 *             from a temporary report, which would not live long enough. A name is always valid.
 * Threads     Any number of threads may read the same report at once. A stream_scanner may go from
 *             one thread to another, but only one thread at a time may use it. Any number of threads
 *             may share a retry_budget: none of its tokens is lost.
 * Texts       UTF-8. Texts from a server may contain NUL, control characters and API keys. Before
 *             you print or log such a text, hide the keys with `redact`, and escape the control
 *             characters.
 * Absent      std::nullopt, which is not the same as 0 or empty.
 * Numbers     A newer library may add numbers: write a default case. `name` knows the names of all
 *             numbers of the running library.
 */

#ifndef APIFAULT_HPP
#define APIFAULT_HPP

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "apifault.h"

namespace apifault {

/* ---- Numbers --------------------------------------------------------------------------------- */

// Generated from here on: run `make generated`.

/// What went wrong.
enum class kind : std::uint32_t {
  /// The response does not hold enough information to say what happened.
  unknown = APIFAULT_KIND_UNKNOWN,
  /// The call succeeded.
  success = APIFAULT_KIND_SUCCESS,
  /// Only part of the resource was sent.
  partial_content = APIFAULT_KIND_PARTIAL_CONTENT,
  /// The base URL is wrong: the server redirects the request elsewhere.
  redirect = APIFAULT_KIND_REDIRECT,
  /// The request is malformed, has an invalid or unsupported parameter, or asks for something that the model cannot do.
  invalid_request = APIFAULT_KIND_INVALID_REQUEST,
  /// The request is well-formed but semantically wrong.
  unprocessable_entity = APIFAULT_KIND_UNPROCESSABLE_ENTITY,
  /// The API key is missing, malformed, wrong, revoked, leaked or expired.
  authentication = APIFAULT_KIND_AUTHENTICATION,
  /// The API key is valid, but it is not allowed to do this.
  permission_denied = APIFAULT_KIND_PERMISSION_DENIED,
  /// The URL or the resource does not exist.
  not_found = APIFAULT_KIND_NOT_FOUND,
  /// The model is unknown, retired, or not available under this id.
  model_not_found = APIFAULT_KIND_MODEL_NOT_FOUND,
  /// A lock or a concurrent change blocked the request.
  conflict = APIFAULT_KIND_CONFLICT,
  /// The request exceeds a size limit, or exceeds a rate limit by itself, so that waiting will not help.
  request_too_large = APIFAULT_KIND_REQUEST_TOO_LARGE,
  /// The prompt, or the prompt plus the completion, does not fit into the model's context window.
  context_length_exceeded = APIFAULT_KIND_CONTEXT_LENGTH_EXCEEDED,
  /// A safety filter refused the input or blocked the output.
  content_policy = APIFAULT_KIND_CONTENT_POLICY,
  /// The model itself produced an invalid tool call or invalid JSON.
  generation_failed = APIFAULT_KIND_GENERATION_FAILED,
  /// Too many requests or tokens were sent in a time window that resets by itself.
  rate_limited = APIFAULT_KIND_RATE_LIMITED,
  /// The credits, balance, spend limit or plan is used up: only a payment, a higher limit or a new billing period helps.
  quota_exhausted = APIFAULT_KIND_QUOTA_EXHAUSTED,
  /// The provider or the model has no capacity at the moment.
  overloaded = APIFAULT_KIND_OVERLOADED,
  /// Something that the request depends on failed, such as a remote tool server.
  failed_dependency = APIFAULT_KIND_FAILED_DEPENDENCY,
  /// The caller cancelled the request or closed the connection.
  cancelled = APIFAULT_KIND_CANCELLED,
  /// The request or an upstream server timed out.
  timeout = APIFAULT_KIND_TIMEOUT,
  /// The server failed.
  internal_error = APIFAULT_KIND_INTERNAL_ERROR,
  /// A gateway got an invalid response, or none, from the server behind it, or the connection to the server failed.
  bad_gateway = APIFAULT_KIND_BAD_GATEWAY,
  /// The service is down for maintenance, has no healthy server, or gives no reason.
  service_unavailable = APIFAULT_KIND_SERVICE_UNAVAILABLE,
};

/// Who must act before the call can succeed.
enum class fault : std::uint32_t {
  /// Nobody: nothing is wrong, or the cause is unknown.
  none = APIFAULT_FAULT_NONE,
  /// The caller: the request, or the way it is sent, must change.
  caller = APIFAULT_FAULT_CALLER,
  /// The account owner: a limit, plan, balance or permission blocks the call.
  account = APIFAULT_FAULT_ACCOUNT,
  /// The provider, or a server between the caller and the provider.
  provider = APIFAULT_FAULT_PROVIDER,
};

/// Whether to send the same request again.
enum class advice : std::uint32_t {
  /// Sending the same request again will not help.
  no = APIFAULT_ADVICE_NO,
  /// Retry at once, a limited number of times.
  now = APIFAULT_ADVICE_NOW,
  /// Retry after the delay that the server stated.
  after_delay = APIFAULT_ADVICE_AFTER_DELAY,
  /// Transient failure without a stated delay: retry with exponential backoff and jitter.
  backoff = APIFAULT_ADVICE_BACKOFF,
};

/// What fails alike until something changes.
enum class scope : std::uint32_t {
  /// Nothing: nothing is wrong, or the cause is unknown.
  none = APIFAULT_SCOPE_NONE,
  /// This request: others may succeed.
  request = APIFAULT_SCOPE_REQUEST,
  /// Every request to this model.
  model = APIFAULT_SCOPE_MODEL,
  /// Every request with this credential: its key, account or project.
  credential = APIFAULT_SCOPE_CREDENTIAL,
  /// Every request to this provider.
  provider = APIFAULT_SCOPE_PROVIDER,
};

/// What may help besides waiting. Each is one bit of an `apifault_remedies`.
enum class remedy : std::uint32_t {
  /// Change the request.
  change_request = APIFAULT_REMEDY_CHANGE_REQUEST,
  /// Shorten the input, or ask for less.
  shorten_input = APIFAULT_REMEDY_SHORTEN_INPUT,
  /// Use another credential: that of another account or project.
  other_credential = APIFAULT_REMEDY_OTHER_CREDENTIAL,
  /// Use another model.
  other_model = APIFAULT_REMEDY_OTHER_MODEL,
  /// Use another provider.
  other_provider = APIFAULT_REMEDY_OTHER_PROVIDER,
};

/// Which provider, gateway or server answered.
enum class provider : std::uint32_t {
  /// Groq.
  groq = APIFAULT_PROVIDER_GROQ,
  /// OpenAI.
  openai = APIFAULT_PROVIDER_OPENAI,
  /// Azure OpenAI and Azure AI Foundry.
  azure = APIFAULT_PROVIDER_AZURE,
  /// Anthropic.
  anthropic = APIFAULT_PROVIDER_ANTHROPIC,
  /// Google: Gemini API and Vertex AI.
  google = APIFAULT_PROVIDER_GOOGLE,
  /// AWS Bedrock.
  bedrock = APIFAULT_PROVIDER_BEDROCK,
  /// Mistral AI.
  mistral = APIFAULT_PROVIDER_MISTRAL,
  /// Cohere.
  cohere = APIFAULT_PROVIDER_COHERE,
  /// DeepSeek.
  deepseek = APIFAULT_PROVIDER_DEEPSEEK,
  /// Together AI.
  together = APIFAULT_PROVIDER_TOGETHER,
  /// Fireworks AI.
  fireworks = APIFAULT_PROVIDER_FIREWORKS,
  /// xAI.
  xai = APIFAULT_PROVIDER_XAI,
  /// OpenRouter.
  openrouter = APIFAULT_PROVIDER_OPENROUTER,
  /// Cerebras.
  cerebras = APIFAULT_PROVIDER_CEREBRAS,
  /// Perplexity.
  perplexity = APIFAULT_PROVIDER_PERPLEXITY,
  /// Hugging Face: Inference Providers, TGI and TEI.
  huggingface = APIFAULT_PROVIDER_HUGGINGFACE,
  /// A vLLM server.
  vllm = APIFAULT_PROVIDER_VLLM,
  /// An Ollama server.
  ollama = APIFAULT_PROVIDER_OLLAMA,
  /// A llama.cpp server.
  llamacpp = APIFAULT_PROVIDER_LLAMACPP,
  /// A LiteLLM proxy.
  litellm = APIFAULT_PROVIDER_LITELLM,
  /// Cloudflare: AI Gateway, Workers AI, or its edge in front of another provider.
  cloudflare = APIFAULT_PROVIDER_CLOUDFLARE,
  /// Moonshot AI: Kimi.
  moonshot = APIFAULT_PROVIDER_MOONSHOT,
  /// Zhipu AI: BigModel and Z.ai.
  zhipu = APIFAULT_PROVIDER_ZHIPU,
  /// Alibaba Cloud: DashScope and Model Studio.
  dashscope = APIFAULT_PROVIDER_DASHSCOPE,
  /// MiniMax.
  minimax = APIFAULT_PROVIDER_MINIMAX,
  /// SiliconFlow.
  siliconflow = APIFAULT_PROVIDER_SILICONFLOW,
  /// Volcengine Ark and BytePlus.
  volcengine = APIFAULT_PROVIDER_VOLCENGINE,
  /// NVIDIA: NIM and its hosted API.
  nvidia = APIFAULT_PROVIDER_NVIDIA,
  /// Databricks: model serving and its AI gateway.
  databricks = APIFAULT_PROVIDER_DATABRICKS,
  /// GitHub: Models and Copilot.
  github = APIFAULT_PROVIDER_GITHUB,
  /// ElevenLabs.
  elevenlabs = APIFAULT_PROVIDER_ELEVENLABS,
  /// Deepgram.
  deepgram = APIFAULT_PROVIDER_DEEPGRAM,
  /// Replicate.
  replicate = APIFAULT_PROVIDER_REPLICATE,
  /// fal.
  fal = APIFAULT_PROVIDER_FAL,
  /// SambaNova Cloud.
  sambanova = APIFAULT_PROVIDER_SAMBANOVA,
  /// DeepInfra.
  deepinfra = APIFAULT_PROVIDER_DEEPINFRA,
  /// Novita AI.
  novita = APIFAULT_PROVIDER_NOVITA,
  /// Voyage AI.
  voyage = APIFAULT_PROVIDER_VOYAGE,
  /// A new-api or one-api gateway, or one made from them.
  newapi = APIFAULT_PROVIDER_NEWAPI,
  /// Vercel: AI Gateway, or its own error pages.
  vercel = APIFAULT_PROVIDER_VERCEL,
  /// A Portkey gateway.
  portkey = APIFAULT_PROVIDER_PORTKEY,
  /// OpenCode: Zen and Go.
  opencode = APIFAULT_PROVIDER_OPENCODE,
  /// An LM Studio server.
  lmstudio = APIFAULT_PROVIDER_LMSTUDIO,
  /// An SGLang server.
  sglang = APIFAULT_PROVIDER_SGLANG,
};

/// Where the delay that the server asks for was found, strongest source first.
enum class delay_source : std::uint32_t {
  /// The header `retry-after-ms` or an equivalent such as `x-ms-retry-after-ms`.
  retry_after_ms = APIFAULT_DELAY_SOURCE_RETRY_AFTER_MS,
  /// The header `retry-after`.
  retry_after = APIFAULT_DELAY_SOURCE_RETRY_AFTER,
  /// A machine-readable field of the body.
  body = APIFAULT_DELAY_SOURCE_BODY,
  /// The text of the message.
  message = APIFAULT_DELAY_SOURCE_MESSAGE,
  /// The reset time of a rate-limit bucket that is used up.
  bucket = APIFAULT_DELAY_SOURCE_BUCKET,
};

/// What a rate limit counts.
enum class metric : std::uint32_t {
  /// Requests.
  requests = APIFAULT_METRIC_REQUESTS,
  /// Tokens, input and output together.
  tokens = APIFAULT_METRIC_TOKENS,
  /// Input tokens: the prompt.
  input_tokens = APIFAULT_METRIC_INPUT_TOKENS,
  /// Output tokens: the completion.
  output_tokens = APIFAULT_METRIC_OUTPUT_TOKENS,
  /// Seconds of audio.
  audio_seconds = APIFAULT_METRIC_AUDIO_SECONDS,
  /// Images.
  images = APIFAULT_METRIC_IMAGES,
  /// Something else, or unknown.
  other = APIFAULT_METRIC_OTHER,
};

/// The time span of a rate limit.
enum class window : std::uint32_t {
  /// A second.
  second = APIFAULT_WINDOW_SECOND,
  /// A minute.
  minute = APIFAULT_WINDOW_MINUTE,
  /// An hour.
  hour = APIFAULT_WINDOW_HOUR,
  /// A day.
  day = APIFAULT_WINDOW_DAY,
  /// A week.
  week = APIFAULT_WINDOW_WEEK,
  /// A month.
  month = APIFAULT_WINDOW_MONTH,
};

/// How a stream ended.
enum class ended : std::uint32_t {
  /// The stream is of a form that marks no end, so that a whole answer and a part of one look alike.
  unknown = APIFAULT_ENDED_UNKNOWN,
  /// The answer is whole.
  complete = APIFAULT_ENDED_COMPLETE,
  /// The stream broke off before the answer was whole.
  cut_off = APIFAULT_ENDED_CUT_OFF,
  /// The server told of an error in the stream.
  error = APIFAULT_ENDED_ERROR,
};

/// Why a call is not sent again.
enum class give_up : std::uint32_t {
  /// Sending the same request again will not help.
  not_retryable = APIFAULT_GIVE_UP_NOT_RETRYABLE,
  /// Content of the stream has reached the caller, who would get it twice.
  delivered = APIFAULT_GIVE_UP_DELIVERED,
  /// The call may have been executed, and must not be executed twice.
  not_idempotent = APIFAULT_GIVE_UP_NOT_IDEMPOTENT,
  /// The server stated a longer delay than the policy waits for.
  delay_too_long = APIFAULT_GIVE_UP_DELAY_TOO_LONG,
  /// The call was sent as often as the policy allows.
  tries = APIFAULT_GIVE_UP_TRIES,
  /// The next attempt would begin after the deadline of the call.
  deadline = APIFAULT_GIVE_UP_DEADLINE,
  /// The shared budget has too few tokens left for a retry.
  budget = APIFAULT_GIVE_UP_BUDGET,
};

/// Why there is no response, or no answer that the client could use.
enum class failure : std::uint32_t {
  /// Something else, or unknown.
  other = APIFAULT_FAILURE_OTHER,
  /// Time ran out while connecting, reading, or waiting for a connection from a pool.
  timeout = APIFAULT_FAILURE_TIMEOUT,
  /// The connection failed or broke off, and nothing says how.
  connection = APIFAULT_FAILURE_CONNECTION,
  /// The caller cancelled the call.
  cancelled = APIFAULT_FAILURE_CANCELLED,
  /// The client refused to make the call: an invalid address or a wrong argument.
  invalid_call = APIFAULT_FAILURE_INVALID_CALL,
  /// The client found no API key, or the login has expired.
  missing_credentials = APIFAULT_FAILURE_MISSING_CREDENTIALS,
  /// The server refused the connection: nothing listens at the address.
  refused = APIFAULT_FAILURE_REFUSED,
  /// The connection to a server on the same machine was refused.
  local_server = APIFAULT_FAILURE_LOCAL_SERVER,
  /// The connection was reset, or closed before the whole response came.
  reset = APIFAULT_FAILURE_RESET,
  /// The name of the server could not be resolved.
  unresolved = APIFAULT_FAILURE_UNRESOLVED,
  /// The network has no route to the server.
  unreachable = APIFAULT_FAILURE_UNREACHABLE,
  /// The TLS handshake broke off.
  tls = APIFAULT_FAILURE_TLS,
  /// The client does not accept the server's certificate or TLS version.
  certificate = APIFAULT_FAILURE_CERTIFICATE,
  /// The proxy could not be reached, or did not let the call through.
  proxy = APIFAULT_FAILURE_PROXY,
  /// A browser blocked the call, because the server does not allow the page's origin.
  cors = APIFAULT_FAILURE_CORS,
  /// The server redirected the call too often.
  too_many_redirects = APIFAULT_FAILURE_TOO_MANY_REDIRECTS,
  /// The output of the model does not have the form that the client expects.
  invalid_output = APIFAULT_FAILURE_INVALID_OUTPUT,
  /// The output of the model reached its token limit before it was complete.
  cut_output = APIFAULT_FAILURE_CUT_OUTPUT,
  /// A content filter stopped the output of the model.
  filtered_output = APIFAULT_FAILURE_FILTERED_OUTPUT,
};

/// What a function that can fail returns.
enum class result : std::uint32_t {
  /// The call succeeded.
  ok = APIFAULT_RESULT_OK,
  /// An output pointer is NULL, or an input is NULL although its length is not 0.
  null_pointer = APIFAULT_RESULT_NULL_POINTER,
  /// A length is larger than any object in memory can be.
  bad_length = APIFAULT_RESULT_BAD_LENGTH,
  /// A struct_size is too small: initialize the struct with its _INIT macro.
  bad_struct_size = APIFAULT_RESULT_BAD_STRUCT_SIZE,
  /// The text is not an HTTP response: it does not begin with a status line such as `HTTP/2 429`.
  not_http = APIFAULT_RESULT_NOT_HTTP,
  /// The library failed. This is a bug: please report it.
  panic = APIFAULT_RESULT_PANIC,
  /// The text describes no failed call.
  not_found = APIFAULT_RESULT_NOT_FOUND,
};

// Written by hand from here on.

namespace detail {

inline std::string_view view(apifault_text text) noexcept { return {text.data, text.len}; }

inline std::optional<std::string_view> optional_view(apifault_text text) noexcept {
  if (text.data == nullptr) {
    return std::nullopt;
  }
  return view(text);
}

/// A number as a value of its enumeration; 0 is absent.
template <class Enum>
std::optional<Enum> optional_enum(std::uint32_t number) noexcept {
  if (number == 0) {
    return std::nullopt;
  }
  return static_cast<Enum>(number);
}

inline std::optional<std::uint64_t> optional_number(bool stated, std::uint64_t number) noexcept {
  if (!stated) {
    return std::nullopt;
  }
  return number;
}

// In parentheses: windows.h defines a macro `max`.
inline constexpr std::chrono::milliseconds longest = (std::chrono::milliseconds::max)();

/// A number of milliseconds, at most the longest duration.
inline std::optional<std::chrono::milliseconds> optional_ms(bool stated,
                                                            std::uint64_t ms) noexcept {
  using std::chrono::milliseconds;
  if (!stated) {
    return std::nullopt;
  }
  if (ms >= static_cast<std::uint64_t>(longest.count())) {
    return longest;
  }
  return milliseconds(static_cast<milliseconds::rep>(ms));
}

/// A duration as a number of milliseconds. The longest is without bound, and a negative one is 0.
inline std::uint64_t c_ms(std::chrono::milliseconds duration) noexcept {
  if (duration == longest) {
    return UINT64_MAX;
  }
  return duration.count() > 0 ? static_cast<std::uint64_t>(duration.count()) : 0;
}

/// A time in Unix milliseconds; 0 if it is before 1970.
inline std::uint64_t unix_ms(std::chrono::system_clock::time_point time) noexcept {
  return c_ms(std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()));
}

}  // namespace detail

/* ---- Version and names ----------------------------------------------------------------------- */

/// The version of the running library: major * 1000000 + minor * 1000 + patch. The version of this
/// header is `APIFAULT_VERSION_NUMBER`.
inline std::uint32_t version_number() noexcept { return apifault_version_number(); }

/// The version of the running library, such as `1.2.3`.
inline std::string_view version() noexcept { return detail::view(apifault_version()); }

/// What a result means, in one sentence.
inline std::string_view message(result of) noexcept {
  return detail::view(apifault_result_message(static_cast<std::uint32_t>(of)));
}

/// The name of a kind, such as `rate_limited`; `unknown` for an unknown number.
inline std::string_view name(kind of) noexcept {
  return detail::view(apifault_kind_name(static_cast<std::uint32_t>(of)));
}

/// What to do about a kind, in one sentence. The action of a report may say more.
inline std::string_view action(kind of) noexcept {
  return detail::view(apifault_kind_action(static_cast<std::uint32_t>(of)));
}

/// Whether the call did what it was meant to do. False for an unknown kind.
inline bool is_success(kind of) noexcept {
  return apifault_kind_is_success(static_cast<std::uint32_t>(of));
}

/// The name of a fault, such as `account`; empty for an unknown number.
inline std::string_view name(fault of) noexcept {
  return detail::view(apifault_fault_name(static_cast<std::uint32_t>(of)));
}

/// The name of an advice, such as `after_delay`; empty for an unknown number.
inline std::string_view name(advice of) noexcept {
  return detail::view(apifault_advice_name(static_cast<std::uint32_t>(of)));
}

/// The name of a scope, such as `model`; empty for an unknown number.
inline std::string_view name(scope of) noexcept {
  return detail::view(apifault_scope_name(static_cast<std::uint32_t>(of)));
}

/// The name of a remedy, such as `other_model`; empty for an unknown number.
inline std::string_view name(remedy of) noexcept {
  return detail::view(apifault_remedy_name(static_cast<std::uint32_t>(of)));
}

/// The name of a delay source, such as `retry-after`; empty for an unknown number.
inline std::string_view name(delay_source of) noexcept {
  return detail::view(apifault_delay_source_name(static_cast<std::uint32_t>(of)));
}

/// The name of a provider, such as `groq`; empty for an unknown number.
inline std::string_view name(provider of) noexcept {
  return detail::view(apifault_provider_name(static_cast<std::uint32_t>(of)));
}

/// The name of a metric, such as `tokens`; empty for an unknown number.
inline std::string_view name(metric of) noexcept {
  return detail::view(apifault_metric_name(static_cast<std::uint32_t>(of)));
}

/// The name of a window, such as `minute`; empty for an unknown number.
inline std::string_view name(window of) noexcept {
  return detail::view(apifault_window_name(static_cast<std::uint32_t>(of)));
}

/// The name of an end of a stream, such as `cut_off`; empty for an unknown number.
inline std::string_view name(ended of) noexcept {
  return detail::view(apifault_ended_name(static_cast<std::uint32_t>(of)));
}

/// The name of a reason to give up, such as `delay_too_long`; empty for an unknown number.
inline std::string_view name(give_up of) noexcept {
  return detail::view(apifault_give_up_name(static_cast<std::uint32_t>(of)));
}

/// The name of a failure without a response, such as `refused`; empty for an unknown number.
inline std::string_view name(failure of) noexcept {
  return detail::view(apifault_failure_name(static_cast<std::uint32_t>(of)));
}

/* ---- Remedies -------------------------------------------------------------------------------- */

/// A set of remedies, in the order of their numbers.
class remedies {
 public:
  class iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = remedy;
    using difference_type = std::ptrdiff_t;
    using pointer = void;
    using reference = remedy;

    constexpr iterator() noexcept = default;
    constexpr remedy operator*() const noexcept {
      return static_cast<remedy>(bits_ & (~bits_ + 1U));
    }
    constexpr iterator& operator++() noexcept {
      bits_ &= bits_ - 1U;
      return *this;
    }
    constexpr iterator operator++(int) noexcept {
      iterator before = *this;
      ++*this;
      return before;
    }
    friend constexpr bool operator==(iterator left, iterator right) noexcept {
      return left.bits_ == right.bits_;
    }
    friend constexpr bool operator!=(iterator left, iterator right) noexcept {
      return !(left == right);
    }

   private:
    explicit constexpr iterator(apifault_remedies bits) noexcept : bits_(bits) {}
    friend class remedies;
    apifault_remedies bits_ = 0;
  };

  /// No remedy.
  constexpr remedies() noexcept = default;

  /// The set with these bits, as apifault.h has them.
  explicit constexpr remedies(apifault_remedies bits) noexcept : bits_(bits) {}

  /// The bits of the remedies.
  constexpr apifault_remedies bits() const noexcept { return bits_; }

  /// Whether nothing helps besides waiting.
  constexpr bool empty() const noexcept { return bits_ == 0; }

  /// Whether a remedy is in the set.
  constexpr bool contains(remedy of) const noexcept {
    return (bits_ & static_cast<apifault_remedies>(of)) != 0;
  }

  constexpr iterator begin() const noexcept { return iterator(bits_); }
  constexpr iterator end() const noexcept { return iterator(); }

  friend constexpr bool operator==(remedies left, remedies right) noexcept {
    return left.bits_ == right.bits_;
  }
  friend constexpr bool operator!=(remedies left, remedies right) noexcept {
    return !(left == right);
  }

 private:
  apifault_remedies bits_ = 0;
};

/* ---- Rate limits ----------------------------------------------------------------------------- */

/// One rate-limit bucket.
struct limit {
  /// What is counted.
  apifault::metric metric = apifault::metric::other;
  /// The time span.
  std::optional<apifault::window> window;
  /// How much the window allows.
  std::optional<std::uint64_t> limit;
  /// How much of it is left.
  std::optional<std::uint64_t> remaining;
  /// How much of it is used.
  std::optional<std::uint64_t> used;
  /// How much this request asked for.
  std::optional<std::uint64_t> requested;
  /// When the bucket is full again, from now.
  std::optional<std::chrono::milliseconds> reset;
};

/// The rate-limit buckets of a report, which must outlive this object. An access reads the bucket.
class limits {
 public:
  class iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = limit;
    using difference_type = std::ptrdiff_t;
    using pointer = void;
    using reference = limit;

    iterator() noexcept = default;
    limit operator*() const noexcept { return limits(report_)[index_]; }
    iterator& operator++() noexcept {
      ++index_;
      return *this;
    }
    iterator operator++(int) noexcept {
      iterator before = *this;
      ++index_;
      return before;
    }
    friend bool operator==(const iterator& a, const iterator& b) noexcept {
      return a.report_ == b.report_ && a.index_ == b.index_;
    }
    friend bool operator!=(const iterator& a, const iterator& b) noexcept { return !(a == b); }

   private:
    friend class limits;
    iterator(const apifault_report* report, std::size_t index) noexcept
        : report_(report), index_(index) {}

    const apifault_report* report_ = nullptr;
    std::size_t index_ = 0;
  };
  using const_iterator = iterator;
  using value_type = limit;
  using size_type = std::size_t;

  std::size_t size() const noexcept { return apifault_report_limit_count(report_); }
  bool empty() const noexcept { return size() == 0; }
  iterator begin() const noexcept { return {report_, 0}; }
  iterator end() const noexcept { return {report_, size()}; }

  /// One bucket; an empty one if `index` is not below `size`.
  limit operator[](std::size_t index) const noexcept {
    apifault_limit stated = APIFAULT_LIMIT_INIT;
    limit bucket;
    if (apifault_report_limit(report_, index, &stated)) {
      bucket.metric = static_cast<apifault::metric>(stated.metric);
      bucket.window = detail::optional_enum<apifault::window>(stated.window);
      bucket.limit = detail::optional_number(stated.has_limit, stated.limit);
      bucket.remaining = detail::optional_number(stated.has_remaining, stated.remaining);
      bucket.used = detail::optional_number(stated.has_used, stated.used);
      bucket.requested = detail::optional_number(stated.has_requested, stated.requested);
      bucket.reset = detail::optional_ms(stated.has_reset, stated.reset_ms);
    }
    return bucket;
  }

 private:
  friend class report;
  explicit limits(const apifault_report* report) noexcept : report_(report) {}

  const apifault_report* report_;
};

/* ---- The error behind a gateway -------------------------------------------------------------- */

/// The error of another server inside the error of a report: that of the provider behind a gateway.
/// The report must outlive this object and its texts.
class upstream {
 public:
  /// Which provider, gateway or server the inner error comes from.
  std::optional<apifault::provider> provider() const noexcept {
    return detail::optional_enum<apifault::provider>(apifault_report_upstream_provider(report_));
  }

  /// The HTTP status that the inner error states.
  std::optional<std::uint16_t> status() const noexcept {
    std::uint16_t status = 0;
    if (!apifault_report_upstream_status(report_, &status)) {
      return std::nullopt;
    }
    return status;
  }

  /// The description in the inner error.
  std::optional<std::string_view> message() const noexcept {
    return detail::optional_view(apifault_report_upstream_message(report_));
  }

  /// The class of the inner error.
  std::optional<std::string_view> type() const noexcept {
    return detail::optional_view(apifault_report_upstream_type(report_));
  }

  /// The code of the inner error.
  std::optional<std::string_view> code() const noexcept {
    return detail::optional_view(apifault_report_upstream_code(report_));
  }

  /// The request parameter that the inner error is about.
  std::optional<std::string_view> param() const noexcept {
    return detail::optional_view(apifault_report_upstream_param(report_));
  }

  /// The model output in the inner error that is not a valid tool call or valid JSON.
  std::optional<std::string_view> failed_generation() const noexcept {
    return detail::optional_view(apifault_report_upstream_failed_generation(report_));
  }

 private:
  friend class report;
  explicit upstream(const apifault_report* report) noexcept : report_(report) {}

  const apifault_report* report_;
};

/* ---- Classifying ----------------------------------------------------------------------------- */

/// What the caller knows besides the response.
struct options {
  /// When the response arrived. It turns an absolute time in the response into a delay; without it,
  /// an absolute time gives no delay.
  std::optional<std::chrono::system_clock::time_point> now;
  /// The provider you called; used if the response does not identify one.
  std::optional<apifault::provider> provider;
  /// Whether the body is one event of a stream. If not, a body that is a whole stream is read whole:
  /// its first error decides, or that it was cut off.
  bool is_event = false;
};

/// What to do about a response.
struct decision {
  /// Whether the call succeeded. If it is not `result::ok`, all other members have their defaults.
  apifault::result result = apifault::result::ok;
  /// What went wrong.
  apifault::kind kind = apifault::kind::unknown;
  /// Who must act before the call can succeed.
  apifault::fault fault = apifault::fault::none;
  /// Whether to send the same request again.
  apifault::advice advice = apifault::advice::no;
  /// How long the server said to wait, rounded up; it may be 0.
  std::optional<std::chrono::milliseconds> delay;
  /// Where the delay was found.
  std::optional<apifault::delay_source> delay_source;
  /// Which provider, gateway or server answered.
  std::optional<apifault::provider> provider;
  /// What fails alike until something changes.
  apifault::scope scope = apifault::scope::none;
  /// What may help besides waiting.
  apifault::remedies remedies;
};

/// Why a text has no report.
struct not_found {
  /// The number of the line that came nearest to a failed call, from 1; absent if none has something
  /// of one.
  std::optional<std::uint64_t> nearest_line;
  /// What would help, in one sentence.
  std::string_view hint;
};

namespace detail {

inline decision cpp_decision(const apifault_decision& decided) noexcept {
  decision answer;
  answer.kind = static_cast<kind>(decided.kind);
  answer.fault = static_cast<fault>(decided.fault);
  answer.advice = static_cast<advice>(decided.advice);
  answer.delay = optional_ms(decided.has_delay, decided.delay_ms);
  answer.delay_source = optional_enum<delay_source>(decided.delay_source);
  answer.provider = optional_enum<provider>(decided.provider);
  answer.scope = static_cast<scope>(decided.scope);
  answer.remedies = remedies(decided.remedies);
  return answer;
}

/// What a policy and a cooldown read of a decision.
inline apifault_decision c_decision(const decision& of) noexcept {
  apifault_decision given = APIFAULT_DECISION_INIT;
  given.kind = static_cast<std::uint32_t>(of.kind);
  given.advice = static_cast<std::uint32_t>(of.advice);
  given.has_delay = of.delay.has_value();
  given.delay_ms = of.delay ? c_ms(*of.delay) : 0;
  given.scope = static_cast<std::uint32_t>(of.scope);
  given.remedies = of.remedies.bits();
  return given;
}

}  // namespace detail

/// What one response means.
class report {
 public:
  /// An empty report.
  report() noexcept = default;

  /// False if the report is empty: its call failed, or it was moved from.
  explicit operator bool() const noexcept { return report_ != nullptr; }

  /// Whether the call that created it succeeded.
  apifault::result result() const noexcept { return result_; }

  /// The report for the functions of apifault.h. This object still owns it.
  const apifault_report* get() const& noexcept { return report_.get(); }
  const apifault_report* get() const&& = delete;

  /// What went wrong.
  apifault::kind kind() const noexcept {
    return static_cast<apifault::kind>(apifault_report_kind(report_.get()));
  }

  /// Who must act before the call can succeed.
  apifault::fault fault() const noexcept {
    return static_cast<apifault::fault>(apifault_report_fault(report_.get()));
  }

  /// Whether to send the same request again.
  apifault::advice advice() const noexcept {
    return static_cast<apifault::advice>(apifault_report_advice(report_.get()));
  }

  /// What fails alike until something changes.
  apifault::scope scope() const noexcept {
    return static_cast<apifault::scope>(apifault_report_scope(report_.get()));
  }

  /// What may help besides waiting.
  apifault::remedies remedies() const noexcept {
    return apifault::remedies(apifault_report_remedies(report_.get()));
  }

  /// How long the server said to wait, rounded up. There is a delay exactly if the advice is
  /// `advice::after_delay`; it may be 0.
  std::optional<std::chrono::milliseconds> delay() const noexcept {
    std::uint64_t delay_ms = 0;
    const bool stated = apifault_report_delay_ms(report_.get(), &delay_ms);
    return detail::optional_ms(stated, delay_ms);
  }

  /// Where the delay was found.
  std::optional<apifault::delay_source> delay_source() const noexcept {
    return detail::optional_enum<apifault::delay_source>(
        apifault_report_delay_source(report_.get()));
  }

  /// Which provider, gateway or server answered.
  std::optional<apifault::provider> provider() const noexcept {
    return detail::optional_enum<apifault::provider>(apifault_report_provider(report_.get()));
  }

  /// The decision that `decide` returns for the same response.
  apifault::decision decision() const noexcept {
    apifault_decision decided = APIFAULT_DECISION_INIT;
    apifault_report_decision(report_.get(), &decided);
    apifault::decision answer = detail::cpp_decision(decided);
    answer.result = result_;
    return answer;
  }

  /// The HTTP status that was passed in; 0 if it is unknown.
  std::uint16_t status() const noexcept { return apifault_report_status(report_.get()); }

  /// The provider's description of the error; the first 1,000 characters of a body that is neither
  /// JSON nor HTML.
  std::optional<std::string_view> message() const& noexcept {
    return detail::optional_view(apifault_report_message(report_.get()));
  }
  std::optional<std::string_view> message() const&& = delete;

  /// The provider's name for the class of the error.
  std::optional<std::string_view> type() const& noexcept {
    return detail::optional_view(apifault_report_type(report_.get()));
  }
  std::optional<std::string_view> type() const&& = delete;

  /// The provider's code for the error; a numeric code as decimal text.
  std::optional<std::string_view> code() const& noexcept {
    return detail::optional_view(apifault_report_code(report_.get()));
  }
  std::optional<std::string_view> code() const&& = delete;

  /// The request parameter that the error is about.
  std::optional<std::string_view> param() const& noexcept {
    return detail::optional_view(apifault_report_param(report_.get()));
  }
  std::optional<std::string_view> param() const&& = delete;

  /// The model output that is not a valid tool call or valid JSON.
  std::optional<std::string_view> failed_generation() const& noexcept {
    return detail::optional_view(apifault_report_failed_generation(report_.get()));
  }
  std::optional<std::string_view> failed_generation() const&& = delete;

  /// The id by which the provider's support can find the call.
  std::optional<std::string_view> request_id() const& noexcept {
    return detail::optional_view(apifault_report_request_id(report_.get()));
  }
  std::optional<std::string_view> request_id() const&& = delete;

  /// What the caller should do now, in one sentence; empty only if the report is.
  std::string_view action() const& noexcept {
    return detail::view(apifault_report_action(report_.get()));
  }
  std::string_view action() const&& = delete;

  /// The name of the rule that decided the kind, such as `status/429`; empty only if the report is.
  std::string_view rule() const& noexcept {
    return detail::view(apifault_report_rule(report_.get()));
  }
  std::string_view rule() const&& = delete;

  /// The whole report as one JSON object on one line, created by the first call; empty only if the
  /// report is.
  std::string_view json() const& noexcept {
    return detail::view(apifault_report_json(report_.get()));
  }
  std::string_view json() const&& = delete;

  /// The rate-limit buckets in the report.
  apifault::limits limits() const& noexcept { return apifault::limits(report_.get()); }
  apifault::limits limits() const&& = delete;

  /// The error of another server inside this one: that of the provider behind a gateway.
  std::optional<apifault::upstream> upstream() const& noexcept {
    if (!apifault_report_has_upstream(report_.get())) {
      return std::nullopt;
    }
    return apifault::upstream(report_.get());
  }
  std::optional<apifault::upstream> upstream() const&& = delete;

 private:
  struct free {
    void operator()(apifault_report* report) const noexcept { apifault_report_free(report); }
  };

  report(apifault_result number, apifault_report* created) noexcept
      : report_(created), result_(static_cast<apifault::result>(number)) {}

  friend report classify(std::uint16_t, std::string_view, std::string_view,
                         const options&) noexcept;
  friend report classify_raw(std::string_view, const options&) noexcept;
  friend report classify_text(std::string_view, const options&) noexcept;
  friend report classify_text(std::string_view, const options&, not_found&) noexcept;
  friend report classify_failure(failure, std::optional<std::string_view>,
                                 std::optional<std::string_view>, const options&) noexcept;
  friend class stream_errors;
  friend class stream_scanner;

  std::unique_ptr<apifault_report, free> report_;
  apifault::result result_ = apifault::result::ok;
};

namespace detail {

/// The members that the options of a response and of a stream have in common.
template <class Given, class Options>
void set_options(Given& given, const Options& options) noexcept {
  if (options.now) {
    given.now_ms = unix_ms(*options.now);
  }
  if (options.provider) {
    given.provider = static_cast<std::uint32_t>(*options.provider);
  }
}

inline apifault_options c_options(const options& options) noexcept {
  apifault_options given = APIFAULT_OPTIONS_INIT;
  set_options(given, options);
  given.is_event = options.is_event ? 1 : 0;
  return given;
}

}  // namespace detail

/// Classifies one response. The inputs are those of `apifault_classify`: the HTTP status, or 0; the
/// header lines as an HTTP client's header callback delivers them; the bytes of the body. Any input
/// produces a report: it is empty only if the library failed, which is a bug.
[[nodiscard]] inline report classify(std::uint16_t status, std::string_view headers,
                                     std::string_view body, const options& options = {}) noexcept {
  const apifault_options given = detail::c_options(options);
  apifault_report* created = nullptr;
  const apifault_result result = apifault_classify(
      status, headers.data(), headers.size(), body.data(), body.size(), &given, &created);
  return report(result, created);
}

/// Classifies one whole response as `curl -i` prints it. The report is empty, with
/// `result::not_http`, if the text does not begin with a status line.
[[nodiscard]] inline report classify_raw(std::string_view raw,
                                         const options& options = {}) noexcept {
  const apifault_options given = detail::c_options(options);
  apifault_report* created = nullptr;
  const apifault_result result = apifault_classify_raw(raw.data(), raw.size(), &given, &created);
  return report(result, created);
}

/// Finds the failed call that a text describes: the words of an exception, a traceback, what a
/// terminal shows, or lines of a log. The report is empty, with `result::not_found`, if the text
/// describes none.
[[nodiscard]] inline report classify_text(std::string_view text,
                                          const options& options = {}) noexcept {
  const apifault_options given = detail::c_options(options);
  apifault_report* created = nullptr;
  const apifault_result result =
      apifault_classify_text(text.data(), text.size(), &given, &created, nullptr);
  return report(result, created);
}

/// The same; if the result is `result::not_found`, `refusal` receives what would help.
[[nodiscard]] inline report classify_text(std::string_view text, const options& options,
                                          not_found& refusal) noexcept {
  const apifault_options given = detail::c_options(options);
  apifault_not_found told = APIFAULT_NOT_FOUND_INIT;
  apifault_report* created = nullptr;
  const apifault_result result =
      apifault_classify_text(text.data(), text.size(), &given, &created, &told);
  if (result == APIFAULT_RESULT_NOT_FOUND) {
    refusal.nearest_line = detail::optional_number(told.has_nearest_line, told.nearest_line);
    refusal.hint = detail::view(told.hint);
  }
  return report(result, created);
}

/// Creates the report of a call that failed without a response, for a client that knows why: its
/// status is 0. `type` is what the client calls the failure, such as the class of its exception;
/// `message` is what it says about it. Of the options, only the provider counts. The report is empty
/// only if the library failed, which is a bug.
[[nodiscard]] inline report classify_failure(
    failure of, std::optional<std::string_view> type = std::nullopt,
    std::optional<std::string_view> message = std::nullopt, const options& options = {}) noexcept {
  const apifault_options given = detail::c_options(options);
  // The view of an empty text may have no data, which would make the text absent.
  const auto data = [](const std::optional<std::string_view>& text) {
    return !text ? nullptr : text->empty() ? "" : text->data();
  };
  const auto size = [](const std::optional<std::string_view>& text) {
    return text ? text->size() : 0;
  };
  apifault_report* created = nullptr;
  const apifault_result result =
      apifault_classify_failure(static_cast<std::uint32_t>(of), data(type), size(type),
                                data(message), size(message), &given, &created);
  return report(result, created);
}

/// Returns the same decision as `classify` for the same inputs, without creating a report.
[[nodiscard]] inline decision decide(std::uint16_t status, std::string_view headers,
                                     std::string_view body, const options& options = {}) noexcept {
  const apifault_options given = detail::c_options(options);
  apifault_decision decided = APIFAULT_DECISION_INIT;
  const apifault_result result = apifault_decide(status, headers.data(), headers.size(), body.data(),
                                                 body.size(), &given, &decided);
  decision answer = detail::cpp_decision(decided);
  answer.result = static_cast<apifault::result>(result);
  return answer;
}

/* ---- Streams --------------------------------------------------------------------------------- */

/// What the caller knows about a streamed response, besides its status and headers.
struct stream_options {
  /// When the response arrived. It turns an absolute time in the response into a delay; without it,
  /// an absolute time gives no delay.
  std::optional<std::chrono::system_clock::time_point> now;
  /// The provider you called; used if the response does not identify one.
  std::optional<apifault::provider> provider;
  /// How many bytes of one event are kept, at least 1024; 0 for the default of 1 MiB. A longer event
  /// is skipped, but an error and the mark of an end are still looked for in it.
  std::size_t max_event_len = 0;
};

/// How a stream ended.
struct ending {
  /// Whether the call succeeded. If it is not `result::ok`, all other members have their defaults.
  apifault::result result = apifault::result::ok;
  /// How it ended.
  apifault::ended ended = apifault::ended::unknown;
  /// Whether content came that the caller may have used (text, reasoning, a tool call, audio) before
  /// the error, or before the end. If not, nobody notices a retry.
  bool delivered = false;
  /// How many events came: not comments and empty lines, which only keep the connection open.
  std::uint64_t events = 0;
  /// How many events were longer than `max_event_len`.
  std::uint64_t skipped = 0;
  /// The report to act on: that of the first error, or of the cut. Empty if the answer is whole, or
  /// if its end is unknown.
  apifault::report report;
};

/// The errors that a stream_scanner, which must outlive this object, has found and not given yet. A
/// loop takes each error once, as a report that it may keep; what it does not take stays in the
/// scanner.
class stream_errors {
 public:
  class iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = report;
    using difference_type = std::ptrdiff_t;
    using pointer = void;
    using reference = report&&;

    iterator() noexcept = default;
    report&& operator*() const noexcept { return std::move(errors_->current_); }
    iterator& operator++() noexcept {
      if (!errors_->next()) {
        errors_ = nullptr;
      }
      return *this;
    }
    void operator++(int) noexcept { ++*this; }
    friend bool operator==(const iterator& a, const iterator& b) noexcept {
      return a.errors_ == b.errors_;
    }
    friend bool operator!=(const iterator& a, const iterator& b) noexcept { return !(a == b); }

   private:
    friend class stream_errors;
    explicit iterator(stream_errors* errors) noexcept : errors_(errors) {}

    stream_errors* errors_ = nullptr;
  };

  stream_errors(const stream_errors&) = delete;
  stream_errors& operator=(const stream_errors&) = delete;
  ~stream_errors() = default;

  /// Whether the call that returned it succeeded.
  apifault::result result() const noexcept { return result_; }

  /// The first error that was not taken yet.
  iterator begin() noexcept { return iterator(next() ? this : nullptr); }
  iterator end() const noexcept { return iterator(); }

 private:
  friend class stream_scanner;
  stream_errors(apifault_result number, apifault_stream* stream) noexcept
      : stream_(stream), result_(static_cast<apifault::result>(number)) {}

  bool next() noexcept {
    apifault_report* created = nullptr;
    const bool found = apifault_stream_next(stream_, &created);
    current_ = report(APIFAULT_RESULT_OK, created);
    return found;
  }

  apifault_stream* stream_;
  apifault::result result_;
  report current_;
};

/// Finds the errors in one streamed response, and how it ended. Feed it the bytes of the body as
/// they come:
///
///     for (const apifault::report& error : scanner.feed(bytes)) { ... }
class stream_scanner {
 public:
  /// A scanner of one response. The inputs are those of `apifault_stream_new`: the HTTP status, or
  /// 0; the header lines as an HTTP client's header callback delivers them.
  explicit stream_scanner(std::uint16_t status = 200, std::string_view headers = {},
                          const stream_options& options = {}) noexcept {
    apifault_stream_options given = APIFAULT_STREAM_OPTIONS_INIT;
    detail::set_options(given, options);
    given.max_event_len = options.max_event_len;
    apifault_stream* created = nullptr;
    result_ = static_cast<apifault::result>(
        apifault_stream_new(status, headers.data(), headers.size(), &given, &created));
    stream_.reset(created);
  }

  /// False if the scanner is empty: it could not be created, or it was moved from.
  explicit operator bool() const noexcept { return stream_ != nullptr; }

  /// Whether it could be created.
  apifault::result result() const noexcept { return result_; }

  /// The stream for the functions of apifault.h. This object still owns it.
  apifault_stream* get() & noexcept { return stream_.get(); }

  /// Takes the next bytes of the body, which may end anywhere, and returns the errors in them.
  stream_errors feed(std::string_view bytes) & noexcept {
    return {apifault_stream_feed(stream_.get(), bytes.data(), bytes.size()), stream_.get()};
  }

  /// Takes one event that the caller has separated from others already: the JSON of a message of a
  /// WebSocket, or of the object that an SDK returned.
  stream_errors feed_event(std::string_view json) & noexcept {
    return {apifault_stream_feed_event(stream_.get(), json.data(), json.size()), stream_.get()};
  }

  /// The errors that were not taken yet.
  stream_errors errors() & noexcept { return {APIFAULT_RESULT_OK, stream_.get()}; }

  /// Where the event begins that reports the error that was taken last: the number of bytes before
  /// it.
  std::optional<std::uint64_t> position() const noexcept {
    std::uint64_t position = 0;
    const bool taken = apifault_stream_position(stream_.get(), &position);
    return detail::optional_number(taken, position);
  }

  /// Whether nothing of interest follows: an error, or the mark of a whole answer, has come. Some
  /// servers hold the connection open after it: close it.
  bool is_terminal() const noexcept { return apifault_stream_is_terminal(stream_.get()); }

  /// Whether content came so far that the caller may have used.
  bool delivered() const noexcept { return apifault_stream_delivered(stream_.get()); }

  /// How many events came so far: a timer for a server that sends nothing starts anew if this number
  /// has grown.
  std::uint64_t events() const noexcept { return apifault_stream_events(stream_.get()); }

  /// Takes the end of the body, however it came. It may find one more error, in an event that lacks
  /// its end: `errors` has it. A second call returns the same.
  [[nodiscard]] ending finish() noexcept {
    apifault_stream_ending told = APIFAULT_STREAM_ENDING_INIT;
    ending answer;
    answer.result =
        static_cast<apifault::result>(apifault_stream_finish(stream_.get(), &told));
    answer.ended = static_cast<ended>(told.ended);
    answer.delivered = told.delivered;
    answer.events = told.events;
    answer.skipped = told.skipped;
    answer.report = report(APIFAULT_RESULT_OK, told.report);
    return answer;
  }

 private:
  struct free {
    void operator()(apifault_stream* stream) const noexcept { apifault_stream_free(stream); }
  };

  std::unique_ptr<apifault_stream, free> stream_;
  apifault::result result_ = apifault::result::ok;
};

/* ---- Retries --------------------------------------------------------------------------------- */

/// What a policy remembers of one call, from attempt to attempt. Each call begins with a new one.
struct retry_state {
  /// How many attempts have ended.
  std::uint32_t attempts = 0;
  /// How many of the retries were at once, as `advice::now` says.
  std::uint32_t now_retries = 0;
  /// What the last retry took from the budget: a success gives it back.
  std::uint32_t last_cost = 0;
};

/// Bounds the retries of all calls of a client together: a bucket of tokens, so that an outage is not
/// multiplied. Threads may share it.
class retry_budget {
 public:
  /// The capacity of a default budget: 20 retries, or 10 after timeouts.
  static constexpr std::uint32_t default_capacity = 100;

  /// A full budget.
  explicit retry_budget(std::uint32_t capacity = default_capacity) noexcept
      : retry_budget(capacity, capacity) {}

  /// A budget with this many tokens left.
  retry_budget(std::uint32_t capacity, std::uint32_t tokens) noexcept
      : capacity_(capacity), tokens_(tokens) {}

  /// The most tokens that it holds.
  std::uint32_t capacity() const noexcept { return capacity_; }

  /// The tokens that are left.
  std::uint32_t tokens() const noexcept { return tokens_.load(std::memory_order_relaxed); }

 private:
  friend struct retry_policy;

  const std::uint32_t capacity_;
  // Relaxed everywhere: nothing else depends on it.
  std::atomic<std::uint32_t> tokens_;
};

/// What the caller knows about the attempt that just ended, besides its decision.
struct attempt {
  /// The time since the first attempt of this call began, waits included.
  std::chrono::milliseconds elapsed = std::chrono::milliseconds(0);
  /// Whether the request may have reached the server: false if the connection was refused or the host
  /// was not found.
  bool sent = true;
  /// Whether the call may be executed twice. Generating twice costs tokens and nothing else; a call
  /// that stores a state or runs tools may do harm.
  bool idempotent = true;
  /// Whether content of a stream has reached the caller, who would get it twice.
  bool delivered = false;
};

/// What to do next with a call: it is done, is sent again after a wait, or is given up.
struct step {
  /// Whether the call succeeded. If it is not `result::ok`, all other members have their defaults.
  apifault::result result = apifault::result::ok;
  /// Whether the call succeeded.
  bool is_done = false;
  /// How long to wait before the same request is sent again; 0 is at once. Absent if it is not sent
  /// again.
  std::optional<std::chrono::milliseconds> wait;
  /// Why the call is given up; absent if it is not.
  std::optional<apifault::give_up> reason;
  /// The delay that the server stated, if the call is given up and it stated one.
  std::optional<std::chrono::milliseconds> delay;
};

/// Decides whether a failed call is sent again, and after which wait. It is plain numbers, and reads
/// no clock and no random source:
///
///     apifault::retry_state state;
///     for (;;) {
///       const apifault::decision decision = ...;
///       const apifault::step step = policy.next(state, budget, decision, {elapsed}, random);
///       if (!step.wait) { break; }
///       std::this_thread::sleep_for(*step.wait);
///     }
struct retry_policy {
  /// How often a call is sent at most, the first attempt included. 0 means the same as 1.
  std::uint32_t max_attempts = 4;
  /// How often a call is sent again at once, as `advice::now` says.
  std::uint32_t max_now_retries = 2;
  /// The longest delay of a server that is waited for. A longer one is never shortened: the call is
  /// given up at once.
  std::chrono::milliseconds max_delay = std::chrono::seconds(60);
  /// The time for the whole call from its first attempt on. No attempt begins at or after it. 0 means
  /// no retry.
  std::chrono::milliseconds deadline = std::chrono::minutes(10);
  /// The bound of the first wait after most failures. A wait is drawn evenly from 0 to its bound, and
  /// each attempt doubles the bound.
  std::chrono::milliseconds backoff_base = std::chrono::milliseconds(500);
  /// The bound that no wait after most failures exceeds.
  std::chrono::milliseconds backoff_cap = std::chrono::seconds(8);
  /// The bound of the first wait after `kind::overloaded` and `kind::service_unavailable`.
  std::chrono::milliseconds overload_base = std::chrono::seconds(2);
  /// The bound that no wait after these two kinds exceeds.
  std::chrono::milliseconds overload_cap = std::chrono::seconds(60);
  /// The bound of the first wait after `kind::rate_limited` without a stated delay.
  std::chrono::milliseconds rate_limit_base = std::chrono::seconds(5);
  /// The bound that no wait after this kind without a stated delay exceeds.
  std::chrono::milliseconds rate_limit_cap = std::chrono::seconds(60);
  /// The tokens that a retry takes from the budget.
  std::uint32_t retry_cost = 5;
  /// The tokens that a retry after a timeout takes from the budget.
  std::uint32_t timeout_retry_cost = 10;
  /// The tokens that a retry after `kind::rate_limited` takes from the budget.
  std::uint32_t rate_limit_retry_cost = 1;
  /// The tokens that a call gives to the budget if it succeeds without a retry. A call that succeeds
  /// after a retry gives back what its last retry took.
  std::uint32_t success_refund = 1;

  /// What to do after an attempt of a call. The state counts this attempt. The random number is from 0
  /// to below 1; anything else counts as 0.
  [[nodiscard]] step next(retry_state& state, const decision& of, const attempt& attempt,
                          double random) const noexcept {
    return decide(state, nullptr, of, attempt, random);
  }

  /// The same, with a budget that bounds the retries of all calls together.
  [[nodiscard]] step next(retry_state& state, retry_budget& budget, const decision& of,
                          const attempt& attempt, double random) const noexcept {
    std::uint32_t tokens = budget.tokens();
    while (true) {
      retry_state after = state;
      apifault_retry_budget left = APIFAULT_RETRY_BUDGET_INIT;
      left.capacity = budget.capacity_;
      left.tokens = tokens;
      const step decided = decide(after, &left, of, attempt, random);
      // If another thread has changed the tokens meanwhile, the step is decided again.
      if (left.tokens == tokens || budget.tokens_.compare_exchange_weak(
                                       tokens, left.tokens, std::memory_order_relaxed)) {
        state = after;
        return decided;
      }
    }
  }

 private:
  apifault_retry_policy c_policy() const noexcept {
    apifault_retry_policy policy = APIFAULT_RETRY_POLICY_INIT;
    policy.max_attempts = max_attempts;
    policy.max_now_retries = max_now_retries;
    policy.max_delay_ms = detail::c_ms(max_delay);
    policy.deadline_ms = detail::c_ms(deadline);
    policy.backoff_base_ms = detail::c_ms(backoff_base);
    policy.backoff_cap_ms = detail::c_ms(backoff_cap);
    policy.overload_base_ms = detail::c_ms(overload_base);
    policy.overload_cap_ms = detail::c_ms(overload_cap);
    policy.rate_limit_base_ms = detail::c_ms(rate_limit_base);
    policy.rate_limit_cap_ms = detail::c_ms(rate_limit_cap);
    policy.retry_cost = retry_cost;
    policy.timeout_retry_cost = timeout_retry_cost;
    policy.rate_limit_retry_cost = rate_limit_retry_cost;
    policy.success_refund = success_refund;
    return policy;
  }

  step decide(retry_state& state, apifault_retry_budget* budget, const decision& of,
              const attempt& attempt, double random) const noexcept {
    const apifault_retry_policy policy = c_policy();
    const apifault_decision decision = detail::c_decision(of);
    apifault_retry_state counted = APIFAULT_RETRY_STATE_INIT;
    counted.attempts = state.attempts;
    counted.now_retries = state.now_retries;
    counted.last_cost = state.last_cost;
    apifault_retry_attempt ended = APIFAULT_RETRY_ATTEMPT_INIT;
    ended.elapsed_ms = detail::c_ms(attempt.elapsed);
    ended.sent = attempt.sent;
    ended.idempotent = attempt.idempotent;
    ended.delivered = attempt.delivered;
    apifault_retry_step decided = APIFAULT_RETRY_STEP_INIT;

    step answer;
    answer.result = static_cast<result>(apifault_retry_next(&policy, &counted, budget, &decision,
                                                            &ended, random, &decided));
    if (answer.result != result::ok) {
      return answer;
    }
    state.attempts = counted.attempts;
    state.now_retries = counted.now_retries;
    state.last_cost = counted.last_cost;
    answer.is_done = decided.is_done;
    answer.reason = detail::optional_enum<give_up>(decided.give_up);
    answer.wait = detail::optional_ms(!answer.is_done && !answer.reason, decided.wait_ms);
    answer.delay = detail::optional_ms(decided.has_delay, decided.delay_ms);
    return answer;
  }
};

/// How another call differs from the one that failed.
struct target {
  /// Whether it is for another provider. Then its credential and its model are others too.
  bool other_provider = false;
  /// Whether it is with another credential: of another account or project.
  bool other_credential = false;
  /// Whether it is for another model.
  bool other_model = false;
};

/// What to leave alone after a failure, and for how long: for gateways, lists of fallbacks and pools
/// of keys.
struct cooldown {
  /// What fails alike: the model, the credential or the provider.
  apifault::scope scope = apifault::scope::none;
  /// Whether it fails for this model only, so that the same credential still serves another model.
  bool only_this_model = false;
  /// For how long: as the server stated, else by kind. Absent if no wait helps, and somebody has to
  /// act: pay, replace the key, or choose another model.
  std::optional<std::chrono::milliseconds> wait;
  /// Until when; absent if `wait` is.
  std::optional<std::chrono::system_clock::time_point> until;

  /// Whether no wait helps.
  bool is_permanent() const noexcept { return !wait; }

  /// Whether another call would fail alike while the cooldown lasts. A cooldown whose scope is `none`
  /// covers nothing.
  bool covers(const target& other) const noexcept {
    apifault_cooldown given = APIFAULT_COOLDOWN_INIT;
    given.scope = static_cast<std::uint32_t>(scope);
    given.only_this_model = only_this_model;
    return apifault_cooldown_covers(&given, other.other_provider, other.other_credential,
                                    other.other_model);
  }
};

/// What rests after a failure; nothing if the call succeeded, or if only this request fails.
[[nodiscard]] inline std::optional<cooldown> cooldown_of(
    const decision& of, std::chrono::system_clock::time_point now) noexcept {
  using std::chrono::duration_cast;
  using std::chrono::milliseconds;
  using std::chrono::system_clock;
  const apifault_decision decision = detail::c_decision(of);
  apifault_cooldown told = APIFAULT_COOLDOWN_INIT;
  if (!apifault_cooldown_of(&decision, detail::unix_ms(now), &told)) {
    return std::nullopt;
  }
  cooldown rests;
  rests.scope = static_cast<scope>(told.scope);
  rests.only_this_model = told.only_this_model;
  rests.wait = detail::optional_ms(!told.is_permanent, told.wait_ms);
  if (const auto until = detail::optional_ms(!told.is_permanent, told.until_ms)) {
    // A clock with nanoseconds ends in the year 2262.
    constexpr system_clock::time_point last = (system_clock::time_point::max)();
    const bool is_late = *until > duration_cast<milliseconds>(last.time_since_epoch());
    rests.until = is_late ? last : system_clock::time_point(*until);
  }
  return rests;
}

/* ---- Hiding keys ----------------------------------------------------------------------------- */

/// A copy of a text in which every API key, token, password and cookie is shortened to its first
/// characters and `***`, so that it can be printed or logged. The copy is empty if the library
/// failed, which is a bug. Throws std::bad_alloc if there is no memory for the copy.
[[nodiscard]] inline std::string redact(std::string_view text) {
  std::string redacted(text.size(), '\0');
  std::size_t len = 0;
  apifault_redact(text.data(), text.size(), redacted.data(), &len);
  redacted.resize(len);
  return redacted;
}

}  // namespace apifault

#endif /* APIFAULT_HPP */
