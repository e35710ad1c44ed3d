/*
 * Calls apifault_retry_next many times with the same inputs, so that its instructions can be counted.
 *
 *     cost CALLS KIND ADVICE DELAY_MS BUDGET IDEMPOTENT
 *
 * KIND and ADVICE are numbers of apifault.h; DELAY_MS is -1 for no delay; BUDGET and
 * IDEMPOTENT are 1 or 0.
 */

#include "check.h"

int main(int argc, char **argv) {
  apifault_retry_policy policy = APIFAULT_RETRY_POLICY_INIT;
  apifault_retry_attempt attempt = APIFAULT_RETRY_ATTEMPT_INIT;
  apifault_decision decision = APIFAULT_DECISION_INIT;
  bool has_budget;
  long delay_ms;
  long calls;
  CHECK(argc == 7);
  calls = strtol(argv[1], NULL, 10);
  decision.kind = (apifault_kind)strtoul(argv[2], NULL, 10);
  decision.advice = (apifault_advice)strtoul(argv[3], NULL, 10);
  delay_ms = strtol(argv[4], NULL, 10);
  has_budget = strcmp(argv[5], "1") == 0;
  decision.has_delay = delay_ms >= 0;
  decision.delay_ms = delay_ms >= 0 ? (uint64_t)delay_ms : 0;
  attempt.elapsed_ms = 1234;
  attempt.idempotent = strcmp(argv[6], "1") == 0;
  while (calls-- > 0) {
    apifault_retry_state state = {sizeof state, 2, 1, 5, 0};
    apifault_retry_budget budget = APIFAULT_RETRY_BUDGET_INIT;
    apifault_retry_step step = APIFAULT_RETRY_STEP_INIT;
    CHECK(apifault_retry_next(&policy, &state, has_budget ? &budget : NULL, &decision, &attempt,
                              0.7, &step) == APIFAULT_RESULT_OK);
    CHECK(state.attempts == 3);
  }
  return 0;
}
