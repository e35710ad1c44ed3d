/*
 * Streams a chat completion, and prints the text of the model as it comes. If the stream fails, prints
 * what went wrong, and sends the request again only if nothing was printed yet and a retry can help.
 *
 *     cc curl_stream.c $(pkg-config --cflags --libs apifault libcurl) -o curl_stream
 *     API_KEY=... ./curl_stream https://api.groq.com/openai/v1/chat/completions request.json
 */

#define _POSIX_C_SOURCE 200809L

#include "client.h"

#include "chat_text.h"

static const char usage[] =
    "Usage: curl_stream [--deadline MS] [--backoff MS] [--idle MS] URL [FILE]\n"
    "\n"
    "Sends a GET request, or a POST request with the JSON of FILE, which must have \"stream\": true,\n"
    "and prints the text of the model as it comes. Failures are printed to standard error, with their\n"
    "API keys hidden. As long as no text came, the request is sent again if that can help: after the\n"
    "delay that the server states, or after a random wait below --backoff milliseconds, then twice as\n"
    "many, and so on. No attempt begins --deadline milliseconds after the first one (default: 600000).\n"
    "A server that sends nothing but keep-alives for --idle milliseconds (default: 60000) has broken\n"
    "off, and no attempt takes more than ten minutes. The environment variable API_KEY holds the key.\n"
    "\n"
    "Exit status: 0 the answer is whole, 1 the call failed, 2 wrong usage.\n";

/* ---- One call -------------------------------------------------------------------------------- */

typedef struct answer {
  CURL *curl;
  uint64_t idle_ms;
  buffer headers;
  /* The body of a response that is no stream. */
  buffer body;
  /* NULL until the first bytes of the body. */
  apifault_stream *stream;
  chat_text chat;
  /* Whether text was printed, and whether it ended with a line feed. */
  bool printed;
  bool line_ended;
  /* How many events came, and when the last of them came. */
  uint64_t events;
  uint64_t events_ms;
} answer;

static long status_of(const answer *self) {
  long status = 0;
  curl_easy_getinfo(self->curl, CURLINFO_RESPONSE_CODE, &status);
  return status;
}

static bool is_stream(const answer *self) {
  long status = status_of(self);
  return status >= 200 && status < 300;
}

static bool open_stream(answer *self) {
  apifault_stream_options options = APIFAULT_STREAM_OPTIONS_INIT;
  options.now_ms = unix_ms();
  return apifault_stream_new((uint16_t)status_of(self), self->headers.data, self->headers.len,
                             &options, &self->stream) == APIFAULT_RESULT_OK;
}

static void print_chat(answer *self) {
  apifault_text text = {self->chat.text.data, self->chat.text.len};
  if (text.len > 0) {
    print_characters(stdout, text, false);
    fflush(stdout);
    self->printed = true;
    self->line_ended = text.data[text.len - 1] == '\n';
    self->chat.text.len = 0;
  }
}

/* Ends the line of the text, so that something else can follow. */
static void end_text(answer *self) {
  if (self->printed && !self->line_ended) {
    putchar('\n');
    fflush(stdout);
    self->line_ended = true;
  }
}

/* The callback of curl for the body. */
static size_t take(char *data, size_t size, size_t count, void *to) {
  answer *self = to;
  size_t len = size * count;
  if (len == 0) {
    return 0;
  }
  if (!is_stream(self)) {
    return append(data, size, count, &self->body);
  }
  if ((self->stream == NULL && !open_stream(self)) ||
      apifault_stream_feed(self->stream, data, len) != APIFAULT_RESULT_OK) {
    return 0;
  }
  chat_text_feed(&self->chat, data, len);
  print_chat(self);
  /* Some servers hold the connection open after an error: taking fewer bytes than were given ends the
   * call. */
  return apifault_stream_is_terminal(self->stream) ? 0 : len;
}

/* The callback of curl that can end the call. Keep-alives are no events. */
static int watch(void *of, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d) {
  answer *self = of;
  uint64_t events = apifault_stream_events(self->stream);
  uint64_t now = clock_ms();
  (void)a, (void)b, (void)c, (void)d;
  if (events != self->events) {
    self->events = events;
    self->events_ms = now;
  }
  return now - self->events_ms > self->idle_ms;
}

static CURLcode call(answer *self) {
  self->headers.len = 0;
  self->body.len = 0;
  chat_text_reset(&self->chat);
  apifault_stream_free(self->stream);
  self->stream = NULL;
  self->events = 0;
  self->events_ms = clock_ms();
  curl_easy_setopt(self->curl, CURLOPT_HEADERFUNCTION, append);
  curl_easy_setopt(self->curl, CURLOPT_HEADERDATA, &self->headers);
  curl_easy_setopt(self->curl, CURLOPT_WRITEFUNCTION, take);
  curl_easy_setopt(self->curl, CURLOPT_WRITEDATA, self);
  curl_easy_setopt(self->curl, CURLOPT_TIMEOUT, 600L);
  curl_easy_setopt(self->curl, CURLOPT_XFERINFOFUNCTION, watch);
  curl_easy_setopt(self->curl, CURLOPT_XFERINFODATA, self);
  curl_easy_setopt(self->curl, CURLOPT_NOPROGRESS, 0L);
  return curl_easy_perform(self->curl);
}

/* ---- The loop -------------------------------------------------------------------------------- */

static outcome end_stream(client *client, answer *answer, CURLcode code) {
  outcome ended = {APIFAULT_DECISION_INIT, APIFAULT_RETRY_ATTEMPT_INIT};
  apifault_stream_ending ending = APIFAULT_STREAM_ENDING_INIT;

  chat_text_end(&answer->chat);
  print_chat(answer);
  if ((answer->stream == NULL && !open_stream(answer)) ||
      apifault_stream_finish(answer->stream, &ending) != APIFAULT_RESULT_OK) {
    return failed(client, CURLE_OUT_OF_MEMORY);
  }
  end_text(answer);
  if (ending.report != NULL) {
    ended = responded(client, ending.report);
  } else if (ending.ended != APIFAULT_ENDED_COMPLETE && code != CURLE_OK) {
    ended = failed(client, code);
  } else {
    ended.decision.kind = APIFAULT_KIND_SUCCESS;
  }
  /* A retry after a part of the answer came would print that part twice. */
  ended.attempt.delivered = ending.delivered || answer->printed;
  return ended;
}

static outcome attempt(client *client, answer *answer) {
  CURLcode code = call(answer);
  long status = status_of(answer);
  if (status == 0) {
    return failed(client, code);
  }
  if (is_stream(answer)) {
    return end_stream(client, answer, code);
  }
  return responded(client, classify(status, &answer->headers, &answer->body));
}

/* Returns whether the answer is whole in the end. */
static bool stream_with_retries(client *client, answer *answer) {
  outcome ended;
  do {
    ended = attempt(client, answer);
  } while (retries(client, &ended));
  return apifault_kind_is_success(ended.decision.kind);
}

int main(int argc, char **argv) {
  client client = CLIENT_INIT;
  static answer answer;
  bool success;
  int next = 1;

  if (argc == 2 && strcmp(argv[1], "--help") == 0) {
    fputs(usage, stdout);
    return 0;
  }
  answer.idle_ms = 60000;
  while (take_policy(argc, argv, &next, &client.policy) ||
         take_option(argc, argv, &next, "--idle", &answer.idle_ms)) {
  }
  if (argc - next < 1 || argc - next > 2 || argv[next][0] == '-') {
    fputs(usage, stderr);
    return EXIT_WRONG_USAGE;
  }
  if (!client_open(&client, argv[next], argc - next == 2 ? argv[next + 1] : NULL)) {
    fprintf(stderr, "curl_stream: %s cannot be read: %s\n", argv[next + 1], strerror(errno));
    return EXIT_WRONG_USAGE;
  }

  answer.curl = client.curl;
  success = stream_with_retries(&client, &answer);

  client_close(&client);
  apifault_stream_free(answer.stream);
  chat_text_free(&answer.chat);
  free(answer.headers.data);
  free(answer.body.data);
  if (fflush(stdout) != 0 || ferror(stdout)) {
    fprintf(stderr, "curl_stream: the text cannot be written: %s\n", strerror(errno));
    success = false;
  }
  return success ? 0 : EXIT_GAVE_UP;
}
