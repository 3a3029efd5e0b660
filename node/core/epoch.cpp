#include "node/core/epoch.h"

#include "node/core/ledger.h"

namespace xh::node {

namespace governance = contracts::governance;

governance::EpochState epoch_after(const contracts::BlockExecutor& executor, const contracts::StatePtr& state) {
  auto view = executor.view(state, contracts::time_of(state));
  return governance::epoch_state(view.context());
}

chain::Hash256 next_set_hash(const contracts::BlockExecutor& executor, const contracts::StatePtr& after,
                             chain::Height height) {
  const auto state = epoch_after(executor, after);
  if (!governance::is_last_of_epoch(state, height)) return {};
  return chain::validator_set_hash(state.set, executor.chain().tag);
}

EpochContext present_epoch(Ledger& ledger, const std::optional<chain::PublicKey>& own_key) {
  const auto& executor = ledger.executor();
  auto state = epoch_after(executor, executor.finalized());
  EpochContext out;
  out.set_hash = chain::validator_set_hash(state.set, ledger.context().tag);
  out.first_height = state.first_height;
  for (std::uint32_t i = 0; i < state.set.size(); ++i) {
    if (own_key && state.set.validators[i].key == *own_key) out.self = chain::ValidatorIndex{i};
  }
  out.verifier = std::make_shared<const chain::VoteVerifier>(state.set, ledger.context().tag);
  out.set = std::move(state.set);
  return out;
}

consensus::LastFinal last_final_of(const Ledger& ledger, chain::Epoch epoch) {
  auto out = ledger.tip();
  const bool is_of_before = out.block.last_of_epoch || out.block.epoch != epoch;
  if (is_of_before) {
    out.view = chain::View{0};
    out.finalization.reset();
  }
  return out;
}

}  // namespace xh::node
