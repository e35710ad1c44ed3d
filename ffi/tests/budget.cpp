// 16 threads share the budget of one client: no token is lost, and none is spent twice.
//
//     budget [CALLS]
//
// Exit status: 0 if this is so; otherwise the program aborts.

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <thread>
#include <vector>

#include "apifault.hpp"
#include "check.h"

namespace {

constexpr std::uint32_t threads = 16;

// How many calls each thread makes.
std::uint32_t calls = 2000;

// Runs `f` in all threads at once, and returns the sum of what it returns.
template <class F>
std::uint32_t in_all_threads(F f) {
  std::atomic<std::uint32_t> sum{0};
  std::vector<std::thread> all;
  for (std::uint32_t i = 0; i < threads; i++) {
    all.emplace_back([&] { sum += f(); });
  }
  for (std::thread& thread : all) {
    thread.join();
  }
  return sum;
}

apifault::decision failure() {
  apifault::decision decision;
  decision.kind = apifault::kind::bad_gateway;
  decision.advice = apifault::advice::backoff;
  return decision;
}

apifault::decision success() {
  apifault::decision decision;
  decision.kind = apifault::kind::success;
  return decision;
}

// Makes calls that always fail, and returns how many retries they had.
std::uint32_t fail(apifault::retry_budget& budget) {
  const apifault::retry_policy policy;
  std::uint32_t retries = 0;
  for (std::uint32_t call = 0; call < calls; call++) {
    apifault::retry_state state;
    std::uint32_t attempts = 1;
    for (; policy.next(state, budget, failure(), {}, 0.5).wait; attempts++) {
      retries++;
    }
    CHECK(state.attempts == attempts);
  }
  return retries;
}

// Makes calls that fail `failures` times and then succeed.
std::uint32_t succeed(apifault::retry_budget& budget, std::uint32_t failures) {
  const apifault::retry_policy policy;
  for (std::uint32_t call = 0; call < calls; call++) {
    apifault::retry_state state;
    for (std::uint32_t i = 0; i < failures; i++) {
      CHECK(policy.next(state, budget, failure(), {}, 0.5).wait);
    }
    CHECK(policy.next(state, budget, success(), {}, 0.5).is_done);
    CHECK(state.attempts == failures + 1 && state.last_cost == 0);
  }
  return 0;
}

void an_outage_has_as_many_retries_as_the_budget_pays() {
  // Each call would have three retries, which is more than the budget pays.
  const std::uint32_t paid = threads * calls * 2;
  apifault::retry_budget budget(paid * 5);
  CHECK(in_all_threads([&] { return fail(budget); }) == paid);
  CHECK(budget.tokens() == 0);
}

void each_success_gives_a_token() {
  apifault::retry_budget budget(threads * calls, 0);
  in_all_threads([&] { return succeed(budget, 0); });
  CHECK(budget.tokens() == threads * calls);
  in_all_threads([&] { return succeed(budget, 0); });
  CHECK(budget.tokens() == budget.capacity());
}

void a_call_gives_back_what_its_last_retry_took() {
  apifault::retry_budget budget(threads * calls * 100, threads * calls * 50);
  in_all_threads([&] { return succeed(budget, 1); });
  CHECK(budget.tokens() == threads * calls * 50);
  in_all_threads([&] { return succeed(budget, 2); });
  CHECK(budget.tokens() == threads * calls * 45);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc > 1) {
    calls = static_cast<std::uint32_t>(std::strtoul(argv[1], nullptr, 10));
  }
  an_outage_has_as_many_retries_as_the_budget_pays();
  each_success_gives_a_token();
  a_call_gives_back_what_its_last_retry_took();
  return 0;
}
