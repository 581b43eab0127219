// How a connection speaks to PostgreSQL: in as few trips as there are questions.
#pragma once

#include <memory>
#include <string>

#include "store/channel.h"

namespace soci {
class session;
}

namespace hufu::mock {

/// For an open session of SOCI's, which may be used beside it whenever the channel is settled.
/// `settings` is what each transaction begins with, where a pooler lends the connection for one
/// alone: then nothing else is kept on it, either. Empty where the connection is one's own.
std::unique_ptr<Channel> make_postgresql_channel(soci::session& sql,
                                                 const std::string& settings = "");

}  // namespace hufu::mock
