// An LD_PRELOAD library that disturbs a node's writes to its data folder: at the K-th call of a kind the call fails, is
// cut short, or the process dies before, in the middle of or after it. Every counted call can be traced.
//
// Environment: XH_FAULT_FOLDER (only files below it count), XH_FAULT_PLAN "KIND:K:ACTION[:PART]", XH_FAULT_TRACE
// (file). KIND: write, sync, rename, truncate or any. ACTION: kill_before, kill_torn, kill_after, EIO, ENOSPC, short.
// PART: the path must contain it. Trace line: NUMBER KIND PATH RESULT, where RESULT is ok or what was done. Threading:
// calls come from any thread; the counter is atomic, a trace line is one write.
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <climits>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

struct Plan {
  std::string folder;
  std::string trace;
  std::string kind;
  std::string action;
  std::string part;
  long at = 0;
};

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

std::string_view next_word(std::string_view& text) {
  const auto end = text.find(':');
  const auto word = text.substr(0, end);
  text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  return word;
}

Plan read_plan() {
  Plan out{environment("XH_FAULT_FOLDER"), environment("XH_FAULT_TRACE"), "", "", "", 0};
  const auto written = environment("XH_FAULT_PLAN");
  std::string_view text = written;
  out.kind = next_word(text);
  const auto number = next_word(text);
  std::from_chars(number.data(), number.data() + number.size(), out.at);
  out.action = next_word(text);
  out.part = text;
  return out;
}

const Plan& plan() {
  static const Plan* const kPlan = new Plan(read_plan());  // never destroyed: writes happen until the very end
  return *kPlan;
}

template <class Function>
Function* real(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

std::string path_of(int fd) {
  std::array<char, PATH_MAX> buffer{};
  const auto link = "/proc/self/fd/" + std::to_string(fd);
  const auto size = ::readlink(link.c_str(), buffer.data(), buffer.size());
  return size <= 0 ? "" : std::string(buffer.data(), static_cast<std::size_t>(size));
}

std::atomic<long> matching_calls{0};
std::atomic<long> all_calls{0};

// One counted call: whether the plan is about it, and its line in the trace.
class Call {
 public:
  Call(const char* kind, std::string path) : kind_(kind), path_(std::move(path)) {
    if (plan().folder.empty() || !path_.starts_with(plan().folder)) return;
    number_ = ++all_calls;
    const bool matches = (plan().kind == "any" || plan().kind == kind_) && path_.find(plan().part) != std::string::npos;
    if (matches && ++matching_calls == plan().at) action_ = plan().action;
    if (action_ == "kill_before") die();
  }
  [[nodiscard]] bool is(std::string_view action) const { return action_ == action; }
  // Sets errno and gives true when the call is to fail.
  [[nodiscard]] bool fails() {
    if (!is("EIO") && !is("ENOSPC")) return false;
    trace(action_);
    errno = is("EIO") ? EIO : ENOSPC;
    return true;
  }
  void done() {
    const int kept = errno;
    trace(action_.empty() ? "ok" : action_);
    if (is("kill_after") || is("kill_torn")) die();
    errno = kept;
  }

 private:
  [[noreturn]] void die() {
    if (is("kill_before")) trace(action_);
    ::kill(::getpid(), SIGKILL);
    for (;;) ::pause();
  }
  void trace(const std::string& result) const {
    if (number_ == 0 || plan().trace.empty()) return;
    const auto line = std::to_string(number_) + " " + kind_ + " " + path_ + " " + result + "\n";
    const int fd = static_cast<int>(
        ::syscall(SYS_openat, AT_FDCWD, plan().trace.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
    if (fd < 0) return;
    ::syscall(SYS_write, fd, line.data(), line.size());
    ::syscall(SYS_close, fd);
  }

  const char* kind_;
  std::string path_;
  std::string action_;
  long number_ = 0;
};

// Half of a write is what a torn or short one leaves.
std::size_t size_of(const Call& call, std::size_t wanted) {
  return (call.is("kill_torn") || call.is("short")) && wanted > 1 ? wanted / 2 : wanted;
}

int sync_file(const char* name, int fd) {
  Call call("sync", path_of(fd));
  if (call.fails()) return -1;
  const int result = real<int(int)>(name)(fd);
  call.done();
  return result;
}

}  // namespace

extern "C" {

ssize_t write(int fd, const void* data, size_t size) {
  static auto* const next = real<ssize_t(int, const void*, size_t)>("write");
  if (fd <= STDERR_FILENO) return next(fd, data, size);
  Call call("write", path_of(fd));
  if (call.fails()) return -1;
  const auto result = next(fd, data, size_of(call, size));
  call.done();
  return result;
}

ssize_t pwrite(int fd, const void* data, size_t size, off_t at) {
  static auto* const next = real<ssize_t(int, const void*, size_t, off_t)>("pwrite");
  Call call("write", path_of(fd));
  if (call.fails()) return -1;
  const auto result = next(fd, data, size_of(call, size), at);
  call.done();
  return result;
}

int fsync(int fd) {
  return sync_file("fsync", fd);
}

int fdatasync(int fd) {
  return sync_file("fdatasync", fd);
}

int rename(const char* from, const char* to) noexcept {
  static auto* const next = real<int(const char*, const char*)>("rename");
  Call call("rename", to);
  if (call.fails()) return -1;
  const int result = next(from, to);
  call.done();
  return result;
}

int ftruncate(int fd, off_t size) noexcept {
  static auto* const next = real<int(int, off_t)>("ftruncate");
  Call call("truncate", path_of(fd));
  if (call.fails()) return -1;
  const int result = next(fd, size);
  call.done();
  return result;
}

}  // extern "C"
