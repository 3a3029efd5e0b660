// A disk that tells what is durable: it passes everything on to the node's own disk and reads each journal and block
// log frame when its sync has returned, by the published layout (chain/storage/frame_file.h, journal.h, block_log.h)
// and not with the product's readers. The oracle compares what a node sends with what had reached its disk. One thread;
// lives as long as the node's disk.
#pragma once

#include <functional>
#include <map>
#include <memory>

#include "chain/ledger/block.h"
#include "chain/storage/file_system.h"

namespace xh::sim {

// What was found in newly synced bytes.
struct DurableSink {
  std::function<void(const chain::Vote&)> vote;
  std::function<void(const chain::Certificate&)> certificate;  // of the journal or of the block log
  std::function<void(const chain::BlockId&)> block;            // header and bodies, in the journal or in the log
  std::function<void(const std::string&)> problem;             // synced bytes that do not read as documented
};

class WatchedDisk final : public chain::FileSystem {
 public:
  WatchedDisk(chain::FileSystem& disk, chain::ChainTag chain, DurableSink sink);
  ~WatchedDisk() override;

  // After a start: what survived unsynced counts from now on; what was cut is read again when it is rewritten.
  void restarted();

  [[nodiscard]] chain::Result<std::unique_ptr<chain::AppendFile>> open_append(const std::string& path,
                                                                              chain::OpenMode mode) override;
  [[nodiscard]] chain::Result<std::unique_ptr<chain::ReadFile>> open_read(const std::string& path) const override;
  [[nodiscard]] chain::Result<bool> exists(const std::string& path) const override;
  [[nodiscard]] chain::Result<std::vector<std::string>> list(const std::string& dir) const override;
  [[nodiscard]] chain::Status create_dirs(const std::string& dir) override;
  [[nodiscard]] chain::Status truncate(const std::string& path, std::uint64_t size) override;
  [[nodiscard]] chain::Status rename(const std::string& from, const std::string& to) override;
  [[nodiscard]] chain::Status remove(const std::string& path) override;
  [[nodiscard]] chain::Status sync_dir(const std::string& dir) override;
  [[nodiscard]] chain::Result<std::unique_ptr<chain::FileLock>> lock(const std::string& path) override;

 private:
  class File;
  void synced(const std::string& path, bool unsure = false);  // unsure: bytes that a crash may have torn
  void read_frame(const std::string& path, chain::BytesView body);
  void read_step(chain::BytesView body);
  void read_logged(chain::BytesView body);

  chain::FileSystem& disk_;
  chain::ChainTag chain_;
  DurableSink sink_;
  std::map<std::string, std::uint64_t> read_to_;  // by path
};

}  // namespace xh::sim
