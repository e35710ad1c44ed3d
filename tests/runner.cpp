// Runs the test vectors through the C++ interface, as runner.c does through the C interface, with the
// same arguments.
//
// Exit status: 0 success, 1 failure.

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

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

struct frame {
  std::uint16_t status = 0;
  std::optional<std::chrono::system_clock::time_point> now;
  std::optional<apifault::provider> provider;
  std::string headers;
  std::string body;
  bool is_event = false;
};

frame read_frame(const std::string& line) {
  std::istringstream words(line);
  frame read;
  std::string now;
  std::string provider;
  std::size_t headers_len = 0;
  std::size_t body_len = 0;
  std::string holds;
  words >> read.status >> now >> provider >> headers_len >> body_len >> holds;
  check(!words.fail(), "the line is STATUS NOW_MS PROVIDER HEADERS_LEN BODY_LEN HOLDS");
  if (now != "-") {
    const std::chrono::milliseconds since_1970(std::strtoll(now.c_str(), nullptr, 10));
    read.now = std::chrono::system_clock::time_point(since_1970);
  }
  if (provider != "-") {
    read.provider = provider_of(provider);
  }
  read.is_event = holds == "event";
  read.headers = read_bytes(headers_len);
  read.body = read_bytes(body_len);
  check(std::cin.get() == '\n', "a line feed follows the body");
  return read;
}

std::string classify(const frame& of) {
  apifault::options options;
  options.now = of.now;
  options.provider = of.provider;
  options.is_event = of.is_event;
  const apifault::report report = apifault::classify(of.status, of.headers, of.body, options);
  check_decision(apifault::decide(of.status, of.headers, of.body, options), report);
  check_report(report, of.status);
  return std::string(report.json());
}

// The report of the failed call in a text, or why there is none.
std::string classify_words(const frame& of) {
  apifault::options options;
  options.now = of.now;
  options.provider = of.provider;
  apifault::not_found refusal;
  const apifault::report report = apifault::classify_text(of.body, options, refusal);
  check(apifault::classify_text(of.body, options).result() == report.result(),
        "nobody has to ask why");
  if (report.result() != apifault::result::not_found) {
    check_report(report, report.status());
    check(refusal.hint.empty(), "only a refusal has a hint");
    return std::string(report.json());
  }
  check(!report && !refusal.hint.empty(), "there is a hint if nothing was found");
  const std::string line = refusal.nearest_line ? std::to_string(*refusal.nearest_line) : "null";
  std::string json = "{\"not_found\":{\"nearest_line\":" + line;
  return json.append(",\"hint\":\"").append(refusal.hint).append("\"}}");
}

// What the scan of a stream gives.
struct answer {
  std::string json;
  std::vector<std::uint64_t> positions;
};

// The errors are taken one by one, as a program does that shows each at once.
void take(apifault::stream_scanner& scanner, apifault::stream_errors errors, answer& into) {
  check(errors.result() == apifault::result::ok, "feeding succeeds");
  for (const apifault::report& error : errors) {
    check_report(error, error.status());
    into.json += into.positions.empty() ? "" : ",";
    into.json += error.json();
    check(scanner.position().has_value(), "an error has a position");
    into.positions.push_back(*scanner.position());
  }
}

// Scans the body in pieces: the first has `first_len` bytes, and the others have `len`.
answer scan_pieces(const frame& of, std::size_t first_len, std::size_t len) {
  apifault::stream_options options;
  options.now = of.now;
  options.provider = of.provider;
  apifault::stream_scanner scanner(of.status, of.headers, options);
  check(scanner && scanner.result() == apifault::result::ok, "creating a scanner succeeds");

  answer found;
  found.json = "{\"errors\":[";
  std::size_t next = first_len;
  for (std::string_view rest = of.body; !rest.empty(); next = len) {
    take(scanner, scanner.feed(rest.substr(0, next)), found);
    rest.remove_prefix((std::min)(next, rest.size()));
  }
  const apifault::ending ending = scanner.finish();
  take(scanner, scanner.errors(), found);
  check(ending.result == apifault::result::ok, "finishing succeeds");
  check(ending.events == scanner.events(), "both tell the same number of events");
  found.json.append("],\"ended\":\"").append(apifault::name(ending.ended));
  found.json.append("\",\"delivered\":").append(ending.delivered ? "true" : "false");
  found.json.append(",\"report\":").append(ending.report ? ending.report.json() : "null");
  found.json += "}";
  return found;
}

std::string scan(const frame& of, std::string_view feeding) {
  constexpr std::size_t all = std::string_view::npos;
  if (feeding != "cuts") {
    const std::size_t number = std::strtoul(std::string(feeding).c_str(), nullptr, 10);
    const std::size_t len = number > 0 ? number : all;
    return scan_pieces(of, len, len).json;
  }
  answer whole = scan_pieces(of, all, all);
  for (std::size_t cut = 1; cut < of.body.size(); cut++) {
    const answer other = scan_pieces(of, cut, all);
    if (other.json != whole.json || other.positions != whole.positions) {
      fail("cut at " + std::to_string(cut) + ": " + other.json + ", uncut: " + whole.json);
    }
  }
  return whole.json;
}

// The words of one step of a retry policy: see runner.c.
class words {
 public:
  explicit words(const std::string& line) : stream_(line) {}

  std::string word() {
    std::string next;
    check(static_cast<bool>(stream_ >> next), "the line has 27 words");
    return next;
  }

  std::uint64_t number() {
    const std::string next = word();
    char* end = nullptr;
    const std::uint64_t number = std::strtoull(next.c_str(), &end, 10);
    check(next[0] >= '0' && next[0] <= '9' && *end == '\0', "a word is a number");
    return number;
  }

  std::uint32_t u32() { return static_cast<std::uint32_t>(number()); }

  bool flag() { return number() == 1; }

  // A number of milliseconds; all that are longer than a duration can be are the longest.
  std::chrono::milliseconds ms() { return ms_of(number()); }

  std::optional<std::chrono::milliseconds> optional_ms() {
    if ((stream_ >> std::ws).peek() == '-') {
      word();
      return std::nullopt;
    }
    return ms();
  }

  std::optional<std::uint32_t> optional_u32() {
    if ((stream_ >> std::ws).peek() == '-') {
      word();
      return std::nullopt;
    }
    return u32();
  }

  double real() { return std::strtod(word().c_str(), nullptr); }

 private:
  static std::chrono::milliseconds ms_of(std::uint64_t number) {
    constexpr std::chrono::milliseconds longest = (std::chrono::milliseconds::max)();
    if (number >= static_cast<std::uint64_t>(longest.count())) {
      return longest;
    }
    return std::chrono::milliseconds(static_cast<std::chrono::milliseconds::rep>(number));
  }

  std::istringstream stream_;
};

// The longest duration stands for all that are longer, as in a policy.
std::string json_of(const std::optional<std::chrono::milliseconds>& duration) {
  if (!duration) {
    return "null";
  }
  const bool is_longest = *duration == (std::chrono::milliseconds::max)();
  return is_longest ? std::to_string(UINT64_MAX) : std::to_string(duration->count());
}

std::string decide_step(const std::string& line) {
  words words(line);
  apifault::retry_policy policy;
  policy.max_attempts = words.u32();
  policy.max_now_retries = words.u32();
  policy.max_delay = words.ms();
  policy.deadline = words.ms();
  policy.backoff_base = words.ms();
  policy.backoff_cap = words.ms();
  policy.overload_base = words.ms();
  policy.overload_cap = words.ms();
  policy.rate_limit_base = words.ms();
  policy.rate_limit_cap = words.ms();
  policy.retry_cost = words.u32();
  policy.timeout_retry_cost = words.u32();
  policy.rate_limit_retry_cost = words.u32();
  policy.success_refund = words.u32();
  apifault::retry_state state;
  state.attempts = words.u32();
  state.now_retries = words.u32();
  state.last_cost = words.u32();
  const std::optional<std::uint32_t> capacity = words.optional_u32();
  const std::optional<std::uint32_t> tokens = words.optional_u32();
  check(capacity.has_value() == tokens.has_value(), "a budget has a capacity and tokens");
  apifault::decision decision;
  decision.kind = static_cast<apifault::kind>(words.u32());
  decision.advice = static_cast<apifault::advice>(words.u32());
  decision.delay = words.optional_ms();
  apifault::attempt attempt;
  attempt.elapsed = words.ms();
  attempt.sent = words.flag();
  attempt.idempotent = words.flag();
  attempt.delivered = words.flag();
  const double random = words.real();

  apifault::retry_budget budget(capacity.value_or(0), tokens.value_or(0));
  const apifault::step step = capacity ? policy.next(state, budget, decision, attempt, random)
                                       : policy.next(state, decision, attempt, random);
  check(step.result == apifault::result::ok, "deciding a step succeeds");
  check(step.is_done + step.wait.has_value() + step.reason.has_value() == 1,
        "a step is done, waits or gives up");
  std::string json = "{\"step\":";
  json += step.is_done ? "\"done\"" : step.wait ? "\"wait\"" : "\"give_up\"";
  json += ",\"wait_ms\":" + json_of(step.wait) + ",\"reason\":";
  if (step.reason) {
    json.append("\"").append(apifault::name(*step.reason)).append("\"");
  } else {
    json += "null";
  }
  json += ",\"delay_ms\":" + json_of(step.delay);
  json += ",\"attempts\":" + std::to_string(state.attempts);
  json += ",\"now_retries\":" + std::to_string(state.now_retries);
  json += ",\"last_cost\":" + std::to_string(state.last_cost);
  json += ",\"tokens\":" + (capacity ? std::to_string(budget.tokens()) : "null") + "}";
  return json;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string_view> arguments(argv + 1, argv + argc);
  const bool is_steps = arguments.size() == 1 && arguments[0] == "steps";
  const bool is_texts = arguments.size() == 1 && arguments[0] == "texts";
  const bool is_scan = !arguments.empty() && !is_steps && !is_texts;
  if (arguments.size() > 2 || (is_scan && arguments[0] != "scan")) {
    fail("usage: runner [scan [PIECE_LEN | cuts] | texts | steps]");
  }
  for (std::string line; std::getline(std::cin, line);) {
    frame_number++;
    if (is_steps) {
      std::cout << decide_step(line) << '\n';
      continue;
    }
    const frame next = read_frame(line);
    if (is_texts) {
      std::cout << classify_words(next) << '\n';
      continue;
    }
    std::cout << (is_scan ? scan(next, arguments.size() == 2 ? arguments[1] : "0") : classify(next))
              << '\n';
  }
  std::cout.flush();
  return std::cout ? 0 : 1;
}
