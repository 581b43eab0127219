// The flags of the oddities.
#pragma once

#include "settings/oddities.h"

namespace CLI {
class App;
}

namespace hufu::mock {

/// `oddities` outlives the parsing.
void add_oddity_options(CLI::App& app, Oddities& oddities);

}  // namespace hufu::mock
