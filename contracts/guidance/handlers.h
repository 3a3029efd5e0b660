// The contract's methods, one file a subject: content.cpp, classifying.cpp, offers.cpp. Called through the registry
// only (guidance.cpp). A refusal undoes everything.
#pragma once

#include "contracts/guidance/calls.h"
#include "contracts/guidance/events.h"

namespace xh::contracts::guidance {

[[nodiscard]] Outcome publish_content(Context& context, const PublishContent& args);
[[nodiscard]] Outcome withdraw_content(Context& context, const NameContent& args);
[[nodiscard]] Outcome sign_up(Context& context, const SignUp& args);
[[nodiscard]] Outcome read_receipt(Context& context, const NameContent& args);
[[nodiscard]] Outcome classify(Context& context, const Classify& args);
[[nodiscard]] Outcome sign_class(Context& context, const SignClass& args);
[[nodiscard]] Outcome object_class(Context& context, const ObjectClass& args);
[[nodiscard]] Outcome publish_offer(Context& context, const PublishOffer& args);
[[nodiscard]] Outcome withdraw_offer(Context& context, const WithdrawOffer& args);
[[nodiscard]] Outcome declare_risk(Context& context, const DeclareRisk& args);
[[nodiscard]] Outcome forget_risk(Context& context, const ForgetRisk& args);
[[nodiscard]] Outcome note_interest(Context& context, const NoteInterest& args);

template <class Event>
void emit(Context& context, EventKind kind, const Event& event, std::vector<chain::AccountId> parties) {
  context.emit(ContractId::kGuidance, static_cast<std::uint32_t>(kind), event, std::move(parties));
}

// BAD_POINTER: printable ASCII without blanks, 1 to kMaxPointerBytes.
[[nodiscard]] Outcome check_pointer(const std::string& pointer);

}  // namespace xh::contracts::guidance
