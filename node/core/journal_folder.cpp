#include "node/core/journal_folder.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace xh::node {
namespace {

constexpr std::string_view kPrefix = "journal-";
constexpr std::size_t kEpochDigits = 10;  // file names ascend with the epoch; a longer number has its own length

// The epoch of a journal's file name; nothing for any other file, those set aside included.
std::optional<chain::Epoch> epoch_of(std::string_view name) {
  if (!name.starts_with(kPrefix) || name.size() < kPrefix.size() + kEpochDigits) return std::nullopt;
  name.remove_prefix(kPrefix.size());
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), value);
  if (error != std::errc{} || end != name.data() + name.size()) return std::nullopt;
  return chain::Epoch{value};
}

}  // namespace

JournalFolder::JournalFolder(chain::FileSystem& disk, std::string dir, const chain::ChainTag& chain,
                             const chain::PublicKey& validator)
    : disk_(disk), dir_(std::move(dir)), chain_(chain), validator_(validator) {}

std::string JournalFolder::path_of(chain::Epoch epoch) const {
  auto digits = std::to_string(epoch.value);
  if (digits.size() < kEpochDigits) digits.insert(0, kEpochDigits - digits.size(), '0');
  return chain::join_path(dir_, std::string(kPrefix) + digits);
}

chain::Result<JournalStart> JournalFolder::open(chain::Epoch epoch) {
  const auto path = path_of(epoch);
  auto opened = chain::Journal::open(disk_, path, identity(epoch));
  if (!opened) return std::unexpected(opened.error());
  JournalStart out;
  out.warning = opened->message;
  if (opened->state == chain::JournalState::kIntact) {
    out.journal = std::move(opened->journal);
    out.records = std::move(opened->records);
    out.may_sign = true;
    return out;
  }
  if (opened->state == chain::JournalState::kMissing) {
    out.warning = path + ": the voting journal is missing: this validator signs nothing in this epoch";
    return out;
  }
  if (auto ok = set_aside(path); !ok) return std::unexpected(ok.error());
  return out;
}

chain::Status JournalFolder::set_aside(const std::string& path) {
  for (std::uint64_t n = 1;; ++n) {
    const auto name = path + ".set-aside-" + std::to_string(n);
    const auto taken = disk_.exists(name);
    if (!taken) return std::unexpected(taken.error());
    if (*taken) continue;
    if (auto ok = disk_.rename(path, name); !ok) return ok;
    return disk_.sync_dir(dir_);
  }
}

chain::Status JournalFolder::prepare(chain::Epoch epoch) {
  const auto path = path_of(epoch);
  const auto there = disk_.exists(path);
  if (!there) return std::unexpected(there.error());
  // Its name may be of a moment before a power loss and not be durable yet.
  if (*there) return disk_.sync_dir(dir_);
  const auto made = chain::Journal::create(disk_, path, identity(epoch));
  if (!made) return std::unexpected(made.error());
  return {};
}

chain::Status JournalFolder::drop_before(chain::Epoch epoch) {
  const auto names = disk_.list(dir_);
  if (!names) return std::unexpected(names.error());
  std::vector<chain::Epoch> older;
  for (const auto& name : *names) {
    const auto found = epoch_of(name);
    if (found && *found < epoch) older.push_back(*found);
  }
  if (older.size() < 2) return {};
  std::ranges::sort(older);
  older.pop_back();
  for (const auto old : older) {
    if (auto ok = disk_.remove(path_of(old)); !ok) return ok;
  }
  return disk_.sync_dir(dir_);
}

}  // namespace xh::node
