#include "contracts/guidance/guidance.h"

#include "contracts/guidance/default_parameters.h"
#include "contracts/guidance/handlers.h"

namespace xh::contracts {
namespace guidance {
namespace {

template <chain::Message Args>
void add(Registry& registry, MethodId method, std::string name, Outcome (*run)(Context&, const Args&),
         std::function<std::vector<chain::AccountId>(const Args&)> accounts = {}) {
  registry.add_method<Args>(ContractId::kGuidance, static_cast<std::uint32_t>(method), std::move(name), run,
                            std::move(accounts));
}

void add_all(Registry& registry) {
  add<PublishContent>(registry, MethodId::kPublishContent, "guidance.publish_content", publish_content);
  add<NameContent>(registry, MethodId::kWithdrawContent, "guidance.withdraw_content", withdraw_content);
  add<SignUp>(registry, MethodId::kSignUp, "guidance.sign_up", sign_up);
  add<NameContent>(registry, MethodId::kReadReceipt, "guidance.read_receipt", read_receipt);
  add<Classify>(registry, MethodId::kClassify, "guidance.classify", classify,
                [](const Classify& args) { return args.workers; });
  add<SignClass>(registry, MethodId::kSignClass, "guidance.sign_class", sign_class,
                 [](const SignClass& args) { return std::vector{args.worker}; });
  add<ObjectClass>(registry, MethodId::kObjectClass, "guidance.object_class", object_class);
  add<PublishOffer>(registry, MethodId::kPublishOffer, "guidance.publish_offer", publish_offer);
  add<WithdrawOffer>(registry, MethodId::kWithdrawOffer, "guidance.withdraw_offer", withdraw_offer);
  add<DeclareRisk>(registry, MethodId::kDeclareRisk, "guidance.declare_risk", declare_risk);
  add<ForgetRisk>(registry, MethodId::kForgetRisk, "guidance.forget_risk", forget_risk);
  add<NoteInterest>(registry, MethodId::kNoteInterest, "guidance.note_interest", note_interest);
  for (const auto& parameter : default_parameters({})) registry.require_parameter(parameter.name);
}

}  // namespace
}  // namespace guidance

void register_guidance(Registry& registry) {
  guidance::add_all(registry);
}

}  // namespace xh::contracts
