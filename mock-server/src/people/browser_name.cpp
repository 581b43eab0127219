// Which browser a page was opened in.
#include "people/browser_name.h"

#include <array>

namespace hufu::mock {
namespace {

struct Sign {
  std::string_view token;
  std::string_view name;
};

// Each browser claims to be those below it, too: the first that is found is meant.
constexpr std::array kBrowsers{Sign{"MicroMessenger/", "WeChat"},
                               Sign{"AlipayClient/", "Alipay"},
                               Sign{"DingTalk/", "DingTalk"},
                               Sign{"MQQBrowser/", "QQ Browser"},
                               Sign{"QQBrowser/", "QQ Browser"},
                               Sign{"HuaweiBrowser/", "Huawei Browser"},
                               Sign{"MiuiBrowser/", "Mi Browser"},
                               Sign{"HeyTapBrowser/", "OPPO Browser"},
                               Sign{"VivoBrowser/", "vivo Browser"},
                               Sign{"SamsungBrowser/", "Samsung Internet"},
                               Sign{"UCBrowser/", "UC Browser"},
                               Sign{"Quark/", "Quark"},
                               Sign{"EdgiOS/", "Edge"},
                               Sign{"EdgA/", "Edge"},
                               Sign{"Edg/", "Edge"},
                               Sign{"OPR/", "Opera"},
                               Sign{"FxiOS/", "Firefox"},
                               Sign{"Firefox/", "Firefox"},
                               Sign{"CriOS/", "Chrome"},
                               Sign{"Chrome/", "Chrome"},
                               Sign{"Safari/", "Safari"}};

constexpr std::array kSystems{Sign{"iPhone", "iPhone"},         Sign{"iPad", "iPad"},
                              Sign{"OpenHarmony", "HarmonyOS"}, Sign{"Android", "Android"},
                              Sign{"Windows NT", "Windows"},    Sign{"Macintosh", "Mac"},
                              Sign{"CrOS", "ChromeOS"},         Sign{"Linux", "Linux"}};

template <std::size_t count>
std::string_view first_of(const std::array<Sign, count>& signs, std::string_view user_agent) {
  for (const Sign& sign : signs) {
    if (user_agent.find(sign.token) != std::string_view::npos) return sign.name;
  }
  return "";
}

}  // namespace

std::string browser_name(std::string_view user_agent) {
  const std::string_view browser = first_of(kBrowsers, user_agent);
  const std::string_view system = first_of(kSystems, user_agent);
  if (browser.empty() || system.empty()) return std::string(browser);
  return std::string(browser) + ", " + std::string(system);
}

}  // namespace hufu::mock
