// WeChat's own vectors for the data that its client signs and encrypts.
#include <catch2/catch_test_macros.hpp>

#include "http/errors.h"
#include "people/wechat_open_data.h"

using namespace hufu::mock;

namespace {

constexpr const char* kAppId = "wx4f4bc4dec97d474b";
constexpr WallMs kWatermarkMs = 1477314187LL * 1000;

WechatPerson band() {
  WechatPerson person;
  person.openid = "oGZUI0egBJY1zhBYw2KhdUfwVJJE";
  person.session_key = "tiihtNczf5v6AKRyjwEUhQ==";
  return person;
}

// The demo that WeChat offers for download beside its documentation of the signature.
OpenData demo() {
  OpenData data;
  data.iv = "r7BXXKkLb8qrSNn05n0qiA==";
  data.encrypted_data =
      "CiyLU1Aw2KjvrjMdj8YKliAjtP4gsMZMQmRzooG2xrDcvSnxIMXFufNstNGTyaGS9uT5geRa0W4oTOb1WT7fJlAC+"
      "oNPdbB+3hVbJSRgv+4lGOETKUQz6OYStslQ142dNCuabNPGBzlooOmB231qMM85d2/fV6ChevvXvQP8Hkue1poOFtnEt"
      "pyxVLW1zAo6/1Xx1COxFvrc2d7UL/lmHInNlxuacJXwu0fjpXfz/YqYzBIBzD6WUfTIF9GRHpOn/Hz7saL8xz+W//"
      "FRAUid1OksQaQx4CMs8LOddcQhULW4ucetDf96JcR3g0gfRK4PC7E/"
      "r7Z6xNrXd2UIeorGj5Ef7b1pJAYB6Y5anaHqZ9J6nKEBvB4DnNLIVWSgARns/"
      "8wR2SiRS7MNACwTyrGvt9ts8p12PKFdlqYTopNHR1Vf7XjfhQlVsAJdNiKdYmYVoKlaRv85IfVunYzO0IKXsyl7JCUjC"
      "poG20f0a04COwfneQAGGwd5oa+T8yO5hzuyDb/XcxxmK01EpqOyuxINew==";
  return data;
}

}  // namespace

TEST_CASE("the official demo is decrypted", "[wx_login][vectors]") {
  const OpenDataProfile profile = read_open_data(demo(), band(), kAppId, kWatermarkMs + 1000);
  CHECK(profile.nickname == "Band");
  CHECK(profile.gender == 1);
  CHECK(profile.avatar_url ==
        "http://wx.qlogo.cn/mmopen/vi_32/"
        "aSKcBBPpibyKNicHNTMM0qJVh8Kjgiak2AHWr8MHM4WgMEm7GFhsf8OYrySdbvAMvTsw3mo8ibKicsnfN5pRjl1p8H"
        "Q/0");
}

TEST_CASE("the official demo is for one app, one person and one moment", "[wx_login][vectors]") {
  const auto read = [](const WechatPerson& person, const char* app, WallMs now_ms) {
    return read_open_data(demo(), person, app, now_ms);
  };
  WechatPerson other = band();
  other.openid = "oGZUI0egBJY1zhBYw2KhdUfwVJJF";
  CHECK_THROWS_AS(read(other, kAppId, kWatermarkMs), HttpError);
  CHECK_THROWS_AS(read(band(), "wx4f4bc4dec97d474c", kWatermarkMs), HttpError);
  CHECK_THROWS_AS(read(band(), kAppId, kWatermarkMs + 5 * 60 * 1000 + 1), HttpError);
  CHECK_THROWS_AS(read(band(), kAppId, kWatermarkMs - 2 * 60 * 1000), HttpError);
}

TEST_CASE("the official signature holds, and no other", "[wx_login][vectors]") {
  WechatPerson person = band();
  person.session_key = "HyVFkGl5F5OQWJZZaNzBBg==";
  OpenData data;
  data.raw_data =
      R"({"nickName":"Band","gender":1,"language":"zh_CN","city":"Guangzhou","province":"Guangdong","country":"CN","avatarUrl":)"
      R"("http://wx.qlogo.cn/mmopen/vi_32/1vZvI39NWFQ9XM4LtQpFrQJ1xlgZxx3w7bQxKARol6503Iuswjjn6nIGBiaycAjAtpujxyzYsrztuuICqIM5ibXQ/0"})";
  data.signature = "75e81ceda165f4ffa64f4068af58c64b8f54b88c";
  const OpenDataProfile profile = read_open_data(data, person, kAppId, 0);
  CHECK(profile.nickname == "Band");
  data.signature = "75e81ceda165f4ffa64f4068af58c64b8f54b88d";
  CHECK_THROWS_AS(read_open_data(data, person, kAppId, 0), HttpError);
  data.signature = "";
  CHECK_THROWS_AS(read_open_data(data, person, kAppId, 0), HttpError);
}
