/*
 * Calls apifault and another library that is written in Rust.
 *
 * Exit status: 0 if both work; otherwise the program aborts.
 */

#include "check.h"

bool other_catches_a_panic(void);

int main(void) {
  apifault_decision decision = APIFAULT_DECISION_INIT;
  CHECK(other_catches_a_panic());
  CHECK(apifault_decide(429, NULL, 0, "slow down", 9, NULL, &decision) == APIFAULT_RESULT_OK);
  CHECK(decision.kind == APIFAULT_KIND_RATE_LIMITED);
  return 0;
}
