#include "pages/page.h"

#include "crypto/digest.h"
#include "crypto/encoding.h"

namespace hufu::mock {
namespace {

// One look for all of them, by day and by night, from 320 pixels on.
constexpr const char* kStyle =
    "body{margin:0;font:16px/1.6 system-ui,'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',"
    "sans-serif;color-scheme:light dark;background:light-dark(#faf6ef,#14110e);"
    "color:light-dark(#1d1a16,#f1eae0)}"
    "main{max-width:24rem;margin:2.5rem auto;padding:1.75rem;box-sizing:border-box;"
    "background:light-dark(#fff,#1f1a16);border:1px solid light-dark(#e7ddcf,#382f27);"
    "border-radius:1.125rem}"
    "h1{margin:0 0 .75rem;font-size:1.5rem;line-height:1.25}"
    "p,ul,pre{margin:0 0 1rem}"
    "ul{padding:0;list-style:none}"
    "a{color:light-dark(#874a10,#e2a559)}"
    "li a{display:block;padding:.6rem 0}"
    "pre{white-space:pre-wrap;overflow-wrap:anywhere;font-size:.875rem}"
    "svg{display:block;width:100%;max-width:16rem;height:auto;margin:1rem auto;"
    "border-radius:.75rem}"
    "svg+p{text-align:center;font-size:1.5rem;letter-spacing:.08em}"
    "small{font-size:.875rem;color:light-dark(#6b6257,#b3a797)}"
    "li small{display:block;margin:-.6rem 0 .6rem}"
    "a.go{display:inline-block;padding:.55rem 1.1rem;border-radius:.75rem;font-weight:600;"
    "text-decoration:none;background:light-dark(#a4601c,#e2a559);color:light-dark(#fff,#221505)}"
    ".code{font-size:2rem;line-height:1.2;letter-spacing:.25em;font-variant-numeric:tabular-nums}"
    "button,input{font:inherit;padding:.55rem 1.1rem;margin:.25rem .25rem .25rem 0;"
    "box-sizing:border-box;max-width:100%;border-radius:.75rem;"
    "border:1px solid light-dark(#8b8272,#8b8272);color:inherit;background:transparent}"
    "button{cursor:pointer}"
    "button[value=approve]{background:light-dark(#a4601c,#e2a559);border-color:transparent;"
    "color:light-dark(#fff,#221505);font-weight:600}"
    "[role=alert]{color:light-dark(#b3261e,#ff9d92)}"
    ":focus-visible{outline:3px solid light-dark(#a4601c,#e2a559);outline-offset:2px}"
    "@media(max-width:28rem){main{margin:0;border:0;border-radius:0;min-height:100vh}}";

// Of the page's own style alone: whatever else gets into the page has none.
const std::string& style_rule() {
  static const std::string rule = "; style-src 'sha256-" + encode_base64(sha256(kStyle)) + "'";
  return rule;
}

}  // namespace

Response page_response(int status, const Words& say, const Page& page) {
  const std::string language(tag_of(say.language()));
  Response response =
      text_response(status,
                    "<!doctype html><html lang=\"" + language +
                        "\"><meta charset=\"utf-8\">"
                        "<meta name=\"viewport\" content=\"width=device-width\"><title>" +
                        page.title + "</title><style>" + kStyle + "</style>\n<body><main>\n" +
                        page.content + "</main></body></html>\n",
                    "text/html; charset=utf-8");
  response.headers.set("Content-Language", language);
  response.headers.add("Vary", "Accept-Language");
  response.headers.set("Content-Security-Policy", page.policy + style_rule());
  response.headers.set("X-Content-Type-Options", "nosniff");
  return response;
}

}  // namespace hufu::mock
