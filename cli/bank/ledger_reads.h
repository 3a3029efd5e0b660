// The ledger's side of bank files: a bank's waiting withdrawals and its payout batches, read record by record with
// signed requests (union, or the bank itself). Exit codes are the API client's.
#pragma once

#include <optional>
#include <vector>

#include "chain/codec/json.h"
#include "cli/bank/reconcile.h"
#include "cli/session.h"
#include "contracts/lxr/records.h"

namespace xh::cli {

// The JSON of a record, by its raw key; nothing when there is none. GET /v1/records.
[[nodiscard]] Outcome<std::optional<json::value>> read_record_json(Session& session, const contracts::StateKey& key);

template <chain::Message T>
Outcome<std::optional<T>> read_record(Session& session, const contracts::StateKey& key) {
  const auto found = read_record_json(session, key);
  if (!found) return std::unexpected(found.error());
  if (!*found) return std::optional<T>();
  auto value = chain::from_json<T>(**found);
  if (!value) return fail(ExitCode::kNetwork, "BAD_ANSWER", "the node's record: " + value.error().message);
  return std::optional<T>(std::move(*value));
}

[[nodiscard]] Outcome<contracts::lxr::BankQueue> read_bank_queue(Session& session, const chain::AccountId& bank);
// The first `limit` withdrawals that wait at the bank, in the order of asking.
[[nodiscard]] Outcome<std::vector<contracts::lxr::QueueLine>> read_waiting(Session& session,
                                                                           const chain::AccountId& bank,
                                                                           const contracts::lxr::BankQueue& queue,
                                                                           std::size_t limit);

struct OpenedBatch {
  std::uint64_t number = 0;
  contracts::lxr::PayoutBatch batch;
  contracts::lxr::PayoutLines lines;
};
// Exit 4 when the bank has no batch of that number.
[[nodiscard]] Outcome<OpenedBatch> read_batch(Session& session, const chain::AccountId& bank, std::uint64_t number);
// The newest batch of the bank that holds a payment of this id, among the last kBatchesSearched. Exit 4.
inline constexpr std::uint64_t kBatchesSearched = 64;
[[nodiscard]] Outcome<OpenedBatch> find_batch(Session& session, const chain::AccountId& bank,
                                              const std::string& end_to_end);
// The batch's lines with the state of each: one read a line, unless the bank has answered for none of them.
[[nodiscard]] Outcome<std::vector<BatchLine>> read_states(Session& session, const OpenedBatch& opened);

}  // namespace xh::cli
