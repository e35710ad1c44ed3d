/*
 * Does what the contract forbids, to test that the checkers notice it.
 *
 *     wrong freed|leaked|raced
 */

#include <pthread.h>

#include "check.h"

static apifault_report *report;
static volatile uint32_t kind;

static void *read_kind(void *unused) {
  (void)unused;
  kind = apifault_report_kind(report);
  return NULL;
}

int main(int argc, char **argv) {
  pthread_t thread;
  const char *what = argc == 2 ? argv[1] : "";
  CHECK(apifault_classify(429, NULL, 0, "slow down", 9, NULL, &report) == APIFAULT_RESULT_OK);
  if (strcmp(what, "freed") == 0) {
    apifault_report_free(report);
    read_kind(NULL);
  } else if (strcmp(what, "leaked") == 0) {
    report = NULL;
  } else if (strcmp(what, "raced") == 0) {
    CHECK(pthread_create(&thread, NULL, read_kind, NULL) == 0);
    apifault_report_free(report);
    CHECK(pthread_join(thread, NULL) == 0);
  } else {
    apifault_report_free(report);
  }
  return 0;
}
