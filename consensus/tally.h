// What is known of each view above the last finalization: votes, certificates, own votes, the leader's proposal. Votes
// become certificates here (R7), contradictions become evidence (R13).
//
// Used by the engine core only; it has checked epoch, window and membership before. Invariants: one vote per signer,
// kind and view (the first one counts); one certificate per kind and view; own[] is set before the vote is durable,
// votes[] holds it only afterwards. Limits: pruned at each finalization; evidence is bounded by kMaxEvidencePerSigner.
// Confined to the engine's thread.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <vector>

#include "chain/ledger/evidence.h"
#include "chain/ledger/vote.h"
#include "consensus/types.h"

namespace xh::consensus {

// One proof convicts; a few more are kept, then a liar's further lies are no news.
inline constexpr std::size_t kMaxEvidencePerSigner = 8;
inline constexpr std::size_t kVoteKinds = 3;

constexpr std::size_t kind_index(chain::VoteKind kind) {
  return static_cast<std::size_t>(kind);
}

struct KnownProposal {
  BlockInfo block;
  chain::Subject subject;
};

struct ViewRecord {
  std::array<std::map<chain::ValidatorIndex, chain::Vote>, kVoteKinds> votes;
  std::array<std::optional<chain::Certificate>, kVoteKinds> certificates;
  std::array<std::optional<chain::Subject>, kVoteKinds> own;  // signed by us, durable or about to be
  std::optional<KnownProposal> proposal;                      // the leader's first
  bool leader_equivocated = false;
  bool proposal_invalid = false;
  bool build_failed = false;
  bool certified = false;  // notarization held, block valid and durable here (R5)

  [[nodiscard]] const std::optional<chain::Certificate>& certificate(chain::VoteKind kind) const {
    return certificates[kind_index(kind)];
  }
  [[nodiscard]] bool voted(chain::VoteKind kind) const { return own[kind_index(kind)].has_value(); }
  [[nodiscard]] const chain::Vote* vote_of(chain::VoteKind kind, chain::ValidatorIndex signer) const;
};

class Tally {
 public:
  using Views = std::map<chain::View, ViewRecord>;

  Tally(std::size_t validators, std::size_t quorum) : validators_(validators), quorum_(quorum) {}

  struct Counted {
    bool added = false;
    bool second_notarize = false;  // of another subject than the signer's first
    std::optional<chain::Certificate> formed;
    std::vector<chain::Evidence> evidence;
  };
  // Needs vote.signer < validators and a verified signature.
  [[nodiscard]] Counted add(const chain::Vote& vote);
  // Evidence that a verified certificate's votes give against votes held. Does not store the certificate.
  [[nodiscard]] std::vector<chain::Evidence> compare(const chain::Certificate& certificate);

  [[nodiscard]] ViewRecord& at(chain::View view) { return views_[view]; }
  [[nodiscard]] const ViewRecord* find(chain::View view) const;
  [[nodiscard]] ViewRecord* find(chain::View view);
  [[nodiscard]] const Views& views() const { return views_; }
  [[nodiscard]] Views& views() { return views_; }
  void prune(chain::View up_to);

  // Distinct signers of any vote of `from` or a later view.
  [[nodiscard]] std::size_t signers_since(chain::View from) const;

 private:
  void note_conflict(const chain::Vote& held, const chain::Vote& seen, std::vector<chain::Evidence>& out);
  void note_conflicts(const chain::Vote& seen, std::vector<chain::Evidence>& out);
  [[nodiscard]] std::optional<chain::Certificate> try_form(const chain::Subject& subject) const;

  std::size_t validators_;
  std::size_t quorum_;
  Views views_;
  std::map<chain::ValidatorIndex, std::set<std::tuple<chain::View, chain::EvidenceKind>>> reported_;
};

}  // namespace xh::consensus
