// Who exists at the fake WeChat.
#include "upstreams/wechat/people.h"

#include "crypto/digest.h"
#include "crypto/encoding.h"
#include "crypto/random.h"
#include "upstreams/wechat/errcode.h"

namespace hufu::mock::wechat {
namespace {

// What getUserProfile has answered for everybody since November 2022.
constexpr const char* kGreyNickname = "微信用户";
constexpr const char* kGreyAvatar =
    "https://thirdwx.qlogo.cn/mmopen/vi_32/"
    "POgEwh4mIHO4nibH0KlMECNjjGxQUq24ZEaGT4poC6icRiccVGKSyXwibcPq4BWmiaIGuG1icwxaQX6grC9VemZoJ8rg/"
    "132";

// openids and unionids: 28 characters, the first an "o".
std::string new_wechat_id() { return "o" + random_symbols(27, kBase64urlSymbols); }

}  // namespace

void People::put_app(App app) { apps_.insert_or_assign(app.id, app); }

const App* People::find_app(const std::string& app_id) const {
  const auto found = apps_.find(app_id);
  return found == apps_.end() ? nullptr : &found->second;
}

const App& People::authenticate(const std::optional<std::string>& app_id,
                                const std::optional<std::string>& secret) const {
  if (!app_id || app_id->empty()) throw missing_app_id();
  const App* app = find_app(*app_id);
  if (app == nullptr) throw invalid_app_id();
  if (!secret || secret->empty()) throw missing_secret();
  if (!equal_in_constant_time(*secret, app->secret)) throw invalid_secret();
  return *app;
}

Person& People::add(Person person) {
  person.id = "person_" + random_hex(8);
  if (person.nickname.empty()) person.nickname = kGreyNickname;
  if (person.avatar_url.empty()) person.avatar_url = kGreyAvatar;
  return people_.insert_or_assign(person.id, person).first->second;
}

Person* People::find(const std::string& person_id) {
  const auto found = people_.find(person_id);
  return found == people_.end() ? nullptr : &found->second;
}

std::string People::openid(const Person& person, const App& app) {
  const auto [entry, is_new] = openids_.try_emplace({person.id, app.id});
  if (is_new) entry->second = new_wechat_id();
  return entry->second;
}

void People::set_openid(const Person& person, const App& app, std::string openid) {
  openids_.insert_or_assign({person.id, app.id}, std::move(openid));
}

Person* People::find_by_openid(const App& app, const std::string& openid) {
  for (const auto& [key, value] : openids_) {
    if (key.second == app.id && value == openid) return find(key.first);
  }
  return nullptr;
}

std::optional<std::string> People::unionid(const Person& person, const App& app) {
  if (!person.has_unionid || app.open_platform.empty()) return std::nullopt;
  const auto [entry, is_new] = unionids_.try_emplace({person.id, app.open_platform});
  if (is_new) entry->second = new_wechat_id();
  return entry->second;
}

void People::set_unionid(const Person& person, const std::string& open_platform,
                         std::string unionid) {
  unionids_.insert_or_assign({person.id, open_platform}, std::move(unionid));
}

}  // namespace hufu::mock::wechat
