// The mini-program opens a page in its web-view, and the person is signed in there by a ticket.
#include <nlohmann/json.hpp>

#include "http.h"
#include "qr_page.h"
#include "stories/bridges.h"
#include "stories/stories.h"
#include "words.h"

namespace demo {
namespace {

using nlohmann::json;

constexpr const char* kPage = "/tea";

}  // namespace

void Bridges::from_inside() {
  std::string ticket;
  std::string token;
  const auto redeem = [&](const std::string& origin) {
    const std::string body = json{{"ticket", ticket}, {"origin", origin}, {"path", kPage}}.dump();
    return send_http("POST", story_.server() + "/api/web-view-tickets/redeem", &body,
                     {"X-Platform: web"});
  };
  const auto profile = [&] {
    return send_http("GET", story_.server() + "/api/user/profile", nullptr,
                     {"X-Platform: web", "Authorization: Bearer " + token});
  };
  const auto take_a_ticket = [&] {
    const auto answer = must(phone_->web_view_url({.url = std::string(kShop) + kPage}), "web-view");
    const std::string url(answer.url.reveal());
    const std::size_t fragment = url.find('#');
    ticket = parameter("?" + url.substr(fragment + 1), "ticket");
    must_be(!ticket.empty(), "web-view", "no ticket behind the # of the address");
    return std::vector{
        url.substr(0, fragment) + "#ticket=…",
        say("good once, for ", "只能用一次，有效 ") +
            std::to_string(static_cast<int>(answer.expires_in_ms / 1000)) +
            say(" s; no server sees it in an address", " 秒；服务器在网址里看不到它")};
  };
  story_.step(kMiniProgram, say("asks for a page of the shop", "要打开商店的网页"),
              {{{"POST /api/web-view-tickets 201", 1}}, {}}, take_a_ticket);
  story_.step("somebody else",
              say("has got the ticket, and tries it elsewhere", "拿到了票据，在别处试用"),
              {{{"POST /api/web-view-tickets/redeem 400", 1}}, {}}, [&] {
                const int status = redeem("https://tea.example.net").status;
                must_be(status == 400, "ticket", "status " + std::to_string(status));
                return std::vector{say("refused", "被拒绝")};
              });
  story_.step("web",
              say("arrives in the web-view: it is signed in", "在 web-view 里打开：已经登录"),
              {{{"POST /api/web-view-tickets/redeem 200", 1}, {"GET /api/user/profile 200", 1}},
               {"signed_in"}},
              [&] {
                const HttpReply arrived = redeem(kShop);
                must_be(arrived.status == 200, "ticket", arrived.body);
                token = json::parse(arrived.body).at("token");
                const std::string id = json::parse(profile().body).at("id");
                must_be(id == user_, "profile", "the page is somebody else");
                return std::vector{say("the page is user ", "网页是用户 ") + id};
              });
  story_.step("somebody else", say("has the same ticket, too late", "拿着同一张票据，晚了一步"),
              {{{"POST /api/web-view-tickets/redeem 400", 1}}, {}}, [&] {
                must_be(redeem(kShop).status == 400, "ticket", "it was good twice");
                return std::vector{say("refused", "被拒绝")};
              });
  story_.step(
      kMiniProgram, say("signs out, and the page inside with it", "退出登录，里面的网页也随之退出"),
      {{{"POST /api/auth/logout 204", 1}, {"GET /api/user/profile 401", 1}}, {"signed_out"}}, [&] {
        must(phone_->sign_out({}), "sign-out");
        must_be(profile().status == 401, "profile", "the page is still signed in");
        return std::vector{say("the page's token is refused", "网页的令牌被拒绝")};
      });
}

}  // namespace demo
