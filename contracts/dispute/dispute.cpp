#include "contracts/dispute/dispute.h"

#include "contracts/dispute/default_parameters.h"
#include "contracts/dispute/handlers.h"

namespace xh::contracts {
namespace dispute {
namespace {

template <chain::Message Args>
void add(Registry& registry, MethodId method, std::string name, Outcome (*run)(Context&, const Args&),
         std::function<std::vector<chain::AccountId>(const Args&)> accounts = {}) {
  registry.add_method<Args>(ContractId::kDispute, static_cast<std::uint32_t>(method), std::move(name), run,
                            std::move(accounts));
}

void add_methods(Registry& registry) {
  add<FileDispute>(registry, MethodId::kFile, "dispute.file", file,
                   [](const FileDispute& args) { return std::vector{args.respondent}; });
  add<AnswerDispute>(registry, MethodId::kAnswer, "dispute.answer", answer);
  add<SetHearing>(registry, MethodId::kHear, "dispute.hear", hear);
  add<DecideDispute>(registry, MethodId::kDecide, "dispute.decide", decide);
  add<WithdrawDispute>(registry, MethodId::kWithdraw, "dispute.withdraw", withdraw);
  add<AppealDispute>(registry, MethodId::kAppeal, "dispute.appeal", appeal);
  add<RequestAid>(registry, MethodId::kRequestAid, "dispute.request_aid", request_aid);
  add<AssignAid>(registry, MethodId::kAssignAid, "dispute.assign_aid", assign_aid,
                 [](const AssignAid& args) { return std::vector{args.adviser}; });
  add<CloseAid>(registry, MethodId::kCloseAid, "dispute.close_aid", close_aid);
  add<DeclareLiability>(registry, MethodId::kDeclareLiability, "dispute.declare_liability", declare_liability,
                        [](const DeclareLiability& args) { return std::vector{args.terms.borrower}; });
}

void add_all(Registry& registry) {
  add_methods(registry);
  const auto add_item = [&](ItemKind kind, std::string name, auto run) {
    registry.add_calendar(ContractId::kDispute, static_cast<std::uint32_t>(kind), {std::move(name), run});
  };
  add_item(ItemKind::kAnswerDue, "dispute.answer_due", run_answer_due);
  add_item(ItemKind::kDecideDue, "dispute.decide_due", run_decide_due);
  add_item(ItemKind::kAppealEnds, "dispute.appeal_ends", run_appeal_ends);
  add_item(ItemKind::kAidDue, "dispute.aid_due", run_aid_due);
  for (const auto& parameter : default_parameters({})) registry.require_parameter(parameter.name);
}

}  // namespace
}  // namespace dispute

void register_dispute(Registry& registry) {
  dispute::add_all(registry);
}

}  // namespace xh::contracts
