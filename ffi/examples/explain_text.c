/*
 * Explains the text of an exception, for a program that has nothing else: what went wrong, what to do,
 * and how long to wait. API keys are hidden.
 *
 *     ./explain_text "Error code: 429 - {'error': {'message': 'Slow down'}}"
 *
 * Link with -lapifault.
 */

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "apifault.h"

#include "print_text.h"

enum { EXIT_NOT_FOUND = 1, EXIT_WRONG_USAGE = 2 };

static const char usage[] =
    "Usage: explain_text TEXT\n"
    "\n"
    "Explains the failed call to an LLM API that TEXT describes: the words of an exception, a\n"
    "traceback, or lines of a log.\n"
    "\n"
    "Exit status: 0 success, 1 no failed call in TEXT, 2 wrong usage.\n";

/* Prints a line with a label, unless the text is absent. */
static void print_line(const char *label, apifault_text text) {
  if (text.data != NULL) {
    printf("%-10s", label);
    print_text(stdout, text);
    putchar('\n');
  }
}

static void print_report(const apifault_report *report) {
  uint64_t delay_ms;
  print_line("kind", apifault_kind_name(apifault_report_kind(report)));
  if (apifault_report_status(report) != 0) {
    printf("%-10s%d\n", "status", apifault_report_status(report));
  }
  print_line("provider", apifault_provider_name(apifault_report_provider(report)));
  print_line("message", apifault_report_message(report));
  print_line("action", apifault_report_action(report));
  if (apifault_report_delay_ms(report, &delay_ms)) {
    printf("%-10s%" PRIu64 " ms\n", "wait", delay_ms);
  }
}

/* Says why there is no report. */
static void print_refusal(const apifault_not_found *refusal) {
  fputs("explain_text: found no failed call", stderr);
  if (refusal->has_nearest_line) {
    fprintf(stderr, "; line %" PRIu64 " came nearest", refusal->nearest_line);
  }
  fprintf(stderr, ". %.*s\n", (int)refusal->hint.len, refusal->hint.data);
}

int main(int argc, char **argv) {
  apifault_not_found refusal = APIFAULT_NOT_FOUND_INIT;
  apifault_report *report;
  apifault_result result;

  if (argc == 2 && strcmp(argv[1], "--help") == 0) {
    fputs(usage, stdout);
    return 0;
  }
  if (argc != 2) {
    fputs(usage, stderr);
    return EXIT_WRONG_USAGE;
  }
  result = apifault_classify_text(argv[1], strlen(argv[1]), NULL, &report, &refusal);
  if (result == APIFAULT_RESULT_NOT_FOUND) {
    print_refusal(&refusal);
    return EXIT_NOT_FOUND;
  }
  if (result != APIFAULT_RESULT_OK) {
    apifault_text message = apifault_result_message(result);
    fprintf(stderr, "explain_text: %.*s\n", (int)message.len, message.data);
    return EXIT_NOT_FOUND;
  }
  print_report(report);
  apifault_report_free(report);
  if (fflush(stdout) != 0 || ferror(stdout)) {
    fprintf(stderr, "explain_text: the output cannot be written: %s\n", strerror(errno));
    return EXIT_NOT_FOUND;
  }
  return 0;
}
