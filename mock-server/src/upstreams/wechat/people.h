// Who exists at the fake WeChat: apps, and people with an openid for each app.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "upstreams/wechat/console.h"

namespace hufu::mock::wechat {

enum class AppKind { mini_program, website };

struct App {
  std::string id;
  std::string secret;
  AppKind kind = AppKind::mini_program;
  /// The Open Platform account that the app is bound to. Empty: none, and then nobody has a unionid
  /// there.
  std::string open_platform = "open-platform-1";
  /// For websites: the only host that codes are sent to. Empty: any loopback host.
  std::string callback_domain = "";
  /// For mini-programs.
  Console console = {};
};

struct Person {
  /// Known to the control surface only; WeChat shows it to nobody.
  std::string id;
  std::string nickname;
  std::string avatar_url;
  std::string phone_number;
  std::string country_code = "86";
  /// 1 a man, 2 a woman; 0, as WeChat has told of everybody since 2021.
  int gender = 0;
  /// WeChat holds the account for a risk: login codes answer 40226.
  bool blocked = false;
  /// False: as if no app of theirs were bound to an Open Platform account.
  bool has_unionid = true;
};

/// Single-threaded, like everything in the fakes: handlers run on the network thread.
class People {
 public:
  /// Replaces an app of the same id.
  void put_app(App app);
  const std::map<std::string, App>& apps() const { return apps_; }
  const App* find_app(const std::string& app_id) const;
  /// The app, if the secret is its own. Throws `Errcode` as the real servers do.
  const App& authenticate(const std::optional<std::string>& app_id,
                          const std::optional<std::string>& secret) const;

  /// Gives the person an id, and what WeChat shows of somebody who told it nothing where fields are
  /// empty.
  Person& add(Person person);
  Person* find(const std::string& person_id);
  const std::map<std::string, Person>& all() const { return people_; }

  /// The person's name at one app: made when first asked for, the same ever after.
  std::string openid(const Person& person, const App& app);
  void set_openid(const Person& person, const App& app, std::string openid);
  Person* find_by_openid(const App& app, const std::string& openid);

  /// The person's name at all apps of one Open Platform account; nothing where there is none.
  std::optional<std::string> unionid(const Person& person, const App& app);
  void set_unionid(const Person& person, const std::string& open_platform, std::string unionid);

 private:
  using PersonAndScope = std::pair<std::string, std::string>;

  std::map<std::string, App> apps_;
  std::map<std::string, Person> people_;
  std::map<PersonAndScope, std::string> openids_;   // by person and app
  std::map<PersonAndScope, std::string> unionids_;  // by person and Open Platform account
};

}  // namespace hufu::mock::wechat
