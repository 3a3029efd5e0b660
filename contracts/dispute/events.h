// Events of the dispute contract: what receipts carry, to the two parties. Numbers are stable for ever.
#pragma once

#include "contracts/dispute/records.h"

namespace xh::contracts::dispute {

enum class EventKind : std::uint32_t {
  kFiled = 1,
  kAnswered = 2,
  kUnanswered = 3,  // the time to answer is over; it goes on without
  kHearingSet = 4,
  kDecided = 5,
  kEscalated = 6,  // the time to decide is over: the regulator's list
  kWithdrawn = 7,
  kAppealed = 8,
  kFinal = 9,  // nobody appealed in time
  kAidRequested = 10,
  kAidAssigned = 11,
  kAidOverdue = 12,
  kAidClosed = 13,
  kLiabilityDeclared = 14,
};

struct DisputeFiled {
  chain::RecordKey dispute;
  Dispute content;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("dispute", &DisputeFiled::dispute),
                      chain::field<2>("content", &DisputeFiled::content));
  }
  friend bool operator==(const DisputeFiled&, const DisputeFiled&) = default;
};

// Of kAnswered, kUnanswered, kHearingSet (with `at`: the hearing), kEscalated, kWithdrawn, kAppealed, kFinal.
struct DisputeStep {
  chain::RecordKey dispute;
  State state = State::kFiled;
  std::optional<chain::Timestamp> at;
  std::optional<chain::AccountId> by;  // who appeals

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("dispute", &DisputeStep::dispute), chain::field<2>("state", &DisputeStep::state),
                      chain::field<3>("at", &DisputeStep::at), chain::field<4>("by", &DisputeStep::by));
  }
  friend bool operator==(const DisputeStep&, const DisputeStep&) = default;
};

struct DisputeDecided {
  chain::RecordKey dispute;
  Decision decision;
  bool on_appeal = false;
  bool final = false;

  static constexpr auto fields() {
    return std::tuple(
        chain::field<1>("dispute", &DisputeDecided::dispute), chain::field<2>("decision", &DisputeDecided::decision),
        chain::field<3>("on_appeal", &DisputeDecided::on_appeal), chain::field<4>("final", &DisputeDecided::final));
  }
  friend bool operator==(const DisputeDecided&, const DisputeDecided&) = default;
};

// Of all four kinds of legal aid.
struct AidChanged {
  chain::RecordKey request;
  AidRequest content;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("request", &AidChanged::request),
                      chain::field<2>("content", &AidChanged::content));
  }
  friend bool operator==(const AidChanged&, const AidChanged&) = default;
};

}  // namespace xh::contracts::dispute
