// A ledger whose validators have an operator each, for the tests of governance: calls by the operators and by the
// validators' own keys, votes that they sign, and what the ledger says of its epochs. Test support.
#pragma once

#include "chain/ledger/evidence.h"
#include "contracts/governance/calls.h"
#include "contracts/governance/changes.h"
#include "contracts/governance/convictions.h"
#include "contracts/governance/epoch.h"
#include "test_ledger.h"

namespace xh::contracts::test {

inline constexpr std::uint8_t kFirstOperator = 11;       // actor of seat 0
inline constexpr std::uint8_t kFirstValidatorKey = 101;  // key of seat 0; 120 and above are free for newcomers

[[nodiscard]] Actor operator_of(std::size_t seat);
// The account of a validator's own key.
[[nodiscard]] Actor key_actor(std::uint8_t key_number);
// A validator with key number `key_number`, named after it.
[[nodiscard]] chain::Validator validator_with(std::uint8_t key_number, const chain::AccountId& operator_account);
// `seats` validators, seat i operated by operator_of(i).
[[nodiscard]] chain::Genesis governed_genesis(std::size_t seats);

[[nodiscard]] governance::Edit add_edit(const chain::Validator& validator);
[[nodiscard]] governance::Edit remove_edit(const std::string& name);
[[nodiscard]] governance::Edit replace_edit(const chain::PublicKey& old, const chain::Validator& validator);

struct GovernanceWorld : TestLedger {
  explicit GovernanceWorld(std::size_t seats = 4) : TestLedger(governed_genesis(seats)) {}

  [[nodiscard]] governance::EpochState state() const { return governance::epoch_state(view().context()); }
  [[nodiscard]] std::vector<governance::PendingChange> pending() const {
    return governance::open_changes(view().context());
  }
  [[nodiscard]] chain::Height height() const { return height_of(executor->finalized()); }

  [[nodiscard]] TransactionPtr propose_tx(const Actor& by, std::vector<governance::Edit> edits);
  [[nodiscard]] TransactionPtr approve_tx(const Actor& by, const chain::RecordKey& change);
  [[nodiscard]] TransactionPtr attest_tx(const Actor& by, const chain::RecordKey& change);
  [[nodiscard]] TransactionPtr report_tx(const Actor& by, const chain::Evidence& evidence);

  chain::Receipt propose(const Actor& by, std::vector<governance::Edit> edits) { return one(propose_tx(by, edits)); }
  chain::Receipt approve(const Actor& by, const chain::RecordKey& change) { return one(approve_tx(by, change)); }
  chain::Receipt withdraw(const Actor& by, const chain::RecordKey& change);
  chain::Receipt attest(const Actor& by, const chain::RecordKey& change) { return one(attest_tx(by, change)); }
  chain::Receipt report(const Actor& by, const chain::Evidence& evidence) { return one(report_tx(by, evidence)); }

  // Proposed by seat 0's operator; its key. Fails the test when it is refused.
  chain::RecordKey proposed(std::vector<governance::Edit> edits);
  // Approved by the operators of the first `seats` seats.
  void approved(const chain::RecordKey& change, std::size_t seats);
  // Proposed, approved by a quorum, attested by all who must: the epoch ends.
  void changed(std::vector<governance::Edit> edits);

  // A vote of the seat of the present or an earlier epoch, signed with its key.
  [[nodiscard]] chain::Vote vote(chain::VoteKind kind, std::uint64_t view, std::uint8_t block, std::size_t seat,
                                 std::optional<std::uint64_t> epoch = {}) const;
  // Two notarizes of the seat in one view.
  [[nodiscard]] chain::Evidence double_vote(std::size_t seat, std::optional<std::uint64_t> epoch = {}) const;

  chain::Receipt one(const TransactionPtr& tx) { return block({tx}).back(); }
};

// The receipt refuses with that code and tells a sentence.
void refused(const chain::Receipt& receipt, const std::string& code);
void accepted(const chain::Receipt& receipt);

}  // namespace xh::contracts::test
