// What the C++ interface promises beyond the C interface.
//
// Exit status: 0 if it keeps all promises; otherwise the program aborts.

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iterator>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "apifault.hpp"
#include "check.h"

namespace {

using namespace std::chrono_literals;
using std::string_view;

constexpr string_view raw =
    "HTTP/2 429\r\nretry-after: 2\r\nx-ratelimit-limit-tokens: 6000\r\n\r\nslow down";

static_assert(!std::is_copy_constructible_v<apifault::report>);
static_assert(!std::is_copy_assignable_v<apifault::report>);
static_assert(std::is_nothrow_move_constructible_v<apifault::report>);
static_assert(std::is_nothrow_move_assignable_v<apifault::report>);
static_assert(std::is_nothrow_default_constructible_v<apifault::report>);
static_assert(noexcept(apifault::classify(0, {}, {})));
static_assert(noexcept(apifault::classify_raw({})));
static_assert(noexcept(apifault::decide(0, {}, {})));
static_assert(noexcept(apifault::classify_text({})));
static_assert(noexcept(apifault::classify_failure(apifault::failure::other)));
static_assert(std::is_same_v<std::underlying_type_t<apifault::kind>, std::uint32_t>);

// Whether a report of this type gives its texts.
template <class Report, class = void>
struct gives_texts : std::false_type {};
template <class Report>
struct gives_texts<Report, std::void_t<decltype(std::declval<Report>().message())>>
    : std::true_type {};
static_assert(gives_texts<apifault::report&>::value);
static_assert(gives_texts<const apifault::report&>::value);
static_assert(!gives_texts<apifault::report>::value, "its text would be freed at once");

// An error in a stream.
constexpr string_view event = "data: {\"error\":{\"message\":\"slow down\"}}\n\n";

static_assert(!std::is_copy_constructible_v<apifault::stream_scanner>);
static_assert(!std::is_copy_assignable_v<apifault::stream_scanner>);
static_assert(std::is_nothrow_move_constructible_v<apifault::stream_scanner>);
static_assert(std::is_nothrow_move_assignable_v<apifault::stream_scanner>);
static_assert(std::is_nothrow_default_constructible_v<apifault::stream_scanner>);
static_assert(noexcept(std::declval<apifault::stream_scanner&>().feed({})));
static_assert(noexcept(std::declval<apifault::stream_scanner&>().finish()));
static_assert(std::is_same_v<
              std::iterator_traits<apifault::stream_errors::iterator>::value_type,
              apifault::report>);

// Whether a scanner of this type can be fed.
template <class Scanner, class = void>
struct can_be_fed : std::false_type {};
template <class Scanner>
struct can_be_fed<Scanner, std::void_t<decltype(std::declval<Scanner>().feed({}))>>
    : std::true_type {};
static_assert(can_be_fed<apifault::stream_scanner&>::value);
static_assert(!can_be_fed<apifault::stream_scanner>::value, "it would be freed before its errors");

static_assert(std::is_trivially_copyable_v<apifault::retry_state>);
static_assert(std::is_trivially_copyable_v<apifault::retry_policy>);
static_assert(!std::is_copy_constructible_v<apifault::retry_budget>, "a copy would double it");
static_assert(noexcept(std::declval<apifault::retry_policy>().next(
    std::declval<apifault::retry_state&>(), std::declval<apifault::retry_budget&>(),
    std::declval<apifault::decision&>(), std::declval<apifault::attempt&>(), 0)));

// A decision without a response.
apifault::decision decided(apifault::kind kind, apifault::advice advice) {
  apifault::decision decision;
  decision.kind = kind;
  decision.advice = advice;
  return decision;
}

void check_empty(const apifault::report& report) {
  CHECK(!report);
  CHECK(report.get() == nullptr);
  CHECK(report.kind() == apifault::kind::unknown);
  CHECK(report.fault() == apifault::fault::none);
  CHECK(report.advice() == apifault::advice::no);
  CHECK(report.scope() == apifault::scope::none && report.remedies().empty());
  CHECK(!report.delay() && !report.delay_source() && !report.provider());
  CHECK(report.status() == 0);
  CHECK(!report.message() && !report.type() && !report.code() && !report.param());
  CHECK(!report.failed_generation() && !report.request_id());
  CHECK(report.action().empty() && report.rule().empty() && report.json().empty());
  CHECK(report.decision().kind == apifault::kind::unknown && !report.decision().delay);
  CHECK(report.limits().empty() && report.limits().begin() == report.limits().end());
  CHECK(!report.limits()[0].limit);
  CHECK(!report.upstream());
}

void a_report_is_moved_with_its_texts() {
  apifault::report first = apifault::classify_raw(raw);
  const string_view message = *first.message();
  apifault::report second = std::move(first);
  check_empty(first);
  CHECK(second && second.result() == apifault::result::ok);
  CHECK(message.data() == second.message()->data() && message == "slow down");
  first = std::move(second);
  check_empty(second);
  CHECK(first.message() == "slow down");
  first = apifault::report();
  check_empty(first);
}

void a_text_that_is_not_http_gives_an_empty_report() {
  const apifault::report report = apifault::classify_raw("{}");
  CHECK(report.result() == apifault::result::not_http);
  CHECK(!apifault::message(report.result()).empty());
  check_empty(report);
}

void a_text_has_a_report_or_a_reason() {
  apifault::options options;
  options.provider = apifault::provider::mistral;
  apifault::not_found refusal;
  const apifault::report report =
      apifault::classify_text("Error code: 429 - {'error': {'message': 'slow down'}}", options, refusal);
  CHECK(report && report.kind() == apifault::kind::rate_limited);
  CHECK(report.provider() == apifault::provider::mistral);
  CHECK(refusal.hint.empty() && !refusal.nearest_line);
  const apifault::report none = apifault::classify_text("All quiet.", options, refusal);
  CHECK(none.result() == apifault::result::not_found && !refusal.hint.empty());
  CHECK(!refusal.nearest_line);
  check_empty(none);
  check_empty(apifault::classify_text({}));
}

void a_failure_has_a_report() {
  const apifault::report report =
      apifault::classify_failure(apifault::failure::timeout, "TimeoutError", string_view());
  CHECK(report.kind() == apifault::kind::timeout && report.status() == 0);
  CHECK(report.rule() == "failure/timeout" && report.type() == "TimeoutError");
  CHECK(report.message() == "");
  CHECK(report.decision().advice == apifault::advice::backoff);
  const apifault::report bare = apifault::classify_failure(apifault::failure::tls);
  CHECK(!bare.type() && !bare.message());
  CHECK(apifault::name(apifault::failure::tls) == "tls");
}

void any_input_produces_a_report() {
  CHECK(apifault::classify(0, {}, {}));
  CHECK(apifault::classify(429, string_view("\0\xFF\n", 3), string_view("\0\xFF", 2)));
}

void a_delay_is_a_duration() {
  const apifault::report report = apifault::classify_raw(raw);
  CHECK(report.advice() == apifault::advice::after_delay);
  CHECK(report.delay() == 2s);
  CHECK(report.delay_source() == apifault::delay_source::retry_after);
  const apifault::decision decision = apifault::decide(429, "retry-after: 2\r\n", "slow down");
  CHECK(decision.result == apifault::result::ok && decision.delay == 2s);
}

void an_absolute_time_becomes_a_delay_from_now() {
  constexpr string_view headers = "retry-after: Tue, 17 Mar 2026 10:20:40 GMT\r\n";
  apifault::options options;
  CHECK(!apifault::decide(429, headers, {}, options).delay);
  options.now = std::chrono::system_clock::from_time_t(1773742830);
  CHECK(apifault::decide(429, headers, {}, options).delay == 10s);
  options.now = std::chrono::system_clock::time_point(-1s);
  CHECK(!apifault::decide(429, headers, {}, options).delay);
}

void a_provider_can_be_passed_in() {
  apifault::options options;
  options.provider = apifault::provider::mistral;
  CHECK(apifault::decide(429, {}, {}, options).provider == apifault::provider::mistral);
  CHECK(apifault::classify(429, {}, {}, options).provider() == apifault::provider::mistral);
}

void limits_are_a_range() {
  const apifault::report report = apifault::classify_raw(raw);
  CHECK(report.limits().size() == 1);
  CHECK(std::distance(report.limits().begin(), report.limits().end()) == 1);
  for (const apifault::limit& limit : report.limits()) {
    CHECK(limit.metric == apifault::metric::tokens);
    CHECK(limit.limit == 6000U && !limit.remaining && !limit.reset);
  }
}

void an_upstream_error_has_its_own_texts() {
  const apifault::report report = apifault::classify_raw(
      "HTTP/2 502\r\n\r\n{\"error\":{\"message\":\"Provider returned error\",\"code\":502,"
      "\"metadata\":{\"raw\":\"{\\\"error\\\":{\\\"message\\\":\\\"too busy\\\"}}\"}}}");
  CHECK(report.upstream() && report.upstream()->message() == "too busy");
  CHECK(!report.upstream()->code());
}

void a_text_is_copied_without_its_keys() {
  CHECK(apifault::redact({}).empty());
  CHECK(apifault::redact("slow down") == "slow down");
  CHECK(apifault::redact("bad api_key=gsk_Heron7Heron7Heron7!") == "bad api_key=gsk_***!");
  CHECK(apifault::redact(string_view("\0\xFF", 2)) == string_view("\0\xFF", 2));
}

void remedies_are_a_set_in_order() {
  constexpr apifault::remedies set(APIFAULT_REMEDY_OTHER_PROVIDER | APIFAULT_REMEDY_SHORTEN_INPUT);
  static_assert(set.contains(apifault::remedy::shorten_input) && !set.empty());
  static_assert(!set.contains(apifault::remedy::other_model));
  static_assert(set.bits() == 18 && set != apifault::remedies());
  static_assert(apifault::remedies() == apifault::remedies(0) && apifault::remedies().empty());
  std::string names;
  for (const apifault::remedy remedy : set) {
    names += apifault::name(remedy);
    names += ' ';
  }
  CHECK(names == "shorten_input other_provider ");
  auto at = set.begin();
  CHECK(*at++ == apifault::remedy::shorten_input && *at == apifault::remedy::other_provider);
  CHECK(++at == set.end());
  const apifault::report report = apifault::classify(402, {}, {});
  CHECK(report.scope() == apifault::scope::credential);
  CHECK(report.remedies().contains(apifault::remedy::other_credential));
}

void a_scanner_gives_each_error_once_as_a_report_to_keep() {
  apifault::stream_scanner scanner(200, "content-type: text/event-stream\r\n");
  CHECK(scanner && scanner.result() == apifault::result::ok && scanner.get() != nullptr);
  auto none = scanner.feed(event.substr(0, 20));
  CHECK(none.begin() == none.end() && !scanner.is_terminal() && !scanner.position());
  std::vector<apifault::report> kept;
  for (apifault::report error : scanner.feed(event.substr(20))) {
    kept.push_back(std::move(error));
  }
  CHECK(kept.size() == 1 && kept[0].message() == "slow down");
  CHECK(scanner.is_terminal() && scanner.position() == 0U && !scanner.delivered());
  auto errors = scanner.feed({});
  CHECK(errors.result() == apifault::result::ok && errors.begin() == errors.end());
  const apifault::ending ending = scanner.finish();
  CHECK(ending.result == apifault::result::ok && ending.ended == apifault::ended::error);
  CHECK(ending.report.message() == "slow down" && ending.events == scanner.events());
  CHECK(scanner.finish().report);
}

void errors_that_are_not_taken_stay_in_the_scanner() {
  apifault::stream_scanner scanner;
  scanner.feed(event);
  std::size_t found = 0;
  for (auto&& error : scanner.errors()) {
    found += error ? 1 : 0;
  }
  CHECK(found == 1);
}

void a_message_of_a_socket_is_an_event() {
  apifault::stream_scanner scanner;
  for (const apifault::report& error :
       scanner.feed_event("{\"type\":\"error\",\"error\":{\"message\":\"slow down\"}}")) {
    CHECK(error.message() == "slow down");
  }
  const apifault::ending ending = scanner.finish();
  CHECK(ending.ended == apifault::ended::error && !ending.delivered && ending.skipped == 0);
}

void a_scanner_is_moved_and_leaves_an_empty_one() {
  apifault::stream_options options;
  options.now = std::chrono::system_clock::from_time_t(1773742830);
  options.provider = apifault::provider::mistral;
  options.max_event_len = 4096;
  apifault::stream_scanner first(200, {}, options);
  first.feed(event.substr(0, 20));
  apifault::stream_scanner second = std::move(first);
  CHECK(!first && !first.is_terminal() && !first.delivered() && first.events() == 0);
  CHECK(first.feed(event).result() == apifault::result::null_pointer);
  const apifault::ending none = first.finish();
  CHECK(none.result == apifault::result::null_pointer && !none.report);
  CHECK(none.ended == apifault::ended::unknown);
  second.feed(event.substr(20));
  const apifault::ending ending = second.finish();
  CHECK(ending.report.provider() == apifault::provider::mistral);
}

void a_stream_that_breaks_off_is_no_error() {
  apifault::stream_scanner scanner;
  auto errors = scanner.feed("data: {\"choices\":[");
  CHECK(errors.begin() == errors.end());
  const apifault::ending ending = scanner.finish();
  CHECK(ending.ended == apifault::ended::cut_off && ending.report.rule() == "stream/cut_off");
  CHECK(apifault::name(ending.ended) == "cut_off");
}

void an_event_can_be_classified_alone() {
  apifault::options options;
  options.is_event = true;
  const apifault::report report = apifault::classify(200, {}, event, options);
  CHECK(report.message() == "slow down");
  CHECK(apifault::decide(200, {}, event, options).kind == apifault::kind::rate_limited);
}

void the_decision_of_a_report_is_that_of_the_response() {
  const apifault::decision of_report = apifault::classify_raw(raw).decision();
  const apifault::decision decision =
      apifault::decide(429, "retry-after: 2\r\nx-ratelimit-limit-tokens: 6000\r\n", "slow down");
  CHECK(of_report.result == apifault::result::ok && of_report.kind == decision.kind);
  CHECK(of_report.fault == decision.fault && of_report.advice == decision.advice);
  CHECK(of_report.delay == 2s && of_report.delay_source == decision.delay_source);
  CHECK(of_report.scope == decision.scope && of_report.remedies == decision.remedies);
  const apifault::decision failed = apifault::classify_raw("{}").decision();
  CHECK(failed.result == apifault::result::not_http && failed.kind == apifault::kind::unknown);
}

void a_policy_has_the_defaults_of_c() {
  const apifault::retry_policy policy;
  const apifault_retry_policy c = APIFAULT_RETRY_POLICY_INIT;
  const auto ms = [](std::uint64_t number) {
    return std::chrono::milliseconds(static_cast<std::chrono::milliseconds::rep>(number));
  };
  CHECK(policy.max_attempts == c.max_attempts && policy.max_now_retries == c.max_now_retries);
  CHECK(policy.max_delay == ms(c.max_delay_ms) && policy.deadline == ms(c.deadline_ms));
  CHECK(policy.backoff_base == ms(c.backoff_base_ms));
  CHECK(policy.backoff_cap == ms(c.backoff_cap_ms));
  CHECK(policy.overload_base == ms(c.overload_base_ms));
  CHECK(policy.overload_cap == ms(c.overload_cap_ms));
  CHECK(policy.rate_limit_base == ms(c.rate_limit_base_ms));
  CHECK(policy.rate_limit_cap == ms(c.rate_limit_cap_ms));
  CHECK(policy.retry_cost == c.retry_cost && policy.timeout_retry_cost == c.timeout_retry_cost);
  CHECK(policy.rate_limit_retry_cost == c.rate_limit_retry_cost);
  CHECK(policy.success_refund == c.success_refund);
  const apifault_retry_budget budget = APIFAULT_RETRY_BUDGET_INIT;
  CHECK(apifault::retry_budget::default_capacity == budget.capacity);
  CHECK(apifault::retry_budget().tokens() == budget.tokens);
}

void a_policy_waits_gives_up_and_is_done() {
  const apifault::retry_policy policy;
  apifault::retry_state state;
  const apifault::decision limited = apifault::decide(429, "retry-after: 2\r\n", {});
  apifault::step step = policy.next(state, limited, {350ms}, 0.5);
  CHECK(step.result == apifault::result::ok && step.wait == 2100ms && !step.reason);
  CHECK(!step.is_done && !step.delay && state.attempts == 1);
  step = policy.next(state, apifault::decide(429, "retry-after: 61\r\n", {}), {}, 0.5);
  CHECK(step.reason == apifault::give_up::delay_too_long && step.delay == 61s && !step.wait);
  CHECK(apifault::name(*step.reason) == "delay_too_long");
  step = policy.next(state, apifault::decide(200, {}, "{}"), {}, 0.5);
  CHECK(step.is_done && !step.wait && !step.reason && !step.delay && state.attempts == 3);
}

void each_number_of_a_policy_counts() {
  using apifault::advice;
  using apifault::give_up;
  using apifault::kind;
  constexpr double most = 0.9999999;
  apifault::retry_policy policy;
  const auto first = [&policy](const apifault::decision& of, std::chrono::milliseconds elapsed = 0ms) {
    apifault::retry_state state;
    return policy.next(state, of, {elapsed}, most);
  };
  policy.backoff_base = 100ms;
  CHECK(first(decided(kind::bad_gateway, advice::backoff)).wait == 99ms);
  policy.backoff_cap = 50ms;
  CHECK(first(decided(kind::bad_gateway, advice::backoff)).wait == 49ms);
  policy.overload_base = 70ms;
  CHECK(first(decided(kind::overloaded, advice::backoff)).wait == 69ms);
  policy.overload_cap = 60ms;
  CHECK(first(decided(kind::overloaded, advice::backoff)).wait == 59ms);
  policy.rate_limit_base = 40ms;
  CHECK(first(decided(kind::rate_limited, advice::backoff)).wait == 39ms);
  policy.rate_limit_cap = 30ms;
  CHECK(first(decided(kind::rate_limited, advice::backoff)).wait == 29ms);
  CHECK(first(decided(kind::generation_failed, advice::now)).wait == 0ms);
  policy.max_now_retries = 0;
  CHECK(first(decided(kind::generation_failed, advice::now)).reason == give_up::tries);
  policy.deadline = 200ms;
  CHECK(first(decided(kind::bad_gateway, advice::backoff), 200ms).reason == give_up::deadline);
  policy.max_attempts = 1;
  CHECK(first(decided(kind::bad_gateway, advice::backoff)).reason == give_up::tries);
  policy.max_delay = 1s;
  CHECK(first(apifault::decide(429, "retry-after: 2\r\n", {})).reason == give_up::delay_too_long);
}

void each_flag_of_an_attempt_counts() {
  const apifault::retry_policy policy;
  const apifault::decision failed = decided(apifault::kind::timeout, apifault::advice::backoff);
  const auto next = [&](const apifault::attempt& attempt) {
    apifault::retry_state state;
    return policy.next(state, failed, attempt, 0);
  };
  apifault::attempt attempt;
  CHECK(next(attempt).wait == 0ms);
  attempt.idempotent = false;
  CHECK(next(attempt).reason == apifault::give_up::not_idempotent);
  attempt.sent = false;
  CHECK(next(attempt).wait == 0ms);
  attempt.delivered = true;
  CHECK(next(attempt).reason == apifault::give_up::delivered);
}

void durations_of_any_length_are_taken() {
  using std::chrono::milliseconds;
  apifault::retry_policy policy;
  apifault::retry_state state;
  const apifault::decision failed = decided(apifault::kind::timeout, apifault::advice::backoff);
  CHECK(policy.next(state, failed, {(milliseconds::max)()}, 0).reason ==
        apifault::give_up::deadline);
  CHECK(policy.next(state, failed, {(milliseconds::min)()}, 0).wait == 0ms);
  policy.backoff_base = policy.backoff_cap = policy.deadline = (milliseconds::max)();
  CHECK(policy.next(state, failed, {}, 0.5).wait == milliseconds(9007199254740991));
  policy.backoff_base = policy.backoff_cap = -1ms;
  state = {};
  CHECK(policy.next(state, failed, {}, 0.5).wait == 0ms);
  for (const double random : {std::numeric_limits<double>::quiet_NaN(),
                              std::numeric_limits<double>::infinity(), -1.0, 1.0}) {
    state = {};
    CHECK(apifault::retry_policy().next(state, failed, {}, random).wait == 0ms);
  }
}

void a_budget_pays_for_retries() {
  const apifault::retry_policy policy;
  apifault::retry_budget budget(12);
  const apifault::decision failed = decided(apifault::kind::bad_gateway, apifault::advice::backoff);
  apifault::retry_state state;
  CHECK(policy.next(state, budget, failed, {}, 0).wait == 0ms && state.last_cost == 5);
  CHECK(policy.next(state, budget, failed, {}, 0).wait == 0ms && budget.tokens() == 2);
  CHECK(policy.next(state, budget, failed, {}, 0).reason == apifault::give_up::budget);
  CHECK(budget.tokens() == 2 && state.attempts == 3 && state.last_cost == 0);
  CHECK(policy.next(state, budget, apifault::decide(200, {}, "{}"), {}, 0).is_done);
  CHECK(budget.tokens() == 3 && budget.capacity() == 12);
  const apifault::retry_budget empty(10, 0);
  CHECK(empty.capacity() == 10 && empty.tokens() == 0);
}

void a_cooldown_says_what_rests() {
  const auto now = std::chrono::system_clock::from_time_t(1773742830);
  const auto limited =
      apifault::cooldown_of(apifault::decide(429, "retry-after: 7\r\n", {}), now);
  CHECK(limited && limited->scope == apifault::scope::credential && limited->only_this_model);
  CHECK(limited->wait == 7s && limited->until == now + 7s && !limited->is_permanent());
  CHECK(limited->covers({}) && !limited->covers({true, false, false}));
  CHECK(!limited->covers({false, true, false}) && !limited->covers({false, false, true}));
  const auto unpaid = apifault::cooldown_of(apifault::decide(402, {}, {}), now);
  CHECK(unpaid && unpaid->is_permanent() && !unpaid->until && !unpaid->only_this_model);
  CHECK(unpaid->covers({false, false, true}) && !unpaid->covers({false, true, false}));
  CHECK(!apifault::cooldown_of(apifault::decide(400, {}, {}), now));
  CHECK(!apifault::cooldown().covers({}));
  apifault::decision far = apifault::decide(429, {}, {});
  far.delay = (std::chrono::milliseconds::max)();
  const auto last = apifault::cooldown_of(far, now);
  CHECK(last && last->until && *last->until > now);
  CHECK(apifault::cooldown_of(far, std::chrono::system_clock::time_point(-1s)));
}

void an_unknown_number_has_a_defined_name() {
  CHECK(apifault::name(static_cast<apifault::kind>(UINT32_MAX)) == "unknown");
  CHECK(apifault::name(static_cast<apifault::fault>(UINT32_MAX)).empty());
  CHECK(apifault::name(static_cast<apifault::advice>(UINT32_MAX)).empty());
  CHECK(apifault::name(static_cast<apifault::scope>(UINT32_MAX)).empty());
  CHECK(apifault::name(static_cast<apifault::remedy>(0)).empty());
  CHECK(apifault::name(static_cast<apifault::remedy>(3)).empty());
  CHECK(apifault::name(static_cast<apifault::delay_source>(0)).empty());
  CHECK(apifault::name(static_cast<apifault::provider>(0)).empty());
  CHECK(apifault::name(static_cast<apifault::metric>(0)).empty());
  CHECK(apifault::name(static_cast<apifault::window>(0)).empty());
  CHECK(apifault::name(static_cast<apifault::ended>(UINT32_MAX)).empty());
  CHECK(apifault::name(static_cast<apifault::give_up>(0)).empty());
  CHECK(apifault::name(static_cast<apifault::failure>(UINT32_MAX)).empty());
  CHECK(apifault::name(apifault::advice::after_delay) == "after_delay");
  CHECK(apifault::action(apifault::kind::authentication) ==
        apifault::action(apifault::classify(401, {}, {}).kind()));
}

void success_and_partial_content_are_successes() {
  CHECK(apifault::is_success(apifault::classify(200, {}, "{}").kind()));
  CHECK(apifault::is_success(apifault::classify(206, {}, "{}").kind()));
  CHECK(!apifault::is_success(apifault::classify(429, {}, {}).kind()));
  CHECK(!apifault::is_success(apifault::report().kind()));
  CHECK(!apifault::is_success(static_cast<apifault::kind>(UINT32_MAX)));
}

}  // namespace

int main() {
  CHECK(apifault::version_number() == APIFAULT_VERSION_NUMBER);
  CHECK(!apifault::version().empty());
  a_report_is_moved_with_its_texts();
  a_text_that_is_not_http_gives_an_empty_report();
  a_text_has_a_report_or_a_reason();
  a_failure_has_a_report();
  any_input_produces_a_report();
  a_delay_is_a_duration();
  an_absolute_time_becomes_a_delay_from_now();
  a_provider_can_be_passed_in();
  limits_are_a_range();
  an_upstream_error_has_its_own_texts();
  a_text_is_copied_without_its_keys();
  remedies_are_a_set_in_order();
  a_scanner_gives_each_error_once_as_a_report_to_keep();
  errors_that_are_not_taken_stay_in_the_scanner();
  a_message_of_a_socket_is_an_event();
  a_scanner_is_moved_and_leaves_an_empty_one();
  a_stream_that_breaks_off_is_no_error();
  an_event_can_be_classified_alone();
  the_decision_of_a_report_is_that_of_the_response();
  a_policy_has_the_defaults_of_c();
  a_policy_waits_gives_up_and_is_done();
  each_number_of_a_policy_counts();
  each_flag_of_an_attempt_counts();
  durations_of_any_length_are_taken();
  a_budget_pays_for_retries();
  a_cooldown_says_what_rests();
  an_unknown_number_has_a_defined_name();
  success_and_partial_content_are_successes();
  return 0;
}
