// How long a code is good.
#pragma once

#include <gtkmm.h>

#include <hufu/time.h>

namespace desktop {

/// A line that counts down, in minutes and at last in seconds.
class TimeLeft : public Gtk::Label {
 public:
  TimeLeft() { add_css_class("quiet"); }
  ~TimeLeft() override { stop(); }

  void start(hufu::Millis left_ms);
  void stop() { ticking_.disconnect(); }

 private:
  bool tell();

  gint64 ends_us_ = 0;
  sigc::connection ticking_;
};

}  // namespace desktop
