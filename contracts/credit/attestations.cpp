#include "contracts/credit/attestations.h"

#include <algorithm>

#include "contracts/credit/book.h"

namespace xh::contracts::credit {

void note_attestation(Context& context, const chain::AccountId& worker, std::uint32_t skill, std::uint32_t level) {
  if (!require_usable(context, worker)) return;
  auto file = file_of(context, worker);
  const auto by = context.info().sender;
  std::erase_if(file.attestations, [&](const Attestation& known) { return known.skill == skill && known.by == by; });
  if (level > 0) {
    if (file.attestations.size() >= kMaxAttestations) file.attestations.erase(file.attestations.begin());
    file.attestations.push_back({skill, level, by, context.now()});
  }
  save_file(context, worker, file);
}

}  // namespace xh::contracts::credit
