// Inside of the governance contract: its calls, and what they share. Used by this room only; core thread.
#pragma once

#include <algorithm>

#include "contracts/governance/calls.h"
#include "contracts/governance/changes.h"
#include "contracts/governance/epoch.h"
#include "contracts/governance/events.h"

namespace xh::contracts::governance {

Outcome propose_change(Context& context, const ProposeChange& args);
Outcome approve_change(Context& context, const ApproveChange& args);
Outcome withdraw_change(Context& context, const WithdrawChange& args);
Outcome attest_ready(Context& context, const AttestReady& args);
Outcome report_evidence(Context& context, const ReportEvidence& args);
Outcome check_in(Context& context, const CheckIn& args);

// The present epoch, unless this very block ends it already: EPOCH_ENDING.
[[nodiscard]] OutcomeOf<EpochState> running_epoch(const Context& context, const char* rule);

// Seats of the set that the account operates, ascending.
[[nodiscard]] std::vector<chain::ValidatorIndex> seats_of(const chain::ValidatorSet& set,
                                                          const chain::AccountId& operator_account);

// Makes the change's set the next epoch's: the block being executed is this epoch's last (R16).
void end_epoch(Context& context, const EpochState& state, const PendingChange& change);

// Rewrites the list of open changes from what still is one, and marks the others.
void drop_lapsed(Context& context);

// Every operator of the present set may read what governance does.
template <chain::Message T>
void announce(Context& context, const EpochState& state, EventKind kind, const T& event) {
  std::vector<chain::AccountId> operators;
  for (const auto& v : state.set.validators) {
    if (std::find(operators.begin(), operators.end(), v.operator_account) == operators.end()) {
      operators.push_back(v.operator_account);
    }
  }
  context.emit(ContractId::kGovernance, static_cast<std::uint32_t>(kind), event, std::move(operators));
}

}  // namespace xh::contracts::governance
