// The official vectors of WeChat's open data: what the fake hands out has to be what the real app
// would.
#include <catch2/catch_test_macros.hpp>
#include <stdexcept>
#include <string>

#include "upstreams/wechat/user_data.h"

using namespace hufu::mock::wechat;

TEST_CASE("open data is encrypted as in WeChat's demo", "[upstreams]") {
  // developers.weixin.qq.com, the download beside "signature.html": plain text, key, iv and what
  // comes out.
  const std::string plain =
      R"({"openId":"oGZUI0egBJY1zhBYw2KhdUfwVJJE","nickName":"Band","gender":1,"language":"zh_CN","city":"Guangzhou",)"
      R"("province":"Guangdong","country":"CN","avatarUrl":"http://wx.qlogo.cn/mmopen/vi_32/aSKcBBPpibyKNicHNTMM0qJVh8Kjgiak2AHWr8MH)"
      R"(M4WgMEm7GFhsf8OYrySdbvAMvTsw3mo8ibKicsnfN5pRjl1p8HQ/0","unionId":"ocMvos6NjeKLIBqg5Mr9QjxrP1FA",)"
      R"("watermark":{"timestamp":1477314187,"appid":"wx4f4bc4dec97d474b"}})";
  const std::string expected =
      "CiyLU1Aw2KjvrjMdj8YKliAjtP4gsMZMQmRzooG2xrDcvSnxIMXFufNstNGTyaGS9uT5geRa0W4oTOb1WT7fJlAC+"
      "oNPdbB+3hVbJSRgv+4lGOETKUQz6OYStsl"
      "Q142dNCuabNPGBzlooOmB231qMM85d2/fV6ChevvXvQP8Hkue1poOFtnEtpyxVLW1zAo6/1Xx1COxFvrc2d7UL/"
      "lmHInNlxuacJXwu0fjpXfz/YqYzBIBzD6WUf"
      "TIF9GRHpOn/Hz7saL8xz+W//FRAUid1OksQaQx4CMs8LOddcQhULW4ucetDf96JcR3g0gfRK4PC7E/"
      "r7Z6xNrXd2UIeorGj5Ef7b1pJAYB6Y5anaHqZ9J6nKEBv"
      "B4DnNLIVWSgARns/"
      "8wR2SiRS7MNACwTyrGvt9ts8p12PKFdlqYTopNHR1Vf7XjfhQlVsAJdNiKdYmYVoKlaRv85IfVunYzO0IKXsyl7JCUjC"
      "poG20f0a04COwfn"
      "eQAGGwd5oa+T8yO5hzuyDb/XcxxmK01EpqOyuxINew==";
  CHECK(encrypt_open_data(plain, "tiihtNczf5v6AKRyjwEUhQ==", "r7BXXKkLb8qrSNn05n0qiA==") ==
        expected);
}

TEST_CASE("raw data is signed as in WeChat's documentation", "[upstreams]") {
  const std::string raw_data =
      R"({"nickName":"Band","gender":1,"language":"zh_CN","city":"Guangzhou","province":"Guangdong","country":"CN","avatarUrl":)"
      R"("http://wx.qlogo.cn/mmopen/vi_32/1vZvI39NWFQ9XM4LtQpFrQJ1xlgZxx3w7bQxKARol6503Iuswjjn6nIGBiaycAjAtpujxyzYsrztuuICqIM5ibXQ/0"})";
  CHECK(sign_raw_data(raw_data, "HyVFkGl5F5OQWJZZaNzBBg==") ==
        "75e81ceda165f4ffa64f4068af58c64b8f54b88c");
}

TEST_CASE("the login state is signed with the key's text", "[upstreams]") {
  const std::string session_key = "o0q0otL8aEzpcZL/FT9WsQ==";
  CHECK(sign_login_state(R"({"foo":"bar"})", session_key) ==
        "654571f79995b2ce1e149e53c0a33dc39c0a74090db514261454e8dbe432aa0b");
  CHECK(sign_login_state("", session_key) ==
        "46e043c5525c2d817c44be603d30837a808a1d930d038f6fdc3e62a201fed128");
}

TEST_CASE("a key that is no key is refused", "[upstreams]") {
  CHECK_THROWS_AS(encrypt_open_data("{}", "tooshort", "r7BXXKkLb8qrSNn05n0qiA=="),
                  std::invalid_argument);
}
