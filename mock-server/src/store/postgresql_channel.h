// How a connection speaks to PostgreSQL: in as few trips as there are questions.
#pragma once

#include <memory>

#include "store/channel.h"

namespace soci {
class session;
}

namespace hufu::mock {

/// For an open session of SOCI's, which may be used beside it whenever the channel is settled.
std::unique_ptr<Channel> make_postgresql_channel(soci::session& sql);

}  // namespace hufu::mock
