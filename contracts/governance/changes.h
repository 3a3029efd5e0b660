// Changes of the validator set on their way: proposed, approved by seats, waiting for the new validators (R16).
//
// Who calls: the API and the node, to show and to attest. Threading: core thread.
// Limits: an operator has at most one open change a seat, so there are never more than kMaxOpenChanges.
#pragma once

#include <optional>
#include <vector>

#include "contracts/governance/calls.h"
#include "contracts/governance/epoch.h"

namespace xh::contracts::governance {

inline constexpr std::size_t kMaxOpenChanges = chain::kMaxValidators;
inline constexpr std::int64_t kChangeLifetimeMs = 30 * chain::kDayMs;  // of block time

enum class ChangeStatus : std::uint32_t { kOpen = 0, kAccepted = 1, kWithdrawn = 2, kLapsed = 3, kDone = 4 };
constexpr ChangeStatus enum_max(ChangeStatus) {
  return ChangeStatus::kDone;
}
constexpr std::string_view enum_name(ChangeStatus status) {
  switch (status) {
    case ChangeStatus::kOpen:
      return "open";
    case ChangeStatus::kAccepted:
      return "accepted";
    case ChangeStatus::kWithdrawn:
      return "withdrawn";
    case ChangeStatus::kLapsed:
      return "lapsed";
    case ChangeStatus::kDone:
      return "done";
  }
  return "unknown";
}

// A proposed change. Public record, under its key.
struct Change {
  chain::AccountId proposer;
  chain::Timestamp proposed_at;
  chain::ValidatorSet next;  // next.epoch is the proposal's epoch plus one
  std::vector<Edit> edits;
  std::string note;
  ChangeStatus status = ChangeStatus::kOpen;
  std::vector<chain::ValidatorIndex> approvals;     // seats of the present set, ascending
  std::vector<chain::ValidatorIndex> attestations;  // new validators by their place in `next`, ascending

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("proposer", &Change::proposer),
                      chain::field<2>("proposed_at", &Change::proposed_at), chain::field<3>("next", &Change::next),
                      chain::field<4>("edits", &Change::edits, kMaxEdits),
                      chain::field<5>("note", &Change::note, kMaxNoteBytes), chain::field<6>("status", &Change::status),
                      chain::field<7>("approvals", &Change::approvals, chain::kMaxValidators),
                      chain::field<8>("attestations", &Change::attestations, chain::kMaxValidators));
  }
  friend bool operator==(const Change&, const Change&) = default;
};

struct PendingChange {
  chain::RecordKey key;
  Change change;                                 // status kOpen or kAccepted
  std::vector<chain::ValidatorIndex> to_attest;  // all of change.next who must attest, those who did included
};

// Every open or accepted change of the present epoch that has not lapsed at the context's time, oldest first.
[[nodiscard]] std::vector<PendingChange> open_changes(const Context& context);
// The accepted one among them.
[[nodiscard]] std::optional<PendingChange> accepted_change(const Context& context);

// Places in `next` of the validators whose pair of key and node key is not in `present`: they must attest (R16).
[[nodiscard]] std::vector<chain::ValidatorIndex> new_validators(const chain::ValidatorSet& present,
                                                                const chain::ValidatorSet& next);

// The policy and the account that a validator's own key has on the ledger.
[[nodiscard]] chain::KeyPolicy key_policy(const chain::Validator& validator);
[[nodiscard]] chain::AccountId key_account(const chain::Validator& validator);
// Gives each of them its account where it has none yet. Who calls: the contract, genesis.
void register_key_accounts(Context& context, const chain::ValidatorSet& set);

}  // namespace xh::contracts::governance
