#include "cli/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>

namespace xh::cli {
namespace {

std::unexpected<Failure> disk_error(const std::filesystem::path& path) {
  return fail(ExitCode::kOther, "FILE_ERROR", path.string() + ": " + std::strerror(errno));
}

Outcome<void> write_all(int fd, const std::filesystem::path& path, std::string_view content) {
  while (!content.empty()) {
    const auto written = ::write(fd, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return disk_error(path);
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  if (::fsync(fd) != 0) return disk_error(path);
  return {};
}

Outcome<void> write_exclusive(const std::filesystem::path& path, std::string_view content) {
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0 && errno == EEXIST)
    return fail(ExitCode::kBadInput, "EXISTS", path.string() + " exists already; it is not overwritten");
  if (fd < 0) return disk_error(path);
  auto written = write_all(fd, path, content);
  ::close(fd);
  if (!written) ::unlink(path.c_str());
  return written;
}

void write_indented(const boost::json::value& value, std::string& out, const std::string& indent) {
  const std::string deeper = indent + "  ";
  if (value.is_object() && !value.get_object().empty()) {
    const char* separator = "{\n";
    for (const auto& [name, member] : value.get_object()) {
      out += separator + deeper + boost::json::serialize(name) + ": ";
      write_indented(member, out, deeper);
      separator = ",\n";
    }
    out += "\n" + indent + "}";
  } else if (value.is_array() && !value.get_array().empty()) {
    const char* separator = "[\n";
    for (const auto& item : value.get_array()) {
      out += separator + deeper;
      write_indented(item, out, deeper);
      separator = ",\n";
    }
    out += "\n" + indent + "]";
  } else {
    out += boost::json::serialize(value);
  }
}

}  // namespace

Outcome<std::string> read_file(const std::filesystem::path& path, std::size_t max_bytes) {
  std::ifstream in(path, std::ios::binary);
  if (!in || std::filesystem::is_directory(path))
    return fail(ExitCode::kBadInput, "NO_FILE", path.string() + ": cannot be read");
  std::string out(max_bytes + 1, '\0');
  in.read(out.data(), static_cast<std::streamsize>(out.size()));
  out.resize(static_cast<std::size_t>(in.gcount()));
  if (out.size() > max_bytes) return bad_input(path.string() + ": larger than " + std::to_string(max_bytes) + " bytes");
  return out;
}

// A name is on the disk only when its folder is.
Outcome<void> sync_folder(const std::filesystem::path& path) {
  const auto folder = path.empty() ? std::filesystem::path(".") : path;
  const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return disk_error(folder);
  const bool ok = ::fsync(fd) == 0 || errno == EINVAL;
  ::close(fd);
  if (!ok) return disk_error(folder);
  return {};
}

Outcome<void> make_private_folder(const std::filesystem::path& path) {
  if (path.empty() || std::filesystem::is_directory(path)) return {};
  if (auto parent = make_private_folder(path.parent_path()); !parent) return parent;
  if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) return disk_error(path);
  return {};
}

Outcome<void> write_new_private_file(const std::filesystem::path& path, std::string_view content) {
  if (auto folder = make_private_folder(path.parent_path()); !folder) return folder;
  return write_exclusive(path, content);
}

Outcome<void> replace_private_file(const std::filesystem::path& path, std::string_view content) {
  if (auto folder = make_private_folder(path.parent_path()); !folder) return folder;
  const std::filesystem::path temporary = path.string() + ".new." + std::to_string(::getpid());
  if (auto written = write_exclusive(temporary, content); !written) return written;
  if (::rename(temporary.c_str(), path.c_str()) != 0) return disk_error(path);
  return sync_folder(path.parent_path());
}

std::string pretty_json(const boost::json::value& value) {
  std::string out;
  write_indented(value, out, "");
  return out + "\n";
}

}  // namespace xh::cli
