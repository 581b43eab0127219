// The fakes of the services the backend depends on.
#include "upstreams/upstreams.h"

#include <boost/asio/awaitable.hpp>

#include "upstreams/clerk/routes.h"
#include "upstreams/wechat/routes.h"

namespace hufu::mock {
namespace {

// As the settings want it.
wechat::Console console_of(const WechatOpening& opening) {
  wechat::Console console;
  if (opening.plain_scheme) console.plain_pages = {opening.page};
  if (opening.link_rule.empty()) return console;
  wechat::LinkRule rule;
  rule.prefix = opening.link_rule;
  rule.page = opening.page;
  console.link_rules = {rule};
  return console;
}

boost::asio::awaitable<void> reset_upstreams(std::shared_ptr<Upstreams> upstreams) {
  upstreams->reset();
  co_return;
}

}  // namespace

Upstreams::Upstreams(const Config& settings, const Clock& server_clock)
    : config(settings),
      clock(server_clock),
      wechat(std::make_shared<wechat::World>(server_clock)),
      clerk(std::make_shared<clerk::World>(server_clock)) {
  reset();
}

void Upstreams::reset() {
  *wechat = wechat::World(clock);
  wechat->enforce_limits(config.limits);
  wechat->link_url = config.own_url + "/wechat/link/";
  wechat->telephone_path = config.telephone_scan_path;
  wechat::App mini_program{config.wechat_app_id, config.wechat_app_secret,
                           wechat::AppKind::mini_program};
  mini_program.console = console_of(config.wechat_opening);
  wechat->people.put_app(std::move(mini_program));
  // Beside the mini-program, bound to the same Open Platform account.
  wechat->people.put_app(
      {config.wechat_website_app_id, config.wechat_website_app_secret, wechat::AppKind::website});
  *clerk = clerk::World(clock);
  clerk->issuer = config.own_url + "/clerk";
  clerk->secret_key = config.clerk_secret_key;
}

std::shared_ptr<Upstreams> register_upstreams(ServerContext& context) {
  auto upstreams = std::make_shared<Upstreams>(context.config, context.clock);
  wechat::register_routes(context.router, upstreams->wechat, context.clock);
  clerk::register_routes(context.router, upstreams->clerk);
  context.on_reset.push_back([upstreams] { return reset_upstreams(upstreams); });
  return upstreams;
}

}  // namespace hufu::mock
