/*
 * Shared by the tests of the C interface.
 */

#ifndef CHECK_H
#define CHECK_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "apifault.h"

#define CHECK(fact)                                                     \
  do {                                                                  \
    if (!(fact)) {                                                      \
      fprintf(stderr, "%s:%d: failed: %s\n", __FILE__, __LINE__, #fact); \
      abort();                                                          \
    }                                                                   \
  } while (0)

static inline bool absent(apifault_text text) { return text.data == NULL && text.len == 0; }

static inline bool is(apifault_text text, const char *expected) {
  return text.data != NULL && text.len == strlen(expected) &&
         memcmp(text.data, expected, text.len) == 0;
}

#endif /* CHECK_H */
