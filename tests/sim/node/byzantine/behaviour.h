// How a liar lies. A Byzantine validator is a real Replica whose transport is a LiarTransport (liar.h): every frame
// that goes out passes its behaviours, which may change, double, drop or add frames and sign with the validator's own
// key. One behaviour a file. What a behaviour does follows from its own numbers: a run can be replayed.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "node/core/messages.h"
#include "node/core/replica.h"
#include "p2p/transport.h"
#include "tests/sim/engine/prng.h"
#include "tests/sim/node/consortium.h"
#include "tests/sim/node/faults.h"

namespace xh::sim {

struct Frame {
  p2p::Lane lane = p2p::Lane::kVotes;
  p2p::SharedBytes bytes;

  [[nodiscard]] node::MessageType type() const {
    return bytes->empty() ? node::MessageType{0} : static_cast<node::MessageType>(bytes->front());
  }
};

template <class T>
[[nodiscard]] Frame make_frame(const T& message) {
  return {node::MessageTraits<T>::kLane, p2p::share(node::frame_of(message))};
}
template <class T>
[[nodiscard]] std::optional<T> read_frame(const Frame& frame) {
  if (frame.type() != node::MessageTraits<T>::kType) return std::nullopt;
  auto message = chain::decode<T>(chain::BytesView(*frame.bytes).subspan(1));
  if (!message) return std::nullopt;
  return std::move(*message);
}

// What a liar has at hand: its key, its real replica, chance, and a way to say things.
struct LiarKit {
  const Consortium& consortium;
  const chain::SecretKey& key;
  chain::VoteDigests digests;
  Prng chance;
  FaultCounts& counts;
  std::function<node::Replica*()> replica;                      // null while it is down
  std::function<void(p2p::PeerId to, const Frame& frame)> say;  // past all behaviours
  std::function<chain::ValidatorSet()> set;                     // of the present epoch
  std::size_t peers = 0;

  // Our place in the present epoch's set; nothing when we are not a member.
  [[nodiscard]] std::optional<chain::ValidatorIndex> self() const;
  [[nodiscard]] chain::Vote sign(const chain::Subject& subject) const;  // as ourselves
  void say_to_all(const Frame& frame);
  void say_to_some(const Frame& frame, std::uint64_t percent);
};

class Behaviour {
 public:
  Behaviour(LiarKit& kit, Fault kind) : kit_(kit), kind_(kind) {}
  Behaviour(const Behaviour&) = delete;
  Behaviour& operator=(const Behaviour&) = delete;
  virtual ~Behaviour() = default;

  // The replica (or the behaviour before this one) sends a frame to a peer: what goes out instead.
  virtual std::vector<Frame> outgoing(p2p::PeerId, const Frame& frame) { return {frame}; }
  // A frame came in.
  virtual void incoming(p2p::PeerId, const Frame&) {}
  // What the replica gets of it instead.
  virtual Frame heard(Frame frame) { return frame; }
  // Ten times a second.
  virtual void tick() {}

 protected:
  void lied() { kit_.counts.add(kind_); }

  LiarKit& kit_;

 private:
  Fault kind_;
};

// The behaviour of a kind; null for the twin, which is a second replica and no way to send (world.cpp).
[[nodiscard]] std::unique_ptr<Behaviour> make_behaviour(Fault kind, LiarKit& kit);

// One a file.
[[nodiscard]] std::unique_ptr<Behaviour> make_equivocator(LiarKit& kit);
[[nodiscard]] std::unique_ptr<Behaviour> make_double_voter(LiarKit& kit);
[[nodiscard]] std::unique_ptr<Behaviour> make_twin(LiarKit& kit);
[[nodiscard]] std::unique_ptr<Behaviour> make_impersonator(LiarKit& kit);
[[nodiscard]] std::unique_ptr<Behaviour> make_withholder(LiarKit& kit);
[[nodiscard]] std::unique_ptr<Behaviour> make_selective_sender(LiarKit& kit);
[[nodiscard]] std::unique_ptr<Behaviour> make_time_liar(LiarKit& kit);
[[nodiscard]] std::unique_ptr<Behaviour> make_forger(LiarKit& kit);
[[nodiscard]] std::unique_ptr<Behaviour> make_far_view_sender(LiarKit& kit);
[[nodiscard]] std::unique_ptr<Behaviour> make_replayer(LiarKit& kit);
[[nodiscard]] std::unique_ptr<Behaviour> make_reconfigurer(LiarKit& kit);
[[nodiscard]] std::unique_ptr<Behaviour> make_sync_liar(LiarKit& kit);

}  // namespace xh::sim
