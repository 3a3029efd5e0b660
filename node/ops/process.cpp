#include "node/ops/process.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include <thread>

#include "node/config/private_file.h"

namespace xh::node {
namespace {

namespace fs = std::filesystem;

// State letter and start time of a process, from /proc/<pid>/stat; its second field, the name, may hold anything up to
// the last ')'.
struct ProcStat {
  char state = 0;
  std::uint64_t start_ticks = 0;
};
std::optional<ProcStat> proc_stat(pid_t pid) {
  std::ifstream in("/proc/" + std::to_string(pid) + "/stat");
  std::string text;
  if (!std::getline(in, text)) return std::nullopt;
  const auto name_end = text.rfind(')');
  if (name_end == std::string::npos) return std::nullopt;
  std::istringstream fields(text.substr(name_end + 1));
  ProcStat out;
  fields >> out.state;
  std::string skipped;
  for (int field = 4; field < 22; ++field) fields >> skipped;
  if (!(fields >> out.start_ticks)) return std::nullopt;
  return out;
}

class SpawnSettings {
 public:
  SpawnSettings() {
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawnattr_init(&attributes);
  }
  ~SpawnSettings() {
    ::posix_spawn_file_actions_destroy(&actions);
    ::posix_spawnattr_destroy(&attributes);
  }
  SpawnSettings(const SpawnSettings&) = delete;
  SpawnSettings& operator=(const SpawnSettings&) = delete;
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
};

}  // namespace

chain::Result<ProcessId> start_detached(const std::vector<std::string>& command, const fs::path& log) {
  SpawnSettings settings;
  ::posix_spawn_file_actions_addopen(&settings.actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_addopen(&settings.actions, STDOUT_FILENO, log.c_str(), O_WRONLY | O_CREAT | O_APPEND,
                                     kPrivateFileMode);
  ::posix_spawn_file_actions_adddup2(&settings.actions, STDOUT_FILENO, STDERR_FILENO);
  ::posix_spawnattr_setflags(&settings.attributes, POSIX_SPAWN_SETSID);
  std::vector<std::string> words = command;
  std::vector<char*> arguments;
  for (auto& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  ProcessId out;
  const int error = ::posix_spawn(&out.pid, words.front().c_str(), &settings.actions, &settings.attributes,
                                  arguments.data(), environ);
  if (error != 0) return chain::local_fault("cannot start " + words.front() + ": " + std::strerror(error));
  if (const auto stat = proc_stat(out.pid)) out.start_ticks = stat->start_ticks;
  return out;
}

bool is_running(const ProcessId& process) {
  ::waitpid(process.pid, nullptr, WNOHANG);  // collects a child of ours; any other is none of our business
  const auto stat = proc_stat(process.pid);
  return stat && stat->start_ticks == process.start_ticks && stat->state != 'Z' && stat->state != 'X';
}

chain::Status send_signal(const ProcessId& process, int signal) {
  if (::kill(process.pid, signal) == 0 || errno == ESRCH) return {};
  return chain::local_fault("cannot signal process " + std::to_string(process.pid) + ": " + std::strerror(errno));
}

bool wait_for_end(const ProcessId& process, std::chrono::milliseconds timeout) {
  const auto deadline = std::chrono::steady_clock::now() + timeout;
  while (is_running(process)) {
    if (std::chrono::steady_clock::now() >= deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return true;
}

chain::Status write_pid_file(const fs::path& file, const ProcessId& process) {
  return replace_file(file, std::to_string(process.pid) + " " + std::to_string(process.start_ticks) + "\n",
                      kPrivateFileMode);
}

std::optional<ProcessId> running_process(const fs::path& pid_file) {
  const auto text = read_text_file(pid_file, 128);
  if (!text) return std::nullopt;
  std::istringstream in(*text);
  ProcessId out;
  if (!(in >> out.pid >> out.start_ticks) || out.pid <= 0 || !is_running(out)) return std::nullopt;
  return out;
}

chain::Status check_port_free(const std::string& host, std::uint16_t port) {
  namespace asio = boost::asio;
  asio::io_context io;
  boost::system::error_code error;
  const auto found =
      asio::ip::tcp::resolver(io).resolve(host, std::to_string(port), asio::ip::tcp::resolver::passive, error);
  if (error || found.empty())
    return chain::local_fault("'" + host + "' is no address of this machine: " + error.message());
  const auto endpoint = found.begin()->endpoint();
  asio::ip::tcp::acceptor acceptor(io);
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(asio::socket_base::reuse_address(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(1, error);
  if (error) return chain::local_fault(error.message());
  return {};
}

std::string last_lines(const fs::path& file, std::size_t count) {
  constexpr std::streamoff kMaxBytes = 64 * 1024;
  std::ifstream in(file, std::ios::binary | std::ios::ate);
  if (!in) return "";
  const std::streamoff size = in.tellg();
  in.seekg(std::max<std::streamoff>(0, size - kMaxBytes));
  std::string text(std::istreambuf_iterator<char>(in), {});
  auto begin = text.size();
  for (std::size_t lines = 0; begin > 0; --begin) {
    if (text[begin - 1] == '\n' && begin != text.size() && ++lines == count) break;
  }
  return text.substr(begin);
}

}  // namespace xh::node
