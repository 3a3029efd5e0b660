#include "tests/sim/node/byzantine/behaviour.h"

namespace xh::sim {

std::optional<chain::ValidatorIndex> LiarKit::self() const {
  const auto present = set();
  for (std::uint32_t i = 0; i < present.validators.size(); ++i) {
    if (present.validators[i].key == key.public_key()) return chain::ValidatorIndex{i};
  }
  return std::nullopt;
}

chain::Vote LiarKit::sign(const chain::Subject& subject) const {
  return chain::sign_vote(subject, self().value_or(chain::ValidatorIndex{0}), key, digests);
}

void LiarKit::say_to_all(const Frame& frame) {
  say_to_some(frame, 100);
}

void LiarKit::say_to_some(const Frame& frame, std::uint64_t percent) {
  for (std::uint32_t peer = 0; peer < peers; ++peer) {
    if (chance.percent(percent)) say(p2p::PeerId{peer}, frame);
  }
}

std::unique_ptr<Behaviour> make_behaviour(Fault kind, LiarKit& kit) {
  switch (kind) {
    case Fault::kEquivocator:
      return make_equivocator(kit);
    case Fault::kDoubleVoter:
      return make_double_voter(kit);
    case Fault::kTwin:
      return make_twin(kit);
    case Fault::kImpersonator:
      return make_impersonator(kit);
    case Fault::kWithholder:
      return make_withholder(kit);
    case Fault::kSelectiveSender:
      return make_selective_sender(kit);
    case Fault::kTimeLiar:
      return make_time_liar(kit);
    case Fault::kForger:
      return make_forger(kit);
    case Fault::kFarViews:
      return make_far_view_sender(kit);
    case Fault::kReplayer:
      return make_replayer(kit);
    case Fault::kReconfigurer:
      return make_reconfigurer(kit);
    case Fault::kSyncLiar:
      return make_sync_liar(kit);
    default:
      return nullptr;
  }
}

}  // namespace xh::sim
