/*
 * Explains one response: what went wrong, what to do, and how long to wait. API keys are hidden.
 *
 *     curl -is https://api.groq.com/openai/v1/models | ./explain
 *
 * Link with -lapifault.
 */

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "apifault.h"

#include "print_text.h"

enum { EXIT_UNUSABLE_INPUT = 1, EXIT_WRONG_USAGE = 2 };

static const char usage[] =
    "Usage: explain [FILE]\n"
    "\n"
    "Explains one HTTP response of an LLM API, as `curl -i` prints it, from FILE or from standard\n"
    "input.\n"
    "\n"
    "Exit status: 0 success, 1 unusable input, 2 wrong usage.\n";

/* Reads a whole file. Returns NULL and sets errno if that fails. */
static char *read_all(FILE *file, size_t *len) {
  size_t size = 4096;
  char *data = malloc(size);
  *len = 0;
  while (data != NULL) {
    size_t count = fread(data + *len, 1, size - *len, file);
    char *larger;
    *len += count;
    if (*len < size) {
      if (!ferror(file)) {
        return data;
      }
      break;
    }
    larger = size > SIZE_MAX / 2 ? NULL : realloc(data, size * 2);
    if (larger == NULL) {
      errno = ENOMEM;
      break;
    }
    data = larger;
    size *= 2;
  }
  free(data);
  return NULL;
}

/* Prints a line with a label, unless the text is absent. */
static void print_line(const char *label, apifault_text text) {
  if (text.data != NULL) {
    printf("%-12s", label);
    print_text(stdout, text);
    putchar('\n');
  }
}

static void print_number(const char *label, bool stated, uint64_t number) {
  if (stated) {
    printf("  %s %" PRIu64, label, number);
  }
}

static void print_limit(const apifault_limit *limit) {
  printf("%-12s", "limit");
  print_text(stdout, apifault_metric_name(limit->metric));
  if (limit->window != 0) {
    fputs(" per ", stdout);
    print_text(stdout, apifault_window_name(limit->window));
  }
  fputs(":", stdout);
  print_number("limit", limit->has_limit, limit->limit);
  print_number("remaining", limit->has_remaining, limit->remaining);
  print_number("used", limit->has_used, limit->used);
  print_number("requested", limit->has_requested, limit->requested);
  print_number("reset_ms", limit->has_reset, limit->reset_ms);
  putchar('\n');
}

static void print_remedies(apifault_remedies remedies) {
  apifault_remedy remedy;

  for (remedy = 1; remedy != 0; remedy <<= 1) {
    if ((remedies & remedy) != 0) {
      print_line("remedy", apifault_remedy_name(remedy));
    }
  }
}

static void print_report(const apifault_report *report) {
  uint64_t delay_ms;
  uint16_t upstream_status;
  size_t i;

  print_line("kind", apifault_kind_name(apifault_report_kind(report)));
  printf("%-12s%d\n", "status", apifault_report_status(report));
  print_line("provider", apifault_provider_name(apifault_report_provider(report)));
  print_line("message", apifault_report_message(report));
  print_line("type", apifault_report_type(report));
  print_line("code", apifault_report_code(report));
  print_line("param", apifault_report_param(report));
  print_line("generation", apifault_report_failed_generation(report));
  print_line("fault", apifault_fault_name(apifault_report_fault(report)));
  print_line("scope", apifault_scope_name(apifault_report_scope(report)));
  print_remedies(apifault_report_remedies(report));
  print_line("action", apifault_report_action(report));
  print_line("retry", apifault_advice_name(apifault_report_advice(report)));
  if (apifault_report_delay_ms(report, &delay_ms)) {
    printf("%-12s%" PRIu64 " ms, from ", "wait", delay_ms);
    print_text(stdout, apifault_delay_source_name(apifault_report_delay_source(report)));
    putchar('\n');
  }
  for (i = 0; i < apifault_report_limit_count(report); i++) {
    apifault_limit limit = APIFAULT_LIMIT_INIT;
    if (apifault_report_limit(report, i, &limit)) {
      print_limit(&limit);
    }
  }
  if (apifault_report_has_upstream(report)) {
    puts("upstream:");
    print_line("  provider", apifault_provider_name(apifault_report_upstream_provider(report)));
    if (apifault_report_upstream_status(report, &upstream_status)) {
      printf("%-12s%d\n", "  status", upstream_status);
    }
    print_line("  message", apifault_report_upstream_message(report));
    print_line("  type", apifault_report_upstream_type(report));
    print_line("  code", apifault_report_upstream_code(report));
    print_line("  param", apifault_report_upstream_param(report));
  }
  print_line("request id", apifault_report_request_id(report));
  print_line("rule", apifault_report_rule(report));
}

int main(int argc, char **argv) {
  const char *path = argc == 2 ? argv[1] : NULL;
  const char *name = path != NULL ? path : "standard input";
  apifault_text shown = {name, strlen(name)};
  FILE *file = stdin;
  char *raw;
  size_t raw_len;
  apifault_report *report;
  uint32_t result;

  if (path != NULL && strcmp(path, "--help") == 0) {
    fputs(usage, stdout);
    return 0;
  }
  if (argc > 2 || (path != NULL && path[0] == '-')) {
    fputs(usage, stderr);
    return EXIT_WRONG_USAGE;
  }
  if (path != NULL) {
    file = fopen(path, "rb");
  }
  raw = file != NULL ? read_all(file, &raw_len) : NULL;
  if (raw == NULL) {
    const char *reason = strerror(errno);
    fputs("explain: ", stderr);
    print_text(stderr, shown);
    fprintf(stderr, " cannot be read: %s\n", reason);
    return EXIT_UNUSABLE_INPUT;
  }

  result = apifault_classify_raw(raw, raw_len, NULL, &report);
  if (result != APIFAULT_RESULT_OK) {
    apifault_text message = apifault_result_message(result);
    fputs("explain: ", stderr);
    print_text(stderr, shown);
    fprintf(stderr, ": %.*s\n", (int)message.len, message.data);
    return EXIT_UNUSABLE_INPUT;
  }
  print_report(report);

  apifault_report_free(report);
  free(raw);
  if (file != stdin) {
    fclose(file);
  }
  if (fflush(stdout) != 0 || ferror(stdout)) {
    fprintf(stderr, "explain: the output cannot be written: %s\n", strerror(errno));
    return EXIT_UNUSABLE_INPUT;
  }
  return 0;
}
