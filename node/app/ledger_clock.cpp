#include "node/app/ledger_clock.h"

#include <chrono>
#include <fstream>

#include "chain/storage/posix_file_system.h"

namespace xh::node {
namespace {

chain::Result<chain::Timestamp> read_file(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::int64_t ms = 0;
  if (!(in >> ms) || ms < 0) return chain::local_fault(file.string() + ": not a ledger time; remove the file to start at the last block's time");
  return chain::Timestamp{ms};
}

// New content under another name, synced, then renamed over the old: a crash leaves the one or the other.
chain::Status write_file(const std::filesystem::path& file, chain::Timestamp at) {
  chain::PosixFileSystem disk;
  const auto fresh = file.string() + ".new";
  if (std::filesystem::exists(fresh)) {
    if (auto ok = disk.remove(fresh); !ok) return ok;
  }
  auto out = disk.open_append(fresh, chain::OpenMode::kCreateNew);
  if (!out) return std::unexpected(out.error());
  if (auto ok = (*out)->append(chain::as_bytes(std::to_string(at.value) + "\n")); !ok) return ok;
  if (auto ok = (*out)->sync(); !ok) return ok;
  if (auto ok = disk.rename(fresh, file.string()); !ok) return ok;
  return disk.sync_dir(file.parent_path().string());
}

}  // namespace

chain::Result<LedgerClock> LedgerClock::open(chain::ClockMode mode, std::filesystem::path file, chain::Timestamp floor) {
  LedgerClock out(mode, std::move(file));
  out.driven_ = floor;
  if (mode == chain::ClockMode::kDriven && std::filesystem::exists(out.file_)) {
    auto stored = read_file(out.file_);
    if (!stored) return std::unexpected(stored.error());
    out.driven_ = std::max(floor, *stored);
  }
  return out;
}

chain::Timestamp LedgerClock::now() const {
  if (mode_ == chain::ClockMode::kDriven) return driven_;
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return chain::Timestamp{std::chrono::duration_cast<std::chrono::milliseconds>(since).count()};
}

chain::Status LedgerClock::set(chain::Timestamp to) {
  if (mode_ != chain::ClockMode::kDriven) return chain::invalid("this ledger runs on the real clock: its time cannot be set");
  if (to < driven_) return chain::invalid("the ledger clock never goes back: it stands at " + std::to_string(driven_.value));
  if (auto ok = write_file(file_, to); !ok) return ok;
  driven_ = to;
  return {};
}

}  // namespace xh::node
