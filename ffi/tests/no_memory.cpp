// Calls `redact` while there is no memory: it throws, as std::string does. Nothing else in the header
// for C++ needs memory of its own.
//
// Exit status: 0 if this is so; otherwise the program aborts.

#include <cstddef>
#include <cstdlib>
#include <new>
#include <string>

#include "apifault.hpp"
#include "check.h"

namespace {

bool memory_is_used_up = false;

// Whether texts and failures are classified while there is no memory for C++.
bool classifies() {
  apifault::not_found refusal;
  const apifault::report none = apifault::classify_text("All quiet.", {}, refusal);
  const apifault::report failed = apifault::classify_failure(apifault::failure::tls, "E", "e");
  return !none && !refusal.hint.empty() && failed.message() == "e";
}

// Whether a stream is scanned while there is no memory for C++.
bool scans() {
  std::size_t errors = 0;
  apifault::stream_scanner scanner;
  for (const apifault::report& error :
       scanner.feed("data: {\"error\":{\"message\":\"no\"}}\n\n")) {
    errors += error.message() == "no" ? 1 : 0;
  }
  const apifault::ending ending = scanner.finish();
  return errors == 1 && ending.ended == apifault::ended::error && ending.report;
}

}  // namespace

void* operator new(std::size_t size) {
  void* const memory = memory_is_used_up ? nullptr : std::malloc(size > 0 ? size : 1);
  if (memory == nullptr) {
    throw std::bad_alloc();
  }
  return memory;
}

void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

int main() {
  const std::string text(1000, 'x');
  bool thrown = false;
  memory_is_used_up = true;
  try {
    const std::string redacted = apifault::redact(text);
  } catch (const std::bad_alloc&) {
    thrown = true;
  }
  const bool scanned = scans();
  const bool classified = classifies();
  memory_is_used_up = false;
  CHECK(thrown && scanned && classified);
  CHECK(apifault::redact(text) == text);
  return 0;
}
