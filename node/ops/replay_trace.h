// What each block of a ledger changed, as JSON lines: for whoever checks the ledger with programs of his own, such as
// an auditor or the acceptance tests (invariants I1 to I4 at every block).
//
// Caller: node/ops/commands_replay.cpp. Given to Ledger::open as its empty state store, it stands in memory and writes
// one line for each batch, which is one block (block 0 is genesis). Threading: core thread. Memory: the whole state.
#pragma once

#include <boost/json/object.hpp>
#include <ostream>

#include "chain/storage/memory_state_store.h"

namespace xh::node {

// A line: {"height":H,"block":"id","records":[{"key":"raw key","value":"bytes" or null when removed}],
// "receipts":["encoded Receipt"]}. Byte strings are hex; records whose value changed are listed. Lines hold what is
// private on the ledger: they are for who may see the state.
class ReplayTrace final : public chain::StateStore {
 public:
  explicit ReplayTrace(std::ostream& out) : out_(out) {}

  [[nodiscard]] chain::Result<std::optional<chain::Bytes>> get(chain::BytesView key) const override;
  [[nodiscard]] chain::Status write(const chain::StoreBatch& batch) override;
  [[nodiscard]] chain::Status for_each(chain::BytesView prefix, const Visit& visit) const override;
  [[nodiscard]] std::shared_ptr<const chain::StateReader> reader() const override { return memory_.reader(); }

 private:
  [[nodiscard]] chain::Status describe(const chain::StoreBatch::Write& write, boost::json::object& line) const;
  [[nodiscard]] chain::Status describe_record(const chain::StoreBatch::Write& write, boost::json::object& line) const;

  std::ostream& out_;
  chain::MemoryStateStore memory_;
};

}  // namespace xh::node
