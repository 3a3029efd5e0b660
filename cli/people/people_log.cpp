#include "cli/people/people_log.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "chain/codec/json.h"
#include "cli/people/file_batch.h"
#include "cli/wallet/seal.h"

namespace xh::cli {
namespace {

namespace json = boost::json;

constexpr std::size_t kTailBytes = 64 * 1024;  // more than any line takes

json::object body_of(const PeopleLogLine& line) {
  return {{"n", line.number},      {"time", line.time_ms},  {"user", line.user},
          {"action", line.action}, {"person", line.person}, {"purpose", line.purpose}};
}

chain::Hash256 link(const SecretBytes& key, const chain::Hash256& before, const json::object& body) {
  chain::Bytes bytes(before.bytes.begin(), before.bytes.end());
  chain::append(bytes, chain::as_bytes(json::serialize(body)));
  return keyed_hash(key, bytes);
}

std::string text_of(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(std::string_view(value->get_string())) : std::string();
}

std::optional<std::pair<PeopleLogLine, std::string>> parse_line(std::string_view text) {
  const auto document = chain::parse_json(text);
  if (!document || !document->is_object()) return std::nullopt;
  const auto& object = document->get_object();
  const auto* number = object.if_contains("n");
  const auto* time = object.if_contains("time");
  if (number == nullptr || time == nullptr || !number->is_int64() || !time->is_int64()) return std::nullopt;
  return std::pair{
      PeopleLogLine{static_cast<std::uint64_t>(number->get_int64()), time->get_int64(), text_of(object, "user"),
                    text_of(object, "action"), text_of(object, "person"), text_of(object, "purpose")},
      text_of(object, "hash")};
}

std::unexpected<Failure> disk_error(const std::filesystem::path& path) {
  return fail(ExitCode::kOther, "FILE_ERROR", path.string() + ": " + std::strerror(errno));
}

Outcome<std::size_t> size_of(const std::filesystem::path& path) {
  std::error_code error;
  if (!is_there(path)) return std::size_t{0};
  const auto size = std::filesystem::file_size(path, error);
  if (error) return fail(ExitCode::kOther, "FILE_ERROR", path.string() + ": " + error.message());
  if (size > kMaxLogBytes)
    return fail(ExitCode::kFalse, "DAMAGED_LOG", path.string() + " is larger than this log can be");
  return static_cast<std::size_t>(size);
}

Outcome<std::string> read_part(const std::filesystem::path& path, std::size_t from, std::size_t size) {
  std::string out(size, '\0');
  if (size == 0) return out;
  std::ifstream in(path, std::ios::binary);
  in.seekg(static_cast<std::streamoff>(from));
  in.read(out.data(), static_cast<std::streamsize>(size));
  if (!in) return disk_error(path);
  return out;
}

Outcome<void> append_synced(const std::filesystem::path& path, std::size_t whole_bytes, std::string_view text) {
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) return disk_error(path);
  bool ok = ::ftruncate(fd, static_cast<off_t>(whole_bytes)) == 0 && ::lseek(fd, 0, SEEK_END) >= 0;
  while (ok && !text.empty()) {
    const auto written = ::write(fd, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    ok = written >= 0;
    if (ok) text.remove_prefix(static_cast<std::size_t>(written));
  }
  ok = ok && ::fsync(fd) == 0;
  const int error = errno;
  ::close(fd);
  errno = error;
  if (!ok) return disk_error(path);
  return {};
}

}  // namespace

Outcome<PeopleLog::Checked> PeopleLog::check() const {
  Checked out;
  const auto size = size_of(path_);
  if (!size) return std::unexpected(size.error());
  const auto text = read_part(path_, 0, *size);
  if (!text) return std::unexpected(text.error());
  chain::Hash256 before;
  for (std::size_t at = 0; at < text->size();) {
    const auto end = text->find('\n', at);
    if (end == std::string::npos) break;
    auto line = parse_line(std::string_view(*text).substr(at, end - at));
    const auto number = out.lines.size() + 1;
    const auto hash = line ? link(key_, before, body_of(line->first)) : chain::Hash256{};
    if (!line || line->first.number != number || line->second != chain::to_hex(hash.view())) {
      return fail(ExitCode::kFalse, "DAMAGED_LOG",
                  path_.string() + ": line " + std::to_string(number) +
                      " is not what was written, or one is missing before it");
    }
    out.lines.push_back(std::move(line->first));
    out.hashes.push_back(hash);
    before = hash;
    at = end + 1;
  }
  return out;
}

// The end of the last whole line, its number and hash: enough to go on, whatever the log's length.
Outcome<PeopleLog::Tail> PeopleLog::tail() const {
  Tail out;
  const auto size = size_of(path_);
  if (!size) return std::unexpected(size.error());
  const auto from = *size > kTailBytes ? *size - kTailBytes : 0;
  const auto text = read_part(path_, from, *size - from);
  if (!text) return std::unexpected(text.error());
  const auto end = text->rfind('\n');
  if (end == std::string::npos && from == 0) return out;
  const auto begin = end == std::string::npos || end == 0 ? std::string::npos : text->rfind('\n', end - 1);
  const auto first = begin == std::string::npos ? 0 : begin + 1;
  const auto line =
      end == std::string::npos ? std::nullopt : parse_line(std::string_view(*text).substr(first, end - first));
  const auto hash =
      line ? chain::fixed_from_hex<chain::Hash256>(line->second) : chain::Result<chain::Hash256>(chain::invalid(""));
  if (!hash)
    return fail(ExitCode::kFalse, "DAMAGED_LOG",
                path_.string() + ": the last line is not what was written; run: xinghuo people log --verify");
  return Tail{line->first.number, *hash, from + end + 1};
}

Outcome<void> PeopleLog::append(std::vector<PeopleLogLine> lines) {
  const auto now = tail();
  if (!now) return std::unexpected(now.error());
  auto before = now->hash;
  std::string text;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    lines[i].number = now->lines + i + 1;
    auto body = body_of(lines[i]);
    before = link(key_, before, body);
    body["hash"] = chain::to_hex(before.view());
    text += json::serialize(body) + "\n";
  }
  if (now->whole_bytes + text.size() > kMaxLogBytes)
    return fail(ExitCode::kOther, "LOG_FULL",
                path_.string() + " is full: move it to the archive with its head noted down");
  return append_synced(path_, now->whole_bytes, text);
}

Outcome<std::vector<PeopleLogLine>> PeopleLog::read() const {
  auto all = check();
  if (!all) return std::unexpected(all.error());
  return std::move(all->lines);
}

Outcome<PeopleLogHead> PeopleLog::verify() const {
  const auto all = check();
  if (!all) return std::unexpected(all.error());
  return PeopleLogHead{all->lines.size(), all->hashes.empty() ? chain::Hash256{} : all->hashes.back()};
}

Outcome<bool> PeopleLog::holds(const chain::Hash256& hash) const {
  const auto all = check();
  if (!all) return std::unexpected(all.error());
  return std::ranges::find(all->hashes, hash) != all->hashes.end();
}

}  // namespace xh::cli
