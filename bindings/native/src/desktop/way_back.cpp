#include "desktop/way_back.h"

#include <algorithm>
#include <cctype>

namespace hufu::native {
namespace {

int hex_value(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
  return -1;
}

std::string decoded(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
    const int low = high >= 0 ? hex_value(text[i + 2]) : -1;
    if (low >= 0) {
      plain.push_back(static_cast<char>(high * 16 + low));
      i += 2;
    } else {
      plain.push_back(text[i] == '+' ? ' ' : text[i]);
    }
  }
  return plain;
}

/// The value of a parameter that is there once.
std::optional<std::string> parameter(std::string_view query, std::string_view name) {
  std::optional<std::string> found;
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), pair.size() + 1));
    if (!pair.starts_with(name) || pair.substr(name.size(), 1) != "=") continue;
    if (found) return std::nullopt;
    found = decoded(pair.substr(name.size() + 1));
  }
  return found;
}

std::string_view line_at(std::string_view& text) {
  const std::string_view line = text.substr(0, text.find("\r\n"));
  text.remove_prefix(std::min(text.size(), line.size() + 2));
  return line;
}

bool is_host(std::string_view line, std::string_view host) {
  constexpr std::string_view kName = "host:";
  const auto same = [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == b; };
  if (line.size() < kName.size() ||
      !std::equal(kName.begin(), kName.end(), line.begin(),
                  [&](char wanted, char sent) { return same(sent, wanted); })) {
    return false;
  }
  line.remove_prefix(kName.size());
  while (line.starts_with(' '))
    line.remove_prefix(1);
  return line == host;
}

/// In a time that does not tell how much of it is right.
bool is_same(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned differences = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    differences |= static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i]);
  return differences == 0;
}

constexpr std::string_view kHeaders =
    "Content-Type: text/html; charset=utf-8\r\n"
    "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "Cache-Control: no-store\r\n"
    "Connection: close\r\n";

std::string page(std::string_view status, std::string_view sentence) {
  std::string body = "<!doctype html><meta charset=\"utf-8\"><title>Hufu</title><p>";
  body.append(sentence).append("</p>\n");
  std::string answer = "HTTP/1.1 ";
  answer.append(status).append("\r\n").append(kHeaders);
  answer.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n\r\n");
  return answer.append(body);
}

}  // namespace

std::optional<ExchangeCodeForSession> read_way_back(std::string_view head,
                                                    const Expected& expected) {
  const std::string_view request = line_at(head);
  constexpr std::string_view kMethod = "GET ";
  const std::size_t end = request.rfind(" HTTP/1.");
  if (!request.starts_with(kMethod) || end == std::string_view::npos || end < kMethod.size()) {
    return std::nullopt;
  }
  const std::string_view target = request.substr(kMethod.size(), end - kMethod.size());
  const std::size_t mark = target.find('?');
  if (mark == std::string_view::npos || target.substr(0, mark) != expected.path) {
    return std::nullopt;
  }
  int hosts = 0;
  while (!head.empty())
    hosts += is_host(line_at(head), expected.host) ? 1 : 0;
  const std::string_view query = target.substr(mark + 1);
  const std::optional<std::string> state = parameter(query, "state");
  if (hosts != 1 || !state || !is_same(*state, expected.state)) return std::nullopt;

  ExchangeCodeForSession brought{.error = parameter(query, "error"),
                                 .error_code = parameter(query, "error_code"),
                                 .error_description = parameter(query, "error_description")};
  if (brought.error) return brought;
  std::optional<std::string> code = parameter(query, "code");
  if (!code || code->empty()) return std::nullopt;
  brought.code = Secret(*std::move(code));
  return brought;
}

std::string answer_to(const std::optional<ExchangeCodeForSession>& found) {
  if (!found) return page("404 Not Found", "There is nothing here.");
  if (found->error) {
    return page("200 OK", "登录未完成。You are not signed in. You may close this window.");
  }
  return page("200 OK", "可以关闭此窗口。The program goes on; you may close this window.");
}

}  // namespace hufu::native
