#include "timeline.h"

#include <cstdio>
#include <iomanip>
#include <nlohmann/json.hpp>
#include <ostream>

namespace demo {
namespace {

using nlohmann::json;

constexpr const char* kBold = "\x1b[1m";
constexpr const char* kDim = "\x1b[2m";
constexpr const char* kWeb = "\x1b[36m";
constexpr const char* kPhone = "\x1b[32m";
constexpr const char* kOther = "\x1b[33m";
constexpr const char* kRed = "\x1b[31m";
constexpr const char* kEnd = "\x1b[0m";

const char* colour_of(const std::string& who) {
  if (who == "web") return kWeb;
  return who == "mini-program" ? kPhone : kOther;
}

std::string milliseconds(std::chrono::microseconds took) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f ms", static_cast<double>(took.count()) / 1000.0);
  return text;
}

std::string padded(std::string text, std::size_t width) {
  if (text.size() < width) text.append(width - text.size(), ' ');
  return text;
}

// The same request many times in a row is one line with a count.
struct Group {
  SeenRequest request;
  int times = 0;
};

std::vector<Group> grouped(const std::vector<SeenRequest>& requests) {
  std::vector<Group> groups;
  for (const SeenRequest& request : requests) {
    const bool repeats = !groups.empty() && groups.back().request.route == request.route &&
                         groups.back().request.status == request.status &&
                         groups.back().request.from == request.from;
    if (repeats) {
      ++groups.back().times;
    } else {
      groups.push_back({request, 1});
    }
  }
  return groups;
}

}  // namespace

std::string Timeline::paint(const char* colour, const std::string& text) const {
  return style_ == Style::coloured ? colour + text + kEnd : text;
}

void Timeline::heading(const std::string& text) {
  if (style_ == Style::json) {
    out_ << json{{"heading", text}}.dump() << std::endl;
  } else {
    out_ << "\n" << paint(kBold, text) << "\n" << std::endl;
  }
}

void Timeline::step(const Step& step) {
  ++steps_;
  if (style_ == Style::json) {
    json requests = json::array();
    for (const SeenRequest& seen : step.requests) {
      requests.push_back({{"from", seen.from}, {"route", seen.route}, {"status", seen.status}});
    }
    out_ << json{{"step", steps_},       {"who", step.who},
                 {"what", step.what},    {"outcome", step.outcome},
                 {"requests", requests}, {"microseconds", step.took.count()}}
                .dump()
         << std::endl;
    return;
  }
  out_ << std::setw(3) << steps_ << "  " << paint(colour_of(step.who), padded(step.who, 14))
       << paint(kBold, step.what) << paint(kDim, "  " + milliseconds(step.took)) << "\n";
  for (const Group& group : grouped(step.requests)) {
    SeenRequest request = group.request;
    if (group.times > 1) request.route += "  ×" + std::to_string(group.times);
    show_request(request);
  }
  for (const std::string& line : step.outcome)
    out_ << std::string(19, ' ') << "= " << line << "\n";
  out_ << std::endl;
}

void Timeline::show_request(const SeenRequest& request) {
  out_ << std::string(19, ' ')
       << paint(kDim, "→ " + request.route + "  " + std::to_string(request.status) + "  (" +
                          request.from + ")")
       << "\n";
}

void Timeline::succeed() {
  if (style_ == Style::json) {
    out_ << json{{"demo", "ok"}, {"steps", steps_}}.dump() << std::endl;
  } else {
    out_ << paint(kBold, "demo: ok (" + std::to_string(steps_) + " steps)") << std::endl;
  }
}

void Timeline::fail(const std::string& step, const std::string& why,
                    const std::string& what_to_do) {
  if (style_ == Style::json) {
    out_
        << json{{"demo", "failed"}, {"step", step}, {"why", why}, {"what_to_do", what_to_do}}.dump()
        << std::endl;
    return;
  }
  out_ << "\n"
       << paint(kRed, "failed: " + step) << "\n  " << why << "\n  " << what_to_do << "\n"
       << paint(kRed, "demo: failed after " + std::to_string(steps_) + " steps: " + step)
       << std::endl;
}

}  // namespace demo
