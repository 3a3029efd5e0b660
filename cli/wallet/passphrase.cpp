#include "cli/wallet/passphrase.h"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>

#include "cli/wallet/key_file.h"

namespace xh::cli {
namespace {

constexpr char kControlC = 3;

// The terminal with echo off, and on again whatever happens.
class Terminal {
 public:
  Terminal() : fd_(::open("/dev/tty", O_RDWR | O_CLOEXEC)) {}
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;
  ~Terminal() {
    if (hidden_) ::tcsetattr(fd_, TCSAFLUSH, &before_);
    if (fd_ >= 0) ::close(fd_);
  }
  [[nodiscard]] int descriptor() const { return fd_; }
  void hide_input() {
    if (::tcgetattr(fd_, &before_) != 0) return;
    termios silent = before_;
    silent.c_lflag &=
        ~static_cast<tcflag_t>(ECHO | ISIG);  // Ctrl-C comes as a character, so that echo is switched on again
    hidden_ = ::tcsetattr(fd_, TCSAFLUSH, &silent) == 0;
  }
  void say(std::string_view text) const {
    while (!text.empty()) {
      const auto written = ::write(fd_, text.data(), text.size());
      if (written <= 0) return;
      text.remove_prefix(static_cast<std::size_t>(written));
    }
  }

 private:
  int fd_;
  bool hidden_ = false;
  termios before_{};
};

Outcome<SecretText> from_file(const std::string& path) {
  if (auto ok = check_private(path); !ok) return std::unexpected(ok.error());
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return fail(ExitCode::kKey, "NO_PASSPHRASE", path + ": cannot be read");
  auto out = read_secret_line(fd);
  ::close(fd);
  return out;
}

Outcome<SecretText> from_terminal_twice(const std::string& prompt) {
  auto first = ask_terminal(prompt, false);
  if (!first) return first;
  const auto second = ask_terminal("Again: ", false);
  if (!second) return std::unexpected(second.error());
  if (first->get() != second->get()) return fail(ExitCode::kKey, "PASSPHRASES_DIFFER", "the two passphrases differ");
  return first;
}

}  // namespace

Outcome<SecretText> read_secret_line(int descriptor) {
  SecretText out;
  out.get().reserve(kMaxSecretLineBytes);  // never reallocated: no copy stays behind
  for (char c = 0;;) {
    const auto got = ::read(descriptor, &c, 1);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0)
      return fail(ExitCode::kKey, "NO_PASSPHRASE", "file descriptor " + std::to_string(descriptor) + " cannot be read");
    if (got == 0 || c == '\n') break;
    if (c == kControlC) return fail(ExitCode::kInterrupted, "INTERRUPTED", "interrupted");
    if (out.get().size() == kMaxSecretLineBytes)
      return fail(ExitCode::kKey, "NO_PASSPHRASE", "the secret line is too long");
    out.get() += c;
  }
  if (out.get().ends_with('\r')) out.get().pop_back();
  return out;
}

Outcome<SecretText> ask_terminal(const std::string& prompt, bool echo) {
  Terminal terminal;
  if (terminal.descriptor() < 0) {
    return fail(ExitCode::kKey, "NO_PASSPHRASE",
                "no terminal to ask on: use --passphrase-fd N or XINGHUO_PASSPHRASE_FILE");
  }
  terminal.say(prompt);
  if (!echo) terminal.hide_input();
  auto out = read_secret_line(terminal.descriptor());
  if (!echo) terminal.say("\n");
  return out;
}

Outcome<SecretText> ask_passphrase(const PassphraseSource& source, const std::string& prompt, bool confirm) {
  auto out = source.descriptor      ? read_secret_line(*source.descriptor)
             : !source.file.empty() ? from_file(source.file)
             : confirm              ? from_terminal_twice(prompt)
                                    : ask_terminal(prompt, false);
  if (out && confirm && out->get().size() < kMinPassphraseBytes) {
    return fail(ExitCode::kKey, "SHORT_PASSPHRASE",
                "a passphrase needs at least " + std::to_string(kMinPassphraseBytes) + " bytes");
  }
  return out;
}

}  // namespace xh::cli
