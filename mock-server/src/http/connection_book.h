// The open connections, so that the slowest can make room for others.
#pragma once

#include <cstddef>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <string>

namespace hufu::mock {

/// Used on the network thread only.
class ConnectionBook {
 public:
  /// So many at once; half as many of one address.
  explicit ConnectionBook(std::size_t most) : most_(most) {}

  /// One connection, in the book for as long as this lives.
  class Entry {
   public:
    /// `close` ends the connection from outside. The book lives on with its last entry: what is
    /// left of a network that has stopped goes last of all.
    Entry(std::shared_ptr<ConnectionBook> book, std::string address, std::function<void()> close);
    ~Entry();
    Entry(const Entry&) = delete;

    /// For its peer, from now on: to send, or to read what was sent.
    void waits();
    /// For a request, with nothing begun: it may be closed, and nobody loses an answer.
    void rests();
    /// A request, which goes on to its answer: still waiting for its peer, and with the place that
    /// it has.
    void begins() { is_resting_ = false; }
    /// What is done for it is ours to finish.
    void works();

   private:
    friend class ConnectionBook;
    void leave_queue();

    std::shared_ptr<ConnectionBook> book_;
    std::string address_;
    std::function<void()> close_;
    bool is_waiting_ = false;
    bool is_resting_ = false;
    std::list<Entry*>::iterator place_;
  };

  /// Before one of this address is let in: closes whoever has waited longest, of this address if it
  /// has its share already, of the address with most connections if there are too many of all.
  void make_room(const std::string& address);
  /// Of the address with most connections. False if nobody waits.
  bool shed_slowest();

  /// From now on a connection ends with its answer, and those that rest end at once. `then` is
  /// called when none is left, which may be now.
  void close_after_answers(std::function<void()> then);
  bool is_closing() const { return then_ != nullptr; }

 private:
  bool shed_slowest_of(const std::string& address);
  void close(Entry& entry);

  std::size_t most_;
  std::size_t open_ = 0;
  std::map<std::string, std::size_t> open_by_address_;
  std::list<Entry*> waiting_;  // the longest first
  std::function<void()> then_;
};

/// Lets this process have as many descriptors as it may, and says how many connections that is
/// enough for, with some left for the database and for upstreams.
std::size_t most_connections();

}  // namespace hufu::mock
