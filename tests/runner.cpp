// Runs the test vectors through the C++ interface, as runner.c does through the C interface.
//
// Exit status: 0 success, 1 failure.

#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>

#include "apifault.hpp"

namespace {

std::size_t frame_number = 0;

[[noreturn]] void fail(std::string_view fault) {
  std::cout.flush();
  std::cerr << "runner: frame " << frame_number << ": " << fault << '\n';
  std::exit(1);
}

void check(bool holds, std::string_view fact) {
  if (!holds) {
    fail(std::string("check failed: ").append(fact));
  }
}

apifault::provider provider_of(std::string_view word) {
  for (std::uint32_t number = 1; number < 1000; number++) {
    const auto provider = static_cast<apifault::provider>(number);
    if (apifault::name(provider) == word) {
      return provider;
    }
  }
  fail(std::string(word) + " is not a provider");
}

std::string read_bytes(std::size_t len) {
  std::string bytes(len, '\0');
  std::cin.read(bytes.data(), static_cast<std::streamsize>(len));
  check(static_cast<std::size_t>(std::cin.gcount()) == len, "the frame has all its bytes");
  return bytes;
}

// Reads every byte of a text, so that a memory checker can check the access.
std::size_t sum(std::string_view text) {
  std::size_t sum = 0;
  for (const char c : text) {
    sum += static_cast<unsigned char>(c);
  }
  return sum;
}

std::size_t sum(std::optional<std::string_view> text) { return text ? sum(*text) : 0; }

void check_decision(const apifault::decision& decision, const apifault::report& report) {
  check(decision.result == apifault::result::ok, "deciding succeeds");
  check(decision.kind == report.kind(), "both give the same kind");
  check(decision.fault == report.fault(), "both give the same fault");
  check(decision.advice == report.advice(), "both give the same advice");
  check(decision.scope == report.scope(), "both give the same scope");
  check(decision.remedies == report.remedies(), "both give the same remedies");
  check(decision.delay == report.delay(), "both give the same delay");
  check(decision.delay_source == report.delay_source(), "both give the same source of the delay");
  check(decision.provider == report.provider(), "both give the same provider");
}

// Compares a limit with that of the C interface.
void check_limit(const apifault::report& report, std::size_t index, const apifault::limit& limit) {
  apifault_limit stated = APIFAULT_LIMIT_INIT;
  check(apifault_report_limit(report.get(), index, &stated), "C has as many limits");
  const auto same = [](const std::optional<std::uint64_t>& number, bool has, std::uint64_t value) {
    return number.has_value() == has && number.value_or(0) == value;
  };
  check(static_cast<std::uint32_t>(limit.metric) == stated.metric, "the metric is that of C");
  check(limit.window.has_value() == (stated.window != 0), "the window is absent as in C");
  check(same(limit.limit, stated.has_limit, stated.limit), "the limit is that of C");
  check(same(limit.remaining, stated.has_remaining, stated.remaining), "what remains is that of C");
  check(same(limit.used, stated.has_used, stated.used), "what is used is that of C");
  check(same(limit.requested, stated.has_requested, stated.requested), "the request is that of C");
  check(limit.reset.has_value() == stated.has_reset, "the reset is absent as in C");
  check(!apifault::name(limit.metric).empty(), "the metric of a limit has a name");
  check(!limit.window || !apifault::name(*limit.window).empty(), "a window has a name");
}

void check_report(const apifault::report& report, std::uint16_t status) {
  check(report && report.result() == apifault::result::ok, "classifying succeeds");
  check(report.status() == status, "the status is the one that was given");
  check(!report.action().empty() && !report.rule().empty(), "there is an action and a rule");
  check(!apifault::is_success(report.kind()) || report.fault() == apifault::fault::none,
        "the fault of a success is none");
  check(report.delay().has_value() == (report.advice() == apifault::advice::after_delay),
        "there is a delay exactly if the advice says so");
  check(!apifault::name(report.scope()).empty(), "a scope has a name");
  for (const apifault::remedy remedy : report.remedies()) {
    check(!apifault::name(remedy).empty(), "a remedy has a name");
  }
  std::size_t total = sum(report.message()) + sum(report.type()) + sum(report.code()) +
                      sum(report.param()) + sum(report.failed_generation()) +
                      sum(report.request_id()) + sum(report.action()) + sum(report.rule());
  std::size_t index = 0;
  for (const apifault::limit limit : report.limits()) {
    check_limit(report, index++, limit);
  }
  check(index == report.limits().size(), "the loop meets every limit");
  if (const auto upstream = report.upstream()) {
    total += sum(upstream->message()) + sum(upstream->type()) + sum(upstream->code()) +
             sum(upstream->param()) + sum(upstream->failed_generation()) +
             upstream->status().value_or(0);
    check(!upstream->provider() || !apifault::name(*upstream->provider()).empty(),
          "the provider of an upstream has a name");
  }
  check(total > 0, "the texts hold something");
}

void run_frame(const std::string& line) {
  std::istringstream words(line);
  std::uint16_t status = 0;
  std::string now;
  std::string provider;
  std::size_t headers_len = 0;
  std::size_t body_len = 0;
  words >> status >> now >> provider >> headers_len >> body_len;
  check(!words.fail(), "the line is STATUS NOW_MS PROVIDER HEADERS_LEN BODY_LEN");

  apifault::options options;
  if (now != "-") {
    const std::chrono::milliseconds since_1970(std::strtoll(now.c_str(), nullptr, 10));
    options.now = std::chrono::system_clock::time_point(since_1970);
  }
  if (provider != "-") {
    options.provider = provider_of(provider);
  }
  const std::string headers = read_bytes(headers_len);
  const std::string body = read_bytes(body_len);
  check(std::cin.get() == '\n', "a line feed follows the body");

  const apifault::report report = apifault::classify(status, headers, body, options);
  check_decision(apifault::decide(status, headers, body, options), report);
  check_report(report, status);
  std::cout << report.json() << '\n';
}

}  // namespace

int main() {
  for (std::string line; std::getline(std::cin, line);) {
    frame_number++;
    run_frame(line);
  }
  std::cout.flush();
  return std::cout ? 0 : 1;
}
