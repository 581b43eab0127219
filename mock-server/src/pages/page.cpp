#include "pages/page.h"

namespace hufu::mock {

Response page_response(int status, const Words& say, const Page& page) {
  const std::string language(tag_of(say.language()));
  const std::string style = page.style.empty() ? "" : "<style>" + page.style + "</style>";
  Response response = text_response(
      status,
      "<!doctype html><html lang=\"" + language +
          "\"><meta charset=\"utf-8\">"
          "<meta name=\"viewport\" content=\"width=device-width\"><title>" +
          page.title + "</title>" + style + "\n<body>\n" + page.content + "</body></html>\n",
      "text/html; charset=utf-8");
  response.headers.set("Content-Language", language);
  response.headers.add("Vary", "Accept-Language");
  response.headers.set("Content-Security-Policy", page.policy);
  response.headers.set("X-Content-Type-Options", "nosniff");
  return response;
}

}  // namespace hufu::mock
