// Runs the same thing on many threads that all start together.
#pragma once

#include <barrier>
#include <functional>
#include <thread>
#include <vector>

namespace hufu::mock::test {

template <class Work>
void in_parallel(int count, Work work) {
  std::barrier start(count);
  std::vector<std::thread> threads;
  for (int index = 0; index < count; ++index) {
    threads.emplace_back([&start, &work, index] {
      start.arrive_and_wait();
      work(index);
    });
  }
  for (std::thread& thread : threads)
    thread.join();
}

}  // namespace hufu::mock::test
