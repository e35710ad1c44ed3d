/*
 * Calls an LLM API. If the call fails, prints what went wrong, waits as the retry policy says, and
 * sends the request again, until it succeeds or the policy gives up.
 *
 *     cc curl_retry.c $(pkg-config --cflags --libs apifault libcurl) -o curl_retry
 *     API_KEY=... ./curl_retry https://api.groq.com/openai/v1/chat/completions request.json
 */

#define _POSIX_C_SOURCE 200809L

#include "client.h"

static const char usage[] =
    "Usage: curl_retry [--deadline MS] [--backoff MS] URL [FILE]\n"
    "\n"
    "Sends a GET request, or a POST request with the JSON of FILE, and prints the body of the\n"
    "response. Failures are printed to standard error, with their API keys hidden. The request is\n"
    "sent again if that can help: after the delay that the server states, or after a random wait\n"
    "below --backoff milliseconds, then twice as many, and so on. No attempt begins --deadline\n"
    "milliseconds after the first one (default: 600000). The environment variable API_KEY holds the\n"
    "key.\n"
    "\n"
    "Exit status: 0 the call succeeded, 1 it failed, 2 wrong usage.\n";

/* ---- One call -------------------------------------------------------------------------------- */

typedef struct response {
  long status;
  buffer headers;
  buffer body;
} response;

static CURLcode call(CURL *curl, response *into) {
  CURLcode code;
  into->status = 0;
  into->headers.len = 0;
  into->body.len = 0;
  curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, append);
  curl_easy_setopt(curl, CURLOPT_HEADERDATA, &into->headers);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, append);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &into->body);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, 600L);
  code = curl_easy_perform(curl);
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &into->status);
  return code;
}

/* ---- The loop -------------------------------------------------------------------------------- */

/* Returns whether the call succeeded in the end. */
static bool call_with_retries(client *client, response *answer) {
  outcome ended;
  do {
    CURLcode code = call(client->curl, answer);
    /* The headers of an error say enough if its body breaks off. If there is no response to
     * classify, curl says what happened. */
    ended = code == CURLE_OK || answer->status >= 400
                ? responded(client, classify(answer->status, &answer->headers, &answer->body))
                : failed(client, code);
  } while (retries(client, &ended));
  return apifault_kind_is_success(ended.decision.kind);
}

int main(int argc, char **argv) {
  client client = CLIENT_INIT;
  response answer = {0, {NULL, 0, 0}, {NULL, 0, 0}};
  bool success;
  int next = 1;

  if (argc == 2 && strcmp(argv[1], "--help") == 0) {
    fputs(usage, stdout);
    return 0;
  }
  while (take_policy(argc, argv, &next, &client.policy)) {
  }
  if (argc - next < 1 || argc - next > 2 || argv[next][0] == '-') {
    fputs(usage, stderr);
    return EXIT_WRONG_USAGE;
  }
  if (!client_open(&client, argv[next], argc - next == 2 ? argv[next + 1] : NULL)) {
    fprintf(stderr, "curl_retry: %s cannot be read: %s\n", argv[next + 1], strerror(errno));
    return EXIT_WRONG_USAGE;
  }

  success = call_with_retries(&client, &answer);
  if (success && answer.body.len > 0) {
    fwrite(answer.body.data, 1, answer.body.len, stdout);
  }

  client_close(&client);
  free(answer.headers.data);
  free(answer.body.data);
  if (fflush(stdout) != 0) {
    fprintf(stderr, "curl_retry: the response cannot be written: %s\n", strerror(errno));
    success = false;
  }
  return success ? 0 : EXIT_GAVE_UP;
}
