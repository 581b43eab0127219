#include "stories/fetch.h"

#include <algorithm>
#include <utility>

#include "base/fault.h"
#include "text/ascii.h"
#include "text/headers.h"
#include "text/url.h"

namespace hufu::stories {

using flow::Answer;
using flow::Task;

namespace {

constexpr int kMostRedirects = 10;

bool has_clean_headers(const Value& headers) {
  for (const Value& each : headers.items()) {
    if (!text::is_clean_header(each.items()[0].text(), each.items()[1].text())) return false;
  }
  return true;
}

// Methods that a redirect leaves as they are, and whose body can be sent again (RFC 9110, 15.4).
bool follows(std::string_view method, bool replayable, int status) {
  const bool safe = method == "GET" || method == "HEAD";
  if (status == 307 || status == 308) return safe || replayable;
  return safe && (status == 301 || status == 302 || status == 303);
}

bool holds(const Value& headers, std::string_view name) {
  return std::any_of(headers.items().begin(), headers.items().end(), [&](const Value& header) {
    return text::equals_ignoring_case(header.items()[0].text(), name);
  });
}

// The request of the application with our headers in the place of its own.
Value forward_of(const Value& request, OperationId operation, std::string_view url,
                 const Value& ours) {
  Value headers = ours;
  for (const Value& header : request.find("headers")->items()) {
    const Text name = header.items()[0].text();
    if (!text::is_reserved_header(name) && !holds(ours, name)) headers.push(header);
  }
  Value effect = Value::object();
  effect.set("kind", "forward").set("operation", static_cast<double>(operation));
  effect.set("method", request.text_or("method", "")).set("url", url);
  effect.set("headers", std::move(headers));
  return effect;
}

}  // namespace

// Our headers of a request to `url`.
Value Fetch::signed_headers(std::string_view url, std::string_view token) const {
  Value headers = Value::array();
  const auto add = [&](std::string_view name, std::string_view value) {
    headers.push(Value::array().push(name).push(value));
  };
  announcer_.signer()->without_person(url).each(add);
  if (!token.empty()) add("Authorization", "Bearer " + Text(token));
  return headers;
}

Task<Value> Fetch::fetch(Value request, OperationId operation, vault::Generation::Mark who) {
  if (!has_clean_headers(*request.find("headers"))) {
    co_return Fault(Errc::invalid_argument, "a header with a forbidden character");
  }
  const std::string_view method = request.text_or("method", "");
  if (!text::is_clean_header(method, "")) {
    co_return Fault(Errc::invalid_argument, "method");
  }
  Text url(request.text_or("url", ""));
  if (!text::is_clean(url)) {
    co_return Fault(Errc::invalid_argument, "url: a space, control character or backslash");
  }
  if (!announcer_.signer()->allows(url)) {
    co_return Fault(Errc::origin_refused, text::place_of(url));
  }

  const bool replayable = request.bool_or("replayable", true);
  tokens::Token token = co_await tokens_.for_request(who);
  bool renewed = false;
  for (int redirects = 0; redirects <= kMostRedirects;) {
    Value headers = signed_headers(url, token->text);
    Value effect = forward_of(request, operation, url, headers);
    Answer answer = co_await backend_.forward(std::move(effect));
    if (answer->status == 401 && !renewed && replayable) {
      renewed = true;
      tokens::Token other = co_await tokens_.instead_of(token);
      if (other != nullptr) {
        token = std::move(other);
        continue;
      }
    }
    if (renewed && answer && answer->status != 401) tokens_.renewal_helped();
    if (answer->status == 401 && !replayable)
      tokens_.refuse(token->text);  // the next call renews it
    // A redirect that leaves the configured origins is the application's to judge, tokenless.
    Text target = text::redirect_within_origin(url, answer.header("location"));
    if (target.empty() || !follows(method, replayable, answer->status)) {
      Value reply = Value::object();
      reply.set("status", answer->status).set("headers", answer->headers);
      co_return reply;
    }
    url = std::move(target);
    ++redirects;
  }
  co_return Fault(Errc::refused, "too many redirects");
}

}  // namespace hufu::stories
