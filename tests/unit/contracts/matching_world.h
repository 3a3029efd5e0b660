// A ledger for the tests of matching, disputes and guidance: all contracts, one more method that writes a worker's
// months of work as payroll would, a regulator and more workers.
#pragma once

#include "contracts/dispute/calls.h"
#include "contracts/guidance/calls.h"
#include "contracts/matching/calls.h"
#include "contracts/payroll/history.h"
#include "test_ledger.h"

namespace xh::contracts::test::services {

inline Actor the_union() {
  return actor(1);
}
inline Actor employer() {
  return actor(3);
}
inline Actor worker_a() {
  return actor(4);
}
inline Actor worker_b() {
  return actor(5);
}
inline Actor regulator() {
  return actor(6);
}
inline Actor second_employer() {
  return actor(7);
}
// Further workers: actors 10 to 59.
inline Actor worker(std::uint8_t n) {
  return actor(static_cast<std::uint8_t>(10 + n));
}

class ServiceLedger : public TestLedger {
 public:
  // `changes`: parameters with other values than the defaults, from genesis on.
  explicit ServiceLedger(const std::vector<std::pair<std::string, std::int64_t>>& changes = {},
                         std::uint8_t workers = 0);

  // Months of work of a worker, gross in fen, from 2025-01 on; 20 days each, of which `flagged` are flagged.
  void work(const Actor& of, const std::vector<std::int64_t>& gross, std::uint32_t flagged = 0);
  // A pay agreement of the employer (or another) with the worker.
  chain::RecordKey agree(const Actor& with, const Actor& by = employer());

  template <chain::Message Args, class Method>
  chain::Receipt match(const Actor& from, Method method, const Args& args) {
    return run(from, ContractId::kMatching, method, args);
  }
  template <chain::Message Args, class Method>
  chain::Receipt dispute(const Actor& from, Method method, const Args& args, const TxOptions& options = {}) {
    return run(from, ContractId::kDispute, method, args, options);
  }
  template <chain::Message Args, class Method>
  chain::Receipt guide(const Actor& from, Method method, const Args& args) {
    return run(from, ContractId::kGuidance, method, args);
  }
  // Blocks until the clock stands `ms` later; the receipts of calendar items on the way.
  std::vector<chain::Receipt> pass(std::int64_t ms) { return block({}, ms); }

 private:
  std::uint8_t agreements_ = 0;
};

[[nodiscard]] chain::Hash256 hash_of(std::uint8_t n);
// The events of a kind in all receipts.
template <chain::Message Event, class Kind>
[[nodiscard]] std::vector<Event> events_in(const std::vector<chain::Receipt>& receipts, ContractId contract,
                                           Kind kind) {
  std::vector<Event> out;
  for (const auto& receipt : receipts) {
    for (auto& event : events_of<Event>(receipt, contract, kind)) out.push_back(std::move(event));
  }
  return out;
}

}  // namespace xh::contracts::test::services
