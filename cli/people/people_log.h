// The store's read log: who (user of the operating system) read which person's data, when and what for. One JSON object
// a line, chained: hash = keyed BLAKE2b(log key, hash of the line before || the line without its hash). A line stands
// for a person by the keyed number that names her file too, so that the log outlives an erasure without naming anyone.
//
// Who calls: store.h, before data is shown. Append-only, synced before append() returns. Not thread-safe: the store's
// lock is held. A line that a crash left unfinished is cut off by the next append: what it stood for was not shown.
// verify() finds a changed, removed or added line; lines cut off the end are found with a head that was noted down
// (`people log verify --head`). Limits: kMaxLogBytes.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "cli/exit_code.h"
#include "cli/wallet/secret.h"

namespace xh::cli {

inline constexpr std::size_t kMaxLogBytes = 1ULL << 30;

struct PeopleLogLine {
  std::uint64_t number = 0;  // from 1
  std::int64_t time_ms = 0;
  std::string user;
  std::string action;  // "show", "export", "payees", "erase", ...
  std::string person;  // keyed number, hex
  std::string purpose;
};

struct PeopleLogHead {
  std::uint64_t lines = 0;
  chain::Hash256 hash;
};

class PeopleLog {
 public:
  PeopleLog(std::filesystem::path path, const SecretBytes& key) : path_(std::move(path)), key_(key) {}

  // All lines or none are on the disk when it returns. Numbers are given here.
  [[nodiscard]] Outcome<void> append(std::vector<PeopleLogLine> lines);
  [[nodiscard]] Outcome<std::vector<PeopleLogLine>> read() const;
  // Exit 5 naming the first line that is not what was written.
  [[nodiscard]] Outcome<PeopleLogHead> verify() const;
  // Whether `hash` was the head after some line: nothing before it was cut or changed.
  [[nodiscard]] Outcome<bool> holds(const chain::Hash256& hash) const;

 private:
  struct Checked {
    std::vector<PeopleLogLine> lines;
    std::vector<chain::Hash256> hashes;
  };
  struct Tail {
    std::uint64_t lines = 0;
    chain::Hash256 hash;
    std::size_t whole_bytes = 0;  // without an unfinished last line
  };
  [[nodiscard]] Outcome<Checked> check() const;
  [[nodiscard]] Outcome<Tail> tail() const;

  std::filesystem::path path_;
  const SecretBytes& key_;
};

}  // namespace xh::cli
