/*
 * Calls an API with libcurl, waits between attempts, and prints failures. Shared by the clients in C.
 */

#ifndef CLIENT_H
#define CLIENT_H

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <curl/curl.h>

#include "apifault.h"

#include "print_text.h"

enum { EXIT_GAVE_UP = 1, EXIT_WRONG_USAGE = 2 };

/* Longer than any response of such an API. */
static const size_t max_response = (size_t)64 << 20;

/* ---- A buffer that grows --------------------------------------------------------------------- */

typedef struct buffer {
  char *data;
  size_t len;
  size_t size;
} buffer;

/* Appends bytes. Returns false if they are too many, or if there is no memory. */
static inline bool buffer_append(buffer *self, const char *data, size_t len) {
  if (len == 0) {
    return true;
  }
  if (len > max_response - self->len) {
    return false;
  }
  if (self->len + len > self->size) {
    size_t size = 2 * (self->len + len);
    char *larger = realloc(self->data, size);
    if (larger == NULL) {
      return false;
    }
    self->data = larger;
    self->size = size;
  }
  memcpy(self->data + self->len, data, len);
  self->len += len;
  return true;
}

static inline bool buffer_read_file(buffer *self, const char *path) {
  char chunk[4096];
  size_t len;
  bool read = true;
  FILE *file = fopen(path, "rb");
  if (file == NULL) {
    return false;
  }
  while (read && (len = fread(chunk, 1, sizeof chunk, file)) > 0) {
    read = buffer_append(self, chunk, len);
  }
  read = read && !ferror(file);
  fclose(file);
  return read;
}

/* ---- The client ------------------------------------------------------------------------------ */

#define CLIENT_INIT                                                                             \
  {NULL, NULL, {NULL, 0, 0}, APIFAULT_RETRY_POLICY_INIT, APIFAULT_RETRY_STATE_INIT, 0, NULL}

typedef struct client {
  CURL *curl;
  struct curl_slist *headers;
  buffer request;
  apifault_retry_policy policy;
  /* What the policy remembers of the call, and when its first attempt began. */
  apifault_retry_state state;
  uint64_t start_ms;
  /* The report of the last response, or NULL. */
  apifault_report *report;
} client;

/* What the policy must know of an attempt. */
typedef struct outcome {
  apifault_decision decision;
  apifault_retry_attempt attempt;
} outcome;

/* Takes an option and its number from the arguments, if it is the next one. */
static inline bool take_option(int argc, char **argv, int *next, const char *name, uint64_t *ms) {
  char *end;
  if (argc - *next < 2 || strcmp(argv[*next], name) != 0) {
    return false;
  }
  *ms = strtoull(argv[*next + 1], &end, 10);
  if (argv[*next + 1][0] < '0' || argv[*next + 1][0] > '9' || *end != '\0') {
    return false;
  }
  *next += 2;
  return true;
}

/* Takes the options of a policy from the arguments, if one is the next. */
static inline bool take_policy(int argc, char **argv, int *next, apifault_retry_policy *policy) {
  uint64_t ms;
  if (take_option(argc, argv, next, "--deadline", &ms)) {
    policy->deadline_ms = ms;
    return true;
  }
  if (take_option(argc, argv, next, "--backoff", &ms)) {
    policy->backoff_base_ms = policy->overload_base_ms = policy->rate_limit_base_ms = ms;
    return true;
  }
  return false;
}

static inline struct curl_slist *request_headers(void) {
  struct curl_slist *headers = curl_slist_append(NULL, "content-type: application/json");
  const char *key = getenv("API_KEY");
  if (key != NULL) {
    static const char name[] = "authorization: Bearer ";
    char *line = malloc(sizeof name + strlen(key));
    if (line != NULL) {
      strcpy(line, name);
      strcat(line, key);
      headers = curl_slist_append(headers, line);
      free(line);
    }
  }
  return headers;
}

/* A clock that nobody sets. */
static inline uint64_t clock_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

/* Prepares a GET request, or a POST request with the JSON of a file. Returns false and sets errno if
 * the file cannot be read. */
static inline bool client_open(client *self, const char *url, const char *path) {
  if (path != NULL && !buffer_read_file(&self->request, path)) {
    return false;
  }
  srand((unsigned)time(NULL) ^ (unsigned)getpid());
  self->start_ms = clock_ms();
  curl_global_init(CURL_GLOBAL_DEFAULT);
  self->curl = curl_easy_init();
  self->headers = request_headers();
  curl_easy_setopt(self->curl, CURLOPT_URL, url);
  curl_easy_setopt(self->curl, CURLOPT_HTTPHEADER, self->headers);
  curl_easy_setopt(self->curl, CURLOPT_ACCEPT_ENCODING, "");
  if (path != NULL) {
    const char *data = self->request.data != NULL ? self->request.data : "";
    curl_easy_setopt(self->curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)self->request.len);
    curl_easy_setopt(self->curl, CURLOPT_POSTFIELDS, data);
  }
  return true;
}

static inline void client_close(client *self) {
  curl_easy_cleanup(self->curl);
  curl_slist_free_all(self->headers);
  curl_global_cleanup();
  apifault_report_free(self->report);
  free(self->request.data);
}

/* A callback of curl that appends what it is given to a buffer. */
static inline size_t append(char *data, size_t size, size_t count, void *to) {
  /* If fewer bytes are taken than were given, curl ends the call with an error. */
  return buffer_append(to, data, size * count) ? size * count : 0;
}

static inline uint64_t unix_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

/* Classifies a response whose headers are lines as curl delivers them, including those of redirects,
 * proxies and 100 Continue. */
static inline apifault_report *classify(long status, const buffer *headers, const buffer *body) {
  apifault_options options = APIFAULT_OPTIONS_INIT;
  apifault_report *report = NULL;
  uint32_t result;
  options.now_ms = unix_ms();
  result = apifault_classify((uint16_t)status, headers->data, headers->len, body->data, body->len,
                             &options, &report);
  if (result != APIFAULT_RESULT_OK) {
    print_text(stderr, apifault_result_message(result));
    fputc('\n', stderr);
  }
  return report;
}

/* ---- Printing -------------------------------------------------------------------------------- */

static inline void print_failure(unsigned attempt, const apifault_report *report) {
  apifault_text message = apifault_report_message(report);
  apifault_text request_id = apifault_report_request_id(report);
  fprintf(stderr, "attempt %u: ", attempt);
  print_text(stderr, apifault_kind_name(apifault_report_kind(report)));
  fprintf(stderr, ", status %d", apifault_report_status(report));
  if (message.data != NULL) {
    fputs(": ", stderr);
    print_text(stderr, message);
  }
  if (request_id.data != NULL) {
    fputs(" [", stderr);
    print_text(stderr, request_id);
    fputs("]", stderr);
  }
  fputc('\n', stderr);
}

static inline void print_action(const apifault_report *report) {
  fputs("action: ", stderr);
  print_text(stderr, apifault_report_action(report));
  fputc('\n', stderr);
}

/* ---- One attempt ----------------------------------------------------------------------------- */

/* The outcome of a response, whose report the client takes. A failure is printed. */
static inline outcome responded(client *self, apifault_report *report) {
  outcome ended = {APIFAULT_DECISION_INIT, APIFAULT_RETRY_ATTEMPT_INIT};
  apifault_report_free(self->report);
  self->report = report;
  apifault_report_decision(report, &ended.decision);
  if (!apifault_kind_is_success(ended.decision.kind)) {
    print_failure(self->state.attempts + 1, report);
  }
  return ended;
}

/* The outcome of an attempt without a response: curl says what happened. */
static inline outcome failed(client *self, CURLcode code) {
  outcome ended = {APIFAULT_DECISION_INIT, APIFAULT_RETRY_ATTEMPT_INIT};
  fprintf(stderr, "attempt %u: %s\n", self->state.attempts + 1, curl_easy_strerror(code));
  apifault_report_free(self->report);
  self->report = NULL;
  ended.decision.advice = APIFAULT_ADVICE_BACKOFF;
  switch (code) {
    case CURLE_COULDNT_CONNECT:
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
      ended.attempt.sent = false;
      ended.decision.kind = APIFAULT_KIND_BAD_GATEWAY;
      break;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_GOT_NOTHING:
    case CURLE_PARTIAL_FILE:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
      ended.decision.kind = APIFAULT_KIND_BAD_GATEWAY;
      break;
    case CURLE_OPERATION_TIMEDOUT:
    case CURLE_ABORTED_BY_CALLBACK:
      ended.decision.kind = APIFAULT_KIND_TIMEOUT;
      break;
    default:
      /* Such as an address that cannot be, or a certificate that is not accepted. */
      ended.decision.kind = APIFAULT_KIND_INVALID_REQUEST;
      ended.decision.advice = APIFAULT_ADVICE_NO;
  }
  return ended;
}

/* ---- Waiting --------------------------------------------------------------------------------- */

static inline void wait_ms(uint64_t ms) {
  struct timespec left;
  left.tv_sec = (time_t)(ms / 1000);
  left.tv_nsec = (long)(ms % 1000) * 1000000;
  while (nanosleep(&left, &left) != 0 && errno == EINTR) {
  }
}

static inline void print_give_up(const client *self, const apifault_retry_step *step) {
  fputs("giving up: ", stderr);
  print_text(stderr, apifault_give_up_name(step->give_up));
  if (step->has_delay) {
    fprintf(stderr, ", the server asks for %" PRIu64 " ms", step->delay_ms);
  }
  fputc('\n', stderr);
  if (self->report != NULL) {
    print_action(self->report);
  }
}

/* Waits before the next attempt. Returns false if there is none: the call succeeded, or it is given
 * up. */
static inline bool retries(client *self, outcome *ended) {
  apifault_retry_step step = APIFAULT_RETRY_STEP_INIT;
  double random = rand() / (RAND_MAX + 1.0);
  ended->attempt.elapsed_ms = clock_ms() - self->start_ms;
  if (apifault_retry_next(&self->policy, &self->state, NULL, &ended->decision, &ended->attempt,
                          random, &step) != APIFAULT_RESULT_OK ||
      step.is_done) {
    return false;
  }
  if (step.give_up != 0) {
    print_give_up(self, &step);
    return false;
  }
  fprintf(stderr, "retrying in %" PRIu64 " ms\n", step.wait_ms);
  wait_ms(step.wait_ms);
  return true;
}

#endif /* CLIENT_H */
