// GET and DELETE /_control/inbox: the mails and text messages that were sent, for programs and as
// pages for people.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "control/control.h"
#include "gotrue/letter.h"
#include "http/errors.h"
#include "pages/html.h"
#include "pages/page.h"
#include "store/database.h"
#include "store/inbox.h"

namespace hufu::mock::control {
namespace {

namespace asio = boost::asio;
using nlohmann::json;

json as_json(const Message& message, const Words& say) {
  const gotrue::Letter letter = gotrue::letter_of(message, say);
  return {{"id", std::to_string(message.number)},
          {"to", message.address},
          {"channel", message.channel},
          {"kind", message.kind},
          {"subject", letter.subject},
          {"code", message.code},
          {"link", message.link},
          {"tokenHash", message.link_token},
          {"text", letter.text},
          {"html", gotrue::letter_page(letter, say).body},
          {"sentAtMs", message.sent_ms}};
}

// Addresses as they are kept: e-mail in lower case, phones as digits.
std::string kept_form(std::string address) {
  std::erase(address, ' ');
  if (address.starts_with('+')) address.erase(0, 1);
  std::ranges::transform(address, address.begin(), [](char symbol) {
    return symbol >= 'A' && symbol <= 'Z' ? static_cast<char>(symbol + 32) : symbol;
  });
  return address;
}

bool is_browser(const Request& request) {
  return request.headers.find("Accept").value_or("").find("text/html") != std::string::npos;
}

std::string list_of(const std::vector<Message>& messages, const Words& say) {
  if (messages.empty()) return "<p>" + say("inbox_empty") + "</p>\n";
  std::string list = "<ul>\n";
  for (const Message& message : messages) {
    const gotrue::Letter letter = gotrue::letter_of(message, say);
    list += "<li><a href=\"/_control/inbox/" + std::to_string(message.number) + "\">" +
            escape_html(letter.subject.empty() ? letter.text : letter.subject) + "</a><small>" +
            say("inbox_to", {{"address", escape_html(message.address)}}) + "</small></li>\n";
  }
  return list + "</ul>\n";
}

Response list_page(const std::vector<Message>& messages, const Words& say) {
  return page_response(200, say,
                       {.title = say("inbox_title"),
                        .content = "<h1>" + say("inbox_title") + "</h1>\n" + list_of(messages, say),
                        .policy = "default-src 'none'; base-uri 'none'; form-action 'none'; "
                                  "frame-ancestors 'none'"});
}

}  // namespace

asio::awaitable<Response> show_inbox(Control& control, Request request) {
  const std::string to = kept_form(request.query_value("to").value_or(""));
  const auto work = [to](Transaction& transaction) { return read_inbox(transaction, to); };
  const std::vector<Message> messages = co_await control.context.database.run(work);
  const Words say(request);
  if (is_browser(request)) co_return list_page(messages, say);
  json list = json::array();
  for (const Message& message : messages)
    list.push_back(as_json(message, say));
  const json answer = {{"messages", std::move(list)}};
  co_return json_response(200, answer);
}

asio::awaitable<Response> show_message(Control& control, Request request) {
  const std::string id = request.parameter("message_id");
  const bool is_number = !id.empty() && id.size() <= 18 && std::ranges::all_of(id, [](char digit) {
    return digit >= '0' && digit <= '9';
  });
  const std::int64_t number = is_number ? std::stoll(id) : 0;
  const auto work = [number](Transaction& transaction) {
    return find_message(transaction, number);
  };
  const std::optional<Message> message = co_await control.context.database.run(work);
  if (!message) throw HttpError(404, "message_not_found", "No message of this id is in the inbox.");
  const Words say(request);
  co_return gotrue::letter_page(gotrue::letter_of(*message, say), say);
}

asio::awaitable<Response> clear_inbox(Control& control, Request) {
  const auto work = [](Transaction& transaction) { empty_inbox(transaction); };
  co_await control.context.database.run(work);
  co_return empty_response(204);
}

}  // namespace hufu::mock::control
