// The Simplex engine (consensus.md, R1 to R17 for one validator set): a pure state machine, event in, actions out.
//
// Called by node/driver and by the simulator. It reads no clock, opens nothing, starts no thread; equal histories give
// equal actions. Invariants: cur and the final view never fall; at most one notarize, nullify and finalize a view are
// ever signed; nullify and finalize never both; nothing leaves (Send, Broadcast) before what it rests on was reported
// Persisted; a block is committed once, in height order. Threading: confined to one thread (strand); admits() included.
// Copying is not possible, moving is. Limits: memory is bounded by the views above the last finalization (votes only of
// final < view <= cur + 1, one per signer and kind; certificates only when verified), all pruned at a finalization;
// evidence and peers by named constants. A step costs O(views above the last finalization), a handful in practice.
// Errors: nothing from outside fails a CHECK; contradictions among more than f validators yield Halt.
#pragma once

#include <memory>
#include <vector>

#include "consensus/action.h"
#include "consensus/config.h"
#include "consensus/event.h"

namespace xh::consensus {

class EngineCore;

// What a start needs (R12). A fresh network has genesis as last final and no records.
struct Restored {
  LastFinal last_final;
  std::vector<JournalRecord> records;  // in the order they were written
  bool may_sign = true;                // false: the journal is missing though it should exist, or a record is damaged
  std::uint64_t start_nonce = 0;       // never the same at two starts (random, or a persisted counter)
  chain::View journal_floor;           // own votes of views up to here may be gone from `records`
};

// Cheap checks before a signature is verified (R11).
enum class Admission : std::uint8_t {
  kAdmit,  // verify the signatures, then give the event
  kStale,  // do not verify; give StaleReceived, the sender is behind
  kDrop,   // of no use: known already, outside the window, wrong epoch or shape
};

// For API, metrics and tests.
struct EngineStatus {
  chain::View cur;
  chain::View final_view;        // highest finalization held
  chain::Height final_height;    // last committed block
  chain::BlockId final_block;    // last committed block
  chain::ValidatorIndex leader;  // of cur
  bool parked = false;
  bool may_sign = false;  // false also while the restart wait of R12 lasts, and in views up to the journal's floor
  bool halted = false;
  std::size_t views_held = 0;
  std::size_t blocks_held = 0;
};

class Engine {
 public:
  // Needs check_validator_set(config.set); `signer` outlives the engine and may be null only without config.self.
  // Restores flags and tally from the records (R12): what was signed is never signed again otherwise.
  Engine(Config config, const VoteSigner* signer, Restored restored);
  Engine(Engine&&) noexcept;
  Engine& operator=(Engine&&) noexcept;
  ~Engine();

  // The first actions after construction (restart question, timers, blocks to execute again). Call once, before any
  // step.
  [[nodiscard]] std::vector<Action> start(const Now& now);
  [[nodiscard]] std::vector<Action> step(const Event& event, const Now& now);

  [[nodiscard]] Admission admits(const chain::Vote& vote) const;
  [[nodiscard]] Admission admits(const chain::Certificate& certificate) const;
  [[nodiscard]] Admission admits(PeerId from, const RestartAnswer& answer) const;
  // `vote` is the proposal's; its header is not looked at.
  [[nodiscard]] Admission admits_proposal(const chain::Vote& vote) const;

  [[nodiscard]] EngineStatus status() const;
  [[nodiscard]] chain::ValidatorIndex leader_of(chain::View view) const;
  // The certificates a lagging peer needs: highest finalization, then those above it in view order, at most `limit`.
  [[nodiscard]] std::vector<chain::Certificate> best_certificates(std::size_t limit = kMaxCertificatesPerMessage) const;

 private:
  std::unique_ptr<EngineCore> core_;
};

}  // namespace xh::consensus
