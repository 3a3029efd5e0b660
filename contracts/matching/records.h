// State of the matching contract: tables, keys and records. Who calls: the contract's files, API and tests. Threading:
// core thread. All of it is personal: a profile is read by its worker and the union, an opening by every member, a
// proposal by its two sides (the employer learns the account when the worker accepts).
#pragma once

#include "contracts/engine/index_list.h"
#include "contracts/matching/score.h"

namespace xh::contracts::matching {

// Table numbers, stable for ever. Lists take three tables each (engine/index_list.h).
inline constexpr std::uint8_t kTableOpening = 1;   // record key -> Opening
inline constexpr std::uint8_t kTableProfile = 2;   // worker -> Profile
inline constexpr std::uint8_t kTableProposal = 3;  // record key -> Proposal
inline constexpr std::uint8_t kTableProposed = 4;  // opening, worker -> ProposedBefore
inline constexpr std::uint8_t kTableList = 10;     // 10 heads, 11 pages, 12 places

// Kinds of lists.
enum class ListKind : std::uint64_t {
  kOpeningsOf = 1,          // employer -> openings, all
  kOpenOpeningsOf = 2,      // employer -> openings that are open
  kOpenInArea = 3,          // area -> openings that are open
  kSkilled = 4,             // skill, area -> workers with a profile
  kProposalsOfOpening = 5,  // opening -> proposals
  kProposalsOfWorker = 6,   // worker -> proposals
};

[[nodiscard]] inline StateKey opening_key(const chain::RecordKey& opening) {
  return StateKey(ContractId::kMatching, kTableOpening).add(opening);
}
[[nodiscard]] inline StateKey profile_key(const chain::AccountId& worker) {
  return StateKey(ContractId::kMatching, kTableProfile).add(worker);
}
[[nodiscard]] inline StateKey proposal_key(const chain::RecordKey& proposal) {
  return StateKey(ContractId::kMatching, kTableProposal).add(proposal);
}
[[nodiscard]] inline StateKey proposed_key(const chain::RecordKey& opening, const chain::AccountId& worker) {
  return StateKey(ContractId::kMatching, kTableProposed).add(opening).add(worker);
}
template <class Owner>
[[nodiscard]] ListName list_of(ListKind kind, const Owner& owner) {
  return {ContractId::kMatching, kTableList, static_cast<std::uint64_t>(kind), chain::retag<chain::Hash256>(owner)};
}
// The first four digits of a place code.
[[nodiscard]] constexpr std::uint32_t area_of(std::uint32_t place) {
  return place / 100;
}
[[nodiscard]] inline ListName skilled_list(std::uint32_t skill, std::uint32_t area) {
  return list_of(ListKind::kSkilled, list_owner(skill, area));
}
[[nodiscard]] inline ListName area_list(std::uint32_t area) {
  return list_of(ListKind::kOpenInArea, list_owner(area));
}

// What an employer looks for (MA-02: its concrete need and preference).
struct OpeningTerms {
  chain::Hash256 text;  // salted hash of the advertisement, which stays off chain
  std::vector<WantedSkill> skills;
  std::uint32_t place = 0;
  std::vector<WeekTime> times;
  std::vector<std::uint32_t> offers;  // codes of what the work offers: what workers' wishes are compared with
  std::vector<Wish> wishes;           // what the employer would like beside the skills
  std::uint32_t places = 0;
  chain::Timestamp expires;

  static constexpr auto fields() {
    return std::tuple(
        chain::field<1>("text", &OpeningTerms::text), chain::field<2>("skills", &OpeningTerms::skills, kMaxSkills),
        chain::field<3>("place", &OpeningTerms::place), chain::field<4>("times", &OpeningTerms::times, kMaxTimes),
        chain::field<5>("offers", &OpeningTerms::offers, kMaxTraits),
        chain::field<6>("wishes", &OpeningTerms::wishes, kMaxWishes), chain::field<7>("places", &OpeningTerms::places),
        chain::field<8>("expires", &OpeningTerms::expires));
  }
  friend bool operator==(const OpeningTerms&, const OpeningTerms&) = default;
};

struct Opening {
  chain::AccountId employer;
  OpeningTerms terms;
  chain::Timestamp published_at;
  OpeningState state = OpeningState::kOpen;
  std::uint32_t hired = 0;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("employer", &Opening::employer), chain::field<2>("terms", &Opening::terms),
                      chain::field<3>("published_at", &Opening::published_at),
                      chain::field<4>("state", &Opening::state), chain::field<5>("hired", &Opening::hired));
  }
  friend bool operator==(const Opening&, const Opening&) = default;
};

// What a worker offers. Deleted when the worker withdraws it.
struct Profile {
  chain::RecordKey key;  // makes the pseudonyms; nobody but the worker and the union learns it
  std::vector<OwnSkill> skills;
  std::vector<std::uint32_t> places;
  std::vector<WeekTime> times;
  std::vector<std::uint32_t> traits;  // codes that employers' wishes are compared with
  std::vector<Wish> wishes;
  bool visible = false;        // employers may see pseudonym and score before the worker accepts
  bool credit_on_tie = false;  // consent: the credit grade may decide a tie (OP-80)
  chain::Timestamp updated_at;

  static constexpr auto fields() {
    return std::tuple(
        chain::field<1>("key", &Profile::key), chain::field<2>("skills", &Profile::skills, kMaxSkills),
        chain::field<3>("places", &Profile::places, kMaxPlaces), chain::field<4>("times", &Profile::times, kMaxTimes),
        chain::field<5>("traits", &Profile::traits, kMaxTraits),
        chain::field<6>("wishes", &Profile::wishes, kMaxWishes), chain::field<7>("visible", &Profile::visible),
        chain::field<8>("credit_on_tie", &Profile::credit_on_tie), chain::field<9>("updated_at", &Profile::updated_at));
  }
  friend bool operator==(const Profile&, const Profile&) = default;
};

// One worker for one opening. Keeps the parts and weights it was made with: a worker can ask why years later.
struct Proposal {
  chain::RecordKey opening;
  chain::AccountId employer;
  chain::AccountId worker;
  chain::RecordKey profile;  // Profile::key then: a withdrawn profile ends the proposal
  chain::Hash256 pseudonym;  // what the employer sees until the worker accepts
  bool visible = false;      // Profile::visible then
  Parts parts;
  Weights weights;
  ProposalState state = ProposalState::kProposed;
  chain::Timestamp proposed_at;
  chain::Timestamp answer_due;
  std::optional<chain::Timestamp> answered_at;
  chain::Fen fee;  // recruiting fee of a hire (MA-04); zero: none
  bool fee_paid = false;

  static constexpr auto fields() {
    return std::tuple(
        chain::field<1>("opening", &Proposal::opening), chain::field<2>("employer", &Proposal::employer),
        chain::field<3>("worker", &Proposal::worker), chain::field<4>("profile", &Proposal::profile),
        chain::field<5>("pseudonym", &Proposal::pseudonym), chain::field<6>("visible", &Proposal::visible),
        chain::field<7>("parts", &Proposal::parts), chain::field<8>("weights", &Proposal::weights),
        chain::field<9>("state", &Proposal::state), chain::field<10>("proposed_at", &Proposal::proposed_at),
        chain::field<11>("answer_due", &Proposal::answer_due), chain::field<12>("answered_at", &Proposal::answered_at),
        chain::field<13>("fee", &Proposal::fee), chain::field<14>("fee_paid", &Proposal::fee_paid));
  }
  friend bool operator==(const Proposal&, const Proposal&) = default;
};

// A worker is proposed for an opening once.
struct ProposedBefore {
  chain::RecordKey proposal;

  static constexpr auto fields() { return std::tuple(chain::field<1>("proposal", &ProposedBefore::proposal)); }
  friend bool operator==(const ProposedBefore&, const ProposedBefore&) = default;
};

}  // namespace xh::contracts::matching
