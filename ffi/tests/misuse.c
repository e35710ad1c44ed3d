/*
 * Misuses every function of the C interface in every way that the header describes.
 *
 * Exit status: 0 if each misuse does what the header says; otherwise the program aborts.
 */

#include "check.h"

static const char headers[] = "content-type: text/plain\r\nretry-after: 2\r\n";
static const char body[] = "not today";
static const char raw[] = "HTTP/2 429\r\ncontent-type: text/plain\r\n\r\nnot today";

/* What an SDK prints, and a text in which nothing failed. */
static const char words[] = "RateLimitError: Error code: 429 - {'error': {'message': 'not today'}}";
static const char nothing[] = "All quiet.";

static const char event[] = "data: {\"error\":{\"message\":\"not today\"}}\n\n";

#define HEADERS headers, sizeof headers - 1
#define EVENT event, sizeof event - 1
#define BODY body, sizeof body - 1
#define RAW raw, sizeof raw - 1
#define WORDS words, sizeof words - 1

static uint32_t classify(const char *h, size_t h_len, const char *b, size_t b_len,
                         const apifault_options *options) {
  apifault_report *report = NULL;
  apifault_decision decision = APIFAULT_DECISION_INIT;
  uint32_t result = apifault_classify(429, h, h_len, b, b_len, options, &report);
  CHECK(apifault_decide(429, h, h_len, b, b_len, options, &decision) == result);
  CHECK((report != NULL) == (result == APIFAULT_RESULT_OK));
  CHECK(decision.kind == apifault_report_kind(report));
  apifault_report_free(report);
  return result;
}

static void null_and_empty_inputs(void) {
  apifault_report *report = NULL;

  CHECK(classify(NULL, 0, NULL, 0, NULL) == APIFAULT_RESULT_OK);
  CHECK(classify("", 0, "", 0, NULL) == APIFAULT_RESULT_OK);
  CHECK(classify(HEADERS, NULL, 0, NULL) == APIFAULT_RESULT_OK);
  CHECK(classify(NULL, 0, BODY, NULL) == APIFAULT_RESULT_OK);
  CHECK(classify(NULL, 1, BODY, NULL) == APIFAULT_RESULT_NULL_POINTER);
  CHECK(classify(HEADERS, NULL, 1, NULL) == APIFAULT_RESULT_NULL_POINTER);
  CHECK(classify(headers, SIZE_MAX, BODY, NULL) == APIFAULT_RESULT_BAD_LENGTH);
  CHECK(classify(HEADERS, body, SIZE_MAX, NULL) == APIFAULT_RESULT_BAD_LENGTH);

  CHECK(apifault_classify_raw(NULL, 0, NULL, &report) == APIFAULT_RESULT_NOT_HTTP);
  CHECK(apifault_classify_raw("", 0, NULL, &report) == APIFAULT_RESULT_NOT_HTTP);
  CHECK(apifault_classify_raw("{}", 2, NULL, &report) == APIFAULT_RESULT_NOT_HTTP);
  CHECK(apifault_classify_raw(NULL, 1, NULL, &report) == APIFAULT_RESULT_NULL_POINTER);
  CHECK(apifault_classify_raw(raw, SIZE_MAX, NULL, &report) == APIFAULT_RESULT_BAD_LENGTH);
  CHECK(report == NULL);
}

static void null_outputs(void) {
  apifault_options options = APIFAULT_OPTIONS_INIT;
  CHECK(apifault_classify(429, HEADERS, BODY, &options, NULL) == APIFAULT_RESULT_NULL_POINTER);
  CHECK(apifault_classify_raw(RAW, &options, NULL) == APIFAULT_RESULT_NULL_POINTER);
  CHECK(apifault_decide(429, HEADERS, BODY, &options, NULL) == APIFAULT_RESULT_NULL_POINTER);
}

static void sizes_of_options(void) {
  apifault_options options = APIFAULT_OPTIONS_INIT;
  struct {
    apifault_options options;
    unsigned char later[64];
  } newer;

  options.struct_size = 0;
  CHECK(classify(HEADERS, BODY, &options) == APIFAULT_RESULT_BAD_STRUCT_SIZE);
  options.struct_size = sizeof(size_t);
  CHECK(classify(HEADERS, BODY, &options) == APIFAULT_RESULT_BAD_STRUCT_SIZE);
  options.struct_size = sizeof options - 1;
  CHECK(classify(HEADERS, BODY, &options) == APIFAULT_RESULT_BAD_STRUCT_SIZE);
  options.struct_size = sizeof options;
  CHECK(classify(HEADERS, BODY, &options) == APIFAULT_RESULT_OK);
  options.struct_size = SIZE_MAX;
  CHECK(classify(HEADERS, BODY, &options) == APIFAULT_RESULT_OK);

  memset(&newer, 0xFF, sizeof newer);
  newer.options.struct_size = sizeof newer;
  CHECK(classify(HEADERS, BODY, &newer.options) == APIFAULT_RESULT_OK);
}

static void an_unknown_provider_counts_as_none(void) {
  apifault_options options = APIFAULT_OPTIONS_INIT;
  apifault_decision decision = APIFAULT_DECISION_INIT;
  options.provider = UINT32_MAX;
  CHECK(apifault_decide(429, HEADERS, BODY, &options, &decision) == APIFAULT_RESULT_OK);
  CHECK(decision.provider == 0);
  options.provider = APIFAULT_PROVIDER_GROQ;
  CHECK(apifault_decide(429, HEADERS, BODY, &options, &decision) == APIFAULT_RESULT_OK);
  CHECK(decision.provider == APIFAULT_PROVIDER_GROQ);
}

static void sizes_of_a_decision(void) {
  /* The first release had no scope and no remedies. */
  const size_t first = offsetof(apifault_decision, scope);
  const size_t small[] = {0, sizeof(size_t), first - 1};
  apifault_decision decision = APIFAULT_DECISION_INIT;
  struct {
    apifault_decision decision;
    unsigned char later[64];
  } newer;
  size_t i;

  for (i = 0; i < sizeof small / sizeof *small; i++) {
    decision.struct_size = small[i];
    decision.kind = 77;
    CHECK(apifault_decide(429, HEADERS, BODY, NULL, &decision) == APIFAULT_RESULT_BAD_STRUCT_SIZE);
    CHECK(decision.kind == 77 && decision.struct_size == small[i]);
  }
  decision.struct_size = first;
  decision.scope = 77;
  decision.remedies = 77;
  CHECK(apifault_decide(429, HEADERS, BODY, NULL, &decision) == APIFAULT_RESULT_OK);
  CHECK(decision.kind == APIFAULT_KIND_RATE_LIMITED && decision.struct_size == first);
  CHECK(decision.scope == 77 && decision.remedies == 77);
  decision.struct_size = SIZE_MAX;
  CHECK(apifault_decide(429, HEADERS, BODY, NULL, &decision) == APIFAULT_RESULT_OK);
  CHECK(decision.kind == APIFAULT_KIND_RATE_LIMITED && decision.struct_size == SIZE_MAX);
  CHECK(decision.scope == APIFAULT_SCOPE_CREDENTIAL);
  CHECK(decision.remedies == (APIFAULT_REMEDY_OTHER_CREDENTIAL | APIFAULT_REMEDY_OTHER_MODEL |
                              APIFAULT_REMEDY_OTHER_PROVIDER));

  memset(&newer, 0xFF, sizeof newer);
  newer.decision.struct_size = sizeof newer;
  CHECK(apifault_decide(429, HEADERS, BODY, NULL, &newer.decision) == APIFAULT_RESULT_OK);
  CHECK(newer.decision.kind == APIFAULT_KIND_RATE_LIMITED);
  CHECK(newer.decision.struct_size == sizeof newer);
  for (i = 0; i < sizeof newer.later; i++) {
    CHECK(newer.later[i] == 0xFF);
  }
}

static void sizes_of_a_limit(void) {
  static const char limited[] = "x-ratelimit-limit-tokens: 6000\r\n";
  const size_t small[] = {0, sizeof(size_t), sizeof(apifault_limit) - 1};
  apifault_report *report = NULL;
  struct {
    apifault_limit limit;
    unsigned char later[64];
  } newer;
  size_t i;

  CHECK(apifault_classify(429, limited, sizeof limited - 1, BODY, NULL, &report) ==
        APIFAULT_RESULT_OK);
  CHECK(apifault_report_limit_count(report) == 1);
  for (i = 0; i < sizeof small / sizeof *small; i++) {
    apifault_limit limit = APIFAULT_LIMIT_INIT;
    limit.struct_size = small[i];
    limit.metric = 77;
    CHECK(!apifault_report_limit(report, 0, &limit));
    CHECK(limit.metric == 77 && limit.struct_size == small[i]);
  }

  memset(&newer, 0xFF, sizeof newer);
  CHECK(newer.limit.struct_size == SIZE_MAX);
  CHECK(apifault_report_limit(report, 0, &newer.limit));
  CHECK(newer.limit.has_limit && newer.limit.limit == 6000 && !newer.limit.has_used);
  newer.limit.struct_size = sizeof newer;
  CHECK(apifault_report_limit(report, 0, &newer.limit));
  CHECK(newer.limit.struct_size == sizeof newer);
  for (i = 0; i < sizeof newer.later; i++) {
    CHECK(newer.later[i] == 0xFF);
  }
  apifault_report_free(report);
}

static void a_null_report_has_only_absent_values(void) {
  uint64_t delay_ms = 77;
  uint16_t status = 77;
  apifault_limit limit = APIFAULT_LIMIT_INIT;
  apifault_decision decision = APIFAULT_DECISION_INIT;
  limit.metric = 77;
  decision.kind = 77;

  apifault_report_free(NULL);
  CHECK(!apifault_report_decision(NULL, &decision) && decision.kind == 77);
  CHECK(!apifault_report_decision(NULL, NULL));
  CHECK(apifault_report_kind(NULL) == APIFAULT_KIND_UNKNOWN);
  CHECK(apifault_report_fault(NULL) == APIFAULT_FAULT_NONE);
  CHECK(apifault_report_advice(NULL) == APIFAULT_ADVICE_NO);
  CHECK(apifault_report_scope(NULL) == APIFAULT_SCOPE_NONE);
  CHECK(apifault_report_remedies(NULL) == 0);
  CHECK(!apifault_report_delay_ms(NULL, &delay_ms) && delay_ms == 77);
  CHECK(!apifault_report_delay_ms(NULL, NULL));
  CHECK(apifault_report_delay_source(NULL) == 0);
  CHECK(apifault_report_provider(NULL) == 0);
  CHECK(apifault_report_status(NULL) == 0);
  CHECK(absent(apifault_report_message(NULL)));
  CHECK(absent(apifault_report_type(NULL)));
  CHECK(absent(apifault_report_code(NULL)));
  CHECK(absent(apifault_report_param(NULL)));
  CHECK(absent(apifault_report_failed_generation(NULL)));
  CHECK(absent(apifault_report_request_id(NULL)));
  CHECK(absent(apifault_report_action(NULL)));
  CHECK(absent(apifault_report_rule(NULL)));
  CHECK(absent(apifault_report_json(NULL)));
  CHECK(apifault_report_limit_count(NULL) == 0);
  CHECK(!apifault_report_limit(NULL, 0, &limit) && limit.metric == 77);
  CHECK(!apifault_report_limit(NULL, 0, NULL));
  CHECK(!apifault_report_has_upstream(NULL));
  CHECK(apifault_report_upstream_provider(NULL) == 0);
  CHECK(!apifault_report_upstream_status(NULL, &status) && status == 77);
  CHECK(!apifault_report_upstream_status(NULL, NULL));
  CHECK(absent(apifault_report_upstream_message(NULL)));
  CHECK(absent(apifault_report_upstream_type(NULL)));
  CHECK(absent(apifault_report_upstream_code(NULL)));
  CHECK(absent(apifault_report_upstream_param(NULL)));
  CHECK(absent(apifault_report_upstream_failed_generation(NULL)));
}

static void a_report_outlives_its_inputs(void) {
  char *inputs = malloc(sizeof raw);
  apifault_report *report = NULL;
  CHECK(inputs != NULL);
  memcpy(inputs, raw, sizeof raw);
  CHECK(apifault_classify_raw(inputs, sizeof raw - 1, NULL, &report) == APIFAULT_RESULT_OK);
  memset(inputs, 'x', sizeof raw);
  free(inputs);
  CHECK(is(apifault_report_message(report), "not today"));
  CHECK(apifault_report_status(report) == 429);
  CHECK(apifault_report_kind(report) == APIFAULT_KIND_RATE_LIMITED);
  CHECK(apifault_report_json(report).data == apifault_report_json(report).data);
  apifault_report_free(report);
}

static void a_report_is_read_with_null_outputs_and_past_its_limits(void) {
  const size_t sizes[] = {0, sizeof(size_t), sizeof(apifault_limit), SIZE_MAX};
  apifault_report *report = NULL;
  size_t i;
  CHECK(apifault_classify(429, HEADERS, BODY, NULL, &report) == APIFAULT_RESULT_OK);
  CHECK(!apifault_report_delay_ms(report, NULL));
  CHECK(!apifault_report_upstream_status(report, NULL));
  CHECK(!apifault_report_limit(report, 0, NULL));
  for (i = 0; i < sizeof sizes / sizeof *sizes; i++) {
    apifault_limit limit = APIFAULT_LIMIT_INIT;
    limit.struct_size = sizes[i];
    limit.metric = 77;
    CHECK(!apifault_report_limit(report, apifault_report_limit_count(report), &limit));
    CHECK(!apifault_report_limit(report, SIZE_MAX, &limit));
    CHECK(limit.metric == 77);
  }
  apifault_report_free(report);
}

static void a_status_is_not_read_from_the_headers(void) {
  static const char lines[] = "HTTP/2 429\r\nretry-after: 2\r\n";
  apifault_report *report = NULL;
  CHECK(apifault_classify(0, lines, sizeof lines - 1, BODY, NULL, &report) == APIFAULT_RESULT_OK);
  CHECK(apifault_report_status(report) == 0);
  CHECK(apifault_report_kind(report) == APIFAULT_KIND_UNKNOWN);
  apifault_report_free(report);
}

static void a_plain_body_gives_its_first_1000_characters(void) {
  char text[2 * 1001];
  apifault_report *report = NULL;
  size_t i;
  for (i = 0; i < sizeof text; i += 2) {
    memcpy(text + i, "\xC3\xA9", 2);
  }
  CHECK(apifault_classify(500, NULL, 0, text, sizeof text, NULL, &report) == APIFAULT_RESULT_OK);
  CHECK(apifault_report_message(report).len == 2 * 1000);
  apifault_report_free(report);
}

static void a_failure_leaves_the_report_pointer_alone(void) {
  apifault_options options = APIFAULT_OPTIONS_INIT;
  char elsewhere = 0;
  apifault_report *const before = (apifault_report *)(void *)&elsewhere;
  apifault_report *report = before;
  options.struct_size = 0;
  CHECK(apifault_classify(429, HEADERS, BODY, &options, &report) != APIFAULT_RESULT_OK);
  CHECK(apifault_classify_raw(RAW, &options, &report) != APIFAULT_RESULT_OK);
  CHECK(report == before);
}

static void a_text_is_classified_or_rejected(void) {
  apifault_options options = APIFAULT_OPTIONS_INIT;
  char elsewhere = 0;
  apifault_report *const before = (apifault_report *)(void *)&elsewhere;
  apifault_report *report = before;
  CHECK(apifault_classify_text(NULL, 0, NULL, &report, NULL) == APIFAULT_RESULT_NOT_FOUND);
  CHECK(apifault_classify_text("", 0, NULL, &report, NULL) == APIFAULT_RESULT_NOT_FOUND);
  CHECK(apifault_classify_text(NULL, 1, NULL, &report, NULL) == APIFAULT_RESULT_NULL_POINTER);
  CHECK(apifault_classify_text(words, SIZE_MAX, NULL, &report, NULL) == APIFAULT_RESULT_BAD_LENGTH);
  CHECK(apifault_classify_text(WORDS, NULL, NULL, NULL) == APIFAULT_RESULT_NULL_POINTER);
  options.struct_size = sizeof options - 1;
  CHECK(apifault_classify_text(WORDS, &options, &report, NULL) == APIFAULT_RESULT_BAD_STRUCT_SIZE);
  CHECK(report == before);
  CHECK(apifault_classify_text(WORDS, NULL, &report, NULL) == APIFAULT_RESULT_OK);
  CHECK(apifault_report_kind(report) == APIFAULT_KIND_RATE_LIMITED);
  apifault_report_free(report);
  /* Bytes that are not UTF-8, and NULs. */
  CHECK(apifault_classify_text("\0\xFF\xED\xA0\x80\0", 6, NULL, &report, NULL) ==
        APIFAULT_RESULT_NOT_FOUND);
}

static void sizes_of_a_refusal(void) {
  const size_t small[] = {0, sizeof(size_t), sizeof(apifault_not_found) - 1};
  apifault_not_found refusal = APIFAULT_NOT_FOUND_INIT;
  apifault_report *report = NULL;
  struct {
    apifault_not_found refusal;
    unsigned char later[64];
  } newer;
  size_t i;

  refusal.nearest_line = 77;
  for (i = 0; i < sizeof small / sizeof *small; i++) {
    refusal.struct_size = small[i];
    CHECK(apifault_classify_text(nothing, sizeof nothing - 1, NULL, &report, &refusal) ==
          APIFAULT_RESULT_BAD_STRUCT_SIZE);
    /* It is rejected even if there is nothing to write. */
    CHECK(apifault_classify_text(WORDS, NULL, &report, &refusal) ==
          APIFAULT_RESULT_BAD_STRUCT_SIZE);
    CHECK(report == NULL && refusal.nearest_line == 77 && absent(refusal.hint));
  }
  refusal.struct_size = SIZE_MAX;
  CHECK(apifault_classify_text(nothing, sizeof nothing - 1, NULL, NULL, &refusal) ==
        APIFAULT_RESULT_NULL_POINTER);
  CHECK(apifault_classify_text(WORDS, NULL, &report, &refusal) == APIFAULT_RESULT_OK);
  CHECK(report != NULL && refusal.nearest_line == 77 && absent(refusal.hint));
  apifault_report_free(report);

  memset(&newer, 0xFF, sizeof newer);
  CHECK(apifault_classify_text(nothing, sizeof nothing - 1, NULL, &report, &newer.refusal) ==
        APIFAULT_RESULT_NOT_FOUND);
  CHECK(newer.refusal.struct_size == SIZE_MAX && newer.refusal.reserved[6] == 0);
  CHECK(!newer.refusal.has_nearest_line && newer.refusal.nearest_line == 0);
  CHECK(!absent(newer.refusal.hint) && newer.refusal.hint.len > 0);
  for (i = 0; i < sizeof newer.later; i++) {
    CHECK(newer.later[i] == 0xFF);
  }
}

static void a_failure_has_the_texts_that_it_is_given(void) {
  apifault_options options = APIFAULT_OPTIONS_INIT;
  apifault_report *report = NULL;
  options.provider = APIFAULT_PROVIDER_GROQ;
  CHECK(apifault_classify_failure(APIFAULT_FAILURE_REFUSED, "E", 1, NULL, 0, &options, &report) ==
        APIFAULT_RESULT_OK);
  CHECK(is(apifault_report_rule(report), "failure/refused"));
  CHECK(is(apifault_report_type(report), "E") && absent(apifault_report_message(report)));
  CHECK(apifault_report_status(report) == 0);
  CHECK(apifault_report_provider(report) == APIFAULT_PROVIDER_GROQ);
  apifault_report_free(report);
  CHECK(apifault_classify_failure(UINT32_MAX, NULL, 0, "", 0, NULL, &report) ==
        APIFAULT_RESULT_OK);
  CHECK(is(apifault_report_rule(report), "failure/other"));
  CHECK(absent(apifault_report_type(report)) && is(apifault_report_message(report), ""));
  apifault_report_free(report);
  CHECK(apifault_classify_failure(0, "\xFF", 1, "\0", 1, NULL, &report) == APIFAULT_RESULT_OK);
  CHECK(is(apifault_report_type(report), "\xEF\xBF\xBD"));
  CHECK(apifault_report_message(report).len == 1);
  apifault_report_free(report);
  report = NULL;
  CHECK(apifault_classify_failure(0, NULL, 1, NULL, 0, NULL, &report) ==
        APIFAULT_RESULT_NULL_POINTER);
  CHECK(apifault_classify_failure(0, NULL, 0, NULL, 1, NULL, &report) ==
        APIFAULT_RESULT_NULL_POINTER);
  CHECK(apifault_classify_failure(0, "", SIZE_MAX, NULL, 0, NULL, &report) ==
        APIFAULT_RESULT_BAD_LENGTH);
  CHECK(apifault_classify_failure(0, NULL, 0, NULL, 0, NULL, NULL) ==
        APIFAULT_RESULT_NULL_POINTER);
  options.struct_size = 0;
  CHECK(apifault_classify_failure(0, NULL, 0, NULL, 0, &options, &report) ==
        APIFAULT_RESULT_BAD_STRUCT_SIZE);
  CHECK(report == NULL);
}

static void a_text_is_redacted_or_rejected(void) {
  static const char text[] = "api_key=gsk_Heron7Heron7Heron7";
  char redacted[sizeof text];
  size_t len = 77;
  CHECK(apifault_redact(NULL, 0, NULL, &len) == APIFAULT_RESULT_OK && len == 0);
  len = 77;
  CHECK(apifault_redact(text, sizeof text - 1, redacted, NULL) == APIFAULT_RESULT_NULL_POINTER);
  CHECK(apifault_redact(text, sizeof text - 1, NULL, &len) == APIFAULT_RESULT_NULL_POINTER);
  CHECK(apifault_redact(NULL, 1, redacted, &len) == APIFAULT_RESULT_NULL_POINTER);
  CHECK(apifault_redact(text, SIZE_MAX, redacted, &len) == APIFAULT_RESULT_BAD_LENGTH);
  CHECK(len == 77);
  CHECK(apifault_redact(text, sizeof text - 1, redacted, &len) == APIFAULT_RESULT_OK);
  CHECK(len == 15 && memcmp(redacted, "api_key=gsk_***", len) == 0);
}

static void a_stream_is_not_created_from_wrong_arguments(void) {
  const size_t small[] = {0, sizeof(size_t), sizeof(apifault_stream_options) - 1};
  apifault_stream_options options = APIFAULT_STREAM_OPTIONS_INIT;
  char elsewhere = 0;
  apifault_stream *const before = (apifault_stream *)(void *)&elsewhere;
  apifault_stream *stream = before;
  size_t i;
  CHECK(apifault_stream_new(200, HEADERS, &options, NULL) == APIFAULT_RESULT_NULL_POINTER);
  CHECK(apifault_stream_new(200, NULL, 1, NULL, &stream) == APIFAULT_RESULT_NULL_POINTER);
  CHECK(apifault_stream_new(200, headers, SIZE_MAX, NULL, &stream) == APIFAULT_RESULT_BAD_LENGTH);
  for (i = 0; i < sizeof small / sizeof *small; i++) {
    options.struct_size = small[i];
    CHECK(apifault_stream_new(200, HEADERS, &options, &stream) == APIFAULT_RESULT_BAD_STRUCT_SIZE);
  }
  CHECK(stream == before);
}

static void any_options_of_a_stream_are_taken(void) {
  apifault_stream_options options = APIFAULT_STREAM_OPTIONS_INIT;
  apifault_stream *stream = NULL;
  struct {
    apifault_stream_options options;
    unsigned char later[64];
  } newer;

  CHECK(apifault_stream_new(0, NULL, 0, NULL, &stream) == APIFAULT_RESULT_OK);
  apifault_stream_free(stream);
  options.struct_size = SIZE_MAX;
  options.max_event_len = 1;
  options.provider = UINT32_MAX;
  CHECK(apifault_stream_new(200, HEADERS, &options, &stream) == APIFAULT_RESULT_OK);
  CHECK(apifault_stream_feed(stream, EVENT) == APIFAULT_RESULT_OK);
  apifault_stream_free(stream);
  memset(&newer, 0xFF, sizeof newer);
  newer.options.struct_size = sizeof newer;
  CHECK(apifault_stream_new(UINT16_MAX, HEADERS, &newer.options, &stream) == APIFAULT_RESULT_OK);
  CHECK(apifault_stream_feed(stream, EVENT) == APIFAULT_RESULT_OK);
  apifault_stream_free(stream);
}

static void a_null_stream_finds_nothing(void) {
  apifault_stream_ending ending = APIFAULT_STREAM_ENDING_INIT;
  apifault_report *report = NULL;
  uint64_t position = 77;
  ending.events = 77;
  apifault_stream_free(NULL);
  CHECK(apifault_stream_feed(NULL, EVENT) == APIFAULT_RESULT_NULL_POINTER);
  CHECK(apifault_stream_feed(NULL, NULL, 0) == APIFAULT_RESULT_NULL_POINTER);
  CHECK(apifault_stream_feed_event(NULL, "{}", 2) == APIFAULT_RESULT_NULL_POINTER);
  CHECK(!apifault_stream_next(NULL, &report) && report == NULL);
  CHECK(!apifault_stream_next(NULL, NULL));
  CHECK(!apifault_stream_position(NULL, &position) && position == 77);
  CHECK(!apifault_stream_position(NULL, NULL));
  CHECK(!apifault_stream_is_terminal(NULL));
  CHECK(!apifault_stream_delivered(NULL));
  CHECK(apifault_stream_events(NULL) == 0);
  CHECK(apifault_stream_finish(NULL, &ending) == APIFAULT_RESULT_NULL_POINTER);
  CHECK(apifault_stream_finish(NULL, NULL) == APIFAULT_RESULT_NULL_POINTER);
  CHECK(ending.events == 77);
}

static apifault_stream *new_stream(void) {
  apifault_stream *stream = NULL;
  CHECK(apifault_stream_new(200, HEADERS, NULL, &stream) == APIFAULT_RESULT_OK);
  return stream;
}

static void a_stream_takes_null_and_empty_inputs(void) {
  apifault_stream *stream = new_stream();
  CHECK(apifault_stream_feed(stream, NULL, 0) == APIFAULT_RESULT_OK);
  CHECK(apifault_stream_feed(stream, "", 0) == APIFAULT_RESULT_OK);
  CHECK(apifault_stream_feed(stream, NULL, 1) == APIFAULT_RESULT_NULL_POINTER);
  CHECK(apifault_stream_feed(stream, event, SIZE_MAX) == APIFAULT_RESULT_BAD_LENGTH);
  CHECK(apifault_stream_feed_event(stream, NULL, 0) == APIFAULT_RESULT_OK);
  CHECK(apifault_stream_feed_event(stream, NULL, 1) == APIFAULT_RESULT_NULL_POINTER);
  CHECK(apifault_stream_feed_event(stream, event, SIZE_MAX) == APIFAULT_RESULT_BAD_LENGTH);
  apifault_stream_free(stream);
}

static void an_error_is_taken_once_and_only_with_an_output(void) {
  apifault_stream *stream = new_stream();
  apifault_report *report = NULL;
  uint64_t position = 77;
  CHECK(!apifault_stream_next(stream, &report) && report == NULL);
  CHECK(!apifault_stream_position(stream, &position) && position == 77);
  CHECK(apifault_stream_feed(stream, EVENT) == APIFAULT_RESULT_OK);
  CHECK(apifault_stream_is_terminal(stream));
  CHECK(!apifault_stream_next(stream, NULL));
  CHECK(!apifault_stream_position(stream, &position) && position == 77);
  CHECK(apifault_stream_next(stream, &report));
  CHECK(is(apifault_report_message(report), "not today"));
  CHECK(!apifault_stream_position(stream, NULL));
  CHECK(apifault_stream_position(stream, &position) && position == 0);
  apifault_report_free(report);
  report = NULL;
  CHECK(!apifault_stream_next(stream, &report) && report == NULL);
  apifault_stream_free(stream);
}

static void a_report_outlives_its_stream(void) {
  apifault_stream_ending ending = APIFAULT_STREAM_ENDING_INIT;
  apifault_stream *stream = new_stream();
  apifault_report *report = NULL;
  char *bytes = malloc(sizeof event);
  CHECK(bytes != NULL);
  memcpy(bytes, event, sizeof event);
  CHECK(apifault_stream_feed(stream, bytes, sizeof event - 1) == APIFAULT_RESULT_OK);
  memset(bytes, 'x', sizeof event);
  free(bytes);
  CHECK(apifault_stream_next(stream, &report));
  CHECK(apifault_stream_finish(stream, &ending) == APIFAULT_RESULT_OK);
  apifault_stream_free(stream);
  CHECK(is(apifault_report_message(report), "not today"));
  CHECK(is(apifault_report_message(ending.report), "not today"));
  CHECK(apifault_report_json(report).len == apifault_report_json(ending.report).len);
  apifault_report_free(ending.report);
  apifault_report_free(report);
}

static void a_stream_is_used_after_its_end(void) {
  apifault_stream *stream = new_stream();
  apifault_report *report = NULL;
  int i;
  CHECK(apifault_stream_feed(stream, "data: {\"choices\":[", 18) == APIFAULT_RESULT_OK);
  for (i = 0; i < 2; i++) {
    apifault_stream_ending ending = APIFAULT_STREAM_ENDING_INIT;
    CHECK(apifault_stream_finish(stream, &ending) == APIFAULT_RESULT_OK);
    CHECK(ending.ended == APIFAULT_ENDED_CUT_OFF && ending.report != NULL && !ending.delivered);
    CHECK(is(apifault_report_rule(ending.report), "stream/cut_off"));
    CHECK(apifault_report_kind(ending.report) == APIFAULT_KIND_BAD_GATEWAY);
    apifault_report_free(ending.report);
    CHECK(!apifault_stream_next(stream, &report) && report == NULL);
    CHECK(apifault_stream_feed(stream, EVENT) == APIFAULT_RESULT_OK);
    CHECK(apifault_stream_feed_event(stream, "{\"error\":\"late\"}", 16) == APIFAULT_RESULT_OK);
    CHECK(!apifault_stream_next(stream, &report) && report == NULL);
  }
  apifault_stream_free(stream);
}

static void sizes_of_an_ending(void) {
  const size_t small[] = {0, sizeof(size_t),
                          offsetof(apifault_stream_ending, reserved) + 2};
  apifault_stream *stream = new_stream();
  apifault_stream_ending ending = APIFAULT_STREAM_ENDING_INIT;
  struct {
    apifault_stream_ending ending;
    unsigned char later[64];
  } newer;
  size_t i;

  CHECK(apifault_stream_finish(stream, NULL) == APIFAULT_RESULT_NULL_POINTER);
  for (i = 0; i < sizeof small / sizeof *small; i++) {
    ending.struct_size = small[i];
    ending.events = 77;
    CHECK(apifault_stream_finish(stream, &ending) == APIFAULT_RESULT_BAD_STRUCT_SIZE);
    CHECK(ending.events == 77 && ending.report == NULL && ending.struct_size == small[i]);
  }
  /* A call that failed has not ended the stream. */
  CHECK(apifault_stream_feed(stream, EVENT) == APIFAULT_RESULT_OK);
  memset(&newer, 0xFF, sizeof newer);
  CHECK(newer.ending.struct_size == SIZE_MAX);
  CHECK(apifault_stream_finish(stream, &newer.ending) == APIFAULT_RESULT_OK);
  CHECK(newer.ending.ended == APIFAULT_ENDED_ERROR && newer.ending.struct_size == SIZE_MAX);
  CHECK(newer.ending.skipped == 0 && newer.ending.reserved[0] == 0);
  apifault_report_free(newer.ending.report);
  for (i = 0; i < sizeof newer.later; i++) {
    CHECK(newer.later[i] == 0xFF);
  }
  apifault_stream_free(stream);
}

/* What a test of retries passes to apifault_retry_next. */
typedef struct retry {
  apifault_retry_policy policy;
  apifault_retry_state state;
  apifault_retry_budget budget;
  apifault_decision decision;
  apifault_retry_attempt attempt;
  double random;
  apifault_retry_step step;
} retry;

/* An attempt that was limited. */
static retry limited(void) {
  retry made = {APIFAULT_RETRY_POLICY_INIT, APIFAULT_RETRY_STATE_INIT,   APIFAULT_RETRY_BUDGET_INIT,
                APIFAULT_DECISION_INIT,     APIFAULT_RETRY_ATTEMPT_INIT, 0.5,
                APIFAULT_RETRY_STEP_INIT};
  CHECK(apifault_decide(429, HEADERS, BODY, NULL, &made.decision) == APIFAULT_RESULT_OK);
  return made;
}

static uint32_t next(retry *self) {
  return apifault_retry_next(&self->policy, &self->state, &self->budget, &self->decision,
                             &self->attempt, self->random, &self->step);
}

/* The step must be written; the wait is returned. */
static uint64_t wait_of(retry *self) {
  self->step.give_up = 77;
  CHECK(next(self) == APIFAULT_RESULT_OK);
  CHECK(self->step.give_up == 0 && !self->step.is_done && !self->step.has_delay);
  return self->step.wait_ms;
}

static uint32_t give_up_of(retry *self) {
  CHECK(next(self) == APIFAULT_RESULT_OK);
  CHECK(!self->step.is_done && self->step.wait_ms == 0);
  return self->step.give_up;
}

static void a_step_that_no_call_has_written_gives_up(void) {
  const apifault_retry_step step = APIFAULT_RETRY_STEP_INIT;
  const apifault_cooldown cooldown = APIFAULT_COOLDOWN_INIT;
  CHECK(step.give_up == APIFAULT_GIVE_UP_NOT_RETRYABLE && !step.is_done && !step.has_delay);
  CHECK(!apifault_cooldown_covers(&cooldown, false, false, false));
}

static void a_policy_and_a_budget_may_be_missing_and_nothing_else(void) {
  retry r = limited();
  apifault_retry_state state = r.state;
  CHECK(apifault_retry_next(NULL, &state, NULL, &r.decision, &r.attempt, 0.5, &r.step) ==
        APIFAULT_RESULT_OK);
  CHECK(r.step.wait_ms == 2100 && state.attempts == 1 && state.last_cost == 0);
  CHECK(wait_of(&r) == 2100 && r.budget.tokens == 99 && r.state.last_cost == 1);

  r = limited();
  r.step.give_up = 77;
  CHECK(apifault_retry_next(&r.policy, NULL, &r.budget, &r.decision, &r.attempt, 0.5, &r.step) ==
        APIFAULT_RESULT_NULL_POINTER);
  CHECK(apifault_retry_next(&r.policy, &r.state, &r.budget, NULL, &r.attempt, 0.5, &r.step) ==
        APIFAULT_RESULT_NULL_POINTER);
  CHECK(apifault_retry_next(&r.policy, &r.state, &r.budget, &r.decision, NULL, 0.5, &r.step) ==
        APIFAULT_RESULT_NULL_POINTER);
  CHECK(apifault_retry_next(&r.policy, &r.state, &r.budget, &r.decision, &r.attempt, 0.5, NULL) ==
        APIFAULT_RESULT_NULL_POINTER);
  CHECK(apifault_retry_next(NULL, NULL, NULL, NULL, NULL, 0.5, NULL) ==
        APIFAULT_RESULT_NULL_POINTER);
  CHECK(r.state.attempts == 0 && r.budget.tokens == 100 && r.step.give_up == 77);
}

static void sizes_of_what_a_retry_needs(void) {
  retry r = limited();
  size_t *const sizes[] = {&r.policy.struct_size,  &r.state.struct_size,   &r.budget.struct_size,
                           &r.decision.struct_size, &r.attempt.struct_size, &r.step.struct_size};
  const size_t first[] = {sizeof r.policy,
                          sizeof r.state,
                          sizeof r.budget,
                          offsetof(apifault_decision, scope),
                          sizeof r.attempt,
                          sizeof r.step};
  size_t i;
  for (i = 0; i < sizeof sizes / sizeof *sizes; i++) {
    const size_t before = *sizes[i];
    r.step.give_up = 77;
    *sizes[i] = 0;
    CHECK(next(&r) == APIFAULT_RESULT_BAD_STRUCT_SIZE);
    *sizes[i] = sizeof(size_t);
    CHECK(next(&r) == APIFAULT_RESULT_BAD_STRUCT_SIZE);
    *sizes[i] = first[i] - 1;
    CHECK(next(&r) == APIFAULT_RESULT_BAD_STRUCT_SIZE);
    CHECK(r.state.attempts == 0 && r.budget.tokens == 100 && r.step.give_up == 77);
    CHECK(*sizes[i] == first[i] - 1);
    *sizes[i] = first[i];
    CHECK(wait_of(&r) == 2100);
    *sizes[i] = SIZE_MAX;
    r.state.attempts = 0;
    CHECK(wait_of(&r) == 2100 && *sizes[i] == SIZE_MAX);
    *sizes[i] = before;
    r.state.attempts = 0;
    r.budget.tokens = 100;
  }
}

static void any_byte_is_a_flag(void) {
  const unsigned char bytes[] = {2, 0x80, 0xFF};
  retry r = limited();
  size_t i;
  for (i = 0; i < sizeof bytes; i++) {
    const unsigned char byte = bytes[i];
    r = limited();
    memset(&r.attempt.sent, byte, sizeof r.attempt.sent);
    memset(&r.attempt.idempotent, byte, sizeof r.attempt.idempotent);
    memset(&r.decision.has_delay, byte, sizeof r.decision.has_delay);
    memset(r.attempt.reserved, byte, sizeof r.attempt.reserved);
    memset(r.decision.reserved, byte, sizeof r.decision.reserved);
    r.state.reserved = byte;
    CHECK(wait_of(&r) == 2100);
    memset(&r.attempt.delivered, byte, sizeof r.attempt.delivered);
    CHECK(give_up_of(&r) == APIFAULT_GIVE_UP_DELIVERED && r.step.delay_ms == 2000);
  }
  r.decision.kind = APIFAULT_KIND_TIMEOUT;
  r.attempt.delivered = false;
  r.attempt.idempotent = false;
  CHECK(give_up_of(&r) == APIFAULT_GIVE_UP_NOT_IDEMPOTENT);
}

static void unknown_numbers_of_a_decision_are_not_retried(void) {
  retry r = limited();
  r.decision.advice = UINT32_MAX;
  CHECK(give_up_of(&r) == APIFAULT_GIVE_UP_NOT_RETRYABLE);
  r.decision.advice = APIFAULT_ADVICE_BACKOFF;
  r.decision.has_delay = false;
  r.decision.kind = UINT32_MAX;
  r.decision.remedies = UINT32_MAX;
  r.decision.scope = UINT32_MAX;
  /* As for APIFAULT_KIND_UNKNOWN: the usual backoff of the second attempt. */
  CHECK(wait_of(&r) == 500);
  r.decision.kind = 24;
  CHECK(wait_of(&r) == 1000);
}

static void any_random_number_gives_a_wait_within_its_bound(void) {
  const double zero = 0;
  const double numbers[] = {zero / zero, 1 / zero, -1 / zero, -1, 1, 2, -0.0, 1e-320};
  retry r = limited();
  size_t i;
  for (i = 0; i < sizeof numbers / sizeof *numbers; i++) {
    r = limited();
    r.random = numbers[i];
    CHECK(wait_of(&r) == 2000);
    r.decision.advice = APIFAULT_ADVICE_BACKOFF;
    r.decision.has_delay = false;
    CHECK(wait_of(&r) == 0);
  }
  r = limited();
  r.random = 0.9999999999999999;
  CHECK(wait_of(&r) == 2199);
}

static void a_policy_of_zeros_and_one_of_the_largest_numbers_are_taken(void) {
  retry r = limited();
  size_t size = sizeof r.policy;
  int i;
  memset(&r.policy, 0, sizeof r.policy);
  r.policy.struct_size = size;
  CHECK(give_up_of(&r) == APIFAULT_GIVE_UP_DELAY_TOO_LONG);
  CHECK(r.step.has_delay && r.step.delay_ms == 2000);
  r.decision.has_delay = false;
  CHECK(give_up_of(&r) == APIFAULT_GIVE_UP_TRIES && !r.step.has_delay);
  r.decision.kind = APIFAULT_KIND_SUCCESS;
  CHECK(next(&r) == APIFAULT_RESULT_OK && r.step.is_done && r.step.give_up == 0);

  r = limited();
  memset(&r.policy, 0xFF, sizeof r.policy);
  CHECK(give_up_of(&r) == APIFAULT_GIVE_UP_BUDGET);
  r.budget.tokens = UINT32_MAX;
  CHECK(wait_of(&r) == 2100 && r.budget.tokens == 0 && r.state.last_cost == UINT32_MAX);
  r.budget.tokens = UINT32_MAX;
  r.decision.has_delay = false;
  /* The longest wait that there is. */
  CHECK(wait_of(&r) == 9007199254740991);
  r.decision.kind = APIFAULT_KIND_SUCCESS;
  CHECK(next(&r) == APIFAULT_RESULT_OK && r.step.is_done);
  CHECK(r.budget.tokens == 100 && r.budget.capacity == 100 && r.state.last_cost == 0);

  r = limited();
  r.state.attempts = r.state.now_retries = UINT32_MAX;
  for (i = 0; i < 2; i++) {
    CHECK(give_up_of(&r) == APIFAULT_GIVE_UP_TRIES && r.state.attempts == UINT32_MAX);
  }
}

static void delays_and_times_of_any_length_are_taken(void) {
  const uint64_t longest[] = {9007199254740991, UINT64_MAX};
  retry r = limited();
  size_t i;
  r.decision.delay_ms = 0;
  CHECK(wait_of(&r) == 0);
  for (i = 0; i < sizeof longest / sizeof *longest; i++) {
    r = limited();
    r.decision.delay_ms = longest[i];
    CHECK(give_up_of(&r) == APIFAULT_GIVE_UP_DELAY_TOO_LONG && r.step.delay_ms == longest[i]);
    r = limited();
    r.attempt.elapsed_ms = longest[i];
    CHECK(give_up_of(&r) == APIFAULT_GIVE_UP_DEADLINE && r.step.delay_ms == 2000);
  }
}

static void what_is_newer_is_left_alone(void) {
  struct {
    apifault_retry_step step;
    unsigned char later[64];
  } newer;
  retry r = limited();
  size_t i;
  memset(&newer, 0xFF, sizeof newer);
  newer.step.struct_size = sizeof newer;
  CHECK(apifault_retry_next(NULL, &r.state, NULL, &r.decision, &r.attempt, 0.5, &newer.step) ==
        APIFAULT_RESULT_OK);
  CHECK(newer.step.wait_ms == 2100 && newer.step.struct_size == sizeof newer);
  CHECK(newer.step.reserved[0] == 0 && newer.step.reserved[1] == 0 && newer.step.delay_ms == 0);
  for (i = 0; i < sizeof newer.later; i++) {
    CHECK(newer.later[i] == 0xFF);
  }
}

static void a_decision_is_read_from_a_report(void) {
  const size_t first = offsetof(apifault_decision, scope);
  apifault_decision decision = APIFAULT_DECISION_INIT;
  apifault_report *report = NULL;
  CHECK(apifault_classify(429, HEADERS, BODY, NULL, &report) == APIFAULT_RESULT_OK);
  CHECK(!apifault_report_decision(report, NULL));
  decision.struct_size = first - 1;
  CHECK(!apifault_report_decision(report, &decision) && decision.kind == 0);
  decision.struct_size = first;
  decision.scope = 77;
  CHECK(apifault_report_decision(report, &decision) && decision.scope == 77);
  CHECK(decision.kind == APIFAULT_KIND_RATE_LIMITED && decision.struct_size == first);
  CHECK(decision.has_delay && decision.delay_ms == 2000);
  decision.struct_size = SIZE_MAX;
  CHECK(apifault_report_decision(report, &decision));
  CHECK(decision.scope == APIFAULT_SCOPE_CREDENTIAL && decision.struct_size == SIZE_MAX);
  apifault_report_free(report);
}

static void a_cooldown_is_read_and_written_by_its_size(void) {
  const size_t small[] = {0, sizeof(size_t), sizeof(apifault_cooldown) - 1};
  apifault_cooldown cooldown = APIFAULT_COOLDOWN_INIT;
  apifault_cooldown written = APIFAULT_COOLDOWN_INIT;
  retry r = limited();
  size_t i;
  CHECK(!apifault_cooldown_of(NULL, 0, &cooldown));
  CHECK(!apifault_cooldown_of(&r.decision, 0, NULL));
  CHECK(!apifault_cooldown_of(NULL, 0, NULL));
  CHECK(!apifault_cooldown_covers(NULL, false, false, false));
  CHECK(apifault_cooldown_of(&r.decision, UINT64_MAX, &written));
  CHECK(written.wait_ms == 2000 && written.until_ms == 9007199254740991);
  for (i = 0; i < sizeof small / sizeof *small; i++) {
    cooldown.struct_size = small[i];
    CHECK(!apifault_cooldown_of(&r.decision, 0, &cooldown) && cooldown.wait_ms == 0);
    written.struct_size = small[i];
    CHECK(!apifault_cooldown_covers(&written, false, false, false));
  }
  written.struct_size = SIZE_MAX;
  CHECK(apifault_cooldown_covers(&written, false, false, false));
  CHECK(!apifault_cooldown_covers(&written, false, false, true));
  memset(&written.only_this_model, 2, sizeof written.only_this_model);
  CHECK(!apifault_cooldown_covers(&written, false, false, true));
  r.decision.struct_size = offsetof(apifault_decision, scope) - 1;
  cooldown.struct_size = sizeof cooldown;
  CHECK(!apifault_cooldown_of(&r.decision, 0, &cooldown));

  r = limited();
  r.decision.kind = APIFAULT_KIND_SUCCESS;
  r.decision.scope = APIFAULT_SCOPE_NONE;
  CHECK(!apifault_cooldown_of(&r.decision, 0, &cooldown) && cooldown.wait_ms == 0);
  /* An unknown scope is that of the kind. */
  r.decision.kind = APIFAULT_KIND_OVERLOADED;
  r.decision.scope = UINT32_MAX;
  r.decision.remedies = UINT32_MAX;
  CHECK(apifault_cooldown_of(&r.decision, 5, &cooldown));
  CHECK(cooldown.scope == APIFAULT_SCOPE_MODEL && cooldown.until_ms == 2005);
  CHECK(cooldown.only_this_model && !cooldown.is_permanent);
}

static void any_number_can_be_named(void) {
  const uint32_t numbers[] = {1000, INT32_MAX, (uint32_t)INT32_MAX + 1, UINT32_MAX};
  size_t i;
  for (i = 0; i < sizeof numbers / sizeof *numbers; i++) {
    CHECK(is(apifault_kind_name(numbers[i]), "unknown"));
    CHECK(!absent(apifault_kind_action(numbers[i])));
    CHECK(!apifault_kind_is_success(numbers[i]));
    CHECK(absent(apifault_fault_name(numbers[i])));
    CHECK(absent(apifault_advice_name(numbers[i])));
    CHECK(absent(apifault_scope_name(numbers[i])));
    CHECK(absent(apifault_remedy_name(numbers[i])));
    CHECK(absent(apifault_delay_source_name(numbers[i])));
    CHECK(absent(apifault_provider_name(numbers[i])));
    CHECK(absent(apifault_metric_name(numbers[i])));
    CHECK(absent(apifault_window_name(numbers[i])));
    CHECK(absent(apifault_ended_name(numbers[i])));
    CHECK(absent(apifault_give_up_name(numbers[i])));
    CHECK(absent(apifault_failure_name(numbers[i])));
    CHECK(!absent(apifault_result_message(numbers[i])));
  }
  CHECK(absent(apifault_remedy_name(0)));
  CHECK(absent(apifault_remedy_name(3)));
  CHECK(absent(apifault_give_up_name(0)));
  CHECK(is(apifault_failure_name(0), "other"));
  CHECK(absent(apifault_delay_source_name(0)));
  CHECK(absent(apifault_provider_name(0)));
  CHECK(absent(apifault_metric_name(0)));
  CHECK(absent(apifault_window_name(0)));
}

int main(void) {
  CHECK(apifault_version_number() == APIFAULT_VERSION_NUMBER);
  CHECK(!absent(apifault_version()));
  null_and_empty_inputs();
  null_outputs();
  sizes_of_options();
  an_unknown_provider_counts_as_none();
  sizes_of_a_decision();
  sizes_of_a_limit();
  a_null_report_has_only_absent_values();
  a_report_outlives_its_inputs();
  a_report_is_read_with_null_outputs_and_past_its_limits();
  a_status_is_not_read_from_the_headers();
  a_plain_body_gives_its_first_1000_characters();
  a_failure_leaves_the_report_pointer_alone();
  a_text_is_classified_or_rejected();
  sizes_of_a_refusal();
  a_failure_has_the_texts_that_it_is_given();
  a_text_is_redacted_or_rejected();
  a_stream_is_not_created_from_wrong_arguments();
  any_options_of_a_stream_are_taken();
  a_null_stream_finds_nothing();
  a_stream_takes_null_and_empty_inputs();
  an_error_is_taken_once_and_only_with_an_output();
  a_report_outlives_its_stream();
  a_stream_is_used_after_its_end();
  sizes_of_an_ending();
  a_step_that_no_call_has_written_gives_up();
  a_policy_and_a_budget_may_be_missing_and_nothing_else();
  sizes_of_what_a_retry_needs();
  any_byte_is_a_flag();
  unknown_numbers_of_a_decision_are_not_retried();
  any_random_number_gives_a_wait_within_its_bound();
  a_policy_of_zeros_and_one_of_the_largest_numbers_are_taken();
  delays_and_times_of_any_length_are_taken();
  what_is_newer_is_left_alone();
  a_decision_is_read_from_a_report();
  a_cooldown_is_read_and_written_by_its_size();
  any_number_can_be_named();
  return 0;
}
