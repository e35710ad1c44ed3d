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

enum { MAX_ATTEMPTS = 8, MAX_BACKOFF_MS = 16000 };

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

typedef struct client {
  CURL *curl;
  struct curl_slist *headers;
  buffer request;
  /* How long all waits together may take. */
  uint64_t budget_ms;
  uint64_t first_backoff_ms;
} client;

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

/* Prepares a GET request, or a POST request with the JSON of a file. Returns false and sets errno if
 * the file cannot be read. */
static inline bool client_open(client *self, const char *url, const char *path) {
  if (path != NULL && !buffer_read_file(&self->request, path)) {
    return false;
  }
  srand((unsigned)time(NULL) ^ (unsigned)getpid());
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
  free(self->request.data);
}

/* A callback of curl that appends what it is given to a buffer. */
static inline size_t append(char *data, size_t size, size_t count, void *to) {
  /* If fewer bytes are taken than were given, curl ends the call with an error. */
  return buffer_append(to, data, size * count) ? size * count : 0;
}

/* Whether a failure of curl, which has no response to classify, may be over soon. */
static inline bool is_transient(CURLcode code) {
  return code == CURLE_COULDNT_CONNECT || code == CURLE_OPERATION_TIMEDOUT ||
         code == CURLE_GOT_NOTHING || code == CURLE_RECV_ERROR || code == CURLE_PARTIAL_FILE;
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

/* ---- Waiting --------------------------------------------------------------------------------- */

static inline void wait_ms(uint64_t ms) {
  struct timespec left;
  left.tv_sec = (time_t)(ms / 1000);
  left.tv_nsec = (long)(ms % 1000) * 1000000;
  while (nanosleep(&left, &left) != 0 && errno == EINTR) {
  }
}

/* Exponential backoff with jitter: at least half of the wait, so that clients that failed together
 * do not retry together. */
static inline uint64_t backoff_ms(const client *self, unsigned failures) {
  uint64_t most = self->first_backoff_ms;
  while (--failures > 0 && most < MAX_BACKOFF_MS) {
    most *= 2;
  }
  return most / 2 + (uint64_t)rand() % (most / 2 + 1);
}

/* How long to wait before the same request is sent again. Returns false if a retry cannot help. */
static inline bool next_wait(const client *self, const apifault_report *report, unsigned attempt,
                             uint64_t *ms) {
  switch (apifault_report_advice(report)) {
    case APIFAULT_ADVICE_NOW:
      *ms = 0;
      return true;
    case APIFAULT_ADVICE_AFTER_DELAY:
      return apifault_report_delay_ms(report, ms);
    case APIFAULT_ADVICE_BACKOFF:
      *ms = backoff_ms(self, attempt);
      return true;
    default:
      return false;
  }
}

/* Waits before the next attempt. Returns false if there were enough of them, or if the budget does
 * not allow the wait. */
static inline bool wait_within_budget(client *self, unsigned attempt, uint64_t ms) {
  if (attempt == MAX_ATTEMPTS || ms > self->budget_ms) {
    fprintf(stderr, "giving up: the budget does not allow another wait of %" PRIu64 " ms\n", ms);
    return false;
  }
  fprintf(stderr, "retrying in %" PRIu64 " ms\n", ms);
  self->budget_ms -= ms;
  wait_ms(ms);
  return true;
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

#endif /* CLIENT_H */
