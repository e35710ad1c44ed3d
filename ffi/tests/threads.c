/*
 * 16 threads classify, scan streams, and read the same reports, all at the same time.
 *
 *     threads [ROUNDS]
 *
 * Exit status: 0 if each thread reads what a single thread reads; otherwise the program aborts.
 */

#define _POSIX_C_SOURCE 200809L

#include <pthread.h>

#include "check.h"

enum { THREADS = 16, RESPONSES = 4 };

static const char *const responses[RESPONSES] = {
    "HTTP/2 429\r\nretry-after: 7\r\nx-ratelimit-limit-tokens: 6000\r\nx-request-id: req_1\r\n\r\n"
    "{\"error\":{\"message\":\"Rate limit reached on tokens per minute (TPM): Limit 6000, Used "
    "5120, Requested 1558.\",\"type\":\"tokens\",\"code\":\"rate_limit_exceeded\"}}",
    "HTTP/2 502\r\n\r\n{\"error\":{\"message\":\"Provider returned error\",\"code\":502,"
    "\"metadata\":{\"raw\":\"{\\\"error\\\":{\\\"message\\\":\\\"overloaded\\\"}}\"}}}",
    "HTTP/1.1 502 Bad Gateway\r\n\r\n<html><head><title>502 Bad Gateway</title></head></html>",
    "HTTP/2 400\r\n\r\n{\"error\":{\"message\":\"Failed to call a function.\",\"code\":"
    "\"tool_use_failed\",\"failed_generation\":\"<function=tide>\\u0000\\ud83c\\udf0a\"}}",
};

static apifault_report *shared[RESPONSES];
static pthread_barrier_t start;
static unsigned long rounds = 200;

static bool same(apifault_text a, apifault_text b) {
  return (a.data == NULL) == (b.data == NULL) && a.len == b.len &&
         (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
}

/* A separate function, so that helgrind.supp can name it: one thread creates this text, and others
 * read it. */
static bool same_json(apifault_text a, apifault_text b) {
  size_t i;
  for (i = 0; i < a.len && i < b.len; i++) {
    if (a.data[i] != b.data[i]) {
      return false;
    }
  }
  return a.data != NULL && a.len == b.len;
}

static apifault_report *classify(size_t i) {
  apifault_report *report = NULL;
  CHECK(apifault_classify_raw(responses[i], strlen(responses[i]), NULL, &report) ==
        APIFAULT_RESULT_OK);
  return report;
}

static void check_same_limits(const apifault_report *a, const apifault_report *b) {
  size_t count = apifault_report_limit_count(a);
  size_t i;
  CHECK(count == apifault_report_limit_count(b));
  for (i = 0; i < count; i++) {
    apifault_limit of_a = APIFAULT_LIMIT_INIT;
    apifault_limit of_b = APIFAULT_LIMIT_INIT;
    CHECK(apifault_report_limit(a, i, &of_a) && apifault_report_limit(b, i, &of_b));
    CHECK(memcmp(&of_a, &of_b, sizeof of_a) == 0);
  }
}

static void check_same(const apifault_report *a, const apifault_report *b) {
  CHECK(apifault_report_kind(a) == apifault_report_kind(b));
  CHECK(apifault_report_fault(a) == apifault_report_fault(b));
  CHECK(apifault_report_advice(a) == apifault_report_advice(b));
  CHECK(apifault_report_scope(a) == apifault_report_scope(b));
  CHECK(apifault_report_remedies(a) == apifault_report_remedies(b));
  CHECK(apifault_report_provider(a) == apifault_report_provider(b));
  CHECK(apifault_report_status(a) == apifault_report_status(b));
  CHECK(same(apifault_report_message(a), apifault_report_message(b)));
  CHECK(same(apifault_report_type(a), apifault_report_type(b)));
  CHECK(same(apifault_report_code(a), apifault_report_code(b)));
  CHECK(same(apifault_report_failed_generation(a), apifault_report_failed_generation(b)));
  CHECK(same(apifault_report_request_id(a), apifault_report_request_id(b)));
  CHECK(same(apifault_report_action(a), apifault_report_action(b)));
  CHECK(same(apifault_report_rule(a), apifault_report_rule(b)));
  CHECK(same(apifault_report_upstream_message(a), apifault_report_upstream_message(b)));
  check_same_limits(a, b);
  /* All threads ask for the JSON of the shared report at once: one of them makes it. */
  CHECK(same_json(apifault_report_json(a), apifault_report_json(b)));
}

/* Scans a stream of this thread's own. */
static void check_stream(void) {
  static const char event[] = "data: {\"error\":{\"message\":\"not today\"}}";
  apifault_stream *stream = NULL;
  apifault_stream_ending ending = APIFAULT_STREAM_ENDING_INIT;
  apifault_report *report = NULL;
  CHECK(apifault_stream_new(200, NULL, 0, NULL, &stream) == APIFAULT_RESULT_OK);
  CHECK(apifault_stream_feed(stream, event, sizeof event - 1) == APIFAULT_RESULT_OK);
  CHECK(!apifault_stream_next(stream, &report));
  CHECK(apifault_stream_feed(stream, "\n\n", 2) == APIFAULT_RESULT_OK);
  CHECK(apifault_stream_next(stream, &report));
  CHECK(is(apifault_report_message(report), "not today"));
  CHECK(apifault_stream_finish(stream, &ending) == APIFAULT_RESULT_OK);
  CHECK(ending.ended == APIFAULT_ENDED_ERROR);
  apifault_report_free(ending.report);
  apifault_report_free(report);
  apifault_stream_free(stream);
}

/* Decides about a call of this thread's own. */
static void check_retry(const apifault_decision *decision) {
  apifault_retry_state state = APIFAULT_RETRY_STATE_INIT;
  apifault_retry_budget budget = APIFAULT_RETRY_BUDGET_INIT;
  apifault_retry_attempt attempt = APIFAULT_RETRY_ATTEMPT_INIT;
  apifault_retry_step step = APIFAULT_RETRY_STEP_INIT;
  CHECK(apifault_retry_next(NULL, &state, &budget, decision, &attempt, 0.5, &step) ==
        APIFAULT_RESULT_OK);
  CHECK(state.attempts == 1 && (step.give_up != 0 || budget.tokens < budget.capacity));
}

static void *run(void *unused) {
  unsigned long round;
  size_t i;
  (void)unused;
  pthread_barrier_wait(&start);
  for (round = 0; round < rounds; round++) {
    for (i = 0; i < RESPONSES; i++) {
      apifault_decision decision = APIFAULT_DECISION_INIT;
      apifault_report *own = classify(i);
      check_same(shared[i], own);
      CHECK(apifault_decide(429, NULL, 0, responses[i], strlen(responses[i]), NULL, &decision) ==
            APIFAULT_RESULT_OK);
      CHECK(!absent(apifault_kind_name(decision.kind)));
      check_retry(&decision);
      apifault_report_free(own);
    }
    check_stream();
  }
  return NULL;
}

int main(int argc, char **argv) {
  pthread_t threads[THREADS];
  size_t i;
  if (argc > 1) {
    rounds = strtoul(argv[1], NULL, 10);
  }
  for (i = 0; i < RESPONSES; i++) {
    shared[i] = classify(i);
  }
  CHECK(pthread_barrier_init(&start, NULL, THREADS) == 0);
  for (i = 0; i < THREADS; i++) {
    CHECK(pthread_create(&threads[i], NULL, run, NULL) == 0);
  }
  for (i = 0; i < THREADS; i++) {
    CHECK(pthread_join(threads[i], NULL) == 0);
  }
  pthread_barrier_destroy(&start);
  for (i = 0; i < RESPONSES; i++) {
    apifault_report_free(shared[i]);
  }
  return 0;
}
