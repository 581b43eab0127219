// The application's own request: signed, and sent once more after a 401.
#pragma once

#include "announcer/announcer.h"
#include "backend/backend.h"
#include "tokens/tokens.h"

namespace hufu::stories {

class Fetch {
 public:
  Fetch(backend::Backend& backend, const announcer::Announcer& announcer, tokens::Tokens& tokens)
      : backend_(backend), announcer_(announcer), tokens_(tokens) {}

  flow::Task<Value> fetch(Value request, OperationId operation, vault::Generation::Mark who);

 private:
  Value signed_headers(std::string_view url, std::string_view token) const;

  backend::Backend& backend_;
  const announcer::Announcer& announcer_;
  tokens::Tokens& tokens_;
};

}  // namespace hufu::stories
