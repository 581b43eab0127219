// What each error says to people in other languages than English, which stands in the table of
// errors. Written by scripts/texts.py from core/texts; core.wasm has none of it.
#include <cstddef>
#include <string>
#include <string_view>

#include "hufu/language.h"
#include "hufu/result.h"

namespace hufu {
namespace {

struct Row {
  Errc code;
  std::string_view sentence;
};

// clang-format off
// texts: begin
constexpr Row kChinese[] = {
    {Errc::network, "无法连接服务器，请检查网络后重试。"},
    {Errc::timeout, "服务器响应超时，请重试。"},
    {Errc::tls, "无法验证服务器证书，因此未发送任何数据。"},
    {Errc::rate_limited, "请求过于频繁，请稍后再试。"},
    {Errc::server_unavailable, "服务器暂时无法响应，请重试。"},
    {Errc::malformed_reply, "收到的响应并非来自服务器本身，可能被代理或网络登录页拦截。"},
    {Errc::conflict, "另一个请求同时修改了同一内容，请重试。"},
    {Errc::lock_timeout, "会话正被另一个标签页或进程占用，未能及时释放，请重试。"},
    {Errc::store_unavailable, "无法在会话的存储位置读取或写入会话。"},
    {Errc::token_rejected, "访问令牌刷新后仍被服务器拒绝。"},
    {Errc::signed_out, "当前未登录。"},
    {Errc::session_expired, "会话已结束，请重新登录。"},
    {Errc::user_banned, "该账号已被封禁，请账号所有者联系服务运营方。"},
    {Errc::reauth_required, "此操作要求在最近十分钟内登录过，请重新登录后再操作一次。"},
    {Errc::cancelled, "操作已取消。"},
    {Errc::declined, "用户已拒绝。"},
    {Errc::credential_invalid, "登录凭证（code）错误、已使用或已过期，请重新获取。"},
    {Errc::wrong_password, "邮箱或密码错误。"},
    {Errc::user_not_found, "该用户还没有账号，请先注册。"},
    {Errc::user_exists, "该邮箱已有账号，请直接登录。"},
    {Errc::weak_password, "密码强度不足，请使用更长或更难猜到的密码。"},
    {Errc::email_not_confirmed, "邮箱尚未验证，请点击验证邮件中的链接。"},
    {Errc::sign_ups_off, "服务器未开放此类账号的注册。"},
    {Errc::not_allowed, "服务器不允许此操作。"},
    {Errc::refused, "服务器拒绝了该请求。"},
    {Errc::bind_code_invalid, "该绑定码无法使用，请在另一端重新获取。"},
    {Errc::wrong_number, "该数字与另一端屏幕上显示的不一致。"},
    {Errc::binding_declined, "另一端已拒绝。"},
    {Errc::binding_expired, "绑定未经确认便已结束，请使用新的绑定码重新开始。"},
    {Errc::already_linked, "两端已经是同一个账号。"},
    {Errc::provider_already_linked, "该账号已绑定此登录方式的身份，请先解绑原有身份。"},
    {Errc::identity_in_use, "该身份属于另一个已有数据的账号，请改用账号合并。"},
    {Errc::last_identity, "不能移除最后一种登录方式。"},
    {Errc::invalid_argument, "参数缺失或有误。"},
    {Errc::origin_refused, "该地址不属于已配置的源（origin），因此未向其发送令牌。"},
    {Errc::unsupported, "后端或宿主环境不支持此操作。"},
    {Errc::host_fault, "核心的宿主环境未遵守约定。"},
};
constexpr std::string_view kOpening = "（";
constexpr std::string_view kClosing = "）";
// texts: end
// clang-format on

constexpr bool is_whole() {
  std::size_t next = 0;
  for (const Row& row : kChinese) {
    if (static_cast<std::size_t>(row.code) != next++) return false;
  }
  return next == static_cast<std::size_t>(Errc::host_fault) + 1;
}
static_assert(is_whole(), "core/texts has one sentence for each code, in the order of Errc");

}  // namespace

std::string_view sentence(Errc code, Language language) {
  if (language == Language::en) return describe(code).sentence;
  return kChinese[static_cast<std::size_t>(code)].sentence;
}

std::string Error::message(Language language) const {
  if (language == Language::en) return message();
  std::string text(hufu::sentence(code, language));
  // What stands in brackets is the same in every language: the detail, and a server's seconds.
  const std::string english = message();
  const std::size_t before = describe(code).sentence.size() + std::string_view(" (").size();
  if (english.size() <= before) return text;
  const std::string facts = english.substr(before, english.size() - before - 1);
  text.append(kOpening).append(facts).append(kClosing);
  return text;
}

}  // namespace hufu
