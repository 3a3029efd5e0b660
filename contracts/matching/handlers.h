// The contract's methods and calendar handlers, one file a subject: openings.cpp, profiles.cpp, proposals.cpp. Called
// through the registry only (matching.cpp). A refusal undoes everything: the executor drops the call's overlay.
#pragma once

#include "contracts/matching/calls.h"
#include "contracts/matching/events.h"

namespace xh::contracts::matching {

[[nodiscard]] Outcome publish_opening(Context& context, const PublishOpening& args);
[[nodiscard]] Outcome close_opening(Context& context, const CloseOpening& args);
[[nodiscard]] Outcome publish_profile(Context& context, const PublishProfile& args);
[[nodiscard]] Outcome withdraw_profile(Context& context, const WithdrawProfile& args);
[[nodiscard]] Outcome attest_skills(Context& context, const AttestSkills& args);
[[nodiscard]] Outcome propose(Context& context, const Propose& args);
[[nodiscard]] Outcome answer(Context& context, const AnswerProposal& args);
[[nodiscard]] Outcome pay_fee(Context& context, const PayFee& args);
[[nodiscard]] Outcome run_expire(Context& context, const DueItem& item);
[[nodiscard]] Outcome run_lapse(Context& context, const DueItem& item);

// Shared by the files above.
// Lists of an opening's or a profile's terms that make sense: BAD_PLACE, BAD_TIMES, BAD_CODES.
[[nodiscard]] Outcome check_place(std::uint32_t place);
[[nodiscard]] Outcome check_times(const std::vector<WeekTime>& times);
[[nodiscard]] Outcome check_codes(const std::vector<std::uint32_t>& codes, const std::vector<Wish>& wishes);
[[nodiscard]] bool is_code(std::uint32_t code);
// An open opening turns into `state`: record, lists, event.
void end_opening(Context& context, const chain::RecordKey& key, Opening opening, OpeningState state);

template <class Event>
void emit(Context& context, EventKind kind, const Event& event, std::vector<chain::AccountId> parties) {
  context.emit(ContractId::kMatching, static_cast<std::uint32_t>(kind), event, std::move(parties));
}

}  // namespace xh::contracts::matching
