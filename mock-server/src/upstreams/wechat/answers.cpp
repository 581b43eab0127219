// The shape of WeChat's answers.
#include "upstreams/wechat/answers.h"

#include <nlohmann/json.hpp>

#include "crypto/random.h"
#include "http/at_once.h"
#include "upstreams/wechat/errcode.h"

namespace hufu::mock::wechat {
namespace {

// ", rid: 652d44d0-1d0af18b-5b069232": the time and two random words. Who compares errmsg for
// equality fails here too.
std::string request_id_suffix(const Clock& clock) {
  constexpr char kDigits[] = "0123456789abcdef";
  const auto seconds = static_cast<std::uint32_t>(clock.now_ms() / 1000);
  std::string time_word;
  for (int shift = 28; shift >= 0; shift -= 4)
    time_word += kDigits[(seconds >> shift) & 15];
  return ", rid: " + time_word + "-" + random_hex(4) + "-" + random_hex(4);
}

nlohmann::json errcode_json(const Errcode& error, const Clock& clock) {
  return {{"errcode", error.number}, {"errmsg", error.text + request_id_suffix(clock)}};
}

nlohmann::json tell(const Story& story, const Request& request, const Clock& clock) {
  try {
    return story(request);
  } catch (const Errcode& error) {
    return errcode_json(error, clock);
  }
}

}  // namespace

Response errcode_answer(const Errcode& error, const Clock& clock) {
  return text_response(200, errcode_json(error, clock).dump(), "application/json; encoding=utf-8");
}

Handler answer_with(AnswerType type, const Clock& clock, Story story) {
  const char* content_type =
      type == AnswerType::text_plain ? "text/plain" : "application/json; encoding=utf-8";
  return at_once([content_type, &clock, story = std::move(story)](const Request& request) {
    const nlohmann::json body = tell(story, request, clock);
    return text_response(200, body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace),
                         content_type);
  });
}

}  // namespace hufu::mock::wechat
