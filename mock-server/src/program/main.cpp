// The program hufu-backend.
#include <iostream>

#include "base/log.h"
#include "ending.h"
#include "program/backend_server.h"
#include "store/database.h"

namespace {

using hufu::mock::ProgramSettings;

int migrate(const ProgramSettings& settings) {
  const hufu::mock::Clock clock;
  hufu::mock::Database(settings.database_url, clock, hufu::mock::Schema::brought_up_to_date);
  std::cout << "the tables are up to date" << std::endl;
  return 0;
}

int start(int argc, const char* const* argv) {
  const ProgramSettings settings = hufu::mock::read_program_settings(argc, argv);
  hufu::mock::log_as(hufu::mock::LogForm::json);
  if (settings.migrates_only) return migrate(settings);
  const hufu::mock::EndSignals signals;
  hufu::mock::BackendServer server(settings);
  std::cout << "listening " << server.url() << "\noperations " << server.operations_url()
            << std::endl;
  signals.during([&server] { server.run(); }, [&server] { server.end(); });
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  return hufu::mock::run_program("hufu-backend", [&] { return start(argc, argv); });
}
