#include "window_thread.h"

#include <glib.h>

#include <memory>
#include <utility>

namespace desktop {

using Work = std::function<void()>;

void on_window_thread(Work work) {
  const auto run = [](gpointer given) -> gboolean {
    (*static_cast<Work*>(given))();
    return G_SOURCE_REMOVE;
  };
  const auto end = [](gpointer given) { delete static_cast<Work*>(given); };
  g_idle_add_full(G_PRIORITY_DEFAULT, run, std::make_unique<Work>(std::move(work)).release(), end);
}

}  // namespace desktop
