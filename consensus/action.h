// Everything the engine asks of its driver. Actions of a step are performed in the order given.
//
// Durable before sent (R12) is structural: a step that has something to record yields Persist first and keeps its sends
// back; they come out of the step that is given Persisted{ticket}, and own votes enter the own tally there too. So a
// Send that a driver sees may leave at once. Persist may run on another thread meanwhile; the other actions of its step
// do not wait for it.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "chain/ledger/evidence.h"
#include "consensus/event.h"
#include "consensus/journal.h"
#include "consensus/message.h"
#include "consensus/types.h"

namespace xh::consensus {

// Append these records to the journal and sync once, then give Persisted{ticket}. For a record with `block` the block's
// header and bodies (held since BlockBuilt or a kValid verdict) are made durable by the same sync, before the record.
// An error stops the node.
struct Persist {
  Ticket ticket;
  std::vector<JournalRecord> records;
};

// A proposal of our own: the driver adds the block's header bytes and transaction hashes to make a ProposalMessage. The
// vote's view is above the header's when it is the epoch's last block again (R16).
struct Proposal {
  chain::BlockId block;
  chain::Vote vote;
  std::vector<chain::Certificate> justification;
};

using Outgoing =
    std::variant<VotesMessage, CertificatesMessage, Proposal, CertificateRequest, RestartQuery, RestartAnswer>;

// To every other validator (certificates also to observers). Best effort; order and delivery are not relied upon.
struct Broadcast {
  Outgoing message;
};
struct Send {
  PeerId to;
  Outgoing message;
};

// Give TimerFired{kind} at or after `at`. Replaces the timer of that kind, if any.
struct SetTimer {
  TimerKind kind = TimerKind::kLeader;
  SteadyTime at;
};
struct CancelTimer {
  TimerKind kind = TimerKind::kLeader;
};

// Build a block of this view on `parent` (executed or final here) with height parent + 1, this node as proposer and
// timestamp = max(ledger clock, parent's + 1 ms). Answer with BlockBuilt, BuildFailed or, unless `allow_empty`, NoWork.
// A later BuildBlock makes an earlier one moot: its answer may be left out.
struct BuildBlock {
  chain::View view;
  BlockInfo parent;
  bool allow_empty = false;
};

enum class Purpose : std::uint8_t { kNotarize, kCertify };

// Obtain the bodies (proposal's hashes from the mempool, the rest from peers: R10), execute on the parent, compare
// every root, answer BlockValidated. The parent is always final here or was found valid before. Deterministic: no clock
// check (R15 is the engine's). Asked once a block and start, also for blocks of the journal, so that the overlays of
// unfinalized branches exist again after a start.
struct ValidateBlock {
  BlockInfo block;
  Purpose purpose = Purpose::kNotarize;
};

// Obtain the header (and bodies) of this id: from the journal or a proposal held, else from the peers, in this order,
// then any other. Answer BlockFetched. Asked again while missing. Peers answer for final blocks of their block log as
// well: one who missed the last block of a network at rest has nothing else to go by.
struct FetchBlock {
  chain::BlockId id;
  std::vector<PeerId> peers;
};

// Ancestors of a final block were missed (R10): fetch final blocks by height from above the last commit up to the
// certificate's block, check that each is the parent of the next and the last has this id, execute and commit them,
// then answer Synced. When peers give no more: Synced with the tip reached, or SyncFailed when nothing was committed;
// the engine asks again.
struct SyncTo {
  chain::Certificate finalization;
  chain::Height height;
};

// These blocks are final, in this order; the certificate is the last one's. Sync blocks and certificate to the block
// log, write state, drop conflicting overlays, give a WorkHint. An id already in the block log commits nothing again.
// The journal may then drop records of views up to the certificate's.
struct Commit {
  chain::Certificate finalization;
  std::vector<BlockInfo> blocks;
};

// Store it and bring it on chain (R13).
struct ReportEvidence {
  chain::Evidence evidence;
};

// Forward the pending transactions to all validators again (R17).
struct ForwardTransactions {};

// This key signs nothing more in this epoch (R12: a vote of ours that our journal lacks). The node follows on; tell the
// operator.
struct SigningForbidden {
  std::string reason;
};

// The protocol's promise is broken: more than f validators lie, or this node's executor is wrong. Export both sides,
// stop the process. The engine does nothing more.
struct Halt {
  std::string reason;
  std::vector<chain::Certificate> certificates;
};

using Action = std::variant<Persist, Broadcast, Send, SetTimer, CancelTimer, BuildBlock, ValidateBlock, FetchBlock,
                            SyncTo, Commit, ReportEvidence, ForwardTransactions, SigningForbidden, Halt>;

}  // namespace xh::consensus
