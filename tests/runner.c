/*
 * Runs the test vectors through the C interface: reads frames from standard input, and writes one
 * JSON report per line to standard output, in the same order.
 *
 * A frame is one line
 *
 *     STATUS NOW_MS PROVIDER HEADERS_LEN BODY_LEN
 *
 * (NOW_MS and PROVIDER are `-` if absent), then HEADERS_LEN bytes of header lines, BODY_LEN bytes
 * of body, and a line feed. For each frame, the runner also calls apifault_decide and every
 * accessor; it stops if a result differs.
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

/* The next word of the line; fails if it is missing. */
static const char *next_word(char **rest, const char *what) {
  char *word = *rest + strspn(*rest, " ");
  size_t len = strcspn(word, " ");
  if (len == 0) {
    fail("%s is missing; the line is STATUS NOW_MS PROVIDER HEADERS_LEN BODY_LEN", what);
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

static void run_frame(char *line, buffer *headers, buffer *body) {
  apifault_options options = APIFAULT_OPTIONS_INIT;
  apifault_decision decision = APIFAULT_DECISION_INIT;
  apifault_report *report = NULL;
  apifault_text json;
  const char *word;
  char *rest = line;
  uint16_t status;
  size_t headers_len;
  size_t body_len;

  status = (uint16_t)number_of(next_word(&rest, "STATUS"), "STATUS", UINT16_MAX);
  word = next_word(&rest, "NOW_MS");
  if (strcmp(word, "-") != 0) {
    options.now_ms = number_of(word, "NOW_MS", UINT64_MAX);
  }
  word = next_word(&rest, "PROVIDER");
  if (strcmp(word, "-") != 0) {
    options.provider = provider_number(word);
  }
  headers_len = (size_t)number_of(next_word(&rest, "HEADERS_LEN"), "HEADERS_LEN", SIZE_MAX);
  body_len = (size_t)number_of(next_word(&rest, "BODY_LEN"), "BODY_LEN", SIZE_MAX);
  read_bytes(headers, headers_len, "headers");
  read_bytes(body, body_len, "body");
  if (getchar() != '\n') {
    fail("no line feed follows its body: its lengths do not fit");
  }

  check_result(apifault_classify(status, headers->data, headers_len, body->data, body_len,
                                 &options, &report),
               "apifault_classify");
  check_result(apifault_decide(status, headers->data, headers_len, body->data, body_len, &options,
                               &decision),
               "apifault_decide");
  check_decision(&decision, report);
  check_report(report, status);

  json = apifault_report_json(report);
  check(json.data != NULL, "there is a JSON report");
  check(memchr(json.data, '\n', json.len) == NULL, "the JSON report is one line");
  if (fwrite(json.data, 1, json.len, stdout) != json.len || putchar('\n') == EOF) {
    fail("the report cannot be written: %s", strerror(errno));
  }
  apifault_report_free(report);
}

int main(void) {
  buffer line = {NULL, 0};
  buffer headers = {NULL, 0};
  buffer body = {NULL, 0};

  for (frame_number = 1; read_line(&line); frame_number++) {
    run_frame(line.data, &headers, &body);
  }
  if (fflush(stdout) != 0) {
    fail("the reports cannot be written: %s", strerror(errno));
  }
  free(line.data);
  free(headers.data);
  free(body.data);
  return 0;
}
