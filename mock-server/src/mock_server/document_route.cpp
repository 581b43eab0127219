// GET /openapi.json: what this server answers, as a document that tests hold it to.
#include "mock_server/document_route.h"

#include "base/embedded.h"
#include "http/at_once.h"

namespace hufu::mock {
namespace {

Response show_document(const Request&) {
  return text_response(200, std::string(embedded::openapi_document()), "application/json");
}

}  // namespace

void register_document_route(Router& router) {
  router.add("GET", "/openapi.json", at_once(show_document));
}

}  // namespace hufu::mock
