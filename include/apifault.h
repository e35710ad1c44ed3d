/*
 * apifault: what went wrong with a call to an LLM API, whose turn it is, whether to send the same
 * request again, and how long to wait.
 *
 * This file is generated from the library's sources: change those, then run `make header`.
 *
 * THE CONTRACT, for every function below
 *
 * Calls       A call depends on its arguments alone: the library reads no clock, file, environment
 *             or network, and keeps no state between calls. Inputs come first, outputs last.
 *             Outputs are written only on success.
 * Pointers    Every pointer may be NULL. A NULL input with length 0 is an empty input. A NULL
 *             report is read as one that tells nothing: 0, false or an absent text. A pointer that
 *             is not NULL must be valid for its type and length; inputs are borrowed until the
 *             call returns, and never changed.
 * Ownership   The caller owns a report from the call that makes it, and frees it once, with
 *             apifault_report_free and nothing else. A text is never freed: one that is borrowed
 *             from a report lives as long as the report, a static one for ever.
 * Threads     Every function is reentrant, and may be called from any thread. One report may be
 *             read by any number of threads at once; it must not be freed while another thread
 *             reads it.
 * Texts       A text is `data` and `len`: UTF-8, not ended by NUL, and it may hold NUL and control
 *             characters that a server sent. Escape them before a terminal sees them. It may hold
 *             an API key, too: apifault_redact hides those.
 * Absent      What a response does not tell is absent, which is never the same as 0 or empty. An
 *             absent text has NULL `data`; an empty text has not. A quantity that may be absent is
 *             written through a pointer by a function that returns whether it did: false, and
 *             nothing written, where it is absent or the pointer is NULL. An absent provider,
 *             window or delay source is 0, a number that none of them has.
 * Failures    Functions that can fail return an APIFAULT_RESULT_ number; 0 is success. Any bytes
 *             whatever give a report: only a misused argument fails. A panic inside the library,
 *             which is a bug, gives APIFAULT_RESULT_PANIC, or what NULL would have given; its
 *             message goes to standard error, and the caller lives on. Running out of memory ends
 *             the process; apifault_decide takes none, but for a copy of an error that is held
 *             inside another one's message.
 * Numbers     Kinds, faults and the like are uint32_t. A released number never changes its meaning
 *             and is never used again. New ones may come: treat a kind that you do not know as
 *             APIFAULT_KIND_UNKNOWN, and every other such number as 0.
 * Structs     A struct that may grow begins with `struct_size`, set by its _INIT macro. The library
 *             reads and writes no more than that many bytes, so a program may run with an older or
 *             a newer library than it was compiled for; members that an older library does not
 *             know are left alone. Less than the size of the first release is a mistake, such as a
 *             forgotten _INIT, and is refused.
 */

#ifndef APIFAULT_H
#define APIFAULT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Text ------------------------------------------------------------------------------------ */

/// A view of UTF-8 text: `len` bytes at `data`, with no NUL after them, and perhaps some among
/// them. `data` is NULL where the text is absent; an empty text has a `data` that is not NULL.
typedef struct apifault_text {
  /// The first byte, or NULL.
  const char *data;
  /// How many bytes there are; 0 where `data` is NULL.
  size_t len;
} apifault_text;

/* ---- Version and results --------------------------------------------------------------------- */

/// The version of this header: major * 1000000 + minor * 1000 + patch.
#define APIFAULT_VERSION_NUMBER 1000

/// What functions that can fail return.
enum {
  /// Done.
  APIFAULT_RESULT_OK = 0,
  /// An output pointer is NULL, or an input is NULL although its length is not 0.
  APIFAULT_RESULT_NULL_POINTER = 1,
  /// A length is larger than any object can be.
  APIFAULT_RESULT_BAD_LENGTH = 2,
  /// A struct's struct_size is too small: begin with its _INIT macro.
  APIFAULT_RESULT_BAD_STRUCT_SIZE = 3,
  /// The text is no HTTP response: it does not begin with a status line such as `HTTP/2 429`.
  APIFAULT_RESULT_NOT_HTTP = 4,
  /// The library failed: this is a bug in it, please report it.
  APIFAULT_RESULT_PANIC = 5,
};

/// The version of the library that runs: major * 1000000 + minor * 1000 + patch. It may differ
/// from `APIFAULT_VERSION_NUMBER`, the version of the header that was compiled.
uint32_t apifault_version_number(void);

/// The version of the library that runs, as in `1.2.3`. Static.
apifault_text apifault_version(void);

/// What a result means, in one sentence. Static. Any number may be asked for: one that is no
/// result gives a sentence that says so.
apifault_text apifault_result_message(uint32_t result);

/* ---- Classifying ----------------------------------------------------------------------------- */

/// Everything that one response tells. It is made by `apifault_classify` or
/// `apifault_classify_raw`, holds its own copy of all it needs, and never changes: any number of
/// threads may read it at once. It lives until `apifault_report_free`.
typedef struct apifault_report apifault_report;

/// What the caller knows beside the response. Begin with `APIFAULT_OPTIONS_INIT`, which tells
/// nothing, and set what is known.
typedef struct apifault_options {
  /// `sizeof(apifault_options)`.
  size_t struct_size;
  /// When the response came, in Unix milliseconds. Absolute times in the response are counted
  /// from it; where it is 0 they give no delay.
  uint64_t now_ms;
  /// Whom the caller believes it talks to: an `APIFAULT_PROVIDER_` number, or 0. It is named
  /// where the response shows nobody, and never hides what the response shows. A number that
  /// the library does not know is as 0.
  uint32_t provider;
  /// 0: room to grow.
  uint32_t reserved;
} apifault_options;

/// What to do about a response. Begin with `APIFAULT_DECISION_INIT`.
typedef struct apifault_decision {
  /// `sizeof(apifault_decision)`, set by the caller.
  size_t struct_size;
  /// How long the server said to wait, in milliseconds, rounded up; only where `has_delay`.
  uint64_t delay_ms;
  /// What went wrong: an `APIFAULT_KIND_` number.
  uint32_t kind;
  /// Who must act before the call can succeed: an `APIFAULT_FAULT_` number.
  uint32_t fault;
  /// Whether to send the same request again: an `APIFAULT_ADVICE_` number.
  uint32_t advice;
  /// Who answered: an `APIFAULT_PROVIDER_` number, or 0 where that does not show.
  uint32_t provider;
  /// Where the delay was found: an `APIFAULT_DELAY_SOURCE_` number, or 0 without a delay.
  uint32_t delay_source;
  /// Whether there is a delay. A delay may be 0.
  bool has_delay;
  /// 0: room to grow.
  uint8_t reserved[3];
} apifault_decision;

/// Nothing told.
#define APIFAULT_OPTIONS_INIT {sizeof(apifault_options), 0, 0, 0}

/// Ready to be written.
#define APIFAULT_DECISION_INIT {sizeof(apifault_decision), 0, 0, 0, 0, 0, 0, false, {0, 0, 0}}

/// Classifies one response, and gives the caller a report to free with `apifault_report_free`.
///
/// - `status`: the HTTP status; 0 where none is known. It is never read from `headers`.
/// - `headers`: `name: value` lines ended by LF or CRLF, as an HTTP client's header callback
///   delivers them. Status lines may stand among them: each begins a new block, and only the
///   last block counts.
/// - `body`: the body's bytes after any content encoding is undone, or one event of a stream.
/// - `options`: what else is known; NULL is nothing.
/// - `report`: the report. NULL is `APIFAULT_RESULT_NULL_POINTER`.
///
/// Any bytes give a report; only a misused argument gives a result other than
/// `APIFAULT_RESULT_OK`.
uint32_t apifault_classify(uint16_t status,
                           const char *headers,
                           size_t headers_len,
                           const char *body,
                           size_t body_len,
                           const apifault_options *options,
                           apifault_report **report);

/// Classifies one whole response as `curl -i` prints it: a status line of any HTTP version,
/// headers, an empty line, the body. Blocks that only precede the answer, such as
/// `100 Continue`, are passed over.
///
/// It gives the caller a report to free with `apifault_report_free`. `options` and `report` are
/// as for `apifault_classify`. `APIFAULT_RESULT_NOT_HTTP` where the text does not begin with a
/// status line, is empty, or is NULL with a length of 0.
uint32_t apifault_classify_raw(const char *raw,
                               size_t raw_len,
                               const apifault_options *options,
                               apifault_report **report);

/// Decides what to do about one response. The answer is the one that the report of
/// `apifault_classify` gives for the same inputs, which see. No memory is allocated, but for a copy
/// of an error that is held inside another one's message.
///
/// `decision` is the caller's own, with its `struct_size` set. NULL is
/// `APIFAULT_RESULT_NULL_POINTER`.
uint32_t apifault_decide(uint16_t status,
                         const char *headers,
                         size_t headers_len,
                         const char *body,
                         size_t body_len,
                         const apifault_options *options,
                         apifault_decision *decision);

/// Frees a report. What was borrowed from it is gone with it. NULL does nothing.
void apifault_report_free(apifault_report *report);

/* ---- Reading a report ------------------------------------------------------------------------ */

/// What went wrong: an `APIFAULT_KIND_` number. `APIFAULT_KIND_UNKNOWN` for NULL.
uint32_t apifault_report_kind(const apifault_report *report);

/// Who must act before the call can succeed: an `APIFAULT_FAULT_` number. `APIFAULT_FAULT_NONE`
/// for NULL.
uint32_t apifault_report_fault(const apifault_report *report);

/// Whether to send the same request again: an `APIFAULT_ADVICE_` number. `APIFAULT_ADVICE_NO` for
/// NULL.
uint32_t apifault_report_advice(const apifault_report *report);

/// How long the server said to wait, in milliseconds, rounded up; at most 9007199254740991.
/// There is a delay exactly where the advice is `APIFAULT_ADVICE_AFTER_DELAY`; it may be 0.
/// False for NULL.
bool apifault_report_delay_ms(const apifault_report *report, uint64_t *delay_ms);

/// Where the delay was found: an `APIFAULT_DELAY_SOURCE_` number. 0 without a delay, and for
/// NULL.
uint32_t apifault_report_delay_source(const apifault_report *report);

/// Who answered: an `APIFAULT_PROVIDER_` number. 0 where that does not show, and for NULL.
uint32_t apifault_report_provider(const apifault_report *report);

/// The HTTP status, as it was given. 0 where none is known, and for NULL.
uint16_t apifault_report_status(const apifault_report *report);

/// The provider's own description of the error; of a body that is neither JSON nor HTML, its first
/// 1,000 characters. Borrowed from `report`; absent where it is not told, and for NULL.
apifault_text apifault_report_message(const apifault_report *report);

/// The provider's classification of the error. Borrowed from `report`; absent where it is not
/// told, and for NULL.
apifault_text apifault_report_type(const apifault_report *report);

/// The provider's code for the error; a numeric one as its decimal text. Borrowed from
/// `report`; absent where it is not told, and for NULL.
apifault_text apifault_report_code(const apifault_report *report);

/// The parameter of the request that the error is about. Borrowed from `report`; absent where
/// it is not told, and for NULL.
apifault_text apifault_report_param(const apifault_report *report);

/// What the model wrote that was no valid tool call or JSON. Borrowed from `report`; absent
/// where it is not told, and for NULL.
apifault_text apifault_report_failed_generation(const apifault_report *report);

/// The id under which the provider's support finds the call. Borrowed from `report`; absent
/// where it is not told, and for NULL.
apifault_text apifault_report_request_id(const apifault_report *report);

/// What the caller should do now, in one sentence. Borrowed from `report`; absent only for NULL.
apifault_text apifault_report_action(const apifault_report *report);

/// The name of the rule that decided the kind, as in `status/429`. Borrowed from `report`; absent
/// only for NULL.
apifault_text apifault_report_rule(const apifault_report *report);

/// The whole report as one JSON object on one line. Every key is always there; what is not told
/// is null or an empty list. It is made when it is first asked for, by whichever thread that is.
/// Borrowed from `report`; absent only for NULL.
apifault_text apifault_report_json(const apifault_report *report);

/* ---- Rate limits ----------------------------------------------------------------------------- */

/// One rate-limit bucket. Begin with `APIFAULT_LIMIT_INIT`. Each number counts only where its
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
  /// When it is full again, in milliseconds from now.
  uint64_t reset_ms;
  /// What is counted: an `APIFAULT_METRIC_` number.
  uint32_t metric;
  /// The span of time it is counted over: an `APIFAULT_WINDOW_` number, or 0 where not told.
  uint32_t window;
  /// Whether `limit` is told.
  bool has_limit;
  /// Whether `remaining` is told.
  bool has_remaining;
  /// Whether `used` is told.
  bool has_used;
  /// Whether `requested` is told.
  bool has_requested;
  /// Whether `reset_ms` is told.
  bool has_reset;
  /// 0: room to grow.
  uint8_t reserved[3];
} apifault_limit;

/// Ready to be written.
#define APIFAULT_LIMIT_INIT                                                                       \
  {sizeof(apifault_limit), 0, 0, 0, 0, 0, 0, 0, false, false, false, false, false, {0, 0, 0}}

/// How many rate-limit buckets the response tells of. 0 for NULL.
size_t apifault_report_limit_count(const apifault_report *report);

/// Writes one bucket into the caller's `limit`, whose `struct_size` is set. False, and nothing
/// written, where `index` is not below `apifault_report_limit_count`, a pointer is NULL, or
/// `struct_size` is too small.
bool apifault_report_limit(const apifault_report *report, size_t index, apifault_limit *limit);

/* ---- The error behind a gateway -------------------------------------------------------------- */

/// Whether the error carries another server's error inside it: that of the provider behind a
/// gateway. Without one, the functions below find everything absent. False for NULL.
bool apifault_report_has_upstream(const apifault_report *report);

/// Whose error it is: an `APIFAULT_PROVIDER_` number. 0 where that does not show, and for NULL.
uint32_t apifault_report_upstream_provider(const apifault_report *report);

/// The HTTP status that it states. False where it states none, and for NULL.
bool apifault_report_upstream_status(const apifault_report *report, uint16_t *status);

/// Its description. Borrowed from `report`; absent where it is not told, and for NULL.
apifault_text apifault_report_upstream_message(const apifault_report *report);

/// Its classification. Borrowed from `report`; absent where it is not told, and for NULL.
apifault_text apifault_report_upstream_type(const apifault_report *report);

/// Its code. Borrowed from `report`; absent where it is not told, and for NULL.
apifault_text apifault_report_upstream_code(const apifault_report *report);

/// The parameter that it is about. Borrowed from `report`; absent where it is not told, and for
/// NULL.
apifault_text apifault_report_upstream_param(const apifault_report *report);

/// What its model wrote that was no valid tool call or JSON. Borrowed from `report`; absent
/// where it is not told, and for NULL.
apifault_text apifault_report_upstream_failed_generation(const apifault_report *report);

/* ---- Keys in texts --------------------------------------------------------------------------- */

/// Copies a text and replaces every API key, token, password and cookie in it by its beginning and
/// `***`, so that the copy may be printed or logged. Servers echo keys in their messages.
///
/// - `text`: any bytes, such as a text of a report.
/// - `redacted`: the copy, which is never longer than the text: `text_len` bytes that are the
///   caller's and do not overlap `text`. NULL is `APIFAULT_RESULT_NULL_POINTER`, unless
///   `text_len` is 0.
/// - `redacted_len`: how many bytes were written. NULL is `APIFAULT_RESULT_NULL_POINTER`.
uint32_t apifault_redact(const char *text, size_t text_len, char *redacted, size_t *redacted_len);

/* ---- Numbers and names ----------------------------------------------------------------------- */

/*
 * The names are those of the JSON report and of every other interface of apifault. All of them
 * are static. Any number may be asked for: one that the library does not know, and 0 where it
 * means "not told", has an absent name, except that such a kind is `unknown`.
 */

/// The name of a kind, as in `rate_limited`. `unknown` for a number that the library does not
/// know. Static.
apifault_text apifault_kind_name(uint32_t kind);

/// What to do about a kind, in one sentence; a report's own action can say more. That of
/// `APIFAULT_KIND_UNKNOWN` for a number that the library does not know. Static.
apifault_text apifault_kind_action(uint32_t kind);

/// The name of a fault, as in `account`. Static.
apifault_text apifault_fault_name(uint32_t fault);

/// The name of an advice, as in `after_delay`. Static.
apifault_text apifault_advice_name(uint32_t advice);

/// The name of a place where a delay is found, as in `retry-after`. Static.
apifault_text apifault_delay_source_name(uint32_t delay_source);

/// The name of a provider, as in `groq`. Static.
apifault_text apifault_provider_name(uint32_t provider);

/// The name of a metric, as in `tokens`. Static.
apifault_text apifault_metric_name(uint32_t metric);

/// The name of a window, as in `minute`. Static.
apifault_text apifault_window_name(uint32_t window);

/// What went wrong.
enum {
  /// Not enough was received to tell.
  APIFAULT_KIND_UNKNOWN = 0,
  /// The call succeeded.
  APIFAULT_KIND_SUCCESS = 1,
  /// Only part of the resource was sent.
  APIFAULT_KIND_PARTIAL_CONTENT = 2,
  /// The base URL points at the wrong place.
  APIFAULT_KIND_REDIRECT = 3,
  /// The request is malformed, has a bad or unsupported parameter, or asks a model for what it cannot do.
  APIFAULT_KIND_INVALID_REQUEST = 4,
  /// The request is well-formed but semantically wrong.
  APIFAULT_KIND_UNPROCESSABLE_ENTITY = 5,
  /// The API key is missing, malformed, wrong, revoked, leaked or expired.
  APIFAULT_KIND_AUTHENTICATION = 6,
  /// The key is good but may not do this.
  APIFAULT_KIND_PERMISSION_DENIED = 7,
  /// The URL or the resource does not exist.
  APIFAULT_KIND_NOT_FOUND = 8,
  /// The model is unknown, retired, or not available under this id.
  APIFAULT_KIND_MODEL_NOT_FOUND = 9,
  /// A lock or a concurrent change stood in the way.
  APIFAULT_KIND_CONFLICT = 10,
  /// The request is over a size limit, or alone exceeds a rate limit, so that no wait can ever let it pass.
  APIFAULT_KIND_REQUEST_TOO_LARGE = 11,
  /// The prompt, or prompt plus completion, does not fit the model's context window.
  APIFAULT_KIND_CONTEXT_LENGTH_EXCEEDED = 12,
  /// A safety filter refused the input or blocked the output.
  APIFAULT_KIND_CONTENT_POLICY = 13,
  /// The model itself produced an invalid tool call or invalid JSON.
  APIFAULT_KIND_GENERATION_FAILED = 14,
  /// Too many requests or tokens in a window that resets by itself.
  APIFAULT_KIND_RATE_LIMITED = 15,
  /// Credits, balance, spend limit or plan are used up: only paying or a new billing period helps.
  APIFAULT_KIND_QUOTA_EXHAUSTED = 16,
  /// The provider or the model has no capacity right now.
  APIFAULT_KIND_OVERLOADED = 17,
  /// Something that the request depends on failed, such as a remote tool server.
  APIFAULT_KIND_FAILED_DEPENDENCY = 18,
  /// The caller cancelled the request or went away.
  APIFAULT_KIND_CANCELLED = 19,
  /// The request or an upstream ran out of time.
  APIFAULT_KIND_TIMEOUT = 20,
  /// The server failed.
  APIFAULT_KIND_INTERNAL_ERROR = 21,
  /// A gateway got an invalid answer, or none, from the server behind it.
  APIFAULT_KIND_BAD_GATEWAY = 22,
  /// The service is down for maintenance, has no healthy server, or gives no reason.
  APIFAULT_KIND_SERVICE_UNAVAILABLE = 23,
};

/// Who must act before the call can succeed.
enum {
  /// Nobody: nothing is wrong, or nothing can be told.
  APIFAULT_FAULT_NONE = 0,
  /// Whoever wrote the request: it has to change.
  APIFAULT_FAULT_CALLER = 1,
  /// Whoever owns the account: its limits, plan, balance or rights stand in the way.
  APIFAULT_FAULT_ACCOUNT = 2,
  /// The provider, or something on the way to it.
  APIFAULT_FAULT_PROVIDER = 3,
};

/// Whether to send the same request again.
enum {
  /// The same request will fail again.
  APIFAULT_ADVICE_NO = 0,
  /// It may be sent again at once, a bounded number of times.
  APIFAULT_ADVICE_NOW = 1,
  /// The server said how long to wait before it is sent again.
  APIFAULT_ADVICE_AFTER_DELAY = 2,
  /// Transient, with no stated delay: wait exponentially longer each time, with jitter.
  APIFAULT_ADVICE_BACKOFF = 3,
};

/// Where a stated delay was found, strongest first.
enum {
  /// The header `retry-after-ms` or one of its kin.
  APIFAULT_DELAY_SOURCE_RETRY_AFTER_MS = 1,
  /// The header `retry-after`.
  APIFAULT_DELAY_SOURCE_RETRY_AFTER = 2,
  /// A machine-readable field of the body.
  APIFAULT_DELAY_SOURCE_BODY = 3,
  /// The text of the message.
  APIFAULT_DELAY_SOURCE_MESSAGE = 4,
  /// The reset of a rate-limit bucket that is empty.
  APIFAULT_DELAY_SOURCE_BUCKET = 5,
};

/// Who answered.
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
  /// Cloudflare: AI Gateway, Workers AI, or its edge in front of another.
  APIFAULT_PROVIDER_CLOUDFLARE = 21,
};

/// What a rate limit counts.
enum {
  /// Requests.
  APIFAULT_METRIC_REQUESTS = 1,
  /// Tokens, read and written together.
  APIFAULT_METRIC_TOKENS = 2,
  /// Tokens of the prompt.
  APIFAULT_METRIC_INPUT_TOKENS = 3,
  /// Tokens of the completion.
  APIFAULT_METRIC_OUTPUT_TOKENS = 4,
  /// Seconds of audio.
  APIFAULT_METRIC_AUDIO_SECONDS = 5,
  /// Images.
  APIFAULT_METRIC_IMAGES = 6,
  /// Something else, or not told.
  APIFAULT_METRIC_OTHER = 7,
};

/// The span of time that a rate limit counts over.
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

#ifdef __cplusplus
}
#endif

#endif /* APIFAULT_H */
