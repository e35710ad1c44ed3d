/*
 * Calls every function of the C interface while it panics inside. The library must be built with
 * the feature inject-panics.
 *
 * Exit status: 0 if each panic has the result that the header says; otherwise the program aborts.
 */

#include "check.h"

/* Turns panics in every other function on or off, for this thread. */
void apifault_inject_panics(bool on);

static const char raw[] =
    "HTTP/2 429\r\nretry-after: 2\r\nx-ratelimit-limit-tokens: 6000\r\n\r\nslow down";

#define RAW raw, sizeof raw - 1

static void results(void) {
  apifault_report *report = NULL;
  apifault_decision decision = APIFAULT_DECISION_INIT;
  char redacted[sizeof raw];
  size_t redacted_len = 77;
  apifault_not_found refusal = APIFAULT_NOT_FOUND_INIT;
  decision.kind = 77;
  refusal.nearest_line = 77;
  CHECK(apifault_classify(429, RAW, RAW, NULL, &report) == APIFAULT_RESULT_PANIC);
  CHECK(apifault_classify_raw(RAW, NULL, &report) == APIFAULT_RESULT_PANIC);
  CHECK(apifault_decide(429, RAW, RAW, NULL, &decision) == APIFAULT_RESULT_PANIC);
  CHECK(apifault_classify_text(RAW, NULL, &report, &refusal) == APIFAULT_RESULT_PANIC);
  CHECK(apifault_classify_failure(0, RAW, RAW, NULL, &report) == APIFAULT_RESULT_PANIC);
  CHECK(refusal.nearest_line == 77 && absent(refusal.hint));
  CHECK(apifault_redact(RAW, redacted, &redacted_len) == APIFAULT_RESULT_PANIC);
  CHECK(report == NULL && decision.kind == 77 && redacted_len == 77);
}

static void retrying(const apifault_report *report) {
  apifault_retry_policy policy = APIFAULT_RETRY_POLICY_INIT;
  apifault_retry_state state = {sizeof state, 1, 2, 3, 4};
  apifault_retry_budget budget = {sizeof budget, 77, 66};
  apifault_decision decision = APIFAULT_DECISION_INIT;
  apifault_retry_attempt attempt = APIFAULT_RETRY_ATTEMPT_INIT;
  apifault_retry_step step = {sizeof step, 77, 66, 55, true, true, {44, 33}};
  apifault_cooldown cooldown = APIFAULT_COOLDOWN_INIT;
  const apifault_retry_state state_before = state;
  const apifault_retry_budget budget_before = budget;
  const apifault_retry_step step_before = step;
  decision.kind = APIFAULT_KIND_RATE_LIMITED;
  decision.advice = APIFAULT_ADVICE_BACKOFF;
  decision.scope = APIFAULT_SCOPE_CREDENTIAL;
  CHECK(apifault_retry_next(&policy, &state, &budget, &decision, &attempt, 0.5, &step) ==
        APIFAULT_RESULT_PANIC);
  CHECK(memcmp(&state, &state_before, sizeof state) == 0);
  CHECK(memcmp(&budget, &budget_before, sizeof budget) == 0);
  CHECK(memcmp(&step, &step_before, sizeof step) == 0);
  cooldown.wait_ms = 77;
  CHECK(!apifault_cooldown_of(&decision, 0, &cooldown) && cooldown.wait_ms == 77);
  cooldown.scope = APIFAULT_SCOPE_PROVIDER;
  CHECK(!apifault_cooldown_covers(&cooldown, false, false, false));
  decision.kind = 77;
  CHECK(!apifault_report_decision(report, &decision) && decision.kind == 77);
}

static void reading(const apifault_report *report) {
  apifault_limit limit = APIFAULT_LIMIT_INIT;
  uint64_t delay_ms = 77;
  uint16_t status = 77;
  limit.metric = 77;
  CHECK(apifault_report_kind(report) == APIFAULT_KIND_UNKNOWN);
  CHECK(apifault_report_fault(report) == APIFAULT_FAULT_NONE);
  CHECK(apifault_report_advice(report) == APIFAULT_ADVICE_NO);
  CHECK(apifault_report_scope(report) == APIFAULT_SCOPE_NONE);
  CHECK(apifault_report_remedies(report) == 0);
  CHECK(!apifault_report_delay_ms(report, &delay_ms) && delay_ms == 77);
  CHECK(apifault_report_delay_source(report) == 0);
  CHECK(apifault_report_provider(report) == 0);
  CHECK(apifault_report_status(report) == 0);
  CHECK(absent(apifault_report_message(report)));
  CHECK(absent(apifault_report_type(report)));
  CHECK(absent(apifault_report_code(report)));
  CHECK(absent(apifault_report_param(report)));
  CHECK(absent(apifault_report_failed_generation(report)));
  CHECK(absent(apifault_report_request_id(report)));
  CHECK(absent(apifault_report_action(report)));
  CHECK(absent(apifault_report_rule(report)));
  CHECK(absent(apifault_report_json(report)));
  CHECK(apifault_report_limit_count(report) == 0);
  CHECK(!apifault_report_limit(report, 0, &limit) && limit.metric == 77);
  CHECK(!apifault_report_has_upstream(report));
  CHECK(apifault_report_upstream_provider(report) == 0);
  CHECK(!apifault_report_upstream_status(report, &status) && status == 77);
  CHECK(absent(apifault_report_upstream_message(report)));
  CHECK(absent(apifault_report_upstream_type(report)));
  CHECK(absent(apifault_report_upstream_code(report)));
  CHECK(absent(apifault_report_upstream_param(report)));
  CHECK(absent(apifault_report_upstream_failed_generation(report)));
}

static void scanning(apifault_stream *stream) {
  apifault_stream *created = NULL;
  apifault_report *report = NULL;
  apifault_stream_ending ending = APIFAULT_STREAM_ENDING_INIT;
  uint64_t position = 77;
  ending.events = 77;
  CHECK(apifault_stream_new(200, RAW, NULL, &created) == APIFAULT_RESULT_PANIC && created == NULL);
  CHECK(apifault_stream_feed(stream, RAW) == APIFAULT_RESULT_PANIC);
  CHECK(apifault_stream_feed_event(stream, RAW) == APIFAULT_RESULT_PANIC);
  CHECK(!apifault_stream_next(stream, &report) && report == NULL);
  CHECK(!apifault_stream_position(stream, &position) && position == 77);
  CHECK(!apifault_stream_is_terminal(stream));
  CHECK(!apifault_stream_delivered(stream));
  CHECK(apifault_stream_events(stream) == 0);
  CHECK(apifault_stream_finish(stream, &ending) == APIFAULT_RESULT_PANIC);
  CHECK(ending.events == 77 && ending.report == NULL);
  apifault_stream_free(NULL);
}

static void names(void) {
  CHECK(apifault_version_number() == 0);
  CHECK(absent(apifault_version()));
  CHECK(absent(apifault_result_message(APIFAULT_RESULT_OK)));
  CHECK(absent(apifault_kind_name(APIFAULT_KIND_SUCCESS)));
  CHECK(absent(apifault_kind_action(APIFAULT_KIND_SUCCESS)));
  CHECK(!apifault_kind_is_success(APIFAULT_KIND_SUCCESS));
  CHECK(absent(apifault_fault_name(APIFAULT_FAULT_NONE)));
  CHECK(absent(apifault_advice_name(APIFAULT_ADVICE_NO)));
  CHECK(absent(apifault_scope_name(APIFAULT_SCOPE_MODEL)));
  CHECK(absent(apifault_remedy_name(APIFAULT_REMEDY_OTHER_MODEL)));
  CHECK(absent(apifault_delay_source_name(APIFAULT_DELAY_SOURCE_BODY)));
  CHECK(absent(apifault_provider_name(APIFAULT_PROVIDER_GROQ)));
  CHECK(absent(apifault_metric_name(APIFAULT_METRIC_TOKENS)));
  CHECK(absent(apifault_window_name(APIFAULT_WINDOW_DAY)));
  CHECK(absent(apifault_ended_name(APIFAULT_ENDED_CUT_OFF)));
  CHECK(absent(apifault_give_up_name(APIFAULT_GIVE_UP_TRIES)));
  CHECK(absent(apifault_failure_name(APIFAULT_FAILURE_REFUSED)));
}

/* After all these panics, the process, the thread, the report and the stream are unchanged. */
static void check_unchanged(const apifault_report *report, apifault_stream *stream) {
  apifault_report *error = NULL;
  apifault_limit limit = APIFAULT_LIMIT_INIT;
  uint64_t delay_ms = 0;
  CHECK(apifault_report_kind(report) == APIFAULT_KIND_RATE_LIMITED);
  CHECK(apifault_report_delay_ms(report, &delay_ms) && delay_ms == 2000);
  CHECK(is(apifault_report_message(report), "slow down"));
  CHECK(!absent(apifault_report_json(report)));
  CHECK(apifault_report_limit(report, 0, &limit) && limit.limit == 6000);
  CHECK(apifault_stream_is_terminal(stream));
  CHECK(apifault_stream_next(stream, &error));
  CHECK(is(apifault_report_message(error), "slow down"));
  apifault_report_free(error);
}

int main(void) {
  static const char event[] = "data: {\"error\":{\"message\":\"slow down\"}}\n\n";
  apifault_report *report = NULL;
  apifault_stream *stream = NULL;
  CHECK(apifault_classify_raw(RAW, NULL, &report) == APIFAULT_RESULT_OK);
  CHECK(apifault_stream_new(200, NULL, 0, NULL, &stream) == APIFAULT_RESULT_OK);
  CHECK(apifault_stream_feed(stream, event, sizeof event - 1) == APIFAULT_RESULT_OK);

  apifault_inject_panics(true);
  results();
  reading(report);
  retrying(report);
  scanning(stream);
  names();
  apifault_report_free(NULL);
  apifault_inject_panics(false);

  check_unchanged(report, stream);
  apifault_stream_free(stream);
  apifault_report_free(report);
  return 0;
}
