/*
 * apifault: what went wrong with a call to an LLM API, who has to fix it, whether to retry, and how
 * long to wait.
 *
 * This file is generated from the sources of the library: change those, then run `make generated`.
 *
 * THE CONTRACT for all types and functions below
 *
 * Calls       The result of a call depends only on its arguments: the library reads no clock, file,
 *             environment variable or network, and keeps no state between calls; a stream, which the
 *             caller owns, keeps that of one response. Inputs come first, outputs last. Outputs are
 *             written only if the call succeeds; an apifault_not_found says why a call failed, and is
 *             written only then.
 * Pointers    Every pointer may be NULL. A NULL input with length 0 is an empty input. Functions
 *             that read a report or a stream accept NULL and return 0, false or an absent text. A
 *             NULL output, or a NULL stream that should take something, makes a call fail with
 *             APIFAULT_RESULT_NULL_POINTER, or return false; so does a NULL decision, state or
 *             attempt of a retry. An apifault_not_found may be missing. A pointer that is not NULL
 *             must be valid for its type and length. The library reads an input only during the call,
 *             and never changes it.
 * Ownership   The caller owns the report or the stream that a call creates, and frees it once, with
 *             apifault_report_free or apifault_stream_free. A text is never freed. A text of a
 *             report is borrowed from the report, and is valid until the report is freed. Every
 *             other text is static: it is always valid.
 * Threads     Every function may be called from any thread at any time. Any number of threads may
 *             read the same report at once; no thread may use a report that another one frees. A
 *             stream may go from one thread to another, but only one thread at a time may use it. The
 *             same holds for the state and the budget of a retry.
 * Texts       A text is `data` and `len`: UTF-8, not terminated by NUL. Texts from a server may
 *             contain NUL, control characters and API keys. Before you print or log such a text,
 *             hide the keys with apifault_redact, and escape the control characters.
 * Absent      A value that the response does not state is absent, which is not the same as 0 or
 *             empty. An absent text has a NULL `data`; an empty text does not. A number that may be
 *             absent is written through a pointer, by a function that returns false and writes
 *             nothing if the number is absent. An absent provider, window or delay source is 0,
 *             which is the number of none of them.
 * Errors      Functions that can fail return an apifault_result; 0 is success. Any response produces a
 *             report; a call fails only if an argument is invalid, or if a text is no HTTP response or
 *             describes no failure, as the function says. A panic inside the library is a bug, and
 *             does not end the program: the function returns APIFAULT_RESULT_PANIC or, if it has
 *             another return type, 0, false or an absent text; the message of the panic goes to
 *             standard error. A stream that panicked can only be freed: it gives the same again.
 *             Running out of memory ends the process; apifault_decide does not allocate, unless the
 *             body is a whole stream, or a string that may hold another error, or an event on several
 *             lines, is longer than 4 KiB. A stream keeps one event, up to its bound, and never the
 *             whole body.
 * Numbers     A released number never changes its meaning and is never used again. New numbers may
 *             be added: treat an unknown kind as APIFAULT_KIND_UNKNOWN, and every other unknown
 *             number as 0, and ignore an unknown bit of a set. The library does the same with the
 *             numbers of a decision; an unknown scope is that of the kind.
 * Structs     A struct that may grow begins with `struct_size`, which its _INIT macro sets. The
 *             library reads and writes only that many bytes, so a program can run with an older or
 *             newer library than the one it was compiled for; an older library leaves members that
 *             it does not know unchanged. A struct_size below that of the first release (usually a
 *             forgotten _INIT) is rejected with APIFAULT_RESULT_BAD_STRUCT_SIZE.
 */

#ifndef APIFAULT_H
#define APIFAULT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Types and numbers ----------------------------------------------------------------------- */

/// A view of UTF-8 text: `len` bytes at `data`, which may include NUL, and no NUL after them.
/// `data` is NULL if the text is absent; an empty text has a `data` that is not NULL.
typedef struct apifault_text {
  /// The first byte, or NULL.
  const char *data;
  /// The number of bytes; 0 if `data` is NULL.
  size_t len;
} apifault_text;

/// What went wrong.
typedef uint32_t apifault_kind;
enum {
  /// The response does not hold enough information to say what happened.
  APIFAULT_KIND_UNKNOWN = 0,
  /// The call succeeded.
  APIFAULT_KIND_SUCCESS = 1,
  /// Only part of the resource was sent.
  APIFAULT_KIND_PARTIAL_CONTENT = 2,
  /// The base URL is wrong: the server redirects the request elsewhere.
  APIFAULT_KIND_REDIRECT = 3,
  /// The request is malformed, has an invalid or unsupported parameter, or asks for something that the model cannot do.
  APIFAULT_KIND_INVALID_REQUEST = 4,
  /// The request is well-formed but semantically wrong.
  APIFAULT_KIND_UNPROCESSABLE_ENTITY = 5,
  /// The API key is missing, malformed, wrong, revoked, leaked or expired.
  APIFAULT_KIND_AUTHENTICATION = 6,
  /// The API key is valid, but it is not allowed to do this.
  APIFAULT_KIND_PERMISSION_DENIED = 7,
  /// The URL or the resource does not exist.
  APIFAULT_KIND_NOT_FOUND = 8,
  /// The model is unknown, retired, or not available under this id.
  APIFAULT_KIND_MODEL_NOT_FOUND = 9,
  /// A lock or a concurrent change blocked the request.
  APIFAULT_KIND_CONFLICT = 10,
  /// The request exceeds a size limit, or exceeds a rate limit by itself, so that waiting will not help.
  APIFAULT_KIND_REQUEST_TOO_LARGE = 11,
  /// The prompt, or the prompt plus the completion, does not fit into the model's context window.
  APIFAULT_KIND_CONTEXT_LENGTH_EXCEEDED = 12,
  /// A safety filter refused the input or blocked the output.
  APIFAULT_KIND_CONTENT_POLICY = 13,
  /// The model itself produced an invalid tool call or invalid JSON.
  APIFAULT_KIND_GENERATION_FAILED = 14,
  /// Too many requests or tokens were sent in a time window that resets by itself.
  APIFAULT_KIND_RATE_LIMITED = 15,
  /// The credits, balance, spend limit or plan is used up: only a payment, a higher limit or a new billing period helps.
  APIFAULT_KIND_QUOTA_EXHAUSTED = 16,
  /// The provider or the model has no capacity at the moment.
  APIFAULT_KIND_OVERLOADED = 17,
  /// Something that the request depends on failed, such as a remote tool server.
  APIFAULT_KIND_FAILED_DEPENDENCY = 18,
  /// The caller cancelled the request or closed the connection.
  APIFAULT_KIND_CANCELLED = 19,
  /// The request or an upstream server timed out.
  APIFAULT_KIND_TIMEOUT = 20,
  /// The server failed.
  APIFAULT_KIND_INTERNAL_ERROR = 21,
  /// A gateway got an invalid response, or none, from the server behind it, or the connection to the server failed.
  APIFAULT_KIND_BAD_GATEWAY = 22,
  /// The service is down for maintenance, has no healthy server, or gives no reason.
  APIFAULT_KIND_SERVICE_UNAVAILABLE = 23,
};

/// Who must act before the call can succeed.
typedef uint32_t apifault_fault;
enum {
  /// Nobody: nothing is wrong, or the cause is unknown.
  APIFAULT_FAULT_NONE = 0,
  /// The caller: the request, or the way it is sent, must change.
  APIFAULT_FAULT_CALLER = 1,
  /// The account owner: a limit, plan, balance or permission blocks the call.
  APIFAULT_FAULT_ACCOUNT = 2,
  /// The provider, or a server between the caller and the provider.
  APIFAULT_FAULT_PROVIDER = 3,
};

/// Whether to send the same request again.
typedef uint32_t apifault_advice;
enum {
  /// Sending the same request again will not help.
  APIFAULT_ADVICE_NO = 0,
  /// Retry at once, a limited number of times.
  APIFAULT_ADVICE_NOW = 1,
  /// Retry after the delay that the server stated.
  APIFAULT_ADVICE_AFTER_DELAY = 2,
  /// Transient failure without a stated delay: retry with exponential backoff and jitter.
  APIFAULT_ADVICE_BACKOFF = 3,
};

/// What fails alike until something changes.
typedef uint32_t apifault_scope;
enum {
  /// Nothing: nothing is wrong, or the cause is unknown.
  APIFAULT_SCOPE_NONE = 0,
  /// This request: others may succeed.
  APIFAULT_SCOPE_REQUEST = 1,
  /// Every request to this model.
  APIFAULT_SCOPE_MODEL = 2,
  /// Every request with this credential: its key, account or project.
  APIFAULT_SCOPE_CREDENTIAL = 3,
  /// Every request to this provider.
  APIFAULT_SCOPE_PROVIDER = 4,
};

/// What may help besides waiting. Each is one bit of an `apifault_remedies`.
typedef uint32_t apifault_remedy;
enum {
  /// Change the request.
  APIFAULT_REMEDY_CHANGE_REQUEST = 1,
  /// Shorten the input, or ask for less.
  APIFAULT_REMEDY_SHORTEN_INPUT = 2,
  /// Use another credential: that of another account or project.
  APIFAULT_REMEDY_OTHER_CREDENTIAL = 4,
  /// Use another model.
  APIFAULT_REMEDY_OTHER_MODEL = 8,
  /// Use another provider.
  APIFAULT_REMEDY_OTHER_PROVIDER = 16,
};

/// A set of remedies: the bits of `APIFAULT_REMEDY_…`.
typedef uint32_t apifault_remedies;

/// Which provider, gateway or server answered.
typedef uint32_t apifault_provider;
enum {
  /// Groq.
  APIFAULT_PROVIDER_GROQ = 1,
  /// OpenAI.
  APIFAULT_PROVIDER_OPENAI = 2,
  /// Azure OpenAI and Azure AI Foundry.
  APIFAULT_PROVIDER_AZURE = 3,
  /// Anthropic.
  APIFAULT_PROVIDER_ANTHROPIC = 4,
  /// Google: Gemini API and Vertex AI.
  APIFAULT_PROVIDER_GOOGLE = 5,
  /// AWS Bedrock.
  APIFAULT_PROVIDER_BEDROCK = 6,
  /// Mistral AI.
  APIFAULT_PROVIDER_MISTRAL = 7,
  /// Cohere.
  APIFAULT_PROVIDER_COHERE = 8,
  /// DeepSeek.
  APIFAULT_PROVIDER_DEEPSEEK = 9,
  /// Together AI.
  APIFAULT_PROVIDER_TOGETHER = 10,
  /// Fireworks AI.
  APIFAULT_PROVIDER_FIREWORKS = 11,
  /// xAI.
  APIFAULT_PROVIDER_XAI = 12,
  /// OpenRouter.
  APIFAULT_PROVIDER_OPENROUTER = 13,
  /// Cerebras.
  APIFAULT_PROVIDER_CEREBRAS = 14,
  /// Perplexity.
  APIFAULT_PROVIDER_PERPLEXITY = 15,
  /// Hugging Face: Inference Providers, TGI and TEI.
  APIFAULT_PROVIDER_HUGGINGFACE = 16,
  /// A vLLM server.
  APIFAULT_PROVIDER_VLLM = 17,
  /// An Ollama server.
  APIFAULT_PROVIDER_OLLAMA = 18,
  /// A llama.cpp server.
  APIFAULT_PROVIDER_LLAMACPP = 19,
  /// A LiteLLM proxy.
  APIFAULT_PROVIDER_LITELLM = 20,
  /// Cloudflare: AI Gateway, Workers AI, or its edge in front of another provider.
  APIFAULT_PROVIDER_CLOUDFLARE = 21,
  /// Moonshot AI: Kimi.
  APIFAULT_PROVIDER_MOONSHOT = 22,
  /// Zhipu AI: BigModel and Z.ai.
  APIFAULT_PROVIDER_ZHIPU = 23,
  /// Alibaba Cloud: DashScope and Model Studio.
  APIFAULT_PROVIDER_DASHSCOPE = 24,
  /// MiniMax.
  APIFAULT_PROVIDER_MINIMAX = 25,
  /// SiliconFlow.
  APIFAULT_PROVIDER_SILICONFLOW = 26,
  /// Volcengine Ark and BytePlus.
  APIFAULT_PROVIDER_VOLCENGINE = 27,
  /// NVIDIA: NIM and its hosted API.
  APIFAULT_PROVIDER_NVIDIA = 28,
  /// Databricks: model serving and its AI gateway.
  APIFAULT_PROVIDER_DATABRICKS = 29,
  /// GitHub: Models and Copilot.
  APIFAULT_PROVIDER_GITHUB = 30,
  /// ElevenLabs.
  APIFAULT_PROVIDER_ELEVENLABS = 31,
  /// Deepgram.
  APIFAULT_PROVIDER_DEEPGRAM = 32,
  /// Replicate.
  APIFAULT_PROVIDER_REPLICATE = 33,
  /// fal.
  APIFAULT_PROVIDER_FAL = 34,
  /// SambaNova Cloud.
  APIFAULT_PROVIDER_SAMBANOVA = 35,
  /// DeepInfra.
  APIFAULT_PROVIDER_DEEPINFRA = 36,
  /// Novita AI.
  APIFAULT_PROVIDER_NOVITA = 37,
  /// Voyage AI.
  APIFAULT_PROVIDER_VOYAGE = 38,
  /// A new-api or one-api gateway, or one made from them.
  APIFAULT_PROVIDER_NEWAPI = 39,
  /// Vercel: AI Gateway, or its own error pages.
  APIFAULT_PROVIDER_VERCEL = 40,
  /// A Portkey gateway.
  APIFAULT_PROVIDER_PORTKEY = 41,
  /// OpenCode: Zen and Go.
  APIFAULT_PROVIDER_OPENCODE = 42,
  /// An LM Studio server.
  APIFAULT_PROVIDER_LMSTUDIO = 43,
  /// An SGLang server.
  APIFAULT_PROVIDER_SGLANG = 44,
};

/// Where the delay that the server asks for was found, strongest source first.
typedef uint32_t apifault_delay_source;
enum {
  /// The header `retry-after-ms` or an equivalent such as `x-ms-retry-after-ms`.
  APIFAULT_DELAY_SOURCE_RETRY_AFTER_MS = 1,
  /// The header `retry-after`.
  APIFAULT_DELAY_SOURCE_RETRY_AFTER = 2,
  /// A machine-readable field of the body.
  APIFAULT_DELAY_SOURCE_BODY = 3,
  /// The text of the message.
  APIFAULT_DELAY_SOURCE_MESSAGE = 4,
  /// The reset time of a rate-limit bucket that is used up.
  APIFAULT_DELAY_SOURCE_BUCKET = 5,
};

/// What a rate limit counts.
typedef uint32_t apifault_metric;
enum {
  /// Requests.
  APIFAULT_METRIC_REQUESTS = 1,
  /// Tokens, input and output together.
  APIFAULT_METRIC_TOKENS = 2,
  /// Input tokens: the prompt.
  APIFAULT_METRIC_INPUT_TOKENS = 3,
  /// Output tokens: the completion.
  APIFAULT_METRIC_OUTPUT_TOKENS = 4,
  /// Seconds of audio.
  APIFAULT_METRIC_AUDIO_SECONDS = 5,
  /// Images.
  APIFAULT_METRIC_IMAGES = 6,
  /// Something else, or unknown.
  APIFAULT_METRIC_OTHER = 7,
};

/// The time span of a rate limit.
typedef uint32_t apifault_window;
enum {
  /// A second.
  APIFAULT_WINDOW_SECOND = 1,
  /// A minute.
  APIFAULT_WINDOW_MINUTE = 2,
  /// An hour.
  APIFAULT_WINDOW_HOUR = 3,
  /// A day.
  APIFAULT_WINDOW_DAY = 4,
  /// A week.
  APIFAULT_WINDOW_WEEK = 5,
  /// A month.
  APIFAULT_WINDOW_MONTH = 6,
};

/// How a stream ended.
typedef uint32_t apifault_ended;
enum {
  /// The stream is of a form that marks no end, so that a whole answer and a part of one look alike.
  APIFAULT_ENDED_UNKNOWN = 0,
  /// The answer is whole.
  APIFAULT_ENDED_COMPLETE = 1,
  /// The stream broke off before the answer was whole.
  APIFAULT_ENDED_CUT_OFF = 2,
  /// The server told of an error in the stream.
  APIFAULT_ENDED_ERROR = 3,
};

/// Why a call is not sent again.
typedef uint32_t apifault_give_up;
enum {
  /// Sending the same request again will not help.
  APIFAULT_GIVE_UP_NOT_RETRYABLE = 1,
  /// Content of the stream has reached the caller, who would get it twice.
  APIFAULT_GIVE_UP_DELIVERED = 2,
  /// The call may have been executed, and must not be executed twice.
  APIFAULT_GIVE_UP_NOT_IDEMPOTENT = 3,
  /// The server stated a longer delay than the policy waits for.
  APIFAULT_GIVE_UP_DELAY_TOO_LONG = 4,
  /// The call was sent as often as the policy allows.
  APIFAULT_GIVE_UP_TRIES = 5,
  /// The next attempt would begin after the deadline of the call.
  APIFAULT_GIVE_UP_DEADLINE = 6,
  /// The shared budget has too few tokens left for a retry.
  APIFAULT_GIVE_UP_BUDGET = 7,
};

/// Why there is no response, or no answer that the client could use.
typedef uint32_t apifault_failure;
enum {
  /// Something else, or unknown.
  APIFAULT_FAILURE_OTHER = 0,
  /// Time ran out while connecting, reading, or waiting for a connection from a pool.
  APIFAULT_FAILURE_TIMEOUT = 1,
  /// The connection failed or broke off, and nothing says how.
  APIFAULT_FAILURE_CONNECTION = 2,
  /// The caller cancelled the call.
  APIFAULT_FAILURE_CANCELLED = 3,
  /// The client refused to make the call: an invalid address or a wrong argument.
  APIFAULT_FAILURE_INVALID_CALL = 4,
  /// The client found no API key, or the login has expired.
  APIFAULT_FAILURE_MISSING_CREDENTIALS = 5,
  /// The server refused the connection: nothing listens at the address.
  APIFAULT_FAILURE_REFUSED = 6,
  /// The connection to a server on the same machine was refused.
  APIFAULT_FAILURE_LOCAL_SERVER = 7,
  /// The connection was reset, or closed before the whole response came.
  APIFAULT_FAILURE_RESET = 8,
  /// The name of the server could not be resolved.
  APIFAULT_FAILURE_UNRESOLVED = 9,
  /// The network has no route to the server.
  APIFAULT_FAILURE_UNREACHABLE = 10,
  /// The TLS handshake broke off.
  APIFAULT_FAILURE_TLS = 11,
  /// The client does not accept the server's certificate or TLS version.
  APIFAULT_FAILURE_CERTIFICATE = 12,
  /// The proxy could not be reached, or did not let the call through.
  APIFAULT_FAILURE_PROXY = 13,
  /// A browser blocked the call, because the server does not allow the page's origin.
  APIFAULT_FAILURE_CORS = 14,
  /// The server redirected the call too often.
  APIFAULT_FAILURE_TOO_MANY_REDIRECTS = 15,
  /// The output of the model does not have the form that the client expects.
  APIFAULT_FAILURE_INVALID_OUTPUT = 16,
  /// The output of the model reached its token limit before it was complete.
  APIFAULT_FAILURE_CUT_OUTPUT = 17,
  /// A content filter stopped the output of the model.
  APIFAULT_FAILURE_FILTERED_OUTPUT = 18,
};

/// What a function that can fail returns.
typedef uint32_t apifault_result;
enum {
  /// The call succeeded.
  APIFAULT_RESULT_OK = 0,
  /// An output pointer is NULL, or an input is NULL although its length is not 0.
  APIFAULT_RESULT_NULL_POINTER = 1,
  /// A length is larger than any object in memory can be.
  APIFAULT_RESULT_BAD_LENGTH = 2,
  /// A struct_size is too small: initialize the struct with its _INIT macro.
  APIFAULT_RESULT_BAD_STRUCT_SIZE = 3,
  /// The text is not an HTTP response: it does not begin with a status line such as `HTTP/2 429`.
  APIFAULT_RESULT_NOT_HTTP = 4,
  /// The library failed. This is a bug: please report it.
  APIFAULT_RESULT_PANIC = 5,
  /// The text describes no failed call.
  APIFAULT_RESULT_NOT_FOUND = 6,
};

/* ---- Version and results --------------------------------------------------------------------- */

/// The version of this header: major * 1000000 + minor * 1000 + patch.
#define APIFAULT_VERSION_NUMBER 1000

/// The version of the running library: major * 1000000 + minor * 1000 + patch. It may differ from
/// `APIFAULT_VERSION_NUMBER`, the version of the header that the program was compiled with.
uint32_t apifault_version_number(void);

/// The version of the running library, such as `1.2.3`.
apifault_text apifault_version(void);

/// What a result means, in one sentence; a sentence that says so if the number is not a result.
apifault_text apifault_result_message(apifault_result result);

/* ---- Classifying ----------------------------------------------------------------------------- */

/// What one call means. A report owns all its texts and never changes. The functions that classify
/// and those of a stream create it, `apifault_report_free` frees it.
typedef struct apifault_report apifault_report;

/// What the caller knows besides the response. Initialize it with `APIFAULT_OPTIONS_INIT`, then
/// set what you know.
typedef struct apifault_options {
  /// `sizeof(apifault_options)`.
  size_t struct_size;
  /// When the response arrived, in Unix milliseconds. It turns an absolute time in the response
  /// into a delay; if it is 0, an absolute time gives no delay.
  uint64_t now_ms;
  /// The provider you called, or 0; used if the response does not identify one. An unknown number
  /// counts as 0.
  apifault_provider provider;
  /// Not 0 if the body is one event of a stream. If it is 0, a body that is a whole stream is read
  /// whole: its first error decides, or that it was cut off.
  uint8_t is_event;
  /// Reserved; must be 0.
  uint8_t reserved[3];
} apifault_options;

/// What to do about a response. Initialize it with `APIFAULT_DECISION_INIT`.
typedef struct apifault_decision {
  /// `sizeof(apifault_decision)`, set by the caller.
  size_t struct_size;
  /// How long the server said to wait, in milliseconds, rounded up; valid if `has_delay`.
  uint64_t delay_ms;
  /// What went wrong.
  apifault_kind kind;
  /// Who must act before the call can succeed.
  apifault_fault fault;
  /// Whether to send the same request again.
  apifault_advice advice;
  /// Which provider, gateway or server answered, or 0 if the response does not identify it.
  apifault_provider provider;
  /// Where the delay was found, or 0 if there is no delay.
  apifault_delay_source delay_source;
  /// Whether the server said how long to wait. The delay may be 0.
  bool has_delay;
  /// Reserved: the library writes 0.
  uint8_t reserved[3];
  /// What fails alike until something changes.
  apifault_scope scope;
  /// What may help besides waiting.
  apifault_remedies remedies;
} apifault_decision;

/// Initializer with no options set.
#define APIFAULT_OPTIONS_INIT {sizeof(apifault_options), 0, 0, 0, {0, 0, 0}}

/// Initializer for an output struct.
#define APIFAULT_DECISION_INIT \
  {sizeof(apifault_decision), 0, 0, 0, 0, 0, 0, false, {0, 0, 0}, 0, 0}

/// Classifies one response and creates a report.
///
/// - `status`: the HTTP status; 0 if it is unknown. It is never read from `headers`.
/// - `headers`: `name: value` lines, each ended by LF or CRLF, as an HTTP client's header callback
///   delivers them. They may contain status lines: each begins a new block, and only the last block
///   counts.
/// - `body`: the bytes of the body after any content encoding is removed, also of a whole stream; or
///   one event of a stream, if `options` say so.
/// - `options`: what else is known; NULL if nothing is.
/// - `report`: receives the report, which the caller frees with `apifault_report_free`.
apifault_result apifault_classify(uint16_t status,
                                  const char *headers,
                                  size_t headers_len,
                                  const char *body,
                                  size_t body_len,
                                  const apifault_options *options,
                                  apifault_report **report);

/// Classifies one whole response as `curl -i` prints it, and creates a report: a status line of any
/// HTTP version, headers, an empty line, the body. Blocks before the final response, such as
/// `100 Continue`, are skipped.
///
/// `options` and `report` are the same as for `apifault_classify`. Fails with
/// `APIFAULT_RESULT_NOT_HTTP` if the text does not begin with a status line, or is empty.
apifault_result apifault_classify_raw(const char *raw,
                                      size_t raw_len,
                                      const apifault_options *options,
                                      apifault_report **report);

/// Returns the same decision as `apifault_classify` for the same inputs, without creating a report.
/// It allocates only if the body is a whole stream, or if a string that may hold another error, or
/// an event on several lines, is longer than 4 KiB.
///
/// - `decision`: receives the decision; its `struct_size` must be set.
apifault_result apifault_decide(uint16_t status,
                                const char *headers,
                                size_t headers_len,
                                const char *body,
                                size_t body_len,
                                const apifault_options *options,
                                apifault_decision *decision);

/// Frees a report. Every text that was borrowed from it is invalid afterwards.
void apifault_report_free(apifault_report *report);

/* ---- Without a response ---------------------------------------------------------------------- */

/*
 * Whoever holds no response may hold the text of an exception, or know why none came.
 */

/// Why a text has no report. Initialize it with `APIFAULT_NOT_FOUND_INIT`.
typedef struct apifault_not_found {
  /// `sizeof(apifault_not_found)`, set by the caller.
  size_t struct_size;
  /// The number of the line that came nearest to a failed call, from 1; valid if
  /// `has_nearest_line`.
  uint64_t nearest_line;
  /// What would help, in one sentence.
  apifault_text hint;
  /// Whether a line has something of a failed call.
  bool has_nearest_line;
  /// Reserved: the library writes 0.
  uint8_t reserved[7];
} apifault_not_found;

/// Initializer for an output struct.
#define APIFAULT_NOT_FOUND_INIT \
  {sizeof(apifault_not_found), 0, {NULL, 0}, false, {0, 0, 0, 0, 0, 0, 0}}

/// Finds the failed call that a text describes, and creates its report: the words of an exception, a
/// traceback, what a terminal shows, or lines of a log. If the text describes several failures, the
/// last one of the call that failed last counts.
///
/// - `text`: any bytes; each sequence that is not valid UTF-8 counts as U+FFFD.
/// - `options`: what else is known; NULL if nothing is. `is_event` changes nothing. The provider is
///   used if the text does not identify one.
/// - `report`: receives the report, which the caller frees with `apifault_report_free`. Its status is
///   the one that the text states, or 0.
/// - `not_found`: receives what would help, only if the call fails with `APIFAULT_RESULT_NOT_FOUND`;
///   its `struct_size` must be set. NULL if nobody asks.
///
/// Fails with `APIFAULT_RESULT_NOT_FOUND` if the text describes no failed call.
apifault_result apifault_classify_text(const char *text,
                                       size_t text_len,
                                       const apifault_options *options,
                                       apifault_report **report,
                                       apifault_not_found *not_found);

/// Creates the report of a call that failed without a response, for a client that knows why.
///
/// - `failure`: why there is no response. An unknown number counts as `APIFAULT_FAILURE_OTHER`.
/// - `type`: what the client calls the failure, such as the class of its exception; NULL if nothing.
///   It becomes the type of the report.
/// - `message`: what the client says about it; NULL if nothing. It becomes the message of the report.
/// - `options`: what else is known; NULL if nothing is. Only the provider counts.
/// - `report`: receives the report, which the caller frees with `apifault_report_free`. Its status is
///   0.
apifault_result apifault_classify_failure(apifault_failure failure,
                                          const char *type,
                                          size_t type_len,
                                          const char *message,
                                          size_t message_len,
                                          const apifault_options *options,
                                          apifault_report **report);

/* ---- Reading a report ------------------------------------------------------------------------ */

/// What went wrong.
apifault_kind apifault_report_kind(const apifault_report *report);

/// Who must act before the call can succeed.
apifault_fault apifault_report_fault(const apifault_report *report);

/// Whether to send the same request again.
apifault_advice apifault_report_advice(const apifault_report *report);

/// What fails alike until something changes.
apifault_scope apifault_report_scope(const apifault_report *report);

/// What may help besides waiting.
apifault_remedies apifault_report_remedies(const apifault_report *report);

/// How long the server said to wait, in milliseconds, rounded up; at most 9007199254740991. There
/// is a delay exactly if the advice is `APIFAULT_ADVICE_AFTER_DELAY`; it may be 0.
bool apifault_report_delay_ms(const apifault_report *report, uint64_t *delay_ms);

/// Where the delay was found.
apifault_delay_source apifault_report_delay_source(const apifault_report *report);

/// Which provider, gateway or server answered.
apifault_provider apifault_report_provider(const apifault_report *report);

/// Writes the decision of the report to `decision`, whose `struct_size` must be set: what
/// `apifault_decide` gives for the same response. Returns false and writes nothing if there is no
/// report, or if `struct_size` is too small.
bool apifault_report_decision(const apifault_report *report, apifault_decision *decision);

/// The HTTP status that was passed in; 0 if it is unknown.
uint16_t apifault_report_status(const apifault_report *report);

/// The provider's description of the error; the first 1,000 characters of a body that is neither
/// JSON nor HTML.
apifault_text apifault_report_message(const apifault_report *report);

/// The provider's name for the class of the error.
apifault_text apifault_report_type(const apifault_report *report);

/// The provider's code for the error; a numeric code as decimal text.
apifault_text apifault_report_code(const apifault_report *report);

/// The request parameter that the error is about.
apifault_text apifault_report_param(const apifault_report *report);

/// The model output that is not a valid tool call or valid JSON.
apifault_text apifault_report_failed_generation(const apifault_report *report);

/// The id by which the provider's support can find the call.
apifault_text apifault_report_request_id(const apifault_report *report);

/// What the caller should do now, in one sentence. Every report has it.
apifault_text apifault_report_action(const apifault_report *report);

/// The name of the rule that decided the kind, such as `status/429`. Every report has it.
apifault_text apifault_report_rule(const apifault_report *report);

/// The whole report as one JSON object on one line. Every key is present; an absent value is null
/// or an empty list. The first call creates the text, in whichever thread that is.
apifault_text apifault_report_json(const apifault_report *report);

/* ---- Rate limits ----------------------------------------------------------------------------- */

/// One rate-limit bucket. Initialize it with `APIFAULT_LIMIT_INIT`. A number is valid only if its
/// `has_` member is true; it may be 0.
typedef struct apifault_limit {
  /// `sizeof(apifault_limit)`, set by the caller.
  size_t struct_size;
  /// How much the window allows.
  uint64_t limit;
  /// How much of it is left.
  uint64_t remaining;
  /// How much of it is used.
  uint64_t used;
  /// How much this request asked for.
  uint64_t requested;
  /// When the bucket is full again, in milliseconds from now.
  uint64_t reset_ms;
  /// What is counted.
  apifault_metric metric;
  /// The time span, or 0 if the response does not state it.
  apifault_window window;
  /// Whether the response states `limit`.
  bool has_limit;
  /// Whether the response states `remaining`.
  bool has_remaining;
  /// Whether the response states `used`.
  bool has_used;
  /// Whether the response states `requested`.
  bool has_requested;
  /// Whether the response states `reset_ms`.
  bool has_reset;
  /// Reserved: the library writes 0.
  uint8_t reserved[3];
} apifault_limit;

/// Initializer for an output struct.
#define APIFAULT_LIMIT_INIT                                                                       \
  {sizeof(apifault_limit), 0, 0, 0, 0, 0, 0, 0, false, false, false, false, false, {0, 0, 0}}

/// The number of rate-limit buckets in the report.
size_t apifault_report_limit_count(const apifault_report *report);

/// Writes one bucket to `limit`, whose `struct_size` must be set. Returns false and writes nothing
/// if `index` is not below `apifault_report_limit_count`, or if `struct_size` is too small.
bool apifault_report_limit(const apifault_report *report, size_t index, apifault_limit *limit);

/* ---- The error behind a gateway -------------------------------------------------------------- */

/// Whether the error contains the error of another server: that of the provider behind a gateway.
/// If there is none, the functions below return absent values.
bool apifault_report_has_upstream(const apifault_report *report);

/// Which provider, gateway or server the inner error comes from.
apifault_provider apifault_report_upstream_provider(const apifault_report *report);

/// The HTTP status that the inner error states.
bool apifault_report_upstream_status(const apifault_report *report, uint16_t *status);

/// The description in the inner error.
apifault_text apifault_report_upstream_message(const apifault_report *report);

/// The class of the inner error.
apifault_text apifault_report_upstream_type(const apifault_report *report);

/// The code of the inner error.
apifault_text apifault_report_upstream_code(const apifault_report *report);

/// The request parameter that the inner error is about.
apifault_text apifault_report_upstream_param(const apifault_report *report);

/// The model output in the inner error that is not a valid tool call or valid JSON.
apifault_text apifault_report_upstream_failed_generation(const apifault_report *report);

/* ---- Streams --------------------------------------------------------------------------------- */

/*
 * A streaming call answers 200 and may fail afterwards. Create a stream with the headers of the
 * response, feed it the bytes of the body as they come, and take the errors that it finds:
 *
 *     apifault_stream_new(status, headers, headers_len, NULL, &stream);
 *     while (read some bytes, and not apifault_stream_is_terminal(stream)) {
 *       apifault_stream_feed(stream, bytes, bytes_len);
 *       while (apifault_stream_next(stream, &report)) { ... apifault_report_free(report); }
 *     }
 *     apifault_stream_finish(stream, &ending);
 *     ... apifault_report_free(ending.report);
 *     apifault_stream_free(stream);
 *
 * All forms in which such servers stream are recognized: server-sent events, JSON Lines, an array or
 * a single object of JSON, event streams of AWS, a page or a text.
 */

/// Finds the errors in one streamed response, and how it ended. `apifault_stream_new` creates it,
/// `apifault_stream_free` frees it.
typedef struct apifault_stream apifault_stream;

/// What the caller knows about a streamed response, besides its status and headers. Initialize it
/// with `APIFAULT_STREAM_OPTIONS_INIT`, then set what you know.
typedef struct apifault_stream_options {
  /// `sizeof(apifault_stream_options)`.
  size_t struct_size;
  /// When the response arrived, in Unix milliseconds. It turns an absolute time in the response
  /// into a delay; if it is 0, an absolute time gives no delay.
  uint64_t now_ms;
  /// How many bytes of one event are kept, at least 1024; 0 for the default of 1 MiB. A longer
  /// event is skipped, but an error and the mark of an end are still looked for in it.
  size_t max_event_len;
  /// The provider you called, or 0; used if the response does not identify one. An unknown number
  /// counts as 0.
  apifault_provider provider;
  /// Reserved; must be 0.
  uint32_t reserved;
} apifault_stream_options;

/// How a stream ended. Initialize it with `APIFAULT_STREAM_ENDING_INIT`.
typedef struct apifault_stream_ending {
  /// `sizeof(apifault_stream_ending)`, set by the caller.
  size_t struct_size;
  /// The report to act on: that of the first error, or of the cut. The caller frees it with
  /// `apifault_report_free`. NULL if the answer is whole, or if its end is unknown.
  apifault_report *report;
  /// How many events came: not comments and empty lines, which only keep the connection open.
  uint64_t events;
  /// How many events were longer than `max_event_len`.
  uint64_t skipped;
  /// How the stream ended.
  apifault_ended ended;
  /// Whether content came that the caller may have used (text, reasoning, a tool call, audio)
  /// before the error, or before the end. If not, nobody notices a retry.
  bool delivered;
  /// Reserved: the library writes 0.
  uint8_t reserved[3];
} apifault_stream_ending;

/// Initializer with no options set.
#define APIFAULT_STREAM_OPTIONS_INIT {sizeof(apifault_stream_options), 0, 0, 0, 0}

/// Initializer for an output struct.
#define APIFAULT_STREAM_ENDING_INIT \
  {sizeof(apifault_stream_ending), NULL, 0, 0, 0, false, {0, 0, 0}}

/// Creates a stream: call it as soon as the headers are there.
///
/// - `status`: the HTTP status, usually 200; 0 if it is unknown. It is never read from `headers`.
/// - `headers`: the header lines, as for `apifault_classify`. They are copied.
/// - `options`: what else is known; NULL if nothing is.
/// - `stream`: receives the stream, which the caller frees with `apifault_stream_free`.
apifault_result apifault_stream_new(uint16_t status,
                                    const char *headers,
                                    size_t headers_len,
                                    const apifault_stream_options *options,
                                    apifault_stream **stream);

/// Takes the next bytes of the body, after any content encoding is removed. They may end anywhere,
/// also inside a character. `apifault_stream_next` gives the errors in them. Bytes that come after
/// `apifault_stream_finish` are ignored.
apifault_result apifault_stream_feed(apifault_stream *stream, const char *bytes, size_t bytes_len);

/// Takes one event that the caller has separated from others already: the JSON of a message of a
/// WebSocket, or of the object that an SDK returned.
apifault_result apifault_stream_feed_event(apifault_stream *stream,
                                           const char *json,
                                           size_t json_len);

/// Takes the next error that was found, in the order of the stream, and creates its report, which
/// the caller frees with `apifault_report_free`. Returns false and writes nothing if there is none:
/// call it until then after each feeding, and after `apifault_stream_finish`. A stream that was cut
/// off is no error: `apifault_stream_finish` tells it.
bool apifault_stream_next(apifault_stream *stream, apifault_report **report);

/// Where the event begins that reports the error that `apifault_stream_next` gave last: the number
/// of bytes before it. Returns false and writes nothing if it gave none yet.
bool apifault_stream_position(const apifault_stream *stream, uint64_t *position);

/// Whether nothing of interest follows: an error, or the mark of a whole answer, has come. Some
/// servers hold the connection open after it: close it.
bool apifault_stream_is_terminal(const apifault_stream *stream);

/// Whether content came so far that the caller may have used: text, reasoning, a tool call, audio.
bool apifault_stream_delivered(const apifault_stream *stream);

/// How many events came so far. Comments and empty lines, which only keep the connection open, are
/// none: a timer for a server that sends nothing starts anew if this number has grown.
uint64_t apifault_stream_events(const apifault_stream *stream);

/// Takes the end of the body, however it came, and tells how the stream ended. It may find one more
/// error, in an event that lacks its end: `apifault_stream_next` gives it. A second call gives the
/// same, with another report.
///
/// - `ending`: receives the ending; its `struct_size` must be set. The caller frees its report.
apifault_result apifault_stream_finish(apifault_stream *stream, apifault_stream_ending *ending);

/// Frees a stream. The reports that came from it remain valid.
void apifault_stream_free(apifault_stream *stream);

/* ---- Retries --------------------------------------------------------------------------------- */

/*
 * Whether to send a failed call again, when, and how often, is decided by a policy: plain numbers with
 * defaults. The caller passes the time and a random number, and does the waiting:
 *
 *     apifault_retry_state state = APIFAULT_RETRY_STATE_INIT;
 *     apifault_retry_attempt attempt = APIFAULT_RETRY_ATTEMPT_INIT;
 *     apifault_retry_step step = APIFAULT_RETRY_STEP_INIT;
 *     while (true) {
 *       ... send the request, and apifault_decide(status, ..., &decision);
 *       attempt.elapsed_ms = ... since the first attempt began;
 *       if (apifault_retry_next(NULL, &state, NULL, &decision, &attempt, random, &step) !=
 *               APIFAULT_RESULT_OK || step.is_done || step.give_up != 0) {
 *         break;
 *       }
 *       ... wait step.wait_ms;
 *     }
 */

/// Whether a failed call is sent again, and after which wait: plain numbers. Initialize it with
/// `APIFAULT_RETRY_POLICY_INIT`, which has the defaults, then set what you want otherwise.
typedef struct apifault_retry_policy {
  /// `sizeof(apifault_retry_policy)`.
  size_t struct_size;
  /// How often a call is sent at most, the first attempt included: 4. 0 means the same as 1.
  uint32_t max_attempts;
  /// How often a call is sent again at once, as `APIFAULT_ADVICE_NOW` says: 2.
  uint32_t max_now_retries;
  /// The longest delay of a server that is waited for, in milliseconds: 60,000. A longer one is
  /// never shortened: the call is given up at once.
  uint64_t max_delay_ms;
  /// The time for the whole call from its first attempt on, in milliseconds: 600,000. No attempt
  /// begins at or after it. 0 means no retry.
  uint64_t deadline_ms;
  /// The bound of the first wait after most failures, in milliseconds: 500. A wait is drawn evenly
  /// from 0 to its bound, and each attempt doubles the bound.
  uint64_t backoff_base_ms;
  /// The bound that no wait after most failures exceeds, in milliseconds: 8,000.
  uint64_t backoff_cap_ms;
  /// The bound of the first wait after `APIFAULT_KIND_OVERLOADED` and
  /// `APIFAULT_KIND_SERVICE_UNAVAILABLE`, in milliseconds: 2,000.
  uint64_t overload_base_ms;
  /// The bound that no wait after these two kinds exceeds, in milliseconds: 60,000.
  uint64_t overload_cap_ms;
  /// The bound of the first wait after `APIFAULT_KIND_RATE_LIMITED` without a stated delay, in
  /// milliseconds: 5,000.
  uint64_t rate_limit_base_ms;
  /// The bound that no wait after this kind without a stated delay exceeds, in milliseconds: 60,000.
  uint64_t rate_limit_cap_ms;
  /// The tokens that a retry takes from the budget: 5.
  uint32_t retry_cost;
  /// The tokens that a retry after a timeout takes from the budget: 10.
  uint32_t timeout_retry_cost;
  /// The tokens that a retry after `APIFAULT_KIND_RATE_LIMITED` takes from the budget: 1.
  uint32_t rate_limit_retry_cost;
  /// The tokens that a call gives to the budget if it succeeds without a retry: 1. A call that
  /// succeeds after a retry gives back what its last retry took.
  uint32_t success_refund;
} apifault_retry_policy;

/// What a policy remembers of one call, from attempt to attempt: plain numbers that may be copied and
/// stored. Each call begins with `APIFAULT_RETRY_STATE_INIT`.
typedef struct apifault_retry_state {
  /// `sizeof(apifault_retry_state)`, set by the caller.
  size_t struct_size;
  /// How many attempts have ended.
  uint32_t attempts;
  /// How many of the retries were at once, as `APIFAULT_ADVICE_NOW` says.
  uint32_t now_retries;
  /// What the last retry took from the budget: a success gives it back.
  uint32_t last_cost;
  /// Reserved; must be 0.
  uint32_t reserved;
} apifault_retry_state;

/// Bounds the retries of all calls of a client together: a bucket of tokens, so that an outage is not
/// multiplied. Initialize it with `APIFAULT_RETRY_BUDGET_INIT`: 100 tokens, or 20 retries. Threads
/// that share one need a lock around `apifault_retry_next`, or change `tokens` by compare-exchange, as
/// the example `retry_budget.c` does.
typedef struct apifault_retry_budget {
  /// `sizeof(apifault_retry_budget)`, set by the caller.
  size_t struct_size;
  /// The most tokens that it holds.
  uint32_t capacity;
  /// The tokens that are left.
  uint32_t tokens;
} apifault_retry_budget;

/// What the caller knows about the attempt that just ended, besides its decision. Initialize it with
/// `APIFAULT_RETRY_ATTEMPT_INIT`: sent, idempotent, and without delivered content.
typedef struct apifault_retry_attempt {
  /// `sizeof(apifault_retry_attempt)`.
  size_t struct_size;
  /// The time since the first attempt of this call began, in milliseconds, waits included.
  uint64_t elapsed_ms;
  /// Whether the request may have reached the server: false if the connection was refused or the
  /// host was not found.
  bool sent;
  /// Whether the call may be executed twice. Generating twice costs tokens and nothing else; a call
  /// that stores a state or runs tools may do harm.
  bool idempotent;
  /// Whether content of a stream has reached the caller, who would get it twice.
  bool delivered;
  /// Reserved; must be 0.
  uint8_t reserved[5];
} apifault_retry_attempt;

/// What to do next with a call: it is done if `is_done`, and given up if `give_up` is not 0; else wait
/// `wait_ms`, then send the same request again. Initialize it with `APIFAULT_RETRY_STEP_INIT`, which
/// gives up.
typedef struct apifault_retry_step {
  /// `sizeof(apifault_retry_step)`, set by the caller.
  size_t struct_size;
  /// How long to wait before the same request is sent again, in milliseconds; 0 is at once.
  uint64_t wait_ms;
  /// The delay that the server stated, in milliseconds, if the call is given up: the same call may
  /// succeed afterwards. Valid if `has_delay`.
  uint64_t delay_ms;
  /// Why the call is given up, or 0 if it is not.
  apifault_give_up give_up;
  /// Whether the call succeeded.
  bool is_done;
  /// Whether the call is given up and the server stated a delay.
  bool has_delay;
  /// Reserved: the library writes 0.
  uint8_t reserved[2];
} apifault_retry_step;

/// Initializer with the default policy.
#define APIFAULT_RETRY_POLICY_INIT                                                                \
  {sizeof(apifault_retry_policy), 4, 2, 60000, 600000, 500, 8000, 2000, 60000, 5000, 60000, 5, 10, \
   1, 1}

/// Initializer for a call that has not been sent.
#define APIFAULT_RETRY_STATE_INIT {sizeof(apifault_retry_state), 0, 0, 0, 0}

/// Initializer with a full budget.
#define APIFAULT_RETRY_BUDGET_INIT {sizeof(apifault_retry_budget), 100, 100}

/// Initializer for an attempt that was sent, is idempotent, and has delivered nothing.
#define APIFAULT_RETRY_ATTEMPT_INIT \
  {sizeof(apifault_retry_attempt), 0, true, true, false, {0, 0, 0, 0, 0}}

/// Initializer for an output struct. It gives up, so that a call that fails is not sent again.
#define APIFAULT_RETRY_STEP_INIT \
  {sizeof(apifault_retry_step), 0, 0, APIFAULT_GIVE_UP_NOT_RETRYABLE, false, false, {0, 0}}

/// Decides what to do after an attempt of a call. It does not allocate.
///
/// - `policy`: the numbers; NULL for the defaults.
/// - `state`: what the policy remembers of this call; it counts this attempt.
/// - `budget`: what bounds the retries of all calls together; NULL if nothing does.
/// - `decision`: that of the response, from `apifault_decide` or `apifault_report_decision`. If there
///   was no response, take that of the report of `apifault_classify_failure`, or fill in `kind` and
///   `advice`, such as `APIFAULT_KIND_TIMEOUT` and `APIFAULT_ADVICE_BACKOFF`.
/// - `attempt`: the time since the call began, and what else is known.
/// - `random`: a random number from 0 to below 1. Anything else counts as 0.
/// - `step`: receives the step; its `struct_size` must be set.
///
/// The first reason to give up counts, in the order of `APIFAULT_GIVE_UP_…`. A wait is never shorter
/// than the delay that the server stated; up to a tenth of it, at most 5,000 ms, is added. Without a
/// stated delay, the wait is drawn evenly from 0 to a bound that doubles with each attempt.
apifault_result apifault_retry_next(const apifault_retry_policy *policy,
                                    apifault_retry_state *state,
                                    apifault_retry_budget *budget,
                                    const apifault_decision *decision,
                                    const apifault_retry_attempt *attempt,
                                    double random,
                                    apifault_retry_step *step);

/* ---- What to leave alone --------------------------------------------------------------------- */

/*
 * Whoever has another key, model or provider need not wait: a cooldown says what fails alike, and
 * until when.
 */

/// What to leave alone after a failure, and for how long. Initialize it with `APIFAULT_COOLDOWN_INIT`.
typedef struct apifault_cooldown {
  /// `sizeof(apifault_cooldown)`, set by the caller.
  size_t struct_size;
  /// For how long, in milliseconds: as the server stated, else by kind. Valid unless `is_permanent`.
  uint64_t wait_ms;
  /// Until when, in Unix milliseconds; at most 9007199254740991. Valid unless `is_permanent`.
  uint64_t until_ms;
  /// What fails alike: the model, the credential or the provider.
  apifault_scope scope;
  /// Whether it fails for this model only, so that the same credential still serves another model.
  bool only_this_model;
  /// Whether no wait helps: somebody has to pay, replace the key, or choose another model.
  bool is_permanent;
  /// Reserved: the library writes 0.
  uint8_t reserved[2];
} apifault_cooldown;

/// Initializer for an output struct. It covers nothing.
#define APIFAULT_COOLDOWN_INIT {sizeof(apifault_cooldown), 0, 0, 0, false, false, {0, 0}}

/// What rests after a failure, for whoever has another key, model or provider. Returns false and
/// writes nothing if nothing does, because the call succeeded, or only this request fails.
///
/// - `decision`: that of the response. If there was no response, take that of the report of
///   `apifault_classify_failure`, or fill in `kind`, `advice`, `scope` and `remedies`, such as
///   `APIFAULT_SCOPE_PROVIDER` and `APIFAULT_REMEDY_OTHER_PROVIDER`.
/// - `now_ms`: the time in Unix milliseconds.
/// - `cooldown`: receives what rests; its `struct_size` must be set.
bool apifault_cooldown_of(const apifault_decision *decision,
                          uint64_t now_ms,
                          apifault_cooldown *cooldown);

/// Whether another call would fail alike while the cooldown lasts. The call is for another provider,
/// with another credential (of another account or project), for another model, or several of these.
/// One that was never written covers nothing.
bool apifault_cooldown_covers(const apifault_cooldown *cooldown,
                              bool other_provider,
                              bool other_credential,
                              bool other_model);

/* ---- Hiding keys ----------------------------------------------------------------------------- */

/// Copies a text, and shortens every API key, token, password and cookie in it to its first
/// characters and `***`, so that the copy can be printed or logged. Servers repeat keys in their
/// messages.
///
/// - `text`: any bytes, such as a text of a report.
/// - `redacted`: receives the copy, which is never longer than the text: memory of the caller with
///   room for `text_len` bytes, apart from `text`. It may be NULL if `text_len` is 0.
/// - `redacted_len`: receives the length of the copy.
apifault_result apifault_redact(const char *text,
                                size_t text_len,
                                char *redacted,
                                size_t *redacted_len);

/* ---- Names, and what follows from a kind ----------------------------------------------------- */

/*
 * The names are the same in the JSON report and in every other language. Each function accepts any
 * number; the name of an unknown number is absent, except that an unknown kind is `unknown`.
 */

/// The name of a kind, such as `rate_limited`.
apifault_text apifault_kind_name(apifault_kind kind);

/// What to do about a kind, in one sentence. The action of a report may say more. An unknown kind
/// has the action of `APIFAULT_KIND_UNKNOWN`.
apifault_text apifault_kind_action(apifault_kind kind);

/// Whether the call did what it was meant to do. False for an unknown kind.
bool apifault_kind_is_success(apifault_kind kind);

/// The name of a fault, such as `account`.
apifault_text apifault_fault_name(apifault_fault fault);

/// The name of an advice, such as `after_delay`.
apifault_text apifault_advice_name(apifault_advice advice);

/// The name of a scope, such as `model`.
apifault_text apifault_scope_name(apifault_scope scope);

/// The name of one remedy, such as `other_model`. A set of several has none.
apifault_text apifault_remedy_name(apifault_remedy remedy);

/// The name of a delay source, such as `retry-after`.
apifault_text apifault_delay_source_name(apifault_delay_source delay_source);

/// The name of a provider, such as `groq`.
apifault_text apifault_provider_name(apifault_provider provider);

/// The name of a metric, such as `tokens`.
apifault_text apifault_metric_name(apifault_metric metric);

/// The name of a window, such as `minute`.
apifault_text apifault_window_name(apifault_window window);

/// The name of an end of a stream, such as `cut_off`.
apifault_text apifault_ended_name(apifault_ended ended);

/// The name of a reason to give up, such as `delay_too_long`.
apifault_text apifault_give_up_name(apifault_give_up give_up);

/// The name of a failure without a response, such as `refused`.
apifault_text apifault_failure_name(apifault_failure failure);

#ifdef __cplusplus
}
#endif

#endif /* APIFAULT_H */
