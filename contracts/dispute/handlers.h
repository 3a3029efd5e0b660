// The contract's methods and calendar handlers, one file a subject: cases.cpp (until the answer), decisions.cpp (from
// the hearing on), aid.cpp, liability.cpp. Called through the registry only (dispute.cpp). A refusal undoes everything.
#pragma once

#include "contracts/dispute/calls.h"
#include "contracts/dispute/events.h"

namespace xh::contracts::dispute {

[[nodiscard]] Outcome file(Context& context, const FileDispute& args);
[[nodiscard]] Outcome answer(Context& context, const AnswerDispute& args);
[[nodiscard]] Outcome withdraw(Context& context, const WithdrawDispute& args);
[[nodiscard]] Outcome hear(Context& context, const SetHearing& args);
[[nodiscard]] Outcome decide(Context& context, const DecideDispute& args);
[[nodiscard]] Outcome appeal(Context& context, const AppealDispute& args);
[[nodiscard]] Outcome request_aid(Context& context, const RequestAid& args);
[[nodiscard]] Outcome assign_aid(Context& context, const AssignAid& args);
[[nodiscard]] Outcome close_aid(Context& context, const CloseAid& args);
[[nodiscard]] Outcome declare_liability(Context& context, const DeclareLiability& args);
[[nodiscard]] Outcome run_answer_due(Context& context, const DueItem& item);
[[nodiscard]] Outcome run_decide_due(Context& context, const DueItem& item);
[[nodiscard]] Outcome run_appeal_ends(Context& context, const DueItem& item);
[[nodiscard]] Outcome run_aid_due(Context& context, const DueItem& item);

// Shared by the files above.
[[nodiscard]] OutcomeOf<Dispute> require_dispute(const Context& context, const chain::RecordKey& key);
[[nodiscard]] bool is_party(const Dispute& dispute, const chain::AccountId& account);
// Nothing more will be decided by the instance it is at: lists follow.
void leave_desk(Context& context, const chain::RecordKey& key, const Dispute& dispute);
[[nodiscard]] chain::Timestamp days_from_now(const Context& context, const char* parameter);
void queue(Context& context, const chain::RecordKey& record, ItemKind kind, chain::Timestamp due,
           std::vector<chain::AccountId> accounts);

template <class Event>
void emit(Context& context, EventKind kind, const Event& event, std::vector<chain::AccountId> parties) {
  context.emit(ContractId::kDispute, static_cast<std::uint32_t>(kind), event, std::move(parties));
}
inline void emit_step(Context& context, EventKind kind, const chain::RecordKey& key, const Dispute& dispute,
                      std::optional<chain::Timestamp> at = {}, std::optional<chain::AccountId> by = {}) {
  emit(context, kind, DisputeStep{key, dispute.state, at, by}, {dispute.filer, dispute.respondent});
}

}  // namespace xh::contracts::dispute
