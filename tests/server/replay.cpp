// tests/vectors/tokens, replayed by a guard.
#include "replay.h"

#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace hufu::server::test {
namespace {

std::vector<std::string> texts_in(const Json& entry, const char* name) {
  const Json given = entry.value(name, Json::array());
  return given.is_string() ? std::vector{given.get<std::string>()}
                           : given.get<std::vector<std::string>>();
}

std::optional<std::string> text_in(const Json& entry, const char* name) {
  if (!entry.contains(name)) return std::nullopt;
  return entry[name].get<std::string>();
}

Issuer issuer_of(const Json& entry) {
  const std::string kind = entry["kind"];
  if (kind == "clerk") {
    return clerk({.issuer = entry["issuer"],
                  .authorized_parties = texts_in(entry, "authorizedParties"),
                  .audience = texts_in(entry, "audience")});
  }
  if (kind == "unified") return unified({.base_url = entry["baseUrl"]});
  if (kind == "gotrue") {
    return gotrue({.base_url = entry["baseUrl"],
                   .issuer = text_in(entry, "issuer"),
                   .secret = text_in(entry, "secret")});
  }
  if (kind == "authing") return authing({.issuer = entry["issuer"], .app_id = entry["appId"]});
  if (kind == "wx_login") return wx_login({.secret = entry["secret"]});
  if (kind == "mini_login") return mini_login({.secret = entry["secret"]});
  if (kind == "oidc")
    return oidc({.issuer = entry["issuer"], .audience = texts_in(entry, "audience")});
  throw std::logic_error("a kind that is not replayed: " + kind);
}

std::string body_of(const Json& answer) {
  if (answer.contains("text")) return answer["text"];
  if (!answer.contains("repeat")) return answer.value("body", Json()).dump();
  const Json& parts = answer["repeat"];
  std::string body = parts[0];
  for (int times = parts[2]; times > 0; --times)
    body += parts[1].get<std::string>();
  return body + parts[3].get<std::string>();
}

Fetch answering(Json answers) {
  return [answers = std::move(answers)](const std::string& url) -> Fetched {
    const Json answer = answers.value(url, Json());
    if (answer.is_null()) throw std::runtime_error("nobody there");
    return {answer["status"], body_of(answer)};
  };
}

Json told_of(const Person& person) {
  Json platform;
  if (person.platform()) platform = std::string(name_of(*person.platform()));
  return {{"id", person.id()},
          {"ids", person.ids()},
          {"subject", person.subject()},
          {"issuer", person.issuer()},
          {"platform", platform},
          {"sessionId", person.session_id()},
          {"isAnonymous", person.is_anonymous()}};
}

}  // namespace

std::vector<Row> all_rows() {
  std::vector<Row> rows;
  for (const auto& entry : std::filesystem::directory_iterator(HUFU_TOKEN_VECTORS)) {
    const std::string name = entry.path().filename();
    if (!name.starts_with("tokens_") || !name.ends_with(".json")) continue;
    std::ifstream file(entry.path());
    const Json document = Json::parse(file);
    for (const Json& row : document["cases"])
      rows.push_back({document["answers"], row});
  }
  return rows;
}

Fetched keys_answer(const std::vector<Json>& keys) { return {200, Json{{"keys", keys}}.dump()}; }

Guard guard_of(const Row& given) {
  const Json& row = given.row;
  Json answers = given.answers;
  answers.update(row.value("answers", Json::object()));
  GuardOptions options;
  for (const Json& entry : row["issuers"])
    options.issuers.push_back(issuer_of(entry));
  const Json asked = row.value("options", Json::object());
  options.require_platform = asked.value("requirePlatform", false);
  if (asked.contains("cookies")) options.cookies = Cookies{texts_in(asked["cookies"], "origins")};
  options.fetch = answering(std::move(answers));
  options.now_s = [now = row["now"].get<double>()] { return now; };
  options.uptime_s = [] { return 0.0; };
  return Guard(std::move(options));
}

RequestView request_of(const Json& request) {
  RequestView view{request["method"].get_ref<const std::string&>(), {}};
  for (const Json& line : request["headers"]) {
    view.headers.push_back(
        {line[0].get_ref<const std::string&>(), line[1].get_ref<const std::string&>()});
  }
  return view;
}

Json told(const Asked& asked) {
  if (const auto* person = std::get_if<Person>(&asked)) return told_of(*person);
  const Refusal& refusal = std::get<Refusal>(asked);
  return {{"status", refusal.status()}, {"reason", std::string(name_of(refusal.reason()))}};
}

Json expected(const Json& row) {
  if (row["expect"].contains("refused")) return row["expect"]["refused"];
  Json person = {{"platform", nullptr}, {"isAnonymous", false}};
  person.update(row["expect"]["person"]);
  person.erase("fresh");
  if (!person.contains("ids")) person["ids"] = {person["id"]};
  return person;
}

}  // namespace hufu::server::test
