// Calls each URL once, and prints what the response means: first the decision, then the details.
//
//     c++ -std=c++17 classify.cpp $(pkg-config --cflags --libs apifault libcurl) -o classify
//     ./classify https://api.groq.com/openai/v1/models

#include <chrono>
#include <cstdint>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <curl/curl.h>

#include "apifault.hpp"

namespace {

struct response {
  std::uint16_t status = 0;
  std::string headers;
  std::string body;
};

std::size_t append(char* data, std::size_t size, std::size_t count, void* to) {
  static_cast<std::string*>(to)->append(data, size * count);
  return size * count;
}

// A text without the API keys that a server may repeat in it, and without bytes that a terminal may
// obey: only printable ASCII is left.
std::string printable(std::string_view text) {
  std::string printable = apifault::redact(text);
  for (char& c : printable) {
    if (c < ' ' || c > '~') {
      c = '?';
    }
  }
  return printable;
}

std::optional<response> call(const char* url) {
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(),
                                                                 curl_easy_cleanup);
  response answer;
  curl_easy_setopt(curl.get(), CURLOPT_URL, url);
  curl_easy_setopt(curl.get(), CURLOPT_ACCEPT_ENCODING, "");
  curl_easy_setopt(curl.get(), CURLOPT_HEADERFUNCTION, append);
  curl_easy_setopt(curl.get(), CURLOPT_HEADERDATA, &answer.headers);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, append);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &answer.body);
  const CURLcode code = curl_easy_perform(curl.get());
  if (code != CURLE_OK) {
    std::cerr << "classify: " << printable(url) << ": " << curl_easy_strerror(code) << '\n';
    return std::nullopt;
  }
  long status = 0;
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
  answer.status = static_cast<std::uint16_t>(status);
  return answer;
}

void print(std::string_view label, std::optional<std::string_view> text) {
  if (text) {
    std::cout << "  " << label << ": " << printable(*text) << '\n';
  }
}

void print(const apifault::limit& limit) {
  std::cout << "  limit: " << apifault::name(limit.metric);
  if (limit.window) {
    std::cout << " per " << apifault::name(*limit.window);
  }
  if (limit.limit) {
    std::cout << ", " << *limit.limit << " allowed";
  }
  if (limit.remaining) {
    std::cout << ", " << *limit.remaining << " left";
  }
  if (limit.reset) {
    std::cout << ", resets in " << limit.reset->count() << " ms";
  }
  std::cout << '\n';
}

void print(const apifault::report& report) {
  std::cout << apifault::name(report.kind()) << ", fault " << apifault::name(report.fault())
            << ", retry " << apifault::name(report.advice());
  if (const auto delay = report.delay()) {
    std::cout << " of " << delay->count() << " ms";
  }
  std::cout << '\n';
  if (const auto provider = report.provider()) {
    print("provider", apifault::name(*provider));
  }
  print("message", report.message());
  print("code", report.code());
  print("request id", report.request_id());
  for (const apifault::limit& limit : report.limits()) {
    print(limit);
  }
  if (const auto upstream = report.upstream()) {
    print("upstream message", upstream->message());
  }
  for (const apifault::remedy remedy : report.remedies()) {
    print("remedy", apifault::name(remedy));
  }
  print("action", report.action());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2 || argv[1][0] == '-') {
    std::cerr << "Usage: classify URL ...\n";
    return 2;
  }
  curl_global_init(CURL_GLOBAL_DEFAULT);
  bool complete = true;
  for (int i = 1; i < argc; i++) {
    const auto answer = call(argv[i]);
    complete = complete && answer;
    if (answer) {
      apifault::options options;
      options.now = std::chrono::system_clock::now();
      print(apifault::classify(answer->status, answer->headers, answer->body, options));
    }
  }
  curl_global_cleanup();
  return complete ? 0 : 1;
}
