// The fake WeChat's routes, under /wechat: what api.weixin.qq.com and open.weixin.qq.com answer.
#pragma once

#include <memory>

#include "base/clock.h"
#include "http/router.h"
#include "upstreams/wechat/world.h"

namespace hufu::mock::wechat {

/// Each handler shares `world`; the clock outlives the router.
void register_routes(Router& router, const std::shared_ptr<World>& world, const Clock& clock);

// The parts of it, one for each part of WeChat's documentation.
void register_mini_program_routes(Router& router, const std::shared_ptr<World>& world,
                                  const Clock& clock);
void register_website_routes(Router& router, const std::shared_ptr<World>& world,
                             const Clock& clock);
void register_qr_page(Router& router, const std::shared_ptr<World>& world);
void register_code_picture(Router& router, const std::shared_ptr<World>& world, const Clock& clock);
void register_link_routes(Router& router, const std::shared_ptr<World>& world, const Clock& clock);
void register_link_page(Router& router, const std::shared_ptr<World>& world);
void register_token_routes(Router& router, const std::shared_ptr<World>& world, const Clock& clock);

}  // namespace hufu::mock::wechat
