/*
 * Printing texts that a server sent, for the examples.
 */

#ifndef PRINT_TEXT_H
#define PRINT_TEXT_H

#include <inttypes.h>
#include <stdio.h>

#include "apifault.h"

/* Whether a character is one that a terminal obeys, or that hides or reorders others. */
static inline bool is_control(uint32_t character) {
  return character < 0x20 || (character >= 0x7F && character <= 0x9F) ||
         (character >= 0x200B && character <= 0x200F) ||
         (character >= 0x2028 && character <= 0x202E) ||
         (character >= 0x2060 && character <= 0x206F) || character == 0xFEFF;
}

/* The character that stands at text; *size is how many bytes it takes. */
static inline uint32_t character_at(const unsigned char *text, size_t len, size_t *size) {
  *size = 1;
  if (text[0] < 0x80) {
    return text[0];
  }
  if (text[0] >= 0xC2 && text[0] <= 0xDF && len >= 2) {
    *size = 2;
    return (text[0] & 0x1FU) << 6 | (text[1] & 0x3FU);
  }
  if (text[0] >= 0xE0 && text[0] <= 0xEF && len >= 3) {
    *size = 3;
    return (text[0] & 0x0FU) << 12 | (text[1] & 0x3FU) << 6 | (text[2] & 0x3FU);
  }
  if (text[0] >= 0xF0 && text[0] <= 0xF4 && len >= 4) {
    *size = 4;
    return (text[0] & 0x07U) << 18 | (text[1] & 0x3FU) << 12 | (text[2] & 0x3FU) << 6 |
           (text[3] & 0x3FU);
  }
  /* A byte that stands alone is taken for itself: some terminals obey those from 0x80 on. */
  return text[0] < 0xC0 ? text[0] : 0xFFFD;
}

/* Prints a text on one line. No control character of it reaches the terminal. */
static inline void print_text(FILE *file, apifault_text text) {
  const unsigned char *data = (const unsigned char *)text.data;
  size_t at = 0;
  while (at < text.len) {
    size_t size;
    uint32_t character = character_at(data + at, text.len - at, &size);
    if (character == '\n') {
      fputs("\\n", file);
    } else if (is_control(character)) {
      fprintf(file, character < 0x100 ? "\\x%02" PRIx32 : "\\u%04" PRIx32, character);
    } else {
      fwrite(data + at, 1, size, file);
    }
    at += size;
  }
}

#endif /* PRINT_TEXT_H */
