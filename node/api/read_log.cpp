#include "node/api/read_log.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>

#include "chain/codec/address.h"
#include "chain/codec/json.h"

namespace xh::node::api {
namespace {

namespace json = boost::json;
namespace fs = std::filesystem;

constexpr std::string_view kPrefix = "reads-";
constexpr std::string_view kSuffix = ".log";

std::unexpected<chain::Error> disk_error(const fs::path& path) {
  return chain::local_fault("read log " + path.string() + ": " + std::strerror(errno) +
                            "; signed reads are refused until it can be written");
}

std::optional<std::uint64_t> parse_u64(std::string_view text) {
  std::uint64_t out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return out;
}

std::optional<std::uint64_t> number_of(const fs::path& path) {
  const auto name = path.filename().string();
  if (!name.starts_with(kPrefix) || !name.ends_with(kSuffix)) return std::nullopt;
  return parse_u64(std::string_view(name).substr(kPrefix.size(), name.size() - kPrefix.size() - kSuffix.size()));
}

std::string line_of(const ReadEntry& entry, std::size_t from, std::size_t count) {
  json::array subjects;
  for (std::size_t i = from; i < from + count; ++i)
    subjects.push_back(json::value(chain::to_address(entry.subjects[i])));
  return json::serialize(json::object{{"time", entry.time_ms},
                                      {"height", entry.height.value},
                                      {"caller", chain::to_address(entry.caller)},
                                      {"subjects", std::move(subjects)},
                                      {"target", entry.target.substr(0, kReadLogTargetBytes)}}) +
         "\n";
}

// A line of this log; nothing for one that a crash tore or that somebody wrote by hand.
std::optional<ReadEntry> entry_of(std::string_view line) {
  const auto document = chain::parse_json(line);
  if (!document || !document->is_object()) return std::nullopt;
  const auto& object = document->get_object();
  const auto* time = object.if_contains("time");
  const auto* height = object.if_contains("height");
  const auto* caller = object.if_contains("caller");
  const auto* target = object.if_contains("target");
  const auto* subjects = object.if_contains("subjects");
  if (time == nullptr || height == nullptr || caller == nullptr || target == nullptr) return std::nullopt;
  if (subjects == nullptr || !subjects->is_array()) return std::nullopt;
  if (!time->is_int64() || !height->is_int64() || !caller->is_string() || !target->is_string()) return std::nullopt;
  const auto account = chain::from_address(std::string_view(caller->get_string()));
  if (!account) return std::nullopt;
  ReadEntry out{time->get_int64(),
                chain::Height{static_cast<std::uint64_t>(height->get_int64())},
                *account,
                {},
                std::string(std::string_view(target->get_string()))};
  for (const auto& item : subjects->get_array()) {
    const auto subject = item.is_string() ? chain::from_address(std::string_view(item.get_string()))
                                          : chain::Result<chain::AccountId>(chain::invalid("not an address"));
    if (!subject) return std::nullopt;
    out.subjects.push_back(*subject);
  }
  return out;
}

}  // namespace

chain::Result<std::unique_ptr<ReadLog>> ReadLog::open(fs::path folder, Limits limits) {
  std::unique_ptr<ReadLog> out(new ReadLog(std::move(folder), limits));
  std::error_code error;
  fs::create_directories(out->folder_.parent_path(), error);
  if (::mkdir(out->folder_.c_str(), 0700) != 0 && errno != EEXIST) return disk_error(out->folder_);
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  for (const auto& item : fs::directory_iterator(out->folder_, error)) {
    const auto number = number_of(item.path());
    if (!number || *number == 0) continue;
    first = first == 0 ? *number : std::min(first, *number);
    last = std::max(last, *number);
  }
  if (error) return chain::local_fault("read log " + out->folder_.string() + ": " + error.message());
  out->first_ = std::max<std::uint64_t>(first, 1);
  if (auto ok = out->open_file(std::max<std::uint64_t>(last, 1)); !ok) return std::unexpected(ok.error());
  return out;
}

ReadLog::~ReadLog() {
  if (fd_ >= 0) ::close(fd_);
}

fs::path ReadLog::path_of(std::uint64_t number) const {
  return folder_ / (std::string(kPrefix) + std::to_string(number) + std::string(kSuffix));
}

chain::Status ReadLog::open_file(std::uint64_t number) {
  const auto path = path_of(number);
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (fd < 0) return disk_error(path);
  if (fd_ >= 0) ::close(fd_);
  fd_ = fd;
  number_ = number;
  struct stat info{};
  if (::fstat(fd, &info) != 0) return disk_error(path);
  size_ = static_cast<std::uint64_t>(info.st_size);
  char last = '\n';
  if (size_ > 0 && ::pread(fd, &last, 1, info.st_size - 1) != 1) return disk_error(path);
  return last == '\n' ? chain::Status{} : write_line("\n");
}

chain::Status ReadLog::next_file() {
  if (auto ok = open_file(number_ + 1); !ok) return ok;
  while (number_ - first_ + 1 > limits_.files) {
    if (::unlink(path_of(first_).c_str()) != 0 && errno != ENOENT) return disk_error(path_of(first_));
    ++first_;
  }
  return {};
}

chain::Status ReadLog::write_line(const std::string& line) {
  std::string_view rest = line;
  while (!rest.empty()) {
    const auto written = ::write(fd_, rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return disk_error(path_of(number_));
    size_ += static_cast<std::uint64_t>(written);
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

chain::Status ReadLog::append(const ReadEntry& entry) {
  const auto subjects = std::min(entry.subjects.size(), kMaxSubjects);
  std::size_t from = 0;
  do {
    const auto count = std::min(kSubjectsPerLine, subjects - from);
    const auto line = line_of(entry, from, count);
    if (size_ > 0 && size_ + line.size() > limits_.file_bytes) {
      if (auto ok = next_file(); !ok) return ok;
    }
    if (auto ok = write_line(line); !ok) return ok;
    from += count;
  } while (from < subjects);
  return {};
}

chain::Result<ReadLog::Place> ReadLog::place_of(const std::optional<std::string>& cursor) const {
  if (!cursor) return Place{number_, size_};
  const auto dot = cursor->find('.');
  const auto file = parse_u64(std::string_view(*cursor).substr(0, dot));
  const auto end = dot == std::string::npos ? std::nullopt : parse_u64(std::string_view(*cursor).substr(dot + 1));
  if (!file || !end || *file == 0 || *file > number_) return chain::invalid("cursor is not one that this API gave");
  if (*file < first_) return Place{first_, 0};  // rotated away meanwhile: nothing older is left
  return Place{*file, *end};
}

// Up to `max_bytes` before the place, cut at a line's beginning; moves the place there.
chain::Result<std::string> ReadLog::read_before(Place& place, std::uint64_t max_bytes) const {
  const auto path = path_of(place.file);
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0 && errno == ENOENT) {
    place.end = 0;
    return std::string();
  }
  if (fd < 0) return disk_error(path);
  struct stat info{};
  if (::fstat(fd, &info) != 0) {
    ::close(fd);
    return disk_error(path);
  }
  const auto end = std::min(place.end, static_cast<std::uint64_t>(info.st_size));
  const auto from = end > max_bytes ? end - max_bytes : 0;
  std::string out(end - from, '\0');
  const auto got = ::pread(fd, out.data(), out.size(), static_cast<off_t>(from));
  ::close(fd);
  if (got < 0 || static_cast<std::size_t>(got) != out.size()) return disk_error(path);
  const auto cut = from == 0 ? 0 : out.find('\n') + 1;  // 0 when there is none: a line longer than all that is read
  place.end = from + cut;
  return from != 0 && cut == 0 ? std::string() : out.substr(cut);
}

chain::Result<ReadLog::Page> ReadLog::of_subject(const chain::AccountId& subject, bool others_only, std::size_t limit,
                                                 const std::optional<std::string>& cursor) const {
  auto place = place_of(cursor);
  if (!place) return std::unexpected(place.error());
  const auto needle = chain::to_address(subject);
  Page out;
  for (std::uint64_t budget = limits_.scan_bytes; budget > 0 && out.items.size() < limit;) {
    if (place->end == 0 && place->file <= first_) return out;
    if (place->end == 0) *place = {place->file - 1, ~std::uint64_t{0}};
    auto chunk = read_before(*place, budget);
    if (!chunk) return std::unexpected(chunk.error());
    budget -= std::min<std::uint64_t>(budget, std::max<std::size_t>(chunk->size(), 4096));
    std::string_view rest = *chunk;
    while (!rest.empty() && out.items.size() < limit) {
      const auto begin = rest.size() < 2 ? std::string_view::npos : rest.rfind('\n', rest.size() - 2);
      const auto line = rest.substr(begin == std::string_view::npos ? 0 : begin + 1);
      rest = rest.substr(0, rest.size() - line.size());
      if (line.find(needle) == std::string_view::npos) continue;  // cheaper than reading every line as JSON
      auto entry = entry_of(line.substr(0, line.size() - 1));
      if (!entry || std::ranges::find(entry->subjects, subject) == entry->subjects.end()) continue;
      if (others_only && entry->caller == subject) continue;
      entry->subjects = {subject};
      out.items.push_back(std::move(*entry));
    }
    place->end += rest.size();  // what was read and not looked at
  }
  if (place->end > 0 || place->file > first_)
    out.next_cursor = std::to_string(place->file) + "." + std::to_string(place->end);
  return out;
}

}  // namespace xh::node::api
