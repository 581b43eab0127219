// How WeChat says no: a number and a text, under HTTP 200.
#pragma once

#include <string>
#include <utility>

namespace hufu::mock::wechat {

/// Thrown by the fake's stories, turned into `{"errcode":…,"errmsg":…}` by its routes.
/// The numbers are those of developers.weixin.qq.com, the texts as the servers send them.
struct Errcode {
  int number = -1;
  std::string text = "system error";
};

inline Errcode missing_app_id() { return {41002, "appid missing"}; }
inline Errcode missing_secret() { return {41004, "appsecret missing"}; }
inline Errcode missing_code() { return {41008, "missing code"}; }
inline Errcode missing_access_token() { return {41001, "access_token missing"}; }
inline Errcode invalid_app_id() { return {40013, "invalid appid"}; }
inline Errcode invalid_secret() { return {40125, "invalid appsecret"}; }
inline Errcode invalid_grant_type() { return {40002, "invalid grant_type"}; }
inline Errcode invalid_code() { return {40029, "invalid code"}; }
inline Errcode used_code() { return {40163, "code been used"}; }
inline Errcode blocked_code() { return {40226, "code blocked"}; }
inline Errcode invalid_openid() { return {40003, "invalid openid"}; }
inline Errcode invalid_refresh_token() { return {40030, "invalid refresh_token"}; }
inline Errcode access_token_expired() { return {42001, "access_token expired"}; }
inline Errcode quota_reached() {
  return {45011, "api minute-quota reach limit, must slower retry next minute"};
}
inline Errcode daily_quota_reached() { return {45009, "reach max api daily quota limit"}; }
inline Errcode invalid_page() { return {41030, "invalid page hint"}; }
inline Errcode invalid_scene() {
  return {40169, "invalid length for scene, or the data is not json string"};
}
inline Errcode scancode_time_is_reserved() {
  return {85096, "not allow include scancode_time field"};
}
inline Errcode invalid_args() { return {40097, "invalid args"}; }
inline Errcode no_right_to_links() { return {40002, "invalid grant_type"}; }
inline Errcode invalid_page_path() { return {40165, "invalid weapp pagepath"}; }
inline Errcode invalid_query() { return {40212, "invalid query"}; }
inline Errcode invalid_link_life() { return {85401, "time limit between 1min and 30days"}; }
inline Errcode invalid_env_version() { return {85402, "invalid env_version"}; }
inline Errcode no_online_version() { return {85079, "miniprogram has no online release"}; }
inline Errcode no_cloud() { return {85088, "no cloudbase"}; }
inline Errcode links_too_quick() { return {44990, "reach max api second frequence limit"}; }
inline Errcode links_of_today_gone() { return {44993, "reach max api day frequence limit"}; }
inline Errcode no_such_link() { return {85403, "not found"}; }
inline Errcode no_plain_scheme() { return {85405, "appid or path not support plain scheme"}; }
inline Errcode opens_of_today_gone() { return {85406, "daily visit limit"}; }
inline Errcode empty_body() { return {44002, "empty post data"}; }
inline Errcode malformed_body() { return {47001, "data format error"}; }
inline Errcode no_session_key() { return {87007, "session_key is not existd or expired"}; }
inline Errcode invalid_sig_method() { return {87008, "invalid sig_method"}; }
inline Errcode invalid_signature() { return {87009, "invalid signature"}; }
inline Errcode invalid_access_token() {
  return {40001,
          "invalid credential, access_token is invalid or not latest, could get access_token by "
          "getStableAccessToken, "
          "more details at https://mmbizurl.cn/s/JtxxFh33r"};
}

}  // namespace hufu::mock::wechat
