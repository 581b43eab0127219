// How a connection speaks to SQLite: in calls, so nothing has to travel together.
#pragma once

#include <memory>

#include "store/channel.h"

namespace soci {
class session;
}

namespace hufu::mock {

/// For an open session.
std::unique_ptr<Channel> make_sqlite_channel(soci::session& sql);

}  // namespace hufu::mock
