// Who read whose records through this node (surface.md: each such read is logged): an append-only file of lines that
// the union audits and each person can ask about herself (GET /v1/accounts/{a}/reads).
//
//   <data>/reads/reads-<number>.log, mode 0600 in a folder of 0700; one JSON object a line:
//   {"time":ms,"height":H,"caller":"xh1...","subjects":["xh1...",...],"target":"/v1/..."}
// A read of more than kSubjectsPerLine persons takes several lines. The answer goes out after its line was written; when
// a line cannot be written the read is refused, so nothing is read unseen. Lines are not synced one by one: a power loss
// may take the last seconds.
//
// Who calls: the router. Threading: API thread. Limits: kReadLogFileBytes a file, kReadLogFiles files, then the oldest
// goes; an answer looks through at most kReadLogScanBytes and gives a cursor to go on. Errors: kLocal (the disk said
// no), kInvalid (a cursor that this log did not give).
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "chain/primitives/bytes.h"
#include "chain/primitives/result.h"
#include "chain/primitives/types.h"

namespace xh::node::api {

inline constexpr std::uint64_t kReadLogFileBytes = 16ULL << 20;
inline constexpr std::uint64_t kReadLogFiles = 16;
inline constexpr std::uint64_t kReadLogScanBytes = 2ULL << 20;
inline constexpr std::size_t kReadLogTargetBytes = 512;
inline constexpr std::size_t kSubjectsPerLine = 16;
inline constexpr std::size_t kMaxSubjects = 4096;  // of one read; the union's list of whom else it was about ends there

struct ReadEntry {
  std::int64_t time_ms = 0;
  chain::Height height;
  chain::AccountId caller;
  std::vector<chain::AccountId> subjects;  // whose records they were; empty: nobody's in particular
  std::string target;
};

class ReadLog {
 public:
  struct Limits {
    std::uint64_t file_bytes = kReadLogFileBytes;
    std::uint64_t files = kReadLogFiles;
    std::uint64_t scan_bytes = kReadLogScanBytes;
  };
  // Makes the folder; goes on in the newest file, after a line that a crash left unfinished.
  [[nodiscard]] static chain::Result<std::unique_ptr<ReadLog>> open(std::filesystem::path folder, Limits limits);
  ~ReadLog();
  ReadLog(const ReadLog&) = delete;
  ReadLog& operator=(const ReadLog&) = delete;

  [[nodiscard]] chain::Status append(const ReadEntry& entry);

  struct Page {
    std::vector<ReadEntry> items;            // newest first; `subjects` holds the one asked for
    std::optional<std::string> next_cursor;  // there may be more
  };
  // `others_only`: leaves out what the subject read itself.
  [[nodiscard]] chain::Result<Page> of_subject(const chain::AccountId& subject, bool others_only, std::size_t limit,
                                               const std::optional<std::string>& cursor) const;

 private:
  struct Place {
    std::uint64_t file = 0;
    std::uint64_t end = 0;  // of the bytes not looked at yet
  };
  ReadLog(std::filesystem::path folder, Limits limits) : folder_(std::move(folder)), limits_(limits) {}
  [[nodiscard]] std::filesystem::path path_of(std::uint64_t number) const;
  [[nodiscard]] chain::Status open_file(std::uint64_t number);
  [[nodiscard]] chain::Status next_file();
  [[nodiscard]] chain::Status write_line(const std::string& line);
  [[nodiscard]] chain::Result<Place> place_of(const std::optional<std::string>& cursor) const;
  [[nodiscard]] chain::Result<std::string> read_before(Place& place, std::uint64_t max_bytes) const;

  std::filesystem::path folder_;
  Limits limits_;
  int fd_ = -1;
  std::uint64_t first_ = 1;
  std::uint64_t number_ = 0;  // of the file that is written
  std::uint64_t size_ = 0;
};

}  // namespace xh::node::api
