// The thread of the windows: GTK is touched there and nowhere else.
#pragma once

#include <functional>

namespace desktop {

/// Has `work` done on the thread of the windows, after what was handed over before. From any
/// thread.
void on_window_thread(std::function<void()> work);

}  // namespace desktop
