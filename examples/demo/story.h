// The main job, told step by step and checked against what the server saw.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "control.h"
#include "people.h"
#include "timeline.h"

namespace demo {

/// A step that did not do what it says; `what_to_do` is for the person who watches.
class StepFailed : public std::runtime_error {
 public:
  StepFailed(std::string failed_step, const std::string& why, std::string advice)
      : std::runtime_error(why), step(std::move(failed_step)), what_to_do(std::move(advice)) {}

  std::string step;
  std::string what_to_do;
};

class Story {
 public:
  Story(const std::string& server, Control& control, Timeline& timeline)
      : server_(server), control_(control), timeline_(timeline) {}

  /// Both directions. Throws StepFailed at the first step that is not as it should be.
  void tell();

 private:
  /// What the server must have seen by the end of a step: requests as `POST /api/bind-codes 201`
  /// with how often, and audit events.
  struct Expected {
    std::map<std::string, int> requests;
    std::vector<std::string> audit;
  };
  /// Instead of a number: at least once, as often as threads happen to overlap.
  static constexpr int kAtLeastOnce = -1;
  /// Does the step and returns what came of it, a line each.
  using Act = std::function<std::vector<std::string>()>;

  void step(const std::string& who, const std::string& what, const Expected& expected,
            const Act& act);
  void check(const std::string& what, const Expected& expected,
             const std::vector<SeenRequest>& seen);

  void sign_in_on_both_sides();
  void expire_and_refresh();
  void bind_from_the_web();
  void change_profile_and_read_it();
  void sign_out();
  void bind_from_the_mini_program();

  void meet_new_people(const std::string& on_the_web, const std::string& in_wechat);
  void redeem_and_accept(hufu::native::Client& redeemer, const std::string& who,
                         const std::string& other_half);

  std::string server_;
  Control& control_;
  Timeline& timeline_;

  std::string clerk_user_;
  std::string wechat_person_;
  std::unique_ptr<hufu::native::Client> web_;
  std::unique_ptr<hufu::native::Client> mini_program_;
  std::string bind_code_;
  std::string binding_id_;
  std::string number_;

  std::int64_t last_request_ = 0;
  std::int64_t last_audit_ = 0;
};

}  // namespace demo
