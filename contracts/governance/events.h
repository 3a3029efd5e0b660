// Events of the governance contract: what its receipts carry. Numbers are stable for ever.
#pragma once

#include "contracts/governance/changes.h"
#include "contracts/governance/convictions.h"

namespace xh::contracts::governance {

enum class EventKind : std::uint32_t {
  kChangeProposed = 1,
  kChangeApproved = 2,
  kChangeAccepted = 3,
  kChangeWithdrawn = 4,  // by its proposer
  kApprovalWithdrawn = 5,
  kReadyAttested = 6,
  kEpochEnded = 7,
  kValidatorConvicted = 8,
  kChangeLapsed = 9,  // a conviction made the accepted change unsafe
};

struct ChangeProposed {
  chain::RecordKey change;
  chain::AccountId proposer;
  std::vector<Edit> edits;
  std::string note;
  chain::Hash256 next_set_hash;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("change", &ChangeProposed::change),
                      chain::field<2>("proposer", &ChangeProposed::proposer),
                      chain::field<3>("edits", &ChangeProposed::edits, kMaxEdits),
                      chain::field<4>("note", &ChangeProposed::note, kMaxNoteBytes),
                      chain::field<5>("next_set_hash", &ChangeProposed::next_set_hash));
  }
  friend bool operator==(const ChangeProposed&, const ChangeProposed&) = default;
};

// Also of an approval that was taken back (kApprovalWithdrawn).
struct ChangeApproved {
  chain::RecordKey change;
  chain::AccountId approver;
  std::uint32_t approvals = 0;  // seats that approve from now on
  std::uint32_t quorum = 0;     // seats that are needed

  static constexpr auto fields() {
    return std::tuple(
        chain::field<1>("change", &ChangeApproved::change), chain::field<2>("approver", &ChangeApproved::approver),
        chain::field<3>("approvals", &ChangeApproved::approvals), chain::field<4>("quorum", &ChangeApproved::quorum));
  }
  friend bool operator==(const ChangeApproved&, const ChangeApproved&) = default;
};

struct ChangeAccepted {
  chain::RecordKey change;
  chain::ValidatorSet next;
  std::vector<chain::ValidatorIndex> to_attest;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("change", &ChangeAccepted::change),
                      chain::field<2>("next", &ChangeAccepted::next),
                      chain::field<3>("to_attest", &ChangeAccepted::to_attest, chain::kMaxValidators));
  }
  friend bool operator==(const ChangeAccepted&, const ChangeAccepted&) = default;
};

// Also of a change that lapsed (kChangeLapsed).
struct ChangeWithdrawn {
  chain::RecordKey change;

  static constexpr auto fields() { return std::tuple(chain::field<1>("change", &ChangeWithdrawn::change)); }
  friend bool operator==(const ChangeWithdrawn&, const ChangeWithdrawn&) = default;
};

struct ReadyAttested {
  chain::RecordKey change;
  chain::ValidatorIndex validator;  // in the next set
  std::uint32_t missing = 0;        // attestations that are still needed

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("change", &ReadyAttested::change),
                      chain::field<2>("validator", &ReadyAttested::validator),
                      chain::field<3>("missing", &ReadyAttested::missing));
  }
  friend bool operator==(const ReadyAttested&, const ReadyAttested&) = default;
};

// The block of this receipt is its epoch's last one.
struct EpochEnded {
  chain::RecordKey change;
  chain::Epoch next_epoch;
  chain::Height first_height;  // of the next epoch
  chain::Hash256 next_set_hash;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("change", &EpochEnded::change),
                      chain::field<2>("next_epoch", &EpochEnded::next_epoch),
                      chain::field<3>("first_height", &EpochEnded::first_height),
                      chain::field<4>("next_set_hash", &EpochEnded::next_set_hash));
  }
  friend bool operator==(const EpochEnded&, const EpochEnded&) = default;
};

struct ValidatorConvicted {
  chain::Epoch epoch;  // of the evidence
  chain::ValidatorIndex validator;
  chain::PublicKey key;
  std::string name;
  chain::EvidenceKind kind = chain::EvidenceKind::kTwoNotarizes;
  chain::View view;                      // in which it voted twice
  std::optional<chain::View> from_view;  // leads no more from this view of the present epoch on

  static constexpr auto fields() {
    return std::tuple(
        chain::field<1>("epoch", &ValidatorConvicted::epoch),
        chain::field<2>("validator", &ValidatorConvicted::validator), chain::field<3>("key", &ValidatorConvicted::key),
        chain::field<4>("name", &ValidatorConvicted::name, 64), chain::field<5>("kind", &ValidatorConvicted::kind),
        chain::field<6>("view", &ValidatorConvicted::view),
        chain::field<7>("from_view", &ValidatorConvicted::from_view));
  }
  friend bool operator==(const ValidatorConvicted&, const ValidatorConvicted&) = default;
};

}  // namespace xh::contracts::governance
