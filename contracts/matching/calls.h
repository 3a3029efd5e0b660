// Calls of the matching contract: method numbers, arguments, calendar kinds. Used by the contract and by everyone who
// builds its transactions.
#pragma once

#include "contracts/matching/records.h"

namespace xh::contracts::matching {

enum class MethodId : std::uint32_t {
  kPublishOpening = 1,   // matching.publish_opening, employer
  kCloseOpening = 2,     // matching.close_opening, its employer or the union
  kPublishProfile = 3,   // matching.publish_profile, worker; replaces the one before
  kWithdrawProfile = 4,  // matching.withdraw_profile, worker, at any time: the profile is deleted
  kAttestSkills = 5,     // matching.attest_skills, union, or an employer with an agreement with the worker
  kPropose = 6,          // matching.propose, union
  kAnswer = 7,           // matching.answer, worker (accept, decline) and employer (hire, reject)
  kPayFee = 8,           // matching.pay_fee, employer
};

// Calendar items; their record is the opening or the proposal.
enum class ItemKind : std::uint32_t { kExpire = 1, kLapse = 2 };

struct PublishOpening {
  OpeningTerms terms;

  static constexpr auto fields() { return std::tuple(chain::field<1>("terms", &PublishOpening::terms)); }
  friend bool operator==(const PublishOpening&, const PublishOpening&) = default;
};

struct CloseOpening {
  chain::RecordKey opening;

  static constexpr auto fields() { return std::tuple(chain::field<1>("opening", &CloseOpening::opening)); }
  friend bool operator==(const CloseOpening&, const CloseOpening&) = default;
};

struct PublishProfile {
  std::vector<OwnSkill> skills;
  std::vector<std::uint32_t> places;
  std::vector<WeekTime> times;
  std::vector<std::uint32_t> traits;
  std::vector<Wish> wishes;
  bool visible = false;
  bool credit_on_tie = false;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("skills", &PublishProfile::skills, kMaxSkills),
                      chain::field<2>("places", &PublishProfile::places, kMaxPlaces),
                      chain::field<3>("times", &PublishProfile::times, kMaxTimes),
                      chain::field<4>("traits", &PublishProfile::traits, kMaxTraits),
                      chain::field<5>("wishes", &PublishProfile::wishes, kMaxWishes),
                      chain::field<6>("visible", &PublishProfile::visible),
                      chain::field<7>("credit_on_tie", &PublishProfile::credit_on_tie));
  }
  friend bool operator==(const PublishProfile&, const PublishProfile&) = default;
};

struct WithdrawProfile {
  static constexpr auto fields() { return std::tuple(); }
  friend bool operator==(const WithdrawProfile&, const WithdrawProfile&) = default;
};

// All or nothing; a refusal names the line (from 1). A level of 0 takes the sender's attestation back. Kept in the
// worker's credit file.
struct AttestSkills {
  chain::AccountId worker;
  std::optional<chain::RecordKey> agreement;  // an employer names its agreement with the worker; the union need not
  std::vector<OwnSkill> skills;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("worker", &AttestSkills::worker),
                      chain::field<2>("agreement", &AttestSkills::agreement),
                      chain::field<3>("skills", &AttestSkills::skills, kMaxSkills));
  }
  friend bool operator==(const AttestSkills&, const AttestSkills&) = default;
};

// All or nothing; a refusal names the line (from 1). Scores are computed here and not taken from anybody.
struct Propose {
  chain::RecordKey opening;
  std::vector<chain::AccountId> workers;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("opening", &Propose::opening),
                      chain::field<2>("workers", &Propose::workers, kMaxNamedPerCall));
  }
  friend bool operator==(const Propose&, const Propose&) = default;
};

struct AnswerProposal {
  chain::RecordKey proposal;
  Reply reply = Reply::kAccept;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("proposal", &AnswerProposal::proposal),
                      chain::field<2>("reply", &AnswerProposal::reply));
  }
  friend bool operator==(const AnswerProposal&, const AnswerProposal&) = default;
};

// Along a relation that the union opened for fees (OP-28).
struct PayFee {
  chain::RecordKey proposal;

  static constexpr auto fields() { return std::tuple(chain::field<1>("proposal", &PayFee::proposal)); }
  friend bool operator==(const PayFee&, const PayFee&) = default;
};

}  // namespace xh::contracts::matching
