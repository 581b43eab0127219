// Plays the cases of the matrix natively: hufu_matrix_replay CASES > RESULTS. What a case is, and
// what is said of it, stands in README.md; replay.mjs and replay.py do the same in their languages.
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "hufu.h"

namespace {

using Json = nlohmann::ordered_json;

constexpr int kMostEffects = 200;  // a session that asks more often than that never ends

class Play {
 public:
  explicit Play(const Json& one) {
    const std::string config = one["config"].dump();
    client_ = hufu_open(config.data(), config.size());
    result_ = {{"name", one["name"]},     {"done", Json::array()},
               {"events", Json::array()}, {"requests", Json::array()},
               {"store", Json::object()}, {"slept_ms", 0},
               {"endless", false},        {"state", ""}};
    for (const Json& step : one["steps"])
      take(step);
    result_["state"] = hufu_state(client_);
  }
  Play(const Play&) = delete;
  Play& operator=(const Play&) = delete;
  ~Play() { hufu_close(client_); }

  const Json& result() const { return result_; }

 private:
  void take(const Json& step) {
    const double passed = step.value("pass_ms", 0.0);
    wall_ms_ += passed;
    uptime_ms_ += passed;
    if (!step.contains("begin")) return;
    answers_ = step["answers"];
    const std::string arguments = step["arguments"].dump();
    hufu_begin(client_, step["begin"].get<std::string>().c_str(), arguments.data(),
               arguments.size(), wall_ms_, uptime_ms_);
    drain();
    for (int count = 0; !waiting_.empty(); ++count) {
      if (count == kMostEffects) {
        result_["endless"] = true;
        return;
      }
      const Json effect = waiting_.front();
      waiting_.erase(waiting_.begin());
      const std::string answer = answer_to(effect).dump();
      hufu_resolve(client_, effect["id"].get<std::uint32_t>(), answer.data(), answer.size(),
                   wall_ms_, uptime_ms_);
      drain();
    }
  }

  void drain() {
    while (const char* text = hufu_next(client_)) {
      const Json message = Json::parse(text);
      const std::string type = message["type"];
      if (type == "done") result_["done"].push_back(text);
      if (type == "event") result_["events"].push_back(text);
      if (type == "effect" && message["kind"] != "unlock") waiting_.push_back(message);
      if (type == "cancel") {
        std::erase_if(waiting_, [&](const Json& each) { return each["id"] == message["id"]; });
      }
    }
  }

  Json answer_to(const Json& effect) {
    const std::string kind = effect["kind"];
    Json& store = result_["store"];
    if (kind == "http") return next_answer(effect["flow"]);
    if (kind == "load") {
      const std::string key = effect["key"];
      return {{"value", store.contains(key) ? store[key] : Json()}};
    }
    if (kind == "save") store[effect["key"].get<std::string>()] = effect["value"];
    if (kind == "erase") store.erase(effect["key"].get<std::string>());
    if (kind == "sleep") {
      const double delay_ms = effect["delay_ms"];
      result_["slept_ms"] = result_["slept_ms"].get<double>() + delay_ms;
      wall_ms_ += delay_ms;
      uptime_ms_ += delay_ms;
    }
    // Base64url of so many zero bytes; a digest has 32.
    if (kind == "random") {
      const int bytes = effect["bytes"];
      return {{"bytes", std::string(static_cast<std::size_t>(bytes * 8 + 5) / 6, 'A')}};
    }
    if (kind == "digest") return {{"bytes", std::string(43, 'A')}};
    if (kind == "credential") {
      return {{"credential", "wx-code"}, {"encrypted_data", "ZGF0YQ=="}, {"iv", "aXY="}};
    }
    return Json::object();
  }

  // The answers of a flow in turn; the last one again and again.
  Json next_answer(const std::string& flow) {
    result_["requests"].push_back(flow);
    if (!answers_.contains(flow)) return {{"error", "host_fault"}};
    Json& list = answers_[flow];
    Json answer = list.front();
    if (list.size() > 1) list.erase(list.begin());
    return answer;
  }

  hufu_client* client_;
  Json result_;
  Json answers_;
  std::vector<Json> waiting_;
  double wall_ms_ = 1.8e12;
  double uptime_ms_ = 5e6;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("usage: hufu_matrix_replay CASES > RESULTS\n", stderr);
    return 2;
  }
  std::ifstream file(argv[1], std::ios::binary);
  for (std::string line; std::getline(file, line);)
    std::puts(Play(Json::parse(line)).result().dump().c_str());
  return 0;
}
