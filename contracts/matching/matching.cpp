#include "contracts/matching/matching.h"

#include "contracts/matching/default_parameters.h"
#include "contracts/matching/handlers.h"

namespace xh::contracts {
namespace matching {
namespace {

template <chain::Message Args>
void add(Registry& registry, MethodId method, std::string name, Outcome (*run)(Context&, const Args&),
         std::function<std::vector<chain::AccountId>(const Args&)> accounts = {}) {
  registry.add_method<Args>(ContractId::kMatching, static_cast<std::uint32_t>(method), std::move(name), run,
                            std::move(accounts));
}

void add_all(Registry& registry) {
  add<PublishOpening>(registry, MethodId::kPublishOpening, "matching.publish_opening", publish_opening);
  add<CloseOpening>(registry, MethodId::kCloseOpening, "matching.close_opening", close_opening);
  add<PublishProfile>(registry, MethodId::kPublishProfile, "matching.publish_profile", publish_profile);
  add<WithdrawProfile>(registry, MethodId::kWithdrawProfile, "matching.withdraw_profile", withdraw_profile);
  add<AttestSkills>(registry, MethodId::kAttestSkills, "matching.attest_skills", attest_skills,
                    [](const AttestSkills& args) { return std::vector{args.worker}; });
  add<Propose>(registry, MethodId::kPropose, "matching.propose", propose,
               [](const Propose& args) { return args.workers; });
  add<AnswerProposal>(registry, MethodId::kAnswer, "matching.answer", answer);
  add<PayFee>(registry, MethodId::kPayFee, "matching.pay_fee", pay_fee);
  const auto kind = [](ItemKind k) { return static_cast<std::uint32_t>(k); };
  registry.add_calendar(ContractId::kMatching, kind(ItemKind::kExpire), {"matching.expire", run_expire});
  registry.add_calendar(ContractId::kMatching, kind(ItemKind::kLapse), {"matching.lapse", run_lapse});
  for (const auto& parameter : default_parameters({})) registry.require_parameter(parameter.name);
}

}  // namespace
}  // namespace matching

void register_matching(Registry& registry) {
  matching::add_all(registry);
}

}  // namespace xh::contracts
