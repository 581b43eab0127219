// JSON that others send: nlohmann's parser with a callback that counts.
#include "json_text.h"

#include <vector>

#include "readable_json.h"

namespace hufu::server {
namespace {

constexpr int kMostLevels = 64;
constexpr std::string_view kMarkOfByteOrder = "\xEF\xBB\xBF";

/// Looks on while a text is read. What is too deep is not built: nlohmann's own functions would
/// follow it down to the end of the stack.
class Watch {
 public:
  bool operator()(int depth, nlohmann::json::parse_event_t event, nlohmann::json& parsed) {
    using Event = nlohmann::json::parse_event_t;
    const bool opens = event == Event::object_start || event == Event::array_start;
    if (opens && depth >= kMostLevels) is_too_deep_ = true;
    if (event == Event::object_start) members_.push_back(0);
    if (event == Event::key) ++members_.back();
    if (event == Event::object_end) {
      // An object has a member for each key that was read, if none was there twice.
      if (parsed.size() != members_.back()) has_member_twice_ = true;
      members_.pop_back();
    }
    return !is_too_deep_;
  }

  bool is_too_deep() const { return is_too_deep_; }
  bool has_member_twice() const { return has_member_twice_; }

 private:
  std::vector<std::size_t> members_;
  bool is_too_deep_ = false;
  bool has_member_twice_ = false;
};

JsonFault read(std::string_view text, nlohmann::json& value) {
  Watch watch;
  value = nlohmann::json::parse(text, std::ref(watch), /*allow_exceptions=*/false);
  if (watch.is_too_deep()) return JsonFault::too_deep;
  if (value.is_discarded()) return JsonFault::no_json;
  return watch.has_member_twice() ? JsonFault::member_twice : JsonFault::none;
}

}  // namespace

JsonFault read_json(std::string_view text, nlohmann::json& value) {
  // JSON has none, and nlohmann's parser passes over it.
  if (text.starts_with(kMarkOfByteOrder)) return JsonFault::no_json;
  const JsonFault fault = read(text, value);
  return fault == JsonFault::no_json ? read(readable_json(text), value) : fault;
}

}  // namespace hufu::server
