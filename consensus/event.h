// Everything that can happen to the engine. Made by the driver (node/driver) or a simulator; one event a step.
// Votes and certificates come verified (chain::VoteVerifier) and after Engine::admits() said kAdmit. Block ids are
// recomputed.
#pragma once

#include <cstdint>
#include <variant>
#include <vector>

#include "consensus/message.h"
#include "consensus/types.h"

namespace xh::consensus {

struct VoteReceived {
  PeerId from;
  chain::Vote vote;
};

struct CertificateReceived {
  PeerId from;
  chain::Certificate certificate;
};

// A proposal whose header decoded, whose vote names that header's recomputed id, whose vote verified, and of whose
// justification only the verified certificates are passed. From the leader or relayed.
struct ProposalReceived {
  PeerId from;
  BlockInfo block;
  chain::Vote vote;
  std::vector<chain::Certificate> justification;
};

// A vote, proposal or certificate for which admits() said kStale: not verified, only known to be behind (R10).
struct StaleReceived {
  PeerId from;
};

struct CertificateRequested {
  PeerId from;
  CertificateRequest request;
};

struct RestartQueried {
  PeerId from;
  RestartQuery query;
};

// Votes and certificates verified; those that failed were left out.
struct RestartAnswered {
  PeerId from;
  RestartAnswer answer;
};

// A timer set by SetTimer ran out. A late one of a timer set anew or cancelled is harmless.
enum class TimerKind : std::uint8_t {
  kLeader,        // R1: no proposal by now
  kView,          // R1: not left the view by now
  kEmptyBlock,    // R2: waited half a delta for the parent's finalization
  kNullifyRetry,  // R8: still in the view after own nullify
  kStandstill,    // R8: no new finalization
  kHeartbeat,     // R17
  kFetch,         // R10: ask again for what is missing
  kRestart,       // R12: ask again for own votes
  kClock,         // R15: the proposal's timestamp may be acceptable by now
};
inline constexpr std::size_t kTimerKinds = 9;

struct TimerFired {
  TimerKind kind = TimerKind::kLeader;
};

// Answers to BuildBlock. The block is executed on its parent and held by the driver, as after a kValid verdict.
struct BlockBuilt {
  chain::View view;
  BlockInfo block;
};
struct BuildFailed {  // an error, not a lack of work: the leader nullifies at once
  chain::View view;
};
struct NoWork {  // nothing to include on this parent; only when BuildBlock::allow_empty was false
  chain::View view;
};

// Answer to FetchBlock: the header is here and its id is the one asked for (recomputed); bodies may still be on their
// way.
struct BlockFetched {
  BlockInfo block;
};

// Answer to ValidateBlock. kPending says "not yet" (bodies missing); the driver reports again. kInvalid is said only of
// what can never become valid, whoever sent it: the names of its transactions are checked against the header's root
// before a block is held. kValid means: header and all bodies are held, executed on the parent's overlay, all roots
// agree. kMissing: the driver does not hold it any more; the engine gives a FetchBlock and, after BlockFetched, another
// ValidateBlock.
enum class Verdict : std::uint8_t { kPending, kValid, kInvalid, kMissing };
struct BlockValidated {
  chain::BlockId block;
  Verdict verdict = Verdict::kPending;
};

// Everything of Persist{ticket} and of all tickets before it is on disk.
struct Persisted {
  Ticket ticket;
};

// The present truth, sent at each change and after each Commit (R17). Transactions in held blocks that are not final do
// not count.
struct WorkHint {
  bool transactions = false;  // an includable transaction is held
  bool calendar = false;      // the head of the due-queue is due by the ledger clock
};

// Answer to SyncTo: the driver fetched, checked (header links up to the finalized id), executed and committed blocks up
// to this one.
struct Synced {
  BlockInfo tip;
};
struct SyncFailed {};  // no peer could serve it now; the engine asks again later

// A final block suspended this validator as a leader from `from_view` on (R13, R14). Given after that block's Commit
// and, for those already on chain, right after start(), in the order of conviction: at most f take effect.
struct LeaderSuspended {
  chain::ValidatorIndex validator;
  chain::View from_view;
};

using Event = std::variant<VoteReceived, CertificateReceived, ProposalReceived, StaleReceived, CertificateRequested,
                           RestartQueried, RestartAnswered, TimerFired, BlockBuilt, BuildFailed, NoWork, BlockFetched,
                           BlockValidated, Persisted, WorkHint, Synced, SyncFailed, LeaderSuspended>;

}  // namespace xh::consensus
