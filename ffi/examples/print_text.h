/*
 * Prints texts that come from a server. Shared by the examples in C.
 */

#ifndef PRINT_TEXT_H
#define PRINT_TEXT_H

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "apifault.h"

/* Whether a terminal obeys a character, or the character hides or reorders others. */
static inline bool is_control(uint32_t character) {
  return character < 0x20 || (character >= 0x7F && character <= 0x9F) ||
         (character >= 0x200B && character <= 0x200F) ||
         (character >= 0x2028 && character <= 0x202E) ||
         (character >= 0x2060 && character <= 0x206F) || character == 0xFEFF;
}

/* Whether the bytes of a text from the second to the last continue a character of UTF-8. */
static inline bool continues(const unsigned char *text, size_t len, size_t size) {
  size_t i;
  for (i = 1; i < size; i++) {
    if (i == len || (text[i] & 0xC0U) != 0x80) {
      return false;
    }
  }
  return true;
}

/* The first character of a text; *size is the number of its bytes. */
static inline uint32_t character_at(const unsigned char *text, size_t len, size_t *size) {
  *size = 1;
  if (text[0] < 0x80) {
    return text[0];
  }
  if (text[0] >= 0xC2 && text[0] <= 0xDF && continues(text, len, 2)) {
    *size = 2;
    return (text[0] & 0x1FU) << 6 | (text[1] & 0x3FU);
  }
  if (text[0] >= 0xE0 && text[0] <= 0xEF && continues(text, len, 3)) {
    *size = 3;
    return (text[0] & 0x0FU) << 12 | (text[1] & 0x3FU) << 6 | (text[2] & 0x3FU);
  }
  if (text[0] >= 0xF0 && text[0] <= 0xF4 && continues(text, len, 4)) {
    *size = 4;
    return (text[0] & 0x07U) << 18 | (text[1] & 0x3FU) << 12 | (text[2] & 0x3FU) << 6 |
           (text[3] & 0x3FU);
  }
  /* A byte that is not valid UTF-8. */
  return text[0];
}

/* Prints a text without a control character that the terminal would obey. */
static inline void print_characters(FILE *file, apifault_text text, bool on_one_line) {
  const unsigned char *data = (const unsigned char *)text.data;
  size_t at = 0;
  while (at < text.len) {
    size_t size;
    uint32_t character = character_at(data + at, text.len - at, &size);
    if (!on_one_line && (character == '\n' || character == '\t')) {
      fputc((int)character, file);
    } else if (character == '\n') {
      fputs("\\n", file);
    } else if (is_control(character) || (size == 1 && character >= 0x80)) {
      /* Some terminals obey also bytes that are not valid UTF-8. */
      fprintf(file, character < 0x100 ? "\\x%02" PRIx32 : "\\u%04" PRIx32, character);
    } else {
      fwrite(data + at, 1, size, file);
    }
    at += size;
  }
}

/* Prints a text on one line, without a control character that the terminal would obey. */
static inline void print_escaped(FILE *file, apifault_text text) {
  print_characters(file, text, true);
}

/* Prints a text on one line, without the API keys that a server may repeat in it, and without its
 * control characters. */
static inline void print_text(FILE *file, apifault_text text) {
  /* A copy is never longer than its text. */
  char *copy = malloc(text.len + 1);
  size_t len;
  if (copy != NULL && apifault_redact(text.data, text.len, copy, &len) == APIFAULT_RESULT_OK) {
    apifault_text redacted = {copy, len};
    print_escaped(file, redacted);
  } else {
    fputs("(not shown: its keys cannot be hidden)", file);
  }
  free(copy);
}

#endif /* PRINT_TEXT_H */
