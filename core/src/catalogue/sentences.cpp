// What each error, and each end of a session, says to people. The tables are written by
// scripts/texts.py from core/texts; core.wasm has none of it, for there the host says it.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "hufu/language.h"
#include "hufu/result.h"
#include "hufu/session.h"

namespace hufu {
namespace {

constexpr std::size_t kLanguages = 2;
constexpr double kLongestWaitMs = 1e15;  // what a host hands over may be any number

/// What is said of one value, in the order of `Language`.
template <class Value>
struct Row {
  Value code;
  std::string_view sentences[kLanguages];
};

// clang-format off
// texts: begin
constexpr Row<Errc> kRows[] = {
    {Errc::network,
     {"The server could not be reached. Check the connection and try again.",
      "无法连接服务器，请检查网络后重试。"}},
    {Errc::timeout,
     {"The server took too long to answer. Try again.",
      "服务器响应超时，请重试。"}},
    {Errc::tls,
     {"The server's certificate could not be verified, so nothing was sent.",
      "无法验证服务器证书，因此未发送任何数据。"}},
    {Errc::rate_limited,
     {"Too many requests. Wait a while, then try again.",
      "请求过于频繁，请稍后再试。"}},
    {Errc::server_unavailable,
     {"The server cannot answer at the moment. Try again.",
      "服务器暂时无法响应，请重试。"}},
    {Errc::malformed_reply,
     {"The answer was not the server's own: a proxy or a login page may be in the way.",
      "收到的响应并非来自服务器本身，可能被代理或网络登录页拦截。"}},
    {Errc::conflict,
     {"Another request changed the same thing at the same time. Try again.",
      "另一个请求同时修改了同一内容，请重试。"}},
    {Errc::lock_timeout,
     {"Another tab or process holds the session and did not let go in time. Try again.",
      "会话正被另一个标签页或进程占用，未能及时释放，请重试。"}},
    {Errc::store_unavailable,
     {"The session could not be read or written where it is kept.",
      "无法在会话的存储位置读取或写入会话。"}},
    {Errc::token_rejected,
     {"The server refused the access token even after it was renewed.",
      "访问令牌刷新后仍被服务器拒绝。"}},
    {Errc::signed_out,
     {"Nobody is signed in.",
      "当前未登录。"}},
    {Errc::session_expired,
     {"The session has ended. Sign in again.",
      "会话已结束，请重新登录。"}},
    {Errc::user_banned,
     {"This account has been blocked. Its owner should ask the operator.",
      "该账号已被封禁，请账号所有者联系服务运营方。"}},
    {Errc::reauth_required,
     {"This needs a sign-in of the last ten minutes. Sign in again, then repeat it.",
      "此操作要求在最近十分钟内登录过，请重新登录后再操作一次。"}},
    {Errc::cancelled,
     {"It was cancelled.",
      "操作已取消。"}},
    {Errc::declined,
     {"The person declined.",
      "用户已拒绝。"}},
    {Errc::credential_invalid,
     {"The sign-in code is wrong, used or too old. Ask for a new one.",
      "登录凭证（code）错误、已使用或已过期，请重新获取。"}},
    {Errc::begun_elsewhere,
     {"This was begun in another browser or program. Open the link there, or begin again here.",
      "该操作是在另一个浏览器或程序中发起的，请在那里打开链接，或在此重新发起。"}},
    {Errc::wrong_password,
     {"The address or the password is wrong.",
      "邮箱或密码错误。"}},
    {Errc::user_not_found,
     {"There is no account yet for whoever signs in here. Register first.",
      "该用户还没有账号，请先注册。"}},
    {Errc::user_exists,
     {"There is an account with this address already. Sign in instead.",
      "该邮箱已有账号，请直接登录。"}},
    {Errc::weak_password,
     {"The password is too weak. Choose a longer one, or one that is harder to guess.",
      "密码强度不足，请使用更长或更难猜到的密码。"}},
    {Errc::email_not_confirmed,
     {"The address is not confirmed yet. Follow the link in the message sent to it.",
      "邮箱尚未验证，请点击验证邮件中的链接。"}},
    {Errc::sign_ups_off,
     {"The server takes no new accounts of this kind.",
      "服务器未开放此类账号的注册。"}},
    {Errc::captcha_failed,
     {"The server could not tell that a person asks. Solve its puzzle (captcha) and try again.",
      "服务器无法确认是真人操作，请完成人机验证后重试。"}},
    {Errc::nonce_required,
     {"This change needs a code. Ask for one: it is sent to the account's address.",
      "此项修改需要验证码，请先获取：验证码会发送到账号的邮箱或手机。"}},
    {Errc::insufficient_aal,
     {"This needs the second factor. Type the code of the authenticator app first.",
      "此操作需要先通过两步验证，请输入身份验证器应用中的验证码。"}},
    {Errc::not_allowed,
     {"The server does not allow this.",
      "服务器不允许此操作。"}},
    {Errc::refused,
     {"The server refused the request.",
      "服务器拒绝了该请求。"}},
    {Errc::bind_code_invalid,
     {"This code cannot be used. Ask for a new one on the other side.",
      "该绑定码无法使用，请在另一端重新获取。"}},
    {Errc::scan_used,
     {"This code is in use already. Show a new one, and scan that.",
      "这个码已经有人用了，请让另一端换一个新码再扫。"}},
    {Errc::wrong_number,
     {"That is not the number which the other screen shows.",
      "该数字与另一端屏幕上显示的不一致。"}},
    {Errc::binding_declined,
     {"The other side declined.",
      "另一端已拒绝。"}},
    {Errc::binding_expired,
     {"This has ended without being confirmed. Begin again with a new code.",
      "未经确认便已结束，请用新的码重新开始。"}},
    {Errc::already_linked,
     {"Both are the same account already.",
      "两端已经是同一个账号。"}},
    {Errc::provider_already_linked,
     {"The account has an identity of this provider. Unbind that one first.",
      "该账号已绑定同一登录方式的另一个身份，请先解绑原有身份。"}},
    {Errc::identity_in_use,
     {"That identity belongs to another account with data of its own. Merge them instead.",
      "该身份属于另一个已有数据的账号，请改用账号合并。"}},
    {Errc::last_identity,
     {"The last way of signing in cannot be removed.",
      "不能移除最后一种登录方式。"}},
    {Errc::invalid_argument,
     {"An argument is missing or wrong.",
      "参数缺失或有误。"}},
    {Errc::origin_refused,
     {"The address is not of a configured origin, so no token was sent there.",
      "该地址不属于已配置的源（origin），因此未向其发送令牌。"}},
    {Errc::unsupported,
     {"The backend or the host cannot do this.",
      "后端或宿主环境不支持此操作。"}},
    {Errc::host_fault,
     {"The host of the core could not do its part.",
      "宿主环境未能完成核心要求的操作。"}},
};
constexpr std::string_view kWithDetail[] = {"{sentence} ({detail})", "{sentence}（{detail}）"};
constexpr std::string_view kWithSeconds[] = {"{sentence} ({seconds} s)", "{sentence}（{seconds} 秒后可重试）"};
constexpr std::string_view kWithBoth[] = {"{sentence} ({detail}, {seconds} s)", "{sentence}（{detail}，{seconds} 秒后可重试）"};
constexpr Row<EndCause> kEnds[] = {
    {EndCause::sign_out,
     {"Somebody signed out, in this program or another one that uses the same session. Sign in again to go on.",
      "有人在本程序或共用此会话的其他程序中退出了登录。如需继续，请重新登录。"}},
    {EndCause::refused,
     {"The server ended the session: it was signed out elsewhere, had become too old, or the account was blocked. Sign in again.",
      "服务器结束了会话：可能已在别处退出登录、登录时间过长，或账号被封禁。请重新登录。"}},
    {EndCause::token_reused,
     {"The server ended the session because a refresh token came a second time: two programs have copies of one session, or somebody else has one. Sign in again, and let each program have a session of its own.",
      "同一个刷新令牌被第二次提交，服务器因此结束了会话：可能有两个程序各持一份会话副本，也可能已被他人获取。请重新登录，并让每个程序使用各自的会话。"}},
    {EndCause::not_renewable,
     {"The access token has ended, and this server gave nothing to renew it with. Sign in again.",
      "访问令牌已到期，而服务器没有给出可用来刷新的凭据。请重新登录。"}},
    {EndCause::silent_refused,
     {"The session was to go on by a new WeChat code, and WeChat or the server did not agree. The person has to sign in again.",
      "本应凭新的微信 code 延续会话，但微信或服务器没有同意。需要用户重新登录。"}},
    {EndCause::record_broken,
     {"What was stored could not be read and was set aside. Sign in again; if this comes back, look at the disk.",
      "存储的会话无法读取，已另存备查。请重新登录；如果反复出现，请检查磁盘。"}},
    {EndCause::record_foreign,
     {"What is stored belongs to another server or a newer version, and was left alone. Correct the address, or sign in here.",
      "存储的会话属于另一台服务器或更新的版本，因此未作改动。请更正地址，或在此重新登录。"}},
    {EndCause::store_emptied,
     {"The session went from its store, and no note says why: the browser's data was cleared, a file was deleted, or somebody signed out where no note is left (cookies, an older version). Sign in again.",
      "会话已从存储中消失，也没有留下原因：可能是浏览器数据被清除、文件被删除，或有人退出了登录但没有留下记录（Cookie 存储或旧版本）。请重新登录。"}},
    {EndCause::not_lent,
     {"The provider that lends the tokens has nobody signed in any more. Sign in there.",
      "已在身份提供方（如 Clerk）处退出登录，请先在那里重新登录。"}},
};
// texts: end
// clang-format on

template <class Value, std::size_t count>
constexpr bool is_whole(const Row<Value> (&rows)[count], Value last) {
  std::size_t next = 0;
  for (const auto& row : rows) {
    if (static_cast<std::size_t>(row.code) != next++) return false;
  }
  return next == static_cast<std::size_t>(last) + 1;
}
static_assert(is_whole(kRows, Errc::host_fault), "core/texts: a sentence for each Errc, in order");
static_assert(is_whole(kEnds, EndCause::not_lent), "core/texts: as many for the ends");

constexpr std::size_t index_of(Language language) { return static_cast<std::size_t>(language); }

struct Blanks {
  std::string_view sentence;
  std::string_view detail;
  std::string seconds;

  std::string_view operator[](std::string_view name) const {
    if (name == "sentence") return sentence;
    return name == "detail" ? detail : seconds;
  }
};

/// `form` with a fact for each `{name}`; what is put in is not looked at again.
std::string filled(std::string_view form, const Blanks& facts) {
  std::string text;
  while (!form.empty()) {
    const std::size_t begin = form.find('{');
    text.append(form.substr(0, begin));
    if (begin == std::string_view::npos) break;
    const std::size_t end = form.find('}', begin);
    text.append(facts[form.substr(begin + 1, end - begin - 1)]);
    form.remove_prefix(end + 1);
  }
  return text;
}

/// For how long a server has asked to be left alone; empty where it did not. Our own waits are not
/// told: the news that the network is back ends them.
std::string seconds_of(const Error& error) {
  const bool is_asked = error.code == Errc::rate_limited || error.code == Errc::server_unavailable;
  if (!is_asked || !(error.retry_after_ms > 0)) return {};
  const double whole = std::ceil(std::min(error.retry_after_ms, kLongestWaitMs) / 1000);
  return std::to_string(static_cast<std::int64_t>(whole));
}

}  // namespace

std::string_view sentence(Errc code, Language language) {
  return kRows[static_cast<std::size_t>(code)].sentences[index_of(language)];
}

std::string_view sentence(EndCause cause, Language language) {
  return kEnds[static_cast<std::size_t>(cause)].sentences[index_of(language)];
}

std::string Error::message(Language language) const {
  const Blanks facts{sentence(code, language), detail, seconds_of(*this)};
  if (detail.empty() && facts.seconds.empty()) return std::string(facts.sentence);
  const auto& forms = detail.empty()          ? kWithSeconds
                      : facts.seconds.empty() ? kWithDetail
                                              : kWithBoth;
  return filled(forms[index_of(language)], facts);
}

std::string Error::message() const { return message(Language::en); }

}  // namespace hufu
