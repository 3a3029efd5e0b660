// Events of the matching contract: what receipts carry. Numbers are stable for ever.
#pragma once

#include "contracts/matching/records.h"

namespace xh::contracts::matching {

enum class EventKind : std::uint32_t {
  kOpeningPublished = 1,
  kOpeningEnded = 2,
  kProfilePublished = 3,
  kProfileWithdrawn = 4,
  kSkillsAttested = 5,
  kProposed = 6,           // to the worker: with the arithmetic
  kCandidateOffered = 7,   // to the employer: a pseudonym; with the score when the worker agreed to that
  kProposalAnswered = 8,   // to the worker
  kCandidateAnswered = 9,  // to the employer: with the account once the worker has accepted
  kFeeDue = 10,
  kFeePaid = 11,
};

struct OpeningPublished {
  chain::RecordKey opening;
  Opening content;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("opening", &OpeningPublished::opening),
                      chain::field<2>("content", &OpeningPublished::content));
  }
  friend bool operator==(const OpeningPublished&, const OpeningPublished&) = default;
};

struct OpeningEnded {
  chain::RecordKey opening;
  OpeningState state = OpeningState::kClosed;
  std::uint32_t hired = 0;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("opening", &OpeningEnded::opening),
                      chain::field<2>("state", &OpeningEnded::state), chain::field<3>("hired", &OpeningEnded::hired));
  }
  friend bool operator==(const OpeningEnded&, const OpeningEnded&) = default;
};

// Receipts stay; so they say that there is a profile and not what is in it (a profile can be deleted).
// kProfileWithdrawn has the same content.
struct ProfileChanged {
  chain::AccountId worker;

  static constexpr auto fields() { return std::tuple(chain::field<1>("worker", &ProfileChanged::worker)); }
  friend bool operator==(const ProfileChanged&, const ProfileChanged&) = default;
};

struct SkillsAttested {
  chain::AccountId worker;
  chain::AccountId by;
  std::vector<OwnSkill> skills;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("worker", &SkillsAttested::worker), chain::field<2>("by", &SkillsAttested::by),
                      chain::field<3>("skills", &SkillsAttested::skills, kMaxSkills));
  }
  friend bool operator==(const SkillsAttested&, const SkillsAttested&) = default;
};

struct Proposed {
  chain::RecordKey proposal;
  chain::RecordKey opening;
  chain::AccountId worker;
  Parts parts;
  Weights weights;
  chain::Timestamp answer_due;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("proposal", &Proposed::proposal), chain::field<2>("opening", &Proposed::opening),
                      chain::field<3>("worker", &Proposed::worker), chain::field<4>("parts", &Proposed::parts),
                      chain::field<5>("weights", &Proposed::weights),
                      chain::field<6>("answer_due", &Proposed::answer_due));
  }
  friend bool operator==(const Proposed&, const Proposed&) = default;
};

struct CandidateOffered {
  chain::RecordKey proposal;
  chain::RecordKey opening;
  chain::Hash256 pseudonym;
  std::optional<std::int64_t> score;  // 10^-5 points

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("proposal", &CandidateOffered::proposal),
                      chain::field<2>("opening", &CandidateOffered::opening),
                      chain::field<3>("pseudonym", &CandidateOffered::pseudonym),
                      chain::field<4>("score", &CandidateOffered::score));
  }
  friend bool operator==(const CandidateOffered&, const CandidateOffered&) = default;
};

// kCandidateAnswered has the same content.
struct ProposalAnswered {
  chain::RecordKey proposal;
  chain::RecordKey opening;
  ProposalState state = ProposalState::kProposed;
  std::optional<chain::AccountId> worker;  // for the employer: from acceptance on

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("proposal", &ProposalAnswered::proposal),
                      chain::field<2>("opening", &ProposalAnswered::opening),
                      chain::field<3>("state", &ProposalAnswered::state),
                      chain::field<4>("worker", &ProposalAnswered::worker));
  }
  friend bool operator==(const ProposalAnswered&, const ProposalAnswered&) = default;
};

// kFeePaid has the same content.
struct FeeDue {
  chain::RecordKey proposal;
  chain::AccountId employer;
  chain::Fen amount;
  std::uint32_t version = 0;  // of the parameter match.fee_fen

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("proposal", &FeeDue::proposal), chain::field<2>("employer", &FeeDue::employer),
                      chain::field<3>("amount", &FeeDue::amount), chain::field<4>("version", &FeeDue::version));
  }
  friend bool operator==(const FeeDue&, const FeeDue&) = default;
};

}  // namespace xh::contracts::matching
