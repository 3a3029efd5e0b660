#include "contracts/governance/convictions.h"

#include <algorithm>

#include "contracts/governance/records.h"

namespace xh::contracts::governance {

std::vector<Conviction> convictions(const Context& context, chain::Epoch epoch) {
  auto record = context.read<Convictions>(convictions_key(epoch));
  if (!record) return {};
  return std::move(record->convictions);
}

bool is_convicted(const Context& context, chain::Epoch epoch, chain::ValidatorIndex validator) {
  return std::ranges::any_of(convictions(context, epoch),
                             [&](const Conviction& c) { return c.evidence.first.signer == validator; });
}

}  // namespace xh::contracts::governance
