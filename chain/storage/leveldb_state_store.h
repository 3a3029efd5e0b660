// The state store on LevelDB (contract: state_store.h). Settings follow what was measured on LevelDB 1.23 (campaign
// rule 4): create_if_missing at init only (with a lost CURRENT it erases the tables), paranoid_checks and
// verify_checksums on, every write synced, RepairDB never, any error stops. No compression (hashes do not compress),
// bloom filter of kBloomBitsPerKey.
//
// Threading: LevelDB compacts on a thread of its own, which no other code sees; this object belongs to one thread.
// Limits: kLevelDbCacheBytes of block cache, kLevelDbWriteBufferBytes of write buffer, kLevelDbOpenFilesMax files.
#pragma once

#include <memory>
#include <string>

#include "chain/storage/state_store.h"

namespace xh::chain {

inline constexpr std::size_t kLevelDbCacheBytes = 64U << 20;
inline constexpr std::size_t kLevelDbWriteBufferBytes = 16U << 20;
inline constexpr int kLevelDbOpenFilesMax = 500;
inline constexpr int kBloomBitsPerKey = 10;

class LevelDbStateStore final : public StateStore {
 public:
  // A new store; the folder must not hold one (its parent must exist).
  [[nodiscard]] static Result<std::unique_ptr<LevelDbStateStore>> create(const std::string& dir);
  // An existing one; a missing or damaged one is a kLocal error that says what to do, and `trouble` (when given) says
  // whether it is the content or the disk that fails.
  [[nodiscard]] static Result<std::unique_ptr<LevelDbStateStore>> open(const std::string& dir,
                                                                       StoreTrouble* trouble = nullptr);
  // Deletes a store, so that it can be rebuilt from the block log. Not while it is open.
  [[nodiscard]] static Status destroy(const std::string& dir);
  ~LevelDbStateStore() override;

  [[nodiscard]] Result<std::optional<Bytes>> get(BytesView key) const override;
  [[nodiscard]] Status write(const StoreBatch& batch) override;
  [[nodiscard]] Status for_each(BytesView prefix, const Visit& visit) const override;
  [[nodiscard]] std::shared_ptr<const StateReader> reader() const override;
  [[nodiscard]] StoreTrouble trouble() const override;

 private:
  struct Impl;
  explicit LevelDbStateStore(std::shared_ptr<Impl> impl);
  std::shared_ptr<Impl> impl_;  // readers keep it alive
};

}  // namespace xh::chain
