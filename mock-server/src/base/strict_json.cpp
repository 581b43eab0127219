// JSON that decides something: nlohmann's parser with a callback that watches the names of every
// open object.
#include "base/strict_json.h"

#include <set>
#include <string>
#include <vector>

namespace hufu::mock {
namespace {

/// Remembers which names each open object has had so far.
class NameWatch {
 public:
  bool operator()(int /*depth*/, nlohmann::json::parse_event_t event, nlohmann::json& parsed) {
    using Event = nlohmann::json::parse_event_t;
    if (event == Event::object_start) open_objects_.emplace_back();
    if (event == Event::object_end && !open_objects_.empty()) open_objects_.pop_back();
    if (event == Event::key && !open_objects_.empty()) {
      const bool is_new = open_objects_.back().insert(parsed.get<std::string>()).second;
      if (!is_new) saw_duplicate_ = true;
    }
    return true;
  }

  bool saw_duplicate() const { return saw_duplicate_; }

 private:
  std::vector<std::set<std::string>> open_objects_;
  bool saw_duplicate_ = false;
};

}  // namespace

JsonFault parse_strict_object(std::string_view text, nlohmann::json& object) {
  NameWatch watch;
  object = nlohmann::json::parse(text, std::ref(watch), /*allow_exceptions=*/false);
  if (watch.saw_duplicate()) return JsonFault::duplicate_name;
  return object.is_object() ? JsonFault::none : JsonFault::malformed;
}

}  // namespace hufu::mock
