/*
 * Runs the test vectors through the C interface: reads frames from standard input, and writes one
 * JSON report per line to standard output, in the same order.
 *
 * A frame is one line
 *
 *     STATUS NOW_MS PROVIDER HEADERS_LEN BODY_LEN HOLDS
 *
 * (NOW_MS and PROVIDER are `-` if absent; HOLDS is `event` if the body is one event of a stream, else
 * `body`), then HEADERS_LEN bytes of header lines, BODY_LEN bytes
 * of body, and a line feed. For each frame, the runner also calls apifault_decide and every
 * accessor; it stops if a result differs.
 *
 * With the argument `scan`, each body is that of a stream, and the line is that of `apifault scan`
 * without an id. A number after it says how many bytes are fed at once, 0 for all of them; with
 * `cuts`, the stream is also fed in two pieces, cut at each place, and the answers must be the same.
 *
 * With the argument `texts`, each body is a text, the status and the headers count for nothing, and the
 * line is the report of the failed call in the text, or says why there is none:
 * `{"not_found":{"nearest_line":7,"hint":"..."}}`.
 *
 * With the argument `steps`, each line is one step of a retry policy: 27 words, which are
 *
 *     14 numbers of the policy, in the order of apifault_retry_policy
 *     ATTEMPTS NOW_RETRIES LAST_COST
 *     CAPACITY TOKENS, or `- -` for no budget
 *     KIND ADVICE DELAY_MS (numbers of apifault.h; the delay is `-` if there is none)
 *     ELAPSED_MS SENT IDEMPOTENT DELIVERED (the flags are 0 or 1)
 *     RANDOM
 *
 * and the answer is the step, and the state and the tokens after it, as JSON.
 *
 * Exit status: 0 success, 1 failure.
 */

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "apifault.h"

static size_t frame_number = 0;

static void fail(const char *format, ...) {
  va_list arguments;
  fflush(stdout);
  fprintf(stderr, "runner: frame %zu: ", frame_number);
  va_start(arguments, format);
  vfprintf(stderr, format, arguments);
  va_end(arguments);
  fputc('\n', stderr);
  exit(1);
}

typedef struct buffer {
  char *data;
  size_t size;
} buffer;

/* Makes room for at least `size` bytes. */
static void buffer_reserve(buffer *self, size_t size) {
  char *data;
  if (size <= self->size) {
    return;
  }
  size = size > SIZE_MAX / 2 ? size : size * 2;
  data = realloc(self->data, size);
  if (data == NULL) {
    fail("no memory for %zu bytes", size);
  }
  self->data = data;
  self->size = size;
}

/* Reads one line without its line feed, ended by a NUL. False at the end of the input. */
static bool read_line(buffer *line) {
  size_t len = 0;
  int c;
  while ((c = getchar()) != EOF && c != '\n') {
    buffer_reserve(line, len + 2);
    line->data[len++] = (char)c;
  }
  if (c == EOF && len == 0) {
    return false;
  }
  if (c == EOF) {
    fail("the input ends inside its first line");
  }
  buffer_reserve(line, len + 1);
  line->data[len] = '\0';
  return true;
}

static void read_bytes(buffer *bytes, size_t len, const char *what) {
  buffer_reserve(bytes, len);
  if (len > 0 && fread(bytes->data, 1, len, stdin) != len) {
    fail("the input ends inside its %s of %zu bytes", what, len);
  }
}

static const char frame_line[] = "STATUS NOW_MS PROVIDER HEADERS_LEN BODY_LEN HOLDS";
static const char step_line[] = "one of 27 words";

/* What each line is. */
static const char *line_is = frame_line;

/* The next word of the line; fails if it is missing. */
static const char *next_word(char **rest, const char *what) {
  char *word = *rest + strspn(*rest, " ");
  size_t len = strcspn(word, " ");
  if (len == 0) {
    fail("%s is missing; the line is %s", what, line_is);
  }
  *rest = word + len;
  if (**rest != '\0') {
    *(*rest)++ = '\0';
  }
  return word;
}

static uint64_t number_of(const char *word, const char *what, uint64_t max) {
  char *end;
  uintmax_t number;
  errno = 0;
  number = strtoumax(word, &end, 10);
  if (*word < '0' || *word > '9' || *end != '\0' || errno != 0 || number > max) {
    fail("%s is '%s', not a number up to %" PRIu64, what, word, max);
  }
  return number;
}

static bool text_is(apifault_text text, const char *word) {
  return text.data != NULL && text.len == strlen(word) && memcmp(text.data, word, text.len) == 0;
}

static uint32_t provider_number(const char *word) {
  uint32_t number;
  for (number = 0; number < 1000; number++) {
    if (text_is(apifault_provider_name(number), word)) {
      return number;
    }
  }
  fail("'%s' is not a provider", word);
  return 0;
}

/* Reads every byte of a text, so that a memory checker can check the access. */
static size_t text_sum(apifault_text text) {
  size_t sum = 0;
  size_t i;
  if (text.data == NULL && text.len != 0) {
    fail("an absent text has a length of %zu", text.len);
  }
  for (i = 0; i < text.len; i++) {
    sum += (unsigned char)text.data[i];
  }
  return sum;
}

static void check(bool holds, const char *fact) {
  if (!holds) {
    fail("check failed: %s", fact);
  }
}

static void check_decision(const apifault_decision *decision, const apifault_report *report) {
  uint64_t delay_ms = 0;
  bool has_delay = apifault_report_delay_ms(report, &delay_ms);
  check(decision->kind == apifault_report_kind(report), "both give the same kind");
  check(decision->fault == apifault_report_fault(report), "both give the same fault");
  check(decision->advice == apifault_report_advice(report), "both give the same advice");
  check(decision->scope == apifault_report_scope(report), "both give the same scope");
  check(decision->remedies == apifault_report_remedies(report), "both give the same remedies");
  check(decision->provider == apifault_report_provider(report), "both give the same provider");
  check(decision->has_delay == has_delay, "both or neither give a delay");
  check(decision->delay_ms == delay_ms, "both give the same delay");
  check(decision->delay_source == apifault_report_delay_source(report),
        "both give the same source of the delay");
}

static void check_report(const apifault_report *report, uint16_t status) {
  size_t sum = 0;
  size_t count = apifault_report_limit_count(report);
  size_t i;
  uint16_t upstream_status = 0;
  bool has_upstream = apifault_report_has_upstream(report);
  apifault_limit limit = APIFAULT_LIMIT_INIT;

  check(apifault_report_status(report) == status, "the status is the one that was given");
  check(apifault_report_action(report).len > 0, "there is an action");
  check(apifault_report_rule(report).len > 0, "there is a rule");
  check(!apifault_kind_is_success(apifault_report_kind(report)) ||
            apifault_report_fault(report) == APIFAULT_FAULT_NONE,
        "the fault of a success is none");

  sum += text_sum(apifault_report_message(report));
  sum += text_sum(apifault_report_type(report));
  sum += text_sum(apifault_report_code(report));
  sum += text_sum(apifault_report_param(report));
  sum += text_sum(apifault_report_failed_generation(report));
  sum += text_sum(apifault_report_request_id(report));
  sum += text_sum(apifault_report_action(report));
  sum += text_sum(apifault_report_rule(report));

  for (i = 0; i < count; i++) {
    check(apifault_report_limit(report, i, &limit), "every limit below the count can be read");
    check(apifault_metric_name(limit.metric).data != NULL, "the metric of a limit has a name");
    check(limit.window == 0 || apifault_window_name(limit.window).data != NULL,
          "the window of a limit has a name");
  }
  check(!apifault_report_limit(report, count, &limit), "there is no limit past the last");

  if (!has_upstream) {
    check(apifault_report_upstream_provider(report) == 0, "no upstream has no provider");
    check(!apifault_report_upstream_status(report, &upstream_status), "no upstream has no status");
  } else if (apifault_report_upstream_status(report, &upstream_status)) {
    sum += upstream_status;
  }
  sum += text_sum(apifault_report_upstream_message(report));
  sum += text_sum(apifault_report_upstream_type(report));
  sum += text_sum(apifault_report_upstream_code(report));
  sum += text_sum(apifault_report_upstream_param(report));
  sum += text_sum(apifault_report_upstream_failed_generation(report));
  check(sum > 0, "the texts hold something");
}

static void check_result(uint32_t result, const char *function) {
  if (result != APIFAULT_RESULT_OK) {
    apifault_text message = apifault_result_message(result);
    fail("%s gave %" PRIu32 ": %.*s", function, result, (int)message.len, message.data);
  }
}

typedef struct frame {
  buffer line;
  uint16_t status;
  uint64_t now_ms;
  uint32_t provider;
  buffer headers;
  size_t headers_len;
  buffer body;
  size_t body_len;
  bool is_event;
} frame;

/* Reads the next frame. False at the end of the input. */
static bool read_frame(frame *into) {
  const char *word;
  char *rest;

  if (!read_line(&into->line)) {
    return false;
  }
  rest = into->line.data;
  into->status = (uint16_t)number_of(next_word(&rest, "STATUS"), "STATUS", UINT16_MAX);
  word = next_word(&rest, "NOW_MS");
  into->now_ms = strcmp(word, "-") != 0 ? number_of(word, "NOW_MS", UINT64_MAX) : 0;
  word = next_word(&rest, "PROVIDER");
  into->provider = strcmp(word, "-") != 0 ? provider_number(word) : 0;
  into->headers_len =
      (size_t)number_of(next_word(&rest, "HEADERS_LEN"), "HEADERS_LEN", SIZE_MAX);
  into->body_len = (size_t)number_of(next_word(&rest, "BODY_LEN"), "BODY_LEN", SIZE_MAX);
  into->is_event = strcmp(next_word(&rest, "HOLDS"), "event") == 0;
  read_bytes(&into->headers, into->headers_len, "headers");
  read_bytes(&into->body, into->body_len, "body");
  if (getchar() != '\n') {
    fail("no line feed follows its body: its lengths do not fit");
  }
  return true;
}

static apifault_text json_of(const apifault_report *report) {
  apifault_text json = apifault_report_json(report);
  check(json.data != NULL, "there is a JSON report");
  check(memchr(json.data, '\n', json.len) == NULL, "the JSON report is one line");
  return json;
}

static void write_line(const char *data, size_t len) {
  if (fwrite(data, 1, len, stdout) != len || putchar('\n') == EOF) {
    fail("the report cannot be written: %s", strerror(errno));
  }
}

static void classify(const frame *of) {
  apifault_options options = APIFAULT_OPTIONS_INIT;
  apifault_decision decision = APIFAULT_DECISION_INIT;
  apifault_report *report = NULL;
  apifault_text json;

  options.now_ms = of->now_ms;
  options.provider = of->provider;
  options.is_event = of->is_event;
  check_result(apifault_classify(of->status, of->headers.data, of->headers_len, of->body.data,
                                 of->body_len, &options, &report),
               "apifault_classify");
  check_result(apifault_decide(of->status, of->headers.data, of->headers_len, of->body.data,
                               of->body_len, &options, &decision),
               "apifault_decide");
  check_decision(&decision, report);
  check_report(report, of->status);

  json = json_of(report);
  write_line(json.data, json.len);
  apifault_report_free(report);
}

/* Writes why a text has no report. */
static void write_refusal(const apifault_not_found *refusal) {
  apifault_text hint = refusal->hint;
  size_t i;
  check(hint.data != NULL, "there is a hint");
  for (i = 0; i < hint.len; i++) {
    check(hint.data[i] >= ' ' && hint.data[i] != '"' && hint.data[i] != '\\',
          "a hint is the same in JSON");
  }
  printf("{\"not_found\":{\"nearest_line\":");
  if (refusal->has_nearest_line) {
    check(refusal->nearest_line > 0, "lines are counted from 1");
    printf("%" PRIu64, refusal->nearest_line);
  } else {
    printf("null");
  }
  printf(",\"hint\":\"%.*s\"}}\n", (int)hint.len, hint.data);
}

/* A copy of bytes with nothing after it, so that a memory checker can check the access. */
static char *exact_copy(const char *bytes, size_t len) {
  char *copy = malloc(len > 0 ? len : 1);
  check(copy != NULL, "there is memory for a copy");
  if (len > 0) {
    memcpy(copy, bytes, len);
  }
  return copy;
}

static void classify_words(const frame *of) {
  apifault_options options = APIFAULT_OPTIONS_INIT;
  apifault_not_found refusal = APIFAULT_NOT_FOUND_INIT;
  apifault_report *report = NULL;
  apifault_report *same = NULL;
  char *text = exact_copy(of->body.data, of->body_len);
  uint32_t result;

  options.now_ms = of->now_ms;
  options.provider = of->provider;
  result = apifault_classify_text(text, of->body_len, &options, &report, &refusal);
  check(apifault_classify_text(text, of->body_len, &options, &same, NULL) == result,
        "nobody has to ask why");
  free(text);
  if (result == APIFAULT_RESULT_NOT_FOUND) {
    check(report == NULL && same == NULL, "there is no report if nothing was found");
    write_refusal(&refusal);
    return;
  }
  check_result(result, "apifault_classify_text");
  check(refusal.hint.data == NULL, "only a refusal has a hint");
  check_report(report, apifault_report_status(report));
  write_line(json_of(report).data, json_of(report).len);
  apifault_report_free(same);
  apifault_report_free(report);
}

/* What the scan of a stream gives: its errors and its ending as JSON, then the positions. */
typedef struct answer {
  buffer text;
  size_t len;
  /* The JSON of the first error in `text`. */
  size_t first;
  size_t first_len;
  size_t errors;
  uint64_t positions[1000];
} answer;

static void append(answer *self, const char *data, size_t len) {
  buffer_reserve(&self->text, self->len + len);
  memcpy(self->text.data + self->len, data, len);
  self->len += len;
}

static void append_word(answer *self, const char *word) { append(self, word, strlen(word)); }

static void append_report(answer *self, const apifault_report *report) {
  apifault_text json = json_of(report);
  append(self, json.data, json.len);
}

static void append_errors(answer *self, apifault_stream *stream, const frame *of) {
  apifault_report *report;
  while (apifault_stream_next(stream, &report)) {
    uint64_t *position = &self->positions[self->errors];
    check(self->errors < sizeof self->positions / sizeof *self->positions, "the errors are few");
    check(apifault_stream_position(stream, position), "an error has a position");
    check(*position <= of->body_len, "an error is in the body");
    check_report(report, apifault_report_status(report));
    if (self->errors++ > 0) {
      append_word(self, ",");
    }
    append_report(self, report);
    if (self->errors == 1) {
      self->first_len = self->len - self->first;
    }
    apifault_report_free(report);
  }
}

/* Feeds bytes that exist only during the call. */
static void feed(apifault_stream *stream, const char *bytes, size_t len) {
  uint64_t events = apifault_stream_events(stream);
  char *piece = exact_copy(bytes, len);
  check_result(apifault_stream_feed(stream, piece, len), "apifault_stream_feed");
  free(piece);
  check(apifault_stream_events(stream) >= events, "the number of events does not fall");
}

static void append_ending(answer *self, apifault_stream *stream,
                          const apifault_stream_ending *ending) {
  apifault_text name = apifault_ended_name(ending->ended);
  bool is_failure =
      ending->ended == APIFAULT_ENDED_ERROR || ending->ended == APIFAULT_ENDED_CUT_OFF;
  check(name.data != NULL, "the end of a stream has a name");
  check((self->errors > 0) == (ending->ended == APIFAULT_ENDED_ERROR),
        "the end is an error if there is one");
  check((ending->report != NULL) == is_failure, "there is a report if the stream failed");
  check(apifault_stream_events(stream) == ending->events, "both tell the same number of events");
  append_word(self, "],\"ended\":\"");
  append(self, name.data, name.len);
  append_word(self, ending->delivered ? "\",\"delivered\":true" : "\",\"delivered\":false");
  append_word(self, ",\"report\":");
  if (ending->report == NULL) {
    append_word(self, "null");
  } else {
    append_report(self, ending->report);
  }
  if (self->errors > 0) {
    check(memcmp(self->text.data + self->len - self->first_len, self->text.data + self->first,
                 self->first_len) == 0,
          "the report of the ending is that of the first error");
  }
  append_word(self, "}");
}

/* Scans the body in pieces: the first has `first_len` bytes, and the others have `len`. */
static void scan_pieces(const frame *of, size_t first_len, size_t len, answer *into) {
  apifault_stream_options options = APIFAULT_STREAM_OPTIONS_INIT;
  apifault_stream_ending ending = APIFAULT_STREAM_ENDING_INIT;
  apifault_stream *stream = NULL;
  size_t next = first_len;
  size_t at = 0;

  options.now_ms = of->now_ms;
  options.provider = of->provider;
  check_result(apifault_stream_new(of->status, of->headers.data, of->headers_len, &options,
                                   &stream),
               "apifault_stream_new");
  into->len = 0;
  into->errors = 0;
  append_word(into, "{\"errors\":[");
  into->first = into->len;
  while (at < of->body_len) {
    size_t rest = of->body_len - at;
    next = next < rest ? next : rest;
    feed(stream, of->body.data + at, next);
    append_errors(into, stream, of);
    at += next;
    next = len;
  }
  check_result(apifault_stream_finish(stream, &ending), "apifault_stream_finish");
  append_errors(into, stream, of);
  append_ending(into, stream, &ending);
  apifault_report_free(ending.report);
  apifault_stream_free(stream);
}

/* How a stream is fed: this many bytes at once; or in one piece, and in two that are cut at each
 * place. */
typedef struct feeding {
  size_t len;
  bool cuts;
} feeding;

static void scan(const frame *of, feeding how, answer *whole, answer *cut) {
  size_t len = how.len > 0 ? how.len : SIZE_MAX;
  size_t at;
  scan_pieces(of, len, len, whole);
  for (at = 1; how.cuts && at < of->body_len; at++) {
    scan_pieces(of, at, SIZE_MAX, cut);
    if (cut->len != whole->len || memcmp(cut->text.data, whole->text.data, whole->len) != 0 ||
        memcmp(cut->positions, whole->positions, whole->errors * sizeof *whole->positions) != 0) {
      fail("cut at %zu: %.*s, uncut: %.*s", at, (int)cut->len, cut->text.data, (int)whole->len,
           whole->text.data);
    }
  }
  write_line(whole->text.data, whole->len);
}

/* The next word of a step, as a number. */
static uint64_t next_number(char **rest, const char *what, uint64_t max) {
  return number_of(next_word(rest, what), what, max);
}

static uint32_t next_u32(char **rest, const char *what) {
  return (uint32_t)next_number(rest, what, UINT32_MAX);
}

static uint64_t next_u64(char **rest, const char *what) {
  return next_number(rest, what, UINT64_MAX);
}

static bool next_flag(char **rest, const char *what) { return next_number(rest, what, 1) == 1; }

/* A number that may be `-`. Returns whether there is one. */
static bool next_optional(char **rest, const char *what, uint64_t max, uint64_t *number) {
  const char *word = next_word(rest, what);
  if (strcmp(word, "-") == 0) {
    return false;
  }
  *number = number_of(word, what, max);
  return true;
}

static double next_double(char **rest, const char *what) {
  const char *word = next_word(rest, what);
  char *end;
  double number = strtod(word, &end);
  if (*end != '\0') {
    fail("%s is '%s', not a number", what, word);
  }
  return number;
}

/* What apifault_retry_next is given. */
typedef struct retry {
  apifault_retry_policy policy;
  apifault_retry_state state;
  bool has_budget;
  apifault_retry_budget budget;
  apifault_decision decision;
  apifault_retry_attempt attempt;
  double random;
} retry;

static retry read_retry(char *rest) {
  retry read = {APIFAULT_RETRY_POLICY_INIT, APIFAULT_RETRY_STATE_INIT,   false,
                APIFAULT_RETRY_BUDGET_INIT, APIFAULT_DECISION_INIT, APIFAULT_RETRY_ATTEMPT_INIT, 0};
  uint64_t capacity = 0;
  uint64_t tokens = 0;
  read.policy.max_attempts = next_u32(&rest, "max_attempts");
  read.policy.max_now_retries = next_u32(&rest, "max_now_retries");
  read.policy.max_delay_ms = next_u64(&rest, "max_delay_ms");
  read.policy.deadline_ms = next_u64(&rest, "deadline_ms");
  read.policy.backoff_base_ms = next_u64(&rest, "backoff_base_ms");
  read.policy.backoff_cap_ms = next_u64(&rest, "backoff_cap_ms");
  read.policy.overload_base_ms = next_u64(&rest, "overload_base_ms");
  read.policy.overload_cap_ms = next_u64(&rest, "overload_cap_ms");
  read.policy.rate_limit_base_ms = next_u64(&rest, "rate_limit_base_ms");
  read.policy.rate_limit_cap_ms = next_u64(&rest, "rate_limit_cap_ms");
  read.policy.retry_cost = next_u32(&rest, "retry_cost");
  read.policy.timeout_retry_cost = next_u32(&rest, "timeout_retry_cost");
  read.policy.rate_limit_retry_cost = next_u32(&rest, "rate_limit_retry_cost");
  read.policy.success_refund = next_u32(&rest, "success_refund");
  read.state.attempts = next_u32(&rest, "attempts");
  read.state.now_retries = next_u32(&rest, "now_retries");
  read.state.last_cost = next_u32(&rest, "last_cost");
  read.has_budget = next_optional(&rest, "capacity", UINT32_MAX, &capacity);
  check(next_optional(&rest, "tokens", UINT32_MAX, &tokens) == read.has_budget,
        "both or neither of capacity and tokens are given");
  read.budget.capacity = (uint32_t)capacity;
  read.budget.tokens = (uint32_t)tokens;
  read.decision.kind = next_u32(&rest, "kind");
  read.decision.advice = next_u32(&rest, "advice");
  read.decision.has_delay =
      next_optional(&rest, "delay_ms", UINT64_MAX, &read.decision.delay_ms);
  read.attempt.elapsed_ms = next_u64(&rest, "elapsed_ms");
  read.attempt.sent = next_flag(&rest, "sent");
  read.attempt.idempotent = next_flag(&rest, "idempotent");
  read.attempt.delivered = next_flag(&rest, "delivered");
  read.random = next_double(&rest, "random");
  if (*rest != '\0') {
    fail("there are more than 27 words: '%s'", rest);
  }
  return read;
}

/* Writes the name of a member and its number, or null. */
static void write_number(const char *name, bool present, uint64_t number) {
  if (present) {
    printf(",\"%s\":%" PRIu64, name, number);
  } else {
    printf(",\"%s\":null", name);
  }
}

static void decide_step(char *line) {
  retry given = read_retry(line);
  apifault_retry_step step = APIFAULT_RETRY_STEP_INIT;
  apifault_text reason;
  bool waits;
  check_result(apifault_retry_next(&given.policy, &given.state,
                                   given.has_budget ? &given.budget : NULL, &given.decision,
                                   &given.attempt, given.random, &step),
               "apifault_retry_next");
  waits = !step.is_done && step.give_up == 0;
  reason = apifault_give_up_name(step.give_up);
  check((reason.data != NULL) == (step.give_up != 0), "a reason to give up has a name");
  printf("{\"step\":\"%s\"", step.is_done ? "done" : waits ? "wait" : "give_up");
  write_number("wait_ms", waits, step.wait_ms);
  if (step.give_up == 0) {
    printf(",\"reason\":null");
  } else {
    printf(",\"reason\":\"%.*s\"", (int)reason.len, reason.data);
  }
  write_number("delay_ms", step.has_delay, step.delay_ms);
  write_number("attempts", true, given.state.attempts);
  write_number("now_retries", true, given.state.now_retries);
  write_number("last_cost", true, given.state.last_cost);
  write_number("tokens", given.has_budget, given.budget.tokens);
  printf("}\n");
}

int main(int argc, char **argv) {
  static frame next;
  static answer whole;
  static answer cut;
  feeding how = {0, false};
  bool steps = argc == 2 && strcmp(argv[1], "steps") == 0;
  bool texts = argc == 2 && strcmp(argv[1], "texts") == 0;

  if (argc > 3 || (argc > 1 && !steps && !texts && strcmp(argv[1], "scan") != 0)) {
    fail("usage: runner [scan [PIECE_LEN | cuts] | texts | steps]");
  }
  if (steps) {
    line_is = step_line;
  }
  if (argc == 3 && strcmp(argv[2], "cuts") == 0) {
    how.cuts = true;
  } else if (argc == 3) {
    how.len = (size_t)number_of(argv[2], "PIECE_LEN", SIZE_MAX);
  }
  for (frame_number = 1; steps && read_line(&next.line); frame_number++) {
    decide_step(next.line.data);
  }
  for (frame_number = 1; !steps && read_frame(&next); frame_number++) {
    if (texts) {
      classify_words(&next);
    } else if (argc > 1) {
      scan(&next, how, &whole, &cut);
    } else {
      classify(&next);
    }
  }
  if (fflush(stdout) != 0) {
    fail("the reports cannot be written: %s", strerror(errno));
  }
  free(next.line.data);
  free(next.headers.data);
  free(next.body.data);
  free(whole.text.data);
  free(cut.text.data);
  return 0;
}
