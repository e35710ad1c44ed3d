/*
 * Calls an LLM API. If the call fails, prints what went wrong, waits as the server asks, and sends
 * the request again, until it succeeds, a retry cannot help, or the budget is used up.
 *
 *     cc curl_retry.c $(pkg-config --cflags --libs apifault libcurl) -o curl_retry
 *     API_KEY=... ./curl_retry https://api.groq.com/openai/v1/chat/completions request.json
 */

#define _POSIX_C_SOURCE 200809L

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

enum { MAX_ATTEMPTS = 8, FIRST_BACKOFF_MS = 250, MAX_BACKOFF_MS = 16000 };

/* Longer than any response of such an API. */
static const size_t max_response = (size_t)64 << 20;

static const char usage[] =
    "Usage: curl_retry [--budget MS] URL [FILE]\n"
    "\n"
    "Sends a GET request, or a POST request with the JSON of FILE, and prints the body of the\n"
    "response. Failures are printed to standard error, with their API keys hidden. The request is\n"
    "sent again if that can help, as long as all waits together take at most MS milliseconds\n"
    "(default: 60000). The environment variable API_KEY holds the key.\n"
    "\n"
    "Exit status: 0 the call succeeded, 1 it failed, 2 wrong usage.\n";

/* ---- A buffer that grows --------------------------------------------------------------------- */

typedef struct buffer {
  char *data;
  size_t len;
  size_t size;
} buffer;

/* Appends bytes. Returns false if they are too many, or if there is no memory. */
static bool buffer_append(buffer *self, const char *data, size_t len) {
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

static bool buffer_read_file(buffer *self, const char *path) {
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

/* ---- One call -------------------------------------------------------------------------------- */

typedef struct response {
  long status;
  /* The lines as curl delivers them, including those of redirects, proxies and 100 Continue. */
  buffer headers;
  buffer body;
} response;

static size_t append(char *data, size_t size, size_t count, void *to) {
  /* If fewer bytes are taken than were given, curl ends the call with an error. */
  return buffer_append(to, data, size * count) ? size * count : 0;
}

static CURLcode call(CURL *curl, response *into) {
  CURLcode code;
  into->status = 0;
  into->headers.len = 0;
  into->body.len = 0;
  curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, append);
  curl_easy_setopt(curl, CURLOPT_HEADERDATA, &into->headers);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, append);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &into->body);
  code = curl_easy_perform(curl);
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &into->status);
  return code;
}

/* ---- Waiting --------------------------------------------------------------------------------- */

static uint64_t unix_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static void wait_ms(uint64_t ms) {
  struct timespec left;
  left.tv_sec = (time_t)(ms / 1000);
  left.tv_nsec = (long)(ms % 1000) * 1000000;
  while (nanosleep(&left, &left) != 0 && errno == EINTR) {
  }
}

/* Exponential backoff with jitter: at least half of the wait, so that clients that failed together
 * do not retry together. */
static uint64_t backoff_ms(unsigned failures) {
  uint64_t most = FIRST_BACKOFF_MS;
  while (--failures > 0 && most < MAX_BACKOFF_MS) {
    most *= 2;
  }
  return most / 2 + (uint64_t)rand() % (most / 2 + 1);
}

/* ---- Printing -------------------------------------------------------------------------------- */

static void print_failure(unsigned attempt, const apifault_report *report) {
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

static void print_action(const apifault_report *report) {
  fputs("action: ", stderr);
  print_text(stderr, apifault_report_action(report));
  fputc('\n', stderr);
}

/* ---- The loop -------------------------------------------------------------------------------- */

/* How long to wait before the same request is sent again. Returns false if a retry cannot help. */
static bool next_wait(const apifault_report *report, unsigned attempt, uint64_t *ms) {
  switch (apifault_report_advice(report)) {
    case APIFAULT_ADVICE_NOW:
      *ms = 0;
      return true;
    case APIFAULT_ADVICE_AFTER_DELAY:
      return apifault_report_delay_ms(report, ms);
    case APIFAULT_ADVICE_BACKOFF:
      *ms = backoff_ms(attempt);
      return true;
    default:
      return false;
  }
}

static apifault_report *classify(const response *of) {
  apifault_options options = APIFAULT_OPTIONS_INIT;
  apifault_report *report = NULL;
  uint32_t result;
  options.now_ms = unix_ms();
  result = apifault_classify((uint16_t)of->status, of->headers.data, of->headers.len,
                             of->body.data, of->body.len, &options, &report);
  if (result != APIFAULT_RESULT_OK) {
    fputs("curl_retry: ", stderr);
    print_text(stderr, apifault_result_message(result));
    fputc('\n', stderr);
  }
  return report;
}

/* Returns whether the call succeeded in the end. */
static bool call_with_retries(CURL *curl, uint64_t budget_ms, response *answer) {
  unsigned attempt;
  for (attempt = 1;; attempt++) {
    uint64_t ms = 0;
    bool again;
    CURLcode code = call(curl, answer);
    if (code != CURLE_OK) {
      /* There is no complete response to classify: curl says what happened. */
      fprintf(stderr, "attempt %u: %s\n", attempt, curl_easy_strerror(code));
      again = code == CURLE_COULDNT_CONNECT || code == CURLE_OPERATION_TIMEDOUT ||
              code == CURLE_GOT_NOTHING || code == CURLE_RECV_ERROR || code == CURLE_PARTIAL_FILE;
      ms = backoff_ms(attempt);
    } else {
      apifault_report *report = classify(answer);
      bool success = apifault_kind_is_success(apifault_report_kind(report));
      if (!success) {
        print_failure(attempt, report);
      }
      again = !success && next_wait(report, attempt, &ms);
      if (!success && !again) {
        print_action(report);
      }
      apifault_report_free(report);
      if (success) {
        return true;
      }
    }
    if (!again) {
      return false;
    }
    if (attempt == MAX_ATTEMPTS || ms > budget_ms) {
      fprintf(stderr, "giving up: the budget does not allow another wait of %" PRIu64 " ms\n", ms);
      return false;
    }
    fprintf(stderr, "retrying in %" PRIu64 " ms\n", ms);
    budget_ms -= ms;
    wait_ms(ms);
  }
}

static struct curl_slist *request_headers(void) {
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

int main(int argc, char **argv) {
  uint64_t budget_ms = 60000;
  buffer request = {NULL, 0, 0};
  response answer = {0, {NULL, 0, 0}, {NULL, 0, 0}};
  struct curl_slist *headers;
  CURL *curl;
  bool success;
  int next = 1;

  if (argc == 2 && strcmp(argv[1], "--help") == 0) {
    fputs(usage, stdout);
    return 0;
  }
  if (argc > 2 && strcmp(argv[1], "--budget") == 0) {
    char *end;
    budget_ms = strtoull(argv[2], &end, 10);
    next = argv[2][0] >= '0' && argv[2][0] <= '9' && *end == '\0' ? 3 : argc;
  }
  if (argc - next < 1 || argc - next > 2 || argv[next][0] == '-') {
    fputs(usage, stderr);
    return EXIT_WRONG_USAGE;
  }
  if (argc - next == 2 && !buffer_read_file(&request, argv[next + 1])) {
    fprintf(stderr, "curl_retry: %s cannot be read: %s\n", argv[next + 1], strerror(errno));
    return EXIT_WRONG_USAGE;
  }

  srand((unsigned)time(NULL) ^ (unsigned)getpid());
  curl_global_init(CURL_GLOBAL_DEFAULT);
  curl = curl_easy_init();
  headers = request_headers();
  curl_easy_setopt(curl, CURLOPT_URL, argv[next]);
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "");
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, 600L);
  if (argc - next == 2) {
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request.len);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request.data != NULL ? request.data : "");
  }

  success = call_with_retries(curl, budget_ms, &answer);
  if (success && answer.body.len > 0) {
    fwrite(answer.body.data, 1, answer.body.len, stdout);
  }

  curl_easy_cleanup(curl);
  curl_slist_free_all(headers);
  curl_global_cleanup();
  free(answer.headers.data);
  free(answer.body.data);
  free(request.data);
  if (fflush(stdout) != 0) {
    fprintf(stderr, "curl_retry: the response cannot be written: %s\n", strerror(errno));
    success = false;
  }
  return success ? 0 : EXIT_GAVE_UP;
}
