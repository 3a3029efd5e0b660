// The state store in memory (contract: state_store.h) for the simulator and tests: deterministic; every write survives
// a simulated crash, since writes are synced; failures and damage are injected by call. One thread.
#pragma once

#include <cstdint>
#include <map>

#include "chain/storage/state_store.h"

namespace xh::chain {

class MemoryStateStore final : public StateStore {
 public:
  [[nodiscard]] Result<std::optional<Bytes>> get(BytesView key) const override;
  [[nodiscard]] Status write(const StoreBatch& batch) override;
  [[nodiscard]] Status for_each(BytesView prefix, const Visit& visit) const override;
  [[nodiscard]] std::shared_ptr<const StateReader> reader() const override;

  // The next `writes` batches succeed, all later ones fail (nothing of them is kept) until restart().
  void stop_after(std::uint64_t writes) { writes_left_ = writes; }
  void fail_reads(bool fail) { reads_fail_ = fail; }
  void restart();

  // Direct access for tests that damage a row.
  [[nodiscard]] std::map<Bytes, Bytes>& rows() { return rows_; }

 private:
  std::map<Bytes, Bytes> rows_;
  std::optional<std::uint64_t> writes_left_;
  bool reads_fail_ = false;
};

}  // namespace xh::chain
