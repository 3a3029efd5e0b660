// Validators proven guilty of voting twice (R13), as the ledger keeps them. Who calls: API, node (does the chain know
// this evidence already?), the governance contract. Threading: core thread. Limits: one conviction a validator and
// epoch.
#pragma once

#include <optional>
#include <vector>

#include "chain/ledger/evidence.h"
#include "contracts/governance/epoch.h"

namespace xh::contracts::governance {

struct Conviction {
  chain::Evidence evidence;
  chain::PublicKey key;  // the guilty validator's
  std::string name;      // its name then
  chain::AccountId reporter;
  chain::Height height;                  // of the block that holds the report
  std::optional<chain::View> from_view;  // suspended from this view of that block's epoch on; nothing when it was not

  static constexpr auto fields() {
    return std::tuple(
        chain::field<1>("evidence", &Conviction::evidence), chain::field<2>("key", &Conviction::key),
        chain::field<3>("name", &Conviction::name, 64), chain::field<4>("reporter", &Conviction::reporter),
        chain::field<5>("height", &Conviction::height), chain::field<6>("from_view", &Conviction::from_view));
  }
  friend bool operator==(const Conviction&, const Conviction&) = default;
};

// What was proven about validators of this epoch, in the order of conviction.
[[nodiscard]] std::vector<Conviction> convictions(const Context& context, chain::Epoch epoch);
// Is there a conviction of that validator for that epoch? Its further evidence adds nothing.
[[nodiscard]] bool is_convicted(const Context& context, chain::Epoch epoch, chain::ValidatorIndex validator);

}  // namespace xh::contracts::governance
