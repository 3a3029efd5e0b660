// The words of matching that calls, records and events share: skills, times, weighted codes, states. Plain values;
// every limit of this contract is here. Codes are numbers of the union's public lists (skills; lawful wishes such as
// "day shifts" or "forklift licence"); place codes are the six digits of the administrative divisions. No free text.
#pragma once

#include <optional>
#include <string_view>
#include <tuple>
#include <vector>

#include "chain/codec/fields.h"
#include "chain/primitives/bytes.h"
#include "chain/primitives/types.h"

namespace xh::contracts::matching {

inline constexpr std::size_t kMaxSkills = 16;
inline constexpr std::size_t kMaxPlaces = 4;
inline constexpr std::size_t kMaxTimes = 21;
inline constexpr std::size_t kMaxWishes = 8;
inline constexpr std::size_t kMaxTraits = 16;
inline constexpr std::size_t kMaxNamedPerCall = 100;
inline constexpr std::uint32_t kMaxCode = 999'999'999;
inline constexpr std::uint32_t kMinPlace = 100'000;
inline constexpr std::uint32_t kMaxPlace = 999'999;
inline constexpr std::uint32_t kMaxLevel = 5;
inline constexpr std::uint32_t kMaxWeight = 100;
inline constexpr std::uint32_t kMaxOpenPlaces = 1'000;
inline constexpr std::uint32_t kWeekMinutes = 7 * 24 * 60;
inline constexpr std::size_t kMaxCandidates = 1'000;    // of an opening's ranking
inline constexpr std::size_t kMaxProposals = 1'000;     // of an opening
inline constexpr std::size_t kMaxOpenOpenings = 1'000;  // of an employer at a time

// A skill as an opening wants it.
struct WantedSkill {
  std::uint32_t code = 0;
  std::uint32_t level = 0;   // 1 to 5, at least
  std::uint32_t weight = 0;  // 1 to 100

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("code", &WantedSkill::code), chain::field<2>("level", &WantedSkill::level),
                      chain::field<3>("weight", &WantedSkill::weight));
  }
  friend bool operator==(const WantedSkill&, const WantedSkill&) = default;
};

// A skill as the worker states it.
struct OwnSkill {
  std::uint32_t code = 0;
  std::uint32_t level = 0;  // stated, 1 to 5

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("code", &OwnSkill::code), chain::field<2>("level", &OwnSkill::level));
  }
  friend bool operator==(const OwnSkill&, const OwnSkill&) = default;
};
// The same with what others attested in the worker's credit file (MA-01): the highest level, 0 for none.
struct KnownSkill {
  std::uint32_t code = 0;
  std::uint32_t level = 0;
  std::uint32_t attested = 0;
};

// Minutes of the week, Monday 00:00 being 0; `from` < `until` <= 10,080. A list of them ascends and does not overlap.
struct WeekTime {
  std::uint32_t from = 0;
  std::uint32_t until = 0;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("from", &WeekTime::from), chain::field<2>("until", &WeekTime::until));
  }
  friend bool operator==(const WeekTime&, const WeekTime&) = default;
};

// Something one side would like the other to have.
struct Wish {
  std::uint32_t code = 0;
  std::uint32_t weight = 0;  // 1 to 100

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("code", &Wish::code), chain::field<2>("weight", &Wish::weight));
  }
  friend bool operator==(const Wish&, const Wish&) = default;
};

enum class OpeningState : std::uint32_t { kOpen = 0, kClosed = 1, kExpired = 2, kFilled = 3 };
constexpr OpeningState enum_max(OpeningState) {
  return OpeningState::kFilled;
}
constexpr std::string_view enum_name(OpeningState state) {
  switch (state) {
    case OpeningState::kOpen:
      return "open";
    case OpeningState::kClosed:
      return "closed";
    case OpeningState::kExpired:
      return "expired";
    case OpeningState::kFilled:
      return "filled";
  }
  return "";
}

enum class ProposalState : std::uint32_t {
  kProposed = 0,
  kAccepted = 1,  // by the worker: the employer may know who it is
  kDeclined = 2,  // by the worker
  kLapsed = 3,
  kHired = 4,
  kRejected = 5,  // by the employer
};
constexpr ProposalState enum_max(ProposalState) {
  return ProposalState::kRejected;
}
constexpr std::string_view enum_name(ProposalState state) {
  switch (state) {
    case ProposalState::kProposed:
      return "proposed";
    case ProposalState::kAccepted:
      return "accepted";
    case ProposalState::kDeclined:
      return "declined";
    case ProposalState::kLapsed:
      return "lapsed";
    case ProposalState::kHired:
      return "hired";
    case ProposalState::kRejected:
      return "rejected";
  }
  return "";
}

enum class Reply : std::uint32_t { kAccept = 0, kDecline = 1, kHire = 2, kReject = 3 };
constexpr Reply enum_max(Reply) {
  return Reply::kReject;
}
constexpr std::string_view enum_name(Reply reply) {
  switch (reply) {
    case Reply::kAccept:
      return "accept";
    case Reply::kDecline:
      return "decline";
    case Reply::kHire:
      return "hire";
    case Reply::kReject:
      return "reject";
  }
  return "";
}

}  // namespace xh::contracts::matching
