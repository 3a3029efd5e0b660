#include "contracts/contribution/contribution.h"
#include "contracts/credit/credit.h"
#include "contracts/dispute/dispute.h"
#include "contracts/engine/registry.h"
#include "contracts/governance/governance.h"
#include "contracts/guidance/guidance.h"
#include "contracts/identity/identity.h"
#include "contracts/insurance/insurance.h"
#include "contracts/lxr/lxr.h"
#include "contracts/matching/matching.h"
#include "contracts/payroll/payroll.h"

namespace xh::contracts {

const Registry& all_contracts() {
  static const Registry kRegistry = [] {
    Registry registry;
    register_identity(registry);
    register_lxr(registry);
    register_insurance(registry);
    register_payroll(registry);
    register_credit(registry);
    register_matching(registry);
    register_dispute(registry);
    register_guidance(registry);
    register_contribution(registry);
    register_governance(registry);
    return registry;
  }();
  return kRegistry;
}

}  // namespace xh::contracts
