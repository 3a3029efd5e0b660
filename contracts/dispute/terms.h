// The words of disputes that calls, records and events share. Plain values; every limit of this contract is here. Texts
// stay off chain: salted hashes only (I4).
#pragma once

#include <optional>
#include <string_view>
#include <tuple>
#include <vector>

#include "chain/codec/fields.h"
#include "chain/primitives/bytes.h"
#include "chain/primitives/types.h"

namespace xh::contracts::dispute {

inline constexpr std::size_t kMaxEvidence = 16;
inline constexpr std::size_t kMaxOpenPerAccount = 100;  // disputes filed, or aid asked for, and not over
inline constexpr std::int64_t kMaxClaimFen = 1'000'000'000'000;

// What it is about. Wage and work log: a pay agreement, work log with its day. Contract, injury, dismissal: a pay
// agreement. Insurance: an insurance contract, or a pay agreement for what the employer owes.
enum class Kind : std::uint32_t {
  kWage = 0,
  kWorkLog = 1,
  kContract = 2,
  kInsurance = 3,
  kInjury = 4,
  kDismissal = 5,  // compensation for it (LG-05)
};
constexpr Kind enum_max(Kind) {
  return Kind::kDismissal;
}
constexpr std::string_view enum_name(Kind kind) {
  switch (kind) {
    case Kind::kWage:
      return "wage";
    case Kind::kWorkLog:
      return "work_log";
    case Kind::kContract:
      return "contract";
    case Kind::kInsurance:
      return "insurance";
    case Kind::kInjury:
      return "injury";
    case Kind::kDismissal:
      return "dismissal";
  }
  return "";
}

enum class State : std::uint32_t {
  kFiled = 0,
  kAnswered = 1,
  kHearing = 2,  // a hearing is set
  kDecided = 3,  // by the first instance; may be appealed
  kAppealed = 4,
  kFinal = 5,
  kWithdrawn = 6,
};
constexpr State enum_max(State) {
  return State::kWithdrawn;
}
constexpr std::string_view enum_name(State state) {
  switch (state) {
    case State::kFiled:
      return "filed";
    case State::kAnswered:
      return "answered";
    case State::kHearing:
      return "hearing";
    case State::kDecided:
      return "decided";
    case State::kAppealed:
      return "appealed";
    case State::kFinal:
      return "final";
    case State::kWithdrawn:
      return "withdrawn";
  }
  return "";
}

enum class Finding : std::uint32_t { kUpheld = 0, kPartly = 1, kDismissed = 2, kSettled = 3 };
constexpr Finding enum_max(Finding) {
  return Finding::kSettled;
}
constexpr std::string_view enum_name(Finding finding) {
  switch (finding) {
    case Finding::kUpheld:
      return "upheld";
    case Finding::kPartly:
      return "partly";
    case Finding::kDismissed:
      return "dismissed";
    case Finding::kSettled:
      return "settled";
  }
  return "";
}

// The call that carries a decision out: a decision moves no money itself.
enum class FollowUp : std::uint32_t {
  kNone = 0,
  kRevision = 1,   // the employer uploads a new version of the day (payroll.submit_work)
  kReversal = 2,   // a settled day is reversed and settled anew (payroll)
  kTransfer = 3,   // the amount is paid along an open relation (lxr.transfer, with the dispute as its reference)
  kInsurance = 4,  // insurance: a month is paid or corrected
};
constexpr FollowUp enum_max(FollowUp) {
  return FollowUp::kInsurance;
}
constexpr std::string_view enum_name(FollowUp follow_up) {
  switch (follow_up) {
    case FollowUp::kNone:
      return "none";
    case FollowUp::kRevision:
      return "payroll_revision";
    case FollowUp::kReversal:
      return "payroll_reversal";
    case FollowUp::kTransfer:
      return "transfer";
    case FollowUp::kInsurance:
      return "insurance";
  }
  return "";
}

// LG-03 to LG-05.
enum class AidKind : std::uint32_t { kAdvice = 0, kContractReview = 1, kCompensation = 2, kInjuryRecognition = 3 };
constexpr AidKind enum_max(AidKind) {
  return AidKind::kInjuryRecognition;
}
constexpr std::string_view enum_name(AidKind kind) {
  switch (kind) {
    case AidKind::kAdvice:
      return "advice";
    case AidKind::kContractReview:
      return "contract_review";
    case AidKind::kCompensation:
      return "compensation";
    case AidKind::kInjuryRecognition:
      return "injury_recognition";
  }
  return "";
}

enum class AidState : std::uint32_t { kRequested = 0, kAssigned = 1, kClosed = 2 };
constexpr AidState enum_max(AidState) {
  return AidState::kClosed;
}
constexpr std::string_view enum_name(AidState state) {
  switch (state) {
    case AidState::kRequested:
      return "requested";
    case AidState::kAssigned:
      return "assigned";
    case AidState::kClosed:
      return "closed";
  }
  return "";
}

}  // namespace xh::contracts::dispute
