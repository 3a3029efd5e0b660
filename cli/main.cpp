// `xinghuo`: the wallet, payroll desk and light client of Xinghuo.
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <thread>

#include "cli/run.h"

namespace {

extern "C" void leave_on_signal(int /*signal*/) {
  _exit(static_cast<int>(xh::cli::ExitCode::kInterrupted));
}

std::int64_t real_time_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
      .count();
}

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGINT, leave_on_signal);
  std::signal(SIGTERM, leave_on_signal);
  std::signal(SIGPIPE, SIG_IGN);
  const auto transport = xh::cli::make_http_transport();
  xh::cli::Environment environment{
      std::cin, std::cout, std::cerr, *transport, variable, real_time_ms, [](std::chrono::milliseconds pause) {
        std::this_thread::sleep_for(pause);
      }};
  return xh::cli::run({argv + (argc > 0 ? 1 : 0), argv + argc}, environment);
}
