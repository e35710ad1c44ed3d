/*
 * Finds the text of the model in a stream of chat completions: in each server-sent event, the string
 * `choices[0].delta.content`.
 *
 * It reads as much of JSON as this takes. What it does not understand has no text: whether the stream
 * is a good one is for apifault to say.
 */

#ifndef CHAT_TEXT_H
#define CHAT_TEXT_H

#include <string.h>

#include "client.h"

/* A longer event has no text. */
static const size_t max_event = (size_t)1 << 20;

/* ---- A place in JSON ------------------------------------------------------------------------- */

typedef struct cursor {
  const char *at;
  const char *end;
} cursor;

static inline bool is_next(const cursor *self, char c) {
  return self->at < self->end && *self->at == c;
}

static inline void skip_space(cursor *self) {
  while (self->at < self->end && strchr(" \t\r\n", *self->at) != NULL && *self->at != '\0') {
    self->at++;
  }
}

/* Takes a string, and gives what is between its quotes. Returns false if there is none. */
static inline bool take_string(cursor *self, cursor *inner) {
  if (!is_next(self, '"')) {
    return false;
  }
  inner->at = ++self->at;
  while (self->at < self->end && *self->at != '"') {
    self->at += *self->at == '\\' && self->end - self->at > 1 ? 2 : 1;
  }
  inner->end = self->at;
  if (self->at == self->end) {
    return false;
  }
  self->at++;
  return true;
}

/* Skips a value: a string, an array or an object with all that is in it, or a word. */
static inline void skip_value(cursor *self) {
  size_t depth = 0;
  do {
    cursor string;
    if (is_next(self, '"')) {
      take_string(self, &string);
    } else if (is_next(self, '{') || is_next(self, '[')) {
      depth++;
      self->at++;
    } else if (is_next(self, '}') || is_next(self, ']')) {
      depth -= depth > 0 ? 1 : 0;
      self->at++;
    } else {
      do {
        self->at++;
      } while (self->at < self->end && strchr("\"{}[], \t\r\n", *self->at) == NULL);
    }
  } while (depth > 0 && self->at < self->end);
}

/* Goes to the value of a member of the object that begins here. Returns false if there is none. */
static inline bool enter_member(cursor *self, const char *name) {
  cursor key;
  if (!is_next(self, '{')) {
    return false;
  }
  do {
    self->at++;
    skip_space(self);
    if (!take_string(self, &key)) {
      return false;
    }
    skip_space(self);
    if (!is_next(self, ':')) {
      return false;
    }
    self->at++;
    skip_space(self);
    if ((size_t)(key.end - key.at) == strlen(name) &&
        memcmp(key.at, name, strlen(name)) == 0) {
      return true;
    }
    skip_value(self);
    skip_space(self);
  } while (is_next(self, ','));
  return false;
}

/* Goes to the first element of the array that begins here. */
static inline bool enter_first(cursor *self) {
  if (!is_next(self, '[')) {
    return false;
  }
  self->at++;
  skip_space(self);
  return true;
}

/* ---- Escapes --------------------------------------------------------------------------------- */

/* Takes the four hexadecimal digits of an escape. */
static inline bool take_digits(cursor *self, uint32_t *unit) {
  char digits[5] = "";
  char *end;
  if (self->end - self->at < 4) {
    return false;
  }
  memcpy(digits, self->at, 4);
  *unit = (uint32_t)strtoul(digits, &end, 16);
  if (strspn(digits, "0123456789abcdefABCDEF") != 4) {
    return false;
  }
  self->at += 4;
  return true;
}

/* Takes what follows `\u`, and what follows a second `\u` that belongs to it. */
static inline uint32_t take_character(cursor *self) {
  uint32_t high;
  uint32_t low;
  cursor after;
  if (!take_digits(self, &high)) {
    return 0xFFFD;
  }
  if (high < 0xD800 || high > 0xDFFF) {
    return high;
  }
  after = *self;
  if (high <= 0xDBFF && after.end - after.at > 2 && memcmp(after.at, "\\u", 2) == 0) {
    after.at += 2;
    if (take_digits(&after, &low) && low >= 0xDC00 && low <= 0xDFFF) {
      *self = after;
      return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
    }
  }
  /* One half of a pair. */
  return 0xFFFD;
}

static inline bool append_character(buffer *to, uint32_t character) {
  static const unsigned char first[] = {0, 0, 0xC0, 0xE0, 0xF0};
  char bytes[4];
  size_t len = character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
  size_t i;
  for (i = len; i-- > 1;) {
    bytes[i] = (char)(0x80 | (character & 0x3F));
    character >>= 6;
  }
  bytes[0] = (char)(first[len] | character);
  return buffer_append(to, bytes, len);
}

/* Appends a string as it is meant, without its escapes. */
static inline bool append_unescaped(buffer *to, cursor string) {
  static const char escapes[] = "bfnrt";
  static const char meant[] = "\b\f\n\r\t";
  bool appended = true;
  while (appended && string.at < string.end) {
    const char *escape;
    if (*string.at != '\\' || string.end - string.at < 2) {
      appended = buffer_append(to, string.at++, 1);
      continue;
    }
    string.at++;
    if (*string.at == 'u') {
      string.at++;
      appended = append_character(to, take_character(&string));
      continue;
    }
    escape = strchr(escapes, *string.at);
    if (escape != NULL && *escape != '\0') {
      appended = buffer_append(to, meant + (escape - escapes), 1);
    } else {
      /* A quote, a slash or a backslash means itself. */
      appended = buffer_append(to, string.at, 1);
    }
    string.at++;
  }
  return appended;
}

/* ---- Events ---------------------------------------------------------------------------------- */

typedef struct chat_text {
  /* The line that is not whole yet. */
  buffer line;
  /* The data of the event that is not whole yet. */
  buffer event;
  /* The text that was found and is not taken yet. */
  buffer text;
  bool after_cr;
} chat_text;

/* An event may hold several values, if a server sends no empty line between them. */
static inline void end_event(chat_text *self) {
  cursor next = {self->event.data, self->event.data};
  next.end += self->event.len;
  self->event.len = 0;
  for (skip_space(&next); next.at < next.end; skip_space(&next)) {
    cursor found = next;
    cursor content;
    if (enter_member(&found, "choices") && enter_first(&found) &&
        enter_member(&found, "delta") && enter_member(&found, "content") &&
        take_string(&found, &content)) {
      append_unescaped(&self->text, content);
    }
    skip_value(&next);
  }
}

static inline void end_line(chat_text *self) {
  static const char name[] = "data:";
  const size_t name_len = sizeof name - 1;
  const char *line = self->line.data;
  size_t len = self->line.len;
  self->line.len = 0;
  if (len > 3 && memcmp(line, "\xEF\xBB\xBF", 3) == 0) {
    line += 3;
    len -= 3;
  }
  if (len == 0) {
    end_event(self);
  } else if (len > name_len && memcmp(line, name, name_len) == 0 &&
             self->event.len + len < max_event) {
    buffer_append(&self->event, line + name_len, len - name_len);
    buffer_append(&self->event, "\n", 1);
  }
}

/* Takes the next bytes of the body. */
static inline void chat_text_feed(chat_text *self, const char *bytes, size_t len) {
  size_t i;
  for (i = 0; i < len; i++) {
    bool after_cr = self->after_cr;
    self->after_cr = bytes[i] == '\r';
    if (bytes[i] == '\r' || (bytes[i] == '\n' && !after_cr)) {
      end_line(self);
    } else if (bytes[i] != '\n' && self->line.len < max_event) {
      buffer_append(&self->line, bytes + i, 1);
    }
  }
}

/* Takes the end of the body: its last event may lack its empty line. */
static inline void chat_text_end(chat_text *self) {
  if (self->line.len > 0) {
    end_line(self);
  }
  end_event(self);
}

/* Forgets everything, to read another body. */
static inline void chat_text_reset(chat_text *self) {
  self->line.len = 0;
  self->event.len = 0;
  self->text.len = 0;
  self->after_cr = false;
}

static inline void chat_text_free(chat_text *self) {
  free(self->line.data);
  free(self->event.data);
  free(self->text.data);
}

#endif /* CHAT_TEXT_H */
