/*
 * Shares one retry budget between the threads of a client, without a lock. A server that is down makes
 * every call fail; the budget keeps the retries from multiplying the load.
 *
 *     cc -std=c11 retry_budget.c $(pkg-config --cflags --libs apifault) -lpthread -o retry_budget
 *     ./retry_budget
 *
 * With a lock, take it around apifault_retry_next, and use an apifault_retry_budget as it is.
 */

#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include "apifault.h"

enum { THREADS = 16, CALLS_OF_A_THREAD = 100 };

typedef struct shared_budget {
  uint32_t capacity;
  atomic_uint_least32_t tokens;
} shared_budget;

/* As apifault_retry_next. If another thread has changed the tokens meanwhile, the step is decided
 * again, from the same state. */
static apifault_result next_step(const apifault_retry_policy *policy, apifault_retry_state *state,
                                 shared_budget *shared, const apifault_decision *decision,
                                 const apifault_retry_attempt *attempt, double random,
                                 apifault_retry_step *step) {
  const apifault_retry_state before = *state;
  uint_least32_t tokens = atomic_load(&shared->tokens);
  apifault_retry_budget budget = APIFAULT_RETRY_BUDGET_INIT;
  apifault_result result;
  budget.capacity = shared->capacity;
  do {
    *state = before;
    budget.tokens = tokens;
    result = apifault_retry_next(policy, state, &budget, decision, attempt, random, step);
  } while (result == APIFAULT_RESULT_OK &&
           !atomic_compare_exchange_weak(&shared->tokens, &tokens, budget.tokens));
  return result;
}

/* ---- Calls of many threads ------------------------------------------------------------------- */

static shared_budget budget = {100, 100};
/* What the server answers at the moment. */
static uint16_t status;
static atomic_ulong requests;

/* One call. This example has no server and does not wait: a client waits step.wait_ms. */
static void call(void) {
  apifault_retry_state state = APIFAULT_RETRY_STATE_INIT;
  apifault_retry_attempt attempt = APIFAULT_RETRY_ATTEMPT_INIT;
  apifault_retry_step step = APIFAULT_RETRY_STEP_INIT;
  apifault_decision decision = APIFAULT_DECISION_INIT;
  do {
    atomic_fetch_add(&requests, 1);
    if (apifault_decide(status, NULL, 0, NULL, 0, NULL, &decision) != APIFAULT_RESULT_OK ||
        next_step(NULL, &state, &budget, &decision, &attempt, 0.5, &step) != APIFAULT_RESULT_OK) {
      abort();
    }
  } while (!step.is_done && step.give_up == 0);
}

static void *run(void *unused) {
  int i;
  (void)unused;
  for (i = 0; i < CALLS_OF_A_THREAD; i++) {
    call();
  }
  return NULL;
}

static void make_calls(const char *when, uint16_t answer) {
  pthread_t threads[THREADS];
  int i;
  status = answer;
  atomic_store(&requests, 0);
  for (i = 0; i < THREADS; i++) {
    if (pthread_create(&threads[i], NULL, run, NULL) != 0) {
      abort();
    }
  }
  for (i = 0; i < THREADS; i++) {
    pthread_join(threads[i], NULL);
  }
  printf("%s: %d calls made %lu requests; %" PRIuLEAST32 " of %" PRIu32 " tokens are left\n", when,
         THREADS * CALLS_OF_A_THREAD, (unsigned long)atomic_load(&requests),
         atomic_load(&budget.tokens), budget.capacity);
}

int main(void) {
  make_calls("the server is down", 502);
  make_calls("it is back", 200);
  return 0;
}
